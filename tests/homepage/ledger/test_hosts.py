"""What each host serves for an address; the rules were measured on the hosts."""

from __future__ import annotations

import pytest

from sphinx_homepage.ledger.hosts import HOSTS, Answer

FILES = {
    "index.html",
    "about.html",
    "cv/index.html",
    "both.html",
    "both/index.html",
    "CNAME",
    "v1.0/index.html",
    "a.pdf",
}


@pytest.mark.parametrize(
    ("path", "readthedocs", "github"),
    [
        ("", Answer(200, "index.html"), Answer(200, "index.html")),
        ("index.html", Answer(200, "index.html"), Answer(200, "index.html")),
        ("about.html", Answer(200, "about.html"), Answer(200, "about.html")),
        ("about", Answer(404, "about/index.html"), Answer(200, "about.html")),
        ("about/", Answer(404, "about/index.html"), Answer(404, "about/index.html")),
        ("cv/", Answer(200, "cv/index.html"), Answer(200, "cv/index.html")),
        ("cv", Answer(302, "", "cv/"), Answer(301, "", "cv/")),
        ("cv.html", Answer(404, "cv.html"), Answer(404, "cv.html")),
        ("both", Answer(302, "", "both/"), Answer(200, "both.html")),
        ("CNAME", Answer(200, "CNAME"), Answer(200, "CNAME")),
        ("v1.0", Answer(302, "", "v1.0/"), Answer(301, "", "v1.0/")),
        ("CV/", Answer(404, "CV/index.html"), Answer(404, "CV/index.html")),
        ("a.pdf", Answer(200, "a.pdf"), Answer(200, "a.pdf")),
        ("a.pdf/", Answer(404, "a.pdf/index.html"), Answer(404, "a.pdf/index.html")),
        ("nothing", Answer(404, "nothing/index.html"), Answer(404, "nothing/index.html")),
    ],
)  # fmt: skip
def test_answers(path: str, readthedocs: Answer, github: Answer) -> None:
    assert HOSTS["readthedocs"].answer(path, FILES) == readthedocs
    assert HOSTS["github-pages"].answer(path, FILES) == github
