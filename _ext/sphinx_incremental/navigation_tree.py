"""Furo's navigation, parsed once, and put together again for each page.  Pure."""

from __future__ import annotations

import html
import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LINK = '<a class="reference internal" href="'
"""How each link to a page of the site begins."""
WHOLE = 100
"""The most pages that the navigation of every page shows all of."""
LONG = 100
"""The most items of a list that are all shown on a page of a large site."""
_GAP = '<span class="reference">⋯</span>'
# An empty list is a simple one to docutils.
_TOKENS = re.compile(
    r'(<ul(?: class="simple")?>|</ul>|<li class="[^"]*">|</li>|'
    r'<a class="reference internal" href="[^"]*">|<input [^>]*/>)'
)


@dataclass(slots=True)
class _Entry:
    """A page in the tree, or one of its further top headings."""

    link: int
    """Which part of the text its link is."""
    fragment: str
    """The place on the page, as in ``#place``; empty for the page itself."""
    chain: tuple[int, ...]
    """The parts in which it lies: every list and item, from the outermost to its own."""


@dataclass(slots=True)
class Tree:
    """Furo's navigation in parts, some of which are different on some pages."""

    parts: list[str]
    targets: dict[int, tuple[str, str]]
    """The URL of each link, relative to the root, and its fragment, by its part."""
    entries: dict[str, list[_Entry]] = field(default_factory=dict)
    """By the URL of the page."""
    switches: dict[int, int] = field(default_factory=dict)
    """The part that is the switch of an item's sublist, by the item's part."""
    ends: dict[int, int] = field(default_factory=dict)
    """The part that ends each list and item, by the part that begins it."""
    items: dict[int, list[int]] = field(default_factory=dict)
    """The items of each list, by the list's part."""

    @classmethod
    def parse(cls, text: str, urls: dict[str, str]) -> Tree | None:
        """Parse *text*; return None if there is something in it that is not understood.

        :param urls: the URL of a page relative to the root, by its link in *text*.
        """
        parts = _TOKENS.split(text)
        tree = cls(parts, {})
        chain: list[int] = []
        for number, part in enumerate(parts):
            if part.startswith(("<ul", "<li ")):
                if part.startswith("<ul"):
                    tree.items[number] = []
                elif chain and chain[-1] in tree.items:
                    tree.items[chain[-1]].append(number)
                chain.append(number)
            elif part in ("</ul>", "</li>"):
                if not chain or parts[chain[-1]][1] != part[2]:
                    return None
                tree.ends[chain.pop()] = number
            elif part.startswith("<input ") and chain:
                tree.switches[chain[-1]] = number
            elif part.startswith(LINK):
                link, mark, fragment = part[len(LINK) : -2].partition("#")
                if link not in urls or not chain:
                    return None
                url, fragment = urls[link], mark + fragment
                tree.targets[number] = url, fragment
                tree.entries.setdefault(url, []).append(_Entry(number, fragment, tuple(chain)))
        return tree if not chain else None

    def text(self, url: str, place: str, links: dict[int, str]) -> str:
        """Return the navigation of the page at *url*, which is in the tree once at most.

        :param place: the URL that is marked as the place of the page: its own, or that of a page above it.
        :param links: each link as that page has it.
        """
        parts = self.parts.copy()
        for number, link in links.items():
            parts[number] = link
        for entry in self.entries.get(place, ()):
            if entry.fragment:
                if place == url:
                    # To Sphinx, the page is where its first heading stands.
                    parts[entry.link] = link_to("", entry.fragment)
                continue
            if place == url:
                parts[entry.link] = '<a class="current reference internal" href="#">'
            for number in entry.chain:
                parts[number] = _current(parts[number])
                if number in self.switches:
                    switch = self.switches[number]
                    parts[switch] = _checked(parts[switch])
            own = entry.chain[-1]
            parts[own] = f'{parts[own][:-2]} current-page">'
        return "".join(parts)

    def branch(self, url: str, place: str, link: Callable[[str], str]) -> str:
        """Return the top level of the navigation, and the branch of the page at *url*.

        :param place: as for :meth:`text`.
        :param link: returns the link to a URL as the page has it.
        """
        return _Branch(self, url, place, link).text()


