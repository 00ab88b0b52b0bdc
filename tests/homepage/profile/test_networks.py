"""Handles and addresses of networks."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from sphinx_homepage.core.web_urls import InvalidURLError, web_url
from sphinx_homepage.profile.icons import FALLBACK, get_icon
from sphinx_homepage.profile.model import FIELDS, canonical_key
from sphinx_homepage.profile.networks import NETWORKS, Network, find_network, network_url

# Every key of the author in academicpages' _config.yml, February 2026.
ACADEMICPAGES = """
avatar name pronouns bio location employer uri email
academia arxiv googlescholar impactstory inspire-hep orcid pubmed researchgate scopus semantic ssrn zotero
bitbucket codepen dribbble github kaggle stackoverflow
artstation bluesky facebook flickr foursquare goodreads google_plus instagram keybase lastfm linkedin mastodon
medium pinterest soundcloud steam telegram tumblr twitter vine weibo wikipedia xing youtube zhihu
""".split()  # noqa: SIM905
# What its users asked for.
MISSED = "dblp osf hal acm ieee wikidata gitlab webofscience openalex openreview huggingface acl hackmd threads matrix discord"
KNOWN = [*ACADEMICPAGES, *MISSED.split()]

every_network = pytest.mark.parametrize("network", NETWORKS.values(), ids=lambda network: network.key)


def accepted(network: Network, value: str) -> str:
    """Return the address of *value*, or nothing if there is none."""
    try:
        return network_url(network, value)
    except InvalidURLError:
        return ""


def test_there_are_no_other_networks() -> None:
    assert len(ACADEMICPAGES) == len(set(ACADEMICPAGES)) == 51
    assert set(NETWORKS) == {key for key in KNOWN if canonical_key(key) not in FIELDS}


@pytest.mark.parametrize("key", KNOWN)
def test_every_key_of_academicpages_is_known(key: str) -> None:
    expected = {"uri": "website"}.get(key, key)
    for spelling in (key, key.replace("-", "_"), key.replace("_", "-"), key.upper()):
        assert canonical_key(spelling) == expected


@pytest.mark.parametrize(
    ("spelling", "key"),
    [
        ("inspire_hep", "inspire-hep"),
        ("inspirehep", "inspire-hep"),
        ("google-plus", "google_plus"),
        ("googleplus", "google_plus"),
        ("google-scholar", "googlescholar"),
        ("google_scholar", "googlescholar"),
        ("semantic-scholar", "semantic"),
        ("stack-overflow", "stackoverflow"),
        ("hugging-face", "huggingface"),
        ("web-of-science", "webofscience"),
        ("researcherid", "webofscience"),
        ("x", "twitter"),
    ],
)
def test_other_spellings(spelling: str, key: str) -> None:
    assert find_network(spelling) == NETWORKS[key]


@pytest.mark.parametrize("key", ["", "-", "nosuch", "github ", "name"])
def test_what_is_no_network(key: str) -> None:
    assert find_network(key) is None


@every_network
def test_every_network_has_an_icon_and_an_example_that_works(network: Network) -> None:
    assert get_icon(network.icon) != get_icon(FALLBACK)
    url = network_url(network, network.example or "ada-lovelace")
    assert url.startswith("https://")
    assert network_url(network, url) == url
    host = urlsplit(url).hostname or ""
    assert not network.hosts or host.endswith(network.hosts)
    # Without its scheme it is the same, as a browser's address bar shows it.
    assert network_url(network, url.removeprefix("https://")) == url


def test_what_has_closed() -> None:
    assert {network.key for network in NETWORKS.values() if network.dead} == {"google_plus", "vine"}


@pytest.mark.parametrize(
    ("key", "value", "url"),
    [
        ("github", "ada", "https://github.com/ada"),
        ("github", "@ada", "https://github.com/ada"),
        ("github", " https://www.github.com/ada?tab=x ", "https://www.github.com/ada?tab=x"),
        ("github", "github.com/ada", "https://github.com/ada"),
        ("github", "www.github.com/ada", "https://www.github.com/ada"),
        ("github", "gist.github.com", "https://gist.github.com"),
        ("github", "http://github.com/ada", "http://github.com/ada"),
        ("github", "HTTPS://GitHub.com/Ada", "https://github.com/Ada"),
        ("github", "https://github.com:443/ada", "https://github.com:443/ada"),
        ("github", 'a"b', "https://github.com/a%22b"),
        ("github", "a%2Fb", "https://github.com/a%252Fb"),
        ("googlescholar", "PS_CX0AAAAAJ", "https://scholar.google.com/citations?user=PS_CX0AAAAAJ"),
        ("googlescholar", "https://scholar.google.de/citations?user=x", "https://scholar.google.de/citations?user=x"),
        ("googlescholar", "scholar.google.co.uk/citations?user=x&hl=en", "https://scholar.google.co.uk/citations?user=x&hl=en"),
        ("orcid", "http://orcid.org/0000-0002-9151-6517", "http://orcid.org/0000-0002-9151-6517"),
        ("orcid", "https://orcid.org/0000-0002-1694-233X/", "https://orcid.org/0000-0002-1694-233X/"),
        ("stackoverflow", "1", "https://stackoverflow.com/users/1"),
        ("stackoverflow", "1/name", "https://stackoverflow.com/users/1/name"),
        ("mastodon", "@ada@mathstodon.xyz", "https://mathstodon.xyz/@ada"),
        ("mastodon", "ada@mathstodon.xyz", "https://mathstodon.xyz/@ada"),
        ("mastodon", "https://mathstodon.xyz/@ada", "https://mathstodon.xyz/@ada"),
        ("mastodon", "mathstodon.xyz/@ada", "https://mathstodon.xyz/@ada"),
        ("matrix", "@ada:matrix.org", "https://matrix.to/#/@ada:matrix.org"),
        ("matrix", "https://matrix.to/#/@ada:matrix.org", "https://matrix.to/#/@ada:matrix.org"),
        ("tumblr", "ada", "https://ada.tumblr.com"),
        ("tumblr", "ada.tumblr.com", "https://ada.tumblr.com"),
        ("academia", "mit.academia.edu/AdaLovelace", "https://mit.academia.edu/AdaLovelace"),
        ("medium", "@ada", "https://medium.com/@ada"),
        ("medium", "https://blog.example.org/", "https://blog.example.org/"),
        ("youtube", "@ada", "https://www.youtube.com/@ada"),
        ("youtube", "https://www.youtube.com/user/ada", "https://www.youtube.com/user/ada"),
        ("youtube", "user/ada", "https://www.youtube.com/user/ada"),
        ("youtube", "/c/ada", "https://www.youtube.com/c/ada"),
        ("youtube", "channel/UCsXVk37bltHxD1rDPwtNM8Q", "https://www.youtube.com/channel/UCsXVk37bltHxD1rDPwtNM8Q"),
        ("youtube", "UCsXVk37bltHxD1rDPwtNM8Q", "https://www.youtube.com/channel/UCsXVk37bltHxD1rDPwtNM8Q"),
        ("youtube", "UCLmaths", "https://www.youtube.com/@UCLmaths"),
        ("linkedin", "in/ada", "https://www.linkedin.com/in/ada"),
        ("linkedin", "company/engines/", "https://www.linkedin.com/company/engines"),
        ("twitter", "ada", "https://x.com/ada"),
        ("twitter", "https://twitter.com/ada", "https://twitter.com/ada"),
        ("gitlab", "gitlab.example.org/ada", "https://gitlab.example.org/ada"),
        ("bluesky", "ada.bsky.social", "https://bsky.app/profile/ada.bsky.social"),
        ("openreview", "~Ada_Lovelace1", "https://openreview.net/profile?id=~Ada_Lovelace1"),
        ("dblp", "12/3456", "https://dblp.org/pid/12/3456"),
        ("flickr", "12345678@N00", "https://www.flickr.com/12345678%40N00"),
        ("zhihu", "https://www.zhihu.com/people/ada", "https://www.zhihu.com/people/ada"),
        ("wikipedia", "Ада", "https://en.wikipedia.org/wiki/User:%D0%90%D0%B4%D0%B0"),
        ("wikipedia", "https://de.wikipedia.org/wiki/Benutzer:Ada", "https://de.wikipedia.org/wiki/Benutzer:Ada"),
    ],
)  # fmt: skip
def test_address(key: str, value: str, url: str) -> None:
    assert network_url(NETWORKS[key], value) == url


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("github", "https://gitlab.com/ada", "on github.com, not on gitlab.com"),
        ("github", "https://github.com.evil.example/ada", "not on github.com.evil.example"),
        ("github", "github.com.evil.example/ada", "write your name on GitHub"),
        ("github", "https://evilgithub.com/ada", "not on evilgithub.com"),
        ("github", "https://github.com@evil.example/ada", "user name or password"),
        ("github", "https://github.com:x@evil.example/ada", "user name or password"),
        ("github", "https://ada:x@github.com/", "user name or password"),
        ("github", "https://evil.example/github.com/ada", "not on evil.example"),
        ("github", "https://evil.example?github.com/", "not on evil.example"),
        ("github", "https://evil.example#.github.com/", "not on evil.example"),
        ("github", "evil.example#.github.com", "not on evil.example"),
        ("github", "https://github.com%2eevil.example/", "this is not a URL"),
        ("github", "https://github.com\\@evil.example/", "backslashes"),
        ("github", "https://\u0261ithub.com/ada", "not on xn--"),
        ("github", "https://gith\u00fcb.com/ada", "not on xn--"),
        ("github", "https://github.com:99999/ada", "this is not a URL"),
        ("github", "https:github.com/ada", "this is not a URL"),
        ("github", "//github.com/ada", "starts with https://"),
        ("github", "javascript:alert(1)", "only http and https"),
        ("github", "JavaScript:alert(1)//github.com/", "only http and https"),
        ("github", "java\tscript:alert(1)", "write your name on GitHub"),
        ("github", "data:text/html,x", "only http and https"),
        ("github", "mailto:ada@github.com", "only http and https"),
        ("github", "file:///etc/passwd", "only http and https"),
        ("github", "a da", "write your name on GitHub, or the full https:// URL"),
        ("github", "../../x", "write your name on GitHub"),
        ("github", ".", "write your name on GitHub"),
        ("github", "@", "write your name on GitHub"),
        ("github", "", "write your name on GitHub"),
        ("github", "a\x00b", "write your name on GitHub"),
        ("github", "a\u200bb", "write your name on GitHub"),
        ("github", 'https://github.com/"><b>\x00', "control characters"),
        ("github", "https://github.com/a b", "control characters"),
        ("orcid", "https://example.org/0000-0002-1825-0097", "on orcid.org, not on example.org"),
        ("mastodon", "ada", "write @ada@mathstodon.xyz"),
        ("mastodon", "@ada@localhost", "write @ada@mathstodon.xyz"),
        ("matrix", "@ada\ud800:matrix.org", "write @ada:matrix.org"),
        ("matrix", "ada", "write @ada:matrix.org"),
        ("academia", "ada", "write https://mit.academia.edu/AdaLovelace"),
        ("stackoverflow", "jon-skeet", "write 22656"),
        ("tumblr", "ada.example.org", "write your name on Tumblr"),
        ("tumblr", "evil.example/?", "write your name on Tumblr"),
        ("googlescholar", "https://scholar.google.com.evil.example/x", "on scholar.google.com, not on"),
        ("googlescholar", "https://www.google.com/x", "on scholar.google.com, not on"),
        ("googlescholar", "a&user=b", "write PS_CX0AAAAAJ"),
        ("scopus", "Lovelace", "write 7000000000"),
        ("youtube", "user/..", "write your name on YouTube"),
        ("youtube", "user/a/b", "write your name on YouTube"),
        ("youtube", "videos/ada", "write your name on YouTube"),
    ],
)
def test_no_address(key: str, value: str, reason: str) -> None:
    with pytest.raises(InvalidURLError) as caught:
        network_url(NETWORKS[key], value)
    assert reason in str(caught.value)


# The first three are examples of orcid.org's documentation; X is ten.
@pytest.mark.parametrize(
    "orcid",
    ["0000-0002-1825-0097", "0000-0002-1694-233X", "0000-0001-5109-3700", "0000-0002-9151-6517", "0000-0000-0000-0001"],
)  # fmt: skip
def test_check_digit_of_an_orcid(orcid: str) -> None:
    assert network_url(NETWORKS["orcid"], orcid) == f"https://orcid.org/{orcid}"
    for digit in "0123456789X":
        if digit != orcid[-1]:
            with pytest.raises(InvalidURLError, match="check digit does not fit"):
                network_url(NETWORKS["orcid"], orcid[:-1] + digit)


@pytest.mark.parametrize(
    "orcid",
    [
        "0000-0002-1825-0079",
        "0000-0002-1852-0097",
        "0000-0002-1825-0097-0000",
        "0000-0002-1825-009",
        "0000000218250097",
        "000X-0002-1825-0097",
        "0000-0002-1694-233x",
        "0000-0002-1825-009\u0667",
        "ada",
        "https://orcid.org/",
        "https://orcid.org/0000-0002-1825-0097/print",
    ],
)
def test_no_orcid(orcid: str) -> None:
    with pytest.raises(InvalidURLError, match=r"an ORCID iD is four groups|check digit does not fit"):
        network_url(NETWORKS["orcid"], orcid)


NASTY = [
    'a"b', "a'b", "a<b>", "a`b", "a b", "a\tb", "a\nb", "a\x00b", "a\x7fb", "a\u202eb", "é", "\ud800", "😀", "a%b", "{}",
    "a:b", "a@b", "@@a", "a&b=c", "a?b", "a#b", "a;b", "a\\b", "a/b", "//a", "/a", "a//b", "./a", "a/..", "..", "%2e%2e",
    "evil.example", "evil.example/x", "evil.example:443/x", "@evil.example/x", "javascript:x", "javascript.x:x",
    "data:x,y", "vbscript:x", "https://evil.example/", "https://evil.example/'\"<>`|^{}", "https://é.example/é?é#é",
    "https://evil.example\\.github.com/", "https://[::1]/", "https://evil.example:80:80/", "https://a@b@evil.example/",
    "x" * 100_000, "@" + "x" * 100_000 + "@b.org", "https://" + "ü" * 5_000 + ".org/", "https://x.org/" + "ü" * 5_000,
    "1/" + "x" * 1_000, "@a\"'<b:evil.example", "@a@evil.example",
]  # fmt: skip


@every_network
def test_whatever_is_accepted_is_safe(network: Network) -> None:
    for value in NASTY:
        url = accepted(network, value)
        if not url:
            continue
        parts = urlsplit(url)
        host = parts.hostname or ""
        assert parts.scheme in ("http", "https")
        assert "@" not in parts.netloc
        assert url.isascii() and url.isprintable()
        assert not set(url) & set("\"' <>\\`{}|^")
        assert not network.hosts or any(f".{host}".endswith(f".{known}") for known in network.hosts)
        assert web_url(url) == url


@every_network
@pytest.mark.parametrize(
    "start", ["https://{}.evil.example/", "https://evil{}/", "https://{}@evil.example/", "https://evil.example/{}"]
)  # fmt: skip
def test_hosts_that_look_alike(network: Network, start: str) -> None:
    if network.hosts:
        value = start.format(network.hosts[0])
        assert accepted(network, value) == accepted(network, value.removeprefix("https:")) == ""


@pytest.mark.parametrize(
    ("value", "url"),
    [
        ("example.org", "https://example.org"),
        (" https://example.org/ ", "https://example.org/"),
        ("example.org:8080/x", "https://example.org:8080/x"),
        ("http://localhost:8000/x", "http://localhost:8000/x"),
        ("https://EXAMPLE.org/A", "https://example.org/A"),
        ("https://127.0.0.1/", "https://127.0.0.1/"),
        ('https://example.org/"<é>', "https://example.org/%22%3C%C3%A9%3E"),
        ("https://example.org/o'brien", "https://example.org/o%27brien"),
        ("https://example.org/%C3%A9%20", "https://example.org/%C3%A9%20"),
        ("https://bücher.example/ü?q=ü&r#ü", "https://xn--bcher-kva.example/%C3%BC?q=%C3%BC&r#%C3%BC"),
        ("https://例え.テスト/", "https://xn--r8jz45g.xn--zckzah/"),
    ],
)
def test_web_url(value: str, url: str) -> None:
    assert web_url(value) == url


@pytest.mark.parametrize(
    "value",
    [
        "",
        "x",
        "@ada",
        "/x",
        "//example.org",
        "ftp://example.org",
        "https://",
        "https://a b.org",
        "https://a\u200d.org",
        "https://[::1",
        "https://[::1]",
        "https:///x",
        "https://example.org:x/",
        "https://ada@example.org/",
        "vbscript:x",
        "javascript://example.org/%0aalert(1)",
        "\x01https://example.org",
        "https://-.org",
        "https://a..org",
        "https://.org",
        "https://faß.example",
        "https://FASS.GROẞ.example",
        "https://οδός.example",
    ],
)
def test_no_web_url(value: str) -> None:
    with pytest.raises(InvalidURLError):
        web_url(value)
