"""Other names of an author (``name_variants``)."""

from __future__ import annotations

import pytest

from sphinx_homepage.core.values import parse_yaml
from sphinx_homepage.profile.model import AuthorProfile, parse_author


def read(yaml: str) -> tuple[AuthorProfile, list[str]]:
    profile, problems = parse_author(parse_yaml(f"name: Ada Lovelace\n{yaml}"))
    return profile, [f"{problem.line}: {problem.message}" for problem in problems]


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("name_variants: [Ada King, 'Byron, A. A.']", ("Ada King", "Byron, A. A.")),
        ("name_variants:\n- Ada King\n-\n- Ada King", ("Ada King",)),
        ("name_variants: Byron, A. A.; Ada King", ("Byron, A. A.", "Ada King")),
        ("name_variants: Ada King", ("Ada King",)),
        ("name-variants: [艾达]", ("艾达",)),
        ("name_variants:", ()),
        ("name_variants: []", ()),
    ],
)
def test_names(written: str, names: tuple[str, ...]) -> None:
    profile, problems = read(written)
    assert (profile.name_variants, problems) == (names, [])
    assert profile.names == ("Ada Lovelace", *names)


@pytest.mark.parametrize(
    ("written", "problem", "names"),
    [
        ("name_variants: {a: b}", "2: name_variants must be text; this is a mapping", ()),
        ("name_variants: [Ada King, [x]]", "2: name_variants must be text; this is a list", ("Ada King",)),
        ("name_variants: [No]", '2: name_variants: YAML reads No as false; write name_variants: "No"', ()),
        (
            "name_variants: [Ada <b>King</b>]",
            "2: name_variants holds HTML ('<b>'), which is left out",
            ("Ada King",),
        ),
        ("name_variant: [Ada King]", "2: unknown field 'name_variant'; did you mean 'name_variants'?", ()),
        (
            "name_variants: [A]\nname-variants: [B]",
            "3: 'name-variants' gives the name_variants a second time; keep one of them",
            ("A",),
        ),
        (
            f"name_variants: [{', '.join('a' * 51)}]",
            "2: name_variants: 50 names at most, and these are 51",
            ("a",),
        ),
    ],
)
def test_mistakes(written: str, problem: str, names: tuple[str, ...]) -> None:
    profile, problems = read(written)
    assert profile.name_variants == names
    assert len(problems) == 1 and problems[0].startswith(problem)


def test_overrides() -> None:
    ada, _ = read("name_variants: [Ada King]")

    def over(yaml: str) -> tuple[str, ...]:
        return ada.overridden_by(parse_author(parse_yaml(yaml))[0]).name_variants

    assert over("bio: B") == ("Ada King",)
    assert over("name_variants: [A. L.]") == ("A. L.",)
    assert over("name_variants:") == ()
    # Somebody else has none of the names.
    assert over("name: Bob") == ()
