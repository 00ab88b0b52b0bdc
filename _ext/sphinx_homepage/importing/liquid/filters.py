"""The filters of Jekyll, for python-liquid.

https://jekyllrb.com/docs/liquid/filters/
"""

from __future__ import annotations

import datetime
import html
import json
import re
from collections.abc import Mapping
from io import StringIO
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from liquid.exceptions import OutputStreamLimitError
from liquid.filter import with_context

from ..jekyll.documents import Time
from ..jekyll.permalinks import slugify
from ..jekyll.yaml import as_date
from ..markdown.emoji import emoji
from .environment import environment_of, evaluated
from .markdown_filter import markdownify
from .marks import BASE_URL, SITE_URL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from liquid.context import RenderContext


# Without a value, any will do; ``nil`` is a value.
_ANYTHING = object()
# How many characters a text may have: lists in each other, and texts in the place of letters, make any.
_LONGEST = 30_000_000
_JSON = json.JSONEncoder(
    default=lambda item: dict(item) if isinstance(item, Mapping) else _text(item),
    ensure_ascii=False,
    separators=(",", ":"),
)
_EMOJI = re.compile(r":([a-z0-9_+-]{1,60}):")


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
    template = environment_of(context).parsed("{% if " + str(expression) + " %}1{% endif %}")
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
            groups.setdefault(_text(evaluated(context, str(expression))), []).append(item)
    return [{"name": name, "items": items, "size": len(items)} for name, items in groups.items()]


def _is(item: Any, key: object, wanted: Any) -> bool:
    value = _get(item, key)
    if wanted is _ANYTHING:
        return value is not None and value is not False
    if wanted is None:
        return value is None
    if isinstance(value, list):
        return any(_text(part) == _text(wanted) for part in value)
    return value == wanted or (value is not None and _text(value) == _text(wanted))


def _where(left: Any, key: object, wanted: Any = _ANYTHING) -> list[Any]:
    return [item for item in _items(left) if _is(item, key, wanted)]


def _find(left: Any, key: object, wanted: Any = _ANYTHING) -> Any:
    return next(iter(_where(left, key, wanted)), None)


def _group_by(left: Any, key: object) -> list[Any]:
    groups: dict[str, list[Any]] = {}
    for item in _items(left):
        groups.setdefault(_text(_get(item, key)), []).append(item)
    return [{"name": name, "items": items, "size": len(items)} for name, items in groups.items()]


def _sort(left: Any, key: object = None, nils: object = "first") -> list[Any]:
    # Of tags or categories there are pairs, with their posts.
    items = [[*pair] for pair in left.items()] if isinstance(left, Mapping) and not key else _items(left)
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
    return [_get(item, key) for item in ([left] if isinstance(left, Mapping) else _items(left))]


def _flat(value: Any) -> Iterator[Any]:
    for item in value if isinstance(value, list | tuple | range) else [value]:
        if isinstance(item, list | tuple):
            yield from _flat(item)
        else:
            yield item


def _joined(texts: Iterable[str], glue: str = "") -> str:
    """Return *texts* with *glue* between them.

    :raises OutputStreamLimitError: if that is longer than any page, before there is so much of it.
    """
    found, size = [], 0
    for text in texts:
        found.append(text)
        size += len(text) + len(glue) + 1
        if size > _LONGEST:
            raise OutputStreamLimitError(f"a text has more than {_LONGEST:,} characters", token=None)
    return glue.join(found)


def _replace(value: Any, old: Any = None, new: Any = None) -> str:
    text, mark = _text(value), _text(old)
    return _joined(text.split(mark) if mark else ["", *text, ""], _text(new))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        # As Ruby writes it: ["a", "b"].
        return f"[{_joined(map(_inspected, value), ', ')}]"
    if isinstance(value, dict):
        return (
            f"{{{_joined((f'{_inspected(key)}=>{_inspected(item)}' for key, item in value.items()), ', ')}}}"
        )
    if isinstance(value, range):
        return f"{value.start}..{value.stop - 1}"
    if isinstance(value, datetime.datetime) and not isinstance(value, Time):
        # To Ruby, what has no time is a day.
        return str(value.date() if value.time() == datetime.time.min else Time.of(value))
    return str(value)


def _inspected(value: Any) -> str:
    return "nil" if value is None else _json(value) if isinstance(value, str) else _text(value)


