"""Scripts and style sheets in the text of a page, and what does nothing without a script.  Pure."""

from __future__ import annotations

import re

from .code_in_text import outside_code, replace_matches
from .html_parts import COMMENT

# Formulas need no script here, nobody is counted, and Google's widget for missing pages is gone.  No pattern
# looks beyond the next tag of its kind, or further than a tag is long: thousands may never be closed.
_LOADED = re.compile(
    r"<script\b(?P<given>[^<>]{0,2000})>(?P<code>(?:(?!</?script\b).)*+)</script\s*>"
    r"|(?P<link><link\b[^<>]{0,1000}\bstylesheet\b[^<>]{0,1000}>)",
    re.IGNORECASE | re.DOTALL,
)
_LOADER = re.compile(
    r"mathjax|katex|googletagmanager|google-analytics|altmetric|linkhelp\.clients\.google", re.IGNORECASE
)
_COUNTER = re.compile(r"gtag\(|GoogleAnalyticsObject|_gaq|GOOG_FIXURL", re.IGNORECASE)
_ADDRESS = re.compile(r"""\b(?:src|href)\s*+=\s*+["']?\s*+([^"'\s<>]+)""", re.IGNORECASE)
_HOST = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)\b([^<>]{0,2000})>", re.IGNORECASE)
_CALLS_ITS_OWN = re.compile(r"""\bonclick\s*=\s*["'][^"'(]*[.=]""", re.IGNORECASE)
_CALLS = re.compile(
    r"""\bonclick\s*=|\bdata-(?:bs-)?toggle\s*=|\bhref\s*+=\s*+["']?\s*+javascript:""", re.IGNORECASE
)
_SUBMITS = re.compile(r"""\baction\s*+=\s*+["']?\s*+[^"'\s>#]""", re.IGNORECASE)
_NO_CONTROL = re.compile(r"\bdisabled\b|\btype\s*=\s*[\"']?(?:hidden|checkbox|radio)", re.IGNORECASE)


def without_idle(text: str) -> str:
    """Return Markdown without its code and its comments: nothing in them is loaded or clicked."""
    return COMMENT.sub("", outside_code(text))


def without_loaded(text: str, *, is_html: bool = False) -> tuple[str, list[str]]:
    """Return *text* without the scripts and style sheets that pages here do not need.

    A style sheet stays if it comes with a script that stays, from the same directory of another host: it is
    that of a library, and no theme.

    :param is_html: whether the text is HTML only, in which there is no code of Markdown.
    :return: the text, and the addresses of the style sheets that it has no longer.
    """
    found = list(_LOADED.finditer(outside_code(text, is_html=is_html)))
    kept = {
        match[0]: _directory(match["given"])
        for match in found
        if match["link"] is None and _is_kept(match["given"], match["code"])
    }
    directories = set(kept.values()) - {""}
    left_out = [
        match
        for match in found
        if match[0] not in kept and not (match["link"] and _directory(match["link"]) in directories)
    ]
    sheets = [_ADDRESS.search(match["link"] or "") for match in left_out]
    return replace_matches(text, left_out), [sheet[1] for sheet in sheets if sheet]


def _is_kept(given: str, code: str) -> bool:
    return not (_LOADER.search(given) or (not _ADDRESS.search(given) and _COUNTER.search(code)))


def _directory(attributes: str) -> str:
    """Return the directory of another host that a tag loads a file from."""
    address = _ADDRESS.search(attributes)
    return address[1].rpartition("/")[0] if address and _HOST.match(address[1]) else ""


def lacks_script(text: str) -> bool:
    """Return whether Markdown has controls in it, such as buttons, and no script that makes them work."""
    shown = without_idle(text)
    if re.search(r"<script\b|<iframe\b", shown, re.IGNORECASE):
        return False
    holders = {"a": 0, "form": 0}
    for match in _TAG.finditer(shown):
        name, given = match[2].lower(), match[3]
        if name in holders and not (name == "form" and not match[1] and not _SUBMITS.search(given)):
            holders[name] = max(0, holders[name] + (-1 if match[1] else 1))
        if match[1] or _CALLS_ITS_OWN.search(given):
            continue
        is_control = name in ("button", "input", "select", "textarea") and not _NO_CONTROL.search(given)
        if _CALLS.search(given) or (is_control and not any(holders.values())):
            return True
    return False
