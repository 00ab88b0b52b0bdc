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
        (
            '{"name": "Ada",\n"githb": "ada"}',
            f"conf.py:{ADDED + 1}: author_profile: unknown field 'githb'; did you mean 'github'?",
        ),
        ('{"name": False}', f"conf.py:{ADDED}: author_profile: name must be text; this is false"),
        ('{"bio": "x"}', f"conf.py:{ADDED}: author_profile has no name"),
        (
            '{"name": "A", "github": "https://gitlab.com/a"}',
            "a URL for GitHub is on github.com, not on gitlab.com",
        ),
        (
            '{"name": "A", "website": "javascript:alert(1)"}',
            "only http and https URLs can be linked, not javascript:",
        ),
        ('{"name": "A", "orcid": "0000-0002-1825-0098"}', "its check digit does not fit"),
        ('{"name": "A", "email": "nobody"}', "this is not an e-mail address"),
        ('{"name": "A", "links": {"label": "x"}}', "links is a list of"),
        (
            '{"name": "A", "links": [\n{"label": "x", "ur": "y"}]}',
            f"conf.py:{ADDED + 1}: author_profile: unknown field 'ur' of a link; did you mean 'url'?",
        ),
        (
            'dict(name="A",\ngithub=["x"])',
            f"conf.py:{ADDED + 1}: author_profile: github must be text; this is a list",
        ),
        ('["Ada"]', "author_profile is a mapping, or the path of a YAML file; this is a list"),
        ('"nowhere.yml"', f"conf.py:{ADDED}: author_profile = 'nowhere.yml': this file cannot be read"),
    ],
)
def test_a_broken_record_in_conf_py(site: Site, record: str, says: str) -> None:
    site.conf(f"author_profile = {record}\n")
    site.write({"index.md": "# Home\n"})
    with pytest.raises(ConfigError) as caught:
        site.build()
    assert says in str(caught.value)
    assert str(site.source) in str(caught.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "ada:\n  name: No\n",
            "authors.yml:2: author 'ada': name: YAML reads No as false; write name: \"No\"",
        ),
        (
            "ada:\n  name: Ada\n  github: @ada\n",
            'authors.yml:3: YAML cannot read this without quotes; write github: "@ada"',
        ),
        (
            "ada:\n  name: Ada\n  github: 007\n",
            "authors.yml:3: author 'ada': github: YAML reads 007 as a number; write github: \"007\"",
        ),
        (
            "ada:\n  name: Ada\n  bio: Math: a love story\n",
            'authors.yml:3: YAML reads a second ": " as a new key',
        ),
        ("ada:\n\tname: Ada\n", "authors.yml:2: "),
        ("ada: Ada\n", "authors.yml:1: author 'ada': an author is a mapping"),
        ("- ada\n", "authors.yml:1: author_profiles maps keys to authors"),
        ("ada: &a\n  name: Ada\n  links: *a\n", "authors.yml:2: it is nested too deeply or refers to itself"),
        (b"ada: {name: \xff}\n", "authors.yml is not UTF-8 text"),
    ],
)
def test_a_broken_file_of_authors(site: Site, text: str | bytes, says: str) -> None:
    site.conf('author_profiles = "authors.yml"\n')
    site.write({"index.md": "# Home\n", "authors.yml": text})
    with pytest.raises(ConfigError) as caught:
        site.build()
    assert says in str(caught.value)


def test_all_mistakes_at_once(site: Site) -> None:
    site.conf('author_profile = {"name": 1,\n"githb": "x"}\nauthor_profiles = {"g": {}}\n')
    site.write({"index.md": "# Home\n"})
    with pytest.raises(ConfigError) as caught:
        site.build()
    lines = str(caught.value).splitlines()
    assert [
        f"conf.py:{ADDED}" in lines[0],
        f"conf.py:{ADDED + 1}" in lines[1],
        f"conf.py:{ADDED + 2}" in lines[2],
    ] == [True] * 3


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (
            'author_profile["google_plus"] = "ada"\n',
            "google_plus: Google+ has closed; its link is left out [homepage.dead_network]",
        ),
        (
            'author_profile["bio"] = "a<br>b"\n',
            "bio holds HTML ('<br>'), which is shown as text; write plain text [homepage.author]",
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
        ("redirect_from: [/x/, yes]", 'redirect_from takes addresses: YAML reads yes as true; write "yes"'),
        ("redirect_from: {a: b}", "redirect_from takes addresses: this is a mapping; write /old-address/"),
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


def test_options_of_cards(site: Site) -> None:
    site.write(
        {
            "index.md": "# Home\n\n```{page-cards}\n:class: x\nother\n```\n",
            "other.md": "---\norphan: 1\n---\n# O\n",
        }
    )
    built = site.build(expect=["index.md:4: WARNING: page-cards has no options; take ':class: x' away"])
    assert len(built.warnings) == 1


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
        "paperurl",
        "header",
        "toc",
        "authors",
        "type",
    ],
)
def test_keys_of_others_are_left_alone(site: Site, key: str) -> None:
    site.write({"index.md": f"---\ntitle: Home\n{key}: x\n---\n\nText.\n"})
    site.build()
