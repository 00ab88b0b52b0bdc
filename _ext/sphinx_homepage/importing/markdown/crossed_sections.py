"""Elements of HTML around headings in Markdown, which would end in the sections of other headings.  Pure."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from .code_in_text import outside_code, replace_matches
from .html_parts import COMMENT, link_targets

_PIECE = re.compile(
    rf"{COMMENT.pattern}|^ {{0,3}}(?P<marks>#{{1,6}})[ \t]|(?<=[^\s>]\n)(?P<line>=+|-+)[ \t]*$"
    r"|<(?P<end>/?)(?P<name>article|aside|center|div|footer|header|li|main|ol|section|ul)\b[^<>]*>",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
# Those that the page itself stands in.
_AROUND = frozenset({"article", "div", "main"})
_ENDS_AROUND = re.compile(r"</(?:article|div|main)\b", re.IGNORECASE)


class _Opened(NamedTuple):
    name: str
    headings: int
    """How many headings stood above it."""
    tag: re.Match[str]


def without_crossed(text: str, *, has_title: bool) -> str:
    """Return *text* without the elements around headings, if a browser would end the page within it.

    Sphinx puts each heading and what is below it in an element, and ends that above the next heading.  Where
    this is in another ``div``, the ``div`` ends with it, and its end tag ends what the page stands in.

    :param text: a page as MyST reads it.
    :param has_title: whether the page has a title in its front matter.
    """
    if not _ENDS_AROUND.search(text):
        return text
    pieces = list(_PIECE.finditer(outside_code(text)))
    if not _ends_page(pieces, has_title=has_title):
        return text
    held = sorted(_holders_of_headings(pieces), key=lambda tag: tag.start())
    return replace_matches(text, held, lambda tag: link_targets(tag[0]))


def _level(piece: re.Match[str]) -> int:
    """Return the level of a heading; 0 for anything else."""
    if piece["marks"]:
        return len(piece["marks"])
    return {"=": 1, "-": 2}.get((piece["line"] or "")[:1], 0)


def _ends_page(pieces: list[re.Match[str]], *, has_title: bool) -> bool:
    """Return whether a browser takes an end tag for that of an element around the page."""
    levels = [0] if has_title else []
    opened = ["section"] if has_title else []
    count = Counter(opened)

    def end(name: str) -> bool:
        if not count[name]:
            return False
        last = ""
        while last != name:
            last = opened.pop()
            count[last] -= 1
        return True

    for piece in pieces:
        name = (piece["name"] or "").lower()
        if level := _level(piece):
            while levels and levels[-1] >= level:
                levels.pop()
                end("section")
            levels.append(level)
            name = "section"
        if piece["end"]:
            if not end(name) and name in _AROUND:
                return True
        elif name:
            opened.append(name)
            count[name] += 1
    return False


def _holders_of_headings(pieces: list[re.Match[str]]) -> list[re.Match[str]]:
    """Return the tags of the elements in which headings stand."""
    held: list[re.Match[str]] = []
    opened: list[_Opened] = []
    count: Counter[str] = Counter()
    headings = 0
    for piece in pieces:
        name = (piece["name"] or "").lower()
        if _level(piece):
            headings += 1
        elif name and not piece["end"]:
            opened.append(_Opened(name, headings, piece))
            count[name] += 1
        elif count[name]:
            last = opened.pop()
            count[last.name] -= 1
            while last.name != name:
                held += [last.tag] if headings > last.headings else []
                last = opened.pop()
                count[last.name] -= 1
            held += [last.tag, piece] if headings > last.headings else []
    return [*held, *(each.tag for each in opened if headings > each.headings)]
