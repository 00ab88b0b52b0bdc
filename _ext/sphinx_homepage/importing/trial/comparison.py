"""Compares a site as it was built before with the site that replaces it, page by page.

What counts as a word, a link and so on is the same for both, whatever wrote them.  Beautiful Soup is imported
when it is used.
"""

from __future__ import annotations

import operator
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit

from ..limits import SECONDS, time_limit
from .built_pages import Facts, read_page, words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from pathlib import Path

NEEDED = 0.95
"""The share of its words that a page needs, to be the same page."""
NEEDED_IN_LIST = 0.9
"""The same for a page that only lists others: what a theme writes around them may be other words."""
_SHOWN = 5
# What is on so many of at least so many pages is of the layout.
_COMMON = 0.8
# academicpages has "Download Paper" and "Recommended citation" where ours has "Paper" and "Citation".
_LABELS = frozenset({"download", "recommended", "published", "in"})
_FEW = 5
_MOST_REDIRECTS = 8
# So many characters of a description tell what a page is about.
_BEGINNING = 30


@dataclass(frozen=True)
class Share:
    """How many of the things of an old page its new page has."""

    kept: int
    of: int
    lost: tuple[str, ...] = ()
    """The first of those that are lost, as a person would name them."""

    @property
    def is_whole(self) -> bool:
        """Whether nothing is lost."""
        return self.kept == self.of

    @property
    def part(self) -> float:
        """What is kept, from 0 to 1."""
        return self.kept / self.of if self.of else 1.0


@dataclass(frozen=True)
class PageComparison:
    """An old page and what answers at its address now."""

    address: str
    """The old address, with a leading slash."""
    lands: str
    """The file of the new site that the address leads to, relative to its root; empty if nothing answers."""
    needed: float
    """The share of words from which on the page is the same: less for pages that only list others."""
    words: Share
    links: Share
    images: Share
    formulas: Share
    headings: Share
    anchors: Share
    """The ids of headings."""
    title: Share
    description: Share
    sidebar: Share
    """Links of the author."""

    @property
    def arrives(self) -> bool:
        """Whether the page is there, with enough of its words."""
        return bool(self.lands) and self.words.part >= self.needed

    def share(self, name: str) -> Share:
        """Return one of the shares."""
        share = getattr(self, name)
        assert isinstance(share, Share)
        return share


@dataclass(frozen=True)
class Comparison:
    """All pages of the old site, by their addresses."""

    pages: tuple[PageComparison, ...] = field(default=())
    unread: tuple[str, ...] = ()
    """The old addresses of pages that cannot be read."""

    def total(self, name: str) -> Share:
        """Return the sum over all pages of one share: ``words``, ``links``, ``images``, ..."""
        shares = [page.share(name) for page in self.pages]
        return Share(sum(share.kept for share in shares), sum(share.of for share in shares))


def compare(
    old: Path,
    new: Path,
    *,
    hosts: Iterable[str] = (),
    base: str = "",
    lists: Collection[str] = (),
    left_out: Collection[str] = (),
) -> Comparison:
    """Compare the pages of a built site with those of the one that replaces it.

    Old pages that only lead elsewhere are not compared, nor is what they lead to twice.  Nor is what nearly
    all old pages have: a layout without an element for the text has its banner and its navigation there.
    Nor are entries of lists that led to what is left out.

    :param old: the directory of the old site as it was built, or a downloaded copy of it.
    :param new: the output directory of the new site.
    :param hosts: names of the hosts of the site: absolute links to them are links within the site.
    :param base: a path in front of all addresses of the old site, as ``/blog``.
    :param lists: old addresses of pages that only list others.
    :param left_out: old addresses that nobody misses, of pages and of files: the template's own examples.
    """
    before = _Site(old, hosts, base, lists, left_out)
    after = _Site(new, hosts, base)
    found = {_address(file.relative_to(old).as_posix()): before.facts(file) for file in before.html_files()}
    compared = {
        address: page
        for address, page in found.items()
        if page.is_read and page.leads_to is None and not before.is_left_out(address)
    }
    own = _without_common(list(compared.values()))
    return Comparison(
        tuple(
            _compare_page(before, after, address, page, is_list=before.is_list(address))
            for address, page in zip(compared, own, strict=True)
        ),
        tuple(address for address, page in found.items() if not page.is_read),
    )


def _without_common(pages: list[Facts]) -> list[Facts]:
    """Return *pages* without the lines, links and headings that nearly all of them have.

    They are without descriptions that several have, too: one that tells of no page is that of the site.
    """
    if len(pages) < _FEW:
        return pages
    descriptions = Counter(page.description for page in pages)

    def common(things: Callable[[Facts], Iterable[str]]) -> set[str]:
        count = Counter(thing for page in pages for thing in set(things(page)))
        return {thing for thing, number in count.items() if number >= _COMMON * len(pages)}

    lines, links, headings = (
        common(lambda page: page.lines),
        common(lambda page: page.links),
        common(lambda page: page.headings),
    )
    return [
        replace(
            page,
            words=words("\n".join(line for line in page.lines if line not in lines)),
            links=[link for link in page.links if link not in links],
            headings=[heading for heading in page.headings if heading not in headings],
            descriptions=page.descriptions if descriptions[page.description] == 1 else [],
        )
        for page in pages
    ]


