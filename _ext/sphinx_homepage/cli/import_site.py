"""``sphinx-homepage import``: make a site of this kind of a Jekyll site, with a report."""

from __future__ import annotations

import argparse  # noqa: TC003 (its own types are the ones that are used)
import importlib.util
import os
import re
import shlex
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ..core.problems import one_line
from ..importing.jekyll.reader import read_site
from ..importing.new_site import make_site
from ..importing.report_text import summary, to_markdown
from ..importing.writing import REPORT, BusyError, NotEmptyError, check_target, workplace
from .imported_site import NO_ROOM, ImportedSite
from .site_files import WheelError, vendor
from .status import CLEAN, USAGE

# What the import needs beside the extension.
_NEEDED = ("liquid", "markdownify", "bs4")
_SILENT_SECONDS = 2
_URL = re.compile(r"(?:https?|ssh|git):/|git@")
# The most problems of the old site as a whole on the terminal.
_SHOWN = 3
# The most characters of one.
_LONG = 500
# What the names of temporary directories begin with.
_SCRATCH = "sphinx-homepage-"


class _UsageError(Exception):
    """The site cannot be imported, with the reason."""


def add_import_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``import``."""
    parser = commands.add_parser(
        "import",
        help="make a site of this kind of a Jekyll site",
        description="Make a complete site of a Jekyll site such as academicpages or Minimal Mistakes: its "
        "pages, its files, its URLs, and a report of what was changed. The old site is not changed. "
        "When it is run again, files that were edited since stay as they are.",
    )
    parser.add_argument(
        "old", metavar="OLD", type=Path, help="the directory of the old site, where _config.yml is"
    )
    parser.add_argument("new", metavar="NEW", type=Path, help="the directory of the new site")
    parser.add_argument(
        "--keep-demo", action="store_true", help="keep the examples of the template that nobody has changed"
    )
    parser.add_argument("--dry-run", action="store_true", help="print the report, and write nothing")
    parser.add_argument(
        "--site",
        metavar="DIR",
        type=Path,
        help="the old site as Jekyll built it (_site), or a copy of it: the new site is compared with it",
    )
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    try:
        return _import(options)
    except _UsageError as error:
        message = str(error)
    except BrokenPipeError:
        # Nothing of the site has failed: whoever reads has seen enough.
        raise
    except OSError as error:
        message = _what_failed(error, options.old.expanduser(), options.new.expanduser())
    print(f"error: {message}", file=sys.stderr)
    return USAGE


def _what_failed(error: OSError, old: Path, new: Path) -> str:
    """Return which file cannot be read or written, why, and what to do."""
    reason = error.strerror or str(error)
    names = [os.fsdecode(name) for name in (error.filename, error.filename2) if isinstance(name, str | bytes)]
    for name in names:
        path = Path(name).absolute()
        is_old = path.is_relative_to(old.absolute()) or path.is_relative_to(old.resolve())
        if is_old and error.errno not in NO_ROOM:
            return f"{name} cannot be read: {reason}; if it has changed meanwhile, import again"
        if path.is_relative_to(Path(tempfile.gettempdir()).absolute()) and f"/{_SCRATCH}" in path.as_posix():
            hint = "the variable TMPDIR may name another directory for temporary files"
            return f"{name} cannot be written: {reason}; {hint}"
    where = f" ({names[-1]})" if names else ""
    return f"{new} cannot be written: {reason}{where}; nothing in it is lost: mend that, and import again"


class _Progress:
    """Tells what is done on stderr, when it takes longer than two seconds."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._last = ""

    def __call__(self, text: str) -> None:
        if time.monotonic() - self._started > _SILENT_SECONDS and text != self._last:
            print(f"{text} ...", file=sys.stderr, flush=True)
            self._last = text


def _import(options: argparse.Namespace) -> int:
    old, new = options.old.expanduser(), options.new.expanduser()
    _check(old, new, options.site)
    progress = _Progress()
    progress("reading the old site")
    site = read_site(old)
    if not site.pages:
        raise _UsageError(f"there is no page of a Jekyll site in {old}")
    try:
        with tempfile.TemporaryDirectory(prefix=_SCRATCH) as scratch, ThreadPoolExecutor() as pool:
            # The wheel is ready by the time that the pages are converted.
            wheel = None if options.dry_run else pool.submit(vendor, Path(scratch) / "vendor")
            made = make_site(site, str(new), keep_demo=options.keep_demo, progress=progress)
            made.report.old = str(old)
            extension = wheel.result() if wheel else None
            target = new.resolve()
            with workplace(target if extension else Path(scratch) / "site") as place:
                imported = ImportedSite(made, site, target, place, Path(scratch))
                imported.write()
                progress("building the new site, to find what is left to do")
                imported.try_out(options.site)
                imported.finish(extension)
                if extension:
                    imported.move()
    except BusyError:
        raise _UsageError(f"another import is writing {new} now") from None
    except WheelError as error:
        raise _UsageError(str(error)) from None
    print(to_markdown(made.report) if options.dry_run else summary(made.report))
    if not options.dry_run:
        # What is wrong with the old site as a whole: OLD may be another directory than its owner believes.
        for problem in site.problems[:_SHOWN]:
            print(f"  {one_line(problem, _LONG)}")
        print(f"\nNext:\n  cd {shlex.quote(str(new))}\n  less {REPORT}\n  make livehtml")
    return CLEAN


def _check(old: Path, new: Path, built: Path | None) -> None:
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise _UsageError(
            f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing, which the import needs; "
            'pip install "sphinx-homepage[import]"'
        )
    if _URL.match(old.as_posix()) and not old.exists():
        # A path has one slash where a URL has two.
        url = re.sub(r":/+", "://", old.as_posix())
        raise _UsageError(f"{url} is a URL: clone it first (git clone {shlex.quote(url)})")
    for directory in (old, built):
        if directory is not None and not directory.is_dir():
            is_file = directory.exists()
            what = (
                f"{directory} is a file, not a directory" if is_file else f"there is no directory {directory}"
            )
            raise _UsageError(what)
    if (old / "conf.py").is_file() and not (old / "_config.yml").is_file():
        raise _UsageError(
            f"{old} is a site of Sphinx (it has conf.py, and no _config.yml), and needs no import: add "
            "sphinx_homepage to the extensions in its conf.py"
        )
    if built is not None and next(built.rglob("*.htm*"), None) is None:
        raise _UsageError(f"there is no page in {built}; name the directory of the built site, such as _site")
    if new.resolve().is_relative_to(old.resolve()) or old.resolve().is_relative_to(new.resolve()):
        raise _UsageError(f"one of {new} and {old} is within the other; name a directory beside the old site")
    try:
        check_target(new)
    except NotEmptyError as error:
        raise _UsageError(str(error)) from None
