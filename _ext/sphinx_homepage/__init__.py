"""A personal academic homepage with Sphinx.

The author in the sidebar, front matter as academicpages writes it, and redirects from every old address: see
the README.  ``setup`` is a table of contents; each module registers its own part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .copying import setup_copying
from .following import setup_following
from .garbage import setup_garbage
from .inputs import setup_inputs
from .jobs import setup_jobs
from .leftovers import setup_leftovers
from .live.waiting import setup_waiting
from .page.cards import setup_cards
from .page.description import setup_description
from .page.generated import setup_generated
from .page.metadata import setup_metadata
from .page.not_found import setup_not_found
from .page.opening import setup_opening
from .page.search import setup_search
from .page.shared_navigation import setup_shared_navigation
from .page.sizes import setup_sizes
from .page.title import setup_title
from .page.weight import setup_weight
from .profile.authors import setup_authors
from .profile.directive import setup_directive
from .profile.sidebar import setup_sidebar
from .records import setup_records
from .sources import setup_sources
from .unfinished import setup_unfinished
from .urls.feed import setup_feed
from .urls.publish import setup_redirects
from .urls.sitemap import setup_sitemap

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the parts of the extension, in the order in which data flows through them."""
    app.require_sphinx("9.0")
    setup_garbage(app)
    setup_jobs(app)
    setup_sources(app)
    setup_unfinished(app)
    setup_records(app)
    setup_inputs(app)
    setup_title(app)
    setup_description(app)
    setup_authors(app)
    setup_directive(app)
    setup_sidebar(app)
    setup_shared_navigation(app)
    setup_cards(app)
    setup_opening(app)
    setup_sizes(app)
    setup_generated(app)
    setup_not_found(app)
    last_change = setup_sitemap(app)
    setup_metadata(app, last_change)
    setup_weight(app)
    setup_copying(app)
    setup_leftovers(app)
    setup_following(app)
    setup_search(app)
    redirects = setup_redirects(app)
    setup_feed(app, redirects.published, last_change)
    setup_waiting(app)
    return {
        "version": __version__,
        # Raise with every change of what is stored of a page when it is read.
        "env_version": 9,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
