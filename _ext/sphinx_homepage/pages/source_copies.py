"""The sources of pages, which Sphinx copies into the site and links from it by default.

They are as many files again as there are pages, and publish what somebody has written into a comment.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_incremental.builders import builds_pages

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


def leave_out(app: Sphinx, config: Config) -> None:
    """Copy no sources, unless they are wanted.

    That is a setting of its own, since nobody can tell the default of ``html_copy_source`` from a choice.
    """
    if not config.homepage_source_copies:
        config.html_copy_source = False


def remove_empty(app: Sphinx, exception: Exception | None) -> None:
    """Remove ``_sources/``, which Sphinx creates in any case, if there is nothing in it."""
    if exception is None and builds_pages(app.builder):
        with contextlib.suppress(OSError):
            Path(app.outdir, "_sources").rmdir()


def setup_sources(app: Sphinx) -> None:
    """Register the setting."""
    app.add_config_value(
        "homepage_source_copies",
        False,
        "",
        types=frozenset({bool}),
        description="Whether the sources of pages are published, if html_copy_source is True as well.",
    )
    app.connect("config-inited", leave_out)
    app.connect("build-finished", remove_empty)
