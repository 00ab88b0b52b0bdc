"""How a build spends its time: processes, garbage."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import weakref
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sphinx.application import Sphinx
from sphinx.errors import ConfigError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from conftest import ADDED, CONF

if TYPE_CHECKING:
    from conftest import Site

EXTENSIONS = Path(__file__).parent.parent / "_ext"
BUILDERS = pytest.mark.parametrize("builder", ["html", "dirhtml"])
MANY = 30
JOBS = CONF.replace("homepage_jobs = 1", "homepage_jobs = 3")
# Notes which process has read a page, and which has written it.
NOTING = """
def setup(app):
    import os

    def note(kind):
        with open({log!r}, "a") as file:
            file.write(f"{{kind}} {{os.getpid()}}\\n")

    app.connect("doctree-read", lambda *_: note("read"))
    app.connect("html-page-context", lambda app, page, template, context, doctree: doctree and note("write"))
    return {{"parallel_read_safe": True, "parallel_write_safe": True}}
"""


def pages(count: int) -> dict[str, str]:
    names = [f"p{number:02}" for number in range(count)]
    listed = "\n".join(names)
    return {"index.md": f"# Home\n\n```{{toctree}}\n{listed}\n```\n"} | {
        f"{name}.md": f"---\ntitle: Page {name}\nredirect_from: /old/{name}/\n---\n\n*Text* of {name}.\n"
        for name in names
    }


def processes(log: Path, kind: str) -> int:
    """Return how many processes have read or written pages, and forget them."""
    lines = log.read_text().splitlines()
    log.write_text("\n".join(line for line in lines if not line.startswith(kind)) + "\n")
    return len({line for line in lines if line.startswith(kind)})


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "processes"
    path.touch()
    return path


@pytest.fixture
def large(site: Site, log: Path) -> Site:
    # The log lies outside the folders that the site looks after.
    site.folder = site.folder / "of" / "its own"
    site.source = site.folder / "source"
    site.write({"conf.py": JOBS + NOTING.format(log=str(log))} | pages(MANY))
    return site


@BUILDERS
def test_many_pages_are_read_and_written_by_several_processes(large: Site, log: Path, builder: str) -> None:
    large.build(builder)
    assert processes(log, "read") > 1
    assert processes(log, "write") > 1


def test_few_pages_are_read_by_one(large: Site, log: Path) -> None:
    large.build()
    processes(log, "read")
    large.write({"p03.md": "# P\n"})
    large.build()
    assert processes(log, "read") == 1


def test_one_is_one(large: Site, log: Path) -> None:
    large.write({"conf.py": CONF + NOTING.format(log=str(log))})
    large.build()
    assert processes(log, "read") == 1
    assert processes(log, "write") == 1


def test_many_pages_are_written_by_several_also_when_few_are_read(large: Site, log: Path) -> None:
    large.build()
    processes(log, "read"), processes(log, "write")
    conf = (large.source / "conf.py").read_text()
    large.write({"conf.py": f'{conf}\nhtml_theme_options = {{"announcement": "Soon"}}\n'})
    large.build()
    assert processes(log, "read") == 0
    assert processes(log, "write") > 1


@pytest.mark.parametrize(("jobs", "several"), [("1", False), ("2", True)])
def test_the_number_may_come_from_the_command_line(
    large: Site, log: Path, jobs: str, *, several: bool
) -> None:
    outdir = large.folder / "html"
    options = ["-q", "-W", "-D", f"homepage_jobs={jobs}", "-d", str(large.folder / "doctrees")]
    command = [sys.executable, "-m", "sphinx", *options, str(large.source), str(outdir)]
    subprocess.run(command, check=True, env=os.environ | {"PYTHONPATH": str(EXTENSIONS)})
    assert (processes(log, "read") > 1) == several


@BUILDERS
def test_the_output_is_the_same(site: Site, builder: str) -> None:
    site.write(pages(MANY))
    one = site.build(builder, out="one").files()
    site.write({"conf.py": JOBS})
    several = site.build(builder, out="several").files()
    for files in (one, several):
        # It holds a hash of the settings.
        files.pop(".buildinfo")
    assert [name for name in one.keys() | several.keys() if one.get(name) != several.get(name)] == []


# Notes of which pages a process knows the titles, when it begins to read one and when it has read all of its own.
KNOWING = """
def setup(app):
    import json, os

    def note(kind, docnames, env):
        with open({log!r}, "a") as file:
            file.write(json.dumps([kind, sorted(docnames), sorted(env.titles)]) + "\\n")

    app.connect("source-read", lambda app, docname, content: note("begins", [docname], app.env))
    app.connect("env-merge-info", lambda app, env, docnames, other: note("merged", docnames, other))
    return {{"parallel_read_safe": True, "parallel_write_safe": True}}
