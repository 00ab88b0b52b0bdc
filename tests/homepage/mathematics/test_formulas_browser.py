"""Formulas as a visitor sees them, in a real Chromium."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from conftest import Site, serve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

LONG = " + ".join(rf"\frac{{a_{{{index}}}}}{{b}}" for index in range(24))
PAGE = rf"""# Formulas

Text $x^2$, and a long one: $S = {LONG}$ in a line.

$$
\left( \frac{{\frac{{1}}{{2}}}}{{\frac{{3}}{{4}}}} \right)
$$

$$
{LONG} \label{{long}}
$$

\begin{{align}}
a &= b \\
c &= d
\end{{align}}
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    site = Site(tmp_path_factory.mktemp("site") / "site")
    site.write(
        {
            "index.md": "# Home\n\nText.\n\n```{toctree}\nformulas\n```\n",
            "formulas.md": PAGE,
            "plain.md": "---\norphan: true\n---\n# Plain\n\nText.\n",
        }
    )
    with serve(site.build().folder) as found:
        yield found


def open_page(
    browser: Browser, url: str, *, width: int = 1280, scheme: Any = "light"
) -> tuple[Page, list[str]]:
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
    page = context.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(url, wait_until="networkidle")
    return page, requests


def test_the_font_comes_from_the_site_and_only_where_it_is_needed(browser: Browser, address: str) -> None:
    page, requests = open_page(browser, f"{address}/formulas.html")
    assert any(url.endswith("/homepage-math.woff2") for url in requests)
    assert page.evaluate("document.fonts.check('1em \"Homepage Math\"')")
    assert all(url.startswith((address, "data:")) for url in requests)
    page.context.close()
    page, requests = open_page(browser, f"{address}/plain.html")
    assert requests and not any("math" in url for url in requests)
    page.context.close()


def test_brackets_grow(browser: Browser, address: str) -> None:
    page, _ = open_page(browser, f"{address}/formulas.html")
    heights = page.evaluate(
        "[...document.querySelectorAll('.hp-formula')[0].querySelectorAll('mo, mfrac')].map(e => e.getBoundingClientRect().height)"
    )
    bracket, fraction = heights[0], heights[1]
    assert bracket > 40 and bracket >= fraction * 0.8
    page.context.close()


@pytest.mark.parametrize("width", [320, 390])
def test_long_formulas_scroll_and_the_page_does_not(browser: Browser, address: str, width: int) -> None:
    page, _ = open_page(browser, f"{address}/formulas.html", width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for box in (page.locator(".hp-formula").nth(1), page.locator(".hp-wide")):
        assert box.evaluate("box => box.scrollWidth > box.clientWidth && box.clientWidth <= innerWidth")
        # By keyboard
        box.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("box => box.scrollLeft > 0", arg=box.element_handle())
    short = page.locator(".hp-formula").nth(0)
    assert short.evaluate("box => box.scrollWidth <= box.clientWidth && !box.hasAttribute('tabindex')")
    page.context.close()


def test_numbers_are_at_the_right_edge(browser: Browser, address: str) -> None:
    for width in (1280, 390):
        page, _ = open_page(browser, f"{address}/formulas.html", width=width)
        edge = page.evaluate("document.querySelector('.hp-formula').getBoundingClientRect().right")
        numbers = page.locator(".eqno").evaluate_all("all => all.map(e => e.getBoundingClientRect().right)")
        assert len(numbers) == 3
        assert all(abs(edge - right) <= 6 for right in numbers), (edge, numbers)
        # Each beside its own row
        middles = page.locator(".eqno").evaluate_all(
            "all => all.map(e => [e, e.previousElementSibling].map("
            "x => { const box = x.getBoundingClientRect(); return box.top + box.height / 2; }))"
        )
        assert all(abs(number - row) < 12 for number, row in middles), middles
        page.context.close()


def test_a_formula_stands_on_the_line_of_the_text(browser: Browser, address: str) -> None:
    page, _ = open_page(browser, f"{address}/formulas.html", width=390)
    bottoms = page.evaluate(
        "[...document.querySelectorAll('article p math')].map(formula => {"
        " const letter = formula.querySelector('mi').getBoundingClientRect();"
        " const mark = document.createElement('span'); mark.style = 'display:inline-block;width:1px;height:1px';"
        " formula.closest('.math').before(mark);"
        " return letter.bottom - mark.getBoundingClientRect().bottom; })"
    )
    # A letter's box ends at the line, or little below it.
    assert len(bottoms) == 2 and abs(bottoms[0]) < 6, bottoms
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe(browser: Browser, address: str, width: int, scheme: str) -> None:
    page, _ = open_page(browser, f"{address}/formulas.html", width=width, scheme=scheme)
    found = Axe().run(page).response["violations"]
    assert not [
        (rule["id"], rule["nodes"][0]["target"])
        for rule in found
        if rule["impact"] in ("serious", "critical")
    ]
    page.context.close()


def test_print_shows_all_of_it(browser: Browser, address: str) -> None:
    page, _ = open_page(browser, f"{address}/formulas.html")
    page.emulate_media(media="print")
    assert page.locator(".hp-formula").nth(0).evaluate("box => getComputedStyle(box).overflowX") == "visible"
    page.context.close()
