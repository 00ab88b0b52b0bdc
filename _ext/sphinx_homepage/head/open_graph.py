"""The head of each page: one address, one identity, link previews, and what opens the next page quickly.

Open Graph tags are sphinxext-opengraph's; it takes the page's own words from the page's metadata and knows
the rest from its settings, which this module fills in where conf.py does not.
"""

from __future__ import annotations

import contextlib
import html
import io
import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from sphinx_incremental.builders import builds_pages
from sphinx_incremental.fingerprints import pages_changed

from ..core.canonical import base_url, directory_url, page_url, site_base
from ..pages.front_matter import plain_text
from ..pages.records import PageRecord, page_records
from ..profile.authors import SITE_AUTHOR, page_authors
from .description import page_description
from .drawings import PREVIEW_SIZE
from .generated_images import favicon_path, is_photograph, preview_path
from .structured_data import PageFacts, home_graph, json_ld, page_graph, person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from ..profile.model import AuthorProfile
# A page begins to load when a mouse button or a finger goes down on its link, not when it goes up: nothing is
# loaded that is not asked for, so that it costs nothing on a phone.  Browsers that do not know it ignore it.
# https://developer.mozilla.org/docs/Web/API/Speculation_Rules_API
_SPECULATION = {
    "prerender": [
        {
            "where": {"and": [{"href_matches": "/*"}, {"not": {"selector_matches": "[download]"}}]},
            "eagerness": "conservative",
        }
    ]
}
_SPECULATION_RULES = (
    f'<script type="speculationrules">{json.dumps(_SPECULATION, separators=(",", ":"))}</script>\n'
)

# Where a page's metadata, and what is known of it, wait while sphinxext-opengraph runs.
_KEPT, _FACTS = "homepage_kept_meta", "homepage_page_facts"


class _Preview(NamedTuple):
    """The picture of a link preview."""

    url: str
    alt: str
    large: bool
    """Whether it is made to be shown wide; a portrait is not."""
    size: tuple[int, int] = (0, 0)
    """In pixels; zeros if it is not known."""
    is_general: bool = True
    """Whether it is the author's or the site's, and not the page's own."""


