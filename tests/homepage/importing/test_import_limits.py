"""What is nested, long or never closed in an old site ends no import, and takes no time that grows faster than the text."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from helpers import done_within
from jekyll_site import CONFIG, made, write
from sphinx_homepage.core import html_links, identifiers
from sphinx_homepage.importing.addresses.old_addresses import REFRESH
from sphinx_homepage.importing.jekyll import reader as site_reader
from sphinx_homepage.importing.jekyll.documents import LIQUID_TAG
from sphinx_homepage.importing.jekyll.reader import read_site
from sphinx_homepage.importing.jekyll.yaml import JekyllYamlError, load
from sphinx_homepage.importing.limits import time_limit
from sphinx_homepage.importing.liquid import environment as liquid_environment
from sphinx_homepage.importing.liquid import process as liquid_process
from sphinx_homepage.importing.liquid import tags as liquid_tags
from sphinx_homepage.importing.liquid.process import Job, LiquidProcess
from sphinx_homepage.importing.lists.listings import replace_lists
from sphinx_homepage.importing.lists.works import Work
from sphinx_homepage.importing.markdown import code_in_text, scripts
from sphinx_homepage.importing.markdown import tables as kramdown_tables
from sphinx_homepage.importing.markdown.icon_links import name_icon_links
from sphinx_homepage.importing.new_site import make_site
from sphinx_homepage.importing.pages import matter_text
from sphinx_homepage.importing.pages import texts as page_texts
from sphinx_homepage.importing.trial import built_pages
from sphinx_homepage.importing.words_in_text import plain
from sphinx_homepage.mathematics import mathml, numbers, tex
from sphinx_homepage.pages import jekyll_patterns, publishing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_deep_nesting(tmp_path: Path) -> None:
    """A page that cannot be converted stays as it is, and is named."""
    deep = "<ul><li>item" * 500
    site = made(tmp_path, {"deep.html": f"---\ntitle: D\n---\n{deep}", "flat.html": "---\n---\n<p>A</p>"})
    assert f"```{{raw}} html\n{deep}\n```" in site.texts["deep.md"]
    assert site.texts["flat.md"].endswith("A\n")
    asked = {page.target: [each.what for each in page.questions] for page in site.report.pages}
    assert asked["deep.md"] == ["it is nested too deeply to be converted, and stays as it was"]
    assert asked["flat.md"] == []


@pytest.mark.parametrize("deep", ["[" * 300_000, "{a: " * 300_000, "- " * 300_000])
def test_deep_nesting_in_yaml(deep: str) -> None:
    """The parser in C would end the process."""
    with pytest.raises(JekyllYamlError):
        load(f"a:\n  {deep}")


def test_pages_that_are_odd_text(tmp_path: Path) -> None:
    old = write(tmp_path / "old", {**CONFIG, "big.md": "---\ntitle: B\n---\n" + "word " * 1_100_000})
    (old / "zero.md").write_bytes(b"---\ntitle: Z\n---\nA \0 zero\n")
    site = read_site(old)
    pages = {page.source: page for page in site.pages}
    assert (pages["zero.md"].url, pages["zero.md"].body) == ("/zero.html", "A  zero\n")
    assert pages["big.md"].problems == ["it is larger than 5 MB, of which the first are here"]
    assert pages["zero.md"].problems == pages["index.md"].problems == []


def test_a_page_of_too_many_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site_reader, "_MAX_LINES", 3)
    old = write(
        tmp_path / "old",
        {**CONFIG, "long.md": "---\n---\n1\n2\n3\n4\n", "page.html": "---\n---\n" + "\n" * 9},
    )
    pages = {page.source: page for page in read_site(old).pages}
    assert pages["long.md"].body == "1\n2\n3\n"
    assert pages["long.md"].problems == ["it has more than 3 lines, of which the first are here"]
    assert pages["page.html"].problems == pages["index.md"].problems == []


def test_a_process_that_never_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not started for each page again."""
    started = []

    def command(module: str) -> list[str]:
        started.append(module)
        return [sys.executable, "-S", "-c", ""]

    monkeypatch.setattr(liquid_process, "module_command", command)
    with LiquidProcess(tmp_path) as process:
        found = list(process.render_all([Job(f"{number}.md", "text", "") for number in range(5)]))
    assert len(started) == 3
    assert {each.text for each in found} == {"text"}
    assert all(each.problems[0].startswith("its Liquid could not be run") for each in found)


