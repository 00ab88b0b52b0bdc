"""Link previews: Open Graph tags, and the tags by which networks name authors.

sphinxext-opengraph writes the Open Graph tags.  It takes the page's own values from the page's metadata and
the rest from its config values; both are filled in here where conf.py or the page does not have them.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from ..core.canonical import site_base
from ..pages.title import site_title
from ..profile.authors import page_authors, site_author

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from .contributors import Document, HeadPage
    from .structured_data import PageSummary


def configure_opengraph(app: Sphinx, config: Config) -> None:
    """Set the config values of sphinxext-opengraph that follow from others, unless conf.py has them."""
    if (base := site_base(config)) and not config.ogp_site_url:
        config.ogp_site_url = base
    if config.ogp_social_cards is None:
        # It would draw one image a page, which takes most of a build's time.
        config.ogp_social_cards = {"enable": False}


def opengraph_values(
    app: Sphinx, docname: str, document: Document, given: dict[str, Any] | None
) -> dict[str, str]:
    """Return the metadata of a page for sphinxext-opengraph.

    :param given: the page's own metadata, which comes first.
    """
    config, page, preview = app.config, document.summary, document.preview
    values = {
        "og:title": page.title,
        "og:description": page.description,
        "og:site_name": site_title(config) if config.ogp_site_name is None else "",
        "og:url": _relocated(config, page.url, config.ogp_canonical_url or config.ogp_site_url),
        "og:type": _type(app, docname, page),
    }
    # An image that the page names for itself has a size and a text of its own.
    is_given = "og:image" in (given or {})
    if preview and not is_given and not (preview.is_general and _makes_images(config)):
        values["og:image"] = _relocated(config, preview.url, config.ogp_site_url)
        values["og:image:alt"] = preview.alt
        if all(preview.size):
            values["og:image:width"], values["og:image:height"] = map(str, preview.size)
    # That extension escapes quotes and nothing else.
    escaped = {key: html.escape(text, quote=False) for key, text in values.items() if text}
    return {**escaped, **(given or {})}


def preview_tags(app: Sphinx, page: HeadPage) -> str:
    """Return the tags that Open Graph does not have, and that the page does not have either."""
    if page.document is None:
        return ""
    summary, preview = page.document.summary, page.document.preview
    present = page.context.get("metatags") or ""
    tags = {}
    if summary.url:
        tags["twitter:card"] = "summary_large_image" if preview and preview.large else "summary"
    for author in page_authors(app.env, page.name)[:1]:
        handle = next((_x_handle(link.url) for link in author.networks if link.network == "twitter"), "")
        tags |= {"author": author.name, "fediverse:creator": author.handle, "twitter:creator": handle}
    times = {}
    if summary.published and summary.url:
        times = {"article:published_time": summary.published, "article:modified_time": summary.modified}
    return "".join(
        f'<meta {attribute}="{name}" content="{html.escape(content)}">\n'
        for attribute, found in (("name", tags), ("property", times))
        for name, content in found.items()
        if content and f'{attribute}="{name}"' not in present
    )


def _makes_images(config: Config) -> bool:
    """Return whether conf.py asks sphinxext-opengraph for an image of each page, drawn or found in it."""
    cards = config.ogp_social_cards
    return bool(config.ogp_use_first_image or (cards and cards.get("enable", True)))


def _relocated(config: Config, url: str, base: str) -> str:
    """Return *url* below *base*, which conf.py has for link previews, if it is a URL of this site."""
    own = site_base(config)
    return urljoin(base, url.removeprefix(own)) if own and url.startswith(own) else url


def _type(app: Sphinx, docname: str, page: PageSummary) -> str:
    if docname == app.config.root_doc and site_author(app.env) is not None:
        return "profile"
    return "article" if page.published else ""


def _x_handle(url: str) -> str:
    match = re.fullmatch(r"https?://(?:www\.)?(?:x|twitter)\.com/(\w+)/?", url)
    return f"@{match[1]}" if match else ""
