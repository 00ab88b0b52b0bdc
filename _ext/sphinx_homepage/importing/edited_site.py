"""What the owner of a new site has changed in it since an import, and the site that the next one leaves."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.values import read_code
from ..ledger.ledger_file import LEDGER, parse_ledger
from ..pages.addresses import State
from .report import Address, Answer
from .writing import files_in, is_as_written, kept_files, read_manifest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from .new_site import NewSite

_BUILDER = re.compile(r"^BUILDER\s*:?=\s*(\w+)\s*$", re.MULTILINE)
# What is in the root of a site beside hidden files, and is nobody's page.
_MADE = ("_build", "vendor")


@dataclass(frozen=True)
class Edits:
    """Files of a new site, by their paths in it."""

    edited: frozenset[str] = frozenset()
    """Those that the import would write, and that stay as they are."""
    deleted: frozenset[str] = frozenset()
    """Those that it would write, and that were deleted or moved."""
    theirs: frozenset[str] = frozenset()
    """All that are as the owner has written them: the edited ones, and others that no import knows."""

    @property
    def kept(self) -> frozenset[str]:
        """Return what the import does not write."""
        return self.edited | self.deleted


def find_edits(made: Path, target: Path) -> Edits:
    """Return what was edited in *target*, of what is to be moved there from *made*."""
    if not target.is_dir():
        return Edits()
    known = read_manifest(target)
    kept = frozenset(kept_files(made, target))
    deleted = frozenset(path for path in kept if not os.path.lexists(target / path))
    added = frozenset(
        path
        for path in _files(target)
        if not (made / path).is_file() and not is_as_written(target, path, known)
    )
    theirs = added | {path for path in kept if (target / path).is_file()}
    return Edits(kept - deleted, deleted, theirs)


def has_news(made: Path, target: Path, edits: Edits) -> list[str]:
    """Return the edited files that the import would write otherwise than it has written them."""
    known = read_manifest(target)
    return sorted(path for path in edits.edited & known.keys() if not is_as_written(made, path, known))


def _files(target: Path) -> Iterator[str]:
    """Yield the files of a site that may be its pages, or be published."""
    for directory, names, files in os.walk(target):
        place = Path(directory)
        if place == target:
            names[:] = [name for name in names if name not in _MADE and not name.startswith(".")]
            files = [name for name in files if not name.startswith(".")]
        for name in files:
            if (place / name).is_file():
                yield (place / name).relative_to(target).as_posix()


def copy_edited(made: Path, target: Path, edits: Edits, tree: Path) -> None:
    """Make *tree* the site that *target* will be, but for conf.py, which is that of the import.

    The owner's may need what is not installed here, and is not run.
    """
    sources = {path: made for path in files_in(made) if path not in edits.kept}
    sources |= dict.fromkeys(edits.theirs, target)
    sources["conf.py"] = made
    for path, root in sources.items():
        (tree / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / path, tree / path)


def edited_builder(target: Path) -> str:
    """Return the builder that the owner has written into the Makefile; empty if it is as it was."""
    if not (target / "Makefile").is_file() or is_as_written(target, "Makefile", read_manifest(target)):
        return ""
    found = _BUILDER.search(read_code(target / "Makefile"))
    return found[1] if found else ""


def note_deleted(
    site: NewSite, deleted: frozenset[str], where: Mapping[str, str], own: Collection[str]
) -> None:
    """Take pages that were deleted out of the report, and note which of their addresses nothing answers now.

    :param where: the file that each address had before the new site was built.
    :param own: the paths of the addresses in the lines of the ledger that are the owner's.
    """
    report = site.report
    report.pages = [page for page in report.pages if page.target not in deleted]
    ledger, _problems = parse_ledger(site.texts[LEDGER])
    entries = {url: ledger.entries.get(path) for path, url in site.ledger_urls.items() if ledger.covers(path)}
    retired = {url: entry for url, entry in entries.items() if entry and entry.state is State.RETIRED}
    for number, address in enumerate(report.addresses):
        url, file = address.url, where[address.url]
        if file not in deleted:
            continue
        if url in retired and retired[url].path in own:
            report.addresses[number] = Address(url, Answer.RETIRED, where=LEDGER)
        elif address.answer is Answer.NOTHING or url in retired or url not in entries:
            why = f"{file} was deleted or moved in the new site"
            report.addresses[number] = Address(url, Answer.NOTHING, why=why)
        else:
            report.addresses[number] = replace(address, where="")
