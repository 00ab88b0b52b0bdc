"""Pictures drawn as SVG: the icon of the browser's tab, from initials; the drawing of a card, from any name.

Pure, and the same text gives the same picture every time: nothing here reads a clock or a random number, so
that what is built twice is uploaded once.
"""

from __future__ import annotations

import hashlib
import html
import math
import unicodedata
from typing import NamedTuple

RGB = tuple[int, int, int]

ACCENT = "#0f5e63"
"""The colour of the style sheet's accent on light ground."""
ACCENT_ON_DARK = "#7fd1d1"
"""The same on dark ground."""
PREVIEW_SIZE = (1200, 630)
"""Width and height of the picture for link previews, in pixels: what Open Graph asks for."""

# The headings' family in the style sheet, so that the icon and the initials of the card are of one hand.
_SERIFS = "'Iowan Old Style','Palatino Linotype','URW Palladio L',P052,serif"
# A text that is cut after two lines needs no more; measuring more only costs time.
_LONGEST = 240


# --- The icon of the browser's tab ------------------------------------------------------------------------


def favicon_svg(initials: str, *, light: str = ACCENT, dark: str = ACCENT_ON_DARK) -> str:
    """Return a square icon, as an SVG file, with the initials on a rounded ground.

    :param initials: one or two characters of any script; no more than four are drawn.  Without any the
        ground stands alone.
    :param light: the ground where the browser is light, ``#rrggbb``; the letters are white or nearly black,
        whichever can be read on it.
    :param dark: the ground where the browser is dark.
    :raises ValueError: for a colour that is not ``#rrggbb``.
    """
    # What XML cannot hold and what cannot be seen goes; the marks of a letter are part of it.
    text = "".join(visible(initials).split())[:4]
    # No family of the list is sure to be there: sized for wide ones, so that no letter is ever cut.
    size = min(46.0, 57 / max(sum(map(_em, text)), 0.1))
    # From the middle of the letters down to their baseline: half a capital's height, or half of what an
    # ideograph has above the line.
    drop = 0.38 if any(_is_wide(character) for character in text) else 0.345
    style = (
        f"rect{{fill:{light}}}text{{fill:{_on(light)}}}"
        f"@media(prefers-color-scheme:dark){{rect{{fill:{dark}}}text{{fill:{_on(dark)}}}}}"
    )
    letters = (
        f'<text x="32" y="{32 + drop * size:.1f}" text-anchor="middle" font-size="{size:.1f}" '
        f'font-weight="700" font-family="{_SERIFS}">{html.escape(text)}</text>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><style>{style}</style>'
        f'<rect width="64" height="64" rx="14"/>{letters if text else ""}</svg>\n'
    )


# About how wide wide families (DejaVu Serif) draw bold capitals, in em.
_EMS = (("MWÆŒ@%ЖШЩЮЫФМ", 1.12), ("DGHKNOQU&", 0.92), ("AEFLPSTVXYZ", 0.77), ("IJ\u04061|!.,", 0.5))


def _em(character: str) -> float:
    """Return about how wide a character is, in em."""
    if unicodedata.category(character).startswith("M"):
        return 0.0
    if _is_wide(character):
        return 1.05
    plain = unicodedata.normalize("NFD", character)[0]
    return next((width for characters, width in _EMS if plain in characters), 0.84)


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in ("W", "F")


def _on(colour: str) -> str:
    """Return the colour, white or nearly black, that has the greater contrast with *colour*."""
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in rgb(colour))
    ]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#fff" if luminance < 0.18 else "#0b2224"


# --- Curves -----------------------------------------------------------------------------------------------


class Curve(NamedTuple):
    """A Lissajous curve: x = sin(across t + phase), y = sin(up t), turned a little."""

    across: int
    up: int
    phase: float
    turn: float
    """The angle of the turn in radians."""

    def at(self, time: float) -> tuple[float, float]:
        """Return a point of the curve, from -1 to 1 in both directions; it is closed after ``2 pi``."""
        x, y = math.sin(self.across * time + self.phase), math.sin(self.up * time)
        cos, sin = math.cos(self.turn), math.sin(self.turn)
        # What a turned square takes up at most.
        reach = cos + abs(sin)
        return (x * cos - y * sin) / reach, (x * sin + y * cos) / reach


