"""Liquid in Jekyll's dialect, with its limits, and the lists of pages that it marks."""

from __future__ import annotations

import datetime
import os
from typing import TYPE_CHECKING

import pytest
from liquid.exceptions import ResourceLimitError

from jekyll_site import CONFIG, write
from sphinx_homepage.importing.jekyll.documents import Document, Time
from sphinx_homepage.importing.jekyll.reader import read_site
from sphinx_homepage.importing.liquid import worker as liquid_worker
from sphinx_homepage.importing.liquid.dialect import JekyllEnvironment
from sphinx_homepage.importing.liquid.includes import builtin_includes
from sphinx_homepage.importing.liquid.markdown_filter import markdownify
from sphinx_homepage.importing.liquid.marks import MARKED_ENTRY
from sphinx_homepage.importing.liquid.process import LiquidProcess
from sphinx_homepage.importing.liquid.worker import Renderer
from sphinx_homepage.importing.lists.listings import EMPTIED, LISTED, replace_lists
from sphinx_homepage.importing.lists.works import Work
from sphinx_homepage.importing.markdown.html_pages import html_to_markdown
from sphinx_homepage.importing.new_site import make_site

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENTS = [
    Document(1, {"title": "One", "url": "/1/", "date": "2020-05-06", "tags": ["a", "b"], "kind": "x"}),
    Document(2, {"title": "Two", "url": "/2/", "date": "2019-01-02", "tags": ["b"], "kind": "y"}),
]
GALLERY = [{"image_path": "a.png", "alt": "A"}, {"image_path": "https://example.org/b.png", "url": "/b/"}]
ROW = [{"image_path": "/a.png", "image_caption": "By *B*", "title": "A", "url": "/b/"}]
DATA = {
    "list": [{"n": 2}, {"n": 1}],
    "words": {"limit": 1, "in": 3, "with": "ada", "as": [1, 2]},
    "ui-text": {"en": {"more_label": "Go on"}},
}
RAW = "{% raw %}{% if a | strip %b % c %}{{{a}}{% for x in y | sort: 'z' %}{{ x.in | a: /b }}{% endraw %}"
VALUES = {
    "site": {
        "posts": DOCUMENTS,
        "time": Time(2020, 1, 1, tzinfo=datetime.UTC),
        "locale": "en",
        "url": "\x05",
        "baseurl": "\x06",
        "data": DATA,
    },
    "page": {
        "title": "T",
        "day": Time(2019, 1, 1, tzinfo=datetime.UTC),
        "date": datetime.datetime(2019, 1, 2),
        "hour": datetime.datetime(2019, 1, 2, 3, 4, 5),
        "odd": [1, True, None, ["c", 2.0]],
        "pairs": {"a": 1, "b": None},
        "gallery": GALLERY,
        "row": ROW,
        "path": "_pages/x.md",
    },
}
INCLUDES = {
    "entry.html": "<a href='{{ post.url }}'>{{ post.title }}</a>",
    "say.html": "{{ include.what }}-{{ include.who.title }}",
    "say.for.html": "{{ include.for }}",
    "loop.html": "{% include loop.html %}",
}


