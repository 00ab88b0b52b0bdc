"""``sphinx-homepage import``: a small site of Jekyll becomes a site of this kind, which is built."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from conftest import build
from jekyll_site import CONFIG, write
from sphinx_homepage.cli import import_site, main, site_files
from sphinx_homepage.cli.kept_conf import lacking_lines
from sphinx_homepage.importing import writing
from sphinx_homepage.importing.jekyll.reader import read_site
from sphinx_homepage.importing.new_site import make_site
from sphinx_homepage.importing.pages.header import page_header
from sphinx_homepage.importing.pages.matter_text import MatterText
from sphinx_homepage.importing.settings.layout_extras import balanced
from sphinx_homepage.importing.trial.forced_code import with_forced_code

LOOP = "{% for post in site.X %}{% include archive-single.html %}{% endfor %}\n"
OLD = {
    "_config.yml": """\
title: Ada's pages
locale: fr-FR
url: https://ada.github.io
permalink: /:categories/:title/
include: [_pages]
paginate: 1
paginate_path: /blog/page:num/
author:
  name: Ada Lovelace
  avatar: me.png
  bio: Engines <br> <b>and</b> looms
  github: ada
  email: nobody at all
  lattes: https://lattes.example.org/1
  links: [{label: Shop, url: "https://shop.example.org/", icon: fas fa-store}, {label: Empty}]
collections:
  publications: {output: true}
  software: {output: true, permalink: "/code/:path/"}
""",
    "_data/navigation.yml": "main:\n- {title: Papers, url: /publications/}\n- {title: CV, url: /cv/}\n"
    "- {title: Elsewhere, url: 'https://example.org/'}\n- {title: Lost, url: /lost/}\n",
    "_data/cv.json": '{"basics": {"name": "Ada Lovelace", "phone": "+44 20 1"}, "work": [{"company": "Mill", "position": "Analyst"}], "x": [1],}',
    "_data/jobs.yml": "- {what: Analyst, year: 1843}\n",
    "_includes/archive-single.html": '<h2><a href="{{ post.url }}">{{ post.title }}</a></h2>'
    "{% if post.excerpt %}<p>{{ post.excerpt }}</p>{% endif %}",
    "_layouts/single.html": "<h1>{{ page.title }}</h1><p>DOI: {{ page.doi }}</p><p>By {{ page.author }}</p>{{ content }}<p>Share on Vine</p>",
    "_layouts/framed.html": '<div class="frame">\n    <p>Letters to <b>Babbage</b></p>\n  <main>{{ content }}</main></div>\n',
    "_pages/about.md": "---\npermalink: /\ntitle: About me\nredirect_from: [/about/, '/about.html', '/?p=1']\n---\n"
    "I know [engines](cv/) and ![a loom]({{ site.baseurl }}/images/loom.png).\n"
    "\n[How I work](../README.md)\n",
    "_pages/cv.md": "---\n# My life\nlayout: single\npermalink: /cv/\ntitle: CV\nauthor: nobody\ndate: last spring\n---\n"
    "{% for job in site.data.jobs %}\n* {{ job.what }}, {{ job.year }}\n{% endfor %}\n",
    "_includes/cv-template.html": "{{ site.data.cv.basics.phone }}",
    "_pages/vita.md": "---\npermalink: /cv-json/\ntitle: ''\n---\n{% include cv-template.html %}\n\nMore\n====\n",
    "_pages/publications.md": "---\npermalink: /publications/\ntitle: Publications\n---\n"
    + "".join(
        f"## {name}\n\n"
        + LOOP.replace("X", "publications")
        .replace(" %}{% inc", f" %}}{{% if post.category == '{name}' %}}{{% inc")
        .replace("{% endfor", "{% endif %}{% endfor")
        for name in ("papers", "notes")
    ),
    "_pages/all.md": "---\npermalink: /all/\ntitle: All\n---\n" + LOOP.replace("X", "publications"),
    "blog/index.html": "---\ntitle: Blog\n---\n" + LOOP.replace("X", "posts"),
    "_publications/sketch.md": "---\ntitle: Sketch\nlayout: single\npermalink: /publication/sketch\ndate: 1843-08-01\n"
    "venue: Memoirs\ncategory: papers\ndoi: 10.1000/182\nauthor: ada lovelace\n---\nOn the engine.\n",
    "_publications/note.md": "---\ntitle: Note\npermalink: /publication/note\ndate: 1842-08-01\nvenue: Memoirs\ncategory: notes\ncollection: talks\npaperurl: note.pdf\n---\nMore.\n",
    "_posts/2013-02-12-first-words.md": "---\ntags: looms engines\nlayout: framed\n---\nHello to *all* of you.\n",
    "_posts/2014-02-12-more.md": "---\ntitle: More\nlayout: splash\n"
    "header: {overlay_image: loom.png, caption: A *loom*}\n---\nMore words than before.\n",
    "_software/loom.md": "---\ntitle: Loom\n---\nA program. [Its files](files.zip)\n\n"
    '<script src="https://cdn.example.org/a.js"></script>\n\n- ```python\n  !loom\n  ```\n',
    "404.md": "---\npermalink: /404.html\ntitle: Gone\n---\nGone.\n",
    "data.json": '---\n---\n{"title": "{{ site.title }}"}',
    "images/me.png": "x",
    "images/loom.png": "x",
    "files/my paper.pdf": "x",
    "assets/css/main.scss": "---\n---\n",
    "slides/index.html": "<p>Slides",
    "README.md": "# Read me\n",
}


@pytest.fixture(autouse=True)
def no_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make sites without the wheel, which takes a second or two to build."""
    extension = site_files.Extension("sphinx-homepage", is_vendored=False)
    monkeypatch.setattr(import_site, "vendor", lambda _directory: extension)


