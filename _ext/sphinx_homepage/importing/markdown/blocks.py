"""The blocks of a text as kramdown reads them, changed where MyST would read other blocks.  Pure.

These are the rules of kramdown 2 with its parser for GitHub's dialect, as far as they differ from those of
CommonMark, which MyST follows.  Each container takes its markers from the texts of its lines, and reads what
is left.

https://kramdown.gettalong.org/syntax.html
https://spec.commonmark.org/0.31.2/
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...pages.heading_ids import jekyll_heading_id
from ...pages.text_in_markup import plain_text
from .attributes import Attributes, read_attributes
from .code_languages import pygments_language
from .container import Block, Container, Text
from .emoji import emoji
from .html_blocks import HtmlReader
from .html_parts import NAME, TAG, VOID
from .lists import ListReader
from .patterns import DEFINITION, END_OF_BLOCK, FENCE, IAL, ITEM, RULE
from .tables import mend_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from .container import Blocks
    from .lines import Line

_COMMENT_START = re.compile(r" {0,3}<!--")
_LONE_TAG = re.compile(rf" {{0,3}}(?:{TAG}|</{NAME}\s*>)[ \t]*$")
_CODE = re.compile(r"(?: {4}|\t| {1,3}\t)[ \t]*\S")
# What scripts of academicpages and al-folio make drawings of.
_DRAWN = frozenset({"chart", "echarts", "geojson", "mermaid", "plotly", "pseudocode", "vega_lite"})
_ATX = re.compile(r"#{1,6}[ \t]+\S")
_QUOTE = re.compile(r" {0,3}> ?")
_UNDERLINE = re.compile(r"(?:-+|=+)[ \t]*$")
_FORMULA = re.compile(r" {0,3}\$\$")
_FOOTNOTE = re.compile(r" {0,3}\[\^([^\]\s]+)\]:[ \t]*")
_LINK = re.compile(
    r" {0,3}\[(?!\^)(?P<label>[^\n\]]+)\]:[ \t]*(?:<(?P<angled>.*?)>|(?P<url>\S(?:.*?\S)?))"
    r"(?:[ \t]+(?P<title>\"[^\"]*\"|'[^']*'))?[ \t]*$"
)
# An address with a title in parentheses, which kramdown has no word for: in this way comments are written.
_TITLED = re.compile(r"(?:<[^<>]*>|[^\s<]\S*)[ \t]+\((?:[^()\\]|\\.)*\)\Z")
_ABBREVIATION = re.compile(r" {0,3}\*\[([^\]]+)\]:(.*)$")
_ALD = re.compile(r" {0,3}\{:(\w[\w-]*):((?:\\\}|[^}])+)\}\s*$")
_EXTENSION = re.compile(r" {0,3}\{::(\w+)(?:\s((?:\\\}|[^}])*?))?(/)?\}\s*$")
_HEADING_ID = re.compile(r"[ \t]\{#([A-Za-z_][\w:.-]*)\}[ \t]*$")
_HEADING_ANCHOR = re.compile(
    r"""(?:(?<![ \t])[ \t]+)?<a[ \t]+(?:id|name)[ \t]*=[ \t]*(["']?)([A-Za-z_][\w:.-]*)\1[ \t]*></a>"""
)
# Not in code, in the address of a link, or in a tag.
_EMOJI = re.compile(r"(`++).*?(?<!`)\1(?!`)|\]\([^()\s]*\)|<[^<>]*>|(?<!\w):([a-z0-9+][\w+-]*):(?!\w)")
_LINKED = re.compile(r"\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])?")
_TABLE = re.compile(r" {0,3}(?=\S)(?:\||.*?[^\\]\|)")
# What CommonMark takes for an item without text.
_EMPTY_ITEM = re.compile(r" {0,3}\d*([+*.-])$")
# What MyST alone takes for markup at the beginning of a line.
_MYST_LINE = re.compile(r"([ \t]*)(%|\+\+\+(?=[ \t]|$)|:::|\(\S[^()]*\)=[ \t]*$|\{(?=[^{}]*\}[ \t]*$))")
_DISPLAY = re.compile(r" {0,3}(?:\$\$|\\\\\[|\\\\?begin\{\w+\*?\})")
_EMPTY_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]*$")


