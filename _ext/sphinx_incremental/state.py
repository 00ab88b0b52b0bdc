"""State that is kept from one build to the next: beside the doctrees, never in the output."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util.osutil import relpath

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def state_file(app: Sphinx, name: str) -> Path:
    """Return the path of the state file *name* for the output directory of this build.

    Builders may share one doctree directory, so each output directory has state of its own.  Its name
    is relative to the doctrees: a project that is moved as a whole keeps its state.  The directory is
    created if it is missing.
    """
    place = Path(relpath(app.outdir, app.doctreedir)).as_posix()
    digest = hashlib.sha256(place.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    directory = Path(app.doctreedir, "incremental", digest)
    directory.mkdir(parents=True, exist_ok=True)
    return directory / name
