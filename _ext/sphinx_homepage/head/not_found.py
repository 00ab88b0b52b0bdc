"""The page that hosts show for an address that does not exist: ``404.html``, right at any depth.

A host sends it for ``/a/b/c`` as it is, so that its relative links would be reckoned from there.  A
``<base>`` makes them start at the page's own address instead.
"""

from __future__ import annotations

import html
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sphinx_incremental.builders import builds_pages, extra_files
from sphinx_incremental.stale_files import add_output_files

from ..core.canonical import base_url
from ..core.rendering import render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.application import Sphinx

NAME = "404"
"""The name of the page: a document of this name is taken, where a site has one."""
_FILE = "404.html"
# An extension that makes such a page, with settings of its own.
_OTHER_EXTENSION = "notfound.extension"


def _is_ours(app: Sphinx) -> bool:
    return (
        builds_pages(app.builder)
        and app.config.homepage_not_found_page
        and _OTHER_EXTENSION not in app.extensions
    )


def is_made(app: Sphinx) -> bool:
    """Return whether this extension makes the page, since the site has none of its own."""
    return _is_ours(app) and NAME not in app.env.found_docs and not _is_given(app)


def _is_given(app: Sphinx) -> bool:
    """Return whether the site has the page as a template, or as a file."""
    return NAME in app.config.html_additional_pages or _FILE in set(extra_files(app))


def make_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the page, as ``html-collect-pages`` wants it."""
    if is_made(app):
        home = app.builder.get_relative_uri(NAME, app.config.root_doc)
        # The search page is no document, but has an address like one.
        search = app.builder.get_relative_uri(NAME, "search")
        body = render(app.builder, "homepage/not-found.html", {"home": home, "search": search})
        yield NAME, {"title": "Page not found", "body": body}, "page.html"


def add_base(
    app: Sphinx, pagename: str, _templatename: str, context: dict[str, Any], _doctree: nodes.document | None
) -> None:
    """Make the page's links start at its own address."""
    if pagename == NAME and _is_ours(app) and builds_pages(app.builder):
        root = urlsplit(base_url(app.builder)).path or "/"
        address = html.escape(root + app.builder.get_target_uri(NAME))
        tags = f'<base href="{address}">\n<meta name="robots" content="noindex">\n'
        # First, since it holds for what follows it.
        context["metatags"] = tags + (context.get("metatags") or "")
        context["pageurl"] = None


def root_copies(app: Sphinx) -> Iterator[str]:
    """Yield ``404.html``, where hosts look for the page, if the builder writes it elsewhere."""
    if not _is_ours(app) or not builds_pages(app.builder) or _FILE in set(extra_files(app)):
        return
    if Path(app.builder.get_output_path(NAME)) != Path(app.outdir, _FILE):
        yield _FILE


def output_files(app: Sphinx) -> Iterator[str]:
    """Yield the files that this extension writes: the page, and its copy."""
    if is_made(app) and builds_pages(app.builder):
        yield Path(app.builder.get_output_path(NAME)).relative_to(app.outdir).as_posix()
    yield from root_copies(app)


def put_at_root(app: Sphinx, exception: Exception | None) -> None:
    """Copy the page to where hosts look for it."""
    if exception is not None or not builds_pages(app.builder):
        return
    page = Path(app.builder.get_output_path(NAME))
    if page.is_file():
        for file in root_copies(app):
            shutil.copyfile(page, Path(app.outdir, file))


def setup_not_found(app: Sphinx) -> None:
    """Register the setting and the page."""
    app.add_config_value(
        "homepage_not_found_page",
        True,
        "html",
        types=frozenset({bool}),
        description="Whether a page for missing addresses is made.",
    )
    app.connect("html-collect-pages", make_page)
    # After everything that adds tags, so that the base stands before them.
    app.connect("html-page-context", add_base, priority=900)
    app.connect("build-finished", put_at_root)
    add_output_files(app, output_files)
