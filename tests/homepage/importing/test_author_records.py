"""The author and the titles of an old site: from its settings, and as its layouts showed them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from jekyll_site import write
from sphinx_homepage.importing.jekyll.reader import read_site
from sphinx_homepage.importing.new_site import make_site
from sphinx_homepage.importing.settings.author_box import AuthorBox, ShownLink, names_nobody, read_author_box
from sphinx_homepage.importing.settings.author_record import author_record
from sphinx_homepage.importing.settings.coauthors import add_coauthors, unlinked
from sphinx_homepage.importing.settings.page_frames import title_pattern

if TYPE_CHECKING:
    from pathlib import Path


def test_author_records() -> None:
    record, notes = author_record(
        {"name": "A", "avatar": "a.png", "orcid": "1", "uri": "example.org", "OSF": "abc12", "age": 7},
        {"images/a.png"},
    )
    assert record == {"name": "A", "avatar": "public/images/a.png", "website": "example.org", "osf": "abc12"}
    assert len(notes) == 2
    assert notes[1].endswith("there is no such field; a link is an entry of links: label and url")
    assert "save it" in author_record({"name": "A", "avatar": "https://x.org/a.png"}, ())[1][0]
    assert author_record({"name": " "}, (), name="The Society")[0] == {"name": "The Society"}
    assert (
        author_record({"name": "A", "email": "ada |ä| example.org"}, ())[0]["email"] == "ada [at] example.org"
    )
    hidden = author_record({"name": "A", "email": "%61%64%61%40example.org"}, ())
    assert hidden == ({"name": "A", "email": "ada@example.org"}, [])
    _record, notes = author_record({"name": "A", "bio": " ", "links": [{"label": "Home", "url": "/"}]}, ())
    assert notes == ["the link Home of the author was not taken: it leads to this site itself"]


@pytest.mark.parametrize(
    ("url", "cname", "is_told"),
    [
        ("ada.example", "", True),
        ("ada.example", "ada.example", False),
        ("https://ada.example", "", False),
        ("", "", False),
    ],
)
def test_an_address_of_the_site_that_is_none(tmp_path: Path, url: str, cname: str, is_told: bool) -> None:
    files = {"_config.yml": f"title: A\nurl: '{url}'\n", "index.md": "---\n---\nHello\n", "CNAME": cname}
    settings = make_site(read_site(write(tmp_path / "old", files)), "new").report.settings
    assert any(f"({url}): set html_baseurl" in each for each in settings) is is_told


def shown(*urls: str, text: str = "") -> AuthorBox:
    return AuthorBox("", tuple(ShownLink("A link", url, "fab fa-fw fa-github") for url in urls), text)


LINK = {"label": "A link", "icon": "fab fa-fw fa-github"}


@pytest.mark.parametrize(
    ("fields", "box", "record", "notes"),
    [
        # What the layout passes over does not appear; what it has of its own does.
        ({"github": "ada", "twitter": "ada"}, shown("https://github.com/ada"), {"github": "ada"}, 1),
        # Fields that were not shown are in one note.
        ({"github": "ada", "twitter": "ada", "bitbucket": "ada"}, shown("https://github.com/ada"), {"github": "ada"}, 1),
        ({"email": "ada@example.org"}, shown("https://example.org/cv"), {"links": ["https://example.org/cv"]}, 1),
        ({"email": "ada@example.org"}, shown("/cv.pdf", text="Write to ada@example.org"),
         {"email": "ada@example.org", "links": ["/cv.pdf"]}, 0),
        ({"github": "ada", "cv": "https://example.org/cv"}, shown("http://www.github.com//ada/", "https://example.org/cv"),
         {"github": "ada", "links": ["https://example.org/cv"]}, 0),
        ({"links": [{"label": "Shop", "url": "https://example.org/shop"}]}, shown("/cv.pdf"), {"links": ["/cv.pdf"]}, 0),
        # A name that the layout has made a good URL of, or one on another host of the network.
        ({"linkedin": "ada-lovelace/"}, shown("https://www.linkedin.com/in/ada-lovelace/"),
         {"linkedin": "https://www.linkedin.com/in/ada-lovelace/"}, 0),
        ({"mastodon": "@ada"}, shown("https://mathstodon.example.org/@ada"),
         {"mastodon": "https://mathstodon.example.org/@ada"}, 0),
        ({"wikipedia": "Ada"}, shown("https://example.org/u/Ada", "https://meta.wikipedia.org/wiki/User:Ada"),
         {"wikipedia": "https://meta.wikipedia.org/wiki/User:Ada", "links": ["https://example.org/u/Ada"]}, 0),
        # Links that were broken are mended, or left out.
        ({"linkedin": "https://www.linkedin.com/in/ada"}, shown("https://www.linkedin.com/in/https://www.linkedin.com/in/ada"),
         {"linkedin": "https://www.linkedin.com/in/ada"}, 0),
        ({"email": "ada at example dot org"}, shown("mailto:ada at example dot org"), {"email": "ada at example dot org"}, 0),
        ({"github": "ada", "twitter": ""}, shown("https://github.com/ada", "https://twitter.com/", "mailto:"), {"github": "ada"}, 0),
        # A second address.
        ({"email": "ada at example dot org"}, shown("mailto:b@example.org", "mailto:Ada@example.org?subject=x"),
         {"email": "ada at example dot org", "links": ["mailto:b@example.org"]}, 0),
        # Written for Markdown.
        ({"googlescholar": "https://scholar.google.com/citations?hl=en\\&user=abc"},
         shown("https://scholar.google.com/citations?hl=en\\&user=abc"),
         {"googlescholar": "https://scholar.google.com/citations?hl=en&user=abc"}, 0),
        # The place is once in the card.
        ({"location": "A link"}, shown("https://maps.example.org/london"), {"links": ["https://maps.example.org/london"]}, 0),
        # A network that has closed.
        ({"google_plus": "ada"}, shown("https://plus.google.com/+ada"), {}, 1),
        # A box without links tells nothing.
        ({"github": "ada"}, AuthorBox(), {"github": "ada"}, 0),
    ],
)  # fmt: skip
def test_records_of_what_was_shown(
    fields: dict[str, Any], box: AuthorBox, record: dict[str, Any], notes: int
) -> None:
    found, said = author_record({"name": "Ada", **fields}, (), box=box)
    wanted = {"name": "Ada", **record}
    if "links" in wanted:
        wanted["links"] = [{**LINK, "url": url} for url in record["links"]]
    assert found == wanted
    assert len(said) == notes


def test_more_links_than_the_card_shows() -> None:
    """Those that are too many are left out, and named."""
    links = [{"label": f"Link {number}", "url": f"https://example.org/{number}"} for number in range(52)]
    record, notes = author_record({"name": "Ada", "links": links}, [])
    assert [link["label"] for link in record["links"]] == [f"Link {number}" for number in range(50)]
    assert [note.partition(" of ")[0] for note in notes] == ["the link Link 50", "the link Link 51"]


def test_reading_a_box() -> None:
    page = (
        "<ul><li><a href='/no'>No</a></ul><div class='sidebar'><div class='author__avatar'><img src='/i/me.png'></div>"
        "<h3 class='author__name'>Ada</h3><ul class='author__urls'><li>London<li><a href='/cv.pdf'><i class='fas fa-fw fa-file'>"
        "</i> My <b>CV</b></a><li><a href='https://www.example.org/x' title='More'></a><li><a href='#'>Top</a>"
        "<li><a href='https://example.org/y'><img src='x.svg'></a></ul></div>"
    )
    assert read_author_box(page, str.strip) == AuthorBox(
        "/i/me.png",
        (
            ShownLink("My CV", "/cv.pdf", "fas fa-fw fa-file"),
            ShownLink("More", "https://www.example.org/x", ""),
            ShownLink("example.org", "https://example.org/y", ""),
        ),
        "Ada London My CV Top",
    )
    assert read_author_box("<p>author__</p>", str) is None


def test_links_of_empty_names() -> None:
    empty = ("", "mailto:", "https://github.com/", "https://www.linkedin.com/in/", "http://twitter.com")
    assert all(map(names_nobody, empty))
    assert not any(map(names_nobody, ("https://ada.example.org/", "https://github.com/ada", "/")))


SITE = {
    "_config.yml": "title: Ada\ntitle_separator: '|'\nurl: https://ada.github.io\nauthor:\n  name: Ada Lovelace\n"
    "  github: ada\n  photo: https://ada.github.io/pictures/me.png\n  role: Analyst\n",
    "_data/authors.yml": "grace: {name: Grace Hopper, github: grace}\n",
    "_layouts/default.html": "---\nlayout: compress\n---\n{% include seo.html %}{{ content }}",
    "_layouts/compress.html": "{{ content | nothing }}<title>Not this</title>",
    "_layouts/single.html": "---\nlayout: default\n---\n{% include sidebar.html %}{{ content }}",
    "_includes/seo.html": "{% assign t = page.title | append: ' ' | append: site.title_separator | append: ' ' | append: site.title %}"
    "<title>{% if page.title %}{{ t | markdownify | strip_html | strip_newlines }}{% else %}{{ site.title }}{% endif %}</title>",
    "_includes/sidebar.html": "{% if page.author_profile %}{% include author-profile.html %}{% endif %}",
    "_includes/author-profile.html": "{% assign author = site.data.authors[page.author] | default: site.author %}"
    "<div><img class='author__avatar' src='{{ author.photo | default: \"/none.png\" }}'><ul class='author__urls'>"
    "<li><a href='https://github.com/{{ author.github }}'>GitHub</a>"
    "<li><a href='{{ site.url }}{{ site.baseurl }}/cv.pdf'><i class='fa fa-fw fa-file-pdf-o'></i> CV</a></ul></div>",
    "index.md": "---\ntitle: About me\nlayout: single\nauthor_profile: true\n---\nText.\n",
    "guest.md": "---\ntitle: A guest\nlayout: single\nauthor: grace\nauthor_profile: true\n---\nText.\n",
    "bare.md": "---\nlayout: single\n---\nText.\n\n# A heading\n",
    "other.md": "---\nlayout: other\n---\nText.\n\n# A heading\n",
    "_layouts/other.html": "<title>Other</title>{{ content }}",
    "named.md": "---\nlayout: single\n---\n# A heading\n",
    "pictures/me.png": "x",
    "cv.pdf": "x",
}


# A layout stands around pages of all directories.
@pytest.mark.parametrize("root", ["{{ site.url }}{{ site.baseurl }}/", "../"])
def test_what_layouts_showed(tmp_path: Path, root: str) -> None:
    box = SITE["_includes/author-profile.html"].replace(
        "{{ site.url }}{{ site.baseurl }}/cv.pdf", f"{root}cv.pdf"
    )
    site = write(tmp_path / "old", SITE | {"_includes/author-profile.html": box})
    made = make_site(read_site(site), "new")
    cv = [{"label": "CV", "url": "/cv.pdf", "icon": "fa fa-fw fa-file-pdf-o"}]
    assert made.settings.author == {
        "name": "Ada Lovelace",
        "avatar": "public/pictures/me.png",
        "github": "ada",
        "role": "Analyst",
        "links": cv,
    }
    assert made.settings.authors == {"grace": {"name": "Grace Hopper", "github": "grace", "links": cv}}
    # Of "About me | Ada", kramdown makes a table.
    assert made.settings.window_title == "{title} {site}"
    assert any("title_separator" in line for line in made.report.settings)
    # A page without a title had that of the site: not with any layout, nor if it begins with a heading.
    assert "```{title} Ada\n```\n\nText." in made.texts["bare.md"]
    assert "{title}" not in made.texts["named.md"] + made.texts["other.md"]


@pytest.mark.parametrize(
    ("shown", "pattern"),
    [
        ("CV - Ada", "{title} - {site}"),
        (" CV\n", "{title}"),
        ("Site of Ada: CV", "Site of {site}: {title}"),
        ("CV &mdash; home", "{title} \u2014 home"),
        ("Ada", "{site}"),
        ("Nothing of the page", ""),
        ("CV - CV", ""),
    ],
)
def test_what_titles_say(shown: str, pattern: str) -> None:
    assert title_pattern(f"<TITLE id=t>{shown}</title>", "CV", "Ada") == pattern


def test_includes_in_layouts_of_a_theme(tmp_path: Path) -> None:
    files = {
        "_config.yml": "title: Ada\nauthor: {name: Ada Lovelace, github: ada}\n",
        "_includes/seo.html": "<title>{{ page.title | default: 'Nobody' }}</title>",
        "_includes/author-profile.html": "<ul class='author__urls'><li><a href='https://example.org/shop'>Shop</a></ul>",
        "index.md": "---\ntitle: About me\nlayout: single\nauthor_profile: true\n---\nText.\n",
        "cv.md": "---\nlayout: single\n---\nText.\n\n# A heading\n",
    }
    made = make_site(read_site(write(tmp_path / "old", files)), "new")
    assert made.settings.window_title == "{title}"
    assert made.settings.author["links"] == [{"label": "Shop", "url": "https://example.org/shop"}]
    assert "{title}" not in made.texts["cv.md"]


@pytest.mark.parametrize("own", [{}, {"_layouts/single.html": "{% include head.html %}{{ content }}"}])
def test_settings_of_a_theme(tmp_path: Path, own: dict[str, str]) -> None:
    """They tell what it showed, whether or not the site has files of it."""
    files = own | {
        "_config.yml": "title: Ada\nremote_theme: mmistakes/minimal-mistakes\ntitle_separator: '|'\n"
        "author: {name: Ada Lovelace, links: [{label: X, url: 'https://twitter.com/'}, {label: Shop, url: 'https://example.org/shop'}]}\n",
        "index.md": "---\ntitle: About me\nlayout: single\n---\nText.\n",
    }
    made = make_site(read_site(write(tmp_path / "old", files)), "new")
    assert made.settings.window_title == "{title} | {site}"
    assert made.settings.author["links"] == [{"label": "Shop", "url": "https://example.org/shop"}]


def test_a_space_in_the_path_of_the_site(tmp_path: Path) -> None:
    config = "title: Ada\nurl: https://ada.example.org\nbaseurl: /my site\n"
    made = make_site(
        read_site(write(tmp_path / "old", {"_config.yml": config, "index.md": "---\n---\nHello\n"})), "new"
    )
    assert made.settings.base_url == "https://ada.example.org/my%20site/"


def test_links_that_share_a_page(tmp_path: Path) -> None:
    """They may stand in the box with the author, and are none of the author's."""
    files = {
        "_config.yml": "title: Ada\nauthor: {name: Ada Lovelace}\n",
        "_layouts/work.html": "<title>{{ page.title }}</title><div class='sidebar'><ul class='author__urls'>"
        "<li><a href='https://share.example.org/?u={{ page.url | absolute_url | url_encode }}'>Share</a>"
        "<li><a href='https://share.example.com/?u={{ site.url }}{{ page.url }}'>Send</a>"
        "<li><a href='https://example.org/ada'>Home</a></ul></div>{{ content }}",
        "index.md": "---\ntitle: About me\nlayout: work\n---\nText.\n",
    }
    made = make_site(read_site(write(tmp_path / "old", files)), "new")
    assert made.settings.author["links"] == [{"label": "Home", "url": "https://example.org/ada"}]


