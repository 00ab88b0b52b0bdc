"""The check whether every published address still answers in a built site, as hosts serve it.

An address is asked for in every form in which a host has answered it (:func:`.ledger_file.variants`), and
followed to its end: over the host's own redirects to the page, and over the page's own.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from ..core.addresses import address_text, retired_files
from ..core.built_site import is_page
from ..core.html_links import BrokenLinkError, is_elsewhere, resolve
from ..core.problems import Problem, Subtype, shorten
from ..pages.addresses import PublishedAddress, State
from .hosts import NOT_FOUND
from .ledger_file import variants

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..core.built_site import BuiltSite
    from .hosts import Host
    from .ledger_file import Ledger


class Step(NamedTuple):
    """One answer of the host."""

    path: str
    """What was asked for, decoded, without a leading slash."""
    status: int
    file: str
    """The file that was sent, or looked for in vain."""
    moved_to: str = ""
    """Where the page sends its readers, as it is written there."""


class Trace(NamedTuple):
    """The answers that a reader gets who asks for an address."""

    steps: tuple[Step, ...]
    fault: str = ""
    """Why it does not end at a living page, in words; nothing if it does."""
    end: str = ""
    """The file at its end; nothing if it ends on another site or nowhere."""


def follow(path: str, host: Host, site: BuiltSite) -> Trace:
    """Follow *path* (decoded, without a leading slash) as *host* serves *site*."""
    steps: list[Step] = []
    seen: set[str] = set()
    fragment = fault = end = ""
    while not fault:
        answer = host.answer(path, site.files)
        if answer.is_redirect:
            steps.append(Step(path, answer.status, ""))
            path = answer.path
            continue
        url = site.moved_to(answer.file) if answer.status != NOT_FOUND else ""
        steps.append(Step(path, answer.status, answer.file, url))
        if answer.status == NOT_FOUND:
            fault = _missing(path, answer.file, moved=bool(seen))
        elif not url:
            end = answer.file
            fault = _fragment_fault(end, fragment, site)
            break
        elif answer.file in seen:
            return Trace(tuple(steps), f"redirects in a circle: {_path(steps)}")
        else:
            seen.add(answer.file)
            if is_elsewhere(url):
                break
            path, fragment, fault = _resolve(answer.file, url)
    if len(seen) > 1:
        fault = f"redirects to a redirect: {_path(steps)}"
    return Trace(tuple(steps), fault, end)


# The same page is asked for in several forms, on several hosts.
@lru_cache(maxsize=1024)
def _resolve(file: str, url: str) -> tuple[str, str, str]:
    """Return the path and fragment to which *url* leads from *file*, or why it leads nowhere."""
    # From the root, as other generators write it: the ledger's addresses begin there as well.
    if url.startswith("/") and not url.startswith("//"):
        parts = urlsplit(url)
        return unquote(parts.path).lstrip("/"), parts.fragment, ""
    try:
        return (*resolve(file, url), "")
    except BrokenLinkError as error:
        return "", "", f"redirects to {shorten(url)}, which leads nowhere: {error}"


def _missing(path: str, file: str, *, moved: bool) -> str:
    if moved:
        return f"redirects to {address_text(path)}, which is not there"
    return f"would be a 404, for want of {file}"


def _fragment_fault(file: str, fragment: str, site: BuiltSite) -> str:
    if site.has_anchor(file, fragment):
        return ""
    return f"redirects to #{fragment}, and {file} has no such id"


def _path(steps: Sequence[Step]) -> str:
    return " -> ".join(address_text(step.path) for step in steps)


def audit(
    ledger: Ledger, site: BuiltSite, hosts: Iterable[Host], drafts: Mapping[str, str] | None = None
) -> list[Problem]:
    """Return what is wrong with the addresses of *ledger* in *site*, one problem an address, by line.

    :param drafts: the page that is not published by each file at which it would answer, as far as is known.
    """
    checks = _Audit(ledger, site, list(hosts), drafts or {})
    problems = []
    for entry in ledger.entries.values():
        fault = checks.fault(entry)
        if fault:
            problems.append(Problem(fault, entry.line, Subtype.LEDGER))
    return sorted(problems, key=lambda problem: problem.line or 0)


class _Audit:
    """The addresses of one ledger in one site."""

    def __init__(
        self, ledger: Ledger, site: BuiltSite, hosts: Sequence[Host], drafts: Mapping[str, str]
    ) -> None:
        self._ledger = ledger
        self._drafts = drafts
        self._site = site
        self._hosts = hosts
        self._good: dict[tuple[str, str], Trace] = {}
        """Traces without a fault, by host and by the file that is sent first: all forms lead to a few."""

    def fault(self, entry: PublishedAddress) -> str:
        """Return the first fault of *entry*'s forms, with every host that has it."""
        for path in self._forms(entry):
            if path != entry.path and (path in self._ledger.entries or self._is_file(entry)):
                # It has a line of its own; or the address is that of a file without a suffix (/CNAME).
                continue
            faults: dict[str, list[str]] = {}
            for host in self._hosts:
                fault = self._fault_of_form(entry, path, host)
                if fault:
                    faults.setdefault(fault, []).append(host.name)
            if faults:
                fault, names = next(iter(faults.items()))
                form = (
                    "" if path == entry.path else f", which hosts have answered at {address_text(path)} too,"
                )
                where = f" ({' and '.join(names)})"
                return f"{entry.address}{form} {fault}{where}{self._hint(entry, fault)}"
        return ""

    def _forms(self, entry: PublishedAddress) -> tuple[str, ...]:
        """Return the forms that have to be asked for, without those that lead to the same file everywhere."""
        path, files = entry.path, self._site.files
        is_directory = path.endswith("/") and f"{path}index.html" in files
        has_twin = path[:-1] in files or f"{path[:-1]}.html" in files
        return (path,) if is_directory and not has_twin else variants(path)

    def _is_file(self, entry: PublishedAddress) -> bool:
        return entry.path in self._site.files and not is_page(entry.path)

    def _fault_of_form(self, entry: PublishedAddress, path: str, host: Host) -> str:
        trace = self._follow(path, host)
        retired = bool(trace.end) and self._site.is_retired(trace.end)
        if entry.state is not State.RETIRED:
            return "answers with the page of a retired URL" if retired else trace.fault
        if retired:
            return ""
        is_missing = trace.steps[-1].status == NOT_FOUND
        if is_missing and not retired_files(entry.path):
            return ""
        return "is retired, and its page is missing" if is_missing else "is retired, and answers again"

    def _follow(self, path: str, host: Host) -> Trace:
        answer = host.answer(path, self._site.files)
        if answer.is_redirect:
            answer = host.answer(answer.path, self._site.files)
        first = (host.key, answer.file)
        trace = self._good.get(first)
        if trace is None:
            trace = follow(path, host, self._site)
            if not trace.fault:
                self._good[first] = trace
        return trace

    def _hint(self, entry: PublishedAddress, fault: str) -> str:
        if "answers again" in fault:
            return "; write 'served' or '-> /where/' in its line, or take away what answers there"
        if "404" not in fault:
            return ""
        draft = next((self._drafts[file] for file in retired_files(entry.path) if file in self._drafts), "")
        if draft:
            return f": the page {shorten(draft)} is a draft; publish it, since its URL has been published"
        return (
            f"; add {entry.address} to the redirect_from of the page that has its content now, "
            "or write 'retired DATE: reason' in its line"
        )
