"""The image that link previews show for a site whose author has no photograph.

Pure, and the same for the same words.  In a module of its own, since Pillow is slow to load and most builds
need no new image.
"""

from __future__ import annotations

import textwrap
import unicodedata
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from .drawings import ACCENT, PREVIEW_SIZE, curve

_PAPER, _INK, _GREY = "#fcfcfa", "#1c1f24", "#59616b"
# In pixels: the texts are left of the ornament, the name above the middle and the bio below it.
_LEFT, _COLUMN, _MIDDLE, _BOTTOM = 88, 620, 336, 546
_CENTRE, _RADIUS = (942, 315), 214
_NAME_SIZES, _BIO_SIZES, _HOST_SIZES = (84, 68, 54, 42, 34), (34, 30), (28,)
# Longer texts are cut in any case.
_LONGEST = 200


def preview_png(name: str, bio: str, host: str, *, comment: str = "") -> bytes:
    """Return the image that a link to the site is shown with, as a PNG file of :data:`PREVIEW_SIZE`.

    No text makes this fail.  A text with letters that the font lacks is left out, since boxes in its place
    would tell less than nothing.

    :param name: whose site it is; the host stands in for a name that cannot be drawn.
    :param bio: up to three lines, as the name; an ellipsis stands for what does not fit.
    :param host: where the site is, ``ada.example``.
    :param comment: goes into the file beside the image, in Latin letters.
    """
    image = Image.new("RGB", PREVIEW_SIZE, _PAPER)
    _draw_ornament(image, name)
    title, bio, host = map(_drawable, (name, bio, host))
    if not title:
        title, host = host, ""
    _write(image, title, _MIDDLE, "ld", _NAME_SIZES, 600, _INK)
    _write(image, bio, _MIDDLE + 16, "la", _BIO_SIZES, 400, _GREY)
    _write(image, host, _BOTTOM, "ld", _HOST_SIZES, 500, ACCENT)
    info = PngInfo()
    info.add_text("Comment", comment)
    buffer = BytesIO()
    image.quantize(64).save(buffer, "PNG", pnginfo=info)
    return buffer.getvalue()


def _draw_ornament(image: Image.Image, seed: str) -> None:
    """Draw a curve of its own for *seed*, and others inside it that fade away."""
    # Pillow draws lines without smoothing them: four times as large, and scaled down.
    scale, reach = 4, _RADIUS + 6
    mask = Image.new("L", (2 * reach * scale, 2 * reach * scale))
    draw = ImageDraw.Draw(mask)
    for step in range(9, -1, -1):
        points = [
            ((reach + _RADIUS * point.real) * scale, (reach + _RADIUS * point.imag) * scale)
            for point in curve(seed, 720, step / 12)
        ]
        draw.line(
            [*points, points[0]], fill=200 if step == 0 else 120 - 10 * step, width=10 if step == 0 else 5
        )
    image.paste(ACCENT, (_CENTRE[0] - reach, _CENTRE[1] - reach), mask.reduce(scale))


def _write(
    image: Image.Image, text: str, y: float, anchor: str, sizes: tuple[int, ...], weight: int, colour: str
) -> None:
    """Write *text* in the largest of the *sizes* in which all of it fits."""
    if not text:
        return
    for size in sizes:
        face = _face(size, weight)
        lines = _lines(text, face)
        if " ".join(lines) == text:
            break
    draw = ImageDraw.Draw(image)
    draw.multiline_text((_LEFT, y), "\n".join(lines), colour, face, anchor, spacing=size * 0.25)


def _lines(text: str, face: ImageFont.FreeTypeFont) -> list[str]:
    """Return as much of *text* as fits into three lines, in as few as possible of about the same length."""
    wrapped = (
        textwrap.wrap(text, width, max_lines=3, placeholder="…", break_on_hyphens=False)
        for width in range(1, len(text) + 1)
    )
    fitting = (lines for lines in wrapped if max(map(face.getlength, lines)) <= _COLUMN)
    return max(fitting, key=lambda lines: (len("".join(lines)), -len(lines)), default=[])


def _drawable(text: str) -> str:
    """Return *text* without the signs that the font lacks, or nothing if it lacks a letter."""
    face = _face(_HOST_SIZES[0], 400)
    # The font draws the same for all that it lacks, and a noncharacter is lacking in every font.
    lacking = bytes(face.getmask("\U0010ffff"))
    kept = []
    for character in unicodedata.normalize("NFC", text[:_LONGEST]):
        if character.isspace():
            kept.append(" ")
        elif character.isprintable():
            shape = bytes(face.getmask(character))
            if any(shape) and shape != lacking:
                kept.append(character)
            elif character.isalnum():
                return ""
    return " ".join("".join(kept).split())


@lru_cache
def _face(size: int, weight: int) -> ImageFont.FreeTypeFont:
    """Return Roboto Flex, which comes with sphinxext-opengraph, or else the font of Pillow."""
    # Not files("sphinxext.opengraph"): that would run the extension, and all that it imports.
    file = files("sphinxext") / "opengraph" / "_static" / "Roboto-Flex.ttf"
    try:
        face = ImageFont.truetype(str(file), size)
    except OSError:
        fallback = ImageFont.load_default(size)
        assert isinstance(fallback, ImageFont.FreeTypeFont), "Pillow is installed without FreeType"
        return fallback
    wanted = {b"wght": weight, b"opsz": size}
    face.set_variation_by_axes(
        [wanted.get(axis["name"] or b"", axis["default"] or 0) for axis in face.get_variation_axes()]
    )
    return face
