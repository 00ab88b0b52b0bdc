"""Works of a BibTeX file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...core.problems import Problem, Subtype
from .entries import read_entries
from .from_entry import work_of_entry

if TYPE_CHECKING:
    from ..model import Work

# More of them are of a file that is not BibTeX, or of one cause.
_MAX_PROBLEMS = 200


class BibtexWorks(NamedTuple):
    """What a BibTeX file holds.  Can be pickled."""

    works: tuple[Work, ...]
    """In the order of the file."""
    problems: tuple[Problem, ...]
    """In the order of their lines."""


def works_of_bibtex(data: bytes, language: str) -> BibtexWorks:
    """Return the works of a BibTeX file.  Nothing in it raises.

    :param data: the content of the file, in any encoding; other than UTF-8 is a problem.
    :param language: the language of the site, in which the labels of links and the kinds of works are.
    """
    entries, found = read_entries(data)
    problems = list(found)
    works = [work for entry in entries if (work := work_of_entry(entry, problems))]
    problems.sort(key=lambda problem: problem.line or 0)
    more = len(problems) - _MAX_PROBLEMS
    if more > 0:
        message = f"there are {more} more problems of this kind"
        problems[_MAX_PROBLEMS:] = [Problem(message, None, Subtype.BIBTEX)]
    return BibtexWorks(tuple(works), tuple(problems))
