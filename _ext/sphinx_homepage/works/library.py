"""All works of the site in one place: those of its pages, and those of its BibTeX files.

The library is filled anew in each build, at ``env-updated`` with priority 350.  Whatever shows works asks it
at a later priority of the same event, or while pages are resolved and written::

    from ..library import library_of

    library = library_of(app)
    library.pages["talks/2026-lisbon"]  # the work that a page is about, also of pages about an entry
    library.entries  # the works of all BibTeX files, by key
    library.home_of("lovelace2020")  # Place(docname, id): where its main listing shows it, or None
    library.related[work.identity]  # the works that belong to a work, whichever of them names the other
    library.mentions[work.identity]  # the pages that refer to its entry with the role "pub"

Relations are known from priority 370 on, and places when listings have been planned, at priority 390 of
``env-updated``.  Nothing here may be changed later: pages are written in several processes.

A page with ``bibtex: key`` in its front matter is about that entry: both its work and that of the entry have
the docname of the page and the key.

BibTeX files are those that listings name.  They are read again when their content has changed; what was read
is kept in the state directory from one build to the next.
"""

from __future__ import annotations

import functools
import hashlib
import pickle
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx.util.matching import get_matching_files

from sphinx_incremental.files import write_whole
from sphinx_incremental.state import state_file

from ..core.diagnostics import file_location, warn
from ..core.problems import Problem, Subtype, did_you_mean, shorten
from ..mathematics.extension import converts_formulas
from ..mathematics.renderer import problem_of_formula, site_macros
from ..mathematics.titles import plain_title
from ..pages.image_files import ImageDirectories, ImageError, find_image
from ..pages.records import page_records
from .authors import People
from .bibtex.source import BibtexWorks, works_of_bibtex
from .entry_titles import has_title_of_entry
from .from_page import work_of_entry_and_page, work_of_page
from .listing.uses import page_listings
from .news import page_items
from .people import cited_people

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..pages.front_matter import Address
    from .listing.plan import PlannedListing
    from .model import Link, Relation, Work

_STATE = "works.pickle"
_ASK = "homepage-library"


class Place(NamedTuple):
    """Where the site shows an entry."""

    docname: str
    id: str
    """The id of the row on that page."""


