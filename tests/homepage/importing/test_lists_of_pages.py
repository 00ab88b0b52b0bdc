"""Lists of pages that templates made: what becomes a listing, and what is written out."""

from __future__ import annotations

import datetime
import re
import time
from typing import TYPE_CHECKING

import pytest

from jekyll_site import write
from sphinx_homepage.importing import new_site
from sphinx_homepage.importing.jekyll.reader import read_site
from sphinx_homepage.importing.jekyll.yaml import as_date
from sphinx_homepage.importing.lists import summaries
from sphinx_homepage.importing.lists.listings import (
    EMPTY_BEFORE,
    LISTED,
    NAMED,
    NO_PLACE,
    NOT_SHOWN,
    UNDATED,
    WRITTEN_OUT,
    replace_lists,
)
from sphinx_homepage.importing.lists.works import Work
from sphinx_homepage.importing.new_site import make_site
from sphinx_homepage.importing.pages.link_keys import renamed_links
from sphinx_homepage.importing.report import Answer
from sphinx_homepage.importing.words_in_text import plain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LISTING = "(a listing)"


def replaced(
    text: str, works: Mapping[int, Work], summaries: dict[int, str] | None = None
) -> tuple[str, list[str]]:
    """Return a text whose lists are replaced, and the listings."""
    listings: list[str] = []

    def place(listing: str) -> str:
        listings.append(listing)
        return LISTING

    lists = replace_lists(text, works, {}, place)
    if summaries is not None:
        summaries |= lists.summaries
    return lists.text, listings


def entry(number: int, text: str) -> str:
    return f"\x02{number}\x03{text}\x04"


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Looms and [engines](https://x.org/e) weave, as we have shown.\n\n[More](https://x.org/m)", ["e"]),
        ('Looms and <a class="b" href="https://x.org/e">engines</a> weave, as all know.', ["e"]),
        ("Looms weave, as [others](https://x.org/o){:target='_blank'} know well.", ["o"]),
        ("No link.", []),
        # Nobody would find the paper in the list.
        ("[Download the paper here](https://x.org/paper.pdf)", []),
        ("On looms. [[pdf]](https://x.org/a.pdf) [[code]](https://x.org/b)", []),
    ],
)
def test_links_in_the_first_paragraph(text: str, links: list[str]) -> None:
    assert summaries.links_in_prose(text) == " ".join(f"https://x.org/{link}" for link in links)


@pytest.mark.parametrize(
    ("text", "separator", "summary"),
    [
        (
            "A loom of brass.\n\nIt weaves.\n\n<!--more-->\n\nMore.",
            "<!--more-->",
            "A loom of brass. It weaves.",
        ),
        ("A loom of brass.\n\nMore.", "<!--more-->", "A loom of brass."),
        ("{% comment %}\nA draft.\n\n{% endcomment %}\n\nA loom of brass.\n\nMore.", "", "A loom of brass."),
        (f"A loom of brass.\n\n{'Long. ' * 300}\n\n<!--more-->", "<!--more-->", "A loom of brass."),
    ],
)
def test_beginnings(text: str, separator: str, summary: str) -> None:
    assert summaries.beginning_of(text, separator) == summary


def test_links_by_a_name_are_words_of_a_summary() -> None:
    text = "Of [looms], [cards][c], [brass] and [wheels][] ![a][c] [1].\n\n[Looms]: /l\n[c]: /c\n[wheels]: /w"
    assert summaries.beginning_of(text) == "Of looms, cards, [brass] and wheels [1]."


def test_lines_below_each_other_are_parted_in_a_summary() -> None:
    text = "**Who:** [Ada](/ada) (London)  \n[Slides](/a.pdf)\\\n**Where:**  \na house\nin London  \n"
    assert summaries.beginning_of(text) == "Who: Ada (London); Slides; Where: a house in London"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('![A loom](/a.png "A loom (of brass)")\n\nOn looms.\n\nMore.', "On looms."),
        ("[![A loom](/a.png){: .left}](/a.png)[^1]\n\nOn looms.\n\nMore.", "On looms."),
        ("![A](/a.png)\n![B](/b.png)\n\n<img src='/c.png'>\n\nOn looms.", "On looms."),
        ("Read [![DOI](https://x.org/a.svg)](https://doi.org/10.5/a) today.", "Read today."),
        ("![A loom](/a.png) in a barn", "in a barn"),
        ("![A](/a.png)\n\n", ""),
        (
            "- Room: 4107\n- Lectures:\n  - [Looms](/a), *here*\n  - Mills.\n- Cards:\n> of paper",
            "Room: 4107; Lectures: Looms, here; Mills. Cards: of paper",
        ),
        ("1. A loom\n2) of\n1843. brass", "A loom; of; brass"),
        ("For MATH*101 and MATH*202, **two** *looms*", "For MATH*101 and MATH*202, two looms"),
    ],
)
def test_images_are_no_words_of_a_summary(text: str, words: str) -> None:
    assert summaries.beginning_of(text) == words


def test_what_no_reader_sees_is_no_word() -> None:
    works = {1: Work("a", "Looms", shown="Looms")}
    text = entry(1, "<style>.one { padding-left: 22px; text-indent: 22px }</style><a href='/a'>Looms</a>")
    assert replaced(text, works)[0].strip() == LISTING


def test_the_summary_of_a_long_text_is_what_the_list_shows() -> None:
    text = f"Engines that weave and do not tire, nor sleep{', nor eat' * 200}."
    work = Work("a", "Looms", shown=f"Looms {text}", beginning=text, source=text)
    summaries: dict[int, str] = {}
    part = "<p>Engines that weave and do not tire, nor sleep, nor...</p>"
    replaced(entry(1, f"<h2><a href='/a'>Looms</a></h2>{part}"), {1: work}, summaries)
    assert summaries == {1: "Engines that weave and do not tire, nor sleep, nor..."}


def test_a_text_of_a_few_words_is_a_summary_where_a_line_has_nothing_else() -> None:
    for text, part, summary in (
        ("Role: Teaching assistant.", "<p>Role: Teaching assistant.</p>", {1: "Role: Teaching assistant."}),
        ("Dates: 1842--1843", "<p><b>Dates</b>: 1842--1843</p>", {1: "Dates: 1842--1843"}),
        ("Teaching assistant", "<p>A teaching assistant.</p>", {}),
        ("Looms", "<p>Looms</p>", {}),
    ):
        work = Work("a", "Looms", shown=f"Looms {text}", beginning=text, source=text)
        summaries: dict[int, str] = {}
        replaced(entry(1, f"<h2><a href='/a'>Looms</a></h2>{part}"), {1: work}, summaries)
        assert summaries == summary


def test_tags_that_are_never_closed() -> None:
    """They take no longer than others."""
    text = "<style><script><!--<a href=x>[a" * 20_000
    started = time.monotonic()
    assert "a" in plain(text)
    assert summaries.links_in_prose(text) == ""
    assert summaries.beginning_of(text) == ""
    assert time.monotonic() - started < 2


def test_a_date_that_is_none_is_no_word() -> None:
    works = {1: Work("a", "Looms", shown="Looms"), 2: Work("b", "Looms", date="2019-01-01", shown="Looms")}
    for number, is_listing in ((1, True), (2, False)):
        text = entry(number, "<a href='/a'>Looms</a> 01/01/1900")
        assert (replaced(text, works)[0].strip() == LISTING) is is_listing


def test_a_style_sheet_of_each_entry_is_there_once() -> None:
    works = {1: Work("a", "A", shown="A"), 2: Work("b", "B", shown="B")}
    style = "<style>.one { padding: 22px }</style>"
    text = entry(1, f"{style}<a href='https://x.org/a'>A</a>") + entry(
        2, f"{style}<a href='https://x.org/b'>B</a>"
    )
    assert (
        replaced(text, works)[0] == f"{style}<a href='https://x.org/a'>A</a><a href='https://x.org/b'>B</a>"
    )


