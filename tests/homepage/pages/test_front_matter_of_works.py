"""The front matter of publications, talks, courses and posts."""

from __future__ import annotations

import pytest

from conftest import run_soon
from sphinx_homepage.core.web_urls import InvalidURLError, link_url
from sphinx_homepage.pages.front_matter import FrontMatter, parse_front_matter, parse_metadata, split_names


def read(block: str) -> tuple[FrontMatter, list[str]]:
    matter, problems = parse_front_matter(f"---\n{block}\n---\n\nBody.\n")
    return matter, [f"{problem.line}: {problem.message}" for problem in problems]


PAPER = """\
title: "Paper Title Number 1"
collection: publications
permalink: /publication/2009-10-01-paper-title-number-1
date: 2009-10-01
venue: 'Journal &amp; <i>Proceedings</i>'
type: paper
location: Oslo
paperurl: 'http://academicpages.github.io/files/paper1.pdf'
slidesurl: /files/slides 1.pdf
codeurl:
bibtexurl: ""
link: www/more.html
citation: 'Your Name, You. (2009). &quot;Paper Title Number 1.&quot; <i>Journal 1</i>. 1(1).'
read_time: true
"""


def test_as_academicpages_writes_it() -> None:
    matter, problems = read(PAPER)
    assert not problems
    assert (str(matter.date), matter.collection, matter.venue) == (
        "2009-10-01",
        "publications",
        "Journal & Proceedings",
    )
    assert (matter.type, matter.location, matter.read_time) == ("paper", "Oslo", True)
    assert [(link.key, link.address.text, link.address.line) for link in matter.links] == [
        ("paperurl", "http://academicpages.github.io/files/paper1.pdf", 9),
        ("link", "www/more.html", 13),
        ("slidesurl", "/files/slides%201.pdf", 10),
    ]
    assert matter.citation.startswith("Your Name, You. (2009). &quot;Paper")


def test_fields_of_al_folio() -> None:
    matter, problems = read(
        "journal: Annals\nabbr: Ann.\naward: Prize\nselected: true\ndoi: 10.1000/a#b\narxiv: 2103.14060\n"
        "pdf: /a.pdf\npaperurl: https://doi.org/10.1000/a%23b\nposter: /p.pdf\n"
    )
    assert not problems
    assert (matter.venue, matter.badge, matter.award, matter.is_selected) == ("Annals", "Ann.", "Prize", True)
    assert [(link.key, link.address.text) for link in matter.links] == [
        ("doi", "https://doi.org/10.1000/a%23b"),
        ("arxiv", "https://arxiv.org/abs/2103.14060"),
        ("pdf", "/a.pdf"),
        ("poster", "/p.pdf"),
    ]


@pytest.mark.parametrize("written", ["10.1000/182", "https://dx.doi.org/10.1000/182", "'doi: 10.1000/182'"])
def test_doi(written: str) -> None:
    matter, problems = read(f"doi: {written}")
    assert ([link.address.text for link in matter.links], problems) == (["https://doi.org/10.1000/182"], [])


@pytest.mark.parametrize("written", ["hep-th/9901001", "arXiv:hep-th/9901001v2"])
def test_arxiv(written: str) -> None:
    matter, problems = read(f"arxiv: {written}")
    assert [link.address.text for link in matter.links] == ["https://arxiv.org/abs/hep-th/9901001"]
    assert not problems


@pytest.mark.parametrize(
    ("block", "tags"),
    [
        ("tags: GSoC-2019", ["GSoC-2019"]),
        ("tags: looms engines", ["looms", "engines"]),
        ("tags: old looms, engines,", ["old looms", "engines"]),
        ("tags: [old looms, engines, ~]", ["old looms", "engines"]),
        (
            "tags:\n  - old looms\n  - 2019\n  - 2020-01-01\n  - old looms",
            ["old looms", "2019", "2020-01-01"],
        ),
        ("tag: old looms", ["old looms"]),
        ("tag: a\ntags: [b]", ["a", "b"]),
        ("tags:", []),
        ("tags: []", []),
        ("tags: ''", []),
    ],
)
def test_tags(block: str, tags: list[str]) -> None:
    matter, problems = read(block)
    assert (list(matter.tags), problems) == (tags, [])
    other = block.replace("tags", "categories").replace("tag:", "category:")
    assert list(read(other)[0].categories) == tags


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ada Lovelace", ["Ada Lovelace"]),
        ("Ada Lovelace, Grace Hopper", ["Ada Lovelace", "Grace Hopper"]),
        (
            "Ada Lovelace, Charles Babbage and Grace Hopper",
            ["Ada Lovelace", "Charles Babbage", "Grace Hopper"],
        ),
        ("Ada Lovelace, Charles Babbage, & G. Hopper", ["Ada Lovelace", "Charles Babbage", "G. Hopper"]),
        ("Lovelace, A., Babbage, C. & Hopper, G. B. M.", ["Lovelace, A.", "Babbage, C.", "Hopper, G. B. M."]),
        ("Lovelace, Ada and Hopper, Grace", ["Lovelace, Ada", "Hopper, Grace"]),
        ("Lovelace, Ada; Hopper, Grace", ["Lovelace, Ada", "Hopper, Grace"]),
        ("E. A. Corrêa Jr, F. N. Silva", ["E. A. Corrêa Jr", "F. N. Silva"]),
        ("Ada Sandberg, Andy Li", ["Ada Sandberg", "Andy Li"]),
    ],
)
def test_names_in_text(text: str, names: list[str]) -> None:
    assert [name.strip() for name in split_names(text)] == names
    assert list(read(f'authors: "{text}"')[0].author_names) == names


