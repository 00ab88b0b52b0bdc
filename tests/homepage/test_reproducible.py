"""Two builds of one site are the same, byte for byte; and one that was interrupted is put right by the next."""

from __future__ import annotations

import difflib
import itertools
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from helpers import BUILDERS, BUILDERS_LONG, EXTENSIONS, LONG
from sphinx_incremental.files import write_whole

if TYPE_CHECKING:
    from conftest import Site

# Sphinx's own notes of what it has built, with paths and times.
NOTES = (".buildinfo", ".doctrees")
# Of these there is the old one or the new one, and nothing between.
_LISTS = {"feed.xml", "redirects.json", "robots.txt", "sitemap.xml"}
IN_ONE_STEP = _LISTS | {"_static/sphinx-homepage/preview.png", "_static/sphinx-homepage/favicon.svg"}


def fill(site: Site, pages: int = 12) -> None:
    site.conf(
        'html_baseurl = "https://ada.example.org/"\nhtml_static_path = ["_static"]\n'
        'author_profiles = {"grace": {"name": "Grace", "avatar": "pictures/g.svg"}}\n'
    )
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4"/></svg>'
    names = [f"p{number}" for number in range(pages)]
    listed = "\n".join(names)
    site.write(
        {
            "index.md": f"# Home\n\n```{{listing}}\n:layout: cards\n:sort: listed\n\n{listed}\n```\n\n```{{toctree}}\n{listed}\n```\n",
            "away.md": "---\nredirect_to: /p1/\n---\n",
            "published-urls.txt": "/ served\n/gone/ retired 2026-01-01: gone\n/p1.html served\n/p1/ served\n",
            "_static/a.svg": svg,
            "pictures/g.svg": svg,
        }
    )
    for number, name in enumerate(names):
        author = "author: grace\n" if number % 3 == 0 else ""
        matter = f"title: Page {number}\ndate: 2026-01-{number + 1:02}\nredirect_from: [/old/{name}/, /{name}-x]\n{author}"
        body = ":::{author-profile} grace\n:placement: inline\n:::\n" if number % 4 == 0 else "Text.\n"
        site.write({f"{name}.md": f"---\n{matter}---\n\n{body}\n## Place\n\nWords {number}.\n"})


def command(source: Path, out: Path, builder: str, jobs: str = "1") -> list[str]:
    options = ["-q", "-b", builder, "-j", jobs, "-d", str(out.parent / f"{out.name}.doctrees")]
    return [sys.executable, "-m", "sphinx", *options, str(source), str(out)]


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(EXTENSIONS), "PYTHONWARNINGS": "ignore", **more}


def run(source: Path, out: Path, builder: str, jobs: str = "1", **more: str) -> None:
    done = subprocess.run(
        command(source, out, builder, jobs),
        env=environment(**more),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr, done.stderr


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.relative_to(folder).as_posix().startswith(NOTES)
    }


def first_difference(left: bytes, right: bytes) -> str:
    lines = difflib.unified_diff(
        left.decode(errors="replace").splitlines(), right.decode(errors="replace").splitlines()
    )
    return "\n".join(itertools.islice(lines, 20))


def same(left: dict[str, bytes], right: dict[str, bytes]) -> None:
    assert left.keys() == right.keys()
    different = [file for file in sorted(left) if left[file] != right[file]]
    assert not different, first_difference(left[different[0]], right[different[0]])


