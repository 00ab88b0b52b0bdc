"""Files with a URL of their own: the directory ``public/`` and ``html_extra_path``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sphinx.errors import ExtensionError

from helpers import PNG
from sphinx_homepage.cli import main
from test_edits import is_fresh

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Built, Site

BUILDERS = pytest.mark.parametrize("builder", ["html", "dirhtml"])
HOME = "---\ntitle: Home\n---\n\n"
TOCTREE = "\n```{toctree}\nabout/cv\n```\n"
CV = "---\ntitle: CV\npermalink: /cv/\n---\n\n"
PAGES: dict[str, str | bytes] = {"index.md": HOME + TOCTREE, "about/cv.md": CV}


def paragraph(built: Built, file: str) -> Any:
    return built.soup(file).select_one("article p")


@BUILDERS
@pytest.mark.parametrize("setting", ["", 'html_extra_path = ["public"]\n'])
def test_all_of_it_is_published_and_no_page(site: Site, builder: str, setting: str) -> None:
    files = {
        "files/cv.pdf": "x",
        "files/notes.md": "# No page",
        "docs/a.rst": "No page",
        "index.txt": "x",
        ".well-known/x": "x",
        ".nojekyll": "",
        "files/.hidden": "x",
        "a.html_t": "{{ project }}",
        "public/x": "x",
    }
    site.conf(f'include_patterns = ["**"]\nexclude_patterns = [".*", "docs", "**/*.bak"]\n{setting}')
    site.write(PAGES | {f"public/{name}": text for name, text in files.items()} | {"public/files/a.bak": "x"})
    built = site.build(builder)
    published = built.files()
    assert {name: published.get(name, b"none").decode() for name in files} == files
    assert "files/a.bak" not in published and "files/notes.html" not in published
    assert is_fresh(site, built, builder)
    site.build("text")
    assert sorted(path.name for path in (site.folder / "text").rglob("*.txt")) == ["cv.txt", "index.txt"]


LINKS = """[a](/files/cv.pdf) [b](../files/cv.pdf) [c](../public/files/cv.pdf) [d](/public/files/cv.pdf)
[e](../files/a%20b.txt) [f](<../files/a b.txt>) [g](../public/notes.md) [h](/files/notes.ipynb) [i](../map/index.html)
<a href="../files/cv.pdf">j</a> <a href="../public/files/cv.pdf">k</a> [l](files/own.pdf) [m](../../static/s.pdf)
"""
IMAGES = "![](/images/a%20b.png) ![](../images/é.png) ![](<../public/images/a b.png>) ![](pics/c%20d.png)\n"


@BUILDERS
def test_how_pages_name_them(site: Site, builder: str) -> None:
    site.conf('html_static_path = ["static"]\n')
    site.write(
        PAGES
        | {
            "about/cv.md": CV + LINKS + "\n" + IMAGES,
            "public/files/cv.pdf": "x",
            "public/files/a b.txt": "x",
            "public/files/notes.ipynb": "{}",
            "public/notes.md": "x",
            "public/map/index.html": "x",
            "public/about/files/own.pdf": "x",
            "static/s.pdf": "x",
            "public/images/a b.png": PNG,
            "public/images/é.png": PNG,
            "about/pics/c d.png": PNG,
        }
    )
    built = site.build(builder)
    file, up = ("about/cv.html", "../") if builder == "html" else ("about/cv/index.html", "../../")
    names = {
        **dict.fromkeys("abcdjk", "files/cv.pdf"),
        **dict.fromkeys("ef", "files/a%20b.txt"),
        "g": "notes.md",
        "h": "files/notes.ipynb",
        "i": "map/index.html",
        "m": "_static/s.pdf",
    }
    links = {a.get_text(): a["href"] for a in paragraph(built, file).select("a")}
    assert links.pop("l") == f"{up[3:]}files/own.pdf"
    assert links == {text: up + name for text, name in names.items()}
    images = built.soup(file).select("article img")
    wanted = ["images/a%20b.png", "images/%C3%A9.png", "images/a%20b.png", "_images/c%20d.png"]
    assert [image["src"] for image in images] == [up + name for name in wanted]
    # The size is that of the file.
    assert all(image["width"] and image["height"] for image in images)
    assert not any(name.startswith("_downloads/") for name in built.files())
    assert [name for name in built.files() if name.startswith("_images/")] == ["_images/c d.png"]


def test_paths_that_lead_nowhere(site: Site) -> None:
    text = "[a](../files/cw.pdf) [b](../public/files/cw.pdf) [c](files/x.zip) [label](some/v1.0) [page](../v/1.0)\n"
    label = "(some/v1.0)=\n\n## Label\n\n"
    site.write(PAGES | {"about/cv.md": CV + label + text, "v/1.0.md": "---\norphan: true\n---\n\n# One\n"})
    site.write({"public/files/cv.pdf": "x"})
    expected = [
        "about/cv.md:10: WARNING: link '../files/cw.pdf' leads nowhere: there is no such file; did you mean '/files/cv.pdf'?",
        "link '../public/files/cw.pdf' leads nowhere: there is no such file; did you mean '/files/cv.pdf'?",
        "link 'files/x.zip' leads nowhere: there is no such file [homepage.link]",
    ]
    built = site.build(expect=expected)
    links = [a["href"] for a in paragraph(built, "about/cv.html").select("a")]
    assert links == [
        "../files/cw.pdf",
        "../public/files/cw.pdf",
        "files/x.zip",
        "#some-v1-0",
        "../v/1.0.html",
    ]


def test_images_that_are_directories(site: Site) -> None:
    """Sphinx would try to copy them, and not tell which page names them."""
    text = "![One](/) ![Two](../images/) ![Three]()\n\n```{image} /images\n```\n"
    site.write(PAGES | {"about/cv.md": CV + text, "images/a.png": PNG})
    remedy = "; write the path of its file [homepage.image]"
    expected = [
        f"about/cv.md:6: WARNING: image '/' is a directory{remedy}",
        f"about/cv.md:6: WARNING: image '../images/' is a directory{remedy}",
        f"about/cv.md:6: WARNING: an image has no path{remedy}",
        f"about/cv.md:8: WARNING: image '/images' is a directory{remedy}",
    ]
    article = site.build(expect=expected).soup("about/cv.html").select_one("article")
    assert not article.select("img")
    assert "One Two Three" in article.get_text()


def test_paths_from_the_permalink(site: Site) -> None:
    """In Jekyll a path is resolved from the URL of the page."""
    page = (
        "---\npermalink: /\norphan: true\n---\n\n# About\n\n[x](files/cv.pdf) [y](./files/../files/cv.pdf)\n"
    )
    site.write(PAGES | {"pages/deep/about.md": page, "public/files/cv.pdf": "x"})
    built = site.build(expect=["permalink: / cannot redirect"])
    links = built.soup("pages/deep/about.html").select("article p > a")
    assert [a["href"] for a in links] == ["../../files/cv.pdf"] * 2


def test_restructuredtext_and_figures(site: Site) -> None:
    rst = """
