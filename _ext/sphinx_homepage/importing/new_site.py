"""The new site, made of the old one: its pages, its files, its settings, its ledger, and the report.

Nothing is written here, and nothing of the old site is changed.
"""

from __future__ import annotations

import datetime
import html
import re
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from ..core.addresses import UnsafeAddressError, address_files, comparable, file_address, parse_path
from ..core.target_urls import TargetError, target_text
from ..ledger.importing import split_url
from ..ledger.ledger_file import new_ledger
from ..pages.addresses import PublishedAddress, State
from ..pages.front_matter import COLLECTIONS, OUR_KEYS, FrontMatter, parse_front_matter, plain_text
from ..pages.publishing import collection
from .addresses_in_text import rooted_links, site_addresses
from .author_record import author_record
from .converted import Change, Converted
from .demo import demo_files
from .docnames import assign_docnames
from .html_pages import html_to_markdown
from .includes import LAYOUTS, PLAIN_LAYOUTS
from .kramdown import Dialect, to_myst
from .layout_extras import extras, has_extras
from .liquid_process import Job, LiquidProcess, Rendered
from .listings import Work, replace_lists
from .matter_text import MatterText, Plain
from .old_site import OldPage, OldSite, read_text, words_of
from .permalinks import slugify
from .report import Address, Answer, LeftOut, PageReport, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SITE_URL, BASE_URL = "\x05", "\x06"
"""What the Liquid of a site writes for its URL (see :mod:`.jekyll_liquid`)."""
_PLACE = "HPLISTING{}X"
_PLACED = re.compile(r"(?:<p>\s*)?HPLISTING(\d+)X(?:\s*</p>)?")
# A listing of everything in one directory, and its options.
_WHOLE_DIRECTORY = re.compile(r"```\{listing\}\n((?::(?!where|limit).*\n)*)\n?/(\w[^/\n]*)/\*+\n```")
_LIQUID = re.compile(r"\{\{|\{%")
# Files that tell people and programs how a repository is worked on; no page of the site.
_HOUSEKEEPING = re.compile(
    r"(?:readme|license|contributing|changelog|code_of_conduct|gemfile|rakefile|makefile|dockerfile|package|"
    r"package-lock|yarn|docker-compose|_config|gulpfile|staticman|netlify|requirements)(?:[._-][\w.-]*)?"
    r"|.*\.(?:gemspec|scss|sass|sublime-project|sublime-workspace)",
    re.IGNORECASE,
)
# What the layouts of the theme load, and no page of ours.
_THEME = re.compile(
    r"(?:assets/(?:css|fonts|webfonts|js/(?:main|_main|plugins|vendor|lunr|jquery|fontawesome))|_sass|assets/js/_)"
)
# Made by a plugin before; by this extension now.
_MADE = frozenset(
    {"feed.xml", "sitemap.xml", "robots.txt", "404.html", "redirects.json", "atom.xml", "search.json"}
)
_LINK_KEYS = ("paperurl", "slidesurl", "codeurl", "bibtexurl", "link")
_LONGEST_SUMMARY = 1200
_TEXT_OUTPUT = (".json", ".txt", ".xml", ".bib", ".csv", ".ics", ".js", ".webmanifest")
_COPIED = (
    "author_profile",
    "author",
    "read_time",
    "header",
    "tags",
    "categories",
    "excerpt",
    "venue",
    "location",
    "sitemap",
)
# Formulas need no script here, the style sheets of the theme are gone, and nobody is counted.
_LOADED = re.compile(
    r"<script[^>]*(?:mathjax|katex|googletagmanager|google-analytics|altmetric)[^>]*>.*?</script>|"
    r"<script>(?:(?!</script).)*(?:gtag\(|GoogleAnalyticsObject|_gaq)(?:(?!</script).)*</script>|"
    r"<link\b[^>]*\bstylesheet\b[^>]*>",
    re.IGNORECASE | re.DOTALL,
)


@dataclass
class Settings:
    """What conf.py of the new site says."""

    author: dict[str, Any]
    authors: dict[str, dict[str, Any]] = field(default_factory=dict)
    title: str = ""
    language: str = "en"
    base_url: str = ""
    builder: str = "dirhtml"
    shows_author: bool = True
    redirects: dict[str, str] = field(default_factory=dict)
    """Old addresses of no page of their own: from docname to docname."""
    ignored_links: list[str] = field(default_factory=list)
    """Links of the old site that led nowhere, and still do."""
    suppressed: list[str] = field(default_factory=list)


@dataclass
class NewSite:
    """The files of the new site, and what is to be told of them."""

    settings: Settings
    report: Report
    texts: dict[str, str] = field(default_factory=dict)
    """The text of each file that was made, by its path."""
    copies: dict[str, Path] = field(default_factory=dict)
    """The file of the old site that is copied to each path."""


@dataclass
class _Page:
    """A page while it is made."""

    old: OldPage
    docname: str
    report: PageReport
    is_demo: bool = False
    rendered: str = ""
    body: str = ""
    """Its text as MyST reads it."""
    parts: list[str] = field(default_factory=list)
    """The listings of the page, by their number."""
    listed: set[str] = field(default_factory=set)
    """The pages that it lists."""
    redirect_from: list[str] = field(default_factory=list)
    """Old addresses of others that lead here."""


