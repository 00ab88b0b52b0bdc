"""Licences of texts, as people name them.  Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from .web_urls import InvalidURLError, web_url

_CREATIVE_COMMONS = "https://creativecommons.org/"
# "CC BY 4.0", "CC-BY-NC-SA-3.0" (SPDX), "cc by-nd"
_NAME = re.compile(r"CC[ -](BY(?:[ -](?:NC|ND|SA))*)(?:[ -](1\.0|2\.0|2\.5|3\.0|4\.0))?", re.IGNORECASE)
_ZERO = re.compile(r"CC[ -]?0(?:[ -]1\.0)?", re.IGNORECASE)
_URL = re.compile(r"https?://creativecommons\.org/licenses/([a-z-]+)/(\d\.\d)\b.*", re.IGNORECASE)
_ZERO_URL = re.compile(r"https?://creativecommons\.org/publicdomain/zero/1\.0\b.*", re.IGNORECASE)
_NEWEST = "4.0"


class License(NamedTuple):
    """A licence."""

    name: str
    url: str = ""
    """Where its text is; empty if that is not known."""


def parse_license(text: str) -> License | None:
    """Return the licence that *text* names: one of Creative Commons, a URL, or any words.

    A name of Creative Commons without a version is that of the newest.

    :returns: ``None`` if *text* is empty.
    """
    text = " ".join(text.split())
    if _ZERO.fullmatch(text) or _ZERO_URL.fullmatch(text):
        return License("CC0 1.0", f"{_CREATIVE_COMMONS}publicdomain/zero/1.0/")
    if match := _NAME.fullmatch(text) or _URL.fullmatch(text):
        kind, version = match[1].lower().replace(" ", "-"), match[2] or _NEWEST
        url = text if _URL.fullmatch(text) else f"{_CREATIVE_COMMONS}licenses/{kind}/{version}/"
        return License(f"CC {kind.upper()} {version}", url)
    try:
        return (
            License(text, web_url(text)) if re.match("https?://", text) else License(text) if text else None
        )
    except InvalidURLError:
        return License(text)
