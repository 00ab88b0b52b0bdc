"""Old addresses that the new site does not answer: their lines of the ledger, and the report.  Pure."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import TYPE_CHECKING

from ...ledger.ledger_file import LEDGER, parse_ledger
from ...pages.addresses import State

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from ..new_site import NewSite

_REASON = "the import found nothing that answers"


def retire(site: NewSite, dead: Mapping[int, str], own: Container[str] = ()) -> bool:
    """Retire the addresses in some lines of the ledger, and note that nothing answers there.

    A line that was retired before, and cannot be, is removed: no page can say that it is gone.

    :param dead: what is wrong with each, by the number of its line.
    :param own: the paths of addresses in lines that stay, since the owner of the new site has edited them.
    :returns: whether the ledger is another one now.
    """
    ledger, _problems = parse_ledger(site.texts[LEDGER])
    is_changed = False
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    for path, entry in list(ledger.entries.items()):
        if entry.line is None or entry.line not in dead:
            continue
        message = dead[entry.line]
        url = site.ledger_urls.get(path)
        if url and entry.reason != _REASON and "answers again" not in message:
            site.report.note_dead(url, _fault(message).removeprefix(f"{entry.address} "))
        if path in own:
            continue
        is_changed = True
        if entry.state is State.RETIRED:
            del ledger.entries[path]
        else:
            ledger.entries[path] = replace(entry, state=State.RETIRED, target="", date=today, reason=_REASON)
    if is_changed:
        site.texts[LEDGER] = ledger.text()
    return is_changed


def _fault(message: str) -> str:
    """Return what is wrong, without what the owner of a ledger is to do."""
    return message.partition("; ")[0]
