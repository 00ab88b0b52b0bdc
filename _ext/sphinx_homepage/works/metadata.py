"""What the head of a page tells machines of the work that the page is about."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from sphinx_incremental.builders import builds_pages
from sphinx_incremental.fingerprints import pages_changed

from ..core.canonical import site_base
from ..head.contributors import add_categories, add_contributor, add_subject
from ..head.summary import author_node
from ..pages.links import find_destination
from ..profile.authors import page_authors, site_authors
from .highwire import citation_tags
from .library import library_of
from .model import Person, WorkType
from .people import KnownPeople, cited_people
from .structured_data import other_person, work_node

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

    from ..head.contributors import HeadPage
    from ..head.structured_data import Node
    from ..profile.model import AuthorProfile
    from .model import Work

_TYPES = (WorkType.PUBLICATION, WorkType.TALK, WorkType.COURSE, WorkType.POST)


@dataclass(frozen=True, slots=True)
class WorkFacts:
    """What the head of a page tells of its work."""

    work: Work
    authors: tuple[Person, ...]
    profiles: tuple[AuthorProfile | None, ...]
    """The author record of each of them; ``None`` for people who have none."""
    pdf: str
    """The absolute URL of the paper."""


class Metadata:
    """The metadata of one application's pages."""

    def __init__(self) -> None:
        self._facts: Mapping[str, WorkFacts] = {}

    def plan(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Work out the metadata, and return the pages whose own work is shown differently than before."""
        if not builds_pages(app.builder):
            return []
        works = library_of(app).pages
        known = KnownPeople((author.names, author) for author in site_authors(env).values())
        self._facts = {
            docname: _facts(app, env, work, known)
            for docname, work in works.items()
            if work.type in _TYPES and docname != env.config.root_doc
        }
        # What a page shows of itself alone is no matter: when it changes, the page has been read again.
        shown: dict[str, object] = {
            docname: (facts.profiles, facts.pdf)
            for docname, facts in self._facts.items()
            if facts.work.authors or facts.work.citation or facts.pdf
        }
        shown |= {docname: (shown.get(docname), work) for docname, work in works.items() if work.key}
        return pages_changed(app, env, "works", shown)

    def tags(self, app: Sphinx, page: HeadPage) -> str:
        """Return the tags of a publication by which search engines for papers read its page."""
        facts = self._facts.get(page.name)
        present = page.context.get("metatags") or ""
        if facts is None or facts.work.type is not WorkType.PUBLICATION or page.document is None:
            return ""
        if 'name="citation_title"' in present:
            # The page has them itself (MyST's html_meta).
            return ""
        summary = page.document.summary
        tags = citation_tags(
            facts.work, facts.authors, url=summary.url, pdf=facts.pdf, language=summary.language
        )
        return "".join(f'<meta name="{name}" content="{html.escape(content)}">\n' for name, content in tags)

    def subject(self, app: Sphinx, page: HeadPage) -> Node | None:
        """Return the structured data of the work that a page is about."""
        facts = self._facts.get(page.name)
        if facts is None or page.document is None:
            return None
        people = [
            _person(page.builder, person, profile)
            for person, profile in zip(facts.authors, facts.profiles, strict=True)
        ]
        return work_node(facts.work, page.document.summary, people, pdf=facts.pdf)


def categories(app: Sphinx, docname: str) -> tuple[str, ...]:
    """Return the kind of a work, its categories and its tags."""
    work = library_of(app).pages.get(docname)
    return (work.kind, *work.categories, *work.tags) if work else ()


def _person(builder: StandaloneHTMLBuilder, person: Person, profile: AuthorProfile | None) -> Node:
    return author_node(builder, profile) if profile else other_person(person)


def _facts(app: Sphinx, env: BuildEnvironment, work: Work, known: KnownPeople[AuthorProfile]) -> WorkFacts:
    # A citation that cannot be read may name more people than the page shows.
    authors = work.authors or cited_people(work.citation)
    profiles: tuple[AuthorProfile | None, ...]
    if authors or work.citation:
        profiles = tuple(map(known.find, authors))
    else:
        # Whose page it is.
        found = page_authors(env, work.docname)
        profiles, authors = found, tuple(Person(author.name) for author in found)
    return WorkFacts(work, authors, profiles, _absolute(app, work.docname, work.pdf))


def _absolute(app: Sphinx, docname: str, address: str) -> str:
    """Return the absolute URL of a link of a page; nothing if it leads nowhere, or the site has no URL."""
    destination = find_destination(app, docname, address) if address else None
    if destination is None:
        return address if address.startswith(("http:", "https:")) else ""
    target, base = destination.target, site_base(app.config)
    if target is None or target.url:
        return target.url if target else ""
    path = app.builder.get_target_uri(target.docname) if target.docname else quote(target.file)
    return base + path + destination.url_suffix if base else ""


def setup_metadata(app: Sphinx) -> None:
    """Register what heads tell of works."""
    metadata = Metadata()
    add_contributor(app, metadata.tags)
    add_subject(app, metadata.subject)
    add_categories(app, categories)
    # When links can be looked up, at 600.
    app.connect("env-updated", metadata.plan, priority=650)
