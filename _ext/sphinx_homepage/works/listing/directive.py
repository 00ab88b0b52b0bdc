"""The directive ``listing``, and what is left of ``page-cards``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from ...core.diagnostics import content_line, warn
from ...core.problems import Subtype, did_you_mean, shorten
from ...core.web_urls import InvalidURLError, has_scheme, link_url
from .query import parse_query
from .uses import LAYOUTS, ListingUse, Source, listing

if TYPE_CHECKING:
    from docutils import nodes
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
        query, problems = parse_query(self.options)
        layout = self.options.get("layout", LAYOUTS[0]).strip().lower()
        if layout not in LAYOUTS:
            hint = did_you_mean(layout, LAYOUTS) or f"; it is one of {', '.join(LAYOUTS)}"
            problems.append(f"unknown layout {shorten(layout)}{hint}")
            layout = LAYOUTS[0]
        sources = tuple(self._sources())
        if not sources:
            problems.append(
                "it shows nothing; name a page, a pattern such as talks/*, or a .bib file on each line"
            )
        docname = self.env.current_document.docname
        for problem in problems:
            warn(f"listing: {problem}", Subtype.LISTING, (docname, self.lineno))
        more = self.options.get("more", "").strip()
        is_address = more.startswith("/") or has_scheme(more)
        if is_address:
            try:
                more = link_url(more)
            except InvalidURLError as error:
                warn(f"listing: more: {shorten(more)}: {error}", Subtype.LISTING, (docname, self.lineno))
                more = ""
        node = listing(
            use=ListingUse(
                docname,
                self.lineno,
                sources=sources,
                query=query,
                layout=layout,
                more=more if is_address else "",
                more_page=self._path(more) if more and not is_address else "",
                has_filter=self.options.get("filter", False),
                is_main=self.options.get("main", False),
            )
        )
        self.set_source_info(node)
        return [node]

    def _sources(self) -> list[Source]:
        found = []
        for offset, text in enumerate(self.content):
            name = text.strip()
            if name:
                found.append(Source(name, content_line(self, offset), self._path(name)))
        return found

    def _path(self, name: str) -> str:
        suffix = next((suffix for suffix in self.config.source_suffix if name.endswith(suffix)), "")
        return self.env.relfn2path(name.removesuffix(suffix), self.env.current_document.docname)[0]


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