def make_site(
    old: OldSite, new: str, *, keep_demo: bool = False, progress: Callable[[str], None] | None = None
) -> NewSite:
    """Return the new site.

    :param new: the directory of the new site, as the person wrote it.
    :param keep_demo: whether the examples of the template are taken as well.
    :param progress: is told what is done, now and then.
    """
    return _Maker(old, new, keep_demo=keep_demo, progress=progress or (lambda _text: None)).make()


class _Maker:
    """Makes one site."""

    def __init__(self, old: OldSite, new: str, *, keep_demo: bool, progress: Callable[[str], None]) -> None:
        self.old = old
        self.report = Report(str(old.root), new)
        self.report.left_out += old.left_out
        self.report.settings += old.problems
        self.keep_demo = keep_demo
        self.progress = progress
        self.pages: dict[str, _Page] = {}
        self.texts: dict[str, str] = {}
        self.copies: dict[str, Path] = {}
        self.works: dict[int, Work] = {}
        self.summarized: set[int] = set()
        """The numbers of the documents whose beginning was shown as their summary."""
        self.numbers = {page.source: number for number, page in enumerate(old.pages)}
        self.owners: dict[str, _Page] = {}
        """The page that Jekyll wrote to each file."""
        self.claims: dict[str, _Page] = {}
        """The page that each other address leads to."""
        self.site_url = old.config.url
        self.dialect = Dialect(
            emoji="jemoji" in str(old.config.data.get("plugins")) + str(old.config.data.get("gems")),
            hard_wrap=old.config.data.get("kramdown", {}).get("hard_wrap") is True
            if isinstance(old.config.data.get("kramdown"), dict)
            else False,
        )

    def make(self) -> NewSite:
        demo = self._demo()
        self._add_home()
        settings = self._settings(demo)
        sources = [page for page in self._in_order() if page.is_html or page.is_draft]
        docnames = assign_docnames(sources)
        for page in sources:
            if page.source in docnames and (page.output or page.is_draft):
                docname = docnames[page.source]
                report = PageReport(page.source, f"{docname}.md")
                self.pages[page.source] = _Page(page, docname, report, is_demo=page.source in demo)
        self._note_works()
        self._render()
        self._leave_out_demo(demo)
        self._archives(settings)
        navigation = self._navigation()
        self._choose_main_listings(navigation)
        self._note_owners()
        for made in self.pages.values():
            self._write(made, settings, navigation)
        self._files(demo)
        self._ledger(demo)
        self._other_outputs()
        return NewSite(settings, self.report, self.texts, self.copies)

    # --- What there is ------------------------------------------------------------------------------------

    def _in_order(self) -> list[OldPage]:
        """Return the pages in the order in which Jekyll writes them; the last at an address stays."""
        return sorted(
            self.old.pages,
            key=lambda page: (
                page.kind != "pages",
                page.kind == "posts",
                page.source.rpartition("/")[2] if page.kind == "pages" else "",
            ),
        )

    def _demo(self) -> set[str]:
        """Return the files of the old site that are examples of the template, unchanged."""
        if self.keep_demo:
            return set()
        paths = [PurePosixPath(page.source) for page in self.old.pages]
        paths += [PurePosixPath(path) for path in self.old.statics.values()]
        try:
            return {path.as_posix() for path in demo_files(self.old.root, paths)}
        except NotImplementedError:
            return set()

    def _add_home(self) -> None:
        """Make a page of a home page that was a plain file of HTML, and one where there is none."""
        if any(page.output == "index.html" for page in self.old.pages):
            return
        source = self.old.statics.pop("index.html", "")
        text = read_text(self.old.root / source) if source else ""
        matter: dict[str, Any] = {}
        if source and text:
            title = re.search(r"<title[^>]*>(.*?)</title>", text, re.IGNORECASE | re.DOTALL)
            matter = {"title": html.unescape(title[1]).strip()} if title else {}
        else:
            self.report.settings.append("there is no page at /; index.md was made, with the navigation only")
        page = OldPage(source or "(a new page)", "pages", "", {}, matter, text or "", 1, "/", "index.html")
        page.is_markdown = not source
        self.old.pages.append(page)

    def _settings(self, demo: set[str]) -> Settings:
        config = self.old.config
        data = config.data.get("author")
        files = {url for url, source in self.old.statics.items() if source not in demo}
        name = config.text("name", "title")
        if isinstance(data, str):
            people = self.old.data.get("authors")
            key = data
            data = people.get(key) if isinstance(people, dict) else None
            data = data if isinstance(data, dict) else {"name": key}
        record, notes = author_record(data if isinstance(data, dict) else {}, files, name=name)
        self.report.settings += notes
        settings = Settings(record)
        people = self.old.data.get("authors")
        named = {str(page.matter.get("author")) for page in self.old.pages if page.source not in demo}
        for key, person in people.items() if isinstance(people, dict) else ():
            if isinstance(person, dict) and named & {str(key), str(person.get("name"))}:
                found, _notes = author_record(person, files, name=str(key))
                settings.authors[str(key)] = found
        settings.language = _language(config.text("locale", "lang"))
        settings.title = plain_text(config.text("title"))
        cname = read_text(self.old.root / "CNAME") if "CNAME" in self.old.statics else None
        host = (cname or "").strip().splitlines()
        self.site_url = config.url or (
            f"https://{host[0]}" if host and re.fullmatch(r"[\w.-]+", host[0]) else ""
        )
        settings.base_url = f"{self.site_url}{config.baseurl}/" if self.site_url else ""
        served = [
            page.output
            for page in self.old.pages
            if page.output and page.is_html and page.output != "index.html"
        ]
        pretty = sum(
            output.endswith("/index.html") or not page_has_suffix(output, self.old) for output in served
        )
        settings.builder = "dirhtml" if pretty * 2 >= len(served) else "html"
        defaults = config.matter_defaults("_pages/x.md", "pages")
        settings.shows_author = defaults.get("author_profile") is not False
        return settings

    # --- Liquid and listings ------------------------------------------------------------------------------

    def _note_works(self) -> None:
        for number, old in enumerate(self.old.pages):
            page = self.pages.get(old.source)
            if page is not None and old.output and not page.is_demo:
                self.works[number] = _work(page)

    def _directories(self) -> dict[str, list[Work]]:
        found: dict[str, list[Work]] = {}
        for work in self.works.values():
            if "/" in work.docname:
                found.setdefault(work.docname.partition("/")[0], []).append(work)
        return found

    def _render(self) -> None:
        """Run Liquid where there is any, replace lists of pages by listings, and convert the text.

        Texts are converted while the process with Liquid goes on.
        """
        directories = self._directories()
        hidden = {self.numbers[source] for source, page in self.pages.items() if page.is_demo}
        jobs = {}
        for page in self.pages.values():
            old = page.old
            is_plain = old.layout in PLAIN_LAYOUTS
            layout = old.layout if old.layout in LAYOUTS or not is_plain or has_extras(old.own) else ""
            # In a file without front matter there is no Liquid, even if it looks like that.
            if old.source in self.numbers and (_LIQUID.search(old.body) or layout):
                jobs[old.source] = Job(old.source, old.body, layout)
        with LiquidProcess(self.old.root) as process:
            answers = process.render_all(list(jobs.values()))
            for count, page in enumerate(self.pages.values()):
                if count % 50 == 0:
                    self.progress(f"{count} of {len(self.pages)} pages are converted")
                text = page.old.body
                if page.old.source in jobs:
                    text = self._rendered(page, next(answers))
                self._finish(page, text, directories, hidden)

    def _rendered(self, page: _Page, found: Rendered) -> str:
        """Return what Liquid has made of a page, with what its layout puts around it."""
        old = page.old
        text = found.text
        page.report.questions += [Change(0, problem) for problem in found.problems]
        if _LIQUID.search(old.body):
            page.report.changes.append(Change(0, "its Liquid was run, and what came out stands in its place"))
        if not found.layout:
            return text
        if old.layout in LAYOUTS:
            return found.layout.replace("\x07", f"\n\n{text}\n\n")
        if old.layout not in PLAIN_LAYOUTS:
            return _around(found.layout, text, old)
        above, below = extras(found.layout, old.own)
        if above or below:
            page.report.changes.append(Change(0, "what its layout showed of the front matter was added"))
        show = _paragraph if old.is_markdown else "<p>{}</p>".format
        return "\n\n".join([*map(show, above), text, *map(show, below)])

    def _finish(self, page: _Page, text: str, directories: dict[str, list[Work]], hidden: set[int]) -> None:
        """Replace lists in the text of a page, and convert it."""

        def place(listing: str) -> str:
            page.parts.append(listing)
            return f"\n\n<p>{_PLACE.format(len(page.parts) - 1)}</p>\n\n"

        def note(what: str) -> None:
            page.report.changes.append(Change(0, what))

        if "\x02" in text:
            text, page.listed = replace_lists(
                text, self.works, directories, place, note, self.summarized.add, hidden
            )
        text = self._bibliographies(text, place)
        url = f"{self.site_url}{self.old.config.baseurl}"
        text = site_addresses(text, url, SITE_URL, BASE_URL)
        page.rendered = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)
        page.body = self._body(page)

    def _bibliographies(self, text: str, place: Callable[[str], str]) -> str:
        """Replace what jekyll-scholar listed by listings of the same BibTeX files."""
        if "\x0e" not in text:
            return text
        scholar = self.old.config.data.get("scholar")
        scholar = scholar if isinstance(scholar, dict) else {}
        directory = str(scholar.get("source") or "_bibliography").strip("/.")

        def listing(match: re.Match[str]) -> str:
            name = match[1] or str(scholar.get("bibliography") or "references.bib")
            name = name if name.endswith(".bib") else f"{name}.bib"
            source = self.old.root / directory / name
            content = read_text(source) if source.resolve().is_relative_to(self.old.root) else None
            if content is None:
                return ""
            self.texts[name] = re.sub(r"\A---\s*\n---\s*\n", "", content)
            options = f":where: {match[2]}\n" if match[2] else ":group: year\n"
            return place(f"```{{listing}}\n{options}\n/{name}\n```")

        return re.sub("\x0e([^|]*)\\|([^\x0f]*)\x0f", listing, text)

    def _leave_out_demo(self, demo: set[str]) -> None:
        """Leave out examples of the template, but for its lists where they list something of the owner's."""
        for source in sorted(demo & self.pages.keys()):
            page = self.pages[source]
            own = {
                other.docname
                for other in self.pages.values()
                if not other.is_demo and other.old.kind != "pages"
            }
            if page.listed & own or page.old.output == "index.html":
                page.is_demo = False
                continue
            del self.pages[source]
            self.report.demo.append(source)

    def _archives(self, settings: Settings) -> None:
        """Lead the addresses of archive pages and of pagination to the listings that replace them."""
        posts = self.old.documents("posts")
        lists = [page for page in self.pages.values() if page.parts]
        post_names = {self.pages[post.source].docname for post in posts if post.source in self.pages}
        blog = next(
            (
                page
                for page in lists
                if page.listed and page.listed <= post_names and len(page.listed) == len(post_names)
            ),
            next((page for page in self.pages.values() if page.docname == "index"), None),
        )
        if blog is None:
            return
        size = self.old.config.data.get("paginate")
        if isinstance(size, int) and size > 0 and posts:
            pattern = self.old.config.text("paginate_path") or "/page:num/"
            directory = PurePosixPath(pattern.strip("/")).parent.as_posix().strip(".")
            target = next(
                (
                    page
                    for page in self.pages.values()
                    if page.old.output == f"{directory}/index.html".lstrip("/")
                ),
                blog,
            )
            for number in range(2, min(ceil(len(posts) / size), 500) + 1):
                target.redirect_from.append("/" + pattern.strip("/").replace(":num", str(number)) + "/")
        archives = self.old.config.data.get("jekyll-archives")
        if not isinstance(archives, dict):
            return
        enabled = archives.get("enabled")
        kinds = ["year", "month", "day", "categories", "tags"] if enabled in ("all", True) else enabled
        given = archives.get("permalinks")
        patterns = {
            "year": "/:year/", "month": "/:year/:month/", "day": "/:year/:month/:day/",
            "tags": "/tag/:name/", "categories": "/category/:name/",
        }  # fmt: skip
        if isinstance(given, dict):
            names = {"tag": "tags", "category": "categories"}
            patterns |= {names.get(str(key), str(key)): str(value) for key, value in given.items()}
        taken = {page.docname for page in self.pages.values()}
        for kind in kinds if isinstance(kinds, list) else ():
            for address, group in _archive_addresses(str(kind), patterns.get(str(kind), ""), posts):
                name = address.strip("/").removesuffix(".html")
                if not name or name in taken or not _is_address(address):
                    continue
                option = {
                    "tags": ":group: tag",
                    "categories": ":group: category",
                    "year": ":group: year",
                }.get(str(kind))
                grouped = next(
                    (page for page in lists if option and any(option in part for part in page.parts)), None
                )
                fragment = f"#{slugify(group)}" if grouped and re.fullmatch(r"[A-Za-z0-9 -]+", group) else ""
                settings.redirects[name] = (grouped or blog).docname + fragment

    # --- Pages --------------------------------------------------------------------------------------------

    def _navigation(self) -> list[tuple[str, str]]:
        """Return the entries of the toctree of the home page: titles and docnames or URLs."""
        by_output = {page.old.output: page for page in self.pages.values() if page.old.output}
        for page in self.pages.values():
            for address in _addresses(page.old.matter.get("redirect_from")):
                if _is_address(address):
                    for file in address_files(address):
                        by_output.setdefault(file, page)
        data = self.old.data.get("navigation")
        items = data.get("main") if isinstance(data, dict) else data
        found: list[tuple[str, str]] = []
        for item in _flat_navigation(items):
            title = plain_text(str(item.get("title") or ""))
            url = site_addresses(str(item.get("url") or item.get("link") or ""), "", SITE_URL, BASE_URL)
            url = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", url).strip()
            page_found = self._page_at(url, by_output)
            if page_found is not None:
                if page_found.docname != "index" and page_found.docname not in (
                    name for _title, name in found
                ):
                    same = plain_text(page_found.old.title) == title
                    found.append(("" if same else title, page_found.docname))
            elif re.match(r"https?://", url) and title:
                found.append((title, url))
            elif _file_at(url, self.old.statics) and self.site_url and title:
                found.append((title, f"{self.site_url}{self.old.config.baseurl}/{url.lstrip('/')}"))
            elif url and title:
                self.report.settings.append(
                    f"the navigation's {title} ({url}) leads nowhere, and was left out"
                )
        if not found and not isinstance(items, list):
            pages = [page for page in self.pages.values() if page.old.kind == "pages" and page.old.title]
            found = [("", page.docname) for page in pages if page.docname != "index" and not page.is_demo][
                :12
            ]
        return found

    def _choose_main_listings(self, navigation: list[tuple[str, str]]) -> None:
        """Mark the main listing of each directory of which several pages list everything."""
        places = {name: place for place, (_title, name) in enumerate(navigation)}
        found: dict[str, list[tuple[_Page, int]]] = {}
        for page in self.pages.values():
            for number, part in enumerate(page.parts):
                whole = re.fullmatch(
                    r"```\{listing\}\n((?::(?!where|limit).*\n)*)\n?/(\w[^/\n]*)/\*+\n```", part
                )
                if whole and not re.search(r"^:group: (?:tag|category)$", whole[1], re.MULTILINE):
                    found.setdefault(whole[2], []).append((page, number))
        for several in found.values():
            if len(several) > 1:
                page, number = min(
                    several,
                    key=lambda item: (
                        item[0].docname not in places,
                        len(item[0].parts),
                        places.get(item[0].docname, 0),
                        item[0].docname,
                    ),
                )
                part = page.parts[number].removeprefix("```{listing}\n")
                page.parts[number] = (
                    "```{listing}\n:main:\n" + ("" if part.startswith((":", "\n")) else "\n") + part
                )

    def _page_at(self, url: str, by_output: dict[str, _Page]) -> _Page | None:
        parts = split_url(url) if url else None
        if parts is None or (parts.hostname and parts.hostname.lower() not in self.old.config.hosts):
            return None
        path = unquote(parts.path).removeprefix(self.old.config.baseurl) if parts.path else "/"
        path = path.lstrip("/")
        tries = (
            [f"{path}index.html"]
            if not path or path.endswith("/")
            else [path, f"{path}.html", f"{path}/index.html"]
        )
        return next((by_output[name] for name in tries if name in by_output), None)

    def _write(self, page: _Page, settings: Settings, navigation: list[tuple[str, str]]) -> None:
        """Add the file of a page."""
        matter = self._matter(page, settings, navigation)
        body = _PLACED.sub(lambda match: f"\n\n{page.parts[int(match[1])]}\n\n", page.body)
        if page.parts or page.rendered != page.old.body:
            body = re.sub(r"\n[ \t]*\n(?:[ \t]*\n)+", "\n\n", body)
        body = body.strip("\n") + "\n" if body.strip() else ""
        if page.docname == "index":
            body = body.rstrip("\n") + "\n" + self._toctree(navigation)
        self.texts[f"{page.docname}.md"] = f"---\n{matter}---\n{body}" if matter.strip() else body
        for problem in page.old.problems:
            page.report.questions.append(Change(0, problem))
        self.report.pages.append(page.report)

    def _toctree(self, navigation: list[tuple[str, str]]) -> str:
        if not navigation:
            return ""
        lines = [f"{title} <{name}>" if title else name for title, name in navigation]
        return "\n```{toctree}\n:hidden:\n\n" + "\n".join(lines) + "\n```\n"

    def _body(self, page: _Page) -> str:
        old = page.old
        text = _LOADED.sub("", page.rendered)
        base = self.old.config.baseurl
        text = rooted_links(text, old.url or "/", base, is_html=not old.is_markdown)
        text = _unwrapped(text)
        try:
            converted = to_myst(text, self.dialect) if old.is_markdown else html_to_markdown(text)
        except NotImplementedError:
            converted = Converted(text)
        is_same = page.rendered == old.body
        offset = old.body_line - 1 if is_same else 0
        for target, changes in (
            (page.report.changes, converted.changes),
            (page.report.questions, converted.questions),
        ):
            target += [Change(change.line + offset if is_same else 0, change.what) for change in changes]
        return converted.text

    def _matter(self, page: _Page, settings: Settings, navigation: list[tuple[str, str]]) -> str:
        """Return the front matter: as it was, with what has to be different."""
        old = page.old
        block = MatterText(_clean(old.block))
        if old.block and old.problems:
            # What Jekyll could not read as YAML is written anew, as far as it was understood.
            block = MatterText("")
            for key, value in old.own.items():
                block.set(key, value)
        own = old.own
        notes: list[str] = []

        def add(key: str, value: Any, why: str) -> None:
            block.set(key, value)
            notes.append(f"{key} was added: {why}")

        if not own.get("title") and old.title:
            add("title", old.title, "Jekyll made it of the name of the file")
        for key in _COPIED:
            value = old.matter.get(key)
            is_default = key in self.old.config.matter_defaults(old.source, old.kind) and key not in own
            if (
                is_default
                and key in OUR_KEYS
                and value not in (None, "", [])
                and not (key == "author_profile" and value is settings.shows_author)
            ):
                add(key, value, "_config.yml gave it to this page")
        work = self.works.get(self.numbers.get(old.source, -1))
        if (
            work
            and self.numbers[old.source] in self.summarized
            and len(work.beginning) <= _LONGEST_SUMMARY
            and not block_has(block, "excerpt", "description")
        ):
            add("excerpt", work.beginning, "lists showed the beginning of its text")
        image = re.search(
            r"""<img\b[^>]*\bsrc\s*=\s*["']?([^"'\s>]+)""", str(own.get("excerpt") or ""), re.IGNORECASE
        )
        if image and "header" not in own:
            source = rooted_links(f"[]({image[1]})", old.url or "/", self.old.config.baseurl)[3:-1]
            if source.lstrip("/") in self.old.statics:
                add("header", {"teaser": source}, "the image of its excerpt is that of its card")
        if old.date and not own.get("date") and old.kind != "pages":
            add("date", Plain(old.date.strftime("%Y-%m-%d")), "it was in the name of the file")
        if (
            old.kind in COLLECTIONS
            and collection(page.docname, FrontMatter()) != old.kind
            and not own.get("collection")
        ):
            add("collection", old.kind, "its directory does not tell")
        self._address_keys(page, block, own, settings, notes)
        self._author_key(block, own, settings, notes)
        if "bibtex" in own:
            # Here it is the key of an entry in a file of a listing.
            block.switch_off("bibtex")
        named = {name for _title, name in navigation}
        if page.docname not in named and page.docname != "index" and not self._is_listed(page):
            block.set("orphan", True)
        text = self._without_problems(block, page)
        page.report.changes[:0] = [Change(0, note) for note in notes]
        return text

    def _is_listed(self, page: _Page) -> bool:
        return any(page.docname in other.listed for other in self.pages.values() if other is not page)

    def _address_keys(
        self, page: _Page, block: MatterText, own: dict[str, Any], settings: Settings, notes: list[str]
    ) -> None:
        """Give a page the addresses that it had."""
        old = page.old
        written = own.get("permalink")
        forms = (
            {f"{page.docname}/index.html", f"{page.docname}.html"}
            if page.docname != "index"
            else {"index.html"}
        )
        if self._owner(old.output) is not page and old.output:
            if written:
                block.switch_off("permalink")
            notes.append(f"its address {old.url} is that of another page, which has it")
        elif not old.output:
            pass
        elif written and (
            ":" in str(written) or str(written).strip() in ("pretty", "date", "none", "ordinal")
        ):
            block.set("permalink", old.url)
            notes.append("permalink is the address that its pattern gave")
        elif not written and old.output not in forms:
            block.set("permalink", old.url)
            notes.append("permalink was added: its address came from _config.yml or from its directory")
        elif written and not _is_address(str(written)) and str(written).strip("/ "):
            block.switch_off("permalink")
        given = _addresses(own.get("redirect_from"))
        wanted = [address for address in given if _is_address(address)]
        kept = [
            address
            for address in dict.fromkeys([*wanted, *page.redirect_from])
            if not self._is_claimed(address, page)
        ]
        if kept != given:
            dropped = [address for address in given if address not in kept]
            if kept:
                block.set("redirect_from", kept)
            elif "redirect_from" in own:
                block.remove("redirect_from")
            if dropped:
                notes.append(f"redirect_from: {', '.join(dropped)} cannot lead here, or is the page itself")

    def _note_owners(self) -> None:
        """Find which page has each address, and which may lead its own old addresses here.

        Of two pages that ask for one address, the last has it, as in Jekyll.
        """
        for page in self.pages.values():
            if page.old.output:
                self.owners[comparable(page.old.output)] = page
            for address in [*_addresses(page.old.own.get("redirect_from")), *page.redirect_from]:
                if _is_address(address):
                    self.claims |= dict.fromkeys(map(comparable, address_files(address)), page)

    def _owner(self, output: str) -> _Page | None:
        return self.owners.get(comparable(output)) if output else None

    def _is_claimed(self, address: str, page: _Page) -> bool:
        """Return whether a page or a file is at an address already, or another page has it."""
        for file in address_files(address):
            key = comparable(file)
            owner = self.owners.get(key)
            if file in self.old.statics or (owner and owner.old.url.rstrip("/") == address.rstrip("/")):
                return True
            if self.claims.get(key, page) is not page:
                return True
        return False

    def _author_key(
        self, block: MatterText, own: dict[str, Any], settings: Settings, notes: list[str]
    ) -> None:
        """Switch off an author that nobody knows: the site's author was shown in its place."""
        author = own.get("author")
        if isinstance(author, str) and author.strip():
            names = {*settings.authors, *(person["name"] for person in settings.authors.values())}
            names.add(settings.author["name"])
            if author.strip().casefold() not in {name.casefold() for name in names}:
                block.switch_off("author")
                notes.append(f"author: {author.strip()} is nobody of _data/authors.yml, and was switched off")
        elif isinstance(author, list | dict):
            block.switch_off("author")
            notes.append("author was switched off: it names nobody of _data/authors.yml")

    def _without_problems(self, block: MatterText, page: _Page) -> str:
        """Return the text of front matter; keys with problems are switched off and reported."""
        for _attempt in range(40):
            text = block.text
            _matter, problems = parse_front_matter(f"---\n{text}---\n")
            if not problems:
                return text
            problem = problems[0]
            key = block.key_at((problem.line or 2) - 2)
            if not key:
                break
            fixed = self._repaired(key, page.old.own.get(key))
            if fixed is not None and page.old.own.get(key) != fixed:
                page.old.own[key] = fixed
                block.set(key, fixed)
                page.report.changes.append(Change(0, f"{key} was written in another way: {problem.message}"))
                continue
            block.switch_off(key)
            page.report.questions.append(
                Change((problem.line or 0), f"{key} was switched off: {problem.message}")
            )
        fresh = MatterText("")
        for key, value in page.old.own.items():
            if key in OUR_KEYS and isinstance(value, str):
                fresh.set(key, value)
        page.report.questions.append(Change(0, "its front matter could not be kept as it was"))
        return fresh.text

    def _repaired(self, key: str, value: Any) -> Any:
        """Return a value that was meant, or ``None``."""
        if key in ("tags", "categories", "authors", "type", "venue", "location") and isinstance(value, list):
            texts = [
                next((str(part) for part in item.values() if part), "")
                if isinstance(item, dict)
                else str(item)
                for item in value
            ]
            words = [text for text in texts if text and text != "None"]
            return ", ".join(words) if key in ("type", "venue", "location") else words
        if key in ("paperurl", "slidesurl", "codeurl", "bibtexurl", "link") and isinstance(value, str):
            url = re.sub(r"\{\{.*?\}\}", "", value).strip()
            if re.match(r"(?:www\.|[\w-]+(?:\.[\w-]+)+/)", url):
                return f"https://{url}"
            return url if url != value else None
        if isinstance(value, bool):
            return None
        return None

    # --- Files, ledger ------------------------------------------------------------------------------------

    def _files(self, demo: set[str]) -> None:
        """Copy every file that was served to its old address."""
        pages = {page.old.output for page in self.pages.values() if page.old.output}
        pages |= {f"{page.docname}/index.html" for page in self.pages.values()}
        for url, source in sorted(self.old.statics.items()):
            name = url.rpartition("/")[2]
            if source in demo:
                self.report.demo.append(source)
            elif ("/" not in url and _HOUSEKEEPING.fullmatch(name)) or name.endswith((".scss", ".sass")):
                self.report.left_out.append(
                    LeftOut(source, "it is about the repository, and no part of the site")
                )
            elif _THEME.match(url):
                self.report.left_out.append(LeftOut(source, "it belongs to the theme of the old site"))
            elif url in pages:
                self.report.left_out.append(LeftOut(source, "a page has its address"))
            elif url in _MADE and url != "robots.txt":
                self.report.left_out.append(LeftOut(source, "the new site makes its own"))
            else:
                try:
                    parse_path(f"/{file_address(url)}".replace("//", "/"))
                except UnsafeAddressError as error:
                    self.report.left_out.append(
                        LeftOut(source, f"no host could serve it everywhere: {error}")
                    )
                    continue
                self.copies[f"public/{url}"] = self.old.root / source

    def _other_outputs(self) -> None:
        """Make files of the pages that were no HTML."""
        with LiquidProcess(self.old.root) as process:
            for page in self.old.pages:
                output = page.output
                if not output or page.is_html or page.source in self.pages:
                    continue
                if _THEME.match(output) or output in _MADE or not output.lower().endswith(_TEXT_OUTPUT):
                    self.report.left_out.append(
                        LeftOut(page.source, "it belongs to the theme, or the new site makes its own")
                    )
                    continue
                text = page.body
                if _LIQUID.search(text):
                    found = process.render(page.source, text, "")
                    text = re.sub("\x02\\d+\x03|\x04", "", found.text)
                url = f"{self.site_url}{self.old.config.baseurl}"
                text = re.sub(f"[{SITE_URL}{BASE_URL}]+", url, text)
                self.texts[f"public/{output}"] = text

    def _ledger(self, demo: set[str]) -> None:
        """Write down every address that there ever was."""
        ledger = new_ledger()
        today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()

        def add(address: str, state: State, target: str = "", reason: str = "") -> None:
            try:
                path = parse_path(address)
            except UnsafeAddressError:
                return
            date = today if state is State.RETIRED else ""
            ledger.add(PublishedAddress(path, state, target, date=date, reason=reason))

        for page in self.pages.values():
            if page.old.output and self._owner(page.old.output) is page:
                where = f"{page.docname}.md"
                add(file_address(page.old.output), State.SERVED)
                answer = Answer.LISTING if page.parts else Answer.PAGE
                self.report.addresses.append(Address(page.old.url, answer, where))
                if page.old.output.endswith(".html") and not page.old.output.endswith("index.html"):
                    add(file_address(page.old.output.removesuffix(".html")), State.SERVED)
        for path in self.copies:
            url = path.removeprefix("public/")
            suffix = PurePosixPath(url).suffix.lower()
            if suffix in (
                ".html",
                ".htm",
                ".pdf",
                ".bib",
                ".pptx",
                ".zip",
                ".docx",
                ".txt",
                ".csv",
                ".ipynb",
            ):
                add(file_address(url), State.SERVED)
            self.report.addresses.append(Address(file_address(url), Answer.FILE, path))
        for page in self.pages.values():
            for address in _addresses(page.old.own.get("redirect_from")):
                if _is_address(address):
                    self.report.addresses.append(Address(address, Answer.REDIRECT, page.old.url))
                    try:
                        add(address, State.REDIRECTED, target_text(page.old.url or f"/{page.docname}/"))
                    except TargetError:
                        continue
        for old in self.old.pages:
            if old.output == "404.html" and old.source not in self.pages:
                self.report.addresses.append(Address(old.url, Answer.PAGE, "404.html"))
            elif old.source in demo and old.source not in self.pages and old.output:
                add(file_address(old.output), State.RETIRED, reason="an example of the template")
                self.report.addresses.append(
                    Address(old.url, Answer.NOTHING, "", "an example of the template")
                )
        self.texts["published-urls.txt"] = ledger.text()


