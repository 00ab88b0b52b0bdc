"""``sphinx-homepage import``: make a site of this kind of a Jekyll site, with a report."""

from __future__ import annotations

import argparse  # noqa: TC003 (its own types are the ones that are used)
import errno
import importlib.util
import os
import shlex
import shutil
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_incremental.files import write_whole

from ..core.problems import plain
from ..importing.comparison import compare
from ..importing.cv_data import EXAMPLE_SHOWN
from ..importing.dead_addresses import retire
from ..importing.edited_site import (
    copy_edited,
    edited_builder,
    find_edits,
    grow_ledger,
    has_grown,
    has_news,
    note_deleted,
)
from ..importing.listings import EMPTIED
from ..importing.new_site import NewSite, make_site
from ..importing.old_files import MADE_FILES
from ..importing.old_site import OldSite, read_site
from ..importing.report import LeftWarning
from ..importing.trial_build import build
from ..importing.writing import (
    MANIFEST,
    REPORT,
    BusyError,
    NotEmptyError,
    check_target,
    is_damaged,
    move_into,
    workplace,
)
from ..ledger.ledger_file import LEDGER
from .kept_conf import lacking_lines
from .site_files import Extension, WheelError, vendor, write_files
from .status import CLEAN, USAGE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..importing.edited_site import Edits
    from ..importing.site_settings import Settings

_FILES = (
    "conf.py", "Makefile", "requirements.txt", ".readthedocs.yaml", ".github/workflows/pages.yml",
    ".gitignore", "README.md",
)  # fmt: skip
# What the import needs beside the extension.
_NEEDED = ("liquid", "markdownify", "bs4")
_SILENT_SECONDS = 2
# What the names of temporary directories begin with.
_SCRATCH = "sphinx-homepage-"
_NO_ROOM = frozenset({errno.ENOSPC, errno.EROFS, errno.EDQUOT})


class _UsageError(Exception):
    """The site cannot be imported, with the reason."""


