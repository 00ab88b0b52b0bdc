"""The addresses that an old site had, from what it left: its built directory, its lists, its git history.

Nothing here asks the network, and nothing is decided: an address that was served is noted as served, and the
next check finds those that nobody answers.
"""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit
from xml.etree import ElementTree

from ..core.addresses import UnsafeAddressError, address_text, file_address, is_reserved, parse_path
from ..core.built_site import BuiltSite, is_page
from ..core.git_dates import git
from ..core.problems import plain, shorten
from ..core.target_urls import TargetError, target_text
from ..pages.addresses import PublishedAddress, State
from ..pages.front_matter import front_matter_block, parse_front_matter
from .audit import follow
from .hosts import HOSTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from urllib.parse import SplitResult

# What belongs to pages, and is nobody's bookmark.
_STYLES = {".css", ".js", ".json", ".map", ".scss", ".webmanifest"}
_IMAGES = {".avif", ".gif", ".ico", ".jpeg", ".jpg", ".png", ".svg", ".webp"}
_ASSETS = _STYLES | _IMAGES | {".eot", ".inv", ".otf", ".ttf", ".woff", ".woff2"}
# Made by generators for themselves, for crawlers and for hosts.
_TOOLS = frozenset(
    ["404", "search", "genindex", "py-modindex", "robots.txt", "sitemap.xml", "_redirects", "CNAME"]
)
# What a file of JSON Resume says of its schema, and within how many bytes.
_RESUME, _BEGINNING = b"/resume-schema/", 200
_SOURCES = (".md", ".markdown", ".html")


class SourceError(ValueError):
    """A source of addresses that cannot be read, with the reason in words."""


class Imported(NamedTuple):
    """What was found."""

    entries: list[PublishedAddress]
    skipped: list[str]
    """What a host could not serve, or what is not known, with the reason."""


def listed_addresses(site: BuiltSite, *, with_html: bool = False) -> Imported:
    """Return the addresses that a built site answers, and how; files without an address are skipped.

    Left out are the files of generators and the parts of pages (images, style sheets, scripts).

    :param with_html: whether its host answers ``/x`` with ``x.html``, so that both are its addresses.
    """
    found: dict[str, PublishedAddress] = {}
    skipped = []
    for file in sorted(site.files, key=lambda name: (not name.endswith("index.html"), name)):
        if not _is_public(file, site) or site.is_retired(file) or _shows_draft(file, site):
            continue
        try:
            path = parse_path(file_address(file))
        except UnsafeAddressError as error:
            skipped.append(f"{plain(file)}: {error}")
            continue
        found.setdefault(path, _entry(path, file, site))
        if with_html and path.endswith(".html"):
            short = path.removesuffix(".html")
            found.setdefault(short, _entry(short, file, site))
    return Imported(list(found.values()), skipped)


def redirects_json_addresses(site: BuiltSite) -> list[PublishedAddress]:
    """Return the old addresses that the site's own ``redirects.json`` lists, as they were asked for."""
    if "redirects.json" not in site.files:
        return []
    try:
        addresses = json.loads((site.directory / "redirects.json").read_bytes())
    except (OSError, ValueError, RecursionError):
        return []
    entries = []
    for address in addresses if isinstance(addresses, dict) else ():
        path = parse_path_or_none(address)
        if path is None:
            continue
        trace = follow(path, HOSTS["github-pages"], site)
        served = [step.file for step in trace.steps if step.file in site.files]
        if served and not site.is_draft(trace.end):
            entries.append(_entry(path, served[0], site))
    return entries


def _entry(path: str, file: str, site: BuiltSite) -> PublishedAddress:
    url = site.moved_to(file)
    parts = split_url(url)
    if not url or parts is None:
        return PublishedAddress(path, State.SERVED)
    if not parts.scheme:
        end = follow(file, HOSTS["github-pages"], site).end
        url = file_address(end) + (f"#{parts.fragment}" if parts.fragment else "") if end else ""
    try:
        return PublishedAddress(path, State.REDIRECTED, target_text(url))
    except TargetError:  # it sends its readers nowhere, but it is there
        return PublishedAddress(path, State.SERVED)


