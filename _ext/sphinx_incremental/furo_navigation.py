"""Furo's sidebar navigation, resolved once for a build instead of once for every page.

For each page, Sphinx resolves the tree of all pages, and furo parses the result: a thousand pages cost ten
minutes.  Here both happen once.  Each page gets the same text with its own links, and the marks of its place,
so that not one byte differs from what furo would have made.

On a large site (:func:`.is_large`), each page shows the top level and its own branch, since the size of all
pages together would otherwise grow with the square of their number.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from sphinx.util.osutil import relative_uri

from .builders import builds_pages
from .facts import has_conditions
from .navigation_tree import LINK, Tree, is_large, link_to

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

_TREE = "furo_navigation_tree"
# What furo asks for.
_ASKED = {"collapse": False, "titles_only": True, "maxdepth": -1, "includehidden": True}
_MARKED = re.compile(r'<(ul|li) class="([^"]*)">')
_MARKED_LINK = re.compile(r'<a class="(?:current )*reference internal" href="([^"#]*)((?:#[^"]+)?)#?">')


class SharedNavigation:
    """The navigation of one application's pages."""

    def __init__(self) -> None:
        self._skeleton: str | None = None
        self._is_shared = True
        """Whether what is resolved for one page holds for another."""
        self._is_plain = False
        """Whether everything in it is understood."""
        self._several: set[str] = set()
        """The URLs that are in it more than once."""
        self._urls: dict[str, str] = {}
        self._trees: dict[str, Tree | None] = {}
        self._links: tuple[str, dict[int, str]] = ("", {})
        self._given: Callable[..., str] | None = None

    def reset(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Discard the tree of the build before."""
        self._skeleton, self._trees, self._links = None, {}, ("", {})
        self._is_shared = not has_conditions(env)

    def before_furo(
        self,
        app: Sphinx,
        pagename: str,
        _templatename: str,
        context: dict[str, Any],
        _doctree: nodes.document | None,
    ) -> None:
        """Give furo the same tree for every page: it caches what it makes of one."""
        self._given = None
        if (
            not builds_pages(app.builder)
            or app.config.html_theme != "furo"
            or not self._is_shared
            or not callable(context.get("toctree"))
        ):
            return
        if self._skeleton is None:
            text = context["toctree"](**_ASKED)
            self._skeleton = self._make_skeleton(app.builder, pagename, text)
            tree = Tree.parse(self._skeleton, self._urls)
            self._is_plain = tree is not None
            self._several = set()
            if tree and not is_large(len(tree.targets)):
                self._several = {
                    url
                    for url, found in tree.entries.items()
                    if sum(not entry.fragment for entry in found) > 1
                }
        if not self._is_plain or app.builder.get_target_uri(pagename) in self._several:
            # A page in several places has marks in all of them: rare, and left to Sphinx and furo.
            return
        self._given = context["toctree"]
        context["toctree"] = self._answer

    def _answer(self, **asked: Any) -> str:
        assert self._given is not None
        assert self._skeleton is not None
        return self._skeleton if asked == _ASKED else self._given(**asked)

    def after_furo(
        self,
        app: Sphinx,
        pagename: str,
        _templatename: str,
        context: dict[str, Any],
        _doctree: nodes.document | None,
    ) -> None:
        """Give the page its own links, and mark its place."""
        if self._given is None:
            return
        context["toctree"], self._given = self._given, None
        assert builds_pages(app.builder)
        text = context.get(_TREE)
        if text and text not in self._trees:
            self._trees[text] = Tree.parse(text, self._urls)
        tree = self._trees[text] if text else None
        url = app.builder.get_target_uri(pagename)
        if tree and is_large(len(tree.targets)):
            here = _absent_page(url.rpartition("/")[0])
            context[_TREE] = tree.branch(
                url, _place(tree, url, context), lambda target: relative_uri(here, target)
            )
        elif tree:
            context[_TREE] = tree.text(url, _place(tree, url, context), self._links_from(url, tree))
        elif text:
            # An unknown version of furo: the links of this are right, and its sublists are open.
            context[_TREE] = context["toctree"](**_ASKED)

    def _links_from(self, url: str, tree: Tree) -> dict[int, str]:
        """Return the links of the page at *url*; those of all pages in one directory are the same."""
        directory = url.rpartition("/")[0]
        if self._links[0] != directory or not self._links[1]:
            here = _absent_page(directory)
            links = {
                number: link_to(relative_uri(here, target), fragment)
                for number, (target, fragment) in tree.targets.items()
            }
            self._links = (directory, links)
        return self._links[1]

    def _make_skeleton(self, builder: StandaloneHTMLBuilder, pagename: str, text: str) -> str:
        """Return *text*, what Sphinx makes of the tree for *pagename*, as it would be for no page at all.

        Its links become URLs relative to the root, and nothing is marked as current.
        """
        names = [*builder.env.found_docs, "genindex", "py-modindex", "search"]
        found = {name: html.escape(builder.get_target_uri(name), quote=False) for name in names}
        self._urls = {found[name]: builder.get_target_uri(name) for name in names}
        links = {
            html.escape(builder.get_relative_uri(pagename, name), quote=False): url
            for name, url in found.items()
        }
        # Its own link is "#", or "#place".
        links[""] = html.escape(builder.get_target_uri(pagename), quote=False)
        text = _MARKED_LINK.sub(lambda link: f'{LINK}{links.get(link[1], link[1])}{link[2]}">', text)
        return _MARKED.sub(lambda tag: _without_marks(tag[1], tag[2]), text)


def _place(tree: Tree, url: str, context: dict[str, Any]) -> str:
    """Return the URL of the page, or of the nearest page above it, that is in the navigation.

    An extension may give a page a parent without a toctree.
    """
    parents = [urljoin(f"/{url}", html.unescape(parent["link"]))[1:] for parent in context.get("parents", ())]
    return next((place for place in (url, *reversed(parents)) if place in tree.entries), url)


def _absent_page(directory: str) -> str:
    """Return the URL of a page in *directory* that is in no tree, since no page has such a name."""
    return f"{directory}/#" if directory else ""


def _without_marks(name: str, classes: str) -> str:
    kept = " ".join(part for part in classes.split() if part != "current")
    return f'<{name} class="{kept}">' if kept else f"<{name}>"


def setup_furo_navigation(app: Sphinx) -> None:
    """Register the work before and after furo's own."""
    navigation = SharedNavigation()
    app.connect("env-updated", navigation.reset)
    # Furo makes the navigation of a page at 500.
    app.connect("html-page-context", navigation.before_furo, priority=400)
    app.connect("html-page-context", navigation.after_furo, priority=600)
