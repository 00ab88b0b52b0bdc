"""A personal academic homepage with Sphinx.

The author in the sidebar, front matter as academicpages writes it, and redirects from every old address: see
the README.  ``setup`` is a table of contents; each module registers its own part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .core.languages import setup_languages
from .cv.extension import setup_cv
from .head.extension import setup_head
from .ledger.extension import setup_ledger
from .mathematics.extension import setup_mathematics
from .pages.extension import setup_pages
from .profile.extension import setup_profile
from .redirects.extension import setup_redirects
from .works.details import setup_details
from .works.domain import setup_domain
from .works.entry_pages import setup_entry_pages
from .works.library import setup_library
from .works.listing.extension import setup_listing
from .works.metadata import setup_metadata
from .works.posts import setup_posts
from .works.relations import setup_relations

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the parts of the extension, in the order in which data flows through them."""
    app.require_sphinx("9.0")
    app.setup_extension("sphinx_incremental")
    setup_languages(app)
    setup_pages(app)
    setup_profile(app)
    setup_mathematics(app)
    setup_head(app)
    setup_ledger(app)
    setup_redirects(app)
    setup_library(app)
    setup_listing(app)
    setup_details(app)
    setup_entry_pages(app)
    setup_domain(app)
    setup_relations(app)
    setup_metadata(app)
    setup_posts(app)
    setup_cv(app)
    return {
        "version": __version__,
        # Raise with every change of what is stored of a page when it is read.
        "env_version": 19,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
