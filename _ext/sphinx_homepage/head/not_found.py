"""The page that hosts show for a URL that does not exist: ``404.html``, right at any depth.

A host sends it for ``/a/b/c`` as it is, so that its links would be relative to that.  A ``<base>`` makes them
relative to the page's own URL.
"""

from __future__ import annotations

import html
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sphinx_incremental.builders import builds_pages, is_extra_file, page_file
from sphinx_incremental.files import write_whole
from sphinx_incremental.interrupted import began

from ..core.canonical import base_url
from ..core.messages import _
from ..core.rendering import render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from .contributors import HeadPage

NAME = "404"
"""The name of the page; a document of this name is used if the site has one."""
_FILE = "404.html"
# sphinx-notfound-page, which makes such a page.
_OTHER_EXTENSION = "notfound.extension"


def _is_ours(app: Sphinx) -> bool:
    return builds_pages(app.builder) and _OTHER_EXTENSION not in app.extensions


def is_made(app: Sphinx) -> bool:
    """Return whether this extension makes the page; not if the site has its own."""
    return _is_ours(app) and NAME not in app.env.found_docs and not _is_given(app)


def _is_given(app: Sphinx) -> bool:
    """Return whether the site has the page as a template, or as a file."""
    return NAME in app.config.html_additional_pages or is_extra_file(app, _FILE)


def make_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the page for ``html-collect-pages``."""
    if is_made(app):
        home = app.builder.get_relative_uri(NAME, app.config.root_doc)
        # The search page is not a document, but has a URL like one.
        search = app.builder.get_relative_uri(NAME, "search")
        body = render(app.builder, "homepage/not-found.html", {"home": home, "search": search})
        yield NAME, {"title": _("Page not found"), "body": body}, "page.html"


def base_tags(app: Sphinx, page: HeadPage) -> str:
    """Put the tags of the 404 page before all others, since a base affects what follows it; return none."""
    if page.name == NAME and _is_ours(app):
        root = urlsplit(base_url(page.builder)).path or "/"
        url = html.escape(root + page.builder.get_target_uri(NAME))
        tags = f'<base href="{url}">\n<meta name="robots" content="noindex">\n'
        page.context["metatags"] = tags + (page.context.get("metatags") or "")
        page.context["pageurl"] = None
    return ""


def output_files(app: Sphinx) -> Iterator[str]:
    """Yield the file of the page, if this extension makes it, and its copy."""
    if is_made(app) and builds_pages(app.builder):
        yield page_file(app.builder, NAME)
    yield from root_copies(app)


def root_copies(app: Sphinx) -> Iterator[str]:
    """Yield ``404.html``, where hosts look for the page, if the builder writes it elsewhere."""
    if not _is_ours(app) or not builds_pages(app.builder) or is_extra_file(app, _FILE):
        return
    if page_file(app.builder, NAME) != _FILE:
        yield _FILE


def write_root_copies(app: Sphinx, builder: StandaloneHTMLBuilder) -> None:
    """Copy the page to where hosts look for it, unless another extension has written a file there."""
    page = Path(builder.get_output_path(NAME))
    if page.is_file():
        for file in root_copies(app):
            target = Path(app.outdir, file)
            if not _is_written_by_others(app, target):
                write_whole(target, page.read_bytes())


def _is_written_by_others(app: Sphinx, path: Path) -> bool:
    """Return whether a file was written since this build began, which has not written it itself yet."""
    try:
        found = os.lstat(path)
    except OSError:
        return False
    start = began(app)
    # Copies may keep the times of their originals.
    return bool(start) and max(found.st_mtime_ns, found.st_ctime_ns) >= start
