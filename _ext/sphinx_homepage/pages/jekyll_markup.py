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
from .jekyll_patterns import HTML
from .jekyll_replacements import for_attributes, for_extension, for_output, for_tag
from .source_parts import Part, line_starts, markdown_parts, rst_parts

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from markdown_it import MarkdownIt

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


class Page(NamedTuple):
    """The text of a page as it is to be read, and what is wrong with it."""

    text: str
    problems: list[Problem]


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
