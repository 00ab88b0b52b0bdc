"""Files: listed, removed, and written in one step."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def list_files(directory: Path) -> Iterator[str]:
    """Yield every file below *directory* as a POSIX path from there; do not follow links to directories.

    Devices and pipes are none: they may never come to an end.
    """
    waiting = [("", os.fspath(directory))]
    while waiting:
        prefix, path = waiting.pop()
        try:
            entries = os.scandir(path)
        except OSError:  # it is gone, or may not be read
            continue
        with entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((f"{prefix}{entry.name}/", entry.path))
                elif entry.is_file(follow_symlinks=False) or os.path.isfile(entry.path):  # noqa: PTH113
                    yield prefix + entry.name


def walk_files(directory: Path) -> Iterator[Path]:
    """Yield every file below *directory* in a stable order; follow links to directories, as Sphinx does."""
    # Strings, since paths are slow where there are thousands of them.
    found: list[str] = []
    ancestors = {os.fspath(directory): frozenset({os.path.realpath(directory)})}
    for top, names, files in os.walk(directory, followlinks=True):
        above = ancestors.pop(top)
        for name in names.copy():
            path = os.path.join(top, name)  # noqa: PTH118
            real = os.path.realpath(path)
            if real in above:  # a link that leads in a circle
                names.remove(name)
            else:
                ancestors[path] = above | {real}
        found += [os.path.join(top, name) for name in files]  # noqa: PTH118
    yield from (Path(path) for path in sorted(found) if os.path.isfile(path))  # noqa: PTH113


def is_file(path: Path) -> bool:
    """Return whether a file exists; False for a name that no file can have."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def is_inside(directory: Path, file: str) -> bool:
    """Return whether *file*, a path relative to *directory*, stays in it, over every link on its way."""
    try:
        parent = (directory / file).parent.resolve()
    except (OSError, RuntimeError, ValueError):
        return False
    return ".." not in file.split("/") and parent.is_relative_to(directory.resolve())


def remove_file(directory: Path, file: str) -> None:
    """Remove *file*, a path relative to *directory*, and the directories between them that are then empty."""
    path = directory / file
    path.unlink()
    for parent in path.parents:
        if parent == directory or any(parent.iterdir()):
            break
        parent.rmdir()


def write_whole(path: Path, data: bytes) -> None:
    """Write *data* to *path* in one step: after an interruption the old content is there, or the new one.

    A link at *path* is replaced, and what it leads to stays.
    """
    # Nobody else's file has this name; it may be there after an interruption.
    temporary = path.with_name(f".{path.name}.sphinx-incremental")
    temporary.unlink(missing_ok=True)
    try:
        temporary.write_bytes(data)
        if path.is_file() and not path.is_symlink():
            temporary.chmod(path.stat().st_mode & 0o777)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def put_marked(path: Path, text: str, mark: str) -> None:
    """Write *text* to *path*, or remove the file if *text* is empty; keep a file without *mark*.

    :param mark: what a file of ours has near its beginning.
    """
    data = text.encode()
    try:
        there = path.read_bytes()
    except FileNotFoundError:
        there = None
    except OSError:  # a directory
        return
    if there == data or (there is None and not text) or path.is_symlink():
        return
    if there is not None and mark.encode() not in there[:200]:
        return
    if not text:
        path.unlink()
        return
    write_whole(path, data)