def test_layouts_that_cannot_be_run(tmp_path: Path) -> None:
    """Nothing is known then of what they show."""
    files = {
        "_config.yml": "title: Ada\nauthor: {name: Ada Lovelace, github: ada}\n",
        "_layouts/loop.html": "---\nlayout: loop\n---\n{% include again.html %}{{ content }}",
        "_includes/again.html": "{% include again.html %}",
        "index.md": "---\ntitle: About me\nlayout: loop\n---\nText.\n",
    }
    made = make_site(read_site(write(tmp_path / "old", files)), "new")
    assert made.settings.window_title == ""
    assert made.settings.author == {"name": "Ada Lovelace", "github": "ada"}
    assert any("index.md could not be run" in line for line in made.report.settings)


@pytest.mark.parametrize(("more", "is_asked"), [("", True), ("author:\n  github: ada\n", False)])
def test_an_author_of_whom_only_the_name_is_known(tmp_path: Path, more: str, is_asked: bool) -> None:
    old = write(tmp_path / "old", {"_config.yml": f"title: Ada\n{more}", "index.md": "---\n---\nHello\n"})
    settings = make_site(read_site(old), "new").report.settings
    assert any("nothing is known of the author" in each for each in settings) is is_asked


def test_a_button_in_the_box() -> None:
    """It is no link of the list, and one of the author all the same; the image is none."""
    page = (
        "<div class='sidebar'><div itemscope itemtype='https://schema.org/Person'>"
        "<a href='/'><img class='author__avatar' src='me.png'></a><p class='author__bio'><a href='/me/'>I</a></p>"
        "<a href='/cv.pdf' class='btn'>My CV</a><ul class='author__urls'><li><a href='https://a.org/'>A</a></ul>"
        "</div><nav><a href='/talks/'>Talks</a></nav></div>"
    )
    box = read_author_box(page, str)
    assert box is not None
    assert [link.url for link in box.links] == ["/cv.pdf", "https://a.org/"]


