"""Groups of people: several authors where the directive stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from conftest import Site
from helpers import BUILDERS_LONG, PNG
from sphinx_homepage.core.values import from_python
from sphinx_homepage.profile.model import parse_author
from sphinx_homepage.profile.people import people_groups
from sphinx_homepage.profile.uses import PeopleUse

if TYPE_CHECKING:
    from conftest import Built

AUTHORS = """\
grace: {name: Grace & <Hopper, role: Postdoc, email: grace@example.org, website: https://grace.example.org,
  github: grace, dblp: 12/3456, mastodon: "@g@b.social", links: [{label: CV, url: /files/cv.pdf}]}
edith: {name: Edith Clarke, role: PhD student, avatar: _static/me.png}
mary: {name: Mary Somerville, role: phd student, job_title: Writer}
hypatia: {name: Hypatia, job_title: Teacher}
sofia: {name: Sofia Kovalevskaya, role: PhD student, until: 2023-06, bio: now at <Stockholm, github: sofia}
"""
GROUPED = ":::{author-profile}\n:placement: inline\n:group: role\n\nAda Lovelace\n*\n:::\n"
PEOPLE = f"# People\n\n## Before\n\n## Group\n\n{GROUPED}\n## Postdoc\n"
SITE: dict[str, str | bytes] = {
    "authors.yml": AUTHORS,
    "_static/me.png": PNG,
    "public/files/cv.pdf": "",
    "index.md": "# Home\n\n[](people.md#phd-student) [](people.md#alumni)\n\n```{toctree}\n:hidden:\n\npeople\nfew\n```\n",
    "people.md": PEOPLE,
    "few.md": "# Few\n\n:::{author-profile} sofia, Edith Clarke, mary\n:placement: inline\n:::\n",
}


def group_site(site: Site) -> Site:
    site.conf('author_profiles = "authors.yml"\nhtml_static_path = ["_static"]\n')
    site.write(SITE)
    return site


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return group_site(Site(tmp_path_factory.mktemp("people") / "site"))


def groups(built: Built, file: str) -> list[tuple[str, str, list[str]]]:
    """Return id, heading and people of each group of a page."""
    found = []
    for place in built.soup(file).select("section:has(> .hp-group-of-people), section:has(> .hp-alumni)"):
        people = place.select(".hp-person .hp-name, .hp-alumni li")
        found.append(
            (place["id"], place.find(["h1", "h2", "h3"]).get_text(), [name.get_text() for name in people])
        )
    return found


@BUILDERS_LONG
@pytest.mark.parametrize("jobs", [1, 2])
def test_groups(written: Site, builder: str, jobs: int) -> None:
    built = written.build(builder, jobs=jobs, out=f"{builder}{jobs}")
    people, few = (
        ("people.html", "few.html") if builder == "html" else ("people/index.html", "few/index.html")
    )
    assert groups(built, people) == [
        # There is a heading of the page with the same text.
        ("postdoc-1", "Postdoc", ["Grace & <Hopper"]),
        ("phd-student", "PhD student", ["Edith Clarke", "Mary Somerville"]),
        ("members", "Members", ["Ada Lovelace", "Hypatia"]),
        ("alumni", "Alumni", ["Sofia Kovalevskaya, PhD student, until June 2023 · now at <Stockholm"]),
    ]  # fmt: skip
    page = built.soup(people)
    assert [link["href"] for link in page.select(".toc-tree a")] == [
        "#", "#before", "#group", "#postdoc-1", "#phd-student", "#members", "#alumni", "#postdoc"
    ]  # fmt: skip
    links = built.soup("index.html").select("article p a")
    assert [(link.get_text(), link["href"].partition("#")[2]) for link in links] == [
        ("PhD student", "phd-student"), ("Alumni", "alumni")
    ]  # fmt: skip
    # The heading tells the role; where there is none, the card does.
    assert [role.get_text() for role in page.select(".hp-role")] == ["Teacher"]
    assert [role.get_text() for role in built.soup(few).select(".hp-role")] == ["PhD student", "phd student"]
    few_people = built.soup(few).select("article .hp-name, .hp-alumni li")
    assert [name.get_text()[:5] for name in few_people] == ["Edith", "Mary ", "Sofia"]


def test_cards(written: Site) -> None:
    built = written.build()
    page = built.soup("people.html")
    sheet = "sphinx-homepage-people.css"
    assert [sheet in built.text(name) for name in ("people.html", "few.html", "index.html")] == [
        True,
        True,
        False,
    ]
    cards = page.select(".hp-person")
    assert [card.select_one(".hp-picture").name for card in cards] == ["span", "img", "span", "span", "span"]
    assert cards[1].img["src"] == "_static/me.png" and cards[1].img["width"] == "72"
    assert [link["href"] for link in cards[0].select("a")] == [
        "https://grace.example.org", "mailto:grace@example.org", "https://github.com/grace",
        "https://dblp.org/pid/12/3456",
    ]  # fmt: skip
    # Each icon has a name; of one person on a page there is one h-card.
    assert all(link.get_text() for link in cards[0].select("a"))
    assert [card.get_text().split()[0] for card in page.select(".hp-person:not(.h-card)")] == ["AL"]
    assert page.select_one(".hp-alumni a")["href"] == "https://github.com/sofia"


@pytest.mark.parametrize("builder", ["text", "latex", "singlehtml"])
def test_other_builders(written: Site, builder: str) -> None:
    built = written.build(builder)
    file = {"text": "people.txt", "latex": "site.tex", "singlehtml": "index.html"}[builder]
    text = " ".join(built.text(file).split())
    assert "PhD student" in text and "until June 2023" in text and "Alumni" in text
    if builder == "text":
        assert "* **Edith Clarke** * **Mary Somerville**" in text
        assert "* **Grace & <Hopper** · E-mail · GitHub · DBLP" in text


def test_edits_of_authors(site: Site) -> None:
    """The headings follow the records; other pages are not read again."""
    group_site(site)
    home = str(SITE["index.md"]).replace("[](people.md#phd-student)", "")
    site.write({"index.md": home, "few.md": str(SITE["few.md"]).replace("sofia, ", "")})
    site.build()

    def rebuilt(old: str, new: str) -> Built:
        text = (site.source / "authors.yml").read_text(encoding="utf-8")
        assert old in text
        site.write({"authors.yml": text.replace(old, new)})
        built, fresh = site.build(), site.build(out="fresh", fresh=True)
        assert [name for name in built.pages() if built.text(name) != fresh.text(name)] == []
        return built

    built = rebuilt("Edith Clarke, role: PhD student", "edith clarke, role: Postdoc")
    assert groups(built, "people.html")[0][2] == ["Grace & <Hopper", "edith clarke"]
    built = rebuilt("role: phd student,", "role: phd student, until: 2024,")
    assert [heading for _, heading, _ in groups(built, "people.html")] == ["Postdoc", "Members", "Alumni"]
    built = rebuilt("sofia: {name: Sofia", "sonja: {name: Sonja")
    assert "Sonja Kovalevskaya" in built.text("people.html")


def test_warnings(site: Site) -> None:
    group_site(site)
    text = (
        ":::{author-profile}\n:placement: inline\n:group: roles\n:bio: x\n\ngrase\nphd-*\nmary\n:::\n\n"
        ":::{author-profile} grace, edith\n:::\n\n:::{author-profile}\n:placement: inline\n:group: role\n:::\n"
        ":::{author-profile} grace\n:placement: inline\n:gruop: role\n:::\n"
    )
    site.write({"few.md": f"# Few\n\n{text}"})
    expected = [
        "few.md:3: WARNING: author-profile: group is role, not 'roles' [homepage.directive]",
        "few.md:3: WARNING: author-profile: the option 'bio' is for one author; write it into the record of each",
        "few.md:8: WARNING: author-profile: there is no author 'grase'; did you mean 'grace'? [homepage.author]",
        "few.md:9: WARNING: author-profile: 'phd-*' is the key of nobody in author_profiles",
        "few.md:13: WARNING: author-profile: several authors are shown where the directive is; add ':placement: inline'",
        "few.md:16: WARNING: author-profile: it shows nobody; write the key of an author on each line, or * for all",
        "few.md:20: WARNING: author-profile: unknown option 'gruop'; did you mean 'group'?",
    ]
    built = site.build(expect=expected)
    assert len(built.warnings) == len(expected)
    names = [name.get_text() for name in built.soup("few.html").select("article .hp-name")]
    assert names == ["Mary Somerville", "Grace & <Hopper", "Edith Clarke", "Grace & <Hopper"]
    # Somebody may come whom a page names already.
    site.write({"authors.yml": AUTHORS + "grase: {name: Grase}\nphd-1: {name: First}\n"})
    built = site.build(allow=["few.md"])
    names = [name.get_text() for name in built.soup("few.html").select("article .hp-name")]
    assert names[:3] == ["Grase", "First", "Mary Somerville"]


def test_in_a_block_and_in_rst(site: Site) -> None:
    group_site(site)
    block = "\n".join(f"  {line}" for line in GROUPED.splitlines())
    site.write(
        {
            "few.md": f"# Few\n\n- In a list:\n\n{block}\n",
            "rst.rst": ":orphan:\n\nRst\n===\n\n.. author-profile::\n   :placement: inline\n   :group: role\n\n   edith\n   sofia\n",
        }
    )
    built = site.build()
    titles = built.soup("few.html").select("article li p.rubric")
    assert [title.get_text() for title in titles] == ["Postdoc", "PhD student", "Members", "Alumni"]
    assert [heading for _, heading, _ in groups(built, "rst.html")] == ["PhD student", "Alumni"]


AUTHORS_OF = {
    key: parse_author(from_python(fields))[0]
    for key, fields in {
        "": {"name": "Ada"},
        "a": {"name": "A", "role": "X"},
        "b": {"name": "B", "role": "Y", "until": "2020"},
        "c": {"name": "C"},
        "d": {"name": "D", "role": "x"},
    }.items()
}


@pytest.mark.parametrize(
    ("names", "is_grouped", "expected"),
    [
        (["*"], False, [("", "acd"), ("", "b")]),
        (["d", "A", "a", "zz"], False, [("", "da")]),
        (["*"], True, [("X", "ad"), ("Members", "c"), ("Alumni", "b")]),
        (["c"], True, [("", "c")]),
        (["b"], True, [("Alumni", "b")]),
        (["[ab]"], True, [("X", "a"), ("Alumni", "b")]),
        (["z*"], True, []),
    ],
)
def test_which_groups(names: list[str], is_grouped: bool, expected: list[Any]) -> None:
    use = PeopleUse(tuple(names), (1,) * len(names), is_grouped)
    assert [(group.heading, "".join(group.keys)) for group in people_groups(AUTHORS_OF, use)] == expected


def test_position() -> None:
    """A role is the position of somebody who has no other."""

    def position(**fields: str) -> str:
        return parse_author(from_python({"name": "A", **fields}))[0].position

    assert position(role="Postdoc") == "Postdoc"
    assert position(role="Postdoc", job_title="Analyst") == "Analyst"
