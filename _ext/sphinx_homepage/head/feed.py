"""``feed.xml``: pages that have a date, newest first, with their text, for feed readers (Atom, RFC 4287).

A page whose date is in the future is not in it until then.

Jekyll's sites have one at this URL, and people have subscribed to it.  So it is written if a page has a date,
and also, maybe without entries, if it was published.

The text of an entry is what the builder has made of its page.  It is kept beside the doctrees when the page
is written, maybe in another process, until the page leaves the feed; a page of which none is kept is written
again.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from sphinx.util.matching import patfilter

from sphinx_incremental.builders import builds_pages
from sphinx_incremental.files import put_marked, write_whole
from sphinx_incremental.state import state_file

from ..core.addresses import UnsafeAddressError, parse_path
from ..core.build_date import build_date
from ..core.canonical import base_url, page_url
from ..core.config_values import conf_place, language_tag
from ..core.diagnostics import warn
from ..core.licenses import parse_license
from ..core.problems import Subtype, did_you_mean, shorten
from ..mathematics.titles import plain_title
from ..mathematics.words import text_in_words
from ..pages.addresses import State, published_addresses
from ..pages.drafts import published_records
from ..pages.records import page_records
from ..pages.title import site_title
from ..profile.authors import page_authors, site_author
from .contributors import page_categories
from .feed_text import feed_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

    from ..pages.records import PageRecord
    from ..profile.model import AuthorProfile

FEED = "feed.xml"
_MARK = "<!-- Made by sphinx-homepage. -->"
# Readers keep what they have seen; nobody needs the whole of an old site.
_MOST = 50
_TEXTS = "feed"
# https://www.w3.org/TR/xml/#charsets
_FORBIDDEN = re.compile(r"[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


class _Text(NamedTuple):
    """What an entry shows of its page."""

    summary: str = ""
    content: str = ""
    """HTML."""


class Feed:
    """The feed of one application's site."""

    def __init__(self) -> None:
        self._entries: Mapping[str, PageRecord] = {}
        """The records of the pages in it, in its order."""
        self._is_made = False

    @property
    def has_entries(self) -> bool:
        """Whether there are entries, so that pages link to it."""
        return bool(self._entries)

    def plan(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Decide which pages are in it, and return those whose text is not kept.

        Remove the feed of an earlier build if the site has none: a redirect may be asked for at its URL.
        """
        _check_patterns(app, env)
        self._entries = _newest(app, env)
        self._is_made = is_made(app)
        if not self._is_made:
            put_marked(Path(app.outdir, FEED), "", _MARK)
        kept = {_text_file(app, docname): docname for docname in self._entries}
        directory = state_file(app, _TEXTS)
        directory.mkdir(exist_ok=True)
        # What is left over now might be out of date when its page is in the feed again.
        for path in set(directory.iterdir()) - kept.keys():
            path.unlink()
        return [docname for docname in kept.values() if not _kept_text(app, docname).content]

    def keep_text(self, app: Sphinx, docname: str, body: str, summary: str) -> None:
        """Keep the text of a page that is written, if it is in the feed."""
        if docname in self._entries and builds_pages(app.builder):
            text = _Text(summary, feed_text(body, page_url(app.builder, docname)))
            write_whole(_text_file(app, docname), json.dumps(text).encode())

    def write(self, app: Sphinx, builder: StandaloneHTMLBuilder, last_change: Callable[[str], str]) -> None:
        """Write the feed, if the site has one.

        :param last_change: returns the date on which a page was changed last, by docname; empty if unknown.
        """
        if self._is_made:
            put_marked(
                Path(app.outdir, FEED), "\n".join(self._lines(app, builder, last_change)) + "\n", _MARK
            )

    def _lines(
        self, app: Sphinx, builder: StandaloneHTMLBuilder, last_change: Callable[[str], str]
    ) -> Iterator[str]:
        home = base_url(builder)
        updated = {
            # Not before it was published, as a commit can be.
            docname: max(
                str(record.front_matter.modified or last_change(docname)), str(record.front_matter.date)
            )
            for docname, record in self._entries.items()
        }
        # Without entries, it has changed when the site has.
        dates = [*updated.values()] or [last_change(app.config.root_doc)]
        title, owner = site_title(app.config), site_author(app.env)
        yield '<?xml version="1.0" encoding="utf-8"?>'
        yield _MARK
        yield f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(language_tag(app.config))}>'
        yield f"<id>{escape(home + FEED)}</id>"
        yield f"<title>{_text(title)}</title>"
        yield f"<updated>{_moment(max(dates))}</updated>"
        yield f'<link rel="self" type="application/atom+xml" href={quoteattr(home + FEED)}/>'
        yield f'<link rel="alternate" type="text/html" href={quoteattr(home)}/>'
        yield _author(owner, home) if owner else f"<author><name>{_text(title)}</name></author>"
        ids = _permanent_urls(builder)
        for docname, record in self._entries.items():
            yield from _entry(app, builder, docname, record, ids[docname], updated[docname])
        yield "</feed>"


def is_made(app: Sphinx) -> bool:
    """Return whether the site has a feed: if a page has a date, or if the feed was published."""
    is_published = any(
        entry.path == FEED and entry.state is not State.RETIRED for entry in published_addresses(app)
    )
    return _is_possible(app) and (is_published or bool(_newest(app, app.env)))


def _is_possible(app: Sphinx) -> bool:
    return builds_pages(app.builder) and bool(base_url(app.builder)) and _patterns(app) != ()


def link_tag(app: Sphinx, context: dict[str, Any]) -> str:
    """Return the tag by which feed readers find the feed."""
    url = html.escape(context["pathto"](FEED, resource=True))
    title = html.escape(site_title(app.config))
    return f'<link rel="alternate" type="application/atom+xml" title="{title}" href="{url}">\n'


def _patterns(app: Sphinx) -> tuple[str, ...] | None:
    """Return the patterns of pages in ``homepage_feed``; ``None`` for all pages, and none for no feed."""
    value = app.config.homepage_feed
    if isinstance(value, str):
        # From the command line.
        value = value.split(",")
    if isinstance(value, list | tuple):
        return tuple(map(str, value))
    return None if value else ()


def _check_patterns(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn about patterns in ``homepage_feed`` that no page has."""
    records = page_records(env)
    for pattern in _patterns(app) or ():
        if pattern in env.found_docs and not records[pattern].front_matter.date:
            message = f"homepage_feed: {shorten(pattern)} has no date; write one in its front matter"
            warn(message, Subtype.CONFIG, conf_place(app, "homepage_feed"))
        if not patfilter(env.found_docs, pattern):
            hint = did_you_mean(pattern, {f"{name.rpartition('/')[0]}/*" for name in env.found_docs})
            message = f"homepage_feed: no page is {shorten(pattern)}{hint}"
            warn(message, Subtype.CONFIG, conf_place(app, "homepage_feed"))


def _newest(app: Sphinx, env: BuildEnvironment) -> dict[str, PageRecord]:
    """Return the pages with a date that has come, the newest first, and those of one date by name."""
    if not _is_possible(app):
        return {}
    patterns = _patterns(app)
    chosen = set(env.found_docs) if patterns is None else set()
    chosen.update(name for pattern in patterns or () for name in patfilter(env.found_docs, pattern))
    today = build_date()
    found = [
        (record.front_matter.date.first_day, docname, record)
        for docname, record in published_records(env).items()
        if docname in chosen
        and record.front_matter.date
        and record.front_matter.date.first_day <= today
        and record.front_matter.in_sitemap
        and not record.front_matter.redirect_to
    ]
    newest = sorted(found, key=lambda item: item[0], reverse=True)[:_MOST]
    return {docname: record for _, docname, record in newest}


def _permanent_urls(builder: StandaloneHTMLBuilder) -> dict[str, str]:
    """Return the URL by which readers know each page: its ``permalink``, or else where it is.

    A ``permalink`` that two pages have, or that is where another page is, does not count.
    """
    base = base_url(builder)
    records = published_records(builder.env)
    places = {docname: page_url(builder, docname) for docname in records}
    permalinks = {}
    for docname, record in records.items():
        if written := record.front_matter.permalink:
            try:
                permalinks[docname] = base + quote(parse_path(written.text))
            except UnsafeAddressError:
                continue
    used = Counter([*permalinks.values(), *places.values()])
    return {
        docname: url if used[url] - (url == places[docname]) == 1 else places[docname]
        for docname, url in (places | permalinks).items()
    }


def _entry(
    app: Sphinx, builder: StandaloneHTMLBuilder, docname: str, record: PageRecord, entry_id: str, updated: str
) -> Iterator[str]:
    """Yield the lines of the entry of a page."""
    matter = record.front_matter
    url, home = page_url(builder, docname), base_url(builder)
    title = builder.env.titles.get(docname)
    authors, owner = page_authors(builder.env, docname), site_author(builder.env)
    yield "<entry>"
    yield f"<id>{escape(entry_id)}</id>"
    yield f"<title>{_text(plain_title(title) if title is not None else matter.title)}</title>"
    yield f'<link rel="alternate" type="text/html" href={quoteattr(url)}/>'
    yield f"<published>{_moment(str(matter.date))}</published>"
    yield f"<updated>{_moment(updated)}</updated>"
    if authors and authors != (owner,):
        yield from (_author(author, home) for author in authors)
    for category in page_categories(app, docname):
        if term := _FORBIDDEN.sub("", category):
            yield f"<category term={quoteattr(term)}/>"
    written = next(
        filter(None, (matter.license, *(author.license for author in (*authors, owner) if author))), ""
    )
    if license := parse_license(written):
        yield f"<rights>{_text(license.name)}</rights>"
        if license.url:
            # RFC 4946.
            yield f'<link rel="license" href={quoteattr(license.url)}/>'
    text = _kept_text(app, docname)
    if summary := text_in_words(matter.description) or text.summary:
        yield f"<summary>{_text(summary)}</summary>"
    if text.content:
        yield f'<content type="html">{_text(text.content)}</content>'
    yield "</entry>"


def _author(author: AuthorProfile, home: str) -> str:
    """Return the element of an author, with the URL of their ORCID iD, or else of their website."""
    url = author.orcid or author.website or (home if author.is_site_author else "")
    uri = f"<uri>{escape(url)}</uri>" if re.match("https?://", url) else ""
    return f"<author><name>{_text(author.name)}</name>{uri}</author>"


def _text_file(app: Sphinx, docname: str) -> Path:
    name = hashlib.sha256(docname.encode("utf-8", "surrogatepass")).hexdigest()
    return state_file(app, _TEXTS) / f"{name[:32]}.json"


def _kept_text(app: Sphinx, docname: str) -> _Text:
    """Return the text of a page; nothing if the page has not been written, or what is kept is damaged."""
    try:
        return _Text(*json.loads(_text_file(app, docname).read_bytes()))
    except (OSError, ValueError, TypeError):
        return _Text()


def _text(text: str) -> str:
    """Escape *text*, without the characters that XML 1.0 forbids."""
    return escape(_FORBIDDEN.sub("", text))


def _moment(date: str) -> str:
    """Return a date, whose month and day may be missing, as Atom requires it (RFC 3339)."""
    year, month, day = [*(date or "1970").split("-"), "01", "01"][:3]
    return f"{year}-{month}-{day}T00:00:00Z"
