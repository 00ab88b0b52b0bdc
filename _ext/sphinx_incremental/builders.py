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
    excluded = Matcher(app.config.exclude_patterns)
    for entry in app.config.html_extra_path:
        yield from (name for name, _ in _files(Path(app.confdir, entry), excluded))


def static_files(app: Sphinx, builder: StandaloneHTMLBuilder) -> Iterator[tuple[str, Path]]:
    """Yield every file that Sphinx copies to ``_static``: its path there, in POSIX form, and its source.

    They come in the order in which Sphinx copies them: of two with one path, the later one stays.
    """
    for folder in reversed(builder.theme.get_theme_dirs()):
        yield from _templates(_files(Path(folder, "static"), Matcher(["**/.*"])))
    # Of Sphinx.add_static_dir(), which Sphinx 9.1 has added.  What it was given can be read only here.
    for folder in getattr(app.registry, "static_dirs", ()):
        yield from _files(Path(folder), Matcher(()))
    excluded = Matcher([*app.config.exclude_patterns, "**/.*"])
    for entry in app.config.html_static_path:
        yield from _templates(_files(Path(app.confdir, entry), excluded))


def _files(top: Path, excluded: Callable[[str], bool]) -> Iterator[tuple[str, Path]]:
    """Yield the file *top*, or every file below it, each with its name there, in a stable order."""
    if top.is_file():
        yield top.name, top
        return
    for path in sorted(top.rglob("*")):
        name = path.relative_to(top)
        if path.is_file() and not any(excluded(part.as_posix()) for part in (name, *name.parents[:-1])):
            yield name.as_posix(), path


def _templates(files: Iterable[tuple[str, Path]]) -> Iterator[tuple[str, Path]]:
    """Yield *files* as they are called when Sphinx has rendered those that are templates."""
    for name, path in files:
        template = name.removesuffix(".jinja")
        yield template if template != name else name.removesuffix("_t"), path
