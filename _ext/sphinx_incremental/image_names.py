"""The names of pictures in the built site, which do not depend on what was read when.

Sphinx copies the pictures of all pages into one folder.  Of two with the same name, the one that it has read
later gets a number, so that after an edit it may be another one than in a fresh build, or the one may have
the address that the other had.  Here it is always the one whose path comes later.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from .builders import builds_pages
from .fingerprints import outdated

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def name_pictures(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Name the pictures, and return the pages that show one whose name has changed."""
    if not builds_pages(app.builder):
        return []
    named = type(env.images)()
    shown: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for path, (docnames, _) in sorted(env.images.items()):
        for docname in sorted(docnames):
            shown[docname].append((path, named.add_file(docname, path)))
    env.images = named
    return outdated(app, env, "pictures", shown)


def setup_picture_names(app: Sphinx) -> None:
    """Register the naming."""
    # Before everybody who asks for the names.
    app.connect("env-updated", name_pictures, priority=100)
