"""Single addresses: the files that answer them, or the reason why none can.

The numbers are those of the situations in test_redirects.py.
"""

from __future__ import annotations

import itertools
import unicodedata

import pytest

from sphinx_homepage.core.addresses import UnsafeAddressError, address_files, comparable, parse_path


@pytest.mark.parametrize(
    ("text", "files"),
    [
        pytest.param("/about/", ("about/index.html",), id="1"),
        pytest.param("/about.html", ("about.html",), id="2"),
        pytest.param("about/", ("about/index.html",), id="3"),
        pytest.param("about", ("about.html", "about/index.html"), id="4"),
        pytest.param("/about", ("about.html", "about/index.html"), id="4 slash"),
        pytest.param("a/b", ("a/b.html", "a/b/index.html"), id="4 deep"),
        pytest.param("about.html", ("about.html",), id="5"),
        pytest.param("about/index", ("about/index.html", "about/index/index.html"), id="7"),
        pytest.param("about/index.html", ("about/index.html",), id="8"),
        pytest.param("old/page.htm", ("old/page.htm",), id="9"),
        pytest.param("/resume", ("resume.html", "resume/index.html"), id="10"),
        pytest.param("/a b/", ("a b/index.html",), id="11"),
        pytest.param("/a%20b/", ("a b/index.html",), id="11 encoded"),
        pytest.param("/café/", ("café/index.html",), id="12"),
        pytest.param("/caf%C3%A9/", ("café/index.html",), id="13"),
        pytest.param("/caf%c3%a9/", ("café/index.html",), id="13 lower case"),
        pytest.param("/cafe\u0301/", ("café/index.html",), id="14"),
        pytest.param("/cafe%CC%81/", ("café/index.html",), id="14 encoded"),
        pytest.param("/2019/01/02/post.html", ("2019/01/02/post.html",), id="17"),
        pytest.param("a//b/", ("a/b/index.html",), id="18"),
        pytest.param("/a/./b/", ("a/b/index.html",), id="18 dot"),
        pytest.param("/a/b/.", ("a/b/index.html",), id="18 dot at the end"),
        pytest.param("/a/%2e/b", ("a/b.html", "a/b/index.html"), id="18 dot encoded"),
        pytest.param("/cv.pdf", ("cv.pdf/index.html",), id="40"),
        pytest.param("/feed.xml", ("feed.xml/index.html",), id="40 feed"),
        pytest.param("/old.php", ("old.php/index.html",), id="40 php"),
        pytest.param("/a.tar.gz", ("a.tar.gz/index.html",), id="40 two suffixes"),
        pytest.param("/v1.0", ("v1.0/index.html",), id="41"),
        pytest.param("/v1.0/x", ("v1.0/x.html", "v1.0/x/index.html"), id="41 folder"),
        pytest.param("/", ("index.html",), id="43"),
        pytest.param(".", ("index.html",), id="43 dot"),
        pytest.param("/index.html", ("index.html",), id="43 file"),
        pytest.param("/BIO.html", ("BIO.html",), id="45"),
        pytest.param("/bio.html/x/", ("bio.html/x/index.html",), id="46"),
        pytest.param("n", ("n.html", "n/index.html"), id="51"),
        pytest.param("2019", ("2019.html", "2019/index.html"), id="51 number"),
        pytest.param("2020-01-01", ("2020-01-01.html", "2020-01-01/index.html"), id="51 date"),
        pytest.param("/100%25/", ("100%/index.html",), id="a percent sign, decoded once"),
        pytest.param("/%2525/", ("%25/index.html",), id="two, decoded once"),
        pytest.param("/c%23/", ("c#/index.html",), id="encoded number sign"),
        pytest.param("/a+b/", ("a+b/index.html",), id="plus"),
        pytest.param("/https:/x/", ("https:/x/index.html",), id="47 colon"),
        pytest.param("/~ada/", ("~ada/index.html",), id="tilde"),
        pytest.param("/@ada/", ("@ada/index.html",), id="at"),
        pytest.param("/a/_b/", ("a/_b/index.html",), id="underscore below"),
        pytest.param("/_pages/x/", ("_pages/x/index.html",), id="underscore"),
        pytest.param("/a;b,c&d='e'/", ("a;b,c&d='e'/index.html",), id="punctuation"),
        pytest.param("/日本語/", ("日本語/index.html",), id="Japanese"),
        pytest.param("/👩\u200d💻/", ("👩\u200d💻/index.html",), id="emoji"),
        pytest.param("/Page.HTML", ("Page.HTML",), id="suffix in capitals"),
        pytest.param("/x.html.html", ("x.html.html",), id="suffix twice"),
        pytest.param("/x.html/", ("x.html/index.html",), id="folder with a page's suffix"),
        pytest.param("/x.md/", ("x.md/index.html",), id="folder with a source's suffix"),
        pytest.param("/conference/", ("conference/index.html",), id="begins like a device"),
        pytest.param("/com/", ("com/index.html",), id="nearly a device"),
    ],
)
def test_files(text: str, files: tuple[str, ...]) -> None:
    assert address_files(text) == files


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("about.md", "source file", id="6"),
        pytest.param("/a/b.rst", "source file", id="6 rst"),
        pytest.param("/x.Ipynb", "source file", id="6 notebook"),
        pytest.param("/caf%E9/", "not UTF-8", id="15"),
        pytest.param("/%C0%AE%C0%AE/", "not UTF-8", id="15 too long"),
        pytest.param("/%ED%A0%80/", "not UTF-8", id="15 half a character"),
        pytest.param("/x%2Fy/", "encoded slash", id="16 slash"),
        pytest.param("/x%00/", "control character", id="16 null"),
        pytest.param("/%2e%2e/x", "leads upwards", id="16 dots"),
        pytest.param("a/../b", "leads upwards", id="19"),
        pytest.param("/../../x", "leads upwards", id="20"),
        pytest.param("a/../../x", "leads upwards", id="20 from below"),
        pytest.param("..", "leads upwards", id="20 alone"),
        pytest.param("//evil.example/x", "another host", id="21"),
        pytest.param("///x", "another host", id="21 three"),
        pytest.param("https://evil.example/x", "not a full URL", id="22"),
        pytest.param("http:/evil.example/x", "not a full URL", id="22 one slash"),
        pytest.param("javascript:alert(1)", "not a full URL", id="23"),
        pytest.param("data:text/html,x", "not a full URL", id="23 data"),
        pytest.param("mailto:ada@example.org", "not a full URL", id="23 mail"),
        pytest.param("/old?x=1", "query", id="27"),
        pytest.param("/old?", "query", id="27 empty"),
        pytest.param("/old#f", "fragment", id="28"),
        pytest.param("#", "fragment", id="28 alone"),
        pytest.param("/_static/cv.pdf", "reserved for the build and for hosts", id="39"),
        pytest.param("/_images/x.png", "reserved for the build and for hosts", id="39 image"),
        pytest.param("/%5Fstatic/x/", "reserved for the build and for hosts", id="39 encoded"),
        pytest.param("/./_static/", "reserved for the build and for hosts", id="39 dot"),
        pytest.param("/_STATIC/x/", "reserved for the build and for hosts", id="39 capitals"),
        pytest.param("/_/x/", "reserved for the build and for hosts", id="39 Read the Docs"),
        pytest.param("/_headers", "reserved for the build and for hosts", id="39 file"),
        pytest.param("/.doctrees/x", "reserved for the build and for hosts", id="39 hidden"),
        pytest.param("", "empty", id="44"),
        pytest.param(" ", "empty", id="44 space"),
        pytest.param("C:\\x", "backslash", id="47 drive"),
        pytest.param("C:x", "not a full URL", id="47 drive, relative"),
        pytest.param("/CON/", "keeps for a device", id="47 device"),
        pytest.param("/a/nul", "keeps for a device", id="47 device below"),
        pytest.param("/lpt1.html", "keeps for a device", id="47 device with suffix"),
        pytest.param("/COM¹/", "keeps for a device", id="47 device with another one"),
        pytest.param("/x./", "ends with a dot", id="47 dot"),
        pytest.param("x.", "ends with a dot", id="47 dot at the end"),
        pytest.param("/a/...", "ends with a dot", id="47 dots"),
        pytest.param("/x /y/", "ends with a space", id="47 space"),
        pytest.param("x ", "ends with a space", id="47 space at the end"),
        pytest.param("/<\u00a0" + "x" * 1_000, "holds one of", id="47 long"),
        pytest.param("/%20x/", "begins or ends with a space", id="47 space encoded"),
        *[pytest.param(f"/a{char}b/", "holds one of", id=f"47 {char}") for char in '<>"|*'],
        pytest.param("/a%3Fb/", "holds one of", id="47 ? encoded"),
        pytest.param("a\\b", "backslash", id="48"),
        pytest.param("\\\\host\\x", "backslash", id="48 host"),
        pytest.param("/a%5Cb/", "encoded slash", id="48 encoded"),
        pytest.param("/a\tb/", "control character", id="48 tab"),
        pytest.param("/a\nb/", "control character", id="48 newline"),
        pytest.param("/a%0d%0ab/", "control character", id="48 newline encoded"),
        pytest.param("/a\0b/", "control character", id="48 null"),
        pytest.param("/a\x9fb/", "control character", id="C1"),
        pytest.param("/a\u2028b/", "control character", id="line separator"),
        pytest.param("/a\ud800b/", "control character", id="half a character"),
        pytest.param("/a\uffffb/", "control character", id="no character"),
        pytest.param("/a\u202eb/", "control character", id="writing direction"),
        pytest.param("/a%E2%80%AEb/", "control character", id="writing direction encoded"),
        pytest.param("/a\u2069b/", "control character", id="writing direction, its end"),
        pytest.param("/100%/", "percent-encoding", id="bare percent"),
        pytest.param("/%u0041/", "percent-encoding", id="percent u"),
        pytest.param("/" + "x" * 241 + "/", "too long", id="long name"),
        pytest.param("/" + "é" * 121 + "/", "too long", id="long name in bytes"),
        pytest.param("/" + "%41" * 241 + "/", "too long", id="long name encoded"),
        pytest.param("/" + "x/" * 600, "too long", id="long path"),
        pytest.param("/" + "x" * 100_000, "too long", id="very long"),
    ],
)
def test_reasons(text: str, reason: str) -> None:
    with pytest.raises(UnsafeAddressError) as caught:
        address_files(text)
    assert reason in str(caught.value)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    "spellings",
    [
        ["/x/", "x/", "/x//", "/./x/", "/x/.", "/%78/", "x/./"],
        ["/x", "x", "/./x", "/%78", ".//x"],
        ["/", "/.", "./", ".", "/./", "%2E"],
        ["/é", "/e\u0301", "/%C3%A9", "/e%CC%81"],
    ],
    ids=["folder", "page", "root", "accent"],
)
def test_one_address_in_several_spellings(spellings: list[str]) -> None:
    assert len({(parse_path(spelling), address_files(spelling)) for spelling in spellings}) == 1


