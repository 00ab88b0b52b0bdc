"""Whatever is in the file of a CV: it is read, or there is one error, and what was read can be laid out and written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sphinx_homepage.cv.academicpages import cv_from_json
from sphinx_homepage.cv.json_resume import read_json_resume
from sphinx_homepage.cv.pdf_data import PdfData
from sphinx_homepage.cv.rendercv import read_rendercv
from sphinx_homepage.cv.resume import json_resume

if TYPE_CHECKING:
    from sphinx_homepage.cv.model import Cv

KEYS = st.sampled_from(
    [
        "name",
        "headline",
        "location",
        "email",
        "phone",
        "website",
        "social_networks",
        "custom_connections",
        "sections",
        "network",
        "username",
        "url",
        "placeholder",
        "label",
        "details",
        "company",
        "position",
        "institution",
        "area",
        "degree",
        "title",
        "authors",
        "doi",
        "journal",
        "bullet",
        "number",
        "reversed_number",
        "date",
        "start_date",
        "end_date",
        "summary",
        "highlights",
        "listing",
        "where",
        "basics",
        "work",
        "education",
        "skills",
        "projects",
        "startDate",
        "endDate",
        "profiles",
        "keywords",
        "awards",
        "publications",
        "presentations",
        "é",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "present",
            "2019-03",
            "2019",
            "GitHub",
            "a@b.org",
            "https://e.org",
            "**b** [l](u) - c - d",
            "- a\n- b",
            "1.  x",
        ]
    ),
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-10, 3000), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=5)),
    max_leaves=20,
)  # fmt: skip


ODD = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def use(cv: Cv) -> None:
    """Do with a CV what a build does."""
    json.loads(json_resume(cv, {}, str, str))
    json.dumps(PdfData("en", str, quotes="qDe").data(cv, {}, paper="a4", title=""))


@ODD
@given(st.dictionaries(KEYS, VALUES, max_size=6))
def test_rendercv(data: dict[str, Any]) -> None:
    cv, problems = read_rendercv(yaml.safe_dump({"cv": data}, allow_unicode=True))
    assert all(problem.line for problem in problems)
    use(cv)


@ODD
@given(st.dictionaries(KEYS, VALUES, max_size=6))
def test_json_resume(data: dict[str, Any]) -> None:
    cv, problems = read_json_resume(json.dumps(data, ensure_ascii=True))
    assert all(problem.line for problem in problems)
    use(cv)


@ODD
@given(st.dictionaries(KEYS, VALUES, max_size=6))
def test_academicpages(data: dict[str, Any]) -> None:
    text, _left_out = cv_from_json(data)
    use(read_rendercv(text)[0])
