"""Liquid with limits, for python-liquid, and what tags and filters ask of the template that they are in.

Nothing of a site but its templates and values is used: no plugin, no shell, no file but its includes.
"""

from __future__ import annotations

import re
from io import StringIO
from typing import TYPE_CHECKING, Any, ClassVar, cast

from liquid import DictLoader, Environment, Mode
from liquid.exceptions import ContextDepthError, LiquidError, ResourceLimitError

from ..jekyll.documents import LIQUID_RAW, LIQUID_TAG

if TYPE_CHECKING:
    from collections.abc import Mapping

    from liquid import BoundTemplate
    from liquid.context import RenderContext

# What Ruby's Liquid reads and ours does not: "page.[include.id]", and filters behind "for x in y", which have
# no effect there.
_DOT_INDEX = re.compile(r"({[{%][^{}%]*?\w)\.\[")
# "(site.posts | sort: 'date') | reverse", and "if a % and b".
_GROUPED = re.compile(r"({%-?\s*assign\s+[\w-]+\s*=\s*)\((?=[^()%|]*+\|)([^()%]*+)\)")
_STRAY_PERCENT = re.compile(r"({%-?\s*(?:if|elsif|unless)\b[^%]*?)\s%\s")
# "case a | upcase", of which Ruby reads "case a"; "if a | strip != b or c", of which it reads "if a or c";
# "if a contains {{b}}", and with spaces, nil; of '"\\""', whose text ends in a backslash, the last quote is
# too many.
_CONDITION = re.compile(r"{%-?\s*+(?:if|elsif|unless|case|when)\b(?:(?!{%|%}).)*+%}", re.DOTALL)
_FILTER_OF_CONDITION = re.compile(
    r"""(?P<text>"[^"]*"|'[^']*')(?:(?<=\\.)["'](?=\s))?"""
    r"""|\|(?:"[^"]*"|'[^']*'|(?!\s(?:and|or)\s|\s*-?%})[^"'])*+"""
    r"""|(?P<nothing>{{\s[^{}]*}})|{{|}}"""
    r"""|(?<![\w.\[\]-])(?P<value>[\w.\[\]-]++)\s*+(?P<sign>==|!=)\s*+blank(?![\w.-])"""
)
# "assign x = y | default: {}", which is nil.
_NO_VALUE = re.compile(r"""({%-?\s*assign\s(?:"[^"{}%]*"|'[^'{}%]*'|[^{}%"'])*+){\s*}""")
# "{{{a}}", with a brace that nothing closes.
_STRAY_BRACE = re.compile(r"{{{(?=\w[^{}]{0,100}}}(?!}))")
_LOOP_FILTER = re.compile(r"({%-?\s*for\s+[\w-]+\s+in\s++[^|%\n]*?[^|%\s])\s*+\|[^%\n]*?(-?%})")
# "for x in y paginate:", with a parameter that there is not.
_LOOP_REST = re.compile(
    r"({%-?\s*for\s+[\w-]+\s+in\s+[\w.-]+(?:\s+(?:reversed|(?:limit|offset)\s*:\s*[\w.-]+))*)"
    r"\s+(?!(?:reversed|limit|offset)\b)\w[^%\n]*?(-?%})"
)
# '{{ "x.png" | https://x.org/x.png }}': a filter that there is not, with what is no argument.
_NO_FILTER = re.compile(
    r"""({{(?:"[^"]*"|'[^']*'|[^{}"'])*?)\|\s*\w+\s*:\s*/(?:[^|{}-]|-(?!}}))*+(?=-?}}|\|)"""
)
# "include.limit": words that our Liquid reserves are names behind a dot, but not in the name of a file.
_RESERVED = (
    "and|as|blank|cols|contains|continue|else|empty|false|for|if|in|limit|nil|not|null|offset|or|required"
    "|reversed|true|with"
)
_RESERVED_NAME = re.compile(rf"(?<=[\w\]])\.({_RESERVED})(?![\w-]|\.html?\b)")
_TEXT_OR_NAME = re.compile(rf"\"[^\"]*\"|'[^']*'|{_RESERVED_NAME.pattern}")
# To tell of a mistake, all of its template is looked at.
_MOST_MISTAKES = 100
_UNEXPECTED = re.compile(r"unexpected tag '(?:end)?(\w+)'")


