"""Licences as people name them."""

from __future__ import annotations

import pytest

from sphinx_homepage.core.licenses import License, parse_license

BY = "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize(
    ("written", "name", "url"),
    [
        ("CC BY 4.0", "CC BY 4.0", BY),
        ("cc-by-4.0", "CC BY 4.0", BY),
        (" CC  BY ", "CC BY 4.0", BY),
        (BY, "CC BY 4.0", BY),
        (f"{BY}deed.de", "CC BY 4.0", f"{BY}deed.de"),
        (
            "CC BY-NC-SA 3.0",
            "CC BY-NC-SA 3.0",
            "https://creativecommons.org/licenses/by-nc-sa/3.0/",
        ),
        ("CC0", "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        (
            "https://creativecommons.org/publicdomain/zero/1.0/",
            "CC0 1.0",
            "https://creativecommons.org/publicdomain/zero/1.0/",
        ),
        ("https://example.org/my-terms", "https://example.org/my-terms", "https://example.org/my-terms"),
        ("MIT", "MIT", ""),
        ("All rights reserved", "All rights reserved", ""),
        ("https://", "https://", ""),
        ("javascript:alert(1)", "javascript:alert(1)", ""),
        ("CC BY-XX 4.0", "CC BY-XX 4.0", ""),
        ("CC-BY-9.9", "CC-BY-9.9", ""),
        ("CC BY SA 4.0", "CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    ],
)
def test_licenses(written: str, name: str, url: str) -> None:
    assert parse_license(written) == License(name, url)


def test_none() -> None:
    assert parse_license(" ") is None
