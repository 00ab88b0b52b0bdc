"""The settings of a Jekyll site: what ``_config.yml`` says, with what Jekyll takes for granted.  Pure."""

from __future__ import annotations

import datetime
import fnmatch
import re
import zoneinfo
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

_EXCLUDED = (
    ".sass-cache", ".jekyll-cache", "gemfiles", "Gemfile", "Gemfile.lock", "node_modules", "vendor/bundle/",
    "vendor/cache/", "vendor/gems/", "vendor/ruby/",
)  # fmt: skip
_MARKDOWN = ("markdown", "mkdown", "mkdn", "mkd", "md")


@dataclass(frozen=True)
class Collection:
    """A collection of documents."""

    label: str
    output: bool
    permalink: str
    """The pattern of its addresses; empty if none is given."""
    sort_by: str = ""
    order: tuple[str, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    """All of its settings, for Liquid."""

    @property
    def directory(self) -> str:
        """Return the directory of its documents, below that of the collections."""
        return f"_{self.label}"


@dataclass(frozen=True)
class Default:
    """Values for the front matter of the pages in a scope."""

    path: str
    type: str
    values: Mapping[str, Any]

    def covers(self, path: str, kind: str) -> bool:
        """Return whether they hold for the file *path* of a *kind*: ``pages``, ``posts``, a collection."""
        if self.type and self.type != kind:
            return False
        scope = self.path.strip("/")
        if not scope:
            return True
        if "*" in scope:
            return fnmatch.fnmatch(path, scope) or fnmatch.fnmatch(path, f"{scope}/*")
        return path == scope or path.startswith(f"{scope}/")

    @property
    def weight(self) -> tuple[int, int]:
        """Return how exact the scope is: of two that cover a page, the more exact one wins."""
        return (len(self.path.strip("/")), int(bool(self.type)))


class Config:
    """What the settings of a site say."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = dict(data)
        self.collections = self._collections()
        self.defaults = self._defaults()
        suffixes = (
            self.text("markdown_ext").replace(" ", "").split(",") if self.text("markdown_ext") else _MARKDOWN
        )
        self.markdown_suffixes = frozenset(f".{suffix.lower()}" for suffix in suffixes if suffix)
        self.include = self._words("include", (".htaccess",))
        # Those of the settings are added to Jekyll's own, since Jekyll 4.
        self.exclude = (*_EXCLUDED, *self._words("exclude", ()))

    def text(self, *keys: str) -> str:
        """Return the text of the first of *keys* that has one; a path such as ``author.name`` goes deeper."""
        for key in keys:
            value: Any = self.data
            for part in key.split("."):
                value = value.get(part) if isinstance(value, dict) else None
            if value is not None and not isinstance(value, bool | dict | list):
                text = str(value).strip()
                if text:
                    return text
        return ""

    @property
    def excerpt_separator(self) -> str:
        """Return what ends the excerpts of documents, which may be empty lines; empty if it is not given."""
        return str(self.data.get("excerpt_separator") or "")

    @property
    def url(self) -> str:
        """Return the URL of the site's host, such as ``https://ada.github.io``; empty if it has none."""
        url = self.text("url").rstrip("/")
        return url if re.fullmatch(r"https?://[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:/[^\s?#]*)?", url) else ""

    @property
    def baseurl(self) -> str:
        """Return the path in front of all addresses, such as ``/blog``; empty if there is none."""
        path = self.text("baseurl").strip("/")
        return f"/{path}" if path and "://" not in path else ""

    @property
    def hosts(self) -> frozenset[str]:
        """Return the names of the hosts of the site."""
        repository = self.text("repository").partition("/")
        owned = f"{repository[0].lower()}.github.io" if repository[2].lower().endswith(".github.io") else ""
        host = (urlsplit(self.url).hostname or "").lower()
        names = {host, host.removeprefix("www."), owned, "localhost", "127.0.0.1"}
        return frozenset(filter(None, names))

    @property
    def zone(self) -> datetime.tzinfo:
        """Return the time zone of the site: that of GitHub Pages, unless it has one."""
        try:
            return zoneinfo.ZoneInfo(self.text("timezone"))
        except (OSError, ValueError, zoneinfo.ZoneInfoNotFoundError):
            return datetime.UTC

    def matter_defaults(self, path: str, kind: str) -> dict[str, Any]:
        """Return the values that ``defaults`` gives the file *path*, relative to the root of the site."""
        found: dict[str, Any] = {}
        for default in sorted(
            (item for item in self.defaults if item.covers(path, kind)), key=lambda item: item.weight
        ):
            found = _merged(found, default.values)
        return found

    def is_excluded(self, path: str) -> bool:
        """Return whether the settings leave out a file or directory *path*."""
        patterns = set(self.exclude) - set(self.include)
        return not self._is_included(path) and any(_matches(path, pattern) for pattern in patterns)

    def is_served(self, path: str) -> bool:
        """Return whether Jekyll comes to a file *path*, or to a directory; none above it is left out."""
        parts = path.split("/")
        # Only the name of a directory includes it, and only that directory.
        return path in self.include or not any(
            self.is_excluded("/".join(parts[: index + 1]))
            or ((part.startswith(("_", ".", "#", "~")) or part.endswith("~")) and not self._is_included(part))
            for index, part in enumerate(parts)
        )

    def _is_included(self, path: str) -> bool:
        return any(_matches(path.rpartition("/")[2], pattern) for pattern in self.include)

    def _words(self, key: str, otherwise: tuple[str, ...]) -> tuple[str, ...]:
        value = self.data.get(key)
        if isinstance(value, str):
            value = value.split()
        return tuple(str(item) for item in value if item) if isinstance(value, list) else otherwise

    def _collections(self) -> dict[str, Collection]:
        given = self.data.get("collections")
        if isinstance(given, list):
            given = {str(label): {} for label in given}
        if not isinstance(given, dict):
            given = {}
        found = {}
        for label, settings in {"posts": {}, **given}.items():
            data = settings if isinstance(settings, dict) else {}
            order = data.get("order")
            found[label] = Collection(
                label,
                output=data.get("output") not in (None, False) or label == "posts",
                permalink=str(data.get("permalink") or ""),
                sort_by=str(data.get("sort_by") or ""),
                order=tuple(map(str, order)) if isinstance(order, list) else (),
                data=data,
            )
        return found

    def _defaults(self) -> list[Default]:
        found = []
        given = self.data.get("defaults")
        for item in given if isinstance(given, list) else ():
            scope = item.get("scope") if isinstance(item, dict) else None
            values = item.get("values") if isinstance(item, dict) else None
            if isinstance(scope, dict) and isinstance(values, dict):
                found.append(Default(str(scope.get("path") or ""), str(scope.get("type") or ""), values))
        return found


def _merged(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    """Return two mappings as one; of mappings in both, the keys of both."""
    found = dict(first)
    for key, value in second.items():
        known = found.get(key)
        found[key] = _merged(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
    return found


def _matches(path: str, pattern: str) -> bool:
    """Return whether *pattern* of ``exclude`` or ``include`` names *path*, or how it begins."""
    wanted = pattern.lstrip("/")
    return bool(wanted) and (fnmatch.fnmatchcase(path, wanted) or f"{path}/".startswith(wanted))