class Library:
    """The works of one application's site."""

    def __init__(self) -> None:
        self.pages: Mapping[str, Work] = {}
        """The work of every page, by docname."""
        self.items: Mapping[str, tuple[Work, ...]] = {}
        """The items of each page of news, by its docname."""
        self.files: Mapping[str, tuple[Work, ...]] = {}
        """The works of each BibTeX file, in its order, by the path from the source directory."""
        self.entries: Mapping[str, Work] = {}
        """The works of all BibTeX files, by key; of entries with the same key the first."""
        self.homes: Mapping[str, Place] = {}
        """Where each entry is shown by its main listing, by key; set when listings are planned."""
        self.listings: Mapping[str, tuple[PlannedListing, ...]] = {}
        """What the listings of each page show, by docname; set when listings are planned."""
        self.related: Mapping[tuple[str, str], tuple[Work, ...]] = {}
        """The works that belong to each work, by its identity; set when relations are connected."""
        self.mentions: Mapping[tuple[str, str], tuple[Work, ...]] = {}
        """The pages that mention each entry, as works, by the identity of its work; set at the same time."""
        self.people: People
        """The people of whom the site has records; set when the library is filled."""
        self.unreadable: Mapping[str, str] = {}
        """Why a BibTeX file could not be read, by its path from the source directory."""

    def place_of(self, app: Sphinx, work: Work, link: Link | Relation) -> str | tuple[str, int | None]:
        """Return where a link of a work, or the name of another, is written, for messages about it."""
        if link.docname:
            return link.docname, link.line
        return file_location(Path(app.srcdir, work.file), link.line)

    def home_of(self, key: str) -> Place | None:
        """Return where the main listing of an entry shows it; ``None`` if none shows it."""
        return self.homes.get(key)

    def fill(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Read the works of this build, and warn about what is wrong with BibTeX files."""
        self.people = People(env)
        records = page_records(env)
        works = {
            docname: work_of_page(docname, _own_title(env, docname), record)
            for docname, record in records.items()
            if docname in env.found_docs
        }
        self.items = {docname: items for docname, items in page_items(env).items() if docname in works}
        works |= self._read_files(app, env, works)
        for docname in [docname for docname, work in works.items() if not work.title]:
            # Its entry is not known.
            written = records[docname].front_matter.bibtex
            works[docname] = replace(works[docname], title=written.text if written else docname)
        for docname, work in works.items():
            if work.citation and not work.authors:
                works[docname] = replace(work, authors=cited_people(work.citation))
        self.pages = works

    def _read_files(self, app: Sphinx, env: BuildEnvironment, pages: Mapping[str, Work]) -> dict[str, Work]:
        """Read the BibTeX files, and return the works of pages that are about an entry."""
        paths = sorted(
            {
                source.path
                for listings in page_listings(env).values()
                for use in listings.uses
                for source in use.sources
                if source.is_bibtex
            }
        )
        read, self.unreadable = _bibtex_works(app, paths)
        first: dict[str, Work] = {}
        for path, found in read.items():
            for work in found.works:
                work = replace(work, file=path)
                if first.setdefault(work.key, work) is not work and _differ(work, first[work.key]):
                    message = f"another entry {shorten(work.key)} is in a file before this one"
                    hint = "; only the first is shown and linked, so give one of them another key"
                    warn(message + hint, Subtype.BIBTEX, file_location(Path(app.srcdir, path), work.line))
        keys: dict[str, str] = {}
        about: dict[str, str] = {}
        for docname in sorted(pages):
            written = page_records(env)[docname].front_matter.bibtex
            if written and _names_entry(app, written, docname, first, keys):
                about[docname] = written.text
                keys.setdefault(written.text, docname)
        images = ImageDirectories.of(app)

        @functools.cache
        def find(written: str) -> tuple[str, str]:
            """Return the path of an image in the built site, or why there is none."""
            try:
                return find_image(written, images), ""
            except ImageError as error:
                return "", str(error)

        self.files = {
            path: tuple(
                _completed(replace(work, file=path), keys, pages, find, Path(app.srcdir, path))
                for work in found.works
            )
            for path, found in read.items()
        }
        entries: dict[str, Work] = {}
        for works in self.files.values():
            for work in works:
                entries.setdefault(work.key, work)
        self.entries = entries
        return {
            docname: entries[key]
            if keys[key] == docname
            else work_of_entry_and_page(first[key], pages[docname])
            for docname, key in about.items()
        }


def library_of(app: Sphinx) -> Library:
    """Return the library of an application."""
    library: Library = app.emit_firstresult(_ASK)
    return library


def _own_title(env: BuildEnvironment, docname: str) -> str:
    """Return the title of a page, or nothing if it has that of the entry that it is about."""
    if has_title_of_entry(env, docname):
        return ""
    return plain_title(env.titles[docname]) if docname in env.titles else docname


def _names_entry(
    app: Sphinx, written: Address, docname: str, entries: Mapping[str, Work], keys: Mapping[str, str]
) -> bool:
    """Return whether a page names an entry; warn if not, or if a page before it is about the same."""
    location = (docname, written.line)
    if written.text not in entries:
        warn(f"bibtex: {unknown_entry(app, written.text, entries)}", Subtype.BIBTEX, location)
    elif written.text in keys:
        message = f"bibtex: the page about {shorten(written.text)} is '{keys[written.text]}' already"
        warn(f"{message}; keep one of the two", Subtype.BIBTEX, location)
    return written.text in entries


def _differ(work: Work, other: Work) -> bool:
    """Return whether two entries are of two works: people have copies of an entry in several files."""
    return (work.title, work.date, work.authors) != (other.title, other.date, other.authors)


def unknown_entry(app: Sphinx, key: str, entries: Mapping[str, Work]) -> str:
    """Return a message about a key that no entry has, with what was meant, or what to do."""
    message = f"there is no entry {shorten(key)}"
    if hint := did_you_mean(key, entries):
        return message + hint
    pattern = re.compile(rb"@\s*\w+\s*[{(]\s*" + re.escape(key.encode()) + rb"\s*,")
    # Files that are read are in the way of nothing: the key is in none of them.
    for path in sorted(get_matching_files(app.srcdir, ["**.bib"], app.config.exclude_patterns)):
        try:
            found = pattern.search(Path(app.srcdir, path).read_bytes())
        except OSError:
            continue
        if found:
            return f"{message} in a file that a listing names; it is in '{path}': name that in a listing"
    if not entries:
        return f"{message}, since no listing names a .bib file; write one that does"
    return message


def _completed(
    work: Work,
    keys: Mapping[str, str],
    pages: Mapping[str, Work],
    find: Callable[[str], tuple[str, str]],
    file: Path,
) -> Work:
    """Return the work of an entry with its page, with what the page adds to it, and with its image's path."""
    image, problem = find(work.image) if work.image else ("", "")
    if problem:
        message = f"preview of {shorten(work.key)}: {shorten(work.image)}: {problem}"
        warn(message, Subtype.BIBTEX, file_location(file, work.line))
    work = replace(work, image=image) if work.image else work
    docname = keys.get(work.key, "")
    return work_of_entry_and_page(work, pages[docname]) if docname else work


def _bibtex_works(app: Sphinx, paths: list[str]) -> tuple[dict[str, BibtexWorks], dict[str, str]]:
    """Return the works of BibTeX files, and why others could not be read; warn about their problems."""
    metadata = app.extensions["sphinx_homepage"].metadata
    macros = site_macros(app.config) if converts_formulas(app) else None
    version = (metadata.get("version"), metadata.get("env_version"), app.config.language, macros)
    state = state_file(app, _STATE)
    kept = _load(state, version) if paths or state.is_file() else {}
    read: dict[str, BibtexWorks] = {}
    unreadable: dict[str, str] = {}
    keep: dict[str, tuple[str, BibtexWorks]] = {}
    for path in paths:
        file = Path(app.srcdir, path)
        try:
            data = file.read_bytes()
        except (OSError, ValueError) as error:
            unreadable[path] = getattr(error, "strerror", None) or str(error)
            continue
        digest = hashlib.sha256(data).hexdigest()
        found = kept.get(path)
        if found is None or found[0] != digest:
            new = works_of_bibtex(data, app.config.language)
            if macros is not None:
                new = new._replace(problems=(*new.problems, *_formula_problems(app, new.works)))
            found = (digest, new)
        keep[path] = found
        read[path] = keep[path][1]
        for problem in read[path].problems:
            warn(problem.message, problem.subtype, file_location(file, problem.line))
    if keep != kept:
        write_whole(state, pickle.dumps((version, keep)))
    return read, unreadable


def _formula_problems(app: Sphinx, works: Iterable[Work]) -> Iterator[Problem]:
    """Yield what is wrong with the formulas of entries."""
    for work in works:
        for formula in work.publication.formulas if work.publication else ():
            if problem := problem_of_formula(app.config, formula):
                message = f"formula {shorten(formula)} of {shorten(work.key)}: {problem}"
                yield Problem(message, work.line, Subtype.FORMULA)


def _load(state: Path, version: tuple[Any, ...]) -> dict[str, tuple[str, BibtexWorks]]:
    """Return what an earlier build has read; nothing if that was another version, or is damaged."""
    try:
        written, kept = pickle.loads(state.read_bytes())
    except Exception:  # pickle raises almost anything
        return {}
    return dict(kept) if written == version else {}


def setup_library(app: Sphinx) -> None:
    """Register the reading of works."""
    library = Library()
    app.add_event(_ASK)
    app.connect(_ASK, lambda _app: library)
    # All pages have been read; before everything that shows works.
    app.connect("env-updated", library.fill, priority=350)
