"""What layouts of Jekyll showed around pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from jekyll_site import write
from sphinx_homepage.importing.jekyll.reader import read_site
from sphinx_homepage.importing.new_site import make_site
from sphinx_homepage.importing.settings.layout_extras import around, extras
from sphinx_homepage.importing.settings.page_frames import shown_navigation

if TYPE_CHECKING:
    from pathlib import Path


def test_what_only_layouts_show() -> None:
    layout = (
        "<nav>A minus</nav><h1>T</h1><p>Grade: A minus</p><p>Published in V</p>\x07<p><a href='/f/k.bib'>Get BibTeX</a></p>"
        "<p>Follow me</p>"
    )
    assert extras(layout, {"title": "T", "grade": "A minus", "venue": "V", "bibtex": "k.bib"}) == (
        ["<p>Grade: A minus</p>"],
        ["<p><a href='/f/k.bib'>Get BibTeX</a></p>"],
    )
    assert extras(layout, {"title": "T", "venue": "V"}) == ([], [])
    # Of a line with what our pages show, only the link is left.
    url = "https://example.org/1"
    cited = f"Ada Lovelace, Notes on the Analytical Engine, 1843, {url}"
    cited_layout = f"<p>Recommended citation: {cited} <a href='{url}'><u>{url}</u></a></p>\x07"
    assert extras(cited_layout, {"paperurl": url, "citation": cited}) == (
        [f"<p><a href='{url}'>{url}</a></p>"],
        [],
    )
    # Our pages show the link behind a citation that does not have it.
    cited = cited.removesuffix(f", {url}")
    assert extras(cited_layout, {"paperurl": url, "link": url, "citation": cited}) == ([], [])
    # That of a host without a scheme gets one.
    bare = url.removeprefix("https://")
    assert extras(cited_layout.replace(url, bare), {"paperurl": bare, "citation": cited}) == ([], [])
    # Headings stay headings; a summary, an author whom our page does not show, and an image are content.
    layout = '<h3 class="sub">On looms</h3><p>Author: Ada; Charles<br>[equal work]</p><p><img src="/i/loom.png"></p>\x07'
    own = {"excerpt": "On [looms](/l/)", "\0author": "Ada; Charles<br />[equal work]", "image": "/i/loom.png"}
    assert extras(layout, own)[0] == [
        "<h3>On looms</h3>",
        "<p>Author: Ada; Charles</p>",
        "<p>[equal work]</p>",
        '<p><img src="/i/loom.png"></p>',
    ]


@pytest.mark.parametrize(
    ("layout", "lines"),
    [
        # What stands right above a value says what it is, also if that is the text of the page.
        ("<h3>Gain</h3><p>Less wool</p>", ["<h3>Gain</h3>", "<p>Less wool</p>"]),
        ("<p>Gain:</p><p>Less wool</p>\n<details><summary><i></i>Abstract</summary><div>", ["<p><strong>Gain:</strong></p>", "<p>Less wool</p>", "<p><strong>Abstract</strong></p>"]),
        # A sentence, a date, a link, and what stands above something that our pages show, do not.
        ("<p>Share it!</p><p>Less wool</p>", ["<p>Less wool</p>"]),
        ("<p>May 2</p><p>Less wool</p>", ["<p>Less wool</p>"]),
        ("<p><a href='/'>Back</a></p><p>Less wool</p>", ["<p>Less wool</p>"]),
        ("<p>Read at Mill</p><p>Less wool</p>", ["<p>Less wool</p>"]),
        ("<h3>Cite</h3><p>Lovelace, A.</p><p>Less wool</p>", ["<p>Less wool</p>"]),
        ("<h2>Abstract</h2><div>", []),
        ("<p>Less wool</p><div>Share this</div><div>", ["<p>Less wool</p>"]),
        # All paragraphs and items of a value.
        ("<p>Looms weave.</p><ul><li>So do</li><li>hands.</li></ul><p>Once.</p>", ["<p>Looms weave.</p>", "<p>So do</p>", "<p>hands.</p>", "<p>Once.</p>"]),
        # A key of ours with more than an address.
        ("<p><b>A loom</b></p><p><a href='\x06/loom.pdf'>Poster</a></p>", ["<p><b>A loom</b></p>", "<p><a href='\x06/loom.pdf'>Poster</a></p>"]),
        # A style sheet kept them apart.
        ("<p><span class='tag'>Wool</span><span class='tag'>Silk</span></p>", ["<p>Wool · Silk</p>"]),
    ],
)  # fmt: skip
def test_lines_of_a_layout(layout: str, lines: list[str]) -> None:
    own = {
        "title": "T",
        "venue": "Mill",
        "citation": "Lovelace, A.",
        "gain": "Less wool",
        "summary": "Looms weave.\n\n- So do\n- hands.\n \nOnce.",
        "poster": {"title": "A loom", "url": "/loom.pdf"},
        "fibres": ["Wool", "Silk"],
    }
    assert extras(f"{layout}\x07", own) == (lines, [])


@pytest.mark.parametrize(
    ("layout", "result"),
    [
        # The elements that hold the page begin above it and end below it.
        ('<div class="a"><section>\x07</section></div>', ("", "")),
        ('<div><article><p>Seen</p>\x07<p>So <b>long</p></article></div>', ("<p>Seen</p>", "<p>So <b>long</p>")),
        ("<table><tr><td>1</td></tr></table><ul><li>a<ul>\x07</ul></ul>", ("<table><tr><td>1</td></tr></table>a", "")),
        # What our pages have themselves.
        ("<h1>Notes</h1><h2>Notes</h2><p class='page__date'>Published: 1 May</p><p><i></i></p>\x07", ("", "")),
        ("<a href='/b/' title='Next'><i class='arrow'></i></a>\x07", ("", "")),
        ("\x07<footer>Me</footer><div class='page__related'><p>More</p></div><p>More</p>", ("", "")),
        # An image that the page does not name.
        ("<div><img src='\x06/' alt='A'><img alt='' src=\"\"><img src='/a.png'></div>\x07", ("<div><img src='/a.png'></div>", "")),
        # Nor what one clicks instead of a control.
        (
            "<input type=radio id=s-1><ul><li>A</li></ul><ul><li>\n<label class=a for=s-1><img src='/a.png'></label></li></ul>\x07",
            ("<ul><li>A</li></ul><ul></ul>", ""),
        ),
        # HTML may do without <head>.
        ("<title>Notes | Ada</title><p>Seen</p>\x07", ("<p>Seen</p>", "")),
        # What stands in an element of its own stays apart.
        ("\x07<div class='a'><span>A</span><section>B</section></div>", ("", "<div><span>A</span><div>B</div></div>")),
        # Entries of lists stay as they are.
        ("<div>\x021\x03<h2>Notes</h2>\x04\x07</div>", ("\x021\x03<h2>Notes</h2>\x04", "")),
    ],
)  # fmt: skip
def test_layouts_of_a_site(layout: str, result: tuple[str, str]) -> None:
    assert around(layout, {"title": "Notes"}) == result


def made(root: Path, files: dict[str, str]) -> dict[str, str]:
    """Return the files of the new site."""
    return make_site(read_site(write(root / "old", {"_config.yml": "title: T", **files})), "new").texts


def test_a_link_behind_a_citation_in_a_layout_of_a_site() -> None:
    """Our pages show it as well, if the citation does not have it."""
    url = "https://example.org/1?a&amp;b"
    cited = "Ada Lovelace, Notes on the Analytical Engine, 1843"
    layout = f"<p>Cite: {cited} <a href='{url}'><u>{url}</u></a></p>\x07"
    own = {"title": "Notes", "citation": cited}
    assert around(layout, {**own, "paperurl": "https://example.org/1?a&b"}) == ("", "")
    # Without regard to its punctuation.
    other = {
        **own,
        "paperurl": "https://example.org/1?a&b",
        "citation": f"{own['citation']}, https://example.org/1/?ab",
    }
    assert around(layout, other) == (f"<p><a href='{url}'>{url}</a></p>", "")
    assert around(layout, own) == (f"<p><a href='{url}'>{url}</a></p>", "")


def test_a_layout_without_the_page(tmp_path: Path) -> None:
    site = {
        "_layouts/person.html": '<div class="who"><h1>{{ page.who }}</h1><p class="bio">Looms.</p>\n<br>\n<p>More.</p>',
        "ada.md": "---\nlayout: person\nwho: Ada\n---\nLooms.\n",
    }
    assert made(tmp_path, site)["ada.md"].endswith("---\n# Ada\n\nLooms.\n\nMore.\n")


def test_a_page_without_text_is_what_its_layout_shows(tmp_path: Path) -> None:
    files = {
        "_layouts/about.html": "---\nlayout: default\n---\n<h1>{{ page.title }}</h1>{{ content }}"
        "{% if content == '' %}<p>I weave.</p>{% endif %}<section class='page__share'>Share it</section>",
        "about.md": "---\nlayout: about\ntitle: About\n---\n",
        "b.md": "---\nlayout: about\ntitle: B\n---\nMy text\n",
    }
    texts = made(tmp_path, files)
    assert texts["about.md"].endswith("---\nI weave.\n")
    assert texts["b.md"].endswith("---\nMy text\n")


def test_a_document_without_text_has_the_details_that_our_pages_show(tmp_path: Path) -> None:
    details = (
        "<p>Published in <i>{{ page.venue }}</i>, {{ page.date | date: '%Y' }}</p>"
        '<div><a href="{{ page.link }}" class="btn">Direct link</a></div><p>{{ page.grade }}</p>'
    )
    files = {
        "_config.yml": "collections: {papers: {output: true}}",
        "_layouts/single.html": f"<h1>{{{{ page.title }}}}</h1>{details}{{{{ content }}}}",
        "_layouts/paper.html": "<p>Published in {{ page.venue }}, {{ page.date | date: '%Y' }}</p>{{ content }}",
        "_papers/a.md": "---\ntitle: A\nlayout: single\nvenue: Notes\ndate: 1843-05-01\n"
        "link: https://example.org/\ngrade: A minus\n---\n",
        "_papers/b.md": "---\ntitle: B\nlayout: paper\nvenue: ''\ndate: 1843-05-01\n---\nOn looms.\n",
    }
    texts = made(tmp_path, files)
    assert texts["papers/a.md"].endswith("---\nA minus\n")
    assert texts["papers/b.md"].endswith("---\nOn looms.\n")


def test_a_layout_that_leads_elsewhere(tmp_path: Path) -> None:
    files = {
        "_layouts/moved.html": '<meta http-equiv="refresh" content="0; url={{ page.redirect }}"><a href="{{ page.redirect }}">here</a>',
        "a.md": "---\nlayout: moved\nredirect: https://example.org/looms\n---\n",
        "b.md": "---\nlayout: moved\n---\n",
        "c.html": "---\n---\n<!DOCTYPE html><meta http-equiv=refresh content=\"0; url={{ '/a/' | relative_url }}\">"
        "<script>location = '/a/'</script><p><a href='/a/'>Here</a></p>",
        "d.html": "---\n---\n<html><meta http-equiv=refresh content='0;url={{ site.baseurl }}/a/'></html>",
        "c/f.md": "---\nlayout: moved\nredirect: ../a/\n---\n",
        "e.md": "---\ntitle: E\n---\n```html\n<meta http-equiv=refresh content='0; url=/a/'>\n```\n",
        # That page is read first.
        "g.md": "---\n---\n<meta http-equiv=refresh content='20;url=/a/'>\n\nWelcome.\n",
    }
    texts = made(tmp_path, files)
    assert 'redirect_to: "https://example.org/looms"\n' in texts["a.md"]
    assert {name for name, text in texts.items() if "redirect_to: /a/\n" in text} == {
        "c.md",
        "c/f.md",
        "d.md",
    }
    assert texts["c.md"].endswith("redirect_to: /a/\norphan: true\n---\n")
    assert "redirect_to" not in texts["b.md"] + texts["e.md"] + texts["g.md"]


def test_redirects_in_a_circle(tmp_path: Path) -> None:
    """The page that closes the circle stays one."""
    refresh = "---\n---\n<!DOCTYPE html><meta http-equiv=refresh content='{}'>\n"
    files = {
        "_config.yml": "title: A\nurl: https://ada.example\n",
        "clock.html": refresh.format("60; url=/clock.html"),
        "a.md": "---\nredirect_to: /b/\n---\nA\n",
        "b.md": "---\nredirect_to: https://ada.example/c.html#x\n---\nB\n",
        "c.html": refresh.format("0; url=./a.html"),
        "d.html": refresh.format("0; url=https://example.org/?a=1&amp;b=2"),
        "e.md": "---\nredirect_to: [/f]\n---\nE\n",
        "f.md": "---\nredirect_from: /g/\nredirect_to: /g\n---\nF\n",
        # The first of several, as in Jekyll.
        "h.md": "---\nredirect_to:\n  - https://example.org/h\n  - /f\n---\nH\n",
        "i.html": refresh.format("0; url=//example.org/i"),
        "j.md": "---\nredirect_to: //example.org/j\n---\nJ\n",
    }
    site = make_site(read_site(write(tmp_path / "old", files)), "new")
    led = {name for name, text in site.texts.items() if "\nredirect_to:" in text}
    assert led == {"a.md", "b.md", "d.md", "e.md", "h.md", "i.md", "j.md"}
    assert 'redirect_to: "https://example.org/?a=1&b=2"\n' in site.texts["d.md"]
    assert 'redirect_to: "https://example.org/h"\n' in site.texts["h.md"]
    assert 'redirect_to: "https://example.org/i"\n' in site.texts["i.md"]
    assert 'redirect_to: "https://example.org/j"\n' in site.texts["j.md"]
    [asked] = [page.questions for page in site.report.pages if page.target == "f.md"]
    assert [each.what for each in asked] == ["redirect_to was switched off: /g leads back to this page"]


def test_a_page_stays_markdown_in_its_layout(tmp_path: Path) -> None:
    site = {
        "_layouts/wide.html": "<div><h1>{{ page.title }}</h1><p>By Ada</p>{{ content }}<footer></footer></div>",
        "a.md": "---\nlayout: wide\ntitle: A\n---\n## Looms\n\n* one\n",
    }
    assert made(tmp_path, site)["a.md"].endswith("---\nBy Ada\n\n## Looms\n\n* one\n")


def test_lists_in_a_layout_with_the_name_of_the_theme_s(tmp_path: Path) -> None:
    """A page shows them; below each post, there are other posts anyway."""
    entries = '{% for post in site.posts %}<h3><a href="{{ post.url }}">{{ post.title }}</a></h3>{% endfor %}'
    related = f'<div class="page__related"><h4>See also</h4>{entries}</div>'
    files = {
        "_layouts/splash.html": f"{{{{ content }}}}<h2>Latest news</h2>{entries}<p>This is all.</p>",
        "_layouts/single.html": f"{{{{ content }}}}{related}",
        "index.md": "---\ntitle: About\nlayout: splash\n---\nText.\n",
        "cv.md": "---\ntitle: CV\nlayout: single\n---\nText.\n",
        "_posts/2020-01-02-loom.md": "---\ntitle: Loom\nlayout: splash\n---\nText.\n",
    }
    texts = made(tmp_path / "old", files)
    shown = texts["index.md"].partition("Text.")[2]
    assert "Latest news" in shown
    assert "```{listing}\n" in shown
    assert "This is all." in shown
    assert "See also" not in texts["cv.md"]
    assert not any("Latest news" in text for name, text in texts.items() if name.endswith("loom.md"))


def test_lists_in_what_a_layout_includes(tmp_path: Path) -> None:
    """They come with what stands around them, in Markdown; other pages of the layout have none."""
    row = "<tr><th style='width: 20%'>{{ item.date | date: '%Y' }}</th><td>{{ item.content | emojify }}</td></tr>"
    files = {
        "_config.yml": "collections: {news: {output: true}}",
        "_layouts/about.liquid": "<h1>{{ page.title }}</h1>{{ content }}{% if page.news %}<h2><a href='/news/' "
        "style='color: inherit'>News</a></h2>{% include news.liquid %}{% endif %}"
        "{% if page.papers %}<h2>Papers</h2>{% include papers.liquid %}{% endif %}",
        "_includes/news.liquid": "{% include rows.liquid %}",
        "_includes/rows.liquid": f"<table>{{% for item in site.news %}}{row}{{% endfor %}}</table>",
        "_includes/papers.liquid": "<div>{% bibliography -q @*[selected=true] %}</div>",
        "_bibliography/references.bib": "@book{a, title={Looms}, year=1843, selected={true}}",
        "_news/a.md": "---\ndate: 1843-05-01\n---\nThe loom runs :tada: :of:\n",
        "index.md": "---\nlayout: about\ntitle: Ada\nnews: true\npapers: true\n---\nText.\n",
        "b.md": "---\nlayout: about\ntitle: B\n---\nText.\n",
    }
    texts = made(tmp_path / "old", files)
    shown = texts["index.md"].partition("Text.")[2]
    assert "\n## [News](/news/)\n\n<table>" in shown
    assert "The loom runs 🎉 :of:" in shown
    assert "\n## Papers\n\n```{listing}\n:where: selected=true\n\n/references.bib\n```\n" in shown
    assert texts["b.md"].endswith("---\nText.\n")


def test_what_a_page_asks_its_layout_to_include(tmp_path: Path) -> None:
    """It comes with it; a key that themes have for comments asks for nothing."""
    asked = "{% if page.archive %}\n{% include archive.html %}{% endif %}{% if page.comments %}{% include talk.html %}{% endif %}"
    files = {
        "_layouts/page.html": f"<h1>{{{{ page.title }}}}</h1>{{{{ content }}}}{asked}",
        "_includes/archive.html": "<aside><nav><ul><li>Looms, 1843</li></ul></nav></aside>",
        "_includes/talk.html": "<p>Say something</p>",
        "a.md": "---\nlayout: page\ntitle: A\narchive: true\n---\nText.\n",
        "b.md": "---\nlayout: page\ntitle: B\narchive: false\n---\nText.\n",
        "c.md": "---\nlayout: page\ntitle: C\ncomments: true\n---\nText.\n",
    }
    texts = made(tmp_path / "old", files)
    assert texts["a.md"].endswith("---\nText.\n\n- Looms, 1843\n")
    assert texts["b.md"].endswith("---\nText.\n")
    assert texts["c.md"].endswith("---\nText.\n")


def test_pictures_that_only_a_plugin_made(tmp_path: Path) -> None:
    """Browsers take the source of a picture that suits them, and show nothing if there is none."""
    picture = (
        "<figure>\n  <picture>\n<source srcset='{{ p | relative_url }}-480.webp 480w,{{ p | relative_url }}-800.webp 800w,' "
        "sizes='95vw' type='image/webp'>\n<img src='{{ p | relative_url }}.png' alt='Ada' onerror='this.onerror=null;'>"
        "</picture></figure>"
    )
    files = {
        "_layouts/about.liquid": f"{{% assign p = page.photo %}}{picture}{{% toc %}}{{{{ content }}}}",
        **dict.fromkeys(("portrait.png", "drawing.png", "drawing-480.webp"), ""),
        "a.md": "---\nlayout: about\nphoto: /portrait\n---\nText.\n",
        "b.md": "---\nlayout: about\nphoto: /drawing\n---\nText.\n",
        "c.md": "---\n---\n```html\n<picture><source srcset='/x.webp'><img src='/portrait.png'></picture>\n```\n",
    }
    site = make_site(read_site(write(tmp_path / "old", {"_config.yml": "title: T", **files})), "new")
    assert site.texts["a.md"].endswith("---\n![Ada](/portrait.png)\n\nText.\n")
    assert "/drawing-480.webp 480w" in site.texts["b.md"]
    assert "<picture><source srcset='/x.webp'>" in site.texts["c.md"]
    assert not any(page.questions for page in site.report.pages)


def test_a_home_page_of_its_own_and_one_of_the_theme(tmp_path: Path) -> None:
    """A layout that the theme has as well is the site's own, if it does not list the posts as the theme does."""
    site = {
        "_layouts/home.html": "<p>{{ page.motto }}</p>{{ content }}<h2>Partners</h2><p>Mill</p>",
        "_layouts/posts.html": "{% for post in paginator.posts %}{% include archive-single.html %}{% endfor %}",
        "_posts/2019-01-02-one.md": "---\ntitle: One\n---\n",
        "index.md": "---\nlayout: home\nmotto: Looms for all\n---\nWelcome.\n",
        "blog.md": "---\nlayout: posts\ntitle: Blog\n---\n",
    }
    texts = made(tmp_path, site)
    assert "Looms for all\n\nWelcome.\n\n## Partners\n\nMill\n" in texts["index.md"]
    assert ":group: year\n" in texts["blog.md"]


