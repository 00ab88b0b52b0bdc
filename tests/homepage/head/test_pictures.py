"""Images drawn from an author record, and from the names of pages."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import unicodedata
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageChops

from sphinx_homepage.head import preview_image as preview
from sphinx_homepage.head.drawings import PREVIEW_SIZE, favicon_svg, motif_svg
from sphinx_homepage.head.preview_image import preview_png
from sphinx_homepage.profile.model import AuthorProfile

if TYPE_CHECKING:
    from collections.abc import Iterator

SVG = "{http://www.w3.org/2000/svg}"
ODD = [
    "",
    " ",
    "\n\t\r",
    "x" * 500,
    "many words " * 50,
    "a\u0301" * 250,
    "\x00\x07\x1b[31m",
    "\ud800\udfff",
    "\ufffe\uffff\U0010ffff",
    "🎉👩‍🔬🇫🇷",
    "山田太郎",
    "عمر الخيام",
    "\u202eevil\u2066",
    "שלום עולם",
    "नमस्ते",
    "<script>alert(1)</script>",
    "</text></svg>&amp;\"'",
    "]]>",
    "-",
    "…",
    "%s {0} \\N{DASH}",
]


def random_texts(count: int) -> Iterator[str]:
    generator = random.Random(20)
    ranges = [(0, 0x80), (0, 0x250), (0x300, 0x370), (0x590, 0x700), (0x900, 0x980), (0x2000, 0x2C00)]
    ranges += [(0x4E00, 0x9FFF), (0xD700, 0x10000), (0x1F300, 0x1FA00), (0, 0x110000)]
    for _ in range(count):
        low, high = generator.choice(ranges)
        yield "".join(chr(generator.randrange(low, high)) for _ in range(generator.randrange(40)))


def opened(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("RGB")


def differ_where(one: Image.Image, other: Image.Image) -> tuple[int, int, int, int]:
    # Each image has the colours that it needs most: small differences are only of these.
    difference = ImageChops.difference(one, other).convert("L").point([0] * 40 + [255] * 216)
    return difference.getbbox() or (0, 0, 0, 0)


# --- The icon ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("initials", ["A", "VS", "MW", "WW", "山", "山田", "ع", "ß", "?"])
def test_the_icon_is_a_small_file_with_the_initials(initials: str) -> None:
    svg = favicon_svg(initials)
    assert len(svg.encode()) < 900
    root = ElementTree.fromstring(svg)
    assert root.get("viewBox") == "0 0 64 64"
    assert [element.tag.removeprefix(SVG) for element in root] == ["style", "rect", "text"]
    assert root[2].text == initials
    assert "prefers-color-scheme:dark" in (root[0].text or "")
    # The name of the format is the only URL.
    assert re.findall(r"https?:|url\(|href|@import", svg) == ["http:"]


@pytest.mark.parametrize("name", [*ODD, *random_texts(100)])
def test_no_name_breaks_out_of_the_icon(name: str) -> None:
    svg = favicon_svg(AuthorProfile(name=name).initials)
    assert len(svg.encode()) < 900
    root = ElementTree.fromstring(svg)
    assert [element.tag.removeprefix(SVG) for element in root] == ["style", "rect", "text"]


def test_letters_are_as_large_as_their_width_allows() -> None:
    def size(initials: str) -> float:
        match = re.search(r'font-size="([0-9.]+)"', favicon_svg(initials))
        assert match
        return float(match[1])

    assert size("I") == size("A") == size("山") == size("É") > size("VS") > size("MW") == size("山田") > 20


# --- Curves -----------------------------------------------------------------------------------------------


def points(svg: str) -> list[tuple[int, int]]:
    (polygon,) = ElementTree.fromstring(svg)
    return [(int(x), int(y)) for x, y in (pair.split(",") for pair in polygon.attrib["points"].split())]


@pytest.mark.parametrize("seed", [*ODD, *random_texts(200), "projects/one", "projects/two"])
def test_a_motif_is_short_and_fills_its_box(seed: str) -> None:
    svg = motif_svg(seed)
    assert len(svg) < 1200
    # The box is 320 by 200 around the origin; the line of 7 is inside as well.
    xs, ys = zip(*points(svg), strict=True)
    assert all(max(map(abs, values)) <= 96 and max(values) - min(values) > 120 for values in (xs, ys))


def test_every_seed_has_its_own_motif() -> None:
    seeds = [f"projects/{number}" for number in range(200)]
    assert len({motif_svg(seed) for seed in seeds}) == len(seeds)


def test_motifs_are_the_same_in_every_process() -> None:
    code = "from sphinx_homepage.head.drawings import motif_svg; print(motif_svg('ada'))"
    environment = {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": "1"}
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True
    )
    assert run.stdout.strip() == motif_svg("ada")


def test_a_motif_has_the_colour_of_the_text_and_is_hidden_from_screen_readers() -> None:
    root = ElementTree.fromstring(motif_svg("projects/one"))
    assert (root.get("stroke"), root.get("aria-hidden")) == ("currentColor", "true")


# --- The image of link previews ---------------------------------------------------------------------------

ADA = ("Ada Lovelace", "Analyst, metaphysician.", "ada.example")
# Left of the ornament.
NAME, BIO, HOST = (88, 200, 700, 336), (88, 345, 700, 400), (88, 510, 700, 560)


def has_ink(png: bytes, box: tuple[int, int, int, int]) -> bool:
    return min(opened(png).crop(box).convert("L").tobytes()) < 120


def test_the_preview_is_a_small_image_with_all_texts() -> None:
    png = preview_png(*ADA, comment="mark")
    assert png.startswith(b"\x89PNG")
    assert len(png) < 60_000
    image = Image.open(BytesIO(png))
    assert (image.size, image.mode, image.info) == (PREVIEW_SIZE, "P", {"Comment": "mark"})
    assert has_ink(png, NAME) and has_ink(png, BIO) and has_ink(png, HOST)
    assert preview_png(*ADA, comment="mark") == png


@pytest.mark.parametrize("text", ODD)
def test_no_text_makes_the_preview_fail(text: str) -> None:
    image = Image.open(BytesIO(preview_png(text, text, text)))
    assert image.size == PREVIEW_SIZE


@pytest.mark.long
def test_no_random_text_makes_the_preview_fail() -> None:
    texts = list(random_texts(120))
    for texts_of_one in zip(texts[::3], texts[1::3], texts[2::3], strict=True):
        assert len(preview_png(*texts_of_one)) < 60_000, texts_of_one


@pytest.mark.parametrize("text", ["x" * 500, "many words " * 50, "W" * 60, "i " * 200])
def test_long_texts_stay_in_their_column(text: str) -> None:
    # The same name, so the same ornament: what differs is the texts.
    left, top, right, bottom = differ_where(opened(preview_png(text, text, text)), ornament(text))
    assert left >= 86 and right <= 88 + 620 + 4
    assert top >= 20 and bottom <= 560


def ornament(seed: str) -> Image.Image:
    image = Image.new("RGB", PREVIEW_SIZE, "#fcfcfa")
    preview._draw_ornament(image, seed)
    return image


@pytest.mark.parametrize("name", ["山田太郎", "Ada 山田", "عمر الخيام", "שלום", "नमस्ते", "🎉"])
def test_the_host_stands_in_for_a_name_that_the_font_lacks(name: str) -> None:
    png = preview_png(name, *ADA[1:])
    assert has_ink(png, NAME) and has_ink(png, BIO) and not has_ink(png, HOST)


def test_a_bio_that_the_font_lacks_is_left_out() -> None:
    png = preview_png("Ada Lovelace", "数学者", "ada.example")
    assert has_ink(png, NAME) and not has_ink(png, BIO) and has_ink(png, HOST)


def test_signs_that_the_font_lacks_are_left_out_alone() -> None:
    with_signs = preview_png("Ada Lovelace", "Analyst, 🎉\ufe0f metaphysician. 👩‍🔬", "ada.example\u200b")
    assert with_signs == preview_png(*ADA)


def test_decomposed_letters_are_the_same() -> None:
    # The ornament is of the name as it was written.
    name = unicodedata.normalize("NFD", "é")
    assert preview_png("a", name, name) == preview_png("a", "é", "é")


def test_names_give_different_ornaments() -> None:
    left, *_ = differ_where(opened(preview_png("", "Same", "")), opened(preview_png("山", "Same", "")))
    assert left > 700


@pytest.mark.long
def test_without_the_font_pillow_brings_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview, "files", lambda _package: Path("nowhere"))
    preview._face.cache_clear()
    png = preview_png(*ADA)
    assert has_ink(png, NAME) and has_ink(png, BIO) and has_ink(png, HOST)
    for text in ODD:
        assert preview_png(text, text, text)
    preview._face.cache_clear()


def test_the_extension_that_has_the_font_is_not_run() -> None:
    code = (
        "import sys; from sphinx_homepage.head import preview_image; before = set(sys.modules); "
        "assert preview_image._face(28, 500).getname()[0] == 'Roboto Flex'; print(*(set(sys.modules) - before))"
    )
    environment = {"PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True
    )
    assert "opengraph" not in run.stdout
