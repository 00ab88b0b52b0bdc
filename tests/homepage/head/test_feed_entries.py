"""What the entries of the feed have of their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from helpers import BUILDERS, LONG
from sphinx_homepage.head.feed_text import feed_text

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Built, Site

BASE = 'html_baseurl = "https://ada.example.org/me/"\n'
ATOM = "{http://www.w3.org/2005/Atom}"
HERE = "https://ada.example.org/a/b.html"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ('<section id="a"><h1>A</h1><p>B</p></section>', '<section id="a"><p>B</p></section>'),
        ('<h1>A<a class="headerlink" href="#a">¶</a></h1><h1>B</h1>', "<h1>B</h1>"),
        ('<h2>A<a class="headerlink" href="#a">¶</a></h2>', "<h2>A</h2>"),
        ('<a href="../c.html#d">c</a>', '<a href="https://ada.example.org/c.html#d">c</a>'),
        ('<a href="#d">c</a>', f'<a href="{HERE}#d">c</a>'),
        ('<a href="?a=1&amp;b=2">c</a>', f'<a href="{HERE}?a=1&amp;b=2">c</a>'),
        ('<a href="mailto:a@b.org">c</a>', '<a href="mailto:a@b.org">c</a>'),
        ('<a href=" javascript:x()">c</a>', "<a >c</a>"),
        ('<a href="http://[x/">c</a>', "<a >c</a>"),
        (
            '<img src="../x.png" srcset="x.png 1x, /y.png 2x">',
            '<img src="https://ada.example.org/x.png" srcset="https://ada.example.org/a/x.png 1x, https://ada.example.org/y.png 2x">',
        ),
        ("a<script>if (a < b) {}</script>b<style>p {}</style>c", "abc"),
        ("a<script src=x></script>b", "ab"),
        ("<p>a<!-- b --><button>c</button><input>d</p>", "<p>acd</p>"),
        ("<p>a<button>c</p>", "<p>ac</p>"),
        ('<base href="x"><p style="background:url(x)">a</p><iframe srcdoc="x">b</iframe>', "<p>a</p><iframe>b</iframe>"),
        ('<p style="color:red">a</p><a href="vbscript:x">b</a>', '<p style="color:red">a</p><a >b</a>'),
        ('a<script src="x"/>b</script>c', "ac"),
        ('<p onclick="x()" title="a &amp; b" hidden>a</p>', '<p title="a &amp; b" hidden="">a</p>'),
        ('<div class="hp-related no-search"><div>a</div><p>b</div></div>c', "</div>c"),
        ('<div class="hp-related"><div>a</div><p>b</p></div>c', "c"),
        ("<p>&lt;b&gt; &amp; &copy; &#x20; 1 & 2 &copy</p>", "<p>&lt;b&gt; &amp; &copy; &#x20; 1 & 2 &copy;</p>"),
        ('<math><mi mathvariant="normal">x</mi><mspace width="1em"/></math>',) * 2,
        ('<svg viewBox="0 0 1 1"><path d="M0 0" /></svg>',) * 2,
        ('<template><p>a</p></template><video controls><source src="b.mp4"></video>',
         '<video controls><source src="https://ada.example.org/a/b.mp4"></video>'),
        # Broken HTML is read as far as it goes.
        ("<p>a</p><!-- b", "<p>a</p>"),
        ("", ""),
    ],
)  # fmt: skip
def test_text(body: str, text: str) -> None:
    assert feed_text(body, HERE) == text


PAGES = {
    "index.md": "---\ntitle: Home\n---\n\n```{toctree}\n:glob:\n**\n```\n",
    "cv.md": "---\ntitle: CV\npermalink: /cv/\n---\n\nText.\n",
    "posts/2020-01-02-a.md": "---\ntitle: A\ntags: [ML, looms, ml]\ncategory: Essays\npermalink: /2020/a/\nlicense: CC0\n---\n\n"
    "First $x$ [CV](/cv/).\n\n## Part\n\n<script>x()</script>\n",
    "posts/2020-01-03-b.md": "---\ntitle: B\nexcerpt: About B\ntags: [ML]\n---\n\nText.\n",
    "talks/t.md": "---\ntitle: T\ndate: 2021-01-01\ntype: Tutorial\nvenue: Here\n---\n\nText.\n",
}


def entries(built: Built) -> dict[str, ElementTree.Element]:
    found = ElementTree.fromstring(built.text("feed.xml")).iter(f"{ATOM}entry")
    return {entry.findtext(f"{ATOM}title", ""): entry for entry in found}


def content(entry: ElementTree.Element) -> BeautifulSoup:
    return BeautifulSoup(entry.findtext(f"{ATOM}content", ""), "html5lib")


@BUILDERS
def test_entries(site: Site, builder: str) -> None:
    record = '{"orcid": "0000-0002-1825-0097", "license": "https://creativecommons.org/licenses/by-sa/4.0/"}'
    site.conf(f"{BASE}author_profile |= {record}\n")
    site.write(PAGES)
    built = site.build(builder)
    found = entries(built)
    text = content(found["A"])
    assert not text.select("h1, script, .headerlink, .hp-related, .hp-compact")
    assert text.select_one("math mi").get_text() == "x"  # type: ignore[union-attr]
    ending = ".html" if builder == "html" else "/"
    links = [link["href"] for link in text.select("a")]
    assert links == [f"https://ada.example.org/me/cv{ending}"]
    assert [node.get("term") for node in found["A"].iter(f"{ATOM}category")] == ["Essays", "ML", "looms"]
    assert [node.get("term") for node in found["T"].iter(f"{ATOM}category")] == ["Tutorial"]
    assert "Tutorial at Here" in content(found["T"]).get_text()
    assert found["A"].findtext(f"{ATOM}summary", "").startswith("First x")
    assert found["B"].findtext(f"{ATOM}summary") == "About B"
    for name, rights, url in (
        ("A", "CC0 1.0", "publicdomain/zero/1.0/"),
        ("B", "CC BY-SA 4.0", "licenses/by-sa/4.0/"),
    ):
        assert found[name].findtext(f"{ATOM}rights") == rights
        link = found[name].find(f"{ATOM}link[@rel='license']")
        assert link is not None and link.get("href") == f"https://creativecommons.org/{url}"
    uri = ElementTree.fromstring(built.text("feed.xml")).findtext(f"{ATOM}author/{ATOM}uri")
    assert uri == "https://orcid.org/0000-0002-1825-0097"
    # Pages have no trace of it.
    assert (
        "feed"
        not in built.soup(
            f"posts/2020-01-02-a{'.html' if builder == 'html' else '/index.html'}"
        ).article.decode()
    )


def ids(built: Built) -> dict[str, str]:
    return {title: entry.findtext(f"{ATOM}id", "") for title, entry in entries(built).items()}


def test_ids_stay(site: Site) -> None:
    """Whatever is edited, the id is that of the permanent address."""
    site.conf(BASE)
    site.write(PAGES)
    before = ids(site.build())
    assert before["A"] == ids(site.build("dirhtml"))["A"] == "https://ada.example.org/me/2020/a/"
    text = PAGES["posts/2020-01-02-a.md"].replace("First", "Second").replace("tags", "date: 2020-05-05\ntags")
    (site.source / "posts/2020-01-02-a.md").unlink()
    site.write(
        {
            "posts/moved.md": text.replace(
                "license", "last_modified_at: 2022-02-02\nredirect_from: /x/\nlicense"
            )
        }
    )
    assert ids(site.build()) == before


@pytest.mark.parametrize(
    ("value", "titles"),
    [
        ("True", {"A", "B", "T"}),
        ('["posts/*"]', {"A", "B"}),
        ('["talks/t", "posts/*-b"]', {"B", "T"}),
        ('("talks/*",)', {"T"}),
        ('"posts/*"', {"A", "B"}),
        ('["**"]', {"A", "B", "T"}),
        ("[5]", None),
        ("None", None),
        ("[]", None),
        ("False", None),
    ],
)
def test_chosen_pages(site: Site, value: str, titles: set[str] | None) -> None:
    site.conf(f"{BASE}homepage_feed = {value}\n")
    site.write(PAGES)
    built = site.build(allow=["no page is '5'", "homepage_feed' has type `NoneType'"])
    assert ("feed.xml" in built.files()) is (titles is not None)
    if titles is not None:
        assert entries(built).keys() == titles
        assert all(content(entry).select("p") for entry in entries(built).values())


def test_a_pattern_that_no_page_has(site: Site) -> None:
    site.conf(f'{BASE}homepage_feed = ["post/*", "talks/*"]\n')
    site.write(PAGES)
    for _ in range(2):
        built = site.build(
            expect=[
                "conf.py:6: WARNING: homepage_feed: no page is 'post/*'; did you mean 'posts/*'? [homepage.config]"
            ]
        )
        assert entries(built).keys() == {"T"}


def texts(site: Site) -> list[Path]:
    return sorted(site.state("feed").iterdir())


@LONG
def test_the_newest(site: Site) -> None:
    """50 entries; a page that gets into the feed has its text, also if that was written long ago."""
    site.conf(BASE)
    months = [(year, month) for year in range(2000, 2005) for month in range(1, 13)][:52]
    site.write({f"p/{y}-{m:02}-01-x.md": f"# P{y}-{m}\n\nText {y}.\n" for y, m in months})
    site.write({"index.md": PAGES["index.md"]})
    built = site.build()
    found = entries(built)
    assert len(found) == 50 and "P2000-3" in found and "P2000-2" not in found
    assert len(texts(site)) == 50
    old = (built.folder / "p/2000-01-01-x.html").stat().st_mtime_ns
    for name in ("2004-01-01-x", "2004-02-01-x"):
        (site.source / f"p/{name}.md").unlink()
        built = site.build()
    found = entries(built)
    assert "Text 2000." in found["P2000-1"].findtext(f"{ATOM}content", "")
    assert (built.folder / "p/2000-01-01-x.html").stat().st_mtime_ns != old
    assert len(found) == len(texts(site)) == 50
    # A text that is lost or damaged comes back.
    texts(site)[0].unlink()
    assert site.build().text("feed.xml") == built.text("feed.xml")
    texts(site)[0].write_bytes(b"[")
    assert "<title>P2000-1</title>" in site.build().text("feed.xml")


@LONG
@BUILDERS
def test_edits(site: Site, builder: str) -> None:
    site.conf(BASE)
    site.write(PAGES)
    edits: list[dict[str, str]] = [
        {"posts/2020-01-02-a.md": PAGES["posts/2020-01-02-a.md"].replace("First", "1st")},
        {"cv.md": PAGES["cv.md"].replace("/cv/", "/life/").replace("title: CV", "title: Life")},
        {"tags.md": "# Tags\n\n```{listing}\n:group: tag\n\nposts/*\n```\n"},
        {"conf.py": ""},
        {"posts/2020-01-04-c.md": "---\ntitle: C\ntags: ML\n---\n\n[](/cv.md) ![](/x.png)\n", "x.png": ""},
        {"index.md": PAGES["index.md"].replace("title", "date: 2020\ntitle")},
        {"talks/t.md": PAGES["talks/t.md"].replace("date: 2021-01-01\n", "")},
    ]
    site.build(builder)
    # The home page is named before it has a date.
    allow = ["/cv/", "'index' has no date"]
    for number, files in enumerate(edits):
        site.write({name: text for name, text in files.items() if text or name != "conf.py"})
        if "conf.py" in files:
            site.conf(f'{BASE}author_profile["license"] = "CC BY"\nhomepage_feed = ["posts/*", "index"]\n')
        built = site.build(builder, jobs=1 + number % 2, allow=allow)
        fresh = site.build(builder, out="fresh", fresh=True, jobs=2 - number % 2, allow=allow)
        assert built.text("feed.xml") == fresh.text("feed.xml"), files
