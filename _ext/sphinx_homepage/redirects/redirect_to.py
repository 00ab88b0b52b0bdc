"""Pages that lead elsewhere themselves: ``redirect_to`` in their front matter.

Such a page is written by its builder like every other, but with the template of a redirect; it is in no
search index and no sitemap, and needs no place in a toctree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx_incremental.builders import builds_pages
from sphinx_incremental.fingerprints import pages_changed

from ..core.diagnostics import warn
from ..core.problems import Subtype, shorten
from ..core.target_urls import TargetError
from ..pages.records import page_records
from ..pages.targets import Target, find_target, follow_pages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..pages.front_matter import Address
    from ..pages.targets import Places
    from .stubs import Stubs

_TEMPLATE = "homepage/redirect.html"


class RedirectingPages:
    """The pages of one application that lead elsewhere."""

    def __init__(self) -> None:
        self.ends: dict[str, Target] = {}
        """Where each of them leads in the end, by docname."""
        self._values: dict[str, dict[str, Any]] = {}

    def resolve(self, env: BuildEnvironment, places: Places) -> None:
        """Find out where each of them leads, and warn about those that lead nowhere or in a circle."""
        first: dict[str, Target] = {}
        for docname, redirect_to in _redirecting(env):
            try:
                first[docname] = find_target(redirect_to.text, places, docname=docname)
            except TargetError as error:
                message = f"redirect_to: {shorten(redirect_to.text, 200)} cannot be led to: {error}"
                warn(message, Subtype.REDIRECT, (docname, redirect_to.line))
        self.ends, circles = follow_pages(first)
        for circle in circles:
            way = shorten(" -> ".join([*circle, circle[0]]), 200)
            message = f"redirect_to: {way} is a circle, in which no page redirects"
            warn(message, Subtype.REDIRECT, self.location(env, circle[0]))

    def end(self, target: Target) -> Target:
        """Return where a redirect to *target* leads in the end."""
        return self.ends.get(target.docname, target)

    def location(self, env: BuildEnvironment, docname: str) -> tuple[str, int | None]:
        """Return where the front matter of *docname* has ``redirect_to``."""
        redirect_to = page_records(env)[docname].front_matter.redirect_to
        return docname, redirect_to.line if redirect_to else None

    def prepare(
        self, app: Sphinx, env: BuildEnvironment, stubs: Stubs, pages: Mapping[str, str]
    ) -> list[str]:
        """Store the values of their template, and return those that are outdated.

        The pages may be written by other processes, which get a copy of this object.
        """
        self._values = {
            docname: stubs.values(pages[docname], target) for docname, target in self.ends.items()
        }
        shown = {docname: sorted(values["redirect"].items()) for docname, values in self._values.items()}
        return pages_changed(app, env, "redirect_to", shown)

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


def _redirecting(env: BuildEnvironment) -> Iterator[tuple[str, Address]]:
    for docname, record in sorted(page_records(env).items()):
        if record.front_matter.redirect_to:
            yield docname, record.front_matter.redirect_to
