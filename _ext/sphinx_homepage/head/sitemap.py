"""``sitemap.xml`` and ``robots.txt``: the URLs for search engines.

All pages in each build, so that both are right after an incremental one.  A sitemap may have 50,000 URLs
(https://www.sitemaps.org/protocol.html); a homepage has fewer.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from sphinx_incremental.files import put_marked

from ..core.canonical import base_url, page_url
from ..pages.drafts import published_records
from .not_found import NAME as NOT_FOUND

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

_SITEMAP, _ROBOTS = "sitemap.xml", "robots.txt"
# Files with these are ours; any other file of the name belongs to somebody else, and stays.
_XML_MARK = "<!-- Made by sphinx-homepage. -->"
_TEXT_MARK = "# Made by sphinx-homepage."


def write_sitemap(app: Sphinx, builder: StandaloneHTMLBuilder, last_change: Callable[[str], str]) -> None:
    """Write both files, or remove those of an earlier build if the site has none.

    :param last_change: returns the date on which a page was changed last, by docname; empty if unknown.
    """
    base = base_url(builder)
    # URLs in both must be absolute.
    is_made = bool(base) and app.config.homepage_sitemap
    outdir = Path(app.outdir)
    entries = sorted(_entries(app, builder, last_change))
    put_marked(outdir / _SITEMAP, _sitemap(entries) if is_made else "", _XML_MARK)
    robots = f"{_TEXT_MARK}\nUser-agent: *\nAllow: /\nSitemap: {base}{_SITEMAP}\n"
    put_marked(outdir / _ROBOTS, robots if is_made else "", _TEXT_MARK)


def _sitemap(entries: list[tuple[str, str]]) -> str:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', _XML_MARK]
    lines.append('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">')
    for url, date in entries:
        modified = f"<lastmod>{escape(date)}</lastmod>" if date else ""
        lines.append(f"<url><loc>{escape(url)}</loc>{modified}</url>")
    return "\n".join([*lines, "</urlset>\n"])


def _entries(
    app: Sphinx, builder: StandaloneHTMLBuilder, last_change: Callable[[str], str]
) -> Iterator[tuple[str, str]]:
    """Yield the URL of each page that search engines may list, with the date of its last change."""
    for docname, record in published_records(app.env).items():
        matter = record.front_matter
        if matter.in_sitemap and not matter.redirect_to and docname != NOT_FOUND:
            yield page_url(builder, docname), str(matter.modified or last_change(docname))
