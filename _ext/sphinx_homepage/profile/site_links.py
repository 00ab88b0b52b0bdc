"""Links of authors to addresses of their own site: ``{label: CV, url: /files/cv.pdf}``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.diagnostics import file_location
from ..pages.links import url_from_root
from ..pages.page_links import PageLink
from ..pages.records import page_records
from .authors import SITE_AUTHOR, site_authors
from .model import parse_author
from .uses import author_uses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

    from .model import AuthorProfile


def author_links(app: Sphinx) -> Iterator[PageLink]:
    """Yield the links of all authors to addresses of the site, to be looked up with those of pages."""
    for key, author in site_authors(app.env).items():
        given = app.config.author_profile if key == SITE_AUTHOR else app.config.author_profiles
        file = Path(app.confdir, given if isinstance(given, str) else "conf.py")
        for link in author.links:
            yield PageLink(link.url, file_location(file, link.line))
    for docname, record in sorted(page_records(app.env).items()):
        for value in record.front_matter.authors:
            if isinstance(value.data, dict):
                for link in parse_author(value)[0].links:
                    yield PageLink(link.url, (docname, link.line))
    for docname, uses in sorted(author_uses(app.env).items()):
        for use in (uses.sidebar, *uses.inline):
            for link in use.overrides.links if use else ():
                yield PageLink(link.url, (docname, use.line if use else None))


def with_site_urls(app: Sphinx, author: AuthorProfile) -> AuthorProfile:
    """Return an author whose links have the URLs of what their addresses lead to, from the site's root.

    A link to a page that is not published yet is left out.
    """
    if not any(link.url.startswith("/") for link in author.links):
        return author
    found = [
        (link, url_from_root(app, link.url) if link.url.startswith("/") else link.url)
        for link in author.links
    ]
    return replace(author, links=tuple(replace(link, url=url) for link, url in found if url))
