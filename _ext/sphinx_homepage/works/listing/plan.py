"""What every listing shows, decided when all pages have been read."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from sphinx.util.matching import patfilter

from ...core.diagnostics import logger, warn
from ...core.ids import unique_id
from ...core.problems import Subtype, did_you_mean, shorten
from ...pages.drafts import hidden_drafts
from ...pages.heading_ids import jekyll_heading_id, jekyll_slug
from ..bibtex.from_entry import entry_id
from ..folding import fold
from ..library import Place
from .query import groups, select, similar_directory, unknown_keys
from .uses import page_listings
from .words import group_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinx.environment import BuildEnvironment

    from ..library import Library
    from ..model import Work
    from .uses import ListingUse, Source

_INDEX = "index"
# Groups by which a work may stand in several places.
_SEVERAL = frozenset({"tag", "category"})


class Row(NamedTuple):
    """A work in a listing."""

    work: Work
    id: str = ""
    """Its id on the page; empty for pages, and where the work stands once more."""


class Group(NamedTuple):
    """The works below one heading."""

    title: str
    """Empty if the listing has no groups."""
    id: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class PlannedListing:
    """What a listing shows."""

    use: ListingUse
    groups: tuple[Group, ...]
    has_more: bool = False
    """Whether there are more works than its limit."""
    bibtex_file: str = ""
    """The path in the site of the file with the entries of the page, if the listing links to it."""

    @property
    def rows(self) -> Iterator[Row]:
        """Yield the rows of all groups."""
        for group in self.groups:
            yield from group.rows


class Members(NamedTuple):
    """The pages of which a page has the main listing, or any."""

    main: tuple[str, ...]
    """In the order of the listing, or the oldest first if that is by date."""
    all: frozenset[str]


class Plan(NamedTuple):
    """What all listings of a site show."""

    listings: Mapping[str, tuple[PlannedListing, ...]]
    """By the docname of the page that they are on."""
    members: Mapping[str, Members]
    homes: Mapping[str, Place]
    """Where each entry is shown by its main listing, by key."""
    bibtex_files: Mapping[str, str]
    """The content of each file with the entries of a page, by its path in the site."""
    groups: Mapping[str, Mapping[tuple[str, str], Place]]
    """Where each page stands below its tags and categories, by docname, field and folded name."""


def make_plan(env: BuildEnvironment, library: Library) -> Plan:
    """Decide what each listing shows, and warn about what it names and does not exist."""
    listings: dict[str, tuple[PlannedListing, ...]] = {}
    bibtex_files: dict[str, str] = {}
    for docname in sorted(page_listings(env).keys() & env.found_docs):
        found = page_listings(env)[docname]
        taken = {*found.ids, ""}
        # Groups first, so that their ids, to which people link, depend on no entry.
        grouped = [_grouped(env, library, use, taken) for use in found.uses]
        entries = _entries(use_groups for use, use_groups, _ in grouped if has_file(use))
        path = bibtex_path(docname) if entries else ""
        if path in bibtex_files:
            # "pubs" and "pubs/index" are two pages.
            path = f"{docname}.bib"
        planned = []
        shown: set[str] = set()
        for use, use_groups, has_more in grouped:
            rows = tuple(_with_ids(use_groups, taken, shown))
            links_file = bool(path) and has_file(use) and any(_entries([use_groups]))
            planned.append(PlannedListing(use, rows, has_more, path if links_file else ""))
            if links_file:
                bibtex_files[path] = "\n".join(entries)
                path = ""
        listings[docname] = tuple(planned)
    pages, homes = _main_listings(env, listings)
    members = {
        docname: Members(
            tuple(member for member, home in pages.items() if home == docname),
            frozenset(_page_of(row.work) for one in planned for row in one.rows) - {"", docname},
        )
        for docname, planned in listings.items()
    }
    return Plan(listings, members, homes, bibtex_files, _group_places(env, listings))


def _page_of(work: Work) -> str:
    """Return the page that a work is, or is on; empty if it has none."""
    return work.item.docname if work.item else work.docname


def has_file(use: ListingUse) -> bool:
    """Return whether the entries that a listing shows are in the page's file of entries."""
    return not use.query.limit and use.layout in ("list", "table")


def bibtex_path(docname: str) -> str:
    """Return the path in the site of the file with the entries of a page."""
    return f"{docname.removesuffix('/index')}.bib"


