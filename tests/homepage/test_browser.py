"""What a visitor meets, in a real Chromium."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import Site, serve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser

LINKS = ["github", "kaggle", "gitlab"]


@pytest.fixture(scope="module", params=["html", "dirhtml"])
def host(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str]]:
    """Serve a site at the root and below a path, and yield the address and the home page's name."""
    site = Site(tmp_path_factory.mktemp("site") / "site")
    site.conf(
        f"author_profile = dict.fromkeys({LINKS!r}, 'ada') | {{'name': 'Ada Lovelace', "
        "'links': [{'label': 'Mail', 'url': 'mailto:ada@b.org'}]}\nlanguage = 'en'\n"
    )
    site.write(
        {
            "index.md": "---\ntitle: Home\nredirect_from: [/home/, /start.html]\n---\n\nHello.\n\n## There\n\n"
            "```{toctree}\nsub/bio\n```\n",
            "sub/bio.md": "---\ntitle: Bio q&a\nredirect_from: [/who, /a b/ü/]\n---\n\n"
            + "Text.\n\n" * 80
            + "## End\n",
        }
    )
    root = site.folder / "host"
    for place in ("", "en/latest/"):
        built = site.build(request.param, out=f"host/{place}".rstrip("/"), fresh=True) if place else None
        if built is None:
            site.build(request.param, out="host")
    with serve(root) as address:
        yield address, request.param


def box(locator: Locator) -> dict[str, float]:
    """Return where something visible is on the page, and how large, in pixels."""
    found = locator.bounding_box()
    assert found is not None
    return {"y": found["y"], "width": found["width"], "height": found["height"]}


def new_page(browser: Browser, *, width: int = 1280, javascript: bool = True) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 844}, java_script_enabled=javascript)
    return context.new_page()


JAVASCRIPT = pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])


@JAVASCRIPT
def test_card_on_a_laptop(browser: Browser, host: tuple[str, str], javascript: bool) -> None:
    page = new_page(browser, javascript=javascript)
    page.goto(f"{host[0]}/")
    assert page.locator(".hp-sidebar").is_visible()
    assert not page.locator(".hp-compact").is_visible()
    assert (
        page.locator(".hp-sidebar").get_by_role("link", name="GitHub").get_attribute("href")
        == "https://github.com/ada"
    )
    assert box(page.locator(".sidebar-tree a").first)["y"] < 844
    page.context.close()


@JAVASCRIPT
def test_card_on_a_phone(browser: Browser, host: tuple[str, str], javascript: bool) -> None:
    page = new_page(browser, width=390, javascript=javascript)
    page.goto(f"{host[0]}/")
    card = page.locator(".hp-compact")
    assert card.is_visible()
    assert box(card)["y"] < box(page.locator("article h1"))["y"]
    for name in ("GitHub", "Kaggle", "GitLab"):
        link = box(card.get_by_role("link", name=name))
        assert min(link["width"], link["height"]) >= 44
    page.context.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_scrolls_sideways(browser: Browser, host: tuple[str, str], width: int) -> None:
    page = new_page(browser, width=width)
    page.goto(f"{host[0]}/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_by_keyboard(browser: Browser, host: tuple[str, str]) -> None:
    page = new_page(browser)
    page.goto(f"{host[0]}/")
    reached = []
    for _ in range(12):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "(() => { const e = document.activeElement, s = getComputedStyle(e);"
            " return [e.textContent.trim(), e.matches('.hp-sidebar a'), s.outlineStyle, parseFloat(s.outlineWidth)] })()"
        )
        if focused[1]:
            reached.append(focused[0])
            assert focused[2] != "none" and focused[3] >= 2
    assert reached == ["Ada Lovelace", "GitHub", "Kaggle", "GitLab", "Mail"]
    page.context.close()


@JAVASCRIPT
@pytest.mark.parametrize("prefix", ["/en/latest", pytest.param("", marks=pytest.mark.long)])
@pytest.mark.parametrize(
    ("old", "title"),
    [
        ("/home/", "Home"),
        ("/start.html", "Home"),
        ("/who/", "Bio q&a"),
        ("/who.html", "Bio q&a"),
        ("/a%20b/%C3%BC/", "Bio q&a"),
    ],
)
def test_redirect(
    browser: Browser, host: tuple[str, str], prefix: str, old: str, title: str, javascript: bool
) -> None:
    address, builder = host
    page = new_page(browser, javascript=javascript)
    documents: list[str] = []
    page.on(
        "request",
        lambda request: documents.append(request.url) if request.resource_type == "document" else None,
    )
    page.goto(f"{address}{prefix}{old}?q=1&r=%26#end")
    page.wait_for_selector("article h1")
    assert page.locator("article h1").inner_text().startswith(title)
    assert len(documents) == 2, "one hop"
    ending = {
        "Home": "/index.html" if builder == "html" else "/",
        "Bio q&a": "/sub/bio.html" if builder == "html" else "/sub/bio/",
    }
    assert page.url == address + prefix + ending[title] + ("?q=1&r=%26#end" if javascript else "")
    page.context.close()


def test_no_request_leaves(browser: Browser, host: tuple[str, str]) -> None:
    page = new_page(browser)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{host[0]}/", wait_until="networkidle")
    page.goto(f"{host[0]}/who/", wait_until="networkidle")
    assert len(requests) > 2
    assert all(url.startswith((host[0], "data:")) for url in requests)
    page.context.close()


def test_search_quotes_the_page(browser: Browser, host: tuple[str, str]) -> None:
    page = new_page(browser)
    page.goto(f"{host[0]}/{'search.html' if host[1] == 'html' else 'search/'}?q=hello")
    assert page.locator(".search .context").inner_text().startswith("Home Hello.")
    page.context.close()


def test_print_shows_who(browser: Browser, host: tuple[str, str]) -> None:
    page = new_page(browser)
    page.emulate_media(media="print")
    page.goto(f"{host[0]}/")
    assert not page.locator(".hp-sidebar").is_visible()
    assert page.locator(".hp-compact .hp-name").is_visible()
    addresses = page.locator(".hp-compact .hp-link").evaluate_all(
        "links => links.map(link => getComputedStyle(link, '::after').content)"
    )
    assert {addresses[0], addresses[-1]} == {'"https://github.com/ada"', '"ada@b.org"'}
    page.context.close()
