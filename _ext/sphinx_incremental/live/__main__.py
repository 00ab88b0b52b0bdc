"""``python -m sphinx_incremental.live OPTIONS``: the process of the next build; the server starts it."""

from __future__ import annotations

import sys

from .waiting import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
