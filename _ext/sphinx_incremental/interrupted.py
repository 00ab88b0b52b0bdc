"""A build that was killed, ran out of disk, or was for some pages only: the next one writes everything again.

Sphinx takes a page for written if its file is newer than its source, though the file may be cut off, or be
the old one while the page shows something of another that has changed since.  Nor does it see that its own
record of the build is cut off, or gone; without its search index, a build that writes no page fails.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from .builders import builds_pages, is_extra_file
from .fingerprints import discard_fingerprints, outdated_pages
from .state import state_file

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

_MARK = "unfinished"
"""The state file that is there from the beginning of a build to its end; it holds when the build began."""
_BUILD_INFO = ".buildinfo"
"""In the output directory: Sphinx's record of the configuration that the pages were written with."""
_OLD_BUILD_INFO = ".buildinfo.bak"
"""The record of the build before, which Sphinx keeps when the configuration has changed."""
SEARCH_INDEX = "searchindex.js"
"""In the output directory: the search index.  Sphinx keeps what it says of pages that are not written."""
INDEX_BEGIN, INDEX_END = "Search.setIndex(", ")"
"""What is around the JSON of the search index."""


def began(app: Sphinx) -> int:
    """Return when this build began, in nanoseconds, to be compared with the times of files of the output.

    It is 0 if that is not known, since this extension is not set up.
    """
    try:
        return int(state_file(app, _MARK).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0


def is_written(builder: StandaloneHTMLBuilder, docname: str, since: int) -> bool:
    """Return whether the file of a page was written at a time, as :func:`began` returns it, or later."""
    try:
        return Path(builder.get_output_path(docname)).stat().st_mtime_ns >= since
    except OSError:
        return False


def remove_broken_build_info(app: Sphinx) -> None:
    """Remove a ``.buildinfo`` that Sphinx cannot read: an empty one ends every build with a traceback."""
    if not builds_pages(app.builder):
        return
    path = Path(app.outdir, _BUILD_INFO)
    if _is_build_info(app.builder, path) is False:
        path.unlink(missing_ok=True)


def _is_build_info(builder: StandaloneHTMLBuilder, path: Path) -> bool | None:
    """Return whether Sphinx can read a record; None if there is no file that can be read."""
    try:
        builder.build_info.load(path)
    except OSError:  # Sphinx goes on without it
        return None
    except (ValueError, LookupError):  # it has no such lines, or other ones
        return False
    return True


def begin(app: Sphinx, env: BuildEnvironment) -> None:
    """Mark this build as unfinished, and have every page written if the last one is so marked."""
    outdated_pages(env).clear()
    if builds_pages(app.builder):
        outdir = Path(app.outdir)
        mark = state_file(app, _MARK)
        # Without its record, Sphinx does not see that the configuration is another one.
        if mark.exists() or not (outdir / _BUILD_INFO).is_file() or not _has_index(app.builder):
            discard_fingerprints(app, env)
        mark.write_text(str(_clock(outdir)), encoding="ascii")


def _has_index(builder: StandaloneHTMLBuilder) -> bool:
    """Return whether Sphinx can read the search index, or needs none."""
    if not builder.search:
        return True
    begin, end = INDEX_BEGIN.encode(), INDEX_END.encode()
    try:
        with Path(builder.outdir, SEARCH_INDEX).open("rb") as file:
            if file.read(len(begin)) != begin:
                return False
            file.seek(-len(end), os.SEEK_END)
            return file.read() == end
    except OSError:
        return False


def _clock(directory: Path) -> int:
    """Return the time that a file gets which is written to *directory* now, in nanoseconds.

    The clock of this process, or of the doctree directory, may be another one: either may be on a server.
    """
    with tempfile.TemporaryFile(dir=directory) as file:
        return os.fstat(file.fileno()).st_mtime_ns


def end(app: Sphinx, exception: Exception | None) -> None:
    """Remove the mark if the build did not fail and every outdated page was written.

    Remove the old record as well: no fresh build leaves one.
    """
    if exception is None and builds_pages(app.builder):
        old = Path(app.outdir, _OLD_BUILD_INFO)
        if not is_extra_file(app, _OLD_BUILD_INFO) and _is_build_info(app.builder, old):
            old.unlink()
        start = began(app)
        if all(is_written(app.builder, docname, start) for docname in outdated_pages(app.env)):
            state_file(app, _MARK).unlink(missing_ok=True)


def setup_interrupted(app: Sphinx) -> None:
    """Register the beginning and the end; :mod:`.checks` calls :func:`begin`."""
    # Before Sphinx reads the file, to find which pages are outdated.
    app.connect("builder-inited", remove_broken_build_info)
    # The last of all.
    app.connect("build-finished", end, priority=999)
