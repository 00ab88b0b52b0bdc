"""The feed is valid: the rules of RFC 4287 and RFC 3339, and what the W3C's feed validator checks beyond them.

https://validator.w3.org/feed/docs/ names its checks; the ones that need other sites are not here.
"""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from xml.etree import ElementTree

import html5lib
import pytest
from bs4 import BeautifulSoup

from helpers import BUILDERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conftest import Site

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# Of each element: the least and the most that there may be in a feed, and in an entry.  RFC 4287, 4.1.1, 4.1.2
ANY = 1_000_000
IN_FEED = {
    "author": (0, ANY), "category": (0, ANY), "contributor": (0, ANY), "generator": (0, 1), "icon": (0, 1),
    "id": (1, 1), "link": (0, ANY), "logo": (0, 1), "rights": (0, 1), "subtitle": (0, 1), "title": (1, 1),
    "updated": (1, 1), "entry": (0, ANY),
}  # fmt: skip
IN_ENTRY = {
    "author": (0, ANY), "category": (0, ANY), "content": (0, 1), "contributor": (0, ANY), "id": (1, 1),
    "link": (0, ANY), "published": (0, 1), "rights": (0, 1), "source": (0, 1), "summary": (0, 1),
    "title": (1, 1), "updated": (1, 1),
}  # fmt: skip
IN_PERSON = {"name": (1, 1), "uri": (0, 1), "email": (0, 1)}
# https://www.iana.org/assignments/link-relations/, as far as feeds have them
RELATIONS = {"alternate", "enclosure", "license", "next", "prev", "related", "self", "via"}
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
URLS = ("href", "src", "poster", "cite", "action", "data", "srcset")
SCRIPTS = ("script", "style", "object", "embed", "applet", "form", "input", "button")


def problems(text: str) -> list[str]:
    """Return what is wrong with a feed."""
    try:
        feed = ElementTree.fromstring(text.encode())
    except ElementTree.ParseError as error:
        return [f"not well-formed: {error}"]
    if feed.tag != f"{ATOM}feed":
        return ["no feed"]
    return [*_feed_problems(feed)]


def _feed_problems(feed: ElementTree.Element) -> Iterator[str]:
    yield from _counts(feed, IN_FEED)
    if not LANGUAGE.fullmatch(feed.get(LANG, "")):
        yield "xml:lang is no language"
    links = feed.findall(f"{ATOM}link")
    if sum(link.get("rel") == "self" for link in links) != 1:
        yield "a feed has one link to itself"
    entries = feed.findall(f"{ATOM}entry")
    ids = [element.findtext(f"{ATOM}id", "") for element in (feed, *entries)]
    if len(ids) != len(set(ids)):
        yield "an id is there twice"
    yield from _common(feed)
    for entry in entries:
        yield from _counts(entry, IN_ENTRY)
        yield from _common(entry)
        if entry.find(f"{ATOM}author") is None and feed.find(f"{ATOM}author") is None:
            yield "an entry has no author"
        relations = {link.get("rel", "alternate") for link in entry.findall(f"{ATOM}link")}
        content = entry.find(f"{ATOM}content")
        if content is None and "alternate" not in relations:
            yield "an entry without content has no link to its page"
        if content is None and entry.find(f"{ATOM}summary") is None:
            yield "an entry has neither content nor summary"
        for name in ("content", "summary"):
            if (element := entry.find(f"{ATOM}{name}")) is not None and not element.text:
                yield f"{name} is empty"


def _counts(element: ElementTree.Element, allowed: dict[str, tuple[int, int]]) -> Iterator[str]:
    found = [child.tag.removeprefix(ATOM) for child in element]
    yield from (f"unknown element {name}" for name in found if name not in allowed)
    for name, (least, most) in allowed.items():
        if not least <= found.count(name) <= most:
            yield f"{found.count(name)} times {name}"


def _common(element: ElementTree.Element) -> Iterator[str]:
    """Yield what is wrong with what a feed and an entry may both have."""
    for child in element:
        text = child.text or ""
        match child.tag.removeprefix(ATOM):
            case "id":
                yield from _id(text)
            case "updated" | "published":
                yield from _date(text)
            case "author" | "contributor":
                yield from _person(child)
            case "category":
                if not child.get("term"):
                    yield "a category has no term"
            case "title" | "subtitle" | "rights" | "summary" | "content":
                yield from _text(child)
    links = element.findall(f"{ATOM}link")
    for link in links:
        yield from _iri(link.get("href", ""))
        if link.get("rel", "alternate") not in RELATIONS:
            yield f"unknown relation {link.get('rel')}"
        if not MEDIA_TYPE.fullmatch(link.get("type", "text/html")):
            yield f"no media type: {link.get('type')}"
    alternates = [
        (link.get("type"), link.get("hreflang"))
        for link in links
        if link.get("rel", "alternate") == "alternate"
    ]
    if len(alternates) != len(set(alternates)):
        yield "two alternates of one type and language"


