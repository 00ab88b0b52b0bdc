"""CVs in the YAML of RenderCV: what is read, and what is said about mistakes."""

from __future__ import annotations

import textwrap

import pytest

from sphinx_homepage.core.values import YamlError
from sphinx_homepage.cv.model import Cv, Entry, Kind, Section
from sphinx_homepage.cv.plain_text import plain_blocks
from sphinx_homepage.cv.rendercv import read_rendercv
from sphinx_homepage.cv.words import period_in_words, section_title


def read(sections: str, *, expect: tuple[str, ...] = ()) -> tuple[Section, ...]:
    """Read sections, and fail unless the problems are those that are expected, each with its line."""
    text = "cv:\n  name: Ada Lovelace\n  sections:\n" + textwrap.indent(textwrap.dedent(sections), "    ")
    cv, problems = read_rendercv(text)
    assert cv.name == "Ada Lovelace"
    found = [f"{problem.line}: {problem.message}" for problem in problems]
    assert len(found) == len(expect), found
    for message, part in zip(found, expect, strict=True):
        assert part in message
    return cv.sections


def entry(text: str, *, expect: tuple[str, ...] = ()) -> Entry:
    """Read the one entry of a section, whose first line is 5."""
    (section,) = read("x:\n" + textwrap.indent(textwrap.dedent(text), "  "), expect=expect)
    (found,) = section.entries
    return found


def header(text: str, published: frozenset[str] = frozenset()) -> tuple[Cv, list[str]]:
    cv, problems = read_rendercv("cv:\n" + textwrap.indent(textwrap.dedent(text), "  "), published)
    return cv, [f"{problem.line}: {problem.message}" for problem in problems]


@pytest.mark.parametrize(
    ("text", "kind", "title", "rest"),
    [
        ("- A text.", Kind.TEXT, [], []),
        ("- bullet: A bullet", Kind.BULLET, [], []),
        ("- number: A number", Kind.NUMBERED, [], []),
        ("- reversed_number: A number", Kind.REVERSED_NUMBERED, [], []),
        ("- {label: Languages, details: 'French, English'}", Kind.ONE_LINE, ["Languages"], []),
        ("- {name: An engine, location: London}", Kind.NORMAL, ["An engine"], []),
        ("- {company: Univ, position: Analyst}", Kind.EXPERIENCE, ["Analyst"], ["Univ"]),
        ("- {company: Univ}", Kind.EXPERIENCE, ["Univ"], []),
        ("- {institution: U, area: Maths, degree: PhD}", Kind.EDUCATION, ["PhD", "Maths"], ["U"]),
        ("- {institution: U}", Kind.EDUCATION, ["U"], []),
        ("- {title: Notes, authors: [Ada], journal: J}", Kind.PUBLICATION, ["Notes"], []),
    ],
)
def test_the_nine_types(text: str, kind: Kind, title: list[str], rest: list[str]) -> None:
    found = entry(text)
    assert found.kind is kind
    assert found.line == 5
    assert [part.plain for part in found.heading.title] == title
    assert [part.plain for part in found.heading.rest] == rest


def test_everything_of_an_entry() -> None:
    found = entry(
        """
        - company: "[Univ](https://u.example.org)"
          position: '*Analyst*'
          start_date: 1842-10
          end_date: 1843-08-07
          location: London
          summary: |
            First.

            Second.
          highlights:
            - One - with a part - and another
            - From 1842 - 1843
        """.strip("\n")
    )
    assert found.organization.segments[0].url == "https://u.example.org"
    assert [block.plain for block in found.summary] == ["First.", "Second."]  # type: ignore[union-attr]
    first, second = found.highlights
    assert first[0].plain == "One"  # type: ignore[union-attr]
    assert [item[0].plain for item in first[1].items] == ["with a part", "and another"]  # type: ignore[union-attr]
    assert [block.plain for block in second] == ["From 1842 - 1843"]  # type: ignore[union-attr]
    assert (str(found.period.start), str(found.period.end)) == ("1842-10", "1843-08-07")


