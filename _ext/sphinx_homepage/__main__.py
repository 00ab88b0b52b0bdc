"""Run a command: ``python -m sphinx_homepage --help``."""

import sys

from .cli import main

if __name__ == "__main__":
    sys.exit(main())
