"""The directives in the place of a list: which lines and options show the same works as it did.  Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...pages.front_matter import similar_key
from ...works.listing.query import LISTED, is_field, sort_value
from ...works.model import WorkType
from .entries import coverage, lost_links

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from .entries import Entry
    from .works import Work

HEADING = re.compile(
    r"(?:(?<![ \t])[ \t]++)?"
    r"(?:<h([1-6])\b([^<>]*)>((?:(?!</?h[1-6]\b).)*+)</h\1>|^(#{1,6})[ \t]+([^\n]*?)[ \t]*#*$)",
    re.DOTALL | re.MULTILINE,
)
"""A heading in HTML or Markdown.  No pattern here looks beyond the next tag of its kind."""
# A longer list of names is nothing that somebody would read.
_MAX_NAMES = 100
# So many directories are still a listing that can be read.
_MAX_DIRECTORIES = 12
_KINDS = frozenset(WorkType)
_BY_ANY_WORD = ("category", "tag", "type", "year")
_USUAL = (*_BY_ANY_WORD, "venue")
_TAG = re.compile(r"\{%-?\s*(?:if|elsif|unless|case|assign|for|include)\b([^%]*)")
_SORT = re.compile(r"\bsort(?:_natural)?\s*:\s*[\"']([\w-]+)")
_KEY = re.compile(r"(?<=[.\"'])[A-Za-z_][\w-]*")
# Keys that differ from page to page, or that the new page may have otherwise.
_NO_CHOICE = frozenset({"bibtex", "collection", "permalink", "slug", "title", "url"})
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

    def has_undated_above(self) -> bool:
        """Return whether a work without a date stands above one that has a date."""
        are_dated = [bool(entry.work.date) for entry in self.entries]
        return are_dated != sorted(are_dated, reverse=True)


def listing_parts(
    groups: Sequence[Group],
    directories: Mapping[str, Sequence[Work]],
    above: str,
    tags: str = "",
) -> list[tuple[bool, str]] | None:
    """Return the parts that replace a list, and whether each is a listing; ``None`` if none is as good.

    :param directories: all works of each directory.
    :param above: the words above the list, which may name what it chooses by.
    :param tags: the tags that made the list.
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
        lines, options = _sources([entry.work for entry in entries], directories, above, tags, grouped)
        return [(True, directive(lines, {"group": grouped, **options, "layout": layout}))]
    parts = []
    for group in groups:
        if not group.entries:
            continue
        if group.heading:
            parts.append((False, group.heading))
        lines, options = _sources(
            [entry.work for entry in group.entries], directories, group.words or above, tags
        )
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
    if with_images or any(entry.summary or entry.has_values_beside_title() for entry in entries):
        return ""
    return "compact" if sum(entry.words_beside_title() for entry in entries) <= len(entries) else ""


def _sources(
    wanted: Sequence[Work],
    directories: Mapping[str, Sequence[Work]],
    above: str,
    tags: str,
    group: str = "",
) -> tuple[list[str], dict[str, str]]:
    """Return the lines and options of a listing of *wanted*, in their order.

    :param group: the field by which it is grouped.
    """
    unique = list(dict.fromkeys(wanted))
    everything = [work for top in sorted({work.top for work in unique}) for work in directories.get(top, ())]
    in_parents = _by_place(unique, everything, _parent)
    for places in (_by_place(unique, everything, _top), in_parents):
        options = _options(unique, places, above, tags, group) if len(places) <= _MAX_DIRECTORIES else None
        if options is not None:
            if options.get("sort") != LISTED:
                named = []
            elif "where" in options:
                # Each is shown where it is named first, and new ones behind those.
                named = unique
            else:
                # A map of the site.  No pattern means the home page.
                named = [work for work in unique if work.docname == "index"]
            return [*map(_line, named), *map(_pattern, places, places.values())], options
    return _by_name(unique, in_parents, tags)


def _by_place(
    wanted: Iterable[Work], everything: Iterable[Work], directory: Callable[[Work], str]
) -> dict[str, list[Work]]:
    """Return those of *everything* that are in the directories of *wanted*, by these."""
    places: dict[str, list[Work]] = {place: [] for place in sorted(map(directory, wanted))}
    for work in everything:
        places.get(directory(work), []).append(work)
    return places


def _by_name(
    wanted: Sequence[Work], places: Mapping[str, Sequence[Work]], tags: str
) -> tuple[list[str], dict[str, str]]:
    """Return the lines and options of a listing that names *wanted*, but for those in whole directories.

    :param places: all works of each directory in which one of them is.
    """
    names = {work.docname for work in wanted}
    whole = {
        place: works
        for place, works in places.items()
        if place and works[1:] and names.issuperset(work.docname for work in works)
    }
    named = [work for work in wanted if _parent(work) not in whole]
    if len(whole) > _MAX_DIRECTORIES or len(named) * 2 >= len(wanted):
        return [*map(_line, wanted)], {"sort": LISTED} if wanted[1:] else {}
    sort = _sort(wanted, tags)
    named = list(wanted) if sort.get("sort") == LISTED else named
    return [*map(_line, named), *map(_pattern, whole, whole.values())], sort


