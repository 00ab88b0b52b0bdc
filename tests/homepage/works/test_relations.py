"""Works that belong together, and pages that mention an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import Site
from helpers import BUILDERS_LONG
from sphinx_homepage.pages.front_matter import parse_front_matter
from sphinx_homepage.works.model import Publication, PublicationKind, Work, WorkType
from sphinx_homepage.works.relations import kind_word
from sphinx_homepage.works.text import NO_TEXT

if TYPE_CHECKING:
    from conftest import Built

BIB = """\
@article{loom, author={Ada Lovelace}, title={Looms & {$n^2$} <engines>}, journal={J}, year={2020},
  related={talks/lisbon, code}}
@software{code, author={Ada Lovelace}, title={The library}, year={2020}}
@article{card, author={Ada Lovelace}, title={Cards}, journal={J}, year={2019}}
"""
SITE: dict[str, str | bytes] = {
    "papers.bib": BIB,
    "index.md": "# Home\n\n{pub}`loom`\n\n```{toctree}\n:hidden:\n\npapers\nlists\n```\n",
    "papers.md": "# Papers\n\n{pub}`loom` {pub}`card`\n\n```{listing}\npapers.bib\n```\n",
    "lists.md": "# Lists\n\n```{listing}\n:layout: table\n\ntalks/*\nposts/*\nprojects/*\n```\n",
    "talks/lisbon.md": "---\ntitle: A talk\ndate: 2021-03-01\n---\n\nText.\n\n## Part\n\nMore.\n",
    "posts/why.md": "---\ntitle: Why *looms*\ndate: 2021-04-01\n---\n\n{pub}`loom`, {pub}`card`.\n",
    "projects/loom.md": "---\ntitle: Weaver\nkind: Code\nrelated: loom, /posts/why.md\n---\n\n{pub}`loom`\n",
    "card.md": "---\nbibtex: card\nrelated:\n  - talks/lisbon\n---\n\n{pub}`card`\n",
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = Site(tmp_path_factory.mktemp("relations") / "site")
    site.write(SITE)
    return site


def block(built: Built, file: str) -> list[str]:
    """Return the lines at the end of a page."""
    page = built.soup(file)
    for formula in page.select("annotation"):
        formula.decompose()
    return [item.get_text() for item in page.select("article .hp-relations li")]


def line(built: Built, file: str, row: str) -> list[str]:
    """Return the parts of the line of a row."""
    page = built.soup(file)
    for formula in page.select("annotation"):
        formula.decompose()
    found = page.select(f"#{row} .hp-facts-line")[1:]
    return [part for text in found for part in text.get_text().split(" · ")]


@pytest.mark.parametrize("jobs", [1, 2])
@BUILDERS_LONG
def test_both_sides(written: Site, builder: str, jobs: int) -> None:
    built = written.build(builder, jobs=jobs, out=f"{builder}{jobs}")

    def file(name: str) -> str:
        return f"{name}.html" if builder == "html" else f"{name}/index.html"

    papers = file("papers")
    assert line(built, papers, "loom") == [
        "Talk: A talk", "Software: The library", "Code: Weaver", "Mentioned in Why looms"
    ]  # fmt: skip
    assert line(built, papers, "code") == ["Paper: Looms & n2 <engines>"]
    assert line(built, papers, "card") == ["Talk: A talk", "Mentioned in Why looms"]
    assert block(built, file("talks/lisbon")) == ["Paper: Looms & n2 <engines>", "Paper: Cards"]
    assert block(built, file("posts/why")) == ["Code: Weaver"]
    assert block(built, file("projects/loom")) == ["Paper: Looms & n2 <engines>", "Post: Why looms"]
    # It does not name itself, though it mentions its own entry.
    assert block(built, file("card")) == ["Talk: A talk", "Mentioned in Why looms"]
    assert [block(built, file(name)) for name in ("papers", "lists")] == [[], []]
    link = built.soup(file("talks/lisbon")).select_one(".hp-relations a")["href"]
    assert link == ("../papers.html#loom" if builder == "html" else "../../papers/#loom")
    # After everything else of the article.
    last = built.soup(file("talks/lisbon")).select_one("article [role=main] > section, article > section")
    assert "hp-relations" in last.find_all(recursive=False)[-1]["class"]


@pytest.mark.parametrize(
    ("builder", "file"), [("text", "talks/lisbon.txt"), ("latex", "site.tex"), ("singlehtml", "index.html")]
)
def test_other_builders(written: Site, builder: str, file: str) -> None:
    text = written.build(builder).text(file)
    assert "Paper: " in text
    if builder != "text":
        assert "Mentioned in " in text and "Code: " in text


def test_nothing_to_translate(written: Site) -> None:
    built = written.build("gettext")
    assert not any("Paper: " in built.text(name) for name in built.files() if name.endswith(".pot"))


def test_unknown_names(site: Site) -> None:
    lost = BIB.replace("talks/lisbon, code", "talks/lisbn, loom, later")
    site.write(SITE | {"papers.bib": lost, "posts/later.md": "---\ntitle: Later\ndraft: true\n---\n"})
    site.write(
        {"talks/lisbon.md": "---\ntitle: A talk\nrelated: [carrd, posts/later, talks/lisbon]\n---\n\nText.\n"}
    )
    none = "there is no page and no entry"
    expected = [
        f"papers.bib:2: WARNING: related: {none} 'talks/lisbn'; did you mean 'talks/lisbon'? [homepage.related]",
        "papers.bib:2: WARNING: related: 'loom' is this work itself; name another, or take it away",
        f"papers.bib:2: WARNING: related: {none} 'later'",
        f"lisbon.md:3: WARNING: related: {none} 'carrd'; did you mean 'card'? [homepage.related]",
        "lisbon.md:3: WARNING: related: 'talks/lisbon' is this work itself",
    ]
    assert len(site.build(expect=expected).warnings) == len(expected)
    # Also in a build that reads no page; and the page that was meant may come.
    site.write({"talks/lisbn.md": "---\ntitle: Lisbn\n---\n"})
    assert len(site.build(expect=expected[1:], allow=["isn't included in any toctree"]).warnings) == 5 - 1


def test_incremental_builds(site: Site) -> None:
    """An edit on one side writes the pages that show it, and no others."""
    site.write(SITE)
    site.build()
    files = [name for name in site.build().files() if name.endswith(".html")]

    def written(changes: dict[str, str | bytes]) -> set[str]:
        """Build, and return the pages that were written; all must be as in a fresh build."""
        folder = site.folder / "html"
        times = {name: folder.joinpath(name).stat().st_mtime_ns for name in files}
        site.write(changes)
        built = site.build()
        fresh = site.build(out="fresh", fresh=True)
        assert [name for name in files if built.text(name) != fresh.text(name)] == []
        return {name for name in files if folder.joinpath(name).stat().st_mtime_ns != times[name]} - {
            "search.html", "genindex.html", "404.html"
        }  # fmt: skip

    # Neighbours of the page have its title.
    others = {"talks/lisbon.html", "card.html"}
    weaver = str(SITE["projects/loom.md"]).replace("Weaver", "Weavers")
    assert written({"projects/loom.md": weaver}) - others == {
        "projects/loom.html", "papers.html", "lists.html", "posts/why.html"
    }  # fmt: skip
    assert written({"papers.bib": BIB.replace("talks/lisbon, ", "")}) == {"papers.html", "talks/lisbon.html"}
    assert written({"posts/why.md": "---\ntitle: Why *looms*\ndate: 2021-04-01\n---\n"}) == {
        "papers.html", "card.html", "posts/why.html"
    }  # fmt: skip
    assert written({"projects/loom.md": weaver.replace("related: loom, /posts/why.md\n", "")}) == {
        "papers.html", "projects/loom.html", "posts/why.html", "lists.html"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("related: one", ["one"]),
        ("related: one, talks/two", ["one", "talks/two"]),
        ("related: [one, 2020]", ["one", "2020"]),
        ("related: ['a, b']", ["a, b"]),
        ("related:", []),
        # Whether other templates show similar posts.
        ("related: true", []),
        ("related: false", []),
    ],
)
def test_front_matter(written: str, read: list[str]) -> None:
    matter, problems = parse_front_matter(f"---\ntitle: T\n{written}\n---\n")
    assert ([name.text for name in matter.related], problems) == (read, [])
    assert all(name.line == 3 for name in matter.related)


@pytest.mark.parametrize("written", ["related: {a: b}", "related: [yes]", "related: [[a]]"])
def test_wrong_front_matter(written: str) -> None:
    matter, problems = parse_front_matter(f"---\ntitle: T\n{written}\n---\n")
    assert matter.related == () and len(problems) == 1 and problems[0].line == 3


@pytest.mark.parametrize(
    ("work", "word"),
    [
        (Work(type=WorkType.PUBLICATION, title="T"), "Paper"),
        (Work(type=WorkType.PUBLICATION, title="T", categories=("books",)), "Publication"),
        (Work(type=WorkType.PUBLICATION, title="T", kind="Handbook"), "Handbook"),
        (Work(type=WorkType.TALK, title="T"), "Talk"),
        (Work(type=WorkType.TALK, title="T", kind="Tutorial"), "Tutorial"),
        (Work(type=WorkType.COURSE, title="T"), "Course"),
        (Work(type=WorkType.POST, title="T"), "Post"),
        (Work(type=WorkType.PROJECT, title="T"), "Project"),
        (Work(type=WorkType.PAGE, title="T"), ""),
        (Work(type=WorkType.PAGE, title="T", kind="Code"), "Code"),
    ],
)
def test_kind_words(work: Work, word: str) -> None:
    assert kind_word(work) == word


@pytest.mark.parametrize(
    ("kind", "word"), [(PublicationKind.ARTICLE, "Paper"), (PublicationKind.BOOK, "Book")]
)
def test_kind_words_of_entries(kind: PublicationKind, word: str) -> None:
    publication = Publication(kind=kind, title=NO_TEXT)
    work = Work(type=WorkType.PUBLICATION, title="T", kind=word, publication=publication)
    assert kind_word(work) == word


def test_many_mentions_are_counted(site: Site) -> None:
    """A page does not grow with the posts that mention it."""
    site.write({"index.md": "# Home\n\n```{listing}\n:main:\n\na.bib\n```\n\n```{listing}\nposts/*\n```\n"})
    site.write({"a.bib": "@misc{k, author = {Ada Lovelace}, title = {K}, year = {2020}}\n"})
    posts = {f"posts/2020-01-{day:02}-p.md": f"# P{day}\n\n{{pub}}`k`\n" for day in range(1, 9)}
    site.write(posts)
    shown = site.build().soup("index.html").select_one("#k").get_text(" ")
    assert (
        "Mentioned in" in shown
        and "P8" in shown
        and "P4" in shown
        and "P3" not in shown
        and "and 3 more" in shown
    )
