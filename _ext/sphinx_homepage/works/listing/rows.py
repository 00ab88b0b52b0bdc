"""The rows of listings as nodes: in HTML for a site, and as plain lists for all other builders."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.errors import NoUri
from sphinx.util.nodes import make_refnode

from ...core.dates import parse_date
from ...core.identifiers import doi_url
from ...core.messages import _
from ...mathematics.words import text_in_words
from ...pages.title import LISTED
from ..citation import citation_nodes
from ..details import award, full_citation, joined, link_reference, time, words, work_parts
from ..library import Place, library_of
from ..model import PublicationKind, WorkType
from ..news import ItemNodes
from ..relations import related_lines
from ..text import text_with_links
from ..text_nodes import text_nodes
from .cards import Picture, card_facts
from .html_nodes import element

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx

    from ..authors import People
    from ..model import Publication, Work
    from .plan import Row

# Kinds whose name tells something that their venue does not.
_NAMED = frozenset(
    {PublicationKind.THESIS, PublicationKind.REPORT, PublicationKind.PATENT, PublicationKind.OTHER}
)
# Kinds of which the publisher is named.
_PUBLISHED = frozenset(
    {PublicationKind.BOOK, PublicationKind.CHAPTER, PublicationKind.REPORT, PublicationKind.THESIS}
)


CV_LINE = "hp-cv-line"
"""The class of a line that belongs to the one above it, in an entry of a CV."""


class Rows:
    """Makes the rows of the listings of one page."""

    def __init__(self, app: Sphinx, docname: str, people: People) -> None:
        self._app = app
        self._env = app.env
        self._builder = app.builder
        self._docname = docname
        self._people = people
        self._language = app.config.language
        self._items = ItemNodes(app, docname)

    # --- What all layouts show --------------------------------------------------------------------------

    def title(self, work: Work) -> list[nodes.Node]:
        """Return the title of a work, as a link to its page if it has one, or what an item says."""
        if work.item:
            return self._items.content(work.item)
        # Without a page, its abstract and its BibTeX are where its main listing is.
        place = Place(work.docname, "") if work.docname else library_of(self._app).home_of(work.key)
        if place and place.docname == self._docname and place.id:
            place = None
        if work.publication:
            title = text_nodes(work.publication.title, with_links=place is None)
        else:
            title = [node.deepcopy() for node in self._env.titles[work.docname].children]
        if place is None:
            return title
        try:
            return [make_refnode(self._builder, self._docname, *place, title)]
        except NoUri:
            return title

    def authors(self, work: Work, *, is_html: bool) -> list[nodes.Node]:
        """Return the authors of a work."""
        return self._people.authors(work, is_html=is_html)

    def facts(self, work: Work, *, has_date: bool) -> list[nodes.Node]:
        """Return where a work came out and what it is.

        :param has_date: whether the year of a publication, or the date of another work, is among them.
        """
        if work.type is WorkType.PUBLICATION:
            return self._publication_facts(work, has_date=has_date)
        kept = work if has_date else replace(work, date=None, date_text="")
        return joined(" · ", work_parts(replace(kept, modified=None), self._language))

    def _publication_facts(self, work: Work, *, has_date: bool) -> list[nodes.Node]:
        publication = work.publication
        venue: list[nodes.Node] = [nodes.emphasis("", work.venue)] if work.venue else []
        parts: list[list[nodes.Node]] = []
        if publication is None:
            parts += [words(work.kind) if not venue else [], venue, words(work.location)]
        else:
            is_named = publication.kind in _NAMED or not venue
            parts.append(words(work.kind) if is_named else [])
            parts.append(
                [*venue, *words(_volume(publication))] if venue else words(_volume(publication).strip())
            )
            parts += [words(text) for text in _details(work, publication)]
        if has_date:
            parts.append(words(work.year))
        found = joined(", ", parts)
        if publication and publication.state and publication.state != work.year:
            found = joined(" · ", [found, words(publication.state)])
        return found

    def links(self, work: Work) -> list[nodes.Node]:
        """Return the links of a work."""
        return [link_reference(link) for link in work.links]

    def related(self, work: Work) -> list[nodes.Node]:
        """Return the works that belong to a work."""
        return joined(" · ", related_lines(self._app, work, self._docname))

    def date(self, work: Work) -> list[nodes.Node]:
        """Return the date of a work for a narrow column."""
        date = parse_date(work.date_text) if work.date_text else work.date
        if date is None:
            return words(work.date_text)
        return [time("", work.date_text or date.in_short(self._language), datetime=str(date))]

    # --- Sites --------------------------------------------------------------------------------------------

    def html_list(
        self, rows: Iterable[Row], pictures: Iterable[Picture], number: int, layout: str
    ) -> nodes.Node:
        """Return rows in the layout ``list`` or ``compact``.

        :param number: the place of the listing among those of the page.
        """
        make = self._compact_row if layout == "compact" else self._row
        items = [make(row, picture) for row, picture in zip(rows, pictures, strict=True)]
        classes = f"hp-works hp-{layout if layout == 'list' else 'compact-list'}"
        return element("ul", *items, classes=classes, data_listing=str(number))

    def _compact_row(self, row: Row, _picture: Picture) -> nodes.Element:
        work = row.work
        body = [*self.title(work)]
        if facts := self.facts(work, has_date=False):
            body += [nodes.Text(" "), nodes.inline("", "", *facts, classes=["hp-facts-line"])]
        sides = [element("div", *side, classes="hp-side")] if (side := self.date(work)) else []
        return self._item(row, *sides, element("div", *body, classes="hp-main"))

    def _row(self, row: Row, picture: Picture) -> nodes.Element:
        is_publication = row.work.type is WorkType.PUBLICATION
        side, main = self._publication(row.work) if is_publication else self._dated(row.work)
        if picture.image:
            side.append(self._image(picture))
        sides = [element("div", *side, classes="hp-side")] if side else []
        return self._item(row, *sides, element("div", *main, classes="hp-main"))

    def _beginning(self, work: Work) -> Iterator[nodes.Node]:
        """Yield the title of a work, and its authors."""
        yield element("p", *self.title(work), classes="" if work.item else LISTED)
        if authors := self.authors(work, is_html=True):
            yield element("p", *authors, classes="hp-authors")

    def _publication(self, work: Work) -> tuple[list[nodes.Node], list[nodes.Node]]:
        """Return what is in the narrow column of a publication, and what is in the wide one."""
        publication = work.publication
        main = [*self._beginning(work)]
        facts = self.facts(work, has_date=True)
        if work.award:
            facts = joined(" · ", [facts, [award(work)]])
        if facts:
            main.append(element("p", *facts, classes="hp-facts-line"))
        if publication and publication.note:
            main.append(element("p", *text_nodes(publication.note), classes="hp-summary"))
        elif publication is None and work.summary:
            main.append(_summary(work))
        main += self._open_citation(work)
        if actions := [*_spaced(self.links(work)), *self._unfolding(work)]:
            main.append(element("div", *actions, classes="hp-actions"))
        main += self._related_line(work)
        return [*self._badge(work)], main

    def _dated(self, work: Work) -> tuple[list[nodes.Node], list[nodes.Node]]:
        """Return the same for another work, which has its date in the narrow column."""
        main = [*self._beginning(work)]
        facts = [self.facts(work, has_date=False), *([link] for link in self.links(work))]
        if work.award:
            facts.insert(1, [award(work)])
        if any(facts):
            main.append(element("p", *joined(" · ", facts), classes="hp-facts-line"))
        if work.summary:
            main.append(_summary(work))
        main += self._open_citation(work)
        if work.publication is None and (actions := [*self._unfolding(work)]):
            main.append(element("div", *actions, classes="hp-actions"))
        main += self._related_line(work)
        date = self.date(work)
        return [element("p", *date)] if date else [], main

    def _related_line(self, work: Work) -> list[nodes.Node]:
        related = self.related(work)
        return [element("p", *related, classes="hp-facts-line")] if related else []

    def _item(self, row: Row, *children: nodes.Node) -> nodes.Element:
        item = element("li", *children, classes="hp-selected" if row.work.selected else "")
        item["ids"] = [row.id] if row.id else []
        return item

    def _badge(self, work: Work) -> Iterator[nodes.Node]:
        if work.badge and work.venue and work.badge != work.venue:
            yield element("p", nodes.abbreviation("", work.badge, explanation=work.venue), classes="hp-badge")
        elif work.badge:
            yield element("p", nodes.Text(work.badge), classes="hp-badge")

    def _image(self, picture: Picture) -> nodes.Node:
        return element(
            "img",
            classes="hp-preview",
            src=picture.url(self._builder.get_target_uri(self._docname)),
            alt="",
            width=picture.width,
            height=picture.height,
            loading="lazy",
            decoding="async",
        )

    def _open_citation(self, work: Work) -> Iterator[nodes.Node]:
        """Yield the citation of a work, if nothing else tells whose work it is."""
        if work.publication is None and work.citation and not work.authors:
            yield element("p", *full_citation(work), classes="hp-summary")

    def _unfolding(self, work: Work) -> Iterator[nodes.Node]:
        publication = work.publication
        if publication is None:
            if work.citation and work.authors:
                yield _details_element(_("Citation"), element("p", *full_citation(work)))
            return
        for label, text in (
            (_("Abstract"), text_nodes(publication.abstract)),
            (work.award, text_nodes(publication.award_details)),
            (_("More"), citation_nodes(publication.additional) if publication.additional else []),
        ):
            if text:
                yield _details_element(label, element("p", *text))
        if publication.bibtex:
            yield _details_element(_("BibTeX"), element("pre", text=publication.bibtex))

    def html_table(self, rows: Iterable[Row], number: int) -> nodes.Node:
        """Return rows as a table, without the columns that have nothing in them."""
        names = (_("Date"), _("Title"), _("Venue"), _("Links"))
        lines: list[tuple[list[nodes.Node], ...]] = []
        ids = []
        for row in rows:
            work = row.work
            links = [element("div", *_spaced(self.links(work)), classes="hp-actions")] if work.links else []
            lines.append(
                (self.date(work), [*self._beginning(work)], self.facts(work, has_date=False), [*links])
            )
            ids.append(row.id)
        cells = zip(names, zip(*lines, strict=True), strict=True)
        columns = [(name, column) for name, column in cells if any(column)]
        head = element("tr", *(element("th", nodes.Text(name), scope="col") for name, _column in columns))
        body = []
        for place, row_id in enumerate(ids):
            line = element("tr", *(element("td", *column[place]) for _name, column in columns))
            line["ids"] = [row_id] if row_id else []
            body.append(line)
        table = element(
            "table",
            element("thead", head),
            element("tbody", *body, data_listing=str(number)),
            classes="hp-works-table docutils",
        )
        return element("div", table, classes="table-wrapper")

    # --- CVs ------------------------------------------------------------------------------------------------

    def cv_date(self, work: Work) -> list[nodes.Node]:
        """Return what stands in the narrow column of a CV: of a publication the year is enough."""
        return words(work.year) if work.type is WorkType.PUBLICATION else self.date(work)

    def cv_title(self, work: Work) -> list[nodes.Node]:
        """Return the title of a work in bold type, or what an item says."""
        title = self.title(work)
        return title if work.item else [nodes.strong("", "", *title)]

    def cv_lines(self, work: Work, *, is_html: bool) -> Iterator[list[nodes.Node]]:
        """Yield what stands below the title of a work in a CV, line by line."""
        facts = self.facts(work, has_date=False)
        award = words(work.award)
        # On paper, the word DOI leads nowhere.
        doi = doi_url(work.doi) if work.doi else ""
        shown = (replace(link, label=f"doi:{work.doi}") if link.url == doi else link for link in work.links)
        links = joined(", ", ([link_reference(link)] for link in shown))
        found = [self.authors(work, is_html=is_html), joined(" · ", [facts, award, links])]
        yield from filter(None, found)

    def cv_list(self, rows: Iterable[Row], *, is_html: bool) -> nodes.Node:
        """Return rows as entries of a CV."""
        items = nodes.definition_list(classes=["simple", "cv"])
        for row in rows:
            title = nodes.paragraph("", "", *self.cv_title(row.work))
            found = self.cv_lines(row.work, is_html=is_html)
            lines = (nodes.paragraph("", "", *line, classes=[CV_LINE]) for line in found)
            items += nodes.definition_list_item(
                "",
                nodes.term("", "", *self.cv_date(row.work), ids=[row.id] if row.id else []),
                nodes.definition("", title, *lines),
            )
        return items

    # --- Other builders -----------------------------------------------------------------------------------

    def plain_list(self, rows: Iterable[Row], layout: str) -> nodes.Node:
        """Return rows as a list for builders that make no site."""
        items = nodes.bullet_list(bullet="*")
        for row in rows:
            work = row.work
            if layout == "cards":
                about = f" ({facts})" if (facts := card_facts(work, self._language)) else ""
                found = [
                    *self.title(work),
                    nodes.Text(about + (f": {text_in_words(work.summary)}" if work.summary else "")),
                ]
            elif work.item:
                found = joined(": ", [self.facts(work, has_date=True), self.title(work)])
            else:
                is_publication = work.type is WorkType.PUBLICATION
                parts = [
                    self.title(work),
                    self.authors(work, is_html=False) if is_publication else [],
                    self.facts(work, has_date=True),
                    joined(", ", ([link] for link in self.links(work))) if layout != "compact" else [],
                    self.related(work) if layout == "list" else [],
                ]
                found = joined(". ", parts)
            # Not an id of the item, to which LaTeX has no link.
            target = [nodes.target("", "", ids=[row.id])] if row.id else []
            items += nodes.list_item("", nodes.paragraph("", "", *target, *found))
        return items


def align_lists(lists: Iterable[nodes.Node]) -> None:
    """Mark the lists of one listing, if none has anything in the narrow column."""
    found = [node for node in lists if isinstance(node, nodes.Element) and "hp-works" in node["classes"]]
    first = [item.children[0] for node in found for item in node.children]
    if not any(isinstance(node, nodes.Element) and "hp-side" in node["classes"] for node in first):
        for node in found:
            node["classes"].append("hp-plain")


def _spaced(links: Iterable[nodes.Node]) -> Iterator[nodes.Node]:
    """Yield links with a space behind each, for readers without style sheets."""
    for link in links:
        yield link
        yield nodes.Text(" ")


def _summary(work: Work) -> nodes.Node:
    text = text_with_links(work.summary, ((link.label, link.url) for link in work.summary_links))
    return element("p", *text_nodes(text), classes="hp-summary")


def _volume(publication: Publication) -> str:
    """Return volume, issue and pages behind the name of a journal."""
    issue = f"({publication.issue})" if publication.issue else ""
    volume = f"{publication.volume}{issue}"
    return (f" {volume}" if volume else "") + (f", {publication.pages}" if publication.pages else "")


def _details(work: Work, publication: Publication) -> Iterator[str]:
    """Yield what else tells where a publication came out."""
    if publication.series and publication.series != work.venue:
        yield publication.series
    if publication.number:
        yield publication.number
    if publication.kind in _PUBLISHED and publication.publisher != work.venue:
        yield publication.publisher


def _details_element(label: str, content: nodes.Node) -> nodes.Node:
    return element("details", element("summary", nodes.Text(label)), content)