def run(source: str) -> str:
    environment = JekyllEnvironment(
        builtin_includes(INCLUDES), {"about.md": "/about/", "_posts/2020-01-01-hi.md": "/hi/"}
    )
    return environment.run(source, VALUES)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ page.title }}", "T"),
        ("{{ nothing.at.all | default: 'd' }}", "d"),
        ('{% include say.html what="x y" who=page %}', "x y-T"),
        ("{% include {{ page.title | downcase }}.html %}", ""),
        ("{% link about.md %} {% post_url 2020-01-01-hi %} {% link gone.md %}", "/about/ /hi/ #"),
        ("{% highlight python linenos %}\nx = '{{ 1 }}'\n{% endhighlight %}", "```python\nx = '1'\n```"),
        ("1. a\n{% highlight c %}\nx\n\ny\n{% endhighlight %}", "1. a\n\n```c\nx\n\ny\n```"),
        ("{% raw %}{{ x }}{% endraw %}", "{{ x }}"),
        (RAW, RAW.removeprefix("{% raw %}").removesuffix("{% endraw %}")),
        ("{% if page.title contains {{ page.title }} or page.nothing != {{ page.title }} %}x{% endif %}{{{ page.title }}{{{page.title | downcase}}", "t"),
        ("{% if site.posts and page.day < site.time and site.time > page.day %}a{% endif %}{% if page.day >= site.time %}b{% endif %}", "a"),
        ("{% assign w = site.data.words.limit | append: '%' %}{{ w }}", "1%"),
        ("{% if no | strip != 'x' or page.title | size > 9 %}{{{page.title}}{% endif %}", "T"),
        ("{% assign t = 'T' %}{% if page.title contains {{t | strip}} and 'a|b' == \"a|b\" %}a{% endif %}", "a"),
        ("{% if no == blank and page.pairs.b == blank and page.title != blank or page.no %}a{% endif %}{% if no != blank and page.title %}b{% endif %}", "a"),
        ("{% assign p = site.posts | where_exp: 'i', 'i.tags[1] != blank' %}{{ p | size }}", "1"),
        ("{{ '/x' | relative_url }} {{ 'https://a.org' | absolute_url }}", "\x06/x https://a.org"),
        ("{{ 'Hello, World' | slugify }} {{ 'a b' | number_of_words }}", "hello-world 2"),
        ("{{ '2020-05-06' | date_to_string }} {{ '2020-05-06' | date: '%-d %B' }}", "06 May 2020 6 May"),
        ("{% assign x = site.data.list | sort: 'n' %}{{ x[0].n }}{{ x | map: 'n' | join: '+' }}", "11+2"),
        ("{{ '2020-05-01' | date_to_string: 'ordinal', 'US' }} {{ '2020-05-12' | date_to_long_string: 'ordinal' }}", "May 1st, 2020 12th May 2020"),
        ("{{ 'a,,b,,' | split: ',' | size }} {{ '' | split: ',' | size }} {{ ' a  b' | split: ' ' | join: '+' }} {{ 'ab' | split: '' | last }}", "3 0 a+b b"),
        ("{% assign s = site.data.words | sort %}{% for w in s %}{{ w[0] }} {% endfor %}{{ s[1] | last }}{{ site.data.words | map: 'in' }}", "as in limit with 33"),
        ("{{ 'x' | append: nil | prepend: nil | replace: 'y', nil }}{{ nil | append: true }}", "xtrue"),
        ("{% assign g = site.posts | group_by: 'kind' %}{% for x in g %}{{ x.name }}{{ x.size }}{% endfor %}", "x1y1"),
        ("{% assign g = site.posts | group_by: 'tags' %}{% for x in g %}{{ x.name }}{% endfor %}", '["a", "b"]["b"]'),
        ("{% assign p = site.posts | where_exp: 'i', 'i.tags contains \"a\"' %}{{ p | size }}", "1"),
        ("{% assign p = (site.posts | where: 'kind', 'y') | reverse %}{{ p[0].title }}", "Two"),
        ("{% if page.title % and page.path %}yes{% endif %}", "yes"),
        ("{% for x in site.data.list | sort: 'n' %}{{ x.n }}{% endfor %}", "21"),
        ("{% include say.html\n  what='x y'\n  who=page %}", "x y-T"),
        ("{% include /say.html what='x y' who=page %}", "x y-T"),
        ("{% include %} x {% seo %}y", " x y"),
        ("{% include say.for.html for='who' %}", "who"),
        ("{% for x in site.data.list limit:1 paginate: 8 %}{{ x.n }}{% endfor %}", "2"),
        ("{% if site.data.words.limit and site.data.words.in > 2 %}{{ site.data.words.with | upcase }}.for{% endif %}", "ADA.for"),
        ("{{ ' x.in' | strip }} {% raw %}{{ x.in }}{% endraw %} {% for x in site.data.words.as limit:1 %}{{ x }}{% endfor %}", "x.in {{ x.in }} 1"),
        ("{% assign p = site.data.list | where: 'end', nil %}{{ p | size }}", "2"),
        ("{% assign p = site.data.list | where: 'n', nil %}{{ p | size }}", "0"),
        ("{% assign p = site.data.list | where: 'n' %}{{ p | size }}", "2"),
        ("{{ '*a*' | markdownify | strip }}", "<p><em>a</em></p>"),
        ("{% cite a b %} {% gist ada/1 %}", "{pub}`a`, {pub}`b` [gist.github.com/ada/1](https://gist.github.com/ada/1)"),
        ("{{ page | jsonify | slice: 0 }}", "{"),
        ("{{ '/x' | relative_url | jsonify }}", '"\x06/x"'),
        ("{% case page.title | downcase %}{% when 't' %}a{% when 'T' | downcase %}b{% endcase %}", "b"),
        ("{{ page.odd }}|{{ page.odd | append: '' }}|{{ page.odd | join }}", '1truec2.0|[1, true, nil, ["c", 2.0]]|1 true  c 2.0'),
        ("{{ site.posts | map: 'tags' }}{{ site.posts | map: 'none' }}{{ (1..3) | join: '' }}{{ (1..3) }}", "abb1231..3"),
        ("{{ page.pairs }}", '{"a"=>1, "b"=>nil}'),
        ("{{ page.day }}|{{ page.day | slice: 0, 4 }}|{{ page.date }}|{{ page.hour }}", "2019-01-01 00:00:00 +0000|2019|2019-01-02|2019-01-02 03:04:05 +0000"),
        ("{% unknown tag %}x{{ 'y' | unknown }}", "xy"),
    ],
)  # fmt: skip
def test_tags_and_filters(source: str, text: str) -> None:
    assert run(source) == text


