"""Lists that templates made become listings.  Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from ...works.listing.query import similar_directory
from ..liquid.marks import ENTRY_END, ENTRY_START, MARKED_EMPTY_LIST, MARKED_ENTRY, without_entry_marks
from ..markdown.html_parts import COMMENT, link_targets
from ..words_in_text import UNSEEN, plain
from .directives import HEADING, Group, directive, group_field, in_tags, listing_parts
from .entries import BLOCK, Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from .works import Work

WRITTEN_OUT = (
    "a list that a template made is written out, and will not show new pages: no listing shows the same"
)
LISTED = "a list of pages that a template made is a listing"
NAMED = "a listing names each of its pages, since no condition chooses them: a new page needs a line in it"
"""What is asked where no pattern and no condition chooses what a list showed."""
EMPTIED = "a list showed examples of the template only, which are left out; it is empty now"
"""What is asked of a page that listed nothing else."""
EMPTY_BEFORE = "a list of {0}, which was empty, is a listing: it will show what you write in {0}/"
"""What is noted of a list that showed nothing, with the name of its collection."""
NO_PLACE = "a list of {0}, which was empty, is left out: write a listing of /{0}/* where it is to be"
"""What is asked where no listing can take the place of such a list."""
NOT_SHOWN = (
    "a list showed {} of its entries, which a listing does not: write into their excerpt what is to be seen"
)
"""What is asked where keys are lost, with their names."""
UNDATED = (
    "entries without a date stood above others in a list, and are the last in its listing: "
    "write a date into those that are to be above"
)
"""What is asked where a listing is by date."""
# White space in front of a tag, looked at once, from its beginning: templates leave thousands of spaces.
_SPACE = r"(?:(?<!\s)\s++)?"
# Tags around a list that have no place around a listing, and comments.
_AROUND = re.compile(
    rf"{_SPACE}(?:</?(?:ul|ol|div|section|article|dl|center|p)\b[^<>]*>|<br\s*/?>|{COMMENT.pattern})\s*",
    re.DOTALL,
)
_COMMENT = re.compile(rf"{_SPACE}{COMMENT.pattern}", re.DOTALL)
_ANY_OPENING = re.compile(r"<(?:ul|ol|div|section|article|dl)\b[^<>]*>")
_LAST_OPENING = re.compile(rf"{_ANY_OPENING.pattern}\s*\Z")
_CLOSING = re.compile(r"\s*</(?:ul|ol|div|section|article|dl)>")
_OTHER_ORDER = re.compile(r"^:sort: (?!date$)", re.MULTILINE)
_STYLE = re.compile(r"<style\b(?:(?!<style\b).)*?</style\s*>", re.DOTALL | re.IGNORECASE)
# So many characters above a list are looked at for what it chooses by.
_ABOVE = 300


@dataclass
class Replaced:
    """A text with listings in the place of its lists."""

    text: str = ""
    listed: set[str] = field(default_factory=set)
    """The pages that the listings show."""
    collections: set[str] = field(default_factory=set)
    """The collections of which a list was empty."""
    summaries: dict[int, str] = field(default_factory=dict)
    """What lists show as the summaries of documents, by their numbers."""
    notes: list[str] = field(default_factory=list)
    """What was done."""
    questions: list[str] = field(default_factory=list)
    """What needs a look."""


class _Section(NamedTuple):
    """Entries below one heading, as they are marked in the text."""

    heading: str
    words: str
    """The words of the last heading in front of the entries."""
    entries: list[tuple[int, str]]
    """The number of each document, and what the template made of it."""


def replace_lists(
    text: str,
    works: Mapping[int, Work],
    directories: Mapping[str, Sequence[Work]],
    place: Callable[[str], str],
    hidden: Mapping[int, Work] = MappingProxyType({}),
    code: str = "",
    pageless: Collection[int] = (),
) -> Replaced:
    """Return *text* with a listing in the place of each list of entries.

    :param works: the works of the new site by the numbers of the documents.
    :param directories: all works of each directory.
    :param place: takes the text of a listing, and returns what stands for it until the page is converted.
    :param hidden: the documents that the new site leaves out: the work that each would have been.
    :param code: the Liquid that made the lists.
    :param pageless: the documents that had no pages: what a list shows of them is all there is.
    """
    result = Replaced()

    def written_out(part: str) -> str:
        result.questions.append(WRITTEN_OUT)
        return MARKED_ENTRY.sub(lambda match: "" if int(match[1]) in hidden else match[2], part)

    # What is switched off is nobody's text, here and below; what scripts read is no list.
    text = MARKED_ENTRY.sub(lambda match: _COMMENT.sub("", match[0]), text)
    text = UNSEEN.sub(lambda match: written_out(match[0]) if ENTRY_START in match[0] else match[0], text)
    tags = in_tags(code)
    found: list[str] = []
    position = 0
    for sections, start, end in _lists(text, pageless):
        found.append(text[position:start])
        position = end
        before = "".join(found)
        if before.rfind("<!--") > before.rfind("-->"):
            continue
        groups = _groups(sections, works, result.summaries)
        entries = [entry for group in groups for entry in group.entries]
        if any(number in pageless for section in sections for number, _text in section.entries):
            parts = None
        elif entries:
            # The words above the list may name what it chooses by.
            parts = listing_parts(groups, directories, plain(found[-1][-_ABOVE:]), tags)
        else:
            parts = _examples_listing(sections, hidden, directories, result.questions)
        if parts is None or _is_in_table(before):
            found.append(written_out(text[start:end]))
            continue
        found[-1], position, targets = _without_tags_around(found[-1], text, start, end)
        if len(sections) == 1:
            # The headings of several have such ids themselves.
            found[-1] += targets
        found += (place(part) if is_listing else f"\n\n{part}\n\n" for is_listing, part in parts)
        result.listed |= {entry.work.docname for entry in entries}
        result.notes.append(LISTED)
        if not entries:
            result.questions.append(EMPTIED)
        elif any(is_listing and not part.rstrip("`\n").endswith("*") for is_listing, part in parts):
            result.questions.append(NAMED)
        is_by_date = any(is_listing and not _OTHER_ORDER.search(part) for is_listing, part in parts)
        if is_by_date and any(group.has_undated_above() for group in groups):
            result.questions.append(UNDATED)
        if lost := dict.fromkeys(key for entry in entries for key in entry.lost_keys()):
            result.questions.append(NOT_SHOWN.format(", ".join(lost)))
    found.append(text[position:])
    result.text = without_entry_marks(_once("".join(found)))
    return result


def _groups(
    sections: Iterable[_Section], works: Mapping[int, Work], summaries: dict[int, str]
) -> list[Group]:
    """Return the works of a list.

    :param summaries: what is shown as a summary is added to these, unless another list has shown one.
    """
    known: dict[int, str] = {}
    groups = []
    for section in sections:
        entries = [
            (number, Entry(works[number], text)) for number, text in section.entries if number in works
        ]
        for number, entry in entries:
            if number not in known:
                known[number] = entry.find_summary()
            entry.summary = known[number]
        groups.append(Group(section.heading, section.words, [entry for _number, entry in entries]))
    for number, summary in known.items():
        if summary:
            summaries.setdefault(number, summary)
    return groups


def _examples_listing(
    sections: Iterable[_Section],
    hidden: Mapping[int, Work],
    directories: Mapping[str, Sequence[Work]],
    questions: list[str],
) -> list[tuple[bool, str]] | None:
    """Return a listing of the directories that examples in a list are in: more will be written there.

    :param questions: what is asked of those that a listing cannot name is added.
    :returns: ``None`` if an entry is of a document without a page: what the list shows is all there is of it.
    """
    groups = []
    for heading, words, entries in sections:
        if any(number not in hidden for number, _text in entries):
            return None
        groups.append(Group(heading, words, [Entry(hidden[number], text) for number, text in entries]))
    tops = {entry.work.top for group in groups for entry in group.entries} - {""}
    mistaken = {top for top in tops if _is_mistaken(top, directories)}
    questions += (NO_PLACE.format(top) for top in sorted(mistaken))
    lines = [f"/{top}/*" for top in sorted(tops - mistaken)]
    return [(True, directive(lines, {"group": group_field(groups)}))] if lines else []


def replace_empty_lists(
    text: str, directories: Mapping[str, Sequence[Work]], place: Callable[[str], str]
) -> Replaced:
    """Return *text* with a listing in the place of each list that was empty.

    A listing shows what will be written in the directory of a collection, where nothing is as yet.
    The parameters are those of :func:`replace_lists`.
    """
    text = UNSEEN.sub(lambda match: MARKED_EMPTY_LIST.sub("", match[0]), text)
    result = Replaced()

    def replaced(match: re.Match[str]) -> str:
        label, limit = match.groups()
        if label in result.collections:
            return ""
        result.collections.add(label)
        before, after = (
            MARKED_EMPTY_LIST.sub("", part) for part in (text[: match.start()], text[match.end() :])
        )
        if label in directories or _is_mistaken(label, directories) or not _is_alone(before, after):
            result.questions.append(NO_PLACE.format(label))
            return ""
        result.notes.append(EMPTY_BEFORE.format(label))
        return place(directive([f"/{label}/*"], {"limit": limit}))

    result.text = MARKED_EMPTY_LIST.sub(replaced, text)
    return result


def _is_mistaken(top: str, directories: Mapping[str, Sequence[Work]]) -> bool:
    """Return whether the build would take a directory without pages for another one with a similar name."""
    known = {work.docname.rpartition("/")[0] for works in directories.values() for work in works}
    return top not in directories and bool(similar_directory(top, known))


def _is_alone(before: str, after: str) -> bool:
    """Return whether nothing stands beside a list, and no table around it."""
    beside = BLOCK.split(before.rpartition("\n")[2])[-1] + BLOCK.split(after.partition("\n")[0])[0]
    is_row = before.rstrip().rpartition("\n")[2].lstrip().startswith("|")
    return not plain(beside) and not is_row and not _is_in_table(before)


def _is_in_table(before: str) -> bool:
    return before.lower().count("<table") > before.lower().count("</table")


def _without_tags_around(before: str, text: str, start: int, end: int) -> tuple[str, int, str]:
    """Return the text before a list without the tags that open for it only, and where these are closed.

    Last comes what links to the ids of these lead to.
    """
    inside = MARKED_ENTRY.sub("", text[start:end])
    is_open = len(_ANY_OPENING.findall(inside)) - len(_CLOSING.findall(inside))
    kept = len(before)
    while closing := _CLOSING.match(text, end):
        if is_open > 0:
            is_open -= 1
        elif opening := _LAST_OPENING.match(before, before.rfind("<", 0, kept), kept):
            kept = opening.start()
        else:
            break
        end = closing.end()
    return before[:kept], end, link_targets(before[kept:])


def _once(text: str) -> str:
    """Return *text* with each style sheet once, where the template of an entry repeats it."""
    seen: set[str] = set()

    def first(match: re.Match[str]) -> str:
        if match[0] in seen:
            return ""
        seen.add(match[0])
        return match[0]

    return _STYLE.sub(first, text)


def _lists(text: str, pageless: Collection[int]) -> Iterable[tuple[list[_Section], int, int]]:
    """Yield lists, entries with only headings and tags between them, and where each begins and ends.

    Below a heading, entries with pages behind those without begin another one, and so the other way round.
    """
    matches = list(MARKED_ENTRY.finditer(text))
    index = 0
    while index < len(matches):
        start = matches[index].start()
        heading, words = "", ""
        above = list(HEADING.finditer(text, text.rfind(ENTRY_END, 0, start) + 1, start))
        if above and not _AROUND.sub("", text[above[-1].end() : start]).strip():
            start = above[-1].start()
            heading, words = _heading(above[-1])
        sections: list[_Section] = []
        entries: list[tuple[int, str]] = []
        while True:
            match = matches[index]
            entries.append((int(match[1]), match[2]))
            end = match.end()
            index += 1
            if index == len(matches):
                break
            between = text[end : matches[index].start()]
            bare = _AROUND.sub("", between).strip()
            if not bare:
                continue
            inner = list(HEADING.finditer(bare))
            if not inner or MARKED_EMPTY_LIST.sub("", HEADING.sub("", bare)).strip():
                break
            if (int(matches[index][1]) in pageless) != (entries[-1][0] in pageless):
                break
            sections.append(_Section(heading, words, entries))
            entries = []
            # Those above it have nothing below them.
            heading, words = bare, _heading(inner[-1])[1]
        sections.append(_Section(heading, words, entries))
        yield sections, start, end


def _heading(match: re.Match[str]) -> tuple[str, str]:
    inner = match[3] if match[1] else match[5]
    return match[0].strip(), plain(inner or "")
