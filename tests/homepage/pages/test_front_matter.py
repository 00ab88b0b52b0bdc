"""Front matter as people write it."""

from __future__ import annotations

import time

import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.front_matter import front_matter_plugin

from conftest import run_soon
from sphinx_homepage.core.problems import Subtype
from sphinx_homepage.pages.front_matter import (
    OUR_KEYS,
    FrontMatter,
    front_matter_block,
    parse_front_matter,
    parse_metadata,
)
from sphinx_homepage.pages.text_in_markup import plain_text


def read(block: str) -> tuple[FrontMatter, list[str]]:
    matter, problems = parse_front_matter(f"---\n{block}\n---\n\nBody.\n")
    assert all(problem.subtype is Subtype.FRONT_MATTER for problem in problems)
    return matter, [f"{problem.line}: {problem.message}" for problem in problems]


def texts(matter: FrontMatter) -> list[str]:
    return [address.text for address in matter.redirect_from]


ACADEMICPAGES = """\
---
permalink: /
title: "About me"
excerpt: "About me"
author_profile: true
redirect_from:
  - /about/
  - /about.html
---
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_as_academicpages_writes_it(newline: str) -> None:
    matter, problems = parse_front_matter(ACADEMICPAGES.replace("\n", newline))
    assert not problems
    assert (matter.title, matter.description, matter.author_profile) == ("About me", "About me", True)
    assert matter.permalink and (matter.permalink.text, matter.permalink.line) == ("/", 2)
    assert [(address.text, address.line) for address in matter.redirect_from] == [
        ("/about/", 7),
        ("/about.html", 8),
    ]
    assert matter.authors == ()


BLOCKS = [
    ("---\na: b\n---\nText", "a: b\n"),
    ("---\na: b\n---", "a: b\n"),
    ("---  \na: b\n---  \n", "a: b\n"),
    ("---\na: b\n...\nText\n---\n", "a: b\n"),
    ("---\na: b\n ---\nc: d\n---\n", "a: b\n"),
    ("---\na: b\n-----\nc: d\n---\n", "a: b\n"),
    ("---\na: b\n---x\nc: d\n---\n", "a: b\n---x\nc: d\n"),
    ("---\na: b\n--\n- c\n---\n", "a: b\n--\n- c\n"),
    ("---\n\na: b\n\n---\n", "\na: b\n\n"),
    ("Text\n---\na: b\n---\n", None),
    ("\n---\na: b\n---\n", None),
    (" ---\na: b\n---\n", None),
    ("---\na: b\n", None),
    ("---", None),
    ("--\na: b\n--\n", None),
    ("\n", None),
]


@pytest.mark.parametrize(("source", "block"), BLOCKS)
def test_block(source: str, block: str | None) -> None:
    assert front_matter_block(source) == block
    assert front_matter_block(source.replace("\n", "\r\n")) == (block and block.replace("\n", "\r\n"))


@pytest.mark.parametrize("source", [source for source, _ in BLOCKS])
def test_the_block_is_the_one_that_myst_sees(source: str) -> None:
    first = next(iter(MarkdownIt().use(front_matter_plugin).parse(source)), None)
    seen = first.content if first and first.type == "front_matter" else None
    assert (front_matter_block(source) or "").rstrip("\n") == (seen or "").rstrip("\n")


@pytest.mark.parametrize(
    "source", ["", "----\nTitle\n----\n", "\ufeff---\na: b\n---\n", "---\na: b\n    ---\n"]
)
def test_no_block(source: str) -> None:
    assert front_matter_block(source) is None
    assert parse_front_matter(source) == (FrontMatter(), [])


def test_an_empty_block() -> None:
    assert front_matter_block("---\n---\n") == ""
    assert parse_front_matter("---\n---\n") == (FrontMatter(), [])


@pytest.mark.parametrize(
    ("value", "addresses"),
    [
        pytest.param("/x/", ["/x/"], id="49"),
        pytest.param("\n  - /x/\n  - y", ["/x/", "y"], id="list"),
        pytest.param("[/x/, y]", ["/x/", "y"], id="list in brackets"),
        pytest.param("", [], id="50"),
        pytest.param("~", [], id="50 null"),
        pytest.param("[]", [], id="50 empty list"),
        pytest.param("\n  -\n  - /x/", ["/x/"], id="50 empty item"),
        pytest.param("[~, null]", [], id="50 list"),
        pytest.param("''", [""], id="44"),
        pytest.param("['']", [""], id="44 list"),
        pytest.param("[n, 2019, 2020-01-01, 007]", ["n", "2019", "2020-01-01", "007"], id="51"),
        pytest.param("2019", ["2019"], id="51 number"),
        pytest.param("['yes', '1.5']", ["yes", "1.5"], id="51 quoted"),
        pytest.param("!!str 2019", ["2019"], id="51 tagged"),
        pytest.param("0x" + "f" * 5_000, ["0x" + "f" * 5_000], id="51 long number"),
        pytest.param("'/a b/'", ["/a b/"], id="11"),
        pytest.param("https://evil.example/x", ["https://evil.example/x"], id="22"),
        pytest.param("&a [/x/, /y/]", ["/x/", "/y/"], id="anchor"),
    ],
)
def test_addresses(value: str, addresses: list[str]) -> None:
    matter, problems = read(f"redirect_from: {value}")
    assert texts(matter) == addresses
    assert not problems


@pytest.mark.parametrize(
    ("item", "what"),
    [
        ("yes", 'YAML reads yes as true; write "yes"'),
        ("No", 'YAML reads No as false; write "No"'),
        ("1.5", 'YAML reads 1.5 as the number 1.5; write "1.5"'),
        ("{a: b}", "this is a mapping; write /old-url/"),
        ("[a]", "this is a list; write /old-url/"),
    ],
)
def test_what_is_no_address(item: str, what: str) -> None:
    matter, problems = read(f"title: x\nredirect_from:\n  - /x/\n  - {item}")
    assert texts(matter) == ["/x/"]
    assert problems == [f"5: redirect_from takes URLs: {what}"]
    if not item.startswith("["):
        assert read(f"redirect_from: {item}")[1] == [f"2: redirect_from takes URLs: {what}"]


def test_addresses_of_every_kind() -> None:
    matter, problems = read("redirect_from: [n, yes, 2019, 1.5, 2020-01-01, {a: b}]")
    assert texts(matter) == ["n", "2019", "2020-01-01"]
    assert len(problems) == 3


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("redirect_form", "redirect_from"),
        ("redirects_from", "redirect_from"),
        ("redirect-from", "redirect_from"),
        ("Redirect_from", "redirect_from"),
        ("redirectfrom", "redirect_from"),
        ("excert", "excerpt"),
        ("exerpt", "excerpt"),
        ("Title", "title"),
        ("titel", "title"),
        ("titel_", None),
        ("author-profile", "author_profile"),
        ("autor_profile", "author_profile"),
        ("permlink", "permalink"),
        ("perma_link", "permalink"),
        ("tilte", "title"),
        ("descripton", "description"),
        ("Author", "author"),
        ("", None),
        ("x" * 10_000, None),
    ],
)
def test_misspelt_keys(key: str, meant: str | None) -> None:
    _, problems = read(f'? "{key}"\n: x')
    assert problems == ([f"3: unknown front matter key '{key}'; did you mean '{meant}'?"] if meant else [])


# Keys of academicpages, Minimal Mistakes, Jekyll, al-folio, MyST and Sphinx, none of them a mistake.
OTHERS = """
author_bio banner bibliography canonical_url classes comments cover entries_layout excerpt_separator
featured figure footer gallery header hide-toc html_meta html_theme image img importance inline jupytext
kernelspec keywords lang last_updated layout links math mathjax myst nav nav_order nocomments nosearch
og:description og:image og_description ogp_description orphan pagination parent profile rating redirect
related_posts search_exclude seo_description share short_title show_date show_excerpts sidebar slug sort_by
sort_order substitutions subtitle summary tagline teaser toc toc_icon toc_label toc_sticky tocdepth
updated url weight wordcount years
""".split()  # noqa: SIM905


@pytest.mark.parametrize("key", OTHERS)
def test_keys_of_others(key: str) -> None:
    assert read(f"{key}: x") == (FrontMatter(), [])


def test_values_of_others_are_nobodys_business() -> None:
    block = "header: {video: x, title: [a]}\nkeywords: [yes, 1.5]\nlayout: No\nrating: !!int x\nyears: {1: 2}"
    assert read(block) == (FrontMatter(), [])


@pytest.mark.parametrize(
    ("value", "title"),
    [
        ("x", "x"),
        ("' x '", "x"),
        ("2019", "2019"),
        ("1.50", "1.50"),
        ("007", "007"),
        ("2020-01-01", "2020-01-01"),
        ("12:30", "12:30"),
        ("|\n  x", "x"),
        ("n", "n"),
        ("'No'", "No"),
        ("~", ""),
        ("", ""),
        ("0x" + "f" * 5_000, "0x" + "f" * 5_000),
    ],
)
def test_text(value: str, title: str) -> None:
    matter, problems = read(f"title: {value}")
    assert (matter.title, problems) == (title, [])
    matter, problems = read(f"permalink: {value}")
    assert (matter.permalink.text if matter.permalink else "", problems) == (title, [])


@pytest.mark.parametrize(
    ("block", "description"),
    [
        ("excerpt: a", "a"),
        ("description: b", "b"),
        ("excerpt: a\ndescription: b", "b"),
        ("excerpt: a\ndescription: ''", "a"),
        ("excerpt: a\ndescription: '<br>'", "a"),
        ("excerpt: '<img src=\"/x.png\"/><br/>a'", "a"),
        ("excerpt: |\n  a\n  b", "a b"),
        ('excerpt: "a\\0b\\x1b"', "a b"),
        ("excerpt: 2019", "2019"),
    ],
)
def test_description(block: str, description: str) -> None:
    assert read(block)[0].description == description


@pytest.mark.parametrize(
    ("markup", "links"),
    [
        ("A [**loom**](/b/), [[pdf]](https://x.org/Loom_(device))", [("loom", "/b/"), ("[pdf]", "https://x.org/Loom_(device)")]),
        ("A <a class=x href=https://x.org/?a&amp;b ><i>new</i> loom</a>", [("new loom", "https://x.org/?a&b")]),
        ("![b](/b.png) [ ](/b/) [c](c.pdf) [d](javascript:x/) `[e](/e/)` <a name=x>f</a> <a href=''>g</a>", []),
    ],
)  # fmt: skip
def test_links_of_a_description(markup: str, links: list[tuple[str, str]]) -> None:
    matter, problems = read(f"description: ''\nexcerpt: '{markup}'".replace("href=''", 'href=""'))
    assert not problems
    assert [(link.words, link.address.text, link.address.line) for link in matter.description_links] == [
        (words, url, 3) for words, url in links
    ]


def test_links_of_a_description_without_end() -> None:
    start = time.perf_counter()
    read(
        "excerpt: |\n  " + "<a href=x " * 20_000 + "href=x " * 20_000 + "[" * 20_000 + "](" * 20_000 + "</a>"
    )
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize(
    ("markdown", "description"),
    [
        ("**[A new loom](/a_b/)** in `C_x` ![b](b.png)", "A new loom in C_x"),
        ("The _new_ ***looms***", "The new looms"),
        ("*Ada's `loom`* (*new*)", "Ada's loom (new)"),
        ("*A **new** loom*, **of *my* `a`** `*b*`", "A new loom, of my a *b*"),
        (r"\*1, *a\*b*, \_x\_, \[not\](a.html), $a\_1$, `\*`", r"*1, a*b, _x_, [not](a.html), $a\_1$, \*"),
        (
            '[![a](a.png)](/b/) [Looms [2]](https://x.org/Loom_(device) "A loom"), [CV](cv.pdf)',
            "Looms [2], CV",
        ),
    ],
)
def test_description_in_markdown(markdown: str, description: str) -> None:
    assert read(f"excerpt: |\n  {markdown}")[0].description == description


@pytest.mark.parametrize(
    "text",
    [
        "2 * 3 * 4, 2*x*y, a_b_c, x_ and _y",
        "C*-algebras and W*-algebras, *.py and src/*",
        "$a_1$ and $b_2$, $x^*$ or $y^*$, $f *g* $",
        "[1] (2), [Lovelace](1843), looms[0](1), ``",
        "the method __init__, https://example.org/_a_/",
    ],
)
def test_description_that_is_no_markdown(text: str) -> None:
    assert read(f"excerpt: |\n  {text}")[0].description == text


@pytest.mark.parametrize("code", ["__init__", "*args", "a*b*", "[a](b.c)"])
def test_code_in_description(code: str) -> None:
    assert read(f"excerpt: |\n  `{code}` is *code*")[0].description == f"{code} is code"


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        ("title: No", '2: title: YAML reads No as false; write title: "No"'),
        ("title: [a]", "2: title must be text; this is a list"),
        ("permalink: yes", '2: permalink: YAML reads yes as true; write permalink: "yes"'),
        ("permalink: [/a/]", "2: permalink must be text; this is a list"),
        ("excerpt: {a: b}", "2: excerpt must be text; this is a mapping"),
        ("description: on", '2: description: YAML reads on as true; write description: "on"'),
        ("title: a\ntitle: b", "3: title is given twice in the front matter, and only the last one counts; make it one"),
        ("redirect_from: /a/\nredirect_from: /b/", "3: redirect_from is given twice in the front matter"),
        ("author_profile: 1", "2: author_profile is true or false, not the number 1; to name an author, write author: key"),
        ("author_profile: ada", "2: author_profile is true or false, not 'ada'; to name an author, write author: key"),
        ("author_profile: [yes]", "2: author_profile is true or false, not a list"),
        ("author: 7", '2: author: YAML reads 7 as the number 7; write author: "7"'),
        ("author: No", '2: author: YAML reads No as false; write author: "No"'),
        ("author: [ada, 1.5]", '2: author: YAML reads 1.5 as the number 1.5; write author: "1.5"'),
        ("author: [[a]]", "2: author is the key of an author, or a list of them; this is a list"),
    ],
)  # fmt: skip
def test_mistakes(block: str, problem: str) -> None:
    _, problems = read(block)
    assert len(problems) == 1
    assert problems[0].startswith(problem)


def test_the_last_of_two_counts() -> None:
    assert read("title: a\ntitle: b")[0].title == "b"


@pytest.mark.parametrize(
    ("value", "switch"),
    [
        ("true", True),
        ("yes", True),
        ("On", True),
        ("false", False),
        ("no", False),
        ('"true"', True),
        ("'False'", False),
        ("", None),
        ("~", None),
        ("ada", None),
    ],
)
def test_switch(value: str, switch: bool | None) -> None:
    assert read(f"author_profile: {value}")[0].author_profile is switch


@pytest.mark.parametrize(
    ("value", "authors"),
    [
        ("ada", ["ada"]),
        ("Ada Lovelace", ["Ada Lovelace"]),
        ("[ada, grace]", ["ada", "grace"]),
        ("[ada, ~, '', {}]", ["ada"]),
        ("", []),
        ("[]", []),
        ("{}", []),
        ("!!str 7", ["7"]),
    ],
)
def test_authors(value: str, authors: list[str]) -> None:
    matter, problems = read(f"author: {value}")
    assert ([author.data for author in matter.authors], problems) == (authors, [])


def test_an_author_as_a_record() -> None:
    matter, problems = read("author:\n  name: Ada\n  github: ada")
    [author] = matter.authors
    assert {key: (item.data, item.line) for key, item in author.data.items()} == {
        "name": ("Ada", 3),
        "github": ("ada", 4),
    }
    assert not problems


@pytest.mark.parametrize(
    "block",
    ["- a", "x", "", "# x", "~"],
)
def test_what_is_no_mapping_says_nothing(block: str) -> None:
    assert read(block) == (FrontMatter(), [])


@pytest.mark.parametrize(
    ("block", "says"),
    [
        ("a: [", "this is not YAML"),
        ("a: &a [*a]", "it is nested too deeply or refers to itself"),
        ("? [a]\n: b", "a key must be text"),
        ("title: @ada", 'YAML cannot read this without quotes; write title: "@ada"'),
        ("title: a: b", 'YAML reads a second ": " as a new key; write title: "a: b"'),
        ("\ttitle: a", "YAML takes no tabs; indent with spaces"),
        ("header:\n\tteaser: a", "YAML takes no tabs; indent with spaces"),
        ("a: b\n\tc: d", "YAML takes no tabs; indent with spaces"),
        ("a: \x00", "this is not YAML (it holds the control character U+0000)"),
    ],
)
def test_what_is_no_yaml_gives_nothing_but_a_problem(block: str, says: str) -> None:
    matter, [problem] = read(block)
    assert matter == FrontMatter()
    assert f"nothing in the front matter counts: {says}" in problem


def test_metadata_of_sphinx() -> None:
    metadata = {
        "redirect_from": '["/a/", "/b", null]',
        "author_profile": "False",
        "author": "ada",
        "title": "T: x",
        "permalink": "/p/",
        "excerpt": "<b>E</b>",
        "date": "2020",
        "wordcount": {"words": 1},
    }
    matter, problems = parse_metadata(metadata)
    assert not problems
    assert [(address.text, address.line) for address in matter.redirect_from] == [("/a/", None), ("/b", None)]
    assert (matter.author_profile, [value.data for value in matter.authors]) == (False, ["ada"])
    assert (matter.title, matter.permalink and matter.permalink.text, matter.description) == (
        "T: x",
        "/p/",
        "E",
    )


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        pytest.param({}, FrontMatter(), id="nothing"),
        pytest.param(dict.fromkeys(OUR_KEYS, "null"), FrontMatter(), id="empty values of a notebook"),
        pytest.param(dict.fromkeys(OUR_KEYS, ""), FrontMatter(is_draft=True), id="empty fields"),
        pytest.param(dict.fromkeys(OUR_KEYS, 1), FrontMatter(), id="numbers"),
        pytest.param({"author": "Ada Lovelace"}, FrontMatter(), id="author of docutils"),
        pytest.param({"title": "True"}, FrontMatter(title="True"), id="title"),
        pytest.param({"author_profile": "True"}, FrontMatter(author_profile=True), id="switch"),
    ],
)
def test_other_metadata(metadata: dict[str, object], expected: FrontMatter) -> None:
    assert parse_metadata(metadata) == (expected, [])


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("/a/", ["/a/"]),
        ("[/a/, /b/]", ["/a/", "/b/"]),
        ("- /a/\n- /b/", ["/a/", "/b/"]),
        ("[2019]", ["2019"]),
        ("2019", ["2019"]),
        ("[/a/", ["[/a/"]),
    ],
)
def test_addresses_of_a_field_list(text: str, addresses: list[str]) -> None:
    matter, problems = parse_metadata({"redirect_from": text})
    assert (texts(matter), problems) == (addresses, [])


@pytest.mark.parametrize(
    ("metadata", "message"),
    [
        ({"redirect_from": "[1.5]"}, "redirect_from takes URLs: YAML reads 1.5 as"),
        ({"redirect_from": '{"a": "b"}'}, "redirect_from takes URLs: this is a mapping"),
        ({"author_profile": "ada"}, "author_profile is true or false, not 'ada'"),
        ({"redirect_form": "/x/"}, "unknown front matter key 'redirect_form'; did you mean 'redirect_from'?"),
    ],
)
def test_mistakes_of_a_field_list(metadata: dict[str, object], message: str) -> None:
    [problem] = parse_metadata(metadata)[1]
    assert problem.message.startswith(message)
    assert problem.line is None


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("a<br/>b", "a b"),
        ("<p class='x'>a <b>b</b></p>", "a b"),
        ("4<sup>th</sup> H<sub>2</sub>O, <i>R</i>s", "4th H2O, Rs"),
        ("<img src='/x.png'>y", "y"),
        ("p < 0.05 > x", "p < 0.05 > x"),
        ("when a<b and c>d", "when a<b and c>d"),
        ("a <!-- x --> b", "a b"),
        ("a <!-- <b> \n --> b", "a b"),
        # A comment without an end goes on, and a name without a value is text, as in a browser.
        ("a <!-- b", "a"),
        ("a <!-- x --!> b <!--> c <!---> d --> e", "a b c d --> e"),
        ("a <br / > <a b=  >c", "a <br / > c"),
        ("&#65; &#" + "9" * 5_000 + "; b", "A \ufffd b"),
        ("x &lt;b&gt; &amp; y", "x <b> & y"),
        ("R&D, AT&T", "R&D, AT&T"),
        ("a\u00a0b\u2028c", "a b c"),
        ("a\x00b&#x1b;c\x7fd", "a bc d"),
        ("👩\u200d💻 é", "👩\u200d💻 é"),
        (" \n", ""),
    ],
)
def test_plain_text(markup: str, text: str) -> None:
    assert plain_text(markup) == text


@pytest.mark.long
@pytest.mark.parametrize(
    "markup", ["'<a b=' + ' ' * 200_000", "'<a b=' * 200_000", "'<!--' * 150_000", "'<a ' + ' ' * 200_000"]
)
def test_hostile_text_is_read_soon(markup: str) -> None:
    run_soon(f"from sphinx_homepage.pages.text_in_markup import plain_text; plain_text({markup})")
