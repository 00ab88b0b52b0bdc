"""The ledger of published addresses: its file, and what it is held against."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinx_homepage.core.built_site import BuiltSite
from sphinx_homepage.ledger.audit import audit, follow
from sphinx_homepage.ledger.hosts import HOSTS
from sphinx_homepage.ledger.ledger_file import (
    Ledger,
    new_ledger,
    parse_ledger,
    record,
    variants,
    with_more,
)
from sphinx_homepage.pages.addresses import PublishedAddress, State

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LEDGER = """\
# Addresses of the old site.

/                                       served
# Bookmarked by the department.
/about/                                 -> /
/away                                   -> https://example.org/#x
/publications/                          retired 2026-11-23: demo content: of the old template
# The end.
"""


def test_reads_and_writes() -> None:
    ledger, problems = parse_ledger(LEDGER)
    assert not problems
    assert list(ledger.entries.values()) == [
        PublishedAddress("", State.SERVED, line=3),
        PublishedAddress("about/", State.REDIRECTED, "/", line=5),
        PublishedAddress("away", State.REDIRECTED, "https://example.org/#x", line=6),
        PublishedAddress(
            "publications/", State.RETIRED, "", "2026-11-23", "demo content: of the old template", line=7
        ),
    ]
    assert ledger.text() == LEDGER


def test_is_sorted_and_comments_stay_with_their_lines() -> None:
    head, home, note, about, away, gone, end = LEDGER.replace("\n\n", "\n", 1).splitlines()
    mixed = "\n".join([head, "", gone, note, about, home, away, end])
    ledger, _ = parse_ledger(mixed)
    assert ledger.text() == LEDGER
    ledger, _ = parse_ledger(mixed.replace("\n", "\r\n"))
    assert ledger.text() == LEDGER.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("# A\r\r/b served\r/d served", "# A\r\r{a}\r/b served\r{c}\r/d served\r{e}\r"),
        (
            "\ufeff/d  served\r\n# B\n/b  served\n",
            "\ufeff{a}\r\n/d  served\r\n{e}\r\n# B\n/b  served\n{c}\r\n",
        ),
        ("", "{a}\n{c}\n{e}\n"),
    ],
)
def test_more_lines_change_no_other(text: str, more: str) -> None:
    entries = [PublishedAddress(path, State.SERVED) for path in ("e", "a", "c")]
    lines = {entry.path: f"{entry.address:<39} served" for entry in entries}
    assert with_more(text, entries) == more.format_map(lines)


def test_spellings_are_one() -> None:
    ledger, problems = parse_ledger("/caf%C3%A9/ served\r\n/a%20b\tserved\n/x//y/./z  ->   /w\n")
    assert not problems
    assert [entry.address for entry in ledger.entries.values()] == ["/café/", "/a%20b", "/x/y/z"]
    assert parse_ledger(ledger.text())[0].text() == ledger.text()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("cv/ served", "'cv/': a URL here begins with a slash, as in /cv/"),
        ("https://example.org/ served", "a URL here begins with a slash"),
        ("//example.org/ served", "it begins with //, which names another host"),
        ("/../x served", "'/../x' is no URL of this site: it leads upwards"),
        ("/x?y served", "it has a query"),
        ("/x", "'/x': state what became of it: 'served', '-> /where/' or 'retired DATE: reason'"),
        ("/x serve", "did you mean 'served'?"),
        ("/x retierd 2026-01-01: y", "did you mean 'retired'?"),
        ("/x served today", "state what became of it"),
        ("/x ->", "'->' needs one URL, as in -> /cv/"),
        ("/x -> /a /b", "'->' needs one URL"),
        (
            "/x -> javascript:x",
            "'/x' cannot lead to 'javascript:x': a redirect leads to a page of this site, or to",
        ),
        ("/x -> http://[y", "'/x' cannot lead to 'http://[y': this is not a URL"),
        ("/x -> /../y", "'/x' cannot lead to '/../y': it leads upwards"),
        ("/x retired", "a retired URL has a date and a reason, as in 'retired 2026-03-01: why'"),
        ("/x retired 2026-02-30: y", "a retired URL has a date and a reason"),
        ("/x retired 20260301: y", "a retired URL has a date and a reason"),
        ("/x retired 2026-03-01:", "a retired URL has a date and a reason"),
        ("/x retired 2026-03-01 y", "a retired URL has a date and a reason"),
        ("/a served", "/a is in line 1 as well; keep one of the lines"),
        ("/\x00 served", "it holds a control character"),
    ],
)
def test_mistakes(line: str, says: str) -> None:
    ledger, problems = parse_ledger(f"/a served\n\n{line}\n/z served\n")
    assert [problem.line for problem in problems] == [3]
    assert says in problems[0].message
    assert {"a", "z"} <= set(ledger.entries)


def test_capital_letters_count() -> None:
    """As they do on hosts."""
    ledger, problems = parse_ledger("/Teaching/ -> /teaching/\n/teaching/ served\n")
    assert not problems
    assert list(ledger.entries) == ["Teaching/", "teaching/"]


@pytest.mark.parametrize(
    ("path", "forms"),
    [
        ("", ("", "index.html")),
        ("x/", ("x/", "x", "x/index.html")),
        ("x", ("x", "x/", "x.html", "x/index.html")),
        ("x.html", ("x.html",)),
        ("x/index.html", ("x/index.html", "x/", "x")),
        ("index.html", ("index.html", "")),
        ("a/b.pdf", ("a/b.pdf",)),
    ],
)
def test_variants(path: str, forms: tuple[str, ...]) -> None:
    assert variants(path) == forms
    for form in forms:
        assert Ledger({path: PublishedAddress(path, State.SERVED)}).covers(form)
    assert not Ledger({path: PublishedAddress(path, State.SERVED)}).covers("other")


def test_recording_never_removes() -> None:
    ledger, _ = parse_ledger(LEDGER)
    added, changed = record(
        ledger,
        [
            PublishedAddress("", State.SERVED),
            PublishedAddress("about/", State.REDIRECTED, "/me/"),
            PublishedAddress("new", State.SERVED),
            PublishedAddress("new/", State.SERVED),
            PublishedAddress("publications/", State.SERVED),
        ],
    )
    assert [entry.address for entry in added] == ["/new"]
    assert [entry.status for entry in changed] == ["-> /me/"]
    assert set(ledger.entries) == {"", "about/", "away", "publications/", "new"}
    assert ledger.entries["publications/"].state is State.RETIRED


def test_a_new_ledger_says_what_it_is() -> None:
    ledger = new_ledger()
    record(ledger, [PublishedAddress("x", State.SERVED)])
    text = ledger.text()
    assert text.startswith("# Every URL that was ever published")
    assert parse_ledger(text)[0].text() == text


# -- Held against a site


def stub(url: str) -> str:
    return (
        '<!doctype html><meta name="generator" content="sphinx-homepage redirect">'
        f'<p><a id="new" href="{url}">x</a>'
    )


SITE = {
    "index.html": "<h1 id='top-of-page'>Home</h1>",
    "cv.html": '<h2 id="work">Work</h2>',
    "notes/index.html": "notes",
    "about/index.html": stub("../index.html"),
    "resume.html": stub("cv.html#work"),
    "resume/index.html": stub("../cv.html#work"),
    "nofragment/index.html": stub("../cv.html#play"),
    "nowhere/index.html": stub("../gone.html"),
    "twice/index.html": stub("../about/"),
    "a/index.html": stub("../b/"),
    "b/index.html": stub("../a/index.html"),
    "self/index.html": stub("../self/"),
    "away/index.html": stub("https://example.org/?a=1&amp;b=2"),
    "hop/index.html": stub("../away/"),
    "out/index.html": stub("../../../x"),
    "jekyll/index.html": '<meta http-equiv="refresh" content="0; url=/cv.html">',
    "old/index.html": '<meta name="generator" content="sphinx-homepage retired">',
    "CNAME": "example.org",
    "files/paper.pdf": "pdf",
}


@pytest.fixture
def built(tmp_path: Path) -> BuiltSite:
    return make(tmp_path, SITE)


def make(folder: Path, files: Mapping[str, str]) -> BuiltSite:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return BuiltSite(folder)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("/ served", ""),
        ("/cv.html served", ""),
        ("/notes/ served", ""),
        ("/notes served", "/notes, which hosts have answered at /notes.html too, would be a 404"),
        ("/about/ -> /", ""),
        ("/about/ served", ""),
        ("/resume -> /cv.html#work", ""),
        ("/CNAME served", ""),
        ("/files/paper.pdf served", ""),
        ("/jekyll/ served", ""),
        ("/away/ -> https://example.org/", ""),
        ("/old/ retired 2026-01-01: gone", ""),
        ("/cv served", "/cv would be a 404, for want of cv/index.html (Read the Docs); add /cv to the redirect_from"),
        ("/gone/ served", "/gone/ would be a 404, for want of gone/index.html (Read the Docs and GitHub Pages); add /gone/"),
        ("/Notes/ served", "/Notes/ would be a 404"),
        ("/nofragment/ -> /cv.html#play", "redirects to #play, and cv.html has no such id"),
        ("/nowhere/ -> /gone.html", "redirects to /gone.html, which is not there"),
        ("/twice/ -> /", "redirects to a redirect: /twice/ -> /about/ -> /index.html"),
        ("/hop/ -> https://example.org/", "redirects to a redirect: /hop/ -> /away/"),
        ("/a/ -> /b/", "redirects in a circle: /a/ -> /b/ -> /a/index.html"),
        ("/self/ -> /self/", "redirects in a circle: /self/ -> /self/"),
        ("/out/ -> /x", "redirects to '../../../x', which leads nowhere: it leads out of the site"),
        ("/cv.html retired 2026-01-01: gone", "/cv.html is retired, and answers again"),
        ("/about/ retired 2026-01-01: gone", "/about/ is retired, and answers again"),
        ("/gone/ retired 2026-01-01: gone", "/gone/ is retired, and its page is missing"),
        ("/old/ served", "/old/ answers with the page of a retired URL"),
    ],
)  # fmt: skip
def test_verdicts(built: BuiltSite, line: str, says: str) -> None:
    ledger, problems = parse_ledger(f"# One\n{line}\n")
    assert not problems
    found = audit(ledger, built, HOSTS.values())
    assert [problem.line for problem in found] == ([2] if says else [])
    assert says in (found[0].message if found else "")


def test_verdicts_go_by_the_hosts_that_are_named(built: BuiltSite) -> None:
    ledger, _ = parse_ledger("/cv.html served\n/cv.html/ served\n/cv served\n")
    assert len(audit(ledger, built, [HOSTS["readthedocs"]])) == 2
    github = audit(ledger, built, [HOSTS["github-pages"]])
    assert [problem.line for problem in github] == [2, 3]
    assert "/cv, which hosts have answered at /cv/ too, would be a 404" in github[1].message


def test_a_form_with_a_line_of_its_own_is_judged_there(built: BuiltSite) -> None:
    ledger, _ = parse_ledger("/notes served\n/notes.html retired 2026-01-01: gone\n/notes/ served\n")
    assert [problem.line for problem in audit(ledger, built, HOSTS.values())] == [2]


def test_a_journey(built: BuiltSite) -> None:
    journey = follow("resume", HOSTS["readthedocs"], built)
    assert [(step.path, step.status, step.file) for step in journey.steps] == [
        ("resume", 302, ""),
        ("resume/", 200, "resume/index.html"),
        ("cv.html", 200, "cv.html"),
    ]
    assert (journey.fault, journey.end) == ("", "cv.html")
