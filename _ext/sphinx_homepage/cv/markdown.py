"""Markdown in the texts of a CV: emphasis, code, links, paragraphs and lists.

HTML and headings are none of it: they stay the characters that they are.  Pure: needs markdown-it-py.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from ..core.web_urls import InvalidURLError, link_url
from ..works.text import NO_TEXT, Segment, Style, Text
from .model import Blocks, ListBlock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Each list is two levels.
_DEEPEST = 100
_LONGEST = 200
_OFF = ("code", "fence", "blockquote", "hr", "reference", "heading", "lheading", "html_block")


def parse_inline(markdown: str) -> tuple[Text, list[str]]:
    """Return a text on one line, and a message for each link in it that cannot be one."""
    problems: list[str] = []
    found = _text(_parser().parseInline(" ".join(markdown.split()))[0].children or [], problems)
    return found, problems


def parse_blocks(markdown: str) -> tuple[Blocks, list[str]]:
    """Return a text of several paragraphs and lists, and the same."""
    problems: list[str] = []
    tree = SyntaxTreeNode(_parser().parse(markdown))
    return tuple(_blocks(tree.children, problems)), problems


def _blocks(children: Iterable[SyntaxTreeNode], problems: list[str]) -> Iterator[Text | ListBlock]:
    for node in children:
        if node.type in ("bullet_list", "ordered_list"):
            items = tuple(tuple(_blocks(item.children, problems)) for item in node.children)
            start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
            yield ListBlock(items, start)
        elif node.type == "paragraph":
            inline = node.children[0].token
            if inline is not None and (text := _text(inline.children or [], problems)):
                yield text


def _text(tokens: Iterable[object], problems: list[str]) -> Text:
    segments: list[Segment] = []
    strong = emphasis = 0
    url = ""

    def add(text: str, style: Style) -> None:
        last = segments[-1] if segments else None
        if last and (last.style, last.url) == (style, url):
            segments[-1] = Segment(last.text + text, style, url)
        elif text:
            segments.append(Segment(text, style, url))

    for token in tokens:
        kind: str = token.type  # type: ignore[attr-defined]
        match kind:
            case "strong_open" | "strong_close":
                strong += 1 if kind == "strong_open" else -1
            case "em_open" | "em_close":
                emphasis += 1 if kind == "em_open" else -1
            case "link_open":
                url = _url(str(token.attrs["href"]), problems)  # type: ignore[attr-defined]
            case "link_close":
                url = ""
            case _:
                style = Style.STRONG if strong else Style.EMPHASIS if emphasis else Style.PLAIN
                is_break = kind in ("softbreak", "hardbreak")
                content = " " if is_break else token.content  # type: ignore[attr-defined]
                add(content, Style.CODE if kind == "code_inline" else style)
    return Text(tuple(segments)) if segments else NO_TEXT


def _url(href: str, problems: list[str]) -> str:
    try:
        return link_url(href) if href else ""
    except InvalidURLError as error:
        problems.append(f"the link to {href[:_LONGEST]}: {error}")
        return ""


class _Parser(MarkdownIt):
    """Takes every destination for that of a link: one that cannot be linked is told, and not shown."""

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return bool(url)


@functools.cache
def _parser() -> MarkdownIt:
    return _Parser("commonmark", {"html": False, "maxNesting": _DEEPEST}).disable([*_OFF, "image"])
