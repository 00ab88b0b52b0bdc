"""The addresses of archive pages and of pagination, which lead to the listings that replace them."""

from __future__ import annotations

import re
from math import ceil
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ..addresses.old_addresses import is_address
from ..jekyll.permalinks import slugify
from ..jekyll.site import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..jekyll.site import OldPage
    from ..settings.site_settings import Settings
    from ..site_in_making import MadePage, SiteInMaking


def lead_archives(site: SiteInMaking, settings: Settings) -> None:
    """Lead the addresses of archive pages and of pagination to the listings that replace them."""
    posts = site.old.documents("posts")
    lists = [page for page in site.pages.values() if page.parts]
    post_names = {site.pages[post.source].docname for post in posts if post.source in site.pages}
    blog = next(
        (
            page
            for page in lists
            if page.listed and page.listed <= post_names and len(page.listed) == len(post_names)
        ),
        next((page for page in site.pages.values() if page.docname == "index"), None),
    )
    if blog is None:
        return
    _lead_pagination(site, posts, blog)
    archives = site.old.config.data.get("jekyll-archives")
    if not isinstance(archives, dict):
        return
    enabled = archives.get("enabled")
    kinds = ["year", "month", "day", "categories", "tags"] if enabled in ("all", True) else enabled
    given = archives.get("permalinks")
    patterns = {
        "year": "/:year/", "month": "/:year/:month/", "day": "/:year/:month/:day/",
        "tags": "/tag/:name/", "categories": "/category/:name/",
    }  # fmt: skip
    if isinstance(given, dict):
        names = {"tag": "tags", "category": "categories"}
        patterns |= {names.get(str(key), str(key)): str(value) for key, value in given.items()}
    taken = {page.docname for page in site.pages.values()}
    for kind in kinds if isinstance(kinds, list) else ():
        for address, group in _archive_addresses(str(kind), patterns.get(str(kind), ""), posts):
            name = address.strip("/").removesuffix(".html")
            if not name or name in taken or not is_address(address):
                continue
            option = {
                "tags": ":group: tag",
                "categories": ":group: category",
                "year": ":group: year",
            }.get(str(kind))
            grouped = next(
                (page for page in lists if option and any(option in part for part in page.parts)), None
            )
            target, slug = grouped or _archive_page(site, str(kind)) or blog, slugify(group)
            has_anchor = grouped or re.search(rf"\bid\s*=\s*[\"']?{re.escape(slug)}[\"'\s>]", target.rendered)
            fragment = f"#{slug}" if has_anchor and re.fullmatch(r"[A-Za-z0-9 -]+", group) else ""
            settings.redirects[name] = target.docname + fragment


def _archive_page(site: SiteInMaking, kind: str) -> MadePage | None:
    """Return the page with all tags or categories, where the settings of Minimal Mistakes name one."""
    setting = site.old.config.data.get(
        {"tags": "tag_archive", "categories": "category_archive"}.get(kind, "")
    )
    path = str(setting.get("path") or "").strip("/") if isinstance(setting, dict) else ""
    return next((page for page in site.pages.values() if path and page.old.url.strip("/") == path), None)


def _lead_pagination(site: SiteInMaking, posts: list[OldPage], blog: MadePage) -> None:
    """Lead ``/page2/`` and so on to the page that was the first of them, as jekyll-paginate finds it.

    It is an ``index.html`` in the directory of ``paginate_path``, or above it.
    """
    size = site.old.config.data.get("paginate")
    pattern = site.old.config.text("paginate_path") or "/page:num/"
    directories = PurePosixPath(pattern.strip("/")).parents
    firsts = [
        page
        for page in site.old.pages
        if page.kind == "pages" and PurePosixPath(page.source).name == "index.html"
    ]
    places = {PurePosixPath(page.source).parent: page for page in firsts}
    first = next((places[directory] for directory in directories if directory in places), None)
    if first is None or not isinstance(size, int) or size < 1:
        return
    target = site.pages.get(first.source, blog)
    for number in range(2, min(ceil(len(posts) / size), 500) + 1):
        target.redirect_from.append("/" + pattern.strip("/").replace(":num", str(number)) + "/")


def _archive_addresses(kind: str, pattern: str, posts: list[OldPage]) -> Iterator[tuple[str, str]]:
    """Yield the address of each archive page of jekyll-archives, and the name of its group."""
    seen = set()
    for post in posts:
        if kind in ("tags", "categories"):
            singular = "tag" if kind == "tags" else "category"
            found = [
                (pattern.replace(":name", slugify(word)), word)
                for word in words_of(post.matter, singular, kind)
            ]
        elif post.date:
            address = (
                pattern.replace(":year", f"{post.date:%Y}")
                .replace(":month", f"{post.date:%m}")
                .replace(":day", f"{post.date:%d}")
            )
            found = [(address, f"{post.date:%Y}")]
        else:
            continue
        for address, group in found:
            if address and address not in seen:
                seen.add(address)
                yield address, group
