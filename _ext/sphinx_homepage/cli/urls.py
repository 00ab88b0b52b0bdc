"""``python -m sphinx_homepage urls ...``: keep the ledger of published addresses from the command line."""

from __future__ import annotations

import argparse  # noqa: TC003 (its own types are the ones that are used)
import ast
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sphinx_incremental.files import write_whole

from ..core.addresses import UnsafeAddressError, address_text, parse_path
from ..core.built_site import BuiltSite, is_page
from ..core.problems import did_you_mean
from ..core.values import find_assignment, read_code
from ..ledger.audit import audit, follow
from ..ledger.hosts import HOSTS, NOT_FOUND
from ..ledger.importing import (
    Imported,
    SourceError,
    import_history,
    import_redirects,
    import_site,
    import_sitemap,
    listed_addresses,
    redirects_json_addresses,
)
from ..ledger.ledger_file import LEDGER, Ledger, new_ledger, parse_ledger, record, variants
from .status import CLEAN, PROBLEMS, USAGE, count

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..core.problems import Problem
    from ..ledger.audit import Trace
    from ..ledger.hosts import Host
    from ..pages.addresses import PublishedAddress

_T = TypeVar("_T")

_DIRECTORY = Path("_build/html")
# How many lines are printed of each kind; the ledger has them all.
_MOST = 10


class _UsageError(Exception):
    """The command cannot do what was asked, with the reason."""