@pytest.mark.parametrize(
    ("authors", "names", "links"),
    [
        ('<a class="x" href="https://c.example.org/?a=1&amp;b=2">Charles <b>Babbage</b></a>, A. Lovelace',
         "Charles <b>Babbage</b>, A. Lovelace", [("Charles Babbage", "https://c.example.org/?a=1&b=2")]),
        ("**A. Lovelace**, [Charles Babbage](https://c.example.org/)* and [G. H.](/people/#gh)",
         "**A. Lovelace**, Charles Babbage* and G. H.",
         [("Charles Babbage", "https://c.example.org/"), ("G. H.", "/people/#gh")]),
        (["Ada", "[Charles](https://c.example.org/)", {"name": "Grace", "url": "https://g.example.org/"}, 7],
         ["Ada", "Charles", {"name": "Grace", "url": "https://g.example.org/"}, 7],
         [("Charles", "https://c.example.org/"), ("Grace", "https://g.example.org/")]),
        ("<a href='https://c.example.org/?q=\"x\"'>C. B.</a>, [G. H.](https://g.example.org/?a=1&amp;b=2)",
         "C. B., G. H.",
         [("C. B.", 'https://c.example.org/?q="x"'), ("G. H.", "https://g.example.org/?a=1&b=2")]),
        ("Ada <ada@example.org>, [ed.]", "Ada <ada@example.org>, [ed.]", []),
        (None, None, []),
    ],
)  # fmt: skip
def test_links_on_names(authors: object, names: object, links: list[tuple[str, str]]) -> None:
    assert unlinked(authors) == (names, links)


