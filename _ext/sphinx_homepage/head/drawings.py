"""Drawings as SVG: the icon of the browser's tab, from initials, and the motif of a card, from any text.

Pure, and the same text gives the same drawing every time, so that what is built twice is uploaded once.
"""

from __future__ import annotations

import cmath
import hashlib
import html

ACCENT = "#0f5e63"
"""The accent of the style sheet on light ground."""
ACCENT_ON_DARK = "#7fd1d1"
"""The accent of the style sheet on dark ground."""
PREVIEW_SIZE = (1200, 630)
"""Width and height of the image for link previews in pixels: what Open Graph asks for."""

# The headings' fonts in the style sheet, so that the icon looks like the initials of the author card.
_SERIFS = "'Iowan Old Style','Palatino Linotype','URW Palladio L',P052,serif"


def favicon_svg(initials: str) -> str:
    """Return a square icon, as an SVG file, with the initials on a rounded ground.

    :param initials: the initials of an author record: letters of any script, usually one or two.
    """
    # No font is sure to be there: sized for wide ones, so that no letter is ever cut.
    width = sum(0.88 if letter < "\u0250" and letter not in "MWÆŒ" else 1.12 for letter in initials)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><style>'
        f"rect{{fill:{ACCENT}}}text{{fill:#fff}}"
        f"@media(prefers-color-scheme:dark){{rect{{fill:{ACCENT_ON_DARK}}}text{{fill:#0b2224}}}}"
        '</style><rect width="64" height="64" rx="14"/>'
        f'<text x="32" y="32" dy=".35em" text-anchor="middle" font-size="{min(46, 57 / width):.1f}" '
        f'font-weight="700" font-family="{_SERIFS}">{html.escape(initials)}</text></svg>\n'
    )


# How often the two wheels of a curve turn, in opposite directions.
_TURNS = ((2, 1), (3, 1), (3, 2), (1, 3), (1, 4), (1, 5))


def curve(seed: str, count: int = 120, drift: float = 0) -> list[complex]:
    """Return *count* points of a closed curve in the unit circle that belongs to *seed*.

    A wheel turns on a wheel, and a point on it draws the curve: symmetric and smooth for all seeds.

    :param drift: from 0 to 1, by how much the second wheel is smaller than that of the seed.
    """
    # A lone surrogate can be in a text.
    digest = hashlib.sha256(seed.encode("utf-8", "surrogatepass")).digest()
    forward, back = _TURNS[digest[0] % len(_TURNS)]
    radius = 0.45 + 0.25 * digest[1] / 255
    start = cmath.rect(1 / (1 + radius), cmath.tau * digest[2] / 256)
    angles = [cmath.tau * index / count for index in range(count)]
    return [
        start * (cmath.rect(1, forward * angle) + cmath.rect(radius * (1 - drift), -back * angle))
        for angle in angles
    ]


def motif_svg(seed: str) -> str:
    """Return the drawing of a card that has no image: an ``<svg>`` element, 64 by 40.

    :param seed: what the curve is made from, such as the docname.
    """
    points = " ".join(f"{95 * point.real:.0f},{95 * point.imag:.0f}" for point in curve(seed))
    return (
        '<svg class="hp-motif" viewBox="-160 -100 320 200" fill="none" stroke="currentColor" '
        f'stroke-width="7" stroke-linejoin="round" aria-hidden="true"><polygon points="{points}"/></svg>'
    )
