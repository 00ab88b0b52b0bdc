"""Which builders make a site of pages, and which files they copy into it."""

from __future__ import annotations

import functools
import os
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.matching import Matcher

from .files import is_file, walk_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.builders import Builder

PAGE_BUILDERS = frozenset({"html", "dirhtml"})
"""The builders whose output is a site of pages."""


def builds_pages(builder: Builder) -> TypeGuard[StandaloneHTMLBuilder]:
    """Return whether *builder* makes a site: pages in HTML, each with a URL of its own.

    Other builders (epub, LaTeX, json, singlehtml, ...) do not, whether they write HTML or not.
    """
    return builder.name in PAGE_BUILDERS and isinstance(builder, StandaloneHTMLBuilder)


def page_file(builder: StandaloneHTMLBuilder, pagename: str) -> str:
    """Return the file of a page in the built site, as a POSIX path from the output directory."""
    return Path(builder.get_output_path(pagename)).relative_to(builder.outdir).as_posix()


def extra_files(app: Sphinx, entries: Iterable[str] | None = None) -> dict[str, Path]:
    """Return every file that Sphinx copies to the root of the site (``html_extra_path``).

    :param entries: what to take for ``html_extra_path``.
    :returns: the source of each, by its POSIX path in the site; the later one of two with one path stays.
    """
    excluded = Matcher(app.config.exclude_patterns)
    entries = app.config.html_extra_path if entries is None else entries
    return {name: source for entry in entries for name, source in _files(Path(app.confdir, entry), excluded)}


def is_extra_file(app: Sphinx, name: str) -> bool:
    """Return whether Sphinx copies a file to the path *name* in the site, without looking at all of them."""
    is_left_out = is_excluded(name, Matcher(app.config.exclude_patterns))
    tops = [Path(app.confdir, entry) for entry in app.config.html_extra_path]
    # As Sphinx has it: no pattern is for a file that is an entry itself.
    return any(top.name == name if top.is_file() else not is_left_out and is_file(top / name) for top in tops)


def static_files(app: Sphinx, builder: StandaloneHTMLBuilder) -> Iterator[tuple[str, Path]]:
    """Yield every file that Sphinx copies to ``_static``: its path there, in POSIX form, and its source.

    They come in the order in which Sphinx copies them: of two with one path, the later one stays.
    """
    for directory in reversed(builder.theme.get_theme_dirs()):
        yield from _templates(_files(Path(directory, "static"), Matcher(["**/.*"])))
    # Sphinx.add_static_dir() of Sphinx 9.1 adds to these, which can be read only here.
    for directory in getattr(app.registry, "static_dirs", ()):
        yield from _files(Path(directory), Matcher(()))
    excluded = Matcher([*app.config.exclude_patterns, "**/.*"])
    for entry in app.config.html_static_path:
        yield from _templates(_files(Path(app.confdir, entry), excluded))


def _files(top: Path, excluded: Callable[[str], bool]) -> Iterator[tuple[str, Path]]:
    """Yield the file *top*, or every file below it, each with its name there, in a stable order."""
    if top.is_file():
        yield top.name, top
        return
    start = len(str(top)) + 1
    # Most files share their directories.
    excluded = functools.cache(excluded)
    for path in walk_files(top):
        name = str(path)[start:].replace(os.sep, "/")
        if not is_excluded(name, excluded):
            yield name, path


def is_excluded(name: str, excluded: Callable[[str], bool]) -> bool:
    """Return whether Sphinx does not copy *name*, a POSIX path from a directory that it copies.

    Sphinx puts ``./`` before the names at the top, so that only patterns with ``**/`` match those.
    """
    parts = name.split("/")
    return excluded(f"./{parts[0]}") or any(
        excluded("/".join(parts[:count])) for count in range(2, len(parts) + 1)
    )


def _templates(files: Iterable[tuple[str, Path]]) -> Iterator[tuple[str, Path]]:
    """Yield *files* with the names that they have when Sphinx has rendered those that are templates."""
    for name, path in files:
        template = name.removesuffix(".jinja")
        yield template if template != name else name.removesuffix("_t"), path
