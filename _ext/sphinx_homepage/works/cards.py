"""The directive ``page-cards``: other pages of the site as cards, each with its image, kind and year.

What a card shows comes from the page that it leads to; when that changes, the pages with the card are written
again, and no others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from docutils import nodes
from sphinx.errors import NoUri
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri

from sphinx_incremental.builders import builds_pages
from sphinx_incremental.collectors import PageCollector, page_values
from sphinx_incremental.fingerprints import pages_changed

from ..core.diagnostics import warn
from ..core.problems import Subtype, did_you_mean, shorten
from ..core.rendering import render
from ..head.drawings import motif_svg
from ..pages.drafts import hidden_drafts
from ..pages.image_files import ImageDirectories, source_file
from ..pages.image_sizes import image_size
from ..pages.records import page_records
from .from_page import work_of_page
from .inline_svg import MAX_BYTES, inline_drawing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..pages.records import PageRecord

_ATTRIBUTE = "homepage_card_uses"


@dataclass(frozen=True, slots=True)
class CardUse:
    """One line of a ``page-cards`` directive."""

    docname: str
    """The page that it names, whether or not there is one."""
    written: str
    line: int


class page_cards(nodes.General, nodes.Element):  # noqa: N801
    """Cards of other pages, with their ``uses``; replaced at ``doctree-resolved``."""


def card_uses(env: BuildEnvironment) -> dict[str, tuple[CardUse, ...]]:
    """Return the lines of the directive on every page that has any, by docname."""
    return page_values(env, _ATTRIBUTE)


class CardUsesCollector(PageCollector):
    """Records the lines of the directive on a page when the page has been read."""

    attribute = _ATTRIBUTE

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Record the lines of the directive on a page."""
        uses = tuple(use for node in doctree.findall(page_cards) for use in node["uses"])
        if uses:
            card_uses(app.env)[app.env.current_document.docname] = uses


class Card(NamedTuple):
    """What a card shows of a page."""

    docname: str
    title: str
    description: str
    about: str
    """What it is, and its year."""
    drawing: str
    """SVG markup; empty if the card has an image file."""
    image: str
    """The path of an image file in the built site; empty if the card has a drawing."""
    width: int
    """Of the image, in pixels; 0 if it is not known."""
    height: int


class PageCardsDirective(SphinxDirective):
    """``page-cards`` with the name of a page on each line, as a ``toctree`` takes them."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return a node with the docnames, which are checked when all pages have been read."""
        uses = []
        for offset, text in enumerate(self.content):
            name, line = text.strip(), self._first_line() + offset
            if re.match(r":[a-z-]+:", name):
                message = (
                    f"page-cards has no options; take {shorten(name)} away, and name a page on each line"
                )
                warn(message, Subtype.CARDS, (self.env.current_document.docname, line))
            elif name:
                uses.append(CardUse(self._docname(name), name, line))
        if not uses:
            message = "page-cards shows nothing; name a page on each line, such as projects/my-book"
            warn(message, Subtype.CARDS, (self.env.current_document.docname, self.lineno))
        node = page_cards(uses=uses)
        self.set_source_info(node)
        return [node]

    def _docname(self, name: str) -> str:
        suffix = next((suffix for suffix in self.config.source_suffix if name.endswith(suffix)), "")
        return self.env.relfn2path(name.removesuffix(suffix), self.env.current_document.docname)[0]

    def _first_line(self) -> int:
        """Return the line of the content's first, from 1.

        docutils counts its offset from the beginning of the file, MyST from that of the directive.
        """
        offset = self.content_offset
        return offset + 1 if offset >= self.lineno else self.lineno + offset + 1


class Cards:
    """The cards of one application's pages, worked out anew in each build."""

    def __init__(self) -> None:
        self._cards: dict[str, Card] = {}

    def plan(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Work out every card, and return the pages on which one has changed since they were written."""
        records, drafts = page_records(env), hidden_drafts(env)
        places = ImageDirectories.of(app)
        pages = sorted(card_uses(env).items())
        self._cards = {}
        for docname, uses in pages:
            for use in uses:
                if use.docname in drafts:
                    continue
                if use.docname not in records:
                    # In every build, also for pages that were not read again: the other may be gone since.
                    hint = did_you_mean(use.docname, records)
                    message = f"page-cards: there is no page {shorten(use.written)}{hint}"
                    warn(message, Subtype.CARDS, (docname, use.line))
                elif use.docname not in self._cards:
                    self._cards[use.docname] = _card(env, use.docname, records[use.docname], places)
        return pages_changed(app, env, "cards", {docname: self._found(uses) for docname, uses in pages})

    def resolve(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        """Replace the directive's nodes by HTML on a site, and by lists for all other builders."""
        for node in list(doctree.findall(page_cards)):
            cards = self._found(node["uses"])
            if not cards:
                node.parent.remove(node)
            elif builds_pages(app.builder):
                node.replace_self(nodes.raw("", _markup(app, docname, cards), format="html"))
            else:
                node.replace_self(_plain(app, docname, cards))

    def _found(self, uses: Iterable[CardUse]) -> tuple[Card, ...]:
        return tuple(self._cards[use.docname] for use in uses if use.docname in self._cards)


def _card(env: BuildEnvironment, docname: str, record: PageRecord, places: ImageDirectories) -> Card:
    file = source_file(record.teaser, places)
    drawing = _drawing(file) if file else motif_svg(docname)
    image = "" if drawing else record.teaser
    width, height = image_size(file) if file and image else (0, 0)
    title = env.titles[docname].astext() if docname in env.titles else docname
    work = work_of_page(docname, title, record)
    about = " · ".join(filter(None, (work.kind, work.year)))
    return Card(docname, title, work.summary, about, drawing, image, width, height)


def _drawing(file: Path) -> str:
    """Return a small SVG file as markup; nothing for other files."""
    try:
        if file.suffix.lower() != ".svg" or file.stat().st_size > MAX_BYTES:
            return ""
        return inline_drawing(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeError):
        return ""


def _markup(app: Sphinx, docname: str, cards: Iterable[Card]) -> str:
    here = app.builder.get_target_uri(docname)
    views = [
        {
            **card._asdict(),
            "url": app.builder.get_relative_uri(docname, card.docname),
            "image": relative_uri(here, quote(card.image)) if card.image else "",
        }
        for card in cards
    ]
    return render(app.builder, "homepage/cards.html", {"cards": views})


def _plain(app: Sphinx, docname: str, cards: Iterable[Card]) -> nodes.Node:
    items = nodes.bullet_list(bullet="*")
    for card in cards:
        try:
            uri = app.builder.get_relative_uri(docname, card.docname)
            title: nodes.Node = nodes.reference("", card.title, refuri=uri, internal=True)
        except NoUri:
            title = nodes.Text(card.title)
        about = f" ({card.about})" if card.about else ""
        description = f": {card.description}" if card.description else ""
        items += nodes.list_item("", nodes.paragraph("", "", title, nodes.Text(about + description)))
    return items


def setup_cards(app: Sphinx) -> None:
    """Register the directive."""
    app.add_node(page_cards)
    app.add_env_collector(CardUsesCollector)
    app.add_directive("page-cards", PageCardsDirective)
    cards = Cards()
    app.connect("env-updated", cards.plan)
    app.connect("doctree-resolved", cards.resolve)
