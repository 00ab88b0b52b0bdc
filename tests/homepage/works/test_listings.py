"""Listings: what they show of pages and of BibTeX files, and when their page is written again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from helpers import BUILDERS, png
from listing_site import BIB, CONF, HOME, PAGES, PUBLICATIONS, TALK

if TYPE_CHECKING:
    from conftest import Built, Site


@pytest.fixture
def pages(site: Site) -> Site:
    site.conf(CONF)
    site.write(PAGES)
    return site


def words(node: Any) -> str:
    return " ".join(node.get_text(" ").split())


def written(built: Built, action: Any) -> set[str]:
    """Return the pages that are written when *action* is done."""
    before = {name: (built.folder / name).stat().st_mtime_ns for name in built.pages()}
    action()
    return {name for name in built.pages() if before.get(name) != (built.folder / name).stat().st_mtime_ns}


def test_publications(pages: Site) -> None:
    built = pages.build()
    soup = built.soup("publications.html")
    assert [section["id"] for section in soup.select(".hp-group")] == ["2020", "2019"]
    assert [section.h3.get_text() for section in soup.select("#before > .hp-group")] == ["2020", "2019"]
    contents = [link.get_text() for link in soup.select(".toc-tree a")]
    assert contents == ["Publications", "Before", "2020", "2019", "After"]
    loom, king, engine = soup.select(".hp-works > li")
    assert [item["id"] for item in (loom, king, engine)] == ["loom20", "dblp-journals-x-king19", "engine"]
    assert loom.select_one(".hp-badge abbr")["title"] == "Advances in Weaving"
    image = loom.select_one("img")
    assert (image["width"], image["height"], image["alt"]) == ("32", "18", "")
    assert (built.folder / image["src"]).read_bytes() == png(32, 18)
    assert loom.select_one(".hp-work-title math")
    assert "<Engines>" in loom.select_one(".hp-work-title").get_text()
    authors = loom.select_one(".hp-authors")
    assert words(authors) == "Ada Lovelace * , Charles Babbage * , The Engine Group * equal contribution"
    assert words(authors.select_one(".hp-owner")) == "Ada Lovelace"
    assert authors.a["href"] == "https://babbage.example.org/"
    assert words(loom.select_one(".hp-facts-line")) == "Advances in Weaving , 1–9, 2020 · Best Paper"
    links = {link.get_text(): link["href"] for link in loom.select(".hp-actions > a")}
    assert links == {
        "DOI": "https://doi.org/10.1000/1",
        "PDF": "files/loom.pdf",
        "Code": "https://example.org/code",
    }
    assert [summary.get_text() for summary in loom.select("summary")] == ["Abstract", "BibTeX"]
    assert words(loom.select_one("details p")) == "All of it & a < b."
    assert "abstract" not in loom.pre.get_text() and "doi" in loom.pre.get_text()
    assert words(king.select_one(".hp-authors")) == "Augusta King , and others * by alphabet"
    assert king.select_one(".hp-owner") and not king.select("details")
    assert words(king.select_one(".hp-facts-line")) == "Annals 3(2), 2019"
    assert words(engine.select_one(".hp-facts-line")) == "PhD thesis, London , 2019"
    # One file with all entries that are shown, one script, and words for it.
    tools = soup.select_one(".hp-list-tools")
    assert tools.a["href"] == "publications.bib" and tools["data-filter"] and tools["data-copy"]
    entries = built.text("publications.bib")
    assert "@inproceedings{loom20" in entries and "King19" not in entries and "abstract" not in entries
    assert len(soup.select('script[src*="sphinx-homepage-listing.js"]')) == 1
    assert not built.soup("talks/index.html").select('script[src*="sphinx-homepage-listing.js"]')
    assert not built.soup("talks/old.html").select('link[href*="sphinx-homepage-listing.css"]')
    # Groups are found by the search and by links, and texts to copy are not.
    assert built.soup("talks/old.html").select_one("article a")["href"] == "../publications.html#2019"
    index = built.text("searchindex.js")
    assert '"2019"' in index and "bookti" not in index


def test_layouts(pages: Site) -> None:
    built = pages.build()
    talks = built.soup("talks/index.html").select(".hp-works > li")
    assert [words(item) for item in talks] == [
        "1 Mar 2021 A talk on looms & silk Tutorial at Weavers",
        "1 Jan 2010 Old",
    ]
    assert talks[0].select_one(".hp-work-title a")["href"] == "lisbon.html"
    assert talks[0].time["datetime"] == "2021-03-01"
    home = built.soup("index.html")
    assert [words(item) for item in home.select(".hp-works > li")] == [
        "1 Mar 2021 A talk on looms & silk Tutorial at Weavers"
    ]
    assert home.select_one(".hp-show-all a")["href"] == "publications.html"
    table = built.soup("table.html").select_one("table")
    assert [head.get_text() for head in table.select("th")] == ["Date", "Title", "Venue", "Links"]
    assert [row.get("id") for row in table.select("tbody tr")] == [None, "loom20"]
    assert built.soup("table.html").select_one(".hp-list-tools a")["href"] == "table.bib"


@BUILDERS
def test_place_in_the_site(pages: Site, builder: str) -> None:
    built = pages.build(builder)
    suffix = ".html" if builder == "html" else "/index.html"
    soup = built.soup(f"talks/lisbon{suffix}")
    neighbours = [words(link.select_one(".title")) for link in soup.select(".related-pages a")]
    # What is beside the first and the last talk is no talk; previous is what was before.
    assert neighbours == ["Old"]
    old = built.soup(f"talks/old{suffix}")
    assert words(old.select_one(".related-pages .next-page .title")) == "A talk on looms & silk"
    assert not old.select(".related-pages .prev-page")
    for page in ("index.html", f"talks/lisbon{suffix}"):
        links = [link.get_text() for link in built.soup(page).select(".sidebar-tree a")]
        assert links == ["Publications", "Talks", "Table"]
    # The navigation marks the listing as the place of the page.
    marked = soup.select(".sidebar-tree .current-page > a")
    assert [(words(link), link["href"]) for link in marked] == [
        ("Talks", "index.html" if builder == "html" else "../")
    ]
    assert not built.soup("index.html").select(".sidebar-tree .current-page")


def test_a_map_of_the_site(site: Site) -> None:
    """It is the main listing of no page: those of the navigation have nothing to do with each other."""
    for name in ("cv", "teaching"):
        site.write({f"{name}.md": f"# {name}\n"})
    site.write(
        {
            "index.md": "# Home\n\n```{toctree}\ncv\nteaching\nmap\n```\n",
            "map.md": "# Map\n\n```{listing}\n:sort: listed\n\n/index\n/*\n```\n",
        }
    )
    built = site.build()
    listed = [words(item) for item in built.soup("map.html").select(".hp-works > li")]
    assert listed == ["Home", "cv", "teaching"]
    for page in ("cv", "teaching", "map"):
        assert not built.soup(f"{page}.html").select(".related-pages a")


@BUILDERS
@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.long)])
def test_edits(pages: Site, builder: str, jobs: int) -> None:
    """Each edit writes the pages that show what has changed, and leaves what a fresh build leaves."""
    built = pages.build(builder, jobs=jobs)
    suffix = ".html" if builder == "html" else "/index.html"
    edits: list[tuple[dict[str, str], set[str]]] = [
        ({"papers.bib": BIB.replace("An Engine", "Another Engine")}, {"publications"}),
        ({"papers.bib": BIB.replace("{2019}", "{2018}")}, {"publications", "talks/old"}),
        ({"papers.bib": BIB}, {"publications", "talks/old"}),
        ({"talks/lisbon.md": TALK.replace("Text.", "Words.")}, {"talks/lisbon"}),
        (
            {"talks/lisbon.md": TALK.replace("A *talk*", "The *talk*")},
            {"talks/lisbon", "talks/index", "talks/old", "index", "table"},
        ),
        ({"talks/new.md": TALK}, {"talks/new", "talks/lisbon", "talks/index", "table"}),
    ]
    for files, names in edits:
        pages.write(files)
        allow = ["2019"] if "{2018}" in files.get("papers.bib", "") else []
        found = written(built, lambda allow=allow: pages.build(builder, jobs=jobs, allow=allow))
        expected = {"index.html" if name == "index" else f"{name}{suffix}" for name in names}
        expected = {name.replace("index/index.html", "index.html") for name in expected}
        assert found - {"index.html"} == expected - {"index.html"}, files
        fresh = pages.build(builder, out="fresh", fresh=True, allow=allow)
        for page in fresh.pages():
            assert built.text(page) == fresh.text(page), page
        assert built.text("publications.bib") == fresh.text("publications.bib")


@BUILDERS
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_key_of_their_own(site: Site, builder: str, jobs: int) -> None:
    """Of pages and of entries; an edit of the key writes the listings that ask for it, and no others."""
    key = "---\ntitle: Page {}\nshelf: [Silk, '{}']\nexcerpt: Of *[raw](https://x.org/) wool*\n---\n\nText.\n"
    shelf = "# {}\n\n```{{listing}}\n:where: shelf={}\n\nlooms/*\npapers.bib\n```\n"
    site.write(
        {
            "index.md": "# Home\n\n```{toctree}\nwool\nsilk\nflax\nlooms/e\n```\n",
            "wool.md": shelf.format("Wool", "wool"),
            "silk.md": shelf.format("Silk", "silk"),
            "flax.rst": ":shelf: wool\n\nFlax\n====\n\n.. listing::\n   :where: shelf=wool\n\n   flax2\n",
            "flax2.rst": ":orphan:\n:shelf: [wool, flax]\n\nPage R\n======\n\nText.\n",
            "papers.bib": "@misc{p, title = {Page P}, author = {B}, year = 2020, shelf = {{W}ool}}\n",
            **{f"looms/{name}.md": key.format(name, "wool" if name < "c" else "") for name in "abcde"},
        }
    )
    built = site.build(builder, jobs=jobs)
    suffix = ".html" if builder == "html" else "/index.html"

    def shown(name: str) -> list[str]:
        return re.findall(r"Page [a-eRP](?=<)", built.text(name + suffix).partition("<h1>")[2])

    assert (shown("wool"), shown("flax")) == (["Page P", "Page a", "Page b"], ["Page R"])
    assert 'Of <a class="reference external" href="https://x.org/">raw</a> wool' in built.text(
        f"wool{suffix}"
    )
    site.write({"looms/c.md": key.format("c", "wool")})
    assert written(built, lambda: site.build(builder, jobs=jobs)) == {f"looms/c{suffix}", f"wool{suffix}"}
    assert shown("wool") == ["Page P", "Page a", "Page b", "Page c"]
    fresh = site.build(builder, out="fresh", fresh=True, jobs=jobs)
    assert [built.text(page) for page in fresh.pages()] == [fresh.text(page) for page in fresh.pages()]


def test_links_in_descriptions(site: Site) -> None:
    """They lead on when a page moves, and one that leads nowhere is one warning."""
    site.write(
        {
            "index.md": "# Home\n\n```{listing}\ntalk\n```\n\n```{toctree}\nold\n```\n",
            "talk.md": "---\ntitle: Talk\nexcerpt: '[Book](/old.html), [none](/none/)'\n---\n\nText.\n",
            "old.md": "# Book\n\nText.\n",
        }
    )
    nowhere = "talk.md:3: WARNING: link '/none/' leads nowhere"
    built = site.build(expect=[nowhere])
    assert len(built.warnings) == 1
    (site.source / "old.md").unlink()
    site.write({"new.md": "---\norphan: true\nredirect_from: /old.html\n---\n# Book\n\nText.\n"})
    allow = [nowhere, "nonexisting document"]
    link = site.build(allow=allow).soup("index.html").select_one(".hp-summary a")
    fresh = site.build(out="fresh", fresh=True, allow=allow).soup("index.html").select_one(".hp-summary a")
    assert link["href"] == fresh["href"] == "new.html"


def test_what_goes(pages: Site) -> None:
    built = pages.build()
    assert (built.folder / "publications.bib").exists()
    pages.write({"publications.md": "# Publications\n\n## Before\n\n## 2019\n\n## After\n"})
    built = pages.build(allow=["2019"])
    assert not (built.folder / "publications.bib").exists()
    fresh = pages.build(out="fresh", fresh=True, allow=["2019"])
    for page in fresh.pages():
        assert built.text(page) == fresh.text(page), page
    # Without a listing, pages need a toctree again.
    pages.write(
        {"talks/index.md": "# Talks\n", "table.md": "# Table\n", "index.md": HOME.replace("talks/*\n", "")}
    )
    pages.build(
        expect=["talks/lisbon.md: WARNING: document isn't included in any toctree"], allow=["old.md", "2019"]
    )


def test_mistakes(site: Site) -> None:
    site.write(
        {
            "index.md": "# Home\n\n```{listing}\n:layout: card\n:more: talk\n:where: tgs=ml\n\ntalk\nnone.bib\nnothing/*\n```\n\n"
            "```{page-cards}\ntalks\n```\n\n```{listing}\nbroken.bib\n```\n\n```{toctree}\ntalks\n```\n",
            "talks.md": "---\ntitle: T\nbibtex: loon\n---\n\n",
            "broken.bib": "@misc{b, title = {B}\n\n@misc{loom, title = {A $\\nowhere$}, author = {B}, year = 2020}\n",
        }
    )
    for _ in range(2):
        built = site.build(
            expect=[
                "index.md:3: WARNING: listing: unknown layout 'card'; did you mean 'cards'? [homepage.listing]",
                "index.md:3: WARNING: listing: where: no page and no entry has the key 'tgs'; did you mean 'tag'?",
                "index.md:3: WARNING: listing: more: there is no page 'talk'; did you mean 'talks'?",
                "index.md:8: WARNING: listing: there is no page 'talk'; did you mean 'talks'?",
                "index.md:9: WARNING: listing: the file 'none.bib' cannot be read: No such file or directory",
                "page-cards is a listing now; write {listing} / :layout: cards / :sort: listed / talks",
                "talks.md:3: WARNING: bibtex: there is no entry 'loon'; did you mean 'loom'?",
                "broken.bib:1: WARNING:",
                "broken.bib:3: WARNING: formula '\\nowhere' of 'loom': \\nowhere is not known",
            ],
            allow=["broken.bib"],
        )
        assert sum("none.bib" in warning for warning in built.warnings) == 1
        (site.source / "index.md").touch()


def test_restructured_text(site: Site) -> None:
    site.write(
        {
            "index.rst": "Home\n====\n\n.. listing::\n   :layout: compact\n\n   talk\n   nowhere\n\n.. toctree::\n\n   talk\n",
            "talk.md": TALK,
        }
    )
    built = site.build(expect=["index.rst:8: WARNING: listing: there is no page 'nowhere'"])
    assert len(built.soup("index.html").select(".hp-works > li")) == 1


def test_a_page_about_an_entry(pages: Site) -> None:
    pages.write(
        {
            "loom.md": "---\ntitle: Looms\nbibtex: loom20\n---\n\nMore.\n",
            "index.md": HOME.replace("table\n", "table\nloom\n"),
        }
    )
    built = pages.build()
    assert built.soup("publications.html").select_one("#loom20 .hp-work-title a")["href"] == "loom.html"


def test_one_work_in_many_places(site: Site) -> None:
    listing = "```{listing}\n:group: tag\n\npapers.bib\n```\n"
    site.write(
        {
            "index.md": f"# Home\n\n## ML\n\n{listing}\n{listing}\n:::{{note}}\n{listing}\n:::\n",
            "papers.bib": BIB.replace("preview", "x-preview").replace("pdf", "x-pdf"),
        }
    )
    soup = site.build().soup("index.html")
    ids = [node["id"] for node in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    assert {"ml", "ml-1", "looms", "looms-1", "ml-2", "loom20"} <= set(ids)


@pytest.mark.parametrize("builder", ["text", "latex", "singlehtml", "epub", "man", "xml", "json", "gettext", "linkcheck"])  # fmt: skip
def test_other_builders_of_listings(pages: Site, builder: str) -> None:
    if builder == "linkcheck":
        pages.write({"papers.bib": BIB.replace("https://", "x"), "publications.md": PUBLICATIONS})
        pages.conf(CONF + 'linkcheck_ignore = [".*"]\n')
    else:
        pages.conf(CONF + 'copyright = "Ada"\nepub_show_urls = "no"\nversion = "1"\n')
    built = pages.build(builder, allow=["10.1000", "code"] if builder == "linkcheck" else [])
    if builder == "text":
        text = built.text("publications.txt")
        assert "**Ada Lovelace**" in text and "PhD thesis, *London*, 2019" in text and "2019\n" in text


@pytest.mark.parametrize("layout", ["list", "table", "compact", "cards"])
def test_nothing_to_show(site: Site, layout: str) -> None:
    site.write({"index.md": f"# Home\n\n```{{listing}}\n:layout: {layout}\n:filter:\n\nposts/*\n```\n"})
    page = site.build().soup("index.html")
    assert not page.select("article table, article ul, .hp-list-tools, .hp-cards")
