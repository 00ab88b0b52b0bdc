"""The redirects in the output directory: which files are redirects of ours, and may be removed or replaced.

A file is ours if it has the mark of this extension's templates near its beginning.  For a site's own
templates, which need not have one, the state holds a digest of the bytes of each redirect that was written.
Of a file that was about to be written when a build was interrupted, anything may be there: its digest is
empty, and it is ours if it is older than this build.

The state lies beside the doctrees, which may be removed.  Without it, the redirects are those with the mark.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import tempfile
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_incremental.files import is_inside, list_files, remove_file, write_whole
from sphinx_incremental.interrupted import began
from sphinx_incremental.state import state_file

from ..core.addresses import comparable, is_reserved
from ..core.built_site import REDIRECT_MARK, RETIRED_MARK, is_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sphinx.application import Sphinx

_STATE = "redirects.json"
"""The state file: a digest of each redirect that was written, by file."""
_HEAD = 2000
# Characters that would make a name mean something else.
_FOREIGN = re.compile(r"[\\:\0]" if os.name == "nt" else r"[\\\0]")


class OutputDirectory:
    """The output directory of a build, before its redirects are written."""

    def __init__(self, app: Sphinx, current: Iterable[str], *, form: Callable[[str], str]) -> None:
        """Read the state.

        :param current: the other files of this build.
        :param form: returns the same for names that are one file in the directory (:func:`name_form`).
        """
        self.path = Path(app.outdir)
        self.kept: dict[str, str] = {}
        """A digest of each redirect that is as it has to be."""
        self._state = state_file(app, _STATE)
        self._digests = self._load()
        self._began = began(app)
        self._form = form
        self._current = {form(file) for file in current}
        # By directory: many redirects lie in few, and each look at the disk takes its time.
        self._inside: dict[str, bool] = {}
        self._possible: set[str] = {""}

    def _load(self) -> dict[str, str]:
        try:
            digests = json.loads(self._state.read_bytes())
            if all(isinstance(digest, str) for digest in digests.values()):
                return dict(digests)
        except (OSError, ValueError, AttributeError, RecursionError):
            pass
        return dict.fromkeys(_find_marked(self.path), "")

    def begin(self, awaited: Iterable[str]) -> None:
        """Store which redirects are kept, and which are about to be written."""
        self._save(self.kept | dict.fromkeys(awaited, ""))

    def finish(self, written: Iterable[str]) -> None:
        """Store which redirects are kept, and which have been written."""
        self._save(self.kept | {file: _digest((self.path / file).read_bytes()) for file in written})

    def _save(self, digests: dict[str, str]) -> None:
        text = json.dumps(digests, sort_keys=True, ensure_ascii=False)
        write_whole(self._state, text.encode("utf-8", "surrogatepass"))

    def remove_stale(self, files: Iterable[str]) -> None:
        """Remove redirects of earlier builds that are not among *files*, and directories that get empty."""
        for file in self._digests.keys() - set(files):
            if self._is_inside(file) and not self._is_current(file) and self._own_bytes(file) is not None:
                remove_file(self.path, file)

    def make_room(self, file: str, data: Callable[[], bytes]) -> str:
        """Remove the redirect at *file* unless it is *data*; return what is in the way if it must stay.

        :param data: makes the content, which is needed only if there is such a file.
        """
        if not self._is_inside(file):
            return "it leads out of the output directory"
        if obstacle := self._make_directory_possible(file.rpartition("/")[0]):
            return obstacle
        path = f"{self.path}/{file}"
        try:
            mode = os.lstat(path).st_mode
        except OSError:
            return ""
        if stat.S_ISLNK(mode):
            return "there is a link to another file"
        if stat.S_ISDIR(mode):
            return "there is a directory of that name"
        there = None if self._is_current(file) else self._own_bytes(file)
        if there is None:
            return "there is a file that is no redirect; remove it, or the redirect"
        # rediraffe ends lines as the system does.
        if data() in (there, there.replace(b"\r\n", b"\n")):
            self.kept[file] = _digest(there)
        else:
            os.unlink(path)  # noqa: PTH108 (there may be thousands)
        return ""

    def _make_directory_possible(self, directory: str) -> str:
        """Remove a redirect where *directory*, or one above it, must be; return what is in the way."""
        if directory in self._possible:
            return ""
        if obstacle := self._make_directory_possible(directory.rpartition("/")[0]):
            return obstacle
        if (self.path / directory).is_file():
            if self._is_current(directory) or self._own_bytes(directory) is None:
                return f"'{directory}' is a file that is no redirect"
            (self.path / directory).unlink()
        self._possible.add(directory)
        return ""

    def _is_current(self, file: str) -> bool:
        """Return whether this build writes *file*, perhaps by a name that is the same on this system."""
        return self._form(file) in self._current

    def _is_inside(self, file: str) -> bool:
        """Return whether *file* is a path that stays in the output directory, over every link on its way."""
        directory, _, name = file.rpartition("/")
        if file.startswith("/") or not name or _FOREIGN.search(file):
            return False
        if directory not in self._inside:
            self._inside[directory] = is_inside(self.path, file)
        return self._inside[directory]

    def _own_bytes(self, file: str) -> bytes | None:
        """Return the content of *file* if it is a redirect of ours."""
        path = f"{self.path}/{file}"
        try:
            found = os.lstat(path)
            if not stat.S_ISREG(found.st_mode):
                return None
            with open(path, "rb", buffering=0) as stream:  # noqa: PTH123 (there may be thousands)
                data = stream.read()
        except (OSError, ValueError):
            return None
        digest = self._digests.get(file)
        is_stored = found.st_mtime_ns < self._began if digest == "" else digest == _digest(data)
        return data if is_stored or _is_marked(data[:_HEAD]) else None


def name_form(directory: Path) -> Callable[[str], str]:
    """Return a function that returns the same for names that are one file in *directory*.

    On macOS and Windows, case mostly does not count; on some systems neither does how accents are encoded.
    """
    try:
        with tempfile.NamedTemporaryFile(dir=directory, prefix=".sphinx-homepage-é-") as file:
            path = Path(file.name)
            others = (path.name.swapcase(), unicodedata.normalize("NFD", path.name))
            return comparable if any((directory / other).exists() for other in others) else str
    except (OSError, UnicodeError):
        return comparable


def has_mark(path: str) -> bool:
    """Return whether the file at *path* has the mark of this extension near its beginning."""
    try:
        with open(path, "rb", buffering=0) as stream:  # noqa: PTH123 (there may be thousands)
            return _is_marked(stream.read(_HEAD))
    except OSError:
        return False


def _is_marked(head: bytes) -> bool:
    return REDIRECT_MARK in head or RETIRED_MARK in head


def _find_marked(directory: Path) -> Iterator[str]:
    """Yield the redirects and pages of retired addresses in *directory*, without those of sites inside it."""
    files = set(list_files(directory))
    sites = (top for file in files if (top := file.removesuffix("/objects.inv")) != file)
    foreign = tuple(f"{site}/" for site in sites)
    for file in files:
        # Copied files lie where no redirect can be.
        is_foreign = is_reserved(file) or file.startswith(foreign)
        if is_page(file) and not is_foreign and has_mark(f"{directory}/{file}"):
            yield file


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
