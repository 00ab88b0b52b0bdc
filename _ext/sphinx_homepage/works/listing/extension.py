"""The registration of listings, and their part in a build."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.errors import NoUri
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode
from sphinx.util.osutil import relative_uri

from sphinx_incremental.builders import builds_pages, extra_files
from sphinx_incremental.files import write_whole
from sphinx_incremental.fingerprints import digest, note_outdated, outdated_pages, pages_changed
from sphinx_incremental.stale_files import add_output_files

from ...core.diagnostics import warn
from ...core.messages import _
from ...core.problems import Subtype, shorten
from ...mathematics.extension import add_formula_source, converts_formulas
from ...mathematics.renderer import problem_of_formula
from ...pages.image_files import ImageDirectories
from ...pages.links import add_link_source
from ...pages.page_links import PageLink, is_candidate
from ...profile.image_copies import add_image_source
from ..details import group_link
from ..folding import fold
from ..library import library_of
from ..news import NewsCollector
from ..relations import lines_digest, related_lines
from ..text import text_with_formulas
from .cards import Picture, card_picture, cards_markup, work_image
from .directive import ListingDirective, PageCardsDirective
from .html_nodes import element, setup_html_nodes
from .navigation import PlacedCollector, place_groups, place_pages, resolve_local_links, unrelated_neighbours
from .plan import Plan, make_plan
from .rows import Rows, align_lists
from .uses import CV_LAYOUT, ListingsCollector, listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .plan import Group, PlannedListing
    from .uses import ListingUse

_RESOLVE = "homepage-resolve-listings"
STYLE_SHEET = "sphinx-homepage-listing.css"
_SCRIPT = "sphinx-homepage-listing.js"


# Other layouts show none.
_PICTURES = {"cards": card_picture, "list": work_image}


class Listings:
    """The listings of one application's pages, decided anew in each build."""

    def __init__(self) -> None:
        self._plan = Plan({}, {}, {}, {}, {})
        self._pictures: dict[tuple[str, int], tuple[Picture, ...]] = {}
        """Those of the rows of each listing, by its page and its place there."""
        self._unrelated: dict[str, tuple[str, ...]] = {}
        """Which neighbours a page does not lead to."""
        self._formulas: dict[str, tuple[str, ...]] = {}
        """Those in the summaries of pages, as TeX."""
        self._files: dict[str, str] = {}
        """The content of each file of entries that is written."""

    def plan(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Decide what all listings show, and return the pages on which one shows something else."""
        library = library_of(app)
        self._plan = make_plan(env, library)
        library.homes, library.listings = self._plan.homes, self._plan.listings
        place_pages(env, self._plan.members)
        self._unrelated = unrelated_neighbours(env, self._plan.members)
        place_groups(env, self._plan.listings)
        self._look_for_images(app)
        self._look_for_formulas(app)
        published = extra_files(app) if self._plan.bibtex_files and builds_pages(app.builder) else {}
        # A file of the owner with this name stays.
        self._files = {path: text for path, text in self._plan.bibtex_files.items() if path not in published}
        people = digest(repr(library.people.known))
        shown = {
            docname: digest(people, *(self._fingerprint(app, env, one) for one in listings))
            for docname, listings in self._plan.listings.items()
        }
        return [
            *pages_changed(app, env, "listings", shown),
            *pages_changed(app, env, "neighbours", self._unrelated),
            *pages_changed(app, env, "groups", self._plan.groups),
        ]

    def _fingerprint(self, app: Sphinx, env: BuildEnvironment, one: PlannedListing) -> str:
        titles = [str(env.titles.get(row.work.docname)) for row in one.rows if row.work.docname]
        pictures = self._pictures[one.use.docname, one.use.number]
        more = one.use.more_page in env.found_docs
        homes = [library_of(app).home_of(row.work.key) for row in one.rows if row.work.key]
        related = [
            lines_digest(related_lines(app, row.work, one.use.docname))
            for row in one.rows
            if one.use.layout == "list"
        ]
        shown = (one.groups, one.has_more, more, one.bibtex_file, pictures, homes)
        return digest(repr(shown), *titles, *related)

    def follow_items(self, _app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Return the pages that show items of one that is written again: these may show something else."""
        outdated = outdated_pages(env)
        return note_outdated(
            env,
            [
                docname
                for docname, listings in self._plan.listings.items()
                for one in listings
                if any(row.work.item and row.work.item.docname in outdated for row in one.rows)
            ],
        )

    def _look_for_images(self, app: Sphinx) -> None:
        places = ImageDirectories.of(app)
        self._pictures = {}
        for docname, listings in self._plan.listings.items():
            for one in listings:
                find = _PICTURES.get(one.use.layout)
                found = tuple(find(row.work, places) if find else Picture() for row in one.rows)
                self._pictures[docname, one.use.number] = found

    def _look_for_formulas(self, app: Sphinx) -> None:
        """Find the formulas in summaries, and warn of those that cannot be shown."""
        rows = [row for listings in self._plan.listings.values() for one in listings for row in one.rows]
        summaries = {row.work.docname: row.work.summary for row in rows if row.work.docname}
        found = {docname: text_with_formulas(text).formulas for docname, text in summaries.items()}
        self._formulas = {docname: formulas for docname, formulas in found.items() if formulas}
        for docname, formulas in self._formulas.items() if converts_formulas(app) else ():
            for formula in formulas:
                if problem := problem_of_formula(app.config, formula):
                    message = f"formula {shorten(formula)} of the excerpt: {problem}"
                    warn(message, Subtype.FORMULA, docname)

    def links(self, app: Sphinx) -> Iterator[PageLink]:
        """Yield the links in listings that may lead to the site itself."""
        for docname, listings in self._plan.listings.items():
            for one in listings:
                if one.has_more and is_candidate(one.use.more, app.config):
                    yield PageLink(one.use.more, one.use.place_of(app.env, one.use.line), docname=docname)
                for row in one.rows:
                    for link in (*row.work.links, *row.work.summary_links):
                        if is_candidate(link.url, app.config):
                            location = library_of(app).place_of(app, row.work, link)
                            yield PageLink(link.url, location, docname=docname)

    def images(self, _app: Sphinx) -> Iterator[str]:
        """Yield the images in listings."""
        for pictures in self._pictures.values():
            yield from (picture.image for picture in pictures if picture.image)

    def have_formulas(self, _app: Sphinx) -> bool:
        """Return whether a summary, or a text of a BibTeX file, has formulas."""
        return any(
            (row.work.publication is not None and row.work.publication.formulas)
            or row.work.docname in self._formulas
            for listings in self._plan.listings.values()
            for one in listings
            for row in one.rows
        )

    def output_files(self, app: Sphinx) -> list[str]:
        """Return the files of entries that this build writes."""
        return list(self._files) if builds_pages(app.builder) else []

    def write_files(self, app: Sphinx, exception: Exception | None) -> None:
        """Write the files of entries."""
        if exception is not None or not builds_pages(app.builder):
            return
        for name, text in self._files.items():
            path, data = Path(app.outdir, name), text.encode()
            if not path.is_file() or path.read_bytes() != data:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_whole(path, data)

    def complete_page(
        self,
        app: Sphinx,
        pagename: str,
        _templatename: str,
        context: dict[str, Any],
        _doctree: nodes.document | None,
    ) -> None:
        """Load the style sheet and the script on a page that needs them, and remove unrelated neighbours."""
        for name in self._unrelated.get(pagename, ()):
            context[name] = None
            key = name[0].upper()
            context["rellinks"] = [link for link in context.get("rellinks", ()) if link[2] != key]
        shown = [one for one in self._plan.listings.get(pagename, ()) if one.use.layout != "cards"]
        # A page about an entry shows it as a row does.
        work = library_of(app).pages.get(pagename)
        has_entry = work is not None and work.publication is not None
        if not (shown or has_entry) or not builds_pages(app.builder):
            return
        app.add_css_file(STYLE_SHEET, priority=705)
        if has_entry or any(_needs_script(one) for one in shown):
            app.add_js_file(_SCRIPT, loading_method="defer")

    # --- Nodes ------------------------------------------------------------------------------------------

    def resolve(self, app: Sphinx, document: nodes.document) -> None:
        """Replace the nodes of the directive by what the listings show, and link tags and categories."""
        for node in list(document.findall(listing)):
            use = node["use"]
            planned = self._plan.listings.get(use.docname, ())
            found = list(self._nodes(app, planned[use.number])) if use.number < len(planned) else []
            if found:
                node.replace_self(found)
            else:
                node.parent.remove(node)
        resolve_local_links(app.env, document)
        for link in list(document.findall(group_link)):
            link.replace_self(self._group_reference(app, link))

    def _group_reference(self, app: Sphinx, link: group_link) -> nodes.Node:
        """Return a link to the group of a tag or category that has the page; its name if there is none."""
        name = nodes.inline("", link.astext(), classes=["hp-tag"])
        place = self._plan.groups.get(link["docname"], {}).get((link["field"], fold(link.astext())))
        if place is None:
            return name
        try:
            found = make_refnode(app.builder, link["docname"], place.docname, place.id, name)
        except NoUri:
            return name
        return found

    def _nodes(self, app: Sphinx, one: PlannedListing) -> Iterator[nodes.Node]:
        use = one.use
        rows = Rows(app, use.docname, library_of(app).people)
        pictures = iter(self._pictures[use.docname, use.number])
        if builds_pages(app.builder) and (tools := _tools(app, one)):
            yield tools
        shown = [group for group in one.groups if group.rows]
        lists = [
            self._list(app, one, group, rows, [next(pictures) for _row in group.rows]) for group in shown
        ]
        align_lists(lists)
        for group, found in zip(shown, lists, strict=True):
            if not group.title:
                yield found
            elif use.section.is_block:
                yield nodes.rubric("", group.title, ids=[group.id])
                yield found
            else:
                title = nodes.title("", group.title)
                yield nodes.section("", title, found, ids=[group.id], names=[], classes=["hp-group"])
        if one.has_more and (uri := use.more or _page_uri(app, use)):
            link = nodes.reference("", _("Show all"), refuri=uri)
            if not use.more:
                link["internal"] = True
            yield nodes.paragraph("", "", link, classes=["hp-show-all"])

    def _list(
        self, app: Sphinx, one: PlannedListing, group: Group, rows: Rows, pictures: list[Picture]
    ) -> nodes.Node:
        layout = one.use.layout
        if layout == CV_LAYOUT:
            return rows.cv_list(group.rows, is_html=builds_pages(app.builder))
        if not builds_pages(app.builder):
            return rows.plain_list(group.rows, layout)
        if layout == "cards":
            return cards_markup(app.builder, one.use.docname, group.rows, pictures)
        if layout == "table":
            return rows.html_table(group.rows, one.use.number)
        return rows.html_list(group.rows, pictures, one.use.number, layout)


def _page_uri(app: Sphinx, use: ListingUse) -> str:
    """Return the URI of the page that a listing names for more; empty if there is none."""
    if use.more_page not in app.env.found_docs:
        return ""
    try:
        return app.builder.get_relative_uri(use.docname, use.more_page)
    except NoUri:
        return ""


def _needs_script(one: PlannedListing) -> bool:
    has_entries = one.use.layout == "list" and any(
        row.work.publication and row.work.publication.bibtex for row in one.rows
    )
    return (one.use.has_filter and bool(one.groups)) or has_entries


def _tools(app: Sphinx, one: PlannedListing) -> nodes.Node | None:
    """Return what stands above a listing: a link to its entries, and what its script needs to know."""
    needs_script = one.use.layout != "cards" and _needs_script(one)
    if not one.bibtex_file and not needs_script:
        return None
    children = []
    if one.bibtex_file:
        uri = relative_uri(app.builder.get_target_uri(one.use.docname), one.bibtex_file)
        children.append(
            element(
                "a", nodes.Text(_("All as BibTeX")), href=uri, download=one.bibtex_file.rpartition("/")[2]
            )
        )
    has_filter = one.use.has_filter and needs_script
    return element(
        "div",
        *children,
        classes="hp-list-tools",
        data_list=str(one.use.number),
        data_filter=_("Filter this list") if has_filter else "",
        data_count=_("{n} shown") if has_filter else "",
        data_copy=_("Copy") if needs_script else "",
        data_copied=_("Copied") if needs_script else "",
    )


class ResolveListings(SphinxPostTransform):
    """Makes the nodes of listings, before the references and formulas in them are resolved."""

    # After the details of pages about entries, at 5.  Sphinx resolves references at 10, MyST at 9, this
    # extension at 8.
    default_priority = 6

    def run(self, **_kwargs: Any) -> None:
        """Replace the nodes of a page."""
        self.env.events.emit(_RESOLVE, self.document)


def setup_listing(app: Sphinx) -> None:
    """Register the directive, and the parts of this package."""
    setup_html_nodes(app)
    app.add_node(listing)
    app.add_env_collector(ListingsCollector)
    app.add_env_collector(PlacedCollector)
    app.add_env_collector(NewsCollector)
    app.add_directive("listing", ListingDirective)
    app.add_directive("page-cards", PageCardsDirective)
    app.add_post_transform(ResolveListings)
    app.add_event(_RESOLVE)
    listings = Listings()
    app.connect(_RESOLVE, listings.resolve)
    add_link_source(app, listings.links)
    add_image_source(app, listings.images)
    add_formula_source(app, listings.have_formulas)
    add_output_files(app, listings.output_files)
    # After the library, at 350, and before the style sheet of formulas is added, at 400.
    app.connect("env-updated", listings.plan, priority=390)
    # After everything else that finds pages to be written, at 600.
    app.connect("env-get-updated", listings.follow_items, priority=700)
    app.connect("html-page-context", listings.complete_page)
    # Before links to files are checked, at 850.
    app.connect("build-finished", listings.write_files, priority=700)
