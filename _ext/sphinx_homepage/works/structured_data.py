"""What structured data tells of a work on its own page, in the terms of https://schema.org.  Pure.

Events and courses have the properties that Google documents for them
(https://developers.google.com/search/docs/appearance/structured-data).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.identifiers import doi_url
from ..head.structured_data import article, filled
from .model import PublicationKind, WorkType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..head.structured_data import Node, PageSummary
    from .model import Person, Publication, Work

# Publications of other kinds are a ScholarlyArticle.
_TYPES = {
    PublicationKind.BOOK: "Book",
    PublicationKind.PROCEEDINGS: "Book",
    PublicationKind.CHAPTER: "Chapter",
    PublicationKind.THESIS: "Thesis",
    PublicationKind.SOFTWARE: "SoftwareSourceCode",
    PublicationKind.DATASET: "Dataset",
}
_PAGES = re.compile(r"([^\s–,;]+)–([^\s–,;]+)")


def work_node(work: Work, page: PageSummary, people: Sequence[Node], *, pdf: str = "") -> Node | None:
    """Return the node of the work that a page is about, or ``None`` if structured data has none for it.

    :param people: whose work it is, each a ``Person``.
    :param pdf: the absolute URL of the paper.
    """
    match work.type:
        case WorkType.PUBLICATION:
            return _publication(work, page, people, pdf)
        case WorkType.TALK:
            return _event(work, page, people)
        case WorkType.COURSE:
            return _course(work, page, people)
        case WorkType.POST:
            return _post(work, page, people)
    return None


def other_person(person: Person) -> Node:
    """Return the ``Person``, or the ``Organization``, that has no author record."""
    return filled(
        {
            "@type": "Organization" if person.is_group else "Person",
            "name": person.name,
            "givenName": person.given,
            "familyName": f"{person.particle} {person.family}".strip(),
        }
    )


def _publication(work: Work, page: PageSummary, people: Sequence[Node], pdf: str) -> Node:
    found = work.publication
    abroad = [doi_url(work.doi)] if work.doi else []
    if work.arxiv:
        abroad.append(f"https://arxiv.org/abs/{work.arxiv}")
    kind = _TYPES.get(work.publication_kind, "ScholarlyArticle")
    return filled(
        {
            "@type": kind,
            "headline" if kind == "ScholarlyArticle" else "name": work.title,
            "description": page.description,
            "abstract": found.abstract.plain if found else "",
            "url": page.url,
            "mainEntityOfPage": page.url,
            "inLanguage": page.language,
            "datePublished": str(work.date or ""),
            "image": page.image,
            "author": list(people),
            "keywords": list(work.tags),
            "award": work.award,
            **_places(work),
            "sameAs": abroad,
            "encoding": {"@type": "MediaObject", "contentUrl": pdf, "encodingFormat": "application/pdf"}
            if pdf
            else None,
        }
    )


def _places(work: Work) -> Node:
    """Return where a publication came out."""
    found, venue = work.publication, work.venue
    pages = _pages(found)
    match work.publication_kind:
        case PublicationKind.ARTICLE:
            return {**pages, "isPartOf": _issue(work) if venue else None}
        case PublicationKind.CONFERENCE_PAPER | PublicationKind.CHAPTER:
            volume = {
                "@type": "Book",
                "name": venue,
                **_book(found),
                "editor": [other_person(person) for person in found.editors] if found else [],
            }
            return {**pages, "isPartOf": filled(volume) if venue else None}
        case PublicationKind.BOOK | PublicationKind.PROCEEDINGS:
            editors = [other_person(person) for person in found.editors] if found else []
            return {**_book(found), "editor": editors}
        case PublicationKind.REPORT:
            return {**pages, "publisher": _organization(venue)}
    return {**pages, "publisher": _organization(venue or (found.publisher if found else ""))}


def _issue(work: Work) -> Node:
    """Return the journal of an article, around it the volume and the issue."""
    found = work.publication
    part: Node = filled({"@type": "Periodical", "name": work.venue, "issn": found.issn if found else ""})
    if found and found.volume:
        part = {"@type": "PublicationVolume", "volumeNumber": found.volume, "isPartOf": part}
    if found and found.issue:
        part = {"@type": "PublicationIssue", "issueNumber": found.issue, "isPartOf": part}
    return part


def _book(found: Publication | None) -> Node:
    if found is None:
        return {}
    return {
        "isbn": found.isbn,
        "bookEdition": found.edition,
        "publisher": _organization(found.publisher),
        "isPartOf": {"@type": "BookSeries", "name": found.series} if found.series else None,
    }


def _pages(found: Publication | None) -> Node:
    if found is None or not found.pages:
        return {}
    ends = _PAGES.fullmatch(found.pages)
    return {"pageStart": ends[1], "pageEnd": ends[2]} if ends else {"pagination": found.pages}


def _event(work: Work, page: PageSummary, people: Sequence[Node]) -> Node:
    return filled(
        {
            "@type": "Event",
            "name": work.title,
            "description": page.description,
            "url": page.url,
            "mainEntityOfPage": page.url,
            "image": page.image,
            "startDate": str(work.date or ""),
            "location": _place(work.venue, work.location),
            "performer": list(people),
            "keywords": list(work.tags),
        }
    )


def _course(work: Work, page: PageSummary, people: Sequence[Node]) -> Node:
    instance = filled(
        {
            "startDate": str(work.date or ""),
            "location": _place("", work.location),
            "instructor": list(people),
        }
    )
    return filled(
        {
            "@type": "Course",
            "name": work.title,
            "description": page.description,
            "url": page.url,
            "mainEntityOfPage": page.url,
            "inLanguage": page.language,
            "image": page.image,
            "provider": _organization(work.venue),
            "keywords": list(work.tags),
            "hasCourseInstance": {"@type": "CourseInstance", **instance} if instance else None,
        }
    )


def _post(work: Work, page: PageSummary, people: Sequence[Node]) -> Node:
    own = {"@type": "BlogPosting", "headline": work.title, "keywords": list(work.tags)}
    return filled({**article(page, people), **own})


def _place(venue: str, location: str) -> Node | None:
    if not venue and not location:
        return None
    return filled({"@type": "Place", "name": venue or location, "address": location if venue else ""})


def _organization(name: str) -> Node | None:
    return {"@type": "Organization", "name": name} if name else None
