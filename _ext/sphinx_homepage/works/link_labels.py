"""The words for the links of a work."""

from __future__ import annotations

from ..core.messages import _


def link_label(key: str) -> str:
    """Return the words for the link that *key* of front matter, or a field of BibTeX, holds."""
    match key:
        case "doi":
            return _("DOI")
        case "arxiv":
            return "arXiv"
        case "paperurl":
            return _("Paper")
        case "pdf":
            return _("PDF")
        case "html":
            return "HTML"
        case "code" | "codeurl":
            return _("Code")
        case "slides" | "slidesurl":
            return _("Slides")
        case "poster":
            return _("Poster")
        case "video":
            return _("Video")
        case "website":
            return _("Website")
        case "blog":
            return _("Blog")
        case "supp":
            return _("Supplement")
        case "bibtexurl":
            return _("BibTeX")
        case _other:
            return _("Link")
