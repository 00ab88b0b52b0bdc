"""Liquid and kramdown in the text of a page, without a build."""

from __future__ import annotations

import pytest

from conftest import run_soon
from jekyll import read_page
from sphinx_homepage.core.problems import Subtype
from sphinx_homepage.pages.jekyll_markup import Page, read_rst


@pytest.mark.parametrize(
    "source",
    [
        # Code and comments.
        "`{{ a }}`, ``{% raw %} ` {: .x}`` and `\\\\(x\\\\)`",
        "- a ` mark\n- `{{ a }}`",
        "~~~\n{{ a }}\n~~~",
        "```html\n{% a %}\n{: .x}\n```",
        "text\n\n    {{ a }}\n",
        "1. a\n\n   ```\n   {{ a }}\n   ```",
        "```{code-block} jinja\n{{ a }}\n```",
        "```{raw} html\n{{ a }}\n```",
        "```{literalinclude} a\n:start-after: {{ a }}\n```",
        "```{math}\n\\frac{{a}}{b}\n```",
        "```{mermaid}\na{{b}}\n```",
        "```{eval-rst}\n{{ a }}\n```",
        ":::{toctree}\n{{ a }}\n:::",
        "````{note}\n```\n{{ a }}\n```\n````",
        "% {{ a }}",
        "<!-- {{ a }}\n\n{% b %} -->",
        "a <!-- {{ a }} --> b",
        # HTML that holds code, or a template of its own.
        "<script>\nlet a = '{{ a }}'\n\n{% b %}\n</script>",
        "<pre>\n{{ a }}\n\n{{ b }}\n</pre>",
        "a <code>{{ a }}</code> b",
        "<div>\n<code>{% a %}</code>\n</div>",
        # Formulas.
        "$x_{{a}}$, $$\\frac{{a}}{{b}}$$ and $\\{: x\\}$",
        "$$\n{{ a }}\n$$",
        "\\begin{align}\n{{a}}\n\\end{align}",
        # Escapes.
        "\\{{ a }}, \\{% a %} and \\{: .x}",
        # MyST's own.
        "{.notice}\nA paragraph with {ref}`x`{.a}, [words]{.b #c} and [a link](x.md){target=_blank}.",
        "{#top .wide}\n## A heading\n",
        "(top)=\n## A heading\n",
        # Text.
        "Formats: {:.2f}, {:d}, {:>10}, {:,}. Sets: {x: 1}, {{x}, {y}}, {{1, 2}}",
        "{{ f(x) }} and {{Attention is all you need}}",
        "Never closed: {{ a and {% b and {: .c",
        "Footnotes[^a] *stay*.\n\n[^a]: A note.",
        "A line {#not-a-heading}",
        "*[not an abbreviation",
        '<div class="markdown">\ntext\n</div>',
        '---\nlayout: "{{ a }}"\n# title: {{ a }}\n---\n\ntext',
    ],
)
def test_silent(source: str) -> None:
    assert read_page(source) == Page(source, [])


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("a\n\n{{ a }}\n", [3]),
        ("a {{ a.b[0] }} and {{ 'x' | upcase }}", [1, 1]),
        ("- a\n  - {{ a }}\n", [2]),
        ("> a\n> {{ a }}\n", [2]),
        ("| a | b |\n|---|---|\n| `{{ a }}` | {{ b }} |\n", [3]),
        ("{{ a }}\n=======\n", [1]),
        ("[^a]\n\n[^a]: {{ a }}\n", [3]),
        ("term\n: {{ a }}\n", [2]),
        ("[a]({{ page.url }})\n\n[b]({{page.url}})\n", [1, 3]),
        ('<div>\n<a href="{{ page.url }}">{{ a }}</a>\n</div>', [2, 2]),
        ("<style>\na { color: {{ a }} }\n</style>", [2]),
        ("<code>a</code> {{ a }}", [1]),
        (":::{note} {{ a }}\n{{ b }}\n\n- {{ c }}\n:::\n\n{{ d }}\n", [1, 2, 4, 7]),
        ("> ````{note}\n> ```{tip}\n> {{ a }}\n> ```\n> ````\n", [3]),
        ("::: box\n{{ a }}\n:::\n", [2]),
        # What has an end is one place.
        ("{% for a in b %}\n{{ a }}\n\n{% include c %}\n{% endfor %}\n{{ d }}", [1, 6]),
        ("{% for a in b %}\n{% for c in d %}\n{% endfor %}\n{{ a }}\n{% endfor %}\n{{ e }}", [1, 6]),
        ("{% highlight c %}\n# {{ a }}\n\n    {{ b }}\n{% endhighlight %}\n", [1]),
        ("{% raw %}{{ a }}{% endraw %} {{ b }}", [1, 1]),
        ("{% raw %}\n```\n{{ a }}\n```\n{% endraw %}", [1]),
        ("{% if a %}\nb\n{% else %}\n{{ c }}\n{% endif %}\n", [1, 4]),
        ('{% include figure image_path="a.png"\n   alt="b" %}\n{{ c }}', [1, 3]),
        ("{%- include a -%}{% include b %}", [1, 1]),
        # Without its end, it is only itself.
        ("{% raw %}\n\n{{ a }}\n", [1, 3]),
        ('---\ntitle: "{{ a }}"\nexcerpt: >\n  text\n  {% b %}\n---\n\n{{ c }}', [2, 5, 8]),
    ],
)
def test_liquid(source: str, lines: list[int]) -> None:
    page = read_page(source)
    assert page.text == source
    assert [(problem.line, problem.subtype) for problem in page.problems] == [
        (line, Subtype.LIQUID) for line in lines
    ]


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("a\n{: .notice}\n", [2]),
        ("- a\n{:.b}\n\n> c\n{: #d}\n", [2, 5]),
        ("## A\n{: .no_toc}\n", [2]),
        ("* TOC\n{:toc}\n", [2]),
        ('[a](b.md){:target="_blank"} ![c](d.png){: width="50%"}', [1, 1]),
        ("**a**{: .b}", [1]),
        ('{:center: style="text-align: center"}\n![a](b.png)\n{: center}\n', [1, 3]),
        ("{::nomarkdown}\n<b>a</b>\n{:/nomarkdown}\n", [1]),
        ("{::comment}\n{{ a }}\n{:/comment}\n\n{: .a}\n", [1, 5]),
        ("## A {#b}\n\n## C {#d} ##\n\nE {#f}\n---\n", [1, 3, 5]),
        ("The HTML.\n\n*[HTML]: Hyper Text\n", [3]),
        ('<div class="a" markdown="1">\n**b**\n</div>', [1]),
        ("::: a\nb\n{: .c}\n:::\n", [3]),
    ],
)
def test_kramdown(source: str, lines: list[int]) -> None:
    page = read_page(source)
    assert page.text == source
    assert [(problem.line, problem.subtype) for problem in page.problems] == [
        (line, Subtype.KRAMDOWN) for line in lines
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[a]({{ site.baseurl }}/cv/)", "[a](/cv/)"),
        ('![a]({{site.url}}{{ site.baseurl }}/b.png "c")', '![a](/b.png "c")'),
        ("[a](<{{ base_path }}/b c>)", "[a](</b c>)"),
        ("[a]({{ site.url }}) [b]({{ site.baseurl }}#c)", "[a](/) [b](/#c)"),
        ("[a]({{ site.baseurl }}cv/)", "[a](/cv/)"),
        ("[a]: {{ site.baseurl }}/cv/\n\n[b]: {{site.baseurl}}/cv/", "[a]: /cv/\n\n[b]: /cv/"),
        ("[a]({{ '/cv/' | relative_url }})", "[a](/cv/)"),
        ("![a]({{ 'b.png' | absolute_url }})", "![a](/b.png)"),
        ('[a]({{ "/cv/" | prepend: site.baseurl | prepend: site.url }})', "[a](/cv/)"),
        ('a <a href="{{ "/cv/" | relative_url }}">b</a>', 'a <a href="/cv/">b</a>'),
        ("<div>\n<img src='{{ base_path }}/a.png'>\n</div>", "<div>\n<img src='/a.png'>\n</div>"),
        (
            "<style>\na { b: url({{ site.baseurl }}/c.png) }\n</style>",
            "<style>\na { b: url(/c.png) }\n</style>",
        ),
        ('<pre class="{{ site.url }}/a">{{ b }}</pre>', '<pre class="/a">{{ b }}</pre>'),
        ("<{{ site.url }}/cv/>", "[/cv/](/cv/)"),
        ("`[a]({{ site.baseurl }}/b)` [c]({{ site.baseurl }}/d)", "`[a]({{ site.baseurl }}/b)` [c](/d)"),
        ("{% include base_path %}\n\n[a]({{ base_path }}/cv/)", "\n\n[a](/cv/)"),
        ("{%- include\nbase_path -%}\na", "\n\na"),
        (":::{note}\n[a]({{ site.baseurl }}/cv/)\n:::", ":::{note}\n[a](/cv/)\n:::"),
    ],
)
def test_root_of_the_site(source: str, expected: str) -> None:
    assert read_page(source) == Page(expected, [])
    # MyST's substitutions are other braces than those at the beginning of an address.
    assert read_page(source, "substitution") == Page(expected, [])


