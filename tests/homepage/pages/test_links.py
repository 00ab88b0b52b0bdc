"""Links by address: what they lead to, in every form in which they are written."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

import pytest
from docutils import nodes

from conftest import ADDED, run_soon
from sphinx_homepage.core.html_links import replace_urls
from sphinx_homepage.core.problems import did_you_mean
from sphinx_homepage.pages.written_urls import mark_written_urls
from test_edits import is_fresh

if TYPE_CHECKING:
    from conftest import Built, Site

BUILDERS = pytest.mark.parametrize("builder", ["html", "dirhtml"])
BASE = 'html_baseurl = "https://x.org/sub/"\n'
HOME = "---\ntitle: Home\n---\n\n"
TOCTREE = "\n```{toctree}\nabout/cv\nabout/teaching\n```\n"
PAGES: dict[str, str | bytes] = {
    "index.md": HOME + TOCTREE,
    "about/cv.md": "---\ntitle: My CV\npermalink: /cv/\nredirect_from: /vita.html\n---\n\n## Talks\n",
    "about/teaching.md": "# Teaching\n",
}
# Where each address leads, from the home page, under the builders html and dirhtml.
ADDRESSES = {
    "/cv/": ("about/cv.html", "about/cv/"),
    "/cv": ("about/cv.html", "about/cv/"),
    "/cv/#talks": ("about/cv.html#talks", "about/cv/#talks"),
    "/cv/?print=1": ("about/cv.html?print=1", "about/cv/?print=1"),
    "/vita.html": ("about/cv.html", "about/cv/"),
    "/lebenslauf": ("about/cv.html", "about/cv/"),
    "/away/": ("https://away.example/", "https://away.example/"),
    "/about/teaching": ("about/teaching.html", "about/teaching/"),
    "/about/teaching/": ("about/teaching.html", "about/teaching/"),
    "/about/teaching.html": ("about/teaching.html", "about/teaching/"),
    "/about/teaching/index.html": ("about/teaching.html", "about/teaching/"),
    "/about/teaching.md": ("about/teaching.html", "about/teaching/"),
    "/search/": ("search.html", "search/"),
    "/sitemap.xml": ("sitemap.xml", "sitemap.xml"),
    "/_static/a.pdf": ("_static/a.pdf", "_static/a.pdf"),
    "/files/a.pdf#page=2": ("files/a.pdf#page=2", "files/a.pdf#page=2"),
    "/files/a%20b.txt": ("files/a%20b.txt", "files/a%20b.txt"),
    "/map/": ("map/index.html", "map/index.html"),
    "/sub/cv/": ("about/cv.html", "about/cv/"),
    "https://x.org/sub/cv/": ("about/cv.html", "about/cv/"),
    "http://X.org/sub/vita.html": ("about/cv.html", "about/cv/"),
    "https://x.org/sub": ("#", "#"),
    "/": ("#", "#"),
}
FILES: dict[str, str | bytes] = {
    "_static/a.pdf": "x",
    "public/files/a.pdf": "x",
    "public/files/a b.txt": "x",
    "public/map/index.html": "<title>x</title>",
}
SETTINGS = (
    BASE
    + 'html_static_path = ["_static"]\n'
    + 'rediraffe_redirects = {"lebenslauf": "about/cv", "away": "https://away.example/"}\n'
)


def article(built: Built, file: str = "index.html") -> Any:
    return built.soup(file).select_one("article")


def hrefs(built: Built, file: str = "index.html") -> list[str]:
    return [
        a["href"] for a in article(built, file).select("a") if "internal" not in a.parent.get("class", [])
    ]


@BUILDERS
def test_where_addresses_lead(site: Site, builder: str) -> None:
    markdown = "".join(f"[x]({address})\n" for address in ADDRESSES)
    html = "".join(f'<a href="{address}">x</a>\n' for address in ADDRESSES)
    rst = "".join(f"`x <{address}>`__\n" for address in ADDRESSES)
    site.conf(SETTINGS)
    site.write(PAGES | FILES | {"index.md": f"{HOME}{markdown}\n<div>\n{html}</div>\n{TOCTREE}"})
    site.write({"restructured.rst": f":orphan:\n\nR\n=\n\n{rst}"})
    built = site.build(builder)
    wanted = [pair[builder == "dirhtml"] for pair in ADDRESSES.values()]
    links = [a["href"] for a in article(built).select("p > a")]
    assert dict(zip(ADDRESSES, links, strict=True)) == dict(zip(ADDRESSES, wanted, strict=True))
    # What leads to the page itself is an empty URL in HTML.
    raw = [a["href"] for a in article(built).select("div > a[href]") if a.get_text() == "x"]
    assert raw == ["" if url == "#" else url for url in wanted]
    file = "restructured.html" if builder == "html" else "restructured/index.html"
    up = "" if builder == "html" else "../"
    there = [a["href"] for a in article(built, file).select("p > a")]
    home = "index.html" if builder == "html" else "../"
    assert there == [home if url == "#" else url if "://" in url else up + url for url in wanted]


def test_texts_of_links(site: Site) -> None:
    site.conf("myst_heading_anchors = 3\n")
    text = "[*mine*](/cv/) [](/cv/) [](/cv/#talks) [](/files/a.pdf) [](/away/)\n"
    cv = "---\ntitle: My CV\npermalink: /cv/\n---\n\n## My Talks\n\n[](#my-talks) [](/cv/#my-talks)\n"
    site.write(PAGES | FILES | {"index.md": HOME + text + TOCTREE, "about/cv.md": cv})
    built = site.build(expect=["'/away/' leads nowhere", "'about/cv' has no id 'talks'"])
    shown = [a.get_text() for a in article(built).select("p > a")]
    assert shown == ["mine", "My CV", "My CV", "/files/a.pdf", "/away/"]
    assert article(built).select_one("p > a em")
    assert [a.get_text() for a in article(built, "about/cv.html").select("p > a")] == ["My Talks", "My Talks"]


def test_links_to_other_sites_stay(site: Site) -> None:
    site.conf(BASE)
    urls = ["https://x.org/", "https://x.org/subway/", "https://www.x.org/sub/", "//x.org/sub/cv/"]
    raw = [
        *urls,
        "mailto:a@x.org",
        "tel:1",
        "javascript:0",
        "data:,x",
        "#here",
        "?q",
        "teaching.html",
        "cv/",
        "",
    ]
    markdown = "".join(f"[x]({url})\n" for url in urls)
    html = "".join(f"<a href='{url}'>x</a>\n" for url in raw)
    site.write(PAGES | {"index.md": f"{HOME}{markdown}\n<div>\n{html}</div>\n{TOCTREE}"})
    built = site.build()
    assert [a["href"] for a in article(built).select("p > a")] == urls
    assert html in built.text("index.html")


def test_html_of_all_kinds(site: Site) -> None:
    html = """<div class="a">
