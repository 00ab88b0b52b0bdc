"""The ledger of a site, from its file to the check at the end of a build."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import ConfigError

from sphinx_incremental.builders import builds_pages

from ..core.built_site import BuiltSite
from ..core.config_values import check_names, conf_place
from ..core.diagnostics import file_location, warn
from ..core.problems import Subtype, shorten
from .audit import judge
from .hosts import HOSTS
from .ledger_file import LEDGER, Ledger, State, parse_ledger

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from .hosts import Host
    from .ledger_file import Entry


class Published:
    """The addresses that a site has published."""

    def __init__(self) -> None:
        self.ledger = Ledger()
        self._file: Path | None = None
        self._retired: dict[str, Entry] = {}

    def load(self, app: Sphinx) -> None:
        """Read the ledger, if there is one, and warn about lines that cannot be understood."""
        self.ledger, self._file = Ledger(), None
        name = app.config.homepage_ledger
        file = Path(app.confdir, name) if name else None
        if file is not None and file.is_file():
            self._file = file
            try:
                text = file.read_text(encoding="utf-8-sig")
            except (OSError, UnicodeError) as error:
                reason = "it is not UTF-8 text" if isinstance(error, UnicodeError) else str(error.strerror)
                warn(f"the ledger cannot be read: {reason}", Subtype.LEDGER, file_location(file, None))
                text = ""
            self.ledger, problems = parse_ledger(text)
            for problem in problems:
                warn(problem.message, problem.subtype, file_location(file, problem.line))
        elif file is not None and name != LEDGER:
            warn(f"homepage_ledger: there is no file {shorten(name)}", Subtype.LEDGER, None)
        self._retired = {
            entry.address: entry for entry in self.ledger.entries.values() if entry.state is State.RETIRED
        }

    def retired(self, address: str) -> Entry:
        """Return the entry of a retired address, in the ledger's spelling."""
        return self._retired[address]

    def is_served(self, path: str) -> bool:
        """Return whether the ledger has *path*, and not as retired."""
        entry = self.ledger.entries.get(path)
        return entry is not None and entry.state is not State.RETIRED

    def location(self, line: int | None) -> str:
        """Return *line* of the ledger as a location for a warning."""
        assert self._file is not None
        return file_location(self._file, line)

    def judge(self, app: Sphinx) -> None:
        """Hold the ledger against what has been written."""
        if not self.ledger.entries or not builds_pages(app.builder):
            return
        hosts: list[Host] = [HOSTS[key] for key in app.config.homepage_hosts]
        outdir = Path(app.outdir)
        for problem in judge(self.ledger, BuiltSite(outdir), hosts):
            warn(problem.message, problem.subtype, self.location(problem.line))


def check_settings(app: Sphinx, config: Config) -> None:
    """Refuse hosts that are not known.

    :raises ConfigError: naming those that are.
    """
    check_names(app, config, "homepage_hosts", HOSTS)
    if not isinstance(config.homepage_ledger or "", str):
        place = conf_place(app, "homepage_ledger")
        hint = f'write homepage_ledger = "{LEDGER}"'
        raise ConfigError(f"{place}: homepage_ledger is the path of a file; {hint}")


def setup_published(app: Sphinx) -> None:
    """Register the settings."""
    app.add_config_value(
        "homepage_ledger",
        LEDGER,
        "",
        types=frozenset({str}),
        description="The file, beside conf.py, of every address that was ever published.",
    )
    app.add_config_value(
        "homepage_hosts",
        sorted(HOSTS),
        "",
        types=frozenset({list, tuple}),
        description="The hosts by whose rules the published addresses are checked.",
    )
    app.connect("config-inited", check_settings)
