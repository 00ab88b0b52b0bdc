"""How a page begins: the lead of the home page, and below other titles a line that says what it is, and when.

A first paragraph that says who and where is what every home page has; it stands out without a word in its
source.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_incremental.builders import builds_pages

from .records import page_records

if TYPE_CHECKING:
    from sphinx.application import Sphinx

LEAD = "lead"
"""The class of a paragraph in larger letters."""


def shape_opening(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Mark the home page's first paragraph, and add kind and year to pages that have them."""
    if not builds_pages(app.builder):
        return
    section = next((child for child in doctree.children if isinstance(child, nodes.section)), None)
    if section is None or not isinstance(section[0], nodes.title):
        return
    if docname == app.config.root_doc:
        following = (child for child in section.children[1:] if not isinstance(child, nodes.Invisible))
        first = next(following, None)
        if isinstance(first, nodes.paragraph) and LEAD not in first["classes"]:
            first["classes"].append(LEAD)
    record = page_records(app.env).get(docname)
    about = record.front_matter.about if record else ""
    if about:
        section.insert(1, nodes.raw("", f'<p class="hp-kind">{html.escape(about)}</p>\n', format="html"))


def setup_opening(app: Sphinx) -> None:
    """Register the shaping."""
    app.connect("doctree-resolved", shape_opening)
