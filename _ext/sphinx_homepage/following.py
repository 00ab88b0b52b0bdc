"""Builds after edits that leave what fresh ones would.

Sphinx writes a page again when the page has been edited; here also when something has that it shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .page.assets import setup_assets
from .page.navigation import setup_navigation
from .page.picture_names import setup_picture_names
from .page.references import setup_references
from .records import find_restored

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


def follow(app: Sphinx, config: Config) -> None:
    """Register all that follows edits, unless that is turned off: Sphinx's own rules then stand alone."""
    if config.homepage_follow_edits:
        setup_picture_names(app)
        setup_references(app)
        setup_assets(app)
        setup_navigation(app)
        app.connect("env-get-outdated", find_restored)


def setup_following(app: Sphinx) -> None:
    """Register the setting."""
    app.add_config_value("homepage_follow_edits", True, "", [bool])
    app.connect("config-inited", follow)
