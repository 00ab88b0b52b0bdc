"""``sphinx-homepage import`` of sites that are odd, broken, or hostile: nothing is run, lost, or written elsewhere."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import pytest

from conftest import build
from jekyll_site import write
from sphinx_homepage.cli import import_site, imported_site, main, site_files
from sphinx_homepage.core import html_links, identifiers
from sphinx_homepage.importing import writing
from sphinx_homepage.importing.addresses.dead_addresses import retire
from sphinx_homepage.importing.addresses.edited_ledger import LedgerInSite
from sphinx_homepage.importing.addresses.old_addresses import REFRESH
from sphinx_homepage.importing.edited_site import copy_edited, find_edits, has_news
from sphinx_homepage.importing.jekyll import reader as site_reader
from sphinx_homepage.importing.jekyll.demo import demo_files
from sphinx_homepage.importing.jekyll.documents import LIQUID_TAG
from sphinx_homepage.importing.jekyll.reader import read_site
from sphinx_homepage.importing.jekyll.text_files import read_text
from sphinx_homepage.importing.jekyll.yaml import JekyllYamlError, load
from sphinx_homepage.importing.limits import time_limit
from sphinx_homepage.importing.liquid import environment as liquid_environment
from sphinx_homepage.importing.liquid import process as liquid_process
from sphinx_homepage.importing.liquid import tags as liquid_tags
from sphinx_homepage.importing.liquid import worker as liquid_worker
from sphinx_homepage.importing.liquid.dialect import JekyllEnvironment
from sphinx_homepage.importing.liquid.process import Job, LiquidProcess
from sphinx_homepage.importing.lists.listings import replace_lists
from sphinx_homepage.importing.lists.works import Work
from sphinx_homepage.importing.markdown import code_in_text, scripts
from sphinx_homepage.importing.markdown import tables as kramdown_tables
from sphinx_homepage.importing.markdown.addresses_in_text import rooted_links
from sphinx_homepage.importing.markdown.icon_links import name_icon_links
from sphinx_homepage.importing.markdown.kramdown import to_myst
from sphinx_homepage.importing.new_site import NewSite, make_site
from sphinx_homepage.importing.pages import matter_text
from sphinx_homepage.importing.pages import texts as page_texts
from sphinx_homepage.importing.report import Answer, LeftWarning, Report
from sphinx_homepage.importing.report_text import summary, to_markdown
from sphinx_homepage.importing.site_in_making import SiteInMaking
from sphinx_homepage.importing.trial import build as trial_build
from sphinx_homepage.importing.trial import built_pages
from sphinx_homepage.importing.words_in_text import plain
from sphinx_homepage.ledger.ledger_file import LEDGER
from sphinx_homepage.mathematics import mathml, numbers, tex
from sphinx_homepage.pages import jekyll_markup, publishing

if TYPE_CHECKING:
    from collections.abc import Callable

CONFIG = {"_config.yml": "title: Ada\n", "index.md": "---\ntitle: A\n---\nHello\n"}


def made(root: Path, files: dict[str, str]) -> NewSite:
    """Return what the import makes of a site."""
    return make_site(read_site(write(root / "old", {**CONFIG, **files})), "new")


def left_out(site: NewSite) -> dict[str, str]:
    return {each.path: each.why for each in site.report.left_out}


@pytest.mark.parametrize("path", ["", ".", None])
def test_modules_of_the_old_site_are_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str | None
) -> None:
    """Not even if the command is started in the old site."""
    spy = "import pathlib, os; pathlib.Path(os.environ['SPY']).touch()\n"
    old = write(
        tmp_path / "old", {**CONFIG, **dict.fromkeys(("typing.py", "sphinx.py", "jinja2.py", "pip.py"), spy)}
    )
    monkeypatch.chdir(old)
    monkeypatch.setenv("SPY", str(tmp_path / "spy"))
    if path is not None:
        monkeypatch.setenv("PYTHONPATH", path)
    with LiquidProcess(old) as process:
        assert process.render("index.md", "", "").text == "Hello\n"
    if path is None:
        write(tmp_path / "new", {"conf.py": "", "index.md": "# A\n"})
        trial_build.build(tmp_path / "new", tmp_path / "html", "html")
    assert not (tmp_path / "spy").exists()


def test_the_wheel_is_built_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[list[str], Any]] = []

    def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        calls.append((command, options.get("cwd")))
        return subprocess.CompletedProcess(command, 1, "", "no")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(site_files.WheelError):
        site_files.vendor(tmp_path / "vendor")
    [(command, cwd)] = calls
    assert command[1] == "-P"
    assert cwd is not None


@pytest.mark.parametrize(
    ("setting", "asked", "name"),
    [
        ("a/b/c/d/e", "../../../../../../evil", ""),
        ("a/b", "../../evil", "evil.bib"),
        ("_bibliography", "../files/more", "files/more.bib"),
        ("_bibliography", "", "references.bib"),
        ("_bibliography", "ROOT/evil", "evil.bib"),
        ("/", "../evil", ""),
        ('"a\\0b"', "", ""),
    ],
)
def test_bibliographies_stay_inside(tmp_path: Path, setting: str, asked: str, name: str) -> None:
    bib = "@misc{a, title={A}}\n"
    files = {
        "_config.yml": f"title: A\nscholar: {{source: {setting}}}\n",
        "a/b/c/d/e/x.txt": "",
        **dict.fromkeys(("evil.bib", "files/more.bib", "_bibliography/references.bib"), bib),
    }
    write(tmp_path, {"evil.bib": bib})
    old = read_site(write(tmp_path / "old", files))
    site = SiteInMaking(old, "new", keep_demo=False, progress=print)
    mark = f"\x0e{asked.replace('ROOT', str(old.root))}|\x0f"
    text = page_texts._bibliographies(site, mark, lambda listing: listing)
    assert list(site.texts) == ([name] if name else [])
    assert text == (f"```{{listing}}\n:group: year\n\n/{name}\n```" if name else "")


def snapshot(root: Path) -> dict[str, str]:
    return {file.relative_to(root).as_posix(): file.read_text() for file in root.rglob("*") if file.is_file()}


def written(site: NewSite, place: Path) -> set[str]:
    place.mkdir()
    imported_site.write_contents(site, place)
    return set(snapshot(place))


def test_nothing_is_written_outside(tmp_path: Path) -> None:
    site = made(tmp_path, {})
    site.texts |= {"../evil.bib": "x", str(tmp_path / "evil.md"): "x", "a/../../b": "x", "a/../fine.md": "x"}
    assert "fine.md" in written(site, tmp_path / "place")
    assert {path.name for path in tmp_path.iterdir()} == {"old", "place"}
    assert set(left_out(site)) >= {"../evil.bib", "a/../../b"}


def test_what_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A name that is too long, or a file that is a directory as well, stops nothing."""
    long = "x" * 300
    files = {
        "data.json": f"---\npermalink: /{long}.json\n---\n{{}}",
        "foo.md": "---\npermalink: /foo/x.json\n---\n{}",
        "foo": "a file",
        "long.md": f"---\npermalink: /{long}/\n---\nLong\n",
    }
    site = made(tmp_path, files)
    site.texts["public/foo/x.json"] = "{}"
    names = written(site, tmp_path / "place")
    assert {"index.md", "long.md", "public/foo/x.json"} <= names
    assert set(left_out(site)) == {f"public/{long}.json", "foo"}
    dead = {each.url for each in site.report.addresses if each.answer is Answer.NOTHING}
    assert dead == {f"/{long}/", "/foo"}


