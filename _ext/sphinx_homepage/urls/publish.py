"""The redirects of a build: from the plan to sphinxext-rediraffe, and the few files that it cannot write.

sphinxext-rediraffe writes every redirect that its configuration can express, with this extension's template.
It does not remove a redirect that is no longer asked for, does not write one again when the template has
changed, and cannot make a file ``x.html`` under the dirhtml builder; this module does these three around it.
"""

from __future__ import annotations

import hashlib
import json
import os
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import Environment, TemplateError
from sphinx.builders.dirhtml import DirectoryHTMLBuilder
from sphinxext.rediraffe import REDIRECT_JSON_NAME, create_graph

from ..builders import builds_pages
from ..problems import Subtype, shorten
from ..records import page_records
from ..values import find_assignment, from_python, read_code
from ..warnings_ import file_location, warn
from .address import comparable
from .plan import Claim, make_plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

MANIFEST = ".homepage-redirects.json"
"""In the output folder: the redirects and pages of the last build, for the next one to tell them apart."""
MARK = b'<meta name="generator" content="sphinx-homepage redirect">'
"""In every redirect made with this extension's template."""
_TEMPLATE = Path(__file__).parent.parent / "templates" / "homepage" / "redirect.html"
# Files that Sphinx or a host keeps for itself, with or without an extension that writes them now.
_RESERVED = {
    "404.html": "the page for addresses that do not exist",
    "objects.inv": "Sphinx's inventory",
    "searchindex.js": "the search index",
    "robots.txt": "the file for crawlers",
    "sitemap.xml": "the sitemap",
}


@dataclass(slots=True)
class _Manifest:
    """What the last build left."""

    redirects: dict[str, str] = field(default_factory=dict)
    """Each redirect, with a digest of what it was made from."""
    pages: set[str] = field(default_factory=set)

    @classmethod
    def load(cls, path: Path) -> _Manifest:
        try:
            data = json.loads(path.read_bytes())
            redirects = {
                file: digest for file, digest in data["redirects"].items() if isinstance(digest, str)
            }
            return cls(redirects, {page for page in data["pages"] if isinstance(page, str)})
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls()

    def save(self, path: Path) -> None:
        data = {"redirects": self.redirects, "pages": sorted(self.pages)}
        text = json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False)
        # In one step, so that an interrupted build leaves the old one or the new one.
        temporary = path.with_name(path.name + ".new")
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)


class _Redirect(NamedTuple):
    """A file to be written."""

    file: str
    docname: str
    """The page that it leads to in the end."""
    key: str
    """What rediraffe is asked for; empty if it cannot be asked for this file."""
    target: str
    """Where rediraffe is told to lead: a docname or source file, or another key."""
    location: str | tuple[str, int | None]
    """Who asked, for warnings."""


