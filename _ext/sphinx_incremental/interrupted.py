"""A build that was killed, ran out of disk, or was for some pages only: the next one writes everything again.

Sphinx takes a page for written if its file is newer than its source, though the file may be cut off, or be
the old one while the page shows something of another that has changed since.  Nor does it see that its own
record of the build is cut off, or gone.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from .builders import builds_pages
from .fingerprints import due, pages_due
from .state import state_file

if TYPE_CHECKING:
    from collections.abc import Set

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

_MARK = "unfinished"
"""The state file that is there from the beginning of a build to its end; it holds when the build began."""
_BUILD_INFO = ".buildinfo"
"""In the output directory: Sphinx's record of the configuration that the pages were written with."""


def began(app: Sphinx) -> int:
    """Return when this build began, in nanoseconds, to be compared with the times of files of the output."""
    try:
        return int(state_file(app, _MARK).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0


def _clock(folder: Path) -> int:
    """Return the time that a file gets which is written to *folder* now, in nanoseconds.

    The clock of this process, or of the doctree directory, may be another one: either may be on a server.
    """
    with tempfile.TemporaryFile(dir=folder) as file:
        return os.fstat(file.fileno()).st_mtime_ns


class Unfinished:
    """Remembers in one application whether the build before came to its end."""

    def __init__(self) -> None:
        self._found = False

    def remove_broken_build_info(self, app: Sphinx) -> None:
        """Remove a ``.buildinfo`` that Sphinx cannot read: an empty one ends every build with a traceback."""
        if not builds_pages(app.builder):
            return
        path = Path(app.outdir, _BUILD_INFO)
        try:
            app.builder.build_info.load(path)
        except OSError:  # Sphinx goes on without it
            pass
        except (ValueError, LookupError):  # it has no such lines, or they say something else
            path.unlink(missing_ok=True)

    def begin(
        self, app: Sphinx, env: BuildEnvironment, added: Set[str], changed: Set[str], removed: Set[str]
    ) -> list[str]:
        """Look for the mark of an unfinished build, and leave one, before anything is read or written."""
        self._found = False
        pages_due(env).clear()
        if builds_pages(app.builder):
            outdir = Path(app.outdir)
            mark = state_file(app, _MARK)
            # Without its record, Sphinx does not see that the configuration is another one.
            self._found = mark.exists() or not (outdir / _BUILD_INFO).is_file()
            mark.write_text(str(_clock(outdir)), encoding="ascii")
        return []

    def find_outdated(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Return every page, if the build before did not come to its end."""
        return due(env, env.found_docs) if self._found else []

    def end(self, app: Sphinx, exception: Exception | None) -> None:
        """Take the mark away, if all went well and every page was written that had to be."""
        if exception is None and builds_pages(app.builder):
            start = began(app)
            if all(_written(app.builder, docname) >= start for docname in pages_due(app.env)):
                state_file(app, _MARK).unlink(missing_ok=True)


def _written(builder: StandaloneHTMLBuilder, docname: str) -> int:
    try:
        return Path(builder.get_output_path(docname)).stat().st_mtime_ns
    except OSError:
        return 0


def setup_unfinished(app: Sphinx) -> None:
    """Register the beginning and the end."""
    unfinished = Unfinished()
    app.connect("builder-inited", unfinished.remove_broken_build_info)
    app.connect("env-get-outdated", unfinished.begin)
    app.connect("env-updated", unfinished.find_outdated)
    # The last of all.
    app.connect("build-finished", unfinished.end, priority=999)
