"""Claims and files weighed against each other."""

from __future__ import annotations

import pytest

from sphinx_homepage.urls.plan import Claim, Plan, make_plan

HTML = {"index": "index.html", "bio": "bio.html", "art/index": "art/index.html"}
DIRHTML = {"index": "index.html", "bio": "bio/index.html", "art/index": "art/index.html"}


def claim(address: str, docname: str = "bio", key: str = "redirect_from") -> Claim:
    return Claim(docname, key, address, 3)


def targets(plan: Plan) -> dict[str, str]:
    return {file: claim.docname for file, claim in plan.redirects.items()}


@pytest.mark.parametrize("pages", [HTML, DIRHTML], ids=["html", "dirhtml"])
@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("/art/", "the page 'art/index' is there, and stays"),
        ("/", "the page 'index' is there, and stays"),
        ("/INDEX.html", "the page 'index' is there, and stays"),
        ("/robots.txt/x/", "'robots.txt' would be a folder, and a file is there, and stays"),
        ("/index.html/x/", "'index.html' would be a folder, and the page 'index' is there, and stays"),
        ("javascript:x", "it must be a path of this site"),
    ],
)
def test_what_is_there_wins(pages: dict[str, str], address: str, reason: str) -> None:
    plan = make_plan([claim(address)], pages=pages, taken={"robots.txt": "a file"})
    assert not plan.redirects
    assert len(plan.conflicts) == 1
    assert plan.conflicts[0].message.startswith(f"redirect_from: {address} cannot redirect: {reason}")


@pytest.mark.parametrize(
    ("pages", "address", "files"),
    [
        (HTML, "/bio.html", []),
        (HTML, "/bio/", ["bio/index.html"]),
        (HTML, "/bio", ["bio/index.html"]),
        (DIRHTML, "/bio.html", ["bio.html"]),
        (DIRHTML, "/bio/", []),
        (DIRHTML, "/bio", ["bio.html"]),
    ],
)
def test_own_address_is_silent(pages: dict[str, str], address: str, files: list[str]) -> None:
    plan = make_plan([claim(address)], pages=pages, taken={})
    assert (list(plan.redirects), plan.conflicts) == (files, [])


def test_the_first_page_by_name_wins_in_any_order() -> None:
    claims = [claim("/x/"), claim("/x", "art/index"), claim("/x/", "index", "permalink")]
    plans = [make_plan(order, pages=HTML, taken={}) for order in (claims, claims[::-1])]
    assert plans[0] == plans[1]
    assert targets(plans[0]) == {"x.html": "art/index", "x/index.html": "art/index"}
    assert [conflict.claim.docname for conflict in plans[0].conflicts] == ["bio", "index"]


def test_a_redirect_is_no_folder_of_another() -> None:
    plan = make_plan([claim("/a.html"), claim("/a.html/b/", "index")], pages=HTML, taken={})
    assert targets(plan) == {"a.html": "bio"}
    assert "'a.html' would be a folder, and is a redirect to 'bio'" in plan.conflicts[0].message


def test_names_that_differ_in_case_only_are_one() -> None:
    plan = make_plan([claim("/CV/"), claim("/cv/"), claim("/Cv/", "index")], pages=HTML, taken={})
    assert targets(plan) == {"CV/index.html": "bio"}
    assert [conflict.claim.address for conflict in plan.conflicts] == ["/cv/", "/Cv/"]
