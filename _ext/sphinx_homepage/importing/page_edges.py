"""What layouts of an old site had above and below all pages, and ours do not: logos, words of the owner.

Beautiful Soup is imported when it is used.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .author_box import is_same, names_nobody, shown_link
from .layout_extras import letters_of
from .liquid_marks import PAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from bs4 import BeautifulSoup
    from bs4.element import Tag

    from .author_box import ShownLink

_FOOTERS = "footer, :not(body)[class*=footer], [id*=footer]"
_MASTHEADS = "header, .masthead, nav, [class*=navbar]"
# In these stands what belongs to one page.
_OF_A_PAGE = ("article", "main", "aside", "section")
_BLOCKS = "div, p, li, ul, ol, h1, h2, h3, h4, h5, h6, hr, br, table, tr, td, form, label"
_UNSEEN = "script, style, noscript, template, .sr-only, .visually-hidden, .screen-reader-text"
# Those who made Jekyll, the templates and their host, in "Powered by ...", in whatever language.
_MAKERS = re.compile(
    r"//(?:www\.)?(?:jekyllrb\.com|mademistakes\.com|pages\.github\.com|github\.com/(?:academicpages|mmistakes)\b)"
    r"|/(?:minimal-mistakes|academicpages|al-folio)\b|//academicpages\.",
    re.IGNORECASE,
)
_MAKER = "\0"
_BREAK = "\x1f"
_POWERED_BY = re.compile(r"[^.!?,©\0]*\0(?:[^.!?\0]*\0)*(?:\s*theme)?\s*\.?")
_UPDATED = re.compile(r"(?:site )?last updated\b[^.]*\.?", re.IGNORECASE)
_GENERATED = re.compile(r"(?:^|/)(?:feed|atom|rss|sitemap)(?:\.xml|/)?$", re.IGNORECASE)
# What both templates say, and the new site makes or does not need.
_THEME = frozenset({"feed", "follow", "sitemap"})
_FOOTER_PLACE = "to have it below each page again, write a template (docs/look.md, The footer)"
_LOGO_PLACE = "to show it above the author, set html_logo and html_sidebars (docs/look.md, The sidebar)"
_AVATAR_PLACE = "to show it beside each page, name it as avatar in author_profile in conf.py"


@dataclass
class PageEdges:
    """What layouts had above and below all pages, in the order in which it was found."""

    footer: dict[str, tuple[ShownLink, ...]] = field(default_factory=dict)
    """The lines of the footer that are no words of the theme, each with its links."""
    images: Counter[str] = field(default_factory=Counter)
    """The addresses of the images in the masthead, with the numbers of pages that had them."""
    subtitles: dict[str, None] = field(default_factory=dict)
    """The words below the title of the site."""
    pages: int = 0
    """How many pages were looked at."""


def read_edges(
    edges: PageEdges,
    frame: str,
    *,
    names: Collection[str],
    theme_words: Collection[str],
    address: Callable[[str], str],
) -> None:
    """Add what the rendered layouts of a page have to *edges*.

    :param frame: the layouts, with :data:`.PAGE` in the place of the page.
    :param names: the names of the site and of its author, which stand behind the mark of copyright.
    :param theme_words: words of the theme in the language of the site.
    :param address: returns the address that an attribute has in the new site.
    """
    if PAGE not in frame:
        return
    edges.pages += 1
    if not re.search("<img|foot|site-subtitle", frame, re.IGNORECASE):
        return
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(frame, "html.parser")
    for unseen in soup.select(_UNSEEN):
        unseen.decompose()
    for masthead in _around(soup, _MASTHEADS):
        edges.images.update({address(str(image["src"])) for image in masthead.select("img[src]")})
        for part in masthead.select(".site-subtitle"):
            if words := " ".join(part.get_text(" ").split()):
                edges.subtitles[words] = None
    theme = _THEME | {letters_of(word) for word in (*theme_words, *names)}
    for footer in _around(soup, _FOOTERS):
        links = list(_shown_links(footer, address))
        for block in footer.select(_BLOCKS):
            block.insert_before(_BREAK)
            block.append(_BREAK)
        for line in footer.get_text().split(_BREAK):
            own = _own_words(" ".join(line.split()), names)
            if any(map(str.isalpha, own)) and letters_of(own) not in theme:
                edges.footer[own] = tuple(link for link in links if link.label in own)


def edge_notes(
    edges: PageEdges, shown: Collection[str], avatar: str, files: Collection[str]
) -> Iterator[str]:
    """Yield a sentence for each part that is not in the new site, which tells where to put it.

    :param shown: the URLs to which the author record links.
    :param avatar: the image of the author; empty if there is none.
    :param files: the files of the site, by their paths in ``public/``.
    """
    lost = []
    for line, links in edges.footer.items():
        # A layout may have put the address of the network before a whole URL.
        others = [
            link
            for link in links
            if not any(is_same(link.url, url) or link.url.endswith(url) for url in shown)
        ]
        rest = line
        for link in links:
            rest = rest if link in others else rest.replace(link.label, "", 1)
        if letters_of(rest):
            urls = "".join(f" ({link.url})" for link in others)
            lost.append(f"“{line}”{urls}")
    if lost:
        yield f"the footer said {', '.join(lost)}: {_FOOTER_PLACE}"
    for words in edges.subtitles:
        yield f"below the title of the site stood “{words}”: it may be bio in author_profile in conf.py"
    for image, count in edges.images.items():
        file = image.lstrip("/")
        if count * 2 > edges.pages and file in files and f"public/{file}" != avatar:
            place = _LOGO_PLACE if avatar else _AVATAR_PLACE
            yield f"the image public/{file} stood above each page: {place}"


def _around(soup: BeautifulSoup, selector: str) -> list[Tag]:
    """Return the outermost elements of a kind that do not belong to a single page."""
    found = [
        element
        for element in soup.select(selector)
        if PAGE not in element.get_text()
        and not element.find_parents(_OF_A_PAGE)
        and not element.find_parent(attrs={"role": "main"})
    ]
    inner = {id(below) for element in found for below in element.select(selector)}
    return [element for element in found if id(element) not in inner]


def _shown_links(footer: Tag, address: Callable[[str], str]) -> Iterator[ShownLink]:
    """Put a mark in the place of each link to those who made the theme, and yield the others."""
    for link in footer.select("a[href]"):
        url = address(str(link["href"]))
        if _MAKERS.search(url):
            link.replace_with(_MAKER)
        elif names_nobody(url) or url.startswith(("#", "javascript:")) or _GENERATED.search(url):
            link.decompose()
        else:
            shown = shown_link(link, url)
            link.replace_with(shown.label)
            yield shown


def _own_words(line: str, names: Collection[str]) -> str:
    """Return a line without what the theme says: copyright, by what it was made, and when."""
    line = _UPDATED.sub("", _POWERED_BY.sub("", line))
    name = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if name)
    line = re.sub(rf"©\s*(?:copyright)?[\d\s–-]*(?:{name})?\s*[.,]?", "", line, flags=re.IGNORECASE)
    return line.strip(" ,|•·-")
