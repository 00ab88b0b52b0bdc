"""The author: on which pages, in which places, with what in the card."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from sphinx.errors import ConfigError

from conftest import ADDED
from helpers import PNG, names
from sphinx_homepage.profile.card import before_main

if TYPE_CHECKING:
    from conftest import Site

GRACE = 'author_profiles = {"grace": {"name": "Grace Hopper", "bio": "Compilers", "email": "grace@example.org"}}\n'


def shown(site: Site, matter: str, more: str = GRACE) -> list[str]:
    site.conf(more)
    site.write({"index.md": f"---\ntitle: Home\n{matter}\n---\n\nText.\n"})
    page = site.build().soup("index.html")
    assert names(page) == names(page, ".hp-compact")
    return names(page)


@pytest.mark.parametrize(
    ("matter", "expected"),
    [
        ("", ["Ada Lovelace"]),
        ("author_profile: true", ["Ada Lovelace"]),
        ("author_profile: false", []),
        ("author_profile: false\nauthor: grace", []),
        ("author: grace", ["Grace Hopper"]),
        ("author: Grace Hopper", ["Grace Hopper"]),
        ("author: Ada Lovelace\nauthor_profile: true", ["Ada Lovelace"]),
        ("author: [grace, Ada Lovelace]", ["Grace Hopper", "Ada Lovelace"]),
        ("author:\n  name: Katherine Johnson\n  github: kj", ["Katherine Johnson"]),
    ],
)
def test_whom_a_page_shows(site: Site, matter: str, expected: list[str]) -> None:
    assert shown(site, matter) == expected


@pytest.mark.parametrize(("matter", "expected"), [("", []), ("author_profile: true", ["Ada Lovelace"])])
def test_the_default_can_be_off(site: Site, matter: str, expected: list[str]) -> None:
    assert shown(site, matter, "author_profile_default = False\n") == expected


def test_an_unknown_author_is_nobody_else(site: Site) -> None:
    site.conf(GRACE)
    site.write({"index.md": "---\ntitle: Home\nauthor: [grase, grace]\n---\n\nText.\n"})
    built = site.build(
        expect=["index.md:3: WARNING: author: there is no author 'grase'; did you mean 'grace'?"]
    )
    assert names(built.soup("index.html")) == ["Grace Hopper"]


def test_card_has_every_field(site: Site) -> None:
    site.conf(
        'author_profile.update(pronouns="she/her", employer="University", location="London", email="a@example.org", '
        'website="ada.example.org", orcid="0000-0002-1825-0097", dblp="12/34", '
        'links=[{"label": "Group", "url": "https://example.org/g", "icon": "solid/users"}, {"label": "CV", "url": "/files/cv.pdf"}])\n'
    )
    site.write({"index.md": "# Home\n\n```{toctree}\nsub/page\n```\n", "sub/page.md": "# Page\n"})
    site.write({"public/files/cv.pdf": ""})
    card = site.build().soup("sub/page.html").select_one(".hp-sidebar")
    text = " ".join(card.get_text(" ").split())
    assert text.startswith("AL Ada Lovelace she/her Engines Employer: University Location: London")
    links = {link.get_text(): link["href"] for link in card.select(".hp-link")}
    assert links == {
        "E-mail": "mailto:a@example.org",
        "Website": "https://ada.example.org",
        "GitHub": "https://github.com/ada",
        "ORCID": "https://orcid.org/0000-0002-1825-0097",
        "DBLP": "https://dblp.org/pid/12/34",
        "Group": "https://example.org/g",
        "CV": "../files/cv.pdf",
    }
    assert all(link.svg and link.svg["aria-hidden"] == "true" for link in card.select(".hp-link"))
    assert [link.get_text() for link in card.select("a[rel=me]")] == ["GitHub", "ORCID", "DBLP"]


def test_many_links_wait_behind_a_disclosure(site: Site) -> None:
    handles = [
        "kaggle",
        "gitlab",
        "twitter",
        "flickr",
        "medium",
        "zotero",
        "codepen",
        "keybase",
        "lastfm",
        "xing",
    ]
    site.conf(f"author_profile.update(dict.fromkeys({handles!r}, 'ada'))\n")
    site.write({"index.md": "# Home\n"})
    card = site.build().soup("index.html").select_one(".hp-sidebar")
    assert len(card.select(":scope > .hp-links li")) == 8
    assert len(card.select("details li")) == 3
    assert card.summary.get_text() == "3 more"


# Tags with an attribute without a value, which nothing takes for the HTML that is left out of fields.
EVIL = "\"><script async>alert('x')<img hidden src=x onerror=alert(1)> & {{ 7*7 }}"


def test_every_field_is_escaped_in_every_place(site: Site) -> None:
    fields = dict.fromkeys(("name", "pronouns", "bio", "employer", "location"), EVIL)
    site.conf(
        f"author_profile = {fields | {'links': [{'label': EVIL, 'url': 'https://example.org/?a=1&b=2'}]}!r}\n"
    )
    site.write({"index.md": "# Home\n\n:::{author-profile}\n:placement: inline\n:::\n"})
    page = site.build().soup("index.html")
    assert not page.select("script:-soup-contains(\"alert('x')\"), img, [onerror]")
    for place in (".hp-sidebar", ".hp-compact", ".hp-inline"):
        assert page.select_one(f"{place} .hp-bio").get_text() == EVIL
        assert page.select_one(f"{place} .hp-link")["title"] == EVIL


def test_nothing_is_requested_from_elsewhere(site: Site) -> None:
    site.conf(GRACE)
    site.write({"index.md": "# Home\n\n:::{author-profile} grace\n:placement: inline\n:::\n"})
    page = site.build().soup("index.html")
    loaded = [
        tag.get("src") or tag.get("href")
        for tag in page.select("img, script, link[rel=stylesheet], iframe, use")
    ]
    assert loaded and not [url for url in loaded if url and "://" in url]


# -- The picture


@pytest.mark.parametrize(
    ("file", "written", "src"),
    [
        ("_static/ada.png", "_static/ada.png", "_static/ada.png"),
        ("_static/ada.png", "ada.png", "_static/ada.png"),
        ("images/ada.png", "ada.png", "_static/sphinx-homepage/images/images/ada.png"),
        ("images/ada.png", "/images/ada.png", "_static/sphinx-homepage/images/images/ada.png"),
        ("me/a b#1?.png", "me/a b#1?.png", "_static/sphinx-homepage/images/me/a%20b%231%3F.png"),
    ],
)
def test_picture(site: Site, file: str, written: str, src: str) -> None:
    site.conf(f'html_static_path = ["_static"]\nauthor_profile["avatar"] = {written!r}\n')
    site.write({file: PNG, "_static/x.css": "", "index.md": "# Home\n"})
    built = site.build()
    picture = built.soup("index.html").select_one(".hp-sidebar img.hp-picture")
    assert picture["src"] == src
    assert picture["width"] == picture["height"] == "96"
    assert (built.folder / unquote(src)).read_bytes() == PNG


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("missing.png", "there is no such file"),
        ("Ada.PNG", "the file is called ada.png"),
        ("https://example.org/a.png", "pages of this site load nothing"),
        ("../secret.png", "write the path of an image of this site"),
        ("cv.pdf", "this is not an image"),
    ],
)
def test_a_picture_that_cannot_be_shown(site: Site, written: str, says: str) -> None:
    author = f'{{"name": "Ada Lovelace",\n"avatar": {written!r}}}'
    site.conf(f'html_static_path = ["_static"]\nauthor_profile = {author}\n')
    site.write({"_static/ada.png": PNG, "index.md": "# Home\n"})
    built = site.build(expect=[f"conf.py:{ADDED + 2}: WARNING: author_profile: avatar: '{written}': {says}"])
    page = built.soup("index.html")
    assert not page.select("img")
    assert page.select_one(".hp-sidebar .hp-initials").get_text() == "AL"


def test_a_picture_named_in_html_static_path(site: Site) -> None:
    site.conf('html_static_path = ["me.png"]\nauthor_profile["avatar"] = "me.png"\n')
    site.write({"me.png": PNG, "index.md": "# Home\n"})
    built = site.build()
    assert built.soup("index.html").select_one(".hp-sidebar img")["src"] == "_static/me.png"
    assert (built.folder / "_static/me.png").read_bytes() == PNG


def test_a_picture_in_a_directive_comes_and_goes(site: Site) -> None:
    site.conf('html_static_path = ["_static"]\n')
    site.write({"_static/x.css": "", "index.md": "# Home\n\n:::{author-profile}\n:avatar: me.png\n:::\n"})
    for there in (False, False, True, True, False):
        (site.source / "_static/me.png").unlink(missing_ok=True)
        if there:
            site.write({"_static/me.png": PNG})
        page = site.build(expect=[] if there else ["there is no such file"]).soup("index.html")
        assert bool(page.select(".hp-sidebar img")) is there


def test_a_picture_in_front_matter_is_refused_aloud(site: Site) -> None:
    site.write({"index.md": "---\ntitle: T\nauthor: {name: Bob, avatar: me.jpg}\n---\n\nText.\n"})
    page = site.build(expect=["index.md:3: WARNING: author: a record in front matter has no image"]).soup(
        "index.html"
    )
    assert names(page) == ["Bob"]


# -- The directive


@pytest.mark.parametrize(
    "page",
    [
        {
            "index.md": "# Home\n\n:::{author-profile}\n:bio: Only here\n:github:\n:mastodon: '@a@b.social'\n:::\n"
        },
        {
            "index.rst": "Home\n====\n\n.. author-profile::\n   :bio: Only here\n   :github:\n   :mastodon: @a@b.social\n"
        },
    ],
    ids=["myst", "rst"],
)
def test_directive_overrides_the_site_author(site: Site, page: dict[str, str]) -> None:
    site.write(page)
    card = site.build().soup("index.html").select_one(".hp-sidebar")
    assert card.select_one(".hp-bio").get_text() == "Only here"
    assert [link["href"] for link in card.select(".hp-link")] == ["https://b.social/@a"]


def test_directive_starts_from_the_author_it_names(site: Site) -> None:
    site.conf(GRACE)
    site.write(
        {
            "index.md": "---\ntitle: T\nauthor: Ada Lovelace\n---\n\n:::{author-profile} grace\n:location: Arlington\n:::\n"
        }
    )
    page = site.build().soup("index.html")
    assert names(page) == ["Grace Hopper"]
    assert "Arlington" in page.select_one(".hp-sidebar").get_text()


def test_cards_in_the_body(site: Site) -> None:
    site.conf(GRACE)
    card = ":::{{author-profile}} {}\n:placement: inline\n:::\n\n"
    site.write(
        {"index.md": "# Team\n\n" + card.format("grace") + "- " + card.format("").replace("\n:", "\n  :")}
    )
    page = site.build().soup("index.html")
    assert names(page, ".hp-inline") == ["Grace Hopper", "Ada Lovelace"]
    assert names(page) == ["Ada Lovelace"]


def test_a_second_directive_for_the_sidebar(site: Site) -> None:
    site.write(
        {"index.md": "# Home\n\n:::{author-profile}\n:bio: One\n:::\n\n:::{author-profile}\n:bio: Two\n:::\n"}
    )
    built = site.build(expect=["index.md:7: WARNING: this is the second author-profile"])
    assert built.soup("index.html").select_one(".hp-sidebar .hp-bio").get_text() == "One"


@pytest.mark.parametrize(
    ("argument", "option", "says"),
    [
        ("", ":placment: inline", "author-profile: unknown option 'placment'; did you mean 'placement'?"),
        ("", ":githb: x", "author-profile: unknown field 'githb'; did you mean 'github'?"),
        ("", ":placement: inlin", "placement is sidebar or inline, not 'inlin'; did you mean 'inline'?"),
        ("", ":website: javascript:alert(1)", "only http and https URLs"),
        ("", ":avatar: nowhere.png", "there is no such file"),
        ("nobody", ":bio: x", "author-profile: there is no author 'nobody'; conf.py has no author_profiles"),
        ("", ":links: '[{label: x}]'", "a link needs a label and a url; this one has no url"),
        ("", ":name:", "author-profile has nobody to show"),
    ],
)
@pytest.mark.parametrize("kind", ["md", "rst"])
def test_a_wrong_directive(site: Site, kind: str, argument: str, option: str, says: str) -> None:
    option = option.replace("'", "") if kind == "rst" else option
    site.write(
        {"index.md": f"# Home\n\n:::{{author-profile}} {argument}\n{option}\n:::\n\nThe rest.\n"}
        if kind == "md"
        else {"index.rst": f"Home\n====\n\n.. author-profile:: {argument}\n   {option}\n\nThe rest.\n"}
    )
    line = 3 if kind == "md" else 4
    built = site.build(expect=[f"index.{kind}:{line}: WARNING: ", says])
    assert all(says in warning for warning in built.warnings)
    assert "The rest." in built.text("index.html")


# -- Templates, themes, settings


def test_own_templates_win(site: Site) -> None:
    site.conf('templates_path = ["_templates"]\n')
    site.write(
        {
            "index.md": "---\ntitle: Front\n---\n\nText.\n",
            "_templates/homepage/author.html": "<p class=own>{{ homepage_authors[0].name|e }}</p>",
            "_templates/page.html": '{% extends "!page.html" %}{% block htmltitle %}<title>Own</title>{% endblock %}',
        }
    )
    page = site.build().soup("index.html")
    assert page.select_one(".sidebar-drawer .own").get_text() == "Ada Lovelace"
    assert page.title.get_text() == "Own"


def test_a_template_that_jinja_cannot_read(site: Site) -> None:
    """Sphinx would tell of the page that it was writing."""
    site.conf('templates_path = ["_templates"]\n')
    site.write({"index.md": "# A\n", "_templates/homepage/footer.html": "<p>\n{{ pathto('index' }}</p>\n"})
    with pytest.raises(ConfigError, match=r"footer\.html:2: Jinja cannot read this template: unexpected '}'"):
        site.build()
    site.write({"_templates/homepage/footer.html": b"<p>\xe9</p>"})
    with pytest.raises(ConfigError, match=r"footer\.html: the file is not UTF-8; save it as UTF-8"):
        site.build()


@pytest.mark.parametrize(("theme", "search"), [("furo", "Search - Site"), ("alabaster", "Search | Site")])
def test_what_is_on_each_page_beside_own_templates(site: Site, theme: str, search: str) -> None:
    """``!page.html`` is that of the theme, and knows nothing of titles and footers of ours; others have templates."""
    site.conf(
        f'html_theme = "{theme}"\ntemplates_path = ["_templates"]\nhomepage_window_title = "{{title}} | {{site}}"\n'
        'html_additional_pages = {"more": "more.html", "raw": "raw.html"}\n'
    )
    footer = "<p><a href=\"{{ pathto('a') }}\">A</a></p>"
    site.write(
        {
            "index.md": "---\ntitle: Home\n---\n",
            "a.md": "---\norphan: true\nauthor_profile: false\n---\n# A\n",
            "_templates/page.html": OWN_PAGE,
            "_templates/more.html": '{% extends "page.html" %}{% set title = "More" %}',
            "_templates/raw.html": "<p>{{ pagename }}</p>",
            "_templates/homepage/footer.html": footer,
        }
    )
    built = site.build()
    others = {"more": "More | Site", "search": search, "genindex": search.replace("Search", "Index")}
    for name, title in {
        "index": "Home | Site",
        "a": "A | Site",
        "404": "Page not found | Site",
        **others,
    }.items():
        page = built.soup(f"{name}.html")
        if theme == "furo" or name not in ("search", "genindex"):
            assert page.select_one('meta[name="own"]'), name
        assert page.title.get_text() == title
        assert len(page.select(".hp-footer a[href]")) == 1, name
    assert built.text("raw.html") == "<p>raw</p>"


@pytest.mark.parametrize(("title", "says"), [("Ada Lovelace", [""]), ("Looms", ["Looms"])])
def test_a_logo_above_the_author(site: Site, title: str, says: list[str]) -> None:
    """That of a site that is called after its author is the author's picture."""
    site.conf(f'html_title = "{title}"\nhtml_logo = "a.png"\n')
    site.write({"index.md": "# Home\n", "a.png": PNG})
    page = site.build().soup("index.html")
    assert [
        brand.get_text(strip=True) for brand in page.select(".sidebar-brand:has(img[src*='a.png'])")
    ] == says
    assert len(page.select(".hp-initials")) == 2 * (title == "Looms")
    # Where the sidebar is hidden, it is beside the name.
    logos = [image["src"] for image in page.select(".hp-compact .hp-logo")]
    assert logos == ["_static/a.png"] * (title != "Looms")
    assert names(page) == ["Ada Lovelace"]


