"""Python's garbage collector while a site is built.

Doctrees are made of cycles, and of objects by the hundred thousand.  With its default threshold, Python
spends a sixth of a large build on examining objects that are still needed.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_THRESHOLD = (50_000, 20, 100)


def begin(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Raise the threshold, and freeze the objects that were created before the first page is read."""
    if gc.get_freeze_count():
        # What an earlier build in this process froze is mostly garbage by now.
        gc.unfreeze()
        gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLD)


def setup_garbage(app: Sphinx) -> None:
    """Register the beginning and the end."""
    before = gc.get_threshold()

    def end(app: Sphinx, exception: Exception | None) -> None:
        """Restore the threshold, and freeze all objects, which Python would examine when it exits."""
        gc.set_threshold(*before)
        gc.freeze()

    app.connect("env-before-read-docs", begin)
    # After everything that creates objects.
    app.connect("build-finished", end, priority=999)
