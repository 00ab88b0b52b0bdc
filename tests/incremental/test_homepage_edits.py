"""A build after an edit gives what a fresh build gives."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from conftest import sphinx_alone
from helpers import PNG, names, png

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built, Site

PAGES = {
    "index.md": "---\ntitle: Home\nauthor: grace\n---\n\n```{toctree}\nbio\nplain\n```\n",
    "bio.md": "---\ntitle: Bio\nredirect_from: [/x/, /y]\n---\n\nText.\n",
    "plain.md": "---\ntitle: Plain\nauthor_profile: false\n---\n\n:::{author-profile} grace\n:placement: inline\n:::\n",
    "authors.yml": "grace: {name: Grace Hopper, bio: Compilers}\n",
}
SETTINGS = 'author_profiles = "authors.yml"\nhtml_static_path = ["_static"]\n'


def pages(built: Built) -> dict[str, bytes]:
    return {name: data for name, data in built.files().items() if name.endswith(".html")}


def _yaml(site: Site) -> None:
    site.write({"authors.yml": "grace: {name: Grace Brewster Hopper}\n"})


def _author(site: Site) -> None:
    site.conf(SETTINGS + 'author_profile = {"name": "Mary Somerville"}\n')


def _default(site: Site) -> None:
    site.conf(SETTINGS + "author_profile_default = False\n")


def _picture(site: Site) -> None:
    site.conf(SETTINGS + 'author_profile["avatar"] = "me.png"\n')
    site.write({"_static/me.png": PNG})


def _front_matter(site: Site) -> None:
    site.write({"bio.md": "---\ntitle: Bio\nexcerpt: New\nauthor: grace\nredirect_from: /z/\n---\n\nText.\n"})


def _directive(site: Site) -> None:
    site.write({"bio.md": PAGES["bio.md"] + "\n:::{author-profile}\n:bio: Changed\n:::\n"})


def _title_switch(site: Site) -> None:
    site.conf(SETTINGS + "homepage_front_matter_title = False\n")


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
@pytest.mark.parametrize("change", [_yaml, _author, _default, _picture, _front_matter, _directive])
def test_an_edit(site: Site, builder: str, change: Callable[[Site], None]) -> None:
    site.write(PAGES | {"_static/x.css": ""})
    site.conf(SETTINGS)
    before = pages(site.build(builder))
    change(site)
    after = pages(site.build(builder))
    fresh = pages(site.build(builder, out="fresh"))
    assert after == fresh
    assert after != before


def test_a_picture_that_comes_and_goes(site: Site) -> None:
    site.write(PAGES | {"_static/x.css": ""})
    site.conf(SETTINGS + 'author_profile["avatar"] = "me.png"\n')
    for there in (False, True, False):
        path = site.source / "_static/me.png"
        site.write({"_static/me.png": PNG}) if there else path.unlink(missing_ok=True)
        page = site.build(expect=[] if there else ["there is no such file"]).soup("bio.html")
        assert bool(page.select(".hp-sidebar img")) is there


def test_without_an_edit_nothing_is_written(site: Site) -> None:
    site.write(PAGES | {"_static/x.css": ""})
    site.conf(SETTINGS)
    folder = site.build().folder
    # Sphinx itself writes pages that no document made in every build.
    made = ("404.html", "genindex.html", "search.html")
    own = [path for path in folder.rglob("*.html") if path.name not in made]
    times = [path.stat().st_mtime_ns for path in own]
    site.build()
    assert [path.stat().st_mtime_ns for path in own] == times


def test_an_author_who_leaves_is_missed(site: Site) -> None:
    """Also on pages that are not read again, which show the site's author from then on."""
    site.write(PAGES | {"_static/x.css": ""})
    site.conf(SETTINGS)
    site.build()
    site.write({"authors.yml": "ada: {name: Ada}\n"})
    missed = [
        "index.md:3: WARNING: author: there is no author 'grace'",
        "plain.md:6: WARNING: author-profile: there is no",
    ]
    for _ in range(2):
        built = site.build(expect=missed)
        assert names(built.soup("index.html")) == ["Ada Lovelace"]
        assert not names(built.soup("plain.html"), ".hp-inline")


def test_a_page_that_goes(site: Site) -> None:
    site.write(
        PAGES
        | {
            "_static/x.css": "",
            "gone.md": "---\norphan: true\nauthor: nobody\nredirect_from: /gone/away/\n---\n# G\n",
        }
    )
    site.conf(SETTINGS)
    site.build(expect=["there is no author 'nobody'"])
    (site.source / "gone.md").unlink()
    assert not (site.build().folder / "gone").exists()


@pytest.mark.parametrize("directive", ["include", "literalinclude"])
@pytest.mark.parametrize("name", ["plain.md", "part.txt"])
def test_a_file_that_is_brought_back_with_its_old_date(site: Site, name: str, directive: str) -> None:
    """Sphinx reads a page again if its files are newer than the last reading."""
    site.conf(SETTINGS)
    part = f"# Plain\n\n```{{{directive}}} part.txt\n```\n"
    site.write(PAGES | {"_static/x.css": "", "plain.md": part, "part.txt": "Now.\n"})
    site.build()
    path = site.source / name
    site.write({name: path.read_bytes().replace(b"# Plain", b"# Before").replace(b"Now", b"Then")})
    os.utime(path, (1_000_000_000, 1_000_000_000))
    after = site.build()
    assert {"plain.md": "Before", "part.txt": "Then"}[name] in after.text("plain.html")
    assert pages(after) == pages(site.build(out="fresh"))


def test_a_picture_that_is_brought_back_with_its_old_date(site: Site) -> None:
    site.conf(SETTINGS)
    site.write(PAGES | {"_static/x.css": "", "plain.md": "# Plain\n\n![](a.png)\n", "a.png": PNG})
    site.build()
    site.write({"a.png": png(3, 7)})
    os.utime(site.source / "a.png", (1_000_000_000, 1_000_000_000))
    built = site.build()
    assert (built.folder / "_images/a.png").read_bytes() == png(3, 7)
    assert built.soup("plain.html").select_one("#plain img")["height"] == "7"


def test_without_the_extension_edits_are_left_to_sphinx(site: Site) -> None:
    site.write({"index.md": "# Home\n\n[](plain.md)\n", "plain.md": "---\norphan: true\n---\n# Plain\n"})
    with sphinx_alone():
        site.build()
        site.write({"plain.md": "---\norphan: true\n---\n# Other\n"})
        assert "Plain" in site.build().soup("index.html").select_one("#home").text
    assert "Other" in site.build().soup("index.html").select_one("#home").text
