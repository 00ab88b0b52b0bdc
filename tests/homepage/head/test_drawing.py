"""Which drawings go into a page as they are."""

from __future__ import annotations

import pytest

from sphinx_homepage.works.inline_svg import inline_drawing


def svg(inner: str, attributes: str = 'viewBox="0 0 64 40"') -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inner}</svg>'


def test_what_comes_out() -> None:
    drawing = svg(
        '<!-- c -->\n<g transform="rotate(3)"><path d="M0 0L1 1"/></g>\n<circle r="2" fill="#123"/>\n',
        'viewBox="0 0 64 40" width="64" id="x" stroke="currentColor"',
    )
    assert inline_drawing(drawing) == (
        '<svg class="hp-motif" viewBox="0 0 64 40" stroke="currentColor" aria-hidden="true">'
        '<g transform="rotate(3)"><path d="M0 0L1 1" /></g><circle r="2" fill="#123" /></svg>'
    )


def test_a_declaration_in_front_is_fine() -> None:
    assert inline_drawing('<?xml version="1.0" encoding="UTF-8"?>\n' + svg('<path d="M0 0"/>'))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no XML",
        svg("<path"),
        "<svg viewBox='0 0 1 1'></svg>",
        svg("", ""),
        svg("<script>alert(1)</script>"),
        svg("<style>*{}</style>"),
        svg("<text>T</text>"),
        svg("<image href='x.png'/>"),
        svg("<foreignObject/>"),
        svg("<a href='x'><path d='M0 0'/></a>"),
        svg("<use href='#x'/>"),
        svg("<path id='x' d='M0 0'/>"),
        svg("<path style='fill:red' d='M0 0'/>"),
        svg("<path class='x' d='M0 0'/>"),
        svg("<path onclick='x()' d='M0 0'/>"),
        svg("<path fill='url(#g)' d='M0 0'/>"),
        svg("<path fill='url(https://example.org/x)' d='M0 0'/>"),
        svg("<path fill='URL (x)' d='M0 0'/>"),
        svg("<path d='M0 0'/>", "viewBox='0 0 1 1' fill='url(x)'"),
        svg("<path d='M0 0'/>", "viewBox='0 0 1 1' style='color:red'"),
        svg("<path d='M0 0'/>", "viewBox='0 0 1 1' onload='x()'"),
    ],
)
def test_what_stays_a_file(text: str) -> None:
    assert not inline_drawing(text)


def test_nothing_breaks_out_of_an_attribute() -> None:
    assert '"M0 0&quot;&gt;&lt;b&gt;"' in inline_drawing(svg("<path d='M0 0&quot;&gt;&lt;b&gt;'/>"))


def test_a_drawing_nested_without_end() -> None:
    assert inline_drawing(svg("<g>" * 500 + "</g>" * 500))
