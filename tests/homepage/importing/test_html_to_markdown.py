"""Pages in HTML become Markdown where nothing of them is lost."""

from __future__ import annotations

import re

import pytest

from helpers import done_within
from sphinx_homepage.importing.lists.theme_entries import plain_entries
from sphinx_homepage.importing.markdown.crossed_sections import without_crossed
from sphinx_homepage.importing.markdown.html_pages import html_to_markdown
from sphinx_homepage.importing.markdown.html_parts import with_item_ends


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", ""),
        ("text <b>a</b> <em>b</em>", "text **a** *b*\n"),
        ("<h1>A</h1>\n<p>b<br>c</p>", "# A\n\nb\\\nc\n"),
        # A line breaks where a browser breaks it; at the ends of a block there is nothing to see.
        (
            "a<br>b<!-- --><br>\n<ul><li>c<br></li><li><br/><b>d<br></b></li></ul><br>",
            "a\\\nb\n\n<!-- -->\n\n- c\n- **d**\n",
        ),
        ("<p>a<br><br><b>b<br></b>c<br></p>", "a\\\n\\\n**b**\\\nc\n"),
        ("<table><tr><th>a<br>b</th></tr><tr><td>c<br></td></tr></table>", "| a<br>b |\n| --- |\n| c |\n"),
        ('<h2 id="top">A</h2>', '<a id="top"></a>\n\n## A\n'),
        ('<h2 id="a-b">A <b>B</b></h2>', "## A **B**\n"),
        ('<p><a href="/a/">b</a> <a href="c d" title="e">f</a></p>', '[b](/a/) [f](<c d> "e")\n'),
        ('<a href="/a/" target="_blank">b</a>', '[b](/a/){target="_blank"}\n'),
        ('<a href="/a/" class="btn">b</a>', '<a href="/a/" class="btn">b</a>\n'),
        ('<img src="a.png" alt="b" width="50">', '![b](a.png){width="50"}\n'),
        ('<img src="a.png" style="float: left">', '<img src="a.png" style="float: left">\n'),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c\n"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b\n"),
        # End tags that HTML can do without.
        (
            "<UL>\n<LI><A HREF='/a'>\na\n</A>\n\n<LI>b\n<ol><li>c<li>d</ol>\n</UL>e",
            "- [a](/a)\n- b\n  1. c\n  2. d\n\ne\n",
        ),
        (
            "<table><thead><tr><th>a<th>b<tbody><tr><td>1<td>2</table>",
            "| a | b |\n| --- | --- |\n| 1 | 2 |\n",
        ),
        ("<blockquote><p>a</p></blockquote>", "> a\n"),
        ("<p>x<sup>2</sup> H<sub>2</sub>O <u>a</u></p>", "x<sup>2</sup> H<sub>2</sub>O <u>a</u>\n"),
        ('<p>a <span style="color: red">b</span></p>', 'a <span style="color: red">b</span>\n'),
        ("<p>a <span>b</span></p>", "a b\n"),
        (
            '<pre><code class="language-python">a = 1\n\nb = 2\n</code></pre>',
            "```python\na = 1\n\nb = 2\n```\n",
        ),
        (
            "<table><tr><th>a</th><th>b</th></tr><tr><td>1|2</td><td>3</td></tr></table>",
            "| a | b |\n| --- | --- |\n| 1\\|2 | 3 |\n",
        ),
        # What Markdown would read as something else.
        (
            "<p>*a* _b_ snake_case `c` [d] &lt;e&gt; {f}</p>",
            "\\*a\\* \\_b\\_ snake_case \\`c\\` \\[d\\] \\<e> \\{f}\n",
        ),
        ("<p>1. a</p><p># b</p><p>% c</p>", "1\\. a\n\n\\# b\n\n\\% c\n"),
        # Formulas.
        ("<h2>CO$_2$ and US$5_, US$6</h2>", "## CO$_2$ and US$5\\_, US$6\n"),
        ("<p>$a_1$, \\(b_2\\) and $$c*d*e$$</p>", "$a_1$, $b_2$ and $$c*d*e$$\n"),
        # What Markdown cannot say.
        (
            '<table><tr><td colspan="2">a</td></tr></table>',
            '<table><tr><td colspan="2">a</td></tr></table>\n',
        ),
        ('<iframe src="/a"></iframe>', '<iframe src="/a"></iframe>\n'),
        ("<script>\na\n\nb\n</script>", "<script>\na\n\nb\n</script>\n"),
        (
            '<div class="row">\n  <div class="col">\n\n    <p>a</p>\n  </div>\n</div>',
            '<div class="row">\n  <div class="col">\n    <p>a</p>\n  </div>\n</div>\n',
        ),
        ("<form><pre>a\n\nb</pre></form>", "<form><pre>a\n&#32;\nb</pre></form>\n"),
        # A holder of its own stays around Markdown.
        ('<div class="a"><p><b>b</b></p></div>', '<div class="a">\n\n**b**\n\n</div>\n'),
        ("<div><header><p>b</p></header></div>", "b\n"),
        ("<ul><li>a\n  <br>\n  b</li></ul>", "- a\\\n  b\n"),
        ('<div class="wordwrap">a <b>b</b></div>', "a **b**\n"),
        (
            '<div class="notice--info"><h4 id="a">A</h4></div>',
            ':::{note}\n\n<a id="a"></a>\n\n#### A\n\n:::\n',
        ),
        # A whole document.
        (
            "<!DOCTYPE html><html><head><title>x</title><style>a {}</style></head><body><p>b</p></body></html>",
            "<style>a {}</style>\n\nb\n",
        ),
        ("<title>x</title>\na <a href='b'>b</a>\n</style></head><body><p>c</p></body>", "a [b](b)\n\nc\n"),
        ("<!-- a --><p>b</p>", "<!-- a -->\n\nb\n"),
        (
            "<!-- a --!><p>b</p>\n\n<p>c</p><!-- d --><!--><p>e</p>",
            "<!-- a -->\n\nb\n\nc\n\n<!-- d -->\n\n<!-- -->\n\ne\n",
        ),
        ("<p>a</p><script>'<!--'</script><p>b</p>", "a\n\n<script>'<!--'</script>\n\nb\n"),
    ],
)
def test_html(html: str, expected: str) -> None:
    assert html_to_markdown(html).text == expected


