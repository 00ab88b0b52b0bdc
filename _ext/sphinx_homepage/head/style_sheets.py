"""What a page need not load: style sheets for what it does not show.

The colours of code are a fifth of what the first page of a default site weighs.  Furo's rules for what other
extensions make, and for Read the Docs, are small; but each style sheet holds up the first paint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx_incremental.builders import builds_pages

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

_MARKS = {
    # In the class of everything that Pygments colours, in blocks and in lines.
    "_static/pygments.css": ("highlight",),
    # The classes of sphinx-copybutton, which puts its button on code, sphinx-design, sphinx-inline-tabs and
    # sphinx-panels.  https://pradyunsg.me/furo/recommendations/
    "_static/styles/furo-extensions.css": ("highlight", "sd-", "sphinx-bs", "tab-", "shadow"),
}
"""What a page has, at least one of them, if a style sheet is for it."""
# What is shown of a page: there may be code in titles, and in the announcement of the site.
_SHOWN = ("body", "furo_navigation_tree", "toc", "theme_announcement")
# Furo then shows the versions and advertisements of Read the Docs.
_HOST = "READTHEDOCS"


def drop_unused(
    app: Sphinx, _pagename: str, _templatename: str, context: dict[str, Any], _doctree: nodes.document | None
) -> None:
    """Leave style sheets out of a page that has nothing for them.

    Other themes than furo have further rules in them.
    """
    body = context.get("body")
    wanted = app.config.homepage_drop_unused_styles and not context.get(_HOST)
    if not builds_pages(app.builder) or app.config.html_theme != "furo" or not isinstance(body, str):
        return
    if not wanted:
        return
    shown = "".join(str(context.get(name) or "") for name in _SHOWN)
    # A new list, since the old one is that of all pages.
    context["css_files"] = [
        sheet
        for sheet in context.get("css_files") or []
        if any(mark in shown for mark in _MARKS.get(getattr(sheet, "filename", sheet), ("",)))
    ]


def setup_weight(app: Sphinx) -> None:
    """Register the setting and the dropping."""
    app.add_config_value(
        "homepage_drop_unused_styles",
        True,
        "html",
        types=frozenset({bool}),
        description="Whether a page leaves out style sheets for what it does not show.",
    )
    # After everything that changes the body.
    app.connect("html-page-context", drop_unused, priority=850)
