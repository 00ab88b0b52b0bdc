"""The redirects of a build: from the plan to sphinxext-rediraffe, and the files that it cannot write.

sphinxext-rediraffe writes every redirect that its configuration can express, with this extension's template.
It does not remove a redirect that is no longer asked for, does not write one again when the template has
changed, and cannot make a file ``x.html`` under the dirhtml builder, lead to another site or to a place in a
page, or say that an address is retired; this module does these around it.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx.builders.dirhtml import DirectoryHTMLBuilder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util import logging
from sphinxext.rediraffe import REDIRECT_JSON_NAME

from sphinx_incremental.builders import builds_pages, extra_files
from sphinx_incremental.files import move_file, write_whole
from sphinx_incremental.interrupted import began
from sphinx_incremental.state import state_file

from ..core.addresses import UnsafeAddressError, answering_files, file_address, parse_address, retired_files
from ..core.built_site import BuiltSite, is_page
from ..core.canonical import base_url, check_base
from ..core.config_values import check_names
from ..core.diagnostics import warn
from ..core.problems import Subtype
from ..head import feed
from ..head.not_found import NAME, is_made, root_copies
from ..ledger.audit import has_anchor
from ..ledger.extension import Published, setup_published
from ..ledger.ledger_file import State
from ..pages.records import page_records
from .lists import CLOUDFLARE_LIMIT, FORMATS, READTHEDOCS, READTHEDOCS_LIMIT, REDIRECTS, REDIRECTS_JSON, Move
from .output import MANIFEST, Manifest, OutputFolder, content_digest, has_mark, name_form
from .plan import CONF, OTHER_FORM, RETIRED, Claim, Files, make_plan
from .rediraffe_config import ConfRedirects, rediraffe_file
from .redirect_to import Moves
from .stubs import Stubs
from .targets import Places, Target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from ..ledger.ledger_file import Entry

logger = logging.getLogger(__name__)

_NOT_FOUND = "the page for addresses that do not exist (one of your own would be 404.md)"
# Files that Sphinx, this extension or a host reads or writes, with or without one that is there now.
_KEPT = {
    "404.html": _NOT_FOUND,
    "CNAME": "the domain of the site on GitHub Pages",
    "objects.inv": "Sphinx's inventory",
    "searchindex.js": "the search index",
    "robots.txt": "what crawlers are told",
    "sitemap.xml": "the sitemap",
    **dict.fromkeys(FORMATS, "a list of all redirects"),
}


class _Due(NamedTuple):
    """A file to be written."""

    file: str
    target: Target
    """Where it leads; if it is the page of a retired address, where to go instead."""
    key: str
    """What rediraffe is asked for; empty if it cannot be asked for this file."""
    claim: Claim
    location: str | tuple[str, int | None]
    """Who asked, for warnings."""
    retired: Entry | None = None


class Redirects:
    """The redirects of one application, through one build or several."""

    def __init__(self) -> None:
        self.published = Published()
        self.moves = Moves()
        self._pages: dict[str, str] = {}
        self._page_at: dict[str, str] = {}
        self._taken: dict[str, str] = {}
        self._form: Callable[[str], str] = str
        self._due: list[_Due] = []
        self._written: dict[str, str] = {}
        """The digest of what each file was made from that was written, or that lay there already."""
        self._old = Manifest()
        self._manifest = Manifest()
        self._kept: set[str] = set()
        """The redirects of the last build that are as they have to be."""
        self._lists: set[str] = set()
        """The lists that the last build wrote."""
        self._stubs: Stubs | None = None
        self._given: tuple[Any, Any] | None = None
        """What conf.py says, while the configuration says something else."""

    def plan(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Weigh all addresses against each other, and warn about those that cannot be.

        In ``env-updated``: all pages are known, rediraffe has not begun, and it comes in every build.

        :returns: the pages that have to be written again.
        :raises ExtensionError: if redirects lead in a circle.
        """
        if not builds_pages(app.builder):
            return []
        outdir = Path(app.outdir)
        self.published.load(app)
        self._old = Manifest.load(state_file(app, MANIFEST), outdir)
        self._pages = {docname: _file_of(app.builder, outdir, docname) for docname in env.found_docs}
        self._taken = dict(_taken(app, app.builder, outdir))
        if feed.is_made(app, self.published.is_served):
            self._taken.setdefault(feed.FEED, "the feed")
        other_forms = _other_forms(self._pages)
        conf = ConfRedirects(app, self._pages)
        in_conf = list(conf.claims())
        forms = {form: Target(docname) for form, docname in other_forms.items()}
        forms |= {form: claim.leads_to for claim in in_conf for form in _forms(conf.docname(claim.address))}
        claims = [*in_conf, *_claims(env), *self._ledger_claims(forms)]
        self._form = name_form(outdir)
        copies = {docname: file for docname in env.found_docs & {NAME} for file in root_copies(app)}
        files = Files(self._pages, self._taken, _KEPT, copies)
        plan = make_plan(claims, files, form=self._form)
        for claim, message in plan.conflicts:
            # What the ledger asks for in vain is told when the ledger is held against the site.
            if claim.key not in (OTHER_FORM, RETIRED):
                warn(message, Subtype.REDIRECT, conf.location(claim) or (claim.docname, claim.line))
        known = {file: claim.leads_to for file, claim in plan.redirects.items() if claim.key != RETIRED}
        self._page_at = {file: docname for docname, file in self._pages.items()}
        self.moves.find(env, Places(self._page_at, other_forms, known, {*self._taken, *_KEPT}))
        self._stubs = Stubs(app, app.builder, self._pages)
        # It writes nothing for a builder that somebody has put in the place of Sphinx's.
        by_rediraffe = type(app.builder) in (StandaloneHTMLBuilder, DirectoryHTMLBuilder)
        self._due = [
            self._find_due(app, conf, file, claim, by_rediraffe=by_rediraffe)
            for file, claim in plan.redirects.items()
        ]
        # After an interruption, any of these may be there.
        maybe = self._old.pages | dict.fromkeys(self._pages.values(), "")
        replace(self._old, pages=maybe).save(state_file(app, MANIFEST))
        return self.moves.prepare(app, env, self._stubs, self._pages)

    def _ledger_claims(self, other_forms: Mapping[str, Target]) -> Iterator[Claim]:
        """Yield what the ledger asks for, which nothing else does."""
        for entry in self.published.ledger.entries.values():
            if entry.state is State.RETIRED:
                if files := retired_files(entry.path):
                    yield Claim("", RETIRED, entry.address, entry.line, files)
                continue
            for file in _answering(entry.path):
                # An address that was made by the other builder, of a page that is still there.
                if file in other_forms:
                    yield Claim("", OTHER_FORM, entry.address, entry.line, (file,), other_forms[file])

    def _find_due(
        self, app: Sphinx, conf: ConfRedirects, file: str, claim: Claim, *, by_rediraffe: bool
    ) -> _Due:
        if claim.key == RETIRED:
            entry = self.published.retired(claim.address)
            nearest = self._nearest(app, entry.path)
            return _Due(file, nearest, "", claim, self.published.location(claim.line), entry)
        target = self.moves.end(claim.leads_to)
        in_conf = conf.location(claim)
        key = ""
        if target.is_plain and by_rediraffe:
            key = claim.address if in_conf else file.removesuffix(".html")
            fits = rediraffe_file(app, key) == file
            if not fits or rediraffe_file(app, target.docname) != self._pages[target.docname]:
                key = ""
        location = in_conf or (claim.docname, claim.line)
        if claim.key == OTHER_FORM:
            location = self.published.location(claim.line)
        return _Due(file, target, key, claim, location)

    def _nearest(self, app: Sphinx, path: str) -> Target:
        """Return the page that stands closest above *path*, or else the home page."""
        while path:
            path = path.rstrip("/").rpartition("/")[0]
            for file in (f"{path}/index.html", f"{path}.html"):
                if file in self._page_at:
                    return self.moves.end(Target(self._page_at[file]))
        return Target(app.config.root_doc)

    def before_rediraffe(self, app: Sphinx, exception: Exception | None) -> None:
        """Clear the way, and hand over what rediraffe can write."""
        if exception is not None or not builds_pages(app.builder) or self._stubs is None:
            return
        outdir = Path(app.outdir)
        self._given = (app.config.rediraffe_redirects, app.config.rediraffe_template)
        template = self._stubs.prepare({due.target.docname for due in self._due if due.key})
        files = [*self._pages.values(), *self._taken, *_KEPT]
        output = OutputFolder(outdir, self._old, files, before=began(app), form=self._form)
        output.remove_redirects(keep=[due.file for due in self._due])
        output.remove_pages()
        pages = output.pages_now(self._pages.values())
        # Where there is no list, whatever an interruption leaves there is this build's.
        free = {name for name in FORMATS if not (outdir / name).exists()}
        self._lists = output.old.lists
        self._manifest = Manifest(output.old.redirects, pages, lists=self._lists | free)
        self._written, self._kept = {}, set()
        written = _put_record(app)
        handed: dict[str, str] = {}
        digests: dict[tuple[Target, Entry | None], str] = {}
        there = {docname for docname, file in self._pages.items() if file in pages}
        for due in self._due:
            if due.target.docname and due.target.docname not in there:
                # Sphinx was asked for some pages only, and this one has never been written.
                continue
            source = (due.target, due.retired)
            if source not in digests:
                digests[source] = self._digest(app, *source)
            made_from = digests[source]
            # Rediraffe takes a file that it has not noted for a page.
            needed = bool(due.key) and PureWindowsPath(due.key).as_posix() not in written
            obstacle = output.make_room(due.file, made_from=made_from, needed=needed)
            if obstacle:
                message = f"no redirect can be written at '{due.file}': {obstacle}"
                warn(message, Subtype.REDIRECT, due.location)
                continue
            self._written[due.file] = made_from
            if os.path.lexists(f"{outdir}/{due.file}"):
                self._kept.add(due.file)
            if due.key:
                handed[due.key] = due.target.docname
        self._manifest.begun = set(self._written)
        self._manifest.save(state_file(app, MANIFEST))
        app.config.rediraffe_redirects, app.config.rediraffe_template = handed, template

    def _digest(self, app: Sphinx, target: Target, retired: Entry | None) -> str:
        assert self._stubs is not None
        source = self._stubs.source(target)
        if retired is not None:
            source = f"{self._stubs.retired_source(Target(app.config.root_doc))}\0{retired.said}\0{source}"
        return content_digest(source.encode("utf-8", "surrogatepass"))

    def after_rediraffe(self, app: Sphinx, exception: Exception | None) -> None:
        """Write the redirects that rediraffe cannot, and remember what is there."""
        if self._given is None:
            return
        app.config.rediraffe_redirects, app.config.rediraffe_template = self._given
        self._given = None
        _take_record(app)
        if exception is not None or self._stubs is None:
            return
        outdir = Path(app.outdir)
        self._drop_foreign(app, outdir)
        texts = self._write(app, self._stubs, outdir)
        old, self._manifest.redirects = self._manifest.redirects, {}
        for file, made_from in self._written.items():
            digest = texts.get(file)
            if digest is None and os.path.isfile(f"{outdir}/{file}"):  # noqa: PTH113 (there may be thousands)
                kept = file in self._kept
                digest = old[file][1] if kept else content_digest((outdir / file).read_bytes())
            if digest is not None:
                self._manifest.redirects[file] = (made_from, digest)
        self._manifest.begun = set()
        self._write_lists(app, self._stubs, outdir)
        self._manifest.save(state_file(app, MANIFEST))
        self._check_targets(app, outdir)

    def _drop_foreign(self, app: Sphinx, outdir: Path) -> None:
        """Leave alone what another extension has written since the way was cleared."""
        with_mark = app.config.rediraffe_template is None
        for due in self._due:
            path = f"{outdir}/{due.file}"
            if due.file not in self._written or due.file in self._kept:
                continue
            if not os.path.lexists(path):
                fault = "sphinxext-rediraffe did not write it" if due.key else ""
            elif due.key and (not with_mark or has_mark(path)):
                fault = ""
            else:
                fault = "another extension has written a file there"
            if fault:
                del self._written[due.file]
                warn(f"no redirect can be written at '{due.file}': {fault}", Subtype.REDIRECT, due.location)

    def _write(self, app: Sphinx, stubs: Stubs, outdir: Path) -> dict[str, str]:
        """Write what is not there yet; return the digest of each file's bytes."""
        home = Target(app.config.root_doc)
        digests: dict[str, str] = {}
        known: dict[str, tuple[bytes, str]] = {}
        folders: set[str] = set()
        for due in self._due:
            path = f"{outdir}/{due.file}"
            if due.key or due.file not in self._written or os.path.lexists(path):
                continue
            if due.retired:
                text = stubs.retired(due.file, due.retired, due.target, home)
            else:
                asked_for = due.claim.address if due.claim.key == CONF else ""
                text = stubs.redirect(due.file, due.target, asked_for=asked_for)
            if text not in known:
                data = text.encode("utf-8", "xmlcharrefreplace")
                known[text] = (data, content_digest(data))
            folder = path.rpartition("/")[0]
            if folder not in folders:
                os.makedirs(folder, exist_ok=True)  # noqa: PTH103 (there may be thousands)
                folders.add(folder)
            data, digests[due.file] = known[text]
            with open(path, "xb", buffering=0) as stream:  # noqa: PTH123
                stream.write(data)
        return digests

    def _check_targets(self, app: Sphinx, outdir: Path) -> None:
        """Warn about redirects to places and files that are not there."""
        site = BuiltSite(outdir, ())
        moved = [
            (target, f"redirect_to of '{docname}'", (docname, self.moves.line(app.env, docname)))
            for docname, target in self.moves.ends.items()
        ]
        redirects = [
            (due.target, f"{due.claim.key}: {due.claim.address}", due.location)
            for due in self._due
            if due.file in self._written
        ]
        told: set[tuple[Target, object]] = set()
        for target, what, location in (*moved, *redirects):
            file = self._pages.get(target.docname, "")
            if target.file:
                fault = "" if (outdir / target.file).is_file() else f"there is no file '{target.file}'"
            elif target.fragment and is_page(file) and not has_anchor(site, file, target.fragment):
                fault = f"'{target.docname}' has no id '{target.fragment}'"
            else:
                continue
            if fault and (target, location) not in told:
                told.add((target, location))
                warn(f"{what} leads nowhere: {fault}", Subtype.REDIRECT, location)

    def _write_lists(self, app: Sphinx, stubs: Stubs, outdir: Path) -> None:
        """Write the lists of all redirects, for hosts and other tools; remove those that are not due."""
        moves: dict[str, Move] = {}
        links: dict[Target, str] = {}
        for due in self._due:
            if due.file in self._written and not due.retired:
                address = _address_of(due)
                if due.target not in links:
                    links[due.target] = stubs.link("index.html", due.target)
                moves.setdefault(address, Move(address, links[due.target], [])).files.append(due.file)
        for docname, target in self.moves.ends.items():
            file = self._pages[docname]
            address = file_address(file)
            moves.setdefault(address, Move(address, stubs.link("index.html", target), [])).files.append(file)
        ordered = [moves[address] for address in sorted(moves)]
        wanted = {*app.config.homepage_redirect_lists, *([REDIRECTS_JSON] if ordered else [])}
        assert builds_pages(app.builder)
        for name, make in FORMATS.items():
            path = outdir / name
            self._manifest.lists.discard(name)
            if name in self._taken or path.is_dir() or (path.exists() and name not in self._lists):
                continue
            if name not in wanted:
                path.unlink(missing_ok=True)
                continue
            self._manifest.lists.add(name)
            data = make(ordered, base_url(app.builder)).encode()
            lines = data.count(b" 301\n")
            if name == REDIRECTS and lines > CLOUDFLARE_LIMIT:
                message = f"{name} has {lines} lines, of which Cloudflare Pages reads {CLOUDFLARE_LIMIT}"
                warn(message, Subtype.REDIRECT, None)
            if not path.is_file() or path.read_bytes() != data:
                write_whole(path, data)
        if READTHEDOCS in wanted:
            count = f"{len(ordered)} of the {READTHEDOCS_LIMIT} redirects that Read the Docs allows a project"
            if len(ordered) > READTHEDOCS_LIMIT:
                warn(f"{READTHEDOCS} has {count}", Subtype.REDIRECT, None)
            else:
                logger.info("%s: %s", READTHEDOCS, count)

    def judge(self, app: Sphinx, exception: Exception | None) -> None:
        """Hold the ledger against the site that has been written."""
        if exception is None and builds_pages(app.builder):
            self.published.judge(app)


