"""What an import did, for the person whose site it is.  Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from .converted import Change

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .trial.comparison import Comparison

# What Sphinx says without telling what to do, by the types of these warnings.
_ADVICE = {
    "toc.not_included": "no menu and no listing leads to it; "
    "write it into the toctree of index.md, or orphan: true into its front matter",
}


class Answer(StrEnum):
    """What answers at an old address; what needs attention first comes first."""

    NOTHING = "nothing"
    RETIRED = "retired"
    """A page that says that it is gone: that of an example of the template."""
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

    @property
    def is_query(self) -> bool:
        """Return whether it has a query: a host serves what is before ``?``, and has never answered there."""
        return self.answer is Answer.NOTHING and "?" in self.url


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

    @property
    def file(self) -> str:
        """Return the file, without the line."""
        return re.sub(r":\d+\Z", "", self.where)

    @property
    def line(self) -> int:
        """Return the number of the line; 0 if it has none."""
        number = self.where.removeprefix(f"{self.file}:")
        return int(number) if number.isdecimal() else 0

    @property
    def is_link(self) -> bool:
        """Return whether it is about a link to what is not there."""
        return self.suppressed_by.startswith("nitpick_ignore")

    @property
    def type(self) -> str:
        """Return the type by which conf.py suppresses it; empty if it does not."""
        return "" if self.is_link else self.suppressed_by.partition(" = ")[2][2:-2]


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
    """Files of the new site that were not written, since their owner has edited them."""
    deleted: list[str] = field(default_factory=list)
    """Those that were not, since their owner has deleted or moved them."""
    news: list[str] = field(default_factory=list)
    """Files of *kept* that the import would write otherwise than the last time."""
    lacking: list[str] = field(default_factory=list)
    """Lines of Python that a conf.py which was edited lacks."""
    notes_on_kept: list[str] = field(default_factory=list)
    """What else is to be told of files that were edited: a sentence each."""
    warnings: list[LeftWarning] = field(default_factory=list)
    comparison: Comparison | None = None
    failure: str = ""
    """Why the new site cannot be built; empty if it can."""

    def add_warnings(self, warnings: Sequence[LeftWarning]) -> None:
        """Add warnings of the build: their pages need a look, but for addresses that were dead before."""
        warnings = [
            replace(warning, message=_ADVICE.get(warning.type, warning.message)) for warning in warnings
        ]
        self.warnings += warnings
        pages = {page.target: page for page in self.pages}
        for warning in warnings:
            page = pages.get(warning.file)
            if page is None or warning.message.startswith("link "):
                continue
            if warning.is_link:
                what = "a link on it names no page and no heading; see Links to what is not in this site"
            else:
                kind = warning.type
                what = _ADVICE.get(kind, f"the build warns of {kind or 'something on it'}; see Warnings")
            if Change(0, what) not in page.questions:
                page.questions.append(Change(0, what))

    def note_lost(self, path: str, why: str) -> None:
        """Note that a file of the new site cannot be written, and that nothing answers at its address."""
        self.left_out.append(LeftOut(path, why))
        self.pages = [
            replace(page, target="", questions=[*page.questions, Change(0, why)])
            if page.target == path
            else page
            for page in self.pages
        ]
        self._note_dead(lambda address: address.where == path, why)

    def note_dead(self, url: str, why: str) -> None:
        """Note that nothing answers at an old address."""
        self._note_dead(lambda address: address.url == url, why)

    def _note_dead(self, is_dead: Callable[[Address], bool], why: str) -> None:
        self.addresses = [
            Address(each.url, Answer.NOTHING, why=why) if is_dead(each) else each for each in self.addresses
        ]
