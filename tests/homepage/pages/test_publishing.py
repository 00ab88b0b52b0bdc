"""Which pages are drafts, from their names and front matter."""

from __future__ import annotations

import datetime
import json

import pytest

from sphinx_homepage.core.dates import Date, parse_date
from sphinx_homepage.pages.front_matter import FrontMatter
from sphinx_homepage.pages.publishing import (
    ALWAYS,
    NEVER,
    Draft,
    collection,
    find_draft,
    hidden_up_to,
    parse_unread,
)

TODAY = datetime.date(2026, 5, 1)


@pytest.mark.parametrize(
    ("docname", "given", "expected"),
    [
        ("about", "", ""),
        ("2013-02-12-title", "", "posts"),
        ("2013-2-1-title", "", "posts"),
        ("notes/2013-02-12-title", "", "posts"),
        ("2013-02-12", "", ""),
        ("1-2013-02-12-title", "", ""),
        ("posts/title", "", "posts"),
        ("blog/_posts/title", "", "posts"),
        ("posts", "", ""),
        ("cat/posts/2013/title", "", "posts"),
        ("_talks/2013-02-12-title", "", "talks"),
        ("talks/2013-02-12-title", "", "talks"),
        ("publications/2013-02-12-title", "", "publications"),
        ("publication/title", "", "publications"),
        ("posts/talks/title", "", "talks"),
        ("posts/title", "notes", "posts"),
        ("title", "notes", "notes"),
        ("2013-02-12-title", "talks", "talks"),
        ("about", "posts", "posts"),
    ],
)
def test_collection(docname: str, given: str, expected: str) -> None:
    assert collection(docname, FrontMatter(collection=given)) == expected


@pytest.mark.parametrize(
    ("docname", "block", "expected"),
    [
        ("a", "title: A", None),
        ("a", "draft: true", ""),
        ("a", "draft: True", ""),
        ("a", "draft: yes", ""),
        ("a", 'draft: "true"', ""),
        ("a", "draft: 'TRUE'", ""),
        ("a", '"draft": true', ""),
        ("a", "draft : true", ""),
        ("a", "{title: A, draft: true}", ""),
        ("a", "draft: false", None),
        ("a", "draft: no", None),
        ("a", "draft:", None),
        ("a", "published: false", ""),
        ("a", "published: No", ""),
        ("a", "published: 'false'", ""),
        ("a", "published: true", None),
        ("a", "published:", None),
        ("a", "published: 2013-02-12", None),
        ("a", "published: '2013-02-12'", None),
        ("a", "published: 2013", None),
        ("a", "draft: true\npublished: true", ""),
        ("a", "draft: false\npublished: false", ""),
        ("a", "subtitle: |\n  draft: true", None),
        ("_drafts/a", "title: A", ""),
        ("_drafts/a", "draft: false", ""),
        ("_drafts", "title: A", None),
        ("drafts/a", "title: A", None),
        # What cannot be read whole is read for what decides.
        ("a", "title: a: b\ndraft: true", ""),
        ("a", "draft: true\ntitle: @x", ""),
        ("a", "title: a: b\ndraft: false", None),
        ("a", "title: a: b\ndate: 2030-01-01\ncollection: posts", "2030-01-01"),
        # The date of a post
        ("posts/a", "date: 2026-05-01", None),
        ("posts/a", "date: 2026-05-02", "2026-05-02"),
        ("posts/a", "date: 2026-05-02 23:59:59 +0900", "2026-05-02"),
        ("posts/a", "date: '2026-05-02'", "2026-05-02"),
        ("posts/a", "date:\n  2026-05-02", "2026-05-02"),
        ("posts/a", "date: 2026-06", "2026-06"),
        ("posts/a", "date: 2027", "2027"),
        ("posts/a", "date: 2026", None),
        ("posts/a", "title: A", None),
        ("posts/a", "collection: posts\ndate: 2026-05-02", "2026-05-02"),
        ("posts/a", "collection: talks\ndate: 2026-05-02", None),
        ("posts/2026-05-02-a", "title: A", "2026-05-02"),
        ("posts/2026-5-2-a", "title: A", "2026-05-02"),
        ("posts/2026-99-99-a", "title: A", None),
        ("posts/2026-05-02-a", "date: 2026-05-01", None),
        ("posts/2026-05-01-a", "date: 2026-05-02", "2026-05-02"),
        ("2030-01-01-a", "title: A", "2030-01-01"),
        ("a", "collection: posts\ndate: 2030-01-01", "2030-01-01"),
        ("a", "collection: 'posts'\ndate: 2030-01-01", "2030-01-01"),
        ("a", "date: 2030-01-01", None),
        ("talks/2030-01-01-a", "date: 2030-01-01", None),
        ("2030-01-01-a", "collection: publications", None),
        ("posts/a", "date: 2030-01-01\ndraft: true", ""),
    ],
)
def test_drafts(docname: str, block: str, expected: str | None) -> None:
    source = f"---\n{block}\n---\n\nText.\n"
    matter, problems = parse_unread(source)
    assert problems == []
    assert find_draft(docname, matter, TODAY) == (
        None if expected is None else Draft(matter, parse_date(expected))
    )
    # It is found in the bytes as well, or else it would not be parsed.
    assert expected is None or hidden_up_to(docname, source.encode()) >= 2026


