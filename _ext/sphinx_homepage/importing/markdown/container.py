"""What readers of the blocks in a container share: its lines, where blocks end, attributes.  Pure."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, NamedTuple

from ...pages.heading_ids import jekyll_heading_id
from ..converted import Change
from .attributes import without_notice_name
from .html_parts import begins_html
from .lines import backticks
from .patterns import END_OF_BLOCK, FENCE, IAL

if TYPE_CHECKING:
    from .attributes import Attributes
    from .lines import Line

_PLAIN_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
# Blocks in blocks that are deeper stay as they are; MyST cannot read as many.
_DEEPEST = 50


class Text(NamedTuple):
    """Lines that hold text with markup inside lines."""

    lines: list[Line]
    is_paragraph: bool
    """Whether its lines may be broken."""


class Block(NamedTuple):
    """What attributes below a block are for."""

    kind: str
    lines: list[Line]


class Blocks:
    """What is found in the blocks of a page; what is within lines is left for later."""

    def __init__(self) -> None:
        self.labels = {"genindex", "modindex", "search"}
        """Names that Sphinx, this page or others have: each may be given once in a site."""
        self.anchored: set[str] = set()
        """The ids of headings, which links in Markdown can name."""
        self.texts: list[Text] = []
        self.changes: list[Change] = []
        self.questions: list[Change] = []
        self.reads_html = False
        """Whether Markdown is read in all HTML: kramdown's option ``parse_block_html``."""
        self.reads_dollars = True
        """Whether the page reads what is between single dollars as a formula."""
        self.reads_emoji = False
        """Whether ``:smile:`` is an emoji."""
        self.abbreviations: dict[str, str] = {}
        self.defined: dict[str, Attributes] = {}
        """Attributes with a name."""
        self.footnotes: dict[str, list[list[Line]]] = {}
        self.links: dict[str, list[Line]] = {}
        self.code_lines: set[int] = set()
        """The numbers of the lines that are code or its fences."""

    def note(self, line: Line, what: str) -> None:
        """Note a change."""
        self.changes.append(Change(line.number, what))

    def ask(self, line: Line, what: str) -> None:
        """Note what needs a look."""
        self.questions.append(Change(line.number, what))


