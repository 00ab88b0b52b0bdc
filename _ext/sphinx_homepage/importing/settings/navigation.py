"""The navigation of the old site as the toctree of the new one, and which listing is the main one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote

from ...ledger.importing import split_url
from ...pages.text_in_markup import plain_text
from ..addresses.ledger import SEARCH_OUTPUTS
from ..addresses.old_addresses import addresses_of, files_at
from ..liquid.marks import BASE_URL, SITE_URL
from ..markdown.addresses_in_text import site_addresses

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..site_in_making import MadePage, SiteInMaking

_Page = TypeVar("_Page")
Menu = tuple[str, list[tuple[str, str]]]
"""The title of a menu, and its entries: titles, and docnames or URLs."""
# A listing of one directory, perhaps of one kind of its pages only.
_OF_DIRECTORY = re.compile(
    r"```\{listing\}\n(?P<options>(?::(?!limit|group: (?:tag|category)\n).*\n)*)\n?"
    r"/(?P<directory>\w[^/\n]*)/(?:[^*\n]+\n/(?P=directory)/)*+(?:(?P<all>\*+)|[^*\n]+)\n```"
)


def find_navigation(site: SiteInMaking, shown: list[dict[str, str]]) -> list[tuple[str, str]]:
    """Return the entries of the toctree of the home page: titles and docnames or URLs.

    :param shown: the navigation that layouts had, for a site whose data do not have it where themes look.
    """
    data = site.old.data.get("navigation")
    items = navigation_data(site)
    found = _entries(site, shown if items is None else items, pages_by_output(site))
    if not found and not isinstance(data, dict | list):
        pages = [
            page
            for page in site.pages.values()
            if page.old.kind == "pages" and page.old.title and page.old.output != "404.html"
        ]
        found = [("", page.docname) for page in pages if page.docname != "index" and not page.is_demo][:12]
    return found


def navigation_data(site: SiteInMaking) -> object:
    """Return the navigation where themes look for it in the data of a site; ``None`` if it is not there."""
    data = site.old.data.get("navigation")
    return data.get("main") if isinstance(data, dict) else data


def find_inner(
    site: SiteInMaking, navigation: list[tuple[str, str]], shown: Mapping[str, list[dict[str, str]]]
) -> dict[str, list[tuple[str, str]]]:
    """Return the entries of the toctree of each page around which the navigation was another one.

    Such are the pages of another language, or of a part of the site.

    :param navigation: that of the home page.
    :param shown: what layouts had around its pages, by their docnames.
    """
    by_output = pages_by_output(site)
    seen = {"index", *(name for _title, name in navigation)}
    found = {}
    for docname, items in shown.items():
        pages = [(item, page_at(site, item["url"], by_output)) for item in items]
        others = [item for item, page in pages if page and page.old.kind == "pages"]
        entries = [entry for entry in _entries(site, others, by_output) if entry[1] not in seen]
        if len(entries) > 1:
            found[docname] = entries
            seen |= {name for _title, name in entries}
    return found


def find_menus(site: SiteInMaking, navigation: list[tuple[str, str]]) -> list[Menu]:
    """Return the menus that pages had beside them: the title of each part, and its entries.

    What *navigation* has already is in none of them.
    """
    data = site.old.data.get("navigation")
    sidebars = [page.old.matter.get("sidebar") for page in site.pages.values() if not page.is_demo]
    used = dict.fromkeys(str(sidebar.get("nav")) for sidebar in sidebars if isinstance(sidebar, dict))
    by_output = pages_by_output(site)
    seen = {name for _title, name in navigation}
    found = []
    menus = [data.get(key) for key in used if key != "main"] if isinstance(data, dict) else []
    for menu in menus:
        for item in menu if isinstance(menu, list) else ():
            entries = [entry for entry in _entries(site, [item], by_output) if entry[1] not in seen]
            seen |= {name for _title, name in entries}
            if entries:
                found.append((plain_text(str(item.get("title") or "")), entries))
    return found


def pages_by_output(site: SiteInMaking) -> dict[str, MadePage]:
    """Return the page that Jekyll wrote to each file, or that a redirect there leads to."""
    by_output = {page.old.output: page for page in site.pages.values() if page.old.output}
    for page in site.pages.values():
        for address in addresses_of(page.old.matter.get("redirect_from")):
            for file in files_at(address):
                by_output.setdefault(file, page)
    return by_output


def _entries(site: SiteInMaking, items: object, by_output: dict[str, MadePage]) -> list[tuple[str, str]]:
    """Return the titles, and the docnames or URLs, of what a menu has."""
    found: list[tuple[str, str]] = []
    examples = {
        page.output: page for page in site.old.pages if page.output and page.source in site.report.demo
    }
    for item in _flat_navigation(items):
        title = plain_text(str(item.get("title") or ""))
        url = site_addresses(str(item.get("url") or item.get("link") or ""), "", SITE_URL, BASE_URL)
        url = re.sub(r"\{\{(?:(?!\{\{).)*?\}\}|\{%(?:(?!\{%).)*?%\}", "", url).strip()
        page_found = page_at(site, url, by_output)
        if page_found is not None:
            if page_found.docname != "index" and page_found.docname not in (name for _title, name in found):
                same = plain_text(page_found.old.title) == title
                found.append(("" if same else title, page_found.docname))
        elif re.match(r"https?://", url) and title:
            found.append((title, url))
        elif _file_at(url, site.old.statics) and site.site_url and title:
            found.append((title, f"{site.site_url}{site.old.config.baseurl}/{url.lstrip('/')}"))
        elif url and title:
            is_example = page_at(site, url, examples) is not None
            is_search = set(files_at(url)) & {*SEARCH_OUTPUTS}
            where = (
                "to an example of the template"
                if is_example
                else "to the search, which is in the sidebar now"
                if is_search
                else "nowhere"
            )
            site.report.settings.append(f"the navigation's {title} ({url}) leads {where}, and was left out")
    return found


def choose_main_listings(site: SiteInMaking, navigation: list[tuple[str, str]]) -> None:
    """Mark the main listings of each directory: of several, and of those that list everything together."""
    places = {name: place for place, (_title, name) in enumerate(navigation)}
    by_name = {page.docname: page for page in site.pages.values()}
    found: dict[str, dict[str, list[int]]] = {}
    for page in by_name.values():
        for directory, numbers in _whole_directories(page, by_name).items():
            found.setdefault(directory, {})[page.docname] = numbers
    for directory, pages in found.items():
        name, numbers = min(
            pages.items(),
            key=lambda item: (
                item[0] not in places,
                item[0] != directory,
                sum(item[0] in others for others in found.values()),
                places.get(item[0], 0),
                item[0],
            ),
        )
        parts = by_name[name].parts
        for number in numbers:
            if len(pages) == 1 and ":where:" not in parts[number]:
                continue
            part = parts[number].removeprefix("```{listing}\n")
            parts[number] = "```{listing}\n:main:\n" + ("" if part.startswith((":", "\n")) else "\n") + part


def _whole_directories(page: MadePage, by_name: Mapping[str, MadePage]) -> dict[str, list[int]]:
    """Return the directories that a page lists as a whole, and the numbers of the listings that do."""
    found: dict[str, list[int]] = {}
    whole: dict[str, list[int]] = {}
    for number, part in enumerate(page.parts):
        if match := _OF_DIRECTORY.fullmatch(part):
            found.setdefault(match["directory"], []).append(number)
            if match["all"] and ":where:" not in match["options"]:
                whole.setdefault(match["directory"], [number])
    together = {
        directory: numbers
        for directory, numbers in found.items()
        if page.listed.issuperset(
            name
            for name, other in by_name.items()
            if name.startswith(f"{directory}/") and not other.old.is_draft
        )
    }
    return together | whole


def page_at(site: SiteInMaking, url: str, by_output: Mapping[str, _Page]) -> _Page | None:
    """Return the page that a link in a menu leads to."""
    parts = split_url(url) if url else None
    if parts is None or (parts.hostname and parts.hostname.lower() not in site.old.config.hosts):
        return None
    path = unquote(parts.path).removeprefix(site.old.config.baseurl) if parts.path else "/"
    # A menu is beside pages of all directories, and browsers go no higher than the root.
    path = re.sub(r"^(?:\.{1,2}/)+|(?<=/)(?:\./)+", "", path.lstrip("/"))
    tries = (
        [f"{path}index.html"]
        if not path or path.endswith("/")
        else [path, f"{path}.html", f"{path}/index.html"]
    )
    return next((by_output[name] for name in tries if name in by_output), None)


def _file_at(url: str, statics: dict[str, str]) -> bool:
    parts = split_url(url)
    path = unquote(parts.path).lstrip("/") if parts else ""
    return bool(path) and (
        path in statics or f"{path.rstrip('/')}/index.html" in statics or f"{path}.html" in statics
    )


def _flat_navigation(items: object) -> Iterator[dict[str, Any]]:
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict):
            if item.get("url") or item.get("link"):
                yield item
            for key in ("children", "sublinks", "links", "dropdown", "sub-title"):
                yield from _flat_navigation(item.get(key))


def toctree(navigation: list[tuple[str, str]], menus: list[Menu]) -> str:
    """Return the directives with the navigation, and with the menus below it; empty if there are none."""
    written = ""
    for caption, entries in [("", navigation), *menus]:
        if entries:
            options = ":hidden:\n" + (f":caption: {caption}\n" if caption else "")
            lines = [f"{title} <{name}>" if title else name for title, name in entries]
            written += f"\n```{{toctree}}\n{options}\n" + "\n".join(lines) + "\n```\n"
    return written
