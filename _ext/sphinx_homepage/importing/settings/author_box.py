"""The box with the author that the layouts of academicpages and Minimal Mistakes have beside a page.

Beautiful Soup is imported when it is used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ...profile.networks import NETWORKS

if TYPE_CHECKING:
    from collections.abc import Callable

    from bs4.element import Tag

_HOSTS = {"x.com": "twitter.com", "dx.doi.org": "doi.org"}
_BOX = ".author__urls, .author__content, .author__name"
# Those of the list, and what an owner has put right into the box, such as a button.
_LINKS = ".author__urls a[href], [itemtype$='/Person'] > a[href]:not([class*=author__], :has(img))"


class ShownLink(NamedTuple):
    """A link that the box shows."""

    label: str
    url: str
    icon: str
    """The classes of its icon."""


@dataclass(frozen=True)
class AuthorBox:
    """What the box shows."""

    avatar: str = ""
    """The address of the image."""
    links: tuple[ShownLink, ...] = ()
    text: str = ""


def read_author_box(page: str, address: Callable[[str], str]) -> AuthorBox | None:
    """Return what the box of a page in HTML shows, or ``None`` if there is none.

    :param address: returns the address that an attribute has in the new site.
    """
    if "author__" not in page:
        return None
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(page, "html.parser")
    box = soup.select_one(_BOX)
    if box is None:
        return None
    # Its parts lie side by side.
    scope = box.find_parent(class_="sidebar") or box.parent or soup
    image = scope.select_one(".author__avatar img, img.author__avatar")
    return AuthorBox(
        address(str(image.get("src") or "")) if image is not None else "",
        tuple(
            shown_link(link, address(str(link["href"])))
            for link in scope.select(_LINKS)
            if not str(link["href"]).strip().lower().startswith(("#", "javascript:"))
        ),
        " ".join(scope.get_text(" ").split()),
    )


def shown_link(link: Tag, url: str) -> ShownLink:
    """Return a link with a label, and the classes of its icon."""
    words = [link.get_text(), str(link.get("title") or ""), str(link.get("aria-label") or "")]
    label = next(filter(None, (" ".join(text.split()) for text in words)), "")
    icon = link.select_one("i[class]")
    return ShownLink(label or _host(url), url, " ".join(icon.get_attribute_list("class")) if icon else "")


def names_nobody(url: str) -> bool:
    """Return whether a layout has made a link of a name that was empty: ``https://github.com/``."""
    empty = ("mailto:", *(network.pattern.replace("{}", "") for network in NETWORKS.values()))
    return not url or any(is_same(url, each) for each in empty if each)


def is_same(url: str, other: str) -> bool:
    """Return whether two URLs lead to the same place, however they are written."""
    return _comparable(url) == _comparable(other)


def _comparable(url: str) -> str:
    _scheme, colon, rest = url.strip().partition(":")
    if not colon or "//" not in rest[:2]:
        return url.strip().lower()
    host, _slash, path = rest.lstrip("/").partition("/")
    host = host.lower().removeprefix("www.")
    return f"{_HOSTS.get(host, host)}/{re.sub('/+', '/', path).strip('/')}"


def _host(url: str) -> str:
    return re.sub(r"^[a-z]+://(?:www\.)?|/.*", "", url)