<!-- <a href="/cv/"> -->
<img src='/images/a%20b.png' alt="Q &amp; A" srcset="/images/a%20b.png 1x, https://x.org/sub/images/a%20b.png 2x">
<picture><source srcset="/images/a%20b.png, https://other.org/b.png 2x"></picture>
<video src=/files/a.pdf poster="/images/a%20b.png"></video><iframe src="/map/"></iframe>
<a class=x href = '/cv/?a=1&amp;b=2' title="/cv/">x</a> <a data-href="/nowhere/" name="y">y</a>
<script>const x = '<a href="/nowhere/">';</script>
</div>
"""
    wanted = """<div class="a">
<!-- <a href="/cv/"> -->
<img src="../images/a%20b.png" alt="Q &amp; A" srcset="../images/a%20b.png 1x, ../images/a%20b.png 2x">
<picture><source srcset="../images/a%20b.png, https://other.org/b.png 2x"></picture>
<video src="../files/a.pdf" poster="../images/a%20b.png"></video><iframe src="../map/index.html"></iframe>
<a class=x href="cv.html?a=1&amp;b=2" title="/cv/">x</a> <a data-href="/nowhere/" name="y">y</a>
<script>const x = '<a href="/nowhere/">';</script>
</div>
"""
    site.conf(BASE)
    indented = html.replace("\n", "\n   ")
    site.write(
        PAGES
        | FILES
        | {
            "public/images/a b.png": "x",
            "about/teaching.md": f"# Teaching\n\n{html}\nAn <a href='/cv/'>inline</a> one.\n",
            "about/old.rst": f":orphan:\n\nOld\n===\n\n.. raw:: html\n\n   {indented}\n",
        }
    )
    built = site.build()
    assert wanted in built.text("about/teaching.html")
    assert wanted.strip() in built.text("about/old.html")
    assert '<a href="cv.html">inline</a>' in built.text("about/teaching.html")


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ('<a href="x">', '<a href="new">'),
        ("<A HREF=x>", '<A HREF="new">'),
        ("<a\nhref\n=\n'x'>", '<a\nhref="new">'),
        ("<a href='&quot;'>", '<a href="&quot;!">'),
        ('<a href="gone">', "<a >"),
        ("<a href>x</a>", "<a href>x</a>"),
        ('<a title=\'href="x"\' href="x">', '<a title=\'href="x"\' href="new">'),
        ('<img srcset="x 1x,  x 2x , y">', '<img srcset="new 1x,  new 2x , y">'),
        ('<b href="x">', '<b href="x">'),
        ('<!-- <a href="x"> --><a href="x">', '<!-- <a href="x"> --><a href="new">'),
        ('<a href="x"', '<a href="x"'),
        ('<a href="x">1</a><![ada 1815]><a href="x">', '<a href="new">1</a><![ada 1815]><a href="x">'),
        ('<button formaction="x">', '<button formaction="new">'),
        # Names of entities without a semicolon are none where more follows.
        ('<a href="y?a=1&copy=2&lt=3"><a href=x>', '<a href="y?a=1&copy=2&lt=3"><a href="new">'),
        ('<img srcset="x 1x, y?a&copy=2 2x">', '<img srcset="new 1x, y?a&amp;copy=2 2x">'),
        ("a < b <a href=x>&amp;&nope;<br/>", 'a < b <a href="new">&amp;&nope;<br/>'),
        ("\u00e4\u2028<p>\r\n<a href=x>\n<a href=x>", '\u00e4\u2028<p>\r\n<a href="new">\n<a href="new">'),
    ],
)
def test_replacing_urls(html: str, wanted: str) -> None:
    new = {"x": "new", '"': '"!', "gone": None}
    assert replace_urls(html, lambda url: new.get(url, url)) == wanted


NOWHERE = f"""{HOME}A line.

