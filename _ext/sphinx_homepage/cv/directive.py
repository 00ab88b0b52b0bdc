"""The directive ``cv``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from ..core.addresses import UnsafeAddressError, parse_path
from ..core.diagnostics import file_location, warn
from ..core.problems import Subtype, did_you_mean, shorten
from ..core.values import YamlError
from ..redirects.site_files import RESERVED
from ..works.listing.directive import listing_use
from ..works.listing.uses import CV_LAYOUT, ListingUse, listing
from .json_resume import is_json_resume, read_json_resume
from .page import CvPage
from .rendercv import read_rendercv
from .uses import SECTION, CvUse, cv_header

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.util.typing import OptionSpec

    from .model import Cv, WorksRequest

_PAPERS = {"a4": "a4", "letter": "us-letter", "us-letter": "us-letter"}
_EXAMPLES = {"pdf": "/files/cv.pdf", "json": "/files/resume.json"}
_PRIVATE = frozenset({"phone", "address"})


class CvDirective(SphinxDirective):
    """``cv`` with the name of a file of RenderCV or JSON Resume."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = dict.fromkeys(
        ("pdf", "json", "paper", "publish"), directives.unchanged_required
    )

    def run(self) -> list[nodes.Node]:
        """Return the sections of the CV, and a node for what stands above them."""
        docname = self.env.current_document.docname
        published = frozenset(self._published())
        name, path = self.env.relfn2path(self.arguments[0].strip(), docname)
        self.env.note_dependency(name)
        cv = self._read(Path(path), published)
        if cv is None:
            return []
        cv = cv.without_private(published)
        use = CvUse(
            docname,
            self.lineno,
            name,
            cv,
            pdf=self._output("pdf"),
            json=self._output("json"),
            paper=self._paper(),
        )
        page = CvPage(self.state.document, path, dict(reversed(cv.links)), self.config.language)
        sections: list[nodes.Node] = [
            page.section(section, [self._listing(use, section.works, number, path)] if section.works else ())
            for number, section in enumerate(cv.sections)
        ]
        return [cv_header(use=use), *sections]

    def _read(self, file: Path, published: frozenset[str]) -> Cv | None:
        try:
            text = file.read_text(encoding="utf-8-sig")
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "it is not UTF-8 text; save it as UTF-8"
            is_missing = isinstance(error, FileNotFoundError)
            hint = "; its path begins at this page, or with / at the source directory" if is_missing else ""
            self._warn(f"the file {shorten(self.arguments[0])} cannot be read: {reason}{hint}")
            return None
        try:
            read = read_json_resume if is_json_resume(text) else read_rendercv
            cv, problems = read(text, published)
        except YamlError as error:
            warn(error.message, Subtype.CV, file_location(file, error.line))
            return None
        for problem in problems:
            warn(problem.message, problem.subtype, file_location(file, problem.line))
        return cv

    def _listing(self, use: CvUse, works: WorksRequest, number: int, path: str) -> nodes.Node:
        """Return the works that a section takes."""
        base = ListingUse(use.docname, works.line, layout=CV_LAYOUT, file=use.file)
        lines = ((source.text, source.line) for source in works.sources)
        found, problems = listing_use(self.env, base, lines, dict(works.options))
        for problem in problems:
            warn(f"listing: {problem}", Subtype.LISTING, file_location(Path(path), works.line))
        node = listing(use=found)
        node[SECTION] = (use.line, number)
        return node

    # --- Options ------------------------------------------------------------------------------------------

    def _warn(self, message: str) -> None:
        warn(f"cv: {message}", Subtype.CV, (self.env.current_document.docname, self.lineno))

    def _output(self, option: str) -> str:
        """Return the path in the built site that an option names, or an empty one."""
        written = self.options.get(option, "").strip()
        if not written:
            return ""
        try:
            path = parse_path(written) if written.startswith("/") else ""
        except UnsafeAddressError as error:
            self._warn(f"{option}: {shorten(written)}: {error}")
            return ""
        is_reserved = path in RESERVED or path.startswith(("_", "."))
        if not path.lower().endswith(f".{option}") or is_reserved:
            self._warn(
                f"{option}: {shorten(written)} is no place for it; write :{option}: {_EXAMPLES[option]}"
            )
            return ""
        return path

    def _paper(self) -> str:
        written = self.options.get("paper", "a4").strip().lower()
        if written not in _PAPERS:
            self._warn(f"paper: {shorten(written)} is neither a4 nor letter")
        return _PAPERS.get(written, "a4")

    def _published(self) -> Iterator[str]:
        for part in self.options.get("publish", "").split(","):
            name = part.strip().lower()
            if name in _PRIVATE:
                yield name
            elif name:
                hint = did_you_mean(name, _PRIVATE) or "; it is phone, address, or both"
                self._warn(f"publish: {shorten(name)} is nothing that is private{hint}")
