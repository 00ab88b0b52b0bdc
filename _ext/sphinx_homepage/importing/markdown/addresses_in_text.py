"""Addresses in a page's text that hold where the page was before: they become paths from the root.  Pure."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin

from .code_in_text import parts_and_code

if TYPE_CHECKING:
    from collections.abc import Callable

_INLINE = re.compile(r"(\]\(\s*<?)([^\s<>()]+)")
_DEFINITION = re.compile(r"^( {0,3}\[(?!\^)[^\]\n]+\]:\s*<?)([^\s<>]+)")
_ATTRIBUTE = re.compile(r"""(\b(?:href|src|poster|data-src)\s*=\s*)(["'])([^"']*)\2""", re.IGNORECASE)
# Not "?src=x" in an address.
_UNQUOTED = re.compile(r"""((?<![?&;])\b(?:href|src)\s*=\s*)([^\s"'>]+)""", re.IGNORECASE)
# The second is a mistake, such as "[https://x.org/](https://x.org/)" as the address of a link.
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[^/?#]*://|//|#|/|\?|$")


def site_addresses(text: str, url: str, site_url: str, base_url: str) -> str:
    """Return *text* with the marks of Liquid for the root of the site replaced.

    In front of a path they are left out, and elsewhere they are what they stand for.  Percent-encoded, they
    are in the address with which a page is shared.

    :param site_url: the mark for the URL of the host, and *base_url* that for the path behind it.
    :param url: what both stand for together.
    """
    encoded = f"(?:{quote(site_url)}|{quote(base_url)})+(?=%2F)"
    text = re.sub(encoded, lambda _match: quote(url, safe=""), text, flags=re.IGNORECASE)
    if site_url not in text and base_url not in text:
        return text
    marks = f"[{site_url}{base_url}]+"
    text = re.sub(rf"{marks}(?=/)", "", text)
    return re.sub(
        rf"([\"'(]?){marks}(?=([\"')\s]?))",
        lambda match: f"{match[1]}/" if match[1] and match[2] else match[1] + (url if not match[1] else ""),
        text,
    )


def rooted_address(address: str, page: str, base: str = "") -> str:
    """Return a relative address as a path from the root of the site; others stay as they are.

    :param page: the old address of the page that names it.
    :param base: a path in front of all addresses, which is left out: ``/blog``.
    """
    # Invisible characters that come with an address from a word processor or a chat.
    address = address.strip("\ufeff\u200b\u200e")
    if base and (address == base or address.startswith(f"{base}/")):
        return address[len(base) :] or "/"
    # The letters of mailto: are written as numbers, to hide the address.
    if _SCHEME.match(html.unescape(address)) or address.startswith(("{", "<", "\\")):
        return address
    try:
        return urljoin(f"http://x{page}", address).removeprefix("http://x")
    except ValueError:
        return address


def rooted_links(text: str, page: str, base: str = "", *, is_html: bool = False) -> str:
    """Return *text* with each relative link as a path from the root of the site.

    :param page: the old address of the page.
    :param base: a path in front of all addresses, which is left out: ``/blog``.
    :param is_html: whether the text is HTML only, in which there is no code of Markdown.
    """

    def rooted(address: str) -> str:
        return rooted_address(address, page, base)

    if is_html:
        return _in_html(text, rooted)
    # To find the code takes longer, and most pages have no such link.
    if text == "\n".join(_in_line(line, rooted) for line in text.split("\n")):
        return text
    return "".join(part if is_code else _in_line(part, rooted) for part, is_code in parts_and_code(text))


def _in_line(text: str, rooted: Callable[[str], str]) -> str:
    if "](" not in text and "=" not in text and "]:" not in text:
        return text
    text = _INLINE.sub(lambda match: match[1] + rooted(match[2]), text)
    text = _DEFINITION.sub(lambda match: match[1] + rooted(match[2]), text)
    return _in_html(text, rooted) if "<" in text else text


def _in_html(text: str, rooted: Callable[[str], str]) -> str:
    text = _ATTRIBUTE.sub(lambda match: f"{match[1]}{match[2]}{rooted(match[3].strip())}{match[2]}", text)
    return _UNQUOTED.sub(lambda match: match[1] + rooted(match[2]), text)
