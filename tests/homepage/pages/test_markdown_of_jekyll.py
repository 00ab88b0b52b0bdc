"""Markdown that MyST reads in another way than Jekyll: what is read all the same, and what is reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import run_soon
from jekyll import read_page
from sphinx_homepage.core.problems import Subtype
from sphinx_homepage.pages.jekyll_patterns import may_have_markup

if TYPE_CHECKING:
    from conftest import Site
    from sphinx_homepage.pages.jekyll_markup import Page


def read(source: str, *more: str, without: str = "") -> Page:
    """Read a page, below a first line that is nothing of all this."""
    return read_page(f"Text.\n\n{source}", *more, without=without)


@pytest.mark.parametrize(
    "source",
    [
        # Prices, and variables of a shell.
        "It costs $5 and $10, or $ 6 to $ 7 a piece.",
        "Set $HOME and $PATH, or $HOME/a_b and $TMP/c_d.",
        "$A $B $C",
        "A $\\alpha$ and a $\\beta$ cost $5.",
        "`$ \\alpha $`",
        "~~~\n$ \\alpha $ :smile:\n~~~",
        # Colons.
        "At 12:30:45, a::b, key:value:x, 1:2:3, https://example.org:80:x and {ref}`a`:b:",
        "`:smile:` and ``:smile:``",
        ":::{figure} a.png\n:alt: a\n:width: 1px\n\n{{ a\n:::",
        "```{note}\n:class: tip\n\nText\n```",
        "<!-- :smile: -->",
        # Tables.
        "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |",
        "a | b\n--|--\n1 | 2",
        "|x| + |y|",
        "```\n| a |\n| b |\n```",
        # HTML.
        "<div>\n**text** as in Jekyll\n</div>",
        "<div><p>a</p>\n# text\n</div>",
        "<ul>\n<li>a</li>\n<li>b\n- c\n</ul>",
        "<p>\n\n**text**\n\n</p>",
        "<br>\nText on the next line, (a) [b] and `.",
        "<h6>a</h6>\n<p>b</p>",
        "<p>$5 and $10</p>",
        "<pre>\n$\\alpha$\n</pre>",
        "<script>\nlet a = `$$x$$`; let b = '\\\\(x\\\\)';\n</script>",
        "<p>\n\n$\\alpha$\n\n</p>",
        "Text <span>$\\alpha$</span>",
        # Formulas as they are read.
        "$$\n\\begin{align} a \\end{align}\n$$",
        "$$\\begin{cases} a \\end{cases}$$ and $\\begin{matrix} a \\end{matrix}$",
        "\\begin{align}\na\n\\end{align}",
        "`\\begin{align} a \\end{align}`",
        # Tildes.
        "~~~\ncode\n~~~",
        "H~2~O, `~~a~~` and ~~ a ~~",
    ],
)
def test_left_alone(source: str) -> None:
    page = read(source)
    assert page.text == f"Text.\n\n{source}"
    assert not page.problems


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("$ \\alpha $", "{math}`\\alpha`"),
        ("a $\\vec J = \\sigma $, $ \\frac{1}{2}$5", "a {math}`\\vec J = \\sigma`, $ \\frac{1}{2}$5"),
        ("a $x $ and $ x_{ij}^2 $, $ n$.", "a {math}`x` and {math}`x_{ij}^2`, {math}`n`."),
        ("costs $5 and $\\alpha $", "costs $5 and {math}`\\alpha`"),
        ("a ~~b c~~ d ~~e~~", "a <del>b c</del> d <del>e</del>"),
    ],
)
def test_written_anew(source: str, text: str) -> None:
    page = read(source)
    assert page.text == f"Text.\n\n{text}"
    assert not page.problems


def test_extensions_of_myst() -> None:
    assert read("~~a~~", "strikethrough").text.endswith("~~a~~")
    assert read("$ \\alpha $", without="dollarmath").text.endswith("$ \\alpha $")
    assert not read("a \\begin{align} b \\end{align}", without="amsmath").problems


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Hello :smile:, :+1:!", [(3, ":smile: is shown as it is; write the emoji itself"), (3, ":+1:")]),
        (":wave: Hello\n- :rocket:", [(3, ":wave:"), (4, ":rocket:")]),
        ("| 1 | 2 |\n| 3 | 4 |\n| 5 | 6 |", [(3, "this is no table without a head: write a line")]),
        ("|---|---|\n| 1 | 2 |", [(3, "this is no table")]),
        ("| a | b |\n|---|\n| 1 | 2 |", [(4, "this is no table")]),
        ("| a \\| b |\n|---|---|\n| 1 | 2 |", [(4, "this is no table")]),
        ("| a |\n|---|\n| 1 |\n| 2 |\n\n| 3 |\n| 4 |", [(8, "this is no table")]),
        (
            "<br>\n**text** here\n**more**",
            [(4, "'**text** here' is read as HTML, since it is right below it")],
        ),
        ("<h6>a</h6>\n# Head", [(4, "'# Head' is read as HTML")]),
        ("<div>\n<img src='a'>\n</div>\n[a](b.md)", [(6, "'[a](b.md)' is read as HTML")]),
        ("<hr/>\n- a {{ b }}", [(4, "'- a {{ b }}' is read as HTML"), (4, "'{{ b }}' is Liquid")]),
        (
            "<p>$\\alpha$ \\(b\\)</p>",
            [(3, "'$\\alpha$' is in HTML, where formulas are not"), (3, "'\\(b\\)'")],
        ),
        ("<ul>\n<li>$$x$$</li>\n</ul>", [(4, "'$$x$$' is in HTML")]),
        ("a \\begin{align} b \\end{align}", [(3, "'\\begin{align} b \\end{align}' is read as text")]),
        ("\\\\begin{align}\nb\n\\\\end{align}", [(3, "'\\\\begin{align} b \\\\end{align}' is read as text")]),
    ],
)
def test_reported(source: str, expected: list[tuple[int, str]]) -> None:
    page = read(source)
    assert page.text == f"Text.\n\n{source}"
    found = sorted(page.problems, key=lambda problem: problem.line or 0)
    assert [problem.line for problem in found] == [line for line, _ in expected]
    for problem, (_, message) in zip(found, expected, strict=True):
        assert message in problem.message


def test_nothing_in_a_comment_is_reported() -> None:
    assert not read("<!--A>\n\n[a](b.md)\n\n<!-- b -->\n\n**c**").problems


def test_table_with_head() -> None:
    assert not may_have_markup("Text.\n\n| a | b |\n|:--|---|\n| 1 | 2 |\n| 3 | 4 |\n\nText.\n")
    assert may_have_markup("Text.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n| 3 |\n| 4 |\n")
    assert may_have_markup("| 1 | 2 |\n| 3 | 4 |\n")


def test_display_formulas() -> None:
    assert not may_have_markup("Text.\n\n$$ \\alpha + 1 $$\n\nText.\n\n$$\n\\beta\n$$\n\nText $\\gamma$.\n")
    # Two dollars at the end of a line do not end what one dollar began; within a line, the first of them does.
    for source in ("so $\\alpha $$\n", "so $\\alpha\n$$\n\\beta\n$$\n"):
        assert read(source).text.endswith(source)
    assert read("so $ \\alpha $$ \\beta $\n").text.endswith("so {math}`\\alpha`{math}`\\beta`\n")
    # The backslash of a command may follow another one.
    assert read("so $ \\\\{\\alpha$\n").text.endswith("so {math}`\\\\{\\alpha`\n")


def test_kinds() -> None:
    def kinds(source: str) -> set[Subtype]:
        return {problem.subtype for problem in read(source).problems}

    assert kinds("<p>$\\alpha$</p>") == kinds("a \\begin{align} b \\end{align}") == {Subtype.FORMULA}
    assert kinds(":smile:") == kinds("| a |\n| b |") == kinds("<br>\n**a**") == {Subtype.KRAMDOWN}


def test_long_texts() -> None:
    run_soon(
        "from sphinx_homepage.pages.jekyll_patterns import *\n"
        "for part in ('$ ', '\\\\\\\\a ', '<b>', ':a', '\\n|', '|\\n|', '~~a', '<b>$$', '>\\n*', '\\\\\\\\(', '<b>[', '$a_'):\n"
        "    text = part * 20000\n"
        "    may_have_markup(text)\n"
        "    list(MARKDOWN.finditer(text)), list(HTML.finditer(text))\n"
    )


PAGE = """\
---
title: A page
---

