"""Liquid as Jekyll has it: its tags and filters, for python-liquid.

Nothing of a site but its templates and values is used: no plugin, no shell, no file but its includes.  A loop
over pages and documents that links to each of them is marked in the output, so that a listing can take its
place: :data:`ENTRY`.
"""

from __future__ import annotations

import datetime
import html
import json
import re
from abc import abstractmethod
from collections.abc import Mapping
from io import StringIO
from typing import TYPE_CHECKING, Any, ClassVar, TextIO
from urllib.parse import quote

from liquid import DictLoader, Environment, Mode
from liquid.ast import Node
from liquid.builtin.tags.for_tag import ForLoop, ForNode, ForTag
from liquid.exceptions import BreakLoop, ContextDepthError, ContinueLoop, LiquidError, ResourceLimitError
from liquid.filter import with_context
from liquid.parser import get_parser
from liquid.tag import Tag
from liquid.token import TOKEN_EXPRESSION, TOKEN_TAG

from .jekyll_yaml import as_date
from .markdown_filter import markdownify
from .permalinks import slugify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from liquid import BoundTemplate
    from liquid.context import RenderContext
    from liquid.stream import TokenStream
    from liquid.token import Token

ENTRY = "\x02{}\x03{}\x04"
"""How an entry of a list is marked: the number of the document, and what the loop made of it."""
SITE_URL, BASE_URL = "\x05", "\x06"
"""What stands for the URL of the site and the path in front of its addresses, until all is rendered."""
BIBLIOGRAPHY = "\x0e{}|{}\x0f"
"""How a list of publications from a BibTeX file is marked: the file and a condition, both perhaps empty."""
_PARAMETER = re.compile(
    r"""([\w-]+)\s*=\s*(?:"([^"\\]*(?:\\.[^"\\]*)*)"|'([^'\\]*(?:\\.[^'\\]*)*)'|([\w.\-]+(?:\[[^\]]*\])*))"""
)
# A link to the document is what makes an entry of an item.
_ADDRESS_KEYS = frozenset({"url", "permalink"})
_MAX_WORDS = 10_000


class Document(Mapping[str, Any]):
    """A page or document as templates see it; it notes whether its address was asked for."""

    def __init__(self, number: int, data: dict[str, Any]) -> None:
        self.number = number
        self.data = data
        self.is_linked = False

    def __getitem__(self, key: str) -> Any:
        if key in _ADDRESS_KEYS:
            self.is_linked = True
        value = self.data[key]
        return value() if callable(value) else value

    def __iter__(self) -> Iterator[str]:
        return iter(self.data)

    def __len__(self) -> int:
        return len(self.data)

    def __contains__(self, key: object) -> bool:
        return key in self.data

    def __hash__(self) -> int:
        return hash(self.number)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Document) and other.number == self.number

    def __str__(self) -> str:
        return str(self.data.get("title") or "")


class JekyllEnvironment(Environment):
    """Liquid with limits, in Jekyll's dialect."""

    loop_iteration_limit: ClassVar[int | None] = 200_000
    context_depth_limit: ClassVar[int] = 40
    output_stream_limit: ClassVar[int | None] = 5_000_000
    local_namespace_limit: ClassVar[int | None] = 30_000_000
    block_nesting_limit: ClassVar[int] = 60
    keyword_assignment = False
    string_first_and_last = True
    logical_parentheses = True

    def __init__(self, includes: Mapping[str, str], urls: Mapping[str, str]) -> None:
        templates = {name: as_ruby_reads(text) for name, text in includes.items()}
        super().__init__(tolerance=Mode.LAX, loader=DictLoader(templates), strict_filters=False)
        self.urls = urls
        self._parsed: dict[str, BoundTemplate] = {}
        posts = [source for source in urls if "_posts/" in source]
        self.posts = {source.rpartition("/")[2].rpartition(".")[0]: urls[source] for source in posts}
        """The address of each post by the name of its file."""
        self.missing: list[str] = []
        """Includes, links and tags that there are not."""
        self.too_large: set[str] = set()
        """The names of the includes that were not read."""
        for tag in _TAGS:
            self.add_tag(tag)
        self.filters.update(_FILTERS)

    def parsed(self, source: str) -> BoundTemplate:
        """Return the template of a short *source* that comes again and again."""
        template = self._parsed.get(source)
        if template is None:
            template = self._parsed[source] = self.from_string(source)
        return template

    def included(self, name: str) -> BoundTemplate:
        """Return the template of an include.

        :raises LiquidError: if there is none.
        """
        template = self._parsed.get(f"\0{name}")
        if template is None:
            template = self._parsed[f"\0{name}"] = self.get_template(name)
        return template

    def error(self, exc: Any, *arguments: Any, **more: Any) -> None:
        """Note a mistake in a template, which Ruby's Liquid passes over; end at a limit."""
        if isinstance(exc, (ResourceLimitError, ContextDepthError)):
            raise exc
        words = " ".join(str(exc).split())[:200]
        if isinstance(exc, LiquidError) and words:
            self.missing.append(f"a mistake in a template was passed over: {words}")
        super().error(exc, *arguments, **more)

    def run(self, source: str, values: Mapping[str, Any]) -> str:
        """Return what *source* makes of *values*.

        :raises LiquidError: at a limit.
        """
        return self.from_string(as_ruby_reads(source)).render(**values)