class _Site:
    """A directory, served as GitHub Pages serves it."""

    def __init__(
        self,
        root: Path,
        hosts: Iterable[str],
        base: str,
        lists: Iterable[str] = (),
        left_out: Iterable[str] = (),
    ) -> None:
        self._root = root.resolve()
        self._given = root
        self._hosts = {host.casefold().removeprefix("www.") for host in hosts} | {"localhost"}
        self._base = base.rstrip("/")
        self._lists = set(map(_name, lists))
        self._left_out = set(map(_name, left_out))
        self._facts: dict[Path, Facts] = {}

    def html_files(self) -> Iterator[Path]:
        """Yield all pages, by their paths."""
        for file in sorted(self._given.rglob("*")):
            if _is_html(file) and self._has(file):
                yield file

    def is_list(self, path: str) -> bool:
        """Return whether the page at *path* only lists others."""
        return _name(path) in self._lists

    def is_left_out(self, path: str) -> bool:
        """Return whether nobody misses what is at *path*."""
        return _name(path) in self._left_out

    def facts(self, file: Path) -> Facts:
        """Return what is on the page."""
        file = file.resolve()
        if file not in self._facts:
            try:
                with time_limit(SECONDS):
                    self._facts[file] = read_page(file.read_bytes(), self._is_missed(file))
            except (OSError, RecursionError, TimeoutError):
                self._facts[file] = Facts(is_read=False)
        return self._facts[file]

    def _is_missed(self, file: Path) -> Callable[[list[str]], bool] | None:
        """Return what tells by its links whether an entry is missed; ``None`` for pages that are no list."""
        address = _address(self.relative(file))
        if not self.is_list(address):
            return None

        def is_missed(links: list[str]) -> bool:
            inner = [path for link in links if (path := self.local(link, address)) is not None]
            left_out = [path for path in inner if self.is_left_out(path)]
            return not left_out or any(self._is_page(path) for path in inner if path not in left_out)

        return is_missed

    def _is_page(self, path: str) -> bool:
        file = self.file(path)
        return file is not None and _is_html(file)

    def relative(self, file: Path) -> str:
        return file.resolve().relative_to(self._root).as_posix()

    def local(self, href: str, page: str) -> str | None:
        """Return the path that a link on *page* leads to on this site; ``None`` if it leads elsewhere."""
        try:
            url = urlsplit(urljoin(f"http://localhost{page}", href.strip()))
        except ValueError:
            return None
        if url.scheme not in ("http", "https"):
            return None
        if (url.hostname or "").casefold().removeprefix("www.") not in self._hosts:
            return None
        path = url.path or "/"
        if self._base and (path == self._base or path.startswith(f"{self._base}/")):
            path = path[len(self._base) :] or "/"
        return path

    def file(self, path: str) -> Path | None:
        """Return the file that answers at *path*."""
        inner = PurePosixPath(unquote(path).lstrip("/"))
        if ".." in inner.parts or "\0" in path:
            return None
        place = self._root / inner
        if path.endswith("/"):
            tried = [place / "index.html"]
        else:
            tried = [
                place,
                place.with_name(f"{place.name}.html") if place.name else place,
                place / "index.html",
            ]
        return next((each for each in tried if self._has(each)), None)

    def _has(self, file: Path) -> bool:
        """Return whether it is a file of the site: a link may lead out of it."""
        try:
            return file.is_file() and file.resolve().is_relative_to(self._root)
        except OSError:
            # A name that is too long for the system.
            return False

    def land(self, path: str) -> Path | str | None:
        """Return the file that a browser ends at, a URL elsewhere, or ``None``."""
        for _ in range(_MOST_REDIRECTS):
            file = self.file(path)
            if file is None or not _is_html(file):
                return file
            to = self.facts(file).leads_to
            if to is None:
                return file
            inner = self.local(to, _address(self.relative(file)))
            if inner is None:
                return to
            path = inner
        return None

    def target(self, href: str, page: str) -> tuple[str, str]:
        """Return what a link leads to, so that it can be compared."""
        inner = self.local(href, page)
        if inner is None:
            return ("elsewhere", _outer(href))
        found = self.land(inner)
        if isinstance(found, str):
            return ("elsewhere", _outer(found))
        return ("file", str(found)) if found is not None else ("path", inner.rstrip("/"))


