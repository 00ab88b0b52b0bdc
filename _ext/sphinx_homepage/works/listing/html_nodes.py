"""A node for the HTML elements that docutils has no nodes for."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

_EMPTY = frozenset({"img"})
_LISTS = frozenset({"div", "details", "table", "tbody", "thead", "tr", "ul"})


class html_element(nodes.General, nodes.TextElement):  # noqa: N801
    """An HTML element on a site: ``tag``, ``attrs``, and a ``literal`` text that is not for the search.

    Sphinx takes links in other elements than those of text for images that are links.
    """


def element(tag: str, *children: nodes.Node, classes: str = "", text: str = "", **attrs: Any) -> html_element:
    """Return an HTML element.

    :param attrs: its attributes; empty ones are left out, except ``alt``, and ``_`` stands for ``-``.
    """
    given = {
        name.strip("_").replace("_", "-"): str(value)
        for name, value in attrs.items()
        if value or name == "alt"
    }
    return html_element("", "", *children, tag=tag, classes=classes.split(), attrs=given, literal=text)


def visit_element(translator: HTML5Translator, node: html_element) -> None:
    """Write the start of an element, and its text."""
    start = translator.starttag(node, node["tag"], "\n" if node["tag"] in _LISTS else "", **node["attrs"])
    translator.body.append(start + html.escape(node["literal"], quote=False))


def depart_element(translator: HTML5Translator, node: html_element) -> None:
    """Write its end."""
    if node["tag"] not in _EMPTY:
        translator.body.append(f"</{node['tag']}>" + ("" if node["tag"] == "summary" else "\n"))


def setup_html_nodes(app: Sphinx) -> None:
    """Register the node; no other builder has any."""
    handlers: Any = (visit_element, depart_element)
    app.add_node(html_element, html=handlers)
