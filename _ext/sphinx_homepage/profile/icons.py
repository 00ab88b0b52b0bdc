"""Icons as inline SVG, read from the installed icon package (Font Awesome Free) when a page is built.

No web font, no request, no copy: an icon is one ``<path>`` that takes the colour of the text around it.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

FALLBACK = "solid/link"
"""The icon for a name that the package does not have."""
_STYLES = ("brands", "solid", "regular")
_DIRECTORY = files("fontawesomefree") / "static" / "fontawesomefree" / "svgs"


class Icon(NamedTuple):
    """A shape: its view box and its path."""

    view_box: str
    path: str

    def svg(self, size: int = 16) -> str:
        """Return the icon as an ``<svg>`` element that assistive technology ignores.

        :param size: its height and width in pixels, unless style sheets set others.
        """
        return (
            f'<svg class="hp-icon" viewBox="{self.view_box}" width="{size}" height="{size}" '
            f'fill="currentColor" aria-hidden="true" focusable="false"><path d="{self.path}"/></svg>'
        )


def get_icon(name: str) -> Icon:
    """Return the icon called *name* (``style/name``, or a name of any style), or the generic link icon."""
    icon = _find(name)
    if icon:
        return icon
    fallback = _read(FALLBACK)
    assert fallback is not None, "fontawesomefree is installed without its SVG files"
    return fallback


def has_icon(name: str) -> bool:
    """Return whether there is an icon called *name*."""
    return _find(name) is not None


def icon_names() -> list[str]:
    """Return the name of every icon, as ``style/name``."""
    return [
        f"{style}/{file.name.removesuffix('.svg')}"
        for style in _STYLES
        for file in (_DIRECTORY / style).iterdir()
        if file.name.endswith(".svg")
    ]


def _find(name: str) -> Icon | None:
    candidates = [name] if "/" in name else [f"{style}/{name}" for style in _STYLES]
    return next((icon for icon in map(_read, candidates) if icon), None)


@cache
def _read(name: str) -> Icon | None:
    if not re.fullmatch(r"(?:brands|solid|regular)/[a-z0-9-]+", name):
        return None
    try:
        svg = (_DIRECTORY / f"{name}.svg").read_text(encoding="utf-8")
    except OSError:
        return None
    view_box = re.search(r'viewBox="([0-9. -]+)"', svg)
    # One path is all that the free icons have.  Stricter than XML, since it goes into pages as it is.
    path = re.search(r'<path[^>]* d="([A-Za-z0-9,. +-]+)"', svg)
    return Icon(view_box[1], path[1]) if view_box and path else None
