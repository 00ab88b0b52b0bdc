"""Parts of a block of HTML that are to be read as Markdown.  Pure."""

from __future__ import annotations

import re
from collections import Counter
from typing import Literal, NamedTuple

SPAN_ELEMENTS = frozenset(
    (
        "a abbr acronym b big bdo br button cite code del dfn em i img input ins kbd label mark "
        "option q rb rbc rp rt rtc ruby samp script select small span strong sub sup tt u var"
    ).split()
)
VOID = frozenset(
    ("area base br col command embed hr img input keygen link meta param source track wbr").split()
)
VERBATIM = ("script", "pre", "style", "textarea")
"""Elements whose content is no HTML, or is shown as it stands."""

NAME = r"[A-Za-z][\w.:-]*"
TAG = rf"<(?P<name>{NAME})(?P<attributes>(?:\s(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?)?)(?P<empty>/?)>"
OPENING_NAME = re.compile(rf" {{0,3}}</?({NAME})")
"""The name of the element whose tag begins a line."""
MARKDOWN = re.compile(r"""(?<!\s)\s+markdown\s*=\s*(["']?)(?P<model>1|block|span|0)\1""", re.IGNORECASE)
_PIECE = re.compile(
    r"<!--(?:(?!<!--).)*?-->|<(?P<raw>script|style|pre|textarea|code)\b(?:(?!<(?P=raw)\b).)*?</(?P=raw)\s*>"
    rf"|</?(?P<name>{NAME})\b[^<>]*>",
    re.DOTALL | re.IGNORECASE,
)
COMMENT = re.compile(r"<!--(?:-?>|(?:(?!<!--).)*?--!?>)", re.DOTALL)
"""A comment of HTML.  The pattern looks no further than the next one: thousands may have no end."""
# What has no end itself goes to the end of the text: thousands of them take no time.
_COMMENTS = re.compile(
    r"<(?P<raw>script|style|textarea)\b(?:.*?</(?P=raw)|.*)"
    # In the value of an attribute there is no comment.
    r"|=(?P<mark>[\"'])[^\"'<>\n]*<!--[^\"'\n]*(?P=mark)|<!--(?:-?>|.*?-->|(?P<open>.*))",
    re.DOTALL | re.IGNORECASE,
)
_FORMULA = re.compile(
    r"\$\$(?:(?!\$\$)[^<])+\$\$|\\\((?P<inline>(?:(?!\\\()[^<])*?)\\\)|\\\[(?P<display>(?:(?!\\\[)[^<])*?)\\\]"
)
_DOLLARS = re.compile(
    r"(?:(?<![\\$\w])|(?<=\w)(?=\$[_^]))\$(?P<inner>(?!\s)(?:\\.|[^<$\\])+?(?<!\s)|(?=[^$<]*\\[a-z])(?:\\.|[^<$\\])+?)\$(?![\d$])"
)
_SIGNS = re.compile(r"(?<!\\)[*`]|(?<![^\W_])_|_(?![^\W_])|(?m:^[^\S\n]*[#>+-](?=\s))")
_CELLS = frozenset({"td", "th"})
_ROWS = _CELLS | {"tr"}
_GROUPS = ("tbody", "tfoot", "thead")
# The items that each ends which begins beside them, and the elements that hold items.
_ITEMS = {
    "li": frozenset({"li"}),
    **dict.fromkeys(("dd", "dt"), frozenset({"dd", "dt"})),
    **dict.fromkeys(_CELLS, _CELLS),
    "tr": _ROWS,
    **dict.fromkeys(_GROUPS, _ROWS.union(_GROUPS)),
}
_ID = re.compile(r"""\sid\s*=\s*["']?([^"'\s<>]+)""", re.IGNORECASE)
_HEADING = re.compile("h[1-6]")
_HOLDERS_OF_ITEMS = frozenset({"dl", "menu", "ol", "table", "ul"})


class Part(NamedTuple):
    """A part of a block of HTML."""

    text: str
    line: int
    """The line in the block, from 0."""
    kind: Literal["fence", "html", "markdown", "text"]
    """``markdown``: kramdown's; ``text``: what is Markdown only from now on; ``fence``: MyST's."""


