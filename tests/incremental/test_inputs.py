"""The files that pages are read from, where others have pages read or removed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from sphinx_incremental.inputs import InputsCollector

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Site


def test_an_extension_that_reads_a_page_itself(site: Site) -> None:
    site.write({"index.md": "# Home\n"})
    handler = "lambda app, env: app.builder.read_doc('index')"
    site.conf(f'def setup(app):\n    app.connect("env-updated", {handler}, priority=1)\n')
    for text in ("Home", "House"):
        site.write({"index.md": f"# {text}\n"})
        assert text in site.build().text("index.html")


def test_nothing_is_kept_of_a_page_that_is_gone(tmp_path: Path) -> None:
    env: Any = SimpleNamespace(
        srcdir=tmp_path, found_docs={"there"}, doc2path=lambda docname, base: f"{docname}.md"
    )
    collector = InputsCollector()
    for docname in ("there", "gone"):
        collector.clear_doc(env, env, docname)
    assert collector._before.keys() == {"there"}
