"""Footers and mastheads of an old site: what the owner wrote there is below each page, or named in the report."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from jinja2.sandbox import SandboxedEnvironment

from conftest import build
from helpers import done_within
from jekyll_site import write
from sphinx_homepage.cli import import_site, main, site_files
from sphinx_homepage.importing.jekyll.reader import read_site
from sphinx_homepage.importing.new_site import make_site
from sphinx_homepage.importing.report import PageReport
from sphinx_homepage.importing.settings.footer import TEMPLATE
from sphinx_homepage.importing.settings.page_edges import add_edges
from sphinx_homepage.importing.settings.site_settings import Settings
from sphinx_homepage.importing.site_in_making import MadePage, SiteInMaking

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

POWERED = (
    "Powered by <a href='http://jekyllrb.com'>Jekyll</a> &amp; <a href='https://github.com/academicpages/x'>AcademicPages</a>,"
    " a fork of <a href='https://mademistakes.com/minimal-mistakes/'>Minimal Mistakes</a>."
)


class Edges:
    """What an import makes of the edges of a site with the pages /imprint/ and /cv/, of which one is in the menu."""

    def __init__(self, directory: Path, frames: Sequence[str], *files: str, **record: Any) -> None:
        pages = {f"{name}.md": f"---\npermalink: /{name}/\n---\n" for name in ("imprint", "cv")}
        config = "title: Ada\nauthor: {name: Ada Lovelace}\nlocale: fr\nurl: https://ada.example.org\nbaseurl: /x\n"
        texts = {"_config.yml": config, "_data/ui-text.yml": "fr: {follow_label: 'Suivre :'}\n", **pages}
        old = read_site(write(directory, texts | dict.fromkeys(files, "x")))
        site = SiteInMaking(old, "new", keep_demo=False, progress=lambda _text: None)
        site.pages |= {
            page.source: MadePage(page, page.url.strip("/"), PageReport(page.source, ""))
            for page in old.pages
        }
        self.settings = Settings({"name": "Ada Lovelace", **record})
        add_edges(site, frames, self.settings, ["cv"])
        self.template = site.texts.get(TEMPLATE, "")
        self.notes = site.report.settings

    @property
    def paragraphs(self) -> list[str]:
        """Return the HTML of each paragraph that is below each page."""
        return re.findall("<p>(.*?)</p>", self.template.replace("<br>\n", "|"))


@pytest.mark.parametrize(
    ("footer", "own"),
    [
        # What themes say.
        (f"<a href='/sitemap/'>Sitemap</a><div>&copy; 2019-2026 Ada Lovelace. {POWERED}</div>Site last updated 2026-01-02", []),
        (f"&copy;  Ada, {POWERED} <br>Site last updated", []),
        ("<ul><li><strong>Suivre :</strong></li><li><a href='/feed.xml'>Flux</a></li></ul><script>x()</script>", []),
        ("<a href='https://github.com/'>GitHub</a><a href='#top'>Top <a href='/feed.xml'>Feed</a></a>", []),
        ("<p>Made with <a href='https://example.org/x-theme'>X</a> by <a href='https://example.org'>Y</a>.</p>", []),
        ("Site made with <a href='https://jekyllrb.com'>Jekyll</a>, based on a template by the <a href='https://example.org/'>Mill</a>.", []),
        ("Layout adapted from <a href='https://example.org/'>the Mill</a>'s template.<br>Copyright ⓒAda. All Rights Reserved.", []),
        ("<a href='https://clustrmaps.com/site/1' title='Visits'><img src='//www.clustrmaps.com/map.png'></a>", []),
        ("<b>Networks</b><ul><li><a href='https://github.com/'>GitHub</a></li></ul>Languages: \x0212\x03<a href='/fr/'>fr</a>\x04", []),
        ("<a href='/cv/'>CV</a> | <a href='/x/cv/#work'>Work</a>", []),
        ("<form>Subscribe <input></form><iframe src='https://example.org/'>Map</iframe><!-- Hidden -->", []),
        # What its owner says, also between both.
        (f"&copy; 2026 Ada. All views\n are my own. {POWERED} I like <b>looms</b>.", ["All views are my own. I like looms."]),
        ("<a href='/imprint/'><b class='footer-label'>Imprint</b></a><br><a href='/data.csv'>Data</a>",
         ["<a href=\"{{ pathto('imprint') }}\">Imprint</a> · <a href=\"{{ pathto('data.csv', 1) }}\">Data</a>"]),
        ("<a href='https://ada.example.org/x/imprint/#c'>Imprint</a> and <a href='/cv/'>CV</a>",
         ["<a href=\"{{ pathto('imprint').rstrip('#') }}#c\">Imprint</a> and <a href=\"{{ pathto('cv') }}\">CV</a>"]),
        ("&copy; <a href='https://ada.example.org/'>Ada</a>, last updated 3 May 2026 | On looms", ["On looms"]),
        (f"&copy; Ada. <a href='/x/a%20b.txt?v=1'>Terms</a>, {POWERED}", ["<a href=\"{{ pathto('a%20b.txt', 1) }}\">Terms</a>"]),
        # Columns, and lines in them.
        ("<div><div>Funding:<br>The Society</div><div><h4>Contact</h4>Mill Road 5<br>London<br>+44 20 7946<p>London</p>7</div></div>",
         ["Funding:|The Society", "<strong>Contact</strong>|Mill Road 5|London|+44 20 7946|London"]),
        ("<a href='mailto:a@b.org'>Mail</a> <a href='/cv'></a>•<a href='/imprint/'>Imprint</a> ()",
         ['<a href="mailto:a@b.org">Mail</a> • <a href="{{ pathto(\'imprint\') }}">Imprint</a>']),
        ("<p><img src='logo.png?v=1' alt='Mill' style='x'> <a href='https://example.org/'><img src='https://example.org/x.png' alt='Loom'></a></p>",
         ['<img src="{{ pathto(\'logo.png\', 1) }}" alt="Mill"> <a href="https://example.org/">Loom</a>']),
    ],
)  # fmt: skip
def test_words_of_footers(tmp_path: Path, footer: str, own: list[str]) -> None:
    frame = f"<main>\x07<footer>Tags of a page</footer></main><footer>{footer}</footer>"
    frames = [frame, frame.replace("Imprint", "Other"), frame, "No page"]
    edges = Edges(tmp_path, frames, "data.csv", "a b.txt", "logo.png")
    assert edges.paragraphs == own


@pytest.mark.parametrize(
    ("footer", "owner"),
    [
        (f"&copy; {datetime.date.today().year} The Society of Looms", "The Society of Looms"),
        ("Copyright (c) 2019–2021, 3D Mill, Dept. of Looms.", "2019–2021, 3D Mill, Dept. of Looms"),
        ("Copyright &copy; Ada Lovelace.", ""),
    ],
)
def test_whose_the_site_is(tmp_path: Path, footer: str, owner: str) -> None:
    edges = Edges(tmp_path, [f"\x07<footer><p>{footer}</p></footer>"])
    assert (edges.settings.copyright, edges.template) == (owner, "")
    assert [f"“{owner}”" in note for note in edges.notes] == [True] * bool(owner)


def test_what_some_pages_have(tmp_path: Path) -> None:
    """It is not put below all of them, and named once, whatever its addresses."""
    same = "\x07<footer><p>Looms</p><a href='https://example.org/{}'>Edit</a> <a href='/gone/'>Gone</a>{}<iframe src='https://example.org/map'></iframe></footer>"
    edges = Edges(
        tmp_path, [same.format(1, ""), same.format(2, "<p>Mills</p>"), same.format(3, "<p>Mills</p>"), "\x07"]
    )
    assert edges.paragraphs == ["Looms"]
    said, others, gone, tool = edges.notes
    assert said.startswith(f"the footer said “Looms”: its place is {TEMPLATE}")
    assert re.sub("/[123]", "", others).startswith(
        "on some pages, the footer said “Edit (https://example.org)”, “Mills”: "
    )
    assert gone == "the footer's Gone (/gone/) leads nowhere, and was left out"
    assert tool == "the footer's <iframe> of https://example.org/map was left out"


@pytest.mark.parametrize(
    "part",
    ["<a href='/cv/'>CV</a>", "<a href='https://jekyllrb.com'>J</a>.", "<b>Label</b>", "<div>Words</div>", "&copy; 12,", "12,", ",,,,,,,,,,,,,,,,,,,,", "© "],
)  # fmt: skip
def test_a_footer_with_thousands_of_parts(tmp_path: Path, part: str) -> None:
    """The rest of it is not read again for each of them."""
    footer = f"&copy; 2012{part * 3000} Looms"
    with done_within(5):
        edges = Edges(tmp_path, [f"\x07<footer>{footer}</footer>"])
    assert "Looms" in edges.template + edges.settings.copyright


@pytest.mark.parametrize(
    "hostile",
    [
        "{{ 7 * 7 }}", "{% include 'x' %}", "{# x #}", "{%- raw -%}", "&#123;{ 7 }}", "}} %} #}", "{<b></b>{ 7 }}",
        "<script>x</script>", "&lt;script&gt;", "&amp;lt;b&amp;gt;", "\ufdd00\ufdd1x\ufdd2", "&#xfdd0;9&#xfdd1;x&#xfdd2;", "\x05\x06\x1f",
    ],
)  # fmt: skip
def test_nothing_of_a_footer_is_run(tmp_path: Path, hostile: str) -> None:
    quoted = hostile.replace('"', "")
    footer = (
        f'<p class="x" onclick="x()" style="x">Text {hostile}</p><a href="https://example.org/{quoted}" onclick="x()">Link {hostile}</a>'
        f'<img src="/logo.png" alt="{quoted}" onerror="x()"><a href="javascript:x()">Run</a><a href="data:text/html,x">Data</a>'
        f'<a href="/it\'s {{{{ 1 }}}}.txt">File</a><svg onload="x()"><text>Drawn</text></svg>'
    )
    edges = Edges(tmp_path, [f"\x07<footer>{footer}</footer>"], "logo.png", "it's {{ 1 }}.txt")
    environment = SandboxedEnvironment()
    environment.globals["pathto"] = lambda name, *_resource: f"PATH:{name}"
    soup = BeautifulSoup(environment.from_string(edges.template).render(), "html.parser")
    assert {tag.name for tag in soup.find_all()} <= {"p", "br", "a", "img"}
    assert {name for tag in soup.find_all() for name in tag.attrs} <= {"href", "src", "alt"}
    urls = {str(tag.get("href", tag.get("src"))) for tag in soup.select("a, img")}
    assert {url.partition(":")[0] for url in urls} <= {"https", "PATH"}
    assert "PATH:it%27s%20%7B%7B%201%20%7D%7D.txt" in urls
    if hostile.isprintable() and "xfdd0" not in hostile:
        shown = re.sub("<script>.*", "", hostile)
        assert f"Text {BeautifulSoup(shown, 'html.parser').get_text()}".strip() in soup.get_text()


def test_links_that_the_author_has(tmp_path: Path) -> None:
    """They are beside each page, and need no footer."""
    frame = (
        "\x07<div class='page__footer'><ul><li><a href='http://github.com/ada'>GitHub</a></li>"
        "<li><a href='https://github.com/https://orcid.org/0000-0001-5109-3700'>ORCID</a></li>"
        "<li><a href='mailto:Ada@example.org'>Mail</a></li><li>Me: <a href='/cv.pdf'>CV</a></li></ul></div>"
    )
    author = {"github": "ada", "orcid": "0000-0001-5109-3700", "email": "ada [at] example.org"}
    edges = Edges(tmp_path, [frame], "cv.pdf", **author)
    assert edges.paragraphs == ["Me: <a href=\"{{ pathto('cv.pdf', 1) }}\">CV</a>"]


def test_images_of_mastheads(tmp_path: Path) -> None:
    above = "<header><img src='/logo.png'>{}<span class='site-subtitle'>On looms</span></header>"
    frames = [
        above.format(image) + "<article><header><img src='/d.png'></header>\x07</article>"
        for image in ("<img src='/a.png'>", "<img src='/b.png'>", "<img src='https://example.org/c.png'>")
    ]
    files = ["logo.png", "a.png", "b.png", "d.png"]
    edges = Edges(tmp_path, frames, *files)
    assert (edges.settings.logo, edges.settings.author["bio"]) == ("public/logo.png", "On looms")
    assert [re.sub(r":.*\(|\)", " ", note) for note in edges.notes] == [
        "below the title of the site stood “On looms”: that is bio in author_profile in conf.py",
        "the image public/logo.png stood above each page html_logo in conf.py ",
    ]
    edges = Edges(tmp_path, frames, *files, avatar="public/logo.png", bio="I weave")
    assert (edges.settings.logo, edges.settings.author["bio"]) == ("", "I weave")
    frames = ["<header><img src='/x/the%20mill.png?v=1'></header>\x07"]
    assert Edges(tmp_path, frames, "the mill.png").settings.logo == "public/the mill.png"
    assert [note.partition(": ")[2] for note in edges.notes] == ["it may be bio in author_profile in conf.py"]


def test_the_first_image_of_several_is_the_logo(tmp_path: Path) -> None:
    files = [f"{letter}.png" for letter in "fbdaec"]
    images = "".join(f"<img src='/{file}'>" for file in files)
    edges = Edges(tmp_path, [f"<header>{images}</header>\x07"], *files)
    assert edges.settings.logo == "public/f.png"
    assert [re.findall(r"public/\w\.png", note)[0] for note in edges.notes] == [
        f"public/{file}" for file in files
    ]


@pytest.mark.parametrize(
    "own",
    [
        {},
        {
            "_layouts/single.html": "{% include masthead.html %}{{ content }}"
            "<footer>{% include footer.html %}<!-- Hidden</footer>"
        },
        {"_includes/footer/custom.html": "<p>All views are mine.</p>"},
    ],
)
def test_edges_in_the_report(tmp_path: Path, own: dict[str, str]) -> None:
    """Those of the theme are known, whether or not the site has files of it."""
    files = own | {
        "_config.yml": "title: Ada\nlogo: /images/logo.png\nauthor: {name: Ada Lovelace, github: ada}\n"
        "footer: {links: [{label: GitHub, url: 'https://github.com/ada'}, {label: Imprint, url: /imprint.pdf}]}\n",
        "index.md": "---\ntitle: About me\nlayout: single\n---\nText.\n",
        "images/logo.png": "x",
        "imprint.pdf": "x",
    }
    made = make_site(read_site(write(tmp_path / "old", files)), "new")
    assert made.settings.logo == "public/images/logo.png"
    footer = made.texts[TEMPLATE]
    assert ">Imprint</a>" in footer
    assert "GitHub" not in footer
    assert "Hidden" not in footer
    assert ("All views are mine" in footer) is ("_includes/footer/custom.html" in own)


OWN_PAGE = (
    '{% extends "!page.html" %}{% block content %}{{ super() }}<p class="own">Comments</p>{% endblock %}'
)
OLD = {
    "_config.yml": "title: The Mill\nurl: https://mill.example.org\nbaseurl: /mill\npermalink: pretty\n",
    "_layouts/default.html": "<html><body>{{ content }}<footer><div><div>{{ site.title }} {% raw %}{{ 7 * 7 }}{% endraw %}<br>Road 5</div>"
    "<div><a href='{{ site.baseurl }}/about/'>About</a><img src='{{ site.baseurl }}/images/logo.png'>"
    "</div></div></footer></body></html>",
    "index.md": "---\nlayout: default\ntitle: Home\n---\nText.\n",
    "about.md": "---\nlayout: default\ntitle: About\n---\nText.\n",
    "deep.md": "---\nlayout: default\ntitle: Deep\npermalink: /a/b/\n---\nText.\n",
    "_data/navigation.yml": "main: [{title: Deep, url: /a/b/}, {title: Home, url: /}]\n",
    "images/logo.png": "x",
}


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Import a site with a footer."""
    root = tmp_path_factory.mktemp("footer")
    with pytest.MonkeyPatch.context() as patch:
        extension = site_files.Extension("sphinx-homepage", is_vendored=False)
        patch.setattr(import_site, "vendor", lambda _directory: extension)
        assert main(["import", str(write(root / "old", OLD)), str(root / "new")]) == 0
    return root


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_a_footer_below_each_page(imported: Path, builder: str) -> None:
    html = imported / builder
    write(imported / "new", {"_templates/page.html": OWN_PAGE})
    assert build(imported / "new", html, imported / f"{builder}.trees", builder) == []
    suffix = "/" if builder == "dirhtml" else ".html"
    for name, up in (("index", ""), ("about", ""), ("a/b", "../")):
        page = html / f"{name}.html"
        if builder == "dirhtml" and name != "index":
            page, up = html / name / "index.html", f"../{up}"
        soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
        assert soup.select_one("article > .own")
        first, second = soup.select("footer > .hp-footer p")
        assert first.get_text() == "The Mill {{ 7 * 7 }}\nRoad 5"
        about = "#" if name == "about" else f"{up}about{suffix}"
        assert [link["href"] for link in second.select("a")] == [about]
        assert [image["src"] for image in second.select("img")] == [f"{up}images/logo.png"]
