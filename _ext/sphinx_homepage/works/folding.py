"""Text as it is compared.  Pure."""

from __future__ import annotations

import unicodedata

# Letters that Unicode does not take for one with an accent.
_LETTERS = str.maketrans({
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ŧ": "t", "ħ": "h",
    "’": "'", "‘": "'", "ʹ": "'", "`": "'",
})  # fmt: skip


def fold(text: str) -> str:
    """Return *text* without accents, and in small letters."""
    if text.isascii() and "`" not in text:
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    return "".join(char for char in decomposed if not unicodedata.combining(char))
