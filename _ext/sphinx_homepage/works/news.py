"""News: the items of a page that begin with a date, each a work that listings show like a page.

An owner writes one line for each piece of news, in one file::

    - 2026-05-01: The paper on [looms](papers.md) was accepted.

The page is shown as it is.  Listings show the items with their links: these are resolved on their own page,
and then made to lead to the same from the other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

from docutils import nodes
from sphinx import addnodes
from sphinx.util.logging import suppress_logging
from sphinx.util.osutil import relative_uri

from sphinx_incremental.collectors import PageCollector, page_values
from sphinx_incremental.fingerprints import digest

from ..core.dates import parse_date
from ..core.diagnostics import warn
from ..core.html_links import replace_urls
from ..core.problems import Subtype
from ..core.web_urls import has_scheme
from ..mathematics.titles import plain_title
from ..pages.records import page_records
from .model import Item, Work, WorkType

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..core.dates import Date

NEWS = "news"
"""The name of a page of news, and the ``collection`` of one with another name."""
_ATTRIBUTE = "homepage_news"
_MARK = "homepage_news_item"
# "2026-05-01: text", or with a dash for the colon; the hyphens of a date have no spaces beside them.
_DATED = re.compile(r"\s{0,30}([^:\u2013\u2014]{4,30}?)\s{0,30}(?::|[\u2013\u2014]| - )\s*")
_SEPARATOR = re.compile(r"\s*(?::|[\u2013\u2014]|- )?\s*")
_DAY = re.compile(r"\s*(\d{4}-\d{1,2}-\d{1,2})(?!\d)")
_ID = re.compile(r"""\sid\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+)""", re.IGNORECASE)
_ROOT = "https://site.invalid/"


class _Dated(NamedTuple):
    """An item with its date."""

    date: Date
    content: list[nodes.Node]
    """What stands behind the date."""


def is_page_of_news(docname: str, collection: str) -> bool:
    """Return whether a page is called ``news``, or is of this collection.

    :param collection: the one that its front matter names.
    """
    name = docname.removesuffix("/index").rpartition("/")[2]
    return collection == NEWS or (not collection and name == NEWS)


def page_items(env: BuildEnvironment) -> dict[str, tuple[Work, ...]]:
    """Return the items of every page of news, by docname."""
    return page_values(env, _ATTRIBUTE)


class NewsCollector(PageCollector):
    """Keeps the items of each page of news, and marks them on the page."""

    attribute = _ATTRIBUTE

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Keep the items of a page, and warn about those among them that have no date."""
        docname = app.env.current_document.docname
        if not is_page_of_news(docname, page_records(app.env)[docname].front_matter.collection):
            return
        works: list[Work] = []
        for found in doctree.findall(nodes.bullet_list):
            dated = [_dated(item) for item in found.children]
            if not isinstance(found.parent, nodes.section | nodes.document) or not any(dated):
                continue
            for node, item in zip(found.children, dated, strict=True):
                assert isinstance(node, nodes.list_item)
                if problem := _problem(node, item):
                    warn(f"news: {problem}; write - 2026-05-01: text", Subtype.LISTING, node)
                if item is None:
                    continue
                node[_MARK] = len(works)
                works.append(_work(docname, len(works), node, item))
        page_items(app.env)[docname] = tuple(works)


def _problem(node: nodes.list_item, item: _Dated | None) -> str:
    """Return what is wrong with an item; empty if nothing is."""
    if item is None:
        match = _DAY.match(node.astext())
        return f"there is no day {match[1]}" if match else "this item does not begin with a date"
    return "" if any(part.astext().strip() for part in item.content) else "there is no text behind this date"


def _work(docname: str, number: int, node: nodes.list_item, item: _Dated) -> Work:
    paragraph = nodes.paragraph("", "", *(child.deepcopy() for child in item.content))
    text = " ".join(plain_title(paragraph).split())
    return Work(
        type=WorkType.NEWS,
        title=text,
        date=item.date,
        line=node.line,
        item=Item(docname, number, digest(str(node[0]))),
    )


