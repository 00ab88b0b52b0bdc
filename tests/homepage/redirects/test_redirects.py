"""Old addresses: what answers, with which builder, and what wins when two things want one place.

The situations that everybody meets are in test_redirect_cases.py, by number; the texts of single addresses are in
test_address.py.
"""

from __future__ import annotations

import io
import shutil
import sys
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from conftest import ADDED, Built, build
from helpers import BUILDERS, HOME, MARK, bio, stubs
from sphinx_homepage.core.addresses import comparable
from sphinx_homepage.redirects.output import name_form

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Site


@BUILDERS
@pytest.mark.parametrize(
    ("address", "files"),
    [
        pytest.param("/notes.md/", ["notes.md/index.html"], id="source name as a folder"),
        pytest.param("/notes.md.html", ["notes.md.html"], id="source name before html"),
    ],
)
def test_what_answers(site: Site, builder: str, address: str, files: list[str]) -> None:
    site.write(bio(f"redirect_from: {address}"))
    built = site.build(builder)
    page = "bio.html" if builder == "html" else "bio/"
    for file in files:
        text = built.text(file)
        assert MARK in text
        assert f'href="{"../" * file.count("/")}{page}"' in text
    written = {path.relative_to(built.folder).as_posix() for path in built.folder.rglob("*.htm*")}
    own = {"bio.html" if builder == "html" else "bio/index.html", "index.html"}
    assert {name for name in written if not name.startswith(("404", "search", "genindex"))} == own | set(
        files
    )


@BUILDERS
@pytest.mark.parametrize(
    ("address", "says"),
    [
        pytest.param('"/old#f"', "has a fragment", id="28"),
        pytest.param("/CNAME/x/", "a file of html_extra_path is there, and stays", id="below an extra file"),
        pytest.param("/extra.html", "a file of html_extra_path is there, and stays", id="extra file"),
    ],
)
def test_what_cannot_be(site: Site, builder: str, address: str, says: str) -> None:
    site.conf('html_extra_path = ["extra"]\n')
    site.write(
        bio(f"redirect_from: {address}")
        | {"other.md": "# Other\n", "extra/extra.html": "mine", "extra/CNAME": "x"}
    )
    built = site.build(
        builder,
        expect=[f"bio.md:3: WARNING: redirect_from: {address.strip(chr(34))} cannot redirect: ", says],
    )
    assert len(built.warnings) == 1
    assert built.text("extra.html") == "mine"
    assert "Other" in built.text("other.html" if builder == "html" else "other/index.html")


@BUILDERS
def test_a_redirect_looks_like_this(site: Site, builder: str) -> None:
    site.conf('html_baseurl = "https://ada.example.org/a&b"\nlanguage = "de"\n')
    site.write(
        {"index.md": HOME, "bio q&a.md": '---\ntitle: Q & A "x" <i>\nredirect_from: /x/\n---\n\nText.\n'}
    )
    built = site.build(builder)
    text, page = built.text("x/index.html"), built.soup("x/index.html")
    target = "bio%20q%26a" + (".html" if builder == "html" else "/")
    assert text.lower().startswith("<!doctype html>")
    assert page.html["lang"] == "de"
    assert page.meta["charset"] == "utf-8"
    assert page.title.get_text().startswith("Q & A")
    assert page.select_one("link[rel=canonical]")["href"] == f"https://ada.example.org/a&b/{target}"
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert page.select_one("body a")["href"] == f"../{target}"
    assert page.select_one("body a").get_text().startswith("Q & A")
    assert f'content="0; url=../{target}"' in text


def test_a_redirect_without_base_url_has_no_canonical(site: Site) -> None:
    site.write(bio("redirect_from: /x/"))
    assert "canonical" not in site.build().text("x/index.html")


