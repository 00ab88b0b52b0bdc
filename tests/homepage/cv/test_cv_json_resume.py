"""JSON Resume: what is read, what is said about mistakes, and what is written from either format."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from sphinx_homepage.core.dates import Date
from sphinx_homepage.core.values import YamlError
from sphinx_homepage.cv.completion import added, completed
from sphinx_homepage.cv.json_resume import is_json_resume, read_json_resume
from sphinx_homepage.cv.model import Cv, Kind
from sphinx_homepage.cv.rendercv import read_rendercv
from sphinx_homepage.cv.resume import json_resume
from sphinx_homepage.profile.model import AuthorProfile, Link
from sphinx_homepage.works.model import Link as WorkLink
from sphinx_homepage.works.model import Person, Work, WorkType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DATE = re.compile(r"[12]\d{3}(-[01]\d(-[0-3]\d)?)?")
# Everything that the schema has, once.
RESUME: dict[str, Any] = {
    "basics": {
        "name": "Ada Lovelace", "label": "Analyst", "email": "ada@example.org", "phone": "020 7946 0000",
        "url": "https://ada.example.org", "summary": "Of engines.\n\nAnd numbers.",
        "location": {"address": "12 Square", "postalCode": "SW1", "city": "London", "countryCode": "GB", "region": "England"},
        "profiles": [{"network": "GitHub", "username": "ada", "url": "https://github.com/ada"}],
    },
    "work": [
        {
            "name": "Univ", "location": "London", "description": "A university.", "position": "Analyst",
            "url": "https://univ.example.org", "startDate": "1842-10", "endDate": "1843-08-07", "summary": "Wrote notes.",
            "highlights": ["A", "G"],
        }
    ],
    "volunteer": [{"organization": "Club", "position": "Chair", "startDate": "1840", "summary": "S", "highlights": ["H"]}],
    "education": [
        {
            "institution": "Home", "area": "Maths", "studyType": "Private", "startDate": "1830", "endDate": "1835",
            "score": "1.0", "courses": ["Algebra", "Series"],
        }
    ],
    "awards": [{"title": "Medal", "date": "1844-01-02", "awarder": "Society", "summary": "For it."}],
    "certificates": [{"name": "Engines", "date": "1845", "url": "https://c.example.org", "issuer": "Guild"}],
    "publications": [
        {"name": "Notes", "publisher": "Memoirs", "releaseDate": "1843-08", "url": "https://n.example.org", "summary": "On it."}
    ],
    "skills": [{"name": "Engines", "level": "Master", "keywords": ["Cards", "Looms"]}],
    "languages": [{"language": "French", "fluency": "Fluent"}],
    "interests": [{"name": "Music", "keywords": ["Harp", "Violin"]}],
    "references": [{"name": "Charles", "reference": "Enchantress of numbers."}],
    "projects": [
        {
            "name": "Flyology", "description": "Wings.", "highlights": ["Steam"], "keywords": ["Birds"],
            "startDate": "1828-02", "endDate": "1829", "url": "https://f.example.org", "roles": ["Author"],
            "entity": "Nobody", "type": "book",
        }
    ],
}  # fmt: skip


def write(cv: Cv, works: Mapping[int, Sequence[Work]] | None = None) -> dict[str, Any]:
    found = json_resume(cv, works or {}, str, lambda url: url)
    return dict(json.loads(found))


def check_types(value: Any, key: str = "") -> None:
    """Fail if a value is empty, or of another type than the schema has."""
    assert value, key
    if isinstance(value, dict):
        for name, item in value.items():
            check_types(item, name)
    elif isinstance(value, list):
        for item in value:
            check_types(item, key)
    else:
        assert isinstance(value, str), key
        assert DATE.fullmatch(value) or not key.endswith(("Date", "date")), (key, value)


def test_nothing_is_lost_on_the_way() -> None:
    cv, problems = read_json_resume(json.dumps(RESUME))
    assert not problems
    written = write(cv)
    check_types(written)
    del written["$schema"]
    # The description of an employer is the beginning of what is told of the work.
    expected = json.loads(json.dumps(RESUME))
    expected["work"][0]["summary"] = expected["work"][0].pop("description") + "\n\nWrote notes."
    assert written == expected


def test_tabs_and_old_names() -> None:
    text = '{\n\t"basics": {"name": "A", "website": "a.example.org"},\n\t"work": [{"company": "U", "website": "https://u.example.org", "position": "P"}],\n\t"education": [{"institution": "I", "gpa": "1.0"}]\n}'
    assert is_json_resume(text)
    cv, problems = read_json_resume(text)
    assert not problems
    written = write(cv)
    assert written["basics"]["url"] == "https://a.example.org"
    assert written["work"] == [{"name": "U", "position": "P", "url": "https://u.example.org"}]
    assert written["education"] == [{"institution": "I", "score": "1.0"}]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{"wrok": []}', None),
        ('{\n"wrok": [{"name": "x"}]}', "2: JSON Resume has no field 'wrok'; did you mean 'work'?"),
        ('{"work": [\n{"name": "x", "start": "1842"}]}', "2: an entry of work has no field 'start'"),
        ('{"work": [\n{"name": "x", "startDate": "soon"}]}', "2: the start 'soon' is no date"),
        ('{"work": \n{"name": "x"}}', "2: work is a list; this is a mapping"),
        ('{"basics": \n{"email": "nobody"}}', "2: email: 'nobody': this is not an e-mail address"),
        ("{}", "1: there is nothing in it; a JSON Resume has basics"),
        ('{"basics": \n{"url": true}}', "2: url: 'true': this is true, and no URL"),
        ('{"work": [\n{"name": "[x](javascript:y)"}]}', "2: name: the link to javascript:y: "),
        ('{"work": [], \n"work": [{"name": "x"}]}', "2: work is given twice"),
    ],
)
def test_a_mistake(text: str, problem: str | None) -> None:
    _cv, problems = read_json_resume(text)
    found = [f"{one.line}: {one.message}" for one in problems]
    if problem is None:
        assert not found
    else:
        assert len(found) == 1
        assert problem in found[0]


@pytest.mark.parametrize(
    ("text", "line"),
    [('{\n"a": 1,\n}', 3), ('{"a": 1', 1), ("[" * 100_000, None)],
)
def test_a_broken_file(text: str, line: int | None) -> None:
    with pytest.raises(YamlError) as caught:
        read_json_resume(text)
    assert caught.value.line == line
    assert "this is not JSON" in caught.value.message


RENDERCV = """
cv:
  name: Ada
  sections:
    summary: [First., Second.]
    experience:
      - {company: U, position: P, start_date: 1842-10, summary: S}
      - {company: V, position: Q, date: Fall 1841}
    volunteering:
      - {company: C, position: R, date: 1840}
    skills:
      - {label: Programming, details: "Cards, looms (both, with silk), [engines](https://e.org)"}
      - {label: Methods, details: "- one\\n- two"}
    languages:
      - {label: French, details: Fluent}
    honors:
      - bullet: A medal
      - {name: Prize, date: 1844-05, summary: For it}
    invited_talks:
      - reversed_number: A talk
      - {name: Another, location: Turin, date: 1841}
    papers:
      - {title: Notes, authors: [Ada, "*L. Menabrea*"], doi: 10.1000/x, journal: Memoirs, date: 0843}
