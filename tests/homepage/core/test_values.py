"""Values with their lines, from YAML and from conf.py."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from sphinx_homepage.core.values import (
    Value,
    YamlError,
    find_assignment,
    from_python,
    parse_yaml,
    read_code,
    yaml_loader,
)

if TYPE_CHECKING:
    from pathlib import Path


def plain(value: Value) -> Any:
    """Return what PyYAML would have returned."""
    if isinstance(value.data, dict):
        return {key: plain(item) for key, item in value.data.items()}
    if isinstance(value.data, list):
        return [plain(item) for item in value.data]
    return value.data


def duplicates(text: str) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    parse_yaml(text, duplicates=found)
    return found


def test_lines_and_text() -> None:
    value = parse_yaml("a: 007\nb:\n  - 'x'\n  - No\n", first_line=10)
    assert (value.data["a"].data, value.data["a"].raw, value.data["a"].line) == (7, "007", 10)
    quoted, bare = value.data["b"].data
    assert (quoted.data, quoted.raw, quoted.line) == ("x", None, 12)
    assert (bare.data, bare.raw, bare.line) == (False, "No", 13)


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_lines_behind_text_of_several_lines(newline: str) -> None:
    text = "a: |\n  x\n  y\n\n# c\nb: 'x\n  y'\nc: z\n".replace("\n", newline)
    assert {key: item.line for key, item in parse_yaml(text).data.items()} == {"a": 1, "b": 6, "c": 8}


@pytest.mark.parametrize(
    ("text", "data", "raw"),
    [
        ("x", "x", "x"),
        ("'x'", "x", None),
        ('"007"', "007", None),
        ("|\n x\n y", "x\ny", None),
        ("~", None, "~"),
        ("null", None, "null"),
        ("n", "n", "n"),
        ("yes", True, "yes"),
        ("007", 7, "007"),
        ("0o7", "0o7", "0o7"),
        ("1_000", 1000, "1_000"),
        ("12:30:45", 45045, "12:30:45"),
        ("1.5", 1.5, "1.5"),
        ("1e3", "1e3", "1e3"),
        ("2020-01-01", datetime.date(2020, 1, 1), "2020-01-01"),
        ("0000-0002-1825-0097", "0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("!!str 7", "7", "7"),
        ("a: b  # c", {"a": "b"}, None),
        ("---\nx\n...\n", "x", "x"),
        ("\ufeffx", "x", "x"),
        # As JSON writes what is beyond U+FFFF; and half of it, which no file could hold.
        (r'"a \ud83d\ude00"', "a \U0001f600", None),
        (r'"a \ud83d b"', "a \ufffd b", None),
    ],
)
def test_scalars(text: str, data: object, raw: str | None) -> None:
    value = parse_yaml(text)
    assert (plain(value), value.raw) == (data, raw)


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n", "---\n...\n"])
def test_nothing(text: str) -> None:
    assert parse_yaml(text).data is None


def test_keys_are_what_was_written() -> None:
    assert set(parse_yaml("No: 1\n2020: 2\n~: 3\n1.50: 4\n'': 5").data) == {"No", "2020", "~", "1.50", ""}


@pytest.mark.parametrize(
    "text",
    [
        "2020-02-31",
        "2020-01-01T00:00:00+99:99",
        "!thing x",
        "!!python/object:os.system x",
        "!!int x",
        '!!int ""',
        '!!float ""',
        "!!timestamp x",
        "!!bool maybe",
        "0x_",
        pytest.param("0x" + "f" * 5_000, id="too long to be written as a decimal"),
        pytest.param("9" * 5_000, id="too long to be read"),
    ],
)
def test_what_yaml_cannot_make_stays_text(text: str) -> None:
    value = parse_yaml(f"a: {text}").data["a"]
    assert isinstance(value.data, str)
    assert value.described() == "text"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "nothing"),
        ("yes", "true"),
        ("No", "false"),
        ("007", "the number 7"),
        ("1.5", "the number 1.5"),
        ("x", "text"),
        ("[x]", "a list"),
        ("{}", "a mapping"),
        ("2020-01-01", "a date"),
        ("2020-01-01 10:00:00", "a date"),
    ],
)
def test_in_words(text: str, words: str) -> None:
    assert parse_yaml(f"a: {text}").data["a"].described() == words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: 1\nb: 2\na: 3", [("a", 3)]),
        ("a: 1\na: 2\na: 3", [("a", 2), ("a", 3)]),
        ("a: {x: 1, x: 2}\nb: {x: 1}", [("x", 1)]),
        ("1: a\n'1': b", [("1", 2)]),
        ("a: &a {x: 1, x: 2}\nb: *a", [("x", 1)]),
        ("a: &a {x: 1}\nb: &b\n  <<: *a\n  x: 2\nc: *b", []),
        ("a: &a {x: 1}\nb: &b {y: 1}\nc:\n  <<: *a\n  <<: *b", []),
    ],
    ids=["once", "twice", "inside", "quoted", "seen again", "overrides", "two merges"],
)
def test_duplicates(text: str, found: list[tuple[str, int]]) -> None:
    assert duplicates(text) == found


class Unsearched(list[tuple[str, int]]):
    """A list that is long, and not to be searched each time that something is added."""

    def __contains__(self, item: object) -> bool:
        raise AssertionError("a search for each key takes the square of the time")


def test_many_duplicates() -> None:
    found = Unsearched()
    parse_yaml("a: &a {" + "x: 1,\n" * 1_000 + " }\nb: *a", duplicates=found)
    assert len(found) == 999


# PyYAML's merging is not the same in all versions: 6.0.4 has the first "<<" of a mapping win.
@pytest.mark.parametrize(
    ("text", "merged"),
    [
        ("a: &a {x: 1, y: 2}\nb: {<<: *a, x: 3, z: 4}", "x: 3, y: 2, z: 4"),
        ("a: &a {x: 1, y: 2}\nb: {z: 4, x: 3, <<: *a}", "x: 3, y: 2, z: 4"),
        ("a: &a {x: 1}\nb: &b {x: 2, y: 2}\nc: {<<: [*a, *b]}", "x: 1, y: 2"),
        ("a: &a {x: 1}\nb: &b {x: 2, y: 2}\nc: {<<: [*b, *a], y: 5}", "x: 2, y: 5"),
        ("a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nc: {<<: *b, z: 3}", "x: 1, y: 2, z: 3"),
        ("a: &a {x: 1}\nb: &b {x: 2}\nc:\n  <<: *a\n  <<: *b", "x: 2"),
        ("c: {<<: {x: 1}, y: 2}", "x: 1, y: 2"),
        ("c: {'<<': 1}", "<<: 1"),
        ("c: {<<: []}", ""),
    ],
)
def test_merging(text: str, merged: str) -> None:
    last = list(plain(parse_yaml(text)).values())[-1]
    assert ", ".join(f"{key}: {value}" for key, value in last.items()) == merged


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        pytest.param("a: 1\nb: @ada", 'without quotes; write b: "@ada"', 2, id="handle"),
        pytest.param("a: @ada  # me", 'without quotes; write a: "@ada"', 1, id="handle and comment"),
        pytest.param("a: 1\nb: `x`", 'without quotes; write b: "`x`"', 2, id="backtick"),
        pytest.param("a: %x", 'without quotes; write a: "%x"', 1, id="percent"),
        pytest.param("l:\n  - b: @ada", 'without quotes; write b: "@ada"', 2, id="handle in a list"),
        pytest.param("bio: Math: a story", 'a second ": " as a new key; write bio: "Math: a story"', 1, id="colon"),
        pytest.param("bio: Math:", 'a second ": " as a new key; write bio: "Math:"', 1, id="colon at the end"),
        pytest.param("a: 1\nb: C: c: d", 'as a new key; write b: "C: c: d"', 2, id="colons"),
        pytest.param("a: 'Ada's'", "this is not YAML", 1, id="apostrophe"),
        pytest.param("a:\n\tb: c", "YAML takes no tabs; indent with spaces", 2, id="tab"),
        pytest.param("a: b\n  c: d", "this is not YAML", 2, id="indentation"),
        pytest.param("a: *b", "this is not YAML (found undefined alias", 1, id="alias of nothing"),
        pytest.param("a: b\n---\nc: d", "this is not YAML", 2, id="two documents"),
        pytest.param("a: &x [*x]", "nested too deeply or refers to itself", 1, id="list in itself"),
        pytest.param("a: &x {b: *x}", "nested too deeply or refers to itself", 1, id="mapping in itself"),
        pytest.param("a: &x {<<: *x}", "nested too deeply or refers to itself", 1, id="merged into itself"),
        pytest.param("[a]: b", "a key must be text", 1, id="list as key"),
        pytest.param("a: 1\n? {b: c}\n: d", "a key must be text", 2, id="mapping as key"),
        pytest.param("<<: {[a]: b}", "a key must be text", 1, id="list as key, merged"),
        pytest.param("a: b\n<<: x", "'<<' needs a mapping", 2, id="text merged"),
        pytest.param("<<: [{}, x]", "'<<' needs a mapping", 1, id="text merged, in a list"),
        pytest.param("a: 1\nb: \x00", "control character U+0000", 2, id="null"),
        pytest.param("a: 1\n\nb: \x1b[31m", "control character U+001B", 3, id="escape"),
        pytest.param("a: \ud800", "control character U+D800", 1, id="half a character"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("padding", [0, 30_000], ids=["fast parser", "slow parser"])
def test_mistakes(text: str, message: str, line: int, padding: int) -> None:
    with pytest.raises(YamlError) as caught:
        parse_yaml(f"{text}\n#{'x' * padding}", first_line=5)
    assert message in caught.value.message
    assert caught.value.line == line + 4


@pytest.mark.parametrize("text", ["a: [", "a: {", "a: 'x", 'a: "x', "a: [x\nb: y"])
@pytest.mark.parametrize("padding", [0, 30_000], ids=["fast parser", "slow parser"])
def test_what_is_not_closed_is_found_at_its_end(text: str, padding: int) -> None:
    with pytest.raises(YamlError, match=r"this is not YAML \(") as caught:
        parse_yaml(f"{text}\n#{'x' * padding}")
    assert caught.value.line in range(1, 4)


def laughs(definition: str, reference: str) -> str:
    lines = [definition.format(n=0, inner="x: x")]
    for n in range(1, 12):
        inner = ", ".join([reference.format(n=n - 1)] * 9)
        lines.append(definition.format(n=n, inner=inner))
    return "\n".join(lines)


def nested_merges(depth: int) -> str:
    return "{x: 1}" if not depth else f"{{<<: [&m{depth} {nested_merges(depth - 1)}{f', *m{depth}' * 8}]}}"


@pytest.mark.parametrize(
    "text",
    [
        laughs("a{n}: &a{n} [{inner}]", "*a{n}"),
        laughs("a{n}: &a{n} {{k: [{inner}]}}", "*a{n}"),
        laughs("a{n}: &a{n} {{<<: [{inner}]}}", "*a{n}").replace("<<: [x: x]", "x: x"),
        nested_merges(12),
    ],
    ids=["lists", "mappings", "merges", "merges from the outside"],
)
def test_a_billion_laughs_end(text: str) -> None:
    with pytest.raises(YamlError, match="it has more than 20,000 values, or refers to itself"):
        parse_yaml(text)


@pytest.mark.parametrize("depth", [100, 5_000, 300_000])
@pytest.mark.parametrize(("before", "after"), [("[", "]"), ("{a: ", "}"), ("- ", "")])
def test_deep_nesting_ends(depth: int, before: str, after: str) -> None:
    with pytest.raises(YamlError, match="nested too deeply"):
        parse_yaml(before * depth + "x" + after * depth)


def test_long_texts_are_read_fast() -> None:
    """Only nesting is a danger to the parser in C."""
    if not hasattr(yaml, "CSafeLoader"):
        pytest.skip("PyYAML has no parser in C here")
    text = "".join(f"- name: Ada\n  text: {'a: [b](c) - d ' * 50}\n" for _ in range(90))
    assert yaml_loader(text) is yaml.CSafeLoader
    assert yaml_loader(f"{text}- {'[' * 20_000}") is yaml.SafeLoader
    assert yaml_loader("- " * 6_000) is yaml.SafeLoader
    assert yaml_loader("".join(f"{' ' * level}k:\n" for level in range(6_000))) is yaml.SafeLoader


CODE = """\
import os
author = {"name": "old"}
author = {
    "name": "Ada",
    "links": [
        {"label": "x"},
    ],
    **others,
    "made": make(),
}
other = dict(
    name="x",
    **others,
)
one = two = {
    "name": "x"}