:orphan:

R
=

:download:`paper <public/files/cv.pdf>` `x <files/cv.pdf>`_

.. image:: /images/a.png
   :target: /files/cv.pdf

.. figure:: public/images/a.png

   Caption
"""
    site.write(PAGES | {"r.rst": rst, "public/files/cv.pdf": "x", "public/images/a.png": PNG})
    page = site.build().soup("r.html").select_one("article")
    assert {a["href"] for a in page.select("p a, a.image-reference")} == {"files/cv.pdf"}
    assert [image["src"] for image in page.select("img")] == ["images/a.png"] * 2


@BUILDERS
def test_a_file_that_comes_and_goes(site: Site, builder: str) -> None:
    text = CV + "[a](/files/cv.pdf) ![](/images/a.png) [b](../files/cv.pdf)\n"
    site.write(PAGES | {"about/cv.md": text, "images/a.png": PNG})
    missing = [
        "link '/files/cv.pdf' leads nowhere",
        "link '../files/cv.pdf' leads nowhere: there is no such file",
    ]
    site.build(builder, expect=missing)
    home = site.folder / f"{builder}.doctrees/index.doctree"
    read = home.stat().st_mtime_ns
    # The directory appears, with an image that was shown from elsewhere before.
    site.write({"public/files/cv.pdf": "x", "public/images/a.png": PNG})
    built = site.build(builder)
    assert home.stat().st_mtime_ns == read, "a page was read again that names none of the files"
    assert is_fresh(site, built, builder)
    assert not (built.folder / "_images").exists()
    (site.source / "public/images/a.png").write_bytes(PNG + b"x")
    built = site.build(builder)
    assert built.files()["images/a.png"] == PNG + b"x"
    for file in ("files/cv.pdf", "images/a.png"):
        (site.source / "public" / file).unlink()
    for _ in range(2):
        built = site.build(builder, expect=missing)
    fresh = site.build(builder, out="fresh", fresh=True, expect=missing)
    assert built.files().keys() == fresh.files().keys()
    assert "_images/a.png" in built.files()


@BUILDERS
def test_collisions(site: Site, builder: str) -> None:
    page = "cv.html" if builder == "html" else "cv/index.html"
    search = "search.html" if builder == "html" else "search/index.html"
    old = "---\npermalink: /old/\n---\n\n# CV\n"
    site.conf('html_baseurl = "https://x.org/"\n')
    own = {"robots.txt": "mine", "sitemap.xml": "mine", "feed.xml": "mine", "404.html": "mine"}
    files = {page: "x", search: "x", "old/index.html": "mine", **own}
    site.write({"index.md": HOME + "```{toctree}\ncv\n```\n", "cv.md": old})
    site.write({f"public/{name}": text for name, text in files.items()})
    expected = [
        f"cv.md:1: WARNING: this page is written to '{page}', and html_extra_path has a file of that name, 'public/{page}'",
        f"the generated page 'search' is written to '{search}', and html_extra_path has a file of that name",
        "permalink: /old/ cannot redirect: a file of html_extra_path is there, and stays",
    ]
    for _ in range(2):
        # The page wins, in a fresh build and in the next; of files for crawlers, the owner's.
        built = site.build(builder, expect=expected)
        assert "<h1>CV" in built.text(page) and "<form" in built.text(search)
        assert {name: built.text(name) for name in (*own, "old/index.html")} == {
            **own,
            "old/index.html": "mine",
        }
    assert is_fresh(site, built, builder, expect=expected)


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("about", "'public/about' cannot be published: pages are in 'about/'; rename it"),
        (
            "index.html/x",
            "'public/index.html/x' cannot be published: page 'index' is written to 'index.html'",
        ),
    ],
)
def test_a_file_in_the_way_of_a_page(site: Site, file: str, message: str) -> None:
    site.write(PAGES | {f"public/{file}": "x"})
    for _ in range(2):
        with pytest.raises(ExtensionError, match=message):
            site.build()


def test_symbolic_links(site: Site, tmp_path: Path) -> None:
    """What they lead to is copied, as Sphinx does it, and nothing is written through them."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/a.png").write_bytes(PNG)
    site.write(PAGES | {"about/cv.md": CV + "![](/images/a.png) [x](/images/a.png)\n", "public/x": "x"})
    (site.source / "public/images").symlink_to(tmp_path / "elsewhere")
    for _ in range(2):
        built = site.build()
        assert (built.folder / "images/a.png").read_bytes() == PNG
        assert not (built.folder / "images").is_symlink()
    assert built.soup("about/cv.html").select_one("article img")["src"] == "../images/a.png"


