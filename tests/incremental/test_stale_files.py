"""A build after an edit leaves the files that a fresh one leaves: nothing of pages and files that are gone."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from sphinx.errors import ExtensionError

from conftest import build
from helpers import BUILDERS, EXTENSIONS, png
from sphinx_incremental.search_index import without_lone_words

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Site

# What is written in every build, by name without an ending.
GENERATED = {"search", "genindex", "404"}
# A second extension, in conf.py.
EXTENSION = """
def setup(app):
    app.connect("{event}", {handler}, priority={priority})
"""


def fill(site: Site) -> None:
    site.conf('html_extra_path = ["extra"]\nhtml_static_path = ["_static"]\nhtml_copy_source = True\n')
    site.write(
        {
            "index.md": "# Home\n\n```{toctree}\na\nb\n```\n",
            "a.md": "---\ntitle: A\nheader: {teaser: pic/teaser.png}\n---\n\n![x](pic/text.png)\n",
            "b.md": "# B\n\n{download}`paper.pdf`\n",
            "paper.pdf": "pdf",
            "pic/teaser.png": png(3, 2),
            "pic/text.png": png(3, 4),
            "extra/llms.txt": "text",
            "extra/deep/x.html": "<p>X</p>",
            "_static/own.css": "a{}",
        }
    )


def remove(site: Site, *names: str) -> None:
    for name in names:
        (site.source / name).unlink()


def state(site: Site, name: str, out: str = "html") -> Path:
    """Return the state file *name* of the one output directory that was built with the doctrees of *out*."""
    (folder,) = (site.folder / f"{out}.doctrees/incremental").iterdir()
    return folder / name


def leaves_what_a_fresh_build_leaves(site: Site, builder: str, out: str = "", **options: Any) -> set[str]:
    """Build, compare the names of files with those of a fresh build, and return them."""
    after = site.build(builder, out=out, **options).files().keys()
    fresh = site.build(builder, out="fresh", fresh=True, **options).files().keys()
    assert after == fresh
    return set(after)


@BUILDERS
def test_files_that_are_gone(site: Site, builder: str) -> None:
    fill(site)
    before = set(site.build(builder).files())
    gone = {"llms.txt", "deep/x.html", "_static/own.css", "_sources/a.md.txt", "_images/text.png"}
    assert gone <= before
    assert any(name.startswith("_downloads/") for name in before)
    remove(site, "extra/llms.txt", "extra/deep/x.html", "_static/own.css", "a.md")
    site.write({"index.md": "# Home\n\n```{toctree}\nb\n```\n", "b.md": "# B\n"})
    after = site.build(builder).files()
    fresh = site.build(builder, out="fresh").files()
    assert after.keys() == fresh.keys()
    assert not gone & after.keys()


@BUILDERS
@pytest.mark.parametrize(
    ("conf", "there"),
    [
        ("", False),
        ("html_copy_source = True", True),
        ("html_copy_source = False", False),
    ],
)
def test_sources_are_published_on_request(site: Site, builder: str, conf: str, *, there: bool) -> None:
    site.conf(f"{conf}\n")
    site.write({"index.md": "# Home\n"})
    built = site.build(builder)
    assert ("_sources/index.md.txt" in built.files()) == there
    assert bool(built.soup("index.html").select(".view-this-page a")) == there


@BUILDERS
def test_sources_go_when_they_are_not_wanted_any_more(site: Site, builder: str) -> None:
    site.conf("html_copy_source = True\n")
    site.write({"index.md": "# Home\n"})
    site.build(builder)
    site.conf("")
    built = site.build(builder)
    assert not any(name.startswith("_sources") for name in built.files())
    assert not built.soup("index.html").select(".view-this-page a")


@BUILDERS
def test_a_file_of_the_same_name_from_elsewhere(site: Site, builder: str) -> None:
    fill(site)
    site.build(builder)
    remove(site, "extra/llms.txt")
    site.conf('html_extra_path = ["extra", "more"]\n')
    site.write({"more/llms.txt": "text"})
    assert site.build(builder).text("llms.txt") == "text"


def test_a_copied_file_that_somebody_has_changed_stays(site: Site) -> None:
    fill(site)
    folder = site.build().folder
    (folder / "llms.txt").write_text("by hand")
    remove(site, "extra/llms.txt")
    assert site.build().text("llms.txt") == "by hand"


@pytest.mark.parametrize("name", ["llms.txt", "a.html"])
@pytest.mark.parametrize(("time", "there"), [("another", True), ("whole seconds", False)])
def test_a_file_of_the_same_size(site: Site, name: str, time: str, *, there: bool) -> None:
    """It is somebody's, unless it has the time of ours, of which archives keep the seconds."""
    fill(site)
    path = site.build().folder / name
    seconds = path.stat().st_mtime_ns // 10**9
    path.write_bytes(b"x" * path.stat().st_size)
    os.utime(path, (1, 1) if time == "another" else (seconds, seconds))
    remove(site, "extra/llms.txt", "a.md")
    site.write({"index.md": "# Home\n\n```{toctree}\nb\n```\n"})
    assert (name in site.build().files()) == there


