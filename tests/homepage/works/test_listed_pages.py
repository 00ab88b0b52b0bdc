"""Listings of pages about publications that have no BibTeX entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from listing_site import CONF

if TYPE_CHECKING:
    from conftest import Site

PAPER = """\
---
title: Sketch
collection: publications
venue: Memoirs
excerpt: What $n$ of it can weave.
paperurl: https://example.org/sketch
citation: 'Lovelace, A. (1843). <i>Sketch</i>. Memoirs.'
---

Text.
"""


def test_summary_and_citation(site: Site) -> None:
    """They are shown as those of an entry are, with the URL of the paper behind the citation."""
    vague = PAPER.replace("Lovelace, A. (1843). <i>Sketch</i>.", "In: <i>Sketches</i>,").replace(
        ": Sketch", ": Vague"
    )
    bare = "---\ntitle: Note\ncollection: publications\nvenue: Memoirs\n---\n\nText.\n"
    listing = "---\ntitle: Home\n---\n\n```{listing}\n/papers/*\n/looms/*\n```\n"
    site.conf(CONF)
    site.write(
        {
            "index.md": listing,
            "papers/sketch.md": PAPER,
            "papers/note.md": bare,
            "papers/vague.md": vague,
            "looms/own.md": PAPER.replace("collection: publications\n", "").replace(": Sketch", ": Own"),
        }
    )
    soup = site.build().soup("index.html")
    items = {item.a.get_text(): item for item in soup.select(".hp-works > li")}
    sketch = items["Sketch"]
    assert sketch.select_one(".hp-summary math mi").get_text() == "n"
    # No page has another formula.
    assert soup.select("link[href*='homepage-math.css']")
    assert sketch.summary.get_text() == "Citation"
    shown = " ".join(sketch.details.p.get_text().split())
    assert shown == "Lovelace, A. (1843). Sketch. Memoirs. https://example.org/sketch"
    assert sketch.details.i or sketch.details.em
    # Those with whom the citation begins are its authors; where it names none, it is shown.
    assert sketch.select_one(".hp-authors").get_text() == "A. Lovelace"
    assert not items["Vague"].select(".hp-authors, details")
    assert items["Vague"].select(".hp-summary")[1].get_text().startswith("In: Sketches, Memoirs.")
    # A page that is no publication by its directory has a citation, too.
    assert items["Own"].summary.get_text() == "Citation"
    assert not items["Note"].select(".hp-summary, details")


def test_a_formula_in_an_excerpt_that_cannot_be_shown(site: Site) -> None:
    listing = "---\ntitle: Home\n---\n\n```{listing}\n/papers/*\n```\n"
    page = '---\ntitle: Cards\ndate: 1843-01-02\nexcerpt: "On $x$ and $\\\\frac{x}$."\n---\n\nText.\n'
    site.write({"index.md": listing, "papers/cards.md": page})
    built = site.build(expect=[r"papers/cards.md: WARNING: formula '\frac{x}' of the excerpt: "])
    assert "\\frac{x}" in built.text("index.html")
