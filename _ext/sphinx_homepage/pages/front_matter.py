"""The values of a page's front matter, typed, with its problems.

The keys are those of academicpages (Jekyll) and its relatives; what they mean here is in the README.  MyST
hands front matter over as strings, which cannot tell ``false`` from ``"false"`` and have no lines, so the
block is read from the source; reStructuredText's field lists and notebooks' metadata come as the strings that
Sphinx has.  Pure.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ..core.addresses import UnsafeAddressError, address_files
from ..core.dates import FORMS, Date, parse_date
from ..core.identifiers import doi_url, find_arxiv, find_doi
from ..core.problems import Problem, Subtype, did_you_mean, shorten
from ..core.values import Value, YamlError, parse_yaml
from ..core.web_urls import InvalidURLError, link_url
from .text_in_markup import links_in, plain_text, unmarked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

IMAGE_SUFFIXES = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")
"""Suffixes of images that browsers show."""
# Keys of other tools that look like ours: no typing errors.
_OTHERS = frozenset(
    {
        "links",
        "og:description",
        "og_description",
        "ogp_description",
        "published_at",
        "published_on",
        "publisher",
        "redirect",
        "dates",
        "seo_description",
        "subtitle",
        "years",
    }
)
# The keys of header that are read, and keys of other tools that look like them.
_HEADER_KEYS = ("teaser", "og_image", "image", "overlay_image")
_HEADER_OTHERS = frozenset({"images", "overlay_images", "teasers"})
# The end is where MyST finds it.
_BLOCK = re.compile(r"\A---[ \t]*\r?\n(.*?)^(?: {0,3}---+|\.\.\.)[ \t]*\r?$", re.DOTALL | re.MULTILINE)
# What looks like front matter and is none: a line of a mapping below a "---" that nothing closes, and a whole
# block below empty lines.  A page may as well begin with a line across it, which Markdown writes "---" too.
_UNCLOSED = re.compile(r"\A---[ \t]*\r?\n(?:[ \t]*\r?\n)*[A-Za-z_][\w-]*:(?:\s|\Z)")
_BELOW_EMPTY_LINES = re.compile(r"\A((?:[ \t]*\r?\n)+)---[ \t]*\r?\n[A-Za-z_][\w-]*:\s")
# What follows a message about a switch that is neither true nor false.
_SWITCH_HINTS = {
    "author_profile": "; to name an author, write author: key",
    **dict.fromkeys(("draft", "published"), "; until that is known, the page is not published"),
}
# Between the names of authors; not before initials, as in "Lovelace, A."
_INITIALS = re.compile(r"(?:[A-ZÀ-ÖØ-Þ]\.?[- ]?){1,4}|[JS]r\.?|III?|IV")
HOST = re.compile(r"(?:www\.[\w-]+\.|(?:[\w-]+\.)+(?:com|edu|gov|io|net|org)(?:/|\Z))", re.IGNORECASE)
"""The beginning of an address of another site that lacks its scheme."""
# What is neither a URL nor the name of a file.
_NO_ADDRESS = re.compile(r"(?![/#?])(?![A-Za-z][A-Za-z0-9+.-]*:)(?:[^?#]*/)?(?:[^./?#]*|\.+)(?:[?#].*)?")
LINK_KEYS = (
    "doi", "arxiv", "paperurl", "pdf", "html", "link", "codeurl", "code", "slidesurl", "slides",
    "poster", "video", "website", "blog", "supp", "bibtexurl",
)  # fmt: skip
"""The keys of links, academicpages' and those of al-folio's entries, in the order in which they are shown."""

COLLECTIONS = ("publications", "talks", "teaching", "portfolio", "projects", "posts")
"""The collections of academicpages, and the directories that are named like them."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address as a page writes it, and its line."""

    text: str
    line: int | None


class KeyedLink(NamedTuple):
    """A link that a key of front matter holds."""

    key: str
    address: Address


