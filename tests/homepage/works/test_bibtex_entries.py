"""BibTeX files are split into entries; a broken one is named with its line and stays alone."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_homepage.core.problems import Subtype
from sphinx_homepage.works.bibtex.entries import Bibliography, read_entries


def read(text: str) -> Bibliography:
    return read_entries(text.encode())


def fields(text: str) -> dict[str, str]:
    found = read(text)
    assert found.problems == ()
    (entry,) = found.entries
    return {name: field.value for name, field in entry.fields.items()}


def messages(text: str) -> list[tuple[int | None, str]]:
    return [(problem.line, problem.message) for problem in read(text).problems]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("{A {B} C}", "A {B} C"),
        ('"A {"}B{"} C"', 'A {"}B{"} C'),
        ("1905", "1905"),
        ("jan", "January"),
        ('"10~" # JAN', "10~January"),
        ("jacm", "Journal of the ACM"),
        ("{a} # {b}\n  # 3", "ab3"),
        ("{two\nlines}", "two\nlines"),
        ("{at @article{x, y}}", "at @article{x, y}"),
    ],
)
def test_values(value: str, expected: str) -> None:
    assert fields(f"@misc{{key, note = {value}}}") == {"note": expected}


@pytest.mark.parametrize(
    "text",
    [
        "@misc{key, title = {T}, year = 1905}",
        "@MISC(key, Title = {T}, YEAR = 1905,)",
        "@misc { key ,\r\n title={T}\r\n,year={1905} , }",
        "\ufeff@misc{key,\n% said otherwise before\n title = {T}, year = 1905}",
        "Text between entries is a comment. me@example.org\n@misc{key, title={T}, year={1905}, volume = {},, }\nMore",
        "---\n---\n@comment{jabref-meta: {x}; @misc{no, title={}}}\n@preamble{{\\x} # {y}}@misc{key, title={T}, year={1905}}",
        "% @misc{old,\n%  title = {Old}}\n@misc{key, title={T}, year={1905}}",
        "@comment a note\n@string{y = {1905}} @string(t = {T})\n@misc{key, title=t, year=Y}",
    ],
)
def test_forms_of_a_file(text: str) -> None:
    assert fields(text) == {"title": "T", "year": "1905"}


def test_lines_of_entries_and_fields() -> None:
    first, second = read("\n@misc{a,\n  title = {x\ny},\n  year = 1905}\n\n  @book{b, title={B}}").entries
    assert (first.line, first.line_of("title"), first.line_of("year"), first.line_of("note")) == (2, 3, 5, 2)
    assert (second.type, second.key, second.line) == ("book", "b", 7)


GOOD = "@misc{good, title = {Good}}\n"


@pytest.mark.parametrize(
    ("broken", "line", "message"),
    [
        ("@misc{a, title = {x}\n", 1, "a closing } is missing in @misc{a; the entry is left out"),
        (
            "\n@misc{a, title = {x,\n year = 1905\n}\n",
            2,
            "a closing } is missing in @misc{a; the entry is left out",
        ),
        ("@misc{a,\n title = {x\n", 1, "the brace of line 2 is not closed; the entry is left out"),
        (
            '@misc{a, note = {}, title = "x}\n',
            1,
            "the quotation mark of line 1 is not closed; the entry is left out",
        ),
        (
            "@misc{a, title = {x} y},\n year=1905}\n",
            1,
            "'=' is missing after 'y' in @misc{a, line 1; or a brace is missing before it; the entry is left out",
        ),
        ("@misc{a,\n = {x}}\n", 1, "'=' is not expected in @misc{a, line 2; the entry is left out"),
        ("@misc{a, title = {x}, #}\n", 1, "'#' is not expected in @misc{a, line 1; the entry is left out"),
    ],
)
def test_broken_entry_stays_alone(broken: str, line: int, message: str) -> None:
    for text in (broken + GOOD, broken.replace("\n", "\r\n") + GOOD):
        found = read(text)
        assert [entry.key for entry in found.entries] == ["good"]
        assert (found.problems[0].line, found.problems[0].message[: len(message)]) == (line, message)
        assert all(problem.subtype is Subtype.BIBTEX for problem in found.problems)


@pytest.mark.parametrize(
    ("text", "expected", "message"),
    [
        (
            "@misc{a, title = {x}\n note = {y}}",
            {"title": "x", "note": "y"},
            "a comma is missing after 'title' in @misc{a",
        ),
        ("@misc{a title = {x}}", {"title": "x"}, "a comma is missing; write @misc{a,"),
        ("@misc{Doe 20, title = {x}}", {"title": "x"}, "a key has no spaces; write @misc{Doe-20,"),
        ("@misc{title = {x}}", {"title": "x"}, "this entry has no key; write @misc{a-key,"),
        ("@misc{, title = {x}}", {"title": "x"}, "this entry has no key; write @misc{a-key,"),
        (
            "@misc{a, title = , note = {y}}",
            {"note": "y"},
            "a value is missing for 'title' in @misc{a; write {...}",
        ),
        (
            "@misc{a, title = {x}, title = {y}}",
            {"title": "x"},
            "'title' is given twice in @misc{a; the first is used",
        ),
        (
            "@misc{a, journal = jacmm}",
            {"journal": "jacmm"},
            "no @string defines 'jacmm', the value of 'journal' in @misc{a; did you mean 'jacm'?",
        ),
        (
            "@misc{a, title = Words}",
            {"title": "Words"},
            "no @string defines 'Words', the value of 'title' in @misc{a; text needs braces",
        ),
    ],
)
def test_mistakes_that_leave_an_entry_readable(text: str, expected: dict[str, str], message: str) -> None:
    found = read(text)
    assert {name: field.value for name, field in found.entries[0].fields.items()} == expected
    assert [problem.message for problem in found.problems] == [message]


def test_macro_without_definition_is_one_problem() -> None:
    assert len(messages("@misc{a, title = foo}\n@misc{b, title = foo}")) == 1


def test_second_entry_with_a_key() -> None:
    found = read("@misc{a, title={x}}\n@misc{b, title={x}}\n@misc{A, title={y}}")
    assert [entry.key for entry in found.entries] == ["a", "b"]
    assert messages("@misc{a, title={x}}\n@misc{b, title={x}}\n@misc{A, title={y}}") == [
        (3, "the key 'A' is that of the entry in line 1; this entry is left out, until it has another key")
    ]


@pytest.mark.parametrize("text", ["", "\n", "No entry at all {", "@", "{", "@misc", "@comment{x}"])
def test_file_without_entries(text: str) -> None:
    ((line, message),) = messages(text)
    assert line is None
    assert "no BibTeX entry in this file" in message


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (
            "@misc{a,\n title={Gödel}}".encode("latin-1"),
            (2, "this is not UTF-8, and is read as Windows-1252 (Latin-1); save the file as UTF-8"),
        ),
        ("@misc{a,\n title={Gödel}}".encode("utf-16"), (1, "this file is in UTF-16; save it as UTF-8")),
        ("@misc{a,\n title={Gödel}}".encode("utf-8-sig"), None),
    ],
)
def test_encodings(data: bytes, problem: tuple[int, str] | None) -> None:
    found = read_entries(data)
    assert found.entries[0].get("title") == "Gödel"
    assert [(it.line, it.message) for it in found.problems] == ([problem] if problem else [])


def test_fields_of_the_volume() -> None:
    text = """
