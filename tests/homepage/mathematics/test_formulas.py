"""Formulas on the pages of a site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import Site

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Built

SHEET, FONT = "_static/sphinx-homepage-math.css", "_static/homepage-math.woff2"
PAGE = r"""# The $L^2$ norm

A norm $\|x\|_2$ costs $10 and $20; $$ y $$ is in the line; see \eqref{eq:a}, \eqref{eq:c}, \eqref{eq:t},
{eq}`named`, (\ref{eq:b}) and \ref{fig:x}, but `\eqref{eq:a}` is code.

```{toctree}
plain
```

$$
z
$$

\begin{equation}
a \label{eq:a}
\end{equation}

\begin{align}
b &= 1 \label{eq:b} \\
c &= 2 \label{eq:c} \\
d &= 3 \nonumber
\end{align}

$$
f = g
$$ (named)

$$
h \label{eq:h} \tag{T}
$$

\begin{align*}
k &= l \tag{*} \label{eq:t}
\end{align*}

```{math}
:label: own
m
```
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = Site(tmp_path_factory.mktemp("formulas") / "site")
    site.write(
        {
            "index.md": PAGE,
            "plain.md": "# Plain\n\nNothing.\n",
            "text.rst": ":orphan:\n\nText\n====\n\n:math:`x^2`\n\n.. math:: y\n   :label: far\n\nSee :eq:`far` and :eq:`eq:a`.\n",
        }
    )
    return site


@pytest.fixture(scope="module", params=["html", "dirhtml"])
def built(request: pytest.FixtureRequest, site: Site) -> Built:
    return site.build(request.param)


def test_formulas_are_mathml(built: Built) -> None:
    page = built.soup("index.html")
    lead = page.select_one("article p")
    assert [formula.find("annotation").text for formula in lead.select("math")] == [r"\|x\|_2", "y"]
    assert "costs $10 and $20; " in lead.text
    assert not page.select("p div"), "a block in a line"
    assert not page.select("script[src*=mathjax]") and "mathjax" not in built.text("index.html").lower()
    assert page.select_one("h1 math") and page.title.text == "Site"


def test_numbers_and_references(built: Built) -> None:
    page = built.soup("index.html")
    numbers = [number.text for number in page.select(".eqno")]
    assert [number.rstrip("¶") for number in numbers if "annotation" not in number] == [
        "(1)",
        "(2)",
        "(3)",
        "(4)",
        "(T)T",
        "(*)*",
        "(5)",
    ]
    links = [(link.text, link["href"]) for link in page.select_one("article p").select("a")]
    assert links == [
        ("(1)", "#equation-eq-a"),
        ("(3)", "#equation-eq-c"),
        ("(*)", "#equation-eq-t"),
        ("(4)", "#equation-named"),
        ("(2)", "#equation-eq-b"),
    ]
    paragraph = page.select_one("article p").text
    assert r"\ref{fig:x}" in paragraph and r"\eqref{eq:a}" in paragraph
    assert "(4), (2) and" in paragraph, "the brackets of MathJax's number, twice"
    ids = [element["id"] for element in page.select("[id]")]
    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for _, link in links} < set(ids)


def test_rst(built: Built) -> None:
    file = "text.html" if (built.folder / "text.html").exists() else "text/index.html"
    page = built.soup(file)
    assert len(page.select("article math")) == 2
    assert [link.text for link in page.select("article p a")] == ["(1)", "(1)"]


def test_only_pages_with_formulas_load_the_font(tmp_path: Path) -> None:
    plain = Site(tmp_path / "site")
    plain.write(
        {
            "index.md": "# Home\n\n```{toctree}\nb\nc\n```\n",
            "b.md": "# B\n\nText.\n",
            "c.md": "# C\n\nText.\n",
        }
    )
    built = plain.build()
    assert FONT not in built.files() and SHEET not in built.text("index.html")
    plain.write({"b.md": "# B\n\n$x$\n"})
    built = plain.build()
    assert FONT in built.files() and "_static/homepage-math-license.txt" in built.files()
    assert SHEET in built.text("b.html") and SHEET not in built.text("c.html")
    fresh = plain.build(out="fresh", fresh=True).files()
    assert {name for name in fresh if fresh[name] != built.files().get(name)} <= {".buildinfo"}
    plain.write({"b.md": "# B\n\nText.\n"})
    built = plain.build()
    assert FONT not in built.files() and SHEET not in built.text("b.html")