class LinkInText(NamedTuple):
    """A link in a text."""

    words: str
    address: Address


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The front matter of a page."""

    title: str = ""
    description: str = ""
    """``description``, or else ``excerpt``, as plain text on one line, without HTML and Markdown."""
    description_links: tuple[LinkInText, ...] = ()
    """The links that this had, in its order."""
    permalink: Address | None = None
    redirect_from: tuple[Address, ...] = ()
    redirect_to: Address | None = None
    """Where the page leads, instead of being there."""
    author_profile: bool | None = None
    """Whether the page shows its author; ``None`` if it does not state it."""
    authors: tuple[Value, ...] = ()
    """The page's authors: each a key (text) or a whole record (a mapping)."""
    date: Date | None = None
    """When it was published."""
    modified: Date | None = None
    """When it was changed last: ``last_modified_at``, or else ``modified``."""
    kind: str = ""
    """What it is, in a word or two: ``Book``, ``Talk``."""
    type: str = ""
    """The same, as academicpages names it: ``Tutorial``, ``Undergraduate course``."""
    year: str = ""
    """What to show instead of the date: a year, years, ``forthcoming``."""
    collection: str = ""
    venue: str = ""
    location: str = ""
    author_names: tuple[str, ...] = ()
    """Whose work it is (``authors``), which may be other people than those who are shown."""
    links: tuple[KeyedLink, ...] = ()
    """``paperurl``, ``pdf``, ``slides`` and the like, in the order in which they are shown."""
    citation: str = ""
    """How to cite it, with its HTML and Markdown."""
    bibtex: Address | None = None
    """The key of the BibTeX entry that the page is about."""
    related: tuple[Address, ...] = ()
    """The works that belong to that of the page, by the key of their entry or the name of their page."""
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    license: str = ""
    """Under which the page may be used: ``CC BY 4.0``, or a URL."""
    read_time: bool | None = None
    """Whether the page shows how long it takes to read; ``None`` if it does not state it."""
    badge: str = ""
    """The abbreviation of its venue (``abbr``): ``NeurIPS``."""
    award: str = ""
    """What it was awarded: ``Best Paper``."""
    is_selected: bool = False
    """Whether its owner wants it to be seen first (``selected``)."""
    teaser: Address | None = None
    """An image for cards (``header.teaser``), as written."""
    image: Address | None = None
    """An image for link previews: ``og_image`` of ``header``, or else ``image`` or ``overlay_image``."""
    in_sitemap: bool = True
    """Whether search engines may list the page (``sitemap``)."""
    is_draft: bool = False
    """Whether it is not to be published: ``draft: true`` or ``published: false``."""
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)
    """Every key, and what it says: a text, or those of a list."""

    def claimed_files(self) -> Iterator[str]:
        """Yield the files, relative to the output directory, that answer at the addresses of the page."""
        for address in (*([self.permalink] if self.permalink else []), *self.redirect_from):
            with contextlib.suppress(UnsafeAddressError):
                yield from address_files(address.text)


def front_matter_block(source: str) -> str | None:
    """Return the YAML between the ``---`` lines that begin *source*, or ``None`` if there are none."""
    match = _BLOCK.match(source)
    return match[1] if match else None


def check_beginning(source: str) -> list[Problem]:
    """Return what is wrong with the beginning of a Markdown *source* that has no front matter block."""
    if _UNCLOSED.match(source):
        message = "the front matter that begins here is not closed"
        hint = "; write --- on a line of its own after its last key"
        return [Problem(message + hint, 1, Subtype.FRONT_MATTER)]
    below = _BELOW_EMPTY_LINES.match(source)
    if below and front_matter_block(source[below.end(1) :]) is not None:
        message = "front matter begins on the first line of a page; take away the empty lines above it"
        return [Problem(message, 1 + below[1].count("\n"), Subtype.FRONT_MATTER)]
    return []


