"""Icons from the installed package."""

from __future__ import annotations

from importlib.resources import files
from xml.etree import ElementTree

import pytest

from sphinx_homepage.profile.icons import FALLBACK, get_icon


@pytest.mark.parametrize("style", ["brands", "regular", "solid"])
def test_every_icon_of_the_package_can_be_read(style: str) -> None:
    folder = files("fontawesomefree") / "static" / "fontawesomefree" / "svgs" / style
    names = sorted(item.name.removesuffix(".svg") for item in folder.iterdir() if item.name.endswith(".svg"))
    assert len(names) > 100
    fallback = get_icon(FALLBACK)
    assert [name for name in names if get_icon(f"{style}/{name}") == fallback] == (
        ["link"] if style == "solid" else []
    )


def test_a_bare_name_is_looked_for_in_every_style() -> None:
    assert get_icon("github") == get_icon("brands/github")
    assert get_icon("rss") == get_icon("solid/rss")
    assert get_icon("newspaper") == get_icon("solid/newspaper") != get_icon("regular/newspaper")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/",
        "nosuch",
        "solid/nosuch",
        "solid/",
        "solid/github",
        "thin/link",
        "../solid/github",
        "solid/../brands/github",
        "brands/github.svg",
        "brands/github\n",
        "brands\\github",
        "BRANDS/GITHUB",
        "brands/github\x00",
        "brands/" + "x" * 5_000,
    ],
)
def test_what_is_no_icon_is_a_link(name: str) -> None:
    assert get_icon(name) == get_icon(FALLBACK)


def test_markup() -> None:
    svg = ElementTree.fromstring(get_icon("brands/github").svg(20))
    assert svg.attrib == {
        "class": "hp-icon",
        "viewBox": "0 0 496 512",
        "width": "20",
        "height": "20",
        "fill": "currentColor",
        "aria-hidden": "true",
        "focusable": "false",
    }
    assert [(child.tag, list(child.attrib)) for child in svg] == [("path", ["d"])]
