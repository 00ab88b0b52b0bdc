"""Mistakes in conf.py, in a YAML file of authors, and in front matter: each gets a message with file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sphinx.errors import ConfigError

from conftest import ADDED

if TYPE_CHECKING:
    from conftest import Site


@pytest.mark.parametrize(
    ("record", "says"),
    [
        ('{"bio": "x"}', f"conf.py:{ADDED}: author_profile has no name; write name: Ada Lovelace"),
        ('{"name": False}', f"conf.py:{ADDED}: author_profile: name must be text; this is false"),
        ('["Ada"]', "author_profile is a mapping, or the path of a YAML file; this is a list"),
        ('"nowhere.yml"', f"conf.py:{ADDED}: author_profile = 'nowhere.yml': this file cannot be read"),
        ('"list.yml"', "list.yml:1: author_profile: an author is a mapping of fields"),
    ],
)
def test_a_record_that_cannot_be_read(site: Site, record: str, says: str) -> None:
    site.conf(f"author_profile = {record}\n")
    site.write({"index.md": "# Home\n", "list.yml": "- Ada\n"})
    with pytest.raises(ConfigError) as caught:
        site.build()
    assert says in str(caught.value)
    assert str(site.source) in str(caught.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "ada:\n  name: Ada\n  github: @ada\n",
            'authors.yml:3: YAML cannot read this without quotes; write github: "@ada"',
        ),
        (
            "ada:\n  name: Ada\n  bio: Math: a love story\n",
            'authors.yml:3: YAML reads a second ": " as a new key',
        ),
        ("ada:\n\tname: Ada\n", "authors.yml:2: YAML takes no tabs; indent with spaces"),
        ("- ada\n", "authors.yml:1: author_profiles maps keys to authors"),
        ("ada: &a\n  name: Ada\n  links: *a\n", "authors.yml:2: it is nested too deeply or refers to itself"),
        (b"ada: {name: \xff}\n", "authors.yml is not UTF-8 text"),
    ],
)
def test_a_file_of_authors_that_cannot_be_read(site: Site, text: str | bytes, says: str) -> None:
    site.conf('author_profiles = "authors.yml"\n')
    site.write({"index.md": "# Home\n", "authors.yml": text})
    with pytest.raises(ConfigError) as caught:
        site.build()
    assert says in str(caught.value)


def test_all_reasons_at_once(site: Site) -> None:
    site.conf('author_profile = {"bio": 1.5,\n"githb": "x"}\nauthor_profiles = ["g"]\n')
    site.write({"index.md": "# Home\n"})
    with pytest.raises(ConfigError) as caught:
        site.build()
    lines = str(caught.value).splitlines()
    places = [f"conf.py:{ADDED + 2}", f"conf.py:{ADDED}", f"conf.py:{ADDED + 1}", f"conf.py:{ADDED}"]
    assert [place in line for place, line in zip(places, lines, strict=True)] == [True] * 4


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (
            'author_profile["google_plus"] = "ada"\n',
            "google_plus: Google+ has closed; its link is left out [homepage.dead_network]",
        ),
        (
            'author_profile["bio"] = "<b>a</b>"\n',
            "bio holds HTML ('<b>'), which is left out; write plain text [homepage.author]",
        ),
        (
            'author_profile["shoe_size"] = "38"\n',
            "unknown field 'shoe_size'; a link to a network that is not known goes into links [homepage.author]",
        ),
        (
            'author_profile["links"] = [{"label": "x", "url": "https://x.org", "icon": "solid/userz"}]\n',
            "links: there is no icon 'solid/userz' in Font Awesome Free; did you mean 'solid/user",
        ),
        (
            'html_baseurl = "ada.example.org"\n',
            f"conf.py:{ADDED}: WARNING: html_baseurl: 'ada.example.org' is no absolute URL; "
            'write html_baseurl = "https://ada.example.org"',
        ),
        ('html_baseurl = "https://[x"\n', "html_baseurl: 'https://[x' is no absolute URL"),
        (
            'html_baseurl = "https://ada.example.org/my site/"\n',
            'html_baseurl: a URL has no spaces; write html_baseurl = "https://ada.example.org/my%20site/"',
        ),
    ],
)
def test_what_is_only_worth_a_warning(site: Site, more: str, says: str) -> None:
    site.conf(more)
    site.write({"index.md": "# Home\n"})
    assert "Ada Lovelace" in site.build(expect=[says]).text("index.html")


@pytest.mark.parametrize(
    ("matter", "says"),
    [
        (
            "redirect_form: /x/",
            "index.md:3: WARNING: unknown front matter key 'redirect_form'; did you mean 'redirect_from'? [homepage.front_matter]",
        ),
        ("author-profile: true", "unknown front matter key 'author-profile'; did you mean 'author_profile'?"),
        ("title: Again", "index.md:3: WARNING: title is given twice in the front matter"),
        ("author_profile: maybe", "index.md:3: WARNING: author_profile is true or false, not 'maybe'"),
        ("author: No", 'author: YAML reads No as false; write author: "No"'),
        ("author: {name: Ada, githb: x}", "author: unknown field 'githb'; did you mean 'github'?"),
        ("redirect_from: [/x/, yes]", 'redirect_from takes URLs: YAML reads yes as true; write "yes"'),
        ("redirect_from: {a: b}", "redirect_from takes URLs: this is a mapping; write /old-url/"),
        ("excerpt: [a]", "excerpt must be text; this is a list"),
        (
            "header: {teasr: x.png}",
            "index.md:3: WARNING: unknown key 'teasr' in header; did you mean 'teaser'?",
        ),
        (
            "permalink: /search.html",
            "index.md:3: WARNING: permalink: /search.html cannot redirect: the search page is there",
        ),
    ],
)
def test_mistakes_in_front_matter(site: Site, matter: str, says: str) -> None:
    site.write({"index.md": f"---\ntitle: Home\n{matter}\n---\n\nThe rest.\n"})
    built = site.build(expect=[says])
    assert len(built.warnings) == 1
    assert "The rest." in built.text("index.html")


def test_a_number_without_end(site: Site) -> None:
    """Python writes no number down that has so many digits."""
    site.write({"index.md": f"---\ntitle: Home\nx: 0x{'f' * 5000}\n---\n\nThe rest.\n"})
    built = site.build(expect=["index.md:1: WARNING: Exceeds the limit"])
    assert "The rest." in built.text("index.html")


def test_front_matter_that_is_not_yaml(site: Site) -> None:
    """MyST says so too, without a line and without a word of what to do."""
    site.write({"index.md": "---\ntitle: Home\nexcerpt: Math: a love story\n---\n\n# Home\n"})
    says = 'index.md:3: WARNING: nothing in the front matter counts: YAML reads a second ": " as a new key'
    site.build(expect=[says], allow=["[myst.topmatter]"])


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        (
            'homepage_hosts = "readthedocs"',
            f"conf.py:{ADDED}: homepage_hosts is a list; write homepage_hosts = ['readthedocs'], and not text",
        ),
        ("homepage_hosts = None", "homepage_hosts is a list; write homepage_hosts = ['github-pages']"),
        ('homepage_hosts = [["x"]]', "homepage_hosts: "),
        (
            'homepage_hosts = ["readthedoc"]',
            "'readthedoc' is none of github-pages, readthedocs; did you mean",
        ),
        ('homepage_ledger = ["x"]', f"conf.py:{ADDED}: homepage_ledger is the path of a file"),
    ],
)
def test_settings_of_another_kind(site: Site, setting: str, says: str) -> None:
    site.conf(setting + "\n")
    site.write({"index.md": "# Home\n"})
    with pytest.raises(ConfigError) as caught:
        site.build(allow=[""])
    assert says in str(caught.value)


def test_author_profile_without_an_author(site: Site) -> None:
    site.conf("author_profile = None\n")
    site.write({"index.md": "---\ntitle: Home\nauthor_profile: true\n---\n\nText.\n"})
    site.build(expect=["author_profile: true, but conf.py has no author_profile to show"])


def test_warnings_can_be_silenced(site: Site) -> None:
    site.conf('suppress_warnings = ["homepage.front_matter", "homepage.redirect"]\n')
    site.write(
        {"index.md": "---\ntitle: Home\nexcerp: x\nredirect_from: [/search.html, //x]\n---\n\nText.\n"}
    )
    site.build()


@pytest.mark.parametrize(
    "key",
    [
        "layout",
        "tags",
        "collection",
        "venue",
        "header",
        "toc",
        "authors",
        "type",
    ],
)
def test_keys_of_others_are_left_alone(site: Site, key: str) -> None:
    site.write({"index.md": f"---\ntitle: Home\n{key}: x\n---\n\nText.\n"})
    site.build()