def test_changes() -> None:
    html = "<p>a</p>\n\n<iframe src='a'></iframe>\n<form>\n  $x_1$ *\n  <p>b</p>\n</form>\n"
    converted = html_to_markdown(html)
    assert [change.line for change in converted.changes] == [3, 4]
    assert converted.text == ("a\n\n<iframe src='a'></iframe>\n\n<form>\n\n$x_1$ \\*\n\n<p>b</p>\n</form>\n")


def test_a_comment_without_an_end() -> None:
    """Browsers have hidden what is below it."""
    converted = html_to_markdown("<html>\n<body>\n<p>a</p>\nc <!-- d\n<p>e <!-- f</p>\n</body></html>")
    assert converted.text == "a\n\nc\n"
    assert [change.line for change in converted.questions] == [4]
    assert html_to_markdown("<div>a <b title='<!-- d'>e</b></div>\n<p>f</p>").text.endswith("\n\nf\n")
    with done_within(2):
        assert html_to_markdown("<p>a</p>" + "<!-- " * 100_000 + "<script" * 100_000).text == "a\n"


def test_lines_of_a_document() -> None:
    converted = html_to_markdown(
        "<html>\n<head>\n<style>\n</style>\n</head>\n<body>\n<iframe></iframe>\n</body>"
    )
    assert [change.line for change in converted.changes] == [7]


ENTRY = """<div class="list__item">
  <article class="archive__item" itemscope itemtype="http://schema.org/CreativeWork">

    <h2 class="archive__item-title" itemprop="headline" style="display:inline">
        <a href="/talks/loom/" rel="permalink">Looms
</a>
    </h2>
    <p class="page__date"><i class="fa fa-calendar" aria-hidden="true"></i> <time datetime="1843-03-05">March 5</time></p>
    <p class="archive__item-excerpt" itemprop="description"><p>On *brass*.</p>
</p>%s
  </article>
</div>
"""
IN_MARKDOWN = "## [Looms](/talks/loom/)\n\nMarch 5\n\nOn \\*brass\\*."


