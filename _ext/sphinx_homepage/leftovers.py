"""Files that Sphinx copies into a site, and leaves there when their originals are gone.

Extra and static files, source copies, pictures and downloads: each would go on answering, and be published,
until somebody builds afresh.  They are removed before the next build copies anything, so that a file of the
same name that comes from elsewhere now is there afterwards.
"""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from .builders import builds_pages, extra_files, static_files
from .copying import copied_pictures
from .urls.files import is_inside, remove_file, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

NOTE = ".homepage-copied.json"
"""In the output folder: the files that were copied, each with its size in bytes."""
_UNKNOWN = -1


class Leftovers:
    """The copied files of one application."""

    def __init__(self) -> None:
        self._now: set[str] = set()

    def remove(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Remove what an earlier build copied and this one does not, unless somebody has changed it since."""
        if not builds_pages(app.builder):
            return
        outdir = Path(app.outdir)
        before = _load(outdir / NOTE)
        self._now = set(_copied(app, app.builder))
        for file in before.keys() - self._now:
            if _is_as_noted(outdir, file, before[file]):
                remove_file(outdir, file)
        # An interrupted build may have copied any of them.
        _save(outdir / NOTE, {file: before.get(file, _UNKNOWN) for file in self._now})

    def note(self, app: Sphinx, exception: Exception | None) -> None:
        """Note what has been copied."""
        if exception is None and builds_pages(app.builder):
            outdir = Path(app.outdir)
            sizes = ((file, _size(outdir, file)) for file in self._now)
            _save(outdir / NOTE, {file: size for file, size in sizes if size != _UNKNOWN})


def _copied(app: Sphinx, builder: StandaloneHTMLBuilder) -> Iterator[str]:
    """Yield the file of everything that is copied, relative to the output folder."""
    yield from extra_files(app)
    yield from (f"_static/{file}" for file in static_files(app))
    yield from copied_pictures(app)
    env = app.env
    if app.config.html_copy_source:
        suffix = app.config.html_sourcelink_suffix
        for docname in env.found_docs:
            name = docname + PurePosixPath(env.doc2path(docname, base=False).name).suffix
            yield f"_sources/{name}{'' if suffix == PurePosixPath(name).suffix else suffix}"
    yield from (f"{builder.imagedir}/{name}" for _, name in env.images.values())
    yield from (f"_downloads/{name}" for _, name in env.dlfiles.values())


def _is_as_noted(outdir: Path, file: str, size: int) -> bool:
    there = _size(outdir, file) if is_inside(outdir, file) else _UNKNOWN
    return there != _UNKNOWN and size in (_UNKNOWN, there)


def _size(outdir: Path, file: str) -> int:
    try:
        found = os.lstat(outdir / file)
    except (OSError, ValueError):
        return _UNKNOWN
    return found.st_size if stat.S_ISREG(found.st_mode) else _UNKNOWN


def _load(path: Path) -> dict[str, int]:
    try:
        data = json.loads(path.read_bytes())
        return {str(file): int(size) for file, size in data.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}


def _save(path: Path, sizes: dict[str, int]) -> None:
    data = json.dumps(sizes, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")
    if not path.is_file() or path.read_bytes() != data:
        write_whole(path, data)


def setup_leftovers(app: Sphinx) -> None:
    """Register the removal and the note."""
    leftovers = Leftovers()
    app.connect("env-updated", leftovers.remove)
    app.connect("build-finished", leftovers.note, priority=950)
