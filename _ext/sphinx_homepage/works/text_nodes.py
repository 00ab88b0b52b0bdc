"""Texts of works as nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from .text import Style

if TYPE_CHECKING:
    from .text import Segment, Text

_ELEMENTS: dict[Style, type[nodes.TextElement]] = {
    Style.MATH: nodes.math,
    Style.EMPHASIS: nodes.emphasis,
    Style.STRONG: nodes.strong,
    Style.SUPERSCRIPT: nodes.superscript,
    Style.SUBSCRIPT: nodes.subscript,
    Style.CODE: nodes.literal,
}


def text_nodes(text: Text) -> list[nodes.Node]:
    """Return a text with its formulas, styles and links."""
    return [_node(segment) for segment in text.segments]


def _node(segment: Segment) -> nodes.Node:
    node: nodes.Node
    if segment.style in _ELEMENTS:
        node = _ELEMENTS[segment.style]("", segment.text)
    elif segment.style is Style.SMALL_CAPS:
        node = nodes.inline("", segment.text, classes=["hp-small-caps"])
    else:
        node = nodes.Text(segment.text)
    return nodes.reference("", "", node, refuri=segment.url) if segment.url else node
