"""What structured data tells of a work on its own page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sphinx_homepage.core.dates import Date
from sphinx_homepage.head.structured_data import PageSummary
from sphinx_homepage.works.model import Person, Publication, PublicationKind, Work, WorkType
from sphinx_homepage.works.structured_data import other_person, work_node
from sphinx_homepage.works.text import Segment, Text

URL = "https://a.example.org/p.html"
PAGE = PageSummary(
    url=URL,
    title="T",
    description="D",
    language="en",
    published="2024-01-01",
    modified="2025-01-01",
    image="I",
)
COMMON = {"url": URL, "mainEntityOfPage": URL, "description": "D", "image": "I"}
ADA = {"@type": "Person", "@id": "https://a.example.org/#me", "name": "Ada Lovelace"}
PAPER = Publication(kind=PublicationKind.ARTICLE, title=Text((Segment("On looms"),)))
WORK = Work(
    type=WorkType.PUBLICATION,
    title="On looms",
    venue="V",
    date=Date(2024, 5),
    tags=("a", "b"),
    publication=PAPER,
)


def node(work: Work, **arguments: Any) -> dict[str, Any]:
    found = work_node(work, PAGE, [ADA], **arguments)
    assert found is not None
    return found


def test_an_article() -> None:
    paper = replace(
        PAPER, volume="3", issue="2", pages="12–34", doi="10.1000/a<b>", arxiv="2001.00001", issn="1234-5678",
        abstract=Text((Segment("About looms."),)),
    )  # fmt: skip
    assert node(replace(WORK, award="Prize", publication=paper), pdf="https://a.example.org/p.pdf") == {
        **COMMON,
        "@type": "ScholarlyArticle",
        "headline": "On looms",
        "abstract": "About looms.",
        "inLanguage": "en",
        "datePublished": "2024-05",
        "author": [ADA],
        "keywords": ["a", "b"],
        "award": "Prize",
        "pageStart": "12",
        "pageEnd": "34",
        "isPartOf": {
            "@type": "PublicationIssue",
            "issueNumber": "2",
            "isPartOf": {
                "@type": "PublicationVolume",
                "volumeNumber": "3",
                "isPartOf": {"@type": "Periodical", "name": "V", "issn": "1234-5678"},
            },
        },
        "sameAs": ["https://doi.org/10.1000/a%3Cb%3E", "https://arxiv.org/abs/2001.00001"],
        "encoding": {
            "@type": "MediaObject",
            "contentUrl": "https://a.example.org/p.pdf",
            "encodingFormat": "application/pdf",
        },
    }


V = {"@type": "Organization", "name": "V"}
P = {"@type": "Organization", "name": "P"}
SERIES = {"@type": "BookSeries", "name": "S"}
EDITOR = {"@type": "Person", "name": "Charles Babbage", "givenName": "Charles", "familyName": "Babbage"}
BOOK = {"publisher": P, "isbn": "1", "bookEdition": "2nd", "editor": [EDITOR], "isPartOf": SERIES}


@pytest.mark.parametrize(
    ("kind", "kind_of_thing", "expected"),
    [
        (
            "article",
            "ScholarlyArticle",
            {"pagination": "7", "isPartOf": {"@type": "Periodical", "name": "V"}},
        ),
        (
            "conference",
            "ScholarlyArticle",
            {"pagination": "7", "isPartOf": {"@type": "Book", "name": "V", **BOOK}},
        ),
        ("chapter", "Chapter", {"pagination": "7", "isPartOf": {"@type": "Book", "name": "V", **BOOK}}),
        ("book", "Book", BOOK),
        ("proceedings", "Book", BOOK),
        ("thesis", "Thesis", {"pagination": "7", "publisher": V}),
        ("report", "ScholarlyArticle", {"pagination": "7", "publisher": V}),
        ("preprint", "ScholarlyArticle", {"pagination": "7", "publisher": V}),
        ("software", "SoftwareSourceCode", {"pagination": "7", "publisher": V}),
        ("dataset", "Dataset", {"pagination": "7", "publisher": V}),
        ("other", "ScholarlyArticle", {"pagination": "7", "publisher": V}),
    ],
)
def test_where_it_came_out(kind: str, kind_of_thing: str, expected: dict[str, Any]) -> None:
    paper = replace(
        PAPER, kind=PublicationKind(kind), pages="7", publisher="P", isbn="1", edition="2nd", series="S",
        editors=(Person("Charles Babbage", "Charles", family="Babbage"),),
    )  # fmt: skip
    found = node(replace(WORK, publication=paper))
    assert found.pop("@type") == kind_of_thing
    assert found.pop("headline" if kind_of_thing == "ScholarlyArticle" else "name") == "On looms"
    for name in (*COMMON, "inLanguage", "datePublished", "author", "keywords"):
        del found[name]
    assert found == expected


def test_a_page_knows_less() -> None:
    """A publication from front matter alone."""
    found = node(replace(WORK, publication=None, date=None, venue="", tags=()))
    assert found == {
        **COMMON, "@type": "ScholarlyArticle", "headline": "On looms", "inLanguage": "en", "author": [ADA],
    }  # fmt: skip
    assert node(replace(WORK, publication=None))["isPartOf"] == {"@type": "Periodical", "name": "V"}
    assert node(replace(WORK, publication=None, categories=("books",)))["@type"] == "Book"


@pytest.mark.parametrize(
    ("venue", "location", "expected"),
    [
        ("V", "Oslo", {"@type": "Place", "name": "V", "address": "Oslo"}),
        ("V", "", {"@type": "Place", "name": "V"}),
        ("", "Oslo", {"@type": "Place", "name": "Oslo"}),
        ("", "", None),
    ],
)
def test_a_talk(venue: str, location: str, expected: dict[str, Any] | None) -> None:
    talk = Work(type=WorkType.TALK, title="Talk", date=Date(2024, 5, 2), venue=venue, location=location)
    place = {"location": expected} if expected else {}
    assert node(talk) == {
        **COMMON, **place, "@type": "Event", "name": "Talk", "startDate": "2024-05-02", "performer": [ADA],
    }  # fmt: skip


def test_a_course() -> None:
    course = Work(type=WorkType.COURSE, title="Course", date=Date(2024), venue="V", location="Oslo")
    assert node(course) == {
        **COMMON,
        "@type": "Course",
        "name": "Course",
        "inLanguage": "en",
        "provider": V,
        "hasCourseInstance": {
            "@type": "CourseInstance",
            "startDate": "2024",
            "location": {"@type": "Place", "name": "Oslo"},
            "instructor": [ADA],
        },
    }
    assert "hasCourseInstance" not in work_node(replace(course, date=None, location=""), PAGE, [])  # type: ignore[operator]


def test_a_post() -> None:
    assert node(Work(type=WorkType.POST, title="Post", tags=("a",))) == {
        **COMMON,
        "@type": "BlogPosting",
        "headline": "Post",
        "inLanguage": "en",
        "datePublished": "2024-01-01",
        "dateModified": "2025-01-01",
        "author": [ADA],
        "keywords": ["a"],
    }


@pytest.mark.parametrize("kind", [WorkType.PROJECT, WorkType.PAGE])
def test_others_are_articles(kind: WorkType) -> None:
    assert work_node(replace(WORK, type=kind), PAGE, [ADA]) is None


def test_people() -> None:
    assert other_person(Person("G. van Rossum", "G.", "van", "Rossum")) == {
        "@type": "Person", "name": "G. van Rossum", "givenName": "G.", "familyName": "van Rossum",
    }  # fmt: skip
    assert other_person(Person("ATLAS")) == {"@type": "Person", "name": "ATLAS"}
