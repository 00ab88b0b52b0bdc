"""Pages of works as machines read them: Google Scholar, Zotero, readers of structured data."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from conftest import Site
from helpers import BUILDERS

if TYPE_CHECKING:
    from conftest import Built

BASE = "https://ada.example.org/site/"
CONF = f"""\
html_baseurl = "{BASE}"
author_profile = {{"name": "Ada Lovelace", "name_variants": ["Byron, Ada"], "github": "ada", "orcid": "0000-0002-1825-0097"}}
author_profiles = {{"grace": {{"name": "Grace Hopper", "website": "https://grace.example.org/"}}}}
"""
BIB = """\
@article{article, author={Byron, A. A. and van Rossum, Guido J. and Hopper, Grace}, title={On \\emph{looms} \\& "a < b"},
  journal={Memoirs}, volume=3, number={2}, pages={12--34}, date={2020-05-02}, issn={1234-5678}, doi={10.1000/182},
  eprint={2001.00001}, abstract={About looms.}, pdf={/files/a b.pdf}, keywords={looms, engines}}
@inproceedings{talked, author={Ada Lovelace}, title={Talked}, booktitle={Conference}, year={2021}, pdf={https://example.org/t.pdf}}
@phdthesis{thesis, author={Ada Lovelace}, title={Thesis}, school={University}, year={2019}, month=may}
@techreport{report, author={Ada Lovelace}, title={Report}, institution={Institute}, number={TR-1}, year={2018}}
@incollection{chapter, author={Ada Lovelace}, title={Chapter}, booktitle={Book}, publisher={Press}, isbn={978-3-16-148410-0}, year={2017}}
@book{book, author={Ada Lovelace}, title={Volume}, publisher={Press}, isbn={978-3-16-148410-0}, year={2016}}
"""
KEYS = ("article", "talked", "thesis", "report", "chapter", "book")
SITE = {
    "papers.bib": BIB,
    "public/files/a b.pdf": "x",
    "public/files/mine.pdf": "x",
    "index.md": "---\ntitle: Home\n---\n\nHello.\n\n```{toctree}\n:glob:\n**\n```\n",
    "papers.md": "# Papers\n\n```{listing}\npapers.bib\n```\n",
    **{f"p/{key}.md": f"---\nbibtex: {key}\n---\n\nText.\n" for key in KEYS},
    "publications/mine.md": "---\ntitle: Mine\nvenue: Journal\ndate: 2015-10-01\nauthors: A. Lovelace, Charles Babbage\n"
    "paperurl: /files/mine.pdf\nslidesurl: /files/slides.pdf\n---\n\nText.\n",
    "publications/own.md": "---\ntitle: Own\ndate: 2014-01-01\n---\n\n```{listing}\n/papers.bib\n```\n",
    "publications/cited.md": "---\ntitle: Cited\ndate: 2013-01-01\ncitation: 'Hopper, G., & Lovelace, A. (2013). Cited. <i>J</i>.'\n---\n",
    "publications/unclear.md": "---\ntitle: Unclear\ndate: 2013-01-01\ncitation: 'Hopper et al., &quot;Unclear,&quot; 2013.'\n---\n",
    "publications/tagged.md": "---\ntitle: Tagged\nmyst:\n  html_meta:\n    citation_title: Other\n---\n\nText.\n",
    "talks/2013-03-01-talk.md": "---\ntitle: Talk\nvenue: V\nlocation: Oslo\n---\n\nText.\n",
    "teaching/course.md": "---\ntitle: Course\nvenue: University\nyear: 2014\n---\n\nText.\n",
    "posts/2012-02-03-post.md": "# Post\n\nText.\n",
    "projects/project.md": "---\ntitle: Project\ndate: 2011-01-02\n---\n\nText.\n",
    "plain.md": "# Plain\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    site = Site(tmp_path_factory.mktemp("readers") / "site")
    site.conf(CONF)
    site.write(SITE | {"public/files/slides.pdf": "x"})
    return site.build()


def tags(page: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for tag in page.select("head meta[name^=citation_]"):
        found.setdefault(tag["name"], []).append(tag["content"])
    return found


class NotIndexedError(AssertionError):
    """Google Scholar does not take a page by its tags."""


def scholar(page: Any) -> dict[str, Any]:
    """Read a page by Google Scholar's rules: title, an author and a date are needed, or no tag counts.

    https://scholar.google.com/intl/en/scholar/inclusion.html#indexing
    """
    found = tags(page)
    for name in ("citation_title", "citation_publication_date"):
        if len(found.get(name, [])) != 1:
            raise NotIndexedError(name)
    date = found["citation_publication_date"][0]
    if not re.fullmatch(r"\d{4}(/\d{1,2}/\d{1,2})?", date):
        raise NotIndexedError(date)
    if not found.get("citation_author") or any(";" in author for author in found["citation_author"]):
        raise NotIndexedError("citation_author")
    pdf = found.get("citation_pdf_url", [""])[0]
    if pdf and (not urlsplit(pdf).scheme or not pdf.endswith(".pdf")):
        raise NotIndexedError(pdf)
    return {
        "title": found["citation_title"][0],
        "authors": found["citation_author"],
        "year": date[:4],
        "pdf": pdf,
    }


# The tags that Zotero knows, and its fields.
ZOTERO = {
    "title": "title", "publication_date": "date", "journal_title": "publicationTitle", "book_title": "bookTitle",
    "volume": "volume", "issue": "issue", "series_title": "series", "conference_title": "conferenceName",
    "dissertation_institution": "university", "technical_report_institution": "institution",
    "technical_report_number": "number", "publisher": "publisher", "isbn": "ISBN", "abstract": "abstractNote",
    "doi": "DOI", "language": "language", "issn": "ISSN", "abstract_html_url": "url",
}  # fmt: skip
# The tags that tell what it is, the last of them first.
ZOTERO_TYPES = {
    "journal_title": "journalArticle", "technical_report_institution": "report", "conference_title": "conferencePaper",
    "book_title": "bookSection", "dissertation_institution": "thesis", "isbn": "book", "title": "journalArticle",
}  # fmt: skip


def zotero(page: Any) -> dict[str, Any]:
    """Read a page by the rules of Zotero's translator for embedded metadata.

    https://www.zotero.org/support/dev/exposing_metadata
    """
    found = {name.removeprefix("citation_"): values for name, values in tags(page).items()}
    item: dict[str, Any] = {
        "itemType": next((kind for name, kind in ZOTERO_TYPES.items() if name in found), "webpage"),
        **{field: ", ".join(found[name]) for name, field in ZOTERO.items() if name in found},
    }
    creators = []
    for written in found.get("author", []):
        names = re.split(r"\s*;\s*", written)
        parts = re.split(r"\s*,\s*", written)
        if len(names) == 1 and len(parts) > 1 and " " in parts[0] and " " in parts[1]:
            names = parts
        for name in names:
            last, comma, first = name.partition(", ")
            if not comma:
                first, _, last = name.rpartition(" ")
            creators.append((first, last))
    item["creators"] = creators
    pages = [found[name][0] for name in ("firstpage", "lastpage") if name in found]
    if pages:
        item["pages"] = "-".join(pages)
    item["tags"] = found.get("keywords", [])
    item["attachments"] = found.get("pdf_url", [])
    return item


def graph(built: Built, file: str) -> dict[str, Any]:
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', built.text(file))
    nodes = json.loads(script)["@graph"]
    assert len({node["@type"] for node in nodes}) == len(nodes) <= 2
    return {node["@type"]: node for node in nodes}


def test_scholar(built: Built) -> None:
    assert scholar(built.soup("p/article.html")) == {
        "title": 'On looms & "a < b"',
        "authors": ["Byron, A. A.", "Guido J. van Rossum", "Hopper, Grace"],
        "year": "2020",
        "pdf": f"{BASE}files/a%20b.pdf",
    }
    assert scholar(built.soup("publications/mine.html")) == {
        "title": "Mine",
        "authors": ["A. Lovelace", "Charles Babbage"],
        "year": "2015",
        "pdf": f"{BASE}files/mine.pdf",
    }
    # Without authors, it is the page's.
    own = scholar(built.soup("publications/own.html"))
    assert own == {"title": "Own", "authors": ["Ada Lovelace"], "year": "2014", "pdf": ""}
    # Or those with whom the citation begins; nobody, if that may name more people.
    assert scholar(built.soup("publications/cited.html"))["authors"] == ["Hopper, G.", "Lovelace, A."]
    with pytest.raises(NotIndexedError, match="citation_author"):
        scholar(built.soup("publications/unclear.html"))
    for key in KEYS:
        assert scholar(built.soup(f"p/{key}.html"))["title"]
    assert scholar(built.soup("p/talked.html"))["pdf"] == "https://example.org/t.pdf"
    # One year alone, since the day is not known.
    assert tags(built.soup("p/thesis.html"))["citation_publication_date"] == ["2019"]


@pytest.mark.parametrize(
    "name",
    [
        "index",
        "papers",
        "plain",
        "talks/2013-03-01-talk",
        "teaching/course",
        "posts/2012-02-03-post",
        "projects/project",
    ],
)
def test_pages_about_no_publication(built: Built, name: str) -> None:
    assert tags(built.soup(f"{name}.html")) == {}


def test_tags_of_the_page_itself(built: Built) -> None:
    assert tags(built.soup("publications/tagged.html")) == {"citation_title": ["Other"]}


def test_zotero(built: Built) -> None:
    assert zotero(built.soup("p/article.html")) == {
        "itemType": "journalArticle",
        "title": 'On looms & "a < b"',
        "creators": [("A. A.", "Byron"), ("Guido J. van", "Rossum"), ("Grace", "Hopper")],
        "date": "2020/05/02",
        "publicationTitle": "Memoirs",
        "volume": "3",
        "issue": "2",
        "pages": "12-34",
        "DOI": "10.1000/182",
        "ISSN": "1234-5678",
        "abstractNote": "About looms.",
        "language": "en",
        "url": f"{BASE}p/article.html",
        "tags": ["looms", "engines"],
        "attachments": [f"{BASE}files/a%20b.pdf"],
    }


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("talked", {"itemType": "conferencePaper", "conferenceName": "Conference"}),
        ("thesis", {"itemType": "thesis", "university": "University"}),
        ("report", {"itemType": "report", "institution": "Institute", "number": "TR-1"}),
        (
            "chapter",
            {
                "itemType": "bookSection",
                "bookTitle": "Book",
                "publisher": "Press",
                "ISBN": "978-3-16-148410-0",
            },
        ),
        ("book", {"itemType": "book", "publisher": "Press", "ISBN": "978-3-16-148410-0"}),
    ],
)
def test_zotero_knows_what_it_is(built: Built, key: str, expected: dict[str, str]) -> None:
    item = zotero(built.soup(f"p/{key}.html"))
    for name in ("title", "creators", "date", "language", "url", "tags", "attachments"):
        del item[name]
    assert item == expected


def test_structured_data(built: Built) -> None:
    article = graph(built, "p/article.html")["ScholarlyArticle"]
    assert article["headline"] == 'On looms & "a < b"'
    owner, other, grace = article["author"]
    assert (owner["@id"], owner["name"]) == (f"{BASE}#me", "Ada Lovelace")
    assert owner["sameAs"][0] == "https://github.com/ada"
    assert other == {
        "@type": "Person", "name": "Guido J. van Rossum", "givenName": "Guido J.", "familyName": "van Rossum",
    }  # fmt: skip
    assert (grace["name"], grace["url"], "@id" in grace) == (
        "Grace Hopper",
        "https://grace.example.org/",
        False,
    )
    assert article["sameAs"] == ["https://doi.org/10.1000/182", "https://arxiv.org/abs/2001.00001"]
    assert article["encoding"]["contentUrl"] == f"{BASE}files/a%20b.pdf"
    home = graph(built, "index.html")["ProfilePage"]["mainEntity"]
    assert home["@id"] == owner["@id"]


@pytest.mark.parametrize(
    ("name", "kind", "name_of_people"),
    [
        ("p/talked", "ScholarlyArticle", "author"),
        ("p/book", "Book", "author"),
        ("publications/mine", "ScholarlyArticle", "author"),
        ("talks/2013-03-01-talk", "Event", "performer"),
        ("posts/2012-02-03-post", "BlogPosting", "author"),
        ("projects/project", "Article", "author"),
    ],
)
def test_what_each_page_is_about(built: Built, name: str, kind: str, name_of_people: str) -> None:
    things = graph(built, f"{name}.html")
    assert things.keys() == {"BreadcrumbList", kind}
    assert things[kind]["url"] == f"{BASE}{name}.html"
    assert things[kind][name_of_people][0]["@id"] == f"{BASE}#me"


def test_a_course(built: Built) -> None:
    course = graph(built, "teaching/course.html")["Course"]
    assert course["provider"] == {"@type": "Organization", "name": "University"}
    instance = course["hasCourseInstance"]
    assert (instance["startDate"], instance["instructor"][0]["@id"]) == ("2014", f"{BASE}#me")


def test_other_pages_are_about_nothing(built: Built) -> None:
    assert graph(built, "papers.html").keys() == graph(built, "plain.html").keys() == {"BreadcrumbList"}
    assert graph(built, "index.html").keys() == {"WebSite", "ProfilePage"}


@pytest.mark.parametrize("name", ["p/article", "publications/mine", "talks/2013-03-01-talk"])
def test_nothing_is_twice(built: Built, name: str) -> None:
    page = built.soup(f"{name}.html")
    several = {"viewport", "citation_author", "citation_keywords"}
    names = [
        tag.get("property") or tag["name"] for tag in page.select("head meta[name], head meta[property]")
    ]
    assert {name for name in names if names.count(name) > 1} <= several
    assert page.select_one('meta[property="og:type"]')["content"] == "article"
    assert page.select_one('meta[property="article:published_time"]')


@BUILDERS
def test_follows_authors_and_files(site: Site, builder: str) -> None:
    """A page is written again when a record of one of its authors has changed, or its paper has gone."""
    page = "publications/mine.html" if builder == "html" else "publications/mine/index.html"
    people = (
        'author_profiles = {"charles": {"name": "Charles Babbage", "website": "https://%s.example.org/"}}\n'
    )
    base = f'html_baseurl = "{BASE}"\nauthor_profile_default = False\n'
    mine = SITE["publications/mine.md"].replace("slidesurl: /files/slides.pdf\n", "")
    site.write({"index.md": SITE["index.md"], "publications/mine.md": mine, "public/files/mine.pdf": "x"})
    site.conf(base + people % "a")
    site.build(builder)
    site.conf(base + people % "b")
    built = site.build(builder)
    assert graph(built, page)["ScholarlyArticle"]["author"][1]["url"] == "https://b.example.org/"
    (site.source / "public/files/mine.pdf").unlink()
    built = site.build(builder, expect=["link '/files/mine.pdf' leads nowhere"])
    assert (
        "citation_pdf_url" not in tags(built.soup(page))
        and "encoding" not in built.text(page).split("</script>")[1]
    )


def test_without_a_url_of_the_site(site: Site) -> None:
    """What needs no absolute URL is there all the same."""
    site.write(SITE | {"public/files/slides.pdf": "x"})
    page = site.build().soup("p/article.html")
    found = tags(page)
    assert found["citation_doi"] == ["10.1000/182"]
    assert not {"citation_pdf_url", "citation_abstract_html_url"} & found.keys()
    assert not page.select("script[type='application/ld+json']")
