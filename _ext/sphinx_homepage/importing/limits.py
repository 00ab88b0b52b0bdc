"""How long and how large things may be while a site is imported."""

from __future__ import annotations

import contextlib
import signal
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS = 10
"""How long the Liquid of one page may take."""
CONVERTING = 20
"""How many seconds the conversion of one page may take; most take milliseconds."""
BUILDING = 120
"""How many seconds the new site may take to be built, to find what it warns of."""
BUILDING_PAGE = 1
"""How many more for each of its pages; most take a fiftieth of that."""
MEMORY = 1_500_000_000
"""How many bytes the process that runs Liquid may have, where the system limits it (not macOS)."""


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Limit what is done within to *seconds* of the processor's time, where the system can (not Windows).

    What else the machine has to do does not count, so that each import of a site comes to the same.
    Regular expressions are interrupted as well.

    :raises TimeoutError: when they are over.
    """
    if not hasattr(signal, "SIGPROF") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_signal: int, _frame: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGPROF, stop)
    # Again, for where an exception is lost.
    signal.setitimer(signal.ITIMER_PROF, seconds, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
