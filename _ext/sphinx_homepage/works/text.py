"""Short texts with mathematics, emphasis and links in them.  Pure."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from enum import StrEnum

from latex2mathml.symbols_parser import convert_symbol


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
    def is_plain(self) -> bool:
        """Return whether the text has no styles and no links."""
        return all(segment.style is Style.PLAIN and not segment.url for segment in self.segments)


NO_TEXT = Text()

_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_MATH_TOKEN = re.compile(r"\\mathbb *\{[A-Z]\}|\\(?:([A-Za-z]+)\s*|(.))|[{}~]", re.DOTALL)
_FUNCTIONS = frozenset(
    "arccos arcsin arctan arg cos cosh cot deg det dim exp gcd hom inf ker lim liminf limsup ln log max min"
    " mod Pr sec sin sinh sup tan tanh".split()
)
_SPACES = {",": "", ";": " ", ":": " ", " ": " ", "!": "", "\\": " ", "quad": " ", "qquad": " "}


@functools.lru_cache(maxsize=1024)
def math_in_words(tex: str) -> str:
    r"""Return TeX's mathematics on a line of plain text: ``\alpha_{0}`` becomes ``α_0``."""

    def replaced(match: re.Match[str]) -> str:
        name = match[1] or match[2] or ""
        if not name and match[0] in "{}~":
            return " " if match[0] == "~" else ""
        if name in _SPACES:
            return _SPACES[name]
        if match[2]:
            return name
        if name in _FUNCTIONS:
            # "\log n", but "\log(n)".
            return name + match[0][len(name) + 1 :]
        symbol = convert_symbol(f"\\{name}" if name else match[0].replace(" ", ""))
        return chr(int(symbol, 16)) if symbol and len(symbol) <= 6 else ""

    return " ".join(_MATH_TOKEN.sub(replaced, _FRACTION.sub(r"\1/\2", tex)).split())