---

[Top](#), [nothing](), [call](tel:+44123) and [a profile]({{site.author.url}}).

$ \\alpha $ ~~gone~~

> Quoted
>
> ---

### Below the title

---

***

- item

  ---

The $T_j^{(i)}$ prior
======

The $T$ prior
======

The prior
======

[It](#the-t_ji-prior), [it](#the-t-prior) and [it](#the-prior).

---
"""


@pytest.mark.parametrize("builder", ["html", "latex"])
def test_a_page(site: Site, builder: str) -> None:
    site.write({"index.md": PAGE})
    built = site.build(builder, expect=["index.md:7: WARNING: '{{site.author.url}}' is Liquid"])
    assert len(built.warnings) == 1, "one place is one warning"
    if builder == "html":
        article = built.soup("index.html").select_one("article")
        assert [link["href"] for link in article.select("p > a")][:3] == ["#", "#", "tel:+44123"]
        assert "and a profile." in article.get_text()
        assert len(article.select("hr")) == 6
        assert article.select_one("math")
        assert article.select_one("del").get_text() == "gone"
        assert [heading.name for heading in article.select("h1, h2, h3")] == ["h1", "h2", "h2", "h2", "h2"]
        ids = ["the-t_ji-prior", "the-t-prior", "the-prior"]
        assert all(article.find(id=name) for name in ids)
        places = [article.select_one(link["href"]) for link in article.select("p > a")[3:]]
        assert places == [heading.find_parent("section") for heading in article.select("h2")[1:]]


def test_empty_front_matter(site: Site) -> None:
    site.write({"index.md": "---\n---\n\n# Home\n\nText {{ a }}\n"})
    built = site.build(expect=["index.md:6: WARNING: '{{ a }}' is Liquid"])
    assert len(built.warnings) == 1
    assert not built.soup("index.html").select("article hr")


def test_liquid_in_addresses_is_left_to_substitutions(site: Site) -> None:
    site.conf('myst_enable_extensions = ["substitution"]\n')
    site.write({"index.md": "# Home\n\n[a]({{b}})\n"})
    site.build(expect=["[myst.xref_missing]"])
