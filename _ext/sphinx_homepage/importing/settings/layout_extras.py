"""What a layout showed of a page's front matter that our pages do not show by themselves.  Pure."""

from __future__ import annotations

import html
import re
from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from ...core.web_urls import has_scheme
from ...pages.front_matter import HOST, LINK_KEYS, OUR_KEYS
from ..liquid.marks import BIBLIOGRAPHY_START, ENTRY_END, ENTRY_START, PAGE
from ..markdown.code_in_text import replace_matches
from ..markdown.html_parts import COMMENT, VOID

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# No pattern looks for an end beyond the next beginning: thousands may have none.
_UNSEEN = re.compile(
    r"<(script|style|head|title|nav|aside|form|template|noscript)\b(?:(?!<\1\b).)*?</\1\s*>"
    rf"|{COMMENT.pattern}",
    re.DOTALL | re.IGNORECASE,
)
_BLOCK = re.compile(
    r"<(?P<end>/?)(?P<name>p|div|h[1-6]|li|ul|ol|section|header|footer|article|main|table|thead|tbody|tr|td|th"
    r"|dd|dt|dl|figure|hr|details|summary)\b[^<>]*>|<br\s*/?>|<(?:meta|link)\b[^<>]*>",
    re.IGNORECASE,
)
# Keys of Jekyll and of themes, none of which is content.
_FURNITURE = frozenset(
    "layout slug ext classes comments share related toc toc_label toc_sticky toc_icon search id name path "
    "url lang locale mathjax order weight nav published hidden pin math mermaid ref sidebar nav_order "
    "has_children parent".split()
)
# Keys that are read here, and whose values our pages do not show.
_READ_ONLY = frozenset({"bibtex", "description", "excerpt", *LINK_KEYS})
# Shorter texts stand in a layout by chance; longer ones of ours are in a line of it because it shows them.
_SHORT = 4
_LONG = 40
_TAG = re.compile(r"<[^<>]*>")
_ELEMENT = re.compile(r"<(?P<end>/?)(?P<name>[a-z][\w-]*)\b[^<>]*?(?P<empty>/?)>", re.IGNORECASE)
# Where a value goes on in a line of its own: in another paragraph, or item of a list.
_NEXT_LINE = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+]|\d+[.)])[ \t])")
# What stands above a value and says what it is, "Abstract", has no more letters, and is no sentence.
_LONGEST_LABEL = 40
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
# Only the style sheet of the old theme kept them apart.
_SPANS = re.compile(r"(?:<span\b[^<>]*>[^<>]*</span\s*>\s*){2,}", re.IGNORECASE)
_SPAN = re.compile(r"<span\b[^<>]*>([^<>]*)</span", re.IGNORECASE)
_DEEPEST = 200
_ENDED_BY_NEXT = frozenset({"li", "p"})
_LINK = re.compile(r"<a\b[^<>]*>((?:(?!<a\b).)*?)</a\s*>", re.IGNORECASE | re.DOTALL)
_ADDRESS = re.compile(r"""\b(?:href|src)\s*=\s*["']([^"']*)["']""", re.IGNORECASE)
_MEDIA = re.compile(rf"<(?:img|iframe|video)\b|[{ENTRY_START}{BIBLIOGRAPHY_START}]", re.IGNORECASE)
_IMAGE = re.compile(r"<img\b", re.IGNORECASE)
# Links have lines below them anyway.
_UNDERLINED = re.compile(r"(?<=>)<u>([^<]*)</u>(?=</a)", re.IGNORECASE)
# What Minimal Mistakes has below its pages, to the end of the layout.
_BELOW = re.compile(
    r"<(?:div|section)\b[^<>]*\bpage__(?:comments|related|share)\b.*", re.DOTALL | re.IGNORECASE
)
# With it goes an image of which a page says nothing: its address is that of the site, at most. Controls, such
# as those of a row of slides, are not taken, and neither is what one clicks instead of them.
_FOOTER = re.compile(
    r"<(footer)\b(?:(?!<footer\b).)*?</\1\s*>|<(?:input|meta|link)\b[^<>]*>"
    r"|(?:<li\b[^<>]*>\s*+)?<label\b[^<>]*\sfor\s*=[^<>]*>(?:(?!<label\b).)*?</label\s*>(?:\s*+</li\s*>)?"
    r"|<img\b[^<>]*\bsrc\s*=\s*([\"'])[\x05\x06]*/?\2[^<>]*>",
    re.DOTALL | re.IGNORECASE,
)
# What templates write between them: "Published in ...", "Talk at ...".
_BETWEEN = re.compile(r"(?:published|in|at)*")
_TITLE = re.compile(r"<h1\b(?:(?!<h1\b).)*?</h1\s*>", re.DOTALL | re.IGNORECASE)
# A line of text, in which no other block begins.
_LEAF = re.compile(
    r"<(?P<name>p|h[1-6])\b(?P<given>[^<>]*)>(?P<text>(?:(?!</?(?:p|div|h[1-6]|li|ul|ol|section|table)\b).)*+)"
    r"</(?P=name)\s*>",
    re.DOTALL | re.IGNORECASE,
)
_DATED = re.compile(r"\bpage__(?:date|meta|taxonomy)\b", re.IGNORECASE)
_HOLDER = re.compile(r"<(/?)(?:article|aside|div|header|main|nav|section)\b[^<>]*>", re.IGNORECASE)
_ENTRIES = re.compile(f"({ENTRY_START}.*?{ENTRY_END})", re.DOTALL)


