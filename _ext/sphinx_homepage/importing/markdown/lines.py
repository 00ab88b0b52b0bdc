"""The lines of a text that is changed here and there, while everything else stays byte for byte.  Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TAB = 4
# Quotes and items may stand before it; what it closes is not within a line.
_FENCE = re.compile(r"(?:[ \t>]|(?:[-+*]|\d+\.)[ \t])*(`{3,}(?=[^`]*$)|~{3,})")


def backticks(text: str, least: int = 1) -> str:
    """Return backticks, *least* or more, that can stand around code: more than there are together in it."""
    return "`" * max([least, *(len(run) + 1 for run in re.findall("`+", text))])


def lines_and_code(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each line of Markdown, and whether it is in a fence or is one."""
    fence = ""
    for line in text.split("\n"):
        opening = _FENCE.match(line)
        yield line, bool(fence or opening)
        if fence:
            fence = "" if opening and opening[1].startswith(fence) and not line.strip(" \t\r>`~") else fence
        elif opening:
            fence = opening[1]


class Line:
    """A line: the markers of the blocks that it is in, and its text behind them."""

    __slots__ = ("above", "below", "ending", "is_gone", "lazy", "number", "prefix", "source", "text")

    def __init__(self, number: int, text: str, *, prefix: str = "", ending: str = "") -> None:
        self.number = number
        """The line of the source that it comes from, from 1."""
        self.prefix = prefix
        self.text = text
        self.ending = ending
        """A carriage return, or nothing."""
        self.source = (prefix, text, prefix + text)
        """What the line was: as long as prefix and text are the same, it stays as it is in the source."""
        self.above: list[str] = []
        self.below: list[str] = []
        self.is_gone = False
        self.lazy = ""
        """The indentation that the line lacks, to be in the block that it is read in."""

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing but white space."""
        return not self.text.strip()

    @property
    def written(self) -> str:
        """Return the line as it is to be written."""
        return self.source[2] if self.source[:2] == (self.prefix, self.text) else self.prefix + self.text

    def shift(self, width: int) -> None:
        """Move *width* columns of white space, or as many as there are, from the text to the prefix."""
        column = position = 0
        while position < len(self.text) and column < width and self.text[position] in " \t":
            column += TAB - column % TAB if self.text[position] == "\t" else 1
            position += 1
        self._move(position, " " * max(0, column - width))

    def cut(self, position: int) -> None:
        """Move the first characters of the text to the prefix."""
        self._move(position)

    def _move(self, position: int, left: str = "") -> None:
        is_source = self.source[:2] == (self.prefix, self.text)
        moved = self.text[:position]
        if left:
            # A tab is wider than what is to be moved.
            moved = " " * (len(moved.expandtabs(TAB)) - len(left))
        self.prefix += moved
        self.text = left + self.text[position:]
        if is_source:
            self.source = (self.prefix, self.text, self.source[2])

    def pad(self, width: int) -> None:
        """Indent the line."""
        self.prefix += " " * width

    def remove(self) -> None:
        """Leave the line out."""
        self.is_gone = True


def split_lines(text: str) -> list[Line]:
    """Return the lines of *text*."""
    lines = []
    for number, line in enumerate(text.split("\n"), start=1):
        ending = "\r" if line.endswith("\r") else ""
        lines.append(Line(number, line.removesuffix("\r"), ending=ending))
    return lines


def join_lines(lines: Iterable[Line]) -> str:
    """Return the text of *lines*."""
    written: list[str] = []
    for line in lines:
        texts = [*line.above, *(() if line.is_gone else (line.written,)), *line.below]
        written += (text + line.ending for text in texts)
    return "\n".join(written)


def indentation(text: str) -> int:
    """Return how many columns of white space *text* begins with."""
    space = text[: len(text) - len(text.lstrip())]
    return len(space.expandtabs(TAB))
