"""What is code in Markdown as kramdown reads it: there, everything stays as readers saw it.  Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from .blocks import BlockReader
from .container import Blocks
from .lines import lines_and_code, split_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_SPAN = re.compile(r"(?<!`)(`++).*?(?<!`)\1(?!`)")
_INDENTED = re.compile(r"[ >]*(?: {4}|\t)")


def parts_and_code(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of Markdown, none longer than a line, and whether each is code."""
    code = _code_lines(text)
    for number, line in enumerate(text.split("\n"), start=1):
        if number > 1:
            yield "\n", False
        if number in code:
            yield line, True
            continue
        position = 0
        for span in _SPAN.finditer(line):
            yield line[position : span.start()], False
            yield span[0], True
            position = span.end()
        yield line[position:], False


def outside_code(text: str, *, is_html: bool = False) -> str:
    """Return Markdown with spaces for its code, if it has tags at all: those in code are shown only.

    :param is_html: whether the text is HTML only, in which there is no code of Markdown.
    """
    if is_html or "<" not in text:
        return text
    return "".join(" " * len(part) if is_code else part for part, is_code in parts_and_code(text))


def replace_matches(
    text: str, matches: Iterable[re.Match[str]], new: Callable[[re.Match[str]], str] = lambda _match: ""
) -> str:
    """Return *text* with something else, or nothing, in the place of each match.

    :param matches: in their order; they may have been found in the text without its code.
    """
    parts, position = [], 0
    for match in matches:
        parts += [text[position : match.start()], new(match)]
        position = match.end()
    return "".join([*parts, text[position:]])


# The text of a page is asked for several times while it is converted.
@lru_cache(maxsize=4)
def _code_lines(text: str) -> frozenset[int]:
    """Return the numbers of the lines that are in a fence, are one, or are indented as code."""
    fenced = list(lines_and_code(text))
    if not any(_INDENTED.match(line) for line, is_code in fenced if not is_code):
        # To read the blocks takes longer.
        return frozenset(number for number, (_line, is_code) in enumerate(fenced, start=1) if is_code)
    blocks = Blocks()
    BlockReader(blocks, split_lines(text)).read()
    return frozenset(blocks.code_lines)
