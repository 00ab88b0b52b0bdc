"""Handles and addresses of networks."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from sphinx_homepage.profile.icons import FALLBACK, get_icon
from sphinx_homepage.profile.model import FIELDS, canonical_key
from sphinx_homepage.profile.networks import NETWORKS, AddressError, find_network, network_url, web_url

# Every key of the author in academicpages' _config.yml, February 2026.
ACADEMICPAGES = """
avatar name pronouns bio location employer uri email
academia arxiv googlescholar impactstory inspire-hep orcid pubmed researchgate scopus semantic ssrn zotero
bitbucket codepen dribbble github kaggle stackoverflow
artstation bluesky facebook flickr foursquare goodreads google_plus instagram keybase lastfm linkedin mastodon
medium pinterest soundcloud steam telegram tumblr twitter vine weibo wikipedia xing youtube zhihu
""".split()  # noqa: SIM905
MISSED = "dblp osf hal acm ieee wikidata gitlab webofscience openalex openreview huggingface acl hackmd threads matrix discord"


def test_every_key_of_academicpages_is_known() -> None:
    assert len(ACADEMICPAGES) == 51
    assert [key for key in [*ACADEMICPAGES, *MISSED.split()] if canonical_key(key) is None] == []
    assert set(NETWORKS) == {
        key for key in [*ACADEMICPAGES, *MISSED.split()] if canonical_key(key) not in FIELDS
    }


@pytest.mark.parametrize("network", NETWORKS.values(), ids=lambda network: network.key)
def test_every_network_has_an_icon_and_an_example_that_works(network: object) -> None:
    assert isinstance(network, type(NETWORKS["github"]))
    assert get_icon(network.icon) != get_icon(FALLBACK)
    url = network_url(network, network.example or "ada-lovelace")
    assert url.startswith("https://")
    assert network_url(network, url) == url


@pytest.mark.parametrize(
    ("key", "value", "url"),
    [
        ("github", "ada", "https://github.com/ada"),
        ("github", "@ada", "https://github.com/ada"),
        ("github", " https://www.github.com/ada?tab=x ", "https://www.github.com/ada?tab=x"),
        ("github", "github.com/ada", "https://github.com/ada"),
        ("github", "http://github.com/ada", "http://github.com/ada"),
        ("googlescholar", "PS_CX0AAAAAJ", "https://scholar.google.com/citations?user=PS_CX0AAAAAJ"),
        (
            "googlescholar",
            "https://scholar.google.co.uk/citations?user=x&hl=en",
            "https://scholar.google.co.uk/citations?user=x&hl=en",
        ),
        ("orcid", "http://orcid.org/0000-0002-9151-6517", "http://orcid.org/0000-0002-9151-6517"),
        ("orcid", "0000-0002-1694-233X", "https://orcid.org/0000-0002-1694-233X"),
        ("stackoverflow", "22656/jon-skeet", "https://stackoverflow.com/users/22656/jon-skeet"),
        ("mastodon", "@ada@mathstodon.xyz", "https://mathstodon.xyz/@ada"),
        ("mastodon", "https://mathstodon.xyz/@ada", "https://mathstodon.xyz/@ada"),
        ("matrix", "@ada:matrix.org", "https://matrix.to/#/@ada:matrix.org"),
        ("tumblr", "ada", "https://ada.tumblr.com"),
        ("youtube", "@ada", "https://www.youtube.com/@ada"),
        ("twitter", "https://twitter.com/ada", "https://twitter.com/ada"),
        ("gitlab", "gitlab.example.org/ada", "https://gitlab.example.org/ada"),
        ("bluesky", "ada.bsky.social", "https://bsky.app/profile/ada.bsky.social"),
        ("openreview", "~Ada_Lovelace1", "https://openreview.net/profile?id=~Ada_Lovelace1"),
        ("dblp", "12/3456", "https://dblp.org/pid/12/3456"),
        ("wikipedia", "Ада", "https://en.wikipedia.org/wiki/User:%D0%90%D0%B4%D0%B0"),
        ("x", "ada", "https://x.com/ada"),
        ("inspire_hep", "1000000", "https://inspirehep.net/authors/1000000"),
    ],
)
def test_address(key: str, value: str, url: str) -> None:
    network = find_network(key)
    assert network is not None
    assert network_url(network, value) == url


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("github", "https://gitlab.com/ada", "on github.com, not on gitlab.com"),
        ("github", "https://github.com.evil.example/ada", "not on github.com.evil.example"),
        ("github", "https://evilgithub.com/ada", "not on evilgithub.com"),
        ("github", "https://github.com@evil.example/ada", "user name or password"),
        ("github", "https://\u0261ithub.com/ada", "not on xn--"),
        ("github", "//github.com/ada", "starts with https://"),
        ("github", "javascript:alert(1)", "only http and https"),
        ("github", "data:text/html,x", "only http and https"),
        ("github", "a da", "write your name on GitHub, or the full https:// address"),
        ("github", "../../x", "write your name on GitHub"),
        ("github", 'https://github.com/"><b>\x00', "control characters"),
        ("orcid", "0000-0002-1825-0098", "check digit does not fit"),
        ("orcid", "1825", "four groups of four digits"),
        ("mastodon", "ada", "write @ada@mathstodon.xyz"),
        ("academia", "ada", "write https://mit.academia.edu/AdaLovelace"),
        ("stackoverflow", "jon-skeet", "write 22656"),
        ("googlescholar", "https://scholar.google.com.evil.example/x", "on scholar.google.com, not on"),
    ],
)
def test_no_address(key: str, value: str, reason: str) -> None:
    with pytest.raises(AddressError, match=reason.replace("(", r"\(")):
        network_url(NETWORKS[key], value)


@pytest.mark.parametrize(
    "value",
    [
        "example.org",
        "https://example.org/a b".replace(" ", ""),
        'https://example.org/"<é>',
        "https://bücher.example/ü?q=ü#ü",
        "http://localhost:8000/x",
    ],
)
def test_web_url_is_safe_in_an_attribute(value: str) -> None:
    url = web_url(value)
    assert url.isascii()
    assert not set(url) & set("\"'<> \\") - {"'"}
    assert urlsplit(url).hostname


@pytest.mark.parametrize(
    "value",
    [
        "",
        "x",
        "ftp://example.org",
        "https://",
        "https://a b.org",
        "https://[::1",
        "https:///x",
        "vbscript:x",
        "\x01https://example.org",
        "https://-.org",
    ],
)
def test_no_web_url(value: str) -> None:
    with pytest.raises(AddressError):
        web_url(value)
