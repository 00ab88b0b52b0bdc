"""What layouts of an old site had below all pages: the words of the owner, for a template of the new site."""

from __future__ import annotations

import datetime
import html
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

from ...core.web_urls import InvalidURLError, has_scheme, link_url, with_encoded_spaces
from ..liquid.marks import BASE_URL, SITE_URL
from .author_box import is_same, names_nobody, shown_link
from .layout_extras import letters_of
from .navigation import page_at, pages_by_output
from .page_frames import file_of, own_address

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from bs4.element import PageElement, Tag

    from ..site_in_making import SiteInMaking

TEMPLATE = "_templates/homepage/footer.html"
"""The template of the new site, as docs/look.md has it."""
_BLOCKS = (
    "address, article, div, dd, dl, dt, figure, footer, li, nav, ol, p, section, table, td, tr, ul"
    ", h1, h2, h3, h4, h5, h6"
)
_LABELS = "h1, h2, h3, h4, h5, h6, strong, b"
_COLUMNS = frozenset({"address", "article", "div", "nav", "section", "td"})
_TOOLS = "audio, button, canvas, embed, form, iframe, input, object, select, textarea, video"
# Those who made Jekyll, the templates and their host.
_MAKERS = re.compile(
    r"//(?:www\.)?(?:jekyllrb\.com|mademistakes\.com|pages\.github\.com|github\.com/(?:academicpages|mmistakes)\b)"
    r"|/(?:minimal-mistakes|academicpages|al-folio)\b|//academicpages\.|\bjekyll\b|[\w-]themes?\b",
    re.IGNORECASE,
)
# Those who count visits.
_COUNTERS = re.compile(
    r"//(?:[\w-]+\.)*(?:clustrmaps|flagcounter|hitwebcounter|mapmyvisitors|revolvermaps|statcounter)\.com\b",
    re.IGNORECASE,
)
_GENERATED = re.compile(r"(?:^|/)(?:feed|atom|rss|sitemap)(?:\.xml|/)?$", re.IGNORECASE)
_NO_LINKS = ("#", "data:", "javascript:", "vbscript:")
# A link to a maker, one that is elsewhere in the new site, the end of a line, and that of its label.
_MAKER, GONE, _BREAK, _LABEL_END = "\0", "\ufdd6", "\x1f", "\ufdd5"
# The number of a link, its label, and its end; the number of an image.
_LINK = re.compile("\ufdd0(\\d+)\ufdd1([^\ufdd0\ufdd2]*)\ufdd2")
_IMAGE = re.compile("\ufdd3(\\d+)\ufdd4")
_LINK_MARK, _IMAGE_MARK = "\ufdd0{}\ufdd1", "\ufdd3{}\ufdd4"
_MARKS = re.compile("[\ufdd0\ufdd3]\\d+[\ufdd1\ufdd4]|[\x00-\x1f\x7f\ufdd0-\ufdef]")
_BETWEEN_LINKS = re.compile("\ufdd2\\s*(?=\ufdd0)")
_SEPARATORS = re.compile(r"\s*+([|•·])[\s|•·/]*|\s*+(/)\s*/[\s/|•·]*")
# A word, or the number of a telephone.
_SAYS = re.compile(r"[^\W\d_]|\d(?:\D?\d){5}")
# "Powered by", in whatever language, to the last link to one of them in the sentence.
_POWERED_BY = re.compile(
    r"(?:^|(?<=[.!?,©\0]))[^.!?,©\0]*+\0(?:[^.!?\0]*+\0)*+(?:\s*theme)?(?:\s*by [^.!?]*+)?\s*\.?"
)
_CREDIT = re.compile(
    r"(?:^|(?<=[.!?]))(?:(?!\b(?:jekyll|template|theme)\b)[^.!?])*+\b(?:jekyll|template|theme)\b[^.!?]*+[.!?]?",
    re.IGNORECASE,
)
# To the last figure of the date.
_UPDATED = re.compile(r"(?:site )?last updated\b(?:[^.|]{0,40}\d)?\.?", re.IGNORECASE)
_COPYRIGHT = r"(?:©|ⓒ|\(c\)|\bcopyright\b)(?:\s*(?:©|ⓒ|\(c\)|copyright\b)){0,3}+"
_YEARS = r"(?:\d{2,4}\b[\s,–-]*+)*+"
_OWNED = re.compile(rf"{_COPYRIGHT}\s*(?P<years>{_YEARS})(?P<owner>\w[^\ufdd0-\ufdef|]*)", re.IGNORECASE)
# What both templates say, and the new site makes or does not need.
_THEME = ("Feed", "Follow", "Sitemap", "All rights reserved", "All right reserved")


