"""Reads a Jekyll site as Jekyll does.

Only files below the root of the site are read: a link that leads elsewhere is left out.
"""

from __future__ import annotations

import csv
import datetime
import io
import os
import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from ...core.dates import parse_date
from ..report import LeftOut
from .config import Collection, Config
from .documents import LIQUID
from .permalinks import Parts, decoded, expand, output_file, pattern_of_pages, pattern_of_posts
from .site import OldPage, OldSite, words_of
from .text_files import MAX_TEXT, decode, read_text
from .yaml import JekyllYamlError, as_date, load, load_json, load_roughly

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_DATED = re.compile(r"(\d{2,4}-\d{1,2}-\d{1,2})-(.*)")
# Never looked into: what generators and installers leave.
_SKIPPED = frozenset(
    {".git", ".jekyll-cache", ".sass-cache", "node_modules", ".bundle", "__pycache__", ".venv"}
)
# The keys that tell whether and where a page is published.
_PUBLISHING = frozenset(
    {"permalink", "redirect_from", "redirect_to", "published", "slug", "category", "categories"}
)
# Sphinx needs half a minute, and half a gigabyte, for so many.
_MAX_LINES = 50_000
_MAX_FILES = 200_000
_TEXTS = (".md", ".markdown", ".mkd", ".mkdn", ".mkdown", ".html")
_DATA_SUFFIXES = (".yml", ".yaml", ".json", ".csv", ".tsv")


def read_site(root: Path) -> OldSite:
    """Read the site in *root*."""
    return _Reader(root.resolve()).read()


def _addresses(navigation: object) -> Iterator[str]:
    """Yield the addresses in the data of a navigation."""
    if isinstance(navigation, dict):
        for key, value in navigation.items():
            if key in ("url", "link") and isinstance(value, str):
                yield _bare(value)
            yield from _addresses(value)
    elif isinstance(navigation, list):
        for item in navigation:
            yield from _addresses(item)


def _bare(address: str) -> str:
    return address.strip().removesuffix(".html").strip("/")


