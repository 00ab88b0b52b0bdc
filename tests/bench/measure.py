"""Run a command, and measure what it takes."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

# getrusage(2) counts memory in kilobytes, and in bytes on macOS.
_MEGABYTE = 1_000_000 if sys.platform == "darwin" else 1000


class Cost(NamedTuple):
    """What a command took."""

    wall: float
    """Seconds of the clock."""
    cpu: float
    """Seconds of the processor, of all its processes."""
    memory: float
    """The most that one of its processes had at a time, in megabytes."""


def run(command: Sequence[str], folder: Path, environment: dict[str, str] | None = None) -> Cost:
    """Run *command* in *folder*.

    :param environment: variables besides those of this process.
    :raises RuntimeError: if it fails, with what it said.
    """
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise RuntimeError(f"{command[0]}: {str(said.read()[-2000:], errors='replace')}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / _MEGABYTE)


def median(costs: Iterable[Cost]) -> Cost:
    """Return the median of each figure."""
    return Cost(*(statistics.median(values) for values in zip(*costs, strict=True)))
