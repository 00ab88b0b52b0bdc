"""Works of BibTeX entries in the style of each program that exports them, and entries for readers to copy."""

from __future__ import annotations

import itertools
import pickle
import string
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string

from sphinx_homepage.core.dates import Date
from sphinx_homepage.works.bibtex.entries import read_entries
from sphinx_homepage.works.bibtex.from_entry import entry_id
from sphinx_homepage.works.bibtex.output import bibtex_text
from sphinx_homepage.works.bibtex.source import works_of_bibtex
from sphinx_homepage.works.model import Publication, PublicationKind, Work, WorkType
from sphinx_homepage.works.text import Style


def work(text: str) -> Work:
    """Return the work of one entry, in which nothing is wrong."""
    found = works_of_bibtex(text.encode(), "en")
    assert found.problems == ()
    (found_work,) = found.works
    return found_work


def publication(text: str) -> Publication:
    found = work(text).publication
    assert found
    return found


def links(text: str) -> list[tuple[str, str]]:
    return [(link.label, link.url) for link in work(text).links]


def messages(text: str) -> list[tuple[int | None, str]]:
    return [(problem.line, problem.message) for problem in works_of_bibtex(text.encode(), "en").problems]


SCHOLAR = """@article{lovelace2020engines,
  title={Engines that weave $\\alpha$lgebraic patterns},
  author={Lovelace, Ada and Babbage, Charles and others},
  journal={arXiv preprint arXiv:2001.01234},
  year={2020}
}
"""
DBLP = """@article{DBLP:journals/corr/abs-2001-01234,
  author       = {Ada Lovelace 0001 and
                  Charles Babbage},
  title        = {Engines that Weave},
  journal      = {CoRR},
  volume       = {abs/2001.01234},
  year         = {2020},
  url          = {https://doi.org/10.48550/arXiv.2001.01234},
  doi          = {10.48550/ARXIV.2001.01234},
  eprinttype    = {arXiv},
  eprint       = {2001.01234},
  timestamp    = {Mon, 01 Jan 2021 00:00:00 +0200},
  biburl       = {https://dblp.org/rec/journals/corr/abs-2001-01234.bib},
  bibsource    = {dblp computer science bibliography, https://dblp.org}
}
"""
ADS = """@ARTICLE{2020ApJ...900....1L,
       author = {{Lovelace}, Ada and {van der Babbage}, C.},
        title = "{Magnetised gas at z \\raisebox{-0.5ex}\\textasciitilde 1}",
      journal = {\\apj},
     keywords = {Galaxies, 573, Radio, Galaxies, Astrophysics - Galaxies},
         year = 2020,
        month = jul,
       volume = {900},
       number = {1},
          eid = {1},
        pages = {1},
          doi = {10.3847/1538-4357/abcdef},
archivePrefix = {arXiv},
       eprint = {2001.01234},
 primaryClass = {astro-ph.GA},
       adsurl = {https://ui.adsabs.harvard.edu/abs/2020ApJ...900....1L},
      adsnote = {Provided by the SAO/NASA Astrophysics Data System}
}
"""
INSPIRE = """@article{ATLAS:2012yve,
    author = "Aad, Georges and others",
    collaboration = "ATLAS",
    title = "{Observation of a new particle at $\\sqrt{s}=7$ TeV}",
    eprint = "1207.7214",
    archivePrefix = "arXiv",
    primaryClass = "hep-ex",
    reportNumber = "CERN-PH-EP-2012-218",
    doi = "10.1016/j.physletb.2012.08.020",
    journal = "Phys. Lett. B",
    volume = "716",
    pages = "1--29",
    year = "2012"
}
"""
ZOTERO = """@inproceedings{lovelaceEngines2020,
  title = {Engines That {{Weave}}: A Study},
  shorttitle = {Engines},
  booktitle = {Proc. of the {{Conference}} on {{Engines}}},
  author = {Lovelace, Ada and {de la Cruz}, Ana},
  date = {2020-05/2021},
  series = {{{LNCS}}},
  publisher = {Springer},
  location = {London},
  url = {https://example.org/engines\\_1},
  urldate = {2021-01-02},
  langid = {english},
  keywords = {engines,weaving},
  file = {/home/ada/Zotero/storage/ABC/engines.pdf},
  abstract = {We weave.}
}
"""
MENDELEY = """@article{Lovelace2020,
abstract = {We weave.},
annote = {Read this},
author = {Lovelace, Ada},
doi = {https://doi.org/10.1000/182},
file = {:home/ada/engines.pdf:pdf},
issn = {00000000},
journal = {Engines {\\&} Looms},
mendeley-groups = {mine},
month = {jan},
number = {2},
pages = {1--12},
title = {{Engines that weave}},
url = {http://dx.doi.org/10.1000/182},
volume = {1},
year = {2020}
}
"""
AL_FOLIO = """---
---

@string{aps = {American Physical Society}}
@article{PhysRev.47.777,
  abbr={PhysRev},
  title={Engines},
  author={Lovelace*†, A. and Babbage*, C.},
  abstract={There is $\\alpha$.},
  journal={Phys. Rev.}, location={New Jersey}, volume={47}, issue={10}, pages={777--780}, year={1935}, month=May,
  publisher=aps, doi={10.1103/PhysRev.47.777},
  url={https://example.org/abstract}, html={https://example.org/html}, pdf={engines.pdf}, supp={/files/supp.pdf},
  code={github.com/ada/engines}, slides={talks/slides.pdf}, video={https://example.org/v}, blog={/blog/engines/},
  website={https://example.org/}, poster={poster.pdf},
  altmetric={248277}, dimensions={true}, google_scholar_id={qyhm},
  additional_info={. *More* [here](https://example.org)},
  annotation={* equal contribution},
  selected={true}, bibtex_show={true}, preview={brownian.gif}, award={Given for **engines**}, award_name={Engine Prize}
}
"""