class _Piece(NamedTuple):
    """What stands for a mark in the text of a footer."""

    tag: str
    """As a template has it."""
    address: str
    """Where it leads."""
    is_in_menu: bool = False
    """Whether it is a link to a page of the navigation."""


_NO_PIECE = _Piece("", "")


class Line(NamedTuple):
    """A line of a footer."""

    html: str
    """As a template has it."""
    words: str
    """What it says."""
    told: str
    """The same with the addresses of its links, as the report has it."""
    is_label: bool
    """Whether it says what the next lines are."""
    is_link: bool
    """Whether it is nothing but links."""


@dataclass
class Footer:
    """What the footer of a page had beyond what the theme says."""

    columns: list[list[Line]] = field(default_factory=list)
    copyright: str = ""
    """Whose the site is, if that is neither its author nor its name, behind the years."""


class FooterReader:
    """Reads the footers of a site."""

    def __init__(
        self, site: SiteInMaking, names: Collection[str], shown: Collection[str], menus: Collection[str]
    ) -> None:
        """Note what needs no footer.

        :param names: the names of the site and its author, which stand behind the mark of copyright.
        :param shown: the URLs that are beside each page.
        :param menus: the docnames of the pages that the navigation has.
        """
        self._site = site
        self._shown = shown
        self._menus = menus
        self._by_output = pages_by_output(site)
        self._theme = {letters_of(words) for words in (*_THEME, *site.old.theme_words().values(), *names)}
        name = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
        self._copyright = re.compile(
            rf"{_COPYRIGHT}\s*{_YEARS}(?:\ufdd0\d+\ufdd1)?(?:{name})?\ufdd2?(?:\s*\.|[\s,]*(?:\||$))",
            re.IGNORECASE,
        )
        # What templates write as the day or the year of the build.
        self._today = datetime.date.today()
        self._pieces: dict[str, _Piece] = {}
        self._links: dict[str, _Piece | None] = {}
        self.dead: dict[str, str] = {}
        """The labels of links to pages that do not exist, by their addresses."""
        self.tools: dict[str, str] = {}
        """What has no place in a template, such as a form, by the addresses of other sites."""

    def read(self, elements: Iterable[Tag]) -> Footer:
        """Read the footers of a page, which are changed."""
        found = Footer()
        for element in elements:
            self._mark(element)
            columns = (self._lines(column, found) for column in _columns(element))
            found.columns += filter(None, columns)
        return found

    def _mark(self, footer: Tag) -> None:
        """Put marks into links, images and blocks: to put them beside these would take longer."""
        for tool in footer.select(_TOOLS):
            url = str(tool.get("src") or tool.get("action") or "")
            if "//" in url and not _COUNTERS.search(url):
                self.tools[url] = tool.name
        for tool in footer.select(_TOOLS):
            tool.decompose()
        for image in footer.select("img"):
            address = own_address(self._site, str(image.get("src") or ""))
            file = file_of(address)
            alt = " ".join(str(image.get("alt") or "").split())
            if file in self._site.old.statics:
                piece = _Piece(f'<img src="{_file(file)}" alt="{escaped(alt)}">', f"/{file}")
                image.string = self._mark_of(_IMAGE_MARK, piece)
            else:
                # A browser asks no other site for it any more.
                image.string = alt if image.find_parent("a") else ""
        for link in footer.select("a[href]"):
            self._mark_link(link)
        for label in footer.select(_LABELS):
            label.append(_LABEL_END)
        for block in footer.select(f"{_BLOCKS}, br, hr"):
            block.insert(0, _BREAK)
            block.append(_BREAK)

    def _mark_of(self, mark: str, piece: _Piece) -> str:
        number = str(len(self._pieces))
        self._pieces[number] = piece
        return mark.format(number)

    def _mark_link(self, link: Tag) -> None:
        url = own_address(self._site, str(link["href"]))
        if url not in self._links:
            self._links[url] = self._link(url)
        piece, label = self._links[url], shown_link(link, url).label
        if _MAKERS.search(url):
            link.string = _MAKER
        elif piece is None or not label:
            link.string = GONE
        elif piece.tag:
            link.string = f"{self._mark_of(_LINK_MARK, piece)}{label}\ufdd2"
        elif has_scheme(url):
            # Such as the number of a telephone.
            link.string = label
        else:
            self.dead[url] = label
            link.string = GONE

    def _link(self, url: str) -> _Piece | None:
        """Return a link, without a tag if it leads nowhere; ``None`` if the new site does not need it."""
        if self._is_needless(url):
            return None
        page = page_at(self._site, url, self._by_output)
        target = self._other_target(url) if page is None else _page(page.docname, url.partition("#")[2])
        is_in_menu = page is not None and page.docname in self._menus
        return _Piece(f'<a href="{target}">' if target else "", url, is_in_menu)

    def _is_needless(self, url: str) -> bool:
        """Return whether a link leads nowhere, to what the new site makes, or where the author's links do."""
        if (
            names_nobody(url)
            or url.lower().startswith(_NO_LINKS)
            or _GENERATED.search(url)
            or _COUNTERS.search(url)
        ):
            return True
        # A layout may have put the address of the network before a whole URL.
        return any(is_same(url, each) or url.endswith(each) for each in self._shown)

    def _other_target(self, url: str) -> str:
        """Return the URL of a link that leads to no page, as a template has it; empty if it leads nowhere."""
        _path, mark, fragment = url.partition("#")
        file = file_of(url)
        if file in self._site.old.statics:
            return _file(file) + escaped(mark + quote(unquote(fragment)))
        try:
            target = link_url(with_encoded_spaces(f"https:{url}" if url.startswith("//") else url))
        except InvalidURLError:
            return ""
        return escaped(target) if ":" in target else ""

    def _lines(self, column: str, footer: Footer) -> list[Line]:
        """Return the lines of a column without what the theme says in them."""
        for mark, url in ((SITE_URL, self._site.site_url), (BASE_URL, self._site.old.config.baseurl)):
            column = column.replace(mark, url)
        kept: list[Line] = []
        # Whether anything is below a label: not, if all of it is elsewhere in the new site.
        is_above: bool | None = None
        for part in reversed(column.split(_BREAK)):
            given = " ".join(part.split())
            line = self._line(given, footer)
            if line is None:
                is_above = is_above or (False if GONE in given or _LINK.search(given) else is_above)
            elif line.is_label:
                kept += [line] if is_above is not False else []
                is_above = None
            else:
                kept.append(line)
                is_above = True
        return kept[::-1]

    def _line(self, given: str, footer: Footer) -> Line | None:
        """Return a line without what the theme says in it; ``None`` if nothing is left."""
        is_bold = given.endswith(_LABEL_END) and given.count(_LABEL_END) == 1
        line = _POWERED_BY.sub("", given.replace(_LABEL_END, "").replace(GONE, ""))
        line = _UPDATED.sub("", _CREDIT.sub("", line))
        line = self._copyright.sub("", line)
        if self._today.isoformat() in line:
            return None
        if owned := _OWNED.fullmatch(line):
            footer.copyright = footer.copyright or self._owner(owned)
            return None
        is_link = not any(map(str.isalnum, _MARKS.sub("", _LINK.sub("", line))))
        if is_link:
            line = _LINK.sub(lambda link: "" if self._piece(link).is_in_menu else link[0], line)
        line = _SEPARATORS.sub(lambda found: f" {found[1] or found[2]} ", re.sub(r"\(\s*\)", "", line)).strip(
            " ,|•·/-"
        )
        words = _MARKS.sub("", line)
        is_of_theme = not _SAYS.search(words) or letters_of(words) in self._theme
        if (is_of_theme and not _IMAGE.search(line)) or (GONE in given and words.endswith(":")):
            return None
        told = _LINK.sub(lambda link: f"{link[2]} ({self._piece(link).address})", line)
        told = _IMAGE.sub(lambda image: self._piece(image).address, told)
        text = _html(line, self._pieces)
        text = f"<strong>{text}</strong>" if is_bold and words else text
        is_label = (is_bold and bool(words)) or words.endswith(":")
        return Line(text, words, _MARKS.sub("", told), is_label, is_link)

    def _owner(self, owned: re.Match[str]) -> str:
        """Return what stands behind a mark of copyright, but for the year of the build."""
        years = owned["years"].strip(" ,–-").removesuffix(str(self._today.year))
        return ", ".join(filter(None, (years.strip(" ,–-"), owned["owner"].strip(" ,."))))

    def _piece(self, mark: re.Match[str]) -> _Piece:
        return self._pieces.get(mark[1], _NO_PIECE)


