"""Makes sure that there is a real Chromium for the browser tests.

``make test`` runs this before pytest.  By itself it needs nothing but Python; where it has to download a
browser, it lets Playwright do so.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

VARIABLE = "SPHINX_HOMEPAGE_CHROMIUM"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MAC_APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
_HELP = f"""\
error: there is no Chromium that starts, and none could be installed.
Install one in any of these ways, and run the tests again:
  sudo apt-get install chromium                 (Debian)
  brew install --cask chromium                  (macOS)
  .venv/bin/python -m playwright install --with-deps chromium
or name the one that you have:
  make test {VARIABLE}=/path/to/chromium"""


@functools.cache
def find_chromium() -> str | None:
    """Return the path of a Chromium or Chrome that starts, or ``None``.

    The one that the environment variable names comes first and has no substitute: whoever sets it does not
    want another.
    """
    named = os.environ.get(VARIABLE)
    if named:
        return named if _starts(named) else None
    candidates = [path for name in _NAMES if (path := shutil.which(name))]
    candidates += [path for path in _MAC_APPLICATIONS if Path(path).exists()]
    candidates += _playwright_browsers()
    return next(filter(_starts, candidates), None)


def _starts(path: str) -> bool:
    """Return whether *path* runs.

    Ubuntu's ``chromium-browser`` may be a script that only asks for a snap, and a downloaded browser may lack
    libraries.
    """
    try:
        result = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return result.returncode == 0


def _playwright_browsers() -> list[str]:
    """Return the browsers that Playwright has downloaded, the newest first."""
    folder = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    caches = (
        [Path(folder)]
        if folder and folder != "0"
        else [Path.home() / ".cache/ms-playwright", Path.home() / "Library/Caches/ms-playwright"]
    )
    programs = (
        "chrome-linux*/chrome",
        "chrome-mac*/*.app/Contents/MacOS/Chromium",
        "chrome-mac*/*.app/Contents/MacOS/Google Chrome for Testing",
    )
    found = [path for cache in caches for program in programs for path in cache.glob(f"chromium-*/{program}")]
    return [str(path) for path in sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)]


def _install_with_apt() -> None:
    print("Installing chromium", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "chromium"]):
        subprocess.run(["apt-get", "-qq", *command], check=False, env=environment, stdout=subprocess.DEVNULL)


def _install_with_playwright() -> None:
    print("Downloading Chromium with Playwright", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    """Find a browser or install one, and return the exit status."""
    if find_chromium():
        return 0
    if named := os.environ.get(VARIABLE):
        print(f"error: {VARIABLE} is {named}, which does not start", file=sys.stderr)
        return 1
    installers = [_install_with_playwright]
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        installers.insert(0, _install_with_apt)
    for install in installers:
        install()
        find_chromium.cache_clear()
        if find_chromium():
            return 0
    print(_HELP, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
