"""The words that readers see of HTML or Markdown.  Pure."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from ..mathematics.words import FORMULA

if TYPE_CHECKING:
    from collections.abc import Sequence

UNSEEN = re.compile(r"<(style|script)\b(?:(?!<(?:style|script)\b).)*?</\1\s*>", re.DOTALL | re.IGNORECASE)
"""What is in a page and no text of it.  It looks for no end beyond the next tag of its kind."""
# What marks text in Markdown: no formula has it as that, nor has snake_case, or MATH*101.
_MARKS = re.compile(
    rf"(?P<formula>{FORMULA})|\\(?P<escaped>[*_`])|(?<!\w)\*|\*(?!\w)|`|(?<!\w)_++|(?<!_)_++(?!\w)"
)


def plain(text: str) -> str:
    """Return the words of HTML or Markdown, with what is between them."""
    text = re.sub(r"<[^<>]*>", " ", UNSEEN.sub(" ", text))
    line = " ".join(html.unescape(without_marks(text, " ")).split())
    return re.sub(r" (?=[.,)](?: |\Z))", "", line)


def without_marks(text: str, instead: str = "") -> str:
    """Return Markdown with *instead* in the place of what marks its text, but for that of formulas."""
    return _MARKS.sub(lambda match: match["formula"] or match["escaped"] or instead, text)


# The lists of a site show the same documents: by year, by tag, by category.
@lru_cache(maxsize=2**15)
def words(text: str) -> tuple[str, ...]:
    """Return the words of HTML or Markdown in small letters."""
    return tuple(re.findall(r"[^\W_]+", plain(text).lower()))


def has_run(found: Sequence[str], wanted: Sequence[str]) -> bool:
    """Return whether some words stand side by side among others."""
    return f" {' '.join(wanted)} " in f" {' '.join(found)} "
