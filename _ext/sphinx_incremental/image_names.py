"""The names of images in the built site, which do not depend on what was read when.

Sphinx copies the images of all pages into one directory.  Of two with the same name, the one that it has read
later gets a number, so that after an edit it may be another one than in a fresh build, or the one may have
the URL that the other had.  Here it is always the one whose path comes later.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from .builders import builds_pages
from .fingerprints import pages_changed

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def name_images(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Name the images, and return the pages that show one whose name has changed."""
    if not builds_pages(app.builder):
        return []
    named = type(env.images)()
    shown: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for path, (docnames, _) in sorted(env.images.items()):
        for docname in sorted(docnames):
            shown[docname].append((path, named.add_file(docname, path)))
    env.images = named
    return pages_changed(app, env, "images", shown)


def setup_image_names(app: Sphinx) -> None:
    """Register the naming."""
    # Before everything that uses the names.
    app.connect("env-updated", name_images, priority=100)
