"""The ledger in real builds: what it adds to a site, and what it finds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sphinx.errors import ConfigError

from conftest import ADDED
from helpers import BUILDERS, HOME, MARK, bio, stubs

if TYPE_CHECKING:
    from conftest import Site

RETIRED = "sphinx-homepage retired"


@BUILDERS
def test_all_is_well(site: Site, builder: str) -> None:
    site.write(
        bio("redirect_from: [/about/, /resume]")
        | {"published-urls.txt": "/ served\n/about/ -> /bio.html\n/bio.html served\n/bio/ served\n/resume -> /bio.html\n"}
    )  # fmt: skip
    site.build(builder)


@BUILDERS
@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("/cv/ served", "WARNING: /cv/ would be a 404, for want of cv/index.html"),
        ("/cv/ -> /bio/", "WARNING: /cv/ would be a 404"),
        ("/BIO/ served", "WARNING: /BIO/ would be a 404"),
        ("/bio retired 2026-01-01: gone", "WARNING: /bio is retired, and answers again"),
        ("/x/ retired 2026-01-01: gone", "WARNING: /x/ is retired, and answers again"),
        ("cv served", "WARNING: 'cv': a URL here begins with a slash, as in /cv/"),
    ],
)
def test_what_is_found(site: Site, builder: str, line: str, says: str) -> None:
    """In every build, also in one that reads nothing."""
    site.write(bio("redirect_from: /x/") | {"published-urls.txt": f"/ served\n{line}\n"})
    for _ in range(2):
        built = site.build(builder, expect=[f"published-urls.txt:2: {says}"])
        assert len(built.warnings) == 1
        assert "[homepage.ledger]" in built.warnings[0]


def test_a_redirect_that_is_lost_is_found(site: Site) -> None:
    site.write(bio("redirect_from: /old/") | {"published-urls.txt": "/old/ -> /bio.html\n"})
    site.build()
    site.write(bio(""))
    site.build(expect=["published-urls.txt:1: WARNING: /old/ would be a 404"])
    site.write({"published-urls.txt": "/old/ retired 2026-03-01: nobody needs it\n"})
    site.build()


def test_a_page_that_is_removed_is_missed(site: Site) -> None:
    """Also where its file is still in the output directory."""
    site.write(bio("") | {"art.md": "# Art\n", "published-urls.txt": "/art.html served\n"})
    site.build()
    (site.source / "art.md").unlink()
    says = "published-urls.txt:1: WARNING: /art.html would be a 404"
    for _ in range(2):
        site.build(expect=[says])
    site.build(expect=[says], out="fresh")


@BUILDERS
def test_an_address_of_the_other_builder_answers(site: Site, builder: str) -> None:
    """A site that changes its builder keeps the addresses that it has had, of pages and of conf.py's redirects."""
    site.conf('rediraffe_redirects = {"deep/old": "bio"}\n')
    ledger = "/art/deep.html served\n/art/deep/ served\n/bio served\n/deep/old.html -> /bio/\n/deep/old/ -> /bio/\n/sub served\n"
    site.write(
        bio("")
        | {"index.md": "# Home\n\n```{toctree}\nbio\nart/deep\nsub/index\n```\n", "art/deep.md": "# Deep\n"}
        | {"sub/index.md": "# Sub\n", "published-urls.txt": ledger}
    )
    found = stubs(site.build(builder))
    if builder == "html":
        assert (
            found["art/deep/index.html"] == "../../art/deep.html"
            or found["art/deep/index.html"] == "../deep.html"
        )
        assert found["deep/old/index.html"] == "../../bio.html"
    else:
        assert found["art/deep.html"] == "deep/"
        assert found["deep/old.html"] == "../bio/"
    assert found["sub.html"] in ("sub/index.html", "sub/")


