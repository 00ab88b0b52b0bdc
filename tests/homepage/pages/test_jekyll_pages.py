"""Pages with Liquid and kramdown, in real builds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pytest
from markdown_it import MarkdownIt

from sphinx_homepage.pages.jekyll_markup import read_markdown

if TYPE_CHECKING:
    from conftest import Site

JEKYLL = """\
---
title: A page
excerpt: "By {{ site.author.name }}"
---

{% include base_path %}
{% include toc %}

* TOC
{:toc}

Shown {{ page.title }}.
{: .notice}

```
{{ code }}
```
"""


@pytest.mark.parametrize("builder", ["html", "dirhtml", "text"])
def test_each_place_is_a_warning(site: Site, builder: str) -> None:
    site.write({"index.md": "# Home\n\n```{toctree}\njekyll\n```\n", "jekyll.md": JEKYLL})
    built = site.build(
        builder,
        jobs=2,
        expect=[
            "jekyll.md:3: WARNING: '{{ site.author.name }}' is Liquid, which is not run here; write the text that it",
            "jekyll.md:7: WARNING: '{% include toc %}' is Liquid, which is not run here; remove it: the theme",
            "jekyll.md:10: WARNING: '{:toc}' is kramdown, and means nothing here; remove it and the list item above",
            "jekyll.md:12: WARNING: '{{ page.title }}' is Liquid",
            "jekyll.md:13: WARNING: '{: .notice}' is kramdown",
        ],
    )
    assert len(built.warnings) == 5
    assert all(re.search(r"\[homepage\.(liquid|kramdown)\]$", warning) for warning in built.warnings)
    if builder == "html":
        article = built.soup("jekyll.html").select_one("article").get_text()
        assert "Shown {{ page.title }}." in article
        assert "{: .notice}" in article
        assert "base_path" not in article


def test_each_type_can_be_suppressed(site: Site) -> None:
    site.conf('suppress_warnings = ["homepage.liquid", "homepage.kramdown"]\n')
    site.write({"index.md": JEKYLL})
    assert site.build().warnings == []


class Replacement(NamedTuple):
    jekyll: str
    instead: str
    """What the message says to write."""
    page: str
    """How that is written in a page."""
    selector: str = ""
    """An element of the page that it makes."""


REPLACEMENTS = [
    Replacement("A.\n{: .notice}", ":::{note}", ":::{note}\nA.\n:::", "div.admonition.note"),
    Replacement("B.\n{: .notice--danger}", ":::{danger}", ":::{danger}\nB.\n:::", "div.admonition.danger"),
    Replacement("C.\n{: .wide #c-text}", "{.wide #c-text}", "{.wide #c-text}\nC.", "p.wide#c-text"),
    Replacement("- D\n{: .d}", "{.d}", "{.d}\n- D", "ul.d"),
    Replacement("[E](two.md){: .btn .e}", "{.btn .e}", "[E](two.md){.btn .e}", "a.btn.e"),
    Replacement("**F**{: .f}", "[words]{.f}", "[**F**]{.f}", "span.f strong"),
    Replacement(
        '[G](https://example.org/){:target="_blank"}',
        '{target="_blank"}',
        '[G](https://example.org/){target="_blank"}',
        'a[target="_blank"][href="https://example.org/"]',
    ),
    Replacement(
        "![H](a.png){: width=50% .h}",
        '{.h width="50%"}',
        '![H](a.png){.h width="50%"}',
        'img.h[style*="50%"]',
    ),
    Replacement(
        "![I](a.png)\n{: .align-center}",
        "{.align-center}",
        "{.align-center}\n![I](a.png)",
        "p.align-center img",
    ),
    Replacement("## J {#j-id}", "(j-id)=", "(j-id)=\n## J", "#j-id > h2"),
    Replacement("## K {#K_id}", '<a id="K_id"></a>', '<a id="K_id"></a>\n\n## K', "a#K_id"),
    Replacement(
        "*[L]: Long", '<abbr title="Long">L</abbr>', 'An <abbr title="Long">L</abbr>.', 'abbr[title="Long"]'
    ),
    Replacement(
        '<div class="m" markdown="1">\n**M**\n</div>',
        "leave an empty line behind <div> and before </div>",
        '<div class="m">\n\n**M**\n\n</div>',
        "div.m strong",
    ),
    Replacement(
        "{% highlight python %}\nn = 1\n{% endhighlight %}",
        "```python in its place, and ```",
        "```python\nn = 1\n```",
        "div.highlight-python",
    ),
    Replacement(
        "[N]({% post_url 2013-02-12-two %})",
        "[text](2013-02-12-two.md)",
        "[N](2013-02-12-two.md)",
        'a[href="2013-02-12-two.html"]',
    ),
    Replacement("[O]({% link _talks/two.md %})", "[text](two.md)", "[O](two.md)", 'a[href="two.html"]'),
    Replacement(
        '{% include figure image_path="a.png" alt="P" %}', "![P](a.png)", "![P](a.png)", 'img[alt="P"]'
    ),
    Replacement(
        '{% include video id="Q" provider="youtube" %}',
        "(https://www.youtube.com/watch?v=Q)",
        "[the title](https://www.youtube.com/watch?v=Q)",
        'a[href$="v=Q"]',
    ),
    Replacement(
        "{% include_relative part.md %}",
        "```{include} part.md and ```",
        "```{include} part.md\n```",
        "p.part",
    ),
    Replacement("{% comment %}R{% endcomment %}", "write % before each line", "% R"),
    Replacement(
        "{% raw %}`{{ s }}`{% endraw %}",
        "remove it and {% endraw %}; braces can be written in code, or as \\{{",
        "`{{ s }}` \\{{ s }} \\{% s %}",
        "code",
    ),
    Replacement(
        "{% include author-profile.html %}", "author-profile", ":::{author-profile}\n:::", "article .hp-card"
    ),
    Replacement(
        "{% for a in b %}{% endfor %}",
        "listing",
        ":::{listing}\n:layout: cards\n:sort: listed\n\ntwo\n:::",
        "article .hp-cards",
    ),
    Replacement("{::comment}\nT\n{:/comment}", "write % before each line", "% T"),
    Replacement("{::nomarkdown}\n<i>U</i>\n{:/}", "HTML is read as HTML", "<i>U</i>", "i"),
]


@pytest.mark.parametrize("replacement", REPLACEMENTS, ids=lambda replacement: replacement.jekyll[:20])
def test_message_tells_what_to_write(replacement: Replacement) -> None:
    page = read_markdown(replacement.jekyll, MarkdownIt(), ())
    (problem,) = page.problems
    assert problem.message.isprintable()
    assert replacement.instead in problem.message


def test_what_messages_tell_is_true(site: Site) -> None:
    """What each message says to write makes no warning, and what it should."""
    pages = [f"## Part {number}\n\n{part.page}\n" for number, part in enumerate(REPLACEMENTS)]
    site.write(
        {
            "index.md": "# Home\n\n```{toctree}\n:hidden:\n\ntwo\n2013-02-12-two\n```\n\n" + "\n".join(pages),
            "two.md": "# Two\n",
            "2013-02-12-two.md": "# Post\n",
            "part.md": "{.part}\nA part.\n",
            "a.png": b"",
            "conf.py": (site.source / "conf.py").read_text() + 'exclude_patterns = ["part.md"]\n',
        }
    )
    soup = site.build(allow=["a.png"]).soup("index.html")
    for part in REPLACEMENTS:
        assert not part.selector or soup.select_one(part.selector), part.page


PAGES = {
    "index.md": """\
