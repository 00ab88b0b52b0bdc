"""Claims and files weighed against each other.

The numbers are those of the situations in test_redirects.py.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from sphinx_homepage.core.addresses import comparable
from sphinx_homepage.pages.targets import Target
from sphinx_homepage.redirects.plan import Claim, Files, Plan, make_plan

if TYPE_CHECKING:
    from collections.abc import Callable

HTML = {"index": "index.html", "bio": "bio.html", "art/index": "art/index.html", "art/deep": "art/deep.html"}
DIRHTML = {
    "index": "index.html",
    "bio": "bio/index.html",
    "art/index": "art/index.html",
    "art/deep": "art/deep/index.html",
}
TAKEN = {
    "search.html": "the search page",
    "objects.inv": "Sphinx's inventory",
    "data.html/x.csv": "a file of html_extra_path",
}

both = pytest.mark.parametrize("pages", [HTML, DIRHTML], ids=["html", "dirhtml"])


def claim(address: str, docname: str = "bio", key: str = "redirect_from") -> Claim:
    return Claim(key, address, Target(docname), (docname, 3))


def conf(address: str, docname: str, *files: str) -> Claim:
    return Claim("rediraffe_redirects", address, Target(docname), "conf.py:7", files)


def targets(plan: Plan) -> dict[str, str]:
    return {file: claim.target.docname for file, claim in plan.redirects.items()}


def messages(plan: Plan) -> list[str]:
    return [message for _, message in plan.conflicts]


@both
@pytest.mark.parametrize(
    ("address", "reason"),
    [
        pytest.param("/art/", "the page 'art/index' is there, and stays", id="38"),
        pytest.param("/art/index.html", "the page 'art/index' is there, and stays", id="38 file"),
        pytest.param("/search.html", "the search page is there, and stays", id="42"),
        pytest.param("/Search.html", "it differs from 'search.html' in case only, and this file system", id="42 case"),
        pytest.param("/", "the page 'index' is there, and stays", id="43"),
        pytest.param("/index.html", "the page 'index' is there, and stays", id="43 file"),
        pytest.param("/INDEX.html", "it differs from 'index.html' in case only, and this file system", id="45"),
        pytest.param("/index.html/x/", "'index.html' would be a directory, and the page 'index' is there, and stays", id="46"),
        pytest.param("/Index.html/a/b/", "'index.html' would be a directory, and the page 'index' is there, and stays", id="46 case"),
        pytest.param("/objects.inv/x/", "'objects.inv' would be a directory, and Sphinx's inventory is there, and stays", id="46 taken"),
        pytest.param("/objects.inv", "'objects.inv' would be a directory, and Sphinx's inventory is there, and stays", id="40"),
        pytest.param("/data.html", "'data.html' is a directory of the site", id="46 directory"),
        pytest.param("/_static/cv.pdf", "'_static' is reserved for the build", id="39"),
        pytest.param("", "it is empty; write /old-url/", id="44"),
        pytest.param("javascript:x", "it must be a path of this site", id="23"),
    ],
)  # fmt: skip
def test_what_is_there_wins(pages: dict[str, str], address: str, reason: str) -> None:
    plan = make_plan([claim(address)], Files(pages, TAKEN))
    assert not plan.redirects
    [(refused, message)] = plan.conflicts
    assert refused == claim(address)
    assert message.startswith(f"redirect_from: {address} cannot redirect: {reason}")


@pytest.mark.parametrize(
    ("pages", "address", "taken"),
    [
        pytest.param(HTML, "/art/deep.html", "art/deep.html", id="36 html"),
        pytest.param(DIRHTML, "/art/deep/", "art/deep/index.html", id="36 dirhtml"),
    ],
)
def test_a_page_wins_where_its_builder_puts_it(pages: dict[str, str], address: str, taken: str) -> None:
    assert taken in pages.values()
    plan = make_plan([claim(address)], Files(pages))
    assert (targets(plan), messages(plan)) == (
        {},
        [f"redirect_from: {address} cannot redirect: the page 'art/deep' is there, and stays"],
    )


@pytest.mark.parametrize(
    ("pages", "address", "files"),
    [
        pytest.param(HTML, "/bio.html", [], id="33 html"),
        pytest.param(HTML, "/bio/", ["bio/index.html"], id="33 html, directory"),
        pytest.param(HTML, "/bio", ["bio/index.html"], id="33 html, bare"),
        pytest.param(DIRHTML, "/bio.html", ["bio.html"], id="33 dirhtml"),
        pytest.param(DIRHTML, "/bio/", [], id="33 dirhtml, directory"),
        pytest.param(DIRHTML, "/bio", ["bio.html"], id="33 dirhtml, bare"),
        pytest.param(DIRHTML, "/bio/index.html", [], id="33 dirhtml, file"),
    ],
)
@pytest.mark.parametrize("key", ["permalink", "redirect_from"])
def test_own_address_is_silent(pages: dict[str, str], address: str, files: list[str], key: str) -> None:
    plan = make_plan([claim(address, key=key)], Files(pages))
    assert (list(plan.redirects), plan.conflicts) == (files, [])


@both
@pytest.mark.parametrize("address", ["/", "/index.html", "."])
def test_the_root_is_the_index_page(pages: dict[str, str], address: str) -> None:
    assert make_plan([claim(address, "index")], Files(pages)) == Plan()


@pytest.mark.parametrize(("pages", "address"), [(HTML, "/BIO.html"), (DIRHTML, "/BIO/"), (HTML, "/Bio.HTML")])
def test_own_address_in_other_letters_is_not(pages: dict[str, str], address: str) -> None:
    plan = make_plan([claim(address)], Files(pages))
    [message] = messages(plan)
    says = "in case only, and this file system has one file for both; build on one that has two"
    assert message.startswith(f"redirect_from: {address} cannot redirect: it differs from 'bio")
    assert says in message
    # Hosts tell them apart, and so do most of the systems on which sites are built.
    plan = make_plan([claim(address)], Files(pages), form=str)
    assert (list(plan.redirects.values()), plan.conflicts) == ([claim(address)], [])


@both
@pytest.mark.parametrize(
    "addresses",
    [
        ["/x/", "/x/"],
        ["/x", "/x/", "x.html"],
        ["/caf%C3%A9/", "/café/", "/cafe\u0301/"],
        ["/a//b/", "a/./b/"],
    ],
)
def test_the_same_address_twice_on_a_page_is_silent(pages: dict[str, str], addresses: list[str]) -> None:
    plan = make_plan([claim(address) for address in addresses], Files(pages))
    assert set(plan.redirects) == set(make_plan([claim(addresses[0])], Files(pages)).redirects)
    assert not plan.conflicts
    assert make_plan([claim("/x/"), claim("/x/", key="permalink")], Files(pages)).conflicts == []


@both
def test_the_first_page_by_name_wins(pages: dict[str, str]) -> None:
    plan = make_plan([claim("/x/", "index"), claim("/x/"), claim("/x/", "art/deep")], Files(pages))
    assert targets(plan) == {"x/index.html": "art/deep"}
    assert (
        messages(plan)
        == [
            "redirect_from: /x/ cannot redirect: 'art/deep' asks for it too (redirect_from: /x/), and gets it"
        ]
        * 2
    )
    assert [refused.target.docname for refused, _ in plan.conflicts] == ["bio", "index"]


def test_two_pages_with_one_permalink() -> None:
    claims = [claim("/x", "index", "permalink"), claim("/x/", "bio", "permalink"), claim("/x.html", "bio")]
    plan = make_plan(claims, Files(HTML))
    assert targets(plan) == {"x/index.html": "bio", "x.html": "bio"}
    # One message a claim and reason, though an address without a suffix has two files.
    assert messages(plan) == [
        "permalink: /x cannot redirect: 'bio' asks for it too (redirect_from: /x.html), and gets it",
        "permalink: /x cannot redirect: 'bio' asks for it too (permalink: /x/), and gets it",
    ]


def test_half_of_an_address_is_worse_than_nothing() -> None:
    """GitHub Pages would answer /art with art.html, and readers of the page art/ would end elsewhere."""
    plan = make_plan([claim("/art"), claim("/x"), claim("/x/", "art/deep")], Files(HTML))
    assert targets(plan) == {"x/index.html": "art/deep"}
    assert [refused.address for refused, _ in plan.conflicts] == ["/art", "/x"]


@both
def test_conf_py_wins_over_pages(pages: dict[str, str]) -> None:
    claims = [claim("/x", "art/deep", "permalink"), conf("x", "index", "x.html"), claim("/x.html", "index")]
    plan = make_plan(claims, Files(pages))
    assert targets(plan) == {"x.html": "index"}
    assert messages(plan) == [
        "permalink: /x cannot redirect: conf.py leads it to 'index' (rediraffe_redirects: x)"
    ]


def test_a_page_wins_over_conf_py() -> None:
    plan = make_plan([conf("bio", "index", "bio.html")], Files(HTML))
    assert messages(plan) == ["rediraffe_redirects: bio cannot redirect: the page 'bio' is there, and stays"]


CROWD = [
    claim("/x/"),
    claim("/x", "art/deep"),
    claim("/x/", "index", "permalink"),
    claim("/X/", "art/index"),
    claim("/x.html/y/", "art/index", "permalink"),
    conf("y", "bio", "y.html"),
    claim("/y", "index"),
    claim("/?", key="permalink"),
]


@both
@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_pages_does_not_matter(pages: dict[str, str], seed: int) -> None:
    shuffled = random.Random(seed).sample(CROWD, len(CROWD))
    plan, expected = (make_plan(claims, Files(pages, TAKEN)) for claims in (shuffled, CROWD))
    assert plan == expected
    assert list(plan.redirects) == list(expected.redirects)


@both
def test_no_redirect_leads_to_another(pages: dict[str, str]) -> None:
    plan = make_plan([*CROWD, claim("/bio.html", "index"), claim("/z/", "index")], Files(pages, TAKEN))
    assert set(targets(plan).values()) <= set(pages)
    assert not set(plan.redirects) & {*pages.values(), *TAKEN}


@both
@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ("/a.html", "/a.html/b/", "'a.html' would be a directory, and is a redirect to 'bio'"),
        ("/a.html", "/A.html/b/c.html", "'a.html' would be a directory, and is a redirect to 'bio'"),
        ("/a.html/b/", "/a.html", "'a.html' is a directory of the site"),
        ("/a/b.html/c", "/a/B.html", "'a/b.html' is a directory of the site"),
    ],
)
def test_a_redirect_is_no_directory_of_another(
    pages: dict[str, str], first: str, second: str, reason: str
) -> None:
    plan = make_plan([claim(first), claim(second, "index")], Files(pages))
    assert set(targets(plan).values()) == {"bio"}
    assert messages(plan) == [f"redirect_from: {second} cannot redirect: {reason}"]


def test_names_that_differ_in_case_only_are_one() -> None:
    plan = make_plan([claim("/CV/"), claim("/cv/"), claim("/Cv/", "index")], Files(HTML))
    assert targets(plan) == {"CV/index.html": "bio"}
    assert [refused.address for refused, _ in plan.conflicts] == ["/cv/", "/Cv/"]
    assert messages(plan)[0].endswith(
        "it differs from 'CV/index.html' in case only, and this file system has one file for both; "
        "build on one that has two, as Linux and the hosts do"
    )
    plan = make_plan([claim("/CV/"), claim("/cv/"), claim("/Cv/", "index")], Files(HTML), form=str)
    assert targets(plan) == {"CV/index.html": "bio", "cv/index.html": "bio", "Cv/index.html": "index"}


def test_colons() -> None:
    """Hosts and Linux know them; Windows takes what follows for something else."""
    assert targets(make_plan([claim("/https:/x/")], Files(HTML), form=str)) == {"https:/x/index.html": "bio"}
    plan = make_plan([claim("/https:/x/")], Files(HTML))
    assert targets(plan) == {}
    assert "it holds a colon, and this file system may not store one" in messages(plan)[0]


@both
@pytest.mark.parametrize(
    ("address", "name"),
    [("/CNAME", "CNAME"), ("/cname/", "cname"), ("/CNAME/x.html", "CNAME"), ("/404.html", "404.html")],
)
@pytest.mark.parametrize("form", [str, comparable])
def test_names_that_are_kept(
    pages: dict[str, str], address: str, name: str, form: Callable[[str], str]
) -> None:
    """Whoever reads them is told apart by nobody's file system."""
    files = Files(
        pages, reserved={"CNAME": "the domain", "404.html": "the missing"}, copies={"404": "404.html"}
    )
    [message] = messages(make_plan([claim(address)], files, form=form))
    what = files.reserved.get(name, "the domain")
    assert message == f"redirect_from: {address} cannot redirect: '{name}' is reserved for {what}"
    own = make_plan([claim("/404.html", "404", "permalink")], files, form=form)
    assert own == Plan()


