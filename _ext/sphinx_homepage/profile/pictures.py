"""Pictures made from an author record: the tab's icon, the drawing of a card, the picture of link previews.

Pure, and the same text gives the same picture every time: nothing here reads a clock or a random number, so
that what is built twice is uploaded once.
"""

from __future__ import annotations

import hashlib
import html
import math
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image, ImageChops, ImageDraw, ImageFont

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

RGB = tuple[int, int, int]

ACCENT = "#0f5e63"
"""The colour of the style sheet's accent on light ground."""
ACCENT_ON_DARK = "#7fd1d1"
"""The same on dark ground."""
PREVIEW_SIZE = (1200, 630)
"""Width and height of :func:`preview_png` in pixels: what Open Graph asks for."""

# The headings' family in the style sheet, so that the icon and the initials of the card are of one hand.
_SERIFS = "'Iowan Old Style','Palatino Linotype','URW Palladio L',P052,serif"
_PAPER = "#fcfcfa"
_INK = "#1c1f24"
_GREY = "#59616b"
_TINT = 0.11
# Where the texts begin and how wide they may run, in pixels.  The ornament fills what is right of them.
_LEFT, _TOP, _BOTTOM, _COLUMN = 88, 84, 546, 720
_DISC = 116
# How many fainter curves follow the one of the ornament.
_DRIFT = 9
_NAME_SIZES = range(84, 43, -4)
_BIO_SIZES = (34, 31, 28)
_HOST_SIZE = 28
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
    text = "".join(_visible(initials).split())[:4]
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
        for value in (channel / 255 for channel in _rgb(colour))
    ]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#fff" if luminance < 0.18 else "#0b2224"


# --- Curves -----------------------------------------------------------------------------------------------


class _Curve(NamedTuple):
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


def _curve(seed: str) -> _Curve:
    # A half of a character pair can be in a text, and has no bytes of its own.
    digest = hashlib.sha256(seed.encode("utf-8", "surrogatepass")).digest()
    across, up = _RATIOS[digest[0] % len(_RATIOS)]
    # The curve falls together into a line that is drawn back and forth wherever 2 up phase / pi is a whole
    # number as even or odd as across + up, and is widest in the middle between.  Stay near that middle.
    off = (digest[1] / 255 - 0.5) * 1.1
    phase = (across + up + 1 + off) * math.pi / (2 * up)
    return _Curve(across, up, phase, (digest[2] / 255 - 0.5) * 0.5)


def lissajous(seed: str, *, width: float, height: float, points: int = 26) -> str:
    """Return the data of an SVG path: a calm, closed, smooth curve that only this seed has.

    :param seed: any text; the same gives the same curve for ever.
    :param width: the width of the box in user units; the curve stays clear of its edges.
    :param height: its height.
    :param points: of how many pieces the curve is made, at least 20 for it to be smooth.  26 take less than
        700 characters.
    """
    curve = _curve(seed)
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


# --- The picture of link previews -------------------------------------------------------------------------


def preview_png(name: str, bio: str, host: str, initials: str) -> bytes:
    """Return the picture that a link to the site is shown with, as a PNG file of :data:`PREVIEW_SIZE`.

    No text makes this fail.  A text with letters that the font lacks is left out, since boxes in its place
    would say less than nothing; the ornament is always there.

    :param name: whose site it is: one or two lines, smaller the longer it is.
    :param bio: two lines at most; what does not fit is cut off with an ellipsis.
    :param host: where the site is, ``ada.example``.
    :param initials: one or two characters.
    """
    seed = name
    name, bio, host, letters = _drawable(name), _drawable(bio), _drawable(host), _drawable(initials)[:4]
    if not any(letter.isalnum() for letter in letters):
        letters = ""  # the question mark of a record without a name
    image = Image.new("RGB", PREVIEW_SIZE, _PAPER)
    _draw_ornament(image, seed, alone=not (name or bio or letters))
    if letters:
        _draw_disc(image, letters)
    # From the bottom up, so that the last lines always stand in the same place.
    y = float(_BOTTOM)
    if host:
        face = _face(_HOST_SIZE, 500)
        _write(image, y, _cut(host, face, _COLUMN), face, ACCENT)
        y -= 92
    face, lines = _fitted(bio, _BIO_SIZES, 400)
    for line in reversed(lines):
        _write(image, y, line, face, _GREY)
        y -= face.size * 1.42
    y -= 22 if lines else 0
    face, lines = _fitted(name, _NAME_SIZES, 600)
    for line in reversed(lines):
        _write(image, y, line, face, _INK)
        y -= face.size * 1.12
    return _png(image)


