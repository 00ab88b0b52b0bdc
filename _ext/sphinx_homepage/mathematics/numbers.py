r"""Formulas as they are read: which are in a line, which have a number, and what links to them.

kramdown takes ``$$x$$`` within a line for a formula in the line.  MyST gives each environment of amsmath a
random name; here a ``\label`` names it, and ``\eqref`` in the text links to it, as with MathJax.  Numbers
follow the order on the page.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from .mathml import Row, rows, without_label
from .tex import FormulaError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.domains.math import MathDomain

RENDERER = "mathml"
"""The name of the renderer of this extension."""
ROWS = "homepage_rows"
"""The attribute of a formula with the numbers and ids of its rows."""

# A number has brackets already: those of "(\ref{norm})", as one writes it for MathJax, are not wanted.
_REFERENCE = re.compile(r"(?P<bracket>\()?\\(?:eq)?ref\{(?P<label>[^{}\\]+)\}(?(bracket)\))")
_LABEL = re.compile(r"\\label\s*+\{\s*+((?:[^{}\s]|\s++(?=[^{}\s]))*+)\s*+\}")


class NumberFormulas(SphinxTransform):
    r"""Sets the numbers and ids of formulas, and makes references of ``\eqref``."""

    # After targets have been moved to what they are for (260), before titles and references are collected.
    default_priority = 400

    def apply(self, **_kwargs: Any) -> None:
        """Set the numbers of the formulas of a page."""
        blocks = list(self.document.findall(nodes.math_block))
        if not blocks:
            return
        config = self.config
        # One number for each, where the numbers are those of sections, or where another renderer shows them.
        self._by_rows = config.html_math_renderer == RENDERER and not (config.numfig and config.math_numfig)
        self._count = 0
        self._domain = cast("MathDomain", self.env.get_domain("math"))
        self._labels: set[str] = set()
        for node in blocks:
            if isinstance(node.parent, nodes.TextElement):
                inline = nodes.math("", node.astext().strip())
                inline.source, inline.line = node.source, node.line
                node.replace_self(inline)
            else:
                self._number(node)
        self._make_references()

    def _number(self, node: nodes.math_block) -> None:
        is_environment = "amsmath" in node["classes"]
        if node.get("label") and not is_environment:
            self._count += 1
            node["number"] = self._count
            self._domain.equations[node["label"]] = (self._docname, self._count)
            self._labels.add(node["label"])
            return
        try:
            found = rows(node.astext())
        except FormulaError:
            found = []
        if is_environment:
            self._forget(node)
        if not self._by_rows:
            found = _as_one(found)
        numbers = [self._number_row(node, row, is_environment=is_environment) for row in found]
        if len(numbers) == 1:
            number, label = numbers[0]
            if label:
                node["ids"].append(_equation_id(label))
                self.document.note_explicit_target(node, node)
                node["number"] = number
        elif any(label for _, label in numbers):
            node[ROWS] = [(number, _equation_id(label) if label else "") for number, label in numbers]
        text = node.astext()
        if numbers and _LABEL.search(text):
            if is_environment or node.get("no-wrap", node.get("nowrap")):
                # LaTeX's own, by the name that Sphinx's references to it have.
                text = _LABEL.sub(rf"\\label{{equation:{self._docname}:\1}}", text)
            else:
                node["label"], node["docname"] = numbers[0][1], self._docname
                text = without_label(text)
            node.rawsource = text
            node[:] = [nodes.Text(text)]

    def _number_row(self, node: nodes.math_block, row: Row, *, is_environment: bool) -> tuple[str, str]:
        """Return the number of a row, and its label; nothing for a row without a number."""
        if row.tag and row.label:
            number: int | str = row.tag
        elif not row.tag and (row.label or (is_environment and row.is_numbered)):
            self._count += 1
            number = self._count
        else:
            return "", ""
        label = row.label or f"{self._docname}-{self._count}"
        if row.label:
            self._domain.note_equation(self._docname, label, location=node)
            self._labels.add(label)
        self._domain.equations[label] = (self._docname, cast("int", number))
        return "" if row.tag else str(number), label

    def _forget(self, node: nodes.math_block) -> None:
        """Remove the random name of an environment."""
        label = node.get("label")
        if not label:
            return
        self._domain.equations.pop(label, None)
        target_id = _equation_id(label)
        for target in list(self.document.findall(nodes.target)):
            if target.get("refid") == target_id or target_id in target["ids"]:
                target.parent.remove(target)
        node["ids"] = [name for name in node["ids"] if name != target_id]
        self.document.ids.pop(target_id, None)
        node["label"] = node["number"] = None

    def _make_references(self) -> None:
        for text in list(self.document.findall(nodes.Text)):
            if "ref{" in text and not isinstance(text.parent, _LITERAL):
                text.parent.replace(text, list(self._parts(text)))

    def _parts(self, text: nodes.Text) -> Iterable[nodes.Node]:
        start = 0
        for match in _REFERENCE.finditer(text):
            label = match["label"].strip()
            if r"\ref" in match[0] and label not in self._labels:
                continue
            if match.start() > start:
                yield nodes.Text(text[start : match.start()])
            start = match.end()
            reference = addnodes.pending_xref(
                match[0], nodes.literal(match[0], match[0]), refdomain="math", reftype="eq", reftarget=label,
                refdoc=self._docname, refexplicit=False, refwarn=True,
            )  # fmt: skip
            parent = text.parent
            reference.source, reference.line = parent.source, parent.line
            yield reference
        yield nodes.Text(text[start:])

    @property
    def _docname(self) -> str:
        return self.env.current_document.docname


_LITERAL = (nodes.literal, nodes.FixedTextElement, nodes.raw, nodes.math, nodes.Invisible)


def _equation_id(label: str) -> str:
    """Return the id that Sphinx's references to *label* lead to."""
    return nodes.make_id(f"equation-{label}")


def _as_one(found: list[Row]) -> list[Row]:
    if len(found) < 2:
        return found
    first = next((row.label for row in found if row.label), "")
    return [Row(first, "", any(row.is_numbered for row in found))]