@pytest.mark.parametrize(
    ("text", "kind", "title", "authors", "venue", "date"),
    [
        (SCHOLAR, "Preprint", "Engines that weave αlgebraic patterns", ["Ada Lovelace", "Charles Babbage"], "arXiv", Date(2020)),
        (DBLP, "Preprint", "Engines that Weave", ["Ada Lovelace", "Charles Babbage"], "arXiv", Date(2020)),
        (ADS, "Journal article", "Magnetised gas at z ~1", ["Ada Lovelace", "C. van der Babbage"], "The Astrophysical Journal", Date(2020, 7)),
        (INSPIRE, "Journal article", "Observation of a new particle at √s=7 TeV", ["Georges Aad"], "Phys. Lett. B", Date(2012)),
        (ZOTERO, "Conference paper", "Engines That Weave: A Study", ["Ada Lovelace", "Ana de la Cruz"], "Proc. of the Conference on Engines", Date(2020, 5)),
        (MENDELEY, "Journal article", "Engines that weave", ["Ada Lovelace"], "Engines & Looms", Date(2020, 1)),
        (AL_FOLIO, "Journal article", "Engines", ["A. Lovelace", "C. Babbage"], "Phys. Rev.", Date(1935, 5)),
    ],
    ids=["scholar", "dblp", "ads", "inspire", "zotero", "mendeley", "al-folio"],
)  # fmt: skip
def test_exports(text: str, kind: str, title: str, authors: list[str], venue: str, date: Date | None) -> None:
    found = work(text)
    assert (found.type, found.kind, found.title) == (WorkType.PUBLICATION, kind, title)
    assert [person.name for person in found.authors] == authors
    assert (found.venue, found.date, found.date_text) == (venue, date, "")
    assert found.publication
    assert pickle.loads(pickle.dumps(found)) == found
    (again,) = read_entries(found.publication.bibtex.encode()).entries
    assert bibtex_text(again) == found.publication.bibtex
    assert list(parse_string(found.publication.bibtex, "bibtex").entries) == [found.key]


