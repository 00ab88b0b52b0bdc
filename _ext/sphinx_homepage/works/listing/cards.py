"""The layout of listings as cards, each with the image, the kind and the year or date of a work."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from docutils import nodes
from sphinx.util.osutil import relative_uri

from ...core.rendering import render
from ...head.drawings import motif_svg
from ...mathematics.words import text_in_words
from ...pages.image_files import is_elsewhere, source_file
from ...pages.image_sizes import image_size
from ..inline_svg import MAX_BYTES, inline_drawing
from ..model import WorkType

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sphinx.builders.html import StandaloneHTMLBuilder

    from ...pages.image_files import ImageDirectories
    from ..model import Work
    from .plan import Row


class Picture(NamedTuple):
    """What is shown of a work beside its words."""

    drawing: str = ""
    """SVG markup; empty if there is an image file, or nothing."""
    image: str = ""
    """The path of an image file in the built site, or its URL on another; empty if there is a drawing."""
    width: int = 0
    """Of the image, in pixels; 0 if it is not known."""
    height: int = 0

    def url(self, here: str) -> str:
        """Return the URL of the image, relative to the page *here*."""
        is_here = self.image and not is_elsewhere(self.image)
        return relative_uri(here, quote(self.image)) if is_here else self.image


def work_image(work: Work, places: ImageDirectories) -> Picture:
    """Return the image of a work with its size; nothing if it has none."""
    if is_elsewhere(work.image):
        return Picture("", work.image)
    file = source_file(work.image, places)
    return Picture("", work.image, *image_size(file)) if file else Picture()


def card_picture(work: Work, places: ImageDirectories) -> Picture:
    """Return what the card of a work shows: an image, a drawing of the owner, or one made from its name."""
    file = source_file(work.image, places)
    if file and (drawing := _drawing(file)):
        return Picture(drawing)
    image = work_image(work, places)
    return image if image.image else Picture(motif_svg(work.docname or work.key or work.title))


def card_facts(work: Work, language: str) -> str:
    """Return what a work is, and its year; of a post it is the date that readers look for."""
    if work.type is WorkType.POST and work.date and not work.date_text:
        return " · ".join(filter(None, (work.kind, work.date.in_short(language))))
    return " · ".join(filter(None, (work.kind, work.year)))


def cards_markup(
    builder: StandaloneHTMLBuilder, docname: str, rows: Iterable[Row], pictures: Iterable[Picture]
) -> nodes.raw:
    """Return the cards of works on a page."""
    here = builder.get_target_uri(docname)
    views = [
        {
            **picture._asdict(),
            "id": row_id,
            "title": work.title,
            "description": text_in_words(work.summary),
            "about": card_facts(work, builder.config.language),
            "url": builder.get_relative_uri(docname, work.docname) if work.docname else "",
            "image": picture.url(here),
        }
        for (work, row_id), picture in zip(rows, pictures, strict=True)
    ]
    return nodes.raw("", render(builder, "homepage/cards.html", {"cards": views}), format="html")


def _drawing(file: Path) -> str:
    """Return a small SVG file as markup; nothing for other files."""
    try:
        if file.suffix.lower() != ".svg" or file.stat().st_size > MAX_BYTES:
            return ""
        return inline_drawing(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeError):
        return ""
