"""The picture that link previews show for a site whose author has no photograph.

Pure, and the same for the same words.  In a module of its own, since Pillow takes its time to load and most
builds need no new picture.
"""

from __future__ import annotations

import math
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from .drawings import ACCENT, PREVIEW_SIZE, RGB, curve_of, rgb, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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


def preview_png(name: str, bio: str, host: str, initials: str, *, comment: str = "") -> bytes:
    """Return the picture that a link to the site is shown with, as a PNG file of :data:`PREVIEW_SIZE`.

    No text makes this fail.  A text with letters that the font lacks is left out, since boxes in its place
    would say less than nothing; the ornament is always there.

    :param name: whose site it is: one or two lines, smaller the longer it is.
    :param bio: two lines at most; what does not fit is cut off with an ellipsis.
    :param host: where the site is, ``ada.example``.
    :param initials: one or two characters.
    :param comment: goes into the file beside the picture, in Latin letters.
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
    return _png(image, comment)


def _write(image: Image.Image, y: float, line: str, face: ImageFont.FreeTypeFont, colour: str) -> None:
    draw = ImageDraw.Draw(image)
    # Letters have space on their left, the more the larger they are; what is seen begins where the rest does.
    left = draw.textbbox((0, 0), line, font=face, anchor="ls")[0]
    draw.text((_LEFT - left, y), line, font=face, fill=colour, anchor="ls")


def _draw_ornament(image: Image.Image, seed: str, *, alone: bool) -> None:
    """Draw a Lissajous curve and its slow drift, large and pale, behind the texts, or in the middle."""
    curve = curve_of(seed)
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
    image.paste(rgb(ACCENT), (x - side // 2, y - side // 2), mask)


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


def _drawable(text: str) -> str:
    """Return what can be drawn of *text*: all but emoji and other signs, or nothing if it lacks a letter."""
    kept = []
    for character in visible(text):
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


def _png(image: Image.Image, comment: str) -> bytes:
    """Return *image* as a PNG file of few colours: the paper, and the steps from it to each colour drawn."""
    palette = Image.new("P", (1, 1))
    palette.putpalette([channel for colour in _steps() for channel in colour])
    info = PngInfo()
    if comment:
        info.add_text("Comment", comment)
    buffer = BytesIO()
    image.quantize(palette=palette, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True, pnginfo=info)
    return buffer.getvalue()


def _steps() -> Iterator[RGB]:
    tint = "#{:02x}{:02x}{:02x}".format(*_mixed(ACCENT, _PAPER, _TINT))
    yield rgb(_PAPER)
    for colour, ground, count in (
        (_INK, _PAPER, 12),
        (_GREY, _PAPER, 8),
        (ACCENT, _PAPER, 30),
        (ACCENT, tint, 12),
    ):
        yield from (_mixed(colour, ground, step / count) for step in range(1, count + 1))
    yield rgb(tint)


def _mixed(colour: str, ground: str, share: float) -> RGB:
    r, g, b = (round(a * share + b * (1 - share)) for a, b in zip(rgb(colour), rgb(ground), strict=True))
    return r, g, b
