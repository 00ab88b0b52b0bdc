"""Macros of a site, as MathJax has them in its configuration.  Pure.

https://docs.mathjax.org/en/latest/input/tex/macros.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .tex import Macro

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_NAME = re.compile(r"[a-zA-Z]+|[^a-zA-Z\s]")


def read_macros(configurations: Iterable[Any]) -> tuple[Macro, ...]:
    """Return the macros in *configurations* of MathJax 2, 3 and 4, sorted; later ones win."""
    found = {macro.name: macro for given in configurations for macro in _macros(given)}
    return tuple(found[name] for name in sorted(found))


def _macros(configuration: Any) -> Iterator[Macro]:
    for part, key in (("tex", "macros"), ("TeX", "Macros")):
        for name, value in _mapping(_mapping(_mapping(configuration).get(part)).get(key)).items():
            macro = _macro(name, value)
            if macro is not None:
                yield macro


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _macro(name: Any, value: Any) -> Macro | None:
    """Return a macro: its text, or a list of text, number of arguments, and default of the first one."""
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        return None
    parts = list(value) if isinstance(value, list | tuple) else [value]
    if not parts or not isinstance(parts[0], str):
        return None
    count = parts[1] if len(parts) > 1 and isinstance(parts[1], int) else 0
    default = parts[2] if len(parts) > 2 and isinstance(parts[2], str) else None
    return Macro(f"\\{name}", parts[0], count, default)
