"""URLs of old sites that are odd: each is answered, or named as dead."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from jekyll_site import CONFIG, left_out, made, write
from sphinx_homepage.importing.addresses.dead_addresses import retire
from sphinx_homepage.importing.jekyll.reader import read_site
from sphinx_homepage.importing.new_site import make_site
from sphinx_homepage.importing.report import Answer
from sphinx_homepage.ledger.ledger_file import LEDGER

if TYPE_CHECKING:
    from pathlib import Path


def test_names_that_are_no_text(tmp_path: Path) -> None:
    old = write(tmp_path / "old", {**CONFIG, "ünï.md": "---\n---\n"})
    for name in (b"caf\xe9.md", b"a\nb.md"):
        (old / os.fsdecode(name)).write_text("---\n---\n")
    (old / os.fsdecode(b"dir\xff")).mkdir()
    site = read_site(old)
    assert [page.source for page in site.pages] == ["index.md", "ünï.md"]
    assert {each.path: each.why for each in site.left_out} == {
        "caf\ufffd.md": "its name is not UTF-8",
        "dir\ufffd": "its name is not UTF-8",
        "a\ufffdb.md": "its name holds a control character",
    }


def test_addresses_that_turn_out_dead(tmp_path: Path) -> None:
    """Their lines of the ledger are retired, then removed; the report counts what is measured."""
    site = made(tmp_path, {"a.md": "---\npermalink: /a/\n---\n", "b.md": "---\npermalink: /b/\n---\n"})
    lines = site.texts[LEDGER].splitlines()
    number = next(i for i, line in enumerate(lines, 1) if line.startswith("/a/"))
    retire(site, {number: "/a/ would be a 404, for want of a/index.html (GitHub Pages); add it"})
    line = site.texts[LEDGER].splitlines()[number - 1]
    assert line.startswith("/a/") and " retired " in line
    [dead] = [each for each in site.report.addresses if each.answer is Answer.NOTHING]
    assert (dead.url, dead.why) == ("/a/", "would be a 404, for want of a/index.html (GitHub Pages)")
    retire(site, {number: "/a/ is retired, and answers again"})
    assert "/a/" not in site.texts[LEDGER]
    assert "/b/" in site.texts[LEDGER]


ODD_ADDRESSES = (
    "", "/", ":num", "/_x/y/", "/.x/y/", "/../y/", "/a\\b/", "/?p=1", "/#y", "/%zz/", "/con/", "https://example.org/y",
    "/a:b/", '/a"b/', "/_static/", "/_x", "/x./", "/y.md", f"/{'x' * 300}/", "/\x07/", "/%00/", "/%2f/", "//x/y/",
)  # fmt: skip


def test_odd_addresses(tmp_path: Path) -> None:
    """None stops an import, whoever asks for it; what cannot be served is in the report."""
    asked = json.dumps(ODD_ADDRESSES)
    pages = {
        f"{directory}{number}.md": f"---\npermalink: {json.dumps(address)}\nredirect_from: {asked}\ntags: {asked}\n---\n"
        for number, address in enumerate(ODD_ADDRESSES)
        for directory in ("", "_posts/2020-01-01-")
    }
    site = made(
        tmp_path,
        {
            **pages,
            "_config.yml": "title: A\npaginate: 1\npaginate_path: /_static/page:num/\n"
            "jekyll-archives: {enabled: all, permalinks: {year: '/a:b/', tag: '/_:name/'}}\n",
            "_data/navigation.yml": f"main: {json.dumps([{'title': 'A', 'url': each} for each in ODD_ADDRESSES])}\n",
            "index.html": f"---\nredirect_from: {asked}\n---\nA\n",
        },
    )
    answers = {each.url: each for each in site.report.addresses}
    assert "reserved" in answers["/_static/page2/"].why
    for address in ('/a"b/', "/con/", "/a\\b/"):
        assert answers[address].answer is Answer.NOTHING
    assert all(each.why for each in answers.values() if each.answer is Answer.NOTHING)
    assert len(answers) == len(site.report.addresses)
    # A post is the home page.
    assert answers["/"].where == "index.md"


def test_names_that_are_not_composed(tmp_path: Path) -> None:
    """A host serves a file by its own name only, and the ledger does not ask for another."""
    site = made(tmp_path, {"files/e\u0301.pdf": "x", "files/\u00e9.txt": "x", "index.md": "---\n---\n"})
    answers = {each.url: each.answer for each in site.report.addresses}
    assert answers["/files/e\u0301.pdf"] is answers["/files/\u00e9.txt"] is Answer.FILE
    assert "\u00e9.txt" in site.texts["published-urls.txt"]
    assert ".pdf" not in site.texts["published-urls.txt"].partition("\n\n")[2]


def test_what_jekyll_did_not_publish(tmp_path: Path) -> None:
    """Of two pages at one address, one was seen; of two documents, lists have shown both."""
    files = {
        "_config.yml": "collections: {talks: {output: true}}\n",
        "a.md": "---\npermalink: /notes/\nredirect_from: /a/\n---\nA\n",
        "b.md": "---\npermalink: /notes/\nredirect_from: /b/\n---\nB\n",
        "_talks/c.md": "---\npermalink: /talk/\ndate: 1844-01-01\n---\nC\n",
        "_talks/d.md": "---\npermalink: /talk/\ndate: 1843-01-01\n---\nD\n",
        "_pages/search.md": "---\npermalink: /search/\nlayout: search\ntitle: Search\n---\n",
        "search.html": "---\n---\nMy own search of the sky\n",
        "_posts/1845-01-01-p.md": "---\npermalink: /talk/\n---\nP\n",
        "x.md": "---\npermalink: /x.pdf\n---\nX\n",
        "x.pdf": "",
        "y.md": "---\npermalink: /y/\n---\nY\n",
        "y/index.html": "<p>Y</p>",
        "z.md": "---\npermalink: /\n---\nZ\n",
        "index.html": "<p>Home</p>",
        "_pages/cv.md.off": "---\npermalink: /cv/\nredirect_from: [/vita/, /notes/]\n---\nE\n",
    }
    site = made(tmp_path, {**files, "_config.yml": files["_config.yml"] + "include: [_pages]\n"})
    pages = {path for path in site.texts if path.endswith(".md")}
    assert pages == {
        "index.md",
        "notes.md",
        "posts/1845-01-01-p.md",
        "talks/c.md",
        "talks/d.md",
        "search-2.md",
    }
    assert {"public/x.pdf", "public/y/index.html"} <= site.copies.keys()
    assert "Home" in site.texts["index.md"]
    assert site.texts["notes.md"].endswith("redirect_from:\n  - /b/\n  - /a/\norphan: true\n---\nB\n")
    assert "permalink: /talk/" in site.texts["talks/c.md"]
    assert left_out(site) == {
        "a.md": "its URL /notes/ is that of b.md as well, and Jekyll published that",
        "x.md": "its URL /x.pdf is that of x.pdf as well, and Jekyll published that",
        "y.md": "its URL /y/ is that of y/index.html as well, and Jekyll published that",
        "z.md": "its URL / is that of index.html as well, and Jekyll published that",
        "index.md": "its URL / is that of index.html as well, and Jekyll published that",
        "_pages/search.md": "the new site makes its own",
        "_pages/cv.md.off": "Jekyll wrote it as a file that browsers do not show as a page",
    }
    dead = {address.url: address.why for address in site.report.addresses if address.answer is Answer.NOTHING}
    assert dead == {"/vita/": "it led to /cv/, which browsers do not show as a page"}
    assert "/vita/ retired" in " ".join(site.texts[LEDGER].split())
    assert "/search/" in {address.url for address in site.report.addresses}


def test_names_are_those_of_the_whole_site(tmp_path: Path) -> None:
    text = '---\ntitle: T\n---\n## Works <a id="papers"></a>\n'
    site = made(tmp_path, {"a.md": text, "b.md": text})
    assert [page.count("(papers)=") + 2 * page.count('<a id="papers">') for page in
            (site.texts["a.md"], site.texts["b.md"])] in ([1, 2], [2, 1])  # fmt: skip


def test_addresses_that_differ_in_case(tmp_path: Path) -> None:
    """They are two for hosts, and for Jekyll; on some systems two files cannot have these names."""
    site = made(
        tmp_path,
        {
            "a.md": "---\npermalink: /Resume/\nredirect_from: /vita/\n---\nA\n",
            "b.md": "---\npermalink: /resume/\nredirect_from: /Vita/\n---\nB\n",
        },
    )
    assert left_out(site) == {}
    assert site.texts["a.md"].startswith("---\npermalink: /Resume/\nredirect_from: /vita/\n")
    assert site.texts["resume.md"].startswith("---\npermalink: /resume/\nredirect_from: /Vita/\n")
    answers = {each.url: each.where for each in site.report.addresses}
    assert answers["/Resume/"] == "a.md"
    assert answers["/vita/"] == "/Resume/"


def test_addresses_below_an_underscore(tmp_path: Path) -> None:
    """Jekyll serves ``_pages/x.md`` there, where it has no permalink."""
    site = made(
        tmp_path,
        {"_config.yml": "include: [_pages]\npermalink: pretty\n", "_pages/x.md": "---\ntitle: X\n---\n"},
    )
    assert "permalink: /_pages/x/\n" in site.texts["x.md"]
    assert {each.url: each.answer for each in site.report.addresses}["/_pages/x/"] is Answer.PAGE


def test_a_site_without_a_home_page(tmp_path: Path) -> None:
    old = write(tmp_path / "old", {"_config.yml": "title: A\n", "e\u0301.md": "---\ntitle: E\n---\nText\n"})
    site = make_site(read_site(old), "new")
    assert {"index.md", "\xe9.md"} <= site.texts.keys()


def test_addresses_with_signs(tmp_path: Path) -> None:
    """What means something else in an address is encoded; a colon is in URLs that somebody gave as addresses."""
    files = {
        "p#q.md": "---\ntitle: P\n---\n",
        "p%20q.md": "---\ntitle: P\n---\n",
        "url.md": "---\npermalink: https://example.org/x/\n---\n",
        "files/a: b.pdf": "x",
        'files/"why?".pdf': "x",
    }
    site = made(tmp_path, files)
    assert 'permalink: "/p%23q.html"\n' in site.texts["p-q.md"]
    assert 'permalink: "/p%2520q.html"\n' in site.texts["p-20q.md"]
    assert 'permalink: "/https:/example.org/x/"\n' in site.texts["url.md"]
    assert {"public/files/a: b.pdf", 'public/files/"why?".pdf'} <= site.copies.keys()
    assert not [each for each in site.report.addresses if each.answer is Answer.NOTHING]


def test_a_file_where_a_page_is(tmp_path: Path) -> None:
    """Sphinx could not build such a site."""
    files = {
        "a.md": "---\npermalink: /x.pdf/\n---\nA\n",
        "x.pdf": "x",
        "b.md": "---\npermalink: /y.json/\n---\nB\n",
        "y.json": "---\n---\n{}",
    }
    site = made(tmp_path, files)
    assert left_out(site) == dict.fromkeys(("x.pdf", "y.json"), "pages are in a directory of its name")
    assert not [path for path in (*site.texts, *site.copies) if path.startswith("public/")]


def test_addresses_that_no_docname_serves(tmp_path: Path) -> None:
    """A suffix is a part of an address; an index is at the address of its directory."""
    files = {
        "_config.yml": "title: A\ncollections: {talks: {output: true, permalink: '/:collection/:path/'}}\n",
        "_talks/index.md": "---\ntitle: T\n---\n",
        "_talks/a.md": "---\ntitle: T\npermalink: /doi/10.1000/182.3\n---\n",
    }
    site = made(tmp_path, files)
    assert "permalink: /talks/index/\n" in site.texts["talks/index-2.md"]
    assert [line.split()[0] for line in site.texts[LEDGER].splitlines() if line.startswith("/")] == [
        "/",
        "/doi/10.1000/182.3",
        "/talks/index/",
    ]