def _shows_draft(file: str, site: BuiltSite) -> bool:
    """Return whether *file* is a page that is not published, or leads to one."""
    end = follow(file, HOSTS["github-pages"], site).end if site.moved_to(file) else file
    return site.is_draft(end)


def split_url(url: str) -> SplitResult | None:
    """Return the parts of *url*, or ``None`` if it is none: ``http://[x``."""
    try:
        return urlsplit(url)
    except ValueError:
        return None


def parse_path_or_none(address: str) -> str | None:
    """Return the path of *address*, or ``None`` if no host could serve it."""
    try:
        return parse_path(address)
    except UnsafeAddressError:
        return None


def _is_public(file: str, site: BuiltSite) -> bool:
    path = PurePosixPath(file)
    if is_reserved(file) or any(part.startswith(".") for part in path.parts):
        return False
    name = path.as_posix().removesuffix("/index.html").removesuffix(".html")
    if name in _TOOLS or file in _TOOLS:
        return False
    return is_page(file) or path.suffix.lower() not in _ASSETS or _is_resume(file, site)


def _is_resume(file: str, site: BuiltSite) -> bool:
    """Return whether a file is a CV in JSON Resume, to which people link as they do to a PDF."""
    if not file.lower().endswith(".json"):
        return False
    try:
        with (site.directory / file).open("rb") as stream:
            return _RESUME in stream.read(_BEGINNING)
    except OSError:
        return False


def import_site(directory: Path, *, with_html: bool) -> Imported:
    """Read a built site.

    :raises SourceError: if there is no page in it.
    """
    site = BuiltSite(directory)
    if not any(is_page(file) for file in site.files):
        raise SourceError("there is no HTML in it")
    found = listed_addresses(site, with_html=with_html)
    return found._replace(entries=[*redirects_json_addresses(site), *found.entries])


def import_sitemap(data: bytes, base: str) -> Imported:
    """Read a ``sitemap.xml`` (https://www.sitemaps.org/protocol.html).

    :param base: the address of the old site, of which its addresses are parts; if empty, its host's root.
    :raises SourceError: if it is none.
    """
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError) as error:
        raise SourceError(f"it is not XML ({error})") from None
    except LookupError as error:
        raise SourceError(f"it is XML that cannot be decoded ({error}); save it as UTF-8") from None
    if _local(root) == "sitemapindex":
        raise SourceError("it lists other sitemaps; import each of those")
    # Not the <image:loc> of an image, which lies in another namespace, one level deeper.
    places = (part for page in root if _local(page) == "url" for part in page if _local(part) == "loc")
    texts = [(place.text or "").strip() for place in places]
    if not texts:
        raise SourceError("there is no URL in it (<url><loc>)")
    ours = [text for text in texts if _within(text, base) is not None]
    result = _collect(((text, None) for text in ours), base)
    others = [f"{plain(text)}: it is not part of {base}" for text in texts if text not in set(ours)]
    return result._replace(skipped=[*others, *result.skipped])


def _local(element: ElementTree.Element) -> str:
    """Return the name of *element* without its namespace."""
    return element.tag.rpartition("}")[2]


def import_redirects(data: bytes, base: str) -> Imported:
    """Read a ``redirects.json`` as jekyll-redirect-from writes it.

    :raises SourceError: if it is none.
    """
    try:
        redirects = json.loads(data)
    except (ValueError, RecursionError):
        raise SourceError("it is not JSON") from None
    if not isinstance(redirects, dict):
        raise SourceError("it is no mapping of URLs")
    result = _collect(((old, new) for old, new in redirects.items() if isinstance(new, str)), base)
    others = [
        f"{plain(old)}: its target is no text" for old, new in redirects.items() if not isinstance(new, str)
    ]
    return result._replace(skipped=[*others, *result.skipped])


def _collect(found: Iterable[tuple[str, str | None]], base: str = "") -> Imported:
    """Turn pairs of an address and its target (``None`` if it is served) into entries."""
    entries: dict[str, PublishedAddress] = {}
    skipped = []
    for address, target in found:
        inside = _within(address, base)
        try:
            entry = PublishedAddress(parse_path(address if inside is None else inside), State.SERVED)
        except UnsafeAddressError as error:
            skipped.append(f"{plain(address)}: {error}")
            continue
        if target is not None:
            inside = _within(target, base)
            try:
                leads = target_text(target if inside is None else inside)
            except TargetError as error:
                skipped.append(f"{plain(address)}: its target {shorten(target)} is no URL: {error}")
                continue
            entry = replace(entry, state=State.REDIRECTED, target=leads)
        known = entries.get(entry.path)
        if known is None or (known.state is State.REDIRECTED and target is None):
            entries[entry.path] = entry
    return Imported(list(entries.values()), skipped)


