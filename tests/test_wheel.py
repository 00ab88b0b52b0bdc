"""The extension as strangers get it: a wheel, installed, in an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from helpers import PROJECT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(folder),
        str(PROJECT),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("sphinx_homepage-*.whl"))


def test_what_is_in_it(wheel: Path) -> None:
    packages = [PROJECT / "_ext" / name for name in ("sphinx_homepage", "sphinx_incremental")]
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
        metadata = archive.read(
            next(name for name in archive.namelist() if name.endswith("METADATA"))
        ).decode()
    files = {
        path.relative_to(PROJECT / "_ext").as_posix()
        for package in packages
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert names == files
    assert {
        "sphinx_incremental/py.typed",
        "sphinx_homepage/py.typed",
        "sphinx_homepage/templates/homepage/card.html",
    } < names
    for needed in ("sphinx", "myst-parser", "furo", "sphinxext-rediraffe", "fontawesomefree"):
        assert f"\nRequires-Dist: {needed}" in metadata


def test_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "venv"
    venv.create(environment, with_pip=False)
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    purelib = sysconfig.get_path("purelib", vars={"base": str(environment), "platbase": str(environment)})
    # The wheel unpacked, which is all that installing a pure one does, and what it depends on beside it.
    zipfile.ZipFile(wheel).extractall(purelib)
    (Path(purelib) / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    source = tmp_path / "source"
    source.mkdir()
    (source / "conf.py").write_text(
        'extensions = ["myst_parser", "sphinx_homepage"]\nhtml_theme = "furo"\nauthor_profile = {"name": "Ada Lovelace"}\n'
    )
    (source / "index.md").write_text("---\ntitle: Home\nredirect_from: /home/\n---\n\nText.\n")
    clean = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONHOME")}
    where = "import sphinx_homepage; print(sphinx_homepage.__file__)"
    found = subprocess.run(
        [python, "-c", where], env=clean, cwd=tmp_path, check=True, capture_output=True, text=True
    )
    assert Path(found.stdout.strip()).is_relative_to(environment)
    for builder in ("html", "dirhtml"):
        command = [
            str(python),
            "-m",
            "sphinx",
            "-q",
            "-W",
            "-n",
            "-b",
            builder,
            str(source),
            str(tmp_path / builder),
        ]
        subprocess.run(command, env=clean, cwd=tmp_path, check=True)
        text = (tmp_path / builder / "index.html").read_text()
        assert "Ada Lovelace" in text and "hp-sidebar" in text
        assert (tmp_path / builder / "home/index.html").is_file()
        assert (tmp_path / builder / "_static/sphinx-homepage.css").is_file()
