"""What pages show of their works below the title."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest
from docutils import nodes

from conftest import Site
from sphinx_homepage.works.details import full_citation
from sphinx_homepage.works.model import Link, Work, WorkType

if TYPE_CHECKING:
    from conftest import Built

BASE = 'html_baseurl = "https://ada.example.org/"\n'
HOME = "---\ntitle: Home\n---\n\nHello.\n\n```{toctree}\n:glob:\n:hidden:\n*/**\n```\n"
PAPER_URL = "https://example.org/paper.pdf"
PAPER = """\
---
title: Patterns
collection: publications
date: Oct 1, 2015
venue: Journal <script>of</script> "Engines"
authors: Ada Lovelace, Charles Babbage
paperurl: https://example.org/a?b=1&c=2
codeurl: https://example.org/code
tags: [looms, a & b]
category: manuscripts
citation: 'Lovelace, A. &quot;Patterns &lt;b&gt;.&quot; <i>Journal</i>.'
---

The abstract.

## Results
"""
PAGES = {
    "index.md": HOME,
    "a/paper.md": PAPER,
    "publications/soon.md": "---\ntitle: Soon\nvenue: A journal\nyear: forthcoming\n---\n\nText.\n",
    "publications/old.md": "---\ntitle: Old\nvenue: A journal\nlocation: Oslo\n---\n\nText.\n",
    "publications/bare.md": "---\ntitle: Bare\ndate: 2014-01-01\n---\n\nText.\n",
    "talks/2013-03-01-tutorial.md": "---\ntitle: T\ntype: tutorial\nvenue: Berkeley\nlocation: CA, USA\n---\n\nText.\n",
    "talks/plain.md": "---\ntitle: P\ndate: 2013-03\nlocation: Oslo\n---\n\nText.\n",
    "talks/unknown.md": "---\ntitle: U\n---\n\nText.\n",
    "teaching/course.md": "---\ntitle: C\ntype: Course\nvenue: University\nyear: Spring 2014\n---\n\nText.\n",
    "posts/2013-02-12-post.md": "---\nread_time: true\nmodified: 2014-05-01\ncategories: Essays\ntags: a b\n---\n"
    + "# A post\n\n" + "word " * 800,
    "posts/rst.rst": ":date: 2013-02-12\n:tags: [a b]\n:read_time: true\n\nA post\n======\n\n漢字\n",
    "projects/book.md": "---\ntitle: Book\nkind: E-book\nyear: 2021\n---\n\nText.\n",
    "b/plain.md": "---\ntitle: Plain\nexcerpt: E\n---\n\nText.\n",
    "untitled.md": "---\norphan: true\ndate: 2013-02-12\nvenue: Here\n---\n\nText.\n",
}  # fmt: skip
LINES = {
    "a/paper": 'Published in Journal of "Engines", 1 October 2015 · looms, a & b',
    "publications/soon": "A journal, forthcoming",
    "publications/old": "Published in A journal, Oslo",
    "publications/bare": "2014",
    "talks/2013-03-01-tutorial": "Tutorial at Berkeley, CA, USA, 1 March 2013",
    "talks/plain": "Talk, Oslo, March 2013",
    "teaching/course": "Course, University, Spring 2014",
    "posts/2013-02-12-post": "12 February 2013 · updated 1 May 2014 · 4 min read · Essays · a, b",
    "posts/rst": "12 February 2013 · 1 min read · a b",
    "projects/book": "E-book · 2021",
    "untitled": "Published in Here, 12 February 2013",
}


def details(page: Any) -> list[str]:
    return [paragraph.get_text() for paragraph in page.select("article .hp-details")]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    site = Site(tmp_path_factory.mktemp("details") / "site")
    site.conf(BASE)
    site.write(PAGES)
    return site.build(jobs=2)


@pytest.mark.parametrize("docname", sorted(PAGES.keys() - {"index.md"}))
def test_lines(built: Built, docname: str) -> None:
    name = docname.rpartition(".")[0]
    page = built.soup(f"{name}.html")
    lines = [text for text in details(page) if "Lovelace" not in text and "Code" not in text]
    assert lines == ([LINES[name]] if name in LINES else [])


def test_a_publication(built: Built) -> None:
    page = built.soup("a/paper.html")
    assert details(page) == [
        "Ada Lovelace, Charles Babbage",
        LINES["a/paper"],
        "Paper · Code",
        'Recommended citation: Lovelace, A. "Patterns <b>." Journal. https://example.org/a?b=1&c=2',
    ]
    assert all(previous.name in ("h1", "p") for previous in page.select("article h1, article .hp-details"))
    assert page.select_one(
        "h1 + .hp-people + .hp-details + .hp-work-links + .hp-citation + p"
    ).get_text() == ("The abstract.")
    assert [(time["datetime"], time.get_text()) for time in page.select("article time")] == [
        ("2015-10-01", "1 October 2015")
    ]
    assert [link["href"] for link in page.select(".hp-work-links a")] == [
        "https://example.org/a?b=1&c=2",
        "https://example.org/code",
    ]
    assert [node.get_text() for node in page.select(".hp-details em")] == ['Journal of "Engines"', "Journal"]
    assert not page.select("article script, article b")


def test_what_a_page_says_of_itself(built: Built) -> None:
    """The description is that of the body, and the home page's first paragraph is its lead."""
    page = built.soup("a/paper.html")
    assert page.select_one('meta[name="description"]')["content"] == "The abstract."
    assert page.select_one('meta[property="article:published_time"]')["content"] == "2015-10-01"
    assert '"startDate": "2013-03-01"' in built.text("talks/2013-03-01-tutorial.html")
    assert built.soup("index.html").select_one("article .lead").get_text() == "Hello."