class BlockReader(Container):
    """Reads the lines of one container."""

    def __init__(self, blocks: Blocks, lines: list[Line], indent: str = "", depth: int = 0) -> None:
        super().__init__(blocks, lines, indent, depth)
        self._rules: tuple[Callable[[str], bool], ...] = (
            self._read_code,
            self._read_fence,
            self._read_quote,
            self._read_heading,
            self._read_rule,
            self._read_list,
            self._read_definition,
            HtmlReader(self).read,
            self._read_underlined,
            self._read_formula,
            self._read_table,
            self._read_footnote,
            self._read_link,
            self._read_abbreviation,
            self._read_extension,
            self._read_end_of_block,
            self._read_paragraph,
        )

    def read(self) -> None:
        """Read all lines: each block by the first rule that knows how it begins."""
        lines = self.lines
        while self.position < len(lines):
            text = lines[self.position].text
            if not text.strip():
                self.position += 1
                self.is_boundary = True
                self.last = self.paragraph_end = None
                continue
            for rule in self._rules:
                if rule(text):
                    break
        if self.pending is not None:
            self.blocks.note(lines[-1], "attributes of nothing are left out")

    # -- Blocks ----------------------------------------------------------------------------------------------

    def _read_code(self, text: str) -> bool:
        if not _CODE.match(text):
            return False
        end = self.position + 1
        while end < len(self.lines) and (_CODE.match(self.lines[end].text) or self.lines[end].is_blank):
            end += 1
        while self.lines[end - 1].is_blank:
            end -= 1
        self.end_block("code", end)
        return True

    def _read_fence(self, text: str) -> bool:
        fence = FENCE.match(text)
        if not fence:
            return False
        marks, info = fence[2], fence[3].strip()
        closing = re.compile(rf" {{0,3}}{re.escape(marks)}{re.escape(marks[0])}*\s*$")
        end = self.position + 1
        while end < len(self.lines) and not closing.match(self.lines[end].text):
            end += 1
        line = self.lines[self.position]
        if end == len(self.lines):
            # To CommonMark, all the rest would be code.
            if "`" not in info or marks[0] == "~":
                line.text = f"{fence[1]}\\{text[len(fence[1]) :]}"
                self.blocks.ask(line, "a fence without an end is text, as it was; code may be meant")
            return self._read_paragraph(line.text)
        if "`" in info and marks[0] == "`":
            return self._read_paragraph(text)
        word, language = info.split(maxsplit=1)[0] if info else "", pygments_language(info)
        if word != language:
            line.text = f"{fence[1]}{marks}{language}"
            self.blocks.note(line, f"{marks}{info} became {line.text.strip()}")
        if word in _DRAWN:
            what = f"the old theme may have drawn this {word}, whose code is shown: docs/recipes.md, Diagrams"
            self.blocks.ask(line, what)
        self.end_block("code", end + 1)
        return True

    def _read_quote(self, text: str) -> bool:
        if not _QUOTE.match(text):
            return False
        end = self.position + 1
        while end < len(self.lines) and not self.ends_lazy_lines(self.lines[end].text):
            end += 1
        taken = self.lines[self.position : end]
        self.pad(taken)
        for line in taken:
            if marker := _QUOTE.match(line.text):
                line.cut(marker.end())
        count = len(taken)
        self.read_inside(taken, f"{self.indent}> ")
        self.lines[self.position : self.position + count] = taken
        self.end_block("quote", self.position + len(taken))
        return True

    def _read_heading(self, text: str) -> bool:
        if not _ATX.match(text):
            return False
        line = self.end_block("heading", self.position + 1)[0]
        self._read_heading_id(line, line)
        self.blocks.texts.append(Text([line], is_paragraph=False))
        return True

    def _read_heading_id(self, line: Line, first: Line) -> None:
        if match := _HEADING_ID.search(line.text):
            line.text = line.text[: match.start()]
            self._name(first, match[1])
        elif match := _HEADING_ANCHOR.search(line.text):
            text = f"{line.text[: match.start()]} {line.text[match.end() :].lstrip()}".rstrip()
            if re.search(r"\w", text):
                # The spaces beside the anchor were hyphens in the id of the heading.
                tag = match[0].lstrip(" \t")
                own_id = jekyll_heading_id(re.sub(r"^#{1,6}[ \t]+", "", line.text).replace(tag, "", 1))
                if own_id != jekyll_heading_id(text.strip("# \t")) and not re.search(r"[\[<$]", text):
                    first.above += [f'{self.indent}<a id="{own_id}"></a>', self.indent.rstrip()]
                line.text = text
                self._name(first, match[2])
        elif self.blocks.reads_emoji and (text := _EMOJI.sub(_sign, line.text)) != line.text:
            # The names of emoji were in its id.
            name = jekyll_heading_id(plain_text(_LINKED.sub(r"\1", line.text.strip("# \t"))))
            line.text = text
            self._name(first, name)

    def _read_rule(self, text: str) -> bool:
        if not RULE.match(text):
            return False
        line = self.lines[self.position]
        if self.is_below_text() and set(text.strip()) <= {"-", " ", "\t"}:
            self.part(
                line,
                "an empty line was added before a line across the page: it would make a heading of the text",
            )
        is_second = self.above == "rule"
        self.end_block("rule", self.position + 1)
        if is_second:
            line.remove()
            self.blocks.note(line, "a second line across the page, with nothing between them, is left out")
        return True

    def _read_list(self, text: str) -> bool:
        item = ITEM.match(text)
        if not item:
            return False
        if self.is_below_text() and (item[2] not in (None, "1") or not item[3].strip()):
            self.part(self.lines[self.position], "an empty line was added before a list")
        ListReader(self, is_numbered=item[2] is not None).read()
        return True

    def _read_definition(self, text: str) -> bool:
        if not DEFINITION.match(text):
            return False
        last = self.last or self._last_paragraph()
        if last is None or last.kind != "paragraph":
            return self._read_paragraph(text)
        if len([line for line in last.lines if not line.is_gone]) > 1:
            self.part(
                last.lines[-1], "an empty line was added before a term, of which there is one on each line"
            )
        ListReader(self, is_definition=True).read()
        return True

    def _last_paragraph(self) -> Block | None:
        """Return the paragraph above an empty line."""
        end = self.position
        if not end or not self.lines[end - 1].is_blank or (end > 1 and self.lines[end - 2].is_blank):
            return None
        lines = [text.lines for text in self.blocks.texts if text.is_paragraph]
        if lines and lines[-1] and lines[-1][-1] is self.lines[end - 2]:
            return Block("paragraph", lines[-1])
        return None

    def _read_underlined(self, text: str) -> bool:
        end = self.position + 1
        if not self.is_boundary or end >= len(self.lines) or not _UNDERLINE.match(self.lines[end].text):
            return False
        taken = self.end_block("heading", end + 1)
        self._escape_item(taken[0])
        self._read_heading_id(taken[0], taken[0])
        self.blocks.texts.append(Text(taken[:1], is_paragraph=False))
        return True

    def _read_formula(self, text: str) -> bool:
        if not self.is_boundary or not _FORMULA.match(text):
            return False
        end = self.position
        start = text.index("$$") + 2
        while end < len(self.lines):
            line = self.lines[end].text
            found = line.find("$$", start)
            if found >= 0:
                break
            end, start = end + 1, 0
        else:
            return False
        behind = end + 1
        if self.lines[end].text[found + 2 :].strip() or not (
            behind == len(self.lines) or self._is_boundary(self.lines[behind].text)
        ):
            return False
        self.end_block("formula", behind)
        return True

    def _read_table(self, text: str) -> bool:
        if not self.is_boundary or not _TABLE.match(text):
            return False
        end = self.position + 1
        while end < len(self.lines) and _TABLE.match(self.lines[end].text):
            end += 1
        if end < len(self.lines) and not self._is_boundary(self.lines[end].text):
            return False
        rows = self.lines[self.position : end]
        if not mend_table(rows, self.indent, self.blocks.note):
            return False
        self.end_block("table", end)
        self.blocks.texts += (Text([row], is_paragraph=False) for row in rows if not row.is_gone)
        return True

    def _read_footnote(self, text: str) -> bool:
        match = _FOOTNOTE.match(text)
        if not match:
            return False
        end = self.position + 1
        while end < len(self.lines):
            line = self.lines[end].text
            if _CODE.match(line):
                end += 1
                continue
            behind = end
            while behind < len(self.lines) and self.lines[behind].is_blank:
                behind += 1
            if behind > end and behind < len(self.lines) and _CODE.match(self.lines[behind].text):
                end = behind
            elif (
                behind == end
                and end > self.position + 1
                and not self.ends_lazy_lines(line)
                and not _FOOTNOTE.match(line)
            ):
                end += 1
            else:
                break
        taken = self.end_block("footnote", end)
        self.blocks.footnotes.setdefault(match[1], []).append(list(taken))
        taken[0].cut(match.end())
        for row in taken[1:]:
            row.shift(4)
        inner = list(taken)
        self.read_inside(inner, f"{self.indent}    ")
        self.lines[end - len(taken) : end] = inner
        self.position = end - len(taken) + len(inner)
        following = self.following
        if following.strip() and not _FOOTNOTE.match(following) and not self.ends_lazy_lines(following):
            self.part(self.lines[self.position], "an empty line was added behind a footnote")
        return True

    def _read_link(self, text: str) -> bool:
        match = _LINK.match(text)
        if not match:
            return False
        line = self.end_block("link", self.position + 1)[0]
        url = match["url"]
        if url and (re.search(r"\s", url) or url.startswith("<")) and not _TITLED.match(url):
            start, end = match.span("url")
            written = re.sub(r"(?<!\\)[<>]", r"\\\g<0>", url)
            line.text = f"{line.text[:start]}<{written}>{line.text[end:]}"
            self.blocks.note(line, "a URL with a space was put into <...>")
        label = " ".join(match["label"].split()).casefold()
        for earlier in self.blocks.links.pop(label, ()):
            # kramdown takes the last one, MyST the first.
            earlier.text = f"% {earlier.text}"
            self.blocks.note(earlier, f"[{match['label']}] is defined again below; only that counted")
        self.blocks.links[label] = [line]
        return True

    def _read_abbreviation(self, text: str) -> bool:
        match = _ABBREVIATION.match(text)
        if not match:
            return False
        self.blocks.abbreviations[match[1]] = match[2].strip()
        line = self.end_block("abbreviation", self.position + 1)[0]
        line.remove()
        self.blocks.note(line, f"the abbreviation {match[1]} is an <abbr> wherever it stands")
        return True

    def _read_extension(self, text: str) -> bool:
        line = self.lines[self.position]
        if match := _ALD.match(text):
            self.blocks.defined.setdefault(match[1], Attributes()).update(read_attributes(match[2]))
            self.end_block("defined", self.position + 1)
            line.remove()
            self.blocks.note(line, f"the attributes of {match[1]} stand where they are used")
            return True
        if match := _EXTENSION.match(text):
            return self._read_named_extension(match)
        if match := IAL.match(text):
            attributes = read_attributes(match[1])
            for name in attributes.references:
                if name in self.blocks.defined:
                    attributes.update(self.blocks.defined[name])
            line.remove()
            target, self.is_boundary = self.last, True
            self.position += 1
            self.paragraph_end = None
            if target is None:
                self.pending = attributes
            else:
                self._apply(attributes, target)
                self._keep_apart(line)
            return True
        return False

    def _keep_apart(self, line: Line) -> None:
        """Leave an empty line where attributes parted two blocks."""
        following = self.following
        if following.strip() and not IAL.match(following):
            line.below.append(self.indent.rstrip())

    def _read_named_extension(self, match: re.Match[str]) -> bool:
        name, line = match[1], self.lines[self.position]
        end = self.position
        if not match[3]:
            closing = re.compile(rf" {{0,3}}\{{:/(?:{name})?\}}\s*$")
            end += 1
            while end < len(self.lines) and not closing.match(self.lines[end].text):
                end += 1
            if end == len(self.lines):
                return self._read_paragraph(match[0])
        inside = self.lines[self.position + 1 : end]
        taken = self.end_block("extension", end + 1, boundary=True)
        for mark in (taken[0], taken[-1]):
            mark.remove()
        if name == "comment":
            for hidden in inside:
                hidden.text = f"% {hidden.text}".rstrip()
            self.blocks.note(line, "a comment of kramdown's is one of MyST's")
        elif name == "nomarkdown":
            self.blocks.note(line, "{::nomarkdown} is left out: HTML is read as HTML")
            taken[0].below.append(self.indent.rstrip())
            taken[-1].above.append(self.indent.rstrip())
            for row in inside:
                if row.is_blank:
                    row.remove()
        else:
            if option := re.search(r"parse_block_html=[\"'](\w+)", match[2] or ""):
                self.blocks.reads_html = option[1] == "true"
            self.blocks.note(line, f"{{::{name}}} is left out: it sets kramdown")
        return True

    def _read_end_of_block(self, text: str) -> bool:
        if not END_OF_BLOCK.match(text):
            return False
        line = self.end_block("end", self.position + 1, boundary=True)[0]
        line.text = "% "
        line.above.append(self.indent.rstrip())
        line.below.append(self.indent.rstrip())
        self.blocks.note(line, "^, which ends a block, is an empty comment")
        self.last = None
        return True

    def _read_paragraph(self, text: str) -> bool:
        end = self.position + 1
        while end < len(self.lines) and not self._ends_paragraph(self.lines[end].text):
            end += 1
        taken = self.end_block("paragraph", end)
        self._mend_paragraph(taken)
        self.blocks.texts.append(Text(taken, is_paragraph=True))
        return True

    def _mend_paragraph(self, taken: list[Line]) -> None:
        is_below_formula = False
        for number, line in enumerate(taken):
            is_below_formula = is_below_formula or _DISPLAY.match(line.text) is not None
            if is_below_formula and line.lazy:
                # A formula is a block to MyST, and so is what follows it.
                line.pad(len(line.lazy))
                line.lazy = ""
                self.blocks.note(line, "indented, since it belongs to the item above")
            if empty := _EMPTY_HEADING.match(line.text):
                line.text = f"{line.text[: empty.start(1)]}\\{line.text[empty.start(1) :]}"
                self.blocks.note(line, f"{empty[1]} stays text: without the backslash it is a heading")
            if _COMMENT_START.match(line.text):
                self._mend_comment(taken, number)
            if number and _UNDERLINE.match(line.text):
                self.part(line, "an empty line was added, without which the text above would be a heading")
            if match := _MYST_LINE.match(line.text):
                line.text = f"{match[1]}\\{line.text[match.end(1) :]}"
                self.blocks.note(line, f"\\{match[2]}: without the backslash it means something to MyST")
        first = taken[0]
        self._escape_item(first)
        tag = _LONE_TAG.match(first.text)
        if not tag:
            return
        if len(taken) == 1:
            if not self._is_boundary(self.following):
                self.part(self.lines[self.position], f"an empty line was added below {first.text.strip()}")
            return
        # To CommonMark, a tag alone on a line begins a block of HTML, in which Markdown is not read.
        if tag["name"] and tag["name"].lower() not in VOID:
            self.blocks.note(first, f"{first.text.strip()} and the line below it are one line")
            taken[1].text = first.text.rstrip() + taken[1].text.lstrip()
            taken[1].prefix = first.prefix
            taken[1].above = first.above + taken[1].above
            first.above = []
            first.remove()
            del taken[0]
        else:
            self.part(taken[1], f"an empty line was added below {first.text.strip()}")

    def _mend_comment(self, taken: list[Line], number: int) -> None:
        """Keep a comment that begins a line of a paragraph from ending the paragraph."""
        line = taken[number]
        end = next((index for index, row in enumerate(taken) if index >= number and "-->" in row.text), None)
        if end is None:
            line.text = line.text.replace("<", "\\<", 1)
            self.blocks.note(line, "a comment without an end stays text: it would hide all below it")
        elif number and end < len(taken) - 1 and not line.above:
            above = next(row for row in reversed(taken[:number]) if not row.is_gone)
            text = above.text.rstrip()
            above.text = f"{text} {line.text.strip()}{above.text[len(text) :]}"
            line.remove()
            self.blocks.note(line, "a comment stands behind the line above: it would part the paragraph")

    def _escape_item(self, line: Line) -> None:
        """Escape a text that is nothing but the marker of an item."""
        if item := _EMPTY_ITEM.match(line.text.rstrip()):
            line.text = f"{line.text[: item.start(1)]}\\{line.text[item.start(1) :]}"
            self.blocks.note(
                line, f"{item[0].strip()} stays text: without the backslash it is an item of a list"
            )

    # -- Where blocks end ------------------------------------------------------------------------------------

    def _ends_paragraph(self, text: str) -> bool:
        return bool(
            self.ends_lazy_lines(text)
            or ITEM.match(text)
            or _ATX.match(text)
            or DEFINITION.match(text)
            or _QUOTE.match(text)
            or FENCE.match(text)
        )


def _sign(match: re.Match[str]) -> str:
    """Return the emoji that a name between colons stands for, or what stands there."""
    return emoji(match[2] or "") or match[0]
