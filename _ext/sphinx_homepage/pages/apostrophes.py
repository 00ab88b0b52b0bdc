"""Apostrophes at the end of a text or before a space, which docutils takes for the end of a quotation.

In English the two are the same character.  In French they are not: ``l'*engine*`` would be ``l”engine``.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from docutils.utils import normalize_language_tag
from docutils.utils.smartquotes import smartchars
from sphinx.transforms import SphinxSmartQuotes
from sphinx.util.nodes import is_smartquotable

_APOSTROPHE = re.compile(r"(?<=\w)'(?!\w)")
_WRITTEN = "\N{RIGHT SINGLE QUOTATION MARK}"
_OPENING_QUOTE = re.compile(r"(?<!\w)'(?=\S)")
# In the setting smartquotes_action.
_REPLACES_QUOTES = re.compile("q|^[123]$")


class KeepApostrophes(SphinxSmartQuotes):
    """Writes these apostrophes as such where Sphinx replaces quotes, unless a quotation may end there."""

    # Before Sphinx replaces quotes (750).
    default_priority = 745

    def apply(self, **_kwargs: Any) -> None:
        """Replace the apostrophes of each paragraph, title and the like."""
        if not self.is_available() or not _REPLACES_QUOTES.search(self.config.smartquotes_action):
            return
        tags = normalize_language_tag(self.config.language)
        if next(smartchars.quotes[tag][3] for tag in tags if tag in smartchars.quotes) == _WRITTEN:
            return
        for block in self.document.findall(nodes.TextElement):
            if not isinstance(block.parent, nodes.TextElement):
                _replace([text for text in block.findall(nodes.Text) if is_smartquotable(text)])


def _replace(texts: list[nodes.Text]) -> None:
    if _OPENING_QUOTE.search("".join(texts)):
        return
    for text in texts:
        if (new := _APOSTROPHE.sub(_WRITTEN, text)) != text:
            text.parent.replace(text, nodes.Text(new))