def test_images_of_authors_and_front_matter(site: Site) -> None:
    matter = "---\ntitle: CV\nheader:\n  teaser: /images/a.png\n  og_image: public/images/b.png\n---\n\n"
    cards = "```{listing}\n:layout: cards\n:sort: listed\n\nabout/cv\n```\n"
    site.conf('html_baseurl = "https://x.org/sub/"\nauthor_profile["avatar"] = "/images/me.png"\n')
    site.write(PAGES | {"about/cv.md": matter, "index.md": HOME + cards + TOCTREE})
    site.write({f"public/images/{name}.png": PNG for name in ("a", "b", "me")})
    built = site.build()
    assert (
        built.soup("index.html").select_one(".hp-cards img, article img[src$='a.png']")["src"]
        == "images/a.png"
    )
    assert "https://x.org/sub/images/b.png" in built.text("about/cv.html")
    assert '"../images/me.png"' in built.text("about/cv.html")
    assert not any(name.startswith("_static/sphinx-homepage/images") for name in built.files())


def test_the_ledger_records_documents(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = ["files/cv.pdf", "files/refs.bib", "files/slides.pptx", "files/data.csv"]
    parts = ["images/a.png", "css/a.css", ".well-known/x", "fonts/a.woff2"]
    site.write(PAGES | {f"public/{name}": "x" for name in [*documents, *parts]})
    built = site.build()
    monkeypatch.chdir(tmp_path)
    assert main(["urls", "record", str(built.folder)]) == 0
    recorded = (tmp_path / "published-urls.txt").read_text(encoding="utf-8")
    assert all(f"/{name} " in recorded for name in documents)
    assert not any(name in recorded for name in parts)


def test_links_pass_the_check_of_the_site(site: Site) -> None:
    text = "[x](/files/cv.pdf) <a href='/files/cv.pdf'>y</a> <img src='/images/a.png' alt=''> ![](/images/a.png)\n"
    site.write(PAGES | {"about/cv.md": CV + text, "public/files/cv.pdf": "x", "public/images/a.png": PNG})
    for builder in ("html", "dirhtml"):
        assert main(["check", str(site.build(builder).folder)]) == 0