def test_a_gallery_of_the_theme() -> None:
    gallery = run("{% include gallery %}")
    assert '<figure class="half">' in gallery
    assert '<img src="\x06/a.png" alt="A">\n' in gallery
    assert '<a href="\x06/b/"><img src="https://example.org/b.png" alt=""></a>' in gallery


def test_a_row_of_features() -> None:
    row = run("{% include feature_row id='row' %}")
    assert "<p>By <em>B</em></p>" in row
    assert '<a href="\x06/b/">Go on</a>' in row


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*a* $x_1 y_2$ $$z$$", "<p><em>a</em> $x_1 y_2$ $z$</p>\n"),
        ("$$\nx < y\n$$", "<p>$$x &lt; y$$</p>\n"),
        ('[a](\x06/b){:target="_blank"}', '<p><a href="\x06/b" target="_blank">a</a></p>\n'),
        ("## A `b` *c*", '<h2 id="a-b-c">A <code>b</code> <em>c</em></h2>\n'),
        ("## A {#b}", '<a id="b"></a>\n<h2 id="a">A</h2>\n'),
        ("*a*\n{: .notice--success}", '<div class="notice--success">\n<p><em>a</em></p>\n</div>\n'),
        ("2$$x$$", "<p>2$x$</p>\n"),
        ("a\n: b", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>\n"),
    ],
)
def test_markdown_in_templates(text: str, html: str) -> None:
    assert markdownify(text) == html


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (
            "{% for post in site.posts %}{% include entry.html %}{% endfor %}",
            "\x021\x03<a href='/1/'>One</a>\x04\x022\x03<a href='/2/'>Two</a>\x04",
        ),
        ("{% for post in site.posts %}{{ post.title }}{% endfor %}", "OneTwo"),
        (
            "{% for p in site.posts %}{% if p.kind == 'x' %}{{ p.url }}{% endif %}{% endfor %}",
            "\x021\x03/1/\x04",
        ),
        (
            "{% for p in site.posts limit: 1 %}<h2>2020</h2><a href='{{ p.url }}'>{{ p.title }}</a>{% endfor %}",
            "<h2>2020</h2>\x021\x03<a href='/1/'>One</a>\x04",
        ),
        (
            "{% for p in site.posts limit: 1 %}<li><h2>2020</h2><a href='{{ p.url }}'>1</a></li>{% endfor %}",
            "\x021\x03<li><h2>2020</h2><a href='/1/'>1</a></li>\x04",
        ),
        (
            "{% for p in site.posts limit: 1 %}<div><h2>2020</h2><a href='{{ p.url }}'>1</a>{% endfor %}</div>",
            "<div><h2>2020</h2>\x021\x03<a href='/1/'>1</a>\x04</div>",
        ),
    ],
)
def test_marked_lists(source: str, text: str) -> None:
    """A loop over documents is marked where it links to them."""
    assert run(source) == text


def work(name: str, date: str, **fields: tuple[str, ...]) -> Work:
    year = {"year": (date[:4],)} if date else {}
    return Work(f"posts/{name}", name, date, {**year, **fields}, f"{name} {date}", date)


A = work("a", "2020-05-06", tag=("ml", "x"), category=("news",))
B = work("b", "2019-01-02", tag=("ml",), type=("Post",))
C = work("c", "2018-01-02", tag=("x",), type=("Post",))
WORKS = {1: A, 2: B, 3: C}


def entry(number: int) -> str:
    return f"\x02{number}\x03<a href='/'>{WORKS[number].title}</a> {WORKS[number].date}\x04"