def snapshot(root: Path) -> dict[str, str]:
    return {
        file.relative_to(root).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(root.rglob("*"))
        if file.is_file()
    }


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """Import the site, and build what comes out as strictly as its Makefile does."""
    root = tmp_path_factory.mktemp("import")
    old = write(root / "old", OLD)
    before = snapshot(old)
    with pytest.MonkeyPatch.context() as patch:
        extension = site_files.Extension("sphinx-homepage", is_vendored=False)
        patch.setattr(import_site, "vendor", lambda _directory: extension)
        assert main(["import", str(old), str(root / "new")]) == 0
    assert snapshot(old) == before
    assert build(root / "new", root / "html", root / "doctrees", "dirhtml") == []
    return old, root / "new", root / "html"


@pytest.mark.long
class TestSite:
    """What the new site is."""

    def test_files(self, imported: tuple[Path, Path, Path]) -> None:
        _old, new, _html = imported
        names = {name for name in snapshot(new) if not name.startswith((".", "public/"))}
        assert names == {
            "404.md", "Makefile", "README.md", "all.md", "blog.md", "code/loom.md", "conf.py", "cv-json.md", "cv.md",
            "cv.yaml", "import-report.md",
            "index.md", "posts/2013-02-12-first-words.md", "posts/2014-02-12-more.md", "publication/note.md",
            "publication/sketch.md", "publications.md", "published-urls.txt", "requirements.txt",
        }  # fmt: skip
        assert {name for name in snapshot(new) if name.startswith("public/")} == {
            "public/data.json", "public/files/my paper.pdf", "public/images/loom.png", "public/images/me.png",
            "public/slides/index.html",
        }  # fmt: skip
        assert (new / "public/data.json").read_text() == '{"title": "Ada\'s pages"}'
        assert "BUILDER := dirhtml" in (new / "Makefile").read_text()
        assert "html_baseurl` in `conf.py`: change it" in (new / "README.md").read_text()

    @pytest.mark.parametrize(
        "address",
        [
            "", "about", "about.html", "cv", "publications", "publication/sketch", "publication/note", "blog",
            "first-words", "more", "code/loom", "blog/page2", "slides", "404.html", "files/my paper.pdf", "feed.xml",
        ],
    )  # fmt: skip
    def test_every_address_answers(self, imported: tuple[Path, Path, Path], address: str) -> None:
        _old, _new, html = imported
        files = (html / address, html / address / "index.html", html / f"{address}.html")
        assert any(file.is_file() for file in files)

    def test_what_pages_say(self, imported: tuple[Path, Path, Path]) -> None:
        _old, new, html = imported
        cv = (new / "cv.md").read_text()
        assert "# My life\n" in cv
        framed = (new / "posts/2013-02-12-first-words.md").read_text()
        assert framed.endswith("---\nLetters to **Babbage**\n\nHello to *all* of you.\n")
        more = (new / "posts/2014-02-12-more.md").read_text()
        assert more.endswith("---\n![More](/images/loom.png)\n\nA *loom*\n\nMore words than before.\n")
        assert "# author: nobody\n" in cv
        # Who is nobody of the site is a name that the layout showed.
        assert "By nobody\n" in cv
        assert "By ada" not in (new / "publication/sketch.md").read_text()
        assert "# date: last spring\n" in cv
        assert "* Analyst, 1843" in cv
        assert "[engines](/cv/)" in (new / "index.md").read_text()
        assert "- /about.html" in (new / "index.md").read_text()
        assert "?p=1" not in (new / "index.md").read_text()
        assert (
            "Papers <publications>\ncv\nElsewhere <https://example.org/>"
            in (new / "index.md").read_text().partition("{toctree}")[2]
        )
        # Of two pages that list everything, that in the navigation has the main lists.
        papers = (new / "publications.md").read_text()
        assert "```{listing}\n:main:\n:where: category=papers\n" in papers and papers.count(":main:\n") == 2
        assert "```{listing}\n:sort: date\n\n/publication/*\n```" in (new / "all.md").read_text()
        assert "/posts/*" in (new / "blog.md").read_text()
        first = (new / "posts/2013-02-12-first-words.md").read_text()
        assert "title: First Words\n" in first
        assert "permalink: /first-words/\n" in first
        # The date is that of its name; the list showed the beginning of the text.
        assert "excerpt: Hello to all of you.\n" in first
        sketch = BeautifulSoup((html / "publication/sketch/index.html").read_text(), "html5lib")
        assert "DOI: 10.1000/182" in sketch.get_text()
        assert "Share on Vine" not in sketch.get_text()
        assert "collection: publications\n" in (new / "publication/note.md").read_text()

    def test_a_cv_that_was_data(self, imported: tuple[Path, Path, Path]) -> None:
        _old, new, html = imported
        text = (new / "cv-json.md").read_text()
        assert "```{cv} cv.yaml\n:publish: phone\n```\n" in text
        assert "company: Mill" in (new / "cv.yaml").read_text()
        page = BeautifulSoup((html / "cv-json/index.html").read_text(), "html5lib")
        assert "Analyst" in page.get_text() and "+44 20 1" in page.get_text()
        # Its title was empty: Jekyll's <title> had that of the site.
        assert page.title is not None and page.title.get_text() == "Ada's pages"
        report = (new / "import-report.md").read_text()
        assert "cv.json, x: a CV has no such section" in report
        assert "the phone number in cv.yaml is published" in report
        assert "`code/loom.md`, from `_software/loom.md`:\n\n- a script of another host is loaded" in report

    def test_settings(self, imported: tuple[Path, Path, Path]) -> None:
        _old, new, _html = imported
        values: dict[str, object] = {}
        exec((new / "conf.py").read_text(), values)
        assert values["author_profile"] == {
            "name": "Ada Lovelace",
            "avatar": "public/images/me.png",
            "bio": "Engines <br> and looms",
            "github": "ada",
            "links": [
                {"label": "Lattes", "url": "https://lattes.example.org/1"},
                {"label": "Shop", "url": "https://shop.example.org/", "icon": "fas fa-store"},
            ],
        }
        assert (values["language"], values["html_title"]) == ("fr", "Ada's pages")
        assert values["html_baseurl"] == "https://ada.github.io/"
        assert values["highlight_language"] == "none"
        # Links that led nowhere before, which the build is silent about.
        assert ("link", "note.pdf") in values["nitpick_ignore"]  # type: ignore[operator]
        report = (new / "import-report.md").read_text()
        assert "author.email was not taken: email: 'nobody at all': this is not an e-mail address" in report
        assert "Lost (/lost/) leads nowhere" in report

    def test_the_ledger(self, imported: tuple[Path, Path, Path]) -> None:
        _old, new, _html = imported
        lines = [" ".join(line.split()) for line in (new / "published-urls.txt").read_text().splitlines()]
        for line in ("/ served", "/about/ -> /", "/publication/sketch served", "/first-words/ served"):
            assert line in lines