def test_own_html_sidebars_win(site: Site) -> None:
    site.conf('html_sidebars = {"**": ["sidebar/brand.html", "sidebar/navigation.html"]}\n')
    site.write({"index.md": "# Home\n"})
    page = site.build().soup("index.html")
    assert not page.select(".hp-sidebar")
    assert page.select(".hp-compact") and not page.select(".hp-only-narrow")


def test_another_theme(site: Site) -> None:
    site.conf('html_theme = "alabaster"\n')
    site.write({"index.md": "---\ntitle: Front\n---\n\nText.\n"})
    page = site.build().soup("index.html")
    assert names(page, ".hp-compact") == ["Ada Lovelace"]
    assert page.title.get_text().startswith("Front")


OWN_PAGE = '{% extends "!page.html" %}{% block extrahead %}<meta name="own">{{ super() }}{% endblock %}'


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
@pytest.mark.parametrize("theme", ["furo", "alabaster", "classic"])
@pytest.mark.parametrize("files", [{}, {"_templates/page.html": OWN_PAGE}], ids=["", "own page.html"])
def test_the_search_quotes_the_page(site: Site, builder: str, theme: str, files: dict[str, str]) -> None:
    """Sphinx's search quotes the first element with ``role="main"``, so the card stands in front of it."""
    site.conf(f'html_theme = "{theme}"\ntemplates_path = ["_templates"]\n')
    text = 'Text.\n\n<div role="main">Raw.</div>\n'
    site.write({"index.md": f"---\ntitle: Home\n---\n\n{text}", "_templates/x": "", **files})
    page = site.build(builder).soup("index.html")
    assert len(page.select('meta[name="own"]')) == len(files)
    assert names(page, ".hp-compact") == ["Ada Lovelace"]
    main = page.select_one('[role="main"]')
    assert "Text." in main.get_text() and "Ada Lovelace" not in main.get_text()
    assert main.find_previous_sibling().get("class", [])[0] == "hp-compact"