def _dated(node: nodes.Node) -> _Dated | None:
    """Return the date with which an item begins, and the rest of its first paragraph."""
    if not isinstance(node, nodes.list_item) or not node.children:
        return None
    if not isinstance(node[0], nodes.paragraph):
        return None
    content = list(node[0].children)
    # Markdown has an empty text before a text in bold.
    while content and isinstance(content[0], nodes.Text) and not content[0].strip():
        content.pop(0)
    if not content:
        return None
    first = content.pop(0)
    if isinstance(first, nodes.Text):
        match = _DATED.match(first)
        date = parse_date(match[1]) if match else None
        rest = nodes.Text(first[match.end() :]) if match else None
    else:
        # "**2026-05-01**: text"
        date = parse_date(first.astext().rstrip(": "))
        rest = None
        if content and isinstance(content[0], nodes.Text):
            rest = nodes.Text(_SEPARATOR.sub("", content.pop(0).astext(), count=1))
    return _Dated(date, [*([rest] if rest else []), *content]) if date else None


class ItemNodes:
    """The content of items, for one page that shows them."""

    def __init__(self, app: Sphinx, docname: str) -> None:
        """Prepare for a page.

        :param docname: the page that shows the items.
        """
        self._app = app
        self._docname = docname
        self._found: dict[str, dict[int, list[nodes.Node]]] = {}

    def content(self, item: Item) -> list[nodes.Node]:
        """Return what an item has behind its date, with links that are right on the page that shows it."""
        if item.docname not in self._found:
            self._found[item.docname] = self._resolve(item.docname)
        return [node.deepcopy() for node in self._found[item.docname].get(item.number, ())]

    def _resolve(self, docname: str) -> dict[int, list[nodes.Node]]:
        """Return the content of all items of a page by their numbers."""
        env = self._app.env
        doctree = env.get_doctree(docname)
        items = [node for node in doctree.findall(nodes.list_item) if _MARK in node]
        doctree.children = []
        doctree += nodes.bullet_list("", *items)
        # What is wrong with them is said about the page itself.
        with suppress_logging():
            self._lead_to_notes(doctree)
            env.apply_post_transforms(doctree, docname)
        self._lead_from_here(doctree, docname)
        _remove_ids(doctree)
        found = {}
        for node in doctree.findall(nodes.list_item):
            if _MARK in node and (dated := _dated(node)):
                found[node[_MARK]] = dated.content
        return found

    def _lead_to_notes(self, doctree: nodes.document) -> None:
        """Make references to footnotes links to their page, where builders have any: the notes stay there."""
        kinds = (nodes.footnote_reference, nodes.citation_reference)
        found: list[nodes.Element] = [node for kind in kinds for node in doctree.findall(kind)]
        for node in found:
            note = node.get("refid")
            if not note or not self._has_urls():
                node.parent.remove(node)
                continue
            link = nodes.reference("", node.astext(), refid=note)
            node.replace_self(nodes.superscript("", "", link))

    def _has_urls(self) -> bool:
        """Return whether the builder makes pages with relative URLs; other formats have none."""
        builder = self._app.builder
        return builder.format == "html" and builder.name != "singlehtml"

    def _lead_from_here(self, doctree: nodes.document, docname: str) -> None:
        """Make links that are relative to a page relative to the one that shows them."""
        if not self._has_urls():
            return
        builder = self._app.builder
        here, there = builder.get_target_uri(self._docname), builder.get_target_uri(docname)

        def moved(url: str) -> str:
            if not url or url.startswith("/") or has_scheme(url):
                return url
            path, hash_sign, fragment = urljoin(_ROOT + there, url).removeprefix(_ROOT).partition("#")
            return relative_uri(here, path) + hash_sign + fragment

        for node in doctree.findall(nodes.reference):
            if "refid" in node:
                node["refuri"] = moved(f"#{node.attributes.pop('refid')}")
                node["internal"] = True
            elif "refuri" in node:
                node["refuri"] = moved(node["refuri"])
        for image in doctree.findall(nodes.image):
            # Others are files that Sphinx copies.
            if "?" in image.get("candidates", {}):
                image["uri"] = moved(image["uri"])
                image["candidates"] = {"?": image["uri"]}
        for raw in list(doctree.findall(nodes.raw)):
            if raw.get("format") == "html":
                text = replace_urls(raw.astext(), moved)
                raw.replace_self(nodes.raw("", text, format="html"))


def _remove_ids(doctree: nodes.document) -> None:
    """Remove ids, which stay on the page of the items, and entries of the index."""
    for node in list(doctree.findall(nodes.Element)):
        if isinstance(node, addnodes.index):
            node.parent.remove(node)
        elif isinstance(node, nodes.raw):
            text = _ID.sub("", node.astext())
            node.replace_self(nodes.raw("", text, format=node["format"]))
        else:
            node["ids"] = []
