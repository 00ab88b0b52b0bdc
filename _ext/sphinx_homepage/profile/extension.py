"""The registration of the author: the config values, the directive and the card."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.locale import _ as sphinx_message
from sphinx.util.osutil import relpath

from sphinx_incremental.builders import builds_pages
from sphinx_incremental.fingerprints import pages_changed

from ..core.config_values import is_set
from ..core.rendering import check_templates
from ..pages.links import add_link_source
from .authors import SITE_AUTHOR, check_authors, keep_authors, read_authors, shown_authors
from .card import SIDEBAR, PageCards, shape_cards
from .directive import AuthorProfileDirective
from .image_copies import setup_image_copies
from .people import GroupPeople, check_people, find_regrouped, shown_people
from .people_cards import add_style_sheet, shape_people
from .site_links import author_links
from .uses import AuthorUsesCollector, author_card, people, sidebar_author

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from .model import AuthorProfile

_PACKAGE = Path(__file__).parent.parent
# https://www.sphinx-doc.org/en/master/usage/configuration.html#project-information
_DEFAULTS = {"project": "Project name not set", "author": "Author name not set", "copyright": ""}
# Furo's own fragments with the author first.  All of them scroll together, so that a tall card on a low
# screen never takes the navigation's place.
_FURO_SIDEBARS = [
    "sidebar/scroll-start.html",
    SIDEBAR,
    "sidebar/search.html",
    "sidebar/navigation.html",
    "sidebar/ethical-ads.html",
    "sidebar/scroll-end.html",
    "sidebar/variant-selector.html",
]


class Profile:
    """The authors of one application, from conf.py to the card."""

    def __init__(self) -> None:
        self.cards = PageCards()
        self._authors: Mapping[str, AuthorProfile] = {}

    def configure(self, app: Sphinx, config: Config) -> None:
        """Read the authors, and add the templates and the sidebar's fragment to the configuration."""
        self._authors = read_authors(app, config)
        # Last, so that a template of the same name in the site's own _templates/ wins.  As conf.py would
        # name it, so that two clones of a project build the same bytes.
        templates = Path(relpath(_PACKAGE / "templates", app.confdir)).as_posix()
        config.templates_path = [*config.templates_path, templates]
        if config.html_theme == "furo" and not config.html_sidebars:
            config.html_sidebars = {"**": list(_FURO_SIDEBARS)}
        if site_author := self._authors.get(SITE_AUTHOR):
            _name_site(app, config, site_author.name)
        if "myst_enable_extensions" in config:
            # The documentation writes the directive with colons, which would be text without this.
            extensions = {*(config.myst_enable_extensions or ()), "colon_fence"}
            config.myst_enable_extensions = sorted(extensions)

    def begin(self, app: Sphinx) -> None:
        """Keep the authors in the environment, and add this extension's style sheet to a site."""
        keep_authors(app.env, self._authors)
        if builds_pages(app.builder):
            check_templates(app)
            # First, so that a file of the same name in the site's own _static/ wins.
            app.config.html_static_path = [str(_PACKAGE / "static"), *app.config.html_static_path]
            # Before the site's own style sheets, at 800.
            app.add_css_file("sphinx-homepage.css", priority=700)

    def find_outdated(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Check the authors that pages name, and return the pages that show one whose record has changed."""
        # An application may build several times, and templates be edited in between.
        self.cards.clear()
        check_authors(env)
        check_people(env)
        people_of = shown_people(env)
        shown = {docname: (found, people_of[docname]) for docname, found in shown_authors(env).items()}
        return pages_changed(app, env, "authors", shown)


def _name_site(app: Sphinx, config: Config, name: str) -> None:
    """Name the site after its author where conf.py does not name it; it has Sphinx's defaults then."""
    if config.html_title == sphinx_message("%s %s documentation") % (config.project, config.release):
        config.html_title = name
    for value, default in _DEFAULTS.items():
        if config[value] == default and not is_set(app, config, value):
            setattr(config, value, name)


def setup_profile(app: Sphinx) -> None:
    """Register the parts of this package."""
    app.add_config_value(
        "author_profile",
        None,
        "",
        types=frozenset({dict, str, type(None)}),
        description="The site's author: a mapping of fields, or the path of a YAML file.",
    )
    app.add_config_value(
        "author_profiles",
        {},
        "",
        types=frozenset({dict, str}),
        description="Further authors by key, or the path of a YAML file.",
    )
    app.add_config_value(
        "author_profile_default",
        True,
        "html",
        types=frozenset({bool}),
        description="Whether pages that do not say so show the site's author.",
    )
    app.add_node(sidebar_author)
    app.add_node(author_card)
    app.add_node(people)
    app.add_transform(GroupPeople)
    app.add_env_collector(AuthorUsesCollector)
    app.add_directive("author-profile", AuthorProfileDirective)
    profile = Profile()
    add_link_source(app, author_links)
    setup_image_copies(app)
    app.connect("config-inited", profile.configure)
    app.connect("builder-inited", profile.begin)
    app.connect("env-get-outdated", find_regrouped)
    app.connect("env-updated", profile.find_outdated)
    app.connect("doctree-resolved", shape_cards)
    app.connect("doctree-resolved", shape_people)
    app.connect("html-page-context", add_style_sheet)
    # After extensions that shape the body at 500, so that the card stands above what they add.
    app.connect("html-page-context", profile.cards.add_authors, priority=600)
