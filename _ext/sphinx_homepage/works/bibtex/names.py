"""Names of people in the fields of BibTeX and biblatex.  Pure."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from ..model import Person
from .texts import plain_of_tex

_BRACES = re.compile(r"([{}])")
_AND = re.compile(r"(?:(?:\A| )and)+(?: |\Z)", re.IGNORECASE)
_SEMICOLON = re.compile(r";")
_AMPERSAND = re.compile(r"(?: ,)? \\?& ")
_ET_AL = re.compile(r",? et al\.?$", re.IGNORECASE)
_COMMA = re.compile(r",")
# A tie stands for a space here.
_SPACE = re.compile(r"(?: |(?<!\\)~)+")
_EXTENDED = re.compile(r"(?:family|given|prefix|suffix)(?:-i)? ?=", re.IGNORECASE)
_NUMBER = re.compile(r" \d{4}$")
_SUFFIX = re.compile(r"(?:jr|sr)\.?|I{2,3}|IV", re.IGNORECASE)
# Marks of equal contribution and the like, and numbers of affiliations, behind a name or before it.
_SIGN = r"(?:[*∗†‡§¶‖]|\\(?:ast|dag|ddag|dagger|ddagger|textdagger|textdaggerdbl|S|P)(?![A-Za-z]))"
_MARKS = re.compile(
    rf"\\textsuperscript ?\{{(?:[ ,\d$]|{_SIGN}|\{{{_SIGN}\}})*\}}"
    rf"|\$ ?\^ ?\{{?(?:[ ,\d]|{_SIGN})*\}}? ?\$"
    rf"|\{{ ?{_SIGN}+ ?\}}|{_SIGN} ?"
)
_SIGNS = "*†‡§¶‖"


class Names(NamedTuple):
    """The people of a field."""

    people: tuple[Person, ...]
    others: bool
    """Whether there are more of them (``and others``)."""
    problem: str = ""
    """What is wrong with how they are written; empty if nothing is."""


def read_names(tex: str) -> Names:
    """Return the people of a field: names joined with ``and``, in one of the forms of BibTeX and biblatex."""
    written, problem = split_names(tex)
    last = written[-1] if written else ""
    others = last.lower().rstrip(".") in ("others", "et al")
    if others:
        del written[-1]
    elif match := _ET_AL.search(last):
        written[-1], others = last[: match.start()], True
        problem = problem or "write 'and others' instead of 'et al.'"
    people = map(read_name, written)
    return Names(tuple(person for person in people if person.name), others, problem)


def split_names(tex: str) -> tuple[list[str], str]:
    """Return the names of a field, as TeX, and what is wrong with how they are separated."""
    tex = " ".join(tex.split())
    names = _split(tex, _AND)
    if ";" in tex and "&" not in tex and len(_split(tex, _SEMICOLON)) > 1:
        return _split(tex, _SEMICOLON), "names are separated by ' and ', not by semicolons"
    if len(names) == 1 and not _EXTENDED.match(tex):
        parts = _split(tex, _COMMA)
        if _AMPERSAND.search(tex) and _split(tex, _AMPERSAND) != [tex]:
            return _split(tex, _AMPERSAND), "names are separated by ' and ', not by an ampersand"
        if len(parts) > 3 or (len(parts) == 3 and all(" " in part for part in parts)):
            if all(_SPACE.search(part) for part in parts):
                return parts, "names are separated by ' and ', not by commas"
            if len(parts) % 2 == 0:
                pairs = [", ".join(parts[place : place + 2]) for place in range(0, len(parts), 2)]
                return pairs, "names are separated by ' and ', not by commas"
            return names, "a name has two commas at most: 'King, Jr., Martin'; join names with ' and '"
    return names, ""


@functools.lru_cache(maxsize=8192)
def read_name(tex: str) -> Person:
    """Return a person from a name: ``Ada Lovelace``, ``de la Cruz, Ana``, ``{The ATLAS Collaboration}``."""
    tex, mark = split_mark(" ".join(tex.split()))
    if _EXTENDED.match(tex):
        return _extended(tex, mark)
    tex = _NUMBER.sub("", tex)
    if (
        tex.startswith("{")
        and len(_split(tex, _SPACE)) == 1
        and len(_split(tex, _COMMA)) == 1
        and _is_group(tex)
    ):
        return Person(plain_of_tex(tex), mark=mark, is_group=True)
    last, *rest = [_split(part, _SPACE) for part in _split(tex, _COMMA)] or [[]]
    match rest:
        case []:
            # From the first word in small letters to the last of them it is the particle.
            suffix = [last.pop()] if len(last) > 2 and _SUFFIX.fullmatch(last[-1]) else []
            small = [place for place, word in enumerate(last[:-1]) if _is_small(word)]
            begin, end = (small[0], small[-1] + 1) if small else (len(last) - 1,) * 2
            given, particle, family = last[: max(begin, 0)], last[max(begin, 0) : end], last[max(end, 0) :]
        case [given]:
            suffix = []
            particle, family = _particle(last)
        case [suffix, given, *more]:
            given = [*given, *(word for part in more for word in part)]
            particle, family = _particle(last)
    return _person(" ".join(given), " ".join(particle), " ".join(family), " ".join(suffix), mark)


def split_mark(tex: str) -> tuple[str, str]:
    """Return a name without its marks (an asterisk, a dagger, numbers of affiliations), and these signs."""
    if not _MARKS.search(tex):
        return tex, ""
    signs = " ".join(plain_of_tex(match[0]) for match in _MARKS.finditer(tex))
    mark = "".join(sign for sign in signs.replace("∗", "*") if sign in _SIGNS)
    return " ".join(_MARKS.sub(" ", tex).split()).replace(" ,", ","), mark


def _person(given: str, particle: str, family: str, suffix: str, mark: str) -> Person:
    given, particle, family, suffix = map(plain_of_tex, (given, particle, family, suffix))
    return Person(
        " ".join(filter(None, (given, particle, family, suffix))), given, particle, family, suffix, mark
    )


def _extended(tex: str, mark: str) -> Person:
    parts = {}
    for part in _split(tex, _COMMA):
        name, _, value = part.partition("=")
        parts[name.strip().lower()] = value.strip().strip('"')
    given, prefix, family, suffix = (parts.get(name, "") for name in ("given", "prefix", "family", "suffix"))
    return _person(given or parts.get("given-i", ""), prefix, family, suffix, mark)


def _particle(words: list[str]) -> tuple[list[str], list[str]]:
    """Return the particle and the last name, of what stands before the comma."""
    small = [place for place, word in enumerate(words[:-1]) if _is_small(word)]
    end = small[-1] + 1 if small else 0
    return words[:end], words[end:]


def _is_small(word: str) -> bool:
    """Return whether a word begins with a small letter; braces hide it, but for those of an accent."""
    if word.startswith("{") and not word.startswith("{\\"):
        return False
    return plain_of_tex(word)[:1].islower()


def _is_group(tex: str) -> bool:
    """Return whether *tex* is all in braces, which are not those of a letter with an accent."""
    depth = 0
    for match in re.finditer(r"[{}]", tex):
        depth += 1 if match[0] == "{" else -1
        if not depth:
            return match.end() == len(tex) and not tex.startswith("{\\")
    return False


def _split(tex: str, separator: re.Pattern[str]) -> list[str]:
    """Return the parts of *tex* between separators that are not in braces, without those that are empty."""
    if not separator.search(tex):
        return [tex] if tex else []
    if "{" not in tex:
        return [part.strip() for part in separator.split(tex) if part.strip()]
    # What is in braces is replaced by as many letters.
    hidden, depth = [], 0
    for part in _BRACES.split(tex):
        if part == "{":
            depth += 1
        elif part == "}":
            depth = max(0, depth - 1)
        hidden.append("x" * len(part) if depth or part == "}" else part)
    parts, begin = [], 0
    for found in separator.finditer("".join(hidden)):
        parts.append(tex[begin : found.start()])
        begin = found.end()
    parts.append(tex[begin:])
    return [part.strip() for part in parts if part.strip()]