def test_the_feed_has_every_form_of_date(built: Built) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    entries = ElementTree.fromstring(built.text("feed.xml")).iter(f"{atom}entry")
    found = [(entry.findtext(f"{atom}id"), entry.findtext(f"{atom}published")) for entry in entries]
    assert found == [
        (f"https://ada.example.org/{name}.html", f"{date}T00:00:00Z")
        for name, date in [
            ("a/paper", "2015-10-01"),
            ("publications/bare", "2014-01-01"),
            ("talks/2013-03-01-tutorial", "2013-03-01"),
            ("talks/plain", "2013-03-01"),
            ("posts/2013-02-12-post", "2013-02-12"),
            ("posts/rst", "2013-02-12"),
            ("untitled", "2013-02-12"),
        ]
    ]


def test_a_future_date_in_the_name(site: Site) -> None:
    site.conf(BASE)
    site.write(
        {"index.md": HOME, "talks/2099-05-06-later.md": "# Later\n", "posts/2019-05-06-x.md": "# Now\n"}
    )
    built = site.build()
    assert "Now" in built.text("feed.xml") and "Later" not in built.text("feed.xml")
    assert details(built.soup("talks/2099-05-06-later.html")) == ["6 May 2099"]


def test_a_home_page_with_a_date(site: Site) -> None:
    site.write({"index.md": "---\ntitle: Home\ndate: 2020-03-04\n---\n\nFirst.\n\nSecond.\n"})
    page = site.build().soup("index.html")
    assert details(page) == ["4 March 2020"]
    assert [node.get_text() for node in page.select("article .lead")] == ["First."]


@pytest.mark.parametrize(
    ("citation", "links"),
    [
        ("Lovelace, A. Memoirs (https://example.org/b?c).", ["https://example.org/b?c", PAPER_URL]),
        ("Lovelace, A. Memoirs. http://www.example.org/paper.pdf", ["http://www.example.org/paper.pdf"]),
        (
            "See https://example.org/a_(b), https://example.org/c…",
            ["https://example.org/a_(b)", "https://example.org/c", PAPER_URL],
        ),
        ("Lovelace, A. <a href='/d'>https://example.org/b</a>", ["/d", PAPER_URL]),
        ("Lovelace, A. [https://example.org/b](https://example.org/d)", ["https://example.org/d", PAPER_URL]),
        ("Lovelace, A. <i>Memoirs</i>.", [PAPER_URL]),
    ],
)
def test_links_of_a_citation(citation: str, links: list[str]) -> None:
    """A URL that is written out is one; that of the paper stands behind it, unless it is there already."""
    paper = Link("Paper", PAPER_URL)
    found = full_citation(Work(type=WorkType.PUBLICATION, title="Sketch", citation=citation, links=(paper,)))
    root = nodes.inline("", "", *found)
    references = list(root.findall(nodes.reference))
    assert [reference["refuri"] for reference in references] == links
    # On paper, the URL of a link stands behind it.
    assert all((node.astext() == node["refuri"]) is ("hp-url" in node["classes"]) for node in references)


def test_a_citation_that_the_body_has(site: Site) -> None:
    """The generator of academicpages writes it there too."""
    citation = "Lovelace, A. (2015). &quot;Patterns.&quot; <i>Journal</i>. 1(3)."
    body = 'Text.\n\nRecommended citation: Lovelace, A. (2015). "Patterns." <i>Journal</i>. 1(3).\n'
    site.write({"index.md": f"---\ntitle: T\nvenue: V\ncitation: '{citation}'\n---\n\n{body}"})
    assert details(site.build().soup("index.html")) == ["Published in V"]


