"""Runs the Liquid of a site in a process of its own, and ends it when it does not answer."""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import threading
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from ..limits import SECONDS
from ..own_python import module_command, process_options

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

# The worker gives up on a page by itself; this is for what it cannot interrupt.
_PATIENCE = 12 * SECONDS
_STARTING = 120
# How many pages the process is asked for at once: fewer than a pipe has room for.
_AHEAD = 30
# After so many processes in a row that never answered, none is started again: each may take minutes.
_MOST_SILENT = 3


class Rendered(NamedTuple):
    """What Liquid has made of a page."""

    text: str
    layout: str
    """What its layout puts around it, with :data:`.PAGE` in the place of the page; empty if nothing."""
    problems: tuple[str, ...]


class Job(NamedTuple):
    """A page whose Liquid is to be run."""

    source: str
    """Its file."""
    body: str
    """Its text, which stays as it is if it cannot be rendered."""
    layout: str = ""
    """The name of a layout that is rendered as well."""
    is_frame: bool = False
    """Whether all that its layouts put around it is wanted, in the place of its text."""


class LiquidProcess:
    """The process that runs the Liquid of the site in *root*; it is started when it is needed."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[str] = queue.Queue()
        self._reader: threading.Thread | None = None
        self._silent = 0
        """How many processes in a row never answered."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_arguments: object) -> None:
        self._end()

    def render(self, source: str, body: str, layout: str) -> Rendered:
        """Return what Liquid makes of one page; see :meth:`render_all`."""
        return next(self.render_all([Job(source, body, layout)]))

    def render_all(self, jobs: Sequence[Job]) -> Iterator[Rendered]:
        """Yield what Liquid makes of each of *jobs*, while the process goes on with those behind it."""
        asked = 0
        for done, job in enumerate(jobs):
            if self._silent == _MOST_SILENT:
                yield Rendered(job.body, "", ("its Liquid could not be run: that of no page could",))
                continue
            is_new = self._process is None
            process = self._process or self._start()
            if is_new:
                asked = done
            try:
                while asked < min(len(jobs), done + _AHEAD):
                    self._ask(process, jobs[asked])
                    asked += 1
                line = self._answers.get(timeout=_PATIENCE + (_STARTING if is_new else 0))
                answer: dict[str, Any] = json.loads(line)
                self._silent = 0
            except (OSError, queue.Empty, ValueError):
                self._silent += is_new
                self._end()
                problem = "its Liquid could not be run: it takes too long, or too much memory"
                yield Rendered(job.body, "", (problem,))
                continue
            yield Rendered(answer["text"], answer.get("layout", ""), tuple(answer["problems"]))

    def _ask(self, process: subprocess.Popen[str], job: Job) -> None:
        assert process.stdin is not None
        asked = {"source": job.source, "layout": job.layout, "is_frame": job.is_frame}
        process.stdin.write(json.dumps(asked) + "\n")
        process.stdin.flush()

    def _start(self) -> subprocess.Popen[str]:
        self._answers = queue.Queue()
        process = subprocess.Popen(
            [*module_command("sphinx_homepage.importing.liquid.worker"), str(self._root.resolve())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            **process_options(),
        )
        self._reader = threading.Thread(target=self._read, args=(process, self._answers), daemon=True)
        self._reader.start()
        self._process = process
        return process

    @staticmethod
    def _read(process: subprocess.Popen[str], answers: queue.Queue[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            answers.put(line)
        # So that nobody waits for a process that is gone.
        answers.put("")

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        if self._reader is not None:
            self._reader.join(timeout=_PATIENCE)
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
