"""A work: a publication, talk, course, post or project, whatever it was read from.  Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..core.dates import Date


class WorkType(StrEnum):
    """What a work is, which decides how it is shown."""

    PUBLICATION = "publication"
    TALK = "talk"
    COURSE = "course"
    POST = "post"
    PROJECT = "project"
    PAGE = "page"
    """Any other page."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose work it is."""

    name: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link that belongs to a work: its paper, its slides."""

    label: str
    """In the language of the site."""
    url: str
    """On another site, or on this one as its author wrote it (``/files/paper.pdf``)."""
    line: int | None = None
    """The line in the file that it comes from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A work of the owner of the site.  Text is plain, but for the citation."""

    type: WorkType
    title: str
    docname: str
    """The page that is about it."""
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
    citation: str = ""
    """How to cite it, in Markdown with HTML."""
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    summary: str = ""
    image: str = ""
    """The path of an image in the built site."""

    @property
    def year(self) -> str:
        """Return the year to show, or what is shown instead of a date."""
        return self.date_text or (f"{self.date.year:04d}" if self.date else "")
