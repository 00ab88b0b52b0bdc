r"""Markdown as Jekyll reads it (kramdown with its parser for GitHub's dialect) becomes MyST.  Pure.

Only what means something else in MyST is changed; everything else stays as it is, byte for byte.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..converted import Change, Converted
from .blocks import BlockReader
from .container import Blocks
from .lines import join_lines, split_lines
from .spans import Context, mend_spans

if TYPE_CHECKING:
    from .container import Text

_HTML_ID = re.compile(r"""<[A-Za-z][^<>]*?\s(?:id|name)\s*=\s*["']?([^\s"'<>=]+)""", re.IGNORECASE)


@dataclass(frozen=True)
class Dialect:
    """What a site's settings say about its Markdown."""

    emoji: bool = False
    """Whether ``:smile:`` is an emoji: Jekyll's plugin jemoji."""
    dollars: bool = True
    """Whether the site's MathJax or KaTeX reads what is between single dollars as a formula."""
    hard_wrap: bool = False
    """Whether each end of a line in a paragraph breaks the line: kramdown's option ``hard_wrap``."""
    parse_block_html: bool = False
    """Whether Markdown is read in all HTML: kramdown's option of this name."""


def to_myst(text: str, dialect: Dialect | None = None, labels: set[str] | None = None) -> Converted:
    """Return the body of a page, which has no front matter and no Liquid, as MyST reads it.

    :param text: the text behind the front matter; lines are counted from its beginning.
    :param labels: the names that headings of other pages have (``(name)=``), which are names in the
        whole site; those of this page are added.
    """
    dialect = dialect or Dialect()
    lines = split_lines(text)
    blocks = Blocks()
    blocks.reads_html = dialect.parse_block_html
    blocks.reads_dollars = dialect.dollars
    blocks.reads_emoji = dialect.emoji
    if labels is not None:
        labels |= blocks.labels
        blocks.labels = labels
    BlockReader(blocks, lines).read()
    context = Context(
        dialect.dollars,
        dialect.emoji,
        blocks.abbreviations,
        blocks.defined,
        blocks.footnotes,
        html_ids=frozenset(_HTML_ID.findall(text)) - blocks.anchored,
    )
    for part in blocks.texts:
        _mend_text(part, blocks, context, hard_wrap=dialect.hard_wrap)
    _mend_footnotes(blocks, context.referred)
    changes = sorted(dict.fromkeys(blocks.changes))
    questions = sorted(dict.fromkeys(blocks.questions))
    return Converted(join_lines(lines), tuple(changes), tuple(questions))


def _mend_text(part: Text, blocks: Blocks, context: Context, *, hard_wrap: bool) -> None:
    lines = [line for line in part.lines if not line.is_gone]
    if not lines:
        return
    source = "\n".join(line.text for line in lines)

    def note(number: int, what: str) -> None:
        blocks.changes.append(Change(lines[min(number, len(lines) - 1)].number, what))

    rows = mend_spans(source, context, note).split("\n")
    # A change that joins lines leaves fewer.
    for line, row in zip(lines, [*rows, *("",) * (len(lines) - len(rows))], strict=False):
        line.text = row
    if hard_wrap and part.is_paragraph:
        for line in lines[:-1]:
            if line.text.strip() and not line.text.endswith(("  ", "\\")):
                line.text += "\\"
                note(0, "the ends of lines break them")


def _mend_footnotes(blocks: Blocks, referred: set[str]) -> None:
    """Make comments of footnotes that nothing refers to or that are written twice: kramdown shows neither."""
    for name, written in blocks.footnotes.items():
        is_used = name in referred
        for lines in written[: -1 if is_used else None]:
            why = (
                "is written again below; only that counted"
                if is_used
                else "has no reference; it was not shown"
            )
            blocks.changes.append(Change(lines[0].number, f"the footnote {name} {why}, and is a comment now"))
            for line in lines:
                line.prefix, line.text = "", f"% {line.prefix}{line.text}".rstrip()
