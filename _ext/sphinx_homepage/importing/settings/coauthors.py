"""Links on names of authors in front matter, which become records of conf.py: each name once.  Pure."""

from __future__ import annotations

import html
import re
from itertools import chain, count
from typing import TYPE_CHECKING, Any

from ...core.values import from_python
from ...core.web_urls import has_scheme
from ...pages.text_in_markup import plain_text
from ...profile.model import canonical_key, parse_author
from ...works.people import KnownPeople, person_of
from ..jekyll.permalinks import slugify

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

_LINKED_NAME = re.compile(
    r"<a\b([^<>]*+)>((?:(?!<a\b).)*?)</a\s*>|(?<!!)\[([^\[\]]++)\]\(([^\s()]*)\)", re.IGNORECASE | re.DOTALL
)
# Behind a key: equal contributions, and the like.
_MARKS = "*†‡§"
_ADDRESS = re.compile(r"""\bhref\s*=\s*(?:"\s*([^"\s]*)|'\s*([^'\s]*)|([^"'\s]+))""", re.IGNORECASE)


def with_names(authors: object, people: object) -> object:
    """Return authors of front matter with the linked name of each who is a key there: ``ada*``.

    :param authors: text, or a list of texts, of which those that are no keys stay as they are.
    :param people: ``_data/authors.yml``.
    """
    if not isinstance(people, dict):
        return authors
    if isinstance(authors, list):
        return [with_names(author, people) for author in authors]
    key = authors.rstrip(_MARKS) if isinstance(authors, str) else ""
    person = people.get(key)
    name = plain_text(str(person.get("name") or "")) if isinstance(person, dict) else ""
    if not isinstance(authors, str) or not isinstance(person, dict) or not name:
        return authors
    urls = (str(value) for key, value in person.items() if value and canonical_key(str(key)) == "website")
    url = next(urls, "")
    shown = f'<a href="{html.escape(url)}">{html.escape(name, quote=False)}</a>' if url else name
    return shown + authors[len(key) :]


def unlinked(value: object) -> tuple[object, list[tuple[str, str]]]:
    """Return a value of front matter without links, and the words of each that it had, with its address.

    :param value: text, or a list of texts or of mappings with ``name`` and ``url``, which stay as they are.
    """
    found: list[tuple[str, str]] = []

    def name(link: re.Match[str]) -> str:
        shown = link[2] or link[3] or ""
        address = _ADDRESS.search(link[1] or "")
        url = next(filter(None, address.groups()), "") if address else link[4] or ""
        found.append((plain_text(shown.replace("*", "")), html.unescape(url)))
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
        urls = [address for address in dict.fromkeys(addresses) if _is_link(name, address)]
        for address in sorted(set(addresses).difference(urls)):
            yield f"the link on the name {name} was not taken: author_profiles cannot have {address}"
        if not urls:
            continue
        record = known.get(name.casefold())
        if record is None:
            record = known[name.casefold()] = people[new_key(name, people)] = {"name": name}
        url = record.setdefault("website", urls[0])
        if others := [other for other in urls if other != url]:
            yield f"the name {name} led to {', '.join(others)} as well; author_profiles has {url}"


def new_key(name: str, taken: Container[str]) -> str:
    """Return a new key, in Latin letters if the name is."""
    key = slugify(name, "latin") or slugify(name) or "author"
    return next(
        each for each in chain([key], (f"{key}-{number}" for number in count(2))) if each not in taken
    )


def _is_link(name: str, address: str) -> bool:
    """Return whether a record can have the name and the address."""
    _profile, problems = parse_author(from_python({"name": name, "website": address}))
    return has_scheme(address) and not problems
