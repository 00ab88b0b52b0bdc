"""URLs of other sites, checked so that they are safe to link to.  Pure."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

# What RFC 3986 allows in a URL without encoding, but for the quote; everything else is percent-encoded.
_URL_SAFE = "/:?#[]@!$&()*+,;=-._~%"
# Letters that Python's rules for host names (IDNA 2003) turn into others, and browsers' rules do not: a link
# written by Python's rules would lead to another host.
_OTHER_HOST = re.compile("[ßẞς]")


class InvalidURLError(ValueError):
    """A value from which no safe URL can be made; the message tells what to write instead."""


def web_url(value: str) -> str:
    """Return *value* as an ``http`` or ``https`` URL that is safe in an attribute.

    A bare ``example.org/me`` gets ``https://``.

    :raises InvalidURLError: for any other scheme (``javascript:``, ``data:``), a URL without a host, one
        with a user name in it, or one with spaces or control characters.
    """
    value = value.strip()
    if any(char.isspace() or not char.isprintable() for char in value) or "\\" in value:
        raise InvalidURLError("a URL has no spaces, backslashes or control characters")
    if value.startswith("//"):
        raise InvalidURLError("a URL starts with https://")
    if not has_scheme(value):
        value = f"https://{value}"
    try:
        parts = urlsplit(value)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        raise InvalidURLError("this is not a URL; write https://example.org/") from None
    if _OTHER_HOST.search(parts.netloc):
        raise InvalidURLError("write its host as the address bar of a browser copies it, with xn--")
    if parts.scheme not in ("http", "https"):
        raise InvalidURLError(f"only http and https URLs can be linked, not {parts.scheme}:")
    if not re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\.?", host) or (
        "." not in host and host != "localhost"
    ):
        raise InvalidURLError("this is not a URL; write https://example.org/")
    if "@" in parts.netloc:
        raise InvalidURLError("a URL must not hold a user name or password")
    path, query, fragment = (
        quote(part, safe=_URL_SAFE) for part in (parts.path, parts.query, parts.fragment)
    )
    return urlunsplit((parts.scheme, host + port, path, query, fragment))


def link_url(value: str) -> str:
    """Return *value* as the URL of a link that is safe in an attribute.

    It may be the URL of another site (see :func:`web_url`), a ``mailto:`` URL, or one within the site, with
    or without a slash before it.

    :raises InvalidURLError: for anything else.
    """
    value = value.strip()
    # What may begin with a scheme: browsers take everything before a colon for one.
    if value.startswith("//") or re.match(r"[^/?#]*:", value):
        return value if re.fullmatch(r"mailto:[^\s\\<>\"]+@[\w.-]+", value) else web_url(value)
    if not value.isprintable() or "\\" in value:
        raise InvalidURLError("a URL has no backslashes or control characters")
    return quote(value, safe=_URL_SAFE)


def with_encoded_spaces(url: str) -> str:
    """Return a URL with its white space percent-encoded, and all else as it is."""
    return re.sub(r"\s", lambda match: quote(match[0]), url)


def has_scheme(value: str) -> bool:
    """Return whether *value* begins with the scheme of a URL."""
    # "@ada:matrix.org" and "example.org:8080" have a colon and no scheme.
    match = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", value)
    return bool(match) and (value[match.end() :].startswith("//") or "." not in match[1])  # type: ignore[index,union-attr]
