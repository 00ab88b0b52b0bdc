"""Listings in a real browser: accessibility, valid HTML, the filter, copies, and what unfolds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import CONF, Site
from helpers import EXTENSIONS
from listing_site import CONF as MORE
from listing_site import HOME, PAGES
from online import COMBINATIONS, Online, assert_valid_html, online, open_page, violations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def listings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Online]:
    folder = tmp_path_factory.mktemp("listings")
    site = Site(folder / "site")
    site.write(PAGES)
    site.write(
        {
            "conf.py": CONF + MORE,
            "index.md": HOME.replace("table\n", "table\ncards\ntags\n"),
            "cards.md": "# Cards\n\n```{listing}\n:layout: cards\n\ntalks/*\npapers.bib\n```\n",
            "tags.md": "# Tags\n\n```{listing}\n:layout: compact\n:group: tag\n\ntalks/*\npapers.bib\n```\n",
        }
    )
    with online(site.source, folder, "dirhtml") as served:
        yield served


def test_html_of_listings(listings: Online) -> None:
    assert_valid_html(listings)


@pytest.mark.long
@pytest.mark.parametrize(("screen", "scheme"), COMBINATIONS)
def test_axe_on_listings(browser: Browser, listings: Online, screen: str, scheme: str) -> None:
    page = open_page(browser, screen, scheme)
    for name in ("", "publications/", "talks/", "table/", "cards/", "tags/"):
        page.goto(f"{listings.address}/{name}")
        page.evaluate("document.querySelectorAll('details').forEach(all => { all.open = true })")
        assert not violations(page, ("serious", "critical")), name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    page.context.close()


def test_filter(browser: Browser, listings: Online) -> None:
    page = open_page(browser)
    page.goto(f"{listings.address}/publications/")
    box = page.get_by_role("searchbox", name="Filter this list")
    assert page.locator(".hp-works > li:visible").count() == 3
    box.fill("LOVELACE éngine")
    assert page.locator(".hp-works > li:visible").count() == 2
    # What is folded away in BibTeX is no word of a row.
    box.fill("booktitle")
    assert not page.locator(".hp-works > li:visible").count()
    box.fill("phd")
    assert [text[:4] for text in page.locator("h3:visible").all_inner_texts()] == ["2019"]
    assert page.locator("output").inner_text() == "1 shown"
    box.fill("")
    assert page.locator(".hp-works > li:visible").count() == 3
    assert page.locator("output").inner_text() == ""
    page.context.close()


def test_what_unfolds(browser: Browser, listings: Online) -> None:
    page = open_page(browser, permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{listings.address}/publications/")
    row = page.locator("#loom20")
    summary = row.locator("summary", has_text="BibTeX")
    before = summary.bounding_box()
    summary.focus()
    page.keyboard.press("Enter")
    # The row of links stays as it is.
    assert summary.bounding_box() == before
    row.get_by_role("button", name="Copy").click()
    row.get_by_role("button", name="Copied").wait_for(timeout=5000)
    copied = page.evaluate("navigator.clipboard.readText()")
    # Whoever selects the entry by hand copies the same.
    selected = page.evaluate(
        "document.getSelection().selectAllChildren(document.querySelector('#loom20 pre')) ?? `${getSelection()}`"
    )
    assert selected.strip() == copied.strip()
    assert copied.startswith("@inproceedings{loom20,") and copied.rstrip().endswith("}")
    assert "Copy" not in copied
    page.context.close()


def test_listings_without_javascript(browser: Browser, listings: Online) -> None:
    page = open_page(browser, java_script_enabled=False)
    page.goto(f"{listings.address}/publications/")
    assert page.locator(".hp-works > li:visible").count() == 3
    assert not page.locator("article :is(input, button)").count()
    page.locator("#loom20 summary", has_text="Abstract").click()
    assert page.get_by_text("All of it").is_visible()
    page.context.close()


def test_groups_line_up(browser: Browser, listings: Online) -> None:
    """Also those in which no work has a badge or an image."""
    page = open_page(browser)
    page.goto(f"{listings.address}/publications/")
    starts = page.evaluate(
        "[...document.querySelectorAll('.hp-main')].map(e => e.getBoundingClientRect().left)"
    )
    assert len(starts) == 3 and len(set(starts)) == 1
    page.context.close()


def test_on_paper(browser: Browser, listings: Online) -> None:
    page = open_page(browser)
    page.goto(f"{listings.address}/publications/")
    page.emulate_media(media="print")
    after = "e => getComputedStyle(e, '::after').content"
    assert page.locator(".hp-authors a").first.evaluate(after) == "none"
    assert "https://doi.org/10.1000/1" in page.locator("#loom20 .hp-actions a").first.evaluate(after)
    page.context.close()


def test_the_script_is_small() -> None:
    files = EXTENSIONS / "sphinx_homepage" / "static"
    assert (files / "sphinx-homepage-listing.js").stat().st_size < 1_500
    assert (files / "sphinx-homepage-listing.css").stat().st_size < 7_500