def test_a_main_element_beside_sidebars() -> None:
    theme = '<nav></nav><main class="a" role="main"><article>CARD<p></p></article></main><footer></footer>'
    assert before_main("CARD", theme) == (
        '<nav></nav><div class="hp-column">CARD<main class="a" role="main"><article><p></p></article></main></div>'
        "<footer></footer>"
    )


@pytest.mark.parametrize("markup", ["<main>CARD</main>", '<p>CARD</p><i role="main">', '<i role="main"></i>'])
def test_a_theme_without_such_an_element(markup: str) -> None:
    assert before_main("CARD", markup) == markup


def test_own_style_sheet_of_that_name_wins(site: Site) -> None:
    site.conf('html_static_path = ["_static"]\n')
    site.write({"index.md": "# Home\n", "_static/sphinx-homepage.css": "/* own */"})
    assert site.build().text("_static/sphinx-homepage.css") == "/* own */"


def test_a_minimal_conf_takes_the_authors_name(site: Site) -> None:
    site.write(
        {
            "conf.py": 'extensions = ["myst_parser", "sphinx_homepage"]\nhtml_theme = "furo"\nauthor_profile = {"name": "Ada"}\n',
            "index.md": "# Home\n",
        }
    )
    built = site.build()
    assert "not set" not in built.text("index.html")
    assert built.soup("index.html").title.get_text().endswith("Ada")
    assert "Copyright © Ada" in " ".join(built.soup("index.html").find("footer").get_text().split())


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_conf_py_says_of_the_site_stays(site: Site, language: str) -> None:
    conf = 'extensions = ["myst_parser", "sphinx_homepage"]\nhtml_theme = "furo"\nauthor_profile = {"name": "Ada"}\n'
    conf += f'language = "{language}"\nproject = "Notes"\ncopyright = "The Society"\n'
    site.write({"conf.py": conf, "index.md": "# Home\n"})
    built = site.build()
    assert built.soup("index.html").title.get_text().endswith("Ada")
    assert "The Society" in built.soup("index.html").find("footer").get_text()
    site.write({"conf.py": conf + 'html_title = "Mine"\ncopyright = ""\n'})
    built = site.build()
    assert built.soup("index.html").title.get_text().endswith("Mine")
    assert "© Ada" not in " ".join(built.soup("index.html").find("footer").get_text().split())


