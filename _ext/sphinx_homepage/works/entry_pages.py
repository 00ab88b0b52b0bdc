"""Pages about one BibTeX entry (``bibtex: key`` in their front matter), which have everything from it.

The entry may change without the page: so the page is completed when all pages have been read, and what it
shows of the entry is put into it while it is resolved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_incremental.builders import builds_pages
from sphinx_incremental.fingerprints import pages_changed

from ..core.messages import _
from ..mathematics.extension import add_formula_source
from ..pages.links import add_link_source
from ..pages.page_links import PageLink, is_candidate
from ..pages.records import complete_record, page_records
from .details import detail_paragraphs, entry_details, has_text, set_sources
from .entry_titles import (
    AddEntryTitle,
    EntryTitlesCollector,
    has_title_of_entry,
    set_title,
    show_title,
    titles_of_entries,
)
from .library import library_of
from .listing.html_nodes import element
from .text_nodes import text_nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .model import Work

# Post-transforms have no application.
_SHOW = "homepage-show-entry"


def complete_pages(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Complete the record and the title of each page about an entry.

    :returns: the pages that show other records of the authors of their work than before.
    """
    library = library_of(app)
    pages = library.pages
    for docname in [docname for docname, record in page_records(env).items() if record.front_matter.bibtex]:
        work = pages.get(docname)
        if work is None:
            continue
        is_known = bool(work.key)
        complete_record(
            env,
            docname,
            title=work.title if is_known else "",
            description=work.summary,
            date=work.date,
            teaser=work.image,
        )
        if has_title_of_entry(env, docname):
            set_title(env, docname, _title(work))
    shown = {docname: library.people.shown(work) for docname, work in pages.items() if work.authors}
    return pages_changed(app, env, "authors of works", shown)


def _title(work: Work) -> list[nodes.Node]:
    if work.publication:
        return text_nodes(work.publication.title, with_links=False)
    return [nodes.Text(work.title)]


class ShowEntries(SphinxPostTransform):
    """Shows on pages what they have from an entry."""

    # Before links are resolved, at 8.
    default_priority = 5

    def run(self, **_kwargs: Any) -> None:
        """Put titles and details into the page, or into several pages that are one document."""
        for title in titles_of_entries(self.document):
            show_title(self.env, title)
        for details in list(self.document.findall(entry_details)):
            self.env.events.emit(_SHOW, self.document, details)


def links(app: Sphinx) -> Iterator[PageLink]:
    """Yield the links on these pages that may lead to the site itself."""
    library = library_of(app)
    for docname, work in library.pages.items():
        if work.key:
            for link in work.links:
                if is_candidate(link.url, app.config):
                    yield PageLink(link.url, library.place_of(app, work, link), docname=docname)


def have_formulas(app: Sphinx) -> bool:
    """Return whether a title or an abstract on these pages has formulas."""
    works = library_of(app).pages.values()
    return any(work.publication is not None and work.publication.formulas for work in works)


def show_details(app: Sphinx, document: nodes.document, node: entry_details) -> None:
    """Put the details of an entry, and its abstract unless it is there already, into its page."""
    docname = node["docname"]
    work = library_of(app).pages[docname]
    authors = library_of(app).people.authors(work, is_html=builds_pages(app.builder))
    found: list[nodes.Element] = [
        *detail_paragraphs(work, app.config.language, document, node["minutes"], authors)
    ]
    set_sources(found, str(app.env.doc2path(docname)))
    publication = work.publication
    if publication and publication.abstract and not has_text(document, publication.abstract.plain):
        found.append(nodes.paragraph("", "", *text_nodes(publication.abstract), classes=["hp-abstract"]))
    if publication and publication.bibtex and builds_pages(app.builder):
        found += _entry_to_copy(publication.bibtex)
    node.replace_self(found)


def _entry_to_copy(bibtex: str) -> list[nodes.Element]:
    """Return an entry that unfolds, with what the script of listings needs for its button."""
    name = "entry"
    entry = element("details", element("summary", nodes.Text(_("BibTeX"))), element("pre", text=bibtex))
    return [
        element("div", classes="hp-list-tools", data_list=name, data_copy=_("Copy"), data_copied=_("Copied")),
        element("div", entry, classes="hp-actions", data_listing=name),
    ]


def setup_entry_pages(app: Sphinx) -> None:
    """Register the pages about entries."""
    app.add_event(_SHOW)
    app.add_env_collector(EntryTitlesCollector)
    app.add_transform(AddEntryTitle)
    app.add_post_transform(ShowEntries)
    # When the library is filled, and before everything that shows titles and records of pages.
    app.connect("env-updated", complete_pages, priority=360)
    app.connect(_SHOW, show_details)
    add_link_source(app, links)
    add_formula_source(app, have_formulas)
