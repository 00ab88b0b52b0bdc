"""A page's summary, for search engines and for whoever shares a link to it."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from ..builders import builds_pages
from ..records import page_records

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx


def add_description(
    app: Sphinx, pagename: str, _templatename: str, context: dict[str, Any], _doctree: nodes.document | None
) -> None:
    """Add the meta description and ``og:description``, unless the page has them from somewhere else."""
    record = page_records(app.env).get(pagename)
    if not builds_pages(app.builder) or record is None or not record.front_matter.description:
        return
    tags = context.get("metatags") or ""
    content = html.escape(record.front_matter.description, quote=True)
    if 'name="description"' not in tags:
        tags += f'<meta name="description" content="{content}">\n'
    if 'property="og:description"' not in tags:
        tags += f'<meta property="og:description" content="{content}">\n'
    context["metatags"] = tags


def setup_description(app: Sphinx) -> None:
    """Register the tags."""
    # After MyST's html_meta and extensions such as sphinxext-opengraph, which know better.
    app.connect("html-page-context", add_description, priority=700)
