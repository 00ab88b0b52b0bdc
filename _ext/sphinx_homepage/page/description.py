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
    """Add the meta description, unless MyST's ``html_meta`` has one, and tell sphinxext-opengraph of it."""
    description = _description(app, pagename)
    if description:
        _add_tag(context, "name", "description", description)
        # That extension takes a page's own words from here, and would make up some from its text otherwise.
        context["meta"] = {"og:description": description, **(context.get("meta") or {})}


def add_og_description(
    app: Sphinx, pagename: str, _templatename: str, context: dict[str, Any], _doctree: nodes.document | None
) -> None:
    """Add ``og:description``, unless an extension that knows more of Open Graph has done so."""
    description = _description(app, pagename)
    if description:
        _add_tag(context, "property", "og:description", description)


def _description(app: Sphinx, pagename: str) -> str:
    record = page_records(app.env).get(pagename)
    return record.front_matter.description if record and builds_pages(app.builder) else ""


def _add_tag(context: dict[str, Any], attribute: str, name: str, content: str) -> None:
    tags = context.get("metatags") or ""
    if f'{attribute}="{name}"' not in tags:
        context["metatags"] = f'{tags}<meta {attribute}="{name}" content="{html.escape(content)}">\n'


def setup_description(app: Sphinx) -> None:
    """Register the tags."""
    # Before and after sphinxext-opengraph, at 500.
    app.connect("html-page-context", add_description, priority=400)
    app.connect("html-page-context", add_og_description, priority=700)
