"""The output folder between two builds: which files are redirects of ours, and what may be removed.

A file is removed or written over only if it is a redirect that this extension made, or a page of an earlier
build that is none of this one's.  What lies there decides, not what was noted: a note can be old, or somebody
else's.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from .address import comparable

if TYPE_CHECKING:
    from collections.abc import Iterable

MANIFEST = ".homepage-redirects.json"
"""In the output folder: the redirects and pages of the last build."""
MARK = b'<meta name="generator" content="sphinx-homepage redirect">'
"""In every redirect made with this extension's template."""


@dataclass(slots=True)
class Manifest:
    """What a build left."""

    redirects: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Each redirect, with a digest of what it was made from and one of its bytes."""
    pages: set[str] = field(default_factory=set)
    """Every page that this extension has seen written and that is still there."""

    @classmethod
    def load(cls, path: Path) -> Manifest:
        """Read *path*; nothing, if it cannot be understood."""
        try:
            data = json.loads(path.read_bytes())
            redirects = {
                str(file): (str(made_from), str(content))
                for file, (made_from, content) in data["redirects"].items()
            }
            return cls(redirects, {page for page in data["pages"] if isinstance(page, str)})
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return cls()

    def save(self, path: Path) -> None:
        """Write *path* in one step, so that an interrupted build leaves the old one or the new one."""
        data = {"redirects": self.redirects, "pages": sorted(self.pages)}
        temporary = path.with_name(path.name + ".new")
        # It may be a link to somewhere else.
        temporary.unlink(missing_ok=True)
        temporary.write_text(json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False), encoding="utf-8")
        temporary.replace(path)


class OutputFolder:
    """An output folder before its redirects are written."""

    def __init__(self, folder: Path, current: Iterable[str]) -> None:
        """Look at *folder*; *current* are the files that this build writes otherwise."""
        self.folder = folder
        self.old = Manifest.load(folder / MANIFEST)
        self._current = {comparable(file) for file in current}

    def make_room(self, file: str, *, made_from: str, needed: bool) -> str:
        """Make room for a redirect at *file*; say what is in the way if something must stay.

        :param made_from: the digest of what the redirect is made from.
        :param needed: whether it must be written even if what lies there was made from the same.
        """
        if not self._is_inside(file):
            return "it leads out of the output folder"
        for parent in [parent.as_posix() for parent in PurePosixPath(file).parents][-2::-1]:
            if (self.folder / parent).is_file():
                if not self._is_leftover(parent):
                    return f"'{parent}' is a file that is no redirect"
                (self.folder / parent).unlink()
        path = self.folder / file
        if path.is_symlink():
            return "there is a link to another file"
        if path.is_dir():
            return "there is a folder of that name"
        if not path.exists():
            return ""
        if not self._is_leftover(file):
            return "there is a file that is no redirect; remove it, or the redirect"
        if needed or self.old.redirects.get(file, ("", ""))[0] != made_from or not self._is_redirect(file):
            path.unlink()
        return ""

    def remove_redirects(self, *, keep: Iterable[str]) -> None:
        """Remove the last build's redirects that are not among *keep*, and folders that are then empty."""
        for file in self.old.redirects.keys() - set(keep):
            path = self.folder / file
            if not self._is_inside(file) or not self._is_redirect(file) or comparable(file) in self._current:
                continue
            path.unlink()
            for parent in path.parents:
                if parent == self.folder or any(parent.iterdir()):
                    break
                parent.rmdir()

    def pages_left(self) -> set[str]:
        """Return the pages of earlier builds that are still there."""
        return {page for page in self.old.pages if self._is_inside(page) and (self.folder / page).is_file()}

    def _is_inside(self, file: str) -> bool:
        path = PurePosixPath(file)
        if path.is_absolute() or ".." in path.parts or re.search(r"[\\:\0]", file) or not path.name:
            return False
        try:
            # A link within the output folder may lead out of it, or in circles.
            return (self.folder / path.parent).resolve().is_relative_to(self.folder.resolve())
        except (OSError, RuntimeError, ValueError):
            return False

    def _is_leftover(self, file: str) -> bool:
        if comparable(file) in self._current:
            return False
        return file in self.old.pages or self._is_redirect(file)

    def _is_redirect(self, file: str) -> bool:
        """Return whether the bytes of *file* are those of a redirect that this extension made."""
        path = self.folder / file
        try:
            if path.is_symlink() or not path.is_file():
                return False
            data = path.read_bytes()
        except (OSError, ValueError):
            return False
        return MARK in data[:2000] or self.old.redirects.get(file, ("", ""))[1] == content_digest(data)


def content_digest(data: bytes) -> str:
    """Return a digest of the bytes of a file."""
    return hashlib.sha256(data).hexdigest()[:16]
