"""What a conf.py that its owner has edited lacks of what an import would write.  Pure."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from .site_files import literal

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_CANNOT_BE_READ = object()


def lacking_lines(code: str | bytes, settings: Mapping[str, Any]) -> list[str] | None:
    """Return the lines of Python that complete the lists and mappings of a conf.py.

    :param code: its content, which is not run: what cannot be told of it counts as lacking.
    :param settings: what the lists and mappings have to hold, by their names.
    :returns: ``None`` if it is no Python.
    """
    try:
        statements = ast.parse(code).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    lines = []
    for name, value in settings.items():
        there = _assigned(statements, name)
        if isinstance(value, dict):
            known = there if isinstance(there, dict) else {}
            missing: Any = {key: item for key, item in value.items() if key not in known}
        else:
            known_items = there if isinstance(there, list | tuple | set) else ()
            missing = [item for item in value if not _is_there(item, known_items)]
        if not missing:
            continue
        if there is None:
            line = f"{name} = {literal(missing)}"
        elif isinstance(there, type(value)):
            line = f"{name} {'|=' if isinstance(value, dict) else '+='} {literal(missing)}"
        elif isinstance(value, dict):
            line = f"{name} = {{**{name}, **{literal(missing)}}}"
        else:
            line = f"{name} = [*{name}, *{literal(missing)}]"
        lines += line.split("\n")
    return lines


def _is_there(item: Any, known: Collection[Any]) -> bool:
    """Return whether a list has an item, or the kind of a type of warnings, as Sphinx reads it."""
    kind = item.partition(".")[0] if isinstance(item, str) else ""
    return item in known or (bool(kind) and (kind in known or f"{kind}.*" in known))


def _assigned(statements: Sequence[ast.stmt], name: str) -> Any:
    """Return what conf.py assigns to *name* and adds to it; ``None`` if it does neither."""
    found: Any = None
    for statement in statements:
        match statement:
            case (
                ast.Assign(targets=[ast.Name(id=target)], value=ast.expr() as source)
                | ast.AnnAssign(target=ast.Name(id=target), value=ast.expr() as source)
                | ast.AugAssign(target=ast.Name(id=target), value=ast.expr() as source)
            ) if target == name:
                try:
                    value = ast.literal_eval(source)
                except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
                    value = _CANNOT_BE_READ
                if isinstance(statement, ast.AugAssign):
                    value = _sum(found, value)
                found = value
    return found


def _sum(first: Any, second: Any) -> Any:
    """Return a collection with another one added, as far as both can be read."""
    if isinstance(first, dict) and isinstance(second, dict):
        return first | second
    if isinstance(first, list | tuple | set) and isinstance(second, list | tuple | set):
        return type(first)([*first, *second])
    return second if first is _CANNOT_BE_READ else first
