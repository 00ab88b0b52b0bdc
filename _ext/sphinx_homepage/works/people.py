"""Names of people, and whether two of them are of the same person.  Pure."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from .model import Person

if TYPE_CHECKING:
    from collections.abc import Iterable

# Letters that Unicode does not take for one with an accent.
_LETTERS = str.maketrans({
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ŧ": "t", "ħ": "h",
    "’": "'", "‘": "'", "ʹ": "'", "`": "'",
})  # fmt: skip
_HYPHENS = re.compile(r"[\s\u00a0\u2010-\u2015-]+")
_INITIALS = re.compile(r"[^\W\d_]\.(?=\S)")


class _Name(NamedTuple):
    given: tuple[str, ...]
    family: tuple[str, ...]
    suffix: str


def same_person(person: Person, names: Iterable[str]) -> bool:
    """Return whether *person* is the one who is called *names*.

    :param names: names in one of the forms ``Ada Lovelace``, ``Lovelace, Ada``, ``A. Lovelace``.

    Letter case, accents and hyphens make no difference.  The last names must be the same.  A first name of
    *person* must be the same, or its initial, and so must middle names that both have.  Initials in *names*
    stand for initials only: with ``A. Lovelace`` among them, Adam Lovelace is somebody else.
    """
    mine = _name(person)
    return any(_same(mine, _written(name)) for name in names)


def person_of(name: str) -> Person:
    """Return a person from a plain name: ``Ada Lovelace`` or ``Lovelace, Ada``."""
    family, comma, given = (part.strip() for part in name.partition(","))
    if not comma:
        words = name.split()
        small = [place for place, word in enumerate(words[:-1]) if place and word[:1].islower()]
        begin = small[0] if small else len(words) - 1
        given, family = " ".join(words[: max(begin, 0)]), " ".join(words[max(begin, 0) :])
    return Person(" ".join(filter(None, (given, family))), given, family=family)


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


@functools.lru_cache(maxsize=256)
def _written(name: str) -> _Name:
    person = person_of(name)
    return _name(person) if person.family else _Name((), _words(name), "")


def _words(text: str) -> tuple[str, ...]:
    folded = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    bare = "".join(char for char in folded if not unicodedata.combining(char) and char != ".")
    return tuple(word for word in _HYPHENS.split(bare) if word)
