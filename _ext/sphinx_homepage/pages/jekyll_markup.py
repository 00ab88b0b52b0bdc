r"""What the text of a page says in Jekyll's languages: Liquid, and kramdown's own Markdown.  Pure.

Jekyll runs Liquid over a page (``{% tags %}`` and ``{{ outputs }}``) and reads the result with kramdown.
MyST knows neither, and shows most of it as text.  Some of it means the same here, and is written anew
in memory, line for line, so that the lines of all messages stay right:

- a variable for the root of the site at the beginning of an address: ``[CV]({{ site.baseurl }}/cv/)``
- ``{% include base_path %}``, which sets such a variable
- a formula between ``\\(`` and ``\\)`` or ``\\[`` and ``\\]``

Everything else is a problem that tells what to write instead.  Code, comments and formulas are left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from ..core.problems import Problem, Subtype, shorten
from .front_matter import OUR_KEYS
from .jekyll_replacements import for_attributes, for_extension, for_output, for_tag

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from markdown_it import MarkdownIt

# Without one of these there is nothing to find.
_CANDIDATES = ("{%", "{{", "{:", "{#", "\\\\(", "\\\\[", "*[", "markdown=", "\\begin{", "~~")
# Markdown on a line of a block of HTML: a heading, an item of a list, bold, a link, an image, code.
_IS_MARKDOWN = (
    r"(?:\#{1,6}[ \t]+\S|[*+-][ \t]+\S|[0-9]{1,9}[.)][ \t]+\S"
    r"|[^<\n]*?(?:\*\*[^\s*<]|\]\([^\s()]+\)|`[^`<\n]+`))"
)
_EMOJI = r":(?<![\w:}/`]:)(?:[a-z][a-z0-9_+-]*|[+-]1):(?![\w:`])"
_TABLE_ROW = r"[^\n]*\|[ \t]*\n[ \t]*\|(?![ \t|:-]+$)[^\n]*\|[ \t]*$"
_FORMULA_IN_HTML = (
    r"\$\$(?=\s*+[^$<])[^$<]*+\$\$|\$(?=[^$<>]*\\[a-z])[^$<>]+\$"
    r"|\\\((?:(?!\\\()[^<])*?\\\)|\\\[(?:(?!\\\[)[^<])*?\\\]"
)
# One letter, with indices.
_LETTER = r"[a-z](?:[_^](?:\w|\{[^{}$\n]*\}))*"
# The same for what is not told by a few letters.  Each begins with one, so that a search is fast.
_LIKELY = tuple(
    re.compile(pattern, re.MULTILINE | re.IGNORECASE)
    for pattern in (
        rf">[ \t]*\r?\n[ \t]*+{_IS_MARKDOWN}",
        rf">[^<>]*?(?:{_FORMULA_IN_HTML})",
        r"\$(?<!\n\$\$)\s[^$]*\\[a-z]",
        rf"\$(?:\s+{_LETTER}\s*|{_LETTER}\s+)\$(?!\w)",
        r"\\[^$\\]*\s\$(?!\$\n)",
        _EMOJI,
    )
)
_ROWS = re.compile(rf"\n[ \t]*\|{_TABLE_ROW}", re.MULTILINE)
# A table with a head below an empty line; tables that are written in other ways are read with the whole page.
_TABLE = re.compile(
    r"\n[ \t]*\n {0,3}(\|[^\n\\]*\|)[ \t]*\n {0,3}(\|(?:[ \t]*:?-+:?[ \t]*\|)+)[ \t]*(?:\n {0,3}\|[^\n]*)*"
)

# Directives whose content is read as text; that of all others is not looked at, since it may be anything.
_CONTAINERS = frozenset(
    {"admonition", "attention", "caution", "danger", "error", "hint", "important", "note", "seealso", "tip"}
    | {"todo", "warning", "deprecated", "versionadded", "versionchanged", "versionremoved"}
    | {"aside", "card", "card-carousel", "class", "compound", "container", "cssclass", "details", "div"}
    | {"dropdown", "epigraph", "figure", "figure-md", "glossary", "grid", "grid-item", "grid-item-card"}
    | {"highlights", "hlist", "line-block", "list-table", "margin", "only", "pull-quote", "rst-class"}
    | {"rubric", "sidebar", "tab-item", "tab-set", "table", "topic"}
)

# Where the end of something is looked for, its next beginning ends the search: so the time to read a text
# grows with its length, and not with the square of it.
_TAG = r"\{%-?\s*(?P<tag>[A-Za-z_]\w*+)(?P<arguments>(?:(?!\{%|%\}).)*?)-?%\}"
_OUTPUT = (
    r"""\{\{-?\s*(?P<output>(?:"[^"{}]*"|'[^'{}]*'|[\w.-]++(?:\[[^\[\]{}]*+\]?+[\w.-]*+)*+)\s*+"""
    r"(?:\|(?:(?!\{\{|\}\}).)*)?)-?\}\}"
)
_SITE = r"(?:site\.(?:baseurl|url|github\.url)|base_path)"
_ROOT = (
    rf"(?P<root>(?:\{{\{{-?\s*{_SITE}\s*(?:\|\s*(?:append|prepend):\s*{_SITE}\s*)*-?\}}\}})+)"
    r"""|\{\{-?\s*(?P<quote>["'])(?P<path>[^"'{}\n]*)(?P=quote)\s*"""
    rf"(?:\|\s*(?:relative_url|absolute_url|prepend:\s*{_SITE})\s*)+-?\}}\}}"
)
_ELEMENT = (
    r"<(?P<element>script|pre|code|samp|kbd|textarea)\b(?P<inside>(?:\s[^<>]*)?)>"
    r"(?:(?!<(?P=element)\b).)*?</(?P=element)\s*>"
)
_COMMENT = r"<!--(?:(?!<!--).)*?-->"
_MARKDOWN_IN_HTML = (
    r"""<(?P<holder>[A-Za-z]\w*)\s(?:[^<>]*\s)?markdown\s*=\s*["']?(?:1|block|span)\b["']?(?=[^<>]*>)"""
)
_IN_HTML = rf"{_COMMENT}|{_ELEMENT}|{_MARKDOWN_IN_HTML}|{_ROOT}|{_TAG}|{_OUTPUT}"
_FLAGS = re.DOTALL | re.MULTILINE | re.IGNORECASE

HTML = re.compile(
    rf"{_IN_HTML}|(?P<unread>{_FORMULA_IN_HTML})|^[ \t]*+(?={_IS_MARKDOWN})(?P<below>[^<\s{{\\$])", _FLAGS
)
"""What is looked for in a block of HTML."""

MARKDOWN = re.compile(
    # The one that begins first counts, as it does when Markdown is read.
    r"\\\\\((?P<inline>(?:(?!\\\\[(\[]).)*?)\\\\\)"
    r"|\\\\\[(?P<display>(?:(?!\\\\[(\[]).)*?)\\\\\]"
    r"|\\\\?begin\{(?P<environment>\w+\*?)\}(?:(?!\\begin\{(?P=environment)\}).){0,1500}?"
    r"\\end\{(?P=environment)\}"
    r"|\\."
    r"|(?P<ticks>`+)(?:.*?[^`](?P=ticks)(?!`))?+"
    r"|\$\$(?:\\.|(?!\$\$).)*+\$\$|\$(?!\s)(?:\\.|[^$\\])*+(?<!\s)\$(?!\d)"
    rf"|\$(?P<spaced>(?=[^$]*\\[a-z]|\s*{_LETTER}\s*\$(?!\w))(?:\\.|[^$\\])++)\$(?!\d|\$\n)"
    r"|~~(?<!~~~)(?P<struck>[^\s~](?:[^~\n]*[^\s~])?)~~(?!~)"
    rf"|(?P<emoji>{_EMOJI})"
    rf"|^[ \t]*(?P<row>\|)(?={_TABLE_ROW})"
    r"|\{:(?P<attributes>[^{}\n]*)\}"
    r"|(?<=[ \t])\{\#(?P<id>[A-Za-z][\w:-]*)\}(?=[ \t]*\#*[ \t]*$)"
    r"|^[ ]{0,3}\*\[(?P<abbreviation>[^\]\n]+)\]:[ \t]*(?P<expansion>[^\n]*)"
    rf"|{_IN_HTML}",
    _FLAGS,
)
"""What is looked for in a paragraph of Markdown, and what hides it: code, formulas, comments, escapes."""

RST = re.compile(rf"\\.|(?P<ticks>`+)(?:.*?[^`](?P=ticks)(?!`))?+|{_TAG}|{_OUTPUT}", _FLAGS)
"""What is looked for in a paragraph of reStructuredText."""

LIQUID = re.compile(f"{_TAG}|{_OUTPUT}", _FLAGS)
"""What is looked for in the values of front matter."""

# What stands before an address: a link or an image, the definition of a link, an attribute, CSS, <...>.
_BEFORE_ADDRESS = re.compile(
    r"""(?:\]\([ \t]*<?|^[ \t>]*\[[^\]\n]+\]:[ \t]*<?"""
    r"""|<[A-Za-z][^<>]*=[ \t]*["']?|url\(["']?|(?P<bare><))\Z""",
    re.MULTILINE,
)
_LOOK_BACK = 1000
_ATTRIBUTES = re.compile(r"""\s*(?:[.#][A-Za-z_-]|[A-Za-z][\w:-]*\s*=)""")
_DEFINITION = re.compile(r"[A-Za-z][\w-]*:\s")
_DEFINED = re.compile(r"\{:([A-Za-z][\w-]*):\s")
_EXTENSION = re.compile(r":([A-Za-z]\w*)")
# Tags whose content is theirs: what is in it goes with them.
_ENCLOSING = frozenset({"case", "comment", "for", "highlight", "raw", "tablerow"})
_CONTINUING = frozenset({"else", "elsif", "when", "break", "continue"})

_HTML_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)(?:\s[^<>]*?)?(/?)>")
# HTML's elements without an end.
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
_OPTION = re.compile(r"[ \t>]*:[\w-]+:")
_OPENS_DIRECTIVE = re.compile(r"[ \t>]*(?::{3,}|`{3,}|~{3,})[ \t]*\{")
_MARKERS = re.compile(r"(?:[ \t>]|[*+-][ \t]|[0-9]{1,9}[.)][ \t])*")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*$", re.MULTILINE)


class Part(NamedTuple):
    """A part of a page that one pattern is for: a paragraph, or a block of HTML."""

    start: int
    end: int
    pattern: re.Pattern[str]


class Page(NamedTuple):
    """The text of a page as it is to be read, and what is wrong with it."""

    text: str
    problems: list[Problem]


def may_have_markup(source: str) -> bool:
    """Return whether *source* can hold anything of Jekyll's languages; it takes a few microseconds."""
    # Patterns for lines begin with the end of the line above.
    source = f"\n{source}"
    return (
        any(candidate in source for candidate in _CANDIDATES)
        or any(pattern.search(source) for pattern in _LIKELY)
        or (_ROWS.search(source) is not None and _ROWS.search(_TABLE.sub(_without_table, source)) is not None)
    )


def _without_table(match: re.Match[str]) -> str:
    """Return nothing for a table whose second line has as many columns as its head; else it is none."""
    return "" if match[1].count("|") == match[2].count("|") else match[0]


def read_markdown(source: str, parser: MarkdownIt, extensions: Container[str]) -> Page:
    """Read a page in Markdown.

    :param parser: finds the blocks of Markdown; it need not read what is within paragraphs.
    :param extensions: the extensions of MyST that are on.
    """
    reader = _Reader(source, extensions)
    reader.read(markdown_parts(source, parser))
    return reader.page()


def read_rst(source: str) -> Page:
    """Read a page in reStructuredText: only Liquid is looked for."""
    reader = _Reader(source)
    reader.read(rst_parts(source))
    return reader.page()


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


class _Reader:
    """Collects the problems of one page, and what is to be written anew in it."""

    def __init__(self, source: str, extensions: Container[str] = ()) -> None:
        self._source = source
        self._starts = line_starts(source)
        self._substitutions = "substitution" in extensions
        self._dollars = "dollarmath" in extensions
        self._strikes = "strikethrough" in extensions
        self._environments = "amsmath" in extensions
        self._problems: list[Problem] = []
        self._edits: list[tuple[tuple[int, int], str]] = []
        """What is written anew: the place in the source, and the new text."""
        self._enclosed_until = 0
        self._missing: set[str] = set()
        """Tags without an end."""
        self._reported = -1
        """Where the part begins that has a warning about the whole of it."""
        self._open_elements = (-1, 0)
        """A place in a block of HTML, and how many elements are open there."""
        self._last_option = (-1, False)
        """The last line that looks like an option of a directive, and whether it is one."""
        self._defined = set(_DEFINED.findall(source))

    def read(self, parts: Iterator[Part]) -> None:
        for part in parts:
            self._read(part)

    def page(self) -> Page:
        pieces, position = [], 0
        for (start, end), text in self._edits:
            pieces += [self._source[position:start], text]
            position = end
        return Page("".join([*pieces, self._source[position:]]), self._problems)

    def _read(self, part: Part) -> None:
        for match in part.pattern.finditer(self._source, part.start, part.end):
            if match.start() < self._enclosed_until:
                continue
            groups = match.groupdict()
            if groups.get("element"):
                # What is in the element is shown as it is; what is in its tag is not.
                self._read(Part(match.start("inside"), match.end("inside"), HTML))
            elif groups.get("root") or groups.get("quote"):
                self._read_root(match)
            elif groups.get("tag"):
                self._read_tag(match)
            elif groups.get("output"):
                self._read_output(match)
            elif groups.get("inline") or groups.get("display") or groups.get("spaced"):
                self._read_formula(match, part)
            elif groups.get("environment"):
                self._read_environment(match)
            elif groups.get("unread"):
                self._read_formula_in_html(match)
            elif groups.get("below"):
                self._read_below_html(match, part)
            elif groups.get("struck"):
                self._read_struck(match)
            elif groups.get("emoji"):
                self._read_emoji(match)
            elif groups.get("row"):
                self._read_table_without_head(match, part)
            elif groups.get("attributes"):
                self._read_attributes(match, part)
            elif groups.get("id"):
                self._read_id(match)
            elif groups.get("abbreviation"):
                element = f'<abbr title="{match["expansion"].strip()}">{match["abbreviation"]}</abbr>'
                self._kramdown(match, f"write {element} where the abbreviation is used")
            elif groups.get("holder"):
                holder = match["holder"]
                advice = f"remove it, and leave an empty line behind <{holder}> and before </{holder}>"
                self._kramdown(match, advice)

    def _line(self, position: int) -> int:
        return bisect_right(self._starts, position, hi=len(self._starts) - 1)

    def _add(self, match: re.Match[str], message: str, subtype: Subtype) -> None:
        self._problems.append(Problem(message, self._line(match.start()), subtype))

    def _liquid(self, match: re.Match[str], advice: str) -> None:
        self._add(match, f"{_quote(match[0])} is Liquid, which is not run here; {advice}", Subtype.LIQUID)

    def _kramdown(self, match: re.Match[str], advice: str) -> None:
        self._add(
            match, f"{_quote(match[0])} is kramdown, and means nothing here; {advice}", Subtype.KRAMDOWN
        )

    def _read_root(self, match: re.Match[str]) -> None:
        """Remove what stands for the root of the site at the beginning of an address."""
        start, end = match.span()
        before = _BEFORE_ADDRESS.search(self._source, max(0, start - _LOOK_BACK), start)
        if before is None:
            if not self._substitutions:
                self._liquid(match, for_output(match[0].strip("{} -")))
            return
        path = match["path"] or ""
        # "{" begins a tag or an output, which has a warning of its own.
        is_rooted = path.startswith("/") if path else self._source[end : end + 1] in ("/", "{")
        address = path if is_rooted else f"/{path}"
        if before["bare"]:
            # <{{ site.url }}/cv/>: in Markdown only whole URLs are links in this form.
            closing = self._source.find(">", end)
            if closing < 0 or "\n" in self._source[end:closing]:
                return
            address += self._source[end:closing]
            start, end, address = start - 1, closing + 1, f"[{address}]({address})"
        self._edits.append(((start, end), address))

    def _read_tag(self, match: re.Match[str]) -> None:
        name = match["tag"].lower()
        if name.startswith("end") or name in _CONTINUING:
            # It belongs to the tag before it.
            return
        if name == "include" and match["arguments"].split() == ["base_path"]:
            self._edits.append((match.span(), "\n" * match[0].count("\n")))
            return
        if name in _ENCLOSING:
            self._enclose(match, rf"\{{%-?\s*(end)?{name}\b[^%]*%\}}")
        self._liquid(match, for_tag(name, match["arguments"].strip()))

    def _enclose(self, match: re.Match[str], tag: str) -> None:
        """Leave alone what is between *match* and its end, if it has one.

        :param tag: finds all tags of this kind; those that are an end have a group.
        """
        if tag in self._missing:
            return
        depth = 1
        for other in re.compile(tag).finditer(self._source, match.end()):
            depth += -1 if other[1] else 1
            if depth == 0:
                self._enclosed_until = other.end()
                return
        self._missing.add(tag)

    def _read_output(self, match: re.Match[str]) -> None:
        # With MyST's extension, these are its own, and it warns about names that it does not know.
        if not self._substitutions:
            self._liquid(match, for_output(match["output"].strip()))

    def _read_formula(self, match: re.Match[str], part: Part) -> None:
        """Write a formula between backslashes as MyST reads it."""
        is_display = match["display"] is not None
        inner = match["display"] or match["inline"] or match["spaced"]
        formula = inner.strip()
        if not formula or (match["spaced"] and not self._dollars):
            return
        before = self._source[part.start : match.start()]
        above, _, left = before.rpartition("\n")
        right = self._source[match.end() : part.end].partition("\n")[0]
        if is_display and self._dollars and not right.strip():
            alone = re.match(r"[ \t]*\n[ \t>]*", inner)
            if not above.strip() and _MARKERS.fullmatch(left):
                self._edits.append((match.span(), f"$${inner}$$"))
                return
            if alone and not left.strip(" \t>"):
                # Below a line of text, from which the line of the opening bracket parts it, if it is empty.
                self._edits.append((match.span(), f"{alone[0]}$${inner[alone.end() :]}$$"))
                return
        # A role, since dollars beside digits are none.
        style = "\\displaystyle " if is_display else ""
        ticks = "`" * (max((len(run) for run in re.findall("`+", formula)), default=0) + 1)
        lead = _line_ends(inner[: len(inner) - len(inner.lstrip())])
        trail = _line_ends(inner[len(inner.rstrip()) :])
        self._edits.append((match.span(), f"{lead}{{math}}{ticks}{style}{formula}{ticks}{trail}"))

    def _read_environment(self, match: re.Match[str]) -> None:
        """Report a formula without dollars, which MyST reads in some environments, on lines of their own."""
        if self._environments:
            instead = "write it with one backslash, below a line with $$ and above another one"
            self._add(match, f"{_quote(match[0])} is read as text; {instead}", Subtype.FORMULA)

    def _read_formula_in_html(self, match: re.Match[str]) -> None:
        what = "is in HTML, where formulas are not read"
        instead = "write it outside of the HTML, or between empty lines"
        self._add(match, f"{_quote(match[0])} {what}; {instead}", Subtype.FORMULA)

    def _read_below_html(self, match: re.Match[str], part: Part) -> None:
        """Report Markdown right below HTML that has come to its end: kramdown reads it, and MyST does not."""
        # A comment goes on to where it ends, beyond empty lines.
        if self._reported == part.start or self._source.startswith("<!--", part.start):
            return
        start, depth = max(self._open_elements, (part.start, 0))
        for closing, name, empty in _HTML_TAG.findall(self._source, start, match.start()):
            if not empty and name.lower() not in _VOID:
                depth += -1 if closing else 1
        self._open_elements = (match.start(), depth)
        if depth == 0 and match.start() > part.start:
            self._reported = part.start
            line = self._source[match.start() : part.end].partition("\n")[0]
            what = "is read as HTML, since it is right below it; leave an empty line before it"
            self._problems.append(
                Problem(f"{_quote(line)} {what}", self._line(match.start("below")), Subtype.KRAMDOWN)
            )

    def _read_struck(self, match: re.Match[str]) -> None:
        if not self._strikes:
            self._edits.append((match.span(), f"<del>{match['struck']}</del>"))

    def _read_emoji(self, match: re.Match[str]) -> None:
        """Report the name of an emoji, unless it is an option at the beginning of a directive."""
        number = self._line(match.start())
        if self._source[self._starts[number - 1] : match.start()].strip(" \t>") or not self._is_option(
            number
        ):
            self._add(match, f"{match[0]} is shown as it is; write the emoji itself", Subtype.KRAMDOWN)

    def _is_option(self, number: int) -> bool:
        """Return whether a line that looks like an option is one: below the first line of a directive."""
        last, is_option = self._last_option
        if last != number - 1:
            above = number - 1
            while above and _OPTION.match(self._source, self._starts[above - 1]):
                above -= 1
            is_option = (
                above > 0 and _OPENS_DIRECTIVE.match(self._source, self._starts[above - 1]) is not None
            )
        self._last_option = (number, is_option)
        return is_option

    def _read_table_without_head(self, match: re.Match[str], part: Part) -> None:
        if self._reported != part.start:
            self._reported = part.start
            what = "this is no table without a head: write a line with the names of its columns, which may be"
            instead = "empty, and a line |---|---| below it, both with as many columns as the table"
            self._add(match, f"{what} {instead}", Subtype.KRAMDOWN)

    def _read_attributes(self, match: re.Match[str], part: Part) -> None:
        attributes = match["attributes"]
        if extension := _EXTENSION.match(attributes):
            name = extension[1].lower()
            if name == "comment":
                self._enclose(match, r"\{:(?:(/)(?:comment)?|:comment)\}")
            self._kramdown(match, for_extension(name))
        elif _DEFINITION.match(attributes):
            self._kramdown(match, "remove it, and write the attributes where they are used")
        elif self._defined.intersection(attributes.split()):
            self._kramdown(match, "write the attributes of its definition")
        elif _ATTRIBUTES.match(attributes) or {"toc", "footnotes"}.intersection(attributes.split()):
            before = self._source[part.start : match.start()].rpartition("\n")[2]
            behind = self._source[match.end() : part.end].partition("\n")[0]
            is_block = not before.strip(" \t>") and not behind.strip()
            self._kramdown(match, for_attributes(attributes, is_block=is_block))

    def _read_id(self, match: re.Match[str]) -> None:
        """Report an id at the end of a heading, which is the only place where kramdown reads one."""
        number = self._line(match.start())
        line = self._source[self._starts[number - 1] : match.start()]
        is_underlined = _UNDERLINE.match(self._source, self._starts[number])
        if is_underlined or re.match(r" {0,3}#{1,6}[ \t]", line):
            name = match["id"]
            # docutils has small letters, digits and single hyphens in ids.
            is_kept = re.fullmatch(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", name)
            instead = f"({name})=" if is_kept else f'<a id="{name}"></a> and an empty line'
            self._kramdown(match, f"write {instead} before the heading, on a line of its own")


def _quote(markup: str) -> str:
    """Return *markup* for a message, on one line."""
    return shorten(" ".join(markup.split()))


def _line_ends(space: str) -> str:
    """Return what has to stay of the space around a formula: all from the first end of a line."""
    return space[space.index("\n") :] if "\n" in space else ""
