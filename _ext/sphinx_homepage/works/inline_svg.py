"""Small SVG drawings that go into a page as they are.

A drawing in the page costs no request and has the colours of the text around it, which an image file cannot.
Pure.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

MAX_BYTES = 4_000
"""Larger drawings are better off in files of their own."""
_SVG = "{http://www.w3.org/2000/svg}"
_ELEMENTS = frozenset({"circle", "ellipse", "g", "line", "path", "polygon", "polyline", "rect", "svg"})
# Attributes of the whole that mean nothing in a page, where the style sheet gives it a size.
_OF_FILES = frozenset({"class", "height", "id", "role", "version", "width"})


def inline_drawing(svg: str) -> str:
    """Return *svg* as an element for the middle of a page, or nothing if it is more than a small drawing.

    It may hold shapes: no text, style, script, reference or id, which could meet others in the page.
    """
    try:
        root = ET.fromstring(svg)
    except (ET.ParseError, ValueError):
        return ""
    if root.tag != f"{_SVG}svg" or "viewBox" not in root.attrib:
        return ""
    own = {name: root.attrib[name] for name in root.attrib if name not in _OF_FILES and name[0] != "{"}
    root.attrib = own
    for element in root.iter():
        element.tag = element.tag.removeprefix(_SVG)
        element.text = element.tail = None
        if element.tag not in _ELEMENTS or not all(map(_is_plain, element.attrib, element.attrib.values())):
            return ""
    root.attrib = {"class": "hp-motif", **own, "aria-hidden": "true"}
    return ET.tostring(root, encoding="unicode")


def _is_plain(name: str, value: str) -> bool:
    """Return whether an attribute of a shape has a meaning of its own, wherever the shape is."""
    # Names with a namespace begin with a brace; url(...) loads something or refers to something.
    return not name.startswith(("class", "href", "id", "on", "style", "{")) and "url" not in value.lower()
