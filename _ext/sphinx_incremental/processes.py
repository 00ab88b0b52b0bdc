"""How many processes read and write pages, where ``sphinx-build`` is not told.

Sphinx uses one unless it is given ``-j``, and hosts do not give it.  With ``-j``, it starts processes for a
single edited page as well, which costs more than reading that page.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sphinx.errors import ConfigError

from sphinx_homepage.core.config_values import conf_place
from sphinx_homepage.pages.records import page_records

from .builders import builds_pages
from .inputs import page_inputs

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

_FEW = 20
"""Up to how many pages are read sooner than processes are started and their findings merged."""
_MOST = 8
"""Beyond this, merging takes what more processes save."""


class Jobs:
    """The processes of one application."""

    def __init__(self) -> None:
        self._more = 0
        """How many there are besides those that were asked for; 0 if they are left as they are."""
        self._read: frozenset[str] = frozenset()
        """The pages that are read."""
        self._first = 0
        """The process that merges what the others have read; 0 in one of these, once it has begun."""

    def find(self, app: Sphinx) -> None:
        """Find out whether the number of processes is ours to choose."""
        self._more = 0
        asked: int | str = app.config.homepage_jobs
        jobs = min(os.cpu_count() or 1, _MOST) if asked == "auto" else int(asked)
        if app.parallel == 1 and jobs > 1 and builds_pages(app.builder) and _are_all_safe(app):
            self._more = jobs - 1

    def before_reading(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Read many pages in several processes, and few in one."""
        self._read = frozenset(docnames)
        self._first = os.getpid()
        if self._more and len(docnames) > _FEW:
            app.parallel += self._more

    def before_a_page(self, app: Sphinx, docname: str, content: list[str]) -> None:
        """Forget what others have read in this build, in a process that has just begun to read some pages.

        How much of that is known is chance: what was merged before the process started.  Sphinx would hand it
        all back, and take over only what the process has read itself
        (:meth:`~sphinx.environment.BuildEnvironment.merge_info_from`): work that grows with the square of the
        number of pages.  What was known before the build stays, and so does what Sphinx compares pages by
        while it reads them, such as labels.
        """
        if self._first in (0, os.getpid()):
            return
        self._first = 0
        env = app.env
        facts = (
            *(env.titles, env.longtitles, env.tocs, env.toc_num_entries, env.metadata),
            *(page_records(env), page_inputs(env)),
        )
        for known in facts:
            for other in self._read & known.keys():
                del known[other]

    def before_writing(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Write in one process more than there are cores: the first hands out pages, and mostly waits.

        How many pages will be written is not known yet.  Of one alone, the first process takes care.
        """
        if self._more:
            app.parallel = 1 if len(env.found_docs) <= _FEW else 1 + self._more + 1
        return []

    def end(self, app: Sphinx, exception: Exception | None) -> None:
        """Leave the application as it was."""
        if self._more:
            app.parallel = 1


def _are_all_safe(app: Sphinx) -> bool:
    """Return whether every extension says that it may run in several processes.

    Otherwise Sphinx would warn, and nobody asked.
    """
    return all(
        extension.parallel_read_safe and extension.parallel_write_safe
        for extension in app.extensions.values()
    )


def check_jobs(app: Sphinx, config: Config) -> None:
    """Refuse a number of processes that is none.

    :raises ConfigError: with its line.
    """
    jobs = config.homepage_jobs
    if isinstance(jobs, str) and jobs.isdecimal():  # from the command line: -D homepage_jobs=1
        jobs = config.homepage_jobs = int(jobs)
    if jobs != "auto" and (not isinstance(jobs, int) or jobs < 1):
        place = conf_place(app, "homepage_jobs")
        raise ConfigError(f'{place}: homepage_jobs is "auto" or a number of processes, such as 1')


def setup_jobs(app: Sphinx) -> None:
    """Register the setting, and the moments at which Sphinx looks at the number of processes."""
    app.add_config_value(
        "homepage_jobs",
        "auto",
        "",
        types=frozenset({int, str}),
        description="How many processes read and write pages, unless sphinx-build is given -j.",
    )
    app.connect("config-inited", check_jobs)
    jobs = Jobs()
    app.connect("builder-inited", jobs.find)
    # After everybody who adds pages to be read.
    app.connect("env-before-read-docs", jobs.before_reading, priority=999)
    app.connect("source-read", jobs.before_a_page, priority=0)
    # After everybody who adds pages to be written.
    app.connect("env-get-updated", jobs.before_writing, priority=999)
    app.connect("build-finished", jobs.end)
