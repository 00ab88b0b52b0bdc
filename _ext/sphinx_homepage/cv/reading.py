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
from .model import Blocks, Period, Profile, block_texts, has_number, linked

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from ..works.text import Text
    from .model import Entry

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
_PHONE = re.compile(r"(?:tel:)?\+?[\d\s()./\u2010-\u2015-]{6,30}")
# What may be a phone number within a text.  E.164 allows 15 digits; an ORCID has 16.
_NUMBERS = re.compile(r"(?<!\w)\+?\(?\d(?:[\s()./\u2010-\u2015-]*+\d)*+(?!(?!x\d|ext)\w)")
# What is meant as a date, and not as words such as "Fall 2019".
_LIKE_DATE = re.compile(r"\d{4}[-/.]\d{1,2}([-/.]\d{1,2}(T.*)?)?")
# The URL of another site without https://, and no file of this one.
_BARE = re.compile(
    r"(?:[\w-]+\.)+(?!(?:bib|docx?|html?|ipynb|jpe?g|json|md|pdf|png|pptx?|rst|svg|txt|ya?ml|zip)$)"
    r"[a-z]{2,}(?:/|$)"
)
_FEWEST, _MOST = 7, 15
_PHONE_URL = re.compile(
    r"(?:tel|sms|callto|facetime|viber|whatsapp):"
    r"|https?://(?:[\w-]+\.)*(?:wa\.me|signal\.me|whatsapp\.com)/.*\d{7}"
    r"|.*(?:\+|%2B)\d{7,15}(?!\w)",
    re.IGNORECASE,
)
# Where people are named by their number.
_WHATSAPP = "whatsapp"
_MESSENGERS = frozenset({"telegram"})


