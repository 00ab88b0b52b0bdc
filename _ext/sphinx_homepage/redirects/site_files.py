"""The files of a site that are not redirects: its pages, and those that Sphinx, extensions and hosts have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_incremental.builders import extra_files, page_file
from sphinx_incremental.stale_files import output_files

from ..core.addresses import page_forms
from ..head import feed
from ..head.not_found import NAME, is_made, root_copies
from ..pages.targets import Target
from .plan import Files
from .redirects_json import REDIRECTS_JSON

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

_NOT_FOUND = "the page for URLs that do not exist (one of your own is 404.md, beside conf.py)"
RESERVED = {
    "404.html": _NOT_FOUND,
    "CNAME": "the domain of the site on GitHub Pages",
    "objects.inv": "Sphinx's inventory",
    "searchindex.js": "the search index",
    "robots.txt": "the rules for crawlers",
    "sitemap.xml": "the sitemap",
    **dict.fromkeys((REDIRECTS_JSON, "_redirects"), "a list of all redirects"),
}
"""Files that Sphinx, this extension or a host reads or writes, with or without one that is there now."""


def find_files(app: Sphinx, builder: StandaloneHTMLBuilder) -> Files:
    """Return the files of the site that *builder* writes, when all pages have been read."""
    env = app.env
    taken = dict(_taken(app, builder))
    if feed.is_made(app):
        taken.setdefault(feed.FEED, "the feed")
    return Files(
        pages={docname: page_file(builder, docname) for docname in env.found_docs},
        taken=taken,
        reserved=RESERVED,
        copies={docname: file for docname in env.found_docs & {NAME} for file in root_copies(app)},
    )


def other_forms(pages: Mapping[str, str]) -> dict[str, str]:
    """Return the page that each file would hold under the other one of the builders html and dirhtml."""
    files = set(pages.values())
    return {form: docname for docname in pages for form in page_forms(docname) if form not in files}


def search_form(builder: StandaloneHTMLBuilder, files: Files) -> dict[str, Target]:
    """Return where the search page is, by its file under the other builder if nothing else is there."""
    file = page_file(builder, "search")
    what = files.taken.get(file)
    return {
        form: Target(file=file)
        for form in page_forms("search")
        if form != file and files.taken.get(form) == what
    }


def generated_pages(app: Sphinx) -> dict[str, str]:
    """Return the pages that have no source, by name, and what they are."""
    generated = {"search": "the search page", "genindex": "the general index"}
    if is_made(app):
        generated[NAME] = _NOT_FOUND
    generated |= dict.fromkeys(app.config.html_additional_pages, "a page of html_additional_pages")
    for domain in app.env.domains.sorted():
        generated |= {f"{domain.name}-{index.name}": "an index that Sphinx makes" for index in domain.indices}
    return generated


def _taken(app: Sphinx, builder: StandaloneHTMLBuilder) -> Iterator[tuple[str, str]]:
    """Yield the files that are not pages with a source, and what they are; of two the later one is meant."""
    for file in output_files(app):
        yield file, "a file that an extension makes"
    for name, what in generated_pages(app).items():
        # Sphinx's own scripts and other sites know them by either.
        yield from ((form, what) for form in page_forms(name))
        yield page_file(builder, name), what
    for file in extra_files(app):
        yield file, "a file of html_extra_path"
