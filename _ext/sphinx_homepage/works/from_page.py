"""The work that a page is about, from its front matter and its directory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..core.dates import Date, parse_date
from ..pages.publishing import collection
from .link_labels import link_label
from .model import Link, Relation, Work, WorkType
from .people import author_of
from .text import Segment, Text

if TYPE_CHECKING:
    from ..pages.front_matter import Address
    from ..pages.records import PageRecord

_TYPES = {
    "publications": WorkType.PUBLICATION,
    "talks": WorkType.TALK,
    "teaching": WorkType.COURSE,
    "portfolio": WorkType.PROJECT,
    "projects": WorkType.PROJECT,
    "posts": WorkType.POST,
}


# What may be the paper itself.
_PAPERS = ("paperurl", "pdf")


def work_of_page(docname: str, title: str, record: PageRecord) -> Work:
    """Return the work that a page is about, as far as the page tells.

    :param title: the title of the page.
    """
    record = record.written
    matter = record.front_matter
    found = _TYPES.get(collection(docname, matter), WorkType.PAGE)
    date = matter.date or parse_date(matter.year)
    is_of_a_year = found in (WorkType.PUBLICATION, WorkType.COURSE) or (
        found is WorkType.PAGE and bool(matter.venue)
    )
    if date and (date.month, date.day) == (1, 1) and is_of_a_year:
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
        authors=tuple(map(author_of, matter.author_names)),
        venue=matter.venue,
        location=matter.location,
        links=tuple(
            Link(str(link_label(key)), address.text, address.line, docname) for key, address in matter.links
        ),
        pdf=next((address.text for key, address in matter.links if key in _PAPERS and _is_pdf(address)), ""),
        citation=matter.citation,
        tags=matter.tags,
        categories=matter.categories,
        related=tuple(Relation(name.text, name.line, docname) for name in matter.related),
        summary=matter.description,
        summary_links=tuple(
            Link(words, address.text, address.line, docname) for words, address in matter.description_links
        ),
        image=record.teaser,
        badge=matter.badge,
        award=matter.award,
        selected=matter.is_selected,
        words=matter.words,
    )


def work_of_entry_and_page(entry: Work, page: Work) -> Work:
    """Return the work of an entry that has a page: what the page tells of it comes first.

    :param page: the work that the page tells of, with an empty title if it has the entry's.
    """
    publication = entry.publication
    if publication and page.title and page.title != entry.title:
        publication = replace(publication, title=Text((Segment(page.title),)))
    links = [
        link
        for link in entry.links
        if all(link.label != other.label and link.url != other.url for other in page.links)
    ]
    has_date = bool(page.date or page.date_text)
    return replace(
        entry,
        type=entry.type if page.type is WorkType.PAGE else page.type,
        title=page.title or entry.title,
        docname=page.docname,
        kind=page.kind or entry.kind,
        date=page.date if has_date else entry.date,
        date_text=page.date_text if has_date else entry.date_text,
        modified=page.modified,
        authors=page.authors or entry.authors,
        venue=page.venue or entry.venue,
        location=page.location or entry.location,
        links=(*page.links, *links),
        pdf=page.pdf or entry.pdf,
        citation=page.citation,
        tags=page.tags or entry.tags,
        categories=page.categories or entry.categories,
        related=(*page.related, *entry.related),
        summary=page.summary or entry.summary,
        summary_links=page.summary_links,
        image=page.image or entry.image,
        badge=page.badge or entry.badge,
        award=page.award or entry.award,
        selected=page.selected or entry.selected,
        publication=publication,
        words={**entry.words, **page.words},
    )


def _is_pdf(address: Address) -> bool:
    return address.text.partition("?")[0].partition("#")[0].lower().endswith(".pdf")