def begins_html(text: str) -> bool:
    """Return whether a line of text begins a block of HTML."""
    name = OPENING_NAME.match(text)
    return name is not None and name[1].lower() not in SPAN_ELEMENTS


def with_ends(html: str) -> str:
    """Return HTML whose comments end with ``-->``, as browsers end them with ``--!>`` as well, or at once.

    Behind the last tag that has an end, nothing begins one: each would be looked at to the end of the text.
    """
    html = COMMENT.sub(lambda match: f"<!--{re.sub(r'(?:--!?|^-?)>$', '', match[0][4:])}-->", html)
    last = html.rfind(">") + 1
    return html[:last] + re.sub("<(?!!)", "&lt;", html[last:])


def with_item_ends(html: str) -> str:
    """Return HTML with the ends of items of lists, and of cells, that may be left out: ``<li>a<li>b``."""
    # Each list or table that is open, and in it the items that are: of each kind one at most.
    opened: list[tuple[str, list[str]]] = [("", [])]
    count: Counter[str] = Counter()
    written, position = [], 0
    for piece in _PIECE.finditer(html):
        name = (piece["name"] or "").lower()
        is_end = piece[0].startswith("</")
        ends: list[str] = []
        if name in _ITEMS:
            items = opened[-1][1]
            ended = {name} if is_end else _ITEMS[name]
            while not ended.isdisjoint(items):
                ends.append(items.pop())
            if is_end:
                # The tag itself is there.
                ends = ends[:-1]
            else:
                items.append(name)
        elif name in _HOLDERS_OF_ITEMS and not is_end:
            opened.append((name, []))
            count[name] += 1
        elif count[name]:
            holder = ""
            while holder != name:
                holder, items = opened.pop()
                count[holder] -= 1
                ends += [*reversed(items), holder]
            ends.pop()
        if ends:
            written += [html[position : piece.start()], *(f"</{each}>" for each in ends)]
            position = piece.start()
    return "".join([*written, html[position:]])


def link_targets(tags: str) -> str:
    """Return what links to the ids of elements lead to where their tags are left out, as HTML."""
    return "".join(f'<a id="{name}"></a>\n\n' for name in _ID.findall(tags))


def open_comment(html: str) -> int | None:
    """Return where a comment without an end begins, in which browsers take all that follows to be."""
    return next((match.start() for match in _COMMENTS.finditer(html) if match["open"] is not None), None)


def element_end(text: str, opening: re.Match[str], element: str) -> int | None:
    """Return where the element ends that *opening* begins; ``None`` if it has no end."""
    if opening["empty"] or element in VOID:
        return opening.end()
    if element in VERBATIM:
        closing = re.compile(rf"</{element}\s*>", re.IGNORECASE).search(text, opening.end())
        return closing.end() if closing else None
    depth = 1
    tags = re.compile(
        r"<!--(?:(?!<!--).)*?-->|<(?P<raw>script|style)\b(?:(?!<(?P=raw)\b).)*?</(?P=raw)\s*>"
        rf"|<(?P<end>/?){re.escape(element)}(?=[\s/>])[^<>]*?(?P<empty>/?)>",
        re.DOTALL | re.IGNORECASE,
    )
    for tag in tags.finditer(text, opening.end()):
        if tag[0].startswith("<!--") or tag["raw"]:
            continue
        if tag["end"]:
            depth -= 1
        elif not tag["empty"]:
            depth += 1
        if depth == 0:
            return tag.end()
    return None


