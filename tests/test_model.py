"""The author record: fields, mistakes, overriding."""

from __future__ import annotations

from typing import Any

import pytest

from sphinx_homepage.profile.model import AuthorProfile, icon_name, link_url, parse_author
from sphinx_homepage.profile.networks import AddressError
from sphinx_homepage.values import Value, from_python, parse_yaml


def read(**fields: Any) -> AuthorProfile:
    profile, problems = parse_author(from_python(fields))
    assert not problems
    return profile


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Ada Lovelace", "AL"),
        ("ada", "A"),
        ("Augusta Ada King", "AK"),
        ("Grace Brewster Murray Hopper-Smith", "GH"),
        ("Jean-Luc Picard", "JP"),
        ("J. R. R. Tolkien", "JT"),
        ("Émilie du Châtelet", "ÉC"),
        ("نور الهدى", "نا"),
        ("李 善兰", "李善"),
        ("Ada 🙂", "A"),
        ("🙂", "?"),
        ("", "?"),
    ],
)
def test_initials(name: str, initials: str) -> None:
    assert AuthorProfile(name=name).initials == initials


def test_fields() -> None:
    profile = read(
        name="  Ada\n Lovelace ",
        uri="example.org",
        email="mailto:ada@example.org",
        fediverse="ada@b.social",
        github="ada",
        stackoverflow=22656,
    )
    assert (profile.name, profile.website, profile.email) == (
        "Ada Lovelace",
        "https://example.org",
        "mailto:ada@example.org",
    )
    assert profile.fediverse == "@ada@b.social"
    assert [link.url for link in profile.networks] == [
        "https://github.com/ada",
        "https://stackoverflow.com/users/22656",
    ]


@pytest.mark.parametrize(
    ("yaml", "message"),
    [
        ("name: No", 'name: YAML reads No as false; write name: "No"'),
        ("name: 2020-01-01", 'name: YAML reads 2020-01-01 as a date; write name: "2020-01-01"'),
        ("bio: 1.5", 'bio: YAML reads 1.5 as a number; write bio: "1.5"'),
        ("github: 007", 'github: YAML reads 007 as a number; write github: "007"'),
        ("name: [a]", "name must be text; this is a list"),
        ("nmae: x", "unknown field 'nmae'; did you mean 'name'?"),
        (
            "uri: example.org\nwebsite: example.com",
            "'website' gives the website a second time; keep one of them",
        ),
        ("email: ada", "email: 'ada': this is not an e-mail address; write ada@example.org"),
        ("email: a@b.org?cc=c@d.org", "this is not an e-mail address"),
        ('name: "a\\0b"', "name holds a control character"),
        ("links: x", "links is a list of {label: ..., url: ..., icon: ...}; this is text"),
        ("links: [x]", "each of the links is {label: ..., url: ...}; this is text"),
        ("links: [{url: example.org}]", "a link needs a label and a url; this one has no label"),
        ("links: [{label: x, url: 'javascript:x'}]", "only http and https addresses can be linked"),
        ("fediverse: ada", "a fediverse handle is written @ada@mathstodon.xyz"),
        ("- x", "an author is a mapping of fields, such as name: Ada Lovelace; this is a list"),
    ],
)
def test_mistakes(yaml: str, message: str) -> None:
    _, problems = parse_author(parse_yaml(yaml))
    assert len(problems) == 1
    assert message in problems[0].message
    assert problems[0].fatal
    assert problems[0].line == yaml.count("\n") + 1


@pytest.mark.parametrize("yaml", ["bio: a<br>b", "bio: a &amp; b", "vine: ada", "shoe_size: 38"])
def test_what_does_not_break_a_record(yaml: str) -> None:
    _, problems = parse_author(parse_yaml(yaml))
    assert [problem.fatal for problem in problems] == [False]


@pytest.mark.parametrize("bio", ["p < 0.05 and q > 1", "R&D", "I <3 maths", "a & b;", "when a<b and c>d"])
def test_what_is_no_html(bio: str) -> None:
    assert read(bio=bio).bio == bio


def test_empty_fields_are_cleared() -> None:
    profile = read(name="Ada", bio=None, github="", links=[])
    assert profile.cleared == ("bio", "github", "links")


def test_overriding() -> None:
    base = read(
        name="Ada",
        bio="One",
        location="London",
        github="ada",
        kaggle="ada",
        links=[{"label": "x", "url": "/x"}],
    )
    other = read(bio="Two", location="", kaggle="countess", github="", orcid="0000-0002-1825-0097")
    merged = base.overridden_by(other)
    assert (merged.name, merged.bio, merged.location) == ("Ada", "Two", "")
    assert [link.url for link in merged.networks] == [
        "https://www.kaggle.com/countess",
        "https://orcid.org/0000-0002-1825-0097",
    ]
    assert merged.links == base.links
    assert base.overridden_by(AuthorProfile()) == base


@pytest.mark.parametrize(
    ("value", "url"),
    [
        ("/files/cv.pdf", "/files/cv.pdf"),
        ("/files/my cv.pdf?x=1#page=2", "/files/my%20cv.pdf?x=1#page=2"),
        ("/javascript:alert(1)", "/javascript%3Aalert(1)"),
        ("/javascript://%0aalert(1)", "/javascript%3A//%0aalert(1)"),
        ("https://example.org/", "https://example.org/"),
        ("mailto:a@example.org", "mailto:a@example.org"),
    ],
)
def test_free_links(value: str, url: str) -> None:
    assert link_url(value) == url


@pytest.mark.parametrize("value", ["//evil.example", "/../x", "/", "/a\\b", "javascript:x", "mailto:x"])
def test_no_free_links(value: str) -> None:
    with pytest.raises(AddressError):
        link_url(value)


@pytest.mark.parametrize(
    ("written", "icon"),
    [
        ("", "solid/link"),
        ("brands/gitlab", "brands/gitlab"),
        ("fas fa-fw fa-link", "solid/link"),
        ("fab fa-github", "brands/github"),
        ("gitlab", "gitlab"),
        ("../x", "solid/link"),
    ],
)
def test_icon_names(written: str, icon: str) -> None:
    assert icon_name(written) == icon


@pytest.mark.parametrize(
    "data", [None, 1, 1.5, True, [], {}, "x", ["x"], {"a": None}, object(), b"x", {1: 2}]
)
def test_nothing_raises(data: Any) -> None:
    for key in ("name", "github", "links", "avatar", "email", "x"):
        parse_author(Value({key: from_python(data)}))
    parse_author(from_python(data))
