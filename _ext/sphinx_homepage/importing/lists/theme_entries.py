"""Entries of lists that stand in a page in HTML with the classes of the old theme become Markdown.  Pure."""

from __future__ import annotations

import re

from ..markdown.code_in_text import outside_code, replace_matches
from ..markdown.html_pages import html_to_markdown

# Of academicpages and Minimal Mistakes.  No pattern looks beyond the next tag of its kind.
_ENTRY = re.compile(
    r"<div\s+class=[\"'](?:list|grid)__item[^<>]*>\s*"
    r"<article\b(?:(?!</?article\b).)*+</article>\s*</div>",
    re.DOTALL | re.IGNORECASE,
)
_OF_THEME = re.compile(
    r"<[a-z][a-z0-9]*\b(?=[^<>]*\bclass\s*=\s*[\"'](?:archive|grid|list|page)__)[^<>]*>", re.IGNORECASE
)
_LOOKS = re.compile(
    r"""\s(?:class|style|itemprop|itemtype)\s*=\s*(?:"[^"<>]*"|'[^'<>]*')|\sitemscope(?=[\s>])""",
    re.IGNORECASE,
)
# Empty elements were icons; readers see nothing of the others.
_UNSEEN = re.compile(r"<i\b[^<>]*></i>\s*|</?time\b[^<>]*>", re.IGNORECASE)
_HOLDER = re.compile(r"<(/?)(?:article|center|div|main|ol|section|table|ul)\b", re.IGNORECASE)
_KEPT = re.compile(r"</?(?:article|div|h[1-6]|ol|p|section|table|ul)\b", re.IGNORECASE)


def plain_entries(text: str, *, is_html: bool) -> str:
    """Return a page with such entries in Markdown, or without what only the style sheet of the theme reads.

    In Markdown, those within other elements stay as they are, and so do those with what it cannot say.

    :param is_html: whether it is a page in HTML, which is converted as a whole.
    """
    position = depth = 0
    seen = outside_code(text, is_html=is_html)

    def plain(match: re.Match[str]) -> str:
        nonlocal position, depth
        depth += sum(-1 if tag[1] else 1 for tag in _HOLDER.finditer(seen, position, match.start()))
        position = match.end()
        entry = _UNSEEN.sub("", text[match.start() : match.end()])
        entry = _OF_THEME.sub(lambda tag: _LOOKS.sub("", tag[0]), entry)
        if not is_html:
            beside = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
            is_inside = depth or beside not in ("", " ", "  ", "   ")
            entry = "" if is_inside else html_to_markdown(entry).text.strip()
            entry = "" if _KEPT.search(entry) else entry and f"\n{entry}\n"
        return entry or text[match.start() : match.end()]

    return replace_matches(text, _ENTRY.finditer(seen), plain)
