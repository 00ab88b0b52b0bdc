"""``redirects.json``: every old address and where it leads, as jekyll-redirect-from writes it.  Pure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from ..core.addresses import directory_url

if TYPE_CHECKING:
    from collections.abc import Mapping

REDIRECTS_JSON = "redirects.json"


def redirects_json(links: Mapping[str, str], base: str) -> str:
    """Return the text of the file.

    :param links: the link to each target from the root's index page, or its URL on another site, by address.
    :param base: the URL of the site, for absolute targets; may be empty.
    """
    urls = {link: urljoin(base or "/", _plain(link)) for link in set(links.values())}
    return _text({address: urls[link] for address, link in links.items()})


def is_redirects_json(data: bytes) -> bool:
    """Return whether *data* has the form that :func:`redirects_json` gives it, down to its spaces."""
    try:
        text = data.decode()
        return _text(json.loads(text)) == text
    except (ValueError, TypeError, RecursionError):
        return False


def _text(targets: Mapping[str, str]) -> str:
    lines = (
        f"{json.dumps(old, ensure_ascii=False)}:{json.dumps(targets[old], ensure_ascii=False)}"
        for old in sorted(targets)
    )
    # A line each, for people who look into it; json's own way to lines is slow.
    return "{" + ",\n".join(lines) + "}\n"


def _plain(link: str) -> str:
    """Return a link from the root's index page as the address that people share, without ``index.html``."""
    path, hash_, fragment = link.removeprefix("./").partition("#")
    return (path if urlsplit(path).scheme else directory_url(path)) + hash_ + fragment