@BUILDERS
def test_conf_py_has_its_own(site: Site, builder: str) -> None:
    """31: chains are one hop; the two kinds stand side by side."""
    site.conf('rediraffe_redirects = {"old": "older/one.md", "older/one.md": "bio.md"}\n')
    site.write(bio("redirect_from: /x/"))
    page = "bio.html" if builder == "html" else "bio/"
    old = {"old.html": page, "older/one.html": f"../{page}"}
    old_dir = {"old/index.html": f"../{page}", "older/one/index.html": f"../../{page}"}
    assert stubs(site.build(builder)) == {
        "x/index.html": f"../{page}",
        **(old if builder == "html" else old_dir),
    }
    assert stubs(site.build(builder)) == {
        "x/index.html": f"../{page}",
        **(old if builder == "html" else old_dir),
    }


def test_conf_py_may_name_a_file(site: Site) -> None:
    site.conf('rediraffe_redirects = "redirects.txt"\n')
    site.write(bio("redirect_from: /x/") | {"redirects.txt": '"old" "bio"\n'})
    assert set(stubs(site.build())) == {"x/index.html", "old.html"}


@pytest.mark.parametrize(
    ("redirects", "says"),
    [
        (
            '{"bio": "index"}',
            f"conf.py:{ADDED}: WARNING: rediraffe_redirects: bio cannot redirect: the page 'bio' is there",
        ),
        ('{"../out": "bio"}', "without a leading slash or .."),
        ('{"/old": "bio"}', "without a leading slash or .."),
        ('{1: "bio"}', "keys and targets are docnames"),
        ('{"a": "b", "b": 5}', "'b' cannot redirect: keys and targets are docnames"),
        ('{"a": "b", "b": ["x"]}', "'a' cannot redirect: there is no page 'b'"),
        (
            '{"a": "gone"}',
            f"conf.py:{ADDED}: WARNING: rediraffe_redirects: 'a' cannot redirect: there is no page 'gone'",
        ),
        (
            '{"bio.html/x": "index"}',
            "'bio.html' would be a directory, and the page 'bio' is there, and stays",
        ),
        ('{"a": "bio", "a.html/b": "bio"}', "'a.html' would be a directory, and is a redirect to 'bio'"),
        ('[("a", "bio")]', "it is a mapping of docnames, or the path of a file"),
        ('"latin.txt"', "the file 'latin.txt' is not UTF-8 text; save it as UTF-8"),
        (
            '"nowhere.txt"',
            f"conf.py:{ADDED}: WARNING: rediraffe_redirects: the file 'nowhere.txt' cannot be read (No such file",
        ),
    ],
)
def test_mistakes_in_conf_py(site: Site, redirects: str, says: str) -> None:
    site.conf(f"rediraffe_redirects = {redirects}\n")
    site.write(bio("redirect_from: /x/") | {"latin.txt": b"a \xe9\n"})
    for _ in range(2):
        built = site.build(expect=[says], allow=["rediraffe_redirects"])
        assert stubs(built).items() >= {"x/index.html": "../bio.html"}.items()
        assert "Bio" in built.text("bio.html")


def test_conf_py_wins_over_a_page(site: Site) -> None:
    site.conf('rediraffe_redirects = {"x/index": "index"}\n')
    site.write(bio("redirect_from: /x/"))
    built = site.build(
        expect=[
            "redirect_from: /x/ cannot redirect: conf.py leads it to 'index' (rediraffe_redirects: x/index)"
        ]
    )
    assert stubs(built) == {"x/index.html": "../index.html"}


def test_own_template(site: Site) -> None:
    site.conf('rediraffe_template = "redirect.html"\n')
    site.write(bio("redirect_from: [/x/, /y.html]") | {"redirect.html": "to {{ rel_url }} {{ to_url }}"})
    built = site.build("dirhtml")
    assert built.text("x/index.html") == "to ../bio/index.html bio/index.html"
    assert built.text("y.html") == "to bio/index.html bio/index.html"
    site.write(bio(""))
    assert not (site.build("dirhtml").folder / "y.html").exists()


VALUES = "{{ rel_url }} {{ from_file }} {{ to_file }} {{ from_url }} {{ to_url }}"


