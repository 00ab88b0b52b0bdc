"""Values with the place where a person wrote them.

YAML and Python hand over bare values: who wrote ``name: No`` gets ``False``, and no line.  The parsers of
this package read :class:`Value` trees instead, so that a message can quote the text and name the line.
Pure: needs PyYAML and nothing else.
"""

from __future__ import annotations

import ast
import datetime
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from pathlib import Path

# The C parser is about ten times as fast and reads the same language, but where Python's runs into its
# recursion limit, it runs out of stack, and the process is gone.  That takes more than twice as many levels.
_FAST_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SAFE_LEVELS = 10_000
# What begins a line: each level of a block needs a column of it, and a list may be in the column of its key.
_INDENTATION = re.compile(r"^[ \t]*+(?:[-?:][ \t]++)*+", re.MULTILINE)
_MAX_VALUES = 20_000
_MAX_DEPTH = 50
_SURROGATE = re.compile("[\ud800-\udfff]")
# LibYAML takes none.
_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_MERGE = "tag:yaml.org,2002:merge"


@dataclass(frozen=True, slots=True)
class Value:
    """A value, and its place in the file."""

    data: Any
    """``None``, a bool, number, string, date, a list of values, or a mapping of strings to values."""
    line: int | None = None
    """The line in its file, from 1."""
    raw: str | None = None
    """The text as YAML had it, for a plain scalar; ``None`` for everything else."""

    def described(self) -> str:
        """Return what this is, in words for a message: ``a list``, ``a number (7)``."""
        match self.data:
            case None:
                return "nothing"
            case bool():
                return "true" if self.data else "false"
            case int() | float():
                return f"the number {self.data}"
            case str():
                return "text"
            case list():
                return "a list"
            case dict():
                return "a mapping"
            case datetime.date():
                return "a date"
            case _:
                return f"a {type(self.data).__name__}"


class YamlError(ValueError):
    """Text that is not YAML, with the line of the mistake."""

    def __init__(self, message: str, line: int | None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


def parse_yaml(text: str, *, first_line: int = 1, duplicates: list[tuple[str, int]] | None = None) -> Value:
    """Read one YAML document.

    :param first_line: the line of *text*'s first line in its file, from 1.
    :param duplicates: receives the key and line of every key that is given a second time in its mapping.
    :raises YamlError: if it is not YAML, refers to itself, or is absurdly large.
    """
    try:
        node = yaml.compose(
            text, Loader=yaml.SafeLoader if _ESCAPED_SURROGATE.search(text) else yaml_loader(text)
        )
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + mark.line if mark else None
        raise YamlError(_explain(error, text, mark.line if mark else None), line) from None
    except (yaml.YAMLError, ValueError) as error:
        # A character that YAML forbids; the reader's errors carry no line.
        forbidden = yaml.reader.Reader.NON_PRINTABLE.search(text)
        if not forbidden:
            raise YamlError(str(error).splitlines()[0], None) from None
        line = first_line + text.count("\n", 0, forbidden.start())
        message = f"this is not YAML (it holds the control character U+{ord(forbidden[0]):04X})"
        raise YamlError(message, line) from None
    except RecursionError:
        raise YamlError("it is nested too deeply", None) from None
    if node is None:
        return Value(None, first_line)
    return _Tree(first_line, duplicates).value(node, 0)


def yaml_loader(text: str) -> Any:
    """Return the parser that reads *text* fast, or the one that survives if it is nested without end."""
    if len(text) < _SAFE_LEVELS:
        # Each level takes a character at least.
        return _FAST_LOADER
    columns = max(len(match[0]) for match in _INDENTATION.finditer(text))
    levels = 2 * columns + text.count("[") + text.count("{")
    return _FAST_LOADER if levels < _SAFE_LEVELS else yaml.SafeLoader


def _explain(error: yaml.MarkedYAMLError, text: str, line: int | None) -> str:
    """Return what YAML cannot read; a handle or a colon without quotes is by far the most common."""
    if "nesting" in str(error.problem):  # LibYAML 0.2.6 has a limit of its own
        return "it is nested too deeply"
    lines = text.splitlines() or [""]
    written = "" if line is None else re.sub(r"\s#.*", "", lines[min(line, len(lines) - 1)]).strip()
    bare = re.match(r"(?:- )?\s*([\w-]+)\s*:\s*([@`%].*)$", written)
    if bare:
        return f'YAML cannot read this without quotes; write {bare[1]}: "{bare[2]}"'
    if re.match(r"[\w-]+\s*:.*[^:]:(?:\s|$)", written) and "mapping values" in str(error.problem):
        key, _, rest = written.partition(":")
        return f'YAML reads a second ": " as a new key; write {key}: "{rest.strip()}"'
    if "\t" in lines[min(line or 0, len(lines) - 1)] and re.search("start any token|tab", str(error.problem)):
        return "YAML takes no tabs; indent with spaces"
    return f"this is not YAML ({error.problem or error.context or 'it cannot be read'})"


class _Tree:
    """Turns YAML's nodes into values."""

    def __init__(self, first_line: int, duplicates: list[tuple[str, int]] | None) -> None:
        self.first_line = first_line
        self.duplicates = duplicates
        self.noted: set[tuple[str, int]] = set()
        self.scalars = yaml.constructor.SafeConstructor()
        self.count = 0

    def value(self, node: yaml.Node, depth: int) -> Value:
        line = self._visit(node, depth)
        if isinstance(node, yaml.MappingNode):
            self._note_duplicates(node)
            items = self._items(node, depth)
            return Value({key: self.value(item, depth + 1) for key, item in items.items()}, line)
        if isinstance(node, yaml.SequenceNode):
            return Value([self.value(item, depth + 1) for item in node.value], line)
        data = self._scalar(node)
        if isinstance(data, str):
            data = characters(data)
        return Value(data, line, None if getattr(node, "style", None) else node.value)

    def _visit(self, node: yaml.Node, depth: int) -> int:
        """Return the line of *node*; an alias that names a parent or multiplies its like ends here."""
        self.count += 1
        line = self.first_line + node.start_mark.line
        if self.count > _MAX_VALUES:
            raise YamlError(f"it has more than {_MAX_VALUES:,} values, or refers to itself", None)
        if depth > _MAX_DEPTH:
            raise YamlError("it is nested too deeply or refers to itself", line)
        return line

    def _note_duplicates(self, node: yaml.MappingNode) -> None:
        if self.duplicates is None:
            return
        seen: set[str] = set()
        # Not what "<<" merges: a key of the mapping's own may replace one that it brings.
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode) and key.tag != _MERGE):
            found = (key.value, self.first_line + key.start_mark.line)
            # Through aliases, a mapping can come by several times.
            if key.value in seen and found not in self.noted:
                self.noted.add(found)
                self.duplicates.append(found)
            seen.add(key.value)

    def _items(self, node: yaml.MappingNode, depth: int) -> dict[str, yaml.Node]:
        """Return the node of each key of a mapping.

        "<<: *defaults" is for files of several authors.  What it brings comes first, and a key of the
        mapping's own wins over it (https://yaml.org/type/merge.html).  PyYAML's own merging has no limit.
        """
        merged: dict[str, yaml.Node] = {}
        own: dict[str, yaml.Node] = {}
        for key, item in node.value:
            if key.tag == _MERGE:
                # Of several mappings, the first wins.
                for part in reversed(item.value) if isinstance(item, yaml.SequenceNode) else [item]:
                    line = self._visit(part, depth + 1)
                    if not isinstance(part, yaml.MappingNode):
                        raise YamlError("'<<' needs a mapping", line)
                    merged |= self._items(part, depth + 1)
            elif isinstance(key, yaml.ScalarNode):
                # A key is the text that was written: "No: x" is the key "No".
                own[characters(key.value)] = item
            else:
                raise YamlError("a key must be text", self.first_line + key.start_mark.line)
        return merged | own

    def _scalar(self, node: yaml.Node) -> Any:
        try:
            data = self.scalars.construct_object(node)
            if isinstance(data, int):
                # A ValueError if it is too long for Python to write down, as hexadecimal digits can make it.
                str(data)
        except (yaml.YAMLError, ValueError, LookupError, AttributeError, OverflowError):
            # An unknown !tag, a date such as 2020-02-31, or "!!timestamp x", on which PyYAML fails in its
            # own way: keep what was written.
            return node.value
        return data