# What Ruby's Liquid reads and ours does not: "page.[include.id]", and filters behind "for x in y", which have
# no effect there.
_DOT_INDEX = re.compile(r"({[{%][^}%]*?\w)\.\[")
# "(site.posts | sort: 'date') | reverse", and "if a % and b".
_GROUPED = re.compile(r"({%-?\s*assign\s+[\w-]+\s*=\s*)\(([^()%]*\|[^()%]*)\)")
_STRAY_PERCENT = re.compile(r"({%-?\s*(?:if|elsif|unless)\b[^%]*?)\s%\s")
_LOOP_FILTER = re.compile(r"({%-?\s*for\s+[\w-]+\s+in\s+[^|%\n]+?)\s*\|[^%\n]*?(-?%})")

# '{{ "x.png" | https://x.org/x.png }}': a filter that there is not, with what is no argument.
_NO_FILTER = re.compile(r"""({{(?:"[^"]*"|'[^']*'|[^{}"'])*?)\|\s*\w+\s*:\s*/[^|{}]*?(?=\s*(?:-?}}|\|))""")


def as_ruby_reads(source: str) -> str:
    """Return a template without what Ruby's Liquid passes over, and without the characters of our marks."""
    source = _NO_FILTER.sub(r"\1", re.sub("[\x02-\x06]", "", source))
    source = _LOOP_FILTER.sub(r"\1 \2", _DOT_INDEX.sub(r"\1[", source))
    return _STRAY_PERCENT.sub(r"\1 ", _GROUPED.sub(r"\1\2", source))


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
        written = self.output(context, _rendered(context, self.text).strip())
        buffer.write(written)
        return len(written)

    @abstractmethod
    def output(self, context: RenderContext, text: str) -> str:
        """Return what the tag makes of its expression."""


class _TextTag(Tag):
    block = False
    node: ClassVar[type[_TextNode]]

    def parse(self, stream: TokenStream) -> Node:
        token = stream.eat(TOKEN_TAG)
        text = stream.current.value if stream.current.kind == TOKEN_EXPRESSION else ""
        return self.node(token, text)


def _environment(context: RenderContext) -> JekyllEnvironment:
    environment = context.env
    assert isinstance(environment, JekyllEnvironment)
    return environment


def _rendered(context: RenderContext, source: str) -> str:
    """Return *source* rendered within a context, if there is Liquid in it."""
    if "{{" not in source and "{%" not in source:
        return source
    buffer = StringIO()
    context.env.from_string(source).render_with_context(context, buffer, partial=True)
    return buffer.getvalue()


def _evaluate(context: RenderContext, expression: str) -> Any:
    nodes = _environment(context).parsed("{% assign value = " + expression + " %}").nodes
    inner = getattr(nodes[0], "expression", None) if nodes else None
    return inner.evaluate(context) if inner is not None else None


class _Include(_TextNode):
    """``{% include file.html key=value %}``."""

    __slots__ = ()

    def output(self, context: RenderContext, text: str) -> str:
        name, _space, rest = text.partition(" ")
        environment = _environment(context)
        try:
            template = environment.included(name.strip("\"'"))
        except LiquidError:
            is_large = name.strip("\"'") in environment.too_large
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
                values[match[1]] = _evaluate(context, match[4])
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


class _IncludeRelative(_Include):
    """``{% include_relative file.md %}``: beside the page, whose directory templates are named by."""

    __slots__ = ()

    def output(self, context: RenderContext, text: str) -> str:
        name, space, rest = text.partition(" ")
        page = context.resolve("page", default={})
        source = str(page.get("path", "")) if isinstance(page, Mapping) else ""
        directory = source.rpartition("/")[0]
        return super().output(context, f"relative:{directory}/{name}{space}{rest}")


class _IncludeRelativeTag(_TextTag):
    name = "include_relative"
    node = _IncludeRelative