@pytest.mark.parametrize("unit", ["{% ", "{{ ", "{{", "{%", "{"])
def test_tags_of_liquid_without_an_end(unit: str) -> None:
    """A page of these holds up no other."""
    with done_within(1):
        LIQUID_TAG.sub("", unit * 40_000)


def test_what_looks_like_a_tag_of_liquid() -> None:
    text = "a {{ x }} b {% if y\n %}c{% endif %} {{ '}' }}d"
    assert LIQUID_TAG.sub("", text) == "a  b c d"


@pytest.mark.long
def test_a_reader_that_has_seen_enough(tmp_path: Path) -> None:
    """``| head`` is no error."""
    old = write(tmp_path / "old", CONFIG)
    reading, writing_end = os.pipe()
    os.close(reading)
    command = [
        sys.executable,
        "-m",
        "sphinx_homepage",
        "import",
        "--dry-run",
        str(old),
        str(tmp_path / "new"),
    ]
    done = subprocess.run(
        command, stdout=writing_end, stderr=subprocess.PIPE, text=True, cwd=tmp_path, check=False
    )
    os.close(writing_end)
    assert "Error" not in done.stderr
    assert done.returncode == 0


def test_scripts_that_are_never_closed() -> None:
    """Thousands of them take no time, and those that are closed are still found."""
    open_ones = "<script> " * 50_000 + "<link " * 50_000
    started = time.monotonic()
    text, _gone = scripts.without_loaded(f"{open_ones}<script src='/MathJax.js'></script>")
    assert time.monotonic() - started < 2
    assert text == open_ones
    kept = "<script>let a = '<p>'</script>"
    counted = "<script>gtag('x')</script><link href='x' rel='stylesheet'>"
    assert scripts.without_loaded(kept + counted) == (kept, ["x"])


def test_a_page_that_takes_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_texts, "CONVERTING", 0.3)
    slow = "<p>Words *and* more.</p>\n" * 100_000
    site = made(tmp_path, {"slow.html": f"---\n---\n{slow}", "fine.html": "---\n---\n<p>Fine\n"})
    asked = {page.target: [each.what for each in page.questions] for page in site.report.pages}
    assert asked["slow.md"] == ["its conversion takes too long, and it stays as it was"]
    assert asked["fine.md"] == []


@pytest.mark.skipif(not hasattr(signal, "SIGPROF"), reason="the system has no such clock")
def test_only_time_of_the_processor_counts() -> None:
    """On a busy machine an import comes to the same as on another one."""
    with time_limit(0.05):
        time.sleep(0.2)
    with pytest.raises(TimeoutError), time_limit(0.05):
        re.fullmatch("(?:a|a)*b", "a" * 40)


def test_thousands_of_tags_around_a_list() -> None:
    """The tags that open for the list only go with it."""
    work = Work("posts/a", "A", shown="A")
    text = f"{'<ul>' * 50_000}\x021\x03<li><a href='/a/'>A</a></li>\x04{'</ul>' * 50_000}"
    with done_within(4):
        lists = replace_lists(text, {1: work}, {"posts": [work]}, str)
    assert lists.listed == {"posts/a"} and "<ul>" not in lists.text


