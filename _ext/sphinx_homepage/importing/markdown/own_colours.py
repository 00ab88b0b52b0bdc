"""Colours in the text of a page that are made for light pages only.  Pure."""

from __future__ import annotations

import re

_STYLE = re.compile(
    r"""<style\b[^<>]{0,500}>(?P<sheet>(?:(?!</?style\b).)*+)</style"""
    r"""|<[a-z][^<>]{0,2000}?\sstyle\s*+=\s*+(?:"(?P<double>[^"<>]{0,2000})"|'(?P<single>[^'<>]{0,2000})')""",
    re.IGNORECASE | re.DOTALL,
)
_RULE = re.compile(r"\{([^{}]*+)\}")
_DECLARATION = re.compile(r"(?:^|;)\s*+(color|background)(?:-color)?\s*+:\s*+([^;]*)", re.IGNORECASE)
_HEX = re.compile(r"#((?:[0-9a-f]{3}){1,2})\b", re.IGNORECASE)
_NAMES = {"black": 0, "white": 255}
# Of 255: darker text is lost on dark pages, as theirs is on a lighter background.
_DARK, _LIGHT = 110, 220


def is_for_light_pages(text: str) -> bool:
    """Return whether dark text has no background of its own, or a light background no text colour."""
    for style in _STYLE.finditer(text):
        sheet = style["sheet"]
        rules = [style["double"] or style["single"] or ""] if sheet is None else _RULE.findall(sheet)
        if any(_is_half(rule) for rule in rules):
            return True
    return False


def _is_half(rule: str) -> bool:
    found = {match[1].lower(): match[2].strip() for match in _DECLARATION.finditer(rule)}
    if len(found) != 1:
        return False
    [(name, value)] = found.items()
    brightness = _brightness(value)
    return brightness is not None and (brightness < _DARK if name == "color" else brightness > _LIGHT)


def _brightness(value: str) -> int | None:
    """Return how light a plain colour is, of 255; a formula or a picture is none."""
    word = value.partition("!")[0].strip().lower()
    match = _HEX.fullmatch(word)
    if match is None:
        return _NAMES.get(word)
    size = len(match[1]) // 3
    return sum(int(match[1][at : at + size] * (3 - size), 16) for at in range(0, 3 * size, size)) // 3
