"""The command line: ``python -m sphinx_homepage --help``."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, Any, TextIO

from .status import CLEAN, INTERRUPTED

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 if all is well, 1 with problems, 2 for a wrong use."""
    for stream in (sys.stdout, sys.stderr):
        _accept_every_character(stream)
    try:
        options = _parser().parse_args(arguments)
        status: int = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads has seen enough (``| head``); Python would write once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLEAN
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    return status


class _Parser(argparse.ArgumentParser):
    """The parser of one command, which tells of that command what was given and is not known."""

    def parse_known_args(self, *arguments: Any, **more: Any) -> Any:
        """Return the options; nothing that is unknown is left to the parser of all commands."""
        options, unknown = super().parse_known_args(*arguments, **more)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return options, unknown


def _parser() -> argparse.ArgumentParser:
    # This takes a second, in which somebody may press Ctrl+C.
    from sphinx_incremental.live.command import add_live_command

    from ..pages.publishing import TAG
    from .check import add_check_command
    from .import_site import add_import_command
    from .new import add_new_command
    from .urls import add_urls_commands

    parser: argparse.ArgumentParser = _Parser(
        prog="sphinx-homepage", description="Help with a Sphinx homepage."
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    add_new_command(commands)
    add_import_command(commands)
    add_check_command(commands)
    add_urls_commands(commands)
    # Drafts are seen while they are written.
    add_live_command(commands, sphinx_options=("-t", TAG))
    return parser


def _accept_every_character(stream: TextIO) -> None:
    """Let *stream* show names that its encoding does not have, escaped, instead of failing."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")
