"""``python -m sphinx_homepage urls``: the ledger from the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from helpers import bio
from sphinx_homepage.cli import main
from sphinx_homepage.cli.status import INTERRUPTED
from sphinx_homepage.ledger.importing import SourceError, import_redirects, import_sitemap
from sphinx_homepage.ledger.ledger_file import parse_ledger

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Site

HEAD = 4
"""The lines at the beginning of a new ledger, and the one of the root."""


def lines(file: Path) -> list[str]:
    return [" ".join(line.split()) for line in file.read_text().splitlines() if line and line[0] == "/"]


def run(*arguments: object) -> int:
    return main(["urls", *map(str, arguments)])


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_record(site: Site, builder: str, capsys: pytest.CaptureFixture[str]) -> None:
    site.conf('html_extra_path = ["extra"]\nhtml_baseurl = "https://ada.example.org/"\n')
    site.write(
        bio("redirect_from: [/resume, /old.html]")
        | {"away.md": "---\ntitle: A\nredirect_to: https://example.org/#x\n---\n"}
        | {"extra/files/paper.pdf": "pdf", "extra/LICENSE": "x", "extra/.hidden": "x", "extra/pic.png": ""}
        | {"published-urls.txt": "/gone/ retired 2026-01-01: gone\n/ served\n"}
    )
    folder = site.build(builder).folder
    ledger = site.source / "published-urls.txt"
    assert run("record", folder, "--ledger", ledger) == 0
    own, page, away = (
        ("/bio.html", "/bio.html", "/away.html") if builder == "html" else ("/bio/", "/bio/", "/away/")
    )
    assert lines(ledger) == sorted(
        [
            "/ served",
            "/LICENSE served",
            f"{away} -> https://example.org/#x",
            f"{own} served",
            "/files/paper.pdf served",
            "/gone/ retired 2026-01-01: gone",
            f"/old.html -> {page}",
            f"/resume -> {page}",
        ]
    )
    output = capsys.readouterr().out
    assert f"added    /resume  -> {page}\n" in output
    assert f"{ledger}: 6 added, 0 changed, 8 in all" in output
    before = ledger.read_text()
    assert run("record", folder, "--ledger", ledger) == 0
    assert ledger.read_text() == before
    assert "0 added, 0 changed" in capsys.readouterr().out
    site.build(builder)
    assert run("check", folder, "--ledger", ledger) == 0
    assert "8 published URLs on Read the Docs and GitHub Pages, all answer" in capsys.readouterr().out


def test_both_builders_keep_what_was_recorded(site: Site) -> None:
    """What one builder publishes, the other answers too."""
    site.conf('rediraffe_redirects = {"old": "bio"}\n')
    site.write(
        bio("redirect_from: [/resume, /old.php]")
        | {
            "art/deep.md": "---\norphan: true\n---\n# Deep\n",
            "art/index.md": "---\norphan: true\n---\n# Art\n",
        }
    )
    ledger = site.source / "published-urls.txt"
    for builder in ("html", "dirhtml"):
        site.build(builder)
        assert run("record", site.folder / builder, "--ledger", ledger) == 0
    for builder in ("html", "dirhtml"):
        site.build(builder)
    assert run("check", site.folder / "html", site.folder / "dirhtml", "--ledger", ledger) == 0
    assert len(lines(ledger)) > 8


def test_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(
        tmp_path,
        {"site/index.html": "x", "site/a.html": "x", "urls.txt": "/a served\n/a.html served\nb\n/ served\n"},
    )
    ledger = tmp_path / "urls.txt"
    assert run("check", tmp_path / "site", "--ledger", ledger) == 1
    output = capsys.readouterr().out
    assert f"{ledger}:3: 'b': a URL here begins with a slash" in output
    assert f"{ledger}:1: /a would be a 404, for want of a/index.html (Read the Docs); add" in output
    assert "3 published URLs on Read the Docs and GitHub Pages, 1 would not answer" in output
    write(
        tmp_path, {"urls.txt": "/a.html served\n/ served\n", "conf.py": 'homepage_hosts = ["github-pages"]\n'}
    )
    assert run("check", tmp_path / "site", "--ledger", ledger) == 0
    assert "2 published URLs on GitHub Pages, all answer" in capsys.readouterr().out
    assert run("check", tmp_path / "site", "--ledger", ledger, "--host", "readthedocs") == 0
    assert "2 published URLs on Read the Docs, all answer" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["check", "nowhere"], "error: there is no directory"),
        (["check", "empty"], "error: there is no HTML in"),
        (["check", "site", "--ledger", "none.txt"], "error: none.txt cannot be read: No such file"),
        (["check", "site", "--ledger", "latin.txt"], "error: latin.txt is not UTF-8 text"),
        (["record", "site", "--ledger", "bad.txt"], "error: bad.txt:1: 'x': a URL here begins with a slash"),
        (["record"], "error: there is no directory _build/html; build the site first"),
        (["import", "none.xml"], "error: none.xml cannot be read: No such file"),
        (["import", "bad.txt"], "error: bad.txt: it is not XML"),
        (["import", "bad.json"], "error: bad.json: it is not JSON"),
        (["import", "list.json"], "error: list.json: it is no mapping of URLs"),
        (["import", "empty"], "error: empty: there is no HTML in it"),
        (["explain", "/../x", "site"], "error: /../x: it leads upwards"),
        (["check", "site", "--ledger", "odd/urls.txt"], "error: homepage_hosts in conf.py cannot be read as it is written there"),
        (["check", "site", "--ledger", "host/urls.txt"], "error: homepage_hosts in conf.py names 'github', which"),
    ],
)  # fmt: skip
def test_mistakes(
    tmp_path: Path,
    arguments: list[str],
    says: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    write(
        tmp_path,
        {"site/index.html": "x", "published-urls.txt": "/ served\n", "bad.txt": "x\n", "bad.json": "x"},
    )
    write(
        tmp_path,
        {"list.json": "[]", "empty/x.txt": "", "odd/urls.txt": "", "odd/conf.py": "homepage_hosts = hosts()"},
    )
    write(tmp_path, {"host/urls.txt": "", "host/conf.py": 'homepage_hosts = ["github"]'})
    (tmp_path / "latin.txt").write_bytes(b"/caf\xe9 served\n")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert run(*arguments) == 2
    assert says in capsys.readouterr().err
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_explain(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    stub = '<meta name="generator" content="sphinx-homepage redirect"><a id="new" href="cv.html">'
    write(
        tmp_path, {"_build/html/index.html": "x", "_build/html/cv.html": "x", "_build/html/resume.html": stub}
    )
    write(tmp_path, {"published-urls.txt": "/resume -> /cv.html\n"})
    assert run("explain", "/resume.html") == 0
    assert capsys.readouterr().out.splitlines() == [
        "/resume.html",
        "  ledger: a form of /resume",
        "  Read the Docs:",
        "    /resume.html: 200 with resume.html, a page that leads to cv.html",
        "    /cv.html: 200 with cv.html, where it ends",
        "  GitHub Pages:",
        "    /resume.html: 200 with resume.html, a page that leads to cv.html",
        "    /cv.html: 200 with cv.html, where it ends",
    ]
    assert run("explain", "/resume", "--host", "readthedocs") == 1
    output = capsys.readouterr().out
    assert "  ledger: -> /cv.html (published-urls.txt:1)" in output
    assert "    /resume: 404, there is no resume, no resume/index.html" in output
    assert run("explain", "/nowhere/") == 1
    assert "    /nowhere/: 404, there is no nowhere/index.html" in capsys.readouterr().out


# -- From an old site


def test_import_a_built_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As Jekyll's host served it: x.html at /x as well."""
    refresh = '<!DOCTYPE html><meta http-equiv="refresh" content="0; url=https://me.example.org/">'
    write(
        tmp_path,
        {
            "_site/index.html": "x", "_site/cv/index.html": "x", "_site/talkmap.html": "x",
            "_site/about/index.html": refresh, "_site/404.html": "x", "_site/assets/css/main.css": "",
            "_site/images/me.jpg": "", "_site/files/paper.pdf": "", "_site/feed.xml": "", "_site/sitemap.xml": "",
            "_site/robots.txt": "", "_site/assets/js/x.js": "",
        },
    )  # fmt: skip
    ledger = tmp_path / "published-urls.txt"
    assert run("import", tmp_path / "_site", "--ledger", ledger) == 0
    assert lines(ledger) == [
        "/ served",
        "/about/ -> https://me.example.org/",
        "/cv/ served",
        "/feed.xml served",
        "/files/paper.pdf served",
        "/talkmap served",
        "/talkmap.html served",
    ]
    assert "7 added, 0 skipped" in capsys.readouterr().out
    assert run("import", tmp_path / "_site", "--ledger", ledger, "--host", "readthedocs") == 0
    assert "0 added" in capsys.readouterr().out


SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://me.example.org/</loc><lastmod>2020-01-01</lastmod></url>
<url><loc> https://me.example.org/caf%C3%A9/ </loc></url>
<url><loc>https://me.example.org/x?y</loc></url>
<url><loc>https://elsewhere.example.org/z</loc></url>
</urlset>
"""


def test_import_a_sitemap() -> None:
    found = import_sitemap(SITEMAP.encode(), "https://me.example.org/")
    assert [entry.address for entry in found.entries] == ["/", "/café/"]
    assert [reason.partition(":")[2].partition(" ")[0] for reason in found.skipped] == [
        "//elsewhere.example.org/z:",
        "//me.example.org/x?y:",
    ]
    below = import_sitemap(SITEMAP.replace("org/", "org/me/").encode(), "https://me.example.org/me")
    assert [entry.address for entry in below.entries] == ["/", "/café/"]
    assert "/z" in [entry.address for entry in import_sitemap(SITEMAP.encode(), "").entries]


def test_a_hostile_sitemap() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    with pytest.raises(SourceError, match="it is not XML"):
        import_sitemap(f"{bomb}]><urlset><url><loc>&j;</loc></url></urlset>".encode(), "")


def test_import_redirects() -> None:
    moves = {
        "/old/": "https://me.example.org/new/#x",
        "/out": "https://example.org/",
        "/../x": "/",
        "/in": "/y",
    }
    found = import_redirects(json.dumps(moves).encode(), "https://me.example.org")
    assert [(entry.address, entry.status) for entry in found.entries] == [
        ("/old/", "-> /new/#x"),
        ("/out", "-> https://example.org/"),
        ("/in", "-> /y"),
    ]
    assert found.skipped == ["/../x: it leads upwards with .."]


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def test_import_the_history_of_a_jekyll_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every permalink and redirect_from that ever was, of pages that are gone and under names that are gone."""
    write(
        tmp_path,
        {
            "_config.yml": "title: x\n",
            "_pages/about.md": "---\npermalink: /about/\nredirect_from: [/me.html, /moi]\n---\nx",
            "_posts/2020-01-01-hello.md": "---\ntitle: Hello\npermalink: /posts/hello/\n---\nx",
            "_posts/2020-01-02-other.md": "---\ntitle: Other\n---\nx",
            "_drafts/draft.md": "---\npermalink: /draft/\n---\n",
            "_pages/hidden.md": "---\npermalink: /hidden/\npublished: false\n---\n",
            "talkmap.md": "---\ntitle: Map\n---\n",
            "README.md": "# Not a page\n",
            "sub/index.html": "---\ntitle: Sub\n---\n",
        },
    )
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "one")
    (tmp_path / "_posts/2020-01-01-hello.md").unlink()
    write(tmp_path, {"_pages/about.md": "---\npermalink: /\nredirect_from: /about/\n---\nx"})
    git(tmp_path, "mv", "talkmap.md", "map.md")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "two")
    ledger = tmp_path / "urls.txt"
    assert run("import", tmp_path, "--ledger", ledger) == 0
    assert lines(ledger) == [
        "/ served",
        "/about/ served",
        "/map served",
        "/me.html -> /about/",
        "/moi -> /about/",
        "/posts/hello/ served",
        "/sub/ served",
        "/talkmap served",
    ]
    assert "skipped  _posts/2020-01-02-other.md: its URL follows from _config.yml" in capsys.readouterr().out