def test_two_imports_at_once(tmp_path: Path) -> None:
    target = tmp_path / "new"
    with writing.workplace(target) as place:
        write(place, {"a.md": "a"})
        with pytest.raises(writing.BusyError), writing.workplace(target):
            pass
        assert (place / "a.md").exists()
        writing.move_into(place, target)
    # What an interrupted one has left is no obstacle, and does not come along.
    write(tmp_path / ".new.sphinx-homepage", {"old.md": "old", "a/b.md": "old"})
    with writing.workplace(target) as place:
        assert list(place.iterdir()) == []
    assert {path.name for path in tmp_path.iterdir()} == {"new"}


def test_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = write(tmp_path / "old", {**CONFIG, "secret.md": "---\n---\n", "locked/x.md": "---\n---\n"})
    real_access, real_scan = os.access, os.scandir

    def access(path: Path, mode: int) -> bool:
        return "secret" not in str(path) and real_access(path, mode)

    def scan(path: Path) -> Any:
        if "locked" in str(path):
            raise PermissionError
        return real_scan(path)

    monkeypatch.setattr(os, "access", access)
    monkeypatch.setattr(os, "scandir", scan)
    site = read_site(old)
    assert [page.source for page in site.pages] == ["index.md"]
    assert {each.path: each.why for each in site.left_out} == {
        "secret.md": "it cannot be read",
        "locked/": "it cannot be read",
    }


def test_links_in_a_circle(tmp_path: Path) -> None:
    for name in ("_layouts/x.html", "_data/cv.json", "_includes"):
        link = tmp_path / "old" / name
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(link.name)
    site = made(tmp_path, {"a.md": "---\nlayout: x\n---\n{% include b.html %}A\n"})
    assert site.texts["a.md"].endswith("---\nA\n")
    assert left_out(site).keys() == {"_layouts/x.html", "_data/cv.json", "_includes"}


def test_files_that_vanish(tmp_path: Path) -> None:
    """While the import goes on: they are missing, and the report says so."""
    site = made(tmp_path, {"files/a.pdf": "x", "_posts/2012-08-14-blog-post-1.md": "---\n---\n"})
    assert demo_files(tmp_path, [PurePosixPath("_posts/gone.md")]) == []
    (tmp_path / "old/files/a.pdf").unlink()
    imported_site.write_contents(site, tmp_path / "new")
    assert left_out(site)["public/files/a.pdf"] == "it cannot be read: No such file or directory"
    [dead] = [each for each in site.report.addresses if each.answer is Answer.NOTHING]
    assert dead.url == "/files/a.pdf"


def test_names_that_are_no_text(tmp_path: Path) -> None:
    old = write(tmp_path / "old", {**CONFIG, "ünï.md": "---\n---\n"})
    for name in (b"caf\xe9.md", b"a\nb.md"):
        (old / os.fsdecode(name)).write_text("---\n---\n")
    (old / os.fsdecode(b"dir\xff")).mkdir()
    site = read_site(old)
    assert [page.source for page in site.pages] == ["index.md", "ünï.md"]
    assert {each.path: each.why for each in site.left_out} == {
        "caf\ufffd.md": "its name is not UTF-8",
        "dir\ufffd": "its name is not UTF-8",
        "a\ufffdb.md": "its name holds a control character",
    }


def test_deep_nesting(tmp_path: Path) -> None:
    """A page that cannot be converted stays as it is, and is named."""
    deep = "<ul><li>item" * 500
    site = made(tmp_path, {"deep.html": f"---\ntitle: D\n---\n{deep}", "flat.html": "---\n---\n<p>A</p>"})
    assert f"```{{raw}} html\n{deep}\n```" in site.texts["deep.md"]
    assert site.texts["flat.md"].endswith("A\n")
    asked = {page.target: [each.what for each in page.questions] for page in site.report.pages}
    assert asked["deep.md"] == ["it is nested too deeply to be converted, and stays as it was"]
    assert asked["flat.md"] == []


@pytest.mark.parametrize("deep", ["[" * 300_000, "{a: " * 300_000, "- " * 300_000])
def test_deep_nesting_in_yaml(deep: str) -> None:
    """The parser in C would end the process."""
    with pytest.raises(JekyllYamlError):
        load(f"a:\n  {deep}")


def test_addresses_that_turn_out_dead(tmp_path: Path) -> None:
    """Their lines of the ledger are retired, then removed; the report counts what is measured."""
    site = made(tmp_path, {"a.md": "---\npermalink: /a/\n---\n", "b.md": "---\npermalink: /b/\n---\n"})
    lines = site.texts[LEDGER].splitlines()
    number = next(i for i, line in enumerate(lines, 1) if line.startswith("/a/"))
    retire(site, {number: "/a/ would be a 404, for want of a/index.html (GitHub Pages); add it"})
    line = site.texts[LEDGER].splitlines()[number - 1]
    assert line.startswith("/a/") and " retired " in line
    [dead] = [each for each in site.report.addresses if each.answer is Answer.NOTHING]
    assert (dead.url, dead.why) == ("/a/", "would be a 404, for want of a/index.html (GitHub Pages)")
    retire(site, {number: "/a/ is retired, and answers again"})
    assert "/a/" not in site.texts[LEDGER]
    assert "/b/" in site.texts[LEDGER]


ODD_ADDRESSES = (
    "", "/", ":num", "/_x/y/", "/.x/y/", "/../y/", "/a\\b/", "/?p=1", "/#y", "/%zz/", "/con/", "https://example.org/y",
    "/a:b/", '/a"b/', "/_static/", "/_x", "/x./", "/y.md", f"/{'x' * 300}/", "/\x07/", "/%00/", "/%2f/", "//x/y/",
)  # fmt: skip


