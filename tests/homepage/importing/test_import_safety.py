"""``sphinx-homepage import`` of sites that are odd, broken, or hostile: nothing is run, lost, or written elsewhere."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from jekyll_site import write
from sphinx_homepage.cli import site_files
from sphinx_homepage.importing import page_texts, trial_build
from sphinx_homepage.importing.liquid_process import LiquidProcess
from sphinx_homepage.importing.new_site import NewSite, make_site
from sphinx_homepage.importing.old_site import read_site
from sphinx_homepage.importing.site_in_making import SiteInMaking

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = {"_config.yml": "title: Ada\n", "index.md": "---\ntitle: A\n---\nHello\n"}


def made(root: Path, files: dict[str, str]) -> NewSite:
    """Return what the import makes of a site."""
    return make_site(read_site(write(root / "old", {**CONFIG, **files})), "new")


def left_out(site: NewSite) -> dict[str, str]:
    return {each.path: each.why for each in site.report.left_out}


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
    monkeypatch.setattr(site_files.subprocess, "run", run)
    with pytest.raises(site_files.WheelError):
        site_files._vendor(tmp_path / "vendor")
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
