"""The redirects that conf.py has itself, for sphinxext-rediraffe: checked before it sees them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any

from sphinx.builders.dirhtml import DirectoryHTMLBuilder
from sphinx.errors import ExtensionError
from sphinxext.rediraffe import create_graph

from ..core.addresses import UnsafeAddressError, check_name
from ..core.diagnostics import file_location, warn
from ..core.problems import Subtype, shorten
from ..core.target_urls import TargetError, encode_fragment, external_url
from ..core.values import find_assignment, from_python, read_code
from ..pages.drafts import hidden_drafts
from ..pages.targets import DraftError, Target
from .plan import CONF, Claim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx


class ConfRedirects:
    """conf.py's own redirects.

    Their keys and targets are docnames or source files, as rediraffe documents them, and stay as they are.
    """

    def __init__(self, app: Sphinx, given: Any, pages: Mapping[str, str]) -> None:
        """Check the redirects that are *given*, and warn about those that rediraffe would not understand."""
        self._app = app
        self._pages = pages
        self._file = conf_py = Path(app.confdir, "conf.py")
        source = find_assignment(read_code(conf_py), "rediraffe_redirects")
        self._line = source.lineno if source else None
        if isinstance(given, str):
            given, source = self._read(given), None
        elif given is not None and not isinstance(given, Mapping):
            self._warn("it is a mapping of docnames, or the path of a file", self._line)
            given = {}
        value = from_python(dict(given or {}), source)
        self._lines = {key: item.line for key, item in value.data.items()}
        self.given: dict[str, str] = {}
        """The redirects that rediraffe can understand."""
        for key, target in (given or {}).items():
            reason = _unsafe_key(key)
            if not reason and not self._page(target):
                reason = _unsafe_key(target, is_target=True)
            if reason:
                self._warn(f"{shorten(str(key))} cannot redirect: {reason}", self._lines.get(str(key)))
            else:
                self.given[key] = target

    def claims(self) -> Iterator[Claim]:
        """Yield a claim for each redirect that leads somewhere, and warn about the others."""
        for key, target in self.given.items():
            line = self._lines.get(key)
            try:
                end = self._end(key, target)
            except TargetError as error:
                self._warn(f"{shorten(key)} cannot redirect: {error}", line)
                continue
            files = (rediraffe_file(self._app, key),)
            yield Claim(CONF, key, end, file_location(self._file, line), files)

    def _end(self, key: str, target: str) -> Target:
        """Return where the chain from *key* leads.

        :raises TargetError: if that is nowhere.
        """
        chain = [key]
        while not self._page(target) and target in self.given:
            if target in chain:
                where = file_location(self._file, self._lines.get(key))
                raise ExtensionError(
                    f"{where}: rediraffe_redirects: {' -> '.join([*chain, target])} is a circle"
                )
            chain.append(target)
            target = self.given[target]
        # The name of a page may look like a scheme: "talk: intro".
        if page := self._page(target):
            return page
        if url := external_url(target):
            return Target(url=url)
        docname = self.docname(target.partition("#")[0])
        if docname in hidden_drafts(self._app.env):
            raise DraftError(docname)
        raise TargetError(f"there is no page {shorten(docname)}")

    def _page(self, target: object) -> Target | None:
        """Return the page that *target* names, perhaps with a fragment."""
        if not isinstance(target, str):
            return None
        for name, fragment in ((target, ""), target.partition("#")[::2]):
            if (docname := self.docname(name)) in self._pages:
                return Target(docname, encode_fragment(fragment))
        return None

    def docname(self, name: str) -> str:
        """Return *name*, a docname or a source file, as a docname."""
        suffix = next((suffix for suffix in self._app.config.source_suffix if name.endswith(suffix)), "")
        return PureWindowsPath(name.removesuffix(suffix)).as_posix()

    def _read(self, name: str) -> dict[str, str]:
        file = Path(self._app.srcdir, name)
        try:
            graph: dict[str, str] = create_graph(file)
        except OSError as error:
            self._warn(f"the file {shorten(name)} cannot be read ({error.strerror})", self._line)
            return {}
        except UnicodeError:
            self._warn(f"the file {shorten(name)} is not UTF-8 text; save it as UTF-8", self._line)
            return {}
        self._file = file
        return graph

    def _warn(self, message: str, line: int | None) -> None:
        warn(f"rediraffe_redirects: {message}", Subtype.REDIRECT, file_location(self._file, line))


def _unsafe_key(key: object, *, is_target: bool = False) -> str:
    if not isinstance(key, str) or not key:
        return "keys and targets are docnames, such as 'about/cv'"
    if is_target and re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", key):
        return ""
    path = PureWindowsPath(key)
    if path.is_absolute() or path.drive or path.root or ".." in path.parts:
        return f"{shorten(key)} must be a path below the site's root, without a leading slash or .."
    if any(not char.isprintable() for char in key):
        return "it holds a control character"
    if not is_target and not path.name:
        return f"{shorten(key)} is the name of no page"
    try:
        for part in path.parts:
            check_name(part)
    except UnsafeAddressError as error:
        return "" if is_target else str(error)
    return ""


def rediraffe_file(app: Sphinx, key: str) -> str:
    """Return the file that rediraffe 0.3 writes for *key*, or that it takes for the target *key*."""
    # As it reckons itself, which is not the same with every version of Python where there is a colon.
    path = PurePosixPath(Path(PureWindowsPath(key)).as_posix())
    suffix = next((suffix for suffix in app.config.source_suffix if path.name.endswith(suffix)), "")
    name = path.name.removesuffix(suffix)
    if isinstance(app.builder, DirectoryHTMLBuilder) and name != "index":
        return (path.parent / name / "index.html").as_posix()
    return (path.parent / f"{name}.html").as_posix()
