"""What search engines, link previews and other machines are told, and that it is what the page says."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Any

import mf2py
import pytest
from docutils import nodes
from docutils.utils import new_document

from conftest import CONF
from helpers import BUILDERS, commit, git, representative
from sphinx_homepage.head import preview_image as preview
from sphinx_homepage.head.description import page_description
from sphinx_homepage.pages.records import PageRecord
from sphinx_homepage.pages.title import DETAILS

if TYPE_CHECKING:
    from conftest import Built, Site

BASE = 'html_baseurl = "https://ada.example.org/site/"\nlanguage = "en_GB"\n'
ADA = """\
author_profile = {
    "name": "Ada Lovelace", "bio": "Engines & < numbers", "job_title": "Analyst", "employer": "R&D", "location": "London",
    "pronouns": "she/her", "email": "ada@example.org", "avatar": "_static/ada.jpg",
    "orcid": "0000-0002-1825-0097", "github": "ada", "mastodon": "@ada@mathstodon.xyz", "x": "ada_l",
    "links": [{"label": "Group", "url": "https://example.org/"}],
}
author_profiles = {"grace": {"name": "Grace Hopper", "github": "grace"}}
html_static_path = ["_static"]
"""
SITE = {
    "_static/ada.jpg": "x",
    "index.md": "---\ntitle: About me\n---\n\nI work on *engines*.\n\n# More\n\n```{toctree}\nposts/index\ncv\n```\n",
    "posts/index.md": "# Posts & notes\n\n```{toctree}\none\n```\n",
    "posts/one.md": '---\ntitle: The <first>\nexcerpt: Short & "sweet" $\\alpha$\ndate: 2020-01-02\nlast_modified_at: 2021-02-03\n'
    "author: [ada, grace]\nheader: {og_image: pic.png}\n---\n\nText.\n",
    "pic.png": "x",
    "cv.md": "---\ntitle: CV\nauthor: grace\n---\n\nText.\n",
}


@pytest.fixture
def ada(site: Site) -> Site:
    site.conf(BASE + ADA.replace('"grace": {', '"ada": {"name": "A. L."}, "grace": {'))
    site.write(SITE)
    return site


def graph(built: Built, file: str) -> dict[str, Any]:
    """Return the page's things by their type."""
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', built.text(file))
    assert not set("<>&") & set(script)
    data = json.loads(script)
    assert data["@context"] == "https://schema.org"
    return {node["@type"]: node for node in data["@graph"]}


def tags(built: Built, file: str) -> dict[str, str]:
    found = built.soup(file).select("meta[property], meta[name]")
    names = [tag.get("property") or tag["name"] for tag in found]
    assert sorted(name for name in names if names.count(name) > 1) in ([], ["viewport", "viewport"]), names
    return {tag.get("property") or tag["name"]: tag["content"] for tag in found}


def page(builder: str, name: str) -> tuple[str, str]:
    """Return the file and the address of a page."""
    base = "https://ada.example.org/site/"
    if name.rpartition("/")[2] == "index":
        return f"{name}.html", base + name.removesuffix("index")
    return (
        (f"{name}.html", f"{base}{name}.html")
        if builder == "html"
        else (f"{name}/index.html", f"{base}{name}/")
    )


@BUILDERS
def test_the_person(ada: Site, builder: str) -> None:
    home = "https://ada.example.org/site/"
    things = graph(ada.build(builder), "index.html")
    assert things.keys() == {"WebSite", "ProfilePage"}
    assert things["ProfilePage"]["mainEntity"] == {
        "@type": "Person",
        "@id": f"{home}#me",
        "name": "Ada Lovelace",
        "pronouns": "she/her",
        "url": home,
        "image": f"{home}_static/ada.jpg",
        "jobTitle": "Analyst",
        "description": "Engines & < numbers",
        "worksFor": {"@type": "Organization", "name": "R&D"},
        "sameAs": [
            "https://orcid.org/0000-0002-1825-0097",
            "https://github.com/ada",
            "https://mathstodon.xyz/@ada",
            "https://x.com/ada_l",
        ],
        "identifier": {
            "@type": "PropertyValue",
            "propertyID": "https://registry.identifiers.org/registry/orcid",
            "value": "https://orcid.org/0000-0002-1825-0097",
        },
    }
    site = things["WebSite"]
    assert (site["url"], site["name"], site["inLanguage"]) == (home, "Site", "en-GB")
    assert site["publisher"] == {"@id": f"{home}#me"}


