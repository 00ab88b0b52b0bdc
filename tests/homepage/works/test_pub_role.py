"""The role ``pub``, and its domain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from conftest import Site
from helpers import BUILDERS
from sphinx_homepage.core.dates import Date
from sphinx_homepage.works.domain import short_label
from sphinx_homepage.works.model import Person, Publication, PublicationKind, Work, WorkType
from sphinx_homepage.works.text import Segment, Text

if TYPE_CHECKING:
    from conftest import Built

BIB = """\
@article{one, author={Lovelace, Ada}, title={On <engines> & "looms"}, journal={J}, year={2020}}
@article{two, author={Lovelace, Ada and Guido van Rossum}, title={Two}, journal={J}, year={2021}}
@article{DBLP:x/y, author={Hopper, Grace and others}, title={Three}, journal={J}, year={2022}}
@misc{paged, author={Charles Babbage}, title={Four}, year={2023}}
"""
HOME = """\
---
title: Home
---

{pub}`one`, {pub}`the *paper* <two>`, {works:pub}`DBLP:x/y`, {any}`two`, {pub}`paged`.

```{toctree}
papers
paged
other
rst
```
"""
SITE = {
    "papers.bib": BIB,
    "index.md": HOME,
    "papers.md": "# Papers\n\n```{listing}\npapers.bib\n```\n",
    "paged.md": "---\nbibtex: paged\n---\n\nText.\n",
    "other.md": "# Other\n\n{pub}`two`\n",
    "rst.rst": "Rst\n===\n\n:pub:`DBLP:x/y` and :pub:`a paper <two>`.\n",
}


def links(built: Built, file: str) -> list[tuple[str, str, str]]:
    page = built.soup(file)
    found = page.select("article p a.reference:has(.pub, .works-pub), article p a.reference:has(.any)")
    return [(link.get_text(), link["href"], link.get("title", "")) for link in found]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = Site(tmp_path_factory.mktemp("pub") / "site")
    site.write(SITE)
    return site


@BUILDERS
@pytest.mark.parametrize("jobs", [1, 2])
def test_links(written: Site, builder: str, jobs: int) -> None:
    built = written.build(builder, jobs=jobs, out=f"{builder}{jobs}")
    papers, paged = ("papers.html", "paged.html") if builder == "html" else ("papers/", "paged/")
    assert links(built, "index.html") == [
        ("Lovelace 2020", f"{papers}#one", 'On <engines> & "looms"'),
        ("the *paper*", f"{papers}#two", "Two"),
        ("Hopper et al. 2022", f"{papers}#dblp-x-y", "Three"),
        ("Lovelace and van Rossum 2021", f"{papers}#two", "Two"),
        ("Babbage 2023", paged, "Four"),
    ]
    file, up = ("rst.html", "") if builder == "html" else ("rst/index.html", "../")
    assert [href for _, href, _ in links(built, file)] == [f"{up}{papers}#dblp-x-y", f"{up}{papers}#two"]
    page = built.soup(papers if builder == "html" else "papers/index.html")
    assert {"one", "two", "dblp-x-y"} <= {node["id"] for node in page.select("[id]")}


def test_unknown_keys(site: Site) -> None:
    site.write(SITE | {"other.md": "# Other\n\nText {pub}`onee`, {pub}`one more <nothing-like-it>`.\n"})
    built = site.build(
        expect=[
            "other.md:3: WARNING: pub: there is no entry 'onee'; did you mean 'one'? [homepage.bibtex]",
            "other.md:3: WARNING: pub: there is no entry 'nothing-like-it' [homepage.bibtex]",
        ]
    )
    assert len(built.warnings) == 2
    assert "Text onee, one more." in built.soup("other.html").select_one("article").get_text()
    site.conf(
        'nitpick_ignore = [("works:pub", "onee")]\nsuppress_warnings = ["homepage.bibtex"]\nnitpicky = True\n'
    )
    assert site.build(fresh=True).warnings == []


@BUILDERS
def test_follows_the_entry(site: Site, builder: str) -> None:
    """An edit of an entry writes the pages that mention it, and no others."""
    site.write(SITE)
    names = [f"{name}.html" for name in ("papers", "paged", "other", "rst")]
    files = ["index.html", *(name if builder == "html" else name.replace(".", "/index.") for name in names)]
    _, papers, _, other, rst = files

    def written() -> set[str]:
        """Build, and return the pages that were written."""
        times = {name: built.folder.joinpath(name).stat().st_mtime_ns for name in files}
        site.build(builder)
        return {name for name in files if built.folder.joinpath(name).stat().st_mtime_ns != times[name]}

    built = site.build(builder)
    site.write({"papers.bib": BIB.replace("year={2021}", "year={1999}")})
    assert written() - {papers} == {"index.html", other, rst}
    assert links(built, other)[0][0] == "Lovelace and van Rossum 1999"
    after, fresh = built.files(), site.build(builder, out="fresh", fresh=True).files()
    assert [
        name
        for name in after
        if name.endswith((".html", ".inv", ".xml", "searchindex.js")) and after[name] != fresh[name]
    ] == []
    assert written() == set()


def test_a_listing_that_moves(site: Site) -> None:
    site.write(SITE)
    site.build()
    site.write({"papers.md": "# Papers\n", "other.md": SITE["papers.md"]})
    built = site.build()
    assert links(built, "index.html")[0][1] == "other.html#one"
    site.write({"other.md": "# Other\n", "paged.md": "# Paged\n"})
    built = site.build(
        expect=["index.md:5: WARNING: pub: there is no entry 'one' in a file"],
        allow=["pub: ", "'any' reference"],
    )
    assert links(built, "index.html") == []


def test_another_project_finds_them(written: Site, site: Site) -> None:
    """With sphinx.ext.intersphinx, by the inventory of this one."""
    inventory = written.build(out="first").folder / "objects.inv"
    mapping = {"first": ("https://first.example.org/", str(inventory))}
    site.conf(f'extensions.append("sphinx.ext.intersphinx")\nintersphinx_mapping = {mapping!r}\n')
    text = (
        "{external:works:pub}`one`, {external+first:works:pub}`a paper <DBLP:x/y>`, {pub}`paged`, {pub}`two`."
    )
    site.write(
        {
            "index.md": f"# Home\n\n{text}\n\n```{{listing}}\np.bib\n```\n",
            "p.bib": BIB.replace("@misc{paged", "@misc{x"),
        }
    )
    page = site.build().soup("index.html")
    found = [(link.get_text(), link["href"]) for link in page.select("article p a")]
    assert found[:4] == [
        ("Lovelace 2020", "https://first.example.org/papers.html#one"),
        ("a paper", "https://first.example.org/papers.html#dblp-x-y"),
        ("Babbage 2023", "https://first.example.org/paged.html"),
        ("Lovelace and van Rossum 2021", "#two"),
    ]


@pytest.mark.parametrize("builder", ["text", "latex", "epub", "singlehtml"])
def test_other_builders(written: Site, builder: str) -> None:
    built = written.build(builder, allow=['"version" should not be empty'])
    files = [
        name for name in built.files() if name.endswith(("index.txt", ".tex", "index.xhtml", "index.html"))
    ]
    text = " ".join(" ".join(built.text(name) for name in files).split())
    assert "Lovelace 2020" in text and "Hopper et al. 2022" in text


def test_beside_other_bibliographies() -> None:
    """The names of sphinxcontrib-bibtex (domain ``cite``, roles and directives) are not taken."""
    from sphinx_homepage.works.domain import PubRole, WorksDomain

    assert WorksDomain.name == "works" and set(WorksDomain.roles) == {"pub"} and WorksDomain.directives == {}
    assert isinstance(WorksDomain.roles["pub"], PubRole)


def test_with_sphinxcontrib_bibtex(site: Site) -> None:
    site.conf('extensions.append("sphinxcontrib.bibtex")\nbibtex_bibfiles = ["papers.bib"]\n')
    site.write(
        SITE
        | {
            "index.md": HOME.replace("{any}", "{pub}"),
            "other.md": "# Other\n\n{cite}`two`, {pub}`two`\n\n```{bibliography}\n```\n",
        }
    )
    page = site.build().soup("other.html")
    assert page.select_one('a[href="papers.html#two"]').get_text() == "Lovelace and van Rossum 2021"
    assert page.select_one('a[href^="#"]')


def person(family: str, **more: Any) -> Person:
    return Person(f"A. {family}", "A.", family=family, **more)


@pytest.mark.parametrize(
    ("authors", "others", "date", "shown"),
    [
        ([person("Lovelace")], False, Date(1843, 5), "Lovelace 1843"),
        (
            [person("Lovelace"), person("Rossum", particle="van")],
            False,
            Date(1843),
            "Lovelace and van Rossum 1843",
        ),
        ([person("Lovelace"), person("B"), person("C")], False, Date(1843), "Lovelace et al. 1843"),
        ([person("Lovelace")], True, Date(1843), "Lovelace et al. 1843"),
        ([person("Lovelace"), person("B")], True, Date(1843), "Lovelace et al. 1843"),
        ([Person("ATLAS")], False, Date(1843), "ATLAS 1843"),
        ([], False, Date(1843), "On looms 1843"),
        ([person("Lovelace")], False, None, "Lovelace"),
    ],
)
def test_labels(authors: list[Person], others: bool, date: Date | None, shown: str) -> None:
    paper = Publication(kind=PublicationKind.ARTICLE, title=Text((Segment("On looms"),)), others=others)
    work = Work(
        type=WorkType.PUBLICATION, title="On looms", authors=tuple(authors), date=date, publication=paper
    )
    assert short_label(work) == shown
