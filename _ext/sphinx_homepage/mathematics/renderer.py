"""Formulas in HTML."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import _ as sphinx_message
from sphinx.util.math import get_node_equation_number

from ..core.messages import _
from .macros import read_macros
from .mathml import convert, without_label
from .numbers import ROWS
from .tex import FormulaError, check_escapes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.config import Config
    from sphinx.writers.html5 import HTML5Translator

    from .mathml import Formula, FormulaRow
    from .tex import Macro

# Of MathJax: its macros are those of the site.
_CONFIGURATIONS = ("mathjax2_config", "mathjax3_config", "mathjax4_config")
_CLASSES = "math notranslate nohighlight"
_NAMESPACE = ' xmlns="http://www.w3.org/1998/Math/MathML"'
_ALIGNMENTS = {"l": ' class="hp-l"', "r": ' class="hp-r"', "c": ""}


def problem_of_formula(config: Config, tex: str) -> str:
    """Return why an inline formula cannot be shown; empty if it can."""
    try:
        convert_node(config, nodes.math("", tex))
    except FormulaError as error:
        return str(error)
    return ""


def convert_node(config: Config, node: nodes.Node) -> Formula:
    """Return a formula as MathML.

    :raises FormulaError: if it cannot be converted.
    """
    tex = node.astext()
    if isinstance(node, nodes.math):
        check_escapes(tex)
    return convert(
        without_label(tex) if "\\label" in tex else tex,
        display=isinstance(node, nodes.math_block),
        macros=site_macros(config),
    )


def site_macros(config: Config) -> tuple[Macro, ...]:
    """Return the macros that conf.py defines for MathJax."""
    return read_macros(config[name] for name in _CONFIGURATIONS)


def visit_inline(translator: HTML5Translator, node: nodes.math) -> None:
    """Write a formula in a line of text."""
    try:
        formula = convert_node(translator.config, node)
    except FormulaError:
        markup = _source(node)
    else:
        markup = _with_namespace(translator, formula.markup)
        if formula.is_wide:
            markup = f'<span class="hp-wide"{_scrolls()}>{markup}</span>'
    translator.body.append(f"{translator.starttag(node, 'span', '', CLASS=_CLASSES)}{markup}</span>")
    raise nodes.SkipNode


def visit_block(translator: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on lines of its own, with its numbers at the right edge."""
    outer = node.parent
    # Furo puts it into a box of the same ids.
    ids = [] if isinstance(outer, nodes.container) and outer["ids"] == node["ids"] else node["ids"]
    wrapper = nodes.Element(ids=ids, classes=node["classes"])
    body = translator.body
    body.append(translator.starttag(wrapper, "div", "", CLASS=_CLASSES))
    try:
        formula = convert_node(translator.config, node)
    except FormulaError:
        body.append(f"{_source(node)}</div>\n")
        raise nodes.SkipNode from None
    body.append(f'<div class="hp-formula"{_scrolls() if formula.is_wide else ""}>')
    numbers = node.get(ROWS) or [("", "")] * len(formula.rows)
    if formula.rows and (node.get(ROWS) or any(row.tag for row in formula.rows)):
        _write_rows(translator, formula.columns, formula.rows, numbers)
    elif node.get("number"):
        number = get_node_equation_number(translator, node)
        body.append('<div class="hp-rows" style="grid-template-columns:1fr auto 1fr"><span></span>')
        body.append(_with_namespace(translator, formula.markup))
        _write_number(translator, f"({escape(str(number))})", node["ids"])
        body.append("</div>")
    else:
        body.append(_with_namespace(translator, formula.markup))
    body.append("</div></div>\n")
    raise nodes.SkipNode


def _write_rows(
    translator: HTML5Translator,
    columns: str,
    rows: Sequence[FormulaRow],
    numbers: Sequence[tuple[str, str]],
) -> None:
    count = max(len(row.cells) for row in rows)
    body = translator.body
    body.append(f'<div class="hp-rows" style="grid-template-columns:1fr repeat({count},auto) 1fr">')
    for row, (number, target) in zip(rows, numbers, strict=False):
        body.append("<span></span>")
        for index in range(count):
            place = _ALIGNMENTS[columns[index % len(columns)]]
            if index and index % len(columns) == 0:
                place = place.replace('"hp-', '"hp-next hp-')
            cell = row.cells[index] if index < len(row.cells) else ""
            body.append(f"<span{place}>{_with_namespace(translator, cell)}</span>")
        text = _with_namespace(translator, row.tag) if row.tag else f"({escape(number)})" if number else ""
        if text:
            start = f'<span class="eqno" id="{escape(target)}">' if target else '<span class="eqno">'
            _write_number(translator, text, [target] if target else [], start)
        else:
            body.append("<span></span>")
    body.append("</div>")


def _write_number(
    translator: HTML5Translator, text: str, ids: list[str], start: str = '<span class="eqno">'
) -> None:
    translator.body.append(f"{start}{text}")
    if ids:
        translator.add_permalink_ref(nodes.Element(ids=ids), sphinx_message("Link to this equation"))
    translator.body.append("</span>")


def _scrolls() -> str:
    """Return the attributes of what may scroll, so that it does by keyboard too."""
    return f' tabindex="0" role="group" aria-label="{escape(_("Formula"))}"'


def _source(node: nodes.Node) -> str:
    return f"<code>{escape(node.astext().strip())}</code>"


def _with_namespace(translator: HTML5Translator, markup: str) -> str:
    """Return *markup* as the builder needs it: HTML knows ``math``, XHTML (EPUB) by its namespace only."""
    return markup.replace("<math", f"<math{_NAMESPACE}") if translator.builder.name == "epub" else markup
