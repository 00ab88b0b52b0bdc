"""A title in the front matter is the page's only top-level heading.

Jekyll prints ``title`` as the page's ``<h1>``, and bodies go on with ``#`` headings of their own.  MyST can
make the title a heading (``myst_title_to_header``), which leaves the others beside it: several ``<h1>``, and
a sidebar that takes the page for several.  Here they move below the title.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from ..builders import builds_pages
from ..records import PageRecord, page_records

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
        has_title = any(
            field.children and field[0].astext() == "title"
            for field in self.document.findall(nodes.field)
            if isinstance(field.parent, nodes.docinfo | nodes.field_list)
            and field.parent.parent is self.document
        )
        return has_title and (section.line or 0) <= 1

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


def _is_invisible(node: nodes.Node) -> bool:
    if isinstance(node, nodes.raw):
        return re.fullmatch(r"\s*(<!--.*?-->\s*)*", node.astext(), re.DOTALL) is not None
    return isinstance(node, nodes.Invisible | nodes.target)


def configure_title(app: Sphinx, config: Config) -> None:
    """Let MyST make the title a heading."""
    if config.homepage_front_matter_title and "myst_title_to_header" in config:
        config.myst_title_to_header = True


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
    """Register the setting and the transform."""
    app.add_config_value(
        "homepage_front_matter_title",
        True,
        "env",
        types=frozenset({bool}),
        description="Whether a title in the front matter is the page's heading.",
    )
    app.connect("config-inited", configure_title)
    app.connect("html-page-context", add_page_title)
    app.add_transform(NestBelowTitle)
