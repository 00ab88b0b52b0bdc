"""Furo's navigation, worked out once: what furo would have made for each page, byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
from sphinx.builders.html import StandaloneHTMLBuilder

from conftest import sphinx_alone
from helpers import BUILDERS
from sphinx_incremental import navigation_tree
from sphinx_incremental.navigation_tree import LINK, Tree, visible

if TYPE_CHECKING:
    from conftest import Built, Site


def toctree(*lines: str, options: str = "") -> str:
    return "```{toctree}\n" + options + "\n".join(lines) + "\n```\n"


A = "A x & “y” "
SITES = {
    "deep": {
        "index.md": "# Home\n\n" + toctree("a/index", "b"),
        "a/index.md": '# A *x* & "y" <b>\n\n## Part\n\n' + toctree("p", "q"),
        "a/p.md": "# P\n\n## Part\n\n" + toctree("r/index"),
        "a/r/index.md": "# R\n",
        "a/q.md": "# Q `code` $x^2$\n",
        "b.md": "# B\n\n" + toctree("/a/r/s"),
        "a/r/s.md": "# S\n",
        "orphan.md": "---\norphan: true\n---\n\n# O\n",
    },
    "captions, addresses, other titles, pages in two places": {
        "index.md": "# Home\n\n"
        + toctree("a", "b", options=":caption: One & two\n:hidden:\n")
        + "\n"
        + toctree(
            "https://example.org/?a=1&b=2",
            "Other <a>",
            "self",
            "search",
            "genindex",
            options=":caption: More\n",
        ),
        "a.md": "# A\n",
        "b.md": "# B\n\n" + toctree("c", "d", options=":numbered:\n:titlesonly:\n"),
        "c.md": "# C\n",
        "d.md": "# D\n\n" + toctree("d/e"),
        "d/e.md": "# E\n",
    },
    "odd names": {
        "index.md": "# Home\n\n"
        + toctree("été", "with space", "a&b", "a@b", "it's", "x.y", options=":glob:\n"),
        **{f"{name}.md": f"# {name}\n" for name in ("été", "with space", "a&b", "a@b", "it's", "x.y")},
    },
    "one page": {"index.md": "# Home\n"},
    "several titles, or none": {
        "index.md": "# Home\n\n" + toctree("a", "sub/b", "c", "sub/index", "sub/e", "e"),
        "a.md": "---\npermalink: /x/\n---\n\n# First\n\n## Part\n\n# Second & third\n\n# Second & third\n",
        "sub/b.md": "# First\n\n" + toctree("d") + "\n# Second\n\n" + toctree("/f", "index") + "\n# Third\n",
        "c.md": "Text.\n\n" + toctree("g"),
        "sub/d.md": "# D\n\n# More\n",
        "sub/index.md": "# Sub\n\n# More\n",
        "sub/e.md": "Text.\n",
        "e.md": toctree("h") + "\n# E\n\n# More\n",
        "f.md": "# F\n",
        "g.md": "# G\n\n# More\n",
        "h.md": "# H\n",
    },
    "several titles on the home page": {
        "index.md": "# Home\n\n" + toctree("self", "a") + "\n# More\n\n" + toctree("b"),
        "a.md": "# A\n",
        "b.md": "# B\n",
    },
    "no title in a page": {"index.md": "# Home\n\n" + toctree("a"), "a.md": "Text.\n"},
}


@BUILDERS
@pytest.mark.parametrize("name", SITES)
@pytest.mark.parametrize("jobs", [1, 2])
def test_is_what_furo_makes(site: Site, builder: str, name: str, jobs: int) -> None:
    site.write(SITES[name])
    allow = ["doesn't have a title", "no title", "multiple toctrees", "numbered", "circular", "permalink"]
    shared = site.build(builder, allow=allow, jobs=jobs).files()
    with sphinx_alone():
        own = site.build(builder, allow=allow, out="own").files()
    pages = [file for file in own if file.endswith(".html")]
    assert pages
    assert [file for file in pages if shared[file] != own[file]] == []


@BUILDERS
def test_is_worked_out_once(site: Site, builder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"p{number}" for number in range(20)]
    site.write({"index.md": "# Home\n\n" + toctree(*names)} | {f"{name}.md": f"# {name}\n" for name in names})
    # Of these two, the first one has several titles, and the other one none.
    site.write({"p5.md": "# First\n\n# Second\n", "p6.md": "Text.\n\n" + toctree("q"), "q.md": "# Q\n"})
    asked = 0
    resolve = StandaloneHTMLBuilder._get_local_toctree

    def count(self: StandaloneHTMLBuilder, docname: str, collapse: bool = True, **options: object) -> str:
        nonlocal asked
        asked += 1
        return resolve(self, docname, collapse=collapse, **options)

    monkeypatch.setattr(StandaloneHTMLBuilder, "_get_local_toctree", count)
    site.build(builder)
    assert asked == 1
    site.build(builder)
    asked = 0
    site.write({"p3.md": "# p3\n\nAnother text.\n"})
    site.build(builder)
    assert asked == 1


def test_templates_may_ask_for_other_trees(site: Site) -> None:
    site.conf('templates_path = ["_templates"]\n')
    template = '{% extends "!page.html" %}{% block content %}<nav id="own">{{ toctree(maxdepth=1) }}</nav>{{ super() }}{% endblock %}'
    site.write(SITES["deep"] | {"_templates/page.html": template})
    links = site.build().soup("a/q.html").select("#own a")
    assert [link["href"] for link in links] == ["index.html", "../b.html"]


@pytest.mark.parametrize("count", [300, 1000, 3000])
def test_the_bytes_of_a_page_are_bounded(count: int) -> None:
    """All of them in one list, which is the worst."""
    items = "".join(
        f'<li class="toctree-l1">{LINK}notes/page-{n:04}.html">Note {n}: Vector metric matrix sample</a></li>'
        for n in range(count)
    )
    addresses = {f"notes/page-{n:04}.html": f"notes/page-{n:04}.html" for n in range(count)}
    tree = Tree.parse(f"<ul>{items}</ul>", addresses)
    assert tree
    most = max(
        len(tree.branch(address, address, lambda target: target.removeprefix("notes/")))
        for address in list(addresses)[::31]
    )
    assert 2_000 < most < 20_000


def links_of(built: Built, page: str) -> set[str]:
    """Return the files that the navigation of *page* leads to."""
    found = built.soup(page).select(".sidebar-tree a.reference")
    targets = {urljoin(f"https://x/{page}", link["href"]).removeprefix("https://x/") for link in found}
    return {target.partition("#")[0] for target in targets}


@BUILDERS
def test_a_large_site_shows_the_branch_of_a_page(
    site: Site, builder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Sphinx's own "collapse" has it, with furo's marks."""
    monkeypatch.setattr(navigation_tree, "WHOLE", 3)
    site.write(SITES["deep"])
    built = site.build(builder, jobs=2)
    name = "a/p.html" if builder == "html" else "a/p/index.html"
    found = built.soup(name).select(".sidebar-tree a.reference")
    # A formula has its source in it, which is not shown.
    assert [link.get_text() for link in found] == [A, "P", "R", "Q code x2x^2", "B"]
    for link in found:
        target = urljoin(f"https://x/{name}", link["href"]).removeprefix("https://x/").partition("#")[0]
        assert (built.folder / target).exists()
    [current] = built.soup(name).select(".sidebar-tree .current-page > a")
    assert (current.get_text(), current["href"]) == ("P", "#")
    opened = built.soup(name).select(".sidebar-tree input[checked]")
    assert [switch["aria-label"] for switch in opened] == [
        f"Toggle navigation of {A}",
        "Toggle navigation of P",
    ]
    # Nothing can be opened that has nothing in it.
    for item in built.soup(name).select(".sidebar-tree li"):
        assert (
            bool(item.select_one("ul")) == bool(item.select_one("input")) == ("has-children" in item["class"])
        )
    home = [link.get_text() for link in built.soup("index.html").select(".sidebar-tree a.reference")]
    assert home == [A, "B"]


