"""The titles of pages about a BibTeX entry that have none of their own.

The entry is known only when all pages have been read, and it may change without the page.  So the page is
read with the key as its title, which is replaced wherever it is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from sphinx_incremental.collectors import PageCollector, page_values
from sphinx_incremental.facts import note_title

from ..pages.front_matter import parse_metadata
from ..pages.title import NestBelowTitle, front_matter_field, is_invisible
from .bibtex.from_entry import entry_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_ATTRIBUTE = "homepage_entry_titles"
# On the title: the page that it is of.
_MARK = "entry_page"


def has_title_of_entry(env: BuildEnvironment, docname: str) -> bool:
    """Return whether the title of a page is that of the entry that it is about."""
    return docname in page_values(env, _ATTRIBUTE)


class AddEntryTitle(SphinxTransform):
    """Adds the title of a page about an entry, if it has none."""

    # Once docutils has made the front matter a docinfo.
    default_priority = NestBelowTitle.default_priority - 1

    def apply(self, **_kwargs: Any) -> None:
        """Put the page below a title, which is the key of the entry for now."""
        document = self.document
        written = front_matter_field(document, "bibtex")
        if not written or not self.config.homepage_front_matter_title:
            return
        matter, _problems = parse_metadata({"bibtex": written})
        key = matter.bibtex.text if matter.bibtex else ""
        if not key or _has_title(document):
            return
        begin = next(
            (place for place, node in enumerate(document.children) if not _is_above(node)), len(document)
        )
        # Without a source, so that it is none of the messages for translators.
        title = nodes.title("", key, **{_MARK: self.env.current_document.docname})
        section = nodes.section("", title, *document.children[begin:], ids=[entry_id(key, document.ids)])
        section.document = document
        section.source, section.line = document.get("source"), 1
        document.ids[section["ids"][0]] = section
        document[begin:] = [section]


def _has_title(document: nodes.document) -> bool:
    """Return whether a page has a title in its front matter, or begins with its only top heading."""
    if front_matter_field(document, "title"):
        return True
    body = [node for node in document.children if not _is_above(node)]
    return len(body) == 1 and isinstance(body[0], nodes.section)


def _is_above(node: nodes.Node) -> bool:
    """Return whether a node is what stands above a title, and is not seen."""
    return isinstance(node, nodes.docinfo | nodes.field_list) or is_invisible(node)


class EntryTitlesCollector(PageCollector):
    """Keeps which pages have the title of their entry."""

    attribute = _ATTRIBUTE

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Note that a page has the title of its entry."""
        if titles_of_entries(doctree):
            page_values(app.env, _ATTRIBUTE)[app.env.current_document.docname] = True


def set_title(env: BuildEnvironment, docname: str, title: Sequence[nodes.Node]) -> None:
    """Set what is shown as the title of a page, on other pages and in the navigation."""
    toc = env.tocs.get(docname)
    link = next(iter(toc.findall(nodes.reference)), None) if toc is not None else None
    for node in (env.titles.get(docname), env.longtitles.get(docname), link):
        if node is not None:
            # Not the node itself, which has the number of the section.
            node.children = []
            node.extend(child.deepcopy() for child in title)
    note_title(env, docname)


def titles_of_entries(doctree: nodes.document) -> list[nodes.title]:
    """Return the titles in which the key of an entry stands for its title."""
    return [title for title in doctree.findall(nodes.title) if _MARK in title]


def show_title(env: BuildEnvironment, node: nodes.title) -> None:
    """Replace the key by the title."""
    title = env.titles[node[_MARK]]
    node.children = []
    node.extend(child.deepcopy() for child in title.children)
