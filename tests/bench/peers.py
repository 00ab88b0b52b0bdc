"""What can be measured: this extension, Sphinx without it, and other generators, each with the same pages.

Each of the others gets the same text, tables, code and old addresses, and what it is usually used with:
Jekyll a small theme with an author, a description, tags for networks, a feed, a sitemap and redirects (what
academicpages has, in a tenth of its templates); Hugo a small theme with the same; Pelican and MkDocs Material
what they bring.
"""

from __future__ import annotations

import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generate import generate

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent.parent
PEERS = ROOT / "_build" / "peers" / "bin"
"""Where ``make bench-peers`` installs what is written in Python."""
EXTENSION = "this extension"
PLAIN = "Sphinx with furo"

_EDITED = "page-0001"


@dataclass(frozen=True)
class Tool:
    """A generator, and a site for it."""

    name: str
    write: Callable[[Path, int], None]
    """Writes a site of so many pages into a folder that is not there."""
    build: tuple[str, ...]
    made: tuple[str, ...]
    """What a build leaves in the folder, by names."""
    source: str
    """The file of the page that is edited."""
    serve: tuple[str, ...] = ()
    """A command that serves the site on the port ``{port}`` and builds it again after an edit."""
    address: str = ""
    """The address of that page there."""
    environment: tuple[tuple[str, str], ...] = ()

    def clean(self, folder: Path) -> None:
        """Remove what builds have made."""
        for name in self.made:
            shutil.rmtree(folder / name, ignore_errors=True)


def find_tools() -> tuple[list[Tool], list[str]]:
    """Return what is installed, the extension first, and the names of what is not."""
    found, missing = _sphinx(), []
    for tool in _others():
        if shutil.which(tool.build[0]):
            found.append(tool)
        else:
            missing.append(tool.name)
    return found, missing


def _sphinx() -> list[Tool]:
    build = (sys.executable, "-m", "sphinx", "-q", "-W", "-d", "_build/doctrees", ".", "_build/html")
    live = (sys.executable, "-m", "sphinx_homepage", "live", "--port", "{port}", "-d", "_build/doctrees")
    tools = []
    for name, has_extension in ((EXTENSION, True), (PLAIN, False)):
        tools.append(
            Tool(
                name,
                lambda folder, pages, has_it=has_extension: generate(folder, pages, with_extension=has_it),  # type: ignore[misc]
                build,
                ("_build",),
                f"notes/{_EDITED}.md",
                (*live, ".", "_build/html") if has_extension else (),
                f"/notes/{_EDITED}.html",
                (("PYTHONPATH", str(ROOT / "_ext")),),
            )
        )
    return tools


def _others() -> list[Tool]:
    return [
        Tool(
            "Jekyll",
            write_jekyll,
            ("jekyll", "build", "--quiet"),
            ("_site", ".jekyll-cache"),
            f"notes/{_EDITED}.md",
            ("jekyll", "serve", "--quiet", "--port", "{port}"),
            f"/notes/{_EDITED}.html",
        ),
        Tool(
            "Hugo",
            write_hugo,
            ("hugo", "--quiet"),
            ("public", "resources"),
            f"content/notes/{_EDITED}.md",
            ("hugo", "server", "--quiet", "--port", "{port}"),
            f"/notes/{_EDITED}/",
        ),
        Tool(
            "Pelican",
            write_pelican,
            (str(PEERS / "pelican"), "--quiet", "--ignore-cache"),
            ("output",),
            f"content/notes/{_EDITED}.md",
        ),
        Tool(
            "MkDocs Material",
            write_mkdocs,
            (str(PEERS / "mkdocs"), "build", "--quiet"),
            ("site",),
            f"docs/notes/{_EDITED}.md",
        ),
    ]


# --- The same site for each ----------------------------------------------------------------------------------