@pytest.mark.long
def test_a_second_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing that was edited is written again, what is gone goes, and the report tells what is there."""
    pages = {name: f"---\ntitle: {name}\npermalink: /{name}/\n---\nText\n" for name in ("d", "e", "f")}
    old = write(
        tmp_path / "old",
        {
            "index.md": "---\ntitle: A\n---\nOne\n",
            "b.md": "---\n---\nB\n",
            **{f"{name}.md": text for name, text in pages.items()},
        },
    )
    new = tmp_path / "new"
    assert main(["import", str(old), str(new)]) == 0
    first = snapshot(new)
    os.utime(new / "index.md", (1, 1))
    assert main(["import", str(old), str(new)]) == 0
    assert snapshot(new) == first
    # What is as it was is not touched: what was installed and built of it is still current.
    assert (new / "index.md").stat().st_mtime == 1
    (new / "index.md").write_text("Mine\n")
    (new / "own.md").write_text("Mine\n")
    (old / "index.md").write_text("---\ntitle: A\n---\nTwo\n")
    (old / "b.md").unlink()
    write(old, {"c.md": "---\ntitle: C\npermalink: /c/\n---\n[Lost](/lost/)\n"})
    (new / "import-report.md").unlink()
    with (new / "conf.py").open("a") as conf:
        conf.write('nitpick_ignore = [("link", "/x/")]\nsuppress_warnings = ["toc"]\n')
    ledger = (new / "published-urls.txt").read_text()
    ledger = re.sub(r"^/f/ .*", "/f/ retired 2020-01-01: told", ledger, flags=re.MULTILINE)
    (new / "published-urls.txt").write_bytes(f"\ufeff{ledger}/own/  served\r\n".encode())
    (new / "f.md").unlink()
    (new / "d.md").rename(new / "moved.md")
    (new / "e.md").unlink()
    capsys.readouterr()
    assert main(["import", str(old), str(new)]) == 0
    output = capsys.readouterr().out
    for line in (
        "there is no _config.yml, which has the title, the author and the URL of a site",
        "not written, since edited: conf.py",
        "not written, since edited: index.md",
        "not written, since deleted or moved: d.md",
        "not written, since deleted or moved: e.md",
        "1 URL was added to published-urls.txt (/c/); the lines that it had are as they were",
        "nothing answers at /e/: e.md was deleted or moved in the new site",
        "needs more lines: conf.py, which you have edited; see import-report.md",
    ):
        assert f"  {line}\n" in output
    assert (new / "index.md").read_text() == "Mine\n"
    report = (new / "import-report.md").read_text()
    assert '```python\nnitpick_ignore += [\n    ("link", "/lost/"),\n]\n```' in report
    # A page that was moved answers where it did, and the ledger, which is the owner's now, has all lines.
    assert "| `/d/` | page |  |\n" in report
    assert "| `/e/` | page |" not in report
    assert re.search(r"`published-urls.txt:\d+`: /e/ would be a 404", report)
    # Its owner has retired the address of a page that is gone, and is not told so.
    assert "nothing answers at /f/" not in output
    assert "1 retired\n" in output
    assert [line.split()[0] for line in (new / "published-urls.txt").read_text().splitlines()[3:]] == [
        "/", "/b", "/b.html", "/c/", "/d/", "/e/", "/f/", "/own/",
    ]  # fmt: skip
    written = (new / "published-urls.txt").read_bytes()
    assert written.startswith("\ufeff# Every".encode())
    assert written.endswith(b"/own/  served\r\n")
    assert (new / "own.md").exists()
    assert (new / "c.md").exists()
    assert not (new / "b.md").exists()


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("", 'a = ["x.y", "z"]'),
        ("a = []", 'a += ["x.y", "z"]'),
        ("a = ['z']\na += ['x']", ""),
        ("a = ('x.*',)", 'a = [*a, *["z"]]'),
        ("a = {'x.y'}", 'a = [*a, *["z"]]'),
        ("a: list[str] = f()\na += ['z']", 'a += ["x.y"]'),
        ("a = frozenset(f())", 'a = [*a, *["x.y", "z"]]'),
    ],
)
def test_what_a_conf_py_lacks(code: str, line: str) -> None:
    """It is not run, and what it says stays."""
    assert "\n".join(lacking_lines(code, {"a": ["x.y", "z"]}) or []) == line


@pytest.mark.parametrize("code", ["a = [", f"b = {'-' * 99_999}1", "a = []".encode("utf-16")])
def test_a_conf_py_that_is_no_python(code: str | bytes) -> None:
    """A line that assigns to a name would replace what it has."""
    assert lacking_lines(code, {"a": ["x.y"]}) is None


def test_a_mapping_that_a_conf_py_lacks() -> None:
    assert lacking_lines("a = {'x': 1}\na |= {'y': 2}", {"a": {"x": 3, "y": 4}}) == []
    assert lacking_lines("a = {'x': 1}", {"a": {"x": 3, "y": 4}}) == ["a |= {", '    "y": 4,', "}"]
    assert lacking_lines("a = f()", {"a": {"y": 4}}) == ["a = {**a, **{", '    "y": 4,', "}}"]


def test_an_interrupted_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an interrupted run has written is nobody's edit."""
    target = tmp_path / "new"
    assert writing.move_into(write(tmp_path / "1", {"a.md": "1", "b.md": "1"}), target) == []
    real = Path.replace

    def fail(self: Path, other: Path) -> Path:
        if self.name == "b.md":
            raise KeyboardInterrupt
        return real(self, other)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(KeyboardInterrupt):
        writing.move_into(write(tmp_path / "2", {"a.md": "2", "b.md": "2"}), target)
    monkeypatch.undo()
    assert (target / "a.md").read_text() == "2"
    assert writing.move_into(write(tmp_path / "3", {"a.md": "3", "b.md": "3"}), target) == []
    assert (target / "a.md").read_text() == (target / "b.md").read_text() == "3"