def test_details_of_exports() -> None:
    ads, inspire, zotero = publication(ADS), publication(INSPIRE), publication(ZOTERO)
    assert (ads.volume, ads.issue, ads.pages, ads.arxiv) == ("900", "1", "1", "2001.01234")
    assert work(ADS).tags == ("Galaxies", "Radio", "Astrophysics - Galaxies")
    assert (inspire.collaboration, inspire.others, inspire.pages) == ("ATLAS", True, "1–29")
    assert [segment.text for segment in inspire.title.segments if segment.style is Style.MATH] == [
        r"\sqrt{s}=7"
    ]
    assert (zotero.series, zotero.publisher, zotero.abstract.plain) == ("LNCS", "Springer", "We weave.")
    assert (work(ZOTERO).location, work(ZOTERO).tags) == ("London", ("engines", "weaving"))
    assert publication(SCHOLAR).others
    assert publication(DBLP).volume == ""
    assert publication(MENDELEY).doi == "10.1000/182"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SCHOLAR, [("arXiv", "https://arxiv.org/abs/2001.01234")]),
        (DBLP, [("arXiv", "https://arxiv.org/abs/2001.01234")]),
        (ADS, [("DOI", "https://doi.org/10.3847/1538-4357/abcdef"), ("arXiv", "https://arxiv.org/abs/2001.01234"), ("ADS", "https://ui.adsabs.harvard.edu/abs/2020ApJ...900....1L")]),
        (ZOTERO, [("Link", "https://example.org/engines_1")]),
        (MENDELEY, [("DOI", "https://doi.org/10.1000/182")]),
        (AL_FOLIO, [
            ("DOI", "https://doi.org/10.1103/PhysRev.47.777"), ("PDF", "/assets/pdf/engines.pdf"), ("HTML", "https://example.org/html"),
            ("Link", "https://example.org/abstract"), ("Code", "https://github.com/ada/engines"), ("Slides", "/talks/slides.pdf"),
            ("Poster", "/assets/pdf/poster.pdf"), ("Video", "https://example.org/v"), ("Website", "https://example.org/"),
            ("Blog", "/blog/engines/"), ("Supplement", "/files/supp.pdf"),
        ]),
    ],
    ids=["scholar", "dblp", "ads", "zotero", "mendeley", "al-folio"],
)  # fmt: skip
def test_links_of_exports(text: str, expected: list[tuple[str, str]]) -> None:
    assert links(text) == expected


def test_fields_of_al_folio() -> None:
    found, details = work(AL_FOLIO), publication(AL_FOLIO)
    assert [person.mark for person in found.authors] == ["*†", "*"]
    assert (found.image, found.location) == ("/assets/img/publication_preview/brownian.gif", "New Jersey")
    assert (found.badge, found.selected, found.award) == ("PhysRev", True, "Engine Prize")
    assert details.award_details.plain == "Given for **engines**"
    assert (details.annotation.plain, details.additional) == (
        "* equal contribution",
        ". *More* [here](https://example.org)",
    )
    assert found.pdf == "/assets/pdf/engines.pdf"
    assert details.abstract.plain == "There is α."
    assert [link.line for link in found.links][:2] == [11, 12]


BASE = "title={T}, author={Ada Lovelace}, year={2020}"


