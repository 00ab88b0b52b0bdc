"""Config values: where they are set, checks of them before a build begins, and what follows from them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_incremental.config_errors import config_error

from .diagnostics import file_location, warn
from .problems import Subtype, closest, did_you_mean, shorten
from .values import find_assignment, from_python, read_code, unused_names

if TYPE_CHECKING:
    from collections.abc import Collection

    from sphinx.application import Sphinx
    from sphinx.config import Config


# What the names of this extension's config values begin with.
_PREFIXES = ("author_profile", "homepage_")


def is_set(app: Sphinx, config: Config, name: str) -> bool:
    """Return whether conf.py or the command line sets *name*, maybe to its default."""
    code = read_code(Path(app.confdir, "conf.py"))
    return name in config.overrides or find_assignment(code, name) is not None


def conf_place(app: Sphinx, name: str) -> str:
    """Return where conf.py assigns *name*, as ``file:line``, or how the command line does."""
    if name in app.config.overrides:
        return f"-D {name}={app.config.overrides[name]}"
    conf_py = Path(app.confdir, "conf.py")
    source = find_assignment(read_code(conf_py), name)
    return file_location(conf_py, source.lineno if source else None)


def language_tag(config: Config) -> str:
    """Return the language of the site as HTML and feeds have it: ``pt-BR`` for Sphinx's ``pt_BR``."""
    return str(config.language or "").replace("_", "-")


def warn_misspelt(app: Sphinx, config: Config) -> None:
    """Warn about each name in conf.py that nothing knows and that is close to a config value of ours.

    Sphinx takes every name in conf.py for a variable of the owner's.  One that conf.py itself reads is one.
    """
    conf_py = Path(app.confdir, "conf.py")
    ours = [value.name for value in config if value.name.startswith(_PREFIXES)]
    for name, line in unused_names(read_code(conf_py)).items():
        meant = "" if name in config else closest(name, ours, cutoff=0.87)
        if meant:
            message = f"there is no config value {name}; did you mean {meant}?"
            warn(message, Subtype.CONFIG, file_location(conf_py, line))


def check_names(app: Sphinx, config: Config, name: str, known: Collection[str]) -> None:
    """End the build, with its line and what to write, if *name* is not a list of *known* names."""
    given = config[name]
    if not isinstance(given, list | tuple):
        right = [given] if given in known else sorted(known)[:1]
        raise config_error(
            f"{conf_place(app, name)}: {name} is a list; write {name} = {right!r}, "
            f"and not {from_python(given).described()}"
        )
    for item in given:
        if not isinstance(item, str) or item not in known:
            hint = did_you_mean(str(item), known, cutoff=0.6)
            choice = ", ".join(sorted(known))
            raise config_error(
                f"{conf_place(app, name)}: {name}: {shorten(str(item))} is none of {choice}{hint}"
            )
