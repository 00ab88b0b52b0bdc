"""What layouts of an old site had above and below all pages, and ours do not: logos, words of the owner.

Beautiful Soup is imported when it is used.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from ...pages.text_in_markup import plain_text
from ..liquid.marks import ENTRY_END, ENTRY_START, PAGE, without_entry_marks
from .author_record import record_urls
from .footer import GONE, TEMPLATE, FooterReader, common_columns, template
from .page_frames import own_address

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from bs4 import BeautifulSoup
    from bs4.element import Tag

    from ..site_in_making import SiteInMaking
    from .footer import Line
    from .site_settings import Settings

_FOOTERS = "footer, :not(body)[class*=footer], [id*=footer]"
_MASTHEADS = "header, .masthead, nav, [class*=navbar]"
# In these stands what belongs to one page.
_OF_A_PAGE = "article, main, aside, section, [role=main]"
_UNSEEN = "script, style, noscript, template, .sr-only, .visually-hidden, .screen-reader-text"
_ENTRY = re.compile(f"{ENTRY_START}[^{ENTRY_START}{ENTRY_END}]*{ENTRY_END}")
_RESERVED = re.compile("[\ufdd0-\ufdef]")


def add_edges(site: SiteInMaking, frames: Sequence[str], settings: Settings, menus: Collection[str]) -> None:
    """Put what the footer said below each page, and note what is not in the new site, and where to put it.

    :param frames: the rendered layouts of some pages, with :data:`.PAGE` in the place of the page.
    :param menus: the docnames of the pages that the navigation has.
    """
    from bs4 import BeautifulSoup

    config, record = site.old.config, settings.author
    author = config.data.get("author")
    author = author.get("name") if isinstance(author, dict) else author
    given = (config.text("title"), config.text("name"), author, record["name"])
    names = list(dict.fromkeys(plain_text(str(name)) for name in given if name))
    reader = FooterReader(site, names, record_urls(record), menus)
    footers = []
    subtitles: dict[str, None] = {}
    images: Counter[str] = Counter()
    frames = [frame for frame in frames if PAGE in frame]
    for frame in frames:
        # Lists of pages grow, and are no words of a footer.
        frame = without_entry_marks(_ENTRY.sub(GONE, _RESERVED.sub("", frame)))
        soup = BeautifulSoup(frame, "html.parser")
        for unseen in soup.select(_UNSEEN):
            unseen.decompose()
        footers.append(reader.read(_around(soup, _FOOTERS)))
        found: set[str] = set()
        for element in _around(soup, _MASTHEADS):
            found.update(own_address(site, str(image["src"])) for image in element.select("img[src]"))
            below = (" ".join(part.get_text(" ").split()) for part in element.select(".site-subtitle"))
            subtitles.update(dict.fromkeys(filter(None, below)))
        images.update(found)
    notes = site.report.settings
    columns, others = common_columns(footers)
    if columns:
        site.texts[TEMPLATE] = template(columns)
        said = _said(line for column in columns for line in column)
        notes.append(f"the footer said {said}: that is written to {TEMPLATE}, which is below each page")
    if others:
        place = "to have it there again, write a template (docs/look.md, The footer)"
        notes.append(f"on some pages, the footer said {_said(others)}: {place}")
    for url, label in reader.dead.items():
        notes.append(f"the footer's {label} ({url}) leads nowhere, and was left out")
    for url, tool in reader.tools.items():
        notes.append(f"the footer's <{tool}> of {url} was left out")
    owners = Counter(footer.copyright for footer in footers if footer.copyright)
    for owner, _count in owners.most_common(1):
        settings.copyright = owner
        notes.append(f"copyright in conf.py is that of the footer: “{owner}”")
    for subtitle in subtitles:
        what = f"below the title of the site stood “{subtitle}”: "
        is_bio = record.setdefault("bio", subtitle) == subtitle
        notes.append(what + ("that is" if is_bio else "it may be") + " bio in author_profile in conf.py")
    for image, count in images.items():
        file = image.lstrip("/")
        if (
            count * 2 <= len(frames)
            or file not in site.old.statics
            or f"public/{file}" == record.get("avatar")
        ):
            continue
        place = f"the new site shows {settings.logo}" if settings.logo else "it is above the author now"
        settings.logo = settings.logo or f"public/{file}"
        notes.append(f"the image public/{file} stood above each page: {place} (html_logo in conf.py)")


def _said(lines: Iterable[Line]) -> str:
    return ", ".join(f"“{words}”" for words in dict.fromkeys(line.told for line in lines))


def _around(soup: BeautifulSoup, selector: str) -> list[Tag]:
    """Return the outermost elements of a kind that do not belong to a single page."""
    elements = soup.select(f":is({selector}):not(:is({_OF_A_PAGE}) *)")
    found = [element for element in elements if PAGE not in element.get_text()]
    inner = {id(below) for element in found for below in element.select(selector)}
    return [element for element in found if id(element) not in inner]