def _unusable(name: str) -> str:
    """Return why no file of the new site can have this name; empty if one can."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return "its name is not UTF-8"
    return "its name holds a control character" if re.search(r"[\x00-\x1f\x7f]", name) else ""


def _printable(name: str) -> str:
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return re.sub(r"[\x00-\x1f\x7f]", "\ufffd", text)


class _Reader:
    """Reads the files of a site."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.left_out: list[LeftOut] = []
        self.problems: list[str] = []
        self.files: dict[str, Path] = {}
        self.prefix = ""
        """The directory of collections, with a slash at its end; empty for the root."""
        self.now = datetime.datetime.now()

    def read(self) -> OldSite:
        self.files = dict(self._walk())
        config = self._config()
        site = OldSite(self.root, config, left_out=self.left_out, problems=self.problems)
        site.data = self._data(config)
        prefix = config.text("collections_dir").strip("/")
        self.prefix = f"{prefix}/" if prefix else ""
        for path in self.files:
            self._file(site, path)
        self._add_pages_of_navigation(site)
        for page in site.pages:
            name, _dot, suffix = page.output.rpartition(".")
            # Some hosts answer /x with x.html, and others with x/index.html.
            if page.url == f"/{name}" and f"{name}/index.html" in site.statics:
                page.url += f".{suffix}"
        return site

    def _walk(self) -> Iterator[tuple[str, Path]]:
        """Yield all files below the root, by their paths; no link leads out, and none into itself."""
        waiting = [(self.root, "", frozenset({self.root}))]
        count = 0
        while waiting:
            directory, path, above = waiting.pop()
            try:
                entries = sorted(os.scandir(directory), key=lambda entry: entry.name)
            except OSError:
                self.left_out.append(LeftOut(path, "it cannot be read"))
                continue
            for entry in entries:
                name = f"{path}{entry.name}"
                if entry.name in _SKIPPED:
                    continue
                if why := _unusable(entry.name):
                    self.left_out.append(LeftOut(_printable(name), why))
                    continue
                file = Path(entry.path)
                try:
                    if entry.is_symlink():
                        file = file.resolve(strict=True)
                        if not file.is_relative_to(self.root):
                            self.left_out.append(LeftOut(name, "it is a link that leads out of the site"))
                            continue
                    is_directory = file.is_dir()
                    if not is_directory and not file.is_file():
                        continue
                except (OSError, RuntimeError):
                    self.left_out.append(LeftOut(name, "it is a link that leads nowhere, or cannot be read"))
                    continue
                count += 1
                if count > _MAX_FILES:
                    self.problems.append(
                        f"there are more than {_MAX_FILES} files, of which the first are read"
                    )
                    return
                if is_directory:
                    # A directory may be there twice, by a link; not within itself.
                    if file not in above:
                        waiting.append((file, f"{name}/", above | {file}))
                elif os.access(file, os.R_OK):
                    yield name, file
                else:
                    self.left_out.append(LeftOut(name, "it cannot be read"))

    def _config(self) -> Config:
        for name in ("_config.yml", "_config.yaml"):
            if name in self.files:
                text = read_text(self.files[name])
                try:
                    data = load(text or "")
                except JekyllYamlError as error:
                    what = f"{name} is not YAML ({error}); lines that cannot be read are passed over"
                    self.problems.append(what)
                    data = load_roughly(text or "")
                return Config(data if isinstance(data, dict) else {})
        self.problems.append("there is no _config.yml, which has the title, the author and the URL of a site")
        return Config({})

    def _data(self, config: Config) -> dict[str, Any]:
        directory = config.text("data_dir").strip("/") or "_data"
        found: dict[str, Any] = {}
        for path, file in sorted(self.files.items()):
            name = path.removeprefix(f"{directory}/")
            if name == path or not name.lower().endswith(_DATA_SUFFIXES):
                continue
            text = read_text(file)
            if text is None:
                self.left_out.append(LeftOut(path, "it is no text, or is huge"))
                continue
            try:
                value = _data_value(name.lower(), text)
            except (ValueError, csv.Error, RecursionError) as error:
                self.left_out.append(LeftOut(path, f"it cannot be read ({str(error).splitlines()[0]})"))
                continue
            *parents, last = PurePosixPath(name).with_suffix("").parts
            place = found
            for part in parents:
                inner = place.setdefault(part, {})
                place = inner if isinstance(inner, dict) else {}
            place.setdefault(last, value)
        return found

    def _file(self, site: OldSite, path: str) -> None:
        """Add a file to the site as what it is: a page, a document, a file that is served, or nothing."""
        config = site.config
        is_below = path.startswith(self.prefix)
        inside = path.removeprefix(self.prefix)
        top = inside.partition("/")[0]
        label = top[1:] if top.startswith("_") else ""
        parts = PurePosixPath(path).parts
        posts = next((part for part in parts[:-1] if part in ("_posts", "_drafts")), "")
        if posts and is_below:
            above, _posts, rest = path.partition(f"{posts}/")
            if not above or config.is_served(above.rstrip("/")):
                self._document(site, path, "posts", rest, is_draft=posts == "_drafts")
        elif label in config.collections and "/" in inside and is_below:
            self._document(site, path, label, inside.partition("/")[2])
        elif config.is_served(path):
            self._page(site, path)

    def _split(self, path: str) -> tuple[str, str, int] | None:
        """Return the front matter of a file, its body and the body's first line; ``None`` if it has none."""
        file = self.files[path]
        try:
            with file.open("rb") as stream:
                data = stream.read(8)
                if not data.lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"").startswith(b"---"):
                    return None
                data += stream.read(MAX_TEXT)
        except OSError:
            return None
        text = decode(data) or decode(data.replace(b"\0", b""))
        if text is None or not re.match(r"---[ \t]*\n", text):
            return None
        match = _FRONT_MATTER.match(text)
        if match is None:
            # Without its end, it is a page all the same, with everything as its text.
            return "", text, 1
        return match[1], text[match.end() :], 1 + text.count("\n", 0, match.end())

    def _new(self, site: OldSite, path: str, kind: str, found: tuple[str, str, int]) -> OldPage:
        block, body, line = found
        problems: list[str] = []
        if self.files[path].stat().st_size > MAX_TEXT:
            problems.append(f"it is larger than {MAX_TEXT // 1_000_000} MB, of which the first are here")
        is_yaml = True
        try:
            own = load(block, site.config.zone)
        except JekyllYamlError as error:
            is_yaml = False
            what = f"its front matter is not YAML ({error}), and Jekyll used nothing of it"
            problems.append(f"{what}; what can be read is used here")
            own = load_roughly(block)
        if not isinstance(own, dict):
            if is_yaml and own is not None:
                is_yaml = False
                problems.append("its front matter has no keys, and Jekyll used nothing of it")
            own = {}
        if not block and body.startswith("---") and line == 1:
            problems.append("its front matter has no end, and Jekyll showed it as text")
        if not is_yaml:
            # Jekyll runs no Liquid in front matter: it is a template for pages that a program makes.
            own = {
                key: value
                for key, value in own.items()
                if key not in _PUBLISHING and not (isinstance(value, str) and LIQUID.search(value))
            }
        matter = {**site.config.matter_defaults(path, kind), **own}
        suffix = PurePosixPath(path).suffix.lower()
        # Its owner forgot the suffix of a document, which lists showed.
        is_bare = kind not in ("pages", "posts") and not suffix
        is_markdown = is_bare or suffix in site.config.markdown_suffixes
        if is_bare:
            problems.append("its name does not end in .md: it is a page now, which lists only showed")
        if is_markdown and body.count("\n") > _MAX_LINES:
            body = "\n".join([*body.split("\n", _MAX_LINES)[:_MAX_LINES], ""])
            problems.append(f"it has more than {_MAX_LINES:,} lines, of which the first are here")
        return OldPage(
            path, kind, block, own, matter, body, line,
            date=_date(matter.get("date"), site.config.zone),
            is_markdown=is_markdown,
            is_yaml=is_yaml, problems=problems,
        )  # fmt: skip

    def _page(self, site: OldSite, path: str) -> None:
        found = self._split(path)
        if found is None:
            # Jekyll decodes the names of the files that it writes.
            site.statics.setdefault(decoded(path), path)
            return
        page = self._new(site, path, "pages", found)
        self._give_address(site, page, *_place_of_page(site.config, page))
        site.pages.append(page)

    def _add_pages_of_navigation(self, site: OldSite) -> None:
        """Add what the navigation has of Markdown without front matter, of which GitHub Pages makes pages."""
        wanted = set(_addresses(site.data.get("navigation")))
        taken = {page.output for page in site.pages}
        for path in site.statics.values():
            if PurePosixPath(path).suffix.lower() not in site.config.markdown_suffixes:
                continue
            text = read_text(self.files[path]) if site.config.is_served(path) else None
            page = self._new(site, path, "pages", ("", text or "", 1))
            self._give_address(site, page, *_place_of_page(site.config, page))
            if text and _bare(page.url) in wanted and page.output not in taken:
                page.problems.append(
                    "it has no front matter: it is a page since the navigation has it, as on GitHub Pages"
                )
                site.pages.append(page)

    def _document(self, site: OldSite, path: str, label: str, inside: str, *, is_draft: bool = False) -> None:
        """Add a document of a collection, or what else Jekyll made of its file.

        :param inside: its path in the directory of the collection.
        """
        collection = site.config.collections[label]
        if not is_draft and (_is_hidden_name(inside) or site.config.is_excluded(path)):
            return
        found = self._split(path)
        if found is None and label == "posts" and path.lower().endswith(_TEXTS):
            # Jekyll reads posts without front matter as well.
            text = read_text(self.files[path])
            found = None if text is None else ("", text, 1)
        if found is None:
            if label != "posts" and collection.output:
                site.statics[f"{label}/{inside}"] = path
            if site.config.is_served(path):
                site.statics.setdefault(decoded(path), path)
            elif is_draft and not _is_hidden_name(inside):
                self.left_out.append(LeftOut(path, "it is in _drafts/, and no text: nobody was served it"))
            return
        page = self._new(site, path, label, found)
        if site.config.is_served(path):
            # Its directory is included, so Jekyll makes a page of it as well.
            twin = self._new(site, path, "pages", found)
            self._give_address(site, twin, *_place_of_page(site.config, twin))
            page.also_at = twin.url
            if not collection.output:
                page.matter |= twin.matter
                page.url, page.output = twin.url, twin.output
        pure = PurePosixPath(inside)
        dated = _DATED.fullmatch(pure.stem) if pure.suffix else None
        slug = dated[2] if dated else pure.stem
        if dated and page.date is None:
            page.date = as_date(dated[1] if dated[1][2].isdigit() else f"20{dated[1]}")
        page.is_draft = is_draft
        if label == "posts" and not is_draft and not dated:
            self.left_out.append(LeftOut(path, "its name does not begin with a date, as that of a post does"))
            return
        above = path.removeprefix(self.prefix).removesuffix(f"/{inside}").split("/")[:-1]
        _complete_matter(page, slug, above)
        if collection.output:
            parts = self._parts_of_document(page, inside, slug)
            self._give_address(site, page, _pattern(site.config, collection), parts)
        else:
            page.is_draft = self._is_hidden(site, page)
        if page.also_at == page.url:
            page.also_at = ""
        site.pages.append(page)

    def _parts_of_document(self, page: OldPage, inside: str, slug: str) -> Parts:
        """Return what stands in the pattern for the address of a document."""
        pure = PurePosixPath(inside)
        own_slug = page.own.get("slug")
        return Parts(
            inside.removesuffix(pure.suffix).rstrip("."),
            ".html" if page.is_markdown and pure.suffix else pure.suffix,
            page.date or self.now,
            collection=page.kind,
            slug=str(own_slug) if own_slug else "",
            basename=slug if page.is_yaml else pure.stem,
            categories=tuple(
                dict.fromkeys(word.lower() for word in words_of(page.matter, "category", "categories"))
            ),
        )

    def _give_address(self, site: OldSite, page: OldPage, pattern: str, parts: Parts) -> None:
        permalink = page.matter.get("permalink")
        if permalink and not isinstance(permalink, dict | list | bool):
            pattern = str(permalink).strip()
        page.url = expand(pattern, parts)
        is_directory = page.url.endswith("/") and page.kind != "pages"
        page.output = output_file(page.url, ".html" if is_directory or page.is_markdown else parts.output_ext)
        page.is_draft = self._is_hidden(site, page)
        if page.is_draft:
            page.url = page.output = ""

    def _is_hidden(self, site: OldSite, page: OldPage) -> bool:
        if page.is_draft:
            return site.config.data.get("show_drafts") is not True
        if page.matter.get("published") is False and site.config.data.get("unpublished") is not True:
            return True
        is_future = bool(page.date and page.date > self.now) and page.kind != "pages"
        return is_future and site.config.data.get("future") is not True


