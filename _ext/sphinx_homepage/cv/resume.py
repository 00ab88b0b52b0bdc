"""Writes a CV as JSON Resume (https://jsonresume.org/schema), whatever it was read from.  Pure.

What the schema has no place for is kept: entries of other sections are projects whose type is the title of
the section, authors and dates in words are properties of their own.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from ..core.identifiers import doi_url
from ..works.model import WorkType
from .model import Kind, first_url
from .plain_text import plain_blocks, plain_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ..core.dates import Date
    from ..works.model import Work
    from ..works.text import Text
    from .model import Blocks, Cv, Entry, Period, Section
    from .plain_text import AbsoluteUrl

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
_ORDER = (
    "work", "volunteer", "education", "awards", "certificates", "publications", "skills", "languages",
    "interests", "references", "projects",
)  # fmt: skip
_DATE = re.compile(r"[12]\d{3}.*")
# By what the key or the title of a section has in it; elsewhere the type of an entry decides.
_LINES = {"languag": "languages", "interest": "interests", "hobb": "interests"}
_NAMED = {
    "award": "awards", "honor": "awards", "honour": "awards", "prize": "awards", "certif": "certificates",
    "reference": "references", "publication": "publications", "paper": "publications",
}  # fmt: skip


def json_resume(
    cv: Cv, works: Mapping[int, Sequence[Work]], title: Callable[[str], str], absolute: AbsoluteUrl
) -> str:
    """Return a CV as JSON.

    :param cv: has the URLs of its person as they are right outside the site.
    :param works: the works that a section takes, by its place.
    :param title: returns the title of a section in words.
    :param absolute: returns a URL that is right outside the site, or an empty one.
    """
    writer = _Writer(absolute)
    for place, section in enumerate(cv.sections):
        writer.section(section, title(section.key))
        for work in works.get(place, ()):
            writer.work(work, title(section.key))
    found: dict[str, Any] = {"$schema": SCHEMA, "basics": writer.basics(cv)}
    found |= {key: writer.sections[key] for key in _ORDER if key in writer.sections}
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


class _Writer:
    """Collects the sections."""

    def __init__(self, absolute: AbsoluteUrl) -> None:
        self._absolute = absolute
        self._summary: list[str] = []
        self.sections: dict[str, list[dict[str, Any]]] = {}

    def basics(self, cv: Cv) -> dict[str, Any]:
        """Return what is told of the person, when all sections have been written."""
        place = cv.place
        profiles = [
            filled(network=profile.network or profile.username, username=profile.username, url=profile.url)
            for profile in cv.profiles
        ]
        # There is one e-mail address, one number and one URL in the schema.
        profiles += [
            filled(network="E-mail", username=email, url=f"mailto:{email}") for email in cv.emails[1:]
        ]
        profiles += [filled(network="Website", url=url) for url in cv.websites[1:]]
        return filled(
            name=cv.name,
            label=cv.headline,
            email=next(iter(cv.emails), ""),
            phone=", ".join(cv.phones),
            url=next(iter(cv.websites), ""),
            summary="\n\n".join(self._summary),
            location=filled(
                address=place.address,
                postalCode=place.postal_code,
                city=place.city,
                countryCode=place.country,
                region=place.region,
            ),
            profiles=profiles,
        )

    def section(self, section: Section, title: str) -> None:
        """Add the entries of a section."""
        name = f"{section.key} {title}".casefold()
        for entry in section.entries:
            if entry.kind is Kind.TEXT:
                self._summary.append(self._blocks(entry.summary))
                continue
            key = _section_of(entry, name)
            self._add(key, self._entry(key, entry, title))

    def work(self, work: Work, title: str) -> None:
        """Add a work of the site."""
        authors = [person.name for person in work.authors]
        doi = doi_url(work.doi) if work.doi else ""
        url = doi or next(filter(None, (self._absolute(link.url) for link in work.links)), "")
        date = _iso(work.date)
        text = work.date_text or ("" if date or not work.date else str(work.date))
        if work.type is WorkType.PUBLICATION:
            found = filled(
                name=work.title, publisher=work.venue, releaseDate=date, url=url, authors=authors, period=text
            )
            self._add("publications", found)
        else:
            self._add(
                "projects",
                filled(
                    name=work.title,
                    description=work.summary,
                    entity=work.venue,
                    startDate=date,
                    url=url,
                    type=work.kind or title,
                    location=work.location,
                    period=text,
                ),
            )

    def _add(self, key: str, found: dict[str, Any]) -> None:
        if found:
            self.sections.setdefault(key, []).append(found)

    def _entry(self, key: str, entry: Entry, title: str) -> dict[str, Any]:
        organization, name = self._text(entry.organization), self._text(entry.title)
        texts = (entry.organization, entry.title)
        is_job = entry.kind in (Kind.EXPERIENCE, Kind.EDUCATION)
        url = self._absolute(first_url(*(texts if is_job else reversed(texts))))
        dates = _dates(entry.period)
        # One date, where the schema has one; a range has its beginning as well.
        date = dates.get("endDate") or dates.get("startDate")
        others = {"startDate": dates.get("startDate", ""), "period": dates.get("period", "")}
        if date == others["startDate"] and not entry.period.is_ongoing:
            del others["startDate"]
        summary = self._blocks(entry.summary)
        highlights = [self._blocks(item) for item in entry.highlights]
        location = self._text(entry.location)
        match key:
            case "work" | "volunteer":
                who = {"name" if key == "work" else "organization": organization}
                return filled(
                    **who,
                    position=name,
                    location=location,
                    url=url,
                    **dates,
                    summary=summary,
                    highlights=highlights,
                )
            case "education":
                return filled(
                    institution=organization,
                    url=url,
                    area=self._text(entry.area),
                    studyType=self._text(entry.degree),
                    location=location,
                    **dates,
                    score=self._text(entry.score),
                    summary=summary,
                    courses=highlights,
                )
            case "publications":
                doi = doi_url(entry.doi) if entry.doi else ""
                return filled(
                    name=name or summary,
                    publisher=organization,
                    releaseDate=date,
                    url=doi or url,
                    summary=summary if name else "",
                    authors=[self._text(author) for author in entry.authors],
                    highlights=highlights,
                    location=location,
                    **others,
                )
            case "skills" | "interests":
                keywords = [self._text(word) for word in entry.keywords] or _words(summary)
                return filled(name=name, level=self._text(entry.level), keywords=keywords)
            case "languages":
                return filled(language=name, fluency=summary)
            case "awards":
                return filled(
                    title=name or summary,
                    date=date,
                    awarder=organization,
                    summary=summary if name else "",
                    highlights=highlights,
                    location=location,
                    url=url,
                    **others,
                )
            case "certificates":
                return filled(
                    name=name or summary,
                    date=date,
                    issuer=organization,
                    url=url,
                    summary=summary if name else "",
                    highlights=highlights,
                    location=location,
                    **others,
                )
            case "references":
                return filled(
                    name=name,
                    reference="\n".join(filter(None, (summary, *highlights))),
                    url=url,
                    location=location,
                    **dates,
                )
            case _:
                return filled(
                    name=name or summary,
                    description=summary if name else "",
                    highlights=highlights,
                    keywords=[self._text(word) for word in entry.keywords],
                    **dates,
                    url=url,
                    roles=[self._text(role) for role in entry.roles],
                    entity=organization,
                    location=location,
                    type=self._text(entry.category) or ("" if "project" in title.casefold() else title),
                )

    def _text(self, text: Text) -> str:
        return plain_text(text, self._absolute, with_urls=False)

    def _blocks(self, blocks: Blocks) -> str:
        return plain_blocks(blocks, self._absolute)


def _section_of(entry: Entry, name: str) -> str:
    """Return the section of JSON Resume that an entry belongs to.

    :param name: the key and the title of its own section, in small letters.
    """
    match entry.kind:
        case Kind.EXPERIENCE:
            return "volunteer" if "volunt" in name else "work"
        case Kind.EDUCATION:
            return "education"
        case Kind.PUBLICATION:
            return "publications"
        case Kind.ONE_LINE:
            return next((key for part, key in _LINES.items() if part in name), "skills")
        case _:
            return next((key for part, key in _NAMED.items() if part in name), "projects")


def _dates(period: Period) -> dict[str, str]:
    text = period.text
    # What the schema has no form for is a text: a year with five digits, something without a beginning.
    if any(date and not _iso(date) for date in (period.start, period.end)) or (
        period.is_ongoing and period.start is None
    ):
        ends = (period.start, "present" if period.is_ongoing else period.end)
        text = " – ".join(str(end) for end in ends if end)
    found = {"startDate": _iso(period.start), "endDate": _iso(period.end), "period": text}
    return {key: value for key, value in found.items() if value}


def _iso(date: Date | None) -> str:
    return str(date) if date and _DATE.fullmatch(str(date)) else ""


def _words(text: str) -> list[str]:
    """Return the parts of a text with commas between them; of a list, its items."""
    if text.startswith("- "):
        return [line.removeprefix("- ") for line in text.splitlines()]
    # Not at commas within parentheses.
    return [part.strip() for part in re.split(r",(?![^()]{0,999}\))", text) if part.strip()]


def filled(**values: Any) -> dict[str, Any]:
    """Return the values that are not empty."""
    return {key: value for key, value in values.items() if value}
