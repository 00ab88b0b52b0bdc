"""How a build spends its time: processes, garbage."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import weakref
from typing import TYPE_CHECKING

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from conftest import CONF
from helpers import BUILDERS, EXTENSIONS

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Site

MANY = 30
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


def use_cores(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setattr("sphinx_incremental.processes.core_count", lambda: count)


@pytest.fixture
def large(site: Site, log: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    use_cores(monkeypatch, 3)
    # The log lies outside the folders that the site looks after.
    site.folder = site.folder / "of" / "its own"
    site.source = site.folder / "source"
    site.write({"conf.py": CONF + NOTING.format(log=str(log))} | pages(MANY))
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


def test_one_is_one(large: Site, log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_cores(monkeypatch, 1)
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


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="cores cannot be chosen")
def test_cores_that_the_process_may_not_use_do_not_count(large: Site, log: Path) -> None:
    command = [sys.executable, "-m", "sphinx", "-q", "-W", str(large.source), str(large.folder / "html")]
    core = min(os.sched_getaffinity(0))
    subprocess.run(
        command,
        check=True,
        env=os.environ | {"PYTHONPATH": str(EXTENSIONS)},
        preexec_fn=lambda: os.sched_setaffinity(0, {core}),
    )
    assert processes(log, "read") == 1


@BUILDERS
def test_the_output_is_the_same(site: Site, builder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    site.write(pages(MANY))
    one = site.build(builder, out="one").files()
    use_cores(monkeypatch, 3)
    several = site.build(builder, out="several").files()
    for files in (one, several):
        # It holds a hash of the settings.
        files.pop(".buildinfo")
    assert [name for name in one.keys() | several.keys() if one.get(name) != several.get(name)] == []


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


SEEN = """
def setup(app):
    import gc
    from pathlib import Path
    app.connect("doctree-read", lambda *_: Path({log!r}).write_text(str(gc.get_threshold())) and None)
    {more}
"""


def test_garbage_is_looked_for_seldom(site: Site, tmp_path: Path) -> None:
    log = tmp_path.parent / f"{tmp_path.name}.log"
    before = gc.get_threshold()
    site.conf(SEEN.format(log=str(log), more=""))
    site.write({"index.md": "# Home\n"})
    site.build()
    assert log.read_text().startswith("(50000,")
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
