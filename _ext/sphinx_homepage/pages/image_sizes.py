"""The sizes of pictures in the text, so that nothing moves when they arrive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import imagesize
from docutils import nodes

from sphinx_incremental.builders import builds_pages

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def picture_size(file: Path) -> tuple[int, int]:
    """Return width and height of a picture in pixels; zeros if they cannot be told."""
    try:
        width, height = imagesize.get(file)
    except (OSError, ValueError):
        return 0, 0
    return max(int(width), 0), max(int(height), 0)


def add_sizes(app: Sphinx, doctree: nodes.document, _docname: str) -> None:
    """Give each picture of the site that says nothing of its size the one that it has.

    A browser keeps the place free then.  Only where the theme scales both sides of pictures that are too
    wide, as furo does; with other themes they would lose their shape.
    """
    if not builds_pages(app.builder) or app.config.html_theme != "furo":
        return
    for image in doctree.findall(nodes.image):
        if {"width", "height", "scale"} & image.attributes.keys() or image["uri"] not in app.env.images:
            continue
        width, height = picture_size(Path(app.srcdir, image["uri"]))
        if width and height:
            image["width"], image["height"] = str(width), str(height)
            # Sphinx takes a size for a scale, and makes the picture a link to the whole of it.
            image["classes"].append("no-scaled-link")


def setup_sizes(app: Sphinx) -> None:
    """Register the sizes."""
    app.connect("doctree-resolved", add_sizes)
