"""A build after an edit leaves what a fresh one leaves, where Sphinx alone would leave something old."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from conftest import build, sphinx_alone
from helpers import BUILDERS, PNG, png
from sphinx_incremental import navigation_tree

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Built, Site

OLD = 1_000_000_000
"""A date, in seconds since 1970, that is older than any build."""
# Sphinx's notes of what it has built.  The checksum of documentation_options.js is remembered by a process.
NOTES = (".buildinfo",)
ORPHAN = "---\norphan: true\n---\n\n"
GLOSSARY = "```{glossary}\nLoom\n  A machine.\n```\n"
EQUATION = "```{math}\n:label: sum\n1\n```\n"
FIGURE = "(figure)=\n```{figure} a.png\nCaption\n```\n"


def toctree(*names: str, options: str = "") -> str:
    listed = "\n".join(names)
    return f"```{{toctree}}\n{options}{listed}\n```\n"


def files(built: Built) -> dict[str, bytes]:
    return {name: data for name, data in built.files().items() if not name.startswith(NOTES)}


def edit(site: Site, changes: dict[str, str | bytes | None], *, old: bool = False) -> None:
    """Write files, or take them away; *old* gives them an old date."""
    for name, content in changes.items():
        if content is None:
            (site.source / name).unlink()
        else:
            site.write({name: content})
            if old:
                os.utime(site.source / name, (OLD, OLD))


def is_fresh(site: Site, built: Built, builder: str, **options: Any) -> bool:
    """Return whether what was built is what a fresh build makes."""
    fresh = site.build(builder, out="fresh", fresh=True, **options)
    found, wanted = files(built), files(fresh)
    different = [name for name in found.keys() | wanted.keys() if found.get(name) != wanted.get(name)]
    assert different == []
    return True


def written(site: Site, builder: str) -> set[str]:
    """Build, and return the pages that were written."""
    folder = site.folder / builder
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.html")}
    built = site.build(builder)
    return {
        name.removesuffix("/index.html").removesuffix(".html")
        for name in built.pages()
        if before.get(folder / name) != (folder / name).stat().st_mtime_ns
    }


INDEX = "# Home\n\n" + toctree("a", "b", "c")
BASE: dict[str, str | bytes] = {
    "index.md": INDEX,
    "a.md": "# A\n\nText.\n",
    "b.md": "# B\n\nText.\n",
    "c.md": "# C\n\nText.\n",
    "a.png": PNG,
}
EDITS: dict[str, tuple[str, dict[str, str | bytes], dict[str, str | bytes | None]]] = {
    # What toctrees and the navigation show.
    "depth": (
        "",
        {
            "index.md": INDEX.replace("\na\n", "\n:maxdepth: 3\na\n"),
            "a.md": "---\ntocdepth: 1\n---\n\n# A\n\n## Section\n\n### Part\n",
        },
        {"a.md": "---\ntocdepth: 3\n---\n\n# A\n\n## Section\n\n### Part\n"},
    ),
    "second title": ("", {"a.md": "# A\n\n# More\n"}, {"a.md": "# A\n\n# Most\n"}),
    "a toctree below another title": (
        "",
        {"a.md": f"# A\n\n{toctree('d')}\n# More\n", "d.md": "# D\n"},
        {"a.md": f"# A\n\n# More\n\n{toctree('d')}"},
    ),
    "numbers go": (
        "",
        {"index.md": INDEX.replace("\na\n", "\n:numbered:\na\n"), "a.md": "# A\n\n## Section\n"},
        {"index.md": INDEX},
    ),
    "to a toctree without numbers": (
        "",
        {"index.md": "# Home\n\n" + toctree("a", "b", options=":numbered:\n") + toctree("c")},
        {"index.md": "# Home\n\n" + toctree("a", options=":numbered:\n") + toctree("b", "c")},
    ),
    "a toctree that is not for this builder": (
        "",
        {"a.md": "# A\n\n" + toctree("d"), "d.md": "# D\n"},
        {"a.md": "# A\n\n````{only} latex\n" + toctree("d") + "````\n"},
    ),
    "a section in a template's toctree": (
        'templates_path = ["_t"]\nhtml_sidebars = {"**": ["own.html"]}\nexclude_patterns = ["_t"]\n',
        {"a.md": "# A\n\n## Old\n", "_t/own.html": "{{ toctree(maxdepth=2, includehidden=True) }}"},
        {"a.md": "# A\n\n## New\n"},
    ),
    "a title in a template's toctree, on a large site": (
        'templates_path = ["_t"]\nhtml_sidebars = {"**": ["own.html"]}\nexclude_patterns = ["_t"]\n',
        {
            "a.md": "# A\n\n" + toctree("d", options=":hidden:\n"),
            "d.md": "# D\n",
            "_t/own.html": "{{ toctree(titles_only=True, includehidden=True, collapse=False) }}",
        },
        {"d.md": "# Other\n"},
    ),
    "a title below a page without one, on a large site": (
        "",
        {"a.md": f"Text.\n\n{toctree('d')}", "d.md": "# D\n\n# More\n"},
        {"d.md": "# Other\n\n# More\n"},
    ),
    "a title below two pages without one, on a large site": (
        "",
        {"a.md": toctree("d"), "d.md": toctree("e"), "e.md": "# E\n"},
        {"e.md": "# Other\n"},
    ),
    "a toctree below another title, on a large site": (
        "",
        {"a.md": f"# A\n\n{toctree('d')}\n# More\n\n{toctree('e')}", "d.md": "# D\n", "e.md": "# E\n"},
        {"a.md": f"# A\n\n# More\n\n{toctree('d')}\n{toctree('e')}"},
    ),
    "a second title, on a large site": (
        "",
        {"a.md": "# A\n\n# More\n"},
        {"a.md": "# A\n\n# Most\n"},
    ),
    # The search.
    "an index entry elsewhere": ("", {"a.md": "# A\n\n{index}`weaving`\n"}, {"b.md": "# B\n\nOther.\n"}),
    "a glossary elsewhere": ("", {"a.md": f"# A\n\n{GLOSSARY}"}, {"b.md": "# B\n\nOther.\n"}),
    "an index entry on several pages": (
        "",
        {
            f"{name}.md": f"# {name}\n\n{{index}}`weaving` {{index}}`Weaving` {{index}}`loom`\n"
            for name in "abc"
        },
        {"b.md": "# B\n\n{index}`weaving`\n"},
    ),
    "an index entry goes": ("", {"a.md": "# A\n\n{index}`weaving`\n"}, {"a.md": "# A\n\nText.\n"}),
    "an index entry goes with its page": (
        "",
        {"d.md": f"{ORPHAN}# D\n\n{{index}}`weaving`\n", "a.md": "# A\n\n{index}`spinning`\n"},
        {"d.md": None},
    ),
    # References.
    "an equation before": (
        "numfig = True\n",
        {"b.md": f"# B\n\n{EQUATION}", "c.md": "# C\n\n{eq}`sum`\n"},
        {"a.md": "# A\n\n```{math}\n:label: first\n0\n```\n"},
    ),
    "a caption": (
        "numfig = True\n",
        {"a.md": f"# A\n\n{FIGURE}", "c.md": "# C\n\n{numref}`see {name} <figure>`\n"},
        {"a.md": f"# A\n\n{FIGURE.replace('Caption', 'Drawing')}"},
    ),
    "an option of a program": (
        "",
        {
            "a.md": "# A\n\n```{program} weave\n```\n```{option} -n N\nNumber.\n```\n",
            "c.md": "# C\n\n{option}`weave -n`\n",
        },
        {"a.md": "# A\n", "b.md": "# B\n\n```{program} weave\n```\n```{option} -n N\nNumber.\n```\n"},
    ),
    "an option with a value": (
        "",
        {
            "a.md": "# A\n\n```{option} -n N\nNumber.\n```\n",
            "c.md": "# C\n\n{option}`-n=3`, {option}`-n 3`\n",
        },
        {"a.md": "# A\n", "b.md": "# B\n\n```{option} -n N\nNumber.\n```\n"},
    ),
    "what a module is for": (
        "",
        {"a.md": "# A\n\n```{py:module} mill\n:synopsis: Old\n```\n", "c.md": "# C\n\n{py:mod}`mill`\n"},
        {"a.md": "# A\n\n```{py:module} mill\n:synopsis: New\n```\n"},
    ),
}


@BUILDERS
@pytest.mark.parametrize("name", EDITS)
def test_after_an_edit(site: Site, builder: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if name.endswith("on a large site"):
        monkeypatch.setattr(navigation_tree, "WHOLE", 2)
    conf, more, changes = EDITS[name]
    site.conf(conf)
    site.write(BASE | more)
    before = files(site.build(builder))
    edit(site, changes)
    built = site.build(builder)
    assert files(built) != before
    assert is_fresh(site, built, builder)
    # And it stays so, when nothing is written.
    assert is_fresh(site, site.build(builder), builder)


@BUILDERS
@pytest.mark.parametrize("name", ["b", "parent"])
def test_a_page_goes_and_its_toctree_is_as_it_was(site: Site, builder: str, name: str) -> None:
    site.write(
        BASE
        | {"index.md": "# Home\n\n" + toctree("a", "b", "parent", "c")}
        | {"parent.md": "# Parent\n\n" + toctree("d"), "d.md": "# D\n"}
    )
    site.build(builder)
    gone = (site.source / f"{name}.md").read_text()
    edit(site, {f"{name}.md": None})
    says = [f"toctree contains reference to nonexisting document '{name}'"]
    more = ["document isn't included in any toctree"] if name == "parent" else []
    assert is_fresh(site, site.build(builder, expect=says + more), builder, expect=says + more)
    edit(site, {f"{name}.md": gone})
    assert is_fresh(site, site.build(builder), builder)


# --- Dates


RESTORED: dict[str, tuple[dict[str, str | bytes], dict[str, str | bytes | None]]] = {
    "a picture that was missing": ({"a.md": "# A\n\n![](later.png)\n"}, {"later.png": PNG}),
    "a listing that was missing": (
        {"a.md": "# A\n\n```{literalinclude} later.txt\n```\n"},
        {"later.txt": "Text\n"},
    ),
    "a teaser that was missing": (
        {
            "a.md": "---\ntitle: A\nheader: {teaser: later.png}\n---\n",
            "b.md": "# B\n\n```{listing}\n:layout: cards\n:sort: listed\n\na\n```\n",
        },
        {"later.png": PNG},
    ),
    "a teaser that comes first": (
        {
            "a.md": "---\ntitle: A\nheader: {teaser: x.png}\n---\n",
            "b.md": "# B\n\n```{listing}\n:layout: cards\n:sort: listed\n\na\n```\n",
            "images/x.png": PNG,
        },
        {"x.png": png(3, 4)},
    ),
    "a table that was missing": (
        {"a.md": "# A\n\n```{csv-table}\n:file: later.txt\n```\n"},
        {"later.txt": "1,2\n"},
    ),
    "raw HTML that was missing": (
        {"a.md": "# A\n\n```{raw} html\n:file: later.txt\n```\n"},
        {"later.txt": "<b>Text</b>\n"},
    ),
    "an included file that was missing": (
        {"a.md": "# A\n\n```{include} later.txt\n```\n"},
        {"later.txt": "Text\n"},
    ),
    "a file that reStructuredText includes": (
        {"d.rst": ":orphan:\n\nD\n=\n\n.. include:: later.txt\n"},
        {"later.txt": "Text\n"},
    ),
    "a picture of any format": (
        {"a.md": "# A\n\n```{image} later.*\n```\n"},
        {"later.png": PNG},
    ),
    "a picture in this language": (
        {"sub/d.md": f"{ORPHAN}# D\n\n![](../a.png)\n"},
        {"a.en.png": png(3, 4)},
    ),
    "a picture of any format in this language": (
        {"sub/d.md": f"{ORPHAN}# D\n\n```{{image}} later.*\n```\n"},
        {"sub/later.en.png": PNG},
    ),
    "another source of the page": ({"a.rst": "Other\n=====\n"}, {"a.md": None}),
    "a template that goes": (
        {"_templates/page.html": '{% extends "!page.html" %}{% block content %}Own{% endblock %}'},
        {"_templates/page.html": None},
    ),
    "another template": (
        {"_templates/page.html": '{% extends "!page.html" %}{% block content %}Own{% endblock %}'},
        {"_templates/page.html": '{% extends "!page.html" %}{% block content %}Other{% endblock %}'},
    ),
}


@BUILDERS
@pytest.mark.parametrize("name", RESTORED)
def test_what_comes_has_an_old_date(site: Site, builder: str, name: str) -> None:
    """Sphinx looks for what is newer than the last build."""
    more, changes = RESTORED[name]
    site.conf('templates_path = ["_templates"]\nexclude_patterns = ["_templates"]\n')
    site.write({"_templates/.keep": ""} | BASE | more)
    for path in site.source.rglob("*.*"):
        os.utime(path, (OLD - 1, OLD - 1))
    allow = ["not readable", "not found", "there is no such file", "multiple files found", "Use "]
    allow += ["Problems with", "[Errno 2]", ":file:", "```", "suitable image"]
    before = files(site.build(builder, allow=allow))
    edit(site, changes, old=True)
    built = site.build(builder, allow=allow)
    assert files(built) != before
    assert is_fresh(site, built, builder, allow=allow)


@BUILDERS
def test_a_better_format_of_a_picture(site: Site, builder: str) -> None:
    site.write(BASE | {"a.md": "# A\n\n```{image} more.*\n```\n", "more.gif": PNG})
    site.build(builder)
    edit(site, {"more.png": png(3, 4)}, old=True)
    page = {"html": "a.html", "dirhtml": "a/index.html"}[builder]
    text = site.build(builder).text(page)
    assert "more.png" in text
    assert text == site.build(builder, out="fresh", fresh=True).text(page)


# --- Saves while a build runs


# In conf.py: somebody saves a file at a moment of the first build, and the pages that are read are noted.
SAVING = """
def setup(app):
    from pathlib import Path

    seen, log = Path({folder!r}, "seen"), Path({folder!r}, "log")

    def note(app, docname, content):
        with log.open("a") as file:
            file.write(docname + "\\n")

    def save(*_):
        if app.env.current_document.docname == "a" and not seen.exists():
            seen.touch()
            Path(app.srcdir, {name!r}).write_text({text!r})

    app.connect("source-read", note, priority=1)
    app.connect({event!r}, save, priority=1)
    return {{"parallel_read_safe": True, "parallel_write_safe": True}}
