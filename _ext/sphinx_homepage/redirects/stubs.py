"""The text of the small pages at addresses without a page of their own: redirects, and retired addresses."""

from __future__ import annotations

import json
import posixpath
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, Template, TemplateError
from sphinx.builders.dirhtml import DirectoryHTMLBuilder

from sphinx_incremental.state import state_file

from ..core.addresses import folder_url
from ..core.canonical import page_url
from ..core.diagnostics import file_location, warn
from ..core.problems import Subtype
from ..core.rendering import render
from ..ledger.ledger_file import Entry, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from .targets import Target

_TEMPLATE = Path(__file__).parent.parent / "templates" / "homepage" / "redirect.html"
_RETIRED = "homepage/retired.html"


class Stubs:
    """Makes the texts of one build."""

    def __init__(self, app: Sphinx, builder: StandaloneHTMLBuilder, pages: Mapping[str, str]) -> None:
        """Prepare for a site with these *pages* (the file of each, by docname)."""
        self._app = app
        self._builder = builder
        self._pages = pages
        self._site = {
            "lang": str(app.config.language or "").replace("_", "-"),
            "short_urls": isinstance(builder, DirectoryHTMLBuilder),
        }
        self._own = self._own_template()
        self._source = (self._own or _TEMPLATE).read_text(encoding="utf-8")
        self._retired_source = ""
        self._template: Template | None = None
        # Of the many redirects that lie in one folder and lead to one page, all have the same text.
        self._texts: dict[tuple[str, Target], str] = {}
        self._retired: dict[tuple[str, str, str], str] = {}

    def _own_template(self) -> Path | None:
        """Return the site's own template for redirects, if it has one that can be used."""
        name = self._app.config.rediraffe_template
        if not isinstance(name, str):
            return None
        path = Path(self._app.srcdir, name)
        try:
            load_template(path)
            path.read_text(encoding="utf-8")
        except (OSError, UnicodeError, TemplateError) as error:
            message = f"rediraffe_template cannot be used: {error}"
            warn(message, Subtype.REDIRECT, file_location(path, getattr(error, "lineno", None)))
            return None
        return path

    def prepare(self, docnames: Iterable[str]) -> str:
        """Return the template for rediraffe, which gives it five values and no settings.

        So it imports the settings, and what is said of *docnames*, to which rediraffe's redirects lead.
        """
        if self._own:
            return str(self._app.config.rediraffe_template)
        pages = {
            docname: {"title": self.title(docname), "canonical": page_url(self._builder, docname)}
            for docname in docnames
        }
        # JSON's literals are Jinja's as well.  A module is made once, and a template anew for each redirect.
        values = state_file(self._app, "redirect-values.jinja")
        said = {"redirect_site": self._site, "redirect_pages": pages}
        lines = (f"{{% set {name} = {_literal(value)} %}}\n" for name, value in said.items())
        values.write_text("".join(lines), encoding="utf-8")
        head = f'{{%- from "{values.name}" import redirect_site, redirect_pages %}}'
        path = state_file(self._app, "redirect.jinja")
        path.write_text(head + _TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
        return str(path)

    def source(self, target: Target) -> str:
        """Return everything from which the text of a redirect to *target* is made, but its own place."""
        place = [*target, self._pages.get(target.docname, "")]
        if not self._own:
            place += [_literal(self._site), self.title(target.docname), self._canonical(target)]
        return "\0".join((self._source, *place))

    def retired_source(self, home: Target) -> str:
        """Return everything from which the pages of retired addresses are made, but what is their own."""
        if not self._retired_source:
            example = Entry("", State.RETIRED, date="2000-01-01", reason="?")
            self._retired_source = self.retired("retired/index.html", example, home, home)
        return self._retired_source

    def title(self, docname: str) -> str:
        """Return the title of a page; nothing, if it is none."""
        node = self._app.env.titles.get(docname)
        return node.astext() if node is not None else ""

    def link(self, file: str, target: Target) -> str:
        """Return the address of *target*, encoded, for a page in *file*: as the builder's own links are."""
        if target.url:
            return target.url
        path = self._pages.get(target.docname) or target.file
        relative = posixpath.relpath(path, posixpath.dirname(file) or ".")
        if self._site["short_urls"] and target.docname:
            relative = folder_url(relative) or "./"
        return quote(relative) + (f"#{target.fragment}" if target.fragment else "")

    def values(self, file: str, target: Target) -> dict[str, Any]:
        """Return the values that the template takes, for a redirect in *file*."""
        url = self.link(file, target)
        title = self.title(target.docname) or url
        place = {"url": url, "title": title, "canonical": self._canonical(target)}
        return {"redirect_site": self._site, "redirect": place}

    def _canonical(self, target: Target) -> str:
        return page_url(self._builder, target.docname) if target.docname else target.url

    def redirect(self, file: str, target: Target, *, asked_for: str) -> str:
        """Return the text of a redirect that rediraffe does not write.

        :param asked_for: what conf.py calls the old address; empty if a page or the ledger asks for it.
        """
        if self._own:
            if self._template is None:
                self._template = load_template(self._own)
            path = self._pages.get(target.docname) or target.file
            relative = posixpath.relpath(path, posixpath.dirname(file) or ".") if path else target.url
            # The five values that rediraffe gives to a template.
            return self._template.render(
                rel_url=relative + (f"#{target.fragment}" if target.fragment else ""),
                from_file=PurePosixPath(asked_for or file.removesuffix(".html")),
                to_file=PurePosixPath(target.docname or path),
                from_url=PurePosixPath(file),
                to_url=PurePosixPath(path),
            )
        key = (self.link(file, target), target)
        if key not in self._texts:
            if self._template is None:
                self._template = load_template(_TEMPLATE)
            self._texts[key] = self._template.render(self.values(file, target))
        return self._texts[key]

    def retired(self, file: str, entry: Entry, nearest: Target, home: Target) -> str:
        """Return the page in *file* that says that an address is retired, and where to go instead."""
        key = (entry.said, self.link(file, nearest), self.link(file, home))
        if key not in self._retired:
            context = {
                "date": entry.date,
                "reason": entry.reason,
                "nearest": key[1],
                "nearest_title": self.title(nearest.docname) if nearest != home else "",
                "home": key[2],
                "lang": self._site["lang"],
                "site_title": str(self._app.config.html_title or self._app.config.project),
            }
            self._retired[key] = render(self._builder, _RETIRED, context)
        return self._retired[key]


def load_template(path: Path) -> Template:
    """Load a template as rediraffe loads it."""
    return Environment(loader=FileSystemLoader(path.parent)).get_template(path.name)


def _literal(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
