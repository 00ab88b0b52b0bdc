"""Writes the new site so that nothing is lost: not what its owner has edited, and not when it is interrupted.

A manifest in the new site has the digest of each file as it was written.  A file that is another one now was
edited, and stays.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING

from sphinx_incremental.files import is_file, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

MANIFEST = ".import.json"
"""The file of the new site that tells what an import has written.  Its name is that of no page."""
REPORT = "import-report.md"
"""The report, in the new site."""
# Stands in the manifest, among its digests, for a file that has perhaps not been written yet.
_PENDING = ""
# One of a hundred thousand files is smaller.
_LARGEST_MANIFEST = 30_000_000
_DIGEST = re.compile("[0-9a-f]*")
_SURROGATE = re.compile("[\ud800-\udfff]")


class BusyError(Exception):
    """Another import is writing the same site."""


class NotEmptyError(Exception):
    """A directory that holds something that no import has written."""


def check_target(directory: Path) -> None:
    """Check that an import may write into *directory*.

    :raises NotEmptyError: if it holds what is no import's.
    """
    if directory.exists() and not directory.is_dir():
        raise NotEmptyError(f"{directory} is a file, not a directory")
    if (
        directory.is_dir()
        and any(entry.name != ".git" for entry in directory.iterdir())
        and not (directory / MANIFEST).is_file()
    ):
        raise NotEmptyError(
            f"{directory} is not empty, and no import has made it; "
            "name a directory that is empty or does not exist"
        )


@contextlib.contextmanager
def workplace(target: Path) -> Iterator[Path]:
    """Make an empty directory beside *target*, from where a site can be moved there at once.

    What an interrupted import has left there is removed; the lock of that import is gone with its process.

    :raises BusyError: if another import has it.
    """
    place = target.with_name(f".{target.name}.sphinx-homepage")
    if place.is_symlink():
        place.unlink()
    place.mkdir(parents=True, exist_ok=True)
    with _lock(place):
        try:
            for entry in place.iterdir():
                if entry.is_dir() and not entry.is_symlink():
                    shutil.rmtree(entry)
                else:
                    entry.unlink()
            yield place
        finally:
            shutil.rmtree(place, ignore_errors=True)


@contextlib.contextmanager
def _lock(directory: Path) -> Iterator[None]:
    try:
        import fcntl
    except ImportError:
        # Windows refuses to remove what another process has open.
        yield
        return
    number = os.open(directory, os.O_RDONLY)
    try:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BusyError from None
        yield
    finally:
        os.close(number)


def kept_files(made: Path, target: Path) -> list[str]:
    """Return the files of *made* that :func:`move_into` would not write, since the owner has changed them.

    They were edited, or deleted or moved: what an import has written once, it writes into no gap, but for the
    report, of which people are told that they can remove it.
    """
    return _kept(_digests(made), target, read_manifest(target))


def _kept(digests: Mapping[str, str], target: Path, known: Mapping[str, list[str]]) -> list[str]:
    return [
        path for path, digest in digests.items() if _is_kept(target, path, (*known.get(path, ()), digest))
    ]


def is_as_written(directory: Path, path: str, known: Mapping[str, list[str]]) -> bool:
    """Return whether a file in *directory* is as an import has written it.

    :param known: what :func:`read_manifest` has returned.
    """
    return digest_of(directory / path) in known.get(path, ())


def _is_kept(target: Path, path: str, known: Sequence[str]) -> bool:
    """Return whether an import leaves a file as it is.

    :param known: the digests of what imports have written, and at last that of what would be written now.
    """
    file = target / path
    if file.is_symlink():
        return True
    if _is_behind_link(target, path):
        return not file.is_file() or digest_of(file) != known[-1]
    if not file.exists():
        if any(parent.is_file() for parent in file.parents):
            # A file of the owner's has the name of a directory.
            return True
        return path != REPORT and len(known) > 1 and _PENDING not in known
    return not file.is_file() or digest_of(file) not in known


def _is_behind_link(target: Path, path: str) -> bool:
    """Return whether a directory on the way to a file is a link, and the file perhaps not in the site."""
    return any((target / parent).is_symlink() for parent in PurePath(path).parents[:-1])


def move_into(made: Path, target: Path, drafts: Mapping[str, str] = MappingProxyType({})) -> list[str]:
    """Move the files of *made* into *target*, and return those that are not written (see :func:`kept_files`).

    It can be repeated when it was interrupted.  *made* is gone afterwards.

    :param drafts: the digests of files of *made* as they were before the trial build.
    """
    new = _digests(made)
    digests = {path: [digest, drafts[path]] if path in drafts else [digest] for path, digest in new.items()}
    if not target.exists() or not any(target.iterdir()):
        (made / MANIFEST).write_text(_json(digests), encoding="utf-8")
        target.parent.mkdir(parents=True, exist_ok=True)
        made.rename(target)
        return []
    known = read_manifest(target)
    kept = _kept(new, target, known)
    # What is written is noted before it is, so that after an interruption it is nobody's edit.
    both = {path: [*known.get(path, [_PENDING]), *digests.get(path, [])] for path in {*known, *digests}}
    write_whole(target / MANIFEST, _json(both).encode())
    for path, digest in new.items():
        file = target / path
        if path in kept:
            # What was written last is still what an edit is measured by.
            digests[path] = known.get(path, [digest])
            continue
        if file.is_file() and not file.is_symlink() and digest_of(file) == digest:
            # Its time stays as well: what was built or installed of it is still current.
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        (made / path).replace(file)
    for path in known.keys() - digests.keys():
        file = target / path
        if not is_file(file) or file.is_symlink() or _is_behind_link(target, path):
            continue
        if digest_of(file) in known[path]:
            file.unlink()
    write_whole(target / MANIFEST, _json(digests).encode())
    shutil.rmtree(made)
    return kept


def read_manifest(directory: Path) -> dict[str, list[str]]:
    """Return the digests of what an import has written, by path; nothing if the manifest is damaged."""
    file = directory / MANIFEST
    try:
        if file.stat().st_size > _LARGEST_MANIFEST:
            return {}
        data = json.loads(file.read_bytes())
        return data if _is_manifest(data) else {}
    except (OSError, ValueError, RecursionError):
        return {}


def is_damaged(directory: Path) -> bool:
    """Return whether there is a manifest that cannot be read, or is not as an import has written it."""
    return os.path.lexists(directory / MANIFEST) and not read_manifest(directory)


def _is_manifest(data: object) -> bool:
    return isinstance(data, dict) and all(
        not _SURROGATE.search(path)
        and not PurePath(path).is_absolute()
        and ".." not in PurePath(path).parts
        and isinstance(found, list)
        and all(isinstance(digest, str) and _DIGEST.fullmatch(digest) for digest in found)
        for path, found in data.items()
    )


def files_in(directory: Path) -> Iterator[str]:
    """Yield the paths of all files in a directory, relative to it."""
    for file in sorted(directory.rglob("*")):
        if file.is_file():
            yield file.relative_to(directory).as_posix()


def _digests(directory: Path) -> dict[str, str]:
    return {path: digest_of(directory / path) for path in files_in(directory)}


def digest_of(file: Path) -> str:
    """Return what stands for the content of a file in the manifest."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _json(digests: dict[str, list[str]]) -> str:
    return json.dumps(digests, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