class _Link(_TextNode):
    """``{% link _posts/2020-01-01-x.md %}``."""

    __slots__ = ()

    def output(self, context: RenderContext, text: str) -> str:
        environment = _environment(context)
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
        environment = _environment(context)
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
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
        written = f"{fence}{self.language}\n{text}\n{fence}"
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
        items, length = self.expression.evaluate(context)
        if not length:
            return self.default.render(context, buffer) if self.default else 0
        # Jekyll's documents give themselves; pairs of a mapping are lists in Ruby.
        found = [list(item) if isinstance(item, tuple) else item for item in items]
        if not all(isinstance(item, Document) for item in found):
            return self._loop(context, found, lambda _item, text: text, buffer)
        return self._loop(context, found, _entry, buffer)

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


_MARKS = re.compile("\x02\\d+\x03|\x04")
_HEADING = re.compile(r"<h([1-6])\b[^>]*>.*?</h\1>|^#{1,6}[ \t].*$", re.DOTALL | re.MULTILINE)


def _entry(item: Document, text: str) -> str:
    if not text.strip() or not item.is_linked:
        return text
    text = _MARKS.sub("", text)
    # A heading that tells the year, and not the document, stands before the entry.
    before = ""
    title = _words(str(item.data.get("title") or ""))
    for match in _HEADING.finditer(text):
        words = _words(match[0])
        if "href" in match[0] or "](" in match[0] or (title and title in words):
            break
        before = text[: match.end()]
        break
    rest = text[len(before) :]
    return before + ENTRY.format(item.number, rest)


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", html.unescape(re.sub(r"<[^>]*>", " ", text)))).lower()


class _ForTag(ForTag):
    node_class = _ForNode


_TAGS = (
    _ForTag, _IncludeTag, _IncludeCachedTag, _IncludeRelativeTag, _LinkTag, _PostUrlTag, _HighlightTag,
    _GistTag, _BibliographyTag, _CiteTag,
)  # fmt: skip
# --- Filters ------------------------------------------------------------------------------------------------


def _get(item: Any, path: object) -> Any:
    for part in str(path).split("."):
        if not isinstance(item, Mapping):
            return None
        try:
            item = item[part]
        except KeyError:
            return None
    return item


def _items(value: Any) -> list[Any]:
    if isinstance(value, Mapping):
        return list(value.values())
    return list(value) if isinstance(value, list | tuple) else []


def _test(context: RenderContext, variable: object, expression: object, item: Any) -> bool:
    buffer = StringIO()
    template = _environment(context).parsed("{% if " + str(expression) + " %}1{% endif %}")
    with context.extend({str(variable): item}):
        template.render_with_context(context, buffer, partial=True)
    return buffer.getvalue() == "1"


@with_context
def _where_exp(left: Any, variable: object, expression: object, *, context: RenderContext) -> list[Any]:
    return [item for item in _items(left) if _test(context, variable, expression, item)]


@with_context
def _find_exp(left: Any, variable: object, expression: object, *, context: RenderContext) -> Any:
    return next((item for item in _items(left) if _test(context, variable, expression, item)), None)


@with_context
def _group_by_exp(left: Any, variable: object, expression: object, *, context: RenderContext) -> list[Any]:
    groups: dict[str, list[Any]] = {}
    for item in _items(left):
        with context.extend({str(variable): item}):
            groups.setdefault(_text(_evaluate(context, str(expression))), []).append(item)
    return [{"name": name, "items": items, "size": len(items)} for name, items in groups.items()]


def _is(item: Any, key: object, wanted: Any) -> bool:
    value = _get(item, key)
    if wanted is None:
        return value is not None and value is not False
    if isinstance(value, list):
        return any(_text(part) == _text(wanted) for part in value)
    return value == wanted or (value is not None and _text(value) == _text(wanted))


def _where(left: Any, key: object, wanted: Any = None) -> list[Any]:
    return [item for item in _items(left) if _is(item, key, wanted)]


def _find(left: Any, key: object, wanted: Any = None) -> Any:
    return next(iter(_where(left, key, wanted)), None)


def _group_by(left: Any, key: object) -> list[Any]:
    groups: dict[str, list[Any]] = {}
    for item in _items(left):
        groups.setdefault(_text(_get(item, key)), []).append(item)
    return [{"name": name, "items": items, "size": len(items)} for name, items in groups.items()]


def _sort(left: Any, key: object = None, nils: object = "first") -> list[Any]:
    items = _items(left)
    values = [(item, _get(item, key) if key else item) for item in items]
    missing = [item for item, value in values if value is None]
    known = [(item, value) for item, value in values if value is not None]
    try:
        known.sort(key=lambda pair: pair[1])
    except TypeError:
        known.sort(key=lambda pair: _text(pair[1]))
    found = [item for item, _value in known]
    return [*found, *missing] if str(nils) == "last" else [*missing, *found]