@BUILDERS
def test_an_own_template_gets_the_same_values_for_every_redirect(site: Site, builder: str) -> None:
    """Also for those that rediraffe cannot write: the name of a page that was there, and the file it had."""
    site.conf(
        'rediraffe_template = "redirect.html"\nrediraffe_redirects = {"p.md": "bio", "q.md": "bio#part"}\n'
    )
    text = "---\nredirect_from: [/x/, /y.html, /z/y.html]\n---\n# Bio\n\n## Part\n"
    site.write({"index.md": HOME, "bio.md": text, "redirect.html": VALUES})
    built = site.build(builder)
    page = "bio.html" if builder == "html" else "bio/index.html"
    p, q = ("p.html", "q.html") if builder == "html" else ("p/index.html", "q/index.html")
    up = "../" * p.count("/")
    assert {name: built.text(name) for name in ("x/index.html", "y.html", "z/y.html", p, q)} == {
        "x/index.html": f"../{page} x/index bio x/index.html {page}",
        "y.html": f"{page} y bio y.html {page}",
        "z/y.html": f"../{page} z/y bio z/y.html {page}",
        p: f"{up}{page} p.md bio {p} {page}",
        q: f"{up}{page}#part q.md bio {q} {page}",
    }


@pytest.mark.long
@BUILDERS
@pytest.mark.parametrize("template", ["", 'rediraffe_template = "redirect.html"\n'])
def test_many(site: Site, builder: str, template: str) -> None:
    """More of them change nothing in those that were there."""
    site.conf(template)

    def write(count: int) -> None:
        addresses = [f"/old/{number}/" for number in range(count)]
        site.write(bio(f"redirect_from: {addresses}") | {"redirect.html": VALUES})

    def redirects(out: str = "") -> dict[str, bytes]:
        files = site.build(builder, out=out).files()
        return {name: data for name, data in files.items() if name.startswith("old/")}

    write(100)
    few = redirects()
    assert len(few) == 100
    write(101)
    many = redirects()
    assert len(many) == 101
    assert few.items() < many.items()
    assert redirects("fresh") == many
    write(100)
    assert redirects() == few


# -- From one build to the next


@pytest.mark.skipif(sys.platform == "win32", reason="no file name has a colon on Windows")
@BUILDERS
@pytest.mark.parametrize("name", ["a:b", "talk: intro", "sub/c:d"])
def test_a_page_with_a_colon_in_its_name(site: Site, builder: str, name: str) -> None:
    """Its name may look like a drive, or the scheme of an address."""
    site.conf(f'rediraffe_redirects = {{"old": "{name}", "older": "{name}.md", "oldest": "{name}#part"}}\n')
    site.write(
        {
            "index.md": HOME,
            f"{name}.md": "---\nredirect_from: [/x/, /y.html]\norphan: true\n---\n# T\n\n## Part\n",
        }
    )
    for number, target in enumerate([f"/{name}.md", f"/{name}.html", f"/{name}/#part"]):
        site.write({f"away{number}.md": f'---\nredirect_to: "{target}"\n---\n# Away\n'})
    if "/" not in name:
        site.write({"away3.md": f'---\nredirect_to: "{name}.md"\n---\n# Away\n'})
    found = stubs(site.build(builder))
    page = quote(name) + (".html" if builder == "html" else "/")
    names = {file.removesuffix("/index.html").removesuffix(".html") for file in found}
    assert names == {"old", "older", "oldest", "x", "y", *(f"away{n}" for n in range(3 + ("/" not in name)))}
    for file, target in found.items():
        fragment = "#part" if file.startswith(("oldest", "away2")) else ""
        assert target == "../" * file.count("/") + page + fragment


