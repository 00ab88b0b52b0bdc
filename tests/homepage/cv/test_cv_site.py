"""A CV on a site: its page, its PDF and its JSON Resume, and what an edit writes anew."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest

from helpers import BUILDERS, BUILDERS_LONG, LONG
from sphinx_homepage.core.built_site import BuiltSite
from sphinx_homepage.ledger.importing import listed_addresses

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Built, Site

BASE = 'html_baseurl = "https://ada.example.org/"\n'
CV = """\
cv:
  phone: +44 20 7946 0000
  email: ada@example.org
  sections:
    Work:
      - position: Analyst
        company: "[Univ](https://univ.example.org/)"
        location: London
        start_date: 1842-10
        end_date: present
        summary: See [my notes](notes.md) & "more" <b>.
        highlights: [First, Second]
    skills:
      - {label: Machines, details: "Looms, engines"}
    papers:
      listing: papers.bib
      where: selected
      group: kind
    talks:
      - reversed_number: The second
      - reversed_number: The first
    honors:
      - bullet: A medal
    profile: [A text.]
"""
BIB = """
@article{notes, author = {Lovelace, Ada and Menabrea, Luigi}, title = {Notes on {$n^2$} engines},
  journal = {Memoirs}, year = {1843}, doi = {10.1000/1}, selected = {true}}
