"""A collector that keeps one value for each page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from sphinx.environment.collectors import EnvironmentCollector

if TYPE_CHECKING:
    from collections.abc import Set

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def page_values(env: BuildEnvironment, attribute: str) -> dict[str, Any]:
    """Return the value of every page, by docname, from an attribute of the environment."""
    if not hasattr(env, attribute):
        setattr(env, attribute, {})
    values: dict[str, Any] = getattr(env, attribute)
    return values


class PageCollector(EnvironmentCollector):
    """Keeps what ``process_doc`` stores, one value for each page, in an attribute of the environment."""

    attribute: ClassVar[str]
    """The attribute of the environment."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Remove the value of a page that is read again, or is gone."""
        page_values(env, self.attribute).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: Set[str], other: BuildEnvironment
    ) -> None:
        """Copy the values of the pages that another process has read."""
        values = page_values(other, self.attribute)
        page_values(env, self.attribute).update(
            (docname, values[docname]) for docname in docnames if docname in values
        )