def test_import_of_a_folder_that_is_no_repository(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, {"_config.yml": "", ".git/HEAD": "broken"})
    assert run("import", tmp_path, "--ledger", tmp_path / "urls.txt") == 2
    assert "git cannot read its history" in capsys.readouterr().err
    assert not (tmp_path / "urls.txt").exists()


def test_a_ledger_is_never_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    resource = pytest.importorskip("resource", reason="limits the size of files; not on Windows")
    import signal

    write(tmp_path, {"site/index.html": "x"} | {f"site/{n}.html": "x" for n in range(200)})
    ledger = tmp_path / "urls.txt"
    ledger.write_text("/ served\n")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    # As on a disk that is full after a kilobyte.
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        status = run("record", tmp_path / "site", "--ledger", ledger)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert status == 2
    assert "cannot be written" in capsys.readouterr().err
    assert ledger.read_text() == "/ served\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site", "urls.txt"]
    assert not parse_ledger(ledger.read_text())[1]


def test_import_of_what_is_no_address(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = import_redirects(b'{"/a": "http://[foo", "http://[x": "/b"}', "")
    assert not found.entries
    assert [reason.partition(": it")[0] for reason in found.skipped] == ["/a", "http://[x"]
    (tmp_path / "index.html").write_text('<meta http-equiv="refresh" content="0; url=http://[bad">')
    ledger = tmp_path / "published-urls.txt"
    assert run("record", tmp_path, "--ledger", ledger) == 0
    assert lines(ledger) == ["/ served"]
    assert run("explain", "/", tmp_path, "--ledger", ledger) in (0, 1)
    capsys.readouterr()


@pytest.mark.parametrize(
    ("moves", "lines_", "skipped"),
    [
        ('{"/a/": "/b c/"}', ["/a/ -> /b%20c/"], ""),
        ('{"/a/": "/b/#c d"}', ["/a/ -> /b/#c%20d"], ""),
        ('{"/a/": "/b/\\n/evil/ served"}', [], "/a/: its target '/b/\\x0a/evil/ served' is no URL: it holds a"),
        ('{"/a/": null}', [], "/a/: its target is no text"),
        ('{"/a/": {"x": 1}}', [], "/a/: its target is no text"),
        ('{"/a/": " "}', [], "/a/: its target ' ' is no URL: it is empty; write /new-url/ or https://..."),
        ('{"/a/": "/b\\ud800/"}', [], "/a/: its target '/b\\xd800/' is no URL: it holds a control character"),
        ('{"/b\\ud800/": "/a/"}', [], "'/b\\xd800/': it holds a control character"),
        ('{"/a/": "javascript:x"}', [], "/a/: its target 'javascript:x' is no URL: a redirect leads to a page"),
        ('{"/a/": "/../b"}', [], "/a/: its target '/../b' is no URL: it leads upwards with .."),
    ],
)  # fmt: skip
def test_what_is_imported_can_be_read_again(
    tmp_path: Path, moves: str, lines_: list[str], skipped: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, {"redirects.json": moves, "more.json": '{"/zz/": "/yy/"}'})
    ledger = tmp_path / "urls.txt"
    for name, more in (("redirects.json", []), ("more.json", ["/zz/ -> /yy/"])):
        assert run("import", tmp_path / name, "--ledger", ledger) == 0
        assert lines(ledger) == lines_ + more
        output = capsys.readouterr().out
        assert "None" not in output
        assert not skipped or more or f"skipped  {skipped}" in output


def test_import_of_a_sitemap_that_cannot_be_decoded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "sitemap.xml").write_text('<?xml version="1.0" encoding="foo"?><urlset/>')
    assert run("import", tmp_path / "sitemap.xml", "--ledger", tmp_path / "urls.txt") == 2
    error = capsys.readouterr().err
    assert "sitemap.xml: it is XML that cannot be decoded (unknown encoding: foo); save it as UTF-8" in error


