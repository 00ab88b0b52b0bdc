"""The CV of academicpages as data, ``_data/cv.json``: pages that showed it have the directive ``cv``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...cv.academicpages import CvJsonError, cv_from_json
from ..converted import Change
from ..jekyll.text_files import is_inside, read_text
from ..jekyll.yaml import JekyllYamlError, load_json
from .marks import CV_MARK

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..jekyll.site import OldPage, OldSite
    from ..site_in_making import MadePage, SiteInMaking

FILE = "cv.yaml"
"""The file with the CV in the new site."""
_DATA = "_data/cv.json"
CV_INCLUDE = "cv-template.html"
"""The include that shows the CV."""
_LAYOUT = "cv-layout"
_PHONE = re.compile(r"^  phone: ", re.MULTILINE)
# The template's own has both; a script of it puts the address of the site into others of its lines.
_EXAMPLE = re.compile(r'"name"\s*:\s*"Your Sidebar Name".*"institution"\s*:\s*"GitHub University"', re.DOTALL)
PHONE_SHOWN = f"the phone number in {FILE} is published, as it was: leave out :publish: to hide it"
"""What the report asks where a page showed one."""
EXAMPLE_SHOWN = (
    "it showed the CV that is the template's example, which is left out: write yours into "
    f"{FILE}, and show it with the directive cv"
)
"""What the report says of a page of the owner's that showed an example."""


def cv_text(site: OldSite) -> str:
    """Return the text of the CV; empty if the site has none as data."""
    directory = site.config.text("data_dir").strip("/") or "_data"
    file = site.root / directory / "cv.json"
    return (read_text(file) or "") if is_inside(file, site.root) else ""


def shows_own_cv(site: OldSite, page: OldPage) -> bool:
    """Return whether a page shows the CV that is data, and that is no example."""
    is_asked = CV_INCLUDE in page.body or page.layout == _LAYOUT
    return is_asked and bool(source := cv_text(site)) and not _EXAMPLE.search(source)


def place_cv(site: SiteInMaking, page: MadePage, text: str, place: Callable[[str], str]) -> str:
    """Return *text* with the directive in the place of each mark, and add the file that it shows."""
    if page.old.layout == _LAYOUT and CV_MARK not in text:
        text = f"{text}\n\n{CV_MARK}"
    if CV_MARK not in text or not (source := cv_text(site.old)):
        return text
    if not site.keep_demo and _EXAMPLE.search(source):
        if _DATA not in site.report.demo:
            site.report.demo.append(_DATA)
        page.report.questions.append(Change(0, EXAMPLE_SHOWN))
        return text.replace(CV_MARK, "")
    try:
        site.texts[FILE], left_out = cv_from_json(load_json(source))
    except (CvJsonError, JekyllYamlError) as error:
        page.report.questions.append(Change(0, f"{_DATA} is not shown: {error}"))
        return text
    page.report.changes.append(Change(0, f"{_DATA} is {FILE} now, which the directive cv shows"))
    page.report.questions += [Change(0, f"{_DATA}, {what}") for what in left_out]
    path = f"/{FILE}" if "/" in page.docname else FILE
    options = ""
    if _PHONE.search(site.texts[FILE]) and "basics.phone" in site.old.own_include(CV_INCLUDE):
        page.report.questions.append(Change(0, PHONE_SHOWN))
        options = ":publish: phone\n"
    return text.replace(CV_MARK, place(f"```{{cv}} {path}\n{options}```"))
