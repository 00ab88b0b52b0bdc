"""The front matter of each new page: as it was, with what has to be different."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..mathematics.words import math_in_words
from ..pages.front_matter import COLLECTIONS, OUR_KEYS, FrontMatter, parse_front_matter
from ..pages.publishing import collection
from .addresses_in_text import rooted_links
from .converted import Change
from .jekyll_yaml import as_date
from .listings import FORMULA, LONGEST_SUMMARY, first_image
from .matter_text import MatterText, Plain
from .old_addresses import addresses_of, files_at, is_address, is_claimed, written_address

if TYPE_CHECKING:
    from .site_in_making import MadePage, SiteInMaking
    from .site_settings import Settings

_TYPED_LISTING = re.compile(r"^:(?:group|where): *type\b", re.MULTILINE)
_FORMULA = re.compile(FORMULA)
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
)


def page_matter(
    site: SiteInMaking, page: MadePage, settings: Settings, navigation: list[tuple[str, str]]
) -> str:
    """Return the front matter: as it was, with what has to be different."""
    old = page.old
    block = MatterText(_clean(old.block))
    if not old.is_yaml:
        # It is written anew, as far as it was understood.
        block = MatterText("")
        for key, value in old.own.items():
            block.set(key, value)
    own = old.own
    notes = [
        f"{key} was given twice; the last one counted, and is kept" for key in block.switch_off_repeated()
    ]

    def add(key: str, value: Any, why: str) -> None:
        block.set(key, value)
        notes.append(f"{key} was added: {why}")

    for key, name, value in page.renamed:
        block.remove(key)
        block.set(name, value)
        notes.append(f"{key} is {name} now, which lists show as well")
    if not own.get("title") and old.title:
        add("title", old.title, "Jekyll made it of the name of the file")
    elif not old.title and not page.has_heading:
        # No navigation leads to a page that has no title.
        for title, name in navigation:
            if name == page.docname and title:
                add("title", title, "the navigation called it so")
    for key in _COPIED:
        value = old.matter.get(key)
        is_default = key in site.old.config.matter_defaults(old.source, old.kind) and key not in own
        if (
            is_default
            and key in OUR_KEYS
            and value not in (None, "", [])
            and not (key == "author_profile" and value is settings.shows_author)
        ):
            add(key, value, "_config.yml gave it to this page")
    number = site.numbers.get(old.source, -1)
    summary = site.summaries.get(number, "")
    if summary and len(summary) <= LONGEST_SUMMARY and not block_has(block, "excerpt", "description"):
        add("excerpt", _in_words(summary), "lists showed it")
    in_lists = site.pictures.get(number, "")
    for source in (
        (in_lists, first_image(str(own.get("excerpt") or ""))) if not old.matter.get("header") else ()
    ):
        path = rooted_links(f"[]({source})", old.url or "/", site.old.config.baseurl)[3:-1]
        if path.lstrip("/") in site.old.statics:
            add("header", {"teaser": path}, "lists showed this image of it")
            break
    if old.date and not own.get("date") and old.kind != "pages":
        add("date", Plain(old.date.strftime("%Y-%m-%d")), "it was in the name of the file")
    if (
        old.kind in COLLECTIONS
        and collection(page.docname, FrontMatter()) != old.kind
        and not own.get("collection")
    ):
        add("collection", old.kind, "its directory does not tell")
    elif old.kind in COLLECTIONS and own.get("collection") not in (None, "", old.kind):
        block.set("collection", old.kind)
        notes.append(f"collection was {own['collection']}; Jekyll goes by the directory")
    _address_keys(site, page, block, own, settings, notes)
    _author_key(block, own, settings, notes)
    if own.get("type") and _is_unseen_type(site, page):
        block.switch_off("type")
        notes.append("type was switched off: no page of the old site showed it")
    if "bibtex" in own:
        # Here it is the key of an entry in a file of a listing.
        block.switch_off("bibtex")
    if page.docname not in site.reached:
        block.set("orphan", True)
    text = _without_problems(block, page)
    page.report.changes[:0] = [Change(0, note) for note in notes]
    return text


def _in_words(summary: str) -> str:
    """Return a summary, which is plain text, with its formulas in Unicode as well as it goes."""
    return _FORMULA.sub(lambda match: math_in_words(next(filter(None, match.groups()))), summary)


def _is_unseen_type(site: SiteInMaking, page: MadePage) -> bool:
    """Return whether the old site showed nobody the type of a page; those of talks and courses are known."""
    number = site.numbers.get(page.old.source)
    return (
        number in site.types_unseen
        and number not in site.types_in_lists
        and page.old.kind not in ("talks", "teaching")
        and not any(
            _TYPED_LISTING.search(part)
            for other in site.pages.values()
            if page.docname in other.listed
            for part in other.parts
        )
    )


def _address_keys(
    site: SiteInMaking,
    page: MadePage,
    block: MatterText,
    own: dict[str, Any],
    settings: Settings,
    notes: list[str],
) -> None:
    """Give a page the addresses that it had."""
    old = page.old
    written = own.get("permalink")
    forms = (
        {f"{page.docname}/index.html", f"{page.docname}.html"} if page.docname != "index" else {"index.html"}
    )
    if not old.output:
        pass
    elif site.owner(old.output) is not page:
        if written:
            block.switch_off("permalink")
        notes.append(f"its address {old.url} is that of another page, which has it")
    elif written and old.output in files_at(str(written)):
        pass
    elif not is_address(address := written_address(old.url)):
        if written:
            block.switch_off("permalink")
    elif written:
        block.set("permalink", address)
        notes.append("permalink is the address that its pattern gave")
    elif old.output not in forms:
        block.set("permalink", address)
        notes.append("permalink was added: its address came from _config.yml or from its directory")
    given = addresses_of(own.get("redirect_from"))
    page.redirect_from = [
        address
        for address in dict.fromkeys([*filter(is_address, given), *page.redirect_from])
        if not is_claimed(site, address, page)
    ]
    kept = list(filter(is_address, page.redirect_from))
    if kept != given:
        dropped = [address for address in given if address not in kept]
        if kept:
            block.set("redirect_from", kept)
        elif "redirect_from" in own:
            block.remove("redirect_from")
        if dropped:
            notes.append(f"redirect_from: {', '.join(dropped)} cannot lead here, or is the page itself")


def _author_key(block: MatterText, own: dict[str, Any], settings: Settings, notes: list[str]) -> None:
    """Switch off an author that nobody knows: the site's author was shown in its place."""
    author = own.get("author")
    if isinstance(author, str) and author.strip():
        if not settings.knows(author):
            block.switch_off("author")
            notes.append(f"author: {author.strip()} is nobody of _data/authors.yml, and was switched off")
    elif isinstance(author, list | dict):
        block.switch_off("author")
        notes.append("author was switched off: it names nobody of _data/authors.yml")


