"""Which works a query selects, in which order, and in which groups."""

from __future__ import annotations

import pytest

from sphinx_homepage.core.dates import Date
from sphinx_homepage.works.listing.query import Condition, Query, groups, parse_query, select, unknown_keys
from sphinx_homepage.works.model import Person, Publication, PublicationKind, Work, WorkType
from sphinx_homepage.works.text import Segment, Text


def publication(key: str, kind: PublicationKind = PublicationKind.ARTICLE, **more: object) -> Publication:
    return Publication(kind=kind, title=Text((Segment(key),)), **more)  # type: ignore[arg-type]


LOOM = Work(
    type=WorkType.PUBLICATION,
    title="Élan of looms",
    key="loom",
    kind="Journal article",
    date=Date(2020, 5),
    authors=(Person("Ada Lovelace", "Ada", family="Lovelace"),),
    venue="Annals",
    tags=("ML", "looms"),
    badge="Ann.",
    selected=True,
    publication=publication("loom", doi="10.1/x"),
    words={"isPaper": ("true",), "open": ("Yes",), "pubtype": ("Journal",), "order": ("last",)},
)
ENGINE = Work(
    type=WorkType.PUBLICATION,
    title="Engines",
    key="engine",
    date=Date(2020),
    authors=(Person("Grace Hopper"),),
    words={"order": ("-2",)},
    publication=publication("engine", PublicationKind.THESIS),
)
TALK = Work(
    type=WorkType.TALK,
    title="A talk",
    docname="talk",
    kind="Tutorial",
    date=Date(2021, 3, 1),
    tags=("ml",),
    words={"isPaper": ("false",), "pubtype": ("slides", "Préprint"), "short": ("",), "order": ("9.5",)},
)
SOON = Work(
    type=WorkType.POST, title="Soon", docname="soon", date_text="forthcoming", words={"order": ("10",)}
)
YEARS = Work(type=WorkType.PROJECT, title="Years", docname="years", date_text="2017 to 2019")
NEVER = Work(type=WorkType.PAGE, title="Never", docname="never")
ALL = (LOOM, ENGINE, TALK, SOON, YEARS, NEVER)


def titles(query: Query) -> list[str]:
    return [work.title for work in select(ALL, query)]


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("kind=talk", ["A talk"]),
        ("type = Talk", ["A talk"]),
        ("kind=tutorial", ["A talk"]),
        ("kind=article", ["Élan of looms"]),
        ('kind="journal article"', ["Élan of looms"]),
        ("type=publication", ["Élan of looms", "Engines"]),
        ("tag=ml", ["A talk", "Élan of looms"]),
        ("tags=ml, kind=talk", ["A talk"]),
        ("tag!=ml, year>=2020", ["Engines"]),
        ("title=elan of looms", ["Élan of looms"]),
        ("selected", ["Élan of looms"]),
        ("selected=no, type=publication", ["Engines"]),
        ("doi", ["Élan of looms"]),
        ("author=lovelace", ["Élan of looms"]),
        ("venue=Ann.", ["Élan of looms"]),
        ("year>=2021", ["A talk"]),
        ("date<=2020", ["Élan of looms", "Engines", "Years"]),
        ("date>=2020-06", ["A talk"]),
        ("key=engine", ["Engines"]),
        ("location", []),
        ("pubtype=journal", ["Élan of looms"]),
        ("pubtype = preprint", ["A talk"]),
        ("pubtype!=journal, year>=2021", ["A talk"]),
        ("isPaper", ["Élan of looms"]),
        ("isPaper=yes", ["Élan of looms"]),
        ("isPaper=false, year>=2020", ["A talk", "Engines"]),
        ("isPaper!=true, year>=2020", ["A talk", "Engines"]),
        ("isPaper!=false", ["Élan of looms"]),
        ("open=yes", ["Élan of looms"]),
        ("open=true", ["Élan of looms"]),
        ("short", []),
    ],
)
def test_where(where: str, found: list[str]) -> None:
    query, problems = parse_query({"where": where})
    assert not problems
    assert not unknown_keys(query, ALL)
    assert titles(query) == found


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ("sort: -dat", "sort: no page and no entry has the key 'dat'; did you mean 'date'?"),
        ("tgs=ml", "where: no page and no entry has the key 'tgs'; did you mean 'tag'?"),
        ("tgs!=ml, tgs!=ai", "where: no page and no entry has the key 'tgs'; did you mean 'tag'?"),
        ("listed", "where: no page and no entry has the key 'listed'; write it into their front matter"),
        ("ispaper", "where: no page and no entry has the key 'ispaper'; did you mean 'isPaper'?"),
        ("Pubtypes!=x", "where: no page and no entry has the key 'Pubtypes'; did you mean 'pubtype'?"),
        ("colour", "where: no page and no entry has the key 'colour'; write it into their front matter"),
    ],
)
def test_keys_that_no_work_has(where: str, says: str) -> None:
    name, _, value = where.rpartition(": ")
    query, problems = parse_query({name or "where": value})
    assert not problems
    assert unknown_keys(query, ALL) == [says]
    select(ALL, query)


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ("-date", ["Soon", "A talk", "Élan of looms", "Engines", "Years", "Never"]),
        ("-", ["Soon", "A talk", "Élan of looms", "Engines", "Years", "Never"]),
        ("date", ["Years", "Engines", "Élan of looms", "A talk", "Soon", "Never"]),
        ("title", ["A talk", "Élan of looms", "Engines", "Never", "Soon", "Years"]),
        ("-author", ["Élan of looms", "Engines", "A talk", "Soon", "Years", "Never"]),
        ("listed", ["Élan of looms", "Engines", "A talk", "Soon", "Years", "Never"]),
        ("order", ["Engines", "A talk", "Soon", "Élan of looms", "Years", "Never"]),
        ("-order", ["Élan of looms", "Soon", "A talk", "Engines", "Years", "Never"]),
        ("-listed", ["Never", "Years", "Soon", "A talk", "Engines", "Élan of looms"]),
    ],
)
def test_sort(sort: str, found: list[str]) -> None:
    query, problems = parse_query({"sort": sort})
    assert not problems
    assert titles(query) == found


