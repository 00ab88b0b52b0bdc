"""Compares a site as it was built before with the site that replaces it, page by page.

Beautiful Soup is imported when it is used.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path


@dataclass(frozen=True)
class Share:
    """How many of the things of an old page its new page has."""

    kept: int
    of: int
    lost: tuple[str, ...] = ()
    """The first of those that are lost, as a person would name them."""

    @property
    def is_whole(self) -> bool:
        """Return whether nothing is lost."""
        return self.kept == self.of


@dataclass(frozen=True)
class PageComparison:
    """An old page and what answers at its address now."""

    address: str
    """The old address, with a leading slash."""
    lands: str
    """The file of the new site that the address leads to, relative to its root; empty if nothing answers."""
    needed: float
    """The share of words from which on the page is the same: less for pages that only list others."""
    words: Share
    links: Share
    images: Share
    formulas: Share
    headings: Share
    anchors: Share
    """The ids of headings."""
    title: Share
    description: Share
    sidebar: Share
    """Links of the author."""

    @property
    def arrives(self) -> bool:
        """Return whether the page is there, with enough of its words."""
        return bool(self.lands) and self.words.kept >= self.needed * self.words.of


@dataclass(frozen=True)
class Comparison:
    """All pages of the old site, by their addresses."""

    pages: tuple[PageComparison, ...] = field(default=())

    def total(self, name: str) -> Share:
        """Return the sum over all pages of one share: ``words``, ``links``, ``images``, ..."""
        raise NotImplementedError


def compare(
    old: Path,
    new: Path,
    *,
    hosts: Iterable[str] = (),
    base: str = "",
    lists: Collection[str] = (),
    left_out: Collection[str] = (),
) -> Comparison:
    """Compare the pages of a built site with those of the one that replaces it.

    :param old: the directory of the old site as it was built, or a downloaded copy of it.
    :param new: the output directory of the new site.
    :param hosts: names of the hosts of the site: absolute links to them are links within the site.
    :param base: a path in front of all addresses of the old site, as ``/blog``.
    :param lists: old addresses of pages that only list others.
    :param left_out: old addresses that are not compared: the template's own examples.
    """
    raise NotImplementedError