@pytest.mark.parametrize("note", ["", "{", "[]", '{"llms.txt": 4}', "outside"])
def test_the_note_may_be_broken(site: Site, note: str) -> None:
    fill(site)
    site.build()
    victim = site.folder / "victim.txt"
    victim.write_text("x")
    if note == "outside":
        note = json.dumps({"../victim.txt": [-1, -1], str(victim): [-1, -1], "llms.txt": [4, 4]})
    state(site, "copied.json").write_text(note)
    state(site, "generated.json").write_text(note)
    site.build()
    assert victim.read_text() == "x"


def test_an_absolute_page_of_an_old_note(site: Site) -> None:
    """The note may be anybody's: nothing outside the output directory is removed for it."""
    fill(site)
    site.build()
    victim = site.folder / "victim/thesis.html"
    victim.parent.mkdir()
    victim.write_text("x")
    redirects = {str(victim): "", "../victim/thesis.html": ""}
    site.state("redirects.json").write_text(json.dumps(redirects))
    state(site, "copied.json").write_text(json.dumps({file: [-1, -1] for file in redirects}))
    site.build()
    assert victim.read_text() == "x"


INDEX = "# Home\n\n```{index} loom\n```\n"
MODULE = "---\norphan: true\n---\n\n# A\n\n```{py:module} loom\n```\n"
NO_INDEX = "html_use_index = False\n"
MINE = 'templates_path = ["_templates"]\nhtml_additional_pages = {"mine": "mine.html"}\n'
DARK = 'html_theme = "dark"\nhtml_theme_path = ["_themes"]\nhtml_sidebars = {"**": []}\n'
SETTINGS = {
    "pages and pictures": (
        f'{MINE}html_logo = "pic/a.png"\nhtml_favicon = "pic/b.png"\nhtml_split_index = True\n'
        'html_use_opensearch = "https://ada.example.org"\n',
        f"{NO_INDEX}html_domain_indices = False\n",
        "_static/a.png _static/b.png _static/opensearch.xml "
        "genindex{0} genindex-all{0} genindex-L{0} py-modindex{0} mine{0}",
    ),
    "suffix": ('html_file_suffix = ".htm"\n', "", "404{1} search{1} genindex{1}"),
    "theme": (DARK, "", "_static/own.css _static/deep/own.txt _static/pygments_dark.css"),
}


@BUILDERS
@pytest.mark.parametrize(("before", "after", "gone"), SETTINGS.values(), ids=SETTINGS)
def test_what_a_setting_has_made(site: Site, builder: str, before: str, after: str, gone: str) -> None:
    site.write(
        {
            "index.md": INDEX,
            "a.md": MODULE,
            "pic/a.png": png(3, 2),
            "pic/b.png": png(2, 2),
            "_templates/mine.html": "<p>Mine</p>",
            "_themes/dark/theme.toml": '[theme]\ninherit = "basic"\npygments_style = {dark = "monokai"}\n',
            "_themes/dark/static/own.css.jinja": "a{}",
            "_themes/dark/static/deep/own.txt": "own",
        }
    )
    files = set(
        gone.format(*((".html", ".htm") if builder == "html" else ("/index.html", "/index.htm"))).split()
    )
    site.conf(before)
    assert files <= site.build(builder).files().keys()
    for settings, there in ((after, False), (before, True)):
        site.conf(settings)
        kept = files & leaves_what_a_fresh_build_leaves(site, builder)
        assert kept == (files if there else set())


