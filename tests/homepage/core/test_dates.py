"""Dates as people write them."""

from __future__ import annotations

import pytest

from conftest import run_soon
from sphinx_homepage.core.dates import Date, date_in_name, parse_date


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2013-02-12", "2013-02-12"),
        (" 2013-2-3 ", "2013-02-03"),
        ("2013/02/12", "2013-02-12"),
        ("2013-02-12 10:00:00", "2013-02-12"),
        ("2013-02-12 10:00", "2013-02-12"),
        ("2013-02-12 23:59:59 -0700", "2013-02-12"),
        ("2013-02-12T10:00:00+02:00", "2013-02-12"),
        ("2013-02-12t10:00:00.5Z", "2013-02-12"),
        ("Feb 12, 2013", "2013-02-12"),
        ("Feb 12 2013", "2013-02-12"),
        ("february 12,2013", "2013-02-12"),
        ("Feb. 2nd, 2013 10:00", "2013-02-02"),
        ("12 Feb 2013", "2013-02-12"),
        ("12 February, 2013 10:00 UTC", "2013-02-12"),
        ("1 Sept 2013", "2013-09-01"),
        ("February 2013", "2013-02"),
        ("May, 2013", "2013-05"),
        ("2013-02", "2013-02"),
        ("2013/2", "2013-02"),
        ("2013", "2013"),
        ("2012-02-29", "2012-02-29"),
    ],
)
def test_forms_that_are_read(written: str, iso: str) -> None:
    assert str(parse_date(written)) == iso


@pytest.mark.parametrize(
    "written",
    [
        "",
        "forthcoming",
        "Spring 2014",
        "12/02/2013",
        "12.02.2013",
        "2013-02/12",
        "2013-02-30",
        "2013-13",
        "2013-00-01",
        "2013-01-00",
        "2013-02-12 or so",
        "Feb 30, 2013",
        "Febtober 1, 2013",
        "0000",
        "213",
        "20130212",
        "２０１３",
        "2013–2014",
    ],
)
def test_what_is_no_date(written: str) -> None:
    assert parse_date(written) is None


def test_long_texts() -> None:
    run_soon(
        "from sphinx_homepage.core.dates import parse_date\n"
        "for text in (' ' * 10**6, '1' * 10**6, 'Feb ' * 10**5, '2013-02-12 10:00' + ' x' * 10**5):\n"
        "    parse_date(text)\n"
    )


def test_order() -> None:
    dates = ["2013-02-12", "2012", "2013", "2013-02", "2013-02-01"]
    ordered = sorted(date for date in map(parse_date, dates) if date)
    assert list(map(str, ordered)) == ["2012", "2013", "2013-02", "2013-02-01", "2013-02-12"]
    assert [date.first_day.isoformat() for date in ordered[:4]] == [
        "2012-01-01",
        "2013-01-01",
        "2013-02-01",
        "2013-02-01",
    ]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["12 February 2013", "February 2013", "2013"]),
        ("", ["12 February 2013", "February 2013", "2013"]),
        ("en_US", ["February 12, 2013", "February 2013", "2013"]),
        ("de", ["12. Februar 2013", "Februar 2013", "2013"]),
        ("pt_BR", ["12 de fevereiro de 2013", "fevereiro de 2013", "2013"]),
        ("zh_CN", ["2013年2月12日", "2013年2月", "2013"]),
        ("no language", ["12 February 2013", "February 2013", "2013"]),
    ],
)
def test_in_words(language: str, words: list[str]) -> None:
    dates = (Date(2013, 2, 12), Date(2013, 2), Date(2013))
    assert [date.in_words(language) for date in dates] == words


@pytest.mark.parametrize(
    ("docname", "iso"),
    [
        ("2013-02-12-title", "2013-02-12"),
        ("posts/2013-2-1-title", "2013-02-01"),
        ("posts/2013-02-12-title/index", "2013-02-12"),
        ("2013-02-12/title", "None"),
        ("posts/2013-02-12", "None"),
        ("talks/2013-lisbon", "None"),
        ("posts/2013-13-12-title", "None"),
        ("about-2013-02-12-title", "None"),
    ],
)
def test_in_the_name_of_a_file(docname: str, iso: str) -> None:
    assert str(date_in_name(docname)) == iso
