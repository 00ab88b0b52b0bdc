"""Files of the old site as text, in whatever encoding they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MAX_TEXT = 5_000_000
"""The most bytes of a file that is read."""


def is_inside(file: Path, root: Path) -> bool:
    """Return whether a file lies within a directory, wherever links lead."""
    try:
        return file.resolve().is_relative_to(root)
    except (OSError, RuntimeError, ValueError):
        # Links in a circle, or a name that no file can have.
        return False


def read_text(file: Path) -> str | None:
    """Return the text of *file* in whatever encoding it is, or ``None`` if it is none, or is huge."""
    try:
        # To read a pipe may take forever.
        if not file.is_file() or file.stat().st_size > MAX_TEXT:
            return None
        data = file.read_bytes()
    except OSError:
        return None
    return decode(data)


def decode(data: bytes) -> str | None:
    """Return the text that *data* is in UTF-8, UTF-16 or Latin-1, with plain ends of lines, if any."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return _plain_lines(data.decode("utf-16"))
        except UnicodeDecodeError:
            return None
    if b"\0" in data[:8000]:
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    return _plain_lines(text)


def _plain_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
