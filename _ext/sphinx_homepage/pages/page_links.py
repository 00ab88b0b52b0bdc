"""The links of each page to addresses of its own site, as they are written.

They are recorded when the page is read, and looked up in each build (:mod:`.links`), since what answers at an
address depends on all pages.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from docutils import nodes
from sphinx import addnodes

from sphinx_incremental.collectors import PageCollector, page_values

from ..core.canonical import site_base
from ..core.html_links import may_have_urls, parse_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

_ATTRIBUTE = "homepage_links"
_LIQUID = re.compile(r"\{[{%]|%7B(?:%7B|%25)", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


class PageLink(NamedTuple):
    """A link as a page has it."""

    address: str
    """As it is written."""
    location: str | tuple[str, int | None]
    """Its place, for warnings."""
    has_text: bool = True
    """Whether it has a text of its own."""
    is_open: bool = False
    """Whether it is a link in Markdown, for which MyST has found no source file."""
    is_front_matter: bool = False
    """Whether a key of the front matter, or of another file, holds it, so that MyST does not look for it."""
    docname: str = ""
    """The page that shows it, if it is in the text of none (:func:`.links.add_link_source`)."""


def page_links(env: BuildEnvironment) -> dict[str, tuple[PageLink, ...]]:
    """Return the links of every page that has any, by docname."""
    return page_values(env, _ATTRIBUTE)


class PageLinksCollector(PageCollector):
    """Records the links of a page when the page has been read."""

    attribute = _ATTRIBUTE

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Record the links of a page."""
        docname = app.env.current_document.docname
        found = tuple(dict.fromkeys(_written_links(app, doctree, docname)))
        if found:
            page_links(app.env)[docname] = found


def _written_links(app: Sphinx, doctree: nodes.document, docname: str) -> Iterator[PageLink]:
    for node in linking_nodes(doctree):
        if isinstance(node, nodes.raw):
            for url, line in _html_urls(node):
                if is_candidate(url, app.config):
                    yield PageLink(url, _location(app, node, docname, line - 1))
        elif (address := written_address(node)) and is_candidate(address, app.config):
            is_open = isinstance(node, addnodes.pending_xref)
            yield PageLink(address, _location(app, node, docname), has_text(node), is_open)


def find_nodes(doctree: nodes.document, *kinds: type[nodes.Element]) -> Iterator[nodes.Element]:
    """Yield the nodes of these *kinds* in the order of the text, in half the time of ``findall()``.

    Whoever changes the tree makes a list of them first.
    """
    waiting: list[nodes.Node] = [doctree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, kinds):
            yield node
        waiting += reversed(node.children)


def linking_nodes(doctree: nodes.document) -> Iterator[nodes.Element]:
    """Yield the nodes of a page that may lead to an address: links, images, and HTML with URLs."""
    for node in find_nodes(doctree, nodes.reference, addnodes.pending_xref, nodes.image, nodes.raw):
        is_raw = isinstance(node, nodes.raw)
        if not is_raw or ("html" in node.get("format", "").split() and may_have_urls(node.astext())):
            yield node


def written_address(node: nodes.Element) -> str:
    """Return the address that a link or an image has; nothing if Sphinx or an extension has set it."""
    if isinstance(node, addnodes.pending_xref):
        return str(node["reftarget"]) if is_open_link(node) else ""
    if isinstance(node, nodes.image):
        return str(node["uri"]) if "?" in node.get("candidates", {}) else ""
    # Sphinx marks what it has resolved, also links to other sites; what people write has no mark.
    return "" if "internal" in node else str(node.get("refuri", ""))


def is_open_link(node: nodes.Element) -> bool:
    """Return whether it is a link of Markdown, without a domain, for which MyST has found no source file."""
    return (
        isinstance(node, addnodes.pending_xref)
        and node.get("reftype") == "myst"
        and not node.get("refdomain")
    )


def has_liquid(address: str) -> bool:
    """Return whether an address holds Liquid, as it is written or encoded."""
    return _LIQUID.search(address) is not None


def has_text(node: nodes.Element) -> bool:
    """Return whether a link shows anything of its own."""
    return bool(node.astext().strip()) or isinstance(node, nodes.image) or any(node.findall(nodes.image))


def is_candidate(address: str, config: Config) -> bool:
    """Return whether an address may be one of this site: from its root, its own URL, or a file's path."""
    is_candidate = (
        address.startswith("/") or own_path(address, config) is not None or bool(file_path(address))
    )
    return is_candidate and not has_liquid(address)


def file_path(address: str) -> str:
    """Return the path of an address relative to its page, if it looks like that of a file, or like a host."""
    path = re.split("[?#]", address, maxsplit=1)[0]
    is_relative = path and not path.startswith("/") and not _SCHEME.match(path)
    has_dot = "." in path.rpartition("/")[2].strip(".") or path.lower().startswith("www.")
    return path if is_relative and has_dot else ""


def own_path(url: str, config: Config) -> str | None:
    """Return what follows the address of the site in an absolute *url*; ``None`` if it is another site's."""
    if not url[:5].lower().startswith("http"):
        return None
    pattern = _own_pattern(site_base(config))
    match = pattern.match(url) if pattern else None
    return (url[match.end() :] or "/") if match else None


@lru_cache(maxsize=8)
def _own_pattern(base: str) -> re.Pattern[str] | None:
    if not base:
        return None
    parts = urlsplit(base)
    path = re.escape(parts.path.rstrip("/"))
    return re.compile(f"(?i:https?://{re.escape(parts.netloc)}){path}(?=[/?#]|$)")


def _html_urls(node: nodes.Element) -> Iterator[tuple[str, int]]:
    for reference in parse_page(node.astext()).references:
        if reference.kind != "style sheet" and reference.kind != "file":
            yield reference.url.strip(), reference.line


def _location(
    app: Sphinx, node: nodes.Element, docname: str, offset: int = 0
) -> str | tuple[str, int | None]:
    source, line = None, None
    above: nodes.Node | None = node
    while above is not None and not (source and line):
        # A node may know its file and not its line; MyST gives some the line 0.
        source, line, above = source or above.source, line or above.line, above.parent
    if source and source != str(app.env.doc2path(docname)):
        return f"{source}:{(line or 1) + offset}"
    return docname, line + offset if line else None
