"""All works of the site in one place: those of its pages, and those of its BibTeX files.

The library is filled anew in each build, at ``env-updated`` with priority 350.  Whatever shows works asks it
at a later priority of the same event, or while pages are resolved and written::

    from ..library import library_of

    library = library_of(app)
    library.pages["talks/2026-lisbon"]  # the work that a page is about, also of pages about an entry
    library.entry("lovelace2020")  # the work of an entry, or None
    library.entries  # those of all BibTeX files, by key, for "did you mean"
    library.home_of("lovelace2020")  # Place(docname, id): where its main listing shows it, or None

Places are known when listings have been planned, at priority 390 of ``env-updated``.  Nothing here may be
changed later: pages are written in several processes.

A page with ``bibtex: key`` in its front matter is about that entry: both its work and that of the entry have
the docname of the page and the key.

BibTeX files are those that listings name.  They are read again when their content has changed; what was read
is kept in the state directory from one build to the next.
"""

from __future__ import annotations

import functools
import hashlib
import pickle
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

from sphinx_incremental.files import write_whole
from sphinx_incremental.state import state_file

from ..core.diagnostics import file_location, warn
from ..core.problems import Subtype, did_you_mean, shorten
from ..pages.image_files import ImageDirectories, ImageError, find_image
from ..pages.records import page_records
from .bibtex.source import BibtexWorks, works_of_bibtex
from .from_page import work_of_page
from .listing.uses import page_listings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..pages.front_matter import Address
    from .model import Work

_STATE = "works.pickle"


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
        self.files: Mapping[str, tuple[Work, ...]] = {}
        """The works of each BibTeX file, in its order, by the path from the source directory."""
        self.entries: Mapping[str, Work] = {}
        """The works of all BibTeX files, by key; of entries with the same key the first."""
        self.homes: Mapping[str, Place] = {}
        """Where each entry is shown by its main listing, by key; set when listings are planned."""
        self._files_of_keys: Mapping[str, str] = {}
        self.unreadable: Mapping[str, str] = {}
        """Why a BibTeX file could not be read, by its path from the source directory."""

    def entry(self, key: str) -> Work | None:
        """Return the work of an entry."""
        return self.entries.get(key)

    def file_of(self, key: str) -> str:
        """Return the BibTeX file of an entry, from the source directory; empty if there is none."""
        return self._files_of_keys.get(key, "")

    def home_of(self, key: str) -> Place | None:
        """Return where the main listing of an entry shows it; ``None`` if none shows it."""
        return self.homes.get(key)

    def fill(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Read the works of this build, and warn about what is wrong with BibTeX files."""
        records = page_records(env)
        works = {
            docname: work_of_page(docname, _title(env, docname), record)
            for docname, record in records.items()
            if docname in env.found_docs
        }
        about = self._read_files(app, env, works)
        self.pages = works | about

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
        for found in read.values():
            for work in found.works:
                first.setdefault(work.key, work)
        keys: dict[str, str] = {}
        for docname in sorted(pages):
            written = page_records(env)[docname].front_matter.bibtex
            if written and _names_entry(written, docname, first, keys):
                keys[written.text] = docname
        images = ImageDirectories.of(app)

        @functools.cache
        def find(written: str) -> tuple[str, str]:
            """Return the path of an image in the built site, or why there is none."""
            try:
                return find_image(written, images), ""
            except ImageError as error:
                return "", str(error)

        self.files = {
            path: tuple(_completed(work, keys, pages, find, Path(app.srcdir, path)) for work in found.works)
            for path, found in read.items()
        }
        entries: dict[str, Work] = {}
        files: dict[str, str] = {}
        for path, works in self.files.items():
            for work in works:
                entries.setdefault(work.key, work)
                files.setdefault(work.key, path)
        self.entries, self._files_of_keys = entries, files
        return {docname: entries[key] for key, docname in keys.items()}


_libraries: WeakKeyDictionary[Sphinx, Library] = WeakKeyDictionary()


def library_of(app: Sphinx) -> Library:
    """Return the library of an application."""
    return _libraries[app]


def _title(env: BuildEnvironment, docname: str) -> str:
    return env.titles[docname].astext() if docname in env.titles else docname


def _names_entry(
    written: Address, docname: str, entries: Mapping[str, Work], keys: Mapping[str, str]
) -> bool:
    """Return whether a page names an entry that no page before it is about; warn if not."""
    location = (docname, written.line)
    if written.text not in entries:
        hint = did_you_mean(written.text, entries) or "; name its file in a listing"
        warn(f"bibtex: there is no entry {shorten(written.text)}{hint}", Subtype.BIBTEX, location)
    elif written.text in keys:
        message = f"bibtex: {keys[written.text]} is the page about {shorten(written.text)} already"
        warn(f"{message}; keep one of the two", Subtype.BIBTEX, location)
    else:
        return True
    return False


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
    docname = keys.get(work.key, "")
    if not docname:
        return replace(work, image=image) if work.image else work
    page = pages[docname]
    return replace(
        work,
        docname=docname,
        modified=page.modified,
        links=(
            *work.links,
            *(link for link in page.links if link.url not in {one.url for one in work.links}),
        ),
        citation=page.citation,
        tags=page.tags or work.tags,
        categories=page.categories or work.categories,
        summary=page.summary or work.summary,
        image=page.image or image,
    )


def _bibtex_works(app: Sphinx, paths: list[str]) -> tuple[dict[str, BibtexWorks], dict[str, str]]:
    """Return the works of BibTeX files, and why others could not be read; warn about their problems."""
    metadata = app.extensions["sphinx_homepage"].metadata
    version = (metadata.get("version"), metadata.get("env_version"), app.config.language)
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
        keep[path] = found if found and found[0] == digest else (
            digest, works_of_bibtex(data, app.config.language)
        )  # fmt: skip
        read[path] = keep[path][1]
        for problem in read[path].problems:
            warn(problem.message, problem.subtype, file_location(file, problem.line))
    if keep != kept:
        write_whole(state, pickle.dumps((version, keep)))
    return read, unreadable


def _load(state: Path, version: tuple[Any, ...]) -> dict[str, tuple[str, BibtexWorks]]:
    """Return what an earlier build has read; nothing if that was another version, or is damaged."""
    try:
        written, kept = pickle.loads(state.read_bytes())
    except Exception:  # pickle raises almost anything
        return {}
    return dict(kept) if written == version else {}


def setup_library(app: Sphinx) -> None:
    """Register the reading of works."""
    library = _libraries[app] = Library()
    # All pages have been read; before everything that shows works.
    app.connect("env-updated", library.fill, priority=350)
