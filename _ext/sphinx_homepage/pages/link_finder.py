"""Where the addresses that are written on pages lead, and why some lead nowhere."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from sphinx.util import docname_join

from sphinx_incremental.files import is_file

from ..core.addresses import SOURCE_SUFFIXES, UnsafeAddressError, answering_files, file_address, parse_path
from ..core.canonical import site_base
from ..core.problems import did_you_mean, shorten
from ..core.target_urls import TargetError
from .page_links import file_path, own_path
from .public_files import PUBLIC, PublishedFiles, source_path
from .records import page_records
from .targets import DraftError, Places, Target, find_target

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from .addresses import PublishedAddress

# Each takes about ten microseconds; after a move, thousands of links may be broken at once.
_MOST_COMPARED = 200_000


class Destination(NamedTuple):
    """What an address of the site leads to."""

    target: Target | None
    """``None`` if it leads nowhere, or to a draft."""
    suffix: str = ""
    """The query and the fragment that follow the address."""
    problem: str = ""
    """What is wrong with it, for the owner of the site."""

    @property
    def url_suffix(self) -> str:
        """What the URL ends with: the suffix, or the place that a redirect leads to."""
        fragment = self.target.fragment if self.target else ""
        return self.suffix or (f"#{fragment}" if fragment else "")

    @property
    def fragment(self) -> str:
        """The place in the page, as it is written."""
        return self.suffix.partition("#")[2]


class LinkFinder:
    """Finds where addresses lead, in one build.

    :param retired: the retired addresses by the files that answer them.
    """

    def __init__(
        self, places: Places, published: PublishedFiles, retired: Mapping[str, PublishedAddress]
    ) -> None:
        self._places = places
        self._published = published
        self._retired = retired
        self._found: dict[tuple[str, str], Destination | None] = {}
        self._known: list[str] = []
        self._compared = 0
        """With how many addresses broken links have been compared, to find what was meant."""

    def find(self, app: Sphinx, docname: str, address: str) -> Destination | None:
        """Return what an address on a page leads to; ``None`` if it is none of this site."""
        is_absolute = address.startswith("/") or own_path(address, app.config) is not None
        key = ("" if is_absolute else docname, address)
        if key not in self._found:
            found = (
                self._find_absolute(app, address) if is_absolute else self._find_file(app, docname, address)
            )
            self._found[key] = found
        return self._found[key]

    def _find_absolute(self, app: Sphinx, address: str) -> Destination | None:
        """Look up an address from the root of the site, or a URL of the site."""
        own = own_path(address, app.config)
        if address.startswith("//"):  # another site, which MyST would look for here
            return Destination(Target(url=address))
        if _is_ignored(app.config, address):
            return Destination(Target(url=address))
        path, suffix = _split(address if own is None else own)
        paths = [path or "/"]
        # Where the site lies below the root of its host, its own directory may be part of the address.
        if (base := urlsplit(site_base(app.config)).path.rstrip("/")) and path.startswith(f"{base}/"):
            paths.append(path.removeprefix(base))
        reasons = []
        for candidate in paths:
            try:
                return Destination(find_target(candidate, self._places), suffix)
            except DraftError:
                return Destination(None, suffix)
            except TargetError as error:
                reasons.append(str(error))
        for file in _files(path):
            if retired := self._retired.get(file):
                what = f"leads to a URL that is retired ({retired.date}: {retired.reason})"
                return Destination(Target(file=file), suffix, f"link {shorten(address, 200)} {what}")
        problem = f"link {shorten(address, 200)} leads nowhere: {reasons[0]}{self._hint(app, path)}"
        return Destination(None, suffix, problem)

    def _find_file(self, app: Sphinx, docname: str, address: str) -> Destination | None:
        """Look up a path from the page, or its ``permalink``: a published file, or the source of a page."""
        path = unquote(file_path(address))
        if not path or not path.isprintable():
            return None
        paths = [source_path(docname, path)]
        record = page_records(app.env).get(docname)
        if record and record.front_matter.permalink:
            # As in Jekyll, where it is resolved from there.
            paths.append(
                posixpath.normpath(posixpath.join(record.front_matter.permalink.text, path)).lstrip("/")
            )
        suffix = _split(address)[1]
        for candidate in paths:
            if published := self.published(candidate, suffix):
                return published
        name, dot, ending = paths[0].rpartition(".")
        if f"{dot}{ending}" in app.config.source_suffix and name in app.env.found_docs:
            return Destination(Target(name), suffix)
        return None

    def published(self, path: str, suffix: str = "") -> Destination | None:
        """Return the published file at a path from the source directory, if there is one."""
        for file, name in self._published.candidates(path):
            if self._published.is_published(file, name):
                return Destination(Target(file=name), suffix)
        return None

    def missing_file(self, app: Sphinx, docname: str, address: str) -> Destination | None:
        """Return that a link in Markdown leads nowhere, if it looks like one to a file and like nothing else.

        MyST looks for all others, and has a warning of its own.
        """
        path = file_path(address)
        if address.lower().startswith("www."):
            problem = f"link {shorten(address, 200)} leads nowhere: write https://{address}"
            return Destination(None, problem=problem)
        if "/" not in path or path.endswith(SOURCE_SUFFIXES):
            return None
        labels = app.env.domains.standard_domain.anonlabels
        if docname_join(docname, path) in app.env.found_docs or address.lower() in labels:
            return None
        return self.no_file(app, docname, address)

    def no_file(self, app: Sphinx, docname: str, address: str) -> Destination:
        """Return that a path from a page leads nowhere."""
        if _is_ignored(app.config, address):
            return Destination(Target(url=address))
        path = file_path(address)
        hint = self._hint(app, f"/{source_path(docname, path).removeprefix(f'{PUBLIC}/')}")
        problem = f"link {shorten(address, 200)} leads nowhere: there is no such file{hint}"
        return Destination(None, _split(address)[1], problem)

    def _hint(self, app: Sphinx, path: str) -> str:
        """Return what was meant, perhaps."""
        file = unquote(path).lstrip("/")
        if file.isprintable() and not file.endswith(SOURCE_SUFFIXES) and is_file(Path(app.srcdir, file)):
            return f"; move the file '{file}' to '{PUBLIC}/{file}', and it is published there"
        if not self._known:
            places = self._places
            files = {*places.pages, *places.redirects, *places.files}
            self._known = sorted(file_address(name) for name in files)
        self._compared += len(self._known)
        if self._compared > _MOST_COMPARED:
            return ""
        if close := did_you_mean(unquote(path), self._known, told_by_words=True):
            return close
        name = _last_part(path)
        same = next((address for address in self._known if name and _last_part(address) == name), "")
        return f"; did you mean '{same}'?" if same else ""


def _files(path: str) -> tuple[str, ...]:
    try:
        return answering_files(parse_path(path))
    except UnsafeAddressError:
        return ()


def _split(address: str) -> tuple[str, str]:
    """Return the path of an address, and the query and the fragment that follow it."""
    end = min((position for mark in "?#" if (position := address.find(mark)) >= 0), default=len(address))
    return address[:end], address[end:]


def _last_part(path: str) -> str:
    return unquote(path).rstrip("/").rpartition("/")[2].lower()


def _is_ignored(config: Config, address: str) -> bool:
    """Return whether ``nitpick_ignore`` lists a link, as ``("link", "/another-project/")``."""
    return ("link", address) in config.nitpick_ignore or any(
        re.fullmatch(kind, "link") and re.fullmatch(pattern, address)
        for kind, pattern in config.nitpick_ignore_regex
    )
