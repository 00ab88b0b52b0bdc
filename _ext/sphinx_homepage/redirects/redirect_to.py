"""Pages that lead elsewhere themselves: ``redirect_to`` in their front matter.

Such a page is written by its builder like every other, but with the template of a redirect; it is in no
search index and no sitemap, and needs no place in a toctree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.errors import ExtensionError

from sphinx_incremental.builders import builds_pages
from sphinx_incremental.fingerprints import pages_changed

from ..core.diagnostics import warn
from ..core.problems import Subtype, shorten
from ..pages.records import page_records
from .targets import Target, TargetError, ends, find_target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .stubs import Stubs
    from .targets import Places

_TEMPLATE = "homepage/redirect.html"


class Moves:
    """The pages of one application that lead elsewhere."""

    def __init__(self) -> None:
        self.ends: dict[str, Target] = {}
        """Where each of them leads in the end, by docname."""
        self._values: dict[str, dict[str, Any]] = {}

    def find(self, env: BuildEnvironment, places: Places) -> None:
        """Work out where each of them leads, and warn about those that lead nowhere.

        :raises ExtensionError: if they lead in a circle.
        """
        first: dict[str, Target] = {}
        for docname, text, line in _written(env):
            try:
                first[docname] = find_target(text, places, docname=docname)
            except TargetError as error:
                message = f"redirect_to: {shorten(text, 200)} cannot be led to: {error}"
                warn(message, Subtype.REDIRECT, (docname, line))
        self.ends, circles = ends(first)
        for circle in circles:
            line = next(line for docname, _, line in _written(env) if docname == circle[0])
            way = " -> ".join([*circle, circle[0]])
            raise ExtensionError(f"{env.doc2path(circle[0])}:{line or 1}: redirect_to: {way} is a circle")

    def end(self, target: Target) -> Target:
        """Return where a redirect to *target* leads in the end."""
        return self.ends.get(target.docname, target)

    def line(self, env: BuildEnvironment, docname: str) -> int | None:
        """Return the line where *docname* says where it leads."""
        address = page_records(env)[docname].front_matter.redirect_to
        return address.line if address else None

    def prepare(self, app: Sphinx, env: BuildEnvironment, stubs: Stubs, pages: dict[str, str]) -> list[str]:
        """Make what the pages say, before they are written, perhaps by other processes.

        :returns: the pages that say something else than in the last build.
        """
        self._values = {
            docname: stubs.values(pages[docname], target) for docname, target in self.ends.items()
        }
        said = {docname: sorted(values["redirect"].items()) for docname, values in self._values.items()}
        return pages_changed(app, env, "moves", said)

    def use_template(
        self,
        app: Sphinx,
        pagename: str,
        _templatename: str,
        context: dict[str, Any],
        _doctree: nodes.document | None,
    ) -> str | None:
        """Have a page that leads elsewhere written as a redirect."""
        values = self._values.get(pagename) if builds_pages(app.builder) else None
        if values is None:
            return None
        context.update(values)
        return _TEMPLATE


def _written(env: BuildEnvironment) -> Iterator[tuple[str, str, int | None]]:
    for docname, record in sorted(page_records(env).items()):
        if record.front_matter.redirect_to:
            yield docname, record.front_matter.redirect_to.text, record.front_matter.redirect_to.line