def _without_problems(block: MatterText, page: MadePage) -> str:
    """Return the text of front matter; keys with problems are switched off and reported."""
    for _attempt in range(40):
        text = block.text
        _page_matter, problems = parse_front_matter(f"---\n{text}---\n")
        if not problems:
            return text
        problem = problems[0]
        key = block.key_at((problem.line or 2) - 2)
        if not key:
            break
        fixed = _repaired(key, page.old.own.get(key))
        if key == "date" and page.old.date:
            fixed = Plain(page.old.date.strftime("%Y-%m-%d"))
        if fixed is not None and page.old.own.get(key) != fixed:
            page.old.own[key] = fixed
            block.set(key, fixed)
            page.report.changes.append(Change(0, f"{key} was written in another way: {problem.message}"))
            continue
        block.switch_off(key)
        page.report.questions.append(
            Change((problem.line or 0), f"{key} was switched off: {problem.message}")
        )
    fresh = MatterText("")
    for key, value in page.old.own.items():
        if key in OUR_KEYS and isinstance(value, str):
            fresh.set(key, value)
    page.report.questions.append(Change(0, "its front matter could not be kept as it was"))
    return fresh.text


def _repaired(key: str, value: Any) -> Any:
    """Return a value that was meant, or ``None``."""
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
    if key in ("paperurl", "slidesurl", "codeurl", "bibtexurl", "link") and isinstance(value, str):
        url = re.sub(r"\{\{.*?\}\}", "", value).strip()
        if re.match(r"(?:www\.|[\w-]+(?:\.[\w-]+)+/)", url):
            return f"https://{url}"
        return url if url != value else None
    return None


def _clean(block: str) -> str:
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "", block).expandtabs(2) if "\t" in block else block


def block_has(block: MatterText, *keys: str) -> bool:
    """Return whether front matter has one of *keys*."""
    return any(key in keys for key in block.keys())  # noqa: SIM118 (no mapping)