@inproceedings{paper, title = {P}, crossref = {Volume}, year = 2001}
@proceedings{volume, title = {Proc.}, year = 2000, month = may, editor = {E}, url = {https://example.org}}
@book{other, title = {O}}
"""
    paper, volume, other = read(text).entries
    assert {name: field.value for name, field in paper.fields.items()} == {
        "title": "P", "crossref": "Volume", "year": "2001", "booktitle": "Proc.", "editor": "E",
    }  # fmt: skip
    assert (paper.is_parent, volume.is_parent, other.is_parent) == (False, True, False)


def test_fields_of_xdata() -> None:
    entry = read(
        "@misc{a, title={T}, xdata={x, y}}@xdata{x, publisher={P}}@xdata{y, title={no}, note={N}}"
    ).entries[0]
    assert (entry.get("title"), entry.get("publisher"), entry.get("note")) == ("T", "P", "N")


def test_crossref_into_nowhere_or_in_a_circle() -> None:
    assert messages("@misc{a,\n crossref={b}}") == [
        (2, "'crossref' of 'a' names 'b', which is not in this file")
    ]
    assert messages("@misc{a, crossref={b}} @misc{b, crossref={a}} @misc{c, crossref={c}}") == []


@pytest.mark.parametrize(
    "text",
    [
        "@misc{a, title={" + "{" * 10_000 + "}" * 10_000 + "}}",
        "@misc{a, title={" + "{" * 10_000,
        "@a{" * 100_000,
        "@a{\n" * 50_000,
        "@comment{" * 100_000,
        "@misc{a, title=" + "# " * 50_000,
        "@misc{a, title=a" + " # a" * 100_000 + "}",
        "@string{a0={xxxxxxxxxx}}"
        + "".join(f"@string{{a{n + 1}=a{n} # a{n}}}" for n in range(60))
        + "@misc{a, title=a60}",
        "".join(f"@misc{{k{n}, crossref={{k{(n + 1) % 5000}}}}}" for n in range(5000)),
        "@misc{a, " + "".join(f"f{n}={{x}}," for n in range(50_000)),
        "@misc{a, title={" + "x y " * 1_000_000 + "}}",
        "%" * 1_000_000,
        "\0" * 1_000_000,
    ],
    ids=range(13),
)
def test_hostile_files(text: str) -> None:
    begin = time.process_time()
    read(text)
    assert time.process_time() - begin < 5


@given(st.text(alphabet='@aA{}()",=#%\\ \n1', max_size=60))
def test_any_text(text: str) -> None:
    for entry in read("@misc{x, y={z}}" + text + "\n@misc{last, y={z}}").entries:
        for field in entry.fields.values():
            depth = 0
            for char in field.value:
                depth += {"{": 1, "}": -1}.get(char, 0)
                assert depth >= 0
            assert depth == 0


@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    read_entries(data)
