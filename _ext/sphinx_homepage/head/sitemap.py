"""``sitemap.xml`` and ``robots.txt``: which addresses search engines should know.

Every page in every build, so that both are right after an incremental one.  A sitemap may have 50,000
addresses (https://www.sitemaps.org/protocol.html); a homepage has fewer.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from sphinx_incremental.builders import builds_pages
from sphinx_incremental.files import put_marked
from sphinx_incremental.fingerprints import pages_changed

from ..core.canonical import base_url, page_url
from ..core.git_dates import last_changes
from ..pages.records import page_records
from .not_found import NAME as NOT_FOUND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

_SITEMAP, _ROBOTS = "sitemap.xml", "robots.txt"
# By these a file is known as ours; any other of the name belongs to somebody else, and stays.
_XML_MARK = "<!-- Made by sphinx-homepage. -->"
_TEXT_MARK = "# Made by sphinx-homepage."


class LastChanges:
    """The date of each page's last change: what it says itself, or else what git says."""

    def __init__(self) -> None:
        self._dates: dict[str, str] = {}

    def look_up(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Ask git, once a build and before pages are written, which may happen in other processes.

        :returns: the pages that say when they were changed, and that have to say something else now: after a
            commit, without any change since the last build.
        """
        self._dates = {}
        if not builds_pages(app.builder) or not base_url(app.builder):
            return []
        srcdir = Path(app.srcdir)
        sources = {docname: list(_sources(env, docname, srcdir)) for docname in env.found_docs}
        dates = last_changes(srcdir, {file for files in sources.values() for file in files})
        for docname, files in sources.items():
            self._dates[docname] = max((dates[file] for file in files if file in dates), default="")
        said = {
            docname: self._dates.get(docname, "")
            for docname, record in page_records(env).items()
            if docname == app.config.root_doc or record.front_matter.date
        }
        return pages_changed(app, env, "dates", said)

    def __call__(self, docname: str) -> str:
        """Return the date of the page *docname* in ISO 8601, or nothing if it is not known."""
        return self._dates.get(docname, "")


def _sources(env: BuildEnvironment, docname: str, srcdir: Path) -> Iterator[str]:
    """Yield the files that a page is made from, relative to the source folder, and below it."""
    yield Path(os.path.relpath(env.doc2path(docname), srcdir)).as_posix()
    for dependency in env.dependencies.get(docname, ()):
        path = Path(os.path.relpath(srcdir / dependency, srcdir))
        if ".." not in path.parts:
            yield path.as_posix()


class Sitemap:
    """Writes the two files of one application."""

    def __init__(self, last_change: LastChanges) -> None:
        self._last_change = last_change

    def write(self, app: Sphinx, exception: Exception | None) -> None:
        """Write both, or remove those of an earlier build if they are not due."""
        if exception is not None or not builds_pages(app.builder):
            return
        base = base_url(app.builder)
        # Addresses in both must be absolute.
        due = bool(base) and app.config.homepage_sitemap
        outdir = Path(app.outdir)
        put_marked(outdir / _SITEMAP, self._sitemap(app, app.builder) if due else "", _XML_MARK)
        robots = f"{_TEXT_MARK}\nUser-agent: *\nAllow: /\nSitemap: {base}{_SITEMAP}\n"
        put_marked(outdir / _ROBOTS, robots if due else "", _TEXT_MARK)

    def _sitemap(self, app: Sphinx, builder: StandaloneHTMLBuilder) -> str:
        lines = ['<?xml version="1.0" encoding="UTF-8"?>', _XML_MARK]
        lines.append('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">')
        for url, date in sorted(self._entries(app, builder)):
            modified = f"<lastmod>{escape(date)}</lastmod>" if date else ""
            lines.append(f"<url><loc>{escape(url)}</loc>{modified}</url>")
        return "\n".join([*lines, "</urlset>\n"])

    def _entries(self, app: Sphinx, builder: StandaloneHTMLBuilder) -> Iterator[tuple[str, str]]:
        for docname, record in page_records(app.env).items():
            matter = record.front_matter
            if matter.in_sitemap and not matter.redirect_to and docname != NOT_FOUND:
                modified = matter.modified or self._last_change(docname)
                yield page_url(builder, docname), modified


def setup_sitemap(app: Sphinx) -> LastChanges:
    """Register the setting and the files; return what knows when pages were changed."""
    app.add_config_value(
        "homepage_sitemap",
        True,
        "",
        types=frozenset({bool}),
        description="Whether sitemap.xml and robots.txt are written.",
    )
    last_change = LastChanges()
    app.connect("env-updated", last_change.look_up)
    # After other extensions, whose files of these names stay.
    app.connect("build-finished", Sitemap(last_change).write, priority=800)
    return last_change