@BUILDERS
def test_a_redirect_that_nobody_asks_for_goes(site: Site, builder: str) -> None:
    """53, 54: also the folders that it leaves empty, and one that conf.py asked for."""
    site.conf('rediraffe_redirects = {"a/b/c": "bio"}\n')
    site.write(bio("redirect_from: [/x/y/, /z.html]") | {"other.md": "# Other\n"})
    assert len(stubs(site.build(builder))) == 3
    site.conf("")
    site.write(bio(""))
    built = site.build(builder)
    assert not stubs(built)
    assert not [name for name in ("x", "a", "z.html") if (built.folder / name).exists()]
    site.write(bio("redirect_from: /x/y/"))
    assert len(stubs(site.build(builder))) == 1
    (site.source / "bio.md").unlink()
    assert not stubs(site.build(builder))


@BUILDERS
def test_a_page_takes_over_an_address(site: Site, builder: str) -> None:
    """37, and rediraffe's own trap: the redirect's target changes later."""
    site.conf('rediraffe_redirects = {"old": "bio"}\n')
    site.write(bio("redirect_from: /x.html"))
    site.build(builder)
    site.write({"old.md": "# Old page\n", "x.md": "# X page\n"})
    expect = ["rediraffe_redirects: old cannot redirect: the page 'old' is there"]
    expect += ["redirect_from: /x.html cannot redirect: the page 'x' is there"] if builder == "html" else []
    old, x = ("old.html", "x.html") if builder == "html" else ("old/index.html", "x/index.html")
    for target in ("bio", "index", "index"):
        site.conf(f'rediraffe_redirects = {{"old": "{target}"}}\n')
        built = site.build(builder, expect=expect)
        assert "Old page" in built.text(old)
        assert "X page" in built.text(x)


@BUILDERS
def test_a_removed_page_leaves_a_redirect(site: Site, builder: str) -> None:
    site.write(bio("") | {"old.md": "# Old page\n"})
    site.build(builder)
    (site.source / "old.md").unlink()
    site.write(bio("redirect_from: /old"))
    built = site.build(builder)
    assert set(stubs(built)) == {"old.html", "old/index.html"}


@pytest.mark.parametrize("change", ["title", "base URL", "target"])
def test_a_redirect_is_written_again(site: Site, change: str) -> None:
    """55: when what it says has changed, and only then."""
    site.write(bio("redirect_from: [/x/, /y.html]") | {"art.md": "# Art\n"})
    built = site.build("dirhtml")
    times = {name: (built.folder / name).stat().st_mtime_ns for name in stubs(built)}
    before = {name: built.text(name) for name in times}
    assert {name: (site.build("dirhtml").folder / name).stat().st_mtime_ns for name in times} == times
    if change == "title":
        site.write({"bio.md": "---\ntitle: New\nredirect_from: [/x/, /y.html]\n---\n\nText.\n"})
    elif change == "base URL":
        site.conf('html_baseurl = "https://ada.example.org/"\n')
    else:
        site.write(bio("") | {"art.md": "---\ntitle: Art\nredirect_from: [/x/, /y.html]\n---\n"})
    after = {name: site.build("dirhtml").text(name) for name in times}
    assert all(after[name] != before[name] for name in times)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '{"x/index.html": 3}',
        '{"../../source/bio.md": "", "bio.html": "", "/etc/x": ""}',
        '{"objects.inv": "", "bio.html": "a", "index.html": "", "loop/x/y": "", "\\ud800/x": "", "y/": "", "": ""}',
    ],
)
def test_the_state_of_the_last_build_may_be_broken(site: Site, content: str) -> None:
    site.write(bio("redirect_from: [/x/, /y]"))
    expected = site.build().files()
    site.state("redirects.json").write_text(content)
    built = site.build()
    assert {name: data for name, data in built.files().items() if name.endswith(".html")} == {
        name: data for name, data in expected.items() if name.endswith(".html")
    }
    site.state("redirects.json").unlink()
    assert len(stubs(site.build())) == 3


@BUILDERS
def test_the_output_has_no_notes(site: Site, builder: str) -> None:
    """What is published is the site, also after a build that wrote nothing new."""
    site.write(bio("redirect_from: [/x/, /y.html]"))
    for _ in range(2):
        files = site.build(builder).files()
        assert not [name for name in files if "rediraffe" in name or name.startswith(".homepage-redirects")]


