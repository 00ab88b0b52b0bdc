"""Which builders this extension writes for."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from sphinx.builders.html import StandaloneHTMLBuilder

if TYPE_CHECKING:
    from sphinx.builders import Builder

PAGE_BUILDERS = frozenset({"html", "dirhtml"})
"""The builders whose output is a site of pages, and those that sphinxext-rediraffe writes redirects for."""


def builds_pages(builder: Builder) -> TypeGuard[StandaloneHTMLBuilder]:
    """Return whether *builder* makes a site: pages with an author, a description and redirects.

    Other builders (epub, LaTeX, json, singlehtml, ...) are HTML or not, but no site with addresses.
    """
    return builder.name in PAGE_BUILDERS and isinstance(builder, StandaloneHTMLBuilder)
