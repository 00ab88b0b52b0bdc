"""Dates as people write them: a day, a month of a year, or a year alone.

Pure: needs Babel, which Sphinx brings, for the names of months in other languages.
"""

from __future__ import annotations

import datetime
import functools
import re
from dataclasses import dataclass
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton

FORMS = "2019-03-01, 2019-03, 2019 or 1 Mar 2019"
"""Forms of a date that are read, for messages."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
# A time of the day, and whatever follows it: seconds, a time zone.
_TIME = r"(?:[T ]\s*\d{1,2}:\d{2}.*)?"
_READ = tuple(
    re.compile(pattern, re.ASCII | re.IGNORECASE)
    for pattern in (
        rf"{_YEAR}(?:([-/])(?P<month>\d{{1,2}})(?:\2(?P<day>\d{{1,2}}){_TIME})?)?",
        rf"{_MONTH} {_DAY}(?:,| |, ) ?{_YEAR}{_TIME}",
        rf"{_DAY} {_MONTH},? {_YEAR}{_TIME}",
        rf"{_MONTH},? {_YEAR}",
    )
)
# Jekyll's name of a post: 2013-02-12-title.
_DAY_IN_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})(?!\d)")
_NAME = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})-.", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Date:
    """A date as exact as it is known.  Dates have an order, in which a year comes before its days."""

    year: int
    month: int = 0
    """From 1; 0 if it is not known."""
    day: int = 0
    """From 1; 0 if it is not known."""

    def __str__(self) -> str:
        """Return the date in ISO 8601: ``2019``, ``2019-03`` or ``2019-03-01``."""
        return f"{self.year:04d}" + "".join(f"-{part:02d}" for part in (self.month, self.day) if part)

    @property
    def first_day(self) -> datetime.date:
        """Return the first day that this may be."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    def in_words(self, language: str) -> str:
        """Return the date as it is written in *language* (``pt_BR``): ``12 February 2013``."""
        return _in_words(self, language, "long", "yMMMM")

    def in_short(self, language: str) -> str:
        """Return the date for a narrow column: ``12 Feb 2013``."""
        return _in_words(self, language, "medium", "yMMM")


def parse_date(written: str) -> Date | None:
    """Return the date that *written* is, or ``None`` if it is none.

    A time of the day is left out, and so is its time zone: the date is the one that is written.  Names of
    months are English.  A date such as 03/04/2019 is none, since it means two things.
    """
    text = " ".join(written.split())
    match = next(filter(None, (pattern.fullmatch(text) for pattern in _READ)), None)
    if match is None:
        return None
    parts = match.groupdict()
    name, month, day = parts.get("name"), parts.get("month"), parts.get("day")
    try:
        date = Date(
            int(parts["year"]),
            _MONTHS.index(name[:3].lower()) + 1 if name else int(month or 0),
            int(day or 0),
        )
        # A month or a day 0 that was written is none.
        datetime.date(date.year, int(month or date.month or 1), int(day or 1))
    except ValueError:
        return None
    return date


def date_in_name(docname: str) -> Date | None:
    """Return the date with which the name of a page begins, as Jekyll's posts have it, if there is one."""
    match = _NAME.match(docname.removesuffix("/index").rpartition("/")[2])
    return parse_date(match[1]) if match else None


def wrong_day_in_name(docname: str) -> str:
    """Return the day with which the name of a page begins, if there is no such day; empty otherwise."""
    match = _DAY_IN_NAME.match(docname.removesuffix("/index").rpartition("/")[2])
    return match[1] if match and parse_date(match[1]) is None else ""


@functools.lru_cache(maxsize=4096)
def _in_words(date: Date, language: str, day: Literal["long", "medium"], month: str) -> str:
    if date.day:
        return format_date(date.first_day, day, locale=_locale(language))
    if date.month:
        return format_skeleton(month, date.first_day, locale=_locale(language))
    # Chinese would have a word behind it, which is right in a sentence only.
    return str(date)


def find_locale(language: str) -> Locale | None:
    """Return what is known of a *language* (``pt_BR``, as Sphinx has it); ``None`` if nothing is."""
    try:
        return Locale.parse(language.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return None


def _locale(language: str) -> Locale:
    # English without a country is written as in most of its countries: 12 February 2013.
    found = find_locale(language) if language != "en" else None
    return found or Locale.parse("en_001")