def test_pages_of_one_day() -> None:
    """The last by name is the newest, and entries of a file stay in its order."""
    kind = WorkType.PUBLICATION
    pages = [Work(type=kind, title=name, docname=name, date=Date(2020)) for name in ("a", "b")]
    entries = [Work(type=kind, title=name, file="x.bib", date=Date(2019)) for name in ("d", "c")]
    found = select([*pages, *entries], parse_query({})[0])
    assert [work.title for work in found] == ["b", "a", "d", "c"]
    assert [work.title for work in select(found, parse_query({"sort": "date"})[0])] == ["d", "c", "a", "b"]


@pytest.mark.parametrize(
    ("options", "keys"),
    [
        ({"group": "year"}, ["forthcoming", "2021", "2020", "2017", ""]),
        ({"group": "year", "sort": "date"}, ["2017", "2020", "2021", "forthcoming", ""]),
        ({"group": "type"}, ["publication", "talk", "post", "project", "page"]),
        ({"group": "kind"}, ["article", "thesis", "post", "project", "page", "Tutorial"]),
        ({"group": "tags"}, ["looms", "ml"]),
        ({"group": "venue"}, ["Annals", ""]),
        ({"group": "kind", "sort": "listed"}, ["article", "thesis", "Tutorial", "post", "project", "page"]),
        ({}, [""]),
    ],
)
def test_groups(options: dict[str, str], keys: list[str]) -> None:
    query, problems = parse_query(options)
    assert not problems
    assert [key for key, _ in groups(select(ALL, query), query)] == keys


def test_a_tag_in_two_spellings_is_one_group() -> None:
    query, _ = parse_query({"group": "tag"})
    found = dict(groups(select(ALL, query), query))
    assert [work.title for work in found["ml"]] == ["A talk", "Élan of looms"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"where": "kind=talk, ???"}, "where: '???' is no condition; write kind=talk"),
        ({"where": "kind="}, "where: 'kind=' has no value"),
        ({"where": "title>=b"}, "where: 'title>=b': only date and year"),
        ({"where": "year>=soon"}, "where: 'year>=soon': only date and year"),
        ({"group": "autor"}, "group: unknown field 'autor'"),
        ({"limit": "-1"}, "limit is a number of works, such as 5, not '-1'"),
        ({"limit": "many"}, "limit is a number of works"),
    ],
)
def test_problems(options: dict[str, str], says: str) -> None:
    query, problems = parse_query(options)
    assert len(problems) == 1
    assert problems[0].startswith(says)
    assert query.sort == "date" and query.limit == 0
    select(ALL, query)


def test_commas_in_quotation_marks() -> None:
    query, problems = parse_query({"where": 'venue="a, b", selected'})
    assert not problems
    assert query.where == (Condition("venue", "=", "a, b"), Condition("selected"))
