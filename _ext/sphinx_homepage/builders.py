"""Which builders this extension writes for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard

from sphinx.builders.html import StandaloneHTMLBuilder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.builders import Builder

PAGE_BUILDERS = frozenset({"html", "dirhtml"})
"""The builders whose output is a site of pages, and those that sphinxext-rediraffe writes redirects for."""


def builds_pages(builder: Builder) -> TypeGuard[StandaloneHTMLBuilder]:
    """Return whether *builder* makes a site: pages with an author, a description and redirects.

    Other builders (epub, LaTeX, json, singlehtml, ...) are HTML or not, but no site with addresses.
    """
    return builder.name in PAGE_BUILDERS and isinstance(builder, StandaloneHTMLBuilder)


def extra_files(app: Sphinx) -> Iterator[str]:
    """Yield every file that Sphinx copies to the root of the site (``html_extra_path``), in POSIX form."""
    for entry in app.config.html_extra_path:
        top = Path(app.confdir, entry)
        if top.is_file():
            yield top.name
        else:
            yield from (path.relative_to(top).as_posix() for path in top.rglob("*") if path.is_file())