@pytest.mark.long
def test_a_dry_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {
        "index.md": "---\ntitle: A\n---\nOne\n",
        "404.md": "---\ntitle: B\npermalink: /404.html\n---\nTwo\n",
    }
    old = write(tmp_path / "old", {"_config.yml": "", **files})
    built = {"index.html": "<main>One</main>", "404.html": "<main>Two three</main>"}
    site = write(tmp_path / "site", built)
    assert main(["import", str(old), str(tmp_path / "new"), "--dry-run", "--site", str(site)]) == 0
    report = capsys.readouterr().out
    assert "index.md" in report
    # A page for wrong addresses that is the owner's is compared as well.
    assert "| `/404.html` | `404.html` | words 1 of 2 (lost: `three`) |" in report
    assert {path.name for path in tmp_path.iterdir()} == {"old", "site"}


def test_code_that_is_not_quite_in_its_language(imported: tuple[Path, Path, Path]) -> None:
    """It is highlighted all the same, and has no warning that conf.py would suppress everywhere."""
    _old, new, _built = imported
    page = (new / "code/loom.md").read_text()
    assert page.endswith("- ```{code-block} python\n  :force:\n\n  !loom\n  ```\n")
    assert "highlighting_failure" not in (new / "conf.py").read_text()
    assert len(writing.read_manifest(new)["code/loom.md"]) == 2
    text = "> ~~~c++\n> ~~~\n\n```python\n```\n```{note}\n```\n"
    forced = "> ~~~{code-block} c++\n> :force:\n>\n> ~~~\n\n```{code-block} python\n:force:\n\n```\n```{note}\n```\n"
    assert with_forced_code(text, [1, 4, 4, 6, 9, 0]) == (forced, {1, 4})


