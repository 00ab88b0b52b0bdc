"""What stands at the end of a post: posts that share its tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_incremental.builders import builds_pages
from sphinx_incremental.fingerprints import pages_changed

from ..core.dates import Date
from ..core.messages import _
from .library import library_of
from .listing.cards import Picture
from .listing.extension import STYLE_SHEET
from .listing.html_nodes import element
from .listing.plan import Row
from .listing.rows import Rows
from .model import WorkType
from .related_posts import related_posts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .model import Work

_SHOW = "homepage-show-related-posts"


class Posts:
    """The posts of one application's site."""

    def __init__(self) -> None:
        self._related: Mapping[str, tuple[Work, ...]] = {}

    def find_related(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Find the related posts of each, and return the pages that show others than in the last build."""
        works = library_of(app).pages.values()
        self._related = related_posts(work for work in works if work.type is WorkType.POST)
        linked = {work.docname for found in self._related.values() for work in found}
        titles = {docname: str(env.titles.get(docname)) for docname in linked}
        shown = {
            docname: [(work, titles[work.docname]) for work in found]
            for docname, found in self._related.items()
        }
        return pages_changed(app, env, "related-posts", shown)

    def show(self, app: Sphinx, document: nodes.document, docname: str) -> None:
        """Add links to the related posts at the end of a page."""
        found = sorted(
            self._related.get(docname, ()),
            key=lambda post: (post.date or Date(0), post.docname),
            reverse=True,
        )
        if not found or not builds_pages(app.builder):
            return
        rows = Rows(app, docname, library_of(app).people)
        # Not for the search, which would find each post in several places.
        document += element(
            "div",
            element("h2", nodes.Text(_("Related posts"))),
            # It is none of the listings of the page.
            rows.html_list(map(Row, found), [Picture()] * len(found), -1, "compact"),
            classes="hp-related no-search",
        )

    def add_style_sheet(
        self,
        app: Sphinx,
        pagename: str,
        _templatename: str,
        _context: dict[str, Any],
        _doctree: nodes.document | None,
    ) -> None:
        """Load the style sheet of listings on a page with related posts."""
        if pagename in self._related and builds_pages(app.builder):
            app.add_css_file(STYLE_SHEET, priority=705)


class ShowRelatedPosts(SphinxPostTransform):
    """Adds links to related posts, before the formulas in their titles are resolved."""

    default_priority = 5

    def run(self, **_kwargs: Any) -> None:
        """Add them to the page."""
        self.env.events.emit(_SHOW, self.document, self.env.current_document.docname)


def setup_posts(app: Sphinx) -> None:
    """Register what posts show of other posts."""
    posts = Posts()
    app.add_event(_SHOW)
    app.add_post_transform(ShowRelatedPosts)
    app.connect(_SHOW, posts.show)
    # When the library is filled, at 350, and pages about entries are complete, at 360.
    app.connect("env-updated", posts.find_related)
    app.connect("html-page-context", posts.add_style_sheet)
