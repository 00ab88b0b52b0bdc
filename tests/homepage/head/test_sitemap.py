"""sitemap.xml, robots.txt, and the dates that git knows."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest

from helpers import BUILDERS, commit, git
from sphinx_homepage.core.git_dates import last_changes

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Built, Site

BASE = 'html_baseurl = "https://example.org/ada"\n'
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def entries(built: Built) -> list[tuple[str, str]]:
    root = ET.fromstring(built.text("sitemap.xml"))
    assert root.tag == f"{NAMESPACE}urlset"
    return [(url.findtext(f"{NAMESPACE}loc", ""), url.findtext(f"{NAMESPACE}lastmod", "")) for url in root]


PAGES = {
    "index.md": "# Home\n\n```{toctree}\nsub/index\nsub/ä b & c\n```\n",
    "sub/index.md": "# All\n",
    "sub/ä b & c.md": "---\ntitle: T\nlast_modified_at: 2020-02-03\nredirect_from: /old/\n---\n\nText.\n",
    "hidden.md": "---\ntitle: H\norphan: true\nsitemap: false\n---\n\nText.\n",
    "404.md": "---\ntitle: Gone\norphan: true\n---\n\nText.\n",
}


@BUILDERS
@pytest.mark.parametrize("base", ["https://example.org/ada", "https://example.org/ada/"])
def test_every_page(site: Site, builder: str, base: str) -> None:
    site.write(PAGES)
    site.conf(f'html_baseurl = "{base}"\n')
    built = site.build(builder)
    page = "sub/%C3%A4%20b%20%26%20c" + (".html" if builder == "html" else "/")
    root = "https://example.org/ada/"
    assert entries(built) == [(root, ""), (f"{root}sub/", ""), (f"{root}{page}", "2020-02-03")]
    assert f"\nSitemap: {root}sitemap.xml\n" in built.text("robots.txt")
    # The page, its canonical address and the sitemap agree.
    for file in ("index.html", "sub/index.html"):
        canonical = built.soup(file).select_one("link[rel=canonical]")["href"]
        assert canonical in dict(entries(built))


@BUILDERS
def test_incremental(site: Site, builder: str) -> None:
    site.write(PAGES)
    site.conf(BASE)
    site.build(builder)
    site.write({"new.md": "---\norphan: true\n---\n\n# New\n"})
    assert len(entries(site.build(builder))) == 4
    (site.source / "new.md").unlink()
    built = site.build(builder)
    assert len(entries(built)) == 3
    fresh = site.build(builder, out=f"{builder}.fresh", fresh=True)
    assert built.text("sitemap.xml") == fresh.text("sitemap.xml")


def test_not_due_any_more(site: Site) -> None:
    site.write(PAGES)
    for settings in (BASE + "homepage_sitemap = False\n", ""):
        site.conf(BASE)
        assert {"sitemap.xml", "robots.txt"} <= site.build().files().keys()
        site.conf(settings)
        assert not {"sitemap.xml", "robots.txt"} & site.build().files().keys()


def test_files_of_others_stay(site: Site) -> None:
    site.write(PAGES | {"extra/robots.txt": "User-agent: x\n", "extra/sitemap.xml": "<urlset/>"})
    site.conf(BASE + 'html_extra_path = ["extra"]\n')
    for settings in ("", "homepage_sitemap = False\n"):
        site.conf(BASE + 'html_extra_path = ["extra"]\n' + settings)
        built = site.build()
        assert (built.text("robots.txt"), built.text("sitemap.xml")) == ("User-agent: x\n", "<urlset/>")


def test_a_folder_of_that_name(site: Site) -> None:
    site.write({"index.md": "# Home\n", "extra/sitemap.xml/x.txt": "x"})
    site.conf(BASE + 'html_extra_path = ["extra"]\n')
    assert site.build().text("sitemap.xml/x.txt") == "x"


@pytest.mark.parametrize("builder", ["json", "text", "singlehtml", "linkcheck", "dummy"])
def test_other_builders(site: Site, builder: str) -> None:
    site.write({"index.md": "# Home\n"})
    site.conf(BASE)
    assert "sitemap.xml" not in site.build(builder).files()


# By MyST's include.
@pytest.mark.filterwarnings("ignore:'sphinx.environment.BuildEnvironment.app' is deprecated")
def test_dates_from_git(site: Site) -> None:
    site.write(PAGES | {"part.txt": "x"})
    site.conf(BASE)
    git(site.source, "init", "-q")
    commit(site.source, "2021-03-04T23:30:00-05:00")
    site.write(
        {
            "sub/index.md": "# All\n\n```{include} ../part.txt\n```\n",
            "untracked.md": "---\norphan: 1\n---\n# U\n",
        }
    )
    git(site.source, "add", "sub/index.md")
    git(site.source, "commit", "-qm", "x", date="2022-01-01T12:00:00+00:00")
    root = "https://example.org/ada/"
    wanted = {root: "2021-03-05", f"{root}sub/": "2022-01-01", f"{root}untracked.html": ""}
    dates = dict(entries(site.build()))
    assert {url: dates[url] for url in wanted} == wanted
    # A file that a page includes is a part of it.
    site.write({"part.txt": "y"})
    git(site.source, "add", "part.txt")
    git(site.source, "commit", "-qm", "x", date="2023-01-01T12:00:00+00:00")
    assert dict(entries(site.build()))[f"{root}sub/"] == "2023-01-01"


def test_names_and_folders(tmp_path: Path) -> None:
    names = ["a b.md", 'q"uote\\.md', "n\new.md", "ä/ö.md", "sub/-x.md", "*.md"]
    (tmp_path / "repo" / "docs" / "ä").mkdir(parents=True)
    (tmp_path / "repo" / "docs" / "sub").mkdir()
    for name in names:
        (tmp_path / "repo" / "docs" / name).write_text("x")
    git(tmp_path / "repo", "init", "-q")
    commit(tmp_path / "repo", "2020-01-02T00:00:00+00:00")
    (tmp_path / "repo" / "docs" / "a b.md").write_text("y")
    commit(tmp_path / "repo", "2020-05-06T00:00:00+00:00")
    found = last_changes(tmp_path / "repo" / "docs", [*names, "gone.md", "../elsewhere.md"])
    assert found == dict.fromkeys(names, "2020-01-02") | {"a b.md": "2020-05-06"}
    # Through a link to the folder too.
    (tmp_path / "link").symlink_to(tmp_path / "repo" / "docs")
    assert last_changes(tmp_path / "link", ["sub/-x.md"]) == {"sub/-x.md": "2020-01-02"}


def test_shallow_clones(tmp_path: Path) -> None:
    origin = tmp_path / "origin"
    origin.mkdir()
    git(origin, "init", "-q")
    for year, name in ((2020, "old"), (2021, "middle"), (2022, "new")):
        (origin / f"{name}.md").write_text("x")
        commit(origin, f"{year}-01-01T00:00:00+00:00")
    files = ["old.md", "middle.md", "new.md"]
    git(tmp_path, "clone", "-q", "--depth=2", f"file://{origin}", "clone")
    assert last_changes(tmp_path / "clone", files) == {"new.md": "2022-01-01"}
    assert len(last_changes(origin, files)) == 3


@pytest.mark.parametrize("trouble", ["no git", "no repository", "broken", "empty"])
def test_without_dates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: str) -> None:
    (tmp_path / "x.md").write_text("x")
    if trouble != "no repository":
        git(tmp_path, "init", "-q")
    if trouble == "no git":
        monkeypatch.setenv("PATH", str(tmp_path))
    elif trouble == "broken":
        (tmp_path / ".git" / "HEAD").write_text("nonsense")
    assert last_changes(tmp_path, ["x.md"]) == {}
    assert last_changes(tmp_path / "nowhere", ["x.md"]) == {}


def test_a_hook_of_another_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("mine", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.md").write_text("x")
        git(tmp_path / name, "init", "-q")
        commit(
            tmp_path / name, "2020-01-01T00:00:00+00:00" if name == "mine" else "2000-01-01T00:00:00+00:00"
        )
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other" / ".git"))
    assert last_changes(tmp_path / "mine", ["x.md"]) == {"x.md": "2020-01-01"}
