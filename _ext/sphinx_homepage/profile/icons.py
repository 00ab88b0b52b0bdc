"""Icons as inline SVG, read from the installed icon package (Font Awesome Free) when a page is built.

No web font, no request, no copy: an icon is one ``<path>`` that takes the colour of the text around it.
"""

from __future__ import annotations

import json
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


def find_icon(name: str) -> str:
    """Return the icon that *name* means, as ``style/name``, or an empty string if there is none.

    Its name in Font Awesome 5 and 4 (``map-marker-alt``, ``envelope-o``) will do, and so will another style
    than it has.
    """
    return _named(name) or _named(_renamed(name))


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


def _named(name: str) -> str:
    """Return the icon called *name*, in the style that it names or else in any, or an empty string."""
    bare = name.rpartition("/")[2]
    return next((found for found in (name, *(f"{style}/{bare}" for style in _STYLES)) if _read(found)), "")


def _renamed(name: str) -> str:
    """Return what an icon is called that had the *name* in Font Awesome 5 or 4."""
    style, _, bare = name.rpartition("/")
    new = _new_names().get(bare, "")
    return new if "/" in new else f"{style}/{new}"


@cache
def _new_names() -> dict[str, str]:
    """Return the new name, perhaps with a style, of each that is none any more, from the package's lists.

    They are megabytes, so only such a name asks for them.
    """
    metadata = files("fontawesomefree") / "static" / "fontawesomefree" / "metadata"
    try:
        icons = json.loads((metadata / "icons.json").read_text(encoding="utf-8"))
        shims = json.loads((metadata / "shims.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    styles = {"fab": "brands/", "far": "regular/", "fas": "solid/"}
    new_names = {old: styles.get(prefix or "", "") + (new or old) for old, prefix, new in shims}
    for name, icon in icons.items():
        new_names |= dict.fromkeys(icon.get("aliases", {}).get("names", ()), name)
    return new_names


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
