"""The structure of a formula in TeX: groups, arguments, macros, rows and cells.

Pure.  What a command means is none of its business.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# No formula on a page is as long or as deep; the time and the stack that one takes are bounded.
LONGEST = 20_000
DEEPEST = 60
_MOST_EXPANSIONS = 1000

TOKEN = re.compile(r"\\(?:[a-zA-Z]+|.)|[{}&%$]", re.DOTALL)
"""A command, or a character with a meaning of its own."""
_COMMENT = re.compile(r"((?<!\\)(?:\\\\)*)%[^\n]*\n?")
_ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{([^{}]*)\}")
_SPACE = re.compile(r"\s*")
# \\[4pt] and \\*; not \\ [a, b], which amsmath takes for the text of the next row.
_ROW_SPACE = re.compile(r"\*?(?:\[\s*-?[\d.]+\s*[a-z]{2}\s*\])?")
_OPENING = {"}": "{", r"\end": r"\begin", r"\right": r"\left"}
_ESCAPED = re.compile(r"(?<!\\)(?:\\\\[{}|]|\\_\{)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ue000-\uf8ff\ufffe\uffff]")


class FormulaError(ValueError):
    """A formula that cannot be converted, with the reason in words."""


class Macro(NamedTuple):
    """A command that stands for other TeX."""

    name: str
    """With the backslash."""
    body: str
    """With ``#1`` to ``#9`` for the arguments."""
    arguments: int = 0
    """The number of arguments."""
    default: str | None = None
    """The first argument where it is optional and not given; None if it is not optional."""


def clean(tex: str) -> str:
    """Return *tex* without comments and characters that no font has.

    :raises FormulaError: if braces are not balanced, or if it is too long or too deep.
    """
    if len(tex) > LONGEST:
        raise FormulaError(f"it is longer than {LONGEST} characters")
    if "%" in tex:
        tex = _COMMENT.sub(r"\1", tex)
    tex = printable(tex)
    # Not the space of a "\ " at the end.
    tex = tex.lstrip() if re.search(r"(?<!\\)\\\s+$", tex) else tex.strip()
    _check_groups(tex)
    return tex


def check_escapes(tex: str) -> None:
    r"""Refuse a formula in a line that is escaped for kramdown: ``\\{x\\}\_{i}`` for ``\{x\}_{i}``.

    Of ``$...$`` kramdown knows nothing: it takes one backslash away, and MathJax reads the rest.  Here a row
    would end before a group, and the braces would be missing.

    :raises FormulaError: if it is.
    """
    if r"\end" in tex or r"\substack" in tex:
        return
    if escaped := list(dict.fromkeys(_ESCAPED.findall(tex))):
        right = ", ".join(written[1:] for written in escaped)
        raise FormulaError(f"it is escaped for kramdown; instead of {', '.join(escaped)} write {right}")


