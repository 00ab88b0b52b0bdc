"""``sphinx-homepage new``: sites made by it, built, and followed link by link."""

from __future__ import annotations

import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from bs4 import BeautifulSoup

from conftest import build
from helpers import EXTENSIONS, PROJECT
from sphinx_homepage import __version__
from sphinx_homepage.cli import main, new, site_files
from sphinx_homepage.cli.check import check_directory
from sphinx_homepage.cli.status import INTERRUPTED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

WHEEL = f"vendor/sphinx_homepage-{__version__}-py3-none-any.whl"
EVERYTHING = [
    *("--name", "Ada Lovelace", "--bio", "Analytical engines", "--email", "ada@example.org"),
    *("--github", "ada", "--linkedin", "ada", "--orcid", "0000-0002-1825-0097"),
    *("--network", "mastodon=@ada@mathstodon.xyz", "--network", "Stack-Overflow=22656"),
    *("--base-url", "ada.github.io/me"),
]


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def build_cleanly(site: Path, tmp_path: Path, builder: str) -> Path:
    """Build without a warning, and follow every link."""
    folder = tmp_path / "built" / builder
    assert build(site, folder, tmp_path / "doctrees" / builder, builder, nitpicky=True) == []
    assert check_directory(folder).findings == []
    return folder


def soup(file: Path) -> Any:
    return BeautifulSoup(file.read_text(encoding="utf-8"), "html5lib")


@pytest.fixture
def no_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make sites without the wheel, which takes a second or two to build."""
    extension = site_files.Extension("sphinx-homepage", is_vendored=False)
    monkeypatch.setattr(new, "vendor", lambda _directory: extension)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Make a site with the command as it is run from a clone; return it, and what the command printed."""
    folder = tmp_path_factory.mktemp("made")
    command = [sys.executable, "-m", "sphinx_homepage", "new", "my site", *EVERYTHING]
    environment = {**os.environ, "PYTHONPATH": str(EXTENSIONS)}
    done = subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, text=True)
    assert done.stderr == ""
    return folder / "my site", done.stdout


def test_a_new_site(made: tuple[Path, str], tmp_path: Path) -> None:
    site, output = made
    assert files(site.parent) == {f"my site/{file}" for file in (*new.FILES, WHEEL)}
    for file in new.FILES:
        assert re.search(rf"^  {re.escape(file)} +\w", output, re.MULTILINE)
    assert output.endswith("\nNext:\n  cd 'my site'\n  make livehtml\n")
    assert site.stat().st_mode == (site / "about").stat().st_mode
    for builder, project in (
        ("html", "projects/example-project.html"),
        ("dirhtml", "projects/example-project/"),
    ):
        folder = build_cleanly(site, tmp_path, builder)
        assert (folder / "cv/index.html").is_file()
        home = soup(folder / "index.html")
        assert "Hello, I am Ada Lovelace." in home.get_text()
        assert home.find("meta", {"name": "description"})["content"] == "Ada Lovelace: Analytical engines"
        assert home.find("link", rel="canonical")["href"] == "https://ada.github.io/me/"
        assert [card["href"] for card in home.select(".hp-cards a")] == [project]
        links = {link["href"] for link in home.select(".hp-sidebar a[rel~=me]")}
        assert {
            "https://github.com/ada",
            "https://orcid.org/0000-0002-1825-0097",
            "https://mathstodon.xyz/@ada",
        } <= links
        assert "https://stackoverflow.com/users/22656" in links
        # Nothing is asked of other sites.
        for element in home.select("script[src], link[rel=stylesheet], img[src]"):
            assert "//" not in element.get("src", element.get("href", ""))


