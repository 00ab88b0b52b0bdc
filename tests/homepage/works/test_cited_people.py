"""The authors with whom a citation begins."""

from __future__ import annotations

import pytest

from conftest import run_soon
from sphinx_homepage.works.people import KnownPeople, cited_people


@pytest.mark.parametrize(
    ("citation", "names"),
    [
        ("Lovelace, A. (1843). Notes. *Memoirs*.", ["A. Lovelace"]),
        ("Lovelace, A. A., & **Babbage, C.** (1843). Notes.", ["A. A. Lovelace", "C. Babbage"]),
        ("**Powell, D.**, Horne, Z., Pinillos, N. A., & Holyoak, K. J. (2015). A", ["D. Powell", "Z. Horne", "N. A. Pinillos", "K. J. Holyoak"]),
        ("Ada Lovelace and Charles Babbage (in press). &quot;Notes&quot;", ["Ada Lovelace", "Charles Babbage"]),
        ("Ada Lovelace, Charles Babbage, (1843, May). Notes", ["Ada Lovelace", "Charles Babbage"]),
        ("<i>Müller, J.</i>; Łukasz, P. (2020a)", ["J. Müller", "P. Łukasz"]),
        ("van Rossum, G. (1991). Python.", ["G. van Rossum"]),
        # Not all of them, or none.
        ("Lovelace, A., et al. (1843). Notes.", []),
        ("Lovelace et al. (1843). Notes.", []),
        ("Notes: a sketch (1843). Lovelace, A.", []),
        ('A. Lovelace, "Notes," Memoirs, 1843.', []),
        ("Lovelace, A. Notes. 3(1843).", []),
        ("(1843)", []),
        ("", []),
    ],
)  # fmt: skip
def test_names(citation: str, names: list[str]) -> None:
    assert [person.name for person in cited_people(citation)] == names


def test_the_owner_is_among_them() -> None:
    known = KnownPeople([(["Ada Lovelace"], "ada")])
    found = [known.find(person) for person in cited_people("Lovelace, A., & Bo, C. (1843)")]
    assert found == ["ada", None]


def test_long_texts() -> None:
    run_soon(
        "from sphinx_homepage.works.people import cited_people\n"
        "for text in ('A, ' * 50_000, 'Aa Bb, ' * 50_000 + '(1843)', ' ' * 100_000 + '(', 'A' * 100_000 + ' (1843)'):\n"
        "    cited_people(text)\n"
    )
