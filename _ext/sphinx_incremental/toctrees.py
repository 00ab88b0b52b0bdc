"""What a page shows of others in its navigation and its toctrees: it is written again when that changes.

Sphinx writes a page again when it has been read again, and with it the pages whose toctrees name it, whether
these show what has changed or not; those who show it from further away, and the navigation of all others,
stay as they were.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from .builders import builds_pages
from .facts import PageFacts, has_conditions, page_facts, toctrees
from .files import walk_files
from .fingerprints import digest, note_outdated, pages_changed
from .navigation_tree import is_large, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

_NOTHING = PageFacts()
_NUMBER = "secnumber"


def remove_old_numbers(env: BuildEnvironment) -> None:
    """Remove the numbers of pages that are in no numbered toctree any more.

    Sphinx adds them to titles when the toctree has been read, and never removes them.
    """
    for docname, title in env.titles.items():
        if _NUMBER in title and docname not in env.toc_secnumbers:
            for node in (title, *env.tocs[docname].findall(nodes.reference)):
                node.attributes.pop(_NUMBER, None)


def _entries(env: BuildEnvironment, docnames: Iterable[str], *, with_sections: bool) -> str:
    """Return a digest of what toctrees show of these pages."""
    facts = page_facts(env)
    entries = []
    for docname in sorted(docnames):
        fact = facts.get(docname, _NOTHING)
        numbers = env.toc_secnumbers.get(docname, {})
        numbered = numbers if with_sections else numbers.get("")
        entries.append(f"{docname}: {fact.contents if with_sections else fact.entry} {numbered}")
    return digest(*entries)


def _below(children: Mapping[str, Iterable[str]], *docnames: str) -> set[str]:
    """Return all pages that are reached from pages, from whatever depth."""
    found: set[str] = set()
    coming = list(docnames)
    while coming:
        for child in children.get(coming.pop(), ()):
            if child not in found:
                found.add(child)
                coming.append(child)
    return found


class Branches:
    """What the pages of a large site show of its navigation: the top level, and each its own branch.

    These are the rules of :meth:`.navigation_tree.Tree.branch`, by the names of pages.
    """

    def __init__(self, env: BuildEnvironment, children: Mapping[str, list[str]]) -> None:
        self._root: str = env.config.root_doc
        # Toctrees below no title are shown in place of their page.
        untitled = {name: found for name, found in children.items() if "toctree" in _shape(env, name)}
        self._children = {
            docname: [*found, *_below(untitled, *untitled.keys() & set(found))]
            for docname, found in children.items()
        }
        self._parents: dict[str, list[str]] = {}
        for parent, found in children.items():
            for child in found:
                self._parents.setdefault(child, []).append(parent)
        # The items of the lists of which a page may show some, and the places of each page among them.
        self._items: dict[str, list[str]] = {}
        self._places: dict[str, dict[str, list[int]]] = {}
        for docname, found in children.items():
            if untitled.keys().isdisjoint(found) and _is_one_list(env, docname, found):
                items = [name for name in found for _ in _shape(env, name)]
                places = self._places[docname] = {name: [] for name in found}
                for place, name in enumerate(items):
                    places[name].append(place)
                self._items[docname] = items

    def shown(self, docname: str) -> set[str]:
        """Return the pages whose titles a page shows."""
        chain = _below(self._parents, docname) | {docname}
        found = set(chain)
        for name in chain | {self._root}:
            if name in self._items:
                items, places = self._items[name], self._places[name]
                open_ = [place for page in chain for place in places.get(page, ())]
                found.update(items[place] for place in visible(len(items), open_))
            else:
                found.update(self._children.get(name, ()))
        return found


def _shape(env: BuildEnvironment, docname: str) -> list[str]:
    """Return what a page adds to the list of pages in which it stands: mostly one item, its title.

    A page with several titles adds one for each, and one without a title nothing but its toctrees.
    """
    toc = env.tocs.get(docname)
    return [type(item).__name__ for item in toc.children] if toc is not None else []


def _is_one_list(env: BuildEnvironment, docname: str, children: list[str]) -> bool:
    """Return whether the children of a page are one list in the navigation, in this order."""
    trees = toctrees(env, docname)
    is_one = len(trees) == 1 and [name for _, name in trees[0]["entries"]] == children
    return is_one and len(set(children)) == len(children)


def find_outdated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return every page whose navigation or toctrees show something else than in the last build."""
    # Not env.toctree_includes: an extension may put pages below others that are in no toctree.
    children = {
        docname: [name for tree in trees for name in tree["includefiles"] if name in env.found_docs]
        for docname in env.toctree_includes
        if (trees := toctrees(env, docname))
    }
    facts = page_facts(env)
    listed = {
        docname: _entries(env, _below(children, docname), with_sections=facts[docname].lists_sections)
        for docname in children
        if docname in env.found_docs and docname in facts and facts[docname].lists_pages
    }
    return sorted(
        {
            *_find_navigation(app, env, children),
            *pages_changed(app, env, "toctrees", listed),
            *pages_changed(app, env, "relations", _relations(env)),
        }
    )