def _write(image: Image.Image, y: float, line: str, face: ImageFont.FreeTypeFont, colour: str) -> None:
    draw = ImageDraw.Draw(image)
    # Letters have space on their left, the more the larger they are; what is seen begins where the rest does.
    left = draw.textbbox((0, 0), line, font=face, anchor="ls")[0]
    draw.text((_LEFT - left, y), line, font=face, fill=colour, anchor="ls")


def _draw_ornament(image: Image.Image, seed: str, *, alone: bool) -> None:
    """Draw a Lissajous curve and its slow drift, large and pale, behind the texts, or in the middle."""
    curve = _curve(seed)
    radius, x, y = (250, 600, 290) if alone else (300, 930, 315)
    # Pillow draws lines without smoothing them: three times as large, and brought down.
    scale, side = 3, 2 * radius + 12
    mask = Image.new("L", (side * scale, side * scale))
    draw = ImageDraw.Draw(mask)
    for index in range(_DRIFT, -1, -1):
        drifted = curve._replace(phase=curve.phase + index * 0.07 / curve.up)
        points = [
            ((side / 2 + across * radius) * scale, (side / 2 + up * radius) * scale)
            for across, up in (drifted.at(2 * math.pi * i / 400) for i in range(401))
        ]
        # The first is the curve itself; the others fade away from it.
        strength = round(52 * (1 - index / (_DRIFT + 1)) + 4) if index else 96
        draw.line(points, fill=strength, width=4 if index else 9)
    mask = mask.reduce(scale)
    if not alone:
        # Paler towards the texts, which run into it.
        fade = Image.linear_gradient("L").rotate(90).resize((side // 2, side))
        mask.paste(ImageChops.multiply(mask.crop((0, 0, side // 2, side)), fade.point(_faded)), (0, 0))
    image.paste(_rgb(ACCENT), (x - side // 2, y - side // 2), mask)


def _faded(value: float) -> float:
    return 60 + value * 195 / 255


def _draw_disc(image: Image.Image, letters: str) -> None:
    """Draw the round ground with the initials, as on the author card."""
    scale = 4
    mask = Image.new("L", (_DISC * scale, _DISC * scale))
    ImageDraw.Draw(mask).ellipse((0, 0, _DISC * scale - 1, _DISC * scale - 1), fill=255)
    image.paste(_mixed(ACCENT, _PAPER, _TINT), (_LEFT, _TOP), mask.reduce(scale))
    size = 44
    while size > 16 and _face(size, 600).getlength(letters) > _DISC * 0.68:
        size -= 4
    face = _face(size, 600)
    draw = ImageDraw.Draw(image)
    left, _, right, _ = draw.textbbox((0, 0), letters, font=face, anchor="ls")
    # In the middle of a plain capital: nothing of it is below the line, and accents may stand out above.
    top = draw.textbbox((0, 0), "H", font=face, anchor="ls")[1]
    x, y = _LEFT + (_DISC - left - right) / 2, _TOP + (_DISC - top) / 2
    draw.text((x, y), letters, font=face, fill=ACCENT, anchor="ls")


def _fitted(text: str, sizes: Sequence[int], weight: int) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """Return the font in the first of the *sizes* in which the text fits into two lines, and the lines."""
    for size in sizes:
        face = _face(size, weight)
        lines = _broken(text, face, _COLUMN, 2)
        if " ".join(lines) == text:
            break
    return face, lines


def _broken(text: str, face: ImageFont.FreeTypeFont, width: float, count: int) -> list[str]:
    """Break *text* into at most *count* lines of about the same length; an ellipsis stands for the rest."""
    lines = _greedy(text, face, width, count)
    if len(lines) < 2 or lines[-1].endswith("…"):
        return lines
    # As narrow as the number of lines allows: no word stands alone on the last line.
    narrow, wide = 0.0, width
    while wide - narrow > 4:
        middle = (narrow + wide) / 2
        tried = _greedy(text, face, middle, count)
        if " ".join(tried) == text:
            wide, lines = middle, tried
        else:
            narrow = middle
    return lines


def _greedy(text: str, face: ImageFont.FreeTypeFont, width: float, count: int) -> list[str]:
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < count - 1:
        taken = 1
        while taken < len(words) and face.getlength(" ".join(words[: taken + 1])) <= width:
            taken += 1
        lines.append(_cut(" ".join(words[:taken]), face, width))
        words = words[taken:]
    return [*lines, _cut(" ".join(words), face, width)] if words else lines


def _cut(text: str, face: ImageFont.FreeTypeFont, width: float) -> str:
    """Return *text* if it is no wider than *width*, or else as much as is, with an ellipsis."""
    if face.getlength(text) <= width:
        return text
    # Between words if that leaves most of the line.
    fits, too_long = 0, len(text)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if face.getlength(f"{text[:middle]}…") <= width:
            fits = middle
        else:
            too_long = middle
    kept = text[:fits]
    if not text[fits].isspace() and kept.rfind(" ") > fits * 0.6:
        kept = kept[: kept.rfind(" ")]
    return kept.rstrip(" ,;:.-\u2013\u2014") + "…"


def _visible(text: str) -> str:
    """Return *text* in composed characters, with single spaces, and without what is no character to see."""
    spaced = " ".join(text[:_LONGEST].split())
    return "".join(
        character
        for character in unicodedata.normalize("NFC", spaced)
        # Controls, direction marks, halves of characters, noncharacters; then variation selectors.
        if not unicodedata.category(character).startswith("C") and not "\ufe00" <= character <= "\ufe0f"
    )


def _drawable(text: str) -> str:
    """Return what can be drawn of *text*: all but emoji and other signs, or nothing if it lacks a letter."""
    kept = []
    for character in _visible(text):
        if _is_drawn(character):
            kept.append(character)
        elif unicodedata.category(character) not in ("So", "Sk", "Sm", "Me"):
            return ""
    return " ".join("".join(kept).split())


@lru_cache(maxsize=1024)
def _is_drawn(character: str) -> bool:
    # Every font draws the same for all that it lacks, and a noncharacter is lacking everywhere.
    return character == " " or _shape(character) != _shape("\U0010ffff")


def _shape(character: str) -> tuple[tuple[int, int], bytes]:
    mask = _face(_HOST_SIZE, 500).getmask(character)
    return mask.size, bytes(mask)


# Few: FreeType keeps a copy of the whole file for each.
@lru_cache(maxsize=4)
def _face(size: int, weight: int) -> ImageFont.FreeTypeFont:
    """Return the font: Roboto Flex, which comes with sphinxext-opengraph, or else the one of Pillow.

    :param size: in pixels.
    :param weight: 400 is regular, 700 is bold; Pillow's own has one weight only.
    """
    data = _font_file()
    if data:
        try:
            face = ImageFont.truetype(BytesIO(data), size)
            wanted = {b"wght": weight, b"opsz": size}
            face.set_variation_by_axes([_setting(axis, wanted) for axis in face.get_variation_axes()])
        except (OSError, NotImplementedError):
            pass
        else:
            return face
    fallback = ImageFont.load_default(size)
    assert isinstance(fallback, ImageFont.FreeTypeFont), "Pillow is installed without FreeType"
    return fallback


def _setting(axis: ImageFont.Axis, wanted: dict[bytes, int]) -> float:
    default, lowest, highest = axis["default"] or 0, axis["minimum"] or 0, axis["maximum"] or 0
    return min(max(wanted.get(axis["name"] or b"", default), lowest), highest)


@cache
def _font_file() -> bytes:
    try:
        # Not files("sphinxext.opengraph"): that would run the extension, and all that it imports.
        return (files("sphinxext") / "opengraph" / "_static" / "Roboto-Flex.ttf").read_bytes()
    except (ImportError, OSError):
        return b""


def _png(image: Image.Image) -> bytes:
    """Return *image* as a PNG file of few colours: the paper, and the steps from it to each colour drawn."""
    palette = Image.new("P", (1, 1))
    palette.putpalette([channel for colour in _steps() for channel in colour])
    buffer = BytesIO()
    image.quantize(palette=palette, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _steps() -> Iterator[RGB]:
    tint = "#{:02x}{:02x}{:02x}".format(*_mixed(ACCENT, _PAPER, _TINT))
    yield _rgb(_PAPER)
    for colour, ground, count in (
        (_INK, _PAPER, 12),
        (_GREY, _PAPER, 8),
        (ACCENT, _PAPER, 30),
        (ACCENT, tint, 12),
    ):
        yield from (_mixed(colour, ground, step / count) for step in range(1, count + 1))
    yield _rgb(tint)


def _mixed(colour: str, ground: str, share: float) -> RGB:
    r, g, b = (round(a * share + b * (1 - share)) for a, b in zip(_rgb(colour), _rgb(ground), strict=True))
    return r, g, b


def _rgb(colour: str) -> RGB:
    if len(colour) != 7 or not colour.startswith("#"):
        raise ValueError(f"no colour of the form #rrggbb: {colour!r}")
    r, g, b = bytes.fromhex(colour[1:])
    return r, g, b
