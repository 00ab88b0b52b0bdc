"""Odd texts, thousands of them, in every place where a person writes one.

``make test`` tries some hundred for each field, ``make fuzz`` ten thousand (``HOMEPAGE_EXAMPLES``).  Whatever is
written: no traceback, no file outside the output directory, no page of the site changed, and nothing unescaped.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import posixpath
import re
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from conftest import Site
from helpers import BUILDERS
from sphinx_homepage.core.addresses import UnsafeAddressError, address_files, address_text, parse_path
from sphinx_homepage.core.dates import parse_date
from sphinx_homepage.core.target_urls import TargetError
from sphinx_homepage.core.values import YamlError, from_python, parse_yaml
from sphinx_homepage.head.structured_data import json_ld
from sphinx_homepage.ledger.hosts import HOSTS
from sphinx_homepage.ledger.importing import SourceError, import_redirects, import_sitemap
from sphinx_homepage.ledger.ledger_file import Ledger, parse_ledger
from sphinx_homepage.pages.front_matter import OUR_KEYS, parse_front_matter
from sphinx_homepage.pages.targets import Places, Target, find_target
from sphinx_homepage.profile.model import FIELDS, parse_author
from sphinx_homepage.profile.networks import NETWORKS
from sphinx_homepage.redirects.plan import Claim, Files, make_plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EXAMPLES = int(os.environ.get("HOMEPAGE_EXAMPLES", "300"))
PURE = settings(max_examples=EXAMPLES, deadline=None, print_blob=True)
# A build takes a second however small it is, so each has many pages.
PAGES_A_BUILD = 100
BUILDS = settings(
    max_examples=max(EXAMPLES // PAGES_A_BUILD, 1),
    deadline=None,
    database=None,
    # A smaller example would take as many builds as there are steps to it.
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)

NASTY = st.sampled_from(
    [
        "/", "//", "/../x", "/%2e%2e/x", "..", "/.", "/_static/x.css", "/index.html", "/cv.html", "/cv/", "/CV", "/search",
        "/art/deep/", "/art/deep.html/x/", "https://evil.example/", "javascript:alert(1)", "data:text/html,x", "/a?b", "/a#b",
        "C:\\x", "/CON/", "/x.", "/a%00b", "/%ff", "/caf%C3%A9", "\\\\host\\share", "/a\tb", "file:///etc/passwd", "/404.html",
        '<zqx a="1">', "</script><zqx>", "<!--<zqx>", "'><zqx>", '"><zqx>', "&lt;zqx&gt;", "{{ 7*7 }}", "{% raw %}", "]]>", "\u202e/x",
        "true", "null", "1e999", "2020-02-31", "-", "{", "&a [*a]", "!!python/object:x {}", "@x", "%", "0x" + "f" * 50,
    ]
)  # fmt: skip
TEXT = st.one_of(
    st.text(max_size=40),
    NASTY,
    st.lists(NASTY, max_size=3).map("".join),
    st.lists(st.one_of(NASTY, st.text(max_size=8)), max_size=4).map("/".join),
)
DATA = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXT, st.dates()),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXT, inner, max_size=4)),
    max_leaves=6,
)


# -- What needs no build


@PURE
@given(TEXT)
def test_addresses(text: str) -> None:
    try:
        files = address_files(text)
    except UnsafeAddressError:
        return
    for file in files:
        assert not posixpath.isabs(file)
        assert posixpath.normpath(file) == file
        assert not {"", ".", ".."} & set(file.split("/"))
        assert file[0] not in "_."
        assert "\\" not in file and unicodedata.normalize("NFC", file) == file
        assert not any(unicodedata.category(char) == "Cc" for char in file)
    assert address_files(address_text(parse_path(text))) == files


@PURE
@given(TEXT)
def test_spelling_of_addresses(text: str) -> None:
    try:
        path = parse_path(text)
    except UnsafeAddressError:
        return
    spelt = address_text(path)
    assert parse_path(spelt) == path
    assert not re.search(r"\s", spelt)
    for host in HOSTS.values():
        assert host.answer(path, ()).status == 404


@PURE
@given(st.lists(st.tuples(st.sampled_from(["bio", "cv", "index"]), TEXT), max_size=8))
def test_plans(claims: list[tuple[str, str]]) -> None:
    """Pages stay; no redirect is a directory of another; the order of claims says nothing."""
    pages = {"index": "index.html", "bio": "bio.html", "cv": "cv/index.html"}
    made = [Claim("redirect_from", text, Target(docname), docname) for docname, text in claims]
    plan = make_plan(made, Files(pages, {"search.html": "search"}))
    files = [*pages.values(), "search.html", *plan.redirects]
    assert len({file.casefold() for file in files}) == len(files)
    for file in files:
        assert not any(other.startswith(f"{file}/") for other in files)
    again = make_plan(reversed(made), Files(pages, {"search.html": "search"}))
    assert set(again.redirects) == set(plan.redirects) or len({docname for docname, _ in claims}) < len(
        claims
    )


@PURE
@given(TEXT, st.sampled_from(["bio", "art/deep"]))
def test_targets(text: str, docname: str) -> None:
    places = Places(
        {"cv.html": "cv", "art/deep.html": "art/deep"}, {"cv/index.html": "cv"}, {}, {"x.pdf"}, {}
    )
    try:
        target = find_target(text, places, docname=docname)
    except TargetError:
        return
    assert target.docname in ("", "cv", "art/deep")
    assert not target.url or re.match(r"https?://[^/\s\"<>]", target.url)
    assert not re.search(r"[\s\"<>#]", target.fragment)
    assert ".." not in target.file.split("/")


@PURE
@given(
    st.lists(
        st.one_of(
            TEXT,
            st.tuples(TEXT, st.sampled_from(["served", "-> /x", "retired 2026-01-01: y", "->", "x"])).map(
                " ".join
            ),
        ),
        max_size=6,
    )
)
def test_ledgers(lines: list[str]) -> None:
    ledger, problems = parse_ledger("\n".join(lines))
    again, more = parse_ledger(ledger.text())
    assert again.text() == ledger.text()
    assert again.entries.keys() == ledger.entries.keys()
    assert all(problem.line is None or problem.line > 0 for problem in problems)
    assert not more


@PURE
@given(TEXT)
def test_front_matter_of_any_text(text: str) -> None:
    parse_front_matter(f"---\n{text}\n---\n")
    parse_date(text)
    with contextlib.suppress(YamlError):
        parse_yaml(text)


@PURE
@given(st.dictionaries(st.sampled_from([*OUR_KEYS, "x"]), DATA, max_size=5))
def test_front_matter_of_any_data(data: dict[str, Any]) -> None:
    matter, problems = parse_front_matter(f"---\n{yaml.safe_dump(data, allow_unicode=True)}---\n")
    assert isinstance(matter.description, str)
    assert all(problem.message.isprintable() for problem in problems)


@PURE
@given(st.dictionaries(st.sampled_from([*FIELDS, *NETWORKS, "x"]), DATA, max_size=6))
def test_authors_of_any_data(data: dict[str, Any]) -> None:
    author, problems = parse_author(from_python(data), owner="author_profile")
    assert all(problem.message.isprintable() for problem in problems)
    if author is not None:
        assert all(re.match(r"(https?|mailto|tel|xmpp|matrix):", link.url) for link in author.networks)
        author.initials  # noqa: B018 (it is worked out here)


@PURE
@given(DATA)
def test_json_ld_of_any_data(data: Any) -> None:
    try:
        expected = json.loads(json.dumps(data, allow_nan=False))
    except (TypeError, ValueError):
        return
    markup = json_ld([{"@type": "Person", "x": expected}])
    inner = re.fullmatch(r'<script type="application/ld\+json">(.*)</script>\n', markup, re.DOTALL)[1]  # type: ignore[index]
    assert json.loads(inner)["@graph"][0]["x"] == expected
    assert "<" not in inner


@PURE
@given(
    st.one_of(
        TEXT.map(str.encode),
        st.binary(max_size=60),
        DATA.map(lambda data: json.dumps(data, default=str).encode()),
        st.dictionaries(TEXT, st.one_of(TEXT, DATA), max_size=4).map(
            lambda data: json.dumps(data, default=str).encode()
        ),
    )
)
def test_old_lists(data: bytes) -> None:
    for read in (import_sitemap, import_redirects):
        try:
            found = read(data, "https://me.example.org/")
        except SourceError:
            continue
        for entry in found.entries:
            assert parse_path(entry.address) == entry.path
        ledger = Ledger()
        for entry in found.entries:
            ledger.add(entry)
        again, problems = parse_ledger(ledger.text().encode().decode())
        assert not problems
        assert [dataclasses.replace(entry, line=None) for entry in again.entries.values()] == sorted(
            ledger.entries.values(), key=lambda entry: entry.address
        )


# -- Whole sites


def yaml_of(key: str, value: Any) -> str:
    return str(yaml.safe_dump({key: value}, allow_unicode=True, width=1000))


def _directive(value: str) -> str:
    return (
        ":::{author-profile}\n:bio: "
        + " ".join(value.split())
        + "\n:employer: "
        + " ".join(value.split())
        + "\n:::\n"
    )


FIELDS_OF_A_PAGE: dict[str, Callable[[Any], tuple[str, str]]] = {
    "redirect_from": lambda value: (yaml_of("redirect_from", value), ""),
    "permalink": lambda value: (yaml_of("permalink", value), ""),
    "redirect_to": lambda value: (yaml_of("redirect_to", value), ""),
    "author fields": lambda value: (yaml_of("author", {"name": str(value), "bio": value, "location": value, "github": value, "website": value, "avatar": value}), ""),
    "directive options": lambda value: ("", _directive(str(value))),
    "front matter": lambda value: (f"{value}\n", ""),
    "descriptions": lambda value: (yaml_of("excerpt", value) + yaml_of("kind", value) + yaml_of("year", value) + yaml_of("date", value) + yaml_of("header", {"teaser": value, "image": value}), ""),
}  # fmt: skip
REAL = {
    "index.md": "# Home\n\nreal-index\n\n```{listing}\n:layout: cards\n:sort: listed\n\np0\np1\np2\np3\n```\n\n```{toctree}\ncv\nart/deep\n```\n",
    "cv.md": "# CV\n\nreal-cv\n",
    "art/deep.md": "# Deep\n\nreal-deep\n",
}


@pytest.mark.parametrize("field", FIELDS_OF_A_PAGE)
@pytest.mark.long
@BUILDERS
def test_builds(tmp_path_factory: pytest.TempPathFactory, field: str, builder: str) -> None:
    values = TEXT if field in ("directive options", "front matter") else st.one_of(TEXT, TEXT, DATA)

    @BUILDS
    @given(st.lists(values, min_size=PAGES_A_BUILD, max_size=PAGES_A_BUILD))
    def check(examples: list[Any]) -> None:
        look_at_a_build(tmp_path_factory.mktemp("odd"), field, builder, examples)

    check()


def look_at_a_build(folder: Path, field: str, builder: str, examples: list[Any]) -> None:
    site = Site(folder / "site")
    site.conf('html_baseurl = "https://ada.example.org/"\nsuppress_warnings = ["toc.not_included"]\n')
    site.write(REAL)
    for number, value in enumerate(examples):
        matter, body = FIELDS_OF_A_PAGE[field](value)
        text = f"---\n{matter}orphan: true\n---\n\n# Page {number}\n\nreal-{number}\n\n{body}"
        # What no file can hold, and what Sphinx itself refuses, is not asked of this extension.
        site.write({f"p{number}.md": text.encode("utf-8", "replace").replace(b"\x00", b"")})
    built = site.build(builder, allow=[""])
    assert not [warning for warning in built.warnings if "Traceback" in warning]
    names = ["index", "cv", "art/deep", *(f"p{number}" for number in range(len(examples)))]
    for name in names:
        file = f"{name}.html" if builder == "html" or name == "index" else f"{name}/index.html"
        text = built.text(file)
        real = "real-" + name.rpartition("/")[2].removeprefix("p" if name[1:].isdigit() else "")
        assert real in text or "sphinx-homepage redirect" in text, name
        assert "sphinx-homepage redirect" not in text or field in ("redirect_to", "front matter"), name
    for file, data in built.files().items():
        if not file.endswith((".html", ".htm")) or file.startswith("_sources"):
            continue
        text = data.decode()
        # The raw text of a page's body is Markdown, in which HTML is allowed; nothing of ours is.
        if field != "front matter":
            assert "<zqx" not in text, file
        for graph in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL):
            json.loads(graph)
