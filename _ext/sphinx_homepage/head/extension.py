"""The registration of the head of pages, and of the files that a site has beside its pages."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_incremental.builders import builds_pages
from sphinx_incremental.fingerprints import pages_changed
from sphinx_incremental.stale_files import add_output_files

from ..core.built_site import DRAFT_MARK
from ..core.canonical import page_url
from ..pages.drafts import all_drafts
from ..pages.records import page_records
from ..profile.authors import site_author
from ..profile.image_copies import copied_images, copy_images
from .contributors import Document, HeadPage, add_contributor, contributed_tags, setup_contributors
from .dates import LastChanges
from .description import description_tag
from .feed import Feed, link_tag
from .generated_images import favicon_path, image_paths, write_images
from .not_found import base_tags, make_page, output_files, write_root_copies
from .open_graph import configure_opengraph, opengraph_values, preview_tags
from .previews import page_preview
from .sitemap import write_sitemap
from .style_sheets import drop_unused_styles
from .summary import structured_data, summarize, trails

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

# A page is loaded when a mouse button or a finger goes down on its link, not when it goes up: nothing that is
# not asked for, so that it costs nothing on a phone.  Browsers that do not know it ignore it.
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
# Where a page, and the metadata of one for other builders, wait while sphinxext-opengraph runs.
_PAGE, _META = "homepage_head_page", "homepage_kept_meta"


class Head:
    """The heads of one application's pages."""

    def __init__(self) -> None:
        self._last_change = LastChanges()
        self._feed = Feed()

    def find_outdated(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Return the pages whose head shows something else of other pages, of the author or of git."""
        if not builds_pages(app.builder):
            return []
        self._last_change.look_up(app, env)
        without_text = self._feed.plan(app, env)
        above, root = trails(env), app.config.root_doc
        changed = pages_changed(
            app,
            env,
            "head",
            {
                docname: (
                    above.get(docname),
                    page_preview(app, app.builder, docname),
                    self._last_change.shown(env, docname),
                    self._feed.has_entries,
                    site_author(env) if docname == root else None,
                )
                for docname in env.found_docs
            },
        )
        return [*changed, *without_text]

    def before_opengraph(
        self,
        app: Sphinx,
        pagename: str,
        _templatename: str,
        context: dict[str, Any],
        doctree: nodes.document | None,
    ) -> None:
        """Add the description of a page, and give sphinxext-opengraph what it cannot know."""
        if doctree is None:
            return
        if not builds_pages(app.builder):
            # It fails with builders that give it less (json, pickle), and is of no use with others.
            context[_META] = context.get("meta")
            context["meta"] = {"ogp_disable": ""}
            return
        document = self._document(app, app.builder, pagename, context, doctree)
        if document is not None:
            context[_PAGE] = HeadPage(pagename, app.builder, context, document)
            present = context.get("metatags") or ""
            context["metatags"] = present + description_tag(document.summary.description, present)
            # A new mapping, since the old one is the environment's.
            context["meta"] = opengraph_values(app, pagename, document, context.get("meta"))

    def keep_text(
        self,
        app: Sphinx,
        pagename: str,
        _templatename: str,
        context: dict[str, Any],
        _doctree: nodes.document | None,
    ) -> None:
        """Keep the text of a page for the feed."""
        page: HeadPage | None = context.get(_PAGE)
        if page is not None and page.document is not None:
            summary = page.document.summary.description
            self._feed.keep_text(app, pagename, context.get("body") or "", summary)

    def after_opengraph(
        self,
        app: Sphinx,
        pagename: str,
        _templatename: str,
        context: dict[str, Any],
        doctree: nodes.document | None,
    ) -> None:
        """Add the tags of all contributors, the canonical URL and the icon; remove unused style sheets."""
        if not builds_pages(app.builder):
            if _META in context:
                context["meta"] = context.pop(_META)
            return
        page = context.pop(_PAGE, None) or HeadPage(pagename, app.builder, context)
        if page.document is not None:
            context["pageurl"] = page.document.summary.url or None
        elif context.get("pageurl"):
            context["pageurl"] = page_url(app.builder, pagename)
        if pagename == app.config.root_doc and page.document is not None:
            # Sphinx's themes put the site's name alone into the <title> of the home page.
            matter = page.document.record.front_matter
            if matter.title and app.config.homepage_front_matter_title:
                context["homepage_title"] = page.document.summary.title
        context["homepage_window_title"] = app.config.homepage_window_title
        tags = contributed_tags(app, page)
        context["metatags"] = (context.get("metatags") or "") + tags
        if not app.config.html_favicon and not context.get("favicon_url"):
            context["favicon_url"] = context["pathto"](favicon_path(), resource=True)
        drop_unused_styles(app, context)

    def _document(
        self,
        app: Sphinx,
        builder: StandaloneHTMLBuilder,
        docname: str,
        context: dict[str, Any],
        doctree: nodes.document,
    ) -> Document | None:
        record = page_records(app.env).get(docname)
        if record is None:
            return None
        preview = page_preview(app, builder, docname)
        last_change = self._last_change(docname)
        summary = summarize(app, builder, docname, context, record, doctree, preview, last_change)
        return Document(record, summary, preview)

    def feed_link(self, app: Sphinx, page: HeadPage) -> str:
        """Return the link to the feed, if it has entries."""
        return link_tag(app, page.context) if self._feed.has_entries else ""

    def write_files(self, app: Sphinx, exception: Exception | None) -> None:
        """Write the files that a site has beside its pages."""
        if exception is not None or not builds_pages(app.builder):
            return
        write_root_copies(app, app.builder)
        copy_images(app)
        write_images(app, app.builder)
        write_sitemap(app, app.builder, self._last_change)
        self._feed.write(app, app.builder, self._last_change)
        with contextlib.suppress(OSError):
            # Some releases of Sphinx create it for source copies even if there are none.
            Path(app.outdir, "_sources").rmdir()


def draft_tags(app: Sphinx, page: HeadPage) -> str:
    """Put the mark of a page that is a draft before all other tags, so that it is found soon; return none."""
    if page.name in all_drafts(app.env):
        tags = f'{DRAFT_MARK.decode()}\n<meta name="robots" content="noindex">\n'
        page.context["metatags"] = tags + (page.context.get("metatags") or "")
    return ""


def speculation_rules(_app: Sphinx, _page: HeadPage) -> str:
    """Return the rules by which browsers load the next page early."""
    return _SPECULATION_RULES


def setup_head(app: Sphinx) -> None:
    """Load sphinxext-opengraph, and register the parts of this package."""
    app.add_config_value(
        "homepage_feed",
        True,
        "html",
        types=frozenset({bool, list, str, tuple}),
        description="Whether feed.xml is written, where a page has a date, or patterns of the pages in it.",
    )
    app.add_config_value(
        "homepage_window_title",
        "",
        "html",
        types=frozenset({str}),
        description="What <title> says: {title} and {site}, with what is around them.",
    )
    app.add_config_value(
        "homepage_sitemap",
        True,
        "",
        types=frozenset({bool}),
        description="Whether sitemap.xml and robots.txt are written.",
    )
    # Without Matplotlib, which only its own images need, it prints a message at every start.
    with contextlib.redirect_stdout(io.StringIO()):
        app.setup_extension("sphinxext.opengraph")
    head = Head()
    setup_contributors(app)
    for function in (speculation_rules, preview_tags, structured_data, head.feed_link, base_tags, draft_tags):
        add_contributor(app, function)
    # Not the feed, the sitemap and robots.txt: each has a mark, by which those of others are told from ours.
    for files in (copied_images, image_paths, output_files):
        add_output_files(app, files)
    app.connect("config-inited", configure_opengraph)
    # When the ledger has been read.
    app.connect("env-updated", head.find_outdated, priority=600)
    app.connect("html-collect-pages", make_page)
    # Before sphinxext-opengraph, at 500.
    app.connect("html-page-context", head.before_opengraph, priority=450)
    # After extensions that shape the body at 500, and before the card is put above it, at 600.
    app.connect("html-page-context", head.keep_text, priority=590)
    # After sphinxext-opengraph, and after everything that changes the body or adds tags.
    app.connect("html-page-context", head.after_opengraph, priority=850)
    # After other extensions, whose files of the same names stay.
    app.connect("build-finished", head.write_files, priority=800)
