"""Scripts, style sheets and icons in the text of pages, controls that do nothing without them, and headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from jekyll_site import write
from sphinx_homepage.importing.jekyll.reader import read_site
from sphinx_homepage.importing.markdown.icon_links import name_icon_links
from sphinx_homepage.importing.markdown.own_colours import is_for_light_pages
from sphinx_homepage.importing.markdown.scripts import lacks_script, without_loaded
from sphinx_homepage.importing.new_site import make_site
from sphinx_homepage.importing.site_in_making import top_headings

if TYPE_CHECKING:
    from pathlib import Path

LIBRARY = "https://example.org/reel@2"


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ('<p style="color: #2d3436; margin: 0">A</p>', True),
        ("<style>\n.a { margin: 0; color: #333 !important }\n</style>", True),
        ("<style>.b { background-color: white; }</style>", True),
        # With both, it is readable anywhere; so is what is neither light nor dark, or says what it is when.
        ("<style>.b { background: #fff; color: #333; } .c { color: #1abc9c }</style>", False),
        ("<p style='color: light-dark(#333, #ddd)'>A</p><p style='border-color: #333'>B</p>", False),
        ("{ color: #333 }", False),
    ],
)
def test_colours_for_light_pages(text: str, is_so: bool) -> None:
    assert is_for_light_pages(text) == is_so


@pytest.mark.parametrize(
    ("text", "result", "gone"),
    [
        # The style sheet of a library that is loaded stays with it.
        (
            f"<link rel='stylesheet' href='{LIBRARY}/reel.css'><script src='{LIBRARY}/reel.js'></script>",
            f"<link rel='stylesheet' href='{LIBRARY}/reel.css'><script src='{LIBRARY}/reel.js'></script>",
            [],
        ),
        # Those of themes do not, whoever publishes them.
        (
            f'<link\n  href="//example.net/grid.css"\n  rel="stylesheet" />A<script src={LIBRARY}/reel.js></script>',
            f"A<script src={LIBRARY}/reel.js></script>",
            ["//example.net/grid.css"],
        ),
        (
            "<link rel=stylesheet href=/js/a.css><script src=/js/a.js></script>",
            "<script src=/js/a.js></script>",
            ["/js/a.css"],
        ),
        (f"<link rel='stylesheet' href='{LIBRARY}/reel.css'>A", "A", [f"{LIBRARY}/reel.css"]),
        ("<link rel='icon' href='/a.png'>", "<link rel='icon' href='/a.png'>", []),
        # Neither a counter nor a widget that is gone.
        ("A<script type='text/javascript'>\ngtag('js', 1);</script>", "A", []),
        (
            "A<script type='text/javascript'>\nvar GOOG_FIXURL_LANG = 'en';\n</script>"
            "<script src='//linkhelp.clients.google.com/tbproxy/lh/wm/fixurl.js'></script>",
            "A",
            [],
        ),
    ],
)
def test_style_sheets(text: str, result: str, gone: list[str]) -> None:
    assert without_loaded(text) == (result, gone)


@pytest.mark.parametrize(
    "text",
    [
        "```html\n{}\n```\n",
        # In an item, with its indentation or without it, and in one of its own.
        "1. Loom\n\n     ~~~\n     {}\n     ~~~\n",
        "1. Loom\n```html\nA {}\n```\n",
        "* ```html\n  {}\n  ```\n",
        "> ```\n> {}\n> ```\n",
        "Write `{}` there.\n",
        # Indented, in a text and in an item.
        "Write:\n\n    {}\n\nThere.\n",
        "- Loom\n\n      A {}\n\n",
    ],
)
def test_scripts_that_are_shown(text: str) -> None:
    """Code that shows how scripts are written stays; the scripts around it do not."""
    script = "<script src='/MathJax.js'></script>"
    shown = text.format(f"<link rel='stylesheet' href='/a.css'>{script}")
    assert without_loaded(f"{script}\n{shown}{script}") == (f"\n{shown}", [])
    # In HTML, backticks mean nothing.
    assert without_loaded(f"```\n{script}\n```", is_html=True) == ("```\n\n```", [])


@pytest.mark.parametrize(
    ("text", "is_dead"),
    [
        ('<button class="sort" data-year="1843">1843</button>', True),
        ("A <select><option>1843</select>", True),
        ('<form id="find"><input type="text"></form>', True),
        ("<span onclick=\"unfold('loom')\">More</span>", True),
        ('<a href="javascript:unfold()">More</a>', True),
        ('<a data-bs-toggle="collapse" href="#loom">More</a>', True),
        # They need none of the page.
        ('<a href="/loom/"><button type="button">Loom</button></a>', False),
        ('<form action="https://example.org/find"><input name="q"><button>Find</button></form>', False),
        ("<button onclick=\"window.open('/loom/')\">Loom</button>", False),
        ('<input type="checkbox" id="more"><input disabled>', False),
        ('<button id="loom">1843</button>\n<script>document.all.loom.onclick = alert</script>', False),
        # Nor does what shows how they are written, or is not shown.
        ("```html\n<button>\n```\n\n`<select>` and a < b\n", False),
        ("A <!-- <button>\n<select> --> B", False),
        ("<!-- <script>a</script> --><button>", True),
    ],
)
def test_controls(text: str, is_dead: bool) -> None:
    assert lacks_script(text) is is_dead


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ('<a href="/x"><i class="fab fa-github"></i></a>', '<a href="/x">GitHub</a>'),
        (
            '<a href="/x"><i class="ai ai-google-scholar-square ai-3x"></i></a>',
            '<a href="/x">Google Scholar</a>',
        ),
        ('[<i class="fas fa-file-pdf"></i>](x.pdf){:target="_blank"}', '[PDF](x.pdf){:target="_blank"}'),
        ('[<i class="fa fa-file-text-o"></i>][a]', "[File][a]"),
        # It leads to a file of a kind that is known by its name.
        (
            '<a href="/x.pdf?2"> <i class="fas fa-download fa-fw mr-2"></i> </a>',
            '<a href="/x.pdf?2"> PDF </a>',
        ),
        (
            '<a href="mailto:a@b.org"><i class="fas fa-envelope"></i></a>',
            '<a href="mailto:a@b.org">Email</a>',
        ),
        # The name that it has for screen readers.
        (
            '<a href="/x" aria-label="My looms"><i class="fas fa-code"></i></a>',
            '<a href="/x" aria-label="My looms">My looms</a>',
        ),
        ("<a href='/x'><i class='x' title='Looms'></i></a>", "<a href='/x'>Looms</a>"),
        (
            '<a href="/x"><i class="fas fa-code"></i><span class="sr-only">Looms</span></a>',
            '<a href="/x">Looms</a>',
        ),
        # The margins of the icons were all that was between them.
        (
            'Looms<a href="/x"><i class="fas fa-code"></i></a><a href="/y"><i class="fa fa-youtube-play"></i></a>',
            'Looms <a href="/x">Code</a> <a href="/y">YouTube</a>',
        ),
        *[
            (text, text)
            for text in (
                '<a href="/x"><i class="fas fa-code"></i> Looms</a>',
                '<a href="/x"><i class="fas fa-code"></i> `loom`</a>',
                '<a href="/x"><i class="fas fa-code"></i><img src="/x.png" alt=""></a>',
                '<a href="/x"><i class="unknown"></i></a>',
                '`<a href="/x"><i class="fas fa-code"></i></a>`',
                '<i class="fas fa-code"></i> Looms',
            )
        ],
    ],
)
def test_links_that_were_only_an_icon(text: str, result: str) -> None:
    assert name_icon_links(text) == result


def test_the_report_tells_of_them(tmp_path: Path) -> None:
    sheet = "<link rel='stylesheet' href='https://example.org/icons.css'>\n"
    site = write(
        tmp_path / "old",
        {
            "_config.yml": "",
            "index.md": f"---\ntitle: Looms\n---\n{sheet}{sheet.replace('icons', 'grid')}"
            "<button class='more' style='background: #fff'>More</button>\n",
            "works.html": f"---\ntitle: Works\n---\n<html><head>{sheet}</head><body><p>Works</p></body></html>\n",
        },
    )
    made = make_site(read_site(site), "new")
    asked = {page.target: [question.what for question in page.questions] for page in made.report.pages}
    told = "{} not loaded (if the page looks wrong, see docs/look.md): https://example.org/icons.css"
    assert asked == {
        "index.md": [
            told.format("style sheets are") + ", https://example.org/grid.css",
            "buttons or fields on it do nothing: the scripts of the old theme are not taken over",
            "colours of its own are for light pages: see it in the dark mode (docs/look.md, Dark mode)",
        ],
        "works.md": [told.format("a style sheet is")],
    }
    assert "icons.css" not in made.texts["index.md"] + made.texts["works.md"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Words\n\n## Looms {#looms}\n", 1),
        ("Looms\n-----\n", 1),
        ("**Looms** of mine\r\n===\r\n", 1),
        ("Words\n\n---\n", 0),
        ("- Words\n---\n", 0),
        ("> Words\n---\n", 0),
        ("</div>\n---\n", 0),
        ("```sh\n# make the loom\n---\n```\n---\n", 0),
        ("~~~\n```\n# a\n~~~\n# Looms", 1),
        ("# Looms\n\n### Cards\n\n## Threads\n", 1),
        ("### Cards\n\nLooms\n---\n\n### Threads\n\n## Cloth\n", 3),
    ],
)
def test_headings(text: str, count: int) -> None:
    assert top_headings(text) == count


def test_a_page_with_a_rule_and_no_title_is_in_the_navigation(tmp_path: Path) -> None:
    site = write(
        tmp_path / "old",
        {
            "_config.yml": "title: Ada",
            "_data/navigation.yml": "main:\n  - title: Looms\n    url: /looms/\n",
            "index.md": "---\ntitle: Home\n---\n",
            "looms.md": "---\npermalink: /looms/\n---\n**One**\n\n---\n\n**Two**\n",
        },
    )
    assert (
        make_site(read_site(site), "new")
        .texts["looms.md"]
        .startswith("---\npermalink: /looms/\ntitle: Looms\n---\n")
    )
