"""Which pages and files of a site are the template's own: examples that nobody has changed.  Pure.

``demo.txt`` has a short hash for each version of each file that academicpages and Minimal Mistakes have ever
shipped beside their layouts; ``tests/tools/demo_hashes.py`` makes it from their repositories.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import PurePosixPath

HASHES = Path(__file__).with_name("demo.txt")

# Of these, a site that has them unchanged still needs them.
_NO_EXAMPLES = frozenset({"_data", "_includes", "_layouts", "_plugins", "_sass", "node_modules"})
_NO_EXAMPLES_IN_ASSETS = frozenset({"css", "fonts", "js", "webfonts"})
# A page that lists others shows what its owner wrote, though it is the template's.
_LISTS = re.compile(rb"\{%-?\s*(?:for\s|include\s+(?:documents-collection|group-by-array|posts-))")


def may_be_demo(path: PurePosixPath) -> bool:
    """Return whether the file, relative to the root of its site, can be an example of a template."""
    first, *rest = path.parts
    if first in _NO_EXAMPLES or path.name.startswith((".", "_config")):
        return False
    return first != "assets" or not rest or rest[0] not in _NO_EXAMPLES_IN_ASSETS


def demo_hash(name: str, content: bytes) -> str:
    """Return the hash of a file: of its name, and of its content without regard to the ends of lines.

    The directory does not count: sites have Minimal Mistakes' ``docs/_posts`` as ``_posts``.
    """
    if b"\0" not in content:
        content = content.replace(b"\r\n", b"\n").rstrip() + b"\n"
    return hashlib.sha256(name.casefold().encode("utf-8", "surrogateescape") + b"\0" + content).hexdigest()[
        :10
    ]


def is_demo(path: PurePosixPath, content: bytes) -> bool:
    """Return whether the file is an example of a template, unchanged.

    A page of the template that lists others is none.  An image or a file may be linked to from a page that is
    none: whoever leaves it out has to look.

    :param path: relative to the root of the site.
    """
    return (
        may_be_demo(path)
        and demo_hash(path.name, content) in _hashes()
        and not (path.suffix in (".html", ".markdown", ".md") and _LISTS.search(content))
    )


def demo_files(root: Path, files: Iterable[PurePosixPath]) -> list[PurePosixPath]:
    """Return those of *files* below *root* that are examples of a template, unchanged; in their order."""
    return [path for path in files if may_be_demo(path) and is_demo(path, _content(root / path))]


def _content(file: Path) -> bytes:
    """Return what a file holds; nothing if it is not there any more."""
    try:
        return file.read_bytes()
    except OSError:
        return b""


@cache
def _hashes() -> frozenset[str]:
    return frozenset(HASHES.read_text(encoding="ascii").split())