def test_import_of_a_page_that_leads_to_an_odd_address(tmp_path: Path) -> None:
    refresh = '<meta http-equiv="refresh" content="0; url={}">'
    write(
        tmp_path,
        {"site/index.html": "x", "site/a/index.html": refresh.format("https://example.com/a b")}
        | {"site/b/index.html": refresh.format("/a b/"), "site/a b/index.html": "x"},
    )
    ledger = tmp_path / "urls.txt"
    for command in ("import", "record"):
        assert run(command, tmp_path / "site", "--ledger", ledger) == 0
        assert lines(ledger) == ["/ served", "/a%20b/ served", "/a/ served", "/b/ -> /a%20b/"]


def test_of_hundreds_of_lines_the_first_are_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, {f"site/{number:03}/index.html": "x" for number in range(300)})
    ledger = tmp_path / "urls.txt"
    for command in ("record", "import"):
        ledger.unlink(missing_ok=True)
        assert run(command, tmp_path / "site", "--ledger", ledger) == 0
        assert len(lines(ledger)) == 300
        output = capsys.readouterr().out.splitlines()
        assert output[0] == "added    /000/  served"
        assert output[-2] == "added    290 more" and " 300 added" in output[-1] and len(output) == 12


def test_the_history_of_pages_with_odd_addresses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(
        tmp_path,
        {
            "_config.yml": "title: x\n",
            "a.md": '---\npermalink: "/my talk/"\nredirect_from: /old/\n---\nx\n',
            "b.md": "---\npermalink: /../b/\nredirect_from: /older/\n---\nx\n",
        },
    )
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "one")
    ledger = tmp_path / "urls.txt"
    for _ in range(2):
        assert run("import", tmp_path, "--ledger", ledger) == 0
        assert lines(ledger) == ["/my%20talk/ served", "/old/ -> /my%20talk/", "/older/ served"]
        assert "skipped  /../b/: it leads upwards with .." in capsys.readouterr().out


