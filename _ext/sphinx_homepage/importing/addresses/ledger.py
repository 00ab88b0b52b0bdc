"""The ledger of the new site: every address that the old one had, and what answers there now."""

from __future__ import annotations

import datetime
import unicodedata
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ...core.addresses import UnsafeAddressError, address_files, file_address, parse_path
from ...core.target_urls import TargetError, target_text
from ...ledger.ledger_file import LEDGER, new_ledger
from ...pages.addresses import PublishedAddress, State
from ..report import Address, Answer
from .old_addresses import addresses_of, files_at, is_address, written_address

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..jekyll.site import OldPage
    from ..site_in_making import MadePage, SiteInMaking

SEARCH_OUTPUTS = ("search/index.html", "search.html")
"""Where a page for searching was, which Sphinx makes by itself."""
# Files to which people link from elsewhere; images are looked at on their pages.
_CITED_FILES = frozenset(
    {".html", ".htm", ".pdf", ".bib", ".pptx", ".zip", ".docx", ".txt", ".csv", ".ipynb"}
)


def write_ledger(site: SiteInMaking, demo: set[str], archives: Mapping[str, str]) -> None:
    """Add the ledger to the files of the new site, and each of its addresses to the report.

    :param demo: the files of the old site that are examples of the template.
    :param archives: the addresses of archives, without slashes, and the page that each leads to.
    """
    writer = _LedgerWriter(site)
    for page in site.pages.values():
        writer.add_page(page)
    for path in site.copies:
        writer.add_file(path)
    for page in site.pages.values():
        writer.add_redirects(page)
    writer.add_archives(archives)
    writer.add_left_out(demo)
    site.texts[LEDGER] = writer.text()


class _LedgerWriter:
    """Adds addresses to a ledger and to the report."""

    def __init__(self, site: SiteInMaking) -> None:
        self._site = site
        self._ledger = new_ledger()
        self._today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()

    def text(self) -> str:
        return self._ledger.text()

    def add_page(self, page: MadePage) -> None:
        """Add the address of a page, unless another page has it."""
        output = page.old.output
        if not output or self._site.owner(output) is not page:
            return
        # Hosts serve x.html at /x, too.
        short = output.removesuffix(".html")
        is_index = output.endswith("index.html")
        is_short = not is_index and not page.old.url.endswith(".html")
        if is_index:
            forms = [output]
        elif is_short and PurePosixPath(short).suffix:
            # No file of Jekyll's had ".html" behind another suffix.
            forms = [short]
        else:
            forms = [output, short]
        faults = [
            self._add(
                file_address(form), State.SERVED, url=page.old.url if (form == short) is is_short else ""
            )
            for form in forms
        ]
        is_list = any(part.startswith("```{listing}") for part in page.parts)
        self._note(page.old.url, Answer.LISTING if is_list else Answer.PAGE, f"{page.docname}.md", faults[0])

    def add_file(self, path: str) -> None:
        """Add the address of a file of the new site, if it is one that people link to."""
        address = file_address(path.removeprefix("public/"))
        # The ledger has names in NFC, and hosts serve a file by none but its own.
        if PurePosixPath(path).suffix.lower() in _CITED_FILES and unicodedata.is_normalized("NFC", path):
            self._add(address, State.SERVED, url=address)
        self._site.report.addresses.append(Address(address, Answer.FILE, path))

    def add_redirects(self, page: MadePage) -> None:
        """Add the other addresses that lead to a page."""
        for address in page.redirect_from:
            self._redirect(address, written_address(page.old.url) or f"/{page.docname}/", page.old.url)

    def add_archives(self, archives: Mapping[str, str]) -> None:
        """Add the addresses of archives, which conf.py leads to pages."""
        urls = {page.docname: page.old.url for page in self._site.pages.values()}
        for name, target in archives.items():
            if _is_taken(self._site, f"/{name}/"):
                continue
            docname, mark, fragment = target.partition("#")
            url = urls[docname] or f"/{docname}/"
            self._redirect(f"/{name}/", f"{written_address(url)}{mark}{fragment}", f"{url}{mark}{fragment}")

    def _redirect(self, address: str, target: str, where: str) -> None:
        try:
            address_files(address)
            target = target_text(target)
        except (UnsafeAddressError, TargetError) as error:
            fault = str(error)
        else:
            fault = self._add(address, State.REDIRECTED, target, url=address)
        self._note(address, Answer.REDIRECT, where, fault)

    def add_left_out(self, demo: set[str]) -> None:
        """Add the addresses of what the new site has no source for."""
        site = self._site
        for old in site.old.pages:
            if old.source in site.pages:
                continue
            if old.output == "404.html":
                site.report.addresses.append(Address(old.url, Answer.PAGE, "404.html"))
            elif old.output in SEARCH_OUTPUTS:
                # Sphinx has it at the one or the other; the trial build tells.
                self._add(file_address(old.output), State.SERVED, url=old.url)
                site.report.addresses.append(Address(old.url, Answer.PAGE, old.output))
            elif old.source in demo and old.output:
                self._retire(old.url, file_address(old.output))
                for address in self._other_addresses(old):
                    self._retire(address, address)
            elif old.output and not old.is_html:
                why = f"it led to {old.url}, which browsers do not show as a page"
                for address in self._other_addresses(old):
                    self._add(address, State.RETIRED, reason=why, url=address)
                    site.report.addresses.append(Address(address, Answer.NOTHING, why=why))
        for url, source in site.old.statics.items():
            if source in demo and url.lower().endswith((".html", ".htm")):
                self._retire(file_address(url), file_address(url))

    def _other_addresses(self, old: OldPage) -> list[str]:
        """Return the other addresses of a page without a source, where nothing else is."""
        return [
            address
            for address in addresses_of(old.own.get("redirect_from"))
            if is_address(address) and not _is_taken(self._site, address)
        ]

    def _add(self, address: str, state: State, target: str = "", *, reason: str = "", url: str = "") -> str:
        """Add an address, or return why no site can serve it.

        :param url: how the report names the address, if it does.
        """
        try:
            path = parse_path(address)
        except UnsafeAddressError as error:
            return str(error)
        date = self._today if state is State.RETIRED else ""
        self._ledger.add(PublishedAddress(path, state, target, date=date, reason=reason))
        if url:
            self._site.ledger_urls[path] = url
        return ""

    def _note(self, url: str, answer: Answer, where: str, fault: str) -> None:
        """Add an address to the report; *fault* is why no site can serve it."""
        found = Address(url, Answer.NOTHING, why=fault) if fault else Address(url, answer, where)
        self._site.report.addresses.append(found)

    def _retire(self, url: str, address: str) -> None:
        """Add the address of an example of the template, which is gone."""
        why = "an example of the template"
        self._add(address, State.RETIRED, reason=why, url=url)
        self._site.report.addresses.append(Address(url, Answer.RETIRED, "", why))


def _is_taken(site: SiteInMaking, address: str) -> bool:
    """Return whether a page or a file of the new site is at an address, or leads from it."""
    return any(
        file in site.owners or file in site.claims or f"public/{file}" in site.copies
        for file in files_at(address)
    )
