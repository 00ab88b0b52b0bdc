"""Which posts are related: those that share most tags.  Pure."""

from __future__ import annotations

import datetime
from bisect import bisect
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from .folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .model import Work

MOST = 3
# Further from any date than two dates can be from each other.
_UNDATED = 2 * datetime.date.max.toordinal()


def related_posts(posts: Iterable[Work]) -> dict[str, tuple[Work, ...]]:
    """Return up to three related posts of each post that has any, by docname, the closest first.

    These are the ones that share most tags with it, of those the nearest in date, and of those the newest.
    """
    order = sorted(posts, key=lambda post: (_day(post), post.docname))
    days = [_day(post) for post in order]
    tags = [{fold(tag) for tag in post.tags} for post in order]
    with_tag: dict[str, list[int]] = {}
    for place, names in enumerate(tags):
        for name in names:
            with_tag.setdefault(name, []).append(place)
    found = {}
    for place, post in enumerate(order):
        shared = Counter(chain.from_iterable(with_tag[name] for name in tags[place]))
        del shared[place]
        near: list[int] = []
        for count in sorted(set(shared.values()), reverse=True):
            if len(near) >= MOST:
                break
            equal = sorted(other for other, value in shared.items() if value == count)
            middle = bisect(equal, place)
            # In the order of dates, the nearest are beside it.
            beside = equal[max(0, middle - MOST) : middle + MOST]
            near += sorted(beside, key=lambda other: (abs(days[other] - days[place]), -other))
        if near:
            found[post.docname] = tuple(order[other] for other in near[:MOST])
    return found


def _day(post: Work) -> int:
    return post.date.first_day.toordinal() if post.date else _UNDATED