@BUILDERS
def test_breadcrumbs_and_articles(ada: Site, builder: str) -> None:
    built = ada.build(builder)
    file, url = page(builder, "posts/one")
    things = graph(built, file)
    trail = [
        (item["position"], item["name"], item["item"]) for item in things["BreadcrumbList"]["itemListElement"]
    ]
    base = "https://ada.example.org/site/"
    assert trail == [(1, "Site", base), (2, "Posts & notes", f"{base}posts/"), (3, "The", url)]
    article = things["BlogPosting"]
    assert (article["headline"], article["url"], article["description"]) == (
        "The",
        url,
        'Short & "sweet" α',
    )
    assert (article["datePublished"], article["dateModified"]) == ("2020-01-02", "2021-02-03")
    assert [author["name"] for author in article["author"]] == ["A. L.", "Grace Hopper"]
    assert graph(built, page(builder, "cv")[0]).keys() == {"BreadcrumbList"}


@BUILDERS
def test_one_address_a_page(ada: Site, builder: str) -> None:
    built = ada.build(builder)
    for name in ("index", "posts/index", "posts/one", "cv"):
        file, url = page(builder, name)
        assert built.soup(file).select_one("link[rel=canonical]")["href"] == url
        assert tags(built, file)["og:url"] == url


@pytest.mark.parametrize("suffix", ["", ".html"])
def test_one_address_a_page_with_other_links(ada: Site, suffix: str) -> None:
    ada.write({"conf.py": ada.source.joinpath("conf.py").read_text() + f'html_link_suffix = "{suffix}"\n'})
    ada.write({"posts/one.md": SITE["posts/one.md"].replace("date:", "redirect_from: [/x/, /x.html]\ndate:")})
    built = ada.build()
    base = "https://ada.example.org/site/"
    for name, path in (("index", ""), ("posts/index", "posts/"), ("posts/one", f"posts/one{suffix}")):
        file = f"{name}.html"
        assert built.soup(file).select_one("link[rel=canonical]")["href"] == base + path
        assert tags(built, file)["og:url"] == base + path
        assert f"<loc>{base}{path}</loc>" in built.text("sitemap.xml")
    trail = graph(built, "posts/one.html")["BreadcrumbList"]["itemListElement"]
    assert [item["item"] for item in trail] == [base, f"{base}posts/", f"{base}posts/one{suffix}"]
    for file in ("x/index.html", "x.html"):
        assert f'rel="canonical" href="{base}posts/one{suffix}"' in built.text(file)


@BUILDERS
@pytest.mark.parametrize("name", ["ogp_site_url", "ogp_canonical_url"])
def test_link_previews_of_another_place(ada: Site, builder: str, name: str) -> None:
    """conf.py's own settings for link previews count, and only for these."""
    place, base = "https://preview.example.org/", "https://ada.example.org/site/"
    ada.write({"conf.py": ada.source.joinpath("conf.py").read_text() + f'{name} = "{place}"\n'})
    built = ada.build(builder)
    pictures = place if name == "ogp_site_url" else base
    for docname in ("index", "posts/one"):
        file, url = page(builder, docname)
        found = tags(built, file)
        assert found["og:url"] == url.replace(base, place)
        assert found["og:image"].startswith(f"{pictures}_static/")
        assert built.soup(file).select_one("link[rel=canonical]")["href"] == url
        assert place not in json.dumps(graph(built, file))


