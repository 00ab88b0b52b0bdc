"""An import runs nothing of the old site, writes nothing elsewhere, and ends at no file that is odd."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from jekyll_site import CONFIG, left_out, made, write, written
from sphinx_homepage.cli import imported_site, site_files
from sphinx_homepage.importing import writing
from sphinx_homepage.importing.jekyll.demo import demo_files
from sphinx_homepage.importing.jekyll.reader import read_site
from sphinx_homepage.importing.jekyll.text_files import read_text
from sphinx_homepage.importing.liquid.process import LiquidProcess
from sphinx_homepage.importing.new_site import make_site
from sphinx_homepage.importing.pages import texts as page_texts
from sphinx_homepage.importing.report import Answer
from sphinx_homepage.importing.site_in_making import SiteInMaking
from sphinx_homepage.importing.trial import build as trial_build


@pytest.mark.parametrize("path", ["", ".", None])
def test_modules_of_the_old_site_are_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str | None
) -> None:
    """Not even if the command is started in the old site."""
    spy = "import pathlib, os; pathlib.Path(os.environ['SPY']).touch()\n"
    old = write(
        tmp_path / "old", {**CONFIG, **dict.fromkeys(("typing.py", "sphinx.py", "jinja2.py", "pip.py"), spy)}
    )
    monkeypatch.chdir(old)
    monkeypatch.setenv("SPY", str(tmp_path / "spy"))
    if path is not None:
        monkeypatch.setenv("PYTHONPATH", path)
    with LiquidProcess(old) as process:
        assert process.render("index.md", "", "").text == "Hello\n"
    if path is None:
        write(tmp_path / "new", {"conf.py": "", "index.md": "# A\n"})
        trial_build.build(tmp_path / "new", tmp_path / "html", "html")
    assert not (tmp_path / "spy").exists()


def test_the_wheel_is_built_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[list[str], Any]] = []

    def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        calls.append((command, options.get("cwd")))
        return subprocess.CompletedProcess(command, 1, "", "no")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(site_files.WheelError):
        site_files.vendor(tmp_path / "vendor")
    [(command, cwd)] = calls
    assert command[1] == "-P"
    assert cwd is not None


@pytest.mark.parametrize(
    ("setting", "asked", "name"),
    [
        ("a/b/c/d/e", "../../../../../../evil", ""),
        ("a/b", "../../evil", "evil.bib"),
        ("_bibliography", "../files/more", "files/more.bib"),
        ("_bibliography", "", "references.bib"),
        ("_bibliography", "ROOT/evil", "evil.bib"),
        ("/", "../evil", ""),
        ('"a\\0b"', "", ""),
    ],
)
def test_bibliographies_stay_inside(tmp_path: Path, setting: str, asked: str, name: str) -> None:
    bib = "@misc{a, title={A}}\n"
    files = {
        "_config.yml": f"title: A\nscholar: {{source: {setting}}}\n",
        "a/b/c/d/e/x.txt": "",
        **dict.fromkeys(("evil.bib", "files/more.bib", "_bibliography/references.bib"), bib),
    }
    write(tmp_path, {"evil.bib": bib})
    old = read_site(write(tmp_path / "old", files))
    site = SiteInMaking(old, "new", keep_demo=False, progress=print)
    mark = f"\x0e{asked.replace('ROOT', str(old.root))}|\x0f"
    text = page_texts._bibliographies(site, mark, lambda listing: listing)
    assert list(site.texts) == ([name] if name else [])
    assert text == (f"```{{listing}}\n:group: year\n\n/{name}\n```" if name else "")


def test_nothing_is_written_outside(tmp_path: Path) -> None:
    site = made(tmp_path, {})
    site.texts |= {"../evil.bib": "x", str(tmp_path / "evil.md"): "x", "a/../../b": "x", "a/../fine.md": "x"}
    assert "fine.md" in written(site, tmp_path / "place")
    assert {path.name for path in tmp_path.iterdir()} == {"old", "place"}
    assert set(left_out(site)) >= {"../evil.bib", "a/../../b"}


def test_what_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A name that is too long, or a file that is a directory as well, stops nothing."""
    long = "x" * 300
    files = {
        "data.json": f"---\npermalink: /{long}.json\n---\n{{}}",
        "foo.md": "---\npermalink: /foo/x.json\n---\n{}",
        "foo": "a file",
        "long.md": f"---\npermalink: /{long}/\n---\nLong\n",
    }
    site = made(tmp_path, files)
    site.texts["public/foo/x.json"] = "{}"
    names = written(site, tmp_path / "place")
    assert {"index.md", "long.md", "public/foo/x.json"} <= names
    assert set(left_out(site)) == {f"public/{long}.json", "foo"}
    dead = {each.url for each in site.report.addresses if each.answer is Answer.NOTHING}
    assert dead == {f"/{long}/", "/foo"}


