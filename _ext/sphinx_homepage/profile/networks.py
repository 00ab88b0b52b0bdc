"""The networks that an author can be found on, as one table.

A value is a handle, an ``@handle`` or a full URL.  A URL must be on the network's own host, so that a
link that is labelled GitHub leads to GitHub.  The keys are those of academicpages' ``author:`` (February 2026), with
``-`` and ``_`` alike, and the ones that its users ask for.  Pure.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from ..core.web_urls import InvalidURLError, has_scheme, web_url


class Network(NamedTuple):
    """A row of the table."""

    key: str
    """The name in front matter, conf.py and the directive."""
    label: str
    """What a reader calls it."""
    pattern: str
    """The URL of a handle, with ``{}`` where the handle goes; empty if only a full URL will do."""
    hosts: tuple[str, ...]
    """The hosts (and their subdomains) that a full URL may be on; empty: any host."""
    icon: str
    """An icon of the icon package, ``style/name``; one of its own ("brands/...") needs no label beside it."""
    dead: bool = False
    """Whether the network has closed."""
    handle: str = r"[^\s/?#]+"
    """A regular expression for the whole handle."""
    example: str = ""
    """A value to show when one is wrong."""
    paths: tuple[str, ...] = ()
    """The first parts of other paths than that of *pattern*, which a handle may begin with: ``channel/``."""


_SLASHES = r"[^\s?#]+"
_NUMBER = r"[0-9]+"

_TABLE = (
    # Academic
    Network("academia", "Academia", "", ("academia.edu",), "solid/graduation-cap", example="https://mit.academia.edu/AdaLovelace"),
    Network("acl", "ACL Anthology", "https://aclanthology.org/people/{}/", ("aclanthology.org",), "solid/language", handle=_SLASHES),
    Network("acm", "ACM Digital Library", "https://dl.acm.org/profile/{}", ("acm.org",), "solid/book", handle=_NUMBER, example="81100000000"),
    Network("arxiv", "arXiv", "https://arxiv.org/a/{}", ("arxiv.org",), "solid/file-lines", example="lovelace_a_1"),
    Network("dblp", "DBLP", "https://dblp.org/pid/{}", ("dblp.org", "dblp.uni-trier.de"), "solid/database", handle=_SLASHES, example="12/3456"),
    Network("googlescholar", "Google Scholar", "https://scholar.google.com/citations?user={}", (), "brands/google-scholar", handle=r"[\w-]+", example="PS_CX0AAAAAJ"),
    Network("hal", "HAL", "https://cv.hal.science/{}", ("hal.science", "archives-ouvertes.fr"), "solid/box-archive"),
    Network("ieee", "IEEE Xplore", "https://ieeexplore.ieee.org/author/{}", ("ieee.org",), "solid/microchip", handle=_NUMBER, example="37086000000"),
    Network("impactstory", "Impactstory", "https://profiles.impactstory.org/u/{}", ("impactstory.org",), "solid/chart-line"),
    Network("inspire-hep", "INSPIRE-HEP", "https://inspirehep.net/authors/{}", ("inspirehep.net",), "solid/atom", handle=_NUMBER, example="1000000"),
    Network("openalex", "OpenAlex", "https://openalex.org/{}", ("openalex.org",), "solid/diagram-project", example="A5000000000"),
    Network("openreview", "OpenReview", "https://openreview.net/profile?id={}", ("openreview.net",), "solid/comments", example="~Ada_Lovelace1"),
    Network("orcid", "ORCID", "https://orcid.org/{}", ("orcid.org",), "brands/orcid", example="0000-0002-1825-0097"),
    Network("osf", "OSF", "https://osf.io/{}", ("osf.io",), "solid/flask"),
    Network("pubmed", "PubMed", "https://pubmed.ncbi.nlm.nih.gov/?term={}", ("nih.gov",), "solid/notes-medical", example="https://pubmed.ncbi.nlm.nih.gov/?term=Lovelace+A"),
    Network("researchgate", "ResearchGate", "https://www.researchgate.net/profile/{}", ("researchgate.net",), "brands/researchgate"),
    Network("scopus", "Scopus", "https://www.scopus.com/authid/detail.uri?authorId={}", ("scopus.com",), "solid/magnifying-glass-chart", handle=_NUMBER, example="7000000000"),
    Network("semantic", "Semantic Scholar", "https://www.semanticscholar.org/author/{}", ("semanticscholar.org",), "solid/book-open", handle=_SLASHES, example="1700000"),
    Network("ssrn", "SSRN", "https://papers.ssrn.com/sol3/cf_dev/AbsByAuth.cfm?per_id={}", ("ssrn.com",), "solid/scroll", handle=_NUMBER, example="1234567"),
    Network("webofscience", "Web of Science", "https://www.webofscience.com/wos/author/record/{}", ("webofscience.com", "publons.com", "researcherid.com"), "solid/circle-nodes", example="A-1234-2011"),
    Network("wikidata", "Wikidata", "https://www.wikidata.org/wiki/{}", ("wikidata.org",), "solid/barcode", handle=r"Q[0-9]+", example="Q7259"),
    Network("zotero", "Zotero", "https://www.zotero.org/{}", ("zotero.org",), "solid/bookmark", handle=_SLASHES),
    # Code and data
    Network("bitbucket", "Bitbucket", "https://bitbucket.org/{}", ("bitbucket.org",), "brands/bitbucket"),
    Network("codepen", "CodePen", "https://codepen.io/{}", ("codepen.io",), "brands/codepen"),
    Network("dribbble", "Dribbble", "https://dribbble.com/{}", ("dribbble.com",), "brands/dribbble"),
    Network("github", "GitHub", "https://github.com/{}", ("github.com",), "brands/github"),
    Network("gitlab", "GitLab", "https://gitlab.com/{}", (), "brands/gitlab", handle=_SLASHES),
    Network("hackmd", "HackMD", "https://hackmd.io/@{}", ("hackmd.io",), "solid/note-sticky"),
    Network("huggingface", "Hugging Face", "https://huggingface.co/{}", ("huggingface.co", "hf.co"), "solid/robot"),
    Network("kaggle", "Kaggle", "https://www.kaggle.com/{}", ("kaggle.com",), "brands/kaggle"),
    Network("stackoverflow", "Stack Overflow", "https://stackoverflow.com/users/{}", ("stackoverflow.com",), "brands/stack-overflow", handle=r"[0-9]+(/[^\s/?#]+)?", example="22656"),
    # Social
    Network("artstation", "ArtStation", "https://www.artstation.com/{}", ("artstation.com",), "brands/artstation"),
    Network("bluesky", "Bluesky", "https://bsky.app/profile/{}", ("bsky.app",), "brands/bluesky"),
    Network("discord", "Discord", "https://discord.com/users/{}", ("discord.com", "discord.gg"), "brands/discord", handle=_NUMBER, example="80351110224678912"),
    Network("facebook", "Facebook", "https://www.facebook.com/{}", ("facebook.com", "fb.com"), "brands/facebook"),
    Network("flickr", "Flickr", "https://www.flickr.com/{}", ("flickr.com",), "brands/flickr", handle=_SLASHES),
    Network("foursquare", "Foursquare", "https://www.foursquare.com/{}", ("foursquare.com",), "brands/foursquare", handle=_SLASHES),
    Network("goodreads", "Goodreads", "https://www.goodreads.com/{}", ("goodreads.com",), "brands/goodreads", handle=_SLASHES),
    Network("google_plus", "Google+", "https://plus.google.com/+{}", ("plus.google.com",), "brands/google-plus", dead=True),
    Network("instagram", "Instagram", "https://www.instagram.com/{}", ("instagram.com",), "brands/instagram"),
    Network("keybase", "Keybase", "https://keybase.io/{}", ("keybase.io",), "brands/keybase"),
    Network("lastfm", "Last.fm", "https://www.last.fm/user/{}", ("last.fm",), "brands/lastfm"),
    Network("linkedin", "LinkedIn", "https://www.linkedin.com/in/{}", ("linkedin.com",), "brands/linkedin-in", paths=("company/", "in/", "pub/", "school/")),
    Network("mastodon", "Mastodon", "", (), "brands/mastodon", example="@ada@mathstodon.xyz"),
    Network("matrix", "Matrix", "", ("matrix.to",), "solid/message", example="@ada:matrix.org"),
    Network("medium", "Medium", "https://medium.com/@{}", (), "brands/medium"),
    Network("pinterest", "Pinterest", "https://www.pinterest.com/{}", ("pinterest.com",), "brands/pinterest"),
    Network("soundcloud", "SoundCloud", "https://soundcloud.com/{}", ("soundcloud.com",), "brands/soundcloud"),
    Network("steam", "Steam", "https://steamcommunity.com/id/{}", ("steamcommunity.com", "steampowered.com"), "brands/steam"),
    Network("telegram", "Telegram", "https://t.me/{}", ("t.me", "telegram.me", "telegram.org"), "brands/telegram"),
    Network("threads", "Threads", "https://www.threads.com/@{}", ("threads.com", "threads.net"), "brands/threads"),
    Network("tumblr", "Tumblr", "https://{}.tumblr.com", ("tumblr.com",), "brands/tumblr", handle=r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"),
    Network("twitter", "X", "https://x.com/{}", ("x.com", "twitter.com"), "brands/x-twitter"),
    Network("vine", "Vine", "https://vine.co/u/{}", ("vine.co",), "brands/vine", dead=True),
    Network("weibo", "Weibo", "https://www.weibo.com/{}", ("weibo.com", "weibo.cn"), "brands/weibo", handle=_SLASHES),
    Network("wikipedia", "Wikipedia", "https://en.wikipedia.org/wiki/User:{}", ("wikipedia.org",), "brands/wikipedia-w"),
    Network("xing", "XING", "https://www.xing.com/profile/{}", ("xing.com",), "brands/xing"),
    Network("youtube", "YouTube", "https://www.youtube.com/@{}", ("youtube.com", "youtu.be"), "brands/youtube", paths=("c/", "channel/", "user/")),
    Network("zhihu", "Zhihu", "https://www.zhihu.com/people/{}", ("zhihu.com",), "brands/zhihu"),
)  # fmt: skip

NETWORKS: dict[str, Network] = {network.key: network for network in _TABLE}

# Other spellings of a key, from older versions of the templates and from habit.
_ALIASES = {
    "inspirehep": "inspire-hep",
    "googleplus": "google_plus",
    "google_scholar": "googlescholar",
    "research_gate": "researchgate",
    "scholar": "googlescholar",
    "researcherid": "webofscience",
    "semantic_scholar": "semantic",
    "semanticscholar": "semantic",
    "stack_overflow": "stackoverflow",
    "hugging_face": "huggingface",
    "web_of_science": "webofscience",
    "x": "twitter",
}
# By name with "_" for "-", which people mix up.
_BY_NAME = {key.replace("-", "_"): network for key, network in NETWORKS.items()}
_BY_NAME |= {alias: NETWORKS[key] for alias, key in _ALIASES.items()}


def find_network(key: str) -> Network | None:
    """Return the row for *key* or one of its other spellings."""
    return _BY_NAME.get(key.lower().replace("-", "_"))


def network_url(network: Network, value: str) -> str:
    """Return the URL of *value* (a handle, an ``@handle``, or a full URL) on *network*.

    :raises InvalidURLError: if it is not a URL of this network, or not one that is safe to link to.
    """
    value = value.strip()
    if has_scheme(value) or value.startswith("//"):
        url = web_url(value)
        _check_host(network, url)
    elif not value.startswith("@") and _starts_with_host(network, value):
        url = web_url(f"https://{value}")
        _check_host(network, url)
    else:
        url = _from_handle(network, value)
    if network.key == "orcid":
        _check_orcid(url)
    return url


def _starts_with_host(network: Network, value: str) -> bool:
    host, slash, _ = value.lower().partition("/")
    if not slash:
        # A name may have a dot in it, but not end in a network's own host: ada.tumblr.com.
        return any(host.endswith(f".{known}") for known in network.hosts)
    # Where any host will do, a name with a dot before the first slash is one: gitlab.example.org/ada.
    return "." in host if not network.hosts else any(_is_on(host, known) for known in network.hosts)


def _is_on(host: str, known: str) -> bool:
    return host == known or host.endswith(f".{known}")


def _check_host(network: Network, url: str) -> None:
    host = urlsplit(url).hostname or ""
    if network.key == "googlescholar":
        # One of Google's many national hosts: scholar.google.de, scholar.google.co.uk.
        on_host = bool(re.fullmatch(r"scholar\.google\.[a-z]{2,3}(\.[a-z]{2})?", host))
        hosts: tuple[str, ...] = ("scholar.google.com",)
    else:
        hosts = network.hosts
        on_host = not hosts or any(_is_on(host, known) for known in hosts)
    if not on_host:
        raise InvalidURLError(f"a URL for {network.label} is on {' or '.join(hosts)}, not on {host}")


def _from_handle(network: Network, value: str) -> str:
    bare = value.removeprefix("@")
    if network.key == "mastodon":
        match = re.fullmatch(r"([\w.-]+)@([A-Za-z0-9.-]+\.[A-Za-z]+)", bare)
        if match:
            return web_url(f"https://{match[2]}/@{match[1]}")
    elif network.key == "matrix":
        if value.isprintable() and re.fullmatch(r"@[^\s:@/]+:[A-Za-z0-9.-]+(:[0-9]+)?", value):
            return f"https://matrix.to/#/{quote(value, safe='@:')}"
    elif network.paths and _is_path(network, value):
        return web_url(f"https://www.{network.hosts[0]}/{value.strip('/')}")
    elif network.pattern and _is_handle(network, bare):
        if network.key == "youtube" and re.fullmatch(r"UC[\w-]{22}", value, re.ASCII):
            # The id of a channel, which has no handle.
            return f"https://www.youtube.com/channel/{value}"
        # In a query, a slash or colon would be part of the value all the same; encoded, it is no surprise.
        return network.pattern.replace("{}", quote(bare, safe="~._-" if "?" in network.pattern else "/~:._-"))
    wanted = f"write {network.example}" if network.example else f"write your name on {network.label}"
    or_url = "" if network.example.startswith("http") else ", or the full https:// URL"
    raise InvalidURLError(f"this is not a name on {network.label}; {wanted}{or_url}")


def _is_path(network: Network, value: str) -> bool:
    """Return whether *value* is a path on the network: ``channel/UC...``, ``/user/ada``."""
    start, slash, rest = value.strip("/").partition("/")
    return (
        start + slash in network.paths
        and re.fullmatch(r"[\w.~%-]+", rest) is not None
        and rest not in {".", ".."}
    )


def _is_handle(network: Network, bare: str) -> bool:
    if not bare.isprintable() or "\\" in bare or {".", ".."} & set(bare.split("/")):
        return False
    return re.fullmatch(network.handle, bare) is not None


def _check_orcid(url: str) -> None:
    """Check the last digit of an ORCID iD (ISO 7064 MOD 11-2, as orcid.org documents it)."""
    match = re.search(r"/(\d{4}-\d{4}-\d{4}-\d{3}[\dX])/?$", url)
    if not match:
        raise InvalidURLError("an ORCID iD is four groups of four digits, such as 0000-0002-1825-0097")
    digits = match[1].replace("-", "")
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    expected = "0123456789X"[(12 - total % 11) % 11]
    if digits[-1] != expected:
        raise InvalidURLError("this ORCID iD has a typing error: its check digit does not fit")
