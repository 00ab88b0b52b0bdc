"""The ledger of published addresses: every address that readers may have, and what became of it.

A text file that is made for reviewing in a diff: one address a line, sorted by address; lines that begin with
``#`` and empty lines are for people, and stay where they are::

    /                     served
    /about/               -> /
    /publications/        retired 2026-11-23: demo content of the old template

Pure.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..core.addresses import UnsafeAddressError, address_text, parse_path
from ..core.problems import Problem, Subtype, did_you_mean, shorten
from ..core.target_urls import TargetError, target_text
from ..pages.addresses import PublishedAddress, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LEDGER = "published-urls.txt"
"""The name of the ledger, in the directory of conf.py, unless ``homepage_ledger`` is another one."""
# Where the second column begins, always the same, so that a new line changes no other.
_COLUMN = 40
_RETIRED = re.compile(r"retired\b\s*(?P<date>[^\s:]*)\s*(?P<colon>:?)\s*(?P<reason>.*)")


@dataclass(slots=True)
class Ledger:
    """All entries, and the comments between them."""

    entries: dict[str, PublishedAddress] = field(default_factory=dict)
    """By path."""
    head: list[str] = field(default_factory=list)
    """The comments at the beginning of the file, up to the last empty line before the first entry."""
    notes: dict[str, list[str]] = field(default_factory=dict)
    """The comments right before an entry, by its path."""
    tail: list[str] = field(default_factory=list)
    """The comments behind the last entry."""
    newline: str = "\n"
    """What ends its lines."""

    def covers(self, path: str) -> bool:
        """Return whether a line covers *path*, by itself or as a variant of its address."""
        return path in self.entries or any(
            other in self.entries and path in variants(other) for other in _relatives(path)
        )

    def add(self, entry: PublishedAddress) -> bool:
        """Add *entry*, unless there is a line for its address; return whether it was added."""
        if entry.path in self.entries:
            return False
        self.entries[entry.path] = entry
        return True

    def update(self, entry: PublishedAddress) -> bool:
        """Write down what has become of an address, unless it is retired; return whether that is new."""
        known = self.entries[entry.path]
        if known.state is State.RETIRED or (known.state, known.target) == (entry.state, entry.target):
            return False
        self.entries[entry.path] = replace(entry, line=known.line, location=known.location)
        return True

    def text(self) -> str:
        """Return the file's text: sorted, one address a line, with every comment where it was."""
        lines = list(self.head)
        for path in sorted(self.entries, key=address_text):
            entry = self.entries[path]
            lines += self.notes.get(path, ())
            lines.append(_written(entry))
        lines += self.tail
        return "".join(f"{line}{self.newline}" for line in lines)


_HEADER = (
    "# Every URL that was ever published, and what became of it: served, -> where it leads, or",
    "# retired DATE: reason. No line is ever removed. `python -m sphinx_homepage urls --help` tells more.",
    "",
)


def new_ledger() -> Ledger:
    """Return a ledger without addresses, with its comment for people."""
    return Ledger(head=list(_HEADER))


def parse_ledger(text: str) -> tuple[Ledger, list[Problem]]:
    """Read a ledger; lines that cannot be understood are left out, with a problem each."""
    ledger = Ledger(newline=newline[0] if (newline := re.search(r"\r?\n|\r", text)) else "\n")
    problems: list[Problem] = []
    notes: list[str] = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            notes.append(line.rstrip())
            continue
        try:
            entry = _parse_line(line, number)
        except UnsafeAddressError as error:
            problems.append(Problem(str(error), number, Subtype.LEDGER))
            continue
        if twin := ledger.entries.get(entry.path):
            message = f"{entry.address} is in line {twin.line} as well; keep one of the lines"
            problems.append(Problem(message, number, Subtype.LEDGER))
            continue
        if not ledger.entries:
            end = max((i + 1 for i, note in enumerate(notes) if not note), default=0)
            ledger.head, notes = notes[:end], notes[end:]
        ledger.entries[entry.path] = entry
        if notes:
            ledger.notes[entry.path] = notes
            notes = []
    ledger.tail = notes
    return ledger, problems