def test_two_imports_at_once(tmp_path: Path) -> None:
    target = tmp_path / "new"
    with writing.workplace(target) as place:
        write(place, {"a.md": "a"})
        with pytest.raises(writing.BusyError), writing.workplace(target):
            pass
        assert (place / "a.md").exists()
        writing.move_into(place, target)
    # What an interrupted one has left is no obstacle, and does not come along.
    write(tmp_path / ".new.sphinx-homepage", {"old.md": "old", "a/b.md": "old"})
    with writing.workplace(target) as place:
        assert list(place.iterdir()) == []
    assert {path.name for path in tmp_path.iterdir()} == {"new"}


def test_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = write(tmp_path / "old", {**CONFIG, "secret.md": "---\n---\n", "locked/x.md": "---\n---\n"})
    real_access, real_scan = os.access, os.scandir

    def access(path: Path, mode: int) -> bool:
        return "secret" not in str(path) and real_access(path, mode)

    def scan(path: Path) -> Any:
        if "locked" in str(path):
            raise PermissionError
        return real_scan(path)

    monkeypatch.setattr(os, "access", access)
    monkeypatch.setattr(os, "scandir", scan)
    site = read_site(old)
    assert [page.source for page in site.pages] == ["index.md"]
    assert {each.path: each.why for each in site.left_out} == {
        "secret.md": "it cannot be read",
        "locked/": "it cannot be read",
    }


def test_links_in_a_circle(tmp_path: Path) -> None:
    for name in ("_layouts/x.html", "_data/cv.json", "_includes"):
        link = tmp_path / "old" / name
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(link.name)
    site = made(tmp_path, {"a.md": "---\nlayout: x\n---\n{% include b.html %}A\n"})
    assert site.texts["a.md"].endswith("---\nA\n")
    assert left_out(site).keys() == {"_layouts/x.html", "_data/cv.json", "_includes"}


def test_files_that_vanish(tmp_path: Path) -> None:
    """While the import goes on: they are missing, and the report says so."""
    site = made(tmp_path, {"files/a.pdf": "x", "_posts/2012-08-14-blog-post-1.md": "---\n---\n"})
    assert demo_files(tmp_path, [PurePosixPath("_posts/gone.md")]) == []
    (tmp_path / "old/files/a.pdf").unlink()
    imported_site.write_contents(site, tmp_path / "new")
    assert left_out(site)["public/files/a.pdf"] == "it cannot be read: No such file or directory"
    [dead] = [each for each in site.report.addresses if each.answer is Answer.NOTHING]
    assert dead.url == "/files/a.pdf"


def test_directories(tmp_path: Path) -> None:
    """None vanishes: not one with a conf.py, nor one that a link leads to; circles end."""
    old = write(
        tmp_path / "old", {**CONFIG, "sub/conf.py": "", "sub/page.md": "---\n---\n", "files/cv.pdf": ""}
    )
    (old / "docs").symlink_to("files")
    (old / "files/up").symlink_to("..")
    site = read_site(old)
    assert {"sub/conf.py", "files/cv.pdf", "docs/cv.pdf"} <= site.statics.keys()
    assert [page.source for page in site.pages] == ["index.md", "sub/page.md"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_pipes(tmp_path: Path) -> None:
    """To read one would take forever."""
    os.mkfifo(tmp_path / "page.html")
    assert read_text(tmp_path / "page.html") is None
    old = read_site(write(tmp_path / "old", {"a.md": "---\n---\n"}))
    site = make_site(old, "new")
    target = write(tmp_path / "new", {"a.md": ""})
    os.mkfifo(target / "conf.py")
    imported_site.ImportedSite(site, old, target, tmp_path, tmp_path)._note_lacking()
    assert site.report.notes_on_kept == ["conf.py cannot be read as Python: repair it, and import again"]
