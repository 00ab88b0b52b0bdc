"""Single addresses: the files that answer them, or the reason why none can.

The numbers are those of the situations in test_redirects.py.
"""

from __future__ import annotations

import unicodedata

import pytest

from sphinx_homepage.urls.address import UnsafeAddressError, comparable, parse_address


@pytest.mark.parametrize(
    ("text", "files"),
    [
        pytest.param("/about/", ("about/index.html",), id="1"),
        pytest.param("/about.html", ("about.html",), id="2"),
        pytest.param("about/", ("about/index.html",), id="3"),
        pytest.param("about", ("about.html", "about/index.html"), id="4"),
        pytest.param("about.html", ("about.html",), id="5"),
        pytest.param("about/index", ("about/index.html", "about/index/index.html"), id="7"),
        pytest.param("about/index.html", ("about/index.html",), id="8"),
        pytest.param("old/page.htm", ("old/page.htm",), id="9"),
        pytest.param("/resume", ("resume.html", "resume/index.html"), id="10"),
        pytest.param("/a b/", ("a b/index.html",), id="11"),
        pytest.param("/a%20b/", ("a b/index.html",), id="11 encoded"),
        pytest.param("/café/", ("café/index.html",), id="12"),
        pytest.param("/caf%C3%A9/", ("café/index.html",), id="13"),
        pytest.param("/cafe\u0301/", ("café/index.html",), id="14"),
        pytest.param("/2019/01/02/post.html", ("2019/01/02/post.html",), id="17"),
        pytest.param("a//b/", ("a/b/index.html",), id="18"),
        pytest.param("/a/./b/", ("a/b/index.html",), id="18 dot"),
        pytest.param("/cv.pdf", ("cv.pdf/index.html",), id="40"),
        pytest.param("/feed.xml", ("feed.xml/index.html",), id="40 feed"),
        pytest.param("/v1.0", ("v1.0/index.html",), id="41"),
        pytest.param("/", ("index.html",), id="43"),
        pytest.param("/index.html", ("index.html",), id="43 file"),
        pytest.param("/100%25/", ("100%/index.html",), id="a percent sign, decoded once"),
        pytest.param("/%2525/", ("%25/index.html",), id="two, decoded once"),
        pytest.param("/Page.HTML", ("Page.HTML",), id="suffix in capitals"),
        pytest.param("/conference/", ("conference/index.html",), id="begins like a device"),
    ],
)
def test_files(text: str, files: tuple[str, ...]) -> None:
    assert parse_address(text).files == files


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("about.md", "source file", id="6"),
        pytest.param("/caf%E9/", "not UTF-8", id="15"),
        pytest.param("/x%2Fy/", "encoded slash", id="16 slash"),
        pytest.param("/x%00/", "control character", id="16 null"),
        pytest.param("/%2e%2e/x", "leads upwards", id="16 dots"),
        pytest.param("a/../b", "leads upwards", id="19"),
        pytest.param("/../../x", "leads upwards", id="20"),
        pytest.param("//evil.example/x", "another host", id="21"),
        pytest.param("https://evil.example/x", "not a whole URL", id="22"),
        pytest.param("javascript:alert(1)", "not a whole URL", id="23"),
        pytest.param("/old?x=1", "query", id="27"),
        pytest.param("/old#f", "fragment", id="28"),
        pytest.param("/_static/cv.pdf", "folder of the build", id="39"),
        pytest.param("/.doctrees/x", "folder of the build", id="39 hidden"),
        pytest.param("", "empty", id="44"),
        pytest.param("C:\\x", "backslash", id="47 drive"),
        pytest.param("/C:/x/", "holds one of", id="47 colon"),
        pytest.param("/CON/", "keeps for a device", id="47 device"),
        pytest.param("/lpt1.html", "keeps for a device", id="47 device with suffix"),
        pytest.param("/x./", "ends with a dot", id="47 dot"),
        pytest.param("/x /y/", "ends with a space", id="47 space"),
        pytest.param("/a<b>/", "holds one of", id="47 bracket"),
        pytest.param("a\\b", "backslash", id="48"),
        pytest.param("/a%5Cb/", "encoded slash", id="48 encoded"),
        pytest.param("/a\tb/", "control character", id="48 tab"),
        pytest.param("/a\nb/", "control character", id="48 newline"),
        pytest.param("/a\ud800b/", "control character", id="half a character"),
        pytest.param("/a\u202eb/", "control character", id="writing direction"),
        pytest.param("/100%/", "percent-encoding", id="bare percent"),
        pytest.param("/" + "x" * 300 + "/", "too long", id="long name"),
        pytest.param("/" + "x/" * 600, "too long", id="long path"),
    ],
)
def test_reasons(text: str, reason: str) -> None:
    with pytest.raises(UnsafeAddressError, match=reason):
        parse_address(text)


@pytest.mark.parametrize("prefix", ["", "/", "//", "/./", "a/", "/é/", "%2e/", "/%41/"])
@pytest.mark.parametrize(
    "rest",
    [
        "..",
        "../x",
        "%2e%2e/",
        "..%2f",
        ".%2e/x",
        "....//",
        "x/..",
        "\x7f",
        "x\u0000",
        "e\u0301",
        "ﬁ",
        "x" * 239,
    ],
)
def test_no_file_is_outside(prefix: str, rest: str) -> None:
    try:
        files = parse_address(prefix + rest).files
    except UnsafeAddressError:
        return
    for file in files:
        assert not file.startswith("/")
        assert file == unicodedata.normalize("NFC", file)
        assert all(part not in ("", ".", "..") and len(part.encode()) <= 255 for part in file.split("/"))


def test_comparable() -> None:
    assert comparable("Cafe\u0301/STRASSE") == comparable("café/straße")
