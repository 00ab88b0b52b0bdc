"""Furo's navigation, worked out once: what furo would have made for each page, byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sphinx.builders.html import StandaloneHTMLBuilder

if TYPE_CHECKING:
    from conftest import Site

BUILDERS = pytest.mark.parametrize("builder", ["html", "dirhtml"])
OWN_WAY = "homepage_shared_navigation = False\n"


def toctree(*lines: str, options: str = "") -> str:
    return "```{toctree}\n" + options + "\n".join(lines) + "\n```\n"


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
    "no title in a page": {"index.md": "# Home\n\n" + toctree("a"), "a.md": "Text.\n"},
}


@BUILDERS
@pytest.mark.parametrize("name", SITES)
@pytest.mark.parametrize("jobs", [1, 2])
def test_is_what_furo_makes(site: Site, builder: str, name: str, jobs: int) -> None:
    site.write(SITES[name])
    allow = ["doesn't have a title", "no title", "multiple toctrees", "numbered"]
    shared = site.build(builder, allow=allow, jobs=jobs).files()
    site.conf(OWN_WAY)
    own = site.build(builder, allow=allow, out="own").files()
    pages = [file for file in own if file.endswith(".html")]
    assert pages
    assert [file for file in pages if shared[file] != own[file]] == []


@BUILDERS
def test_is_worked_out_once(site: Site, builder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"p{number}" for number in range(20)]
    site.write({"index.md": "# Home\n\n" + toctree(*names)} | {f"{name}.md": f"# {name}\n" for name in names})
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