def test_a_link_of_the_site_may_be_a_path() -> None:
    works = {1: Work("a", "Looms", shown="Looms /files/a.bib")}
    text = entry(1, "<a href='/a'>Looms</a> <a href='https://ada.example/files/a.bib'>BibTeX</a>")
    assert replaced(text, works)[0].strip() == LISTING


def test_a_doi_is_known_without_the_address_in_front_of_it() -> None:
    works = {1: Work("a", "Looms", shown="Looms 10.1000/182")}
    text = entry(1, "<a href='/a'>Looms</a> <a href='http://dx.doi.org/10.1000/182'>DOI</a>")
    assert replaced(text, works)[0].strip() == LISTING


@pytest.mark.parametrize(
    ("part", "summary"),
    [
        ("<p>Engines that weave and do not tire</p>", "Engines that weave and do not tire"),
        # A template has cut it off.
        ("<p>Engines that <b>weave and do not</b>, ti...</p>", "Engines that weave and do not, ti..."),
        ("<div>Engines that weave and do not ti...</div>", "Engines that weave and do not ti..."),
        ("<p><b>What</b> a loom can do</p>", "What a loom can do"),
        ("<p>More about engines that weave patterns of their own</p>", ""),
        ("<p>Looms 2019</p>", ""),
        (
            "<p><strong>Abstract:</strong> Engines that weave and do not tire</p>",
            "Engines that weave and do not tire",
        ),
        # A list of the text is shown as a whole, also if items say little.
        (
            "<ul><li>Text.</li><li>Engines that weave and do not tire</li></ul>",
            "Text. Engines that weave and do not tire",
        ),
        # A field of BibTeX is no sentence.
        ("author = {Lovelace, Ada and Others}", ""),
    ],
)
def test_what_else_an_entry_shows_is_the_summary(part: str, summary: str) -> None:
    source = "### What a loom can [do](https://x.org)\n\nText.\nEngines that weave and do not tire\n"
    source += "author = {Lovelace, Ada and Others}"
    summaries: dict[int, str] = {}
    text = entry(1, f"<img src='/a.png'><h2><a href='/a'>Looms</a></h2>{part}")
    work = Work("a", "Looms", shown="Looms 2019", source=source)
    _text, listings = replaced(text, {1: work}, summaries)
    assert summaries == ({1: summary} if summary else {})
    assert bool(listings) is bool(summary or "2019" in part)


def test_links_that_an_entry_shows_are_in_the_summary() -> None:
    """Those to other sites, in their places; each has words of its own."""
    summaries: dict[int, str] = {}
    shown = "<a href='https://i.org/'><img src='i.png'></a>A paper: <a class='x' href='https://a.org/?b=1&amp;c'><i>[pdf]</i></a> and <a href=https://b.org>code</a>, code"
    text = entry(1, f"<h2><a href='https://h.org/'>Looms</a></h2><p>{shown}, <a href='/x'>x</a></p>")
    work = Work("a", "Looms", shown="Looms", source="A paper: [pdf] and code, code, x")
    _text, listings = replaced(text, {1: work}, summaries)
    assert summaries == {1: "A paper: [[pdf]](https://a.org/?b=1&c) and [code](https://b.org), code, x"}
    assert not listings


def test_a_list_with_links_in_its_summaries_is_a_listing(tmp_path: Path) -> None:
    """The first paragraph of a post is one, with its links, also where there is nothing else."""
    loop = "{% for p in site.posts %}<h2><a href='{{ p.url }}'>{{ p.title }}</a></h2>{{ p.excerpt }}{% endfor %}\n"
    post = "---\ntitle: Looms\n---\n{}\n\nMore.\n"
    files = {
        "_config.yml": "title: T",
        "_posts/2020-01-01-a.md": post.format(
            "Three papers: [silk](https://a.org/) [raw wool](https://b.org/)"
        ),
        "_posts/2020-01-02-b.md": post.format("<https://c.org/2020/looms>"),
        "index.md": f"---\ntitle: T\n---\n{loop}",
    }
    texts = make_site(read_site(write(tmp_path / "old", files)), "new").texts
    assert "```{listing}\n/posts/*\n```" in texts["index.md"]
    assert (
        "[silk](https://a.org/) [raw wool](https://b.org/)" in texts["posts/2020-01-01-a.md"].split("---")[1]
    )
    assert "[https://c.org/2020/looms](https://c.org/2020/looms)" in texts["posts/2020-01-02-b.md"]


def test_a_labelled_line_of_authors_is_no_summary() -> None:
    names = "Ada Lovelace, Charles Babbage and George Boole"
    summaries: dict[int, str] = {}
    work = Work("a", "Looms", shown=f"Looms {names}", source=names)
    replaced(entry(1, f"<h2><a href='/a'>Looms</a></h2><p>Authors: {names}</p>"), {1: work}, summaries)
    assert not summaries


@pytest.mark.parametrize(
    ("part", "summary"),
    [
        ("<p>With Mary</p><em>Weaver</em>", "With Mary; Weaver"),
        ("<p>Where: Weaver</p><p>More of it</p>", "Where: Weaver"),
        ("<p>Looms</p><p>2019</p>", ""),
        ("<p>[2] Looms</p>", ""),
        (
            "<p>Engines that weave and do not tire</p><p>Weaver</p>",
            "Weaver; Engines that weave and do not tire",
        ),
        ("<p>Looms <span>Weaver</span></p><p>Weaver of looms.</p>", "Weaver"),
        ("<p>With Mary, Weaver</p>", "With Mary, Weaver"),
        ("<p>A sentence with words around Weaver as well</p>", ""),
        ("<p>Of: Threads that nobody has seen</p>", "Threads that nobody has seen"),
        ("<p>Weaver</p><a href='/files/loom-slides/'>/files/loom-slides/</a>", "Weaver"),
    ],
)
def test_lines_that_only_an_entry_shows_are_the_summary_together(part: str, summary: str) -> None:
    summaries: dict[int, str] = {}
    values = (
        "With Mary",
        "Weaver",
        "Looms",
        "[2] Looms",
        "Threads that nobody has seen",
        "/files/loom-slides/",
    )
    source = "\n".join(("Engines that weave and do not tire", *values))
    work = Work(
        "a", "Looms", shown="Looms 2019", source=source, values=tuple(("key", value) for value in values)
    )
    replaced(entry(1, f"<h2><a href='/a'>Looms</a></h2>{part}"), {1: work}, summaries)
    assert summaries == ({1: summary} if summary else {})


@pytest.mark.parametrize(
    ("work", "lost"),
    [
        (Work("a", "Looms", shown="Looms Threads", values=(("role", "Weaver"),)), "role"),
        # Its page shows it.
        (Work("a", "Looms", shown="Looms Threads", values=(("role", "Weaver"),), text="A weaver."), ""),
        (Work("a", "Looms", shown="Looms Threads", fields={"tag": ("weaver",)}), ""),
        (Work("a", "Looms", shown="Looms Threads Weaver", values=(("poster", "/p.pdf"),)), "poster"),
        (
            Work(
                "a", "Looms", shown="Looms Threads Weaver", values=(("poster", "/p.pdf"),), text="[P](/p.pdf)"
            ),
            "",
        ),
        # It is its own.
        (Work("p.pdf", "Looms", shown="Looms Threads Weaver", values=(("here", "/p.pdf"),)), ""),
        # It has a summary now.
        (Work("a", "Looms", shown="Looms Threads", source="Text.", values=(("role", "Weaver"),)), ""),
    ],
)
def test_what_a_listing_does_not_show_is_asked(work: Work, lost: str) -> None:
    text = entry(1, "<h2><a href='/a'>Looms</a></h2><p>Threads</p><i><a href=\"/p.pdf\">Weaver</a></i>")
    lists = replace_lists(text, {1: work}, {}, str)
    assert (lists.notes, lists.questions) == ([LISTED], [NAMED, NOT_SHOWN.format(lost)] if lost else [NAMED])