class Redirects:
    """The redirects of one application, through one build or several."""

    def __init__(self) -> None:
        self._pages: dict[str, str] = {}
        self._due: list[_Redirect] = []
        self._manifest = _Manifest()
        self._given: tuple[Any, Any] = (None, None)
        """What conf.py says, to be put back when the build is over."""

    def plan(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Weigh all addresses against each other, and warn about those that cannot be.

        In ``env-updated``: all pages are known, rediraffe has not begun, and it comes in every build.
        """
        if not builds_pages(app.builder):
            return
        outdir = Path(app.outdir)
        self._pages = {docname: _file_of(app.builder, outdir, docname) for docname in env.found_docs}
        taken = dict(_taken(app, app.builder, outdir))
        conf = list(_conf_redirects(app, self._pages, taken))
        taken.update((redirect.file, "conf.py's redirect (rediraffe_redirects)") for redirect in conf)
        plan = make_plan(_claims(env), pages=self._pages, taken=taken)
        for claim, message in plan.conflicts:
            warn(message, Subtype.REDIRECT, (claim.docname, claim.line))
        self._due = conf
        for file, docname in plan.redirects.items():
            key = file.removesuffix(".html")
            fits = _rediraffe_file(app, key) == file and _rediraffe_file(app, docname) == self._pages[docname]
            self._due.append(_Redirect(file, docname, key if fits else "", docname, (docname, None)))

    def before_rediraffe(self, app: Sphinx, exception: Exception | None) -> None:
        """Clear the way, and hand over what rediraffe can write."""
        if exception is not None or not builds_pages(app.builder):
            return
        outdir = Path(app.outdir)
        self._given = (app.config.rediraffe_redirects, app.config.rediraffe_template)
        template = self._use_template(app)
        old = _Manifest.load(outdir / MANIFEST)
        self._remove_leftovers(outdir, old)
        self._manifest = _Manifest(pages=set(self._pages.values()))
        written = _rediraffe_record(outdir / REDIRECT_JSON_NAME)
        handed: dict[str, str] = {}
        for redirect in self._due:
            file, key = redirect.file, redirect.key
            digest = _digest(template, redirect.target, redirect.docname, _title(app, redirect.docname))
            unchanged = old.redirects.get(file) == digest and (
                not key or PureWindowsPath(key).as_posix() in written
            )
            obstacle = _clear(outdir, file, old, keep=unchanged)
            if obstacle:
                warn(
                    f"no redirect can be written at '{file}': {obstacle}", Subtype.REDIRECT, redirect.location
                )
                continue
            self._manifest.redirects[file] = digest
            if key:
                handed[key] = redirect.target
        app.config.rediraffe_redirects = handed

    def after_rediraffe(self, app: Sphinx, exception: Exception | None) -> None:
        """Write the redirects that rediraffe cannot, and remember what is there."""
        if exception is not None or not builds_pages(app.builder):
            return
        outdir = Path(app.outdir)
        by_hand = [item for item in self._due if not item.key and item.file in self._manifest.redirects]
        if by_hand:
            self._write(outdir, Path(app.srcdir, app.config.rediraffe_template), by_hand)
        app.config.rediraffe_redirects, app.config.rediraffe_template = self._given
        redirects = self._manifest.redirects
        self._manifest.redirects = {file: redirects[file] for file in redirects if (outdir / file).is_file()}
        self._manifest.save(outdir / MANIFEST)

    def _remove_leftovers(self, outdir: Path, old: _Manifest) -> None:
        """Remove the redirects of the last build that nobody asks for any more."""
        due = {redirect.file for redirect in self._due}
        pages = {comparable(page) for page in self._pages.values()}
        for file in old.redirects.keys() - due:
            # The manifest is a file that anybody can edit: nothing outside, and no page, is ever removed.
            if _is_inside(outdir, file) and comparable(file) not in pages:
                _remove(outdir, file)

    def _write(self, outdir: Path, template_path: Path, redirects: list[_Redirect]) -> None:
        try:
            template = Environment().from_string(template_path.read_text(encoding="utf-8"))
        except (OSError, UnicodeError, TemplateError) as error:
            warn(
                f"rediraffe_template cannot be used: {error}",
                Subtype.REDIRECT,
                file_location(template_path, None),
            )
            return
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
        """Make rediraffe use this extension's template, unless conf.py has one; return its text.

        Rediraffe gives its template five values and no settings, so the settings go in front of it.
        """
        if isinstance(app.config.rediraffe_template, str):
            path = Path(app.srcdir, app.config.rediraffe_template)
            return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
        site = {
            "lang": app.config.language or "",
            "base_url": app.config.html_baseurl or "",
            "short_urls": isinstance(app.builder, DirectoryHTMLBuilder),
        }
        # By what rediraffe calls the target: a docname, or a source file that conf.py names.
        titles = {
            PureWindowsPath(name).as_posix(): _title(app, redirect.docname)
            for redirect in self._due
            for name in (redirect.target, redirect.docname)
        }
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


def _conf_redirects(app: Sphinx, pages: Mapping[str, str], taken: Mapping[str, str]) -> Iterator[_Redirect]:
    """Yield those of conf.py's own redirects that can be met, and warn about the others.

    Their keys and targets are docnames or source files, as rediraffe documents them, and stay as they are.
    """
    given = app.config.rediraffe_redirects
    conf_py = file = Path(app.confdir, "conf.py")
    source = find_assignment(read_code(conf_py), "rediraffe_redirects")
    if isinstance(given, str):
        file = Path(app.srcdir, given)
        if not file.is_file():
            where = file_location(conf_py, source.lineno if source else None)
            warn(f"rediraffe_redirects: there is no file {shorten(given)}", Subtype.REDIRECT, where)
            return
        given, source = create_graph(file), None
    if not isinstance(given, Mapping):
        return
    lines = {key: value.line for key, value in from_python(dict(given), source).data.items()}
    files = {comparable(file): f"the page '{docname}'" for docname, file in pages.items()}
    files |= {comparable(file): what for file, what in taken.items()}
    for key, target in given.items():
        reason = _unsafe_key(key) or _unsafe_key(target)
        location = file_location(file, lines.get(str(key)))
        written = "" if reason else _rediraffe_file(app, key)
        if comparable(written) in files:
            reason = f"{files[comparable(written)]} is there, and stays"
        if reason:
            message = f"rediraffe_redirects: {shorten(str(key))} cannot redirect: {reason}"
            warn(message, Subtype.REDIRECT, location)
        else:
            yield _Redirect(written, _end_of_chain(app, given, target), key, target, location)


def _end_of_chain(app: Sphinx, redirects: Mapping[str, str], target: str) -> str:
    """Return the docname to which a chain of redirects leads; rediraffe itself reports a circle."""
    for _ in redirects:
        target = redirects.get(target, target)
    suffix = next((suffix for suffix in app.config.source_suffix if target.endswith(suffix)), "")
    return target.removesuffix(suffix)


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
    """Return what rediraffe noted in its last build; a half-written note, which would stop it, is removed."""
    try:
        record = json.loads(path.read_bytes())
        if isinstance(record, dict):
            return record
    except OSError:
        return {}
    except ValueError:
        pass
    path.unlink(missing_ok=True)
    return {}


def _title(app: Sphinx, target: str) -> str:
    node = app.env.titles.get(target)
    return node.astext() if node is not None else ""


def _literal(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _is_inside(outdir: Path, file: str) -> bool:
    path = PurePosixPath(file)
    if path.is_absolute() or ".." in path.parts or re.search(r"[\\:\0]", file) or not path.name:
        return False
    # A link within the output folder may lead out of it.
    return (outdir / path.parent).resolve().is_relative_to(outdir.resolve())


def _clear(outdir: Path, file: str, old: _Manifest, *, keep: bool) -> str:
    """Make room for a redirect at *file*; say what is in the way if something must stay.

    :param keep: whether a redirect of the last build at this place is still right.
    """
    if not _is_inside(outdir, file):
        return "it leads out of the output folder"
    parts = PurePosixPath(file).parts
    for count in range(1, len(parts)):
        parent = "/".join(parts[:count])
        if (outdir / parent).is_file():
            if not _is_leftover(outdir, parent, old):
                return f"'{parent}' is a file that this build did not write"
            (outdir / parent).unlink()
    path = outdir / file
    if path.is_dir() and not path.is_symlink():
        return "there is a folder of that name"
    if not os.path.lexists(path) or (keep and file in old.redirects):
        return ""
    if not _is_leftover(outdir, file, old):
        return "there is a file that this build did not write; remove it, or the redirect"
    path.unlink()
    return ""


def _is_leftover(outdir: Path, file: str, old: _Manifest) -> bool:
    """Return whether *file* is a redirect, or a page of the last build that is none of this one's."""
    path = outdir / file
    if path.is_symlink():
        return False
    if file in old.redirects or file in old.pages:
        return True
    try:
        with path.open("rb") as stream:
            return MARK in stream.read(2000)
    except OSError:
        return False


def _remove(outdir: Path, file: str) -> None:
    """Remove a redirect, and the folders that it leaves empty."""
    path = outdir / file
    if not path.is_file() or path.is_symlink():
        return
    path.unlink()
    for folder in path.parents:
        if folder == outdir or any(folder.iterdir()):
            break
        folder.rmdir()


def setup_redirects(app: Sphinx) -> None:
    """Load rediraffe, and stand before and behind it."""
    app.setup_extension("sphinxext.rediraffe")
    redirects = Redirects()
    app.connect("env-updated", redirects.plan)
    app.connect("build-finished", redirects.before_rediraffe, priority=400)
    # rediraffe itself: 500
    app.connect("build-finished", redirects.after_rediraffe, priority=600)