def output(value: Any) -> str:
    """Return what Liquid writes of a value: of a list, the texts of its items."""
    return _joined(map(_text, _flat(value))) if isinstance(value, list | tuple) else _text(value)


def _date(value: Any) -> datetime.datetime | None:
    return as_date(value) or as_date(str(value or "").strip())


def _strftime(pattern: str) -> Callable[[Any], str]:
    def apply(value: Any, *_arguments: Any) -> str:
        date = _date(value)
        return date.strftime(pattern) if date else _text(value)

    return apply


def _date_in_words(month: str) -> Callable[..., str]:
    """Return the filter for dates such as ``04 March 2020``, or with ordinals, the American way or not."""

    def apply(value: Any, kind: Any = None, style: Any = None) -> str:
        date = _date(value)
        if date is None:
            return _text(value)
        if kind != "ordinal":
            return date.strftime(f"%d {month} %Y")
        teens = date.day in (11, 12, 13)
        day = f"{date.day}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(date.day % 10, 'th')}"
        return date.strftime(f"{month} {day}, %Y" if style == "US" else f"{day} {month} %Y")

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


def title_as_html(value: Any) -> str:
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
    written = _joined(_JSON.iterencode(value))
    for mark in (SITE_URL, BASE_URL):
        written = written.replace(json.dumps(mark)[1:-1], mark)
    return written


def _count_words(value: Any, *_mode: Any) -> int:
    return len(_text(value).split())


def _slugify(value: Any, mode: Any = "default") -> str:
    return slugify(_text(value), _text(mode) or "default")


def _split(value: Any, separator: Any = " ") -> list[str]:
    """Return the parts of a text; Ruby leaves out empty ones at the end."""
    text, mark = _text(value), _text(separator)
    parts = list(text) if not mark else text.split() if mark == " " else text.split(mark)
    while parts and not parts[-1]:
        parts.pop()
    return parts


def _integer(value: Any) -> int:
    match = re.match(r"\s*-?\d+", _text(value))
    return int(match[0][:15]) if match else int(value is True)


FILTERS: dict[str, Callable[..., Any]] = {
    "absolute_url": _relative_url,
    "append": lambda value, more=None: _joined([_text(value), _text(more)]),
    "array_to_sentence_string": _array_sentence,
    "cgi_escape": lambda value: quote(_text(value), safe="").replace("%20", "+"),
    "date": _format_date,
    "date_to_long_string": _date_in_words("%B"),
    "date_to_rfc822": _strftime("%a, %d %b %Y %H:%M:%S +0000"),
    "date_to_string": _date_in_words("%b"),
    "date_to_xmlschema": _strftime("%Y-%m-%dT%H:%M:%S+00:00"),
    "emojify": lambda value: _EMOJI.sub(lambda word: emoji(word[1]) or word[0], _text(value)),
    "find": _find,
    "find_exp": _find_exp,
    "group_by": _group_by,
    "group_by_exp": _group_by_exp,
    "inspect": _json,
    "join": lambda value, glue=" ": _joined(map(_text, _flat(value)), _text(glue)),
    "jsonify": _json,
    "map": _map,
    "markdownify": lambda value: markdownify(_text(value)),
    "normalize_whitespace": lambda value: " ".join(_text(value).split()),
    "number_of_words": _count_words,
    "pop": lambda value, count=1: _items(value)[: -_integer(count) or None],
    "prepend": lambda value, more=None: _joined([_text(more), _text(value)]),
    "push": lambda value, item=None: [*_items(value), item],
    "relative_url": _relative_url,
    "replace": _replace,
    "sample": lambda value, *_count: next(iter(_items(value)), None),
    "sassify": lambda _value: "",
    "scssify": lambda _value: "",
    "shift": lambda value, count=1: _items(value)[_integer(count) :],
    "slugify": _slugify,
    "smartify": _text,
    "sort": _sort,
    "split": _split,
    "strip_index": lambda value: re.sub(r"/index\.html?$", "/", _text(value)),
    "to_integer": _integer,
    "unshift": lambda value, item=None: [item, *_items(value)],
    "uri_escape": lambda value: quote(_text(value), safe="/:?#[]@!$&'()*+,;=%~"),
    "where": _where,
    "where_exp": _where_exp,
    "xml_escape": lambda value: html.escape(_text(value)),
}
