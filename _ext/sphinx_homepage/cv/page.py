"""The sections of a CV as nodes of a page, for every builder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from ..pages.heading_ids import jekyll_heading_id
from ..works.details import joined, time
from ..works.listing.rows import CV_LINE
from ..works.text import Text
from ..works.text_nodes import text_nodes
from .layout import Grid, lay_out
from .words import period_parts, section_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .layout import Row
    from .model import Blocks, ListBlock, Section

ENTRY = "hp-cv-entry"
"""The class of an entry without a narrow column."""


class CvPage:
    """Makes the nodes of one CV."""

    def __init__(self, document: nodes.document, file: str, links: dict[str, int], language: str) -> None:
        """Take the page, the file of the CV with the lines of its links, and the language of the site."""
        self._document = document
        self._file = file
        self._links = links
        self._language = language

    def section(self, section: Section, content: Iterable[nodes.Node] = ()) -> nodes.section:
        """Return a section with its entries.

        :param content: what it shows instead of entries.
        """
        text = section_title(section.key)
        title = nodes.title(text, text)
        found = nodes.section("", title, *(content or self._entries(section)), classes=["hp-cv"])
        name = jekyll_heading_id(text)
        if name and name not in self._document.ids:
            found["ids"].append(name)
        found["names"].append(nodes.fully_normalize_name(text))
        self._document.note_implicit_target(found, found)
        return found

    def _entries(self, section: Section) -> Iterator[nodes.Node]:
        for block in lay_out(section.entries):
            if not isinstance(block, Grid):
                yield from self._blocks((block,))
            elif block.has_side:
                yield self._grid(block.rows)
            else:
                yield from (nodes.container("", *self._wide(row), classes=[ENTRY]) for row in block.rows)

    def _grid(self, rows: Iterable[Row]) -> nodes.Node:
        items = nodes.definition_list(classes=["simple", "cv"])
        for row in rows:
            term = nodes.term("", "", *self._narrow(row))
            items += nodes.definition_list_item("", term, nodes.definition("", *self._wide(row)))
        return items

    def _narrow(self, row: Row) -> list[nodes.Node]:
        when = [
            time("", part.text, datetime=str(part.date)) if part.date else nodes.Text(part.text)
            for part in period_parts(row.period, self._language)
        ]
        where = self._text(row.location)
        return joined(
            " ",
            [
                self._text(row.label),
                [nodes.inline("", "", *when, classes=["hp-cv-when"])] if when else [],
                [nodes.inline("", "", *where, classes=["hp-cv-where"])] if where else [],
            ],
        )

    def _wide(self, row: Row) -> Iterator[nodes.Node]:
        for place, line in enumerate(row.lines):
            yield nodes.paragraph("", "", *self._text(line), classes=[CV_LINE] if place else [])
        yield from self._blocks(row.blocks)

    def _blocks(self, blocks: Blocks) -> Iterator[nodes.Node]:
        for block in blocks:
            yield (
                nodes.paragraph("", "", *self._text(block)) if isinstance(block, Text) else self._list(block)
            )

    def _list(self, block: ListBlock) -> nodes.Node:
        items = [nodes.list_item("", *self._blocks(item)) for item in block.items]
        if block.start is None:
            return nodes.bullet_list("", *items, bullet="-")
        return nodes.enumerated_list("", *items, enumtype="arabic", prefix="", suffix=".", start=block.start)

    def _text(self, text: Text) -> list[nodes.Node]:
        found = text_nodes(text)
        for node in found:
            if isinstance(node, nodes.reference):
                # For messages about it.
                node.source, node.line = self._file, self._links.get(node["refuri"])
        return found