def has_extras(own: Mapping[str, Any]) -> bool:
    """Return whether the front matter of a page has something that its layout may show, and ours does not."""
    return "type" in own or any(len(text) >= _SHORT for _key, text in unshown_values(own))


def is_own_key(key: str) -> bool:
    """Return whether a key is neither one of ours, nor one of Jekyll's or of themes that is no content."""
    return key not in OUR_KEYS and key not in _FURNITURE


def shows_type(part: str, own: Mapping[str, Any]) -> bool:
    """Return whether a layout, or an entry of a list, shows the type of a page."""
    return letters_of(str(own.get("type") or "")) in letters_of(_TAG.sub(" ", _UNSEEN.sub("", part)))


def extras(layout: str, own: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    r"""Return the lines that a layout has above and below a page, and that our pages do not show, as HTML.

    :param layout: the rendered layout, with :data:`.PAGE` in the place of the page if that has a text.
    :param own: the front matter of the page.
    """
    # Entries of a list, of posts or the like, tell of others.
    before, mark, after = _ENTRIES.sub("", _seen(layout, own)).partition(PAGE)
    values = [text for _key, text in unshown_values(own) if len(text) >= _SHORT]
    others = [
        text
        for key in own
        if key not in (*OUR_KEYS, *_FURNITURE) or key in ("bibtex", "header") or _is_mapped(key, own)
        for text in _texts(own[key])
    ]
    linked = [text for text in others if len(text) >= _SHORT and not text.isdecimal()]
    shown = _shown(own)
    above, label = _lines(before, values, linked, shown)
    # The text of the page has a name where it stands below something else.
    above += [label] if above and label and mark else []
    return above, _lines(after, values, linked, shown)[0]


def _is_mapped(key: str, own: Mapping[str, Any]) -> bool:
    """Return whether a key of a link holds more than its address, which our pages do not show."""
    return key in LINK_KEYS and isinstance(own[key], dict)


def _seen(layout: str, own: Mapping[str, Any], *, asides: bool = False) -> str:
    """Return a layout without what is no part of a page: of what stands beside it, its own values are.

    :param asides: whether all is that stands beside it.
    """

    def kept(match: re.Match[str]) -> str:
        if (match[1] or "").lower() != "aside":
            return ""
        if asides:
            return match[0]
        letters = letters_of(_TAG.sub(" ", _ENTRIES.sub("", match[0])))
        values = (text for _key, text in unshown_values(own) if len(text) >= _SHORT)
        return match[0] if any(_is_in(value, letters) for value in values) else ""

    return _UNSEEN.sub(kept, layout)


def around(layout: str, own: Mapping[str, Any], *, asides: bool = False) -> tuple[str, str]:
    r"""Return what a layout that only this site has shows above and below a page, as HTML.

    What our pages show as well is not in it, and neither are the elements that would hold the page.

    :param layout: the rendered layout, with :data:`.PAGE` in the place of the page if that has a text.
    :param own: the front matter of the page.
    :param asides: whether the page has asked for what stands beside it.
    """
    before, mark, after = _seen(layout, own, asides=asides).partition(PAGE)
    shown = _shown(own)
    if not mark:
        before = _BELOW.sub("", before)
    if own.get("title"):
        before = _TITLE.sub("", before)
    cited = _cited(own)
    return _bare(before, shown, cited), _bare(_BELOW.sub("", after), shown, cited)


def is_deep(part: str) -> bool:
    """Return whether elements are nested more deeply than anybody writes: to look for some takes too long."""
    tags = (tag for tag in _ELEMENT.finditer(part) if not tag["empty"] and tag["name"].lower() not in VOID)
    return max(accumulate(-1 if tag["end"] else 1 for tag in tags), default=0) > _DEEPEST


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
    return replace_matches(part, sorted([*halves, *opened], key=lambda tag: tag.start()))


def unshown_values(own: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the texts of a page's front matter that only a template would show, and the key of each."""
    cited = _cited(own)
    for key, value in own.items():
        # Our pages show links by their names only; that of the paper stands behind its citation, too.
        if key in _FURNITURE or (key in OUR_KEYS and key not in _READ_ONLY):
            continue
        if key in LINK_KEYS and cited and value == cited:
            continue
        for text in _texts(value):
            # Each is on a line of its own.
            parts = _NEXT_LINE.sub("\0", _BLOCK.sub("\0", text)).split("\0")
            yield from ((key, part.strip()) for part in parts if part.strip())


def _cited(own: Mapping[str, Any]) -> str:
    """Return the URL of a paper that our page shows behind its citation; empty if it does not."""
    url, citation = str(own.get("paperurl") or ""), str(own.get("citation") or "")
    is_shown = (
        citation and (has_scheme(url) or HOST.match(url)) and letters_of(url) not in letters_of(citation)
    )
    return url if is_shown else ""


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
    """Return the letters of what our pages show."""
    keys = ("title", "citation", "venue", "authors", "type", "location")
    found = [letters_of(_TAG.sub("", str(own.get(key) or ""))) for key in keys]
    return [*found, str(own.get("date") or "")[:4]]


def _lines(part: str, values: list[str], linked: list[str], shown: list[str]) -> tuple[list[str], str]:
    """Return the lines that show values, with what stands right above each and says what it is.

    What stands below them all comes by itself, if it is in an element for such words.
    """
    found = []
    seen = set()
    label = last = ""
    for name, whole in _blocks(part):
        line = _others(whole, shown)
        letters = letters_of(_TAG.sub(" ", line))
        what = letters or (line.strip() if _IMAGE.search(line) else "")
        if not what:
            # What our pages show may have had one of its own.
            label = "" if letters_of(_TAG.sub(" ", whole)) else label
            continue
        addresses = " ".join(_ADDRESS.findall(line))
        is_value = any(_is_in(value, letters) for value in values)
        if what not in seen and (is_value or any(text in addresses for text in linked)):
            seen.add(what)
            line = _separate(" ".join(_UNDERLINED.sub(r"\1", line).split()))
            found += [label, _element(name, line)] if label else [_element(name, line)]
            label = ""
        else:
            label = _label(name, line, shown)
        last = name
    return found, label if last in _HEADINGS or last == "summary" else ""


def _label(name: str, line: str, shown: list[str]) -> str:
    """Return a line as what it says of the next; empty if it does not look like that."""
    text = " ".join(_TAG.sub(" ", line).split())
    letters, words = letters_of(text), {letters_of(word) for word in text.split()}
    is_label = (
        # That is the title of the page.
        name != "h1"
        and len(text) <= _LONGEST_LABEL
        and not any(map(str.isdigit, text))
        and not text.endswith((".", "!", "?"))
        and not any(known in words or (len(known) >= _SHORT and known in letters) for known in shown if known)
        and not _LINK.search(line)
        and not _MEDIA.search(line)
    )
    if not is_label:
        return ""
    return _element(name, text if name in _HEADINGS else f"<strong>{text}</strong>")


def _element(name: str, line: str) -> str:
    tag = name if name in _HEADINGS or name == "h1" else "p"
    return f"<{tag}>{line}</{tag}>"


def _separate(line: str) -> str:
    """Return a line that has nothing but spans with what keeps them apart."""
    return " · ".join(_SPAN.findall(line)) if _SPANS.fullmatch(line) else line


def _blocks(part: str) -> Iterator[tuple[str, str]]:
    """Yield each line, and the name of the element that it stands in."""
    name, start = "", 0
    for match in _BLOCK.finditer(part):
        yield name, part[start : match.start()]
        name = match["name"].lower() if match["name"] and not match["end"] else ""
        start = match.end()
    yield name, part[start:]


def _others(line: str, shown: list[str]) -> str:
    """Return what a line has beyond what our pages show."""
    everything = "".join(shown)
    letters = letters_of(_TAG.sub(" ", line))
    if letters and letters in everything:
        return ""
    if any(len(text) >= _LONG and text in letters for text in shown):
        # "Recommended citation: ...", and a link behind it.
        return " ".join(link[0] for link in _LINK.finditer(line) if letters_of(link[1]) not in everything)
    return line


def _bare(part: str, shown: list[str], cited: str) -> str:
    """Return a part of a layout without what our pages have themselves."""

    def leaf(match: re.Match[str]) -> str:
        text = "" if _DATED.search(match["given"]) else _others(match["text"], shown)
        text = "" if _is_known(text, shown) else text
        return f"<{match['name']}{match['given']}>{text}</{match['name']}>" if _has_content(text) else ""

    def link(match: re.Match[str]) -> str:
        # An icon of the theme stood there, or what stands behind the citation.
        is_cited = bool(cited) and html.unescape(_TAG.sub("", match[1])).strip() == cited
        return match[0] if _has_content(match[1]) and not is_cited else ""

    pieces = _ENTRIES.split(_FOOTER.sub("", part))
    pieces[::2] = [_HOLDER.sub(r"<\1div>", _LEAF.sub(leaf, _LINK.sub(link, piece))) for piece in pieces[::2]]
    bare = _UNDERLINED.sub(r"\1", balanced("".join(pieces))).strip()
    return bare if _has_content(bare) else ""


def _is_known(text: str, shown: list[str]) -> bool:
    """Return whether a line, such as "Published in *Nature*, 1843", only has what our pages show."""
    rest = letters_of(_TAG.sub(" ", text))
    for known in sorted(shown, key=len, reverse=True):
        rest = rest.replace(known, "") if len(known) >= _SHORT else rest
    return not _MEDIA.search(text) and not _LINK.search(text) and bool(_BETWEEN.fullmatch(rest))


def _has_content(part: str) -> bool:
    return bool(letters_of(_TAG.sub(" ", part)) or _MEDIA.search(part))


def _is_in(value: str, letters: str) -> bool:
    """Return whether a line shows a value."""
    wanted = letters_of(_TAG.sub(" ", re.sub(r"\]\([^)\s]{0,2000}\)", "]", value)))
    return bool(wanted) and wanted[:200] in letters


def letters_of(text: str) -> str:
    """Return the letters and figures of HTML without tags, by which a text is found in other markup."""
    return "".join(filter(str.isalnum, html.unescape(html.unescape(text)))).casefold()
