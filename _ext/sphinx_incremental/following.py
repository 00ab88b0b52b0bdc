"""Builds after edits that leave what fresh ones would.

Sphinx writes a page again when the page has been edited; here also when something has that it shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .assets import setup_assets
from .fingerprints import forget, outdated
from .image_names import setup_picture_names
from .inputs import follow_inputs
from .references import setup_references
from .toctrees import setup_navigation

if TYPE_CHECKING:
    from collections.abc import Set

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

# What the parts remember; see memory.py.
_SUBJECTS = ("assets", "navigation", "pages", "pictures", "references", "titles", "toctrees")


def find_read(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages that have been read since this output folder has got them, or have other numbers.

    Sphinx writes what it has read in the same build, for the builder that it runs, and of the pages that it
    was asked for.
    """
    return outdated(
        app,
        env,
        "pages",
        {
            docname: (read, repr((env.toc_secnumbers.get(docname), env.toc_fignumbers.get(docname))))
            for docname, read in env.all_docs.items()
        },
    )


def forget_all(
    app: Sphinx, env: BuildEnvironment, added: Set[str], changed: Set[str], removed: Set[str]
) -> list[str]:
    """Forget what pages said: it will be something else when this is turned on again."""
    forget(app, env, _SUBJECTS)
    return []


def follow(app: Sphinx, config: Config) -> None:
    """Register all that follows edits, unless that is turned off: Sphinx's own rules then stand alone."""
    if not config.homepage_follow_edits:
        app.connect("env-get-outdated", forget_all)
        return
    follow_inputs(app)
    setup_picture_names(app)
    setup_references(app)
    setup_assets(app)
    setup_navigation(app)
    # When the numbers of sections, figures and tables are known, which Sphinx gives at the same event.
    app.connect("env-get-updated", find_read, priority=600)


def setup_following(app: Sphinx) -> None:
    """Register the setting."""
    app.add_config_value("homepage_follow_edits", True, "", [bool])
    app.connect("config-inited", follow)
