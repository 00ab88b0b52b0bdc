"""Every page of a small site against the standards that visitors depend on, in a real browser.

Light and dark, as wide as a laptop and as narrow as a phone, with both builders.
"""

from __future__ import annotations

import gzip
import json
import re
from typing import TYPE_CHECKING

import mf2py
import pytest

from browser_setup import find_chromium
from conftest import CHROMIUM_ARGUMENTS, build, serve
from helpers import TESTS, representative
from online import (
    COMBINATIONS,
    SCREENS,
    Online,
    assert_same_without_javascript,
    assert_valid_html,
    online,
    open_page,
    violations,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Response

pytestmark = pytest.mark.browser

SMALL = TESTS / "sites" / "small"
ELSEWHERE = ["https://github.com/ada", "https://orcid.org/0000-0002-1825-0097", "https://mathstodon.xyz/@ada"]

# What a first visit to the home page may cost, all of furo included.
MOST_BYTES, MOST_COMPRESSED, MOST_REQUESTS = 130_000, 32_000, 10
MOST_PAGE = 40_000


@pytest.fixture(scope="module", params=["html", pytest.param("dirhtml", marks=pytest.mark.long)])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Online]:
    with online(SMALL, tmp_path_factory.mktemp(request.param), request.param) as served:
        assert len(served.documents) == 6
        assert len(served.retired) == 2
        yield served


@pytest.fixture(scope="module")
def twice_as_large(browser: Browser) -> Iterator[Browser]:
    """A browser whose person has set the size of text to 200 %."""
    arguments = [*CHROMIUM_ARGUMENTS, "--blink-settings=defaultFontSize=32"]
    other = browser.browser_type.launch(executable_path=find_chromium(), args=arguments)
    yield other
    other.close()


# --- Accessibility ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def furo_itself(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The moderate rules that a site of furo alone breaks."""
    folder = tmp_path_factory.mktemp("plain")
    (folder / "conf.py").write_text('html_theme = "furo"\nproject = "P"\nextensions = ["myst_parser"]\n')
    (folder / "index.md").write_text("# Home\n\nText.\n\n## More\n\n```{toctree}\na\n```\n")
    (folder / "a.md").write_text("# A\n\nText.\n")
    assert not build(folder, folder / "out", folder / "doctrees", "html")
    rules: set[str] = set()
    with serve(folder / "out") as address:
        page = open_page(browser)
        for name in ("", "a.html", "search.html"):
            page.goto(f"{address}/{name}")
            rules |= {rule for rule, _ in violations(page, ("moderate",))}
        page.context.close()
    return rules


@pytest.mark.parametrize(("screen", "scheme"), COMBINATIONS)
def test_axe(browser: Browser, site: Online, furo_itself: set[str], screen: str, scheme: str) -> None:
    page = open_page(browser, screen, scheme)
    for name in site.pages + site.retired:
        page.goto(f"{site.address}/{name}", wait_until="load")
        assert not violations(page, ("serious", "critical")), name
        moderate = {found for found in violations(page, ("moderate",)) if found[0] not in furo_itself}
        assert not moderate, name
    page.context.close()