def printable(tex: str) -> str:
    """Return *tex* with a mark for each character that no font has."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", tex)


def _check_groups(tex: str) -> None:
    depth = 0
    for match in TOKEN.finditer(tex):
        token = match[0]
        if token == "{" or token in (r"\begin", r"\left"):
            depth += 1
        elif token == "}" or token in (r"\end", r"\right"):
            depth -= 1
        if depth < 0:
            raise FormulaError(f"a {token} has no {_OPENING[token]} before it")
        if depth > DEEPEST:
            raise FormulaError(f"its groups are more than {DEEPEST} deep")
    if depth:
        raise FormulaError(r"a {, \begin or \left has no end")


def read_argument(tex: str, position: int) -> tuple[str, int]:
    """Return the argument at *position*, without its braces, and the position behind it.

    :raises FormulaError: if there is none.
    """
    position = _SPACE.match(tex, position).end()  # type: ignore[union-attr]
    if position >= len(tex) or tex[position] in "}&":
        raise FormulaError("an argument is missing")
    if tex[position] == "{":
        end = group_end(tex, position)
        return tex[position + 1 : end - 1], end
    match = TOKEN.match(tex, position)
    end = match.end() if match else position + 1
    return tex[position:end], end


def read_optional(tex: str, position: int) -> tuple[str | None, int]:
    """Return the argument in brackets at *position*, or None, and the position behind it."""
    start = _SPACE.match(tex, position).end()  # type: ignore[union-attr]
    if not tex.startswith("[", start):
        return None, position
    depth = 0
    for match in re.compile(r"\\.|[{}\]]", re.DOTALL).finditer(tex, start):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth -= 1
        elif match[0] == "]" and depth == 0:
            return tex[start + 1 : match.start()], match.end()
        if depth < 0:
            break
    raise FormulaError("a [ has no ] behind it")


def group_end(tex: str, position: int) -> int:
    """Return the position behind the group that begins with the brace at *position*."""
    depth = 0
    for match in TOKEN.finditer(tex, position):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth -= 1
            if depth == 0:
                return match.end()
    raise FormulaError("a { has no } behind it")


def read_environment(tex: str, position: int) -> tuple[str, str, int]:
    r"""Return the name and the text of the environment whose ``\begin`` is at *position*, and where it ends.

    :raises FormulaError: if it has no end, or that of another one.
    """
    opened: list[str] = []
    start = position
    for match in _ENVIRONMENT.finditer(tex, position):
        if not opened:
            if match.start() != position:
                break
            start = match.end()
        if match[1] == "begin":
            opened.append(match[2])
            continue
        name = opened.pop()
        if name != match[2]:
            raise FormulaError(rf"\begin{{{name}}} ends with \end{{{match[2]}}}")
        if not opened:
            return name, tex[start : match.start()], match.end()
    raise FormulaError(r"a \begin has no name or no \end")


def split_rows(tex: str) -> list[list[str]]:
    r"""Return the cells of each row: *tex* between ``\\``, and between ``&``, outside of groups.

    The space that ``\\[4pt]`` asks for is left out, and so is a row without anything at the end.
    """
    rows: list[list[str]] = [[]]
    start = 0
    for match in outer_tokens(tex):
        if match[0] == "&":
            rows[-1].append(tex[start : match.start()])
            start = match.end()
        elif match[0] in ("\\\\", r"\cr", r"\newline"):
            rows[-1].append(tex[start : match.start()])
            rows.append([])
            start = match.end()
            if match[0] == "\\\\":
                start = _ROW_SPACE.match(tex, start).end()  # type: ignore[union-attr]
    rows[-1].append(tex[start:])
    if len(rows) > 1 and not "".join(rows[-1]).strip():
        del rows[-1]
    return rows


def outer_tokens(tex: str) -> Iterator[re.Match[str]]:
    """Yield the commands and special characters of *tex* that are in no group or environment."""
    depth = 0
    for match in TOKEN.finditer(tex):
        token = match[0]
        if token in ("{", r"\begin"):
            depth += 1
        elif token in ("}", r"\end"):
            depth -= 1
        elif depth == 0:
            yield match


def has_rows(tex: str) -> bool:
    r"""Return whether there is a ``\\`` or ``&`` outside of groups and environments."""
    return ("\\\\" in tex or "&" in tex) and any(match[0] in ("\\\\", "&") for match in outer_tokens(tex))


def expand(tex: str, macros: Mapping[str, Macro]) -> str:
    """Return *tex* with the definitions in it and *macros* carried out.

    :raises FormulaError: if a macro is defined by itself, or if arguments are missing.
    """
    known = dict(macros)
    position = count = 0
    while match := _COMMAND.search(tex, position):
        position = match.end()
        if match[0] in _DEFINITIONS:
            macro, position = _read_definition(tex, match[0], position)
            if macro.name not in known or match[0] != r"\providecommand":
                known[macro.name] = macro
            tex = tex[: match.start()] + tex[position:]
            position = match.start()
        elif match[0] in known:
            count += 1
            if count > _MOST_EXPANSIONS or len(tex) > LONGEST:
                raise FormulaError(f"the macro {match[0]} never comes to its end")
            text, position = _expansion(tex, known[match[0]], position)
            # A letter behind the macro must not become part of a command at the end of its text.
            gap = " " if tex[position : position + 1].isalpha() else ""
            tex = f"{tex[: match.start()]}{text}{gap}{tex[position:]}"
            position = match.start()
    return tex


_COMMAND = re.compile(r"\\(?:[a-zA-Z]+|.)", re.DOTALL)
_DEFINITIONS = frozenset(
    {r"\newcommand", r"\renewcommand", r"\providecommand", r"\def", r"\DeclareMathOperator"}
)
_NAME = re.compile(r"\s*+\*?\s*+(?:\{\s*+(\\[a-zA-Z]+|\\.)\s*\}|(\\[a-zA-Z]+|\\.))")
_PARAMETERS = re.compile(r"((?:#[1-9])*)\s*")
_PARAMETER = re.compile(r"#([1-9])")


def _read_definition(tex: str, command: str, position: int) -> tuple[Macro, int]:
    star = tex[position : position + 1] == "*"
    match = _NAME.match(tex, position)
    if not match:
        raise FormulaError(f"{command} has no command to define")
    name, position = match[1] or match[2], match.end()
    if command == r"\DeclareMathOperator":
        body, position = read_argument(tex, position)
        return Macro(name, rf"\operatorname{'*' if star else ''}{{{body}}}"), position
    default: str | None = None
    if command == r"\def":
        parameters = _PARAMETERS.match(tex, position)
        assert parameters is not None
        count, position = len(parameters[1]) // 2, parameters.end()
    else:
        number, position = read_optional(tex, position)
        default, position = read_optional(tex, position)
        count = int(number) if number and number.strip().isdecimal() else 0
    body, position = read_argument(tex, position)
    return Macro(name, body, count, default), position


def _expansion(tex: str, macro: Macro, position: int) -> tuple[str, int]:
    arguments: list[str] = []
    if macro.default is not None and macro.arguments:
        first, position = read_optional(tex, position)
        arguments.append(macro.default if first is None else first)
    while len(arguments) < macro.arguments:
        argument, position = read_argument(tex, position)
        arguments.append(argument)

    def argument_text(match: re.Match[str]) -> str:
        number = int(match[1])
        return arguments[number - 1] if number <= len(arguments) else ""

    return _PARAMETER.sub(argument_text, macro.body), position
