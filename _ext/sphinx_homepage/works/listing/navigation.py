"""The place of listed pages in the site, and that of groups in the table of contents of their page.

A page that is in no toctree is below its main listing: so Sphinx finds its parents, and the previous and the
next page.  It stays out of the navigation, which is made of toctrees.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from sphinx_incremental.collectors import PageCollector, page_values
from sphinx_incremental.facts import contents_digest, page_facts, toctrees

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .plan import Members, PlannedListing
    from .uses import Section

_MARK = "homepage_group"


class PlacedCollector(PageCollector):
    """Forgets what was placed on a page when that is read again."""

    attribute = "homepage_listed"

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Do nothing: places are given when all pages have been read."""


def place_pages(env: BuildEnvironment, members: Mapping[str, Members]) -> None:
    """Put the pages that are in no toctree below their main listing."""
    placed: dict[str, frozenset[str]] = page_values(env, PlacedCollector.attribute)
    own: dict[str, list[str]] = {}
    for docname in members.keys() | placed.keys():
        env.included[docname] -= placed.get(docname, frozenset())
        own[docname] = [name for tree in toctrees(env, docname) for name in tree["includefiles"]]
        _set_children(env, docname, own[docname])
    placed.clear()
    with_parent = {name for found in env.toctree_includes.values() for name in found} | {env.config.root_doc}
    for docname in sorted(members):
        below = [name for name in members[docname].main if name not in with_parent]
        _set_children(env, docname, [*own[docname], *below])
        placed[docname] = members[docname].all - env.included[docname]
        # These need no toctree.
        env.included[docname] |= placed[docname]


def unrelated_neighbours(env: BuildEnvironment, members: Mapping[str, Members]) -> dict[str, tuple[str, ...]]:
    """Return which of ``prev`` and ``next`` lead to a page that is not related, by docname.

    Sphinx takes all pages for the chapters of one book: the last post would be before the first talk, and the
    CV after the publications.  Related are the pages of one main listing, and those of one part of the site:
    a page that the home page names in a toctree, and all below it.
    """
    root = env.config.root_doc
    homes = {name: docname for docname, found in members.items() for name in found.main}
    relations = env.collect_relations()
    parts: dict[str | None, str] = {}
    for docname, (parent, *_neighbours) in relations.items():
        # A page comes after the one above it.
        parts[docname] = docname if parent in (None, root) else parts[parent]

    def is_related(one: str, other: str) -> bool:
        if one in homes or other in homes:
            return homes.get(one) == homes.get(other)
        return parts[one] == parts[other]

    found = {}
    for docname, (_parent, *neighbours) in relations.items():
        names = tuple(
            name
            for name, other in zip(("prev", "next"), neighbours, strict=True)
            if other and not is_related(docname, other)
        )
        if names:
            found[docname] = names
    return found


def _set_children(env: BuildEnvironment, docname: str, children: list[str]) -> None:
    if children:
        env.toctree_includes[docname] = children
    else:
        env.toctree_includes.pop(docname, None)


def place_groups(env: BuildEnvironment, listings: Mapping[str, Iterable[PlannedListing]]) -> None:
    """Put the groups of listings into the tables of contents, and make links to them possible."""
    for docname, toc in env.tocs.items():
        planned = [one for one in listings.get(docname, ()) if not one.use.section.is_block]
        # What links may lead to: groups, and rows of entries.
        places = {group.id: group.title for one in planned for group in one.groups if group.id}
        for one in listings.get(docname, ()):
            places |= {row.id: row.work.title for row in one.rows if row.id}
        slugs = env.metadata[docname].get("myst_slugs", {})
        old = [slug for slug, value in slugs.items() if value[0] == _MARK]
        if not places and not old:
            continue
        for slug in old:
            del slugs[slug]
        for item in list(toc.findall(_is_group)):
            above = item.parent
            above.remove(item)
            if not above.children and above is not toc:
                above.parent.remove(above)
        for one in planned:
            _add_groups(toc, docname, one)
        # MyST looks here for what a link to a place on a page may mean.
        env.metadata[docname]["myst_slugs"] = slugs | {
            name: (_MARK, name, title) for name, title in places.items()
        }
        env.toc_num_entries[docname] = len(list(toc.findall(nodes.reference)))
        if docname in page_facts(env):
            facts = page_facts(env)
            facts[docname] = replace(facts[docname], contents=contents_digest(env, docname))


def resolve_local_links(env: BuildEnvironment, document: nodes.document) -> None:
    """Let MyST find the groups and rows of a page to which the page itself has links.

    It has looked for them while the page was read.
    """
    for node in document.findall(addnodes.pending_xref):
        if node.get("reftype") != "myst" or node.get("refdomain"):
            continue
        place = env.metadata[node["refdoc"]].get("myst_slugs", {}).get(node["reftarget"])
        if place and place[0] == _MARK:
            node["refdomain"], node["reftargetid"] = "doc", node["reftarget"]
            node["reftarget"] = node["refdoc"]


def _is_group(node: nodes.Node) -> bool:
    return isinstance(node, nodes.list_item) and _MARK in node


def _add_groups(toc: nodes.bullet_list, docname: str, listing: PlannedListing) -> None:
    groups = [group for group in listing.groups if group.id]
    place = _items(toc, listing.use.section) if groups else None
    if place is None:
        return
    sections = [
        position
        for position, item in enumerate(place.children)
        if isinstance(item, nodes.list_item) and _MARK not in item
    ]
    after = listing.use.section.after
    position = sections[after] if after < len(sections) else len(place.children)
    for number, group in enumerate(groups, position):
        reference = nodes.reference(
            "", "", nodes.Text(group.title), internal=True, refuri=docname, anchorname=f"#{group.id}"
        )
        item = nodes.list_item("", addnodes.compact_paragraph("", "", reference), **{_MARK: True})
        place.insert(number, item)


def _items(toc: nodes.bullet_list, section: Section) -> Any:
    """Return the list of what is in a section; ``None`` if Sphinx has not listed the section."""
    if section.anchor is None:
        return toc
    for reference in toc.findall(nodes.reference):
        if reference["anchorname"] == section.anchor:
            item = reference.parent.parent
            if not isinstance(item.children[-1], nodes.bullet_list):
                item.append(nodes.bullet_list())
            return item.children[-1]
    return None
