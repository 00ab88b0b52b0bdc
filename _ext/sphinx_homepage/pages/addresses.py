"""The published addresses of a site, from whoever keeps a list of them.

A package that has such a list registers it with :func:`add_address_source`; redirects and the feed read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from ..core.addresses import address_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sphinx.application import Sphinx

_EVENT = "homepage-published-addresses"


class State(Enum):
    """What became of an address."""

    SERVED = "served"
    REDIRECTED = "->"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class PublishedAddress:
    """An address that readers may have, and what became of it."""

    path: str
    """The path from the root of the site, decoded, without a leading slash; a directory's ends with one."""
    state: State
    target: str = ""
    """Where a redirect leads: an address of this site, perhaps with a fragment, or a URL of another one."""
    date: str = ""
    """When it was retired, in ISO 8601."""
    reason: str = ""
    """Why it was retired."""
    line: int | None = None
    """The line in the list, from 1."""
    location: str = ""
    """The list and the line, for warnings."""

    @property
    def address(self) -> str:
        """The address as people write it."""
        return address_text(self.path)

    @property
    def status(self) -> str:
        """What became of it, as one line of text."""
        if self.state is State.REDIRECTED:
            return f"-> {self.target}"
        return f"retired {self.date}: {self.reason}" if self.state is State.RETIRED else "served"


def add_address_source(app: Sphinx, function: Callable[[Sphinx], Iterable[PublishedAddress]]) -> None:
    """Register a list of published addresses.

    :param function: returns the addresses; it is called when all pages have been read, and later.
    """
    app.connect(_EVENT, function)


def published_addresses(app: Sphinx) -> Iterator[PublishedAddress]:
    """Yield the addresses of every list that is registered."""
    for addresses in app.emit(_EVENT):
        yield from addresses


def setup_addresses(app: Sphinx) -> None:
    """Register the event by which lists are asked for."""
    app.add_event(_EVENT)
