"""The parts of the extension, in the order in which data flows through them."""

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


def setup_extension(app: Sphinx) -> None:
    """Register the parts."""
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
