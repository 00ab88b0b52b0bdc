"""Reads a CV in JSON Resume 1 (https://jsonresume.org/schema).  Pure.

Its texts are read as Markdown, as most programs do.  ``company``, ``website`` and ``gpa`` are what older
versions call ``name``, ``url`` and ``score``.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from ..core.values import Value, YamlError, parse_yaml
from .model import Cv, Entry, Kind, Place, Profile, Section, linked
from .reading import Fields, Reader, mappings, shown, split_phones

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.problems import Problem
    from ..works.text import Text
    from .model import Blocks

_WHEN = ("startDate", "endDate")
_OLD = {"website": "url", "gpa": "score", "company": "name"}
_FIELDS: dict[str, tuple[str, ...]] = {
    "work": (
        "name", "company", "location", "description", "position", "url", "website", *_WHEN, "summary",
        "highlights",
    ),
    "volunteer": ("organization", "position", "url", "website", *_WHEN, "summary", "highlights", "location"),
    "education": (
        "institution", "url", "website", "area", "studyType", *_WHEN, "score", "gpa", "courses", "location",
        "summary",
    ),
    "projects": (
        "name", "description", "highlights", "keywords", *_WHEN, "url", "website", "roles", "entity", "type",
        "summary",
    ),
    "publications": ("name", "publisher", "releaseDate", "url", "website", "summary", "authors"),
    "awards": ("title", "date", "awarder", "summary"),
    "certificates": ("name", "date", "url", "website", "issuer"),
    "skills": ("name", "level", "keywords"),
    "languages": ("language", "fluency"),
    "interests": ("name", "keywords"),
    "references": ("name", "reference"),
}  # fmt: skip
"""The sections, with their fields; they are shown in the order of the file."""
_BASICS = (
    "name", "label", "image", "picture", "email", "phone", "url", "website", "summary", "location",
    "profiles",
)  # fmt: skip
_LOCATION = ("address", "postalCode", "city", "countryCode", "region")
_SUMMARY = "summary"


def is_json_resume(text: str) -> bool:
    """Return whether a text is JSON, and not the YAML of RenderCV."""
    return text.lstrip("\ufeff \t\r\n").startswith("{")


def read_json_resume(text: str, published: frozenset[str] = frozenset()) -> tuple[Cv, list[Problem]]:
    """Read a CV, and return what could be read, and every problem, with its line.

    :param published: what of ``phone`` and ``address`` is not private.
    :raises YamlError: if it is not JSON.
    """
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        raise YamlError(f"this is not JSON ({error.msg})", error.lineno) from None
    except (ValueError, RecursionError):
        raise YamlError(
            "this is not JSON (it is nested too deeply, or has a number that is too long)", None
        ) from None
    duplicates: list[tuple[str, int]] = []
    # JSON is YAML, but for the tabs, which are between its values only.
    value = parse_yaml(text.replace("\t", " "), duplicates=duplicates)
    reader = _JsonResume(published)
    for key, line in duplicates:
        reader.problem(f"{key} is given twice, and only the last one counts; make it one", line)
    if value.data == {}:
        reader.problem("there is nothing in it; a JSON Resume has basics, work, education", value)
    # A text that is read twice has its problems twice.
    return reader.cv(value), list(dict.fromkeys(reader.problems))


class _JsonResume(Reader):
    """Reads the parts of a CV."""

    def cv(self, value: Value) -> Cv:
        fields = self.fields(value, ("$schema", "meta", "basics", *_FIELDS), "JSON Resume")
        basics = self._fields(fields.get("basics"), _BASICS, "basics")
        location = self._fields(basics.get("location"), _LOCATION, "location")
        address = [self.string("address", location.get("address"))]
        place = {}
        for key in ("city", "region", "countryCode"):
            place[key], private = self.place(key, location.get(key))
            address.append(private)
        phones, profiles = split_phones(self._profiles(basics.get("profiles")))
        summary = basics.get("summary")
        others = [self._section(key, fields[key]) for key in fields if key in _FIELDS]
        sections = [Section(_SUMMARY, summary.line or 1, shown([self._summary(summary)]))] if summary else []
        return Cv(
            name=self.string("name", basics.get("name")),
            headline=self.text("label", basics.get("label")).plain,
            place=Place(
                city=place["city"],
                region=place["region"],
                country=place["countryCode"],
                address="\n".join(filter(None, address)),
                postal_code=self.string("postalCode", location.get("postalCode")),
            ),
            emails=self.emails("email", basics.get("email")),
            phones=(*(text for text, _item in self.strings("phone", basics.get("phone"))), *phones),
            websites=self.website("url", basics.get("url")),
            profiles=profiles,
            # In the order of the file.
            sections=tuple(section for section in (*sections, *others) if section.entries),
            links=tuple(dict.fromkeys(self.links)),
        )

    def _fields(self, value: Value | None, known: tuple[str, ...], what: str) -> Fields:
        """Return the fields of a mapping by the names of today."""
        found = self.fields(value, known, what) if value is not None else {}
        return {_OLD[key] if key in _OLD and _OLD[key] in known else key: item for key, item in found.items()}

    def _summary(self, value: Value) -> Entry:
        return Entry(kind=Kind.TEXT, line=value.line, summary=self.blocks("summary", value))

    def _profiles(self, value: Value | None) -> Iterator[Profile]:
        for item in mappings(self, "profiles", value):
            fields = self.fields(item, ("network", "username", "url"), "a profile")
            network, username = (self.string(key, fields.get(key)) for key in ("network", "username"))
            if found := self.profile(network, username, self.contact_url("url", fields.get("url")), item):
                yield found

    def _section(self, key: str, value: Value) -> Section:
        entries = (
            self._entry(key, item, self._fields(item, _FIELDS[key], f"an entry of {key}"))
            for item in mappings(self, key, value)
        )
        return Section(key, value.line or 1, shown(entries))

    def _entry(self, key: str, value: Value, fields: Fields) -> Entry | None:
        if not fields:
            return None
        get = fields.get
        url = self.url("url", get("url"))

        def text(name: str) -> Text:
            return self.text(name, get(name))

        entry = Entry(
            kind=Kind.NORMAL,
            line=value.line,
            title=text("name"),
            period=self.period(get("date") or get("releaseDate"), get("startDate"), get("endDate")),
            location=text("location"),
            summary=(
                *self.blocks("description", get("description")),
                *self.blocks("summary", get("summary")),
            ),
            highlights=tuple(self._items(get("highlights") or get("courses"))),
            keywords=self.texts("keywords", get("keywords")),
            level=text("level"),
        )
        match key:
            case "work" | "volunteer":
                name = linked(text("name" if key == "work" else "organization"), url)
                return replace(entry, kind=Kind.EXPERIENCE, title=text("position"), organization=name)
            case "education":
                return replace(
                    entry,
                    kind=Kind.EDUCATION,
                    organization=linked(text("institution"), url),
                    degree=text("studyType"),
                    area=text("area"),
                    score=text("score"),
                )
            case "publications":
                title, authors = linked(entry.title, url), self.texts("authors", get("authors"))
                return replace(
                    entry, kind=Kind.PUBLICATION, title=title, organization=text("publisher"), authors=authors
                )
            case "skills" | "interests":
                return replace(entry, kind=Kind.ONE_LINE)
            case "languages":
                fluency = self.blocks("fluency", get("fluency"))
                return replace(entry, kind=Kind.ONE_LINE, title=text("language"), summary=fluency)
            case "awards":
                return replace(entry, title=text("title"), organization=text("awarder"))
            case "references":
                return replace(entry, summary=self.blocks("reference", get("reference")))
            case "certificates":
                return replace(entry, title=linked(entry.title, url), organization=text("issuer"))
            case _:
                roles, entity = self.texts("roles", get("roles")), text("entity")
                title = linked(entry.title, url)
                return replace(entry, title=title, organization=entity, roles=roles, category=text("type"))

    def _items(self, value: Value | None) -> Iterator[Blocks]:
        yield from ((self.text("highlights", item),) for _text, item in self.strings("highlights", value))
