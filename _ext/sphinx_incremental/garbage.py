"""How often Python looks for garbage while a site is built.

Doctrees are made of cycles, and by the hundred thousand of objects.  With its own threshold, which suits
programs that stay small, Python spends a sixth of a large build on looking through what is still needed, and
a second at the end on looking through what is about to go.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from sphinx.errors import ConfigError

from sphinx_homepage.core.config_values import conf_place

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

# How many times a younger generation is looked through before the next older one is.
_OLDER = (20, 100)


class Garbage:
    """The settings of Python's collector before the build of one application."""

    def __init__(self) -> None:
        self._before: tuple[int, int, int] | None = None

    def begin(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Raise the threshold, and freeze the objects that were created before the first page is read."""
        if self._before is None and app.config.homepage_gc_threshold:
            self._before = gc.get_threshold()
            if gc.get_freeze_count():
                # What an earlier build in this process froze is mostly garbage by now.
                gc.unfreeze()
                gc.collect()
            gc.freeze()
            gc.set_threshold(app.config.homepage_gc_threshold, *_OLDER)

    def before_writing(self, app: Sphinx, builder: Builder) -> None:
        """Freeze what the pages are written from.

        Processes that write then share its memory as well: to look through it would copy it.
        """
        if self._before is not None:
            gc.collect()
            gc.freeze()

    def end(self, app: Sphinx, exception: Exception | None) -> None:
        """Restore the threshold, and freeze what is there.

        The process mostly ends now, and would look through all of it.
        """
        if self._before is not None:
            gc.set_threshold(*self._before)
            gc.freeze()
            self._before = None


def check_threshold(app: Sphinx, config: Config) -> None:
    """Refuse a threshold that is none.

    :raises ConfigError: with its line.
    """
    threshold = config.homepage_gc_threshold
    if not isinstance(threshold, int) or threshold < 0:
        place = conf_place(app, "homepage_gc_threshold")
        raise ConfigError(f"{place}: homepage_gc_threshold is a number of objects, such as 50_000, or 0")


def setup_garbage(app: Sphinx) -> None:
    """Register the setting and the moments."""
    app.add_config_value(
        "homepage_gc_threshold",
        50_000,
        "",
        types=frozenset({int}),
        description="After how many new objects Python looks for garbage; 0 for its own threshold.",
    )
    app.connect("config-inited", check_threshold)
    garbage = Garbage()
    app.connect("env-before-read-docs", garbage.begin)
    app.connect("write-started", garbage.before_writing)
    app.connect("build-finished", garbage.end, priority=999)