def with_more(text: str, entries: Iterable[PublishedAddress]) -> str:
    """Return the text of a ledger with lines for more addresses; those that it has stay as they are."""
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    lines = text.removeprefix(mark).splitlines(keepends=True)
    ledger, _problems = parse_ledger(text)
    if lines and lines[-1] == lines[-1].splitlines()[0]:
        lines[-1] += ledger.newline
    places = sorted((entry.address, entry.line or 0) for entry in ledger.entries.values())
    behind: dict[int, list[str]] = {}
    for entry in sorted(entries, key=lambda entry: entry.address):
        before = bisect(places, (entry.address,))
        line = places[before - 1][1] if before else len(ledger.head)
        behind.setdefault(line, []).append(f"{_written(entry)}{ledger.newline}")
    found = [mark, *behind.get(0, ())]
    for number, line_of_text in enumerate(lines, start=1):
        found += [line_of_text, *behind.get(number, ())]
    return "".join(found)


def _written(entry: PublishedAddress) -> str:
    return f"{entry.address:<{_COLUMN - 1}} {entry.status}"


def _parse_line(line: str, number: int) -> PublishedAddress:
    """Read one line.

    :raises UnsafeAddressError: with what is wrong, and what to write instead.
    """
    address, _, status = line.strip().partition(" ")
    address, _, more = address.partition("\t")
    status = f"{more} {status}".strip()
    shown = shorten(address)
    if not address.startswith("/"):
        raise UnsafeAddressError(f"{shown}: a URL here begins with a slash, as in /cv/")
    try:
        path = parse_path(address)
    except UnsafeAddressError as error:
        raise UnsafeAddressError(f"{shown} is no URL of this site: {error}") from None
    if status == "served":
        return PublishedAddress(path, State.SERVED, line=number)
    if status.startswith("->"):
        target = status.removeprefix("->").strip()
        if not target or re.search(r"\s", target):
            raise UnsafeAddressError(f"{shown}: '->' needs one URL, as in -> /cv/")
        try:
            return PublishedAddress(path, State.REDIRECTED, target_text(target), line=number)
        except TargetError as error:
            raise UnsafeAddressError(f"{shown} cannot lead to {shorten(target)}: {error}") from None
    if match := _RETIRED.fullmatch(status):
        date, reason = match["date"], match["reason"].strip()
        if not _is_date(date) or not match["colon"] or not reason:
            raise UnsafeAddressError(
                f"{shown}: a retired URL has a date and a reason, as in 'retired 2026-03-01: why'"
            )
        return PublishedAddress(path, State.RETIRED, date=date, reason=reason, line=number)
    word = re.split(r"[\s:]", status)[0]
    hint = did_you_mean(word, [state.value for state in State]) if word else ""
    raise UnsafeAddressError(
        f"{shown}: state what became of it: 'served', '-> /where/' or 'retired DATE: reason'{hint}"
    )


def _is_date(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def variants(path: str) -> tuple[str, ...]:
    """Return the paths at which a host has answered if *path* is an address that people had, itself first.

    ``/x/`` is ``x/index.html``, and hosts lead ``/x`` there.  ``/x`` is ``x.html``, which hosts answer at
    ``/x.html`` too, or a directory.  An address with any suffix is a file.
    """
    if not path:
        return ("", "index.html")
    if path.endswith("/"):
        return (path, path[:-1], f"{path}index.html")
    if path.endswith("/index.html"):
        return (path, path.removesuffix("index.html"), path.removesuffix("/index.html"))
    if path == "index.html":
        return (path, "")
    if "." in path.rpartition("/")[2]:
        return (path,)
    return (path, f"{path}/", f"{path}.html", f"{path}/index.html")


def _relatives(path: str) -> Iterator[str]:
    """Yield the paths that can have *path* among their variants."""
    stem = path.removesuffix("index.html").removesuffix("/").removesuffix(".html")
    yield from (stem, f"{stem}/", f"{stem}/index.html", "", "index.html")


def record(
    ledger: Ledger, published: Iterable[PublishedAddress]
) -> tuple[list[PublishedAddress], list[PublishedAddress]]:
    """Write down what a site publishes.

    :returns: the addresses that are new, and those of which something else is true now.
    """
    added, changed = [], []
    for entry in published:
        if entry.path in ledger.entries:
            if ledger.update(entry):
                changed.append(entry)
        elif not ledger.covers(entry.path):
            ledger.add(entry)
            added.append(entry)
    return added, changed
