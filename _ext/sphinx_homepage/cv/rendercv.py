"""Reads a CV in the YAML of RenderCV 2 (https://docs.rendercv.com/).  Pure.

A section may hold entries of several types, and what RenderCV requires may be missing.  Its ``design``,
``locale`` and ``settings`` are left to RenderCV.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ..core.identifiers import find_doi
from ..core.problems import Problem, did_you_mean, shorten
from ..core.values import Value, YamlError, parse_yaml
from ..works.text import Segment, Style, Text
from .markdown import parse_blocks
from .model import Cv, Entry, Kind, ListBlock, Place, Section, Source, WorksRequest
from .reading import Fields, Reader, is_empty, mappings, shown, split_phones

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .model import Blocks, Profile

_TOP = ("cv",)
_OF_RENDERCV = frozenset({"design", "locale", "settings", "rendercv_settings"})
_HEADER = (
    "name", "headline", "label", "location", "address", "email", "photo", "phone", "website",
    "social_networks", "custom_connections", "sections",
)  # fmt: skip
_WHEN = ("date", "start_date", "end_date")
_COMMON = (*_WHEN, "location", "summary", "highlights", "url")
# The fields by which RenderCV tells the type of an entry, in its order.
_TYPES: dict[Kind, tuple[str, ...]] = {
    Kind.ONE_LINE: ("label", "details"),
    Kind.NORMAL: ("name",),
    Kind.EXPERIENCE: ("company", "position"),
    Kind.EDUCATION: ("institution", "area", "degree"),
    Kind.PUBLICATION: ("title", "authors", "doi", "journal"),
    Kind.BULLET: ("bullet",),
    Kind.NUMBERED: ("number",),
    Kind.REVERSED_NUMBERED: ("reversed_number",),
}
_ALONE = frozenset({Kind.ONE_LINE, Kind.BULLET, Kind.NUMBERED, Kind.REVERSED_NUMBERED})
LISTING = "listing"
"""The key by which a section names works."""
OPTIONS = ("where", "sort", "group", "limit", "layout", "more")
"""The options of a listing in a section."""
# RenderCV takes these for the items of a list within a highlight; "2019 - 2021" is none.
_SUB_ITEM = re.compile(r"(?<=[^\d\s]) - (?=\D)")


def read_rendercv(text: str, published: frozenset[str] = frozenset()) -> tuple[Cv, list[Problem]]:
    """Read a CV, and return what could be read, and every problem, with its line.

    :param published: what of ``phone`` and ``address`` is not private.
    :raises YamlError: if it is not YAML.
    """
    duplicates: list[tuple[str, int]] = []
    value = parse_yaml(text, duplicates=duplicates)
    reader = _RenderCv(published)
    for key, line in duplicates:
        reader.problem(f"{key} is given twice, and only the last one counts; make it one", line)
    if not isinstance(value.data, dict):
        raise YamlError(
            f"a CV is a mapping that begins with cv:, and this is {value.described()}", value.line
        )
    if "cv" not in value.data:
        hint = "; indent all of it below cv:" if set(value.data) & set(_HEADER) else ""
        raise YamlError(f"there is no cv: in it{hint}", value.line)
    for key, item in value.data.items():
        if key not in _TOP and key not in _OF_RENDERCV:
            reader.problem(f"{shorten(key)} is nothing that RenderCV knows; move it below cv:", item)
    return reader.cv(value.data["cv"]), reader.problems


class _RenderCv(Reader):
    """Reads the parts of a CV."""

    def cv(self, value: Value) -> Cv:
        fields = self.fields(value, _HEADER, "cv")
        networks = self._networks(fields.get("social_networks"))
        connections = self._connections(fields.get("custom_connections"))
        phones, profiles = split_phones((*networks, *connections))
        numbers = (text.removeprefix("tel:") for text, _item in self.strings("phone", fields.get("phone")))
        return Cv(
            name=self.string("name", fields.get("name")),
            headline=self.text("headline", fields.get("headline") or fields.get("label")).plain,
            place=self._place(fields),
            emails=self.emails("email", fields.get("email")),
            phones=(*numbers, *phones),
            websites=self.website("website", fields.get("website")),
            profiles=profiles,
            sections=tuple(self._sections(fields.get("sections"))),
            links=tuple(dict.fromkeys(self.links)),
        )

    def _place(self, fields: Fields) -> Place:
        address = self.string("address", fields.get("address"))
        city, private = self.place("location", fields.get("location"))
        return Place(city=city, address="\n".join(filter(None, (address, private))))

    def _networks(self, value: Value | None) -> Iterator[Profile]:
        for item in mappings(self, "social_networks", value):
            fields = self.fields(item, ("network", "username", "url"), "a network")
            network = self.string("network", fields.get("network"))
            username = self.string("username", fields.get("username"))
            if not network or not username:
                self.problem("a network is written {network: GitHub, username: ada}", item)
            elif profile := self.profile(network, username, self.contact_url("url", fields.get("url")), item):
                yield profile

    def _connections(self, value: Value | None) -> Iterator[Profile]:
        for item in mappings(self, "custom_connections", value):
            fields = self.fields(item, ("placeholder", "url", "fontawesome_icon"), "a connection")
            label = self.string("placeholder", fields.get("placeholder"))
            url = self.contact_url("url", fields.get("url"))
            if profile := self.profile("", label, url, item):
                yield profile

    # --- Sections -----------------------------------------------------------------------------------------

    def _sections(self, value: Value | None) -> Iterator[Section]:
        if value is None:
            return
        if not isinstance(value.data, dict):
            self.problem(f"sections maps titles to lists of entries; this is {value.described()}", value)
            return
        for key, item in value.data.items():
            line = item.line or 1
            if is_empty(item):
                continue
            if not key.strip():
                self.problem("a section has no title, and is left out; write one instead of the quotes", line)
                continue
            if isinstance(item.data, dict):
                works = self._works(key, item)
                if works:
                    yield Section(key, line, works=works)
                continue
            if not isinstance(item.data, list):
                # One text instead of a list of one.
                item = Value([item], item.line)
            entries = shown(self._entry(one) for one in item.data)
            if entries:
                yield Section(key, line, entries)

    def _works(self, key: str, value: Value) -> WorksRequest | None:
        """Return the works that a section takes, such as ``{listing: publications.bib, where: selected}``."""
        if LISTING not in value.data:
            message = f"the section {shorten(key)} is a list of entries, or {{listing: publications.bib}}"
            self.problem(message, value)
            return None
        fields = self.fields(value, (LISTING, *OPTIONS), "a listing")
        sources = tuple(
            Source(line.strip(), item.line or 1)
            for text, item in self.strings(LISTING, fields.get(LISTING))
            for line in text.splitlines()
            if line.strip()
        )
        options = tuple((name, self.string(name, fields[name])) for name in OPTIONS if name in fields)
        return WorksRequest(sources, options, value.line or 1)

    def _entry(self, value: Value) -> Entry | None:
        if is_empty(value):
            return None
        if isinstance(value.data, list):
            self.problem(f"an entry is a text or a mapping of fields; this is {value.described()}", value)
            return None
        if not isinstance(value.data, dict):
            return Entry(kind=Kind.TEXT, line=value.line, summary=self.blocks("the text", value))
        given = {key for key, item in value.data.items() if not is_empty(item)}
        kind = next((kind for kind, own in _TYPES.items() if given & set(own)), None)
        if kind is None:
            self._problem_of_type(value, given)
            return None
        own = _TYPES[kind]
        known = own if kind in _ALONE else (*own, *_COMMON)
        fields = self.fields(
            value, known, f"an entry with {' and '.join(key for key in own if key in given)}"
        )
        return self._read(kind, value, fields)

    def _problem_of_type(self, value: Value, given: set[str]) -> None:
        names = [name for own in _TYPES.values() for name in own]
        hint = next(filter(None, (did_you_mean(key, names) for key in sorted(given - {*_COMMON}))), "")
        choice = "company, institution, title, name, label, bullet or number"
        self.problem(f"nothing tells what this entry is{hint or f'; it needs one of {choice}'}", value)

    def _read(self, kind: Kind, value: Value, fields: Fields) -> Entry:
        get = fields.get
        if kind in _ALONE and kind is not Kind.ONE_LINE:
            key = _TYPES[kind][0]
            return Entry(kind=kind, line=value.line, summary=self.blocks(key, get(key)))
        if kind is Kind.ONE_LINE:
            details = self.blocks("details", get("details"))
            return Entry(kind=kind, line=value.line, title=self.text("label", get("label")), summary=details)
        organization = next((key for key in ("company", "institution", "journal") if get(key)), "")
        title = next((key for key in ("position", "name", "title") if get(key)), "")
        entry_title, entry_organization = (
            self.text(title, get(title)),
            self.text(organization, get(organization)),
        )
        doi = self._doi(get("doi"))
        if kind in (Kind.EXPERIENCE, Kind.EDUCATION):
            entry_organization = self.link(entry_organization, "url", fields)
        elif not doi:
            entry_title = self.link(entry_title, "url", fields)
        return Entry(
            kind=kind,
            line=value.line,
            title=entry_title,
            organization=entry_organization,
            degree=self.text("degree", get("degree")),
            area=self.text("area", get("area")),
            authors=self.texts("authors", get("authors")),
            doi=doi,
            period=self.period(get("date"), get("start_date"), get("end_date")),
            location=self.text("location", get("location")),
            summary=self.blocks("summary", get("summary")),
            highlights=tuple(self._highlights(get("highlights"))),
        )

    def _doi(self, item: Value | None) -> str:
        written = self.string("doi", item)
        doi = find_doi(written)
        if written and not doi:
            self.problem(f"doi: {shorten(written)} is no DOI; write one such as 10.1000/182", item)
        return doi

    def _highlights(self, value: Value | None) -> Iterator[Blocks]:
        for text, item in self.strings("highlights", value):
            blocks, problems = parse_blocks(text)
            self._add("highlights", problems, item, blocks)
            if len(blocks) == 1 and isinstance(blocks[0], Text):
                first, *others = _sub_items(blocks[0])
                blocks = (first, ListBlock(tuple((other,) for other in others))) if others else blocks
            yield blocks


def _sub_items(text: Text) -> list[Text]:
    """Return a highlight, and the items of the list that RenderCV would see within it."""
    parts: list[list[Segment]] = [[]]
    cuts = [match.span() for match in _SUB_ITEM.finditer("".join(part.text for part in text.segments))]
    begun = 0
    for segment in text.segments:
        place, end = begun, begun + len(segment.text)
        is_plain = segment.style is Style.PLAIN and not segment.url
        for start, after in cuts:
            if is_plain and begun <= start and after <= end:
                parts[-1].append(replace(segment, text=segment.text[place - begun : start - begun]))
                parts.append([])
                place = after
        parts[-1].append(replace(segment, text=segment.text[place - begun :]))
        begun = end
    return [Text(tuple(segment for segment in part if segment.text)) for part in parts]
