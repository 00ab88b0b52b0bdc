"""The process of the next build: it has begun as every build begins, and waits to be told what has changed.

Most of the time from an edit to its page goes into starting Python, loading Sphinx with its extensions, and
reading conf.py and what is known of all pages.  All this is done when the edit comes.  The process then
builds once and ends: nothing is kept from one build to the next but what Sphinx itself keeps on disk, so that
an edit leaves what it would leave without all this.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, TemplateError, meta
from sphinx.cmd.build import main as sphinx_build
from sphinx.jinja2glue import BuiltinTemplateLoader

from ..builders import builds_pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

NOT_MINE = 75
"""The exit status of a process that has built nothing, since what has changed was read before the change."""


@dataclass
class State:
    """What this process is."""

    waits: bool = False
    """Whether it waits to be told what has changed."""


state = State()


def main(arguments: Sequence[str]) -> int:
    """Run ``sphinx-build`` with *arguments*, and wait before it builds for a line on the standard input.

    The line is a list of the paths that have changed, in JSON.

    :returns: the exit status of sphinx-build, or :data:`NOT_MINE`, also if it has failed before the line
        came: conf.py may have been mended since.
    """
    state.waits = True
    status = sphinx_build(arguments)
    return NOT_MINE if state.waits else status


def wait(app: Sphinx) -> None:
    """Wait for the line, unless this is a process that does not wait.

    :raises SystemExit: with :data:`NOT_MINE`, if a process has to begin anew.
    """
    if not state.waits:
        return
    if builds_pages(app.builder):
        _warm_up(app, app.builder)
    try:
        changed = json.loads(sys.stdin.readline() or "null")
    except KeyboardInterrupt:
        changed = None
    if changed is None or not are_documents(app, map(Path, changed)):
        sys.exit(NOT_MINE)
    state.waits = False


def are_documents(app: Sphinx, paths: Iterable[Path]) -> bool:
    """Return whether *paths* are nothing but pages that were there in the build before.

    Only these are read when a build is under way: conf.py, templates, extensions and author records have been
    read by now.  What is new or unknown may be any of that.  (For a conf.py that reads a page itself there is
    ``--no-ahead``.)
    """
    docnames = [app.env.path2doc(path) for path in paths]
    return all(docname in app.env.found_docs for docname in docnames)


def _warm_up(app: Sphinx, builder: StandaloneHTMLBuilder) -> None:
    """Have Jinja and Pygments compile what every page needs, which is a third of the time that one takes."""
    builder.highlighter.highlight_block("", app.config.highlight_language)
    if isinstance(builder.templates, BuiltinTemplateLoader):
        sidebars = [name for names in app.config.html_sidebars.values() for name in names]
        directories = [Path(app.confdir, path) for path in app.config.templates_path]
        own = [
            path.relative_to(directory).as_posix()
            for directory in directories
            for path in directory.rglob("*.html")
        ]
        _compile(builder.templates.environment, ["page.html", *sidebars, *own])


def _compile(environment: Environment, first: Iterable[str]) -> None:
    """Have Jinja compile templates, and all that they are made from."""
    names, found = list(first), set(first)
    while names:
        name = names.pop()
        try:
            environment.get_template(name)
            assert environment.loader is not None
            source = environment.loader.get_source(environment, name)[0]
            referenced = meta.find_referenced_templates(environment.parse(source))
        except (TemplateError, OSError, UnicodeError):
            # The build will say so.
            continue
        names += [other for other in referenced if other and other not in found]
        found.update(other for other in referenced if other)


def setup_waiting(app: Sphinx) -> None:
    """Register the wait, before anybody looks at what is to be built."""
    app.connect("builder-inited", wait, priority=0)
