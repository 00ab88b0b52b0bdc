"""What can be done from the command line: ``python -m sphinx_homepage --help``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from sphinx_incremental.live.command import add_live_command

from .cli.urls import CLEAN, PROBLEMS, USAGE, add_urls_commands
from .core.html_links import check_folder

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 if all is well, 1 with problems, 2 for a wrong use."""
    for stream in (sys.stdout, sys.stderr):
        _accept_every_character(stream)
    options = _parser().parse_args(arguments)
    status: int = options.run(options)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sphinx_homepage", description="Help with a Sphinx homepage."
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    check = commands.add_parser(
        "check",
        help="follow every link of a built site",
        description="Follow every link, image and redirect within a built site, without a network. "
        "The exit status is 0 if all lead somewhere, 1 if not, and 2 if there is no site in a folder.",
    )
    check.add_argument("folders", metavar="FOLDER", nargs="+", type=Path, help="the output folder of a build")
    check.set_defaults(run=_check)
    add_urls_commands(commands)
    add_live_command(commands)
    return parser


def _check(options: argparse.Namespace) -> int:
    status = CLEAN
    for folder in options.folders:
        if not folder.is_dir():
            print(f"error: there is no folder {folder}", file=sys.stderr)
            status = USAGE
            continue
        report = check_folder(folder)
        if not report.pages:
            print(f"error: there is no HTML in {folder}; build the site first", file=sys.stderr)
            status = USAGE
            continue
        for finding in report.findings:
            print(f"{(folder / finding.file).as_posix()}:{finding.line}: {finding.message}")
        pages = _count(report.pages, "page")
        addresses = _count(report.references, "address", "es")
        problems = _count(len(report.findings), "problem") if report.findings else "no problems"
        print(f"{folder.as_posix()}: {pages}, {addresses} followed, {problems}")
        if report.findings:
            status = max(status, PROBLEMS)
    return status


def _count(number: int, noun: str, plural: str = "s") -> str:
    return f"{number} {noun}{'' if number == 1 else plural}"


def _accept_every_character(stream: TextIO) -> None:
    """Let *stream* show names that its encoding does not have, escaped, instead of failing."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
