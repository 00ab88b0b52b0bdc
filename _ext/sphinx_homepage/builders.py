"""Which builders this extension writes for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.matching import Matcher

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.builders import Builder

PAGE_BUILDERS = frozenset({"html", "dirhtml"})
"""The builders whose output is a site of pages, and those that sphinxext-rediraffe writes redirects for."""


def builds_pages(builder: Builder) -> TypeGuard[StandaloneHTMLBuilder]:
    """Return whether *builder* makes a site: pages with an author, a description and redirects.

    Other builders (epub, LaTeX, json, singlehtml, ...) are HTML or not, but no site with addresses.
    """
    return builder.name in PAGE_BUILDERS and isinstance(builder, StandaloneHTMLBuilder)


def extra_files(app: Sphinx) -> Iterator[str]:
    """Yield every file that Sphinx copies to the root of the site (``html_extra_path``), in POSIX form."""
    yield from _files(app, app.config.html_extra_path, Matcher(app.config.exclude_patterns))


def static_files(app: Sphinx) -> Iterator[str]:
    """Yield every file of ``html_static_path``, as it is called in ``_static``."""
    excluded = Matcher([*app.config.exclude_patterns, "**/.*"])
    for name in _files(app, app.config.html_static_path, excluded):
        # Sphinx fills in templates on the way.
        yield name.removesuffix(".jinja").removesuffix("_t")


def _files(app: Sphinx, entries: Iterable[str], excluded: Callable[[str], bool]) -> Iterator[str]:
    for entry in entries:
        top = Path(app.confdir, entry)
        if top.is_file():
            yield top.name
            continue
        for path in top.rglob("*"):
            name = path.relative_to(top)
            if path.is_file() and not any(excluded(part.as_posix()) for part in (name, *name.parents[:-1])):
                yield name.as_posix()
