"""``feed.xml``: the pages that have a date, newest first, for feed readers (Atom, RFC 4287).

A page whose date is in the future is not in it until then.

Jekyll's sites have one at this URL, and people have subscribed to it.  So it is written if a page has a date,
and also, maybe without entries, if it was published.
"""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from sphinx_incremental.builders import builds_pages
from sphinx_incremental.files import put_marked

from ..core.build_date import build_date
from ..core.canonical import base_url, page_url
from ..core.config_values import language_tag
from ..mathematics.titles import plain_title
from ..pages.addresses import State, published_addresses
from ..pages.drafts import published_records
from ..pages.title import site_title
from ..profile.authors import page_authors, site_author

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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


def is_made(app: Sphinx) -> bool:
    """Return whether the site has a feed: if a page has a date, or if the feed was published."""
    is_published = any(
        entry.path == FEED and entry.state is not State.RETIRED for entry in published_addresses(app)
    )
    return has_entries(app) or (is_published and _is_possible(app))


def has_entries(app: Sphinx) -> bool:
    """Return whether there are entries in the feed, so that pages link to it."""
    return _is_possible(app) and bool(_dated(app.env))


def _is_possible(app: Sphinx) -> bool:
    return builds_pages(app.builder) and bool(base_url(app.builder)) and app.config.homepage_feed


def link_tag(app: Sphinx, context: dict[str, Any]) -> str:
    """Return the tag by which feed readers find the feed."""
    url = html.escape(context["pathto"](FEED, resource=True))
    title = html.escape(site_title(app.config))
    return f'<link rel="alternate" type="application/atom+xml" title="{title}" href="{url}">\n'


def remove_feed(app: Sphinx) -> None:
    """Remove the feed of an earlier build."""
    put_marked(Path(app.outdir, FEED), "", _MARK)


def write_feed(app: Sphinx, builder: StandaloneHTMLBuilder, last_change: Callable[[str], str]) -> None:
    """Write the feed.

    :param last_change: returns the date on which a page was changed last, by docname; empty if unknown.
    """
    put_marked(Path(app.outdir, FEED), "\n".join(_lines(app, builder, last_change)) + "\n", _MARK)


def _lines(app: Sphinx, builder: StandaloneHTMLBuilder, last_change: Callable[[str], str]) -> Iterator[str]:
    home = base_url(builder)
    entries = [_entry(builder, docname, record, last_change) for docname, record in _dated(app.env)]
    # Without entries, it has changed when the site has.
    dates = [updated for updated, _ in entries] or [last_change(app.config.root_doc)]
    language = language_tag(app.config)
    title = site_title(app.config)
    owner = site_author(app.env)
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield _MARK
    yield f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(language)}>'
    yield f"<id>{escape(home + FEED)}</id>"
    yield f"<title>{_text(title)}</title>"
    yield f"<updated>{_moment(max(dates))}</updated>"
    yield f'<link rel="self" type="application/atom+xml" href={quoteattr(home + FEED)}/>'
    yield f"<link href={quoteattr(home)}/>"
    yield f"<author><name>{_text(owner.name if owner else title)}</name></author>"
    for _, lines in entries:
        yield from lines
    yield "</feed>"


def _entry(
    builder: StandaloneHTMLBuilder, docname: str, record: PageRecord, last_change: Callable[[str], str]
) -> tuple[str, list[str]]:
    """Return the date of the last change of a page, and the lines of its entry."""
    matter = record.front_matter
    # Not before it was published, as a commit can be.
    updated = max(str(matter.modified or last_change(docname)), str(matter.date))
    url = page_url(builder, docname)
    title = builder.env.titles.get(docname)
    lines = [
        "<entry>",
        f"<id>{escape(url)}</id>",
        f"<title>{_text(plain_title(title) if title is not None else matter.title)}</title>",
        f"<link href={quoteattr(url)}/>",
        f"<published>{_moment(str(matter.date))}</published>",
        f"<updated>{_moment(updated)}</updated>",
    ]
    authors = page_authors(builder.env, docname)
    if authors and authors != (site_author(builder.env),):
        lines += [f"<author><name>{_text(author.name)}</name></author>" for author in authors]
    if matter.description:
        lines.append(f"<summary>{_text(matter.description)}</summary>")
    return updated, [*lines, "</entry>"]


def _dated(env: BuildEnvironment) -> list[tuple[str, PageRecord]]:
    """Return the pages with a date that has come, the newest first, and those of one date by name."""
    today = build_date()
    found = [
        (record.front_matter.date.first_day, docname, record)
        for docname, record in published_records(env).items()
        if record.front_matter.date
        and record.front_matter.date.first_day <= today
        and record.front_matter.in_sitemap
        and not record.front_matter.redirect_to
    ]
    newest = sorted(found, key=lambda item: item[0], reverse=True)[:_MOST]
    return [(docname, record) for _, docname, record in newest]


def _text(text: str) -> str:
    """Escape *text*, without the characters that XML 1.0 forbids."""
    return escape(_FORBIDDEN.sub("", text))


def _moment(date: str) -> str:
    """Return a date, whose month and day may be missing, as Atom requires it (RFC 3339)."""
    year, month, day = [*(date or "1970").split("-"), "01", "01"][:3]
    return f"{year}-{month}-{day}T00:00:00Z"