class _Branch:
    """What a page of a large site shows of its navigation: the size of a page does not grow with the site.

    Lists that lead to the page are open.  Of one with more than :data:`LONG` items there are those around the
    page, and further ones at equal distances, from each of which the next ones are seen: whatever the number
    of items, all can be reached in two clicks, and a page has about twice its square root of them.
    """

    def __init__(self, tree: Tree, url: str, place: str, link: Callable[[str], str]) -> None:
        self._tree = tree
        self._link = link
        found = tree.entries.get(place, ())
        self._open = {number for entry in found for number in entry.chain}
        self._own = {entry.link for entry in found if not entry.fragment and place == url}
        self._own_items = {entry.chain[-1] for entry in found if not entry.fragment}
        self._url = url
        self._out: list[str] = []

    def text(self) -> str:
        self._range(0, len(self._tree.parts))
        return "".join(self._out)

    def _range(self, number: int, end: int) -> None:
        tree = self._tree
        while number < end:
            if number in tree.items:
                self._list(number)
                number = tree.ends[number]
            elif number in self._own:
                self._out.append('<a class="current reference internal" href="#">')
            elif number in tree.targets:
                url, fragment = tree.targets[number]
                self._out.append(link_to("" if url == self._url else self._link(url), fragment))
            else:
                self._out.append(tree.parts[number])
            number += 1

    def _list(self, number: int) -> None:
        tree, items = self._tree, self._tree.items[number]
        self._out += [_current(tree.parts[number]) if number in self._open else tree.parts[number], "\n"]
        before = -1
        for place in visible(len(items), [place for place, item in enumerate(items) if item in self._open]):
            if place != before + 1:
                level = re.split('[" ]', tree.parts[items[place]])[2]
                self._out.append(f'<li class="{level}" aria-hidden="true">{_GAP}</li>\n')
            self._item(items[place])
            before = place
        self._out.append("</ul>")

    def _item(self, number: int) -> None:
        tree = self._tree
        part, end, switch = tree.parts[number], tree.ends[number], tree.switches.get(number, 0)
        if number in self._open:
            part = _current(part)
            if number in self._own_items:
                part = f'{part[:-2]} current-page">'
            self._out.append(part)
            if switch:
                self._range(number + 1, switch)
                self._out.append(_checked(tree.parts[switch]))
            self._range(max(switch, number) + 1, end)
        else:
            self._out.append(part.replace(" has-children", ""))
            self._range(number + 1, switch or end)
        self._out.append("</li>\n")


def is_large(count: int) -> bool:
    """Return whether each page shows only its own branch of a navigation of *count* pages."""
    return count > WHOLE


def visible(count: int, places: Sequence[int]) -> list[int]:
    """Return which of *count* items are shown on a page at *places* among them, in order.

    From each item, every other one is two steps away at most.
    """
    if count <= LONG:
        return list(range(count))
    step = math.isqrt(count - 1) + 1
    around = step // 2 + 1
    shown = {0, count - 1, *range(0, count, step)}
    for place in places:
        shown.update(range(max(place - around, 0), min(place + around + 1, count)))
    # A gap takes the place of one item.
    shown.update(place + 1 for place in list(shown) if place + 2 in shown)
    return sorted(shown)


def link_to(link: str, fragment: str) -> str:
    """Return how a link to a page, or to a place on it, begins."""
    return f'{LINK}{html.escape(link, quote=False)}{fragment}">'


def _checked(switch: str) -> str:
    return switch.replace(' class="', ' checked="" class="', 1)


def _current(part: str) -> str:
    """Mark a list, or an item, as one in which the page lies."""
    if part.startswith("<ul"):
        return '<ul class="current">' if part == "<ul>" else '<ul class="simple current">'
    first, space, rest = part.removeprefix('<li class="').partition(" ")
    return f'<li class="{first} current {rest}' if space else f'<li class="{first[:-2]} current">'
