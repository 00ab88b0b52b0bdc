"""A site in its output directory: which files there are, and which of them send readers on."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sphinx_incremental.files import list_files

from .html_links import has_anchor, parse_page
from .problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

REDIRECT_MARK = b'<meta name="generator" content="sphinx-homepage redirect">'
"""In every redirect made with this extension's template."""
RETIRED_MARK = b'<meta name="generator" content="sphinx-homepage retired">'
"""In every page that states that an address is retired."""
DRAFT_MARK = b'<meta name="generator" content="sphinx-homepage draft">'
"""In every page that is a draft, in builds that show drafts."""
# The marks, and a refresh, stand at the beginning of a page; the theme's own head is longer, but not theirs.
_HEAD = 4096
_LINK = re.compile(rb'<a id="new" href="([^"]*)"')


class BuiltSite:
    """The files of a built site."""

    def __init__(self, directory: Path, files: Iterable[str] | None = None) -> None:
        """Look at *directory*, or at those *files* of it only."""
        self.directory = directory
        self.files = frozenset(list_files(directory) if files is None else files)
        self._heads: dict[str, bytes] = {}
        self._moves: dict[str, str] = {}
        self._anchors: dict[str, frozenset[str]] = {}
        self._retired: dict[str, bool] = {}

    def moved_to(self, file: str) -> str:
        """Return the address to which the page *file* sends its readers, as written; nothing if it stays."""
        if file not in self._moves:
            self._moves[file] = self._find_move(file)
        return self._moves[file]

    def _find_move(self, file: str) -> str:
        if not is_page(file):
            return ""
        head = self._head(file)
        if REDIRECT_MARK in head and (link := _LINK.search(head)):
            return html.unescape(link[1].decode(errors="replace"))
        if b"http-equiv" not in head.lower() or b"refresh" not in head.lower():
            return ""
        page = parse_page(head.decode(errors="replace"))
        return next((found.url for found in page.references if found.kind == "redirect"), "")

    def is_retired(self, file: str) -> bool:
        """Return whether *file* is the page of a retired URL."""
        if file not in self._retired:
            self._retired[file] = is_page(file) and RETIRED_MARK in self._head(file)
        return self._retired[file]

    def is_draft(self, file: str) -> bool:
        """Return whether *file* is a page that is not published."""
        return is_page(file) and DRAFT_MARK in self._head(file)

    def has_anchor(self, file: str, fragment: str) -> bool:
        """Return whether the page *file* has the place that *fragment* names, percent-encoded or not."""
        if not fragment:
            return True
        if file not in self._anchors:
            text = (self.directory / file).read_text(encoding="utf-8", errors="replace")
            # Nearly every page has the places that are asked for, and to read it as HTML takes milliseconds.
            if any(f' id="{html.escape(name)}"' in text for name in (fragment, unquote(fragment))):
                return True
            self._anchors[file] = frozenset(parse_page(text).anchors)
        return has_anchor(self._anchors[file], fragment)

    def closest_anchor(self, file: str, fragment: str) -> str:
        """Return a hint at the anchor of *file* that is closest to *fragment*; empty if none is."""
        return did_you_mean(unquote(fragment), sorted(self._anchors.get(file, ())), told_by_words=True)

    def _head(self, file: str) -> bytes:
        if file not in self._heads:
            try:
                with open(f"{self.directory}/{file}", "rb") as stream:  # noqa: PTH123 (ten thousands of them)
                    self._heads[file] = stream.read(_HEAD)
            except OSError:
                self._heads[file] = b""
        return self._heads[file]


def is_page(file: str) -> bool:
    """Return whether *file* is HTML by its name."""
    return file.lower().endswith((".html", ".htm"))
