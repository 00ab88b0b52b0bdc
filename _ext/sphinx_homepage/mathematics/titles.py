"""Titles and other short texts without markup: for link previews, feeds, the window of a browser."""

from __future__ import annotations

from docutils import nodes

from .words import math_in_words


def plain_title(title: nodes.Element) -> str:
    """Return a title, or another text, without markup; its formulas are in Unicode as well as it goes."""
    words = "".join(map(_words, title.findall(nodes.Text)))
    # Where there was a tag, there may be a space on either side.
    return words if next(title.findall(nodes.raw), None) is None else " ".join(words.split())


def _words(text: nodes.Text) -> str:
    if isinstance(text.parent, nodes.math):
        return math_in_words(text)
    if isinstance(text.parent, nodes.raw):
        # A tag, a comment, or a break of the line.
        return " " if text.lstrip().startswith("<br") else ""
    return text.astext()
