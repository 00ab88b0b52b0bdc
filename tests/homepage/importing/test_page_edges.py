"""Footers and mastheads of an old site: what the new one does not have is named in the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from jekyll_site import write
from sphinx_homepage.importing.jekyll.reader import read_site
from sphinx_homepage.importing.new_site import make_site
from sphinx_homepage.importing.settings.page_edges import edge_notes
from sphinx_homepage.importing.site_in_making import SiteInMaking

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

POWERED = (
    "Powered by <a href='http://jekyllrb.com'>Jekyll</a> &amp; <a href='https://github.com/academicpages/x'>AcademicPages</a>,"
    " a fork of <a href='https://mademistakes.com/minimal-mistakes/'>Minimal Mistakes</a>."
)


def notes_of(directory: Path, frames: Sequence[str], *images: str, **record: Any) -> list[str]:
    files = {
        "_config.yml": "title: Ada\nauthor: {name: Ada Lovelace}\nlocale: fr\n",
        "_data/ui-text.yml": "fr: {follow_label: 'Suivre :'}\n",
        **dict.fromkeys(images, "x"),
    }
    site = SiteInMaking(
        read_site(write(directory, files)), "new", keep_demo=False, progress=lambda _text: None
    )
    return list(edge_notes(site, frames, {"name": "Ada Lovelace", **record}))


@pytest.mark.parametrize(
    ("footer", "own"),
    [
        # What themes say.
        (f"<a href='/sitemap/'>Sitemap</a><div>&copy; 2019-2026 Ada Lovelace. {POWERED}</div>Site last updated 2026-01-02", []),
        (f"&copy;  Ada, {POWERED} <br>Site last updated", []),
        ("<ul><li><strong>Suivre :</strong></li><li><a href='/feed.xml'>Flux</a></li></ul><script>x()</script>", []),
        ("<a href='https://github.com/'>GitHub</a><a href='#top'>Top <a href='/feed.xml'>Feed</a></a>", []),
        # What its owner says, also between both.
        (f"&copy; 2026 Ada. All views\n are my own. {POWERED} I like <b>looms</b>.", ["All views are my own. I like looms."]),
        ("<a href='/imprint/'><b class='footer-label'>Imprint</b></a><br><a href='/privacy/'>Privacy</a>", ["Imprint (/imprint/)", "Privacy (/privacy/)"]),
        ("&copy; <a href='https://ada.example.org/'>Ada</a>, last updated 3 May 2026 | On looms", ["On looms"]),
        (f"&copy; Ada. <a href='/a.txt'>Terms</a>, {POWERED}", ["Terms (/a.txt)"]),
        ("&copy; 2026 The Society of Looms", ["The Society of Looms"]),
    ],
)  # fmt: skip
def test_words_of_footers(tmp_path: Path, footer: str, own: list[str]) -> None:
    frame = f"<main>\x07<footer>Tags of a page</footer></main><footer>{footer}</footer>"
    frames = [frame, frame.replace("/imprint/", "/other/"), "No page"]
    notes = [note.partition(": to have")[0] for note in notes_of(tmp_path, frames)]
    assert notes == ([f"the footer said {', '.join(f'“{line}”' for line in own)}"] if own else [])


def test_links_that_the_author_has(tmp_path: Path) -> None:
    """They are beside each page, and need no footer."""
    frame = (
        "\x07<div class='page__footer'><ul><li><a href='http://github.com/ada'>GitHub</a></li>"
        "<li><a href='https://github.com/https://orcid.org/0000-0001-5109-3700'>ORCID</a></li>"
        "<li>Me: <a href='/cv.pdf'>CV</a></li></ul></div>"
    )
    notes = notes_of(tmp_path, [frame], github="ada", orcid="0000-0001-5109-3700")
    assert [note.partition(": to have")[0] for note in notes] == ["the footer said “Me: CV (/cv.pdf)”"]


def test_images_of_mastheads(tmp_path: Path) -> None:
    above = "<header><img src='/logo.png'>{}<span class='site-subtitle'>On looms</span></header>"
    frames = [
        above.format(image) + "<article><header><img src='/d.png'></header>\x07</article>"
        for image in ("<img src='/a.png'>", "<img src='/b.png'>", "<img src='https://example.org/c.png'>")
    ]
    files = ["logo.png", "a.png", "b.png", "d.png"]
    assert [note.partition(":")[0] for note in notes_of(tmp_path, frames, *files)] == [
        "below the title of the site stood “On looms”",
        "the image public/logo.png stood above each page",
    ]
    assert len(notes_of(tmp_path, frames, *files, avatar="public/logo.png")) == 1


@pytest.mark.parametrize(
    "own",
    [
        {},
        {
            "_layouts/single.html": "{% include masthead.html %}{{ content }}"
            "<footer>{% include footer.html %}<!-- Hidden</footer>"
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
    assert "Imprint (/imprint/)”" in footer
    assert "GitHub" not in footer
    assert "Hidden" not in footer
    assert ("All views are mine" in footer) is ("_includes/footer/custom.html" in own)
