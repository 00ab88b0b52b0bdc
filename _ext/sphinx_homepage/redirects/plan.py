"""The plan of all redirects: which claims to old addresses are met, and which cannot be.

Hosts tell capital letters from small ones, so that two addresses which differ in nothing else are two; they
can both be served if the file system on which the site is written can hold both.
Pure and derived: the plan is worked out anew in every build and never stored.  A file that is there wins over
any redirect; conf.py's own redirects win over front matter; of two pages, the first by name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from ..core.addresses import UnsafeAddressError, address_files, comparable
from ..core.problems import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ..pages.addresses import PublishedAddress
    from ..pages.targets import Target


@dataclass(frozen=True, slots=True)
class Claim:
    """A request that an old address leads somewhere."""

    key: str
    """Where it is made: ``rediraffe_redirects`` in conf.py, ``permalink`` or ``redirect_from`` on a page;
    or why: :data:`OTHER_FORM`, :data:`RETIRED`."""
    address: str
    """The address, or what conf.py calls it."""
    target: Target
    """Where it leads; if it is retired, the page that is nearest to it."""
    location: str | tuple[str, int | None]
    """Where it is made, for warnings."""
    files: tuple[str, ...] = ()
    """The files that must exist; if there are none, they follow from the address."""
    retired: PublishedAddress | None = None
    """The retired address, if it is one."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """A file to be written: a redirect, or the page of a retired URL."""

    file: str
    claim: Claim
    target: Target
    """Where it leads in the end."""
    rediraffe_key: str = ""
    """What rediraffe is asked for; empty if it cannot write this file."""


class Files(NamedTuple):
    """The files of the site that are not redirects, as POSIX paths from the output directory."""

    pages: Mapping[str, str]
    """The file of each page, by docname."""
    taken: Mapping[str, str] = MappingProxyType({})
    """Other files that are there or will be, with what they are ("the search page")."""
    reserved: Mapping[str, str] = MappingProxyType({})
    """Names at which no redirect may be, nor below them, with what they are reserved for."""
    copies: Mapping[str, str] = MappingProxyType({})
    """The second file of a page that has two, by docname."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What answers at which file."""

    redirects: dict[str, Claim] = field(default_factory=dict)
    """The claim that gets each file."""
    conflicts: list[tuple[Claim, str]] = field(default_factory=list)
    """Each claim that cannot be met, with the reason as a warning."""


CONF = "rediraffe_redirects"
"""Claims of conf.py."""
OTHER_FORM, RETIRED = "other form", "retired"
"""Claims of published addresses: a page's address under the other builder, and one that is retired."""
FROM_PUBLISHED = (OTHER_FORM, RETIRED)
"""Claims of which nobody is warned: the audit of the published addresses finds those that do not answer."""
_ONE_FILE = "this file system has one file for both; build on one that has two, as Linux and the hosts do"
_NO_COLON = "this file system may not store one; build on one that does, as Linux and the hosts do"
# The stronger first.
_ORDER = (CONF, "permalink", "redirect_from", *FROM_PUBLISHED)


def make_plan(claims: Iterable[Claim], files: Files, *, form: Callable[[str], str] = comparable) -> Plan:
    """Decide which claims are met.

    :param claims: every claim, of conf.py and of every page.
    :param form: returns the same for names that are one file where the site is written.
    """
    planner = _Planner(files, form)
    for claim in sorted(claims, key=_strength):
        planner.add(claim)
    return planner.plan


def _strength(claim: Claim) -> tuple[int, str, int]:
    """Sort conf.py first, pages by name, and published addresses last, which only fill gaps."""
    order = _ORDER.index(claim.key)
    group = 0 if claim.key == CONF else 2 if claim.key in FROM_PUBLISHED else 1
    return (group, claim.target.docname if group == 1 else "", order)


class _Planner:
    """Takes claims one by one, the stronger first."""

    def __init__(self, files: Files, form: Callable[[str], str]) -> None:
        self.plan = Plan()
        self.own = files
        self.form = form
        # By form: files that stay, and redirects that are planned.
        self.files = {form(file): (file, what) for file, what in files.taken.items()}
        self.files |= {form(file): (file, f"the page '{name}'") for name, file in files.pages.items()}
        self.directories = {directory for file in self.files for directory in _parents(file)}
        self.planned: dict[str, str] = {}
        # On hosts, these are read in one case, and on some systems in any.
        self.reserved = {comparable(name): what for name, what in files.reserved.items()}

    def add(self, claim: Claim) -> None:
        """Plan the files of *claim*, or note why that cannot be."""
        try:
            wanted = claim.files or address_files(claim.address)
        except UnsafeAddressError as error:
            self._refuse(claim, self._reserved_for(claim.address.strip("/")) or str(error))
            return
        # All of an address or nothing: with x.html a page, and x/ a redirect elsewhere, hosts would disagree.
        reasons = dict.fromkeys(self._reason(claim, file) for file in wanted)
        for reason in filter(None, reasons):
            self._refuse(claim, reason)
        if not any(reasons):
            for file in wanted:
                self._take(claim, file)

    def _reason(self, claim: Claim, file: str) -> str:
        """Return what keeps *claim* from having *file*, or nothing."""
        if self._has(claim, file):
            other = self.plan.redirects.get(file)
            return "" if other is None or other.target == claim.target else _asked_by(other)
        return self._obstacle(file) or self._reserved_for(file)

    def _has(self, claim: Claim, file: str) -> bool:
        """Return whether *file* is the page's own, as its own address is under one builder, or planned."""
        page = "" if claim.key in (CONF, *FROM_PUBLISHED) else claim.target.docname
        own = (self.own.pages.get(page), self.own.copies.get(page))
        return file in own or file == self.planned.get(self.form(file))

    def _take(self, claim: Claim, file: str) -> None:
        if not self._has(claim, file):
            name = self.form(file)
            self.planned[name] = file
            self.directories.update(_parents(name))
            self.plan.redirects[file] = claim

    def _obstacle(self, file: str) -> str:
        name = self.form(file)
        there, what = self.files.get(name, (self.planned.get(name, file), ""))
        if there != file:
            return f"it differs from '{there}' in case only, and {_ONE_FILE}"
        if what:
            return f"{what} is there, and stays"
        if name in self.directories:
            return f"'{name}' is a directory of the site"
        if ":" in file and self.form is comparable:
            # Windows takes what follows for the name of a stream.
            return f"it holds a colon, and {_NO_COLON}"
        for directory in _parents(name):
            if directory in self.files:
                return (
                    f"'{directory}' would be a directory, and {self.files[directory][1]} is there, and stays"
                )
            if directory in self.planned:
                owner = self.plan.redirects[self.planned[directory]].target.name
                return f"'{directory}' would be a directory, and is a redirect to '{owner}'"
        return ""

    def _reserved_for(self, file: str) -> str:
        for name in (file, *_parents(file)):
            if what := self.reserved.get(comparable(name)):
                return f"'{name}' is reserved for {what}"
        return ""

    def _refuse(self, claim: Claim, reason: str) -> None:
        message = f"{claim.key}: {plain(claim.address)} cannot redirect: {reason}"
        self.plan.conflicts.append((claim, message))


def _asked_by(other: Claim) -> str:
    if other.key == CONF:
        return f"conf.py leads it to '{other.target.name}' ({other.key}: {other.address})"
    return f"'{other.target.docname}' asks for it too ({other.key}: {other.address}), and gets it"


def _parents(name: str) -> list[str]:
    parts = name.split("/")[:-1]
    return ["/".join(parts[: count + 1]) for count in range(len(parts))]
