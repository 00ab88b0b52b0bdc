"""The words of a CV in the language of the site: titles of sections, and dates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ..core.messages import _

if TYPE_CHECKING:
    from ..core.dates import Date
    from .model import Period

# What RenderCV does not capitalize in titles.
_SMALL = frozenset(
    {
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "if",
        "in",
        "into",
        "like",
        "near",
        "nor",
        "of",
    }
    | {"off", "on", "onto", "or", "over", "so", "than", "that", "the", "to", "upon", "when", "with", "yet"}
)


class Part(NamedTuple):
    """A part of a date in words."""

    text: str
    date: Date | None = None
    """The date that it is, if it is one."""


def section_title(key: str) -> str:
    """Return the title of a section; a name in small letters such as ``selected_honors`` stands for words."""
    known = {
        "awards": _("Awards"),
        "certificates": _("Certificates"),
        "education": _("Education"),
        "experience": _("Experience"),
        "interests": _("Interests"),
        "languages": _("Languages"),
        "projects": _("Projects"),
        "publications": _("Publications"),
        "references": _("References"),
        "skills": _("Skills"),
        "summary": _("Summary"),
        "volunteer": _("Volunteering"),
        "work": _("Experience"),
    }
    if key in known:
        return str(known[key])
    if not re.fullmatch(r"[a-z][a-z0-9_]*", key):
        return key
    words = key.split("_")
    return " ".join(
        word if place and word in _SMALL else word.capitalize() for place, word in enumerate(words)
    )


def period_parts(period: Period, language: str) -> list[Part]:
    """Return when something was, part by part."""
    if period.text:
        return [Part(period.text)]
    parts = [Part(_in_short(date, language), date) for date in (period.start, period.end) if date]
    if period.is_ongoing:
        parts.append(Part(str(_("present"))))
    return parts if len(parts) < 2 else [parts[0], Part("\N{NO-BREAK SPACE}– "), parts[1]]


def period_in_words(period: Period, language: str) -> str:
    """Return when something was: ``Sep 2018 – May 2023``."""
    return "".join(part.text for part in period_parts(period, language))


def _in_short(date: Date, language: str) -> str:
    # A date stays on one line.
    return date.in_short(language).replace(" ", "\N{NO-BREAK SPACE}")
