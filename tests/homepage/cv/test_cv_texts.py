"""The texts of a CV are Markdown: emphasis, code, links, paragraphs and lists, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_homepage.cv.markdown import parse_blocks, parse_inline
from sphinx_homepage.cv.model import ListBlock
from sphinx_homepage.cv.plain_text import plain_blocks, plain_text
from sphinx_homepage.works.text import Segment, Style, Text


def flat(text: Text) -> list[tuple[str, str, str]]:
    return [(segment.text, segment.style, segment.url) for segment in text.segments]


@pytest.mark.parametrize(
    ("markdown", "found"),
    [
        ("", []),
        ("plain", [("plain", "plain", "")]),
        ("a  b\n c", [("a b c", "plain", "")]),
        ("**b** and *i*", [("b", "strong", ""), (" and ", "plain", ""), ("i", "emphasis", "")]),
        ("`x * y`", [("x * y", "code", "")]),
        ("[a **b**](https://e.org)", [("a ", "plain", "https://e.org"), ("b", "strong", "https://e.org")]),
        ("[me](../me.md#x)", [("me", "plain", "../me.md#x")]),
        ("<https://e.org/>", [("https://e.org/", "plain", "https://e.org/")]),
        # Nothing of these is markup.
        ("<b>x</b> &lt; $5 and $6", [("<b>x</b> < $5 and $6", "plain", "")]),
        ("# no heading", [("# no heading", "plain", "")]),
        ("snake_case_name and 2*3*4", [("snake_case_name and 2", "plain", ""), ("3", "emphasis", ""), ("4", "plain", "")]),
    ],
)  # fmt: skip
def test_one_line(markdown: str, found: list[tuple[str, str, str]]) -> None:
    text, problems = parse_inline(markdown)
    assert flat(text) == found
    assert not problems


@pytest.mark.parametrize("url", ["ftp://example.org/", "https://ada:secret@example.org/", "//x.org"])
def test_a_link_that_cannot_be_one(url: str) -> None:
    text, problems = parse_inline(f"see [here]({url})")
    assert flat(text) == [("see here", "plain", "")] or [part[2] for part in flat(text)] == ["", ""]
    assert len(problems) == 1
    assert problems[0].startswith(f"the link to {url}: ")


def test_a_script_is_no_link() -> None:
    for url in ("javascript:alert(1)", "JavaScript:x", "java&#115;cript:x", "data:text/html,x", "vbscript:x"):
        for markdown in (f"[x]({url})", f"[x](<{url}>)", f"<{url}>"):
            text, problems = parse_inline(markdown)
            assert not any(part[2] for part in flat(text))
            assert len(problems) == (not markdown.startswith("<java&"))


def test_a_deep_list() -> None:
    blocks, _ = parse_blocks("\n".join("  " * depth + f"- item {depth}" for depth in range(30)))
    assert "item 29" in plain_blocks(blocks, str)


def test_paragraphs_and_lists() -> None:
    blocks, problems = parse_blocks("First\nline.\n\n- one\n- two\n  - three\n\nLast.\n\n3. c\n4. d\n")
    assert not problems
    first, items, last, numbered = blocks
    assert isinstance(first, Text) and first.plain == "First line."
    assert isinstance(items, ListBlock) and items.start is None
    assert isinstance(items.items[1][1], ListBlock)
    assert isinstance(last, Text) and last.plain == "Last."
    assert isinstance(numbered, ListBlock) and numbered.start == 3


def test_as_plain_text() -> None:
    urls = {"../me.md": "https://ada.example.org/me.html", "lost.md": ""}
    text, _ = parse_inline("*I* [wrote **it**](../me.md), [lost](lost.md), <https://e.org/>")
    absolute = urls.get
    assert plain_text(text, lambda url: absolute(url, url)) == (
        "I wrote it (https://ada.example.org/me.html), lost, https://e.org/"
    )
    assert plain_text(text, str, with_urls=False) == "I wrote it, lost, https://e.org/"
    blocks, _ = parse_blocks("A\n\n- b\n- c\n  1. d\n")
    assert plain_blocks(blocks, str) == "A\n\n- b\n- c\n  1. d"


def test_a_text_without_segments() -> None:
    assert not parse_inline("  ")[0]
    assert parse_blocks(" \n\n ") == ((), [])
    assert plain_text(Text((Segment("x", Style.CODE),)), str) == "x"


@given(st.text(alphabet="ab *_`[]()<>\n-1.#&;:/\\!", max_size=60))
def test_odd_texts_are_read(markdown: str) -> None:
    parse_inline(markdown)
    blocks, _ = parse_blocks(markdown)
    letters = [char for char in plain_blocks(blocks, lambda _url: "") if char in "ab"]
    # Destinations of links are no text.
    if "](" not in markdown and "<" not in markdown:
        assert letters == [char for char in markdown if char in "ab"]
