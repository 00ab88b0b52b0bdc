"""The icon of the browser's tab and the image for link previews, where a site has none of its own.

Both are drawn from the author record.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sphinx_incremental.builders import static_files
from sphinx_incremental.files import write_whole

from ..core.canonical import base_url, site_base
from ..profile.authors import site_author
from ..profile.model import AuthorProfile
from .drawings import favicon_svg

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

# No image of an author or a page is ever copied to here; the site may have files of its own here.
_DIRECTORY = "_static/sphinx-homepage"
_PREVIEW = f"{_DIRECTORY}/preview.png"


def favicon_path() -> str:
    """Return the path of the icon in the built site."""
    return f"{_DIRECTORY}/favicon.svg"


def preview_path(app: Sphinx) -> str:
    """Return the path of the preview image in the built site; nothing if none is drawn."""
    author = site_author(app.env)
    wanted = site_base(app.config) and not app.config.ogp_image
    return _PREVIEW if wanted and author and not is_photograph(author.avatar) else ""


def is_photograph(path: str) -> bool:
    """Return whether a link preview can show the image *path*; none of them shows SVG."""
    return bool(path) and not path.lower().endswith(".svg")


def image_paths(app: Sphinx) -> set[str]:
    """Return the paths in the built site of the images that are drawn."""
    icon = "" if app.config.html_favicon else favicon_path()
    return {icon, preview_path(app)} - {""}


def write_images(app: Sphinx, builder: StandaloneHTMLBuilder) -> None:
    """Write the icon and the preview image that pages refer to, unless the site has a file in its place."""
    author = site_author(app.env) or AuthorProfile(name=str(app.config.project))
    drawn = image_paths(app) - {f"_static/{name}" for name, _ in static_files(app, builder)}
    if favicon_path() in drawn:
        _write(Path(app.outdir, favicon_path()), favicon_svg(author.initials).encode())
    if _PREVIEW in drawn:
        host = urlsplit(base_url(builder)).netloc
        _write_preview(Path(app.outdir, _PREVIEW), author.name, author.bio, host)


def _write_preview(path: Path, *words: str) -> None:
    """Draw the preview image, unless the one that is there has the fingerprint of the same words."""
    fingerprint = hashlib.sha256("\0".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:32]
    if path.is_file() and fingerprint.encode() in path.read_bytes()[:4000]:
        return
    # Here, since Pillow is slow to load, and is needed once.
    from .preview_image import preview_png

    _write(path, preview_png(*words, comment=fingerprint))


def _write(path: Path, data: bytes) -> None:
    # Not where it is the same, so that what is uploaded after a build is what has changed.
    if not path.is_file() or path.read_bytes() != data:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, data)
