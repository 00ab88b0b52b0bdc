"""What the listings of each page ask for, kept when the page has been read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

from sphinx_incremental.collectors import PageCollector, page_values

from ...core.diagnostics import file_location
from .query import Query

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

LAYOUTS = ("list", "cards", "table", "compact")
CV_LAYOUT = "cv"
"""The layout of works in a CV, unless it says otherwise."""
_ATTRIBUTE = "homepage_listings"


class listing(nodes.General, nodes.Element):  # noqa: N801
    """A listing with its ``use``; replaced before the references of its page are resolved."""


@dataclass(frozen=True, slots=True)
class Source:
    """A line of the directive, which names works."""

    written: str
    line: int
    path: str
    """From the source directory: of a BibTeX file, or docnames, perhaps with wildcards."""

    @property
    def is_bibtex(self) -> bool:
        """Return whether it names a BibTeX file."""
        return self.path.lower().endswith(".bib")

    @property
    def is_pattern(self) -> bool:
        """Return whether it may name several pages."""
        return any(char in self.path for char in "*?[")


class Section(NamedTuple):
    """Where a listing stands in the table of contents of its page."""

    anchor: str | None = None
    """The fragment of the section that it is in, as Sphinx has it: that of the first is empty."""
    after: int = 0
    """How many sections of that one are before it."""
    is_block: bool = False
    """Whether it is within something else than a section, where there can be no headings."""


@dataclass(frozen=True, slots=True)
class ListingUse:
    """A use of the directive."""

    docname: str
    """The page that it is on, which stays the same where that is part of another document."""
    line: int
    number: int = 0
    """Its place among the listings of the page, from 0."""
    sources: tuple[Source, ...] = ()
    query: Query = field(default_factory=Query)
    layout: str = LAYOUTS[0]
    more: str = ""
    """Where a link leads that is shown if there are more works than the limit: an address, or a URL."""
    more_page: str = ""
    """The page that it leads to, whether or not there is one, if it is named instead."""
    has_filter: bool = False
    is_main: bool = False
    section: Section = field(default_factory=Section)
    file: str = ""
    """The file of a CV that it is part of, from the source directory; its lines are those of that file."""

    def place_of(self, env: BuildEnvironment, line: int) -> str | tuple[str, int]:
        """Return where one of its lines is, for messages."""
        return file_location(Path(env.srcdir, self.file), line) if self.file else (self.docname, line)


class PageListings(NamedTuple):
    """The listings of a page."""

    uses: tuple[ListingUse, ...]
    ids: frozenset[str]
    """The ids of the page, which its rows and groups cannot have."""


def page_listings(env: BuildEnvironment) -> dict[str, PageListings]:
    """Return the listings of every page that has any, by docname."""
    return page_values(env, _ATTRIBUTE)


class ListingsCollector(PageCollector):
    """Keeps the listings of each page that is read."""

    attribute = _ATTRIBUTE

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Keep the listings of a page."""
        found = list(doctree.findall(listing))
        if not found:
            return
        for number, node in enumerate(found):
            node["use"] = replace(node["use"], number=number, section=_section(doctree, node))
        ids = frozenset(
            name for node in doctree.findall(nodes.Element) for name in (*node["ids"], node.get("slug", ""))
        )
        listings = PageListings(tuple(node["use"] for node in found), ids)
        page_listings(app.env)[app.env.current_document.docname] = listings


def _section(doctree: nodes.document, node: nodes.Element) -> Section:
    parent = node.parent
    if not isinstance(parent, nodes.section | nodes.document):
        return Section(is_block=True)
    before = parent.children[: parent.index(node)]
    anchor = None
    if isinstance(parent, nodes.section) and parent["ids"]:
        first = next(doctree.findall(nodes.section))
        anchor = "" if parent is first else f"#{parent['ids'][0]}"
    return Section(anchor, sum(isinstance(child, nodes.section) for child in before))
