"""Values with their lines, from YAML and from conf.py."""

from __future__ import annotations

import pytest

from sphinx_homepage.values import YamlError, find_assignment, from_python, parse_yaml


def test_lines_and_text() -> None:
    value = parse_yaml("a: 007\nb:\n  - 'x'\n  - No\n", first_line=10)
    assert (value.data["a"].data, value.data["a"].raw, value.data["a"].line) == (7, "007", 10)
    quoted, bare = value.data["b"].data
    assert (quoted.data, quoted.raw, quoted.line) == ("x", None, 12)
    assert (bare.data, bare.raw, bare.line) == (False, "No", 13)


def test_keys_are_what_was_written() -> None:
    assert set(parse_yaml("No: 1\n2020: 2\n~: 3").data) == {"No", "2020", "~"}


def test_duplicates_and_merging() -> None:
    found: list[tuple[str, int]] = []
    value = parse_yaml("a: &d {x: 1}\nb:\n  <<: *d\n  x: 2\nb: {}\n", duplicates=found)
    assert found == [("b", 5)]
    assert parse_yaml("a: &d {x: 1}\nb:\n  <<: *d\n  x: 2\n").data["b"].data["x"].data == 2
    assert value.data["b"].data == {}


@pytest.mark.parametrize("text", ["2020-02-31", "!thing x", "!!python/object:os.system x"])
def test_what_yaml_cannot_make_stays_text(text: str) -> None:
    assert isinstance(parse_yaml(text).data, str)


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("a: 1\nb: @ada", 'without quotes; write b: "@ada"', 2),
        ("bio: Math: a story", 'a second ": " as a new key; write bio: "Math: a story"', 1),
        ("a: [", "this is not YAML", 1),
        ("\ta: b", "this is not YAML", 1),
        ("a: &x [*x]", "nested too deeply or refers to itself", 1),
        ("[a]: b", "a key must be text", 1),
        ("<<: {[a]: b}", "a key must be text", 1),
        ("<<: x", "'<<' needs a mapping", 1),
        ("a: \x00", "characters are not allowed", None),
    ],
)
def test_mistakes(text: str, message: str, line: int | None) -> None:
    with pytest.raises(YamlError) as caught:
        parse_yaml(text)
    assert message in caught.value.message
    assert caught.value.line in (line, (line or 0) + 1)


def test_a_billion_laughs_end() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    with pytest.raises(YamlError, match="nested too deeply or refers to itself"):
        parse_yaml("\n".join(lines))


@pytest.mark.parametrize("depth", [100, 5_000, 300_000])
@pytest.mark.parametrize(("before", "after"), [("[", "]"), ("{a: ", "}"), ("- ", "")])
def test_deep_nesting_ends(depth: int, before: str, after: str) -> None:
    with pytest.raises(YamlError, match="nested too deeply"):
        parse_yaml(before * depth + "x" + after * depth)


CODE = """\
import os
author = {"name": "old"}
author = {
    "name": "Ada",
    "links": [
        {"label": "x"},
    ],
}
other = dict(
    name="x",
)
made = make()
"""


def test_lines_of_conf_py() -> None:
    value = from_python({"name": "Ada", "links": [{"label": "x"}]}, find_assignment(CODE, "author"))
    assert value.line == 3
    assert value.data["name"].line == 4
    assert value.data["links"].data[0].data["label"].line == 6
    assert from_python({"name": "x"}, find_assignment(CODE, "other")).data["name"].line == 10


@pytest.mark.parametrize(
    ("code", "name"), [(CODE, "nothing"), ("x = (", "x"), ("if x:\n  author = {}", "author")]
)
def test_no_line_of_conf_py(code: str, name: str) -> None:
    assert from_python({"a": 1}, find_assignment(code, name)).data["a"].line is None
