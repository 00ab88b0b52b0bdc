"""The registration of formulas: MathML unless conf.py names another renderer."""

from __future__ import annotations

import html
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_incremental.builders import builds_pages
from sphinx_incremental.collectors import PageCollector, page_values

from ..core.config_values import is_set
from ..core.diagnostics import warn
from ..core.problems import Subtype, shorten
from .numbers import RENDERER, NumberFormulas
from .renderer import convert_node, visit_block, visit_inline
from .tex import FormulaError
from .titles import plain_title

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

STYLE_SHEET = "sphinx-homepage-math.css"
_STATIC = Path(__file__).parent / "static"
_MATHJAX = "mathjax"
_EVENT = "homepage-has-formulas"


def add_formula_source(app: Sphinx, function: Callable[[Sphinx], bool]) -> None:
    """Register who knows of formulas that are in the text of no page.

    :param function: returns whether there are any, at ``env-updated`` with priority 400.
    """
    app.connect(_EVENT, function)


class FormulasCollector(PageCollector):
    """Keeps which pages have formulas, and checks these."""

    attribute = "homepage_formulas"

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Note that a page has formulas, and warn of those that cannot be shown."""
        found = [*doctree.findall(nodes.math), *doctree.findall(nodes.math_block)]
        if not found:
            return
        page_values(app.env, self.attribute)[app.env.current_document.docname] = True
        if not converts_formulas(app):
            return
        for node in found:
            try:
                convert_node(app.config, node)
            except FormulaError as error:
                warn(f"formula {shorten(node.astext().strip())}: {error}", Subtype.FORMULA, node)


def converts_formulas(app: Sphinx) -> bool:
    """Return whether formulas are written as MathML."""
    return app.builder.format == "html" and app.config.html_math_renderer == RENDERER


def configure(app: Sphinx, config: Config) -> None:
    """Choose the renderer, where conf.py does not name one."""
    if config.html_math_renderer is None:
        config.html_math_renderer = _chosen_renderer(app, config)
    is_ours = config.html_math_renderer == RENDERER
    if is_ours and "myst_update_mathjax" in config and not is_set(app, config, "myst_update_mathjax"):
        # Otherwise MyST marks every section for MathJax.
        config.myst_update_mathjax = False


def _chosen_renderer(app: Sphinx, config: Config) -> str | None:
    """Return the renderer that conf.py names by its extension, or else this one.

    Sphinx loads that of MathJax by itself, so that only conf.py tells whether it is wanted.
    """
    others = set(app.registry.html_inline_math_renderers) - {RENDERER, _MATHJAX}
    if "sphinx.ext.mathjax" in config.extensions:
        others.add(_MATHJAX)
    # Sphinx asks which one, if there are several.
    return None if len(others) > 1 else next(iter(others), RENDERER)


def add_style_sheet(app: Sphinx, env: BuildEnvironment) -> None:
    """Add the style sheet and the font to a site with formulas."""
    is_ours = builds_pages(app.builder) and app.config.html_math_renderer == RENDERER
    if not is_ours or not (page_values(env, FormulasCollector.attribute) or any(app.emit(_EVENT))):
        return
    # First, so that a file of the same name in the site's own _static/ wins.
    if str(_STATIC) not in app.config.html_static_path:
        app.config.html_static_path = [str(_STATIC), *app.config.html_static_path]
    # Before the site's own style sheets, at 800.
    app.add_css_file(STYLE_SHEET, priority=710)


def name_page(
    _app: Sphinx,
    _pagename: str,
    _templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give the page of a browser's window a title without markup: that of MathML would be read out."""
    title = context.get("title")
    if doctree is not None and isinstance(title, str) and "<math" in title:
        node = next(doctree.findall(nodes.title), None)
        if node is not None:
            context["title"] = html.escape(plain_title(node))


def setup_mathematics(app: Sphinx) -> None:
    """Register the parts of this package."""
    app.add_event(_EVENT)
    app.add_html_math_renderer(RENDERER, (visit_inline, None), (visit_block, None))
    app.add_env_collector(FormulasCollector)
    app.add_transform(NumberFormulas)
    app.connect("config-inited", configure)
    # Before static files of the last build that have gone are removed, at 500.
    app.connect("env-updated", add_style_sheet, priority=400)
    app.connect("html-page-context", name_page)