@BUILDERS
def test_link_previews(ada: Site, builder: str) -> None:
    built = ada.build(builder)
    home = tags(built, "index.html")
    assert home["og:title"] == "About me"
    assert home["og:description"] == home["description"] == "I work on engines."
    assert (home["og:site_name"], home["og:type"]) == ("Site", "profile")
    assert home["og:image"] == "https://ada.example.org/site/_static/ada.jpg"
    assert (home["og:image:alt"], home["twitter:card"]) == ("Ada Lovelace", "summary")
    assert (home["fediverse:creator"], home["twitter:creator"]) == ("@ada@mathstodon.xyz", "@ada_l")
    one = tags(built, page(builder, "posts/one")[0])
    assert (one["og:title"], one["og:description"]) == ("The", 'Short & "sweet" α')
    assert one["og:type"] == "article"
    assert one["og:image"] == "https://ada.example.org/site/_static/sphinx-homepage/images/pic.png"
    assert (built.folder / "_static/sphinx-homepage/images/pic.png").is_file()
    assert one["twitter:card"] == "summary_large_image"
    assert (one["article:published_time"], one["article:modified_time"]) == ("2020-01-02", "2021-02-03")
    assert "fediverse:creator" not in one


def test_a_picture_is_made_where_there_is_none(site: Site) -> None:
    site.conf(BASE)
    site.write({"index.md": "# Home\n\nText.\n"})
    built = site.build()
    path = "_static/sphinx-homepage/preview.png"
    home = tags(built, "index.html")
    assert home["og:image"] == f"https://ada.example.org/site/{path}"
    assert (home["og:image:width"], home["og:image:height"]) == ("1200", "630")
    assert (built.folder / path).read_bytes().startswith(b"\x89PNG")
    site.conf(BASE + 'ogp_image = "x.png"\n')
    other = site.build(out="other", fresh=True)
    assert path not in other.files()
    assert "preview.png" not in other.text("index.html")


def test_the_picture_is_drawn_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.write({"index.md": "# Home\n\nText.\n"})
    drawn = []
    whole = preview.preview_png

    def note(*words: str, comment: str) -> bytes:
        drawn.append(words)
        return whole(*words, comment=comment)

    monkeypatch.setattr(preview, "preview_png", note)
    for settings in ("", "", "", "author_profile['bio'] = 'New'\n"):
        site.conf(BASE + settings)
        site.build()
        site.build("dirhtml")
    one, new = (("Ada Lovelace", bio, "ada.example.org") for bio in ("Engines", "New"))
    assert drawn == [one, one, new, new]
    site.conf(BASE + 'ogp_image = "x.png"\n')
    assert "_static/sphinx-homepage/preview.png" not in site.build().files()


def test_images_of_ones_own_at_the_paths_of_ours(site: Site) -> None:
    own = {f"_static/sphinx-homepage/{name}": b"mine" for name in ("favicon.svg", "preview.png")}
    site.write({"index.md": "# Home\n\nText.\n", "icon.svg": "<svg/>", **own})
    static = 'html_static_path = ["_static"]\n'
    for settings in ("", 'html_favicon = "icon.svg"\nogp_image = "x.png"\n'):
        site.conf(BASE + static + settings)
        for _ in range(2):
            files = site.build().files()
            assert {name: files[name] for name in own} == own
    # And without those, ours are as long as pages refer to them.
    site.conf(BASE)
    files = site.build().files()
    assert {files[name][:4] for name in own} == {b"<svg", b"\x89PNG"}
    site.conf(BASE + settings)
    assert not own.keys() & site.build().files().keys()


