"""The cv.json of academicpages becomes a file for the directive."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from sphinx_homepage.cv.academicpages import CvJsonError, cv_from_json
from sphinx_homepage.cv.rendercv import read_rendercv

CV_JSON: dict[str, Any] = {
    "basics": {
        "name": "Ada Lovelace", "email": "ada@example.org", "phone": "020 7946 0000", "website": "https://ada.example.org",
        "summary": "Of engines: and numbers.",
        "location": {"address": "12 Square", "postalCode": "", "city": "London", "countryCode": "GB", "region": ""},
        "profiles": [
            {"network": "GitHub", "username": "ada", "url": "https://github.com/ada"},
            {"network": "Google Scholar", "username": "", "url": "https://scholar.google.com/citations?user=PS_CX0AAAAAJ"},
            {"network": "Nothing", "username": "", "url": ""},
        ],
    },
    "work": [
        {"company": "Univ", "position": "Analyst", "website": "https://u.example.org", "startDate": "1842-10", "endDate": "", "summary": "S", "highlights": ["A", "B"]},
        {"company": "", "position": "", "startDate": ""},
    ],
    "education": [
        {"institution": "Home", "area": "Maths", "studyType": "PhD", "startDate": "1830", "endDate": "1835", "gpa": "3.9", "courses": ["Algebra"]},
        {"institution": "Club", "area": "Music", "studyType": "", "startDate": "", "endDate": "1829", "gpa": None, "courses": []},
    ],
    "skills": [{"name": "Engines", "level": "Master", "keywords": ["Cards", "Looms"]}, {"name": "Wit", "level": "", "keywords": []}],
    "languages": [{"language": "French", "fluency": "Fluent"}],
    "interests": [{"name": "Music", "keywords": ["Harp"]}],
    "references": [{"name": "Charles", "reference": "Enchantress of numbers."}],
    "publications": [{"name": "Notes", "publisher": "Memoirs", "releaseDate": "1843-08-01", "website": "https://n.example.org", "summary": "On it."}],
    "presentations": [{"name": "Cards", "event": "Meeting", "date": "1841", "location": "Turin", "description": "D"}],
    "teaching": [{"course": "Looms", "institution": "Univ", "date": "1840", "role": "Lecturer", "description": "T"}],
    "portfolio": [{"name": "Flyology", "category": "portfolio", "date": "1828", "url": "/portfolio/flyology/", "description": "Wings<br/><img src='/images/wing.png'>"}],
    "cats": [{"name": "Puff"}],
}  # fmt: skip


def test_a_day_that_nobody_knows_is_none() -> None:
    """Programs write the first one."""
    work = [{"position": "Analyst", "startDate": "1842-10-01", "endDate": "1843-01-01"}]
    papers = [{"name": "Notes", "releaseDate": "1843-01-01"}, {"name": "More", "releaseDate": "1843-08-01"}]
    talks = [{"name": "Cards", "date": "1841-01-01"}]
    text, _left_out = cv_from_json({"work": work, "publications": papers, "presentations": talks})
    found = yaml.safe_load(text)["cv"]["sections"]
    assert (found["experience"][0]["start_date"], found["experience"][0]["end_date"]) == (
        "1842-10",
        "1843-01",
    )
    assert [entry["date"] for entry in found["publications"] + found["talks"]] == [
        "1843",
        "1843-08-01",
        "1841",
    ]


def test_everything_is_carried() -> None:
    text, left_out = cv_from_json(CV_JSON)
    assert left_out == [
        "work: entry 2 has nothing that can be shown",
        "cats: a CV has no such section",
        "basics: the profile of Nothing has neither a username nor a URL",
    ]
    cv, problems = read_rendercv(text)
    assert not problems
    assert (cv.name, cv.place.in_words, cv.place.address) == ("Ada Lovelace", "London, GB", "12 Square")
    assert (cv.phones, cv.websites) == (("020 7946 0000",), ("https://ada.example.org",))
    assert [profile.url for profile in cv.profiles] == [
        "https://github.com/ada",
        "https://scholar.google.com/citations?user=PS_CX0AAAAAJ",
    ]
    sections = {section.key: section.entries for section in cv.sections}
    assert list(sections) == [
        "summary", "experience", "education", "skills", "languages", "interests", "references", "publications", "talks",
        "teaching", "projects",
    ]  # fmt: skip
    shown = " ".join(text.plain for entries in sections.values() for entry in entries for text in entry.texts)
    for part in (
        "Of engines: and numbers.", "Univ", "Analyst", "S", "A", "B", "Home", "Maths", "PhD", "GPA: 3.9", "Algebra", "Club",
        "Engines", "Master · Cards, Looms", "Wit", "French", "Fluent", "Harp", "Enchantress", "Notes", "Memoirs", "On it.",
        "Cards", "Meeting", "Turin", "D", "Looms", "Lecturer, Univ", "T", "Flyology", "Wings",
    ):  # fmt: skip
        assert part in shown
    (work,) = sections["experience"]
    assert work.period.is_ongoing and work.organization.segments[0].url == "https://u.example.org"
    assert str(sections["education"][1].period.end) == "1829"
    assert "<" not in shown
    assert sections["projects"][0].title.segments[0].url == "/portfolio/flyology/"


@pytest.mark.parametrize("data", [None, [], 1, "x"])
def test_no_cv_json(data: object) -> None:
    with pytest.raises(CvJsonError, match="this is no JSON Resume"):
        cv_from_json(data)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"basics": None, "work": None, "skills": {}, "education": ["x", None, 7]},
        {
            "basics": {"location": "London", "profiles": "x", "name": ["A", 1]},
            "work": [{"position": {"a": 1}}],
        },
    ],
)
def test_odd_files(data: dict[str, Any]) -> None:
    text, _left_out = cv_from_json(data)
    assert set(yaml.safe_load(text)) == {"cv"}
    assert not read_rendercv(text)[1]
