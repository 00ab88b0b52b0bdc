"""``python -m sphinx_homepage check``: whether every URL in a built site leads somewhere.

The files are all that is looked at.  URLs are resolved as a static host does it: ``x/`` is ``x/index.html``,
``x`` may be a directory, and queries do not count.  Names are compared with a listing of the directory and
are never looked up, so that case matters on every file system, as it does on hosts.  Where the home page says
which URL it has, full URLs below that are followed as well; those of other sites are not checked.
"""

from __future__ import annotations

import argparse  # noqa: TC003 (its own types are the ones that are used)
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from sphinx_incremental.files import list_files

from ..core.html_links import (
    SPACE,
    BrokenLinkError,
    Page,
    css_references,
    has_anchor,
    is_elsewhere,
    parse_page,
    resolve,
)
from ..core.problems import one_line
from .status import CLEAN, PROBLEMS, USAGE, count

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..core.html_links import Reference

_INDEX = "index.html"
_PAGE_SUFFIXES = (".html", ".htm")
# An empty URL is the page itself, which these can lead to.
_MAY_BE_EMPTY = frozenset({"link", "form"})
# What all pages have from one template or setting is named at its first place only.
_SHARED = frozenset({"file", "icon", "script", "style sheet"})
_LONGEST = 120
_LONGEST_PATH = 4096
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}
_ENCODED_DOT = re.compile("%2e", re.IGNORECASE)


class Finding(NamedTuple):
    """One thing that is wrong in a file."""

    file: str
    """The file, relative to the directory that was checked, in POSIX form."""
    line: int
    message: str


class Report(NamedTuple):
    """The result of checking one directory."""

    findings: list[Finding]
    """By file and line."""
    doubtful: list[Finding]
    """Full URLs of the site's host, by file and line, which another site there may have."""
    pages: int
    """The number of HTML files."""
    references: int
    """The number of URLs within the site."""


def add_check_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``check``."""
    parser = commands.add_parser(
        "check",
        help="follow every link of a built site",
        description="Follow every link, image and redirect within a built site, without a network. "
        "The exit status is 0 if all lead somewhere, 1 if not, and 2 if there is no site in a directory.",
    )
    parser.add_argument(
        "directories", metavar="DIRECTORY", nargs="+", type=Path, help="the output directory of a build"
    )
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    status = CLEAN
    for directory in options.directories:
        if not directory.is_dir():
            print(f"error: there is no directory {directory}", file=sys.stderr)
            status = USAGE
            continue
        report = check_directory(directory)
        if not report.pages:
            print(f"error: there is no HTML in {directory}; build the site first", file=sys.stderr)
            status = USAGE
            continue
        for finding in (*report.findings, *report.doubtful):
            path = one_line((directory / finding.file).as_posix(), _LONGEST_PATH)
            print(f"{path}:{finding.line}: {finding.message}")
        pages = count(report.pages, "page")
        urls = count(report.references, "URL")
        problems = count(len(report.findings), "problem") if report.findings else "no problems"
        doubtful = f", {count(len(report.doubtful), 'URL')} in doubt" if report.doubtful else ""
        print(f"{directory.as_posix()}: {pages}, {urls} followed, {problems}{doubtful}")
        if report.findings:
            status = max(status, PROBLEMS)
    return status


def check_directory(directory: Path) -> Report:
    """Return what is wrong with the URLs in the site that is built in *directory*."""
    files = _Files(directory)
    findings: list[Finding] = []
    pages: dict[str, Page] = {}
    for file in files.with_suffix(_PAGE_SUFFIXES):
        text, problems = _read(directory, file)
        page = pages[file] = parse_page(text)
        findings += problems
        if page.broken:
            findings.append(Finding(file, *page.broken))
    # A style sheet is like a page without anchors.
    sheets: dict[str, Page] = {}
    for file in files.with_suffix((".css",)):
        text, problems = _read(directory, file)
        sheets[file] = Page(list(css_references(text)))
        findings += problems
    followed = 0
    doubtful: list[Finding] = []
    named: set[tuple[str, str, str]] = set()
    home = _home(pages)
    for file, page in (*pages.items(), *sheets.items()):
        base, start = page.base, file
        if own := files.mounted(base):
            base, start = "", own
        for reference in page.references:
            url = reference.url.strip(SPACE)
            is_full = is_elsewhere(url)
            below = _below(home, url) if home and (is_full or url.startswith("/")) else None
            if is_elsewhere(page.base) or (is_full and below is None):
                continue
            followed += 1
            try:
                _follow(reference, below, start, base, files, pages)
            except BrokenLinkError as reason:
                if reference.kind in _SHARED:
                    # From other directories, a relative one has another beginning.
                    written = url if is_full or url.startswith("/") else url.rpartition("/")[2]
                    shared = (reference.kind, written, str(reason))
                    if shared in named:
                        continue
                    named.add(shared)
                message = f"{reference.kind} {_quoted(reference.url)} leads nowhere: {reason}"
                if is_full and below and home and home.path == "/" and files.lacks_top_of(below):
                    message += ", unless another site at this host has it"
                    doubtful.append(Finding(file, reference.line, message))
                else:
                    findings.append(Finding(file, reference.line, message))
    return Report(sorted(findings), sorted(doubtful), len(pages), followed)


def _home(pages: Mapping[str, Page]) -> SplitResult | None:
    """Return the URL of the directory of the site, if its home page says which URL it has."""
    page = pages.get(_INDEX)
    if page is None or not is_elsewhere(page.canonical):
        return None
    url = urlsplit(page.canonical)
    return url._replace(netloc=_host(url), path=url.path[: url.path.rfind("/") + 1] or "/")


def _host(url: SplitResult, scheme: str = "") -> str:
    """Return the host of *url*, with the port if it is not that of its scheme, or of *scheme* without one."""
    return url.netloc.lower().removesuffix(_DEFAULT_PORTS.get(url.scheme or scheme, ""))


def _below(home: SplitResult, url: str) -> str | None:
    """Return the rest of a URL behind that of the site; ``None`` if it is not below it.

    :param url: a full URL, or one from the root of the host.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("", *_DEFAULT_PORTS) or _host(parts, home.scheme) not in ("", home.netloc):
        return None
    # As browsers do: an encoded dot is one, and nothing is above the root.
    path = "/" + _ENCODED_DOT.sub(".", parts.path).lstrip("/")
    path = "/" + urljoin("/", path).lstrip("/")
    if not path.startswith(home.path):
        return None
    return parts._replace(scheme="", netloc="", path=path.removeprefix(home.path).lstrip("/")).geturl()


