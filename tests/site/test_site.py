"""What every visitor may expect of this site, whoever owns it, and of the example site.

Only what is there is looked at, so that these tests hold for any pages.  Facts about one owner are in
test_owner.py, which may be deleted.
"""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING

import pytest

from conftest import Built
from helpers import LONG, PROJECT, TESTS
from online import Online, assert_same_without_javascript, assert_valid_html, online, open_page, violations
from sphinx_homepage.cli.check import check_directory
from sphinx_homepage.core.built_site import BuiltSite
from sphinx_homepage.ledger.audit import audit
from sphinx_homepage.ledger.hosts import HOSTS
from sphinx_homepage.ledger.ledger_file import parse_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from _pytest.mark.structures import ParameterSet
    from playwright.sync_api import Browser


EXAMPLE = TESTS / "sites" / "ada"
SITES = {
    "html": (PROJECT, "html"),
    "dirhtml": (PROJECT, "dirhtml"),
    "example-html": (EXAMPLE, "html"),
    "example-dirhtml": (EXAMPLE, "dirhtml"),
}


def sites(*quick: str) -> list[ParameterSet]:
    """Return all sites, of which *quick* alone are for `make test`."""
    return [pytest.param(site, id=id, marks=() if id in quick else LONG) for id, site in SITES.items()]


SLOW = pytest.mark.parametrize("site", sites("html"), indirect=True)


@pytest.fixture(scope="module", params=sites("html", "dirhtml", "example-html"))
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Online]:
    source, builder = request.param
    with online(source, tmp_path_factory.mktemp(builder), builder) as served:
        yield served


def soup(site: Online, page: str) -> Any:
    return parsed(site.built.folder, site.file(page).relative_to(site.built.folder).as_posix())


@functools.cache
def parsed(folder: Path, file: str) -> Any:
    """Parse a page once for all tests."""
    return Built(folder, []).soup(file)


def test_every_page_is_whole(site: Online) -> None:
    assert "" in site.documents, "there is a home page"
    for name in site.documents:
        page = soup(site, name)
        assert len(page.select("article h1")) == 1, name
        assert page.title.get_text().strip(), name
        assert page.select_one('meta[name="description"]')["content"].strip(), f"{name}: give it an excerpt"
        assert page.html["lang"], name
        assert not [image["src"] for image in page.select("img:not([alt])")], (
            f"{name}: an image without words"
        )


def test_titles_and_urls_are_told_apart(site: Online) -> None:
    titles = [soup(site, name).title.get_text() for name in site.documents]
    assert len(set(titles)) == len(titles), "two pages have one title"


def test_all_links_lead_somewhere(site: Online) -> None:
    assert not check_directory(site.built.folder).findings


def test_the_ledger_is_kept(site: Online) -> None:
    """Every recorded address answers, on every host."""
    file = site.source / "published-urls.txt"
    if not file.is_file():
        pytest.skip("the site has no ledger")
    ledger, problems = parse_ledger(file.read_text(encoding="utf-8"))
    assert not problems
    assert not audit(ledger, BuiltSite(site.built.folder), HOSTS.values())


def test_structured_data_is_of_one_person(site: Online) -> None:
    ids = set()
    for name in site.documents:
        for script in soup(site, name).select('script[type="application/ld+json"]'):
            graph = json.loads(script.string)["@graph"]
            ids |= {thing["mainEntity"]["@id"] for thing in graph if thing["@type"] == "ProfilePage"}
    assert len(ids) <= 1


@SLOW
def test_valid_html(site: Online) -> None:
    assert_valid_html(site)


@SLOW
@pytest.mark.browser
@pytest.mark.parametrize(("screen", "scheme"), [("laptop", "light"), ("phone", "dark")])
def test_in_a_browser(browser: Browser, site: Online, screen: str, scheme: str) -> None:
    """Nothing is barred to anybody, scrolls sideways, or asks another host."""
    page = open_page(browser, screen, scheme)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    for name in site.some_pages():
        page.goto(f"{site.address}/{name}", wait_until="load")
        assert not violations(page, ("serious", "critical")), name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    assert requests
    assert not [url for url in requests if not url.startswith((site.address, "data:"))]
    page.context.close()


@SLOW
@pytest.mark.browser
def test_without_javascript(browser: Browser, site: Online) -> None:
    pages = [name for name in site.some_pages() if name in site.documents]
    assert_same_without_javascript(browser, site, "phone", pages)