def _claims(env: BuildEnvironment) -> Iterator[Claim]:
    for docname, record in page_records(env).items():
        matter = record.front_matter
        if matter.permalink:
            yield Claim(docname, "permalink", matter.permalink.text, matter.permalink.line)
        for address in matter.redirect_from:
            yield Claim(docname, "redirect_from", address.text, address.line)


def _other_forms(pages: Mapping[str, str]) -> dict[str, str]:
    """Return the page that each file would hold under the other one of the builders html and dirhtml."""
    forms: dict[str, str] = {}
    for docname, file in pages.items():
        forms |= {other: docname for other in _forms(docname) if other != file}
    files = set(pages.values())
    return {file: docname for file, docname in forms.items() if file not in files}


def _forms(name: str) -> tuple[str, ...]:
    """Return the files of a page, or of conf.py's redirects, under the builders html and dirhtml."""
    if name == "index":
        return ("index.html",)
    # A folder's index has one file, and /x, its address without a slash, may have been x.html.
    name = name.removesuffix("/index")
    return (f"{name}.html", f"{name}/index.html")


def _answering(path: str) -> tuple[str, ...]:
    try:
        return answering_files(path)
    except UnsafeAddressError:  # a file that is published as it is
        return ()


def _address_of(due: _Due) -> str:
    """Return the address that *due* answers, as people write it."""
    if due.claim.files and due.claim.key != OTHER_FORM:
        return file_address(due.file)
    return parse_address(due.claim.address).text