def _within(address: str, base: str) -> str | None:
    """Return the path of a whole *address* from the root of the site at *base*; ``None`` if it is not there.

    Without a *base*, every absolute URL is taken to be one of the site.
    """
    parts, root = split_url(address), split_url(base)
    if parts is None or root is None or not (parts.scheme or parts.netloc):
        return None
    if parts.scheme not in ("", "http", "https"):
        return None
    if base and (parts.netloc != root.netloc or not parts.path.startswith(root.path.rstrip("/") + "/")):
        return None
    path = parts.path.removeprefix(root.path.rstrip("/")) or "/"
    query = f"?{parts.query}" if parts.query else ""
    return path + query + (f"#{parts.fragment}" if parts.fragment else "")


def import_history(directory: Path) -> Imported:
    """Read the front matter of every version of every page in the git history of a Jekyll site.

    :raises SourceError: if there is no git repository, or no git.
    """
    try:
        # -m: what a merge brought as well; no renames, so that both names of a page are found.
        log = git(directory, "log", "--all", "-m", "--raw", "--no-abbrev", "--no-renames", "--format=", "-z")
        versions = sorted(set(_versions(log)))
        texts = dict(_read_blobs(directory, sorted({blob for blob, _ in versions})))
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise SourceError("git cannot read its history") from error
    redirects: list[tuple[str, str | None]] = []
    skipped: set[str] = set()
    for blob, file in versions:
        text = texts.get(blob, "")
        if front_matter_block(text) is None:
            continue
        matter, _ = parse_front_matter(text)
        if matter.is_draft:
            continue
        own = matter.permalink.text if matter.permalink else _default_address(file)
        if ":" in own or not own:
            skipped.add(f"{plain(file)}: its URL follows from _config.yml")
            own = ""
        else:
            redirects.append((own, None))
        # The old addresses were there, whether or not it is known where they led.
        leads = None if not own or parse_path_or_none(own) is None else own
        redirects += [(address.text, leads) for address in matter.redirect_from]
    result = _collect(redirects)
    return Imported(result.entries, [*sorted(skipped), *result.skipped])


def _versions(log: bytes) -> Iterator[tuple[str, str]]:
    """Yield each version of each page: its blob and its path."""
    # ":<modes> <old blob> <new blob> <status>\0<path>\0" for each change
    fields = log.decode("utf-8", "surrogateescape").split("\0")
    for head, file in zip(fields[::2], fields[1::2], strict=False):
        blob = (head.split() + [""] * 4)[3]
        path = PurePosixPath(file)
        private = {"_drafts", "_includes", "_layouts", "_site", "_sass", "node_modules", "vendor"}
        if path.suffix.lower() in _SOURCES and not private & set(path.parts) and blob.strip("0"):
            yield blob, file


def _read_blobs(directory: Path, blobs: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the text of each blob."""
    output = git(directory, "cat-file", "--batch", stdin="".join(f"{blob}\n" for blob in blobs).encode())
    position = 0
    while position < len(output):
        end = output.index(b"\n", position)
        blob, kind, size = (output[position:end].decode() + "  ").split(" ")[:3]
        start = end + 1
        if kind != "blob":
            position = start
            continue
        yield blob, output[start : start + int(size)].decode("utf-8-sig", "replace")
        position = start + int(size) + 1


def _default_address(file: str) -> str:
    """Return where Jekyll serves a page that has no permalink; nothing for posts and collections."""
    path = PurePosixPath(file)
    if any(part.startswith(("_", ".")) for part in path.parts):
        return ""
    stem = path.with_suffix("").as_posix()
    if path.stem in ("404", "README"):
        return ""
    return address_text(stem.removesuffix("index")) if path.stem == "index" else address_text(stem)
