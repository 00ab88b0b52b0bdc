"""How a page begins: its title, and the lead of the home page.

A title in the front matter is the page's only top-level heading; a page without a title has the site's.

Jekyll prints ``title`` as the page's ``<h1>``, and bodies go on with ``#`` headings of their own.  MyST can
make the title a heading (``myst_title_to_header``), which leaves the others beside it: several ``<h1>``, and
a sidebar that takes the page for several.  Here they move below the title.

Sphinx calls a page without headings "<no title>", in its ``<title>``, in links to it and in the feed.

The first paragraph of the home page, which says who and where on every academic homepage, is its lead.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from sphinx_incremental.collectors import PageCollector, page_values

from ..core.values import characters
from .heading_ids import SLUG_FUNCTION, jekyll_heading_id
from .text_in_markup import HTML_COMMENT, plain_text

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

LEAD = "lead"
"""The class of a paragraph in larger letters."""
DETAILS = "hp-details"
"""The class of the paragraphs between the title and the body, which come from the front matter."""
LISTED = "hp-work-title"
"""The class of the title of something that a page lists."""


def site_title(config: Config) -> str:
    """Return the title of the site as plain text."""
    return plain_text(str(config.html_title or "")) or str(config.project)


class FormulasInIds(SphinxTransform):
    """Gives headings with formulas the id of their whole text, as Jekyll does.

    MyST makes ids of what is text and code.
    """

    # Before MyST adds the ids to the sections, and before those of titles are looked at.
    default_priority = 349

    def apply(self, **_kwargs: Any) -> None:
        """Replace the ids that MyST has noted as ``slug``."""
        slugs = getattr(self.document, "myst_slugs", None)
        if slugs is None or self.config.myst_heading_slug_func != SLUG_FUNCTION:
            return
        for node in self.document.findall(nodes.section):
            if next(node[0].findall(nodes.math), None) is None or not node["ids"]:
                continue
            text = node[0].astext()
            found = slugs.pop(node.attributes.pop("slug", ""), (node.line, node["ids"][0], text))
            first = jekyll_heading_id(text)
            names = (first, *(f"{first}-{number}" for number in range(1, len(slugs) + 1)))
            node["slug"] = next(name for name in names if name not in slugs)
            slugs[node["slug"]] = found


class NestBelowTitle(SphinxTransform):
    """Moves the sections beside a front matter title below it."""

    # After docutils has made the front matter a docinfo (340), before anything collects titles or ids.
    default_priority = 350

    def apply(self, **_kwargs: Any) -> None:
        """Nest the sections, and drop a first heading that repeats the title."""
        if not self.config.homepage_front_matter_title:
            return
        sections = [child for child in self.document.children if isinstance(child, nodes.section)]
        if not sections or not self._is_front_matter_title(sections[0]):
            return
        first, *others = sections
        # MyST reads "\ud83d\ude00" as two halves of a character, which no file could hold.
        for text in list(first[0].findall(nodes.Text)):
            if (readable := characters(text)) != text:
                text.parent.replace(text, nodes.Text(readable))
        release_heading_id(self.document, first)
        for section in others:
            self.document.remove(section)
            first.append(section)
        self._drop_repeated_title(first)
        if not first["ids"]:
            self.document.set_id(first)

    def _is_front_matter_title(self, section: nodes.section) -> bool:
        # MyST renders the front matter's title as a heading on line 0 or 1, where the "---" is.
        return front_matter_field(self.document, "title") is not None and (section.line or 0) <= 1

    def _drop_repeated_title(self, first: nodes.section) -> None:
        """Merge a section that begins the body and repeats the title into *first*."""
        title = first[0].astext()
        body = [child for child in first.children[1:] if not is_invisible(child)]
        if not body or not isinstance(body[0], nodes.section) or not body[0].children:
            return
        repeated = body[0]
        if " ".join(repeated[0].astext().split()).casefold() != " ".join(title.split()).casefold():
            return
        position = first.index(repeated)
        # Links to the heading that goes lead to the title from now on.
        for name in ("ids", "names"):
            first[name].extend(value for value in repeated[name] if value not in first[name])
        for node_id in repeated["ids"]:
            self.document.ids[node_id] = first
        if "slug" in repeated:
            first["slug"] = repeated["slug"]
        first[position : position + 1] = repeated.children[1:]


def release_heading_id(document: nodes.document, title: nodes.section) -> None:
    """Give the id of a front matter title to the first heading of the body that has the same.

    The title has none in Jekyll, where a layout writes it, and numbers of repeated headings begin with the
    body.  MyST notes the ids of headings as ``slug``, and adds them when all others are given.
    """
    slugs = getattr(document, "myst_slugs", {})
    released = title.get("slug")
    if f"{released}-1" not in slugs:
        return
    headings = [node for node in document.findall(nodes.Element) if node is not title and "slug" in node]
    repeats = [node for node in headings if jekyll_heading_id(_heading_text(node)) == released]
    if not repeats:
        return
    del title["slug"]
    names = [released, *(node["slug"] for node in repeats[:-1])]
    if released in title["ids"]:
        title["ids"].remove(released)
        repeats[0]["ids"].insert(0, released)
        document.ids[released] = repeats[0]
    places = [slugs.pop(node["slug"]) for node in repeats]
    for node, name, (line, _, text) in zip(repeats, names, places, strict=True):
        node["slug"] = name
        slugs[name] = (line, node["ids"][0], text)


def _heading_text(node: nodes.Element) -> str:
    return node[0].astext() if isinstance(node, nodes.section) else node.astext()


class NameUntitled(SphinxTransform):
    """Gives a title to a page without headings."""

    default_priority = NestBelowTitle.default_priority + 1

    def apply(self, **_kwargs: Any) -> None:
        """Set the title that Sphinx takes where there is no heading (as the directive ``title`` does)."""
        if "title" not in self.document and next(self.document.findall(nodes.section), None) is None:
            title = front_matter_field(self.document, "title")
            self.document["title"] = title or site_title(self.config)


class SiteTitleCollector(PageCollector):
    """Keeps the site's title for each page that has it for want of one of its own."""

    attribute = "homepage_site_titles"

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Note the title of a page without headings, if it is the site's."""
        title = site_title(app.config)
        if doctree.get("title") == title and next(doctree.findall(nodes.section), None) is None:
            page_values(app.env, self.attribute)[app.env.current_document.docname] = title