def _map(left: Any, key: object) -> list[Any]:
    return [_get(item, key) for item in _items(left)]


def _flat(value: Any) -> Iterator[Any]:
    for item in value if isinstance(value, list | tuple) else [value]:
        if isinstance(item, list | tuple):
            yield from _flat(item)
        else:
            yield item


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _date(value: Any) -> datetime.datetime | None:
    return as_date(value) or as_date(str(value or "").strip())


def _strftime(pattern: str) -> Callable[[Any], str]:
    def apply(value: Any, *_arguments: Any) -> str:
        date = _date(value)
        return date.strftime(pattern) if date else _text(value)

    return apply


def _format_date(value: Any, pattern: Any = "") -> str:
    if _text(value) in ("now", "today"):
        date: datetime.datetime | None = datetime.datetime.now()
    else:
        date = _date(value)
    if date is None or not pattern:
        return _text(value)
    # Ruby's own ("%-d", "%^b") are glibc's as well; what neither has stays as it is.
    try:
        return date.strftime(_text(pattern).replace("%P", date.strftime("%p").lower()))
    except ValueError:
        return _text(value)


def cells(value: Any) -> str:
    """Return a title in HTML: of a line with a bar, kramdown makes a table, and layouts keep the cells."""
    return markdownify(re.sub(r"(?<!\\)\|", " ", _text(value)))


def _relative_url(value: Any) -> str:
    text = _text(value)
    if re.match(r"[a-z][a-z0-9+.-]*:|//", text, re.IGNORECASE) or text.startswith((SITE_URL, BASE_URL)):
        return text
    return BASE_URL + "/" + text.lstrip("/")


def _array_sentence(value: Any, connector: str = "and") -> str:
    words = [_text(item) for item in _items(value)]
    if len(words) < 3:
        return f" {connector} ".join(words)
    return f"{', '.join(words[:-1])}, {connector} {words[-1]}"


def _json(value: Any) -> str:
    def plain(item: Any) -> Any:
        return dict(item) if isinstance(item, Mapping) else _text(item)

    return json.dumps(value, default=plain, ensure_ascii=False)


def _count_words(value: Any, *_mode: Any) -> int:
    return len(_text(value).split())


def _slugify(value: Any, mode: Any = "default") -> str:
    return slugify(_text(value), _text(mode) or "default")


def _integer(value: Any) -> int:
    match = re.match(r"\s*-?\d+", _text(value))
    return int(match[0][:15]) if match else int(value is True)


_FILTERS: dict[str, Callable[..., Any]] = {
    "absolute_url": _relative_url,
    "array_to_sentence_string": _array_sentence,
    "cgi_escape": lambda value: quote(_text(value), safe="").replace("%20", "+"),
    "date": _format_date,
    "date_to_long_string": _strftime("%d %B %Y"),
    "date_to_rfc822": _strftime("%a, %d %b %Y %H:%M:%S +0000"),
    "date_to_string": _strftime("%d %b %Y"),
    "date_to_xmlschema": _strftime("%Y-%m-%dT%H:%M:%S+00:00"),
    "find": _find,
    "find_exp": _find_exp,
    "group_by": _group_by,
    "group_by_exp": _group_by_exp,
    "inspect": _json,
    "join": lambda value, glue=" ": _text(glue).join(map(_text, _flat(value))),
    "jsonify": _json,
    "map": _map,
    "markdownify": lambda value: markdownify(_text(value)),
    "normalize_whitespace": lambda value: " ".join(_text(value).split()),
    "number_of_words": _count_words,
    "pop": lambda value, count=1: _items(value)[: -_integer(count) or None],
    "push": lambda value, item=None: [*_items(value), item],
    "relative_url": _relative_url,
    "sample": lambda value, *_count: next(iter(_items(value)), None),
    "sassify": lambda _value: "",
    "scssify": lambda _value: "",
    "shift": lambda value, count=1: _items(value)[_integer(count) :],
    "slugify": _slugify,
    "smartify": _text,
    "sort": _sort,
    "strip_index": lambda value: re.sub(r"/index\.html?$", "/", _text(value)),
    "to_integer": _integer,
    "unshift": lambda value, item=None: [item, *_items(value)],
    "uri_escape": lambda value: quote(_text(value), safe="/:?#[]@!$&'()*+,;=%~"),
    "where": _where,
    "where_exp": _where_exp,
    "xml_escape": lambda value: html.escape(_text(value)),
}
