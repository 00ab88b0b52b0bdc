"""A page's summary, for search engines and for whoever shares a link to it."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from sphinx_incremental.builders import builds_pages

from ..pages.records import PageRecord, page_records

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# In characters: about what search engines show.
_LONGEST = 160


def page_description(record: PageRecord, doctree: nodes.document) -> str:
    """Return what the front matter says of a page, or else how its text begins.

    A description that only repeats the title, as academicpages has it for its home page, says nothing.
    """
    matter = record.front_matter
    if matter.description and matter.description.casefold() != matter.title.casefold():
        return matter.description
    entries = []
    for node in doctree.findall(nodes.paragraph):
        text = " ".join(node.astext().split())
        if isinstance(node, addnodes.compact_paragraph):
            # Of a table of contents: what a page without words of its own leads to.  One is around them all.
            entries += [] if isinstance(node.next_node(), nodes.bullet_list) else [text]
        elif text:
            return _shortened(text)
    return _shortened(", ".join(filter(None, entries))) or matter.description


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    end = text.rfind(" ", _LONGEST // 2, _LONGEST)
    return text[: end if end > 0 else _LONGEST - 1].rstrip(" ,;:.") + "…"


def add_description(
    app: Sphinx, pagename: str, _templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add the meta description, unless MyST's ``html_meta`` has one."""
    record = page_records(app.env).get(pagename)
    if record is None or doctree is None or not builds_pages(app.builder):
        return
    tags = context.get("metatags") or ""
    description = page_description(record, doctree)
    if description and 'name="description"' not in tags:
        context["metatags"] = f'{tags}<meta name="description" content="{html.escape(description)}">\n'


def setup_description(app: Sphinx) -> None:
    """Register the tag."""
    # Before sphinxext-opengraph, at 500, which adds one where there is none.
    app.connect("html-page-context", add_description, priority=400)
