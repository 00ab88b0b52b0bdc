"""The claims to old addresses that front matter and the published addresses make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.addresses import UnsafeAddressError, answering_files, retired_files
from ..pages.addresses import PublishedAddress, State
from ..pages.drafts import published_records
from ..pages.targets import Target
from .plan import OTHER_FORM, RETIRED, Claim

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinx.environment import BuildEnvironment


def front_matter_claims(env: BuildEnvironment) -> Iterator[Claim]:
    """Yield a claim for every address in the front matter of every page that is published."""
    for docname, record in published_records(env).items():
        matter, target = record.front_matter, Target(docname)
        if matter.permalink:
            location = (docname, matter.permalink.line)
            yield Claim("permalink", matter.permalink.text, target, location)
        for address in matter.redirect_from:
            yield Claim("redirect_from", address.text, target, (docname, address.line))


def published_claims(
    addresses: Iterable[PublishedAddress],
    page_at: Mapping[str, str],
    other_forms: Mapping[str, Target],
    home: Target,
) -> Iterator[Claim]:
    """Yield a claim for every published address that is retired, or was made by the other builder.

    :param page_at: the page in each file.
    :param other_forms: the target of each file that the other one of the builders html and dirhtml writes.
    """
    for published in addresses:
        address, location = published.address, published.location
        if published.state is State.RETIRED:
            if files := retired_files(published.path):
                target = _nearest(published.path, page_at, home)
                yield Claim(RETIRED, address, target, location, files, published)
            continue
        for file in _answering(published.path):
            if file in other_forms:
                yield Claim(OTHER_FORM, address, other_forms[file], location, (file,))


def _answering(path: str) -> tuple[str, ...]:
    try:
        return answering_files(path)
    except UnsafeAddressError:  # a file that is published as it is
        return ()


def _nearest(path: str, page_at: Mapping[str, str], home: Target) -> Target:
    """Return the page that is closest above *path*, or else the home page."""
    while path:
        path = path.rstrip("/").rpartition("/")[0]
        for file in (f"{path}/index.html", f"{path}.html"):
            if file in page_at:
                return Target(page_at[file])
    return home
