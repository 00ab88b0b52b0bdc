"""Generate an academic site of any size, the same one every time."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# fmt: off
_WORDS = [
    "model", "kernel", "tensor", "proof", "graph", "spectrum", "noise", "sample", "prior", "bound", "lemma",
    "limit", "measure", "field", "group", "ring", "gradient", "network", "layer", "token", "loss", "curve",
    "signal", "basis", "vector", "matrix", "operator", "norm", "metric", "space", "map", "flow",
]
# fmt: on
_CONF = """\
project = "Bench"
html_title = "Bench"
html_theme = "furo"
extensions = {extensions!r}
exclude_patterns = ["_build"]
myst_title_to_header = True
"""
_AUTHOR = """\
author_profile = {
    "name": "Ada Lovelace",
    "bio": "Analytical engines",
    "location": "London",
    "github": "ada",
    "orcid": "0000-0002-1825-0097",
    "mastodon": "@ada@mathstodon.xyz",
}
"""


def generate(folder: Path, pages: int, *, with_extension: bool, seed: int = 1) -> None:
    """Write a site of *pages* pages of about 400 words each below *folder*.

    Every page has a front matter title, an excerpt and an old address, three sections, a list, a table, a code
    block and a link to another page.  Without the extension, MyST reads the same pages and ignores what it does
    not know.
    """
    folder.mkdir(parents=True)
    extensions = ["myst_parser", "sphinx_homepage"] if with_extension else ["myst_parser"]
    (folder / "conf.py").write_text(_CONF.format(extensions=extensions) + (_AUTHOR if with_extension else ""))
    rng = random.Random(seed)
    names = [f"notes/page-{number:04}" for number in range(1, pages)]
    toctree = "\n".join(names)
    (folder / "index.md").write_text(f"---\ntitle: Home\n---\n\nWelcome.\n\n```{{toctree}}\n{toctree}\n```\n")
    (folder / "notes").mkdir()
    for number, name in enumerate(names, start=1):
        (folder / f"{name}.md").write_text(_page(rng, number, len(names)))


def add_addresses(folder: Path, count: int, *, as_redirects: bool, in_ledger: bool) -> None:
    """Give the pages of a generated site *count* old addresses between them.

    :param as_redirects: whether they are ``redirect_from``, or under a key that nobody reads: the time that it
        takes to read so long a front matter is then the same.
    :param in_ledger: whether they are in the ledger of published addresses as well.
    """
    pages = sorted((folder / "notes").glob("*.md"))
    key = "redirect_from" if as_redirects else "nobody_reads_this"
    lines = []
    for number, page in enumerate(pages):
        addresses = [f"/old/{number}/{old}/" for old in range(number, count, len(pages))]
        lines += [f"{address} -> /notes/{page.stem}.html\n" for address in addresses]
        listed = "".join(f"  - {address}\n" for address in addresses)
        first, rest = page.read_text().split("\n", 1)
        kept = rest.replace("redirect_from:", "formerly:", 1)
        page.write_text(f"{first}\n{key}:\n{listed}{kept}")
    if in_ledger:
        (folder / "published-urls.txt").write_text("".join(sorted(lines)))


def _page(rng: random.Random, number: int, pages: int) -> str:
    sections = "\n\n".join(_section(rng, title) for title in ("Setting", "Argument", "Outlook"))
    return f"""---
title: "Note {number}: {_text(rng, 4)}"
excerpt: "{_text(rng, 12)}"
redirect_from:
  - /old/{number}/
---

{_text(rng, 60)} See [another note](page-{rng.randint(1, pages):04}.md).

{sections}

| name | value |
|------|-------|
| {_text(rng, 1)} | {rng.random():.3f} |
| {_text(rng, 1)} | {rng.random():.3f} |

```python
def f(x: float) -> float:
    return x * {rng.random():.3f}
```
"""


def _section(rng: random.Random, title: str) -> str:
    items = "\n".join(f"- {_text(rng, 8)}" for _ in range(3))
    return f"## {title}\n\n{_text(rng, 80)}\n\n{items}"


def _text(rng: random.Random, words: int) -> str:
    return " ".join(rng.choice(_WORDS) for _ in range(words)).capitalize()