def test_without_an_address_there_is_none(site: Site) -> None:
    """Nothing that has to be absolute is made up."""
    site.write(SITE | {"posts/one.md": "---\ntitle: T\ndate: 2020-01-02\n---\n\nText.\n", "cv.md": "# CV\n"})
    built = site.build()
    for file in ("index.html", "posts/one.html"):
        text = built.text(file)
        assert "ld+json" not in text and "canonical" not in text and "og:image" not in text
    assert "preview.png" not in "".join(built.files())


def test_words_of_a_page_itself_win(ada: Site) -> None:
    ada.write(
        {
            "cv.md": '---\ntitle: CV\n"og:title": Mine\n"og:image": https://example.org/x.png\n'
            "myst: {html_meta: {description: Own words, author: Me}}\n---\n\nText.\n"
        }
    )
    cv = tags(ada.build(), "cv.html")
    assert (cv["og:title"], cv["og:image"]) == ("Mine", "https://example.org/x.png")
    assert (cv["description"], cv["author"]) == ("Own words", "Me")


@BUILDERS
@pytest.mark.parametrize(
    "text", ["</script x><script async>alert(1)", "<!--<script>", "\"'&amp;&#60;", "\u2028\u2029"]
)
def test_everything_is_escaped(site: Site, builder: str, text: str) -> None:
    # Titles are Markdown, in which MyST allows HTML; so does Sphinx in html_title.
    site.conf(
        BASE
        + f"author_profile = {{'name': {text!r} + 'x', 'bio': {text!r} + 'b', 'employer': {text!r} + 'e', 'job_title': {text!r} + 'j'}}\n"
        + 'suppress_warnings = ["homepage.author"]\n'
    )
    site.write({"index.md": f"---\ntitle: T\ndescription: {json.dumps(text + 'd')}\nkind: {json.dumps(text + 'k')}\ndate: 2020-01-01\n---\n\nText.\n"})  # fmt: skip
    built = site.build(builder)
    things = graph(built, "index.html")
    # Character references in a record are understood.
    words = " ".join(html.unescape(text).split())
    person = things["ProfilePage"]["mainEntity"]
    assert (person["name"], person["jobTitle"]) == (f"{words}x".strip(), f"{words}j".strip())
    soup = built.soup("index.html")
    assert "alert(1)" not in "".join(script.get_text() for script in soup.select("script:not([type])"))
    assert soup.select_one(".p-job-title").get_text() == f"{words}j".strip()
    assert not soup.select("meta > *, article script")


@BUILDERS
@pytest.mark.parametrize("theme", ["furo", "alabaster"])
def test_the_h_card(ada: Site, builder: str, theme: str) -> None:
    settings = ada.source.joinpath("conf.py").read_text()
    ada.write({"conf.py": settings.replace('"furo"', f'"{theme}"')})
    built = ada.build(builder)
    home = "https://ada.example.org/site/"
    parsed = mf2py.parse(built.text("index.html"), url=home, html_parser="html5lib")
    (card,) = representative(parsed, home)
    said = card["properties"]
    assert said["name"] == ["Ada Lovelace"] and said["uid"] == [home] and said["url"][0] == home
    assert said["note"] == ["Engines & < numbers"] and said["job-title"] == ["Analyst"]
    assert (
        said["org"] == ["R&D"]
        and said["locality"] == ["London"]
        and said["email"] == ["mailto:ada@example.org"]
    )
    assert [photo if isinstance(photo, str) else photo["value"] for photo in said["photo"]] == [
        f"{home}_static/ada.jpg"
    ]
    assert parsed["rels"]["me"] == said["url"][1:]
    assert said["url"][1:] == graph(built, "index.html")["ProfilePage"]["mainEntity"]["sameAs"]


def test_nobody_else_is_me(ada: Site) -> None:
    """Links of other authors do not say that this is their site."""
    built = ada.build()
    assert not built.soup("cv.html").select('[rel="me"], .u-uid')
    ada.write(
        {
            "cv.md": "# CV\n\n:::{author-profile} grace\n:placement: inline\n:::\n\n:::{author-profile}\n:placement: inline\n:::\n"
        }
    )
    soup = ada.build().soup("cv.html")
    assert [card.select_one(".p-name").get_text() for card in soup.select(".h-card")] == [
        "Ada Lovelace",
        "Grace Hopper",
    ]
    assert not soup.select('.hp-inline.h-card [rel="me"]')


