"""A build that was killed, ran out of disk, or was for some pages only: the next one writes everything again.

Sphinx takes a page for written if its file is newer than its source, though the file may be cut off, or be
the old one while the page shows something of another that has changed since.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .builders import builds_pages
from .memory import due, pages_due

if TYPE_CHECKING:
    from collections.abc import Set

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

MARK = ".homepage-unfinished"
"""In the output folder, from the beginning of a build to its end."""


def began(app: Sphinx) -> int:
    """Return when this build began, by the clock of the output folder, in nanoseconds."""
    try:
        return Path(app.outdir, MARK).stat().st_mtime_ns
    except OSError:
        return 0


class Unfinished:
    """Remembers in one application whether the build before came to its end."""

    def __init__(self) -> None:
        self._found = False

    def begin(
        self, app: Sphinx, env: BuildEnvironment, added: Set[str], changed: Set[str], removed: Set[str]
    ) -> list[str]:
        """Look for the mark of an unfinished build, and leave one, before anything is read or written."""
        self._found = False
        pages_due(env).clear()
        if builds_pages(app.builder):
            mark = Path(app.outdir, MARK)
            self._found = mark.exists()
            mark.touch()
        return []

    def find_outdated(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Return every page, if the build before did not come to its end."""
        return due(env, env.found_docs) if self._found else []

    def end(self, app: Sphinx, exception: Exception | None) -> None:
        """Take the mark away, if all went well and every page was written that had to be."""
        if exception is None and builds_pages(app.builder):
            start = began(app)
            if all(_written(app.builder, docname) >= start for docname in pages_due(app.env)):
                Path(app.outdir, MARK).unlink(missing_ok=True)


def _written(builder: StandaloneHTMLBuilder, docname: str) -> int:
    try:
        return Path(builder.get_output_path(docname)).stat().st_mtime_ns
    except OSError:
        return 0


def setup_unfinished(app: Sphinx) -> None:
    """Register the beginning and the end."""
    unfinished = Unfinished()
    app.connect("env-get-outdated", unfinished.begin)
    app.connect("env-updated", unfinished.find_outdated)
    # The last of all.
    app.connect("build-finished", unfinished.end, priority=999)
