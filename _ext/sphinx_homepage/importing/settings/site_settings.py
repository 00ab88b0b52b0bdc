"""The settings of the new site, found in those of the old one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...core.web_urls import with_encoded_spaces
from ...pages.text_in_markup import plain_text
from ..jekyll.text_files import read_text
from .author_record import author_of_settings, author_record
from .coauthors import new_key
from .page_frames import author_name

if TYPE_CHECKING:
    from ..site_in_making import SiteInMaking
    from .page_frames import Frames


@dataclass
class Settings:
    """What conf.py of the new site says."""

    author: dict[str, Any]
    authors: dict[str, dict[str, Any]] = field(default_factory=dict)
    title: str = ""
    window_title: str = ""
    """What stands in ``<title>``, if it is not the title of the page, a hyphen and that of the site."""
    untitled: dict[str, str] = field(default_factory=dict)
    """What ``<title>`` was on pages without a title, where that is known, by their files in the old site."""
    language: str = "en"
    base_url: str = ""
    builder: str = "dirhtml"
    shows_author: bool = True
    redirects: dict[str, str] = field(default_factory=dict)
    """Old addresses of no page of their own: from docname to docname."""
    ignored_links: list[tuple[str, str]] = field(default_factory=list)
    """Links of the old site that led nowhere, and still do, as ``nitpick_ignore`` has them."""
    suppressed: list[str] = field(default_factory=list)
    """The types of warnings that are left."""
    logo: str = ""
    """The image that stood above each page, in ``public/``."""
    copyright: str = ""
    """Whose the site is, if that is neither its author nor its name, behind the years."""

    @property
    def images(self) -> list[str]:
        """Return the paths of the images of authors, and that of the logo, relative to ``public/``."""
        people = [self.author, *self.authors.values()]
        paths = [*(person["avatar"] for person in people if "avatar" in person), self.logo]
        return [path.removeprefix("public/") for path in paths if path]

    def knows(self, author: object) -> bool:
        """Return whether the author of a page, perhaps written out there, is one of the site's."""
        author = author_name({"author": author})
        names = {self.author["name"], *self.authors, *(person["name"] for person in self.authors.values())}
        return author.casefold() in {name.casefold() for name in names}


def find_settings(site: SiteInMaking, demo: set[str], frames: Frames) -> Settings:
    """Return the settings that the old site had, and note in the report what of them was not taken."""
    config = site.old.config
    settings = Settings(_author(site, frames))
    _add_authors(settings, site, demo, frames)
    settings.language = _language(config.text("locale", "lang"))
    title = plain_text(config.text("title"))
    # So al-folio says that the site is called after its author.
    settings.title = "" if title == "blank" else title
    settings.untitled = frames.untitled
    settings.window_title = frames.title if frames.title not in ("", "{title} - {site}") else ""
    _note_window_titles(site, frames)
    site.site_url = _site_url(site)
    settings.base_url = with_encoded_spaces(f"{site.site_url}{config.baseurl}/") if site.site_url else ""
    served = [page for page in site.old.pages if page.output not in ("", "index.html") and page.is_html]
    pretty = sum(
        page.output.endswith("/index.html") or not page.url.endswith((".html", ".htm")) for page in served
    )
    settings.builder = "dirhtml" if pretty * 2 >= len(served) else "html"
    defaults = config.matter_defaults("_pages/x.md", "pages")
    settings.shows_author = defaults.get("author_profile") is not False
    return settings


def _author(site: SiteInMaking, frames: Frames) -> dict[str, Any]:
    """Return the record of the author of the site."""
    config = site.old.config
    data = config.data.get("author")
    if isinstance(data, str):
        people = site.old.data.get("authors")
        person = people.get(data) if isinstance(people, dict) else None
        data = person if isinstance(person, dict) else {"name": data}
    if not isinstance(data, dict):
        data = author_of_settings(config.data, site.old.data.get("socials"))
    # An image of the template was shown as well.
    files = site.old.statics.keys()
    record, notes = author_record(data, files, name=config.text("name", "title"), box=frames.boxes.get(""))
    site.report.settings += notes
    if len(record) == 1:
        what = "nothing is known of the author but a name; write the rest into author_profile in conf.py"
        site.report.settings.append(what)
    return record


def _add_authors(settings: Settings, site: SiteInMaking, demo: set[str], frames: Frames) -> None:
    """Add the records of the other authors whom pages name, or describe."""
    files = site.old.statics.keys()
    people = site.old.data.get("authors")
    named = {str(page.matter.get("author")) for page in site.old.pages if page.source not in demo}
    for key, person in people.items() if isinstance(people, dict) else ():
        names = {str(key), str(person.get("name"))} if isinstance(person, dict) else set()
        if named & names:
            box = next((frames.boxes[name] for name in sorted(names) if name in frames.boxes), None)
            found, _notes = author_record(person, files, name=str(key), box=box)
            settings.authors[str(key)] = found
    # The last page that claims an address has it.
    for page in reversed(site.old.pages):
        person, name = page.own.get("author"), author_name(page.own)
        box = frames.boxes.get(name)
        # Other layouts show the author of the site on such a page.
        if isinstance(person, dict) and box and name in box.text and not settings.knows(name):
            found, _notes = author_record(person, files)
            settings.authors[new_key(name, settings.authors)] = found


def _note_window_titles(site: SiteInMaking, frames: Frames) -> None:
    """Note what ``<title>`` was because of a mistake, and need not be."""
    if "{title}" not in (frames.title or "{title}"):
        what = (
            "<title> was that of the site on each page; without homepage_window_title in conf.py, it is not"
        )
        site.report.settings.append(what)
    if site.old.config.text("title_separator").strip() == "|" and frames.title == "{title} {site}":
        what = (
            "<title> was without the | of title_separator, of which kramdown made a table; to show it, set "
            'homepage_window_title = "{title} | {site}" in conf.py'
        )
        site.report.settings.append(what)


def _site_url(site: SiteInMaking) -> str:
    """Return the URL of the host, from the settings or from the domain that GitHub Pages was given."""
    config = site.old.config
    cname = read_text(site.old.root / "CNAME") if "CNAME" in site.old.statics else None
    host = (cname or "").strip().splitlines()
    url = config.url or (f"https://{host[0]}" if host and re.fullmatch(r"[\w.-]+", host[0]) else "")
    if config.text("url") and not url:
        what = (
            f"url is no URL such as https://ada.example ({config.text('url')}): set html_baseurl in conf.py"
        )
        site.report.settings.append(what)
    return url


def _language(locale: str) -> str:
    """Return Sphinx's code for the language of a locale: ``de`` for ``de-DE``, but ``pt_BR``."""
    language, _mark, region = locale.replace("-", "_").partition("_")
    language, region = language.lower(), region.partition(".")[0].upper()
    if not re.fullmatch(r"[a-z]{2,3}", language):
        return "en"
    if language == "zh":
        return "zh_TW" if region in ("TW", "HK", "HANT") else "zh_CN"
    return "pt_BR" if (language, region) == ("pt", "BR") else language