@article{other, author = {Lovelace, Ada}, title = {Other}, journal = {Memoirs}, year = {1844}}
"""
PAGE = "# CV\n\nText before.\n\n```{cv} cv.yaml\n:pdf: /files/cv.pdf\n:json: /files/resume.json\n```\n"
INDEX = "# Home\n\n```{toctree}\ncv\nnotes\npublications\n```\n"
PAGES: dict[str, str | bytes] = {
    "index.md": "# Home\n\n[As a PDF](/files/cv.pdf)\n\n```{toctree}\ncv\nnotes\npublications\n```\n",
    "cv.md": PAGE,
    "cv.yaml": CV,
    "notes.md": "# Notes\n\nText.\n",
    "publications.md": "# Publications\n\n```{listing}\npapers.bib\n```\n",
    "papers.bib": BIB,
}


def pdf_text(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return " ".join(text.replace("\u00a0", " ").split())


def pdf_links(path: Path) -> list[str]:
    data = path.read_bytes()
    return [match.decode() for match in re.findall(rb"/URI\s*\(([^)]*)\)", data)]


def entries(page: Any) -> list[tuple[str, str]]:
    """Return what is in the narrow and the wide column of each entry."""
    return [
        (" ".join(term.get_text().split()), " ".join(term.find_next_sibling("dd").get_text(" ").split()))
        for term in page.select("dl.cv dt")
    ]


@pytest.fixture
def cv_site(site: Site) -> Site:
    site.conf(BASE)
    site.write(PAGES)
    return site


@BUILDERS
def test_the_page(cv_site: Site, builder: str) -> None:
    cv_site.write({"cv.md": PAGE + "\nText behind.\n\n## Next\n\nMore.\n"})
    built = cv_site.build(builder)
    directory = "" if builder == "html" else "cv/"
    up = "" if builder == "html" else "../"
    page = built.soup(f"{directory}index.html" if directory else "cv.html")
    article = page.select_one("article")
    titles = [heading.get_text() for heading in article.select("h2, h3")]
    assert titles == ["Work", "Skills", "Papers", "Journal articles", "Talks", "Honors", "Profile", "Next"]
    assert {"work", "papers", "honors"} <= {section.get("id") for section in article.select("section.hp-cv")}
    text = article.get_text()
    assert text.index("Text before.") < text.index("Analyst") < text.index("Text behind.")
    assert entries(page) == [
        ("Oct 1842 – present London", "Analyst , Univ See my notes & “more” <b>. First Second"),
        ("Machines", "Looms, engines"),
        ("1843", entries(page)[2][1]),
        ("2.", "The second"),
        ("1.", "The first"),
    ]
    assert (
        "Notes on" in entries(page)[2][1]
        and "Ada Lovelace , Luigi Menabrea Memoirs · doi:10.1000/1" in entries(page)[2][1]
    )
    assert article.select_one("dl.cv time")["datetime"] == "1842-10"
    links = {link.get_text(): link["href"] for link in article.select("a")}
    assert links["PDF"] == f"{up}files/cv.pdf"
    assert links["JSON Resume"] == f"{up}files/resume.json"
    assert links["my notes"] == ("notes.html" if builder == "html" else "../notes/")
    assert links["Univ"] == "https://univ.example.org/"
    # It is not on the author's card.
    assert links["ada@example.org"] == "mailto:ada%40example.org"
    # The publications page is where the paper has its place.
    assert built.soup("publications.html" if builder == "html" else "publications/index.html").select_one(
        "#notes"
    )
    home = built.soup("index.html")
    assert home.select_one('article a[href$="cv.pdf"]')["href"] == "files/cv.pdf"


def test_the_pdf(cv_site: Site) -> None:
    built = cv_site.build()
    path = built.folder / "files/cv.pdf"
    text = pdf_text(path)
    order = [
        "Ada Lovelace", "Engines", "ada@example.org", "github.com/ada", "Work", "Oct 1842 – present", "London", "Analyst, Univ",
        "See my notes & “more” <b>.", "First", "Second", "Skills", "Machines", "Looms, engines", "Papers", "Journal articles",
        "1843", "Notes on", "Ada Lovelace, Luigi Menabrea", "Memoirs · doi:10.1000/1", "Talks", "2.", "The second", "1.", "The first",
        "Honors", "A medal", "Profile", "A text.",
    ]  # fmt: skip
    position = 0
    for part in order:
        position = text.index(part, position)
    assert "7946" not in text
    assert set(pdf_links(path)) >= {
        "mailto:ada@example.org", "https://github.com/ada", "https://univ.example.org/",
        "https://ada.example.org/notes.html", "https://doi.org/10.1000/1",
    }  # fmt: skip
    document = pypdfium2.PdfDocument(path)
    metadata = document.get_metadata_dict()
    assert (metadata["Title"], metadata["Author"]) == ("Ada Lovelace – CV", "Ada Lovelace")
    assert [item.get_title() for item in document.get_toc()][:2] == ["Work", "Skills"]
    assert document.is_tagged()
    width, height = document[0].get_size()
    document.close()
    assert (round(width), round(height)) == (595, 842)
    assert b"pdfuaid" in path.read_bytes()


def test_the_json(cv_site: Site) -> None:
    found = json.loads(cv_site.build().text("files/resume.json"))
    assert found["basics"] == {
        "name": "Ada Lovelace",
        "label": "Engines",
        "email": "ada@example.org",
        "url": "https://ada.example.org/",
        "summary": "A text.",
        "profiles": [{"network": "GitHub", "username": "ada", "url": "https://github.com/ada"}],
    }
    assert found["work"][0]["summary"] == 'See my notes (https://ada.example.org/notes.html) & "more" <b>.'
    assert [publication["name"] for publication in found["publications"]] == ["Notes on n^2 engines"]


def test_paper_and_what_is_published(cv_site: Site) -> None:
    cv_site.write({"cv.md": PAGE.replace(":pdf:", ":paper: Letter\n:publish: phone\n:pdf:")})
    built = cv_site.build()
    document = pypdfium2.PdfDocument(built.folder / "files/cv.pdf")
    width, height = document[0].get_size()
    document.close()
    assert (round(width), round(height)) == (612, 792)
    assert "+44 20 7946 0000" in built.soup("cv.html").select_one("article").get_text()
    assert "+44 20 7946 0000" in pdf_text(built.folder / "files/cv.pdf")
    assert json.loads(built.text("files/resume.json"))["basics"]["phone"] == "+44 20 7946 0000"


def test_what_is_private_is_nowhere(cv_site: Site) -> None:
    cv_site.write({"cv.yaml": CV.replace("  email", "  address: 12 Secret Street\n  email")})
    built = cv_site.build()
    for name, data in built.files().items():
        assert name.endswith(".pdf") or (b"7946" not in data and b"Secret" not in data), name
    text = pdf_text(built.folder / "files/cv.pdf")
    assert "Secret" not in text and "7946" not in text


def test_a_listing_with_nothing_in_it(cv_site: Site) -> None:
    cv_site.write({"papers.bib": BIB.replace("selected = {true}", "")})
    text = pdf_text(cv_site.build().folder / "files/cv.pdf")
    assert "Papers" not in text and "Talks" in text


def test_urls_of_the_site_in_the_head(cv_site: Site) -> None:
    head = "website: notes.md\n  custom_connections:\n    - {placeholder: My papers, url: /publications/}\n  "
    cv_site.write({"cv.yaml": CV.replace("email:", head + "email:")})
    built = cv_site.build("dirhtml")
    basics = json.loads(built.text("files/resume.json"))["basics"]
    assert basics["url"] == "https://ada.example.org/notes/"
    assert basics["profiles"][0]["url"] == "https://ada.example.org/publications/"
    links = pdf_links(built.folder / "files/cv.pdf")
    assert {"https://ada.example.org/notes/", "https://ada.example.org/publications/"} <= set(links)
    page = built.soup("cv/index.html")
    assert page.select_one(".hp-cv-contact a[href='../publications/']").get_text() == "My papers"
    assert page.select_one(".hp-cv-contact a[href='../notes/']")


@pytest.mark.parametrize(
    ("matter", "is_shown"),
    [("", False), ("author_profile: false", True), ("author: {name: Bob}", True), ("author: Ada Lovelace", False)],
)  # fmt: skip
def test_the_head_stands_where_no_card_tells_it(cv_site: Site, matter: str, is_shown: bool) -> None:
    front = f"---\n{matter}\n---\n" if matter else ""
    cv_site.write({"cv.md": front + "# CV\n\n```{cv} cv.yaml\n```\n", "index.md": INDEX})
    text = cv_site.build().soup("cv.html").select_one("article").get_text()
    assert ("Ada Lovelace, Engines" in text) == is_shown
    assert ("github" in text.lower()) == is_shown
    assert text.count("ada@example.org") == 1


def test_talks_that_are_pages(cv_site: Site) -> None:
    talk = "---\ntitle: Cards & *looms*\ndate: 1841-05-02\ntype: Tutorial\nvenue: Weavers\nlocation: Turin\n---\n\nText.\n"
    cv_site.write(
        {
            "talks/turin.md": talk,
            "news.md": "---\norphan: true\n---\n# News\n\n- 1842-01-01: Read [my notes](notes.md).\n",
            "cv.yaml": CV + "    given talks: {listing: 'talks/*'}\n    news: {listing: news}\n",
        }
    )
    built = cv_site.build()
    page = built.soup("cv.html")
    assert ("2 May 1841", "Cards & looms Tutorial at Weavers, Turin") in entries(page)
    assert page.select_one("dl.cv a[href='talks/turin.html']").get_text() == "Cards & looms"
    path = built.folder / "files/cv.pdf"
    assert "2 May 1841 Cards & looms Tutorial at Weavers, Turin" in pdf_text(path)
    assert "1 Jan 1842 Read my notes" in pdf_text(path)
    assert "https://ada.example.org/talks/turin.html" in pdf_links(path)
    found = json.loads(built.text("files/resume.json"))
    talk_entry = {
        "name": "Cards & looms",
        "entity": "Weavers",
        "location": "Turin",
        "startDate": "1841-05-02",
        "type": "Tutorial",
    }
    assert talk_entry in found["projects"]


def test_a_page_in_restructuredtext(cv_site: Site) -> None:
    text = "CV\n==\n\n.. cv:: cv.yaml\n   :pdf: /files/cv.pdf\n\nNext\n----\n\nText.\n"
    (cv_site.source / "cv.md").unlink()
    cv_site.write(
        {
            "cv.rst": text,
        }
    )
    page = cv_site.build().soup("cv.html")
    assert page.select_one("section#work dl.cv a[href='notes.html']").get_text() == "my notes"
    assert [heading.get_text() for heading in page.select("h2")][-2:] == ["Profile", "Next"]


def test_the_files_are_published_like_others(cv_site: Site) -> None:
    cv_site.write({"old.md": "---\norphan: true\nredirect_to: /files/cv.pdf\n---\n\n# Old\n"})
    built = cv_site.build()
    assert 'href="files/cv.pdf"' in built.text("old.html")
    found = {entry.address for entry in listed_addresses(BuiltSite(built.folder)).entries}
    assert {"/files/cv.pdf", "/files/resume.json"} <= found
    # No other JSON is anybody's bookmark.
    assert not {address for address in found if address.endswith(".json")} - {"/files/resume.json"}


def test_dates_are_in_the_language_of_the_site(cv_site: Site) -> None:
    cv_site.conf(BASE + 'language = "de"\n')
    built = cv_site.build()
    assert entries(built.soup("cv.html"))[0][0] == "Okt. 1842 – heute London"
    assert "Okt. 1842 – heute" in pdf_text(built.folder / "files/cv.pdf")


# --- Edits --------------------------------------------------------------------------------------------------


def changed(before: Built, files: dict[str, bytes], after: Built) -> set[str]:
    """Return the files that are others than before, but for those of Sphinx's own about the whole site."""
    now = after.files()
    names = {name for name in files.keys() | now.keys() if files.get(name) != now.get(name)}
    return names - {"searchindex.js", "sitemap.xml", "_sources/cv.md.txt"}