def _grouped(
    env: BuildEnvironment, library: Library, use: ListingUse, taken: set[str]
) -> tuple[ListingUse, list[tuple[str, str, list[Work]]], bool]:
    """Return title, id and works of each group of a listing, and whether there are more than its limit."""
    for problem in unknown_keys(use.query, chain(library.pages.values(), library.entries.values())):
        warn(f"listing: {problem}", Subtype.LISTING, use.place_of(env, use.line))
    works = select(_works(env, library, use), use.query)
    if not works:
        logger.info("%s:%d: the listing shows nothing", env.doc2path(use.docname, base=False), use.line)
    if use.more_page and use.more_page not in library.pages and use.more_page not in hidden_drafts(env):
        hint = did_you_mean(use.more_page, library.pages)
        message = f"listing: more: there is no page {shorten(use.more_page)}{hint}"
        warn(message, Subtype.LISTING, use.place_of(env, use.line))
    shown = works[: use.query.limit or None]
    found = []
    for key, members in groups(shown, use.query):
        title = group_title(key, use.query.group) if use.query.group else ""
        # As the archives of tags and categories in Jekyll's templates.
        name = jekyll_slug(title) if use.query.group in _SEVERAL else jekyll_heading_id(title)
        group_id = unique_id(name or "group", taken) if title else ""
        taken.add(group_id)
        found.append((title, group_id, members))
    return use, found, len(shown) < len(works)


def _works(env: BuildEnvironment, library: Library, use: ListingUse) -> list[Work]:
    """Return the works that the lines of a listing name, each once."""
    found: dict[tuple[str, str], Work] = {}
    for source in use.sources:
        for work in _works_of(env, library, use, source):
            found.setdefault(work.identity, work)
    return list(found.values())


def _works_of(env: BuildEnvironment, library: Library, use: ListingUse, source: Source) -> list[Work]:
    location = use.place_of(env, source.line)
    if source.is_bibtex:
        if source.path in library.unreadable:
            reason = library.unreadable[source.path]
            hint = "; its path begins at this page, or with / at the source directory"
            message = f"listing: the file {shorten(source.written)} cannot be read: {reason}{hint}"
            warn(message, Subtype.LISTING, location)
        # The volume of a paper is no work of the paper's authors, if these are not its editors too.
        works = library.files.get(source.path, ())
        return [work for work in works if not _is_parent(work) or library.people.is_of_owner(work)]
    if source.is_pattern:
        names = sorted(patfilter(env.found_docs, source.path))
        if not names:
            _warn_empty(env, source, location)
        return [
            work
            for name in names
            if name in library.pages and not _is_index(env, name, use)
            for work in library.items.get(name) or [library.pages[name]]
        ]
    if source.path in library.pages:
        items = library.items.get(source.path)
        # A list that names other pages one by one, such as a map of the site, means the page.
        if items == () and not any(
            other.path in library.pages and other.path not in library.items for other in use.sources
        ):
            message = f"listing: {shorten(source.written)} has no list whose items begin with a date"
            warn(f"{message}; write - 2026-05-01: text", Subtype.LISTING, location)
        return list(items or [library.pages[source.path]])
    if source.path not in hidden_drafts(env):
        # In every build, also for pages that were not read again: the other may be gone since.
        hint = did_you_mean(source.path, library.pages)
        warn(f"listing: there is no page {shorten(source.written)}{hint}", Subtype.LISTING, location)
    return []


def _warn_empty(env: BuildEnvironment, source: Source, location: str | tuple[str, int]) -> None:
    """Warn about a pattern in whose directory there is nothing, not even a draft, if another may be meant.

    Otherwise it may be for pages that are still to be written.
    """
    directory = posixpath.dirname(source.path[: min(map(source.path.find, filter(source.path.count, "*?[")))])
    known = {posixpath.dirname(name) for name in (*env.found_docs, *hidden_drafts(env))}
    if any(f"{name}/".startswith(f"{directory}/") for name in known):
        return
    if meant := similar_directory(directory, known):
        hint = f"; did you mean '{meant}{source.path.removeprefix(directory)}'?"
        warn(f"listing: there are no pages {shorten(source.written)}{hint}", Subtype.LISTING, location)