def test_a_link_that_the_body_has(site: Site) -> None:
    """The URL of a paper is not shown again if the page has it written out; a link with words is another one."""
    matter = "---\ntitle: T\ncodeurl: https://example.org/code\npaperurl: https://example.org/a\n---\n\n"
    site.write(
        {
            "index.md": f"{matter}At <https://example.org/a>, with [code](https://example.org/code).\n",
        }
    )
    assert [link.text for link in site.build().soup("index.html").select(".hp-work-links a")] == ["Code"]


def test_where_other_pages_were(site: Site) -> None:
    """A page that does not say what it is was published, or took place; a place is named once."""
    matter = "---\ntitle: T\ndate: 2020-01-01\nvenue: Oslo\n{}---\n\nText.\n"
    site.write(
        {
            "index.md": HOME + "\n```{listing}\nmedia/*\nvisits/*\n```\n",
            "media/a.md": matter.format(""),
            "visits/a.md": matter.format("type: visit\nlocation: Oslo\n"),
            "visits/b.md": matter.format("location: Norway\n"),
        }
    )
    built = site.build()
    assert details(built.soup("media/a.html")) == ["Published in Oslo, 2020"]
    assert details(built.soup("visits/a.html")) == ["Visit · Oslo · 2020"]
    assert details(built.soup("visits/b.html")) == ["Oslo, Norway · 2020"]


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_follows_the_front_matter(site: Site, builder: str) -> None:
    name = "talks/2013-03-01-a.html" if builder == "html" else "talks/2013-03-01-a/index.html"
    page = "---\ntitle: A\nvenue: {}\n---\n\nText.\n"
    site.write(
        {
            "index.md": HOME + "\n```{listing}\n:layout: cards\n:sort: listed\n\ntalks/2013-03-01-a\n```\n",
            "talks/2013-03-01-a.md": page.format("X"),
        }
    )
    site.build(builder)
    site.write({"talks/2013-03-01-a.md": page.format("Y\ntype: Poster")})
    built = site.build(builder)
    assert details(built.soup(name)) == ["Poster at Y, 1 March 2013"]
    assert built.soup("index.html").select_one(".hp-card .hp-kind").get_text() == "Poster · 2013"
    site.write({"talks/2013-03-01-a.md": "---\ntitle: A\n---\n\nText.\n"})
    assert details(site.build(builder).soup(name)) == ["1 March 2013"]


def test_other_languages(site: Site) -> None:
    site.conf('language = "de"\n')
    site.write({"index.md": HOME, "posts/2013-02-12-post.md": "# A post\n"})
    assert details(site.build().soup("posts/2013-02-12-post.html")) == ["12. Februar 2013"]


def test_other_builders(site: Site) -> None:
    site.write({"index.md": HOME, "a/paper.md": PAPER})
    text = site.build("text").text("a/paper.txt")
    assert text.index("Ada Lovelace") < text.index("1 October 2015") < text.index("The abstract.")
    assert "1 October 2015" in next(
        content.decode() for file, content in site.build("latex").files().items() if file.endswith(".tex")
    )
    messages = "".join(content.decode() for content in site.build("gettext").files().values())
    assert "The abstract." in messages and "Published in" not in messages


def test_warnings_have_a_line(site: Site) -> None:
    site.write(
        {"index.md": "---\ntitle: Home\nvenue: V\npaperurl: javascript:x\ndate: 03/04/2019\n---\n\nText.\n"}
    )
    built = site.build(
        expect=["index.md:4: WARNING: paperurl: ", "index.md:5: WARNING: date is a date such as"]
    )
    assert details(built.soup("index.html")) == ["Published in V"]


def test_authors_are_known(site: Site) -> None:
    """The owner is set apart and others are linked, and the page follows their records."""
    records = 'author_profile["name"] = "Ada Lovelace"\nauthor_profiles = {"c": {"name": "Charles Babbage", "website": "%s"}}\n'
    site.write({"index.md": HOME, "a/paper.md": PAPER})
    for url in ("https://one.example.org/", "https://two.example.org/"):
        site.conf(records % url)
        people = site.build().soup("a/paper.html").select_one(".hp-people")
        assert people.get_text() == "Ada Lovelace, Charles Babbage"
        assert people.select_one(".hp-owner").get_text() == "Ada Lovelace"
        assert people.a["href"] == url
