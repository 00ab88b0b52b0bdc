"""Posts: reading time, links of tags and categories, neighbours and related posts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from helpers import BUILDERS, LONG

if TYPE_CHECKING:
    from conftest import Site

LISTING = "```{{listing}}\n{}\n\n{}\n```\n"
HOME = "---\ntitle: Home\n---\n\nHello.\n\n```{toctree}\n:hidden:\nabout\nposts/index\ntags\ncategories\nbook\n```\n"


def post(title: str, matter: str = "", body: str = "Text.") -> str:
    return f"---\ntitle: {title}\n{matter}\n---\n\n{body}\n"


PAGES = {
    "index.md": HOME,
    "about.md": "# About\n\nText.\n",
    "posts/index.md": "# Posts\n\n" + LISTING.format(":group: year", "*"),
    "tags.md": "# Tags\n\n## Looms\n\n" + LISTING.format(":group: tag", "/posts/*"),
    "categories.md": "# Categories\n\n" + LISTING.format(":group: category\n:layout: compact", "posts/*"),
    "book.md": "# Book\n\n```{toctree}\nbook/one\nbook/two\n```\n",
    "book/one.md": "# One\n",
    "book/two.md": "# Two\n",
    "posts/2013-02-12-a.md": post("A & $x$", "tags: [Looms, <b>bold</b> & co]\ncategory: Old Essays"),
    "posts/2014-03-01-b.md": post("B", "tags: [looms, silk]"),
    "posts/2015-03-01-c.md": post("C", "tags: [silk]"),
    "posts/2016-03-01-d.md": post("D"),
}


@pytest.fixture
def pages(site: Site) -> Site:
    site.write(PAGES)
    return site


def path(builder: str, docname: str) -> str:
    return f"{docname}.html" if builder == "html" else f"{docname}/index.html"


def related(page: Any) -> list[str]:
    return [link.get_text() for link in page.select("article .hp-related a")]


def neighbours(page: Any) -> list[str]:
    return [
        f"{link['class'][0][:4]} {link.select_one('.title').get_text()}"
        for link in page.select(".related-pages a")
    ]


@BUILDERS
@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=LONG)])
def test_a_post(pages: Site, builder: str, jobs: int) -> None:
    built = pages.build(builder, jobs=jobs)
    page = built.soup(path(builder, "posts/2013-02-12-a"))
    line = page.select_one(".hp-details")
    assert line.get_text() == "12 February 2013 · 1 min read · Old Essays · Looms, bold & co"
    up = "../" if builder == "html" else "../../"
    end = ".html" if builder == "html" else "/"
    assert {link.get_text(): link["href"] for link in line.select("a")} == {
        "Old Essays": f"{up}categories{end}#old-essays",
        # The page has a heading of that name.
        "Looms": f"{up}tags{end}#looms-1",
        "bold & co": f"{up}tags{end}#bold-co",
    }
    for link in line.select("a"):
        target = built.soup(path(builder, "categories" if "categories" in link["href"] else "tags"))
        heading = target.find(id=link["href"].partition("#")[2])
        assert heading.select_one("h2, h3").get_text().lower() == link.get_text().lower()
    assert related(page) == ["B"]
    assert page.select_one(".hp-related time")["datetime"] == "2014-03-01"
    assert (
        page.select_one("article > .hp-related")
        is page.select_one("article").find_all(True, recursive=False)[-1]
    )
    other = built.soup(path(builder, "posts/2014-03-01-b"))
    assert related(other) == ["C", "A & xx"] and other.select_one(".hp-related math")
    # No tag is shared, and no listing groups them.
    assert not related(built.soup(path(builder, "posts/2016-03-01-d")))
    # It is for readers only.
    assert "related" not in built.text("searchindex.js")


@BUILDERS
def test_neighbours(pages: Site, builder: str) -> None:
    """Previous and next lead from post to post in the order of time, and nowhere between parts of the site."""
    built = pages.build(builder)
    assert {
        name: neighbours(built.soup(path(builder, name)))
        for name in ("about", "tags", "posts/2013-02-12-a", "posts/2014-03-01-b", "posts/2016-03-01-d")
    } == {
        "about": [],
        "tags": [],
        "posts/2013-02-12-a": ["next B"],
        "posts/2014-03-01-b": ["next C", "prev A & xx"],
        "posts/2016-03-01-d": ["prev C"],
    }
    assert not neighbours(built.soup("index.html"))
    assert not neighbours(built.soup("posts/index.html"))
    assert neighbours(built.soup(path(builder, "book"))) == ["next One"]
    assert neighbours(built.soup(path(builder, "book/one"))) == ["next Two", "prev Book"]
    assert neighbours(built.soup(path(builder, "book/two"))) == ["prev One"]
    assert 'rel="next"' not in built.text(path(builder, "about"))


def test_posts_in_a_toctree(site: Site) -> None:
    """Those with one main listing are related as well."""
    names = ["about", "posts/2013-02-12-a", "posts/2014-03-01-b", "tags", "posts/index"]
    home = "# Home\n\n```{toctree}\n" + "\n".join(names) + "\n```\n"
    site.write({name: text for name, text in PAGES.items() if name.removesuffix(".md") in names})
    site.write({"index.md": home})
    built = site.build()
    assert neighbours(built.soup("posts/2013-02-12-a.html")) == ["next B"]
    assert neighbours(built.soup("posts/2014-03-01-b.html")) == ["prev A & xx"]


@LONG
@BUILDERS
def test_edits(pages: Site, builder: str) -> None:
    """What pages show of others is right after each edit."""
    edits: list[dict[str, str]] = [
        {"posts/2014-03-01-b.md": post("B2", "tags: [looms]")},
        {"posts/2017-01-01-e.md": post("E", "tags: [silk, looms]")},
        {"tags.md": "# Tags\n"},
        {
            "all.md": "---\norphan: true\n---\n# All\n\n"
            + LISTING.format(":group: tag\n:limit: 9", "/posts/*")
        },
        {"tags.md": PAGES["tags.md"]},
        {"posts/2013-02-12-a.md": post("A", "tags: silk\ncategory: new")},
    ]
    pages.build(builder)
    for number, files in enumerate(edits):
        pages.write(files)
        built = pages.build(builder, jobs=1 + number % 2)
        fresh = pages.build(builder, out="fresh", fresh=True)
        changed = [page for page in fresh.pages() if built.text(page) != fresh.text(page)]
        assert not changed, files
        links = built.soup(path(builder, "posts/2014-03-01-b")).select(".hp-details a")
        assert bool(links) is (number != 2)


def test_the_listing_that_leaves_nothing_out(site: Site) -> None:
    """It comes before those with conditions or a limit, whatever their names."""
    site.write(
        {
            "index.md": "# Home\n\n```{toctree}\na\nb\nc\n```\n",
            "a.md": "# A\n\n" + LISTING.format(":group: tag\n:where: tag=x", "posts/*"),
            "b.md": "# B\n\n" + LISTING.format(":group: tag\n:limit: 5", "posts/*"),
            "c.md": "# C\n\n" + LISTING.format(":group: tag", "posts/*"),
            "posts/p.md": post("P", "tags: [x]"),
            "posts/q.md": post("Q", "tags: [y]\ndraft: true"),
        }
    )
    built = site.build()
    assert built.soup("posts/p.html").select_one(".hp-details a")["href"] == "../c.html#x"


def test_reading_time(site: Site) -> None:
    """Words of the body count, 200 a minute; a page may ask for it, or not."""
    words = "word " * 500
    hidden = f"<!-- {words} -->\n\n<div>{words}</div>\n\n% {words}\n\n$${'x+' * 500}x$$\n"
    lists = "\n".join(f"- {'word ' * 50}" for _ in range(10))
    site.write(
        {
            "index.md": "# Home\n\n```{toctree}\n:glob:\nposts/*\nnotes/*\n```\n",
            "posts/a.md": post(words, body=hidden + words),
            "posts/b.md": post("B", body=lists + "\n\n```\n" + words + "\n```\n"),
            "posts/c.md": post("C", "read_time: false", words),
            "posts/d.md": post("D", body=f"<div>{words}</div>"),
            "notes/e.md": post("E", body=words),
            "notes/f.md": post("F", "read_time: true", "漢字" * 300),
        }
    )
    built = site.build(allow=["myst.xref"])
    found = {
        name: [line.get_text() for line in built.soup(f"{name}.html").select(".hp-details")]
        for name in ("posts/a", "posts/b", "posts/c", "posts/d", "notes/e", "notes/f")
    }
    assert found == {
        "posts/a": ["3 min read"],
        "posts/b": ["5 min read"],
        "posts/c": [],
        "posts/d": [],
        "notes/e": [],
        "notes/f": ["2 min read"],
    }


@pytest.mark.parametrize("builder", ["text", "latex", "singlehtml", "epub", "man", "gettext"])
def test_other_builders(pages: Site, builder: str) -> None:
    pages.conf('copyright = "Ada"\nepub_show_urls = "no"\nversion = "1"\n')
    built = pages.build(builder)
    assert not any(b"Related posts" in content for content in built.files().values())
    if builder == "text":
        assert "Old Essays · Looms, bold & co" in built.text("posts/2013-02-12-a.txt")


def test_an_entry_with_a_page(site: Site) -> None:
    """Keywords of BibTeX are tags as well."""
    site.write(
        {
            "index.md": "# Home\n\n"
            + LISTING.format(":group: tag", "papers.bib")
            + "\n```{toctree}\nposts/loom\n```\n",
            "papers.bib": "@article{loom, title = {L}, author = {A. B}, journal = {J}, year = 2020, keywords = {Silk}}\n",
            "posts/loom.md": "---\ntitle: L\nbibtex: loom\n---\n",
        }
    )
    page = site.build().soup("posts/loom.html")
    assert page.select_one(".hp-details a:has(> .hp-tag)")["href"] == "../index.html#silk"


def test_a_day_that_is_none(site: Site) -> None:
    site.write(
        {
            "index.md": "# Home\n\n```{listing}\nposts/*\n```\n",
            "posts/2020-02-30-b.md": "# B\n",
            "posts/2020-13-05-c.md": "---\ndate: 2020-03-05\n---\n\n# C\n",
        }
    )
    expected = "2020-02-30-b.md:1: WARNING: the name of this page begins with 2020-02-30, which is no day"
    site.build(expect=[expected])


def test_titles_without_tags(site: Site) -> None:
    site.conf('html_baseurl = "https://ada.example.org/"\n')
    page = '---\ntitle: "On <i>C. elegans</i>"\ndate: 2020-01-02\n---\n\nH<sub>2</sub>O <!-- c --> flows.\n'
    site.write({"index.md": "# Home\n\n```{toctree}\npublications/a\n```\n", "publications/a.md": page})
    built = site.build()
    soup = built.soup("publications/a.html")
    found = {
        name: soup.select_one(f'meta[name="{name}"]')["content"] for name in ("citation_title", "description")
    }
    assert found == {"citation_title": "On C. elegans", "description": "H2O flows."}
    feed = (built.folder / "feed.xml").read_text()
    assert "<title>On C. elegans</title>" in feed and "<summary>H2O flows.</summary>" in feed
