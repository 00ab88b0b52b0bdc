"""The output folder between two builds: which files are ours, and what may be removed.

A file is removed or written over only if it is a redirect (or the page of a retired address) that this
extension made, or a page of an earlier build that is none of this one's.  What lies there decides, not what
was noted, since a note can be old, or somebody else's: it has the mark of a redirect, or the bytes that were
noted.  But of a file that was about to be written when a build was interrupted, anything may be there; it is
known by its name, if it is older than this build.

What was noted lies beside the doctrees, which may be removed, or older than the output.  Without it, the
redirects are known by their mark, and the lists by their form.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import tempfile
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_incremental.files import list_files, remove_file, write_whole

from ..core.addresses import comparable
from ..core.built_site import REDIRECT_MARK, RETIRED_MARK, is_page
from .lists import FORMATS, is_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

MANIFEST = "redirects.json"
"""The state file with the redirects and pages of the last build."""
_HEAD = 2000
# Characters that would make a name mean something else on some system.
_FOREIGN = re.compile(r"[\\:\0]")


@dataclass(slots=True)
class Manifest:
    """What a build left."""

    redirects: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Each redirect, with a digest of what it was made from and one of its bytes."""
    pages: dict[str, str] = field(default_factory=dict)
    """Every page that this extension has seen written and that is still there, with a digest of its bytes;
    without one, if a build was interrupted that may have written it.
    """
    begun: set[str] = field(default_factory=set)
    """The files that were about to be written: there are any only after an interruption."""
    lists: set[str] = field(default_factory=set)
    """The lists of redirects (:mod:`.lists`) that were written."""

    @classmethod
    def load(cls, path: Path, folder: Path) -> Manifest:
        """Read *path*; if it is not there or cannot be understood, look at the output *folder* itself."""
        try:
            data = json.loads(path.read_bytes())
            redirects = {
                str(file): (str(made_from), str(content))
                for file, (made_from, content) in data["redirects"].items()
            }
            pages = {str(file): str(digest) for file, digest in data["pages"].items()}
            begun, lists = (
                {file for file in data.get(key, ()) if isinstance(file, str)} for key in ("begun", "lists")
            )
            return cls(redirects, pages, begun, lists)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return cls(dict.fromkeys(_find_marked(folder), ("", "")), lists=set(_find_lists(folder)))

    def save(self, path: Path) -> None:
        """Write *path*; an interrupted build leaves the old one or the new one."""
        data: dict[str, object] = {"redirects": self.redirects, "pages": self.pages}
        data |= {key: sorted(files) for key in ("begun", "lists") if (files := getattr(self, key))}
        text = json.dumps(data, sort_keys=True, ensure_ascii=False)
        write_whole(path, text.encode("utf-8", "surrogatepass"))


