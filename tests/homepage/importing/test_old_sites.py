"""What Jekyll makes of the files of a site: addresses, defaults, and what is hidden."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from jekyll_site import made, write
from sphinx_homepage.importing.addresses.docnames import assign_docnames
from sphinx_homepage.importing.jekyll.config import Config
from sphinx_homepage.importing.jekyll.permalinks import (
    Parts,
    expand,
    output_file,
    pattern_of_pages,
    pattern_of_posts,
    slugify,
)
from sphinx_homepage.importing.jekyll.reader import read_site
from sphinx_homepage.importing.jekyll.text_files import decode
from sphinx_homepage.importing.jekyll.yaml import JekyllYamlError, load, load_roughly
from sphinx_homepage.importing.new_site import make_site

if TYPE_CHECKING:
    from pathlib import Path

POST = Parts(
    "2019-03-04-Über uns",
    date=datetime.datetime(2019, 3, 4, 5, 6, 7),
    categories=("ai", "new things"),
    collection="posts",
    basename="Über uns",
)


@pytest.mark.parametrize(
    ("pattern", "address"),
    [
        ("date", "/ai/new things/2019/03/04/Über-uns.html"),
        ("pretty", "/ai/new things/2019/03/04/Über-uns/"),
        ("ordinal", "/ai/new things/2019/063/Über-uns.html"),
        ("weekdate", "/ai/new things/2019/W10/Mon/Über-uns.html"),
        ("none", "/ai/new things/Über-uns.html"),
        (None, "/ai/new things/2019/03/04/Über-uns.html"),
        ("/:categories/:title/", "/ai/new things/Über-uns/"),
        ("/:slugified_categories/:slug", "/ai/new-things/über-uns"),
        ("/:short_year/:i_month/:i_day/:hour:minute:second/:title", "/19/3/4/050607/Über-uns"),
        ("/:collection/:path:output_ext", "/posts/2019-03-04-Über uns.html"),
        ("/:long_month/:w_day/:unknown/", "/March/1/:unknown/"),
        ("/../../etc//./x/", "/etc/x/"),
        ("/dots.../a../b./", "/dots/a/b"),
        ("/a%20b/%E9/:year/", "/a%20b/%E9/2019/"),
        ("/a%20b/%C3%A9/:year/", "/a b/é/2019/"),
        ("/:name/", "/2019-03-04-über-uns/"),
    ],
)
def test_patterns(pattern: object, address: str) -> None:
    assert expand(pattern_of_posts(pattern), POST) == address


@pytest.mark.parametrize(
    ("setting", "address"),
    [
        (None, "/about/team.html"),
        ("date", "/about/team.html"),
        ("pretty", "/about/team/"),
        ("/:categories/:title/", "/about/team/"),
        ("/:title:output_ext", "/about/team.html"),
        ("/:title", "/about/team"),
    ],
)
def test_patterns_of_pages(setting: object, address: str) -> None:
    assert expand(pattern_of_pages(setting), Parts("about", basename="team")) == address


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "index.html"),
        ("/x/", "x/index.html"),
        ("/x", "x.html"),
        ("/x.html", "x.html"),
        ("/v1.2", "v1.2.html"),
        ("/x.htm", "x.htm"),
    ],
)
def test_files_of_addresses(address: str, file: str) -> None:
    assert output_file(address) == file


def test_files_that_are_no_pages() -> None:
    assert [output_file(address, ".txt") for address in ("/x", "/x/", "/x.csv")] == [
        "x.txt",
        "x/index.txt",
        "x.csv",
    ]


@pytest.mark.parametrize(
    ("mode", "slug"),
    [
        ("default", "a-b-c-é"),
        ("pretty", "a.b_c-é!"),
        ("ascii", "a-b-c"),
        ("latin", "a-b-c-e"),
        ("none", "a.b_c é!"),
    ],
)
def test_slugs(mode: str, slug: str) -> None:
    assert slugify("A.b_c é!", mode) == slug


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 1\nb: [x, y]", {"a": 1, "b": ["x", "y"]}),
        ("1: x", {"1": "x"}),
        # Python writes no number down that has so many digits.
        (f"n: 0x{'f' * 5000}", {"n": f"0x{'f' * 5000}"}),
        ("d: 2019-01-02", {"d": datetime.datetime(2019, 1, 2)}),
        ("x: &b {p: 1}\ny:\n  <<: *b\n  q: 2", {"x": {"p": 1}, "y": {"p": 1, "q": 2}}),
    ],
)
def test_yaml_of_ruby(text: str, value: object) -> None:
    assert load(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a:\n\tb: 1", {"a": {"b": 1}}),
        ("handle: @ada", {"handle": "@ada"}),
        ("a: \x01b", {"a": "b"}),
        ("a: 'it's'\nb: [c\n", {"a": "it's", "b": "[c"}),
    ],
)
def test_text_that_is_no_yaml(text: str, value: object) -> None:
    with pytest.raises(JekyllYamlError, match=r"line|control"):
        load(text)
    assert load_roughly(text) == value


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("é\r\n".encode(), "é\n"),
        ("\ufeffa".encode(), "a"),
        ("é".encode("latin-1"), "é"),
        ("é".encode("utf-16"), "é"),
        (b"\x89PNG\0\0", None),
    ],
)
def test_encodings(data: bytes, text: str | None) -> None:
    assert decode(data) == text


def test_defaults() -> None:
    """Of two scopes that cover a file, the more exact one wins; mappings are put together."""
    config = Config(
        {
            "defaults": [
                {"scope": {"path": "", "type": "posts"}, "values": {"layout": "single", "header": {"a": 1}}},
                {"scope": {"path": "_posts/news"}, "values": {"layout": "news", "header": {"b": 2}}},
                {"scope": {"path": "x"}, "values": {"layout": "other"}},
                "nonsense",
            ]
        }
    )
    found = config.matter_defaults("_posts/news/2020-01-01-x.md", "posts")
    assert found == {"layout": "news", "header": {"a": 1, "b": 2}}
    assert config.matter_defaults("about.md", "pages") == {}


CONFIG = """\
permalink: /:categories/:title/
include: [_pages]
exclude: [secret]
collections:
  talks: {output: true, permalink: "/:collection/:path/"}
  notes: {output: false}