typed: dict[str, str] = {
    "name": "x"}
made = make()
named = author
pairs = ("a",
         "b")
"""


def test_lines_of_conf_py() -> None:
    data = {"name": "Ada", "links": [{"label": "x"}], "made": {"name": "y"}, "other": 1}
    value = from_python(data, find_assignment(CODE, "author"))
    assert plain(value) == data
    assert value.line == 3
    assert value.data["name"].line == 4
    assert value.data["links"].data[0].line == 6
    assert value.data["links"].data[0].data["label"].line == 6
    assert value.data["made"].line == 9
    assert value.data["made"].data["name"].line is None
    assert value.data["other"].line is None


@pytest.mark.parametrize(
    ("name", "line", "inner"),
    [("other", 11, 12), ("one", 15, 16), ("two", 15, 16), ("typed", 17, 18), ("made", 19, None), ("named", 20, None)],
)  # fmt: skip
def test_ways_to_assign(name: str, line: int, inner: int | None) -> None:
    value = from_python({"name": "x"}, find_assignment(CODE, name))
    assert (value.line, value.data["name"].line) == (line, inner)


def test_lines_of_a_tuple() -> None:
    source = find_assignment(CODE, "pairs")
    assert [item.line for item in from_python(("a", "b"), source).data] == [21, 22]
    assert [item.line for item in from_python(["a", "b", "c"], source).data] == [None, None, None]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (CODE, "nothing"),
        ("x = (", "x"),
        ("x = 1\0", "x"),
        ("if x:\n  author = {}", "author"),
        ("a, author = 1, 2", "author"),
        ("author: dict", "author"),
    ],
)
def test_no_line_of_conf_py(code: str, name: str) -> None:
    assert from_python({"a": 1}, find_assignment(code, name)).data["a"].line is None


def test_keys_of_python_become_text() -> None:
    assert plain(from_python({1: {None: ("x",)}})) == {"1": {"None": ["x"]}}


def test_code(tmp_path: Path) -> None:
    path = tmp_path / "conf.py"
    assert read_code(path) == ""
    path.write_bytes("x = 'é'".encode())
    assert read_code(path) == "x = 'é'"
    path.write_bytes("x = 'é'".encode("latin-1"))
    assert read_code(path) == ""
