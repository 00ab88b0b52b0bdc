"""Blocks of HTML as kramdown reads them, changed where MyST would read other blocks.  Pure.

kramdown reads an element to its end, and Markdown in it if it says so; to CommonMark, an empty line ends a
block of HTML, and what is below the line is Markdown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .attributes import notice_of, without_notice_name
from .html_pages import html_to_markdown
from .html_parts import (
    MARKDOWN,
    NAME,
    OPENING_NAME,
    SPAN_ELEMENTS,
    TAG,
    VERBATIM,
    Part,
    begins_html,
    element_end,
    formula_parts,
    has_formula,
    html_parts,
    open_comment,
)
from .lines import Line, indentation
from .patterns import IAL

if TYPE_CHECKING:
    from collections.abc import Callable

    from .container import Container

# What CommonMark reads as the beginning of a block of HTML even below a line of text.
_COMMONMARK_BLOCKS = frozenset(
    (
        "address article aside base basefont blockquote body caption center col colgroup dd details "
        "dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 "
        "head header hr html iframe legend li link main menu menuitem nav noframes ol optgroup option "
        "p param search section summary table tbody td tfoot th thead title tr track ul"
    ).split()
)
# What kramdown reads blocks in, if it reads Markdown in HTML.
_HOLDS_BLOCKS = frozenset(
    (
        "address applet article aside blockquote body dd details div dl fieldset figure figcaption "
        "footer form header hgroup li main map menu nav noscript object section summary td"
    ).split()
)

_OPENING = re.compile(rf" {{0,3}}{TAG}", re.DOTALL)
_CLOSING = re.compile(rf" {{0,3}}</(?P<name>{NAME})\s*>")
_COMMENT = re.compile(r" {0,3}<!--.*?-->", re.DOTALL)
_TAGS_ONLY = re.compile(r"(?:\s*</?[A-Za-z][^<>]*>)*\s*\Z")
_HOLDS_LINES = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p"})
# What is markup of Markdown for certain: a line of text without any stays HTML.
_MARKUP = re.compile(r"\]\(|\*\*\w|`")
# A tag is in as many lines at most.
_LONGEST_TAG = 64


class HtmlReader:
    """Reads the blocks of HTML of a container."""

    def __init__(self, reader: Container) -> None:
        self._reader = reader
        self._has_comments = True
        """Whether a comment that begins here or below may have an end."""

    def read(self, text: str) -> bool:
        """Read a block of HTML that begins with the line *text*; return whether one does."""
        if not (name := OPENING_NAME.match(text)) and not text.lstrip(" ").startswith("<!--"):
            return False
        if name is None:
            return self._read_comment()
        element = name[1].lower()
        if element in SPAN_ELEMENTS - {"script"}:
            return False
        tag = self._rest(_LONGEST_TAG)
        opening = _OPENING.match(tag)
        if not opening:
            if _CLOSING.match(text):
                # kramdown shows it as text; nobody wants that.
                self._end_html(text, len(text), element)
                return True
            return False
        rest, end = self._search(lambda rest: element_end(rest, opening, element))
        if end is None:
            self._reader.blocks.ask(
                self._reader.lines[self._reader.position],
                f"<{element}> has no end, and all below it is HTML: write </{element}> where it should end",
            )
            end = len(rest.rstrip())
        is_closed = re.search(rf"</{re.escape(element)}\s*>\Z", rest[:end], re.IGNORECASE)
        if is_closed and element in _HOLDS_BLOCKS | {"p"} and (notice := notice_of(opening[0])):
            self._write_notice(rest, end, opening, notice)
            return True
        holds_markdown = element in _HOLDS_BLOCKS or (
            element in _HOLDS_LINES and bool(_MARKUP.search(rest, opening.end(), end))
        )
        if self._reader.blocks.reads_html and holds_markdown and not MARKDOWN.search(opening[0]):
            # As if the element itself said so.
            rest = f'{rest[: opening.end("name")]} markdown="1"{rest[opening.end("name") :]}'
            end += len(' markdown="1"')
        if MARKDOWN.search(rest, 0, end) and element not in VERBATIM:
            self._reader.blocks.note(
                self._reader.lines[self._reader.position], "Markdown in HTML stands between empty lines"
            )
            self._write_parts(rest, end, html_parts(rest[:end]))
        elif element not in VERBATIM and has_formula(rest[:end], dollars=self._reader.blocks.reads_dollars):
            self._reader.blocks.note(
                self._reader.lines[self._reader.position], "formulas in HTML stand between empty lines"
            )
            self._write_parts(rest, end, formula_parts(rest[:end], dollars=self._reader.blocks.reads_dollars))
        else:
            self._end_html(rest, end, element)
        return True

    def _write_notice(self, rest: str, end: int, opening: re.Match[str], notice: str) -> None:
        """Write an element that is a notice of the theme as an admonition.

        :param rest: the text from the element on; its end is at *end*.
        """
        blocks = self._reader.blocks
        blocks.note(self._reader.lines[self._reader.position], f"a notice is an admonition: {notice}")
        inside = rest[opening.end() : max(rest.rfind("</", 0, end), opening.end())]
        reads_markdown = MARKDOWN.search(opening[0]) or blocks.reads_html
        content = inside if reads_markdown else html_to_markdown(inside, is_nested=True).text
        line = inside.count("\n", 0, len(inside) - len(inside.lstrip())) + opening[0].count("\n")
        content = without_notice_name(content.lstrip(), notice)
        fences = (Part(f":::{{{notice}}}", 0, "fence"), Part(":::", rest.count("\n", 0, end), "fence"))
        self._write_parts(rest, end, [fences[0], Part(content, line, "markdown"), fences[1]])

    def _read_comment(self) -> bool:
        if not self._has_comments:
            return False
        rest, end = self._search(lambda rest: match.end() if (match := _COMMENT.match(rest)) else None)
        if end is None:
            self._has_comments = False
            return False
        self._end_html(rest, end, "comment")
        return True

    def _rest(self, count: int) -> str:
        """Return the next lines."""
        return "\n".join(
            line.text for line in self._reader.lines[self._reader.position : self._reader.position + count]
        )

    def _search(self, find: Callable[[str], int | None]) -> tuple[str, int | None]:
        """Return the lines in which *find* finds an end, and where that is.

        They are as many as it takes: a page may have thousands of elements.
        """
        count = _LONGEST_TAG
        while True:
            rest = self._rest(count)
            is_all = self._reader.position + count >= len(self._reader.lines)
            end = find(rest)
            if is_all or (end is not None and not _is_cut(rest)):
                return rest, end
            count *= 4

    def _end_html(self, rest: str, end: int, element: str) -> None:
        """End a block of HTML: it holds no empty line, and an empty line is behind it."""
        count = rest.count("\n", 0, end) + 1
        last = self._reader.lines[self._reader.position + count - 1]
        behind = rest[end:].partition("\n")[0]
        if not _TAGS_ONLY.match(behind) and element != "style":
            # Markdown on the line on which the element ends.
            position = len(last.text) - len(behind)
            added = Line(last.number, behind.lstrip(), ending=last.ending)
            added.prefix = self._reader.indent
            added.lazy = last.lazy
            last.text = last.text[:position]
            self._reader.lines.insert(self._reader.position + count, added)
            self._reader.blocks.note(last, "what follows HTML on its line stands below it")
        first = self._reader.lines[self._reader.position]
        if (start := open_comment(rest[:end])) is not None:
            self._escape_comments(rest[:start], count)
        if (
            self._reader.is_below_text()
            and element not in _COMMONMARK_BLOCKS
            and element not in (*VERBATIM, "comment")
        ):
            self._reader.part(first, "an empty line was added before HTML")
        # kramdown reads the end of their lines as an empty line.
        boundary = element in ("script", "style")
        taken = self._reader.end_block("html", self._reader.position + count, boundary=boundary)
        if element not in (*VERBATIM, "comment"):
            self._close_up(taken, rest[:end])
        following = self._reader.following
        if following.strip() and not IAL.match(following) and not begins_html(following):
            self._reader.part(
                self._reader.lines[self._reader.position], "an empty line was added behind HTML"
            )

    def _escape_comments(self, above: str, count: int) -> None:
        """Escape comments without an end: kramdown shows them as text, and browsers hide all below them.

        :param above: what is in the block above the first of them.
        :param count: the number of lines of the block.
        """
        rows = above.split("\n")
        lines = self._reader.lines[self._reader.position :][len(rows) - 1 : count]
        kept = len(rows[-1])
        lines[0].text = lines[0].text[:kept] + lines[0].text[kept:].replace("<!--", "&lt;!--")
        for line in lines[1:]:
            line.text = line.text.replace("<!--", "&lt;!--")
        self._reader.blocks.note(lines[0], "a comment without an end stays text: it would hide all below it")

    def _close_up(self, taken: list[Line], html: str) -> None:
        """Leave out empty lines: they would end the block of HTML."""
        verbatim = {
            number
            for match in re.finditer(r"<(pre|textarea)\b.*?</\1", html, re.DOTALL | re.IGNORECASE)
            for number in range(html.count("\n", 0, match.start()), html.count("\n", 0, match.end()))
        }
        for number, line in enumerate(taken):
            if line.is_blank and number:
                if number in verbatim:
                    line.text = "&#32;"
                else:
                    line.remove()
                self._reader.blocks.note(line, "an empty line in HTML is left out: it would end the HTML")

    def _write_parts(self, rest: str, end: int, parts: list[Part]) -> None:
        """Part Markdown in HTML from it by empty lines."""
        count = rest.count("\n", 0, end) + 1
        source = self._reader.lines[self._reader.position : self._reader.position + count]
        behind = rest[end:].partition("\n")[0]
        written: list[Line] = []
        above = ""
        for part in parts:
            rows = part.text.split("\n")
            made = [
                Line(source[min(part.line + number, len(source) - 1)].number, row, ending=source[0].ending)
                for number, row in enumerate(rows)
            ]
            for row in made:
                row.prefix = self._reader.indent
            if part.kind == "markdown":
                _dedent(made)
                self._reader.read_inside(made, self._reader.indent)
            else:
                made = [row for row in made if not row.is_blank]
                for row in made if part.kind == "text" else made[:1]:
                    row.text = row.text.lstrip()
            made = _strip(made)
            if made:
                if written and "fence" not in (part.kind, above):
                    made[0].above.insert(0, self._reader.indent.rstrip())
                written += made
                above = part.kind
        if behind.strip():
            added = Line(source[-1].number, behind.lstrip(), ending=source[0].ending)
            added.prefix = self._reader.indent
            written.append(added)
        if not written:
            written = [Line(source[0].number, "")]
        if source[0].above:
            # An empty line, which the block above needs.
            written[0].above[:0] = source[0].above
        elif not self._reader.is_boundary and not begins_html(written[0].text):
            written[0].above.insert(0, self._reader.indent.rstrip())
        self._reader.lines[self._reader.position : self._reader.position + count] = written
        size = len(written) - (1 if behind.strip() else 0)
        self._reader.end_block("html", self._reader.position + size)
        following = self._reader.following
        if following.strip() and not IAL.match(following):
            self._reader.part(
                self._reader.lines[self._reader.position], "an empty line was added behind HTML"
            )


def _is_cut(html: str) -> bool:
    """Return whether *html* ends in a comment or an element in which no tag counts."""
    return html.rfind("<!--") > html.rfind("-->") or any(
        html.rfind(f"<{name}") > html.rfind(f"</{name}") for name in VERBATIM
    )


def _dedent(lines: list[Line]) -> None:
    """Take away the indentation that all lines but the first share."""
    rows = [line for line in lines[1:] if not line.is_blank]
    width = min((indentation(line.text) for line in rows), default=0)
    lines[0].text = lines[0].text.lstrip()
    for line in rows:
        line.text = line.text.expandtabs(4)[width:] if width else line.text


def _strip(lines: list[Line]) -> list[Line]:
    """Return *lines* without empty lines at both ends."""
    start, end = 0, len(lines)
    while start < end and lines[start].is_blank and not lines[start].above:
        start += 1
    while end > start and lines[end - 1].is_blank and not lines[end - 1].below:
        end -= 1
    return lines[start:end]
