"""Cards of pages: what they say, where it comes from, and when it is written again."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from helpers import BUILDERS, PNG, png
from sphinx_homepage.core.dates import Date
from sphinx_homepage.works.listing.cards import card_facts
from sphinx_homepage.works.model import Work, WorkType

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from conftest import Built, Site

HOME = "# Home\n\n```{listing}\n:layout: cards\n:sort: listed\n\nbook\nsub/talk.md\n```\n\n```{toctree}\n:hidden:\nbook\nsub/talk\n```\n"
BOOK = '---\ntitle: My <book> & "me"\nexcerpt: It is <b>bold</b> & new.\nkind: Book\nyear: 2019-2021\n---\n\nText.\n'
TALK = (
    "---\ntitle: A talk\ndate: 2020-03-01 10:00:00 -0700\nheader:\n  teaser: pictures/t.png\n---\n\nText.\n"
)


@pytest.fixture
def pages(site: Site) -> Site:
    site.write({"index.md": HOME, "book.md": BOOK, "sub/talk.md": TALK, "pictures/t.png": png(32, 18)})
    return site


def cards(built: Built, page: str = "index.html") -> list[str]:
    return [" ".join(card.get_text(" ").split()) for card in built.soup(page).select(".hp-card")]


@BUILDERS
def test_what_a_card_says(pages: Site, builder: str) -> None:
    built = pages.build(builder)
    assert cards(built) == ["Book · 2019-2021 My & “me” It is bold & new.", "2020 A talk"]
    book, talk = built.soup("index.html").select(".hp-card")
    assert [a["href"] for a in book.select("a")] == ["book.html" if builder == "html" else "book/"]
    assert [a["href"] for a in talk.select("a")] == ["sub/talk.html" if builder == "html" else "sub/talk/"]
    # A page without a picture gets a drawing that no assistive technology sees.
    assert book.select_one("svg")["aria-hidden"] == "true"
    picture = talk.select_one("img")
    assert (picture["width"], picture["height"], picture["alt"]) == ("32", "18", "")
    assert (built.folder / picture["src"]).read_bytes() == png(32, 18)


@pytest.mark.parametrize(
    ("work", "facts"),
    [
        (Work(type=WorkType.POST, title="A", date=Date(2020, 3, 1)), "1 Mar 2020"),
        (
            Work(type=WorkType.POST, title="A", date=Date(2020, 3, 1), kind="Note", date_text="Spring"),
            "Note · Spring",
        ),
        (Work(type=WorkType.TALK, title="A", date=Date(2020, 3, 1), kind="Tutorial"), "Tutorial · 2020"),
    ],
)
def test_posts_have_their_date(work: Work, facts: str) -> None:
    assert card_facts(work, "en") == facts


@BUILDERS
def test_cards_on_a_page_in_a_folder(pages: Site, builder: str) -> None:
    pages.write({"sub/index.md": "# All\n\n:::{listing}\n:layout: cards\n:sort: listed\n\n/book\ntalk\n:::\n", "index.md": "# H\n\n```{toctree}\nsub/index\nbook\nsub/talk\n```\n"})  # fmt: skip
    built = pages.build(builder)
    page = "sub/index.html"
    links = [a["href"] for a in built.soup(page).select(".hp-card a")]
    assert links == (["../book.html", "talk.html"] if builder == "html" else ["../book/", "talk/"])
    assert (
        built.soup(page).select_one(".hp-card img")["src"]
        == "../_static/sphinx-homepage/images/pictures/t.png"
    )


def test_a_drawing_of_shapes_stands_in_the_page(pages: Site) -> None:
    pages.conf('html_static_path = ["_static"]\n')
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 40"><path d="M1 2"/></svg>'
    pages.write({"_static/d.svg": drawing, "sub/talk.md": TALK.replace("pictures/t.png", "d.svg")})
    talk = pages.build().soup("index.html").select(".hp-card")[1]
    assert not talk.select("img") and talk.select_one("svg.hp-motif path")["d"] == "M1 2"
    for more in ("<script>x</script>", '<path d="M1 2"/>' * 300):
        pages.write({"_static/d.svg": drawing.replace("<path", f"{more}<path")})
        talk = pages.build().soup("index.html").select(".hp-card")[1]
        assert talk.select_one("img")["src"] == "_static/d.svg" and not talk.select("svg")


@BUILDERS
@pytest.mark.parametrize(
    ("edit", "says"),
    [
        ({"book.md": BOOK.replace("My <book>", "Our <book>")}, "Our & “me”"),
        ({"book.md": BOOK.replace("new", "newer")}, "newer"),
        ({"book.md": BOOK.replace("kind: Book", "kind: Essay")}, "Essay · 2019-2021"),
        ({"pictures/t.png": png(64, 36)}, 'width="64"'),
    ],
)
def test_a_page_that_shows_it_is_written_again(
    pages: Site, builder: str, edit: dict[str, str | bytes], says: str
) -> None:
    pages.build(builder)
    pages.write(edit)
    built = pages.build(builder)
    fresh = pages.build(builder, out=f"{builder}.fresh", fresh=True)
    home = built.text("index.html")
    assert says in (home if "=" in says else " ".join(cards(built)))
    assert home == fresh.text("index.html")


def test_and_no_page_that_does_not(pages: Site) -> None:
    # Sphinx itself writes pages again that have the changed one in a toctree.
    pages.write(
        {
            "other.md": "---\norphan: true\n---\n\n# Other\n\n```{listing}\n:layout: cards\n:sort: listed\n\nbook\n```\n"
        }
    )
    folder = pages.build().folder
    before = {name: (folder / name).stat().st_mtime_ns for name in ("other.html", "sub/talk.html")}
    pages.write({"book.md": BOOK.replace("Text.", "Other words that no card shows.")})
    pages.build()
    assert {name: (folder / name).stat().st_mtime_ns for name in before} == before


def test_a_page_that_goes_and_comes_back(pages: Site) -> None:
    pages.build()
    (pages.source / "book.md").unlink()
    missing = [
        "index.md:7: WARNING: listing: there is no page 'book'",
        "toctree contains reference to non",
    ]
    assert cards(pages.build(expect=missing)) == ["2020 A talk"]
    pages.write({"book.md": BOOK})
    assert len(cards(pages.build())) == 2


def test_mistakes(site: Site) -> None:
    site.write(
        {
            "index.md": "# Home\n\n```{listing}\n:layout: cards\n:sort: listed\n\nbok\n```\n\n```{listing}\n:layout: cards\n:sort: listed\n\n```\n\n```{toctree}\nbook\n```\n",
            "book.md": "---\ntitle: B\nheader: {teaser: gone.png, image: 'https://exa mple.org/x'}\n---\n\nText.\n",
        }
    )
    site.build(
        expect=[
            "index.md:7: WARNING: listing: there is no page 'bok'; did you mean 'book'? [homepage.listing]",
            "index.md:10: WARNING: listing: it shows nothing; name a page",
            "book.md:3: WARNING: header: 'gone.png': there is no such file; put the image into _static/",
            "book.md:3: WARNING: header: 'https://exa mple.org/x': a URL has no spaces",
        ]
    )


@pytest.mark.parametrize("layout", ["cards", "list"])
def test_an_image_on_another_site(site: Site, layout: str) -> None:
    site.write(
        {
            "index.md": f"# Home\n\n```{{listing}}\n:layout: {layout}\n:sort: listed\n\nbook\n```\n\n```{{toctree}}\nbook\n```\n",
            "book.md": "---\ntitle: B\nheader: {teaser: 'HTTPS://example.org/x.png?a=1&b=%20'}\n---\n\nText.\n",
        }
    )
    (image,) = site.build().soup("index.html").select(":is(.hp-card, .hp-works) img")
    assert image["src"] == "https://example.org/x.png?a=1&b=%20"
    assert not image.get("width")


@pytest.mark.skipif(sys.platform == "win32", reason="names of files have no colon")
@pytest.mark.parametrize("name", ["a:1.png", "/a:1.png"])
def test_an_image_with_a_colon_in_its_name(site: Site, name: str) -> None:
    site.conf('html_baseurl = "https://x.org/"\n')
    site.write(
        {
            "index.md": "# Home\n\n```{listing}\n:layout: cards\n:sort: listed\n\nbook\n```\n\n```{toctree}\nbook\n```\n",
            "book.md": f"---\ntitle: B\nheader: {{teaser: '{name}'}}\n---\n\nText.\n",
            "public/a:1.png": PNG,
        }
    )
    built = site.build()
    (image,) = built.soup("index.html").select(".hp-card img")
    assert (image["src"], image["width"]) == ("a%3A1.png", "1")
    assert (
        built.soup("book.html").select_one('meta[property="og:image"]')["content"]
        == "https://x.org/a%3A1.png"
    )


@pytest.mark.parametrize("name", ["\\0x.png", "\\x07.png", "x" * 300 + ".png", "a/" * 600 + "x.png", "../up.png", "\\\\x.png"])  # fmt: skip
def test_names_that_no_file_can_have(site: Site, name: str) -> None:
    site.write({"index.md": f'---\ntitle: B\nheader: {{teaser: "{name}"}}\n---\n\nText.\n'})
    for _ in range(2):
        site.build(expect=["header: '"])
        (site.source / "index.md").touch()


@pytest.mark.parametrize("builder", ["text", "man", "latex", "texinfo", "singlehtml", "epub", "xml", "json", "gettext"])  # fmt: skip
def test_other_builders(pages: Site, builder: str) -> None:
    settings = 'man_pages = [("index", "x", "X", "Ada", 1)]\ncopyright = "Ada"\nepub_show_urls = "no"\nversion = "1"\n'
    pages.conf(settings)
    built = pages.build(builder)
    files = {"text": "index.txt", "man": "x.1", "singlehtml": "index.html", "epub": "index.xhtml"}
    if builder in files:
        assert "It is bold" in built.text(files[builder])
    if builder in ("singlehtml", "epub"):
        assert [a.get_text() for a in built.soup(files[builder]).select("li a")][:2] or builder == "epub"


@pytest.mark.parametrize("jobs", [1, 2])
def test_parallel(pages: Site, jobs: int) -> None:
    pages.write(
        {
            f"p{i}.md": f"---\norphan: true\n---\n\n# P{i}\n\n```{{listing}}\n:layout: cards\n:sort: listed\n\nbook\n```\n"
            for i in range(12)
        }
    )
    built = pages.build(jobs=jobs)
    assert all(len(cards(built, f"p{i}.html")) == 1 for i in range(12))
    pages.write({"book.md": BOOK.replace("Book", "Essay")})
    built = pages.build(jobs=jobs)
    assert all("Essay" in cards(built, f"p{i}.html")[0] for i in range(12))


@pytest.mark.browser
def test_titles_of_cards_are_in_line(site: Site, browser: Browser) -> None:
    """Furo moves the last paragraph of a list item, which is the title where a page has no description."""
    site.write(
        {
            "index.md": "# Home\n\n```{listing}\n:layout: cards\n:sort: listed\n\na\nb\n```\n\n```{toctree}\na\nb\n```\n",
            "a.md": "---\ntitle: A\nexcerpt: Words\nyear: 2025\n---\n",
            "b.md": "---\ntitle: B\nyear: 2026\n---\n",
        }
    )
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
        page = context.new_page()
        page.goto((site.build().folder / "index.html").as_uri())
        tops = page.locator(".hp-card-title").evaluate_all("all => all.map(e => e.getBoundingClientRect().y)")
    assert len(tops) == 2
    assert tops[0] == tops[1]


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_a_drawing_beside_an_image_is_as_large(pages: Site, browser: Browser, width: int) -> None:
    pages.write({"pictures/t.png": png(30, 70)})
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.goto((pages.build().folder / "index.html").as_uri())
        sizes = page.locator(".hp-card > :is(svg, img)").evaluate_all(
            "all => all.map(e => [e.getBoundingClientRect().width, e.getBoundingClientRect().height])"
        )
        overflow = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert len(sizes) == 2 and sizes[0] == sizes[1] and sizes[0][0] > 250
    assert not overflow