def test_a_publication() -> None:
    found = entry(
        "- {title: T, authors: [A, '**B**'], doi: https://doi.org/10.1000/x, url: https://e.org, date: 1843}"
    )
    assert found.doi == "10.1000/x"
    # As in RenderCV, the DOI counts.
    assert not found.title.segments[0].url
    assert [author.plain for author in found.authors] == ["A", "B"]
    assert entry("- {title: T, authors: A, url: https://e.org}").title.segments[0].url == "https://e.org"


@pytest.mark.parametrize(
    ("when", "english", "german"),
    [
        ("date: 1843", "1843", "1843"),
        ("date: 1843-07", "Jul 1843", "Juli 1843"),
        ("date: 1843-07-10", "10 Jul 1843", "10.07.1843"),
        ("date: Fall 1843", "Fall 1843", "Fall 1843"),
        ("{start_date: 1842, end_date: 1843}", "1842 – 1843", "1842 – 1843"),
        ("{start_date: 1842-10, end_date: 1843-08}", "Oct 1842 – Aug 1843", "Okt. 1842 – Aug. 1843"),
        ("{start_date: 1842-10, end_date: present}", "Oct 1842 – present", ""),
        ("{start_date: 1842-10}", "Oct 1842 – present", ""),
        ("{end_date: 1843-08}", "Aug 1843", "Aug. 1843"),
        ("{date: 1850, start_date: 1842-10, end_date: 1843}", "1850", "1850"),
        ("{date: , start_date: , end_date: }", "", ""),
    ],
)
def test_dates(when: str, english: str, german: str) -> None:
    fields = when.strip("{}")
    found = entry(f"- {{name: x, {fields}}}").period
    assert period_in_words(found, "en").replace("\xa0", " ") == english
    if german:
        assert period_in_words(found, "de").replace("\xa0", " ") == german


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("- {name: x, start_date: soon}", "5: the start 'soon' is no date; write 2019-03-01"),
        ("- {name: x, start_date: 1840, end_date: later}", "5: the end 'later' is no date"),
        ("- {name: x, start_date: 1843-05, end_date: 1842}", "5: it ends (1842) before it begins (1843-05)"),
        ("- {name: x, higlights: [a]}", "5: an entry with name has no field 'higlights'; did you mean 'highlights'?"),
        ("- {name: x, colour: red}", "5: an entry with name has no field 'colour'; it is one of date,"),
        ("- {name: [x, y]}\n- text", "5: name is a text; this is a list"),
        ("- name: x\n  location:\n    city: London", "7: location is a text; this is a mapping"),
        ("- {name: '[x](ftp://e.org)'}", "5: name: the link to ftp://e.org: only http and https URLs"),
        ("- {title: x, doi: 10/x}", "5: doi: '10/x' is no DOI; write one such as 10.1000/182"),
        ("- {name: x, url: 'java script:'}", "5: url: 'java script:': a URL has no spaces"),
    ],
)  # fmt: skip
def test_a_mistake_in_an_entry(text: str, problem: str) -> None:
    sections = read("x:\n" + textwrap.indent(text, "  "), expect=(problem,))
    # All the rest is there.
    assert sections[0].entries
    if "soon" in text:
        assert sections[0].entries[0].period.text == "soon – " or "soon" in sections[0].entries[0].period.text


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("x:\n  - {date: 1842}\n  - kept", "5: nothing tells what this entry is; it needs one of company"),
        ("x:\n  - {compny: Univ}\n  - kept", "5: nothing tells what this entry is; did you mean 'company'?"),
        ("x:\n  - [a, b]\n  - kept", "5: an entry is a text or a mapping of fields; this is a list"),
        ("x: {a: b}\ny: [kept]", "4: the section 'x' is a list of entries, or {listing: publications.bib}"),
        ("x: [a]\nx: [kept]", "5: x is given twice, and only the last one counts"),
    ],
)
def test_a_mistake_in_a_section(text: str, problem: str) -> None:
    sections = read(text, expect=(problem,))
    assert sections[-1].entries[-1].summary[0].plain == "kept"  # type: ignore[union-attr]


