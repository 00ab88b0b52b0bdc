"""Letters in the mathematical alphabets of Unicode.

Browsers know of MathML's ``mathvariant`` only ``normal`` (MathML Core); bold, script and other letters are
characters of their own.  Pure.

https://www.unicode.org/charts/PDF/U1D400.pdf
"""

from __future__ import annotations

from functools import cache
from string import ascii_lowercase, ascii_uppercase, digits
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_GREEK_CAPITALS = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡϴΣΤΥΦΧΨΩ∇"
_GREEK_SMALL = "αβγδεζηθικλμνξοπρςστυφχψω∂ϵϑϰϕϱϖ"
# Where the capital A, the small a, the digit 0 and the capital and small alpha of each alphabet are.
_STARTS = {
    "bold": (0x1D400, 0x1D41A, 0x1D7CE, 0x1D6A8, 0x1D6C2),
    "italic": (0x1D434, 0x1D44E, 0, 0x1D6E2, 0x1D6FC),
    # As in LaTeX, where \boldsymbol{\Gamma} is upright: the capitals are those of bold.
    "bold-italic": (0x1D468, 0x1D482, 0x1D7CE, 0x1D6A8, 0x1D736),
    "script": (0x1D49C, 0x1D4B6, 0, 0, 0),
    "bold-script": (0x1D4D0, 0x1D4EA, 0, 0, 0),
    "fraktur": (0x1D504, 0x1D51E, 0, 0, 0),
    "bold-fraktur": (0x1D56C, 0x1D586, 0, 0, 0),
    "double-struck": (0x1D538, 0x1D552, 0x1D7D8, 0, 0),
    "sans-serif": (0x1D5A0, 0x1D5BA, 0x1D7E2, 0, 0),
    "bold-sans-serif": (0x1D5D4, 0x1D5EE, 0x1D7EC, 0x1D756, 0x1D770),
    "sans-serif-italic": (0x1D608, 0x1D622, 0x1D7E2, 0, 0),
    "monospace": (0x1D670, 0x1D68A, 0x1D7F6, 0, 0),
}
# Letters that Unicode had before the alphabets.
_ELSEWHERE = {
    "italic": {"h": "ℎ"},
    "script": dict(zip("BEFHILMRego", "ℬℰℱℋℐℒℳℛℯℊℴ", strict=True)),
    "fraktur": dict(zip("CHIRZ", "ℭℌℑℜℨ", strict=True)),
    "double-struck": dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True)),
}
ALPHABETS = frozenset(_STARTS)
"""The values of ``mathvariant`` that are alphabets."""


def in_alphabet(text: str, alphabet: str) -> str:
    """Return *text* with the letters and digits that *alphabet* has in that alphabet."""
    table = _table(alphabet)
    return "".join(table.get(char, char) for char in text)


def is_capital_greek(text: str) -> bool:
    """Return whether *text* is one capital Greek letter."""
    return len(text) == 1 and "Α" <= text <= "Ω"


@cache
def _table(alphabet: str) -> Mapping[str, str]:
    table: dict[str, str] = {}
    series = (ascii_uppercase, ascii_lowercase, digits, _GREEK_CAPITALS, _GREEK_SMALL)
    for letters, start in zip(series, _STARTS[alphabet], strict=True):
        if start:
            table |= {letter: chr(start + index) for index, letter in enumerate(letters)}
    table |= _ELSEWHERE.get(alphabet, {})
    return MappingProxyType(table)
