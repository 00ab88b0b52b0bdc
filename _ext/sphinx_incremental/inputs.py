"""The files that a page is read from: the page is outdated when one of them is another one than was read.

Sphinx reads a page again if one of its files is newer than the end of its last reading.  That misses a file
that is saved while the page is read, one that is brought back with its old date, and one that was missing.
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

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Set

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


def page_inputs(env: BuildEnvironment) -> dict[str, Mapping[str, State]]:
    """Return what each page was read from: the state of files by their paths from the source directory."""
    return page_values(env, _ATTRIBUTE)


def note_candidate(env: BuildEnvironment, path: str) -> None:
    """Add a file that the current page would be read from, if it were there.

    :param path: from the source directory.
    """
    _candidates(env).add(path)


def _candidates(env: BuildEnvironment) -> set[str]:
    found: set[str] = env.current_document.setdefault("homepage_candidates", set())  # type: ignore[assignment]
    return found


class InputsCollector(PageCollector):
    """Remembers the states of the files of each page, as they were before the page was read."""

    attribute = _ATTRIBUTE

    def __init__(self) -> None:
        self._before: dict[str, tuple[int, dict[str, State]]] = {}

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Look at the files that the page is known to be read from, just before it is read."""
        known = {str(env.doc2path(docname, base=False)), *page_inputs(env).pop(docname, ())}
        self._before[docname] = time.time_ns() - _TICK, {path: _state(app, path) for path in known}

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: Set[str], other: BuildEnvironment
    ) -> None:
        """Take over the pages that another process has read."""
        super().merge_other(app, env, docnames, other)
        for docname in docnames:
            self._before.pop(docname, None)

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Remember the states of the files of a page that has been read."""
        env, docname = app.env, app.env.current_document.docname
        begun, before = self._before.pop(docname)
        paths = {
            str(env.doc2path(docname, base=False)),
            *map(str, env.dependencies.get(docname, ())),
            *_candidates(env),
            *_images(env, doctree),
        }
        states = {path: _state(app, path) for path in sorted(paths)}
        for path, state in states.items():
            file = Path(os.path.normpath(Path(app.srcdir, path)))
            # Nobody knows what new files were before.
            is_edited = state != before[path] if path in before else _is_changed(file, begun)
            # What the build itself writes is no edit.
            if is_edited and not any(map(file.is_relative_to, (app.outdir, app.doctreedir))):
                states[path] = before.get(path, _UNKNOWN)
        page_inputs(env)[docname] = states


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


def _state(app: Sphinx, path: str) -> State:
    if path.endswith(_ANY_FORMAT):
        return tuple(sorted(glob.glob(str(Path(app.srcdir, path)))))  # noqa: PTH207 (as Sphinx does)
    try:
        found = Path(app.srcdir, path).stat()
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


def read_again(app: Sphinx, doctree: nodes.document) -> None:
    """Have a page read in the next build as well if docutils could not open a file that it includes.

    Sphinx does so for the files that it opens itself.
    """
    for message in doctree.findall(nodes.system_message):
        if message["level"] == Reporter.SEVERE_LEVEL and "directive path:" in message.astext():
            app.env.note_reread()


def find_changed(
    app: Sphinx, env: BuildEnvironment, added: Set[str], changed: Set[str], removed: Set[str]
) -> list[str]:
    """Return the pages with a file that is another one than was read, whatever its date."""
    now = functools.cache(functools.partial(_state, app))
    inputs = page_inputs(env)
    return [
        docname
        for docname in env.found_docs - added - changed
        if any(now(path) != state for path, state in inputs.get(docname, {}).items())
    ]


def find_orphaned(
    app: Sphinx, env: BuildEnvironment, added: Set[str], changed: Set[str], removed: Set[str]
) -> list[str]:
    """Return the pages with a toctree that names a page which is gone.

    Sphinx keeps what it has read of the toctree, by which the next page is still the one that is gone.
    """
    return [
        docname
        for docname, children in env.toctree_includes.items()
        if docname in env.found_docs and not removed.isdisjoint(children)
    ]


def setup_inputs(app: Sphinx) -> None:
    """Register the collector, after all that add to the files of a page."""
    app.add_env_collector(InputsCollector)


def follow_inputs(app: Sphinx) -> None:
    """Register the looks at the files."""
    app.connect("doctree-read", read_again)
    app.connect("env-get-outdated", find_changed)
    app.connect("env-get-outdated", find_orphaned)
