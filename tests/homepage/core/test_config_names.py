"""Misspelt config values in conf.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import ADDED
from sphinx_homepage.core.values import unused_names

if TYPE_CHECKING:
    from conftest import Site


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("a = 1\nb: int = 2\nc = d = 3", {"a": 1, "b": 2, "c": 3, "d": 3}),
        ("a = 1\na = 2", {"a": 1}),
        ("a = 1\nb = a", {"b": 2}),
        ("a = {}\na['x'] = 1", {}),
        ("def f():\n    a = 1\nif f:\n    b = 1", {}),
        ("a.b = 1\na, b = 1, 2\nc += 1", {}),
        ("not Python", {}),
        ("a = '\x00'", {}),
    ],
)
def test_unused_names(code: str, names: dict[str, int]) -> None:
    assert unused_names(code) == names


def test_misspelt_names(site: Site) -> None:
    names = {
        "homepage_ledgr": "homepage_ledger",
        "homepage_host": "homepage_hosts",
        "homepage_front_mater_title": "homepage_front_matter_title",
        "author_profle": "author_profile",
        "author_profile_defaults": "author_profile_default",
        "Author_Profiles": "author_profiles",
        "homepage_sitemaps": "homepage_sitemap",
    }
    site.conf("".join(f"{name} = None\n" for name in names))
    site.write({"index.md": "# Home\n"})
    expect = [
        f"conf.py:{ADDED + place}: WARNING: there is no config value {name}; did you mean {meant}? "
        "[homepage.config]"
        for place, (name, meant) in enumerate(names.items())
    ]
    built = site.build(expect=expect)
    assert len(built.warnings) == len(expect)
    # In every build, until it is put right.
    assert site.build(expect=expect).warnings == built.warnings


def test_names_that_are_no_mistakes(site: Site) -> None:
    """Variables of the owner's, config values of other extensions, and what is silenced."""
    site.write({"index.md": "# Home\n"})
    site.conf(
        "def setup(app):\n    app.add_config_value('homepage_feeds', 1, '')\nhomepage_feeds = 2\n"
        "homepage_url = homepage = home_page_title = profile = author_url = ledger = 'x'\n"
        "author_profile_ = {'name': 'Ada'}\nauthor_profile = author_profile_\n"
        "for homepage_feedz in []:\n    pass\n"
    )
    site.build()
    site.conf("homepage_ledgr = None\nsuppress_warnings = ['homepage.config']\n")
    site.build()
