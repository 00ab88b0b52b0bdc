"""Files that are no pages of the site, and what is said about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sphinx.errors import ConfigError

if TYPE_CHECKING:
    from conftest import Site

# What Sphinx and MyST say about the same places.
SPHINX = ["[toc.not_readable]", "[toc.excluded]", "[myst.xref_missing]", "[ref.doc]"]

# Sphinx's own default is one mapping for all applications of a process, in which MyST of another leaves ".md".
NO_READER = 'extensions = ["sphinx_homepage"]\nsource_suffix = {".rst": "restructuredtext"}\n'

PAGE = """\
---
title: Home
---

```{toctree}
---
maxdepth: 2
---
r
Read me <README.md>
nowhere
https://example.org/
self
```

[cv](cv.md#x) {doc}`cv` {doc}`/notes/x` {doc}`nowhere`

~~~~md
```{toctree}
LICENSE
```
~~~~

:::{toctree}
:hidden:

./sub/../notes/x.md
:::
"""


def left_out(warnings: list[str]) -> list[str]:
    """Return the warnings about files that are left out, by page and line."""
    own = [warning for warning in warnings if "[homepage.left_out]" in warning]
    return sorted(warning.rpartition("/source/")[2].replace(" WARNING:", "") for warning in own)


def test_files_that_conf_py_leaves_out(site: Site) -> None:
    site.conf('include_patterns = ["*.md", "*.rst"]\nexclude_patterns = ["READ*", "cv.md", "LICENSE.md"]\n')
    site.write(
        {
            "index.md": PAGE,
            "r.rst": "R\n=\n\n:doc:`README`\n\n.. toctree::\n   :maxdepth: 1\n\n   /notes/x\n   The CV <cv>\n\nnotes/x\n",
            "README.md": "# Read me\n",
            "LICENSE.md": "# License\n",
            "cv.md": "# CV\n",
            "notes/x.md": "# X\n",
            "notes/unnamed.md": "# Nobody links here\n",
        }
    )
    excluded = "exists, but a pattern of exclude_patterns in conf.py leaves it out [homepage.left_out]"
    not_included = "exists, but no pattern of include_patterns in conf.py matches it [homepage.left_out]"
    expected = [
        f"index.md:10: README.md {excluded}",
        f"index.md:16: cv.md {excluded}",
        f"index.md:27: notes/x.md {not_included}",
        f"r.rst:10: cv.md {excluded}",
        f"r.rst:4: README.md {excluded}",
        f"r.rst:9: notes/x.md {not_included}",
    ]
    first = site.build(expect=["[homepage.left_out]"], allow=SPHINX)
    assert left_out(first.warnings) == expected
    # Sphinx reads a page with such a toctree in each build.
    again = site.build(allow=[*SPHINX, "[homepage.left_out]"])
    assert left_out(again.warnings) == expected
    parallel = site.build(allow=[*SPHINX, "[homepage.left_out]"], fresh=True, jobs=2)
    assert left_out(parallel.warnings) == expected


def test_pages_and_files_that_are_not_there(site: Site) -> None:
    site.conf('exclude_patterns = ["README.md"]\n')
    site.write(
        {
            "index.md": "# Home\n\n```{toctree}\n:glob:\nnotes/*\nCV <cv.md>\n```\n\n[x](notes/x.md) [y](README)\n",
            "README.md": "# Read me\n",
            "cv.md": "# CV\n",
            "notes/x.md": "# X\n\n[home](../index.md) {doc}`/cv` {download}`../README.md`\n",
        }
    )
    assert not left_out(site.build(allow=["[myst.xref_missing]"]).warnings)


def test_silenced(site: Site) -> None:
    site.conf(
        'exclude_patterns = ["cv.md"]\nsuppress_warnings = ["homepage.left_out", "myst.xref_missing"]\n'
    )
    site.write({"index.md": "# Home\n\n[cv](cv.md)\n", "cv.md": "# CV\n"})
    site.build()


def test_pages_that_nothing_reads(site: Site) -> None:
    site.conf(NO_READER)
    site.write(
        {"index.rst": "Home\n====\n\n.. toctree::\n\n   cv\n   talk\n", "cv.md": "# CV\n", "talk.ipynb": "{}"}
    )
    expect = [
        "index.rst:6: WARNING: cv.md exists, but nothing reads .md files; add 'myst_parser' to extensions in conf.py",
        "index.rst:7: WARNING: talk.ipynb exists, but nothing reads .ipynb files; add 'myst_nb' to extensions",
    ]
    site.build(expect=expect, allow=SPHINX)


@pytest.mark.parametrize(
    ("conf", "files", "says"),
    [
        (
            "",
            {"about.md": "---\npermalink: /\n---\n# Ada\n"},
            "about.md has permalink: /; rename it index.md, or write",
        ),
        (
            "",
            {"cv.md": "---\npermalink: /cv/\n---\n# CV\n"},
            "make a file index.md, or name another page as root_doc",
        ),
        ('root_doc = "home"\n', {"index.md": "# Home\n"}, "make a file home.md, or name another page"),
        (
            NO_READER,
            {"index.md": "# Home\n"},
            "index.md exists, but nothing reads .md files; add 'myst_parser' to extensions in conf.py",
        ),
        (
            'include_patterns = ["cv.md"]\n',
            {"index.md": "# Home\n", "cv.md": "# CV\n"},
            "index.md exists, but no pattern of include_patterns in conf.py matches it",
        ),
        (
            'exclude_patterns = ["*.md"]\n',
            {"index.md": "# Home\n"},
            "a pattern of exclude_patterns in conf.py leaves",
        ),
    ],
    ids=["permalink", "nothing", "another name", "no reader", "not included", "excluded"],
)
def test_no_home_page(site: Site, conf: str, files: dict[str, str], says: str) -> None:
    site.conf(conf)
    site.write(files)
    with pytest.raises(ConfigError, match="has no home page: ") as caught:
        site.build()
    assert says in str(caught.value)


def test_a_home_page_of_another_name(site: Site) -> None:
    """What the message proposes works."""
    site.conf('root_doc = "about"\n')
    site.write({"about.md": "---\npermalink: /\n---\n# Ada\n"})
    built = site.build()
    assert "about.html" in built.text("index.html")
