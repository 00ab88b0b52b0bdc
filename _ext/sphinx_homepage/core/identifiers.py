"""Identifiers of publications, found in what people write for them.  Pure."""

from __future__ import annotations

import re
from urllib.parse import quote

_DOI = re.compile(r"(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_ARXIV = re.compile(r"(?<![\w.])(\d{4}\.\d{4,5}|[a-z-]{1,30}(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?(?![\w.]*\w)")
_AROUND_ARXIV = re.compile(r"arxiv[.:]|abs/|pdf/|\.pdf\b", re.IGNORECASE)


def find_doi(text: str) -> str:
    """Return the DOI that *text* is, bare, with ``doi:`` or as a URL; empty if it is none."""
    match = _DOI.fullmatch(text.strip())
    return match[1] if match else ""


def doi_url(doi: str) -> str:
    """Return the URL of a DOI, with everything encoded that would end its path."""
    return f"https://doi.org/{quote(doi, safe='/:;()%')}"


def find_arxiv(text: str) -> str:
    """Return the identifier in arXiv that is in *text*, without its version; empty if there is none.

    Old identifiers (``hep-th/9901001``) and new ones (``2103.14060``), bare or in a URL
    (https://info.arxiv.org/help/arxiv_identifier.html).
    """
    match = _ARXIV.search(_AROUND_ARXIV.sub(" ", text))
    return match[1] if match else ""
