"""What belongs to somebody else: files, settings and persons that the extension must leave as they are."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from helpers import BUILDERS, png
from sphinx_homepage.core.git_dates import last_changes

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Built, Site

BASE = 'html_baseurl = "https://ada.example.org/"\n'


def head(built: Built, page: str) -> dict[str, str]:
    tags = built.soup(page).select("meta[property]")
    return {tag["property"]: tag["content"] for tag in tags}


@BUILDERS
def test_a_404_page_from_a_template(site: Site, builder: str) -> None:
    site.conf('templates_path = ["_templates"]\nhtml_additional_pages = {"404": "mine.html"}\n')
    site.write(
        {
            "index.md": "# Home\n",
            "_templates/mine.html": '{% extends "page.html" %}{% block body %}MINE{% endblock %}',
        }
    )
    for _ in range(2):
        built = site.build(builder)
        assert "MINE" in built.text("404.html")
        assert "sphinx-homepage 404" not in built.text("404.html")


@BUILDERS
def test_a_404_page_from_an_extra_file(site: Site, builder: str) -> None:
    site.write({"index.md": "# Home\n", "extra/404.html": "MINE"})
    site.build(builder)
    site.conf('html_extra_path = ["extra"]\n')
    for _ in range(2):
        assert site.build(builder).text("404.html") == "MINE"


def test_a_static_folder_called_homepage(site: Site) -> None:
    site.conf('html_static_path = ["_static"]\n')
    site.write(
        {
            "index.md": "# Home\n\n```{listing}\n:layout: cards\n:sort: listed\n\na\nb\n```\n\n```{toctree}\na\nb\n```\n",
            "a.md": "---\ntitle: A\nheader: {teaser: _static/homepage/book.png}\n---\n",
            "b.md": "---\ntitle: B\nheader: {teaser: _static/homepage/root.png}\n---\n",
            "_static/homepage/book.png": png(33, 22),
            "_static/homepage/root.png": png(77, 77),
            "root.png": png(11, 11),
        }
    )
    built = site.build()
    pictures = built.soup("index.html").select(".hp-card img")
    assert [(img["src"], img["width"]) for img in pictures] == [
        ("_static/homepage/book.png", "33"),
        ("_static/homepage/root.png", "77"),
    ]
    assert built.files()["_static/homepage/root.png"] == png(77, 77)


@BUILDERS
def test_a_picture_in_the_text_is_no_link(site: Site, builder: str) -> None:
    site.write(
        {
            "index.md": "# Home\n\n![A picture](a.png)\n\n```{image} a.png\n:width: 20px\n```\n",
            "a.png": png(40, 30),
        }
    )
    own, scaled = site.build(builder).soup("index.html").select("article img")
    # Older docutils write the size as a style.
    assert "40" in str(own)
    assert own.parent.name == "p"
    # As Sphinx has it, where somebody asks for another size.
    assert scaled.parent.name == "a"


def test_a_guest_is_not_the_owner(site: Site) -> None:
    site.conf(BASE)
    guest = "---\ntitle: Guest\ndate: 2026-01-01\n---\n\n:::{author-profile}\n:name: Bob Guest\n:github: bob\n:::\n\nText.\n"
    site.write({"index.md": "---\ntitle: Home\n---\n\n```{toctree}\nguest\n```\n", "guest.md": guest})
    page = site.build().soup("guest.html")
    graph = json.loads(page.select_one('script[type="application/ld+json"]').string)["@graph"]
    author = next(item for item in graph if item["@type"] == "Article")["author"][0]
    assert author["name"] == "Bob Guest"
    assert "@id" not in author
    assert author.get("url") != "https://ada.example.org/"
    assert not page.select(".u-uid")


@pytest.mark.parametrize(
    ("setting", "key", "value"),
    [
        ("ogp_use_first_image = True", "og:image", "https://ada.example.org/_images/a.png"),
        ('ogp_canonical_url = "https://canon.example.org/"', "og:url", "https://canon.example.org/"),
        ('ogp_image = "https://o.example.org/x.png"', "og:image", "https://o.example.org/x.png"),
    ],
)
def test_settings_of_sphinxext_opengraph(site: Site, setting: str, key: str, value: str) -> None:
    site.conf(f"{BASE}{setting}\n")
    site.write({"index.md": "# Home\n\n![A](a.png)\n", "a.png": png(40, 30)})
    assert head(site.build(), "index.html")[key] == value


def test_a_picture_that_the_page_names_for_itself(site: Site) -> None:
    site.conf(BASE)
    site.write({"index.md": '---\n"og:image": https://o.example.org/own.png\n---\n# Home\n'})
    found = head(site.build(), "index.html")
    assert found["og:image"] == "https://o.example.org/own.png"
    assert not {"og:image:width", "og:image:height"} & found.keys()


def test_builders_that_share_their_doctrees(site: Site) -> None:
    """As `sphinx-build -M` has them: what one has written again, the other has not."""
    from conftest import build

    site.conf(BASE)

    def write(words: str) -> None:
        site.write(
            {
                "index.md": "# Home\n\n```{listing}\n:layout: cards\n:sort: listed\n\nsub/a\n```\n\n```{toctree}\nsub/index\n```\n",
                "sub/index.md": f"# {words}\n\n```{{toctree}}\na\n```\n",
                "sub/a.md": f"---\ntitle: A\nexcerpt: {words}\n---\n\n# B\n",
                "away.md": "---\ntitle: X\nredirect_to: /sub/\n---\n",
            }
        )

    def built(builder: str) -> str:
        out = site.folder / builder
        assert not build(site.source, out, site.folder / "doctrees", builder)
        pages = ("index", "sub/a", "away") if builder == "html" else ("index", "sub/a/index", "away/index")
        return "".join((out / f"{page}.html").read_text() for page in pages) if "html" in builder else ""

    for words in ("First", "Second", "Third"):
        write(words)
        for builder in ("html", "latex", "dirhtml"):
            text = built(builder)
            assert not text or (text.count(words) >= 4 and ("First" not in text or words == "First"))
    write("Fourth")
    built("linkcheck")
    assert "Third" not in built("html")


def test_dates_whatever_the_settings_of_git(tmp_path: Path) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.md").write_text("x")
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["commit", "-qm", "x"],
        ["config", "diff.relative", "true"],
    ):
        subprocess.run(["git", *identity, *command], cwd=tmp_path, check=True, capture_output=True)
    assert last_changes(tmp_path / "docs", ["a.md"]).keys() == {"a.md"}


def test_digits_of_dates(site: Site) -> None:
    site.conf(BASE)
    site.write({"index.md": "---\ntitle: Home\ndate: \u0662\u0660\u0661\u0669\n---\n"})
    site.build(expect=["date is a date such as 2019-03-01, 2019-03, 2019 or 1 Mar 2019, not"])
