"""The control characters that mark parts of what Liquid writes, until a page is made of it.  Pure."""

from __future__ import annotations

import re

ENTRY = "\x02{}\x03{}\x04"
"""How an entry of a list is marked: the number of the document, and what the loop made of it."""
MARKED_ENTRY = re.compile("\x02(\\d+)\x03(.*?)\x04", re.DOTALL)
ENTRY_START, ENTRY_END = "\x02", "\x04"
EMPTY_LIST = "\x11{}|{}\x12"
"""How a loop over a collection without documents is marked: its name, and how many would be shown at most."""
MARKED_EMPTY_LIST = re.compile("\x11([\\w-]+)\\|(\\d*)\x12")
SITE_URL, BASE_URL = "\x05", "\x06"
"""What stands for the URL of the site and the path in front of its addresses, until all is rendered."""
PAGE = "\x07"
"""What stands for the page in a layout."""
CV_MARK = "\x10"
"""What stands for the CV that is data."""
LAYOUT_START, LAYOUT_END = "\x13", "\x14"
"""What marks a part of a layout that has a list, which is replaced before the part becomes Markdown."""
BIBLIOGRAPHY = "\x0e{}|{}\x0f"
"""How a list of publications from a BibTeX file is marked: the file and a condition, both perhaps empty."""
BIBLIOGRAPHY_START = "\x0e"
MARKED_BIBLIOGRAPHY = re.compile("\x0e([^|]*)\\|([^\x0f]*)\x0f")
_AROUND_ENTRY = re.compile("\x02\\d+\x03|\x04")


def without_entry_marks(text: str) -> str:
    """Return *text* with its entries, which are not marked any more."""
    return _AROUND_ENTRY.sub("", text)


def without_list_marks(text: str) -> str:
    """Return *text* with its entries, which are not marked any more, and without the marks of empty lists."""
    return MARKED_EMPTY_LIST.sub("", without_entry_marks(text))
