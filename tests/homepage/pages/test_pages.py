"""Front matter as academicpages writes it, and the page that comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from docutils import nodes

from helpers import ABOUT, BUILDERS
from sphinx_homepage.pages.title import is_invisible

if TYPE_CHECKING:
    from conftest import Site


# The owner's page on the old site, as it stands there.


@BUILDERS
def test_the_old_home_page_unchanged(site: Site, builder: str) -> None:
    site.write({"index.md": ABOUT})
    built = site.build(builder)
    page = built.soup("index.html")
    sections = ["What I do", "Things I have built", "Some background", "I love taking notes"]
    assert [heading.get_text() for heading in page.select("article h1")] == ["About me"]
    assert [heading.get_text() for heading in page.select("article h2")] == sections
    assert [link.get_text() for link in page.select(".toc-tree li li a")] == sections
    assert page.title.get_text() == "About me - Site"
    # Not the excerpt, which only says what the title says.
    description = page.select_one('meta[name="description"]')["content"]
    assert description.startswith("Hello there, I am Vinay Sisodia. ") and description.endswith("PicCollage.")
    assert page.select_one('meta[property="og:description"]')["content"] == description
    assert built.pages() == {"index.html", "about/index.html", "about.html"}


def test_title_of_another_page(site: Site) -> None:
    site.write({"index.md": "# Home\n", "cv.md": "---\ntitle: My *CV* & more\norphan: true\n---\n\nText.\n"})
    page = site.build().soup("cv.html")
    assert page.title.get_text() == "My CV & more - Site"
    assert page.h1.get_text() == "My CV & more"


@pytest.mark.parametrize(
    "heading",
    [
        "# About me\n",
        "About me\n===\n",
        "# ABOUT  ME\n",
        "## About me\n",
        "<!-- c -->\n\n% c\n\n# About me\n",
    ],
)
def test_a_body_that_repeats_the_title(site: Site, heading: str) -> None:
    site.conf("myst_heading_anchors = 2\n")
    site.write({"index.md": f"---\ntitle: About me\n---\n\n{heading}\nText.\n\n## More\n\n[up](#about-me)\n"})
    page = site.build().soup("index.html")
    assert [h.get_text() for h in page.select("article :is(h1, h2, h3)")] == ["About me", "More"]
    target = page.select_one("a.reference.internal[href='#about-me']")
    assert target and page.find(id="about-me")


def test_a_repeated_title_further_down_stays(site: Site) -> None:
    site.write({"index.md": "---\ntitle: About\n---\n\nText.\n\n# About\n\nMore.\n"})
    page = site.build().soup("index.html")
    assert [(h.name, h.get_text()) for h in page.select("article :is(h1, h2)")] == [
        ("h1", "About"),
        ("h2", "About"),
    ]


@pytest.mark.parametrize(
    ("html", "result"),
    [("<!-- a -->\n<!-- b --!>", True), ("<!-- a --> <b>b</b> <!-- c -->", False), ("<!-- a" * 50_000, True)],
)
def test_what_is_seen_of_html(html: str, result: bool) -> None:
    assert is_invisible(nodes.raw("", html, format="html")) is result


def test_label_of_a_dropped_heading_leads_to_the_title(site: Site) -> None:
    site.write({"index.md": "---\ntitle: About\n---\n\n(me)=\n# About\n\nText. {ref}`me`\n"})
    page = site.build().soup("index.html")
    link = page.select_one("article p a.reference.internal")
    assert link and page.find(id=link["href"].removeprefix("#"))


def test_without_front_matter_title_nothing_moves(site: Site) -> None:
    site.write({"index.md": "# One\n\n# Two\n"})
    assert [h.name for h in site.build().soup("index.html").select("article :is(h1, h2)")] == ["h1", "h1"]


@pytest.mark.parametrize("theme", ["furo", "alabaster"])
@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_a_page_without_a_title(site: Site, builder: str, theme: str) -> None:
    """It has the title of the site, once, and follows it."""
    site.write(
        {
            "index.md": "# Home\n\n```{listing}\n:layout: cards\n:sort: listed\n\na\n```\n\n[](a.md)\n\n```{toctree}\nb\n```\n",
            "a.md": "---\ndate: 2020-01-01\n---\n\nText.\n",
            "b.md": "# B\n\nText.\n",
        }
    )
    address = 'html_baseurl = "https://ada.example.org/"\n'
    for title in ("A &amp; <b>B</b>", "Other"):
        site.conf(f"html_theme = {theme!r}\n{address}html_title = {title!r}\n")
        built = site.build(builder, allow=["isn't included in any toctree"])
        page = built.soup("a.html" if builder == "html" else "a/index.html")
        name = "A & B" if "A" in title else title
        assert page.title.get_text() == name
        assert page.select_one('meta[property="og:title"]')["content"] == name
        home = built.soup("index.html")
        assert [home.select_one(place).get_text() for place in (".hp-card-title", "#home > p a")] == [
            name
        ] * 2
        assert not [file for file, text in built.files().items() if b"no title" in text]


def test_the_title_can_be_left_to_the_body(site: Site) -> None:
    site.conf("homepage_front_matter_title = False\n")
    site.write({"index.md": "---\ntitle: Front\n---\n\n# Body\n\nText.\n"})
    page = site.build().soup("index.html")
    assert [h.get_text() for h in page.select("article h1")] == ["Body"]
    assert page.title.get_text() == "Site"


@pytest.mark.parametrize(
    ("matter", "description"),
    [
        ("excerpt: One\ndescription: Two", "Two"),
        ("excerpt: One", "One"),
        ("excerpt: 'A <b>bold</b><br/>\"claim\" &amp; more <img src=x>'", 'A bold "claim" & more'),
        ("excerpt: |\n  Two\n  lines", "Two lines"),
        ("excerpt: 2024", "2024"),
    ],
)
def test_description(site: Site, matter: str, description: str) -> None:
    site.write({"index.md": f"---\ntitle: T\n{matter}\n---\n\nText.\n"})
    page = site.build().soup("index.html")
    assert [tag["content"] for tag in page.select('meta[name="description"]')] == [description]
    assert [tag["content"] for tag in page.select('meta[property="og:description"]')] == [description]


def test_description_of_myst_is_not_repeated(site: Site) -> None:
    site.write(
        {"index.md": "---\ntitle: T\nexcerpt: Ours\nmyst:\n  html_meta:\n    description: MyST's\n---\n\nx\n"}
    )
    page = site.build().soup("index.html")
    assert [tag["content"] for tag in page.select('meta[name="description"]')] == ["MyST's"]


def test_front_matter_is_escaped(site: Site) -> None:
    evil = """'"><script>alert(1)</script> &'"""
    site.write({"index.md": f"---\ntitle: Safe\ndescription: {evil}\n---\n\nText.\n"})
    assert "<script>alert" not in site.build().text("index.html")


def test_other_builders_have_no_redirects_or_cards(site: Site) -> None:
    site.write({"index.md": ABOUT})
    built = site.build("json")
    assert "hp-author" not in built.text("index.fjson")
    assert not built.pages()


def test_front_matter_of_restructured_text(site: Site) -> None:
    site.write(
        {
            "index.rst": ":redirect_from: [/old/, /older.html]\n:author_profile: false\n:excerpt: Short\n\nHome\n====\n\nText\n"
        }
    )
    built = site.build()
    assert built.pages() == {"index.html", "old/index.html", "older.html"}
    assert not built.soup("index.html").select(".hp-author")
    assert built.soup("index.html").select_one('meta[name="description"]')["content"] == "Short"


def test_the_bibliographic_field_of_restructured_text(site: Site) -> None:
    """A name there is docutils' own; a key is ours."""
    site.write({"index.rst": ":author: Jane: Doe\n\nHome\n====\n\nText\n"})
    assert site.build().soup("index.html").select_one(".hp-name").get_text() == "Ada Lovelace"
    site.conf('author_profiles = {"grace": {"name": "Grace"}}\n')
    site.write({"index.rst": ":author: grace\n\nHome\n====\n\nText\n"})
    assert site.build().soup("index.html").select_one(".hp-name").get_text() == "Grace"


