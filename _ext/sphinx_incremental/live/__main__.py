"""The command of the live server: ``python -m sphinx_incremental.live --help``."""

from __future__ import annotations

import sys

from .command import main

if __name__ == "__main__":
    sys.exit(main())
