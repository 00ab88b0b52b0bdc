"""What every page shows of others in its navigation, so that it is written again when that changes.

Sphinx writes a page again when it has been read again.  Its navigation, and the links to the pages before and
after it, show the titles and the order of others, and would stay as they were.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sphinx import addnodes

from ..memory import outdated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

# Attributes of a toctree that say where it stands, and nothing about what it shows.
_PLACES = frozenset({"ids", "backrefs", "rawentries"})


def navigation(env: BuildEnvironment, *, with_sections: bool) -> str:
    """Return all that the navigation of a site shows: its tree, and the titles of the pages in it.

    :param with_sections: whether it may show the sections of pages as well.
    """
    return "\n".join(_lines(env, with_sections=with_sections))


def _lines(env: BuildEnvironment, *, with_sections: bool) -> Iterator[str]:
    parents = env.toctree_includes
    shown = {child for children in parents.values() for child in children} | parents.keys()
    shown.add(env.config.root_doc)
    for docname in sorted(shown & env.found_docs):
        title = env.titles.get(docname)
        yield f"{docname}: {title}"
        if docname not in parents and not with_sections:
            continue
        toc = env.tocs.get(docname)
        if toc is None:
            continue
        if with_sections:
            yield str(toc)
        for tree in toc.findall(addnodes.toctree):
            yield repr(sorted((key, value) for key, value in tree.attributes.items() if key not in _PLACES))


def find_outdated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return every page, if the navigation says something else than in the last build."""
    # furo shows pages only; another theme may show the sections of each.
    shown = navigation(env, with_sections=app.config.html_theme != "furo")
    digest = hashlib.sha256(shown.encode("utf-8", "surrogatepass")).hexdigest()
    return outdated(app, env, "navigation", dict.fromkeys(env.found_docs, digest))


def setup_navigation(app: Sphinx) -> None:
    """Register the look at the navigation."""
    app.connect("env-updated", find_outdated)
