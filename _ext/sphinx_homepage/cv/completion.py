"""What the author record tells where the file of a CV is silent.  Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from .model import Place, Profile, has_number

if TYPE_CHECKING:
    from ..profile.model import AuthorProfile
    from .model import Cv


def completed(cv: Cv, author: AuthorProfile | None, site: str) -> Cv:
    """Return a CV with what is known of its person; that of somebody else than the author stays as it is.

    :param site: the URL of the site; empty if it is not known.
    """
    if author is None or (cv.name and cv.name.casefold() not in [name.casefold() for name in author.names]):
        return cv
    email, website = author.email.removeprefix("mailto:"), author.website or site
    place = cv.place
    if not place.in_words and author.location and not has_number(author.location):
        place = replace(place, city=author.location)
    return replace(
        cv,
        name=cv.name or author.name,
        headline=cv.headline or _position(author) or author.bio,
        place=place,
        emails=cv.emails or tuple(filter(None, [email])),
        websites=cv.websites or tuple(filter(None, [website])),
        profiles=cv.profiles
        or tuple(Profile(link.label, _last_part(link.url), link.url) for link in author.networks),
    )


def added(cv: Cv, author: AuthorProfile) -> Cv:
    """Return of the person of a CV what no card of the author tells."""
    urls = {author.website, *(link.url for link in (*author.networks, *author.links))}
    return replace(
        cv,
        name="" if cv.name.casefold() == author.name.casefold() else cv.name,
        headline="" if cv.headline in (author.job_title, author.bio, _position(author)) else cv.headline,
        place=cv.place if cv.place.in_words != author.location else _without_words(cv.place),
        emails=tuple(email for email in cv.emails if f"mailto:{email}" != author.email),
        websites=tuple(url for url in cv.websites if url not in urls),
        profiles=tuple(profile for profile in cv.profiles if profile.url not in urls),
    )


def _position(author: AuthorProfile) -> str:
    return ", ".join(filter(None, (author.job_title, author.employer)))


def _without_words(place: Place) -> Place:
    return Place(address=place.address, postal_code=place.postal_code)


def _last_part(url: str) -> str:
    parts = urlsplit(url)
    name = unquote(parts.path).rstrip("/").rpartition("/")[2]
    return name.removeprefix("@") if not parts.query else unquote(parts.query).rpartition("=")[2]