# Few lobes: in the size of a stamp, a curve with more is a net and no longer a line.
_RATIOS = ((1, 2), (2, 1), (1, 3), (2, 3), (3, 2), (1, 4))


def curve_of(seed: str) -> Curve:
    """Return the curve that belongs to *seed*."""
    # A half of a character pair can be in a text, and has no bytes of its own.
    digest = hashlib.sha256(seed.encode("utf-8", "surrogatepass")).digest()
    across, up = _RATIOS[digest[0] % len(_RATIOS)]
    # The curve falls together into a line that is drawn back and forth wherever 2 up phase / pi is a whole
    # number as even or odd as across + up, and is widest in the middle between.  Stay near that middle.
    off = (digest[1] / 255 - 0.5) * 1.1
    phase = (across + up + 1 + off) * math.pi / (2 * up)
    return Curve(across, up, phase, (digest[2] / 255 - 0.5) * 0.5)


def lissajous(seed: str, *, width: float, height: float, points: int = 26) -> str:
    """Return the data of an SVG path: a calm, closed, smooth curve that only this seed has.

    :param seed: any text; the same gives the same curve for ever.
    :param width: the width of the box in user units; the curve stays clear of its edges.
    :param height: its height.
    :param points: of how many pieces the curve is made, at least 20 for it to be smooth.  26 take less than
        700 characters.
    """
    curve = curve_of(seed)
    margin = 0.06 * min(width, height)
    step = 2 * math.pi / points

    def place(time: float) -> tuple[float, float]:
        x, y = curve.at(time)
        return width / 2 + x * (width / 2 - margin), height / 2 + y * (height / 2 - margin)

    def handle(time: float) -> tuple[float, float]:
        # A third of the way along the tangent, back from the point: cubic Bézier curves through points of
        # which the direction is known.
        (x, y), (x1, y1), (x2, y2) = place(time), place(time - 1e-4), place(time + 1e-4)
        third = step / 3 / 2e-4
        return x - (x2 - x1) * third, y - (y2 - y1) * third

    start, before = place(0), handle(0)
    ahead = (2 * start[0] - before[0], 2 * start[1] - before[1])
    parts = [f"M{_pair(start)}C{_pair(ahead)} {_pair(handle(step))} {_pair(place(step))}S"]
    # S mirrors the handle before it, so that no rounding can put a corner into the line.
    parts.append(
        " ".join(f"{_pair(handle(i * step))} {_pair(place(i * step))}" for i in range(2, points + 1))
    )
    return "".join(parts) + "Z"


def motif_svg(seed: str) -> str:
    """Return the drawing of a card that has none of its own: an ``<svg>`` element, 64 by 40.

    :param seed: what the curve is made from, say the name of the page.
    """
    return (
        '<svg class="hp-motif" viewBox="0 0 64 40" fill="none" stroke="currentColor" stroke-width="1.5" '
        'stroke-linejoin="round" aria-hidden="true" focusable="false">'
        f'<path d="{lissajous(seed, width=64, height=40)}"/></svg>'
    )


def _pair(point: tuple[float, float]) -> str:
    return " ".join(f"{round(value, 1) + 0.0:g}" for value in point)


# --- What both kinds of pictures need ---------------------------------------------------------------------


def visible(text: str) -> str:
    """Return *text* in composed characters, with single spaces, and without what is no character to see."""
    spaced = " ".join(text[:_LONGEST].split())
    return "".join(
        character
        for character in unicodedata.normalize("NFC", spaced)
        # Controls, direction marks, halves of characters, noncharacters; then variation selectors.
        if not unicodedata.category(character).startswith("C") and not "\ufe00" <= character <= "\ufe0f"
    )


def rgb(colour: str) -> RGB:
    """Return the three channels of a colour ``#rrggbb``, 0 to 255.

    :raises ValueError: if it is none.
    """
    if len(colour) != 7 or not colour.startswith("#"):
        raise ValueError(f"no colour of the form #rrggbb: {colour!r}")
    r, g, b = bytes.fromhex(colour[1:])
    return r, g, b
