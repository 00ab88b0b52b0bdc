"""The authors of a work: the owner of the site set apart, and those who have a record linked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

from ..core.messages import _
from ..profile.authors import SITE_AUTHOR, site_authors
from .details import joined, words
from .people import KnownPeople
from .text_nodes import text_nodes

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from ..profile.model import AuthorProfile
    from .model import Person, Work

# Of more authors, some are counted only.
_MOST, _FIRST = 30, 10


class _Known(NamedTuple):
    """Somebody of whom the site has a record."""

    names: tuple[str, ...]
    url: str
    is_owner: bool


class People:
    """The people of whom a site has records."""

    def __init__(self, env: BuildEnvironment) -> None:
        self.known = [
            _Known(author.names, _url(author), key == SITE_AUTHOR)
            for key, author in site_authors(env).items()
        ]
        """Pages show something else when this has changed."""
        self._people = KnownPeople((known.names, known) for known in self.known)
        self._found: dict[Person, _Known | None] = {}

    def is_of_owner(self, work: Work) -> bool:
        """Return whether the owner of the site is an author or an editor of a work."""
        editors = work.publication.editors if work.publication else ()
        return any(known and known.is_owner for known in map(self._known, (*work.authors, *editors)))

    def shown(self, work: Work) -> tuple[object, ...]:
        """Return what a page shows of the records of a work's authors."""
        return tuple(known and (known.url, known.is_owner) for known in map(self._known, work.authors))

    def authors(self, work: Work, *, is_html: bool) -> list[nodes.Node]:
        """Return the authors of a work, or else its editors; nothing if there are none."""
        publication = work.publication
        people = work.authors or (publication.editors if publication else ())
        if not people:
            return []
        shown = people
        if len(people) > _MOST:
            owners = [
                person for person in people[_FIRST:] if (known := self._known(person)) and known.is_owner
            ]
            shown = (*people[:_FIRST], *owners)
        parts = [self._name(person, is_html=is_html) for person in shown]
        more = len(people) - len(shown)
        if more:
            parts.append(words(_("and %(count)s more") % {"count": more}))
        elif publication and publication.others:
            parts.append(words(_("and others")))
        found = joined(", ", parts)
        if not work.authors:
            found.append(nodes.Text(f" ({_('editors') if len(people) > 1 else _('editor')})"))
        if publication and publication.collaboration:
            message = _("for the %(name)s collaboration") % {"name": publication.collaboration}
            found.append(nodes.Text(f" {message}"))
        if publication and publication.annotation:
            found += [
                nodes.Text(" "),
                nodes.inline("", "", *text_nodes(publication.annotation), classes=["hp-note"]),
            ]
        elif any(person.mark == "*" for person in shown):
            found += [nodes.Text(" "), nodes.inline("", f"* {_('equal contribution')}", classes=["hp-note"])]
        return found

    def _name(self, person: Person, *, is_html: bool) -> list[nodes.Node]:
        known = self._known(person)
        name: nodes.Node = nodes.Text(person.name)
        if known and known.is_owner:
            name = (
                nodes.inline("", person.name, classes=["hp-owner"])
                if is_html
                else nodes.strong("", person.name)
            )
        elif known and known.url:
            name = nodes.reference("", person.name, refuri=known.url)
        return [name, nodes.superscript("", person.mark)] if person.mark else [name]

    def _known(self, person: Person) -> _Known | None:
        if person not in self._found:
            self._found[person] = self._people.find(person)
        return self._found[person]


def _url(author: AuthorProfile) -> str:
    """Return the page of an author: a website of their own, or else the first network."""
    return author.website or next((link.url for link in author.networks), "")
