"""BibTeX entries for readers to copy: what identifies a work, and nothing of its owner's.  Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .dates import month_macro
from .journals import journal_of
from .names import split_mark, split_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .entries import Entry

# The fields of BibTeX and biblatex that a list of references is made of, in their order.
_FIELDS = (
    "author editor translator collaboration title subtitle titleaddon booktitle booksubtitle booktitleaddon"
    " maintitle mainsubtitle journal journaltitle journalsubtitle eventtitle issuetitle series edition volume"
    " number issue pages eid articleno chapter part type version howpublished publisher organization"
    " institution school address location venue date eventdate year month day pubstate note isbn issn doi"
    " eprint eprinttype eprintclass archiveprefix primaryclass url urldate langid"
).split()
_PEOPLE = frozenset({"author", "editor", "translator"})
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_NUMBER = re.compile(r" \d{4}$")


def bibtex_text(entry: Entry) -> str:
    """Return an entry as BibTeX, with fields of a bibliography only.

    What it takes from another entry is in it.  Macros are replaced by what they stand for, but for months;
    signs behind names are left out.  It can be read again.
    """
    fields = list(_fields(entry))
    width = max((len(name) for name, _ in fields), default=0)
    lines = "".join(f"  {name:<{width}} = {value},\n" for name, value in fields)
    return f"@{entry.type}{{{entry.key},\n{lines}}}\n"


def _fields(entry: Entry) -> Iterator[tuple[str, str]]:
    for name in _FIELDS:
        value = " ".join(_CONTROL.sub(" ", entry.get(name)).split())
        if name in _PEOPLE:
            value = _people(value)
        elif name in ("journal", "journaltitle"):
            value = journal_of(value)
        elif name == "url" and not value.lower().startswith(("http:", "https:", "\\url{http")):
            value = ""
        if name == "eprint" and not value and (arxiv := entry.get("arxiv").strip()):
            yield "eprint", f"{{{arxiv}}}"
            yield "archiveprefix", "{arXiv}"
        elif value:
            yield name, (month_macro(value) if name == "month" else "") or f"{{{value}}}"


def _people(tex: str) -> str:
    written, _ = split_names(tex)
    names = [_NUMBER.sub("", split_mark(name)[0]) for name in written]
    return " and ".join(filter(None, names))
