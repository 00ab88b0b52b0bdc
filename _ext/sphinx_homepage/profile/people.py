"""Groups of people on a page: which of the authors they are, and below which headings.

The headings are sections of their page, so that they are in its contents and links lead to them.  So they are
made while the page is read, and the page is read again when the authors are others.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from ..core.diagnostics import warn
from ..core.ids import unique_id
from ..core.messages import _
from ..core.problems import Subtype, shorten
from ..pages.heading_ids import jekyll_heading_id
from .authors import SITE_AUTHOR, author_key, check_key, site_authors
from .uses import AuthorUses, PeopleGroup, author_uses, people

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Set

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .model import AuthorProfile
    from .uses import PeopleUse

_WILDCARDS = "*?["


def is_pattern(name: str) -> bool:
    """Return whether a name may mean several authors."""
    return any(char in name for char in _WILDCARDS)


def people_groups(authors: Mapping[str, AuthorProfile], use: PeopleUse) -> tuple[PeopleGroup, ...]:
    """Return the people that a directive shows, in the order in which it names them.

    Those who have left (``until``) are the last.  Groups are in the order of their first member, and those
    without a role are below the others.
    """
    keys = list(dict.fromkeys(key for name in use.names for key in _keys(authors, name)))
    alumni = str(_("Alumni"))
    gone = tuple(key for key in keys if authors[key].until or _is_role(authors[key].role, alumni))
    here = [key for key in keys if key not in gone]
    found: dict[str, list[str]] = {}
    headings: dict[str, str] = {}
    for key in here:
        role = _role(key, authors[key]) if use.is_grouped else ""
        found.setdefault(headings.setdefault(role.casefold(), role), []).append(key)
    without_role = found.pop("", [])
    rest = str(_("Members")) if found else ""
    if without_role:
        found.setdefault(next((role for role in found if _is_role(role, rest)), rest), []).extend(
            without_role
        )
    groups = [PeopleGroup(role, tuple(members)) for role, members in found.items()]
    if gone:
        groups.append(PeopleGroup(alumni if use.is_grouped else "", gone, are_alumni=True))
    return tuple(groups)


def _role(key: str, author: AuthorProfile) -> str:
    """Return the heading that somebody is below: of the owner of the site also the position."""
    return author.position if key == SITE_AUTHOR and not author.role else author.role


def _is_role(role: str, other: str) -> bool:
    return bool(role) and role.casefold() == other.casefold()


def _keys(authors: Mapping[str, AuthorProfile], name: str) -> list[str]:
    """Return the keys of the authors that a name or a pattern means."""
    key = author_key(authors, name)
    if key is None and is_pattern(name):
        return [key for key in authors if key != SITE_AUTHOR and fnmatchcase(key, name)]
    return [] if key is None else [key]


class GroupPeople(SphinxTransform):
    """Puts people below the headings of their groups."""

    # The page has been parsed; before titles and ids are collected.
    default_priority = 360

    def apply(self, **_kwargs: Any) -> None:
        """Replace each list of people by one for each group."""
        for node in list(self.document.findall(people)):
            node.replace_self(list(self._groups(node)))

    def _groups(self, node: people) -> Iterator[nodes.Node]:
        use = node["use"]
        found = people_groups(site_authors(self.env), use)
        if not found:
            # What the page is to be read again for, when there is somebody.
            yield people(use=use, groups=())
        for group in found:
            shown = people(use=use, groups=(group,))
            shown.source, shown.line = node.source, node.line
            if not group.heading:
                yield shown
                continue
            name = self._new_id(group.heading)
            if isinstance(node.parent, nodes.section | nodes.document):
                title = nodes.title("", group.heading)
                section = nodes.section("", title, shown, ids=[name], names=[])
                section.document = self.document
                self.document.ids[name] = section
                if (slugs := getattr(self.document, "myst_slugs", None)) is not None:
                    # MyST looks here for what a link to a place on a page may mean.
                    slugs[name] = (node.line, name, group.heading)
                yield section
            else:
                # Within a block there are no sections.
                rubric = nodes.rubric("", group.heading, ids=[name])
                self.document.ids[name] = rubric
                yield rubric
                yield shown

    def _new_id(self, heading: str) -> str:
        slugs = getattr(self.document, "myst_slugs", {})
        return unique_id(jekyll_heading_id(heading) or "group", self.document.ids, slugs)


def find_regrouped(
    app: Sphinx, env: BuildEnvironment, added: Set[str], changed: Set[str], removed: Set[str]
) -> list[str]:
    """Return the pages with groups of people that were read with other people in them."""
    authors = site_authors(env)
    return [
        docname
        for docname, uses in author_uses(env).items()
        if docname not in removed
        and any(people_groups(authors, use) != groups for use, groups in uses.people.items())
    ]


def check_people(env: BuildEnvironment) -> None:
    """Warn about every name in a group of people that nobody has.

    In every build, as for other authors that pages name.
    """
    authors = site_authors(env)
    for docname, uses in sorted(author_uses(env).items()):
        for use in uses.people:
            for name, line in zip(use.names, use.lines, strict=True):
                if not is_pattern(name):
                    check_key(authors, name, docname, line, "author-profile")
                elif not _keys(authors, name):
                    message = f"author-profile: {shorten(name)} is the key of nobody in author_profiles"
                    warn(message, Subtype.AUTHOR, (docname, line))


def shown_people(env: BuildEnvironment) -> dict[str, tuple[AuthorProfile, ...]]:
    """Return the people that each page shows in groups, by docname."""
    authors = site_authors(env)
    nobody = AuthorUses()
    return {
        docname: tuple(
            authors[key]
            for groups in author_uses(env).get(docname, nobody).people.values()
            for group in groups
            for key in group.keys
            if key in authors
        )
        for docname in env.found_docs
    }
