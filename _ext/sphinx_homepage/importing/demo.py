"""Which pages and files of a site are the template's own: examples that nobody has changed.

``demo.txt`` has a short hash for each version of each file that academicpages and Minimal Mistakes have ever
shipped as an example; ``tests/tools/demo_hashes.py`` makes it from their repositories.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path, PurePosixPath


def is_demo(path: PurePosixPath, content: bytes) -> bool:
    """Return whether the file is an example of a template, unchanged.

    The name decides as well as the content: only files in directories for pages, files and images are
    examples.  The ends of lines and of the file do not matter.

    :param path: relative to the root of the site.
    """
    raise NotImplementedError


def demo_files(root: Path, files: list[PurePosixPath]) -> list[PurePosixPath]:
    """Return those of *files* below *root* that are examples of a template, unchanged; in their order."""
    raise NotImplementedError