def test_root_of_the_site_in_text() -> None:
    page = read_page("See {{ site.url }}/cv/ or [b]({{ site.baseurl }}{{ page.url }}).")
    assert page.text == "See {{ site.url }}/cv/ or [b]({{ page.url }})."
    assert len(page.problems) == 2


def test_substitutions_are_left_to_myst() -> None:
    source = "{{ a }} and {{ site.url }}"
    assert len(read_page(source).problems) == 2
    assert read_page(source, "substitution") == Page(source, [])


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a \\\\(x^2\\\\) b", "a {math}`x^2` b"),
        ("10\\\\( y \\\\)2", "10{math}`y`2"),
        ("\\\\(a\nb\\\\)", "{math}`a\nb`"),
        ("\\\\(\n a\\\\)", "\n {math}`a`"),
        ("\\\\(\\text{``a''}\\\\)", "{math}```\\text{``a''}```"),
        ("\\\\[ x \\\\]", "$$ x $$"),
        ("\\\\[\nx\n\\\\]\nmore", "$$\nx\n$$\nmore"),
        ("- \\\\[x\\\\]", "- $$x$$"),
        ("- a\n\n  \\\\[\n  x\n  \\\\]", "- a\n\n  $$\n  x\n  $$"),
        # Below a paragraph, an empty line parts it; what would begin a list is part of it.
        ("a\n\\\\[\nx\n+ y\n\\\\]\nb", "a\n\n$$x\n+ y\n$$\nb"),
        ("> a\n> \\\\[\n> x\n> \\\\]", "> a\n> \n> $$x\n> $$"),
        ("a \\\\[x\\\\] b", "a {math}`\\displaystyle x` b"),
        # These are none.
        ("a \\(x\\) b \\\\(never closed", "a \\(x\\) b \\\\(never closed"),
        ("\\\\(\\\\)", "\\\\(\\\\)"),
        ("```\n\\\\(x\\\\)\n```", "```\n\\\\(x\\\\)\n```"),
    ],
)
def test_formulas(source: str, expected: str) -> None:
    assert read_page(source) == Page(expected, [])


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("Title {{ a }}\n=============\n\nA\n  {% b %}\n", [1, 5]),
        ("- a\n- {{ b }}\n", [2]),
        (".. note:: a\n\n   {{ b }}\n\n.. [1] {{ c }}\n", [3, 5]),
        ("``{{ a }}`` :ref:`{{ a }}` \\{{ a }}\n", []),
        ("a::\n\n   {{ b }}\n\n   {{ c }}\n\n{{ d }}\n", [7]),
        (".. code-block:: jinja\n   :caption: {{ a }}\n\n   {{ b }}\n\nc {{ d }}\n", [6]),
        (".. jinja:: a\n\n   {% b %}\n", []),
        (".. {{ a }}\n   {{ b }}\n", []),
        ("{: .a} \\\\(b\\\\)\n", []),
    ],
)
def test_rst(source: str, lines: list[int]) -> None:
    page = read_rst(source)
    assert page.text == source
    assert [problem.line for problem in page.problems] == lines


@pytest.mark.long
def test_long_texts_are_read_soon() -> None:
    """Whatever begins and does not end: the time grows with the length of the text."""
    run_soon(
        "from markdown_it import MarkdownIt\n"
        "from sphinx_homepage.pages.jekyll_markup import read_markdown, read_rst\n"
        "parser = MarkdownIt().disable('inline')\n"
        "for part in ('{% ', '{% a ', '{{ ', '{{ a |', '{{ a[', '{{ \"a', '{: ', '`', '$ ', '$a ', '$$a', '<code>', '<pre> <code> ',\n"
        "             '<!-- ', '\\\\\\\\[ ', '\\\\\\\\( ', '\\\\begin{a} ', '<a markdown=', '<a b=', '{% raw %}', '{% raw %}\\n',\n"
        "             '{::comment}', '{:a: b} ', '[a]({{ base_path }}', '<{{ site.url }}a ', '<a b={{ site.url }}', '*[a', ' {#a}',\n"
        "             '```{note}\\n'):\n"
        "    source = '{{ a }}' + part * (50_000 // len(part))\n"
        "    read_markdown(source, parser, {'dollarmath'})\n"
        "    read_rst(source)\n"
    )