@BUILDERS_LONG
def test_edits(cv_site: Site, builder: str) -> None:
    cv_site.write({"cv.md": PAGE.replace(":json:", ":json:")})
    first = cv_site.build(builder)
    page = "cv.html" if builder == "html" else "cv/index.html"
    files = first.files()
    stamps = {name: (first.folder / name).stat().st_mtime_ns for name in files}
    # Nothing is edited.
    built = cv_site.build(builder)
    assert built.files() == files
    for name in ("files/cv.pdf", "files/resume.json", page):
        assert (built.folder / name).stat().st_mtime_ns == stamps[name]
    cv_site.write({"cv.yaml": CV.replace("Looms", "Silk looms")})
    built = cv_site.build(builder)
    assert changed(first, files, built) == {page, "files/cv.pdf", "files/resume.json"}
    assert "Silk looms" in pdf_text(built.folder / "files/cv.pdf")
    files = built.files()
    cv_site.write({"papers.bib": BIB.replace("Memoirs, year = {1843}", "x").replace("engines}", "looms}")})
    built = cv_site.build(builder)
    publications = "publications.html" if builder == "html" else "publications/index.html"
    assert changed(first, files, built) == {
        page, "files/cv.pdf", "files/resume.json", publications, "publications.bib",
    }  # fmt: skip
    files = built.files()
    # What an incremental build leaves is what a fresh one makes.
    assert cv_site.build(builder, out=f"fresh-{builder}").files().keys() == files.keys()
    fresh = cv_site.folder / f"fresh-{builder}"
    for name in ("files/cv.pdf", "files/resume.json", page):
        assert (fresh / name).read_bytes() == files[name]