@BUILDERS
def test_the_index_of_modules_that_are_gone(site: Site, builder: str) -> None:
    site.write({"index.md": INDEX, "a.md": MODULE})
    file = "py-modindex.html" if builder == "html" else "py-modindex/index.html"
    assert "loom" in site.build(builder).text(file)
    remove(site, "a.md")
    assert file not in leaves_what_a_fresh_build_leaves(site, builder)


def test_an_index_of_a_build_that_was_interrupted(site: Site) -> None:
    """It was written, and no build has come to its end since."""
    site.write({"index.md": INDEX})
    handler = "lambda app, exc: exec('raise OSError')"
    site.conf(EXTENSION.format(event="build-finished", handler=handler, priority=1))
    with pytest.raises(ExtensionError):
        site.build()
    assert (site.folder / "html/genindex.html").is_file()
    site.conf(NO_INDEX)
    assert "genindex.html" not in leaves_what_a_fresh_build_leaves(site, "html")


def test_a_redirect_where_an_additional_page_was(site: Site) -> None:
    site.write({"index.md": "# Home\n", "_templates/mine.html": "<p>Mine</p>"})
    site.conf(MINE)
    assert site.build().text("mine.html") == "<p>Mine</p>"
    site.write({"index.md": "---\nredirect_from: /mine.html\n---\n\n# Home\n"})
    site.conf("")
    assert "sphinx-homepage redirect" in site.build().text("mine.html")


@BUILDERS
def test_a_page_where_a_generated_one_was(site: Site, builder: str) -> None:
    site.write({"index.md": INDEX})
    site.build(builder)
    site.conf(NO_INDEX)
    site.write({"genindex.md": "---\norphan: true\n---\n\n# My index\n"})
    built = site.build(builder)
    file = "genindex.html" if builder == "html" else "genindex/index.html"
    assert built.soup(file).h1.get_text() == "My index"


def test_pages_that_another_extension_leaves_out(site: Site) -> None:
    """It makes them when it has to; they stay meanwhile."""
    site.write({"index.md": "# Home\n"})
    handler = 'lambda app: [("code", {"body": "code", "title": "Code"}, "page.html")] * (not app.env.all_docs.get("x"))'
    site.conf(EXTENSION.format(event="html-collect-pages", handler=handler, priority=500))
    site.build()
    handler = "lambda app: []"
    site.conf(EXTENSION.format(event="html-collect-pages", handler=handler, priority=500))
    assert "code.html" in site.build().files()


def test_the_record_of_an_old_configuration(site: Site) -> None:
    """Sphinx leaves it when the configuration has changed."""
    site.write({"index.md": "# Home\n"})
    folder = site.build().folder
    site.conf('html_short_title = "Short"\n')
    assert ".buildinfo.bak" not in site.build().files()
    (folder / ".buildinfo.bak").write_text("of somebody else")
    assert site.build().text(".buildinfo.bak") == "of somebody else"


@pytest.mark.parametrize("damaged", [None, "", "Search.setIndex({"])
def test_the_search_index_is_gone(site: Site, damaged: str | None) -> None:
    """Sphinx makes one of the pages that it writes in this build, and fails if there are none."""
    site.write({"index.md": "# Home\n\nUnusual words.\n"})
    built = site.build()
    index = built.text("searchindex.js")
    (built.folder / "searchindex.js").unlink()
    if damaged is not None:
        (built.folder / "searchindex.js").write_text(damaged)
    assert site.build().text("searchindex.js") == index


def test_fingerprints_of_an_output_folder_that_is_gone(site: Site) -> None:
    fill(site)
    for out in ("one", "two"):
        build_with(site, "doctrees", out)
    shutil.rmtree(site.folder / "one")
    site.write({"b.md": "# New\n"})
    build_with(site, "doctrees", "two")
    env = pickle.loads((site.folder / "doctrees/environment.pickle").read_bytes())
    assert {outdir for outdir, _ in env.incremental_fingerprints} == {str(site.folder / "two")}


@pytest.mark.parametrize("order", [("html", "dirhtml"), ("dirhtml", "html")])
def test_two_builders_in_one_output_folder(site: Site, order: tuple[str, str]) -> None:
    site.write({"index.md": INDEX, "a.md": MODULE})
    site.build(order[0], out="both")
    for builder in reversed(order):
        there = leaves_what_a_fresh_build_leaves(site, builder, out="both")
        assert ("search.html" in there) == (builder == "html")