def parse_front_matter(source: str) -> tuple[FrontMatter, list[Problem]]:
    """Read the front matter block at the beginning of a Markdown *source*.

    Text that is not YAML gives nothing but a problem with its line, which MyST's own warning does not name.
    """
    block = front_matter_block(source)
    if block is None:
        return FrontMatter(), []
    duplicates: list[tuple[str, int]] = []
    try:
        value = parse_yaml(block, first_line=2, duplicates=duplicates)
    except YamlError as error:
        message = f"nothing in the front matter counts: {error.message}"
        return FrontMatter(), [Problem(message, error.line, Subtype.FRONT_MATTER)]
    if not isinstance(value.data, dict):
        return FrontMatter(), []
    matter, problems = read_front_matter(value.data)
    for key, line in duplicates:
        message = f"{key} is given twice in the front matter, and only the last one counts; make it one"
        problems.append(Problem(message, line, Subtype.FRONT_MATTER))
    return matter, problems


def parse_metadata(metadata: Mapping[str, object]) -> tuple[FrontMatter, list[Problem]]:
    """Read the metadata that Sphinx collected from a field list, or MyST from a notebook.

    Its values are strings; lists and switches are read as YAML (of which JSON is a part):
    ``:redirect_from: [/old/, /older/]``.
    """
    values: dict[str, Value] = {}
    for key, text in metadata.items():
        if key == "author" and isinstance(text, str) and not re.match(r"[\[{]|\S+$", text):
            # "Ada Lovelace": docutils' own bibliographic field, in documents that do not know this extension.
            continue
        if isinstance(text, list):
            # The authors that docutils finds in a list of them.
            values[key] = Value([Value(str(item)) for item in text])
        elif isinstance(text, str):
            # MyST writes a notebook's empty values as "null".
            values[key] = Value(text if text != "null" else None)
    return _Reader(values, are_strings=True).read()


def read_front_matter(values: Mapping[str, Value]) -> tuple[FrontMatter, list[Problem]]:
    """Read the keys of front matter; see :class:`FrontMatter`."""
    return _Reader(values).read()


@lru_cache
def similar_key(key: str) -> str:
    """Return a hint at the key of ours that is meant; most pages of a site have the same other keys."""
    return did_you_mean(key.replace("-", "_"), OUR_KEYS, cutoff=0.82)


