"""The style sheet of what other themes have in HTML: galleries, columns, and tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sphinx_incremental.builders import builds_pages

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

_STYLE_SHEET = "sphinx-homepage-html.css"
_SHOWN = re.compile(
    r"""\bclass\s*=\s*["'](?:[^"'<>]*\s)?(?:archive__item|feature__wrapper|half|paper-box|row|third)["'\s]"""
    r"""|<table\b(?![^<>]*\sclass="[^"<>]*\b(?:docutils|highlighttable)\b)"""
)


def add_style_sheet(
    app: Sphinx, _pagename: str, _template: str, context: dict[str, Any], _doctree: nodes.document | None
) -> None:
    """Load the style sheet on a page with columns or tables in HTML."""
    if builds_pages(app.builder) and _SHOWN.search(str(context.get("body", ""))):
        # After that of all pages, at 700.
        app.add_css_file(_STYLE_SHEET, priority=702)
