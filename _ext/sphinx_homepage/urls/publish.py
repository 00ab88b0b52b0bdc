"""The redirects of a build: from the plan to sphinxext-rediraffe, and the few files that it cannot write.

sphinxext-rediraffe writes every redirect that its configuration can express, with this extension's template.
It does not remove a redirect that is no longer asked for, does not write one again when the template has
changed, and cannot make a file ``x.html`` under the dirhtml builder; this module does these three around it.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, Template, TemplateError
from sphinx.builders.dirhtml import DirectoryHTMLBuilder
from sphinx.errors import ExtensionError
from sphinxext.rediraffe import REDIRECT_JSON_NAME, create_graph

from ..builders import builds_pages
from ..page.not_found import NAME, is_made
from ..problems import Subtype, shorten
from ..records import page_records
from ..values import find_assignment, from_python, read_code
from ..warnings_ import file_location, warn
from .output import MANIFEST, Manifest, OutputFolder, content_digest
from .plan import Claim, make_plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

_TEMPLATE = Path(__file__).parent.parent / "templates" / "homepage" / "redirect.html"
_NOT_FOUND = "the page for addresses that do not exist (one of your own would be 404.md)"
# Files that Sphinx or a host keeps for itself, with or without an extension that writes them now.
_RESERVED = {
    "404.html": _NOT_FOUND,
    "objects.inv": "Sphinx's inventory",
    "searchindex.js": "the search index",
    "robots.txt": "the file for crawlers",
    "sitemap.xml": "the sitemap",
}


class _Redirect(NamedTuple):
    """A file to be written."""

    file: str
    docname: str
    """The page that it leads to."""
    key: str
    """What rediraffe is asked for; empty if it cannot be asked for this file."""
    location: str | tuple[str, int | None]
    """Who asked, for warnings."""


class Redirects:
    """The redirects of one application, through one build or several."""

    def __init__(self) -> None:
        self._pages: dict[str, str] = {}
        self._taken: dict[str, str] = {}
        self._due: list[_Redirect] = []
        self._manifest = Manifest()
        self._made_from: dict[str, str] = {}
        self._given: tuple[Any, Any] | None = None
        """What conf.py says, while the configuration says something else."""

    def plan(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Weigh all addresses against each other, and warn about those that cannot be.

        In ``env-updated``: all pages are known, rediraffe has not begun, and it comes in every build.

        :raises ExtensionError: if redirects of conf.py lead in a circle.
        """
        if not builds_pages(app.builder):
            return
        outdir = Path(app.outdir)
        self._pages = {docname: _file_of(app.builder, outdir, docname) for docname in env.found_docs}
        self._taken = dict(_taken(app, app.builder, outdir))
        conf = _ConfRedirects(app, self._pages)
        plan = make_plan([*conf.claims(), *_claims(env)], pages=self._pages, taken=self._taken)
        for claim, message in plan.conflicts:
            warn(message, Subtype.REDIRECT, conf.location(claim) or (claim.docname, claim.line))
        self._due = []
        for file, claim in plan.redirects.items():
            location = conf.location(claim)
            key = claim.address if location else file.removesuffix(".html")
            fits = _rediraffe_file(app, key) == file
            fits = fits and _rediraffe_file(app, claim.docname) == self._pages[claim.docname]
            where = location or (claim.docname, claim.line)
            self._due.append(_Redirect(file, claim.docname, key if fits else "", where))

    def before_rediraffe(self, app: Sphinx, exception: Exception | None) -> None:
        """Clear the way, and hand over what rediraffe can write."""
        if exception is not None or not builds_pages(app.builder):
            return
        outdir = Path(app.outdir)
        self._given = (app.config.rediraffe_redirects, app.config.rediraffe_template)
        template = self._use_template(app)
        output = OutputFolder(outdir, [*self._pages.values(), *self._taken])
        output.remove_redirects(keep=[redirect.file for redirect in self._due])
        self._manifest = Manifest(output.old.redirects, output.pages_left() | set(self._pages.values()))
        self._made_from = {}
        written = _rediraffe_record(outdir / REDIRECT_JSON_NAME)
        handed: dict[str, str] = {}
        for redirect in self._due:
            if not (outdir / self._pages[redirect.docname]).is_file():
                # Sphinx was asked for some pages only, and this one has never been written.
                continue
            parts = (template, self._pages[redirect.docname], _title(app, redirect.docname))
            made_from = content_digest("\0".join(parts).encode("utf-8", "surrogatepass"))
            # Rediraffe takes a file that it has not noted for a page.
            needed = bool(redirect.key) and PureWindowsPath(redirect.key).as_posix() not in written
            obstacle = output.make_room(redirect.file, made_from=made_from, needed=needed)
            if obstacle:
                message = f"no redirect can be written at '{redirect.file}': {obstacle}"
                warn(message, Subtype.REDIRECT, redirect.location)
                continue
            self._made_from[redirect.file] = made_from
            if redirect.key:
                handed[redirect.key] = redirect.docname
        app.config.rediraffe_redirects = handed

    def after_rediraffe(self, app: Sphinx, exception: Exception | None) -> None:
        """Write the redirects that rediraffe cannot, and remember what is there."""
        if self._given is None:
            return
        template = app.config.rediraffe_template
        app.config.rediraffe_redirects, app.config.rediraffe_template = self._given
        self._given = None
        if exception is not None:
            return
        outdir = Path(app.outdir)
        by_hand = [item for item in self._due if not item.key and item.file in self._made_from]
        if by_hand:
            self._write(outdir, Path(app.srcdir, template), by_hand)
        old, self._manifest.redirects = self._manifest.redirects, {}
        for file, made_from in self._made_from.items():
            path = outdir / file
            if path.is_file():
                same = old.get(file, ("", ""))
                content = same[1] if same[0] == made_from else content_digest(path.read_bytes())
                self._manifest.redirects[file] = (made_from, content)
        self._manifest.save(outdir / MANIFEST)

    def _write(self, outdir: Path, template_path: Path, redirects: list[_Redirect]) -> None:
        template = _load_template(template_path)
        for redirect in redirects:
            path = outdir / redirect.file
            if path.exists():
                continue
            target = self._pages[redirect.docname]
            # The five values that rediraffe gives to a template.
            text = template.render(
                rel_url=posixpath.relpath(target, posixpath.dirname(redirect.file) or "."),
                from_file=PurePosixPath(redirect.file),
                to_file=PurePosixPath(redirect.docname),
                from_url=PurePosixPath(redirect.file),
                to_url=PurePosixPath(target),
            )
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def _use_template(self, app: Sphinx) -> str:
        """Make rediraffe use this extension's template, unless conf.py has one; return what it is made from.

        Rediraffe gives its template five values and no settings, so the settings go in front of it.
        """
        if isinstance(app.config.rediraffe_template, str):
            path = Path(app.srcdir, app.config.rediraffe_template)
            try:
                _load_template(path)
                return path.read_text(encoding="utf-8")
            except (OSError, UnicodeError, TemplateError) as error:
                message = f"rediraffe_template cannot be used: {error}"
                warn(message, Subtype.REDIRECT, file_location(path, getattr(error, "lineno", None)))
        site = {
            "lang": str(app.config.language or ""),
            "base_url": str(app.config.html_baseurl or ""),
            "short_urls": isinstance(app.builder, DirectoryHTMLBuilder),
        }
        titles = {redirect.docname: _title(app, redirect.docname) for redirect in self._due}
        text = _TEMPLATE.read_text(encoding="utf-8")
        # JSON's literals are Jinja's as well.
        head = f"{{%- set site = {_literal(site)} %}}{{%- set titles = {_literal(titles)} %}}"
        path = Path(app.doctreedir) / "homepage-redirect.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(head + text, encoding="utf-8")
        app.config.rediraffe_template = str(path)
        return _literal(site) + text


