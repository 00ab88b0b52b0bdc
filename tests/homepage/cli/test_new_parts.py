"""``sphinx-homepage new --with``: sites that begin with publications, talks, teaching and posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import Built, build
from sphinx_homepage.cli import main, new, site_files
from sphinx_homepage.cli.check import check_directory

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _no_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make sites without the wheel, which takes a second or two to build."""
    extension = site_files.Extension("sphinx-homepage", is_vendored=False)
    monkeypatch.setattr(new, "vendor", lambda _directory: extension)


def test_all_parts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = tmp_path / "site"
    # In any order, with spaces, and twice.
    assert (
        main(["new", str(site), "--name=Ada Lovelace", "--with", "posts, talks,publications,teaching,posts"])
        == 0
    )
    made = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert made == set(new.site_files(tuple(new.PARTS)))
    printed = capsys.readouterr().out
    assert all(file in printed for file in made)
    folder = tmp_path / "html"
    assert build(site, folder, tmp_path / "doctrees", "html", nitpicky=True) == []
    assert check_directory(folder).findings == []
    built = Built(folder, [])
    home = built.soup("index.html")
    navigation = [link.get_text(strip=True) for link in home.select(".sidebar-tree .toctree-l1 > a")]
    assert navigation == ["Publications", "Talks", "Teaching", "Posts", "Projects", "CV"]
    for part, titles in {
        "publications": ["The Education of a Computer", "Notes on the Analytical Engine"],
        "talks": ["A talk"],
        "teaching": ["A course"],
    }.items():
        rows = built.soup(f"{part}/index.html").select(".hp-works .hp-work-title")
        assert [row.get_text() for row in rows] == titles
    # Ada's own paper.
    assert len(built.soup("publications/index.html").select(".hp-owner")) == 1
    assert "A first post" in built.soup("posts/index.html").select_one(".hp-works").get_text()
    assert "`publications/`, `talks/`, `teaching/`, `posts/`, `about/`" in (site / "README.md").read_text()


def test_one_part(tmp_path: Path) -> None:
    assert main(["new", str(tmp_path / "site"), "--with", "talks"]) == 0
    made = {path.name for path in (tmp_path / "site").iterdir()}
    assert "talks" in made and not made & {"publications", "teaching", "posts"}
    toctree = (tmp_path / "site/index.md").read_text().rpartition(":hidden:")[2].split()
    assert toctree == ["talks/index", "projects/index", "about/cv", "```"]