class _Reader:
    """Reads the keys of one front matter, and collects the problems with them."""

    def __init__(self, values: Mapping[str, Value], *, are_strings: bool = False) -> None:
        self._values = values
        self._are_strings = are_strings
        self._problems: list[Problem] = []
        self.keys: list[str] = []
        """The keys that have been looked for."""

    def read(self) -> tuple[FrontMatter, list[Problem]]:
        for key, item in self._values.items():
            if key not in OUR_KEYS and key not in _OTHERS:
                hint = similar_key(key)
                if hint:
                    self._problem(f"unknown front matter key {shorten(key)}{hint}", item)
        return self.matter(), self._problems

    def matter(self) -> FrontMatter:
        """Return the fields; each line here names the key that a field is read from."""
        teaser, image = self._images("header")
        description, description_links = self._description("description", "excerpt")
        return FrontMatter(
            title=self._text("title").strip(),
            description=description,
            description_links=description_links,
            permalink=self._line("permalink"),
            redirect_from=self._addresses("redirect_from"),
            redirect_to=self._one_address("redirect_to"),
            author_profile=self._switch("author_profile"),
            authors=self._authors("author"),
            date=self._date("date"),
            modified=self._date("last_modified_at") or self._date("modified"),
            kind=plain_text(self._text("kind")),
            type=plain_text(self._text("type")),
            year=plain_text(self._text("year")),
            collection=self._collection("collection"),
            venue=plain_text(self._text("venue")) or plain_text(self._text("journal")),
            location=plain_text(self._text("location")),
            author_names=self._names("authors"),
            links=self._links(),
            citation=self._text("citation").strip(),
            bibtex=self._bibtex(),
            related=self._related("related"),
            tags=self._words("tag", "tags"),
            categories=self._words("category", "categories"),
            license=plain_text(self._text("license")),
            read_time=self._switch("read_time"),
            badge=plain_text(self._text("abbr")),
            award=plain_text(self._text("award")),
            is_selected=self._switch("selected") is True,
            teaser=teaser,
            image=image,
            in_sitemap=self._switch("sitemap") is not False,
            is_draft=self._is_draft(),
            words={key: tuple(_words(self._structure(key))) for key in self._values},
        )

    def _problem(self, message: str, item: Value) -> None:
        self._problems.append(Problem(message, item.line, Subtype.FRONT_MATTER))

    def _item(self, key: str) -> Value | None:
        """Return the value of a key, unless it is missing or null."""
        self.keys.append(key)
        item = self._values.get(key)
        return None if item is None or item.data is None else item

    def _structure(self, key: str) -> Value | None:
        """Return the value of a key that may be something else than text."""
        item = self._item(key)
        if self._are_strings and item is not None and isinstance(item.data, str):
            try:
                item = _without_lines(parse_yaml(item.data))
            except YamlError:
                return item
        return None if item is None or item.data is None else item

    def _text(self, key: str) -> str:
        item = self._item(key)
        return "" if item is None else self._as_text(key, item)

    def _as_text(self, key: str, item: Value) -> str:
        """Return the text that an item is; note a problem and return nothing if it is none."""
        if isinstance(item.data, str):
            return item.data
        if isinstance(item.data, bool) and item.raw is not None:
            self._problem(
                f'{key}: YAML reads {item.raw} as {item.described()}; write {key}: "{item.raw}"', item
            )
            return ""
        if item.raw is not None:
            # A year, a version, a date: what was written is what was meant.
            return item.raw
        self._problem(f"{key} must be text; this is {item.described()}", item)
        return ""

    def _description(self, *keys: str) -> tuple[str, tuple[LinkInText, ...]]:
        """Return the first of texts as plain text, and its links."""
        for key in keys:
            markup = self._text(key)
            if text := unmarked(markup):
                line = self._values[key].line
                return text, tuple(LinkInText(words, Address(url, line)) for words, url in links_in(markup))
        return "", ()

    def _date(self, key: str) -> Date | None:
        item = self._item(key)
        if item is None or item.data == "":
            return None
        written = item.data if isinstance(item.data, str) else item.raw
        found = parse_date(written) if written else None
        if found is None:
            what = shorten(written) if written else item.described()
            other = f"; to show it all the same, write year: {what}" if key == "date" and written else ""
            self._problem(f"{key} is a date such as {FORMS}, not {what}{other}", item)
        return found

    def _collection(self, key: str) -> str:
        text = self._text(key).strip()
        hint = did_you_mean(text, COLLECTIONS, cutoff=0.82) if text and text not in COLLECTIONS else ""
        if hint:
            self._problem(f"{key}: unknown collection {shorten(text)}{hint}", self._values[key])
        return text

    def _bibtex(self) -> Address | None:
        item = self._structure("bibtex")
        text = self._as_text("bibtex", item).strip() if item else ""
        if text.lower().endswith(".bib"):
            message = f"bibtex is the key of an entry, not a file; write bibtexurl: {shorten(text)}"
            self._problem(message, self._values["bibtex"])
            return None
        return Address(text, self._values["bibtex"].line) if text else None

    def _links(self) -> tuple[KeyedLink, ...]:
        found: dict[str, KeyedLink] = {}
        for key in LINK_KEYS:
            link = self._link(key)
            if link:
                found.setdefault(link.address.text, link)
        return tuple(found.values())

    def _link(self, key: str) -> KeyedLink | None:
        text = self._text(key).strip()
        if not text:
            return None
        item = self._values[key]
        if key == "doi":
            doi = find_doi(text)
            if not doi:
                self._problem(f"doi: {shorten(text)} is no DOI; write doi: 10.1000/182", item)
                return None
            text = doi_url(doi)
        elif key == "arxiv" and "//" not in text:
            identifier = find_arxiv(text)
            if not identifier:
                self._problem(f"arxiv: {shorten(text)} is no identifier; write arxiv: 2103.14060", item)
                return None
            text = f"https://arxiv.org/abs/{identifier}"
        try:
            url = link_url(text)
        except InvalidURLError as error:
            self._problem(f"{key}: {shorten(text)}: {error}", item)
            return None
        if HOST.match(text):
            self._problem(f"{key}: {shorten(text)} leads to no other site; write https://{text}", item)
        elif _NO_ADDRESS.fullmatch(url):
            hint = f"write one such as https://example.org/, or from the root of this site, /{text}"
            self._problem(f"{key}: {shorten(text)} is no URL; {hint}", item)
        else:
            return KeyedLink(key, Address(url, item.line))
        return None

    def _words(self, singular: str, plural: str) -> tuple[str, ...]:
        """Read words such as tags as Jekyll does.

        Text of the key in the singular is one of them; text of the plural is split, at spaces if it has no
        commas.
        """
        one, several = self._structure(singular), self._structure(plural)
        words = []
        for key, given in ((singular, one), (plural, several)):
            for entry in _entries(given):
                text = self._as_text(key, entry)
                if given is several and entry is several:
                    words += text.split("," if "," in text else None)
                else:
                    words.append(text)
        # "Python" and "python" are one tag.
        found: dict[str, str] = {}
        for word in filter(None, map(plain_text, words)):
            found.setdefault(word.casefold(), word)
        return tuple(found.values())

    def _names(self, key: str) -> tuple[str, ...]:
        """Read the names of people: a list of names or of mappings with a name, or text that lists them."""
        item = self._structure(key)
        names = []
        for entry in _entries(item):
            if entry is item and isinstance(entry.data, str):
                names += split_names(entry.data)
                continue
            if isinstance(entry.data, dict):
                name = entry.data.get("name")
                if name is None or name.data is None:
                    self._problem(f"{key}: this author has no name", entry)
                    continue
                entry = name
            names.append(self._as_text(key, entry))
        return tuple(filter(None, (plain_text(name.replace("*", "")) for name in names)))

    def _switch(self, key: str) -> bool | None:
        item = self._structure(key)
        if item is None or isinstance(item.data, bool):
            return None if item is None else item.data
        if isinstance(item.data, str) and item.data.lower() in ("true", "false"):
            return item.data.lower() == "true"
        if key == "sitemap" and isinstance(item.data, dict):
            # Settings of another generator's sitemap.
            return None
        written = shorten(item.data) if isinstance(item.data, str) else item.described()
        self._problem(f"{key} is true or false, not {written}{_SWITCH_HINTS.get(key, '')}", item)
        return None

    def _is_draft(self) -> bool:
        """Return whether the page is not to be published, as it is not if that cannot be understood.

        A date in ``published`` means that it is, as in Jekyll.
        """
        draft, published = self._structure("draft"), self._structure("published")
        # ":draft:" alone, as ":orphan:" is written.
        is_flag = self._are_strings and self._values.get("draft") == Value("")
        is_draft = is_flag or (draft is not None and self._switch("draft") is not False)
        if published is None:
            return is_draft
        written = published.data if isinstance(published.data, str) else published.raw
        is_date = bool(written and parse_date(written))
        return is_draft or not (is_date or self._switch("published"))

    def _line(self, key: str) -> Address | None:
        text = self._text(key).strip()
        return Address(text, self._values[key].line) if text else None

    def _one_address(self, key: str) -> Address | None:
        """Read an address, or the first of a list, as jekyll-redirect-from does."""
        found = self._addresses(key)
        if len(found) > 1:
            self._problem(f"{key} leads to one URL; keep the one that is meant", self._values[key])
        return found[0] if found and found[0].text.strip() else None

    def _addresses(self, key: str) -> tuple[Address, ...]:
        """Read an address or a list of them; nulls are ignored, as jekyll-redirect-from ignores them."""
        found = []
        for entry in _entries(self._structure(key)):
            if isinstance(entry.data, str):
                found.append(Address(entry.data, entry.line))
            elif isinstance(entry.data, bool | float | list | dict):
                if entry.raw is not None:
                    what = f'YAML reads {entry.raw} as {entry.described()}; write "{entry.raw}"'
                else:
                    what = f"this is {entry.described()}; write /old-url/"
                self._problem(f"{key} takes URLs: {what}", entry)
            else:
                # 2019 or 2020-01-01: a number or date to YAML, an address to its author.
                found.append(Address(entry.raw if entry.raw is not None else str(entry.data), entry.line))
        return tuple(found)

    def _related(self, key: str) -> tuple[Address, ...]:
        """Read the names of works: a list, or text with commas between them.

        True or false tells other templates whether to show similar posts.
        """
        item = self._structure(key)
        found = []
        for entry in _entries(item):
            if entry is item and isinstance(entry.data, bool):
                continue
            text = self._as_text(key, entry)
            names = text.split(",") if entry is item else [text]
            found += [Address(name.strip(), entry.line) for name in names if name.strip()]
        return tuple(found)

    def _images(self, key: str) -> tuple[Address | None, Address | None]:
        """Read ``header``, a mapping in academicpages: the images for cards and for link previews.

        Text that names an image is one for link previews.  Other keys of the mapping (captions, buttons) are
        ignored; so is any other header, which other templates have.
        """
        header = self._structure(key)
        if header is not None and isinstance(header.data, str):
            text = header.data.strip()
            return None, Address(text, header.line) if text.lower().endswith(IMAGE_SUFFIXES) else None
        if header is None or not isinstance(header.data, dict):
            return None, None
        for name, value in header.data.items():
            hint = did_you_mean(name, _HEADER_KEYS, cutoff=0.82)
            if hint and name not in _HEADER_KEYS and name not in _HEADER_OTHERS:
                self._problem(f"unknown key {shorten(name)} in header{hint}", value)

        def image(name: str) -> Address | None:
            value = header.data.get(name)
            if value is None or not value.data:
                return None
            if not isinstance(value.data, str):
                self._problem(f"header: {name} is the path of an image; this is {value.described()}", value)
                return None
            return Address(value.data.strip(), value.line) if value.data.strip() else None

        return image("teaser"), image("og_image") or image("image") or image("overlay_image")

    def _authors(self, key: str) -> tuple[Value, ...]:
        found = []
        for entry in _entries(self._structure(key)):
            if isinstance(entry.data, str | dict) and entry.data:
                found.append(entry)
            elif entry.raw is not None:
                what = f"YAML reads {entry.raw} as {entry.described()}"
                self._problem(f'author: {what}; write author: "{entry.raw}"', entry)
            elif entry.data:
                what = f"this is {entry.described()}"
                self._problem(f"author is the key of an author, or a list of them; {what}", entry)
        return tuple(found)


