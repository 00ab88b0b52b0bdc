"""How the person of a CV is reached, on its page and in its PDF.  Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .model import Cv


def contacts(cv: Cv, *, is_paper: bool) -> Iterator[tuple[str, str]]:
    """Yield texts, each with the URL that it leads to; the URL is empty if there is none.

    :param is_paper: whether they may be printed, where the name of a network alone would lead nowhere.
    """
    yield from ((text, "") for text in (cv.place.in_words, cv.place.postal) if text)
    for phone in cv.phones:
        yield phone, "tel:" + "".join(char for char in phone if char in "+0123456789")
    yield from ((email, f"mailto:{email}") for email in cv.emails)
    yield from ((_without_scheme(url), url) for url in cv.websites)
    for profile in cv.profiles:
        if profile.network and profile.url and is_paper:
            yield _without_scheme(profile.url), profile.url
        else:
            yield profile.network or profile.username, profile.url


def _without_scheme(url: str) -> str:
    return url.partition("://")[2].removeprefix("www.").rstrip("/") or url
