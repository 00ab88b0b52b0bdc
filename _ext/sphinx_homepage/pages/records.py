"""What the environment keeps about each page, and how it stays right over incremental and parallel builds.

Front matter and directives are read once, in the read phase, into one record a page.  Everything else (the
card, the redirects, the description) is worked out from the records when it is needed.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.util import docname_join

from sphinx_incremental.inputs import note_candidate

from ..core.diagnostics import warn, warn_problems
from ..core.problems import Subtype, shorten
from ..profile.networks import AddressError, web_url
from .front_matter import Address, FrontMatter, front_matter_block, parse_front_matter, parse_metadata
from .image_files import AvatarError, AvatarPlaces, candidate_files, find_avatar

if TYPE_CHECKING:
    from collections.abc import Mapping, Set

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..profile.model import AuthorProfile

# Attributes of a toctree that say where it stands, or what it shows where it stands: nothing of what a
# navigation of titles shows.
_PLACES = frozenset({"ids", "backrefs", "rawentries", "maxdepth", "titlesonly"})
# Far below what systems allow for a whole path, in bytes; at least one part of a longer one is too long.
_MAX_PATH = 1000


@dataclass(frozen=True, slots=True)
class AuthorUse:
    """One use of the ``author-profile`` directive."""

    key: str
    """The author it names; empty for the site's author."""
    overrides: AuthorProfile
    """The fields it gives or clears."""
    line: int | None


@dataclass(frozen=True, slots=True)
class CardUse:
    """One line of a ``page-cards`` directive."""

    docname: str
    """The page that it names, whether or not there is one."""
    written: str
    line: int


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
class PageRecord:
    """What one page says."""

    front_matter: FrontMatter = field(default_factory=FrontMatter)
    sidebar: AuthorUse | None = None
    """The directive that speaks for the page's sidebar."""
    inline: tuple[AuthorUse, ...] = ()
    """The directives that stand in the page's body."""
    cards: tuple[CardUse, ...] = ()
    """The pages that the page shows as cards."""
    teaser: str = ""
    """The page's picture for cards: its path in the built site."""
    image: str = ""
    """The page's picture for link previews: its path in the built site, or its address on another."""
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
    """Whether the files that it links to were there, by their paths from the source folder."""


class sidebar_author(nodes.Invisible, nodes.Special, nodes.Element):  # noqa: N801 (docutils' convention)
    """Where a directive spoke for the sidebar; carries ``use`` to the collector, which removes it."""


class author_card(nodes.General, nodes.Element):  # noqa: N801
    """A card in the body of a page; carries ``use`` to ``doctree-resolved``, where it takes shape."""


class page_cards(nodes.General, nodes.Element):  # noqa: N801
    """Cards of other pages; carries its ``uses`` to ``doctree-resolved``, where it takes shape."""


def page_records(env: BuildEnvironment) -> dict[str, PageRecord]:
    """Return the record of every page, by docname."""
    if not hasattr(env, "homepage_records"):
        env.homepage_records = {}  # type: ignore[attr-defined]
    records: dict[str, PageRecord] = env.homepage_records  # type: ignore[attr-defined]
    return records


class PageRecordCollector(EnvironmentCollector):
    """Makes the record of a page when the page has been read."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a page that is read again, or is gone."""
        page_records(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: Set[str], other: BuildEnvironment
    ) -> None:
        """Take over the pages that another process has read."""
        records = page_records(other)
        page_records(env).update((docname, records[docname]) for docname in docnames if docname in records)

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Make the record of a page, and warn about what is wrong with it."""
        docname = app.env.current_document.docname
        matter = _read_front_matter(app.env, docname)
        places = AvatarPlaces.of(app)
        for node in [*doctree.findall(sidebar_author), *doctree.findall(author_card)]:
            node["use"] = _with_avatar(app.env, node["use"], places, node)
        trees = toctrees(app.env, docname)
        uses = []
        for node in list(doctree.findall(sidebar_author)):
            uses.append(node["use"])
            if len(uses) > 1:
                message = "author-profile speaks a second time for this page's sidebar; only the first counts"
                hint = "; add ':placement: inline' to show it here"
                warn(message + hint, Subtype.DIRECTIVE, node)
            node.parent.remove(node)
        if matter.redirect_to:
            # The page itself is never seen: it needs no place in the navigation, and no words in the search.
            app.env.metadata[docname] |= {"orphan": "", "nosearch": ""}
        page_records(app.env)[docname] = PageRecord(
            front_matter=matter,
            sidebar=uses[0] if uses else None,
            inline=tuple(node["use"] for node in doctree.findall(author_card)),
            cards=tuple(use for node in doctree.findall(page_cards) for use in node["uses"]),
            teaser=_picture(app.env, matter.teaser, places, docname),
            image=_picture(app.env, matter.image, places, docname, anywhere=True),
            lists_pages=any(not tree["hidden"] for tree in trees),
            lists_sections=any(
                not (tree["hidden"] or tree["titlesonly"] or tree["maxdepth"] == 1) for tree in trees
            ),
            entry=entry_digest(app.env, docname),
            trees=_trees_digest(app.env, docname),
            contents=contents_digest(app.env, docname),
            references=_references(doctree, docname),
            linked=_linked(app.env, doctree, docname),
        )


def toctrees(env: BuildEnvironment, docname: str) -> list[addnodes.toctree]:
    """Return the toctrees on a page."""
    toc = env.tocs.get(docname)
    return list(toc.findall(addnodes.toctree)) if toc is not None else []


def has_conditions(env: BuildEnvironment) -> bool:
    """Return whether titles of pages or toctrees stand under tags (``only``).

    Sphinx leaves out those that are not for the builder from the navigation of some pages, and not of others.
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
    return _digest(*parts)


