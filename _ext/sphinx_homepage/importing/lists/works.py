"""The works of a site, as lists and listings show them."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...core.dates import parse_date
from ...pages.front_matter import LINK_KEYS
from ...pages.text_in_markup import plain_text
from ...works.listing.query import is_field
from ..jekyll.site import words_of
from ..jekyll.yaml import as_date
from ..settings.coauthors import unlinked
from ..settings.layout_extras import is_own_key, unshown_values
from .summaries import beginning_of, links_in_prose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..site_in_making import MadePage, SiteInMaking

# "<https://example.org/>": to readers, the address is a word.
_AUTOLINK = re.compile(r"<(https?://[^<>\s]+)>")
_SHOWN = ("venue", "location", "type", "authors", "excerpt", "description", "citation", *LINK_KEYS)
_SHOWN_ON_CARDS = ("excerpt", "description", "kind", "type", "year")
# In characters: a longer value is no date, and takes time to be read as one.
_LONGEST_DATE = 40


@dataclass(frozen=True)
class Work:
    """A page of the new site as listings see it."""

    docname: str
    title: str
    date: str = ""
    """As ``2019-03-01``; empty if it is not known."""
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    """Its words for ``category``, ``tag``, ``venue``, ``type``, ``year``, and for other keys of its own."""
    shown: str = ""
    """All that a listing shows of it, and the links of what it shows as plain text."""
    on_card: str = ""
    """All that a card shows of it."""
    shown_date: str = ""
    """The ways in which its date may be written."""
    beginning: str = ""
    """The beginning of its text, if it has no summary: templates show it."""
    source: str = ""
    """Its text and front matter, of which templates may show something else, if it has no summary."""
    text: str = ""
    """Its text, which its own page shows."""
    values: tuple[tuple[str, str], ...] = ()
    """Keys of its front matter that only templates show, and the texts of each."""
    dates: tuple[tuple[str, datetime.date], ...] = ()
    """Those of which the value is a date."""

    @property
    def top(self) -> str:
        """Return the first directory of its path; empty at the root."""
        return self.docname.partition("/")[0] if "/" in self.docname else ""

    def has(self, name: str, word: str) -> bool:
        """Return whether a word is one of a field."""
        return word.casefold() in (other.casefold() for other in self.fields.get(name, ()))


def note_works(site: SiteInMaking, pages: Iterable[MadePage]) -> None:
    """Note what listings can show, by their numbers: all pages that were published, and the examples."""
    separator = site.old.config.excerpt_separator
    for page in pages:
        number = site.numbers.get(page.old.source)
        if number is None:
            # A home page that was none.
            continue
        if page.is_demo:
            site.examples[number] = _work(page, separator)
        elif page.old.output:
            site.works[number] = _work(page, separator)


def works_of_directories(site: SiteInMaking) -> dict[str, list[Work]]:
    """Return the works in each directory of the root, with all below it, and those in the root itself."""
    found: dict[str, list[Work]] = {}
    for work in site.works.values():
        found.setdefault(work.top, []).append(work)
    return found


def _work(page: MadePage, separator: str) -> Work:
    """Return what listings can show of a page.

    :param separator: what ends the beginning of a text, unless its front matter says otherwise.
    """
    matter = page.old.matter
    year = str(matter.get("year") or "")
    date = page.old.date.strftime("%Y-%m-%d") if page.old.date else str(parse_date(year) or "")
    shown_date = page.old.date.strftime("%Y %B %d %-d %b %m") if page.old.date else ""
    shown_date = f"{shown_date} {year}".strip()
    beginning = source = ""
    body = _AUTOLINK.sub(r"\1", page.old.body)
    if not (matter.get("excerpt") or matter.get("description")):
        beginning = beginning_of(body, str(matter.get("excerpt_separator") or separator))
        texts = "\n".join(value for value in matter.values() if isinstance(value, str))
        source = f"{body}\n{texts}"
    shown = [page.old.title, shown_date, beginning, links_in_prose(page.old.body)]
    shown += [str(matter.get(key) or "") for key in _SHOWN]
    on_card = [page.old.title, beginning, shown_date if page.old.kind == "posts" else date[:4]]
    on_card += [str(unlinked(str(matter.get(key) or ""))[0]) for key in _SHOWN_ON_CARDS]
    return Work(
        docname=page.docname,
        title=page.old.title or page.docname,
        date=date,
        fields={**_own_words(page.old.own), **_fields(matter, year or date[:4])},
        shown=" ".join(shown),
        on_card=" ".join(on_card),
        shown_date=shown_date,
        beginning=beginning,
        source=source,
        text=page.old.body,
        values=tuple(unshown_values(page.old.own)),
        dates=tuple(_other_dates(page.old.own)),
    )


def _other_dates(own: Mapping[str, Any]) -> Iterator[tuple[str, datetime.date]]:
    """Yield the keys that only templates show, and whose values are dates."""
    for key, value in own.items():
        is_short = not isinstance(value, str) or len(value) <= _LONGEST_DATE
        if is_short and is_own_key(key) and (date := as_date(value)):
            yield key, date


def _own_words(own: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return what keys of its own say, by which a listing may choose."""
    found = {}
    for key, value in own.items():
        values = value if isinstance(value, list) else [value]
        if not is_field(key) and all(isinstance(one, str | bool | int | datetime.date) for one in values):
            texts = map(_word, values)
            found[key] = tuple(text for text in texts if text.casefold() not in ("", "false", "no"))
    return found


def _word(value: object) -> str:
    """Return a value as a listing compares it."""
    if isinstance(value, datetime.date):
        return f"{value:%Y-%m-%d}"
    return str(value).lower() if isinstance(value, bool) else " ".join(str(value).split())


def _fields(matter: Mapping[str, Any], year: str) -> dict[str, tuple[str, ...]]:
    """Return the words by which listings group works and choose among them."""
    fields = {
        "category": tuple(words_of(matter, "category", "categories")),
        "tag": tuple(words_of(matter, "tag", "tags")),
        "year": (year,) if year else (),
    }
    for key in ("venue", "type"):
        value = matter.get(key)
        fields[key] = (plain_text(str(value)),) if value and not isinstance(value, dict | list) else ()
    return fields
