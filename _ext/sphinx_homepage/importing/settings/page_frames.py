"""What layouts of an old site had around its pages: ``<title>``, the author, the navigation, the footer."""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from ...pages.text_in_markup import plain_text
from ..liquid.marks import BASE_URL, SITE_URL
from ..liquid.process import Job
from ..markdown.html_parts import open_comment, with_ends
from .author_box import AuthorBox, read_author_box
from .layout_extras import is_deep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from bs4.element import Tag

    from ..jekyll.site import OldPage
    from ..liquid.process import LiquidProcess
    from ..site_in_making import SiteInMaking

# Where themes have their navigation, the surest first.
_NAVIGATIONS = (
    "nav",
    "[role=navigation]",
    "[class*=nav]",
    "[id*=nav]",
    "[class*=menu]",
    "[id*=menu]",
    "header",
)
_TITLE = re.compile(r"<title\b[^<>]*>([^<]*)</title", re.IGNORECASE)
# Around other pages of the same layout, or of the same author, there is the same.
_PAGES = 2
_LAYOUTS = 6
_AUTHORS = 50
_UNTITLED = 100


@dataclass
class Frames:
    """What the layouts had around pages."""

    title: str = ""
    """What ``<title>`` said, with ``{title}`` for that of the page, and ``{site}``; empty if unknown."""
    untitled: dict[str, str] = field(default_factory=dict)
    """The whole ``<title>`` of pages without a title, by their files."""
    boxes: dict[str, AuthorBox] = field(default_factory=dict)
    """The box with each author, by what pages write as ``author``; empty for the author of the site."""
    navigation: list[dict[str, str]] = field(default_factory=list)
    """The links of the navigation, as ``_data/navigation.yml`` would have them."""
    texts: list[str] = field(default_factory=list)
    """The rendered layouts of the pages that were looked at."""


def read_frames(site: SiteInMaking, process: LiquidProcess) -> Frames:
    """Run the layouts of some pages, and return what they have in common."""
    config = site.old.config
    directories = (config.text("layouts_dir") or "_layouts", config.text("includes_dir") or "_includes")
    is_known = any((site.old.root / directory).is_dir() for directory in directories)
    # Nothing else in the theme's frame is of interest.
    if not is_known and not any(config.data.get(key) for key in ("title_separator", "logo", "footer")):
        return Frames()
    site_title = plain_text(config.text("title"))
    # The title of the site in <title> cannot be told from the same title of a page.
    titled = _some(
        site, lambda page: page.layout if page.title and page.title not in site_title else "", _LAYOUTS
    )
    signed = _some(
        site,
        lambda page: f"by {author_name(page.matter)}" if page.matter.get("author_profile") else "",
        _AUTHORS,
    )
    untitled = _some(site, lambda page: page.source if not page.title else "", _UNTITLED)
    known = {page.source: page for page in [*titled, *signed, *untitled]}
    home = {
        page.source: page
        for page in site.old.pages
        if page.output == "index.html" and page.is_html and page.source in site.numbers
    }
    pages = list((home | known).values())
    found = Frames()
    patterns: Counter[str] = Counter()
    frames = process.render_all([Job(page.source, "", is_frame=True) for page in pages])
    for page, frame in zip(pages, frames, strict=True):
        if frame.problems:
            what = f"the layouts of {page.source} could not be run, and what they show was not looked at"
            site.report.settings.append(what)
            continue
        if is_deep(frame.text):
            site.report.settings.append(
                f"the layouts of {page.source} are nested too deeply, and what they show was not looked at"
            )
            continue
        text = with_ends(frame.text)
        frame = frame._replace(text=text[: open_comment(text)])
        found.navigation = found.navigation or _navigation(site, frame.text)
        if page.source not in known:
            continue
        found.texts.append(frame.text)
        if page in titled:
            patterns[title_pattern(frame.text, page.title, site_title)] += 1
        if page in untitled:
            found.untitled[page.source] = _title(frame.text)
        box = read_author_box(frame.text, lambda address: own_address(site, address))
        if box is not None:
            found.boxes.setdefault(author_name(page.matter), box)
    best, count = next(iter(patterns.most_common(1)), ("", 0))
    found.title = best if count * 2 > patterns.total() else ""
    return found


