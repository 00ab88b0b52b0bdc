"""Drafts in real builds: what is published of them, what is shown of them, and when that changes."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest
from sphinx import locale
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from conftest import sphinx_alone
from sphinx_homepage.cli import main
from sphinx_homepage.ledger.ledger_file import LEDGER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conftest import Built, Site

BUILDERS = pytest.mark.parametrize("builder", ["html", "dirhtml"])
# Midnights (UTC)
BEFORE, AFTER = "1798675200", "1798761600"
"""2026-12-31 and 2027-01-01, as ``SOURCE_DATE_EPOCH`` has them."""
BASE = 'html_baseurl = "https://example.org/"\n'
SHOWN = 'tags.add("drafts")\n'


def page(title: str, *front_matter: str, text: str = "Text.") -> str:
    return "\n".join(["---", f"title: {title}", *front_matter, "---", "", text, ""])


SITE = {
    "index.md": "# Home\n\n"
    "See [](notes.md), [the post](posts/2027-01-01-engines.md), {doc}`notes`, {doc}`again <notes>`, {any}`notes`,\n"
    "[once *more*](notes), [there](notes.md#place) and [](about.md).\n\n"
    "```{toctree}\nnotes\nabout\nTitled <field>\nposts/2027-01-01-engines\n```\n\n"
    "```{toctree}\n:glob:\n:caption: Posts\n:reversed:\n\nposts/*\n```\n\n"
    "```{toctree}\n:hidden:\n:glob:\n\ntalks/*\n_drafts/*\n```\n\n"
    "```{listing}\n:layout: cards\n:sort: listed\n\nnotes\nabout\nposts/2027-01-01-engines\n```\n",
    "about.md": page("About", "published: 2013-02-12", "date: 2013-02-12"),
    "notes.md": page(
        "My *notes*",
        "draft: true",
        "redirect_from: [/old-notes/]",
        "date: 2013-02-12",
        text="(place)=\n# Place",
    ),
    "field.rst": ":draft: true\n\nWeaving field\n=============\n\n.. toctree::\n\n   about\n",
    "posts/2027-01-01-engines.md": page("Weaving engines", "permalink: /engines/"),
    "posts/later.md": page("Weaving later", "date: 2028-01-01"),
    "posts/2013-02-12-looms.md": page("Looms"),
    "talks/2028-01-01-tapestry.md": page("Tapestry", "date: 2028-01-01"),
    "_drafts/idea.md": page("Weaving idea"),
}
PUBLISHED = {"index", "about", "posts/2013-02-12-looms", "talks/2028-01-01-tapestry"}
DRAFTS = {
    "notes": "draft",
    "field": "draft",
    "posts/2027-01-01-engines": "from 2027-01-01",
    "posts/later": "from 2028-01-01",
    "_drafts/idea": "draft",
}


@pytest.fixture(autouse=True)
def _before_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", BEFORE)


def pages(built: Built) -> set[str]:
    found = {name.removesuffix(".html").removesuffix("/index") for name in built.pages()}
    return {name for name in found if not name.startswith(("old", "engines"))}


def report(site: Site, out: str = "html") -> str:
    return site.state("drafts.txt", out=out).read_text().strip()


def files(built: Built) -> dict[str, bytes]:
    return {name: data for name, data in built.files().items() if name != ".buildinfo"}


def is_fresh(site: Site, built: Built, builder: str) -> bool:
    """Whether what was built is what a fresh build makes, with two processes."""
    allow = ["toc.not_included"]
    fresh = files(site.build(builder, out="fresh", fresh=True, jobs=2, allow=allow))
    found = files(built)
    assert [name for name in found.keys() | fresh.keys() if found.get(name) != fresh.get(name)] == []
    return True


def write(site: Site, files: Mapping[str, str], conf: str = BASE) -> None:
    site.conf(conf)
    site.write(files)


@BUILDERS
def test_nothing_of_a_draft_is_published(site: Site, builder: str) -> None:
    write(site, SITE)
    built = site.build(builder)
    assert pages(built) == PUBLISHED
    # Links show the titles of some, and nothing shows anything else.
    others = {name: data for name, data in built.files().items() if name != "index.html"}
    words = [b"weav", b"2027-01-01", b"old-notes", b"posts/later", b"idea", b"draft"]
    for name, data in others.items():
        if not name.startswith("_"):
            assert not [word for word in words if word in data.lower()], name
    home = built.soup("index.html")
    (first,) = home.select("p.lead")
    assert first.get_text().replace("\n", " ") == (
        "See My *notes*, the post, My *notes*, again, My *notes*, once more, there and About."
    )
    assert [link.get_text() for link in first.select("a")] == ["About"]
    assert [link.get_text() for link in home.select(".toctree-wrapper a")] == ["About", "Looms"]
    assert len(home.select(".hp-card")) == 1
    names = ", ".join(f"{docname} ({reason})" for docname, reason in sorted(DRAFTS.items()))
    assert report(site, builder) == f"5 drafts are not published: {names}"
    assert is_fresh(site, built, builder)


def test_the_line_is_no_warning_and_is_there_in_every_build(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    from sphinx.cmd.build import main as sphinx_build

    write(site, {"index.md": "# Home\n", "a.md": page("A", "draft: true")})
    arguments = [str(site.source), str(site.folder / "html"), "-W", "-d", str(site.folder / "html.doctrees")]
    for _ in range(2):
        locale.translators.clear()
        assert sphinx_build(arguments) == 0
        out, err = capsys.readouterr()
        assert out.count("1 draft is not published: a (draft)") == 1
        # No settings of MyST.
        assert "Running Sphinx" in out and "MdParserConfig" not in out
        assert err == ""
    (site.source / "a.md").unlink()
    assert sphinx_build(arguments) == 0
    assert "draft" not in capsys.readouterr().out
    assert not list((site.folder / "html.doctrees").rglob("drafts.txt"))


@BUILDERS
def test_the_day_comes(site: Site, builder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    write(site, SITE)
    site.build(builder)
    for epoch, there in ((AFTER, True), (BEFORE, False), (AFTER, True)):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        built = site.build(builder)
        assert pages(built) == PUBLISHED | ({"posts/2027-01-01-engines"} if there else set())
        assert bool(built.soup("index.html").find("a", string="the post")) is there
        assert ("engines" in built.text("sitemap.xml")) is there
        assert ("Weaving engines" in built.text("index.html")) is there
        # Other pages' navigation follows, and so does the redirect.
        about = "about.html" if builder == "html" else "about/index.html"
        assert ("Weaving engines" in built.text(about)) is there
        assert ("engines/index.html" in built.files()) is there
        assert is_fresh(site, built, builder)


@pytest.mark.long
@BUILDERS
def test_a_page_becomes_a_draft_and_is_published_again(site: Site, builder: str) -> None:
    write(site, SITE)
    site.write({"notes.md": SITE["notes.md"].replace("draft: true", "draft: false")})
    site.build(builder)
    edits: list[tuple[str, str, bool]] = [
        ("notes.md", page("Notes", "published: false"), False),
        # Another title, which links show
        ("notes.md", page("Other notes", "published: false"), False),
        ("notes.md", page("Other notes", text="(place)=\n# Place"), True),
        ("notes.md", page("Other notes", "draft: true"), False),
    ]
    for name, text, there in edits:
        site.write({name: text})
        built = site.build(builder)
        assert ("notes" in pages(built)) is there
        assert is_fresh(site, built, builder)
    # A date that is older than the last build, as a copy has it
    site.write({"notes.md": page("Other notes", text="(place)=\n# Place")})
    os.utime(site.source / "notes.md", (1_000_000_000, 1_000_000_000))
    built = site.build(builder)
    assert "notes" in pages(built)
    site.write({"about.md": page("About", "draft: yes")})
    os.utime(site.source / "about.md", (1_000_000_000, 1_000_000_000))
    built = site.build(builder)
    assert "about" not in pages(built)
    assert is_fresh(site, built, builder)


def test_a_toctree_names_a_draft_that_is_gone(site: Site) -> None:
    write(site, {"index.md": "# Home\n\n```{toctree}\na\n```\n", "a.md": page("A", "draft: true")})
    site.build()
    (site.source / "a.md").unlink()
    site.build(expect=["toctree contains reference to nonexisting document 'a'"])


def test_patterns_that_match_nothing_at_all(site: Site) -> None:
    home = "# Home\n\n```{toctree}\n:glob:\n\nposts/*\nb*\na\na\n```\n"
    write(site, {"index.md": home, "posts/2030-01-01-a.md": page("A"), "a.md": page("A", "draft: true")})
    site.build(
        expect=[
            "toctree glob pattern 'b*' didn't match any documents",
            "duplicated entry found in toctree: a",
        ]
    )


def test_pages_without_drafts_are_not_written_again(site: Site) -> None:
    write(site, {**SITE, "index.md": "# Home\n\n```{toctree}\n:glob:\n\n**\n```\n"})
    site.build()
    about = site.folder / "html" / "about.html"
    before = about.stat().st_mtime_ns
    site.build()
    assert about.stat().st_mtime_ns == before


def test_several_builds_of_one_application(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    write(site, SITE)
    outdir = site.folder / "html"
    engines = outdir / "posts" / "2027-01-01-engines.html"
    with patch_docutils(str(site.source)), docutils_namespace():
        app = Sphinx(
            site.source, site.source, outdir, site.folder / "html.doctrees", "html", status=None, warning=None
        )
        for epoch in (BEFORE, AFTER, BEFORE):
            monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
            app.build()
            assert engines.is_file() is (epoch == AFTER)


@BUILDERS
def test_drafts_are_shown_on_request(site: Site, builder: str, capsys: pytest.CaptureFixture[str]) -> None:
    more = 'rediraffe_redirects = {"old-engines": "posts/2027-01-01-engines"}\n'
    write(site, SITE, BASE + SHOWN + more)
    built = site.build(builder)
    # pages() leaves out those that begin with an underscore.
    assert pages(built) == PUBLISHED | DRAFTS.keys() - {"_drafts/idea"}
    notices = {
        "notes": "Draft: not published",
        "field": "Draft: not published",
        "posts/2027-01-01-engines": "Draft: published from 1 January 2027",
        "about": None,
    }
    for docname, notice in notices.items():
        soup = built.soup(f"{docname}.html" if builder == "html" else f"{docname}/index.html")
        (title,) = soup.select("h1")
        found = title.find_next_sibling()
        assert (found.get_text(strip=True) if found.get("role") == "note" else None) == notice
        assert "Draft" not in soup.title.string
        assert bool(soup.select('meta[name="robots"][content="noindex"]')) is bool(notice)
        assert "Draft" not in (soup.select_one('meta[name="description"]') or {}).get("content", "")
    assert report(site, builder).startswith("5 drafts are shown: _drafts/idea (draft), ")
    # They are in the navigation, and linked.
    assert len(built.soup("index.html").select("p.lead a")) == 8
    # But for machines, there are none.
    for file in ("sitemap.xml", "feed.xml"):
        text = built.text(file)
        assert "/about" in text and "notes" not in text and "engines" not in text
    assert not {"old-notes/index.html", "engines/index.html"} & built.files().keys()
    ledger = site.folder / LEDGER
    assert main(["urls", "record", str(built.folder), "--ledger", str(ledger)]) == 0
    recorded = capsys.readouterr().out
    assert "/about" in recorded
    assert "notes" not in recorded and "engines" not in recorded and "drafts/" not in recorded
    assert is_fresh(site, built, builder)
    # Nothing of them is left by a build without them.
    site.conf(BASE)
    built = site.build(builder)
    assert pages(built) == PUBLISHED
    assert is_fresh(site, built, builder)


def test_a_notice_goes_when_the_day_comes(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    write(site, SITE, BASE + SHOWN)
    file = "posts/2027-01-01-engines.html"
    assert "Draft: " in site.build().text(file)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", AFTER)
    built = site.build()
    assert "Draft: " not in built.text(file)
    assert is_fresh(site, built, "html")


def test_the_notice_in_another_theme_and_an_unknown_language(site: Site) -> None:
    write(site, SITE, 'html_theme = "alabaster"\nlanguage = "xx_YY"\n' + SHOWN)
    soup = site.build(allow=["xx"]).soup("posts/2027-01-01-engines.html")
    (notice,) = soup.select(".hp-draft")
    assert notice.get_text(strip=True) == "Draft: published from 1 January 2027"


def test_live_builds_show_drafts(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given: list[list[str]] = []

    class Builds:
        def __init__(self, arguments: list[str], **_options: Any) -> None:
            given.append(arguments)

        def close(self) -> None:
            pass

    monkeypatch.setattr("sphinx_incremental.live.command.Builds", Builds)
    monkeypatch.setattr("sphinx_incremental.live.server.serve", lambda *_arguments, **_options: None)
    main(["live", "--port", "0", str(site.source), str(site.folder / "live"), "--", "-T"])
    (arguments,) = given
    assert arguments[arguments.index("-t") :][:3] == ["-t", "drafts", "-T"]


def test_the_home_page_is_published(site: Site) -> None:
    write(site, {"index.md": page("Home", "draft: true")})
    expected = "index.md:1: WARNING: a site needs its home page: it is published, though it states that it is a draft"
    for _ in range(2):
        built = site.build(expect=[expected])
        assert built.soup("index.html").h1.string == "Home"
    assert not list((site.folder / "html.doctrees").rglob("drafts.txt"))
    # A date is none of a post's.
    site.write({"index.md": page("Home", "date: 2030-01-01")})
    site.build()


def test_a_switch_that_cannot_be_understood(site: Site) -> None:
    write(site, {"index.md": "# Home\n", "a.md": page("A", "descripton: x", "published: soon")})
    for _ in range(2):
        built = site.build(
            expect=[
                "a.md:4: WARNING: published is true or false, not 'soon'; until that is known, the page is not "
                "published [homepage.front_matter]"
            ]
        )
        assert pages(built) == {"index"}
    # The page is read, and has its own warnings, each once.
    site.conf(SHOWN)
    built = site.build(expect=["published is true or false", "descripton"], allow=["toc.not_included"])
    assert len([warning for warning in built.warnings if "published is" in warning]) == 1


@BUILDERS
def test_what_leads_to_a_draft(site: Site, builder: str) -> None:
    write(
        site,
        {
            **SITE,
            "to-file.md": page("To", "redirect_to: notes.md"),
            "to-page.md": page("To", "redirect_to: /notes/"),
            "to-old.md": page("To", "redirect_to: /old-notes/"),
            "to-post.md": page("To", "redirect_to: /engines/"),
            "published-urls.txt": "/notes.html served\n/engines/ served\n/about/ served\n/never.html served\n",
        },
        BASE + 'rediraffe_redirects = {"before": "notes", "then": "before", "other": "about"}\n',
    )
    draft = "the page 'notes' is a draft, and not published"
    gone = "the page 'notes' is a draft; publish it, since its URL has been published"
    built = site.build(
        builder,
        expect=[
            f"redirect_to: 'notes.md' cannot be led to: {draft}",
            f"redirect_to: '/notes/' cannot be led to: {draft}",
            f"redirect_to: '/old-notes/' cannot be led to: {draft}",
            "redirect_to: '/engines/' cannot be led to: the page 'posts/2027-01-01-engines' is a draft",
            f"rediraffe_redirects: 'before' cannot redirect: {draft}",
            f"rediraffe_redirects: 'then' cannot redirect: {draft}",
            gone,
            "the page 'posts/2027-01-01-engines' is a draft; publish it",
            "add /never.html to the redirect_from of",
        ],
    )
    assert len(built.warnings) == 9


def test_redirects_to_a_draft_from_a_build_that_shows_it(site: Site) -> None:
    write(
        site, {"index.md": "# Home\n\n```{toctree}\na\n```\n", "a.md": page("A", "draft: true")}, BASE + SHOWN
    )
    site.write({"b.md": page("B", "redirect_to: a.md")})
    built = site.build()
    assert "b.html" in built.files()
    ledger = site.folder / LEDGER
    main(["urls", "record", str(built.folder), "--ledger", str(ledger)])
    assert "/b.html" not in ledger.read_text() and "/a.html" not in ledger.read_text()


@pytest.mark.parametrize("builder", ["latex", "text", "epub", "gettext", "json", "singlehtml"])
def test_other_builders(site: Site, builder: str) -> None:
    write(site, SITE, 'copyright = author = "Ada"\nversion = "1"\n')
    built = site.build(builder)
    for name, data in built.files().items():
        # Some copy the environment, in which the drafts are, beside what they make.
        assert b"Weaving engines" not in data or name.startswith("environment.pickle"), name


def test_without_the_other_extension(site: Site) -> None:
    write(site, SITE)
    with sphinx_alone():
        assert pages(site.build()) == PUBLISHED


def test_notebooks(site: Site) -> None:
    """A notebook has the switch in its metadata, whatever reads it."""
    notebook = {"cells": [], "metadata": {"draft": True}, "nbformat": 4, "nbformat_minor": 5}
    source_suffix = 'source_suffix = {".md": "markdown", ".rst": "restructuredtext", ".ipynb": "markdown"}\n'
    write(site, {"index.md": "# Home\n", "a.ipynb": json.dumps(notebook)}, source_suffix)
    assert pages(site.build()) == {"index"}
