"""Small sites of Jekyll for tests of the import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_homepage.cli import imported_site
from sphinx_homepage.importing.jekyll.reader import read_site
from sphinx_homepage.importing.new_site import NewSite, make_site

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CONFIG = {"_config.yml": "title: Ada\n", "index.md": "---\ntitle: A\n---\nHello\n"}


def write(root: Path, files: Mapping[str, str]) -> Path:
    """Write the files of a site into *root*, which is returned."""
    for name, text in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


def made(root: Path, files: dict[str, str]) -> NewSite:
    """Return what the import makes of a site."""
    return make_site(read_site(write(root / "old", {**CONFIG, **files})), "new")


def left_out(site: NewSite) -> dict[str, str]:
    """Return the files that a site leaves out, and why."""
    return {each.path: each.why for each in site.report.left_out}


def snapshot(root: Path) -> dict[str, str]:
    """Return the texts of all files below *root*."""
    return {file.relative_to(root).as_posix(): file.read_text() for file in root.rglob("*") if file.is_file()}


def written(site: NewSite, place: Path) -> set[str]:
    """Write a new site into *place*, and return its files."""
    place.mkdir()
    imported_site.write_contents(site, place)
    return set(snapshot(place))
