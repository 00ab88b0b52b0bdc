"""Links in front matter under other names than ours: ``biburl``, ``paper_url``, a file as ``bibtex``.

Pure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from ...pages.front_matter import OUR_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SUFFIX = re.compile(r"(?:url|link|page|file|path)$")
# What is left of a key without "url" and the like, and our key for it.
_KEYS = {
    "arxiv": "arxiv", "bib": "bibtexurl", "bibtex": "bibtexurl", "code": "codeurl", "doi": "doi",
    "paper": "paperurl", "pdf": "pdf", "poster": "poster", "project": "website", "redirect": "link",
    "repo": "codeurl", "repository": "codeurl", "slide": "slidesurl", "slides": "slidesurl",
    "video": "video", "website": "website",
}  # fmt: skip
_ADDRESS = re.compile(r"https?://[^\s<>\"']+|/(?!/)[^\s<>\"']+", re.IGNORECASE)


class RenamedKey(NamedTuple):
    """A key that has one of our names now."""

    old: str
    new: str
    value: str


def renamed_links(own: Mapping[str, Any], files: Mapping[str, str]) -> Iterator[RenamedKey]:
    """Yield the keys of front matter that hold links, and are no keys of ours.

    :param files: the files of the old site, by their paths.
    """
    taken = set(own)
    for key, value in own.items():
        if not isinstance(value, str):
            continue
        if key == "permalink":
            # A page cannot be on another site: it is where the title was to lead.
            new, address = "link", value.strip() if "://" in value else ""
        elif key == "bibtex":
            new, address = "bibtexurl", _file(value.strip(), files)
        elif key not in OUR_KEYS:
            new = _KEYS.get(_SUFFIX.sub("", re.sub(r"[_-]", "", key.lower())), "")
            address = value.strip()
        else:
            continue
        if new == "website" and "://" not in address:
            # A page of this site, which is no website of its own.
            continue
        if new and new not in taken and _ADDRESS.fullmatch(address):
            taken.add(new)
            yield RenamedKey(key, new, address)


def _file(written: str, files: Mapping[str, str]) -> str:
    """Return the address of a BibTeX file that front matter names, perhaps without its directory."""
    if not written.endswith(".bib"):
        return ""
    found = [path for path in files if f"/{path}".endswith(f"/{written.lstrip('/')}")]
    return f"/{found[0]}" if len(found) == 1 else ""