class OutputFolder:
    """An output folder before its redirects are written."""

    def __init__(
        self, folder: Path, old: Manifest, current: Iterable[str], *, before: int, form: Callable[[str], str]
    ) -> None:
        """Look at *folder*.

        :param old: what the last build left.
        :param current: the files that this build writes otherwise.
        :param form: returns the same for names that are one file in *folder* (:func:`name_form`).
        :param before: when this build began, in nanoseconds: what was written since is somebody's.
        """
        self.folder = folder
        self.old = old
        self._before = before
        self._form = form
        self._current = {form(file) for file in current}
        # By folder: many redirects lie in few, and each look at the disk takes its time.
        self._inside: dict[str, bool] = {"": True}
        self._ready: set[str] = {""}

    def make_room(self, file: str, *, made_from: str, needed: bool) -> str:
        """Make room for a redirect at *file*; say what is in the way if something must stay.

        :param made_from: the digest of what the redirect is made from.
        :param needed: whether it must be written even if what lies there was made from the same.
        """
        if not self._is_inside(file):
            return "it leads out of the output folder"
        obstacle = self._make_folder_possible(file.rpartition("/")[0])
        if obstacle:
            return obstacle
        path = f"{self.folder}/{file}"
        try:
            mode = os.lstat(path).st_mode
        except OSError:
            return ""
        if stat.S_ISLNK(mode):
            return "there is a link to another file"
        if stat.S_ISDIR(mode):
            return "there is a folder of that name"
        digest = self._redirect_digest(file)
        if self._is_current(file) or not (digest or self._is_old_page(file)):
            return "there is a file that is no redirect; remove it, or the redirect"
        if needed or self.old.redirects.get(file) != (made_from, digest) or file in self.old.begun:
            os.unlink(path)  # noqa: PTH108
        return ""

    def _make_folder_possible(self, folder: str) -> str:
        """Remove a redirect that lies where *folder*, or one above it, must be."""
        if folder in self._ready:
            return ""
        obstacle = self._make_folder_possible(folder.rpartition("/")[0])
        if obstacle:
            return obstacle
        if (self.folder / folder).is_file():
            if not self._is_leftover(folder):
                return f"'{folder}' is a file that is no redirect"
            (self.folder / folder).unlink()
        self._ready.add(folder)
        return ""

    def remove_redirects(self, *, keep: Iterable[str]) -> None:
        """Remove the last build's redirects that are not among *keep*, and folders that are then empty."""
        for file in (self.old.redirects.keys() | self.old.begun) - set(keep):
            if self._is_inside(file) and not self._is_current(file) and self._redirect_digest(file):
                remove_file(self.folder, file)

    def remove_pages(self) -> None:
        """Remove pages of earlier builds that this one does not have, and folders that are then empty."""
        for file in self.old.pages:
            if not self._is_current(file) and self._is_inside(file) and self._is_old_page(file):
                remove_file(self.folder, file)

    def _is_current(self, file: str) -> bool:
        """Return whether this build writes *file*, perhaps by a name that is the same on this system."""
        return self._form(file) in self._current

    def _is_old_page(self, file: str) -> bool:
        """Return whether at *file* lies a page as an earlier build wrote it."""
        if file not in self.old.pages:
            return False
        path = self.folder / file
        try:
            found = path.lstat()
            if not stat.S_ISREG(found.st_mode):
                return False
            if not self.old.pages[file]:
                return found.st_mtime_ns < self._before
            return content_digest(path.read_bytes()) == self.old.pages[file]
        except OSError:
            return False

    def pages_now(self, pages: Iterable[str]) -> dict[str, str]:
        """Return the *pages* of this build that are there, each with its digest.

        Those that were not written again are not read again.
        """
        found = {}
        for file in pages:
            path = f"{self.folder}/{file}"
            try:
                written = os.lstat(path).st_mtime_ns >= self._before
                digest = "" if written else self.old.pages.get(file, "")
                found[file] = digest or content_digest(Path(path).read_bytes())
            except OSError:  # Sphinx was asked for some pages only
                continue
        return found

    def _is_inside(self, file: str) -> bool:
        """Return whether *file* is a path that stays in the output folder, over every link on its way."""
        folder, _, name = file.rpartition("/")
        if file.startswith("/") or not name or name == ".." or _FOREIGN.search(file):
            return False
        return self._is_inside_folder(folder)

    def _is_inside_folder(self, folder: str) -> bool:
        if folder not in self._inside:
            parent, _, name = folder.rpartition("/")
            possible = name not in ("", "..") and self._is_inside_folder(parent)
            self._inside[folder] = possible and self._leads_inside(f"{self.folder}/{folder}")
        return self._inside[folder]

    def _leads_inside(self, path: str) -> bool:
        """Return whether *path*, whose parent is inside, is as well: only a link can lead out."""
        try:
            if not stat.S_ISLNK(os.lstat(path).st_mode):
                return True
            return Path(path).resolve().is_relative_to(self.folder.resolve())
        except (
            FileNotFoundError,
            NotADirectoryError,
        ):  # with a file above it, which may be a redirect and go
            return True
        except (OSError, RuntimeError, ValueError):
            return False

    def _is_leftover(self, file: str) -> bool:
        if self._is_current(file):
            return False
        return self._is_old_page(file) or bool(self._redirect_digest(file))

    def _redirect_digest(self, file: str) -> str:
        """Return the digest of the file at *file*; nothing if it is none that this extension made."""
        path = f"{self.folder}/{file}"
        try:
            found = os.lstat(path)
            if not stat.S_ISREG(found.st_mode):
                return ""
            with open(path, "rb", buffering=0) as stream:  # noqa: PTH123 (there may be thousands)
                data = stream.read()
        except (OSError, ValueError):
            return ""
        digest = content_digest(data)
        is_begun = file in self.old.begun and found.st_mtime_ns < self._before
        is_noted = self.old.redirects.get(file, ("", ""))[1] == digest
        return digest if is_begun or is_noted or _is_marked(data[:_HEAD]) else ""


def name_form(folder: Path) -> Callable[[str], str]:
    """Return a function that returns the same for names that are one file in *folder*.

    On macOS and Windows, case mostly does not count; on some systems neither does how accents are encoded.
    """
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".sphinx-homepage-é-") as file:
            path = Path(file.name)
            others = (path.name.swapcase(), unicodedata.normalize("NFD", path.name))
            return comparable if any((folder / other).exists() for other in others) else str
    except (OSError, UnicodeError):
        return comparable


def has_mark(path: str) -> bool:
    """Return whether the file at *path* says at its beginning that this extension made it."""
    try:
        with open(path, "rb", buffering=0) as stream:  # noqa: PTH123 (there may be thousands)
            return _is_marked(stream.read(_HEAD))
    except OSError:
        return False


def _is_marked(head: bytes) -> bool:
    return REDIRECT_MARK in head or RETIRED_MARK in head


def _find_marked(folder: Path) -> Iterator[str]:
    """Yield the redirects and pages of retired addresses in *folder*, without those of sites inside it."""
    files = set(list_files(folder))
    sites = (top for file in files if (top := file.removesuffix("/objects.inv")) != file)
    # Copied files lie below a name with an underscore, and redirects never do.
    foreign = ("_", ".", *(f"{site}/" for site in sites))
    for file in files:
        if is_page(file) and not file.startswith(foreign) and has_mark(f"{folder}/{file}"):
            yield file


def _find_lists(folder: Path) -> Iterator[str]:
    for name in FORMATS:
        try:
            data = (folder / name).read_bytes()
        except OSError:
            continue
        if is_list(name, data):
            yield name


def content_digest(data: bytes) -> str:
    """Return a digest of the bytes of a file."""
    return hashlib.sha256(data).hexdigest()[:16]