class Metadata:
    """Fills the heads of one application's pages."""

    def __init__(self, last_change: Callable[[str], str]) -> None:
        self._last_change = last_change

    def find_outdated(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Return the pages that name a page above them whose title or place is another one now."""
        if not builds_pages(app.builder):
            return []
        said = {docname: _trail(env, parents) for docname, parents in _ancestors(env, app.config.root_doc)}
        return pages_changed(app, env, "trails", said)

    def before_opengraph(
        self,
        app: Sphinx,
        pagename: str,
        _templatename: str,
        context: dict[str, Any],
        doctree: nodes.document | None,
    ) -> None:
        """Tell sphinxext-opengraph what it cannot know: the page's words, address and picture."""
        if doctree is None:
            return
        if not builds_pages(app.builder):
            # It fails with builders that give it less (json, pickle), and has no business with others.
            context[_KEPT] = context.get("meta")
            context["meta"] = {"ogp_disable": ""}
            return
        record = page_records(app.env).get(pagename)
        if record is None:
            return
        page = context[_FACTS] = self._facts(app, app.builder, pagename, record, context, doctree)
        words = {
            "og:title": page.title,
            "og:description": page.description,
            "og:site_name": app.config.homepage_site_title if app.config.ogp_site_name is None else "",
            "og:url": _moved(app.config, page.url, app.config.ogp_canonical_url or app.config.ogp_site_url),
            "og:type": _open_graph_type(app, pagename, page),
        }
        # A picture that the page names for itself has a size and a text of its own.
        given = "og:image" in (context.get("meta") or {})
        preview = None if given else self._preview(app, app.builder, pagename, record)
        if preview and not (preview.is_general and _pictures_are_made(app.config)):
            words["og:image"] = _moved(app.config, preview.url, app.config.ogp_site_url)
            words["og:image:alt"] = preview.alt
            if all(preview.size):
                words["og:image:width"], words["og:image:height"] = map(str, preview.size)
        # That extension escapes quotes and nothing else.
        escaped = {key: html.escape(text, quote=False) for key, text in words.items() if text}
        # A new mapping, since the old one is the environment's.
        context["meta"] = {**escaped, **(context.get("meta") or {})}

    def after_opengraph(
        self,
        app: Sphinx,
        pagename: str,
        _templatename: str,
        context: dict[str, Any],
        doctree: nodes.document | None,
    ) -> None:
        """Add the canonical address, structured data and the tags that Open Graph does not have."""
        if not builds_pages(app.builder):
            if _KEPT in context:
                context["meta"] = context.pop(_KEPT)
            return
        tags = _SPECULATION_RULES
        record = page_records(app.env).get(pagename)
        page: PageFacts | None = context.pop(_FACTS, None)
        if record is not None and page is not None:
            context["pageurl"] = page.url or None
            tags += self._named_tags(app, app.builder, pagename, record, page, context.get("metatags") or "")
            if page.url:
                tags += json_ld(self._graph(app, app.builder, pagename, record, page))
        elif context.get("pageurl"):
            context["pageurl"] = page_url(app.builder, pagename)
        context["metatags"] = (context.get("metatags") or "") + tags
        if not app.config.html_favicon and not context.get("favicon_url"):
            context["favicon_url"] = context["pathto"](favicon_path(), resource=True)

    def _facts(
        self,
        app: Sphinx,
        builder: StandaloneHTMLBuilder,
        pagename: str,
        record: PageRecord,
        context: dict[str, Any],
        doctree: nodes.document,
    ) -> PageFacts:
        matter = record.front_matter
        url = page_url(builder, pagename)
        home = page_url(builder, app.config.root_doc)
        # What Sphinx gives its templates for the way to the page, the home page left out.
        parents = [
            (
                plain_text(parent["title"]),
                directory_url(builder, urljoin(url, quote(parent["link"], safe="/%"))),
            )
            for parent in context.get("parents") or ()
            if url
        ]
        preview = self._preview(app, builder, pagename, record)
        title = app.env.titles.get(pagename)
        return PageFacts(
            url=url,
            title=title.astext() if title is not None else matter.title,
            description=page_description(record, doctree),
            language=str(app.config.language or "").replace("_", "-"),
            published=matter.date,
            modified=matter.modified or self._last_change(pagename),
            image=preview.url if preview else "",
            ancestors=((app.config.homepage_site_title, home), *parents),
        )

    def _graph(
        self, app: Sphinx, builder: StandaloneHTMLBuilder, pagename: str, record: PageRecord, page: PageFacts
    ) -> list[dict[str, Any]]:
        home = page_url(builder, app.config.root_doc)

        def described(author: AuthorProfile) -> dict[str, Any]:
            return person(author, home=home, image=_site_url(builder, author.avatar))

        if pagename == app.config.root_doc:
            owner = app.config.homepage_authors.get(SITE_AUTHOR)
            return home_graph(
                page, described(owner) if owner else None, site_name=app.config.homepage_site_title
            )
        return page_graph(page, [described(author) for author in page_authors(app.env, pagename)])

    def _named_tags(
        self,
        app: Sphinx,
        builder: StandaloneHTMLBuilder,
        pagename: str,
        record: PageRecord,
        page: PageFacts,
        present: str,
    ) -> str:
        """Return the tags that *present*, those of the page so far, does not have."""
        authors = page_authors(app.env, pagename)
        preview = self._preview(app, builder, pagename, record)
        tags = {}
        if page.url:
            tags["twitter:card"] = "summary_large_image" if preview and preview.large else "summary"
        for author in authors[:1]:
            handle = next((_x_handle(link.url) for link in author.networks if link.network == "twitter"), "")
            tags |= {"author": author.name, "fediverse:creator": author.handle, "twitter:creator": handle}
        times = {}
        if page.published and page.url:
            times = {"article:published_time": page.published, "article:modified_time": page.modified}
        return "".join(
            _meta(attribute, name, content)
            for attribute, found in (("name", tags), ("property", times))
            for name, content in found.items()
            if content and f'{attribute}="{name}"' not in present
        )

    def _preview(
        self, app: Sphinx, builder: StandaloneHTMLBuilder, pagename: str, record: PageRecord
    ) -> _Preview | None:
        """Return the page's picture, or else its author's, or else the one that is made for the site."""
        if not base_url(builder) or app.config.ogp_image:
            return None
        title = record.front_matter.title
        for picture in (record.image, record.teaser):
            if is_photograph(picture):
                return _Preview(_site_url(builder, picture), title, large=True, is_general=False)
        owner = app.config.homepage_authors.get(SITE_AUTHOR)
        for author in (*page_authors(app.env, pagename), *([owner] if owner else [])):
            if is_photograph(author.avatar):
                return _Preview(_site_url(builder, author.avatar), author.name, large=False)
        made = _site_url(builder, preview_path(app.config))
        return _Preview(made, app.config.homepage_site_title, large=True, size=PREVIEW_SIZE) if made else None


def _pictures_are_made(config: Config) -> bool:
    """Return whether conf.py asks sphinxext-opengraph for a picture of each page, made or found in it."""
    cards = config.ogp_social_cards
    return bool(config.ogp_use_first_image or (cards and cards.get("enable", True)))


def _ancestors(env: BuildEnvironment, root: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each page that a toctree has, with the pages above it, in the order of the navigation."""
    waiting: list[tuple[str, tuple[str, ...]]] = [(root, ())]
    seen = {root}
    while waiting:
        docname, parents = waiting.pop()
        yield docname, parents
        for child in reversed(env.toctree_includes.get(docname, [])):
            if child not in seen:
                seen.add(child)
                waiting.append((child, (*parents, docname)))


def _trail(env: BuildEnvironment, docnames: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    # The home page is called by the site's name.
    return tuple((name, env.titles[name].astext()) for name in docnames[1:] if name in env.titles)


def _site_url(builder: StandaloneHTMLBuilder, path: str) -> str:
    """Return the address of a file of the site; an address on another site as it is."""
    if not path or urlsplit(path).scheme:
        return path
    base = base_url(builder)
    return base + quote(path) if base else ""


def _moved(config: Config, url: str, place: str) -> str:
    """Return *url*, if it is one of this site, at the *place* that conf.py has for link previews."""
    base = site_base(config)
    return urljoin(place, url.removeprefix(base)) if base and url.startswith(base) else url


def _open_graph_type(app: Sphinx, pagename: str, page: PageFacts) -> str:
    if pagename == app.config.root_doc and SITE_AUTHOR in app.config.homepage_authors:
        return "profile"
    return "article" if page.published else ""


def _x_handle(url: str) -> str:
    match = re.fullmatch(r"https?://(?:www\.)?(?:x|twitter)\.com/(\w+)/?", url)
    return f"@{match[1]}" if match else ""


def _meta(attribute: str, name: str, content: str) -> str:
    return f'<meta {attribute}="{name}" content="{html.escape(content)}">\n'


def configure_opengraph(app: Sphinx, config: Config) -> None:
    """Give sphinxext-opengraph the settings that follow from others, unless conf.py has them."""
    if (base := site_base(config)) and not config.ogp_site_url:
        config.ogp_site_url = base
    if config.ogp_social_cards is None:
        # It would draw one picture a page, which takes most of a build's time.
        config.ogp_social_cards = {"enable": False}


def setup_metadata(app: Sphinx, last_change: Callable[[str], str]) -> None:
    """Load sphinxext-opengraph, and stand before and behind it.

    :param last_change: returns the date on which a page was changed last, by docname; empty if unknown.
    """
    # Without Matplotlib, which only its own pictures need, it says so on every start.
    with contextlib.redirect_stdout(io.StringIO()):
        app.setup_extension("sphinxext.opengraph")
    metadata = Metadata(last_change)
    app.connect("config-inited", configure_opengraph)
    app.connect("env-updated", metadata.find_outdated)
    app.connect("html-page-context", metadata.before_opengraph, priority=450)
    # sphinxext-opengraph itself: 500
    app.connect("html-page-context", metadata.after_opengraph, priority=650)
