"""Texts with mathematics, emphasis and links as nodes of a page."""

from __future__ import annotations

from docutils import nodes

from .text import Segment, Style, Text

_ELEMENTS: dict[Style, type[nodes.TextElement]] = {
    Style.MATH: nodes.math,
    Style.EMPHASIS: nodes.emphasis,
    Style.STRONG: nodes.strong,
    Style.SUPERSCRIPT: nodes.superscript,
    Style.SUBSCRIPT: nodes.subscript,
    Style.CODE: nodes.literal,
}


def text_nodes(text: Text, *, with_links: bool = True) -> list[nodes.Node]:
    """Return *text* as nodes.

    :param with_links: whether its links are links, as they cannot be within a link or a title.
    """
    return [_node(segment, with_links) for segment in text.segments]


def _node(segment: Segment, with_links: bool) -> nodes.Node:
    node: nodes.Node = nodes.Text(segment.text)
    if segment.style in _ELEMENTS:
        node = _ELEMENTS[segment.style](segment.text, segment.text)
    elif segment.style is Style.SMALL_CAPS:
        node = nodes.inline("", segment.text, classes=["hp-small-caps"])
    if segment.url and with_links:
        return nodes.reference("", "", node, refuri=segment.url)
    return node