@pytest.mark.parametrize(
    ("text", "listings"),
    [
        (entry(1) + entry(2) + entry(3), ["/posts/*"]),
        (entry(3) + entry(2) + entry(1), [":sort: date\n\n/posts/*"]),
        (entry(1) + entry(2), [":where: tag=ml\n\n/posts/*"]),
        (entry(1), [":where: category=news\n\n/posts/*"]),
        # "post" is the type of all of them, and a condition may be that of the others.
        (entry(2) + entry(3), [":where: category!=news\n\n/posts/*"]),
        (
            f"<h2>2020</h2>{entry(1)}<h2>2019</h2>{entry(2)}<h2>2018</h2>{entry(3)}",
            [":group: year\n\n/posts/*"],
        ),
        (f"<h2>2020</h2>{entry(1)}", [":group: year\n:where: category=news\n\n/posts/*"]),
        (f"<h2>news</h2>{entry(1)}", [":where: category=news\n\n/posts/*"]),
        (f"<h2>ml</h2>{entry(1)}{entry(2)}<h2>x</h2>{entry(1)}{entry(3)}", [":group: tag\n\n/posts/*"]),
        (
            f"{entry(1)}{entry(2)}{entry(3)}<p>Others:</p>{entry(3)}",
            ["/posts/*", ":where: year=2018\n\n/posts/*"],
        ),
        (
            entry(1).replace("\x03", "\x03<!-- quite another text with many words -->"),
            [":where: category=news\n\n/posts/*"],
        ),
        (f"<table>{entry(1)}</table>", []),
        ("\x021\x03<a href='/'>a</a> quite another text with many words\x04", []),
        ("\x029\x03<a href='/'>unknown</a>\x04", []),
    ],
)
def test_lists_become_listings(text: str, listings: list[str]) -> None:
    found: list[str] = []

    def place(listing: str) -> str:
        found.append(
            listing.removeprefix("```{listing}\n").removesuffix("\n```").replace(":layout: compact\n", "")
        )
        return "HERE"

    directories = {"posts": [A, B, C]}
    lists = replace_lists(text, WORKS, directories, place)
    assert [listing.lstrip("\n") for listing in found] == listings
    assert bool(lists.listed) == bool(listings)
    assert not {"\x02", "\x03", "\x04"} & set(lists.text)


def test_a_list_of_what_is_left_out_needs_a_look() -> None:
    text = f"<h2>ml</h2><ul>{entry(1)}{entry(2)}</ul>"
    for works, hidden, listed in (({}, {1: A, 2: B}, set()), ({2: B}, {1: A}, {B.docname})):
        lists = replace_lists(text, works, {"posts": [B, C]}, str, hidden)
        # What will be written is listed.
        assert "/posts/*" in lists.text
        assert (lists.listed, lists.notes) == (listed, [LISTED])
        assert lists.questions == ([] if listed else [EMPTIED])


def test_limits(tmp_path: Path) -> None:
    """Neither endless recursion nor loops nor growing texts stop the import."""
    sources = (
        "{% include loop.html %}",
        "{% for i in (1..9999999) %}x{% endfor %}",
        "{% assign a = 'xxxxxxxxxx' %}{% for i in (1..60) %}{% assign a = a | append: a %}{% endfor %}{{ a | size }}",
        "{% for i in (1..400) %}{% for j in (1..400) %}{% for k in (1..400) %}{{ k }}{% endfor %}{% endfor %}{% endfor %}",
    )
    files = {f"{number}.md": f"---\ntitle: T\n---\n{source}" for number, source in enumerate(sources)}
    files |= {"_config.yml": "", "b.md": "---\n---\n{{ page.path }}"}
    root = write(tmp_path / "old", {**files, "_includes/loop.html": INCLUDES["loop.html"]})
    with LiquidProcess(root) as process:
        for number, source in enumerate(sources):
            assert process.render(f"{number}.md", source, "").problems
            assert process.render("b.md", "", "").text == "b.md"


def test_slow_templates(tmp_path: Path) -> None:
    """A page that takes too long leaves less time to the next one; of very many mistakes, the first are told."""
    files = {"_config.yml": "", "_layouts/slow.html": "{{{" * 20_000, "a.md": "---\nlayout: slow\n---\n"}
    renderer = Renderer(read_site(write(tmp_path, files)))
    renderer.seconds = 0.5
    answer = renderer.answer({"source": "a.md", "layout": "slow"})
    assert answer["problems"][0] == "its Liquid takes too long, and was not run"
    assert renderer.seconds == 0.25
    environment = JekyllEnvironment({}, {})
    environment.from_string("{{{ a }}\n" * 200)
    assert len(environment.missing) == 100


@pytest.mark.parametrize(
    "source",
    [
        "{% assign b = a | append: a %}{{ a | replace: 'a', b | size }}",
        "{{ a | replace: '', a | size }}",
        "{{ a | split: '' | join: a | size }}",
        "{{ list | inspect }}",
        "{{ list }}",
        "{% for i in (1..2000000000) reversed %}{% endfor %}",
        "{% for i in (1..99999999999999999999) %}{% endfor %}",
    ],
)
def test_what_would_need_gigabytes_is_not_made(source: str) -> None:
    values: list[object] = ["x" * 1000]
    for _ in range(40):
        values = [values, values]
    with pytest.raises(ResourceLimitError, match=r"more than 30,000,000 characters|limit reached"):
        JekyllEnvironment({}, {}).run(source, {"a": "a" * 10_000, "list": values})


