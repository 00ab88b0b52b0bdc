"""Takes pictures of the main pages and of the example site, for `make screenshots`: laptop and phone, light and dark.

All are in _build/screenshots; those that README.md shows are copied beside it.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playwright.sync_api import Browser

TESTS = Path(__file__).parent.parent
PROJECT = TESTS.parent
sys.path[:0] = [str(TESTS), str(PROJECT / "_ext")]

from browser_setup import find_chromium  # noqa: E402
from conftest import CHROMIUM_ARGUMENTS, serve  # noqa: E402

FOLDER = PROJECT / "_build" / "screenshots"
SHOWN = PROJECT / ".github" / "screenshots"
# By the directory below _build: pages by the name of their picture.
SITES = {
    "html": {
        "home": "",
        "cv": "about/cv.html",
        "notes": "about/notes-with-code.html",
        "projects": "projects/",
        "project": "projects/clip-distillation.html",
        "not-found": "404.html",
    },
    "example": {
        "example-home": "",
        "example-publications": "publications/",
        "example-talks": "talks/",
        "example-people": "people.html",
        "example-note": "posts/2025-07-14-the-price-of-exactness.html",
        "example-archive": "tags.html",
    },
}
SCREENS = {"laptop": (1280, 900), "phone": (390, 844)}
IN_README = ("home-laptop-light", "home-phone-dark", "example-publications-laptop-light")


def take(browser: Browser, address: str, pages: Mapping[str, str]) -> None:
    """Take the pictures of one site."""
    for screen, (width, height) in SCREENS.items():
        for scheme in ("light", "dark"):
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                reduced_motion="reduce",
            )
            page = context.new_page()
            for name, path in pages.items():
                page.goto(f"{address}/{path}", wait_until="networkidle")
                page.screenshot(path=FOLDER / f"{name}-{screen}-{scheme}.png")
            context.close()


def main() -> int:
    """Take them all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    SHOWN.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS)
        for site, pages in SITES.items():
            with serve(PROJECT / "_build" / site) as address:
                take(browser, address, pages)
        browser.close()
    for name in IN_README:
        shutil.copyfile(FOLDER / f"{name}.png", SHOWN / f"{name}.png")
    print(f"The pictures are in {FOLDER.relative_to(PROJECT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
