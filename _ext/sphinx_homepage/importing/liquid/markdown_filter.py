"""Jekyll's filter ``markdownify``: Markdown as HTML, which becomes Markdown again with its page.  Pure."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from ...pages.heading_ids import jekyll_heading_id
from ..markdown.kramdown import to_myst
from .marks import BASE_URL, SITE_URL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererProtocol
    from markdown_it.token import Token


# Addresses may begin with a mark for the root of the site; in Markdown they have no control characters.
_SHOWN = {ord(SITE_URL): 0xFDD5, ord(BASE_URL): 0xFDD6}
_HIDDEN = {shown: mark for mark, shown in _SHOWN.items()}
_CLASSES = {"danger": "danger", "tip": "success", "warning": "warning"}


@lru_cache(maxsize=1000)
def markdownify(text: str) -> str:
    """Return Markdown as HTML, in which formulas are between dollars.

    Lists show the beginnings of the same posts again and again.
    """
    rendered: str = _parser().render(to_myst(text.translate(_SHOWN)).text)
    return rendered.translate(_HIDDEN)


@cache
def _parser() -> MarkdownIt:
    """Return a parser of what :func:`.to_myst` writes."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
    from mdit_py_plugins.colon_fence import colon_fence_plugin
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.dollarmath import dollarmath_plugin
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.myst_blocks import myst_block_plugin
    from mdit_py_plugins.myst_role import myst_role_plugin

    class Parser(MarkdownIt):
        def normalizeLink(self, url: str) -> str:  # noqa: N802 (markdown-it's name)
            """Return *url* as it is."""
            return url

    parser = Parser("commonmark", {"html": True}).enable(["table", "strikethrough"])
    for plugin in (colon_fence_plugin, deflist_plugin, footnote_plugin, myst_block_plugin, myst_role_plugin):
        parser.use(plugin)
    parser.use(attrs_plugin, spans=True).use(attrs_block_plugin)
    parser.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)
    rules = {
        "colon_fence": _notice,
        "heading_open": _heading,
        "math_block": _formula,
        "math_inline": _formula,
        "math_inline_double": _formula,
        "myst_line_comment": _nothing,
        "myst_role": _role,
        "myst_target": _target,
    }
    for name, rule in rules.items():
        parser.add_render_rule(name, rule)
    return parser


def _notice(
    _renderer: RendererProtocol, tokens: Sequence[Token], index: int, _options: Any, _environment: Any
) -> str:
    """Return a notice, which kramdown has as a class of a block."""
    name = _CLASSES.get(re.sub(r"\W", "", tokens[index].info), "info")
    return f'<div class="notice--{name}">\n{_parser().render(tokens[index].content)}</div>\n'


def _heading(renderer: Any, tokens: Sequence[Token], index: int, options: Any, environment: Any) -> str:
    inline = tokens[index + 1]
    title = "".join(
        child.content for child in inline.children or () if child.type not in ("html_inline", "image")
    )
    if name := jekyll_heading_id(title):
        tokens[index].attrSet("id", name)
    rendered: str = renderer.renderToken(tokens, index, options, environment)
    return rendered


def _formula(
    _renderer: RendererProtocol, tokens: Sequence[Token], index: int, _options: Any, _environment: Any
) -> str:
    token = tokens[index]
    formula = escape(token.content.strip(), quote=False)
    if token.type == "math_block":
        return f"<p>$${formula}$$</p>\n"
    return f"$${formula}$$" if token.type == "math_inline_double" else f"${formula}$"


def _role(
    _renderer: RendererProtocol, tokens: Sequence[Token], index: int, _options: Any, _environment: Any
) -> str:
    token = tokens[index]
    content = escape(token.content, quote=False)
    return f"${content}$" if token.meta.get("name") == "math" else content


def _target(
    _renderer: RendererProtocol, tokens: Sequence[Token], index: int, _options: Any, _environment: Any
) -> str:
    return f'<a id="{escape(tokens[index].content)}"></a>\n'


def _nothing(
    _renderer: RendererProtocol, _tokens: Sequence[Token], _index: int, _options: Any, _environment: Any
) -> str:
    return ""
