"""The ids of headings, as Jekyll gives them.  Pure."""

from __future__ import annotations

import re
import unicodedata

# Two or three hyphens make a dash, which is no part of an id.  Behind a space and before a letter they are an
# option of a command ("--help"), which headings have in code, where hyphens stay.
_DASH = re.compile(r"(?<![-\s])-{2,3}(?!-)|(?<!-)-{2,3}(?![-\w])")


def jekyll_heading_id(title: str) -> str:
    """Return the id of a heading with the text *title*; empty if nothing of it can be in an id.

    These are the rules of Jekyll's Markdown (kramdown with its parser for GitHub's dialect): small letters,
    spaces become hyphens, and of everything else letters, marks, digits, hyphens and underscores stay, in any
    script.  MyST appends ``-1``, ``-2``, ... to the id of a repeated heading, as kramdown does.
    """
    # Each letter by itself: kramdown has no final sigma.
    lowered = "".join(char.lower() for char in _DASH.sub("", title))
    return "".join("-" if char in " \t" else char for char in lowered if char in " \t-" or _is_word(char))


def jekyll_slug(text: str) -> str:
    """Return *text* as Jekyll's filter ``slugify`` does: letters, marks and digits, with hyphens between."""
    words = "".join(char if _is_in_slug(char) else " " for char in text.lower()).split()
    return "-".join(words)


def _is_in_slug(char: str) -> bool:
    category = unicodedata.category(char)
    return category[0] in "LM" or category == "Nd"


def _is_word(char: str) -> bool:
    category = unicodedata.category(char)
    return category[0] in "LM" or category in ("Nd", "Nl", "Pc")


SLUG_FUNCTION = f"{__name__}.{jekyll_heading_id.__name__}"
"""The function as a value of ``myst_heading_slug_func``."""
