"""The front matter of each new page: as it was, with what has to be different."""

from __future__ import annotations

import html
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import yaml

from ...core.addresses import SOURCE_SUFFIXES
from ...core.web_urls import with_encoded_spaces
from ...mathematics.words import FORMULA
from ...pages.front_matter import (
    COLLECTIONS,
    LINK_KEYS,
    OUR_KEYS,
    FrontMatter,
    parse_front_matter,
)
from ...pages.publishing import collection
from ...pages.text_in_markup import plain_text
from ..addresses.old_addresses import (
    REFRESH,
    WHOLE_PAGE,
    addresses_of,
    files_at,
    is_address,
    is_claimed,
    written_address,
)
from ..converted import Change
from ..jekyll.site import words_of
from ..jekyll.yaml import as_date, without_controls
from ..lists.entries import first_image
from ..markdown.addresses_in_text import rooted_address, rooted_links
from ..markdown.html_pages import html_to_markdown
from ..markdown.spans import unescape
from ..settings.coauthors import unlinked
from ..settings.page_frames import author_name
from .matter_text import MatterText, Plain

if TYPE_CHECKING:
    from ..settings.site_settings import Settings
    from ..site_in_making import MadePage, SiteInMaking

# Each attempt repairs one key, or switches it off; what is still no front matter then is written anew.
_MOST_REPAIRS = 40
# A key with a date, perhaps with a time and a zone.
_DATE = re.compile(r"^([\w-]+)[ \t]*:[ \t]+(\d{4}-\d\d?-\d\d?(?:[Tt \t][\dZ:.+ \t-]*)?)$", re.MULTILINE)
_IMAGE = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_GROUPED = re.compile(r"^:group: *type\b", re.MULTILINE)
_CHOSEN = re.compile(r"^:where: *type!?=\"?(.*?)\"?$", re.MULTILINE)
# What writes a key of the page into its text, and which one.
_ROWS = re.compile(
    r"\{%-?\s*include\s+(?P<name>gallery|feature_row)(?:\.html)?\b(?:[^%]*?\bid\s*=\s*[\"'](?P<id>[\w-]+))?"
)
# A description with so many characters tells more than the beginning of a page: "My homepage" does not.
_TELLING = 40
# What Liquid writes into an address: a value of the page, a text, the root of the site, which is left out.
_VALUE = re.compile(
    r"\{\{-?\s*(?:page\.([\w-]+)|([\"'])([^\"'{}]*)\2|site\.baseurl|base_path)\s*(?:\|[^{}]*)?\}\}"
)
# Keys of ours whose values a page may have from the settings.
_COPIED = (
    "author_profile",
    "author",
    "read_time",
    "header",
    "tags",
    "categories",
    "excerpt",
    "venue",
    "location",
    "sitemap",
    "published",
)


def page_matter(
    site: SiteInMaking, page: MadePage, settings: Settings, navigation: list[tuple[str, str]]
) -> str:
    """Return the front matter: as it was, with what has to be different.

    What was changed in it comes first in the report of the page.

    :param navigation: the entries of the toctree of the home page: titles and docnames.
    """
    return _PageMatter(site, page, settings).write(navigation)