def test_sections_without_entries_are_left_out() -> None:
    assert [section.key for section in read("a: []\nb:\nc: [x, '', null]\nd: one text\n")] == ["c", "d"]
    assert not read_rendercv("cv:\n  name: Ada\n")[0].sections
    assert not read_rendercv("cv:\n  sections:\n")[0].sections


def test_works() -> None:
    (section,) = read("papers: {listing: [a.bib, 'talks/*'], where: selected, group: kind, limit: 3}")
    assert section.works
    assert [source.text for source in section.works.sources] == ["a.bib", "talks/*"]
    assert section.works.options == (("where", "selected"), ("group", "kind"), ("limit", "3"))
    read(
        "papers: {listing: a.bib, were: selected}",
        expect=("a listing has no field 'were'; did you mean 'where'?",),
    )


@pytest.mark.parametrize(
    ("key", "title"),
    [
        ("selected_honors", "Selected Honors"),
        ("education_and_training", "Education and Training"),
        ("experience", "Experience"),
        ("Welcome to me", "Welcome to me"),
        ("教育", "教育"),
        ("iOS", "iOS"),
    ],
)
def test_titles(key: str, title: str) -> None:
    assert section_title(key) == title


def test_the_header() -> None:
    cv, problems = header(
        """
        name: Ada Lovelace
        headline: "*Analyst*"
        location: London, UK
        email: [ada@example.org, "ada [at] engines.example"]
        website: example.org
        photo: me.jpg
        social_networks:
          - {network: GitHub, username: ada}
          - {network: Google Scholar, username: PS_CX0AAAAAJ}
          - {network: X, username: ada}
          - {network: Mastodon, username: "@ada@mathstodon.xyz"}
          - {network: IMDB, username: nm0000001}
        custom_connections:
          - {placeholder: Book a call, url: "https://cal.example.org/", fontawesome_icon: calendar}
        """
    )
    assert not problems
    assert (cv.headline, cv.place.in_words) == ("Analyst", "London, UK")
    assert cv.emails == ("ada@example.org", "ada@engines.example")
    assert cv.websites == ("https://example.org",)
    assert [(profile.network, profile.url) for profile in cv.profiles] == [
        ("GitHub", "https://github.com/ada"),
        ("Google Scholar", "https://scholar.google.com/citations?user=PS_CX0AAAAAJ"),
        ("X", "https://x.com/ada"),
        ("Mastodon", "https://mathstodon.xyz/@ada"),
        ("IMDb", "https://www.imdb.com/name/nm0000001"),
        ("", "https://cal.example.org/"),
    ]


@pytest.mark.parametrize(
    ("highlight", "shown"),
    [
        ("Led - built - sold", "Led\n\n- built\n- sold"),
        ("**Led** - built", "Led\n\n- built"),
        ("Led **a - b**, [c - d](https://e.org/)", "Led a - b, c - d"),
        ("`a - b` - c", "a - b\n\n- c"),
        ("From 1841 - 1842", "From 1841 - 1842"),
    ],
)
def test_items_within_a_highlight(highlight: str, shown: str) -> None:
    found = entry(f"- {{name: N, highlights: ['{highlight}']}}")
    assert plain_blocks(found.highlights[0], lambda _url: "") == shown


@pytest.mark.parametrize("entries", ["['']", "[{name: ' '}]", "[{bullet: ''}, null]", "' '"])
def test_a_section_with_nothing_in_it_is_not_shown(entries: str) -> None:
    assert not read_rendercv(f"cv:\n  sections:\n    x: {entries}\n")[0].sections


