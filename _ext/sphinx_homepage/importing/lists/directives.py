"""The directives in the place of a list: which lines and options show the same works as it did.  Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...works.model import WorkType
from .entries import coverage, lost_links

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .entries import Entry
    from .works import Work

HEADING = re.compile(
    r"(?:(?<![ \t])[ \t]++)?"
    r"(?:<h([1-6])\b([^<>]*)>((?:(?!</?h[1-6]\b).)*+)</h\1>|^(#{1,6})[ \t]+([^\n]*?)[ \t]*#*$)",
    re.DOTALL | re.MULTILINE,
)
"""A heading in HTML or Markdown.  No pattern here looks beyond the next tag of its kind."""
# A longer list of pages, each by its name, is nothing that somebody would keep up to date.
_MAX_NAMES = 60
# So many directories are still a listing that can be read.
_MAX_DIRECTORIES = 12
_KINDS = frozenset(WorkType)
# The share of the words of a list that a listing has to show.  The rest is mostly what a template writes
# beside each entry, and the page of the work has its whole text.
_MIN_COVERAGE = 0.6
# The share of its entries that may lose a link: more than every third has one as a matter of course.
_MAX_LOST_LINKS = 0.34
# Cards without an image have a drawing: nearly all entries of a list have an image if it was a grid.
_MIN_SHARE_OF_IMAGES = 0.75
# Cards show less: they are only for lists that showed no more.
_MIN_COVERAGE_OF_CARDS = 0.85
# Nobody looks for the rest on the pages of works where a list has no links to them.
_MIN_COVERAGE_ALONE = 0.85


@dataclass(frozen=True)
class Group:
    """The works of a list below one heading."""

    heading: str
    """The heading as it was written, behind others with nothing below them; empty if there is none."""
    words: str
    """The words of the heading."""
    entries: Sequence[Entry]


def listing_parts(
    groups: Sequence[Group], directories: Mapping[str, Sequence[Work]], above: str
) -> list[tuple[bool, str]] | None:
    """Return the parts that replace a list, and whether each is a listing; ``None`` if none is as good.

    :param directories: all works of each directory.
    :param above: the words above the list, which may name what it chooses by.
    """
    entries = [entry for group in groups for entry in group.entries]
    needed = _MIN_COVERAGE if any(entry.is_linked() for entry in entries) else _MIN_COVERAGE_ALONE
    if coverage(entries) < needed or lost_links(entries) > _MAX_LOST_LINKS:
        return None
    if any(entry.loses_text() for entry in entries):
        return None
    layout = _layout(entries)
    grouped = group_field(groups)
    # Below the heading of one year would soon be the works of the next.
    if grouped == "year" or (grouped and len(groups) > 1):
        lines, options = _sources([entry.work for entry in entries], directories, above)
        return [(True, directive(lines, {"group": grouped, **options, "layout": layout}))]
    parts = []
    for group in groups:
        if not group.entries:
            continue
        if group.heading:
            parts.append((False, group.heading))
        lines, options = _sources([entry.work for entry in group.entries], directories, group.words or above)
        parts.append((True, directive(lines, {**options, "layout": layout})))
    return parts


def directive(lines: Sequence[str], options: Mapping[str, str]) -> str:
    """Return the text of a listing; an option without a value is left out."""
    written = "".join(f":{name}: {value}\n" for name, value in options.items() if value)
    body = "\n".join(lines)
    return f"```{{listing}}\n{written}{chr(10) if written else ''}{body}\n```"


def group_field(groups: Sequence[Group]) -> str:
    """Return the field whose values are the headings of the groups, if there is one."""
    shown = [group for group in groups if group.entries]
    if not all(HEADING.fullmatch(group.heading) for group in shown):
        return ""
    for name in ("year", "category", "tag", "type", "venue"):
        if all(entry.work.has(name, group.words) for group in shown for entry in group.entries):
            return name if name in ("year", "tag") or _is_in_order(shown) else ""
    return ""


def _is_in_order(groups: Sequence[Group]) -> bool:
    """Return whether the headings are in the order of a grouped listing, or in that of an archive.

    Jekyll's archives of posts have the order in which the categories were met.
    """
    headings = [group.words.casefold() for group in groups]
    return headings == sorted(headings) or all(
        entry.work.top == "posts" for group in groups for entry in group.entries
    )


def _layout(entries: Sequence[Entry]) -> str:
    with_images = sum(entry.has_image() for entry in entries)
    if (
        with_images >= _MIN_SHARE_OF_IMAGES * len(entries)
        and coverage(entries, on_cards=True) > _MIN_COVERAGE_OF_CARDS
        and lost_links(entries, on_cards=True) <= _MAX_LOST_LINKS
    ):
        return "cards"
    # A compact list shows no images, and no summaries; a date stands beside each title.
    if with_images or any(entry.has_values_beside_title() for entry in entries):
        return ""
    return "compact" if sum(entry.words_beside_title() for entry in entries) <= len(entries) else ""


def _sources(
    wanted: Sequence[Work], directories: Mapping[str, Sequence[Work]], above: str
) -> tuple[list[str], dict[str, str]]:
    """Return the lines and options of a listing of *wanted*, in their order.

    :param above: the words above the list.
    """
    unique = list(dict.fromkeys(wanted))
    names = [work.docname for work in unique]
    tops = sorted({work.top for work in unique})
    pool = [work for top in tops for work in directories.get(top, ())]
    is_whole = {work.docname for work in pool} == set(names)
    lines = [_pattern(top, directories) for top in tops] if len(tops) <= _MAX_DIRECTORIES else []
    if lines and "" in tops and is_whole:
        # A map of the site.  No pattern means the home page.
        return [*(f"/{name}" for name in names if name == "index"), *lines], {"sort": "listed"}
    if lines and "" not in tops:
        where = "" if is_whole else _where(unique, pool, above)
        if is_whole or where:
            sort = _sort(unique)
            if sort is not None:
                return lines, {**({"where": where} if where else {}), **sort}
        newest = sorted((work for work in pool if work.date), key=lambda work: work.date, reverse=True)
        if len(unique) < len(pool) and {work.date for work in newest[: len(unique)]} == {
            work.date for work in unique
        }:
            return lines, {"limit": str(len(unique))}
    return [f"/{name}" for name in names], {"sort": "listed"} if len(names) > 1 else {}


def _pattern(top: str, directories: Mapping[str, Sequence[Work]]) -> str:
    """Return the line of a listing of all works of a directory, or of the root."""
    if not top:
        return "/*"
    return f"/{top}/{'**' if any('/' in work.docname[len(top) + 1 :] for work in directories[top]) else '*'}"


def _where(wanted: Sequence[Work], pool: Sequence[Work], above: str) -> str:
    """Return the condition that *wanted* of *pool* meet, and no other: one that *above* names, or any."""
    conditions: list[tuple[bool, str]] = []
    names = {work.docname for work in wanted}
    others = [work for work in pool if work.docname not in names]
    for sign, chosen in (("=", wanted), ("!=", others)):
        names = {work.docname for work in chosen}
        for name in ("category", "tag", "type", "venue", "year"):
            for value in chosen[0].fields.get(name, ()) if chosen else ():
                # What a work is, a talk or a post, is its type as well.
                is_kind = name == "type" and value.casefold() in _KINDS
                meeting = {work.docname for work in pool if work.has(name, value)}
                if meeting == names and not is_kind and not re.search(r'["\n]', value):
                    quote = '"' if re.search(r"[,\s=]", value) else ""
                    is_named = value.casefold() in above.casefold()
                    # Who chooses by a venue says so; all of one venue are so by chance.
                    if is_named or name != "venue":
                        conditions.append((not is_named, f"{name}{sign}{quote}{value}{quote}"))
    return min(conditions, key=lambda condition: condition[0], default=(True, ""))[1]


def _sort(works: Sequence[Work]) -> dict[str, str] | None:
    """Return the option for the order of *works*; ``None`` if it is one of people's own."""
    dates = [work.date for work in works if work.date]
    if len(dates) > 1 and len(set(dates)) > 1:
        if dates == sorted(dates, reverse=True):
            return {}
        if dates == sorted(dates):
            return {"sort": "date"}
    titles = [work.title.casefold() for work in works]
    if len(titles) > 1 and titles == sorted(titles):
        return {"sort": "title"}
    names = [work.docname for work in works]
    if len(works) > 1 and not dates and len(works) <= _MAX_NAMES and names != sorted(names):
        return None
    # Of the same date, or in an order of the template's: the newest first, as everywhere.
    return {}