@BUILDERS
def test_a_retired_address_says_so(site: Site, builder: str) -> None:
    ledger = (
        '/ served\n/bio/paper retired 2026-01-02: <b>"demo"</b> & more\n/gone.html retired 2026-01-03: gone\n'
    )
    site.write(bio("") | {"published-urls.txt": ledger})
    built = site.build(builder)
    for file, nearest in (
        ("bio/paper.html", {"html": "../bio.html", "dirhtml": "./"}[builder]),
        ("bio/paper/index.html", {"html": "../../bio.html", "dirhtml": "../"}[builder]),
        ("gone.html", ""),
    ):
        text, page = built.text(file), built.soup(file)
        assert RETIRED in text
        assert page.html["lang"] == "en"
        assert page.select_one("meta[name=robots]")["content"] == "noindex"
        links = {link.get_text(): link["href"] for link in page.select("a")}
        assert list(links) == (["Bio", "To the home page"] if nearest else ["To the home page"])
        if nearest:
            assert links["Bio"] == nearest
            assert '<b>"demo"</b> & more' in page.get_text()
            assert not page.select("main b")
    assert "3 January 2026: gone" in " ".join(built.soup("gone.html").get_text().split())
    assert built.soup("gone.html").select_one("time")["datetime"] == "2026-01-03"
    site.write({"published-urls.txt": "/ served\n"})
    built = site.build(builder)
    assert not [name for name, data in built.files().items() if RETIRED.encode() in data]


def test_a_retired_address_is_written_again_when_its_reason_changes(site: Site) -> None:
    site.write(bio("") | {"published-urls.txt": "/gone/ retired 2026-01-02: one\n"})
    assert "one" in site.build().text("gone/index.html")
    site.write({"published-urls.txt": "/gone/ retired 2026-01-02: two\n"})
    assert "two" in site.build().text("gone/index.html")


def test_the_hosts_count(site: Site) -> None:
    site.write(bio("redirect_from: /x.html") | {"published-urls.txt": "/x.html served\n/y.html served\n"})
    says = "/y.html would be a 404, for want of y.html (Read the Docs)"
    site.conf('homepage_hosts = ["readthedocs"]\n')
    site.build(expect=[says])
    site.conf("homepage_hosts = []\n")
    site.build()


def test_settings_are_checked(site: Site) -> None:
    site.write(bio(""))
    site.conf('homepage_hosts = ["github"]\n')
    with pytest.raises(
        ConfigError, match="'github' is none of github-pages, readthedocs; did you mean 'github-pages'"
    ):
        site.build()
    site.conf('homepage_ledger = "urls.txt"\n')
    site.build(expect=["homepage_ledger: there is no file 'urls.txt'"])


def test_the_ledger_may_be_elsewhere(site: Site) -> None:
    site.conf('homepage_ledger = "old/urls.txt"\nexclude_patterns = ["old"]\n')
    site.write(bio("") | {"old/urls.txt": "/cv/ served\n"})
    site.build(expect=["old/urls.txt:1: WARNING: /cv/ would be a 404"])
    site.write({"old/urls.txt": b"\xff\xfe"})
    site.build(expect=["old/urls.txt:1: WARNING: the ledger cannot be read: it is not UTF-8 text"])


# -- The list of redirects


@BUILDERS
def test_redirects_json(site: Site, builder: str) -> None:
    """As jekyll-redirect-from writes it, and absolute where the site says where it is."""
    site.conf('html_baseurl = "https://ada.example.org/me"\n')
    site.write(
        bio("redirect_from: [/x/, /résumé]")
        | {"away.md": "---\ntitle: A\nredirect_to: https://example.org/\n---\n"}
    )
    built = site.build(builder)
    page = "https://ada.example.org/me/bio" + (".html" if builder == "html" else "/")
    away = "/away.html" if builder == "html" else "/away/"
    assert json.loads(built.text("redirects.json")) == {
        "/x/": page,
        "/résumé": page,
        away: "https://example.org/",
    }
    site.conf("")
    assert json.loads(site.build(builder).text("redirects.json"))["/x/"] == page.removeprefix(
        "https://ada.example.org/me"
    )
    site.write(
        {
            "index.md": "# Home\n",
            "bio.md": "---\norphan: true\n---\n# Bio\n",
            "away.md": "---\norphan: true\n---\n# Away\n",
        }
    )
    assert "redirects.json" not in site.build(builder).files()


