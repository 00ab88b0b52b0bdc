"""Another import into the same directory: what was edited or deleted since stays so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jekyll_site import made, snapshot, write
from sphinx_homepage.cli import imported_site
from sphinx_homepage.importing import writing
from sphinx_homepage.importing.addresses.dead_addresses import retire
from sphinx_homepage.importing.addresses.edited_ledger import LedgerInSite
from sphinx_homepage.importing.edited_site import copy_edited, find_edits, has_news
from sphinx_homepage.ledger.ledger_file import LEDGER


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