@BUILDERS
def test_a_page_of_a_large_site_may_have_several_titles(
    site: Site, builder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It shows what is below each of them."""
    monkeypatch.setattr(navigation_tree, "WHOLE", 3)
    site.write(
        {
            "index.md": "# Home\n\n" + toctree("a", "b"),
            "a.md": "# First\n\n" + toctree("c") + "\n# Second\n\n" + toctree("d"),
            **{f"{name}.md": f"# {name}\n" for name in "bcd"},
        }
    )
    built = site.build(builder)
    found = {}
    for name in "abcd":
        page = f"{name}.html" if builder == "html" else f"{name}/index.html"
        links = built.soup(page).select(".sidebar-tree a.reference")
        found[name] = [(link.get_text(), link["href"].rpartition("#")[2]) for link in links]
        targets = [urljoin(f"https://x/{page}", link["href"]).partition("#")[0] for link in links]
        assert all((built.folder / target.removeprefix("https://x/")).exists() for target in targets)
        [current] = built.soup(page).select(".sidebar-tree .current-page > a")
        assert current["href"] == "#"
    up = "" if builder == "html" else "../"
    end = ".html" if builder == "html" else "/"
    b, c, d = (f"{up}{name}{end}" for name in "bcd")
    first = f"{up}a{end}"
    assert found == {
        "a": [("First", ""), ("c", c), ("Second", "second"), ("d", d), ("b", b)],
        "b": [("First", first), ("Second", "second"), ("b", "")],
        "c": [("First", first), ("c", ""), ("Second", "second"), ("b", b)],
        "d": [("First", first), ("Second", "second"), ("d", ""), ("b", b)],
    }


@pytest.mark.long
def test_every_page_of_a_large_site_is_three_clicks_away(site: Site) -> None:
    notes = [f"notes/n{number:03}" for number in range(150)]
    talks = [f"talk{number:03}" for number in range(120)]
    site.write(
        {"index.md": "# Home\n\n" + toctree(*talks, "notes/index", options=":hidden:\n")}
        | {"notes/index.md": "# Notes\n\n" + toctree(*(f"/{note}" for note in notes), options=":hidden:\n")}
        | {f"{name}.md": f"# {name}\n" for name in (*notes, *talks)}
    )
    built = site.build(jobs=2)
    reached = {"index.html"}
    for _ in range(3):
        reached |= {link for page in reached for link in links_of(built, page)}
    assert reached >= {f"{name}.html" for name in (*notes, *talks)}
    longest = max(len(links_of(built, page)) for page in reached)
    assert longest < 100


@pytest.mark.parametrize("count", [1, 100, 101, 1000, 9999])
def test_lists_are_bounded(count: int) -> None:
    for place in {0, 1 % count, count // 3, count - 1}:
        shown = visible(count, [place])
        assert shown == sorted(set(shown))
        assert {0, place, count - 1} <= set(shown) <= set(range(count))
        assert len(shown) <= max(100, 2 * count**0.5 + 6)
    # From what is seen anywhere, everything is one step further.
    reached = {place for first in visible(count, []) for place in visible(count, [first])}
    assert reached == set(range(count))


@pytest.mark.parametrize(
    "text",
    [
        "<ul></li>",
        "<ul>",
        "</ul>",
        f'{LINK}a.html">A</a>',
        f'<ul><li class="x">{LINK}other.html">A</a></li></ul>',
    ],
)
def test_what_is_not_understood_is_left_to_furo(text: str) -> None:
    assert Tree.parse(text, {"a.html": "a.html"}) is None


@BUILDERS
@pytest.mark.parametrize(
    ("options", "is_shown"),
    [("", True), (":maxdepth: 3\n", True), (":maxdepth: 1\n", False), (":titlesonly:\n", False)],
)
def test_a_toctree_follows_sections_from_afar(site: Site, builder: str, options: str, is_shown: bool) -> None:
    """A page is written again for a section of its grandchild, if it shows that, and only then."""
    site.write(
        {
            "index.md": f"# Home\n\n```{{toctree}}\n{options}child\n```\n",
            "child.md": "# Child\n\n```{toctree}\n:maxdepth: 1\ngrandchild\n```\n",
            "grandchild.md": "# Grandchild\n\n## Old section\n",
        }
    )
    home = site.build(builder).folder / "index.html"
    before = home.stat().st_mtime_ns
    site.write({"grandchild.md": "# Grandchild\n\n## New section\n"})
    built = site.build(builder)
    assert ("New section" in home.read_text()) is is_shown
    assert (home.stat().st_mtime_ns != before) is is_shown
    assert home.read_bytes() == (site.build(builder, out="fresh").folder / "index.html").read_bytes()
    assert "Old section" not in built.text("index.html")
