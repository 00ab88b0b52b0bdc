"""What layouts of an old site had above and below all pages, and ours do not: logos, words of the owner.

Beautiful Soup is imported when it is used.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from ...pages.text_in_markup import plain_text
from ..liquid.marks import ENTRY_END, ENTRY_START, PAGE, without_entry_marks
from .author_record import record_urls
from .footer import GONE, TEMPLATE, FooterReader, common_columns, template
from .page_frames import file_of, own_address

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from bs4 import BeautifulSoup
    from bs4.element import Tag

    from ..site_in_making import SiteInMaking
    from .footer import Footer, Line
    from .site_settings import Settings

_FOOTERS = "footer, :not(body)[class*=footer], [id*=footer]"
_MASTHEADS = "header, .masthead, nav, [class*=navbar]"
# In these stands what belongs to one page.
_OF_A_PAGE = "article, main, aside, section, [role=main]"
_UNSEEN = "script, style, noscript, template, .sr-only, .visually-hidden, .screen-reader-text"
_ENTRY = re.compile(f"{ENTRY_START}[^{ENTRY_START}{ENTRY_END}]*{ENTRY_END}")
_RESERVED = re.compile("[\ufdd0-\ufdef]")


class _Masthead(NamedTuple):
    """What stood above a page, in its order."""

    images: dict[str, None]
    """Their addresses."""
    subtitles: dict[str, None]
    """What stood below the title of the site."""


def add_edges(site: SiteInMaking, frames: Sequence[str], settings: Settings, menus: Collection[str]) -> None:
    """Put what the footer said below each page, and note what is not in the new site, and where to put it.

    :param frames: the rendered layouts of some pages, with :data:`.PAGE` in the place of the page.
    :param menus: the docnames of the pages that the navigation has.
    """
    reader = FooterReader(site, _names(site, settings), record_urls(settings.author), menus)
    footers, mastheads = [], []
    for frame in frames:
        if PAGE in frame:
            soup = _soup(frame)
            footers.append(reader.read(_around(soup, _FOOTERS)))
            mastheads.append(_masthead(site, soup))
    site.report.settings += _footer_notes(site, footers, reader)
    owners = Counter(footer.copyright for footer in footers if footer.copyright)
    for owner, _count in owners.most_common(1):
        settings.copyright = owner
        site.report.settings.append(f"copyright in conf.py is that of the footer: “{owner}”")
    site.report.settings += _masthead_notes(site, mastheads, settings)


def _names(site: SiteInMaking, settings: Settings) -> list[str]:
    """Return the names of the site and its author, which stand behind the mark of copyright."""
    config = site.old.config
    author = config.data.get("author")
    author = author.get("name") if isinstance(author, dict) else author
    given = (config.text("title"), config.text("name"), author, settings.author["name"])
    return list(dict.fromkeys(plain_text(str(name)) for name in given if name))


def _soup(frame: str) -> BeautifulSoup:
    from bs4 import BeautifulSoup

    # Lists of pages grow, and are no words of a footer.
    soup = BeautifulSoup(without_entry_marks(_ENTRY.sub(GONE, _RESERVED.sub("", frame))), "html.parser")
    for unseen in soup.select(_UNSEEN):
        unseen.decompose()
    return soup


def _footer_notes(site: SiteInMaking, footers: Sequence[Footer], reader: FooterReader) -> Iterator[str]:
    """Write the template of the footer, and yield what is in it, and what is not."""
    columns, others = common_columns(footers)
    if columns:
        site.texts[TEMPLATE] = template(columns)
        said = _said(line for column in columns for line in column)
        yield f"the footer said {said}: its place is {TEMPLATE}, which is below each page"
    if others:
        place = "to have it there again, write a template (docs/look.md, The footer)"
        yield f"on some pages, the footer said {_said(others)}: {place}"
    for url, label in reader.dead.items():
        yield f"the footer's {label} ({url}) leads nowhere, and was left out"
    for url, tool in reader.tools.items():
        yield f"the footer's <{tool}> of {url} was left out"


def _masthead(site: SiteInMaking, soup: BeautifulSoup) -> _Masthead:
    elements = _around(soup, _MASTHEADS)
    found = (image for element in elements for image in element.select("img[src]"))
    below = (part for element in elements for part in element.select(".site-subtitle"))
    return _Masthead(
        dict.fromkeys(own_address(site, str(image["src"])) for image in found),
        dict.fromkeys(" ".join(part.get_text(" ").split()) for part in below),
    )


def _masthead_notes(site: SiteInMaking, mastheads: Sequence[_Masthead], settings: Settings) -> Iterator[str]:
    """Set the bio and the logo, and yield what stood above the pages."""
    subtitles = dict.fromkeys(subtitle for masthead in mastheads for subtitle in masthead.subtitles)
    images = Counter(image for masthead in mastheads for image in masthead.images)
    for subtitle in filter(None, subtitles):
        is_bio = settings.author.setdefault("bio", subtitle) == subtitle
        what = f"{'that is' if is_bio else 'it may be'} bio in author_profile in conf.py"
        yield f"below the title of the site stood “{subtitle}”: {what}"
    for image, count in images.items():
        file = file_of(image)
        is_avatar = f"public/{file}" == settings.author.get("avatar")
        if count * 2 <= len(mastheads) or file not in site.old.statics or is_avatar:
            continue
        place = f"the new site shows {settings.logo}" if settings.logo else "it is above the author now"
        settings.logo = settings.logo or f"public/{file}"
        yield f"the image public/{file} stood above each page: {place} (html_logo in conf.py)"


def _said(lines: Iterable[Line]) -> str:
    return ", ".join(f"“{words}”" for words in dict.fromkeys(line.told for line in lines))


def _around(soup: BeautifulSoup, selector: str) -> list[Tag]:
    """Return the outermost elements of a kind that do not belong to a single page."""
    elements = soup.select(f":is({selector}):not(:is({_OF_A_PAGE}) *)")
    found = [element for element in elements if PAGE not in element.get_text()]
    inner = {id(below) for element in found for below in element.select(selector)}
    return [element for element in found if id(element) not in inner]
