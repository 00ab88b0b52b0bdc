"""Liquid with the tags and filters of Jekyll."""

from __future__ import annotations

from .liquid_environment import LimitedEnvironment
from .liquid_filters import FILTERS
from .liquid_tags import TAGS


class JekyllEnvironment(LimitedEnvironment):
    """Liquid in Jekyll's dialect."""

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        """Add the tags and filters of Jekyll to those of Liquid."""
        super().setup_tags_and_filters(extra=extra)
        for tag in TAGS:
            self.add_tag(tag)
        self.filters.update(FILTERS)
