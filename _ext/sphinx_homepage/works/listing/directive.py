"""The directive ``listing``, and what is left of ``page-cards``."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from ...core.diagnostics import content_line, warn
from ...core.problems import Subtype, did_you_mean, shorten
from ...core.web_urls import InvalidURLError, has_scheme, link_url
from .query import parse_query
from .uses import LAYOUTS, ListingUse, Source, listing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from docutils import nodes
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import OptionSpec


def _switch(argument: str | None) -> bool:
    """Return whether an option is on: alone, or with a word.

    :raises ValueError: for any other word.
    """
    word = (argument or "true").strip().lower()
    if word not in ("true", "yes", "false", "no"):
        raise ValueError(f"it stands alone, or with true or false, not {word!r}")
    return word in ("true", "yes")


class ListingDirective(SphinxDirective):
    """``listing`` with the name of a page, a pattern or a BibTeX file on each line."""

    has_content = True
    option_spec: ClassVar[OptionSpec] = {
        **dict.fromkeys(("sort", "group", "where", "layout", "limit", "more"), directives.unchanged),
        **dict.fromkeys(("filter", "main"), _switch),
    }

    def run(self) -> list[nodes.Node]:
        """Return a node with what is asked for; which works there are is known when all pages are read."""
        docname = self.env.current_document.docname
        place = ListingUse(
            docname,
            self.lineno,
            has_filter=self.options.get("filter", False),
            is_main=self.options.get("main", False),
        )
        lines = ((text, content_line(self, offset)) for offset, text in enumerate(self.content))
        use, problems = listing_use(self.env, place, lines, self.options)
        for problem in problems:
            warn(f"listing: {problem}", Subtype.LISTING, (docname, self.lineno))
        node = listing(use=use)
        self.set_source_info(node)
        return [node]


def listing_use(
    env: BuildEnvironment, use: ListingUse, lines: Iterable[tuple[str, int]], options: Mapping[str, str]
) -> tuple[ListingUse, list[str]]:
    """Return a listing with what its lines and options ask for, and the problems.

    :param use: its place, and its layout if the options do not tell.
    :param lines: what names works, each with its line.
    """
    query, problems = parse_query(options)
    layout = options.get("layout", use.layout).strip().lower()
    if layout not in (*LAYOUTS, use.layout):
        hint = did_you_mean(layout, LAYOUTS) or f"; it is one of {', '.join(LAYOUTS)}"
        problems.append(f"unknown layout {shorten(layout)}{hint}")
        layout = use.layout
    # Names begin at the file that has them.
    start = use.file or use.docname
    names = ((text.strip(), line) for text, line in lines)
    sources = tuple(Source(name, line, _path(env, name, start)) for name, line in names if name)
    if not sources:
        problems.append(
            "it shows nothing; name a page, a pattern such as talks/*, or a .bib file on each line"
        )
    more = options.get("more", "").strip()
    is_address = more.startswith("/") or has_scheme(more)
    if is_address:
        try:
            more = link_url(more)
        except InvalidURLError as error:
            problems.append(f"more: {shorten(more)}: {error}")
            more = ""
    found = replace(
        use,
        sources=sources,
        query=query,
        layout=layout,
        more=more if is_address else "",
        more_page=_path(env, more, start) if more and not is_address else "",
    )
    return found, problems


def _path(env: BuildEnvironment, name: str, start: str) -> str:
    suffix = next((suffix for suffix in env.config.source_suffix if name.endswith(suffix)), "")
    return env.relfn2path(name.removesuffix(suffix), start)[0]


class PageCardsDirective(SphinxDirective):
    """What listings have replaced."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Report what to write instead."""
        lines = "".join(f" / {text.strip()}" for text in self.content if not re.match(r"\s*(:|$)", text))
        shown = lines if len(lines) < 80 else " / ..."
        message = f"page-cards is a listing now; write {{listing}} / :layout: cards / :sort: listed{shown}"
        warn(
            f"{message} (each / is a new line)",
            Subtype.LISTING,
            (self.env.current_document.docname, self.lineno),
        )
        return []
