"""The search index after an edit, as a fresh build leaves it.

Sphinx keeps the part of its index about pages that it does not write again, with two faults.  It keeps the
words of removed pages, each with an empty list: whoever reads the file still learns what was removed.  And it
does not keep the entries of the general index, terms of a glossary among them: a search finds them no more.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from .builders import builds_pages
from .files import write_whole
from .interrupted import INDEX_BEGIN, INDEX_END, SEARCH_INDEX, began, is_written

if TYPE_CHECKING:
    from collections.abc import Mapping, Set

    from sphinx.application import Sphinx
    from sphinx.builders import Builder

_WORDS = ("terms", "titleterms")
_ENTRIES = "indexentries"


class Place(NamedTuple):
    """The place of something that has an entry in the general index."""

    docname: str
    anchor: str
    is_main: bool
    """Whether it is the main one of several places."""


Entries = dict[str, list[Place]]


class SearchIndex:
    """The search index of one application."""

    def __init__(self) -> None:
        self._before: Entries = {}

    def begin(self, app: Sphinx, builder: Builder) -> None:
        """Keep the entries of the index before Sphinx writes it."""
        path = Path(app.outdir, SEARCH_INDEX)
        is_there = builds_pages(builder) and path.is_file()
        self._before = entries_of(path.read_text(encoding="utf-8", errors="replace")) if is_there else {}

    def end(self, app: Sphinx, exception: Exception | None) -> None:
        """Complete the index when Sphinx has written it."""
        path = Path(app.outdir, SEARCH_INDEX)
        if exception is not None or not builds_pages(app.builder) or not path.is_file():
            return
        start = began(app)
        docnames = {place.docname for places in self._before.values() for place in places}
        written = {docname for docname in docnames if is_written(app.builder, docname, start)}
        text = path.read_text(encoding="utf-8")
        completed = with_entries(without_lone_words(text), self._before, written)
        if completed != text:
            write_whole(path, completed.encode())


def without_lone_words(text: str) -> str:
    """Return *text*, an index as Sphinx writes it, without words that are on no page.

    What is not understood is returned as it is.
    """
    # In most builds there is none; parsing the index of a large site takes long.
    if '":[]' not in text:
        return text
    try:
        index = _load(text)
        for name in _WORDS:
            index[name] = {word: places for word, places in index[name].items() if places != []}
    except (ValueError, KeyError, TypeError, AttributeError):
        return text
    return _dump(index)


def entries_of(text: str) -> Entries:
    """Return the entries of the general index that *text* has, an index as Sphinx writes it."""
    if f'"{_ENTRIES}":{{}}' in text:
        return {}
    try:
        index = _load(text)
        names = index["docnames"]
        return {
            entry: [Place(names[number], anchor, is_main) for number, anchor, is_main in places]
            for entry, places in index[_ENTRIES].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return {}


def with_entries(text: str, before: Mapping[str, list[Place]], written: Set[str]) -> str:
    """Return *text*, an index as Sphinx writes it, with the entries of pages that have not been written.

    :param before: all entries of the index before.
    :param written: the pages whose entries *text* has.
    """
    if not before:
        return text
    try:
        index = _load(text)
        numbers = {docname: number for number, docname in enumerate(index["docnames"])}
        entries: dict[str, list[list[Any]]] = index[_ENTRIES]
        for entry, places in before.items():
            kept = [place for place in places if place.docname in numbers and place.docname not in written]
            if kept:
                old = [[numbers[place.docname], place.anchor, place.is_main] for place in kept]
                # Sphinx has them by page; those of one page stay in their order.
                entries[entry] = sorted([*old, *entries.get(entry, ())], key=lambda place: int(place[0]))
    except (ValueError, KeyError, TypeError, AttributeError):
        return text
    return _dump(index)


def _load(text: str) -> Any:
    """Return the content of an index.

    :raises ValueError: if *text* is no index.
    """
    if not text.startswith(INDEX_BEGIN) or not text.endswith(INDEX_END):
        raise ValueError("no index")
    return json.loads(text[len(INDEX_BEGIN) : -len(INDEX_END)])


def _dump(index: Any) -> str:
    # As Sphinx does.
    return INDEX_BEGIN + json.dumps(index, separators=(",", ":"), sort_keys=True) + INDEX_END


def setup_search_index(app: Sphinx) -> None:
    """Register the completion of the index."""
    index = SearchIndex()
    app.connect("write-started", index.begin)
    app.connect("build-finished", index.end)