def _taken(app: Sphinx, builder: StandaloneHTMLBuilder, outdir: Path) -> Iterator[tuple[str, str]]:
    """Yield the files that are no pages of ours, and what they are."""
    generated = {"search": "the search page", "genindex": "the general index"}
    if is_made(app):
        generated[NAME] = _NOT_FOUND
    generated |= dict.fromkeys(app.config.html_additional_pages, "a page of html_additional_pages")
    for domain in app.env.domains.sorted():
        generated |= {f"{domain.name}-{index.name}": "an index that Sphinx makes" for index in domain.indices}
    for name, what in generated.items():
        # Sphinx's own scripts and other sites know them by either.
        yield from ((form, what) for form in _forms(name))
        yield _file_of(builder, outdir, name), what
    for file in extra_files(app):
        yield file, "a file of html_extra_path"


def _file_of(builder: StandaloneHTMLBuilder, outdir: Path, docname: str) -> str:
    return Path(builder.get_output_path(docname)).relative_to(outdir).as_posix()


def _put_record(app: Sphinx) -> dict[str, str]:
    """Put rediraffe's record of its last build where it looks for it, and return it.

    A record that would stop it is removed.
    """
    record = Path(app.outdir, REDIRECT_JSON_NAME)
    kept = state_file(app, REDIRECT_JSON_NAME)
    # Where a build was interrupted, it lies in the output still.
    if kept.is_file():
        move_file(kept, record)
    try:
        noted = json.loads(record.read_bytes())
        if isinstance(noted, dict) and not record.is_symlink():
            return noted
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError):
        pass
    record.unlink(missing_ok=True)
    return {}