@pytest.mark.parametrize(
    ("frame", "links"),
    [
        (
            "<nav><a href='#main'>Skip</a><a href='/'>Home</a></nav>"
            "<nav><a href='/'>Me</a><ul><li><a href='/a/'>A<br>B</a><li><a href='/c/'><i></i></a><a href='/d'>D</a></ul></nav>",
            [("Me", "/"), ("A B", "/a/"), ("D", "/d")],
        ),
        ("<div id='top-menu'><a href='a.html'>A</a> <a href='b.html'>B <i class='sr-only'>(here)</i></a></div>", [("A", "a.html"), ("B", "b.html")]),
        ("<header><a href='/'>Me</a></header><p><a href='/a'>A</a><a href='/b'>B</a></p>", []),
        ("", []),
    ],
)  # fmt: skip
def test_navigation_of_layouts(frame: str, links: list[tuple[str, str]]) -> None:
    assert shown_navigation(frame) == links


@pytest.mark.parametrize("data", [{}, {"_data/navigation.yml": "top:\n- {title: Other, url: /z.html}\n"}])
def test_a_site_with_navigation_in_its_layout(tmp_path: Path, data: dict[str, str]) -> None:
    """Its data may have one under a name that only its layouts know."""
    site = {
        **data,
        "_layouts/base.html": "<ul class='main-nav'><li><a href='{{ '/tools/' | relative_url }}'>Looms</a></li>"
        "<li><a href='/'>Home</a></li><li><a href='../../a.html#b'>Ada</a></li></ul>{{ content }}",
        "_layouts/default.html": "---\nlayout: base\n---\n<main>{{ content }}</main>",
        **{
            f"{name}.md": f"---\nlayout: default\ntitle: {title}\n---\n"
            for name, title in {"index": "Home", "a": "Ada", "tools/index": "Tools", "z": "Other"}.items()
        },
    }
    assert "\n\nLooms <tools>\na\n```" in made(tmp_path, site)["index.md"]


