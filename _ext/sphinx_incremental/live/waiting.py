"""The process of the next build: it has begun as every build begins, and waits for a list of changed files.

Most of the time from an edit to its page goes into starting Python, loading Sphinx with its extensions, and
reading conf.py and the environment.  All this is done before the edit.  The process then builds once and
exits: nothing is kept from one build to the next but what Sphinx itself keeps on disk, so that the output is
the same as that of any other build.
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
"""The exit status of a process that has built nothing, since it had read what has changed."""
NEVER_WAITS = 76
"""The exit status of a process that has built at once, since this extension is not set up."""


@dataclass
class State:
    """The state of this process."""

    waits: bool = False
    """Whether it waits for the list of changed files."""


state = State()


def main(arguments: Sequence[str]) -> int:
    """Run ``sphinx-build`` with *arguments*, which waits for a line on the standard input before it builds.

    The line is a list of the paths that have changed, in JSON.

    :returns: the exit status of sphinx-build; :data:`NEVER_WAITS`; or :data:`NOT_MINE`, also if it has failed
        before the line came: conf.py may have been fixed since.
    """
    state.waits = True
    status = sphinx_build(arguments)
    if not state.waits:
        return status
    return NOT_MINE if status else NEVER_WAITS


def wait(app: Sphinx) -> None:
    """Wait for the line, if this process is one that waits.

    :raises SystemExit: with :data:`NOT_MINE`, if the build needs a new process.
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
    """Return whether all *paths* are pages of the build before.

    Only pages are read after this moment: conf.py, templates, extensions and the files that they read have
    been read by now.  A new or unknown file may be any of these.  (``--no-ahead`` is for a conf.py that reads
    a page itself.)
    """
    docnames = [app.env.path2doc(path) for path in paths]
    return all(docname in app.env.found_docs for docname in docnames)


def _warm_up(app: Sphinx, builder: StandaloneHTMLBuilder) -> None:
    """Have Jinja and Pygments compile what every page needs: a third of the time that a page takes."""
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
    """Have Jinja compile templates, and the templates that these use."""
    names, found = list(first), set(first)
    while names:
        name = names.pop()
        try:
            environment.get_template(name)
            assert environment.loader is not None
            source = environment.loader.get_source(environment, name)[0]
            referenced = meta.find_referenced_templates(environment.parse(source))
        except (TemplateError, OSError, UnicodeError):
            # The build reports it.
            continue
        names += [other for other in referenced if other and other not in found]
        found.update(other for other in referenced if other)


def setup_waiting(app: Sphinx) -> None:
    """Register the wait."""
    # Before everything that reads files for the build.
    app.connect("builder-inited", wait, priority=0)
