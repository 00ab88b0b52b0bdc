"""Facts about the owner of this site: what it publishes, what it says, and which old addresses answer.

Delete this file when you make the site your own: test_site.py looks at whatever pages there are.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pypdfium2
import pytest

from conftest import Built, build, serve
from helpers import PROJECT
from sphinx_homepage.core.built_site import BuiltSite
from sphinx_homepage.ledger.audit import audit
from sphinx_homepage.ledger.hosts import HOSTS
from sphinx_homepage.ledger.importing import listed_addresses, redirects_json_addresses
from sphinx_homepage.ledger.ledger_file import parse_ledger
from sphinx_homepage.pages.addresses import State
from test_docs import Story, commands, examples, run

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from playwright.sync_api import Browser


# Every page, by name: a conf.py at the root would publish any Markdown file that lies about.
PAGES = [
    "index",
    "about/cv",
    "about/notes-with-code",
    "projects/index",
    "projects/category-theory-meetup",
    "projects/clip-distillation",
    "projects/linear-algebra-for-programmers",
    "projects/normalizing-flows",
    "projects/tinyvolt",
]
# What the old site served, as its readers know it.
OLD_ADDRESSES = {
    "about/index.html": "index",
    "about.html": "index",
    "cv/index.html": "about/cv",
    "resume/index.html": "about/cv",
    "resume.html": "about/cv",
    "notes-with-code/index.html": "about/notes-with-code",
    "portfolio/index.html": "projects/index",
}
# Every address of the old site with something of the owner's, and those that its template published by itself.
LEGACY = [
    "/",
    "/about/",
    "/about.html",
    "/cv/",
    "/resume",
    "/notes-with-code/",
    "/portfolio/",
    "/feed.xml",
    "/sitemap.xml",
]
LEFTOVERS = [
    "/archive-layout-with-content/",
    "/categories/",
    "/collection-archive/",
    "/markdown/",
    "/markdown.html",
    "/md/",
    "/nmp/",
    "/nmp.html",
    "/non-menu-page/",
    "/page-archive/",
    "/portfolio/portfolio-1/",
    "/portfolio/portfolio-2/",
    "/posts/2012/08/blog-post-1/",
    "/posts/2012/08/blog-post-4/",
    "/posts/2013/08/blog-post-2/",
    "/posts/2014/08/blog-post-3/",
    "/publication/2009-10-01-paper-title-number-1",
    "/publication/2010-10-01-paper-title-number-2",
    "/publication/2015-10-01-paper-title-number-3",
    "/publications/",
    "/sitemap/",
    "/tags/",
    "/talkmap.html",
    "/talks/",
    "/talks/2012-03-01-talk-1",
    "/talks/2013-03-01-tutorial-1",
    "/talks/2014-02-01-talk-2",
    "/talks/2014-03-01-talk-3",
    "/teaching/",
    "/teaching/2014-spring-teaching-1",
    "/teaching/2015-spring-teaching-1",
    "/terms/",
    "/wordpress/blog-posts/",
    "/year-archive/",
]
# Every address that the old home page and CV link to, and the page that has it now.
LINKS = {
    "https://picc.co/": "index",
    "https://www.linearalgebraforprogrammers.com/": "projects/linear-algebra-for-programmers",
    "https://tinyvolt.com/": "projects/tinyvolt",
    "https://pudding.cool/": "projects/tinyvolt",
    "https://distill.pub/": "projects/tinyvolt",
    "https://www.youtube.com/playlist?list=PL4RJUVHtEJXI_lpshcnnQMhHtMjrkwRyr": "projects/normalizing-flows",
    "https://medium.com/piccollage-astronauts/distillation-of-clip-model-and-other-experiments-f8394b7321ce": "projects/clip-distillation",
    "https://tech.pic-collage.com/distillation-of-clip-model-and-other-experiments-f8394b7321ce": "about/cv",
    "https://www.meetup.com/category-theory-enthusiasts/": "projects/category-theory-meetup",
    "https://en.wikipedia.org/wiki/Abstract_nonsense": "projects/category-theory-meetup",
    "https://github.com/vinsis/applied-category-theory-slides": "projects/category-theory-meetup",
    "https://github.com/malllabiisc/CompGCN": "about/cv",
    "https://github.com/vinsis/understanding-neuralnetworks-pytorch": "index",
    "https://github.com/vinsis/math-and-ml-notes/": "index",
    "https://probmods.org/": "about/notes-with-code",
    "https://github.com/vinsis": "index",
    "https://www.linkedin.com/in/vinsis": "index",
}
# The notes on HackMD, by the last part of their address.
NOTES = [
    "r1efr9xdj",
    "ryl1DHqlOs",
    "Hk1YH5eus",
    "rkIjSceOj",
    "BJOpBcxui",
    "BJ60B5lus",
    "B18eU5ldi",
    "ryUMLcx_j",
    "H1NVLceuo",
    "r1dSU9luj",
    "Hk5P8qlOo",
    "rkXYIceus",
    "B1lj3MJdo",
    "r1KMM7Juj",
    "B1Ag6z1ds",
    "B1vOqGJui",
    "S1iIzmJ_o",
    "BywJsfk_s",
    "ryq3jzkui",
    "SJTVoqgdj",
    "S1G5o5edj",
    "S1k3s5guo",
    "SkJ0j9xdj",
    "ryi13clOo",
    "BJvbhcldo",
    "rJivp9gdi",
]


@pytest.fixture(scope="module", params=["html", "dirhtml"])
def owner(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, object]:
    builder = request.param
    folder = tmp_path_factory.mktemp(builder)
    warnings = build(PROJECT, folder / "out", folder / "doctrees", builder, nitpicky=True)
    assert not warnings
    return {"built": Built(folder / "out", []), "builder": builder}


@pytest.fixture
def built(owner: Mapping[str, Built]) -> Built:
    return owner["built"]


@pytest.fixture
def file_of(owner: Mapping[str, object]) -> Mapping[str, str]:
    """The file of each page."""
    if owner["builder"] == "html":
        return {page: f"{page}.html" for page in PAGES}
    return {page: f"{page.removesuffix('index').rstrip('/')}/index.html".lstrip("/") for page in PAGES}


def test_what_is_listed_addresses(built: Built, file_of: Mapping[str, str]) -> None:
    marked = {
        file
        for file in built.pages()
        if '<meta name="generator" content="sphinx-homepage re' in built.text(file)
    }
    assert built.pages() - marked == set(file_of.values())
    assert set(OLD_ADDRESSES) <= marked


def test_the_ledger(built: Built) -> None:
    """It holds every address of the old site and of this one, and all of them answer on both hosts."""
    ledger, problems = parse_ledger((PROJECT / "published-urls.txt").read_text())
    assert not problems
    states = {entry.address: entry.state for entry in ledger.entries.values()}
    assert {address: states[address] for address in LEFTOVERS} == dict.fromkeys(LEFTOVERS, State.RETIRED)
    assert all(states[address] is not State.RETIRED for address in LEGACY)
    assert len(LEFTOVERS) == 34
    site = BuiltSite(built.folder)
    assert not audit(ledger, site, HOSTS.values())
    assert all(
        ledger.covers(entry.path)
        for entry in [*redirects_json_addresses(site), *listed_addresses(site).entries]
        if entry.path.endswith(".html")
    )


def test_the_old_feed_is_a_feed(built: Built) -> None:
    assert ElementTree.fromstring(built.text("feed.xml")).tag == "{http://www.w3.org/2005/Atom}feed"


def test_every_old_address_answers(built: Built, file_of: Mapping[str, str]) -> None:
    for old, page in OLD_ADDRESSES.items():
        link = built.soup(old).select_one("body a")
        target = (built.folder / old).parent / link["href"]
        target = target / "index.html" if target.is_dir() else target
        assert target.resolve() == (built.folder / file_of[page]).resolve()


def test_every_link_is_kept(built: Built, file_of: Mapping[str, str]) -> None:
    links = {page: {a["href"] for a in built.soup(file_of[page]).select("a[href]")} for page in PAGES}
    for url, page in LINKS.items():
        assert url in links[page], url
    notes = {
        url.rpartition("/")[2]
        for url in links["about/notes-with-code"]
        if url.startswith("https://hackmd.io/@vinsis/")
    }
    assert notes == set(NOTES)
    assert len(NOTES) == 26


def test_the_home_page(built: Built, file_of: Mapping[str, str]) -> None:
    page = built.soup("index.html")
    assert page.title.get_text() == "About me - Vinay Sisodia"
    sections = ["What I do", "Things I have built", "Some background", "I love taking notes"]
    assert [heading.get_text() for heading in page.select("article h2")] == sections
    assert len(page.select("article .hp-card a")) == 5
    for name in ("index", "about/cv", "projects/tinyvolt"):
        page = built.soup(file_of[name])
        assert page.title.get_text().endswith(" - Vinay Sisodia")
        assert page.select_one(".hp-sidebar .hp-initials").get_text() == "VS"


def test_the_person(built: Built) -> None:
    (script,) = built.soup("index.html").select('script[type="application/ld+json"]')
    person = next(thing for thing in json.loads(script.string)["@graph"] if thing["@type"] == "ProfilePage")[
        "mainEntity"
    ]
    assert (person["name"], person["description"]) == ("Vinay Sisodia", "Math, Machine Learning")
    assert person["worksFor"]["name"] == "PicCollage"
    assert person["sameAs"] == ["https://github.com/vinsis", "https://www.linkedin.com/in/vinsis"]


# What the CV tells, on its page, in its PDF and as JSON Resume.
CV_FACTS = [
    "Machine Learning Tech Lead", "PicCollage", "First ML engineer", "GNN for photo-to-sticker recommendation",
    "Generative AI for products and features", "DreamBooth, LoRA and ControlNet", "Distillation of CLIP", "24 MB",
    "Transition detection in videos", "spectral graph theory", "Image quality assessment", "NIMA",
    "Highlight detection in football videos", "GLIACloud", "Chinese Super League", "Building an ML team from nothing",
    "Julia", "GroundingDINO", "SVD is all you need", "Fourier transforms", "abstract algebra", "master’s degrees",
    "Indian Institute of Technology", "Kharagpur", "National Taiwan Normal University", "Huayu Enrichment Scholarship",
    "Hindi", "English", "Mandarin", "traditional characters",
]  # fmt: skip


def test_the_cv(built: Built, file_of: Mapping[str, str]) -> None:
    document = pypdfium2.PdfDocument(built.folder / "files/cv.pdf")
    pdf = " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    document.close()
    page = " ".join(built.soup(file_of["about/cv"]).select_one("article").get_text().split())
    resume = built.text("files/resume.json").replace("'", "’")
    for fact in CV_FACTS:
        assert fact in page and fact in pdf
        # Skills are lists of words.
        assert all(part in resume for part in fact.split(", "))
    data = json.loads(resume)
    assert data["basics"]["name"] == "Vinay Sisodia"
    assert data["basics"]["url"] == "https://vinsis.github.io/"
    assert [language["language"] for language in data["languages"]] == ["Hindi", "English", "Mandarin"]


@pytest.mark.browser
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_cv_prints_on_two_pages(
    browser: Browser, built: Built, file_of: Mapping[str, str], paper: str
) -> None:
    with serve(built.folder) as address:
        page = browser.new_page()
        page.goto(f"{address}/{file_of['about/cv']}")
        assert len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format=paper))) == 2
        page.close()


def test_the_site_can_be_made_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What getting started says leaves a site whose tests pass."""
    clone = tmp_path / "clone"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("this is no clone")
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (PROJECT / name).is_file():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(PROJECT / name, clone / name)
    story = Story(clone, conf=(clone / "conf.py").read_text(encoding="utf-8"))
    monkeypatch.chdir(clone)
    for example in examples(PROJECT / "docs" / "getting-started.md"):
        if example.language == "sh":
            assert not max(run(words, story) for words in commands(example))
        else:
            story.add(example)
    assert not (clone / "tests" / "site" / "test_owner.py").exists()
    # The other tests look at nothing of the site.
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-m",
        "not long and not network and not browser",
        # They do the same with a small site.
        "--deselect=tests/test_docs.py::test_examples",
    ]
    result = subprocess.run(
        [*command, "tests/site", "tests/test_docs.py"], cwd=clone, capture_output=True, text=True, check=False
    )
    assert not result.returncode, result.stdout