def test_make_tells_a_mistake_in_conf_py(made: tuple[Path, str], tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(made[0], site)
    conf = site / "conf.py"
    conf.write_text(conf.read_text().replace('"Ada Lovelace",', '"Ada Lovelace"', 1))
    # As if it were installed.
    (site / ".venv").mkdir()
    (site / ".venv/installed").touch()
    command = ["make", "html", f"PY={sys.executable}"]
    environment = {**os.environ, "PYTHONPATH": str(EXTENSIONS)}
    done = subprocess.run(command, cwd=site, env=environment, check=False, capture_output=True, text=True)
    assert done.returncode
    first, *others = done.stderr.splitlines()
    assert re.match(r"conf\.py:\d+: Python cannot run this: invalid syntax", first)
    assert len(others) <= 4
    assert "Traceback" not in done.stderr


def test_what_it_is_built_with(made: tuple[Path, str]) -> None:
    site, _output = made
    lines = (site / "requirements.txt").read_text().splitlines()
    wanted = [line for line in lines if line and not line.startswith("#")]
    assert wanted[0] == f"./{WHEEL}[site]"
    pinned = (PROJECT / "requirements.txt").read_text().splitlines()
    # Without the compiler of PDFs, which is large.
    assert wanted[1:] == [line for line in pinned if re.match(r"(?!typst==)\w", line)]
    assert f"# ./{WHEEL}[site,pdf]" in lines
    # Hosts do with it what they do with this project.
    for file in (".github/workflows/pages.yml", ".readthedocs.yaml"):
        assert (site / file).read_bytes() == (PROJECT / file).read_bytes()


def test_the_templates_are_those_files() -> None:
    everything = set(new.site_files(tuple(new.PARTS)))
    assert {file.removesuffix(".jinja") for file in files(site_files.TEMPLATES)} == everything


def test_its_makefile(made: tuple[Path, str]) -> None:
    shown = subprocess.run(["make"], cwd=made[0], check=True, capture_output=True, text=True).stdout
    assert re.findall(r"^make (\w+)", shown, re.MULTILINE) == ["html", "livehtml", "check", "record", "clean"]


@pytest.mark.network
def test_make(made: tuple[Path, str], tmp_path: Path) -> None:
    """Install everything from PyPI, a minute or two, and build the site with nothing else."""
    site = tmp_path / "my site"
    shutil.copytree(made[0], site)
    clean = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")}
    (site / "idea.md").write_text("---\ndraft: true\n---\n\n# An idea\n")
    for target in ("html", "check", "record", "check"):
        command = ["make", target, f"PYTHON={sys.executable}"]
        done = subprocess.run(command, cwd=site, env=clean, check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert ("1 draft is not published: idea (draft)" in done.stdout) == (target in ("html", "record"))
    assert "all answer" in done.stdout
    assert "/cv/ " in (site / "published-urls.txt").read_text()
    (site / "index.md").write_text("[nowhere](nowhere.md)\n")
    for _again in range(2):
        done = subprocess.run(
            ["make", "html"], cwd=site, env=clean, check=False, capture_output=True, text=True
        )
        assert done.returncode != 0
        assert "nowhere.md" in done.stderr


@pytest.mark.usefixtures("no_wheel")
def test_a_placeholder_for_the_name(tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert main(["new", str(site)]) == 0
    code = (site / "conf.py").read_text()
    assert '"name": "Your Name",  # CHANGE THIS' in code
    assert '    # "orcid": "0000-0002-1825-0097",\n' in code
    assert "CHANGE THE NAME" in (site / "index.md").read_text()
    # What is switched off in it works when it is switched on.
    (site / "conf.py").write_text(re.sub(r'^( +)# (?=")(?!"avatar")', r"\1", code, flags=re.MULTILINE))
    home = soup(build_cleanly(site, tmp_path, "html") / "index.html")
    assert "My group" in home.select_one(".hp-sidebar").get_text()


@pytest.mark.usefixtures("no_wheel")
@pytest.mark.parametrize(
    "name",
    [
        r"""Ada "the Countess" O'Neill \ Byron \n \u0041""",
        "王小明",
        "🦊 Fox 👩‍🔬",
        "{{ 1 + 1 }} {% raw {# x #} {{",
        "*Ada* _L_ **b** [x](y) ![z](w) `code` ~~s~~ $1$ a^2^ <b https://example.org <https://example.org>",
        "Ada </script & %s %(x)d {0} # x",
        " Ada\n: x\n\n---\n# L\u2028x ",
        "العربية اسم",
        "'''{.lead}\"\"\" a: b, - c",
    ],
)
def test_odd_names(tmp_path: Path, name: str) -> None:
    site = tmp_path / "site"
    assert main(["new", str(site), f"--name={name}", f"--bio={name}"]) == 0
    wanted = " ".join(name.split())
    settings = runpy.run_path(str(site / "conf.py"))
    assert settings["author_profile"] == {"name": wanted, "bio": wanted}
    front_matter = (site / "index.md").read_text(encoding="utf-8").split("\n---\n")[0]
    assert yaml.safe_load(front_matter)["excerpt"] == f"{wanted}: {wanted}"
    home = soup(build_cleanly(site, tmp_path, "html") / "index.html")
    assert home.select_one(".hp-sidebar .hp-name").get_text(strip=True) == wanted
    lead = straight(home.select_one("article section > p").get_text())
    assert lead.startswith(straight(f"Hello, I am {wanted}. Say here"))


def straight(text: str) -> str:
    """Return *text* without what docutils does to quotes and dashes."""
    return re.sub("[“”\"‘’']+", '"', text).replace("—", "---")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--orcid", "1234"],
            "error: orcid: '1234': an ORCID iD is four groups of four digits, such as 0000-0002-1825-0097\n",
        ),
        (["--orcid", "0000-0002-1825-0098", "--email", "ada"], "check digit does not fit\n"),
        (["--orcid", "0000-0002-1825-0098", "--email", "ada"], "error: email: "),
        (["--email", "ada"], "write ada@example.org"),
        (["--github", "https://example.org/ada"], "github: "),
        (["--name", "<b>Ada</b>"], "name holds HTML"),
        (["--name", "Ada </script>"], "name holds HTML"),
        (["--name", "Ada \x1b[0m"], "control character"),
        (["--name", "Ada \udcff"], "control character"),
        (["--network", "mastadon=@ada@mathstodon.xyz"], "did you mean 'mastodon'?"),
        (["--network", "location=London"], "no network 'location'"),
        (["--network", "github"], "write mastodon=@ada@mathstodon.xyz"),
        (["--network", "vine=ada"], "has closed"),
        (["--vine", "ada"], "has closed"),
        (["--twitter", "a b"], "write your name on X"),
        (["--location", "London"], "unrecognized arguments: --location"),
        (["--with", "talks,publicatons"], "no part 'publicatons'; did you mean 'publications'?"),
        (["--with", "people"], "there are publications, talks, teaching, posts"),
        (["--base-url", "javascript:alert(1)"], "--base-url: "),
        (["--base-url", "https://example.org/?a=b"], "no ? and no #"),
    ],
)
def test_bad_values(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: Sequence[str], message: str
) -> None:
    assert status(["new", str(tmp_path / "a/site"), *arguments]) == 2
    assert message in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def status(arguments: Sequence[str]) -> int:
    try:
        return main(arguments)
    except SystemExit as error:
        return int(str(error.code))


