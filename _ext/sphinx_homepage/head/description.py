"""The description of a page, for search engines and link previews."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from ..mathematics.titles import plain_title
from ..mathematics.words import text_in_words
from ..pages.text_in_markup import plain_text
from ..pages.title import DETAILS, LISTED

if TYPE_CHECKING:
    from ..pages.records import PageRecord

# In characters: about what search engines show.
_LONGEST = 160
# Cards of pages and people.
_MADE = re.compile(r"""\s*<\w+[^<>]*\sclass=["'][^"'<>]*\bhp-""")
_HTML_PARAGRAPH = re.compile(r"<p(?:\s[^<>]*)?>(.*?)(?=</?p\b|\Z)", re.DOTALL | re.IGNORECASE)


def page_description(record: PageRecord, doctree: nodes.document) -> str:
    """Return the description in the front matter of a page, or else the beginning of its text.

    A description that only repeats the title, as academicpages has it for its home page, does not count.
    """
    matter = record.front_matter
    if matter.description and matter.description.casefold() != matter.title.casefold():
        return text_in_words(matter.description)
    entries = []
    for node in doctree.findall(nodes.Element):
        if isinstance(node, nodes.raw):
            text = _first_paragraph(node)
        elif isinstance(node, nodes.paragraph):
            text = "" if DETAILS in node["classes"] else _words(node)
        else:
            continue
        if isinstance(node, addnodes.compact_paragraph):
            # Of a table of contents: what a page without words of its own leads to.  One is around them all.
            entries += [] if isinstance(node.next_node(), nodes.bullet_list) else [text]
        elif text:
            items = node.parent.parent if isinstance(node.parent, nodes.list_item) else None
            # The first item alone may be no more than a year.
            words = map(_words, items.findall(nodes.paragraph)) if items is not None else (text,)
            return _shortened(", ".join(filter(None, words)))
    entries += [plain_title(node) for node in doctree.findall(nodes.TextElement) if LISTED in node["classes"]]
    return _shortened(", ".join(filter(None, entries))) or text_in_words(matter.description)


def _words(paragraph: nodes.paragraph) -> str:
    return " ".join(plain_title(paragraph).split())


def _first_paragraph(node: nodes.raw) -> str:
    """Return the words of the first paragraph in the HTML of a text; that of directives is not meant."""
    markup = node.astext()
    if "html" not in node.get("format", "").split() or _MADE.match(markup):
        return ""
    texts = (plain_text(paragraph) for paragraph in _HTML_PARAGRAPH.findall(markup))
    return next(filter(None, texts), "")


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    end = text.rfind(" ", _LONGEST // 2, _LONGEST)
    return text[: end if end > 0 else _LONGEST - 1].rstrip(" ,;:.") + "…"


def description_tag(description: str, present: str) -> str:
    """Return the tag of a description, unless *present*, the tags so far, have one (MyST's ``html_meta``)."""
    if not description or 'name="description"' in present:
        return ""
    return f'<meta name="description" content="{html.escape(description)}">\n'
