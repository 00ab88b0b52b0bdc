"""Runs the Liquid of a site in a process of its own, and ends it when it does not answer."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, NamedTuple, Self

from .limits import SECONDS

# The worker gives up on a page by itself; this is for what it cannot interrupt.
_PATIENCE = 3 * SECONDS
_STARTING = 120


class Rendered(NamedTuple):
    """What Liquid has made of a page."""

    text: str
    layout: str
    """What its layout puts around it, with ``\\x07`` in the place of the page; empty if nothing."""
    problems: tuple[str, ...]


class LiquidProcess:
    """The process that runs the Liquid of the site in *root*; it is started when it is needed."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[str] = queue.Queue()
        self._reader: threading.Thread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_arguments: object) -> None:
        self._end()

    def render(self, source: str, body: str, layout: str) -> Rendered:
        """Return what Liquid makes of the page whose file is *source*.

        :param body: the text of the page, which stays as it is if it cannot be rendered.
        :param layout: the name of a layout that is rendered as well; empty for none.
        """
        is_new = self._process is None
        process = self._process or self._start()
        try:
            assert process.stdin is not None
            process.stdin.write(json.dumps({"source": source, "layout": layout}) + "\n")
            process.stdin.flush()
            line = self._answers.get(timeout=_PATIENCE + (_STARTING if is_new else 0))
            answer: dict[str, Any] = json.loads(line)
        except (OSError, queue.Empty, ValueError):
            self._end()
            return Rendered(body, "", ("its Liquid could not be run: it takes too long, or too much memory",))
        return Rendered(answer["text"], answer.get("layout", ""), tuple(answer["problems"]))

    def _start(self) -> subprocess.Popen[str]:
        package = str(Path(__file__).parents[2])
        path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH", ""))))
        self._answers = queue.Queue()
        process = subprocess.Popen(
            [sys.executable, "-m", "sphinx_homepage.importing.liquid_worker", str(self._root)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"},
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
