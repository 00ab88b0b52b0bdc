"""What a page need not load: the colours of code, where it shows none.

They are a fifth of what the first page of a default site weighs, and hold up its first paint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..builders import builds_pages

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

_STYLE_SHEET = "_static/pygments.css"
# In the class of everything that Pygments colours, in blocks and in lines.
_MARK = "highlight"


def drop_unused(
    app: Sphinx, _pagename: str, _templatename: str, context: dict[str, Any], _doctree: nodes.document | None
) -> None:
    """Leave Pygments' style sheet out of a page whose body has nothing for it."""
    body = context.get("body")
    if not builds_pages(app.builder) or not isinstance(body, str) or _MARK in body:
        return
    sheets = context.get("css_files") or []
    # A new list, since the old one is that of all pages.
    context["css_files"] = [sheet for sheet in sheets if getattr(sheet, "filename", sheet) != _STYLE_SHEET]


def setup_weight(app: Sphinx) -> None:
    """Register the dropping."""
    # After everything that changes the body.
    app.connect("html-page-context", drop_unused, priority=850)
