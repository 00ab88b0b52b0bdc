"""sphinx_incremental without a homepage, and a homepage without sphinx_incremental."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

import pytest

from conftest import sphinx_alone
from helpers import BUILDERS, BUILDERS_LONG, PNG

if TYPE_CHECKING:
    from conftest import Built, Site

CONF = """\
project = html_title = "Documentation"
extensions = ["myst_parser", "sphinx_incremental"]
html_theme = "furo"
exclude_patterns = ["parts"]
html_static_path = ["_static"]
"""
DIRECTORIES = {"": 6, "guide/": 8, "guide/advanced/": 5, "reference/": 6}
"""The most pages of each directory besides its index."""
SECTION = {
    "md": "(at-{label})=\n## Section {number}\n\n{text}\n",
    "rst": ".. _at-{label}:\n\nSection {number}\n---------\n\n{text}\n",
}
BLOCKS = {
    "md": (
        "{{doc}}`/{other}`",
        "{{ref}}`at-{other_label}`",
        "[](/{other}.md)",
        "{{any}}`at-{other_label}`",
        "{{term}}`Loom`",
        "{{py:func}}`f_{other_label}`",
        "{{index}}`entry {number}`",
        "{{download}}`/files/data-{number}.txt`",
        "![Image](/images/{number}/same.png)",
        "```{{include}} /parts/{number}.txt\n```",
        "```{{literalinclude}} /parts/{number}.txt\n```",
    ),
    "rst": (
        ":doc:`/{other}`",
        ":ref:`at-{other_label}`",
        ":ref:`Words <at-{other_label}>`",
        ":term:`Loom`",
        ":py:func:`f_{other_label}`",
        ".. index:: entry {number}",
        ":download:`/files/data-{number}.txt`",
        ".. image:: /images/{number}/same.png",
        ".. include:: /parts/{number}.txt",
        ".. literalinclude:: /parts/{number}.txt",
    ),
}
FUNCTION = {
    "md": "```{{py:function}} f_{label}(x{number})\n```",
    "rst": ".. py:function:: f_{label}(x{number})",
}
TOCTREE = {
    "md": "```{{toctree}}\n{options}\n{names}\n```\n",
    "rst": ".. toctree::\n   {options}\n\n   {names}\n",
}


class Writer:
    """Somebody who edits documentation without a plan; the same with the same seed."""

    def __init__(self, site: Site, seed: int) -> None:
        self.site = site
        self.random = random.Random(seed)
        self.pages: dict[str, str] = {}
        for directory, most in DIRECTORIES.items():
            for number in range(most - 1):
                self.pages[f"{directory}page{number}"] = self.random.choice(["md", "rst"])
        self.pages |= {f"{directory}index": "md" for directory in DIRECTORIES}
        self.site.write({"conf.py": CONF, "_static/own.css": ""})
        for number in range(1, 4):
            self.file(number)
        for page in self.pages:
            self.page(page)

    def file(self, number: int) -> None:
        text = f"Part {self.random.randint(1, 9)}.\n"
        image = PNG + bytes([self.random.randint(1, 9)])
        self.site.write(
            {
                f"parts/{number}.txt": text,
                f"files/data-{number}.txt": text,
                f"images/{number}/same.png": image,
            }
        )

    def page(self, page: str) -> None:
        kind, label = self.pages[page], page.replace("/", "-")
        title = f"{page.rpartition('/')[2].title()} {self.random.randint(1, 3)}"
        parts = [f"# {title}\n" if kind == "md" else f"{title}\n{'=' * len(title)}\n"]
        other = self.random.choice(sorted(self.pages))
        parts += self.blocks(kind, label, other)
        text = "\n\n".join(self.blocks(kind, label, other))
        parts.append(SECTION[kind].format(label=label, number=self.random.randint(1, 2), text=text))
        if page == "index":
            parts.append(f"```{{glossary}}\nLoom\n  A machine {self.random.randint(1, 3)}.\n```\n")
        if page.endswith("index"):
            parts.append(self.toctree(page))
        self.site.write({f"{page}.{kind}": "\n".join(parts)})

    def blocks(self, kind: str, label: str, other: str) -> list[str]:
        blocks = self.random.sample(BLOCKS[kind], self.random.randint(0, 3))
        if self.random.random() < 0.3:
            blocks.append(FUNCTION[kind])
        number, other_label = self.random.randint(1, 3), other.replace("/", "-")
        return [
            block.format(label=label, other=other, other_label=other_label, number=number) + "\n"
            for block in blocks
        ]

    def toctree(self, page: str) -> str:
        kind, directory = self.pages[page], page.removesuffix("index")
        names = [
            name.removeprefix(directory)
            for name in sorted(self.pages)
            if name.startswith(directory) and name != page
        ]
        depth = len(directory.split("/"))
        shown = [
            name for name in names if "/" not in name or (name.endswith("/index") and name.count("/") < 2)
        ]
        self.random.shuffle(shown)
        options = self.random.choice([":hidden:", f":maxdepth: {depth}", ":titlesonly:", ":caption: Pages"])
        return TOCTREE[kind].format(options=options, names="\n".join(shown))

    def edit(self) -> None:
        self.page(self.random.choice(sorted(self.pages)))

    def restore(self) -> None:
        """Edit a page, and give it an old date."""
        page = self.random.choice(sorted(self.pages))
        self.page(page)
        os.utime(self.site.source / f"{page}.{self.pages[page]}", (1_000_000_000, 1_000_000_000))

    def edit_file(self) -> None:
        self.file(self.random.randint(1, 3))

    def add(self) -> None:
        directory = self.random.choice(sorted(DIRECTORIES))
        page = f"{directory}new{self.random.randint(1, 2)}"
        if page not in self.pages:
            self.pages[page] = self.random.choice(["md", "rst"])
            self.page(page)
        self.page(f"{directory}index")

    def remove(self) -> None:
        """Remove a page; the toctree that names it may stay as it is."""
        page = self.random.choice(sorted(name for name in self.pages if not name.endswith("index")))
        (self.site.source / f"{page}.{self.pages.pop(page)}").unlink()
        if self.random.random() < 0.5:
            self.page(f"{page[: page.rfind('/') + 1]}index")

    def settings(self) -> None:
        choices = [
            "numfig = True",
            'html_theme_options = {"announcement": "Soon"}',
            'html_short_title = "Docs"',
            "html_copy_source = False",
        ]
        self.site.write({"conf.py": CONF + "\n".join(self.random.sample(choices, 2)) + "\n"})

    def style(self) -> None:
        self.site.write({"_static/own.css": f"p {{ margin: {self.random.randint(1, 99)}px }}\n"})

    def step(self) -> str:
        edits = [self.edit, self.edit_file, self.restore, self.add, self.remove, self.settings, self.style]
        edit = self.random.choice([*edits, self.edit])
        edit()
        return edit.__name__


def files(built: Built) -> dict[str, bytes]:
    """Return every file of the output, without Sphinx's notes of its configuration."""
    return {file: data for file, data in built.files().items() if file != ".buildinfo"}