@pytest.mark.parametrize(
    ("before", "more", "is_markdown"),
    [
        ("Text.\n\n", "", True),
        ("<div class=x>\n<p>Text</p>\n</div>\n\n", "", True),
        # It would be HTML, and not Markdown, for what is around it.
        ("<div class=x>\n\n", "", False),
        ("", "<form>More</form>", True),
        ("", "<div class=x><div class=y>More</div></div>", False),
        ("", '<div class="x"><div class="y">More</div></div>', True),
        ("<style>.x {}</style>\n\n", '<div class="x"><div class="y">More</div></div>', False),
        ("```html\n", "", False),
    ],
)
def test_entries_with_the_classes_of_the_theme(before: str, more: str, *, is_markdown: bool) -> None:
    text = f"{before}{ENTRY % more}"
    written = plain_entries(text, is_html=False)
    assert (IN_MARKDOWN in written) is is_markdown
    assert written.startswith(before)
    assert is_markdown or written == text


def test_what_the_theme_has_around_entries() -> None:
    """It was copied out of a layout; what Liquid wrote into a comment is of no use there."""
    frame = '<section class="page__content" itemprop="text" markdown="1">\n\n{}\n\n</section>\n<p>End</p>'
    wrapped = '<div class="wordwrap">See <a href="https://x.org/">x</a>.</div>'
    item = '<div class="list__item"><article><p>On <i>looms</i>\n, 1843</p></article></div>'
    written = plain_entries(frame.format(f"{wrapped}\n{item}"), is_html=False)
    assert re.sub("\n+", "\n", written) == "\nSee [x](https://x.org/).\nOn *looms*, 1843\n<p>End</p>"
    assert plain_entries(f"<!--\n## Talks\n{item}-->\n", is_html=False) == "<!--\n## Talks\n\n-->\n"
    # What has no end stays.
    assert plain_entries(frame[:70], is_html=False) == frame[:70]


def test_entries_in_a_page_in_html_lose_what_the_theme_reads() -> None:
    written = plain_entries(f"<section>{ENTRY % ''}</section>", is_html=True)
    assert html_to_markdown(written).text == f"{IN_MARKDOWN}\n"


TWO = "<div>\n\n## A\n\n</div>\n<div{}>\n\n## B\n\n{}\n\n</div>\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TWO.format("", ""), "## A\n\n## B"),
        (TWO.format(" id='b'", "<div>c</div>"), '## A\n\n<a id="b"></a>\n\n## B\n\n<div>c</div>'),
        ("<ul>\n<li>\n\nA\n---\n\n</li>\n<li><div>\n\nB\n---\n\n</div></li>\n</ul>", "A\n---\n\nB\n---"),
        # An element that all headings are in ends behind them, in which a browser ends theirs.
        ("<div>\n\n## A\n\n## B\n\n</div>", None),
        ("<div>\n\n## A\n\n</div>\n\nb", None),
        ("## A\n\n<div>a</div>\n\n## B\n\n<div>\nb\n</div>", None),
        # What is code, or hidden.
        (f"```\n{TWO}```\n", None),
        (f"<!--\n{TWO}-->\n", None),
    ],
)
def test_elements_around_headings(text: str, expected: str | None) -> None:
    found = without_crossed(text, has_title=True)
    assert (re.sub(r"\n{3,}", "\n\n", found).strip() if expected else found) == (expected or text)


@pytest.mark.parametrize(
    "text", ["<div>\n\n## A\n\n", "<div>\n</ul>\n", "## A\n\n</div>\n", "# A\n<ul>\n## B\n"]
)
def test_many_elements_and_headings_are_read_soon(text: str) -> None:
    with done_within(2):
        without_crossed(f"{TWO}{text * 3000}", has_title=True)


@pytest.mark.parametrize("many", ["<ul>{}</li>", "<li><dd><tr>{}", "<ul><li>{}</ol>", "<ul>{}</ul>"])
def test_items_that_never_end_are_read_soon(many: str) -> None:
    with done_within(1):
        before, after = many.split("{}")
        assert with_item_ends(before * 3000 + after * 3000).startswith(before)


def test_entries_that_never_end_are_read_soon() -> None:
    with done_within(2):
        text = "<div class='list__item'>\n<article>\n" * 20_000
        assert plain_entries(text, is_html=True) == text
