"""Dates of BibTeX (``year``, ``month``, ``day``) and biblatex (``date``).  Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from ...core.dates import Date, parse_date
from .entries import MONTHS, Entry
from .texts import plain_of_tex

_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_MONTH = re.compile(r"(?<![^\W\d_])(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)
_NUMBER = re.compile(r"(?<!\d)(\d{1,2})(?!\d)")
# EDTF as biblatex has it: uncertain (2004?), about (2004~), and a part that is not known (2004-XX).
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?![\d-])")


class EntryDate(NamedTuple):
    """When a work came out."""

    date: Date | None
    text: str
    """What is written instead of a date: ``to appear``; or empty."""
    problem: str = ""
    """What is wrong with how it is written; empty if nothing is."""


def date_of(entry: Entry) -> EntryDate:
    """Return the date of an entry; the first day of a range."""
    written = plain_of_tex(entry.get("date", "year")).strip()
    if "date" in entry.fields:
        match = _DATE.match(written.replace("-XX", ""))
        if match:
            year, month, day = (int(part or 0) for part in match.groups())
            # 21 to 24 and more are seasons.
            date = _date(year, month if month <= 12 else 0, day)
            is_right = (
                (month <= 12 or 21 <= month <= 41)
                and date is not None
                and (date.month, date.day) == (month if month <= 12 else 0, day)
            )
            return EntryDate(date, "", "" if is_right else f"{written!r} is no date; write 2020-05-31")
        found = parse_date(written)
        if found:
            return EntryDate(found, "")
    match = _YEAR.search(written)
    if not match:
        is_number = re.fullmatch(r"\d+", written)
        problem = f"{written!r} is no year; write 2020" if is_number else ""
        return EntryDate(None, "" if is_number else written, problem)
    month, day = _month(entry.get("month")), _number(entry.get("day"))
    in_month = _number(entry.get("month")) if _MONTH.search(entry.get("month")) else 0
    written = entry.get("month").strip()
    # "Summer" is no month, and nobody's mistake.
    problem = f"{written!r} is no month; write may" if written.isdecimal() and not month else ""
    return EntryDate(_date(int(match[1]), month, day or in_month), "", problem)


def month_macro(tex: str) -> str:
    """Return the macro of a month (``jan``), or an empty string if *tex* is more than a month."""
    bare = tex.strip(" {}.")
    if bare.isdecimal() and len(bare) < 3:
        return MONTHS[int(bare) - 1][:3].lower() if 1 <= int(bare) <= 12 else ""
    names = [name for name in MONTHS if bare.lower() in (name.lower(), name[:3].lower())]
    return names[0][:3].lower() if names else "sep" if bare.lower() == "sept" else ""


def _month(tex: str) -> int:
    match = _MONTH.search(tex)
    if match:
        return [name[:3].lower() for name in MONTHS].index(match[1].lower()) + 1
    number = _number(tex)
    return number if number <= 12 else 0


def _number(tex: str) -> int:
    match = _NUMBER.search(tex)
    return int(match[1]) if match else 0


def _date(year: int, month: int, day: int) -> Date | None:
    """Return a date as exact as it is right."""
    for parts in ((year, month, day if month else 0), (year, month), (year,)):
        date = Date(*parts)
        try:
            date.first_day  # noqa: B018
        except ValueError:
            continue
        return date
    return None