@BUILDERS
def test_the_doctrees_are_removed(site: Site, builder: str) -> None:
    """The output alone tells what was written: redirects, pages of retired addresses and their list."""
    site.conf("html_extra_path = ['extra']\nhtml_static_path = ['_static']\n")
    ledger = {"published-urls.txt": "/gone/ retired 2026-01-01: gone\n"}
    site.write(bio("redirect_from: [/x/, /y.html]") | ledger | {"extra/a.txt": "", "_static/a.txt": ""})
    built = site.build(builder)
    stub = built.text("x/index.html")
    # Redirects of others: of a site inside, of an old one that is published as a file.
    site.write({"extra/old/index.html": stub, "_static/old.html": stub})
    for name in ("sub/objects.inv", "sub/x/index.html"):
        (built.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (built.folder / name).write_text(stub)
    shutil.rmtree(site.folder / f"{builder}.doctrees")
    site.write(bio("redirect_from: /z/") | {"published-urls.txt": ""})
    for turn in range(2):
        built = site.build(builder)
        kept = {"old/index.html", "sub/x/index.html"}
        assert set(stubs(built)) == {"z/index.html"} | kept, turn
        assert "_static/old.html" in built.files()
        assert not (built.folder / "gone").exists()
        assert "/z/" in built.text("redirects.json")
        assert "/x/" not in built.text("redirects.json")
    shutil.rmtree(site.folder / f"{builder}.doctrees")
    site.conf("html_extra_path = ['extra']\n")
    site.write(bio(""))
    assert "redirects.json" not in site.build(builder).files()


@BUILDERS
def test_the_output_is_removed(site: Site, builder: str) -> None:
    """The state of what is gone leads to nothing that is missing."""
    site.write(bio("redirect_from: [/x/, /y.html]") | {"old.md": "# Old\n"})
    expected = site.build(builder)
    before = stubs(expected)
    shutil.rmtree(expected.folder)
    (site.source / "old.md").unlink()
    built = site.build(builder)
    assert stubs(built) == before
    assert stubs(site.build(builder)) == before
    assert not [name for name in built.files() if name.startswith("old")]


@BUILDERS
def test_two_outputs_with_one_doctree_directory(site: Site, builder: str) -> None:
    other = "dirhtml" if builder == "html" else "html"
    doctrees = site.folder / "doctrees"

    def run(out: str, name: str) -> set[str]:
        assert not build(site.source, site.folder / out, doctrees, name)
        return set(stubs(Built(site.folder / out, [])))

    site.write(bio("redirect_from: [/x/, /y.html]"))
    for out, name in (("one", builder), ("two", builder), ("three", other)):
        assert run(out, name) == {"x/index.html", "y.html"}
    site.write(bio("redirect_from: /y.html"))
    assert run("one", builder) == {"y.html"}
    shutil.rmtree(site.folder / "two")
    for out, name in (("two", builder), ("three", other), ("one", builder)):
        assert run(out, name) == {"y.html"}


@BUILDERS
def test_an_output_that_another_doctree_directory_has_written(site: Site, builder: str) -> None:
    """What is noted beside the doctrees may be older than what lies in the output."""
    out = site.folder / "out"

    def run(doctrees: str, template: str) -> list[str]:
        site.conf(f'rediraffe_template = "{template}.html"\n')
        assert not build(site.source, out, site.folder / doctrees, builder)
        return [(out / name).read_text() for name in ("x/index.html", "y.html")]

    mark = '<meta name="generator" content="sphinx-homepage redirect">'
    site.write(bio("redirect_from: [/x/, /y.html]") | {"a.html": f"a {mark}", "b.html": f"b {mark}"})
    for doctrees, template in (("one", "a"), ("two", "b"), ("one", "a"), ("two", "a"), ("one", "b")):
        assert all(text.startswith(template) for text in run(doctrees, template))


@pytest.mark.parametrize("record", ["", "{", "[]", '{"x/index": "bio"}', '{"x/index": "old"}'])
def test_a_record_in_the_output_of_a_build_that_was_interrupted(site: Site, record: str) -> None:
    site.write(bio("redirect_from: /x/"))
    (site.build().folder / "_rediraffe_redirected.json").write_text(record)
    built = site.build()
    assert set(stubs(built)) == {"x/index.html"}
    assert "_rediraffe_redirected.json" not in built.files()


def test_a_foreign_file_stays(site: Site) -> None:
    site.write(bio(""))
    (site.build().folder / "x").mkdir()
    (site.folder / "html/x/index.html").write_text("foreign")
    site.write(bio("redirect_from: /x/"))
    built = site.build(
        expect=["no redirect can be written at 'x/index.html': there is a file that is no redirect"]
    )
    assert built.text("x/index.html") == "foreign"


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
@pytest.mark.parametrize("link", ["x", "x/index.html"])
def test_a_link_out_of_the_output_folder(site: Site, link: str) -> None:
    outside = site.folder / "outside"
    outside.mkdir()
    (outside / "index.html").write_text("outside")
    site.write(bio(""))
    place = site.build().folder / link
    place.parent.mkdir(exist_ok=True)
    place.symlink_to(outside if link == "x" else outside / "index.html")
    site.write(bio("redirect_from: [/x/, /x/y/z/]" if link == "x" else "redirect_from: /x/"))
    site.build(expect=["no redirect can be written at 'x/"])
    assert (outside / "index.html").read_text() == "outside"


@BUILDERS
def test_two_spellings_of_one_redirect_in_conf_py(site: Site, builder: str) -> None:
    """They are one file under dirhtml, and a chain may go through either."""
    site.conf('rediraffe_redirects = {"x": "bio", "x/index": "bio", "y": "x/index"}\n')
    site.write(bio(""))
    expected = {"x.html", "x/index.html", "y.html"} if builder == "html" else {"x/index.html", "y/index.html"}
    assert set(stubs(site.build(builder))) == expected


def test_a_redirect_to_a_page_that_goes_is_missed(site: Site) -> None:
    """Also in a build that reads nothing again."""
    site.conf('rediraffe_redirects = {"old": "art"}\n')
    site.write(bio("") | {"art.md": "# Art\n"})
    assert set(stubs(site.build())) == {"old.html"}
    (site.source / "art.md").unlink()
    for _ in range(2):
        assert not stubs(site.build(expect=["'old' cannot redirect: there is no page 'art'"]))


def test_a_page_that_went_some_builds_ago_leaves_a_redirect(site: Site) -> None:
    site.write(bio("") | {"old.md": "# Old page\n"})
    site.build()
    (site.source / "old.md").unlink()
    site.build()
    site.build()
    site.write(bio("redirect_from: /old.html"))
    assert set(stubs(site.build())) == {"old.html"}


@pytest.mark.long
@BUILDERS
@pytest.mark.parametrize("still_asked_for", [True, False])
@pytest.mark.parametrize("kind", ["extra", "additional", "collected"])
def test_a_file_of_somebody_else_takes_over(
    site: Site, builder: str, kind: str, still_asked_for: bool
) -> None:
    site.write(bio("redirect_from: /old/") | {"_templates/mine.html": "mine"})
    assert set(stubs(site.build(builder))) == {"old/index.html"}
    page = "old/index" if builder == "html" else "old"
    if kind == "extra":
        site.write({"extra/old/index.html": "mine"})
        site.conf('html_extra_path = ["extra"]\n')
    elif kind == "additional":
        site.conf(f'templates_path = ["_templates"]\nhtml_additional_pages = {{"{page}": "mine.html"}}\n')
    else:
        site.conf(
            'templates_path = ["_templates"]\ndef setup(app):\n'
            f'    app.connect("html-collect-pages", lambda app: [("{page}", {{}}, "mine.html")])\n'
        )
    for title in ("Bio", "Another", "Third"):
        matter = "redirect_from: /old/" if still_asked_for else ""
        site.write({"bio.md": f"---\ntitle: {title}\n{matter}\n---\n\nText.\n"})
        built = site.build(builder, expect=["redirect"] if still_asked_for else [])
        assert built.text("old/index.html").strip() == "mine"


def test_own_template_with_parts(site: Site) -> None:
    site.conf('rediraffe_template = "redirect.html"\n')
    site.write(
        bio("redirect_from: [/x/, /y.html]")
        | {"redirect.html": '{% include "part.html" %} {{ rel_url }}', "part.html": "part"}
    )
    assert site.build("dirhtml").text("y.html") == "part bio/index.html"


def test_an_own_template_that_is_wrong(site: Site) -> None:
    site.conf('rediraffe_template = "redirect.html"\n')
    site.write(bio("redirect_from: /y.html") | {"redirect.html": "{% if %}"})
    built = site.build("dirhtml", expect=["redirect.html:1: WARNING: rediraffe_template cannot be used"])
    assert "Bio" in built.text("bio/index.html")


@pytest.mark.parametrize("own_template", [True, False])
def test_a_page_in_another_file_is_found(site: Site, own_template: bool) -> None:
    template = 'rediraffe_template = "redirect.html"\n' if own_template else ""
    site.write(bio("redirect_from: /x/") | {"redirect.html": '<a id="new" href="{{ rel_url }}">'})
    site.conf(template)
    site.build()
    site.conf(template + 'html_file_suffix = ".htm"\n')
    assert '../bio.htm"' in site.build().text("x/index.html")
    site.conf(template)
    site.build("html", out="both")
    assert '"../bio/' in site.build("dirhtml", out="both", fresh=True).text("x/index.html")


ONE_FILE = "in case only, and this file system has one file for both; build on one that has two, as Linux"


@BUILDERS
def test_addresses_that_differ_in_case_only(site: Site, builder: str, tells_case: bool) -> None:
    """Hosts tell them apart: both have to be there, where both can be."""
    site.write(
        bio("permalink: /BIO/\nredirect_from: [/Old/, /old/, /BIO.html]")
        | {"published-urls.txt": "/BIO/ -> /bio/\n/bio/ served\n" if tells_case else ""}
    )
    own = {"html": ("BIO.html", "BIO.html"), "dirhtml": ("BIO/index.html", "BIO/")}[builder]
    other = {"html": "BIO/index.html", "dirhtml": "BIO.html"}[builder]
    for turn in range(2):
        built = site.build(
            builder,
            expect=[]
            if tells_case
            else [
                f"it differs from 'Old/index.html' {ONE_FILE}",
                f"it differs from '{own[0].lower()}' {ONE_FILE}",
            ],
        )
        both = {own[0], "old/index.html"} if tells_case else set()
        assert set(stubs(built)) - {"bio/index.html"} == {"Old/index.html", other} | both, turn
        assert "Text." in built.text("bio.html" if builder == "html" else "bio/index.html")
    site.write(bio("") | {"published-urls.txt": ""})
    built = site.build(builder)
    assert not stubs(built)
    assert "Text." in built.text("bio.html" if builder == "html" else "bio/index.html")


@BUILDERS
def test_a_page_that_changes_its_case(site: Site, tmp_path: Path, builder: str) -> None:
    if name_form(tmp_path) is not str:
        pytest.skip("the file system of the tests does not tell case apart")
    site.write(bio("") | {"Art.md": "# Art\n"})
    site.build(builder)
    (site.source / "Art.md").unlink()
    old = "/Art.html" if builder == "html" else "/Art/"
    site.write({"art.md": f"---\nredirect_from: {old}\n---\n# Art\n"})
    built = site.build(builder)
    assert set(stubs(built)) == {"Art.html" if builder == "html" else "Art/index.html"}


@pytest.mark.parametrize("address", ["/A/", "/café/"])
def test_how_names_are_told_apart(tmp_path: Path, address: str) -> None:
    form = name_form(tmp_path)
    name, other = address.strip("/"), unicodedata.normalize("NFD", address.strip("/")).swapcase()
    (tmp_path / name).mkdir()
    assert form is comparable or not (tmp_path / other).exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == [name]
    assert name_form(tmp_path / "nowhere") is comparable


@BUILDERS
@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("/redirects.json", "'redirects.json' is reserved for a list of all redirects"),
        ("/_redirects", "'_redirects' is reserved for a list of all redirects"),
        ("/.nojekyll", "'.nojekyll' is reserved"),
        ("/CNAME", "'CNAME' is reserved for the domain of the site on GitHub Pages"),
        ("/robots.txt", "'robots.txt' is reserved for the rules for crawlers"),
        ("/sitemap.xml", "'sitemap.xml' is reserved for the sitemap"),
        ("/404.html", "the page for URLs that do not exist (one of your own is 404.md, beside conf.py)"),
    ],
)  # fmt: skip
def test_files_that_hosts_and_the_build_read(site: Site, builder: str, address: str, reason: str) -> None:
    site.write(bio(f"redirect_from: [{address}, /x/]"))
    built = site.build(builder, expect=[f"redirect_from: {address} cannot redirect: {reason}"])
    assert len(built.warnings) == 1
    assert set(stubs(built)) == {"x/index.html"}
    assert not [path for path in built.folder.glob(f"{address.strip('/')}*") if path.is_dir()]
    assert (built.folder / "redirects.json").is_file()


