"""The one absolute URL of each page, for whatever is read outside the site.

The canonical link, the sitemap, link previews and structured data must all name the same URL, or search
engines take them for several pages.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from sphinx.builders.dirhtml import DirectoryHTMLBuilder

from .config_values import conf_place
from .diagnostics import warn
from .problems import Subtype, shorten
from .web_urls import with_encoded_spaces

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.config import Config


def base_url(builder: StandaloneHTMLBuilder) -> str:
    """Return ``html_baseurl`` with a slash at its end, or nothing if it is not set to an absolute URL."""
    return site_base(builder.config)


def site_base(config: Config) -> str:
    """Return the same from the configuration alone."""
    base = str(config.html_baseurl or "").strip()
    return base.rstrip("/") + "/" if _is_absolute(base) else ""


def _is_absolute(base: str) -> bool:
    try:
        parts = urlsplit(base)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def check_base(app: Sphinx, config: Config) -> None:
    """Warn if ``html_baseurl`` is not an absolute URL: the URLs of all pages would be wrong."""
    base = str(config.html_baseurl or "").strip()
    if base and not _is_absolute(base):
        hint = (
            f"https://{base}" if re.fullmatch(r"[\w.-]+\.\w+(?:/\S*)?", base) else "https://ada.example.org/"
        )
        message = f'html_baseurl: {shorten(base)} is no absolute URL; write html_baseurl = "{hint}"'
        warn(message, Subtype.REDIRECT, conf_place(app, "html_baseurl"))
    elif re.search(r"\s", base):
        # Sphinx writes it into canonical links as it is.
        message = f'html_baseurl: a URL has no spaces; write html_baseurl = "{with_encoded_spaces(base)}"'
        warn(message, Subtype.REDIRECT, conf_place(app, "html_baseurl"))


def page_url(builder: StandaloneHTMLBuilder, docname: str) -> str:
    """Return the absolute URL of a page, or nothing if ``html_baseurl`` is not set.

    A directory's index is the directory: every host serves ``projects/index.html`` at ``projects/`` too, and
    that is the URL that people share.
    """
    base = base_url(builder)
    return base + url_without_index(builder, _target(builder, docname)) if base else ""


def url_without_index(builder: StandaloneHTMLBuilder, url: str) -> str:
    """Return *url*, of a page of *builder*, without the name of a directory's index at its end."""
    head, slash, name = url.rpartition("/")
    # As its links have it: html_link_suffix may be empty.
    is_index = builder.out_suffix == ".html" and name == f"index{builder.link_suffix}"
    return head + slash if is_index else url


def _target(builder: StandaloneHTMLBuilder, docname: str) -> str:
    uri = builder.get_target_uri(docname)
    # The html builder encodes it, the dirhtml builder does not.
    return quote(uri) if isinstance(builder, DirectoryHTMLBuilder) else uri