@BUILDERS
def test_no_state_is_published(site: Site, builder: str) -> None:
    fill(site)
    site.conf("")
    folder = site.build(builder).folder
    hidden = {path.name for path in folder.rglob(".*")}
    assert hidden == {".buildinfo"}
    assert not (folder / "_sources").exists()
    site.conf("html_copy_source = True\n")
    site.build(builder)
    assert (folder / "_sources/index.md.txt").is_file()
    site.conf("")
    site.build(builder)
    assert not (folder / "_sources").exists()


def build_with(site: Site, doctrees: str, out: str) -> set[str]:
    """Build with a folder of doctrees that may be another one, and return the files that are there."""
    assert build(site.source, site.folder / out, site.folder / doctrees, "html") == []
    paths = (site.folder / out).rglob("*")
    return {path.relative_to(site.folder / out).as_posix() for path in paths if path.is_file()}


def test_one_folder_of_doctrees_for_two_output_folders(site: Site) -> None:
    """Each knows of its own files, whichever is built first after an edit."""
    fill(site)
    for out in ("one", "two"):
        assert "llms.txt" in build_with(site, "doctrees", out)
    remove(site, "extra/llms.txt")
    for out in ("two", "one"):
        assert "llms.txt" not in build_with(site, "doctrees", out)


def test_doctrees_in_the_output_folder(site: Site) -> None:
    """As Sphinx has them where it is not told."""
    fill(site)
    assert "llms.txt" in build_with(site, "out/.doctrees", "out")
    (site.folder / "out").rename(site.folder / "moved")
    remove(site, "extra/llms.txt")
    assert "llms.txt" not in build_with(site, "moved/.doctrees", "moved")


@pytest.mark.parametrize("emptied", [True, False])
def test_an_output_folder_that_was_removed(site: Site, *, emptied: bool) -> None:
    """Its doctrees are still there, and say what it held."""
    fill(site)
    before = build_with(site, "doctrees", "out")
    shutil.rmtree(site.folder / "out")
    if emptied:
        (site.folder / "out").mkdir()
    assert build_with(site, "doctrees", "out") == before
    # A file that somebody has put there is not ours.
    shutil.rmtree(site.folder / "out")
    (site.folder / "out").mkdir()
    (site.folder / "out/llms.txt").write_text("of somebody else")
    remove(site, "extra/llms.txt")
    assert build_with(site, "doctrees", "out") == before
    assert (site.folder / "out/llms.txt").read_text() == "of somebody else"


def test_doctrees_that_were_removed(site: Site) -> None:
    """Nothing is known of the output then: what is current is written anew, and the rest is somebody's."""
    fill(site)
    build_with(site, "doctrees", "out")
    shutil.rmtree(site.folder / "doctrees")
    (site.folder / "out/a.html").write_text("cut off")
    remove(site, "extra/llms.txt")
    there = build_with(site, "doctrees", "out")
    assert there - build_with(site, "other", "fresh") == {"llms.txt"}
    assert "cut off" not in (site.folder / "out/a.html").read_text()


def test_the_clock_of_the_doctrees_is_another_one(site: Site) -> None:
    """When a build began is compared with files of the output, which may lie on another machine."""
    site.write({"index.md": "# Home\n"})
    handler = "lambda app, env: [__import__('os').utime(path, (4e9, 4e9)) for path in app.doctreedir.rglob('*')] and None"
    site.conf(EXTENSION.format(event="env-updated", handler=handler, priority=900))
    site.build()
    assert not state(site, "unfinished").exists()


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
def test_an_edit_of_the_extension_keeps_what_is_known_of_the_output(tmp_path: Path) -> None:
    """The Makefile has everything read anew then."""
    (tmp_path / "_ext").mkdir()
    (tmp_path / "_ext/x.py").write_text("1")
    (tmp_path / "requirements.txt").write_text("")
    known, read = (
        tmp_path / "_build/.doctrees/live" / name
        for name in ("incremental/x/copied.json", "environment.pickle")
    )
    known.parent.mkdir(parents=True)
    known.write_text("{}")
    for edited in (True, False, True):
        if edited:
            (tmp_path / "_ext/x.py").write_text(os.urandom(8).hex())
        read.write_text("")
        subprocess.run(
            ["make", "-f", EXTENSIONS.parent / "Makefile", ".fresh-live"], cwd=tmp_path, check=True
        )
        assert read.exists() != edited
        assert known.exists()