def html_parts(html: str) -> list[Part]:
    """Return the parts of HTML, of which elements say that they hold Markdown.

    ``markdown="1"`` is left out; a paragraph with Markdown in it becomes a ``div``, or nothing, and a heading
    one of Markdown.
    """
    tag = re.compile(TAG, re.DOTALL)
    parts: list[Part] = []
    raw, raw_line, position = "", 0, 0
    while match := tag.search(html, position):
        model = MARKDOWN.search(match["attributes"])
        name = match["name"].lower()
        if model is None or match["empty"] or name in VOID:
            raw += html[position : match.start()] + MARKDOWN.sub("", match[0])
            position = match.end()
            continue
        raw += html[position : match.start()]
        attributes = MARKDOWN.sub("", match["attributes"])
        end = element_end(html, match, name) or len(html)
        closing = max(match.end(), html.rfind("</", 0, end) if html[:end].endswith(">") else end)
        inside = html[match.end() : closing]
        if model["model"] == "0":
            raw += f"<{match['name']}{attributes}>{inside}{html[closing:end]}"
            position = end
            continue
        opened, closed = f"<{match['name']}{attributes}>", html[closing:end]
        if name == "p":
            opened, closed = (f"<div{attributes}>", "</div>") if attributes.strip() else ("", "")
        elif _HEADING.fullmatch(name):
            opened = closed = ""
            target = "".join(f" {{#{given}}}" for given in _ID.findall(attributes)[:1])
            inside = f"{'#' * int(name[1])} {' '.join(inside.split())}{target}"
        parts.append(Part(raw + opened, raw_line, "html"))
        parts.append(Part(inside, html.count("\n", 0, match.end()), "markdown"))
        raw, raw_line, position = closed, html.count("\n", 0, closing), end
    parts.append(Part(raw + html[position:], raw_line, "html"))
    return parts


def has_formula(html: str, *, dollars: bool) -> bool:
    """Return whether a script on the page would find a formula in the text of the HTML."""
    if "$" not in html and "\\(" not in html and "\\[" not in html:
        return False
    texts = _PIECE.sub("<>", html)
    if "\ufdd0" in html or "\ufdd1" in html:
        # Signs that no text has; they are used below.
        return False
    return bool(_FORMULA.search(texts) or (dollars and _DOLLARS.search(texts)))


def formula_parts(html: str, *, dollars: bool) -> list[Part]:
    """Return the parts of HTML, of which those texts are Markdown that hold a formula.

    A text goes from one tag of a block to the next.
    """
    parts: list[Part] = []
    raw, raw_line, start, position = "", 0, 0, 0
    while position <= len(html):
        piece = _PIECE.search(html, position)
        is_inline = piece is not None and (
            piece["raw"] == "code" or (piece["name"] or "").lower() in _IN_TEXT
        )
        if piece is not None and is_inline:
            position = piece.end()
            continue
        end = piece.start() if piece is not None else len(html)
        text = html[start:end]
        if has_formula(text, dollars=dollars):
            opened = re.search(r"<p\b([^<>]*)>\s*\Z", raw, re.IGNORECASE)
            closed = piece is not None and piece[0].lower().startswith("</p")
            if opened:
                # Paragraphs hold no others.
                raw = raw[: opened.start()] + (f"<div{opened[1]}>" if opened[1].strip() else "")
            parts.append(Part(raw, raw_line, "html"))
            parts.append(Part(_as_markdown(text, dollars=dollars), html.count("\n", 0, start), "text"))
            raw, raw_line = "", html.count("\n", 0, end)
            if piece is not None and closed:
                raw = "</div>" if opened and opened[1].strip() else ""
                start = position = piece.end()
                continue
        else:
            raw += text
        if piece is None:
            break
        raw += piece[0]
        start = position = piece.end()
    parts.append(Part(raw, raw_line, "html"))
    return parts


_IN_TEXT = SPAN_ELEMENTS - {"button", "script", "select"} | {"font"}


def _as_markdown(text: str, *, dollars: bool) -> str:
    """Return the text of HTML, with inline elements, so that MyST reads nothing but its formulas."""
    found: list[str] = []

    def hide(match: re.Match[str]) -> str:
        groups = match.groupdict()
        written = match[0]
        if groups.get("inline") is not None:
            written = f"${groups['inline'].strip()}$"
        elif groups.get("display") is not None:
            written = f"$${groups['display']}$$"
        elif groups.get("inner") is not None:
            written = f"${groups['inner'].strip()}$"
        found.append(re.sub(r"\n[ \t]*(?=\n)", "", written))
        return f"\ufdd0{len(found) - 1}\ufdd1"

    hidden = _FORMULA.sub(hide, text)
    if dollars:
        hidden = _DOLLARS.sub(hide, hidden)
    hidden = _PIECE.sub(hide, hidden)
    hidden = _SIGNS.sub(lambda match: re.sub(r"(\s*)(\S)", r"\1\\\2", match[0]), hidden)
    while "\ufdd0" in hidden:
        hidden = re.sub("\ufdd0(\\d+)\ufdd1", lambda match: found[int(match[1])], hidden)
    return hidden