def test_odd_addresses(tmp_path: Path) -> None:
    """None stops an import, whoever asks for it; what cannot be served is in the report."""
    asked = json.dumps(ODD_ADDRESSES)
    pages = {
        f"{directory}{number}.md": f"---\npermalink: {json.dumps(address)}\nredirect_from: {asked}\ntags: {asked}\n---\n"
        for number, address in enumerate(ODD_ADDRESSES)
        for directory in ("", "_posts/2020-01-01-")
    }
    site = made(
        tmp_path,
        {
            **pages,
            "_config.yml": "title: A\npaginate: 1\npaginate_path: /_static/page:num/\n"
            "jekyll-archives: {enabled: all, permalinks: {year: '/a:b/', tag: '/_:name/'}}\n",
            "_data/navigation.yml": f"main: {json.dumps([{'title': 'A', 'url': each} for each in ODD_ADDRESSES])}\n",
            "index.html": f"---\nredirect_from: {asked}\n---\nA\n",
        },
    )
    answers = {each.url: each for each in site.report.addresses}
    assert "reserved" in answers["/_static/page2/"].why
    for address in ('/a"b/', "/con/", "/a\\b/"):
        assert answers[address].answer is Answer.NOTHING
    assert all(each.why for each in answers.values() if each.answer is Answer.NOTHING)
    assert len(answers) == len(site.report.addresses)
    # A post is the home page.
    assert answers["/"].where == "index.md"


def test_names_that_are_not_composed(tmp_path: Path) -> None:
    """A host serves a file by its own name only, and the ledger does not ask for another."""
    site = made(tmp_path, {"files/e\u0301.pdf": "x", "files/\u00e9.txt": "x", "index.md": "---\n---\n"})
    answers = {each.url: each.answer for each in site.report.addresses}
    assert answers["/files/e\u0301.pdf"] is answers["/files/\u00e9.txt"] is Answer.FILE
    assert "\u00e9.txt" in site.texts["published-urls.txt"]
    assert ".pdf" not in site.texts["published-urls.txt"].partition("\n\n")[2]


@pytest.mark.long
def test_an_address_that_no_page_can_have(tmp_path: Path) -> None:
    """It is no suppressed warning, and the site builds as strictly as its Makefile does."""
    old = write(tmp_path / "old", {**CONFIG, "a.md": "---\npermalink: /genindex/\ntitle: A\n---\nText\n"})
    assert main(["import", str(old), str(tmp_path / "new")]) == 0
    new = tmp_path / "new"
    assert "homepage.ledger" not in (new / "conf.py").read_text()
    assert "1 of 2 old URLs answer" in (new / "import-report.md").read_text()
    assert build(new, tmp_path / "html", tmp_path / "doctrees", "dirhtml") == []


