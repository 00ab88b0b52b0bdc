"""When files were changed last, from the history of their git repository.

Pure of Sphinx.  Whatever is wrong with git or the repository, the dates are then not known, which is no
error: a site need not be in a repository.
"""

from __future__ import annotations

import datetime
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_TIMEOUT = 30
# A hook's environment names the repository that it runs for, which need not be the site's.
_FOREIGN = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR")


def last_changes(directory: Path, files: Iterable[str]) -> dict[str, str]:
    """Return the date of the last commit that changed each of the *files*.

    :param files: paths relative to *directory*, with ``/``; they may begin with ``..``.
    :returns: dates of authorship in UTC, ``2026-03-01``, by path.  Files that git does not track are left
        out; so are those of which a shallow clone has not the last change, but only the state after it.
    """
    wanted = set(files)
    if not wanted:
        return {}
    try:
        top = _path(git(directory, "rev-parse", "--show-toplevel"))
        shallow = directory / _path(git(directory, "rev-parse", "--git-path", "shallow"))
        boundary = set(shallow.read_text(encoding="ascii").split()) if shallow.is_file() else set()
        # One look at the whole history is quicker than one for each file.
        log = git(directory, "log", "-z", "--format=%x01%H %at", "--name-only", "--no-renames", "--", ".")
    except (OSError, subprocess.SubprocessError, ValueError):
        return {}
    by_path = {
        os.path.relpath(os.path.realpath(directory / file), os.path.realpath(top)): file for file in wanted
    }
    return _dates(log, by_path, boundary)


def _dates(log: bytes, by_path: dict[str, str], boundary: set[str]) -> dict[str, str]:
    """Return the dates of the first commits in *log*, the newest one being first, that name the files."""
    dates: dict[str, str] = {}
    seen: set[str] = set()
    # "\1<commit> <seconds>\0\n<path>\0<path>\0" for each commit; one without files has no newline.
    for entry in log.split(b"\1")[1:]:
        head, _, names = entry.partition(b"\0")
        commit, _, seconds = head.decode("ascii", "replace").strip().partition(" ")
        for name in names.removeprefix(b"\n").split(b"\0"):
            file = by_path.get(os.fsdecode(name).replace("/", os.sep))
            if file is None or file in seen:
                continue
            seen.add(file)
            date = _date(seconds)
            if commit not in boundary and date:
                dates[file] = date
    return dates


def _date(seconds: str) -> str:
    try:
        return datetime.datetime.fromtimestamp(int(seconds), datetime.UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return ""


def _path(output: bytes) -> Path:
    return Path(os.fsdecode(output.removesuffix(b"\n")))


def git(directory: Path, *arguments: str, stdin: bytes | None = None) -> bytes:
    """Return the output of git in *directory*, whatever a person's settings are.

    :param stdin: what it reads.
    :raises OSError: if there is no git.
    :raises subprocess.SubprocessError: if it fails, or takes too long.
    """
    environment = {key: value for key, value in os.environ.items() if key not in _FOREIGN}
    # Nothing that a person's settings could change or ask for.
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    options = ["-c", "core.quotePath=off", "-c", "log.showSignature=false", "-c", "log.follow=false"]
    options += ["-c", "diff.relative=false"]
    result = subprocess.run(
        ["git", *options, *arguments],
        cwd=directory,
        env=environment,
        input=stdin or b"",
        capture_output=True,
        check=True,
        timeout=_TIMEOUT,
    )
    return result.stdout
