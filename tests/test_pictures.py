"""Pictures made from an author record."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import unicodedata
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageChops

from sphinx_homepage.head import preview_image as preview
from sphinx_homepage.head.drawings import PREVIEW_SIZE, favicon_svg, lissajous, motif_svg
from sphinx_homepage.head.preview_image import preview_png

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


def differ_where(one: bytes, other: bytes) -> tuple[int, int, int, int] | None:
    return ImageChops.difference(opened(one), opened(other)).getbbox()


# --- The icon ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("initials", ["A", "VS", "MW", "WW", "山", "山田", "ع", "<&", "\"'", "👩‍🔬", "ß"])
def test_the_icon_is_a_small_file_with_the_initials(initials: str) -> None:
    svg = favicon_svg(initials)
    assert len(svg.encode()) < 900
    root = ElementTree.fromstring(svg)
    assert root.get("viewBox") == "0 0 64 64"
    assert [element.tag.removeprefix(SVG) for element in root] == ["style", "rect", "text"]
    assert root[2].text == initials.replace("\u200d", "")
    assert "prefers-color-scheme:dark" in (root[0].text or "")
    # The name of the format is the only address.
    assert re.findall(r"https?:|url\(|href|@import", svg) == ["http:"]


@pytest.mark.parametrize("initials", [*ODD, *random_texts(100)])
def test_no_text_breaks_out_of_the_icon(initials: str) -> None:
    svg = favicon_svg(initials)
    assert len(svg.encode()) < 900
    root = ElementTree.fromstring(svg)
    assert [element.tag.removeprefix(SVG) for element in root] in (
        ["style", "rect"],
        ["style", "rect", "text"],
    )
    assert not any(unicodedata.category(character) == "Cc" for character in svg.rstrip("\n"))


def test_letters_are_as_large_as_their_width_allows() -> None:
    def size(initials: str) -> float:
        match = re.search(r'font-size="([0-9.]+)"', favicon_svg(initials))
        assert match
        return float(match[1])

    assert size("I") == size("A") == size("山") == size("É") > size("VS") > size("山田") > size("MW") > 20
    assert size("A\u0301\u0302") == size("A")


def test_letters_can_be_read_on_any_ground() -> None:
    svg = favicon_svg("A", light="#ffffff", dark="#000000")
    assert "rect{fill:#ffffff}text{fill:#0b2224}" in svg
    assert "rect{fill:#000000}text{fill:#fff}" in svg


@pytest.mark.parametrize("colour", ["red", "#fff", "#12345g", "", "#0f5e63}text{", "\x230f5e6 "])
def test_no_other_colours(colour: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        favicon_svg("A", light=colour)
    with pytest.raises(ValueError, match=r"."):
        favicon_svg("A", dark=colour)


# --- Curves -----------------------------------------------------------------------------------------------


def numbers(path: str) -> list[tuple[float, float]]:
    found = [float(number) for number in re.findall(r"-?[0-9.]+", path)]
    return list(zip(found[::2], found[1::2], strict=True))


@pytest.mark.parametrize("seed", [*ODD, *random_texts(200), "projects/one", "projects/two"])
def test_a_curve_is_short_closed_and_inside_its_box(seed: str) -> None:
    path = lissajous(seed, width=64, height=40)
    assert len(path) < 700
    assert re.fullmatch(r"M[0-9. ]+C[0-9. ]+S[0-9. ]+Z", path)
    assert not re.search(r"\.\d\d", path)
    points = numbers(path)
    assert points[0] == points[-1]
    # The stroke of 1.5 is inside as well.
    assert all(0.75 < x < 63.25 and 0.75 < y < 39.25 for x, y in points)


def test_a_curve_fills_its_box() -> None:
    for seed in random_texts(100):
        xs, ys = zip(*numbers(lissajous(seed, width=64, height=40)), strict=True)
        assert max(xs) - min(xs) > 40 and max(ys) - min(ys) > 25


def test_a_curve_fits_any_box() -> None:
    points = numbers(lissajous("a", width=1200, height=300, points=60))
    assert all(0 < x < 1200 and 0 < y < 300 for x, y in points)


def test_every_seed_has_its_own_curve() -> None:
    seeds = [f"projects/{number}" for number in range(200)]
    assert len({lissajous(seed, width=64, height=40) for seed in seeds}) == len(seeds)
    assert lissajous("ada", width=64, height=40) == lissajous("ada", width=64, height=40)


def test_curves_are_the_same_in_every_process() -> None:
    code = "from sphinx_homepage.head.drawings import motif_svg; print(motif_svg('ada'))"
    environment = {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": "1"}
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True
    )
    assert run.stdout.strip() == motif_svg("ada")


def test_the_drawing_of_a_card() -> None:
    svg = motif_svg("projects/one")
    root = ElementTree.fromstring(svg)
    assert root.attrib == {
        "class": "hp-motif",
        "viewBox": "0 0 64 40",
        "fill": "none",
        "stroke": "currentColor",
        "stroke-width": "1.5",
        "stroke-linejoin": "round",
        "aria-hidden": "true",
        "focusable": "false",
    }
    assert [(path.tag, path.get("d")) for path in root] == [
        ("path", lissajous("projects/one", width=64, height=40))
    ]


# --- The picture of link previews -------------------------------------------------------------------------

ADA = ("Ada Lovelace", "Analyst, metaphysician.", "ada.example", "AL")
# Left of the ornament: disc, name, bio, host.
DISC, NAME, HOST = (88, 84, 204, 200), (88, 270, 560, 420), (88, 510, 400, 560)


def has_ink(png: bytes, box: tuple[int, int, int, int]) -> bool:
    # Darker than the ornament, and than the ground of the initials.
    return min(opened(png).crop(box).convert("L").tobytes()) < 120


def test_the_preview_is_a_small_picture_with_all_texts() -> None:
    png = preview_png(*ADA)
    assert png.startswith(b"\x89PNG")
    assert len(png) < 60_000
    image = Image.open(BytesIO(png))
    assert (image.size, image.mode, image.info) == (PREVIEW_SIZE, "P", {})
    assert image.convert("RGB").getpixel((0, 0)) == (252, 252, 250)
    assert has_ink(png, DISC) and has_ink(png, NAME) and has_ink(png, HOST)
    assert preview_png(*ADA) == png


@pytest.mark.parametrize("text", ODD)
def test_no_text_makes_the_preview_fail(text: str) -> None:
    image = Image.open(BytesIO(preview_png(text, text, text, text)))
    assert image.size == PREVIEW_SIZE


def test_no_random_text_makes_the_preview_fail() -> None:
    texts = list(random_texts(240))
    for texts_of_one in zip(texts[::4], texts[1::4], texts[2::4], texts[3::4], strict=True):
        assert len(preview_png(*texts_of_one)) < 60_000, texts_of_one


@pytest.mark.parametrize("text", ["x" * 500, "many words " * 50, "W" * 60, "i " * 200])
def test_long_texts_stay_in_their_column(text: str) -> None:
    long = preview_png(text, text, text, "WWWW")
    assert len(long) < 60_000
    # The same name, so the same ornament: what differs is the texts.
    left, top, right, bottom = differ_where(long, preview_png(text, "", "", "")) or (0, 0, 0, 0)
    assert left >= 88 and right <= 88 + 720 + 4
    assert top >= 84 and bottom <= 560


@pytest.mark.parametrize("name", ["山田太郎", "Ada 山田", "عمر الخيام", "שלום", "नमस्ते"])
def test_a_name_that_the_font_lacks_is_left_out(name: str) -> None:
    png = preview_png(name, ADA[1], ADA[2], name[:1])
    assert not has_ink(png, DISC) or name.startswith("A")
    assert not has_ink(png, NAME)
    assert has_ink(png, HOST)


def test_signs_that_the_font_lacks_are_left_out_alone() -> None:
    plain = preview_png(*ADA)
    with_signs = preview_png(
        "Ada Lovelace", "Analyst, 🎉\ufe0f metaphysician. 👩‍🔬", "ada.example\u200b", "A\u200dL"
    )
    assert differ_where(plain, with_signs) is None


def test_decomposed_letters_are_the_same() -> None:
    # The ornament is of the name as it was written.
    name = unicodedata.normalize("NFD", "é")
    assert preview_png("a", name, name, name) == preview_png("a", "é", "é", "é")


def test_no_initials_for_a_record_without_a_name() -> None:
    assert preview_png("", "", "ada.example", "?") == preview_png("", "", "ada.example", "")


def test_names_give_different_ornaments() -> None:
    one, other = preview_png("", "Same", "", ""), preview_png("山", "Same", "", "")
    left, *_ = differ_where(one, other) or (0,)
    assert left > 560


@pytest.fixture
def other_font(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def clear() -> None:
        preview._face.cache_clear()
        preview._is_drawn.cache_clear()

    monkeypatch.setattr(preview, "_font_file", lambda: request.param)
    clear()
    yield
    clear()


@pytest.mark.parametrize("other_font", [b"", b"no font"], indirect=True)
@pytest.mark.usefixtures("other_font")
def test_without_the_font_pillow_brings_one() -> None:
    png = preview_png(*ADA)
    assert has_ink(png, DISC) and has_ink(png, NAME) and has_ink(png, HOST)
    for text in ODD:
        assert preview_png(text, text, text, text)


def test_the_extension_that_has_the_font_is_not_run() -> None:
    code = (
        "import sys; from sphinx_homepage.profile import preview; before = set(sys.modules); "
        "assert preview._font_file(); print(*(set(sys.modules) - before))"
    )
    environment = {"PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True
    )
    assert "opengraph" not in run.stdout