def add_urls_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``urls`` and its own commands."""
    urls = commands.add_parser(
        "urls",
        help="keep the ledger of published URLs",
        description="Keep published-urls.txt, the ledger of every URL that was ever published, "
        "and check built sites against it.",
    )
    parts = urls.add_subparsers(title="commands", required=True, metavar="COMMAND")
    recording = parts.add_parser(
        "record",
        help="add what a built site publishes",
        description="Add every URL that a built site answers and that the ledger does not have. "
        "Nothing is ever removed. What was added and changed is counted, and the first of each are printed.",
    )
    _add_directory(recording)
    recording.set_defaults(run=_run(_record))
    status = parts.add_parser(
        "status",
        help="count the URLs of a built site that are not recorded",
        description="Print in one line how many pages a built site has, and how many of its URLs the "
        "ledger does not have. The exit status is 0 if that can be told, and 2 if not.",
    )
    _add_directory(status)
    status.add_argument(
        "--since", type=Path, metavar="FILE", help="count the pages that were written after this file as well"
    )
    status.set_defaults(run=_run(_status))
    checking = parts.add_parser(
        "check",
        help="check built sites against the ledger",
        description="Ask for every URL of the ledger as each host would serve it from a built directory. "
        "The exit status is 0 if all answer, 1 if not, and 2 if there is no ledger or no site.",
    )
    checking.add_argument(
        "directories", metavar="DIRECTORY", nargs="+", type=Path, help="the output of a build"
    )
    checking.set_defaults(run=_run(_check))
    importing = parts.add_parser(
        "import",
        help="add the URLs of an old site",
        description="Add the URLs that an old site had: from its built directory, its sitemap.xml, its "
        "redirects.json, or the git history of its Jekyll sources (every permalink and redirect_from that "
        "ever was). The next check lists those that nobody answers.",
    )
    importing.add_argument(
        "sources",
        metavar="SOURCE",
        nargs="+",
        type=Path,
        help="a directory, a sitemap.xml or a redirects.json",
    )
    importing.add_argument(
        "--base", default="", help="the URL of the old site, such as https://me.github.io/"
    )
    importing.set_defaults(run=_run(_import))
    explaining = parts.add_parser(
        "explain",
        help="show what each host would serve for a URL",
        description="Show what each host would serve for a URL from a built directory, and why.",
    )
    explaining.add_argument("address", metavar="URL", help="such as /cv/")
    _add_directory(explaining)
    explaining.set_defaults(run=_run(_explain))
    for parser in (recording, status, checking, importing, explaining):
        parser.add_argument(
            "--ledger",
            type=Path,
            metavar="FILE",
            help=f"the ledger (default: homepage_ledger of conf.py, or {LEDGER})",
        )
    for parser in (checking, explaining, importing):
        parser.add_argument(
            "--host",
            action="append",
            choices=sorted(HOSTS),
            help="a host whose rules count; may be given again "
            + (
                "(default: github-pages)"
                if parser is importing
                else "(default: homepage_hosts of conf.py, or all that are known)"
            ),
        )


def _add_directory(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "directory",
        metavar="DIRECTORY",
        nargs="?",
        type=Path,
        default=_DIRECTORY,
        help=f"the output of a build (default: {_DIRECTORY.as_posix()})",
    )


def _run(command: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """Make *command* end with a message when it cannot be done."""

    def run(options: argparse.Namespace) -> int:
        try:
            options.ledger = options.ledger or Path(_conf_value("homepage_ledger", str) or LEDGER)
            return command(options)
        except _UsageError as error:
            print(f"error: {error}", file=sys.stderr)
            return USAGE

    return run


def _record(options: argparse.Namespace) -> int:
    site = _site(options.directory)
    ledger = _load(options.ledger)
    found = listed_addresses(site)
    added, changed = record(ledger, [*redirects_json_addresses(site), *found.entries])
    _save(options.ledger, ledger)
    _print_entries("added", added)
    _print_entries("changed", changed)
    for reason in found.skipped:
        print(f"skipped  {reason}")
    print(f"{options.ledger}: {len(added)} added, {len(changed)} changed, {len(ledger.entries)} in all")
    return CLEAN


def _print_entries(what: str, entries: list[PublishedAddress]) -> None:
    """Print what happened to the first of *entries*, and how many more there are."""
    for entry in entries[:_MOST]:
        print(f"{what:<8} {entry.address}  {entry.status}")
    if len(entries) > _MOST:
        print(f"{what:<8} {len(entries) - _MOST} more")


def _status(options: argparse.Namespace) -> int:
    site = _site(options.directory)
    pages = [
        file for file in site.files if is_page(file) and not site.moved_to(file) and not site.is_retired(file)
    ]
    parts = [count(len(pages), "page")]
    if options.since:
        begun = options.since.stat().st_mtime_ns if options.since.exists() else 0
        written = sum((site.directory / file).stat().st_mtime_ns >= begun for file in pages)
        parts.append(f"{written} written")
    ledger, _ = _parse(options.ledger) if options.ledger.exists() else (Ledger(), [])
    missing, _ = record(ledger, [*redirects_json_addresses(site), *listed_addresses(site).entries])
    if missing:
        parts.append(f"{count(len(missing), 'URL')} not in {options.ledger} (make record)")
    print(f"{options.directory.as_posix()}: {', '.join(parts)}")
    return CLEAN


def _check(options: argparse.Namespace) -> int:
    ledger, problems = _parse(options.ledger)
    hosts = _hosts(options)
    for problem in problems:
        print(f"{options.ledger}:{problem.line}: {problem.message}")
    status = PROBLEMS if problems else CLEAN
    for directory in options.directories:
        found = audit(ledger, _site(directory), hosts)
        for problem in found:
            print(f"{options.ledger}:{problem.line}: {problem.message}")
        names = " and ".join(host.name for host in hosts)
        result = f"{len(found)} would not answer" if found else "all answer"
        print(f"{directory.as_posix()}: {len(ledger.entries)} published URLs on {names}, {result}")
        status = max(status, PROBLEMS if found else CLEAN)
    return status


def _import(options: argparse.Namespace) -> int:
    ledger = _load(options.ledger)
    with_html = any(HOSTS[key].tries_html for key in options.host or ["github-pages"])
    for source in options.sources:
        imported = _read(source, options.base, with_html=with_html)
        added = [entry for entry in imported.entries if not ledger.covers(entry.path) and ledger.add(entry)]
        _print_entries("added", added)
        for reason in imported.skipped:
            print(f"skipped  {reason}")
        print(f"{source}: {len(added)} added, {len(imported.skipped)} skipped")
    _save(options.ledger, ledger)
    return CLEAN


def _read(source: Path, base: str, *, with_html: bool) -> Imported:
    """Read whatever *source* is."""
    try:
        if source.is_dir():
            is_jekyll = (source / "_config.yml").is_file() or not (source / "index.html").is_file()
            if is_jekyll and (source / ".git").exists():
                return import_history(source)
            return import_site(source, with_html=with_html)
        data = source.read_bytes()
        if source.suffix.lower() == ".json":
            return import_redirects(data, base)
        return import_sitemap(data, base)
    except SourceError as error:
        raise _UsageError(f"{source}: {error}") from None
    except OSError as error:
        raise _UsageError(f"{source} cannot be read: {error.strerror}") from None


def _explain(options: argparse.Namespace) -> int:
    site = _site(options.directory)
    try:
        path = parse_path(options.address)
    except UnsafeAddressError as error:
        raise _UsageError(f"{options.address}: {error}") from None
    ledger = _parse(options.ledger)[0] if options.ledger.is_file() else Ledger()
    print(address_text(path))
    if entry := ledger.entries.get(path):
        print(f"  ledger: {entry.status} ({options.ledger}:{entry.line})")
    else:
        covering = [other.address for other in ledger.entries.values() if path in variants(other.path)]
        print(f"  ledger: {'a form of ' + covering[0] if covering else 'not in it'}")
    is_dead = False
    for host in _hosts(options):
        trace = follow(path, host, site)
        is_dead |= bool(trace.fault)
        print(f"  {host.name}:")
        for line in _explained(trace, host, site):
            print(f"    {line}")
    return PROBLEMS if is_dead else CLEAN


def _explained(trace: Trace, host: Host, site: BuiltSite) -> list[str]:
    lines = []
    for step in trace.steps:
        address = address_text(step.path)
        if step.status == NOT_FOUND:
            tried = [step.path, f"{step.path}.html"] if host.tries_html else [step.path]
            tried = [step.file] if step.path.endswith("/") or not step.path else tried
            tried += [] if step.path.endswith("/") else [f"{step.path}/index.html"]
            lines.append(f"{address}: 404, there is no {', no '.join(dict.fromkeys(tried))}")
        elif not step.file:
            lines.append(f"{address}: {step.status} to {address}/, since {step.path}/index.html is there")
        elif step.moved_to:
            lines.append(f"{address}: 200 with {step.file}, a page that leads to {step.moved_to}")
        else:
            what = "the page of a retired URL" if site.is_retired(step.file) else "where it ends"
            lines.append(f"{address}: 200 with {step.file}, {what}")
    if trace.fault and trace.steps[-1].status != NOT_FOUND:
        lines.append(f"fault: it {trace.fault}")
    return lines


def _site(directory: Path) -> BuiltSite:
    if not directory.is_dir():
        raise _UsageError(f"there is no directory {directory}; build the site first, or name its directory")
    site = BuiltSite(directory)
    if not any(is_page(file) for file in site.files):
        raise _UsageError(f"there is no HTML in {directory}; build the site first")
    return site


def _hosts(options: argparse.Namespace) -> list[Host]:
    """Return the hosts of the command line, or of the conf.py beside the ledger, or all."""
    if options.host:
        return [HOSTS[key] for key in options.host]
    keys = _conf_value("homepage_hosts", list, options.ledger.parent)
    if keys is None:
        return list(HOSTS.values())
    for key in keys:
        if not isinstance(key, str) or key not in HOSTS:
            hint = did_you_mean(str(key), HOSTS)
            raise _UsageError(f"homepage_hosts in conf.py names {key!r}, which is not known{hint}")
    return [HOSTS[key] for key in keys]


def _conf_value(name: str, kind: type[_T], directory: Path = Path()) -> _T | None:
    """Return the value that conf.py in *directory* assigns to *name*, if any, without running it."""
    source = find_assignment(read_code(directory / "conf.py"), name)
    if source is None:
        return None
    try:
        value = ast.literal_eval(source)
    except (ValueError, TypeError, SyntaxError, RecursionError):
        value = None
    if isinstance(value, tuple):
        value = list(value)
    if not isinstance(value, kind):
        option = "--host" if name == "homepage_hosts" else "--ledger"
        raise _UsageError(f"{name} in conf.py cannot be read as it is written there; give it with {option}")
    return value


def _load(file: Path) -> Ledger:
    """Return the ledger in *file*, or a new one; one with mistakes is refused, since lines would be lost."""
    if not file.exists():
        return new_ledger()
    ledger, problems = _parse(file)
    if problems:
        first = problems[0]
        raise _UsageError(f"{file}:{first.line}: {first.message}; fix it first, nothing was changed")
    return ledger


def _parse(file: Path) -> tuple[Ledger, list[Problem]]:
    try:
        return parse_ledger(file.read_bytes().decode("utf-8-sig"))
    except UnicodeError:
        raise _UsageError(f"{file} is not UTF-8 text") from None
    except OSError as error:
        raise _UsageError(f"{file} cannot be read: {error.strerror}") from None


def _save(file: Path, ledger: Ledger) -> None:
    try:
        # A link stays, and the file that it leads to is written.
        write_whole(file.resolve(), ledger.text().encode())
    except (OSError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise _UsageError(f"{file} cannot be written: {reason}; it is as it was") from None