def _language(locale: str) -> str:
    """Return Sphinx's code for the language of a locale: ``de`` for ``de-DE``, but ``pt_BR``."""
    language, _mark, region = locale.replace("-", "_").partition("_")
    language, region = language.lower(), region.partition(".")[0].upper()
    if not re.fullmatch(r"[a-z]{2,3}", language):
        return "en"
    if language == "zh":
        return "zh_TW" if region in ("TW", "HK", "HANT") else "zh_CN"
    return "pt_BR" if (language, region) == ("pt", "BR") else language


def page_has_suffix(output: str, old: OldSite) -> bool:
    """Return whether a page was asked for with ``.html`` at its end."""
    return any(page.output == output and page.url.endswith((".html", ".htm")) for page in old.pages)


def _clean(block: str) -> str:
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "", block).expandtabs(2) if "\t" in block else block


def _work(page: _Page) -> Work:
    matter = page.old.matter
    fields: dict[str, tuple[str, ...]] = {
        "category": tuple(words_of(matter, "category", "categories")),
        "tag": tuple(words_of(matter, "tag", "tags")),
    }
    for key in ("venue", "type"):
        value = matter.get(key)
        fields[key] = (plain_text(str(value)),) if value and not isinstance(value, dict | list) else ()
    date = page.old.date.strftime("%Y-%m-%d") if page.old.date else ""
    fields["year"] = (date[:4],) if date else ()
    shown_date = page.old.date.strftime("%Y %B %d %-d %b %m") if page.old.date else ""
    beginning = "" if matter.get("excerpt") or matter.get("description") else _beginning(page.old.body)
    shown = [page.old.title, shown_date, beginning]
    shown += [
        str(matter.get(key) or "")
        for key in ("venue", "location", "type", "authors", "excerpt", "description", "citation", *_LINK_KEYS)
    ]
    title = page.old.title or page.docname
    return Work(page.docname, title, date, fields, " ".join(shown), shown_date, beginning)


