"""Footers and mastheads of an old site: what the new one does not have is named in the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from jekyll_site import write
from sphinx_homepage.importing.new_site import make_site
from sphinx_homepage.importing.old_site import read_site
from sphinx_homepage.importing.page_edges import PageEdges, edge_notes, read_edges

if TYPE_CHECKING:
    from pathlib import Path

POWERED = (
    "Powered by <a href='http://jekyllrb.com'>Jekyll</a> &amp; <a href='https://github.com/academicpages/x'>AcademicPages</a>,"
    " a fork of <a href='https://mademistakes.com/work/minimal-mistakes-jekyll-theme/'>Minimal Mistakes</a>."
)


def lines_of(footer: str) -> list[str]:
    edges = PageEdges()
    frame = f"<main>\x07<footer>Tags of a page</footer></main><footer>{footer}</footer>"
    read_edges(edges, frame, names=["Ada", "Ada Lovelace"], theme_words=["Suivre :"], address=str)
    return list(edges.footer)


@pytest.mark.parametrize(
    ("footer", "own"),
    [
        # What themes say.
        (f"<a href='/sitemap/'>Sitemap</a><div>&copy; 2019-2026 Ada Lovelace. {POWERED}</div>Site last updated 2026-01-02", []),
        (f"&copy;  Ada, {POWERED} <br>Site last updated", []),
        ("<ul><li><strong>Suivre :</strong></li><li><a href='/feed.xml'>Flux</a></li></ul><script>x()</script>", []),
        ("<a href='https://github.com/'>GitHub</a><a href='#top'>Top</a>", []),
        # What its owner says, also between both.
        (f"&copy; 2026 Ada. All views\n are my own. {POWERED} I like <b>looms</b>.", ["All views are my own. I like looms."]),
        ("<a href='/imprint/'>Imprint</a><br><a href='/privacy/'>Privacy</a>", ["Imprint", "Privacy"]),
        ("&copy; 2026 The Society of Looms", ["The Society of Looms"]),
    ],
)  # fmt: skip
def test_words_of_footers(footer: str, own: list[str]) -> None:
    assert lines_of(footer) == own


def test_links_that_the_author_has() -> None:
    """They are beside each page, and need no footer."""
    edges = PageEdges()
    frame = (
        "\x07<div class='page__footer'><ul><li><a href='http://github.com/ada'>GitHub</a></li>"
        "<li><a href='https://github.com/https://orcid.org/1'>ORCID</a></li><li>Me: <a href='/cv.pdf'>CV</a></li></ul></div>"
    )
    read_edges(edges, frame, names=[], theme_words=[], address=str)
    notes = list(edge_notes(edges, ["https://github.com/ada/", "https://orcid.org/1"], "", []))
    assert [note.partition(": to have")[0] for note in notes] == ["the footer said “Me: CV” (/cv.pdf)"]


def test_images_of_mastheads() -> None:
    edges = PageEdges()
    above = "<header><img src='/logo.png'>{}<span class='site-subtitle'>On looms</span></header>"
    for image in ("<img src='/a.png'>", "<img src='/b.png'>", "<img src='https://example.org/c.png'>"):
        frame = above.format(image) + "<article><header><img src='/d.png'></header>\x07</article>"
        read_edges(edges, frame, names=[], theme_words=[], address=str)
    files = ["logo.png", "a.png", "b.png", "d.png"]
    assert [note.partition(":")[0] for note in edge_notes(edges, [], "", files)] == [
        "below the title of the site stood “On looms”",
        "the image public/logo.png stood above each page",
    ]
    assert len(list(edge_notes(edges, [], "public/logo.png", files))) == 1


@pytest.mark.parametrize(
    "own",
    [
        {},
        {
            "_layouts/single.html": "{% include masthead.html %}{{ content }}<footer>{% include footer.html %}</footer>"
        },
        {"_includes/footer/custom.html": "<p>All views are mine.</p>"},
    ],
)
def test_edges_in_the_report(tmp_path: Path, own: dict[str, str]) -> None:
    """Those of the theme are known, whether or not the site has files of it."""
    files = own | {
        "_config.yml": "title: Ada\nlogo: /images/logo.png\nauthor: {name: Ada Lovelace, github: ada}\n"
        "footer: {links: [{label: GitHub, url: 'https://github.com/ada'}, {label: Imprint, url: /imprint/}]}\n",
        "index.md": "---\ntitle: About me\nlayout: single\n---\nText.\n",
        "images/logo.png": "x",
    }
    notes = make_site(read_site(write(tmp_path / "old", files)), "new").report.settings
    assert any("the image public/images/logo.png stood above" in note for note in notes)
    footer = next(note for note in notes if "the footer said" in note)
    assert "Imprint” (/imprint/)" in footer
    assert "GitHub" not in footer
    assert ("All views are mine" in footer) is ("_includes/footer/custom.html" in own)