class _PageMatter:
    """Changes the front matter of one page."""

    def __init__(self, site: SiteInMaking, page: MadePage, settings: Settings) -> None:
        self._site = site
        self._page = page
        self._old = page.old
        self._own = page.old.own
        self._settings = settings
        self._number = site.numbers.get(page.old.source, -1)
        self._notes: list[str] = []
        self._block = MatterText(without_controls(page.old.block))
        if not page.old.is_yaml or not self._is_by_lines():
            # It is written anew, as far as it was understood.
            self._block = MatterText("")
            for key, value in self._own.items():
                self._block.set(key, value)

    def _is_by_lines(self) -> bool:
        """Return whether each key begins a line, as it does not in ``{a: b}``."""
        lines = set(self._block.keys())
        return len(lines) == len(self._own) and all(
            key in lines for key in self._own if key not in {name for _, name, _ in self._page.renamed}
        )

    def write(self, navigation: list[tuple[str, str]]) -> str:
        """Return the text of the new front matter."""
        repeated = self._block.switch_off_repeated()
        self._notes += (f"{key} was given twice; the last one counted, and is kept" for key in repeated)
        for key, name, value in self._page.renamed:
            self._block.remove(key)
            self._block.set(name, value)
            self._notes.append(f"{key} is {name} now, which lists show as well")
        self._remove_shown_rows()
        self._unlink_authors()
        self._set_title(navigation)
        self._set_defaults()
        self._set_categories()
        self._set_summary()
        self._set_description()
        self._set_image()
        self._keep_images()
        if self._old.date and not self._own.get("date") and self._old.kind != "pages":
            self._add("date", Plain(self._old.date.strftime("%Y-%m-%d")), "it was in the name of the file")
        self._set_collection()
        self._set_address()
        self._set_redirects()
        self._set_target()
        self._check_author()
        if self._own.get("type") and _is_unseen_type(self._site, self._page):
            self._block.switch_off("type")
            self._notes.append("type was switched off: no page of the old site showed it")
        if "bibtex" in self._block.keys():  # noqa: SIM118 (no mapping)
            self._block.switch_off("bibtex")
            self._notes.append("bibtex was switched off: here it names an entry of a .bib file")
        if self._page.docname not in self._site.reached:
            self._block.set("orphan", True)
        for key, written in _DATE.findall(self._block.text):
            if not _is_date(written):
                self._block.set(key, written.strip())
                self._notes.append(f"{key} is in quotation marks: there is no such date")
        text = _without_problems(self._block, self._page)
        self._page.report.changes[:0] = [Change(0, note) for note in self._notes]
        return text

    def _remove_shown_rows(self) -> None:
        """Take away galleries and rows of features: who edits them there would wonder."""
        if self._page.rendered == self._old.body:
            return
        shown = {match["id"] or match["name"] for match in _ROWS.finditer(self._old.body)}
        for key in shown.intersection(self._block.keys()):
            if self._has_images_in_text(key):
                self._block.remove(key)
                self._notes.append(f"{key} was taken away: what it held is in the text now")

    def _has_images_in_text(self, key: str) -> bool:
        """Return whether the text has all images of a gallery, which may stand in a comment on Liquid."""
        rows = self._own.get(key)
        images = [row.get("image_path") for row in rows or () if isinstance(row, dict)]
        return bool(images) and all(str(image or "") in self._page.rendered for image in images)

    def _add(self, key: str, value: Any, why: str) -> None:
        self._block.set(key, value)
        self._notes.append(f"{key} was added: {why}")

    def _unlink_authors(self) -> None:
        """Keep the names of the authors, whose links author_profiles has, where lists find them."""
        authors = self._own.get("authors")
        names, links = unlinked(authors)
        for name, address in links:
            self._site.coauthors.setdefault(name, []).append(address)
        if names != authors or self._page.has_named_authors:
            self._own["authors"] = names
            self._block.set("authors", names)
            keys = " and keys" if self._page.has_named_authors else ""
            self._notes.append(f"authors are names without links{keys}: author_profiles in conf.py has those")

    def _set_title(self, navigation: list[tuple[str, str]]) -> None:
        if not self._own.get("title") and self._old.title:
            self._add("title", self._old.title, "Jekyll made it of the name of the file")
        elif not self._old.title and self._page.top_headings != 1:
            # No navigation leads to a page that has no title; of several headings, it would show each.
            for title, name in navigation:
                if name == self._page.docname and title:
                    self._add("title", title, "the navigation called it so")

    def _set_defaults(self) -> None:
        """Add what the settings gave to the page, where ours do not."""
        defaults = self._site.old.config.matter_defaults(self._old.source, self._old.kind)
        for key in _COPIED:
            value = self._old.matter.get(key)
            if key not in defaults or key in self._own or value in (None, "", []):
                continue
            if key in OUR_KEYS and not (key == "author_profile" and value is self._settings.shows_author):
                self._add(key, value, "it came from defaults in _config.yml")

    def _set_categories(self) -> None:
        """Add the directories that hold that of a post, ``looms/_posts``: lists choose by them."""
        words = self._old.matter.get("categories")
        known = words_of(self._own, "category", "categories")
        above = {*PurePosixPath(self._old.source).parent.parts}.difference(known)
        if self._old.kind == "posts" and isinstance(words, list) and above.intersection(words):
            self._add("categories", words, "directories that hold _posts are some, as in Jekyll")

    def _set_summary(self) -> None:
        for key, who in (("excerpt", "cards"), ("venue", "pages"), ("location", "pages")):
            lost = self._links_not_in_text(key)
            if lost and (who == "pages" or self._is_on_card()):
                what = f"{who} show the words of {key} only; write its links into the text: {', '.join(lost)}"
                self._page.report.questions.append(Change(0, what))
        summary = self._site.summaries.get(self._number, "")
        if not summary:
            return
        summary = re.sub(FORMULA, lambda match: unescape(match[0]), summary)
        key = next((key for key in ("description", "excerpt") if self._own.get(key)), "")
        if not key:
            self._add("excerpt", summary, "lists showed it")
        elif isinstance(self._own[key], str):
            # It is the description for search engines, too, and begins as its owner wrote it.
            own = self._own[key].strip()
            # Not behind a tag, such as that of an image.
            end = "." if own[-1:].isalnum() or own.endswith(")") else ""
            self._block.set(key, f"{own}{end} {summary}")
            self._notes.append(f"{key} ends with what lists showed beside it")

    def _is_on_card(self) -> bool:
        others = (other for other in self._site.pages.values() if self._page.docname in other.listed)
        return any(":layout: cards\n" in part for other in others for part in other.parts)

    def _links_not_in_text(self, key: str) -> list[str]:
        """Return the addresses of links in a value that stand nowhere else on the page."""
        links = unlinked(self._own.get(key))[1]
        shown = f"{self._old.body}{self._page.body}" if links else ""
        return [url for _words, url in links if url not in shown]

    def _set_description(self) -> None:
        """Give the home page the description of the site, which pages without one of their own had."""
        text = " ".join(plain_text(self._site.old.config.text("description")).split())
        is_home = self._page.docname == "index" and not any(
            self._own.get(key) for key in ("excerpt", "description")
        )
        if is_home and len(text) >= _TELLING:
            self._add("description", text, "_config.yml had it for search engines")

    def _set_image(self) -> None:
        if self._old.matter.get("header"):
            return
        in_lists = self._site.pictures.get(self._number, "")
        for source in (in_lists, first_image(str(self._own.get("excerpt") or ""))):
            own = source.removeprefix(self._site.site_url)
            path = unquote(rooted_address(own, self._old.url or "/", self._site.old.config.baseurl))
            if path.lstrip("/") in self._site.old.statics:
                self._add("header", {"teaser": path}, "lists showed this image of it")
                return
        is_own = self._site.site_url and in_lists.startswith(self._site.site_url)
        if in_lists.startswith(("https://", "http://")) and not is_own:
            self._add("header", {"teaser": with_encoded_spaces(in_lists)}, "lists showed this image of it")

    def _keep_images(self) -> None:
        """Show the images of a summary on the page if they stood in lists: a listing has the first only."""
        if self._number not in self._site.pictures:
            return
        images = _IMAGE.findall(str(self._own.get("excerpt") or ""))[1:]
        text = f"{self._old.body}{self._page.body}"
        lost = [image for image in images if first_image(image) not in text]
        if lost:
            found = html_to_markdown("\n\n".join(lost)).text
            found = rooted_links(found, self._old.url or "/", self._site.old.config.baseurl)
            self._page.body = f"{self._page.body.rstrip()}\n\n{found.strip()}\n"
            self._notes.append(
                "images of excerpt are below the text: lists showed them, and have the first now"
            )

    def _set_collection(self) -> None:
        kind, given = self._old.kind, self._own.get("collection")
        if kind not in COLLECTIONS:
            return
        if not given and collection(self._page.docname, FrontMatter()) != kind:
            self._add("collection", kind, "the directory does not tell it")
        elif given not in (None, "", kind):
            self._block.set("collection", kind)
            self._notes.append(f"collection was {given}; Jekyll goes by the directory")

    def _set_address(self) -> None:
        """Give the page the address that it had."""
        old, docname = self._old, self._page.docname
        written = self._own.get("permalink")
        statics = self._site.old.statics.keys()
        # Where the builders put the page by themselves.
        forms = {f"{docname}/index.html", f"{docname}.html"} if docname != "index" else {"index.html"}
        if not old.output:
            pass
        elif self._site.owner(old.output) is not self._page:
            if written:
                self._block.switch_off("permalink")
            self._notes.append(f"its URL {old.url} is that of another page, which has it")
        elif written and old.output in (files := files_at(str(written))) and statics.isdisjoint(files):
            pass
        elif not is_address(address := written_address(old.url)):
            if written:
                self._block.switch_off("permalink")
            # Hosts lead from the name of a source file, /x.md, to a directory of that name.
            if address.endswith(SOURCE_SUFFIXES):
                self._page.redirect_from.append(f"{address}/")
        elif written:
            self._block.set("permalink", address)
            self._notes.append("permalink is the URL that its pattern gave")
        elif old.output not in forms:
            self._block.set("permalink", address)
            self._notes.append("permalink was added: the URL came from _config.yml or from the directory")

    def _set_redirects(self) -> None:
        """Let the other addresses of the page lead to it, but for those where something else is."""
        page = self._page
        given = addresses_of(self._own.get("redirect_from"))
        page.redirect_from = [
            address
            for address in dict.fromkeys([*filter(is_address, given), *page.redirect_from])
            if not is_claimed(self._site, address, page)
        ]
        kept = list(filter(is_address, page.redirect_from))
        if kept == given:
            return
        if kept:
            self._block.set("redirect_from", kept)
        elif "redirect_from" in self._own:
            self._block.remove("redirect_from")
        if dropped := [address for address in given if address not in kept]:
            what = f"redirect_from is without {', '.join(dropped)}: something is there, or no host serves it"
            self._notes.append(what)

    def _set_target(self) -> None:
        """Lead elsewhere if the page, or its layout, which only this site has, does."""
        layout = self._site.old.own_layout(self._old.layout) if self._old.layout else None
        whole = self._old.body if WHOLE_PAGE.match(self._old.body) else ""
        match = REFRESH.search(layout or "") or REFRESH.search(whole)
        written = addresses_of(self._own.get("redirect_to"))
        given = [_with_scheme(address) for address in written]
        if "redirect_to" not in self._own and match is not None:
            url = html.unescape(match[1])
            values = {**self._own, **{old: value for old, _new, value in self._page.renamed}}
            target = _VALUE.sub(lambda value: value[3] or str(values.get(value[1]) or ""), url)
            if target and "{{" not in target:
                target = rooted_address(target, self._old.url or "/", self._site.old.config.baseurl)
                target = _with_scheme(target)
                if self._leads_away(target):
                    self._add("redirect_to", target, "its <meta http-equiv=refresh> led there")
                    # A script and a link that led there as well.
                    self._page.body = "" if whole else self._page.body
        elif given and not self._leads_away(given[0]):
            self._block.switch_off("redirect_to")
            what = f"redirect_to was switched off: {given[0]} leads back to this page"
            self._page.report.questions.append(Change(0, what))
        elif len(given) > 1 or given != written:
            self._block.set("redirect_to", given[0])
            what = "with a scheme" if given[0] != written[0] else "to which it led"
            self._notes.append(f"redirect_to is the first of its URLs, {what}")

    def _leads_away(self, target: str) -> bool:
        """Return whether a redirect to *target* ends elsewhere, and not over other redirects on this page."""
        site, docname = self._site, self._page.docname
        path = target.removeprefix(site.site_url).partition("#")[0]
        name = re.sub(r"(?:(?:^|/)index)?\.(?:html?|md)$", "", path.strip("/"))
        files = (*files_at(path), f"{name}.html", f"{name}/index.html".lstrip("/"))
        page = next((found for file in files if (found := site.owner(file) or site.claims.get(file))), None)
        led = page.docname if page else ""
        if led:
            site.redirects[docname] = led
        while led and led != docname:
            led = site.redirects.get(led, "")
        if led:
            del site.redirects[docname]
        return not led

    def _check_author(self) -> None:
        """Switch off an author that nobody knows: the site's author was shown in its place."""
        author = self._own.get("author")
        if isinstance(author, dict) and self._settings.knows(author):
            self._block.set("author", author_name(self._own))
            self._notes.append("author is a name now: conf.py has its record")
        elif isinstance(author, str) and author.strip():
            if not self._settings.knows(author):
                self._block.switch_off("author")
                what = f"author: {author.strip()} is nobody of _data/authors.yml, and was switched off"
                self._notes.append(what)
        elif isinstance(author, list | dict):
            self._block.switch_off("author")
            self._notes.append("author was switched off: it names nobody of _data/authors.yml")


