r"""Formulas in TeX as MathML.

latex2mathml knows the commands.  What it does not do, or does in a way that browsers do not draw (MathML Core
has no ``columnalign``, ``menclose`` or ``mathvariant="bold"``), is done here: environments, texts and the
commands of :data:`_COMMANDS` become elements of their own.  Where one stands, latex2mathml reads a letter of
Unicode's private use area.  :mod:`.repairs` puts the rest right.

Pure.  https://w3c.github.io/mathml-core/
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, NamedTuple
from xml.etree.ElementTree import Element, SubElement, tostring

from .alphabets import in_alphabet
from .repairs import repair
from .tex import (
    TOKEN,
    FormulaError,
    Macro,
    clean,
    expand,
    has_rows,
    printable,
    read_argument,
    read_environment,
    read_optional,
    split_rows,
)
from .widths import width

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from latex2mathml.converter import Converter

# What latex2mathml reads in the place of an element: letters of Unicode's private use area.
_FIRST, _LAST = 0xE000, 0xF8FF
# In em: no narrower than a phone, with letters twice as large as usual.
_NARROW = 12


class FormulaRow(NamedTuple):
    """A row of a formula that has numbers at its right edge."""

    cells: tuple[str, ...]
    """Its cells, each an element ``math``."""
    tag: str
    r"""The number that its ``\tag`` gives it, as an element ``math``; empty if it has none."""


class Formula(NamedTuple):
    """A formula as MathML, in HTML: elements without a namespace."""

    markup: str
    """The element ``math``."""
    is_wide: bool
    """Whether it may be wider than a phone."""
    rows: tuple[FormulaRow, ...] = ()
    """The same by rows, for formulas whose rows may have numbers; nothing for all others."""
    columns: str = ""
    """The alignments of the columns of the rows, repeated: ``rl``, ``c``."""


@lru_cache(maxsize=4096)
def convert(tex: str, *, display: bool = False, macros: tuple[Macro, ...] = ()) -> Formula:
    """Return *tex* as MathML.

    :param display: whether it stands on lines of its own.
    :param macros: commands of the site.
    :raises FormulaError: if something in it is not known, or not complete.
    """
    reader = _Reader()
    try:
        text = clean(expand(clean(tex), {macro.name: macro for macro in macros}))
        row = reader.read(text)
        repair(row, display=display)
        if len(row) == 0:
            raise FormulaError("there is nothing in it")
        formula = Formula(_element(row, tex, display=display), width(row) > _NARROW)
        if display:
            kind, cells = _numbered_rows(text)
            if len(cells) > 1 or _TAG.search(text):
                return formula._replace(rows=tuple(map(reader.numbered_row, cells)), columns=kind.columns)
    except RecursionError:
        raise FormulaError("its groups are too deep") from None
    return formula


def _element(row: Element, tex: str, *, display: bool, in_row: bool = False) -> str:
    """Return an element ``math`` with what is in *row*.

    The source goes with it and is not shown: for readers who copy the formula, and for machines.
    https://www.w3.org/TR/MathML3/chapter5.html#mixing.semantic.annotations
    """
    content = "".join(tostring(child, encoding="unicode") for child in row)
    if printable(content) != content:
        # By its number, as in \unicode{1}
        raise FormulaError("it names a character that cannot be shown")
    if len(row) != 1:
        content = f"<mrow>{content}</mrow>"
    style = ' displaystyle="true"' if in_row else ' display="block"' if display else ""
    text = escape(printable(tex).strip(), quote=False)
    source = f'<annotation encoding="application/x-tex">{text}</annotation>'
    return f"<math{style}><semantics>{content}{source}</semantics></math>"


class _Environment(NamedTuple):
    """How the rows of an environment are shown."""

    columns: str = "c"
    """The alignment of the columns, repeated."""
    left: str | None = None
    right: str | None = None
    """The delimiters around it."""
    display: bool = False
    """Whether cells are in display style."""
    joined: bool = False
    """Whether two columns are the two sides of a relation."""
    small: bool = False
    """Whether it is in the size of indices."""
    arguments: str = ""
    """What stands behind its name: ``columns``, ``optional columns``, ``number`` or nothing."""


_SIDES = _Environment("rl", display=True, joined=True)
_CENTRED = _Environment("c", display=True)
_ENVIRONMENTS = {
    "matrix": _Environment(arguments="optional columns"),
    "pmatrix": _Environment(left="(", right=")", arguments="optional columns"),
    "bmatrix": _Environment(left="[", right="]", arguments="optional columns"),
    "Bmatrix": _Environment(left="{", right="}", arguments="optional columns"),
    "vmatrix": _Environment(left="|", right="|", arguments="optional columns"),
    "Vmatrix": _Environment(left="‖", right="‖", arguments="optional columns"),
    "smallmatrix": _Environment(small=True),
    "psmallmatrix": _Environment(left="(", right=")", small=True),
    "bsmallmatrix": _Environment(left="[", right="]", small=True),
    "cases": _Environment("l", left="{", right=""),
    "dcases": _Environment("l", left="{", right="", display=True),
    "rcases": _Environment("l", left="", right="}"),
    "drcases": _Environment("l", left="", right="}", display=True),
    "array": _Environment(arguments="columns"),
    "subarray": _Environment(arguments="columns", small=True),
    "substack": _Environment(small=True),
    "align": _SIDES,
    "aligned": _SIDES,
    "split": _SIDES,
    "flalign": _SIDES,
    "eqalign": _SIDES,
    "alignat": _SIDES._replace(arguments="number"),
    "alignedat": _SIDES._replace(arguments="number"),
    "xalignat": _SIDES._replace(arguments="number"),
    "eqnarray": _Environment("rcl", display=True),
    "gather": _CENTRED,
    "gathered": _CENTRED,
    "multline": _CENTRED,
    "multlined": _CENTRED,
    "displaylines": _CENTRED,
}
# They are no more than what is in them.
_PLAIN_ENVIRONMENTS = frozenset({"equation", "displaymath", "math", "subequations"})
# Those whose rows have numbers.
_NUMBERED_ENVIRONMENTS = frozenset({"align", "flalign", "alignat", "xalignat", "eqnarray", "gather"})
_ALIGNMENTS = {"l": "left", "r": "right", "c": ""}

_LABEL = re.compile(r"\\label\s*\{([^{}]*)\}")
_TAG = re.compile(r"\\tag\s*+(\*?)\s*+(?=\{)")
_NO_NUMBER = re.compile(r"\\(?:nonumber|notag)(?![a-zA-Z])")
_PLACE = re.compile(r"\s*\[[tcb]\]")
_COLUMNS = re.compile(r"[lcr|]")
_HLINE = re.compile(r"\s*\\(?:hline|toprule|midrule|bottomrule)(?![a-zA-Z])")
_LIMITS = re.compile(r"\s*\\limits(?![a-zA-Z])")
_LINE = "1px solid"


class Row(NamedTuple):
    """What a row of a formula says of its number."""

    label: str
    r"""The name that a ``\label`` gives it."""
    tag: str
    r"""The text of its ``\tag``."""
    is_numbered: bool
    """Whether it has the next number, in an environment that numbers its rows."""


def rows(tex: str) -> list[Row]:
    r"""Return the rows of a formula: one, except in ``align`` and its kin.

    :raises FormulaError: if it is not complete.
    """
    text = clean(tex)
    name = read_environment(text, 0)[0] if text.startswith(r"\begin") else ""
    found = []
    for cells in _numbered_rows(text)[1]:
        row = "&".join(cells)
        label, tag = _LABEL.search(row), _TAG.search(row)
        has_number = not name.endswith("*") and not tag and not _NO_NUMBER.search(row)
        found.append(
            Row(
                label[1].strip() if label else "",
                read_argument(row, tag.end())[0] if tag else "",
                has_number,
            )
        )
    return found


def without_numbers(tex: str) -> str:
    r"""Return *tex* without ``\label``, ``\tag`` and ``\nonumber``."""
    if "\\" not in tex:
        return tex
    tex = _NO_NUMBER.sub("", _LABEL.sub("", tex))
    while tag := _TAG.search(tex):
        tex = tex[: tag.start()] + tex[read_argument(tex, tag.end())[1] :]
    return tex


def without_label(tex: str) -> str:
    r"""Return *tex* without its ``\label``."""
    return _LABEL.sub("", tex).strip()


def _numbered_rows(tex: str) -> tuple[_Environment, list[list[str]]]:
    """Return the rows of *tex* that may have numbers, and how they are shown."""
    if tex.startswith(r"\begin"):
        name, body, end = read_environment(tex, 0)
        base = name.removesuffix("*")
        if end == len(tex) and base in _PLAIN_ENVIRONMENTS:
            return _CENTRED, [[body.strip()]]
        if end == len(tex) and base in _NUMBERED_ENVIRONMENTS:
            kind = _ENVIRONMENTS[base]
            return kind, split_rows(body[read_argument(body, 0)[1] if kind.arguments else 0 :])
    return _CENTRED, [[tex]]


class _Reader:
    """Reads one formula."""

    def __init__(self) -> None:
        self._elements: list[Element] = []

    def read(self, tex: str) -> Element:
        """Return a row with the whole formula, and without numbers."""
        tex = without_numbers(tex)
        if has_rows(tex):
            row = Element("mrow")
            cells = split_rows(tex)
            row.append(self._table(_SIDES if any(len(found) > 1 for found in cells) else _CENTRED, cells))
            return row
        return self.row(tex)

    def numbered_row(self, cells: Sequence[str]) -> FormulaRow:
        """Return a row whose cells stand apart, with its number."""
        found = []
        for column, cell in enumerate(cells):
            text = without_numbers(cell)
            row = self.read(text) if len(cells) == 1 else self.row(text)
            if column % 2:
                row.insert(0, Element("mrow"))
            repair(row, display=True)
            found.append(_element(row, text, display=True, in_row=True))
        tag = ""
        text = "&".join(cells)
        if match := _TAG.search(text):
            content, _ = read_argument(text, match.end())
            row = Element("mrow")
            row.append(self.text(content if match[1] else f"({content})"))
            repair(row, display=False)
            tag = _element(row, content, display=False)
        return FormulaRow(tuple(found), tag)

    def row(self, tex: str) -> Element:
        """Return a row with *tex*, which has neither rows nor cells."""
        prepared = self._prepare(tex)
        if not prepared.strip():
            return Element("mrow")
        try:
            tree = _latex2mathml().convert_to_element(prepared)[0]
        except FormulaError:
            raise
        except RecursionError:
            raise
        except Exception as error:
            # It has a dozen errors of its own, and IndexError, KeyError and StopIteration for all others.
            raise FormulaError(_REASONS.get(type(error).__name__, "it is not complete")) from error
        self._check(tree)
        self._put_elements(tree)
        return tree

    def _check(self, tree: Element) -> None:
        """Refuse commands that latex2mathml takes for text."""
        for element in tree.iter():
            text = element.text or ""
            if text.startswith("\\"):
                raise FormulaError(f"{text} is not known" if len(text) > 1 else "a backslash stands alone")
            if element.tag in _CHILDREN and len(element) != _CHILDREN[element.tag]:
                raise FormulaError("an argument is missing")

    def _put_elements(self, tree: Element) -> None:
        for parent in list(tree.iter()):
            for index, child in enumerate(parent):
                text = child.text or ""
                if len(text) == 1 and _FIRST <= ord(text) <= _LAST:
                    parent[index] = self._elements[ord(text) - _FIRST]

    def stand_in(self, element: Element) -> str:
        """Return the character that stands for *element* in what latex2mathml reads."""
        if len(self._elements) > _LAST - _FIRST:
            raise FormulaError("it is too long")
        self._elements.append(element)
        return chr(_FIRST + len(self._elements) - 1)

    def _prepare(self, tex: str) -> str:
        """Return *tex* with stand-ins for what is not left to latex2mathml."""
        parts: list[str] = []
        start = position = 0
        while match := TOKEN.search(tex, position):
            token, position = match[0], match.end()
            if token == r"\begin":
                name, body, position = read_environment(tex, match.start())
                text = self.stand_in(self.environment(name, body))
            elif token in _COMMANDS:
                text, position = _COMMANDS[token](self, tex, position)
            elif token == "&":
                raise FormulaError(
                    r"a & stands outside of an environment such as aligned; write \& for the sign"
                )
            elif token == "$":
                raise FormulaError(r"a $ stands in it; write \$ for the sign")
            else:
                continue
            parts += [tex[start : match.start()], text]
            start = position
        return "".join((*parts, tex[start:]))

    # --- Environments -------------------------------------------------------------------------------------

    def environment(self, name: str, body: str) -> Element:
        """Return an environment as a table, with its fences."""
        base = name.removesuffix("*")
        if base in _PLAIN_ENVIRONMENTS:
            return self.read(body.strip())
        kind = _ENVIRONMENTS.get(base)
        if kind is None:
            raise FormulaError(f"the environment {name} is not known")
        columns: str | None = None
        position = 0
        if kind.arguments == "number":
            position = read_argument(body, 0)[1]
        elif kind.arguments == "columns":
            _, position = read_optional(body, 0)
            columns, position = read_argument(body, position)
        elif kind.arguments and name.endswith("*"):
            columns, position = read_optional(body, 0)
        elif kind.display and (place := _PLACE.match(body)):
            position = place.end()
        return self._table(kind, split_rows(body[position:]), columns)

    def _table(
        self, kind: _Environment, cells: Sequence[Sequence[str]], columns: str | None = None
    ) -> Element:
        table = Element("mtable", {"displaystyle": "true"} if kind.display else {})
        letters = _COLUMNS.findall(columns) if columns else list(kind.columns)
        alignments = [letter for letter in letters if letter != "|"] or ["c"]
        bars = _bars(letters)
        for index, row_cells in enumerate(cells):
            first, has_line = _without_lines(row_cells[0])
            texts = [first, *row_cells[1:]]
            if has_line and 0 < index == len(cells) - 1 and not "".join(texts).strip():
                for cell in table[-1]:
                    _add_style(cell, f"border-bottom:{_LINE}")
                break
            row = SubElement(table, "mtr")
            for column, text in enumerate(texts):
                cell = self._cell(text, kind, column, alignments[column % len(alignments)])
                if has_line:
                    _add_style(cell, f"border-top:{_LINE}")
                if column in bars:
                    _add_style(cell, f"border-left:{_LINE}")
                if column + 1 == len(alignments) in bars:
                    _add_style(cell, f"border-right:{_LINE}")
                row.append(cell)
        return self._around(table, kind)

    def _cell(self, text: str, kind: _Environment, column: int, letter: str) -> Element:
        cell = Element("mtd")
        content = self.row(text)
        if _ALIGNMENTS[letter]:
            _add_style(cell, f"text-align:{_ALIGNMENTS[letter]}")
        if kind.joined:
            if column % 2:
                # As amsmath has it: a sign at the beginning has something before it.
                content.insert(0, Element("mrow"))
            gap = "2em" if column % 2 == 0 and column else "0"
            _add_style(cell, f"padding-left:{gap};padding-right:0")
        elif kind.small:
            _add_style(cell, "padding:.1em .2em")
        cell[:] = content[:]
        return cell

    def _around(self, table: Element, kind: _Environment) -> Element:
        inner = table
        if kind.small:
            inner = Element("mstyle", {"scriptlevel": "1"})
            inner.append(table)
        if kind.left is None:
            return inner
        fenced = Element("mrow")
        if kind.left:
            SubElement(fenced, "mo", form="prefix", stretchy="true").text = kind.left
        fenced.append(inner)
        if kind.right:
            SubElement(fenced, "mo", form="postfix", stretchy="true").text = kind.right
        return fenced

    # --- Commands -----------------------------------------------------------------------------------------

    def text(self, content: str, alphabet: str = "") -> Element:
        """Return the text *content*, which may have formulas between dollar signs in it."""
        row = Element("mrow")
        written: list[str] = []

        def end_text() -> None:
            if written:
                text = "".join(written).replace(" ", "\N{NO-BREAK SPACE}")
                SubElement(row, "mtext").text = in_alphabet(text, alphabet) if alphabet else text
                written.clear()

        position = 0
        while position < len(content):
            match = TOKEN.search(content, position)
            written.append(" ".join(re.split(r"\s+", content[position : match.start() if match else None])))
            if not match:
                break
            token, position = match[0], match.end()
            if token == "$" or token == r"\(":
                close = "$" if token == "$" else r"\)"
                end = content.find(close, position)
                if end < 0:
                    raise FormulaError(f"a {token} in a text has no {close} behind it")
                end_text()
                row.extend(self.row(content[position:end]))
                position = end + len(close)
            elif token in _TEXTS:
                argument, position = read_argument(content, position)
                end_text()
                row.append(self.text(argument, _TEXTS[token] or alphabet))
            elif token in _TEXT_SIGNS:
                written.append(_TEXT_SIGNS[token])
            elif token in "{}" or token in _TEXT_SWITCHES:
                position = len(content) - len(content[position:].lstrip()) if token[0] == "\\" else position
            elif token in "&%":
                written.append(token)
            else:
                end_text()
                row.extend(self.row(token))
        end_text()
        return row[0] if len(row) == 1 else row

    def name(self, content: str, *, limits: bool) -> Element:
        """Return the name of a function; an element for whatever else *content* has."""
        plain = content.replace("~", " ")
        for space, char in (
            (r"\,", "\N{THIN SPACE}"),
            (r"\ ", "\N{NO-BREAK SPACE}"),
            (r"\;", "\N{NO-BREAK SPACE}"),
            (r"\!", ""),
            (r"\:", "\N{THIN SPACE}"),
        ):
            plain = plain.replace(space, char)
        if wrapped := re.fullmatch(r"\s*\\(?:mathrm|text|rm|textrm)\s*\{([^{}\\]*)\}\s*", plain):
            plain = wrapped[1]
        if re.search(r"[\\{}^_$\ue000-\uf8ff]", plain):
            return self.row(rf"\mathrm{{{content}}}")
        element = Element("mo", {"movablelimits": "true"} if limits else {})
        element.text = " ".join(plain.split(" ")).strip().replace("-", "\N{HYPHEN}")
        return element


def _latex2mathml() -> Converter:
    # Not imported with this module: a site without formulas need not read its table of signs.
    from latex2mathml.converter import Converter

    return Converter()


def _bars(letters: Sequence[str]) -> frozenset[int]:
    """Return the columns that have a line before them."""
    found, column = set(), 0
    for letter in letters:
        if letter == "|":
            found.add(column)
        else:
            column += 1
    return frozenset(found)


def _without_lines(text: str) -> tuple[str, bool]:
    found = False
    while match := _HLINE.match(text):
        text, found = text[match.end() :], True
    return text, found


def _add_style(element: Element, style: str) -> None:
    before = element.get("style")
    element.set("style", f"{before};{style}" if before else style)


_TEXTS = {
    r"\text": "",
    r"\textrm": "",
    r"\textnormal": "",
    r"\textup": "",
    r"\textmd": "",
    r"\mbox": "",
    r"\hbox": "",
    r"\textbf": "bold",
    r"\textit": "italic",
    r"\textsl": "italic",
    r"\emph": "italic",
    r"\textsf": "sans-serif",
    r"\texttt": "monospace",
}
_TEXT_SIGNS = {
    r"\ ": " ", r"\,": "\N{THIN SPACE}", r"\;": " ", r"\:": " ",
    r"\quad": "\N{EM SPACE}", r"\qquad": "\N{EM SPACE}" * 2,
    r"\%": "%", r"\&": "&", r"\$": "$", r"\#": "#", r"\_": "_", r"\{": "{", r"\}": "}", r"\-": "",
    r"\/": "", r"\\": " ",
    r"\ldots": "…", r"\dots": "…", r"\textbackslash": "\\", r"\textasciitilde": "~", r"\ss": "ß", r"\S": "§",
}  # fmt: skip
_TEXT_SWITCHES = frozenset(
    {r"\rm", r"\it", r"\bf", r"\sf", r"\tt", r"\normalfont", r"\small", r"\displaystyle"}
)


def _text_command(alphabet: str) -> Callable[[_Reader, str, int], tuple[str, int]]:
    def read(reader: _Reader, tex: str, position: int) -> tuple[str, int]:
        content, position = read_argument(tex, position)
        return reader.stand_in(reader.text(content, alphabet)), position

    return read


def _operator_name(reader: _Reader, tex: str, position: int) -> tuple[str, int]:
    limits = tex[position : position + 1] == "*"
    content, position = read_argument(tex, position + limits)
    return reader.stand_in(reader.name(content, limits=limits)), _behind_limits(tex, position)


def _named(name: str, *, limits: bool) -> Callable[[_Reader, str, int], tuple[str, int]]:
    def read(reader: _Reader, tex: str, position: int) -> tuple[str, int]:
        return reader.stand_in(reader.name(name, limits=limits)), _behind_limits(tex, position)

    return read


def _operator(reader: _Reader, tex: str, position: int) -> tuple[str, int]:
    content, position = read_argument(tex, position)
    return reader.stand_in(reader.name(content, limits=True)), _behind_limits(tex, position)


def _behind_limits(tex: str, position: int) -> int:
    match = _LIMITS.match(tex, position)
    return match.end() if match else position


def _rows_command(name: str) -> Callable[[_Reader, str, int], tuple[str, int]]:
    def read(reader: _Reader, tex: str, position: int) -> tuple[str, int]:
        content, position = read_argument(tex, position)
        return reader.stand_in(reader.environment(name, content)), position

    return read


def _styled(style: str) -> Callable[[_Reader, str, int], tuple[str, int]]:
    def read(reader: _Reader, tex: str, position: int) -> tuple[str, int]:
        content, position = read_argument(tex, position)
        row = Element("mrow", style=style)
        row.extend(reader.row(content))
        return reader.stand_in(row), position

    return read


def _boxed_text(reader: _Reader, tex: str, position: int) -> tuple[str, int]:
    content, position = read_argument(tex, position)
    row = Element("mrow", style=_BOX)
    row.append(reader.text(content))
    return reader.stand_in(row), position


def _binomial(style: str) -> Callable[[_Reader, str, int], tuple[str, int]]:
    def read(reader: _Reader, tex: str, position: int) -> tuple[str, int]:
        upper, position = read_argument(tex, position)
        lower, position = read_argument(tex, position)
        row = Element("mrow")
        SubElement(row, "mo", form="prefix", stretchy="true").text = "("
        fraction = SubElement(row, "mfrac", linethickness="0")
        fraction.extend((reader.row(upper), reader.row(lower)))
        SubElement(row, "mo", form="postfix", stretchy="true").text = ")"
        if style:
            styled = Element("mstyle", displaystyle=style, scriptlevel="0")
            styled.append(row)
            row = styled
        return reader.stand_in(row), position

    return read


def _arrow(char: str) -> Callable[[_Reader, str, int], tuple[str, int]]:
    def read(reader: _Reader, tex: str, position: int) -> tuple[str, int]:
        below, position = read_optional(tex, position)
        above, position = read_argument(tex, position)
        arrow = Element("mo", stretchy="true")
        arrow.text = char
        element = Element("munderover" if below else "mover")
        element.append(arrow)
        for text in (below, above) if below else (above,):
            row = SubElement(element, "mrow")
            # A short text has a longer arrow.
            SubElement(row, "mspace", width="0.5em")
            row.extend(reader.row(text or ""))
            SubElement(row, "mspace", width="0.5em")
        spaced = Element("mrow")
        SubElement(spaced, "mspace", width="0.2778em")
        spaced.append(element)
        SubElement(spaced, "mspace", width="0.2778em")
        return reader.stand_in(spaced), position

    return read


def _skip_argument(_reader: _Reader, tex: str, position: int) -> tuple[str, int]:
    return "", read_argument(tex, position)[1]


def _second_argument(reader: _Reader, tex: str, position: int) -> tuple[str, int]:
    _, position = read_argument(tex, position)
    content, position = read_argument(tex, position)
    return _grouped(reader, content), position


def _content(reader: _Reader, tex: str, position: int) -> tuple[str, int]:
    content, position = read_argument(tex, position)
    return _grouped(reader, content), position


def _grouped(reader: _Reader, content: str) -> str:
    return reader.stand_in(reader.row(content))


def _instead(text: str) -> Callable[[_Reader, str, int], tuple[str, int]]:
    return lambda _reader, _tex, position: (text, position)


def _sign(text: str, **attributes: str) -> Callable[[_Reader, str, int], tuple[str, int]]:
    def read(reader: _Reader, tex: str, position: int) -> tuple[str, int]:
        element = Element("mo", attributes)
        element.text = text
        return reader.stand_in(element), position

    return read


def _delimiter(**attributes: str) -> Callable[[_Reader, str, int], tuple[str, int]]:
    r"""Return a reader for ``\big`` and its kin, behind which latex2mathml knows no commands: ``\big\{``."""

    def read(reader: _Reader, tex: str, position: int) -> tuple[str, int]:
        content, position = read_argument(tex, position)
        name = content.strip()
        if name == ".":
            return reader.stand_in(Element("mrow")), position
        row = reader.row(_ANGLES.get(name, name))
        if len(row) != 1 or len(row[0]) or not row[0].text:
            raise FormulaError(r"a \big, one of its kin or a \middle has no delimiter behind it")
        element = Element("mo", attributes)
        element.text = row[0].text
        return reader.stand_in(element), position

    return read


def _side(command: str) -> Callable[[_Reader, str, int], tuple[str, int]]:
    r"""Return a reader for ``\left`` or ``\right``, which takes ``<`` for an angle."""

    def read(_reader: _Reader, tex: str, position: int) -> tuple[str, int]:
        sign = tex[position : position + 1]
        return (command + _ANGLES[sign], position + 1) if sign in _ANGLES else (command, position)

    return read


def _class_of_atom(lspace: str, rspace: str) -> Callable[[_Reader, str, int], tuple[str, int]]:
    r"""Return a reader for ``\mathrel`` and its kin: a space of a class around whatever it is."""

    def read(reader: _Reader, tex: str, position: int) -> tuple[str, int]:
        content, position = read_argument(tex, position)
        inner = reader.row(content)
        if len(inner) == 1 and inner[0].tag == "mo":
            inner[0].set("lspace", lspace)
            inner[0].set("rspace", rspace)
            return reader.stand_in(inner[0]), position
        row = Element("mrow")
        SubElement(row, "mspace", width=lspace)
        row.append(inner)
        SubElement(row, "mspace", width=rspace)
        return reader.stand_in(row), position

    return read


_NAMES = (
    "arccos", "arcsin", "arctan", "arg", "cos", "cosh", "cot", "coth", "csc", "deg", "dim", "exp", "hom",
    "ker", "lg", "ln", "log", "sec", "sin", "sinh", "tan", "tanh",
)  # fmt: skip
_NAMES_WITH_LIMITS = ("det", "gcd", "inf", "lim", "max", "min", "Pr", "sup")
_SIZES = {"big": "1.2em", "Big": "1.623em", "bigg": "2.047em", "Bigg": "2.47em"}
# As delimiters, TeX takes these for angles.
_ANGLES = {"<": r"\langle ", ">": r"\rangle "}
_BOX = "border:1px solid;padding:.25em"
_STROKE = (
    "transparent calc(50% - .04em),currentColor calc(50% - .03em) calc(50% + .03em),"
    "transparent calc(50% + .04em)"
)
# From one corner to the other one.
_UP = f"linear-gradient(to bottom right,{_STROKE})"
_DOWN = f"linear-gradient(to top right,{_STROKE})"
_ACROSS = f"linear-gradient({_STROKE})"
_PRINTED = ";-webkit-print-color-adjust:exact;print-color-adjust:exact"

_COMMANDS: dict[str, Callable[[_Reader, str, int], tuple[str, int]]] = {
    **{command: _text_command(alphabet) for command, alphabet in _TEXTS.items()},
    r"\operatorname": _operator_name,
    r"\operatornamewithlimits": _operator,
    r"\mathop": _operator,
    **{f"\\{name}": _named(name, limits=False) for name in _NAMES},
    **{f"\\{name}": _named(name, limits=True) for name in _NAMES_WITH_LIMITS},
    r"\argmax": _named(r"arg\,max", limits=True),
    r"\argmin": _named(r"arg\,min", limits=True),
    r"\limsup": _named(r"lim\,sup", limits=True),
    r"\liminf": _named(r"lim\,inf", limits=True),
    r"\injlim": _named(r"inj\,lim", limits=True),
    r"\projlim": _named(r"proj\,lim", limits=True),
    **{command: _rows_command(command[1:]) for command in (r"\substack", r"\eqalign", r"\displaylines")},
    **{command: _rows_command(command[1:]) for command in (r"\matrix", r"\pmatrix", r"\cases")},
    r"\binom": _binomial(""),
    r"\dbinom": _binomial("true"),
    r"\tbinom": _binomial("false"),
    r"\overline": _styled("border-top:.05em solid;padding-top:.12em"),
    r"\underline": _styled("border-bottom:.05em solid;padding-bottom:.12em"),
    r"\boxed": _styled(_BOX),
    r"\fbox": _boxed_text,
    r"\framebox": _boxed_text,
    r"\cancel": _styled(f"background:{_UP}{_PRINTED}"),
    r"\bcancel": _styled(f"background:{_DOWN}{_PRINTED}"),
    r"\xcancel": _styled(f"background:{_UP},{_DOWN}{_PRINTED}"),
    r"\sout": _styled(f"background:{_ACROSS}{_PRINTED}"),
    r"\xrightarrow": _arrow("→"),
    r"\xleftarrow": _arrow("←"),
    r"\xleftrightarrow": _arrow("↔"),
    r"\xRightarrow": _arrow("⇒"),
    r"\xLeftarrow": _arrow("⇐"),
    r"\xLeftrightarrow": _arrow("⇔"),
    r"\xmapsto": _arrow("↦"),
    r"\xhookrightarrow": _arrow("↪"),
    r"\xhookleftarrow": _arrow("↩"),
    r"\xlongequal": _arrow("="),
    r"\label": _skip_argument,
    r"\require": _skip_argument,
    r"\href": _second_argument,
    r"\class": _second_argument,
    r"\style": _second_argument,
    r"\cssId": _second_argument,
    r"\mathllap": _content,
    r"\mathclap": _content,
    r"\smash": _content,
    r"\ensuremath": _content,
    r"\mathord": _content,
    r"\mathinner": _content,
    r"\mathbin": _class_of_atom("0.2222em", "0.2222em"),
    r"\mathrel": _class_of_atom("0.2778em", "0.2778em"),
    r"\mathpunct": _class_of_atom("0em", "0.1667em"),
    r"\mathopen": _class_of_atom("0em", "0em"),
    r"\mathclose": _class_of_atom("0em", "0em"),
    **{
        f"\\{name}{side}": _delimiter(stretchy="true", minsize=size, maxsize=size)
        for name, size in _SIZES.items()
        for side in ("", "l", "m", "r")
    },
    r"\left": _side(r"\left"),
    r"\right": _side(r"\right"),
    r"\middle": _delimiter(stretchy="true", lspace="0.05em", rspace="0.05em"),
    r"\nonumber": _instead(""),
    r"\notag": _instead(""),
    r"\allowbreak": _instead(""),
    r"\nobreak": _instead(""),
    r"\displaylimits": _instead(""),
    r"\hfill": _instead(r"\quad "),
    "\\\n": _instead(r"\ "),
    "\\\t": _instead(r"\ "),
    "\\\\": _instead(" "),
    r"\/": _instead(""),
    r"\-": _instead(""),
    r"\boldmath": _instead(""),
    r"\lbrace": _instead(r"\{"),
    r"\rbrace": _instead(r"\}"),
    r"\colon": _sign(":", lspace="0em", rspace="0.2222em"),
    # To latex2mathml it is a tilde, which has no space around it.
    r"\sim": _sign("∼"),
    r"\mathbbm": _instead(r"\mathbb"),
    r"\mathds": _instead(r"\mathbb"),
    r"\symbf": _instead(r"\mathbf"),
    r"\textsuperscript": _instead("^"),
    r"\dotsb": _instead(r"\cdots "),
}

# How many elements these have.
_CHILDREN = {
    "mfrac": 2,
    "mroot": 2,
    "msub": 2,
    "msup": 2,
    "msubsup": 3,
    "mover": 2,
    "munder": 2,
    "munderover": 3,
}
_REASONS = {
    "DenominatorNotFoundError": r"a \over has nothing behind it",
    "NumeratorNotFoundError": r"a \over has nothing before it",
    "DoubleSubscriptsError": "there are two indices in one place; write braces",
    "DoubleSuperscriptsError": "there are two exponents in one place; write braces",
    "ExtraLeftOrMissingRightError": r"a \left has no \right in the same group, row or cell",
    "MissingSuperScriptOrSubscriptError": "a ^ or _ has nothing behind it",
    "LimitsMustFollowMathOperatorError": r"a \limits has no operator before it",
    "InvalidAlignmentError": "columns of an array are l, c or r",
    "InvalidWidthError": "a width is no length",
    "InvalidStyleForGenfracError": "a style is none of 0, 1, 2 and 3",
    "RecursionError": "its groups are too deep",
}
