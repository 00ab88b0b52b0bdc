"""The language of the site: the message catalogs, and the direction of its pages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2.ext import Extension
from sphinx.jinja2glue import BuiltinTemplateLoader

from sphinx_incremental.builders import builds_pages
from sphinx_incremental.config_errors import config_error

from .config_values import conf_place
from .dates import find_locale
from .messages import CATALOG
from .problems import shorten

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

_PACKAGE = Path(__file__).parent.parent
LOCALE = _PACKAGE / "locale"
"""The directory of the message catalogs."""

_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:[-_@.][A-Za-z0-9]{1,8})*")
# The beginning of a page, unless the template says what its direction is.
_HTML = re.compile(r"<html(?=[\s>{])(?![^>]*\sdir=)")


def check_language(app: Sphinx, config: Config) -> None:
    """End the build if ``language`` is no language: docutils would import a module of that name."""
    if not _LANGUAGE.fullmatch(config.language):
        what = f"language: {shorten(config.language)} is no language"
        raise config_error(f'{conf_place(app, "language")}: {what}; write language = "en", "de" or "pt_BR"')


def is_right_to_left(config: Config) -> bool:
    """Return whether the language of the site is written from right to left, such as Arabic and Hebrew."""
    locale = find_locale(config.language)
    return locale is not None and locale.text_direction == "rtl"


class RightToLeft(Extension):
    """Writes the direction into the ``<html>`` tag of each template that has one.

    No theme for Sphinx does so, and none has a template block around the tag.  A template goes through here
    when it is loaded, not when a page is written.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the text of a template with the direction."""
        return _HTML.sub('<html dir="rtl"', source, count=1)


def set_direction(app: Sphinx) -> None:
    """Give the pages of a site in a right-to-left language their direction."""
    if not builds_pages(app.builder) or not is_right_to_left(app.config):
        return
    if isinstance(app.builder.templates, BuiltinTemplateLoader):
        app.builder.templates.environment.add_extension(RightToLeft)
    if app.config.html_theme == "furo":
        # First, so that a file of the same name in the site's own _static/ wins.
        app.config.html_static_path = [str(_PACKAGE / "static_rtl"), *app.config.html_static_path]
        # Behind the extension's own style sheet, at 700, and before those of the site, at 800.
        app.add_css_file("sphinx-homepage-rtl.css", priority=710)


def setup_languages(app: Sphinx) -> None:
    """Register the message catalogs, and what right-to-left languages need."""
    app.add_message_catalog(CATALOG, LOCALE)
    app.connect("config-inited", check_language)
    app.connect("builder-inited", set_direction)