@BUILDERS_LONG
@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.long)])
def test_documentation_after_edits(site: Site, builder: str, seed: int) -> None:
    """Several edits may come between two builds."""
    writer = Writer(site, seed)
    done = ["begin"]
    for number in range(6):
        built = files(site.build(builder, allow=[""]))
        fresh = files(site.build(builder, allow=[""], out="fresh", fresh=True))
        assert built.keys() == fresh.keys(), done
        assert [file for file in fresh if built[file] != fresh[file]] == [], done
        done += [writer.step() for _ in range(1 + number % 3)]


def test_documentation_knows_nothing_of_homepages(site: Site) -> None:
    site.write({"conf.py": CONF.replace('html_static_path = ["_static"]', ""), "index.md": "# Home\n"})
    site.write({"extra/index.html": ""})
    with (site.source / "conf.py").open("a") as conf:
        conf.write('html_extra_path = ["extra"]\n')
    built = site.build(
        expect=["this page is written to 'index.html', and html_extra_path has a file of that"]
    )
    assert built.warnings[0].endswith("[incremental.extra_file]")
    assert not [name for name in built.files() if "homepage" in name or name == "404.html"]


HOMEPAGE: dict[str, str | bytes] = {
    "index.md": "---\ntitle: Home\n---\n\n```{listing}\n:layout: cards\n:sort: listed\n\nbio\n```\n\n```{toctree}\nbio\nnote\nmoved\n```\n",
    "bio.md": "---\ntitle: Bio\nredirect_from: [/x/, /y.html]\nheader: {teaser: me.png}\n---\n\n[](note.md)\n",
    "note.md": "---\ntitle: Note\ndate: 2026-01-01\nexcerpt: Words\n---\n\n![](a.png)\n",
    "moved.md": "---\ntitle: Moved\nredirect_to: /bio/\n---\n",
    "published-urls.txt": "/ served\n/x/ -> /bio/\n",
    "images/me.png": PNG,
    "a.png": PNG,
}


@BUILDERS
def test_a_homepage_without_it(site: Site, builder: str) -> None:
    """It is the same, and edits are left to Sphinx's own rules."""
    site.write(HOMEPAGE)
    with_it = files(site.build(builder, out="with", allow=["permalink"]))
    with sphinx_alone():
        without = files(site.build(builder))
        assert without.keys() == with_it.keys()
        different = [file for file in with_it if without[file] != with_it[file]]
        # Sphinx keeps words there that are on no page.
        assert different in ([], ["searchindex.js"])
        site.write({"note.md": "---\ntitle: Another note\nredirect_from: /z/\n---\n", "bio.md": "# Bio\n"})
        site.write({"published-urls.txt": "/ served\n"})
        built = site.build(builder)
    page = "note.html" if builder == "html" else "note/index.html"
    assert "Another note" in built.text(page)
    assert (built.folder / "z/index.html").exists()
    assert not (built.folder / "x").exists()
    # And it may come back: what was left in the output before stays.
    again = files(site.build(builder))
    fresh = files(site.build(builder, out="fresh", fresh=True))
    assert fresh.items() <= again.items()


@pytest.mark.parametrize(
    "extensions", ['"sphinx_incremental", "sphinx_homepage"', '"sphinx_homepage", "sphinx_incremental"']
)
def test_the_order_of_the_extensions_does_not_matter(site: Site, extensions: str) -> None:
    conf = (site.source / "conf.py").read_text().replace('"sphinx_homepage"', extensions)
    site.write({"conf.py": conf} | HOMEPAGE)
    (site.source / "images/me.png").unlink()
    missing = ["there is no such file"]
    site.build(expect=missing)
    site.write({"images/me.png": PNG})
    os.utime(site.source / "images/me.png", (1_000_000_000, 1_000_000_000))
    built = files(site.build())
    assert built == files(site.build(out="fresh", fresh=True))