def test_a_navigation_of_each_language(tmp_path: Path) -> None:
    """That of the home page has below a page what stood around that page instead, such as those of its language."""
    nav = (
        "<nav>{% if page.lang %}"
        + "<a href='/fr/a/'>Métiers</a><a href='/fr/b/'>Cartes</a><a href='/'>EN</a>"
    )
    nav += "{% else %}<a href='/a/'>Looms</a><a href='/fr/'>FR</a>{% endif %}</nav>{{ content }}"
    page = "---\nlayout: default\n{}\n---\nText.\n"
    texts = made(
        tmp_path,
        {
            "_config.yml": "permalink: pretty",
            "_layouts/default.html": nav,
            "about.md": page.format("permalink: /"),
            "a.md": page.format("title: Looms"),
            **{f"fr/{name}.md": page.format("lang: fr") for name in ("a", "b", "index")},
        },
    )
    assert texts["index.md"].endswith("```{toctree}\n:hidden:\n\na\nFR <fr>\n```\n")
    assert texts["fr.md"].endswith("```{toctree}\n:hidden:\n\nMétiers <fr/a>\nCartes <fr/b>\n```\n")
    assert "title: Cartes\n" in texts["fr/b.md"]


def test_a_heading_in_html_that_is_the_title(tmp_path: Path) -> None:
    """The layout of that page showed none; one with an id may be linked to."""
    page = "---\ntitle: My <i>looms</i>\n---\n<div><h1{}>My\nlooms</h1><p>Text.</p></div>\n"
    files = {"a.md": page.format(" class='big'"), "b.md": page.format(" id='b'")}
    files["c.md"] = files["a.md"].replace("looms</h1>", "cards</h1>")
    files["d.md"] = f"---\ntitle: My looms\n---\n```\n{files['a.md'][31:]}```\n"
    found = made(tmp_path, files)
    assert [found[name].count("<h1") for name in files] == [0, 1, 1, 1]


