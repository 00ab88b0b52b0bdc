"""The ledger in a new site: one that the import makes, or that of the owner, to which it only adds lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_incremental.files import write_whole

from ...core.problems import Problem
from ...ledger.ledger_file import LEDGER, Ledger, new_ledger, parse_ledger, with_more

if TYPE_CHECKING:
    from pathlib import Path

    from ...pages.addresses import PublishedAddress
    from ..new_site import NewSite

# More addresses are counted.
_SHOWN = 5


class LedgerInSite:
    """The ledger of *site* on its way into the directory of the new site.

    Its text is that of *site*, which changes while the site is tried out.
    """

    def __init__(self, site: NewSite, target: Path, *, is_edited: bool) -> None:
        """Take the lines of the ledger in *target* if it was edited: they stay as they are."""
        self._site = site
        self._file = target / LEDGER
        self._is_edited = is_edited
        self.own: frozenset[str] = frozenset()
        """The paths of the addresses in the lines of an edited ledger."""
        if is_edited:
            self._grow()

    def _grow(self) -> None:
        """Add a line to the owner's ledger for each address that it lacks, unless it has a mistake."""
        site = self._site
        ledger, text, problems = _read(self._file)
        self.own = frozenset(ledger.entries)
        if problems:
            mistake = f"{problems[0].line or ''}: {problems[0].message}".removeprefix(": ")
            note = (
                f"no URL was added to {LEDGER}, which has a mistake ({mistake}): repair it, and import again"
            )
            site.report.notes_on_kept.append(note)
        else:
            written, _problems = parse_ledger(site.texts[LEDGER])
            added = [
                entry
                for path, entry in written.entries.items()
                # Whether its host serves x.html at /x too, is known from the import that added it.
                if not ledger.covers(path) and f"{path}.html" not in ledger.entries
            ]
            if added and not self._file.resolve().is_relative_to(self._file.parent.resolve()):
                note = _note(added, "not added to")
                site.report.notes_on_kept.append(f"{note}, a link to a file outside the site")
            elif added:
                for entry in added:
                    ledger.add(entry)
                text = ledger.text()
        site.texts[LEDGER] = text

    def _added(self) -> list[PublishedAddress]:
        """Return what is added to the ledger of the owner, of which a build may have left some out."""
        ledger, _problems = parse_ledger(self._site.texts[LEDGER])
        return [entry for path, entry in ledger.entries.items() if path not in self.own]

    def write_for_build(self, tree: Path) -> None:
        """Write it into the site that is tried out, unless its owner has a directory of that name."""
        if not (tree / LEDGER).is_dir():
            (tree / LEDGER).write_bytes(self._content())

    def write_to_move(self, made: Path) -> None:
        """Write it among the files that are moved into the new site.

        That of the owner is none of them, and never taken for one that an import has made.
        """
        if not self._is_edited:
            self.write_for_build(made)
            return
        (made / LEDGER).unlink()
        if added := self._added():
            note = _note(added, "added to")
            self._site.report.notes_on_kept.append(f"{note}; the lines that it had are as they were")

    def write_edited(self) -> None:
        """Write that of the owner, if it has more lines now; a link to another file of the site stays."""
        if not self._is_edited or not self._file.is_file():
            return
        # It may have been edited while the site was tried out.
        ledger, text, problems = _read(self._file)
        more = [entry for entry in self._added() if entry.path not in ledger.entries]
        if more and not problems:
            write_whole(self._file.resolve(), with_more(text, more).encode())

    def _content(self) -> bytes:
        return self._site.texts[LEDGER].encode(errors="replace")


def _note(entries: list[PublishedAddress], what: str) -> str:
    shown = ", ".join(entry.address for entry in entries[:_SHOWN]) + (", ..." if entries[_SHOWN:] else "")
    return f"{len(entries)} URL{'s were' if entries[1:] else ' was'} {what} {LEDGER} ({shown})"


def _read(file: Path) -> tuple[Ledger, str, list[Problem]]:
    """Return the ledger in a file, its text, and the mistakes in it."""
    try:
        text = file.read_bytes().decode()
    except UnicodeError:
        return new_ledger(), "", [Problem("it is not UTF-8 text")]
    ledger, problems = parse_ledger(text)
    return ledger, text, problems
