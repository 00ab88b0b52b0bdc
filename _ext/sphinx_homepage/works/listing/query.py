"""Which works a listing shows, in which order, and below which headings.  Pure but for the words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that a work has to meet to be shown."""

    field: str
    operator: str = ""
    """One of ``=``, ``!=``, ``>=``, ``<=``; empty for a field that has to be there, or to be true."""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """What a listing asks for."""

    where: tuple[Condition, ...] = ()
    """All of them have to be met."""
    sort: str = "date"
    is_descending: bool = True
    group: str = ""
    limit: int = 0
    """0 for all of them."""