def _compare_page(before: _Site, after: _Site, address: str, old: Facts, *, is_list: bool) -> PageComparison:
    landed = after.land(address)
    if not isinstance(landed, str) and landed is not None and _is_html(landed):
        new, lands = after.facts(landed), after.relative(landed)
    else:
        new, lands = Facts(), ""
    here = _address(lands) if lands else "/"
    return PageComparison(
        address=address,
        lands=lands,
        needed=NEEDED_IN_LIST if is_list else NEEDED,
        words=_without_labels(_share(old.words, [*new.words, *new.side_words])),
        links=_links(before, after, address, here, old.links, new.links),
        images=_set_share([_image(each) for each in old.images], {_image(each) for each in new.images}),
        formulas=Share(min(old.formulas, new.formulas), old.formulas),
        # The titles of what a page lists are links in our lists, and no headings.
        headings=_share(old.headings, [*new.headings, *(new.linked if is_list else ())]),
        anchors=_set_share(old.anchors, set(new.ids)),
        # The further pages of a list lead to its first.
        title=_same("" if is_list and _name(here) != _name(address) else old.title, [new.title]),
        description=_same(old.description, new.descriptions, is_enough=_begins),
        sidebar=_links(before, after, address, here, old.author_links, new.all_links),
    )


def _links(
    before: _Site, after: _Site, address: str, here: str, old: Iterable[str], new: Iterable[str]
) -> Share:
    """Compare links.

    Those that were dead before, and those to the page itself or to what is left out, do not count.
    """
    wanted: dict[Any, str] = {}
    for href in old:
        inner = before.local(href, address)
        if href.startswith(("#", "javascript:")) or href == "mailto:" or inner == address:
            continue
        if inner is None or (before.file(inner) is not None and not before.is_left_out(inner)):
            wanted.setdefault(after.target(href, address), href)
    have = {after.target(href, here) for href in new}
    return _set_share(list(wanted), have, wanted)


def _share(wanted: Iterable[str], have: Iterable[str]) -> Share:
    """Compare things that may be there several times."""
    first, second = Counter(wanted), Counter(have)
    lost = first - second
    return Share(first.total() - lost.total(), first.total(), tuple(list(lost)[:_SHOWN]))


def _without_labels(share: Share) -> Share:
    """Return the share of words, of which labels of the old theme are none that a page has lost."""
    # Of more, only the first are known.
    is_all = len(share.lost) < _SHOWN
    return Share(share.of, share.of) if is_all and _LABELS.issuperset(share.lost) else share


def _set_share(wanted: list[Any], have: Collection[Any], names: dict[Any, str] | None = None) -> Share:
    lost = [each for each in dict.fromkeys(wanted) if each not in have]
    shown = tuple(names[each] if names else str(each) for each in lost[:_SHOWN])
    of = len(dict.fromkeys(wanted))
    return Share(of - len(lost), of, shown)


def _same(wanted: str, have: Iterable[str], is_enough: Callable[[str, str], bool] = operator.eq) -> Share:
    if not wanted:
        return Share(0, 0)
    is_same = any(is_enough(_fold(wanted), _fold(each)) for each in have)
    return Share(int(is_same), 1, () if is_same else (wanted,))


def _begins(one: str, other: str) -> bool:
    """Return whether one text is the beginning of the other: Jekyll may take more of a page, or cut it."""
    short, long = sorted((one.rstrip(". "), other.rstrip(". ")), key=len)
    return one == other or (len(short) >= _BEGINNING and long.startswith(short))


def _fold(text: str) -> str:
    """Return *text* without what a typographer changes."""
    signs = {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"}
    folded = "".join(signs.get(char, char) for char in text.replace("\u2026", "..."))
    return " ".join(re.sub(r"-+", "-", folded).split()).casefold()


def _image(source: str) -> str:
    """Return the name of an image; Sphinx may have put a number behind it where names collide."""
    name = unquote(re.split("[?#]", source, maxsplit=1)[0]).rpartition("/")[2].casefold()
    stem, dot, suffix = name.rpartition(".")
    return re.sub(r"(?<=\D)\d{1,2}\Z", "", stem) + dot + suffix if dot else name


def _is_html(file: Path) -> bool:
    return file.suffix.casefold() in (".html", ".htm")


def _address(path: str) -> str:
    return "/" + (path.removesuffix("index.html") if path.rpartition("/")[2] == "index.html" else path)


def _name(address: str) -> str:
    """Return an address without what hosts add: the page at /a may be a.html, or a/index.html."""
    return address.rstrip("/").removesuffix(".html")


def _outer(href: str) -> str:
    """Return a URL elsewhere without what makes no difference."""
    try:
        url = urlsplit(href.strip())
    except ValueError:
        return href.strip()
    if url.scheme == "mailto":
        return f"mailto:{unquote(url.path).strip().casefold()}"
    host = (url.hostname or "").casefold().removeprefix("www.")
    host = {"x.com": "twitter.com", "dx.doi.org": "doi.org"}.get(host, host)
    query = f"?{unquote(url.query)}" if url.query else ""
    return f"{host}{unquote(url.path).rstrip('/')}{query}"
