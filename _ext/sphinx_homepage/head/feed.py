"""``feed.xml``: the pages that have a date, newest first, for feed readers (Atom, RFC 4287).

A page whose date is in the future is not in it until then.

Jekyll's sites have one at this address, and people have subscribed to it.  So it is written where a page has
a date, and also where it is among the published addresses, be it empty.
"""

from __future__ import annotations

import datetime
import html
import os
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from sphinx_incremental.builders import builds_pages
from sphinx_incremental.files import put_marked
from sphinx_incremental.fingerprints import pages_changed

from ..core.canonical import base_url, page_url
from ..pages.addresses import State, published_addresses
from ..pages.records import page_records
from ..profile.authors import SITE_AUTHOR, page_authors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

    from ..pages.records import PageRecord

FEED = "feed.xml"
_MARK = "<!-- Made by sphinx-homepage. -->"
# Readers keep what they have seen; nobody needs the whole of an old site.
_MOST = 50
# https://www.w3.org/TR/xml/#charsets
_FORBIDDEN = re.compile(r"[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


def is_due(app: Sphinx) -> bool:
    """Return whether the site has a feed."""
    if not builds_pages(app.builder) or not base_url(app.builder) or not app.config.homepage_feed:
        return False
    is_promised = any(
        entry.path == FEED and entry.state is not State.RETIRED for entry in published_addresses(app)
    )
    return is_promised or bool(_dated(app.env))


class Feed:
    """The feed of one application's pages."""

    def __init__(self, last_change: Callable[[str], str]) -> None:
        self._last_change = last_change
        self._is_linked = False

    def find_outdated(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Return every page, when the pages begin or cease to name the feed."""
        self._is_linked = is_due(app) and bool(_dated(env))
        return pages_changed(app, env, "feed", dict.fromkeys(env.found_docs, self._is_linked))

    def add_link(
        self,
        app: Sphinx,
        _pagename: str,
        _templatename: str,
        context: dict[str, Any],
        _doctree: nodes.document | None,
    ) -> None:
        """Name the feed in the head of a page, where there is something in it."""
        if self._is_linked and builds_pages(app.builder):
            address = html.escape(context["pathto"](FEED, resource=True))
            title = html.escape(app.config.homepage_site_title)
            tag = f'<link rel="alternate" type="application/atom+xml" title="{title}" href="{address}">\n'
            context["metatags"] = (context.get("metatags") or "") + tag

    def remove(self, app: Sphinx, exception: Exception | None) -> None:
        """Remove the feed of an earlier build, if none is due."""
        if exception is None and builds_pages(app.builder) and not is_due(app):
            put_marked(Path(app.outdir, FEED), "", _MARK)

    def write(self, app: Sphinx, exception: Exception | None) -> None:
        """Write the feed, if it is due."""
        if exception is None and builds_pages(app.builder) and is_due(app):
            put_marked(Path(app.outdir, FEED), "\n".join(self._lines(app, app.builder)) + "\n", _MARK)

    def _lines(self, app: Sphinx, builder: StandaloneHTMLBuilder) -> Iterator[str]:
        home = base_url(builder)
        entries = [self._entry(builder, docname, record) for docname, record in _dated(app.env)]
        # Without entries, it has changed when the site has.
        dates = [updated for updated, _ in entries] or [self._last_change(app.config.root_doc)]
        language = str(app.config.language or "").replace("_", "-")
        title = app.config.homepage_site_title
        yield '<?xml version="1.0" encoding="utf-8"?>'
        yield _MARK
        yield f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(language)}>'
        yield f"<id>{escape(home + FEED)}</id>"
        yield f"<title>{_text(title)}</title>"
        yield f"<updated>{_moment(max(dates))}</updated>"
        yield f'<link rel="self" type="application/atom+xml" href={quoteattr(home + FEED)}/>'
        yield f"<link href={quoteattr(home)}/>"
        owner = app.config.homepage_authors.get(SITE_AUTHOR)
        yield f"<author><name>{_text(owner.name if owner else title)}</name></author>"
        for _, lines in entries:
            yield from lines
        yield "</feed>"

    def _entry(
        self, builder: StandaloneHTMLBuilder, docname: str, record: PageRecord
    ) -> tuple[str, list[str]]:
        matter = record.front_matter
        # Not before it was published, as a commit can be.
        updated = max(matter.modified or self._last_change(docname), matter.date)
        url = page_url(builder, docname)
        title = builder.env.titles.get(docname)
        lines = [
            "<entry>",
            f"<id>{escape(url)}</id>",
            f"<title>{_text(title.astext() if title is not None else matter.title)}</title>",
            f"<link href={quoteattr(url)}/>",
            f"<published>{_moment(matter.date)}</published>",
            f"<updated>{_moment(updated)}</updated>",
        ]
        owner = builder.config.homepage_authors.get(SITE_AUTHOR)
        authors = page_authors(builder.env, docname)
        if authors and authors != (owner,):
            lines += [f"<author><name>{_text(author.name)}</name></author>" for author in authors]
        if matter.description:
            lines.append(f"<summary>{_text(matter.description)}</summary>")
        return updated, [*lines, "</entry>"]


def _dated(env: BuildEnvironment) -> list[tuple[str, PageRecord]]:
    """Return the pages with a date that has come, the newest first, and those of one date by name."""
    today = _moment(_today())
    found = [
        (docname, record)
        for docname, record in sorted(page_records(env).items())
        if record.front_matter.date
        and _moment(record.front_matter.date) <= today
        and record.front_matter.in_sitemap
        and not record.front_matter.redirect_to
    ]
    return sorted(found, key=lambda item: _moment(item[1].front_matter.date), reverse=True)[:_MOST]


def _today() -> str:
    """Return the date of the build."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    # Without one, the date where the site is built.
    now = datetime.datetime.fromtimestamp(int(epoch) if epoch else time.time(), datetime.UTC)
    return (now if epoch else now.astimezone()).date().isoformat()


def _text(text: str) -> str:
    """Escape *text*, without the characters that XML 1.0 forbids."""
    return escape(_FORBIDDEN.sub("", text))


def _moment(date: str) -> str:
    """Return a date, of which the month and day may be missing, as Atom wants it (RFC 3339)."""
    year, month, day = [*(date or "1970").split("-"), "01", "01"][:3]
    return f"{year}-{month}-{day}T00:00:00Z"


def setup_feed(app: Sphinx, last_change: Callable[[str], str]) -> None:
    """Register the setting and the feed.

    :param last_change: returns the date on which a page was changed last, by docname; empty if unknown.
    """
    app.add_config_value(
        "homepage_feed",
        True,
        "html",
        types=frozenset({bool}),
        description="Whether feed.xml is written, where a page has a date.",
    )
    feed = Feed(last_change)
    app.connect("env-updated", feed.find_outdated, priority=600)
    app.connect("html-page-context", feed.add_link, priority=700)
    # Before redirects are written, one of which may want its place.
    app.connect("build-finished", feed.remove, priority=300)
    # After other extensions, whose file of this name stays.
    app.connect("build-finished", feed.write, priority=800)