def test_code_in_a_page_of_html() -> None:
    environment = JekyllEnvironment({}, {})
    source = "{% highlight ruby %}\na < b\n{% endhighlight %}"
    written = environment.run(source, {"page": {"path": "a.html"}})
    assert written == '<pre><code class="language-ruby">a &lt; b\n</code></pre>'
    assert html_to_markdown(written).text == "```ruby\na < b\n```\n"


def test_texts_of_documents_are_converted(tmp_path: Path) -> None:
    files = {
        "_config.yml": 'excerpt_separator: "\\n\\n\\n"\n',
        "_posts/2020-01-02-a.md": "---\n---\n{% comment %}\nNo\n{% endcomment %}\n\n*One* [b]\n\nTwo\n\n\nThree\n\n[b]: /c/\n",
        # Its beginning is nothing but a tag.
        "_posts/2020-01-03-f.md": "---\n---\n\n{% include toc %}\n\n\nZero\n",
        "_posts/2020-01-01-d.md": "---\nexcerpt_separator: <!--more-->\n---\nThree\n\nFour\n<!--more-->\nFive\n",
        "_posts/2019-01-01-e.md": "---\nexcerpt: '*Six*'\n---\nSeven\n",
        "list.html": "---\n---\n{% for post in site.posts %}{{ post.excerpt | strip }};{% endfor %}"
        "{{ site.posts.last.content }}{% if page.tags == nil %}{{ site.posts.last.tags.size }}{% endif %}"
        "{% if site.posts.last.date < site.time %}!{% endif %}",
    }
    renderer = Renderer(read_site(write(tmp_path, files)))
    text = MARKED_ENTRY.sub(r"\2", renderer.answer({"source": "list.html"})["text"])
    assert text == (
        ';<p><em>One</em> <a href="/c/">b</a></p>\n<p>Two</p>;<p>Three</p>\n<p>Four</p>;*Six*;<p>Seven</p>\n0!'
    )


def test_addresses_of_the_site_in_code(tmp_path: Path) -> None:
    """They are what readers saw, also in the address that shares a page; elsewhere they are paths from the root."""
    cards = "{{ site.url }}{{ site.baseurl }}/cards.csv"
    code = (
        "\n```\nget {0}\n```\n\nAsk `{0}`, {1} or {3}:\n\n    get {0} [x](y.md)\n\n- Loom\n\n      cat {2}\n"
    )
    share = "[tell](https://share.example.com/?u={})".format
    encoded = "{{ page.url | absolute_url | url_encode }}"
    source = code.format(cards, f"[here]({cards})", "{{ '/cards.csv' | relative_url }}", share(encoded))
    files = {
        "_config.yml": "url: https://ada.example.org\nbaseurl: /~ada\n",
        "get.md": f"---\ntitle: Cards\n---\n{source}",
    }
    text = make_site(read_site(write(tmp_path, files)), "new").texts["get.md"]
    told = share("https%3A%2F%2Fada.example.org%2F~ada%2Fget.html")
    shown = code.format(
        "https://ada.example.org/~ada/cards.csv", "[here](/cards.csv)", "/~ada/cards.csv", told
    )
    assert text.rpartition("---\n")[2] == shown.lstrip("\n")


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ('{{ "https://x.png" | https://x.png }}', "https://x.png"),
        ('{{ "a" | https://x.png | upcase }}!', "A!"),
        ('{{ "a | b: /c" | upcase }}', "A | B: /C"),
        ('{{ "a" | append: "/x" }}', "a/x"),
        # A text has no escapes, and a mapping is none.
        ('{% if a == "[" or "b" == "\\"" %}A{% else %}B{% endif %}', "B"),
        ("{% assign a = b | default: {} %}{% if a %}A{% else %}B{% endif %}", "B"),
    ],
)
def test_filters_that_cannot_be_read(source: str, result: str) -> None:
    assert JekyllEnvironment({}, {}).run(source, {}) == result


def test_includes_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = write(tmp_path / "old", {**CONFIG, "_includes/a.html": "A", "_includes/b.html": "B"})
    monkeypatch.setattr(os, "access", lambda path, _mode: path.name != "b.html")
    found = liquid_worker._includes(read_site(old))
    assert found["a.html"] == "A"
    assert "b.html" not in found