defaults:
  - {scope: {path: _pages}, values: {author_profile: true}}
"""
PAGE = "---\ntitle: T\n---\nText\n"
FILES = {
    "_config.yml": CONFIG,
    "index.html": PAGE,
    "_pages/about.md": "---\npermalink: /about/\n---\n",
    "_pages/plain.md": PAGE,
    "_posts/2019-03-04-hello-world.md": "Text without front matter\n",
    "blog/_posts/2019-03-05-two.md": PAGE,
    "_posts/undated.md": PAGE,
    "_posts/2099-01-01-late.md": PAGE,
    "_drafts/idea.md": PAGE,
    "_talks/lisbon.md": "---\nredirect_from: /lisbon\n---\n",
    "_talks/slides.pdf": "x",
    "_notes/n.md": PAGE,
    "_data/people.yml": "- name: Ada\n",
    "_data/deep/more.json": '{"a": 1,}',
    "_data/bad.yml": "a: [",
    "secret/page.md": PAGE,
    "secretary.md": PAGE,
    # What a directory that is left out holds is no page, even below a name that is included.
    "_old/_pages/about.md": "---\npermalink: /about/\n---\n",
    "_old/_posts/2018-03-05-zero.md": PAGE,
    ".hidden.md": PAGE,
    "files/cv.pdf": "x",
    "_layouts/x.html": "x",
    "broken.md": "---\ntitle: a: b: c\npermalink: /b/\npublished: false\n---\n",
    "_posts/2019-03-06-broken.md": "---\ntitle: @a\ncategories: x\npermalink: /b/\n---\n",
    "open.md": "---\ntitle: A\n",
}


ODD_FILES = {
    "_config.yml": "permalink: /:year/:month/:day/:title/\ntimezone: America/Los_Angeles\ncollections_dir: all\n"
    "collections: {talks: {output: 'yes', permalink: '/:collection/:path/'}}\n",
    "all/_posts/2020-01-02-zone.md": "---\ndate: 2021-05-06 01:08:09 +0200\n---\n",
    "all/_posts/2020-01-02-utc.md": "---\ndate: 2021-05-06 01:08:09\n---\n",
    "all/_posts/2020-01-02-local.md": "---\ndate: '2021-05-06 01:08:09'\n---\n",
    "all/_posts/2020-01-02-day.md": "---\ndate: 2021-05-06\n---\n",
    "all/_posts/2020-01-02-words.md": "---\ndate: May 6, 2021\n---\n",
    "all/_posts/20-01-02-short.md": PAGE,
    "all/a/_posts/2020-01-02-नमस्ते.md": "---\npermalink: /:categories/:title/\ncategories: [c, B]\ncategory: d\n---\n",
    "all/_posts/2020-01-02-pretty.md": "---\npermalink: pretty\n---\n",
    "_posts/2020-01-02-elsewhere.md": PAGE,
    "all/_talks/no-suffix": PAGE,
    "all/_talks/x.txt": PAGE,
    "all/_talks/backup.md~": PAGE,
    "title.md": "---\npermalink: /:title/\n---\n",
    "dot..md": PAGE,
    "files/my%20paper.pdf": "x",
}


def test_what_jekyll_writes(tmp_path: Path) -> None:
    """As Jekyll 4.3 does."""
    site = read_site(write(tmp_path / "old", ODD_FILES))
    assert {page.output for page in site.pages} == {
        "2021/05/05/zone/index.html",
        "2021/05/05/utc/index.html",
        "2021/05/06/local/index.html",
        "2021/05/06/day/index.html",
        "2021/05/06/words/index.html",
        "2020/01/02/short/index.html",
        "a/c/b/d/नमस्ते/index.html",
        "pretty.html",
        "talks/no-suffix/index.html",
        "talks/x/index.html",
        ":title/index.html",
        "dot/index.html",
    }
    assert site.statics == {"files/my paper.pdf": "files/my%20paper.pdf"}


def test_a_site(tmp_path: Path) -> None:
    site = read_site(write(tmp_path / "old", FILES))
    assert {page.source: page.url for page in site.pages if page.url} == {
        "index.html": "/",
        "_pages/about.md": "/about/",
        "_pages/plain.md": "/_pages/plain/",
        "_posts/2019-03-04-hello-world.md": "/hello-world/",
        "blog/_posts/2019-03-05-two.md": "/blog/two/",
        "_talks/lisbon.md": "/talks/lisbon/",
        "broken.md": "/broken/",
        "_posts/2019-03-06-broken.md": "/2019-03-06-broken/",
        "open.md": "/open/",
    }
    assert {page.source for page in site.pages if page.is_draft} == {
        "_posts/2099-01-01-late.md",
        "_drafts/idea.md",
    }
    assert site.statics == {"files/cv.pdf": "files/cv.pdf", "talks/slides.pdf": "_talks/slides.pdf"}
    assert site.data == {"people": [{"name": "Ada"}], "deep": {"more": {"a": 1}}}
    assert [left.path for left in site.left_out] == ["_data/bad.yml", "_posts/undated.md"]
    talk = next(page for page in site.pages if page.source == "_talks/lisbon.md")
    assert (talk.title, talk.matter["slug"]) == ("Lisbon", "lisbon")
    about = next(page for page in site.pages if page.source == "_pages/about.md")
    assert about.matter["author_profile"] is True
    assert about.own == {"permalink": "/about/"}
    broken = next(page for page in site.pages if page.source == "broken.md")
    assert broken.problems
    assert broken.own["title"] == "a: b: c"


def test_collections_that_are_included(tmp_path: Path) -> None:
    """Jekyll makes a page of each of their documents as well, and at its address, too."""
    files = {
        "_config.yml": "permalink: pretty\ninclude: [_talks, _notes]\n"
        "defaults: [{scope: {path: _notes, type: pages}, values: {layout: note}}]\n"
        "collections:\n  talks: {output: true, permalink: '/:collection/:path/'}\n  notes: {}\n",
        "_talks/lisbon.md": PAGE,
        "_talks/porto.md": "---\npermalink: /porto/\n---\n",
        "_talks/slides.pdf": "x",
        "_notes/one.md": PAGE,
    }
    site = read_site(write(tmp_path / "old", files))
    assert {page.source: (page.url, page.also_at, page.layout) for page in site.pages} == {
        "_talks/lisbon.md": ("/talks/lisbon/", "/_talks/lisbon/", ""),
        "_talks/porto.md": ("/porto/", "", ""),
        "_notes/one.md": ("/_notes/one/", "", "note"),
    }
    assert site.statics == {"_talks/slides.pdf": "_talks/slides.pdf", "talks/slides.pdf": "_talks/slides.pdf"}
    made = make_site(site, "new")
    assert "redirect_from:\n  - /_talks/lisbon/\n" in made.texts["talks/lisbon.md"]


def test_links_that_lead_out(tmp_path: Path) -> None:
    """Nothing outside of the site is read, and links in a circle end."""
    outside = tmp_path / "outside"
    write(outside, {"secret.md": PAGE, "directory/more.md": PAGE})
    root = write(tmp_path / "old", {"_config.yml": "", "index.md": PAGE})
    (root / "a.md").symlink_to(outside / "secret.md")
    (root / "b").symlink_to(outside / "directory")
    (root / "c").symlink_to(root)
    (root / "d.md").symlink_to(root / "gone.md")
    site = read_site(root)
    assert [page.source for page in site.pages] == ["index.md"]
    assert sorted(left.path for left in site.left_out) == ["a.md", "b", "d.md"]


def test_liquid_in_what_is_not_yaml(tmp_path: Path) -> None:
    """A template for pages that a program makes has no title."""
    text = '---\ntitle: "{{ work.title }}"\nvenue: Memoirs\ndate: {{ work.year }}-01-01\n---\n'
    (page,) = read_site(write(tmp_path / "old", {"_config.yml": "", "a.md": text})).pages
    assert page.own == {"venue": "Memoirs"}


def test_pages_without_front_matter(tmp_path: Path) -> None:
    """GitHub Pages makes pages of them: those are wanted that the navigation has."""
    navigation = "main:\n- {title: Looms, url: /looms/}\n- {title: Cards, url: /./cards}\n- {title: Notes, url: /notes.md}\n"
    files = {
        "_config.yml": "permalink: pretty\ninclude: [_pages]\n",
        "_data/navigation.yml": navigation,
        **dict.fromkeys(("looms.md", "notes.md", "plans.md", "cards.md"), "Text.\n"),
        "_pages/cards.md": "---\npermalink: /cards/\n---\n",
    }
    site = read_site(write(tmp_path / "old", files))
    assert {page.source: page.url for page in site.pages} == {
        "_pages/cards.md": "/cards/",
        "looms.md": "/looms/",
    }
    assert {"looms.md", "notes.md", "plans.md", "cards.md"} <= site.statics.keys()
    made = make_site(site, "new")
    assert made.texts["looms.md"] == "---\ntitle: Looms\n---\nText.\n"
    assert "Looms <looms>\nCards <cards>\n" in made.texts["index.md"]


def test_docnames(tmp_path: Path) -> None:
    """A page is where its address was; documents with dated addresses are in a directory of their own."""
    files = {
        "_config.yml": "collections: {publications: {output: true}, notes: {output: true}}\npermalink: date\n",
        "a.md": "---\npermalink: /\n---\n",
        "b.md": "---\npermalink: /cv/\n---\n",
        "c.md": "---\npermalink: /cv/\n---\n",
        "d.md": "---\npermalink: /public/x/\n---\n",
        "e.md": "---\npermalink: /looms/\n---\n",
        "f.md": "---\npermalink: /looms.html\n---\n",
        "_posts/2019-03-04-hello.md": PAGE,
        "_publications/p.md": "---\npermalink: /publication/p-1\n---\n",
        "_drafts/idea.md": PAGE,
        # In a listing, these would be names of files.
        "_posts/2019-03-05-loom.md.md": PAGE,
        "h.md": "---\npermalink: /mills/h.md/\n---\n",
        # That of a hidden file is none.
        "i.md": "---\npermalink: /mills/.md/\n---\n",
        # Nor does any of these take the place of the home page.
        "INDEX.md": PAGE,
        "j.md": "---\npermalink: /INDEX/\n---\n",
        "g/index.html.md": PAGE,
        "M.md": "---\npermalink: /mills/m/\n---\n",
        "a/b/c/d/e/deep/index.html": PAGE,
        "_notes/index.md": "---\npermalink: /notes/\n---\n",
        "_posts/2019-03-06-m.md": "---\npermalink: /mills/m/\n---\n",
    }
    site = read_site(write(tmp_path / "old", files))
    assert assign_docnames(sorted(site.pages, key=lambda page: page.source)) == {
        "a.md": "index",
        # The last page that claims an address has it.
        "b.md": "b",
        "c.md": "cv",
        "d.md": "d",
        # Of /looms/ and /looms.html, the first is where the page looms is served.
        "e.md": "looms",
        "f.md": "f",
        "_posts/2019-03-04-hello.md": "posts/2019-03-04-hello",
        "_posts/2019-03-05-loom.md.md": "posts/2019-03-05-loom",
        "h.md": "mills/h",
        "i.md": "i",
        "_publications/p.md": "publication/p-1",
        "_drafts/idea.md": "_drafts/idea",
        "INDEX.md": "INDEX-2",
        "j.md": "j",
        "g/index.html.md": "index.html-2",
        # It would be served at the address of the post, which is in another directory.
        "M.md": "M",
        "a/b/c/d/e/deep/index.html": "deep",
        "_notes/index.md": "notes",
        "_posts/2019-03-06-m.md": "posts/2019-03-06-m",
    }


def test_what_becomes_of_drafts(tmp_path: Path) -> None:
    files = {
        "_config.yml": "collections: {talks: {output: true}}\n"
        "defaults: [{scope: {path: _talks/old}, values: {published: false}}]\n",
        "_drafts/idea.md": PAGE,
        "_drafts/idea.ipynb": "{}",
        "_drafts/.gitkeep": "",
        "_posts/2099-01-01-late.md": PAGE,
        "_talks/late.md": "---\ndate: 2099-01-01\n---\n",
        "_talks/old/a.md": PAGE,
        "hidden.md": "---\npublished: false\n---\nText.\n",
        "seen.md": PAGE,
    }
    made = make_site(read_site(write(tmp_path / "old", files)), "new")
    told = {page.target: [change.what for change in page.questions] for page in made.report.pages}
    is_draft = ["Jekyll did not publish it, and it is a draft: make livehtml shows it"]
    is_to_come = "its date is to come: Jekyll did not publish it, and "
    assert told == {
        "index.md": [],
        "_drafts/idea.md": is_draft,
        "hidden.md": is_draft,
        "posts/2099-01-01-late.md": [f"{is_to_come}it is a draft until that day"],
        "seen.md": [],
        "talks/a.md": is_draft,
        "talks/late.md": [f"{is_to_come}here it is; write draft: true to hide it"],
    }
    assert "published: false" in made.texts["talks/a.md"]
    assert [left.path for left in made.report.left_out] == ["_drafts/idea.ipynb"]


@pytest.mark.parametrize(("name", "permalink"), [("slides.html", ""), ("a.md", "permalink: /slides\n")])
def test_a_file_beside_a_page(name: str, permalink: str, tmp_path: Path) -> None:
    """Jekyll wrote ``slides.html`` and ``slides/index.html``, and both stay."""
    files = {name: f"---\n{permalink}title: Slides\n---\n", "slides/index.html": "<p>All slides"}
    site = make_site(read_site(write(tmp_path / "old", {"_config.yml": "title: Ada\n", **files})), "new")
    docname = {"slides.html": "slides-2", "a.md": "a"}[name]
    assert "permalink: /slides.html\n" in site.texts[f"{docname}.md"]
    assert "public/slides/index.html" in site.copies


def test_files_that_only_led_to_a_page(tmp_path: Path) -> None:
    """The page has their addresses, since it may be elsewhere now: hosts would redirect twice."""
    refresh = '<!DOCTYPE html>\n<meta http-equiv="refresh" content="0; url={}">\n'
    files = {
        "_config.yml": "url: https://ada.example\npermalink: /:title/\n",
        "_posts/1843-05-01-looms.md": "---\ntitle: Looms\n---\nOn looms.\n",
        "loms.html": refresh.format("/looms"),
        "loms/index.html": refresh.format("https://ada.example/looms/"),
        "weaving/index.html": refresh.format("../looms/"),
        "away.html": refresh.format("https://example.org/looms/"),
        "map.html": refresh.format("/map.pdf"),
        "slow.html": refresh.format("/looms/").replace('"0;', '"20;'),
    }
    site = make_site(read_site(write(tmp_path / "old", files)), "new")
    text = site.texts["posts/1843-05-01-looms.md"]
    assert "redirect_from:\n  - /loms.html\n  - /loms/\n  - /weaving/\n" in text
    assert {path for path in site.copies if path.endswith(".html")} == {
        "public/away.html",
        "public/map.html",
        "public/slow.html",
    }
    assert "/weaving/ -> /looms/" in " ".join(site.texts["published-urls.txt"].split())


def test_titles_from_names_of_files(tmp_path: Path) -> None:
    """As Jekyll makes them: only hyphens are between words."""
    files = {"_posts/2019-03-04-two_new-Looms (a copy).md": "---\n---\n"}
    site = read_site(write(tmp_path / "old", {"_config.yml": "", **files}))
    assert [page.title for page in site.pages] == ["Two_new Looms (a copy)"]


def test_a_date_with_the_day_first(tmp_path: Path) -> None:
    site = made(tmp_path, {"_posts/2020-01-01-a.md": "---\ntitle: A\ndate: 03-02-2020\n---\nText.\n"})
    assert "\ndate: 2020-02-03\n" in site.texts["posts/2020-01-01-a.md"]
