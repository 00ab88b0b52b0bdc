"""Names in BibTeX and biblatex, and which of them are the owner's."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import Person as Reference

from sphinx_homepage.works.bibtex.names import read_name, read_names
from sphinx_homepage.works.model import Person
from sphinx_homepage.works.people import KnownPeople, author_of, person_of


@pytest.mark.parametrize(
    ("tex", "parts"),
    [
        ("Ada Lovelace", ("Ada", "", "Lovelace", "")),
        ("Lovelace, Ada", ("Ada", "", "Lovelace", "")),
        ("Ada King Lovelace", ("Ada King", "", "Lovelace", "")),
        ("Ludwig van Beethoven", ("Ludwig", "van", "Beethoven", "")),
        ("van Beethoven, Ludwig", ("Ludwig", "van", "Beethoven", "")),
        ("de la Cruz, Ana Mar{\\'\\i}a", ("Ana María", "de la", "Cruz", "")),
        ("Charles de la Vall{\\'e}e Poussin", ("Charles", "de la", "Vallée Poussin", "")),
        ("{van der Berg}, Jan", ("Jan", "", "van der Berg", "")),
        ("King, Jr., Martin Luther", ("Martin Luther", "", "King", "Jr.")),
        ("Martin Luther King Jr.", ("Martin Luther", "", "King", "Jr.")),
        ("{\\'E}lan Vital", ("Élan", "", "Vital", "")),
        ("{\\\"O}zg{\\\"u}r, A.", ("A.", "", "Özgür", "")),
        ("Donald~E. Knuth", ("Donald E.", "", "Knuth", "")),
        ("Jane Doe 0001", ("Jane", "", "Doe", "")),
        ("Plato", ("", "", "Plato", "")),
        ("family=Doe, given=Jane, prefix=von der, suffix=Jr.", ("Jane", "von der", "Doe", "Jr.")),
        ("family={de Gaulle}, given={Charles}, given-i={C}, useprefix=true", ("Charles", "", "de Gaulle", "")),
        ("given=\"Jane\", family=\"Doe, Roe\"", ("Jane", "", "Doe", "")),
    ],
)  # fmt: skip
def test_parts(tex: str, parts: tuple[str, ...]) -> None:
    person = read_name(tex)
    assert (person.given, person.particle, person.family, person.suffix) == parts
    assert person.name == " ".join(filter(None, parts))


def test_groups_have_no_parts() -> None:
    assert read_name("{The ATLAS Collaboration}") == Person("The ATLAS Collaboration", is_group=True)
    assert read_names("{Barnes and Noble} and {Foo, Inc.}").people == (
        Person("Barnes and Noble", is_group=True),
        Person("Foo, Inc.", is_group=True),
    )


@pytest.mark.parametrize(
    ("tex", "mark"),
    [
        ("Doe*, Jane", "*"), ("Jane Doe*", "*"), ("* Jane Doe", "*"), ("Jane Doe\\textsuperscript{*}", "*"),
        ("Jane Doe$^*$", "*"), ("Jane Doe$^{\\dagger}$", "†"), ("Doe{\\dag}, Jane", "†"), ("Jane Doe\\dag", "†"),
        ("Jane Doe\\textsuperscript{1,*}", "*"), ("Jane Doe\\textsuperscript{$\\dagger$}", "†"), ("Jane Doe∗†", "*†"),
        ("Jane Doe\\textsuperscript{2}", ""), ("Jane Doe", ""),
    ],
)  # fmt: skip
def test_marks(tex: str, mark: str) -> None:
    assert read_name(tex) == Person("Jane Doe", "Jane", family="Doe", mark=mark)


@pytest.mark.parametrize(
    ("tex", "names", "others", "problem"),
    [
        ("A B and C D", ["A B", "C D"], False, ""),
        ("A B\n  AND\tC D and others", ["A B", "C D"], True, ""),
        ("Brand, A and Anderson, B", ["A Brand", "B Anderson"], False, ""),
        ("A B; C D", ["A B", "C D"], False, "names are separated by ' and ', not by semicolons"),
        ("Jane Doe, Ann Roe, Bob Foo", ["Jane Doe", "Ann Roe", "Bob Foo"], False, "names are separated by ' and ', not by commas"),
        ("Doe, J., Roe, A.", ["J. Doe", "A. Roe"], False, "names are separated by ' and ', not by commas"),
        ("King, Jr., Martin", ["Martin King Jr."], False, ""),
        ("", [], False, ""), (" and ", [], False, ""), ("others", [], True, ""),
    ],
)  # fmt: skip
def test_lists(tex: str, names: list[str], others: bool, problem: str) -> None:
    found = read_names(tex)
    assert [person.name for person in found.people] == names
    assert (found.others, found.problem) == (others, problem)


@given(
    st.lists(
        st.sampled_from(["Ada", "B.", "von", "der", "Doe", "{van X}", "{\\'E}va", "Jean-Paul"]),
        min_size=1,
        max_size=5,
    ),
    st.integers(0, 2),
)
def test_parts_are_those_of_another_reader(words: list[str], comma: int) -> None:
    name = (
        " ".join(words)
        if not comma or len(words) < 2
        else f"{' '.join(words[:comma])}, {' '.join(words[comma:])}"
    )
    person, reference = read_name(name), Reference(name)
    if not person.family or not name.split(", ")[-1]:
        return

    def plain(parts: list[str]) -> str:
        return " ".join(read_name(f"{{{part}}}").name if "'" not in part else "Éva" for part in parts)

    assert person.given == plain(reference.first_names + reference.middle_names)
    assert person.particle == plain(reference.prelast_names)
    assert person.family == plain(reference.last_names)


OWNER = ["Ada Lovelace"]


@pytest.mark.parametrize(
    ("name", "names", "same"),
    [
        ("Ada Lovelace", OWNER, True), ("Lovelace, Ada", OWNER, True), ("A. Lovelace", OWNER, True),
        ("Lovelace, A.", OWNER, True), ("Lovelace, A. K.", OWNER, True), ("Ada K. Lovelace", OWNER, True),
        ("LOVELACE, ADA", OWNER, True), ("Ad{\\'a} Lov{\\'e}lace", OWNER, True), ("Ada Lovelace 0001", OWNER, True),
        ("Lovelace*, Ada", OWNER, True), ("Ada Lovelace", ["Lovelace, Ada"], True),
        ("Adam Lovelace", OWNER, False), ("B. Lovelace", OWNER, False), ("Ada Love", OWNER, False), ("Lovelace", OWNER, False),
        ("Augusta Ada Lovelace", OWNER, False), ("Augusta Ada Lovelace", [*OWNER, "Augusta Ada Lovelace"], True),
        ("Adam Lovelace", [*OWNER, "A. Lovelace"], False), ("A. Lovelace", ["A. Lovelace"], True),
        ("Ada M. Lovelace", ["Ada K. Lovelace"], False), ("{Lovelace Society}", OWNER, False),
        ("J.-P. Sartre", ["Jean-Paul Sartre"], True), ("Sartre, JP", ["Jean-Paul Sartre"], True),
        ("van Beethoven, L.", ["Ludwig van Beethoven"], True), ("Smith Jones, A.", ["Ann Smith-Jones"], True),
        ("{\\O}rsted, H. C.", ["Hans Christian Ørsted"], True), ("Orsted, Hans", ["Hans Ørsted"], True),
        ("李四", ["李四"], True), ("Ada Lovelace", [], False), ("Ada Lovelace", [""], False), ("", [""], False),
        ("King, Jr., M.", ["Martin King"], True),
    ],
)  # fmt: skip
def test_same_person(name: str, names: list[str], same: bool) -> None:
    assert KnownPeople([(names, "found")]).find(read_name(name)) == ("found" if same else None)


def test_the_first_of_several_people() -> None:
    known = KnownPeople([(["Grace Hopper"], 1), (["Al Lovelace", "Ada Lovelace"], 2), (["Ann Lovelace"], 3)])
    assert [known.find(read_name(name)) for name in ("A. Lovelace", "Ann Lovelace", "Bo")] == [2, 3, None]


def test_names_of_pages() -> None:
    assert person_of("Ludwig van Beethoven") == Person(
        "Ludwig van Beethoven", "Ludwig", family="van Beethoven"
    )
    assert KnownPeople([(["Lovelace, Ada"], 1)]).find(Person("Ada Lovelace")) == 1


@pytest.mark.parametrize(
    "tex",
    [
        "A B and " * 20_000,
        "a," * 50_000,
        " " * 200_000 + "b",
        "* " * 50_000,
        "\\textsuperscript{* " * 10_000,
        "$^{*" * 20_000,
        "{" * 20_000,
    ],
    ids=range(7),
)
def test_hostile_names(tex: str) -> None:
    begin = time.process_time()
    read_names(tex)
    assert time.process_time() - begin < 5


@given(st.text(alphabet="aA {}\\'~,*$^=;", max_size=40))
def test_any_names(tex: str) -> None:
    for person in read_names(tex).people:
        assert person.name
        KnownPeople([(["Ada Lovelace", person.name], 1)]).find(person)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Lovelace, Ada", "Ada Lovelace"),
        ("García Martínez, Åsa-Maria B.", "Åsa-Maria B. García Martínez"),
        # As in the last of a list.
        ("Hopper, Grace.", "Grace Hopper"),
        ("Lovelace, A. A.", "Lovelace, A. A."),
        ("Martin Luther King, Jr.", "Martin Luther King, Jr."),
        ("John Doe, III", "John Doe, III"),
        ("John Doe, PhD", "John Doe, PhD"),
        ("Ada Lovelace", "Ada Lovelace"),
    ],
)
def test_authors_of_front_matter(written: str, shown: str) -> None:
    assert author_of(written).name == shown
