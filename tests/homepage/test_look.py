"""The look for every site: hard cases of authors, colours of one's own, and no style sheet without a use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import serve
from helpers import ABOUT, BUILDERS, png

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from conftest import Site

NETWORKS = "academia arxiv github gitlab bitbucket kaggle bluesky instagram keybase lastfm medium pinterest threads".split()  # noqa: SIM905
AUTHORS = {
    "long": {
        "name": "Augusta Ada King-Noel, Countess of Lovelace-Wolfeschlegelsteinhausen",
        "bio": "I study analytical engines, numbers of Bernoulli, and how to teach them to everybody. " * 6,
        "pronouns": "she/her",
        "job_title": "Analyst and translator",
        "employer": "University of London, Department of Engines",
        "location": "London, United Kingdom",
        "email": "ada@example.org",
        **dict.fromkeys(NETWORKS[2:], "ada"),
        "orcid": "0000-0002-1825-0097",
        "arxiv": "lovelace_a_1",
        "semantic": "1700000",
        "youtube": "ada",
        "zhihu": "ada",
        "telegram": "ada",
        "steam": "ada",
    },
    "rtl": {"name": "עדה לאבלייס", "bio": "מנועים אנליטיים", "employer": "האוניברסיטה", "github": "ada"},
    "bare": {"name": "Ada"},
    "one": {"name": "Ada", "github": "ada"},
}


@pytest.fixture
def authors(site: Site) -> Site:
    site.conf(f"author_profiles = {AUTHORS!r}\nlanguage = 'en'\n")
    entries = "\n".join(AUTHORS)
    site.write({"index.md": f"{ABOUT}\n```{{toctree}}\n:hidden:\n{entries}\n```\n"})
    site.write({f"{key}.md": f"---\ntitle: T\nauthor: {key}\n---\n\nText.\n" for key in AUTHORS})
    return site


@pytest.mark.long
@pytest.mark.browser
@pytest.mark.parametrize("key", AUTHORS)
def test_hard_authors(authors: Site, browser: Browser, key: str) -> None:
    built = authors.build()
    with serve(built.folder) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{address}/{key}.html")
        for entry in page.locator(".sidebar-tree a").all()[:3]:
            box = entry.bounding_box()
            assert box and box["y"] + box["height"] <= 900, "the navigation begins on the first screen"
        order = page.evaluate(
            "['.hp-sidebar', '.sidebar-search', '.sidebar-tree'].map(s => document.querySelector(s).getBoundingClientRect().top)"
        )
        assert order == sorted(order)
        for width in (320, 390, 1280):
            page.set_viewport_size({"width": width, "height": 844})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            card = ".hp-sidebar" if width > 1100 else ".hp-compact .hp-author"
            out = page.evaluate(
                f"[...document.querySelectorAll('{card} *:not(.hp-hidden, data)')].filter(e => "
                f"{{const r = e.getBoundingClientRect(); return r.width && (r.left < 0 || r.right > {width})}}).map(e => e.outerHTML)"
            )
            assert not out
        page.close()


@pytest.mark.browser
def test_what_waits_behind_a_disclosure(authors: Site, browser: Browser) -> None:
    built = authors.build()
    with serve(built.folder) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
        page.goto(f"{address}/long.html")
        page.emulate_media(media="print")
        printed = page.locator(".hp-compact .hp-bio").inner_text()
        assert " ".join(printed.split()) == AUTHORS["long"]["bio"].strip()
        page.emulate_media(media="screen")
        card = page.locator(".hp-sidebar")
        assert card.locator(".hp-links a:visible").count() == 8
        card.locator(".hp-more summary").click()
        wanted = len(AUTHORS["long"]) - 6
        assert card.locator(".hp-links a:visible").count() == wanted
        bio = card.locator(".hp-bio")
        assert bio.inner_text().endswith("… more")
        bio.locator("summary").click()
        assert " ".join(bio.inner_text().split()) == AUTHORS["long"]["bio"].strip()
        page.close()


@pytest.mark.browser
def test_right_to_left(authors: Site, browser: Browser) -> None:
    built = authors.build()
    with serve(built.folder) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{address}/rtl.html")
        assert page.evaluate("getComputedStyle(document.querySelector('.hp-sidebar')).direction") == "rtl"
        picture = page.locator(".hp-sidebar .hp-picture").bounding_box()
        name = page.locator(".hp-sidebar .p-name").bounding_box()
        assert picture and name
        assert abs(picture["x"] + picture["width"] - name["x"] - name["width"]) < 2, "both begin at the right"
        page.close()


PAGE = """# Home