COLLISION = (
    "source/cv.md:1: WARNING: this page is written to '{}', and html_extra_path has a file of that name"
)


@BUILDERS
def test_a_page_and_an_extra_file_of_one_name(site: Site, builder: str) -> None:
    file = "cv.html" if builder == "html" else "cv/index.html"
    site.conf('html_extra_path = ["extra"]\n')
    page = "---\norphan: true\ntitle: CV\n---\n\nMine.\n"
    site.write({"index.md": "# Home\n", "cv.md": page, "extra/x.txt": "x", f"extra/{file}": "extra"})
    warning = COLLISION.format(file)
    for _ in range(2):
        assert "Mine" in site.build(builder, expect=[warning]).text(file)
    remove(site, f"extra/{file}")
    for _ in range(2):
        assert "Mine" in site.build(builder).text(file)
    # And so where the file was there before the page was.
    remove(site, "cv.md")
    site.write({f"extra/{file}": "extra"})
    assert site.build(builder).text(file) == "extra"
    remove(site, f"extra/{file}")
    site.write({"cv.md": page})
    assert "Mine" in site.build(builder).text(file)
    site.write({f"extra/{file}": "extra"})
    assert "Mine" in site.build(builder, expect=[warning]).text(file)
    remove(site, "cv.md")
    assert site.build(builder).text(file) == "extra"


# Sphinx 9.1 has add_static_dir(); for an older one, this does what that does.
STATIC_DIR = """
import shutil
from pathlib import Path

def setup(app):
    folder = Path(__file__).parent / "own"
    if hasattr(app, "add_static_dir"):
        app.add_static_dir(folder)
    else:
        app.registry.static_dirs = [folder]
        target = Path(app.outdir, "_static")
        app.connect("write-started", lambda app, builder: shutil.copytree(folder, target, dirs_exist_ok=True))
    app.add_css_file("kept.css")
"""


def test_static_files_of_an_extension(site: Site) -> None:
    site.conf(STATIC_DIR)
    site.write(
        {"index.md": "# Home\n", "own/kept.css": "a{}", "own/deep/gone.css": "b{}", "own/x.jinja": "{{ x }}"}
    )
    out = site.folder / "out"
    # A process remembers the checksums.
    sphinx(site)
    assert (out / "_static/x.jinja").read_text() == "{{ x }}"
    before = (out / "index.html").read_text()
    site.write({"own/kept.css": "a{color:red}"})
    remove(site, "own/deep/gone.css")
    sphinx(site)
    fresh = site.build(out="fresh")
    assert (out / "index.html").read_text() == fresh.text("index.html") != before
    assert not (out / "_static/deep/gone.css").exists()


@pytest.mark.long
def test_a_static_directory_that_a_link_leads_to(site: Site) -> None:
    site.conf('html_static_path = ["_static"]\nhtml_css_files = ["link/l.css"]\n')
    site.write({"index.md": "# Home\n", "linked/l.css": "a{}", "_static/x.css": "b{}"})
    for name, target in (("link", "linked"), ("loop", "_static")):
        (site.source / "_static" / name).symlink_to(site.source / target)
    # A process remembers the checksums.
    sphinx(site)
    site.write({"linked/l.css": "a{color:red}"})
    sphinx(site)
    out = site.folder / "out"
    assert (out / "index.html").read_text() == site.build(out="fresh").text("index.html")
    remove(site, "linked/l.css")
    site.conf('html_static_path = ["_static"]\n')
    sphinx(site)
    assert not (out / "_static/link/l.css").exists()


@BUILDERS
def test_another_extension_makes_what_was_a_page(site: Site, builder: str) -> None:
    site.write({"index.md": "# Home\n", "blog.md": "---\norphan: true\n---\n\n# Blog\n"})
    site.build(builder)
    remove(site, "blog.md")
    site.write({"index.md": "---\ntitle: Home\nredirect_from: /blog.html\n---\n"})
    handler = 'lambda app: [("blog", {"body": "made elsewhere", "title": "Blog"}, "page.html")]'
    site.conf(EXTENSION.format(event="html-collect-pages", handler=handler, priority=500))
    message = "no redirect can be written at 'blog.html': there is a file that is no redirect"
    built = site.build(builder, expect=[message] if builder == "html" else ())
    assert "made elsewhere" in built.text("blog.html" if builder == "html" else "blog/index.html")
    assert site.build(builder, out="fresh", allow=[message]).pages() == built.pages()