def _claims(env: BuildEnvironment) -> Iterator[Claim]:
    for docname, record in page_records(env).items():
        matter = record.front_matter
        if matter.permalink:
            yield Claim(docname, "permalink", matter.permalink.text, matter.permalink.line)
        for address in matter.redirect_from:
            yield Claim(docname, "redirect_from", address.text, address.line)


def _taken(app: Sphinx, builder: StandaloneHTMLBuilder, outdir: Path) -> Iterator[tuple[str, str]]:
    """Yield the files that are no pages of ours, and what they are."""
    yield from _RESERVED.items()
    generated = {"search": "the search page", "genindex": "the general index"}
    if is_made(app):
        generated[NAME] = _NOT_FOUND
    generated |= dict.fromkeys(app.config.html_additional_pages, "a page of html_additional_pages")
    for domain in app.env.domains.sorted():
        generated |= {f"{domain.name}-{index.name}": "an index that Sphinx makes" for index in domain.indices}
    for name, what in generated.items():
        yield _file_of(builder, outdir, name), what
    for entry in app.config.html_extra_path:
        top = Path(app.confdir, entry)
        files = [top] if top.is_file() else (path for path in top.rglob("*") if path.is_file())
        for path in files:
            yield (
                path.relative_to(top if top.is_dir() else top.parent).as_posix(),
                "a file of html_extra_path",
            )


def _file_of(builder: StandaloneHTMLBuilder, outdir: Path, docname: str) -> str:
    return Path(builder.get_output_path(docname)).relative_to(outdir).as_posix()


