"""Starts modules of Python in processes of their own, in which nothing of the old site can be imported."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

_PACKAGES = Path(__file__).parents[2]


def module_command(module: str) -> list[str]:
    """Return the command that runs *module*; ``-P`` keeps the current directory out of its path."""
    return [sys.executable, "-P", "-m", module]


def process_options() -> dict[str, Any]:
    """Return the options of :class:`subprocess.Popen` for such a command: its directory and environment.

    The directory is that of this package: an empty or relative part of ``PYTHONPATH`` names nothing of the
    old site then, even if the command was started there.
    """
    path = os.pathsep.join(filter(None, (str(_PACKAGES), os.environ.get("PYTHONPATH", ""))))
    return {"cwd": _PACKAGES, "env": {**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"}}