PIECES = [
    "", "/", "//", ".", "..", "/..", "../", "./", "%2e", "%2E%2e", "%2f", "%5c", "\\", "%", "%00", "\0", "\x7f", "\u202e",
    "C:", ":", "a", "A.html", ".htm", ".md", "a.b", "é", "e\u0301", "%C3%A9", "%E9", "ﬁ", "\u2126", "\u037e", "/\u0338",
    "<\u0338", "\u2024\u2024", "\uff0e\uff0e", "\uff0f", "\u2044", "\u2215", " ", "\u00a0", "\u3000", "\ufeff", "_", "con",
    "~", "@", "?", "#", "*", "x" * 239, "é" * 120, "😀" * 60, "\ud800", "index.html", "\u0344", "\u0958", "\U0001d15e",
]  # fmt: skip


@pytest.mark.parametrize("first", PIECES, ids=ascii)
def test_whatever_is_accepted_is_a_file_of_the_site(first: str) -> None:
    for second, third in itertools.product(PIECES, ["", "/", "/x", ".html", "/..", "%2f.."]):
        try:
            files = address_files(first + second + third)
        except UnsafeAddressError:
            continue
        for file in files:
            assert file == unicodedata.normalize("NFC", file)
            assert not set(file) & set('\\<>"|?*')
            assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in file)
            assert len(file.encode()) <= 1_000
            assert file.lower().endswith((".html", ".htm"))
            for part in file.split("/"):
                assert part not in ("", ".", "..")
                assert len(part.encode()) <= 255
                assert part == part.strip(" ").rstrip(".")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Cafe\u0301/STRASSE", "café/straße", True),
        ("BIO.html", "bio.html", True),
        ("ΣΊΣΥΦΟΣ", "σίσυφος", True),
        ("K", "\u212a", True),
        ("ﬁ", "FI", True),
        ("a", "á", False),
        ("a.html", "a/index.html", False),
    ],
)
def test_comparable(one: str, other: str, same: bool) -> None:
    assert (comparable(one) == comparable(other)) is same
    assert comparable(comparable(one)) == comparable(one)
