"""Which posts are related to a post."""

from __future__ import annotations

import pytest

from sphinx_homepage.core.dates import parse_date
from sphinx_homepage.works.model import Work, WorkType
from sphinx_homepage.works.related_posts import related_posts


def posts(*written: str) -> list[Work]:
    """Return posts from ``name date tag tag``; the date may be ``-``."""
    found = []
    for name, date, *tags in map(str.split, written):
        found.append(
            Work(type=WorkType.POST, title=name, docname=name, date=parse_date(date), tags=tuple(tags))
        )
    return found


@pytest.mark.parametrize(
    ("written", "related"),
    [
        # The most tags first, whatever the dates.
        (["x 2020 a b c", "far 1990 a b c", "near 2020-02 a", "two 2019 b c", "none 2020 d"], "far two near"),
        # Of the same number the nearest, of the same distance the newest.
        (["x 2020-01-03 a", "b 2020-01-01 a", "c 2020-01-05 a", "d 2020-01-04 a"], "d c b"),
        # No more than three.
        (["x 2020 a", *(f"p{number} 20{number} a" for number in range(21, 29))], "p21 p22 p23"),
        (["p9 2009 a", "p8 2008 a", "x 2020 a", "p7 2007 a", "p6 2006 a"], "p9 p8 p7"),
        # Tags as a listing groups them.
        (["x 2020 Äb", "y 2020 ab"], "y"),
        # Dates that are not known are the last; of those on one day all are found.
        (["x 2020 a", "y - a", "z 1900 a"], "z y"),
        (["x - a", "y - a", "z 1900 a"], "y z"),
        (["x 2020 a", "y 2020 a", "w 2020 a"], "y w"),
        (["x 2020 a", "y 2020 b"], ""),
        (["x 2020", "y 2020"], ""),
    ],
)
def test_related(written: list[str], related: str) -> None:
    for order in (written, written[::-1]):
        found = related_posts(posts(*order))
        assert " ".join(work.docname for work in found.get("x", ())) == related


def test_many_posts_with_one_tag() -> None:
    found = related_posts(posts(*(f"p{day:04} {1000 + day} a" for day in range(1000))))
    assert [work.docname for work in found["p0500"]] == ["p0501", "p0499", "p0502"]