def add_import_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``import``."""
    parser = commands.add_parser(
        "import",
        help="make a site of this kind of a Jekyll site",
        description="Make a complete site of a Jekyll site such as academicpages or Minimal Mistakes: its "
        "pages, its files, its addresses, and a report of what was changed. The old site is not changed. "
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
        if path.is_relative_to(old.absolute()) or path.is_relative_to(old.resolve()):
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
        raise _UsageError(f"there is no page of Jekyll in {old}")
    try:
        with tempfile.TemporaryDirectory(prefix=_SCRATCH) as scratch, ThreadPoolExecutor() as pool:
            # The wheel is ready by the time that the pages are converted.
            wheel = None if options.dry_run else pool.submit(vendor, Path(scratch) / "vendor")
            made = make_site(site, str(new), keep_demo=options.keep_demo, progress=progress)
            made.report.old = str(old)
            extension = wheel.result() if wheel else None
            _place(made, site, new, Path(scratch), extension, options, progress)
    except BusyError:
        raise _UsageError(f"another import is writing {new} now") from None
    except WheelError as error:
        raise _UsageError(str(error)) from None
    print(made.report.to_markdown() if options.dry_run else made.report.summary())
    if not options.dry_run:
        print(f"\nNext:\n  cd {shlex.quote(str(new))}\n  less {REPORT}\n  make livehtml")
    return CLEAN


def _place(
    made: NewSite,
    site: OldSite,
    new: Path,
    scratch: Path,
    extension: Extension | None,
    options: argparse.Namespace,
    progress: _Progress,
) -> None:
    """Make the site beside *new*, build it, and move it there with its report.

    :param extension: how the new site installs this extension; without it, nothing stays.
    """
    target = new.resolve()
    with workplace(target if extension else scratch / "site") as place:
        _write(made, place)
        _write_files(made, place, ("conf.py",))
        tree, edits = place, find_edits(place, target)
        is_grown = LEDGER in edits.edited & edits.theirs
        if is_grown:
            edits = replace(edits, lines=grow_ledger(made, target / LEDGER))
        if edits.theirs or edits.deleted:
            tree = scratch / "edited"
            copy_edited(place, target, edits, tree)
            if is_grown:
                _write_text(tree / LEDGER, made.texts[LEDGER])
            made.settings.builder = edited_builder(target) or made.settings.builder
        progress("building the new site, to find what is left to do")
        _try(made, site, tree, scratch / "built", options, edits)
        if is_grown:
            # It is written behind the others, and never taken for one that an import has made.
            (place / LEDGER).unlink()
        else:
            _write_text(place / LEDGER, made.texts[LEDGER])
        if "conf.py" in edits.edited:
            _note_lacking(made, target / "conf.py", _needed(made, site))
        if extension:
            if extension.is_vendored:
                shutil.copytree(scratch / "vendor", place / "vendor")
            _write_files(made, place, _FILES, extension)
        _write_report(made, place, target)
        if extension:
            move_into(place, target)
            if is_grown and has_grown(made, edits.lines):
                # A link to another file of the site stays.
                write_whole((target / LEDGER).resolve(), made.texts[LEDGER].encode())


def _check(old: Path, new: Path, built: Path | None) -> None:
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise _UsageError(
            f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing, which the import needs; "
            'pip install "sphinx-homepage[import]"'
        )
    if not old.is_dir():
        raise _UsageError(f"there is no directory {old}")
    if built is not None and not built.is_dir():
        raise _UsageError(f"there is no directory {built}")
    if new.resolve().is_relative_to(old.resolve()) or old.resolve().is_relative_to(new.resolve()):
        raise _UsageError(f"{new} and {old} lie in each other; name a directory beside the old site")
    try:
        check_target(new)
    except NotEmptyError as error:
        raise _UsageError(str(error)) from None


def _write(made: NewSite, place: Path) -> None:
    """Write the pages of the new site, and what it publishes."""
    root = place.resolve()
    contents: dict[str, str | Path] = {**made.texts, **made.copies}
    for path, content in contents.items():
        file = root / path
        try:
            if not file.resolve().is_relative_to(root):
                made.report.note_lost(path, "it would lead out of the new site")
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, str):
                _write_text(file, content)
            else:
                shutil.copyfile(content, file)
        except OSError as error:
            if error.errno in _NO_ROOM:
                raise
            # A name that this system cannot store, a file that is a directory as well, or one that is gone.
            what = "read" if error.filename == str(content) else "written"
            made.report.note_lost(path, f"it cannot be {what}: {error.strerror or error}")


def _write_text(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8", errors="replace", newline="\n")


def _write_files(
    made: NewSite, place: Path, files: Iterable[str], extension: Extension | None = None
) -> None:
    """Write files that each new site has."""
    settings = made.settings
    fields = {key: value for key, value in settings.author.items() if value}
    directories = sorted(
        {f"`{path.partition('/')[0]}/`" for path in made.texts if path.endswith(".md") and "/" in path}
    )
    listed = ", ".join(directories[:-1]) + (" and " if directories[1:] else "") + "".join(directories[-1:])
    write_files(
        place,
        files,
        {
            "authors": settings.authors,
            "base_url": settings.base_url,
            "builder": settings.builder,
            "directories": listed or "directories beside it",
            "excluded": [".*", "_build", "vendor", "README.md", REPORT],
            "fields": fields,
            "language": settings.language,
            "name": fields["name"],
            "settings": _more_settings(settings),
            "title": settings.title if settings.title != fields["name"] else "",
        },
        extension,
    )


def _more_settings(settings: Settings) -> dict[str, tuple[str, Any]]:
    """Return the settings that not every site has, each with a comment."""
    found: dict[str, tuple[str, Any]] = {}
    if settings.window_title:
        found["homepage_window_title"] = ("What <title> says, as in the old site.", settings.window_title)
    if not settings.shows_author:
        found["author_profile_default"] = ("Pages show the author only if they say so.", False)
    if settings.redirects:
        found["rediraffe_redirects"] = ("Old addresses, and the page that each leads to.", settings.redirects)
    if settings.ignored_links:
        comment = (
            "Links to what is not in this site. Repair those that lead nowhere, and take them away here."
        )
        found["nitpick_ignore"] = (comment, settings.ignored_links)
    if settings.suppressed:
        comment = f"Types of warnings that were left after the import, off on all pages: see {REPORT}."
        found["suppress_warnings"] = (comment, settings.suppressed)
    return found


def _needed(made: NewSite, site: OldSite) -> dict[str, Any]:
    """Return the lists and mappings that conf.py needs so that ``make html`` passes."""
    settings = made.settings
    shown = {str(page.matter.get("author")) for page in site.pages}
    return {
        "author_profiles": {key: record for key, record in settings.authors.items() if key in shown},
        "rediraffe_redirects": settings.redirects,
        "nitpick_ignore": settings.ignored_links,
        "suppress_warnings": settings.suppressed,
    }


def _note_lacking(made: NewSite, conf: Path, needed: dict[str, Any]) -> None:
    """Note what a conf.py that was edited lacks."""
    try:
        lines = lacking_lines(conf.read_bytes(), needed)
    except OSError:
        lines = None
    if lines is None:
        made.report.notes_on_kept.append("conf.py cannot be read as Python: repair it, and import again")
    else:
        made.report.lacking = lines


def _try(
    made: NewSite, site: OldSite, place: Path, output: Path, options: argparse.Namespace, edits: Edits
) -> None:
    """Build the new site, note what it warns of, and compare it with the old one."""
    pages = len(made.report.pages)
    where = {address.url: address.where for address in made.report.addresses}
    try_build = partial(build, place, output, made.settings.builder, pages, is_read=options.site is not None)
    trial = try_build()
    dead = trial.dead
    # Once to retire what does not answer, and once more for what cannot be retired.
    for _attempt in range(2):
        if not retire(made, dead, edits.lines):
            break
        _write_text(place / LEDGER, made.texts[LEDGER])
        dead = try_build().dead
    note_deleted(made, edits.deleted, where)
    if "conf.py" in edits.edited:
        # It may have what these files need, and the one of the import has not.
        trial = trial.without_types(edits.theirs)
    made.report.add_warnings(trial.warnings)
    made.report.warnings += [LeftWarning(f"{LEDGER}:{line}", message) for line, message in dead.items()]
    made.settings.ignored_links = trial.ignored_links
    made.settings.suppressed = trial.suppressed
    if trial.failure:
        made.report.failure = plain(trial.failure)
    elif options.site is not None:
        emptied = {
            page.target
            for page in made.report.pages
            if any(question.what in (EMPTIED, EXAMPLE_SHOWN) for question in page.questions)
        }
        addresses = made.report.addresses
        listings = {address.url for address in addresses if address.answer == "listing"}
        made.report.comparison = compare(
            options.site,
            output,
            hosts=site.config.hosts,
            base=site.config.baseurl,
            # So are the further pages of a list, and those of one tag, which lead to a list.
            lists=[
                address.url
                for address in addresses
                if listings & {address.url, address.where.partition("#")[0]}
            ],
            left_out=[
                address.url
                for address in addresses
                # The page for wrong addresses is ours.
                if address.answer in ("nothing", "retired") or address.where in {"404.html", *emptied}
            ]
            # Nor does anybody miss a link to a feed that the new site does not need.
            + [f"/{name}" for name in MADE_FILES if not name.endswith(".html")],
        )


def _write_report(made: NewSite, place: Path, target: Path) -> None:
    """Write the report, which names what will not be written."""
    if is_damaged(target):
        made.report.notes_on_kept.append(
            f"{MANIFEST}, which tells what the last import has written, is damaged: files that are not as "
            "this one would write them count as edited, and those that were deleted are written again"
        )
    (place / REPORT).write_text(made.report.to_markdown(), encoding="utf-8")
    edits = find_edits(place, target)
    made.report.kept, made.report.deleted = sorted(edits.edited), sorted(edits.deleted)
    made.report.news = has_news(place, target, edits)
    if edits.kept:
        (place / REPORT).write_text(made.report.to_markdown(), encoding="utf-8")
