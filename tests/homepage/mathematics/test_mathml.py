"""Formulas in TeX as MathML: tables of formulas, and odd texts."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_homepage.mathematics.macros import read_macros
from sphinx_homepage.mathematics.mathml import convert, rows
from sphinx_homepage.mathematics.tex import FormulaError, Macro, check_escapes, clean, expand, split_rows


def shown(tex: str, *, display: bool = True, macros: tuple[Macro, ...] = ()) -> str:
    """Return what is drawn of a formula, without the elements around it and its source."""
    markup = convert(tex, display=display, macros=macros).markup
    ElementTree.fromstring(markup)
    found = re.fullmatch(
        r'<math(?: display="block")?><semantics>(.*)<annotation [^>]*>[^<]*</annotation></semantics></math>',
        markup,
        re.DOTALL,
    )
    assert found, markup
    return (
        found[1].removeprefix("<mrow>").removesuffix("</mrow>") if found[1].startswith("<mrow>") else found[1]
    )


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        ("x", "<mi>x</mi>"),
        ("{{x}}", "<mi>x</mi>"),
        (r"a < b \& c", '<mi>a</mi><mo>&lt;</mo><mi>b</mi><mi>&amp;</mi><mi>c</mi>'),
        (r"\frac{1}{2}", "<mfrac><mn>1</mn><mn>2</mn></mfrac>"),
        # Alphabets
        (r"\mathbb{R}", "<mi>ℝ</mi>"),
        (r"\mathbb 1", "<mn>𝟙</mn>"),
        (r"\mathbbm{1}", "<mn>𝟙</mn>"),
        (r"\mathcal{L}\mathcal F", "<mi>ℒ</mi><mi>ℱ</mi>"),
        (r"\mathfrak{gC}", "<mi>𝔤ℭ</mi>"),
        (r"\mathbf{Ab1}", "<mi>𝐀𝐛</mi><mn>𝟏</mn>"),
        (r"\boldsymbol{\beta}", "<mi>𝜷</mi>"),
        (r"\bm{\Sigma}", "<mi>𝚺</mi>"),
        (r"\mathsf{T}", "<mi>𝖳</mi>"),
        (r"\mathrm{Var}", "<mi>Var</mi>"),
        (r"\mathrm{d}x", '<mi mathvariant="normal">d</mi><mi>x</mi>'),
        (r"\mathrm d", '<mi mathvariant="normal">d</mi>'),
        (r"\Gamma\gamma", '<mi mathvariant="normal">Γ</mi><mi>γ</mi>'),
        # Signs that are letters, and letters that are signs
        (r"\infty\partial", "<mi>∞</mi><mi>∂</mi>"),
        (r"\nabla f", '<mi mathvariant="normal">∇</mi><mi>f</mi>'),
        (r"a \pm b", "<mi>a</mi><mo>±</mo><mi>b</mi>"),
        (r"x \perp y", "<mi>x</mi><mo>⟂</mo><mi>y</mi>"),
        (r"p \not= q", "<mi>p</mi><mo>≠</mo><mi>q</mi>"),
        (r"x \sim y", "<mi>x</mi><mo>∼</mo><mi>y</mi>"),
        (r"x \not\sim y", "<mi>x</mi><mo>≁</mo><mi>y</mi>"),
        (r"a \not\in b", "<mi>a</mi><mo>∉</mo><mi>b</mi>"),
        # Accents
        (r"\hat x", '<mover accent="true"><mi>x</mi><mo stretchy="false">ˆ</mo></mover>'),
        (r"\widehat{xy}", '<mover accent="true"><mrow><mi>x</mi><mi>y</mi></mrow><mo stretchy="true">ˆ</mo></mover>'),
        (r"\tilde x", '<mover accent="true"><mi>x</mi><mo stretchy="false">˜</mo></mover>'),
        (r"\vec v", '<mover accent="true"><mi>v</mi><mo stretchy="false">\u20d7</mo></mover>'),
        (r"\underbrace{x}_n", '<munder><munder><mi>x</mi><mo stretchy="true">⏟</mo></munder><mi>n</mi></munder>'),
        # Spaces
        (r"a\,b", '<mi>a</mi><mspace width="0.167em" /><mi>b</mi>'),
        (r"a\!b", '<mi>a</mi><mspace style="margin-left:-0.1667em" /><mi>b</mi>'),
        (r"a\mkern18mu b", '<mi>a</mi><mspace width="1em" /><mi>b</mi>'),
        # Fences
        (
            r"\Bigr)^2",
            '<msup><mrow><mo stretchy="true" minsize="1.623em" maxsize="1.623em" lspace="0em" rspace="0em">)</mo></mrow>'
            "<mn>2</mn></msup>",
        ),
        (r"\left(x\right)", '<mo stretchy="false" form="prefix">(</mo><mi>x</mi><mo stretchy="false" form="postfix">)</mo>'),
        (r"\left.\frac12\right|", '<mfrac><mn>1</mn><mn>2</mn></mfrac><mo stretchy="true" form="postfix">|</mo>'),
        (r"|x|", '<mo stretchy="false" lspace="0em" rspace="0em">|</mo><mi>x</mi><mo stretchy="false" lspace="0em" rspace="0em">|</mo>'),
        # Texts
        (r"\text{if } x", "<mtext>if\u00a0</mtext><mi>x</mi>"),
        (r"\text{where $x>0$}", "<mtext>where\u00a0</mtext><mi>x</mi><mo>&gt;</mo><mn>0</mn>"),
        (r"\text{a {b} \& 5\%}", "<mtext>a\u00a0b\u00a0&amp;\u00a05%</mtext>"),
        (r"\textbf{no}", "<mtext>𝐧𝐨</mtext>"),
        (r"10\%", "<mn>10</mn><mi>%</mi>"),
        (r"a % a comment", "<mi>a</mi>"),
        (r"a\ ", "<mi>a</mi><mtext>\u00a0</mtext>"),
        # What a browser has no element for
        (r"\boxed{x}", '<mrow style="border:1px solid;padding:.25em"><mi>x</mi></mrow>'),
        (r"\overline{x}", '<mrow style="border-top:.05em solid;padding-top:.12em"><mi>x</mi></mrow>'),
        # No link, class or style of the author's: they are not MathML Core's.
        (r"\href{javascript:alert(1)}{x}", "<mi>x</mi>"),
        (r"\style{position:fixed}{x}", "<mi>x</mi>"),
    ],
)  # fmt: skip
def test_what_is_drawn(tex: str, expected: str) -> None:
    assert shown(tex) == expected


@pytest.mark.parametrize(
    ("delimiter", "sign"),
    [
        ("(", "("), ("[", "["), (r"\lbrack", "["), (r"\{", "{"), (r"\}", "}"), (r"\lbrace", "{"), (r"\rbrace", "}"),
        (r"{\{}", "{"), (r" \langle", "⟨"), (r"\rangle", "⟩"), ("<", "⟨"), (r"\lfloor", "⌊"), (r"\rceil", "⌉"),
        ("|", "|"), (r"\vert", "|"), (r"\lvert", "|"), (r"\|", "‖"), (r"\Vert", "‖"), (r"\rVert", "‖"),
        ("/", "/"), (r"\backslash", "\\"), (r"\uparrow", "↑"), (r"\Updownarrow", "⇕"), (r"\ulcorner", "⌜"),
    ],
)  # fmt: skip
def test_delimiters_of_a_size(delimiter: str, sign: str) -> None:
    for command, size in (
        (r"\big", "1.2em"),
        (r"\Bigl", "1.623em"),
        (r"\biggm", "2.047em"),
        (r"\Biggr", "2.47em"),
    ):
        assert shown(f"{command}{delimiter} x") == (
            f'<mo stretchy="true" minsize="{size}" maxsize="{size}" lspace="0em" rspace="0em">{sign}</mo><mi>x</mi>'
        )
    middle = shown(rf"\left( \frac12 \middle{delimiter} x \right)")
    assert re.search(
        rf'<mo stretchy="true" lspace="[^"]*" rspace="[^"]*">{re.escape(sign)}</mo><mi>x</mi>', middle
    )


def test_less_and_greater_are_angles_as_delimiters() -> None:
    assert shown(r"\left<x\right>") == shown(r"\left\langle x\right\rangle")
    assert "<mo>&lt;</mo>" in shown(r"\left(x < y\right)")


def test_a_dot_is_a_delimiter_that_is_not_drawn() -> None:
    assert "." not in re.sub("<[^>]*>", "", shown(r"\bigl. x \bigm. y \bigr|_0"))


@pytest.mark.parametrize("tex", [r"\big", r"\big{}", r"\bigl{ab}", r"\Bigr\frac12", r"\big\nothing"])
def test_sizes_without_a_delimiter(tex: str) -> None:
    with pytest.raises(FormulaError):
        convert(tex)


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\lim_{x} f", '<munder><mo movablelimits="true" lspace="0em" rspace="0.1667em">lim</mo><mi>x</mi></munder><mi>f</mi>'),
        (r"\sum_i^n", '<munderover><mo lspace="0em" rspace="0em">∑</mo><mi>i</mi><mi>n</mi></munderover>'),
        (r"\int_0^1", '<msubsup><mo lspace="0em" rspace="0em">∫</mo><mn>0</mn><mn>1</mn></msubsup>'),
        (r"\operatorname*{arg\,max}_t", '<munder><mo movablelimits="true" lspace="0em" rspace="0em">arg\u2009max</mo><mi>t</mi></munder>'),
        (r"\operatorname{rank} A", '<mo lspace="0em" rspace="0.1667em">rank</mo><mi>A</mi>'),
    ],
)  # fmt: skip
@pytest.mark.parametrize("display", [True, False])
def test_limits(tex: str, expected: str, display: bool) -> None:
    assert shown(tex, display=display) == expected


@pytest.mark.parametrize(
    ("tex", "spaces"),
    [
        # A minus between two things, and one of a number.
        ("a - b", [None]),
        ("-b", ["0em"]),
        ("a = -b", [None, "0em"]),
        ("(-b)", [None, "0em", None]),
        ("a, -b", [None, "0em"]),
        (r"\frac{-b \pm c}{2}", ["0em", None]),
        # Braces make a letter of a sign.
        ("1{,}000", ["0em"]),
        # Two relations are one.
        ("a := b", ["0.2778em", "0em"]),
        # No spaces in indices; those of names stay.
        ("x_{i+1}", ["0em"]),
        ("x^{-1}", ["0em"]),
        (r"\sum_{i=1}", ["0em", "0em"]),
        (r"e^{\sin x}", ["0em"]),
        (r"2\sin x", ["0.1667em"]),
        (r"= \sum_i x", [None, "0em"]),
        (r"\frac{a+b}{2}", [None]),
    ],
)
def test_spaces_before_signs(tex: str, spaces: list[str | None]) -> None:
    tree = ElementTree.fromstring(convert(tex, display=True).markup)
    assert [sign.get("lspace") for sign in tree.iter("mo")] == spaces


def test_fractions_in_a_line_have_no_spaces() -> None:
    tree = ElementTree.fromstring(convert(r"\frac{a+b}{2}").markup)
    assert [sign.get("lspace") for sign in tree.iter("mo")] == ["0em"]


@pytest.mark.parametrize(
    ("tex", "styles"),
    [
        (r"\begin{matrix} a & b \\ c & d \end{matrix}", [None] * 4),
        (r"\begin{cases} a & b \\ c & d \end{cases}", ["text-align:left"] * 4),
        (r"\begin{aligned} a &= b \end{aligned}", ["text-align:right;padding-left:0;padding-right:0", "text-align:left;padding-left:0;padding-right:0"]),
        (r"a &= b \\ c &= d", ["text-align:right;padding-left:0;padding-right:0", "text-align:left;padding-left:0;padding-right:0"] * 2),
        (r"a \\ b", [None, None]),
        (r"\begin{array}{l|r} a & b \end{array}", ["text-align:left", "text-align:right;border-left:1px solid"]),
        (r"\begin{array}{c} \hline a \\ b \\ \hline \end{array}", ["border-top:1px solid", "border-bottom:1px solid"]),
        (r"\begin{matrix*}[r] a \end{matrix*}", ["text-align:right"]),
        (r"\sum_{\substack{i \\ j}}", ["padding:.1em .2em"] * 2),
        (r"\begin{gathered}[t] a \\[4pt] b \end{gathered}", [None, None]),
    ],
)  # fmt: skip
def test_tables(tex: str, styles: list[str | None]) -> None:
    tree = ElementTree.fromstring(convert(tex, display=True).markup)
    assert [cell.get("style") for cell in tree.iter("mtd")] == styles


@pytest.mark.parametrize(
    ("left", "right", "name"),
    [
        ("(", ")", "pmatrix"),
        ("[", "]", "bmatrix"),
        ("{", "}", "Bmatrix"),
        ("|", "|", "vmatrix"),
        ("‖", "‖", "Vmatrix"),
    ],
)
def test_fences_of_matrices_grow(left: str, right: str, name: str) -> None:
    tree = ElementTree.fromstring(convert(rf"\begin{{{name}}} a \end{{{name}}}").markup)
    assert [(sign.text, sign.get("stretchy")) for sign in tree.iter("mo")] == [
        (left, "true"),
        (right, "true"),
    ]


@pytest.mark.parametrize(
    ("tex", "reason"),
    [
        (r"\foo{x}", r"\foo is not known"),
        (r"\text{\foo}", r"\foo is not known"),
        (r"\begin{foo} x \end{foo}", "the environment foo is not known"),
        (r"\frac{1}{", r"has no end"),
        ("x}", "a } has no { before it"),
        (r"\left( x", "has no end"),
        (r"\frac{1}", "an argument is missing"),
        (r"\sqrt", "it is not complete"),
        (r"\begin{matrix} \left( a & b \right) \end{matrix}", r"a \left has no \right in the same group"),
        ("x_1_2", "two indices"),
        ("x^", "nothing behind it"),
        ("x\\", "a backslash stands alone"),
        (r"\unicode{1}", "a character that cannot be shown"),
        ("a $ b", "a $ stands in it"),
        (r"\frac{a & b}{c}", "a & stands outside"),
        ("", "there is nothing in it"),
        ("x" * 30_000, "it is longer than"),
        ("{" * 500 + "}" * 500, "deep"),
        (r"\begin{matrix} a \end{pmatrix}", r"\begin{matrix} ends with \end{pmatrix}"),
        (r"\newcommand{\a}{\a\a} \a", r"the macro \a never comes to its end"),
    ],
)
def test_what_cannot_be_shown(tex: str, reason: str) -> None:
    with pytest.raises(FormulaError) as error:
        convert(tex, display=True)
    assert reason in str(error.value)


def test_the_source_goes_with_it() -> None:
    markup = convert(r" a < b \text{</math>} ").markup
    assert r'<annotation encoding="application/x-tex">a &lt; b \text{&lt;/math&gt;}</annotation>' in markup


def test_rows_and_their_numbers() -> None:
    found = rows("\\begin{align}\na &= b \\label{eq:a} \\\\\nc \\nonumber \\\\ d \\tag{*}\n\\end{align}")
    assert found == [("eq:a", "", True), ("", "", False), ("", "*", False)]
    assert rows(r"\begin{equation} a \label{x} \end{equation}") == [("x", "", True)]
    assert rows(r"\begin{align*} a \\ b \end{align*}") == [("", "", False)] * 2
    formula = convert(r"\begin{align} a &= b \\ c &= d \tag{A} \end{align}", display=True)
    assert formula.columns == "rl" and [len(row.cells) for row in formula.rows] == [2, 2]
    assert not formula.rows[0].tag and "(A)" in formula.rows[1].tag
    assert not convert(r"\begin{aligned} a \\ b \end{aligned}", display=True).rows


def test_only_wide_formulas_may_scroll() -> None:
    assert not convert("x^2 + y^2").is_wide
    assert convert("+".join("abcdefghijklmnop")).is_wide


def test_macros() -> None:
    macros = read_macros(
        [
            {
                "tex": {
                    "macros": {"R": r"\mathbb{R}", "half": [r"\frac{#1}{2}", 1], "opt": ["{#1}_{#2}", 2, "x"]}
                }
            },
            {"TeX": {"Macros": {"R": r"\mathbf{R}", "bad": 3, "1x": "", "": "y"}}},
            None,
            {"tex": {"macros": 5}},
            {"tex": "x"},
        ]
    )
    assert {macro.name for macro in macros} == {r"\R", r"\half", r"\opt"}
    assert shown(r"\R", macros=macros) == "<mi>𝐑</mi>"
    assert shown(r"\half x", macros=macros) == "<mfrac><mi>x</mi><mn>2</mn></mfrac>"
    assert shown(r"\opt{b}", macros=macros) == "<msub><mi>x</mi><mi>b</mi></msub>"
    assert shown(r"\opt[a]{b}", macros=macros) == "<msub><mi>a</mi><mi>b</mi></msub>"
    assert shown(r"\newcommand{\x}[1]{#1^2}\x{y}") == "<msup><mi>y</mi><mn>2</mn></msup>"
    assert shown(r"\def\x#1{#1}\DeclareMathOperator{\rk}{rk}\rk\x y") == shown(r"\operatorname{rk} y")
    assert expand(r"\R n", {r"\R": Macro(r"\R", r"\mathbb R")}) == r"\mathbb R n"


def test_texts_are_cut_at_the_right_places() -> None:
    assert split_rows(r"a & {b & c} \\ \begin{x} d & e \end{x}") == [
        ["a ", " {b & c} "],
        [r" \begin{x} d & e \end{x}"],
    ]
    assert clean("a \\% b % c\nd\x00\ue000") == "a \\% b d\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}"


PIECES = st.sampled_from(
    [
        "x", "1", " ", "{", "}", "[", "]", "_", "^", "&", "\\\\", "$", "%", "#1", "'", "|", "<", "\n", "é", "\ue001", "\x00", "{}",
        r"\frac", r"\sqrt", r"\left(", r"\right)", r"\left.", r"\middle|", r"\begin{matrix}", r"\end{matrix}", r"\begin{align}",
        r"\end{align}", r"\begin{array}{c|c}", r"\end{array}", r"\begin{", r"\end", r"\text{", r"\text", r"\operatorname", r"\mathbf",
        r"\color", r"\textcolor{red}", r"\hspace", r"\not", r"\sum", r"\limits", r"\nolimits", r"\over", r"\choose", r"\genfrac",
        r"\tag{", r"\label{", r"\nonumber", r"\newcommand", r"\def", r"\x", r"\substack{", r"\xrightarrow", r"\big", r"\hline",
        r"\mathop", r"\binom", r"\unicode", r"\rule", r"\sideset", r"\skew", r"\raise", r"\verb|", r"\mathchoice", r"\prime", r"\foo",
        r"\require{a}", r"\href{javascript:x}", r"\boxed", r"\smash", r"\class", r"\rm", r"\cal", r"\displaystyle", "\\",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None, print_blob=True)
@given(tex=st.one_of(st.lists(PIECES, max_size=14).map("".join), st.text(max_size=30)), display=st.booleans())
def test_odd_texts(tex: str, display: bool) -> None:
    try:
        formula = convert(tex, display=display)
    except FormulaError:
        formula = None
    try:
        rows(tex)
    except FormulaError:
        assert formula is None or "\\newcommand" in tex or "\\def" in tex
    if formula is not None:
        for markup in (formula.markup, *(cell for row in formula.rows for cell in row.cells)):
            tree = ElementTree.fromstring(markup)
            assert tree.tag == "math"
            assert not {"href", "class", "onclick"} & {
                name for element in tree.iter() for name in element.attrib
            }


@pytest.mark.parametrize(
    ("tex", "reason"),
    [
        (r"\\{a\\}", r"instead of \\{, \\} write \{, \}"),
        (r"\|x\\|\_{2}", r"instead of \\|, \_{ write \|, _{"),
    ],
)
def test_escapes_of_kramdown(tex: str, reason: str) -> None:
    with pytest.raises(FormulaError) as error:
        check_escapes(tex)
    assert reason in str(error.value)


@pytest.mark.parametrize(
    "tex", [r"\{a\}_{i}", r"\|x\|", r"\mathrm{n\_steps}", r"a \\ b", r"\begin{cases} a \\{b} \end{cases}"]
)
def test_what_is_not_escaped(tex: str) -> None:
    check_escapes(tex)