@pytest.mark.parametrize("is_shown", [True, False])
def test_an_author_that_is_written_out_on_a_page(tmp_path: Path, is_shown: bool) -> None:
    """The box with it, if the layout shows that, tells nothing of the author of the site."""
    box = "{% assign author = page.author | default: site.author %}" if is_shown else ""
    page = "---\ntitle: Looms\nlayout: single\nauthor_profile: true\nauthor:\n  name: {}\n  bio: Weaver\n---\nText.\n"
    files = {
        **SITE,
        "_includes/author-profile.html": SITE["_includes/author-profile.html"].replace(
            "{% assign author = site.data.authors[page.author] | default: site.author %}",
            f"{{% assign author = site.author %}}{box}<p class='author__name'>{{{{ author.name }}}}</p>",
        ),
        "a.md": page.format("Adá Byron"),
        "b.md": page.format("Ada Lovelace"),
    }
    made = make_site(read_site(write(tmp_path / "old", files)), "new")
    assert made.settings.author["github"] == "ada"
    found = made.settings.authors.get("ada-byron", {})
    assert (found.get("name"), found.get("bio")) == (("Adá Byron", "Weaver") if is_shown else (None, None))
    assert ("\nauthor: Adá Byron\n" in made.texts["a.md"]) is is_shown
    assert "\nauthor: Ada Lovelace\n" in made.texts["b.md"]


