"""The tags of Jekyll and of its usual plugins, for python-liquid.

A loop over pages and documents that links to each of them, or has a block with the title of each, is marked
in the output, so that a listing can take its place: :data:`.ENTRY`.
"""

from __future__ import annotations

import html
import re
from abc import abstractmethod
from collections.abc import Mapping
from io import StringIO
from itertools import accumulate
from typing import TYPE_CHECKING, Any, ClassVar, TextIO

from liquid.ast import Node
from liquid.builtin.output import Output, OutputNode
from liquid.builtin.tags.for_tag import ForLoop, ForNode, ForTag
from liquid.exceptions import BreakLoop, ContinueLoop, LiquidError
from liquid.parser import get_parser
from liquid.tag import Tag
from liquid.token import TOKEN_EXPRESSION, TOKEN_TAG

from ..jekyll.documents import Document, NoDocuments
from ..markdown.lines import backticks
from .environment import environment_of, evaluated, rendered
from .filters import output
from .marks import (
    BIBLIOGRAPHY,
    EMPTY_LIST,
    ENTRY,
    ENTRY_START,
    MARKED_EMPTY_LIST,
    without_list_marks,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from liquid.context import RenderContext
    from liquid.stream import TokenStream
    from liquid.token import Token

_PARAMETER = re.compile(
    r"""(?<![\w-])([\w-]++)\s*+=\s*+(?:"([^"\\]*(?:\\.[^"\\]*)*)"|'([^'\\]*(?:\\.[^'\\]*)*)'|([\w.\-]+(?:\[[^\]]*\])*))"""
)


class _TextNode(Node):
    """A tag whose expression is read when it is rendered."""

    __slots__ = ("text",)

    def __init__(self, token: Token, text: str) -> None:
        super().__init__(token)
        self.text = text
        self.blank = False

    def __str__(self) -> str:
        return self.text

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        written = self.output(context, rendered(context, self.text).strip())
        buffer.write(written)
        return len(written)

    @abstractmethod
    def output(self, context: RenderContext, text: str) -> str:
        """Return what the tag makes of its expression."""


class _TextTag(Tag):
    block = False
    node: ClassVar[type[_TextNode]]

    def parse(self, stream: TokenStream) -> Node:
        token = stream.current
        if stream.peek.kind != TOKEN_EXPRESSION:
            return self.node(token, "")
        stream.eat(TOKEN_TAG)
        return self.node(token, stream.current.value)


def _name_and_rest(text: str) -> tuple[str, str]:
    """Return the name of a file, and what stands behind it, perhaps in lines of their own."""
    name, *rest = text.split(None, 1) or [""]
    return name, "".join(rest)


class _Include(_TextNode):
    """``{% include file.html key=value %}``."""

    __slots__ = ()

    def output(self, context: RenderContext, text: str) -> str:
        name, rest = _name_and_rest(text)
        environment = environment_of(context)
        # Jekyll joins it to the directory, with one slash between them.
        file = name.strip("\"'").removeprefix("/")
        try:
            template = environment.included(file)
        except LiquidError:
            is_large = file in environment.too_large
            what = (
                f"the include {name} is huge, and was not read" if is_large else f"there is no include {name}"
            )
            environment.missing.append(what)
            return ""
        values = {}
        for match in _PARAMETER.finditer(rest):
            quoted = match[2] if match[2] is not None else match[3]
            if quoted is not None:
                values[match[1]] = re.sub(r"\\(.)", r"\1", quoted)
            else:
                values[match[1]] = evaluated(context, match[4])
        buffer = StringIO()
        with context.extend({"include": values}, template=template):
            template.render_with_context(context, buffer, partial=True)
        return buffer.getvalue()


class _IncludeTag(_TextTag):
    name = "include"
    node = _Include


class _IncludeCachedTag(_TextTag):
    name = "include_cached"
    node = _Include


class _Head(_Include):
    """``{% seo %}`` and ``{% feed_meta %}``: what plugins write into ``<head>`` is in an include."""

    __slots__ = ()

    def output(self, context: RenderContext, text: str) -> str:
        return super().output(context, f"{self.token.value}.tag")


class _SeoTag(_TextTag):
    name = "seo"
    node = _Head


class _FeedMetaTag(_TextTag):
    name = "feed_meta"
    node = _Head


class _Contents(_TextNode):
    """``{% toc %}`` of jekyll-toc: the contents are beside each page."""

    __slots__ = ()

    def output(self, _context: RenderContext, _text: str) -> str:
        return ""


class _ContentsTag(_TextTag):
    name = "toc"
    node = _Contents


class _IncludeRelative(_Include):
    """``{% include_relative file.md %}``: beside the page, whose directory templates are named by."""

    __slots__ = ()

    def output(self, context: RenderContext, text: str) -> str:
        name, rest = _name_and_rest(text)
        page = context.resolve("page", default={})
        source = str(page.get("path", "")) if isinstance(page, Mapping) else ""
        directory = source.rpartition("/")[0]
        return super().output(context, f"relative:{directory}/{name} {rest}")


class _IncludeRelativeTag(_TextTag):
    name = "include_relative"
    node = _IncludeRelative


class _Link(_TextNode):
    """``{% link _posts/2020-01-01-x.md %}``."""

    __slots__ = ()

    def output(self, context: RenderContext, text: str) -> str:
        environment = environment_of(context)
        url = environment.urls.get(text.lstrip("/"))
        if url is None:
            environment.missing.append(f"there is no file {text} for a link")
        return url or "#"


class _LinkTag(_TextTag):
    name = "link"
    node = _Link


class _PostUrl(_TextNode):
    """``{% post_url 2020-01-01-x %}``."""

    __slots__ = ()

    def output(self, context: RenderContext, text: str) -> str:
        environment = environment_of(context)
        wanted = text.strip("/").rpartition("/")[2]
        if wanted in environment.posts:
            return environment.posts[wanted]
        environment.missing.append(f"there is no post {text} for a link")
        return "#"


class _PostUrlTag(_TextTag):
    name = "post_url"
    node = _PostUrl


class _Bibliography(_TextNode):
    """``{% bibliography -f papers -q @*[year=2020] %}`` of jekyll-scholar: a mark for a listing."""

    __slots__ = ()

    def output(self, _context: RenderContext, text: str) -> str:
        file = re.search(r"(?:-f|--file)\s+([^\s]+)", text)
        query = re.search(r"\[\s*(\w+)\s*=\s*([^\]\s]+?)\s*\]", text)
        where = f"{query[1]}={query[2]}" if query else ""
        return BIBLIOGRAPHY.format(file[1] if file else "", where)


class _BibliographyTag(_TextTag):
    name = "bibliography"
    node = _Bibliography


class _Cite(_TextNode):
    """``{% cite key %}`` of jekyll-scholar."""

    __slots__ = ()

    def output(self, _context: RenderContext, text: str) -> str:
        keys = [word for word in text.split(" --", 1)[0].split() if not word.startswith("-")]
        return ", ".join(f"{{pub}}`{key}`" for key in keys)


class _CiteTag(_TextTag):
    name = "cite"
    node = _Cite


class _Gist(_TextNode):
    """``{% gist user/id %}``: a link, since a page of ours loads nothing from elsewhere."""

    __slots__ = ()

    def output(self, _context: RenderContext, text: str) -> str:
        name = text.split()[0].strip("\"'") if text.split() else ""
        return f"[gist.github.com/{name}](https://gist.github.com/{name})" if name else ""


class _GistTag(_TextTag):
    name = "gist"
    node = _Gist


class _Highlight(Node):
    __slots__ = ("block", "language")

    def __init__(self, token: Token, language: str, block: Node) -> None:
        super().__init__(token)
        self.language = language
        self.block = block
        self.blank = False

    def __str__(self) -> str:
        return "highlight"

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        code = StringIO()
        self.block.render(context, code)
        text = code.getvalue().strip("\n")
        page = context.resolve("page", default={})
        if isinstance(page, Mapping) and str(page.get("path")).endswith((".html", ".htm")):
            name = f' class="language-{html.escape(self.language)}"' if self.language else ""
            written = f"<pre><code{name}>{html.escape(text, quote=False)}\n</code></pre>"
            buffer.write(written)
            return len(written)
        fence = backticks(text, 3)
        written = f"{fence}{self.language}\n{text}\n{fence}"
        above, _end, before = self.token.source[: self.token.start_index].rpartition("\n")
        if above.rpartition("\n")[2].strip() and before.rstrip() == "{%":
            # Jekyll's is HTML, which ends the item above; a fence would belong to it.
            written = f"\n{written}"
        buffer.write(written)
        return len(written)


class _HighlightTag(Tag):
    name = "highlight"
    end = "endhighlight"

    def parse(self, stream: TokenStream) -> Node:
        token = stream.eat(TOKEN_TAG)
        language = ""
        if stream.current.kind == TOKEN_EXPRESSION:
            language = (stream.current.value.split() or [""])[0]
            next(stream)
        return _Highlight(token, language, get_parser(self.env).parse_block(stream, ("endhighlight",)))


class _ForNode(ForNode):
    """A loop; one over documents marks its entries."""

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        numbers = self.expression.iterable.evaluate(context)
        if isinstance(numbers, range):
            # Before there is a list of them.
            context.raise_for_loop_limit(numbers.stop - numbers.start)
        items, length = self.expression.evaluate(context)
        if not length:
            mark = self._mark_of_empty(context)
            buffer.write(mark)
            return len(mark) + (self.default.render(context, buffer) if self.default else 0)
        # Jekyll's documents give themselves; pairs of a mapping are lists in Ruby.
        found = [list(item) if isinstance(item, tuple) else item for item in items]
        if not all(isinstance(item, Document) for item in found):
            return self._loop(context, found, lambda _item, text: text, buffer)
        # What a layout writes becomes Markdown, unless there are entries in it.
        by_title = context.resolve("layout", default=None) is None
        return self._loop(context, found, lambda item, text: _entry(item, text, by_title=by_title), buffer)

    def _mark_of_empty(self, context: RenderContext) -> str:
        """Return the mark of a list of documents that there are not; nothing around the text of a page."""
        collection = self.expression.iterable.evaluate(context)
        if not isinstance(collection, NoDocuments) or context.resolve("layout", default=None) is not None:
            return ""
        limit = self.expression.limit.evaluate(context) if self.expression.limit else ""
        mark = EMPTY_LIST.format(collection.label, limit if str(limit).isdecimal() else "")
        # A name with other characters is that of no directory.
        return mark if MARKED_EMPTY_LIST.fullmatch(mark) else ""

    def _loop(
        self, context: RenderContext, items: list[Any], finish: Callable[[Any, str], str], buffer: TextIO
    ) -> int:
        name = self.expression.identifier
        parent = context.parentloop()
        forloop = ForLoop(
            f"{name}-{self.expression.iterable}", it=iter(items), length=len(items), parentloop=parent
        )
        namespace: dict[str, Any] = {"forloop": forloop, name: None}
        count = 0
        with context.loop(namespace, forloop):
            for item in forloop:
                namespace[name] = item
                if isinstance(item, Document):
                    item.is_linked = False
                part = context.get_buffer(buffer)
                is_last = False
                try:
                    self.block.render(context, part)
                except ContinueLoop:
                    pass
                except BreakLoop:
                    is_last = True
                text = finish(item, part.getvalue())
                buffer.write(text)
                count += len(text)
                if is_last:
                    break
        return count


_LINK_START = re.compile(r"<a\s", re.IGNORECASE)
_BLOCK = re.compile(
    r"<(?:article|div|dd|dt|h[1-6]|li|p|section|tr)\b|^[ \t]*(?:[*+-]|\d+\.|#{1,6})[ \t]",
    re.IGNORECASE | re.MULTILINE,
)
_PART = re.compile(r"<(/?)(?:article|div|header|li|section)\b", re.IGNORECASE)
_HEADING = re.compile(
    r"<h([1-6])\b[^<>]*>(?:(?!<h[1-6]\b).)*?</h\1>|^#{1,6}[ \t].*$", re.DOTALL | re.MULTILINE
)


def _entry(item: Document, text: str, *, by_title: bool) -> str:
    title = _words(str(item.data.get("title") or ""))
    if not text.strip() or not (item.is_linked or (by_title and _is_named(title, text))):
        return text
    text = without_list_marks(text)
    # A heading that tells the year, and not the document, stands before the entry.
    before = ""
    for match in _HEADING.finditer(text):
        words = _words(match[0])
        above = text[: match.start()]
        is_in_link = len(_LINK_START.findall(above)) > above.lower().count("</a")
        if is_in_link or "href" in match[0] or "](" in match[0] or (title and title in words):
            break
        if _is_closed(above, text[match.end() :]):
            break
        before = text[: match.end()]
        break
    rest = text[len(before) :]
    return before + ENTRY.format(item.number, rest)


def _is_closed(above: str, below: str) -> bool:
    """Return whether an element that opens in one text, and does not end there, ends in the other."""
    depth = sum(-1 if tag[1] else 1 for tag in _PART.finditer(above))
    lowest = min(accumulate(-1 if tag[1] else 1 for tag in _PART.finditer(below)), default=0)
    return depth > 0 and lowest < 0


def _is_named(title: str, text: str) -> bool:
    """Return whether a block, in which no other list is, names a document: it is its entry, too."""
    return (
        bool(title and _BLOCK.search(text))
        and ENTRY_START not in text
        and f" {title} " in f" {_words(text)} "
    )


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", html.unescape(re.sub(r"<[^<>]*>", " ", text)))).lower()


class _OutputNode(OutputNode):
    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        return buffer.write(output(self.expression.evaluate(context)))


class _Output(Output):
    node_class = _OutputNode


class _ForTag(ForTag):
    node_class = _ForNode


TAGS = (
    _Output, _ForTag, _IncludeTag, _IncludeCachedTag, _IncludeRelativeTag, _LinkTag, _PostUrlTag,
    _HighlightTag, _GistTag, _BibliographyTag, _CiteTag, _SeoTag, _FeedMetaTag, _ContentsTag,
)  # fmt: skip
