"""Copies of the images that authors, pages and works name and that lie in no ``html_static_path``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util.fileutil import copy_asset_file

from ..pages.image_files import ImageDirectories, is_copied, source_file
from ..pages.records import page_records
from .authors import site_authors
from .uses import author_uses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sphinx.application import Sphinx

_EVENT = "homepage-images"


def setup_image_copies(app: Sphinx) -> None:
    """Register the event by which packages are asked for their images."""
    app.add_event(_EVENT)


def add_image_source(app: Sphinx, function: Callable[[Sphinx], Iterable[str]]) -> None:
    """Register images to be copied that no author and no front matter names.

    :param function: returns their paths in the built site when all pages have been read.
    """
    app.connect(_EVENT, function)


def copy_images(app: Sphinx) -> None:
    """Copy each image to where the pages refer to it."""
    for image, file in copied_images(app).items():
        target = Path(app.outdir, image)
        target.parent.mkdir(parents=True, exist_ok=True)
        copy_asset_file(file, target, force=True)


def copied_images(app: Sphinx) -> dict[str, Path]:
    """Return the path of each copied image in the built site, with its original."""
    directories = ImageDirectories.of(app)
    found = {
        image: source_file(image, directories) for image in sorted(set(_images(app))) if is_copied(image)
    }
    return {image: file for image, file in found.items() if file is not None}


def _images(app: Sphinx) -> Iterator[str]:
    for profile in site_authors(app.env).values():
        yield profile.avatar
    for uses in author_uses(app.env).values():
        yield from (use.overrides.avatar for use in (uses.sidebar, *uses.inline) if use)
    for record in page_records(app.env).values():
        yield record.teaser
        yield record.image
    for images in app.emit(_EVENT):
        yield from images
