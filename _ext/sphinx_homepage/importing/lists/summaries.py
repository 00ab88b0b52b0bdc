"""The beginnings of pages, which templates show in lists as their summaries.  Pure."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from ...pages.text_in_markup import plain_text
from ..jekyll.documents import LIQUID_COMMENT
from ..markdown.html_parts import COMMENT
from ..words_in_text import plain, without_marks

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

LONGEST_SUMMARY = 1200
"""The most characters of a text that may be a summary: an abstract has less, a whole post has more."""
# So many characters of a text without empty lines are looked at.
_LONGEST_PARAGRAPH = 5000
_IMAGE = r'!\[[^\[\]]*\]\((?:[^()"]++|"[^"\n]*+")*+\)'
# Paragraphs of nothing but images, perhaps linked, with notes and attributes behind them.
_IMAGES_ONLY = re.compile(
    rf"\A(?:\s*+(?:(?:<img\b[^<>]*>|\[?{_IMAGE}(?:\]\([^()]*\)|\[\^\w+\]|\{{:?[^{{}}]*\}})*)[ \t]*\n?)++"
    r"(?=\n))+"
)
# Code, tables, HTML and quotations.
_NO_SENTENCE = re.compile(r"\s*(?:```|~~~|[|<>])")
_ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+", re.MULTILINE)
_QUOTED = re.compile(r"^[ \t]*>[ \t]?", re.MULTILINE)
_DEFINITION = re.compile(r"^ {0,3}\[(?!\^)([^\[\]\n]+)\]:[ \t]*\S", re.MULTILINE)
# Links and images by a name, "[text][name]", "[name][]" or "[name]"; the address of each is elsewhere.
_REFERENCE = re.compile(r"!?\[((?:\\.|[^\[\]\\])*)\] ?(?:\[([^\[\]]*)\])?")
_LINK = re.compile(
    r"\[((?:\\.|\[[^\[\]]*\]|[^\[\]\\])*)\]\(\s*<?([^\s()<>]+)>?[^()]*\)"
    r"|<a\b[^<>]*\bhref\s*=\s*[\"']?([^\"'\s<>]+)[^<>]*>(.*?)</a\s*>",
    re.IGNORECASE | re.DOTALL,
)


def _first_paragraph(body: str) -> str:
    """Return the first paragraph of a text, of a huge one the beginning."""
    return body.strip().split("\n\n", 1)[0][:_LONGEST_PARAGRAPH]


def links_in_prose(body: str) -> str:
    """Return the addresses in the first paragraph of a text, which readers find on the page as well.

    Nothing where links are most of what it says: they are why it stands in a list.
    """
    first = _first_paragraph(body)
    links = _LINK.findall(first)
    words = [len(re.findall(r"\w+", one or other)) for one, _address, _other_address, other in links]
    total = len(re.findall(r"\w+", plain(_LINK.sub(r" \1\4 ", first))))
    if sum(words) * 3 > total:
        return ""
    return " ".join(one or other for _words, one, other, _other_words in links)


def _label(name: str) -> str:
    return " ".join(name.split()).casefold()


def _words_of_reference(defined: Container[str], match: re.Match[str]) -> str:
    """Return the words of a link to one of the addresses that are defined; of an image, none."""
    if _label(match[2] or match[1]) not in defined:
        return match[0]
    return "" if match[0].startswith("!") else match[1]


def in_one_line(parts: Iterable[str]) -> str:
    """Return lines or items of a list next to each other, as a summary has them."""
    return re.sub(r"(?<=[.!?:,;]); ", " ", "; ".join(parts))


def beginning_of(body: str, separator: str = "") -> str:
    """Return the words of the beginning of a text, as its summary; an image has none.

    :param separator: what ends the beginning; without it, that is the first paragraph.
    """
    body = LIQUID_COMMENT.sub("", body)
    defined = {_label(name) for name in _DEFINITION.findall(body)}
    marked, found, _rest = body.partition(separator if separator.strip() else "\0")
    if found and len(marked) <= LONGEST_SUMMARY:
        first = marked
    else:
        first = _first_paragraph(_IMAGES_ONLY.sub("", body[:_LONGEST_PARAGRAPH]))
    first = COMMENT.sub("", first)
    first = re.sub(r"\{:[^}\n]*\}|\{%.*?%\}|\{\{.*?\}\}|^#+ .*$|^[=-]{3,}$", " ", first, flags=re.MULTILINE)
    # Lines that were below each other are next to each other in a summary.
    first = re.sub(r"(?<=[\w)])(?: {2,}|\\)\n(?=\S)", "; ", first)
    first = re.sub(rf"(?<!\\){_IMAGE}", "", first)
    first = re.sub(r"!?\[((?:\\.|\[[^\]]*\]|[^\[\]\\])*)\]\([^)]*\)", r"\1", first)
    if defined:
        first = _REFERENCE.sub(partial(_words_of_reference, defined), first)
    first = re.sub(r"\\([\[\]])", r"\1", first)
    if _NO_SENTENCE.match(first):
        return ""
    if _ITEM.match(first):
        # In a summary, items are next to each other.
        items = (item.strip() for item in _ITEM.split(_QUOTED.sub("", first)))
        first = in_one_line(filter(None, items))
    words = " ".join(plain_text(without_marks(first)).split())
    return words if len(words) > 2 else ""
