"""Links of which only an icon was seen, in a font of the old theme: its name becomes their text.  Pure."""

from __future__ import annotations

import html
import re

from ...profile.networks import find_network
from .code_in_text import outside_code, replace_matches

_ICON = re.compile(r"<(i|span)\b(?P<given>[^<>]{0,1000})>\s*</\1\s*>", re.IGNORECASE)
# No pattern looks beyond the next tag of its kind: thousands may never be closed.
_LINK = re.compile(
    r"<a\b(?P<given>[^<>]{0,2000})>(?P<html>(?:(?!</?a\b).){0,2000}+)</a\s*>"
    r"|(?<!!)\[\s*(?P<markdown><(?P<name>i|span)\b[^<>]{0,1000}>\s*</(?P=name)\s*>)\s*\]"
    r"(?=\[|\(\s*<?(?P<address>[^\s<>()]*))",
    re.IGNORECASE | re.DOTALL,
)
_UNSEEN = re.compile(
    r"<(\w+)\b[^<>]{0,1000}\b(?:sr-only|visually-hidden|screen-reader-text)\b[^<>]{0,1000}>([^<>]*)</\1\s*>",
    re.IGNORECASE,
)
_MEDIA = re.compile(r"<(?:img|svg|picture|video|iframe|object|input)\b", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_TITLE = re.compile(r"""(?<![\w-])(?:aria-label|title)\s*=\s*(["'])([^"'<>\[\]*_`$\\]+)\1""", re.IGNORECASE)
_HREF = re.compile(r"""(?<![\w-])href\s*=\s*["']?\s*([^"'\s<>]*)""", re.IGNORECASE)
_FILE = re.compile(r"\.(pdf|docx?|pptx?|xlsx?|csv|bib|zip|ipynb)(?:[?#]|$)", re.IGNORECASE)

# The classes of Font Awesome, Academicons and Bootstrap, and what themes call their own.
_NAMED = re.compile(r"(?<![\w-])(?:fa|ai|bi|icon|glyphicon)-([a-z][a-z0-9]*(?:-[a-z0-9]+)*)(?![\w-])")
# How an icon is shown is said by such classes as well.
_LOOKS = re.compile(
    r"fw|lg|sm|xs|xl|li|ul|border|inverse|spin|pulse|(?:rotate|flip|pull|stack)\b.*|solid|regular|light|brands"
)
_VARIANT = re.compile(
    r"^(?:square|x)-|-(?:square|alt|fill|lines|text|arrow-down|download|in|play|[fghmopvw])$"
)
_NAMES = {
    "arrow-up-right-from-square": "Link", "at": "Email", "cv": "CV", "doi": "DOI", "envelope": "Email",
    "external-link": "Link", "globe": "Website", "pdf": "PDF", "rss": "RSS",
}  # fmt: skip


def name_icon_links(text: str, *, is_html: bool = False) -> str:
    """Return *text* with a text for each link of which only an icon was seen.

    It is the name that the link or the icon has for screen readers, or else what the icon stands for.

    :param is_html: whether the text is HTML only, in which there is no code of Markdown.
    """

    def with_name(match: re.Match[str]) -> str:
        start, end = match.span("html" if match["markdown"] is None else "markdown")
        named = _named(text[start:end], match["given"] or "", match["address"])
        if named is None:
            return text[match.start() : match.end()]
        # The margins of icons were all that was between them.
        before = text[max(0, match.start() - 10) : match.start()]
        gap = " " if re.search(r"(?:[\w.,:;)}]|</a\s*>)\Z", before) else ""
        return f"{gap}{text[match.start() : start]}{named}{text[end : match.end()]}"

    return replace_matches(text, _LINK.finditer(outside_code(text, is_html=is_html)), with_name)


def _named(inside: str, given: str, address: str | None) -> str | None:
    """Return the inside of a link with a name in place of its icon; ``None`` if it has other content."""
    icon = _ICON.search(inside)
    if icon is None or _MEDIA.search(inside) or html.unescape(_TAG.sub("", _UNSEEN.sub("", inside))).strip():
        return None
    if address is None:
        href = _HREF.search(given)
        address = href[1] if href else ""
    unseen = _UNSEEN.search(inside)
    title = _TITLE.search(given) or _TITLE.search(icon["given"])
    given_names = [match[2].strip() for match in (unseen, title) if match]
    name = next(filter(None, given_names), "") or _icon_label(icon["given"], address)
    if not name:
        return None
    return _ICON.sub("", f"{inside[: icon.start()]}{name}{_UNSEEN.sub('', inside[icon.end() :])}")


def _icon_label(classes: str, address: str) -> str:
    """Return what an icon stands for; nothing if it is none that is known by its classes."""
    names = [name for name in _NAMED.findall(classes.lower()) if not _LOOKS.fullmatch(name)]
    if not names:
        return ""
    name, bare = names[0], names[0]
    while (shorter := _VARIANT.sub("", bare)) != bare:
        bare = shorter
    network = find_network(name) or find_network(bare)
    if network:
        return network.label
    file = _FILE.search(address)
    if file and re.match("file|download|book|newspaper", bare):
        return file[1].upper()
    bare = bare.removeprefix("file-")
    return _NAMES.get(name) or _NAMES.get(bare) or bare.replace("-", " ").capitalize()
