"""Runs Lighthouse, as a phone, on the main pages, for `make lighthouse`; all four scores must be 100.

The site is served compressed, as Read the Docs and GitHub Pages do it.
"""

from __future__ import annotations

import contextlib
import gzip
import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

TESTS = Path(__file__).parent.parent
sys.path.insert(0, str(TESTS))

from browser_setup import find_chromium  # noqa: E402

PROJECT = TESTS.parent
BUILT = PROJECT / "_build" / "html"
FOLDER = Path(__file__).parent / "lighthouse"
PAGES = ("", "about/cv.html", "projects/clip-distillation.html")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
METRICS = ("largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")


class _Handler(http.server.SimpleHTTPRequestHandler):
    """A static host that compresses text."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, directory=str(BUILT), **options)

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        content = path.read_bytes()
        kind = self.guess_type(str(path))
        self.send_response(200)
        if kind.startswith(("text/", "application/", "image/svg")):
            content = gzip.compress(content)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments: Any) -> None:
        pass


@contextlib.contextmanager
def _serve() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def _install() -> Path | None:
    program = FOLDER / "node_modules" / "lighthouse" / "cli" / "index.js"
    npm = shutil.which("npm")
    if not program.is_file() and npm:
        # It brings a browser driver whose installation would download a browser.
        environment = {**os.environ, "PUPPETEER_SKIP_DOWNLOAD": "1"}
        command = [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        subprocess.run(command, cwd=FOLDER, env=environment, check=True)
    return program if program.is_file() and shutil.which("node") else None


def _run(program: Path, url: str, chromium: str) -> dict[str, Any]:
    flags = "--headless=new --disable-gpu --disable-background-networking --disable-sync --no-first-run"
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        flags += " --no-sandbox"
    command = ["node", str(program), url, "--quiet", "--output=json", f"--chrome-flags={flags}"]
    command.append(f"--only-categories={','.join(CATEGORIES)}")
    environment = {**os.environ, "CHROME_PATH": chromium}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        raise SystemExit(f"Lighthouse failed on {url}:\n{result.stderr}")
    report: dict[str, Any] = json.loads(result.stdout)
    return report


def _lost(report: dict[str, Any]) -> Iterator[str]:
    for name in CATEGORIES:
        for part in report["categories"][name]["auditRefs"]:
            audit = report["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 1:
                yield f"    {name}: {audit['title']} {audit.get('displayValue', '')}"


def main() -> int:
    """Print the scores and return the exit status."""
    program, chromium = _install(), find_chromium()
    if program is None or chromium is None:
        print("Lighthouse needs Node, npm and Chromium", file=sys.stderr)
        return 1
    failed = False
    with _serve() as address:
        for path in PAGES:
            report = _run(program, f"{address}/{path}", chromium)
            scores = {name: round(100 * (report["categories"][name]["score"] or 0)) for name in CATEGORIES}
            metrics = ", ".join(f"{report['audits'][name]['displayValue']}" for name in METRICS)
            print(
                f"/{path}: " + ", ".join(f"{name} {score}" for name, score in scores.items()), f"({metrics})"
            )
            if min(scores.values()) < 100:
                failed = True
                print("\n".join(_lost(report)))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