[typo](/cvv/) and
[case](/CV/), [name](/docs/a.pdf),
[none](/quite-another-thing/).

<div>
<a href="https://x.org/sub/cw/">x</a>
</div>

![](https://x.org/sub/files/a.pgf)

[place](/cv/#tolks) [static](/_static/b.pdf) [query](/cv%2f/) ![unpublished](pics/a.svg) <img src="/pics/a.svg">
"""


@pytest.mark.parametrize(
    ("path", "known", "is_meant"),
    [
        ("/papers/lovelace_jep1843.pdf", "/papers/lovelace_sriv1842.pdf", False),
        ("/papers/ada_dh1843.pdf", "/papers/babbage_dh1843.pdf", False),
        ("/files/notes_lec6.pdf", "/files/notes_lec3.pdf", False),
        ("/files/notes_lec06.pdf", "/files/notes_lec6.pdf", True),
        ("/people/ada_lovelace", "/people/ada_king_lovelace/", True),
        ("/people/ada_lvelace", "/people/ada_lovelace/", True),
        ("/files/slides_bda1843.pdf", "/files/slides_bda_1843.pdf", True),
        ("/cw/", "/cv/", True),
        ("/about/files/Lec5.pdf", "/files/lec3.pdf", False),
        ("/lectures/12/", "/lectures/11/", False),
        ("/files/lecc3.pdf", "/files/lec3.pdf", True),
        ("/2019/talk/", "/2020/talk/", True),
        ("keepass", "keepass-2x", True),
        ("fig-3.2", "fig-3.1", False),
    ],
)
def test_what_a_link_may_have_meant(path: str, known: str, *, is_meant: bool) -> None:
    assert bool(did_you_mean(path, [known], told_by_words=True)) is is_meant
    assert did_you_mean(path, [known])


@BUILDERS
def test_links_that_lead_nowhere(site: Site, builder: str) -> None:
    site.conf(BASE)
    site.write(PAGES | FILES | {"index.md": NOWHERE + TOCTREE, "pics/a.svg": "<svg/>"})
    warnings = [
        "index.md:7: WARNING: link '/cvv/' leads nowhere: there is no page, no file and no redirect at this URL; "
        "did you mean '/cv/'?",
        "index.md:7: WARNING: link '/CV/' leads nowhere: there is no page, no file and no redirect at this URL; "
        "did you mean '/cv/'?",
        "index.md:7: WARNING: link '/docs/a.pdf' leads nowhere: there is no page, no file and no redirect at this "
        "URL; did you mean '/files/a.pdf'?",
        "link '/quite-another-thing/' leads nowhere: there is no page, no file and no redirect at this URL [",
        "index.md:12: WARNING: link 'https://x.org/sub/cw/' leads nowhere: there is no page, no file and no redirect at "
        "this URL; did you mean '/cv/'?",
        "index.md:15: WARNING: link 'https://x.org/sub/files/a.pgf' leads nowhere",
        "index.md:17: WARNING: link '/cv/#tolks' leads nowhere: 'about/cv' has no id 'tolks'; did you mean 'talks'? [homepage.link]",
        "index.md:17: WARNING: link '/_static/b.pdf' leads nowhere: there is no file '_static/b.pdf'",
        "index.md:17: WARNING: link '/cv%2F/' leads nowhere: it holds an encoded slash, which hosts read in different ways",
        "link '/pics/a.svg' leads nowhere: there is no page, no file and no redirect at this URL; "
        "move the file 'pics/a.svg' to 'public/pics/a.svg', and it is published there",
    ]
    for _ in range(2):
        # Also when no page is written again.
        built = site.build(builder, expect=warnings)
        assert len(built.warnings) == len(warnings)
    # Something else on the same host may answer.
    assert {"/cvv/", "https://x.org/sub/cw/"} <= set(hrefs(built))
    site.conf(BASE + 'suppress_warnings = ["homepage.link"]\n')
    site.build(builder)


def test_addresses_that_no_file_can_have(site: Site) -> None:
    """They lead nowhere, and the file system's complaints end no build."""
    long, paths = "a" * 300, "a/" * 3000
    links = [
        f"[*one*]({long})", f"[]({paths}b.pdf)", f"[r][]\n\n[r]: {'%C3%A9' * 150}", "[x](a%00b.md)", "[x](#%00)",
        "[x](a?b=%00)", "<project:a%00b>", "<path:a%00b>", f"![x]({long}.png)", "[x](a&#0;b)", "[x](a\0b)",
    ]  # fmt: skip
    fine = "[x](https://example.org/%00) [x](C:\\a) [x](<>) [x [y](a"
    page = f"---\ntitle: '[x]({long})'\n---\n\n" + "\n\n".join([*links, fine])
    site.write({"index.md": page})
    built = site.build(expect=[""])
    lines = sorted(int(line.partition(": ")[0].rpartition(":")[2]) for line in built.warnings)
    assert lines == [1, 5, 7, 9, *range(13, 31, 2)]
    assert "https://example.org/%00" in hrefs(built)
    assert article(built).select_one("em").text == "one"


def test_addresses_that_others_answer(site: Site) -> None:
    page = HOME + "[tool](/tool/) [docs](https://x.org/tool/docs/) [](/tool/x)\n" + TOCTREE
    site.write(PAGES | {"index.md": page})
    site.conf('html_baseurl = "https://x.org/"\nnitpick_ignore = [("link", "/tool/"), ("link", "/tool/x")]\n')
    site.build(expect=["link 'https://x.org/tool/docs/' leads nowhere"])
    site.conf('html_baseurl = "https://x.org/"\nnitpick_ignore_regex = [("link", ".*/tool/.*")]\n')
    built = site.build()
    assert [a["href"] for a in article(built).select("p > a")] == [
        "/tool/",
        "https://x.org/tool/docs/",
        "/tool/x",
    ]


def test_retired_addresses(site: Site) -> None:
    ledger = "/blog/ retired 2026-01-02: it was dull\n/old.pdf retired 2026-01-02: it was wrong\n"
    page = HOME + "[blog](/blog/) [pdf](/old.pdf) <a href='/blog/'>blog</a>\n" + TOCTREE
    site.write(PAGES | {"published-urls.txt": ledger, "index.md": page})
    expected = "link '{}' leads to a URL that is retired (2026-01-02: {}) [homepage.link]"
    built = site.build(
        expect=[expected.format("/blog/", "it was dull"), expected.format("/old.pdf", "it was wrong")]
    )
    assert hrefs(built)[:3] == ["blog/index.html", "old.pdf/index.html", "blog/index.html"]


def test_code_stays(site: Site) -> None:
    code = "`[x](/nowhere/)` `<a href='/nowhere/'>`\n\n```html\n<a href='/nowhere/'>\n```\n"
    site.write(PAGES | {"index.md": HOME + code + TOCTREE})
    assert "/nowhere/" in article(site.build()).get_text()


@BUILDERS
def test_drafts_are_named_and_not_linked(site: Site, builder: str) -> None:
    text = "[a *draft*](/about/draft/) [b](/soon/) [c](about/draft.md) [d](/about/draft.html#x) <a href='/about/draft.md'>f</a> <a id=i href='/soon/'>e</a>\n"
    site.write(
        PAGES
        | {
            "index.md": HOME + text + TOCTREE,
            "about/draft.md": "---\npermalink: /soon/\ndraft: true\n---\n\n# Draft\n",
        }
    )
    site.write({"r.rst": ":orphan:\n\nR\n=\n\n`x </soon/>`_ and :doc:`y <about/draft>`.\n"})
    built = site.build(builder)
    paragraph = article(built).select_one("p")
    assert paragraph.get_text() == "a draft b c d f e"
    assert not paragraph.select("a[href]") and paragraph.select_one("em")
    rst = article(built, "r.html" if builder == "html" else "r/index.html").select_one("p")
    assert rst.get_text() == "x and y." and not rst.select("a")


def test_edits(site: Site) -> None:
    links = "[](/cv/) [t](/teaching/) <a href='/cv/'>x</a>\n"
    site.write(
        PAGES | {"index.md": HOME + links + TOCTREE, "other.md": "---\norphan: true\n---\n\n# Other\n"}
    )
    built = site.build(expect=["'/teaching/' leads nowhere"])
    other = (built.folder / "other.html").stat().st_mtime_ns
    # A page gets the address, in an edit of that page alone.
    site.write({"about/teaching.md": "---\ntitle: Teaching\npermalink: /teaching/\n---\n"})
    built = site.build()
    assert "about/teaching.html" in hrefs(built)
    assert (built.folder / "other.html").stat().st_mtime_ns == other
    assert is_fresh(site, built, "html")
    # The address goes to another page, with another title.
    site.write({"about/cv.md": "# My CV\n"})
    site.write(
        {"about/teaching.md": "---\ntitle: Courses\npermalink: /teaching/\nredirect_from: /cv/\n---\n"}
    )
    built = site.build()
    assert article(built).select_one("p > a").get_text() == "Courses"
    assert is_fresh(site, built, "html")
    # And then to none, of which every build warns.
    site.write({"about/teaching.md": "# Teaching\n"})
    for _ in range(2):
        built = site.build(expect=["'/teaching/' leads nowhere", "'/cv/' leads nowhere"])
    fresh = site.build(out="fresh", expect=["'/teaching/' leads nowhere", "'/cv/' leads nowhere"])
    assert built.text("index.html") == fresh.text("index.html")


def test_processes(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sphinx_incremental.processes.core_count", lambda: 2)
    many: dict[str, str | bytes] = {
        f"notes/{number}.md": f"---\norphan: true\n---\n\n# N\n\n[](/cv/) [x](/none/{number}/) ![](/images/a.png)\n"
        for number in range(12)
    }
    site.write(PAGES | many | {"public/images/a.png": "x"})
    expected = [f"notes/{number}.md:7: WARNING: link '/none/{number}/' leads nowhere" for number in range(12)]
    serial = site.build(jobs=1, expect=expected).files()
    parallel = site.build(jobs=2, out="parallel", expect=expected).files()
    assert serial == parallel
    assert not any(name.startswith("_images") for name in serial)


@pytest.mark.parametrize(
    ("builder", "file", "page", "pdf"),
    [
        (
            "latex",
            "site.tex",
            r"\hyperref[\detokenize{about/cv:talks}]",
            r"\sphinxhref{https://x.org/sub/files/a.pdf}",
        ),
        ("epub", "index.xhtml", 'href="about/cv.xhtml#talks"', 'href="https://x.org/sub/files/a.pdf"'),
        ("singlehtml", "index.html", 'href="#talks"', 'href="https://x.org/sub/files/a.pdf"'),
        ("text", "index.txt", "*cv*", "*pdf*"),
    ],
)
def test_other_builders(site: Site, builder: str, file: str, page: str, pdf: str) -> None:
    text = "[cv](/cv/#talks) [pdf](/files/a.pdf) [n](/nowhere/) ![x](/images/a.png) <a href='/files/a.pdf'>y</a>\n"
    site.conf(BASE + 'version = "1"\n')
    site.write(PAGES | FILES | {"index.md": HOME + text + TOCTREE, "public/images/a.png": b"x"})
    built = site.build(builder)
    assert page in built.text(file) and pdf in built.text(file)
    assert 'href="/' not in built.text(file)
    if builder != "text":
        assert [name for name in built.files() if name.endswith("a.png")]
    # Without its URL, a file is text.
    site.conf('version = "1"\n')
    assert not re.search(r"(href=.|href\{)[^\"}]*a\.pdf", site.build(builder, out="without").text(file))
    site.write({"index.md": HOME + text.replace("[n](/nowhere/)", "") + TOCTREE})
    assert site.build("html").soup("index.html").select_one("img[src='images/a.png']")


def test_author_links(site: Site) -> None:
    links = [("CV", "/cv/"), ("PDF", "/files/a.pdf"), ("Away", "/cvv/"), ("Static", "/_static/b.pdf")]
    record = "".join(f'    {{"label": {label!r}, "url": {url!r}}},\n' for label, url in links)
    site.conf(f'author_profile = {{"name": "Ada Lovelace", "links": [\n{record}]}}\n')
    site.write(PAGES | FILES)
    expected = ["link '/cvv/' leads nowhere", "link '/_static/b.pdf' leads nowhere: there is no file"]
    for builder, wanted in (
        ("html", ["../about/cv.html", "../files/a.pdf"]),
        ("dirhtml", ["../../about/cv/", "../../files/a.pdf"]),
    ):
        built = site.build(
            builder, expect=[f"conf.py:{ADDED + 3}: WARNING: link '/cvv/' leads nowhere"], allow=expected
        )
        page = built.soup("about/teaching.html" if builder == "html" else "about/teaching/index.html")
        card = {a.get_text().strip(): a["href"] for a in page.select("aside a")}
        assert [card["CV"], card["PDF"]] == wanted
    # All pages follow when the page moves.
    site.write({"about/cv.md": "# Nothing\n", "about/teaching.md": "---\ntitle: T\npermalink: /cv/\n---\n"})
    built = site.build(allow=expected)
    assert built.text("index.html") == site.build(out="fresh", allow=expected).text("index.html")


def test_a_link_that_is_made_late(site: Site) -> None:
    """Other parts make references when pages are written, and leave the URL to this one."""
    site.conf(
        """
from docutils import nodes

def setup(app):
    def add(app, doctree, docname):
        for url in ("/cv/", "/files/a.pdf", "/gone/"):
            doctree += nodes.paragraph("", "", nodes.reference("", url, refuri=url))
    app.connect("doctree-resolved", add)
"""
    )
    site.write(PAGES | FILES)
    built = site.build(expect=["link '/gone/' leads nowhere"])
    links = [a["href"] for a in article(built, "about/teaching.html").select("p > a")]
    assert links == ["cv.html", "../files/a.pdf", "/gone/"]


def test_long_texts_take_no_time() -> None:
    parts = ["<a href=", "<a href='", "<!--", '<a href="/x/">', "<a b=' ", "<img srcset='a,", "<a b='c' "]
    run_soon(
        "from sphinx_homepage.core.html_links import replace_urls\n"
        f"for part in {parts!r}: replace_urls(part * 20_000, lambda url: url)"
    )


def test_thousands_of_broken_links(site: Site) -> None:
    """The first ones are compared with what there is; all of them are reported."""
    links = "\n".join(f"[a](/nowhere-{number}/page-of-long-ago/)" for number in range(2000))
    files = {f"public/files/{number}.txt": "" for number in range(500)}
    site.write({"index.md": HOME + f"[b](/files/123.txd)\n{links}\n", **files})
    start = time.process_time()
    warnings = site.build(expect=["leads nowhere"]).warnings
    assert time.process_time() - start < 10, "it would take 20 s"
    assert len(warnings) == 2001
    assert "did you mean '/files/123.txt'?" in warnings[0]


@pytest.mark.parametrize(
    ("text", "url", "is_marked"),
    [
        ("https://example.org/a", "https://example.org/a", True),
        ("example.org/a", "https://example.org/a/", True),
        ("Here", "https://example.org/a", False),
        ("a", "a", False),
    ],
)
def test_links_that_are_urls(text: str, url: str, is_marked: bool) -> None:
    """On paper, the URL of any other link stands behind it."""
    reference = nodes.reference("", text, refuri=url)
    mark_written_urls(nodes.inline("", "", reference))
    assert (reference["classes"] == ["hp-url"]) is is_marked
