"""Sites in languages that are written from right to left, in a real Chromium."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import Built, Site, serve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

SHEET = "sphinx-homepage-rtl.css"
TEXT = "في البدء كانت الكلمة، ثم جاءت الآلة التحليلية (Analytical Engine). "
PAGES = {
    "index.md": f"""---
title: الصفحة الرئيسية
redirect_from: /old/
---

{TEXT * 3} `make html -j 2` <https://example.net/>

## اقتباس

> {TEXT}

- بند

  - بند داخلي

:::{{note}}
{TEXT}
:::

```python
x = 1  # comment
```

| الاسم | القيمة |
|---|---|
| أحمد | 12 |

{TEXT * 30}

## قسم

```{{toctree}}
:hidden:
papers/index
last
```
""",
    "papers/index.md": f"# أوراق\n\n{TEXT}\n\n```{{toctree}}\none\ntwo\n```\n",
    "papers/one.md": "---\ndate: 2024-03-01\nvenue: Looms\n---\n\n# Paper\n\nText.\n",
    "papers/two.md": "# Two\n",
    "last.md": f"# آخر\n\n{TEXT}\n",
    "moved.md": "---\ntitle: M\nredirect_to: last\n---\n",
    "published-urls.txt": "/gone/ retired 2024-03-01: reason\n",
}
CONF = (
    'html_baseurl = "https://example.org/"\nproject = html_title = "موقع"\n'
    'author_profile |= {"employer": "الجامعة", "location": "London", "email": "ada@example.org"}\n'
)


def make(site: Site, language: str, more: str = "") -> Site:
    site.conf(f"{CONF}language = {language!r}\n{more}")
    site.write(PAGES)
    return site


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return make(Site(tmp_path_factory.mktemp("site") / "site"), "ar").build()


@pytest.fixture
def address(arabic: Built) -> Iterator[str]:
    with serve(arabic.folder) as found:
        yield found


def new_page(browser: Browser, width: int) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 844}, reduced_motion="reduce")
    return context.new_page()


def style(page: Page, selector: str, name: str) -> str:
    found: str = page.evaluate(
        "([selector, name]) => getComputedStyle(document.querySelector(selector))[name]", [selector, name]
    )
    return found


def sides(page: Page, selector: str) -> tuple[float, float]:
    """Return where the first visible element begins at the left, and ends at the right, in pixels."""
    box = page.locator(f"{selector}:visible").first.bounding_box()
    assert box is not None
    return box["x"], box["x"] + box["width"]


def test_every_page_has_its_direction(arabic: Built) -> None:
    files = [path.relative_to(arabic.folder).as_posix() for path in arabic.folder.rglob("*.html")]
    assert {"index.html", "404.html", "search.html", "genindex.html", "moved.html"} < set(files)
    assert {"old/index.html", "gone/index.html"} < set(files)
    for file in files:
        html = arabic.soup(file).html
        assert (html["dir"], html["lang"]) == ("rtl", "ar"), file
        assert arabic.text(file).count(' dir="rtl"') == 1, file
    assert arabic.soup("index.html").select(f'link[href*="{SHEET}"]')


@pytest.mark.parametrize("language", ["he", "fa_IR", "ur"])
def test_other_languages(site: Site, language: str) -> None:
    built = make(site, language).build("dirhtml")
    assert built.soup("papers/one/index.html").html["dir"] == "rtl"
    assert built.soup("moved/index.html").html["dir"] == "rtl"


@pytest.mark.parametrize("language", ["en", "de", "xx"])
def test_left_to_right_is_as_it_was(site: Site, language: str) -> None:
    built = make(site, language).build()
    for path in built.folder.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert SHEET not in text and 'dir="rtl"' not in text and 'dir="ltr"' not in text
    assert not (built.folder / "_static" / SHEET).exists()


@pytest.mark.parametrize("theme", ["alabaster", "basic"])
def test_another_theme_has_the_direction_alone(site: Site, theme: str) -> None:
    built = make(site, "ar", f"html_theme = {theme!r}\n").build()
    assert built.soup("index.html").html["dir"] == "rtl"
    assert SHEET not in built.text("index.html")


@pytest.mark.parametrize("builder", ["epub", "singlehtml", "text", "latex"])
def test_other_builders(site: Site, builder: str) -> None:
    make(site, "ar", 'author = copyright = epub_copyright = "A"\nversion = "1"\n')
    built = site.build(builder, allow=["latex", "font"])
    assert not any(
        b'<html dir="rtl"' in content or SHEET.encode() in content for content in built.files().values()
    )


def test_a_template_with_a_direction_of_its_own(site: Site) -> None:
    """Stays as it is."""
    own = '<!doctype html>\n<html lang="x" dir="ltr"><title>{{ title }}</title>{{ body }}</html>\n'
    site.write({"_templates/page.html": own})
    make(site, "ar", 'templates_path = ["_templates"]\n')
    assert '<html lang="x" dir="ltr">' in site.build().text("index.html")


@pytest.mark.browser
@pytest.mark.parametrize(
    "width", [390, *(pytest.param(width, marks=pytest.mark.long) for width in (320, 800, 1280, 1600))]
)
def test_nothing_is_wider_than_the_page(browser: Browser, address: str, width: int) -> None:
    page = new_page(browser, width)
    for path in ("", "papers/one.html", "404.html", "search.html?q=x"):
        page.goto(f"{address}/{path}")
        # Scrolled as far to the left as it goes.
        page.evaluate("window.scrollTo(-1000, 0)")
        assert page.evaluate("[document.documentElement.scrollWidth, window.scrollX]") == [width, 0]
    page.context.close()


@pytest.mark.browser
def test_on_a_laptop(browser: Browser, address: str) -> None:
    page = new_page(browser, 1600)
    page.goto(f"{address}/papers/index.html")
    assert style(page, "html", "direction") == "rtl"
    article, sidebar = sides(page, "article"), sides(page, ".sidebar-drawer")
    assert sidebar[0] >= article[1], "the sidebar is at the right"
    assert style(page, ".sidebar-drawer", "borderLeftWidth") == "1px"
    assert style(page, ".sidebar-drawer", "borderRightWidth") == "0px"
    # The picture, name and icons of the card begin at the right, though the name is in Latin letters.
    right = {round(sides(page, f".hp-sidebar {part}")[1]) for part in (".hp-picture", ".p-name")}
    assert len(right) == 1 and right.pop() > sum(sidebar) / 2
    icon, fact = sides(page, ".hp-sidebar .hp-facts svg"), sides(page, ".hp-sidebar .p-org")
    assert icon[0] > fact[1]
    # The arrow that unfolds a branch is at the left of it, and what is in the branch further to the left.
    branch = ".sidebar-tree li.has-children"
    assert sides(page, f"{branch} > label")[1] < sum(sides(page, f"{branch} > a")) / 2
    assert sides(page, f"{branch} li > a")[1] < sides(page, f"{branch} > a")[1]
    page.goto(f"{address}/index.html")
    assert sides(page, ".toc-drawer")[1] <= sides(page, "article")[0], "the contents are at the left"
    assert style(page, ".toc-tree", "borderRightWidth") == "1px"
    page.context.close()


@pytest.mark.browser
def test_next_and_previous(browser: Browser, address: str) -> None:
    page = new_page(browser, 1280)
    page.goto(f"{address}/papers/one.html")
    following, previous = sides(page, ".next-page"), sides(page, ".prev-page")
    assert following[1] < previous[0], "the next page is at the left"
    assert style(page, ".next-page svg", "transform").startswith("matrix(-1")
    assert style(page, ".prev-page svg", "transform") == "none"
    # The number of the day does not stand with the Latin letters before it.
    left_out = page.evaluate("""() => {
        const date = document.querySelector(".hp-details time");
        const widths = [...date.getClientRects()].map(part => part.width);
        return date.getBoundingClientRect().width - widths.reduce((sum, width) => sum + width);
    }""")
    assert abs(left_out) < 1, "the parts of the date stand side by side"
    page.context.close()


@pytest.mark.browser
def test_text(browser: Browser, address: str) -> None:
    page = new_page(browser, 1280)
    page.goto(f"{address}/index.html")
    for selector, width in (("article blockquote", "4px"), ("article .admonition", "3.4px")):
        assert style(page, selector, "borderLeftWidth") == "0px", selector
        # In device pixels
        assert abs(float(style(page, selector, "borderRightWidth")[:-2]) - float(width[:-2])) < 1, selector
    title, box = sides(page, "article .admonition-title"), sides(page, "article .admonition")
    assert title[1] - title[0] > 0.98 * (box[1] - box[0]), "its background is that of the whole box"
    for selector in ("article ul", "article .admonition-title"):
        assert float(style(page, selector, "paddingRight")[:-2]) > 15, selector
        assert float(style(page, selector, "paddingLeft")[:-2]) < 10, selector
    assert style(page, ".admonition", "borderRightColor") != style(page, "blockquote", "borderRightColor")
    assert style(page, "article h1", "textAlign") in ("start", "right")
    assert style(page, "article th", "textAlign") == "right"
    assert style(page, "article td:first-child", "borderRightWidth") == "0px"
    assert style(page, "article td:last-child", "borderLeftWidth") == "0px"
    for selector in ("div.highlight", "pre", "code"):
        assert style(page, selector, "direction") == "ltr", selector
    start = page.evaluate(
        "(() => { const r = document.createRange(), p = document.querySelector('pre');"
        " r.selectNodeContents(p); return r.getClientRects()[0].left - p.getBoundingClientRect().left })()"
    )
    assert 0 <= start < 40, "code begins at the left"
    # A URL ends with its slash.
    slash, scheme = page.evaluate(
        "(() => { const t = document.querySelector('article a.external').firstChild, at = n => {"
        " const r = document.createRange(); r.setStart(t, n); r.setEnd(t, n + 1);"
        " return r.getBoundingClientRect().left }; return [at(t.length - 1), at(0)] })()"
    )
    assert slash > scheme
    page.context.close()


@pytest.mark.browser
def test_the_drawers_of_a_phone(browser: Browser, address: str) -> None:
    page = new_page(browser, 390)
    page.goto(f"{address}/index.html")
    menu, contents = sides(page, "label.nav-overlay-icon"), sides(page, "label.toc-header-icon")
    assert contents[1] < menu[0], "the menu is at the right"
    box = page.locator(".sidebar-drawer").bounding_box()
    assert box and box["x"] >= 390, "closed, it is outside at the right"
    page.click("label.nav-overlay-icon")
    left, right = sides(page, ".sidebar-drawer")
    assert right == 390 and left > 100
    assert page.locator(".sidebar-drawer .sidebar-tree a:visible").count()
    page.mouse.click(20, 400)
    box = page.locator(".toc-drawer").bounding_box()
    assert box and box["x"] + box["width"] <= 0, "closed, it is outside at the left"
    page.click("label.toc-header-icon")
    left, right = sides(page, ".toc-drawer")
    assert left == 0 and right < 300
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.context.close()
