"""A title in the front matter is the page's only top-level heading; a page without a title has the site's.

Jekyll prints ``title`` as the page's ``<h1>``, and bodies go on with ``#`` headings of their own.  MyST can
make the title a heading (``myst_title_to_header``), which leaves the others beside it: several ``<h1>``, and
a sidebar that takes the page for several.  Here they move below the title.

Sphinx calls a page without headings "<no title>", in its ``<title>``, in links to it and in what others read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from sphinx_incremental.builders import builds_pages

from .front_matter import plain_text
from .records import PageRecord, page_records

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


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
        for section in others:
            self.document.remove(section)
            first.append(section)
        self._drop_repeated_title(first)

    def _is_front_matter_title(self, section: nodes.section) -> bool:
        # MyST renders the front matter's title as a heading on line 0 or 1, where the "---" is.
        return _front_matter_title(self.document) is not None and (section.line or 0) <= 1

    def _drop_repeated_title(self, first: nodes.section) -> None:
        """Merge a section that begins the body and repeats the title into *first*."""
        title = first[0].astext()
        body = [child for child in first.children[1:] if not _is_invisible(child)]
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
        first[position : position + 1] = repeated.children[1:]


class NameUntitled(SphinxTransform):
    """Gives a title to a page without headings."""

    default_priority = NestBelowTitle.default_priority + 1

    def apply(self, **_kwargs: Any) -> None:
        """Set the title that Sphinx takes where there is no heading (as the directive ``title`` does)."""
        if "title" not in self.document and next(self.document.findall(nodes.section), None) is None:
            title = _front_matter_title(self.document)
            self.document["title"] = title or self.config.homepage_site_title


def _front_matter_title(document: nodes.document) -> str | None:
    for field in document.findall(nodes.field):
        is_front_matter = isinstance(field.parent, nodes.docinfo | nodes.field_list)
        if is_front_matter and field.parent.parent is document and field.children:
            name, body = field.children
            if name.astext() == "title":
                return body.astext()
    return None


def _is_invisible(node: nodes.Node) -> bool:
    if isinstance(node, nodes.raw):
        return re.fullmatch(r"\s*(<!--.*?-->\s*)*", node.astext(), re.DOTALL) is not None
    return isinstance(node, nodes.Invisible | nodes.target)


def configure_title(app: Sphinx, config: Config) -> None:
    """Let MyST make the title a heading."""
    if config.homepage_front_matter_title and "myst_title_to_header" in config:
        config.myst_title_to_header = True


def name_site(_app: Sphinx, config: Config) -> None:
    """Note the title of the site as plain text."""
    config.homepage_site_title = plain_text(str(config.html_title or "")) or str(config.project)


def add_page_title(
    app: Sphinx, pagename: str, _templatename: str, context: dict[str, Any], _doctree: nodes.document | None
) -> None:
    """Give the home page's title to the templates: Sphinx's themes put the site's name alone into <title>."""
    if not builds_pages(app.builder) or pagename != app.config.root_doc:
        return
    record = page_records(app.env).get(pagename, PageRecord())
    if record.front_matter.title and app.config.homepage_front_matter_title:
        node = app.env.titles.get(pagename)
        context["homepage_title"] = node.astext() if node is not None else record.front_matter.title


def setup_title(app: Sphinx) -> None:
    """Register the settings and the transforms."""
    app.add_config_value(
        "homepage_front_matter_title",
        True,
        "env",
        types=frozenset({bool}),
        description="Whether a title in the front matter is the page's heading.",
    )
    # Derived, so that pages without a title are read again when it has changed.
    app.add_config_value(
        "homepage_site_title", "", "env", types=frozenset({str}), description="Derived; do not set."
    )
    app.connect("config-inited", configure_title)
    # After the author's name may have become the site's title.
    app.connect("config-inited", name_site, priority=700)
    app.connect("html-page-context", add_page_title)
    app.add_transform(NestBelowTitle)
    app.add_transform(NameUntitled)
