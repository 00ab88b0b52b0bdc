"""The work that a page is about, from its front matter and its directory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.dates import Date, parse_date
from ..core.messages import _
from ..pages.publishing import collection
from .model import Link, Person, Work, WorkType

if TYPE_CHECKING:
    from ..pages.records import PageRecord

_TYPES = {
    "publications": WorkType.PUBLICATION,
    "talks": WorkType.TALK,
    "teaching": WorkType.COURSE,
    "portfolio": WorkType.PROJECT,
    "projects": WorkType.PROJECT,
    "posts": WorkType.POST,
}


def work_of_page(docname: str, title: str, record: PageRecord) -> Work:
    """Return the work that a page is about.

    :param title: the title of the page.
    """
    matter = record.front_matter
    found = _TYPES.get(collection(docname, matter), WorkType.PAGE)
    date = matter.date or parse_date(matter.year)
    if date and (date.month, date.day) == (1, 1) and found in (WorkType.PUBLICATION, WorkType.COURSE):
        # Jekyll takes whole days only, so this is how a paper or a course of a year is dated.
        date = Date(date.year)
    return Work(
        type=found,
        title=title,
        docname=docname,
        kind=matter.kind or matter.type[:1].upper() + matter.type[1:],
        date=date,
        date_text=matter.year,
        modified=matter.modified,
        authors=tuple(map(Person, matter.author_names)),
        venue=matter.venue,
        location=matter.location,
        links=tuple(Link(_label(key), address.text, address.line) for key, address in matter.links),
        citation=matter.citation,
        tags=matter.tags,
        categories=matter.categories,
        summary=matter.description,
        image=record.teaser,
    )


def _label(key: str) -> str:
    """Return the words for the link that *key* of front matter holds."""
    match key:
        case "paperurl":
            return _("Paper")
        case "slidesurl":
            return _("Slides")
        case "codeurl":
            return _("Code")
        case "bibtexurl":
            return _("BibTeX")
        case _other:
            return _("Link")