def test_titles(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    site.write(
        {
            "index.md": "# Home\n\n```{toctree}\nnorm\nplain\n```\n",
            "norm.md": "# The $L^2$ norm\n\nOf $x$.\n\n## In $\\mathbb{R}$\n\nText.\n\n## B\n",
            "plain.md": "# Plain\n\nText.\n",
        }
    )
    built = site.build()
    page = built.soup("norm.html")
    assert page.title.text == "The L^2 norm - Site"
    assert page.select_one("meta[name=description]")["content"] == "Of x."
    assert page.select_one('meta[property="og:title"]')["content"] == "The L^2 norm"
    assert page.select(".toc-tree math") and page.select(".sidebar-tree math")
    # Its neighbour shows the title, and needs the font for it.
    assert SHEET in built.text("plain.html")
    assert "annotation" not in built.text("searchindex.js")


def test_two_builds_are_the_same(site: Site) -> None:
    first, second = (site.build(out=f"same{number}", fresh=True, jobs=number).files() for number in (1, 2))
    assert {name for name in first if first[name] != second.get(name)} <= {".buildinfo"}


def test_what_cannot_be_shown_is_code_and_a_warning(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    site.write(
        {
            "index.md": "# Home\n\nA $\\foo{<b>}$.\n\n$$\n\\frac{1}{\n$$\n\n$x$ and $\\alpha$ are right.\n\n"
            "$\\\\{b\\\\}\\_{c}$\n"
        }
    )
    built = site.build(
        expect=[
            r"index.md:3: WARNING: formula '\foo{<b>}': \foo is not known [homepage.formula]",
            "has no end",
            r"index.md:11: WARNING: formula '\\{b\\}\_{c}': it is escaped for kramdown",
        ]
    )
    assert len(built.warnings) == 3
    assert [code.text for code in built.soup("index.html").select(".math > code")] == [
        "\\foo{<b>}",
        "\\frac{1}{",
        r"\\{b\\}\_{c}",
    ]


def test_macros_of_the_site(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    site.conf('mathjax3_config = {"tex": {"macros": {"R": r"\\mathbb{R}"}}}\n')
    site.write({"index.md": "# Home\n\n$\\R^n$\n"})
    assert "<msup><mi>ℝ</mi><mi>n</mi></msup>" in site.build().text("index.html")


@pytest.mark.parametrize(
    ("conf", "shown"),
    [
        ('html_math_renderer = "mathjax"\n', r"\(x\)"),
        ('extensions += ["sphinx.ext.mathjax"]\n', r"\(x\)"),
        ('extensions += ["sphinx.ext.jsmath"]\njsmath_path = "js.js"\n', "<span"),
    ],
)
def test_another_renderer(tmp_path: Path, conf: str, shown: str) -> None:
    site = Site(tmp_path / "site")
    if "jsmath" in conf:
        conf = conf.replace("sphinx.ext.jsmath", "sphinxcontrib.jsmath")
    site.conf(conf)
    site.write({"index.md": "# Home\n\n$x$ and $\\unknown$\n"})
    built = site.build()
    assert shown in built.text("index.html") and "<math" not in built.text("index.html")
    assert FONT not in built.files()


def test_extensions_of_myst_that_conf_py_names_are_all(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    site.conf('myst_enable_extensions = ["deflist"]\n')
    site.write({"index.md": "# Home\n\n$x$\n"})
    assert "<math" not in site.build().text("index.html")


def test_numbers_of_sections(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    site.conf("numfig = True\nmath_numfig = True\n")
    site.write(
        {
            "index.md": "# Home\n\n```{toctree}\n:numbered:\na\n```\n",
            "a.md": "# A\n\n\\begin{align}\na \\label{x} \\\\ b\n\\end{align}\n\nSee \\eqref{x}.\n",
        }
    )
    page = site.build().soup("a.html")
    assert [number.text for number in page.select(".eqno")] == ["(1.1)"]
    assert page.select_one("article p a").text == "(1.1)"


@pytest.mark.parametrize("builder", ["latex", "text", "epub", "gettext", "singlehtml"])
def test_other_builders(site: Site, builder: str) -> None:
    built = site.build(builder, allow=["should not be empty for EPUB3"])
    if builder == "latex":
        tex = next(built.folder.glob("*.tex")).read_text()
        assert r"\label{equation:index:eq:c}" in tex and r"\eqref{equation:index:eq:c}" in tex
        assert r"\begin{align}" in tex
    if builder == "epub":
        assert '<math xmlns="http://www.w3.org/1998/Math/MathML">' in built.text("index.xhtml")
