"""Files that Sphinx leaves in a site when the reason for them is gone: each would still be published.

Some are pages, or copied: extra and static files, source copies, images and downloads, and what other
extensions write (:func:`add_output_files`).  They are removed before the build copies anything, so that a
file of the same name that comes from elsewhere now is there afterwards.  Others are generated in every build:
indices, the search page, pages of ``html_additional_pages``.  Which ones is known when they have been
written.
"""

from __future__ import annotations

import contextlib
import json
import os
import stat
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.osutil import relpath

from .builders import builds_pages, extra_files, page_file, static_files
from .files import is_inside, remove_file, write_whole
from .fingerprints import note_outdated
from .state import state_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Set

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

_logger = logging.getLogger(__name__)

_EVENT = "incremental-output-files"
_COPIED = "copied.json"
_GENERATED = "generated.json"
# Templates of the pages that Sphinx generates.  An extension may leave out a page that is up to date, so that
# nobody can tell which of its pages are gone.
_TEMPLATES = frozenset(
    {"domainindex.html", "genindex.html", "genindex-single.html", "genindex-split.html", "search.html"}
)
_SECOND = 1_000_000_000


class Note(NamedTuple):
    """What tells a file of an earlier build from one that somebody has put in its place."""

    size: int
    """In bytes."""
    time: int
    """When it was changed, in nanoseconds."""


_UNKNOWN = Note(-1, -1)
"""The note of a file that a build which has not ended may have written."""


def add_output_files(app: Sphinx, function: Callable[[Sphinx], Iterable[str]]) -> None:
    """Have files that an extension writes into a site removed when it no longer writes them.

    It may be called whether or not this extension is set up.

    :param function: returns the files of this build, whether it writes them again or not, as POSIX paths
        from the output directory.  It is called when all pages have been read, by builders of sites.
    """
    _add_event(app)
    app.connect(_EVENT, function)


def output_files(app: Sphinx) -> list[str]:
    """Return the files that extensions write into a site in this build (:func:`add_output_files`)."""
    _add_event(app)
    return [file for files in app.emit(_EVENT) for file in files]


def _add_event(app: Sphinx) -> None:
    with contextlib.suppress(ExtensionError):  # it has been added
        app.add_event(_EVENT)


