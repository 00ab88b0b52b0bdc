"""A whole site, built and served, and what every page of it is asked in a browser."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe

import nu
from conftest import Built, build, serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

SCREENS = {"laptop": (1280, 900), "phone": (390, 844)}
COMBINATIONS = [
    ("laptop", "light"),
    ("phone", "dark"),
    pytest.param("laptop", "dark", marks=pytest.mark.long),
    pytest.param("phone", "light", marks=pytest.mark.long),
]


@dataclass(frozen=True)
class Online:
    """The site, built and served."""

    source: Path
    built: Built
    address: str
    pages: tuple[str, ...]
    """The address of every page that is no redirect, from the root; retired addresses left out."""
    retired: tuple[str, ...]
    """Addresses that are retired."""

    def file(self, page: str) -> Path:
        return (
            self.built.folder / page / "index.html"
            if not page or page.endswith("/")
            else self.built.folder / page
        )

    @property
    def documents(self) -> tuple[str, ...]:
        """The pages that are written by the owner."""
        return tuple(page for page in self.pages if not page.startswith(("404", "search", "genindex")))

    def some_pages(self, most: int = 12) -> list[str]:
        """Return the home page and others, spread over the site, at most as many as *most*."""
        step = max(1, -(-len(self.pages) // most))
        return sorted({"", *self.pages[::step]})


@contextlib.contextmanager
def online(source: Path, folder: Path, builder: str) -> Iterator[Online]:
    """Build and serve the site in *source*; a warning is a failure."""
    assert not build(source, folder / "out", folder / "doctrees", builder, nitpicky=True)
    built = Built(folder / "out", [])
    files = sorted(path.relative_to(built.folder).as_posix() for path in built.folder.rglob("*.html"))
    texts = {file.removesuffix("index.html"): built.text(file) for file in files}
    pages = [page for page, text in texts.items() if "sphinx-homepage re" not in text]
    retired = [page for page, text in texts.items() if "sphinx-homepage retired" in text]
    with serve(built.folder) as address:
        yield Online(source, built, address, tuple(pages), tuple(retired))


def open_page(browser: Browser, screen: str = "laptop", scheme: str = "light", **options: Any) -> Page:
    width, height = SCREENS[screen]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        **options,
    )
    return context.new_page()


def violations(page: Page, impacts: tuple[str, ...]) -> set[tuple[str, str]]:
    """Return the rules of axe-core that the page breaks, each with the first place where it does."""
    # Browsers give the focus to what scrolls; a tabindex would make each block of code a stop.
    options = {"rules": {"scrollable-region-focusable": {"enabled": False}}}
    found = Axe().run(page, options=options).response["violations"]
    return {(rule["id"], str(rule["nodes"][0]["target"])) for rule in found if rule["impact"] in impacts}


def assert_same_without_javascript(browser: Browser, site: Online, screen: str, pages: list[str]) -> None:
    """Fail if the text or the links of a page are others without scripts."""
    said = []
    for javascript in (True, False):
        page = open_page(browser, screen, java_script_enabled=javascript)
        texts = []
        for name in pages:
            page.goto(f"{site.address}/{name}")
            links = [link.get_attribute("href") for link in page.locator("article a:visible").all()]
            texts.append((name, page.locator("article").inner_text(), links))
        said.append(texts)
        page.context.close()
    assert said[0] == said[1]


def assert_valid_html(site: Online) -> None:
    """Fail if html5lib or, where it can be had, the Nu checker finds an error in a page."""
    files = sorted(site.built.folder.rglob("*.html"))
    for path in files:
        parser = html5lib.HTMLParser()
        parser.parse(path.read_text(encoding="utf-8"))
        assert not parser.errors, path
    try:
        findings = nu.check(files)
    except nu.MissingError as reason:
        pytest.skip(f"html5lib alone has looked at the pages: {reason}")
    assert not findings
