"""The links that keys of front matter hold: what is no address, and what leads nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinx_homepage.pages.front_matter import parse_front_matter

if TYPE_CHECKING:
    from conftest import Site

LISTED = "# Home\n\n```{toctree}\n:glob:\n\n*\n```\n"


@pytest.mark.parametrize(
    ("address", "message"),
    [
        (
            "None",
            "'None' is no URL; write one such as https://example.org/, or from the root of this site",
        ),
        ("n/a", "'n/a' is no URL"),
        ("..", "'..' is no URL"),
        ("10.1000/xyz", "'10.1000/xyz' is no URL"),
        ("papers/", "'papers/' is no URL"),
        (
            "www.example.org/a.pdf",
            "'www.example.org/a.pdf' leads to no other site; write https://www.example.org",
        ),
        ("arxiv.org/abs/1", "'arxiv.org/abs/1' leads to no other site"),
        ("example.com", "'example.com' leads to no other site"),
    ],
)
def test_no_address(address: str, message: str) -> None:
    matter, (problem,) = parse_front_matter(f"---\npaperurl: {address}\n---\n")
    assert problem.message.startswith(f"paperurl: {message}")
    assert problem.line == 2
    assert not matter.links


@pytest.mark.parametrize(
    "address",
    [
        "/papers/",
        "/a",
        "https://a.org/b",
        "mailto:a@b.org",
        "a.pdf",
        "v1.0/a.pdf",
        "../a.pdf?x=1",
        "'#a'",
        "org.md",
    ],
)
def test_addresses(address: str) -> None:
    matter, problems = parse_front_matter(f"---\npaperurl: {address}\n---\n")
    assert not problems
    assert [link.address.text for link in matter.links] == [address.strip("'")]


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_where_they_lead(site: Site, builder: str) -> None:
    def page(more: str) -> str:
        return f"---\ntitle: A\ndate: 2020\n{more}---\n"

    site.write(
        {
            "index.md": LISTED + "\n[www](www.example.org) [page](www.example.org/a/b)\n",
            "a.md": page("paperurl: files/a.pdf\nlink: b.md\n"),
            "b.md": page("paperurl: none.pdf\nlink: /c/\n"),
            "c.md": page("paperurl: ../files/a.pdf\n"),
            "public/files/a.pdf": b"",
        }
    )
    built = site.build(
        builder,
        expect=[
            "b.md:4: WARNING: link 'none.pdf' leads nowhere: there is no such file",
            "c.md:4: WARNING: link '../files/a.pdf' leads nowhere: there is no such file; did you mean '/files/a.pdf'?",
            "index.md:9: WARNING: link 'www.example.org' leads nowhere: write https://www.example.org",
            "index.md:9: WARNING: link 'www.example.org/a/b' leads nowhere: write https://www.example.org/a/b",
        ],
    )
    up, end = ("", ".html") if builder == "html" else ("../", "/")
    file = "a.html" if builder == "html" else "a/index.html"
    found = [link["href"] for link in built.soup(file).select(".hp-work-links a")]
    assert found == [f"{up}files/a.pdf", f"{up}b{end}"]


def test_a_page_that_moves(site: Site) -> None:
    """The page with the link is written again."""
    site.write({"index.md": LISTED, "a.md": "---\ntitle: A\ndate: 2020\nlink: /x/\n---\n"})
    site.write({"b.md": "---\ntitle: B\npermalink: /x/\n---\n", "c.md": "# C\n"})
    link = ".hp-work-links a"
    assert site.build().soup("a.html").select_one(link)["href"] == "b.html"
    site.write({"b.md": "# B\n", "c.md": "---\ntitle: C\npermalink: /x/\n---\n"})
    assert site.build().soup("a.html").select_one(link)["href"] == "c.html"
