"""Pictures whose sources only a plugin of the old site made.  Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .code_in_text import outside_code, replace_matches

if TYPE_CHECKING:
    from collections.abc import Callable

# No pattern looks beyond the next tag of its kind.
_PICTURE = re.compile(r"<picture\b[^<>]*>(?:(?!</?picture\b).)*+</picture\s*>", re.DOTALL | re.IGNORECASE)
_SOURCE = re.compile(r"<source\b[^<>]*>", re.IGNORECASE)
_SRCSET = re.compile(r"""\ssrcset\s*=\s*(["'])([^"'<>]*)\1""", re.IGNORECASE)
_ONLY_IMAGE = re.compile(r"<picture\b[^<>]*>\s*(<img\b[^<>]*>)\s*</picture\s*>", re.IGNORECASE)
_ON_ERROR = re.compile(r"""\sonerror\s*=\s*(?:"[^"<>]*"|'[^'<>]*')""", re.IGNORECASE)


def without_missing_sources(text: str, is_there: Callable[[str], bool], *, is_html: bool = False) -> str:
    """Return *text* without the sources of pictures that lead nowhere: browsers show nothing in their place.

    A picture without another source is its image, whose script only took the sources away.

    :param is_there: whether there is an image at an address.
    :param is_html: whether the text is HTML only, in which there is no code of Markdown.
    """
    if "srcset" not in text.lower():
        return text

    def kept(source: re.Match[str]) -> str:
        srcset = _SRCSET.search(source[0])
        addresses = [part.split()[0] for part in srcset[2].split(",") if part.strip()] if srcset else []
        return source[0] if srcset is None or any(map(is_there, addresses)) else ""

    def shown(match: re.Match[str]) -> str:
        picture = _SOURCE.sub(kept, text[match.start() : match.end()])
        image = _ONLY_IMAGE.fullmatch(picture)
        return _ON_ERROR.sub("", image[1]) if image else picture

    return replace_matches(text, _PICTURE.finditer(outside_code(text, is_html=is_html)), shown)
