"""The CV of academicpages as data, ``_data/cv.json``: pages that showed it have the directive ``cv``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..cv.academicpages import CvJsonError, cv_from_json
from .converted import Change
from .liquid_marks import CV_MARK
from .old_site import read_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from .old_site import OldSite
    from .site_in_making import MadePage, SiteInMaking

FILE = "cv.yaml"
"""The file with the CV in the new site."""
CV_INCLUDE = "cv-template.html"
"""The include that shows the CV."""
_LAYOUT = "cv-layout"
# The template's own has this name in it.
_EXAMPLE = re.compile(r'"name"\s*:\s*"Your Sidebar Name"')


def cv_text(site: OldSite) -> str:
    """Return the text of the CV; empty if the site has none as data."""
    directory = site.config.text("data_dir").strip("/") or "_data"
    file = site.root / directory / "cv.json"
    return (read_text(file) or "") if file.resolve().is_relative_to(site.root) else ""


def place_cv(site: SiteInMaking, page: MadePage, text: str, place: Callable[[str], str]) -> str:
    """Return *text* with the directive in the place of each mark, and add the file that it shows."""
    if page.old.layout == _LAYOUT and CV_MARK not in text:
        text = f"{text}\n\n{CV_MARK}"
    if CV_MARK not in text or not (source := cv_text(site.old)):
        return text
    page.shows_cv = not _EXAMPLE.search(source)
    if page.is_demo and not page.shows_cv:
        return text
    try:
        site.texts[FILE], left_out = cv_from_json(source)
    except CvJsonError as error:
        page.report.questions.append(Change(0, f"_data/cv.json is not shown: {error}"))
        return text
    page.report.changes.append(Change(0, f"_data/cv.json is {FILE} now, which the directive cv shows"))
    page.report.questions += [Change(0, f"_data/cv.json, {what}") for what in left_out]
    path = f"/{FILE}" if "/" in page.docname else FILE
    return text.replace(CV_MARK, place(f"```{{cv}} {path}\n```"))
