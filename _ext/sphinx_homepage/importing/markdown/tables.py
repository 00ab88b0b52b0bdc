"""Tables as kramdown reads them become tables as GitHub's dialect has them, which MyST follows.  Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from .lines import Line

_SEPARATOR = re.compile(r"(?=[+|: \t]*+-)[+|: \t-]++$")
_FOOT = re.compile(r"(?=[+|: \t]*+=)[+|: \t=]++$")
_ALIGNMENT = re.compile(r"(:?)-+(:?)")
_CODE = re.compile(r"(?<!`)(`++).*?(?<!`)\1(?!`)|<code\b(?:(?!<code\b).)*?</code>")
_PIPE = re.compile(r"(?<!\\)\|")


def mend_table(rows: list[Line], indent: str, note: Callable[[Line, str], None]) -> bool:
    """Give a table a head and as many columns as its widest row; return whether the lines are a table.

    A line of text that happens to hold a vertical bar is no table here, though kramdown makes one of it.

    :param indent: what stands before each of the lines.
    """
    separators = [row for row in rows if _SEPARATOR.match(row.text)]
    feet = [row for row in rows if row not in separators and _FOOT.match(row.text)]
    body = [row for row in rows if row not in separators and row not in feet]
    if not body or any(not _PIPE.search(_without_code(row.text)) for row in body):
        return False
    if not separators and not feet and len(body) == 1 and not body[0].text.lstrip().startswith("|"):
        return False
    for row in body:
        _escape_pipes(row, note)
    columns = max(_width(row.text) for row in body)
    # Lines above the first row only look like the frame of a table.
    top = rows.index(body[0])
    head = next((row for row in separators if rows.index(row) > top), None)
    if head is not None and rows.index(head) != top + 1:
        # A head of several rows: only one is possible.
        head = None
    for row in [*separators, *feet]:
        if row is not head:
            row.remove()
            note(row, "a line that parts the rows of a table is left out")
    alignments = _alignments(head or next(iter(separators), None), columns)
    line = f"|{'|'.join(alignments)}|"
    if head is None:
        first = body[0]
        first.above += [f"{indent}|{'  |' * columns}", f"{indent}{line}"]
        note(first, "a table has a head, which may be empty")
        return True
    if _width(body[0].text) != columns:
        body[0].text = _fill(body[0].text, columns)
        note(body[0], "the head of a table has as many columns as the widest row")
    if _width(head.text) != columns or "+" in head.text or not _is_plain(head.text):
        head.text = line
        note(head, "the line below the head of a table has as many columns as the table")
    return True


def _is_plain(text: str) -> bool:
    # An empty cell at the end is one.
    cells = text.strip().removeprefix("|").removesuffix("|").split("|")
    return all(re.fullmatch(r"[ \t]*:?-+:?[ \t]*", cell) for cell in cells)


def _without_code(text: str) -> str:
    return _CODE.sub(lambda match: "x" * len(match[0]), text)


def _escape_pipes(row: Line, note: Callable[[Line, str], None]) -> None:
    """In code, a vertical bar parts cells unless it is escaped."""

    def escape(match: re.Match[str]) -> str:
        return _PIPE.sub(r"\\|", match[0])

    text = _CODE.sub(escape, row.text)
    if text != row.text:
        row.text = text
        note(row, r"\| in code in a table")


def _width(text: str) -> int:
    """Return the number of cells of a row."""
    inner = text.strip()
    inner = inner.removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return len(_PIPE.findall(_without_code(inner))) + 1


def _fill(text: str, columns: int) -> str:
    missing = columns - _width(text)
    stripped = text.rstrip()
    if not (stripped.endswith("|") and not stripped.endswith("\\|")):
        stripped += " |"
    if not stripped.lstrip().startswith("|"):
        stripped = f"| {stripped.lstrip()}"
    return stripped + "  |" * missing


def _alignments(row: Line | None, columns: int) -> list[str]:
    found = [f"{left}---{right}" for left, right in _ALIGNMENT.findall(row.text)] if row else []
    return [*found, *("---",) * columns][:columns]
