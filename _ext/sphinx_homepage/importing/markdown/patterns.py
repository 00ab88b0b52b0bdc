"""Lines that begin or end blocks in kramdown, as the readers of several kinds of blocks know them.  Pure."""

from __future__ import annotations

import re

RULE = re.compile(r" {0,3}([*_-])[ \t]*\1[ \t]*\1(?:\1|[ \t])*$")
ITEM = re.compile(r"( {0,3}(?:[+*-]|(\d+)\.))([ \t].*)$")
"""The marker of an item, the number of a numbered one, and the rest of the line."""
DEFINITION = re.compile(r"( {0,3}:)([ \t].*)$")
"""The marker of a definition and the rest of the line."""
IAL = re.compile(r" {0,3}\{:(?![:/])((?:\\\}|[^}])+)\}\s*$")
"""Attributes alone on their line, for the block above or below."""
END_OF_BLOCK = re.compile(r"\^\s*$")
"""kramdown's mark for the end of a block."""
FENCE = re.compile(r"( {0,3})(`{3,}|~{3,})(.*)$")
