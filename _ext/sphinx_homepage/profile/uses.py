"""The uses of the directive ``author-profile`` on each page, as the environment keeps them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

from sphinx_incremental.collectors import PageCollector, page_values

from ..core.diagnostics import warn
from ..core.problems import Subtype, shorten
from ..pages.image_files import ImageDirectories, ImageError
from ..pages.records import find_page_image

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .model import AuthorProfile

_ATTRIBUTE = "homepage_author_uses"


@dataclass(frozen=True, slots=True)
class AuthorUse:
    """One use of the ``author-profile`` directive."""

    key: str
    """The author it names; empty for the site's author."""
    overrides: AuthorProfile
    """The fields it gives or clears."""
    line: int | None


class PeopleUse(NamedTuple):
    """One use of the directive that shows several authors."""

    names: tuple[str, ...]
    """Keys, names, and patterns of keys."""
    lines: tuple[int, ...]
    """The line of each."""
    is_grouped: bool
    """Whether there is a heading for each role."""


class PeopleGroup(NamedTuple):
    """Some of the people of such a use."""

    heading: str
    """Empty if they have none."""
    keys: tuple[str, ...]
    are_alumni: bool = False


@dataclass(frozen=True, slots=True)
class AuthorUses:
    """The uses of the directive on one page."""

    sidebar: AuthorUse | None = None
    """The directive for the page's sidebar."""
    inline: tuple[AuthorUse, ...] = ()
    """The directives that stand in the page's body."""
    people: Mapping[PeopleUse, tuple[PeopleGroup, ...]] = field(default_factory=dict)
    """Those that show several authors, with the groups that the page was read with."""


class sidebar_author(nodes.Invisible, nodes.Special, nodes.Element):  # noqa: N801 (docutils' convention)
    """A directive for the sidebar; carries ``use`` to the collector, which removes it."""


class author_card(nodes.General, nodes.Element):  # noqa: N801
    """A card in the body of a page; carries ``use`` to ``doctree-resolved``, where it takes shape."""


class people(nodes.General, nodes.Element):  # noqa: N801
    """Several authors in the body of a page: their ``use``, and ``groups`` when the page has been read."""


def author_uses(env: BuildEnvironment) -> dict[str, AuthorUses]:
    """Return the uses of the directive on every page that has any, by docname."""
    return page_values(env, _ATTRIBUTE)


class AuthorUsesCollector(PageCollector):
    """Records the uses of the directive when a page has been read."""

    attribute = _ATTRIBUTE

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Record the uses on a page, and remove the nodes that show nothing."""
        directories = ImageDirectories.of(app)
        for node in [*doctree.findall(sidebar_author), *doctree.findall(author_card)]:
            node["use"] = _with_avatar(app.env, node["use"], directories, node)
        sidebar = []
        for node in list(doctree.findall(sidebar_author)):
            sidebar.append(node["use"])
            if len(sidebar) > 1:
                message = "this is the second author-profile for the page's sidebar; only the first counts"
                hint = "; add ':placement: inline' to show it here"
                warn(message + hint, Subtype.DIRECTIVE, node)
            node.parent.remove(node)
        inline = tuple(node["use"] for node in doctree.findall(author_card))
        groups: dict[PeopleUse, tuple[PeopleGroup, ...]] = {}
        for node in doctree.findall(people):
            groups[node["use"]] = (*groups.get(node["use"], ()), *node["groups"])
        if sidebar or inline or groups:
            docname = app.env.current_document.docname
            author_uses(app.env)[docname] = AuthorUses(sidebar[0] if sidebar else None, inline, groups)


def _with_avatar(
    env: BuildEnvironment, use: AuthorUse, directories: ImageDirectories, node: nodes.Element
) -> AuthorUse:
    """Find the image that a directive names; warn and leave it out if there is none."""
    written = use.overrides.avatar
    if not written:
        return use
    try:
        avatar = find_page_image(env, written, directories)
    except ImageError as error:
        warn(f"author-profile: avatar: {shorten(written)}: {error}", Subtype.AVATAR, node)
        avatar = ""
    return replace(use, overrides=replace(use.overrides, avatar=avatar))
