"""Links whose text is their URL: on paper, it is not written behind them once more."""

from __future__ import annotations

import re

from docutils import nodes

_URL = "hp-url"
_SCHEME = re.compile(r"https?://", re.IGNORECASE)


def mark_written_urls(doctree: nodes.Element) -> None:
    """Give a class to the links of a page whose text is their URL, perhaps without its scheme."""
    for node in doctree.findall(nodes.reference):
        url = node.get("refuri", "")
        if _SCHEME.match(url) and _plain(node.astext()) == _plain(url) and _URL not in node["classes"]:
            node["classes"].append(_URL)


def _plain(url: str) -> str:
    return _SCHEME.sub("", url.strip(), count=1).rstrip("/")
