"""Where redirects and links lead: a page of the site, a place in it, a file, or another site.  Pure."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from ..core.addresses import SOURCE_SUFFIXES, UnsafeAddressError, answering_files
from ..core.problems import shorten
from ..core.target_urls import TargetError, encode_fragment, external_url, target_path

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class DraftError(TargetError):
    """The target is a page that is a draft."""

    def __init__(self, docname: str) -> None:
        super().__init__(f"the page {shorten(docname)} is a draft, and not published")


class Target(NamedTuple):
    """The end of a redirect, or of a link."""

    docname: str = ""
    """A page of this site."""
    fragment: str = ""
    """The place in that page, percent-encoded."""
    file: str = ""
    """A file of this site that is no page, relative to the output directory."""
    url: str = ""
    """A URL of another site."""

    @property
    def is_plain(self) -> bool:
        """Whether it is a page and nothing else."""
        return bool(self.docname) and not self.fragment

    @property
    def name(self) -> str:
        """What to call it in a message."""
        return (self.docname or self.file or self.url) + (f"#{self.fragment}" if self.fragment else "")


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
    drafts: Mapping[str, str]
    """The draft that each file would hold if it were published, by file."""


def find_target(text: str, places: Places, *, docname: str = "") -> Target:
    """Return what *text* names: an address from the root of the site, a source file, or ``https://...``.

    :param docname: the page that names it, from whose directory the names of source files are resolved.
    :raises DraftError: if it is a page that is not published.
    :raises TargetError: if nothing answers there.
    """
    if not text.strip():
        raise TargetError("it is empty; write /new-url/ or https://...")
    path, _, fragment = text.partition("#")
    # The name of a page may look like a scheme: "talk: intro.md".
    source = _source_name(path, docname) if path.endswith(SOURCE_SUFFIXES) else ""
    if source and source in places.pages.values():
        return Target(source, encode_fragment(fragment))
    if url := external_url(text):
        return Target(url=url)
    if not path:
        raise TargetError("it names no page; write /new-url/#place")
    if source:
        # What is published as it is may have the name of a source file.
        if (file := unquote(path).lstrip("/")) in places.files:
            return Target(file=file)
        if source in places.drafts.values():
            raise DraftError(source)
        raise TargetError(f"there is no page {shorten(source)}")
    wanted = target_path(path)
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
    for file in (wanted, *files):
        if file in places.files:
            return Target(file=file)
    for file in files:
        if file in places.other_forms:
            return Target(places.other_forms[file], encode_fragment(fragment))
    for file in files:
        if file in places.drafts:
            raise DraftError(places.drafts[file])
    if wanted.startswith("_") and not wanted.endswith("/"):
        # What Sphinx copies is known when it has.
        return Target(file=wanted)
    raise TargetError("there is no page, no file and no redirect at this URL")


def _source_name(path: str, docname: str) -> str:
    """Return the docname of a page by the name of its file, as MyST's links have it."""
    start = "" if path.startswith("/") else posixpath.dirname(docname)
    name = posixpath.normpath(posixpath.join(start, unquote(path).lstrip("/")))
    return name.removesuffix(next(suffix for suffix in SOURCE_SUFFIXES if name.endswith(suffix)))


def follow_pages(first: Mapping[str, Target]) -> tuple[dict[str, Target], list[list[str]]]:
    """Return where pages lead in the end, over others of them, and every circle among them.

    A page in a circle leads nowhere, and others that lead to it end there.

    :param first: where each of the pages leads, by docname.
    """
    ends: dict[str, Target] = {}
    circles: list[list[str]] = []
    in_circle: set[str] = set()
    for start in first:
        path: dict[str, None] = {}
        docname = start
        while docname in first and docname not in ends and docname not in in_circle and docname not in path:
            path[docname] = None
            docname = first[docname].docname
        names = list(path)
        if docname in path:
            circles.append(names[names.index(docname) :])
            in_circle.update(circles[-1])
        for name in reversed(names):
            if name not in in_circle:
                ends[name] = ends.get(first[name].docname, first[name])
    return ends, circles
