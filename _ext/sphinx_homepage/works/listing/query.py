"""Which works a listing shows, in which order, and below which headings.  Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...core.dates import Date, parse_date
from ...core.problems import closest, did_you_mean, shorten
from ..folding import fold
from ..model import PublicationKind, WorkType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ..model import Work

LISTED = "listed"
"""The order of a listing's lines, as a value of ``sort``."""
_FIELDS: Mapping[str, Callable[[Work], Iterable[str]]] = {
    "author": lambda work: (person.name for person in work.authors),
    "award": lambda work: [work.award],
    "category": lambda work: work.categories,
    "date": lambda work: [str(work.date or "")],
    "doi": lambda work: [work.doi],
    "key": lambda work: [work.key],
    "kind": lambda work: _kinds(work),
    "location": lambda work: [work.location],
    "pdf": lambda work: [work.pdf],
    "selected": lambda work: ["true" if work.selected else ""],
    "tag": lambda work: work.tags,
    "title": lambda work: [work.title],
    "type": lambda work: _kinds(work),
    "venue": lambda work: [work.venue, work.badge],
    "year": lambda work: [str(year_of(work) or ""), work.date_text],
}
_PLURALS = {
    "authors": "author", "categories": "category", "kinds": "kind", "tags": "tag", "types": "type",
    "venues": "venue", "years": "year",
}  # fmt: skip
_KNOWN = (*_FIELDS, LISTED)
_GROUPS = ("year", "kind", "type", "tag", "category", "venue")
_SWITCHES = {"true": "true", "yes": "true", "false": "false", "no": "false"}
# Commas within quotation marks are part of a value.
_PARTS = re.compile(r'(?:[^,"]|"[^"]*"|")+')
_CONDITION = re.compile(r"\s*([\w-]+)\s*(?:(!=|>=|<=|==?)\s*(.*?)\s*)?", re.DOTALL)
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_KINDS = (*PublicationKind, *WorkType)


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that a work has to meet to be shown."""

    field: str
    """A field of all works, or a key of the front matter of pages, or a field of entries."""
    operator: str = ""
    """One of ``=``, ``!=``, ``>=``, ``<=``; empty for a field that has to be there, or to be true."""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """What a listing asks for."""

    where: tuple[Condition, ...] = ()
    """All of them have to be met."""
    sort: str = "date"
    is_descending: bool = True
    group: str = ""
    limit: int = 0
    """0 for all of them."""


def parse_query(options: Mapping[str, str]) -> tuple[Query, list[str]]:
    """Read the options ``where``, ``sort``, ``group`` and ``limit``.

    :returns: the query, without what could not be understood, and the problems.
    """
    problems: list[str] = []
    sort = options.get("sort", "").strip()
    sort = sort if sort.removeprefix("-") else "-date"
    group = _group(options["group"].strip(), problems) if "group" in options else ""
    return (
        Query(
            where=tuple(_conditions(options.get("where", ""), problems)),
            sort=_field(sort.removeprefix("-")),
            is_descending=sort.startswith("-"),
            group=group,
            limit=_limit(options["limit"], problems) if "limit" in options else 0,
        ),
        problems,
    )


def _field(written: str) -> str:
    """Return the name of a field of all works, or a key as it is written."""
    name = _PLURALS.get(written.lower(), written.lower())
    return name if name in _KNOWN else written


def _group(written: str, problems: list[str]) -> str:
    name = _field(written)
    if name in _GROUPS:
        return name
    hint = did_you_mean(written, _GROUPS, cutoff=0.6) or f"; it is one of {', '.join(_GROUPS)}"
    problems.append(f"group: unknown field {shorten(written)}{hint}")
    return ""


def _limit(written: str, problems: list[str]) -> int:
    text = written.strip()
    if re.fullmatch("[1-9][0-9]{0,8}", text):
        return int(text)
    problems.append(f"limit is a number of works, such as 5, not {shorten(text)}")
    return 0


def _conditions(text: str, problems: list[str]) -> Iterable[Condition]:
    for part in _PARTS.findall(text):
        match = _CONDITION.fullmatch(part)
        if not match:
            if part.strip():
                example = "write kind=talk, tag=ml, year>=2020 or selected"
                problems.append(f"where: {shorten(part.strip())} is no condition; {example}")
            continue
        name = _field(match[1])
        operator, value = (match[2] or "").replace("==", "="), (match[3] or "").strip('"')
        if operator in (">=", "<=") and (name not in ("date", "year") or parse_date(value) is None):
            message = f"where: {shorten(part.strip())}: only date and year are more or less than a date"
            problems.append(f"{message}; write year{operator}2020")
        elif name == "selected" and operator and fold(value) not in _SWITCHES:
            problems.append(f"where: {shorten(part.strip())}: selected is true or false")
        elif operator and not value:
            problems.append(f"where: {shorten(part.strip())} has no value; write {name}{operator}...")
        else:
            yield Condition(name, operator, value)


def is_field(name: str) -> bool:
    """Return whether a condition on a name is one on a field of all works, and not on a key of its own."""
    return _field(name) in _KNOWN


def similar_directory(directory: str, known: Iterable[str]) -> str:
    """Return the directory that may be meant by the name of one without pages; empty if there is none."""
    return closest(directory, known, cutoff=0.7)


def unknown_keys(query: Query, works: Iterable[Work]) -> list[str]:
    """Return what is wrong with the keys of a query, other than fields, that none of all works has."""
    asked = {condition.field: "where" for condition in query.where if condition.field not in _FIELDS}
    if query.sort not in _KNOWN:
        asked[query.sort] = "sort"
    known = set().union(*(work.words for work in works)) if asked else set()
    problems = []
    for key, option in asked.items():
        if key not in known:
            # "listed" is an order, and no field.
            others = {*_KNOWN, *known} - {key}
            hint = did_you_mean(key, sorted(others), cutoff=0.6) or "; write it into their front matter"
            problems.append(f"{option}: no page and no entry has the key {shorten(key)}{hint}")
    return problems


def select(works: Iterable[Work], query: Query) -> tuple[Work, ...]:
    """Return the works that meet the conditions of a query, in its order."""
    found = [work for work in works if all(_meets(work, condition) for condition in query.where)]
    if query.sort != LISTED:
        known = [work for work in found if _sort_value(work, query.sort)]
        known.sort(key=lambda work: _sort_value(work, query.sort), reverse=query.is_descending)
        # Those of which it is not known are the last, in either direction.
        found = [*known, *(work for work in found if not _sort_value(work, query.sort))]
    elif query.is_descending:
        found.reverse()
    return tuple(found)


def groups(works: Iterable[Work], query: Query) -> list[tuple[str, list[Work]]]:
    """Return the works below the key of each group, in the order of the groups.

    Keys of kinds are those of :class:`PublicationKind` and :class:`WorkType`, or the words of a page.  The
    key of works without the field is empty; there is no group of works without tags or categories.
    """
    if not query.group:
        together = list(works)
        return [("", together)] if together else []
    found: dict[str, list[Work]] = {}
    names: dict[str, str] = {}
    for work in works:
        for key in _keys(work, query.group):
            # "Machine learning" and "machine learning" are one tag.
            found.setdefault(names.setdefault(fold(key), key), []).append(work)
    if query.sort == LISTED:
        known = [key for key in found if key]
    elif query.group == "year":
        is_ascending = query.sort in ("date", "year") and not query.is_descending
        known = sorted((key for key in found if key), key=_year_order, reverse=not is_ascending)
    else:
        known = sorted((key for key in found if key), key=_group_order)
    return [(key, found[key]) for key in (*known, *([""] if "" in found else []))]


def year_of(work: Work) -> int | None:
    """Return the year of a work, also where only a text stands for it (``2019 to 2023``)."""
    if work.date:
        return work.date.year
    match = _YEAR.search(work.date_text)
    return int(match[1]) if match else None


def _kinds(work: Work) -> tuple[str, ...]:
    """Return all that a work may be called: ``Journal article``, ``article``, ``publication``."""
    kind = [work.publication.kind.value] if work.publication else []
    return (work.kind, *kind, work.type.value)


def _values(work: Work, field: str) -> Iterable[str]:
    return _FIELDS[field](work) if field in _FIELDS else work.words.get(field, ())


def _compared(text: str) -> str:
    folded = fold(text)
    return _SWITCHES.get(folded, folded)


def _meets(work: Work, condition: Condition) -> bool:
    values = [_compared(value) for value in _values(work, condition.field)]
    values = [value for value in values if value not in ("", "false")]
    wanted = _compared(condition.value)
    match condition.operator:
        case "":
            return bool(values)
        case "=" | "!=":
            if condition.field == "author":
                is_met = any(wanted in value for value in values)
            elif wanted == "false":
                # What is not true, and what is not there.
                is_met = not values
            else:
                is_met = wanted in values
            return is_met == (condition.operator == "=")
        case _:
            limit, date = parse_date(condition.value), work.date
            year = year_of(work)
            date = date or (Date(year) if year else None)
            if limit is None or date is None:
                return False
            # As exact as the limit: 2020-05-01 is not more than 2020.
            parts = (date.year, date.month if limit.month else 0, date.day if limit.day else 0)
            return Date(*parts) >= limit if condition.operator == ">=" else Date(*parts) <= limit


def _sort_value(work: Work, field: str) -> tuple[float | str, ...]:
    """Return what works are sorted by; empty if it is not known."""
    match field:
        case "date" | "year":
            year = year_of(work)
            if year is None:
                # What is forthcoming comes after everything else.
                return (9999,) if work.date_text else ()
            if field == "year":
                return (year,)
            date = work.date or Date(year)
            # Of pages of one day, the last by name is the newest, as it is for the links between posts.
            return (year, date.month, date.day, "" if work.file else work.docname)
        case "author":
            person = work.authors[0] if work.authors else None
            return (
                tuple(filter(None, (fold(person.family or person.name), fold(person.given))))
                if person
                else ()
            )
        case _:
            return sort_value(next(iter(_values(work, field)), ""))


def sort_value(text: str) -> tuple[float | str, ...]:
    """Return what the values of a key are sorted by: numbers come before texts."""
    if re.fullmatch(r"[+-]?\d{1,15}(?:\.\d{1,15})?", text, re.ASCII):
        return (0, float(text))
    return (1, fold(text)) if text else ()


def _keys(work: Work, field: str) -> Iterable[str]:
    match field:
        case "year":
            year = year_of(work)
            return [f"{year:04d}" if year else work.date_text]
        case "kind":
            return [work.publication.kind.value if work.publication else work.kind or work.type.value]
        case "type":
            return [work.type.value]
        case "tag" | "category":
            return _FIELDS[field](work)
        case _:
            return [work.venue]


def _year_order(key: str) -> tuple[bool, str]:
    return (not key.isdecimal(), key)


def _group_order(key: str) -> tuple[int, str]:
    return (_KINDS.index(key) if key in _KINDS else len(_KINDS), fold(key))
