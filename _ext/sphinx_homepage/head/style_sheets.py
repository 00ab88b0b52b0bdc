"""Remove unused style sheets from a page.

The colours of code are a fifth of the bytes of the first page of a default site.  Furo's rules for other
extensions, and for Read the Docs, are small; but each style sheet delays the first paint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..mathematics.extension import STYLE_SHEET

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_MARKS = {
    # In the class of everything that Pygments colours, in blocks and in lines.
    "_static/pygments.css": ("highlight",),
    # The classes of sphinx-copybutton, which puts its button on code, sphinx-design, sphinx-inline-tabs and
    # sphinx-panels.  https://pradyunsg.me/furo/recommendations/
    "_static/styles/furo-extensions.css": ("highlight", "sd-", "sphinx-bs", "tab-", "shadow"),
    # Of formulas.
    f"_static/{STYLE_SHEET}": ("<math",),
}
"""A page needs the style sheet if it has one of these."""
# What is shown of a page: there may be code and formulas in titles, and in the announcement of the site.
_SHOWN = ("body", "furo_navigation_tree", "toc", "theme_announcement", "prev", "next")
# Furo then shows the versions and advertisements of Read the Docs.
_HOST = "READTHEDOCS"


def drop_unused_styles(app: Sphinx, context: dict[str, Any]) -> None:
    """Remove style sheets from a page that shows nothing that they are for.

    Only with furo: in other themes the same files have further rules.
    """
    if app.config.html_theme != "furo" or context.get(_HOST) or not isinstance(context.get("body"), str):
        return
    shown = "".join(str(context.get(name) or "") for name in _SHOWN)
    # A new list, since the old one is shared by all pages.
    context["css_files"] = [
        sheet
        for sheet in context.get("css_files") or []
        if any(mark in shown for mark in _MARKS.get(getattr(sheet, "filename", sheet), ("",)))
    ]
