"""The builds behind the server, each in a process of its own."""

from __future__ import annotations

import contextlib
import json
import shlex
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

from .waiting import NEVER_WAITS, NOT_MINE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

_NO_COMMAND = 127
"""What a shell returns when there is no such command."""


class Builds:
    """Builds a site whenever it is called.

    :param sphinx_arguments: the arguments of ``sphinx-build``.
    :param before: commands that run before each build in a new process; if one fails, there is no build.
    :param ahead: whether the process of the next build is started before it is needed.
    :param say: prints a line.
    """

    def __init__(
        self,
        sphinx_arguments: Sequence[str],
        *,
        before: Sequence[Sequence[str]] = (),
        ahead: bool = True,
        say: Callable[[str], None] = print,
    ) -> None:
        self._arguments = list(sphinx_arguments)
        self._before = before
        self._ahead = ahead
        self._say = say
        self._next: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()
        self._is_closed = False

    def __call__(self, *, changed_paths: Sequence[Path]) -> int:
        """Build after a change, and return the exit status of ``sphinx-build``.

        :param changed_paths: what has changed; nothing for the first build.
        """
        status = self._in_the_waiting_process(changed_paths)
        if status is None:
            status = self._in_a_new_process()
        if status == 0:
            self._start_next()
        elif not self._is_closed:
            self._say(f"The build has failed (exit status {status}).")
        return status

    @property
    def waiting(self) -> subprocess.Popen[str] | None:
        """The process of the next build, if one has been started."""
        return self._next

    def close(self) -> None:
        """End the process that waits, and start no other."""
        with self._lock:
            self._is_closed = True
            waiting, self._next = self._next, None
        if waiting is not None:
            _end(waiting)

    def _in_the_waiting_process(self, paths: Sequence[Path]) -> int | None:
        """Build in the process that waits; return None if there is none, or if it cannot."""
        waiting = self._next
        if waiting is None:
            return None
        assert waiting.stdin is not None
        line = json.dumps([str(path) for path in paths])
        with contextlib.suppress(OSError):  # it is gone
            waiting.stdin.write(f"{line}\n")
            waiting.stdin.close()
        status = waiting.wait()
        with self._lock:
            self._next = None
        if status == NEVER_WAITS:
            # Another one would build at once as well.
            self._ahead = False
            self._say(
                "sphinx_incremental is not among the extensions: every edit starts a process of its own."
            )
            return None
        # A signal may have ended it as well.
        return None if status == NOT_MINE or status < 0 else status

    def _in_a_new_process(self) -> int:
        build = [sys.executable, "-m", "sphinx_incremental.build", *self._arguments]
        status = 0
        for command in (*self._before, build):
            try:
                status = subprocess.run(command, check=False, stdin=subprocess.DEVNULL).returncode
            except OSError as error:
                self._say(f"{shlex.join(command)}: {error.strerror}")
                status = _NO_COMMAND
            if status:
                break
        return status

    def _start_next(self) -> None:
        with self._lock:
            if not self._ahead or self._is_closed:
                return
            self._next = subprocess.Popen(
                [sys.executable, "-m", "sphinx_incremental.live.ahead", *self._arguments],
                stdin=subprocess.PIPE,
                encoding="utf-8",
                errors="surrogateescape",
            )


def _end(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    with contextlib.suppress(OSError):
        process.stdin.close()
    process.terminate()
    process.wait()