"""


def known(log: Path, kind: str) -> list[tuple[set[str], set[str]]]:
    """Return which pages were read, and of which the titles were known."""
    notes = [json.loads(line) for line in log.read_text().splitlines()]
    return [(set(docnames), set(titles)) for found, docnames, titles in notes if found == kind]


def test_a_process_hands_back_the_pages_that_it_has_read(large: Site, log: Path) -> None:
    """And not all that it was given, which would be merged anew with every few pages."""
    large.write({"conf.py": JOBS + KNOWING.format(log=str(log))} | pages(100))
    large.build()
    merged = known(log, "merged")
    assert len(merged) > 5
    assert [titles for docnames, titles in merged if titles != docnames] == []


def test_a_process_knows_what_was_known_before_the_build(large: Site, log: Path) -> None:
    large.write({"conf.py": JOBS + KNOWING.format(log=str(log))})
    large.build()
    log.write_text("")
    edited = {name: text + "More.\n" for name, text in pages(MANY).items() if name[1] in "012"}
    assert len(edited) > 20
    large.write(edited)
    large.build()
    same = {name.removesuffix(".md") for name in pages(MANY).keys() - edited.keys()}
    assert len(known(log, "merged")) > 1
    assert [titles for _, titles in known(log, "begins") if not same <= titles] == []


def test_an_extension_that_is_not_safe_is_respected(
    large: Site, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nobody hears of it, as the build would otherwise fail with -W."""
    conf = (large.source / "conf.py").read_text()
    more = 'extensions.append("homepage_test_unsafe")\n'
    large.write({"conf.py": conf + more, "homepage_test_unsafe.py": "def setup(app):\n    return {}\n"})
    monkeypatch.syspath_prepend(large.source)
    large.build()
    assert processes(log, "read") == 1


def test_another_builder_is_left_alone(large: Site, log: Path) -> None:
    large.build("text")
    assert processes(log, "read") == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("homepage_jobs", '"many"'),
        ("homepage_jobs", "0"),
        ("homepage_jobs", "None"),
        ("homepage_gc_threshold", "-1"),
        ("homepage_gc_threshold", '"seldom"'),
    ],
)
def test_what_is_no_number_is_refused(site: Site, name: str, value: str) -> None:
    site.write(
        {"conf.py": JOBS.replace("homepage_jobs = 3\n", "") + f"{name} = {value}\n", "index.md": "# A\n"}
    )
    with pytest.raises(ConfigError, match=rf"conf.py:{ADDED - 1}: {name} is .*, such as"):
        site.build()


SEEN = """
def setup(app):
    import gc
    from pathlib import Path
    app.connect("doctree-read", lambda *_: Path({log!r}).write_text(str(gc.get_threshold())) and None)
    {more}
"""


@pytest.mark.parametrize(("setting", "seen"), [("", 50_000), ("homepage_gc_threshold = 0", 0)])
def test_garbage_is_looked_for_seldom(site: Site, tmp_path: Path, setting: str, seen: int) -> None:
    log = tmp_path.parent / f"{tmp_path.name}.log"
    before = gc.get_threshold()
    site.conf(f"{setting}\n" + SEEN.format(log=str(log), more=""))
    site.write({"index.md": "# Home\n"})
    site.build()
    assert log.read_text().startswith(f"({seen or before[0]},")
    assert gc.get_threshold() == before


def test_a_build_collects_what_the_one_before_has_left(site: Site, tmp_path: Path) -> None:
    """In one process, as language servers and tests build."""
    site.write({"index.md": "# Home\n"})
    with patch_docutils(str(site.source)), docutils_namespace():
        app = Sphinx(
            site.source, site.source, tmp_path / "o", tmp_path / "d", "html", status=None, warning=None
        )
        app.build()
    before = weakref.ref(app.env)
    del app
    site.build()
    assert before() is None


def test_the_threshold_is_restored_after_a_failure(site: Site, tmp_path: Path) -> None:
    before = gc.get_threshold()
    failing = 'app.connect("doctree-read", lambda *_: 1 / 0)'
    site.conf(SEEN.format(log=str(tmp_path.parent / f"{tmp_path.name}.log"), more=failing))
    site.write({"index.md": "# Home\n"})
    with pytest.raises(Exception, match="division by zero"):
        site.build()
    assert gc.get_threshold() == before