def test_a_list_of_somebody_else_stays(site: Site) -> None:
    site.conf('html_extra_path = ["extra"]\n')
    site.write(bio("redirect_from: /x/") | {"extra/redirects.json": "mine"})
    assert site.build().text("redirects.json") == "mine"
    site.conf("")
    (site.folder / "html/redirects.json").write_text("by hand")
    assert site.build().text("redirects.json") == "by hand"


# -- Pages that lead elsewhere


@BUILDERS
@pytest.mark.parametrize(
    ("target", "leads"),
    [
        ("https://example.org/a?b=1&c#d", "https://example.org/a?b=1&amp;c#d"),
        ("/bio/", "{bio}"),
        ("/bio.html", "{bio}"),
        ("/bio", "{bio}"),
        ("bio.md", "{bio}"),
        ("/bio.md#part", "{bio}#part"),
        ("/me/#part", "{bio}#part"),
        ("/", "{home}"),
        ("/paper.pdf", "{up}paper.pdf"),
        ("/_static/x.css", "{up}_static/x.css"),
        ("[/bio/]", "{bio}"),
    ],
)
def test_redirect_to(site: Site, builder: str, target: str, leads: str) -> None:
    site.conf('html_extra_path = ["extra"]\nhtml_static_path = ["_static"]\n')
    site.write(
        {"index.md": HOME.replace("*", "bio"), "bio.md": "---\npermalink: /me/\n---\n# Bio\n\n## Part\n"}
        | {"away.md": f"---\ntitle: Away\nredirect_to: {target}\nredirect_from: [/older/]\n---\n\nBody.\n"}
        | {"extra/paper.pdf": "pdf", "_static/x.css": ""}
    )
    built = site.build(builder)
    up = "" if builder == "html" else "../"
    values = {
        "html": {"bio": "bio.html", "home": "index.html"},
        "dirhtml": {"bio": "../bio/", "home": "../"},
    }
    found = stubs(built)
    own = "away.html" if builder == "html" else "away/index.html"
    assert found[own] == leads.format(up=up, **values[builder])
    older = {
        "html": {"bio": "../bio.html", "home": "../index.html"},
        "dirhtml": {"bio": "../bio/", "home": "../"},
    }
    assert found["older/index.html"] == leads.format(up="../", **older[builder])
    assert "Body." not in built.text(own)
    # "Body." as the search index has it
    assert '"bodi"' not in built.text("searchindex.js")


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("/nowhere/", "there is no page, no file and no redirect at this URL"),
        ("nowhere.md", "there is no page 'nowhere'"),
        ("javascript:alert(1)", "a redirect leads to a page of this site, or to https://..."),
        ("mailto:me@example.org", "a redirect leads to a page of this site, or to https://..."),
        ("//example.org/", "it names another host; write https://example.org/"),
        ("/../x", "it leads upwards"),
        ("'#part'", "it names no page"),
        ("/bio/?x=1", "it has a query"),
        ("https://", ""),
    ],
)
def test_redirect_to_nowhere(site: Site, target: str, says: str) -> None:
    """The page is then as it is without."""
    site.write(bio(f"redirect_to: {target}"))
    built = site.build(
        expect=[f"bio.md:3: WARNING: redirect_to: '{target.strip(chr(39))}' cannot be led to: {says}"]
    )
    assert "Text." in built.text("bio.html")


def test_a_place_that_is_not_there(site: Site) -> None:
    site.write(bio("redirect_from: /x/") | {"away.md": "---\ntitle: A\nredirect_to: /x/#nowhere\n---\n"})
    for _ in range(2):
        built = site.build(
            expect=["away.md:3: WARNING: redirect_to of 'away' leads nowhere: 'bio' has no id 'nowhere'"]
        )
        assert len(built.warnings) == 1


def test_two_targets(site: Site) -> None:
    site.write(bio("redirect_to: [/a/, /b/]"))
    site.build(expect=["redirect_to leads to one URL; keep the one that is meant", "cannot be led to"])


