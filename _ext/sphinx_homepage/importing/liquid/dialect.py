"""Liquid with the tags and filters of Jekyll."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from ..jekyll.documents import NoDocuments
from .environment import LimitedEnvironment
from .filters import FILTERS
from .tags import TAGS

if TYPE_CHECKING:
    from collections.abc import Callable

# What is empty before them is the same behind them.
_CHOOSING = ("group_by", "group_by_exp", "reverse", "sort", "sort_natural", "uniq", "where", "where_exp")


class JekyllEnvironment(LimitedEnvironment):
    """Liquid in Jekyll's dialect."""

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        """Add the tags and filters of Jekyll to those of Liquid."""
        super().setup_tags_and_filters(extra=extra)
        for tag in TAGS:
            self.add_tag(tag)
        self.filters.update(FILTERS)
        self.filters.update({name: _keeping_empty(self.filters[name]) for name in _CHOOSING})


def _keeping_empty(filter_: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter that returns a collection without documents as it is."""

    @wraps(filter_)
    def filtered(value: Any, *arguments: Any, **more: Any) -> Any:
        return value if isinstance(value, NoDocuments) else filter_(value, *arguments, **more)

    return filtered
