"""What a page shows of others in its navigation and its toctrees: it is written again when that changes.

Sphinx writes a page again when it has been read again, and with it the pages whose toctrees name it, whether
these show what has changed or not; those who show it from further away, and the navigation of all others,
stay as they were.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from ..builders import builds_pages
from ..memory import outdated
from ..records import PageRecord, page_records

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

_NOTHING = PageRecord()


def navigation(env: BuildEnvironment, *, with_sections: bool) -> str:
    """Return a digest of what the navigation of a site shows: its tree, and the titles of the pages in it.

    :param with_sections: whether it may show the sections of pages as well.
    """
    parents = env.toctree_includes
    shown = {child for children in parents.values() for child in children} | parents.keys()
    shown.add(env.config.root_doc)
    return _digest(env, shown & env.found_docs, with_sections=with_sections)


def _digest(env: BuildEnvironment, docnames: Iterable[str], *, with_sections: bool) -> str:
    records = page_records(env)
    digest = hashlib.sha256()
    for docname in sorted(docnames):
        record = records.get(docname, _NOTHING)
        said = record.contents if with_sections else record.entry
        numbers = env.toc_secnumbers.get(docname, {})
        numbered = numbers if with_sections else numbers.get("")
        digest.update(f"{docname}: {said} {numbered}\n".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _below(env: BuildEnvironment, docname: str) -> set[str]:
    """Return all pages that the toctrees of a page may show, from whatever depth."""
    found: set[str] = set()
    coming = [docname]
    while coming:
        for child in env.toctree_includes.get(coming.pop(), ()):
            if child not in found and child in env.found_docs:
                found.add(child)
                coming.append(child)
    return found


class Navigation:
    """What the pages of one application show of each other."""

    def __init__(self) -> None:
        self._withheld: dict[str, set[str]] | None = None

    def find_outdated(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Return every page whose navigation or toctrees say something else than in the last build."""
        # furo shows pages only; another theme may show the sections of each.
        digest = navigation(env, with_sections=app.config.html_theme != "furo")
        records = page_records(env)
        trees = {
            docname: _digest(env, _below(env, docname), with_sections=records[docname].lists_sections)
            for docname in env.toctree_includes
            if docname in env.found_docs and docname in records and records[docname].lists_pages
        }
        return sorted(
            {
                *outdated(app, env, "navigation", dict.fromkeys(env.found_docs, digest)),
                *outdated(app, env, "toctrees", trees),
            }
        )

    def before_writing(self, app: Sphinx, builder: Builder) -> None:
        """Have Sphinx leave the pages alone whose toctrees show what they showed before."""
        if builds_pages(builder):
            self._withheld = env_rebuild = app.env.files_to_rebuild
            includes = app.env.toctree_includes
            app.env.files_to_rebuild = {
                docname: {page for page in pages if docname not in includes.get(page, ())}
                for docname, pages in env_rebuild.items()
            }

    def end(self, app: Sphinx, exception: Exception | None) -> None:
        """Leave the environment as it was."""
        if self._withheld is not None:
            app.env.files_to_rebuild, self._withheld = self._withheld, None


def setup_navigation(app: Sphinx) -> None:
    """Register the look at the navigation."""
    looks = Navigation()
    # When the numbers of sections are known, which Sphinx gives at the same event.
    app.connect("env-get-updated", looks.find_outdated, priority=600)
    app.connect("write-started", looks.before_writing)
    app.connect("build-finished", looks.end)
