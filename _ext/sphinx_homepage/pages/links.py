"""Links by address: ``[CV](/cv/)``, the URL of the site itself, and ``href`` and ``src`` in raw HTML.

An address of the site is looked up as hosts would answer it: a page under either builder, a ``permalink``, a
redirect, a published file.  What is written into a page is a relative URL, which is right wherever the site
is served.  The addresses are looked up when all pages have been read (``env-updated``), with a warning for
each that leads nowhere; while pages are written nothing is decided, but for links that are made then.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import NoUri
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import docname_join
from sphinx.util.osutil import relative_uri

from sphinx_incremental.builders import builds_pages, extra_files, page_file
from sphinx_incremental.files import is_file
from sphinx_incremental.fingerprints import pages_changed

from ..core.addresses import page_forms, retired_files
from ..core.built_site import BuiltSite
from ..core.canonical import site_base
from ..core.diagnostics import warn
from ..core.html_links import replace_urls
from ..core.problems import Subtype, shorten
from .addresses import State, published_addresses
from .drafts import draft_files
from .link_finder import Destination, LinkFinder
from .page_links import (
    PageLink,
    PageLinksCollector,
    find_nodes,
    has_liquid,
    has_text,
    is_candidate,
    is_open_link,
    linking_nodes,
    page_links,
    written_address,
)
from .public_files import PUBLISHED, SOURCE, PublishedFiles, published_entries
from .records import page_records
from .targets import Places, Target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_PLACES = "homepage-link-places"
_LINKS = "homepage-links"
_FIND = "homepage-find-link"
_OPEN = "homepage-open-links"


def add_place_source(app: Sphinx, function: Callable[[Sphinx], Places | None]) -> None:
    """Register who knows what answers at which address.

    :param function: returns it when all pages have been read; ``None`` for builders that make no site.
    """
    app.connect(_PLACES, function)


def add_link_source(app: Sphinx, function: Callable[[Sphinx], Iterable[PageLink]]) -> None:
    """Register links that are in the text of no page, to be checked like the others.

    :param function: returns them when all pages have been read; those without a docname may be shown on any.
    """
    app.connect(_LINKS, function)


def find_destination(app: Sphinx, docname: str, address: str) -> Destination | None:
    """Return what an address that is written on a page leads to; ``None`` if it is none of this site.

    All pages must have been read.
    """
    found: Destination | None = app.emit_firstresult(_FIND, docname, address)
    return found


def url_from_root(app: Sphinx, address: str) -> str:
    """Return the URL of what an address from the site's root leads to, from there, or on another site.

    It is empty if there is no such page yet, and the address itself if it leads nowhere.
    """
    found = find_destination(app, "", address)
    if found is None or (found.target is None and found.problem):
        return address
    target = found.target
    if target is None or target.url:
        return target.url if target else ""
    path = app.builder.get_target_uri(target.docname) if target.docname else quote(target.file)
    return f"/{path}{found.url_suffix}"


class Links:
    """The links of one application's pages."""

    def __init__(self) -> None:
        self._finder = LinkFinder(Places({}, {}, {}, (), {}), PublishedFiles("", [], bool), {})
        self._links: dict[str, tuple[PageLink, ...]] = {}
        """The links of each page, also those that are not in its text."""
        self._checked: set[tuple[str, str | tuple[str, int | None]]] = set()
        self._written: list[tuple[PageLink, Destination]] = []
        """The links that can be checked only when the site has been written."""

    def plan(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Look up the links of all pages, and warn about those that lead nowhere.

        :returns: the pages with a link that leads elsewhere than in the last build.
        """
        self._begin(app, env)
        docnames = (page_links(env).keys() | page_records(env).keys()) & env.found_docs
        self._links = {docname: links for docname in docnames if (links := _links_of(env, docname))}
        anywhere = []
        for link in (link for links in app.emit(_LINKS) for link in links):
            if link.docname:
                self._links[link.docname] = (*self._links.get(link.docname, ()), link)
            else:
                anywhere.append(link)
        # On every page.
        shared = self._look_up(app, env, "", anywhere)
        shown = {docname: shared for docname in env.found_docs if shared}
        for docname in sorted(self._links.keys() & env.found_docs):
            if found := self._look_up(app, env, docname, self._links[docname]):
                shown[docname] = shared + found
        return pages_changed(app, env, "links", shown)

    def _look_up(
        self, app: Sphinx, env: BuildEnvironment, docname: str, links: Iterable[PageLink]
    ) -> tuple[tuple[str, Target | None, str], ...]:
        """Check links, and return what each of them shows and leads to."""
        found = []
        for link in links:
            destination = self.find(app, docname, link.address)
            if destination is None and link.is_open:
                destination = self._finder.missing_file(app, docname, link.address)
            elif destination is None and link.is_front_matter:
                destination = self._finder.no_file(app, docname, link.address)
            if destination is not None:
                text = "" if link.has_text else _text(env, destination)
                found.append((link.address, destination.target, text))
                if builds_pages(app.builder):
                    self._check(app, env, link, destination)
        return tuple(found)

    def _begin(self, app: Sphinx, env: BuildEnvironment) -> None:
        given: list[Places | None] = app.emit(_PLACES)
        places = next((places for places in given if places), None) or _all_places(app, env)
        retired = {
            file: published
            for published in published_addresses(app)
            if published.state is State.RETIRED
            for file in retired_files(published.path)
        }
        self._finder = LinkFinder(places, PublishedFiles.of(app), retired)
        self._checked, self._written = set(), []

    def _check(self, app: Sphinx, env: BuildEnvironment, link: PageLink, destination: Destination) -> None:
        # Several pages may show one link.
        if (link.address, link.location) in self._checked:
            return
        self._checked.add((link.address, link.location))
        if destination.problem:
            warn(destination.problem, Subtype.LINK, link.location)
        target = destination.target
        is_known = target and target.docname in env.found_docs and not destination.fragment
        if target and not target.url and not is_known:
            self._written.append((link, destination))

    def find(self, app: Sphinx, docname: str, address: str) -> Destination | None:
        """Return what an address on a page leads to; ``None`` if it is none of this site."""
        return self._finder.find(app, docname, address)

    def open(self, app: Sphinx, document: nodes.document) -> None:
        """Resolve the links of Markdown and the images that only this extension understands.

        In a post-transform right before MyST's.
        """
        for node in list(find_nodes(document, nodes.image, addnodes.pending_xref)):
            if isinstance(node, nodes.image):
                if PUBLISHED in node:
                    self._show_image(app, node)
                continue
            docname = node.get("refdoc", app.config.root_doc)
            if destination := self._find_open(app, docname, node):
                # The child is an inline element with the text, or an empty one.
                link = nodes.reference(
                    "", "", *node.children, refuri=node["reftarget"], classes=node["classes"]
                )
                link.source, link.line = node.source, node.line
                if "reftitle" in node:
                    link["reftitle"] = node["reftitle"]
                node.replace_self(link)
                self._lead(app, docname, link, destination)
        if not builds_pages(app.builder):
            # Before others look at the links, such as the linkcheck builder.
            self.resolve(app, document, app.env.current_document.docname)

    def _find_open(self, app: Sphinx, docname: str, node: nodes.Element) -> Destination | None:
        address = written_address(node)
        if is_open_link(node) and not address:
            # [text](#): the beginning of the page.
            return Destination(Target(docname))
        if has_liquid(address) and "substitution" not in app.config.myst_enable_extensions:
            # There is a warning about it, which MyST would repeat; its text stays.
            return Destination(None)
        if address:
            if not is_candidate(address, app.config):
                return None
            return self.find(app, docname, address) or self._finder.missing_file(app, docname, address)
        is_document = node.get("refdomain") == "doc" or node.get("reftype") == "doc"
        if not is_document:
            return None
        page = docname_join(docname, node["reftarget"]) if node.get("reftype") == "doc" else node["reftarget"]
        if page in app.env.found_docs:
            return None
        # A file of public/ that has the name of a source file.
        found = (self._finder.published(f"{page}{suffix}") for suffix in app.config.source_suffix)
        return next(filter(None, found), None)

    def resolve(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        """Resolve the other links of a page, and those in its HTML.

        Some were made after the page was read: about them, the warning comes now.
        """
        known = {link.address for link in self._links.get(docname, ())}

        def find(address: str, node: nodes.Element) -> Destination | None:
            if not address or not is_candidate(address, app.config):
                return None
            found = self.find(app, docname, address)
            if found and found.problem and address not in known and builds_pages(app.builder):
                warn(found.problem, Subtype.LINK, node)
            return found

        for node in list(linking_nodes(doctree)):
            if isinstance(node, nodes.raw):
                self._rewrite(app, docname, node, find)
            elif destination := find(written_address(node), node):
                if isinstance(node, nodes.reference):
                    self._lead(app, docname, node, destination)
                elif isinstance(node, nodes.image) and (uri := self._uri(app, docname, destination)):
                    node["uri"], node["candidates"] = uri, {"?": uri}

    def _rewrite(
        self,
        app: Sphinx,
        docname: str,
        node: nodes.Element,
        find: Callable[[str, nodes.Element], Destination | None],
    ) -> None:
        """Replace the addresses in HTML."""

        def replace(url: str) -> str | None:
            destination = find(url, node)
            if destination is None or (destination.target is None and destination.problem):
                return url
            return self._uri(app, docname, destination)

        text = node.astext()
        new = replace_urls(text, replace)
        if new != text:
            node.replace_self(nodes.raw(new, new, **node.attributes))

    def _lead(self, app: Sphinx, docname: str, link: nodes.Element, destination: Destination) -> None:
        """Let a link lead to its destination; without one, only its text stays."""
        if not has_text(link):
            link.children = []
            text = _text(app.env, destination)
            link += nodes.inline("", text) if text else nodes.literal("", link["refuri"])
        if destination.target is None and destination.problem and builds_pages(app.builder):
            # Something else on the same host may answer.
            return
        uri = self._uri(app, docname, destination)
        if uri is None:
            link.replace_self(link.children)
        else:
            link["refuri"], link["internal"] = uri, not (destination.target and destination.target.url)

    def _uri(self, app: Sphinx, docname: str, destination: Destination) -> str | None:
        """Return the relative URL of a destination; ``None`` if the builder has none for it."""
        target, builder = destination.target, app.builder
        if target is None or target.url:
            return target.url if target else None
        suffix = destination.url_suffix
        if target.docname:
            try:
                return builder.get_relative_uri(docname, target.docname) + suffix
            except NoUri:
                return None
        if builds_pages(builder):
            return relative_uri(builder.get_target_uri(docname), quote(target.file)) + suffix
        base = site_base(app.config)
        return base + quote(target.file) + suffix if base else None

    def _show_image(self, app: Sphinx, image: nodes.Element) -> None:
        """Show an image that is published as it is; other builders take its source."""
        docname = app.env.current_document.docname
        if builds_pages(app.builder):
            uri = relative_uri(app.builder.get_target_uri(docname), quote(image[PUBLISHED]))
            image["uri"], image["candidates"] = uri, {"?": uri}
        else:
            image["uri"] = image[SOURCE]
            image["candidates"] = {"*": image[SOURCE]}
            app.env.images.add_file(docname, image[SOURCE])

    def check(self, app: Sphinx, exception: Exception | None) -> None:
        """Warn about links to files and to places in pages that are not there, when all is written."""
        if exception is not None or not builds_pages(app.builder):
            return
        site = BuiltSite(Path(app.outdir), ())
        for link, destination in self._written:
            target, fragment = destination.target, destination.fragment
            assert target is not None
            file = target.file or page_file(app.builder, target.docname)
            if not is_file(site.directory / file):
                fault = f"there is no file '{file}'"
            elif target.docname and not site.has_anchor(file, fragment):
                fault = f"'{target.docname}' has no id '{fragment}'{site.closest_anchor(file, fragment)}"
            else:
                continue
            warn(f"link {shorten(link.address, 200)} leads nowhere: {fault}", Subtype.LINK, link.location)


class OpenLinks(SphinxPostTransform):
    """Resolves what only this extension understands."""

    # MyST resolves its links at 9, and asks nobody about those that it does not know.
    default_priority = 8

    def run(self, **_kwargs: Any) -> None:
        """Resolve the links and images of a page."""
        self.env.events.emit(_OPEN, self.document)


def _all_places(app: Sphinx, env: BuildEnvironment) -> Places:
    """Return what links can lead to for builders that make no site, and so have no redirects."""
    pages = {form: docname for docname in sorted(env.found_docs) for form in page_forms(docname)}
    redirects: dict[str, Target] = {}
    for docname, record in sorted(page_records(env).items()):
        redirects |= dict.fromkeys(record.front_matter.claimed_files(), Target(docname))
    return Places(pages, {}, redirects, extra_files(app, published_entries(app)), draft_files(env))


def _links_of(env: BuildEnvironment, docname: str) -> tuple[PageLink, ...]:
    """Return the links in the text of a page, and those in its front matter."""
    links = list(page_links(env).get(docname, ()))
    if record := page_records(env).get(docname):
        matter = record.front_matter
        addresses = [link.address for link in matter.links]
        addresses += (link.address for link in matter.description_links)
        links += [
            PageLink(address.text, (docname, address.line), is_front_matter=True)
            for address in addresses
            if is_candidate(address.text, env.config)
        ]
    return tuple(links)


def _text(env: BuildEnvironment, destination: Destination) -> str:
    """Return what a link shows that has no text of its own: the title of a page, or of a section."""
    target = destination.target
    if target is None or not target.docname:
        return ""
    slugs = env.metadata.get(target.docname, {}).get("myst_slugs", {})
    for slug, (_, place, heading) in slugs.items():
        if destination.fragment and destination.fragment in (slug, place):
            return str(heading)
    title = env.titles.get(target.docname)
    return title.astext() if title is not None else ""


def setup_links(app: Sphinx) -> None:
    """Register the collector, the transforms and the lookup."""
    for event in (_PLACES, _LINKS, _FIND, _OPEN):
        app.add_event(event)
    links = Links()
    app.connect(_FIND, links.find)
    app.connect(_OPEN, links.open)
    app.add_env_collector(PageLinksCollector)
    app.add_post_transform(OpenLinks)
    # When redirects are planned, whose addresses links may use.
    app.connect("env-updated", links.plan, priority=600)
    # After everything that makes links at this event.
    app.connect("doctree-resolved", links.resolve, priority=900)
    # After everything that writes files of the site.
    app.connect("build-finished", links.check, priority=850)
