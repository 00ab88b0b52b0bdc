"""The PDF of a CV, compiled by typst from a template.

https://typst.app/docs/  The compiler is in its wheel, with three families of fonts; nothing is downloaded.
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
_MISSING = re.compile(r"the text `\"(.+?)\"` could not be displayed")
# What typst would download.
_PACKAGE = re.compile(r"@preview/[\w:.-]*")
_MOST_NAMED = 10


class PdfError(Exception):
    """A template that cannot be compiled, with the reason in words."""


class Pdf(NamedTuple):
    """A compiled PDF."""

    data: bytes
    problems: tuple[str, ...] = ()
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

    if found := next(filter(None, map(_package, sorted(template.parent.rglob("*.typ")))), ""):
        raise PdfError(
            f"it imports {found}, which would be downloaded; copy what it needs beside the template"
        )
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
        return Pdf(_compile(compiler, _STANDARD))
    except typst.TypstError as error:
        problem = _problem(str(error.diagnostic or error.message))
    try:
        return Pdf(_compile(compiler, None), (problem,))
    except typst.TypstError as error:
        raise PdfError(_first_line(str(error.diagnostic or error.message))) from None


def _compile(compiler: Any, standard: str | None) -> bytes:
    # A fixed time of creation, so that the same input gives the same bytes.
    result = compiler.compile(format="pdf", pdf_standards=standard or [], timestamp=0)
    return bytes(result)


def _problem(diagnostic: str) -> str:
    """Return why it is no PDF/UA: characters that no font has, or something in the template."""
    missing = "".join(dict.fromkeys("".join(_MISSING.findall(diagnostic))))
    if not missing:
        return f"the PDF is not accessible (PDF/UA): {_first_line(diagnostic)}"
    named = ", ".join(f"{char} (U+{ord(char):04X})" for char in missing[:_MOST_NAMED])
    more = f" and {len(missing) - _MOST_NAMED} others" if len(missing) > _MOST_NAMED else ""
    hint = "put a TTF or OTF font that has them into _static/fonts"
    return f"no font of the PDF has {named}{more}; {hint}"


def _first_line(diagnostic: str) -> str:
    """Return the message of typst, with the line in the template."""
    message = diagnostic.splitlines()[0].removeprefix("error: ")
    place = re.search(r"┌─ \S*?([^/\\\s]+\.typ:\d+)", diagnostic)
    return f"{message} ({place[1]})" if place else message


def _package(file: Path) -> str:
    try:
        found = _PACKAGE.search(file.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return ""
    return shorten(found[0]) if found else ""
