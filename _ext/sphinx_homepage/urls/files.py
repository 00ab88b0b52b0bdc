"""Files of the output folder and of the ledger: listed, and written in one step."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def list_files(folder: Path) -> Iterator[str]:
    """Yield every file below *folder*, relative to it, in POSIX form."""
    for parent, _, names in os.walk(folder):
        relative = os.path.relpath(parent, folder)
        prefix = "" if relative == "." else relative.replace(os.sep, "/") + "/"
        # A symbolic link that leads nowhere is no file.
        yield from (prefix + name for name in names if os.path.exists(f"{parent}/{name}"))  # noqa: PTH110


def write_whole(path: Path, data: bytes) -> None:
    """Write *data* to *path* in one step: after an interruption the old content is there, or the new one.

    A link at *path* is replaced, and what it leads to stays.
    """
    temporary = path.with_name(f"{path.name}.new")
    # It may be a link to somewhere else.
    temporary.unlink(missing_ok=True)
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