@pytest.mark.parametrize(
    ("docname", "source", "year"),
    [
        ("a", "Text.", NEVER),
        ("a", "---\ndate: 2030-01-01\n---\n", NEVER),
        ("talks/2030-01-01-a", "", NEVER),
        ("posts/2013-01-01-a", "Text.", 2013),
        ("posts/2013-01-01-a", "---\ndate: 2014-01-01\n---\n", 2014),
        ("posts/a", "---\ndate: Feb 12, 2013\nlast_modified_at: 2030-01-01\n---\n", 2013),
        ("posts/a", "Text.", NEVER),
        ("posts/a", "A draft of what was published.", NEVER),
        ("a", "---\ndraft: false\n---\n", ALWAYS),
        ("_drafts/a", "", ALWAYS),
    ],
)
def test_most_pages_are_not_parsed(docname: str, source: str, year: int) -> None:
    assert hidden_up_to(docname, source.encode()) == year


@pytest.mark.parametrize("value", ["maybe", "7", "[]", '""', "2013 or so"])
@pytest.mark.parametrize("key", ["draft", "published"])
def test_what_cannot_be_understood_is_not_published(key: str, value: str) -> None:
    matter, problems = parse_unread(f"---\ntitel: x\ndate: soon\n{key}: {value}\n---\n")
    assert matter.is_draft
    # Not what else is wrong with the page.
    (problem,) = problems
    assert problem.line == 4
    assert problem.message.startswith(f"{key} is true or false, not ")
    assert problem.message.endswith("; until that is known, the page is not published")


@pytest.mark.parametrize(
    ("fields", "is_draft"),
    [
        (":draft: true\n", True),
        (":draft: True", True),
        (":draft:\n", True),
        (":draft: false\n", False),
        (":published: false\n", True),
        (":published: true\n", False),
        (":published: 2013-02-12\n", False),
        ("\n\n:orphan:\n:description: long,\n   and longer\n:draft: yes\n\nTitle\n=====\n", True),
        (".. A comment\n   of two lines\n\n.. _label:\n\n:draft: true\n\nTitle\n=====\n", True),
        ("\ufeff:draft: true\r\n", True),
        ("Title\n=====\n\n:draft: true\n", False),
        ("Text with :draft: true\n", False),
        (":draft: maybe\n", True),
    ],
)
def test_field_lists(fields: str, is_draft: bool) -> None:
    matter, problems = parse_unread(fields)
    assert matter.is_draft is is_draft
    assert len(problems) == ("maybe" in fields)


def test_dates_in_field_lists() -> None:
    matter, _ = parse_unread(":date: 2030-01-01\n:collection: posts\n\nTitle\n=====\n")
    assert find_draft("a", matter, TODAY) == Draft(matter, Date(2030, 1, 1))


@pytest.mark.parametrize(
    ("metadata", "is_draft"),
    [
        ({"draft": True}, True),
        ({"draft": "true"}, True),
        ({"draft": False}, False),
        ({"draft": None}, False),
        ({"published": False, "kernelspec": {"name": "python3"}}, True),
        ({}, False),
        ([], False),
    ],
)
def test_notebooks(metadata: object, is_draft: bool) -> None:
    text = json.dumps({"cells": [], "metadata": metadata}, indent=1)
    assert parse_unread(text)[0].is_draft is is_draft
    assert not is_draft or hidden_up_to("a", text.encode()) == ALWAYS


@pytest.mark.parametrize("text", ["", "{", "{}", "---\n[a]\n---\n", "---\n{\n---\n", ":", ":a", "{" * 9999])
def test_odd_texts(text: str) -> None:
    assert parse_unread(text) == (FrontMatter(), [])
