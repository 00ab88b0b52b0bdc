"""Which page has each old address, and the ledger of all of them."""

from __future__ import annotations

import datetime
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ..core.addresses import UnsafeAddressError, address_files, address_text, file_address, parse_path
from ..core.target_urls import TargetError, target_text
from ..ledger.ledger_file import LEDGER, new_ledger
from ..pages.addresses import PublishedAddress, State
from .report import Address, Answer

if TYPE_CHECKING:
    from .site_in_making import MadePage, SiteInMaking

SEARCH_OUTPUTS = ("search/index.html", "search.html")
"""Where a page for searching was, which Sphinx makes by itself."""


def note_owners(site: SiteInMaking) -> None:
    """Find which page has each address, and which may lead its own old addresses here.

    Of two pages that ask for one address, the last has it, as in Jekyll.
    """
    for page in site.pages.values():
        if page.old.output:
            site.owners[page.old.output] = page
        for address in [*addresses_of(page.old.own.get("redirect_from")), *page.redirect_from]:
            site.claims |= dict.fromkeys(files_at(address), page)


def is_claimed(site: SiteInMaking, address: str, page: MadePage) -> bool:
    """Return whether a page or a file is at an address already, or another page has it."""
    for file in files_at(address):
        owner = site.owners.get(file)
        if file in site.old.statics or (owner and owner.old.url.rstrip("/") == address.rstrip("/")):
            return True
        if site.claims.get(file, page) is not page:
            return True
    return False


def write_ledger(site: SiteInMaking, demo: set[str]) -> None:
    """Write down every address that there ever was."""
    ledger = new_ledger()
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()

    def add(address: str, state: State, target: str = "", reason: str = "", url: str = "") -> str:
        """Add an address, or return why no site can serve it; *url* is how the report names it."""
        try:
            path = parse_path(address)
        except UnsafeAddressError as error:
            return str(error)
        date = today if state is State.RETIRED else ""
        ledger.add(PublishedAddress(path, state, target, date=date, reason=reason))
        if url:
            site.ledger_urls[path] = url
        return ""

    def note(url: str, answer: Answer, where: str, fault: str) -> None:
        site.report.addresses.append(
            Address(url, Answer.NOTHING, why=fault) if fault else Address(url, answer, where)
        )

    def retire(url: str, address: str) -> None:
        why = "an example of the template"
        add(address, State.RETIRED, reason=why, url=url)
        site.report.addresses.append(Address(url, Answer.RETIRED, "", why))

    for page in site.pages.values():
        if page.old.output and site.owner(page.old.output) is page:
            where = f"{page.docname}.md"
            short = page.old.output.removesuffix(".html")
            is_short = not page.old.output.endswith("index.html") and not page.old.url.endswith(".html")
            forms = [page.old.output, short][: 1 + (not page.old.output.endswith("index.html"))]
            if is_short and PurePosixPath(short).suffix:
                # No file of Jekyll's had ".html" behind another suffix.
                forms = [short]
            faults = [
                add(file_address(form), State.SERVED, url=page.old.url if (form == short) is is_short else "")
                for form in forms
            ]
            is_list = any(part.startswith("```{listing}") for part in page.parts)
            note(page.old.url, Answer.LISTING if is_list else Answer.PAGE, where, faults[0])
    for path in site.copies:
        url = path.removeprefix("public/")
        suffix = PurePosixPath(url).suffix.lower()
        if suffix in (
            ".html",
            ".htm",
            ".pdf",
            ".bib",
            ".pptx",
            ".zip",
            ".docx",
            ".txt",
            ".csv",
            ".ipynb",
        ):
            add(file_address(url), State.SERVED, url=file_address(url))
        site.report.addresses.append(Address(file_address(url), Answer.FILE, path))
    for page in site.pages.values():
        for address in page.redirect_from:
            fault = fault_of(address)
            if not fault:
                try:
                    add(
                        address,
                        State.REDIRECTED,
                        target_text(written_address(page.old.url) or f"/{page.docname}/"),
                        url=address,
                    )
                except TargetError as error:
                    fault = str(error)
            note(address, Answer.REDIRECT, page.old.url, fault)
    for old in site.old.pages:
        if old.output == "404.html" and old.source not in site.pages:
            site.report.addresses.append(Address(old.url, Answer.PAGE, "404.html"))
        elif old.output in SEARCH_OUTPUTS and old.source not in site.pages:
            # Sphinx has it at the one or the other; the trial build tells.
            add(file_address(old.output), State.SERVED, url=old.url)
            site.report.addresses.append(Address(old.url, Answer.PAGE, old.output))
        elif old.source in demo and old.source not in site.pages and old.output:
            retire(old.url, file_address(old.output))
            for address in addresses_of(old.own.get("redirect_from")):
                if is_address(address) and not _is_taken(site, address):
                    retire(address, address)
    for url, source in site.old.statics.items():
        if source in demo and url.lower().endswith((".html", ".htm")):
            retire(file_address(url), file_address(url))
    site.texts[LEDGER] = ledger.text()


def _is_taken(site: SiteInMaking, address: str) -> bool:
    """Return whether a page or a file of the new site is at an address, or leads from it."""
    return any(
        file in site.owners or file in site.claims or f"public/{file}" in site.copies
        for file in files_at(address)
    )


def addresses_of(value: object) -> list[str]:
    """Return the addresses in a value of front matter, be it one or a list."""
    items = value if isinstance(value, list) else [value]
    return [
        str(item).strip()
        for item in items
        if item not in (None, "") and not isinstance(item, dict | list | bool)
    ]


def written_address(url: str) -> str:
    """Return the address of a page as front matter writes it: what means something else in one is encoded."""
    return address_text(url[1:]) if re.search("[%?#]", url) else url


def files_at(address: str) -> tuple[str, ...]:
    """Return the files that answer an address; none, if no site can serve it."""
    try:
        return address_files(address)
    except UnsafeAddressError:
        return ()


def is_address(text: str) -> bool:
    """Return whether *text* is an address that a site can serve."""
    return bool(files_at(text))


def fault_of(address: str) -> str:
    """Return why no site can serve an address; empty if one can."""
    try:
        address_files(address)
    except UnsafeAddressError as error:
        return str(error)
    return ""