def test_a_home_page_of_the_theme(tmp_path: Path) -> None:
    site = {
        "_posts/2019-01-02-one.md": "---\ntitle: One\n---\n",
        "index.html": "---\nlayout: home\n---\n<p>Welcome.</p>\n",
    }
    assert "Welcome.\n\n## Recent posts\n\n```{listing}\n" in made(tmp_path, site)["index.md"]


def test_menus_beside_pages(tmp_path: Path) -> None:
    """They are below the navigation, without what that has already, if a page shows them."""
    page = "---\ntitle: {}\nlayout: single\nsidebar: {{nav: {}}}\n---\nText.\n"
    menu = "\n- title: Looms &amp; cards\n  children: [{title: A, url: /a/}, {title: Bee, url: /b/}]\n- {title: C, url: /b/}\n"
    files = {
        "_config.yml": "permalink: pretty",
        "_data/navigation.yml": f"main: [{{title: A, url: /a/}}]\nguide:{menu}other:{menu}",
        "a.md": page.format("A", "guide"),
        "b.md": page.format("B", "none"),
        "index.md": "---\ntitle: Home\nsidebar: true\n---\nText.\n",
    }
    texts = make_site(read_site(write(tmp_path / "old", files)), "new").texts
    assert texts["index.md"].endswith(
        "```{toctree}\n:hidden:\n\na\n```\n\n```{toctree}\n:hidden:\n:caption: Looms & cards\n\nBee <b>\n```\n"
    )
    assert "orphan" not in texts["b.md"]


