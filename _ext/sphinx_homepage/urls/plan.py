"""All old addresses and all files of the site, weighed against each other: what redirects, and what cannot.

Pure and derived: the plan is worked out anew in every build and never stored.  A file that is there wins over
any redirect; conf.py's own redirects win over front matter; of two pages, the first by name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from .address import UnsafeAddressError, comparable, parse_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Claim(NamedTuple):
    """A page that asks to be found at an old address."""

    docname: str
    key: str
    """The front matter key: ``redirect_from`` or ``permalink``."""
    address: str
    line: int | None = None


class Conflict(NamedTuple):
    """A claim that cannot be met, and why, for a warning."""

    claim: Claim
    message: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What answers at which file."""

    redirects: dict[str, str] = field(default_factory=dict)
    """Each file to write, relative to the output folder, and the docname that it leads to."""
    conflicts: list[Conflict] = field(default_factory=list)


def make_plan(
    claims: Iterable[Claim],
    *,
    pages: Mapping[str, str],
    taken: Mapping[str, str],
) -> Plan:
    """Decide which claims are met.

    :param claims: every claim of every page.
    :param pages: the file of each docname, relative to the output folder.
    :param taken: other files that are there or will be, with what they are ("the search page").
    """
    plan = Plan()
    files = {comparable(file): f"the page '{docname}'" for docname, file in pages.items()}
    for file, what in taken.items():
        files.setdefault(comparable(file), what)
    folders = _folders(files)
    owners: dict[str, Claim] = {}
    for claim in sorted(claims, key=lambda claim: (claim.docname, claim.key != "permalink")):
        try:
            wanted = parse_address(claim.address).files
        except UnsafeAddressError as error:
            plan.conflicts.append(Conflict(claim, f"{_what(claim)} cannot redirect: {error}"))
            continue
        reasons = []
        for file in wanted:
            name = comparable(file)
            if name == comparable(pages[claim.docname]) and (file == pages[claim.docname]):
                # Its own address under this builder, and a redirect under the other.
                continue
            reason = _obstacle(name, files, folders, owners, claim)
            if reason:
                reasons.append(reason)
            elif name not in owners:
                owners[name] = claim
                folders.update((folder, claim) for folder in _parents(name))
                plan.redirects[file] = claim.docname
        for reason in dict.fromkeys(reasons):
            plan.conflicts.append(Conflict(claim, f"{_what(claim)} cannot redirect: {reason}"))
    return plan


def _obstacle(
    name: str,
    files: Mapping[str, str],
    folders: Mapping[str, object],
    owners: Mapping[str, Claim],
    claim: Claim,
) -> str:
    """Say what keeps *claim* from having the file *name*; empty if nothing does."""
    if name in files:
        return f"{files[name]} is there, and stays"
    if name in owners and owners[name].docname != claim.docname:
        other = owners[name]
        return f"'{other.docname}' asks for it too ({other.key}: {other.address}), and gets it"
    if name in folders:
        return f"'{name}' is a folder of the site"
    for folder in _parents(name):
        if folder in files:
            return f"'{folder}' would be a folder, and {files[folder]} is there, and stays"
        if folder in owners:
            return f"'{folder}' would be a folder, and is a redirect of '{owners[folder].docname}'"
    return ""


def _what(claim: Claim) -> str:
    return (
        f"{claim.key}: {claim.address!r}"
        if not claim.address.isprintable()
        else f"{claim.key}: {claim.address}"
    )


def _parents(name: str) -> list[str]:
    parts = name.split("/")[:-1]
    return ["/".join(parts[: count + 1]) for count in range(len(parts))]


def _folders(files: Iterable[str]) -> dict[str, object]:
    return {folder: None for file in files for folder in _parents(file)}
