"""MyST's parser, which asks the file system about every link, also about paths that no file can have."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

from docutils import nodes
from myst_parser.config.main import TopmatterReadError, merge_file_level, read_topmatter
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser
from myst_parser.parsers.sphinx_ import MystParser
from myst_parser.warnings_ import MystWarnings, create_warning
from sphinx import addnodes

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

# The keys of front matter that are options of MyST, and words of texts that may be none.
_OPTIONS = re.compile("myst|html_meta|substitutions")


class LinkRenderer(SphinxRenderer):
    """Makes a link that leads nowhere of one whose address the operating system does not take."""

    def render_front_matter(self, token: SyntaxTreeNode) -> None:
        """Render front matter, unless it has a number with more digits than Python writes down."""
        try:
            super().render_front_matter(token)
        except ValueError as error:
            self.create_warning(str(error).partition(";")[0], MystWarnings.MD_TOPMATTER, line=1)

    def render_link(self, token: SyntaxTreeNode) -> None:
        """Render a link; NUL is U+FFFD in it, as it is everywhere else in Markdown."""
        address = str(token.attrs.get("href", ""))
        if "%00" in address and address.partition(":")[0] not in self.md_config.url_schemes:
            token.attrs["href"] = address.replace("%00", "%EF%BF%BD")
        super().render_link(token)

    def render_link_unknown(self, token: SyntaxTreeNode) -> None:
        """Render a link to a file, a page or a place."""
        try:
            super().render_link_unknown(token)
        except OSError:
            # A name is too long, or the whole path: what MyST makes of other paths without a file.
            link = addnodes.pending_xref(
                refdomain=None,
                reftarget=self.md.normalizeLinkText(str(token.attrs["href"])),
                refdoc=self.sphinx_env.docname,
                reftype="myst",
                refexplicit=bool(token.children),
            )
            self.add_line_and_source_path(link, token)
            text = nodes.inline("", "", classes=["xref", "myst"])
            link += text
            self.current_node.append(link)
            with self.current_node_context(text):
                self.render_children(token)


class MarkdownParser(MystParser):
    """Parses a page with this renderer."""

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Parse a page into *document*, as MyST does it."""
        config = document.settings.env.myst_config
        front_matter = None
        # To read the front matter of every page for options that few have would take a twentieth of a build.
        if _OPTIONS.search(inputstring):
            with contextlib.suppress(TopmatterReadError):  # the renderer reports it
                front_matter = read_topmatter(inputstring)
        if front_matter:

            def note(kind: MystWarnings, message: str) -> None:
                create_warning(document, message, kind, line=1, append_to=document)

            config = merge_file_level(config, front_matter, note)
        parser = create_md_parser(config, LinkRenderer)
        parser.options["document"] = document
        parser.render(inputstring)