@pytest.mark.parametrize(
    ("date", "problem"),
    [
        ("2024-13-45", "the date '2024-13-45' is no date; write 2019-03-01"),
        ("2024/13", "the date '2024/13' is no date"),
        ("present", "the date 'present' is no date"),
        ("Fall 2024", ""),
        ("2023, 2024", ""),
        ("soon", ""),
    ],
)
def test_a_date_that_is_none(date: str, problem: str) -> None:
    found = entry(f"- {{name: N, date: '{date}'}}", expect=(f"5: {problem}",) if problem else ())
    assert found.period.text == date


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("example.org", "https://example.org"),
        ("example.md/me", "https://example.md/me"),
        ("teaching.md", "teaching.md"),
        ("notes.html", "notes.html"),
        ("slides.v2.pdf", "slides.v2.pdf"),
    ],
)
def test_a_website_without_a_scheme(written: str, url: str) -> None:
    cv, problems = header(f"website: {written}")
    assert not problems
    assert cv.websites == (url,)


def test_what_is_private() -> None:
    text = """
        location: 12 St James's Square
        address: London
        phone: +44 20 7946 0000
        social_networks: [{network: WhatsApp, username: +44 20 7946 0001}]
        custom_connections:
          - {placeholder: +44 20 7946 0002, url: "tel:+442079460002"}
          - {placeholder: Call me, url: "tel:+442079460003"}
    """
    cv, problems = header(text)
    assert len(problems) == 1
    assert problems[0].startswith("3: location has a number in it, and a postal address is not published")
    hidden = repr(cv.without_private(frozenset()))
    assert (
        "7946" not in hidden and "Square" not in hidden and "London" not in hidden and "Call me" not in hidden
    )
    cv, problems = header(text, frozenset({"phone", "address"}))
    assert not problems
    shown = cv.without_private(frozenset({"phone", "address"}))
    assert len(shown.phones) == 4
    assert shown.place.postal == "London, 12 St James's Square"
    assert not cv.without_private(frozenset({"phone"})).place.postal


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("email: nobody", "2: email: 'nobody': this is not an e-mail address"),
        ("website: 'javascript:x'", "2: website: 'javascript:x': only http and https"),
        ("social_networks: [{network: Geocities, username: ada}]", "2: the network 'Geocities' is not known"),
        ("social_networks: [{network: GitHub}]", "2: a network is written {network: GitHub, username: ada}"),
        ("social_networks: GitHub", "2: social_networks is a list; this is text"),
        ("website: true", "2: website: 'true': this is true, and no URL"),
        ("sections: {'': [a]}", "2: a section has no title, and is left out"),
        ("nmae: Ada", "2: cv has no field 'nmae'; did you mean 'name'?"),
        ("sections: [a]", "2: sections maps titles to lists of entries; this is a list"),
    ],
)
def test_a_mistake_in_the_header(text: str, problem: str) -> None:
    _cv, problems = header(text)
    assert len(problems) == 1
    assert problem in problems[0]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "a CV is a mapping that begins with cv:, and this is nothing"),
        ("- a\n", 1, "and this is a list"),
        ("name: Ada\nsections: {}\n", 1, "there is no cv: in it; indent all of it below cv:"),
        ("cv:\n  name: Ada\n  headline: a: b\n", 3, "YAML reads a second"),
        ("cv:\n  name: @ada\n", 2, "YAML cannot read this without quotes"),
    ],
)
def test_a_broken_file(text: str, line: int, message: str) -> None:
    with pytest.raises(YamlError) as caught:
        read_rendercv(text)
    assert message in caught.value.message
    assert caught.value.line == line


def test_what_is_rendercvs() -> None:
    assert not read_rendercv("cv: {name: Ada}\ndesign: {theme: classic}\nlocale: {}\nsettings: {}\n")[1]
    _cv, problems = read_rendercv("cv: {name: Ada}\nsections: {a: [b]}\n")
    assert "'sections' is nothing that RenderCV knows; move it below cv:" in problems[0].message
