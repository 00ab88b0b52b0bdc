"""The tags by which Google Scholar and Zotero read a publication."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sphinx_homepage.core.dates import Date
from sphinx_homepage.works.highwire import citation_tags
from sphinx_homepage.works.model import Link, Person, Publication, PublicationKind, Work, WorkType
from sphinx_homepage.works.people import person_of
from sphinx_homepage.works.text import Segment, Style, Text

ADA = Person("Ada Lovelace", "Ada", family="Lovelace")
PAPER = Publication(kind=PublicationKind.ARTICLE, title=Text((Segment("On looms"),)))
WORK = Work(type=WorkType.PUBLICATION, title="On looms", venue="V", publication=PAPER)


def tags(work: Work, *authors: Person, **urls: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, content in citation_tags(work, authors, **urls):
        found.setdefault(name.removeprefix("citation_"), []).append(content)
    return found


def test_everything() -> None:
    paper = replace(
        PAPER,
        volume="3", issue="2", pages="12–34", doi="10.1000/182", arxiv="2001.00001", issn="1234-5678, 8765-4321",
        publisher="P", series="S", abstract=Text((Segment("About  "), Segment(r"\alpha", Style.MATH))),
    )  # fmt: skip
    work = replace(
        WORK, title="On\n looms", date=Date(2024, 5, 2), tags=("looms", "engines"), publication=paper
    )
    assert tags(work, ADA, url="https://a/p.html", pdf="https://a/p.pdf", language="en-GB") == {
        "title": ["On looms"],
        "author": ["Lovelace, Ada"],
        "publication_date": ["2024/05/02"],
        "journal_title": ["V"],
        "publisher": ["P"],
        "series_title": ["S"],
        "volume": ["3"],
        "issue": ["2"],
        "firstpage": ["12"],
        "lastpage": ["34"],
        "issn": ["1234-5678", "8765-4321"],
        "arxiv_id": ["2001.00001"],
        "abstract": ["About α"],
        "doi": ["10.1000/182"],
        "pdf_url": ["https://a/p.pdf"],
        "abstract_html_url": ["https://a/p.html"],
        "language": ["en-GB"],
        "keywords": ["looms", "engines"],
    }
    assert tags(replace(WORK, venue="", publication=None)) == {"title": ["On looms"]}


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (PublicationKind.ARTICLE, "journal_title"),
        (PublicationKind.CONFERENCE_PAPER, "conference_title"),
        (PublicationKind.CHAPTER, "book_title"),
        (PublicationKind.THESIS, "dissertation_institution"),
        (PublicationKind.REPORT, "technical_report_institution"),
        (PublicationKind.PREPRINT, "publisher"),
        (PublicationKind.BOOK, "publisher"),
        (PublicationKind.OTHER, "publisher"),
    ],
)
def test_what_it_is_in(kind: PublicationKind, name: str) -> None:
    # A thesis has its university as its publisher too.
    found = tags(replace(WORK, publication=replace(PAPER, kind=kind, publisher="V", number="TR-1")))
    assert found.pop("title") == ["On looms"]
    number = found.pop("technical_report_number", [])
    assert number == (["TR-1"] if kind is PublicationKind.REPORT else [])
    assert found.pop(name) == ["V"]
    assert found in ({}, {"publisher": ["V"]})
    assert not found or kind not in (PublicationKind.THESIS, PublicationKind.REPORT)


@pytest.mark.parametrize(
    ("category", "name"),
    [
        ("manuscripts", "journal_title"),
        ("Conferences", "conference_title"),
        ("thesis", "dissertation_institution"),
        ("theses", "dissertation_institution"),
        ("report", "technical_report_institution"),
        ("books", "publisher"),
        ("", "journal_title"),
    ],
)
def test_categories_of_pages(category: str, name: str) -> None:
    assert tags(replace(WORK, publication=None, categories=(category,))).keys() == {"title", name}


@pytest.mark.parametrize(
    ("date", "shown"),
    [(Date(2024, 5, 2), "2024/05/02"), (Date(2024, 5), "2024"), (Date(2024), "2024"), (Date(843), "0843")],
)
def test_dates(date: Date, shown: str) -> None:
    """Google Scholar knows a whole date, or a year alone."""
    assert tags(replace(WORK, date=date))["publication_date"] == [shown]


@pytest.mark.parametrize(
    ("person", "shown"),
    [
        (ADA, "Lovelace, Ada"),
        (Person("Ada Lovelace"), "Ada Lovelace"),
        (Person("ATLAS Collaboration"), "ATLAS Collaboration"),
        (Person("Guido van Rossum", "Guido", "van", "Rossum"), "van Rossum, Guido"),
        # Otherwise Zotero takes it for two people.
        (Person("Guido J. van Rossum", "Guido J.", "van", "Rossum"), "Guido J. van Rossum"),
        (Person("Martin King Jr.", "Martin", family="King", suffix="Jr."), "King, Martin Jr."),
        (Person("Aristotle", family="Aristotle"), "Aristotle"),
        (person_of("Lovelace, Ada"), "Lovelace, Ada"),
    ],
)
def test_names(person: Person, shown: str) -> None:
    assert tags(WORK, person)["author"] == [shown]


@pytest.mark.parametrize(
    ("pages", "first", "last"),
    [
        ("12–34", "12", "34"),
        ("e1234", "e1234", ""),
        ("1:1–1:20", "1:1", "1:20"),
        ("12–34, 40–50", "12", "34"),
        ("7, 9", "7", ""),
        ("", "", ""),
    ],
)
def test_pages(pages: str, first: str, last: str) -> None:
    found = tags(replace(WORK, publication=replace(PAPER, pages=pages)))
    assert (found.get("firstpage", [""]), found.get("lastpage", [""])) == ([first], [last])


def test_a_doi_among_the_links() -> None:
    links = (
        Link("Paper", "https://doi.org/10.1000/a%3Cb%3E"),
        Link("Slides", "https://doi.org.example.org/10.1/x"),
    )
    assert tags(replace(WORK, publication=None, links=links))["doi"] == ["10.1000/a<b>"]
    assert "doi" not in tags(replace(WORK, publication=None, links=links[1:]))
