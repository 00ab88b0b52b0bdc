"""Two built sites, compared page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinx_homepage.importing.report import Report
from sphinx_homepage.importing.report_text import to_markdown
from sphinx_homepage.importing.trial import comparison
from sphinx_homepage.importing.trial.built_pages import read_page, words
from sphinx_homepage.importing.trial.comparison import Comparison, PageComparison, Share, compare

if TYPE_CHECKING:
    from pathlib import Path

OLD = """<html><head><title>Talks - Ada</title><meta name="description" content="All my talks"></head><body>
<div class="sidebar"><ul class="author__urls"><li><a href="https://github.com/ada">GitHub</a></li>
<li><a href="mailto:">Email</a></li><li><a href="ada.example/none">Site</a></li></ul></div>
<div id="main"><h1 id="talks">Talks</h1><h2 id="über">Über</h2>
<p>One two three four five six seven eight nine ten $x_1$.</p>
<p><a href="/files/a.pdf">A file</a> <a href="https://Example.org/b/?i={1}">B</a> <a href="/gone">C</a> <a href="#talks">D</a></p>
<img src="/images/a.png"></div></body></html>"""
NEW = """<html><head><title>Talks – Ada</title><meta property="og:description" content="All my talks"></head><body>
<aside><a href="https://www.github.com/ada/">GitHub</a></aside>
<article role="main"><section id="talks"><span id="über"></span><h1>Talks<a class="headerlink" href="#talks">¶</a></h1>
<h2>Über</h2><p>One two three four five six seven eight nine ten <span class="math"><math><mi>x</mi></math></span>.</p>
<p><a href="../files/a.pdf">A file</a> <a href="http://example.org/b?i=%7B1%7D">B</a> C D</p>
<img src="../_images/a1.png"></section></article></body></html>"""


def write(root: Path, **pages: str) -> Path:
    for name, text in pages.items():
        file = root / name.replace("__", "/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


def one(old: str, new: str, tmp_path: Path) -> PageComparison:
    before = write(tmp_path / "old", **{"talks__index.html": old, "files__a.pdf": "", "images__a.png": ""})
    after = write(tmp_path / "new", **{"talks__index.html": new, "files__a.pdf": ""})
    (page,) = compare(before, after).pages
    return page


def test_everything_is_kept(tmp_path: Path) -> None:
    page = one(OLD, NEW, tmp_path)
    assert page.address == "/talks/" and page.lands == "talks/index.html" and page.arrives
    names = ("words", "links", "images", "formulas", "headings", "title", "description", "sidebar")
    assert {name: page.share(name).part for name in names} == dict.fromkeys(names, 1.0)
    assert page.anchors == Share(2, 2)
    assert page.links.of == 2 and page.sidebar.of == 1


@pytest.mark.parametrize(
    ("old", "new", "name", "lost"),
    [
        ("nine ten", "nine", "words", "ten"),
        ('<a href="http://example.org/b?i=%7B1%7D">B</a>', "B", "links", "https://Example.org/b/?i={1}"),
        ("a1.png", "b.png", "images", "a.png"),
        ("<h2>Über</h2>", "<p>Über</p>", "headings", "über"),
        ("<title>Talks – Ada", "<title>Ada", "title", "Talks - Ada"),
        ("All my talks", "Mine", "description", "All my talks"),
        ("https://www.github.com/ada/", "https://github.com/bob", "sidebar", "https://github.com/ada"),
    ],
)
def test_what_is_lost(old: str, new: str, name: str, lost: str, tmp_path: Path) -> None:
    page = one(OLD, NEW.replace(old, new), tmp_path)
    assert page.share(name).lost == (lost,)
    assert not page.share(name).is_whole


def test_addresses(tmp_path: Path) -> None:
    text = "<body><article>" + "word " * 100 + "other</article></body>"
    moved = '<meta http-equiv="refresh" content="0; url=/new/">'
    old = write(
        tmp_path / "old",
        **{
            "a.html": text,
            "b.html": text,
            "c.html": text,
            "d.html": moved,
            "e.html": text,
            "index.html": text,
        },
    )
    new = write(
        tmp_path / "new",
        **{
            "a.html": text,
            "b.html": moved,
            "new__index.html": text.replace("other", ""),
            "e__index.html": text.replace("word", "else", 8),
            "index.html": "<script>location.replace('https://example.com/')</script>",
        },
    )
    # The addresses of pages may not name the files.
    found = compare(old, new, lists=["/e"], left_out=["/c"])
    pages = {page.address: page for page in found.pages}
    assert set(pages) == {"/a.html", "/b.html", "/e.html", "/"}
    assert pages["/b.html"].lands == "new/index.html" and pages["/b.html"].arrives
    assert pages["/e.html"].lands == ""  # GitHub Pages serves no directory for x.html
    assert pages["/"].lands == "" and not pages["/"].arrives
    assert found.total("words") == Share(101 + 100, 404)


def test_pages_that_list_others_need_less(tmp_path: Path) -> None:
    old = write(tmp_path / "old", **{"a.html": "<main>" + " ".join(map(str, range(100))) + "</main>"})
    new = write(tmp_path / "new", **{"a.html": "<main>" + " ".join(map(str, range(92))) + "</main>"})
    assert not compare(old, new).pages[0].arrives
    assert compare(old, new, lists=["/a"]).pages[0].arrives


def test_labels_of_the_old_theme(tmp_path: Path) -> None:
    """They are no words of a page, and are not told to be lost if nothing else is."""
    new = write(tmp_path / "new", **{"a.html": "<main>A loom. Paper</main>"})
    for text, kept in (
        ("A loom. Download Paper", Share(4, 4)),
        ("My loom. Download Paper", Share(2, 4, ("my", "download"))),
    ):
        old = write(tmp_path / "old", **{"a.html": f"<main>{text}</main>"})
        assert compare(old, new).pages[0].words == kept


def test_further_pages_of_a_list(tmp_path: Path) -> None:
    old = {name: f"<title>{name}</title><main>Posts</main>" for name in ("posts.html", "page2.html")}
    new = {
        "posts.html": old["posts.html"],
        "page2.html": '<meta http-equiv="refresh" content="0; url=posts">',
    }
    before, after = write(tmp_path / "old", **old), write(tmp_path / "new", **new)
    assert compare(before, after, lists=["/posts", "/page2"]).total("title") == Share(1, 1)
    assert compare(before, after, lists=["/posts"]).total("title") == Share(1, 2)


def test_titles_of_what_is_listed_are_links(tmp_path: Path) -> None:
    old = write(
        tmp_path / "old",
        **{
            "a.html": '<main><h2><a href="b.html">B</a></h2> <a href="c.html">C</a></main>',
            "b.html": "",
            "c.html": "",
        },
    )
    new = write(tmp_path / "new", **{"a.html": '<main><p><a href="b.html">B</a></p></main>', "b.html": ""})
    assert compare(old, new).pages[0].headings == Share(0, 1, ("b",))
    page = compare(old, new, lists=["/a.html"], left_out=["/c.html"]).pages[0]
    assert page.headings == page.links == Share(1, 1)


def test_nobody_misses_entries_of_what_is_left_out(tmp_path: Path) -> None:
    item = '<article><h2><a href="{0}.html">{0}</a></h2>Words of {0}. <a href="{1}">more</a></article>'
    entries = (
        item.format("b", "b.html") + item.format("c", "https://example.org/") + item.format("d", "b.html")
    )
    entries += '<ul><li><a href="/feed.xml">the feed</a></li></ul>'
    text = f"<main><article><h1 id='page-title'>All</h1>{entries}</article></main>"
    old = write(tmp_path / "old", **dict.fromkeys(("a.html", "own.html"), text), **{"feed.xml": ""})
    write(old, **dict.fromkeys(("b.html", "c.html", "d.html"), "<main>x</main>"))
    new = write(tmp_path / "new", **dict.fromkeys(("a.html", "b.html", "own.html"), "<main></main>"))
    found = compare(old, new, lists=["/a"], left_out=["/c", "/d", "/feed.xml"])
    pages = {page.address: page for page in found.pages}
    page, own = pages["/a.html"], pages["/own.html"]
    # The entry of d has a link to a page that stays.
    assert page.headings.lost == ("all", "b", "d") and page.words.of == 1 + 5 + 5
    assert page.links.lost == ("b.html",) and page.anchors == Share(0, 0)
    # In a text that its owner wrote, all words would have to stay.
    assert own.headings.of == 4 and own.words.of == 1 + 5 + 5 + 5 + 2


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        (
            "About the looms of Lyon and of Jacquard. SELECT 1 2 3",
            "About the looms of Lyon and of Jacquard.",
            1,
        ),
        ("About the looms of Lyon and of Jacquard", "About the looms of Lyon and of Jacquard, 1801", 1),
        ("About looms", "About looms and cards", 0),
        ("About looms", "About looms", 1),
    ],
)
def test_descriptions_that_are_cut(old: str, new: str, kept: int, tmp_path: Path) -> None:
    page = one(OLD.replace("All my talks", old), NEW.replace("All my talks", new), tmp_path)
    assert page.description.kept == kept


def test_hosts_and_base(tmp_path: Path) -> None:
    link = '<main>word <a href="{}">a</a></main>'
    old = write(
        tmp_path / "old",
        **{"a.html": link.format("https://ada.example/blog/b.html"), "b.html": "<main>b</main>"},
    )
    new = write(tmp_path / "new", **{"a.html": link.format("b.html"), "b.html": "<main>b</main>"})
    page = compare(old, new, hosts=["ada.example"], base="/blog").pages[0]
    assert page.links == Share(1, 1)
    assert compare(old, new).pages[0].links == Share(0, 1, ("https://ada.example/blog/b.html",))


def test_loops_and_ways_out(tmp_path: Path) -> None:
    loop = '<meta http-equiv="refresh" content="0; url=/{}">'
    old = write(tmp_path / "old", **{"a.html": "<main>a</main>", "..b.html": "<main>b</main>"})
    new = write(tmp_path / "new", **{"a.html": loop.format("c.html"), "c.html": loop.format("a.html")})
    assert [page.lands for page in compare(old, new).pages] == ["", ""]


def test_words() -> None:
    assert words("Naïve $x^2$ CAFÉ, don't 日本 :smile: \\(y\\)") == ["naïve", "café", "don", "t", "日", "本"]
    facts = read_page(b"<body><main>sp<b>lit</b> word<nav>no</nav><p>3 minute read</p></main></body>")
    assert facts.words == ["split", "word"]


def test_nothing() -> None:
    assert Comparison().total("words") == Share(0, 0)
    assert Share(0, 0).part == 1.0 and Share(0, 0).is_whole


def test_what_the_layout_has_on_all_pages_is_not_compared(tmp_path: Path) -> None:
    banner = '<meta name="description" content="The site"><body><h1>The banner</h1><div><a href="/">Home</a> <a href="/own/">Own</a></div>'
    names = ("a", "b", "c", "d", "e")
    old = {f"{name}.html": f"{banner}<h2>{name}</h2><p>Text {name} is here</p>" for name in names}
    new = {f"{name}.html": f"<body><h2>{name}</h2><p>Text {name} is here</p>" for name in names}
    home = {"index.html": banner, "own__index.html": banner}
    before = write(tmp_path / "old", **old, **home)
    pages = {page.address: page for page in compare(before, write(tmp_path / "new", **new)).pages}
    page = pages["/a.html"]
    assert page.words == Share(5, 5) and page.links == Share(0, 0) and page.headings == Share(1, 1)
    assert page.description == Share(0, 0)
    new["a.html"] = "<body><h2>a</h2>"
    pages = {page.address: page for page in compare(before, write(tmp_path / "new", **new)).pages}
    assert pages["/a.html"].words.lost == ("a", "text", "is", "here")


def test_pages_that_no_browser_could_show(tmp_path: Path) -> None:
    """Neither deep elements, nor names that no system has, nor links out of the site end the comparison."""
    (tmp_path / "x.html").write_text('<meta http-equiv="refresh" content="0;url=/a.html">')
    old = write(
        tmp_path / "old",
        **{
            "a.html": "<div>" * 3000 + "deep" + "</div>" * 3000,
            "b.html": f'<a href="/{"x" * 300}">A</a> <a href="/out.html">B</a><img src="http://[">',
        },
    )
    (old / "out.html").symlink_to(tmp_path / "x.html")
    pages = compare(old, old).pages
    assert [(page.address, page.words.of) for page in pages] == [("/a.html", 1), ("/b.html", 2)]


def test_a_page_that_takes_too_long_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparison, "SECONDS", 0.05)
    old = write(tmp_path / "old", **{"a.html": "<svg " * 9000, "b.html": "<p>b</p>"})
    found = compare(old, old)
    assert found.unread == ("/a.html",) and [page.address for page in found.pages] == ["/b.html"]
    text = to_markdown(Report("old", "new", comparison=found))
    assert "Not compared, since they cannot be read: `/a.html`.\n\nAll pages" in text


def test_neighbours() -> None:
    """Spans are words of their own, but in code, where they are the colours."""
    page = b"<body><p><span>Looms</span><span>Engines</span> <code><span>x</span><span>y</span></code></p></body>"
    assert read_page(page).words == ["looms", "engines", "xy"]
