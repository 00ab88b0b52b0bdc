"""How to cite a work, as its front matter has it: Markdown, HTML, or both, on one line."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from docutils import nodes
from markdown_it import MarkdownIt

from ..core.web_urls import InvalidURLError, link_url

if TYPE_CHECKING:
    from collections.abc import Iterator

_ELEMENTS: dict[str, type[nodes.TextElement]] = {
    "i": nodes.emphasis,
    "em": nodes.emphasis,
    "cite": nodes.emphasis,
    "b": nodes.strong,
    "strong": nodes.strong,
    "sub": nodes.subscript,
    "sup": nodes.superscript,
}
_HREF = re.compile(r"\shref\s*=\s*[\"']?([^\"'\s>]+)")
# The punctuation behind a URL is not in it, nor is the bracket or brace that ends what it stands in.
_URL = re.compile(r"""(https?://(?:[^\s<>(){}]|\([^\s<>()]*\))*(?:[^\s<>.,;:!?'"(){}\]…]|\([^\s<>()]*\)))""")


def citation_nodes(text: str) -> list[nodes.Node]:
    """Return *text* with its italics, bold type and links; other HTML tags are left out.

    A URL that is written out is a link.
    """
    root = nodes.inline()
    open_nodes: list[tuple[str, nodes.TextElement]] = [("", root)]

    def begin(name: str, node: nodes.TextElement) -> None:
        open_nodes[-1][1].append(node)
        open_nodes.append((name, node))

    def is_open(name: str) -> bool:
        # An element in one of its kind shows nothing, and thousands without an end are too deep for Python.
        return any(name == other for other, _node in open_nodes)

    def end(name: str) -> None:
        if open_nodes[-1][0] == name:
            open_nodes.pop()

    for token in _markdown().parseInline(text)[0].children or ():
        match token.type:
            case "html_inline":
                tag = re.match(r"<(/?)([a-z]+)", token.content, re.IGNORECASE)
                name = tag[2].lower() if tag else ""
                if tag and tag[1]:
                    end(name)
                elif name in _ELEMENTS and not is_open(name):
                    begin(name, _ELEMENTS[name]())
                elif name == "a" and not is_open(name) and (url := _url(token.content)):
                    begin(name, nodes.reference(refuri=url))
                elif name == "br":
                    open_nodes[-1][1].append(nodes.Text(" "))
            case "em_open" | "strong_open":
                begin(token.type.removesuffix("_open"), _ELEMENTS[token.tag]())
            case "link_open":
                begin("link", nodes.reference(refuri=str(token.attrs["href"])))
            case "em_close" | "strong_close" | "link_close":
                end(token.type.removesuffix("_close"))
            case "softbreak" | "hardbreak":
                open_nodes[-1][1].append(nodes.Text(" "))
            case _:
                is_in_link = any(isinstance(node, nodes.reference) for _name, node in open_nodes)
                text = token.content
                open_nodes[-1][1].extend([nodes.Text(text)] if is_in_link else _linked(text))
    return root.children


def url_node(url: str) -> nodes.reference:
    """Return a link whose text is its URL, which is not written behind it on paper."""
    return nodes.reference("", url, refuri=url, classes=["hp-url"])


def _linked(text: str) -> Iterator[nodes.Node]:
    for number, part in enumerate(_URL.split(text)):
        if number % 2:
            yield url_node(part)
        elif part:
            yield nodes.Text(part)


def _url(tag: str) -> str:
    found = _HREF.search(tag)
    try:
        return link_url(found[1]) if found else ""
    except InvalidURLError:
        return ""


@functools.cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark")
