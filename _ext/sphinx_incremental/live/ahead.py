"""``python -m sphinx_incremental.live.ahead``: the process of the next build, which the server starts."""

from __future__ import annotations

import sys

from .waiting import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
