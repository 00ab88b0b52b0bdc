"""What the template of the PDF gets: the texts of a CV as JSON, in the language of the site.

A text is a list of runs, each ``{"text": ..., "style": ..., "url": ...}``.  A block is ``{"runs": [...]}`` or
``{"items": [[block, ...], ...], "start": 1}``.  An entry has ``side`` (the lines of its narrow column),
``lines`` and ``blocks``.  A section has ``parts``, in order: ``{"heading": ...}``, ``{"blocks": [...]}`` or
``{"entries": [...], "has_side": ..., "is_narrow": ...}``, which tells whether they have a narrow column, and
whether there are only years or numbers in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.utils.smartquotes import educate_tokens

from ..mathematics.words import math_in_words
from ..works.text import Segment, Style, Text
from .contact import contacts
from .layout import Grid, lay_out
from .words import period_in_words, section_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .layout import Row
    from .model import Blocks, Cv, Section
    from .plain_text import AbsoluteUrl

_STYLES: dict[type[nodes.Node], Style] = {
    nodes.emphasis: Style.EMPHASIS,
    nodes.strong: Style.STRONG,
    nodes.superscript: Style.SUPERSCRIPT,
    nodes.subscript: Style.SUBSCRIPT,
    nodes.literal: Style.CODE,
    nodes.math: Style.MATH,
}
# Words, such as URLs, that may be longer than a line: in a text, in large type, in the narrow column.
_LINE, _LARGE_LINE, _NARROW_LINE = 50, 30, 18
_YEAR = 4
Parts = list[dict[str, Any]]


class PdfData:
    """Makes what the template gets of one CV."""

    def __init__(self, language: str, absolute: AbsoluteUrl, *, quotes: str = "") -> None:
        """Take the language of the site, and what returns a URL that is right outside the site.

        :param quotes: how typewriter quotes and dashes are replaced (``smartquotes_action``); empty if not.
        """
        self._language = language
        self._absolute = absolute
        self._quotes = quotes

    def data(self, cv: Cv, works: Mapping[int, Parts], *, paper: str, title: str) -> dict[str, Any]:
        """Return all of it.

        :param works: the parts of the sections that take works, by their place.
        :param title: the title of the document.
        """
        language, _, region = self._language.replace("-", "_").partition("_")
        return {
            "language": language,
            "region": region if len(region) == 2 else None,
            "paper": paper,
            "title": title,
            "name": _breakable(cv.name, _LARGE_LINE),
            "headline": _breakable(cv.headline),
            "contact": [{"text": _breakable(text), "url": url} for text, url in contacts(cv, is_paper=True)],
            "sections": [
                {
                    "title": _breakable(section_title(section.key)),
                    "parts": works[place] if place in works else [*self._parts(section)],
                }
                for place, section in enumerate(cv.sections)
                if works.get(place, True)
            ],
        }

    def _parts(self, section: Section) -> Iterator[dict[str, Any]]:
        for block in lay_out(section.entries):
            if isinstance(block, Grid):
                entries = [self._entry(row) for row in block.rows]
                yield entries_part(entries, may_be_narrow=all(row.label for row in block.rows))
            else:
                yield {"blocks": self._blocks((block,))}

    def _entry(self, row: Row) -> dict[str, Any]:
        when = period_in_words(row.period, self._language)
        side = (row.label, Text((Segment(when),)) if when else None, row.location)
        return {
            "side": [
                [run | {"text": _breakable(run["text"], _NARROW_LINE)} for run in self.runs(text)]
                for text in side
                if text
            ],
            "lines": [self.runs(line) for line in row.lines],
            "blocks": self._blocks(row.blocks),
        }

    def _blocks(self, blocks: Blocks) -> list[dict[str, Any]]:
        return [
            {"runs": self.runs(block)}
            if isinstance(block, Text)
            else {"items": [self._blocks(item) for item in block.items], "start": block.start}
            for block in blocks
        ]

    def runs(self, text: Text) -> list[dict[str, str]]:
        """Return the runs of a text."""
        return self._typeset([self._run(segment) for segment in text.segments])

    def _typeset(self, runs: list[dict[str, str]]) -> list[dict[str, str]]:
        """Replace the quotes in runs, as Sphinx does on pages, but for code."""
        if self._quotes:
            tokens = (("literal" if run["style"] == Style.CODE else "plain", run["text"]) for run in runs)
            texts = educate_tokens(tokens, self._quotes, self._language)
            runs = [run | {"text": text} for run, text in zip(runs, texts, strict=True)]
        return runs

    def _run(self, segment: Segment) -> dict[str, str]:
        is_math = segment.style is Style.MATH
        return {
            "text": _breakable(math_in_words(segment.text) if is_math else segment.text),
            "style": Style.EMPHASIS if is_math else segment.style,
            "url": self._absolute(segment.url) if segment.url else "",
        }

    def node_runs(self, found: Iterable[nodes.Node]) -> list[dict[str, str]]:
        """Return the runs of nodes within a paragraph."""
        return self._typeset(self._node_runs(found))

    def _node_runs(
        self, found: Iterable[nodes.Node], style: Style = Style.PLAIN, url: str = ""
    ) -> list[dict[str, str]]:
        runs = []
        for node in found:
            if isinstance(node, nodes.Text):
                runs.append(self._run(Segment(node.astext(), style, url)))
            else:
                own = _STYLES.get(type(node), style)
                if own is Style.MATH and style is Style.STRONG:
                    # A formula in bold type, which has no other style.
                    runs.append(self._run(Segment(math_in_words(node.astext()), style, url)))
                    continue
                uri = node.get("refuri", url) if isinstance(node, nodes.reference) else url
                runs += self._node_runs(node.children, own, uri)
        return runs


def entries_part(entries: list[dict[str, Any]], *, may_be_narrow: bool) -> dict[str, Any]:
    """Return the part of a section that has these entries.

    :param may_be_narrow: whether years and numbers have a column of their own width; dates of a section
        stand below those of the others.
    """
    sides = ["".join(run["text"] for line in entry["side"] for run in line) for entry in entries]
    is_narrow = may_be_narrow and all(re.fullmatch(r"\d*\.?", side) and len(side) <= _YEAR for side in sides)
    return {"entries": entries, "has_side": any(sides), "is_narrow": is_narrow}


def _breakable(text: str, line: int = _LINE) -> str:
    """Return *text* with places in words longer than a *line* where one may end."""
    long = re.compile(rf"\S{{{line},}}")
    return long.sub(lambda match: "\N{ZERO WIDTH SPACE}".join(re.findall(".{1,10}", match[0])), text)