@BUILDERS
def test_another_extension_copies_to_where_a_page_was(site: Site, builder: str) -> None:
    """Its file is older than the build, as copies keep the times of their originals."""
    site.write({"index.md": "# Home\n", "demo.md": "---\norphan: true\n---\n\n# Demo\n"})
    name = "demo.html" if builder == "html" else "demo/index.html"
    site.build(builder)
    remove(site, "demo.md")
    site.write({"other.bin": "copied", "published-urls.txt": "/ served\n/demo.html served\n"})
    os.utime(site.source / "other.bin", (1, 1))
    handler = (
        f"lambda app, exc: ((app.outdir / '{name}').parent.mkdir(exist_ok=True), "
        f"__import__('shutil').copy2(app.srcdir / 'other.bin', app.outdir / '{name}'))"
    )
    site.conf(EXTENSION.format(event="build-finished", handler=handler, priority=300))
    for _ in range(2):
        expect = [] if builder == "html" else ["/demo.html would be a 404"]
        assert site.build(builder, expect=expect).text(name) == "copied"


@BUILDERS
def test_another_extension_writes_where_a_redirect_was_to_be(site: Site, builder: str) -> None:
    site.write({"index.md": "---\ntitle: Home\nredirect_from: /tags.html\n---\n"})
    handler = "lambda app, exc: (app.outdir / 'tags.html').write_text('tags')"
    # In front of rediraffe or, where that writes no such file, behind it.
    priority = 450 if builder == "html" else 500
    site.conf(EXTENSION.format(event="build-finished", handler=handler, priority=priority))
    message = "no redirect can be written at 'tags.html'"
    built = site.build(builder, expect=[message], allow=["tags.html"])
    assert built.text("tags.html") == "tags"
    assert "/tags.html" not in json.loads(
        built.text("redirects.json") if (built.folder / "redirects.json").is_file() else "{}"
    )
    site.conf("")
    (site.folder / builder / "tags.html").unlink()
    assert "sphinx-homepage redirect" in site.build(builder).text("tags.html")


def test_a_builder_in_the_place_of_sphinxs(site: Site) -> None:
    """sphinxext-rediraffe writes nothing for it."""
    site.write({"index.md": "---\ntitle: Home\nredirect_from: /old/\n---\n"})
    site.conf(
        "from sphinx.builders.html import StandaloneHTMLBuilder\n"
        "class Own(StandaloneHTMLBuilder):\n    pass\n"
        "def setup(app):\n    app.add_builder(Own, override=True)\n"
    )
    built = site.build(allow=["rediraffe", "Unsupported"])
    assert "sphinx-homepage redirect" in built.text("old/index.html")


def test_a_template_of_another_extension(site: Site) -> None:
    """A page that leads elsewhere does so, whatever others would make of pages."""
    site.write({"index.md": "# Home\n", "a.md": "---\ntitle: A\nredirect_to: https://example.org/\n---\n"})
    handler = "lambda app, name, template, context, doctree: 'page.html'"
    site.conf(EXTENSION.format(event="html-page-context", handler=handler, priority=500))
    assert "sphinx-homepage redirect" in site.build().text("a.html")


