"""The parts of a page's source that are text, with the pattern of what is looked for in each.  Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from .front_matter import OUR_KEYS
from .jekyll_patterns import HTML, LIQUID, MARKDOWN, RST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt

# Directives whose content is read as text; that of all others is not looked at, since it may be anything.
_CONTAINERS = frozenset(
    {"admonition", "attention", "caution", "danger", "error", "hint", "important", "note", "seealso", "tip"}
    | {"todo", "warning", "deprecated", "versionadded", "versionchanged", "versionremoved"}
    | {"aside", "card", "card-carousel", "class", "compound", "container", "cssclass", "details", "div"}
    | {"dropdown", "epigraph", "figure", "figure-md", "glossary", "grid", "grid-item", "grid-item-card"}
    | {"highlights", "hlist", "line-block", "list-table", "margin", "only", "pull-quote", "rst-class"}
    | {"rubric", "sidebar", "tab-item", "tab-set", "table", "topic"}
)
# Directives within directives: each level takes the time of the whole text.  MyST itself cannot read as many.
_DEEPEST = 100
_FENCES = frozenset({"fence", "colon_fence"})
_NO_TEXT = _FENCES | {
    "amsmath",
    "code_block",
    "front_matter",
    "math_block",
    "math_block_label",
    "myst_block_break",
    "myst_line_comment",
    "myst_target",
}


class Part(NamedTuple):
    """A part of a page that one pattern is for: a paragraph, or a block of HTML."""

    start: int
    end: int
    pattern: re.Pattern[str]


def line_starts(source: str) -> list[int]:
    """Return where each line of *source* begins, and its end."""
    return [0, *(match.end() for match in re.finditer("\n", source)), len(source)]


class _Blocks:
    """The blocks of a page in Markdown, by their lines, which count from 0."""

    def __init__(self, source: str, parser: MarkdownIt) -> None:
        self.front_matter = 0
        """The line behind the front matter."""
        self.html: dict[int, int] = {}
        """The first line of each block of HTML, and the line behind it."""
        self.hidden: set[int] = set()
        """The lines of code, comments and formulas."""
        self.begins: set[int] = set()
        """The first lines of all other blocks."""
        texts = [(source, 0, 0)]
        while texts:
            text, offset, depth = texts.pop()
            for token in parser.parse(text):
                if token.map is None:
                    continue
                first, end = token.map[0] + offset, token.map[1] + offset
                if token.type == "html_block":
                    self.html[first] = end
                elif token.type in _FENCES and _holds_text(token.info, token.type):
                    # Its own two lines, and the text between them.
                    self.begins.update((first, first + 1, end - 1, end))
                    if depth < _DEEPEST:
                        texts.append((token.content, first + 1, depth + 1))
                elif token.type in _NO_TEXT:
                    self.hidden.update(range(first, end))
                    if token.type == "front_matter" and first == 0:
                        self.front_matter = end
                else:
                    self.begins.add(first)


def markdown_parts(source: str, parser: MarkdownIt) -> Iterator[Part]:
    """Yield the parts of a page in Markdown, in their order, without code, comments and formulas."""
    starts = line_starts(source)
    lines = source.split("\n")
    blocks = _Blocks(source, parser)
    yield from _front_matter_parts(lines[: blocks.front_matter], starts)
    number = 0
    while number < len(lines):
        first = number
        number += 1
        if first in blocks.html:
            number = max(number, min(blocks.html[first], len(lines)))
            yield Part(starts[first], starts[number], HTML)
        elif first not in blocks.hidden and lines[first].strip():
            is_open = _opens_formula(lines[first])
            while number < len(lines) and number not in blocks.hidden and lines[number].strip():
                # A formula may have lines that would begin a list.
                if number in blocks.html or (number in blocks.begins and not is_open):
                    break
                is_open = _opens_formula(lines[number], is_open)
                number += 1
            yield Part(starts[first], starts[number], MARKDOWN)


def _opens_formula(line: str, is_open: bool = False) -> bool:
    r"""Return whether a formula between ``\\[`` and ``\\]`` goes on behind *line*."""
    return line.rfind("\\\\[") > line.rfind("\\\\]") or (is_open and "\\\\]" not in line)


def _holds_text(info: str, kind: str) -> bool:
    """Return whether a fence has text in it: a directive, or colons without a name in braces (a ``div``)."""
    name = info.split(maxsplit=1)[0] if info.strip() else ""
    if name.startswith("{") and name.endswith("}"):
        return name[1:-1] in _CONTAINERS
    return kind == "colon_fence"


def _front_matter_parts(lines: list[str], starts: list[int]) -> Iterator[Part]:
    """Yield the lines of the keys that this extension reads."""
    is_ours = False
    for number, line in enumerate(lines):
        if key := re.match(r"([A-Za-z_][\w-]*)\s*:", line):
            is_ours = key[1] in OUR_KEYS
        if is_ours and not line.lstrip().startswith("#"):
            yield Part(starts[number], starts[number + 1], LIQUID)


def rst_parts(source: str) -> Iterator[Part]:
    """Yield the paragraphs of a page in reStructuredText that are neither literal nor comments."""
    starts = line_starts(source)
    first: int | None = None
    skipped: int | None = None
    lines = [*source.split("\n"), ""]
    for number, line in enumerate(lines):
        stripped = line.strip()
        indent = len(line) - len(line.lstrip())
        if skipped is not None and stripped and indent <= skipped:
            skipped = None
        is_text = bool(stripped) and skipped is None
        is_markup = is_text and stripped.startswith(".. ")
        if is_markup and not stripped.startswith((".. [", ".. _")):
            directive = re.match(r"\.\. (?:\|[^|]+\| )?([\w:.-]+)::", stripped)
            if not directive or directive[1] not in _CONTAINERS:
                is_text, skipped = False, indent
        if first is not None and (not is_text or is_markup):
            yield Part(starts[first], starts[number], RST)
            first = None
        if is_text and first is None:
            first = number
        if is_text and not is_markup and stripped.endswith("::"):
            skipped = indent