def _iri(text: str) -> Iterator[str]:
    parts = urlsplit(text)
    if not parts.scheme or not (parts.netloc or parts.scheme in ("urn", "tag", "mailto")):
        yield f"not absolute: {text!r}"
    if re.search(r"[\s<>\"{}|\\^`]", text):
        yield f"no IRI: {text!r}"


def _id(text: str) -> Iterator[str]:
    yield from _iri(text)
    # RFC 4287, 4.2.6.1
    parts = urlsplit(text)
    if parts.netloc and (
        parts.netloc != parts.netloc.lower() or not parts.path or parts.netloc.endswith(":80")
    ):
        yield f"an id that is not normal: {text!r}"


def _date(text: str) -> Iterator[str]:
    if not DATE.fullmatch(text):
        yield f"no date: {text!r}"
        return
    try:
        datetime.datetime.fromisoformat(text)
    except ValueError:
        yield f"no date: {text!r}"


def _person(element: ElementTree.Element) -> Iterator[str]:
    yield from _counts(element, IN_PERSON)
    if not element.findtext(f"{ATOM}name", "").strip():
        yield "somebody has no name"
    if (uri := element.findtext(f"{ATOM}uri")) is not None:
        yield from _iri(uri)
    if "@" not in element.findtext(f"{ATOM}email", "@"):
        yield "no e-mail address"


def _text(element: ElementTree.Element) -> Iterator[str]:
    kind, text = element.get("type", "text"), element.text or ""
    if kind == "xhtml":
        if [child.tag for child in element] != ["{http://www.w3.org/1999/xhtml}div"]:
            yield "xhtml is one div"
    elif len(element):
        yield f"elements in {kind}"
    elif kind == "html":
        yield from _html(text)
    elif kind != "text":
        yield f"unknown type {kind}"


def _html(text: str) -> Iterator[str]:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    parser.parseFragment(text)
    yield from (f"no HTML: {error}" for _place, error, _data in parser.errors)
    soup = BeautifulSoup(text, "html5lib")
    for node in soup.find_all(True):
        if node.name in SCRIPTS or any(name.startswith("on") for name in node.attrs):
            yield f"a script: {node.name}"
        for name in URLS:
            value = str(node.get(name, "https://example.org"))
            if not re.match(r"(?:https?|mailto|tel|data):", value):
                yield f"relative: {value}"


VALID = """\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="pt-BR">
<id>https://ada.example.org/feed.xml</id>
<title>Ada</title>
<updated>2026-01-02T00:00:00Z</updated>
<link rel="self" type="application/atom+xml" href="https://ada.example.org/feed.xml"/>
<link href="https://ada.example.org/"/>
<author><name>Ada</name><uri>https://orcid.org/0000-0002-1825-0097</uri></author>
<entry>
<id>https://ada.example.org/a/</id>
<title>A</title>
<link href="https://ada.example.org/a.html"/>
<updated>2026-01-02T00:00:00Z</updated>
<category term="x"/>
<summary>S</summary>
<content type="html">&lt;p&gt;&lt;a href="https://x.example.org/"&gt;x&lt;/a&gt;&lt;/p&gt;</content>
</entry>
</feed>
"""


@pytest.mark.parametrize(
    ("written", "instead", "problem"),
    [
        ("", "", ""),
        ("<title>A</title>", "", "0 times title"),
        ("<title>A</title>", "<title>A</title><title>B</title>", "2 times title"),
        ("<title>A</title>", "<title type='b'>A</title>", "unknown type b"),
        ("<title>A</title>", "<title>A<b/></title>", "elements in text"),
        ("<title>A</title>", "<name>A</name><title>A</title>", "unknown element name"),
        ("<title>A</title>", "<title>A & B</title>", "not well-formed: not well-formed (invalid token)"),
        ("https://ada.example.org/a/", "https://ada.example.org/feed.xml", "an id is there twice"),
        ("https://ada.example.org/a/", "/a/", "not absolute: '/a/'"),
        ("https://ada.example.org/a/", "https://Ada.example.org/a/", "an id that is not normal"),
        ("https://ada.example.org/a/", "https://ada.example.org/a b/", "no IRI"),
        ("https://ada.example.org/a.html", "a.html", "not absolute"),
        ('href="https://ada.example.org/a.html"', 'href="https://a.org/" rel="x"', "unknown relation x"),
        ('href="https://ada.example.org/a.html"', 'href="https://a.org/" type="x"', "no media type"),
        ('<category term="x"/>', "<category/>", "a category has no term"),
        ('<category term="x"/>', '<link href="https://ada.example.org/b.html"/>', "two alternates"),
        ("2026-01-02T00:00:00Z</updated>\n<category", "2026-01-02</updated>\n<category", "no date"),
        ("2026-01-02T00:00:00Z</updated>\n<category", "2026-02-30T00:00:00Z</updated>\n<category", "no date"),
        ("<name>Ada</name>", "<name> </name>", "somebody has no name"),
        (
            "<author><name>Ada</name><uri>https://orcid.org/0000-0002-1825-0097</uri></author>",
            "",
            "no author",
        ),
        ("https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097", "not absolute"),
        ('rel="self"', 'rel="related"', "a feed has one link to itself"),
        ("pt-BR", "pt_BR", "xml:lang is no language"),
        ("<summary>S</summary>", "<summary/>", "summary is empty"),
        ("https://x.example.org/", "../x.html", "relative: ../x.html"),
        ("https://x.example.org/", "#x", "relative: #x"),
        ("https://x.example.org/", "javascript:alert(1)", "relative: javascript:"),
        ("&lt;/a&gt;", "", "no HTML"),
        ("&gt;x&lt;/a&gt;", "&gt;x&lt;/a&gt;&lt;script&gt;&lt;/script&gt;", "a script"),
        ("&gt;x&lt;/a&gt;", " onclick='x()'&gt;x&lt;/a&gt;", "a script"),
    ],
)
def test_the_rules(written: str, instead: str, problem: str) -> None:
    assert VALID.count(written) == 1 or not written
    found = problems(VALID.replace(written, instead) if written else VALID)
    assert any(problem in text for text in found) if problem else not found


