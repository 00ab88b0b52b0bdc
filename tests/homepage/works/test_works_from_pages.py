"""The work that a page is about, and how it is cited."""

from __future__ import annotations

import pytest
from docutils import nodes

from sphinx_homepage.core.dates import Date
from sphinx_homepage.pages.front_matter import FrontMatter, parse_front_matter
from sphinx_homepage.pages.records import PageRecord
from sphinx_homepage.works.citation import citation_nodes
from sphinx_homepage.works.from_page import work_of_page
from sphinx_homepage.works.model import Person, Work


def work(block: str, docname: str = "a") -> Work:
    matter, problems = parse_front_matter(f"---\n{block}\n---\n")
    assert not problems
    return work_of_page(docname, "Title", PageRecord(matter, teaser="images/x.png"))


@pytest.mark.parametrize(
    ("docname", "collection", "expected"),
    [
        ("a", "", "page"),
        ("a", "talks", "talk"),
        ("posts/a", "talks", "talk"),
        ("posts/a", "recipes", "post"),
        ("a", "recipes", "page"),
        ("publications/a", "", "publication"),
        ("_publications/a", "", "publication"),
        ("site/teaching/2014/a", "", "course"),
        ("portfolio/a", "", "project"),
        ("projects/a", "", "project"),
        ("_posts/a", "", "post"),
        ("projects/posts/a", "", "post"),
        ("talks/index", "", "page"),
        ("talks/2014-x/index", "", "talk"),
        ("index", "", "page"),
        ("talks", "", "page"),
    ],
)
def test_types(docname: str, collection: str, expected: str) -> None:
    record = PageRecord(FrontMatter(collection=collection))
    assert work_of_page(docname, "Title", record).type == expected


def test_fields() -> None:
    found = work(
        "collection: publications\nauthors: Ada, Grace\ndate: 2015-10-01\nvenue: V\nexcerpt: E\ntags: x y\n"
        "type: paper\nlink: /x\npaperurl: /y"
    )
    assert (found.date, found.year, found.kind) == (Date(2015, 10, 1), "2015", "Paper")
    assert found.authors == (Person("Ada"), Person("Grace"))
    assert [(link.label, link.url) for link in found.links] == [("Paper", "/y"), ("Link", "/x")]
    assert (found.summary, found.image, found.tags) == ("E", "images/x.png", ("x", "y"))


def test_fields_of_al_folio() -> None:
    found = work("abbr: Ann.\naward: Prize\nselected: true\ndoi: 10.1000/182\narxiv: 2103.14060\npdf: /a.pdf")
    assert (found.badge, found.award, found.selected) == ("Ann.", "Prize", True)
    assert (found.doi, found.arxiv, found.pdf) == ("10.1000/182", "2103.14060", "/a.pdf")
    assert [link.label for link in found.links] == ["DOI", "arXiv", "PDF"]


@pytest.mark.parametrize(
    ("block", "date", "year"),
    [
        ("date: 2015-01-01", Date(2015, 1, 1), "2015"),
        # Jekyll takes whole days only.
        ("date: 2015-01-01\ncollection: publications", Date(2015), "2015"),
        ("date: 2015-01-01\ncollection: teaching", Date(2015), "2015"),
        ("date: 2015-01-02\ncollection: teaching", Date(2015, 1, 2), "2015"),
        ("year: 2015", Date(2015), "2015"),
        ("date: 2015-01-02\nyear: 2016", Date(2015, 1, 2), "2016"),
        ("year: forthcoming", None, "forthcoming"),
        ("kind: iPad app", None, ""),
    ],
)
def test_dates_of_works(block: str, date: Date | None, year: str) -> None:
    found = work(block)
    assert (found.date, found.year) == (date, year)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("A &quot;T.&quot; <i>J 1</i>. 1(3).", 'A "T." [emphasis J 1]. 1(3).'),
        ("**Powell, D.** *Psych* & Co.", "[strong Powell, D.] [emphasis Psych] & Co."),
        ("<B>A</B><sup>2</sup> <u>B</u> <!-- c --> a<br/>b", "[strong A][superscript 2] B  a b"),
        ("<i>a <b>b</i> c", "[emphasis a [strong b c]]"),
        ("<i>a <i><b><i>b", "[emphasis a [strong b]]"),
        ("<a href=/x>a <a href=/y>b", "[reference a b]"),
        ("a</i> b", "a b"),
        ("10.1007/978_3_319 a*, b*, <script>x</script>", "10.1007/978_3_319 a*, b*, x"),
        ("Two\nlines `code`", "Two lines code"),
        ('<a href="https://example.org/">x</a>', "[reference x]"),
        ("<a href='javascript:x'>x</a> [y](javascript:y)", "x [y](javascript:y)"),
        ("url = {https://example.org/a_(b).pdf}, year = {1843}", "url = {[reference https://example.org/a_(b).pdf]}, year = {1843}"),
        ("", ""),
    ],
)  # fmt: skip
def test_citations(text: str, html: str) -> None:
    def shown(node: nodes.Node) -> str:
        inner = "".join(map(shown, node.children))
        return node.astext() if isinstance(node, nodes.Text) else f"[{node.__class__.__name__} {inner}]"

    assert "".join(map(shown, citation_nodes(text))) == html
