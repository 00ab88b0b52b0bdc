"""Works that belong together: a paper, its code, the talk about it, and the posts that mention it.

One of two works names the other (``related`` in front matter, or in a BibTeX entry), and both are shown with
the other.  A page that refers to an entry with the role ``pub`` is shown with the entry.  Whichever of them
has been edited, both are worked out anew in each build, and only pages on which something else stands now are
written again.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.errors import NoUri
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode

from sphinx_incremental.fingerprints import digest, pages_changed

from ..core.dates import Date
from ..core.diagnostics import warn
from ..core.messages import _
from ..core.problems import Subtype, did_you_mean, shorten
from ..mathematics.extension import add_formula_source
from ..pages.drafts import hidden_drafts
from ..pages.records import page_records
from ..pages.title import titled_section
from .details import filled, joined, words
from .domain import page_mentions
from .library import library_of
from .model import PublicationKind, WorkType
from .text_nodes import text_nodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .library import Library
    from .model import Relation, Work

# Post-transforms have no application.
_SHOW = "homepage-show-relations"
# Of more mentions, the others are counted.
_MOST = 5
_PAPERS = frozenset(
    {PublicationKind.ARTICLE, PublicationKind.CONFERENCE_PAPER, PublicationKind.PREPRINT}
)  # fmt: skip


class work_relations(nodes.General, nodes.Element):  # noqa: N801
    """The place of the works that belong to that of a page, with its docname."""


# --- Which works belong together ----------------------------------------------------------------------------


def connect(app: Sphinx, env: BuildEnvironment) -> None:
    """Find the works that belong to each work, and warn about names that none has."""
    library = library_of(app)
    works = {work.identity: work for work in (*library.pages.values(), *library.entries.values())}
    # Each with those that it names first, in this order; a mapping is a set that keeps it.
    named: dict[tuple[str, str], dict[tuple[str, str], None]] = defaultdict(dict)
    naming: dict[tuple[str, str], dict[tuple[str, str], None]] = defaultdict(dict)
    known: set[tuple[object, str]] = set()
    for identity in sorted(works):
        for relation in works[identity].related:
            other, problem = _find(env, library, works[identity], relation)
            if other:
                named[identity][other.identity] = None
                naming[other.identity][identity] = None
            # Of two pages about an entry both have what the entry names.
            location = library.place_of(app, works[identity], relation)
            if problem and (location, relation.name) not in known:
                known.add((location, relation.name))
                warn(f"related: {problem}", Subtype.RELATED, location)
    library.related = {
        identity: tuple(works[other] for other in named[identity] | naming[identity])
        for identity in sorted(named.keys() | naming.keys())
    }
    library.mentions = _mentions(env, library)


def _find(env: BuildEnvironment, library: Library, work: Work, relation: Relation) -> tuple[Work | None, str]:
    """Return the work that another names, and what is wrong with the name."""
    name = relation.name.removeprefix("/")
    suffix = next((suffix for suffix in env.config.source_suffix if name.endswith(suffix)), "")
    docname = name.removesuffix(suffix)
    found = library.entries.get(relation.name) or library.pages.get(docname)
    if found is None and docname in hidden_drafts(env):
        return None, ""
    if found is None:
        message = f"there is no page and no entry {shorten(relation.name)}"
        same_name = [docname for docname in library.pages if docname.rpartition("/")[2] == name]
        hint = f"; did you mean {same_name[0]!r}?" if same_name else ""
        return None, message + (hint or did_you_mean(name, [*library.pages, *library.entries]))
    if found.identity == work.identity:
        return None, f"{shorten(relation.name)} is this work itself; name another, or take it away"
    return found, ""


def _mentions(env: BuildEnvironment, library: Library) -> dict[tuple[str, str], tuple[Work, ...]]:
    """Return the pages that mention the work of each entry, besides those that are related to it."""
    found: dict[tuple[str, str], dict[str, Work]] = defaultdict(dict)
    records = page_records(env)
    for docname, keys in sorted(page_mentions(env).items()):
        # The home page leads to everything, and nobody sees a page that leads elsewhere.
        if docname not in library.pages or docname == env.config.root_doc:
            continue
        if records[docname].front_matter.redirect_to:
            continue
        page = library.pages[docname]
        for work in filter(None, map(library.entries.get, keys)):
            others = {other.identity for other in library.related.get(work.identity, ())}
            if page.identity not in others | {work.identity}:
                found[work.identity][docname] = page
    return {identity: tuple(pages.values()) for identity, pages in found.items()}


# --- What is shown of them ----------------------------------------------------------------------------------


def related_lines(app: Sphinx, work: Work, docname: str) -> list[list[nodes.Node]]:
    """Return a line for each work that belongs to a work, and one with the pages that mention it.

    Listings must have been planned, which tells where entries are.

    :param docname: the page, which is not shown as one that mentions the work.
    """
    library = library_of(app)
    lines = []
    for other in library.related.get(work.identity, ()):
        kind, link = kind_word(other), _link(app, library, other, docname)
        lines.append(filled(_("%(kind)s: %(title)s"), kind=words(kind), title=link) if kind else link)
    # It is no news that the page of their listing has it.
    home = library.home_of(work.key)
    own = {docname, home.docname if home else docname}
    pages = [page for page in library.mentions.get(work.identity, ()) if page.docname not in own]
    # The newest come first; others are in the order of their names.
    pages.sort(key=lambda page: page.date or Date(0), reverse=True)
    mentions = [_link(app, library, page, docname) for page in pages]
    if mentions:
        more = len(mentions) - _MOST
        if more > 0:
            mentions[_MOST:] = [words(_("and %(count)s more") % {"count": more})]
        lines.append(filled(_("Mentioned in %(pages)s"), pages=joined(", ", mentions)))
    return lines


def kind_word(work: Work) -> str:
    """Return what a work is, in a word or two; nothing for a page that is no work and does not say."""
    if work.publication and work.publication.kind in _PAPERS:
        return _("Paper")
    if work.kind:
        return work.kind
    match work.type:
        case WorkType.PUBLICATION:
            return _("Paper") if work.publication_kind in _PAPERS else _("Publication")
        case WorkType.TALK:
            return _("Talk")
        case WorkType.COURSE:
            return _("Course")
        case WorkType.POST:
            return _("Post")
        case WorkType.PROJECT:
            return _("Project")
        case _:
            return ""


def _link(app: Sphinx, library: Library, work: Work, docname: str) -> list[nodes.Node]:
    """Return the title of a work, as a link to its page or to its row in a listing if there is one."""
    if work.publication:
        title = text_nodes(work.publication.title, with_links=False)
    else:
        title = [node.deepcopy() for node in app.env.titles[work.docname].children]
    place = (work.docname, "") if work.docname else library.home_of(work.key)
    if place is None:
        return title
    try:
        return [make_refnode(app.builder, docname, *place, title)]
    except NoUri:
        return title


# --- On pages about works -----------------------------------------------------------------------------------


def add_place(app: Sphinx, doctree: nodes.document) -> None:
    """Add the place of related works to the end of a page: others may name it later."""
    (titled_section(doctree) or doctree).append(work_relations(docname=app.env.current_document.docname))


class ShowRelations(SphinxPostTransform):
    """Shows related works at the end of their pages."""

    # Before formulas in titles, and before links are looked at by others.
    default_priority = 5

    def run(self, **_kwargs: Any) -> None:
        """Fill the places on a page, or on several that are one document."""
        for node in list(self.document.findall(work_relations)):
            self.env.events.emit(_SHOW, node)


def show_relations(app: Sphinx, node: work_relations) -> None:
    """Put related works into their place."""
    lines = _page_lines(app, node["docname"])
    items = [nodes.list_item("", nodes.paragraph("", "", *line)) for line in lines]
    node.replace_self([nodes.bullet_list("", *items, bullet="*", classes=["hp-relations"])] if items else [])


def _page_lines(app: Sphinx, docname: str) -> list[list[nodes.Node]]:
    work = library_of(app).pages.get(docname)
    return related_lines(app, work, docname) if work else []


def find_outdated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages at whose end other related works stand than before."""
    library = library_of(app)
    pages = {docname for docname, _ in library.related.keys() | library.mentions.keys() if docname}
    shown = {docname: lines_digest(_page_lines(app, docname)) for docname in pages}
    return pages_changed(app, env, "related works", shown)


def lines_digest(lines: Iterable[list[nodes.Node]]) -> str:
    """Return a digest of what lines show, and of where they lead."""
    return digest(*(str(node) for line in lines for node in line))


def have_formulas(app: Sphinx) -> bool:
    """Return whether a title that is shown has formulas."""
    related: Mapping[tuple[str, str], tuple[Work, ...]] = library_of(app).related
    return any(
        bool(work.publication and work.publication.title.formulas)
        for works in related.values()
        for work in works
    )


def setup_relations(app: Sphinx) -> None:
    """Register the relations of works."""
    app.add_node(work_relations)
    app.add_event(_SHOW)
    app.add_post_transform(ShowRelations)
    add_formula_source(app, have_formulas)
    app.connect(_SHOW, show_relations)
    # As the details of works.
    app.connect("doctree-read", add_place, priority=600)
    # The library is filled and pages are completed, at 350 and 360; before listings, at 390, which show them.
    app.connect("env-updated", connect, priority=370)
    # Listings are planned, which tells where entries are.
    app.connect("env-updated", find_outdated)