def sphinx(site: Site, *files: str) -> None:
    """Run Sphinx as a command, perhaps for some files only."""
    out = site.folder / "out"
    command = [sys.executable, "-m", "sphinx", "-q", str(site.source), str(out)]
    command += [str(site.source / file) for file in files]
    environment = {**os.environ, "PYTHONPATH": str(EXTENSIONS), "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.long
def test_a_build_of_some_files_only(site: Site) -> None:
    """Sphinx does not write others then, whatever has changed for them: the next build does."""
    site.write(
        {
            "index.md": "# Home\n\n```{toctree}\na\nb\n```\n",
            "a.md": "# A\n\n```{listing}\n:layout: cards\n:sort: listed\n\nb\n```\n",
            "b.md": "# Old\n",
        }
    )
    sphinx(site)
    site.write({"b.md": "# New\n"})
    sphinx(site, "b.md")
    sphinx(site)
    shown = (site.folder / "out/a.html").read_text()
    assert "New" in shown
    assert "Old" not in shown
    # And the repair of an interrupted build is not forgotten over it.
    (site.folder / "out/a.html").write_text("<cut")
    (next((site.folder / "out/.doctrees/incremental").iterdir()) / "unfinished").touch()
    sphinx(site, "b.md")
    sphinx(site)
    assert (site.folder / "out/a.html").read_text() == shown


@pytest.mark.parametrize("theme", ["furo", "basic"])
@BUILDERS
def test_navigation_says_what_pages_say(site: Site, builder: str, theme: str) -> None:
    """Titles, order, captions, pages that come and go: in every page's navigation, before and after it."""
    site.conf(
        f'html_theme = "{theme}"\nhtml_sidebars = {{"**": ["globaltoc.html", "relations.html"]}}\n'
        if theme == "basic"
        else ""
    )
    pages = {f"{name}.md": f"# {name.upper()}\n\n## Part of {name}\n" for name in "abc"}
    site.write(pages | {"index.md": "# Home\n\n```{toctree}\na\nb\nc\n```\n"})
    site.build(builder)
    edits: list[dict[str, str]] = [
        {"b.md": "# *New* B\n\n## Part of b\n"},
        {"index.md": "# Home\n\n```{toctree}\nc\nb\na\n```\n"},
        {"index.md": "# Home\n\n```{toctree}\n:caption: Pages\nc\nOther title <b>\na\n```\n"},
        {"index.md": "# Home\n\n```{toctree}\nc\na\n```\n", "b.md": "---\norphan: true\n---\n\n# B\n"},
        {"c.md": "# C\n\n## Another part\n"},
    ]
    for number, edit in enumerate(edits):
        site.write(edit)
        after = site.build(builder).files()
        fresh = site.build(builder, out=f"fresh{number}").files()
        names = [name for name in fresh if name.endswith(".html") and not name.startswith("search")]
        assert [name for name in names if after[name] != fresh[name]] == []


@BUILDERS
@pytest.mark.parametrize("count", [3, pytest.param(1000, marks=pytest.mark.long)])
def test_an_edit_of_a_page_writes_that_page(site: Site, builder: str, count: int) -> None:
    """What navigation and toctrees do not show is no reason to write others, whatever the size of the site."""
    names = [f"p{number:03}" for number in range(count)]
    listed = "\n".join(names)
    pages = {f"{name}.md": f"# {name.upper()}\n\nText.\n" for name in names}
    site.write(pages | {"index.md": f"# Home\n\n```{{toctree}}\n{listed}\n```\n"})
    folder = site.build(builder).folder
    site.build(builder)
    times = {path: path.stat().st_mtime_ns for path in folder.rglob("*.html")}
    site.write({"p001.md": "# P001\n\nOther text.\n"})
    site.build(builder)
    written = {path for path in folder.rglob("*.html") if path.stat().st_mtime_ns != times[path]}
    # Sphinx writes those that are no documents in every build.
    own = {path for path in written if path.relative_to(folder).parts[0].split(".")[0] not in GENERATED}
    assert own == {folder / ("p001.html" if builder == "html" else "p001/index.html")}


@pytest.mark.skipif(
    sys.platform in ("win32", "darwin"), reason="names that differ in case are one file there"
)
def test_a_page_whose_name_changes_its_case(site: Site) -> None:
    site.write({"index.md": "# Home\n", "About.md": "---\norphan: true\n---\n\n# About\n"})
    site.build()
    (site.source / "About.md").rename(site.source / "about.md")
    assert site.build().pages() == {"index.html", "about.html"}


@BUILDERS
def test_words_of_a_page_that_is_gone(site: Site, builder: str) -> None:
    """What was taken away cannot be read in the search index either."""
    site.write(
        {
            "index.md": "# Home\n\nWords.\n",
            "secret.md": "---\norphan: true\n---\n\n# Clandestine\n\nConfidential words.\n",
        }
    )
    assert "confidenti" in site.build(builder).text("searchindex.js")
    remove(site, "secret.md")
    index = site.build(builder).text("searchindex.js")
    assert "confidenti" not in index
    assert "clandestin" not in index
    assert index == site.build(builder, out="fresh").text("searchindex.js")


@pytest.mark.parametrize(
    "text", ['x":[]', 'Search.setIndex({"terms":[]})', 'Search.setIndex({"a":[])', "Search.setIndex([])"]
)
def test_an_index_that_is_not_understood(text: str) -> None:
    assert without_lone_words(text) == text
