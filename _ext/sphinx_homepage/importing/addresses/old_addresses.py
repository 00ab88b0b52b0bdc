"""Which page has each old address."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from ...core.addresses import UnsafeAddressError, address_files, address_text, file_address
from ..converted import Change
from ..jekyll.text_files import read_text
from ..markdown.addresses_in_text import rooted_address

if TYPE_CHECKING:
    from ..site_in_making import MadePage, SiteInMaking

REFRESH = re.compile(
    # Who has ten seconds or more is to read the page.
    r"<meta\b(?![^<>]*\bcontent\s*=\s*+[\"']?\s*+\d\d)(?:(?!\bhttp-equiv)[^<>])*+http-equiv\s*=\s*+[\"']?refresh\b"
    r"(?:(?!\burl\s*=)[^<>{])*+url\s*=\s*+[\"']?((?:\{\{[^{}]*\}\}|[^\s\"'<>{}])+)",
    re.IGNORECASE,
)
"""The address in ``<meta http-equiv="refresh" content="0; url=/x/">``, which Liquid may write."""
WHOLE_PAGE = re.compile(r"\s*<(?:!doctype|html|head|meta)\b", re.IGNORECASE)
"""The beginning of a whole page: within a text, a refresh would be an example."""
# A page that only leads elsewhere has no more bytes.
_SHORT = 4096


def note_owners(site: SiteInMaking) -> None:
    """Find which page has each address, and which may lead its own old addresses here.

    Of two pages that ask for one address, the last has it, as in Jekyll, with what led to the other.
    """
    for page in site.pages.values():
        if page.old.output:
            site.owners[page.old.output] = page
    for old in site.old.pages:
        owner = site.owner(old.output)
        if owner and old.source not in site.pages:
            for address in addresses_of(old.own.get("redirect_from")):
                if is_address(address):
                    owner.redirect_from.append(address)
                else:
                    note = f"redirect_from of {old.source}: {address} cannot lead here"
                    owner.report.changes.append(Change(0, note))
    for page in site.pages.values():
        for address in [*addresses_of(page.old.own.get("redirect_from")), *page.redirect_from]:
            site.claims |= dict.fromkeys(files_at(address), page)
    _lead_from_files(site)


def _lead_from_files(site: SiteInMaking) -> None:
    """Let pages have the addresses of files that only led to them, which may be elsewhere now.

    A redirect to a redirect is one too many for the ledger.
    """
    for url, source in sorted(site.old.statics.items()):
        file = site.old.root / source
        if not url.lower().endswith((".html", ".htm")) or file.stat().st_size > _SHORT:
            continue
        text = read_text(file) or ""
        match = REFRESH.search(text) if WHOLE_PAGE.match(text) else None
        if match is None:
            continue
        target = html.unescape(match[1]).removeprefix(site.site_url)
        target = rooted_address(target, f"/{url}", site.old.config.baseurl)
        files = files_at(target)
        page = next((found for found in map(site.owner, files) if found), None)
        address = file_address(url)
        if page and is_address(address) and not page.old.own.get("redirect_to"):
            del site.old.statics[url]
            page.redirect_from.append(address)
            page.report.changes.append(Change(0, f"redirect_from has {address}: {source} led here"))
            site.claims |= dict.fromkeys(files_at(address), page)


def is_claimed(site: SiteInMaking, address: str, page: MadePage) -> bool:
    """Return whether a page or a file is at an address already, or another page has it."""
    for file in files_at(address):
        owner = site.owners.get(file)
        if file in site.old.statics or (owner and owner.old.url.rstrip("/") == address.rstrip("/")):
            return True
        if site.claims.get(file, page) is not page:
            return True
    return False


def addresses_of(value: object) -> list[str]:
    """Return the addresses in a value of front matter, be it one or a list."""
    items = value if isinstance(value, list) else [value]
    return [
        str(item).strip()
        for item in items
        if item not in (None, "") and not isinstance(item, dict | list | bool)
    ]


def written_address(url: str) -> str:
    """Return the address of a page as front matter writes it: what means something else in one is encoded."""
    return address_text(url[1:]) if re.search("[%?#]", url) else url


def files_at(address: str) -> tuple[str, ...]:
    """Return the files that answer an address; none, if no site can serve it."""
    try:
        return address_files(address)
    except UnsafeAddressError:
        return ()


def is_address(text: str) -> bool:
    """Return whether *text* is an address that a site can serve."""
    return bool(files_at(text))
