"""The PDF of a CV: templates, fonts, and input that nobody expects."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
import sphinxext.opengraph
import yaml

from helpers import LONG
from sphinx_homepage.cv.pdf import Finding, PdfError, compile_pdf
from sphinx_homepage.cv.pdf_data import PdfData
from sphinx_homepage.cv.rendercv import read_rendercv

if TYPE_CHECKING:
    from conftest import Site

TEMPLATE = Path(__file__).parents[3] / "_ext/sphinx_homepage/templates/homepage/cv.typ"
INDEX = "# Home\n\n```{cv} cv.yaml\n:pdf: /cv.pdf\n```\n"
CV = "cv:\n  sections:\n    talks:\n      - {name: A talk, date: 1843}\n"
ROBOTO = Path(sphinxext.opengraph.__file__).parent / "_static" / "Roboto-Flex.ttf"


def compiled(sections: dict[str, Any], fonts: list[Path] | None = None) -> tuple[str, list[Finding], int]:
    """Return the text of a PDF, the problems with it, and the number of its pages."""
    text = yaml.safe_dump({"cv": {"name": "Ada", "sections": sections}}, allow_unicode=True, sort_keys=False)
    cv, problems = read_rendercv(text)
    assert not problems
    data = PdfData("en", str, quotes="qDe").data(cv, {}, paper="a4", title="Ada")
    pdf = compile_pdf(TEMPLATE, data, fonts or [])
    assert compile_pdf(TEMPLATE, data, fonts or []) == pdf
    document = pypdfium2.PdfDocument(pdf.data)
    found = "\n".join(page.get_textpage().get_text_range() for page in document)
    count = len(document)
    document.close()
    return " ".join(found.replace("\u00a0", " ").split()), list(pdf.problems), count


def test_texts_are_never_markup() -> None:
    odd = '#import "x" $a$ \\ \\* _ @ref <label> // /* = - + #{1+1} [b] ~ --- "q" \''
    text, problems, _ = compiled(
        {"#a <b> &amp; $": [odd, {"name": "$x$ = #y"}, {"bullet": '`#code "as it is"`'}]}
    )
    assert not problems
    for part in (
        "#import “x” $a$ \\ * _ @ref <label> // /* = - + #{1+1} [b]",
        "$x$ = #y",
        '#code "as it is"',
        "#a <b> &amp; $",
    ):
        assert part in text


def test_long_titles_and_words() -> None:
    word = "https://example.org/" + "x" * 2000
    text, problems, pages = compiled(
        {"x": [{"name": "A long title. " * 100}, {"name": word, "location": word}]}
    )
    assert not problems
    assert pages > 2
    assert text.count("A long title.") == 100
    assert text.count("x" * 10) >= 2


@pytest.mark.parametrize("word", ["Verkehrswegeplanungsbeschleunigung", "x" * 25, "https://example.org/ada"])
def test_a_long_word_stays_in_the_narrow_column(word: str) -> None:
    text = yaml.safe_dump({"cv": {"sections": {"x": [{"name": "ZZZ", "location": word}]}}})
    data = PdfData("de", str).data(read_rendercv(text)[0], {}, paper="a4", title="Ada")
    page = pypdfium2.PdfDocument(compile_pdf(TEMPLATE, data, []).data)[0].get_textpage()
    found = page.get_text_range()
    start = found.index("ZZZ")
    edge = page.get_charbox(start)[0]
    ends = [page.get_charbox(place)[2] for place, char in enumerate(found) if char in word and char != "Z"]
    assert max(ends) < edge


def test_years_of_works_and_numbers_have_a_narrow_column() -> None:
    sections = {
        "talks": [{"reversed_number": "A"}, {"reversed_number": "B"}],
        "awards": [{"name": "A", "date": 1843}],
        "skills": [{"label": "Weaving", "details": "Looms"}],
    }
    cv, _ = read_rendercv(yaml.safe_dump({"cv": {"sections": sections}}, sort_keys=False))
    data = PdfData("en", str).data(cv, {}, paper="a4", title="Ada")
    assert [section["parts"][0]["is_narrow"] for section in data["sections"]] == [True, False, False]


def test_an_entry_longer_than_a_page() -> None:
    text, problems, pages = compiled(
        {"x": [{"name": "Many", "highlights": [f"number {n}." for n in range(200)]}]}
    )
    assert not problems
    assert pages > 3
    assert all(f"number {number}." in text for number in range(200))


def test_200_entries() -> None:
    entries = [
        {"company": f"Company {n}", "position": f"Position {n}", "start_date": 1800 + n, "end_date": 1801 + n, "highlights": ["a", f"Deed {n}."]}
        for n in range(200)
    ]  # fmt: skip
    text, problems, pages = compiled({"experience": entries})
    assert not problems
    assert pages > 8
    position = 0
    for number in range(200):
        position = text.index(
            f"{1800 + number} – {1801 + number} Position {number}, Company {number}", position
        )
        position = text.index(f"Deed {number}.", position)


def test_it_takes_less_than_half_a_second() -> None:
    # In time of the processor, which does not depend on what else runs.
    entries = [
        {"company": f"C{n}", "position": "P", "date": 1800 + n, "highlights": ["x " * 40] * 3}
        for n in range(40)
    ]
    cv, _ = read_rendercv(yaml.safe_dump({"cv": {"name": "Ada", "sections": {"work": entries}}}))
    data = PdfData("en", str).data(cv, {}, paper="a4", title="Ada")
    times = []
    for number in range(3):
        begun = time.process_time()
        compile_pdf(TEMPLATE, data | {"title": str(number)}, [])
        times.append(time.process_time() - begun)
    assert min(times) < 0.5


def test_an_empty_cv() -> None:
    assert compiled({}) == ("Ada", [], 1)
    data = PdfData("zh_CN", str).data(read_rendercv("cv:\n  name:\n")[0], {}, paper="us-letter", title="")
    assert compile_pdf(TEMPLATE, data, []).data.startswith(b"%PDF")


def test_characters_that_no_font_has() -> None:
    text, problems, _ = compiled({"x": ["中文 and 😀 here", "plain"]})
    assert [problem.message for problem in problems] == [
        "no font of the PDF has 中 (U+4E2D), 文 (U+6587), 😀 (U+1F600); put a TTF or OTF font that has them into _static/fonts"
    ]
    assert "and" in text and "plain" in text
    _text, problems, _ = compiled({"x": ["".join(map(chr, range(0x4E00, 0x4E20)))]})
    assert problems[0].message.count("U+") == 10
    assert "and 22 others" in problems[0].message
    # A joiner between two pictures is no character that can be shown.
    _text, problems, _ = compiled({"x": ["\U0001f468\u200d\U0001f469"]})
    named = "\U0001f468 (U+1F468), U+200D, \U0001f469 (U+1F469)"
    assert problems[0].message.startswith(f"no font of the PDF has {named}; ")


# --- On a site ----------------------------------------------------------------------------------------------


def test_a_template_of_the_site(site: Site) -> None:
    site.conf('templates_path = ["_templates"]\n')
    template = '#set document(title: "T")\n#let data = json(bytes(sys.inputs.data))\nMINE #data.name #include "part.typ"\n'
    site.write(
        {
            "index.md": INDEX,
            "cv.yaml": CV,
            "_templates/homepage/cv.typ": template,
            "_templates/homepage/part.typ": "PART",
        }
    )
    path = site.build().folder / "cv.pdf"
    assert "MINE Ada Lovelace PART" in pypdfium2.PdfDocument(path)[0].get_textpage().get_text_range()
    site.write({"_templates/homepage/part.typ": "OTHER"})
    site.build()
    assert "OTHER" in pypdfium2.PdfDocument(path)[0].get_textpage().get_text_range()


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        ("#let x = (", "homepage/cv.typ:1: WARNING: cv: this template of the PDF cannot be used: unclosed delimiter"),
        ('#set text(font: "Nope")\n#unknown', "homepage/cv.typ:2: WARNING: cv: this template of the PDF cannot be used: unknown variable: unknown"),
        ('#import "@preview/cetz:0.4.0"', "homepage/cv.typ:1: WARNING: cv: this template of the PDF cannot be used: it imports '@preview/cetz:0.4.0', which would be downloaded"),
        ('#read("../../../cv.yaml")', "homepage/cv.typ:1: WARNING: cv: this template of the PDF cannot be used: "),
    ],
)  # fmt: skip
def test_a_broken_template(site: Site, template: str, problem: str) -> None:
    site.conf('templates_path = ["_templates"]\n')
    site.write({"index.md": INDEX, "cv.yaml": CV, "_templates/homepage/cv.typ": template})
    built = site.build(expect=[problem])
    assert len(built.warnings) == 1
    # The other template is used instead.
    text = pypdfium2.PdfDocument(built.folder / "cv.pdf")[0].get_textpage().get_text_range()
    assert "A talk" in text
    # It is said again, until it is mended.
    site.build(expect=[problem])
    (site.source / "_templates/homepage/cv.typ").unlink()
    site.build()


def test_a_template_that_is_not_accessible(site: Site) -> None:
    site.conf('templates_path = ["_templates"]\n')
    site.write({"index.md": INDEX, "cv.yaml": CV, "_templates/homepage/cv.typ": "No title."})
    built = site.build(expect=["cv: the PDF is not accessible (PDF/UA): "])
    assert (built.folder / "cv.pdf").is_file()


def test_a_template_of_which_typst_warns(site: Site) -> None:
    site.conf('templates_path = ["_templates"]\n')
    template = '#set document(title: "T")\n#set text(font: "Nope")\nText.'
    site.write({"index.md": INDEX, "cv.yaml": CV, "_templates/homepage/cv.typ": template})
    expect = ["homepage/cv.typ:2: WARNING: cv: unknown font family: nope"]
    site.build(expect=expect)
    site.build(expect=expect)


def test_a_font_that_cannot_be_read(site: Site) -> None:
    files: dict[str, str | bytes] = {
        "_static/fonts/han.woff2": b"x",
        "_static/fonts/bad.ttf": b"x",
        "_static/fonts/OFL.txt": "x",
    }
    site.write({"index.md": INDEX, "cv.yaml": "cv:\n  sections:\n    x: [中]\n", **files})
    shutil.copy(ROBOTO, site.source / "_static/fonts")
    hint = "into _static/fonts (these are none that can be read: 'bad.ttf', 'han.woff2')"
    site.build(expect=[hint])
    site.write({"cv.yaml": CV})
    site.build()


def test_fonts_of_the_site(site: Site) -> None:
    site.conf('templates_path = ["_templates"]\n')
    template = '#set document(title: "T")\n#let names = sys.inputs.fonts\n#set text(font: names)\n[#names]'
    fonts = site.source / "_static" / "fonts"
    fonts.mkdir(parents=True)
    (fonts / "broken.ttf").write_bytes(b"x")
    shutil.copy(ROBOTO, fonts)
    site.write({"index.md": INDEX, "cv.yaml": CV, "_templates/homepage/cv.typ": template})
    text = pypdfium2.PdfDocument(site.build().folder / "cv.pdf")[0].get_textpage().get_text_range()
    assert "Roboto" in text


def test_a_package_is_never_fetched(tmp_path: Path) -> None:
    (tmp_path / "cv.typ").write_text('#import "a.txt": *\n')
    (tmp_path / "a.txt").write_text('#import "@preview/x:1.0.0": *\n')
    with pytest.raises(PdfError, match=r"@preview/x:1\.0\.0"):
        compile_pdf(tmp_path / "cv.typ", {}, [])


@LONG
def test_right_to_left(site: Site) -> None:
    site.conf('language = "ar"\n')
    site.write(
        {
            "index.md": INDEX,
            "cv.yaml": "cv:\n  sections:\n    التعليم:\n      - {name: مهندس, date: 1843, location: لندن}\n",
        }
    )
    built = site.build(allow=["no font of the PDF has"])
    assert "مهندس" in built.text("index.html")
    assert (built.folder / "cv.pdf").is_file()