def test_wrong_uses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = write(tmp_path / "old", {"_config.yml": "", "index.md": "---\n---\n"})
    full = write(tmp_path / "full", {"mine.txt": "x"})
    empty = write(tmp_path / "empty", {"x.txt": "x"})
    sphinx = write(tmp_path / "sphinx", {"conf.py": "", "index.md": "---\n---\n"})
    for arguments, message in (
        ([str(tmp_path / "gone"), "new"], "there is no directory"),
        (["https://example.org/a/b", "new"], "clone it first (git clone https://example.org/a/b)"),
        ([str(sphinx), "new"], f"{sphinx} is a site of Sphinx"),
        ([str(full / "mine.txt"), "new"], "mine.txt is a file, not a directory"),
        ([str(old), str(full / "mine.txt")], "mine.txt is a file, not a directory"),
        ([str(old), str(old / "new")], "is within the other"),
        ([str(old), str(old)], "is within the other"),
        ([str(old), str(full)], "is not empty, and no import has made it"),
        ([str(empty), str(tmp_path / "new")], "there is no page of a Jekyll site"),
        ([str(old), str(tmp_path / "new"), "--site", str(tmp_path / "gone")], "there is no directory"),
        ([str(old), str(tmp_path / "new"), "--site", str(empty)], "there is no page in"),
    ):
        assert main(["import", *arguments]) == 2
        assert message in capsys.readouterr().err
    assert snapshot(full) == snapshot(write(tmp_path / "same", {"mine.txt": "x"}))


