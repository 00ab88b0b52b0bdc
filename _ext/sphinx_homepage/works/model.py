"""A work: a publication, talk, course, post or project, whatever it was read from.  Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ..core.identifiers import find_arxiv, find_doi
from .text import NO_TEXT, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..core.dates import Date


class WorkType(StrEnum):
    """What a work is, which decides how it is shown."""

    PUBLICATION = "publication"
    TALK = "talk"
    COURSE = "course"
    POST = "post"
    PROJECT = "project"
    NEWS = "news"
    """An item of a page of news."""
    PAGE = "page"
    """Any other page."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose work it is."""

    name: str
    """As it is shown: ``Ada Lovelace``."""
    given: str = ""
    """Empty, as all that follow, if the parts of the name are not known, or a group has it."""
    particle: str = ""
    """``van``, ``de la``."""
    family: str = ""
    suffix: str = ""
    """``Jr.``"""
    mark: str = ""
    """The signs behind the name that stand for an equal contribution or the like: ``*``."""
    is_group: bool = False
    """Whether it is known to be no person: ``{The ATLAS Collaboration}``."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link that belongs to a work: its paper, its slides."""

    label: str
    """In the language of the site."""
    url: str
    """On another site, or on this one as its author wrote it (``/files/paper.pdf``)."""
    line: int | None = None
    """The line in the file that it comes from."""
    docname: str = ""
    """The page whose front matter that is; empty for a link of a BibTeX entry."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A work that another names as one that belongs to it."""

    name: str
    """The key of its entry, or the name of its page."""
    line: int | None = None
    """The line in the file that names it."""
    docname: str = ""
    """The page whose front matter that is; empty for a BibTeX entry."""


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a page that is a work of its own."""

    docname: str
    """The page."""
    number: int
    """Its place among such items of the page."""
    digest: str
    """A digest of what it says."""


class PublicationKind(StrEnum):
    """What a publication is, for groups and filters; ``Work.kind`` is that in the language of the site."""

    ARTICLE = "article"
    CONFERENCE_PAPER = "conference"
    CHAPTER = "chapter"
    BOOK = "book"
    PROCEEDINGS = "proceedings"
    THESIS = "thesis"
    REPORT = "report"
    PREPRINT = "preprint"
    SOFTWARE = "software"
    DATASET = "dataset"
    PATENT = "patent"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What a bibliography tells of a work beyond what all works have."""

    kind: PublicationKind
    title: Text
    """The title with its mathematics and emphasis; ``Work.title`` is the same as plain text."""
    editors: tuple[Person, ...] = ()
    others: bool = False
    """Whether there are more authors than are named."""
    collaboration: str = ""
    """The name of the group on whose behalf the authors write: ``ATLAS``."""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    """``12–34``, or the number of an article."""
    number: str = ""
    """Of a report, patent or thesis."""
    series: str = ""
    edition: str = ""
    publisher: str = ""
    """Of a thesis the university, of a report the institution."""
    isbn: str = ""
    issn: str = ""
    doi: str = ""
    """Without ``https://doi.org/`` before it."""
    arxiv: str = ""
    """The identifier in arXiv."""
    abstract: Text = NO_TEXT
    note: Text = NO_TEXT
    state: str = ""
    """How far it has got, in the language of the site: ``in press``."""
    award_details: Text = NO_TEXT
    annotation: Text = NO_TEXT
    """About its authors: ``* equal contribution``."""
    additional: str = ""
    """More about it, in Markdown."""
    is_parent: bool = False
    """Whether it is the volume of another work in the same file."""
    bibtex: str = ""
    """The entry for readers to copy; empty if it is not to be shown."""

    @property
    def formulas(self) -> tuple[str, ...]:
        """Return the mathematics in what is shown of it, as TeX."""
        texts = (self.title, self.abstract, self.note, self.award_details, self.annotation)
        return tuple(formula for text in texts for formula in text.formulas)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A work of the owner of the site.  Text is plain, but for the citation."""

    type: WorkType
    title: str
    docname: str = ""
    """The page that is about it; empty if there is none."""
    key: str = ""
    """The key of its entry in a BibTeX file."""
    file: str = ""
    """That file, from the source directory."""
    line: int | None = None
    """The line of that entry."""
    kind: str = ""
    """What it is in a word or two, where that is known better: ``Tutorial``, ``Book``."""
    date: Date | None = None
    date_text: str = ""
    """What is shown instead of the date: ``2019 to 2023``, ``forthcoming``."""
    modified: Date | None = None
    authors: tuple[Person, ...] = ()
    venue: str = ""
    """A journal, a conference, a university."""
    location: str = ""
    links: tuple[Link, ...] = ()
    pdf: str = ""
    """The URL of the paper itself, as one of the links has it."""
    citation: str = ""
    """How to cite it, in Markdown with HTML."""
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    related: tuple[Relation, ...] = ()
    """The works that it names as belonging to it; they need not name it."""
    summary: str = ""
    summary_links: tuple[Link, ...] = ()
    """The links on words of the summary, in its order."""
    image: str = ""
    """The path of an image in the built site, or its URL on another."""
    badge: str = ""
    """The abbreviation of its venue: ``NeurIPS``."""
    award: str = ""
    """What it was awarded, in a few words: ``Best Paper``."""
    selected: bool = False
    """Whether its owner wants it to be seen first."""
    publication: Publication | None = None
    """What is known of a work from a BibTeX file."""
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)
    """All keys of its front matter, or fields of its entry, and the texts of each."""
    item: Item | None = None
    """What the work is if it has neither a page nor an entry."""

    @property
    def identity(self) -> tuple[str, str]:
        """Return what tells it from all other works: a page and its entry are one."""
        if self.item:
            return self.item.docname, str(self.item.number)
        return self.docname, "" if self.docname else self.key

    @property
    def year(self) -> str:
        """Return the year to show, or what is shown instead of a date."""
        return self.date_text or (f"{self.date.year:04d}" if self.date else "")

    @property
    def doi(self) -> str:
        """Return its DOI, without ``https://doi.org/`` before it."""
        if self.publication:
            return self.publication.doi
        return next(filter(None, (find_doi(unquote(link.url)) for link in self.links)), "")

    @property
    def arxiv(self) -> str:
        """Return its identifier in arXiv."""
        if self.publication:
            return self.publication.arxiv
        urls = (link.url for link in self.links if "arxiv.org/" in link.url)
        return next(filter(None, map(find_arxiv, urls)), "")

    @property
    def publication_kind(self) -> PublicationKind:
        """Return what it is as a publication; a page tells by the categories that academicpages has."""
        if self.publication:
            return self.publication.kind
        found = (_KIND_OF_CATEGORY.get(category.lower()) for category in self.categories)
        return next(filter(None, found), PublicationKind.ARTICLE)


_KIND_OF_CATEGORY = {
    "books": PublicationKind.BOOK,
    "chapters": PublicationKind.CHAPTER,
    "conferences": PublicationKind.CONFERENCE_PAPER,
    "preprints": PublicationKind.PREPRINT,
    "proceedings": PublicationKind.CONFERENCE_PAPER,
    "reports": PublicationKind.REPORT,
    "theses": PublicationKind.THESIS,
}
# In the singular as well.
_KIND_OF_CATEGORY |= {
    ("thesis" if name == "theses" else name.removesuffix("s")): kind
    for name, kind in _KIND_OF_CATEGORY.items()
}