class StaleFiles:
    """The files that are copied or generated in a build, and those of the build before."""

    def __init__(self) -> None:
        self._pages: dict[str, str] = {}
        """The docname of each page of the site, by its file."""
        self._copied: set[str] = set()
        self._extra: dict[str, Path] = {}
        """The source of each file of ``html_extra_path``, by its path in the site."""
        self._generated: dict[str, Note] = {}
        """The files that Sphinx generated in the last build or has in this one, as noted."""
        self._generated_now: set[str] = set()
        """Every file that has been generated in this build, by extensions too."""

    def remove_copied(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Remove what an earlier build copied and this one does not, unless somebody has changed it since.

        :returns: the pages to be written, since a copied file has, or had, the same name.
        :raises ExtensionError: if one is in the way of a page.
        """
        if not builds_pages(app.builder):
            return []
        builder = app.builder
        self._pages = {page_file(builder, docname): docname for docname in env.found_docs}
        self._generated, self._generated_now = _load(state_file(app, _GENERATED)), set()
        before = _load(state_file(app, _COPIED))
        self._extra = extra_files(app)
        self._copied = {*self._pages, *self._extra, *_copied(app, builder)}
        removed = _remove(Path(app.outdir), before, self._copied)
        # An interrupted build may have copied any of them, and have written any page anew.
        notes = {
            file: _UNKNOWN if file in self._pages else before.get(file, _UNKNOWN) for file in self._copied
        }
        _save(state_file(app, _COPIED), notes)
        self._check_directories(app)
        twice = self._pages.keys() & self._extra.keys()
        for file in sorted(twice):
            self._warn_about_extra(app, "this page", file, (self._pages[file], 1))
        # Sphinx copies the file in every build, and writes the page in some.
        return note_outdated(env, {self._pages[file] for file in self._pages.keys() & (twice | removed)})

    def note_generated(
        self,
        app: Sphinx,
        pagename: str,
        templatename: str,
        _context: dict[str, Any],
        doctree: nodes.document | None,
    ) -> None:
        """Note a generated page that is about to be written."""
        if doctree is not None or not builds_pages(app.builder):
            return
        file = page_file(app.builder, pagename)
        self._generated_now.add(file)
        if file in self._extra:
            self._warn_about_extra(app, f"the generated page '{pagename}'", file, None)
        is_sphinxs = templatename in _TEMPLATES or pagename in app.config.html_additional_pages
        if is_sphinxs and file not in self._generated:
            # This build may be interrupted.
            self._generated[file] = _UNKNOWN
            _save(state_file(app, _GENERATED), self._generated)

    def _check_directories(self, app: Sphinx) -> None:
        """Raise ExtensionError if a copied file needs the place of a page, or of a directory of pages."""
        if not self._extra:
            return
        directories = {above for file in self._pages for above in _parents(file)}
        for file in sorted(self._extra):
            page = next((above for above in _parents(file) if above in self._pages), "")
            if page or file in directories:
                there = (
                    f"page '{self._pages[page]}' is written to '{page}'"
                    if page
                    else f"pages are in '{file}/'"
                )
                raise ExtensionError(f"'{self._source(app, file)}' cannot be published: {there}; rename it")

    def _source(self, app: Sphinx, file: str) -> str:
        return Path(relpath(self._extra[file], app.confdir)).as_posix()

    def _warn_about_extra(self, app: Sphinx, page: str, file: str, location: tuple[str, int] | None) -> None:
        _logger.warning(
            "%s is written to '%s', and html_extra_path has a file of that name, '%s'; "
            "rename one of them, or remove the one that is not to be published",
            page,
            file,
            self._source(app, file),
            type="incremental",
            subtype="extra_file",
            location=location,
        )

    def remove_generated(self, app: Sphinx, exception: Exception | None) -> None:
        """Remove in the same way what an earlier build generated and this one has not."""
        if exception is None and builds_pages(app.builder):
            now = self._generated_now | self._copied | self._pages.keys()
            _remove(Path(app.outdir), self._generated, now)

    def note(self, app: Sphinx, exception: Exception | None) -> None:
        """Note what has been copied and generated."""
        if exception is not None or not builds_pages(app.builder):
            return
        outdir = Path(app.outdir)
        noted = {_COPIED: self._copied, _GENERATED: self._generated.keys() & self._generated_now}
        for name, files in noted.items():
            notes = ((file, _note(outdir, file)) for file in files)
            _save(state_file(app, name), {file: note for file, note in notes if note is not None})


def _parents(file: str) -> list[str]:
    """Return the directories that *file* is in, without the root."""
    return [file[:end] for end, char in enumerate(file) if char == "/"]


def _copied(app: Sphinx, builder: StandaloneHTMLBuilder) -> Iterator[str]:
    """Yield what is copied besides the files of ``html_extra_path``, as paths from the output directory."""
    yield from (f"_static/{file}" for file, _ in static_files(app, builder))
    yield from output_files(app)
    env, config = app.env, app.config
    for image in (config.html_logo, config.html_favicon):
        if image and Path(app.confdir, image).is_file():
            yield f"_static/{Path(image).name}"
    if builder.dark_highlighter:
        yield "_static/pygments_dark.css"
    if config.html_use_opensearch:
        yield "_static/opensearch.xml"
    if config.html_copy_source:
        suffix = config.html_sourcelink_suffix
        for docname in env.found_docs:
            name = docname + PurePosixPath(env.doc2path(docname, base=False).name).suffix
            yield f"_sources/{name}{'' if suffix == PurePosixPath(name).suffix else suffix}"
    yield from (f"{builder.imagedir}/{name}" for _, name in env.images.values())
    yield from (f"_downloads/{name}" for _, name in env.dlfiles.values())


def _remove(outdir: Path, before: dict[str, Note], now: Set[str]) -> set[str]:
    """Remove the files of *before* that are not in *now*, if each is as noted, and return them."""
    gone = {file for file in before.keys() - now if _is_as_noted(outdir, file, before[file])}
    for file in gone:
        remove_file(outdir, file)
    return gone


def _is_as_noted(outdir: Path, file: str, noted: Note) -> bool:
    there = _note(outdir, file) if is_inside(outdir, file) else None
    if there is None or noted == _UNKNOWN:
        return there is not None
    # Archives, in which an output may be kept, store times in seconds.
    times = (noted.time, noted.time // _SECOND * _SECOND)
    return there.size == noted.size and there.time in times


def _note(outdir: Path, file: str) -> Note | None:
    try:
        found = os.lstat(outdir / file)
    except (OSError, ValueError):
        return None
    return Note(found.st_size, found.st_mtime_ns) if stat.S_ISREG(found.st_mode) else None


def _load(path: Path) -> dict[str, Note]:
    try:
        data = json.loads(path.read_bytes())
        return {str(file): Note(int(size), int(time)) for file, (size, time) in data.items()}
    except (OSError, ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return {}


def _save(path: Path, notes: dict[str, Note]) -> None:
    data = json.dumps(notes, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")
    if not path.is_file() or path.read_bytes() != data:
        write_whole(path, data)


def setup_stale_files(app: Sphinx) -> None:
    """Register the removals and the notes."""
    _add_event(app)
    files = StaleFiles()
    app.connect("env-updated", files.remove_copied)
    app.connect("html-page-context", files.note_generated)
    # Before redirects are written, which may have such a URL.
    app.connect("build-finished", files.remove_generated, priority=350)
    # After everything that copies files.
    app.connect("build-finished", files.note, priority=950)
