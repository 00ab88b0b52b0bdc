"""Titles and other short texts without markup: for link previews, feeds, the window of a browser."""

from __future__ import annotations

from docutils import nodes

from .words import math_in_words


def plain_title(title: nodes.Element) -> str:
    """Return a title, or another text, without markup; its formulas are in Unicode as well as it goes."""
    if next(title.findall(nodes.math), None) is None:
        return title.astext()
    return "".join(
        math_in_words(text) if isinstance(text.parent, nodes.math) else text.astext()
        for text in title.findall(nodes.Text)
    )
