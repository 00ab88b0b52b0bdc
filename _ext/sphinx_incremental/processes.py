"""The number of processes that read and write pages, where ``sphinx-build`` is not given ``-j``.

Sphinx uses one process unless it is given ``-j``, and hosts do not give it.  With ``-j``, it starts processes
for a single edited page as well, which costs more than reading that page.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from .builders import builds_pages

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_FEW = 20
"""Up to how many pages it is quicker to read them than to start processes and merge what they have read."""
_MOST = 8
"""With more processes, merging takes longer than they save."""


def core_count() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Processes:
    """The number of processes of one application."""

    def __init__(self) -> None:
        self._count = 1
        """1 if the number is left as it is."""

    def before_reading(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Read many pages in several processes, and few in one."""
        if self._count == 1 and app.parallel == 1 and builds_pages(app.builder) and _are_all_safe(app):
            self._count = min(core_count(), _MOST)
        if self._count > 1:
            app.parallel = self._count if len(docnames) > _FEW else 1

    def before_writing(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Write in one process more than there are cores: the first distributes pages, and mostly waits.

        How many pages will be written is not known yet.  Sphinx writes a single one in the first process.
        """
        if self._count > 1:
            app.parallel = self._count + 1 if len(env.found_docs) > _FEW else 1
        return []


def _are_all_safe(app: Sphinx) -> bool:
    """Return whether every extension declares that it may run in several processes.

    Sphinx would warn otherwise, though nobody has asked for several.
    """
    return all(
        extension.parallel_read_safe and extension.parallel_write_safe
        for extension in app.extensions.values()
    )


def setup_processes(app: Sphinx) -> None:
    """Register the moments before Sphinx uses the number of processes."""
    processes = Processes()
    # After everything that adds pages to be read.
    app.connect("env-before-read-docs", processes.before_reading, priority=999)
    app.connect("env-get-updated", processes.before_writing)
