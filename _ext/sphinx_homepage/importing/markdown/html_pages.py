r"""Pages that were written in HTML become Markdown where nothing of them is lost.

Beautiful Soup and markdownify are imported when they are used.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from ...pages.heading_ids import jekyll_heading_id
from ..converted import Change, Converted
from .attributes import notice_of
from .html_parts import COMMENT, VERBATIM, formula_parts, has_formula, open_comment, with_ends, with_item_ends

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4 import BeautifulSoup
    from bs4.element import PageElement, Tag

# What Markdown can say, with the attributes that it has a place for.
_MARKDOWN: dict[str, frozenset[str]] = {
    "a": frozenset({"href", "title", "target", "rel"}),
    "blockquote": frozenset(),
    "br": frozenset(),
    "code": frozenset(),
    "hr": frozenset(),
    "img": frozenset({"alt", "height", "src", "title", "width"}),
    "li": frozenset(),
    "ol": frozenset(),
    "p": frozenset(),
    "pre": frozenset(),
    "table": frozenset({"border", "cellpadding", "cellspacing"}),
    "tbody": frozenset(),
    "td": frozenset(),
    "th": frozenset(),
    "thead": frozenset(),
    "tr": frozenset(),
    "ul": frozenset(),
    **dict.fromkeys(("b", "em", "i", "strong"), frozenset()),
    # Headings are the only elements whose ids others link to.
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), frozenset({"id"})),
}
# They stay as they are within a line of Markdown, with Markdown in them.
_INLINE = frozenset(
    (
        "a abbr b bdi bdo big cite code data del dfn em font i ins kbd mark q ruby rp rt s samp "
        "small span strike strong sub sup time tt u var img"
    ).split()
)
# A holder without attributes says nothing.
_SILENT = frozenset({"article", "div", "footer", "header", "main", "section"})
# academicpages has the second around a sentence, and all texts break their long words.
_NOTHING: tuple[dict[str, object], ...] = ({}, {"class": ["wordwrap"]})
# Their tags stay on lines of their own, with Markdown between them.
_HOLDERS = _SILENT | {"center", "details", "summary"}
# On each level, all that is within is looked at.
_DEEPEST = 100
_BLOCKS_IN_CELLS = re.compile("^(?:blockquote|div|h[1-6]|hr|li|ol|p|pre|table|ul)$")
_FORMULA = re.compile(
    r"\$\$(?:(?!\$\$).)+\$\$|\\\((?P<inline>(?:(?!\\\().)*?)\\\)|\\\[(?P<display>(?:(?!\\\[).)*?)\\\]"
    r"|(?:(?<![\\$\w])|(?<=\w)(?=\$[_^]))\$(?!\s)(?:\\.|[^$\\])+?(?<!\s)\$(?![\d$])",
    re.DOTALL,
)
_BODY = re.compile(r"<body\b[^<>]*>(.*?)(?:</body\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_HEAD = re.compile(r"<head\b[^<>]*>((?:(?!<head\b).)*?)</head\s*>", re.DOTALL | re.IGNORECASE)
_KEPT_OF_HEAD = re.compile(
    r"<(style|script)\b(?:(?!<\1\b).)*?</\1\s*>|<link\b[^<>]{0,1000}\bstylesheet\b[^<>]{0,1000}>",
    re.DOTALL | re.IGNORECASE,
)
# What may stand above a body and is no text of it.
_NO_TEXT = re.compile(
    rf"<(title|style|script)\b(?:(?!<\1\b).)*?</\1\s*>|{COMMENT.pattern}"
    r"|</?(?:html|head|meta|link|base|title|style)\b[^<>]*>|<[!?][^<>]*>",
    re.DOTALL | re.IGNORECASE,
)
_DOCUMENT = re.compile(r"</?(?:html|body|head)\b[^<>]*>|<!doctype[^<>]*>", re.IGNORECASE)
_SHOWN_AS_IT_STANDS = re.compile(r"<(pre|textarea)\b(?:(?!<\1\b).)*?</\1\s*>", re.DOTALL | re.IGNORECASE)


def html_to_markdown(html: str, *, is_nested: bool = False) -> Converted:
    r"""Return the body of a page in HTML as MyST reads it.

    What Markdown can say becomes Markdown.  What it cannot say (forms, embedded videos, tables with cells
    that span others, elements with a style or a class of their own) stays as it is, as a block of HTML that
    holds no empty line.  Formulas (``$``, ``\(``) in the text become MyST's.

    :param html: the text behind the front matter, without Liquid; a whole document or a part of one.
    :param is_nested: whether it will stand within another block, where MyST gives headings no ids.
    """
    from bs4 import BeautifulSoup

    source = with_item_ends(with_ends(re.sub("[\ufdd0\ufdd1]", "", html.replace("\r\n", "\n"))))
    first = 1
    if body := _BODY.search(source):
        first += source.count("\n", 0, body.start(1))
        head = _HEAD.search(source)
        kept = [match[0] for match in _KEPT_OF_HEAD.finditer(head[1])] if head else []
        # To browsers, a text is the beginning of the body, whatever tags stand below it.
        above = _NO_TEXT.sub("", _HEAD.sub("", source[: body.start()]))
        kept += [above.strip()] if re.search(r"\w", above) else []
        source = "".join(f"{each}\n" for each in kept) + body[1]
        first -= sum(each.count("\n") + 1 for each in kept)
    else:
        source = _DOCUMENT.sub("", source)
    first = max(first, 1)
    questions: tuple[Change, ...] = ()
    if (end := open_comment(source)) is not None:
        what = "a comment without an end hid all below it, which is left out"
        questions = (Change(first + source.count("\n", 0, end), what),)
        source = source[:end]
    page = _Page(source, first, is_nested=is_nested)
    page.read(BeautifulSoup(source, "html.parser"))
    return Converted(page.text(), tuple(page.changes), questions)


class _Page:
    def __init__(self, source: str, first: int, *, is_nested: bool) -> None:
        self._source = source
        self._is_nested = is_nested
        self._first = first
        """The line of the page on which the source begins."""
        self._starts = [0, *(match.end() for match in re.finditer("\n", source))]
        self._blocks: list[str] = []
        self._loose: list[PageElement] = []
        """Text and elements within a line that no block holds."""
        self._depth = 0
        self.changes: list[Change] = []

    def text(self) -> str:
        """Return what has been written."""
        return "\n\n".join(block for block in self._blocks if block.strip()) + "\n" if self._blocks else ""

    def read(self, soup: BeautifulSoup | Tag) -> None:
        """Write what is in *soup*."""
        from bs4.element import Comment, NavigableString, PreformattedString

        self._depth += 1
        if self._depth > _DEEPEST:
            raise RecursionError
        for child in list(soup.children):
            if isinstance(child, Comment):
                self._flush()
                if "\n\n" not in child:
                    self._blocks.append(f"<!--{child}-->")
            elif isinstance(child, NavigableString):
                if not isinstance(child, PreformattedString):
                    self._loose.append(child)
            elif isinstance(child, _tag_class()):
                self._read_tag(child)
        self._flush()
        self._depth -= 1

    def _read_tag(self, tag: Tag) -> None:
        if tag.name == "br" or (tag.name in _INLINE and _is_inline(tag)):
            self._loose.append(tag)
            return
        self._flush()
        if _is_markdown(tag):
            self._convert(tag)
        elif tag.name in _HOLDERS and (notice := notice_of(_opening(tag))):
            self._blocks.append(f":::{{{notice}}}")
            is_nested, self._is_nested = self._is_nested, True
            self.read(tag)
            self._is_nested = is_nested
            self._blocks.append(":::")
            self.changes.append(Change(self._line(tag), f"a notice is an admonition: {notice}"))
        elif tag.name in _HOLDERS and not _is_layout(tag):
            if tag.name in _SILENT and tag.attrs in _NOTHING:
                self.read(tag)
            else:
                self._blocks.append(_opening(tag))
                self.read(tag)
                self._blocks.append(f"</{tag.name}>")
        else:
            self._keep(tag)

    def _line(self, tag: Tag) -> int:
        return max(1, self._first + (tag.sourceline or 1) - 1)

    def _flush(self) -> None:
        """Write text that no block holds as a paragraph."""
        if any(str(each).strip() for each in self._loose):
            self._blocks.append(_markdown("".join(_html_of(each) for each in self._loose)))
        self._loose = []

    def _convert(self, tag: Tag) -> None:
        written = _markdown(_html_of(tag))
        name = tag.get("id")
        has_it_anyway = not self._is_nested and name == jekyll_heading_id(tag.get_text())
        if name and re.fullmatch("h[1-6]", tag.name) and not has_it_anyway:
            written = f'<a id="{escape(str(name))}"></a>\n\n{written}'
        self._blocks.append(written)

    def _keep(self, tag: Tag) -> None:
        html = self._source_of(tag)
        if tag.name in VERBATIM:
            self._blocks.append(html.strip("\n"))
        elif has_formula(html, dollars=True):
            for part in formula_parts(html, dollars=True):
                is_text = part.kind == "text"
                lines = (line.lstrip() if is_text else line for line in part.text.split("\n"))
                self._blocks.append("\n".join(line for line in lines if line.strip()).lstrip(" "))
            what = f"<{tag.name}> stays HTML, and its formulas stand between empty lines"
            self.changes.append(Change(self._line(tag), what))
        else:
            self._blocks.append(_without_empty_lines(html))
            self.changes.append(Change(self._line(tag), f"<{tag.name}> stays HTML: Markdown cannot say it"))

    def _source_of(self, tag: Tag) -> str:
        """Return the source of an element, as it was written, if its end can be told."""
        start = self._starts[min((tag.sourceline or 1) - 1, len(self._starts) - 1)] + (tag.sourcepos or 0)
        depth = 0
        tags = re.compile(
            rf"{COMMENT.pattern}|<(/?){re.escape(tag.name)}(?=[\s/>])[^<>]*?(/?)>", re.DOTALL | re.I
        )
        for match in tags.finditer(self._source, start):
            if match[0].startswith("<!--"):
                continue
            depth += -1 if match[1] else 0 if match[2] else 1
            if depth == 0:
                return self._source[start : match.end()]
        return _html_of(tag)


@cache
def _tag_class() -> type[Tag]:
    from bs4.element import Tag

    return Tag


def _descendants(tag: Tag) -> Iterator[Tag]:
    for each in tag.descendants:
        if isinstance(each, _tag_class()):
            yield each


def _is_inline(tag: Tag) -> bool:
    """Return whether everything in the element is within a line."""
    return all(each.name in _INLINE or each.name == "br" for each in _descendants(tag))


def _has_only(tag: Tag, known: frozenset[str]) -> bool:
    return not set(tag.attrs) - known


def _is_markdown(tag: Tag) -> bool:
    """Return whether Markdown can say the element and everything in it."""
    for each in (tag, *_descendants(tag)):
        if each.name in _INLINE:
            # Markdown says it, or its tags stay in the line.
            if not _is_inline(each):
                return False
        elif each.name not in _MARKDOWN or not _has_only(each, _MARKDOWN[each.name]):
            return False
        if each.name == "table" and not _is_plain_table(each):
            return False
        if each.name == "pre" and any(inner.name not in ("code", "span") for inner in _descendants(each)):
            return False
    return tag.name in _MARKDOWN


def _is_plain_table(table: Tag) -> bool:
    rows = table.find_all("tr")
    widths = {len(row.find_all(["td", "th"])) for row in rows}
    cells = table.find_all(["td", "th"])
    heads = [row for row in rows if row.find("th")]
    return (
        len(widths) == 1
        and table.find(["caption", "tfoot", "table"]) is None
        and all(cell.find(_BLOCKS_IN_CELLS) is None for cell in cells)
        and heads in ([], rows[:1])
        and all(cell.name == "th" for row in heads for cell in row.find_all(["td", "th"]))
    )


def _is_layout(tag: Tag) -> bool:
    """Return whether elements in elements, each with a class or a style, say where things stand."""
    holders = [each for each in _descendants(tag) if each.name in _HOLDERS and each.attrs]
    return bool(tag.attrs) and bool(holders)


def _without_empty_lines(html: str) -> str:
    """Return HTML without the empty lines that would end it; where space is shown as it stands, none goes."""
    verbatim = {
        number
        for match in _SHOWN_AS_IT_STANDS.finditer(html)
        for number in range(html.count("\n", 0, match.start()), html.count("\n", 0, match.end()))
    }
    lines = enumerate(html.split("\n"))
    kept = [line if line.strip() else "&#32;" for number, line in lines if line.strip() or number in verbatim]
    return "\n".join(kept).strip()


def _opening(tag: Tag) -> str:
    return f"<{tag.name}{_attributes(tag)}>"


def _attributes(tag: Tag) -> str:
    values = (
        (key, " ".join(value) if isinstance(value, list) else value) for key, value in tag.attrs.items()
    )
    return "".join(f' {key}="{escape(str(value))}"' for key, value in values)


def _html_of(part: PageElement) -> str:
    if isinstance(part, _tag_class()):
        return part.decode(formatter=_formatter())
    return escape(str(part), quote=False)


@cache
def _formatter() -> Any:
    """Return what writes attributes in their own order, and not by the alphabet."""
    from bs4.dammit import EntitySubstitution
    from bs4.formatter import HTMLFormatter

    class Formatter(HTMLFormatter):
        def attributes(self, tag: Tag) -> Any:
            return list(tag.attrs.items())

    return Formatter(lambda text: EntitySubstitution.substitute_xml(text))


def _markdown(html: str) -> str:
    """Return HTML that Markdown can say as Markdown."""
    formulas: list[str] = []

    def hide(match: re.Match[str]) -> str:
        formula = match["inline"] if match["inline"] is not None else match["display"]
        if formula is None:
            written = match[0]
        else:
            mark = "$" if match["inline"] is not None else "$$"
            written = f"{mark}{formula.strip()}{mark}"
        formulas.append(written)
        return f"\ufdd0{len(formulas) - 1}\ufdd1"

    from bs4 import BeautifulSoup
    from bs4.element import NavigableString

    soup = BeautifulSoup(html, "html.parser")
    for text in soup.find_all(string=True):
        if type(text) is NavigableString and text.find_parent(["code", "pre"]) is None:
            text.replace_with(_FORMULA.sub(hide, text))
    _settle_breaks(soup)
    written: str = _converter()().convert_soup(soup).strip("\n")
    written = re.sub("\ufdd0(\\d+)\ufdd1", lambda match: formulas[int(match[1])], written)
    return "\n".join(line if line.endswith("\\") else line.rstrip() for line in written.split("\n"))


def _settle_breaks(soup: BeautifulSoup) -> None:
    """Remove line breaks at the ends of a block, and move those at the ends of bold text out of it.

    A browser shows nothing there, and a backslash of Markdown would be one.
    """
    from bs4.element import NavigableString

    for is_forward in (False, True):
        breaks = soup.find_all("br")
        # The outermost first: then the next one is at the end.
        for each in reversed(breaks) if is_forward else breaks:
            nearest = _beside(each, is_forward=is_forward)
            while nearest is None and each.parent is not None and each.parent.name in _INLINE:
                (each.parent.insert_after if is_forward else each.parent.insert_before)(each)
                nearest = _beside(each, is_forward=is_forward)
            name = getattr(nearest, "name", None)
            if nearest is None or (name and name != "br" and name not in _INLINE):
                each.decompose()
    for each in soup.find_all("br"):
        before = each.previous_sibling
        if type(before) is NavigableString and each.find_parent("pre") is None:
            # Else the backslash would have a line of its own.
            before.replace_with(before.rstrip())


def _beside(part: Tag, *, is_forward: bool) -> PageElement | None:
    """Return what is seen right before or behind a part of an element; ``None`` at an end of the element."""
    from bs4.element import PreformattedString

    for other in part.next_siblings if is_forward else part.previous_siblings:
        if isinstance(other, _tag_class()):
            return other
        if not isinstance(other, PreformattedString) and str(other).strip():
            return other
    return None


@cache
def _converter() -> Any:
    """Return the class that writes Markdown, with inline HTML where Markdown has no signs."""
    from markdownify import ATX, BACKSLASH, MarkdownConverter

    class Converter(MarkdownConverter):
        class Options:
            heading_style = ATX
            bullets = "-"
            newline_style = BACKSLASH
            code_language_callback = staticmethod(_language)

        def escape(self, text: str, parent_tags: set[str]) -> str:
            """Escape what would be markup."""
            text = text.replace("\\", "\\\\")
            text = re.sub(r"([`*\[\]<{])|&(?=#?\w+;)", lambda m: f"\\{m[1]}" if m[1] else "&amp;", text)
            text = re.sub(r"(?<![^\W_])_|_(?![^\W_])", r"\\_", text)
            if not parent_tags.isdisjoint({"td", "th"}):
                text = text.replace("|", "\\|")
            return re.sub(
                r"(?m)^([^\S\n]*)(#{1,6}(?=\s)|[+-](?=\s)|[%>~=]|:::|\d+(?=[.)]\s))", _escape_line, text
            )

        def convert_br(self, tag: Tag, text: str, parent_tags: set[str]) -> str:
            """Write a line break; a row of a table is one line of Markdown."""
            written: str = super().convert_br(tag, text, parent_tags)  # type: ignore[misc]
            return written if parent_tags.isdisjoint({"td", "th"}) else "<br>"

        def get_conv_fn(self, tag_name: str) -> Any:
            """Return what writes an element; elements within a line that have attributes keep their tags."""
            convert = super().get_conv_fn(tag_name)  # type: ignore[misc]
            if tag_name not in _INLINE:
                return convert
            kept = _MARKDOWN.get(tag_name)

            def write(tag: Tag, text: str, parent_tags: set[str]) -> str:
                if tag_name == "img":
                    return _image(tag)
                if "_noformat" in parent_tags:
                    return text
                if tag_name == "a" and not tag.get("href"):
                    return f"{_opening(tag)}{text}</a>"
                if kept is None and not tag.attrs and tag_name in ("span", "font"):
                    return text
                if kept is None or not _has_only(tag, kept):
                    return f"{_opening(tag)}{text}</{tag_name}>"
                if tag_name == "a":
                    return _link(tag, text)
                written: str = convert(tag, text, parent_tags)
                return written

            return write

    return Converter


def _escape_line(match: re.Match[str]) -> str:
    if match[2][0].isdigit():
        return f"{match[1]}{match[2]}\\"
    return f"{match[1]}\\{match[2]}"


def _language(pre: Tag) -> str:
    for each in (pre, *_descendants(pre)):
        for name in each.get("class") or ():
            if str(name).startswith("language-"):
                return str(name).removeprefix("language-")
    return ""


def _link(tag: Tag, text: str) -> str:
    href = _address(str(tag["href"]))
    if not text.strip():
        return f"{_opening(tag)}{text}</a>"
    title = f' "{_quoted(str(tag["title"]))}"' if tag.get("title") else ""
    pairs = [f'{name}="{value}"' for name in ("target",) if (value := tag.get(name))]
    before = text[: len(text) - len(text.lstrip())]
    behind = text[len(text.rstrip()) :]
    return (
        f"{before}[{text.strip()}]({href}{title}){{{' '.join(pairs)}}}{behind}"
        if pairs
        else (f"{before}[{text.strip()}]({href}{title}){behind}")
    )


def _image(tag: Tag) -> str:
    if not _has_only(tag, _MARKDOWN["img"]) or not tag.get("src"):
        return f"{_opening(tag)[:-1]}>"
    title = f' "{_quoted(str(tag["title"]))}"' if tag.get("title") else ""
    pairs = [f'{name}="{value}"' for name in ("width", "height") if (value := tag.get(name))]
    alt = re.sub(r"([\[\]])", r"\\\1", " ".join(str(tag.get("alt") or "").split()))
    given = f"{{{' '.join(pairs)}}}" if pairs else ""
    return f"![{alt}]({_address(str(tag['src']))}{title}){given}"


def _quoted(title: str) -> str:
    return title.replace('"', '\\"')


def _address(address: str) -> str:
    address = address.strip()
    return f"<{address}>" if re.search(r"[\s()<>]", address) else address