def _place_of_page(config: Config, page: OldPage) -> tuple[str, Parts]:
    """Return the pattern for the address of a page, and what stands in it."""
    pure = PurePosixPath(page.source)
    ext = ".html" if page.is_markdown else (".css" if pure.suffix in (".scss", ".sass") else pure.suffix)
    directory = "" if pure.parent == PurePosixPath(".") else pure.parent.as_posix()
    parts = Parts(directory, ext, basename=pure.stem.rstrip("."))
    if pure.stem == "index" and ext == ".html":
        return "/:path/", parts
    if ext in (".html", ".htm"):
        return pattern_of_pages(config.data.get("permalink")), parts
    return "/:path/:basename:output_ext", parts


def _pattern(config: Config, collection: Collection) -> str:
    setting = config.data.get("permalink")
    if collection.permalink:
        return collection.permalink
    if collection.label == "posts":
        return pattern_of_posts(setting)
    return pattern_of_pages(setting).replace("/:path/:basename", "/:collection/:path")


def _is_hidden_name(inside: str) -> bool:
    """Return whether Jekyll passes over a file, by its path in the directory of its collection."""
    *directories, name = PurePosixPath(inside).parts
    return (
        name.startswith((".", "#", "~", "_"))
        or name.endswith("~")
        or any(directory.startswith("_") for directory in directories)
    )


