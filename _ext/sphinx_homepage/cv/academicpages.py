"""Turns the ``_data/cv.json`` of academicpages into a file for the directive ``cv``.  Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from ..pages.text_in_markup import HTML_TAG, plain_text
from .resume import filled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_TITLES = {
    "work": "experience",
    "presentations": "talks",
    "portfolio": "projects",
}

# What programs write that know no day.
_FIRST_OF_MONTH = re.compile(r"\A(\d{4}-\d{2})-01\Z")
_NEW_YEAR = re.compile(r"\A(\d{4})-01-01\Z")


class CvJsonError(ValueError):
    """Data that are no CV, with the reason in words."""


def cv_from_json(data: object) -> tuple[str, list[str]]:
    """Return the CV of an academicpages site as YAML, as RenderCV has it.

    :param data: the value of its ``_data/cv.json``, which is JSON Resume with three sections more:
        ``presentations``, ``teaching`` and ``portfolio``.
    :returns: the text of the file, and what was left out, with the reason.
    :raises CvJsonError: if it is no such value.
    """
    if not isinstance(data, dict):
        raise CvJsonError("this is no JSON Resume: it is not a mapping")
    left_out: list[str] = []
    sections: dict[str, Any] = {}
    basics: Any = data.get("basics")
    if not isinstance(basics, dict):
        basics = {}
    if summary := _text(basics, "summary"):
        sections["summary"] = [summary]
    for key, value in data.items():
        if key in ("basics", "meta", "$schema"):
            continue
        if not isinstance(value, list) or key not in _SECTIONS:
            if value:
                left_out.append(f"{key}: a CV has no such section")
            continue
        entries = []
        for number, item in enumerate(value, 1):
            found = _SECTIONS[key](item) if isinstance(item, dict) else {}
            if found:
                entries.append(found)
            elif item:
                left_out.append(f"{key}: entry {number} has nothing that can be shown")
        if entries:
            sections.setdefault(_TITLES.get(key) or str(key), []).extend(entries)
    cv = {**_header(basics, left_out), "sections": sections}
    # Long lines stay whole, as in the file.
    written = yaml.safe_dump({"cv": cv}, allow_unicode=True, sort_keys=False, width=10_000)
    return str(written), left_out


def _header(basics: dict[str, Any], left_out: list[str]) -> dict[str, Any]:
    location = basics.get("location")
    place = location if isinstance(location, dict) else {"city": location}
    address = ", ".join(filter(None, (_text(place, "address"), _text(place, "postalCode"))))
    profiles = basics.get("profiles")
    networks, connections = [], []
    for profile in profiles if isinstance(profiles, list) else ():
        if not isinstance(profile, dict):
            continue
        network, username, url = (_text(profile, key) for key in ("network", "username", "url"))
        if network and username:
            networks.append(filled(network=network, username=username, url=url))
        elif url:
            connections.append({"placeholder": network or url, "url": url, "fontawesome_icon": "link"})
        elif network:
            left_out.append(f"basics: the profile of {network} has neither a username nor a URL")
    return filled(
        name=_text(basics, "name"),
        headline=_text(basics, "label"),
        location=", ".join(filter(None, (_text(place, key) for key in ("city", "region", "countryCode")))),
        address=address,
        email=_text(basics, "email"),
        phone=_text(basics, "phone"),
        website=_text(basics, "url", "website"),
        social_networks=networks,
        custom_connections=connections,
    )


# --- Sections -----------------------------------------------------------------------------------------------


def _experience(item: dict[str, Any]) -> dict[str, Any]:
    return filled(
        company=_linked(_text(item, "company", "name", "organization"), item),
        position=_text(item, "position"),
        **_when(item),
        location=_text(item, "location"),
        summary=_text(item, "summary", "description"),
        highlights=_texts(item, "highlights"),
    )


def _education(item: dict[str, Any]) -> dict[str, Any]:
    grade = _text(item, "gpa", "score")
    return filled(
        institution=_linked(_text(item, "institution"), item),
        area=_text(item, "area"),
        degree=_text(item, "studyType"),
        **_when(item),
        location=_text(item, "location"),
        summary=f"GPA: {grade}" if grade else "",
        highlights=_texts(item, "courses"),
    )


def _line(label: str, *details: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def read(item: dict[str, Any]) -> dict[str, Any]:
        texts = (", ".join(_texts(item, key)) for key in details)
        shown = " · ".join(filter(None, texts))
        name = _text(item, label)
        return filled(label=name, details=shown) if shown else filled(bullet=name)

    return read


def _reference(item: dict[str, Any]) -> dict[str, Any]:
    return filled(name=_text(item, "name"), summary=_text(item, "reference"))


def _publication(item: dict[str, Any]) -> dict[str, Any]:
    return filled(
        title=_text(item, "name", "title"),
        authors=_texts(item, "authors"),
        journal=_text(item, "publisher", "journal"),
        date=_year(_text(item, "releaseDate", "date")),
        url=_text(item, "website", "url"),
        summary=_text(item, "summary"),
    )


def _normal(name: str, *facts: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def read(item: dict[str, Any]) -> dict[str, Any]:
        about = ", ".join(filter(None, (_text(item, fact) for fact in facts)))
        text = _text(item, "description", "summary")
        return filled(
            name=_text(item, name),
            **_when(item),
            location=_text(item, "location"),
            url=_text(item, "url", "website"),
            summary="\n\n".join(filter(None, (about, text))),
            highlights=_texts(item, "highlights"),
        )

    return read


_SECTIONS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "work": _experience,
    "volunteer": _experience,
    "education": _education,
    "skills": _line("name", "level", "keywords"),
    "languages": _line("language", "fluency"),
    "interests": _line("name", "keywords"),
    "references": _reference,
    "publications": _publication,
    "presentations": _normal("name", "event"),
    "teaching": _normal("course", "role", "institution"),
    "portfolio": _normal("name"),
    "projects": _normal("name", "entity"),
    "awards": _normal("title", "awarder"),
    "certificates": _normal("name", "issuer"),
}


def _when(item: dict[str, Any]) -> dict[str, Any]:
    start, end = (_FIRST_OF_MONTH.sub(r"\1", _text(item, key)) for key in ("startDate", "endDate"))
    if not start:
        return filled(date=_year(_text(item, "date")) or end)
    return {"start_date": start, "end_date": "present" if not end or end.lower() == "present" else end}


def _year(date: str) -> str:
    return _NEW_YEAR.sub(r"\1", date)


def _linked(text: str, item: dict[str, Any]) -> str:
    url = _text(item, "url", "website")
    return f"[{text}]({url})" if text and url else text


def _text(item: dict[str, Any], *keys: str) -> str:
    """Return the first of the fields that has a text."""
    return next(filter(None, (" ".join(_strings(item.get(key))) for key in keys)), "")


def _texts(item: dict[str, Any], key: str) -> list[str]:
    return list(_strings(item.get(key)))


def _strings(value: Any) -> Iterator[str]:
    for entry in value if isinstance(value, list) else [value]:
        # True and false are no texts, and mappings are nothing that can be shown.
        text = (
            "" if isinstance(entry, bool) or not isinstance(entry, str | int | float) else str(entry).strip()
        )
        # Descriptions are excerpts of pages, which may be HTML.
        if text := plain_text(text) if re.search(HTML_TAG, text) else text:
            yield text
