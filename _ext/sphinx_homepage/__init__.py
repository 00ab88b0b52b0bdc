"""A personal academic homepage with Sphinx.

The author in the sidebar, front matter as academicpages writes it, and redirects from every old address: see
the README.  ``setup`` is a table of contents; each module registers its own part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .core.canonical import setup_canonical
from .head.description import setup_description
from .head.feed import setup_feed
from .head.generated_images import setup_generated
from .head.not_found import setup_not_found
from .head.open_graph import setup_metadata
from .head.sitemap import setup_sitemap
from .head.style_sheets import setup_weight
from .ledger.extension import setup_ledger
from .pages.addresses import setup_addresses
from .pages.image_sizes import setup_sizes
from .pages.lead import setup_opening
from .pages.records import setup_records
from .pages.source_copies import setup_sources
from .pages.title import setup_title
from .profile.authors import setup_authors
from .profile.card import setup_sidebar
from .profile.directive import setup_directive
from .profile.image_copies import setup_copying
from .redirects.extension import setup_redirects
from .works.cards import setup_cards

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the parts of the extension, in the order in which data flows through them."""
    app.require_sphinx("9.0")
    app.setup_extension("sphinx_incremental")
    setup_sources(app)
    setup_canonical(app)
    setup_records(app)
    setup_addresses(app)
    setup_title(app)
    setup_description(app)
    setup_authors(app)
    setup_directive(app)
    setup_sidebar(app)
    setup_cards(app)
    setup_opening(app)
    setup_sizes(app)
    setup_generated(app)
    setup_not_found(app)
    last_change = setup_sitemap(app)
    setup_metadata(app, last_change)
    setup_weight(app)
    setup_copying(app)
    setup_ledger(app)
    setup_redirects(app)
    setup_feed(app, last_change)
    return {
        "version": __version__,
        # Raise with every change of what is stored of a page when it is read.
        "env_version": 10,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
