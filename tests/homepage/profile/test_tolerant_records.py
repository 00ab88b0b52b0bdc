"""Records with a field that cannot be read: the field is left out with a warning, and the rest is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conftest import ADDED

if TYPE_CHECKING:
    from conftest import Built, Site

FAULTY = """\
author:
  name: Ada Lovelace
  bio_en: Engines
  bio_fr: Machines
  email: ada [at] example [dot] org
  github: https://gitlab.com/ada
  orcid: 0000-0002-1825-0098
  youtube: channel/UCsXVk37bltHxD1rDPwtNM8Q
  strava: ada
  employer:
  location: [London]
  linkedin: ada
  github: https://codeberg.org/ada
  links:
    - label: Nowhere
    - {name: CV, href: /cv.pdf, icon: fas fa-file-alt}
"""


def links(built: Built, page: str = "index.html") -> list[str]:
    return [link["href"] for link in built.soup(page).select(".hp-sidebar .hp-links a")]


def test_every_other_field_is_shown(site: Site) -> None:
    site.conf('author_profile = "_config.yml"\n')
    site.write({"index.md": "# Home\n", "_config.yml": FAULTY, "public/cv.pdf": ""})
    expect = [
        "_config.yml:13: WARNING: author_profile: github: 'https://codeberg.org/ada': a URL for GitHub",
        "_config.yml:13: WARNING: github is given twice, and only the last one counts; make it one",
        "_config.yml:7: WARNING: author_profile: orcid: '0000-0002-1825-0098': this ORCID iD has a typing error",
        "_config.yml:9: WARNING: author_profile: unknown field 'strava'",
        "_config.yml:11: WARNING: author_profile: location must be text; this is a list [homepage.author]",
        "_config.yml:15: WARNING: author_profile: a link needs a label and a url; this one has no url",
    ]
    built = site.build(expect=expect)
    assert len(built.warnings) == len(expect)
    assert links(built) == [
        "mailto:ada@example.org",
        "https://www.youtube.com/channel/UCsXVk37bltHxD1rDPwtNM8Q",
        "https://www.linkedin.com/in/ada",
        "cv.pdf",
    ]
    assert built.soup("index.html").select_one(".hp-sidebar .hp-bio").get_text() == "Engines"
    # The record is read in each build, whatever pages are read again.
    assert site.build(expect=expect).warnings == built.warnings


def test_the_language_of_the_site(site: Site) -> None:
    site.conf('author_profile = "_config.yml"\nlanguage = "fr"\n')
    site.write(
        {
            "index.md": "---\nauthor: {name: Grace, bio: Compilers, bio_fr: Compilateurs}\n---\n# Home\n",
            "other.md": "---\norphan: 1\n---\n# Other\n",
            "_config.yml": "author: {name: Ada, bio_en: Engines, bio_fr: Machines}\n",
        }
    )
    built = site.build()
    bios = [
        built.soup(page).select_one(".hp-sidebar .hp-bio").get_text() for page in ("index.html", "other.html")
    ]
    assert bios == ["Compilateurs", "Machines"]


def test_one_of_several_authors_that_cannot_be_read(site: Site) -> None:
    site.conf(
        'author_profiles = {\n"ada": "Ada",\n"grace": {"name": "Grace Hopper", "githb": "grace"},\n'
        '"edith": {"bio": "Graphs"},\n"": {"name": "Nobody"}}\n'
    )
    site.write(
        {
            "index.md": "---\nauthor: grace\n---\n# Home\n",
            "other.md": "---\norphan: 1\nauthor: edith\n---\n# Other\n",
        }
    )
    built = site.build(
        expect=[
            f"conf.py:{ADDED + 1}: WARNING: author 'ada': an author is a mapping of fields",
            f"conf.py:{ADDED + 2}: WARNING: author 'grace': unknown field 'githb'; did you mean 'github'?",
            f"conf.py:{ADDED + 3}: WARNING: author 'edith' has no name; write name: Ada Lovelace",
            f"conf.py:{ADDED + 4}: WARNING: author_profiles: an author needs a key",
            "other.md:3: WARNING: author: there is no author 'edith'",
        ]
    )
    assert len(built.warnings) == 5
    names = [
        built.soup(page).select_one(".hp-sidebar .hp-name").get_text()
        for page in ("index.html", "other.html")
    ]
    assert names == ["Grace Hopper", "Ada Lovelace"]


def test_an_unknown_author_of_a_page(site: Site) -> None:
    """The site's author is shown, if there is one."""
    site.conf('author_profiles = {"grace": {"name": "Grace Hopper"}}\n')
    site.write(
        {
            "index.md": "---\nauthor: grcae\n---\n# Home\n",
            "both.md": "---\norphan: 1\nauthor: [nobody, grace]\n---\n# Both\n",
            "known.md": "---\norphan: 1\nauthor: Grace Hopper\n---\n# Known\n",
        }
    )
    built = site.build(
        expect=[
            "index.md:2: WARNING: author: there is no author 'grcae'; did you mean 'grace'? [homepage.author]",
            "both.md:3: WARNING: author: there is no author 'nobody'; known are grace [homepage.author]",
        ]
    )
    assert len(built.warnings) == 2
    names = [
        [name.get_text() for name in built.soup(page).select(".hp-sidebar .hp-name")]
        for page in ("index.html", "both.html", "known.html")
    ]
    assert names == [["Ada Lovelace"], ["Grace Hopper"], ["Grace Hopper"]]
    # Also where nothing has changed.
    assert site.build(expect=["'grcae'", "'nobody'"]).warnings == built.warnings


def test_warnings_of_a_record_can_be_silenced(site: Site) -> None:
    site.conf('author_profile = "_config.yml"\nsuppress_warnings = ["homepage.author"]\n')
    site.write({"index.md": "# Home\n", "_config.yml": FAULTY, "public/cv.pdf": ""})
    assert "Ada Lovelace" in site.build().text("index.html")


def test_a_record_without_faults_is_silent(site: Site) -> None:
    record = "author:\n  name: Ada\n  uri:\n  bio: &b Engines\n  github: ada\ntitle: a\ntitle: b\n"
    site.conf('author_profile = "_config.yml"\n')
    site.write({"index.md": "# Home\n", "_config.yml": record})
    site.build()
