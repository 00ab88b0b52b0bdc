"""What the environment keeps about each page for the checks of incremental builds.

A collector keeps, when a page has been read, which toctrees and cross-references are on it.  Whether the
page is outdated is decided from these facts in each build.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.util import docname_join

from .collectors import PageCollector, page_values
from .files import is_file
from .fingerprints import digest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

# Attributes of a toctree about its place, or about what it shows in its place: a navigation of titles shows
# nothing of them.
_PLACES = frozenset({"ids", "backrefs", "rawentries", "maxdepth", "titlesonly"})

_ATTRIBUTE = "incremental_facts"


class Reference(NamedTuple):
    """A cross-reference on a page."""

    kind: str
    """The name of the role that made it."""
    target: str
    """What it names."""
    page: str
    """The page that it names, if it names one, by docname."""
    fragment: str
    """The place on that page."""
    is_page: bool
    """Whether it can name nothing but a page."""
    is_explicit: bool
    """Whether it has a text of its own."""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What one page has that depends on other pages or files."""

    entry: str = ""
    """A digest of what a navigation of titles shows of the page: its title, and the toctrees on it."""
    trees: str = ""
    """A digest of the toctrees alone."""
    contents: str = ""
    """A digest of what a table of contents shows of the page: its sections as well."""
    lists_pages: bool = False
    """Whether a toctree on the page shows titles of others."""
    lists_sections: bool = False
    """Whether one shows their sections as well."""
    references: tuple[Reference, ...] = ()
    """The cross-references on the page, each once."""
    linked: Mapping[str, bool] = field(default_factory=dict)
    """Whether the files that it links to existed, by their paths from the source directory."""


def page_facts(env: BuildEnvironment) -> dict[str, PageFacts]:
    """Return the facts of every page, by docname."""
    return page_values(env, _ATTRIBUTE)


def note_title(env: BuildEnvironment, docname: str) -> None:
    """Note that the title of a page, or of a section on it, has been replaced since the page was read.

    For handlers of ``env-updated`` that replace it in ``env.titles`` and ``env.tocs``.
    """
    facts = page_facts(env)
    if docname in facts:
        facts[docname] = replace(
            facts[docname], entry=entry_digest(env, docname), contents=contents_digest(env, docname)
        )


class FactsCollector(PageCollector):
    """Keeps the facts of each page that is read."""

    attribute = _ATTRIBUTE

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Keep the facts of a page."""
        env, docname = app.env, app.env.current_document.docname
        trees = toctrees(env, docname)
        page_facts(env)[docname] = PageFacts(
            entry=entry_digest(env, docname),
            trees=_trees_digest(env, docname),
            contents=contents_digest(env, docname),
            lists_pages=any(not tree["hidden"] for tree in trees),
            lists_sections=any(
                not (tree["hidden"] or tree["titlesonly"] or tree["maxdepth"] == 1) for tree in trees
            ),
            references=_references(doctree, docname),
            linked=_linked(env, doctree, docname),
        )


def toctrees(env: BuildEnvironment, docname: str) -> list[addnodes.toctree]:
    """Return the toctrees on a page."""
    toc = env.tocs.get(docname)
    return list(toc.findall(addnodes.toctree)) if toc is not None else []


def has_conditions(env: BuildEnvironment) -> bool:
    """Return whether titles of pages or toctrees depend on tags (``only``).

    Sphinx omits those that are not for the builder from the navigation of some pages, and not of others.
    """
    return any(
        only.parent is toc or next(iter(only.findall(addnodes.toctree)), None) is not None
        for toc in env.tocs.values()
        for only in toc.findall(addnodes.only)
    )


def entry_digest(env: BuildEnvironment, docname: str) -> str:
    """Return a digest of the title of a page and of the toctrees on it.

    A page may have several titles, each with toctrees below it.
    """
    parts = [str(env.titles.get(docname)), _trees_digest(env, docname)]
    toc = env.tocs.get(docname)
    for item in toc.children if toc is not None else ():
        is_title = isinstance(item, nodes.list_item) and item.children
        parts += [str(item.children[0] if is_title else item), str(len(list(item.findall(addnodes.toctree))))]
    return digest(*parts)


def _trees_digest(env: BuildEnvironment, docname: str) -> str:
    parts = []
    for tree in toctrees(env, docname):
        shown = sorted((key, value) for key, value in tree.attributes.items() if key not in _PLACES)
        parts.append(repr((shown, _conditions(tree))))
    if parts:
        # Toctrees in sections that are further down are not shown.
        parts.append(_depth(env, docname))
    return digest(*parts)


def _conditions(node: nodes.Node | None) -> list[str]:
    """Return the conditions (``only``) under which a node is shown."""
    found = []
    while node is not None:
        if isinstance(node, addnodes.only):
            found.append(str(node["expr"]))
        node = node.parent
    return found


def contents_digest(env: BuildEnvironment, docname: str) -> str:
    """Return a digest of the title of a page, of its sections, and of the toctrees on it."""
    return digest(entry_digest(env, docname), str(env.tocs.get(docname)), _depth(env, docname))


def _depth(env: BuildEnvironment, docname: str) -> str:
    """Return how many levels of its sections a page shows to others, or an empty string.

    https://www.sphinx-doc.org/en/master/usage/restructuredtext/field-lists.html
    """
    return str(env.metadata.get(docname, {}).get("tocdepth", ""))


def _references(doctree: nodes.document, docname: str) -> tuple[Reference, ...]:
    found = set()
    for node in doctree.findall(addnodes.pending_xref):
        kind, target = node.get("reftype", ""), node.get("reftarget", "")
        page, _, fragment = target.partition("#")
        if node.get("refdomain") == "doc":  # MyST's, which has found the page
            fragment, is_page = node.get("reftargetid") or "", True
        else:
            page, is_page = docname_join(docname, page), kind == "doc"
        found.add(Reference(kind, target, page, fragment, is_page, bool(node.get("refexplicit"))))
    return tuple(sorted(found))


def _linked(env: BuildEnvironment, doctree: nodes.document, docname: str) -> dict[str, bool]:
    """Return whether the files that links of MyST name exist."""
    paths = set()
    for node in doctree.findall(addnodes.pending_xref):
        if node.get("reftype") == "myst":
            name = node.get("reftarget", "").partition("#")[0]
            is_page = node.get("refdomain") == "doc"
            if name:
                path = env.doc2path(name, base=False) if is_page else env.relfn2path(name, docname)[0]
                paths.add(str(path))
    return {path: is_file(Path(env.srcdir, path)) for path in sorted(paths)}
