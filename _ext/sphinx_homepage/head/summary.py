"""What the head of a page shows of the page and of its place in the site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin

from ..core.canonical import page_url, url_without_index
from ..core.config_values import language_tag
from ..mathematics.titles import plain_title
from ..pages.text_in_markup import plain_text
from ..pages.title import site_title
from ..profile.authors import page_authors, site_author
from .contributors import page_subject
from .description import page_description
from .previews import site_url
from .structured_data import PageSummary, home_graph, json_ld, page_graph, person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

    from ..pages.records import PageRecord
    from ..profile.model import AuthorProfile
    from .contributors import HeadPage
    from .previews import Preview
    from .structured_data import Node


def summarize(
    app: Sphinx,
    builder: StandaloneHTMLBuilder,
    docname: str,
    context: dict[str, Any],
    record: PageRecord,
    doctree: nodes.document,
    preview: Preview | None,
    last_change: str,
) -> PageSummary:
    """Return the summary of a page from its front matter, its doctree and the context of its template."""
    matter = record.front_matter
    url = page_url(builder, docname)
    # Sphinx gives its templates the pages above a page, without the home page.
    parents = [
        (
            plain_text(parent["title"]),
            url_without_index(builder, urljoin(url, quote(parent["link"], safe="/%"))),
        )
        for parent in context.get("parents") or ()
        if url
    ]
    title = app.env.titles.get(docname)
    return PageSummary(
        url=url,
        title=plain_title(title) if title is not None else matter.title,
        description=page_description(record, doctree),
        language=language_tag(app.config),
        published=str(matter.date or ""),
        modified=str(matter.modified or last_change),
        image=preview.url if preview else "",
        ancestors=((site_title(app.config), page_url(builder, app.config.root_doc)), *parents),
    )


def structured_data(app: Sphinx, page: HeadPage) -> str:
    """Return the JSON-LD of a page, if the site knows its URL."""
    if page.document is None or not page.document.summary.url:
        return ""
    summary, builder = page.document.summary, page.builder
    if page.name == app.config.root_doc:
        owner = site_author(app.env)
        described = author_node(builder, owner) if owner else None
        return json_ld(home_graph(summary, described, site_name=site_title(app.config)))
    authors = [author_node(builder, author) for author in page_authors(app.env, page.name)]
    return json_ld(page_graph(summary, authors, page_subject(app, page)))


def author_node(builder: StandaloneHTMLBuilder, author: AuthorProfile) -> Node:
    """Return the ``Person`` of structured data that an author of the site is."""
    home = page_url(builder, builder.config.root_doc)
    return person(author, home=home, image=site_url(builder, author.avatar))


def trails(env: BuildEnvironment) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the docnames and titles of the pages above each page, without the home page, by docname."""
    return {
        # The home page has the site's title there.
        docname: tuple((name, plain_title(env.titles[name])) for name in parents[1:] if name in env.titles)
        for docname, parents in _ancestors(env, env.config.root_doc)
    }


def _ancestors(env: BuildEnvironment, root: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each page of the toctrees, with the pages above it, in the order of the navigation."""
    waiting: list[tuple[str, tuple[str, ...]]] = [(root, ())]
    seen = {root}
    while waiting:
        docname, parents = waiting.pop()
        yield docname, parents
        for child in reversed(env.toctree_includes.get(docname, [])):
            if child not in seen:
                seen.add(child)
                waiting.append((child, (*parents, docname)))
