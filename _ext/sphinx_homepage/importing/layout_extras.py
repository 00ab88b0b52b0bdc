"""What a layout showed of a page's front matter that our pages do not show by themselves.  Pure."""

from __future__ import annotations

import html
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from ..pages.front_matter import LINK_KEYS, OUR_KEYS
from .kramdown_html import VOID

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_UNSEEN = re.compile(
    r"<(script|style|head|nav|aside|form|template|noscript)\b.*?</\1\s*>|<!--.*?-->",
    re.DOTALL | re.IGNORECASE,
)
_BLOCK = re.compile(
    r"</?(?:p|div|h[1-6]|li|ul|ol|section|header|footer|article|main|table|thead|tbody|tr|td|th|dd|dt|dl|figure|hr)\b[^>]*>"
    r"|<br\s*/?>|<(?:meta|link)\b[^>]*>",
    re.IGNORECASE,
)
# Keys of Jekyll and of themes, none of which is content.
_FURNITURE = frozenset(
    "layout slug ext classes comments share related toc toc_label toc_sticky toc_icon search id name path "
    "url lang locale mathjax order weight nav published hidden pin math mermaid ref sidebar nav_order "
    "has_children parent".split()
)
_SHORT = 4
_LONG = 40
_TAG = re.compile(r"<[^>]*>")
_ELEMENT = re.compile(r"<(?P<end>/?)(?P<name>[a-z][\w-]*)\b[^<>]*?(?P<empty>/?)>", re.IGNORECASE)
_ENDED_BY_NEXT = frozenset({"li", "p"})
_LINK = re.compile(r"<a\b[^>]*>(.*?)</a\s*>", re.IGNORECASE | re.DOTALL)
# Links have lines below them anyway.
_UNDERLINED = re.compile(r"(?<=>)<u>([^<]*)</u>(?=</a)", re.IGNORECASE)


def has_extras(own: Mapping[str, Any]) -> bool:
    """Return whether the front matter of a page has something that its layout may show, and ours does not."""
    return any(_values(own))


def extras(layout: str, own: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    r"""Return the lines of HTML that a layout has above and below a page, and that our pages do not show.

    :param layout: the rendered layout, with the character 7 in the place of the page.
    :param own: the front matter of the page.
    """
    before, _mark, after = _UNSEEN.sub("", layout).partition("\x07")
    values = list(_values(own))
    others = [text for key in own if key not in OUR_KEYS or key == "bibtex" for text in _texts(own[key])]
    linked = [text for text in others if len(text) >= _SHORT and not text.isdecimal()]
    shown = _shown(own)
    return list(_lines(before, values, linked, shown)), list(_lines(after, values, linked, shown))


def balanced(part: str) -> str:
    """Return a part of a layout without the tags of elements that begin or end outside of it.

    What a layout puts the whole page in says how its theme places it.
    """
    opened: list[re.Match[str]] = []
    count: Counter[str] = Counter()
    halves = []
    for tag in _ELEMENT.finditer(part):
        name = tag["name"].lower()
        if name in VOID or tag["empty"]:
            continue
        if not tag["end"]:
            if opened and name in _ENDED_BY_NEXT and opened[-1]["name"].lower() == name:
                count[name] -= 1
                opened.pop()
            count[name] += 1
            opened.append(tag)
        elif count[name]:
            while (last := opened.pop()["name"].lower()) != name:
                count[last] -= 1
            count[name] -= 1
        else:
            halves.append(tag)
    kept, position = [], 0
    for tag in sorted([*halves, *opened], key=lambda tag: tag.start()):
        kept.append(part[position : tag.start()])
        position = tag.end()
    return "".join([*kept, part[position:]])


def _values(own: Mapping[str, Any]) -> Iterator[str]:
    """Yield the texts that only a layout would show."""
    citation = str(own.get("citation") or "")
    cited = own.get("paperurl") if citation and str(own.get("paperurl")) not in citation else None
    for key, value in own.items():
        # Our pages show links by their names only; that of the paper stands behind its citation, too.
        if key in _FURNITURE or (key in OUR_KEYS and key != "bibtex" and key not in LINK_KEYS):
            continue
        if key in LINK_KEYS and value == cited:
            continue
        for text in _texts(value):
            if len(text) >= _SHORT:
                yield text


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str) and value.strip():
        yield value.strip()
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield str(value)


def _shown(own: Mapping[str, Any]) -> list[str]:
    keys = ("title", "citation", "excerpt", "description", "venue", "authors", "type", "location")
    return [_letters(str(own.get(key) or "")) for key in keys]


def _lines(part: str, values: list[str], linked: list[str], shown: list[str]) -> Iterator[str]:
    everything = "".join(shown)
    seen = set()
    for line in _BLOCK.split(part):
        text = " ".join(html.unescape(_TAG.sub(" ", line)).split())
        letters = _letters(text)
        if not letters or letters in everything or letters in seen:
            continue
        if any(len(text) >= _LONG and text in letters for text in shown):
            # "Recommended citation: ...", and a link behind it.
            line = " ".join(link[0] for link in _LINK.finditer(line) if _letters(link[1]) not in everything)
            letters = _letters(_TAG.sub(" ", line))
        addresses = " ".join(re.findall(r"""href\s*=\s*["']([^"']*)["']""", line, re.IGNORECASE))
        if any(_is_in(value, letters) for value in values) or any(text in addresses for text in linked):
            seen.add(letters)
            yield " ".join(_UNDERLINED.sub(r"\1", line).split())


def _is_in(value: str, letters: str) -> bool:
    """Return whether a line shows a value."""
    wanted = _letters(_TAG.sub(" ", value))
    return bool(wanted) and wanted[:200] in letters


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, html.unescape(html.unescape(text)))).casefold()
