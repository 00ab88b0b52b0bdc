"""How the entries of a CV are laid out, on its page and in its PDF.  Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from ..core.identifiers import doi_url
from ..works.text import NO_TEXT, Segment, Style, Text
from .model import Kind, ListBlock, Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .model import Blocks, Entry

_STRONG = frozenset({Style.PLAIN, Style.EMPHASIS})


@dataclass(frozen=True, slots=True)
class Row:
    """An entry with a narrow column and a wide one."""

    label: Text = NO_TEXT
    """What is in the narrow column; instead of it, when and where something was."""
    period: Period = field(default_factory=Period)
    location: Text = NO_TEXT
    lines: tuple[Text, ...] = ()
    """The first lines of the wide column."""
    blocks: Blocks = ()
    """What follows them."""

    @property
    def has_side(self) -> bool:
        """Return whether there is anything in the narrow column."""
        return bool(self.label or self.period or self.location)


class Grid(NamedTuple):
    """Entries below each other."""

    rows: tuple[Row, ...]

    @property
    def has_side(self) -> bool:
        """Return whether there is a narrow column."""
        return any(row.has_side for row in self.rows)


def lay_out(entries: Iterable[Entry]) -> Iterator[Text | ListBlock | Grid]:
    """Yield the paragraphs, lists and grids of a section."""
    for kind, group in groupby(entries, _form):
        found = list(group)
        match kind:
            case Kind.TEXT:
                for entry in found:
                    yield from entry.summary
            case Kind.BULLET | Kind.NUMBERED:
                start = 1 if kind is Kind.NUMBERED else None
                yield ListBlock(tuple(entry.summary for entry in found), start)
            case Kind.REVERSED_NUMBERED:
                numbers = range(len(found), 0, -1)
                labels = (Text((Segment(f"{number}."),)) for number in numbers)
                pairs = zip(labels, found, strict=True)
                yield Grid(tuple(Row(label, blocks=entry.summary) for label, entry in pairs))
            case _:
                yield Grid(tuple(map(_row, found)))


def _form(entry: Entry) -> Kind:
    """Return by what entries are shown together."""
    return entry.kind if entry.is_item or entry.kind is Kind.TEXT else Kind.NORMAL


def _row(entry: Entry) -> Row:
    details = _join(" · ", (entry.level, _join(", ", entry.keywords)))
    blocks = entry.summary
    if entry.score:
        blocks = (entry.score, *blocks)
    if entry.highlights:
        blocks = (*blocks, ListBlock(entry.highlights))
    if details:
        blocks = (*blocks, details)
    if entry.kind is Kind.ONE_LINE and blocks:
        return Row(entry.title, blocks=blocks)
    heading = entry.heading
    lines = [_join(", ", (strong(_join(", ", heading.title)), *heading.rest))]
    if entry.kind is Kind.PUBLICATION:
        link = Segment(f"doi:{entry.doi}", url=doi_url(entry.doi))
        doi = Text((link,)) if entry.doi else NO_TEXT
        lines += [_join(", ", entry.authors), _join(", ", (_emphasized(entry.organization), doi))]
    return Row(
        period=entry.period,
        location=entry.location,
        lines=tuple(filter(None, lines)),
        blocks=blocks,
    )


def strong(text: Text) -> Text:
    """Return *text* in bold type."""
    return _styled(text, Style.STRONG)


def _emphasized(text: Text) -> Text:
    return _styled(text, Style.EMPHASIS)


def _styled(text: Text, style: Style) -> Text:
    return Text(
        tuple(
            replace(segment, style=style) if segment.style in _STRONG else segment
            for segment in text.segments
        )
    )


def _join(separator: str, texts: Iterable[Text]) -> Text:
    """Return the texts that are not empty with a *separator* between them."""
    segments: list[Segment] = []
    for text in filter(None, texts):
        segments += [Segment(separator), *text.segments] if segments else text.segments
    return Text(tuple(segments))