def odd_pages() -> Iterable[tuple[str, str]]:
    yield "index.md", '---\ntitle: "Home & <b>"\ndate: 2020\n---\n\nHello.\n\n```{toctree}\n:glob:\n**\n```\n'
    yield (
        "posts/2020-01-01-formulas.md",
        "---\ntitle: On $a<b$ & *more*\ntags: ['x & \"y\" <z>']\n---\n\n(here)=\n## Part $x$\n\n$a<b$ [](#here) {ref}`here` "
        "[cv](/cv/) [mail](mailto:a@b.org) ![](../p.png)\n\n$$\\sum_i i$$\n\n```python\nx < 1  # &amp;\n```\n\n"
        "A note[^1].\n\n[^1]: It is here.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
    )
    yield (
        "posts/2020-01-02-html.md",
        '---\ntitle: HTML\nlicense: CC BY-SA 3.0\n---\n\n<script>alert("1")</script>\n\n<p onclick="x()">P &copy; 1 & 2 '
        '<img src="../p.png" srcset="../p.png 2x" alt="a"> <a href="/cv/?a=1&b=2#c">x</a> <a href="#">top</a></p>\n\n'
        "<style>p {color: red}</style>\n\n<svg viewBox='0 0 1 1'><path d='M0 0'/></svg>\n\n<!-- secret -->\n\n"
        '<iframe src="https://example.org/"></iframe>\n\n<button>b</button>\n',
    )
    yield (
        "posts/2020-01-03-joint.md",
        "---\ntitle: Joint\nauthor: [grace, ada]\nlicense: <b>All</b> rights reserved\n---\n\nText.\n",
    )
    yield "posts/2020-01-04-empty.md", "---\ntitle: Empty\n---\n"
    yield "posts/2020-01-05-bell.md", '---\ntitle: "A \\x07 bell"\ntags: "\\uFFFF"\n---\n\nText.\n'
    yield (
        "talks/2020-02.md",
        "---\ntitle: Ein Vortrag über 漢字\ndate: 2020-02\nkind: Talk\nvenue: V\n---\n\nText.\n",
    )
    yield "cv.md", "---\ntitle: CV\npermalink: /cv/\ndate: 2019-01-01\n---\n\n{.cv}\nA\n: B\n"
    yield "one.md", "---\ntitle: One\npermalink: /same/\ndate: 2019-01-02\n---\n\nText.\n"
    yield "two.md", "---\ntitle: Two\npermalink: /same/\ndate: 2019-01-03\n---\n\nText.\n"
    yield "über uns.md", "---\ntitle: Us\npermalink: /über uns/\ndate: 2019-01-04\n---\n\nText.\n"
    yield "list.md", "# List\n\n```{listing}\n:group: tag\n:filter:\n\nposts/*\npapers.bib\n```\n"
    yield "papers.bib", "@article{a, title = {A}, author = {B. C}, journal = {J}, year = 2020}\n"


@BUILDERS
def test_a_feed_of_odd_pages(site: Site, builder: str) -> None:
    site.conf(
        'html_baseurl = "https://ada.example.org/my-site/"\nlanguage = "pt_BR"\n'
        'author_profile |= {"orcid": "0000-0002-1825-0097", "license": "cc-by-4.0"}\n'
        'author_profiles = {"grace": {"name": "Grace & Co", "website": "https://grace.example.org/"}, "ada": {"name": "Ada"}}\n'
    )
    site.write({**dict(odd_pages()), "p.png": b""})
    built = site.build(builder, allow=[""])
    text = built.text("feed.xml")
    assert not problems(text)
    assert text.count("<entry>") == 11 and text.count("<content") >= 10
