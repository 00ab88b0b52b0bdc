"""The new site, made of the old one: its pages, its files, its settings, its ledger, and the report.

Nothing is written here, and nothing of the old site is changed.
"""

from __future__ import annotations

import datetime
import html
import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from .addresses.docnames import assign_docnames
from .addresses.ledger import SEARCH_OUTPUTS, write_ledger
from .addresses.old_addresses import note_owners
from .addresses.old_files import copy_files, framed_directories, make_other_outputs, used_files
from .converted import Change
from .jekyll.demo import demo_files
from .jekyll.site import OldPage, OldSite
from .jekyll.text_files import read_text
from .liquid.cv_data import shows_own_cv
from .liquid.process import LiquidProcess
from .lists.archive_pages import lead_archives
from .lists.works import note_works
from .pages.link_keys import renamed_links
from .pages.matter import page_matter
from .pages.texts import PLACED, render_pages
from .report import LeftOut, PageReport, Report
from .settings.coauthors import add_coauthors, with_names
from .settings.navigation import (
    choose_main_listings,
    find_inner,
    find_menus,
    find_navigation,
    navigation_data,
    toctree,
)
from .settings.page_edges import add_edges
from .settings.page_frames import read_frames, read_navigations
from .settings.site_settings import Settings, find_settings
from .site_in_making import MadePage, SiteInMaking

if TYPE_CHECKING:
    from collections.abc import Callable


# What GitHub Pages takes for the title of a page without one (the plugin jekyll-titles-from-headings).
_TITLE_HEADING = re.compile(r"\s*#{1,3} \S")


@dataclass
class NewSite:
    """The files of the new site, and what is to be told of them."""

    settings: Settings
    report: Report
    texts: dict[str, str] = field(default_factory=dict)
    """The text of each file that was made, by its path."""
    copies: dict[str, Path] = field(default_factory=dict)
    """The file of the old site that is copied to each path."""
    ledger_urls: dict[str, str] = field(default_factory=dict)
    """How the report names the address of each line of the ledger, by its path."""


def make_site(
    old: OldSite, new: str, *, keep_demo: bool = False, progress: Callable[[str], None] | None = None
) -> NewSite:
    """Return the new site.

    :param new: the directory of the new site, as the person wrote it.
    :param keep_demo: whether the examples of the template are taken as well.
    :param progress: is told what is done, now and then.
    """
    site = SiteInMaking(old, new, keep_demo=keep_demo, progress=progress or (lambda _text: None))
    demo = _demo(site)
    _add_home(site)
    with LiquidProcess(old.root) as process:
        return _make(site, demo, process)


def _make(site: SiteInMaking, demo: set[str], process: LiquidProcess) -> NewSite:
    frames = read_frames(site, process)
    settings = find_settings(site, demo, frames)
    sources = _published(site, [page for page in _in_order(site) if page.is_html or page.is_draft])
    docnames = assign_docnames(sources, site.old.statics)
    made = [
        MadePage(page, docname, PageReport(page.source, f"{docname}.md"), is_demo=page.source in demo)
        for page in sources
        if (docname := docnames.get(page.source))
    ]
    site.pages |= {page.old.source: page for page in made if page.old.output or page.old.is_draft}
    for page in made:
        _rename_links(site, page)
        _name_authors(site, page)
        if page.old.also_at and page.old.output:
            page.redirect_from.append(page.old.also_at)
    note_works(site, made)
    render_pages(site, settings, process)
    _leave_out_demo(site, demo)
    lead_archives(site, settings)
    navigation = find_navigation(site, frames.navigation)
    menus = find_menus(site, navigation)
    inner = _inner_navigation(site, process, navigation)
    toctrees = {"index": toctree(navigation, menus)}
    toctrees |= {docname: toctree(entries, []) for docname, entries in inner.items()}
    named = [*navigation, *(entry for _title, entries in menus for entry in entries)]
    named += [entry for entries in inner.values() for entry in entries]
    choose_main_listings(site, navigation)
    site.reached = {"index", *(name for _title, name in named)}.union(
        *(page.listed - {page.docname} for page in site.pages.values())
    )
    note_owners(site)
    for page in site.pages.values():
        _write(site, page, settings, named, toctrees.get(page.docname, ""))
    add_edges(site, frames.texts, settings, [name for _title, name in named])
    # Last: until here, those of whom there are records are the authors whom pages may show.
    site.report.settings += add_coauthors(settings.authors, settings.author["name"], site.coauthors)
    demo -= used_files(site, demo) | {site.old.statics[image] for image in settings.images}
    copy_files(site, demo)
    write_ledger(site, demo, settings.redirects)
    make_other_outputs(site, process)
    return NewSite(settings, site.report, site.texts, site.copies, site.ledger_urls)


