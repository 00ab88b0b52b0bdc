"""One result with any number of processes, and no harm to builders that make something else."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from helpers import PROJECT

if TYPE_CHECKING:
    from conftest import Site

EXTRA = """\
author = copyright = epub_copyright = "Ada"
version = "1"
applehelp_bundle_id = "x"
author_profiles = {"grace": {"name": "Grace Hopper", "bio": "Compilers & more", "employer": "Navy", "email": "g@example.org",
                             "links": [{"label": "A & B", "url": "https://example.org/?a=1&b=2"}, {"label": "CV", "url": "/cv.pdf"}]}}
"""
PAGES = {
    "index.md": "---\ntitle: Home\nexcerpt: Hello\nredirect_from: /home/\n---\n\n# One\n\n# Two\n\n```{toctree}\n:glob:\npage-*\n```\n",
    "public/cv.pdf": "",
} | {
    f"page-{number}.md": f"---\ntitle: Page {number}\nauthor: grace\nredirect_from: [/old-{number}, /{number}.html]\n---\n\n"
    ":::{author-profile} grace\n:placement: inline\n:location: Here & there\n:::\n\n- in a list\n\n"
    "  :::{author-profile} grace\n  :placement: inline\n  :::\n"
    for number in range(9)
}


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_parallel_equals_serial(site: Site, builder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    site.conf(EXTRA)
    site.write(PAGES)
    serial = site.build(builder, out="serial").files()
    assert {f"old-{number}/index.html" for number in range(9)} < serial.keys()
    for jobs in (2, 4):
        assert site.build(builder, out=f"parallel-{jobs}", jobs=jobs).files() == serial


def test_parallel_builds_stay_right_after_an_edit(site: Site) -> None:
    site.conf(EXTRA)
    site.write(PAGES)
    site.build(jobs=4)
    site.write(
        {f"page-{number}.md": PAGES[f"page-{number}.md"].replace("old", "older") for number in range(1, 8)}
    )
    after = site.build(jobs=4).files()
    fresh = site.build(out="fresh").files()
    assert {name: after[name] for name in after if name.endswith(".html")} == {
        name: fresh[name] for name in fresh if name.endswith(".html")
    }


def test_the_same_bytes_whatever_the_hash_seed(site: Site) -> None:
    site.conf(EXTRA)
    site.write(PAGES)
    results = []
    for seed in ("1", "2"):
        out = site.folder / f"seed-{seed}"
        command = [
            sys.executable,
            "-m",
            "sphinx",
            "-q",
            "-W",
            "-d",
            f"{out}.doctrees",
            str(site.source),
            str(out),
        ]
        paths = os.pathsep.join([str(PROJECT / "_ext"), *filter(None, [os.environ.get("PYTHONPATH")])])
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "SOURCE_DATE_EPOCH": "1700000000",
            "PYTHONPATH": paths,
        }
        subprocess.run(command, env=environment, check=True)
        results.append(
            {path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()}
        )
    assert results[0] == results[1]


@pytest.mark.parametrize(
    "builder",
    ["changes", "dummy", "epub", "gettext", "htmlhelp", "json", "latex", "man", "pickle", "pseudoxml", "singlehtml", "texinfo", "text", "xml"],
)  # fmt: skip
def test_every_other_builder(site: Site, builder: str) -> None:
    site.conf(EXTRA)
    site.write(PAGES)
    built = site.build(builder)
    redirects = [
        path.name
        for path in built.folder.rglob("*")
        if path.name.startswith("old-") or "redirect" in path.name
    ]
    assert not redirects


def test_the_card_in_text(site: Site) -> None:
    site.conf(EXTRA)
    site.write(PAGES)
    text = site.build("text").text("page-1.txt")
    assert "**Grace Hopper**\n\nCompilers & more\n\nNavy\n\nHere & there\n\n* E-mail\n\n* A & B\n" in text


def test_the_card_in_latex(site: Site) -> None:
    site.conf(EXTRA)
    site.write(PAGES)
    assert r"\sphinxhref{https://example.org/?a=1\&b=2}{A \& B}" in site.build("latex").text("site.tex")


def test_a_template_is_edited_between_two_builds_of_one_application(site: Site) -> None:
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace

    site.conf('templates_path = ["_templates"]\nauthor_profile = {"name": "Ada"}\n')
    site.write({"index.md": "# Home\n", "_templates/homepage/compact.html": "<p>first card</p>"})
    out = site.folder / "out"
    with docutils_namespace():
        app = Sphinx(
            site.source, site.source, out, site.folder / "doctrees", "html", status=None, warning=None
        )
        app.build()
        assert "first card" in (out / "index.html").read_text()
        site.write({"_templates/homepage/compact.html": "<p>second card</p>"})
        app.build()
    assert "second card" in (out / "index.html").read_text()


def test_two_builds_of_one_application(site: Site) -> None:
    """What a live server does that keeps Sphinx running."""
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace

    site.conf('rediraffe_redirects = {"legacy": "index"}\n')
    site.write({"index.md": "---\ntitle: Home\nredirect_from: /x/\n---\n\nText.\n"})
    out = site.folder / "out"
    with docutils_namespace():
        app = Sphinx(
            site.source, site.source, out, site.folder / "doctrees", "html", status=None, warning=None
        )
        app.build()
        assert (out / "x/index.html").is_file()
        site.write({"index.md": "---\ntitle: Home\nredirect_from: /z/\n---\n\nMore text.\n"})
        site.write({"published-urls.txt": "/gone/  retired 2026-03-01: a draft\n"})
        app.build()
    assert (out / "z/index.html").is_file() and (out / "legacy.html").is_file() and not (out / "x").exists()
    assert (out / "gone/index.html").is_file()
