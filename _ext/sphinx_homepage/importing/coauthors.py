"""Links on names of authors in front matter, which become records of conf.py: each name once.  Pure."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from ..core.web_urls import InvalidURLError, has_scheme, web_url
from ..pages.front_matter import plain_text
from ..works.people import KnownPeople, person_of
from .permalinks import slugify

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_LINKED_NAME = re.compile(
    r"<a\b([^<>]*+)>((?:(?!<a\b).)*?)</a\s*>|(?<!!)\[([^\[\]]++)\]\(([^\s()]*)\)", re.IGNORECASE | re.DOTALL
)
_ADDRESS = re.compile(r"""\bhref\s*=\s*["']?([^"'\s]*)""", re.IGNORECASE)


def unlinked(value: object) -> tuple[object, list[tuple[str, str]]]:
    """Return a value of front matter without links, and the words of each that it had, with its address.

    :param value: text, or a list of texts or of mappings with ``name`` and ``url``, which stay as they are.
    """
    found: list[tuple[str, str]] = []

    def name(link: re.Match[str]) -> str:
        shown = link[2] or link[3] or ""
        address = _ADDRESS.search(link[1] or "")
        url = html.unescape(address[1]) if address else link[4] or ""
        found.append((plain_text(shown.replace("*", "")), url))
        return shown

    items = value if isinstance(value, list) else [value]
    names = [_LINKED_NAME.sub(name, item) if isinstance(item, str) else item for item in items]
    for item in items:
        if isinstance(item, dict) and (address := item.get("url") or item.get("website")):
            found.append((plain_text(str(item.get("name") or "")), str(address)))
    return names if isinstance(value, list) else names[0], [link for link in found if all(link)]


def add_coauthors(
    people: dict[str, dict[str, Any]], owner: str, links: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    """Add those whose names were links to the records of *people*, and yield what needs a look.

    The owner's own name stands on the owner's own site.

    :param people: the records of ``author_profiles``, by their keys.
    :param links: the addresses to which each name led.
    """
    owners = KnownPeople([((owner,), owner)])
    known = {record["name"].casefold(): record for record in people.values()}
    for name, addresses in links.items():
        if owners.find(person_of(name)):
            continue
        urls = list(filter(_is_url, dict.fromkeys(addresses)))
        for address in sorted(set(addresses).difference(urls)):
            yield f"the link on the name {name} was not taken: author_profiles cannot have {address}"
        if not urls:
            continue
        record = known.get(name.casefold())
        if record is None:
            key = slugify(name, "latin")
            while key in ("", *people):
                key += "-"
            record = known[name.casefold()] = people[key] = {"name": name}
        url = record.setdefault("website", urls[0])
        if others := [other for other in urls if other != url]:
            yield f"the name {name} led to {', '.join(others)} as well; author_profiles has {url}"


def _is_url(address: str) -> bool:
    try:
        return has_scheme(address) and bool(web_url(address))
    except InvalidURLError:
        return False