@pytest.mark.parametrize(
    ("entry", "kind", "label", "venue"),
    [
        ("article{a, journal={J}", PublicationKind.ARTICLE, "Journal article", "J"),
        ("article{a, journaltitle={bioRxiv}", PublicationKind.PREPRINT, "Preprint", "bioRxiv"),
        ("misc{a, eprint={2001.01234}, archiveprefix={arXiv}", PublicationKind.PREPRINT, "Preprint", "arXiv"),
        ("misc{a, publisher={arXiv}, number={arXiv:2001.01234}", PublicationKind.PREPRINT, "Preprint", "arXiv"),
        ("unpublished{a", PublicationKind.OTHER, "Manuscript", ""),
        ("misc{a, howpublished={Poster at a conference}", PublicationKind.OTHER, "", "Poster at a conference"),
        ("misc{a, type={Zine}, howpublished={\\url{https://example.org}}", PublicationKind.OTHER, "Zine", ""),
        ("conference{a, booktitle={B}, booksubtitle={S}", PublicationKind.CONFERENCE_PAPER, "Conference paper", "B: S"),
        ("incollection{a, booktitle={B}", PublicationKind.CHAPTER, "Chapter", "B"),
        ("book{a, publisher={P}", PublicationKind.BOOK, "Book", ""),
        ("proceedings{a", PublicationKind.PROCEEDINGS, "Proceedings", ""),
        ("phdthesis{a, school={U}", PublicationKind.THESIS, "PhD thesis", "U"),
        ("mastersthesis{a, school={U}", PublicationKind.THESIS, "Master's thesis", "U"),
        ("thesis{a, type={bathesis}, institution={U}", PublicationKind.THESIS, "Bachelor's thesis", "U"),
        ("thesis{a, type={Habilitation}, institution={U}", PublicationKind.THESIS, "Habilitation", "U"),
        ("techreport{a, institution={I}, number={7}", PublicationKind.REPORT, "Report", "I"),
        ("report{a, type={White paper}, institution={I}", PublicationKind.REPORT, "White paper", "I"),
        ("software{a, publisher={Zenodo}", PublicationKind.SOFTWARE, "Software", "Zenodo"),
        ("dataset{a", PublicationKind.DATASET, "Dataset", ""),
        ("patent{a, number={US1}", PublicationKind.PATENT, "Patent", ""),
    ],
)  # fmt: skip
def test_kinds(entry: str, kind: PublicationKind, label: str, venue: str) -> None:
    found = work(f"@{entry}, {BASE}}}")
    assert found.publication
    assert (found.publication.kind, found.kind, found.venue) == (kind, label, venue)