@pytest.mark.parametrize(
    ("shown", "is_asked"),
    [
        ("May 2, 2024", True),
        ("2024-05-02", True),
        ("<time>02 May 2024</time>", True),
        # That is the date of the page.
        ("1 May 2024", False),
        ("May 2024", False),
    ],
)
def test_a_date_under_another_key_is_asked(shown: str, *, is_asked: bool) -> None:
    date = datetime.date(2024, 5, 2)
    work = Work("a", "Looms", shown="Looms 2024 May 01 1 May 05", dates=(("post_date", date),))
    lists = replace_lists(entry(1, f"<h2><a href='/a'>Looms</a></h2><p>{shown}</p>"), {1: work}, {}, str)
    assert (NOT_SHOWN.format("post_date") in lists.questions) == is_asked


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        (("", "2024", "2023"), UNDATED),
        (("2024", "2023", ""), ""),
        # In that order, new pages come behind those that are named.
        (("", "", ""), ""),
    ],
)
def test_pages_without_a_date_above_others_are_asked(dates: tuple[str, ...], order: str) -> None:
    titles = ("Mills", "Looms", "Wheels")
    works = {n: Work(f"x/{n}", titles[n], date, shown=titles[n]) for n, date in enumerate(dates)}
    text = "".join(entry(n, f"<p><a href='/{n}'>{title}</a></p>") for n, title in enumerate(titles))
    assert replace_lists(text, works, {"x": [*works.values()]}, str).questions == ([order] if order else [])


@pytest.mark.parametrize(
    ("value", "is_lost"), [("/i/first.png", False), ("i/first.png", False), ("/i/second.png", True)]
)
def test_the_first_image_of_an_entry_is_not_lost(value: str, *, is_lost: bool) -> None:
    """It is the image of the page in listings."""
    work = Work("a", "Looms", shown="Looms", values=(("image", value),))
    text = '<h2><a href=\'/a\'>Looms</a></h2><img src="/i/first.png"><img src="/i/second.png">'
    lists = replace_lists(entry(1, text), {1: work}, {}, str)
    assert (NOT_SHOWN.format("image") in lists.questions) == is_lost


@pytest.mark.parametrize(
    "between", ["<h2>Posts</h2><p>None yet</p><h2>{}</h2>", "## Posts\n\nNone yet\n\n## {}\n"]
)
def test_a_text_between_headings_is_no_heading(between: str) -> None:
    text = f"{entry(1, '<a href=a>A</a>')}\n\n{between.format('B')}\n{entry(2, '<a href=b>B</a>')}"
    written, listings = replaced(text, {1: Work("a", "A", shown="A"), 2: Work("b", "B", shown="B")})
    assert "None yet" in written.partition(LISTING)[2].partition(LISTING)[0]
    assert len(listings) == 2


def test_a_title_with_a_number_is_no_summary() -> None:
    title = "Looms that weave at night"
    summaries: dict[int, str] = {}
    work = Work("a", title, shown=title, source=f"[12] {title}")
    replaced(entry(1, f"<h2><a href='/a'>[12] {title}</a></h2>"), {1: work}, summaries)
    assert not summaries


@pytest.mark.parametrize(
    ("page", "is_kept"),
    [(" ".join(f"w{number}" for number in range(20)), False), ("Of w1 w3 w5 w7 and other w9 threads.", True)],
)
def test_a_paragraph_that_stands_nowhere_else_keeps_a_list(page: str, *, is_kept: bool) -> None:
    abstract = " ".join(f"w{number}" for number in range(20))
    work = Work("a", "Looms", shown=f"Looms {' '.join(reversed(abstract.split()))}", text=page)
    text = entry(1, f"<h2><a href='/a'>Looms</a></h2><p>{abstract}</p>")
    assert bool(replaced(text, {1: work})[1]) is not is_kept


def test_a_line_of_tags_keeps_no_list() -> None:
    """The page of the work has them."""
    tags = tuple(f"tag w{number}" for number in range(12))
    work = Work("a", "Looms", shown=f"Looms {' '.join(reversed(tags))}", fields={"tag": tags})
    text = entry(1, f"<h2><a href='/a'>Looms</a></h2><p>{' | '.join(f'<a>{tag}</a>' for tag in tags)}</p>")
    assert replaced(text, {1: work})[1]


def test_what_the_layouts_of_entries_show_as_well_is_no_loss(tmp_path: Path) -> None:
    """The list is in a page that Jekyll reads before the others."""
    abstract = "Of " + ", ".join(f"threads of no. {number}" for number in range(9))
    site = {
        "_config.yml": "title: T\ncollections: {a: {output: true}}\n",
        "_includes/one.html": "<h2><a href='{{ post.url }}'>{{ post.title }}</a></h2><p>{{ post.long }}</p>",
        "_layouts/shown.html": "<h1>{{ page.title }}</h1><p>{{ page.long }}</p>{{ content }}",
        "_layouts/bare.html": "<h1>{{ page.title }}</h1>{{ content }}",
        "index.md": "---\ntitle: Home\n---\n{% for post in site.a %}{% include one.html %}{% endfor %}\n",
    }
    for layout in ("shown", "bare"):
        # Its summary is another text.
        site["_a/a.md"] = f"---\ntitle: A\nexcerpt: {abstract[::-1]}\nlong: {abstract}\nlayout: {layout}\n"
        site["_a/a.md"] += f"citation: {' '.join(reversed(abstract.split()))}\n---\nText.\n"
        texts = make_site(read_site(write(tmp_path / layout, site)), "new").texts
        assert ("{listing}" in texts["index.md"]) is (layout == "shown")


@pytest.mark.parametrize(("on_card", "is_card"), [("Looms how they weave", True), ("Looms", False)])
def test_cards_are_for_what_cards_show(on_card: str, *, is_card: bool) -> None:
    work = Work("a", "Looms", shown="Looms how they weave", on_card=on_card)
    _text, listings = replaced(entry(1, "<img src='a.png'><a href='/a'>Looms</a> How they weave"), {1: work})
    assert [":layout: cards" in listing for listing in listings] == [is_card]


@pytest.mark.parametrize(
    ("own", "renamed"),
    [
        ({"biburl": "/files/a.bib"}, [("biburl", "bibtexurl", "/files/a.bib")]),
        ({"paper_url": " https://x.org/a "}, [("paper_url", "paperurl", "https://x.org/a")]),
        ({"project-page": "https://x.org/"}, [("project-page", "website", "https://x.org/")]),
        ({"permalink": "https://x.org/a"}, [("permalink", "link", "https://x.org/a")]),
        ({"redirect": "https://x.org/a"}, [("redirect", "link", "https://x.org/a")]),
        ({"bibtex": "a.bib"}, [("bibtex", "bibtexurl", "/files/bib/a.bib")]),
        ({"permalink": "/a/", "bibtex": "lovelace1843", "code": "https://x.org/c"}, []),
        ({"bibtex": "b.bib", "slides_url": "soon", "paper_url": "//x.org/", "video_url": ["a"]}, []),
        ({"paper_url": "https://x.org/a", "paperurl": "https://x.org/b"}, []),
        ({"thumbnail": "/images/a.png", "github": "ada", "page": "/a/", "project": "/looms/"}, []),
    ],
)
def test_links_under_other_names(own: dict[str, object], renamed: list[tuple[str, str, str]]) -> None:
    files = {"files/bib/a.bib": "", "files/b.bib": "", "old/b.bib": ""}
    assert list(renamed_links(own, files)) == renamed


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("1/2/2014", datetime.datetime(2014, 2, 1)),
        ("03-01-2023 10:00", datetime.datetime(2023, 1, 3)),
        # Ruby goes on to the next month.
        ("2019-04-31", datetime.datetime(2019, 5, 1)),
        ("2019-04-32", None),
        ("March 5, 2019", datetime.datetime(2019, 3, 5)),
        ("March 2019", datetime.datetime(2019, 3, 1)),
        ("2019-03-05 - 2019-03-08", datetime.datetime(2019, 3, 5)),
        ("2019-03-05–08, all day", datetime.datetime(2019, 3, 5)),
        ("2019-03-051", None),
        ("1/22/2014", None),
        ("2019", None),
        ("last spring", None),
    ],
)
def test_dates_that_ruby_reads(written: str, date: datetime.datetime | None) -> None:
    assert as_date(written) == date