def _is_parent(work: Work) -> bool:
    return work.publication is not None and work.publication.is_parent


def _is_index(env: BuildEnvironment, docname: str, use: ListingUse) -> bool:
    """Return whether a page is the listing's own, or one that lists those of its directory."""
    is_index = docname == _INDEX or docname.endswith(f"/{_INDEX}")
    return docname in (use.docname, env.config.root_doc) or (is_index and docname in page_listings(env))


def _with_ids(found: list[tuple[str, str, list[Work]]], taken: set[str], shown: set[str]) -> Iterator[Group]:
    """Yield the groups of a listing with the ids of their rows.

    :param taken: the ids of the page so far; the new ones are added.
    :param shown: the keys of the entries that stand above, whose ids are given; the new ones are added.
    """
    for title, group_id, works in found:
        rows = []
        for work in works:
            row_id = ""
            if work.key and work.key not in shown:
                shown.add(work.key)
                row_id = entry_id(work.key, taken)
                taken.add(row_id)
            rows.append(Row(work, row_id))
        yield Group(title, group_id, tuple(rows))


def _entries(listings: Iterable[list[tuple[str, str, list[Work]]]]) -> list[str]:
    """Return the entries of listings, each once."""
    works = (work for found in listings for _, _, members in found for work in members)
    return list(
        {
            work.key: work.publication.bibtex
            for work in works
            if work.publication and work.publication.bibtex
        }.values()
    )


def _main_listings(
    env: BuildEnvironment, listings: Mapping[str, tuple[PlannedListing, ...]]
) -> tuple[dict[str, str], dict[str, Place]]:
    """Return the page with the main listing of each page, and the place of that of each entry."""
    pages: dict[str, str] = {}
    homes: dict[str, Place] = {}
    planned = [one for found in listings.values() for one in found]
    for one in sorted(planned, key=lambda one: _rank(env, one.use)):
        query, rows = one.use.query, list(one.rows)
        # With the home page, it is a map of the site, in which pages of all parts are beside each other.
        is_map = any(row.work.docname == env.config.root_doc for row in rows) and not one.use.is_main
        is_main = _rank(env, one.use)[0] < 2 and not is_map
        # A list may begin with the newest; the next page is one that came later all the same.
        for row in reversed(rows) if query.sort in ("date", "year") and query.is_descending else rows:
            if is_main and row.work.docname not in ("", one.use.docname):
                pages.setdefault(row.work.docname, one.use.docname)
            if row.id:
                homes.setdefault(row.work.key, Place(one.use.docname, row.id))
        taken = {pages.get(row.work.docname, one.use.docname) for row in rows} - {one.use.docname}
        if one.use.is_main and taken:
            message = f"listing: {shorten(min(taken))} has :main: for some of these pages too"
            warn(f"{message}; keep one of the two", Subtype.LISTING, (one.use.docname, one.use.line))
    return pages, homes


def _group_places(
    env: BuildEnvironment, listings: Mapping[str, tuple[PlannedListing, ...]]
) -> dict[str, dict[tuple[str, str], Place]]:
    """Return where each page stands below a heading for a tag or a category of its own.

    Of several listings it is the first, as for main listings; those that leave nothing out come before.
    """
    places: dict[str, dict[tuple[str, str], Place]] = {}
    planned = [one for found in listings.values() for one in found if one.use.query.group in _SEVERAL]
    for one in sorted(planned, key=lambda one: (bool(one.use.query.where), _rank(env, one.use))):
        for group in one.groups:
            for row in group.rows:
                if row.work.docname:
                    own = places.setdefault(row.work.docname, {})
                    key = (one.use.query.group, fold(group.title))
                    own.setdefault(key, Place(one.use.docname, group.id))
    return places


def _rank(env: BuildEnvironment, use: ListingUse) -> tuple[int, bool, str, int]:
    """Return by what the listings of a work are sorted; its main one is the first.

    Those that begin with 2 or more may show some of its works only, or one several times, so that they are
    the main listing of no page.
    """
    query = use.query
    if use.is_main:
        order = 0
    elif use.file:
        # The CV repeats what other pages are about.
        order = 4
    elif not query.where and not query.limit and query.group not in _SEVERAL:
        order = 1
    else:
        order = 3 if query.limit else 2
    return order, use.docname == env.config.root_doc, use.docname, use.number
