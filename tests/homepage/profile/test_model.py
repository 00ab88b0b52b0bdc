"""The author record: fields, mistakes, overriding; and the words for mistakes."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest

from sphinx_homepage.core.problems import Problem, Subtype, did_you_mean, shorten
from sphinx_homepage.core.values import Value, from_python, parse_yaml
from sphinx_homepage.core.web_urls import InvalidURLError
from sphinx_homepage.profile.model import (
    FIELDS,
    TEXT_FIELDS,
    AuthorProfile,
    Link,
    canonical_key,
    icon_name,
    known_keys,
    link_url,
    parse_author,
)
from sphinx_homepage.profile.networks import NETWORKS


def read(**fields: Any) -> AuthorProfile:
    profile, problems = parse_author(from_python(fields))
    assert not problems
    return profile


def problems_of(yaml: str) -> list[Problem]:
    return parse_author(parse_yaml(yaml))[1]


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Ada Lovelace", "AL"),
        ("ada", "A"),
        ("ada lovelace", "AL"),
        ("Augusta Ada King", "AK"),
        ("Grace Brewster Murray Hopper-Smith", "GH"),
        ("Jean-Luc Picard", "JP"),
        ("J. R. R. Tolkien", "JT"),
        ("J.R.R. Tolkien", "JT"),
        ("ada.lovelace", "AL"),
        ("ada_lovelace", "AL"),
        ("Gerard 't Hooft", "GH"),
        ("Conan O'Brien", "CO"),
        ("Ada (she)", "A"),
        ("3Blue1Brown", "3"),
        ("Émilie du Châtelet", "ÉC"),
        ("Ωμέγα άλφα", "ΩΆ"),
        ("Ада Лавлейс", "АЛ"),
        ("نور الهدى", "نا"),
        ("李 善兰", "李善"),
        ("李善兰", "李"),
        ("김철수", "김"),
        ("क्षिति मोहन", "कम"),
        ("Ada 🙂", "A"),
        ("🙂", "?"),
        ("- . -", "?"),
        ("", "?"),
    ],
)  # fmt: skip
def test_initials(name: str, initials: str) -> None:
    assert AuthorProfile(name=name).initials == initials


def test_fields() -> None:
    profile = read(
        name="  Ada\n Lovelace ",
        pronouns="she/her",
        bio="Engines & <3",
        employer="UCL",
        location="London",
        email="mailto:ada@example.org",
        uri="example.org",
        avatar="/images/ada.png",
        fediverse="ada@b.social",
        stackoverflow=22656,
        github="@ada",
        links=[{"label": " CV ", "url": "/cv.pdf", "icon": "fas fa-file"}],
    )
    assert profile == AuthorProfile(
        name="Ada Lovelace",
        pronouns="she/her",
        bio="Engines & <3",
        employer="UCL",
        location="London",
        email="mailto:ada@example.org",
        website="https://example.org",
        avatar="/images/ada.png",
        fediverse="@ada@b.social",
        networks=(
            Link("Stack Overflow", "https://stackoverflow.com/users/22656", "brands/stack-overflow", "stackoverflow"),
            Link("GitHub", "https://github.com/ada", "brands/github", "github"),
        ),
        links=(Link("CV", "/cv.pdf", "solid/file"),),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("alias", "field"),
    [
        ("uri", "website"),
        ("url", "website"),
        ("home", "website"),
        ("mail", "email"),
        ("image", "avatar"),
        ("photo", "avatar"),
        ("Name", "name"),
        ("URI", "website"),
    ],
)
def test_other_names_of_a_field(alias: str, field: str) -> None:
    assert canonical_key(alias) == field


def test_every_known_key_is_one() -> None:
    assert [key for key in known_keys() if canonical_key(key) is None] == []
    assert {*FIELDS, *NETWORKS} <= set(known_keys())


@pytest.mark.parametrize(
    ("yaml", "message"),
    [
        ("name: No", 'name: YAML reads No as false; write name: "No"'),
        ("name: yes", 'name: YAML reads yes as true; write name: "yes"'),
        ("github: on", 'github: YAML reads on as true; write github: "on"'),
        ("name: [a]", "name must be text; this is a list"),
        ("name: {a: b}", "name must be text; this is a mapping"),
        ("github: [a]", "github must be text; this is a list"),
        ("avatar: on", 'avatar: YAML reads on as true; write avatar: "on"'),
        ("nmae: x", "unknown field 'nmae'; did you mean 'name'?"),
        ("nmae:", "unknown field 'nmae'; did you mean 'name'?"),
        ("githb: x", "unknown field 'githb'; did you mean 'github'?"),
        ("e-mail: x", "unknown field 'e-mail'; did you mean 'email'?"),
        ("inspire hep: x", "unknown field 'inspire hep'; did you mean 'inspire-hep'?"),
        ("uri: example.org\nwebsite: example.com", "'website' gives the website a second time; keep one of them"),
        ("twitter: a\nx: a", "'x' gives the twitter a second time; keep one of them"),
        ("links: [{label: a, url: /a}]\nLinks: [{label: b, url: /b}]", "'Links' gives the links a second time"),
        ('name: "a\\0b"', "name holds a control character"),
        ('bio: "a\\x1b[31mb"', "bio holds a control character"),
        ('bio: "a\\u202eb"', "bio holds a control character"),
        ('github: "a\\x7f"', "github holds a control character"),
        ("uri: javascript:x", "uri: 'javascript:x': only http and https URLs can be linked, not javascript:"),
        ("github: https://gitlab.com/a", "github: 'https://gitlab.com/a': a URL for GitHub is on github.com"),
        ("fediverse: ada", "a fediverse handle is written @ada@mathstodon.xyz"),
        ("fediverse: https://b.social/@ada", "a fediverse handle is written @ada@mathstodon.xyz"),
        ("links: x", "links is a list of {label: ..., url: ..., icon: ...}; this is text"),
        ("links: {x: /x}", "links is a list of {label: ..., url: ..., icon: ...}; this is a mapping"),
        ("links: [x]", "each of the links is {label: ..., url: ...}; this is text"),
        ("links: [~]", "each of the links is {label: ..., url: ...}; this is nothing"),
        ("links: [{}]", "a link needs a label and a url; this one has no label"),
        ("links: [{url: example.org}]", "a link needs a label and a url; this one has no label"),
        ("links: [{label: x}]", "a link needs a label and a url; this one has no url"),
        ("links: [{label: ' ', url: /x}]", "a link needs a label and a url; this one has no label"),
        ("links: [{label: x, url: ~}]", "a link needs a label and a url; this one has no url"),
        ("links: [{label: yes, url: /x}]", 'label: YAML reads yes as true; write label: "yes"'),
        ("links: [{lable: x, url: /x}]", "unknown field 'lable' of a link; did you mean 'label'?"),
        ("links: [{label: x, name: y, url: /x}]", "unknown field 'name' of a link"),
        ("links: [{label: x, url: /x, icon: solid/userz}]", "there is no icon 'solid/userz' in Font Awesome Free; did you mean 'solid/user"),
        ("strava: ada", "unknown field 'strava'; a link to a network that is not known goes into links"),
        ("my_blog: https://ada.example.org/", "unknown field 'my_blog'; as a link it is links: [{label: My blog, url: \"https://ada.example.org/\"}]"),
        ("strava: 'https://strava.com/\"]}'", "unknown field 'strava'; as a link it is links: [{label: Strava, url: "),
        ("bio_fr: Bonjour", "bio_fr is in another language than the site (en); add bio"),
        ("orcid: 0000-0002-1825-0098", "orcid: '0000-0002-1825-0098': this ORCID iD has a typing error"),
        ("links: [{label: x, url: /x, lable: y}]", "unknown field 'lable' of a link; did you mean 'label'?"),
        ("links: [{label: x, url: /x, colour: y}]", "unknown field 'colour' of a link"),
        ("links: [{label: x, url: 'javascript:x'}]", "links: 'javascript:x': only http and https"),
        ("links: [{label: x, url: //evil.example}]", "links: '//evil.example': a URL starts with https://"),
        ("- x", "an author is a mapping of fields, such as name: Ada Lovelace; this is a list"),
        ("x", "an author is a mapping of fields, such as name: Ada Lovelace; this is text"),
        ("", "an author is a mapping of fields, such as name: Ada Lovelace; this is nothing"),
    ],
)  # fmt: skip
def test_mistakes(yaml: str, message: str) -> None:
    profile, [problem] = parse_author(parse_yaml(f"job_title: Analyst\n{yaml}" if ":" in yaml else yaml))
    assert message in problem.message
    assert problem.line == yaml.count("\n") + (2 if ":" in yaml else 1)
    assert profile.job_title == ("Analyst" if ":" in yaml else "")


def test_problems_say_whose_they_are_and_where() -> None:
    value = parse_yaml(
        "name: Ada\nlinks:\n  - label: x\n    url: /x\n  - label: y\n    url: ftp://y\ngithub: a b"
    )
    profile, problems = parse_author(value, owner="author 'ada'")
    assert [(problem.line, problem.message.partition(": ")[0]) for problem in problems] == [
        (6, "author 'ada'"),
        (7, "author 'ada'"),
    ]
    assert (profile.name, [link.label for link in profile.links], profile.networks) == ("Ada", ["x"], ())


@pytest.mark.parametrize(
    ("yaml", "subtype"),
    [
        ("bio: <b>a</b>", Subtype.AUTHOR),
        ("links: [{label: '<i>x</i>', url: /x}]", Subtype.AUTHOR),
        ("vine: ada", Subtype.DEAD_NETWORK),
        ("google-plus: AdaLovelace", Subtype.DEAD_NETWORK),
        ("shoe_size: 38", Subtype.AUTHOR),
        ("interests: [maths]", Subtype.AUTHOR),
    ],
)
def test_subtypes(yaml: str, subtype: Subtype) -> None:
    assert [problem.subtype for problem in problems_of(yaml)] == [subtype]


@pytest.mark.parametrize(
    ("bio", "text", "warns"),
    [
        ("a<br>b <BR /> c", "a · b · c", False),
        ("a &amp; b&nbsp;&copy;", "a & b ©", False),
        ("<b>a</b> and <i class='x'>b</i>", "a and b", True),
        ("a<br/>b &amp; <script>c</script>", "a · b & c", True),
        ("&lt;b&gt;", "<b>", False),
        ("<b></b>", "<b></b>", True),
    ],
)
def test_html_becomes_plain_text(bio: str, text: str, warns: bool) -> None:
    profile, problems = parse_author(from_python({"bio": bio, "links": [{"label": bio, "url": "/x"}]}))
    assert (profile.bio, profile.links[0].label) == (text, text)
    assert len(problems) == (2 if warns else 0)
    assert all("which is left out; write plain text" in problem.message for problem in problems)


def test_too_many_links() -> None:
    links = [{"label": str(number), "url": f"/{number}"} for number in range(51)]
    profile, problems = parse_author(from_python({"name": "Ada", "links": links}))
    assert [link.label for link in profile.links] == [str(number) for number in range(50)]
    (problem,) = problems
    assert problem.message == (
        "links: the card shows 50 links at most, and these are 51; move the others to a page"
    )
    assert not parse_author(from_python({"name": "Ada", "links": links[:50]}))[1]


@pytest.mark.parametrize("bio", ["p < 0.05 and q > 1", "R&D", "I <3 maths", "a & b;", "when a<b and c>d"])
def test_what_is_no_html(bio: str) -> None:
    assert read(bio=bio).bio == bio


@pytest.mark.parametrize(
    "text",
    [
        "👩\u200d💻 engineer",
        "می\u200cکنم",
        "क्\u200dष",
        "Donau\u00addampf",
        "\u200fعمر",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        unicodedata.normalize("NFD", "Émilie"),
        "\ue000",
        "\U0001fae9",
        "مرحبا",
        "\U0010fffd",
    ],
    ids=["emoji", "Persian", "Hindi", "soft hyphen", "right to left", "flag", "NFD", "private", "new", "Arabic", "last"],
)  # fmt: skip
def test_every_language_is_text(text: str) -> None:
    profile = read(name=text, bio=text, links=[{"label": text, "url": "/x"}])
    assert (profile.name, profile.bio, profile.links[0].label) == (text, text, text)


@pytest.mark.parametrize(
    ("written", "email"),
    [
        ("ada@example.org", "mailto:ada@example.org"),
        ("mailto:ada@example.org", "mailto:ada@example.org"),
        ("MailTo: Ada@Example.org", "mailto:Ada@Example.org"),
        ("ada.l+x_y-z@mail.ac.uk", "mailto:ada.l+x_y-z@mail.ac.uk"),
        ("ada@bücher.example", "mailto:ada@bücher.example"),
        ("ada [at] example [dot] org", "mailto:ada@example.org"),
        ("ada(at)x.org", "mailto:ada@x.org"),
        ("ada[at]example.org", "mailto:ada@example.org"),
        ("ada AT mail DOT example DOT org", "mailto:ada@mail.example.org"),
        ("ada.l {at} cs {dot} example.org", "mailto:ada.l@cs.example.org"),
        ("ada <at> example <dot> org", "mailto:ada@example.org"),
        ("ada[@]example[.]org", "mailto:ada@example.org"),
        ("cat@example.org", "mailto:cat@example.org"),
    ],
)
def test_email(written: str, email: str) -> None:
    assert read(email=written).email == email


@pytest.mark.parametrize(
    "written",
    [
        "ada",
        "@example.org",
        "ada@",
        "ada@localhost",
        "ada@.org",
        "ada@example..org",
        "ada at example",
        "ada at work dot",
        "ada (at) b (at) example.org",
        "look at my page",
        "ada@example.org, b@example.org",
        "a@b@example.org",
        "Ada <ada@example.org>",
        "ada@example.org?cc=b@example.org",
        "ada@example.org#x",
        "a%0ab@example.org",
        'a"b@example.org',
        "ada\u200b@example.org",
        "https://example.org/",
        "javascript:x@y.org",
    ],
)
def test_no_email(written: str) -> None:
    profile, problems = parse_author(from_python({"email": written}))
    assert profile.email == ""
    assert "this is not an e-mail address; write ada@example.org" in problems[0].message


@pytest.mark.parametrize("handle", ["ada@b.social", "@ada@b.social", "@ada_l.x-y@b.c.social"])
def test_fediverse(handle: str) -> None:
    assert read(fediverse=handle).fediverse == f"@{handle.removeprefix('@')}"


@pytest.mark.parametrize("key", [*TEXT_FIELDS, "links", "github", "orcid", "vine", "uri"])
@pytest.mark.parametrize("empty", [None, "", " ", "\n", [], {}], ids=repr)
def test_empty_fields_are_cleared(key: str, empty: object) -> None:
    assert read(**{key: empty}) == AuthorProfile(cleared=("website" if key == "uri" else key,))


def test_an_empty_field_and_its_other_name() -> None:
    assert read(uri="", website="example.org").website == "https://example.org"
    assert read(website="example.org", uri="").website == "https://example.org"


def test_overriding() -> None:
    base = read(
        name="Ada",
        bio="One",
        location="London",
        github="ada",
        kaggle="ada",
        codepen="ada",
        links=[{"label": "x", "url": "/x"}],
    )
    other = read(bio="Two", location="", kaggle="countess", github="", orcid="0000-0002-1825-0097")
    merged = base.overridden_by(other)
    assert (merged.name, merged.bio, merged.location) == ("Ada", "Two", "")
    assert [link.url for link in merged.networks] == [
        "https://www.kaggle.com/countess",
        "https://codepen.io/ada",
        "https://orcid.org/0000-0002-1825-0097",
    ]
    assert merged.links == base.links


def test_overriding_with_nothing() -> None:
    base = read(name="Ada", github="ada", links=[{"label": "x", "url": "/x"}])
    assert base.overridden_by(AuthorProfile()) == base
    assert AuthorProfile().overridden_by(base) == base


def test_overriding_links() -> None:
    base = read(links=[{"label": "x", "url": "/x"}, {"label": "y", "url": "/y"}])
    assert [link.label for link in base.overridden_by(read(links=[{"label": "z", "url": "/z"}])).links] == [
        "z"
    ]
    assert base.overridden_by(read(links=[])).links == ()


@pytest.mark.parametrize("key", [*TEXT_FIELDS, "github"])
def test_clearing_each(key: str) -> None:
    values = {"email": "a@b.org", "website": "https://b.org", "fediverse": "@a@b.org"}
    base = read(**{key: values.get(key, "x")})
    assert base != AuthorProfile()
    assert base.overridden_by(read(**{key: ""})) == AuthorProfile()


@pytest.mark.parametrize(
    ("value", "url"),
    [
        ("/files/cv.pdf", "/files/cv.pdf"),
        ("/files/my cv.pdf?x=1#page=2", "/files/my%20cv.pdf?x=1#page=2"),
        ('/a"<>.pdf', "/a%22%3C%3E.pdf"),
        ("/é/", "/%C3%A9/"),
        ("/javascript:alert(1)", "/javascript%3Aalert(1)"),
        ("/javascript://%0aalert(1)", "/javascript%3A//%0aalert(1)"),
        ("https://example.org/", "https://example.org/"),
        ("example.org/x", "https://example.org/x"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("Mailto:a@example.org", "mailto:a@example.org"),
    ],
)
def test_free_links(value: str, url: str) -> None:
    assert link_url(value) == url


@pytest.mark.parametrize(
    "value",
    [
        "",
        "//evil.example",
        "/../x",
        "/x/..",
        "/",
        "/a\\b",
        "/a\x00b",
        "/a\x7fb",
        "/a\u202eb",
        "/\ud800",
        "javascript:x",
        "data:,x",
        "mailto:x",
        "files/cv.pdf",
        "#x",
    ],
)
def test_no_free_links(value: str) -> None:
    with pytest.raises(InvalidURLError):
        link_url(value)


@pytest.mark.parametrize(
    ("written", "icon"),
    [
        ("", "solid/link"),
        ("brands/gitlab", "brands/gitlab"),
        ("Brands/GitLab", "brands/gitlab"),
        ("fas fa-fw fa-link", "solid/link"),
        ("fab fa-github", "brands/github"),
        ("fa-brands fa-fw fa-github icon-pad-right", "brands/github"),
        ("far fa-newspaper", "regular/newspaper"),
        ("fa-github", "github"),
        ("gitlab", "gitlab"),
        ("fab", "solid/link"),
        ("ai ai-fw ai-google-scholar", "google-scholar"),
        ("../x", "solid/link"),
        ("thin/x", "solid/link"),
        ("<svg>", "solid/link"),
    ],
)
def test_icon_names(written: str, icon: str) -> None:
    assert icon_name(written) == icon


@pytest.mark.parametrize(
    ("written", "icon"),
    [
        ("fas fa-envelope", "solid/envelope"),
        ("fab fa-github-alt", "brands/github-alt"),
        ("fa fa-twitter", "brands/twitter"),
        ("fas fa-map-marker-alt", "solid/location-dot"),
        ("fas fa-home", "solid/house"),
        ("fa fa-envelope-o", "regular/envelope"),
        ("fas fa-file-alt", "solid/file-lines"),
        ("fas fa-github", "brands/github"),
        ("fas fa-external-link-alt", "solid/up-right-from-square"),
        ("ai ai-google-scholar", "brands/google-scholar"),
        ("ai ai-arxiv ai-fw", "solid/file-lines"),
        ("", "solid/link"),
    ],
)
def test_icons_of_older_templates(written: str, icon: str) -> None:
    assert read(links=[{"label": "x", "url": "/x", "icon": written}]).links[0].icon == icon


@pytest.mark.parametrize(
    "entry",
    [
        {"name": "CV", "url": "/cv.pdf"},
        {"title": "CV", "href": "/cv.pdf"},
        {"text": "CV", "link": "/cv.pdf"},
        {"label": "CV", "uri": "/cv.pdf"},
    ],
)
def test_other_names_of_the_fields_of_a_link(entry: dict[str, str]) -> None:
    assert read(links=[entry]).links == (Link("CV", "/cv.pdf", "solid/link"),)
    assert read(links=entry).links == (Link("CV", "/cv.pdf", "solid/link"),)


@pytest.mark.parametrize(
    ("yaml", "text"),
    [("007", "007"), ("1.50", "1.50"), ("12:30", "12:30"), ("2020-01-01", "2020-01-01"), ("1_000", "1_000")],
)
def test_numbers_and_dates_are_the_text_that_was_written(yaml: str, text: str) -> None:
    profile, problems = parse_author(parse_yaml(f"name: {yaml}\ngithub: {yaml}"))
    assert (profile.name, problems) == (text, [] if ":" not in yaml else problems)


@pytest.mark.parametrize(
    ("language", "bio"),
    [("en", "hi"), ("fr", "salut"), ("pt_BR", "opa"), ("pt", "olá"), ("pt-PT", "olá"), ("de", "hi")],
)
def test_fields_in_a_language(language: str, bio: str) -> None:
    record = from_python({"bio": "hi", "bio_fr": "salut", "bio-pt": "olá", "bio_pt-BR": "opa"})
    profile, problems = parse_author(record, language=language)
    assert (profile.bio, problems) == (bio, [])


def test_a_language_without_a_field_for_all() -> None:
    record = parse_yaml("name_fr: Ada\nbio_fr: salut\nbio_de: hallo\nlinks_de: [{label: x, url: /x}]")
    profile, problems = parse_author(record, language="de")
    assert (profile.bio, profile.links) == ("hallo", (Link("x", "/x", "solid/link"),))
    assert [problem.message for problem in problems] == [
        "name_fr is in another language than the site (de); add name"
    ]


WEIRD = [
    None, 0, 1, -1, 1.5, float("nan"), True, [], {}, "x", ["x"], {"a": None}, {1: 2}, object(), b"x", {1, 2}, ("x",),
    "x" * 100_000, "<" * 10_000, "&" * 10_000, "<a " * 10_000, "@" * 10_000, "a@" * 10_000, "." * 10_000, "a." * 10_000,
    "/" * 10_000, "\\" * 10_000, " " * 10_000 + "x", "\ud800", "\x00", "\u202e", "\ufffe", "\U0010ffff", "e\u0301" * 10_000,
    "ﷺ" * 1_000, "🙂" * 1_000, "https://" + "a." * 10_000, "https://[", "mailto:" + "a" * 10_000, "%" * 1_000, "%zz",
    "\n\t\r\x0b\x0c\x1c\x85\u2028", [None, 1, [], {}, {"label": 1}, {"url": {}}, {"label": "x", "url": []}, {"icon": None}],
]  # fmt: skip


@pytest.mark.parametrize("data", WEIRD, ids=lambda data: repr(data)[:20])
def test_nothing_raises(data: Any) -> None:
    value = from_python(data)
    for key in [*FIELDS, *NETWORKS, "x"]:
        profile, problems = parse_author(Value({key: value}))
        assert len(profile.initials) <= 4
        assert all(problem.message.isprintable() for problem in problems)
    parse_author(Value({"links": Value([Value(dict.fromkeys(("label", "url", "icon"), value))])}))
    parse_author(Value({str(data)[:1_000]: Value("x")}))
    parse_author(value)


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("nmae", "; did you mean 'name'?"),
        ("NAME", "; did you mean 'name'?"),
        ("e mail", "; did you mean 'Email'?"),
        ("anme", "; did you mean 'name'?"),
        ("mane", ""),
        ("x", ""),
        ("", ""),
        ("n" * 10_000, ""),
    ],
)
def test_did_you_mean(word: str, hint: str) -> None:
    assert did_you_mean(word, ["name", "Email"]) == hint


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("x", "'x'"),
        ("a\nb\x1b\u202e", "'a\\x0ab\\x1b\\x202e'"),
        ("é🙂", "'é🙂'"),
        ("x" * 60, f"'{'x' * 60}'"),
        ("x" * 61, f"'{'x' * 59}…'"),
    ],
)
def test_shorten(text: str, short: str) -> None:
    assert shorten(text) == short
