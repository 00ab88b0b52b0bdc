"""News: the dated items of a page in listings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from conftest import Site
from helpers import BUILDERS_LONG, PNG
from sphinx_homepage.works.news import is_page_of_news

if TYPE_CHECKING:
    from conftest import Built

NEWS = """\
# News

- 2026-05-01: Paper at [Weaving](../papers.md), [](../papers.md#at-two), [slides](/files/x.pdf), [ext](https://example.org/).
- 2026-04: {doc}`../papers`, $x^2$, [here](#old), <a href="../one.png">html</a> & ![](../one.png) ![](two.png).

  More about it.
- **2025-12-24**: Merry *Christmas*.
- **March 2025:** Bold.

## Old

1. 2020-01-01: This list is numbered.

- 1 Jan 2019 - A hyphen.
- 2018-01-02 \N{EN DASH} A dash.
- 2017: {pub}`loom`.
"""
HOME = """\
# Home

```{listing}
:layout: compact
:limit: 3
:more: deep/news

deep/news
```

```{toctree}
:hidden:
papers
all
```
"""
SITE: dict[str, str | bytes] = {
    "index.md": HOME,
    "deep/news.md": NEWS,
    "papers.md": "# Papers\n\n(at-two)=\n## Two\n\n```{listing}\npapers.bib\n```\n",
    "papers.bib": "@misc{loom, author={Ada Lovelace}, title={Looms}, year={2020}}\n",
    "all.md": "# All\n\n```{listing}\n:group: year\n:layout: list\n\ndeep/*\nposts/*\n```\n\n"
    "```{listing}\n:layout: table\n:where: type=news, year>=2026\n\ndeep/news\nposts/*\n```\n\n"
    "```{listing}\n:layout: cards\n:where: year=2017\n\ndeep/news.md\n```\n",
    "posts/one.md": "---\ntitle: A post\ndate: 2026-04-15\n---\n\nText.\n",
    "public/files/x.pdf": "",
    "public/one.png": PNG,
    "deep/two.png": PNG,
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = Site(tmp_path_factory.mktemp("news") / "site")
    site.write(SITE)
    return site


def rows(built: Built, file: str) -> list[tuple[str, str]]:
    """Return date and text of the rows of a page."""
    page = built.soup(file)
    for formula in page.select("annotation"):
        formula.decompose()
    return [
        (" ".join(row.select_one(".hp-side").get_text().split()), " ".join(row.find_all("div")[1].get_text().split()))
        for row in page.select(".hp-works > li")
    ]  # fmt: skip


@BUILDERS_LONG
@pytest.mark.parametrize("jobs", [1, 2])
def test_rows(written: Site, builder: str, jobs: int) -> None:
    built = written.build(builder, jobs=jobs, out=f"{builder}{jobs}")
    assert rows(built, "index.html") == [
        ("1 May 2026", "Paper at Weaving, Two, slides, ext."),
        ("Apr 2026", "Papers, x2, here, html & ."),
        ("24 Dec 2025", "Merry Christmas."),
    ]
    page = built.soup("index.html")
    papers, news = ("papers.html", "deep/news.html") if builder == "html" else ("papers/", "deep/news/")
    assert [link["href"] for link in page.select(".hp-works a")] == [
        papers, f"{papers}#at-two", "files/x.pdf", "https://example.org/", papers, f"{news}#old", "one.png"
    ]  # fmt: skip
    assert [image["src"] for image in page.select(".hp-works img")] == ["one.png", "_images/two.png"]
    assert page.select_one(".hp-show-all a")["href"] == news
    assert page.select_one("time")["datetime"] == "2026-05-01"
    # The page itself is as it was written.
    own = built.soup("deep/news.html" if builder == "html" else "deep/news/index.html")
    assert own.select_one("article li").get_text().startswith("2026-05-01: Paper at Weaving")


def test_other_layouts(written: Site) -> None:
    page = written.build(out="html1").soup("all.html")
    assert [title.get_text() for title in page.select(".hp-group > h2")] == [
        "2026", "2025", "2019", "2018", "2017"
    ]  # fmt: skip
    found = rows(written.build(out="html1"), "all.html")
    assert [date for date, _ in found] == [
        "1 May 2026", "15 Apr 2026", "Apr 2026", "24 Dec 2025", "Mar 2025", "1 Jan 2019", "2 Jan 2018", "2017"
    ]  # fmt: skip
    assert [text for _, text in found][4:] == ["Bold.", "A hyphen.", "A dash.", "Lovelace 2020."]
    assert [row.td.get_text(strip=True) for row in page.select("tbody tr")] == ["1 May 2026", "Apr 2026"]
    assert [card.select_one(".hp-card-title").get_text() for card in page.select(".hp-card")] == ["loom."]


@pytest.mark.parametrize("builder", ["text", "latex", "singlehtml", "epub"])
def test_other_builders(written: Site, builder: str) -> None:
    built = written.build(builder, allow=['"version" should not be empty'])
    file = {"text": "index.txt", "latex": "site.tex", "singlehtml": "index.html", "epub": "index.xhtml"}[
        builder
    ]
    assert "24 December 2025: Merry " in " ".join(re.sub("<.*?>|[*]", "", built.text(file)).split())
    if builder == "epub":
        assert 'href="papers.xhtml#at-two"' in built.text(
            file
        ) and 'href="deep/news.xhtml#old"' in built.text(file)


def test_warnings(site: Site) -> None:
    site.write({name: text for name, text in SITE.items() if name not in ("all.md", "posts/one.md")})
    site.write(
        {
            "index.md": HOME.replace("deep/news\n```", "deep/news\ntalks\n```").replace(
                "all", "news/index\ntalks"
            ),
            # A page of news in name only, which no listing names, and one in fact, without a date.
            "news/index.md": "# News\n\n- An item.\n- 12:30: Lunch.\n",
            "talks.md": "---\ntitle: Talks\ncollection: news\n---\n\n- A talk\n",
            "deep/news.md": "# News\n\n- 2026-01-01: See [](gone.md).\n- 2026-13-01: Wrong.\n- Nothing\n-\n",
        }
    )
    expected = [
        "news.md:4: WARNING: news: there is no day 2026-13-01; write - 2026-05-01: text [homepage.listing]",
        "news.md:5: WARNING: news: this item",
        "news.md:6: WARNING: news: this item",
        "index.md:9: WARNING: listing: 'talks' has no list whose items begin with a date; write - 2026-05-01: text",
    ]
    built = site.build(expect=expected, allow=["'gone.md'"])
    # The link is on two pages, and is one mistake.
    gone = [warning for warning in built.warnings if "gone.md" in warning]
    assert len(gone) == 1 and "news.md:3: WARNING: " in gone[0]


def test_page_without_dates_among_other_pages(site: Site) -> None:
    """A map of the site names it as a page."""
    site.write(
        {
            "index.md": "# Map\n\n```{listing}\n:sort: listed\n\nnews\ncv\n```\n",
            "news.md": "---\norphan: true\n---\n# What is new\n\n- An item.\n",
            "cv.md": "---\norphan: true\n---\n# CV\n",
        }
    )
    text = site.build().text("index.html")
    assert [text.count(f">{title}</a>") for title in ("What is new", "CV")] == [1, 1]


def test_incremental_builds(site: Site) -> None:
    site.write(SITE)
    site.build()

    def rebuilt(changes: dict[str, str | bytes], **options: Any) -> list[tuple[str, str]]:
        site.write(changes)
        built, fresh = site.build(**options), site.build(out="fresh", fresh=True, **options)
        assert [name for name in built.pages() if built.text(name) != fresh.text(name)] == []
        return rows(built, "index.html")

    papers = str(SITE["papers.md"])
    # The title of a section that an item leads to, which the page shows nowhere else; then that of a page.
    assert "Three" in rebuilt({"papers.md": papers.replace("## Two", "## Three")})[0][1]
    assert rebuilt({"papers.md": papers.replace("# Papers", "# Essays")})[1][1].startswith("Essays")
    added = NEWS.replace("# News\n", "# News\n\n- 2026-06-01: New.\n")
    assert rebuilt({"deep/news.md": added})[0][1] == "New."
    first = site.folder / "html" / "index.html"
    before = first.stat().st_mtime_ns
    site.build()
    assert first.stat().st_mtime_ns == before
    (site.source / "deep/news.md").unlink()
    assert rebuilt({}, expect=["there is no page 'deep/news"]) == []


def test_nothing_to_show(site: Site) -> None:
    """No layout minds it."""
    listings = "\n".join(
        f"```{{listing}}\n:layout: {layout}\n:where: year=1800\n:filter:\n\nindex\n```\n"
        for layout in ("list", "compact", "table", "cards")
    )
    site.write({"index.md": f"# Home\n\n{listings}"})
    assert site.build().soup("index.html").select("article :is(ul, table)") == []


@pytest.mark.parametrize(
    ("docname", "collection", "is_news"),
    [
        ("news", "", True),
        ("deep/news/index", "", True),
        ("announcements", "news", True),
        ("news", "posts", False),
        ("news/one", "", False),
        ("index", "", False),
        ("newsletter", "", False),
    ],
)
def test_which_pages(docname: str, collection: str, is_news: bool) -> None:
    assert is_page_of_news(docname, collection) == is_news


def test_what_stays_on_the_page_of_news(site: Site) -> None:
    """Footnotes, ids and entries of the index; markup is none of a title."""
    site.write(
        {
            "index.md": "# Home\n\nSee.[^1]\n\n[^1]: Home's own.\n\n```{listing}\nnews\n```\n\n"
            "```{listing}\n:layout: cards\n\nnews\n```\n\n```{toctree}\nnews\n```\n",
            "news.md": "# News\n\n- 2026-05-01: Accepted.[^1]\n- 2026-04-01: H<sub>2</sub>O [x]{#inner} <b id=raw>y</b>\n\n"
            "[^1]: By the third journal.\n",
        }
    )
    built = site.build()
    soup = built.soup("index.html")
    ids = [element["id"] for element in soup.select("[id]")]
    assert len(ids) == len(set(ids)) and not {"inner", "raw"} & set(ids)
    (note,) = soup.select(".hp-works sup a")
    page, _hash, target = note["href"].partition("#")
    assert "third journal" in built.soup(page).find(id=target).get_text()
    assert [title.get_text() for title in soup.select(".hp-card-title")] == ["Accepted.1", "H2O x y"]
    (tex,) = site.build("latex").folder.glob("*.tex")
    assert "third journal" in tex.read_text()


def test_items_that_cannot_be(site: Site) -> None:
    site.write(
        {
            "index.md": "# Home\n\n```{listing}\nnews\n```\n\n```{toctree}\nnews\n```\n",
            "news.md": "# News\n\n- 2026-05-01: Fine\n- 2026-02-31: Wrong\n- 2026-02-01:\n",
        }
    )
    site.build(
        expect=[
            "news.md:4: WARNING: news: there is no day 2026-02-31; write - 2026-05-01: text",
            "news.md:5: WARNING: news: there is no text behind this date; write - 2026-05-01: text",
        ]
    )
