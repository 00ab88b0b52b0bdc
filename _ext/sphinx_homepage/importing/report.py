"""What an import did, for the person whose site it is.  Pure."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from ..core.problems import one_line
from .converted import Change
from .lines import backticks
from .writing import REPORT

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

    from .comparison import Comparison, PageComparison, Share

# More of one kind are counted on the terminal.
_SHOWN = 5
# What was changed on so many pages is told once.
_OFTEN = 4
# Of so many files in a directory, only the number is told.
_MANY = 30
# The most characters of a line on the terminal.
_LONG = 500
_SEE_REPORT = f"see {REPORT}"


_FOREWORD = """\
What you may want to look at comes first; what was changed, and what answers at each old URL, is at the end,
for the record. You can remove this file when you have read it."""
_ABOUT_LACKING = """\
You have edited `conf.py`, and it stays as it is. So that `make html` passes, add these lines at its end:"""
_ABOUT_NEWS = """\
These were edited since the last import, and are as they were. The import would write them otherwise now,
since the old site or the import has changed: look whether you want that, too."""
_ABOUT_LINKS = """\
No page, file or heading of the old site has these addresses; another site at its host may have them. So
that `make html` passes, each is a line of `nitpick_ignore` in `conf.py`: take it away when you have repaired
it."""
_ABOUT_TYPES = """\
So that `make html` passes, `conf.py` suppresses the warnings of these types, on pages that you write later as
well. When you have repaired the places of a type, take it away there:"""
# What Sphinx says without telling what to do, by the types of these warnings.
_ADVICE = {
    "toc.not_included": "no menu and no listing leads to it; "
    "write it into the toctree of index.md, or orphan: true into its front matter",
}
_DEAD_LINK = re.compile(
    r"(?:link '(?P<url>.*?)' leads nowhere: there is no page, no file and no redirect at this address"
    r"|'myst' cross-reference target not found: '(?P<name>[^']*)'\Z)(?P<more>.*)",
    re.DOTALL,
)


class Answer(StrEnum):
    """What answers at an old address; what needs attention first comes first."""

    NOTHING = "nothing"
    RETIRED = "retired"
    """A page that says that it is gone: that of an example of the template."""
    LISTING = "listing"
    REDIRECT = "redirect"
    PAGE = "page"
    FILE = "file"


@dataclass(frozen=True)
class Address:
    """An old address and what answers there now."""

    url: str
    """With a leading slash."""
    answer: Answer
    where: str = ""
    """The file of the new site that answers, or the URL that it leads to."""
    why: str = ""
    """Why nothing answers: a sentence without a full stop."""

    @property
    def is_query(self) -> bool:
        """Return whether it has a query: a host serves what is before ``?``, and has never answered there."""
        return self.answer is Answer.NOTHING and "?" in self.url


@dataclass
class PageReport:
    """What happened to a page."""

    source: str
    """Its file in the old site, relative to its root."""
    target: str
    """Its file in the new site; empty if there is none."""
    changes: list[Change] = field(default_factory=list)
    """What was changed; the lines are those of *source*."""
    questions: list[Change] = field(default_factory=list)
    """What needs a look; line 0 for the page as a whole."""


@dataclass(frozen=True)
class LeftOut:
    """A file of the old site that has no place in the new one."""

    path: str
    why: str


@dataclass(frozen=True)
class LeftWarning:
    """A warning that the build of the new site gives."""

    where: str
    """File and line; empty if it has none."""
    message: str
    suppressed_by: str = ""
    """The line of conf.py that suppresses it: ``suppress_warnings = [...]``."""


@dataclass
class Report:
    """Everything that an import has to tell."""

    old: str
    """The directory of the old site, as the person wrote it."""
    new: str
    """The directory of the new site, likewise."""
    addresses: list[Address] = field(default_factory=list)
    pages: list[PageReport] = field(default_factory=list)
    settings: list[str] = field(default_factory=list)
    """What was understood of the settings, and what of them was not: a sentence each."""
    demo: list[str] = field(default_factory=list)
    """Files of the template that were left out, since they are its examples, unchanged."""
    left_out: list[LeftOut] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    """Files of the new site that were not written, since their owner has edited them."""
    deleted: list[str] = field(default_factory=list)
    """Those that were not, since their owner has deleted or moved them."""
    news: list[str] = field(default_factory=list)
    """Files of *kept* that the import would write otherwise than the last time."""
    lacking: list[str] = field(default_factory=list)
    """Lines of Python that a conf.py which was edited lacks."""
    notes_on_kept: list[str] = field(default_factory=list)
    """What else is to be told of files that were edited: a sentence each."""
    warnings: list[LeftWarning] = field(default_factory=list)
    comparison: Comparison | None = None
    failure: str = ""
    """Why the new site cannot be built; empty if it can."""

    def add_warnings(self, warnings: Sequence[LeftWarning]) -> None:
        """Add warnings of the build: their pages need a look, but for addresses that were dead before."""
        warnings = [
            replace(warning, message=_ADVICE.get(_type(warning), warning.message)) for warning in warnings
        ]
        self.warnings += warnings
        pages = {page.target: page for page in self.pages}
        for warning in warnings:
            page = pages.get(re.sub(r":\d+\Z", "", warning.where))
            if page is None or warning.message.startswith("link "):
                continue
            if _is_link(warning):
                what = "a link on it names no page and no heading; see Links to what is not in this site"
            else:
                kind = _type(warning)
                what = _ADVICE.get(kind, f"the build warns of {kind or 'something on it'}; see Warnings")
            if Change(0, what) not in page.questions:
                page.questions.append(Change(0, what))

    def note_lost(self, path: str, why: str) -> None:
        """Note that a file of the new site cannot be written, and that nothing answers at its address."""
        self.left_out.append(LeftOut(path, why))
        self.pages = [
            replace(page, target="", questions=[*page.questions, Change(0, why)])
            if page.target == path
            else page
            for page in self.pages
        ]
        self._note_dead(lambda address: address.where == path, why)

    def note_dead(self, url: str, why: str) -> None:
        """Note that nothing answers at an old address."""
        self._note_dead(lambda address: address.url == url, why)

    def _note_dead(self, is_dead: Callable[[Address], bool], why: str) -> None:
        self.addresses = [
            Address(each.url, Answer.NOTHING, why=why) if is_dead(each) else each for each in self.addresses
        ]

    def to_markdown(self) -> str:
        """Return the text of ``import-report.md``: what needs attention first."""
        parts = [
            [f"# Import of {_code(self.old)}", "", _FOREWORD, "", *self._totals()],
            self._dead(),
            self._differing(),
            self._questions(),
            self._settings(),
            self._lacking(),
            self._kept(),
            self._links(),
            self._warnings(),
            self._left_out(),
            self._demo(),
            self._changes(),
            self._addresses(),
        ]
        return "\n\n".join("\n".join(part) for part in parts if part) + "\n"

    def summary(self) -> str:
        """Return a few lines for the terminal."""
        lines = [_plain(line.removeprefix("- ")) for line in self._totals()]
        dead = [address for address in self.addresses if address.answer is Answer.NOTHING]
        lines += _listed("nothing answers at", [f"{address.url}: {address.why}" for address in dead])
        asked: dict[str, list[str]] = {}
        for page in self.pages:
            if page.questions:
                asked.setdefault(page.questions[0].what, []).append(page.target or page.source)
        lines += _listed("needs a look:", [f"{_first_of(names)}: {what}" for what, names in asked.items()])
        if self.comparison is not None:
            less = [page for page in _sorted(self.comparison.pages) if not page.arrives]
            lines += _listed(
                "has fewer words than before:",
                [f"{page.address}: {page.words.kept} of {page.words.of}" for page in less if page.lands],
            )
        if self.lacking:
            lines.append(f"  needs more lines: conf.py, which you have edited; {_SEE_REPORT}")
        lines += [f"  {note}" for note in self.notes_on_kept]
        lines += _listed("not written, since edited:", self.kept)
        lines += _listed("not written, since deleted or moved:", self.deleted)
        return "\n".join(lines)

    # -- The parts of the report -----------------------------------------------------------------------------

    def _totals(self) -> Iterator[str]:
        if self.failure:
            yield f"- the new site cannot be built: {_text(self.failure)}"
        counts = Counter(address.answer for address in self.addresses if not address.is_query)
        total = counts.total()
        answering = total - counts[Answer.NOTHING]
        names = {
            Answer.PAGE: ("page", "pages"),
            Answer.REDIRECT: ("redirect", "redirects"),
            Answer.LISTING: ("listing", "listings"),
            Answer.FILE: ("file", "files"),
            Answer.RETIRED: ("retired example", "retired examples"),
        }
        kinds = ", ".join(_count(counts[kind], *words) for kind, words in names.items() if counts[kind])
        yield f"- {answering} of {_count(total, 'old URL')} answer{f': {kinds}' if kinds else ''}"
        if queries := len(self.addresses) - total:
            yield f"- {_count(queries, 'other old URL')} with a question mark, which no host serves"
        asked = sum(bool(page.questions) for page in self.pages)
        written = sum(bool(page.target) for page in self.pages)
        yield f"- {_count(written, 'page')} written, {asked or 'none'} of them to look at"
        if self.comparison is not None:
            pages = self.comparison.pages
            arrived = sum(page.arrives for page in pages)
            yield f"- {arrived} of {_count(len(pages), 'page')} have the words that they had"
            shares = [(name, self.comparison.total(name)) for name in _NAMES]
            yield "- kept: " + ", ".join(f"{name} {_percent(share)}" for name, share in shares if share.of)
        if self.demo:
            yield f"- {_count(len(self.demo), 'file')} left out: examples of the template, unchanged"
        if self.left_out:
            yield f"- {_count(len(self.left_out), 'other file')} left out; the reasons are under Left out"
        if links := {each.suppressed_by for each in self.warnings if _is_link(each)}:
            yield f"- {_count(len(links), 'link')} to what is not in this site"
        types = Counter(_type(each) for each in set(self.warnings) if not _is_link(each))
        shown = types.pop("", 0)
        if types:
            suppressed = ", ".join(sorted(types))
            yield f"- {_count(types.total(), 'warning')} that `conf.py` suppresses: {suppressed}"
        if shown:
            yield f"- {_count(shown, 'warning')} that `make html` has"

    def _dead(self) -> list[str]:
        dead = [address for address in self.addresses if address.answer is Answer.NOTHING]
        if not dead:
            return []
        rows = [
            (_code(address.url), _text(address.why)) for address in sorted(dead, key=lambda each: each.url)
        ]
        return ["## URLs that nothing answers", "", *_table(("URL", "why"), rows)]

    def _differing(self) -> list[str]:
        if self.comparison is None:
            return []
        differing = [page for page in _sorted(self.comparison.pages) if not _is_whole(page)]
        head = ["## Compared with the old site", ""]
        if unread := self.comparison.unread:
            head += [f"Not compared, since they cannot be read: {', '.join(map(_code, unread))}.", ""]
        if not differing:
            return [*head, "All pages have everything that was there."]
        losses = {page.address: _losses(page) for page in differing}
        places: dict[str, list[str]] = {}
        for page in differing:
            for what in losses[page.address] if page.lands else ():
                places.setdefault(what, []).append(page.address)
        often = {what: found for what, found in places.items() if len(found) >= _OFTEN}
        rows = []
        for page in differing:
            found = losses[page.address].items()
            own = [text for what, text in found if not page.lands or what not in often]
            if own or not page.lands:
                lands = _code(page.lands) if page.lands else "nothing"
                rows.append((_code(page.address), lands, "; ".join(own)))
        whole = len(self.comparison.pages) - len(differing)
        head += [f"{_count(whole, 'page has', 'pages have')} everything that was there.", ""]
        if rows:
            head += _table(("URL", "leads to", "what is kept of it"), rows)
        for what, pages in sorted(often.items(), key=lambda item: (-len(item[1]), item[0])):
            head += ["", f"On {len(pages)} pages, {what}: {_wheres(pages)}."]
        return head

    def _questions(self) -> list[str]:
        asked = [page for page in self.pages if page.questions]
        if not asked:
            return []
        often = _often((page.target or page.source, page.questions) for page in asked)
        lines = ["## To look at"]
        for page in sorted(asked, key=lambda each: (-len(each.questions), each.source)):
            if questions := _others(page.questions, often):
                lines += ["", f"{_code(page.target or page.source)}, from {_code(page.source)}:", ""]
                lines += _lines(questions)
        return [*lines, *_told(often)]

    def _lacking(self) -> list[str]:
        if not self.lacking:
            return []
        return ["## What conf.py lacks", "", _ABOUT_LACKING, "", "```python", *self.lacking, "```"]

    def _kept(self) -> list[str]:
        if not (self.kept or self.deleted or self.notes_on_kept):
            return []
        lines = ["## Not written again", *(f"\n{_sentence(_text(note))}." for note in self.notes_on_kept)]
        news = set(self.news)
        for head, paths in (
            (_ABOUT_NEWS, news),
            ("These were edited since the last import, and are as they were:", set(self.kept) - news),
            ("These were deleted or moved since the last import:", set(self.deleted)),
        ):
            if paths:
                lines += ["", head, "", *_by_directory(paths)]
        return lines

    def _links(self) -> list[str]:
        places: dict[str, list[str]] = {}
        for warning in filter(_is_link, self.warnings):
            places.setdefault(warning.message, []).append(warning.where)
        if not places:
            return []
        lines = ["## Links to what is not in this site", "", _ABOUT_LINKS, ""]
        for message, found in places.items():
            link = _DEAD_LINK.match(message)
            what, more = (_code(link["url"] or link["name"]), link["more"]) if link else (_text(message), "")
            lines.append(f"- {what}, on {_wheres(found)}{_text(more)}")
        return lines

    def _warnings(self) -> list[str]:
        types: dict[str, list[LeftWarning]] = {}
        for warning in dict.fromkeys(self.warnings):
            if not _is_link(warning):
                types.setdefault(_type(warning), []).append(warning)
        if not types:
            return []
        lines = ["## Warnings"]
        if shown := types.pop("", []):
            lines += ["", "`make html` has these:", "", *_messages(shown)]
        if types:
            values = ", ".join(f'"{name}"' for name in sorted(types))
            lines += ["", _ABOUT_TYPES, "", "```python", f"suppress_warnings = [{values}]", "```"]
        for name, found in sorted(types.items()):
            lines += ["", f"{_code(name)}, {_count(len(found), 'place')}:", "", *_messages(found)]
        return lines

    def _left_out(self) -> list[str]:
        if not self.left_out:
            return []
        reasons: dict[str, list[str]] = {}
        for each in self.left_out:
            reasons.setdefault(each.why, []).append(each.path)
        lines = ["## Left out"]
        for why, paths in sorted(reasons.items(), key=lambda item: (len(item[1]), item[0])):
            lines += ["", f"{_sentence(why)}:", "", *_by_directory(paths)]
        return lines

    def _settings(self) -> list[str]:
        if not self.settings:
            return []
        return [
            "## Settings, author, layout",
            "",
            *(f"- {_text(each)}" for each in self.settings),
        ]

    def _addresses(self) -> list[str]:
        order = list(Answer)
        found = [
            address
            for address in self.addresses
            if address.answer not in (Answer.NOTHING, Answer.RETIRED, Answer.FILE)
        ]
        found.sort(key=lambda each: (order.index(each.answer), each.url))
        rows = [
            (_code(each.url), each.answer.value, _code(each.where) if each.where else "") for each in found
        ]
        lines = ["", *_table(("URL", "answered by", "where"), rows)] if rows else []
        if files := [each.url for each in self.addresses if each.answer is Answer.FILE]:
            lines += ["", "These files are in `public/`, and have the URLs that they had:", ""]
            lines += _by_directory([url.removeprefix("/") for url in files])
        return ["## Old URLs", *lines] if lines else []

    def _changes(self) -> list[str]:
        changed = [page for page in self.pages if page.changes and page.target not in self.kept]
        if not changed:
            return []
        often = _often((page.source, page.changes) for page in changed)
        lines = ["## What was changed", *_told(often)]
        changed.sort(key=lambda page: page.source)
        others = [(page.source, _others(page.changes, often)) for page in changed]
        if any(changes for _source, changes in others):
            lines += ["", "Numbers of lines are those of the old file."]
        for source, changes in others:
            if changes:
                lines += ["", f"{_code(source)}:", "", *_lines(changes)]
        return lines

    def _demo(self) -> list[str]:
        if not self.demo:
            return []
        head = "The template ships these, and nobody has changed them; `--keep-demo` takes them as well."
        lines = ["## Examples of the template", "", head, "", *_by_directory(self.demo)]
        if retired := sorted({each.url for each in self.addresses if each.answer is Answer.RETIRED}):
            lines += ["", "Their URLs are retired: a page there says that it is gone.", ""]
            lines += _by_directory([url.removeprefix("/") for url in retired], root="/")
        return lines


_NAMES = (
    "words",
    "links",
    "images",
    "formulas",
    "headings",
    "anchors",
    "title",
    "description",
    "sidebar",
)


def _is_whole(page: PageComparison) -> bool:
    return bool(page.lands) and all(page.share(name).is_whole for name in _NAMES)


def _losses(page: PageComparison) -> dict[str, str]:
    """Return what is kept of each thing of which something is lost, by what many pages may have lost."""
    found = {}
    for name in _NAMES:
        share = page.share(name)
        if not share.is_whole:
            kept, lost = f"{name} {share.kept} of {share.of}", _quoted(share.lost) if share.lost else ""
            text = f"{kept} ({lost})" if lost else kept
            # Of more, only the first are known.
            is_all = lost and share.of - share.kept <= len(share.lost)
            found[f"{name} {_quoted(sorted(share.lost))}" if is_all else text] = text
    return found


def _sorted(pages: Iterable[PageComparison]) -> list[PageComparison]:
    """Return pages with those first that are not there, and those last that only list others."""
    return sorted(
        pages,
        key=lambda page: (bool(page.lands), page.arrives, -page.needed, page.words.part, page.address),
    )


def _is_link(warning: LeftWarning) -> bool:
    return warning.suppressed_by.startswith("nitpick_ignore")


def _type(warning: LeftWarning) -> str:
    """Return the type of a warning that conf.py suppresses by its type; empty if it does not."""
    return "" if _is_link(warning) else warning.suppressed_by.partition(" = ")[2][2:-2]


def _messages(warnings: Iterable[LeftWarning]) -> Iterator[str]:
    """Yield a line for each message, with its places."""
    places: dict[str, list[str]] = {}
    for warning in warnings:
        places.setdefault(warning.message, []).append(warning.where)
    for message, found in places.items():
        where = _wheres(found)
        yield f"- {where}{': ' if where else ''}{_text(_without_middle(message))}"


def _without_middle(message: str) -> str:
    """Return a message that may quote all of a page with its beginning and its end."""
    return message if len(message) <= _LONG else f"{message[: _LONG // 2]} … {message[-_LONG // 2 :]}"


def _wheres(found: Iterable[str]) -> str:
    """Return the places of a warning; of very many, only the first."""
    wheres = list(filter(None, dict.fromkeys(found)))
    more = f" and {len(wheres) - _MANY} more" if len(wheres) > _MANY else ""
    return ", ".join(map(_code, wheres[:_MANY])) + more


def _first_of(names: Sequence[str]) -> str:
    return f"{names[0]} and {len(names) - 1} more" if names[1:] else names[0]


def _lines(changes: Sequence[Change]) -> Iterator[str]:
    """Yield a line for each kind of change, with the lines where it was made."""
    places: dict[str, list[int]] = {}
    for change in changes:
        places.setdefault(change.what, []).append(change.line)
    for what, lines in sorted(places.items(), key=lambda item: (item[1][0], item[0])):
        numbers = ", ".join(str(line) for line in sorted(set(lines)) if line)
        where = f"line{'s' if ',' in numbers else ''} {numbers}: " if numbers else ""
        yield f"- {where}{_text(what)}"


def _often(pages: Iterable[tuple[str, Sequence[Change]]]) -> dict[str, list[str]]:
    """Return what is told of many pages, each as a whole, with these."""
    found: dict[str, list[str]] = {}
    for name, changes in pages:
        for what in dict.fromkeys(change.what for change in changes if not change.line):
            found.setdefault(what, []).append(name)
    return {what: names for what, names in found.items() if len(names) >= _OFTEN}


def _others(changes: Sequence[Change], often: Container[str]) -> list[Change]:
    return [change for change in changes if change.line or change.what not in often]


def _told(often: Mapping[str, list[str]]) -> Iterator[str]:
    """Yield what is told of many pages, and with all that is told of the same pages these pages once."""
    together: dict[tuple[str, ...], list[str]] = {}
    for what, names in sorted(often.items()):
        together.setdefault(tuple(names), []).append(_text(what))
    for pages, whats in sorted(together.items(), key=lambda item: (-len(item[0]), item[1])):
        if whats[1:]:
            yield from ("", f"On {len(pages)} pages:", "", *(f"- {what}" for what in whats), "", "They are:")
        else:
            yield from ("", f"On {len(pages)} pages, {whats[0]}:")
        yield from ("", *_by_directory(pages))


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|---" * len(head) + "|"
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |"


def _by_directory(paths: Iterable[str], root: str = "") -> Iterator[str]:
    """Yield a line for each directory, with the files in it; of very many, only their number."""
    directories: dict[str, list[str]] = {}
    for path in sorted(set(paths)):
        directory, slash, name = path.removesuffix("/").rpartition("/")
        directories.setdefault(f"{directory}{slash}", []).append(name + path[len(path.removesuffix("/")) :])
    for directory, names in directories.items():
        where = f"{_code(root + directory)}: " if directory else f"{_code(root)}: " if root else ""
        if len(names) > _MANY:
            yield f"- {where}{len(names)} files, {_code(names[0])} to {_code(names[-1])}"
        else:
            yield f"- {where}{', '.join(map(_code, names))}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _listed(what: str, items: Sequence[str]) -> Iterator[str]:
    for item in items[:_SHOWN]:
        yield f"  {what} {one_line(item, _LONG)}"
    if len(items) > _SHOWN:
        yield f"  ... and {len(items) - _SHOWN} more; {_SEE_REPORT}"


def _count(number: int, word: str, words: str = "") -> str:
    return f"{number} {word if number == 1 else words or word + 's'}"


def _percent(share: Share) -> str:
    return f"{int(1000 * share.part) / 10:g} %"


def _quoted(lost: Sequence[str]) -> str:
    return "lost: " + ", ".join(_code(" ".join(each.split())[:60]) for each in lost if each.strip())


def _code(text: str) -> str:
    text = one_line(text, _LONG)
    ticks = backticks(text)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{space}{text}{space}{ticks}"


def _text(text: str) -> str:
    """Return a sentence of ours, which may quote markup, as text in Markdown."""
    # Within a word, an underscore is no markup.
    return re.sub(r"[\\`*{<\[$]|(?<!\w)_|_(?!\w)", r"\\\g<0>", one_line(text, 10 * _LONG))


def _plain(text: str) -> str:
    return text.replace("`", "")
