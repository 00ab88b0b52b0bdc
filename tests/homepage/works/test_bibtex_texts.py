"""TeX in fields, as plain text and as text with mathematics, emphasis and links."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_homepage.mathematics.words import math_in_words, text_in_words
from sphinx_homepage.works.bibtex.texts import plain_of_tex, text_of_tex, url_of_tex
from sphinx_homepage.works.text import Segment, Style


@pytest.mark.parametrize(
    ("tex", "plain"),
    [
        ("Plain words", "Plain words"),
        ("  two\n  lines ", "two lines"),
        (r"{\'E}tude, \'{e}t\'e, \`a, \^{\i}le, na{\"\i}ve, \'\i", "Étude, été, à, île, naïve, í"),
        (r"\v{S}\c{c}\H{o}\k{a}\r{u}\u{g}\.{z}\={a}\~n \c c \d{u}", "Šçőąůğżāñ ç ụ"),
        (r"Vi{\d{\^e}}t L\'{\^e}", "Việt Lế"),
        (r"{\ss}{\o}{\O}{\l}{\L}{\ae}{\AE}{\oe}{\aa}{\AA}{\th}{\dh}{\i}", "ßøØłŁæÆœåÅþðı"),
        (r"Stra\ss e, \AA rhus, {\L}\'od\'z", "Straße, Århus, Łódź"),
        (r"Rock \& Roll: 50\% of \$5 in \#1, a\_b", "Rock & Roll: 50% of $5 in #1, a_b"),
        ("{The} {{DNA}} of {B}ach", "The DNA of Bach"),
        ("pp. 1--2 --- ``so'' `it' is", "pp. 1–2 — “so” ‘it' is"),
        (r"\enquote{so} it is", "“so” it is"),
        (r"Donald~E. Knuth, 5\,km", "Donald E. Knuth, 5\u202fkm"),
        (r"Zotero's {\textendash} \textless{}b\textgreater{} \textasciitilde x", "Zotero's – <b> ~x"),
        (r"\~{}user \^{}", "~user ^"),
        (r"\unknown{kept} and \cite{left}out\footnote{gone}", "kept and out"),
        (r"\textcolor{red}{warm}", "warm"),
        (r"{\"u}ber den {\relax Bau}", "über den Bau"),
        ("Astronomy {\\&}amp; Astrophysics &lt;x&gt;", "Astronomy & Astrophysics <x>"),
        ("a < b and b > c", "a < b and b > c"),
        ("costs $5 and $10", "costs $5 and $10"),
        ("one $ alone", "one $ alone"),
        (r"the $\alpha_{0}$-decay of $\mathbb{R}^{n}$ in $O(n \log n)$", "the α_0-decay of ℝ^n in O(n log n)"),
        (r"\(x\) \[y\] \ensuremath{\beta} $$z$$", "x y β z"),
        (r"\texorpdfstring{$\alpha$}{alpha} rays", "alpha rays"),
        (r"{\cprime} Ge{\u\i}", "ʹ Geĭ"),
        ("\\", ""), ("{", ""), ("}", ""), ("\\'", ""), ("", ""),
    ],
)  # fmt: skip
def test_plain(tex: str, plain: str) -> None:
    assert plain_of_tex(tex) == plain


@pytest.mark.parametrize(
    ("tex", "segments"),
    [
        (r"The \emph{E. coli} gene", [("The ",), ("E. coli", Style.EMPHASIS), (" gene",)]),
        (
            r"{\em in vivo} {\bf b} {\sc c}",
            [("in vivo", Style.EMPHASIS), (" ",), ("b", Style.STRONG), (" ",), ("c", Style.SMALL_CAPS)],
        ),
        (r"\textbf{a \textit{b} c}", [("a ", Style.STRONG), ("b", Style.EMPHASIS), (" c", Style.STRONG)]),
        (r"On {$\alpha_{0}$}-decay", [("On ",), (r"\alpha_{0}", Style.MATH), ("-decay",)]),
        (
            r"H\textsubscript{2}O, 4\textsuperscript{th}",
            [("H",), ("2", Style.SUBSCRIPT), ("O, 4",), ("th", Style.SUPERSCRIPT)],
        ),
        (
            "H<sub>2</sub>O <I>x</I><br>y",
            [("H",), ("2", Style.SUBSCRIPT), ("O ",), ("x", Style.EMPHASIS), (" y",)],
        ),
        (r"\href{https://example.org/a\_b}{here}", [("here", Style.PLAIN, "https://example.org/a_b")]),
        (
            r"see \url{http://example.org/~a}.",
            [("see ",), ("http://example.org/~a", Style.PLAIN, "http://example.org/~a"), (".",)],
        ),
        (r"\href{javascript:alert(1)}{here}", [("here",)]),
        ("<inline-formula><tex-math>$x$</tex-math></inline-formula>", [("x", Style.MATH)]),
        (r"$a$ $b$", [("a", Style.MATH), (" ",), ("b", Style.MATH)]),
        (r"<script>alert(1)</script>", [("<script>alert(1)</script>",)]),
    ],
)
def test_segments(tex: str, segments: list[tuple[Any, ...]]) -> None:
    assert text_of_tex(tex).segments == tuple(Segment(*segment) for segment in segments)


@pytest.mark.parametrize(
    ("tex", "url"),
    [
        ("https://example.org/a_b", "https://example.org/a_b"),
        (r"https://example.org/a\_b\%20c{\_}d\#e", "https://example.org/a_b%20c_d#e"),
        (r"\url{https://example.org/\~{}a}", "https://example.org/~a"),
        (r"http://example.org/{\textasciitilde}a/$\sim$b", "http://example.org/~a/~b"),
        ("10.1000/(a)b", "10.1000/(a)b"),
    ],
)
def test_urls(tex: str, url: str) -> None:
    assert url_of_tex(tex) == url


@pytest.mark.parametrize(
    ("tex", "words"),
    [
        (r"\frac{1}{2}", "1/2"), (r"\mathcal{O}(n^{2})", "O(n^2)"), (r"\sqrt{s} = 13\,\text{TeV}", "√s = 13TeV"),
        (r"x \leq y", "x ≤ y"), (r"\alpha x\mid y", "αx∣y"), (r"\left(x\right)", "(x)"), (r"\{x\}", "{x}"),
    ],
)  # fmt: skip
def test_mathematics_in_words(tex: str, words: str) -> None:
    assert math_in_words(tex) == words
    assert text_in_words(f"For $5, ${tex}$; US$2") == f"For $5, {words}; US$2"


@pytest.mark.parametrize(
    "tex",
    ["{" * 20_000 + "}" * 20_000, "$" * 50_000, "$a{" * 20_000, "$\\$" * 20_000, "\\url{" * 20_000, "<i>" * 20_000,
     "\\'" * 20_000, "\\(" * 20_000, "\\href" * 20_000, "<a" * 50_000, "`" * 50_000, "&a" * 50_000],
    ids=range(12),
)  # fmt: skip
def test_hostile_tex(tex: str) -> None:
    begin = time.process_time()
    assert isinstance(plain_of_tex(tex), str)
    assert time.process_time() - begin < 5


@given(st.text(alphabet="\\{}$~<>`'-\"^abi \n&;é[]()", max_size=40))
def test_any_tex(tex: str) -> None:
    text = text_of_tex(tex)
    assert text.plain == text.plain.strip(" \n") or "\u00a0" in "".join(it.text for it in text.segments)
    assert all(segment.text for segment in text.segments)


@given(
    st.text(
        alphabet=st.characters(
            codec="utf-8", exclude_characters="\\{}$~<`&'-!?", exclude_categories=["C", "Z"]
        ),
        max_size=30,
    )
)
def test_text_without_tex_stays(text: str) -> None:
    assert plain_of_tex(text) == text
