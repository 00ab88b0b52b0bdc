"""The record of each page: its front matter, and the images that it names.

Made when the page is read, and kept in the environment.  Everything else (the card, the redirects, the
description) is derived from the records in each build.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util.osutil import relpath

from sphinx_incremental.collectors import PageCollector, page_values
from sphinx_incremental.files import is_file
from sphinx_incremental.inputs import note_candidate

from ..core.dates import date_in_name, wrong_day_in_name
from ..core.diagnostics import warn, warn_problems
from ..core.problems import Problem, Subtype, shorten
from ..core.web_urls import InvalidURLError, web_url
from .front_matter import (
    Address,
    FrontMatter,
    check_beginning,
    front_matter_block,
    parse_front_matter,
    parse_metadata,
)
from .image_files import ImageDirectories, ImageError, candidate_files, find_image, is_elsewhere

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..core.dates import Date

# Far below what systems allow for a whole path, in bytes; at least one part of a longer one is too long.
_MAX_PATH = 1000

_ATTRIBUTE = "homepage_records"


@dataclass(frozen=True, slots=True)
class PageRecord:
    """What is kept about one page."""

    front_matter: FrontMatter = field(default_factory=FrontMatter)
    teaser: str = ""
    """The page's image for cards: its path in the built site, or its URL on another."""
    image: str = ""
    """The page's image for link previews: its path in the built site, or its URL on another."""
    as_written: PageRecord | None = None
    """The record as the page has it, if the above is more than that (:func:`complete_record`)."""

    @property
    def written(self) -> PageRecord:
        """Return the record as the page has it."""
        return self.as_written or self


def page_records(env: BuildEnvironment) -> dict[str, PageRecord]:
    """Return the record of every page, by docname."""
    return page_values(env, _ATTRIBUTE)


def complete_record(
    env: BuildEnvironment, docname: str, *, title: str, description: str, date: Date | None, teaser: str
) -> None:
    """Complete the record of a page with what is known from elsewhere about that of which it is.

    What the page has comes first.  To be called at ``env-updated`` in each build: nothing that was known in
    an earlier one stays.
    """
    written = page_records(env)[docname].written
    matter = written.front_matter
    page_records(env)[docname] = PageRecord(
        front_matter=replace(
            matter,
            title=matter.title or title,
            description=matter.description or description,
            date=matter.date or date,
        ),
        teaser=written.teaser or teaser,
        image=written.image,
        as_written=written,
    )


class PageRecordCollector(PageCollector):
    """Makes the record of a page when the page has been read."""

    attribute = _ATTRIBUTE

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Make the record of a page, and warn about what is wrong with it."""
        docname = app.env.current_document.docname
        matter = _read_front_matter(app.env, docname)
        directories = ImageDirectories.of(app)
        if matter.redirect_to:
            # Nobody sees the page itself: it is in no navigation, and not in the search index.
            app.env.metadata[docname] |= {"orphan": "", "nosearch": ""}
        page_records(app.env)[docname] = PageRecord(
            front_matter=matter,
            teaser=_image(app.env, matter.teaser, directories, docname),
            image=_image(app.env, matter.image, directories, docname),
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
        if env.config.source_suffix.get(path.suffix) == "markdown":
            problems = [*check_beginning(source), *problems]
    if not matter.date and (day := wrong_day_in_name(docname)):
        message = f"the name of this page begins with {day}, which is no day; write date: in its front matter"
        problems = [*problems, Problem(message, 1, Subtype.FRONT_MATTER)]
    warn_problems(problems, docname)
    return matter if matter.date else replace(matter, date=date_in_name(docname))


def _image(
    env: BuildEnvironment, written: Address | None, directories: ImageDirectories, docname: str
) -> str:
    """Return an image that front matter names; warn and return nothing if there is no such file."""
    if written is None:
        return ""
    try:
        if is_elsewhere(written.text):
            return web_url(written.text)
        return find_page_image(env, written.text, directories)
    except (InvalidURLError, ImageError) as error:
        warn(f"header: {shorten(written.text)}: {error}", Subtype.IMAGE, (docname, written.line))
        return ""


def find_page_image(env: BuildEnvironment, written: str, directories: ImageDirectories) -> str:
    """Return the path of an image in the built site, and have the page read again when the file changes."""
    # Sphinx would fail in the next build at a name that no file can have.
    if written.isprintable() and len(os.fsencode(written)) < _MAX_PATH:
        candidates = [directory / path for directory, path in candidate_files(written, directories)]
        file = next((candidate for candidate in candidates if is_file(candidate)), candidates[0])
        env.note_dependency(relpath(file, directories.srcdir))
        for candidate in candidates:
            note_candidate(env, relpath(candidate, directories.srcdir))
    return find_image(written, directories)