def _beginning(body: str) -> str:
    """Return the words of the first paragraph of a text, as its summary."""
    first = body.strip().split("\n\n", 1)[0]
    first = re.sub(r"\{:[^}\n]*\}|\{%.*?%\}|\{\{.*?\}\}|^#+ .*$|^[=-]{3,}$", " ", first, flags=re.MULTILINE)
    first = re.sub(r"!?\[((?:\\.|\[[^\]]*\]|[^\[\]\\])*)\]\([^)]*\)", r"\1", first)
    first = re.sub(r"\\([\[\]*_])", r"\1", first)
    if first.lstrip().startswith(("```", "~~~", "|", "<", "-", "*", ">")):
        return ""
    words = " ".join(plain_text(re.sub(r"[*_`]", "", first)).split())
    return words if len(words) > 2 else ""


def block_has(block: MatterText, *keys: str) -> bool:
    """Return whether front matter has one of *keys*."""
    return any(key in keys for key in block.keys())  # noqa: SIM118 (no mapping)


def _around(layout: str, text: str, old: OldPage) -> str:
    """Return a page with the text that its layout has around it."""
    before, mark, after = layout.partition("\x07")
    if not mark:
        return f"{before}\n\n{text}"
    parts = []
    for part in (before, after):
        part = re.sub(
            r"<(script|style|head|nav|footer|aside|form)\b.*?</\1>|<!--.*?-->|<(?:meta|link|input)\b[^>]*>",
            "",
            part,
            flags=re.DOTALL | re.IGNORECASE,
        )
        part = re.sub(r"<h1\b.*?</h1>", "", part, flags=re.DOTALL | re.IGNORECASE)
        words = re.sub(r"<[^>]*>|&\w+;", " ", re.sub("\x02\\d+\x03|\x04", "", part))
        has_content = bool(re.search(r"\w", words)) or "<img" in part
        parts.append(part.strip() if has_content else "")
    return "\n\n".join(filter(None, (parts[0], text, parts[1])))


