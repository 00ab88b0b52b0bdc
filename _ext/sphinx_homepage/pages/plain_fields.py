"""Front matter in Markdown is data, and no text of the page.

Docutils shows ``abstract`` and ``dedication`` above the title of a page, reads names out of ``authors``, and
warns where there are none.  MyST looks for links in all fields that docutils knows.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform


class KeepFieldsPlain(SphinxTransform):
    """Keeps the fields of front matter as they were written; Sphinx takes them for the page's metadata."""

    # Before docutils looks at them (340).
    default_priority = 330

    def apply(self, **_kwargs: Any) -> None:
        """Make the docinfo that docutils would make, of fields without a meaning."""
        children = self.document.children
        fields = next((child for child in children if not isinstance(child, nodes.PreBibliographic)), None)
        if isinstance(fields, nodes.field_list) and not (_is_text(fields) or self._is_rst()):
            for body in fields.findall(nodes.field_body):
                body[:] = [nodes.paragraph("", "", nodes.literal(body.rawsource, body.rawsource))]
            fields.replace_self(nodes.docinfo("", *fields.children))

    def _is_rst(self) -> bool:
        path = str(self.env.doc2path(self.env.current_document.docname))
        suffixes = self.config.source_suffix
        return any(suffixes[suffix] == "restructuredtext" for suffix in suffixes if path.endswith(suffix))


def _is_text(fields: nodes.field_list) -> bool:
    """Return whether fields stand in the text of the page: MyST's extension ``fieldlist`` reads those."""
    return "myst" in fields["classes"]