def _without_lines(value: Value) -> Value:
    """Return *value* without lines, which count from the beginning of a field instead of the file."""
    if isinstance(value.data, list):
        return Value([_without_lines(item) for item in value.data])
    if isinstance(value.data, dict):
        return Value({key: _without_lines(item) for key, item in value.data.items()})
    return Value(value.data, None, value.raw)


def _entries(item: Value | None) -> list[Value]:
    """Return the items of a list, or the one that is there instead, without nulls."""
    if item is None:
        return []
    return [
        entry for entry in (item.data if isinstance(item.data, list) else [item]) if entry.data is not None
    ]


def _words(item: Value | None) -> Iterator[str]:
    """Yield what a value says: its texts, as they were written."""
    for entry in _entries(item):
        if isinstance(entry.data, bool):
            yield str(entry.data).lower()
        elif not isinstance(entry.data, list | dict):
            yield " ".join((entry.raw or str(entry.data)).split())


def split_names(text: str) -> list[str]:
    """Return the names of people in *text*, which lists them with commas, semicolons or "and".

    Family names may come first, with initials (``Lovelace, A., & Hopper, G.``) or, if "and" is between all of
    them as in BibTeX, with names (``Lovelace, Ada and Hopper, Grace``).
    """
    text = " ".join(text.split())
    if ";" in text:
        return text.split(";")
    people = re.split(",? (?:and|&) ", text)
    if len(people) > 1 and all(person.count(",") == 1 for person in people):
        return people
    names: list[str] = []
    for part in (part.strip() for person in people for part in person.split(",")):
        if names and _INITIALS.fullmatch(part):
            names[-1] += f", {part}"
        elif part:
            names.append(part)
    return names


def _known_keys() -> tuple[str, ...]:
    reader = _Reader({})
    reader.matter()
    return tuple(dict.fromkeys(reader.keys))


OUR_KEYS = _known_keys()
"""The keys that this extension reads."""
