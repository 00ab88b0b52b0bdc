"""The tags in the head of a page, which several modules contribute."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from ..pages.records import PageRecord
    from .previews import Preview
    from .structured_data import Node, PageSummary

_EVENT = "homepage-head"
_SUBJECT = "homepage-subject"
_CATEGORIES = "homepage-categories"


@dataclass(frozen=True, slots=True)
class Document:
    """What is known of a page that a document made."""

    record: PageRecord
    summary: PageSummary
    preview: Preview | None
    """The image of link previews."""


@dataclass(frozen=True, slots=True)
class HeadPage:
    """A page of the site whose head is being made."""

    name: str
    """Its docname, or its name if no document made it (the search page)."""
    builder: StandaloneHTMLBuilder
    context: dict[str, Any]
    """The context of its template."""
    document: Document | None = None


def setup_contributors(app: Sphinx) -> None:
    """Register the events by which contributors are called."""
    app.add_event(_EVENT)
    app.add_event(_SUBJECT)
    app.add_event(_CATEGORIES)


def add_contributor(app: Sphinx, function: Callable[[Sphinx, HeadPage], str]) -> None:
    """Add a function that returns tags for the head of a page, after those of the functions added before."""
    app.connect(_EVENT, function)


def contributed_tags(app: Sphinx, page: HeadPage) -> str:
    """Return the tags of all contributors."""
    return "".join(app.emit(_EVENT, page))


def add_subject(app: Sphinx, function: Callable[[Sphinx, HeadPage], Node | None]) -> None:
    """Add a function that returns what a page is about, for its structured data in the place of an article.

    :param function: returns ``None`` for pages about which it knows nothing.  It is not asked about the home
        page, which is about a person.
    """
    app.connect(_SUBJECT, function)


def page_subject(app: Sphinx, page: HeadPage) -> Node | None:
    """Return what a page is about, if one of the functions knows it."""
    found: Node | None = app.emit_firstresult(_SUBJECT, page)
    return found


def add_categories(app: Sphinx, function: Callable[[Sphinx, str], Iterable[str]]) -> None:
    """Add a function that returns what a page is about in a word or two each, by docname, for the feed."""
    app.connect(_CATEGORIES, function)


def page_categories(app: Sphinx, docname: str) -> tuple[str, ...]:
    """Return the categories of a page, each once."""
    found: dict[str, str] = {}
    for name in chain.from_iterable(app.emit(_CATEGORIES, docname)):
        found.setdefault(name.casefold(), name)
    return tuple(filter(None, found.values()))
