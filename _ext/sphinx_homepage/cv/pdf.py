"""The PDF of a CV, compiled by typst from a template.

https://typst.app/docs/  The compiler is in its wheel, with three families of fonts.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from ..core.problems import shorten

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

INSTALL = 'pip install "sphinx-homepage[pdf]"'
_STANDARD = "ua-1"
# What may be the file of a font, whether typst reads it or not.
_FONTS = frozenset({".ttf", ".otf", ".ttc", ".otc", ".woff", ".woff2"})
_MISSING = re.compile(r"the text `\"(.+?)\"` could not be displayed")
# What typst would download.
_PACKAGE = re.compile(r"@preview/[\w:.-]*")
_MOST_NAMED = 10


class Finding(NamedTuple):
    """What is wrong with a PDF."""

    message: str
    file: str = ""
    """The file of the template that it is about; empty if it is about the CV."""
    line: int | None = None


class PdfError(Exception):
    """A template that cannot be compiled, with the reason in words."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class Pdf(NamedTuple):
    """A compiled PDF."""

    data: bytes
    problems: tuple[Finding, ...] = ()
    """What is wrong with it, for its owner."""


def can_compile() -> bool:
    """Return whether typst is installed, and can be loaded."""
    try:
        importlib.import_module("typst")
    except ImportError:
        return False
    return True


def compiler_version() -> str:
    """Return the version of typst, by which its output may differ."""
    return importlib.metadata.version("typst")


def compile_pdf(template: Path, data: dict[str, Any], fonts: Sequence[Path]) -> Pdf:
    """Compile a template.

    It gets *data* as JSON in ``sys.inputs.data``, and the names of the families in *fonts*, line by line, in
    ``sys.inputs.fonts``.  The same input gives the same bytes, also on another machine: fonts of the system
    are not used.  The PDF is accessible (PDF/UA-1) if the template and the fonts allow that.

    In the main process only: a process that is forked after a compilation hangs when it compiles.

    :raises PdfError: if the template is not one of typst, or wants a package.
    """
    import typst

    for file in sorted(template.parent.rglob("*")):
        if found := _package(file):
            message = f"it imports {found}, which would be downloaded; copy what it needs beside the template"
            raise PdfError(Finding(message, str(file)))
    directories: list[Any] = [str(path) for path in fonts]
    own = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=directories)
    families = sorted({font.family for font in own.fonts()})
    inputs = {"data": json.dumps(data, ensure_ascii=False), "fonts": "\n".join(families)}
    compiler = typst.Compiler(
        str(template),
        root=str(template.parent),
        font_paths=directories,
        ignore_system_fonts=True,
        sys_inputs=inputs,
    )
    try:
        return _compile(compiler, template, _STANDARD)
    except typst.TypstError as error:
        readable = {font.path for font in own.fonts()}
        files = (path for directory in fonts for path in sorted(directory.rglob("*")))
        unread = [path.name for path in files if path.suffix.lower() in _FONTS and str(path) not in readable]
        problem = _problem(error, template, unread)
    try:
        made = _compile(compiler, template, None)
    except typst.TypstError as error:
        raise PdfError(_finding(error, template)) from None
    return made._replace(problems=(problem, *made.problems))


def _compile(compiler: Any, template: Path, standard: str | None) -> Pdf:
    # A fixed time of creation, so that the same input gives the same bytes.
    data, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=standard or [], timestamp=0)
    return Pdf(bytes(data), tuple(_finding(warning, template) for warning in warnings))


def _problem(error: Any, template: Path, unread: Sequence[str]) -> Finding:
    """Return why it is no PDF/UA: characters that no font has, or something in the template.

    :param unread: the names of the font files that cannot be read.
    """
    found = map(_unescaped, _MISSING.findall(str(error.diagnostic)))
    missing = "".join(dict.fromkeys("".join(found)))
    if not missing:
        finding = _finding(error, template)
        return finding._replace(message=f"the PDF is not accessible (PDF/UA): {finding.message}")
    named = ", ".join(map(_named, missing[:_MOST_NAMED]))
    more = f" and {len(missing) - _MOST_NAMED} others" if len(missing) > _MOST_NAMED else ""
    hint = "put a TTF or OTF font that has them into _static/fonts"
    if unread:
        hint += f" (these are none that can be read: {', '.join(map(shorten, unread[:_MOST_NAMED]))})"
    return Finding(f"no font of the PDF has {named}{more}; {hint}")


def _unescaped(text: str) -> str:
    r"""Return a text of which typst has written characters as Rust does: ``\u{200d}``, ``\"``."""
    escape = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
    return escape.sub(lambda match: chr(int(match[1], 16)) if match[1] else match[2], text)


def _named(char: str) -> str:
    code = f"U+{ord(char):04X}"
    return f"{char} ({code})" if char.isprintable() else code


def _finding(found: Any, template: Path) -> Finding:
    """Return an error or a warning of typst, with its place in the template."""
    # What comes before it are warnings.
    about = str(found.diagnostic).partition("error: ")[2] or str(found.diagnostic)
    place = re.search(r"┌─ (\S.*?):(\d+)(?::\d+)?$", about, re.MULTILINE)
    message = " ".join(str(found.message).split())
    if place is None:
        return Finding(message, str(template))
    return Finding(message, str(template.parent / place[1]), int(place[2]))


def _package(file: Path) -> str:
    try:
        found = (
            _PACKAGE.search(file.read_text(encoding="utf-8", errors="replace")) if file.is_file() else None
        )
    except OSError:
        return ""
    return shorten(found[0]) if found else ""
