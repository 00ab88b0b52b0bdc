"""How long it takes from saving a page until the new text is served."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import time
import urllib.request
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from peers import Tool

_BEGIN = 300.0
"""Seconds until a server has surely begun."""
_SEEN = 60.0
"""Seconds until an edit is surely seen."""
_LOOK = 0.004
"""Seconds between two looks."""


def measure_edits(sites: Mapping[Tool, Path], edits: int, pause: float) -> dict[Tool, list[float]]:
    """Edit the same page with each tool in turn, all their servers running, and return the seconds.

    :param pause: seconds between edits, for those who do something ahead.
    """
    seconds: dict[Tool, list[float]] = {tool: [] for tool in sites}
    with contextlib.ExitStack() as stack:
        addresses = {tool: stack.enter_context(_serving(tool, folder)) for tool, folder in sites.items()}
        time.sleep(2 * pause)
        for number in range(edits):
            for tool, folder in sites.items():
                page = folder / tool.source
                word = f"word{number}x{time.time_ns()}"
                text = f"{page.read_text()}\n{word}\n"
                start = time.perf_counter()
                page.write_text(text)
                _wait(addresses[tool], word, _SEEN)
                seconds[tool].append(time.perf_counter() - start)
                time.sleep(pause)
    return seconds


@contextlib.contextmanager
def _serving(tool: Tool, folder: Path) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [part.format(port=port) for part in tool.serve],
        cwd=folder,
        env={**os.environ, **dict(tool.environment)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}{tool.address}"
    try:
        _wait(address, "</html>", _BEGIN)
        yield address
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(address: str, word: str, seconds: float) -> None:
    """Wait until *word* is served.

    :raises RuntimeError: if it is not after so many seconds.
    """
    end = time.perf_counter() + seconds
    while word not in _get(address):
        if time.perf_counter() > end:
            raise RuntimeError(f"{address} does not say {word}")
        time.sleep(_LOOK)


def _get(address: str) -> str:
    """Return what is served, or nothing, also while it is being written."""
    try:
        with urllib.request.urlopen(address, timeout=_SEEN) as answer:
            return str(answer.read(), "utf-8", "replace")
    except (OSError, http.client.HTTPException):
        return ""
