"""The registration of what a page is on its own: its record, title, links, and the sizes of its images."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from sphinx_incremental.builders import builds_pages

from ..core.canonical import check_base
from ..core.config_values import is_set, warn_misspelt
from .addresses import setup_addresses
from .apostrophes import KeepApostrophes
from .drafts import add_notice, setup_drafts
from .heading_ids import SLUG_FUNCTION
from .html_looks import add_style_sheet
from .image_sizes import add_image_sizes
from .left_out import check_home_page, warn_left_out
from .links import setup_links
from .page_sources import read_included, read_source
from .plain_fields import KeepFieldsPlain
from .public_files import exclude_public, mark_published, publish
from .records import PageRecordCollector
from .rules import KeepRules
from .title import (
    FormulasInIds,
    NameUntitled,
    NestBelowTitle,
    SiteTitleCollector,
    find_renamed,
    shape_beginning,
)
from .written_urls import mark_written_urls

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

MYST_VALUES: dict[str, Any] = {
    # Formulas, and what kramdown reads without being asked: attributes, lists of definitions.
    "myst_enable_extensions": [
        "amsmath",
        "attrs_block",
        "attrs_inline",
        "colon_fence",
        "deflist",
        "dollarmath",
    ],
    # "$10 and $20" is no formula.
    "myst_dmath_allow_space": False,
    "myst_dmath_allow_digits": False,
    # $$x$$ in a line is one.
    "myst_dmath_double_inline": True,
    # [call](tel:+44...) is a link, too.
    "myst_url_schemes": ["ftp", "http", "https", "mailto", "tel"],
    "myst_heading_anchors": 6,
    "myst_heading_slug_func": SLUG_FUNCTION,
}
"""Settings of MyST with which it reads pages as Jekyll does, where conf.py does not set them."""


def configure(app: Sphinx, config: Config) -> None:
    """Let MyST read pages as Jekyll does, and copy no sources of pages unless conf.py asks for it.

    Source copies are as many files again as there are pages, and publish what is in comments.  Sphinx copies
    them by default, so that only an assignment tells a choice from the default.
    """
    check_base(app, config)
    warn_misspelt(app, config)
    exclude_public(app, config)
    if config.homepage_front_matter_title and "myst_title_to_header" in config:
        config.myst_title_to_header = True
    for name, value in MYST_VALUES.items():
        if name in config and not is_set(app, config, name):
            setattr(config, name, value)
    if "myst_enable_extensions" in config:
        _use_parser(app)
        if not app.verbosity:
            # It prints all its settings in each build.
            logging.getLogger("sphinx.myst_parser.sphinx_ext.main").setLevel(logging.WARNING)
    # A body may begin with ### in Jekyll, below a title that the layout writes; sections nest all the same.
    config.suppress_warnings = [*config.suppress_warnings, "myst.header"]
    if not is_set(app, config, "html_copy_source"):
        config.html_copy_source = False


def _use_parser(app: Sphinx) -> None:
    """Read pages with our parser where they are read with MyST's own."""
    # Only where MyST has been loaded, which takes its time.
    from myst_parser.parsers.sphinx_ import MystParser

    from .markdown_parser import MarkdownParser

    if app.registry.get_source_parsers().get("markdown") is MystParser:
        app.add_source_parser(MarkdownParser, override=True)


def shape(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Mark the lead, links that are URLs, and the page if it is a draft, and add the sizes of its images."""
    if builds_pages(app.builder):
        mark_written_urls(doctree)
        shape_beginning(app, doctree, docname)
        add_notice(app, doctree, docname)
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
    setup_drafts(app)
    setup_links(app)
    app.add_env_collector(PageRecordCollector)
    app.add_env_collector(SiteTitleCollector)
    app.add_transform(KeepApostrophes)
    app.add_transform(KeepFieldsPlain)
    app.add_transform(FormulasInIds)
    app.add_transform(NestBelowTitle)
    app.add_transform(NameUntitled)
    app.add_transform(KeepRules)
    app.connect("config-inited", configure)
    app.connect("env-before-read-docs", check_home_page)
    app.connect("builder-inited", publish)
    # Before the collectors of images and downloads, at 500.
    app.connect("doctree-read", mark_published, priority=400)
    app.connect("env-get-outdated", find_renamed)
    app.connect("doctree-read", warn_left_out)
    # After handlers of the site that fill in templates, whose braces are none of Jekyll's.
    app.connect("source-read", read_source, priority=800)
    app.connect("include-read", read_included, priority=800)
    app.connect("doctree-resolved", shape)
    app.connect("html-page-context", add_style_sheet)
