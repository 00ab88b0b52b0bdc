"""Builds the new site to find what it warns of, and which lines of conf.py suppress that."""

from __future__ import annotations

import ast
import contextlib
import errno
import os
import re
import signal
import subprocess
from typing import TYPE_CHECKING, NamedTuple

from ..limits import BUILDING, BUILDING_PAGE
from ..own_python import module_command, process_options
from ..report import LeftWarning

if TYPE_CHECKING:
    from collections.abc import Container
    from pathlib import Path

_WARNING = re.compile(r"^(?:(.*?):(?:(\d+):)? ?)?(WARNING|ERROR|CRITICAL): (.*?)(?: \[([\w.-]+)\])?$")
_EXCEPTION = re.compile(r"^ *((?:\w+\.)*\w+(?:Error|Exception): .+)", re.MULTILINE)
# What leads nowhere, by the types of these warnings; nitpick_ignore names it.
_IGNORED = {
    "homepage.link": (
        "link",
        # One that is not shown as it is has to be left to the type.
        re.compile(r"link '((?!.*\\x).*[^…])' leads (?:nowhere|to a URL that is retired)"),
    ),
    "myst.xref_missing": ("myst", re.compile(r"""(?<=: )('(?:[^'\\]|\\.)*+'|"(?:[^"\\]|\\.)*+")\Z""")),
}


class Trial(NamedTuple):
    """What a build of the new site said."""

    warnings: list[LeftWarning]
    ignored_links: list[tuple[str, str]]
    """Links that lead nowhere, for ``nitpick_ignore``: the kind, and the address or the name."""
    suppressed: list[str]
    """Types of warnings, for ``suppress_warnings``."""
    dead: dict[int, str]
    """Lines of the ledger whose addresses do not answer as they say, with what is wrong."""
    failure: str
    """Why there is no site at all; empty if there is one."""

    def without_types(self, files: Container[str]) -> Trial:
        """Return this without the warnings about some files, but for those of links that lead nowhere."""
        return self.without(
            [warning for warning in self.warnings if not warning.is_link and warning.file in files]
        )

    def without(self, gone: Container[LeftWarning]) -> Trial:
        """Return this without some warnings, and without the types that no other one has."""
        warnings = [warning for warning in self.warnings if warning not in gone]
        lines = {warning.suppressed_by for warning in warnings}
        suppressed = [name for name in self.suppressed if _suppressing(name) in lines]
        return self._replace(warnings=warnings, suppressed=suppressed)


def build(site: Path, output: Path, builder: str, pages: int = 0, *, is_read: bool = True) -> Trial:
    """Build the site in *site* into *output*.

    :param pages: how many pages it has; the build is ended when it takes much longer than they need.
    :param is_read: whether the texts of the pages are looked at, and not only the warnings.
    :raises OSError: if there is no room for it.
    """
    site, output = site.resolve(), output.resolve()
    command = [*module_command("sphinx"), "-q", "-b", builder]
    if not is_read:
        # No warning depends on typographic quotation marks, which take a twentieth of the time.
        command += ["-D", "smartquotes=0"]
    command += ["-d", str(output.with_name(f"{output.name}.doctrees")), str(site), str(output)]
    seconds = BUILDING + BUILDING_PAGE * pages
    code, stderr = _run(command, seconds)
    if f"[Errno {errno.ENOSPC}]" in stderr:
        # What it warns of is due to that, perhaps.
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(output))
    failure = ""
    if code is None:
        failure = f"it takes more than {seconds} seconds; look for a page that is huge, and divide it"
    elif code and not (output / "index.html").is_file():
        # Below an exception, Sphinx asks to report it.
        errors = _EXCEPTION.findall(stderr) or [" ".join(stderr.strip().splitlines()[-3:])]
        failure = errors[-1] or "Sphinx ended without a word"
    return _read(stderr, site, failure)


def _run(command: list[str], seconds: float) -> tuple[int | None, str]:
    """Return the exit code of a command and its standard error; no code if it takes longer."""
    with subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        # It starts processes of its own, which end with it.
        start_new_session=True,
        **process_options(),
    ) as process:
        try:
            stderr = process.communicate(timeout=seconds)[1]
        except subprocess.TimeoutExpired:
            _end(process)
            return None, process.communicate()[1]
        except BaseException:
            _end(process)
            raise
        return process.returncode, stderr


def _end(process: subprocess.Popen[str]) -> None:
    """End a process and those that it has started."""
    with contextlib.suppress(ProcessLookupError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def _read(stderr: str, site: Path, failure: str) -> Trial:
    warnings: list[LeftWarning] = []
    links: list[tuple[str, str]] = []
    types: list[str] = []
    dead: dict[int, str] = {}
    prefix = f"{site.resolve()}{os.sep}"
    for line in stderr.splitlines():
        match = _WARNING.match(re.sub(r"\x1b\[[0-9;]*m", "", line))
        if match is None:
            continue
        # Without a line, Sphinx may write the colon all the same.
        where = ":".join(filter(None, ((match[1] or "").rstrip(":"), match[2])))
        where = where.replace(prefix, "").replace(f"{site}{os.sep}", "")
        kind = match[5] or ""
        if kind == "homepage.ledger" and match[2]:
            dead.setdefault(int(match[2]), match[4])
            continue
        link = _ignored(kind, match[4])
        if link:
            links.append(link)
            line_of_conf = f"nitpick_ignore = [{link!r}]"
        elif kind:
            types.append(kind)
            line_of_conf = _suppressing(kind)
        else:
            line_of_conf = ""
        warnings.append(LeftWarning(where, match[4], line_of_conf))
    return Trial(warnings, list(dict.fromkeys(links)), sorted(set(types)), dead, failure)


def _suppressing(kind: str) -> str:
    """Return the line of conf.py that suppresses a type of warnings."""
    return f'suppress_warnings = ["{kind}"]'


def _ignored(kind: str, message: str) -> tuple[str, str] | None:
    """Return what ``nitpick_ignore`` has for a warning, if that is about a link."""
    role, pattern = _IGNORED.get(kind, ("", None))
    found = pattern.search(message) if pattern else None
    if not found:
        return None
    if role != "myst":
        return role, found[1]
    # MyST writes the name as Python does; any other text is left to the type.
    with contextlib.suppress(SyntaxError, ValueError):
        return role, str(ast.literal_eval(found[1]))
    return None
