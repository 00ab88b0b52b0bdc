"""The page for missing addresses, at any depth, as hosts send it."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, Any

import pytest

from conftest import QuietHandler, run_server
from helpers import BUILDERS
from sphinx_homepage.cli.check import check_directory

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Response

    from conftest import Site

PAGES = {"index.md": "# Home\n\n```{toctree}\nsub/a\n```\n", "sub/a.md": "# A\n"}


@contextlib.contextmanager
def host(folder: Path, mount: str) -> Iterator[str]:
    """Serve *folder* below *mount*, and its 404.html for everything that is not there."""

    class Handler(QuietHandler):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, directory=str(folder), **options)

        def translate_path(self, path: str) -> str:
            inside = path.startswith(mount)
            return super().translate_path("/" + path[len(mount) :] if inside else "/no/such/file")

        def send_error(self, code: int, *_arguments: Any) -> None:
            page = (folder / "404.html").read_bytes()
            self.send_response(code)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

    with run_server(Handler) as address:
        yield f"{address}{mount}"


@pytest.mark.long
@pytest.mark.browser
@BUILDERS
@pytest.mark.parametrize("mount", ["/", "/en/latest/"])
def test_at_any_depth(site: Site, browser: Browser, builder: str, mount: str) -> None:
    site.write(PAGES)
    site.conf(f'html_baseurl = "https://example.org{mount}"\n')
    built = site.build(builder)
    page = browser.new_page()
    failed: list[str] = []

    def note(response: Response) -> None:
        if response.status >= 400:
            failed.append(response.url)

    page.on("response", note)
    with host(built.folder, mount) as address:
        for path in ("missing", "a/b/c/", "sub/x.html?q=1"):
            failed.clear()
            page.goto(address + path, wait_until="networkidle")
            assert failed == [address + path], "everything that the page needs is found"
            assert page.locator("h1").inner_text() == "Page not found"
            assert page.locator(".hp-sidebar").is_visible()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.locator("h1").inner_text() == "Page not found", "the skip link stays on the page"
        page.goto(address + "a/b/c")
        page.get_by_role("link", name="To the home page").click()
        assert page.locator("h1").inner_text().startswith("Home")
        page.goto(address + "a/b/c")
        page.locator("article").get_by_label("Search this site").fill("home")
        page.locator("article").get_by_role("button", name="Search").click()
        page.get_by_role("link", name="Home").first.wait_for()
        assert "/search" in page.url
    page.close()


@BUILDERS
@pytest.mark.parametrize(
    "base", ["", "https://example.org/", "https://example.org/en/latest", "https://example.org/a%20b/&/"]
)
def test_all_its_links_lead_somewhere(site: Site, builder: str, base: str) -> None:
    site.write(PAGES)
    site.conf(f"html_baseurl = {base!r}\n")
    built = site.build(builder)
    assert not check_directory(built.folder).findings
    soup = built.soup("404.html")
    assert soup.select_one('meta[name="robots"]')["content"] == "noindex"
    assert not soup.select("link[rel=canonical]")
    path = {"": "/", "https://example.org/": "/", "https://example.org/en/latest": "/en/latest/"}.get(
        base, "/a%20b/&/"
    )
    assert soup.base["href"] == path + ("404.html" if builder == "html" else "404/")
    head = [tag.name for tag in soup.head.select("[href], [src]")]
    assert head[0] == "base", "before anything that it holds for"


@BUILDERS
def test_a_page_of_ones_own(site: Site, builder: str) -> None:
    site.write(PAGES | {"404.md": "---\ntitle: Lost?\norphan: true\n---\n\n[Home](index.md)\n"})
    built = site.build(builder)
    soup = built.soup("404.html")
    assert soup.h1.get_text() == "Lost?" and soup.base["href"].startswith("/404")
    assert not check_directory(built.folder).findings


@BUILDERS
def test_another_extension_makes_it(site: Site, builder: str) -> None:
    site.write(PAGES)
    site.conf(
        "import sys, types\n"
        "for name in ('notfound', 'notfound.extension'):\n"
        "    sys.modules[name] = types.ModuleType(name)\n"
        "sys.modules[name].setup = lambda app: None\n"
        "extensions.append(name)\n"
    )
    built = site.build(builder, allow=["notfound.extension"])
    assert not [name for name in built.files() if name.startswith("404")]


def test_a_page_of_html_additional_pages(site: Site) -> None:
    site.write(PAGES | {"_templates/mine.html": "<p>Mine</p>"})
    site.conf('html_additional_pages = {"404": "mine.html"}\ntemplates_path = ["_templates"]\n')
    assert site.build().text("404.html") == "<p>Mine</p>"


@BUILDERS
def test_no_redirect_takes_its_place(site: Site, builder: str) -> None:
    site.write(PAGES | {"sub/a.md": "---\nredirect_from: [/404.html, /404/]\n---\n\n# A\n"})
    built = site.build(builder, expect=["/404.html cannot redirect"], allow=["/404/ cannot redirect"])
    assert built.soup("404.html").h1.get_text() == "Page not found"


def test_it_follows_the_site(site: Site) -> None:
    """It is made in every build, though no document of its own changes."""
    site.write(PAGES)
    site.build("dirhtml")
    site.write({"sub/a.md": "# New title\n"})
    assert "New title" in site.build("dirhtml").text("404.html")


@pytest.mark.parametrize("builder", ["json", "singlehtml", "epub", "text"])
def test_other_builders(site: Site, builder: str) -> None:
    site.write(PAGES)
    site.conf('version = "1"\ncopyright = "Ada"\n')
    assert not [name for name in site.build(builder).files() if "404" in name]


@BUILDERS
def test_a_file_of_ones_own_takes_its_place(site: Site, builder: str) -> None:
    """What this extension made before is not published beside it."""
    site.write(PAGES | {"extra/404.html": "<p>Mine</p>"})
    site.build(builder)
    site.conf('html_extra_path = ["extra"]\n')
    built = site.build(builder)
    assert [name for name in built.files() if name.startswith("404")] == ["404.html"]
    assert built.text("404.html") == "<p>Mine</p>"


def test_a_link_in_its_place(site: Site) -> None:
    """Nothing is written to where it leads."""
    site.write(PAGES)
    folder = site.build("dirhtml").folder
    elsewhere = site.folder / "elsewhere.html"
    elsewhere.write_text("not ours")
    (folder / "404.html").unlink()
    (folder / "404.html").symlink_to(elsewhere)
    built = site.build("dirhtml")
    assert elsewhere.read_text() == "not ours"
    assert built.soup("404.html").h1.get_text() == "Page not found"


def test_a_file_of_an_extension_that_is_not_known(site: Site) -> None:
    site.write(PAGES | {"own.html": "own"})
    os.utime(site.source / "own.html", (1, 1))
    copy = "__import__('shutil').copy2(app.srcdir / 'own.html', app.outdir / '404.html')"
    site.conf(f'def setup(app):\n    app.connect("build-finished", lambda app, exception: {copy})\n')
    for _ in range(2):
        assert site.build("dirhtml").text("404.html") == "own"
    site.conf("")
    assert site.build("dirhtml").soup("404.html").h1.get_text() == "Page not found"
