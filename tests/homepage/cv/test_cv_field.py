"""CVs as others write them: the samples of RenderCV and of JSON Resume, from their packages, and real fonts.

Each text in them is looked for on the page, in the PDF and in the JSON, in the order of the file.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tarfile
import textwrap
import zipfile
from typing import TYPE_CHECKING, Any

import jsonschema
import pypdfium2
import pytest
import yaml

from sphinx_homepage.core.dates import parse_date
from sphinx_homepage.cv.markdown import parse_blocks
from sphinx_homepage.cv.plain_text import plain_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Built, Site

pytestmark = [pytest.mark.network, pytest.mark.long]

PAGE = "# CV\n\n```{cv} %s\n:pdf: /cv.pdf\n:json: /resume.json\n```\n"
# What is no text of its own, or is written in another way.
_NO_TEXTS = frozenset(
    {"network", "username", "website", "url", "phone", "$schema", "meta", "image", "location", "email"}
    | {"doi", "date", "start_date", "end_date", "startDate", "endDate", "releaseDate", "countryCode"}
)
_DATES = frozenset({"date", "start_date", "end_date", "startDate", "endDate", "releaseDate"})


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("packages")


def from_pypi(folder: Path, requirement: str) -> zipfile.ZipFile:
    """Return a wheel from PyPI."""
    name = re.split(r"[=<>]", requirement)[0].replace("-", "_")
    if not [path for path in folder.glob("*.whl") if path.name.lower().startswith(f"{name}-")]:
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:"]
        # RenderCV itself wants a newer Python than this extension.
        command += ["--python-version", "3.13", "-d", str(folder), requirement]
        subprocess.run(command, check=True, capture_output=True)
    (path,) = [path for path in folder.glob("*.whl") if path.name.lower().startswith(f"{name}-")]
    return zipfile.ZipFile(path)


def from_npm(folder: Path, name: str) -> dict[str, bytes]:
    """Return the files of a package from npm."""
    done = subprocess.run(
        ["npm", "pack", "--silent", name], cwd=folder, check=True, capture_output=True, text=True
    )
    with tarfile.open(folder / done.stdout.strip().splitlines()[-1]) as archive:
        return {
            member.name.removeprefix("package/"): stream.read()
            for member in archive.getmembers()
            if (stream := archive.extractfile(member))
        }


def leaves(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text with its key, in the order of the file."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from leaves(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item, key)
    elif value is not None:
        yield key, str(value)


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def plain(text: str) -> str:
    # RenderCV takes these for items of a list in a highlight.
    blocks, _ = parse_blocks(text.replace(" - ", " "))
    return plain_blocks(blocks, lambda _url: "")


def shown_texts(data: Any) -> list[str]:
    """Return what has to be shown of a CV."""
    return [letters(plain(text)) for key, text in leaves(data) if key not in _NO_TEXTS]


def dates(data: Any) -> list[str]:
    found = [parse_date(text) for key, text in leaves(data) if key in _DATES]
    return [date.in_short("en") for date in found if date]


def pdf_of(built: Built) -> str:
    document = pypdfium2.PdfDocument(built.folder / "cv.pdf")
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


def check(built: Built, sections: dict[str, Any]) -> None:
    """Fail if something of a section is lost, or in another order."""
    article = built.soup("index.html").select_one("article")
    page, pdf = letters(article.get_text()), letters(pdf_of(built))
    # What is behind a link is in parentheses.
    resume = " ".join(text for _key, text in leaves(json.loads(built.text("resume.json"))))
    written = letters(re.sub(r" \(https?://[^)]*\)", "", resume))
    at_page = at_pdf = 0
    for entries in sections.values():
        for entry in entries if isinstance(entries, list) else [entries]:
            texts = shown_texts(entry)
            # The parts of an entry stand in an order of their own; entries in that of the file.
            ends_page, ends_pdf = [at_page], [at_pdf]
            for text in texts:
                assert text in written, text
                assert text in page[at_page:] and text in pdf[at_pdf:], text
                ends_page.append(page.index(text, at_page) + 1)
                ends_pdf.append(pdf.index(text, at_pdf) + 1)
            at_page, at_pdf = min(ends_page[1:], default=at_page), min(ends_pdf[1:], default=at_pdf)
            for date in dates(entry):
                assert letters(date) in page and letters(date) in pdf


def validate(folder: Path, built: Built) -> dict[str, Any]:
    """Return a JSON Resume that is valid by the published schema."""
    schema = json.loads(from_npm(folder, "@jsonresume/schema")["schema.json"])
    found: dict[str, Any] = json.loads(built.text("resume.json"))
    jsonschema.validate(found, schema, format_checker=jsonschema.FormatChecker())
    return found


@pytest.mark.parametrize("version", ["2.8", "2.3"])
def test_rendercv(site: Site, packages: Path, version: str) -> None:
    folder = packages / version
    folder.mkdir(exist_ok=True)
    with from_pypi(folder, f"rendercv=={version}") as wheel:
        (name,) = [name for name in wheel.namelist() if name.endswith("sample_content.yaml")]
        text = wheel.read(name).decode()
    if not re.search("^cv:", text, re.MULTILINE):
        text = "cv:\n" + textwrap.indent(text.removeprefix("---\n"), "  ")
    site.write({"index.md": PAGE % "cv.yaml", "cv.yaml": text})
    built = site.build()
    data = yaml.safe_load(text)["cv"]
    check(built, data["sections"])
    assert letters(data["name"]) in letters(pdf_of(built))
    found = validate(packages, built)
    assert found["basics"]["name"] == data["name"]
    assert [work["name"] for work in found["work"]] == [
        work["company"] for work in data["sections"]["experience"]
    ]


def test_json_resume(site: Site, packages: Path) -> None:
    files = from_npm(packages, "@jsonresume/schema")
    names = [name for name in files if name.endswith(".resume.json") or name == "sample.resume.json"]
    assert len(names) > 3
    for name in names:
        data = json.loads(files[name])
        site.write({"index.md": PAGE % "resume.json", "resume.json": files[name]})
        built = site.build()
        sections = {key: value for key, value in data.items() if key not in ("basics", "meta", "$schema")}
        check(built, {"summary": data["basics"].get("summary", ""), **sections})
        found = validate(packages, built)
        assert {key: len(found[key]) for key in sections} == {
            key: len(value) for key, value in sections.items()
        }


def test_fonts_for_chinese_and_arabic(site: Site, packages: Path) -> None:
    site.conf('html_static_path = ["_static"]\n')
    text = "cv:\n  sections:\n    教育: [{institution: 清华大学, area: 数学}]\n    التعليم: [جامعة القاهرة]\n"
    site.write({"index.md": PAGE % "cv.yaml", "cv.yaml": text, "_static/x.txt": ""})
    site.build(expect=["no font of the PDF has 教 (U+6559), 育 (U+80B2)"])
    for requirement in ("cvttf-notosanscjk-regular", "fontpkg-noto-sans-arabic"):
        with from_pypi(packages, requirement) as wheel:
            for name in wheel.namelist():
                if name.lower().endswith((".otf", ".ttf")):
                    site.write({f"_static/fonts/{name.rpartition('/')[2]}": wheel.read(name)})
    built = site.build()
    found = pdf_of(built)
    assert "清华大学" in found and "教育" in found
    assert b"NotoSansCJK" in (built.folder / "cv.pdf").read_bytes()
    assert b"NotoSansArabic" in (built.folder / "cv.pdf").read_bytes()