def common_columns(footers: Sequence[Footer]) -> tuple[list[list[Line]], list[Line]]:
    """Return the columns of what most footers have in common, and the other lines, each of them once."""
    counts = Counter(line for footer in footers for line in set(_all_lines(footer)))
    common = {line for line, count in counts.items() if count * 2 > len(footers)}
    fullest = max(footers, key=lambda footer: len(common.intersection(_all_lines(footer))), default=Footer())
    columns = [[line for line in column if line in common] for column in fullest.columns]
    shown = {line.words for column in columns for line in column}
    # Links such as "Edit" have another address on each page.
    others = {
        line.words: line for footer in footers for line in _all_lines(footer) if line.words not in shown
    }
    return list(filter(None, columns)), list(others.values())


def _all_lines(footer: Footer) -> list[Line]:
    return [line for column in footer.columns for line in column]


def template(columns: Iterable[Iterable[Line]]) -> str:
    """Return the template that has some columns below each page: a paragraph each."""
    paragraphs = []
    for column in columns:
        # Links in a row, such as those of networks, are in one line.
        rows = [
            " · ".join(line.html for line in lines) if is_link else "<br>\n".join(line.html for line in lines)
            for is_link, lines in groupby(column, key=lambda line: line.is_link)
        ]
        paragraphs.append("<p>" + "<br>\n".join(rows) + "</p>\n")
    return "".join(paragraphs)


