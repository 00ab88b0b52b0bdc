"""The command line of the live server."""

from __future__ import annotations

import argparse
import contextlib
import re
import shlex
import socket
import sys
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .builds import Builds

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LAST_PORT = 65535


_DESCRIPTION = (
    "Serve a site on this machine, build it again whenever a file is saved, and reload it in browsers.  The "
    "process of the next build is started ahead: an edit of a page is seen at once."
)
_EPILOG = "What follows -- is given to sphinx-build as it is: -- -j 4 -D language=de"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the server as a command of its own, and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m sphinx_incremental.live", description=_DESCRIPTION, epilog=_EPILOG
    )
    _add_arguments(parser)
    parser.set_defaults(sphinx_options=())
    return run(parser.parse_args(arguments))


def add_live_command(commands: Any, *, sphinx_options: Sequence[str] = ()) -> None:
    """Add ``live`` to *commands*, what :meth:`argparse.ArgumentParser.add_subparsers` returns.

    :param sphinx_options: options for every build, before those of the command line.
    """
    help_ = "serve a site, and build it again when a file is saved"
    live = commands.add_parser("live", help=help_, description=_DESCRIPTION, epilog=_EPILOG)
    _add_arguments(live)
    live.set_defaults(run=run, sphinx_options=sphinx_options)


def _add_arguments(live: argparse.ArgumentParser) -> None:
    live.add_argument("source", metavar="SOURCE", type=Path, help="the directory of conf.py")
    live.add_argument("output", metavar="OUTPUT", type=Path, help="the directory that the site is built in")
    live.add_argument("sphinx", metavar="-- OPTIONS", nargs="*", help="further options for sphinx-build")
    live.add_argument("-b", dest="builder", default="html", help="the builder (default: %(default)s)")
    live.add_argument("-d", dest="doctrees", type=Path, help="the directory of doctrees (default: in OUTPUT)")
    live.add_argument(
        "--host", default="127.0.0.1", help="the name or IP address to listen at (default: this machine only)"
    )
    live.add_argument(
        "--port", type=_port, default=8000, help="the port (default: %(default)s; 0: any free one)"
    )
    live.add_argument(
        "--watch", metavar="PATH", type=Path, action="append", default=[], help="watch this as well"
    )
    live.add_argument("--ignore", metavar="GLOB", action="append", default=[], help="ignore changes of this")
    live.add_argument(
        "--re-ignore",
        metavar="REGEX",
        type=_pattern,
        action="append",
        default=[],
        help="ignore changes of paths that match this",
    )
    live.add_argument(
        "--pre-build",
        metavar="COMMAND",
        type=_command,
        action="append",
        default=[],
        help="run this before builds, except those of an edited page alone",
    )
    live.add_argument("--open-browser", action="store_true", help="show the site in a browser")
    live.add_argument(
        "--no-ahead", action="store_true", help="start the process of a build when it is needed"
    )


class _CannotServeError(Exception):
    """The site cannot be served as the options say, with the reason."""


def run(options: argparse.Namespace) -> int:
    """Build and serve until interrupted; return the exit status."""
    output = options.output.resolve()
    doctrees = (options.doctrees or output / ".doctrees").resolve()
    try:
        _check(options, output, doctrees)
        serve = _server()
        listening = _listen(options.host, options.port)
    except _CannotServeError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    builds = Builds(
        [
            *("-b", options.builder, "-d", str(doctrees), *options.sphinx_options, *options.sphinx),
            *(str(options.source), str(options.output)),
        ],
        before=options.pre_build,
        ahead=not options.no_ahead,
        say=lambda line: print(line, flush=True),
    )
    address = f"{_shown(options.host)}:{listening.getsockname()[1]}"

    def started() -> None:
        print(f"The site is at http://{address}; Ctrl-C ends this", flush=True)
        if options.open_browser:
            webbrowser.open(f"http://{address}")

    try:
        with contextlib.suppress(KeyboardInterrupt):
            serve(
                builds,
                output,
                doctrees,
                listening,
                host=options.host,
                watched=[options.source, *options.watch],
                ignored=[*options.ignore, str(output), str(doctrees)],
                ignored_patterns=options.re_ignore,
                started=started,
            )
    finally:
        listening.close()
        builds.close()
    return 0


def _check(options: argparse.Namespace, output: Path, doctrees: Path) -> None:
    """Make the directory of the site.

    :raises _CannotServeError: if the options do not fit together, or something is missing.
    """
    if not (options.source / "conf.py").is_file():
        raise _CannotServeError(f"there is no conf.py in {options.source}")
    missing = [path for path in options.watch if not path.exists()]
    if missing:
        raise _CannotServeError(f"there is no {missing[0]} to watch")
    if doctrees == output:
        raise _CannotServeError(f"{output} is served, and is no place for the doctrees; give another -d")
    if any(word.startswith(("-d", "--doctree-dir")) for word in options.sphinx):
        raise _CannotServeError("-d comes before SOURCE; what follows -- may not move the doctrees")
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _CannotServeError(f"{output}: {error.strerror}") from None


def _server() -> Callable[..., None]:
    """Return the server, which needs sphinx-autobuild.

    :raises _CannotServeError: if that is missing, or another one.
    """
    try:
        from .server import serve
    except ImportError as error:
        package = (error.name or "sphinx-autobuild").partition(".")[0]
        fault = "is missing" if isinstance(error, ModuleNotFoundError) else f"is another one ({error})"
        raise _CannotServeError(f"{package} {fault}; pip install --upgrade sphinx-autobuild") from None
    return serve


def _listen(host: str, port: int) -> socket.socket:
    """Return the socket of the server.

    :raises _CannotServeError: if there is none at this address.
    """
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except OSError as error:
        # Python repeats the address.
        reason = str(error.strerror).partition(" (while ")[0]
        message = f"{host} port {port} cannot be served: {reason}; give another --port"
        raise _CannotServeError(message) from None


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no regular expression: {error}") from error
    return text


def _command(text: str) -> list[str]:
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no command: {error}") from error
    if not words:
        raise argparse.ArgumentTypeError("a command is needed")
    return words


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > _LAST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; write a number up to {_LAST_PORT}")
    return int(text)


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
