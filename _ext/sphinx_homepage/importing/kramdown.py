r"""Markdown as Jekyll reads it (kramdown with its parser for GitHub's dialect) becomes MyST.  Pure.

Only what means something else in MyST is changed; everything else stays as it is, character for character.
"""

from __future__ import annotations

from dataclasses import dataclass

from .converted import Converted


@dataclass(frozen=True)
class Dialect:
    """What a site's settings say about its Markdown."""

    emoji: bool = False
    """Whether ``:smile:`` is an emoji: Jekyll's plugin jemoji."""
    dollars: bool = True
    """Whether the site's MathJax or KaTeX reads what is between single dollars as a formula."""
    hard_wrap: bool = False
    """Whether each end of a line in a paragraph breaks the line: kramdown's option ``hard_wrap``."""
    gfm: bool = True
    """Whether kramdown's parser for GitHub's dialect reads the pages, as it does by default."""


def to_myst(text: str, dialect: Dialect | None = None) -> Converted:
    """Return the body of a page, which has no front matter and no Liquid, as MyST reads it.

    :param text: the text behind the front matter; lines are counted from its beginning.
    """
    raise NotImplementedError