# -- Records in YAML


def test_records_in_yaml(site: Site) -> None:
    site.conf('author_profile = "_config.yml"\nauthor_profiles = "authors.yml"\n')
    site.write(
        {
            "_config.yml": "title: Old site\nauthor:\n  name: Ada\n  avatar:\n  github: ada\n",
            "authors.yml": "grace:\n  name: Grace\nkj: {name: Katherine}\n",
            "index.md": "---\ntitle: T\nauthor: [kj, grace]\n---\n\n:::{author-profile}\n:placement: inline\n:::\n",
        }
    )
    page = site.build().soup("index.html")
    assert names(page) == ["Katherine", "Grace"]
    assert names(page, ".hp-inline") == ["Ada"]


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_only_pages_that_show_an_author_are_written_again(site: Site, builder: str) -> None:
    site.write(
        {
            "index.md": "# Home\n\n```{toctree}\na\nb\nc\n```\n",
            "a.md": "---\nauthor: grace\n---\n\n# A\n",
            "b.md": "# B\n\n```{author-profile} grace\n:placement: inline\n```\n",
            "c.md": "# C\n",
        }
    )

    def build(bio: str) -> dict[str, int]:
        site.conf(f"author_profiles = {{'grace': {{'name': 'Grace Hopper', 'bio': {bio!r}}}}}\n")
        built = site.build(builder)
        return {name: (built.folder / name).stat().st_mtime_ns for name in built.pages()}

    before, after = build("Navy"), build("Compilers")
    assert {name[0] for name in after if after[name] != before[name]} == {"a", "b"}
    fresh = site.build(builder, out="fresh", fresh=True)
    assert all((site.folder / builder / name).read_text() == fresh.text(name) for name in after)
