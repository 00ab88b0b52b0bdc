"""The image that link previews show for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from ..core.canonical import base_url
from ..pages.image_files import is_elsewhere
from ..pages.records import PageRecord, page_records
from ..pages.title import site_title
from ..profile.authors import page_authors, site_author
from .drawings import PREVIEW_SIZE
from .generated_images import is_photograph, preview_path

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder


class Preview(NamedTuple):
    """The image of a link preview."""

    url: str
    alt: str
    large: bool
    """Whether it is made to be shown wide; a portrait is not."""
    size: tuple[int, int] = (0, 0)
    """In pixels; zeros if it is not known."""
    is_general: bool = True
    """Whether it is the author's or the site's, and not the page's own."""


def page_preview(app: Sphinx, builder: StandaloneHTMLBuilder, docname: str) -> Preview | None:
    """Return the page's own image, or else its author's, or else the one that is drawn for the site."""
    if not base_url(builder) or app.config.ogp_image:
        return None
    record = page_records(app.env).get(docname, PageRecord())
    for image in (record.image, record.teaser):
        if is_photograph(image):
            return Preview(site_url(builder, image), record.front_matter.title, large=True, is_general=False)
    owner = site_author(app.env)
    for author in (*page_authors(app.env, docname), *([owner] if owner else [])):
        if is_photograph(author.avatar):
            return Preview(site_url(builder, author.avatar), author.name, large=False)
    drawn = site_url(builder, preview_path(app))
    return Preview(drawn, site_title(app.config), large=True, size=PREVIEW_SIZE) if drawn else None


def site_url(builder: StandaloneHTMLBuilder, path: str) -> str:
    """Return the URL of a file of the site; a URL on another site is returned as it is."""
    if not path or is_elsewhere(path):
        return path
    base = base_url(builder)
    return base + quote(path) if base else ""