def _is_date(written: str) -> bool:
    """Return whether there is such a date: at another one, Python does not read the front matter."""
    try:
        yaml.safe_load(written)
    except (ValueError, yaml.YAMLError):
        return False
    return True


def _with_scheme(address: str) -> str:
    """Return the address of a redirect; that of another host (``//example.org/``) needs a scheme."""
    return f"https:{address}" if address.startswith("//") else address


def _is_unseen_type(site: SiteInMaking, page: MadePage) -> bool:
    """Return whether the old site showed nobody the type of a page; those of talks and courses are known."""
    number = site.numbers.get(page.old.source)
    return (
        number in site.types_unseen
        and number not in site.types_in_lists
        and page.old.kind not in ("talks", "teaching")
        and not any(
            (page.docname in other.listed and _GROUPED.search(part))
            or plain_text(str(page.old.own["type"])) in _CHOSEN.findall(part)
            for other in site.pages.values()
            for part in other.parts
        )
    )


def _without_problems(block: MatterText, page: MadePage) -> str:
    """Return the text of front matter; keys with problems are switched off and reported."""
    for _attempt in range(_MOST_REPAIRS):
        text = block.text
        _page_matter, problems = parse_front_matter(f"---\n{text}---\n")
        if not problems:
            return text
        problem = problems[0]
        # Without a line, it is that of all keys, such as too many of them.
        key = block.key_at(problem.line - 2) if problem.line else ""
        if not key:
            break
        fixed = _repaired(key, page.old.own.get(key))
        if key == "date" and page.old.date:
            fixed = Plain(page.old.date.strftime("%Y-%m-%d"))
        if fixed is not None and (given := page.old.own.get(key)) != fixed:
            page.old.own[key] = fixed
            if key == "date" and isinstance(given, str) and given.startswith(fixed[:5]):
                # Behind it there was more: the last day, or words.
                block.set(key, Plain(f"{fixed}  # {' '.join(given.split())}"))
            else:
                block.set(key, fixed)
            shown = fixed if isinstance(fixed, str) else ", ".join(fixed)
            page.report.changes.append(Change(0, f"{key} became {shown}: {problem.message}"))
            continue
        block.switch_off(key)
        page.report.questions.append(Change(problem.line or 0, f"{key} was switched off: {problem.message}"))
    fresh, left = MatterText(""), block.keys()
    for key, value in page.old.own.items():
        if key in OUR_KEYS and isinstance(value, str) and key in left:
            fresh.set(key, value)
    if "orphan" in left:
        fresh.set("orphan", True)
    page.report.questions.append(
        Change(0, f"its front matter could not be kept as it was: {problem.message}")
    )
    return fresh.text


def _repaired(key: str, value: Any) -> Any:
    """Return a value that was meant, or ``None``."""
    if key in ("title", "description", "excerpt"):
        # What Liquid wrote of them.
        if isinstance(value, list):
            return "".join(str(item) for item in value if item is not None)
        return "true" if value is True else None
    if key in ("tags", "categories", "authors", "type", "venue", "location") and isinstance(value, list):
        texts = [
            next((str(part) for part in item.values() if part), "") if isinstance(item, dict) else str(item)
            for item in value
        ]
        words = [text for text in texts if text and text != "None"]
        return ", ".join(words) if key in ("type", "venue", "location") else words
    if key == "date" and isinstance(value, str):
        # Of 3/4/2019, Jekyll has always taken the 3 for the day.
        date = as_date(value)
        return Plain(date.strftime("%Y-%m-%d")) if date else None
    if key in LINK_KEYS and isinstance(value, str):
        url = re.sub(r"\{\{(?:(?!\{\{).)*?\}\}", "", value).strip()
        if url.count("://") == 1:
            url = with_encoded_spaces(url)
        if re.match(r"(?:www\.|[\w-]+(?:\.[\w-]+)+/)", url):
            return f"https://{url}"
        return url if url != value else None
    return None
