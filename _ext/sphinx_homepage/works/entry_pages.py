"""Pages about one BibTeX entry (``bibtex: key`` in their front matter), which have everything from it.

The entry may change without the page: so the page is completed when all pages have been read, and what it
shows of the entry is put into it while it is resolved.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from ..pages.records import complete_record, page_records
from .details import detail_paragraphs, entry_details, has_text, set_sources
from .entry_titles import (
    AddEntryTitle,
    EntryTitlesCollector,
    has_title_of_entry,
    set_title,
    show_titles,
)
from .library import library_of
from .text import NO_TEXT
from .text_nodes import text_nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .model import Work

# Post-transforms have no application.
_SHOW = "homepage-show-entry"


def complete_pages(app: Sphinx, env: BuildEnvironment) -> None:
    """Complete the record and the title of each page about an entry."""
    pages = library_of(app).pages
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
        show_titles(self.env, self.document)
        for node in list(self.document.findall(entry_details)):
            self.env.events.emit(_SHOW, self.document, node)


def show_details(app: Sphinx, document: nodes.document, node: entry_details) -> None:
    """Put the details of an entry, and its abstract unless it is there already, into its page."""
    docname, library = node["docname"], library_of(app)
    work = library.pages[docname]
    found: list[nodes.Element] = [*detail_paragraphs(work, app.config.language, document, node["minutes"])]
    set_sources(found, str(app.env.doc2path(docname)))
    if work.key:
        own = {address.text for _, address in page_records(app.env)[docname].front_matter.links}
        file = str(Path(app.srcdir, library.file_of(work.key)))
        for reference in [link for part in found for link in part.findall(nodes.reference)]:
            if reference["refuri"] not in own:
                reference.source = file
    abstract = work.publication.abstract if work.publication else NO_TEXT
    if abstract and not has_text(document, abstract.plain):
        found.append(nodes.paragraph("", "", *text_nodes(abstract), classes=["hp-abstract"]))
    node.replace_self(found)


def setup_entry_pages(app: Sphinx) -> None:
    """Register the pages about entries."""
    app.add_event(_SHOW)
    app.add_env_collector(EntryTitlesCollector)
    app.add_transform(AddEntryTitle)
    app.add_post_transform(ShowEntries)
    # When the library is filled, and before everything that shows titles and records of pages.
    app.connect("env-updated", complete_pages, priority=360)
    app.connect(_SHOW, show_details)
