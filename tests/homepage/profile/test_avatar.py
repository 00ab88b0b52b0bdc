"""Which file an image is, and the message if there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinx_homepage.pages.front_matter import IMAGE_SUFFIXES
from sphinx_homepage.pages.image_files import (
    COPIED,
    ImageDirectories,
    ImageError,
    find_image,
    source_file,
)

if TYPE_CHECKING:
    from pathlib import Path

FILES = [
    "docs/_static/me.jpg",
    "docs/_static/in/deep.png",
    "docs/images/profile.png",
    "docs/images/both.png",
    "docs/both.png",
    "docs/people/ada lovelace.JPG",
    "docs/people/a#b%20?.webp",
    "docs/people/Ada.svg",
    "docs/_static/notes.txt",
    "docs/_static/folder.png/x.txt",
    "conf/beside.png",
    "shared/logo.png",
    "single/alone.png",
    "outside.png",
]


@pytest.fixture
def places(tmp_path: Path) -> ImageDirectories:
    for name in FILES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    static = [tmp_path / "docs" / "_static", tmp_path / "shared", tmp_path / "single" / "alone.png"]
    return ImageDirectories(tmp_path / "docs", tmp_path / "conf", [*static, tmp_path / "nowhere"])


@pytest.mark.parametrize(
    ("text", "built"),
    [
        ("_static/me.jpg", "_static/me.jpg"),
        ("/_static/me.jpg", "_static/me.jpg"),
        ("./_static//me.jpg", "_static/me.jpg"),
        ("me.jpg", "_static/me.jpg"),
        ("in/deep.png", "_static/in/deep.png"),
        ("logo.png", "_static/logo.png"),
        ("profile.png", COPIED + "images/profile.png"),
        ("images/profile.png", COPIED + "images/profile.png"),
        ("both.png", COPIED + "both.png"),
        ("beside.png", COPIED + "beside.png"),
        ("people/ada lovelace.JPG", COPIED + "people/ada lovelace.JPG"),
        ("people/a#b%20?.webp", COPIED + "people/a#b%20?.webp"),
    ],
)
def test_where_a_picture_is(places: ImageDirectories, text: str, built: str) -> None:
    assert find_image(text, places) == built


def test_a_picture_of_academicpages_in_public(places: ImageDirectories, tmp_path: Path) -> None:
    (tmp_path / "public" / "images").mkdir(parents=True)
    (tmp_path / "public" / "images" / "ada.jpg").touch()
    moved = places._replace(published=[tmp_path / "public"])
    assert find_image("ada.jpg", moved) == find_image("/images/ada.jpg", moved) == "images/ada.jpg"


def test_a_single_file_of_html_static_path(places: ImageDirectories) -> None:
    inner = places._replace(srcdir=places.srcdir.parent)
    assert find_image("single/alone.png", inner) == "_static/alone.png"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("https://example.org/me.jpg", "load nothing from other sites"),
        ("HTTP://example.org/me.jpg", "load nothing from other sites"),
        ("//example.org/me.jpg", "load nothing from other sites"),
        ("data:image/png;base64,x", "write the path of an image"),
        ("javascript:x.png", "write the path of an image"),
        ("ftp://example.org/x.png", "write the path of an image"),
        ("", "write the path of an image"),
        ("/", "write the path of an image"),
        ("../outside.png", "write the path of an image"),
        ("_static/../../outside.png", "write the path of an image"),
        ("_static\\me.jpg", "write the path of an image"),
        ("me\x00.jpg", "write the path of an image"),
        ("me\n.jpg", "write the path of an image"),
        (
            "_static/notes.txt",
            f"this is not an image that browsers show; write one of {', '.join(IMAGE_SUFFIXES)}",
        ),
        ("me", "this is not an image"),
        (".jpg", "this is not an image"),
        ("_static/nobody.jpg", "no such file; put the image into _static/ and write _static/nobody.jpg"),
        ("/images/nobody.jpg", "there is no such file; put the image at public/images/nobody.jpg"),
        ("public/nobody.jpg", "there is no such file; put the image at public/nobody.jpg"),
        ("outside.png", "there is no such file"),
        ("people/ada%20lovelace.JPG", "there is no such file"),
        ("_static/folder.png", "there is no such file"),
        ("_static/me.jpg/x.png", "there is no such file"),
        ("x" * 5_000 + ".png", "there is no such file"),
        ("ME.JPG", "the file is called me.jpg; letter case matters"),
        ("/_Static/Me.jpg", "the file is called _static/me.jpg; letter case matters"),
        ("Profile.png", "the file is called images/profile.png; letter case matters"),
        ("people/ada.svg", "the file is called people/Ada.svg; letter case matters"),
    ],
)
def test_no_picture(places: ImageDirectories, text: str, reason: str) -> None:
    with pytest.raises(ImageError) as caught:
        find_image(text, places)
    assert reason in str(caught.value)


@pytest.mark.parametrize("suffix", [*IMAGE_SUFFIXES, ".PNG", ".Jpeg"])
def test_every_kind_of_picture(places: ImageDirectories, suffix: str) -> None:
    (places.srcdir / f"x{suffix}").touch()
    assert find_image(f"x{suffix}", places) == f"{COPIED}x{suffix}"


def test_the_file_of_a_picture(places: ImageDirectories) -> None:
    for written in ("me.jpg", "_static/me.jpg", "profile.png", "people/Ada.svg"):
        file = source_file(find_image(written, places), places)
        assert file is not None and file.name == written.rpartition("/")[2]
    for gone in ("", "_static/", "_static/gone.jpg", COPIED, COPIED + "gone.jpg"):
        assert source_file(gone, places) is None


def test_the_last_static_folder_wins(places: ImageDirectories, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "me.jpg").touch()
    both = places._replace(static_paths=[*places.static_paths, other])
    assert source_file("_static/me.jpg", both) == other / "me.jpg"
