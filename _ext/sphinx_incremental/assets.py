"""What is on every page: checksums of style sheets and scripts, templates, and the words of the theme.

Sphinx adds the checksum of such a file to its URL, so that browsers do not show a page with an old version of
the file.  The pages that name it have to be written again when it has been edited.  So have all pages when a
template has changed: Sphinx notices one that is newer than the pages, but not one that is gone, or older.  It
does not notice at all when words have, in the message catalogs of the site's own (``locale_dirs``).
"""

from __future__ import annotations

import gettext
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.jinja2glue import BuiltinTemplateLoader

from .builders import builds_pages, static_files
from .files import walk_files
from .fingerprints import pages_changed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

# Also as templates, which Sphinx fills in.
_KINDS = frozenset({".css", ".js", ".css_t", ".js_t", ".jinja"})
_TEMPLATE = ".html"


def find_outdated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return every page if a style sheet, a script, a template or a word has changed since the last build."""
    if not builds_pages(app.builder):
        return []
    digest = hashlib.sha256()
    for name, data in (*_assets(app), *_templates(app), *_catalogs(app)):
        digest.update(f"{name} {len(data)}\n".encode("utf-8", "surrogatepass"))
        digest.update(data)
    return pages_changed(app, env, "assets", dict.fromkeys(env.found_docs, digest.hexdigest()))


def _assets(app: Sphinx) -> Iterator[tuple[str, bytes]]:
    """Yield the style sheets and scripts of the theme, of extensions and of the site."""
    assert builds_pages(app.builder)
    for name, source in static_files(app, app.builder):
        if source.suffix in _KINDS:
            yield name, source.read_bytes()


def _templates(app: Sphinx) -> Iterator[tuple[str, bytes]]:
    """Yield the templates of the site and of the theme."""
    templates = app.builder.templates
    if isinstance(templates, BuiltinTemplateLoader):
        for directory in templates.pathchain:
            for path in walk_files(Path(directory)):
                if path.suffix == _TEMPLATE:
                    yield path.relative_to(directory).as_posix(), path.read_bytes()


def _catalogs(app: Sphinx) -> Iterator[tuple[str, bytes]]:
    """Yield the site's own catalogs of the words of themes."""
    for entry in app.config.locale_dirs:
        for path in gettext.find("sphinx", Path(app.srcdir, entry), [app.config.language], all=True):
            yield f"{entry}/{Path(path).parent.parent.name}", Path(path).read_bytes()
