"""A CV, whatever file it was read from.  Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ..works.text import NO_TEXT, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..core.dates import Date


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list within a text."""

    items: tuple[Blocks, ...]
    start: int | None = None
    """The number of the first item; ``None`` if the items have no numbers."""


Blocks = tuple[Text | ListBlock, ...]
"""A text of several paragraphs and lists."""


class Kind(StrEnum):
    """What an entry is, which decides how it is shown; the names of RenderCV without "Entry"."""

    TEXT = "text"
    BULLET = "bullet"
    NUMBERED = "numbered"
    REVERSED_NUMBERED = "reversed_numbered"
    ONE_LINE = "one_line"
    NORMAL = "normal"
    EXPERIENCE = "experience"
    EDUCATION = "education"
    PUBLICATION = "publication"


@dataclass(frozen=True, slots=True)
class Period:
    """When something was.  A single date is the end of it."""

    start: Date | None = None
    end: Date | None = None
    is_ongoing: bool = False
    text: str = ""
    """What is shown instead: ``Fall 2023``."""

    def __bool__(self) -> bool:
        return self.start is not None or self.end is not None or self.is_ongoing or bool(self.text)


class Heading(NamedTuple):
    """The first line of an entry."""

    title: tuple[Text, ...]
    """Its parts in bold type."""
    rest: tuple[Text, ...]
    """The parts behind them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of a section."""

    kind: Kind
    line: int | None = None
    """The line in its file."""
    title: Text = NO_TEXT
    """The position, the name of a project, the title of a publication, the label of a line."""
    organization: Text = NO_TEXT
    """A company, an institution, a journal, who gave an award."""
    degree: Text = NO_TEXT
    area: Text = NO_TEXT
    """What was studied."""
    score: Text = NO_TEXT
    """The grade."""
    category: Text = NO_TEXT
    """What a project is: ``talk``, ``conference``."""
    roles: tuple[Text, ...] = ()
    """What somebody was in a project."""
    authors: tuple[Text, ...] = ()
    doi: str = ""
    """Without ``https://doi.org/`` before it."""
    period: Period = field(default_factory=Period)
    location: Text = NO_TEXT
    level: Text = NO_TEXT
    """How well a skill is mastered."""
    keywords: tuple[Text, ...] = ()
    summary: Blocks = ()
    """Of a text or a line, all of it."""
    highlights: tuple[Blocks, ...] = ()

    @property
    def heading(self) -> Heading:
        """Return the first line of an entry that has one."""
        match self.kind:
            case Kind.EDUCATION:
                return _heading((self.degree, self.area), (self.organization,))
            case Kind.PUBLICATION:
                return _heading((self.title,), ())
            case _:
                return _heading((self.title,), (self.category, *self.roles, self.organization))

    @property
    def is_item(self) -> bool:
        """Return whether it is an item of a list, and nothing else."""
        return self.kind in (Kind.BULLET, Kind.NUMBERED, Kind.REVERSED_NUMBERED)

    @property
    def texts(self) -> Iterator[Text]:
        """Yield every text in it."""
        yield from (self.title, self.organization, self.degree, self.area, self.score, self.location)
        yield from (self.level, self.category, *self.roles, *self.authors, *self.keywords)
        yield from block_texts(self.summary)
        for highlight in self.highlights:
            yield from block_texts(highlight)


def _heading(title: Iterable[Text], rest: Iterable[Text]) -> Heading:
    title, rest = tuple(filter(None, title)), tuple(filter(None, rest))
    return Heading(title, rest) if title else Heading(rest, ())


class Source(NamedTuple):
    """A line that names works, as in a listing."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class WorksRequest:
    """What a section takes from pages and BibTeX files: a listing."""

    sources: tuple[Source, ...]
    options: tuple[tuple[str, str], ...]
    """Those of the directive ``listing``, by name."""
    line: int


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a CV."""

    key: str
    """Its title as it is written; a name such as ``selected_honors`` stands for words."""
    line: int
    entries: tuple[Entry, ...] = ()
    works: WorksRequest | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """Somebody's page on a network, or any other link with a label."""

    network: str
    """What readers call the network; empty for another link."""
    username: str
    """Of another link, its label."""
    url: str
    """Empty for a text that leads nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where somebody lives."""

    city: str = ""
    region: str = ""
    country: str = ""
    """The code of ISO 3166, or the name."""
    address: str = ""
    """The postal address; private."""
    postal_code: str = ""
    """Private as well."""

    @property
    def in_words(self) -> str:
        """Return the part that is not private."""
        return ", ".join(filter(None, (self.city, self.region, self.country)))

    @property
    def postal(self) -> str:
        """Return the private part."""
        return ", ".join(filter(None, (*self.address.splitlines(), self.postal_code)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cv:
    """A CV as its file has it."""

    name: str = ""
    headline: str = ""
    place: Place = field(default_factory=Place)
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    """Private."""
    websites: tuple[str, ...] = ()
    profiles: tuple[Profile, ...] = ()
    sections: tuple[Section, ...] = ()
    links: tuple[tuple[str, int], ...] = field(default=(), compare=False)
    """Where the links in it lead, and their lines in its file."""

    def without_private(self, published: frozenset[str]) -> Cv:
        """Return the CV without what is private and not among *published*: ``phone``, ``address``."""
        place = self.place if "address" in published else replace(self.place, address="", postal_code="")
        return replace(self, place=place, phones=self.phones if "phone" in published else ())


def block_texts(blocks: Blocks) -> Iterator[Text]:
    """Yield the texts of paragraphs and lists."""
    for block in blocks:
        if isinstance(block, Text):
            yield block
        else:
            for item in block.items:
                yield from block_texts(item)


def has_number(place: str) -> bool:
    """Return whether a place has a number in it, as streets and postal codes have, and towns have not."""
    return any(map(str.isdigit, place))


def linked(text: Text, url: str) -> Text:
    """Return *text* as a link, unless there is one in it."""
    if not url or any(segment.url for segment in text.segments):
        return text
    return Text(tuple(replace(segment, url=url) for segment in text.segments))


def first_url(*texts: Text) -> str:
    """Return where the first link in *texts* leads; empty if there is none."""
    return next((segment.url for text in texts for segment in text.segments if segment.url), "")