_HEAD = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
"""
_AUTHOR = """\
<aside>
<p>Ada Lovelace</p>
<p>Analytical engines</p>
<ul>
<li>London</li>
<li><a href="https://github.com/ada" rel="me">GitHub</a></li>
<li><a href="https://orcid.org/0000-0002-1825-0097" rel="me">ORCID</a></li>
<li><a href="https://mathstodon.xyz/@ada" rel="me">Mastodon</a></li>
</ul>
</aside>
"""


def _pages(folder: Path, pages: int) -> dict[str, str]:
    """Return the text of each page, by its name, as the extension gets it."""
    generate(folder / "sphinx", pages, with_extension=True)
    texts = {path.name: path.read_text() for path in sorted((folder / "sphinx/notes").glob("*.md"))}
    shutil.rmtree(folder / "sphinx")
    return texts


def _write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def _linked(text: str, address: str) -> str:
    """Return a page with its links as another generator writes them: *address* with the name of the page."""
    return re.sub(r"\]\((page-\d+)\.md\)", lambda found: f"]({address.format(found[1])})", text)


def write_jekyll(folder: Path, pages: int) -> None:
    """Write a site for Jekyll."""
    plugins = "jekyll-seo-tag, jekyll-feed, jekyll-sitemap, jekyll-redirect-from"
    layout = (
        f"{_HEAD}{{% seo %}}{{% feed_meta %}}\n</head>\n<body>\n<nav>\n"
        "{% for entry in site.data.navigation %}"
        '<a href="{{ entry.url | relative_url }}">{{ entry.title }}</a>{% endfor %}\n</nav>\n'
        f"{_AUTHOR}<main>\n<h1>{{{{ page.title }}}}</h1>\n{{{{ content }}}}\n</main>\n</body>\n</html>\n"
    )
    files = {
        "_config.yml": "title: Bench\nurl: https://ada.example.org\nauthor: {name: Ada Lovelace}\n"
        f"plugins: [{plugins}]\n"
        'defaults: [{scope: {path: ""}, values: {layout: default}}]\n',
        "_data/navigation.yml": "- {title: Home, url: /}\n- {title: Notes, url: /notes/page-0001.html}\n",
        "_layouts/default.html": layout,
        "index.md": "---\ntitle: Home\n---\n\nWelcome.\n",
    }
    _write(folder, files)
    _write(folder / "notes", {n: _linked(text, "{}.html") for n, text in _pages(folder, pages).items()})


def write_hugo(folder: Path, pages: int) -> None:
    """Write a site for Hugo."""
    layout = (
        f"{_HEAD}<title>{{{{ .Title }}}}</title>\n"
        '<meta name="description" content="{{ .Params.excerpt }}">\n'
        '<link rel="canonical" href="{{ .Permalink }}">\n</head>\n<body>\n'
        '<nav>{{ range .Site.Menus.main }}<a href="{{ .URL }}">{{ .Name }}</a>{{ end }}</nav>\n'
        f"{_AUTHOR}<main>\n<h1>{{{{ .Title }}}}</h1>\n{{{{ .Content }}}}\n</main>\n</body>\n</html>\n"
    )
    files = {
        "hugo.toml": 'baseURL = "https://ada.example.org/"\ntitle = "Bench"\n'
        '[[menu.main]]\nname = "Home"\nurl = "/"\n'
        '[[menu.main]]\nname = "Notes"\nurl = "/notes/page-0001/"\n',
        "layouts/_default/single.html": layout,
        "layouts/_default/list.html": layout,
        "content/_index.md": "---\ntitle: Home\n---\n\nWelcome.\n",
    }
    _write(folder, files)
    texts = {
        name: _linked(text.replace("redirect_from:", "aliases:", 1), "../{}/")
        for name, text in _pages(folder, pages).items()
    }
    _write(folder / "content/notes", texts)


def write_pelican(folder: Path, pages: int) -> None:
    """Write a site for Pelican, with its simple theme; it has no redirects."""
    settings = (
        'AUTHOR = "Ada Lovelace"\nSITENAME = "Bench"\nSITEURL = "https://ada.example.org"\n'
        'PATH = "content"\nPAGE_PATHS = ["notes"]\nARTICLE_PATHS = []\nTHEME = "simple"\n'
        'TIMEZONE = "UTC"\nFEED_ALL_ATOM = None\nPAGE_URL = PAGE_SAVE_AS = "notes/{slug}.html"\n'
        "DISPLAY_PAGES_ON_MENU = False\n"
        'MARKDOWN = {"extension_configs": {"markdown.extensions.extra": {}, "markdown.extensions.meta": {},\n'
        '    "markdown.extensions.codehilite": {}}}\n'
    )
    _write(folder, {"pelicanconf.py": settings})
    texts = {}
    for name, text in _pages(folder, pages).items():
        head, body = text.removeprefix("---\n").split("\n---\n", 1)
        title, excerpt = (line.partition(": ")[2].strip('"') for line in head.splitlines()[:2])
        matter = f"Title: {title}\nSlug: {name.removesuffix('.md')}\nSummary: {excerpt}\n"
        texts[name] = f"{matter}{_linked(body, '{{filename}}{}.md')}"
    _write(folder / "content/notes", texts)


def write_mkdocs(folder: Path, pages: int) -> None:
    """Write a site for MkDocs with its theme Material, all in its own files; it has no redirects."""
    settings = (
        "site_name: Bench\nsite_url: https://ada.example.org/\nuse_directory_urls: false\n"
        "theme: {name: material, font: false}\nmarkdown_extensions: [tables, pymdownx.highlight, "
        "pymdownx.superfences]\n"
    )
    _write(folder, {"mkdocs.yml": settings, "docs/index.md": "# Home\n\nWelcome.\n"})
    _write(folder / "docs/notes", _pages(folder, pages))