"""
INCLUDING = "# A\n\n```{include} part.txt\n```\n"


@pytest.mark.parametrize(("builder", "jobs"), [("html", 1), ("dirhtml", 2)])
@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize("event", ["source-read", "doctree-read"])
@pytest.mark.parametrize(("name", "text"), [("a.md", INCLUDING.replace("A", "B")), ("part.txt", "New\n")])
def test_a_file_that_is_saved_while_its_page_is_read(
    site: Site, tmp_path: Path, builder: str, name: str, text: str, event: str, *, is_first: bool, jobs: int
) -> None:
    """The page is read again in the next build, and in no other."""
    folder = tmp_path.parent / f"{tmp_path.name}.notes"
    folder.mkdir()
    site.write(BASE | {f"{letter}.md": f"# {letter}\n" for letter in "defghi"})
    site.write({"index.md": "# Home\n\n" + toctree(*"abcdefghi"), "a.md": INCLUDING, "part.txt": "Old\n"})
    if not is_first:
        site.build(builder, jobs=jobs)
        site.write({"a.md": f"{INCLUDING}\nMore.\n"})
        text = text.replace("```\n", "```\n\nMore.\n")
    site.conf(SAVING.format(folder=str(folder), name=name, text=text, event=event))
    build(site.source, site.folder / builder, site.folder / f"{builder}.doctrees", builder, jobs=jobs)
    read = []
    for _ in range(3):
        (folder / "log").write_text("")
        built = site.build(builder, jobs=jobs)
        read.append((folder / "log").read_text().split())
    assert (site.source / name).read_text() == text
    # A file that was saved before it was read needs no second look.
    allowed = [[["a"], [], []], [[], [], []]]
    assert read in (allowed if (name, event) == ("part.txt", "source-read") else allowed[:1])
    assert is_fresh(site, built, builder)


def test_what_a_build_writes_itself_is_no_edit(site: Site, tmp_path: Path) -> None:
    """Such as pictures that an extension draws whenever the page is read."""
    log = tmp_path.parent / f"{tmp_path.name}.log"
    site.conf(
        "def setup(app):\n"
        "    def draw(app, docname, content):\n"
        f"        with open({str(log)!r}, 'a') as file:\n"
        "            file.write(docname + ' ')\n"
        "        (app.doctreedir / 'drawn.txt').write_text(docname)\n"
        "        app.env.note_dependency(app.doctreedir / 'drawn.txt')\n"
        "    app.connect('source-read', draw)\n"
    )
    site.write({"index.md": "# Home\n"})
    for text in ("# Home\n", "# Other\n"):
        site.write({"index.md": text})
        for _ in range(3):
            site.build()
    assert log.read_text().split() == ["index", "index"]


# --- Several output directorys, and builds of some pages


def build_into(site: Site, builder: str, *only: str) -> None:
    """Build with the doctrees of all builders in one folder, as ``sphinx-build -M`` does, or *only* some pages."""
    with patch_docutils(str(site.source)), docutils_namespace():
        doctrees = site.folder / "doctrees"
        app = Sphinx(
            site.source, site.source, site.folder / builder, doctrees, builder, status=None, warning=None
        )
        app.build(False, [site.source / name for name in only])


SHARED: dict[str, tuple[str, dict[str, str | bytes], dict[str, str | bytes | None]]] = {
    "an included file": (
        "",
        {"a.md": "# A\n\n```{include} part.txt\n```\n", "part.txt": "Old\n"},
        {"part.txt": "New\n"},
    ),
    "a page": ("", {}, {"a.md": "# A\n\nOther.\n"}),
    "a figure before": (
        "numfig = True\n",
        {"a.md": f"# A\n\n{FIGURE}", "b.md": "# B\n\n(other)=\n```{figure} a.png\nCaption\n```\n"},
        {"a.md": f"# A\n\n{FIGURE}\n```{{figure}} a.png\nNew\n```\n"},
    ),
    "a setting": (
        'myst_enable_extensions = ["substitution"]\nmyst_substitutions = {"x": "Old"}\n',
        {"a.md": "# A\n\n{{ x }}\n"},
        {},
    ),
}


@pytest.mark.long
@pytest.mark.parametrize("name", SHARED)
def test_two_builders_share_their_doctrees(site: Site, name: str) -> None:
    conf, more, changes = SHARED[name]
    site.conf(conf)
    site.write(BASE | more | {"part.txt": "Old\n"})
    for builder in ("html", "dirhtml"):
        build_into(site, builder)
    edit(site, changes)
    site.conf(conf.replace("Old", "New"))
    for builder in ("html", "dirhtml"):
        build_into(site, builder)
        fresh = site.build(builder, out=f"fresh-{builder}", fresh=True)
        for page in fresh.pages():
            assert (site.folder / builder / page).read_bytes() == (fresh.folder / page).read_bytes()


def test_a_build_of_some_pages(site: Site) -> None:
    """What it has read, and not written, is written by the next one."""
    site.write(BASE | {"a.md": "# A\n\n```{include} part.txt\n```\n", "part.txt": "Old\n"})
    build_into(site, "html")
    edit(site, {"part.txt": "New\n"})
    build_into(site, "html", "b.md")
    assert "Old" in (site.folder / "html/a.html").read_text()
    build_into(site, "html")
    assert "New" in (site.folder / "html/a.html").read_text()


# --- Without the extension


def test_a_build_without_the_extension_is_noticed(site: Site) -> None:
    site.write(BASE)
    site.build()
    edit(site, {"a.md": "# Other\n\nText.\n"})
    with sphinx_alone():
        site.build()
    edit(site, {"a.md": BASE["a.md"]})
    assert is_fresh(site, site.build(), "html")


# --- What is written


def test_a_depth_is_nothing_that_the_navigation_shows(site: Site) -> None:
    home = "# Home\n\n" + toctree("a", "b", "c", options=":hidden:\n")
    site.write(
        BASE | {"index.md": home, "a.md": "# A\n\n" + toctree("d", options=":maxdepth: 1\n"), "d.md": "# D\n"}
    )
    site.build()
    edit(site, {"a.md": "# A\n\n" + toctree("d", options=":maxdepth: 2\n")})
    assert written(site, "html") == {"a"}


def large(site: Site, monkeypatch: pytest.MonkeyPatch, talks: int = 4) -> None:
    """Write a site of two branches, each page of which shows its own."""
    monkeypatch.setattr(navigation_tree, "WHOLE", 5)
    notes = [f"notes/n{number}" for number in range(3)]
    others = [f"talks/t{number:03}" for number in range(talks)]
    site.write(
        {
            "index.md": "# Home\n\n" + toctree("notes/index", "talks/index", options=":hidden:\n"),
            "notes/index.md": "# Notes\n\n" + toctree("n0", "n1", "n2", options=":hidden:\n"),
            "talks/index.md": "# Talks\n\n" + toctree(*(name[6:] for name in others), options=":hidden:\n"),
        }
        | {f"{name}.md": f"# {name}\n" for name in (*notes, *others)}
    )
    site.build()


@pytest.mark.long
@pytest.mark.parametrize(
    ("change", "pages"),
    [
        ({"notes/n1.md": "# Other\n"}, {"notes", "notes/n0", "notes/n1", "notes/n2"}),
        # A page of the top level is on every page.
        ({"notes/index.md": "# Other\n\n" + toctree("n0", "n1", "n2", options=":hidden:\n")}, None),
        ({"notes/n1.md": "# notes/n1\n\nText.\n"}, {"notes/n1"}),
        # The next page, in the other branch, is named at the end of a page.
        ({"notes/n2.md": "# Other\n"}, {"notes", "notes/n0", "notes/n1", "notes/n2", "talks"}),
        ({"notes/n1.md": "# Other\n\n# More\n"}, None),
        ({"notes/n1.md": "# notes/n1\n\n" + toctree("/late"), "late.md": "# Late\n"}, None),
    ],
)
def test_a_title_in_a_large_site_is_seen_where_it_stands(
    site: Site,
    change: dict[str, str | bytes | None],
    pages: set[str] | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    large(site, monkeypatch)
    edit(site, change)
    before = files(site.build(out="before"))
    found = written(site, "html")
    after = files(site.build())
    assert after.keys() == before.keys()
    names = {
        name for name in after if name.endswith(".html") and not name.startswith(("404", "gen", "search"))
    }
    if pages is None:
        assert {f"{name}.html" for name in found} >= {name for name in names if "/index" not in name}
    else:
        assert found == pages
    assert is_fresh(site, site.build(), "html")


@pytest.mark.long
@pytest.mark.parametrize("before", ["# talks/t050\n", "# First\n\n# Second\n"])
def test_a_title_in_a_long_list_is_seen_by_those_around_it(
    site: Site, before: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And by all where it is one of the places from which the others are reached."""
    large(site, monkeypatch, talks=150)
    edit(site, {"talks/t050.md": before})
    site.build()
    edit(site, {"talks/t072.md": "# Other\n"})
    found = written(site, "html")
    assert {"talks", "talks/t071", "talks/t072", "talks/t073"} - found == {"talks"}
    assert len(found) < 20
    assert is_fresh(site, site.build(), "html")
    edit(site, {"talks/t000.md": "# Other\n"})
    assert len(written(site, "html")) > 150
    assert is_fresh(site, site.build(), "html")