@BUILDERS
@pytest.mark.parametrize("address", ["/404.html", "/404"])
def test_the_address_of_a_404_page_of_the_site(site: Site, builder: str, address: str) -> None:
    """As Jekyll's template has it."""
    site.write(bio("") | {"404.md": f"---\norphan: true\npermalink: {address}\n---\n# Not here\n"})
    for _ in range(2):
        built = site.build(builder)
        assert "Not here" in built.text("404.html")
        assert MARK not in built.text("404.html")


def test_some_pages_only(site: Site) -> None:
    """Sphinx can be asked for some files; the others' pages are not there yet."""
    site.write(bio("redirect_from: [/x/, /y.html]"))
    with docutils_namespace():
        warnings = io.StringIO()
        out = site.folder / "out"
        app = Sphinx(
            site.source, site.source, out, site.folder / "doctrees", "dirhtml", status=None, warning=warnings
        )
        app.build(filenames=[site.source / "index.md"])
    # Sphinx says that the search index is not whole.
    assert "redirect" not in warnings.getvalue()
    assert not (out / "x").exists()


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_links_are_never_written_through(site: Site) -> None:
    outside = site.folder / "outside.html"
    site.write(bio("redirect_from: /x/"))
    folder = site.build().folder
    for name in ("x/index.html", "_rediraffe_redirected.json"):
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(outside)
    site.build(expect=["no redirect can be written at 'x/index.html': there is a link to another file"])
    assert not outside.exists()


def test_a_page_whose_directory_a_redirect_has(site: Site) -> None:
    site.write({"index.md": "# Home\n", "a.md": "---\ntitle: A\nredirect_from: /v1.html\n---\n\nText.\n"})
    site.conf("suppress_warnings = ['toc.not_included', 'homepage.redirect']\n")
    assert "url=a/" in site.build("dirhtml").text("v1.html")
    site.write({"v1.html.md": "# Version 1\n"})
    built = site.build("dirhtml")
    assert "Version 1" in built.text("v1.html/index.html")


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_a_copied_file_where_the_directory_of_a_redirect_is(site: Site, builder: str) -> None:
    site.conf('html_extra_path = ["extra"]\nsuppress_warnings = ["toc.not_included", "homepage.redirect"]\n')
    site.write(
        {
            "index.md": "# Home\n",
            "a.md": "---\ntitle: A\nredirect_from: /files/cv.pdf\n---\n\nText.\n",
            "extra/note.txt": "note",
        }
    )
    assert "a" in site.build(builder).text("files/cv.pdf/index.html")
    site.write({"extra/files/cv.pdf": "PDF"})
    assert site.build(builder).text("files/cv.pdf") == "PDF"
