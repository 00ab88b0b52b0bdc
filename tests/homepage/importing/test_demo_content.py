"""The examples of the templates are known, unchanged, and nothing else is."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from jekyll_site import write
from sphinx_homepage.importing.jekyll import demo
from sphinx_homepage.importing.jekyll.reader import read_site
from sphinx_homepage.importing.new_site import make_site

PAGE = b"---\ntitle: An example\n---\n\nIts text.\n"


@pytest.fixture(autouse=True)
def one_example(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "_hashes", lambda: frozenset({demo.demo_hash("example.md", PAGE)}))


@pytest.mark.parametrize(
    ("path", "content", "expected"),
    [
        ("_posts/example.md", PAGE, True),
        ("docs/_posts/Example.md", PAGE, True),
        ("_posts/example.md", PAGE.replace(b"\n", b"\r\n"), True),
        ("_posts/example.md", PAGE.rstrip(), True),
        # Edited, or under a name of the owner's.
        ("_posts/example.md", PAGE.replace(b"An example", b"Mine"), False),
        ("_posts/example.md", PAGE.replace(b"Its", b"My"), False),
        ("_posts/mine.md", PAGE, False),
        # What a site needs, though it is the template's.
        ("_layouts/example.md", PAGE, False),
        ("assets/js/example.md", PAGE, False),
    ],
)
def test_example(path: str, content: bytes, expected: bool) -> None:
    assert demo.is_demo(PurePosixPath(path), content) == expected


def test_page_that_lists_others(monkeypatch: pytest.MonkeyPatch) -> None:
    page = b"---\n---\n{% for post in site.talks %}{{ post.title }}{% endfor %}\n"
    monkeypatch.setattr(demo, "_hashes", lambda: frozenset({demo.demo_hash("talks.html", page)}))
    assert not demo.is_demo(PurePosixPath("_pages/talks.html"), page)
    assert demo.is_demo(PurePosixPath("files/talks.html.txt"), page) is False


def test_files(tmp_path: Path) -> None:
    (tmp_path / "_posts").mkdir()
    (tmp_path / "_posts/example.md").write_bytes(PAGE)
    (tmp_path / "_posts/own.md").write_bytes(PAGE)
    paths = [PurePosixPath("_posts/own.md"), PurePosixPath("_posts/example.md")]
    assert demo.demo_files(tmp_path, paths) == [PurePosixPath("_posts/example.md")]


def test_files_that_a_page_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("a.png", "b.png", "c.png", "d.png", "e.png")
    monkeypatch.setattr(demo, "_hashes", lambda: frozenset(demo.demo_hash(name, b"x") for name in names))
    page = "---\nheader: {teaser: b.png}\n---\n![](/images/a.png) https://example.net/images/c.png [](more-d.png)\n"
    config = "author: {name: Ada, avatar: e.png}\n"
    files = {"_config.yml": config, "index.md": page, **{f"images/{name}": "x" for name in names}}
    made = make_site(read_site(write(tmp_path / "old", files)), "new")
    assert set(made.copies) == {f"public/images/{name}.png" for name in "abe"}
    assert sorted(made.report.demo) == ["images/c.png", "images/d.png"]


def test_an_example_in_the_navigation(tmp_path: Path) -> None:
    navigation = "main:\n- {title: Guide, url: /example/}\n- {title: Lost, url: /lost/}\n- {title: Find, url: /search/}\n"
    files = {
        "_config.yml": "permalink: pretty\n",
        "_data/navigation.yml": navigation,
        "example.md": PAGE.decode(),
    }
    settings = make_site(read_site(write(tmp_path / "old", files)), "new").report.settings
    guide = "the navigation's Guide (/example/) leads to an example of the template"
    assert f"{guide}, and was left out" in settings
    assert "the navigation's Lost (/lost/) leads nowhere, and was left out" in settings
    find = "the navigation's Find (/search/) leads to the search, which is in the sidebar now"
    assert f"{find}, and was left out" in settings


@pytest.mark.parametrize("places", ["x", "mine"])
def test_a_page_of_the_template_with_a_map_of_the_owners(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, places: str
) -> None:
    page = "---\ntitle: Map\n---\n<iframe src='/map/map.html'></iframe>\n"
    known = {"map.md": page, "map.html": "x", "places.js": "x", "pin.png": "x"}
    monkeypatch.setattr(
        demo,
        "_hashes",
        lambda: frozenset(demo.demo_hash(name, text.encode()) for name, text in known.items()),
    )
    files = {
        "_config.yml": "",
        "index.md": "---\n---\n",
        "map.md": page,
        "map/map.html": "x",
        "map/pin.png": "x",
        "map/places.js": places,
    }
    made = make_site(read_site(write(tmp_path / "old", files)), "new")
    assert ("map.md" in made.texts) == (places == "mine")
    assert ("public/map/pin.png" in made.copies) == (places == "mine")


@pytest.mark.parametrize(
    ("name", "keep_demo", "is_there"),
    [("Your Sidebar Name", False, False), ("Your Sidebar Name", True, True), ("Ada", False, True)],
)
def test_a_cv_of_the_template(tmp_path: Path, name: str, keep_demo: bool, is_there: bool) -> None:
    files = {
        "_config.yml": "title: Ada\n",
        "_data/cv.json": f'{{"basics": {{"name": "{name}"}}, "education": [{{"institution": "GitHub University"}}]}}',
        "index.md": "---\ntitle: My life\n---\n<link rel='stylesheet' href='/assets/css/cv-style.css'>\nBefore.\n\n"
        "{% include cv-template.html %}\n\nAfter.\n",
    }
    made = make_site(read_site(write(tmp_path / "old", files)), "new", keep_demo=keep_demo)
    assert ("cv.yaml" in made.texts) is ("```{cv} cv.yaml" in made.texts["index.md"]) is is_there
    assert made.report.demo == ([] if is_there else ["_data/cv.json"])
    # The style sheet of the old CV is no question.
    assert bool(made.report.pages[0].questions) is not is_there
    assert any("cv-style.css" in change.what for change in made.report.pages[0].changes)


def test_an_example_with_a_cv_of_the_owners_is_in_lists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = "---\npermalink: /cv-json/\ntitle: CV\n---\n{% include cv-template.html %}\n"
    files = {
        "_config.yml": "title: Ada\ninclude: [_pages]\n",
        "_data/cv.json": '{"basics": {"name": "Ada"}}',
        "_pages/cv-json.md": page,
        "index.md": "---\n---\n<ul>{% for each in site.pages %}{% if each.title %}"
        "<li><a href='{{ each.url }}'>{{ each.title }}</a></li>{% endif %}{% endfor %}</ul>\n",
    }
    monkeypatch.setattr(demo, "is_demo", lambda path, _content: path.name == "cv-json.md")
    made = make_site(read_site(write(tmp_path / "old", files)), "new")
    assert made.report.demo == []
    assert "```{listing}" in made.texts["index.md"] and "/cv-json" in made.texts["index.md"]


def test_hashes_are_there() -> None:
    known = demo.HASHES.read_text(encoding="ascii").split()
    assert len(known) > 5000 and known == sorted(set(known))
    assert all(len(value) == 10 and int(value, 16) >= 0 for value in known)
