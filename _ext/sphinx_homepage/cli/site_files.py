"""The files that the commands make: settings, Makefile, hosting, and the wheel of this extension.

The templates are those of ``new_site/``.  Those that end in ``.jinja`` are filled in, others are copied.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit
from urllib.request import url2pathname

import jinja2

from .. import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TEMPLATES = Path(__file__).parent / "new_site"
_SUFFIX = ".jinja"
# The directory of pyproject.toml, if this file is part of a clone.
_CLONE = Path(__file__).parents[3]
# Shown switched off in conf.py where they are not given.
_EXAMPLES = {
    "email": "ada@example.org",
    "github": "ada",
    "linkedin": "ada",
    "orcid": "0000-0002-1825-0097",
    "mastodon": "@ada@mathstodon.xyz",
}


class WheelError(Exception):
    """The wheel of this extension cannot be built, with the reason."""


class Extension(NamedTuple):
    """How the new site gets this extension."""

    requirement: str
    """Its line of requirements.txt."""
    is_vendored: bool
    """Whether its wheel lies in the site."""
    pins: str = ""
    """The lines of requirements.txt for what it depends on."""


def write_files(
    directory: Path, files: Iterable[str], values: Mapping[str, Any], extension: Extension | None = None
) -> None:
    """Write some of the files of ``new_site/`` into *directory*.

    :param values: what the templates are filled with: ``fields`` (the author record), ``name``,
        ``base_url``, and what else differs from a site that nobody has written in.
    :param extension: what :func:`vendor` has returned, if requirements.txt is among the files.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"quoted": quoted, "markdown": markdown, "literal": literal}
    filled = {
        "authors": {},
        "builder": "html",
        "copyright": "",
        "directories": "`about/` and `projects/`",
        "examples": _EXAMPLES,
        "excluded": [".*", "_build", "vendor", "README.md"],
        "extension": extension,
        "language": "en",
        "parts": (),
        "settings": {},
        "title": "",
        "wheel": f"sphinx_homepage-{__version__}-py3-none-any.whl",
        **values,
    }
    for file in files:
        path = directory / file
        path.parent.mkdir(parents=True, exist_ok=True)
        if (TEMPLATES / file).is_file():
            shutil.copyfile(TEMPLATES / file, path)
        else:
            text = environment.get_template(file + _SUFFIX).render(filled)
            path.write_text(text, encoding="utf-8", newline="\n")


def vendor(directory: Path) -> Extension:
    """Return how the new site installs this extension.

    :param directory: where its wheel is put, if it was not installed from a package index.
    :raises WheelError: if this is a clone, and the wheel cannot be built.
    """
    if not (_CLONE / "pyproject.toml").is_file():
        wheel = _installed_wheel()
        if wheel is None:
            return Extension(f"sphinx-homepage[site]=={__version__}", is_vendored=False)
        directory.mkdir()
        shutil.copy2(wheel, directory)
        return Extension(f"./vendor/{wheel.name}[site]", is_vendored=True)
    # Without the current directory, which may hold modules of an old site.
    command = [sys.executable, "-P", "-m"]
    target = str(directory.absolute())
    if importlib.util.find_spec("hatchling"):
        command += ["hatchling", "build", "--target", "wheel", "--directory", target]
    else:
        # pip fetches it, which takes longer.
        command += ["pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
        command += ["--wheel-dir", target, str(_CLONE)]
    built = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False, cwd=_CLONE)
    wheels = list(directory.glob("*.whl"))
    if built.returncode or not wheels:
        reason = built.stderr.strip() or "pip made none"
        raise WheelError(f"the wheel of the extension cannot be built:\n{reason}")
    lines = (_CLONE / "requirements.txt").read_text(encoding="utf-8").splitlines()
    # The compiler of PDFs is large, and few want it.
    pins = [line for line in lines if line and line[0] not in "# " and not line.startswith("typst==")]
    return Extension(f"./vendor/{wheels[0].name}[site]", is_vendored=True, pins="\n".join(pins))


def _installed_wheel() -> Path | None:
    """Return the file that this extension was installed from, if it is on this machine (PEP 610)."""
    try:
        origin = importlib.metadata.distribution("sphinx-homepage").read_text("direct_url.json")
    except importlib.metadata.PackageNotFoundError:
        return None
    url = urlsplit(json.loads(origin)["url"]) if origin else None
    if url is None or url.scheme != "file":
        return None
    wheel = Path(url2pathname(url.path))
    return wheel if wheel.suffix == ".whl" and wheel.is_file() else None


def quoted(text: str) -> str:
    """Return *text*, which is one line, in double quotes: Python and YAML read it alike."""
    return json.dumps(text, ensure_ascii=False)


def markdown(text: str) -> str:
    """Return *text* so that Markdown shows it as it is, within a line."""
    return re.sub(r"([\\`*_{}\[\]<>&$~|!^])", r"\\\1", text)


def literal(value: Any, indent: int = 0) -> str:
    """Return Python that makes *value*, which is made of mappings, lists and text."""
    inner = " " * (indent + 4)
    if isinstance(value, dict):
        if not value:
            return "{}"
        lines = [f"{inner}{quoted(str(key))}: {literal(item, indent + 4)},\n" for key, item in value.items()]
        return "{\n" + "".join(lines) + " " * indent + "}"
    if isinstance(value, list | tuple):
        brackets = "[]" if isinstance(value, list) else "()"
        if not any(isinstance(item, dict | list | tuple) for item in value) and len(value) < 5:
            comma = "," if isinstance(value, tuple) and len(value) == 1 else ""
            return brackets[0] + ", ".join(map(literal, value)) + comma + brackets[1]
        lines = [f"{inner}{literal(item, indent + 4)},\n" for item in value]
        return brackets[0] + "\n" + "".join(lines) + " " * indent + brackets[1]
    return quoted(value) if isinstance(value, str) else repr(value)
