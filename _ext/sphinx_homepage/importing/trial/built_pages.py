"""What is on a built page, whatever wrote it: words, links, images, formulas, headings, title, description.

Beautiful Soup is imported when it is used.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bs4 import BeautifulSoup
    from bs4.element import Tag

_MAIN = ("#main", "article[role=main]", "[role=main]", "main", "#content", "article", "div.body", "body")
# Navigation, tools and signs: never what the author of a page wrote.
_TOOLS = (
    "script, style, noscript, template, nav, form, button, select, .sidebar, .masthead, .page__footer, "
    ".toc, .toc-drawer, .pagination, .page__share, .page__comments, .page__related, .breadcrumbs, "
    ".screen-reader-text, .visually-hidden, .back-to-top, .skip-links, .page__meta-readtime, .read-more, "
    ".headerlink, .header-link, .anchor-link, .copybtn, .content-icon-container, .related-pages, "
    ".announcement, .sidebar-drawer, .mobile-header, .icons, .rouge-gutter, .gutter, .lineno, .linenos, "
    ".linenodiv, sup[id^=fnref], a.footnote, a.footnote-reference, a.reversefootnote, "
    "a.footnote-backref, .backrefs, aside.footnote > span.label"
)
# Dates, reading time and tags around the text.
_AROUND = ".page__meta, .page__date, .page__taxonomy, .page__lead-meta, .entry-meta, .dateline, .posted-on"
_BLOCKS = frozenset(
    (
        "address article aside blockquote body br button caption center dd details div dl dt "
        "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr iframe img input li main "
        "nav ol option p pre section select summary table tbody td textarea tfoot th thead tr ul "
        "video"
    ).split()
)
_FORMULA = re.compile(
    r"\\begin\{(equation|align|gather|multline|eqnarray|displaymath|aligned|split|cases)\*?\}(?:(?!\\begin\{\1).)*?\\end\{\1\*?\}"
    r"|\$\$.+?\$\$|\\\[(?:(?!\\\[).)+?\\\]|\\\((?:(?!\\\().)+?\\\)"
    r"|(?<![\\$\w])\$(?![\s\d.,]*[.,]?\s)(?=\S)[^$\n]{1,400}?(?<=\S)(?<!\\)\$(?![\d\w])",
    re.DOTALL,
)
_EMOJI = re.compile(r":[a-z][a-z0-9_+-]{1,40}:")
_IDEOGRAPHS = "\u2e80-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\uac00-\ud7af"
_WORD = re.compile(
    rf"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af]|[^\W_{_IDEOGRAPHS}]+"
)
_READ_TIME = re.compile(r"\W*+(?:less than\s*+)?\d+\s*+(?:minute|min)s?(?: read)?\W*+", re.IGNORECASE)
_REFRESH = re.compile(r"""url\s*=\s*["']?([^"'>]+)""", re.IGNORECASE)
_LOCATION = re.compile(
    r"""(?:window\.|document\.)?location(?:\.href)?\s*(?:=|\.replace\(|\.assign\()\s*["']([^"']+)["']"""
)
_DRAWN = re.compile(r"<math\b(?:(?!<math\b).)*?</math\s*>", re.DOTALL | re.IGNORECASE)
_DRAWING = re.compile(r"<(svg|style)\b(?:(?!<\1\b).)*?</\1\s*>", re.DOTALL | re.IGNORECASE)
# A page with more words is read before it leads elsewhere.
_FEW = 60


@dataclass
class Facts:
    """What is on a page."""

    is_read: bool = True
    """Whether the page could be read."""
    leads_to: str | None = None
    """Where the page sends its reader at once."""
    lines: list[str] = field(default_factory=list)
    """The lines of the text."""
    words: list[str] = field(default_factory=list)
    """Words of the text, in small letters, without formulas and emoji; each ideograph is one."""
    side_words: list[str] = field(default_factory=list)
    """Words around the text: dates, tags."""
    links: list[str] = field(default_factory=list)
    all_links: list[str] = field(default_factory=list)
    """Those of the whole page, with its sidebar."""
    author_links: list[str] = field(default_factory=list)
    """Those of Jekyll's author box."""
    images: list[str] = field(default_factory=list)
    formulas: int = 0
    headings: list[str] = field(default_factory=list)
    """Their texts, in small letters."""
    linked: list[str] = field(default_factory=list)
    """The texts of links, likewise."""
    anchors: list[str] = field(default_factory=list)
    """The ids of headings."""
    ids: list[str] = field(default_factory=list)
    title: str = ""
    descriptions: list[str] = field(default_factory=list)

    @property
    def description(self) -> str:
        """The first description."""
        return next(iter(self.descriptions), "")


def read_page(content: bytes, is_missed: Callable[[list[str]], bool] | None = None) -> Facts:
    """Return what is on a page in HTML.

    :param is_missed: whether an entry of a list counts, by its links; without it, all do.
    """
    from bs4 import BeautifulSoup

    # Drawn formulas and drawings are most of many pages, and their elements are nothing to compare.
    html = _DRAWING.sub("", _DRAWN.sub(r"\\(?\\)", content.decode("utf-8", "replace")))
    soup = BeautifulSoup(html, "html.parser")
    facts = Facts(leads_to=_leads_to(soup))
    if facts.leads_to is not None:
        return facts
    facts.title = " ".join(soup.title.get_text().split()) if soup.title else ""
    facts.descriptions = _descriptions(soup)
    facts.all_links = _hrefs(soup)
    facts.author_links = [
        href
        for box in soup.select(".author__urls")
        for href in _hrefs(box)
        if not href.startswith(("#", "javascript:"))
    ]
    facts.ids = [str(each["id"]) for each in soup.find_all(id=True)]
    facts.ids += [str(each["name"]) for each in soup.find_all("a", attrs={"name": True})]
    _show_formulas(soup)
    _read_text(soup, facts, is_missed)
    return facts


def _read_text(soup: BeautifulSoup, facts: Facts, is_missed: Callable[[list[str]], bool] | None) -> None:
    main = _main(soup)
    for tool in main.select(_TOOLS):
        if not tool.decomposed:
            tool.decompose()
    if is_missed is not None:
        for entry in main.find_all(["article", "li"]):
            if not entry.decomposed and not is_missed(_hrefs(entry)):
                entry.decompose()
    around = []
    for part in main.select(_AROUND):
        if not part.decomposed:
            around.append(_text(part))
            part.decompose()
    for part in main.find_all(["p", "span", "div"]):
        if not part.decomposed and part.find(True) is None and _READ_TIME.fullmatch(part.get_text()):
            part.decompose()
    text = _text(main)
    facts.lines = text.split("\n")
    facts.words, facts.side_words = words(text), words("\n".join(around))
    facts.formulas = len(_FORMULA.findall(unicodedata.normalize("NFKC", text)))
    facts.links = _hrefs(main)
    facts.linked = [" ".join(words(_text(link))) for link in main.find_all("a", href=True)]
    facts.images = [
        source
        for image in main.find_all("img")
        if (source := str(image.get("src") or image.get("data-src") or ""))
        and not source.startswith("data:")
        and "emoji" not in (image.get("class") or ())
    ]
    for heading in main.find_all(re.compile("^h[1-6]$")):
        if name := " ".join(words(_text(heading))):
            facts.headings.append(name)
        # So Minimal Mistakes and others name the title of each page: a link to it shows the top, as one to
        # no anchor does.
        if heading.name == "h1" and heading.get("id") == "page-title":
            continue
        holder = heading.parent if heading.parent is not None and heading.parent.name == "section" else None
        if anchor := heading.get("id") or (holder.get("id") if holder is not None else None):
            facts.anchors.append(str(anchor))


def words(text: str) -> list[str]:
    """Return the words of a text that have to stay, whatever shows them."""
    plain = _FORMULA.sub(" ", unicodedata.normalize("NFKC", text))
    return _WORD.findall(_EMOJI.sub(" ", plain).casefold())


def _hrefs(part: Tag) -> list[str]:
    return [href for each in part.find_all("a", href=True) if (href := str(each["href"]).strip())]


def _main(soup: BeautifulSoup) -> Tag:
    for selector in _MAIN:
        found = soup.select_one(selector)
        if found is not None and (found.get_text(strip=True) or found.find(["img", "iframe", "video"])):
            return found
    return soup


def _descriptions(soup: BeautifulSoup) -> list[str]:
    found = []
    for selector in ("meta[name=description i]", 'meta[property="og:description"]'):
        meta = soup.select_one(selector)
        value = str(meta.get("content") or "") if meta is not None else ""
        if value.strip():
            found.append(" ".join(value.split()))
    return found


def _leads_to(soup: BeautifulSoup) -> str | None:
    for meta in soup.find_all("meta"):
        if str(meta.get("http-equiv") or "").casefold() == "refresh":
            content = str(meta.get("content") or "")
            delay = re.match(r"\s*(\d{1,6})", content)
            target = _REFRESH.search(content)
            if target and (not delay or int(delay[1]) <= 5):
                return target[1].strip()
    scripts = [script.string or "" for script in soup.find_all("script")]
    found = next((match[1] for each in scripts if (match := _LOCATION.search(each))), None)
    if found and not re.match(r"(?:data|javascript|blob):", found, re.IGNORECASE):
        return found if len(words(_text(soup.body or soup))) < _FEW else None
    return None


def _show_formulas(soup: BeautifulSoup) -> None:
    r"""Write each formula, drawn or not, as text between ``\(`` and ``\)``."""
    for script in soup.find_all("script", type=re.compile("^math/tex")):
        script.replace_with(f"\\({script.string or ''}\\)")
    for drawn in soup.select("mjx-container, .katex, .MathJax, .MathJax_Display, .MathJax_Preview"):
        if drawn.parent is not None and not drawn.decomposed:
            drawn.replace_with("\\(?\\)")
    for part in soup.select(".math"):
        if part.parent is None or part.decomposed or part.find_parent(class_="math") is not None:
            continue
        text = part.get_text()
        part.replace_with(text if re.match(r"\s*(?:\\[(\[]|\$)", text) else f"\\({text}\\)")


def _text(part: Tag) -> str:
    """Return the text, with the ends of lines where blocks end, so that words in pieces stay whole."""
    lines = "".join(_pieces(part)).split("\n")
    tidied = (" ".join(line.replace("\u00ad", "").replace("\u200b", "").split()) for line in lines)
    return "\n".join(line for line in tidied if line)


def _is_second_span(part: Tag) -> bool:
    """Return whether an element is a span right behind another: styles keep them apart, unless it is code."""
    before = part.previous_sibling if part.name == "span" else None
    return getattr(before, "name", None) == "span" and part.find_parent(["pre", "code"]) is None


def _pieces(part: Tag) -> Iterator[str]:
    from bs4.element import NavigableString, PageElement, PreformattedString, Tag

    # Elements may be nested more deeply than functions.
    waiting: list[PageElement | None] = list(reversed(part.contents))
    while waiting:
        each = waiting.pop()
        if each is None:
            yield "\n"
        elif isinstance(each, Tag):
            if each.name in ("script", "style", "noscript", "template", "head"):
                continue
            if each.name in _BLOCKS:
                yield "\n"
                waiting.append(None)
            elif _is_second_span(each):
                yield " "
            waiting += reversed(each.contents)
        elif isinstance(each, NavigableString) and not isinstance(each, PreformattedString):
            yield str(each).replace("\n", " ")