def test_pages_without_a_title_follow_the_title_of_the_site(site: Site) -> None:
    site.write({"index.md": "# Home\n\n[](a.md)\n", "a.md": "---\norphan: true\n---\n\nText.\n"})
    site.build()
    site.conf('html_title = "Another"\n')
    built = site.build()
    assert built.soup("index.html").select_one("article p").get_text() == "Another"
    fresh = site.build(out="fresh", fresh=True)
    assert all(built.text(name) == fresh.text(name) for name in fresh.pages())


def test_a_title_with_characters_as_json_writes_them(site: Site) -> None:
    site.write(
        {
            "index.md": '---\ntitle: "Smile \\ud83d\\ude00"\ndescription: "\\ud83d\\ude00 and \\ud83d"\n---\n\nText.\n'
        }
    )
    page = site.build().soup("index.html")
    assert page.h1.get_text() == "Smile \U0001f600"
    assert page.select_one("meta[name=description]")["content"] == "\U0001f600 and \ufffd"


@pytest.mark.parametrize(
    ("settings", "title", "texts"),
    [
        (
            'language = "fr_CA"',
            "Notes d’ Ada",
            ["Un po’ di l’engine, l’IA.", "“mot” l”engine", "« Ada »", "l'*x*'"],
        ),
        (
            'language = "en"',
            "Notes d’ Ada",
            ["Un po’ di l’engine, l’IA.", "‘mot’ l’engine", "“Ada”", "l'*x*'"],
        ),
        (
            'language = "ja"',
            "Notes d' Ada",
            ["Un po' di l'engine, l'IA.", "'mot' l'engine", '"Ada"', "l'*x*'"],
        ),
        (
            'language = "fr"\nsmartquotes_action = "De"',
            "Notes d' Ada",
            ["Un po' di l'engine, l'IA.", "'mot' l'engine", '"Ada"', "l'*x*'"],
        ),
    ],
)
def test_apostrophes(site: Site, settings: str, title: str, texts: list[str]) -> None:
    """They are no ends of quotations; where one may end, it is left to Sphinx."""
    text = "Un po' di l'*engine*, l'IA.\n\n'mot' l'*engine*\n\n\"Ada\"\n\n`l'*x*'`\n"
    site.write({"index.md": f'---\ntitle: "Notes d\' Ada"\n---\n\n{text}'})
    site.conf(f"{settings}\n")
    page = site.build().soup("index.html")
    assert page.select_one("article h1").get_text() == title
    shown = [paragraph.get_text().replace("\xa0", " ") for paragraph in page.select("article p")]
    assert [" ".join(one.split()) for one in shown] == texts
