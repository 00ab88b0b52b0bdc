"""What a conversion of a text returns: the text, what was changed, what a person should look at.  Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Change(NamedTuple):
    """Something that was changed, or that a person should look at."""

    line: int
    """The line in the text that was converted, from 1."""
    what: str
    """A sentence without a full stop."""


@dataclass(frozen=True)
class Converted:
    """A converted text."""

    text: str
    changes: tuple[Change, ...] = ()
    """What was changed, by line."""
    questions: tuple[Change, ...] = ()
    """What was left as it is, or out, and needs a look, by line."""
