"""What layouts of an old site had above and below all pages, and ours do not: logos, words of the owner.

Beautiful Soup is imported when it is used.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from ...pages.text_in_markup import plain_text
from ..liquid.marks import PAGE
from .author_box import is_same, names_nobody, shown_link
from .author_record import record_urls
from .layout_extras import letters_of
from .page_frames import own_address

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from bs4 import BeautifulSoup
    from bs4.element import Tag

    from ..site_in_making import SiteInMaking

_FOOTERS = "footer, :not(body)[class*=footer], [id*=footer]"
_MASTHEADS = "header, .masthead, nav, [class*=navbar]"
# In these stands what belongs to one page.
_OF_A_PAGE = "article, main, aside, section, [role=main]"
_BLOCKS = "div, p, li, ul, ol, h1, h2, h3, h4, h5, h6, hr, br, table, tr, td, form, label"
_UNSEEN = "script, style, noscript, template, .sr-only, .visually-hidden, .screen-reader-text"
# Those who made Jekyll, the templates and their host.
_MAKERS = re.compile(
    r"//(?:www\.)?(?:jekyllrb\.com|mademistakes\.com|pages\.github\.com|github\.com/(?:academicpages|mmistakes)\b)"
    r"|/(?:minimal-mistakes|academicpages|al-folio)\b|//academicpages\.",
    re.IGNORECASE,
)
_MAKER = "\0"
_BREAK = "\x1f"
# The number of the address of the link in front of it.
_URL = re.compile("\ufdd0(\\d+)\ufdd1")
# "Powered by", in whatever language, to the last link to one of them in the sentence.
_POWERED_BY = re.compile(r"(?:^|(?<=[.!?,©\0]))[^.!?,©\0]*+\0(?:[^.!?\0]*+\0)*+(?:\s*theme)?\s*\.?")
# To the last figure of the date.
_UPDATED = re.compile(r"(?:site )?last updated\b(?:[^.|]*\d)?\.?", re.IGNORECASE)
_GENERATED = re.compile(r"(?:^|/)(?:feed|atom|rss|sitemap)(?:\.xml|/)?$", re.IGNORECASE)
# What both templates say, and the new site makes or does not need.
_THEME = ("Feed", "Follow", "Sitemap")


def edge_notes(site: SiteInMaking, frames: Sequence[str], record: Mapping[str, Any]) -> Iterator[str]:
    """Yield a sentence for each part that is not in the new site, which tells where to put it.

    :param frames: the rendered layouts of some pages, with :data:`.PAGE` in the place of the page.
    :param record: the author record, whose links and image are beside each page.
    """
    from bs4 import BeautifulSoup

    config = site.old.config
    author = config.data.get("author")
    author = author.get("name") if isinstance(author, dict) else author
    # They stand behind the mark of copyright.
    names = [plain_text(str(name)) for name in (config.text("title"), config.text("name"), author) if name]
    footer = _Footer(site, names, record_urls(record))
    lines: dict[str, str] = {}
    subtitles: dict[str, None] = {}
    images: Counter[str] = Counter()
    frames = [frame for frame in frames if PAGE in frame]
    for frame in frames:
        soup = BeautifulSoup(re.sub("[\ufdd0\ufdd1]", "", frame), "html.parser")
        for unseen in soup.select(_UNSEEN):
            unseen.decompose()
        for element in _around(soup, _FOOTERS):
            for words, line in footer.own_lines(element):
                # Links such as "Edit" have another address on each page.
                lines.setdefault(words, line)
        found: set[str] = set()
        for element in _around(soup, _MASTHEADS):
            found.update(own_address(site, str(image["src"])) for image in element.select("img[src]"))
            below = (" ".join(part.get_text(" ").split()) for part in element.select(".site-subtitle"))
            subtitles.update(dict.fromkeys(filter(None, below)))
        images.update(found)
    if lines:
        place = "to have it below each page again, write a template (docs/look.md, The footer)"
        yield f"the footer said {', '.join(f'“{line}”' for line in lines.values())}: {place}"
    for subtitle in subtitles:
        yield f"below the title of the site stood “{subtitle}”: it may be bio in author_profile in conf.py"
    avatar = record.get("avatar", "")
    place = "to show it beside each page, name it as avatar in author_profile in conf.py"
    if avatar:
        place = "to show it above the author, set html_logo and html_sidebars (docs/look.md, The sidebar)"
    for image, count in images.items():
        file = image.lstrip("/")
        if count * 2 > len(frames) and file in site.old.statics and f"public/{file}" != avatar:
            yield f"the image public/{file} stood above each page: {place}"


def _around(soup: BeautifulSoup, selector: str) -> list[Tag]:
    """Return the outermost elements of a kind that do not belong to a single page."""
    elements = soup.select(f":is({selector}):not(:is({_OF_A_PAGE}) *)")
    found = [element for element in elements if PAGE not in element.get_text()]
    inner = {id(below) for element in found for below in element.select(selector)}
    return [element for element in found if id(element) not in inner]


class _Footer:
    """Reads footers of a site."""

    def __init__(self, site: SiteInMaking, names: Collection[str], shown: Collection[str]) -> None:
        """Note the names of the site and its author, and the URLs that are beside each page."""
        self._site = site
        self._shown = shown
        self._theme = {letters_of(words) for words in (*_THEME, *_theme_words(site), *names)}
        name = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
        self._copyright = re.compile(
            rf"©\s*(?:copyright)?[\d\s–-]*(?:{name})?(?:\ufdd0\d+\ufdd1)?\s*[.,]?", re.IGNORECASE
        )

    def own_lines(self, footer: Tag) -> Iterator[tuple[str, str]]:
        """Yield the lines of a footer without what the theme says in them, and each with its addresses."""
        urls: list[str] = []
        for link in footer.select("a[href]"):
            url = own_address(self._site, str(link["href"]))
            if _MAKERS.search(url):
                link.replace_with(_MAKER)
            elif self._is_needless(url):
                link.replace_with("")
            else:
                link.replace_with(f"{shown_link(link, url).label}\ufdd0{len(urls)}\ufdd1")
                urls.append(url)
        for block in footer.select(_BLOCKS):
            block.insert_before(_BREAK)
            block.append(_BREAK)
        for line in footer.get_text().split(_BREAK):
            line = _UPDATED.sub("", _POWERED_BY.sub("", " ".join(line.split())))
            line = self._copyright.sub("", line).strip(" ,|•·-")
            words = _URL.sub("", line)
            if any(map(str.isalpha, words)) and letters_of(words) not in self._theme:
                yield words, _URL.sub(lambda mark: f" ({urls[int(mark[1])]})", line)

    def _is_needless(self, url: str) -> bool:
        """Return whether a link leads nowhere, to what the new site makes, or where the author's links do."""
        if names_nobody(url) or url.startswith(("#", "javascript:")) or _GENERATED.search(url):
            return True
        # A layout may have put the address of the network before a whole URL.
        return any(is_same(url, each) or url.endswith(each) for each in self._shown)


def _theme_words(site: SiteInMaking) -> list[str]:
    """Return the words of Minimal Mistakes in the language of the site."""
    texts = site.old.data.get("ui-text")
    words = texts.get(site.old.config.text("locale")) if isinstance(texts, dict) else None
    return [word for word in words.values() if isinstance(word, str)] if isinstance(words, dict) else []