def test_a_document_without_a_suffix_is_a_page(tmp_path: Path) -> None:
    """Jekyll wrote it as a file without a type, and lists showed it."""
    files = {
        "_config.yml": "title: A\ncollections:\n  courses: {output: true}\n",
        "_courses/looms": "---\ntitle: Looms\n---\n*How* to weave.\n",
        "_courses/notes": "No front matter.\n",
        "index.html": "---\ntitle: Home\n---\n{% for one in site.courses %}<h2>{{ one.title }}</h2>{{ one.excerpt }}{% endfor %}\n",
    }
    made = make_site(read_site(write(tmp_path / "old", files)), "new")
    assert made.texts["courses/looms.md"].endswith("---\n*How* to weave.\n")
    assert "/courses/looms" in made.texts["published-urls.txt"]
    assert "```{listing}\n/courses/*\n```\n" in made.texts["index.md"]
    (page,) = (page for page in made.report.pages if page.target == "courses/looms.md")
    assert "does not end in .md" in page.questions[0].what
    assert "public/courses/notes" in made.copies


def test_documents_without_pages_stay_below_a_listing(tmp_path: Path) -> None:
    """What the page shows of them is all there is."""
    one = "<h3>{{ one.title }}</h3>{% if one.body %}<p>{{ one.body }}</p>{% endif %}"
    loops = (
        f"<h2>{name.title()}</h2><ul>{{% for one in site.{name} %}}<li>{one}</li>{{% endfor %}}</ul>\n"
        for name in ("papers", "courses", "talks")
    )
    files = {
        "_config.yml": "title: A\ncollections:\n  papers: {output: true}\n  talks: {output: true}\n  courses: {}\n",
        "_papers/looms.md": "---\ntitle: Looms\n---\n",
        "_talks/mills.md": "---\ntitle: Mills\n---\n",
        "_courses/one.md": "---\ntitle: Weaving\nbody: For all.\n---\n",
        "index.html": "---\ntitle: Home\n---\n" + "".join(loops),
        "all.html": "---\ntitle: All\n---\n{% for one in site.documents %}<p>{{ one.title }}</p>\n{% endfor %}",
    }
    texts = make_site(read_site(write(tmp_path / "old", files)), "new").texts
    assert [line for line in texts["index.md"].split("\n") if line.startswith(("## ", "/", "For", "- ### "))] == [
        "## Papers", "/papers/*", "## Courses", "- ### Weaving", "## Talks", "/talks/*"
    ]  # fmt: skip
    assert "For all." in texts["index.md"]
    assert "Weaving" in texts["all.md"] and "{listing}" not in texts["all.md"]


@pytest.mark.parametrize(
    ("excerpt", "end"), [("They weave.", ""), ("They weave", "."), ("They weave<img src=/a.png>", "")]
)
def test_what_a_list_showed_beside_a_summary_is_behind_it(tmp_path: Path, excerpt: str, end: str) -> None:
    """Single words are not: each may be in a text by chance."""
    shown = "<p>{{ post.coauthors }}</p><p>{{ post.status | join: ' ' }}</p><p>{{ post.excerpt }}</p>"
    loop = f"{{% for post in site.papers %}}<h2><a href='{{{{ post.url }}}}'>{{{{ post.title }}}}</a></h2>{shown}{{% endfor %}}"
    matter = f'excerpt: "{excerpt}"\ncoauthors: With Ada and Charles\nstatus: [Accepted, Open data]\n'
    files = {
        "_config.yml": "title: A\ncollections:\n  papers: {output: true}\n",
        "_papers/looms.md": f"---\ntitle: Looms\n{matter}---\n",
        "index.html": f"---\ntitle: Home\n---\n{loop}\n",
    }
    made = make_site(read_site(write(tmp_path / "old", files)), "new")
    written = made.texts["papers/looms.md"].replace('"', "")
    assert f"excerpt: {excerpt}{end} With Ada and Charles\n" in written
    (home,) = (page for page in made.report.pages if page.target == "index.md")
    assert NOT_SHOWN.format("status") in [question.what for question in home.questions]