def test_no_place_for_temporary_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    old = write(tmp_path / "old", {"_config.yml": "", "index.md": "---\n---\n"})
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    assert main(["import", str(old), str(tmp_path / "new")]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"error: {tmp_path / 'gone'}/sphinx-homepage-")
    assert "cannot be written: No such file or directory; the variable TMPDIR may name another" in error


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (
            PermissionError(13, "Permission denied", "old/a.md"),
            "old/a.md cannot be read: Permission denied; if it",
        ),
        (
            FileNotFoundError(2, "Not there", "old/a.pdf", None, "new/a.pdf"),
            "old/a.pdf cannot be read: Not there",
        ),
        (FileExistsError(17, "File exists", "/x/a"), "new cannot be written: File exists (/x/a); nothing"),
        (OSError(28, "No space left"), "new cannot be written: No space left; nothing"),
        (
            # What was read meanwhile has no part in it.
            OSError(28, "No space left", "old/a.pdf", None, "new/a.pdf"),
            "new cannot be written: No space left (new/a.pdf); nothing",
        ),
        (OSError("odd"), "new cannot be written: odd; nothing"),
    ],
)
def test_what_failed(
    error: OSError,
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The file that cannot be read or written is named."""
    write(tmp_path / "old", {"_config.yml": "", "index.md": "---\n---\n"})

    def fail(*_arguments: object) -> None:
        raise error

    monkeypatch.setattr(import_site, "read_site", fail)
    monkeypatch.chdir(tmp_path)
    assert main(["import", "old", "new"]) == 2
    assert capsys.readouterr().err.startswith(f"error: {says}")


HOSTILE = {
    "_config.yml": "title: [a\nurl: 'javascript:alert(1)'\nbaseurl: {}\ncollections: 3\nauthor: {name: {a: 1}}\n",
    "index.md": "---\ntitle: '<script>alert(1)</script>'\npermalink: /../../etc/\n---\n{% include ../../x %}{{ page",
    "a.md": "---\ntitle: [1, {a: b}]\ntags: {a: b}\nredirect_from: [{}, /../x, 3]\npermalink: /%00/\nheader: 3\n---\n",
    "b.md": "---\npermalink: /con/\ndate: 9999-99-99\n---\n{% for %}{% if %}{{ | }}",
    "c.md": "---\n? [x]\n: y\n---\n",
    "_posts/0000-00-00-x.md": "---\n---\n",
    "_posts/2019-13-45-y.md": "---\n---\n",
    "_data/navigation.yml": "main: [1, {title: 2, url: [3]}, {title: x, url: 'http://['}]\n",
    "_data/authors.yml": "- 1\n",
    "x/'\"<b>.md": "---\ntitle: odd\n---\n",
    "latin.md": "---\ntitle: x\n---\n\x00\x01",
}


@pytest.mark.long
def test_hostile_input(tmp_path: Path) -> None:
    """Nothing odd stops it, leads out, or lets a build fail."""
    old = write(tmp_path / "old", HOSTILE)
    (old / "bytes.md").write_bytes(b"---\ntitle: \xff\xfe\n---\n\xe9")
    assert main(["import", str(old), str(tmp_path / "new")]) == 0
    assert {path.name for path in tmp_path.iterdir()} == {"old", "new"}
    assert build(tmp_path / "new", tmp_path / "html", tmp_path / "doctrees", "html") == []


@pytest.mark.parametrize(
    ("block", "change", "result"),
    [
        ("a: 1\nb: 2\n", lambda text: text.set("a", "x"), "a: x\nb: 2\n"),
        ("a: 1\n", lambda text: text.set("b", ["/x/", "y: z"]), 'a: 1\nb:\n  - /x/\n  - "y: z"\n'),
        ("a:\n  - 1\n# of b\nb: 2\n", lambda text: text.remove("a"), "# of b\nb: 2\n"),
        (
            "a: |\n  x: y\n\n  z\nb: 1\n",
            lambda text: text.switch_off("a"),
            "# a: |\n#   x: y\n# \n#   z\nb: 1\n",
        ),
        ("'a': 1\n", lambda text: text.set("a", True), "a: true\n"),
        ("", lambda text: text.set("t", "No"), 't: "No"\n'),
        ("a: 1\n", lambda text: text.set("t", "2019-01-01"), 'a: 1\nt: "2019-01-01"\n'),
        ("a: 1\nb: 2\na: 3\n", lambda text: text.switch_off_repeated(), "# a: 1\nb: 2\na: 3\n"),
    ],
)
def test_front_matter_is_kept(block: str, change: object, result: str) -> None:
    """Comments, order and everything that need not change stay."""
    text = MatterText(block)
    change(text)  # type: ignore[operator]
    assert text.text == result


@pytest.mark.parametrize(
    ("part", "kept"),
    [
        ("<div><main><p>a</p>", "<p>a</p>"),
        ("<p>a</p></main></div>", "<p>a</p>"),
        ("</section><ul><li>a<li>b</ul><br/><img src=a></div>", "<ul><li>a<li>b</ul><br/><img src=a>"),
        ("<table><tr><td>a<td><b>", "a"),
        ("a < b </p>", "a < b "),
    ],
)
def test_elements_around_a_page(part: str, kept: str) -> None:
    assert balanced(part) == kept


def test_a_page_that_is_hidden_twice(tmp_path: Path) -> None:
    page = "---\npublished: true\ntitle: T\npublished: false\n---\nHidden.\n"
    made = make_site(
        read_site(write(tmp_path / "old", {"_config.yml": "", "index.md": "---\n---\n", "a.md": page})), "new"
    )
    assert "# published: true\ntitle: T\npublished: false\n" in made.texts["a.md"]


def test_pages_without_a_title_in_the_navigation(tmp_path: Path) -> None:
    files = {
        "_config.yml": "title: Ada",
        "_data/navigation.yml": "- {title: Team, url: /team.html}\n- {title: Tools, url: /tools.html}\n"
        "- {title: Works, url: /works.html}\n",
        "index.md": "---\n---\n",
        "team.md": "---\n---\nAda and Charles.\n",
        "tools.md": "---\n---\n# Looms\n",
        "works.md": "---\ntitle: ''\n---\n## Notes\n\n## Cards\n",
    }
    made = make_site(read_site(write(tmp_path / "old", files)), "new")
    # Its <title> stays that of the site.
    assert made.texts["team.md"] == "---\ntitle: Team\n---\n```{title} Ada\n```\n\nAda and Charles.\n"
    assert "title: Tools" not in made.texts["tools.md"]
    # Else the navigation would have each of its headings.
    assert made.texts["works.md"].startswith("---\ntitle: Works\n---\n```{title} Ada\n")


@pytest.mark.parametrize(
    ("header", "lines"),
    [
        ("a.png", []),
        ({"image": "a.png", "caption": "From [A](/a/)"}, ['<img src="/a.png" alt="T">', 'From <a href="/a/">A</a>']),
        ({"image": "/b.png", "image_description": '"B"'}, ['<img src="/images/b.png" alt="&quot;B&quot;">']),
        ({"overlay_image": "https://example.org/c.png"}, ['<img src="https://example.org/c.png" alt="T">', "<b>E</b>"]),
        ({"image": "missing.png", "overlay_color": "#000", "show_overlay_excerpt": False}, []),
        ({"overlay_color": "#000", "tagline": "One.\n\nTwo."}, ["One.", "Two."]),
        (
            {"overlay_color": "#000", "tagline": "x", "cta_url": "a/", "actions": [{"url": "/b/", "label": "<i></i> B&amp;C"}, {"url": "/c/"}, 1]},
            ["x", '<a href="/b/">B&amp;C</a>', '<a href="/c/">More &gt;</a>', '<a href="/a/">More &gt;</a>'],
        ),
        (
            {"video": {"id": "a&b", "provider": "vimeo"}, "image": ["a.png"]},
            ['<a href="https://vimeo.com/a&amp;b">https://vimeo.com/a&amp;b</a>'],
        ),
    ],
)  # fmt: skip
def test_what_stands_above_a_page(header: object, lines: list[str]) -> None:
    matter = {"title": "T", "excerpt": "<b>E</b>", "header": header}
    written = page_header(matter, {"a.png", "images/b.png"}, "More >")
    assert written == "\n\n".join(f"<p>{line}</p>" for line in lines)


def test_a_tagline_above_a_page() -> None:
    """It stands in the place of the excerpt."""
    matter = {"tagline": "*One*.", "excerpt": "E", "header": {"overlay_color": "#000"}}
    assert page_header(matter, set()) == "<p><em>One</em>.</p>"


@pytest.mark.long
def test_an_address_that_no_page_can_have(tmp_path: Path) -> None:
    """It is no suppressed warning, and the site builds as strictly as its Makefile does."""
    old = write(tmp_path / "old", {**CONFIG, "a.md": "---\npermalink: /genindex/\ntitle: A\n---\nText\n"})
    assert main(["import", str(old), str(tmp_path / "new")]) == 0
    new = tmp_path / "new"
    assert "homepage.ledger" not in (new / "conf.py").read_text()
    assert "1 of 2 old URLs answer" in (new / "import-report.md").read_text()
    assert build(new, tmp_path / "html", tmp_path / "doctrees", "dirhtml") == []
