"""An entry of a list of pages: what it shows of a work, and what a listing lacks of that.  Pure."""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

from ...pages.text_in_markup import ANCHOR
from ..liquid.marks import MARKED_ENTRY
from ..words_in_text import UNSEEN, has_run, plain, words
from .summaries import LONGEST_SUMMARY, in_one_line

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Collection, Iterable, Iterator

    from .works import Work

BLOCK = re.compile(
    r"</?(?:p|div|h[1-6]|li|ul|ol|dl|dt|dd|section|article|header|footer|table|tr|td|th|figure|blockquote|hr|br)\b[^<>]*>",
    re.IGNORECASE,
)
"""A tag at which a line of what readers see begins or ends."""
# What templates write beside each entry, and what no reader misses.
_FILLERS = frozenset(
    "permalink read more download here paper published in recommended citation pdf link slides date less "
    "than min minute minutes the and at by doi bibtex bib code video poster website get".split()
)
_IMAGE = re.compile(r"""<img\b[^<>]*\bsrc\s*=\s*(?:"([^"<>]+)"|'([^'<>]+)'|([^"'<>\s]+))""", re.IGNORECASE)
_FOREIGN_LINK = re.compile(r"""href\s*=\s*["']\s*(https?://[^"'\s]+)|\]\((https?://[^)\s]+)""")
_FOREIGN = re.compile(r"https?://[^()]+", re.IGNORECASE)
_INNER_LINK = re.compile(
    r"""\bhref\s*+=\s*+["']?\s*+(?!https?:|mailto:)[^\s"'>]|\]\((?!https?:|mailto:)""", re.IGNORECASE
)
_BETWEEN_ITEMS = re.compile(r"</li\s*>\s*<li\b[^<>]*>", re.IGNORECASE)
# The address of a link in Markdown, and the attributes that kramdown gives it.
_TARGET = re.compile(r"\]\([^()\n]*\)(?:\{:[^{}\n]*\})?")
# A link to a page of the site.
_PAGE_LINK = re.compile(
    r"(?<!!)\[([^\[\]\n]*)\]\((?!https?:|mailto:)[^()\n]*\)(?:\{:[^{}\n]*\})?", re.IGNORECASE
)
# A link without words of its own, which would be no link in a summary.
_ONLY_ADDRESS = re.compile(r"(?:https?:/)?/\S+", re.IGNORECASE)
# Less is in each text by chance.
_TELLING = re.compile(r"[^\W\d_]{2}|\d{4}")
# The word in front of a text: "Abstract: ...".
_LABEL = re.compile(r"\A[^\W\d_]+: +")
_BIBTEX = re.compile(r"@\w+\s*[{(]|\w+\s*=\s*[{\"]")
# The fewest words of a paragraph that readers would miss.
_PARAGRAPH = 12
# So few words are in a list by chance, if they are not all of a line.
_FEW = 2
# So many words tell the beginning of a text from that of another one.
_BEGINNING = 8
# So many words beside values of front matter are what a template writes there; more are a sentence.
_MOST_LABELS = 2


