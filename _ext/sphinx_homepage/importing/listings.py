"""Lists that templates made become listings: which lines and options show the same works.  Pure."""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from ..core.problems import did_you_mean
from ..mathematics.words import FORMULA
from ..works.model import WorkType
from .kramdown_html import COMMENT
from .liquid_marks import ENTRY_END, ENTRY_START, MARKED_EMPTY_LIST, MARKED_ENTRY, without_entry_marks

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

WRITTEN_OUT = (
    "a list that a template made is written out, and will not show new pages: no listing shows the same"
)
# White space in front of a tag, looked at once, from its beginning: templates leave thousands of spaces.
_SPACE = r"(?:(?<!\s)\s++)?"
_HEADING = re.compile(
    r"(?:(?<![ \t])[ \t]++)?"
    r"(?:<h([1-6])\b([^<>]*)>((?:(?!</?h[1-6]\b).)*+)</h\1>|^(#{1,6})[ \t]+([^\n]*?)[ \t]*#*$)",
    re.DOTALL | re.MULTILINE,
)
# Tags around a list that have no place around a listing, and comments.
_AROUND = re.compile(
    rf"{_SPACE}(?:</?(?:ul|ol|div|section|article|dl|center|p)\b[^<>]*>|<br\s*/?>|{COMMENT.pattern})\s*",
    re.DOTALL,
)
# What marks text in Markdown: no formula has it as that, nor has snake_case.
_MARKS = re.compile(rf"(?P<formula>{FORMULA})|\\(?P<escaped>[*_`])|[*`]|(?<!\w)_++|(?<!_)_++(?!\w)")
# What is in a page and no text of it.  No pattern looks beyond the next tag of its kind.
_UNSEEN = re.compile(r"<(style|script)\b(?:(?!<(?:style|script)\b).)*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_STYLE = re.compile(r"<style\b(?:(?!<style\b).)*?</style\s*>", re.DOTALL | re.IGNORECASE)
_COMMENT = re.compile(rf"{_SPACE}{COMMENT.pattern}", re.DOTALL)
_ANY_OPENING = re.compile(r"<(?:ul|ol|div|section|article|dl)\b[^<>]*>")
_LAST_OPENING = re.compile(rf"{_ANY_OPENING.pattern}\s*\Z")
_CLOSING = re.compile(r"\s*</(?:ul|ol|div|section|article|dl)>")
# What templates write beside each entry, and what no reader misses.
_FILLERS = frozenset(
    "permalink read more download here paper published in recommended citation pdf link slides date less "
    "than min minute minutes the and at by doi bibtex bib code video poster website get".split()
)
_IMAGE = re.compile(r"""<img\b[^<>]*\bsrc\s*=\s*(?:"([^"<>]+)"|'([^'<>]+)'|([^"'<>\s]+))""", re.IGNORECASE)
# A longer list of pages, each by its name, is nothing that somebody would keep up to date.
_MAX_NAMES = 60
# So many directories are still a listing that can be read.
_MAX_DIRECTORIES = 12
LISTED = "a list of pages that a template made is a listing"
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
LONGEST_SUMMARY = 1200
"""The most characters of a text that may be a summary: an abstract has less, a whole post has more."""
_BLOCK = re.compile(
    r"</?(?:p|div|h[1-6]|li|ul|ol|dl|dt|dd|section|article|header|footer|table|tr|td|th|figure|blockquote|hr|br)\b[^<>]*>",
    re.IGNORECASE,
)
_BETWEEN_ITEMS = re.compile(r"</li\s*>\s*<li\b[^<>]*>", re.IGNORECASE)
# The address of a link in Markdown.
_TARGET = re.compile(r"\]\([^()\n]*\)")
# Less is in each text by chance.
_TELLING = re.compile(r"[^\W\d_]{2}|\d{4}")
# The word in front of a text: "Abstract: ...".
_LABEL = re.compile(r"\A[^\W\d_]+: +")
_BIBTEX = re.compile(r"@\w+\s*[{(]|\w+\s*=\s*[{\"]")
_KINDS = frozenset(WorkType)
# The share of the words of a list that a listing has to show.  The rest is mostly what a template writes
# beside each entry, and the page of the work has its whole text.
_MIN_COVERAGE = 0.6
# The share of its entries that may lose a link: more than every third has one as a matter of course.
_MAX_LOST_LINKS = 0.34
# Cards show less: they are only for lists that showed no more.
_MIN_COVERAGE_OF_CARDS = 0.85
# Nobody looks for the rest on the pages of works where a list has no links to them.
_MIN_COVERAGE_ALONE = 0.85
_INNER_LINK = re.compile(
    r"""\bhref\s*=\s*["']?\s*(?!https?:|mailto:)[^\s"'>]|\]\((?!https?:|mailto:)""", re.IGNORECASE
)
# So many characters above a list are looked at for what it chooses by.
_ABOVE = 300
# The fewest words of a paragraph that readers would miss.
_PARAGRAPH = 12
# So few words are in a list by chance, if they are not all of a line.
_FEW = 2
# So many words beside values of front matter are what a template writes there; more are a sentence.
_MOST_LABELS = 2


@dataclass(frozen=True)
class Work:
    """A page of the new site as listings see it."""

    docname: str
    title: str
    date: str = ""
    """As ``2019-03-01``; empty if it is not known."""
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    """Its words for ``category``, ``tag``, ``venue``, ``type``, ``year``."""
    shown: str = ""
    """All that a listing shows of it, and the links of what it shows as plain text."""
    on_card: str = ""
    """All that a card shows of it."""
    shown_date: str = ""
    """The ways in which its date may be written."""
    beginning: str = ""
    """The beginning of its text, if it has no summary: templates show it."""
    source: str = ""
    """Its text and front matter, of which templates may show something else, if it has no summary."""
    text: str = ""
    """Its text, which its own page shows."""
    values: tuple[tuple[str, str], ...] = ()
    """Keys of its front matter that only templates show, and the texts of each."""

    @property
    def directory(self) -> str:
        """Return its directory with a slash; empty at the root."""
        return self.docname[: self.docname.rindex("/") + 1] if "/" in self.docname else ""


@dataclass(frozen=True)
class Group:
    """Entries below one heading."""

    heading: str
    """The heading as it was written, behind others with nothing below them; empty if there is none."""
    words: str
    """The words of the heading."""
    entries: tuple[tuple[int, str], ...]
    """The number of each document, and what the template made of it."""

    def without(self, hidden: Collection[int]) -> Group:
        """Return the group without some documents."""
        return replace(self, entries=tuple(entry for entry in self.entries if entry[0] not in hidden))


def replace_lists(
    text: str,
    works: Mapping[int, Work],
    directories: Mapping[str, Sequence[Work]],
    place: Callable[[str], str],
    note: Callable[[str], None],
    ask: Callable[[str], None],
    summarize: Callable[[int, str], None],
    hidden: Mapping[int, Work] = MappingProxyType({}),
) -> tuple[str, set[str]]:
    """Return *text* with a listing in the place of each list of entries, and the pages that these list.

    :param works: the works of the new site by the numbers of the documents.
    :param directories: all works of each directory.
    :param place: takes the text of a listing, and returns what stands for it until the page is converted.
    :param note: is told what was done.
    :param ask: is told what needs a look.
    :param summarize: is told the number of each document, and what the list shows as its summary.
    :param hidden: the documents that the new site leaves out: the work that each would have been.
    """

    def written_out(part: str) -> str:
        ask(WRITTEN_OUT)
        return MARKED_ENTRY.sub(lambda match: "" if int(match[1]) in hidden else match[2], part)

    # What is switched off is nobody's text, here and below; what scripts read is no list.
    text = MARKED_ENTRY.sub(lambda match: _COMMENT.sub("", match[0]), text)
    text = _UNSEEN.sub(lambda match: written_out(match[0]) if ENTRY_START in match[0] else match[0], text)
    found: list[str] = []
    listed: set[str] = set()
    position = 0
    for groups, start, end in _lists(text):
        found.append(text[position:start])
        position = end
        before = "".join(found)
        if before.rfind("<!--") > before.rfind("-->"):
            continue
        shown = _with_summaries(groups, works, summarize)
        examples = _examples_listing(groups, hidden)
        groups = [group.without(hidden) for group in groups]
        # The words above a list may name what it chooses by.
        listing = _listing(groups, shown, directories, plain(found[-1][-_ABOVE:]))
        if listing is None or _is_in_table(before):
            found.append(written_out(text[start:end]))
        else:
            if not listing:
                ask(EMPTIED)
                listing = examples
            found[-1], position = _without_tags_around(found[-1], text, start, end)
            found.append(
                "".join(place(part) if is_listing else f"\n\n{part}\n\n" for is_listing, part in listing)
            )
            listed |= {
                works[number].docname
                for group in groups
                for number, _text in group.entries
                if number in works
            }
            note(LISTED)
            if lost := _lost_keys(groups, shown):
                ask(NOT_SHOWN.format(", ".join(lost)))
    found.append(text[position:])
    return without_entry_marks(_once("".join(found))), listed


def replace_empty_lists(
    text: str,
    directories: Mapping[str, Collection[Work]],
    place: Callable[[str], str],
    note: Callable[[str], None],
    ask: Callable[[str], None],
) -> tuple[str, set[str]]:
    """Return *text* with a listing in the place of each list that was empty, and their collections.

    A listing shows what will be written in the directory of a collection, where nothing is as yet.
    The parameters are those of :func:`replace_lists`.
    """
    text = _UNSEEN.sub(lambda match: MARKED_EMPTY_LIST.sub("", match[0]), text)
    seen: set[str] = set()

    def replaced(match: re.Match[str]) -> str:
        label, limit = match.groups()
        if label in seen:
            return ""
        seen.add(label)
        before, after = (
            MARKED_EMPTY_LIST.sub("", part) for part in (text[: match.start()], text[match.end() :])
        )
        # Where a directory has a similar name, the build takes this one for a mistake.
        is_mistaken = did_you_mean(f"{label}/*", (f"{name}/*" for name in directories if name))
        if label in directories or is_mistaken or not _is_alone(before, after):
            ask(NO_PLACE.format(label))
            return ""
        note(EMPTY_BEFORE.format(label))
        return place(_directive([f"/{label}/*"], {"limit": limit}))

    return MARKED_EMPTY_LIST.sub(replaced, text), seen


def _is_alone(before: str, after: str) -> bool:
    """Return whether nothing stands beside a list, and no table around it."""
    beside = _BLOCK.split(before.rpartition("\n")[2])[-1] + _BLOCK.split(after.partition("\n")[0])[0]
    is_row = before.rstrip().rpartition("\n")[2].lstrip().startswith("|")
    return not plain(beside) and not is_row and not _is_in_table(before)


def _is_in_table(before: str) -> bool:
    return before.lower().count("<table") > before.lower().count("</table")


def _without_tags_around(before: str, text: str, start: int, end: int) -> tuple[str, int]:
    """Return the text before a list without the tags that open for it only, and where these are closed."""
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
    return before[:kept], end


def _with_summaries(
    groups: Sequence[Group], works: Mapping[int, Work], summarize: Callable[[int, str], None]
) -> dict[int, Work]:
    """Return the works of a list as listings show them once they have the summaries that the list shows."""
    found: dict[int, Work] = {}
    for number, entry in (each for group in groups for each in group.entries):
        if number in works and number not in found:
            work = works[number]
            summary = _summary(work, entry)
            found[number] = replace(
                work, shown=f"{work.shown} {summary}", on_card=f"{work.on_card} {summary}"
            )
            if summary:
                summarize(number, summary)
    return found


def _examples_listing(groups: Sequence[Group], hidden: Mapping[int, Work]) -> list[tuple[bool, str]]:
    """Return a listing of the directories that examples in a list are in: more will be written there."""
    known = [
        (group, [(hidden[number], entry) for number, entry in group.entries if number in hidden])
        for group in groups
    ]
    tops = {_top(work) for _group, found in known for work, _text in found} - {""}
    lines = [f"/{top}/*" for top in sorted(tops)]
    return [(True, _directive(lines, {"group": _group_field(known)}))] if lines else []


def pictures_of_entries(text: str, front_matter: Callable[[int], str]) -> dict[int, str]:
    """Return the address of the first image of each entry, by the number of its document.

    An image of several documents is that of the theme, unless their front matter names it.
    """
    found = {int(number): first_image(entry) for number, entry in MARKED_ENTRY.findall(text)}
    count = Counter(found.values())
    return {
        number: image
        for number, image in found.items()
        if image and (count[image] == 1 or image.rpartition("/")[2] in front_matter(number))
    }


def first_image(text: str) -> str:
    """Return the address of the first image in HTML; empty if there is none."""
    image = _IMAGE.search(text)
    return html.unescape(image[image.lastindex or 0]).strip() if image else ""


def _summary(work: Work, entry: str) -> str:
    """Return what an entry shows as the summary of a work; empty if there is none, or it has one already."""
    if not work.source:
        return ""
    text = _text_of(work, entry)
    lines = _lines_of_values(work, entry)
    # One line is no more than the part that it is; of several, the text may be one.
    if text and not (len(lines) > 1 and any(text in line for line in lines)):
        shown = plain(entry)
        # What the text says as well may stand beside it all the same.
        lines = [line for line in lines if text not in line and shown.count(line) > text.count(line)]
        lines.append(text)
    together = re.sub(r"(?<=[.!?:]); ", " ", "; ".join(lines))
    return together if len(together) <= LONGEST_SUMMARY else text


def _text_of(work: Work, entry: str) -> str:
    """Return what an entry shows of the text of a work, or of a long text in its front matter."""
    # "Note:" in front of a notice is its title.
    beginning = _words(_LABEL.sub("", work.beginning))[:8]
    texts = [work.beginning, *map(plain, _BLOCK.split(_UNSEEN.sub(" ", entry)))]
    if 0 < len(beginning) <= _FEW and work.beginning in texts[1:]:
        # The whole text may be "Teaching assistant".
        others = _words(work.shown.replace(work.beginning, "", 1))
        return "" if {*others, *_FILLERS}.issuperset(beginning) else work.beginning
    if len(beginning) > _FEW and " ".join(beginning) in " ".join(_words(entry)):
        # Of a text that is too long, it is what the list shows.
        short = (text for text in texts if len(text) <= LONGEST_SUMMARY)
        return next((text for text in short if beginning == _words(_LABEL.sub("", text))[:8]), "")
    known = {*_words(work.shown), *_FILLERS}

    def may_be(part: str) -> bool:
        # The last word may have been cut off; the word in front of all is the template's.
        words = _words(_LABEL.sub("", part))
        is_new = len(words) > 3 and any(word not in known for word in words[:-1])
        return is_new and not _BIBTEX.match(part) and not _is_title(part, work.title)

    blocks = [
        [plain(item) for item in block.split("\0")]
        for block in _BLOCK.split(_BETWEEN_ITEMS.sub("\0", _UNSEEN.sub(" ", entry)))
    ]
    parts = []
    for items in blocks:
        # A list is a summary as a whole, unless its first items are the title and the like.
        parts += [" ".join(items)] if all(map(may_be, items)) else []
        parts += filter(may_be, items)
    parts += [_LABEL.sub("", part) for part in parts]
    parts = [part for part in parts if len(part) <= LONGEST_SUMMARY]
    words = " ".join(_words(_TARGET.sub("]", work.source))) if parts else ""
    found = [part for part in parts if f" {' '.join(_words(part)[:-1])} " in f" {words} "]
    return max(found, key=len, default="")


def _lines_of_values(work: Work, entry: str) -> list[str]:
    """Return the parts of an entry that are values of front matter: who else wrote it, and where it is."""
    known = {*_words(work.shown)}.difference(_FILLERS)
    lines: dict[str, None] = {}
    for item, values in _items_with_values(work, entry):
        labels = {*_words(item)}.difference(_FILLERS, *map(_words, values))
        if len(labels - known) <= _MOST_LABELS:
            # Beside the title, only the values are new.
            lines |= dict.fromkeys(values if labels & known else [item])
    return list(lines)


def _items_with_values(work: Work, entry: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the parts of an entry with values of front matter that a listing lacks, and the keys of these."""
    known = {*_words(work.shown), *_FILLERS}
    texts = ((key, plain(_TARGET.sub("]", text))) for key, text in work.values if _TELLING.search(text))
    values = {
        text: key
        for key, text in texts
        if not known.issuperset(_words(text)) and not _is_title(text, work.title)
    }
    for item in map(plain, _BLOCK.split(_UNSEEN.sub(" ", entry))) if values else ():
        words = f" {' '.join(_words(item))} "
        found = {text: key for text, key in values.items() if f" {' '.join(_words(text))} " in words}
        if found:
            yield item, found


def _lost_keys(groups: Sequence[Group], works: Mapping[int, Work]) -> list[str]:
    """Return the keys of which a list shows values that are neither in the listing nor on the pages."""
    keys: dict[str, None] = {}
    for number, entry in (each for group in groups for each in group.entries):
        if (work := works.get(number)) is None:
            continue
        words = [
            (key, word)
            for key, name in (("categories", "category"), ("tags", "tag"))
            for word in work.fields.get(name, ())
        ]
        work = replace(work, values=(*work.values, *words))
        found = [each for _item, values in _items_with_values(work, entry) for each in values.items()]
        text = f" {' '.join(_words(work.text))} " if found else ""
        keys |= {key: None for value, key in found if f" {' '.join(_words(value))} " not in text}
    return list(keys)


def _is_title(part: str, title: str) -> bool:
    """Return whether a part of an entry is its title, perhaps with a number before it."""
    words, of_title = _words(part), _words(title)
    return len(words) <= len(of_title) + 2 and f" {' '.join(of_title)} " in f" {' '.join(words)} "


def _loses_text(work: Work, entry: str) -> bool:
    """Return whether a paragraph of an entry would be neither in the listing nor on the page of its work."""
    parts = [part for part in _BLOCK.split(_UNSEEN.sub(" ", entry)) if not _BIBTEX.match(plain(part))]
    paragraphs = [words for words in map(_words, parts) if len(words) >= _PARAGRAPH]
    known = _triples(_words(f"{work.shown}\n{work.text}")) if paragraphs else set()
    return any(len(_triples(words) & known) * 2 < len(_triples(words)) for words in paragraphs)


def _triples(words: Sequence[str]) -> set[tuple[str, ...]]:
    return set(zip(words, words[1:], words[2:], strict=False))


def _once(text: str) -> str:
    """Return *text* with each style sheet once, where the template of an entry repeats it."""
    seen: set[str] = set()

    def first(match: re.Match[str]) -> str:
        if match[0] in seen:
            return ""
        seen.add(match[0])
        return match[0]

    return _STYLE.sub(first, text)


def _lists(text: str) -> Iterable[tuple[list[Group], int, int]]:
    """Yield lists, entries with only headings and tags between them, and where each begins and ends."""
    matches = list(MARKED_ENTRY.finditer(text))
    index = 0
    while index < len(matches):
        start = matches[index].start()
        heading, words = "", ""
        above = list(_HEADING.finditer(text, text.rfind(ENTRY_END, 0, start) + 1, start))
        if above and not _AROUND.sub("", text[above[-1].end() : start]).strip():
            start = above[-1].start()
            heading, words = _heading(above[-1])
        groups: list[Group] = []
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
            inner = list(_HEADING.finditer(bare))
            if not inner or MARKED_EMPTY_LIST.sub("", _HEADING.sub("", bare)).strip():
                break
            groups.append(Group(heading, words, tuple(entries)))
            entries = []
            # Those above it have nothing below them.
            heading, words = bare, _heading(inner[-1])[1]
        groups.append(Group(heading, words, tuple(entries)))
        yield groups, start, end


def _heading(match: re.Match[str]) -> tuple[str, str]:
    inner = match[3] if match[1] else match[5]
    return match[0].strip(), plain(inner or "")


def plain(text: str) -> str:
    """Return the words of HTML or Markdown."""
    text = re.sub(r"<[^<>]*>", " ", _UNSEEN.sub(" ", text))
    words = " ".join(html.unescape(without_marks(text, " ")).split())
    return re.sub(r" (?=[.,)](?: |\Z))", "", words)


def without_marks(text: str, instead: str = "") -> str:
    """Return Markdown with *instead* in the place of what marks its text, but for that of formulas."""
    return _MARKS.sub(lambda match: match["formula"] or match["escaped"] or instead, text)


def _listing(
    groups: list[Group],
    works: Mapping[int, Work],
    directories: Mapping[str, Sequence[Work]],
    above: str,
) -> list[tuple[bool, str]] | None:
    """Return the parts that replace a list, and whether each is a listing; ``None`` if none is as good."""
    known = [
        (group, [(works[number], text) for number, text in group.entries if number in works])
        for group in groups
    ]
    entries = [entry for _group, found in known for entry in found]
    # Of documents without pages, what was written is all there is.
    missing = sum(len(group.entries) for group in groups) - len(entries)
    if not entries:
        return [] if missing == 0 else None
    is_linked = any(_INNER_LINK.search(text) for _work, text in entries)
    needed = _MIN_COVERAGE if is_linked else _MIN_COVERAGE_ALONE
    if _coverage(entries) < needed or _foreign_links(entries) > _MAX_LOST_LINKS:
        return None
    if any(_loses_text(work, text) for work, text in entries):
        return None
    layout = _layout(entries)
    grouped = _group_field(known)
    # Below the heading of one year would soon be the works of the next.
    if grouped == "year" or (grouped and len(known) > 1):
        all_works = list(dict.fromkeys(work for _group, found in known for work, _text in found))
        order = [work for _group, found in known for work, _text in found]
        lines, options = _sources(all_works if grouped in ("tag", "category") else order, directories, above)
        return [(True, _directive(lines, {"group": grouped, **options, "layout": layout}))]
    parts = []
    for group, found in known:
        if not found:
            continue
        if group.heading:
            parts.append((False, group.heading))
        lines, options = _sources([work for work, _text in found], directories, group.words or above)
        parts.append((True, _directive(lines, {**options, "layout": layout})))
    return parts


def _directive(lines: Sequence[str], options: Mapping[str, str]) -> str:
    written = "".join(f":{name}: {value}\n" for name, value in options.items() if value)
    body = "\n".join(lines)
    return f"```{{listing}}\n{written}{chr(10) if written else ''}{body}\n```"


# The lists of a site show the same documents: by year, by tag, by category.
@lru_cache(maxsize=2**15)
def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W_]+", plain(text).lower()))


def _coverage(entries: Sequence[tuple[Work, str]], *, on_cards: bool = False) -> float:
    """Return the share of the words of a list that a listing shows as well."""
    shown = total = 0
    for work, text in entries:
        words = [word for word in _words(text) if word not in _FILLERS]
        if not work.date:
            # Templates write one that is none: 1900-01-01.
            words = [word for word in words if not word.isdecimal()]
        have = set(_words(work.on_card if on_cards else work.shown))
        total += len(words)
        shown += sum(word in have for word in words)
    return shown / total if total else 1.0


def _foreign_links(entries: Sequence[tuple[Work, str]], *, on_cards: bool = False) -> float:
    """Return the share of entries with links to other sites that a listing would not have."""
    count = 0
    for work, text in entries:
        links = re.findall(r"""href\s*=\s*["']\s*(https?://[^"'\s]+)|\]\((https?://[^)\s]+)""", text)
        shown = work.on_card if on_cards else work.shown
        # A DOI may be known without the address in front of it.
        addresses = [
            re.sub(r"^https?://(?:dx\.)?doi\.org/", "", html.unescape(one or other)) for one, other in links
        ]
        # A link of the site itself may be a path.
        paths = shown.split()
        count += any(
            address not in shown and re.sub(r"^https?://[^/]*", "", address) not in paths
            for address in addresses
        )
    return count / len(entries)


def _layout(entries: Sequence[tuple[Work, str]]) -> str:
    with_images = sum("<img" in text or "![" in text for _work, text in entries)
    if (
        with_images == len(entries)
        and _coverage(entries, on_cards=True) > _MIN_COVERAGE_OF_CARDS
        and _foreign_links(entries, on_cards=True) <= _MAX_LOST_LINKS
    ):
        return "cards"
    if with_images:
        # A compact list shows none.
        return ""
    more = 0
    for work, text in entries:
        if work.source and _lines_of_values(replace(work, shown=f"{work.title} {work.shown_date}"), text):
            # They are in its summary.
            return ""
        # A date stands beside each title of a compact list.
        beside = {*_words(work.title), *_words(work.shown_date)} | _FILLERS
        more += sum(word not in beside for word in _words(text))
    return "compact" if more <= len(entries) else ""


def _group_field(known: Sequence[tuple[Group, list[tuple[Work, str]]]]) -> str:
    """Return the field whose values are the headings, if there is one."""
    shown = [(group, found) for group, found in known if found]
    if not all(_HEADING.fullmatch(group.heading) for group, _found in shown):
        return ""
    for name in ("year", "category", "tag", "type", "venue"):
        if all(
            group.words.casefold() in (value.casefold() for value in work.fields.get(name, ()))
            for group, found in shown
            for work, _text in found
        ):
            return name if name in ("year", "tag") or _is_in_order(shown) else ""
    return ""


def _is_in_order(shown: Sequence[tuple[Group, list[tuple[Work, str]]]]) -> bool:
    """Return whether the headings are in the order of a grouped listing, or in that of an archive.

    Jekyll's archives of posts have the order in which the categories were met.
    """
    headings = [group.words.casefold() for group, _found in shown]
    return headings == sorted(headings) or all(
        work.directory.startswith("posts") for _group, found in shown for work, _text in found
    )


def _sources(
    wanted: Sequence[Work], directories: Mapping[str, Sequence[Work]], above: str
) -> tuple[list[str], dict[str, str]]:
    """Return the lines and options of a listing of *wanted*, in their order.

    :param above: the words above the list.
    """
    unique = list(dict.fromkeys(wanted))
    names = [work.docname for work in unique]
    tops = sorted({_top(work) for work in unique})
    pool = [work for top in tops for work in directories.get(top, ())]
    is_whole = {work.docname for work in pool} == set(names)
    lines = [_pattern(top, directories) for top in tops] if len(tops) <= _MAX_DIRECTORIES else []
    if lines and "" in tops and is_whole:
        # A map of the site.  No pattern means the home page.
        return [*(f"/{name}" for name in names if name == "index"), *lines], {"sort": "listed"}
    if lines and "" not in tops:
        where = "" if is_whole else _where(unique, pool, above)
        if is_whole or where:
            sort = _sort(unique)
            if sort is not None:
                return lines, {**({"where": where} if where else {}), **sort}
        newest = sorted((work for work in pool if work.date), key=lambda work: work.date, reverse=True)
        if len(unique) < len(pool) and {work.date for work in newest[: len(unique)]} == {
            work.date for work in unique
        }:
            return lines, {"limit": str(len(unique))}
    return [f"/{name}" for name in names], {"sort": "listed"} if len(names) > 1 else {}


def _pattern(top: str, directories: Mapping[str, Sequence[Work]]) -> str:
    """Return the line of a listing of all works of a directory, or of the root."""
    if not top:
        return "/*"
    return f"/{top}/{'**' if any('/' in work.docname[len(top) + 1 :] for work in directories[top]) else '*'}"


def _top(work: Work) -> str:
    return work.docname.partition("/")[0] if "/" in work.docname else ""


def _where(wanted: Sequence[Work], pool: Sequence[Work], above: str) -> str:
    """Return the condition that *wanted* of *pool* meet, and no other: one that *above* names, or any."""
    conditions: list[tuple[bool, str]] = []
    names = {work.docname for work in wanted}
    others = [work for work in pool if work.docname not in names]
    for sign, chosen in (("=", list(wanted)), ("!=", others)):
        names = {work.docname for work in chosen}
        for name in ("category", "tag", "type", "venue", "year"):
            for value in chosen[0].fields.get(name, ()) if chosen else ():
                meeting = {
                    work.docname
                    for work in pool
                    if value.casefold() in (other.casefold() for other in work.fields.get(name, ()))
                }
                # What a work is, a talk or a post, is its type as well.
                is_kind = name == "type" and value.casefold() in _KINDS
                if meeting == names and not is_kind and not re.search(r'["\n]', value):
                    quote = '"' if re.search(r"[,\s=]", value) else ""
                    is_named = value.casefold() in above.casefold()
                    conditions.append((not is_named, f"{name}{sign}{quote}{value}{quote}"))
    return min(conditions, key=lambda condition: condition[0], default=(True, ""))[1]


def _sort(works: Sequence[Work]) -> dict[str, str] | None:
    """Return the option for the order of *works*; ``None`` if it is one of people's own."""
    dates = [work.date for work in works if work.date]
    if len(dates) > 1 and len(set(dates)) > 1:
        if dates == sorted(dates, reverse=True):
            return {}
        if dates == sorted(dates):
            return {"sort": "date"}
    titles = [work.title.casefold() for work in works]
    if len(titles) > 1 and titles == sorted(titles):
        return {"sort": "title"}
    names = [work.docname for work in works]
    if len(works) > 1 and not dates and len(works) <= _MAX_NAMES and names != sorted(names):
        return None
    # Of the same date, or in an order of the template's: the newest first, as everywhere.
    return {}
