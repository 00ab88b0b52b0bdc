"""Front matter as people write it."""

from __future__ import annotations

import pytest

from sphinx_homepage.front_matter import (
    FrontMatter,
    front_matter_block,
    parse_front_matter,
    parse_metadata,
    plain_text,
)


def read(block: str) -> tuple[FrontMatter, list[str]]:
    matter, problems = parse_front_matter(f"---\n{block}\n---\n\nBody.\n")
    return matter, [f"{problem.line}: {problem.message}" for problem in problems]


def test_as_academicpages_writes_it() -> None:
    matter, problems = read(
        'permalink: /\ntitle: "About me"\nexcerpt: "About me"\nauthor_profile: true\nredirect_from: \n  - /about/\n  - /about.html'
    )
    assert not problems
    assert (matter.title, matter.description, matter.author_profile) == ("About me", "About me", True)
    assert matter.permalink and (matter.permalink.text, matter.permalink.line) == ("/", 2)
    assert [(address.text, address.line) for address in matter.redirect_from] == [
        ("/about/", 7),
        ("/about.html", 8),
    ]


@pytest.mark.parametrize(
    ("source", "block"),
    [
        ("---\na: b\n---\nText", "a: b\n"),
        ("---\r\na: b\r\n---\r\n", "a: b\r\n"),
        ("---  \na: b\n---  \n", "a: b\n"),
        ("---\n---\n", ""),
        ("Text\n---\na: b\n---\n", None),
        ("---\na: b\n", None),
        ("----\nTitle\n----\n", None),
        ("", None),
    ],
)
def test_block(source: str, block: str | None) -> None:
    assert front_matter_block(source) == block


@pytest.mark.parametrize(
    ("value", "addresses"),
    [
        ("/x/", ["/x/"]),
        ("[/x/, y]", ["/x/", "y"]),
        ("", []),
        ("[~, null, '']", [""]),
        ("[n, 2019, 2020-01-01, 007]", ["n", "2019", "2020-01-01", "007"]),
    ],
)
def test_addresses(value: str, addresses: list[str]) -> None:
    matter, problems = read(f"redirect_from: {value}")
    assert [address.text for address in matter.redirect_from] == addresses
    assert not problems


@pytest.mark.parametrize("item", ["yes", "1.5", "{a: b}", "[a]", "False"])
def test_what_is_no_address(item: str) -> None:
    matter, problems = read(f"redirect_from: [/x/, {item}]")
    assert [address.text for address in matter.redirect_from] == ["/x/"]
    assert len(problems) == 1
    assert problems[0].startswith("2: redirect_from takes addresses: ")


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("redirect_form", "redirect_from"),
        ("redirects_from", "redirect_from"),
        ("redirect-from", "redirect_from"),
        ("Redirect_from", "redirect_from"),
        ("excert", "excerpt"),
        ("author-profile", "author_profile"),
        ("autor_profile", "author_profile"),
        ("permlink", "permalink"),
        ("tilte", None),
        ("descripton", "description"),
    ],
)
def test_misspelt_keys(key: str, meant: str | None) -> None:
    _, problems = read(f"{key}: x")
    assert problems == ([f"2: unknown front matter key '{key}'; did you mean '{meant}'?"] if meant else [])


# Keys of academicpages, Minimal Mistakes, Jekyll, MyST and Sphinx, none of them a mistake.
OTHERS = """
authors author_bio banner bibtexurl categories category citation classes collection comments date excerpt_separator
gallery hide-toc header html_meta jupytext kernelspec lang last_modified_at layout link location math modified myst
nav_order og:description ogp_description orphan paperurl pagination published read_time redirect_to related share short_title sidebar
sitemap slidesurl subtitle substitutions tag tags teaser toc tocdepth type venue years
""".split()  # noqa: SIM905


@pytest.mark.parametrize("key", OTHERS)
def test_keys_of_others(key: str) -> None:
    assert read(f"{key}: x")[1] == []


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        ("title: No", '2: title: YAML reads No as false; write title: "No"'),
        ("title: [a]", "2: title must be text; this is a list"),
        (
            "title: a\ntitle: b",
            "3: title stands twice in the front matter, and only the last one counts; make it one",
        ),
        (
            "author_profile: 1",
            "2: author_profile is true or false, not the number 1; to name an author, write author: key",
        ),
        ("author: 7", 'author: YAML reads 7 as the number 7; write author: "7"'),
        ("author: [[a]]", "author is the key of an author, or a list of them; this is a list"),
    ],
)
def test_mistakes(block: str, problem: str) -> None:
    _, problems = read(block)
    assert len(problems) == 1
    assert problem in problems[0]


@pytest.mark.parametrize(("value", "switch"), [("true", True), ("no", False), ('"true"', True), ("", None)])
def test_switch(value: str, switch: bool | None) -> None:
    assert read(f"author_profile: {value}")[0].author_profile is switch


@pytest.mark.parametrize("block", ["a: [", "- a", "x", "", "a: &a [*a]", "? [a]\n: b"])
def test_what_is_no_mapping_says_nothing(block: str) -> None:
    assert read(block) == (FrontMatter(), [])


def test_metadata_of_sphinx() -> None:
    metadata = {
        "redirect_from": '["/a/", "/b"]',
        "author_profile": "False",
        "author": "ada",
        "title": "T: x",
        "date": "2020",
    }
    matter, problems = parse_metadata(metadata | {"wordcount": {"words": 1}})
    assert not problems
    assert [(address.text, address.line) for address in matter.redirect_from] == [("/a/", None), ("/b", None)]
    assert (matter.author_profile, [value.data for value in matter.authors], matter.title) == (
        False,
        ["ada"],
        "T: x",
    )


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("a<br/>b", "a b"),
        ("p < 0.05 > x", "p < 0.05 > x"),
        ("when a<b and c>d", "when a<b and c>d"),
        ("<img src='/x.png'>y", "y"),
        ("a <!-- x --> b", "a b"),
        ("x &lt;b&gt; &amp; y", "x <b> & y"),
        (" \n", ""),
    ],
)
def test_plain_text(markup: str, text: str) -> None:
    assert plain_text(markup) == text
