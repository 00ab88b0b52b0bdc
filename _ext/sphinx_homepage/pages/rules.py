"""Lines across the page (``---``) where docutils allows none.

To docutils they part two blocks of text, so that there is none at the beginning or the end of a page, right
below a heading or another line, or in a quotation or a list.  Markdown has them anywhere.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform


class KeepRules(SphinxTransform):
    """Makes HTML of the lines that docutils would warn about; other builders leave them out."""

    # Before docutils looks at them (830).
    default_priority = 825

    def apply(self, **_kwargs: Any) -> None:
        """Replace the lines that part nothing."""
        for node in list(self.document.findall(nodes.transition)):
            if not _parts_text(node):
                node.replace_self(nodes.raw("", '<hr class="docutils">', format="html"))


def _parts_text(rule: nodes.transition) -> bool:
    """Return whether docutils allows a line where it is."""
    before = rule.previous_sibling()
    if not isinstance(rule.parent, nodes.document | nodes.section) or before is None:
        return False
    if isinstance(before, nodes.Titular | nodes.Decorative | nodes.meta | nodes.transition):
        return False
    last: nodes.Node = rule
    while last.parent is not None and last.next_node(descend=False, siblings=True) is None:
        last = last.parent
    return last.parent is not None
