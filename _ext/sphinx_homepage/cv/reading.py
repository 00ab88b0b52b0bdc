"""What the readers of both formats share: texts, URLs and dates, and the problems with them.  Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.dates import FORMS, Date, parse_date
from ..core.problems import Problem, Subtype, did_you_mean, shorten
from ..core.values import Value
from ..core.web_urls import InvalidURLError, link_url, web_url
from ..profile.model import email_url
from ..profile.networks import find_network, network_url
from .markdown import parse_blocks, parse_inline
from .model import Blocks, Period, Profile, linked

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection, Iterator, Mapping

    from ..works.text import Text

Fields = dict[str, Value]
"""The fields of a mapping that are not empty."""

_PRESENT = frozenset({"present", "now", "current", "ongoing", "today"})
# Networks whose links are not among those of the author record.
_OTHER_NETWORKS = {
    "imdb": ("IMDb", "https://www.imdb.com/name/{}"),
    "leetcode": ("LeetCode", "https://leetcode.com/u/{}"),
    "reddit": ("Reddit", "https://www.reddit.com/user/{}"),
}
# A phone number, and nothing else.
_PHONE = re.compile(r"(?:tel:)?\+?[\d\s()./-]{6,30}")


class Reader:
    """Reads values, and collects what is wrong with them."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def problem(self, message: str, place: Value | int | None) -> None:
        """Add a problem at a value, or in a line."""
        line = place.line if isinstance(place, Value) else place
        self.problems.append(Problem(message, line, Subtype.CV))

    def fields(self, value: Value, known: Collection[str], what: str) -> Fields:
        """Return the fields of a mapping that are known and not empty.

        :param what: what it is, for messages: ``an entry``.
        """
        if not isinstance(value.data, dict):
            self.problem(f"{what} is a mapping of fields; this is {value.described()}", value)
            return {}
        for key, item in value.data.items():
            if key not in known and not is_empty(item):
                hint = did_you_mean(key, known) or f"; it is one of {', '.join(sorted(known))}"
                self.problem(f"{what} has no field {shorten(key)}{hint}", item)
        return {key: item for key, item in value.data.items() if key in known and not is_empty(item)}

    def string(self, key: str, item: Value | None) -> str:
        """Return the text of a field as it is written; empty if there is none."""
        if item is None or is_empty(item):
            return ""
        if isinstance(item.data, list | dict):
            self.problem(f"{key} is a text; this is {item.described()}", item)
            return ""
        return str(item.data).strip() if item.raw is None else item.raw

    def strings(self, key: str, item: Value | None) -> list[tuple[str, Value]]:
        """Return the texts of a list, or the one text that stands in its place, with their values."""
        if item is None or is_empty(item):
            return []
        entries = item.data if isinstance(item.data, list) else [item]
        return [(text, entry) for entry in entries if (text := self.string(key, entry))]

    def text(self, key: str, item: Value | None) -> Text:
        """Return a text in Markdown on one line."""
        found, problems = parse_inline(self.string(key, item))
        self._add(key, problems, item)
        return found

    def texts(self, key: str, item: Value | None) -> tuple[Text, ...]:
        """Return the texts of a list, each on one line."""
        return tuple(self.text(key, entry) for _text, entry in self.strings(key, item))

    def blocks(self, key: str, item: Value | None) -> Blocks:
        """Return a text in Markdown of several paragraphs; of a list of them, one behind the other."""
        found: Blocks = ()
        for text, entry in self.strings(key, item):
            blocks, problems = parse_blocks(text)
            self._add(key, problems, entry)
            found += blocks
        return found

    def _add(self, key: str, problems: list[str], item: Value | None) -> None:
        for problem in problems:
            self.problem(f"{key}: {problem}", item)

    def link(self, text: Text, key: str, fields: Mapping[str, Value]) -> Text:
        """Return *text* as a link to the URL that the field *key* holds, if there is one."""
        return linked(text, self.url(key, fields.get(key)))

    def url(self, key: str, item: Value | None) -> str:
        """Return a URL of this site or of another one."""
        written = self.string(key, item)
        is_bare = re.match(r"(?:[\w-]+\.)+[a-z]{2,}(?:/|$)", written)
        try:
            return (web_url(written) if is_bare else link_url(written)) if written else ""
        except InvalidURLError as error:
            self.problem(f"{key}: {shorten(written)}: {error}", item)
            return ""

    def website(self, key: str, item: Value | None) -> tuple[str, ...]:
        """Return the URLs of one website or several."""
        return tuple(url for _text, entry in self.strings(key, item) if (url := self.url(key, entry)))

    def emails(self, key: str, item: Value | None) -> tuple[str, ...]:
        """Return one e-mail address or several."""
        found = []
        for text, entry in self.strings(key, item):
            try:
                found.append(email_url(text).removeprefix("mailto:"))
            except InvalidURLError as error:
                self.problem(f"{key}: {shorten(text)}: {error}", entry)
        return tuple(found)

    def profile(self, network: str, username: str, url: str, item: Value) -> Profile | None:
        """Return somebody's page on a network; ``None``, with a problem, if it is not known where that is."""
        if not network:
            return Profile("", username or url, url) if username or url else None
        known = find_network(network.replace(" ", "")) or find_network(network.replace(" ", "_"))
        if url:
            return Profile(known.label if known else network, username, url)
        if other := _OTHER_NETWORKS.get(network.lower()):
            return Profile(other[0], username, other[1].format(username))
        if known is None or known.dead:
            message = f"the network {shorten(network)} is not known; give its URL, as a custom connection"
            self.problem(message, item)
            return None
        try:
            return Profile(known.label, username, network_url(known, username))
        except InvalidURLError as error:
            self.problem(f"{network}: {shorten(username)}: {error}", item)
            return None

    # --- Dates --------------------------------------------------------------------------------------------

    def period(self, date: Value | None, start: Value | None, end: Value | None) -> Period:
        """Return when something was.

        As in RenderCV, a date counts before a range, and what has begun and has no end is ongoing.
        """
        if date is not None:
            written = self.string("date", date)
            found = parse_date(written)
            return Period(end=found) if found else Period(text=written)
        is_ongoing = (start is not None and end is None) or self._is_present(end)
        begun = self._date("start", start)
        ended = None if is_ongoing else self._date("end", end)
        if (start is not None and begun is None) or (end is not None and ended is None and not is_ongoing):
            # What is written is shown.
            return Period(
                text=" – ".join(filter(None, (self.string("start", start), self.string("end", end))))
            )
        if begun and ended and begun.first_day > _last_day(ended):
            self.problem(f"it ends ({ended}) before it begins ({begun})", end)
        return Period(begun, ended, is_ongoing)

    def _is_present(self, item: Value | None) -> bool:
        return item is not None and self.string("date", item).lower() in _PRESENT

    def _date(self, which: str, item: Value | None) -> Date | None:
        written = self.string(which, item)
        found = parse_date(written) if written else None
        if written and found is None:
            self.problem(f"the {which} {shorten(written)} is no date; write {FORMS}", item)
        return found


def is_empty(item: Value) -> bool:
    """Return whether a field holds nothing."""
    return item.data is None or item.data in ("", [], {})


def is_phone(text: str) -> bool:
    """Return whether a text is a phone number."""
    return _PHONE.fullmatch(text.strip()) is not None and sum(map(str.isdigit, text)) >= 6


def mappings(reader: Reader, what: str, value: Value | None) -> Iterator[Value]:
    """Yield the entries of a list, and a problem if it is none."""
    if value is None or is_empty(value):
        return
    if not isinstance(value.data, list):
        reader.problem(f"{what} is a list; this is {value.described()}", value)
        return
    yield from (item for item in value.data if not is_empty(item))


def _last_day(date: Date) -> datetime.date:
    # The 28th is in every month.
    return Date(date.year, date.month or 12, date.day or 28).first_day
