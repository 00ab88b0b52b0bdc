"""The registration of CVs, and their part in a build."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin

from docutils import nodes
from sphinx.errors import NoUri
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.osutil import relative_uri

from sphinx_incremental.builders import builds_pages, extra_files, page_file
from sphinx_incremental.files import write_whole
from sphinx_incremental.fingerprints import digest, pages_changed
from sphinx_incremental.stale_files import add_output_files
from sphinx_incremental.state import state_file

from ..core.canonical import page_url, site_base
from ..core.diagnostics import file_location, warn
from ..core.problems import Subtype, shorten
from ..core.web_urls import has_scheme
from ..pages.links import add_link_source, find_destination
from ..pages.page_links import PageLink, is_candidate
from ..pages.title import DETAILS
from ..profile.authors import page_authors, site_author
from ..works.details import joined, words
from ..works.library import library_of
from ..works.listing.rows import Rows
from .completion import added, completed
from .contact import contacts
from .directive import CvDirective
from .pdf import INSTALL, Finding, PdfError, can_compile, compile_pdf, compiler_version
from .pdf_data import Parts, PdfData, entries_part
from .resume import json_resume
from .uses import CvCollector, cv_header, page_cvs
from .words import section_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

    from ..works.listing.plan import PlannedListing
    from .model import Cv
    from .uses import CvUse

_RESOLVE = "homepage-resolve-cvs"
_STATE = "cv-pdfs.json"
_FORM = 2
"""Raised when what is kept of a PDF has another form."""
_TEMPLATE = "homepage/cv.typ"
_OWN = Path(__file__).parent.parent / "templates" / _TEMPLATE
_STATIC, _FONTS = "_static", "fonts"


class Cvs:
    """The CVs of one application's pages, decided anew in each build."""

    def __init__(self) -> None:
        self._files: dict[str, CvUse] = {}
        """The CV that each file in the output is made from."""

    def plan(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Decide which files are made, and return the pages on which something else stands above a CV."""
        self._files = {}
        uses = [use for docname in sorted(page_cvs(env)) for use in page_cvs(env)[docname]]
        if builds_pages(app.builder) and uses:
            self._find_files(app, uses)
        shown: dict[str, str] = {}
        for use in uses:
            header = repr([self._made(use), replace(_person(app, use), sections=())])
            shown[use.docname] = digest(shown.get(use.docname, ""), header)
        return pages_changed(app, env, "cvs", shown)

    def _find_files(self, app: Sphinx, uses: list[CvUse]) -> None:
        published = extra_files(app)
        can_make = can_compile()
        taken = set(published)
        if builds_pages(app.builder):
            taken.update(page_file(app.builder, docname) for docname in app.env.found_docs)
        for use in uses:
            location = (use.docname, use.line)
            for name in filter(None, (use.pdf, use.json)):
                if name in published:
                    # It stays, and the page links to it.
                    what = f"the site has a file of that name already, {shorten(str(published[name]))}"
                    warn(f"cv: /{name}: {what}; remove it, or write another name", Subtype.CV, location)
                elif other := _in_the_way(name, {*taken, *self._files}):
                    what = f"the site has /{other}, and one of them would have to be a file and a directory"
                    warn(f"cv: /{name}: {what}; write another name", Subtype.CV, location)
                elif name in self._files:
                    message = f"cv: /{name} is made from another CV already; write another name"
                    warn(message, Subtype.CV, location)
                elif name == use.pdf and not can_make:
                    message = f"cv: the PDF is not made, since typst is not installed; run {INSTALL}"
                    warn(message, Subtype.CV, location)
                else:
                    self._files[name] = use

    def _made(self, use: CvUse) -> list[tuple[str, str]]:
        """Return the label and the path of each file that is made from a CV."""
        found = (("PDF", use.pdf), ("JSON Resume", use.json))
        made = ((label, name, self._files.get(name)) for label, name in found)
        # A page that is written has a copy of the use.
        key = (use.docname, use.number)
        return [(label, name) for label, name, one in made if one and (one.docname, one.number) == key]

    def links(self, app: Sphinx) -> Iterator[PageLink]:
        """Yield the links in CVs that may lead to the site itself."""
        for docname, uses in page_cvs(app.env).items():
            for use in uses:
                for url, line in use.cv.links:
                    if is_candidate(url, app.config):
                        location = file_location(Path(app.srcdir, use.file), line)
                        yield PageLink(url, location, is_front_matter=True, docname=docname)

    def output_files(self, _app: Sphinx) -> list[str]:
        """Return the files that this build writes, or leaves as they are."""
        return list(self._files)

    # --- Pages --------------------------------------------------------------------------------------------

    def resolve(self, app: Sphinx, document: nodes.document) -> None:
        """Replace the nodes of the directive by what stands above the sections."""
        pages = page_cvs(app.env)
        # A site is written page by page; other builders may have all of them in one document.
        if not pages or (builds_pages(app.builder) and app.env.current_document.docname not in pages):
            return
        for node in list(document.findall(cv_header)):
            found = list(self._header(app, node["use"]))
            node.replace_self(found) if found else node.parent.remove(node)

    def _header(self, app: Sphinx, use: CvUse) -> Iterator[nodes.Node]:
        person = _person(app, use)
        who: list[list[nodes.Node]] = [
            [nodes.strong("", person.name)] if person.name else [],
            words(person.headline),
        ]
        if about := joined(", ", who):
            yield nodes.paragraph("", "", *about)
        contact = joined(
            " · ",
            (
                [nodes.reference("", text, refuri=url)] if url else words(text)
                for text, url in contacts(person, is_paper=False)
            ),
        )
        lines = dict(reversed(use.cv.links))
        for node in contact:
            if isinstance(node, nodes.reference) and node["refuri"] in lines:
                # For messages about it.
                node.source, node.line = str(Path(app.srcdir, use.file)), lines[node["refuri"]]
        if contact:
            yield nodes.paragraph("", "", *contact, classes=[DETAILS, "hp-cv-contact"])
        start = app.builder.get_target_uri(use.docname) if self._made(use) else ""
        links: list[list[nodes.Node]] = [
            [nodes.reference("", label, refuri=relative_uri(start, quote(name)), internal=True)]
            for label, name in self._made(use)
        ]
        if links:
            yield nodes.paragraph("", "", *joined(" · ", links), classes=[DETAILS, "hp-cv-files"])

    # --- Files --------------------------------------------------------------------------------------------

    def write_files(self, app: Sphinx, exception: Exception | None) -> None:
        """Write the files of CVs: each is written only if it is another one than in the last build."""
        if exception is not None or not builds_pages(app.builder):
            return
        state = state_file(app, _STATE)
        if not self._files and not state.is_file():
            return
        before, now = _load(state), {}
        for name, use in self._files.items():
            export = Export(app, app.builder, use)
            path = Path(app.outdir, name)
            try:
                if name == use.json:
                    _write(path, export.json().encode())
                elif made := self._write_pdf(app, path, export, before.get(name, {})):
                    now[name] = made
            except OSError as error:
                message = f"cv: /{name} cannot be written: {error.strerror or error}; write another name"
                warn(message, Subtype.CV, (use.docname, use.line))
        if now != before:
            write_whole(state, json.dumps(now, sort_keys=True).encode())

    def _write_pdf(self, app: Sphinx, path: Path, export: Export, before: dict[str, Any]) -> dict[str, Any]:
        """Write a PDF unless it is there, of the same input; return what the next build has to know."""
        data = export.pdf_data()
        templates = [file for file in _templates(app) if file.is_file()]
        fonts = [path for path in _font_directories(app) if path.is_dir()]
        files = [file for directory in (templates[0].parent, *fonts) for file in sorted(directory.rglob("*"))]
        stamps = [(str(file), *_stamp(file)) for file in files if file.is_file()]
        key = digest(json.dumps([_FORM, data, stamps, compiler_version()]))
        if before.get("input") != key or _digest(path) != before.get("output"):
            made = b""
            problems: list[Finding] = []
            for template in templates:
                try:
                    made, found = compile_pdf(template, data, fonts)
                    problems += found
                    break
                except PdfError as error:
                    message = f"this template of the PDF cannot be used: {error}"
                    problems.append(error.finding._replace(message=message))
            if not made:
                _warn(problems, export.use, app)
                return {}
            _write(path, made)
            before = {"input": key, "output": _digest(path), "problems": problems}
        _warn([Finding(*problem) for problem in before["problems"]], export.use, app)
        return before


class Export:
    """What a CV is outside the site."""

    def __init__(self, app: Sphinx, builder: StandaloneHTMLBuilder, use: CvUse) -> None:
        self.use = use
        self._app = app
        self._builder = builder
        cv = completed(use.cv, site_author(app.env), site_base(app.config))
        profiles = (replace(profile, url=self.absolute(profile.url)) for profile in cv.profiles)
        self._cv: Cv = replace(
            cv,
            websites=tuple(filter(None, map(self.absolute, cv.websites))),
            profiles=tuple(profile for profile in profiles if profile.url or not profile.network),
        )

    def json(self) -> str:
        """Return it as JSON Resume."""
        works = {place: [row.work for row in one.rows] for place, one in self._listings()}
        return json_resume(self._cv, works, section_title, self.absolute)

    def pdf_data(self) -> dict[str, Any]:
        """Return what the template of the PDF gets."""
        config = self._app.config
        is_left_out = config.language in config.smartquotes_excludes.get("languages", ())
        quotes = config.smartquotes_action if config.smartquotes and not is_left_out else ""
        data = PdfData(config.language, self.absolute, quotes=quotes)
        works = {place: self._parts(one, data) for place, one in self._listings()}
        title = " – ".join(filter(None, (self._cv.name, self._app.env.titles[self.use.docname].astext())))
        return data.data(self._cv, works, paper=self.use.paper, title=title)

    def _listings(self) -> Iterator[tuple[int, PlannedListing]]:
        planned = library_of(self._app).listings.get(self.use.docname, ())
        yield from ((place, planned[number]) for place, number in self.use.listings)

    def _parts(self, one: PlannedListing, data: PdfData) -> Parts:
        rows = Rows(self._app, self.use.docname, library_of(self._app).people)
        parts: Parts = []
        for group in one.groups:
            if group.title:
                parts.append({"heading": group.title})
            entries = []
            for row in group.rows:
                # The authors and what follows them are one paragraph.
                about = joined(". ", list(rows.cv_lines(row.work, is_html=False)))
                lines = list(filter(None, [rows.cv_title(row.work), about]))
                date = data.node_runs(rows.cv_date(row.work))
                entries.append(
                    {
                        "side": [date] if date else [],
                        "lines": [data.node_runs(line) for line in lines],
                        "blocks": [],
                    }
                )
            parts.append(entries_part(entries, may_be_narrow=True))
        return parts

    def absolute(self, url: str) -> str:
        """Return a URL that is right outside the site; empty if there is none."""
        if not url:
            return ""
        base = site_base(self._app.config)
        found = find_destination(self._app, self.use.docname, url)
        if found is None:
            if has_scheme(url):
                return url
            # A link that was made for the page.
            start = page_url(self._builder, self.use.docname)
            return urljoin(start, url) if start else ""
        target = found.target
        if target is None or target.url:
            return target.url if target else ""
        if not base:
            return ""
        if target.docname:
            try:
                return page_url(self._builder, target.docname) + found.url_suffix
            except NoUri:
                return ""
        return base + quote(target.file) + found.url_suffix


def _person(app: Sphinx, use: CvUse) -> Cv:
    """Return of the person of a CV what no card on its page tells."""
    cv = completed(use.cv, site_author(app.env), "")
    # Only pages of a site have cards.
    for author in page_authors(app.env, use.docname) if builds_pages(app.builder) else ():
        cv = added(cv, author)
    return cv


def _in_the_way(name: str, taken: Iterable[str]) -> str:
    """Return a file in the output that would be a directory on the way to *name*, or the reverse."""
    parents = {path.as_posix() for path in PurePosixPath(name).parents}
    return next((other for other in sorted(taken) if other in parents or other.startswith(f"{name}/")), "")


def _warn(problems: list[Finding], use: CvUse, app: Sphinx) -> None:
    for problem in problems:
        file = Path(problem.file or Path(app.srcdir, use.file))
        warn(f"cv: {problem.message}", Subtype.CV, file_location(file, problem.line))


def _templates(app: Sphinx) -> Iterator[Path]:
    """Yield the templates of the PDF: that of the site, and ours."""
    own = (Path(app.confdir, entry, _TEMPLATE) for entry in app.config.templates_path)
    yield from (file for file in own if not file.is_file() or not file.samefile(_OWN))
    yield _OWN


def _font_directories(app: Sphinx) -> Iterator[Path]:
    # What others add to html_static_path has no fonts of the site; a site may have no such directory there.
    entries = dict.fromkeys([_STATIC, *app.config.html_static_path])
    yield from (Path(app.confdir, entry, _FONTS) for entry in entries)


def _stamp(file: Path) -> tuple[int, int]:
    found = file.stat()
    return found.st_size, found.st_mtime_ns


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _write(path: Path, data: bytes) -> None:
    if not path.is_file() or path.read_bytes() != data:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, data)


def _load(state: Path) -> dict[str, dict[str, Any]]:
    try:
        found = json.loads(state.read_bytes())
        return {str(name): dict(value) for name, value in found.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}


class ResolveCvs(SphinxPostTransform):
    """Makes what stands above a CV, before the references in it are resolved."""

    # Sphinx resolves references at 10, MyST at 9, this extension at 8.
    default_priority = 5

    def run(self, **_kwargs: Any) -> None:
        """Replace the nodes of a page."""
        self.env.events.emit(_RESOLVE, self.document)


def setup_cv(app: Sphinx) -> None:
    """Register the directive, and the files that are made from CVs."""
    app.add_node(cv_header)
    # After that of listings, which numbers them.
    app.add_env_collector(CvCollector)
    app.add_directive("cv", CvDirective)
    app.add_post_transform(ResolveCvs)
    app.add_event(_RESOLVE)
    cvs = Cvs()
    app.connect(_RESOLVE, cvs.resolve)
    add_link_source(app, cvs.links)
    add_output_files(app, cvs.output_files)
    # Before everything that looks at the files of the site.
    app.connect("env-updated", cvs.plan, priority=395)
    # Before redirects to files are checked, at 600.
    app.connect("build-finished", cvs.write_files, priority=550)
