"""Lists and definitions as kramdown reads them, item by item.  Pure.

What belongs to an item is what is indented as far as its text, and lines that follow it lazily, without
indentation.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .lines import indentation
from .patterns import DEFINITION, END_OF_BLOCK, ITEM, RULE

if TYPE_CHECKING:
    from .container import Container
    from .lines import Line

_ITEM_ATTRIBUTES = re.compile(r"\{:(?![:/]|\w[\w-]*:)((?:\\\}|[^}])+)\}\s*")
_BOX = re.compile(r"\[([ xX])\][ \t]+(?=\S)")


class ListReader:
    """Reads a list or the definitions of a term."""

    def __init__(self, reader: Container, *, is_numbered: bool = False, is_definition: bool = False) -> None:
        self._reader = reader
        self._is_definition = is_definition
        self._is_numbered = is_numbered

    def _is_item(self, text: str, widest: int) -> re.Match[str] | None:
        match = (DEFINITION if self._is_definition else ITEM).match(text)
        if not match or len(match[1]) - len(match[1].lstrip(" ")) > widest:
            return None
        if not self._is_definition and (match[2] is not None) != self._is_numbered:
            return None
        return match

    def read(self) -> None:
        """Read the items from where the reader is, and leave the reader behind them."""
        reader = self._reader
        lines, start = reader.lines, reader.position
        position, width, widest = start, 0, 3
        is_below_blank = False
        # The first line of each item, the line behind it, and how far its text is indented.
        items: list[tuple[int, int, int]] = []
        while position < len(lines):
            text = lines[position].text
            if (is_below_blank and RULE.match(text)) or END_OF_BLOCK.match(text):
                break
            if position > start and RULE.match(text) and indentation(text) < width:
                # Right below an item: kramdown takes it for text or for an item, CommonMark for a rule.
                break
            if item := self._is_item(text, widest):
                if items:
                    items[-1] = (items[-1][0], position, items[-1][2])
                content = item[3] if not self._is_definition else item[2]
                space = content[: len(content) - len(content.lstrip())]
                marker = len(item[1])
                width = marker + len((" " * marker + space).expandtabs(4)) - marker
                if not content.strip() or _ITEM_ATTRIBUTES.fullmatch(content.strip()):
                    width = 4
                items.append((position, position + 1, width))
                widest = min(width - 1, 3)
                is_below_blank = False
            elif lines[position].is_blank:
                is_below_blank = True
            elif indentation(text) >= width or (not is_below_blank and not reader.ends_lazy_lines(text)):
                is_below_blank = False
            else:
                break
            position += 1
        end = position
        while end > start and lines[end - 1].is_blank:
            end -= 1
        items[-1] = (items[-1][0], end, items[-1][2])
        reader.pad(lines[start:end])
        written: list[Line] = []
        for first, behind, item_width in items:
            written += self._read_item(lines[first:behind], item_width)
        lines[start:end] = written
        reader.position = start
        reader.end_block("definitions" if self._is_definition else "list", start + len(written))

    def _read_item(self, taken: list[Line], width: int) -> list[Line]:
        first = taken[0]
        match = (DEFINITION if self._is_definition else ITEM).match(first.text)
        assert match is not None  # the line was found by it
        content = match[2] if self._is_definition else match[3]
        first.cut(len(match[1]) + len(content) - len(content.lstrip()))
        if attributes := _ITEM_ATTRIBUTES.match(first.text):
            self._reader.blocks.note(first, f"left out: {attributes[0].strip()}")
            first.text = first.text[attributes.end() :]
        if box := None if self._is_definition else _BOX.match(first.text):
            self._reader.blocks.note(first, f"{box[0].strip()}, a box to tick, is a sign")
            first.text = f"{'☐' if box[1] == ' ' else '☑'} {first.text[box.end() :]}"
        indent = self._reader.indent + " " * width
        for line in taken[1:]:
            if line.is_blank:
                continue
            if indentation(line.text) >= width:
                line.shift(width)
            else:
                line.lazy += " " * width
        inner = list(taken)
        self._reader.read_inside(inner, indent)
        return inner
