"""Short texts with mathematics, emphasis and links in them.  Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from ..mathematics.words import formulas_and_words, math_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable


class Style(StrEnum):
    """How a piece of text is set."""

    PLAIN = "plain"
    MATH = "math"
    """TeX's mathematics, without the dollar signs."""
    EMPHASIS = "emphasis"
    STRONG = "strong"
    SUPERSCRIPT = "superscript"
    SUBSCRIPT = "subscript"
    CODE = "code"
    SMALL_CAPS = "small-caps"


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text in one style."""

    text: str
    style: Style = Style.PLAIN
    url: str = ""
    """Where it leads; safe in an attribute."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text of one paragraph."""

    segments: tuple[Segment, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.segments)

    @property
    def plain(self) -> str:
        """Return the text without styles; mathematics is written with Unicode as well as it goes."""
        return "".join(
            math_in_words(segment.text) if segment.style is Style.MATH else segment.text
            for segment in self.segments
        ).replace("\u00a0", " ")

    @property
    def formulas(self) -> tuple[str, ...]:
        """Return the mathematics in the text, as TeX."""
        return tuple(segment.text for segment in self.segments if segment.style is Style.MATH)


def text_with_formulas(text: str) -> Text:
    """Return a text of plain text that may have formulas in it."""
    parts = formulas_and_words(text)
    return Text(
        tuple(Segment(part, Style.MATH if is_formula else Style.PLAIN) for part, is_formula in parts if part)
    )


def text_with_links(text: str, links: Iterable[tuple[str, str]]) -> Text:
    """Return a text of plain text that may have formulas in it, and links on some of its words.

    :param links: words and URLs, in their order.
    """
    segments: list[Segment] = []
    for words, url in links:
        before, found, after = text.partition(words)
        if found:
            segments += text_with_formulas(before).segments
            segments += (replace(part, url=url) for part in text_with_formulas(words).segments)
            text = after
    return Text((*segments, *text_with_formulas(text).segments))


NO_TEXT = Text()