def _line(work: Work) -> str:
    return f"/{work.docname}"


def _options(
    wanted: Sequence[Work], places: Mapping[str, Sequence[Work]], above: str, tags: str, group: str
) -> dict[str, str] | None:
    """Return the options with which a listing of all in some places shows *wanted*, and nothing else.

    :returns: ``None`` if there are none.
    """
    pool = [work for works in places.values() for work in works]
    if "" in places and len(pool) == len(wanted):
        return {"sort": LISTED}
    if group in ("tag", "category"):
        # There is no group of those without any.
        pool = [work for work in pool if work.fields.get(group)]
    where = _where(wanted, pool, above, tags) if len(pool) > len(wanted) else ""
    if where or len(pool) == len(wanted):
        return {"where": where, **_sort(wanted, tags)}
    newest = sorted((work.date for work in pool if work.date), reverse=True)[: len(wanted)]
    is_newest = "" not in places and {*newest} == {work.date for work in wanted}
    return {"limit": str(len(wanted))} if is_newest else None


def _top(work: Work) -> str:
    return work.top


def _parent(work: Work) -> str:
    return work.docname.rpartition("/")[0]


def _pattern(place: str, works: Sequence[Work]) -> str:
    """Return the line of a listing of all *works*, which are in a directory, or in the root."""
    if not place:
        return "/*"
    return f"/{place}/{'**' if any(_parent(work) != place for work in works) else '*'}"


def in_tags(code: str) -> str:
    """Return what tags of Liquid say: the keys that a list may choose by, and their values."""
    return "\n".join(_TAG.findall(code))


def _where(wanted: Sequence[Work], pool: Sequence[Work], above: str, tags: str) -> str:
    """Return the condition that *wanted* of *pool* meet, and no other.

    Of several, it is one that *tags* or *above* name.
    """
    # In the root are pages of all kinds, with the same words by chance, and such as a pattern leaves out.
    is_root = not all(work.top for work in wanted)
    if is_root and any(work.docname.rpartition("/")[2] == "index" for work in wanted):
        return ""
    keys = {*_KEY.findall(tags)}
    fields = [*(name for name in _USUAL if name in keys or not is_root), *_own_keys(keys)]
    wanted_names = {work.docname for work in wanted}
    others = [work for work in pool if work.docname not in wanted_names]
    said = f"{above}\n{tags}".casefold()
    conditions: list[tuple[bool, bool, str]] = []
    for sign, chosen in (("=", wanted), ("!=", others)):
        for name, value in _only_of(chosen, pool, fields):
            is_said = value.casefold() in said
            # Who chooses by another key says so; all of one venue are so by chance.
            if is_said or value == "true" or name in _BY_ANY_WORD:
                quote = '"' if re.search(r"[,\s=]", value) else ""
                conditions.append((name not in keys, not is_said, f"{name}{sign}{quote}{value}{quote}"))
    return min(conditions, key=lambda condition: condition[:2], default=(True, True, ""))[2]


def _only_of(
    chosen: Sequence[Work], pool: Sequence[Work], fields: Iterable[str]
) -> Iterator[tuple[str, str]]:
    """Yield the fields and words that all of *chosen* have, and nothing else of *pool*."""
    names = {work.docname for work in chosen}
    for name in fields:
        for value in chosen[0].fields.get(name, ()) if chosen else ():
            # What a work is, a talk or a post, is its type as well.
            is_kind = name == "type" and value.casefold() in _KINDS
            meeting = {work.docname for work in pool if work.has(name, value)}
            if meeting == names and not is_kind and not re.search(r'["\n]|\s#', value):
                yield name, value


def _own_keys(keys: Collection[str]) -> list[str]:
    """Return those of *keys* that new pages have as they were, and that are no fields of all works."""
    # One that is like one of ours is switched off.
    return [key for key in sorted({*keys} - _NO_CHOICE) if not is_field(key) and not similar_key(key)]


def _sort(works: Sequence[Work], tags: str) -> dict[str, str]:
    """Return the option for the order of *works*."""
    for key in _own_keys(_SORT.findall(tags)):
        values = [sort_value(next(iter(work.fields.get(key, ())), "")) for work in works]
        known = [value for value in values if value]
        if len(set(known)) > 1 and values[: len(known)] == known:
            if known == sorted(known):
                return {"sort": key}
            if known == sorted(known, reverse=True):
                return {"sort": f"-{key}"}
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
    if not dates and names != sorted(names):
        if names == sorted(names, reverse=True):
            return {"sort": f"-{LISTED}"}
        if len(works) <= _MAX_NAMES:
            # One of people's own.
            return {"sort": LISTED}
    # Of the same date, or in an order of the template's: the newest first, as everywhere.
    return {}
