"""The author record: what it holds, how it is read, how one record overrides another.

Pure: it takes :class:`~sphinx_homepage.core.values.Value` trees (from YAML, conf.py or directive options) and
returns a record with the problems it met.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from ..core.problems import Problem, Subtype, did_you_mean, shorten
from ..core.values import Value
from ..core.web_urls import InvalidURLError, has_scheme, web_url
from ..pages.text_in_markup import HTML_TAG, plain_text
from .icons import FALLBACK, find_icon, icon_names
from .networks import NETWORKS, find_network, network_url

TEXT_FIELDS = (
    "name",
    "pronouns",
    "bio",
    "job_title",
    "role",
    "until",
    "employer",
    "location",
    "email",
    "website",
    "avatar",
    "fediverse",
    "license",
)
"""The fields that are one text each, in the order in which the card shows them."""
FIELDS = (*TEXT_FIELDS, "name_variants", "links")
"""Every field that is not a network."""
_ALIASES = {
    "home": "website",
    "image": "avatar",
    "jobtitle": "job_title",
    "licence": "license",
    "mail": "email",
    "photo": "avatar",
    "position": "job_title",
    "uri": "website",
    "url": "website",
}
# Fields of other templates that look like ours; they are no typing errors.
_OTHERS = frozenset({"interests", "line", "web"})
MAX_LINKS = 50
"""The most links of one author: the card is part of every page."""
# Names of one person are compared with those of every author of every publication.
_MAX_VARIANTS = 50
_STYLES = {
    "fa-brands": "brands",
    "fa-regular": "regular",
    "fa-solid": "solid",
    "fab": "brands",
    "far": "regular",
    "fas": "solid",
}
_NO_NAMES = {*_STYLES, "ai", "ai-fw", "fa", "fa-fw", "icon-pad-right"}
# The fields of a free link, and what other templates call them.
_LINK_FIELDS = {
    "label": "label",
    "name": "label",
    "text": "label",
    "title": "label",
    "url": "url",
    "href": "url",
    "link": "url",
    "uri": "url",
    "icon": "icon",
}
# Other fields are the same in every language: "url_cv" is no website in Chuvash.
_TRANSLATED = frozenset({"name", "pronouns", "bio", "job_title", "role", "employer", "location", "links"})
# "bio_en", "bio_pt-BR": a field in one language.
_IN_LANGUAGE = re.compile(r"(.+?)[_-]([a-z]{2}(?:[_-][a-z]{2,4})?)", re.IGNORECASE)
# Stricter than RFC 5322: no quoting, no comments, nothing that a mailto: address would have to encode.
_EMAIL = re.compile(
    r"[^\s@<>\"'(),:;\\\[\]?&#%]+@(?:[^\s@<>\"'(),:;\\\[\]?&#%/.]+\.)+[^\s@<>\"'(),:;\\\[\]?&#%/.]+"
)
# Control characters, halves of characters, and marks that turn the direction of all text behind them.  Not
# the joiners in Persian, Hindi and emoji, nor soft hyphens, though Python calls them unprintable as well.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# How people hide an address from programs: "ada [at] example [dot] org", "ada at example dot org".
_MASKED_AT = re.compile(r"\s{0,9}(?:[\[({<]\s{0,9}(?:at|@)\s{0,9}[\])}>]|\sat\s)\s*", re.IGNORECASE)
_MASKED_DOT = re.compile(r"\s{0,9}(?:[\[({<]\s{0,9}(?:dot|\.)\s{0,9}[\])}>]|\sdot\s)\s*", re.IGNORECASE)
_BREAK = re.compile(r"(?:(?<!\s)\s+)?<br\s*/?>\s*", re.IGNORECASE)
_HTML = re.compile(rf"{HTML_TAG}|&(?:[A-Za-z]+|#\d+|#x[0-9A-Fa-f]+);")


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the card."""

    label: str
    url: str
    """A URL that is safe to link to; one that starts with ``/`` is a path of this site."""
    icon: str
    """An icon of the icon package, as ``style/name``."""
    network: str = ""
    """The key of the network, empty for a free link."""
    line: int | None = dataclasses.field(default=None, compare=False)
    """The line that it is written in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorProfile:
    """An author, checked: every text is plain text, every URL safe.  Empty means not given."""

    name: str = ""
    pronouns: str = ""
    bio: str = ""
    job_title: str = ""
    role: str = ""
    """What they are in a group of people: ``PhD student``."""
    until: str = ""
    """Until when they were in the group; empty for those who are in it."""
    employer: str = ""
    location: str = ""
    email: str = ""
    website: str = ""
    avatar: str = ""
    """The image: as written when it is read, its path in the built site once it has been found."""
    fediverse: str = ""
    """The handle for ``fediverse:creator``, ``@user@host``."""
    license: str = ""
    """Under which what they write may be used: ``CC BY 4.0``, or a URL."""
    name_variants: tuple[str, ...] = ()
    """Other names under which works of theirs appeared: ``Augusta Ada Byron``, ``Byron, A. A.``"""
    networks: tuple[Link, ...] = ()
    """The networks, in the order in which they were written."""
    links: tuple[Link, ...] = ()
    """The free links."""
    cleared: tuple[str, ...] = ()
    """The fields and networks that were given empty, sorted: an override takes them away."""
    is_site_author: bool = False
    """Whether this is the person whose site it is, and not one of the further authors."""

    @property
    def handle(self) -> str:
        """The author's handle in the fediverse, ``@user@host``: given, or that of the Mastodon link."""
        if self.fediverse:
            return self.fediverse
        url = next((link.url for link in self.networks if link.network == "mastodon"), "")
        match = re.fullmatch(r"https?://([^/]+)/@([\w.-]+)/?", url)
        return f"@{match[2]}@{match[1]}" if match else ""

    @property
    def orcid(self) -> str:
        """The author's ORCID iD as a URL, as ORCID wants it written; empty if it is not known."""
        url = next((link.url for link in self.networks if link.network == "orcid"), "")
        # It has been checked when the record was read.
        number = re.search(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", url)
        return f"https://orcid.org/{number[0]}" if number else ""

    @property
    def position(self) -> str:
        """The position, for whoever asks about this person alone."""
        return self.job_title or self.role

    @property
    def names(self) -> tuple[str, ...]:
        """All names by which the author is known in works."""
        return (self.name, *self.name_variants)

    @property
    def initials(self) -> str:
        """One or two letters that stand in for an image; ``?`` for a record without a name."""
        words = [word for word in re.split(r"[\s._]+", self.name) if word[:1].isalnum()]
        letters = [words[0][0], words[-1][0]] if len(words) > 1 else [word[0] for word in words]
        return "".join(letters).upper() or "?"

    def overridden_by(self, other: AuthorProfile) -> AuthorProfile:
        """Return this record with the fields that *other* gives, and without those that it clears."""
        texts = {
            key: getattr(other, key) for key in TEXT_FIELDS if getattr(other, key) or key in other.cleared
        }
        networks = {link.network: link for link in self.networks if link.network not in other.cleared}
        networks.update({link.network: link for link in other.networks})
        links = other.links if other.links or "links" in other.cleared else self.links
        is_same = texts.get("name", self.name) == self.name
        variants = other.name_variants
        if is_same and not variants and "name_variants" not in other.cleared:
            variants = self.name_variants
        return replace(
            self,
            **texts,
            name_variants=variants,
            networks=tuple(networks.values()),
            links=links,
            # With another name it is another person, whom no machine may take for the owner.
            is_site_author=self.is_site_author and is_same,
        )


def known_keys() -> list[str]:
    """Return every key of an author record, for "did you mean"."""
    return [*FIELDS, *NETWORKS, "uri"]


def canonical_key(key: str) -> str | None:
    """Return the field or network that *key* names, or ``None``."""
    lowered = key.lower().replace("-", "_")
    lowered = _ALIASES.get(lowered, lowered)
    if lowered in FIELDS:
        return lowered
    network = find_network(key)
    return network.key if network else None


def parse_author(
    value: Value, *, owner: str = "", language: str = "en"
) -> tuple[AuthorProfile, list[Problem]]:
    """Read an author record.

    :param value: a mapping of fields (:data:`FIELDS`) and networks; empty fields are ignored, as Jekyll
        ignores them, and remembered as :attr:`AuthorProfile.cleared`.
    :param owner: whose record it is, for messages: ``author 'ada'``.
    :param language: the language of the site (``pt_BR``): ``bio_pt`` is the ``bio`` then, and one in another
        language is ignored.
    :returns: what could be read, and every problem; a field with a problem is left out.
    """
    prefix = f"{owner}: " if owner else ""
    if not isinstance(value.data, dict):
        wanted = "an author is a mapping of fields, such as name: Ada Lovelace"
        return AuthorProfile(), [Problem(f"{prefix}{wanted}; this is {value.described()}", value.line)]
    reader = _Reader(prefix)
    for key, item in _in_language(value.data, language, reader).items():
        reader.read(key, item)
    return reader.profile(), reader.problems


def _in_language(fields: dict[str, Value], language: str, reader: _Reader) -> dict[str, Value]:
    """Return *fields* with those in the site's language in the place of those without one."""
    wanted = language.lower().replace("-", "_")
    # The best first: pt_br, pt.
    tags = [wanted, wanted.partition("_")[0]]
    kept: dict[str, Value] = {}
    translated: dict[str, dict[str, tuple[str, Value]]] = {}
    for key, item in fields.items():
        match = _IN_LANGUAGE.fullmatch(key)
        field = canonical_key(match[1]) if match and canonical_key(key) is None else None
        if match and field in _TRANSLATED:
            translated.setdefault(field, {})[match[2].lower().replace("-", "_")] = (key, item)
        else:
            kept[key] = item
    for field, versions in translated.items():
        found = next((versions[tag][1] for tag in tags if tag in versions), None)
        given = {key for key, item in kept.items() if canonical_key(key) == field and not _is_empty(item)}
        if found is not None:
            kept = {key: item for key, item in kept.items() if canonical_key(key) != field} | {field: found}
        elif not given:
            key, item = next(iter(versions.values()))
            message = f"{key} is in another language than the site ({language or 'en'}); add {field}"
            reader.problem(message, item)
    return kept


class _Reader:
    """Collects the fields of one record, and the problems with them."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.problems: list[Problem] = []
        self.texts: dict[str, str] = {}
        self.networks: dict[str, Link] = {}
        self.links: list[Link] = []
        self.variants: list[str] = []
        self.cleared: set[str] = set()

    def profile(self) -> AuthorProfile:
        texts: dict[str, Any] = self.texts
        return AuthorProfile(
            **texts,
            networks=tuple(self.networks.values()),
            links=tuple(self.links),
            name_variants=tuple(dict.fromkeys(self.variants)),
            cleared=tuple(sorted(self.cleared)),
        )

    def read(self, key: str, item: Value) -> None:
        canonical = canonical_key(key)
        if canonical is None:
            hint = "" if key.lower() in _OTHERS else did_you_mean(key, known_keys(), cutoff=0.75)
            self.problem(f"unknown field {shorten(key)}{hint or _as_link(key, item)}", item)
        elif _is_empty(item):
            self.cleared.add(canonical)
        elif canonical in self.texts or canonical in self.networks or self._has_list(canonical):
            self.problem(f"'{key}' gives the {canonical} a second time; keep one of them", item)
        elif canonical == "links":
            self._links(item)
        elif canonical == "name_variants":
            self._variants(key, item)
        elif canonical in NETWORKS:
            self._network(canonical, key, item)
        else:
            self._text(canonical, key, item)

    def _has_list(self, canonical: str) -> bool:
        return bool((canonical == "links" and self.links) or (canonical == "name_variants" and self.variants))

    def _variants(self, key: str, item: Value) -> None:
        """Read a list of names, or text with semicolons between them."""
        entries = item.data if isinstance(item.data, list) else [item]
        if isinstance(item.data, str):
            entries = [Value(part, item.line) for part in item.data.split(";")]
        if len(entries) > _MAX_VARIANTS:
            self.problem(f"{key}: {_MAX_VARIANTS} names at most, and these are {len(entries)}", item)
        for entry in entries[:_MAX_VARIANTS]:
            text = None if _is_empty(entry) else self._string(key, entry)
            if text:
                self.variants.append(self._without_html(key, text, entry))

    def problem(self, message: str, item: Value, subtype: Subtype = Subtype.AUTHOR) -> None:
        self.problems.append(Problem(f"{self.prefix}{message}", item.line, subtype))

    def _text(self, canonical: str, key: str, item: Value) -> None:
        text = self._string(key, item)
        if text is None:
            return
        try:
            match canonical:
                case "website":
                    text = web_url(text)
                case "email":
                    text = email_url(text)
                case "fediverse":
                    text = _fediverse(text)
                case "avatar":
                    pass
                case _:
                    text = self._without_html(key, text, item)
        except InvalidURLError as error:
            self.problem(f"{key}: {shorten(text)}: {error}", item)
            return
        self.texts[canonical] = text

    def _network(self, canonical: str, key: str, item: Value) -> None:
        network = NETWORKS[canonical]
        if network.dead:
            gone = f"{key}: {network.label} has closed; its link is left out"
            self.problem(gone, item, Subtype.DEAD_NETWORK)
            return
        text = self._string(key, item)
        if text is None:
            return
        try:
            url = network_url(network, text)
        except InvalidURLError as error:
            self.problem(f"{key}: {shorten(text)}: {error}", item)
        else:
            self.networks[canonical] = Link(network.label, url, network.icon, canonical)

    def _links(self, item: Value) -> None:
        if isinstance(item.data, dict) and not {"label", "url"}.isdisjoint(_link_keys(item.data)):
            # One link without the list around it.
            item = Value([item], item.line)
        if not isinstance(item.data, list):
            wanted = "links is a list of {label: ..., url: ..., icon: ...}"
            self.problem(f"{wanted}; this is {item.described()}", item)
            return
        if len(item.data) > MAX_LINKS:
            what = f"the card shows {MAX_LINKS} links at most, and these are {len(item.data)}"
            self.problem(f"links: {what}; move the others to a page", item)
        for entry in item.data[:MAX_LINKS]:
            link = self._link(entry)
            if link:
                self.links.append(link)

    def _link(self, entry: Value) -> Link | None:
        if not isinstance(entry.data, dict):
            self.problem(f"each of the links is {{label: ..., url: ...}}; this is {entry.described()}", entry)
            return None
        keys = _link_keys(entry.data)
        fields = {field: entry.data[key] for field, key in keys.items()}
        hints = []
        for key in [key for key in entry.data if key not in keys.values()]:
            hints.append(did_you_mean(key, ("label", "url", "icon")))
            self.problem(f"unknown field {shorten(key)} of a link{hints[-1]}", entry.data[key])
        texts = {
            field: self._string(field, item) or "" for field, item in fields.items() if not _is_empty(item)
        }
        for field in ("label", "url"):
            # A misspelt field, which was named already, may be the one that is missing.
            if field not in texts and not any(hints):
                self.problem(f"a link needs a label and a url; this one has no {field}", entry)
                return None
        if not texts.get("label") or not texts.get("url"):
            return None
        try:
            url = link_url(texts["url"])
        except InvalidURLError as error:
            self.problem(f"links: {shorten(texts['url'])}: {error}", fields["url"])
            return None
        label = self._without_html("label", texts["label"], fields["label"]).strip()
        icon = self._icon(texts.get("icon", ""), fields.get("icon", entry))
        return Link(label, url, icon, line=fields["url"].line)

    def _icon(self, written: str, item: Value) -> str:
        named = icon_name(written)
        found = find_icon(named)
        if found:
            return found
        network = find_network(named.rpartition("/")[2])
        if network:
            return network.icon
        hint = did_you_mean(named, icon_names())
        self.problem(f"links: there is no icon {shorten(named)} in Font Awesome Free{hint}", item)
        return FALLBACK

    def _string(self, key: str, item: Value) -> str | None:
        """Return the text of *item*, or record what is wrong with it.

        A number or a date is the text that was written (``github: 007``), but true and false are not: who
        writes ``name: No`` may mean either.
        """
        data = item.data
        if isinstance(data, str):
            text = " ".join(data.split())
            if _CONTROL.search(text):
                self.problem(f"{key} holds a control character", item)
                return None
            return text
        if isinstance(data, int | float | datetime.date) and not isinstance(data, bool):
            if item.raw is not None:
                return item.raw
            if isinstance(data, int):
                return str(data)
        if item.raw is not None:
            self.problem(
                f'{key}: YAML reads {item.raw} as {item.described()}; write {key}: "{item.raw}"', item
            )
        else:
            self.problem(f"{key} must be text; this is {item.described()}", item)
        return None

    def _without_html(self, key: str, text: str, item: Value) -> str:
        """Return *text* as plain text; a line break is a separator, and a tag that goes is a problem."""
        text = _BREAK.sub(" · ", text)
        if not _HTML.search(text):
            return text
        found = re.search(HTML_TAG, text)
        if found:
            message = f"{key} holds HTML ({shorten(found[0])}), which is left out; write plain text"
            self.problem(message, item)
        # What is nothing but tags is some text after all.
        return plain_text(text) or text


def _link_keys(data: dict[str, Value]) -> dict[str, str]:
    """Return the key under which a free link has each field; its own name wins over another."""
    keys: dict[str, str] = {}
    for key, field in _LINK_FIELDS.items():
        if key in data:
            keys.setdefault(field, key)
    return keys


def _as_link(key: str, item: Value) -> str:
    """Return what to write instead of an unknown field."""
    if isinstance(item.data, str) and has_scheme(item.data) and shorten(item.data) == f"'{item.data}'":
        label = key.replace("_", " ").strip().capitalize()
        return f'; as a link it is links: [{{label: {label}, url: "{item.data}"}}]'
    return "; a link to a network that is not known goes into links"


def link_url(value: str) -> str:
    """Return *value* as a URL for a free link: the web, ``mailto:``, or ``/a/file.pdf`` of this site.

    :raises InvalidURLError: for anything else.
    """
    value = value.strip()
    if value.lower().startswith("mailto:"):
        return email_url(value)
    if value.startswith("/") and not value.startswith("//"):
        if not value.isprintable() or "\\" in value or ".." in value.split("/") or not value.strip("/"):
            raise InvalidURLError("a file of this site is a path such as /files/cv.pdf, without ..")
        path, hash_sign, fragment = value.partition("#")
        # Without a colon it can be no scheme, wherever the page is that links to it.
        return quote(path, safe="/?&=+,;@!$'()*~%") + hash_sign + quote(fragment, safe="/?:@!$&'()*+,;=~%")
    return web_url(value)


def icon_name(value: str) -> str:
    """Return the icon that *value* names, as ``style/name``.

    ``brands/gitlab``, ``solid/rss`` and Font Awesome's classes (``fab fa-fw fa-gitlab``) are understood; a
    bare ``gitlab`` is left for the icon package to find.  Empty: a generic link.
    """
    words = value.strip().lower().split()
    style = next((_STYLES[word] for word in words if word in _STYLES), "")
    names = [re.sub("^(?:fa|ai)-", "", word) for word in words if word not in _NO_NAMES]
    if not names or not re.fullmatch(r"(?:(?:brands|solid|regular)/)?[a-z0-9-]+", names[-1]):
        return "solid/link"
    return names[-1] if "/" in names[-1] or not style else f"{style}/{names[-1]}"


def _is_empty(item: Value) -> bool:
    data = item.data.strip() if isinstance(item.data, str) else item.data
    return data is None or (isinstance(data, str | list | dict) and not data)


def email_url(text: str) -> str:
    """Return the ``mailto:`` URL of an e-mail address, which may be hidden from programs (``ada [at] ...``).

    :raises InvalidURLError: if it is none.
    """
    address = re.sub("^mailto:", "", text, flags=re.IGNORECASE).strip()
    if "@" not in address or _MASKED_AT.search(address):
        address = _MASKED_DOT.sub(".", _MASKED_AT.sub("@", address, count=1))
    if not _EMAIL.fullmatch(address) or not address.isprintable():
        raise InvalidURLError("this is not an e-mail address; write ada@example.org")
    return f"mailto:{address}"


def _fediverse(text: str) -> str:
    bare = text.removeprefix("@")
    if not re.fullmatch(r"[\w.-]+@[A-Za-z0-9.-]+\.[A-Za-z]+", bare):
        raise InvalidURLError("a fediverse handle is written @ada@mathstodon.xyz")
    return f"@{bare}"
