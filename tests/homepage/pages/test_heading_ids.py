"""Headings have the ids that Jekyll gave them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinx_homepage.pages.heading_ids import jekyll_heading_id

if TYPE_CHECKING:
    from conftest import Built, Site


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        # Each as Jekyll 4.3 with kramdown 2.4 and kramdown-parser-gfm 1.1 writes it.
        ("Hello, World!", "hello-world"),
        ("1. Intro", "1-intro"),
        ("A -- b", "a--b"),
        ("a --- b", "a--b"),
        ("a--b", "ab"),
        ("1990--2000", "19902000"),
        ("use --flag now", "use---flag-now"),
        ("well-known", "well-known"),
        ('Don\'t "quote" me', "dont-quote-me"),
        ("C++ & C#", "c--c"),
        ("Über Straße", "über-straße"),
        ("हिन्दी भाषा", "हिन्दी-भाषा"),
        ("日本語 見出し", "日本語-見出し"),
        ("x² ½ Ⅷ", "x--ⅷ"),
        ("🚀 Launch", "-launch"),
        ("a/b", "ab"),
        ("under_score", "under_score"),
        ("tab\there", "tab-here"),
        ("(a) [b]", "a-b"),
        ("İstanbul", "i̇stanbul"),
        ("ΣΑΣ", "σασ"),
        ("a\u00a0b", "ab"),
        ("e\u0301tude", "e\u0301tude"),
        ("!!!", ""),
    ],
)
def test_id(title: str, expected: str) -> None:
    assert jekyll_heading_id(title) == expected


PAGES = {
    "index.md": "# Home\n\n[1](cv.md#talks) [2](cv.md#talks-1) [3](cv.md#über-mich--co) [4](rest.md#2-x)\n\n"
    "```{toctree}\n:hidden:\n:glob:\n\n*\n```\n",
    "cv.md": "---\ntitle: Talks\n---\n\nText.\n\n[1](#talks) [2](#talks-1) [3](#2-books)\n\n"
    "## Talks\n\n## Über mich & Co.\n\n## 2. Books\n\n### Talks\n\n:::{note}\n#### Talks\n:::\n",
    # Its first heading is the title.
    "same.md": "---\ntitle: Papers\n---\n\n# Papers\n\n[1](#papers) [2](#papers-1)\n\n## Papers\n",
    "rest.md": "# Rest\n\n## 2. x\n\n## Rest\n\n{#named}\n## Rest\n\n## !!!\n",
    "plain.rst": "Plain\n=====\n\nTwice\n-----\n\nTwice\n-----\n",
}


def anchors(built: Built, page: str) -> dict[str, str]:
    """Return the text of the heading to which each id of a page leads."""
    article = built.soup(page).select_one("article")
    found: dict[str, str] = {}
    for element in article.select("[id]"):
        holder = element if element.name in ("section", "p") else element.parent
        heading = holder.select_one("h1, h2, h3, h4") or holder
        assert element["id"] not in found, "an id stands twice on the page"
        found[element["id"]] = heading.get_text() + (f" ({heading.name})" if heading.name != "p" else "")
    return found


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_old_ids_are_anchors(site: Site, builder: str) -> None:
    site.write(PAGES)
    built = site.build(builder, jobs=2)
    name = "{}.html" if builder == "html" else "{}/index.html"

    cv = anchors(built, name.format("cv"))
    assert cv["talks"] == "Talks (h2)"
    assert cv["talks-1"] == "Talks (h3)"
    assert cv["talks-2"] == "Talks"
    assert cv["über-mich--co"] == cv["uber-mich-co"] == "Über mich & Co. (h2)"
    assert cv["2-books"] == cv["books"] == "2. Books (h2)"
    same = anchors(built, name.format("same"))
    assert same["papers"] == "Papers (h1)"
    assert same["papers-1"] == "Papers (h2)"
    rest = anchors(built, name.format("rest"))
    assert rest["rest"] == "Rest (h1)"
    assert rest["rest-1"] == "Rest (h2)"
    assert rest["rest-2"] == rest["named"] == "Rest (h2)"
    assert "twice-1" not in anchors(built, name.format("plain"))

    # Links lead to a heading with the words that they name, and so does the theme's list of headings.
    targets = built.soup("index.html").select("article a.reference")
    assert [link["href"].partition("#")[2] for link in targets] == ["talks", "id2", "uber-mich-co", "x"]
    soup = built.soup(name.format("cv"))
    listed = [link["href"][1:] for link in soup.select(".toc-tree a") if link["href"] != "#"]
    assert [cv[target] for target in listed] == [
        "Talks (h2)",
        "Über mich & Co. (h2)",
        "2. Books (h2)",
        "Talks (h3)",
    ]
    for page in ("cv", "same", "rest"):
        assert "headerlink" in built.text(name.format(page))


def test_own_settings_stay(site: Site) -> None:
    site.conf('myst_heading_anchors = 2\nmyst_heading_slug_func = "docutils"\n')
    site.write({"index.md": "# Home\n\n[x](#uber)\n\n## Über\n\n### Über uns\n"})
    assert list(anchors(site.build(), "index.html")) == ["home", "uber", "uber-uns"]
