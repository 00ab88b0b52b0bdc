"""The report of an import as people read it: a file in Markdown, and a few lines for the terminal.  Pure."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from ..core.problems import one_line
from ..ledger.ledger_file import LEDGER
from .markdown.lines import backticks
from .report import Answer
from .writing import REPORT

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from .converted import Change
    from .report import LeftWarning, Report
    from .trial.comparison import PageComparison, Share

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
No page, file or heading of the old site has these URLs; another site at its host may have them. So
that `make html` passes, each is a line of `nitpick_ignore` in `conf.py`: take it away when you have repaired
it."""
_ABOUT_TYPES = """\
So that `make html` passes, `conf.py` suppresses the warnings of these types, on pages that you write later as
well. When you have repaired the places of a type, take it away there:"""
_DEAD_LINK = re.compile(
    r"(?:link '(?P<url>.*?)' leads nowhere: there is no page, no file and no redirect at this URL"
    r"|'myst' cross-reference target not found: '(?P<name>[^']*)'\Z)(?P<more>.*)",
    re.DOTALL,
)
# What is compared of a page.
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


def to_markdown(report: Report) -> str:
    """Return the text of ``import-report.md``: what needs attention first."""
    parts = [
        [f"# Import of {_code(report.old)}", "", _FOREWORD, "", *_totals(report)],
        _dead(report),
        _differing(report),
        _questions(report),
        _settings(report),
        _lacking(report),
        _kept(report),
        _links(report),
        _warnings(report),
        _left_out(report),
        _demo(report),
        _changes(report),
        _addresses(report),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def summary(report: Report) -> str:
    """Return a few lines for the terminal."""
    lines = [_plain(line.removeprefix("- ")) for line in _totals(report)]
    dead = [address for address in report.addresses if address.answer is Answer.NOTHING]
    lines += _listed("nothing answers at", [f"{address.url}: {address.why}" for address in dead])
    asked: dict[str, list[str]] = {}
    for page in report.pages:
        if page.questions:
            asked.setdefault(page.questions[0].what, []).append(page.target or page.source)
    lines += _listed("needs a look:", [f"{_first_of(names)}: {what}" for what, names in asked.items()])
    if report.comparison is not None:
        less = [page for page in _sorted(report.comparison.pages) if not page.arrives]
        lines += _listed(
            "has fewer words than before:",
            [f"{page.address}: {page.words.kept} of {page.words.of}" for page in less if page.lands],
        )
    if report.lacking:
        lines.append(f"  needs more lines: conf.py, which you have edited; {_SEE_REPORT}")
    lines += [f"  {note}" for note in report.notes_on_kept]
    lines += _listed("not written, since edited:", report.kept)
    lines += _listed("not written, since deleted or moved:", report.deleted)
    return "\n".join(lines)


def _totals(report: Report) -> Iterator[str]:
    if report.failure:
        yield f"- the new site cannot be built: {_text(report.failure)}"
    counts = Counter(address.answer for address in report.addresses if not address.is_query)
    total = counts.total()
    answering = total - counts[Answer.NOTHING]
    names = {
        Answer.PAGE: ("page", "pages"),
        Answer.REDIRECT: ("redirect", "redirects"),
        Answer.LISTING: ("listing", "listings"),
        Answer.FILE: ("file", "files"),
        Answer.RETIRED: ("retired", "retired"),
    }
    kinds = ", ".join(_count(counts[kind], *words) for kind, words in names.items() if counts[kind])
    yield f"- {answering} of {_count(total, 'old URL')} answer{f': {kinds}' if kinds else ''}"
    if queries := len(report.addresses) - total:
        yield f"- {_count(queries, 'other old URL')} with a question mark, which no host serves"
    asked = sum(bool(page.questions) for page in report.pages)
    written = sum(bool(page.target) for page in report.pages)
    yield f"- {_count(written, 'page')} written, {asked or 'none'} of them to look at"
    if report.comparison is not None:
        pages = report.comparison.pages
        arrived = sum(page.arrives for page in pages)
        yield f"- {arrived} of {_count(len(pages), 'page')} have the words that they had"
        shares = [(name, report.comparison.total(name)) for name in _NAMES]
        yield "- kept: " + ", ".join(f"{name} {_percent(share)}" for name, share in shares if share.of)
    if report.demo:
        yield f"- {_count(len(report.demo), 'file')} left out: examples of the template, unchanged"
    if report.left_out:
        yield f"- {_count(len(report.left_out), 'other file')} left out; the reasons are under Left out"
    if links := {each.suppressed_by for each in report.warnings if each.is_link}:
        yield f"- {_count(len(links), 'link')} to what is not in this site"
    types = Counter(each.type for each in set(report.warnings) if not each.is_link)
    shown = types.pop("", 0)
    if types:
        suppressed = ", ".join(sorted(types))
        yield f"- {_count(types.total(), 'warning')} that `conf.py` suppresses: {suppressed}"
    if shown:
        yield f"- {_count(shown, 'warning')} that `make html` has"


def _dead(report: Report) -> list[str]:
    dead = [address for address in report.addresses if address.answer is Answer.NOTHING]
    if not dead:
        return []
    rows = [(_code(address.url), _text(address.why)) for address in sorted(dead, key=lambda each: each.url)]
    return ["## URLs that nothing answers", "", *_table(("URL", "why"), rows)]


def _differing(report: Report) -> list[str]:
    if report.comparison is None:
        return []
    differing = [page for page in _sorted(report.comparison.pages) if not _is_whole(page)]
    head = ["## Compared with the old site", ""]
    if unread := report.comparison.unread:
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
    whole = len(report.comparison.pages) - len(differing)
    head += [f"{_count(whole, 'page has', 'pages have')} everything that was there.", ""]
    if rows:
        head += _table(("URL", "leads to", "what is kept of it"), rows)
    for what, pages in sorted(often.items(), key=lambda item: (-len(item[1]), item[0])):
        head += ["", f"On {len(pages)} pages, {what}: {_wheres(pages)}."]
    return head


def _questions(report: Report) -> list[str]:
    asked = [page for page in report.pages if page.questions]
    if not asked:
        return []
    often = _often((page.target or page.source, page.questions) for page in asked)
    lines = ["## To look at"]
    for page in sorted(asked, key=lambda each: (-len(each.questions), each.source)):
        if questions := _others(page.questions, often):
            lines += ["", f"{_code(page.target or page.source)}, from {_code(page.source)}:", ""]
            lines += _lines(questions)
    return [*lines, *_told(often)]


def _lacking(report: Report) -> list[str]:
    if not report.lacking:
        return []
    return ["## What conf.py lacks", "", _ABOUT_LACKING, "", "```python", *report.lacking, "```"]


def _kept(report: Report) -> list[str]:
    if not (report.kept or report.deleted or report.notes_on_kept):
        return []
    lines = ["## Not written again", *(f"\n{_sentence(_text(note))}." for note in report.notes_on_kept)]
    news = set(report.news)
    for head, paths in (
        (_ABOUT_NEWS, news),
        ("These were edited since the last import, and are as they were:", set(report.kept) - news),
        ("These were deleted or moved since the last import:", set(report.deleted)),
    ):
        if paths:
            lines += ["", head, "", *_by_directory(paths)]
    return lines


def _links(report: Report) -> list[str]:
    places: dict[str, list[str]] = {}
    for warning in (each for each in report.warnings if each.is_link):
        places.setdefault(warning.message, []).append(warning.where)
    if not places:
        return []
    lines = ["## Links to what is not in this site", "", _ABOUT_LINKS, ""]
    for message, found in places.items():
        link = _DEAD_LINK.match(message)
        what, more = (_code(link["url"] or link["name"]), link["more"]) if link else (_text(message), "")
        lines.append(f"- {what}, on {_wheres(found)}{_text(more)}")
    return lines


def _warnings(report: Report) -> list[str]:
    types: dict[str, list[LeftWarning]] = {}
    for warning in dict.fromkeys(report.warnings):
        if not warning.is_link:
            types.setdefault(warning.type, []).append(warning)
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


def _left_out(report: Report) -> list[str]:
    if not report.left_out:
        return []
    reasons: dict[str, list[str]] = {}
    for each in report.left_out:
        reasons.setdefault(each.why, []).append(each.path)
    lines = ["## Left out"]
    for why, paths in sorted(reasons.items(), key=lambda item: (len(item[1]), item[0])):
        lines += ["", f"{_sentence(why)}:", "", *_by_directory(paths)]
    return lines


def _settings(report: Report) -> list[str]:
    if not report.settings:
        return []
    return [
        "## Settings, author, layout",
        "",
        *(f"- {_text(each)}" for each in report.settings),
    ]


def _addresses(report: Report) -> list[str]:
    order = list(Answer)
    found = [
        address
        for address in report.addresses
        if address.answer not in (Answer.NOTHING, Answer.RETIRED, Answer.FILE)
    ]
    found.sort(key=lambda each: (order.index(each.answer), each.url))
    rows = [(_code(each.url), each.answer.value, _code(each.where) if each.where else "") for each in found]
    lines = ["", *_table(("URL", "answered by", "where"), rows)] if rows else []
    if files := [each.url for each in report.addresses if each.answer is Answer.FILE]:
        lines += ["", "These files are in `public/`, and have the URLs that they had:", ""]
        lines += _by_directory([url.removeprefix("/") for url in files])
    return ["## Old URLs", *lines] if lines else []


def _changes(report: Report) -> list[str]:
    changed = [page for page in report.pages if page.changes and page.target not in report.kept]
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


def _demo(report: Report) -> list[str]:
    if not report.demo:
        return []
    head = "The template ships these, and nobody has changed them; `--keep-demo` takes them as well."
    lines = ["## Examples of the template", "", head, "", *_by_directory(report.demo)]
    if retired := sorted(
        {each.url for each in report.addresses if each.answer is Answer.RETIRED and each.where != LEDGER}
    ):
        lines += ["", "Their URLs are retired: a page there says that it is gone.", ""]
        lines += _by_directory([url.removeprefix("/") for url in retired], root="/")
    return lines


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


def _messages(warnings: Iterable[LeftWarning]) -> Iterator[str]:
    """Yield a line for each message, with its places."""
    places: dict[str, list[str]] = {}
    for warning in warnings:
        places.setdefault(warning.message, []).append(warning.where)
    for message, found in places.items():
        where = _wheres(found)
        yield f"- {where}{': ' if where else ''}{_quoted_message(message)}"


def _quoted_message(message: str) -> str:
    """Return a message of a build, and one that quotes all of a page with its beginning and its end.

    One with markup is code: it may name characters to write, which are to be read as they are.
    """
    half = _LONG // 2 - 2
    text = one_line(message if len(message) <= _LONG else f"{message[:half]} … {message[-half:]}", _LONG)
    return text if _text(text) == text else _code(text)


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
    # Within a word, an underscore is no markup.  Nobody builds the report: a brace is no role.
    return re.sub(r"[\\`*<\[$]|(?<!\w)_|_(?!\w)", r"\\\g<0>", one_line(text, 10 * _LONG))


def _plain(text: str) -> str:
    return text.replace("`", "")