class Reader:
    """Reads values, and collects what is wrong with them."""

    def __init__(self, published: frozenset[str] = frozenset()) -> None:
        """Take what of ``phone`` and ``address`` is not private."""
        self._published = published
        self.problems: list[Problem] = []
        self.links: list[tuple[str, int]] = []
        """Where links lead, and their lines."""

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
        self._add(key, problems, item, (found,))
        return found

    def texts(self, key: str, item: Value | None) -> tuple[Text, ...]:
        """Return the texts of a list, each on one line."""
        return tuple(self.text(key, entry) for _text, entry in self.strings(key, item))

    def blocks(self, key: str, item: Value | None) -> Blocks:
        """Return a text in Markdown of several paragraphs; of a list of them, one behind the other."""
        found: Blocks = ()
        for text, entry in self.strings(key, item):
            blocks, problems = parse_blocks(text)
            self._add(key, problems, entry, blocks)
            found += blocks
        return found

    def _add(self, key: str, problems: list[str], item: Value | None, blocks: Blocks) -> None:
        for problem in problems:
            self.problem(f"{key}: {problem}", item)
        for text in block_texts(blocks):
            self._note(item, *(segment.url for segment in text.segments if segment.url))

    def _note(self, item: Value | None, *urls: str) -> None:
        self.links += [(url, item.line) for url in urls if item and item.line]

    def link(self, text: Text, key: str, fields: Mapping[str, Value]) -> Text:
        """Return *text* as a link to the URL that the field *key* holds, if there is one."""
        return linked(text, self.url(key, fields.get(key)))

    def url(self, key: str, item: Value | None) -> str:
        """Return a URL of this site or of another one."""
        written = self.string(key, item)
        if not written or item is None:
            return ""
        try:
            if isinstance(item.data, bool):
                raise InvalidURLError(f"this is {item.described()}, and no URL")
            found = web_url(written) if _BARE.match(written) else link_url(written)
        except InvalidURLError as error:
            self.problem(f"{key}: {shorten(written)}: {error}", item)
            return ""
        self._note(item, found)
        return found

    def contact_url(self, key: str, item: Value | None) -> str:
        """Return where somebody is reached, which may be a number: ``tel:+442079460000``."""
        written = self.string(key, item)
        is_number = written.lower().startswith("tel:")
        return f"tel:{written[4:]}" if is_number else self.url(key, item)

    def website(self, key: str, item: Value | None) -> tuple[str, ...]:
        """Return the URLs of one website or several."""
        return tuple(
            url
            for _text, entry in self.strings(key, item)
            if (url := self.url(key, entry)) and not self._is_private(key, "", url, entry, [])
        )

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
        """Return somebody's page on a network.

        :returns: ``None`` if it has a phone number in it that is not published, or, with a problem, if it is
            not known where it is.
        """
        known = find_network(network.replace(" ", "")) or find_network(network.replace(" ", "_"))
        # The names of other networks' users are often numbers.
        is_number = known is not None and known.key not in _MESSENGERS
        texts = [text for text in (network, username) if text and not (is_number and "+" not in text)]
        if self._is_private(network or "a connection", username, url, item, texts):
            return None
        if not network:
            return Profile("", username or url, url) if username or url else None
        if _key(network) == _WHATSAPP:
            return Profile("WhatsApp", username, url)
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

    def _is_private(self, what: str, username: str, url: str, item: Value, texts: list[str]) -> bool:
        """Return whether it has a phone number, and none is published; a problem tells what may be one."""
        if "phone" in self._published:
            return False
        if _key(what) == _WHATSAPP or (is_phone(username) and username in texts) or _PHONE_URL.match(url):
            return True
        if not any(map(has_phone, texts)):
            return False
        message = "has what looks like a phone number, which is not published"
        self.problem(f"{what} {message}; remove it, or add ':publish: phone' to the directive", item)
        return True

    def place(self, key: str, item: Value | None) -> tuple[str, str]:
        """Return a place that is not private, and one that is: with a number in it, such as a street."""
        written = self.string(key, item)
        if not has_number(written):
            return written, ""
        if "address" not in self._published:
            message = f"{key} has a number in it, and a postal address is not published"
            hint = "write the town alone, or add ':publish: address' to the directive"
            self.problem(f"{message}; {hint}", item)
        return "", written

    # --- Dates --------------------------------------------------------------------------------------------

    def period(self, date: Value | None, start: Value | None, end: Value | None) -> Period:
        """Return when something was.

        As in RenderCV, a date counts before a range, and what has begun and has no end is ongoing.
        """
        if date is not None:
            written = self.string("date", date)
            found = parse_date(written)
            # Any other words, such as "now", are shown; this one is RenderCV's for the end of a range.
            if found is None and (_LIKE_DATE.fullmatch(written) or written.lower() == "present"):
                hint = f"write {FORMS}, or start_date for what goes on"
                self.problem(f"the date {shorten(written)} is no date; {hint}", date)
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
    return _PHONE.fullmatch(text.strip()) is not None and 6 <= sum(map(str.isdigit, text)) <= _MOST


def has_phone(text: str) -> bool:
    """Return whether something in a text may be a phone number."""
    digits = (sum(map(str.isdigit, number)) for number in _NUMBERS.findall(text))
    return any(_FEWEST <= count <= _MOST for count in digits)


def shown(entries: Iterable[Entry | None]) -> tuple[Entry, ...]:
    """Return the entries that have anything to show."""
    return tuple(entry for entry in entries if entry and (any(entry.texts) or entry.period or entry.doi))


def split_phones(profiles: Iterable[Profile]) -> tuple[tuple[str, ...], tuple[Profile, ...]]:
    """Return the phone numbers among somebody's pages, and the others."""
    phones, others = [], []
    for profile in profiles:
        is_tel = profile.url.startswith("tel:")
        if is_phone(profile.username) and (not profile.network or not profile.url):
            phones.append(profile.username)
        elif is_tel or (profile.network == "WhatsApp" and not profile.url):
            phones.append(profile.url if is_tel else profile.username)
        else:
            others.append(profile)
    return tuple(phone.removeprefix("tel:") for phone in phones), tuple(others)


def _key(network: str) -> str:
    return re.sub(r"[\s_-]", "", network).lower()


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
