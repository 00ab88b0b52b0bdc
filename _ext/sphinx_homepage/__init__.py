"""A personal academic homepage with Sphinx.

The author in the sidebar, front matter as academicpages writes it, and redirects from every old address: see
the README.  ``extension.py`` is a table of contents; each module registers its own part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    # The commands and the import of a site need no Sphinx, and do not wait until it is loaded.
    from .extension import setup_extension

    app.require_sphinx("9.0")
    app.setup_extension("sphinx_incremental")
    setup_extension(app)
    return {
        "version": __version__,
        # Raise with every change of what is stored of a page when it is read.
        "env_version": 25,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
