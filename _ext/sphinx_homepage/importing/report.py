"""What an import did, for the person whose site it is.  Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .comparison import Comparison
    from .converted import Change


class Answer(StrEnum):
    """What answers at an old address."""

    NOTHING = "nothing"
    LISTING = "listing"
    REDIRECT = "redirect"
    PAGE = "page"
    FILE = "file"


@dataclass(frozen=True)
class Address:
    """An old address and what answers there now."""

    url: str
    """With a leading slash."""
    answer: Answer
    where: str = ""
    """The file of the new site that answers, or the URL that it leads to."""
    why: str = ""
    """Why nothing answers: a sentence without a full stop."""


@dataclass
class PageReport:
    """What happened to a page."""

    source: str
    """Its file in the old site, relative to its root."""
    target: str
    """Its file in the new site; empty if there is none."""
    changes: list[Change] = field(default_factory=list)
    """What was changed; the lines are those of *source*."""
    questions: list[Change] = field(default_factory=list)
    """What needs a look; line 0 for the page as a whole."""


@dataclass(frozen=True)
class LeftOut:
    """A file of the old site that has no place in the new one."""

    path: str
    why: str


@dataclass(frozen=True)
class LeftWarning:
    """A warning that the build of the new site gives."""

    where: str
    """File and line; empty if it has none."""
    message: str
    suppressed_by: str = ""
    """The line of conf.py that suppresses it: ``suppress_warnings = [...]``."""


@dataclass
class Report:
    """Everything that an import has to tell."""

    old: str
    """The directory of the old site, as the person wrote it."""
    new: str
    """The directory of the new site, likewise."""
    addresses: list[Address] = field(default_factory=list)
    pages: list[PageReport] = field(default_factory=list)
    settings: list[str] = field(default_factory=list)
    """What was understood of the settings, and what of them was not: a sentence each."""
    demo: list[str] = field(default_factory=list)
    """Files of the template that were left out, since they are its examples, unchanged."""
    left_out: list[LeftOut] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    """Files of the new site that were not written, since they were edited since an earlier import."""
    warnings: list[LeftWarning] = field(default_factory=list)
    comparison: Comparison | None = None

    def to_markdown(self) -> str:
        """Return the text of ``import-report.md``: what needs attention first."""
        raise NotImplementedError

    def summary(self) -> str:
        """Return a few lines for the terminal."""
        raise NotImplementedError
