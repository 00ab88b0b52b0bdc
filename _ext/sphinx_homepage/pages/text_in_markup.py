"""What readers see of text with HTML or Markdown in it, such as a title or an excerpt.  Pure."""

from __future__ import annotations

import contextlib
import html
import re
from typing import TYPE_CHECKING

from ..core.web_urls import InvalidURLError, link_url

if TYPE_CHECKING:
    from collections.abc import Iterator

# A tag, and not the "a <b and c> d" of a sentence: a name alone, or with attributes that have values.
HTML_TAG = r"</?[A-Za-z][A-Za-z0-9]*+(?:\s++[a-zA-Z-]++\s*+=[^<>]*+|\s*+/?)>"
HTML_COMMENT = r"<!--(?:-?>|.*?(?:--!?>|\Z))"
"""A comment as browsers read it, with ``.`` for all characters."""
# A reference to a character that there cannot be; Python's html refuses numbers of thousands of digits.
_NO_CHARACTER = re.compile(r"&#[0-9]{8,};?")
# Markdown whose marks are not shown.  Those within code and formulas are none.  In doubt they stay: those of
# __init__, which would be bold, and of [Smith](2020), where no address is in the parentheses.
_CODE_OR_FORMULA = r"(?<!`)(?P<ticks>`++)(?P<code>[^`]++)(?P=ticks)(?!`)|\$[^$]++\$"
_CODE_OR_LINK = re.compile(
    rf"{_CODE_OR_FORMULA}"
    r"|(?<!\\)(?P<image>!?)\[(?P<label>(?:[^\[\]]|\[[^\[\]]*+\])*+)\]"
    r"\((?P<address>(?=[^\s()]*(?:[/#:]|\.[a-z]))(?:[^\s()]|\([^\s()]*+\))++)(?:\s+\"[^\"]*\")?\)"
)
ANCHOR = re.compile(
    r"<a\s(?:(?!\bhref)[^<>])*+href\s*=\s*[\"']?\s*([^\"'\s<>]+)[^<>]*>((?:(?!</?a\b).)*+)</a\s*>",
    re.DOTALL | re.IGNORECASE,
)
"""A pattern for a link in HTML: its address, and what is in it.  It looks no further than the next one."""
_CODE_OR_EMPHASIS = re.compile(
    rf"{_CODE_OR_FORMULA}"
    r"|(?<![\w*_/\\])(?P<mark>\*{1,3}|_)(?![\s.])(?P<inner>(?:[^*_$\\]|\\[*_])+)(?<!\s)(?P=mark)(?![\w*_/])"
)
_CODE_OR_ESCAPED = re.compile(rf"{_CODE_OR_FORMULA}|\\(?P<escaped>[*_\[\]#])")
# Each pass takes the innermost emphasis away; nobody nests it deeper.
_DEEPEST_EMPHASIS = 3
# Elements that may begin or end within a word: 4<sup>th</sup>.
_WITHIN_WORDS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "cite",
        "code",
        "em",
        "font",
        "i",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
    ]
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def plain_text(markup: str) -> str:
    """Return *markup* without its HTML tags and comments, on one line."""
    if not markup:
        return ""
    without_tags = re.sub(rf"{HTML_COMMENT}|{HTML_TAG}", _space_for, markup, flags=re.DOTALL)
    text = html.unescape(_NO_CHARACTER.sub("\ufffd", without_tags))
    return " ".join(_CONTROL.sub(" ", text).split())


def unmarked(markup: str) -> str:
    """Return *markup* without its HTML tags, its images, and the marks of Markdown, on one line."""
    text = _CODE_OR_LINK.sub(_link_text, plain_text(markup))
    for _depth in range(_DEEPEST_EMPHASIS):
        text = _CODE_OR_EMPHASIS.sub(lambda part: part["inner"] or part[0], text)
    text = _CODE_OR_ESCAPED.sub(lambda part: part["code"] or part["escaped"] or part[0], text)
    return " ".join(text.split())


def links_in(markup: str) -> Iterator[tuple[str, str]]:
    """Yield the words and the URL of each link to another site, or by a path from the root of this one."""
    if "](" not in markup and "</a" not in markup.lower():
        return
    for part in _CODE_OR_LINK.finditer(plain_text(ANCHOR.sub(r"[\2](\1)", markup))):
        words = unmarked(part["label"] or "")
        if words and not part["image"] and re.match(r"/|https?://", part["address"]):
            with contextlib.suppress(InvalidURLError):
                yield words, link_url(part["address"])


def _link_text(part: re.Match[str]) -> str:
    """Return what a link shows, which may be an image; code and formulas stay as they are."""
    if part["label"] is None:
        return part[0]
    return "" if part["image"] else _CODE_OR_LINK.sub(_link_text, part["label"])


def _space_for(tag: re.Match[str]) -> str:
    """Return what stands in the place of a tag: nothing if it may be within a word."""
    name = re.match(r"</?(\w+)", tag[0])
    return "" if name and name[1].lower() in _WITHIN_WORDS else " "