class LimitedEnvironment(Environment):
    """Liquid with limits, which reads templates as Ruby's Liquid does."""

    # Far above what pages of a large site need, so that one that never ends does not end the import.
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

    def parsed(self, source: str) -> BoundTemplate:
        """Return the template of a short *source* that comes again and again."""
        template = self._parsed.get(source)
        if template is None:
            template = self._parsed[source] = self.from_string(as_ruby_reads(source))
        return template

    def from_string(self, *arguments: Any, **more: Any) -> BoundTemplate:
        """Return the template of a source.

        :raises LiquidError: if it is none.
        :raises TimeoutError: at a limit of time, which python-liquid takes for a mistake.
        """
        try:
            return super().from_string(*arguments, **more)
        except LiquidError as error:
            if isinstance(error.__cause__, TimeoutError):
                raise error.__cause__ from None
            raise

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
        is_told = isinstance(exc, LiquidError) and len(self.missing) < _MOST_MISTAKES
        if is_told and (words := " ".join(str(exc).split())[:200]):
            tag = _UNEXPECTED.match(words)
            if tag and tag[1] not in self.tags:
                # What is between it and its end stays.
                self.missing.append(f"the tag {tag[1]} is left out, since no plugin is run")
            else:
                self.missing.append(f"a mistake in a template was passed over: {words}")
        super().error(exc, *arguments, **more)

    def run(self, source: str, values: Mapping[str, Any]) -> str:
        """Return what *source* makes of *values*.

        :raises LiquidError: at a limit.
        """
        return self.from_string(as_ruby_reads(source)).render(**values)


def as_ruby_reads(source: str) -> str:
    """Return a template without what Ruby's Liquid passes over, and without the characters of our marks."""
    parts = LIQUID_RAW.split(re.sub("[\x02-\x06\x11\x12]", "", source))
    return "".join(part if number % 2 else _as_ruby_reads(part) for number, part in enumerate(parts))


def _as_ruby_reads(source: str) -> str:
    """Return a template, or a part of it, in which nothing is raw."""
    source = _LOOP_FILTER.sub(r"\1 \2", _DOT_INDEX.sub(r"\1[", _NO_FILTER.sub(r"\1", source)))
    source = _LOOP_REST.sub(r"\1 \2", source)
    if _RESERVED_NAME.search(source):
        source = LIQUID_TAG.sub(_with_quoted_names, source)
    source = _CONDITION.sub(_plain_condition, _NO_VALUE.sub(r"\1nil", _STRAY_BRACE.sub("{{", source)))
    return _STRAY_PERCENT.sub(r"\1 ", _GROUPED.sub(r"\1\2", source))


def _plain_condition(tag: re.Match[str]) -> str:
    return _FILTER_OF_CONDITION.sub(_plain_part, tag[0])


def _plain_part(part: re.Match[str]) -> str:
    if part["value"]:
        # To GitHub's Jekyll, nothing is blank; to our Liquid, only a text or a list is.
        value, sign = part["value"], part["sign"]
        either = "or" if sign == "==" else "and"
        return f"({value} {sign} blank {either} {value} {sign} nil)"
    return part["text"] or ("nil" if part["nothing"] else "")


def _with_quoted_names(tag: re.Match[str]) -> str:
    """Return a tag with ``include["limit"]`` for ``include.limit``."""
    return _TEXT_OR_NAME.sub(lambda match: f'["{match[1]}"]' if match[1] else match[0], tag[0])


def environment_of(context: RenderContext) -> LimitedEnvironment:
    """Return the environment of a template, which is always ours."""
    return cast("LimitedEnvironment", context.env)


def rendered(context: RenderContext, source: str) -> str:
    """Return *source* rendered within a context, if there is Liquid in it."""
    if "{{" not in source and "{%" not in source:
        return source
    buffer = StringIO()
    context.env.from_string(source).render_with_context(context, buffer, partial=True)
    return buffer.getvalue()


def evaluated(context: RenderContext, expression: str) -> Any:
    """Return the value of an expression within a context; ``None`` if it is none."""
    nodes = environment_of(context).parsed("{% assign value = " + expression + " %}").nodes
    inner = getattr(nodes[0], "expression", None) if nodes else None
    return inner.evaluate(context) if inner is not None else None
