"""The tags by which Google Scholar and reference managers read a publication from its page.  Pure.

They are Highwire Press tags, by the rules of Google Scholar's inclusion guidelines
(https://scholar.google.com/intl/en/scholar/inclusion.html#indexing), and with the names that Zotero's
translator "Embedded Metadata" knows (https://www.zotero.org/support/dev/exposing_metadata).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .model import PublicationKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..core.dates import Date
    from .model import Person, Work

# The tag for what a publication of each kind is published in, or by.
_VENUES = {
    PublicationKind.ARTICLE: "citation_journal_title",
    PublicationKind.CONFERENCE_PAPER: "citation_conference_title",
    PublicationKind.CHAPTER: "citation_book_title",
    PublicationKind.THESIS: "citation_dissertation_institution",
    PublicationKind.REPORT: "citation_technical_report_institution",
}
_PAGES = re.compile(r"([^\s–,;]+)(?:–([^\s–,;]+))?")
_SEPARATORS = re.compile(r"(?:(?<!\s)\s+)?[,;]\s*")


def citation_tags(
    work: Work, authors: Sequence[Person], *, url: str = "", pdf: str = "", language: str = ""
) -> list[tuple[str, str]]:
    """Return the names and contents of the tags of a publication.

    :param url: the absolute URL of its page.
    :param pdf: the absolute URL of the paper.
    :param language: as a tag of BCP 47.
    """
    tags = [
        ("citation_title", work.title),
        *(("citation_author", _author(person)) for person in authors),
        ("citation_publication_date", _date(work.date)),
        (_VENUES.get(work.publication_kind, "citation_publisher"), work.venue),
        *_details(work),
        ("citation_doi", work.doi),
        ("citation_arxiv_id", work.arxiv),
        ("citation_pdf_url", pdf),
        ("citation_abstract_html_url", url),
        ("citation_language", language),
        *(("citation_keywords", tag) for tag in work.tags),
    ]
    return [(name, " ".join(content.split())) for name, content in tags if content]


def _details(work: Work) -> Iterator[tuple[str, str]]:
    """Yield what only a bibliography tells."""
    found = work.publication
    if found is None:
        return
    kind = found.kind
    pages = _PAGES.match(found.pages)
    # A thesis and a report have the name of their institution in a tag of its own.
    if kind not in (PublicationKind.THESIS, PublicationKind.REPORT) and found.publisher != work.venue:
        yield "citation_publisher", found.publisher
    yield "citation_series_title", found.series
    yield "citation_volume", found.volume
    yield "citation_issue", found.issue
    if kind is PublicationKind.REPORT:
        yield "citation_technical_report_number", found.number
    if pages:
        yield "citation_firstpage", pages[1]
        yield "citation_lastpage", pages[2] or ""
    for name, numbers in (("citation_issn", found.issn), ("citation_isbn", found.isbn)):
        for number in _SEPARATORS.split(numbers):
            yield name, number
    yield "citation_abstract", found.abstract.plain


def _author(person: Person) -> str:
    """Return a name with the family name first, as both readers know it.

    Zotero takes ``van Rossum, Guido J.``, with a space on either side of the comma, for two people.
    """
    family = f"{person.particle} {person.family}".strip()
    given = f"{person.given} {person.suffix}".strip()
    if not person.family or not given or (" " in family and " " in given):
        return person.name
    return f"{family}, {given}"


def _date(date: Date | None) -> str:
    """Return a date as Google Scholar has it: a whole one, or the year alone."""
    if date is None:
        return ""
    return str(date).replace("-", "/") if date.day else f"{date.year:04d}"
