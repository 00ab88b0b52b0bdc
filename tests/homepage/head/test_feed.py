"""``feed.xml``: what is in it, and when it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

from helpers import BUILDERS, stubs

if TYPE_CHECKING:
    import pytest

    from conftest import Built, Site

BASE = 'html_baseurl = "https://ada.example.org/me/"\n'
ATOM = "{http://www.w3.org/2005/Atom}"
PAGES = {
    "index.md": "---\ntitle: Home\n---\n\n```{toctree}\n:glob:\n*\n```\n",
    "old.md": '---\ntitle: Old <b> & "x"\ndate: 2019\nexcerpt: A & <i>b</i> $\\alpha$\n---\n\nText.\n',
    "new.md": "---\ntitle: New\ndate: 2026-03-01\nlast_modified_at: 2026-04-02\n---\n\nText.\n",
    "hidden.md": "---\ntitle: Hidden\ndate: 2026-03-01\nsitemap: false\n---\n\nText.\n",
    "plain.md": "---\ntitle: Plain\n---\n\nText.\n",
}


def feed(built: Built) -> ElementTree.Element:
    return ElementTree.fromstring(built.text("feed.xml"))


@BUILDERS
def test_entries(site: Site, builder: str) -> None:
    site.conf(BASE)
    site.write(PAGES)
    built = site.build(builder)
    root = feed(built)
    ending = ".html" if builder == "html" else "/"
    found = [
        {child.tag.removeprefix(ATOM): child.text for child in entry} for entry in root.iter(f"{ATOM}entry")
    ]
    assert [entry["id"] for entry in found] == [
        f"https://ada.example.org/me/{name}{ending}" for name in ("new", "old")
    ]
    assert found[0]["published"] == "2026-03-01T00:00:00Z"
    assert found[0]["updated"] == "2026-04-02T00:00:00Z"
    assert (found[1]["title"] or "").startswith("Old & ")
    assert found[1]["summary"] == "A & b α"
    assert found[1]["updated"] == "2019-01-01T00:00:00Z"
    assert root.findtext(f"{ATOM}updated") == "2026-04-02T00:00:00Z"
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Ada Lovelace"
    assert root.find(f"{ATOM}link").get("href") == "https://ada.example.org/me/feed.xml"  # type: ignore[union-attr]
    for page in built.pages():
        link = built.soup(page).select_one('link[type="application/atom+xml"]')
        assert link["href"] == "../" * page.count("/") + "feed.xml"


@BUILDERS
def test_comes_and_goes_with_the_dates(site: Site, builder: str) -> None:
    site.conf(BASE)
    home, dated = PAGES["index.md"], {"old.md": PAGES["old.md"]}
    site.write({"index.md": home, "plain.md": PAGES["plain.md"]})
    page = "plain.html" if builder == "html" else "plain/index.html"
    for there in (False, True, False):
        if there:
            site.write(dated)
        else:
            (site.source / "old.md").unlink(missing_ok=True)
        built = site.build(builder)
        assert ("feed.xml" in built.files()) is there
        assert ("atom+xml" in built.text(page)) is there


@BUILDERS
def test_dates_in_the_future(site: Site, builder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    site.conf(BASE)
    later = "---\ntitle: Later\ndate: 2099-05-06\n---\n\nText.\n"
    site.write({"index.md": PAGES["index.md"], "later.md": later})
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    for epoch, there in (("", False), ("4081708799", False), ("4081708800", True)):  # midnight of that day
        if epoch:
            monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        built = site.build(builder)
        assert ("feed.xml" in built.files()) is there
        assert ("atom+xml" in built.text("index.html")) is there
    site.write({"old.md": PAGES["old.md"]})
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    titles = [
        entry.findtext(f"{ATOM}title") or "" for entry in feed(site.build(builder)).iter(f"{ATOM}entry")
    ]
    assert len(titles) == 1 and titles[0].startswith("Old")


def test_not_without_an_address_or_a_wish(site: Site) -> None:
    site.write(PAGES)
    assert "feed.xml" not in site.build().files()
    site.conf(BASE + "homepage_feed = False\n")
    built = site.build()
    assert "feed.xml" not in built.files()
    assert "atom+xml" not in built.text("index.html")


def test_an_empty_feed_where_the_ledger_promises_one(site: Site) -> None:
    site.conf(BASE)
    site.write({"index.md": "# Home\n", "published-urls.txt": "/feed.xml served\n"})
    built = site.build()
    assert not list(feed(built).iter(f"{ATOM}entry"))
    assert "atom+xml" not in built.text("index.html")
    site.write({"published-urls.txt": "/feed.xml retired 2026-01-01: gone\n"})
    built = site.build()
    assert "feed.xml" not in built.files()
    assert "This page is gone" in built.text("feed.xml/index.html")


def test_a_redirect_does_not_take_its_place(site: Site) -> None:
    site.conf(BASE)
    site.write(PAGES | {"plain.md": "---\ntitle: Plain\nredirect_from: /feed.xml\n---\n"})
    built = site.build(expect=["'feed.xml' would be a directory, and the feed is there, and stays"])
    assert not stubs(built)


def test_a_file_of_somebody_else_stays(site: Site) -> None:
    site.conf(BASE + 'html_extra_path = ["extra"]\n')
    site.write(PAGES | {"extra/feed.xml": "mine"})
    assert site.build().text("feed.xml") == "mine"


def test_authors_of_entries(site: Site) -> None:
    """An entry names its authors where they are not the site's."""
    site.conf(BASE + 'author_profiles = {"grace": {"name": "Grace & Hopper"}}\n')
    site.write(
        {
            "index.md": "# Home\n\n```{toctree}\na\nb\n```\n",
            "a.md": "---\ntitle: A\ndate: 2026-01-01\nauthor: grace\n---\n",
            "b.md": "---\ntitle: B\ndate: 2026-01-02\n---\n",
        }
    )
    names = [
        [name.text for name in entry.iter(f"{ATOM}name")] for entry in feed(site.build()).iter(f"{ATOM}entry")
    ]
    assert names == [[], ["Grace & Hopper"]]


def test_characters_that_xml_forbids(site: Site) -> None:
    site.conf(BASE)
    site.write({"index.md": '---\ntitle: "A \\x07 bell \\uFFFF"\ndate: 2026-01-01\n---\n'})
    title = next(feed(site.build(allow=[""])).iter(f"{ATOM}entry")).find(f"{ATOM}title")
    assert title is not None
    assert (title.text or "").split() == ["A", "bell"]
