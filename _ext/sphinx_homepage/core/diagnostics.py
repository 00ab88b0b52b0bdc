"""The warnings of this extension."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.util import logging

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from docutils import nodes
    from sphinx.util.docutils import SphinxDirective

    from .problems import Problem, Subtype

logger = logging.getLogger(__name__)


def warn(message: str, subtype: Subtype, location: str | tuple[str, int | None] | nodes.Node | None) -> None:
    """Log a warning of type ``homepage.<subtype>``.

    :param location: a node, ``"path:line"``, or a docname with a line (from 1), as Sphinx takes it.
    """
    logger.warning("%s", message, type="homepage", subtype=subtype.value, location=location)


def file_location(file: Path, line: int | None) -> str:
    """Return *file* and *line* as a location for :func:`warn`.

    If the line is not known it is the first, since Sphinx takes a text without a colon for a docname.
    """
    return f"{file}:{line or 1}"


def content_line(directive: SphinxDirective, offset: int) -> int:
    """Return the line of a line of the content of a directive, from 1.

    docutils counts lines from the beginning of the file, MyST from that of the directive.

    :param offset: how many lines of the content are above it.
    """
    from_the_file = directive.content.offset(0)
    first = from_the_file + 1 if from_the_file else directive.lineno + directive.content_offset + 1
    return first + offset


def warn_problems(problems: Iterable[Problem], docname: str) -> None:
    """Log each of the *problems* of a page, at its line."""
    for problem in problems:
        warn(problem.message, problem.subtype, (docname, problem.line))
