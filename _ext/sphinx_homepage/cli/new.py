"""``sphinx-homepage new``: make a small complete site in a new directory.

Its files are those of ``new_site/`` (:mod:`.site_files`).
"""

from __future__ import annotations

import argparse
import functools
import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..core.problems import did_you_mean, shorten
from ..core.values import from_python
from ..core.web_urls import InvalidURLError, web_url
from ..profile.model import canonical_key, parse_author
from ..profile.networks import NETWORKS
from .site_files import WheelError, vendor, write_files
from .status import CLEAN, USAGE

if TYPE_CHECKING:
    from collections.abc import Sequence

FILES = {
    "conf.py": "who you are, and all settings",
    "index.md": "the home page",
    "about/cv.md": "your CV",
    "projects/index.md": "the list of your projects",
    "projects/example-project.md": "a project",
    "Makefile": "make html, livehtml, check, record",
    "requirements.txt": "what the site is built with",
    ".readthedocs.yaml": "publishes it on Read the Docs",
    ".github/workflows/pages.yml": "publishes it on GitHub Pages",
    ".gitignore": "what git leaves out",
    "README.md": "how to work on the site, and how to publish it",
}
"""The files of a new site, and what each is for; beside them, ``vendor/`` has the wheel of the extension."""
PARTS = {
    "publications": {
        "publications/index.md": "the list of your publications",
        "publications/papers.bib": "the publications, as BibTeX",
    },
    "talks": {"talks/index.md": "the list of your talks", "talks/2025-a-talk.md": "a talk"},
    "teaching": {"teaching/index.md": "the list of your courses", "teaching/a-course.md": "a course"},
    "posts": {"posts/index.md": "the list of your posts", "posts/2025-01-15-a-first-post.md": "a post"},
}
"""The files that each part of ``--with`` adds, and what each is for; the navigation has ``PART/index``."""
_PLACEHOLDER = "Your Name"
# The fields with an option of their own that help lists.
_FIELDS = ("name", "bio", "email", "github", "linkedin", "orcid")


class _UsageError(Exception):
    """The site cannot be made, with the reason."""


