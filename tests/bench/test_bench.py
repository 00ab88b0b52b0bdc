"""The benchmark measures what it says: it runs, and every tool gets the same pages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from measure import run
from peers import EXTENSION, PLAIN, write_hugo, write_jekyll, write_mkdocs, write_pelican

if TYPE_CHECKING:
    from collections.abc import Callable

BENCH = Path(__file__).parent / "bench.py"
OTHERS = ("Jekyll", "Hugo", "Pelican", "MkDocs Material")


@pytest.mark.long
def test_it_prints_tables() -> None:
    command = [sys.executable, str(BENCH), "--pages", "4", "--rounds", "1", "--edits", "1"]
    command += ["--parts", "builds", "live", "addresses", "import", "--addresses", "20", "--without", *OTHERS]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    rows = [line.split(" | ") for line in done.stdout.splitlines() if line.startswith("| ")]
    names = [row[0].removeprefix("| ") for row in rows]
    assert {"4 pages, cold", "4 pages, one edit", EXTENSION, "no change"} <= set(names)
    assert f"{EXTENSION} | {PLAIN} |" in done.stdout
    seconds = next(row[1] for row in rows if row[0] == "| 4 pages, cold")
    assert float(seconds.removesuffix(" s")) > 0
    assert "| an import | of a build of its result |" in done.stdout
    assert not done.stderr


def test_a_build_that_fails_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="wrong"):
        run([sys.executable, "-c", "raise SystemExit('wrong')"], tmp_path)


@pytest.mark.parametrize(
    ("write", "folder", "link"),
    [
        (write_jekyll, "notes", "](page-000?.html)"),
        (write_hugo, "content/notes", "](../page-000?/)"),
        (write_pelican, "content/notes", "]({filename}page-000?.md)"),
        (write_mkdocs, "docs/notes", "](page-000?.md)"),
    ],
)
def test_every_tool_gets_the_same_pages(
    tmp_path: Path, write: Callable[[Path, int], None], folder: str, link: str
) -> None:
    write(tmp_path / "site", 5)
    pages = sorted((tmp_path / "site" / folder).glob("*.md"))
    assert [page.name for page in pages] == [f"page-{number:04}.md" for number in range(1, 5)]
    links = [link.replace("?", str(number)) for number in range(1, 5)]
    for page in pages:
        text = page.read_text()
        assert sum(text.count(link) for link in links) == 1
        assert text.count("\n## ") == 3
        assert "```python" in text
        assert "| name | value |" in text
    assert not (tmp_path / "site" / "sphinx").exists()
