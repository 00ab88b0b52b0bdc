"""YAML as Ruby's parser reads it, which takes more than Python's: tabs, and values that begin with ``@``.

Everything comes as plain values: dates are :class:`datetime.datetime`, keys are text.  Pure.
"""

from __future__ import annotations

import datetime
import re
from typing import Any

import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Deeper or larger than what a person writes; and aliases can multiply.
_MAX_DEPTH = 60
_MAX_VALUES = 500_000
_LINE = re.compile(r"^([A-Za-z_][\w-]*)[ \t]*:[ \t]*(.*?)[ \t]*$")
_BARE = re.compile(r"^(\s*(?:-\s+)?(?:[\w-]+\s*:\s+)?)([@`%].*?)\s*$", re.MULTILINE)
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt \t]+(\d{1,2}):(\d{2})(?::(\d{2}))?.*)?\s*")


class JekyllYamlError(ValueError):
    """Text that neither parser reads, with the reason."""


def load(text: str) -> Any:
    """Return the value of a YAML document.

    :raises JekyllYamlError: if it is not YAML even for Ruby.
    """
    last = "it is not YAML"
    for candidate in _candidates(text):
        try:
            node = yaml.compose(candidate, Loader=_LOADER)
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            problem = getattr(error, "problem", None) or str(error).split("\n", 1)[0]
            mark = getattr(error, "problem_mark", None)
            last = f"line {mark.line + 1}: {problem}" if mark else str(problem)
            continue
        return None if node is None else _Builder().value(node, 0)
    raise JekyllYamlError(last)


def _candidates(text: str) -> list[str]:
    """Return *text*, and with what Ruby takes written in the way that Python takes."""
    # No control characters: libyaml refuses the whole text.
    clean = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "", text.replace("\r\n", "\n").replace("\r", "\n"))
    found = [clean]
    if "\t" in clean:
        found.append(clean.expandtabs(2))
    quoted = _BARE.sub(lambda m: f"{m[1]}'{m[2].replace(chr(39), chr(39) * 2)}'", found[-1])
    if quoted != found[-1]:
        found.append(quoted)
    return found


def load_lines(text: str) -> dict[str, Any]:
    """Return what can be read of front matter that is not YAML: each line ``key: value`` as text."""
    found: dict[str, Any] = {}
    for line in text.splitlines():
        match = _LINE.match(line)
        if match and match[2]:
            found[match[1]] = match[2].strip("\"'")
    return found


class _Builder:
    """Turns YAML's nodes into plain values."""

    def __init__(self) -> None:
        self._constructor = yaml.constructor.SafeConstructor()
        self._count = 0

    def value(self, node: yaml.Node, depth: int) -> Any:
        self._count += 1
        if depth > _MAX_DEPTH or self._count > _MAX_VALUES:
            raise JekyllYamlError("it is nested too deeply, or too large")
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, depth)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, depth + 1) for item in node.value]
        if node.tag == "tag:yaml.org,2002:timestamp":
            return as_date(node.value) or node.value
        if node.tag == "tag:yaml.org,2002:int" and re.fullmatch(r"\d+(?::\d+)+", node.value):
            return node.value
        try:
            return self._constructor.construct_object(node)
        except (yaml.YAMLError, ValueError, LookupError, AttributeError, OverflowError):
            return node.value

    def _mapping(self, node: yaml.MappingNode, depth: int) -> dict[str, Any]:
        merged: dict[str, Any] = {}
        own: dict[str, Any] = {}
        for key, item in node.value:
            if key.tag == "tag:yaml.org,2002:merge":
                parts = item.value if isinstance(item, yaml.SequenceNode) else [item]
                for part in reversed(parts):
                    value = self.value(part, depth + 1)
                    merged |= value if isinstance(value, dict) else {}
            else:
                name = key.value if isinstance(key, yaml.ScalarNode) else str(self.value(key, depth + 1))
                own[name] = self.value(item, depth + 1)
        return merged | own


def as_date(value: object) -> datetime.datetime | None:
    """Return the date that a value of front matter is, without a time zone, or ``None``."""
    if isinstance(value, datetime.datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, datetime.date):
        return datetime.datetime(value.year, value.month, value.day)
    match = _DATE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return None
    try:
        return datetime.datetime(*(int(part or 0) for part in match.groups()))  # type: ignore[arg-type]
    except ValueError:
        return None
