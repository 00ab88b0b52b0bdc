"""``python -m sphinx_incremental.build``: sphinx-build, with plain words for mistakes in conf.py.

Sphinx shows the versions of all packages and a traceback instead, and asks to report it.
"""

from __future__ import annotations

import contextlib
import io
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.cmd.build import get_parser
from sphinx.cmd.build import main as sphinx_build
from sphinx.errors import ConfigError
from sphinx.util.tags import Tags

from .config_errors import ending_the_process

if TYPE_CHECKING:
    from collections.abc import Sequence

_FAILED = 2


def main(arguments: Sequence[str]) -> int:
    """Run ``sphinx-build`` with *arguments*; return its exit status, or 2 if conf.py has a mistake."""
    if "-M" in arguments:
        # Its "make mode", which has a parser of its own.
        return sphinx_build(arguments)
    options = get_parser().parse_args(arguments)
    if options.traceback:
        return sphinx_build(arguments)
    if not options.noconfig:
        problem = problem_of_settings(Path(options.confdir or options.sourcedir, "conf.py"), options.tags)
        if problem:
            print(problem, file=sys.stderr)
            return _FAILED
    try:
        with ending_the_process():
            return sphinx_build(arguments)
    except SystemExit as end:
        if not isinstance(end.code, str):
            raise
        print(end.code, file=sys.stderr)
        return _FAILED


def problem_of_settings(path: Path, tags: Sequence[str] = ()) -> str:
    """Return why Python cannot run the conf.py at *path*, with its line; empty if it can or is missing.

    It is run as Sphinx does it, which does so once more.  What it prints is left to that.

    :param tags: those of the command line.
    """
    if not path.is_file():
        return ""
    namespace: dict[str, Any] = {"__file__": str(path.resolve()), "tags": Tags(tags)}
    silent = io.StringIO()
    try:
        code = compile(path.read_bytes(), str(path), "exec")
        with (
            contextlib.chdir(path.parent),
            contextlib.redirect_stdout(silent),
            contextlib.redirect_stderr(silent),
        ):
            exec(code, namespace)
    except SyntaxError as error:
        hint = "Is there no comma at the end of the line before it?" if error.msg == "invalid syntax" else ""
        return _message(error.filename or str(path), error.lineno, error.msg, error.text, hint)
    except (ConfigError, SystemExit):
        # Sphinx has words for it.
        return ""
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        frame = next((frame for frame in reversed(frames) if frame.filename == str(path)), frames[-1])
        hint = f'If it is text, write it in quotes: "{error.name}"' if isinstance(error, NameError) else ""
        return _message(frame.filename, frame.lineno, f"{type(error).__name__}: {error}", frame.line, hint)
    return ""


def _message(file: str, line: int | None, reason: str, text: str | None, hint: str) -> str:
    shown = f"    {text.strip()}" if text and text.strip() else ""
    return "\n".join(filter(None, (f"{file}:{line}: Python cannot run this: {reason}", shown, hint)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