class Container(ABC):
    """The lines of a text, a quote, an item or an element, which become the lines that are to be written."""

    def __init__(self, blocks: Blocks, lines: list[Line], indent: str, depth: int) -> None:
        """Begin with the first of *lines*.

        :param indent: what stands before a line in the containers that the lines are in.
        :param depth: in how many containers they are.
        """
        self.blocks = blocks
        self.lines = lines
        self.indent = indent
        self._depth = depth
        self.position = 0
        self.is_boundary = True
        """Whether a block that needs an empty line before it may begin here."""
        self.last: Block | None = None
        """The block right above."""
        self.above = ""
        """The kind of the block above, behind empty lines, too."""
        self.pending: Attributes | None = None
        """Attributes for the block that comes."""
        self.paragraph_end: Line | None = None
        """The last line of the paragraph right above."""

    @abstractmethod
    def read(self) -> None:
        """Read all lines."""

    def read_inside(self, lines: list[Line], indent: str) -> None:
        """Read the lines of a container within this one."""
        if self._depth + 1 < _DEEPEST:
            type(self)(self.blocks, lines, indent, self._depth + 1).read()

    def end_block(self, kind: str, end: int, *, boundary: bool = False) -> list[Line]:
        """End a block before the line *end*, and return its lines."""
        taken = self.lines[self.position : end]
        self.pad(taken)
        if kind == "code":
            self.blocks.code_lines.update(line.number for line in taken)
        self.position = end
        self.last = Block(kind, taken)
        self.above = kind
        self.is_boundary = boundary
        self.paragraph_end = taken[-1] if kind == "paragraph" else None
        if self.pending is not None:
            pending, self.pending = self.pending, None
            self._apply(pending, self.last)
        return taken

    def pad(self, taken: list[Line]) -> None:
        """Indent lines that are in their container without the indentation that CommonMark asks for."""
        if not taken or not taken[0].lazy:
            return
        lazy = [line for line in taken if line.lazy and not line.is_blank]
        own = min(len(line.text) - len(line.text.lstrip(" ")) for line in lazy)
        width = max(0, len(taken[0].lazy) - own)
        if width:
            self.blocks.note(taken[0], "indented, since it belongs to the item above")
        for line in lazy:
            line.pad(width)
            line.lazy = ""

    def part(self, line: Line, what: str) -> None:
        """Write an empty line before *line*."""
        line.above.append(self.indent.rstrip())
        self.blocks.note(line, what)

    @property
    def following(self) -> str:
        """The next line; empty at the end."""
        return self.lines[self.position].text if self.position < len(self.lines) else ""

    def is_below_text(self) -> bool:
        """Return whether the line above is the last of a paragraph."""
        return self.paragraph_end is not None

    def _name(self, line: Line, name: str) -> None:
        """Give a heading the id *name*."""
        if name == jekyll_heading_id(line.text.strip("# \t")):
            # It has it anyway.
            self.blocks.anchored.add(name)
            self.blocks.note(line, f"the id {name} of the heading is left out: it has it by itself")
            return
        is_label = _PLAIN_ID.fullmatch(name) is not None and name not in self.blocks.labels
        self.blocks.labels.add(name)
        if is_label:
            self.blocks.anchored.add(name)
        target = f"({name})=" if is_label else f'<a id="{name}"></a>\n'
        line.above += [(self.indent + part).rstrip() for part in target.split("\n")]
        self.blocks.note(line, f"the id {name} of the heading stands before it")

    def _apply(self, attributes: Attributes, block: Block) -> None:
        """Write attributes for a block as MyST reads them, or leave them out."""
        first = next((line for line in block.lines if not line.is_gone), None)
        if first is None:
            self.blocks.note(block.lines[0], "attributes of nothing are left out")
            return
        if "toc" in attributes.references:
            for line in block.lines:
                line.remove()
            self.blocks.note(first, "the list of headings is left out: the theme shows it beside the page")
            return
        # Behind the marker of an item nothing can stand above a block.
        is_inside = first.prefix.rstrip() != self.indent.rstrip() and block.kind not in ("list", "quote")
        if block.kind in ("list", "quote"):
            is_inside = not _begins_line(first, self.indent)
        notice = attributes.notice
        if notice and not is_inside and block.kind in ("paragraph", "quote", "list", "html", "table"):
            last = block.lines[-1]
            # The admonition has its name as its title.
            first.text = without_notice_name(first.text, notice)
            first.above.append(f"{self.indent}:::{{{notice}}}")
            last.below.insert(0, f"{self.indent}:::")
            self.blocks.note(first, f"a notice is an admonition: {notice}")
            return
        language = attributes.language if block.kind == "code" else ""
        if language and self._name_code(block, language, is_inside=is_inside):
            return
        if block.kind == "heading":
            if attributes.id:
                self._name(first, attributes.id)
            kept = ""
        else:
            kept = attributes.to_myst()
        if kept and not is_inside and block.kind in ("paragraph", "list", "quote", "table"):
            # The head that a table was given is its beginning.
            position = 0 if block.kind == "table" else len(first.above)
            first.above.insert(position, f"{self.indent}{kept}")
            self.blocks.note(first, f"attributes stand before what they are for: {kept}")
        elif not (block.kind == "heading" and attributes.id):
            names = [f".{name}" for name in attributes.classes] + sorted(attributes.pairs)
            self.blocks.note(first, f"left out: {{: {' '.join((*names, *attributes.references))}}}")

    def _name_code(self, block: Block, language: str, *, is_inside: bool) -> bool:
        """Write the language of code behind its fence, which indented code is given.

        :return: whether it stands there.
        """
        first, last = block.lines[0], block.lines[-1]
        if fence := FENCE.match(first.text):
            if fence[3].strip():
                return False
            first.text = f"{first.text.rstrip()}{language}"
        elif is_inside:
            return False
        else:
            marks = backticks("\n".join(line.text for line in block.lines), 3)
            for line in block.lines:
                line.text = line.text.expandtabs(4)[4:]
            first.above.append(f"{self.indent}{marks}{language}")
            last.below.insert(0, f"{self.indent}{marks}")
        self.blocks.note(first, f"the language of code stands behind its fence: {language}")
        return True

    def _is_boundary(self, text: str) -> bool:
        return bool(not text.strip() or IAL.match(text) or END_OF_BLOCK.match(text))

    def ends_lazy_lines(self, text: str) -> bool:
        """Return whether a line ends lazy ones: text that belongs to a block though it lacks its marker."""
        return self._is_boundary(text) or begins_html(text)


def _begins_line(line: Line, indent: str) -> bool:
    """Return whether nothing but the marker of an own item stands before the text of the line."""
    return not line.prefix[: len(indent)].strip(" >")