# Home

[about]({{ site.baseurl }}/about.md), ![picture]({{ site.url }}{{ site.baseurl }}/a.png), [two][t].
<a href="{{ base_path }}/files/cv.pdf">CV</a>

<div><img src="{{ '/a.png' | relative_url }}"></div>

[t]: {{ site.baseurl }}/about.md

Where \\\\(x^2\\\\) is 10\\\\(^{-3}\\\\) m:
\\\\[
a = b
+ c
\\\\]
and so on.

\\\\[ d \\\\]

```{toctree}
about
nobody
```
""",
    "about.md": "# About\n\n% {{ comment }}\n\nNo markup, but `{{ code }}` and $x_{{a}}$.\n",
}


def test_what_is_understood(site: Site) -> None:
    site.conf('myst_enable_extensions = ["dollarmath"]\n')
    site.write({**PAGES, "a.png": b"", "public/files/cv.pdf": b""})
    # A line of a message below is right.
    built = site.build(
        expect=["index.md:19: WARNING: toctree contains reference to nonexisting document 'nobody'"],
        allow=["a.png"],
    )
    soup = built.soup("index.html")
    article = soup.select_one("article")
    assert [link["href"] for link in article.select('a[href="about.html"]')] == ["about.html"] * 3
    assert article.select_one('a[href="files/cv.pdf"]')
    assert article.select_one('div > img[src="/a.png"]')
    assert article.select_one('img[alt="picture"]')["src"] == "_images/a.png"
    formulas = [" ".join(node.get_text().split()) for node in article.select("annotation")]
    assert formulas == ["x^2", "^{-3}", "a = b + c", "d"]
    assert len(article.select('math[display="block"]')) == 2
    assert "{{ code }}" in built.text("about.html").replace('</span> <span class="pre">', " ")


def test_files_of_other_kinds(site: Site) -> None:
    """Included files, reStructuredText, substitutions, and pages that are templates of their own."""
    site.conf(
        'exclude_patterns = ["parts"]\n'
        'myst_enable_extensions = ["substitution"]\n'
        'myst_substitutions = {"x": "known"}\n'
        "def setup(app):\n"
        "    def fill(app, docname, source):\n"
        "        source[0] = source[0].replace('{{ filled }}', 'words')\n"
        "    app.connect('source-read', fill)\n"
    )
    site.write(
        {
            "index.md": "# Home\n\n{{ x }} {{ filled }} {{ y }}\n\n```{toctree}\nplain\nown\n```\n\n"
            "```{include} parts/a.md\n```\n",
            "own.md": "---\nmyst:\n  enable_extensions: []\n---\n\n# Own\n\n{{ x }}\n",
            "plain.rst": "Plain\n=====\n\n{% a %} and ``{% b %}``\n\n.. include:: parts/b.rst\n\n"
            ".. include:: parts/c.txt\n   :literal:\n",
            "parts/a.md": "A part.\n\n{% c %}\n",
            "parts/b.rst": "A part.\n\n{% d %}\n",
            "parts/c.txt": "{% e %}\n",
        }
    )
    built = site.build(
        expect=[
            "index.md:3: WARNING: Substitution error:UndefinedError: 'y' is undefined [myst.substitution]",
            "own.md:8: WARNING: '{{ x }}' is Liquid",
            "plain.rst:4: WARNING: '{% a %}' is Liquid",
            "parts/a.md:3: WARNING: '{% c %}' is Liquid",
            "parts/b.rst:3: WARNING: '{% d %}' is Liquid",
        ]
    )
    assert len(built.warnings) == 5