@pytest.mark.parametrize(
    ("fields", "date", "text"),
    [
        ("date={2020}", Date(2020), ""), ("date={2020-05-07}", Date(2020, 5, 7), ""), ("date={2020-05/2021}", Date(2020, 5), ""),
        ("date={2020-21}", Date(2020), ""), ("date={2020-05~}", Date(2020, 5), ""), ("date={2020-XX}", Date(2020), ""),
        ("date={2020-05-07T10:00:00Z}", Date(2020, 5, 7), ""), ("date={May 2020}", Date(2020, 5), ""), ("date={2020/}", Date(2020), ""),
        ("year=2020, month=jan", Date(2020, 1), ""), ("year={2020}, month={January}", Date(2020, 1), ""),
        ("year={2020}, month={5}, day={7}", Date(2020, 5, 7), ""), ('year=2020, month="10~" # jan', Date(2020, 1, 10), ""),
        ("year=2020, month={Sept.}", Date(2020, 9), ""), ("year=2020, month={Mar--Apr}", Date(2020, 3), ""),
        ("year=2020, month={Spring}", Date(2020), ""), ("year=2020, month=feb, day=31", Date(2020, 2), ""),
        ("year={c. 2020}", Date(2020), ""), ("year={2020a}", Date(2020), ""), ("year={to appear}", None, "to appear"),
        ("pubstate={inpress}", None, "in press"), ("pubstate={forthcoming}, year={2020}", Date(2020), ""),
    ],
)  # fmt: skip
def test_dates(fields: str, date: Date | None, text: str) -> None:
    found = work(f"@misc{{a, title={{T}}, author={{A}}, {fields}}}")
    assert (found.date, found.date_text) == (date, text)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("doi={10.1000/(SICI)1<1::AID>3.0}", [("DOI", "https://doi.org/10.1000/(SICI)1%3C1::AID%3E3.0")]),
        ("doi={doi:10.1000/a\\_b}", [("DOI", "https://doi.org/10.1000/a_b")]),
        ("url={https://doi.org/10.1000/182}", [("DOI", "https://doi.org/10.1000/182")]),
        ("eprint={hep-th/9901001}", [("arXiv", "https://arxiv.org/abs/hep-th/9901001")]),
        ("arxiv={2001.01234v2}", [("arXiv", "https://arxiv.org/abs/2001.01234")]),
        ("url={https://arxiv.org/abs/2001.01234}", [("arXiv", "https://arxiv.org/abs/2001.01234")]),
        ("eprint={hal-01}, eprinttype={HAL}", [("HAL", "https://hal.science/hal-01")]),
        ("pmid={123}", [("PubMed", "https://pubmed.ncbi.nlm.nih.gov/123/")]),
        ("url={https://example.org/paper.pdf}", [("PDF", "https://example.org/paper.pdf")]),
        ("url={https://example.org/paper.pdf}, pdf={/files/a.pdf}", [("PDF", "/files/a.pdf"), ("Link", "https://example.org/paper.pdf")]),
        ("howpublished={\\url{https://example.org/}}", [("Link", "https://example.org/")]),
        ("pdf={files/a b.pdf}", [("PDF", "/files/a%20b.pdf")]),
        ("pdf={true}", []), ("file={a.pdf}", []), ("", []),
    ],
)  # fmt: skip
def test_links(fields: str, expected: list[tuple[str, str]]) -> None:
    assert links(f"@misc{{a, {BASE}, {fields}}}") == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("@misc{a,\n author={A}}", "'a' has no title and no year"),
        ("@misc{a, author={A},\n year=1, title={T}}", "date of 'a': '1' is no year; write 2020"),
        ("@misc{a, author={A}, title={T}, year=2020,\n month=13}", "date of 'a': '13' is no month; write may"),
        ("@misc{a, author={A}, title={T},\n date={2020-13-45}}", "date of 'a': '2020-13-45' is no date; write 2020-05-31"),
        ("@misc{a, author={A}, title={T}, year=2020,\n selected={maybe}}", "selected of 'a' is true or false, not 'maybe'"),
        ("@misc{a, title={T}, year=2020,\n author={A B & C D}}", "author of 'a': names are separated by ' and ', not by an ampersand"),
        ("@misc{a, title={T}, year=2020,\n author={A B et al.}}", "author of 'a': write 'and others' instead of 'et al.'"),
        ("@misc{a,\n author={A}, yaer=2020, title={T}}", "'a' has no year; it has 'yaer'"),
        ("@misc{a,\n title={T}, year=2020}", "'a' has no author"),
        ("@artikle{a,\n title={T}, author={A}, year=2020}", "@artikle is no type of BibTeX; did you mean 'article'?"),
        (f"@misc{{a,\n {BASE}, doi={{182}}}}", "'182' is no DOI; write doi = {10.1000/182}"),
        (f"@misc{{a,\n {BASE}, pdf={{javascript:alert(1)}}}}", "'pdf' of 'a': only http and https URLs can be linked, not javascript:"),
        (f"@misc{{a,\n {BASE}, preview={{https://example.org/a.png}}}}", "'preview' of 'a' is on another site; save the image in this one"),
        ("@misc{a,\n author={Ada Lovelace; Charles Babbage}, title={T}, year=2020}", "author of 'a': names are separated by ' and ', not by semicolons"),
    ],
)  # fmt: skip
def test_problems(text: str, message: str) -> None:
    ((line, found),) = messages(text)
    assert found == message
    assert line in (1, 2)


@pytest.mark.parametrize(
    "text",
    [
        "@proceedings{a, title={T}, editor={E}, year=2020}",
        "@manual{a, title={T}, organization={O}, year=2020}",
        "@misc{a, title={T}, author={A}, pubstate={submitted}}",
        "@inproceedings{a, title={T}, crossref={b}} @proceedings{b, title={P}, author={A}, year=2020}",
        "@xdata{a, publisher={P}} @control{b} @comment{c}",
        f"@misc{{a, {BASE}, altmetric={{1}}, file={{x}}, unknown={{y}}}}",
    ],
)
def test_silence(text: str) -> None:
    assert messages(text) == []


def test_group_as_author() -> None:
    found = work("@article{a, title={T}, journal={J}, collaboration={ATLAS}, year=2020}")
    assert [person.name for person in found.authors] == ["ATLAS"]
    assert found.publication
    assert found.publication.collaboration == ""


def test_many_problems_are_cut_short() -> None:
    found = messages("@misc{a, title={x}}\n" * 500)
    # Of the first entry, that it has no author and no year; of each other one, that its key is taken.
    assert len(found) == 201
    assert found[-1] == (None, "there are 300 more problems of this kind")


