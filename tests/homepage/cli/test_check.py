"""``python -m sphinx_homepage check``: each rule with a site that keeps it, and one that does not."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from conftest import run_soon
from helpers import EXTENSIONS
from sphinx_homepage.cli import main
from sphinx_homepage.cli.check import check_directory
from sphinx_homepage.core.html_links import css_references, refresh_url, resolve, srcset_urls

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSite = Callable[..., Path]


@pytest.fixture
def site(tmp_path: Path) -> MakeSite:
    """Return a function that writes files of a site and returns its folder."""

    def make(files: dict[str, str | bytes]) -> Path:
        folder = tmp_path / "site"
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return make


def problems(folder: Path) -> list[str]:
    return [f"{file}:{line}: {message}" for file, line, message in check_directory(folder).findings]


# Each of these leads to a file if it is there, and to nothing if it is not.
TO_A_FILE = {
    "link": '<a href="x.dat">x</a>',
    "link to a query": '<a href="x.dat?v=1">x</a>',
    "link with spaces": '<a href=" x.dat \n">x</a>',
    "link in SVG": '<svg><a xlink:href="x.dat"></a></svg>',
    "area": '<map><area href="x.dat"></map>',
    "head link": '<link rel="prefetch" href="x.dat">',
    "style sheet": '<link rel="stylesheet" href="x.dat">',
    "icon": '<link rel="shortcut icon" href="x.dat">',
    "preloaded image": '<link rel="preload" as="image" imagesrcset="x.dat 2x">',
    "form": '<form action="x.dat"></form>',
    "button": '<button formaction="x.dat">go</button>',
    "image": '<img src="x.dat" alt="">',
    "srcset": '<img src="p.html" srcset="p.html 1x, x.dat 2x" alt="">',
    "script": '<script src="x.dat"></script>',
    "source": '<video><source src="x.dat"></video>',
    "source of a picture": '<picture><source srcset="x.dat"></picture>',
    "poster": '<video poster="x.dat"></video>',
    "frame": '<iframe src="x.dat"></iframe>',
    "object": '<object data="x.dat"></object>',
    "style attribute": "<p style=\"background: url('x.dat')\"></p>",
    "style element": "<style>p { background: url(x.dat) }</style>",
    "entity": '<a href="x&#46;dat">x</a>',
    "audio": '<audio src="x.dat"></audio>',
    "embed": '<embed src="x.dat">',
    "SVG image": '<svg><image href="x.dat"/></svg>',
    "old SVG image": '<svg><image xlink:href="x.dat"/></svg>',
    "SVG symbol": '<svg><use href="x.dat#sun"/></svg>',
    "old SVG symbol": '<svg><use xlink:href="x.dat#sun"/></svg>',
    "image of a button": '<input type="image" src="x.dat" alt="go">',
    "submit": '<input type="submit" formaction="x.dat">',
    "track": '<video><track src="x.dat"></video>',
    "video": '<video src="x.dat"></video>',
    "unquoted, capitals": "<A HREF=x.dat>x</A>",
    "noscript": '<noscript><img src="x.dat" alt=""></noscript>',
    "redirect": '<meta http-equiv="Refresh" content="0; url=x.dat">',
}


@pytest.mark.parametrize("html", TO_A_FILE.values(), ids=TO_A_FILE.keys())
def test_every_attribute_is_followed(site: MakeSite, html: str) -> None:
    folder = site({"p.html": f"<!doctype html>\n{html}"})
    (found,) = problems(folder)
    assert found.startswith("p.html:2: ")
    assert found.endswith("leads nowhere: no such file x.dat")
    site({"x.dat": ""})
    assert problems(folder) == []


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        (TO_A_FILE["link"], "link"),
        (TO_A_FILE["style sheet"], "style sheet"),
        (TO_A_FILE["icon"], "icon"),
        (TO_A_FILE["head link"], "link"),
        (TO_A_FILE["srcset"], "image"),
        (TO_A_FILE["script"], "script"),
        (TO_A_FILE["redirect"], "redirect"),
    ],
)
def test_a_report_says_what_it_was(site: MakeSite, html: str, kind: str) -> None:
    assert problems(site({"p.html": html})) == [f'p.html:1: {kind} "x.dat" leads nowhere: no such file x.dat']


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://example.org/missing">x</a>',
        '<a href="//example.org/missing">x</a>',
        '<a href="mailto:me@example.org">x</a>',
        '<img src="data:image/png;base64,AA==" alt="">',
        '<style>@import "https://example.org/a.css"; p { background: url(data:,x) }</style>',
        '<meta http-equiv="refresh" content="0; url=https://example.org/">',
        '<base href="https://example.org/"><a href="missing">x</a>',
        "<!-- <a href='missing'> -->",
        "<style>p { color: red }</style><p>url(missing)</p>",
        "<p>url(missing)<br>url(missing)",
        "<script>document.write(\"<a href='missing'>\")</script>",
        '<p data-src="missing" title="missing"></p>',
        '<meta http-equiv="refresh" content="300">',
        '<a href="">x</a><form action=""></form><form></form>',
    ],
)
def test_what_is_not_followed(site: MakeSite, html: str) -> None:
    assert problems(site({"p.html": html})) == []


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sub/", "sub/index.html"),
        ("sub", "sub/index.html"),
        ("./sub/../sub//index.html", "sub/index.html"),
        ("na%C3%AFve%20x.html", "naïve x.html"),
        ("naïve x.html", "naïve x.html"),
        ("100%25.html", "100%.html"),
        ("x.html?q=/../..&a=%2F", "x.html"),
        (".", "index.html"),
    ],
)
def test_addresses_that_a_host_resolves(site: MakeSite, url: str, file: str) -> None:
    folder = site(
        {"index.html": f'<a href="{url}">x</a>', file: "<p>"}
        | ({"index.html": f'<a href="{url}">'} if file == "index.html" else {})
    )
    assert problems(folder) == []
    if file != "index.html":
        (folder / file).unlink()
        assert len(problems(folder)) == 1


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("x.html", "no such file sub/x.html"),
        ("../x.html/", "no such file x.html/index.html"),
        ("../empty/", "no such file empty/index.html"),
        ("../empty", "no such file empty/index.html"),
        ("../x", "no such file x; there is x.html"),
        ("../X.html", "no such file X.html; there is x.html, and hosts tell capital letters from small ones"),
        ("../Empty/a.txt", "no such file Empty/a.txt; there is empty/a.txt, and hosts tell"),
        ("../../x.html", "it leads out of the site"),
        ("../%2e%2e/x.html", "it leads out of the site"),
        ("../empty%2Fa.txt", "it holds an encoded slash"),
        ("/x.html", "it is resolved from the root of the host"),
        ("/", "no such file index.html"),
        ("/y.html", "no such file y.html"),
        ("file:///x.html", "it names a file of one computer"),
        ("http://[x", "it is not a valid URL"),
        ("../x%00.html", r"no such file x\x00.html"),
        ("../x%E9.html", "no such file x"),
    ],
)
def test_addresses_that_lead_nowhere(site: MakeSite, url: str, reason: str) -> None:
    folder = site({"sub/index.html": f'<a href="{url}">x</a>', "x.html": "<p>", "empty/a.txt": ""})
    (found,) = problems(folder)
    assert found.startswith(f'sub/index.html:1: link "{url}" leads nowhere: {reason}')


@pytest.mark.parametrize(
    ("home", "url", "reason"),
    [
        ("", "https://ada.example/missing/", None),
        ("/", "https://ada.example/x.html#here", ""),
        ("/", "http://ADA.example/x.html", ""),
        ("/", "https://ada.example", ""),
        ("/", "/x.html", ""),
        ("/", "/y.html", "no such file y.html"),
        ("/", "https://ada.example/x.html#away", 'x.html has no id "away"'),
        ("/", "https://ada.example/y.html", "no such file y.html"),
        ("/", "https://ada.example/sub/y/?q", "no such file sub/y/index.html"),
        ("/", "https://ada.example/a:b.html", "no such file a:b.html"),
        ("/", "https://ada.example/%2e%2e/y.html", "no such file y.html"),
        ("/", "https://ada.example/looms/%2E%2e/x.html", ""),
        ("/", "https://ada.example/%73ub/y.html", "no such file sub/y.html"),
        ("/", "https://ada.example:443/y.html", "no such file y.html"),
        ("/", "http://ada.example:80/y.html", "no such file y.html"),
        ("/", "//ada.example:443/y.html", "no such file y.html"),
        ("/", "https://ada.example:80/y.html", None),
        ("/", "https://ada.example:x/y.html", None),
        ("/", "https://charles.example/missing/", None),
        ("/", "mailto:ada@ada.example", None),
        # Another repository of the same owner.
        (
            "/",
            "https://ada.example/looms/",
            "? no such file looms/index.html, unless another site at this host has it",
        ),
        ("/", "https://ada.example/looms", "? no such file looms, unless another site at this host has it"),
        ("/home/", "https://ada.example/looms/", None),
        ("/home/index.html", "https://ada.example/home/y/", "no such file y/index.html"),
        ("/home/index.html", "https://ada.example/home/x.html", ""),
        ("/home/", "https://ada.example/home", None),
        ("/home/", "/home/x.html", ""),
        ("/home/", "https://ada.example/home/../looms/", None),
        ("/home/", "https://ada.example/home/%2e%2e/looms/", None),
        ("/home/", "/x.html", "it is resolved from the root of the host, where the site need not lie"),
    ],
)
def test_full_urls_of_the_site(site: MakeSite, home: str, url: str, reason: str | None) -> None:
    canonical = f'<link rel="canonical" href="https://ada.example{home}">' if home else ""
    folder = site(
        {"index.html": canonical, "sub/p.html": f'<a href="{url}">x</a>', "x.html": '<p id="here">'}
    )
    report = check_directory(folder)
    message = f'link "{url}" leads nowhere: {(reason or "").removeprefix("? ")}'
    expected = [("sub/p.html", 1, message)] if reason else []
    is_doubtful = (reason or "").startswith("?")
    assert (report.findings, report.doubtful) == (([], expected) if is_doubtful else (expected, []))
    assert report.references == bool(home) + (reason is not None)


@pytest.mark.parametrize("html", ['<img src="">', "<script src></script>", '<link rel="stylesheet" href="">'])
def test_an_empty_address_is_only_the_page_itself_for_a_link(site: MakeSite, html: str) -> None:
    (found,) = problems(site({"p.html": html}))
    assert found.endswith("leads nowhere: it is empty")


@pytest.mark.parametrize("url", ["x.html#", "x.html#top", "#TOP", "x.html#here", "x.html#name", "#own", "x.html#%C3%A9", "x.html#:~:text=a", "note.txt#page=2", "?q#own"])  # fmt: skip
def test_fragments_that_are_there(site: MakeSite, url: str) -> None:
    folder = site(
        {
            "p.html": f'<p id="own"><a href="{url}">x</a>',
            "x.html": '<p id="here"><a name="name"></a><b id="é">',
            "note.txt": "",
        }
    )
    assert problems(folder) == []


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("x.html#away", 'x.html has no id "away"'),
        ("x.html#Here", 'x.html has no id "Here"'),
        ("x.html#viewport", 'x.html has no id "viewport"'),
        ("sub/#away", 'sub/index.html has no id "away"'),
        ("#away", 'p.html has no id "away"'),
        ("?q#away", 'p.html has no id "away"'),
    ],
)
def test_fragments_that_are_not_there(site: MakeSite, url: str, reason: str) -> None:
    folder = site(
        {
            "p.html": f'<a href="{url}">x</a>',
            "x.html": '<meta name="viewport" content=""><p id="here">',
            "sub/index.html": "<p>",
        }
    )
    assert problems(folder) == [f'p.html:1: link "{url}" leads nowhere: {reason}']


def test_symbols_of_the_page_itself(site: MakeSite) -> None:
    folder = site(
        {
            "p.html": '<svg><symbol id="sun"/></svg>\n<svg><use href="#sun"/></svg>\n<svg><use href="#moon"/></svg>'
        }
    )
    assert problems(folder) == ['p.html:3: image "#moon" leads nowhere: p.html has no id "moon"']


def test_a_redirect_leads_to_its_target_at_once(site: MakeSite) -> None:
    def stub(url: str) -> str:
        return f'<noscript><meta http-equiv="refresh" content="0; url={url}"></noscript>'

    folder = site({"old/index.html": stub("../new.html#part"), "new.html": '<p id="part">'})
    assert problems(folder) == []
    site({"older.html": stub("old/"), "loop.html": stub("loop.html"), "lost.html": stub("new.html#lost")})
    assert problems(folder) == [
        'loop.html:1: redirect "loop.html" leads nowhere: loop.html redirects as well; lead to its target at once',
        'lost.html:1: redirect "new.html#lost" leads nowhere: new.html has no id "lost"',
        'older.html:1: redirect "old/" leads nowhere: old/index.html redirects as well; lead to its target at once',
    ]
    # A link may lead to one.
    site({"older.html": '<a href="old/">x</a>', "loop.html": "", "lost.html": ""})
    assert problems(folder) == []


def test_style_sheets(site: MakeSite) -> None:
    sheet = '/* url(no.png) */\n@import "base.css";\np { background: url( "a.png" ), url(../b.png?x#y) }\n'
    folder = site({"p.html": "", "css/x.css": sheet})
    assert problems(folder) == [
        'css/x.css:2: style sheet "base.css" leads nowhere: no such file css/base.css',
        'css/x.css:3: file "../b.png?x#y" leads nowhere: no such file b.png',
        'css/x.css:3: file "a.png" leads nowhere: no such file css/a.png',
    ]
    site({"css/base.css": "", "css/a.png": "", "b.png": ""})
    assert problems(folder) == []


def test_a_style_sheet_of_all_pages_is_named_once(site: MakeSite) -> None:
    sheet, link = '<link rel="stylesheet" href="{0}x.css">', '<a href="{0}y.html">y</a>'
    folder = site({f"{number}.html": (sheet + link).format("") for number in range(3)})
    site({"sub/1.html": (sheet + link).format("../") + sheet.format("")})
    assert problems(folder) == [
        '0.html:1: link "y.html" leads nowhere: no such file y.html',
        '0.html:1: style sheet "x.css" leads nowhere: no such file x.css',
        '1.html:1: link "y.html" leads nowhere: no such file y.html',
        '2.html:1: link "y.html" leads nowhere: no such file y.html',
        'sub/1.html:1: link "../y.html" leads nowhere: no such file y.html',
        'sub/1.html:1: style sheet "x.css" leads nowhere: no such file sub/x.css',
    ]


def test_style_sheets_with_the_same_name_are_two(site: MakeSite) -> None:
    sheets = ["/a/x.css", "/b/x.css"]
    links = "".join(f'<link rel="stylesheet" href="{sheet}">' for sheet in sheets)
    folder = site({"1.html": links, "2.html": links, "a/x.css": "", "b/x.css": ""})
    assert [problem.split('"')[:2] for problem in problems(folder)] == [
        ["1.html:1: style sheet ", sheet] for sheet in sheets
    ]


@pytest.mark.parametrize(
    ("css", "urls"),
    [
        ("a{b:url(x.png)}", ["x.png"]),
        ("a{b:URL( 'x y.png' )}", ["x y.png"]),
        ("@import url(x.css);", ["x.css"]),
        ("@import 'x.css' print;", ["x.css"]),
        (r"a{b:url(x\ y\29.png)}", ["x y).png"]),
        ("a{b:url(#gradient)}", []),
        ("a{content:'url(x.png)'}", []),
        ("/* url(x.png) url(", []),
        ("a{b:url()} c{d:url(unclosed", []),
        ("a{b:'unclosed\n} c{d:url(x.png)}", ["x.png"]),
        ("a{content:'\\\n url(y.png)'; b:url(x.png)}", ["x.png"]),
    ],
)
def test_addresses_in_css(css: str, urls: list[str]) -> None:
    assert [reference.url for reference in css_references(css)] == urls


@pytest.mark.parametrize(
    ("value", "urls"),
    [
        ("a.png", ["a.png"]),
        ("a.png 1x,b.png 2x", ["a.png", "b.png"]),
        (" a.png, \n b.png 100w ,", ["a.png", "b.png"]),
        ("a,b.png 1x, c.png", ["a,b.png", "c.png"]),
        ("data:image/png;base64,AA== 1x, b.png 2x", ["data:image/png;base64,AA==", "b.png"]),
        ("", []),
        (",,", []),
    ],
)
def test_addresses_in_srcset(value: str, urls: list[str]) -> None:
    assert list(srcset_urls(value)) == urls


@pytest.mark.parametrize(
    ("content", "url"),
    [
        ("0; url=x.html", "x.html"),
        ("0;URL='x.html'", "x.html"),
        ('0, url = "x.html"', "x.html"),
        ("0 x.html", "x.html"),
        ("0.5;x.html", "x.html"),
        ("5", ""),
        ("5; ", ""),
        ("", ""),
    ],
)
def test_addresses_in_refresh(content: str, url: str) -> None:
    assert refresh_url(content) == url


@pytest.mark.parametrize(
    ("base", "url", "path"),
    [
        ("", "x.html", "sub/x.html"),
        ("../", "x.html", "x.html"),
        ("deep/p.html", "x.html", "sub/deep/x.html"),
        ("deep/", "", "sub/deep/"),
        ("..", "x.html", "x.html"),
        ("deep/er/", "..", "sub/deep/"),
        ("", "..", ""),
        ("", "deep/.", "sub/deep/"),
    ],
)
def test_base(base: str, url: str, path: str) -> None:
    assert resolve("sub/index.html", url, base) == (path, "")


def test_base_of_a_page(site: MakeSite) -> None:
    folder = site({"sub/p.html": '<base href="../"><a href="x.html">x</a>', "sub/x.html": ""})
    assert problems(folder) == ['sub/p.html:1: link "x.html" leads nowhere: no such file x.html']
    site({"x.html": ""})
    assert problems(folder) == []


def test_what_is_not_utf_8_is_reported_and_read_all_the_same(site: MakeSite) -> None:
    folder = site(
        {
            "p.html": b'<p>\n<p>\xe9</p>\n<a href="x.html">x</a>',
            "bom.html": b"\xef\xbb\xbf<p>",
            "a.css": b"\n\xff",
        }
    )
    assert problems(folder) == [
        "a.css:2: is not UTF-8 from here on",
        "p.html:2: is not UTF-8 from here on",
        'p.html:3: link "x.html" leads nowhere: no such file x.html',
    ]


@pytest.mark.parametrize(
    "rest",
    ["<![x[ y", "<!x", "<a href='", "<a href=x.html", "<<<>>></p></p>", "<?php", "<!--", "</", "&#x110000;", "<a b=c=d ==>", "\0", "&#" + "9" * 5000 + ";"],
)  # fmt: skip
def test_broken_html_is_read_as_far_as_it_goes(site: MakeSite, rest: str) -> None:
    folder = site({"p.html": f'<a href="missing">x</a>\n{rest}'})
    assert 'p.html:1: link "missing" leads nowhere: no such file missing' in problems(folder)


@pytest.mark.parametrize(
    "rest",
    [
        "<!-- <a href='x'>",
        "<a href='x>y</a>",
        "<a href=x",
        "<style>a{}",
        "<script>x</p>",
        "<p\n",
        "</p",
        "<?php",
    ],
)
def test_what_does_not_end_is_reported(site: MakeSite, rest: str) -> None:
    """The rest of the page is part of it, for a browser as well."""
    assert problems(site({"p.html": f"<p>x</p>\n{rest}\n"})) == [
        "p.html:2: cannot be read as HTML from here on: a tag, a comment, a style or a script does not end"
    ]


@pytest.mark.parametrize("text", ["", "x", "x <", "x &am", "<p", "<p>a < b & c"])
def test_what_may_stand_at_the_end(site: MakeSite, text: str) -> None:
    found = problems(site({"p.html": text}))
    assert len(found) == (text == "<p")


@pytest.mark.long
@pytest.mark.parametrize(
    "expression",
    [
        "parse_page('<!--' * 150_000)",
        "parse_page('<a href=\"' * 60_000)",
        "parse_page('<a ' + 'href=x ' * 80_000 + '>')",
        "list(css_references('url(' + ' ' * 400_000))",
        "list(css_references('\"' + '\\\\\"' * 150_000))",
        "list(css_references('url(a)' * 400_000))",
        "list(srcset_urls('a 1x, ' * 1_000_000))",
    ],
    ids=["comments", "tags", "attributes", "spaces in CSS", "escapes in CSS", "addresses in CSS", "srcset"],
)
def test_hostile_text_is_read_soon(expression: str) -> None:
    run_soon(f"from sphinx_homepage.core.html_links import *; {expression}")


def test_html_that_cannot_be_read_is_reported(site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("unknown")

    # Which HTML the parser refuses differs between versions of Python.
    monkeypatch.setattr("sphinx_homepage.core.html_links._PageParser.unknown_decl", fail)
    (found,) = problems(site({"p.html": "\n<p><![CDATA[x]]>"}))
    assert found == "p.html:2: cannot be read as HTML from here on: unknown"


def test_a_file_that_cannot_be_read(site: MakeSite) -> None:
    folder = site({"p.html": "<a href='gone.html'>"})
    (folder / "gone.html").symlink_to("nothing")
    assert problems(folder) == ['p.html:1: link "gone.html" leads nowhere: no such file gone.html']


def test_a_name_with_a_control_character(site: MakeSite, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(site({"a\x1bb.html": "<a href='x'>"}))]) == 1
    assert r"/a\x1bb.html:1: link" in capsys.readouterr().out


def test_what_is_no_file(site: MakeSite) -> None:
    """A device or a pipe may have no end, and a link may lead to one."""
    folder = site({"p.html": "<a href='zero.html'>"})
    (folder / "zero.html").symlink_to("/dev/zero")
    (folder / "self.html").symlink_to("self.html")
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe.html")
    assert problems(folder) == ['p.html:1: link "zero.html" leads nowhere: no such file zero.html']


def test_a_base_that_is_no_url(site: MakeSite) -> None:
    (found,) = problems(site({"p.html": "<base href='http://['><a href='x'>"}))
    assert found == 'p.html:1: link "x" leads nowhere: it is not a valid URL'


def test_line_and_quoting(site: MakeSite) -> None:
    folder = site({"p.html": f'<p>\r\n<a\n href="x&#10;y\x1b{"z" * 200}">x</a>'})
    (found,) = problems(folder)
    assert found.startswith(r'p.html:2: link "x\x0ay\x1bzzz')
    assert "\n" not in found
    assert len(found) < 400


def test_command(site: MakeSite, capsys: pytest.CaptureFixture[str]) -> None:
    folder = site({"index.html": '<a href="x.html">x</a><a href="https://example.org">y</a>'})
    assert main(["check", str(folder)]) == 1
    assert capsys.readouterr().out == (
        f'{folder}/index.html:1: link "x.html" leads nowhere: no such file x.html\n'
        f"{folder}: 1 page, 1 URL followed, 1 problem\n"
    )
    site({"x.html": '<a href=".">x</a>'})
    assert main(["check", str(folder), str(folder)]) == 0
    assert capsys.readouterr().out == f"{folder}: 2 pages, 2 URLs followed, no problems\n" * 2


def test_a_url_that_another_site_may_have_is_no_problem(
    site: MakeSite, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = site(
        {"index.html": '<link rel="canonical" href="https://a.org/"><a href="https://a.org/b/">b</a>'}
    )
    assert main(["check", str(folder)]) == 0
    assert capsys.readouterr().out == (
        f'{folder}/index.html:1: link "https://a.org/b/" leads nowhere: no such file b/index.html, '
        "unless another site at this host has it\n"
        f"{folder}: 1 page, 2 URLs followed, no problems, 1 URL in doubt\n"
    )


def test_command_with_a_wrong_folder(site: MakeSite, capsys: pytest.CaptureFixture[str]) -> None:
    folder = site({"index.html": '<a href="x.html">x</a>', "_static/a.css": ""})
    assert main(["check", str(folder / "nothing")]) == 2
    assert "there is no directory" in capsys.readouterr().err
    assert main(["check", str(folder / "_static")]) == 2
    assert "there is no HTML in" in capsys.readouterr().err
    # The others are checked all the same.
    assert main(["check", str(folder / "nothing"), str(folder)]) == 2
    assert "x.html" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["check"], ["chekc", "x"]])
def test_wrong_use(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "usage: sphinx-homepage" in capsys.readouterr().err


def test_run_as_a_module(site: MakeSite) -> None:
    folder = site({"index.html": '<a href="naïve☃.html">x</a>'})
    result = subprocess.run(
        [sys.executable, "-m", "sphinx_homepage", "check", folder],
        cwd=EXTENSIONS,
        # An encoding that does not have what the address holds.
        env={"PYTHONIOENCODING": "ascii", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1, result.stderr
    assert r"na\xefve\u2603.html" in result.stdout
    assert result.stderr == ""
