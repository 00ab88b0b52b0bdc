"""A BibTeX file, split into entries with their lines.  Pure.

BibTeX's own parser swallows what follows a mistake.  This one knows where entries begin, so that a broken one
stays alone.  It reads the language of BibTeX 0.99d, and what biber reads beyond it.
"""

from __future__ import annotations

import bisect
import codecs
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from ...core.problems import Problem, Subtype, did_you_mean, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# An entry begins on a line of its own.  Text that looks like that within a value would be taken for one, too.
_BEGINS = re.compile(r"^[^\S\n]*@[A-Za-z][\w-]*[^\S\n]*[{(]", re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_AT = re.compile(r"@\s*([A-Za-z][\w-]*)\s*([{(])")
_COMMENTED = re.compile(r"[^\S\n]*%")
# White space, and comments as biber has them.
_SPACE = re.compile(r"(?:\s+|%[^\n]*)*")
_NAME = re.compile(r"[^\s\"#%'(),={}@]+")
_FIELD = re.compile(rf"{_NAME.pattern}\s*=")
_KEY = re.compile(r"[^\s,={}\"]+")
_SPACED_KEY = re.compile(r"[^,={}\"\n]+(?=,)")
_BRACE = re.compile(r"[{}]")
_QUOTE = re.compile(r"[{}\"]")

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
"""The names of the months, of which the macros ``jan`` to ``dec`` are the first three letters."""

# Macros that BibTeX's standard styles define (plain.bst).
_MACROS = {name[:3].lower(): name for name in MONTHS} | {
    "acmcs": "ACM Computing Surveys",
    "acta": "Acta Informatica",
    "cacm": "Communications of the ACM",
    "ibmjrd": "IBM Journal of Research and Development",
    "ibmsj": "IBM Systems Journal",
    "ieeese": "IEEE Transactions on Software Engineering",
    "ieeetc": "IEEE Transactions on Computers",
    "ieeetcad": "IEEE Transactions on Computer-Aided Design of Integrated Circuits",
    "ipl": "Information Processing Letters",
    "jacm": "Journal of the ACM",
    "jcss": "Journal of Computer and System Sciences",
    "scp": "Science of Computer Programming",
    "sicomp": "SIAM Journal on Computing",
    "tocs": "ACM Transactions on Computer Systems",
    "tods": "ACM Transactions on Database Systems",
    "tog": "ACM Transactions on Graphics",
    "toms": "ACM Transactions on Mathematical Software",
    "toois": "ACM Transactions on Office Information Systems",
    "toplas": "ACM Transactions on Programming Languages and Systems",
    "tcs": "Theoretical Computer Science",
}

# What a part of a volume takes from the entry of the volume; not what belongs to the volume alone: its links.
_INHERITED = frozenset(
    "address author booksubtitle booktitle date day edition editor eventdate eventtitle institution isbn issn"
    " journal journaltitle langid language location month number organization publisher school series venue"
    " volume volumes year".split()
)
_PARTS = frozenset({"conference", "inbook", "incollection", "inproceedings", "inreference"})
_VOLUMES = frozenset(
    {"book", "collection", "mvbook", "mvcollection", "mvproceedings", "proceedings", "reference"}
)
# Longer chains of entries are circles, and longer values in a hundred entries are an attack.
_MAX_PARENTS = 4
_MAX_FIELDS = 300
_MAX_INHERITED = 2_000


class Field(NamedTuple):
    """The value of a field."""

    value: str
    """As TeX; macros and ``#`` are resolved.  Its braces are balanced."""
    line: int
    """The line of its name in the file."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a BibTeX file."""

    type: str
    """In small letters: ``article``."""
    key: str
    line: int
    """The line where it begins."""
    fields: Mapping[str, Field] = field(default_factory=dict)
    """By name, in small letters, in the order of the file; without those that are empty."""
    is_parent: bool = False
    """Whether another entry is a part of this one (``crossref``)."""

    def get(self, *names: str) -> str:
        """Return the value of the first of the fields *names* that there is, or an empty string."""
        return next((self.fields[name].value for name in names if name in self.fields), "")

    def line_of(self, name: str) -> int:
        """Return the line of the field *name*, or that of the entry."""
        return self.fields[name].line if name in self.fields else self.line


class Bibliography(NamedTuple):
    """What is in a BibTeX file."""

    entries: tuple[Entry, ...]
    """Those that could be read; fields of ``crossref`` and ``xdata`` are among those of an entry."""
    problems: tuple[Problem, ...]


def read_entries(data: bytes) -> Bibliography:
    """Read the content of a BibTeX file.  Nothing in it raises."""
    text, problems = _decode(data)
    reader = _Reader(text, problems)
    reader.read()
    entries = _unique(reader.entries, problems)
    if not entries and not any(problem.line for problem in problems):
        problems.append(
            _problem("there is no BibTeX entry in this file; one begins with @article{a-key,", None)
        )
    return Bibliography(
        tuple(_inherit(entries, problems)), tuple(sorted(problems, key=lambda it: it.line or 0))
    )


def _problem(message: str, line: int | None) -> Problem:
    return Problem(message, line, Subtype.BIBTEX)


def _decode(data: bytes) -> tuple[str, list[Problem]]:
    problems = []
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", "replace")
        problems.append(_problem("this file is in UTF-16; save it as UTF-8", 1))
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            problems.append(
                _problem(
                    "this is not UTF-8, and is read as Windows-1252 (Latin-1); save the file as UTF-8", line
                )
            )
            text = data.decode("cp1252", "replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if match := _CONTROL.search(text):
        line = text.count("\n", 0, match.start()) + 1
        problems.append(_problem("there are control characters here, which are left out", line))
        text = _CONTROL.sub("", text)
    return text, problems


class _BrokenError(Exception):
    """An entry that cannot be read; the message tells why."""


class _Reader:
    """Reads the entries of one text, from its beginning to its end."""

    def __init__(self, text: str, problems: list[Problem]) -> None:
        self.text = text
        self.problems = problems
        self.entries: list[Entry] = []
        self.macros = dict(_MACROS)
        self.line_starts = [0, *(match.end() for match in re.finditer(r"\n", text))]
        self.begins = [match.start() for match in _BEGINS.finditer(text)]
        self.commented: tuple[int, bool] = (0, False)
        self.balanced_comments = True
        # How much macros may make of the text: they can double with each line.
        self.budget = 4 * len(text) + 100_000
        self.position = self.limit = 0

    def read(self) -> None:
        while match := _AT.search(self.text, self.position):
            self.position = match.end()
            if self._is_commented(match.start()):
                continue
            following = bisect.bisect_right(self.begins, match.start())
            self.limit = self.begins[following] if following < len(self.begins) else len(self.text)
            line = self._line(match.start())
            try:
                self._command(match[1].lower(), line, "}" if match[2] == "{" else ")")
            except _BrokenError as error:
                self._warn(f"{error}; the entry is left out", line)
                self.position = self.limit

    def _command(self, name: str, line: int, close: str) -> None:
        match name:
            case "comment":
                self._comment(close)
            case "preamble":
                self._value("@preamble")
            case "string":
                for macro, written in self._fields("@string", close):
                    self.macros[macro] = written.value
            case _:
                self._entry(name, line, close)

    def _comment(self, close: str) -> None:
        """Skip a comment with its braces; BibTeX would read entries that are in them."""
        begin, limit = self.position, self.limit
        if close == "}" and self.balanced_comments:
            self.limit = len(self.text)
            try:
                self._braced()
            except _BrokenError:
                # Its end was looked for up to that of the file, and is not again for others.
                self.balanced_comments = False
                self.position = begin
            self.limit = limit

    def _entry(self, entry_type: str, line: int, close: str) -> None:
        key = self._key(entry_type, line)
        described = f"@{entry_type}{{{plain(key)}"
        fields: dict[str, Field] = {}
        for name, written in self._fields(described, close):
            if name in fields:
                self._warn(f"'{plain(name)}' is given twice in {described}; the first is used", written.line)
            elif len(fields) == _MAX_FIELDS:
                raise _BrokenError(f"{described} has more than {_MAX_FIELDS} fields")
            elif written.value.strip():
                fields[name] = written
        self.entries.append(Entry(entry_type, key, line, fields))

    def _key(self, entry_type: str, line: int) -> str:
        """Read the key of an entry, and the comma behind it."""
        self._space()
        begin = self.position
        match = _KEY.match(self.text, begin, self.limit)
        key = match[0] if match else ""
        self.position = match.end() if match else begin
        self._space()
        if self._next() == "=":
            # It was the name of a field.
            key, self.position = "", begin
        elif key and self._next() not in ",})":
            spaced = _SPACED_KEY.match(self.text, begin, self.limit)
            if spaced:
                key, self.position = "-".join(spaced[0].split()), spaced.end()
                self._warn(f"a key has no spaces; write @{entry_type}{{{plain(key)},", line)
            else:
                self._warn(f"a comma is missing; write @{entry_type}{{{plain(key)},", line)
        if not key:
            key = f"entry-{line}"
            self._warn(f"this entry has no key; write @{entry_type}{{a-key,", line)
        return key

    def _fields(self, described: str, close: str) -> Iterable[tuple[str, Field]]:
        """Read the fields up to the brace that ends an entry."""
        while True:
            self._space()
            char = self._next()
            if not char:
                raise _BrokenError(f"a closing {close} is missing in {described}")
            self.position += 1
            if char == close:
                return
            if char == ",":
                continue
            self.position -= 1
            line = self._line(self.position)
            match = _NAME.match(self.text, self.position, self.limit)
            if not match:
                raise _BrokenError(f"{plain(repr(char))} is not expected in {described}, line {line}")
            self.position = match.end()
            self._space()
            if self._next() != "=":
                raise _BrokenError(
                    f"'=' is missing after {plain(repr(match[0]))} in {described}, line {line};"
                    " or a brace is missing before it"
                )
            self.position += 1
            name = match[0].lower()
            yield name, Field(self._value(f"'{plain(name)}' in {described}"), line)
            self._space()
            # What is no field either is met in a moment.
            if _FIELD.match(self.text, self.position, self.limit):
                self._warn(
                    f"a comma is missing after '{plain(name)}' in {described}", self._line(self.position)
                )

    def _value(self, described: str) -> str:
        """Read a value: strings, numbers and macros, joined with ``#``."""
        parts: list[str] = []
        while True:
            self._space()
            char = self._next()
            if char == "{":
                self.position += 1
                parts.append(self._braced())
            elif char == '"':
                parts.append(self._quoted())
            elif char and (match := _NAME.match(self.text, self.position, self.limit)):
                self.position = match.end()
                parts.append(self._macro(match[0], described))
            else:
                line = self._line(self.position)
                self._warn(f"a value is missing for {described}; write {{...}}", line)
            self._space()
            if self._next() != "#":
                return "".join(parts)
            self.position += 1

    def _braced(self) -> str:
        """Read on to the brace that closes the one before."""
        begin, depth = self.position, 1
        for match in _BRACE.finditer(self.text, begin, self.limit):
            depth += 1 if match[0] == "{" else -1
            if not depth:
                self.position = match.end()
                return self.text[begin : match.start()]
        raise _BrokenError(f"the brace of line {self._line(begin)} is not closed")

    def _quoted(self) -> str:
        begin, depth = self.position + 1, 0
        for match in _QUOTE.finditer(self.text, begin, self.limit):
            if match[0] == '"':
                if not depth:
                    self.position = match.end()
                    return self.text[begin : match.start()]
            else:
                depth += 1 if match[0] == "{" else -1
                if depth < 0:
                    break
        raise _BrokenError(f"the quotation mark of line {self._line(begin)} is not closed")

    def _macro(self, name: str, described: str) -> str:
        if name.isdecimal():
            return name
        value = self.macros.get(name.lower())
        if value is None:
            line = self._line(self.position)
            similar = did_you_mean(name, self.macros) if len(self.macros) < 200 else ""
            self._warn(
                f"no @string defines {plain(repr(name))}, the value of {described}"
                f"{similar or '; text needs braces'}",
                line,
            )
            # It stands for its name from now on.
            value = self.macros[name.lower()] = name
        self.budget -= len(value)
        if self.budget < 0:
            raise _BrokenError(f"macros make too much of {described}")
        return value

    def _space(self) -> None:
        match = _SPACE.match(self.text, self.position, self.limit)
        self.position = match.end() if match else self.position

    def _next(self) -> str:
        return self.text[self.position] if self.position < self.limit else ""

    def _line(self, position: int) -> int:
        return bisect.bisect_right(self.line_starts, position)

    def _is_commented(self, position: int) -> bool:
        """Return whether the line of *position* begins with ``%``."""
        line = self._line(position)
        if self.commented[0] != line:
            start = self.line_starts[line - 1]
            self.commented = (line, bool(_COMMENTED.match(self.text, start, position)))
        return self.commented[1]

    def _warn(self, message: str, line: int) -> None:
        self.problems.append(_problem(message, line))


def _unique(entries: list[Entry], problems: list[Problem]) -> list[Entry]:
    """Return the entries without those whose key another has; BibTeX takes ``A`` and ``a`` for the same."""
    found: dict[str, Entry] = {}
    for entry in entries:
        first = found.setdefault(entry.key.lower(), entry)
        if first is not entry:
            problems.append(
                _problem(
                    f"the key {plain(repr(entry.key))} is that of the entry in line {first.line}; this"
                    " entry is left out, until it has another key",
                    entry.line,
                )
            )
    return list(found.values())


def _inherit(entries: list[Entry], problems: list[Problem]) -> Iterable[Entry]:
    """Yield the entries with what they take from others through ``crossref`` and ``xdata``."""
    by_key = {entry.key.lower(): entry for entry in entries}
    parents: set[str] = set()
    complete = []
    for entry in entries:
        fields = dict(entry.fields)
        for key in dict.fromkeys(_keys(entry.get("xdata"))):
            _take(fields, _named(by_key, key, entry, "xdata", problems), whole=True)
        child = entry
        for _step in range(_MAX_PARENTS):
            key = child.get("crossref").strip()
            parent = (
                _named(by_key, key, child, "crossref", problems if child is entry else []) if key else None
            )
            if parent is None or parent is entry:
                break
            parents.add(parent.key)
            _take(fields, parent, as_book=entry.type in _PARTS and parent.type in _VOLUMES)
            child = parent
        complete.append(replace(entry, fields=fields))
    for entry in complete:
        yield replace(entry, is_parent=True) if entry.key in parents else entry


def _keys(written: str) -> list[str]:
    return [key.strip() for key in written.split(",") if key.strip()]


def _named(
    by_key: Mapping[str, Entry], key: str, entry: Entry, name: str, problems: list[Problem]
) -> Entry | None:
    found = by_key.get(key.lower())
    if found is None:
        message = f"'{name}' of {plain(repr(entry.key))} names {plain(repr(key))}, which is not in this file"
        problems.append(_problem(message, entry.line_of(name)))
    return found


def _take(
    fields: dict[str, Field], parent: Entry | None, *, whole: bool = False, as_book: bool = False
) -> None:
    """Add to *fields* what they lack and *parent* has."""
    if parent is None:
        return
    dated = "date" in fields or "year" in fields
    for name, written in parent.fields.items():
        if len(written.value) > _MAX_INHERITED or (dated and name in ("date", "year", "month", "day")):
            continue
        if whole or name in _INHERITED:
            fields.setdefault(name, written)
        elif as_book and name in ("title", "subtitle"):
            fields.setdefault(f"book{name}", written)