def test_lists_of_a_site(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    loop = "{% for post in site.portfolio %}{% include one.html %}{% endfor %}\n"
    headed = f'<h2 id="our-posts" class="archive__subtitle">Our posts</h2>\n{loop}'.replace(
        "portfolio", "posts"
    )
    files = {
        "_config.yml": "title: A\ncollections:\n  portfolio: {output: false}\n  books: {output: true}\n",
        "index.md": "---\ntitle: A\nlayout: home\n---\n",
        **{f"_posts/2020-01-02-n{number}.md": f"---\ntitle: N{number}\n---\n" for number in range(60)},
        "_portfolio/item-1.html": "---\ntitle: Item\ntags: [weaving]\n---\nAn item.\n",
        "_includes/one.html": '<h3><a href="{{ post.url }}">{{ post.title }}</a></h3>',
        "portfolio.md": f"---\ntitle: Portfolio\n---\n{loop}",
        "tags.md": f"---\ntitle: Tags\n---\n<h2>weaving</h2>\n{loop}",
        "map.md": f"---\ntitle: Map\n---\n{headed}",
        "all.html": f"---\ntitle: All\n---\nRead them.\n<!-- The list -->\n{{% if true %}}\n{headed}{{% endif %}}\n"
        '<h2 id="papers" class="archive__subtitle">Papers</h2>\n<p>None.</p>',
        "_books/engines.md": "---\ntitle: Engines\nbiburl: /e.bib\ndate: 1/2/2014\n---\n",
    }
    monkeypatch.setattr(new_site, "demo_files", lambda _root, paths: [p for p in paths if "item" in p.name])
    texts = make_site(read_site(write(tmp_path_factory.mktemp("lists"), files)), "new").texts
    # Examples that had no pages are left out of lists as well, and what will be written is listed.
    assert texts["portfolio.md"].endswith("```{listing}\n/portfolio/*\n```\n")
    assert texts["tags.md"].endswith("```{listing}\n:group: tag\n\n/portfolio/*\n```\n")
    # Headings are Markdown.
    assert "\n---\n## Our posts\n\n```{listing}\n" in texts["map.md"]
    assert "\n---\nRead them.\n\n## Our posts\n\n```{listing}\n" in texts["all.md"]
    assert texts["all.md"].endswith("\n## Papers\n\nNone.\n")
    # The pages behind the first lead here.
    assert "/posts/*" in texts["index.md"]
    assert ":limit:" not in texts["index.md"]
    assert "date: 2014-02-01\nbibtexurl: /e.bib\n" in texts["books/engines.md"]
    assert "biburl" not in texts["books/engines.md"]


def test_images_of_cards(tmp_path: Path) -> None:
    """A card has the image that the list showed, unless it is one of the theme, or a file that is missing."""
    files = {
        "_config.yml": "url: https://ada.github.io\ncollections: {people: {output: true}}\n",
        "index.html": "---\n---\n{% for person in site.people %}\n<a href='{{ person.url }}'>"
        "<img src='{{ person.photo | default: \"/images/none.png\" }}' alt=''>{{ person.title }}</a>\n{% endfor %}\n",
        **{f"images/{name}.png": "x" for name in ("a", "of two", "whole", "none")},
    }
    photos = {
        "ada": ("images/a.png", "/images/a.png"),
        "john": ("/images/of two.png", "/images/of two.png"),
        "joan": ("/images/of%20two.png", "/images/of two.png"),
        "luigi": ("https://ada.github.io/images/whole.png", "/images/whole.png"),
        "annie": ("https://example.net/annie one.png", "https://example.net/annie%20one.png"),
        "edith": ("https://ada.github.io/images/gone.png", ""),
        "charles": ("", ""),
        "mary": ("", ""),
    }
    for name, (written, _teaser) in photos.items():
        photo = f"photo: {written}\n" if written else ""
        files[f"_people/{name}.md"] = f"---\ntitle: {name.title()}\n{photo}---\n"
    made = make_site(read_site(write(tmp_path / "old", files)), "new")
    assert ":layout: cards" in made.texts["index.md"]
    for name, (_written, teaser) in photos.items():
        text = made.texts[f"people/{name}.md"]
        assert (f"header:\n  teaser: {teaser}\n" in text) if teaser else ("header" not in text), name


def test_a_list_of_many_titles_with_the_summary_of_one_is_not_compact() -> None:
    text = "Engines weave, and never tire."
    works = {
        number: Work(f"a{number}", "Looms", shown=f"Looms {text}", beginning=text, source=text)
        for number in range(40)
    }
    part = f"<p>{text}</p>"
    entries = (entry(number, f"<a href='/a'>Looms</a>{part if number == 3 else ''}") for number in works)
    summaries: dict[int, str] = {}
    _text, (listing,) = replaced("".join(entries), works, summaries)
    assert ":layout: compact" not in listing
    assert summaries == {3: text}


@pytest.mark.parametrize(("images", "is_compact"), [(("",), True), (("", "<img src='a.png'>"), False)])
def test_a_list_with_images_is_not_compact(images: tuple[str, ...], *, is_compact: bool) -> None:
    """Compact lists show none, and cards show no day."""
    work = Work("a", "Looms", "1843-03-05", shown="Looms 5 Mar", on_card="Looms", shown_date="5 Mar")
    text = "".join(entry(1, f"<a href='/a'>Looms</a> 5 Mar {image}") for image in images)
    _text, listings = replaced(text, {1: work})
    assert [":layout: compact" in listing for listing in listings] == [is_compact]


@pytest.mark.parametrize(("without", "is_cards"), [(0, True), (1, True), (2, False)])
def test_a_grid_of_images_is_cards(without: int, *, is_cards: bool) -> None:
    """A few entries may have no image: the card draws one."""
    work = Work("a", "Looms", "1843-03-05", shown="Looms", on_card="Looms")
    images = [""] * without + ["<img src='a.png'>"] * (5 - without)
    text = "".join(entry(1, f"<a href='/a'>Looms</a> {image}") for image in images)
    _text, (listing,) = replaced(text, {1: work})
    assert (":layout: cards" in listing) == is_cards


def test_a_heading_in_a_link_is_no_group(tmp_path: Path) -> None:
    """It is the title of the entry, perhaps cut off, and what is around both is theirs."""
    files = {
        "_config.yml": "",
        "_posts/1843-01-02-looms.md": "---\ntitle: Looms and other engines\n---\n",
        "all.html": "---\n---\n{% for post in site.posts %}\n<div><a href='{{ post.url }}'>"
        "<h3>{{ post.title | truncatewords: 2 }}</h3></a></div>{% endfor %}\n",
    }
    text = make_site(read_site(write(tmp_path / "old", files)), "new").texts["all.md"]
    assert text.endswith("---\n```{listing}\n:layout: compact\n\n/posts/*\n```\n")


def test_lists_that_name_pages(tmp_path: Path) -> None:
    """A list without links is one, too; what is no list of blocks stays, and does not grow."""
    loop = "{{% for post in site.posts %}}{}{{% endfor %}}"
    bodies = {
        "lines": (loop.format("* {{ post.title }}\n"), True),
        "items": (f"<ol>{loop.format('<li>{{ post.title }}</li>')}</ol>", True),
        # No listing shows the same; whoever adds a page must know.
        "sentence": (f"We wrote {loop.format('{{ post.title }}')} here.", False),
        "table": (f"|a|b|\n|-|-|\n{loop.format('|{{ post.title }}|1|' + chr(10))}", False),
        "more": (loop.format("* {{ post.title }}, unto whom all is known\n"), False),
        "script": (f"<script>a = [{loop.format(chr(39) + '{{ post.url }}' + chr(39))}]</script>", False),
        # Nobody saw it.
        "comment": (f"<!-- We wrote {loop.format('{{ post.title }}')}. -->", None),
    }
    files = {f"{name}.md": f"---\ntitle: {name}\n---\n{body}\n" for name, (body, _kind) in bodies.items()}
    files |= {"_config.yml": "", "_posts/1843-01-02-looms.md": "---\ntitle: Looms of mine\n---\n"}
    made = make_site(read_site(write(tmp_path / "old", files)), "new")
    asked = {page.target: [question.what for question in page.questions] for page in made.report.pages}
    assert {name: ("```{listing}" in made.texts[f"{name}.md"], asked[f"{name}.md"]) for name in bodies} == {
        name: (bool(is_listing), [WRITTEN_OUT] if is_listing is False else [])
        for name, (_body, is_listing) in bodies.items()
    }


def test_html_below_a_list_is_no_code(tmp_path: Path) -> None:
    """A listing parts the HTML around it, and what is indented behind an empty line is code."""
    part = "{% for post in site.posts %}<li>{{ post.title }}</li>{% endfor %}"
    files = {
        "_config.yml": "",
        "_posts/1843-01-02-looms.md": "---\ntitle: Looms\n---\n",
        "all.md": f"---\ntitle: All\n---\n<div>\n    <ul>{part}</ul>\n    <video src='/x'></video>\n</div>\n",
    }
    text = make_site(read_site(write(tmp_path, files)), "new").texts["all.md"]
    assert "\n```\n\n<video" in text


def test_a_loop_without_documents_asks_nothing(tmp_path: Path) -> None:
    files = {
        "_config.yml": "",
        "none.md": "---\n---\n{% for talk in site.talks %}* {{ talk.title }}\n{% endfor %}",
        "looms.md": "---\ntitle: Looms\n---\nText.\n",
        **{
            f"{number}.md": f"---\n---\nLooms {before}{{% for p in site.pages %}}{{{{ p.title }}}}{{% endfor %}}{after}\n"
            for number, (before, after) in enumerate(
                [("{% raw %}", "{% endraw %}"), ("{% comment %}", "{% endcomment %}")]
            )
        },
        "other.md": "---\n---\nLooms {% for post in site.other %}{{ post.title }}{% endfor %}\n",
    }
    pages = make_site(read_site(write(tmp_path / "old", files)), "new").report.pages
    assert not any(question.what == WRITTEN_OUT for page in pages for question in page.questions)


def test_lists_that_were_empty(tmp_path: Path) -> None:
    bodies = {
        "limit": (
            "{% for talk in site.talks reversed limit: 3 %}<h2>{{ talk.title }}</h2>{% endfor %}",
            ":limit: 3\n\n",
        ),
        "sorted": (
            "<ul>{% assign t = site.talks | sort: 'date' %}{% for talk in t %}{{ talk }}{% endfor %}</ul>",
            "",
        ),
        "else": ("{% for talk in site.talks %}{{ talk }}{% else %}\nNone yet.\n{% endfor %}", ""),
        "collections": (
            "{% for one in site.collections %}{% if one.label == 'talks' %}"
            "{% for item in one.docs %}{{ item }}{% endfor %}{% endif %}\n{% endfor %}",
            "",
        ),
        # The report asks for one.
        "sentence": (
            "We gave {% for talk in site.talks %}{{ talk.title }}{% endfor %} in London.",
            None,
        ),
        "table": ("|a|\n|-|\n{% for talk in site.talks %}|{{ talk.title }}|\n{% endfor %}", None),
        "if": (
            "{% if site.talks.size > 0 %}{% for talk in site.talks %}{{ talk }}{% endfor %}{% endif %}",
            None,
        ),
        "if-with-title": (
            "{% if site.talks.size > 0 %}{% for t in site.talks %}{{ t }}{% endfor %}{% endif %}\nA Loom.",
            None,
        ),
    }
    files = {f"{name}.md": f"---\ntitle: {name}\n---\n{body}\n" for name, (body, _listing) in bodies.items()}
    files["_config.yml"] = "collections: {talks: {output: true}}\n"
    files["_posts/2020-01-02-loom.md"] = "---\ntitle: Loom\n---\nText.\n"
    made = make_site(read_site(write(tmp_path / "old", files)), "new")
    pages = {page.target.removesuffix(".md"): page for page in made.report.pages}
    for name, (_body, listing) in bodies.items():
        text = made.texts[f"{name}.md"].replace(":main:\n\n", "").replace(":main:\n", "")
        listings = re.findall(r"```\{listing\}\n([^`]*)/talks/\*\n```\n", text)
        asked = [question.what for question in pages[name].questions]
        assert (name, listings) == (name, [] if listing is None else [listing])
        assert (name, asked) == (name, [] if listings else [NO_PLACE.format("talks")])
        noted = EMPTY_BEFORE.format("talks") in [change.what for change in pages[name].changes]
        assert (name, noted) == (name, bool(listings))


@pytest.mark.parametrize("directory", ["talks", "talk"])
def test_a_list_that_was_empty_and_a_directory_of_its_name(tmp_path: Path, directory: str) -> None:
    """What is in it was in no list, and one with a similar name would make the build warn."""
    files = {
        "_config.yml": "collections: {talks: {output: true}}\n",
        "all.md": "---\ntitle: All\n---\n{% for talk in site.talks %}{{ talk }}{% endfor %}\n",
        f"{directory}/one.md": "---\ntitle: One\n---\nText.\n",
    }
    made = make_site(read_site(write(tmp_path / "old", files)), "new")
    assert "{listing}" not in made.texts["all.md"]
    assert NO_PLACE.format("talks") in [
        change.what for page in made.report.pages for change in page.questions
    ]


@pytest.mark.parametrize("directory", ["talk", "balls", "old/talk"])
def test_a_list_of_examples_and_a_directory_with_a_similar_name(directory: str) -> None:
    works = {directory.partition("/")[0]: [Work(f"{directory}/one", "One")]}
    text = entry(1, "<p><a href='/talks/a'>A</a></p>")
    lists = replace_lists(text, {}, works, str, {1: Work("talks/a", "A")})
    is_listing = directory != "talk"
    assert ("/talks/*" in lists.text) == is_listing
    assert (NO_PLACE.format("talks") in lists.questions) != is_listing


def test_a_list_in_a_comment_is_left_out() -> None:
    text = f"One\n\n<!-- Old:\n<ul>{entry(1, '<a href=a>A</a>')}</ul> -->\n\nTwo <!-- three -->"
    written, listings = replaced(text, {1: Work("a", "A", shown="A")})
    assert (written, listings) == ("One\n\n<!-- Old:\n<ul></ul> -->\n\nTwo <!-- three -->", [])


@pytest.mark.parametrize(
    ("before", "after", "left"),
    [
        ("<div>\n<ul>\n", "\n</ul>\n</div>", LISTING),
        ("<h2>Looms</h2>\n<ul>", "</ul>", f"<h2>Looms</h2>{LISTING}"),
        ("<section>Our looms.\n<ul>", "</ul>\n</section>", f"<section>Our looms.\n{LISTING}\n</section>"),
        ("<section>\n<ul>", "</ul>And more.</section>", f"<section>\n{LISTING}And more.</section>"),
        # Links to it still find the place.
        ("<div id='looms'>\n<ul>", "</ul></div>", f'<a id="looms"></a>{LISTING}'),
    ],
)
def test_tags_around_a_list_go_with_it_in_pairs(before: str, after: str, left: str) -> None:
    written, _listings = replaced(
        f"{before}{entry(1, '<a href=a>A</a>')}{after}", {1: Work("a", "A", shown="A")}
    )
    assert "".join(written.split("\n\n")) == left


@pytest.mark.parametrize(("link", "is_listing"), [("", False), ("<a href='/a/'>more</a>", True)])
def test_a_list_without_links_shows_nearly_all(link: str, *, is_listing: bool) -> None:
    text = entry(1, f"<p>Looms of old that wove cloth by day or night {link}</p>")
    works = {1: Work("a", "Looms of old", shown="Looms of old that wove cloth")}
    assert bool(replaced(text, works)[1]) is is_listing


def test_archives_lead_to_the_page_of_all(tmp_path: Path) -> None:
    """The settings of Minimal Mistakes name it, even if its template has what no listing shows."""
    group = "<button id={{ group[0] }}>{{ group[0] }}</button><p>{{ group[1].size }} in all</p>"
    files = {
        "_config.yml": "permalink: pretty\ntag_archive: {path: /topics/}\n"
        "jekyll-archives: {enabled: [tags, categories], permalinks: {tag: '/tag/:name/'}}\n",
        "topics.html": f"---\ntitle: Topics\n---\n{{% for group in site.tags %}}{group}{{% endfor %}}\n",
        "_posts/2020-01-02-loom.md": "---\ntags: [loom, two words]\ncategory: news\n---\nText.\n",
    }
    made = make_site(read_site(write(tmp_path / "old", files)), "new")
    assert made.settings.redirects == {
        "tag/loom": "topics#loom",
        "tag/two-words": "topics",
        "category/news": "index",
    }
    answers = {each.url: (each.answer, each.where) for each in made.report.addresses}
    assert answers["/tag/loom/"] == (Answer.REDIRECT, "/topics/#loom")
    assert answers["/category/news/"] == (Answer.REDIRECT, "/")
    assert re.search("(?m)^/tag/two-words/ +-> /topics/$", made.texts["published-urls.txt"])


def test_posts_in_pieces_on_a_page(tmp_path: Path) -> None:
    """As jekyll-paginate has them, on an ``index.html`` only, and its second version where a page asks for it."""
    loop = (
        '{% for post in paginator.posts %}<h2><a href="{{ post.url }}">{{ post.title }}</a></h2>{% endfor %}'
    )
    files = {
        "_config.yml": "title: T\npaginate: 5\n",
        "index.html": f"---\ntitle: Home\n---\n{loop}\n",
        "a.html": f"---\ntitle: A\n---\n{loop}\n",
        "b.md": f"---\ntitle: B\npagination:\n  enabled: true\n---\n{loop}\n",
        "_posts/2020-01-02-loom.md": "---\ntitle: Loom\n---\nText.\n",
    }
    texts = make_site(read_site(write(tmp_path / "old", files)), "new").texts
    assert [name for name in ("index.md", "a.md", "b.md") if "```{listing}\n" in texts[name]] == [
        "index.md",
        "b.md",
    ]


@pytest.mark.parametrize(
    ("matter", "chosen"),
    [
        (
            "categories: {}\ntags: {}",
            {
                "Cards": ":where: tag=cards",
                "Looms": ":where: category=looms",
                "All": ":where: category=looms",
            },
        ),
        # Nobody has chosen by the venue of the third.
        ("venue: {}\nspan: {}", {"Looms": ":where: venue=looms", "All": ""}),
    ],
)
def test_what_a_list_chooses_by(tmp_path: Path, matter: str, chosen: dict[str, str]) -> None:
    """Of conditions that the same pages meet, it is the one that the words above the list name."""
    loop = (
        "{% for post in site.posts %}{% if post.title == 'One' %}"
        "<a href='{{ post.url }}'>{{ post.title }}</a>{% endif %}{% endfor %}\n"
    )
    site = {
        "_config.yml": "title: T",
        "_posts/2020-01-01-a.md": f"---\ntitle: One\n{matter.format('looms', 'cards')}\n---\nText.\n",
        "_posts/2020-01-02-b.md": f"---\ntitle: Two\n{matter.format('engines', 'steam')}\n---\nText.\n",
        **{f"{above}.md": f"---\ntitle: T\n---\n<p><b>{above}</b></p>\n\n{loop}" for above in chosen},
    }
    texts = make_site(read_site(write(tmp_path / "old", site)), "new").texts
    for above, condition in chosen.items():
        where = f"{condition}\n" if condition else ""
        listed = "posts/*" if condition else "posts/2020-01-01-a"
        assert f"```{{listing}}\n{where}:layout: compact\n\n/{listed}\n```\n" in texts[f"{above}.md"]


@pytest.mark.parametrize("link", ["[{}](/loom-of-mills.html)", "[{}](/talks/loom){{:target='_blank'}}"])
def test_links_in_markdown(link: str) -> None:
    """Their addresses are no words that readers miss, and no summary."""
    title = "Looms"
    work = Work("talks/loom", title, source=f"On {title}.", shown=title)
    text = entry(0, f"\n* {link.format(title)}\n")
    lists = replace_lists(text, {0: work}, {"talks": [work]}, str)
    assert (lists.text.strip(), lists.summaries) == ("```{listing}\n:layout: compact\n\n/talks/*\n```", {})


@pytest.mark.parametrize(("tag", "option"), [("C 1", ':where: tag="C 1"'), ("C #1", "")])
def test_a_word_that_would_begin_a_comment(tag: str, option: str) -> None:
    """The option of a listing would end in front of it."""
    work = Work("posts/a", "Looms", shown="Looms", fields={"tag": (tag,)})
    text = entry(1, "<a href='/a'>Looms</a>")
    lists = replace_lists(text, {1: work}, {"posts": [work, Work("posts/b", "Cards")]}, str)
    assert (option or "\n/posts/a\n") in lists.text
    assert (":where:" in lists.text) == bool(option)


def test_a_list_chooses_by_any_key(tmp_path: Path) -> None:
    """The keys are those that its template names, and the same pages are in the listing."""
    link = "<a href='{{ p.url }}'>{{ p.title }}</a>"
    loops = {
        "if": f"{{% for p in site.papers %}}{{% if p.ispaper %}}{link}{{% endif %}}{{% endfor %}}",
        "unless": f"{{% for p in site.papers %}}{{% unless p.ispaper %}}{link}{{% endunless %}}{{% endfor %}}",
        "where": f"{{% assign all = site.papers | where: 'shelf', 'Silk, raw' %}}{{% for p in all %}}{link}{{% endfor %}}",
        "limit": f"{{% for p in site.papers limit: 2 %}}{link}{{% endfor %}}",
        "sort": f"{{% assign all = site.papers | sort: 'order' | reverse %}}{{% for p in all %}}{link}{{% endfor %}}",
        "dates": f"{{% assign all = site.papers | sort: 'post_date' %}}{{% for p in all %}}{link}{{% endfor %}}",
        "root": f"{{% for p in site.pages %}}{{% if p.shelf == 'wool' %}}{link}{{% endif %}}{{% endfor %}}",
    }
    paper = "---\ntitle: Paper {}\nispaper: {}\nshelf: {}\norder: {}\npost_date: {}\n---\nText.\n"
    site = {
        "_config.yml": "title: T\ncollections: {papers: {output: true}}",
        "_papers/a.md": paper.format("A", "true", "[Cotton, 'Silk, raw']", 9, "2021-05-01"),
        "_papers/b.md": paper.format("B", "true", "'wool'", 10, "2019-12-31"),
        "_papers/c.md": paper.format("C", "false", "'Silk, raw'", 8, "2022-01-01"),
        "_papers/d.md": "---\ntitle: Paper D\norder: 7\npost_date: 2020-01-01\n---\nText.\n",
        "about.md": "---\ntitle: About\nshelf: wool\n---\nText.\n",
        **{f"{name}.md": f"---\ntitle: By {name}\n---\n{loop}\n" for name, loop in loops.items()},
    }
    texts = make_site(read_site(write(tmp_path / "old", site)), "new").texts
    found = {name: re.findall("```{listing}\n(.*?)```", texts[f"{name}.md"], re.DOTALL) for name in loops}
    assert found == {
        "if": [":where: ispaper=true\n:sort: title\n:layout: compact\n\n/papers/*\n"],
        "unless": [":where: ispaper!=true\n:sort: title\n:layout: compact\n\n/papers/*\n"],
        "where": [':where: shelf="Silk, raw"\n:sort: title\n:layout: compact\n\n/papers/*\n'],
        # Not "ispaper=true", by which nobody has chosen.
        "limit": [":sort: listed\n:layout: compact\n\n/papers/a\n/papers/b\n"],
        "sort": [":sort: -order\n:layout: compact\n\n/papers/*\n"],
        "dates": [":main:\n:sort: post_date\n:layout: compact\n\n/papers/*\n"],
        "root": [":where: shelf=wool\n:layout: compact\n\n/*\n"],
    }


def test_lists_of_directories_further_down(tmp_path: Path) -> None:
    """A list of tags is one of the posts that have any."""
    link = "<a href='{{ p.url }}'>{{ p.title }}</a>"
    german = (
        f"{{% for p in site.pages %}}{{% if p.url contains '/de/talks/' %}}{link}{{% endif %}}{{% endfor %}}"
    )
    tags = f"{{% for t in site.tags %}}<h2>{{{{ t[0] }}}}</h2>{{% for p in t[1] %}}<p>{link}</p>{{% endfor %}}{{% endfor %}}"
    site = {
        "_config.yml": "title: T",
        **{
            f"de/{name}.md": f"---\ntitle: Title {name}\n---\nText.\n" for name in ("talks/a", "talks/b", "c")
        },
        **{
            f"_posts/2020-01-0{day}-p.md": f"---\ntitle: Post {day}\ntags: [{tag}]\n---\nText.\n"
            for day, tag in enumerate(("silk", "wool", ""), 1)
        },
        "german.md": f"---\ntitle: German\n---\n{german}\n",
        "tags.md": f"---\ntitle: Tags\n---\n{tags}\n",
    }
    texts = make_site(read_site(write(tmp_path / "old", site)), "new").texts
    assert "```{listing}\n:sort: title\n:layout: compact\n\n/de/talks/*\n```\n" in texts["german.md"]
    assert "```{listing}\n:group: tag\n:sort: date\n:layout: compact\n\n/posts/*\n```\n" in texts["tags.md"]


def test_directories_of_posts_are_their_categories(tmp_path: Path) -> None:
    site = {
        "_config.yml": "title: T",
        "looms/_posts/2020-01-01-a.md": "---\ntitle: One\ncategory: Cards\n---\nText.\n",
        "mills/_posts/2020-01-02-b.md": "---\ntitle: Two\ncategories: [mills]\n---\nText.\n",
        "looms.md": "---\ntitle: Looms\n---\n{% for post in site.categories.looms %}"
        "<a href='{{ post.url }}'>{{ post.title }}</a>{% endfor %}\n",
    }
    texts = make_site(read_site(write(tmp_path / "old", site)), "new").texts
    one = next(text for text in texts.values() if "title: One" in text)
    assert "\ncategory: Cards\ncategories:\n  - looms\n  - Cards\n" in one
    assert ":where: category=looms\n" in texts["looms.md"]
    assert all(text.count("categories:") < 2 for text in texts.values())


def test_papers_that_have_a_year_and_no_date(tmp_path: Path) -> None:
    """New ones that are written like them are in the list, too."""
    link = "<a href='{{ p.url }}'>{{ p.title }}</a>"
    bodies = {
        "reversed": (
            f"{{% for p in site.papers reversed %}}<h3>{link}</h3>{{{{ p.year }}}}{{% endfor %}}",
            ":layout: compact\n\n",
        ),
        "grouped": (
            "{% assign all = site.papers | group_by: 'year' | reverse %}{% for y in all %}<h2>{{ y.name }}</h2>"
            f"{{% for p in y.items %}}<p>{link}</p>{{% endfor %}}{{% endfor %}}",
            ":group: year\n:layout: compact\n\n",
        ),
        "chosen": (
            f"{{% for p in site.papers %}}{{% if p.year == 1843 %}}<p>{link}</p>{{% endif %}}{{% endfor %}}",
            ":where: year=1843\n:layout: compact\n\n",
        ),
    }
    files = {
        "_config.yml": "title: T\ncollections: {papers: {output: true}}\n",
        **{f"{name}.md": f"---\ntitle: All\n---\n{body}\n" for name, (body, _listing) in bodies.items()},
        **{f"_papers/{n}.md": f"---\ntitle: No {n}\nyear: {n}\n---\nText.\n" for n in (1842, 1843, 1844)},
    }
    texts = make_site(read_site(write(tmp_path / "old", files)), "new").texts
    for name, (_body, listing) in bodies.items():
        assert f"```{{listing}}\n{listing}/papers/*\n```" in texts[f"{name}.md"].replace(":main:\n", "")


@pytest.mark.parametrize(
    ("names", "lines"),
    [
        ("abc", ["/looms/*"]),
        ("cba", [":sort: -listed", "/looms/*"]),
        # New pages come behind those that are named.
        ("acb", [":sort: listed", "/looms/a", "/looms/c", "/looms/b", "/looms/*"]),
        # Not all of it is listed.
        ("ac", [":sort: listed", "/looms/a", "/looms/c"]),
    ],
)
def test_the_order_of_pages_without_dates(names: str, lines: list[str]) -> None:
    titles = {"a": "Mills", "b": "Looms", "c": "Wheels"}
    works = {n: Work(f"looms/{name}", titles[name], shown=titles[name]) for n, name in enumerate("abc")}
    text = "".join(entry("abc".index(name), f"<p><a href='/{name}'>{titles[name]}</a></p>") for name in names)
    lists = replace_lists(text, works, {"looms": [*works.values()]}, str)
    listed = [line for line in lists.text.split("\n") if line.startswith((":sort", "/"))]
    assert (listed, lists.questions) == (lines, [] if lines[-1].endswith("*") else [NAMED])


def test_a_list_of_a_directory_and_a_page_elsewhere() -> None:
    names = ("guide", "guide/a", "guide/b", "x")
    works = {n: Work(name, "A loom", shown="A loom") for n, name in enumerate(names)}
    text = "".join(entry(n, f"<p><a href='/{n}'>A loom</a></p>") for n in range(3))
    directories = {"": [works[0], works[3]], "guide": [works[1], works[2]]}
    assert "\n/guide\n/guide/*\n```" in replace_lists(text, works, directories, str).text


def test_a_page_with_a_url_among_those_of_a_collection(tmp_path: Path) -> None:
    """In the directory of the collection, it would be in lists that have not shown it."""
    files = {
        "_config.yml": "title: T\ncollections: {looms: {output: true, permalink: '/looms/:name/'}}\n",
        "all.md": "---\ntitle: All\n---\n{% for p in site.looms %}<p><a href='{{ p.url }}'>{{ p.title }}</a></p>{% endfor %}\n",
        **{f"_looms/{name}.md": f"---\ntitle: {name}\n---\nText.\n" for name in ("a", "b")},
        "shop.md": "---\ntitle: Shop\npermalink: /looms/shop/\n---\nText.\n",
    }
    texts = make_site(read_site(write(tmp_path / "old", files)), "new").texts
    assert "permalink: /looms/shop/" in texts["shop.md"]
    assert "\n/looms/*\n" in texts["all.md"]


@pytest.mark.parametrize("order", ["a.md, b.md, c.md", "c.md, b.md, a.md", "a.md, c.md, b.md"])
def test_the_main_listing_of_a_directory(tmp_path: Path, order: str) -> None:
    """Of two in the navigation it is the one of its name, in any order."""
    loop = "{% for loom in site.looms %}<p><a href='{{ loom.url }}'>{{ loom.title }}</a></p>{% endfor %}"
    texts = make_site(
        read_site(
            write(
                tmp_path / "old",
                {
                    "_config.yml": f"title: T\ncollections: {{looms: {{output: true, order: [{order}]}}}}\n",
                    "_data/navigation.yml": "main: [{title: A, url: /a/}, {title: Looms, url: /looms/}]\n",
                    "a.md": f"---\ntitle: A\npermalink: /a/\n---\n{loop}\n",
                    "looms.md": f"---\ntitle: Looms\npermalink: /looms/\n---\n{loop}\n",
                    **{
                        f"_looms/{n}.md": f"---\ntitle: {t}\nplace: {p}\n---\nText.\n"
                        for n, t, p in ("ay2", "bz1", "cx2")
                    },
                },
            )
        ),
        "new",
    ).texts
    assert [name for name in ("a.md", "looms.md") if ":main:" in texts[name]] == ["looms.md"]


def test_a_list_in_a_comment_is_none(tmp_path: Path) -> None:
    loop = '{% for post in site.posts %}<a href="{{ post.url }}">{{ post.title }}</a>{% endfor %}'
    files = {
        "_config.yml": "title: T\n",
        "a.md": f"---\ntitle: A\n---\nText.\n\n<!-- one -->\n\n<!--\n{loop}\n-->\n",
        "b.md": f"---\ntitle: B\n---\n{loop}\n",
        "_posts/2020-01-02-loom.md": "---\ntitle: Loom\n---\nText.\n",
    }
    texts = make_site(read_site(write(tmp_path / "old", files)), "new").texts
    assert texts["a.md"].endswith('<!--\n<a href="/2020/01/02/loom.html">Loom</a>\n-->\n')
    assert "```{listing}\n" in texts["b.md"]
    assert ":main:" not in texts["b.md"]


@pytest.mark.parametrize(
    ("condition", "lines"),
    [
        # All pages in the root: a page that is added or removed is no edit of the map.
        ("true", ":sort: listed\n:layout: compact\n\n/index\n/*\n/sub/*\n"),
        ("p.title == 'B'", ":layout: compact\n\n/b\n"),
    ],
)
def test_a_map_of_the_site(tmp_path: Path, condition: str, lines: str) -> None:
    pages = {f"{name}.md": f"---\ntitle: {name.upper()}\n---\n" for name in ("index", "a", "b", "sub/c")}
    item = "<li><a href='{{ p.url }}'>{{ p.title }}</a></li>"
    text = f"{{% for p in site.pages %}}{{% if {condition} %}}{item}{{% endif %}}{{% endfor %}}"
    site = write(
        tmp_path / "old", {"_config.yml": "", **pages, "map.html": f"---\ntitle: Map\n---\n<ul>{text}</ul>\n"}
    )
    made = make_site(read_site(site), "new")
    assert f"```{{listing}}\n{lines}```" in made.texts["map.md"]
