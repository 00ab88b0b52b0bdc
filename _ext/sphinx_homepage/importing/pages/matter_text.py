"""Front matter as text: keys are added, taken away or switched off, and the rest stays as it was.  Pure."""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

# A key at the top level; what belongs to it is indented, a list, a comment or empty.
_KEY = re.compile(
    r"""(?:"([^"\n]+)"|'([^'\n]+)'|((?:[^\s#'"\-\[\]{},&*!|>%@`]|[-?][^\s:])(?:[^:\n]*?[^:\s])?))\s*+:(?=\s|$)"""
)


class Plain(str):
    """Text that YAML is to have without quotes: a date."""

    __slots__ = ()


class MatterText:
    """The lines between the ``---`` of a page, by their keys."""

    def __init__(self, block: str) -> None:
        self._lines = block.splitlines()

    @property
    def text(self) -> str:
        """Return the block as it is now, with an end of line."""
        return "".join(f"{line}\n" for line in self._lines)

    def keys(self) -> list[str]:
        """Return the keys at the top level, in their order."""
        return [key for key, _start, _end in self._spans()]

    def _spans(self) -> list[tuple[str, int, int]]:
        """Return each key with its first line and the line behind its last."""
        starts = [
            (match[1] or match[2] or match[3], number)
            for number, line in enumerate(self._lines)
            if (match := _KEY.match(line))
        ]
        spans: list[tuple[str, int, int]] = []
        if not starts:
            return spans
        for (key, start), (_next, end) in zip(starts, [*starts[1:], ("", len(self._lines))], strict=True):
            # Comments and empty lines above a key belong to that key.
            while end > start + 1 and (
                not self._lines[end - 1].strip() or self._lines[end - 1].startswith("#")
            ):
                end -= 1
            spans.append((key, start, end))
        return spans

    def key_at(self, line: int) -> str:
        """Return the key whose lines include *line*, counted from 0; empty if there is none."""
        return next((key for key, start, end in self._spans() if start <= line < end), "")

    def set(self, key: str, value: Any) -> None:
        """Give a key another value, or add it at the end."""
        written = dumped(key, value)
        for known, start, end in reversed(self._spans()):
            if known == key:
                self._lines[start:end] = written
                return
        while self._lines and not self._lines[-1].strip():
            self._lines.pop()
        self._lines += written

    def rename(self, key: str, name: str) -> None:
        """Give a key another name."""
        for known, start, _end in self._spans():
            if known == key:
                self._lines[start] = re.sub(rf"^[\"']?{re.escape(key)}[\"']?", name, self._lines[start])

    def switch_off(self, key: str) -> None:
        """Make comments of the lines of a key."""
        for known, start, end in reversed(self._spans()):
            if known == key:
                self._lines[start:end] = [f"# {line}" for line in self._lines[start:end]]

    def switch_off_repeated(self) -> list[str]:
        """Make comments of keys that are given again further down, and return these keys."""
        seen: set[str] = set()
        repeated = []
        for key, start, end in reversed(self._spans()):
            if key in seen:
                self._lines[start:end] = [f"# {line}" for line in self._lines[start:end]]
                repeated.append(key)
            seen.add(key)
        return repeated

    def remove(self, key: str) -> None:
        """Take a key away."""
        for known, start, end in reversed(self._spans()):
            if known == key:
                del self._lines[start:end]


def dumped(key: str, value: Any) -> list[str]:
    """Return the lines of YAML for a key and its value."""
    name = key if re.fullmatch(r"[A-Za-z_][\w .-]*", key) else json.dumps(key, ensure_ascii=False)
    if isinstance(value, bool):
        return [f"{name}: {'true' if value else 'false'}"]
    if isinstance(value, Plain):
        return [f"{name}: {value}"]
    if isinstance(value, str):
        return [f"{name}: {scalar(value)}"]
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return [f"{name}:", *(f"  - {scalar(item)}" for item in value)]
    text: str = yaml.safe_dump({key: value}, allow_unicode=True, sort_keys=False, width=1000)
    return text.splitlines()


def scalar(text: str) -> str:
    """Return *text* as YAML reads it back, without quotes where none are needed."""
    if "\n" not in text and re.fullmatch(
        r"[A-Za-z/](?:[^:#\[\]{},&*!|>'\"%@`\\]*[^\s:#\[\]{},&*!|>'\"%@`\\])?", text
    ):
        try:
            if yaml.safe_load(text) == text:
                return text
        except (yaml.YAMLError, ValueError):
            pass
    return json.dumps(text, ensure_ascii=False)
