"""Where a redirect leads: a page of the site, a place in it, a file, or another site.  Pure."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

from ..core.addresses import SOURCE_SUFFIXES, UnsafeAddressError, address_text, answering_files, parse_path
from ..core.problems import shorten
from ..core.web_urls import AddressError, web_url

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class Target(NamedTuple):
    """The end of a redirect."""

    docname: str = ""
    """A page of this site."""
    fragment: str = ""
    """The place in that page, percent-encoded."""
    file: str = ""
    """A file of this site that is no page, relative to the output folder."""
    url: str = ""
    """An address on another site."""

    @property
    def is_plain(self) -> bool:
        """Whether it is a page and nothing else."""
        return bool(self.docname) and not self.fragment

    @property
    def name(self) -> str:
        """What to call it in a message."""
        return (self.docname or self.file or self.url) + (f"#{self.fragment}" if self.fragment else "")


class TargetError(ValueError):
    """Something to which no redirect can lead, with the reason in words."""


class Places(NamedTuple):
    """What there is to lead to."""

    pages: Mapping[str, str]
    """The page in each file, by file."""
    other_forms: Mapping[str, str]
    """The page that each file would hold under the other of the builders html and dirhtml."""
    redirects: Mapping[str, Target]
    """Where each redirect leads that is known so far, by its file."""
    files: Collection[str]
    """The other files of the site, as far as they are known before it is written."""


def find_target(text: str, places: Places, *, docname: str = "") -> Target:
    """Return what *text* names: an address from the root of the site, a source file, or ``https://...``.

    :param docname: the page that says it, from whose folder the names of source files are reckoned.
    :raises TargetError: if a redirect cannot lead there.
    """
    if not text.strip():
        raise TargetError("it is empty; write /new-address/ or https://...")
    path, _, fragment = text.partition("#")
    # The name of a page may look like a scheme: "talk: intro.md".
    source = _source_name(path, docname) if path.endswith(SOURCE_SUFFIXES) else ""
    if source and source in places.pages.values():
        return Target(source, encode_fragment(fragment))
    if external := external_target(text):
        return external
    if not path:
        raise TargetError("it names no page; write /new-address/#place")
    if source:
        raise TargetError(f"there is no page {shorten(source)}")
    wanted = _target_path(path)
    try:
        files = answering_files(wanted)
    except UnsafeAddressError as error:
        raise TargetError(str(error)) from None
    for file in files:
        if file in places.pages:
            return Target(places.pages[file], encode_fragment(fragment))
    for file in files:
        if file in places.redirects:
            found = places.redirects[file]
            return found._replace(fragment=encode_fragment(fragment)) if fragment and found.docname else found
    for file in files:
        if file in places.other_forms:
            return Target(places.other_forms[file], encode_fragment(fragment))
    if wanted in places.files or (wanted.startswith("_") and not wanted.endswith("/")):
        return Target(file=wanted)
    raise TargetError("there is no page and no redirect at this address")


def target_text(text: str) -> str:
    """Return the one spelling of *text*, an address of this site, perhaps with a fragment, or of another one.

    :raises TargetError: if no redirect could lead there, whatever there is on the site.
    """
    if not text.strip():
        raise TargetError("it is empty; write /new-address/ or https://...")
    if external := external_target(text):
        return external.url
    path, hash_, fragment = text.partition("#")
    return address_text(_target_path(path)) + hash_ + encode_fragment(fragment)


def _target_path(text: str) -> str:
    try:
        # A page that is there may have a name that not every system can store.
        return parse_path(text, portable=False)
    except UnsafeAddressError as error:
        raise TargetError(str(error)) from None


def external_target(text: str) -> Target | None:
    """Return *text* as an address on another site, or ``None`` if it has no scheme.

    :raises TargetError: if its scheme is not http or https, or it is no valid address.
    """
    if re.match(r"https?:", text, re.IGNORECASE):
        try:
            return Target(url=web_url(text))
        except AddressError as error:
            raise TargetError(str(error)) from None
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text):
        raise TargetError("a redirect leads to a page of this site, or to https://...")
    return None


def _source_name(path: str, docname: str) -> str:
    """Return the docname of a page by the name of its file, as MyST's links have it."""
    start = "" if path.startswith("/") else posixpath.dirname(docname)
    name = posixpath.normpath(posixpath.join(start, unquote(path).lstrip("/")))
    return name.removesuffix(next(suffix for suffix in SOURCE_SUFFIXES if name.endswith(suffix)))


def encode_fragment(text: str) -> str:
    """Return a fragment as an address has it, whether or not *text* is encoded already."""
    return quote(unquote(text), safe="!$&'()*+,;=:@/?~-._", errors="replace")


def ends(moves: Mapping[str, Target]) -> tuple[dict[str, Target], list[list[str]]]:
    """Follow pages that lead to pages that lead on, to the end.

    :param moves: where each page leads that does not stay, by docname.
    :returns: the end of each, and every circle among them.
    """
    found: dict[str, Target] = {}
    circles: list[list[str]] = []
    for start in moves:
        way = [start]
        target = moves[start]
        while target.docname in moves:
            if target.docname in way:
                circle = way[way.index(target.docname) :]
                if set(circle) not in [set(other) for other in circles]:
                    circles.append(circle)
                break
            way.append(target.docname)
            target = moves[target.docname]
        else:
            found[start] = target
    return found, circles
