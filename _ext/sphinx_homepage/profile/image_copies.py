"""Pictures that authors and pages name, and that lie in no ``html_static_path``: copied into the site."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util.fileutil import copy_asset_file

from sphinx_incremental.builders import builds_pages
from sphinx_incremental.stale_files import add_output_files

from ..pages.image_files import AvatarPlaces, is_copied, source_file
from ..pages.records import page_records
from .uses import author_uses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx


def copy_pictures(app: Sphinx, exception: Exception | None) -> None:
    """Copy each picture to where the pages look for it."""
    if exception is not None or not builds_pages(app.builder):
        return
    for picture, file in copied_pictures(app).items():
        target = Path(app.outdir, picture)
        target.parent.mkdir(parents=True, exist_ok=True)
        copy_asset_file(file, target, force=True)


def copied_pictures(app: Sphinx) -> dict[str, Path]:
    """Return the pictures that are copied: the path of each in the built site, and its original."""
    places = AvatarPlaces.of(app)
    found = {
        picture: source_file(picture, places) for picture in sorted(set(_pictures(app))) if is_copied(picture)
    }
    return {picture: file for picture, file in found.items() if file is not None}


def _pictures(app: Sphinx) -> Iterator[str]:
    for profile in app.config.homepage_authors.values():
        yield profile.avatar
    for uses in author_uses(app.env).values():
        yield from (use.overrides.avatar for use in (uses.sidebar, *uses.inline) if use)
    for record in page_records(app.env).values():
        yield record.teaser
        yield record.image


def setup_copying(app: Sphinx) -> None:
    """Register the copying."""
    app.connect("build-finished", copy_pictures)
    add_output_files(app, copied_pictures)