@BUILDERS
def test_builds_are_the_same(site: Site, builder: str) -> None:
    """Over hash seeds, processes, time zones, locales and folders."""
    fill(site)
    epoch = {"SOURCE_DATE_EPOCH": "1700000000"}
    first = site.folder / "one"
    run(site.source, first, builder, PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C.UTF-8", **epoch)
    elsewhere = site.folder / "another place/source"
    elsewhere.parent.mkdir()
    # In another order on the disk, too.
    for path in sorted(site.source.rglob("*"), reverse=True):
        if path.is_file():
            target = elsewhere / path.relative_to(site.source)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    second = site.folder / "two"
    run(
        elsewhere,
        second,
        builder,
        "2",
        PYTHONHASHSEED="2",
        TZ="Pacific/Kiritimati",
        LC_ALL="C",
        LANG="tr_TR.UTF-8",
        **epoch,
    )
    same(contents(first), contents(second))
    assert len(contents(first)) > 50


@pytest.mark.long
@BUILDERS_LONG
@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be killed there as here")
def test_a_build_that_is_killed(site: Site, builder: str) -> None:
    """At any moment, over and over, with edits in between; at last one build comes to its end."""
    fill(site)
    out, fresh = site.folder / "out", site.folder / "fresh"
    started = time.monotonic()
    run(site.source, fresh, builder)
    whole = time.monotonic() - started
    chance = random.Random(7)
    killed = 0
    for number in range(8):
        edited = site.source / f"p{number}.md"
        edited.write_text(edited.read_text().replace("title: Page", "title: New page"))
        # The later part of a build is where it writes.
        wait = whole * chance.uniform(0.35, 1.05)
        building = subprocess.Popen(
            command(site.source, out, builder),
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            building.wait(wait)
        except subprocess.TimeoutExpired:
            building.send_signal(signal.SIGKILL)
            building.wait()
            killed += 1
    assert killed
    run(site.source, out, builder)
    run(site.source, site.folder / "fresh2", builder)
    same(contents(out), contents(site.folder / "fresh2"))


@pytest.mark.long
@BUILDERS_LONG
@pytest.mark.parametrize("limit", [1500, *(pytest.param(limit, marks=LONG) for limit in (12_000, 25_000))])
def test_a_disk_that_is_full(site: Site, builder: str, limit: int) -> None:
    """No file can be longer than *limit*: what is longer is cut off, and the build fails; the next is whole."""
    pytest.importorskip("resource", reason="limits the size of files; not on Windows")
    fill(site, 4)
    out = site.folder / "out"
    script = (
        "import resource, signal, runpy, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))\n"
        "sys.argv = ['sphinx', *sys.argv[1:]]\n"
        "runpy.run_module('sphinx', run_name='__main__')\n"
    )
    arguments = command(site.source, out, builder)[3:]
    limited = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert limited.returncode != 0 or "error writing file" in limited.stderr
    run(site.source, out, builder)
    run(site.source, site.folder / "fresh", builder)
    same(contents(out), contents(site.folder / "fresh"))


@pytest.mark.long
@BUILDERS_LONG
@pytest.mark.parametrize("damage", ["cut", "emptied"])
def test_every_file_may_be_cut_off(site: Site, builder: str, damage: str) -> None:
    """As an interruption in the middle of writing leaves it."""
    fill(site, 4)
    out = site.folder / "out"
    run(site.source, out, builder)
    expected = contents(out)
    for file in expected.keys() - IN_ONE_STEP:
        data = expected[file]
        (out / file).write_bytes(data[: len(data) // 2] if damage == "cut" else b"")
    next((site.folder / "out.doctrees/incremental").iterdir()).joinpath("unfinished").touch()
    begun = [file for file in expected if b"sphinx-homepage re" in expected[file][:2000]]
    # It notes what it is about to write.
    site.state("redirects.json", out="out").write_text(json.dumps(dict.fromkeys(begun, "")))
    run(site.source, out, builder)
    same(contents(out), expected)


@BUILDERS
@pytest.mark.parametrize("record", [b"", b"\n" * 9, b"# Sphinx build info version 1\n", b"\xff", None])
def test_sphinxs_record_of_the_build_may_be_cut_off_or_gone(
    site: Site, builder: str, record: bytes | None
) -> None:
    """Sphinx stops at such a record or, where there is none, does not see that the settings are others."""
    site.write({"index.md": "# Home\n"})
    path = site.build(builder).folder / ".buildinfo"
    expected = path.read_bytes()
    if record is None:
        path.unlink()
    else:
        path.write_bytes(record)
    site.conf('html_title = "New title"\n')
    assert "New title" in site.build(builder).soup("index.html").title.get_text()
    assert path.read_bytes() not in (record, expected)


def test_a_file_is_written_in_one_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"old")

    def interrupted(_self: Path, _target: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole(path, b"new")
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("x", b"old")]