CONTRAST = """
() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const rgb = colour => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = colour => {
    const [r, g, b] = rgb(colour).map(c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const paper = luminance(getComputedStyle(document.body).backgroundColor);
  return [...document.querySelectorAll("article :is(p, li, dd):not([class*=hp-] *, [class*=hp-])")].map(element => {
    const ink = luminance(getComputedStyle(element).color);
    return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
  });
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_body_text_has_the_highest_contrast(browser: Browser, site: Online, scheme: str) -> None:
    """WCAG 2.2, success criterion 1.4.6 (AAA): 7 to 1."""
    page = open_page(browser, "laptop", scheme)
    for name in site.pages:
        page.goto(f"{site.address}/{name}")
        ratios = page.evaluate(CONTRAST)
        assert all(ratio >= 7 for ratio in ratios), (name, min(ratios))
    page.context.close()


@pytest.mark.parametrize(
    "width", [320, 1280, *(pytest.param(width, marks=pytest.mark.long) for width in (390, 768))]
)
def test_nothing_scrolls_sideways(browser: Browser, site: Online, width: int) -> None:
    page = open_page(browser)
    page.set_viewport_size({"width": width, "height": 800})
    for name in site.pages:
        page.goto(f"{site.address}/{name}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    page.context.close()


@pytest.mark.long
def test_text_twice_as_large(twice_as_large: Browser, site: Online) -> None:
    """WCAG 2.2, success criterion 1.4.4."""
    page = twice_as_large.new_page(viewport={"width": 1280, "height": 900})
    for name in site.pages:
        page.goto(f"{site.address}/{name}")
        assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") >= 32
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280, name
        cut = page.evaluate(
            "[...document.querySelectorAll('[class^=hp-], article *')].filter(e => e.clientWidth > 0 && getComputedStyle(e)"
            ".overflowX === 'hidden' && !e.closest('.hp-hidden') && e.scrollWidth > e.clientWidth + 1).map(e => e.className)"
        )
        assert not cut, name
    page.context.close()


def test_thumbs_reach_everything_on_a_phone(browser: Browser, site: Online) -> None:
    page = open_page(browser, "phone")
    page.goto(f"{site.address}/")
    for selector in (".hp-compact .hp-link", ".actions a", ".hp-card"):
        boxes = [element.bounding_box() for element in page.locator(selector).all()]
        assert boxes, selector
        assert all(box and min(box["width"], box["height"]) >= 44 for box in boxes), selector
    page.locator("label.nav-overlay-icon").click()
    page.wait_for_timeout(400)
    entries = [element.bounding_box() for element in page.locator(".sidebar-tree .toctree-l1 > a").all()]
    assert entries and all(box and box["height"] >= 44 for box in entries)
    page.context.close()


def test_forced_colours(browser: Browser, site: Online) -> None:
    page = open_page(browser, forced_colors="active")
    page.goto(f"{site.address}/")
    edge = "getComputedStyle(document.querySelector('{}')).border{}Color"
    for selector in (".hp-sidebar .hp-initials", ".hp-card", ".actions a"):
        colour, paper = page.evaluate(
            f"[{edge.format(selector, 'Top')}, getComputedStyle(document.body).backgroundColor]"
        )
        assert colour != paper, f"the edge of {selector} is seen"
    page.context.close()


def test_reduced_motion(browser: Browser, site: Online) -> None:
    page = open_page(browser, reduced_motion="reduce")
    page.goto(f"{site.address}/")
    moving = page.evaluate(
        "[...document.querySelectorAll('.page, .page *')].filter(e => parseFloat(getComputedStyle(e).transitionDuration) > 0"
        " || parseFloat(getComputedStyle(e).animationDuration) > 0).map(e => e.className)"
    )
    assert not moving
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    page.context.close()


# --- By keyboard, and without JavaScript ------------------------------------------------------------------

FOCUSED = """
() => {
  const e = document.activeElement, s = getComputedStyle(e), after = getComputedStyle(e, "::after");
  // What a hidden checkbox is for shows its focus instead.
  const label = e.id && [...document.querySelectorAll(`label[for="${e.id}"]`)].find(l => l.checkVisibility() && !l.matches(".overlay"));
  const shown = e.matches("[type=checkbox]") ? getComputedStyle(label)
    : e.matches(".sidebar-search") ? getComputedStyle(e.parentElement) : s;
  const ring = x => x.outlineStyle !== "none" && parseFloat(x.outlineWidth) >= 2;
  return {name: (e.textContent.trim() || e.getAttribute("aria-label") || e.id), tag: e.tagName, id: e.id,
          visible: e.checkVisibility({visibilityProperty: true}) && e.getClientRects().length > 0,
          ring: ring(shown) || ring(after)};
}
"""


def test_by_keyboard_on_a_laptop(browser: Browser, site: Online) -> None:
    page = open_page(browser)
    page.goto(f"{site.address}/")
    # Before it is furo's switch of the table of contents.
    for _ in range(2):
        page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["name"] == "Skip to content"
    page.wait_for_timeout(400)
    box = page.locator(".skip-to-content").bounding_box()
    assert box and box["y"] >= 0, "it comes into view"
    names = []
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused["tag"] == "BODY":
            break
        assert focused["visible"], focused
        assert focused["ring"], focused
        names.append(focused["name"])
    wanted = [
        "Ada Lovelace",
        "GitHub",
        "ORCID",
        "Search",
        "Projects",
        "Teaching",
        "CV",
        "London",
    ]
    places = [names.index(name) for name in wanted]
    assert places == sorted(places), names
    assert "Notes on the engine" in names
    page.goto(f"{site.address}/")
    for key in ("Tab", "Tab", "Enter", "Tab"):
        page.keyboard.press(key)
    inside = page.evaluate("document.activeElement.closest('article') !== null")
    assert inside, "the skip link leads past the sidebar"
    page.context.close()


def test_the_drawer_by_keyboard_on_a_phone(browser: Browser, site: Online) -> None:
    page = open_page(browser, "phone", reduced_motion="reduce")
    page.goto(f"{site.address}/")
    seen = "document.querySelector('.sidebar-drawer').getBoundingClientRect().left >= 0"
    assert not page.evaluate(seen)
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "__navigation":
            break
    assert page.evaluate("document.activeElement.id") == "__navigation"
    label = "getComputedStyle(document.querySelector('.header-left label'))"
    assert page.evaluate(f"{label}.outlineStyle !== 'none' && parseFloat({label}.outlineWidth) >= 2")
    page.keyboard.press("Space")
    assert page.evaluate(seen)
    assert page.locator(".sidebar-tree a").first.is_visible()
    page.keyboard.press("Space")
    assert not page.evaluate(seen)
    page.context.close()


@pytest.mark.parametrize("screen", SCREENS)
def test_without_javascript(browser: Browser, site: Online, screen: str) -> None:
    assert_same_without_javascript(browser, site, screen, list(site.documents))


# --- HTML, microformats, JSON-LD --------------------------------------------------------------------------


def test_valid_html(site: Online) -> None:
    assert_valid_html(site)


def test_one_representative_h_card(site: Online) -> None:
    home = "https://ada.example.org/"
    (card,) = representative(
        mf2py.parse(site.built.text("index.html"), url=home, html_parser="html5lib"), home
    )
    said = card["properties"]
    assert (said["name"], said["note"]) == (["Ada Lovelace"], ["Analytical engines, and what they may weave"])
    assert (said["org"], said["job-title"]) == (["University of London"], ["Analyst"])
    assert said["url"] == [home, *ELSEWHERE]


def test_json_ld_says_what_the_record_says(site: Online) -> None:
    for name in site.pages:
        scripts = re.findall(
            r'<script type="application/ld\+json">(.*?)</script>', site.file(name).read_text(encoding="utf-8")
        )
        if name.startswith(("404", "search")):
            assert not scripts
            continue
        things = {thing["@type"]: thing for thing in json.loads(*scripts)["@graph"]}
        if name:
            trail = things["BreadcrumbList"]["itemListElement"]
            assert trail[0]["item"] == "https://ada.example.org/"
            assert trail[-1]["item"] == "https://ada.example.org/" + name
        else:
            person = things["ProfilePage"]["mainEntity"]
            assert person["name"] == "Ada Lovelace"
            assert person["worksFor"]["name"] == "University of London"
            assert person["sameAs"] == ELSEWHERE


# --- Weight ------------------------------------------------------------------------------------------------


def test_the_first_visit(browser: Browser, site: Online) -> None:
    page = open_page(browser)
    loaded: list[Response] = []
    page.on("response", lambda response: loaded.append(response))
    page.goto(f"{site.address}/", wait_until="networkidle")
    bodies = [response.body() for response in loaded]
    size, compressed = sum(map(len, bodies)), sum(len(gzip.compress(body, 6)) for body in bodies)
    print(f"first visit: {size} bytes, {compressed} compressed, {len(bodies)} requests")
    assert any("favicon" in response.url for response in loaded)
    assert size <= MOST_BYTES
    assert compressed <= MOST_COMPRESSED
    assert len(bodies) <= MOST_REQUESTS
    page.context.close()


def test_every_page_is_light(site: Online) -> None:
    sizes = {name: site.file(name).stat().st_size for name in site.pages}
    assert max(sizes.values()) < MOST_PAGE, sizes


def test_no_request_leaves_a_page(browser: Browser, site: Online) -> None:
    page = open_page(browser)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    for name in site.pages:
        page.goto(f"{site.address}/{name}", wait_until="networkidle")
    assert len(requests) > len(site.pages)
    assert not [url for url in requests if not url.startswith((site.address, "data:"))]
    page.context.close()


def test_small_style_sheets_and_no_script(site: Online) -> None:
    theirs = {"furo.css", "furo-extensions.css", "pygments.css", "basic.css", "skeleton.css", "debug.css"}
    own = [path for path in site.built.folder.rglob("*.css") if path.name not in theirs]
    # Rules for four other themes are a sixth of the first; 600 bytes, compressed.  The others are for columns
    # and tables in HTML, for listings, and for groups of people.
    most = {
        "sphinx-homepage.css": 16_300,
        "sphinx-homepage-html.css": 2_200,
        "sphinx-homepage-listing.css": 7_000,
        "sphinx-homepage-people.css": 1_200,
    }
    assert {path.name for path in own} == most.keys()
    assert all(path.stat().st_size < most[path.name] for path in own)
    scripts = {path.name for path in (site.built.folder / "_static").glob("*.js")}
    # For the copy buttons and the filter of listings, which no page of this site has.
    assert [name for name in scripts if "homepage" in name] == ["sphinx-homepage-listing.js"]
    for name in site.pages:
        soup = site.built.soup(site.file(name).relative_to(site.built.folder).as_posix())
        kinds = {script.get("type", "") for script in soup.select("script:not([src])")}
        assert kinds <= {"", "application/ld+json", "speculationrules"}
        assert not soup.select('script[src*="homepage"]')


SHIFT = """
() => new Promise(done => {
  // Furo shows its switch of colours when its script runs, which moves the icon beside it.
  const theirs = ".content-icon-container, .mobile-header";
  const moved = [];
  new PerformanceObserver(list => {
    for (const entry of list.getEntries())
      for (const {node} of entry.sources)
        if (node && !(node.closest ? node : node.parentElement).closest(theirs)) moved.push(node.outerHTML);
  }).observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(moved), 300);
})
"""


@pytest.mark.long
@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_moves_while_a_page_loads(browser: Browser, site: Online, screen: str) -> None:
    page = open_page(browser, screen)
    for name in site.pages[:1] + tuple(name for name in site.pages if "cv" in name or "loom" in name):
        page.goto(f"{site.address}/{name}", wait_until="load")
        assert page.evaluate(SHIFT) == [], name
    page.context.close()


# --- Print -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_cv_prints_on_two_pages(browser: Browser, site: Online, paper: str) -> None:
    page = open_page(browser)
    page.goto(f"{site.address}/{next(name for name in site.pages if 'cv' in name)}")
    document = page.pdf(format=paper)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", document)) == 2
    page.emulate_media(media="print")
    for selector in (".sidebar-drawer", ".toc-drawer", ".mobile-header", "footer", ".content-icon-container"):
        assert not page.locator(selector).first.is_visible(), selector
    link = page.locator("article dl a[href^=http]").first
    after = link.evaluate("e => getComputedStyle(e, '::after').content")
    assert link.get_attribute("href") in after
    page.context.close()