"""


def test_from_rendercv() -> None:
    cv, problems = read_rendercv(RENDERCV)
    assert not problems
    written = write(cv)
    check_types(written)
    assert written["basics"] == {"name": "Ada", "summary": "First.\n\nSecond."}
    assert written["work"] == [
        {"name": "U", "position": "P", "startDate": "1842-10", "summary": "S"},
        {"name": "V", "position": "Q", "period": "Fall 1841"},
    ]
    assert written["volunteer"] == [{"organization": "C", "position": "R", "endDate": "1840"}]
    assert written["skills"] == [
        {"name": "Programming", "keywords": ["Cards", "looms (both, with silk)", "engines (https://e.org)"]},
        {"name": "Methods", "keywords": ["one", "two"]},
    ]
    assert written["languages"] == [{"language": "French", "fluency": "Fluent"}]
    assert written["awards"] == [
        {"title": "A medal"},
        {"title": "Prize", "date": "1844-05", "summary": "For it"},
    ]
    assert written["projects"] == [
        {"name": "A talk", "type": "invited_talks"},
        {"name": "Another", "endDate": "1841", "location": "Turin", "type": "invited_talks"},
    ]
    # A year before 1000 is no date of the schema.
    assert written["publications"] == [
        {
            "name": "Notes",
            "publisher": "Memoirs",
            "url": "https://doi.org/10.1000/x",
            "authors": ["Ada", "L. Menabrea"],
            "period": "0843",
        }
    ]


def test_nothing_of_an_entry_is_lost() -> None:
    common = "url: 'https://e.org/', location: Turin, start_date: 1841, end_date: 1842"
    cv, problems = read_rendercv(
        f"""
