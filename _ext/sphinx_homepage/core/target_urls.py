"""The targets of redirects as texts: an address of this site, or a URL of another one.  Pure."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from .addresses import UnsafeAddressError, address_text, parse_path
from .web_urls import InvalidURLError, web_url


class TargetError(ValueError):
    """Something to which no redirect can lead, with the reason in words."""


def target_text(text: str) -> str:
    """Return the one spelling of *text*, an address of this site, perhaps with a fragment, or another's URL.

    :raises TargetError: if no redirect could lead there, whatever there is on the site.
    """
    if not text.strip():
        raise TargetError("it is empty; write /new-url/ or https://...")
    if url := external_url(text):
        return url
    path, hash_, fragment = text.partition("#")
    return address_text(target_path(path)) + hash_ + encode_fragment(fragment)


def target_path(text: str) -> str:
    """Return the path of an address of this site, as :func:`.addresses.parse_path` does.

    :raises TargetError: if it is none.
    """
    try:
        # A page that is there may have a name that not every system can store.
        return parse_path(text, portable=False)
    except UnsafeAddressError as error:
        raise TargetError(str(error)) from None


def external_url(text: str) -> str:
    """Return *text* as a URL of another site; nothing if it has no scheme.

    :raises TargetError: if its scheme is not http or https, or it is not a valid URL.
    """
    if re.match(r"https?:", text, re.IGNORECASE):
        try:
            return web_url(text)
        except InvalidURLError as error:
            raise TargetError(str(error)) from None
    if text.startswith("//"):
        raise TargetError(f"it names another host; write https:{text}")
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text):
        raise TargetError("a redirect leads to a page of this site, or to https://...")
    return ""


def encode_fragment(text: str) -> str:
    """Return a fragment as a URL has it, whether or not *text* is encoded already."""
    return quote(unquote(text), safe="!$&'()*+,;=:@/?~-._", errors="replace")
