"""The content of redirects, and of the pages of retired addresses."""

from __future__ import annotations

import json
import posixpath
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, Template, TemplateError
from sphinx.builders.dirhtml import DirectoryHTMLBuilder

from sphinx_incremental.state import state_file

from ..core.addresses import directory_url
from ..core.canonical import page_url
from ..core.config_values import language_tag
from ..core.dates import parse_date
from ..core.diagnostics import file_location, warn
from ..core.languages import is_right_to_left
from ..core.messages import _
from ..core.problems import Subtype
from ..core.rendering import render
from ..pages.targets import Target
from ..pages.title import site_title
from .plan import CONF

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from ..pages.addresses import PublishedAddress
    from .plan import Redirect

_TEMPLATE = Path(__file__).parent.parent / "templates" / "homepage" / "redirect.html"
_RETIRED = "homepage/retired.html"


class Stubs:
    """Renders the redirects of one build."""

    def __init__(
        self, app: Sphinx, builder: StandaloneHTMLBuilder, pages: Mapping[str, str], template: object
    ) -> None:
        """Prepare for a site with these *pages* (the file of each, by docname).

        :param template: the site's own ``rediraffe_template``, if it has one.
        """
        self._app = app
        self._builder = builder
        self._pages = pages
        self._site = {
            "lang": language_tag(app.config),
            "rtl": is_right_to_left(app.config),
            # rediraffe renders the template without the message catalogs.
            "moved": _("This page has moved to %s."),
            "short_urls": isinstance(builder, DirectoryHTMLBuilder),
        }
        self._own = self._own_template(template)
        self._template: Template | None = None
        # Many redirects lie in one directory and lead to one page: they have the same text.
        self._rendered: dict[tuple[object, ...], bytes] = {}

    @property
    def is_own(self) -> bool:
        """Whether the site has a template of its own."""
        return self._own is not None

    def _own_template(self, name: object) -> Path | None:
        """Return the path of the template *name*; with a warning, nothing if it cannot be used."""
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
        """Return the path of a template for rediraffe, which gives it five values.

        It imports the others: those of the site, and those of *docnames*, to which its redirects lead.
        """
        if self._own:
            return str(self._own)
        pages = {
            docname: {"title": self.title(docname), "canonical": page_url(self._builder, docname)}
            for docname in docnames
        }
        # JSON's literals are Jinja's as well.  A module is made once, and a template anew for each redirect.
        values = state_file(self._app, "redirect-values.jinja")
        literals = {"redirect_site": self._site, "redirect_pages": pages}
        lines = (f"{{% set {name} = {_literal(value)} %}}\n" for name, value in literals.items())
        values.write_text("".join(lines), encoding="utf-8")
        head = f'{{%- from "{values.name}" import redirect_site, redirect_pages %}}'
        path = state_file(self._app, "redirect.jinja")
        path.write_text(head + _TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
        return str(path)

    def title(self, docname: str) -> str:
        """Return the title of a page; nothing if there is no such page."""
        node = self._app.env.titles.get(docname)
        return node.astext() if node is not None else ""

    def link(self, file: str, target: Target) -> str:
        """Return a link to *target* for a page in *file*, percent-encoded as the builder's own links are."""
        if target.url:
            return target.url
        path = self._pages.get(target.docname) or target.file
        relative = posixpath.relpath(path, posixpath.dirname(file) or ".")
        if self._site["short_urls"] and target.docname:
            relative = directory_url(relative) or "./"
        return quote(relative) + (f"#{target.fragment}" if target.fragment else "")

    def values(self, file: str, target: Target) -> dict[str, Any]:
        """Return the values that the template takes, for a redirect in *file*."""
        url = self.link(file, target)
        title = self.title(target.docname) or url
        place = {"url": url, "title": title, "canonical": self._canonical(target)}
        return {"redirect_site": self._site, "redirect": place}

    def _canonical(self, target: Target) -> str:
        return page_url(self._builder, target.docname) if target.docname else target.url

    def render(self, redirect: Redirect) -> bytes:
        """Return the content of a redirect, as rediraffe writes it, or of the page of a retired URL."""
        if redirect.claim.retired:
            return self._render_retired(redirect.file, redirect.claim.retired, redirect.target)
        if self._template is None:
            self._template = load_template(self._own or _TEMPLATE)
        if self._own:
            return _encode(self._template.render(self._rediraffe_values(redirect)))
        key = (self.link(redirect.file, redirect.target), redirect.target)
        if key not in self._rendered:
            values = self.values(redirect.file, redirect.target)
            self._rendered[key] = _encode(self._template.render(values))
        return self._rendered[key]

    def _rediraffe_values(self, redirect: Redirect) -> dict[str, Any]:
        """Return the five values that rediraffe gives to a template."""
        file, target = redirect.file, redirect.target
        path = self._pages.get(target.docname) or target.file
        relative = posixpath.relpath(path, posixpath.dirname(file) or ".") if path else target.url
        key = redirect.claim.address if redirect.claim.key == CONF else file.removesuffix(".html")
        return {
            "rel_url": relative + (f"#{target.fragment}" if target.fragment else ""),
            "from_file": PurePosixPath(key),
            "to_file": PurePosixPath(target.docname or path),
            "from_url": PurePosixPath(file),
            "to_url": PurePosixPath(path),
        }

    def _render_retired(self, file: str, address: PublishedAddress, nearest: Target) -> bytes:
        """Return the page in *file* for a retired address, with a link to the *nearest* page."""
        home = Target(self._app.config.root_doc)
        key = (address.status, self.link(file, nearest), self.link(file, home))
        if key not in self._rendered:
            date = parse_date(address.date)
            context = {
                "date": address.date,
                "date_in_words": date.in_words(self._app.config.language) if date else "",
                "reason": address.reason,
                "nearest": key[1],
                "nearest_title": self.title(nearest.docname) if nearest != home else "",
                "home": key[2],
                "lang": self._site["lang"],
                "site_title": site_title(self._app.config),
            }
            self._rendered[key] = _encode(render(self._builder, _RETIRED, context))
        return self._rendered[key]


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "xmlcharrefreplace")


def load_template(path: Path) -> Template:
    """Load a template as rediraffe loads it."""
    return Environment(loader=FileSystemLoader(path.parent)).get_template(path.name)


def _literal(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
