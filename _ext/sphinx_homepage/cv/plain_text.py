"""The texts of a CV without markup, for programs that read JSON Resume.  Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..works.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from .model import Blocks

    AbsoluteUrl = Callable[[str], str]


def plain_text(text: Text, absolute: AbsoluteUrl, *, with_urls: bool = True) -> str:
    """Return a text without markup; the URL of each link stands behind it in parentheses.

    :param absolute: returns a URL that is right outside the site, or an empty one.
    """
    words = Text(text.segments).plain
    if not with_urls:
        return words
    found = []
    segments = text.segments
    for place, segment in enumerate(segments):
        found.append(Text((segment,)).plain)
        is_last = place + 1 == len(segments) or segments[place + 1].url != segment.url
        url = absolute(segment.url) if segment.url and is_last else ""
        if url and url != segment.text:
            found.append(f" ({url})")
    return "".join(found)


def plain_blocks(blocks: Blocks, absolute: AbsoluteUrl) -> str:
    """Return paragraphs with an empty line between them, and lists with a hyphen before each item."""
    return "\n\n".join(_block(block, absolute) for block in blocks)


def _block(block: object, absolute: AbsoluteUrl) -> str:
    if isinstance(block, Text):
        return plain_text(block, absolute)
    lines = []
    for number, item in enumerate(block.items):  # type: ignore[attr-defined]
        start = block.start  # type: ignore[attr-defined]
        mark = "-" if start is None else f"{start + number}."
        indented = plain_blocks(item, absolute).replace("\n\n", "\n").replace("\n", "\n  ")
        lines.append(f"{mark} {indented}")
    return "\n".join(lines)
