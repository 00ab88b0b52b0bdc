"""The role ``pub``, which leads to a publication from any page: ``{pub}`lovelace1843```.

Publications are a domain of Sphinx, so that other projects find them with sphinx.ext.intersphinx
(``{external:works:pub}`lovelace1843```), and so that incremental builds know the references.
https://www.sphinx-doc.org/en/master/extdev/domainapi.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.domains import Domain, ObjType
from sphinx.roles import XRefRole
from sphinx.util.nodes import make_refnode

from sphinx_incremental.fingerprints import pages_changed

from ..core.diagnostics import warn
from ..core.messages import _
from ..core.problems import Subtype, shorten
from .library import library_of, unknown_entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Set

    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from .model import Person, Work

_NAME = "works"
_ROLE = "pub"


class Mention(NamedTuple):
    """What a reference to a publication shows, and where it leads."""

    label: str
    title: str
    docname: str
    """Empty if no page shows the publication."""
    id: str


class PubRole(XRefRole):
    """The role, by its name alone or with that of its domain."""

    innernodeclass = nodes.inline

    def process_link(
        self, env: BuildEnvironment, refnode: nodes.Element, has_explicit_title: bool, title: str, target: str
    ) -> tuple[str, str]:
        """Return text and key; the reference belongs to the domain, however the role was called."""
        refnode["refdomain"], refnode["reftype"] = _NAME, _ROLE
        return title, "".join(target.split())


class WorksDomain(Domain):
    """The publications of the site, by their keys."""

    name = _NAME
    label = "Publications"
    object_types: ClassVar[dict[str, ObjType]] = {_ROLE: ObjType("publication", _ROLE)}
    roles: ClassVar[dict[str, Any]] = {_ROLE: PubRole(warn_dangling=True)}
    initial_data: ClassVar[dict[str, Any]] = {"mentions": {}}
    data_version = 1

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__(env)
        self.targets: Mapping[str, Mention] = {}
        """The publications of this build; empty while pages are read."""

    @property
    def mentions(self) -> dict[str, tuple[str, ...]]:
        """The keys that each page refers to, each once, by docname."""
        found: dict[str, tuple[str, ...]] = self.data["mentions"]
        return found

    def clear_doc(self, docname: str) -> None:
        """Remove what is known of a page that is read again, or is gone."""
        self.mentions.pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Copy what another process knows of the pages that it has read."""
        theirs = otherdata["mentions"]
        self.mentions.update((docname, theirs[docname]) for docname in docnames if docname in theirs)

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        """Note the keys that a page refers to."""
        keys = [
            node["reftarget"]
            for node in document.findall(addnodes.pending_xref)
            if node.get("refdomain") == _NAME
        ]
        if keys:
            self.mentions[docname] = tuple(dict.fromkeys(keys))

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> Any:
        """Return a link to a publication, or only the text if no page shows it.

        Nothing for an unknown key, which may be in another project.
        """
        found = self.targets.get(target)
        if found is None:
            return None
        if not node.get("refexplicit"):
            contnode = nodes.inline("", found.label, classes=contnode["classes"])
        if not found.docname:
            message = f"pub: no listing shows {shorten(target)}, so that this is no link"
            warn(f"{message}; name its file in a listing without limit and where", Subtype.BIBTEX, node)
            # Sphinx takes what a domain returns in the place of the reference.
            return nodes.inline("", "", contnode)
        return make_refnode(builder, fromdocname, found.docname, found.id, contnode, found.title)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Return the link, if what ``any`` names is the key of a publication that a page shows."""
        found = self.targets.get(target)
        if found is None or not found.docname:
            return []
        link = self.resolve_xref(env, fromdocname, builder, _ROLE, target, node, contnode)
        return [(f"{_NAME}:{_ROLE}", link)] if link is not None else []

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Yield the publications that a page shows.

        They are no results of a search on their own: the text of their listing is found.
        """
        for key, found in self.targets.items():
            if found.docname:
                yield key, found.label, _ROLE, found.docname, found.id, -1


def page_mentions(env: BuildEnvironment) -> dict[str, tuple[str, ...]]:
    """Return the keys that each page refers to, each once, by docname."""
    return _domain(env).mentions


def _domain(env: BuildEnvironment) -> WorksDomain:
    domain = env.domains[_NAME]
    assert isinstance(domain, WorksDomain)
    return domain


def find_mentions(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Work out what references show, and return the pages with one that shows something else than before."""
    domain = _domain(env)
    library = library_of(app)
    targets = {}
    for key, work in library.entries.items():
        # A page of its own comes before a listing.
        home = library.home_of(key)
        docname, place_id = (work.docname, "") if work.docname else home or ("", "")
        targets[key] = Mention(short_label(work), work.title, docname, place_id)
    domain.targets = targets
    shown = {docname: tuple(map(targets.get, keys)) for docname, keys in domain.mentions.items()}
    return pages_changed(app, env, "mentions", shown)


def short_label(work: Work) -> str:
    """Return how a text refers to a work: ``Lovelace and Babbage 1843``, or its title if nobody is named."""
    publication = work.publication
    people = work.authors or (publication.editors if publication else ())
    names = [_family(person) for person in people]
    match names:
        case []:
            who = (publication.collaboration if publication else "") or work.title
        case [one] if not (publication and publication.others):
            who = one
        case [one, other] if not (publication and publication.others):
            who = _("%(one)s and %(other)s") % {"one": one, "other": other}
        case [one, *_others]:
            who = _("%(name)s et al.") % {"name": one}
    return f"{who} {work.year}".strip()


def _family(person: Person) -> str:
    return f"{person.particle} {person.family}".strip() or person.name


def warn_unknown(app: Sphinx, domain: Domain, node: pending_xref) -> bool | None:
    """Warn about a key that is in no project, and tell what was meant."""
    if not isinstance(domain, WorksDomain):
        return None
    warn(f"pub: {unknown_entry(app, node['reftarget'], library_of(app).entries)}", Subtype.BIBTEX, node)
    return True


def setup_domain(app: Sphinx) -> None:
    """Register the domain, and its role under the short name."""
    app.add_domain(WorksDomain)
    app.add_role(_ROLE, PubRole(warn_dangling=True))
    # Once listings are planned, at 390, which tells where they show publications.
    app.connect("env-updated", find_mentions)
    app.connect("warn-missing-reference", warn_unknown)
