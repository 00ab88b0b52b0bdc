"""The files that a page is read from: the page is outdated when one of them has changed since it was read.

Sphinx reads a page again if one of its files is newer than the end of its last reading.  That misses a file
that is saved while the page is read, one that is restored with its old date, and one that was missing.
"""

from __future__ import annotations

import functools
import glob
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from docutils.utils import Reporter
from sphinx.util.i18n import get_image_filename_for_language

from .collectors import PageCollector, page_values
from .facts import page_facts
from .files import is_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_ATTRIBUTE = "incremental_inputs"
_ANY_FORMAT = ".*"
_TICK = 20_000_000
"""How far the time of a file may be behind the clock, in nanoseconds: systems update it between ticks."""


class FileStamp(NamedTuple):
    """What tells one state of a file from another."""

    time: int
    """When it was changed, in nanoseconds."""
    size: int
    """In bytes."""


State = FileStamp | tuple[str, ...] | None
"""The stamp of a file, the files that match a pattern such as ``a.*``, or None if there is no such file."""
_UNKNOWN = FileStamp(-1, -1)
"""The stamp of a file that was changed while the page was read; no file has it."""


def page_inputs(env: BuildEnvironment) -> dict[str, dict[str, State]]:
    """Return what each page was read from: the state of files by their paths from the source directory."""
    return page_values(env, _ATTRIBUTE)


def note_candidate(env: BuildEnvironment, path: str) -> None:
    """Add a file that the current page would be read from if it existed.

    :param path: from the source directory.
    """
    # At once, since the collector below may have been called for this page already.
    page_inputs(env).setdefault(env.current_document.docname, {})[path] = _state(env, path)


class InputsCollector(PageCollector):
    """Keeps the states of the files of each page, as they were before the page was read."""

    attribute = _ATTRIBUTE

    def __init__(self) -> None:
        self._before: dict[str, tuple[int, dict[str, State]]] = {}

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Note the states of the files that the page was read from the last time, just before it is read."""
        known = {str(env.doc2path(docname, base=False)), *page_inputs(env).pop(docname, ())}
        if docname not in env.found_docs:  # it is gone
            return
        self._before[docname] = time.time_ns() - _TICK, {path: _state(env, path) for path in known}

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: Set[str], other: BuildEnvironment
    ) -> None:
        """Copy the values of the pages that another process has read."""
        super().merge_other(app, env, docnames, other)
        for docname in docnames:
            self._before.pop(docname, None)

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Keep the states of the files of a page that has been read."""
        env, docname = app.env, app.env.current_document.docname
        # An extension may have the page read without having it cleared before.
        begun, before = self._before.pop(docname, (time.time_ns(), {}))
        paths = {
            str(env.doc2path(docname, base=False)),
            *map(str, env.dependencies.get(docname, ())),
            *_images(env, doctree),
        }
        states = {path: _state(env, path) for path in sorted(paths)}
        for path, state in states.items():
            file = Path(os.path.normpath(Path(env.srcdir, path)))
            # It is not known what a file that is named for the first time was before.
            is_edited = state != before[path] if path in before else _is_changed(file, begun)
            # What the build itself writes is no edit.
            if is_edited and not any(map(file.is_relative_to, (app.outdir, app.doctreedir))):
                states[path] = before.get(path, _UNKNOWN)
        page_inputs(env).setdefault(docname, {}).update(states)
        _read_again_if_unreadable(env, doctree)


def _images(env: BuildEnvironment, doctree: nodes.document) -> Iterator[str]:
    """Yield what images may be read from instead: ``a.*`` for one of any format, and translations.

    https://www.sphinx-doc.org/en/master/usage/configuration.html#confval-figure_language_filename
    """
    for node in doctree.findall(nodes.image):
        if "?" in node.get("candidates", {}):  # it is on another site, or in the page itself
            continue
        # Sphinx has replaced what is written by the path from the source directory.
        written = node.get("original_uri", f"/{node['uri']}")
        if written.endswith(_ANY_FORMAT):
            yield node["uri"]
        yield env.relfn2path(get_image_filename_for_language(written, env))[0]


def _state(env: BuildEnvironment, path: str) -> State:
    if path.endswith(_ANY_FORMAT):
        return tuple(sorted(glob.glob(str(Path(env.srcdir, path)))))  # noqa: PTH207 (as Sphinx does)
    try:
        found = Path(env.srcdir, path).stat()
    except (OSError, ValueError):
        return None
    return FileStamp(found.st_mtime_ns, found.st_size)


def _is_changed(file: Path, since: int) -> bool:
    """Return whether a file was changed, or took the place of another one, since a time in nanoseconds."""
    try:
        found = file.stat()
    except (OSError, ValueError):
        return False
    return max(found.st_mtime_ns, found.st_ctime_ns) >= since


def _read_again_if_unreadable(env: BuildEnvironment, doctree: nodes.document) -> None:
    """Have a page read in the next build as well if docutils could not open a file that it includes.

    Sphinx does so for the files that it opens itself.
    """
    for message in doctree.findall(nodes.system_message):
        if message["level"] == Reporter.SEVERE_LEVEL and "directive path:" in message.astext():
            env.note_reread()


def find_outdated(env: BuildEnvironment, removed: Set[str]) -> set[str]:
    """Return the pages that have to be read again, some of which Sphinx has found as well.

    :param removed: the pages that are gone.
    """
    return {*_find_changed(env), *_find_orphaned(env, removed), *_find_rewired(env)}


def _find_changed(env: BuildEnvironment) -> Iterator[str]:
    """Yield the pages with a file that has changed since it was read, whatever its date."""
    now = functools.cache(functools.partial(_state, env))
    for docname, inputs in page_inputs(env).items():
        if any(now(path) != state for path, state in inputs.items()):
            yield docname


def _find_orphaned(env: BuildEnvironment, removed: Set[str]) -> Iterator[str]:
    """Yield the pages with a toctree that names a page which is gone.

    Sphinx keeps what it has read of the toctree, by which the next page is still the one that is gone.
    """
    for docname, children in env.toctree_includes.items():
        if not removed.isdisjoint(children):
            yield docname


def _find_rewired(env: BuildEnvironment) -> Iterator[str]:
    """Yield the pages with a link to a file that exists now and did not, or the other way round.

    MyST decides when it reads a page whether a link leads to a file.
    """
    for docname, facts in page_facts(env).items():
        if any(is_file(Path(env.srcdir, path)) is not existed for path, existed in facts.linked.items()):
            yield docname


def setup_inputs(app: Sphinx) -> None:
    """Register the collector; :mod:`.checks` calls :func:`find_outdated`."""
    app.add_env_collector(InputsCollector)
