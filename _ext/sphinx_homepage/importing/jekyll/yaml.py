"""YAML as Ruby's parser reads it, and what can be understood of text that it refuses.

Everything comes as plain values: dates are :class:`datetime.datetime`, keys are text.  Pure.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import re
from typing import Any

import yaml

from ...core.dates import parse_date
from ...core.values import yaml_loader

# Deeper or larger than what a person writes; and aliases can multiply.
_MAX_DEPTH = 60
_MAX_VALUES = 500_000
_LINE = re.compile(r"^([A-Za-z_][\w-]*)[ \t]*:(.*)$")
_BARE = re.compile(r"^([ \t]*(?:-[ \t]+)?(?:[\w-]+[ \t]*:[ \t]+)?)([@`%].*)$", re.MULTILINE)
# Ruby does not read what stands behind a date, such as the last day of a conference.
_DATE = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)(?:[Tt \t]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d*)?"
    r"(?P<zone>\s*(?:Z|UTC|GMT|(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?)\b)?)?.*\s*"
)
_DAY_FIRST = re.compile(r"\A\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")


class JekyllYamlError(ValueError):
    """Text that neither parser reads, with the reason."""


def load(text: str, zone: datetime.tzinfo = datetime.UTC) -> Any:
    """Return the value of a YAML document.

    :param zone: that of the site, in which its times are.
    :raises JekyllYamlError: if it is none, for Ruby as well: both have libyaml.
    """
    try:
        node = yaml.compose(text, Loader=yaml_loader(text))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        problem = getattr(error, "problem", None) or str(error).split("\n", 1)[0]
        mark = getattr(error, "problem_mark", None)
        raise JekyllYamlError(f"line {mark.line + 1}: {problem}" if mark else str(problem)) from None
    return None if node is None else _Builder(zone).value(node, 0)


def load_json(text: str) -> Any:
    """Return the value of JSON.  Jekyll reads it as YAML, in which a comma behind the last value is right.

    :raises JekyllYamlError: if it is neither.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return load(text)


def without_controls(text: str) -> str:
    """Return *text* without tabs and control characters: for one of them, libyaml refuses all of it."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "", text).expandtabs(2)


def load_roughly(text: str) -> Any:
    """Return what can be read of text that is not YAML: tabs, values that begin with ``@``, single lines."""
    clean = without_controls(text)
    quoted = _BARE.sub(lambda m: f"{m[1]}'{m[2].rstrip().replace(chr(39), chr(39) * 2)}'", clean)
    for candidate in (clean, quoted):
        with contextlib.suppress(JekyllYamlError):
            return load(candidate)
    return _lines(text)


def _lines(text: str) -> dict[str, str]:
    """Return each line ``key: value`` as text."""
    found = {}
    for line in text.splitlines():
        match = _LINE.match(line)
        if match and (value := match[2].strip()):
            found[match[1]] = value.strip("\"'")
    return found


class _Builder:
    """Turns YAML's nodes into plain values."""

    def __init__(self, zone: datetime.tzinfo) -> None:
        self._constructor = yaml.constructor.SafeConstructor()
        self._zone = zone
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
            # Ruby takes a time without a zone for one in UTC, unless it is in quotes.
            text = f"{node.value}Z" if re.search(r":\d\d(?:\.\d*)?$", node.value) else node.value
            return as_date(text, self._zone) or node.value
        if node.tag == "tag:yaml.org,2002:int" and re.fullmatch(r"\d+(?::\d+)+", node.value):
            return node.value
        try:
            value = self._constructor.construct_object(node)
            if isinstance(value, int):
                # A ValueError if it is too long for Python to write down, as hexadecimal digits can make it.
                str(value)
        except (yaml.YAMLError, ValueError, LookupError, AttributeError, OverflowError):
            return node.value
        return value

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


def as_date(value: object, zone: datetime.tzinfo = datetime.UTC) -> datetime.datetime | None:
    """Return the date that a value of front matter is, in the time of the site, or ``None``."""
    if isinstance(value, datetime.datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, datetime.date):
        return datetime.datetime(value.year, value.month, value.day)
    if not isinstance(value, str):
        return None
    match = _DATE.fullmatch(value)
    if match is None:
        # Ruby reads the day before the month.
        written = parse_date(_DAY_FIRST.sub(r"\3-\2-\1", value))
        return as_date(written.first_day) if written and written.month else None
    try:
        year, month, day, *time = (int(part or 0) for part in match.groups()[:6])
        # Ruby takes 31 April for 1 May.
        start = min(day, 28) if day < 32 else day
        found = datetime.datetime(year, month, start, *time) + datetime.timedelta(days=day - start)  # type: ignore[arg-type]
        if match["zone"]:
            offset = datetime.timedelta(hours=int(match["hours"] or 0), minutes=int(match["minutes"] or 0))
            found = found.replace(tzinfo=datetime.timezone(-offset if match["sign"] == "-" else offset))
            found = found.astimezone(zone).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
    return found