def test_layouts_without_ends(tmp_path: Path) -> None:
    """No step of the import looks at the rest of a layout, or of a page in HTML, for each of them."""
    files = {"_config.yml": "title: T\n"}
    for name in ("div>", "!--", "a ", "nav>", "h1>", "footer>", "a href='a'>", "script>"):
        many = f"<{name}" * 3000
        slug = name.strip(" ->'!=").replace(" ", "")
        shown = "<title>{{ page.title }}</title>{{ content }}<p>{{ page.b }}</p>"
        files[f"_layouts/{slug}.html"] = shown + many
        files[f"a-{slug}.md"] = f"---\ntitle: A\nlayout: {slug}\nb: Some words\n---\nText.\n"
        files[f"b-{slug}.html"] = f"---\ntitle: B\n---\n<p>Text.</p>{many}"
    files["b-spaces.html"] = (
        f"---\ntitle: B\n---\n<p>Text.</p><img src='{' ' * 20_000}<pre>{chr(10) * 20_000}"
    )
    with done_within(10):
        site = make_site(read_site(write(tmp_path / "old", files)), "new")
    assert all(
        ("Some words" if name[0] == "a" else "Text.") in text
        for name, text in site.texts.items()
        if name[1] == "-"
    )


def test_thousands_of_tags_that_are_never_closed() -> None:
    with done_within(2):
        assert plain("<a " * 60_000 + "2 < 3") == "<a " * 60_000 + "2 < 3"


def test_thousands_of_spaces_in_a_name_of_an_icon() -> None:
    text = f"<a href='/a' title='{' ' * 1900}><i class='fab fa-github'></i></a>"
    with done_within(1):
        assert name_icon_links(text) == text.replace("<i class='fab fa-github'></i>", "GitHub")


def test_thousands_of_spaces_beside_an_entry() -> None:
    """Loops of Liquid leave the white space of all that they pass over."""
    text = f"<ul>{' ' * 30_000}\x021\x03<a href='/a/'>A</a>{' ' * 30_000}.\x04</ul>"
    with done_within(2):
        lists = replace_lists(text, {}, {}, str)
    assert "<a href='/a/'>A</a>" in lists.text


@pytest.mark.parametrize(
    ("find", "text"),
    [
        (jekyll_patterns.LIQUID.search, "{%" + "A" * 100_000),
        (jekyll_patterns.LIQUID.search, "{{ a" + "[aaaa" * 20_000),
        (jekyll_patterns.HTML.search, "\n" + " " * 100_000),
        (jekyll_patterns._LIKELY[1].search, ">$$" + "a" * 100_000),
        (publishing._FIELD_LIST.match, "\n " * 100_000 + "x"),
        (publishing._FIELD_LIST.match, ".. a\n\n" * 30_000 + "x"),
        (html_links._REFRESH.match, " " * 100_000),
        (html_links._ATTRIBUTE.search, "(" * 100_000),
        (identifiers._ARXIV.search, "a-" * 50_000),
        (mathml._TAG.search, r"\tag" + " " * 100_000),
        (numbers._LABEL.search, r"\label{" + " " * 100_000),
        (tex._NAME.match, " " * 100_000),
        (code_in_text._SPAN.search, "`" * 100_000),
        (kramdown_tables._CODE.search, "<code" * 20_000),
        (kramdown_tables._SEPARATOR.match, "|" * 100_000),
        (built_pages._FORMULA.search, r"\(" * 50_000),
        (built_pages._DRAWN.search, "<math" * 20_000),
        (liquid_environment._LOOP_FILTER.search, "{% for a in" + " " * 100_000),
        (liquid_environment._NO_FILTER.search, "{{ a | b: /" + " " * 100_000),
        (liquid_tags._PARAMETER.search, "a" * 100_000),
        (matter_text._KEY.match, "a" + " " * 100_000),
        (REFRESH.search, "<meta " + "http-equiv=refresh " * 20_000),
        (REFRESH.search, "<meta content=" + " " * 100_000),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else "",
)
def test_time_grows_with_the_text(find: Callable[[str], re.Match[str] | None], text: str) -> None:
    """What has no end is no reason to read the rest of a text for each place where it may begin."""
    with done_within(2):
        assert find(text) is None