@BUILDERS
def test_redirect_to_in_the_next_build(site: Site, builder: str) -> None:
    """Written again when its target has another title, place or kind, and only then."""
    site.write(bio("") | {"away.md": "---\ntitle: A\nredirect_to: bio.md\n---\n\nBody.\n"})
    own = "away.html" if builder == "html" else "away/index.html"
    site.build(builder)
    written = (site.folder / builder / own).stat().st_mtime_ns
    site.build(builder)
    assert (site.folder / builder / own).stat().st_mtime_ns == written
    site.write({"bio.md": "---\ntitle: New\n---\n\nText.\n"})
    assert ">New</a>" in site.build(builder).text(own)
    (site.source / "bio.md").unlink()
    built = site.build(builder, expect=["there is no page 'bio'"])
    assert "Body." in built.text(own)


def test_redirect_to_needs_no_toctree(site: Site) -> None:
    site.write({"index.md": "# Home\n", "away.md": "---\nredirect_to: https://example.org/\n---\n"})
    built = site.build()
    assert "example.org" in built.text("away.html")


def test_many_retired_addresses(site: Site) -> None:
    """Each is written once, and no more than once."""
    lines = "".join(f"/gone/{number}/ retired 2026-01-01: reason {number}\n" for number in range(50))
    site.write(bio("") | {"published-urls.txt": lines})
    built = site.build()
    files = [built.folder / f"gone/{number}/index.html" for number in range(50)]
    before = [file.stat().st_mtime_ns for file in files]
    site.build()
    assert [file.stat().st_mtime_ns for file in files] == before
    site.write({"published-urls.txt": lines.replace("reason 7\n", "another\n")})
    site.build()
    changed = [number for number, file in enumerate(files) if file.stat().st_mtime_ns != before[number]]
    assert changed == [7]


@pytest.mark.parametrize("address", ["/llms.txt", "/notes.md", "/_downloads/cv.pdf", "/.well-known/a"])
def test_every_published_address_can_be_retired(site: Site, address: str) -> None:
    """Where no page can be, the host's own 404 is the right answer."""
    site.write(bio("") | {"published-urls.txt": f"{address} served\n"})
    site.build(expect=[f"{address} would be a 404"])
    site.write({"published-urls.txt": f"{address} retired 2026-01-01: gone\n"})
    built = site.build()
    page = built.folder / f"{address[1:]}/index.html"
    assert page.is_file() == (address in ("/llms.txt", "/notes.md"))


def test_redirects_of_conf_py_in_the_form_of_the_other_builder(site: Site) -> None:
    """A key may be the name of a source file."""
    site.conf('rediraffe_redirects = {"old.md": "bio.md"}\n')
    site.write(bio("") | {"published-urls.txt": "/old.html -> /bio.html\n/old/ -> /bio/\n"})
    for builder in ("html", "dirhtml"):
        site.build(builder)


@pytest.mark.parametrize("key", ["x" * 300, ".", "con"])
def test_a_key_of_conf_py_that_names_no_file(site: Site, key: str) -> None:
    site.conf(f'rediraffe_redirects = {{"{key}": "bio"}}\n')
    site.write(bio(""))
    site.build(expect=[f"conf.py:{ADDED}: WARNING: rediraffe_redirects: ", "cannot redirect"])


def test_a_ledger_that_is_no_file(site: Site) -> None:
    site.write({"index.md": "# Home\n"})
    (site.source / "published-urls.txt").symlink_to("nowhere.txt")
    site.build(expect=["there is no file 'published-urls.txt'"])


@pytest.mark.parametrize(("builder", "file"), [("html", "search/index.html"), ("dirhtml", "search.html")])
def test_the_search_page_under_the_other_builder(site: Site, builder: str, file: str) -> None:
    site.write(bio("") | {"published-urls.txt": "/search.html served\n/search/ served\n"})
    for _ in range(2):
        assert MARK in site.build(builder).text(file)
    site.write({"published-urls.txt": "/ served\n"})
    assert file not in site.build(builder).files()
