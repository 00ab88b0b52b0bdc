"""Makes the font of formulas from New Computer Modern Math: python tests/tools/math_font.py NewCMMath-Book.otf

It needs fontTools and brotli.  The font comes from https://ctan.org/pkg/newcomputermodern and lies in
``texlive-fonts-extra`` of Debian.  Its signs for formulas stay, with the table MATH, from which browsers learn the
sizes of brackets and the places of indices; other scripts, styles and hints go, and so do the forms of letters for
indices, which browsers scale.  Those of primes stay.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from fontTools import subset

NAME = "Homepage Math"
TARGET = Path(__file__).parents[2] / "_ext/sphinx_homepage/mathematics/static/homepage-math.woff2"
PRIMES = (0x2032, 0x2033, 0x2034, 0x2057, 0x2035, 0x2036, 0x2037)
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
    options.layout_features = ["ssty", "dtls"]
    options.hinting = False
    options.glyph_names = False
    font = subset.load_font(source, options)
    primes = {font.getBestCmap()[code] for code in PRIMES if code in font.getBestCmap()}
    _keep_forms(font["GSUB"].table, primes)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=code_points())
    subsetter.subset(font)
    # As the GUST Font License asks for: a font that has been changed has another name.
    for number in (1, 3, 4, 6, 16):
        font["name"].setName(NAME.replace(" ", "") if number == 6 else NAME, number, 3, 1, 0x409)
    subset.save_font(font, TARGET, options)
    print(f"{TARGET.stat().st_size} bytes")


def _keep_forms(table: Any, glyphs: set[str]) -> None:
    """Leave the forms for indices of *glyphs* only."""
    lookups = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "ssty"
        for index in record.Feature.LookupListIndex
    }
    for index in lookups:
        for found in table.LookupList.Lookup[index].SubTable:
            rules = getattr(found, "ExtSubTable", found)
            forms = rules.alternates if hasattr(rules, "alternates") else rules.mapping
            for glyph in set(forms) - glyphs:
                del forms[glyph]


if __name__ == "__main__":
    main(sys.argv[1])
