"""What a build says of a conf.py that Python cannot run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinx_incremental import build

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (
            'author_profile = {\n    "name": "Ada"\n    "bio": "Counts",\n}\n',
            'conf.py:3: Python cannot run this: invalid syntax\n    "bio": "Counts",\n'
            "Is there no comma at the end of the line before it?",
        ),
        (
            'language = "en"\nauthor_profile = {name: "Ada"}\n',
            "conf.py:2: Python cannot run this: NameError: name 'name' is not defined\n"
            '    author_profile = {name: "Ada"}\nIf it is text, write it in quotes: "name"',
        ),
        (
            'language = "en\n',
            "conf.py:1: Python cannot run this: unterminated string literal (detected at line 1)\n"
            '    language = "en',
        ),
        (
            "import json\njson.loads('{')\n",
            "conf.py:2: Python cannot run this: JSONDecodeError: Expecting property name enclosed in double quotes: "
            "line 1 column 2 (char 1)\n    json.loads('{')",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(
    settings: str,
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "conf.py").write_text(settings)
    monkeypatch.chdir(tmp_path)
    assert build.main(["-q", "-b", "html", ".", "html"]) == 2
    assert capsys.readouterr().err == f"{says}\n"


@pytest.mark.parametrize(
    ("settings", "options"),
    [
        (
            "import os\nhere = os.getcwd()\nassert tags.has('web') and __file__\nprint('once')\n",
            ["-t", "web"],
        ),
        ("from sphinx.errors import ConfigError\nraise ConfigError('in its own words')\n", []),
        ("raise SystemExit\n", []),
        ("nothing\n", ["-T"]),
        ("nothing\n", ["-C"]),
        ("nothing\n", ["-M", "html"]),
        (None, []),
    ],
)
def test_all_else_is_left_to_sphinx(
    settings: str | None,
    options: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if settings is not None:
        (tmp_path / "conf.py").write_text(settings)
    begun: list[list[str]] = []

    def begin(arguments: list[str]) -> int:
        begun.append(arguments)
        return 7

    monkeypatch.setattr(build, "sphinx_build", begin)
    arguments = [*options, "-b", "html", str(tmp_path), str(tmp_path / "html")]
    assert build.main(arguments) == 7
    assert begun == [arguments]
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("event", ["config-inited", "env-before-read-docs"])
def test_a_mistake_that_an_extension_finds_is_its_message(
    event: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "conf.py").write_text(
        "from sphinx_incremental.config_errors import config_error\n\n"
        "def fail(*arguments):\n    raise config_error('conf.py:1: write this')\n\n"
        f"def setup(app):\n    app.connect('{event}', fail)\n"
    )
    (tmp_path / "index.rst").write_text("Home\n====\n")
    arguments = ["-q", "-b", "html", str(tmp_path), str(tmp_path / "html")]
    assert build.main(arguments) == 2
    assert capsys.readouterr().err == "conf.py:1: write this\n"
    assert build.main([*arguments, "-T"]) == 2
    assert "Traceback" in capsys.readouterr().err