def _trees_digest(env: BuildEnvironment, docname: str) -> str:
    parts = []
    for tree in toctrees(env, docname):
        said = sorted((key, value) for key, value in tree.attributes.items() if key not in _PLACES)
        parts.append(repr((said, _conditions(tree))))
    if parts:
        # Toctrees in sections that are further down are not shown.
        parts.append(_depth(env, docname))
    return _digest(*parts)


def _conditions(node: nodes.Node | None) -> list[str]:
    """Return under which tags something is shown (``only``)."""
    found = []
    while node is not None:
        if isinstance(node, addnodes.only):
            found.append(str(node["expr"]))
        node = node.parent
    return found


def contents_digest(env: BuildEnvironment, docname: str) -> str:
    """Return a digest of the title of a page, of its sections, and of the toctrees on it."""
    return _digest(entry_digest(env, docname), str(env.tocs.get(docname)), _depth(env, docname))


def _depth(env: BuildEnvironment, docname: str) -> str:
    """Return how many levels of its sections a page shows to others, if it says so.

    https://www.sphinx-doc.org/en/master/usage/restructuredtext/field-lists.html
    """
    return str(env.metadata.get(docname, {}).get("tocdepth", ""))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


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
    """Return whether the files are there that links of MyST name."""
    paths = set()
    for node in doctree.findall(addnodes.pending_xref):
        if node.get("reftype") == "myst":
            name = node.get("reftarget", "").partition("#")[0]
            is_page = node.get("refdomain") == "doc"
            if name:
                path = env.doc2path(name, base=False) if is_page else env.relfn2path(name, docname)[0]
                paths.add(str(path))
    return {path: is_file(Path(env.srcdir, path)) for path in sorted(paths)}


def is_file(path: Path) -> bool:
    """Return whether there is such a file; no, if a name like that can be none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _read_front_matter(env: BuildEnvironment, docname: str) -> FrontMatter:
    path = Path(env.doc2path(docname))
    # Read again, since what MyST leaves in the environment has neither types nor lines.
    try:
        source = path.read_text(encoding=env.config.source_encoding)
    except (OSError, UnicodeError):
        source = ""
    if front_matter_block(source) is not None:
        matter, problems = parse_front_matter(source)
    else:
        matter, problems = parse_metadata(env.metadata.get(docname, {}))
    warn_problems(problems, docname)
    return matter


def _with_avatar(
    env: BuildEnvironment, use: AuthorUse, places: AvatarPlaces, node: nodes.Element
) -> AuthorUse:
    """Find the file of a picture that a directive names, or take the picture away."""
    written = use.overrides.avatar
    if not written:
        return use
    try:
        avatar = _find_noted(env, written, places)
    except AvatarError as error:
        warn(f"author-profile: avatar: {shorten(written)}: {error}", Subtype.AVATAR, node)
        avatar = ""
    return replace(use, overrides=replace(use.overrides, avatar=avatar))


def _picture(
    env: BuildEnvironment,
    written: Address | None,
    places: AvatarPlaces,
    docname: str,
    *,
    anywhere: bool = False,
) -> str:
    """Find the file of a picture that front matter names; nothing, with a warning, if there is none.

    :param anywhere: whether it may be on another site: what is only named in a page's head loads nothing.
    """
    if written is None:
        return ""
    if anywhere and re.match("https?://", written.text):
        try:
            return web_url(written.text)
        except AddressError as error:
            warn(f"header: {shorten(written.text)}: {error}", Subtype.PICTURE, (docname, written.line))
            return ""
    try:
        return _find_noted(env, written.text, places)
    except AvatarError as error:
        warn(f"header: {shorten(written.text)}: {error}", Subtype.PICTURE, (docname, written.line))
        return ""


def _find_noted(env: BuildEnvironment, written: str, places: AvatarPlaces) -> str:
    """Find a picture, and have the page read again when it comes or goes."""
    # Not a name that no file can have: Sphinx would stop at it in the next build.
    if written.isprintable() and len(os.fsencode(written)) < _MAX_PATH:
        candidates = [folder / path for folder, path in candidate_files(written, places)]
        file = next((candidate for candidate in candidates if is_file(candidate)), candidates[0])
        env.note_dependency(os.path.relpath(file, places.srcdir))
        for candidate in candidates:
            note_candidate(env, os.path.relpath(candidate, places.srcdir))
    return find_avatar(written, places)


def setup_records(app: Sphinx) -> None:
    """Register the nodes and the collector."""
    app.add_node(page_cards)
    app.add_node(sidebar_author)
    app.add_node(author_card)
    app.add_env_collector(PageRecordCollector)