def add_new_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``new``."""
    parser = commands.add_parser(
        "new",
        help="make a new site",
        description="Make a small complete site in a new directory: pages to replace by your own, settings, "
        "a Makefile, and what Read the Docs and GitHub Pages need to publish it.",
    )
    parser.add_argument("directory", metavar="DIRECTORY", type=Path, help="it must be empty, or not exist")
    parser.add_argument("--name", help="your name")
    parser.add_argument("--bio", help="your field, in a few words")
    parser.add_argument("--email", help="shown to everybody")
    parser.add_argument("--github", metavar="USER", help="your name on GitHub, or the URL of your profile")
    parser.add_argument("--linkedin", metavar="USER", help="the same on LinkedIn")
    parser.add_argument("--orcid", metavar="ID", help="your ORCID iD, such as 0000-0002-1825-0097")
    parser.add_argument(
        "--network",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        type=_network,
        help="any other network, such as mastodon=@ada@mathstodon.xyz; may be given again, and --mastodon is "
        "the same",
    )
    for key in sorted(set(NETWORKS) - set(_FIELDS)):
        network = functools.partial(_value_of, key)
        parser.add_argument(f"--{key}", dest="network", action="append", type=network, help=argparse.SUPPRESS)
    parser.add_argument(
        "--base-url",
        metavar="URL",
        default="",
        help="where the site will be published, such as https://ada.github.io/",
    )
    parser.add_argument(
        "--with",
        dest="parts",
        metavar="PARTS",
        default=(),
        type=_parts,
        help=f"start with more pages: {','.join(PARTS)}, or some of these",
    )
    parser.set_defaults(run=_run)


def _parts(text: str) -> tuple[str, ...]:
    """Return the parts that ``--with`` names, in the order of the navigation."""
    names = {name.strip() for name in text.split(",")} - {""}
    for name in sorted(names - PARTS.keys()):
        hint = did_you_mean(name, PARTS) or f"; there are {', '.join(PARTS)}"
        raise argparse.ArgumentTypeError(f"there is no part {shorten(name)}{hint}")
    return tuple(name for name in PARTS if name in names)


def _network(text: str) -> tuple[str, str]:
    """Return the key and the value of ``--network``."""
    key, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"{shorten(text)}: write mastodon=@ada@mathstodon.xyz")
    network = canonical_key(key.strip())
    if network not in NETWORKS:
        hint = did_you_mean(key.strip(), NETWORKS)
        raise argparse.ArgumentTypeError(f"there is no network {shorten(key.strip())}{hint}")
    return network, value


def _value_of(key: str, text: str) -> tuple[str, str]:
    return key, text


def _run(options: argparse.Namespace) -> int:
    try:
        fields = _fields(options)
        base_url = _base_url(options.base_url)
        directory = options.directory.expanduser()
        _make(directory, fields, base_url, options.parts)
    except _UsageError as error:
        print(f"error: {error}", file=sys.stderr)
        return USAGE
    print(f"A new site is in {directory}:")
    for file, purpose in site_files(options.parts).items():
        print(f"  {file:<33}{purpose}")
    if (directory / "vendor").is_dir():
        print(f"  {'vendor/':<33}this extension, which the site brings along")
    print(f"\nNext:\n  cd {shlex.quote(str(directory))}\n  make livehtml")
    return CLEAN


def _fields(options: argparse.Namespace) -> dict[str, str]:
    """Return the fields of the author record that were given, checked as a build would check them."""
    given = [(key, getattr(options, key)) for key in _FIELDS]
    texts = {key: " ".join((text or "").split()) for key, text in [*given, *options.network]}
    fields = {key: text for key, text in texts.items() if text}
    _profile, problems = parse_author(from_python(fields))
    if problems:
        raise _UsageError("\nerror: ".join(problem.message for problem in problems))
    return fields


def _base_url(text: str) -> str:
    """Return the URL of the site with a slash at its end, or nothing if there is none."""
    if not text.strip():
        return ""
    try:
        url = web_url(text)
    except InvalidURLError as error:
        raise _UsageError(f"--base-url: {shorten(text)}: {error}") from None
    if urlsplit(url).query or urlsplit(url).fragment:
        raise _UsageError(f"--base-url: {shorten(text)}: the URL of a site has no ? and no #")
    return url.rstrip("/") + "/"


def site_files(parts: Sequence[str]) -> dict[str, str]:
    """Return the files of a new site with these *parts*, and what each is for."""
    return FILES | {file: purpose for part in parts for file, purpose in PARTS[part].items()}


def _make(directory: Path, fields: dict[str, str], base_url: str, parts: Sequence[str]) -> None:
    """Make the site beside *directory*, and move it there when it is complete."""
    target = directory.resolve()
    # Nobody else's directory has this name; it may be there after an interruption.
    temporary = target.with_name(f".{target.name}.sphinx-homepage")
    try:
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            what = "is not empty" if target.is_dir() else "is a file"
            raise _UsageError(f"{directory} {what}; name a directory that is empty or does not exist")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir()
        try:
            _write(temporary, fields, base_url, parts)
            # Replaces an empty directory, and fails if meanwhile it is not empty.
            temporary.rename(target)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
    except OSError as error:
        raise _UsageError(f"{directory} cannot be written: {error.strerror}") from None


def _write(directory: Path, fields: dict[str, str], base_url: str, parts: Sequence[str]) -> None:
    """Write all files of the site into *directory*."""
    named = [f"`{name}/`" for name in (*parts, "about", "projects")]
    values = {
        "fields": fields,
        "name": fields.get("name", _PLACEHOLDER),
        "base_url": base_url,
        "parts": parts,
        "directories": f"{', '.join(named[:-1])} and {named[-1]}",
    }
    try:
        write_files(directory, site_files(parts), values, vendor(directory / "vendor"))
    except WheelError as error:
        raise _UsageError(str(error)) from None