def find_renamed(
    app: Sphinx, env: BuildEnvironment, added: Set[str], changed: Set[str], removed: Set[str]
) -> list[str]:
    """Return the pages that were read with another title of the site as theirs."""
    title = site_title(app.config)
    read = page_values(env, SiteTitleCollector.attribute)
    return [docname for docname, read_with in read.items() if read_with != title and docname not in removed]


def front_matter_field(document: nodes.document, key: str) -> str | None:
    """Return a field of the front matter of a page that is being read; ``None`` if it is missing."""
    for field in document.findall(nodes.field):
        is_front_matter = isinstance(field.parent, nodes.docinfo | nodes.field_list)
        if is_front_matter and field.parent.parent is document and field.children:
            name, body = field.children
            if name.astext() == key:
                return body.astext()
    return None


def is_invisible(node: nodes.Node) -> bool:
    """Return whether a node is not seen: a comment, also one of HTML, or the target of a link."""
    if isinstance(node, nodes.raw):
        return not re.sub(HTML_COMMENT, "", node.astext(), flags=re.DOTALL).strip()
    return isinstance(node, nodes.Invisible | nodes.target)


def titled_section(doctree: nodes.document) -> nodes.section | None:
    """Return the section that the title of a page is the title of; ``None`` if the page has none."""
    section = next((child for child in doctree.children if isinstance(child, nodes.section)), None)
    return section if section and isinstance(section[0], nodes.title) else None


def insert_below_title(doctree: nodes.document, found: Sequence[nodes.Node]) -> None:
    """Insert nodes below the title of a page, or at its beginning if it has none."""
    section = titled_section(doctree)
    if section is None:
        doctree[0:0] = found
    else:
        section[1:1] = found


def shape_beginning(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Mark the first paragraph of the home page's body, unless an image is in it."""
    section = titled_section(doctree)
    if docname != app.config.root_doc or section is None:
        return
    following = (child for child in section.children[1:] if not _is_before_the_body(child))
    first = next(following, None)
    if (
        isinstance(first, nodes.paragraph)
        and LEAD not in first["classes"]
        and first.next_node(nodes.image) is None
    ):
        first["classes"].append(LEAD)


def _is_before_the_body(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Invisible) or (
        isinstance(node, nodes.paragraph) and DETAILS in node["classes"]
    )
