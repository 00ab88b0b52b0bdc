"""A build after any edits leaves what a fresh build leaves, of everything that this extension writes."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING, Any

import pytest
from sphinx.errors import ExtensionError

from helpers import BUILDERS_LONG, LONG, PNG

if TYPE_CHECKING:
    from conftest import Built, Site

EXAMPLES = int(os.environ.get("HOMEPAGE_EXAMPLES", "300"))
PAGES = (
    "art",
    "bio",
    "cv",
    "notes/a",
    "notes/b",
    "talk",
    "posts/2020-01-02-x",
    "posts/2021-03-04-y",
    "posts/z",
)
ADDRESSES = ("/x/", "/x", "/y.html", "/old/deep/", "/art/", "/bio.html", "/notes/", "/z.pdf", "/gone/")
TARGETS = ("/bio/", "/x/", "/#top", "art.md", "https://example.org/", "/nowhere/", "/cv.html#place")
# What shows something of another page, or has a name of its own in the built site.
SHOWN = (
    *(
        "[](/bio.md)",
        "{doc}`/art`",
        "{ref}`at-bio`",
        "[](#at-cv)",
        "[](/notes/a.md#at-notes-a)",
        "{any}`/talk`",
        "{index}`weaving`",
        "{term}`Loom`",
        "{pub}`loom`",
        ":::{author-profile}\n:placement: inline\n:group: role\n\n*\n:::",
        "{pub}`card`",
    ),
    *(
        "[Words](/notes/b.md)",
        "![](/one/picture.png)",
        "![](/two/picture.png)",
        "{download}`/one/picture.png`",
    ),
)
KINDS = ("homepage.redirect", "homepage.ledger", "homepage.listing", "homepage.bibtex", "homepage.related")
NEWS = ("[](bio.md)", "{doc}`/art`", "[](/cv/)", "{pub}`loom`", "[page](/notes/a.md)")
RELATED = ("loom", "silk", "notes/a", "/talk.md", "cv")
LISTED = ("*", "notes/*", "posts/*", "bio", "art", "news", "papers.bib", "more.bib")
QUERIES = (
    ":group: year",
    ":group: tag",
    ":sort: title",
    ":limit: 2\n:more: /bio.html",
    ":layout: compact",
    ":layout: table",
    ":filter:",
    ":main:",
    ":where: tag=ml",
)
# Sphinx's own notes of what it has built, with paths and times.
NOTES = (".buildinfo", ".doctrees")


class Author:
    """Somebody who edits a site without a plan; the same with the same seed."""

    def __init__(self, site: Site, seed: int) -> None:
        self.site = site
        self.random = random.Random(seed)
        self.pages: set[str] = {*PAGES[:4], *PAGES[-2:]}
        self.site.write({"_static/me.png": PNG, "_static/teaser.png": PNG})
        self.site.write({"one/picture.png": PNG, "two/picture.png": PNG + b"2"})
        for page in sorted(self.pages):
            self.write(page)
        self.entries()
        self.listings()
        self.home()
        self.settings()
        self.ledger()
        self.news()

    def some(self, things: tuple[str, ...], most: int = 2) -> list[str]:
        return self.random.sample(things, self.random.randint(0, most))

    def write(self, page: str) -> None:
        matter = [f"title: {page.title()} {self.random.randint(1, 3)}"]
        matter += [f"redirect_from: [{', '.join(self.some(ADDRESSES))}]"]
        if self.random.random() < 0.3:
            matter.append(f"permalink: {self.random.choice(ADDRESSES)}")
        if self.random.random() < 0.2:
            matter.append(f"redirect_to: {self.random.choice(TARGETS)}")
        if self.random.random() < 0.5:
            matter.append(f"excerpt: Words {self.random.randint(1, 3)}")
        if self.random.random() < 0.3:
            matter.append(f"date: 2026-0{self.random.randint(1, 9)}-01")
        if self.random.random() < 0.3:
            matter.append(self.random.choice(["author: grace", "author_profile: false", "sitemap: false"]))
        if self.random.random() < 0.3:
            matter.append("header: {teaser: _static/teaser.png}")
        if self.random.random() < (0.8 if "posts" in page else 0.3):
            matter.append(
                self.random.choice(["tags: [ML, looms]", "tags: ML", "bibtex: loom", "bibtex: card"])
            )
        if self.random.random() < 0.5:
            matter.append(f"related: [{', '.join(self.some(RELATED))}]")
        if self.random.random() < 0.2:
            matter.append("draft: true")
        place = f"(at-{page.replace('/', '-')})=\n## Place {self.random.randint(1, 2)}"
        shown = "\n\n".join(self.some(SHOWN, 3))
        if page == "bio":
            shown += f"\n\n```{{glossary}}\nLoom\n  A machine {self.random.randint(1, 3)}.\n```"
        text = "\n".join([*matter, "---", "", "Text.", "", place, "", shown, ""])
        self.site.write({f"{page}.md": f"---\n{text}"})

    def home(self) -> None:
        shown = "\n".join(sorted(self.random.sample(PAGES, 3)))
        pages = [page for page in sorted(self.pages) if self.random.random() < 0.7]
        listed = "\n".join([*sorted(pages), "all", "some"])
        self.site.write(
            {
                "index.md": f"---\ntitle: Home\n---\n\n```{{listing}}\n:layout: cards\n:sort: listed\n\n{shown}\n```\n\n```{{toctree}}\n{listed}\n```\n"
            }
        )

    def entries(self) -> None:
        for file, keys in (("papers", ("loom", "card", "web")), ("more", ("loom", "silk"))):
            entries = [
                f"@article{{{key}, title = {{{key.title()} {self.random.randint(1, 3)}}}, author = {{A. Lovelace}}, "
                f"journal = {{Weaving}}, year = {{{self.random.choice([2019, 2020])}}}"
                f"{self.random.choice(['', ', keywords = {ML}', ', preview = {me.png}', ', pdf = {/cv/}', ', related = {cv, loom}', ','])}}}\n"
                for key in self.some(keys, len(keys))
            ]
            if self.random.random() < 0.9:
                self.site.write({f"{file}.bib": "\n".join(entries)})
            else:
                (self.site.source / f"{file}.bib").unlink(missing_ok=True)

    def news(self) -> None:
        items = [
            f"- 202{number}-01: {' '.join(self.some(NEWS, 3))} {self.random.randint(1, 3)}\n"
            for number in range(self.random.randint(0, 4))
        ]
        self.site.write({"news.md": "# News\n\n" + "".join(items)})

    def listings(self) -> None:
        for page in ("all", "some"):
            listings = [
                "\n".join(
                    [
                        "```{listing}",
                        *self.some(QUERIES, 3),
                        "",
                        *self.random.sample(LISTED, self.random.randint(1, 4)),
                        "```",
                        "",
                    ]
                )
                for _ in range(self.random.randint(0, 2))
            ]
            self.site.write({f"{page}.md": f"# {page.title()}\n\n" + "\n".join([*listings, "## End\n"])})

    def add(self) -> None:
        page = self.random.choice(PAGES)
        self.pages.add(page)
        self.write(page)
        self.home()

    def remove(self) -> None:
        """Take a page away; the toctree that names it may stay as it is."""
        if len(self.pages) > 2:
            page = self.random.choice(sorted(self.pages))
            self.pages.remove(page)
            (self.site.source / f"{page}.md").unlink()
            if self.random.random() < 0.5:
                self.home()

    def rename(self) -> None:
        old, new = self.random.choice(sorted(self.pages)), self.random.choice(PAGES)
        if new not in self.pages:
            text = (self.site.source / f"{old}.md").read_text(encoding="utf-8")
            # Of two labels of one name, the one that is read last counts, in Sphinx itself.
            label = "(at-{})="
            text = text.replace(label.format(old.replace("/", "-")), label.format(new.replace("/", "-")))
            self.site.write({f"{new}.md": text})
            (self.site.source / f"{old}.md").unlink()
            self.pages = (self.pages - {old}) | {new}
            self.home()

    def edit(self) -> None:
        self.write(self.random.choice(sorted(self.pages)))

    def settings(self) -> None:
        role = self.random.choice(("Postdoc", "Guest"))
        until = self.random.choice(("", "2024"))
        grace = f'{{"name": "Grace {self.random.randint(1, 2)}", "role": "{role}", "until": "{until}"}}'
        more = [f'author_profiles = {{"grace": {grace}, "edith": {{"name": "Edith", "role": "Guest"}}}}']
        choices = [
            'author_profile["bio"] = "Compilers"',
            'author_profile["avatar"] = "_static/me.png"',
            "author_profile_default = False",
            'html_baseurl = "https://ada.example.org/"',
            'html_theme_options = {"light_css_variables": {"color-brand-content": "#123456"}}',
            'rediraffe_redirects = {"x": "index", "sub/q": "index#place"}',
            'homepage_hosts = ["readthedocs"]',
            'homepage_feed = ["posts/*", "*"]',
            'tags.add("drafts")',
        ]
        more += self.random.sample(choices, self.random.randint(0, 4))
        self.site.conf('html_static_path = ["_static"]\n' + "\n".join(more) + "\n")

    def ledger(self) -> None:
        states = ("served", "-> /", "retired 2026-01-01: gone", "retired 2026-02-01: really")
        addresses = sorted({"/", *self.some(ADDRESSES, 4), "/notes/a.html"})
        lines = [f"{address} {self.random.choice(states)}\n" for address in addresses]
        self.site.write({"published-urls.txt": "".join(lines)})

    def step(self) -> str:
        others = [self.add, self.remove, self.rename, self.settings, self.ledger, self.listings]
        edit = self.random.choice([self.edit, self.edit, self.entries, self.entries, self.news, *others])
        edit()
        return edit.__name__


def ours(built: Built) -> dict[str, Any]:
    """Return every file of a built site, and what was said about it."""
    found: dict[str, Any] = {file: data for file, data in built.files().items() if not file.startswith(NOTES)}
    found["pages"] = built.pages()
    found["warnings"] = sorted(
        warning
        for warning in built.warnings
        # What is wrong with a reference is said when its page is written.
        if any(kind in warning for kind in KINDS) and "WARNING: pub: " not in warning
    )
    return found


@BUILDERS_LONG
@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=LONG) for seed in range(1, max(EXAMPLES // 100, 1) + 1))]
)
def test_incremental_is_fresh(site: Site, builder: str, seed: int) -> None:
    author = Author(site, seed)
    done = ["begin"]
    for number in range(8):
        jobs = 2 if number % 3 == 2 else 1
        after = attempt(site, builder, jobs=jobs)
        fresh = attempt(site, builder, out=f"fresh-{number}")
        assert after.get("warnings") == fresh.get("warnings"), done
        assert after.keys() == fresh.keys(), done
        assert [file for file in fresh if after[file] != fresh[file]] == [], done
        done.append(author.step())


def attempt(site: Site, builder: str, **options: Any) -> dict[str, Any]:
    """Build, and return what is there; a circle of redirects in conf.py stops a build, whatever was before."""
    try:
        return ours(site.build(builder, allow=[""], **options))
    except ExtensionError as error:
        return {"stopped": str(error)}