@pytest.mark.parametrize(
    "address", ["/a\x1b[31m", "/a\n", "\u202e/x/", "/\ud800", "/" + "x" * 10_000, "/<" * 10_000]
)
def test_messages_are_one_short_line(address: str) -> None:
    [message] = messages(make_plan([claim(address)], Files(HTML)))
    assert message.isprintable()
    assert len(message) < 400


@pytest.mark.parametrize("count", [1_000, 10_000])
@pytest.mark.parametrize(
    "pattern", ["/{}", "/deep/er/{}.html", "/x", "/{}.html/x/"], ids=["bare", "deep", "one", "directories"]
)
def test_the_work_grows_with_the_number_of_claims(pattern: str, count: int) -> None:
    class Name(str):
        """A file name that counts how often it is compared."""

        __slots__ = ()
        compared = 0

        def __eq__(self, other: object) -> bool:
            Name.compared += 1
            return str.__eq__(self, other)

        __hash__ = str.__hash__

    pages = {f"p{number}": f"p{number}.html" for number in range(100)}
    claims = [claim(pattern.format(f"n{number}"), f"p{number % 100}") for number in range(count)]
    assert make_plan(claims, Files(pages), form=lambda file: Name(comparable(file))).redirects
    assert Name.compared <= 10 * count