def test_coauthors(tmp_path: Path) -> None:
    """Each has one record; pages that name one as their author have shown the site's, and do so still."""
    paper = "---\ntitle: {}\nauthors: '{}'\n{}---\nText.\n"
    charles = '<a href="https://c.example.org/">Charles Babbage</a>'
    files = {
        "_config.yml": "title: Ada\nauthor: {name: Ada Lovelace}\ncollections: {papers: {output: true}}\n",
        "_data/authors.yml": "grace: {name: Grace Hopper}\n",
        "guest.md": "---\ntitle: A guest\nauthor: grace\n---\nText.\n",
        "_papers/a.md": paper.format(
            "Looms", f"[A. Lovelace](https://a.example.org/), {charles} and E. C.", ""
        ),
        "_papers/b.md": paper.format(
            "Engines",
            f"{charles}, [charles babbage](http://other.example.org), [Grace Hopper](https://g.example.org/)",
            "author: Charles Babbage\n",
        ),
        "_papers/c.md": paper.format("Numbers", "[Mary S.](mary.html)", ""),
    }
    made = make_site(read_site(write(tmp_path / "old", files)), "new")
    assert made.settings.authors == {
        "grace": {"name": "Grace Hopper", "website": "https://g.example.org/"},
        "charles-babbage": {"name": "Charles Babbage", "website": "https://c.example.org/"},
    }
    assert 'authors: "A. Lovelace, Charles Babbage and E. C."\n' in made.texts["papers/a.md"]
    assert "# author: Charles Babbage\n" in made.texts["papers/b.md"]
    assert [line for line in made.report.settings if "the name " in line] == [
        "the name charles babbage led to http://other.example.org as well; "
        "author_profiles has https://c.example.org/",
        "the link on the name Mary S. was not taken: author_profiles cannot have mary.html",
    ]


