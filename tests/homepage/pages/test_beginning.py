"""Front matter that is none: not closed, or not at the beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinx_homepage.core.problems import Subtype
from sphinx_homepage.pages.front_matter import Address, check_beginning, parse_front_matter

if TYPE_CHECKING:
    from conftest import Site


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("source", "line", "says"),
    [
        ("---\ntitle: H\n\n# Home\n", 1, "the front matter that begins here is not closed; write ---"),
        ("--- \n\ntitle:\n", 1, "is not closed"),
        ("---\nredirect_from:\n  - /x/\n--\nText\n", 1, "is not closed"),
        (
            "\n---\ntitle: H\n---\n",
            2,
            "front matter begins on the first line of a page; take away the empty lines",
        ),
        (" \n\n---\ntitle: H\n---\n\nText\n", 3, "front matter begins on the first line"),
    ],
)
def test_what_looks_like_front_matter(source: str, line: int, says: str, newline: str) -> None:
    [problem] = check_beginning(source.replace("\n", newline))
    assert (problem.line, problem.subtype) == (line, Subtype.FRONT_MATTER)
    assert says in problem.message


@pytest.mark.parametrize(
    "source",
    [
        "",
        "---",
        "---\n",
        "---\n\nText below a line across the page.\n",
        "---\nMy dear Countess, this is: a letter\n",
        "---\nhttps://example.org/\n",
        "\n---\nText: and more\n",
        "\n\n# Home\n\n---\nkey: value\n---\n",
        "Text\n---\ntitle: x\n---\n",
        "# Home\n\n---\ntitle: x\n",
    ],
)
def test_what_does_not(source: str) -> None:
    assert check_beginning(source) == []


def test_pages(site: Site) -> None:
    """A byte order mark is none of a page's text, as for Sphinx; reStructuredText has no such blocks."""
    site.conf('include_patterns = ["*.md", "*.rst"]\n')
    site.write(
        {
            "index.md": "---\ntitle: Home\n\n# Home\n\nText.\n",
            "mark.md": "\ufeff---\ntitle: Marked\norphan: 1\n---\n\nText.\n",
            "below.md": "\n---\norphan: 1\ntitle: Below\n---\n\nText.\n",
            "other.rst": ":orphan:\n\nOther\n=====\n\nText\n",
        }
    )
    built = site.build(
        expect=[
            "index.md:1: WARNING: the front matter that begins here",
            "below.md:2: WARNING: front matter begins",
        ],
        allow=["[docutils]", "[myst.header]", "[toc.not_included]"],
    )
    assert len([warning for warning in built.warnings if "[homepage.front_matter]" in warning]) == 2
    assert built.soup("mark.html").h1.get_text() == "Marked"
    site.conf(
        'include_patterns = ["*.md", "*.rst"]\nsuppress_warnings = ["homepage", "docutils", "myst", "toc"]\n'
    )
    site.build(fresh=True)


@pytest.mark.parametrize(
    ("header", "image"),
    [
        ("x.png", "x.png"),
        ("/images/Ada.JPG", "/images/Ada.JPG"),
        ("https://example.org/x.webp", "https://example.org/x.webp"),
        ("no", None),
        ("x", None),
        ("x.pdf", None),
        ("{image: x.png}", "x.png"),
    ],
)
def test_header_as_text(header: str, image: str | None) -> None:
    matter, problems = parse_front_matter(f"---\nheader: {header}\n---\n")
    assert matter.image == (Address(image, 2) if image else None)
    assert (matter.teaser, problems) == (None, [])


FIELDS = (
    "authors", "organization", "contact", "address", "version", "revision", "status", "copyright", "dedication",
    "abstract", "organisation", "subtitle",
)  # fmt: skip
VALUES = (
    "", "''", "','", "~", "[Ada Lovelace, Grace Hopper]", "[{name: Ada}]", "2020-01-02", "1.5", "'1. Jan'",
    "'[x](missing.md)'", "'a[^1]'", '"one\n\n# two"', "'- a'",
)  # fmt: skip


def test_front_matter_is_no_text_of_the_page(site: Site) -> None:
    """Docutils has names of its own for some fields, shows two of them, and warns of others."""
    for number, value in enumerate(VALUES):
        matter = "".join(f"{field}: {value}\n" for field in FIELDS)
        site.write({f"{number}.md": f"---\ntitle: T\norphan: true\n{matter}---\nText\n"})
    site.write({"index.md": "# Home\n", "rst.rst": ":orphan:\n:version: 2\n\nT\n=\n\nText\n"})
    built = site.build()
    for name in (*map(str, range(len(VALUES))), "rst"):
        assert not built.soup(f"{name}.html").select(".topic, .docinfo")


def test_fields_in_the_text_are_text(site: Site) -> None:
    """MyST reads them with its extension fieldlist; docutils and Sphinx take those at the beginning."""
    site.conf('myst_enable_extensions = ["fieldlist"]\nsuppress_warnings = ["homepage.kramdown"]\n')
    site.write({"index.md": ":abstract: Of *threads*.\n\n# Home\n"})
    assert site.build().soup("index.html").select_one(".abstract em").text == "threads"