def _columns(element: Tag) -> list[str]:
    """Return the texts of the parts of a footer that stand beside each other."""
    from bs4.element import Tag

    while True:
        parts = [child for child in element.children if _text(child).strip()]
        if len(parts) != 1 or not isinstance(parts[0], Tag):
            break
        element = parts[0]
    columns = [""]
    for child in element.children:
        if isinstance(child, Tag) and child.name in _COLUMNS:
            columns += [_text(child), ""]
        else:
            columns[-1] += _text(child)
    return list(filter(str.strip, columns))


def _text(part: PageElement) -> str:
    from bs4.element import Comment

    return "" if isinstance(part, Comment) else part.get_text()


def _html(line: str, pieces: Mapping[str, _Piece]) -> str:
    """Return a line as a template has it."""

    def tag(mark: re.Match[str]) -> str:
        return pieces.get(mark[1], _NO_PIECE).tag

    text = _BETWEEN_LINKS.sub("\ufdd2 · ", escaped(line))
    text = _IMAGE.sub(tag, text)
    text = _LINK.sub(lambda link: f"{tag(link)}{link[2]}</a>" if tag(link) else link[2], text)
    return _MARKS.sub("", text)


def escaped(text: str) -> str:
    """Return plain text for the HTML of a template: nothing of it is a tag, or run by Jinja."""
    return html.escape(text).replace("{", "&#123;")


def _page(docname: str, fragment: str) -> str:
    name = docname.replace("\\", "\\\\").replace("'", "\\'")
    if not fragment:
        return f"{{{{ pathto('{name}') }}}}"
    # To the page itself, it is "#".
    return f"{{{{ pathto('{name}').rstrip('#') }}}}#{escaped(fragment)}"


def _file(path: str) -> str:
    return f"{{{{ pathto('{quote(path)}', 1) }}}}"
