"""A page that refers to another shows what this one says now, without being edited itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers import BUILDERS

if TYPE_CHECKING:
    from conftest import Built, Site

SETTINGS = 'numfig = True\nmyst_heading_anchors = 3\nexclude_patterns = ["no"]\n'
PAGE = "# Art\n\n(label)=\n## Part\n\n(figure)=\n```{figure} a.svg\nCaption\n```\n\nEnd.\n"
FILES = {
    "index.md": "# Home\n\n```{toctree}\n:hidden:\nart\nseen\nbystander\n```\n",
    "art.md": PAGE,
    "bystander.md": "# Bystander\n\n[Words](art.md), and {doc}`words <art>`.\n",
    "a.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
}
PICTURE = "```{figure} a.svg\nOther\n```\n\n"


def written(built: Built, files: dict[str, int]) -> list[str]:
    """Return the names of the pages that are newer than *files* says, and remember them."""
    found = []
    for path in sorted(built.folder.rglob("*.html")):
        name, time = path.relative_to(built.folder).as_posix(), path.stat().st_mtime_ns
        if files.get(name) != time and name in built.pages():
            found.append(name.removesuffix("/index.html").removesuffix(".html"))
        files[name] = time
    return found


@BUILDERS
@pytest.mark.parametrize(
    ("reference", "old", "new", "shown"),
    [
        ("[](art.md)", "# Art", "# Arts", "Arts"),
        ("{doc}`art`", "# Art", "# Arts", "Arts"),
        ("{any}`art`", "# Art", "# Arts", "Arts"),
        ("{ref}`label`", "## Part", "## Parts", "Parts"),
        ("[](#label)", "## Part", "## Parts", "Parts"),
        ("[](art.md#label)", "## Part", "## Parts", "Parts"),
        ("[](art.md#part)", "## Part", "# Other\n\n(part)=\n## Parts", "Parts"),
        ("{ref}`figure`", "Caption", "Drawing", "Drawing"),
        ("{numref}`figure`", "(figure)=", f"{PICTURE}(figure)=", "Fig. 2"),
        ("{eq}`sum`", "End.", "```{math}\n:label: first\n0\n```\n\n```{math}\n:label: sum\n1\n```\n", "(2)"),
        ("{term}`Loom`", "End.", "```{glossary}\nLoom\n  A machine.\n```\n", "Loom"),
        ("{py:func}`weave`", "End.", "```{py:function} mill.weave()\n```\n", "weave()"),
        ("{option}`-n`", "End.", "```{option} -n\nNumber.\n```\n", "-n"),
    ],
)
def test_a_reference_shows_what_its_target_says_now(
    site: Site, builder: str, reference: str, old: str, new: str, shown: str
) -> None:
    site.conf(SETTINGS)
    before = "```{math}\n:label: sum\n1\n```\n" if "eq" in reference else ""
    page = PAGE if not before else PAGE.replace("End.", f"End.\n\n{before}")
    site.write(FILES | {"art.md": page, "seen.md": f"# Seen\n\n{reference}\n"})
    allow = ["reference target not found", "unknown option", "not in glossary"]
    times: dict[str, int] = {}
    written(site.build(builder, allow=allow), times)
    site.write({"art.md": page.replace(before, "").replace(old, new) if before else page.replace(old, new)})
    built = site.build(builder)
    seen = {"html": "seen.html", "dirhtml": "seen/index.html"}[builder]
    assert shown in built.soup(seen).select_one("#seen p").text
    # What is in the navigation stands on every page.
    if not new.startswith("# "):
        assert written(built, times) == ["art", "seen"]
    fresh = site.build(builder, out="fresh")
    assert built.text(seen) == fresh.text(seen)


@BUILDERS
@pytest.mark.parametrize(
    "reference", ["[Art](art.md)", "{doc}`Art <art>`", "[Part](#label)", "{ref}`Part <label>`"]
)
def test_a_page_that_goes_and_comes_back(site: Site, builder: str, reference: str) -> None:
    """Also where a reference has a text of its own: it has no target then."""
    site.conf(SETTINGS)
    index = "# Home\n\n```{toctree}\n:hidden:\n:glob:\n*\n```\n"
    site.write(
        {"index.md": index, "seen.md": f"# Seen\n\n{reference}\n", "art.md": PAGE, "a.svg": FILES["a.svg"]}
    )
    seen = {"html": "seen.html", "dirhtml": "seen/index.html"}[builder]
    assert site.build(builder).soup(seen).select("#seen a.internal")
    (site.source / "art.md").unlink()
    gone = site.build(builder, expect=["seen.md:3: WARNING"])
    assert gone.text(seen) == site.build(builder, out="gone", expect=["seen.md:3"]).text(seen)
    site.write({"art.md": PAGE})
    back = site.build(builder)
    assert back.soup(seen).select("#seen a.internal")
    assert back.text(seen) == site.build(builder, out="back").text(seen)


@pytest.mark.parametrize(
    "reference", ["{ref}`genindex`", "{ref}`search`", "{any}`search`", "{py:func}`re.search`", "[](#search)"]
)
def test_pages_that_sphinx_makes(site: Site, reference: str) -> None:
    """Their titles are translated when they are shown."""
    site.write({"index.md": f"# Home\n\n{reference}\n\n(search)=\n## Place\n"})
    allow = ["duplicate label", "undefined label", "target not found", "Multiple matches"]
    site.build(allow=allow)
    site.write({"index.md": f"# Home\n\n{reference}\n"})
    site.build(allow=allow)


def test_a_file_that_comes(site: Site) -> None:
    site.write({"index.md": "# Home\n\n[Paper](paper.pdf)\n"})
    site.build(allow=["target not found"])
    site.write({"paper.pdf": "pdf"})
    built = site.build(allow=["target not found"])
    assert built.soup("index.html").select("a.download")


def test_a_text_of_its_own_is_no_reason_to_write(site: Site) -> None:
    site.conf(SETTINGS)
    site.write(FILES | {"seen.md": "# Seen\n\n{ref}`Words <label>`, [words](art.md#label).\n"})
    times: dict[str, int] = {}
    written(site.build(), times)
    site.write({"art.md": PAGE.replace("## Part", "## Parts").replace("Caption", "Drawing")})
    assert written(site.build(), times) == ["art"]
