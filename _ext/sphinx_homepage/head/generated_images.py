"""What every site wants and few people make: an icon for the browser's tab, a picture for link previews.

Both are made from the author record, and only where the site has none of its own.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sphinx_incremental.files import write_whole

from ..core.canonical import base_url, site_base
from ..profile.authors import site_author
from ..profile.model import AuthorProfile
from .drawings import favicon_svg

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

# No picture of an author or a page is ever copied to here.
_FOLDER = "_static/sphinx-homepage"
_PREVIEW = f"{_FOLDER}/preview.png"


def favicon_path() -> str:
    """Return the path of the icon in the built site."""
    return f"{_FOLDER}/favicon.svg"


def preview_path(app: Sphinx) -> str:
    """Return the path of the image in the built site; nothing without an author, or without a need."""
    author = site_author(app.env)
    wanted = site_base(app.config) and not app.config.ogp_image
    return _PREVIEW if wanted and author and not is_photograph(author.avatar) else ""


def is_photograph(path: str) -> bool:
    """Return whether a link preview can show the picture *path*; none of them shows SVG."""
    return bool(path) and not path.lower().endswith(".svg")


def write_images(app: Sphinx, builder: StandaloneHTMLBuilder) -> None:
    """Write the icon and the image that pages refer to, and remove those that none refers to any more."""
    author = site_author(app.env) or AuthorProfile(name=str(app.config.project))
    outdir = Path(app.outdir)
    icon, preview = outdir / favicon_path(), outdir / _PREVIEW
    if app.config.html_favicon:
        icon.unlink(missing_ok=True)
    else:
        _write(icon, favicon_svg(author.initials).encode())
    if not preview_path(app):
        preview.unlink(missing_ok=True)
    else:
        host = urlsplit(base_url(builder)).netloc
        _write_preview(preview, (author.name, author.bio, host, author.initials))


def _write_preview(path: Path, words: tuple[str, str, str, str]) -> None:
    """Draw the picture, unless the one that is there says that it was made from the same words."""
    mark = hashlib.sha256("\0".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:32]
    if path.is_file() and mark.encode() in path.read_bytes()[:4000]:
        return
    # Here, since Pillow is slow to load, and is needed once.
    from .preview_image import preview_png

    _write(path, preview_png(*words, comment=mark))


def _write(path: Path, data: bytes) -> None:
    # Not where it is the same, so that what is uploaded after a build is what has changed.
    if path.is_file() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, data)