@pytest.mark.usefixtures("no_wheel")
def test_networks_as_options(tmp_path: Path) -> None:
    options = ["--twitter", "ada", "--network", "codepen=ada", "--inspire-hep=1000000"]
    assert main(["new", *options, str(tmp_path / "site")]) == 0
    conf = (tmp_path / "site/conf.py").read_text(encoding="utf-8")
    for line in ('"twitter": "ada"', '"codepen": "ada"', '"inspire-hep": "1000000"'):
        assert line in conf


def test_make_new_without_a_directory() -> None:
    """Said at once, and not by an option parser after everything has been installed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(
        ["make", "new"], cwd=PROJECT, env=environment, check=False, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("Name the directory of the new site: make new SITE=")


@pytest.mark.usefixtures("no_wheel")
def test_what_is_there_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "notes.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for name, what in (("site", "is not empty"), ("file", "is a file"), ("file/site", "cannot be written")):
        assert main(["new", str(tmp_path / name)]) == 2
        assert f"error: {tmp_path / name} {what}" in capsys.readouterr().err
    assert files(tmp_path) == {"site/notes.txt", "file"}

    # An empty directory will do, also the one that the command is run in.
    (site / "notes.txt").unlink()
    monkeypatch.chdir(site)
    assert main(["new", "."]) == 0
    assert files(site) == set(new.FILES)


def test_an_interruption(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_directory: Path) -> None:
        raise KeyboardInterrupt

    site = tmp_path / "site"
    monkeypatch.setattr(new, "vendor", interrupt)
    assert main(["new", str(site)]) == INTERRUPTED
    monkeypatch.undo()
    assert list(tmp_path.iterdir()) == []
    # What is left of a process that was killed is in nobody's way.
    (tmp_path / ".site.sphinx-homepage").mkdir()
    (tmp_path / ".site.sphinx-homepage" / "half").touch()
    monkeypatch.setattr(site_files, "_CLONE", tmp_path)
    assert main(["new", str(site)]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert files(site) == set(new.FILES)


def test_from_an_installed_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(site_files, "_CLONE", tmp_path)
    assert main(["new", str(tmp_path / "site")]) == 0
    text = (tmp_path / "site/requirements.txt").read_text()
    assert text.splitlines()[-1] == f"sphinx-homepage[site]=={__version__}"
    assert f"#   ./{WHEEL}[site]\n" in text
    assert "vendor" not in capsys.readouterr().out


def test_from_a_wheel_that_is_still_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site that was made with its own wheel makes another one with it."""
    wheel = tmp_path / "of a site" / WHEEL
    wheel.parent.joinpath("vendor").mkdir(parents=True)
    wheel.write_bytes(b"wheel")
    (tmp_path / "sphinx_homepage-1.dist-info").mkdir()
    (tmp_path / "sphinx_homepage-1.dist-info/METADATA").write_text("Name: sphinx-homepage\nVersion: 1\n")
    (tmp_path / "sphinx_homepage-1.dist-info/direct_url.json").write_text(json.dumps({"url": wheel.as_uri()}))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(site_files, "_CLONE", tmp_path)
    for name in ("site", "other"):
        assert main(["new", str(tmp_path / name)]) == 0
        assert (tmp_path / name / "requirements.txt").read_text().splitlines()[-1] == f"./{WHEEL}[site]"
        assert (tmp_path / name / WHEEL).read_bytes() == b"wheel"


def test_no_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A clone whose wheel cannot be built."""
    (tmp_path / "clone").mkdir()
    (tmp_path / "clone/pyproject.toml").write_text(
        "[build-system]\nrequires = []\nbuild-backend = 'nothing'\n"
    )
    monkeypatch.setattr(site_files, "_CLONE", tmp_path / "clone")
    assert main(["new", str(tmp_path / "site")]) == 2
    assert "error: the wheel of the extension cannot be built:\n" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["clone"]