@pytest.fixture(autouse=True)
def no_wheel(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Make sites without the wheel, which takes a second or two to build."""
    if "wheel" not in request.node.name:
        extension = site_files.Extension("sphinx-homepage", is_vendored=False)
        monkeypatch.setattr(import_site, "vendor", lambda _directory: extension)


def test_directories(tmp_path: Path) -> None:
    """None vanishes: not one with a conf.py, nor one that a link leads to; circles end."""
    old = write(
        tmp_path / "old", {**CONFIG, "sub/conf.py": "", "sub/page.md": "---\n---\n", "files/cv.pdf": ""}
    )
    (old / "docs").symlink_to("files")
    (old / "files/up").symlink_to("..")
    site = read_site(old)
    assert {"sub/conf.py", "files/cv.pdf", "docs/cv.pdf"} <= site.statics.keys()
    assert [page.source for page in site.pages] == ["index.md", "sub/page.md"]


def test_pages_that_are_odd_text(tmp_path: Path) -> None:
    old = write(tmp_path / "old", {**CONFIG, "big.md": "---\ntitle: B\n---\n" + "word " * 1_100_000})
    (old / "zero.md").write_bytes(b"---\ntitle: Z\n---\nA \0 zero\n")
    site = read_site(old)
    pages = {page.source: page for page in site.pages}
    assert (pages["zero.md"].url, pages["zero.md"].body) == ("/zero.html", "A  zero\n")
    assert pages["big.md"].problems == ["it is larger than 5 MB, of which the first are here"]
    assert pages["zero.md"].problems == pages["index.md"].problems == []


def test_a_page_of_too_many_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site_reader, "_MAX_LINES", 3)
    old = write(
        tmp_path / "old",
        {**CONFIG, "long.md": "---\n---\n1\n2\n3\n4\n", "page.html": "---\n---\n" + "\n" * 9},
    )
    pages = {page.source: page for page in read_site(old).pages}
    assert pages["long.md"].body == "1\n2\n3\n"
    assert pages["long.md"].problems == ["it has more than 3 lines, of which the first are here"]
    assert pages["page.html"].problems == pages["index.md"].problems == []


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="there are no groups of processes")
def test_a_trial_build_that_takes_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is ended with the processes that it has started; else this would take a minute."""
    inner = [sys.executable, "-c", "import time; time.sleep(60)"]
    code = f"import subprocess, sys; print('a.md:1: WARNING: early [a.b]', file=sys.stderr, flush=True); subprocess.run({inner})"
    monkeypatch.setattr(trial_build, "module_command", lambda _module: [sys.executable, "-S", "-c", code])
    monkeypatch.setattr(trial_build, "BUILDING", 0.4)
    started = time.monotonic()
    trial = trial_build.build(tmp_path, tmp_path / "html", "html")
    assert time.monotonic() - started < 30
    assert trial.failure.startswith("it takes more than 0.4 seconds")


def test_a_process_that_never_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not started for each page again."""
    started = []

    def command(module: str) -> list[str]:
        started.append(module)
        return [sys.executable, "-S", "-c", ""]

    monkeypatch.setattr(liquid_process, "module_command", command)
    with LiquidProcess(tmp_path) as process:
        found = list(process.render_all([Job(f"{number}.md", "text", "") for number in range(5)]))
    assert len(started) == 3
    assert {each.text for each in found} == {"text"}
    assert all(each.problems[0].startswith("its Liquid could not be run") for each in found)


def test_an_exception_of_a_trial_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stderr = 'Traceback\n===\n\n      File "a.py"\n    OSError: [Errno 36] it is too long\n\n\nPlease\nreport\nthis\n'
    monkeypatch.setattr(trial_build, "_run", lambda *_arguments: (2, stderr))
    assert (
        trial_build.build(tmp_path, tmp_path / "built", "html").failure
        == "OSError: [Errno 36] it is too long"
    )


def test_a_trial_build_without_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it warns of is not to be suppressed in the new site."""
    stderr = "WARNING: cannot copy image file: [Errno 28] No space left on device: 'x' [image.not_readable]\n"
    monkeypatch.setattr(trial_build, "_run", lambda *_arguments: (0, stderr))
    with pytest.raises(OSError, match="No space left"):
        trial_build.build(tmp_path, tmp_path / "built", "html")


def test_warnings_about_very_long_names(tmp_path: Path) -> None:
    with time_limit(2):
        trial = trial_build._read(": WARNING: : 'a" + "\\'" * 100_000 + "b [myst.xref_missing]", tmp_path, "")
    assert trial.suppressed == ["myst.xref_missing"]


@pytest.mark.parametrize("unit", ["{% ", "{{ ", "{{", "{%", "{"])
def test_tags_of_liquid_without_an_end(unit: str) -> None:
    """A page of these holds up no other."""
    with time_limit(1):
        LIQUID_TAG.sub("", unit * 40_000)


def test_what_looks_like_a_tag_of_liquid() -> None:
    text = "a {{ x }} b {% if y\n %}c{% endif %} {{ '}' }}d"
    assert LIQUID_TAG.sub("", text) == "a  b c d"


def test_what_was_deleted_stays_so(tmp_path: Path) -> None:
    """What is in the manifest, and not in the site, was deleted or moved by its owner."""
    files = {"a.md": "1", "b.md": "1"}
    target = tmp_path / "new"
    writing.move_into(write(tmp_path / "1", files), target)
    (target / "b.md").rename(target / "mine.md")
    place = write(tmp_path / "2", {**files, "c.md": "1"})
    assert writing.kept_files(place, target) == ["b.md"]
    assert writing.move_into(place, target) == ["b.md"]
    assert {path.name for path in target.glob("*.md")} == {"a.md", "c.md", "mine.md"}
    assert writing.move_into(write(tmp_path / "3", files), target) == ["b.md"]


def test_an_edited_page_that_a_trial_build_changed(tmp_path: Path) -> None:
    """The next import makes it as it was before the build, and that is no news."""
    target = tmp_path / "new"
    draft = write(tmp_path / "2", {"a.md": "1", "b.md": "2"})
    drafts = {"a.md": writing.digest_of(draft / "a.md")}
    writing.move_into(write(tmp_path / "1", {"a.md": "built", "b.md": "1"}), target, drafts)
    write(target, {"a.md": "mine", "b.md": "mine"})
    assert has_news(draft, target, find_edits(draft, target)) == ["b.md"]


def test_a_file_in_the_place_of_a_directory(tmp_path: Path) -> None:
    target = write(tmp_path / "new", {"a": "mine"})
    place = write(tmp_path / "place", {"a/b.md": "1", "c.md": "1", "conf.py": ""})
    edits = find_edits(place, target)
    assert [set(edits.edited), set(edits.deleted), set(edits.theirs)] == [set(), {"a/b.md"}, {"a"}]
    copy_edited(place, target, edits, tmp_path / "tree")
    assert {path.name for path in (tmp_path / "tree").iterdir()} == {"a", "c.md", "conf.py"}
    assert writing.move_into(place, target) == ["a/b.md"]


@pytest.mark.parametrize("is_there", [True, False])
def test_a_link_in_the_place_of_a_directory(tmp_path: Path, *, is_there: bool) -> None:
    """What it leads to is not written, and what is there is part of the site."""
    target = tmp_path / "new"
    writing.move_into(
        write(tmp_path / "1", {"a/b.md": "1", "a/c.md": "1", "a/d.md": "1", "conf.py": ""}), target
    )
    (target / "a").rename(tmp_path / "elsewhere" if is_there else tmp_path / "gone")
    (target / "a").symlink_to(tmp_path / "elsewhere")
    place = write(tmp_path / "2", {"a/b.md": "2", "a/c.md": "1", "a/e.md": "2", "conf.py": ""})
    edits = find_edits(place, target)
    copy_edited(place, target, edits, tmp_path / "tree")
    in_tree = {"a/b.md": "1", "a/c.md": "1"} if is_there else {}
    assert snapshot(tmp_path / "tree") == {**in_tree, "conf.py": ""}
    kept = ["a/b.md", "a/e.md"] if is_there else ["a/b.md", "a/c.md", "a/e.md"]
    assert writing.move_into(place, target) == kept
    if is_there:
        assert snapshot(tmp_path / "elsewhere") == {"b.md": "1", "c.md": "1", "d.md": "1"}


@pytest.mark.parametrize(
    ("text", "note"),
    [
        (b"/a/  serve\n/x/  served\n", "which has a mistake (1: '/a/': state what became of it: "),
        (b"\xef\xbb\xbf/a/  serve\r\n", "which has a mistake (1: '/a/': state what became of it: "),
        (b"\xff", "which has a mistake (it is not UTF-8 text): repair it"),
        (b"# Mine\n/a/  served\n/b  served\n", "1 URL was added to published-urls.txt (/); the lines"),
        (b"# Mine\r\n/a/  served\r\n/b  served\r\n", "1 URL was added to published-urls.txt (/); the lines"),
    ],
)
def test_an_edited_ledger(tmp_path: Path, text: bytes, note: str) -> None:
    """What has a mistake stays as it is; what has none, gets the lines that it lacks."""
    site = made(tmp_path, {"a.md": "---\npermalink: /a/\n---\n", "b.md": "---\npermalink: /b/\n---\n"})
    file = tmp_path / LEDGER
    file.write_bytes(text)
    ledger = LedgerInSite(site, tmp_path, is_edited=True)
    move(ledger, tmp_path)
    assert note in site.report.notes_on_kept[0]
    written = file.read_bytes()
    if "mistake" in note:
        assert written == text
        assert site.texts[LEDGER].encode() == text.removeprefix(b"\xff")
    else:
        lines = written.splitlines(keepends=True)
        assert [line for line in lines if not line.startswith(b"/ ")] == text.splitlines(keepends=True)
        assert written.count(b"\r\n") == (4 if b"\r" in text else 0)
        assert ledger.own == {"a/", "b"}
        assert [line.split()[0] for line in written.splitlines()] == [b"/", b"#", b"/a/", b"/b"]


def move(ledger: LedgerInSite, folder: Path) -> None:
    write(folder / "made", {LEDGER: ""})
    ledger.write_to_move(folder / "made")
    ledger.write_edited()


def test_a_ledger_that_grows(tmp_path: Path) -> None:
    """By what answers, with a note of that; what its owner adds meanwhile stays."""
    site = made(
        tmp_path, {"a.md": "---\npermalink: /a.html\n---\n", "b.md": "---\npermalink: /b.html\n---\n"}
    )
    file = write(tmp_path, {LEDGER: "/  served\n/a.html  served\n"}) / LEDGER
    ledger = LedgerInSite(site, tmp_path, is_edited=True)
    assert [line.split()[0] for line in site.texts[LEDGER].splitlines()] == ["/", "/a.html", "/b", "/b.html"]
    for _attempt in range(2):
        assert retire(site, {3: "/b: nothing answers"}, ledger.own)
    file.write_text(f"{file.read_text()}/c  served\n")
    move(ledger, tmp_path)
    assert [line.split()[0] for line in file.read_text().splitlines()] == ["/", "/a.html", "/b.html", "/c"]
    (note,) = site.report.notes_on_kept
    assert note == f"1 URL was added to {LEDGER} (/b.html); the lines that it had are as they were"


def test_a_ledger_that_leads_out_of_the_site(tmp_path: Path) -> None:
    site = made(tmp_path, {"a.md": "---\npermalink: /a/\n---\n"})
    theirs = write(tmp_path, {"theirs.txt": "/a/  served\n"}) / "theirs.txt"
    file = tmp_path / "new" / LEDGER
    file.parent.mkdir()
    file.symlink_to("../theirs.txt")
    LedgerInSite(site, file.parent, is_edited=True).write_edited()
    assert (file.is_symlink(), theirs.read_text()) == (True, "/a/  served\n")
    note = f"1 URL was not added to {LEDGER} (/), a link to a file outside the site"
    assert site.report.notes_on_kept == [note]


def test_a_directory_in_the_place_of_the_ledger(tmp_path: Path) -> None:
    """It is the owner's, as other edits are, and the import goes on."""
    tree = tmp_path / "tree"
    (tree / LEDGER).mkdir(parents=True)
    LedgerInSite(made(tmp_path, {"a.md": "---\n---\n"}), tmp_path, is_edited=False).write_for_build(tree)
    assert (tree / LEDGER).is_dir()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_pipes(tmp_path: Path) -> None:
    """To read one would take forever."""
    os.mkfifo(tmp_path / "page.html")
    assert read_text(tmp_path / "page.html") is None
    old = read_site(write(tmp_path / "old", {"a.md": "---\n---\n"}))
    site = make_site(old, "new")
    target = write(tmp_path / "new", {"a.md": ""})
    os.mkfifo(target / "conf.py")
    imported_site.ImportedSite(site, old, target, tmp_path, tmp_path)._note_lacking()
    assert site.report.notes_on_kept == ["conf.py cannot be read as Python: repair it, and import again"]


def test_a_new_file_of_an_interrupted_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was to be written, and was not, has not been deleted."""
    target = tmp_path / "new"
    writing.move_into(write(tmp_path / "1", {"a.md": "1"}), target)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", lambda _self, _other: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            writing.move_into(write(tmp_path / "2", {"a.md": "2", "b.md": "2"}), target)
    assert writing.move_into(write(tmp_path / "3", {"a.md": "3", "b.md": "3"}), target) == []
    assert (target / "b.md").read_text() == "3"


def test_a_repository_without_files(tmp_path: Path) -> None:
    target = tmp_path / "new"
    write(target, {".git/config": "x"})
    writing.check_target(target)
    writing.move_into(write(tmp_path / "1", {"a.md": "1"}), target)
    assert {path.name for path in target.iterdir()} == {".git", writing.MANIFEST, "a.md"}


@pytest.mark.parametrize(
    "text",
    [
        b"\xff", b"", b"{}", b"[" * 99_999, b"9" * 9_999, b"[]", b'"a.md"', b'{"a.md": "1"}', b'{"a.md": [["1"]]}',
        b'{"a.md": [1]}', b'{"a.md": ["\\ud800"]}', b'{"\\ud800": [""]}', b'{"../a": [""]}', b'{"a/..": [""]}',
        b'{"/a": [""]}', b'{"a.md": [""]}' + b" " * 30_000_000,
    ],
    ids=lambda text: text[:20],
)  # fmt: skip
def test_a_damaged_manifest(tmp_path: Path, text: bytes) -> None:
    """Nothing is known of what was written, so that everything counts as edited."""
    site = made(tmp_path, {})
    target = write(tmp_path / "new", {"a.md": "mine"})
    (target / writing.MANIFEST).write_bytes(text)
    place = write(tmp_path / "place", {"a.md": "1", "b.md": "1"})
    imported_site.write_report(site, place, target)
    assert ".import.json" in (place / writing.REPORT).read_text()
    assert writing.move_into(place, target) == ["a.md"]
    assert not writing.is_damaged(target)


@pytest.mark.parametrize("name", ["x" * 300, "a\0b", "a" + "/b" * 3000, ".", ""])
def test_a_manifest_with_names_that_no_file_has(tmp_path: Path, name: str) -> None:
    target = write(tmp_path / "new", {writing.MANIFEST: json.dumps({name: ["1"]})})
    assert writing.move_into(write(tmp_path / "place", {"a.md": "1"}), target) == []
    assert {path.name for path in target.iterdir()} == {"a.md", writing.MANIFEST}


def test_the_report_is_not_edited_by_us(tmp_path: Path) -> None:
    """It names what is not written, and is written itself the next time."""
    site = made(tmp_path, {})
    target = tmp_path / "new"
    for count in range(3):
        place = write(tmp_path / f"place{count}", {"a.md": str(count)})
        imported_site.write_report(site, place, target)
        writing.move_into(place, target)
        assert site.report.kept == (["a.md"] if count else [])
        assert ("Not written again" in (target / writing.REPORT).read_text()) is bool(count)
        write(target, {"a.md": "mine"})


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("See ![my loom]() here", "See my loom here"),
        ("![]( )\nend", "\nend"),
        ("[![a]()](/x/)", "[a](/x/)"),
        ("![a](b.png)", "![a](b.png)"),
        ("\\![a]()", "\\![a]()"),
        ("[a]()", "[a]()"),
        ("[![a](b.png)]()", "[![a](b.png)]()"),
    ],
)
def test_images_without_an_address(text: str, result: str) -> None:
    converted = to_myst(f"First.\n\n{text}\n")
    assert converted.text == f"First.\n\n{result}\n"
    assert [change.line for change in converted.changes] == ([] if text == result else [3])


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("[1]: paper.pdf", "[1]: /posts/a/paper.pdf"),
        ("[1]: <paper.pdf> 'Paper'", "[1]: </posts/a/paper.pdf> 'Paper'"),
        ("[^1]: Open a terminal", "[^1]: Open a terminal"),
        ("[^1]: See [it](paper.pdf)", "[^1]: See [it](/posts/a/paper.pdf)"),
        # "src" in an address.
        (
            '<a href="https://x.org/?src=a&amp;src=b" src=c>',
            '<a href="https://x.org/?src=a&amp;src=b" src=/posts/a/c>',
        ),
        # How an address is hidden from robots.
        ('<a href="&#109;ailto:%61@b.org">Mail</a>', '<a href="&#109;ailto:%61@b.org">Mail</a>'),
    ],
)
def test_relative_links_of_definitions(text: str, result: str) -> None:
    assert rooted_links(text, "/posts/a/") == result


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ('{{ "https://x.png" | https://x.png }}', "https://x.png"),
        ('{{ "a" | https://x.png | upcase }}!', "A!"),
        ('{{ "a | b: /c" | upcase }}', "A | B: /C"),
        ('{{ "a" | append: "/x" }}', "a/x"),
        # A text has no escapes, and a mapping is none.
        ('{% if a == "[" or "b" == "\\"" %}A{% else %}B{% endif %}', "B"),
        ("{% assign a = b | default: {} %}{% if a %}A{% else %}B{% endif %}", "B"),
    ],
)
def test_filters_that_cannot_be_read(source: str, result: str) -> None:
    assert JekyllEnvironment({}, {}).run(source, {}) == result


def test_what_jekyll_did_not_publish(tmp_path: Path) -> None:
    """Of two pages at one address, one was seen; of two documents, lists have shown both."""
    files = {
        "_config.yml": "collections: {talks: {output: true}}\n",
        "a.md": "---\npermalink: /notes/\nredirect_from: /a/\n---\nA\n",
        "b.md": "---\npermalink: /notes/\nredirect_from: /b/\n---\nB\n",
        "_talks/c.md": "---\npermalink: /talk/\ndate: 1844-01-01\n---\nC\n",
        "_talks/d.md": "---\npermalink: /talk/\ndate: 1843-01-01\n---\nD\n",
        "_pages/search.md": "---\npermalink: /search/\nlayout: search\ntitle: Search\n---\n",
        "search.html": "---\n---\nMy own search of the sky\n",
        "_posts/1845-01-01-p.md": "---\npermalink: /talk/\n---\nP\n",
        "x.md": "---\npermalink: /x.pdf\n---\nX\n",
        "x.pdf": "",
        "y.md": "---\npermalink: /y/\n---\nY\n",
        "y/index.html": "<p>Y</p>",
        "z.md": "---\npermalink: /\n---\nZ\n",
        "index.html": "<p>Home</p>",
        "_pages/cv.md.off": "---\npermalink: /cv/\nredirect_from: [/vita/, /notes/]\n---\nE\n",
    }
    site = made(tmp_path, {**files, "_config.yml": files["_config.yml"] + "include: [_pages]\n"})
    pages = {path for path in site.texts if path.endswith(".md")}
    assert pages == {
        "index.md",
        "notes.md",
        "posts/1845-01-01-p.md",
        "talks/c.md",
        "talks/d.md",
        "search-2.md",
    }
    assert {"public/x.pdf", "public/y/index.html"} <= site.copies.keys()
    assert "Home" in site.texts["index.md"]
    assert site.texts["notes.md"].endswith("redirect_from:\n  - /b/\n  - /a/\norphan: true\n---\nB\n")
    assert "permalink: /talk/" in site.texts["talks/c.md"]
    assert left_out(site) == {
        "a.md": "its URL /notes/ is that of b.md as well, and Jekyll published that",
        "x.md": "its URL /x.pdf is that of x.pdf as well, and Jekyll published that",
        "y.md": "its URL /y/ is that of y/index.html as well, and Jekyll published that",
        "z.md": "its URL / is that of index.html as well, and Jekyll published that",
        "index.md": "its URL / is that of index.html as well, and Jekyll published that",
        "_pages/search.md": "the new site makes its own",
        "_pages/cv.md.off": "Jekyll wrote it as a file that browsers do not show as a page",
    }
    dead = {address.url: address.why for address in site.report.addresses if address.answer is Answer.NOTHING}
    assert dead == {"/vita/": "it led to /cv/, which browsers do not show as a page"}
    assert "/vita/ retired" in " ".join(site.texts[LEDGER].split())
    assert "/search/" in {address.url for address in site.report.addresses}


def test_settings_that_suppress_are_there_once() -> None:
    report = Report("old", "new")
    lines = ['suppress_warnings = ["x"]', 'suppress_warnings = ["y"]', 'suppress_warnings = ["x"]', ""]
    report.warnings = [LeftWarning("a.md:1", f"odd {number}", line) for number, line in enumerate(lines)]
    text = to_markdown(report)
    assert text.partition("```python\n")[2].partition("```")[0] == 'suppress_warnings = ["x", "y"]\n'
    assert "- 3 warnings that `conf.py` suppresses: x, y\n- 1 warning that `make html` has\n" in text


@pytest.mark.parametrize(
    ("warning", "ignored"),
    [
        ("link '/a/href='b'>' leads nowhere: there is no page [homepage.link]", ("link", "/a/href='b'>")),
        (r"link '/a\b' leads to a URL that is retired (x) [homepage.link]", ("link", r"/a\b")),
        ("'myst' cross-reference target not found: \"it's\" [myst.xref_missing]", ("myst", "it's")),
        ("local id not found in doc 'a': 'b' [myst.xref_missing]", ("myst", "b")),
        ("local id not found in doc 'a': \"b: 'c\" [myst.xref_missing]", ("myst", "b: 'c")),
        (r"'myst' cross-reference target not found: 'a\x' [myst.xref_missing]", None),
        ("'myst' cross-reference target not found: 'a' + 'b' [myst.xref_missing]", None),
        # As these are shown, they are not written.
        ("link '/aaa…' leads nowhere: there is no page [homepage.link]", None),
        (r"link '/a\x0a' leads nowhere: there is no page [homepage.link]", None),
        ("image file not readable: a.png [image.not_readable]", None),
    ],
)
def test_links_of_a_trial_build_are_ignored_one_by_one(
    warning: str, ignored: tuple[str, str] | None, tmp_path: Path
) -> None:
    trial = trial_build._read(f"{tmp_path}/a.md:3: WARNING: {warning}", tmp_path, "")
    assert trial.ignored_links == ([ignored] if ignored else [])
    assert len(trial.suppressed) == (not ignored)


def test_includes_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = write(tmp_path / "old", {**CONFIG, "_includes/a.html": "A", "_includes/b.html": "B"})
    monkeypatch.setattr(os, "access", lambda path, _mode: path.name != "b.html")
    found = liquid_worker._includes(read_site(old))
    assert found["a.html"] == "A"
    assert "b.html" not in found


@pytest.mark.long
def test_a_reader_that_has_seen_enough(tmp_path: Path) -> None:
    """``| head`` is no error."""
    old = write(tmp_path / "old", CONFIG)
    reading, writing_end = os.pipe()
    os.close(reading)
    command = [
        sys.executable,
        "-m",
        "sphinx_homepage",
        "import",
        "--dry-run",
        str(old),
        str(tmp_path / "new"),
    ]
    done = subprocess.run(
        command, stdout=writing_end, stderr=subprocess.PIPE, text=True, cwd=tmp_path, check=False
    )
    os.close(writing_end)
    assert "Error" not in done.stderr
    assert done.returncode == 0


def test_scripts_that_are_never_closed() -> None:
    """Thousands of them take no time, and those that are closed are still found."""
    open_ones = "<script> " * 50_000 + "<link " * 50_000
    started = time.monotonic()
    text, _gone = scripts.without_loaded(f"{open_ones}<script src='/MathJax.js'></script>")
    assert time.monotonic() - started < 2
    assert text == open_ones
    kept = "<script>let a = '<p>'</script>"
    counted = "<script>gtag('x')</script><link href='x' rel='stylesheet'>"
    assert scripts.without_loaded(kept + counted) == (kept, ["x"])


def test_a_page_that_takes_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_texts, "CONVERTING", 0.3)
    slow = "<p>Words *and* more.</p>\n" * 100_000
    site = made(tmp_path, {"slow.html": f"---\n---\n{slow}", "fine.html": "---\n---\n<p>Fine\n"})
    asked = {page.target: [each.what for each in page.questions] for page in site.report.pages}
    assert asked["slow.md"] == ["its conversion takes too long, and it stays as it was"]
    assert asked["fine.md"] == []


@pytest.mark.parametrize(
    ("heading", "result"),
    [
        ('## Journal <a id="journal"></a>', '<a id="journal-"></a>\n\n## Journal'),
        (
            "## Works <a name='journal'></a> of mine",
            '<a id="works--of-mine"></a>\n\n(journal)=\n## Works of mine',
        ),
        ('## <a id="journal"></a>Works', "(journal)=\n## Works"),
    ],
)
def test_anchors_in_headings(heading: str, result: str) -> None:
    """They are names of the headings, and links to them stay as they are."""
    converted = to_myst(f"[Journal](#journal)\n\n{heading}\n\nText\n")
    assert converted.text == f"[Journal](#journal)\n\n{result}\n\nText\n"


def test_names_are_those_of_the_whole_site(tmp_path: Path) -> None:
    text = '---\ntitle: T\n---\n## Works <a id="papers"></a>\n'
    site = made(tmp_path, {"a.md": text, "b.md": text})
    assert [page.count("(papers)=") + 2 * page.count('<a id="papers">') for page in
            (site.texts["a.md"], site.texts["b.md"])] in ([1, 2], [2, 1])  # fmt: skip


def test_addresses_that_differ_in_case(tmp_path: Path) -> None:
    """They are two for hosts, and for Jekyll; on some systems two files cannot have these names."""
    site = made(
        tmp_path,
        {
            "a.md": "---\npermalink: /Resume/\nredirect_from: /vita/\n---\nA\n",
            "b.md": "---\npermalink: /resume/\nredirect_from: /Vita/\n---\nB\n",
        },
    )
    assert left_out(site) == {}
    assert site.texts["a.md"].startswith("---\npermalink: /Resume/\nredirect_from: /vita/\n")
    assert site.texts["resume.md"].startswith("---\npermalink: /resume/\nredirect_from: /Vita/\n")
    answers = {each.url: each.where for each in site.report.addresses}
    assert answers["/Resume/"] == "a.md"
    assert answers["/vita/"] == "/Resume/"


def test_addresses_below_an_underscore(tmp_path: Path) -> None:
    """Jekyll serves ``_pages/x.md`` there, where it has no permalink."""
    site = made(
        tmp_path,
        {"_config.yml": "include: [_pages]\npermalink: pretty\n", "_pages/x.md": "---\ntitle: X\n---\n"},
    )
    assert "permalink: /_pages/x/\n" in site.texts["x.md"]
    assert {each.url: each.answer for each in site.report.addresses}["/_pages/x/"] is Answer.PAGE


def test_a_site_without_a_home_page(tmp_path: Path) -> None:
    old = write(tmp_path / "old", {"_config.yml": "title: A\n", "e\u0301.md": "---\ntitle: E\n---\nText\n"})
    site = make_site(read_site(old), "new")
    assert {"index.md", "\xe9.md"} <= site.texts.keys()


def test_a_date_with_the_day_first(tmp_path: Path) -> None:
    site = made(tmp_path, {"_posts/2020-01-01-a.md": "---\ntitle: A\ndate: 03-02-2020\n---\nText.\n"})
    assert "\ndate: 2020-02-03\n" in site.texts["posts/2020-01-01-a.md"]


def test_addresses_with_signs(tmp_path: Path) -> None:
    """What means something else in an address is encoded; a colon is in URLs that somebody gave as addresses."""
    files = {
        "p#q.md": "---\ntitle: P\n---\n",
        "p%20q.md": "---\ntitle: P\n---\n",
        "url.md": "---\npermalink: https://example.org/x/\n---\n",
        "files/a: b.pdf": "x",
        'files/"why?".pdf': "x",
    }
    site = made(tmp_path, files)
    assert 'permalink: "/p%23q.html"\n' in site.texts["p-q.md"]
    assert 'permalink: "/p%2520q.html"\n' in site.texts["p-20q.md"]
    assert 'permalink: "/https:/example.org/x/"\n' in site.texts["url.md"]
    assert {"public/files/a: b.pdf", 'public/files/"why?".pdf'} <= site.copies.keys()
    assert not [each for each in site.report.addresses if each.answer is Answer.NOTHING]


def test_a_file_where_a_page_is(tmp_path: Path) -> None:
    """Sphinx could not build such a site."""
    files = {
        "a.md": "---\npermalink: /x.pdf/\n---\nA\n",
        "x.pdf": "x",
        "b.md": "---\npermalink: /y.json/\n---\nB\n",
        "y.json": "---\n---\n{}",
    }
    site = made(tmp_path, files)
    assert left_out(site) == dict.fromkeys(("x.pdf", "y.json"), "pages are in a directory of its name")
    assert not [path for path in (*site.texts, *site.copies) if path.startswith("public/")]


def test_a_site_that_cannot_be_built_is_named_first() -> None:
    report = Report("old", "new", failure="it is broken")
    assert summary(report).startswith("the new site cannot be built: it is broken")


def test_addresses_that_no_docname_serves(tmp_path: Path) -> None:
    """A suffix is a part of an address; an index is at the address of its directory."""
    files = {
        "_config.yml": "title: A\ncollections: {talks: {output: true, permalink: '/:collection/:path/'}}\n",
        "_talks/index.md": "---\ntitle: T\n---\n",
        "_talks/a.md": "---\ntitle: T\npermalink: /doi/10.1000/182.3\n---\n",
    }
    site = made(tmp_path, files)
    assert "permalink: /talks/index/\n" in site.texts["talks/index-2.md"]
    assert [line.split()[0] for line in site.texts[LEDGER].splitlines() if line.startswith("/")] == [
        "/",
        "/doi/10.1000/182.3",
        "/talks/index/",
    ]


@pytest.mark.skipif(not hasattr(signal, "SIGPROF"), reason="the system has no such clock")
def test_only_time_of_the_processor_counts() -> None:
    """On a busy machine an import comes to the same as on another one."""
    with time_limit(0.05):
        time.sleep(0.2)
    with pytest.raises(TimeoutError), time_limit(0.05):
        re.fullmatch("(?:a|a)*b", "a" * 40)


def test_thousands_of_tags_around_a_list() -> None:
    """The tags that open for the list only go with it."""
    work = Work("posts/a", "A", shown="A")
    text = f"{'<ul>' * 50_000}\x021\x03<li><a href='/a/'>A</a></li>\x04{'</ul>' * 50_000}"
    with time_limit(4):
        lists = replace_lists(text, {1: work}, {"posts": [work]}, str)
    assert lists.listed == {"posts/a"} and "<ul>" not in lists.text


def test_layouts_without_ends(tmp_path: Path) -> None:
    """No step of the import looks at the rest of a layout, or of a page in HTML, for each of them."""
    files = {"_config.yml": "title: T\n"}
    for name in ("div>", "!--", "a ", "nav>", "h1>", "footer>", "a href='a'>", "script>"):
        many = f"<{name}" * 3000
        slug = name.strip(" ->'!=").replace(" ", "")
        shown = "<title>{{ page.title }}</title>{{ content }}<p>{{ page.b }}</p>"
        files[f"_layouts/{slug}.html"] = shown + many
        files[f"a-{slug}.md"] = f"---\ntitle: A\nlayout: {slug}\nb: Some words\n---\nText.\n"
        files[f"b-{slug}.html"] = f"---\ntitle: B\n---\n<p>Text.</p>{many}"
    files["b-spaces.html"] = (
        f"---\ntitle: B\n---\n<p>Text.</p><img src='{' ' * 20_000}<pre>{chr(10) * 20_000}"
    )
    with time_limit(10):
        site = make_site(read_site(write(tmp_path / "old", files)), "new")
    assert all(
        ("Some words" if name[0] == "a" else "Text.") in text
        for name, text in site.texts.items()
        if name[1] == "-"
    )


def test_thousands_of_tags_that_are_never_closed() -> None:
    with time_limit(2):
        assert plain("<a " * 60_000 + "2 < 3") == "<a " * 60_000 + "2 < 3"


def test_thousands_of_spaces_in_a_name_of_an_icon() -> None:
    text = f"<a href='/a' title='{' ' * 1900}><i class='fab fa-github'></i></a>"
    with time_limit(1):
        assert name_icon_links(text) == text.replace("<i class='fab fa-github'></i>", "GitHub")


def test_thousands_of_spaces_beside_an_entry() -> None:
    """Loops of Liquid leave the white space of all that they pass over."""
    text = f"<ul>{' ' * 30_000}\x021\x03<a href='/a/'>A</a>{' ' * 30_000}.\x04</ul>"
    with time_limit(2):
        lists = replace_lists(text, {}, {}, str)
    assert "<a href='/a/'>A</a>" in lists.text


@pytest.mark.parametrize(
    ("find", "text"),
    [
        (jekyll_markup.LIQUID.search, "{%" + "A" * 100_000),
        (jekyll_markup.LIQUID.search, "{{ a" + "[aaaa" * 20_000),
        (jekyll_markup.HTML.search, "\n" + " " * 100_000),
        (jekyll_markup._LIKELY[1].search, ">$$" + "a" * 100_000),
        (publishing._FIELD_LIST.match, "\n " * 100_000 + "x"),
        (publishing._FIELD_LIST.match, ".. a\n\n" * 30_000 + "x"),
        (html_links._REFRESH.match, " " * 100_000),
        (html_links._ATTRIBUTE.search, "(" * 100_000),
        (identifiers._ARXIV.search, "a-" * 50_000),
        (mathml._TAG.search, r"\tag" + " " * 100_000),
        (numbers._LABEL.search, r"\label{" + " " * 100_000),
        (tex._NAME.match, " " * 100_000),
        (code_in_text._SPAN.search, "`" * 100_000),
        (kramdown_tables._CODE.search, "<code" * 20_000),
        (kramdown_tables._SEPARATOR.match, "|" * 100_000),
        (built_pages._FORMULA.search, r"\(" * 50_000),
        (built_pages._DRAWN.search, "<math" * 20_000),
        (liquid_environment._LOOP_FILTER.search, "{% for a in" + " " * 100_000),
        (liquid_environment._NO_FILTER.search, "{{ a | b: /" + " " * 100_000),
        (liquid_tags._PARAMETER.search, "a" * 100_000),
        (matter_text._KEY.match, "a" + " " * 100_000),
        (REFRESH.search, "<meta " + "http-equiv=refresh " * 20_000),
        (REFRESH.search, "<meta content=" + " " * 100_000),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else "",
)
def test_time_grows_with_the_text(find: Callable[[str], re.Match[str] | None], text: str) -> None:
    """What has no end is no reason to read the rest of a text for each place where it may begin."""
    with time_limit(2):
        assert find(text) is None