def characters(text: str) -> str:
    r"""Return *text* with the characters that its surrogates stand for, which JSON writes ``"\ud83d\ude00"``.

    One without the other is no character, and no file could hold it.
    """
    if text.isascii() or not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def from_python(data: Any, source: ast.expr | None = None) -> Value:
    """Wrap a Python value of conf.py.

    :param source: the expression that made it, if it could be found (:func:`find_assignment`); its lines are
        given to the values that it spells out.
    """
    line = source.lineno if source is not None else None
    if isinstance(data, dict):
        parts = _dict_parts(source)
        return Value({str(key): from_python(item, parts.get(str(key))) for key, item in data.items()}, line)
    if isinstance(data, list | tuple):
        same = isinstance(source, ast.List | ast.Tuple) and len(source.elts) == len(data)
        items: list[ast.expr | None] = list(source.elts) if same else [None] * len(data)  # type: ignore[union-attr]
        return Value([from_python(item, part) for item, part in zip(data, items, strict=True)], line)
    return Value(data, line)


def _dict_parts(source: ast.expr | None) -> dict[str, ast.expr]:
    if isinstance(source, ast.Dict):
        return {
            str(key.value): item
            for key, item in zip(source.keys, source.values, strict=True)
            if isinstance(key, ast.Constant)
        }
    if isinstance(source, ast.Call) and isinstance(source.func, ast.Name) and source.func.id == "dict":
        return {keyword.arg: keyword.value for keyword in source.keywords if keyword.arg}
    return {}


def read_code(file: Path) -> str:
    """Return the text of conf.py, or nothing if there is none that can be read."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeError):
        return ""


def find_assignment(code: str, name: str) -> ast.expr | None:
    """Return the expression last assigned to *name* at the top level of Python *code*, if there is one."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    found: ast.expr | None = None
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=targets, value=value):
                if any(isinstance(target, ast.Name) and target.id == name for target in targets):
                    found = value
            case ast.AnnAssign(target=ast.Name(id=target_name), value=value) if target_name == name:
                found = value
    return found


def unused_names(code: str) -> dict[str, int]:
    """Return each name that Python *code* assigns at its top level and never reads, with its first line."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    assigned: dict[str, int] = {}
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=targets):
                names = [target for target in targets if isinstance(target, ast.Name)]
            case ast.AnnAssign(target=ast.Name() as target):
                names = [target]
            case _:
                names = []
        for name in names:
            assigned.setdefault(name.id, name.lineno)
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Name))
    read = {node.id for node in nodes if isinstance(node.ctx, ast.Load)}
    return {name: line for name, line in assigned.items() if name not in read}