def test_what_stands_beside_a_page() -> None:
    """It is kept if it shows values of the page; the author and the contents are the theme's."""
    aside = "<aside class='at-a-glance'><h2>At a glance</h2><p>Unit: Turns of the wheel</p></aside>"
    layout = f"<aside>Ada Lovelace, London</aside>\x07{aside}<aside><ul><li>Wheels</li></ul></aside>"
    own = {"title": "T", "unit": "Turns of the wheel"}
    assert around(layout, own) == ("", "<div><h2>At a glance</h2><p>Unit: Turns of the wheel</p></div>")
    assert extras(layout, own) == ([], ["<h2>At a glance</h2>", "<p>Unit: Turns of the wheel</p>"])
    assert around(layout, {"title": "T"}) == ("", "")


def test_other_posts_beside_a_post(tmp_path: Path) -> None:
    """A layout lists them all, with the post itself: that is nothing of its text."""
    entry = "<a href='{{ post.url }}'>\n<h5>{{ post.title }}</h5>\n{% if post.excerpt %}<p>{{ post.excerpt }}</p>{% endif %}\n</a>"
    files = {
        "_layouts/post.html": f"{{% for post in site.posts %}}{entry}{{% endfor %}}<aside><p>{{{{ page.by }}}}</p>"
        f"</aside><main>{{{{ content }}}}</main><aside>{{% for post in site.posts %}}{entry}{{% endfor %}}</aside>",
        "_posts/2020-01-01-looms.md": "---\nlayout: post\ntitle: Looms\nslug: of-looms\nexcerpt: Of looms and of engines.\nby: Ada Lovelace\n---\nText.\n",
        "_posts/2020-01-02-cards.md": "---\nlayout: post\ntitle: Cards\n---\nText.\n",
    }
    assert made(tmp_path, files)["posts/2020-01-01-looms.md"].endswith("---\nAda Lovelace\n\nText.\n")
