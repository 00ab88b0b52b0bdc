"""A personal academic homepage with Sphinx.

The author in the sidebar, front matter as academicpages writes it, and redirects from every old address: see
the README.  ``setup`` is a table of contents; each module registers its own part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_incremental.facts import FactsCollector
from sphinx_incremental.following import setup_following
from sphinx_incremental.furo_navigation import setup_shared_navigation
from sphinx_incremental.garbage import setup_garbage
from sphinx_incremental.inputs import setup_inputs
from sphinx_incremental.interrupted import setup_unfinished
from sphinx_incremental.live.waiting import setup_waiting
from sphinx_incremental.processes import setup_jobs
from sphinx_incremental.search_index import setup_search
from sphinx_incremental.stale_files import setup_leftovers

from .head.extension import setup_head
from .pages.extension import setup_pages
from .profile.extension import setup_profile
from .redirects.extension import setup_redirects
from .works.cards import setup_cards

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the parts of the extension, in the order in which data flows through them."""
    app.require_sphinx("8.2")
    setup_garbage(app)
    setup_jobs(app)
    setup_unfinished(app)
    setup_pages(app)
    setup_profile(app)
    setup_cards(app)
    app.add_env_collector(FactsCollector)
    # After all collectors that add to the files of a page.
    setup_inputs(app)
    setup_shared_navigation(app)
    setup_leftovers(app)
    setup_following(app)
    setup_search(app)
    redirects = setup_redirects(app)
    setup_head(app, redirects.published.is_served)
    setup_waiting(app)
    return {
        "version": __version__,
        # Raise with every change of what is stored of a page when it is read.
        "env_version": 11,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