def _inner_navigation(
    site: SiteInMaking, process: LiquidProcess, navigation: list[tuple[str, str]]
) -> dict[str, list[tuple[str, str]]]:
    """Return what pages of the navigation have below them, if layouts alone know the navigation."""
    if navigation_data(site) is not None:
        return {}
    names = [name for _title, name in navigation]
    return find_inner(site, navigation, read_navigations(site, process, names))


def _rename_links(site: SiteInMaking, page: MadePage) -> None:
    """Give links in the front matter of a page the names that pages and listings know."""
    page.renamed += renamed_links(page.old.own, site.old.statics)
    for key, name, value in page.renamed:
        for values in (page.old.own, page.old.matter):
            values.pop(key, None)
            values[name] = value


def _name_authors(site: SiteInMaking, page: MadePage) -> None:
    """Give a page the names of the authors whom its layout knew by their keys."""
    keys = page.old.own.get("authors")
    names = with_names(keys, site.old.data.get("authors"))
    if names != keys:
        page.has_named_authors = True
        page.old.own["authors"] = page.old.matter["authors"] = names


def _in_order(site: SiteInMaking) -> list[OldPage]:
    """Return the pages in the order in which Jekyll writes them; the last at an address stays."""
    kinds = ["pages", *site.old.config.collections]
    return sorted(
        site.old.pages,
        key=lambda page: (
            kinds.index(page.kind),
            # Files are written behind pages: that of a home page without front matter is one of ours.
            page.source not in site.numbers,
            page.source.rpartition("/")[2] if page.kind == "pages" else "",
            (page.kind != "pages" and page.date) or datetime.datetime.max,
        ),
    )


def _published(site: SiteInMaking, pages: list[OldPage]) -> list[OldPage]:
    """Return *pages* without those that nobody has seen, and without the page for searching.

    Documents of a collection that share an address stay: lists have shown each.
    """
    last = {page.output: page for page in pages if page.output}
    found = []
    for page in pages:
        winner = last.get(page.output, page)
        file = _file_at(site, page) if winner.kind == "pages" else ""
        if page.kind == "pages" and (file or winner is not page):
            why = f"its URL {page.url} is that of {file or winner.source} as well, and Jekyll published that"
            site.report.left_out.append(LeftOut(page.source, why))
        elif _is_search(page):
            site.report.left_out.append(LeftOut(page.source, "the new site makes its own"))
        else:
            found.append(page)
    return found


def _file_at(site: SiteInMaking, page: OldPage) -> str:
    """Return the file without front matter at the URL of a page: Jekyll writes it behind pages."""
    short = page.output.removesuffix(".html")
    # The output of a page at /x.pdf is x.pdf.html here.
    return site.old.statics.get(page.output, site.old.statics.get(short, "") if "." in short else "")


def _is_search(page: OldPage) -> bool:
    """Return whether a page is that of the theme for searching, without words of its owner's."""
    if page.output not in SEARCH_OUTPUTS:
        return False
    words = re.sub(r"(?s)<script\b(?:(?!<script\b).)*?</script>|<[^<>]*>|\{[{%][^{}]*[%}]\}", "", page.body)
    return page.layout == "search" or not re.search(r"\w", words)


def _demo(site: SiteInMaking) -> set[str]:
    """Return the files of the old site that are examples of the template, unchanged."""
    if site.keep_demo:
        return set()
    paths = [PurePosixPath(page.source) for page in site.old.pages]
    paths += [PurePosixPath(path) for path in site.old.statics.values()]
    own_cv = {page.source for page in site.old.pages if shows_own_cv(site.old, page)}
    return {path.as_posix() for path in demo_files(site.old.root, paths)} - own_cv