def _relations(env: BuildEnvironment) -> dict[str, str]:
    """Return a digest of the titles above, before and after each page that has a place in the site."""
    relations = env.collect_relations()
    titles = {docname: f"{docname}: {title}" for docname, title in env.titles.items()}
    found = {}
    for docname, (parent, *neighbours) in relations.items():
        above: list[str] = []
        while parent and parent not in above:
            above.append(parent)
            parent = relations[parent][0] if parent in relations else None
        found[docname] = digest(*(titles.get(name or "", "") for name in (*neighbours, *above)))
    return found


def _find_navigation(app: Sphinx, env: BuildEnvironment, children: Mapping[str, list[str]]) -> list[str]:
    pages = {child for found in children.values() for child in found} | children.keys()
    pages = (pages | {env.config.root_doc}) & env.found_docs
    # furo shows pages only; another theme, or a template of the site, may show the sections of each.
    is_furo = app.config.html_theme == "furo" and not _has_toctrees(app)
    if not is_furo or not _shows_branches(env, _below(children, env.config.root_doc)):
        shown = _entries(env, pages, with_sections=not is_furo)
        return pages_changed(app, env, "navigation", dict.fromkeys(env.found_docs, shown))
    facts = page_facts(env)
    structure = digest(
        *(
            f"{docname}: {facts.get(docname, _NOTHING).trees} {_shape(env, docname)} "
            f"{env.toc_secnumbers.get(docname, {}).get('')}"
            for docname in ("branches", *sorted(pages))
        )
    )
    found = pages_changed(app, env, "navigation", dict.fromkeys(env.found_docs, structure))
    entries = {docname: facts.get(docname, _NOTHING).entry for docname in pages}
    changed = set(pages_changed(app, env, "titles", entries))
    if not changed or len(found) == len(env.found_docs):
        return found
    branches = Branches(env, children)
    return note_outdated(
        env,
        {
            *found,
            *(docname for docname in env.found_docs if not changed.isdisjoint(branches.shown(docname))),
        },
    )


class ParentRule:
    """Withholds Sphinx's rule that a page is written whenever a page in its toctrees has been read again."""

    def __init__(self) -> None:
        self._withheld: dict[str, set[str]] | None = None

    def withhold(self, app: Sphinx, builder: Builder) -> None:
        """Remove what toctrees have added to the rule: :func:`find_outdated` knows better."""
        if builds_pages(builder):
            includes = app.env.toctree_includes
            self._withheld = app.env.files_to_rebuild
            app.env.files_to_rebuild = {
                docname: {page for page in pages if docname not in includes.get(page, ())}
                for docname, pages in self._withheld.items()
            }

    def restore(self, app: Sphinx, exception: Exception | None) -> None:
        """Restore the rule, for other builders that use the environment."""
        if self._withheld is not None:
            app.env.files_to_rebuild, self._withheld = self._withheld, None


def _has_toctrees(app: Sphinx) -> bool:
    """Return whether a template of the site shows a toctree, of whatever depth."""
    directories = (Path(app.confdir, path) for path in app.config.templates_path)
    templates = (path for directory in directories for path in walk_files(directory))
    return any(b"toctree" in path.read_bytes() for path in templates if path.suffix == ".html")


def _shows_branches(env: BuildEnvironment, pages: set[str]) -> bool:
    """Return whether each page shows only its own branch of furo's navigation, which has *pages* in it.

    Where that is not certain, they are taken to show all of it: where a page keeps some of its toctrees to
    itself.
    """
    return (
        not has_conditions(env)
        and is_large(sum("list_item" in _shape(env, docname) for docname in pages))
        and not any("tocdepth" in env.metadata.get(docname, {}) for docname in pages)
    )


def setup_toctrees(app: Sphinx) -> None:
    """Register the change of Sphinx's rule; :mod:`.checks` calls :func:`find_outdated`."""
    rule = ParentRule()
    app.connect("write-started", rule.withhold)
    app.connect("build-finished", rule.restore)