class _ConfRedirects:
    """conf.py's own redirects.

    Their keys and targets are docnames or source files, as rediraffe documents them, and stay as they are.
    """

    def __init__(self, app: Sphinx, pages: Mapping[str, str]) -> None:
        self._app = app
        self._pages = pages
        self._file = conf_py = Path(app.confdir, "conf.py")
        source = find_assignment(read_code(conf_py), "rediraffe_redirects")
        given = app.config.rediraffe_redirects
        self._line = source.lineno if source else None
        if isinstance(given, str):
            given, source = self._read(given), None
        elif given is not None and not isinstance(given, Mapping):
            self._warn("it is a mapping of docnames, or the path of a file", self._line)
            given = {}
        value = from_python(dict(given or {}), source)
        self._lines = {key: item.line for key, item in value.data.items()}
        self.given: dict[str, str] = {}
        """The redirects that rediraffe can understand."""
        for key, target in (given or {}).items():
            reason = _unsafe_key(key) or _unsafe_key(target)
            if reason:
                self._warn(f"{shorten(str(key))} cannot redirect: {reason}", self._lines.get(str(key)))
            else:
                self.given[key] = target

    def claims(self) -> Iterator[Claim]:
        """Yield a claim for each redirect that leads to a page, and warn about the others."""
        for key, target in self.given.items():
            line = self._lines.get(key)
            docname = self._end(key, target)
            if docname in self._pages:
                yield Claim(docname, "rediraffe_redirects", key, line, (_rediraffe_file(self._app, key),))
            else:
                self._warn(f"{shorten(key)} cannot redirect: there is no page {shorten(docname)}", line)

    def location(self, claim: Claim) -> str:
        """Return where *claim* stands in conf.py or in the file of redirects; nothing for a page's claim."""
        return file_location(self._file, claim.line) if claim.key == "rediraffe_redirects" else ""

    def _end(self, key: str, target: str) -> str:
        """Return the docname to which the chain from *key* leads."""
        chain = [key]
        while self._docname(target) not in self._pages and target in self.given:
            if target in chain:
                where = file_location(self._file, self._lines.get(key))
                raise ExtensionError(
                    f"{where}: rediraffe_redirects: {' -> '.join([*chain, target])} is a circle"
                )
            chain.append(target)
            target = self.given[target]
        return self._docname(target)

    def _docname(self, name: str) -> str:
        suffix = next((suffix for suffix in self._app.config.source_suffix if name.endswith(suffix)), "")
        return PureWindowsPath(name.removesuffix(suffix)).as_posix()

    def _read(self, name: str) -> dict[str, str]:
        file = Path(self._app.srcdir, name)
        try:
            graph: dict[str, str] = create_graph(file)
        except OSError as error:
            self._warn(f"the file {shorten(name)} cannot be read ({error.strerror})", self._line)
            return {}
        except UnicodeError:
            self._warn(f"the file {shorten(name)} is not UTF-8 text; save it as UTF-8", self._line)
            return {}
        self._file = file
        return graph

    def _warn(self, message: str, line: int | None) -> None:
        warn(f"rediraffe_redirects: {message}", Subtype.REDIRECT, file_location(self._file, line))


def _unsafe_key(key: object) -> str:
    if not isinstance(key, str) or not key:
        return "keys and targets are docnames, such as 'about/cv'"
    path = PureWindowsPath(key)
    if path.is_absolute() or path.drive or path.root or ".." in path.parts:
        return f"{shorten(key)} must be a path below the site's root, without a leading slash or .."
    if any(not char.isprintable() for char in key):
        return "it holds a control character"
    return ""


def _rediraffe_file(app: Sphinx, key: str) -> str:
    """Return the file that rediraffe 0.3 writes for *key*, or that it takes for the target *key*."""
    path = PurePosixPath(PureWindowsPath(key).as_posix())
    suffix = next((suffix for suffix in app.config.source_suffix if path.name.endswith(suffix)), "")
    name = path.name.removesuffix(suffix)
    if isinstance(app.builder, DirectoryHTMLBuilder) and name != "index":
        return (path.parent / name / "index.html").as_posix()
    return (path.parent / f"{name}.html").as_posix()


def _rediraffe_record(path: Path) -> dict[str, str]:
    """Return what rediraffe noted in its last build; a note that would stop it is removed."""
    try:
        record = json.loads(path.read_bytes())
        if isinstance(record, dict) and not path.is_symlink():
            return record
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError):
        pass
    path.unlink(missing_ok=True)
    return {}


def _load_template(path: Path) -> Template:
    """Load a template as rediraffe loads it."""
    return Environment(loader=FileSystemLoader(path.parent)).get_template(path.name)


def _title(app: Sphinx, docname: str) -> str:
    node = app.env.titles.get(docname)
    return node.astext() if node is not None else ""


def _literal(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def setup_redirects(app: Sphinx) -> None:
    """Load rediraffe, and stand before and behind it."""
    app.setup_extension("sphinxext.rediraffe")
    redirects = Redirects()
    app.connect("env-updated", redirects.plan)
    app.connect("build-finished", redirects.before_rediraffe, priority=400)
    # rediraffe itself: 500
    app.connect("build-finished", redirects.after_rediraffe, priority=600)
