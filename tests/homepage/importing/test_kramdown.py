"""Markdown as kramdown reads it becomes MyST, changed only where it means something else."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import run_soon
from helpers import done_within
from sphinx_homepage.importing.markdown.addresses_in_text import rooted_links
from sphinx_homepage.importing.markdown.kramdown import Dialect, to_myst

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


@cache
def myst() -> MarkdownIt:
    """Return the parser that pages are read with."""
    from markdown_it.renderer import RendererHTML
    from myst_parser.config.main import MdParserConfig
    from myst_parser.parsers.mdit import create_md_parser

    from sphinx_homepage.pages.extension import MYST_VALUES

    values = {name.removeprefix("myst_"): value for name, value in MYST_VALUES.items()}
    values["enable_extensions"] = set(values["enable_extensions"])
    values.pop("heading_slug_func")
    return create_md_parser(MdParserConfig(**values), RendererHTML)


def html(text: str) -> str:
    return str(myst().render(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "A text\nof lines  \nand *emphasis*, **strong** and `code`.\n",
        "# A\n\nB\n===\n\nC\n---\n\n### D ###\n",
        "- a\n- b\n\n  c\n- d\n\n1. e\n2. f\n",
        "* a\n    * b\n        * c\n",
        "> a\n> b\n\n> c\nd\n",
        "```python\nx = '{{ y }}' $$z$$ {: .a}\n```\n\n~~~\ncode\n~~~\n",
        "text\n\n    code *not* [a](b c)\n",
        "| a | b |\n|---|:-:|\n| 1 | 2 |\n",
        '[a](b.md), [c](/d/ "e"), ![f](g.png), [h][i], <https://a.example/>\n\n[i]: /j/\n',
        "$x_1$ and\n\n$$\ny = \\\\ \\alpha\n\n\\beta\n$$\n",
        "$$\nx\n$$\n\ntext\n",
        "It costs $5 or $6.\n",
        "<div>\n<p>a</p>\n</div>\n\ntext\n",
        "<!-- a\n\nb -->\n\ntext <b>c</b> <br/> d\n",
        "<script>\nlet a\n\nlet b\n</script>\n",
        "term\n: definition\n\nother\n:   one\n:   two\n",
        "A note[^1].\n\n[^1]: Its text.\n",
        "[comment]: # (a b)\n\n[other]: <> (c, <d> e)\n",
        "---\n\na\n\n***\n\nb\n\n* * *\n",
        "At 10:30:20, a::b::c and {x: 1}\n",
        "no end of a line at the end",
        "tab\there \n\n\n\nmany lines  \n",
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_unchanged(text: str, ending: str) -> None:
    written = text.replace("\n", ending)
    converted = to_myst(written)
    assert converted.text == written
    assert not converted.changes and not converted.questions


CASES = {
    # Formulas.
    "a $$x_1$$ b": "a $x_1$ b",
    "5$$x$$ and $$y$$2": "5{math}`x` and {math}`y`2",
    "a $$x $$, b": "a $x$, b",
    r"a \\(x\\) b": "a $x$ b",
    r"a \\(y \\{ z \\}\\)": r"a $y \{ z \}$",
    "\\\\[ x \\\\]": "$$ x $$",
    r"$\\{a\_1\\}$": r"$\{a_1\}$",
    r"$\[a, \infty\)$": r"$[a, \infty)$",
    "$1 \\\\\\\n2$": "$1 \\\\\n2$",
    r"$\alpha \beta$ and $\left\| x \right\|$": r"$\alpha \beta$ and $\left\| x \right\|$",
    r"$ \alpha $ b": r"$\alpha$ b",
    "$ A^TA $ and $ f(u + v) = cf(u) $ b": "$A^TA$ and $f(u + v) = cf(u)$ b",
    "$ 5 or $ 6 to $ 7 = all of it, $ 8": "$ 5 or $ 6 to $ 7 = all of it, $ 8",
    "$x \\\\\\\\ y$": "$x \\\\ y$",
    "a \\begin{cases}x\\end{cases} b\n    c": "a $$\\begin{cases}x\\end{cases}$$ b\n    c",
    "a\n\\begin{align}\nx \\\\\\\\\ny\n\\end{align}": "a\n\\begin{align}\nx \\\\\ny\n\\end{align}",
    "1. a\n\\\\begin{align}\nx\n\\\\end{align}": "1. a\n   \\begin{align}\n   x\n   \\end{align}",
    "a\n$$\nx\n$$\n\tb": "a\n$$\nx\n$$\nb",
    "1. a\n$$\nx\n$$\nb\n2. c": "1. a\n   $$\n   x\n   $$\n   b\n2. c",
    "a\n    \\begin{align\\*}\nx\\_1\n\\end{align\\*}\n    b": "a\n\\begin{align*}\nx_1\n\\end{align*}\nb",
    "1. a\n\\begin{align}\nx\n\\end{align}\nb\n2. c": "1. a\n   \\begin{align}\n   x\n   \\end{align}\n   b\n2. c",
    "\\begin{align}\nx \\\\\\\\\\\\\ny\n\\end{align}": "\\begin{align}\nx \\\\\ny\n\\end{align}",
    # Attributes.
    "text\n{: .notice--info}\n": ":::{note}\ntext\n:::\n",
    "**Note:** text\n{: .notice--info}": ":::{note}\ntext\n:::",
    "text\n{: .notice}\nmore": ":::{note}\ntext\n:::\n\nmore",
    "text\n{: .wide #top}\n": "{#top .wide}\ntext\n",
    "{: .wide}\ntext\n": "{.wide}\ntext\n",
    "- a\n- b\n{: .wide}\n": "{.wide}\n- a\n- b\n",
    '[a](b){: .btn}{:target="_blank"}': '[a](b){.btn}{target="_blank"}',
    '![a](b.png){: .align-center width="50%"}': '![a](b.png){.align-center width="50%"}',
    '![a](b.png){: style="width: 50px; border: 1px"}': '![a](b.png){width="50px"}',
    "**a b**{: .red} c": "[**a b**]{.red} c",
    "`a`{:.language-x}": "`a`{.language-x}",
    "<b>a</b>{: .x}": "<b>a</b>",
    "a {: .x} b": "a {: .x} b",
    "{:x: .red}\n\n*a*{: x}": "\n[*a*]{.red}",
    "# A\n{: .no_toc}\n": "# A\n",
    "# A {#b}\n": "(b)=\n# A\n",
    "# A {#b-C}\n": '<a id="b-C"></a>\n\n# A\n',
    '# A <a id="b"></a>': '<a id="a-"></a>\n\n(b)=\n# A',
    'A <a id="b"></a>\n===': '<a id="a-"></a>\n\n(b)=\nA\n===',
    '# A<a id="b"></a>': "(b)=\n# A",
    '# <a name="B"></a> A': '<a id="-a"></a>\n\n<a id="B"></a>\n\n# A',
    "* {: .x} a\n": "* a\n",
    "* TOC\n{:toc}\n\ntext": "\ntext",
    "{:toc}\n- x\n\ntext": "\ntext",
    # Extensions.
    "{::comment}\na\n{:/comment}\n": "% a\n",
    '{::options toc_levels="1" /}\n\na': "\na",
    "a {::comment}b{:/} c": "a <!--b--> c",
    "{::nomarkdown}\n<b>a</b>\n{:/}\n\nb": "\n<b>a</b>\n\n\nb",
    '{::options parse_block_html="true" /}\n<div>\n*a*\n</div>': "<div>\n\n*a*\n\n</div>",
    # Code.
    "```{r, echo=FALSE}\nx\n```": "```r\nx\n```",
    "```{.python}\nx\n```": "```python\nx\n```",
    "```Python\nx\n```": "```Python\nx\n```",
    "```nobodyknows\nx\n```": "```text\nx\n```",
    "```ruby?x=1\nx\n```": "```ruby\nx\n```",
    "~~~\nx\n~~~\n{: .language-ruby}": "~~~ruby\nx\n~~~",
    "    x\n      y\n{: .language-ruby}": "```ruby\nx\n  y\n```",
    "```js\nx\n```\n{: .language-ruby}": "```js\nx\n```",
    # Lists.
    "a\n2. b": "a\n\n2. b",
    "a\n- b": "a\n- b",
    "1. a\n  - b\n  - c\n2. d": "1. a\n   - b\n   - c\n2. d",
    "1. a\n```\nb\n```\n2. c": "1. a\n   ```\n   b\n   ```\n2. c",
    "- [ ] a\n- [x] b\n- [c](d)": "- ☐ a\n- ☑ b\n- [c](d)",
    "a <<b>> c": "a «b» c",
    "a\n\n1.\n": "a\n\n1\\.\n",
    "-\nb": "\\-\nb",
    "1.\n---": "1\\.\n---",
    # Headings and lines.
    "a\nb\n---\nc": "a\nb\n\n---\nc",
    "## \n\na": "\\## \n\na",
    "a\\\\\nb": "a\\\nb",
    "a\n^\nb": "a\n\n% \n\nb",
    # Tables.
    "|---|---|\n| a | b |": "|  |  |\n|---|---|\n| a | b |",
    "|---\n| a | b\n|:-|-:\n| c | d\n{: .e}": "{.e}\n| a | b\n|:-|-:\n| c | d",
    "| a | b |\n{: .c}": "{.c}\n|  |  |\n|---|---|\n| a | b |",
    "<style>\na {}\n</style>\na | b\nc | d": "<style>\na {}\n</style>\n\n|  |  |\n|---|---|\na | b\nc | d",
    "<div>\na\n</div>\na | b\nc | d": "<div>\na\n</div>\n\na | b\nc | d",
    "| a | b |\n| c | d |": "|  |  |\n|---|---|\n| a | b |\n| c | d |",
    "| a | b |\n|:--||\n| 1 | 2 |": "| a | b |\n|:---|---|\n| 1 | 2 |",
    "a | b\n--|--\n1 | 2 | 3": "| a | b |  |\n|---|---|---|\n1 | 2 | 3",
    "| a |\n|--|\n| b |\n|--|\n| c |": "| a |\n|--|\n| b |\n| c |",
    "| a | b |\n|--|--|\n| `x|y` | z |": "| a | b |\n|--|--|\n| `x\\|y` | z |",
    "a | b": "a | b",
    # Definitions.
    "a\nb\n: c": "a\n\nb\n: c",
    # Links.
    "[a](b c.pdf)": "[a](<b c.pdf>)",
    '[a](b c.pdf "d")': '[a](<b c.pdf> "d")',
    r'[a](b "c \"d\"")': r'[a](b "c \"d\"")',
    '[a](b "c "d"")': r'[a](b "c \"d\"")',
    "[a](b(c).pdf)": "[a](b(c).pdf)",
    "[a]: b c.pdf\n\n[a]": "[a]: <b c.pdf>\n\n[a]",
    # A line that begins an environment would end the paragraph.
    "a\n$$\\begin{pmatrix}x\\end{pmatrix} \n\\begin{pmatrix}y\\end{pmatrix}$$": (
        "a\n$$\\begin{pmatrix}x\\end{pmatrix} \n{}\\begin{pmatrix}y\\end{pmatrix}$$"
    ),
    "$$x =\n\\begin{pmatrix}y\\end{pmatrix}$$ a $z =\n\\begin{pmatrix}y\\end{pmatrix}$": (
        "$x =\n{}\\begin{pmatrix}y\\end{pmatrix}$ a $z =\n{}\\begin{pmatrix}y\\end{pmatrix}$"
    ),
    "[a]: <> (b (<c>) d)": r"[a]: <\<\> (b (\<c\>) d)>",
    "[a]\n\n[a]: b\n[a]: c": "[a]\n\n% [a]: b\n[a]: c",
    # Footnotes.
    "a\n\n[^1]: b": "a\n\n% [^1]: b",
    "a[^1]\n\n[^1]: b\nc": "a[^1]\n\n[^1]: b\n\nc",
    "a[^b]": "a\\[^b]",
    "`[^1]`\n\n[^1]: b": "`[^1]`\n\n% [^1]: b",
    "a[^1]\n\n[^1]: b\n[^1]: c": "a[^1]\n\n% [^1]: b\n[^1]: c",
    "a\n\n---\n\n---\n\nb": "a\n\n---\n\n\nb",
    # Abbreviations and emphasis.
    "HTML and XHTML\n\n*[HTML]: Hyper": '<abbr title="Hyper">HTML</abbr> and XHTML\n',
    "~~a $x_1$~~ b ~~ c": "<del>a $x_1$</del> b ~~ c",
    "~~a\n[b](c d)~~ e": "<del>a\n[b](<c d>)</del> e",
    "`~~a~~`": "`~~a~~`",
    "**a:**b": "<strong>a:</strong>b",
    '**"a"**b': '<strong>"a"</strong>b',
    "**a**b and **c:** d": "**a**b and **c:** d",
    # What is markup to MyST only.
    "% a": "\\% a",
    "+++": "\\+++",
    ":::{note}\na": "\\:::{note}\na",
    "(a)=\nb": "\\(a)=\nb",
    "{.a}\nb": "\\{.a}\nb",
    "{a}`b`": "\\{a}`b`",
    ":smile:": "\\:smile:",
    # HTML.
    "<div>\n\n    <p>a</p>\n</div>\n# B": "<div>\n    <p>a</p>\n</div>\n\n# B",
    "<div>a</div> *b*": "<div>a</div>\n\n*b*",
    "<div><pre>a\n\nb</pre></div>": "<div><pre>a\n&#32;\nb</pre></div>",
    "<br>\n*a*": "<br>\n\n*a*",
    "<br>\n# A": "<br>\n\n# A",
    "<br>\n- a": "<br>\n\n- a",
    '<span style="x">\n*a*\n</span>': '<span style="x">*a*\n</span>',
    '<div markdown="1">\n*a*\n</div>': "<div>\n\n*a*\n\n</div>",
    '<div markdown="0">\n*a*\n</div>': "<div>\n*a*\n</div>",
    '<div class="a" markdown="1">*a*</div>\nb': '<div class="a">\n\n*a*\n\n</div>\n\nb',
    '<p markdown="1">*a*</p>': "*a*",
    "<div>\n<p>a $x_1$ *</p>\n</div>": "<div>\n\na $x_1$ \\*\n\n</div>",
    '<div class="notice--warning" markdown="1">\n#### A\n\n*b*\n</div>\nc': ":::{warning}\n#### A\n\n*b*\n:::\n\nc",
    '<div class="big notice"><h4>A</h4>\n<ul><li>b</li></ul></div>': ":::{note}\n#### A\n\n- b\n:::",
    '<div class="notice">\n<p><b>Note:</b> a</p>\n</div>': ":::{note}\na\n:::",
    '<p class="notice--danger">a <b>b</b></p>': ":::{danger}\na **b**\n:::",
    '<p class="noticeable">a</p>': '<p class="noticeable">a</p>',
    "<td>\\(x\\)</td>": "<td>\n\n$x$\n\n</td>",
    "text\n<!-- a -->\n<!-- b -->\nc": "text <!-- a --> <!-- b -->\nc",
    "text  \n<!-- a\nb -->\nc": "text <!-- a  \nb -->\nc",
    "a\n\n<!-- b\n<div>c</div>\n\nd": "a\n\n\\<!-- b\n<div>c</div>\n\nd",
    "a\n<!-- b -->": "a\n<!-- b -->",
    "<div>\na <!-- b --> <!-- c\n<!-- d</div>\n\ne": "<div>\na <!-- b --> &lt;!-- c\n&lt;!-- d</div>\n\ne",
    # Links to the ids of HTML, which MyST does not know.
    'J <a id="j"></a>\n\n[*J* `]`](#j "t"), ![j](#j), [k](#k)': 'J <a id="j"></a>\n\n'
    '<a href="#j">*J* `]`</a>, ![j](#j), [k](#k)',
    '<p id="j">a</p>\n\n[[1]](#j)': '<p id="j">a</p>\n\n<a href="#j">[1]</a>',
    # An end that is in a comment is none, however long the element is.
    "<div><!-- </div> -->\n" + 70 * "a\n" + "\n</div>\nb": "<div><!-- </div> -->\n"
    + 70 * "a\n"
    + "</div>\n\nb",
}


@pytest.mark.parametrize(("text", "expected"), CASES.items())
def test_changed(text: str, expected: str) -> None:
    converted = to_myst(text)
    assert converted.text == expected
    assert bool(converted.changes) == (text != expected)
    lines = text.count("\n") + 1
    assert all(1 <= change.line <= lines for change in converted.changes)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1. a\n  - b\n2. c", "<ol>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ol>"),
        ("<div>\n\n    <p>a</p>\n\n</div>\n**b**", "<p><strong>b</strong></p>"),
        ("a $$x$$ b", '<p>a <span class="math inline">x</span> b</p>'),
        ("|---|\n| a |", "<td>a</td>"),
        ("**a:**b", "<strong>a:</strong>b"),
        ("[a](b c)", '<a href="b%20c">a</a>'),
        ('<div markdown="1">\n# A\n</div>', "<h1>A</h1>"),
        ("a\n3. b", '<ol start="3">'),
        ('[a](b){: .btn}{:title="c"}', '<a href="b" class="btn" title="c">a</a>'),
        ("text\n{: .wide}", '<p class="wide">text</p>'),
    ],
)
def test_read_by_myst(text: str, shown: str) -> None:
    assert shown in html(to_myst(text).text)
    assert shown not in html(text)


def test_line_endings_and_lines() -> None:
    converted = to_myst("a\r\n\r\n$$x$$ b\n- c\r\n\r\nd\r\n5. e\n")
    assert converted.text == "a\r\n\r\n$x$ b\n- c\r\n\r\nd\r\n\n5. e\n"
    assert [change.line for change in converted.changes] == [3, 7]


def test_dialect() -> None:
    assert to_myst(":smile: :rocket:", Dialect(emoji=True)).text == "😄 🚀"
    assert to_myst(":nosuchname:", Dialect(emoji=True)).text == "\\:nosuchname:"
    # Its id is as it was.
    assert to_myst("## A b [:link:][c] #", Dialect(emoji=True)).text == "(a-b-link)=\n## A b [🔗][c] #"
    assert to_myst("A :rocket:\n---", Dialect(emoji=True)).text == "(a-rocket)=\nA 🚀\n---"
    assert to_myst("## A :nosuchname:", Dialect(emoji=True)).text == "## A \\:nosuchname:"
    assert to_myst("## A :tada::rocket:", Dialect(emoji=True)).text == "(a-tadarocket)=\n## A 🎉🚀"
    # Neither in code nor in addresses.
    heading = "## A `:rocket:` [b](/:rocket:) <i title=':rocket:'>c</i>"
    assert to_myst(heading, Dialect(emoji=True)).text == heading
    assert to_myst(f"{heading} :rocket:", Dialect(emoji=True)).text == f"(a-rocket-b-c-rocket)=\n{heading} 🚀"
    assert to_myst("$a$ b", Dialect(dollars=False)).text == "\\$a$ b"
    assert to_myst("a\nb\n\nc", Dialect(hard_wrap=True)).text == "a\\\nb\n\nc"
    assert to_myst("<div>\n*a*\n</div>", Dialect(parse_block_html=True)).text == "<div>\n\n*a*\n\n</div>"
    assert to_myst("<p>See [it](/a)</p>", Dialect(parse_block_html=True)).text.strip() == "See [it](/a)"
    assert to_myst("<p>a_b_c</p>", Dialect(parse_block_html=True)).text == "<p>a_b_c</p>"


def test_lines_of_markdown_in_html_are_apart_from_others() -> None:
    text = '<p>a</p>\n<p>[b](/b)</p>\n<p>[c](/c)</p>\n<p>d</p>\n<h3 id="x" class="y">[e](/e)</h3>\n<h3>f</h3>'
    converted = to_myst(text, Dialect(parse_block_html=True)).text
    assert converted == ("<p>a</p>\n\n[b](/b)\n\n[c](/c)\n\n<p>d</p>\n\n(x)=\n### [e](/e)\n\n<h3>f</h3>")


def test_labels_are_names_in_the_whole_site() -> None:
    labels: set[str] = set()
    assert to_myst("# A {#b}\n\n# C {#b}\n", labels=labels).text == '(b)=\n# A\n\n<a id="b"></a>\n\n# C\n'
    assert to_myst("# D {#b}\n", labels=labels).text == '<a id="b"></a>\n\n# D\n'
    assert to_myst("# E {#search}\n").text == '<a id="search"></a>\n\n# E\n'
    assert to_myst("## My talks {#my-talks}\n").text == "## My talks\n"


def test_question() -> None:
    converted = to_myst("a\n\n<div>\n\n*b*\n")
    assert converted.questions[0].line == 3
    assert "<div> has no end" in converted.questions[0].what
    converted = to_myst("a\n\n```\nb\n\nc")
    assert converted.text == "a\n\n\\```\nb\n\nc"
    assert not converted.changes
    assert converted.questions[0].line == 3
    assert "a fence without an end" in converted.questions[0].what


def test_drawings_that_are_code_are_asked() -> None:
    (question,) = to_myst("```r\nx\n```\n\n~~~ mermaid\nx\n~~~\n").questions
    assert question.line == 5 and "may have drawn this mermaid" in question.what


PIECES = [
    "\n",
    "\n\n",
    "    ",
    "  ",
    " ",
    "\t",
    "- ",
    "1. ",
    "2. ",
    "> ",
    "# ",
    "---",
    "===",
    "* * *",
    "```",
    "~~~",
    "|",
    "--|--",
    ": ",
    "[^a]",
    "[^a]: ",
    "[a](b c)",
    "[a]: b",
    "*[A]: ",
    "A",
    "a",
    "**",
    "*",
    "_",
    "`",
    "$",
    "$$",
    "\\\\(",
    "\\\\)",
    "\\\\[",
    "\\\\]",
    "\\",
    "{: .a}",
    "{:a: .b}",
    "{::comment}",
    "{:/}",
    "{:toc}",
    "<div>",
    "</div>",
    "<br>",
    "<p>",
    "</p>",
    '<div markdown="1">',
    "<!--",
    "-->",
    "<pre>",
    "</pre>",
    "<script>",
    "</script>",
    "<a ",
    ">",
    "^",
    "%",
    "(a)=",
    ":::",
    "\r\n",
    "\\begin{align}",
    "\\end{align}",
    ":smile:",
    "{a}",
    "\ufdd0",
    "\ufdd10\ufdd1",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@settings(deadline=None, max_examples=100)
def test_odd_texts(text: str) -> None:
    """Nothing stops it, and what is not changed stays byte for byte."""
    converted = to_myst(text)
    if not (converted.changes or converted.questions):
        assert converted.text == text
    lines = text.count("\n") + 1
    assert all(1 <= change.line <= lines for change in (*converted.changes, *converted.questions))


@pytest.mark.parametrize(
    "text", ["$$" + r"\a" * 40, "*" + r"\a" * 40, "](" * 20_000, "[a](b " * 9000, "[^a" * 9000]
)
def test_what_has_no_end(text: str) -> None:
    """Without an end to what begins a formula, emphasis or a link, the rest of a paragraph is read once."""
    with done_within(2):
        to_myst(f"x {text}")


@pytest.mark.long
def test_time_grows_with_length() -> None:
    pieces = [
        "<div>",
        "$",
        "**a:",
        "[a](",
        "1. a\n",
        "> ",
        "`",
        "<p>\n\n",
        "{::comment}\n",
        "<td markdown='1'>",
        "<div>a</div>\n\n",
        "<!-- a\n\n",
    ]
    run_soon(
        f"from sphinx_homepage.importing.markdown.kramdown import to_myst\n"
        f"for piece in {pieces!r}:\n"
        f"    to_myst(piece * 2000)\n"
    )


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("See ![my loom]() here", "See my loom here"),
        ("![]( )\nend", "\nend"),
        ("[![a]()](/x/)", "[a](/x/)"),
        ("![a](b.png)", "![a](b.png)"),
        ("\\![a]()", "\\![a]()"),
        ("[a]()", "[a]()"),
        ("[![a](b.png)]()", "[![a](b.png)]()"),
    ],
)
def test_images_without_an_address(text: str, result: str) -> None:
    converted = to_myst(f"First.\n\n{text}\n")
    assert converted.text == f"First.\n\n{result}\n"
    assert [change.line for change in converted.changes] == ([] if text == result else [3])


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("[1]: paper.pdf", "[1]: /posts/a/paper.pdf"),
        ("[1]: <paper.pdf> 'Paper'", "[1]: </posts/a/paper.pdf> 'Paper'"),
        ("[^1]: Open a terminal", "[^1]: Open a terminal"),
        ("[^1]: See [it](paper.pdf)", "[^1]: See [it](/posts/a/paper.pdf)"),
        # "src" in an address.
        (
            '<a href="https://x.org/?src=a&amp;src=b" src=c>',
            '<a href="https://x.org/?src=a&amp;src=b" src=/posts/a/c>',
        ),
        # A mistake stays, so that one sees what to repair; in the query of an address it is none.
        ("[a]([https://x.org](https://x.org))", "[a]([https://x.org](https://x.org))"),
        ("[a](b?to=https://x.org)", "[a](/posts/a/b?to=https://x.org)"),
        # How an address is hidden from robots.
        ('<a href="&#109;ailto:%61@b.org">Mail</a>', '<a href="&#109;ailto:%61@b.org">Mail</a>'),
    ],
)
def test_relative_links_of_definitions(text: str, result: str) -> None:
    assert rooted_links(text, "/posts/a/") == result


@pytest.mark.parametrize(
    ("heading", "result"),
    [
        ('## Journal <a id="journal"></a>', '<a id="journal-"></a>\n\n## Journal'),
        (
            "## Works <a name='journal'></a> of mine",
            '<a id="works--of-mine"></a>\n\n(journal)=\n## Works of mine',
        ),
        ('## <a id="journal"></a>Works', "(journal)=\n## Works"),
    ],
)
def test_anchors_in_headings(heading: str, result: str) -> None:
    """They are names of the headings, and links to them stay as they are."""
    converted = to_myst(f"[Journal](#journal)\n\n{heading}\n\nText\n")
    assert converted.text == f"[Journal](#journal)\n\n{result}\n\nText\n"
