"""Mistakes in what a person wrote: message, line and kind.

Pure and dependency-free.  Parsers return problems instead of logging them, so that the caller decides
whether one is a warning on a page or the end of the build.
"""

from __future__ import annotations

import difflib
import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

# Beyond this many characters, messages show the beginning of a text only.
_PLAIN = 200
_WORD = re.compile(r"[^\W\d_]+|[0-9]+")
_SUFFIX = re.compile(r"\.[a-z]\w*\Z")


class Subtype(StrEnum):
    """The kinds of warning of this extension.

    Each is shown as ``[homepage.<value>]`` behind its message and can be silenced with
    ``suppress_warnings = ["homepage.<value>"]``, all of them with ``"homepage"``.
    """

    AUTHOR = "author"
    """A field of an author, or the name of an author who is not known."""
    AVATAR = "avatar"
    """An image of an author that is missing, in another letter case, or on another site."""
    BIBTEX = "bibtex"
    """A BibTeX file that is not as it should be, or a field that an entry lacks."""
    CONFIG = "config"
    """A name in conf.py that looks like a misspelt config value, or a pattern there that no page has."""
    CV = "cv"
    """A mistake in the file of a CV, or a PDF that cannot be made as it should be."""
    DEAD_NETWORK = "dead_network"
    """A network that has closed; its link is left out."""
    DIRECTIVE = "directive"
    """A wrong use of ``author-profile``."""
    FORMULA = "formula"
    """A formula that cannot be shown, or is not read as one."""
    FRONT_MATTER = "front_matter"
    """A misspelt key, a wrong type, a key that is given twice."""
    KRAMDOWN = "kramdown"
    """Markdown of kramdown's own or of GitHub's, which MyST does not know."""
    LEDGER = "ledger"
    """A published address that would be dead, or a line of the ledger that cannot be understood."""
    LEFT_OUT = "left_out"
    """A file that a page names as a page and that is none, for a reason that stands in conf.py."""
    IMAGE = "image"
    """An image of a page (``header`` in its front matter) with the same faults, or that is a directory."""
    LISTING = "listing"
    """A listing that names something which does not exist, or asks for what it does not know."""
    LINK = "link"
    """A link to a URL of the site that nothing answers, or to a place that a page does not have."""
    LIQUID = "liquid"
    """A tag or an output of Liquid, which is not run."""
    RELATED = "related"
    """The name of a related work that no page and no entry has."""
    REDIRECT = "redirect"
    """An old address that cannot answer, or that two pages ask for."""


class Problem(NamedTuple):
    """One mistake, for the person who made it."""

    message: str
    """A sentence without a full stop: what is wrong, and what to write instead."""
    line: int | None = None
    """The line in the file, from 1; ``None`` if it is not known."""
    subtype: Subtype = Subtype.AUTHOR


def did_you_mean(word: str, known: Iterable[str], *, cutoff: float = 0.7, told_by_words: bool = False) -> str:
    """Return ``"; did you mean 'x'?"`` for the known word closest to *word*, or an empty string.

    :param told_by_words: whether *word* and the known ones are names, or paths, of things that differ where
        the last part of each has a word or a number that the other one lacks: papers, lectures.
    """
    close = closest(word, known, cutoff=cutoff)
    if not close or (told_by_words and _differ_in_words(word.lower(), close.lower())):
        return ""
    return f"; did you mean '{close}'?"


def _differ_in_words(path: str, other: str) -> bool:
    """Return whether the last parts of two paths each have a word that is not one of the other, mistyped."""
    names = [each.rstrip("/").rpartition("/")[2] for each in (path, other)]
    one, two = (set(_WORD.findall(_SUFFIX.sub("", name))) for name in names)
    return all(
        any(not any(_is_near(word, found) for found in known) for word in words)
        for words, known in ((one, two), (two, one))
    )


def _is_near(word: str, name: str) -> bool:
    """Return whether a word may be *name*, mistyped or cut off; a number is mistyped for none."""
    if word == name or word.isdecimal() or name.isdecimal():
        return word.lstrip("0") == name.lstrip("0")
    is_a_letter_off = len(word) == len(name) and sum(map(str.__ne__, word, name)) == 1
    return is_a_letter_off or _is_swapped(word, name) or bool(difflib.get_close_matches(word, [name]))


def closest(word: str, known: Iterable[str], *, cutoff: float) -> str:
    """Return the known word closest to *word*, or an empty string.

    Two letters in the wrong order are close whatever the *cutoff* is.
    """
    lowered = {name.lower(): name for name in known}
    word = word.lower()
    found = [name for name in lowered if _is_swapped(word, name)]
    found = found or difflib.get_close_matches(word, lowered, n=1, cutoff=cutoff)
    return lowered[found[0]] if found else ""


def _is_swapped(word: str, name: str) -> bool:
    """Return whether *word* is *name* with two neighbouring letters in each other's place."""
    if len(word) != len(name):
        return False
    places = [place for place, (one, other) in enumerate(zip(word, name, strict=True)) if one != other]
    return (
        len(places) == 2
        and places[1] == places[0] + 1
        and word[places[0]] == name[places[1]]
        and word[places[1]] == name[places[0]]
    )


def plain(text: str) -> str:
    """Return *text* as it is, or quoted if it does not fit in a message on one short line."""
    return text if text.isprintable() and len(text) <= _PLAIN else shorten(text, _PLAIN)


def shorten(text: str, limit: int = 60) -> str:
    """Return *text* quoted for a message, on one line and no longer than *limit* characters."""
    return f"'{one_line(text, limit)}'"


def one_line(text: str, limit: int) -> str:
    """Return *text* for a terminal, on one line and no longer than *limit* characters."""
    line = text[:limit]
    if not line.isprintable():
        line = "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in line)
    return line if len(text) <= limit and len(line) <= limit else line[: limit - 1] + "…"
