"""The dates on which pages were changed last."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util.osutil import relpath

from ..core.canonical import site_base
from ..core.git_dates import last_changes
from ..pages.records import page_records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class LastChanges:
    """The date of the last change of each page's files, from git."""

    def __init__(self) -> None:
        self._dates: dict[str, str] = {}

    def look_up(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Ask git, once in a build and before pages are written, maybe in other processes."""
        self._dates = {}
        if not site_base(app.config):
            return
        srcdir = Path(app.srcdir)
        sources = {docname: list(_sources(env, docname, srcdir)) for docname in env.found_docs}
        dates = last_changes(srcdir, {file for files in sources.values() for file in files})
        for docname, files in sources.items():
            self._dates[docname] = max((dates[file] for file in files if file in dates), default="")

    def __call__(self, docname: str) -> str:
        """Return the date of the page *docname* in ISO 8601, or nothing if it is not known."""
        return self._dates.get(docname, "")

    def shown(self, env: BuildEnvironment, docname: str) -> str:
        """Return the date, if the page shows it: the home page and articles do."""
        record = page_records(env).get(docname)
        is_dated = record is not None and (docname == env.config.root_doc or record.front_matter.date)
        return self(docname) if is_dated else ""


def _sources(env: BuildEnvironment, docname: str, srcdir: Path) -> Iterator[str]:
    """Yield the files that a page is made from, relative to the source directory, and below it."""
    yield Path(relpath(env.doc2path(docname), srcdir)).as_posix()
    for dependency in env.dependencies.get(docname, ()):
        path = Path(relpath(srcdir / dependency, srcdir))
        if ".." not in path.parts:
            yield path.as_posix()
