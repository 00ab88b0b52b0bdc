"""The checks of each build: which pages have to be read again, and which written again.

Sphinx writes a page again when the page has been edited; here also when something has that it shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import assets, inputs, interrupted, references, toctrees
from .fingerprints import pages_changed

if TYPE_CHECKING:
    from collections.abc import Set

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def pages_to_read(
    app: Sphinx, env: BuildEnvironment, added: Set[str], changed: Set[str], removed: Set[str]
) -> list[str]:
    """Return the pages that have to be read again, besides those that Sphinx has found."""
    interrupted.begin(app, env)
    return sorted((inputs.find_outdated(env, removed) & env.found_docs) - added - changed)


def pages_to_write(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages that show something else than in the last build."""
    toctrees.remove_old_numbers(env)
    return sorted(
        {
            *_read_pages(app, env),
            *assets.find_outdated(app, env),
            *toctrees.find_outdated(app, env),
            *references.find_outdated(app, env),
        }
    )


def _read_pages(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages that have been read since they were written here, or have other numbers.

    Sphinx writes what it has read in the same build, for the builder that it runs, and of the pages that it
    was asked for.
    """
    read = {
        docname: (time, repr((env.toc_secnumbers.get(docname), env.toc_fignumbers.get(docname))))
        for docname, time in env.all_docs.items()
    }
    return pages_changed(app, env, "pages", read)


def setup_checks(app: Sphinx) -> None:
    """Register the checks."""
    app.connect("env-get-outdated", pages_to_read)
    # After Sphinx itself, which numbers sections, figures and tables at the same event.
    app.connect("env-get-updated", pages_to_write, priority=600)