@dataclass(eq=False)
class Entry:
    """A work in a list."""

    work: Work
    text: str
    """What the template made of it."""
    summary: str = ""
    """What a listing shows as well, if it becomes the summary of the work: see :meth:`find_summary`."""

    @property
    def shown(self) -> str:
        """Return all that a listing shows of the work."""
        return f"{self.work.shown} {self.summary}"

    @property
    def on_card(self) -> str:
        """Return all that a card shows of it."""
        return f"{self.work.on_card} {self.summary}"

    @cached_property
    def _blocks(self) -> list[list[str]]:
        """Return the words of each block; a list is one block of several items."""
        text = _BETWEEN_ITEMS.sub("\0", UNSEEN.sub(" ", _PAGE_LINK.sub(r"\1", self.text)))
        return [[plain(item) for item in block.split("\0")] for block in BLOCK.split(text)]

    @property
    def _words(self) -> tuple[str, ...]:
        """Return all words, without the addresses of links."""
        return words(_TARGET.sub("]", self.text))

    @property
    def _parts(self) -> Iterator[str]:
        """Return the words of each block and of each item of a list."""
        return (part for items in self._blocks for part in items)

    def find_summary(self) -> str:
        """Return what is shown as the summary of the work, or behind the one that it has; may be empty."""
        if not self.work.source:
            return self._lines_beside_summary()
        text = self._part_of_text()
        lines = self._lines_of_values(self.work.shown)
        # One line is no more than the part that it is; of several, the text may be one.
        if text and not (len(lines) > 1 and any(text in line for line in lines)):
            shown = plain(self.text)
            # What the text says as well may stand beside it all the same.
            lines = [line for line in lines if text not in line and shown.count(line) > text.count(line)]
            lines.append(text)
        together = in_one_line(lines)
        return self._with_links(together if len(together) <= LONGEST_SUMMARY else text)

    def _lines_beside_summary(self) -> str:
        """Return the values that are shown beside the summary that the work has: who else wrote it."""
        lines = self._lines_of_values(self.work.shown, _FEW)
        together = "; ".join(line for line in lines if not _BIBTEX.match(line))
        return self._with_links(together if len(together) <= LONGEST_SUMMARY else "")

    def _with_links(self, summary: str) -> str:
        """Return a summary with the links to other sites on its words, in Markdown."""
        found = ""
        for address, inner in ANCHOR.findall(self.text) if summary else ():
            linked = plain(inner) if _FOREIGN.fullmatch(address) else ""
            # An image has no words.
            before, is_there, after = summary.partition(linked or "\0")
            if is_there and linked.count("[") == linked.count("]"):
                found += f"{before}[{linked}]({html.unescape(address)})"
                summary = after
        return found + summary

    def _part_of_text(self) -> str:
        """Return what is shown of the text of the work, or of a long text in its front matter."""
        work = self.work
        # "Note:" in front of a notice is its title.
        beginning = _without_label(work.beginning)[:_BEGINNING]
        if 0 < len(beginning) <= _FEW and words(work.beginning) in map(words, self._parts):
            # The whole text may be "Teaching assistant".
            others = words(work.shown.replace(work.beginning, "", 1))
            return "" if {*others, *_FILLERS}.issuperset(beginning) else work.beginning
        if len(beginning) > _FEW and " ".join(beginning) in " ".join(words(self.text)):
            # Of a text that is too long, it is what the list shows.
            short = (text for text in (work.beginning, *self._parts) if len(text) <= LONGEST_SUMMARY)
            return next((text for text in short if beginning == _without_label(text)[:_BEGINNING]), "")
        return max(self._parts_of_source(), key=len, default="")

    def _parts_of_source(self) -> list[str]:
        """Return the parts that are sentences of the text or front matter, with and without a label."""
        known = {*words(self.work.shown), *_FILLERS}

        def may_be(part: str) -> bool:
            # The last word may have been cut off; the word in front of all is the template's.
            found = _without_label(part)
            is_new = len(found) > 3 and any(word not in known for word in found[:-1])
            return is_new and not _BIBTEX.match(part) and not _is_title(part, self.work.title)

        parts: list[str] = []
        for items in self._blocks:
            # A list of the text is a summary as a whole, also if some of its items say little.
            parts += filter(may_be, [in_one_line(items), *items])
        parts += [_LABEL.sub("", part) for part in parts]
        parts = [part for part in parts if len(part) <= LONGEST_SUMMARY]
        source = words(_TARGET.sub("]", self.work.source)) if parts else ()
        return [part for part in parts if has_run(source, words(part)[:-1])]

    def _lines_of_values(self, shown: str, few: int = 0) -> list[str]:
        """Return the parts that are values of front matter: who else wrote it, and where it is.

        :param shown: where values are that need no line.
        :param few: parts of which no value has more words are left out.
        """
        known = {*words(shown)}.difference(_FILLERS)
        lines: dict[str, None] = {}
        for part, values in self._parts_with_values(shown, self.work.values):
            if _ONLY_ADDRESS.fullmatch(part) or all(len(words(value)) <= few for value in values):
                continue
            labels = {*words(part)}.difference(_FILLERS, *map(words, values))
            if len(labels - known) <= _MOST_LABELS:
                # Beside the title, only the values are new.
                lines |= dict.fromkeys(values if labels & known else [part])
        return list(lines)

    def _parts_with_values(
        self, shown: str, values: Iterable[tuple[str, str]]
    ) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield the parts with values of front matter that are not in *shown*, and the keys of these."""
        known = {*words(shown), *_FILLERS}
        texts = ((key, plain(_TARGET.sub("]", text))) for key, text in values if _TELLING.search(text))
        keys = {
            text: key
            for key, text in texts
            if not known.issuperset(words(text)) and not _is_title(text, self.work.title)
        }
        for part in self._parts if keys else ():
            found = {text: key for text, key in keys.items() if has_run(words(part), words(text))}
            if found:
                yield part, found

    def lost_keys(self) -> dict[str, None]:
        """Return the keys of which values are shown that are neither in a listing nor on the work's page."""
        parts = self._parts_with_values(self.shown, self.work.values)
        found = [each for _part, values in parts for each in values.items()]
        text = words(self.work.text) if found else ()
        elsewhere = f"{self.shown} {self.work.text}"
        # A link may show other words than its address.  The first image is that of the work in listings.
        linked = [
            key
            for key, value in self.work.values
            if "/" in value
            and f'{value}"' in self.text
            and value not in elsewhere
            # Its own address, as one of its translations.
            and (value.strip("/") or "index") != self.work.docname
        ]
        if linked:
            image = first_image(self.text)
            images = {key for key, value in self.work.values if image.endswith(value)}
            linked = [key for key in linked if key not in images]
        dates = [key for key, date in self.work.dates if self._shows_other(date)]
        shown = [key for value, key in found if not has_run(text, words(value))]
        return dict.fromkeys([*shown, *linked, *dates])

    def _shows_other(self, date: datetime.date) -> bool:
        """Return whether a date is shown that a listing does not show."""
        text, known = words(self.text), {*words(self.shown)}
        year, days = str(date.year), {str(date.day), f"{date:%d}"}
        months = {f"{date:%B}".lower(), f"{date:%b}".lower(), f"{date:%m}", str(date.month)}
        ways = [
            way
            for month, day in product(months, days)
            for way in ((year, month, day), (month, day, year), (day, month, year))
        ]
        return any(has_run(text, way) and not known.issuperset(way) for way in ways)

    def loses_text(self) -> bool:
        """Return whether a paragraph would be neither in a listing nor on the page of the work."""
        paragraphs = [words(part) for part in self._parts if not _BIBTEX.match(part)]
        paragraphs = [paragraph for paragraph in paragraphs if len(paragraph) >= _PARAGRAPH]
        # The page of the work has its tags.
        tags = " ".join((*self.work.fields.get("category", ()), *self.work.fields.get("tag", ())))
        known = _triples(words(f"{self.shown}\n{self.work.text}\n{tags}")) if paragraphs else set()
        return any(len(triples & known) * 2 < len(triples) for triples in map(_triples, paragraphs))

    def is_linked(self) -> bool:
        """Return whether a link leads to another page of the site."""
        return bool(_INNER_LINK.search(self.text))

    def has_image(self) -> bool:
        """Return whether an image is shown."""
        return "<img" in self.text or "![" in self.text

    def has_values_beside_title(self) -> bool:
        """Return whether there are lines that a summary shows, and a title with its date does not."""
        work = self.work
        return bool(work.source and self._lines_of_values(f"{work.title} {work.shown_date}"))

    def words_beside_title(self) -> int:
        """Return the number of words that a title with its date does not have."""
        beside = {*words(self.work.title), *words(self.work.shown_date)} | _FILLERS
        return sum(word not in beside for word in self._words)

    def words_in(self, shown: str) -> tuple[int, int]:
        """Return how many of the words are in *shown*, and how many there are."""
        found = [word for word in self._words if word not in _FILLERS]
        if not self.work.date:
            # Templates write one that is none: 1900-01-01.
            found = [word for word in found if not word.isdecimal()]
        have = set(words(shown))
        return sum(word in have for word in found), len(found)

    def has_link_beside(self, shown: str) -> bool:
        """Return whether a link leads to another site, and *shown* does not have it."""
        # A DOI may be known without the address in front of it.
        addresses = [
            re.sub(r"^https?://(?:dx\.)?doi\.org/", "", html.unescape(one or other))
            for one, other in _FOREIGN_LINK.findall(self.text)
        ]
        # A link of the site itself may be a path.
        paths = shown.split()
        return any(
            address not in shown and re.sub(r"^https?://[^/]*", "", address) not in paths
            for address in addresses
        )


def coverage(entries: Collection[Entry], *, on_cards: bool = False) -> float:
    """Return the share of the words of a list that a listing shows as well."""
    counts = [entry.words_in(entry.on_card if on_cards else entry.shown) for entry in entries]
    total = sum(count for _shown, count in counts)
    return sum(shown for shown, _count in counts) / total if total else 1.0


def lost_links(entries: Collection[Entry], *, on_cards: bool = False) -> float:
    """Return the share of entries with links to other sites that a listing would not have."""
    lost = [entry.has_link_beside(entry.on_card if on_cards else entry.shown) for entry in entries]
    return sum(lost) / len(lost)


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


def _without_label(text: str) -> tuple[str, ...]:
    return words(_LABEL.sub("", text))


def _is_title(part: str, title: str) -> bool:
    """Return whether a part of an entry is its title, perhaps with a number before it."""
    return len(words(part)) <= len(words(title)) + 2 and has_run(words(part), words(title))


def _triples(found: tuple[str, ...]) -> set[tuple[str, ...]]:
    return set(zip(found, found[1:], found[2:], strict=False))