def _paragraph(line: str) -> str:
    """Return a line of HTML as a paragraph in Markdown."""
    try:
        return html_to_markdown(f"<p>{line}</p>").text.strip()
    except NotImplementedError:
        return f"<p>{line}</p>"


def _unwrapped(text: str) -> str:
    """Return *text* with each place of a listing outside of the tags that stand right around it."""
    pattern = re.compile(
        r"<(div|ul|ol|section|article|center|p)\b[^>]*>\s*((?:<p>HPLISTING\d+X</p>\s*)+)</\1>", re.IGNORECASE
    )
    while True:
        text, count = pattern.subn(lambda match: f"\n\n{match[2].strip()}\n\n", text)
        if not count:
            return text


def _addresses(value: object) -> list[str]:
    items = value if isinstance(value, list) else [value]
    return [
        str(item).strip()
        for item in items
        if item not in (None, "") and not isinstance(item, dict | list | bool)
    ]


def _is_address(text: str) -> bool:
    try:
        return bool(address_files(text))
    except UnsafeAddressError:
        return False


def _file_at(url: str, statics: dict[str, str]) -> bool:
    parts = split_url(url)
    path = unquote(parts.path).lstrip("/") if parts else ""
    return bool(path) and (
        path in statics or f"{path.rstrip('/')}/index.html" in statics or f"{path}.html" in statics
    )


def _flat_navigation(items: object) -> Iterator[dict[str, Any]]:
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict):
            if item.get("url") or item.get("link"):
                yield item
            for key in ("children", "sublinks", "links", "dropdown", "sub-title"):
                yield from _flat_navigation(item.get(key))


def _archive_addresses(kind: str, pattern: str, posts: list[OldPage]) -> Iterator[tuple[str, str]]:
    """Yield the address of each archive page of jekyll-archives, and the name of its group."""
    seen = set()
    for post in posts:
        if kind in ("tags", "categories"):
            singular = "tag" if kind == "tags" else "category"
            found = [
                (pattern.replace(":name", slugify(word)), word)
                for word in words_of(post.matter, singular, kind)
            ]
        elif post.date:
            address = (
                pattern.replace(":year", f"{post.date:%Y}")
                .replace(":month", f"{post.date:%m}")
                .replace(":day", f"{post.date:%d}")
            )
            found = [(address, f"{post.date:%Y}")]
        else:
            continue
        for address, group in found:
            if address and address not in seen:
                seen.add(address)
                yield address, group
