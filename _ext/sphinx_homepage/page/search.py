"""The search index, without the words of pages that are gone.

Sphinx takes a removed page out of its index, but leaves the words that stood on this page alone, each with an
empty list: whoever reads the file still learns what was taken away.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..builders import builds_pages
from ..urls.files import write_whole

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_INDEX = "searchindex.js"
_PREFIX, _SUFFIX = "Search.setIndex(", ")"
_WORDS = ("terms", "titleterms")


def forget_words(app: Sphinx, exception: Exception | None) -> None:
    """Remove every word from the index that stands on no page."""
    path = Path(app.outdir, _INDEX)
    if exception is not None or not builds_pages(app.builder) or not path.is_file():
        return
    text = path.read_text(encoding="utf-8")
    cleaned = without_lone_words(text)
    if cleaned != text:
        write_whole(path, cleaned.encode())


def without_lone_words(text: str) -> str:
    """Return *text*, an index as Sphinx writes it, without words that stand on no page.

    What is not understood is returned as it is.
    """
    # In most builds there is none, and the index of a large site is not read for nothing.
    if '":[]' not in text:
        return text
    if not text.startswith(_PREFIX) or not text.endswith(_SUFFIX):
        return text
    try:
        index: Any = json.loads(text[len(_PREFIX) : -len(_SUFFIX)])
        for name in _WORDS:
            index[name] = {word: places for word, places in index[name].items() if places != []}
    except (ValueError, KeyError, TypeError, AttributeError):
        return text
    return _PREFIX + json.dumps(index, separators=(",", ":"), sort_keys=True) + _SUFFIX


def setup_search(app: Sphinx) -> None:
    """Register the cleaning, when Sphinx has written the index."""
    app.connect("build-finished", forget_words)
