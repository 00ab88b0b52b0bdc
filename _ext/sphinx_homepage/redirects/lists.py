"""Lists of all redirects, for hosts and tools that read them.  Pure.

``redirects.json``
    As jekyll-redirect-from writes it: a mapping of each old address to its target.
``_redirects``
    For Netlify and Cloudflare Pages: an old path, its target and the status, a line each
    (https://docs.netlify.com/manage/routing/redirects/overview/,
    https://developers.cloudflare.com/pages/configuration/redirects/).
``readthedocs-redirects.json``
    For Read the Docs' API, one object a redirect
    (https://docs.readthedocs.com/platform/stable/api/v3.html#redirect-create).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from ..core.addresses import comparable, file_address, folder_url

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

READTHEDOCS_LIMIT = 100
"""How many redirects a project has at most on Read the Docs."""
CLOUDFLARE_LIMIT = 2000
"""How many redirects Cloudflare Pages reads at most."""
_COMMENT = "# Written by sphinx-homepage.\n"


class Move(NamedTuple):
    """An old address, and where it leads."""

    address: str
    """The address as people write it, from the root of the site."""
    link: str
    """Its target, encoded: an address on another site, or one relative to the root of this site."""
    files: list[str]
    """The files that answer it."""


def redirects_json(moves: Sequence[Move], base: str) -> str:
    """Return the mapping; with absolute targets if *base*, the address of the site, is known."""
    places = {link: urljoin(base or "/", _plain(link)) for link in {move.link for move in moves}}
    return _mapping_json({move.address: places[move.link] for move in moves})


def _mapping_json(targets: Mapping[str, str]) -> str:
    lines = (
        f"{json.dumps(old, ensure_ascii=False)}:{json.dumps(targets[old], ensure_ascii=False)}"
        for old in sorted(targets)
    )
    # A line each, as far as a person looks into it; json's own way to lines is slow.
    return "{" + ",\n".join(lines) + "}\n"


def redirects_file(moves: Sequence[Move], base: str) -> str:
    """Return the lines, in every form of each address, without the addresses that hosts mend themselves."""
    lines: dict[str, str] = {}
    for move in moves:
        target = urljoin("/", _plain(move.link))
        for address in (move.address, *map(file_address, move.files)):
            source = quote(address, safe="/%~:@!$&'()*+,;=")
            # Netlify takes /x, /x/ and /X for the same, and Cloudflare Pages /x.html as well: the page itself
            # is never led to itself.
            if _bare(source) != _bare(target.partition("#")[0]):
                lines.setdefault(source, f"{source} {target} 301\n")
    return "".join([_COMMENT, *lines.values()])


def readthedocs_json(moves: Sequence[Move], base: str) -> str:
    """Return the objects that Read the Docs' API takes: redirects within whatever version is served."""
    redirects = [
        {
            "from_url": quote(move.address, safe="/%~:@!$&'()*+,;="),
            "to_url": urljoin("/", _plain(move.link)),
            "type": "page",
            "http_status": 301,
            # There is a page at the address that leads on by itself.
            "force": True,
        }
        for move in moves
    ]
    return _objects_json(redirects)


def _objects_json(redirects: Sequence[object]) -> str:
    return json.dumps(redirects, ensure_ascii=False, indent=1) + "\n"


def _bare(path: str) -> str:
    return comparable(path).rstrip("/").removesuffix(".html")


def _plain(link: str) -> str:
    """Return a link from the root's index page as the address that people share: a folder, for its index."""
    path, hash_, fragment = link.removeprefix("./").partition("#")
    return (path if urlsplit(path).scheme else folder_url(path)) + hash_ + fragment


REDIRECTS_JSON, REDIRECTS, READTHEDOCS = "redirects.json", "_redirects", "readthedocs-redirects.json"
FORMATS: dict[str, Callable[[Sequence[Move], str], str]] = {
    REDIRECTS_JSON: redirects_json,
    REDIRECTS: redirects_file,
    READTHEDOCS: readthedocs_json,
}
"""The lists by the names of their files."""


def is_list(name: str, data: bytes) -> bool:
    """Return whether *data* has the form that the list *name* has here, down to its spaces."""
    try:
        text = data.decode()
        if name == REDIRECTS:
            return text.startswith(_COMMENT)
        form = _mapping_json if name == REDIRECTS_JSON else _objects_json
        return form(json.loads(text)) == text
    except (ValueError, TypeError, RecursionError):
        return False