![x](x.png) [Large](https://example.org/)

## Two

### Three

Text.

#### Four

##### Five

```{listing}
:layout: compact

/a
```

<div style="display: grid"><p><a href="https://example.org/">URL: https://example.org/ADDRESS</a></p></div>
<table><tr><td>CELL</td><td>CELL</td></tr></table>
<div class="row"><div class="col-md-6">A</div><div class="col-md-6">B</div></div>
"""


@pytest.mark.browser
def test_pages_as_they_come(site: Site, browser: Browser) -> None:
    """What is wide fits a phone, headings get smaller, columns stand side by side, and none before titles is empty."""
    text = PAGE.replace("ADDRESS", "engines/" * 9).replace("CELL", "engine_" * 9)
    site.write({"index.md": text, "a.md": "---\ntitle: A\norphan: true\n---\n", "x.png": png(10, 10)})
    built = site.build()
    assert not built.soup("index.html").select("p.lead")
    assert ["sphinx-homepage-html.css" in built.text(name) for name in ("index.html", "a.html")] == [
        True,
        False,
    ]
    with serve(built.folder) as address:
        page = browser.new_page(viewport={"width": 390, "height": 800})
        page.goto(address)
        out = page.evaluate(
            "[...document.querySelectorAll('article > * *:not(table *)')].filter(e => "
            "e.getBoundingClientRect().right > 391).map(e => e.outerHTML)"
        )
        assert not out
        sizes = [
            page.evaluate(f"parseFloat(getComputedStyle(document.querySelector('h{level}')).fontSize)")
            for level in range(1, 6)
        ]
        assert sizes == sorted(sizes, reverse=True)
        left = "document.querySelector('{}').getBoundingClientRect().left"
        assert page.evaluate(left.format(".hp-works a")) == page.evaluate(left.format(".hp-works"))
        second = (
            "document.querySelector('.row :last-child').offsetTop - document.querySelector('.row').offsetTop"
        )
        assert page.evaluate(second) > 0
        page.set_viewport_size({"width": 1280, "height": 800})
        assert page.evaluate(second) == 0
        page.close()


@pytest.mark.browser
def test_colours_and_fonts_of_ones_own(site: Site, browser: Browser) -> None:
    site.conf(
        "html_theme_options = {\n"
        '    "light_css_variables": {"color-brand-content": "rgb(122, 31, 92)", "font-stack--headings": "Georgia"},\n'
        '    "dark_css_variables": {"color-brand-content": "rgb(229, 163, 204)"},\n}\n'
    )
    site.write({"index.md": "# Home\n\n[x](https://example.org/)\n"})
    built = site.build()
    with serve(built.folder) as address:
        for scheme, colour in (("light", "rgb(122, 31, 92)"), ("dark", "rgb(229, 163, 204)")):
            page = browser.new_page(color_scheme="dark" if scheme == "dark" else "light")
            page.goto(address)
            for selector in ("article p a", ".hp-sidebar .hp-initials"):
                assert (
                    page.evaluate(f"getComputedStyle(document.querySelector('{selector}')).color") == colour
                )
            assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily") == "Georgia"
            page.close()


@pytest.mark.browser
def test_scroll_bars_follow_the_switch(site: Site, browser: Browser) -> None:
    site.write({"index.md": "# Home\n"})
    built = site.build()
    with serve(built.folder) as address:
        page = browser.new_page(color_scheme="light")
        page.goto(address)
        for theme in ("dark", "light"):
            page.evaluate(f"document.body.dataset.theme = '{theme}'")
            assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == theme
        page.close()


# What pydata-sphinx-theme and sphinx_rtd_theme have, which the tests do not need.
OTHER_THEMES = """\
.lead { font-size: 1.25rem; font-weight: 300; }
section ul li { list-style: disc; margin-left: 24px; }
section ul li > * { margin-top: 12px; }
section ul { margin-bottom: 24px; }
"""
PROFILE = 'author_profile.update(location="London", orcid="0000-0002-1825-0097")\nlanguage = "en"\n'


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.long)])
@pytest.mark.parametrize("width", [390, 1280])
def test_other_themes(site: Site, browser: Browser, scheme: str, width: int) -> None:
    site.conf(
        f'{PROFILE}html_theme = "alabaster"\nhtml_static_path = ["_static"]\nhtml_css_files = ["other.css"]\n'
    )
    text = "---\ntitle: Home\n---\n\nFirst.\n\nSecond.\n\n:::{author-profile}\n:placement: inline\n:::\n"
    site.write({"index.md": text, "_static/other.css": OTHER_THEMES})
    built = site.build()
    with serve(built.folder) as address:
        page = browser.new_page(
            viewport={"width": width, "height": 844}, color_scheme="dark" if scheme == "dark" else "light"
        )
        page.goto(address)

        def styles(selector: str, style: str) -> list[str]:
            found: list[str] = page.evaluate(
                f"[...document.querySelectorAll({selector!r})].map(e => getComputedStyle(e).{style})"
            )
            assert found
            return found

        hidden = page.evaluate(
            "[...document.querySelectorAll('.hp-hidden')].map(e => e.getBoundingClientRect().width)"
        )
        assert hidden == [1.0] * 6, "labels for screen readers only"
        assert set(styles(".hp-author li", "listStyleType")) == {"none"}
        assert set(styles(".hp-author :is(li, li > *)", "marginTop")) == {"0px"}
        assert set(styles(".hp-author ul", "marginBottom")) == {"0px"}
        picture, title = page.evaluate(
            "['.hp-compact .hp-picture', 'section h1'].map(s => document.querySelector(s).getBoundingClientRect())"
        )
        assert picture["x"] == title["x"] and picture["y"] < title["y"]
        assert styles("p.lead", "fontWeight") == ["400"]
        # This theme is light, whatever the visitor likes.
        assert styles(".hp-compact .hp-initials", "color") == ["rgb(15, 94, 99)"]
        page.close()


CODE, EXTENSIONS = "pygments.css", "furo-extensions.css"


@BUILDERS
@pytest.mark.parametrize(
    ("body", "needed"),
    [
        ("Text and `literal`.", set()),
        ("```python\nx = 1\n```", {CODE, EXTENSIONS}),
        ("```\nplain\n```", {CODE, EXTENSIONS}),
        (".. code", set()),
        ('<div class="highlight"><pre>x</pre></div>', {CODE, EXTENSIONS}),
        ('<div class="sd-card">x</div>', {EXTENSIONS}),
        ('<div class="tab-set">x</div>', {EXTENSIONS}),
        ('<div class="sphinx-bs container">x</div>', {EXTENSIONS}),
        ("```{container}\nx\n```", set()),
    ],
)
def test_style_sheets_only_where_they_are_for_something(
    site: Site, builder: str, body: str, needed: set[str]
) -> None:
    site.write(
        {
            "index.md": f"# Home\n\n{body}\n\n```{{toctree}}\nother\n```\n",
            "other.md": "# Other\n\n```c\nint x;\n```\n",
        }
    )
    built = site.build(builder)

    def sheets(file: str) -> set[str]:
        found = {link["href"].partition("?")[0] for link in built.soup(file).select("link[rel=stylesheet]")}
        return {address.rpartition("/")[2] for address in found} & {CODE, EXTENSIONS}

    assert sheets("index.html") == needed
    assert sheets("other.html" if builder == "html" else "other/index.html") == {CODE, EXTENSIONS}


@pytest.mark.parametrize(
    "conf",
    [
        'html_context = {"READTHEDOCS": True}\n',
        'html_theme_options = {"announcement": "<b class=\'highlight\'>Soon</b>"}\n',
    ],
)
def test_style_sheets_stay_where_they_are_wanted(site: Site, conf: str) -> None:
    """Such as for the versions that furo shows on Read the Docs."""
    site.conf(conf)
    site.write({"index.md": "# Home\n"})
    assert site.build().soup("index.html").select(f'link[href*="{EXTENSIONS}"]')


@pytest.mark.browser
def test_a_page_looks_the_same_without_them(site: Site, browser: Browser) -> None:
    text = (
        "# Home\n\nText, `literal` and [link](other.md).\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
        "```{note}\nNote.\n```\n\n> Quote\n\n- One\n- Two\n\n```{listing}\n:layout: cards\n:sort: listed\n\nother\n```\n\n"
        "```{toctree}\nother\n```\n"
    )
    site.write({"index.md": text, "other.md": "# Other\n\nText.\n"})
    built = site.build()
    with serve(built.folder) as address:
        page = browser.new_page()
        page.goto(address)
        without = page.screenshot(full_page=True)
        for name in (f"_static/{CODE}", f"_static/styles/{EXTENSIONS}"):
            assert name not in page.content()
            page.add_style_tag(path=built.folder / name)
        assert page.screenshot(full_page=True) == without
        page.close()


@BUILDERS
def test_pictures_have_sizes(site: Site, builder: str) -> None:
    text = (
        "# Home\n\n![a](a.png)\n\n```{image} a.png\n:width: 50%\n```\n\n![b](https://example.org/b.png)\n\n"
        "![c](broken.png)\n\n```{figure} v.svg\nCaption\n```\n\n```{toctree}\nsub/a\n```\n"
    )
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"/>'
    site.write({"index.md": text, "a.png": png(32, 18), "broken.png": b"x", "v.svg": svg})
    site.write({"sub/a.md": "# A\n\n![a](../a.png)\n"})
    built = site.build(builder)
    sizes = [(img.get("width"), img.get("height")) for img in built.soup("index.html").select("article img")]
    assert sizes == [("32", "18"), (None, None), (None, None), (None, None), ("20", "10")]
    site.write({"a.png": png(64, 36)})
    built = site.build(builder)
    other = "sub/a.html" if builder == "html" else "sub/a/index.html"
    for file in ("index.html", other):
        assert built.soup(file).select_one("article img")["width"] == "64"
    assert site.build("latex", allow=["Could not fetch remote image"]).files()


@BUILDERS
def test_the_lead_and_the_line_below_a_title(site: Site, builder: str) -> None:
    site.write(
        {
            "index.md": "---\ntitle: Home\n---\n\nFirst.\n\nSecond.\n\n```{toctree}\na\n```\n",
            "a.md": "---\ntitle: A\nkind: Talk\ndate: 2020-03-04\n---\n\nFirst.\n",
        }
    )
    built = site.build(builder)
    assert [p.get_text() for p in built.soup("index.html").select("article p.lead")] == ["First."]
    page = built.soup("a.html" if builder == "html" else "a/index.html")
    assert page.select_one("h1 + .hp-details").get_text() == "Talk · 4 March 2020"
    assert not page.select(".lead") and not built.soup("index.html").select(".hp-details")


@pytest.mark.browser
def test_a_wide_figure_in_html_fits_a_phone(site: Site, browser: Browser) -> None:
    text = '# Home\n\n<figure style="width: 600px">\n<p>A loom</p>\n</figure>\n'
    site.write({"index.md": text})
    built = site.build()
    with serve(built.folder) as address:
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.goto(address)
        figure, article = page.locator("figure").bounding_box(), page.locator("article").bounding_box()
        assert figure and article and figure["width"] <= article["width"]
        page.close()