def test_a_long_bio_is_whole_in_the_h_card(site: Site) -> None:
    bio = "I study " + "very long numbers and " * 20 + "the end."
    site.conf(BASE + f"author_profile = {{'name': 'Ada', 'bio': {bio!r}}}\n")
    site.write({"index.md": "# Home\n"})
    built = site.build()
    home = "https://ada.example.org/site/"
    (card,) = representative(mf2py.parse(built.text("index.html"), url=home, html_parser="html5lib"), home)
    assert card["properties"]["note"] == [bio]
    shown = built.soup("index.html").select_one(".hp-sidebar .hp-bio")
    assert shown.name == "details" and "".join(shown.get_text().split("… more")).replace(
        " ", ""
    ) == bio.replace(" ", "")


@BUILDERS
def test_an_icon_from_the_initials(site: Site, builder: str) -> None:
    site.write({"index.md": "# Home\n\n```{toctree}\nsub/a\n```\n", "sub/a.md": "# A\n"})
    built = site.build(builder)
    for file in ("index.html", "sub/a.html" if builder == "html" else "sub/a/index.html", "search.html" if builder == "html" else "search/index.html"):  # fmt: skip
        href = built.soup(file).select_one('link[rel~="icon"]')["href"]
        assert ">AL<" in ((built.folder / file).parent / href).read_text(encoding="utf-8")
    site.conf('html_favicon = "mine.ico"\n')
    site.write({"mine.ico": "x"})
    built = site.build(builder, fresh=True)
    assert built.soup("index.html").select_one('link[rel~="icon"]')["href"].endswith("mine.ico")


@pytest.mark.parametrize("builder", ["json", "singlehtml", "epub"])
def test_other_builders_are_left_alone(ada: Site, builder: str) -> None:
    conf = ada.source.joinpath("conf.py").read_text() + 'version = "1"\ncopyright = "Ada"\n'
    ada.write({"conf.py": conf})
    text = "".join(
        content.decode(errors="replace")
        for name, content in ada.build(builder).files().items()
        if name.endswith(("html", "json"))
    )
    assert "ld+json" not in text and "og:title" not in text and "speculationrules" not in text
    assert "ogp_disable" not in text and "homepage_kept" not in text


def test_a_commit_without_an_edit_changes_the_date(site: Site) -> None:

    site.conf(BASE)
    site.write({"index.md": "# Home\n"})
    assert "dateModified" not in graph(site.build(), "index.html")["ProfilePage"]
    git(site.source, "init", "-q")
    commit(site.source, "2021-03-04T12:00:00+00:00")
    assert graph(site.build(), "index.html")["ProfilePage"]["dateModified"] == "2021-03-04"


def without_navigation(text: str) -> str:
    """Return a page without what Sphinx and furo say of other pages, which may be out of date in any site."""
    return re.sub(r'<div class="sidebar-tree.*?</div>|<div class="related-pages">.*?</footer>|<link rel="(next|prev)".*?>', "", text, flags=re.DOTALL)  # fmt: skip


