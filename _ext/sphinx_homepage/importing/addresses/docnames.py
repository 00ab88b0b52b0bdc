"""Where the pages of the old site are in the new one.  Pure."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ...core.addresses import UnsafeAddressError, check_name, comparable
from ..jekyll.permalinks import slugify

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from ..jekyll.site import OldPage

# Names that Sphinx, its output or this site use for something else.
_RESERVED = frozenset({"search", "genindex", "py-modindex", "readme", "import-report"})
_RESERVED_TOPS = frozenset({"public", "vendor", "_build", "_static", "_images", "_downloads", "_sources"})
# In a listing, a docname with it would be the name of a file.
_SUFFIX = re.compile(r"(?<=[^/])(?:\.(?:md|rst))+$")
# A directory for each month is as deep as somebody would want to write in.
_DEEPEST = 4


def assign_docnames(pages: Sequence[OldPage], files: Container[str] = ()) -> dict[str, str]:
    """Return the docname of each page, by its source.

    A page is where the builder ``dirhtml`` serves it at its old address.  Documents whose addresses do not
    begin with one directory (``/2019/03/01/x/``, ``/x/``) are in a directory named like their collection.
    Beside a file ``x/index.html``, the page that was ``x.html`` has another name, so that both stay.

    :param pages: all pages of the new site; of two that claim one address, the last has it, as in Jekyll.
    :param files: where files that are no pages were served.
    """
    tops = {
        label: _top(label, [page for page in pages if page.kind == label])
        for label in {p.kind for p in pages}
    }
    # The last page that claims an address has it; /contact/ is that of contact, and not /contact.html.  Where
    # case does not count, /INDEX/ is the home page, too.
    ranked = sorted(
        pages, key=lambda page: (page.output == "index.html", page.output.endswith("/index.html"))
    )
    ranked.reverse()
    # Where a page is elsewhere, and only has the address, no other may have that name: it would be served.
    owners: dict[str, str] = {}
    for page in ranked:
        if page.output:
            owners.setdefault(comparable(_name_at_address(page)), page.source)
    shared = {
        _parent(name)
        for page in pages
        if page.kind != "pages" and (name := _name_at_address(page)).startswith(f"{tops[page.kind]}/")
    }
    taken: set[str] = set()
    found: dict[str, str] = {}
    for page in ranked:
        for candidate in _candidates(page, tops[page.kind], shared):
            key = comparable(candidate)
            is_free = key not in taken and owners.get(key, page.source) == page.source
            if is_free and f"{candidate}/index.html" not in files and _is_possible(candidate):
                taken.add(key)
                found[page.source] = candidate
                break
    return found


def docname_of_output(output: str) -> str:
    """Return the docname that ``dirhtml`` serves at the address of a file: ``cv/index.html`` is ``cv``."""
    name = re.sub(r"\.html?$", "", output)
    return name.removesuffix("/index") or "index"


def _name_at_address(page: OldPage) -> str:
    return _SUFFIX.sub("", docname_of_output(page.output)) if page.output else ""


def _parent(name: str) -> str:
    return name.rpartition("/")[0]


def _candidates(page: OldPage, top: str, shared: Container[str]) -> Iterator[str]:
    """Yield the names that a page may have, the best one first.

    :param top: the directory of its collection.
    :param shared: the directories of documents: lists show all pages in them.
    """
    path = PurePosixPath(page.source)
    # All of such pages have the name index; such a document of a collection is the page of its directory.
    is_index = page.kind == "pages" and path.stem == "index" and path.parent.name
    stem = path.parent.name if is_index else path.stem
    wanted = _name_at_address(page)
    base = f"{top}/{_tidy(stem)}" if page.kind != "pages" else _tidy(stem)
    if page.kind == "pages":
        is_there = _parent(wanted) not in shared
    else:
        is_there = wanted == "index" or wanted.startswith(f"{top}/")
    names = [wanted, base] if is_there else [base, wanted]
    if "_drafts/" in page.source and not page.output:
        names = [f"_drafts/{_tidy(stem)}"]
    names += [f"{base}-{number}" for number in range(2, 1000)]
    # Sphinx finds no file with a name in another form.
    return (unicodedata.normalize("NFC", name) for name in names if name)


def _top(label: str, pages: Sequence[OldPage]) -> str:
    """Return the directory of a collection: that of most addresses, or else the name of the collection."""
    name = label.strip("_.") or "pages"
    tops = Counter(
        parts[0]
        for page in pages
        if page.output and len(parts := docname_of_output(page.output).split("/")) in range(2, _DEEPEST + 1)
    )
    for top, count in tops.most_common(1):
        if count * 2 > len(pages) and not top.isdecimal() and _is_possible(f"{top}/x"):
            return top
    return name


def _tidy(stem: str) -> str:
    return _SUFFIX.sub("", slugify(stem, "pretty", cased=True)).strip("._-") or "page"


def _is_possible(name: str) -> bool:
    parts = name.split("/")
    if len(parts) > _DEEPEST + 1 or parts[0].lower() in _RESERVED_TOPS or name.lower() in _RESERVED:
        return False
    try:
        for part in parts:
            check_name(part)
    except UnsafeAddressError:
        return False
    if parts[-1].lower() == "index" and name != "index":
        # Sphinx serves it at the address of the directory; where case does not count, INDEX is the home page.
        return False
    if any(part.lower().endswith((".html", ".htm")) for part in parts):
        # A directory of this name would be where the file of another page is.
        return False
    hidden = parts if parts[0] != "_drafts" else parts[1:]
    return not any(
        part.startswith((".", "_")) or re.search(r"[\x00-\x1f\x7f\\*?\[\]{}<>:\"|#%]", part)
        for part in hidden
    )
