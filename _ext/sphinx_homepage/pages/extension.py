"""The registration of what a page is on its own: its record, title, links, and the sizes of its images."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_incremental.builders import builds_pages

from ..core.canonical import check_base
from ..core.config_values import is_set
from .addresses import setup_addresses
from .image_sizes import add_image_sizes
from .links import setup_links
from .public_files import exclude_public, mark_published, publish
from .records import PageRecordCollector
from .title import NameUntitled, NestBelowTitle, SiteTitleCollector, find_renamed, shape_beginning

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config


def configure(app: Sphinx, config: Config) -> None:
    """Let MyST make the title a heading, and copy no sources of pages unless conf.py asks for it.

    Source copies are as many files again as there are pages, and publish what is in comments.  Sphinx copies
    them by default, so that only an assignment tells a choice from the default.
    """
    check_base(app, config)
    exclude_public(app, config)
    if config.homepage_front_matter_title and "myst_title_to_header" in config:
        config.myst_title_to_header = True
    if not is_set(app, config, "html_copy_source"):
        config.html_copy_source = False


def shape(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Shape the beginning of a page, and add the sizes of its images."""
    if builds_pages(app.builder):
        shape_beginning(app, doctree, docname)
        add_image_sizes(app, doctree)


def setup_pages(app: Sphinx) -> None:
    """Register the parts of this package."""
    app.add_config_value(
        "homepage_front_matter_title",
        True,
        "env",
        types=frozenset({bool}),
        description="Whether a title in the front matter is the page's heading.",
    )
    setup_addresses(app)
    setup_links(app)
    app.add_env_collector(PageRecordCollector)
    app.add_env_collector(SiteTitleCollector)
    app.add_transform(NestBelowTitle)
    app.add_transform(NameUntitled)
    app.connect("config-inited", configure)
    app.connect("builder-inited", publish)
    # Before the collectors of images and downloads, at 500.
    app.connect("doctree-read", mark_published, priority=400)
    app.connect("env-get-outdated", find_renamed)
    app.connect("doctree-resolved", shape)