def read_navigations(
    site: SiteInMaking, process: LiquidProcess, docnames: Iterable[str]
) -> dict[str, list[dict[str, str]]]:
    """Return the navigation around some pages, as ``_data/navigation.yml`` would have it, by docname."""
    wanted = {*docnames}
    pages = [page for page in site.pages.values() if page.docname in wanted]
    frames = process.render_all([Job(page.old.source, "", is_frame=True) for page in pages])
    return {
        page.docname: _navigation(site, frame.text)
        for page, frame in zip(pages, frames, strict=True)
        if not frame.problems and not is_deep(frame.text)
    }


def _navigation(site: SiteInMaking, frame: str) -> list[dict[str, str]]:
    return [{"title": title, "url": own_address(site, url)} for title, url in shown_navigation(frame)]


def shown_navigation(frame: str) -> list[tuple[str, str]]:
    """Return the texts and addresses of the links in the navigation of a page in HTML."""
    if not re.search(r"<header|nav|menu", frame, re.IGNORECASE):
        return []
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(frame, "html.parser")
    for unseen in soup.select(".sr-only, .visually-hidden, .screen-reader-text"):
        unseen.decompose()
    for place in _NAVIGATIONS:
        found = max(map(_named_links, soup.select(place)), key=len, default=[])
        if len(found) > 1:
            return found
    return []


def _named_links(element: Tag) -> list[tuple[str, str]]:
    links = [(" ".join(link.get_text(" ").split()), str(link["href"])) for link in element.select("a[href]")]
    return [(text, url) for text, url in links if text and not url.startswith(("#", "javascript:"))]


def _some(site: SiteInMaking, kind: Callable[[OldPage], str], most: int) -> list[OldPage]:
    """Return some published pages of each kind; those of none are left out."""
    found: dict[str, list[OldPage]] = {}
    for page in site.old.pages:
        name = kind(page) if page.output and page.is_html and page.source in site.numbers else ""
        if name and (name in found or len(found) < most):
            found.setdefault(name, []).append(page)
    return [page for pages in found.values() for page in pages[:_PAGES]]


def author_name(matter: Mapping[str, Any]) -> str:
    """Return the name or key of the author of a page, who may be written out there; empty if none."""
    author = matter.get("author")
    if isinstance(author, dict):
        author = author.get("name")
    return author.strip() if isinstance(author, str) else ""


def title_pattern(frame: str, title: str, site_title: str) -> str:
    """Return what ``<title>`` says with *title* replaced; empty if it cannot be told from the rest."""
    shown = _title(frame)
    own = plain_text(title)
    if shown and shown == site_title:
        return "{site}"
    if not own or shown.count(own) != 1:
        return ""
    before, _own, after = shown.partition(own)
    if site_title:
        before, after = (part.replace(site_title, "{site}") for part in (before, after))
    return f"{before}{{title}}{after}"


def _title(frame: str) -> str:
    match = _TITLE.search(frame)
    return " ".join(html.unescape(match[1]).split()) if match else ""


def own_address(site: SiteInMaking, address: str) -> str:
    """Return an address that a layout has written, as a path if it leads to the site itself.

    A relative one to a file is that from the root: a layout stands around pages of all directories.
    Empty if it tells another site the address of the page, which is how a page is shared.
    """
    address = re.sub(f"^[{SITE_URL}{BASE_URL}]+(?=/|$)", "", address.strip())
    if re.search(f".(?:[{SITE_URL}{BASE_URL}]|%0[56])", address):
        return ""
    try:
        is_own = (urlsplit(address).hostname or "").lower() in site.old.config.hosts
    except ValueError:
        return address
    path = "/" + address.partition("//")[2].partition("/")[2] if is_own else address
    base = site.old.config.baseurl
    if base and path.startswith(f"{base}/"):
        return path.removeprefix(base)
    from_root = re.sub(r"^(?:\.{1,2}/)*/?", "/", path)
    return from_root if file_of(from_root) in site.old.statics else path


def file_of(address: str) -> str:
    """Return the file, below the root of the site, that a path in an address names."""
    return unquote(re.split("[?#]", address, maxsplit=1)[0].lstrip("/"))
