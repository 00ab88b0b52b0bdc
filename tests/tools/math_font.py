"""Makes the font of formulas from New Computer Modern Math: python tests/tools/math_font.py NewCMMath-Book.otf

It needs fontTools and brotli.  The font comes from https://ctan.org/pkg/newcomputermodern and lies in
``texlive-fonts-extra`` of Debian.  Its signs for formulas stay, with the table MATH, from which browsers learn the
sizes of brackets and the places of indices; other scripts, styles and hints go, and so do the forms of letters for
indices, which browsers scale.  A prime is that for an index, where it always stands.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen

NAME = "Homepage Math"
TARGET = Path(__file__).parents[2] / "_ext/sphinx_homepage/mathematics/static/homepage-math.woff2"
PRIMES = (0x2032, 0x2033, 0x2034, 0x2057)
# Accents that browsers stretch, with the combining ones whose wide forms the font has.
STRETCHED = {0x2C6: 0x302, 0x2DC: 0x303, 0x2C7: 0x30C}
VECTOR = 0x20D7
FENCES = "()[]{}⌊⌋⌈⌉⟨⟩"
INTEGRALS = "∫∬∭∮∯"
# In a thousandth of the size: beside the ink of a fence that has grown.
_BESIDE = 25
RANGES = """
    20-7e a0-ff 131 141-142 152-153 160-161 17d-17e 237 2c6-2c7 2d8-2dd 300-308 30a 30c 311 338 391-3a9 3b1-3c9 3d1
    3d5-3d6 3dd 3f0-3f1 3f4-3f5 2010-2027 2030-203e 2044 2057 20d0-20dc 20e1 2100-214f 2190-21ff 2200-22ff 2308-230b
    231c-231f 2322-2323 23b4-23b5 23dc-23e1 25a0-25a1 25b3 25b7 25bd 25c1 25ca-25cb 25ef 2605-2606 2660-2667 266d-266f
    2713 2720 27c2 27d5-27d7 27e6-27eb 27ee-27ef 27f5-27ff 29eb 29f8 2a00-2a06 2a0c 2a3f 2a7d-2a7e 2a85-2a8c 2a95-2a96
    2aaf-2ab0 2ab5-2aba 2ac5-2ac6 2acb-2acc 1d400-1d7ff
"""


def code_points() -> list[int]:
    """Return the characters of the font."""
    found: list[int] = []
    for part in RANGES.split():
        first, _, last = part.partition("-")
        found += range(int(first, 16), int(last or first, 16) + 1)
    return found


def main(source: str) -> None:
    """Write the font."""
    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = ["dtls"]
    options.hinting = False
    options.glyph_names = False
    font = subset.load_font(source, options)
    _put_primes(font)
    _stretch_accents(font)
    _move_vector(font)
    _narrow_fences(font)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=code_points())
    subsetter.subset(font)
    # As the GUST Font License asks for: a font that has been changed has another name.
    for number in (1, 3, 4, 6, 16):
        font["name"].setName(NAME.replace(" ", "") if number == 6 else NAME, number, 3, 1, 0x409)
    subset.save_font(font, TARGET, options)
    print(f"{TARGET.stat().st_size} bytes")


def _put_primes(font: Any) -> None:
    """Put the forms of primes for indices in the place of those for the line."""
    table = font["GSUB"].table
    forms: dict[str, list[str]] = {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == "ssty":
            for index in record.Feature.LookupListIndex:
                for found in table.LookupList.Lookup[index].SubTable:
                    forms |= getattr(getattr(found, "ExtSubTable", found), "alternates", {})
    glyphs = font.getBestCmap()
    primes = {code: forms[glyphs[code]][0] for code in PRIMES if code in glyphs}
    for part in font["cmap"].tables:
        if part.isUnicode():
            part.cmap.update({code: primes[code] for code in part.cmap if code in primes})


def _stretch_accents(font: Any) -> None:
    """Give accents that stand alone the wide forms of the combining ones."""
    variants = font["MATH"].table.MathVariants
    glyphs = font.getBestCmap()
    wide = dict(zip(variants.HorizGlyphCoverage.glyphs, variants.HorizGlyphConstruction, strict=True))
    wide |= {glyphs[accent]: wide[glyphs[combining]] for accent, combining in STRETCHED.items()}
    names = sorted(wide, key=font.getGlyphID)
    variants.HorizGlyphCoverage.glyphs = names
    variants.HorizGlyphConstruction = [wide[name] for name in names]
    variants.HorizGlyphCount = len(names)


def _move_vector(font: Any) -> None:
    """Give the arrow of vectors a width: it lies before its place, for the letter before it."""
    name = font.getBestCmap()[VECTOR]
    left, right = _ink(font, [name])
    _move(font, name, -left, right - left)


def _narrow_fences(font: Any) -> None:
    """Take away the space beside large fences.

    Chromium gives each fence the width of the widest that the font has, whatever is chosen.
    """
    variants = font["MATH"].table.MathVariants
    constructions = dict(zip(variants.VertGlyphCoverage.glyphs, variants.VertGlyphConstruction, strict=True))
    glyphs = font.getBestCmap()
    moved: set[str] = set()
    for fence in FENCES:
        construction = constructions[glyphs[ord(fence)]]
        groups = [[record.VariantGlyph] for record in construction.MathGlyphVariantRecord[1:]]
        if construction.GlyphAssembly:
            groups.append([part.glyph for part in construction.GlyphAssembly.PartRecords])
        for group in groups:
            left, right = _ink(font, group)
            for name in set(group) - moved:
                _move(font, name, _BESIDE - left, right - left + 2 * _BESIDE)
                moved.add(name)
    for integral in INTEGRALS:
        # They do not grow beyond their size in displays.
        if (name := glyphs.get(ord(integral))) in constructions:
            constructions[name].GlyphAssembly = None


def _ink(font: Any, names: list[str]) -> tuple[float, float]:
    """Return where the ink of glyphs begins and ends."""
    glyphs = font.getGlyphSet()
    found = []
    for name in names:
        pen = BoundsPen(glyphs)
        glyphs[name].draw(pen)
        found.append(pen.bounds)
    return min(bounds[0] for bounds in found), max(bounds[2] for bounds in found)


def _move(font: Any, name: str, distance: float, width: float) -> None:
    """Move the ink of a glyph to the right, and set its width."""
    glyphs = font.getGlyphSet()
    pen = T2CharStringPen(round(width), glyphs)
    glyphs[name].draw(TransformPen(pen, (1, 0, 0, 1, distance, 0)))
    charstrings = font["CFF "].cff.topDictIndex[0].CharStrings
    old = charstrings[name]
    charstrings[name] = pen.getCharString(old.private, old.globalSubrs)
    bounds = BoundsPen(glyphs)
    glyphs[name].draw(bounds)
    font["hmtx"][name] = (round(width), round(bounds.bounds[0] + distance) if bounds.bounds else 0)


if __name__ == "__main__":
    main(sys.argv[1])
