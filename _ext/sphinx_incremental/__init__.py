"""Incremental builds that leave what fresh ones leave, and that are quick at any size.

A documentation project can load this extension alone.  Other extensions call
:func:`.fingerprints.pages_changed` for what pages show of their own data, :func:`.inputs.note_candidate` for
files that a page would be read from if they existed, and :func:`.stale_files.add_output_files` for files that
they write into the output.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .checks import setup_checks
from .facts import FactsCollector
from .furo_navigation import setup_furo_navigation
from .garbage import setup_garbage
from .image_names import setup_image_names
from .inputs import setup_inputs
from .interrupted import setup_interrupted
from .live.waiting import setup_waiting
from .processes import setup_processes
from .search_index import setup_search_index
from .stale_files import setup_stale_files
from .toctrees import setup_toctrees

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the parts of the extension, in the order in which they take part in a build."""
    app.require_sphinx("9.0")
    setup_waiting(app)
    setup_interrupted(app)
    setup_garbage(app)
    setup_processes(app)
    app.add_env_collector(FactsCollector)
    setup_inputs(app)
    setup_checks(app)
    setup_image_names(app)
    setup_stale_files(app)
    setup_toctrees(app)
    setup_furo_navigation(app)
    setup_search_index(app)
    return {
        "version": __version__,
        # Raise with every change of what is stored of a page when it is read.
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
