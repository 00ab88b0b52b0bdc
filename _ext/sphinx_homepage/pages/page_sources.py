"""The source of each page, as it is read: Jekyll's markup in it is understood, or a warning."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.diagnostics import file_location, warn
from .jekyll_markup import Page, read_markdown, read_rst
from .jekyll_patterns import may_have_markup

if TYPE_CHECKING:
    from pathlib import Path

    from myst_parser.config.main import MdParserConfig
    from sphinx.application import Sphinx

_EMPTY_FRONT_MATTER = re.compile(r"\A---[ \t]*\n---[ \t]*(?=\n|\Z)")


def read_source(app: Sphinx, docname: str, source: list[str]) -> None:
    """Change the text of a page in memory, line for line, and warn about what cannot be understood."""
    # Jekyll needs front matter on each page, though it be empty; MyST takes it for a mistake.
    source[0] = _EMPTY_FRONT_MATTER.sub("\n", source[0])
    if may_have_markup(source[0]):
        page = _read(app, app.env.doc2path(docname), source[0])
        source[0] = page.text
        for problem in page.problems:
            warn(problem.message, problem.subtype, (docname, problem.line))


def read_included(app: Sphinx, file: Path, _docname: str, source: list[str]) -> None:
    """Do the same for a file that a page includes."""
    if may_have_markup(source[0]):
        page = _read(app, file, source[0])
        source[0] = page.text
        for problem in page.problems:
            warn(problem.message, problem.subtype, file_location(app.srcdir / file, problem.line))


def _read(app: Sphinx, file: Path, source: str) -> Page:
    kinds = {kind for suffix, kind in app.config.source_suffix.items() if str(file).endswith(suffix)}
    if "restructuredtext" in kinds:
        return read_rst(source)
    config = getattr(app.env, "myst_config", None)
    if "markdown" in kinds and config is not None:
        return _read_markdown(source, config)
    return Page(source, [])


def _read_markdown(source: str, config: MdParserConfig) -> Page:
    """Read a page in Markdown with the parser that MyST reads it with."""
    # MyST has been imported by now, or there are no pages in Markdown.
    from markdown_it.renderer import RendererHTML
    from myst_parser.config.main import TopmatterReadError, merge_file_level, read_topmatter
    from myst_parser.parsers.mdit import create_md_parser

    try:
        # No other key changes how a page is read, and YAML takes its time.
        front_matter = read_topmatter(source) if "myst" in source else None
    except TopmatterReadError:
        front_matter = None
    if front_matter:
        # MyST itself warns about mistakes in them.
        config = merge_file_level(config, front_matter, lambda _type, _message: None)
    parser = create_md_parser(config, RendererHTML)
    parser.core.ruler.enableOnly(["normalize", "block"])
    return read_markdown(source, parser, config.enable_extensions)
