"""Names of people, and whether two of them are of the same person.  Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from ..pages.front_matter import split_names
from ..pages.text_in_markup import plain_text
from .folding import fold
from .model import Person

if TYPE_CHECKING:
    from collections.abc import Iterable

_HYPHENS = re.compile(r"[\s\u00a0\u2010-\u2015-]+")
# What stands before the year, in the styles that put it behind the authors.
_CITED = re.compile(
    r"([^()\d]{3,2000}?)[\s,]*\((?:\d{4}[a-z]?|in press|forthcoming|to appear)\b", re.IGNORECASE
)
_INITIALS = re.compile(r"[^\W\d_]\.(?=\S)")
# "Lovelace, A. A.", "Ada Lovelace"; not "et al.", "editors", a title.
_CITED_NAME = re.compile(
    r"(?!et al|others\b)[^\W\d_][^,:;\"“”]{0,40}(?:, [^,:;\"“”]{1,30}| [^\W\d_a-z][^\s,:;\"“”]*)"
)

# A given name that is written out; not initials, nor what stands behind a whole name.
_GIVEN = re.compile(r"(?!(?:[JS]r|Esq|PhD)\b)[^\W\d_][^\W\d_A-Z]")

_Record = TypeVar("_Record")


class _Name(NamedTuple):
    given: tuple[str, ...]
    family: tuple[str, ...]
    suffix: str


class KnownPeople(Generic[_Record]):
    """People with their names, among whom others are looked for.

    Names have one of the forms ``Ada Lovelace``, ``Lovelace, Ada``, ``A. Lovelace``.  Letter case, accents
    and hyphens make no difference.  The last names must be the same.  A first name of the one who is looked
    for must be the same, or its initial, and so must middle names that both have.  Initials in known names
    stand for initials only: with ``A. Lovelace`` among them, Adam Lovelace is somebody else.
    """

    def __init__(self, people: Iterable[tuple[Iterable[str], _Record]]) -> None:
        """Note the names of each person, and what is to be found by them."""
        self._records: list[_Record] = []
        self._names: dict[object, list[tuple[int, _Name]]] = {}
        for place, (names, record) in enumerate(people):
            self._records.append(record)
            for name in names:
                written = _written(name)
                for key in _keys(written):
                    self._names.setdefault(key, []).append((place, written))

    def find(self, person: Person) -> _Record | None:
        """Return what is known of *person*; of several, the first."""
        mine = _name(person)
        places = [
            place
            for key in _keys(mine)
            for place, written in self._names.get(key, ())
            if _same(mine, written)
        ]
        return self._records[min(places)] if places else None


def _keys(name: _Name) -> tuple[object, object]:
    """Return what two names of one person have in common: the last name, or else all letters."""
    return name.family, "".join((*name.given, *name.family))


def person_of(name: str) -> Person:
    """Return a person from a plain name: ``Ada Lovelace`` or ``Lovelace, Ada``."""
    family, comma, given = (part.strip() for part in name.partition(","))
    if not comma:
        words = name.split()
        small = [place for place, word in enumerate(words[:-1]) if place and word[:1].islower()]
        begin = small[0] if small else len(words) - 1
        given, family = " ".join(words[: max(begin, 0)]), " ".join(words[max(begin, 0) :])
    return Person(" ".join(filter(None, (given, family))), given, family=family)


def author_of(name: str) -> Person:
    """Return an author from front matter, shown as written, but for ``Lovelace, Ada``.

    In a list with commas, nobody could tell which names belong together.
    """
    # The full stop of a list; that of an initial stays.
    whole = re.sub(r"(?<=[^\W\d_]{3})\.\Z", "", name)
    return person_of(whole) if _GIVEN.match(whole.partition(",")[2].strip()) else Person(name)


def cited_people(citation: str) -> tuple[Person, ...]:
    """Return the authors of a citation that begins with all of them and a year: ``Lovelace, A. (1843)``.

    :param citation: plain text, Markdown or HTML.
    :returns: nobody if the beginning may be something else, or there are more of them.
    """
    found = _CITED.match(plain_text(citation).replace("*", ""))
    names = [" ".join(name.split()).strip(" ,") for name in split_names(found[1])] if found else []
    if not all(_CITED_NAME.fullmatch(name) for name in names):
        return ()
    return tuple(map(person_of, names))


def _same(mine: _Name, theirs: _Name) -> bool:
    if mine == theirs:
        return any(mine)
    if "".join((*mine.given, *mine.family)) == "".join((*theirs.given, *theirs.family)):
        return not _differ(mine.suffix, theirs.suffix)
    return (
        mine.family == theirs.family
        and bool(mine.given and theirs.given)
        and not _differ(mine.suffix, theirs.suffix)
        and all(map(_agree, mine.given, theirs.given))
    )


def _differ(one: str, other: str) -> bool:
    return bool(one and other) and one != other


def _agree(mine: str, theirs: str) -> bool:
    return mine == theirs or (len(mine) == 1 and theirs.startswith(mine))


def _name(person: Person) -> _Name:
    if not person.family:
        return _written(person.name)
    given = _INITIALS.sub(lambda match: match[0] + " ", person.given)
    if given.isupper() and given.isalpha() and len(given) <= 3 and not person.family.isupper():
        # Initials without dots, as PubMed has them.
        given = " ".join(given)
    return _Name(_words(given), _words(f"{person.particle} {person.family}"), "".join(_words(person.suffix)))


def _written(name: str) -> _Name:
    person = person_of(name)
    return _name(person) if person.family else _Name((), _words(name), "")


def _words(text: str) -> tuple[str, ...]:
    bare = fold(text).replace(".", "")
    return tuple(word for word in _HYPHENS.split(bare) if word)
