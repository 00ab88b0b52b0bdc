"""What the environment keeps about each page, and how it stays right over incremental and parallel builds.

Front matter and directives are read once, in the read phase, into one record a page.  Everything else (the
card, the redirects, the description) is worked out from the records when it is needed.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_incremental.collectors import PageCollector, page_values
from sphinx_incremental.files import is_file
from sphinx_incremental.inputs import note_candidate

from ..core.diagnostics import warn, warn_problems
from ..core.problems import Subtype, shorten
from ..core.web_urls import AddressError, web_url
from .front_matter import Address, FrontMatter, front_matter_block, parse_front_matter, parse_metadata
from .image_files import AvatarError, AvatarPlaces, candidate_files, find_avatar

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


# Far below what systems allow for a whole path, in bytes; at least one part of a longer one is too long.
_MAX_PATH = 1000

_ATTRIBUTE = "homepage_records"


@dataclass(frozen=True, slots=True)
class PageRecord:
    """What one page says."""

    front_matter: FrontMatter = field(default_factory=FrontMatter)
    teaser: str = ""
    """The page's picture for cards: its path in the built site."""
    image: str = ""
    """The page's picture for link previews: its path in the built site, or its address on another."""


def page_records(env: BuildEnvironment) -> dict[str, PageRecord]:
    """Return the record of every page, by docname."""
    return page_values(env, _ATTRIBUTE)


class PageRecordCollector(PageCollector):
    """Makes the record of a page when the page has been read."""

    attribute = _ATTRIBUTE

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Make the record of a page, and warn about what is wrong with it."""
        docname = app.env.current_document.docname
        matter = _read_front_matter(app.env, docname)
        places = AvatarPlaces.of(app)
        if matter.redirect_to:
            # The page itself is never seen: it needs no place in the navigation, and no words in the search.
            app.env.metadata[docname] |= {"orphan": "", "nosearch": ""}
        page_records(app.env)[docname] = PageRecord(
            front_matter=matter,
            teaser=_picture(app.env, matter.teaser, places, docname),
            image=_picture(app.env, matter.image, places, docname, anywhere=True),
        )


def _read_front_matter(env: BuildEnvironment, docname: str) -> FrontMatter:
    path = Path(env.doc2path(docname))
    # Read again, since what MyST leaves in the environment has neither types nor lines.
    try:
        source = path.read_text(encoding=env.config.source_encoding)
    except (OSError, UnicodeError):
        source = ""
    if front_matter_block(source) is not None:
        matter, problems = parse_front_matter(source)
    else:
        matter, problems = parse_metadata(env.metadata.get(docname, {}))
    warn_problems(problems, docname)
    return matter


def _picture(
    env: BuildEnvironment,
    written: Address | None,
    places: AvatarPlaces,
    docname: str,
    *,
    anywhere: bool = False,
) -> str:
    """Find the file of a picture that front matter names; nothing, with a warning, if there is none.

    :param anywhere: whether it may be on another site: what is only named in a page's head loads nothing.
    """
    if written is None:
        return ""
    if anywhere and re.match("https?://", written.text):
        try:
            return web_url(written.text)
        except AddressError as error:
            warn(f"header: {shorten(written.text)}: {error}", Subtype.PICTURE, (docname, written.line))
            return ""
    try:
        return find_noted(env, written.text, places)
    except AvatarError as error:
        warn(f"header: {shorten(written.text)}: {error}", Subtype.PICTURE, (docname, written.line))
        return ""


def find_noted(env: BuildEnvironment, written: str, places: AvatarPlaces) -> str:
    """Find a picture, and have the page read again when it comes or goes."""
    # Not a name that no file can have: Sphinx would stop at it in the next build.
    if written.isprintable() and len(os.fsencode(written)) < _MAX_PATH:
        candidates = [folder / path for folder, path in candidate_files(written, places)]
        file = next((candidate for candidate in candidates if is_file(candidate)), candidates[0])
        env.note_dependency(os.path.relpath(file, places.srcdir))
        for candidate in candidates:
            note_candidate(env, os.path.relpath(candidate, places.srcdir))
    return find_avatar(written, places)


def setup_records(app: Sphinx) -> None:
    """Register the nodes and the collector."""
    app.add_env_collector(PageRecordCollector)
