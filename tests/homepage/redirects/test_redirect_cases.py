"""The sixty situations that redirects meet, by number, each under both builders.

They come from jekyll-redirect-from, Hugo, Quarto, Docusaurus, Read the Docs and rediraffe's own tracker.  In all
of them the page or file that is already there wins, and nothing is written outside the output directory (Site.build
looks for that in every build).  The page is ``bio`` unless a case says otherwise.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from sphinx.errors import ExtensionError

from conftest import ADDED
from helpers import BUILDERS, HOME, MARK, bio, stubs

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from conftest import Site

PAGE = {"html": "bio.html", "dirhtml": "bio/"}


@dataclass(frozen=True)
class Case:
    """One value of ``redirect_from``, and what must come of it."""

    number: int
    value: str
    """YAML."""
    files: tuple[str, ...] = ()
    """The redirects, under both builders."""
    says: tuple[str, ...] = ()
    """Parts of the warnings; each warning has one of them."""
    more: dict[str, str] = field(default_factory=dict)
    """Other files of the site."""


NOT_PORTABLE = "which not every file system can store"
ABOUT = {"about/index.md": "---\norphan: true\n---\n# About\n"}
OTHER = {"other.md": "# Other\n"}
CIRCLE = "redirect_to: '{}' is a circle, in which no page redirects [homepage.redirect]"
CASES = [
    Case(1, "/about/", ("about/index.html",)),
    Case(2, "/about.html", ("about.html",)),
    Case(3, "about/", ("about/index.html",)),
    Case(4, "/about", ("about.html", "about/index.html")),
    Case(4, "about", ("about.html", "about/index.html")),
    Case(5, "about.html", ("about.html",)),
    Case(6, "about.md", (), ("it is the name of a source file; write the URL that readers have",)),
    Case(8, "about/index.html", ("about/index.html",)),
    Case(9, "old/page.htm", ("old/page.htm",)),
    Case(10, "/resume", ("resume.html", "resume/index.html")),
    Case(11, "/a b/", ("a b/index.html",)),
    Case(12, "/café/", ("café/index.html",)),
    Case(13, "/caf%C3%A9/", ("café/index.html",)),
    Case(14, "/cafe\u0301/", ("café/index.html",)),
    Case(14, "[/café/, /cafe\u0301/, /caf%C3%A9/]", ("café/index.html",)),
    Case(15, "/caf%E9/", (), ("its percent-encoding is not UTF-8",)),
    Case(16, "/x%2Fy/", (), ("it holds an encoded slash",)),
    Case(16, "/x%00/", (), ("it holds a control character",)),
    Case(16, "/%2e%2e/x", (), ("it leads upwards",)),
    Case(17, "/2019/01/02/post.html", ("2019/01/02/post.html",)),
    Case(18, "[a//b/, a/./b/]", ("a/b/index.html",)),
    Case(19, "a/../b", (), ("it leads upwards",)),
    Case(20, "[/../../x, a/../../x]", (), ("it leads upwards",)),
    Case(21, "//evil.example/x", (), ("names another host",)),
    Case(22, "https://evil.example/x", (), ("not a full URL",)),
    Case(23, "'javascript:alert(1)'", (), ("not a full URL",)),
    Case(27, "/old?x=1", (), ("has a query, which a static host does not look at",)),
    Case(28, "'/old#f'", (), ("has a fragment",)),
    Case(34, "[/x, /x/, /x/]", ("x.html", "x/index.html")),
    Case(36, "/other", (), ("the page 'other' is there, and stays",), OTHER),
    Case(38, "/about/", (), ("the page 'about/index' is there, and stays",), ABOUT),
    Case(39, "[/_static/cv.pdf, /_images/x.png]", (), ("is reserved for the build and for hosts",)),
    Case(40, "/cv.pdf", ("cv.pdf/index.html",)),
    Case(40, "/old.php", ("old.php/index.html",)),
    Case(40, "/feed.xml", ("feed.xml/index.html",)),
    Case(41, "/v1.0", ("v1.0/index.html",)),
    Case(42, "/search.html", ("search.html",), ("the search page is there, and stays",)),
    Case(42, "/genindex.html", ("genindex.html",), ("the general index is there, and stays",)),
    Case(43, "[/, /index.html]", (), ("the page 'index' is there, and stays",)),
    Case(44, "''", (), ("it is empty; write /old-url/",)),
    Case(44, "' '", (), ("it is empty; write /old-url/",)),
    Case(46, "/index.html/x/", (), ("'index.html' would be a directory, and the page 'index' is there",)),
    Case(46, "[/a.html, /a.html/b/]", ("a.html",), ("'a.html' would be a directory, and is a redirect",)),
    Case(47, "'C:\\x'", (), ("it holds a backslash",)),
    Case(47, "'/C:/x/'", ("C:/x/index.html",)),
    Case(47, "'/CON/'", (), ("is a name that Windows keeps for a device",)),
    Case(47, "['/x.', '/x /', '/<x>', '/a|b', '/a*b', '/a\"b']", (), (NOT_PORTABLE,)),
    Case(48, "'a\\b'", (), ("it holds a backslash; write /",)),
    Case(48, '["/a\\tb", "/a\\nb", "/a\\0b"]', (), ("it holds a control character",)),
    Case(49, "/x/", ("x/index.html",)),
    Case(50, "null", ()),
    Case(50, "[null, ~, /x/]", ("x/index.html",)),
    Case(51, "[n, 2019, 2020-01-01]", tuple(f"{n}{end}" for n in ("n", "2019", "2020-01-01") for end in (".html", "/index.html"))),
    Case(51, "[yes, 1.5, {a: b}]", (), ("YAML reads yes as true", "YAML reads 1.5 as", "this is a mapping; write /old-url/")),
    Case(58, '/x/', ("x/index.html",), (), {}),
]  # fmt: skip


@BUILDERS
@pytest.mark.parametrize("case", CASES, ids=[f"{case.number}-{case.value}" for case in CASES])
def test_redirect_from(site: Site, builder: str, case: Case) -> None:
    # Sphinx's own pages are no redirects: what is expected of them is that they are left alone.
    own = {"search.html", "genindex.html"} & set(case.files)
    site.write(bio(f"redirect_from: {case.value}") | case.more)
    built = site.build(builder, expect=case.says)
    found = {file for file in built.files() if file.endswith((".html", ".htm")) and MARK in built.text(file)}
    assert found == set(case.files) - own
    for file in found:
        assert f'href="{"../" * file.count("/")}{PAGE[builder]}"' in built.text(file)


@BUILDERS
@pytest.mark.parametrize(
    ("number", "redirects", "says"),
    [
        (24, '{"old": "javascript:alert(1)"}', "a redirect leads to a page of this site, or to https://..."),
        (24, '{"old": "data:text/html,x"}', "a redirect leads to a page of this site, or to https://..."),
        (25, '{"old": "//evil.example"}', "without a leading slash or .."),
        (26, '{"old": "ftp://example.org/"}', "a redirect leads to a page of this site, or to https://..."),
        (26, '{"old": "https://"}', "'old' cannot redirect"),
        (30, '{"old": "bio#nowhere"}', "rediraffe_redirects: old leads nowhere: 'bio' has no id 'nowhere'"),
    ],
)
def test_targets_of_conf_py_that_cannot_be(
    site: Site, builder: str, number: int, redirects: str, says: str
) -> None:
    site.conf(f"rediraffe_redirects = {redirects}\n")
    site.write(bio(""))
    built = site.build(builder, expect=[says])
    assert all(f"conf.py:{ADDED}: WARNING" in warning for warning in built.warnings)
    assert set(stubs(built)) <= {"old.html", "old/index.html"}
    if number != 30:
        assert not stubs(built)


@BUILDERS
@pytest.mark.parametrize(
    ("number", "target", "expected"),
    [
        (6, "bio.md", "{page}"),
        (7, "bio", "{page}"),
        (26, "https://example.org/a?b=1&c=2#d", "https://example.org/a?b=1&amp;c=2#d"),
        (26, 'http://example.org/"x"', "http://example.org/%22x%22"),
        (30, "bio#part", "{page}#part"),
    ],
)
def test_targets_of_conf_py(site: Site, builder: str, number: int, target: str, expected: str) -> None:
    site.conf(f"rediraffe_redirects = {{'about/index': '''{target}'''}}\n")
    site.write({"index.md": HOME, "bio.md": "# Bio\n\n## Part\n"})
    built = site.build(builder)
    page = "../" + PAGE[builder] if "{page}" in expected else ""
    assert stubs(built) == {"about/index.html": expected.replace("{page}", page)}


@pytest.mark.browser
@BUILDERS
def test_29_query_and_fragment_are_kept(site: Site, builder: str, browser: Browser) -> None:
    """With JavaScript; without it they are lost, which a refresh cannot help."""
    from conftest import serve

    site.write(bio("redirect_from: /x/"))
    with serve(site.build(builder).folder) as address, browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}/x/?q=1#sec")
        page.wait_for_url(f"**/{PAGE[builder]}?q=1#sec")
    with (
        serve(site.folder / builder) as address,
        browser.new_context(java_script_enabled=False) as context,
    ):
        page = context.new_page()
        page.goto(f"{address}/x/?q=1#sec")
        page.wait_for_url(f"**/{PAGE[builder]}")


@BUILDERS
def test_31_a_chain_is_one_hop(site: Site, builder: str) -> None:
    site.conf('rediraffe_redirects = {"a": "b", "b": "c"}\n')
    site.write(bio("") | {"c.md": "---\nredirect_to: /d/\n---\n", "d.md": "---\nredirect_to: bio.md\n---\n"})
    found = stubs(site.build(builder, allow=["doesn't have a title"]))
    up = "" if builder == "html" else "../"
    forms = [f"{name}.html" if builder == "html" else f"{name}/index.html" for name in "abcd"]
    assert found == dict.fromkeys(forms, f"{up}{PAGE[builder]}")


@BUILDERS
def test_32_a_circle_stops_the_build(site: Site, builder: str) -> None:
    site.conf('rediraffe_redirects = {"a": "b", "b": "a"}\n')
    site.write(bio(""))
    with pytest.raises(
        ExtensionError, match=rf"conf.py:{ADDED}: rediraffe_redirects: a -> b -> a is a circle"
    ):
        site.build(builder)


@BUILDERS
def test_32_pages_in_a_circle(site: Site, builder: str) -> None:
    """They are shown, and what leads to one of them ends there."""
    site.write(
        bio("redirect_to: /art/\npermalink: /me/\nredirect_from: /i/")
        | {
            "art.md": "---\nredirect_to: /me/\n---\n# Art\n",
            "cat.md": "---\nredirect_to: /art/#art\n---\n# Cat\n",
            "dog.md": "---\nredirect_to: /dog/\n---\n# Dog\n",
        }
    )
    built = site.build(builder, allow=["is a circle"])
    assert [warning.partition("WARNING: ")[::2] for warning in built.warnings] == [
        (f"{site.source}/art.md:2: ", CIRCLE.format("art -> bio -> art")),
        (f"{site.source}/dog.md:2: ", CIRCLE.format("dog -> dog")),
    ]
    ends = {
        "html": {"cat.html": "art.html#art", "i/index.html": "../bio.html", "me/index.html": "../bio.html"},
        "dirhtml": {"cat/index.html": "../art/#art", "i/index.html": "../bio/", "me/index.html": "../bio/"},
    }
    assert stubs(built) == ends[builder]


@BUILDERS
def test_33_the_own_address(site: Site, builder: str) -> None:
    site.write(bio("redirect_from: [/bio.html, /bio/]"))
    expected = {"html": {"bio/index.html": "../bio.html"}, "dirhtml": {"bio.html": "bio/"}}
    assert stubs(site.build(builder)) == expected[builder]


@BUILDERS
def test_35_an_address_of_two_pages(site: Site, builder: str) -> None:
    site.write(bio("redirect_from: /x/") | {"art.md": "---\ntitle: Art\nredirect_from: /x/\n---\n\nText.\n"})
    says = "bio.md:3: WARNING: redirect_from: /x/ cannot redirect: 'art' asks for it too (redirect_from: /x/)"
    for jobs in (1, 2):
        built = site.build(builder, expect=[says], fresh=True, jobs=jobs)
        assert stubs(built) == {"x/index.html": "../art.html" if builder == "html" else "../art/"}


@BUILDERS
def test_37_the_same_warning_in_the_next_build(site: Site, builder: str) -> None:
    site.write(bio("redirect_from: /other") | OTHER)
    says = "bio.md:3: WARNING: redirect_from: /other cannot redirect: the page 'other' is there, and stays"
    assert site.build(builder, expect=[says]).warnings == site.build(builder, expect=[says]).warnings


@BUILDERS
def test_43_the_home_page_may_ask_for_its_own_address(site: Site, builder: str) -> None:
    site.write({"index.md": "---\ntitle: Home\npermalink: /\nredirect_from: [/index.html, /]\n---\n"})
    assert not stubs(site.build(builder))


@BUILDERS
@pytest.mark.parametrize("address", ["/BIO.html", "/BIO/", "/OTHER"])
def test_45_capital_letters(site: Site, builder: str, address: str, tells_case: bool) -> None:
    """Hosts tell them apart; a build does where its file system does, and says so where it does not."""
    site.write(bio(f"redirect_from: {address}") | OTHER)
    files = {
        "/BIO.html": {"BIO.html"},
        "/BIO/": {"BIO/index.html"},
        "/OTHER": {"OTHER.html", "OTHER/index.html"},
    }
    is_one = {"/BIO.html": builder == "html", "/BIO/": builder == "dirhtml", "/OTHER": True}[address]
    refused = is_one and not tells_case
    built = site.build(builder, expect=[f"{address} cannot redirect: it differs from"] if refused else [])
    assert set(stubs(built)) == (set() if refused else files[address])


@BUILDERS
def test_46_a_page_is_no_folder(site: Site, builder: str) -> None:
    site.write(bio("redirect_from: /bio.html/x/"))
    if builder == "html":
        assert not stubs(
            site.build(builder, expect=["'bio.html' would be a directory, and the page 'bio' is there"])
        )
    else:
        assert set(stubs(site.build(builder))) == {"bio.html/x/index.html"}


@BUILDERS
def test_52_malformed_yaml(site: Site, builder: str) -> None:
    site.write(bio("redirect_from: [/x/"))
    built = site.build(
        builder,
        expect=["[myst.topmatter]", "nothing in the front matter counts"],
        allow=["doesn't have a title"],
    )
    assert not stubs(built)
    assert "Text." in built.text("bio.html" if builder == "html" else "bio/index.html")


@BUILDERS
def test_53_and_54_what_nobody_asks_for_goes(site: Site, builder: str) -> None:
    site.write(bio("redirect_from: [/x/, /y.html]"))
    assert set(stubs(site.build(builder))) == {"x/index.html", "y.html"}
    site.write(bio("redirect_from: /y.html"))
    assert set(stubs(site.build(builder))) == {"y.html"}
    (site.source / "bio.md").rename(site.source / "vita.md")
    page = "vita.html" if builder == "html" else "vita/"
    assert stubs(site.build(builder)) == {"y.html": page}
    (site.source / "vita.md").unlink()
    built = site.build(builder, allow=["didn't match any documents"])
    assert not stubs(built)
    assert not (built.folder / "x").exists()


@BUILDERS
def test_55_another_template_or_address(site: Site, builder: str) -> None:
    site.write(bio("redirect_from: [/x/, /y.html]") | {"mine.html": "mine {{ rel_url }}"})
    site.build(builder)
    site.conf('html_baseurl = "https://ada.example.org/"\n')
    built = site.build(builder)
    assert all("https://ada.example.org/bio" in built.text(file) for file in ("x/index.html", "y.html"))
    site.conf('rediraffe_template = "mine.html"\n')
    built = site.build(builder)
    assert all(built.text(file).startswith("mine ") for file in ("x/index.html", "y.html"))


@BUILDERS
def test_56_builders_take_turns_in_one_folder(site: Site, builder: str) -> None:
    site.write(bio("redirect_from: /x.html\npermalink: /me/"))
    other = "dirhtml" if builder == "html" else "html"
    alone = stubs(site.build(builder))
    for turn in (builder, other, builder):
        both = stubs(site.build(turn, out="both", fresh=True))
    assert both == alone


@BUILDERS
def test_57_below_a_path(site: Site, builder: str) -> None:
    """Read the Docs serves /en/latest/, GitHub Pages a project at its name: no target begins at the root."""
    site.conf('html_baseurl = "https://ada.example.org/en/latest/"\n')
    site.write(bio("redirect_from: [/x/y/, /z.html]"))
    found = stubs(site.build(builder))
    assert found == {"x/y/index.html": f"../../{PAGE[builder]}", "z.html": PAGE[builder]}


@BUILDERS
def test_58_targets_with_difficult_names(site: Site, builder: str) -> None:
    name = "a 'b' 100% #1 é"
    site.write({"index.md": HOME, f"{name}.md": "---\ntitle: T\nredirect_from: [/x/, /y.html]\n---\n"})
    built = site.build(builder)
    encoded = "a%20%27b%27%20100%25%20%231%20%C3%A9" + (".html" if builder == "html" else "/")
    assert stubs(built) == {"x/index.html": f"../{encoded}", "y.html": encoded}
    assert '<meta charset="utf-8">' in built.text("y.html")
    assert f'content="0; url={encoded}"' in built.text("y.html")


@BUILDERS
def test_59_redirects_are_in_no_index(site: Site, builder: str) -> None:
    site.conf('html_baseurl = "https://ada.example.org/"\n')
    site.write(
        bio("redirect_from: [/quixotic/, /quixotic.html]")
        | {"gone.md": "---\ntitle: Windmill\nredirect_to: /bio/\nredirect_from: /quixotic2/\n---\nWindmill\n"}
        | {"index.md": HOME.replace("*", "bio")}
    )
    built = site.build(builder)
    for file in ("searchindex.js", "sitemap.xml", "index.html"):
        assert "quixotic" not in built.text(file)
        assert "indmill" not in built.text(file)
    inventory = built.files()["objects.inv"]
    assert b"quixotic" not in inventory


@pytest.mark.long
@BUILDERS
@pytest.mark.parametrize("jobs", [2, 4])
def test_60_in_parallel(site: Site, builder: str, jobs: int) -> None:
    pages = {
        f"p{number}.md": f"---\ntitle: Page {number}\nredirect_from: [/old/{number}/, /{number}.html]\n---\n"
        for number in range(12)
    }
    site.write({"index.md": HOME} | pages)
    alone = site.build(builder)
    together = site.build(builder, jobs=jobs, out="parallel", fresh=True)
    assert stubs(together) == stubs(alone)
    assert len(stubs(alone)) == 24
    assert json.loads(together.text("redirects.json")) == json.loads(alone.text("redirects.json"))


@pytest.mark.parametrize("builder", ["epub", "latex", "text", "linkcheck", "gettext", "json", "singlehtml"])
def test_60_other_builders_write_none(site: Site, builder: str) -> None:
    site.conf('rediraffe_redirects = {"old": "bio"}\n')
    site.write(
        bio("redirect_from: /x/")
        | {"away.md": "---\nredirect_to: https://example.org/\n---\n# Away\n"}
        | {"published-urls.txt": "/gone/ retired 2026-01-01: gone\n/nothing/ served\n"}
    )
    built = site.build(builder, allow=["conf value", "epub", "language"])
    names = set(built.files())
    assert not [name for name in names if name.startswith(("x/", "old", "gone", "redirects.json"))]
    assert not [data for data in built.files().values() if MARK.encode() in data]