@pytest.mark.long
@BUILDERS
@pytest.mark.parametrize(
    ("files", "settings"),
    [
        pytest.param({"posts/index.md": "# News\n\n```{toctree}\none\n```\n"}, "", id="title of a parent"),
        pytest.param(
            {"posts/index.md": "# Posts & notes\n", "cv.md": "# CV\n\n```{toctree}\nposts/one\n```\n"},
            "",
            id="another parent",
        ),
        pytest.param({"pic.png": None}, "", id="no picture"),
        pytest.param({"_static/ada.jpg": None}, "", id="no avatar"),
        pytest.param({}, 'html_title = "Another"\n', id="name of the site"),
        pytest.param({}, 'html_baseurl = "https://example.org/"\n', id="address of the site"),
        pytest.param({}, "author_profile['bio'] = 'New'\nauthor_profile['avatar'] = ''\n", id="author"),
        pytest.param({}, "ogp_image = 'x.png'\nauthor_profile['avatar'] = ''\n", id="no preview"),
        pytest.param({"404.md": "---\norphan: true\n---\n\n# Mine\n"}, "", id="a 404 of one's own"),
        pytest.param({"mine.ico": "x"}, 'html_favicon = "mine.ico"\n', id="an icon of one's own"),
        pytest.param({"posts/one.md": "---\ntitle: The <first>\n---\n\nText.\n"}, "", id="no date"),
    ],
)
def test_incremental_equals_fresh(
    ada: Site, builder: str, files: dict[str, str | None], settings: str
) -> None:
    ada.build(builder)
    for name, text in files.items():
        if text is None:
            (ada.source / name).unlink()
        else:
            ada.write({name: text})
    ada.write({"conf.py": ada.source.joinpath("conf.py").read_text() + settings})
    allow = ["there is no such file", "toctree"]
    built = ada.build(builder, allow=allow).files()
    fresh = ada.build(builder, out=f"{builder}.fresh", fresh=True, allow=allow).files()
    pages = {name for name in fresh if name.endswith(("html", "xml", "txt", "png", "svg"))}
    for name in sorted(pages):
        assert without_navigation(built[name].decode(errors="replace")) == without_navigation(
            fresh[name].decode(errors="replace")
        ), name
    gone = {name for name in built.keys() - fresh.keys() if not name.startswith((".", "_sources"))}
    # Sphinx leaves files of pictures that are gone.
    assert not gone - {"_static/ada.jpg", "_static/sphinx-homepage/images/pic.png"}


@pytest.mark.parametrize(
    ("markup", "description"),
    [
        ('<p class="lead">Looms &amp; <b>engines</b>.</p>\n<p>More.</p>', "Looms & engines."),
        ("<p align=center><img src='a.png'></p>\n<P>Looms\nat work<p>More", "Looms at work"),
        ("<div>Buy</div><script>go()</script>", "Text."),
        ("<p " * 20_000, "Text."),
    ],
)
def test_a_text_that_begins_in_html(markup: str, description: str) -> None:
    document = new_document("")
    made, text = (
        nodes.raw("", html, format="html") for html in ('<ul class="hp-cards"><p>A card</p></ul>', markup)
    )
    document += [made, nodes.paragraph("", "2020", classes=[DETAILS]), text, nodes.paragraph("", "Text.")]
    assert page_description(PageRecord(), document) == description


def test_a_text_that_begins_with_a_list() -> None:
    items = ["2020-2021", "Looms and engines"]
    document = new_document("")
    document += nodes.bullet_list("", *(nodes.list_item("", nodes.paragraph("", item)) for item in items))
    assert page_description(PageRecord(), document) == "2020-2021, Looms and engines"


def test_a_page_without_words_of_its_own(ada: Site) -> None:
    ada.write(
        {
            "posts/index.md": "# Posts\n\n```{toctree}\none\n/cv\n```\n",
            "index.md": "# Home\n\n```{toctree}\nposts/index\n```\n",
        }
    )
    posts = tags(ada.build(), "posts/index.html")
    assert posts["description"] == posts["og:description"] == "The, CV"


def test_the_site_of_nobody(site: Site) -> None:
    site.write({"conf.py": CONF.replace("author_profile", "_unused") + BASE, "index.md": "# Home\n\nText.\n"})
    built = site.build()
    assert graph(built, "index.html").keys() == {"WebSite"}
    assert not built.soup("index.html").select(".h-card")
    assert built.soup("index.html").select_one('link[rel~="icon"]')
