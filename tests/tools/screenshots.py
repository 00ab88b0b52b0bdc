"""Takes pictures of the main pages, for `make screenshots`: laptop and phone, light and dark.

All are in _build/screenshots; the two that README.md shows are copied beside it.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

TESTS = Path(__file__).parent.parent
PROJECT = TESTS.parent
sys.path[:0] = [str(TESTS), str(PROJECT / "_ext")]

from browser_setup import find_chromium  # noqa: E402
from conftest import CHROMIUM_ARGUMENTS, serve  # noqa: E402

BUILT = PROJECT / "_build" / "html"
FOLDER = PROJECT / "_build" / "screenshots"
SHOWN = PROJECT / ".github" / "screenshots"
PAGES = {
    "home": "",
    "cv": "about/cv.html",
    "notes": "about/notes-with-code.html",
    "projects": "projects/",
    "project": "projects/clip-distillation.html",
    "not-found": "404.html",
}
SCREENS = {"laptop": (1280, 900), "phone": (390, 844)}
IN_README = ("home-laptop-light", "home-phone-dark")


def main() -> int:
    """Take them all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    SHOWN.mkdir(parents=True, exist_ok=True)
    with serve(BUILT) as address, sync_playwright() as running:
        browser = running.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS)
        for screen, (width, height) in SCREENS.items():
            for scheme in ("light", "dark"):
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    color_scheme="dark" if scheme == "dark" else "light",
                    reduced_motion="reduce",
                )
                page = context.new_page()
                for name, path in PAGES.items():
                    page.goto(f"{address}/{path}", wait_until="networkidle")
                    page.screenshot(path=FOLDER / f"{name}-{screen}-{scheme}.png")
                context.close()
        browser.close()
    for name in IN_README:
        shutil.copyfile(FOLDER / f"{name}.png", SHOWN / f"{name}.png")
    print(f"The pictures are in {FOLDER.relative_to(PROJECT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
