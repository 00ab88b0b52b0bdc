"""What the environment keeps about each page, and how it stays right over incremental and parallel builds.

Front matter and directives are read once, in the read phase, into one record a page.  Everything else (the
card, the redirects, the description) is worked out from the records when it is needed.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.environment.collectors import EnvironmentCollector

from .front_matter import FrontMatter, front_matter_block, parse_front_matter, parse_metadata
from .problems import Subtype, shorten
from .profile.avatar import AvatarError, AvatarPlaces, candidate_files, find_avatar
from .warnings_ import warn, warn_problems

if TYPE_CHECKING:
    from collections.abc import Set

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .profile.model import AuthorProfile


@dataclass(frozen=True, slots=True)
class AuthorUse:
    """One use of the ``author-profile`` directive."""

    key: str
    """The author it names; empty for the site's author."""
    overrides: AuthorProfile
    """The fields it gives or clears."""
    line: int | None


@dataclass(frozen=True, slots=True)
class PageRecord:
    """What one page says."""

    front_matter: FrontMatter = field(default_factory=FrontMatter)
    sidebar: AuthorUse | None = None
    """The directive that speaks for the page's sidebar."""
    inline: tuple[AuthorUse, ...] = ()
    """The directives that stand in the page's body."""


class sidebar_author(nodes.Invisible, nodes.Special, nodes.Element):  # noqa: N801 (docutils' convention)
    """Where a directive spoke for the sidebar; carries ``use`` to the collector, which removes it."""


class author_card(nodes.General, nodes.Element):  # noqa: N801
    """A card in the body of a page; carries ``use`` to ``doctree-resolved``, where it takes shape."""


def page_records(env: BuildEnvironment) -> dict[str, PageRecord]:
    """Return the record of every page, by docname."""
    if not hasattr(env, "homepage_records"):
        env.homepage_records = {}  # type: ignore[attr-defined]
    records: dict[str, PageRecord] = env.homepage_records  # type: ignore[attr-defined]
    return records


class PageRecordCollector(EnvironmentCollector):
    """Makes the record of a page when the page has been read."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a page that is read again, or is gone."""
        page_records(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: Set[str], other: BuildEnvironment
    ) -> None:
        """Take over the pages that another process has read."""
        records = page_records(other)
        page_records(env).update((docname, records[docname]) for docname in docnames if docname in records)

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Make the record of a page, and warn about what is wrong with it."""
        docname = app.env.current_document.docname
        matter = _read_front_matter(app.env, docname)
        places = AvatarPlaces.of(app)
        for node in [*doctree.findall(sidebar_author), *doctree.findall(author_card)]:
            node["use"] = _with_avatar(app.env, node["use"], places, node)
        uses = []
        for node in list(doctree.findall(sidebar_author)):
            uses.append(node["use"])
            if len(uses) > 1:
                message = "author-profile speaks a second time for this page's sidebar; only the first counts"
                hint = "; add ':placement: inline' to show it here"
                warn(message + hint, Subtype.DIRECTIVE, node)
            node.parent.remove(node)
        inline = tuple(node["use"] for node in doctree.findall(author_card))
        page_records(app.env)[docname] = PageRecord(matter, uses[0] if uses else None, inline)


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


def _with_avatar(
    env: BuildEnvironment, use: AuthorUse, places: AvatarPlaces, node: nodes.Element
) -> AuthorUse:
    """Find the file of a picture that a directive names, or take the picture away."""
    written = use.overrides.avatar
    if not written:
        return use
    # The page is read again when the picture comes or goes.
    candidates = [folder / path for folder, path in candidate_files(written, places)]
    file = next((candidate for candidate in candidates if candidate.is_file()), candidates[0])
    env.note_dependency(os.path.relpath(file, places.srcdir))
    try:
        avatar = find_avatar(written, places)
    except AvatarError as error:
        warn(f"author-profile: avatar: {shorten(written)}: {error}", Subtype.AVATAR, node)
        avatar = ""
    return replace(use, overrides=replace(use.overrides, avatar=avatar))


def setup_records(app: Sphinx) -> None:
    """Register the nodes and the collector."""
    app.add_node(sidebar_author)
    app.add_node(author_card)
    app.add_env_collector(PageRecordCollector)
