"""The sizes of images in the text, so that nothing moves when they have been loaded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import imagesize
from docutils import nodes

from .public_files import SOURCE

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def image_size(file: Path) -> tuple[int, int]:
    """Return width and height of an image in pixels; zeros if they are not known."""
    try:
        width, height = imagesize.get(file)
    except (OSError, ValueError):
        return 0, 0
    return max(int(width), 0), max(int(height), 0)


def add_image_sizes(app: Sphinx, doctree: nodes.document) -> None:
    """Add its size to each image of the site that has none.

    A browser then reserves the space.  Only with themes that scale both sides of images that are too wide, as
    furo does; with others they would be distorted.
    """
    if app.config.html_theme != "furo":
        return
    for image in doctree.findall(nodes.image):
        source = image.get(SOURCE, image["uri"])
        is_ours = SOURCE in image or source in app.env.images
        if {"width", "height", "scale"} & image.attributes.keys() or not is_ours:
            continue
        width, height = image_size(Path(app.srcdir, source))
        if width and height:
            image["width"], image["height"] = str(width), str(height)
            # Sphinx takes a size for a scale, and makes the image a link to the whole of it.
            image["classes"].append("no-scaled-link")