@pytest.mark.skipif(sys.platform != "linux", reason="file names are text on other systems")
@pytest.mark.parametrize("kind", ["record", "import", "history"])
def test_a_file_name_that_is_no_text(tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, {"site/index.html": "---\n---\nx"})
    name = os.fsdecode(b"bad\xff.html")
    (tmp_path / "site" / name).write_text("---\n---\nx")
    ledger = tmp_path / "urls.txt"
    if kind == "history":
        write(tmp_path, {"site/_config.yml": "title: x\n"})
        git(tmp_path / "site", "init", "-q")
        git(tmp_path / "site", "add", ".")
        git(tmp_path / "site", "commit", "-qm", "one")
    command = "record" if kind == "record" else "import"
    assert run(command, tmp_path / "site", "--ledger", ledger) == 0
    assert lines(ledger) == ["/ served"]
    output = capsys.readouterr().out
    assert "skipped  " in output and "its percent-encoding is not UTF-8" in output
    output.encode()


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_a_ledger_that_is_a_link(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It may be kept in another repository: the file that it leads to is written."""
    write(tmp_path, {"site/index.html": "x", "site/z.html": "x", "real/urls.txt": "/ served\n"})
    ledger = tmp_path / "urls.txt"
    for target in ("real/urls.txt", "real/new.txt"):
        ledger.unlink(missing_ok=True)
        ledger.symlink_to(target)
        assert run("record", tmp_path / "site", "--ledger", ledger) == 0
        assert ledger.is_symlink()
        assert lines(tmp_path / target) == ["/ served", "/z.html served"]
    ledger.unlink()
    ledger.symlink_to("urls.txt")
    assert run("record", tmp_path / "site", "--ledger", ledger) == 2
    assert "cannot be" in capsys.readouterr().err
    assert ledger.is_symlink()


def test_a_sitemap_of_many_kinds() -> None:
    image = 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
    text = (
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" {image}><url><loc>https://a.org/x/</loc>'
        "<image:image><image:loc>https://cdn.org/pic.jpg</image:loc></image:image></url></urlset>"
    )
    assert [entry.address for entry in import_sitemap(text.encode(), "").entries] == ["/x/"]
    # Written by hand, and by some plugins.
    plain = b"<urlset><url><loc>https://a.org/x/</loc></url></urlset>"
    assert [entry.address for entry in import_sitemap(plain, "").entries] == ["/x/"]
    with pytest.raises(SourceError, match="no URL"):
        import_sitemap(b"<urlset></urlset>", "")
    with pytest.raises(SourceError, match="other sitemaps"):
        import_sitemap(b"<sitemapindex><sitemap><loc>https://a.org/s.xml</loc></sitemap></sitemapindex>", "")


def test_the_ledger_that_conf_py_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"conf.py": 'homepage_ledger = "urls.txt"\n', "_build/html/index.html": "<p>x"})
    monkeypatch.chdir(tmp_path)
    assert run("record") == 0
    assert "urls.txt: 1 added" in capsys.readouterr().out
    assert not (tmp_path / "published-urls.txt").exists()
    write(tmp_path, {"conf.py": "homepage_ledger = name()\n"})
    assert run("record") == 2
    assert "give it with --ledger" in capsys.readouterr().err


def test_a_file_of_the_owner_beside_the_ledger(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, {"index.html": "<p>x", "published-urls.txt.new": "keep"})
    ledger = tmp_path / "published-urls.txt"
    assert run("record", tmp_path, "--ledger", ledger) == 0
    ledger.chmod(0o640)
    assert run("record", tmp_path, "--ledger", ledger) == 0
    assert (tmp_path / "published-urls.txt.new").read_text() == "keep"
    assert ledger.stat().st_mode & 0o777 == 0o640
    assert {path.name for path in tmp_path.iterdir()} == {
        "index.html",
        "published-urls.txt.new",
        "published-urls.txt",
    }
    capsys.readouterr()


def test_status_counts_what_is_written_and_not_recorded(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    site.write(bio("redirect_from: /resume/"))
    ledger, begun = site.folder / "urls.txt", site.folder / "begun"
    folder = site.build().folder
    assert run("status", folder, "--ledger", ledger) == 0
    # The home page, the page, and the old address; the index, the search page and the 404 page are not recorded.
    assert capsys.readouterr().out.strip().endswith(f": 5 pages, 3 URLs not in {ledger} (make record)")
    assert not ledger.exists()
    assert run("record", folder, "--ledger", ledger) == 0
    begun.touch()
    site.write({"bio.md": site.source.joinpath("bio.md").read_text() + "\nMore.\n"})
    site.build()
    capsys.readouterr()
    assert run("status", folder, "--ledger", ledger, "--since", begun) == 0
    out = capsys.readouterr().out
    assert "5 pages, " in out and " written" in out and "not in" not in out


def test_ctrl_c(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_arguments: object) -> None:
        raise KeyboardInterrupt

    # Also while the commands are loaded.
    for name in ("check_directory", "add_check_command"):
        monkeypatch.setattr(f"sphinx_homepage.cli.check.{name}", interrupted)
        assert main(["check", "."]) == INTERRUPTED
        assert capsys.readouterr().err == "interrupted\n"


@pytest.mark.parametrize("arguments", [["check", ".", "--bogus"], ["urls", "check", ".", "--bogus"]])
def test_an_option_that_there_is_not(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(arguments)
    command = " ".join(["sphinx-homepage", *arguments[:-2]])
    error = capsys.readouterr().err
    assert error.startswith(f"usage: {command} [-h]")
    assert error.endswith(f"{command}: error: unrecognized arguments: --bogus\n")
