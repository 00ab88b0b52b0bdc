"""Pages about one BibTeX entry (``bibtex: key`` in front matter)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from conftest import Site
from helpers import BUILDERS

if TYPE_CHECKING:
    from conftest import Built

BASE = 'html_baseurl = "https://ada.example.org/"\n'
BIB = """\
@article{looms,
  author   = {Lovelace, Ada and Charles Babbage},
  title    = {On $\\alpha$ {Looms} and \\emph{engines}},
  journal  = {Memoirs},
  year     = {2020},
  abstract = {All about <b>looms</b> \\& $x^2$.},
  tldr     = {Looms in short.},
  pdf      = {/files/looms.pdf},
  code     = {https://example.org/code},
  slides   = {/files/slides.pdf},
}

@inproceedings{own, author = {Ada Lovelace}, title = {Entry}, booktitle = {Conference}, year = {2019}}
@book{rst, author = {Ada Lovelace}, title = {A book}, publisher = {Press}, year = {2018}}
"""
FILES = {"papers.bib": BIB, "public/files/looms.pdf": "x", "public/files/slides.pdf": "x"}
SITE = {
    **FILES,
    "index.md": "---\ntitle: Home\n---\n\nHello.\n\n```{toctree}\npapers\nlooms\npublications/own\nrst\n```\n",
    "papers.md": "# Papers\n\n```{listing}\npapers.bib\n```\n",
    "looms.md": "---\nbibtex: looms\n---\n\nMy words.\n\n# Notes\n\n# More\n",
    "publications/own.md": "---\nbibtex: own\ntitle: My title\nexcerpt: Mine\nvenue: My venue\ndate: 2021-03-04\n"
    "authors: Grace Hopper\npaperurl: https://example.org/paper\ntags: mine\n---\n\nText.\n",
    "rst.rst": ":bibtex: rst\n\nText.\n",
}


def details(page: Any) -> list[str]:
    return [paragraph.get_text() for paragraph in page.select("article .hp-details")]


def meta(page: Any) -> dict[str, str]:
    found = page.select("meta[property], meta[name]")
    return {tag.get("property") or tag["name"]: tag["content"] for tag in found}


@pytest.fixture(scope="module")
def site_of_papers(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = Site(tmp_path_factory.mktemp("papers") / "site")
    site.conf(BASE)
    site.write(SITE)
    return site


@pytest.fixture(scope="module")
def built(site_of_papers: Site) -> Built:
    return site_of_papers.build()


def test_everything_from_the_entry(built: Built) -> None:
    page = built.soup("looms.html")
    title = page.select_one("article h1")
    assert title.select_one("math mi").get_text() == "α" and title.select_one("em").get_text() == "engines"
    assert page.select_one("article section")["id"] == "looms"
    assert [heading.get_text() for heading in page.select("article h2")] == ["Notes", "More"]
    assert details(page) == [
        "Ada Lovelace, Charles Babbage",
        "Journal article · Published in Memoirs, 2020",
        "PDF · Code · Slides",
    ]
    links = [link["href"] for link in page.select(".hp-work-links a")]
    assert links == ["files/looms.pdf", "https://example.org/code", "files/slides.pdf"]
    abstract = page.select_one(".hp-abstract")
    assert abstract.get_text().startswith("All about looms & ") and abstract.select_one("msup")
    assert page.select_one(".hp-people .hp-owner").get_text() == "Ada Lovelace"
    entry = page.select_one(".hp-actions details pre").get_text()
    assert entry.startswith("@article{looms,\n") and "code" not in entry
    tags = meta(page)
    assert tags["description"] == tags["og:description"] == "Looms in short."
    assert (tags["og:type"], tags["article:published_time"]) == ("article", "2020")


def test_the_title_is_shown_elsewhere(built: Built) -> None:
    home = built.soup("index.html")
    for place in (".sidebar-tree", "article .toctree-wrapper"):
        link = home.select_one(f'{place} a[href="looms.html"]')
        assert link.select_one("math mi").get_text() == "α"
    assert "<title>On α Looms and engines</title>" in built.text("feed.xml")
    graph = json.loads(re.findall(r"ld\+json\">(.*?)</script>", built.text("looms.html"))[0])["@graph"]
    assert graph[0]["itemListElement"][-1]["name"] == "On α Looms and engines"
    assert "<title>On α Looms and engines - Site</title>" in built.text("looms.html")
    assert all(heading not in home.get_text() for heading in ("looms", "rst"))


def test_the_page_comes_first(built: Built) -> None:
    page = built.soup("publications/own.html")
    assert page.select_one("article h1").get_text() == "My title"
    assert details(page) == [
        "Grace Hopper",
        "Conference paper · Published in My venue, 4 March 2021 · mine",
        "Paper",
    ]
    tags = meta(page)
    assert (tags["description"], tags["og:title"]) == ("Mine", "My title")
    assert (tags["citation_title"], tags["citation_author"]) == ("My title", "Grace Hopper")
    assert tags["citation_conference_title"] == "My venue"


def test_restructuredtext(built: Built) -> None:
    page = built.soup("rst.html")
    assert page.select_one("article h1").get_text() == "A book"
    assert details(page) == ["Ada Lovelace", "Book · 2018"]


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("", "Entry"),
        ("# My heading\n\nText.\n\n## Below\n", "My heading"),
        ("<!-- Note -->\n\n# My heading\n", "My heading"),
        ("Text.\n\n# Notes\n", "Entry"),
        ("# One\n\n# Two\n", "Entry"),
    ],
)
def test_whose_title(site: Site, body: str, title: str) -> None:
    papers = {
        **FILES,
        "index.md": "# Home\n\n```{listing}\npapers.bib\n```\n\n```{toctree}\npage\n```\n",
    }
    site.write({**papers, "page.md": f"---\nbibtex: own\n---\n\n{body}"})
    page = site.build().soup("page.html")
    assert [heading.get_text() for heading in page.select("article h1")] == [title]
    assert page.select_one("article h1").find_next_sibling()["class"] == ["hp-details", "hp-people"]


@BUILDERS
def test_follows_the_entry(site: Site, builder: str) -> None:
    """An edited entry writes its page and those that show its title, and reads none."""
    site.conf(BASE)
    site.write(SITE | {"other.md": "---\norphan: true\n---\n\n# Other\n"})
    site.build(builder)

    def shown(name: str) -> str:
        return name if builder == "html" or name == "index.html" else name.replace(".html", "/index.html")

    def changes(old: str, new: str) -> tuple[Built, set[str]]:
        before = site.build(builder).files()
        site.write({"papers.bib": (site.source / "papers.bib").read_text().replace(old, new)})
        built = site.build(builder)
        after = built.files()
        fresh = site.build(builder, out="fresh", fresh=True).files()
        same = {name for name in after if name.endswith((".html", ".xml", ".inv", ".bib", "searchindex.js"))}
        assert {name for name in same if after[name] != fresh[name]} == set()
        names = {name for name in same if name.endswith(".html")}
        return built, {name for name in names if after[name] != before.get(name)}

    built, written = changes("{Memoirs}", "{Annals}")
    assert shown("looms.html") in written
    assert not written & {
        shown("other.html"),
        shown("rst.html"),
        shown("publications/own.html"),
        "index.html",
    }
    assert "Published in Annals, 2020" in details(built.soup(shown("looms.html")))[1]
    built, written = changes("{A book}", "{Another book}")
    assert {shown("rst.html"), "index.html"} <= written
    assert built.soup(shown("rst.html")).select_one("article h1").get_text() == "Another book"
    assert "Another book" in built.soup("index.html").select_one(".sidebar-tree").get_text()
    # The page goes back to what it has itself.
    site.write({"papers.bib": BIB.replace("{rst,", "{gone,")})
    built = site.build(builder, expect=["rst.rst: WARNING: bibtex: there is no entry 'rst'"])
    assert built.soup(shown("rst.html")).select_one("article h1").get_text() == "rst"
    site.write({"papers.bib": BIB})
    assert site.build(builder).soup(shown("rst.html")).select_one("article h1").get_text() == "A book"


def test_several_processes_build_the_same(site_of_papers: Site, built: Built) -> None:
    parallel = site_of_papers.build(out="parallel", jobs=2).files()
    serial = built.files()
    pages = [name for name in serial if name.endswith((".html", ".xml"))]
    assert [name for name in pages if serial[name] != parallel[name]] == []


@pytest.mark.parametrize("builder", ["text", "latex", "epub", "gettext"])
def test_other_builders(site_of_papers: Site, builder: str) -> None:
    files = site_of_papers.build(builder, allow=['"version" should not be empty']).files()
    text = b"".join(
        content for name, content in files.items() if name.endswith((".txt", ".tex", ".xhtml", ".pot"))
    ).decode()
    assert "My words." in text
    if builder == "gettext":
        assert 'msgid "looms"' not in text and "Journal article" not in text
    else:
        assert "Another" not in text and "Published in" in text and "A book" in text


def test_unknown_keys(site: Site) -> None:
    site.write(
        {
            **FILES,
            "other.bib": "@misc{elsewhere, title={E}, author={E}, year=2000}",
            "index.md": "# Home\n\n```{listing}\npapers.bib\n```\n\n```{toctree}\n:glob:\np/*\n```\n",
            "p/a.md": "---\nbibtex: loms\n---\n\nText.\n",
            "p/b.md": "---\ntitle: B\nbibtex: elsewhere\nvenue: V\n---\n\nText.\n",
            "p/c.md": "---\ntitle: C\nbibtex: nowhere-at-all\n---\n\nText.\n",
            "p/d.md": "---\ntitle: D\nbibtex: own\n---\n\nText.\n",
            "p/e.md": "---\ntitle: E\nbibtex: own\n---\n\nText.\n",
            "p/f.md": "---\ntitle: F\nbibtex: [own]\n---\n\nText.\n",
        }
    )
    built = site.build(
        expect=[
            "a.md:2: WARNING: bibtex: there is no entry 'loms'; did you mean 'looms'? [homepage.bibtex]",
            "b.md:3: WARNING: bibtex: there is no entry 'elsewhere' in a file that a listing names; it is in "
            "'other.bib': name that in a listing [homepage.bibtex]",
            "c.md:3: WARNING: bibtex: there is no entry 'nowhere-at-all' [homepage.bibtex]",
            "e.md:3: WARNING: bibtex: the page about 'own' is 'p/d' already; keep one of the two [homepage.bibtex]",
            "f.md:3: WARNING: bibtex must be text; this is a list",
        ]
    )
    assert len(built.warnings) == 5
    assert built.soup("p/a.html").select_one("article h1").get_text() == "loms"
    assert details(built.soup("p/b.html")) == ["Published in V"]
    assert details(built.soup("p/e.html"))[1] == "Conference paper · Published in Conference, 2019"


def test_without_a_listing(site: Site) -> None:
    site.write({"index.md": "---\ntitle: Home\nbibtex: looms\n---\n\nText.\n"})
    site.build(
        expect=["index.md:3: WARNING: bibtex: there is no entry 'looms', since no listing names a .bib file"]
    )


def test_links_that_lead_nowhere(site: Site) -> None:
    """They are reported once, at the line of the entry."""
    site.write(SITE | {"papers.bib": BIB.replace("/files/slides.pdf", "/files/sl.pdf")})
    built = site.build(expect=["papers.bib:10: WARNING: link '/files/sl.pdf' leads nowhere"])
    assert len(built.warnings) == 1
