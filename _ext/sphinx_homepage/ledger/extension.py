"""The ledger of a site, from its file to the audit at the end of a build."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_incremental.builders import builds_pages
from sphinx_incremental.config_errors import config_error

from ..core.built_site import BuiltSite
from ..core.config_values import check_names, conf_place
from ..core.diagnostics import file_location, warn
from ..core.problems import Subtype, shorten
from ..pages.addresses import PublishedAddress, add_address_source
from ..pages.drafts import draft_files
from .audit import audit
from .hosts import HOSTS
from .ledger_file import LEDGER, Ledger, parse_ledger

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment


class SiteLedger:
    """The ledger of the site that one application builds."""

    def __init__(self) -> None:
        self._ledger = Ledger()

    def read(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Read the ledger, with a warning for each line that cannot be parsed."""
        self._ledger = Ledger()
        if not builds_pages(app.builder):
            return
        name = app.config.homepage_ledger
        file = Path(app.confdir, name) if name else None
        if file is not None and file.is_file():
            self._ledger = _read(file)
        elif file is not None and (name != LEDGER or os.path.lexists(file)):
            warn(f"homepage_ledger: there is no file {shorten(name)}", Subtype.LEDGER, None)

    def addresses(self, app: Sphinx) -> Iterable[PublishedAddress]:
        """Return every address of the ledger."""
        return self._ledger.entries.values()

    def audit(self, app: Sphinx, exception: Exception | None) -> None:
        """Warn about each address that the site, as it has been written, does not answer."""
        if exception is not None or not self._ledger.entries:
            return
        hosts = [HOSTS[key] for key in app.config.homepage_hosts]
        locations = {entry.line: entry.location for entry in self._ledger.entries.values()}
        site, drafts = BuiltSite(Path(app.outdir)), draft_files(app.env)
        for problem in audit(self._ledger, site, hosts, drafts):
            warn(problem.message, problem.subtype, locations[problem.line])


def _read(file: Path) -> Ledger:
    """Return the ledger in *file*, each entry with its location."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeError) as error:
        reason = "it is not UTF-8 text" if isinstance(error, UnicodeError) else str(error.strerror)
        warn(f"the ledger cannot be read: {reason}", Subtype.LEDGER, file_location(file, None))
        return Ledger()
    ledger, problems = parse_ledger(text)
    for problem in problems:
        warn(problem.message, problem.subtype, file_location(file, problem.line))
    for path, entry in ledger.entries.items():
        ledger.entries[path] = replace(entry, location=file_location(file, entry.line))
    return ledger


def check_config(app: Sphinx, config: Config) -> None:
    """End the build if a host is unknown, or the name of the ledger is no text."""
    check_names(app, config, "homepage_hosts", HOSTS)
    if not isinstance(config.homepage_ledger or "", str):
        place = conf_place(app, "homepage_ledger")
        hint = f'write homepage_ledger = "{LEDGER}"'
        raise config_error(f"{place}: homepage_ledger is the path of a file; {hint}")


def setup_ledger(app: Sphinx) -> None:
    """Register the config values, the ledger as a source of addresses, and its audit."""
    app.add_config_value(
        "homepage_ledger",
        LEDGER,
        "",
        types=frozenset({str}),
        description="The file, beside conf.py, of every URL that was ever published.",
    )
    app.add_config_value(
        "homepage_hosts",
        sorted(HOSTS),
        "",
        types=frozenset({list, tuple}),
        description="The hosts by whose rules the published URLs are checked.",
    )
    ledger = SiteLedger()
    add_address_source(app, ledger.addresses)
    app.connect("config-inited", check_config)
    # In each build: an application may build several times, and the ledger be edited in between.
    app.connect("env-before-read-docs", ledger.read)
    # After everything that writes files.
    app.connect("build-finished", ledger.audit, priority=900)
