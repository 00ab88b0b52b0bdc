"""Formulas in plain text.  Pure."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from latex2mathml.symbols_parser import convert_symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMULA = (
    r"\$\$([^$]+)\$\$|(?<![\\$\w])\$(?!\s)((?:\\.|[^$\\])+?)(?<!\s)\$(?![\d$])"
    r"|\\{1,2}\(((?:(?!\\\().)+?)\\{1,2}\)|\\{1,2}\[((?:(?!\\\[).)+?)\\{1,2}\]"
)
"""A pattern for the formulas in a text, with a group for each of their four forms."""
_FORMULA = re.compile(FORMULA)
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
        # "\alpha x" needs its space, but whoever writes "x \mid y" sees the sign between two.
        is_apart = match[0][-1].isspace() and match.string[match.start() - 1 : match.start()].isspace()
        return (chr(int(symbol, 16)) if symbol and len(symbol) <= 6 else "") + " " * is_apart

    return " ".join(_MATH_TOKEN.sub(replaced, _FRACTION.sub(r"\1/\2", tex)).split())


def formulas_and_words(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of plain text, and whether each is a formula."""
    position = 0
    for match in _FORMULA.finditer(text):
        yield text[position : match.start()], False
        yield next(filter(None, match.groups())), True
        position = match.end()
    yield text[position:], False


def text_in_words(text: str) -> str:
    """Return plain text with its formulas in Unicode as well as it goes."""
    parts = formulas_and_words(text)
    return "".join(math_in_words(part) if is_formula else part for part, is_formula in parts)