def test_files_that_are_no_longer_made_are_gone(cv_site: Site) -> None:
    cv_site.build()
    cv_site.write({"cv.md": PAGE.replace(":json: /files/resume.json", ""), "index.md": PAGES["index.md"]})
    built = cv_site.build()
    assert not (built.folder / "files/resume.json").exists()
    assert "JSON Resume" not in built.soup("cv.html").get_text()
    cv_site.write({"cv.md": PAGE.replace("/files/cv.pdf", "/files/ada.pdf")})
    built = cv_site.build(expect=["link '/files/cv.pdf' leads nowhere"])
    assert not (built.folder / "files/cv.pdf").exists()
    assert (built.folder / "files/ada.pdf").is_file()


def test_a_pdf_that_was_removed_or_changed_is_made_again(cv_site: Site) -> None:
    built = cv_site.build()
    path = built.folder / "files/cv.pdf"
    data = path.read_bytes()
    path.unlink()
    cv_site.build()
    assert path.read_bytes() == data
    path.write_bytes(b"x")
    cv_site.build()
    assert path.read_bytes() == data
    cv_site.state("cv-pdfs.json").write_text("[]")
    cv_site.build()
    assert path.read_bytes() == data


def test_a_pdf_is_compiled_only_if_its_input_has_changed(
    cv_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    cv_site.build()

    def fail(*_arguments: object) -> None:
        raise AssertionError

    monkeypatch.setattr("sphinx_homepage.cv.extension.compile_pdf", fail)
    cv_site.write({"notes.md": "# Notes\n\nEdited.\n"})
    cv_site.build()


@LONG
def test_in_two_processes(cv_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    one = cv_site.build()
    monkeypatch.setattr("sphinx_incremental.processes.core_count", lambda: 2)
    cv_site.write({f"more/{number}.md": f"---\norphan: true\n---\n# {number}\n" for number in range(30)})
    two = cv_site.build(out="two", jobs=2)
    for name in ("files/cv.pdf", "files/resume.json"):
        assert (two.folder / name).read_bytes() == (one.folder / name).read_bytes()
    assert entries(one.soup("cv.html")) == entries(two.soup("cv.html"))


@pytest.mark.parametrize(
    "builder",
    ["text", pytest.param("latex", marks=LONG), pytest.param("epub", marks=LONG), pytest.param("singlehtml", marks=LONG),
     pytest.param("gettext", marks=LONG)],
)  # fmt: skip
def test_other_builders(cv_site: Site, builder: str) -> None:
    built = cv_site.build(builder, allow=["conf value", "epub", "unknown mimetype"])
    assert not (built.folder / "files").exists()
    if builder == "text":
        text = " ".join(built.text("cv.txt").split())
        assert "Oct 1842 – present London **Analyst**, Univ" in text
        assert "Ada Lovelace" in text and "ada@example.org" in text
        assert "PDF" not in text


# --- Mistakes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({"cv.yaml": CV.replace("highlights:", "higlights:")}, "cv.yaml:12: WARNING: an entry with company and position has no field 'higlights'; did you mean 'highlights'? [homepage.cv]"),
        ({"cv.yaml": CV.replace("notes.md", "nots.md")}, "cv.yaml:11: WARNING: link 'nots.md' leads nowhere"),
        ({"cv.yaml": CV.replace("[First, Second]", "\n          - First\n          - '[Second](nots.md)'")}, "cv.yaml:14: WARNING: link 'nots.md' leads nowhere"),
        ({"cv.yaml": CV.replace("bullet: A medal", "bullet: '[A medal](nots.md)'")}, "cv.yaml:23: WARNING: link 'nots.md' leads nowhere"),
        ({"cv.yaml": CV.replace("  email:", "  website: /nowhere/\n  email:")}, "cv.yaml:3: WARNING: link '/nowhere/' leads nowhere"),
        ({"cv.yaml": CV.replace("papers.bib", "paprs.bib")}, "cv.yaml:16: WARNING: listing: the file 'paprs.bib' cannot be read"),
        ({"cv.yaml": CV.replace("where: selected", "where: slected")}, "cv.yaml:16: WARNING: listing: where: no page and no entry has the key 'slected'; did you mean 'selected'? [homepage.listing]"),
        ({"cv.md": PAGE.replace(":pdf:", ":paper: a5\n:pdf:")}, "cv.md:5: WARNING: cv: paper: 'a5' is neither a4 nor letter [homepage.cv]"),
        ({"cv.md": PAGE.replace(":pdf:", ":publish: phon\n:pdf:")}, "cv: publish: 'phon' is nothing that is private; did you mean 'phone'?"),
        ({"cv.md": PAGE.replace("/files/resume.json", "files/resume.json")}, "cv: json: 'files/resume.json' is no place for it; write :json: /files/resume.json"),
        ({"cv.md": PAGE.replace("/files/resume.json", "/../resume.json")}, "cv: json: '/../resume.json': "),
        ({"cv.md": PAGE.replace("/files/resume.json", "/redirects.json")}, "cv: json: '/redirects.json' is no place for it"),
        ({"cv.md": PAGE.replace("/files/resume.json", "/cv.html")}, "cv: json: '/cv.html' is no place for it"),
        ({"public/files/resume.json/x.txt": "x"}, "cv.md:5: WARNING: cv: /files/resume.json: the site has /files/resume.json/x.txt, and one of them would"),
        ({"cv.md": PAGE.replace("/files/resume.json", "/index.html/resume.json")}, "cv: /index.html/resume.json: the site has /index.html, and one"),
        ({"cv.md": PAGE.replace("/files/resume.json", "/files/cv.pdf/b.json")}, "cv: /files/cv.pdf/b.json: the site has /files/cv.pdf, and one"),
        ({"cv.md": PAGE.replace("/files/resume.json", "/objects.inv/b.json")}, "cv: /objects.inv/b.json cannot be written: "),
        ({"public/files/resume.json": "{}"}, "cv: /files/resume.json: the site has a file of that name already"),
        ({"notes.md": "# Notes\n\n```{cv} cv.yaml\n:json: /files/resume.json\n```\n"}, "notes.md:3: WARNING: cv: /files/resume.json is made from another CV already"),
    ],
)  # fmt: skip
def test_a_mistake_is_a_warning_and_all_else_is_shown(
    cv_site: Site, files: dict[str, str | bytes], problem: str
) -> None:
    cv_site.write(files)
    built = cv_site.build(expect=[problem])
    assert len(built.warnings) == 1
    text = built.soup("cv.html").select_one("article").get_text()
    assert "Analyst" in text and "A medal" in text
    assert "A medal" in pdf_text(built.folder / "files/cv.pdf")
    if "public/files/resume.json" in files:
        assert built.text("files/resume.json") == "{}"


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({"cv.yaml": "cv:\n  name: @ada\n"}, "cv.yaml:2: WARNING: YAML cannot read this without quotes"),
        ({"cv.yaml": b"\xff\xfe"}, "cv.md:5: WARNING: cv: the file 'cv.yaml' cannot be read: it is not UTF-8 text; save it as UTF-8 [homepage.cv]"),
        ({"cv.md": PAGE.replace("cv.yaml", "c.yaml")}, "cv.md:5: WARNING: cv: the file 'c.yaml' cannot be read: No such file or directory; its path begins at this page"),
        ({"cv.md": PAGE.replace("cv.yaml", "resume.json"), "resume.json": '{\n"a":'}, "resume.json:2: WARNING: this is not JSON"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read(cv_site: Site, files: dict[str, str | bytes], problem: str) -> None:
    cv_site.write(files)
    expect = [problem, "link '/files/cv.pdf' leads nowhere"]
    built = cv_site.build(expect=expect)
    assert "Text before." in built.text("cv.html")
    assert not (built.folder / "files").exists()
    # When it is mended, the page is read again.
    cv_site.write({"cv.yaml": CV, "c.yaml": CV, "resume.json": '{"work": [{"name": "Univ"}]}'})
    assert "Univ" in cv_site.build().soup("cv.html").select_one("article").get_text()


def test_without_the_compiler(cv_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sphinx_homepage.cv.extension.can_compile", lambda: False)
    expect = [
        'cv.md:5: WARNING: cv: the PDF is not made, since typst is not installed; run pip install "sphinx-homepage[pdf]"',
        "link '/files/cv.pdf' leads nowhere",
    ]
    built = cv_site.build(expect=expect)
    assert [link.get_text() for link in built.soup("cv.html").select(".hp-cv-files a")] == ["JSON Resume"]
    assert not (built.folder / "files/cv.pdf").exists()
    monkeypatch.undo()
    built = cv_site.build()
    assert [link.get_text() for link in built.soup("cv.html").select(".hp-cv-files a")] == [
        "PDF",
        "JSON Resume",
    ]
    assert (built.folder / "files/cv.pdf").is_file()
    # A page that asks for none needs no compiler.
    monkeypatch.setattr("sphinx_homepage.cv.extension.can_compile", lambda: False)
    cv_site.write(
        {
            "cv.md": "# CV\n\n```{cv} cv.yaml\n```\n",
            "index.md": INDEX,
        }
    )
    assert not cv_site.build().soup("cv.html").select(".hp-cv-files")