def _add_home(site: SiteInMaking) -> None:
    """Make a page of a home page that was a plain file of HTML, and one where there is none."""
    kinds = {page.kind for page in site.old.pages if page.output == "index.html"}
    # Jekyll writes pages, then files, then documents.
    if kinds - {"pages"} or (kinds and "index.html" not in site.old.statics):
        return
    source = site.old.statics.pop("index.html", "")
    text = read_text(site.old.root / source) if source else ""
    matter: dict[str, Any] = {}
    if source and text:
        title = re.search(r"<title\b[^<>]*>((?:(?!<title\b).)*?)</title>", text, re.IGNORECASE | re.DOTALL)
        matter = {"title": html.unescape(title[1]).strip()} if title else {}
    else:
        site.report.settings.append("there is no page at /; index.md was made, with the navigation only")
    page = OldPage(source or "(a new page)", "pages", "", {}, matter, text or "", 1, "/", "index.html")
    page.is_markdown = not source
    site.old.pages.append(page)


def _leave_out_demo(site: SiteInMaking, demo: set[str]) -> None:
    """Leave out examples of the template, but for those that show something of the owner's."""
    for source in sorted(demo & site.pages.keys()):
        page = site.pages[source]
        own = {
            other.docname for other in site.pages.values() if not other.is_demo and other.old.kind != "pages"
        }
        is_own = page.listed & own or _frames_own_files(site, page, demo)
        if is_own or page.old.output == "index.html":
            page.is_demo = False
            continue
        del site.pages[source]
        site.report.demo.append(source)


def _frames_own_files(site: SiteInMaking, page: MadePage, demo: set[str]) -> bool:
    """Return whether a page shows a directory in a frame, such as a map, in which a file is the owner's."""
    return any(
        url.startswith(directory) and source not in demo
        for directory in framed_directories(page.old.body)
        for url, source in site.old.statics.items()
    )


def _write(
    site: SiteInMaking,
    page: MadePage,
    settings: Settings,
    navigation: list[tuple[str, str]],
    toctrees: str,
) -> None:
    """Add the file of a page.

    :param navigation: the titles and docnames of all pages that the navigation has.
    :param toctrees: what stands at the end of the page.
    """
    matter = page_matter(site, page, settings, navigation)
    body = PLACED.sub(lambda match: f"\n\n{page.parts[int(match[1])]}\n\n", page.body)
    if page.parts or page.rendered != page.old.body:
        body = re.sub(r"\n[ \t]*\n(?:[ \t]*\n)+", "\n\n", body)
    body = body.strip("\n") + "\n" if body.strip() else ""
    is_named = any(name == page.docname and title for title, name in navigation)
    if _has_title_of_site(page.old, settings) and page.docname != "index" and (page.top_headings or is_named):
        # Else the first heading would be its title, or what the navigation calls it.
        title = settings.title or settings.author["name"]
        body = f"```{{title}} {title}\n```\n\n{body}"
        what = (
            "the directive title says what Jekyll had in <title> of a page without one: that of the site; "
            "without it, that of the page is there"
        )
        page.report.changes.append(Change(0, what))
    if page.docname == "index" or toctrees:
        body = body.rstrip("\n") + "\n" + toctrees
    site.texts[f"{page.docname}.md"] = f"---\n{matter}---\n{body}" if matter.strip() else body
    for problem in page.old.problems:
        page.report.questions.append(Change(0, problem))
    if page.old.is_draft:
        page.report.questions.append(Change(0, _about_draft(page)))
    site.report.pages.append(page.report)


def _about_draft(page: MadePage) -> str:
    """Return what becomes of a page that Jekyll did not publish."""
    if page.old.matter.get("published") is False or page.docname.startswith("_drafts/"):
        return "Jekyll did not publish it, and it is a draft: make livehtml shows it"
    if page.old.kind == "posts":
        return "its date is to come: Jekyll did not publish it, and it is a draft until that day"
    return "its date is to come: Jekyll did not publish it, and here it is; write draft: true to hide it"


def _has_title_of_site(page: OldPage, settings: Settings) -> bool:
    """Return whether a page had nothing but the title of the site in its ``<title>``."""
    if page.title or "title" in page.own:
        return not page.title
    shown = settings.untitled.get(page.source, settings.title)
    begins = page.is_markdown and _TITLE_HEADING.match(page.body)
    return bool(settings.title) and shown == settings.title and not begins
