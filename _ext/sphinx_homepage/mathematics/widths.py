"""How wide a formula is, about.  Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

# In em: of a letter, of the space around a sign, and of the size of indices.
_LETTER, _AROUND, _INDEX = 0.55, 0.3, 0.72


def width(element: Element) -> float:
    """Return about how wide *element* is, in em."""
    return _RULES.get(element.tag, _sum)(element)


def _sum(element: Element) -> float:
    return sum(map(width, element))


def _letters(element: Element) -> float:
    return _LETTER * len(element.text or "")


def _sign(element: Element) -> float:
    return _letters(element) + (0 if element.get("form") else _AROUND)


def _space(element: Element) -> float:
    amount = element.get("width", "")
    try:
        return float(amount.removesuffix("em")) if amount.endswith("em") else 0
    except ValueError:
        return 0


def _widest(element: Element) -> float:
    return max(map(width, element), default=0)


def _indexed(element: Element) -> float:
    return sum(width(child) * (_INDEX if index else 1) for index, child in enumerate(element))


def _table(element: Element) -> float:
    columns: list[float] = []
    for row in element:
        for index, cell in enumerate(row):
            if index == len(columns):
                columns.append(0)
            columns[index] = max(columns[index], _sum(cell) + 0.8)
    return sum(columns)


_RULES: dict[str, Callable[[Element], float]] = {
    "mi": _letters,
    "mn": _letters,
    "mtext": _letters,
    "mo": _sign,
    "mspace": _space,
    "mfrac": _widest,
    "mover": _widest,
    "munder": _widest,
    "munderover": _widest,
    "msub": _indexed,
    "msup": _indexed,
    "msubsup": _indexed,
    "mtable": _table,
}
