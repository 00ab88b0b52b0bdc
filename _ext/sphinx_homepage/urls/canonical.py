"""The one absolute address of each page, for whatever is read outside the site.

The canonical link, the sitemap, link previews and structured data must all name the same address, or search
engines take them for several pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from sphinx.builders.dirhtml import DirectoryHTMLBuilder

from .address import folder_url

if TYPE_CHECKING:
    from sphinx.builders.html import StandaloneHTMLBuilder


def base_url(builder: StandaloneHTMLBuilder) -> str:
    """Return ``html_baseurl`` with a slash at its end, or nothing if the site does not say where it is."""
    base = str(builder.config.html_baseurl or "").strip()
    return base.rstrip("/") + "/" if base else ""


def page_url(builder: StandaloneHTMLBuilder, docname: str) -> str:
    """Return the address of a page, or nothing if the site does not say where it is.

    A folder's index is the folder: every host serves ``projects/index.html`` at ``projects/`` too, and that
    is the address that people share.
    """
    base = base_url(builder)
    return base + folder_url(_target(builder, docname)) if base else ""


def _target(builder: StandaloneHTMLBuilder, docname: str) -> str:
    uri = builder.get_target_uri(docname)
    # The html builder encodes it, the dirhtml builder does not.
    return quote(uri) if isinstance(builder, DirectoryHTMLBuilder) else uri
