"""The ledger in a new site: one that the import makes, or that of the owner, to which it only adds lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_incremental.files import write_whole

from ...core.problems import Problem
from ...ledger.ledger_file import LEDGER, Ledger, new_ledger, parse_ledger, with_more

if TYPE_CHECKING:
    from pathlib import Path

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
        self._own_text = ""
        if is_edited:
            self._grow()

    def _grow(self) -> None:
        """Add a line to the owner's ledger for each address that it lacks, unless it has a mistake."""
        site = self._site
        ledger, text, problems = _read(self._file)
        self._own_text = text
        self.own = frozenset(ledger.entries)
        if problems:
            mistake = f"{problems[0].line or ''}: {problems[0].message}".removeprefix(": ")
            note = (
                f"no URL was added to {LEDGER}, which has a mistake ({mistake}): repair it, and import again"
            )
            site.report.notes_on_kept.append(note)
        else:
            written, _problems = parse_ledger(site.texts[LEDGER])
            added = [entry for entry in written.entries.values() if not ledger.covers(entry.path)]
            shown = ", ".join(entry.address for entry in added[:_SHOWN]) + (", ..." if added[_SHOWN:] else "")
            what = f"{len(added)} URL{'s were' if added[1:] else ' was'}"
            if added and not self._file.resolve().is_relative_to(self._file.parent.resolve()):
                note = f"{what} not added to {LEDGER} ({shown}), a link to a file outside the site"
                site.report.notes_on_kept.append(note)
            elif added:
                for entry in added:
                    ledger.add(entry)
                text = ledger.text()
                note = f"{what} added to {LEDGER} ({shown}); the lines that it had are as they were"
                site.report.notes_on_kept.append(note)
        site.texts[LEDGER] = text

    def write_for_build(self, tree: Path) -> None:
        """Write it into the site that is tried out, unless its owner has a directory of that name."""
        if not (tree / LEDGER).is_dir():
            (tree / LEDGER).write_bytes(self._content())

    def write_to_move(self, made: Path) -> None:
        """Write it among the files that are moved into the new site.

        That of the owner is none of them, and never taken for one that an import has made.
        """
        if self._is_edited:
            (made / LEDGER).unlink()
        else:
            self.write_for_build(made)

    def write_edited(self) -> None:
        """Write that of the owner, if it has more lines now; a link to another file of the site stays."""
        if not self._is_edited:
            return
        ledger, _problems = parse_ledger(self._site.texts[LEDGER])
        more = [entry for path, entry in ledger.entries.items() if path not in self.own]
        if more:
            write_whole(self._file.resolve(), with_more(self._own_text, more).encode())

    def _content(self) -> bytes:
        return self._site.texts[LEDGER].encode(errors="replace")


def _read(file: Path) -> tuple[Ledger, str, list[Problem]]:
    """Return the ledger in a file, its text, and the mistakes in it."""
    try:
        text = file.read_bytes().decode()
    except UnicodeError:
        return new_ledger(), "", [Problem("it is not UTF-8 text")]
    ledger, problems = parse_ledger(text)
    return ledger, text, problems
