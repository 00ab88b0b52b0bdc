"""What the listings of each page ask for, kept when the page has been read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_incremental.collectors import PageCollector, page_values

from .query import Query

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_ATTRIBUTE = "homepage_listings"


class listing(nodes.General, nodes.Element):  # noqa: N801
    """A listing with its ``use``; replaced when the references of its page are resolved."""


@dataclass(frozen=True, slots=True)
class Source:
    """A line of the directive, which names works."""

    written: str
    line: int
    path: str
    """From the source directory: of a BibTeX file, or the docnames of pages, perhaps with wildcards."""

    @property
    def is_bibtex(self) -> bool:
        """Return whether it names a BibTeX file."""
        return self.path.lower().endswith(".bib")


@dataclass(frozen=True, slots=True)
class ListingUse:
    """A use of the directive."""

    docname: str
    """The page that it is on, which stays the same where that is included in another document."""
    line: int
    number: int = 0
    """Its place among the listings of the page, from 0."""
    sources: tuple[Source, ...] = ()
    query: Query = field(default_factory=Query)
    layout: str = "list"
    more: str = ""
    """Where a link leads that is shown if there are more works than the limit."""
    has_filter: bool = False
    is_main: bool = False
    section: tuple[str, ...] = ()
    """The ids of the section that it is in."""


def listing_uses(env: BuildEnvironment) -> dict[str, tuple[ListingUse, ...]]:
    """Return the listings of every page that has any, by docname."""
    return page_values(env, _ATTRIBUTE)


class ListingUsesCollector(PageCollector):
    """Keeps the listings of each page that is read."""

    attribute = _ATTRIBUTE

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Keep the listings of a page."""
        uses = tuple(node["use"] for node in doctree.findall(listing))
        if uses:
            listing_uses(app.env)[app.env.current_document.docname] = uses