def _complete_matter(page: OldPage, slug: str, above: Sequence[str]) -> None:
    """Add to the front matter of a document what Jekyll has from its name and its place.

    :param above: the directories that hold that of a post, which are categories of it.
    """
    page.matter.setdefault("slug", slug)
    if not page.matter.get("title"):
        page.matter["title"] = " ".join(word.capitalize() for word in slug.split("-") if word)
    if page.kind == "posts":
        words = [*above, *words_of(page.matter, "category", "categories")]
        page.matter["categories"] = list(dict.fromkeys(words))
    tags = page.matter.get("tags")
    if not (isinstance(tags, list) and any(isinstance(tag, dict) for tag in tags)):
        page.matter["tags"] = words_of(page.matter, "tag", "tags")


def _date(value: object, zone: datetime.tzinfo) -> datetime.datetime | None:
    found = as_date(value, zone)
    if found is None and isinstance(value, str) and (date := parse_date(value)) and date.day:
        found = datetime.datetime(date.year, date.month, date.day)
    return found


def _data_value(name: str, text: str) -> Any:
    if name.endswith(".json"):
        return load_json(text)
    if name.endswith((".csv", ".tsv")):
        return list(csv.DictReader(io.StringIO(text), delimiter="\t" if name.endswith(".tsv") else ","))
    return load(text)