def _take_record(app: Sphinx) -> None:
    """Take rediraffe's record out of the output, which is published, until the next build."""
    record = Path(app.outdir, REDIRECT_JSON_NAME)
    if record.is_file():
        move_file(record, state_file(app, REDIRECT_JSON_NAME))


def check_lists(app: Sphinx, config: Config) -> None:
    """Refuse lists that are not known.

    :raises ConfigError: naming those that are.
    """
    check_names(app, config, "homepage_redirect_lists", FORMATS)


def setup_redirects(app: Sphinx) -> Redirects:
    """Load rediraffe, and stand before and behind it; register the lists and the ledger."""
    app.setup_extension("sphinxext.rediraffe")
    app.add_config_value(
        "homepage_redirect_lists",
        [],
        "",
        types=frozenset({list, tuple}),
        description="Lists of all redirects to write besides redirects.json.",
    )
    setup_published(app)
    redirects = Redirects()
    app.connect("config-inited", check_base)
    app.connect("config-inited", check_lists)
    app.connect("env-updated", redirects.plan)
    # The first to name a template is the one who is heard.
    app.connect("html-page-context", redirects.moves.use_template, priority=1)
    app.connect("build-finished", redirects.before_rediraffe, priority=400)
    # rediraffe itself: 500
    app.connect("build-finished", redirects.after_rediraffe, priority=600)
    # When everybody has written everything.
    app.connect("build-finished", redirects.judge, priority=900)
    return redirects
