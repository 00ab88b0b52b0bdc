"""The headings of groups, in the language of the site."""

from __future__ import annotations

from ...core.messages import _
from ..model import PublicationKind, WorkType


def group_title(key: str, field: str) -> str:
    """Return the heading of a group.

    :param key: as :func:`.query.groups` returns it.
    """
    if not key:
        return _("Undated") if field == "year" else _("Other")
    if field == "year":
        # "forthcoming"
        return key[:1].upper() + key[1:]
    return _kind_title(key) if field in ("kind", "type") else key


def _kind_title(key: str) -> str:
    match key:
        case PublicationKind.ARTICLE:
            return _("Journal articles")
        case PublicationKind.CONFERENCE_PAPER:
            return _("Conference papers")
        case PublicationKind.CHAPTER:
            return _("Chapters")
        case PublicationKind.BOOK:
            return _("Books")
        case PublicationKind.PROCEEDINGS:
            return _("Proceedings")
        case PublicationKind.THESIS:
            return _("Theses")
        case PublicationKind.REPORT:
            return _("Reports")
        case PublicationKind.PREPRINT:
            return _("Preprints")
        case PublicationKind.SOFTWARE:
            return _("Software")
        case PublicationKind.DATASET:
            return _("Datasets")
        case PublicationKind.PATENT:
            return _("Patents")
        case PublicationKind.OTHER | WorkType.PAGE:
            return _("Other")
        case WorkType.PUBLICATION:
            return _("Publications")
        case WorkType.TALK:
            return _("Talks")
        case WorkType.COURSE:
            return _("Teaching")
        case WorkType.POST:
            return _("Posts")
        case WorkType.PROJECT:
            return _("Projects")
        case WorkType.NEWS:
            return _("News")
        case _other:
            return key