def test_coauthors_by_their_keys(tmp_path: Path) -> None:
    """A layout looked them up in the data, and wrote their names."""
    files = {
        "_config.yml": "title: Ada\nauthor: {name: Ada Lovelace}\n",
        "_data/authors.yml": "me: {name: <b>Ada Lovelace</b>, url: https://a.example.org}\n"
        "cb: {name: Charles Babbage, url: https://c.example.org/}\ngh: {name: Grace Hopper}\n",
        "a.md": "---\ntitle: Looms\nauthors: [me*, cb*, gh, E. C.]\n---\nText.\n",
        "b.md": "---\ntitle: Cards\nauthors: gh\nvenue: '[Mill](https://m.example.org)'\n---\nText.\n",
    }
    made = make_site(read_site(write(tmp_path / "old", files)), "new")
    names = 'authors:\n  - "Ada Lovelace*"\n  - "Charles Babbage*"\n  - Grace Hopper\n  - E. C.\n'
    assert names in made.texts["a.md"]
    assert "\nauthors: Grace Hopper\n" in made.texts["b.md"]
    assert made.settings.authors == {
        "charles-babbage": {"name": "Charles Babbage", "website": "https://c.example.org/"}
    }
    # What pages do not show is told.
    assert [(page.source, question.what) for page in made.report.pages for question in page.questions] == [
        ("b.md", "pages show the words of venue only; write its links into the text: https://m.example.org")
    ]


def test_keys_of_coauthors() -> None:
    people: dict[str, dict[str, str]] = {}
    names = ["山田", "佐藤", "Zoë", "zoe!", "..", "Ada\u202e"]
    notes = list(add_coauthors(people, "Ada", {name: ["https://x.example.org/"] for name in names}))
    assert list(people) == ["山田", "佐藤", "zoe", "zoe-2", "author"]
    assert notes == [
        "the link on the name Ada\u202e was not taken: author_profiles cannot have https://x.example.org/"
    ]


@pytest.mark.parametrize("is_new", [False, True])
def test_the_author_of_an_al_folio_site(tmp_path: Path, is_new: bool) -> None:
    """They are named in parts, and the networks have words behind their names."""
    accounts = "email: ada@example.org\ngithub_username: ada\nscholar_userid: abcDEF0AAAAJ\norcid_id: # none\nrss_icon: true\n"
    names = "title: blank # the name\nfirst_name: Ada\nmiddle_name:\nlast_name: Lovelace\nanalytics_id: 7\n"
    files = {"_config.yml": names, "_data/socials.yml": accounts}
    if not is_new:
        files = {"_config.yml": names + accounts}
    made = make_site(read_site(write(tmp_path / "old", {**files, "index.md": "---\n---\nHello\n"})), "new")
    expected = {
        "name": "Ada Lovelace",
        "email": "ada@example.org",
        "github": "ada",
        "googlescholar": "abcDEF0AAAAJ",
    }
    assert made.settings.author == expected and made.settings.title == ""


def test_what_plugins_write_into_the_head(tmp_path: Path) -> None:
    """Our pages have it as well, but for the form of the title."""
    files = {
        "_config.yml": "title: Ada\nplugins: [jekyll-seo-tag, jekyll-feed]\n",
        "_layouts/default.html": "<head>{% seo %}{%- feed_meta -%}</head><body>{{ content }}</body>",
        "index.md": "---\ntitle: Home\nlayout: default\n---\nHello\n",
        "looms.md": "---\ntitle: Looms\nlayout: default\n---\nLooms {% seo %} and cards\n",
    }
    made = make_site(read_site(write(tmp_path / "old", files)), "new")
    assert made.settings.window_title == "{title} | {site}"
    assert [page.questions for page in made.report.pages] == [[], []]
    assert made.texts["looms.md"].endswith("---\nLooms  and cards\n")