def test_lists_of_names() -> None:
    matter, problems = read(
        "authors:\n  - Lovelace, Ada\n  - '**Grace** <b>Hopper</b>'\n  - name: C. Babbage\n  -"
    )
    assert (list(matter.author_names), problems) == (["Lovelace, Ada", "Grace Hopper", "C. Babbage"], [])


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        ("venue: [a]", "venue must be text; this is a list"),
        ("location: No", 'location: YAML reads No as false; write location: "No"'),
        ("type: {a: b}", "type must be text; this is a mapping"),
        ("tags: {a: b}", "tags must be text; this is a mapping"),
        ("tags: [[b]]", "tags must be text; this is a list"),
        ("tags: [yes]", 'tags: YAML reads yes as true; write tags: "yes"'),
        ("category: [[a]]", "category must be text; this is a list"),
        ("authors: [{url: x}]", "authors: this author has no name"),
        ("authors: [[a]]", "authors must be text; this is a list"),
        ("authors: {name: [a]}", "authors must be text; this is a list"),
        ("citation: [a]", "citation must be text; this is a list"),
        ("doi: looms", "doi: 'looms' is no DOI; write doi: 10.1000/182"),
        ("arxiv: looms", "arxiv: 'looms' is no identifier; write arxiv: 2103.14060"),
        ("bibtex: a.bib", "bibtex is the key of an entry, not a file; write bibtexurl: 'a.bib'"),
        ("selected: x", "selected is true or false, not 'x'"),
        ("read_time: x", "read_time is true or false, not 'x'"),
        ("paperurl: [a]", "paperurl must be text; this is a list"),
        (
            "paperurl: javascript:alert(1)",
            "paperurl: 'javascript:alert(1)': only http and https URLs can be linked, not javascript:",
        ),
        (
            "link: ftp://example.org/x",
            "link: 'ftp://example.org/x': only http and https URLs can be linked, not ftp:",
        ),
        (
            "collection: publication",
            "collection: unknown collection 'publication'; did you mean 'publications'?",
        ),
        ("paper_url: /x", "unknown front matter key 'paper_url'; did you mean 'paperurl'?"),
        (
            "date: 03/04/2019",
            "date is a date such as 2019-03-01, 2019-03, 2019 or 1 Mar 2019, not '03/04/2019'; "
            "to show it all the same, write year: '03/04/2019'",
        ),
        ("date: [2019]", "date is a date such as 2019-03-01, 2019-03, 2019 or 1 Mar 2019, not a list"),
        (
            "modified: today",
            "modified is a date such as 2019-03-01, 2019-03, 2019 or 1 Mar 2019, not 'today'",
        ),
    ],
)
def test_values_of_the_wrong_kind(block: str, problem: str) -> None:
    matter, problems = read(f"title: T\n{block}")
    assert problems == [f"3: {problem}"]
    if not block.startswith("collection"):
        assert matter == FrontMatter(title="T")


@pytest.mark.parametrize(
    "block", ["collection: recipes", "date: Feb 12, 2013", "year: forthcoming", "link: ''"]
)
def test_what_is_right(block: str) -> None:
    assert read(block)[1] == []


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("https://example.org/a b", None),
        ("https://example.org/ä", "https://example.org/%C3%A4"),
        ("example.org:8080/x", "https://example.org:8080/x"),
        ("mailto:ada@example.org", "mailto:ada@example.org"),
        ("mailto:", None),
        ("/files/a b.pdf?x=1#p", "/files/a%20b.pdf?x=1#p"),
        ("../x.html", "../x.html"),
        ("files/x%20y.pdf", "files/x%20y.pdf"),
        ('/x"><script>', "/x%22%3E%3Cscript%3E"),
        ("//example.org/x", None),
        ("/\\example.org", None),
        ("java\nscript:x", None),
        ("\x01javascript:x", None),
        (" JavaScript:x", None),
        ("data:text/html,x", None),
        ("vbscript:x", None),
    ],
)
def test_urls_of_links(written: str, url: str | None) -> None:
    if url is None:
        with pytest.raises(InvalidURLError):
            link_url(written)
    else:
        assert link_url(written) == url


def test_long_texts() -> None:
    run_soon(
        "from sphinx_homepage.pages.front_matter import split_names\n"
        "for text in (' ' * 10**6 + 'x', 'and ' * 10**5, 'A. ' * 10**5, 'A, B. C. D. E. F. ' * 10**4):\n"
        "    split_names(text)\n"
    )


def test_fields_of_restructured_text() -> None:
    metadata = {
        "tags": '["a b", "c"]',
        "category": "Old looms",
        "read_time": "True",
        "authors": ["Ada Lovelace", "Grace Hopper"],
        "date": "12 Feb 2013",
        "paperurl": "/x.pdf",
    }
    matter, problems = parse_metadata(metadata)
    assert not problems
    assert (matter.tags, matter.categories, matter.read_time) == (("a b", "c"), ("Old looms",), True)
    assert (matter.author_names, str(matter.date)) == (("Ada Lovelace", "Grace Hopper"), "2013-02-12")
    assert [link.address.text for link in matter.links] == ["/x.pdf"]