def test_bibtex_to_copy() -> None:
    assert (
        publication(AL_FOLIO).bibtex
        == """\
@article{PhysRev.47.777,
  author    = {Lovelace, A. and Babbage, C.},
  title     = {Engines},
  journal   = {Phys. Rev.},
  volume    = {47},
  issue     = {10},
  pages     = {777--780},
  publisher = {American Physical Society},
  location  = {New Jersey},
  year      = {1935},
  month     = may,
  doi       = {10.1103/PhysRev.47.777},
  url       = {https://example.org/abstract},
}
"""
    )
    assert "journal       = {The Astrophysical Journal}" in publication(ADS).bibtex
    assert "= {Ada Lovelace and Charles Babbage}," in publication(DBLP).bibtex
    for local in ("file", "annote", "abstract", "keywords", "mendeley", "adsurl", "/home/ada"):
        assert (
            local not in publication(ZOTERO).bibtex + publication(MENDELEY).bibtex + publication(ADS).bibtex
        )
    assert publication(f"@misc{{a, {BASE}, bibtex_show={{false}}}}").bibtex == ""
    assert "eprint        = {2001.01234}" in publication(f"@misc{{a, {BASE}, arxiv={{2001.01234}}}}").bibtex
    assert "month  = {10~January}" in publication(f'@misc{{a, {BASE}, month="10~" # jan}}').bibtex


def test_bibtex_of_a_part_is_complete() -> None:
    paper = works_of_bibtex(
        b"@inproceedings{a, title={T}, author={A}, crossref={b}} @proceedings{b, title={P}, editor={E}, year=2020}",
        "en",
    ).works[0]
    assert paper.publication
    text = paper.publication.bibtex
    assert "booktitle = {P}" in text and "year      = {2020}" in text and "crossref" not in text


def is_one_value(text: str) -> bool:
    """Return whether text between braces is one value, whose own braces are closed."""
    depths = list(itertools.accumulate((mark == "{") - (mark == "}") for mark in text))
    return min(depths, default=0) >= 0 and (not depths or depths[-1] == 0)


VALUES = st.text(alphabet=string.ascii_letters + "  \n\\{}$%#@\",='~é-", max_size=30).filter(
    lambda text: (
        is_one_value(text)
        and read_entries(f"@misc{{a, note = {{{text}}}}}@misc{{b}}".encode()).problems == ()
    )
)


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["author", "title", "journal", "month", "note", "year", "url"]), VALUES, max_size=4
    )
)
def test_bibtex_to_copy_can_be_read_again(values: dict[str, str]) -> None:
    source = "@article{key, " + ", ".join(f"{name} = {{{value}}}" for name, value in values.items()) + "}"
    text = bibtex_text(read_entries(source.encode()).entries[0])
    again = read_entries(text.encode())
    assert again.problems == ()
    assert bibtex_text(again.entries[0]) == text
    (entry,) = parse_string(text, "bibtex").entries.values()
    for name in ("title", "note", "year"):
        if name in values:
            assert " ".join(entry.fields.get(name, "").split()) == " ".join(values[name].split())


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("lovelace2020", "lovelace2020"), ("PhysRev.47.777", "PhysRev.47.777"), ("DBLP:conf/x/Doe20", "dblp-conf-x-doe20"),
        ("2020A&A...1L", "2020a-a...1l"), ("Gödel+31", "godel-31"), ("::", "entry"), ("李", "李"), ("Иванов2020", "иванов2020"),
    ],
)  # fmt: skip
def test_ids(key: str, expected: str) -> None:
    assert entry_id(key) == expected
    assert entry_id(key, {expected, f"{expected}-1"}) == f"{expected}-2"


def test_five_hundred_entries_are_quick() -> None:
    entries = [ADS, INSPIRE, ZOTERO, MENDELEY, DBLP]
    text = "\n".join(
        entries[number % 5].replace("{", f"{{n{number}", 1).replace("itle = {", f"itle = {{No{number} ")
        for number in range(500)
    )
    begin = time.process_time()
    found = works_of_bibtex(text.encode(), "en")
    # Measured: 0.1 s.
    assert time.process_time() - begin < 2
    assert (len(found.works), found.problems) == (500, ())