def _follow(
    reference: Reference, below: str | None, file: str, base: str, files: _Files, pages: Mapping[str, Page]
) -> None:
    """Raise BrokenLinkError if *reference* in *file* leads to no file, or to no place in a page.

    :param below: its URL behind that of the site, if it is below it.
    """
    url = reference.url.strip(SPACE)
    if not url and reference.kind not in _MAY_BE_EMPTY:
        raise BrokenLinkError("it is empty")
    is_misplaced = below is None and url.startswith("/")
    if is_misplaced:
        below = url.lstrip("/")
    # "./" tells a name with a colon from a scheme.
    path, fragment = resolve(file, url, base) if below is None else resolve(_INDEX, f"./{below}")
    target = files.answering(path)
    if is_misplaced:
        raise BrokenLinkError("it is resolved from the root of the host, where the site need not lie")
    page = pages.get(target)
    if page is None:
        return
    if not has_anchor(page.anchors, fragment):
        raise BrokenLinkError(f"{_shown(target)} has no id {_quoted(fragment)}")
    if reference.kind == "redirect" and page.redirects:
        raise BrokenLinkError(f"{_shown(target)} redirects as well; lead to its target at once")


class _Files:
    """The files of a site, by the paths that a host would answer with them."""

    def __init__(self, directory: Path) -> None:
        self._files = frozenset(list_files(directory))
        self._directories = {
            file[: i + 1] for file in self._files for i, char in enumerate(file) if char == "/"
        }
        self._without_case = {file.casefold(): file for file in self._files}

    def with_suffix(self, suffixes: tuple[str, ...]) -> list[str]:
        return sorted(file for file in self._files if file.lower().endswith(suffixes))

    def lacks_top_of(self, url: str) -> bool:
        """Return whether a URL from the root begins with the name of no file and no directory there."""
        top, separator, _rest = re.split("([/?#]|$)", url, maxsplit=1)
        name = unquote(top)
        known = {name, f"{name}.html", f"{name}/"} & (self._files | self._directories)
        return not known and ("." not in name or separator == "/")

    def mounted(self, base: str) -> str:
        """Return the file that a ``base`` from the root of the host names, wherever the site lies.

        A page that answers for missing ones at any depth has such a base: ``/en/latest/404.html``.
        """
        path = base.strip(SPACE)
        while path.startswith("/"):
            path = path[1:]
            file = f"{path}index.html" if path.endswith("/") else path
            if file in self._files:
                return file
            path = path[path.find("/") :] if "/" in path.rstrip("/") else ""
        return ""

    def answering(self, path: str) -> str:
        """Return the file with which a host answers *path*."""
        is_directory = not path or path.endswith("/")
        if not is_directory and path in self._files:
            return path
        index = f"{path}index.html" if is_directory else f"{path}/index.html"
        if index in self._files:
            return index
        wanted = index if is_directory or f"{path}/" in self._directories else path
        reason = f"no such file {_shown(wanted)}"
        if other := self._without_case.get(wanted.casefold()):
            reason += f"; there is {_shown(other)}, and hosts tell capital letters from small ones"
        elif f"{path}.html" in self._files:
            reason += f"; there is {_shown(path)}.html"
        raise BrokenLinkError(reason)


def _read(directory: Path, file: str) -> tuple[str, list[Finding]]:
    """Return the text of *file*, whatever is in it, and why it could not be read as it should be."""
    try:
        content = (directory / file).read_bytes()
    except OSError as error:
        return "", [Finding(file, 1, f"cannot be read: {error.strerror}")]
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return content.decode(errors="replace"), [Finding(file, line, "is not UTF-8 from here on")]


def _shown(text: str) -> str:
    """Return *text* fit for one line of a report."""
    return one_line(text, _LONGEST)


def _quoted(text: str) -> str:
    return f'"{_shown(text)}"'
