"""Pages as Jekyll has them, read without a build."""

from __future__ import annotations

from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from sphinx_homepage.pages.extension import MYST_VALUES
from sphinx_homepage.pages.jekyll_markup import Page, read_markdown
from sphinx_homepage.pages.jekyll_patterns import may_have_markup


def read_page(source: str, *more: str, without: str = "") -> Page:
    """Read a page with MyST's extensions of every site, *more* of them, or *without* one."""
    config = MdParserConfig(enable_extensions={*MYST_VALUES["myst_enable_extensions"], *more} - {without})
    page = read_markdown(source, create_md_parser(config, RendererHTML), config.enable_extensions)
    assert page.text.count("\n") == source.count("\n"), "the lines of all that follows are wrong"
    assert may_have_markup(source) or (page.text == source and not page.problems)
    return page
