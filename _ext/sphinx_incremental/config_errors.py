"""What a mistake in conf.py or in a template raises: an error for Sphinx, or the end of the process."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from sphinx.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator

_ends_process = False


def config_error(message: str) -> ConfigError | SystemExit:
    """Return what to raise for a mistake in conf.py, or in a template, with which no site can be built.

    sphinx-build shows any exception with the versions of all packages and a traceback, and asks to report it.
    ``SystemExit`` is none that it catches.

    :param message: with file and line, what is wrong, and what to write instead.
    """
    return SystemExit(message) if _ends_process else ConfigError(message)


@contextlib.contextmanager
def ending_the_process() -> Iterator[None]:
    """Let such mistakes end the process, with their message alone."""
    global _ends_process
    _ends_process = True
    try:
        yield
    finally:
        _ends_process = False
