"""The CVs of each page, kept when the page has been read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_incremental.collectors import PageCollector, page_values

from ..works.listing.uses import listing

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .model import Cv

_ATTRIBUTE = "homepage_cvs"
SECTION = "cv_section"
"""The attribute of a listing with the place of its section in the CV, from 0."""


class cv_header(nodes.General, nodes.Element):  # noqa: N801
    """What stands above the sections of a CV, with its ``use``; it is known when all pages have been read."""


@dataclass(frozen=True, slots=True)
class CvUse:
    """A use of the directive."""

    docname: str
    line: int
    file: str
    """The file, from the source directory."""
    cv: Cv
    """Without what is private and not published."""
    pdf: str = ""
    """The path of the PDF in the built site; empty if there is to be none."""
    json: str = ""
    """That of the JSON Resume."""
    paper: str = "a4"
    number: int = 0
    """Its place among the CVs of the page, from 0."""
    listings: tuple[tuple[int, int], ...] = ()
    """The place of each section that takes works, and that of its listing on the page."""


def page_cvs(env: BuildEnvironment) -> dict[str, tuple[CvUse, ...]]:
    """Return the CVs of every page that has any, by docname."""
    return page_values(env, _ATTRIBUTE)


class CvCollector(PageCollector):
    """Keeps the CVs of each page that is read."""

    attribute = _ATTRIBUTE

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Keep the CVs of a page.  Its listings have been numbered."""
        uses = []
        for number, node in enumerate(list(doctree.findall(cv_header))):
            listings = tuple(
                (found[SECTION][1], found["use"].number)
                for found in doctree.findall(listing)
                if SECTION in found and found[SECTION][0] == node["use"].line
            )
            node["use"] = replace(node["use"], number=number, listings=listings)
            uses.append(node["use"])
        if uses:
            page_cvs(app.env)[app.env.current_document.docname] = tuple(uses)