cv:
  name: Ada
  sections:
    awards: [{{name: A, {common}}}]
    certificates: [{{name: C, {common}}}]
    references: [{{name: R, {common}}}]
    publications:
      - {{title: P, journal: "[J](https://j.org/)", {common}}}
    experience:
      - {{company: U, start_date: 3020, location: Turin}}
      - {{company: V, end_date: present}}
"""
    )
    assert not problems
    written = write(cv)
    check_types(written)
    place = {"url": "https://e.org/", "location": "Turin"}
    dates = {"startDate": "1841", "date": "1842"}
    assert written["awards"] == [{"title": "A", **dates, **place}]
    assert written["certificates"] == [{"name": "C", **dates, **place}]
    assert written["references"] == [{"name": "R", "startDate": "1841", "endDate": "1842", **place}]
    assert written["publications"] == [
        {"name": "P", "publisher": "J", "startDate": "1841", "releaseDate": "1842", **place}
    ]
    assert written["work"] == [
        {"name": "U", "location": "Turin", "period": "3020 – present"},
        {"name": "V", "period": "present"},
    ]


def test_works() -> None:
    cv, _ = read_rendercv(
        "cv:\n  name: Ada\n  sections:\n    papers: {listing: a.bib}\n    talks: {listing: 'talks/*'}\n"
    )
    paper = Work(
        type=WorkType.PUBLICATION, title="Notes", date=Date(1843, 8), venue="Memoirs", authors=(Person("Ada"),),
        links=(WorkLink("PDF", "https://e.org/p.pdf"),),
    )  # fmt: skip
    talk = Work(type=WorkType.TALK, title="Cards", date_text="soon", location="Turin", kind="Tutorial")
    written = write(cv, {0: [paper], 1: [talk]})
    check_types(written)
    assert written["publications"] == [
        {
            "name": "Notes",
            "publisher": "Memoirs",
            "releaseDate": "1843-08",
            "url": "https://e.org/p.pdf",
            "authors": ["Ada"],
        }
    ]
    assert written["projects"] == [
        {"name": "Cards", "location": "Turin", "type": "Tutorial", "period": "soon"}
    ]


AUTHOR = AuthorProfile(
    name="Ada Lovelace", name_variants=("Augusta King",), job_title="Analyst", employer="Univ", location="London",
    email="mailto:ada@example.org", networks=(Link("ORCID", "https://orcid.org/0000-0002-1825-0097", "", "orcid"),),
)  # fmt: skip


def test_the_author_tells_what_the_file_does_not() -> None:
    cv = completed(Cv(), AUTHOR, "https://ada.example.org/")
    assert (cv.name, cv.headline, cv.place.in_words) == ("Ada Lovelace", "Analyst, Univ", "London")
    assert (cv.emails, cv.websites) == (("ada@example.org",), ("https://ada.example.org/",))
    assert [(profile.network, profile.username) for profile in cv.profiles] == [
        ("ORCID", "0000-0002-1825-0097")
    ]
    given = Cv(
        name="Augusta King", headline="Countess", emails=("king@example.org",), websites=("https://k.org",)
    )
    found = completed(given, AUTHOR, "")
    assert (found.name, found.headline, found.emails, found.websites) == (
        given.name, given.headline, given.emails, given.websites,
    )  # fmt: skip
    assert found.profiles


def test_the_cv_of_somebody_else_stays_as_it_is() -> None:
    cv = Cv(name="Charles Babbage")
    assert completed(cv, AUTHOR, "https://ada.example.org/") == cv
    assert completed(cv, None, "") == cv
    assert added(cv, AUTHOR) == cv


def test_what_the_card_tells_is_not_repeated() -> None:
    assert added(completed(Cv(), AUTHOR, ""), AUTHOR) == Cv()
    assert added(Cv(emails=("a@b.org",)), AUTHOR).emails == ("a@b.org",)


def test_kinds() -> None:
    cv, _ = read_json_resume(json.dumps(RESUME))
    kinds = {section.key: {entry.kind for entry in section.entries} for section in cv.sections}
    assert kinds["summary"] == {Kind.TEXT}
    assert kinds["work"] == kinds["volunteer"] == {Kind.EXPERIENCE}
    assert kinds["skills"] == kinds["languages"] == kinds["interests"] == {Kind.ONE_LINE}
    assert kinds["publications"] == {Kind.PUBLICATION}
    assert list(kinds) == ["summary", *(key for key in RESUME if key != "basics")]
