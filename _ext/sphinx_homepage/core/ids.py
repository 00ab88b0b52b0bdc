"""Ids of HTML elements.  Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container


def unique_id(name: str, *taken: Container[str]) -> str:
    """Return *name*, or with ``-1``, ``-2``, ... behind it if it is *taken*, as kramdown and MyST do it."""
    number, unique = 0, name
    while any(unique in names for names in taken):
        number += 1
        unique = f"{name}-{number}"
    return unique
