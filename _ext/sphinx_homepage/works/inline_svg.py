"""Small drawings that go into a page as they are, in the colour of the text around them.

A drawing costs no request and follows the light and the dark look, which a picture file cannot.  Pure.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET

MAX_CHARACTERS = 4_000
"""Beyond this a drawing is better off in a file of its own."""
_SVG = "{http://www.w3.org/2000/svg}"
_SHAPES = frozenset({"circle", "ellipse", "g", "line", "path", "polygon", "polyline", "rect"})
_COLOURS = ("fill", "fill-opacity", "fill-rule", "stroke", "stroke-dasharray", "stroke-linecap")
_LINES = ("stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-width")
_PRESENTATION = frozenset(_COLOURS + _LINES)
_GEOMETRY = ("cx", "cy", "d", "height", "opacity", "points", "r", "rx", "ry", "transform", "width")
_ATTRIBUTES = _PRESENTATION.union(_GEOMETRY, ("x", "x1", "x2", "y", "y1", "y2"))
_OF_NO_CONSEQUENCE = frozenset({"class", "height", "id", "role", "version", "viewBox", "width"})
# Not url(...), which would load something or refer to something.
_VALUE = re.compile(r"(?!.*url)[\w\s#.,%()+-]*", re.IGNORECASE | re.DOTALL)


def inline_drawing(svg: str) -> str | None:
    """Return *svg* as an element for the middle of a page, or ``None`` if it is more than a small drawing.

    It may hold shapes and their colours: no text, style, script, reference or id, which could meet others
    in the page.  What is returned is written anew from what was understood.
    """
    if len(svg) > MAX_CHARACTERS or "<!" in re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL):
        # A document type can define entities.
        return None
    try:
        root = ET.fromstring(svg)
    except (ET.ParseError, ValueError):
        return None
    view_box = root.get("viewBox", "")
    if root.tag != f"{_SVG}svg" or not re.fullmatch(r"\s*-?[0-9.]+(?:[\s,]+-?[0-9.]+){3}\s*", view_box):
        return None
    shapes = _shapes(root)
    # Names and sizes of the picture itself say nothing here; a style or a transformation would be missed.
    plain = _PRESENTATION | _OF_NO_CONSEQUENCE
    if shapes is None or not all(name in plain or name.startswith("{") for name in root.attrib):
        return None
    own = {name: value for name, value in root.attrib.items() if name in _PRESENTATION}
    if not all(_VALUE.fullmatch(value) for value in own.values()):
        return None
    return (
        f'<svg class="hp-motif" viewBox="{" ".join(view_box.split())}"{_written(own)} aria-hidden="true">'
        f"{shapes}</svg>"
    )


def _shapes(parent: ET.Element) -> str | None:
    parts = []
    for element in parent:
        name = element.tag.removeprefix(_SVG)
        inner = _shapes(element) if name in _SHAPES else None
        if inner is None or (element.text or "").strip() or not element.attrib.keys() <= _ATTRIBUTES:
            return None
        if not all(_VALUE.fullmatch(value) for value in element.attrib.values()):
            return None
        start = f"<{name}{_written(element.attrib)}"
        parts.append(f"{start}>{inner}</{name}>" if inner else f"{start}/>")
    return "".join(parts)


def _written(attributes: dict[str, str]) -> str:
    return "".join(f' {name}="{html.escape(value)}"' for name, value in attributes.items())
