"""Entries of lists that stand in a page in HTML with the classes of the old theme become Markdown.  Pure."""

from __future__ import annotations

import re

from ..markdown.code_in_text import outside_code
from ..markdown.html_pages import html_to_markdown
from ..markdown.html_parts import COMMENT

# Of academicpages and Minimal Mistakes: an entry, and the line above a list.  No pattern looks beyond the
# next tag of its kind.
_ENTRY = re.compile(
    r"<div\s+class=[\"'](?:list|grid)__item[^<>]*>\s*"
    r"<article\b(?:(?!</?article\b).)*+</article>\s*</div>"
    r"|<div\s+class=[\"']wordwrap[\"']\s*>(?:(?!</?div\b).)*+</div>",
    re.DOTALL | re.IGNORECASE,
)
_TAG = re.compile(r"<[a-z][a-z0-9]*\b[^<>]*>", re.IGNORECASE)
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
# What layouts of the theme have around a text, copied into a page of Markdown.
_FRAME = re.compile(
    r"<(?P<name>article|div|section)\b(?=[^<>]*\sclass\s*=\s*[\"']page__content[\"'])"
    r"(?=[^<>]*\smarkdown\s*=\s*[\"']?(?:1|block))[^<>]*>",
    re.IGNORECASE,
)


def plain_entries(text: str, *, is_html: bool) -> str:
    """Return a page with such entries in Markdown, or without what only the style sheet of the theme reads.

    In Markdown, those within other elements stay as they are, and so do those with what it cannot say; those
    in comments, where Liquid runs as well, are left out.

    :param is_html: whether it is a page in HTML, which is converted as a whole.
    """
    if not is_html:
        text = _unframed(text)
    parts: list[str] = []
    position = depth = 0
    seen = text if is_html else outside_code(text)
    # Other classes were in the style sheets of the old site, unless the page has its own.
    dressed = _OF_THEME if "<style" in text.lower() else _TAG
    comments = [match.span() for match in COMMENT.finditer(seen)] if "<!--" in seen else []
    for match in _ENTRY.finditer(seen):
        depth += sum(-1 if tag[1] else 1 for tag in _HOLDER.finditer(seen, position, match.start()))
        entry = _UNSEEN.sub("", text[match.start() : match.end()])
        entry = dressed.sub(lambda tag: _LOOKS.sub("", tag[0]), entry)
        while comments and comments[0][1] <= match.start():
            comments.pop(0)
        if comments and comments[0][0] < match.start():
            entry = "\n"
        elif not is_html:
            beside = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
            is_inside = depth or beside not in ("", " ", "  ", "   ")
            # A line that begins with a comma went on in the source of a template.
            entry = "" if is_inside else re.sub(r"\s+(?=[,;] )", "", html_to_markdown(entry).text.strip())
            entry = "" if _KEPT.search(entry) else entry and f"\n{entry}\n"
        parts += [text[position : match.start()], entry or text[match.start() : match.end()]]
        position = match.end()
    return "".join([*parts, text[position:]])


def _unframed(text: str) -> str:
    """Return *text* without the element of the theme that the text of the page stands in."""
    seen = outside_code(text)
    if (frame := _FRAME.search(seen)) is None:
        return text
    tags = re.compile(rf"<(/?){frame['name']}\b[^<>]*>", re.IGNORECASE)
    depth = 0
    for tag in tags.finditer(seen, frame.start()):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return text[: frame.start()] + text[frame.end() : tag.start()] + text[tag.end() :]
    return text
