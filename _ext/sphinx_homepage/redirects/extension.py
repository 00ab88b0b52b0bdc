"""The redirects of a build: the claims to old addresses, the plan, what is written, and a check of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.builders.dirhtml import DirectoryHTMLBuilder
from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_incremental.builders import builds_pages, page_file
from sphinx_incremental.files import write_whole

from ..core.addresses import address_text, file_address, page_forms, parse_path
from ..core.built_site import BuiltSite, is_page
from ..core.canonical import base_url
from ..core.diagnostics import warn
from ..core.problems import Subtype
from ..pages.addresses import published_addresses
from ..pages.drafts import draft_files
from ..pages.links import add_place_source
from ..pages.targets import Places, Target
from .claims import front_matter_claims, published_claims
from .output import OutputDirectory, name_form
from .plan import CONF, FROM_PUBLISHED, RETIRED, Claim, Files, Redirect, make_plan
from .rediraffe_config import ConfRedirects, rediraffe_file
from .redirect_to import RedirectingPages
from .redirects_json import REDIRECTS_JSON, is_redirects_json, redirects_json
from .site_files import find_files, generated_pages, other_forms, search_form
from .stubs import Stubs
from .writing import Writer, remove_record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class Redirects:
    """The redirects of one application, through one build or several."""

    def __init__(self) -> None:
        self.pages = RedirectingPages()
        self._conf: tuple[Any, Any] | None = None
        """The redirects and the template of conf.py, which rediraffe does not get as they are."""
        self._files = Files({})
        self._search: dict[str, Target] = {}
        """Where the search page is, by its file under the other builder."""
        self._form: Callable[[str], str] = str
        self._redirects: list[Redirect] = []
        self._stubs: Stubs | None = None
        self._places: Places | None = None
        self._writer: Writer | None = None

    def plan(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Decide which file leads where, and warn about claims that cannot be met.

        In ``env-updated``: all pages are known, rediraffe has not begun, and it comes in every build.

        :returns: the pages that have to be written again.
        :raises ExtensionError: if redirects of conf.py lead in a circle.
        """
        self._places = None
        if not builds_pages(app.builder):
            return []
        self._conf = self._conf or (app.config.rediraffe_redirects, app.config.rediraffe_template)
        redirects, template = self._conf
        self._files = files = find_files(app, app.builder)
        self._form = name_form(Path(app.outdir))
        page_at = {file: docname for docname, file in files.pages.items()}
        forms = other_forms(files.pages)
        conf = ConfRedirects(app, redirects, files.pages)
        conf_claims = list(conf.claims())
        targets = {form: Target(docname) for form, docname in forms.items()}
        targets |= {
            form: claim.target for claim in conf_claims for form in page_forms(conf.docname(claim.address))
        }
        self._search = search_form(app.builder, files)
        known_forms = {**self._search, **targets}
        published = list(
            published_claims(published_addresses(app), page_at, known_forms, Target(app.config.root_doc))
        )
        # Others may not have the search page's address under the other builder; it may itself.
        own = {file for claim in published if claim.target.file for file in claim.files}
        taken = {file: what for file, what in files.taken.items() if file not in own}
        claims = [*conf_claims, *front_matter_claims(env), *published]
        plan = make_plan(claims, files._replace(taken=taken), form=self._form)
        for claim, message in plan.conflicts:
            if claim.key not in FROM_PUBLISHED:
                warn(message, Subtype.REDIRECT, claim.location)
        known = {file: claim.target for file, claim in plan.redirects.items() if claim.key != RETIRED}
        drafts = draft_files(env)
        self.pages.resolve(env, Places(page_at, forms, known, {*files.taken, *files.reserved}, drafts))
        self._redirects = [self._redirect(app, file, claim) for file, claim in plan.redirects.items()]
        # conf.py says of neither form which it means.
        either = {
            form: self.pages.end(claim.target)
            for claim in conf_claims
            for form in page_forms(conf.docname(claim.address))
            if form not in files.taken
        }
        places = Places(page_at, forms, either, files.taken, drafts)
        self._places = self._link_places(app, app.builder, places)
        self._stubs = Stubs(app, app.builder, files.pages, template)
        # Before pages and files are written: one may need the place of a redirect, or of its directory.
        self._output(app).remove_stale(redirect.file for redirect in self._redirects)
        return self.pages.prepare(app, env, self._stubs, files.pages)

    def _redirect(self, app: Sphinx, file: str, claim: Claim) -> Redirect:
        """Return the redirect at *file*, and whether rediraffe can write it."""
        target = self.pages.end(claim.target)
        # It writes nothing for a builder that somebody has put in the place of Sphinx's.
        if (
            claim.retired
            or not target.is_plain
            or type(app.builder) not in (StandaloneHTMLBuilder, DirectoryHTMLBuilder)
        ):
            return Redirect(file, claim, target)
        key = claim.address if claim.key == CONF else file.removesuffix(".html")
        fits = rediraffe_file(app, key) == file
        if not fits or rediraffe_file(app, target.docname) != self._files.pages[target.docname]:
            key = ""
        return Redirect(file, claim, target, key)

    def _link_places(self, app: Sphinx, builder: StandaloneHTMLBuilder, places: Places) -> Places:
        """Return what links can lead to: *places*, pages that have no source, and the ends of redirects."""
        generated = {page_file(builder, name): name for name in generated_pages(app)}
        forms = {form: name for name in generated.values() for form in page_forms(name)}
        ends = {redirect.file: redirect.target for redirect in self._redirects if not redirect.claim.retired}
        return Places(
            {**generated, **places.pages},
            {**forms, **places.other_forms},
            {**places.redirects, **ends},
            {*places.files, *self._files.reserved} - forms.keys(),
            places.drafts,
        )

    def link_places(self, _app: Sphinx) -> Places | None:
        """Return what links can lead to, for builders that make a site."""
        return self._places

    def before_rediraffe(self, app: Sphinx, exception: Exception | None) -> None:
        """Make room for the redirects, and ask rediraffe for those that it can write."""
        self._writer = None
        if exception is not None or not builds_pages(app.builder) or self._stubs is None:
            return
        self._writer = Writer(self._output(app), self._stubs)
        self._redirects = self._writer.make_room(self._redirects, self._files.pages)
        self._writer.hand_over(app)

    def _output(self, app: Sphinx) -> OutputDirectory:
        files = self._files
        current = {*files.pages.values(), *files.taken, *files.reserved} - self._search.keys()
        return OutputDirectory(app, current, form=self._form)

    def after_rediraffe(self, app: Sphinx, exception: Exception | None) -> None:
        """Write the others and the list of all redirects, and warn about those that lead nowhere."""
        # No writer is made after an exception.
        if self._writer is None or self._stubs is None:
            return
        remove_record(app)
        there = self._writer.write()
        redirects = [redirect for redirect in self._redirects if redirect.file in there]
        if REDIRECTS_JSON not in self._files.taken:
            self._write_redirects_json(app, self._stubs, redirects)
        self._check(app, redirects)

    def _write_redirects_json(self, app: Sphinx, stubs: Stubs, redirects: list[Redirect]) -> None:
        """Write ``redirects.json``, or remove it if there are no redirects; keep a file of another form."""
        assert builds_pages(app.builder)
        targets: dict[str, Target] = {}
        for redirect in redirects:
            if not redirect.claim.retired:
                targets.setdefault(_address(redirect), redirect.target)
        for docname, target in self.pages.ends.items():
            targets.setdefault(file_address(self._files.pages[docname]), target)
        links = {target: stubs.link("index.html", target) for target in set(targets.values())}
        data = redirects_json(
            {address: links[target] for address, target in targets.items()}, base_url(app.builder)
        ).encode()
        path = Path(app.outdir, REDIRECTS_JSON)
        if path.is_symlink() or path.exists():
            there = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
            if there == data or not is_redirects_json(there):
                return
        if targets:
            write_whole(path, data)
        else:
            path.unlink(missing_ok=True)

    def _check(self, app: Sphinx, redirects: list[Redirect]) -> None:
        """Warn about redirects to files and places in pages that are not there."""
        site = BuiltSite(Path(app.outdir), ())
        warned: set[tuple[Target, object]] = set()
        for target, what, location in self._targets(app, redirects):
            file = self._files.pages.get(target.docname, "")
            if target.file:
                fault = (
                    "" if (site.directory / target.file).is_file() else f"there is no file '{target.file}'"
                )
            elif target.fragment and is_page(file) and not site.has_anchor(file, target.fragment):
                fault = f"'{target.docname}' has no id '{target.fragment}'"
            else:
                continue
            if fault and (target, location) not in warned:
                warned.add((target, location))
                warn(f"{what} leads nowhere: {fault}", Subtype.REDIRECT, location)

    def _targets(
        self, app: Sphinx, redirects: list[Redirect]
    ) -> Iterator[tuple[Target, str, str | tuple[str, int | None]]]:
        """Yield every target, what leads there, and its location."""
        for docname, target in self.pages.ends.items():
            yield target, f"redirect_to of '{docname}'", self.pages.location(app.env, docname)
        for redirect in redirects:
            claim = redirect.claim
            yield redirect.target, f"{claim.key}: {claim.address}", claim.location


def _address(redirect: Redirect) -> str:
    """Return the address that *redirect* answers, as people write it."""
    if redirect.claim.key == CONF:
        return file_address(redirect.file)
    return address_text(parse_path(redirect.claim.address))


def setup_redirects(app: Sphinx) -> None:
    """Load rediraffe, and register what comes before and after it."""
    app.setup_extension("sphinxext.rediraffe")
    redirects = Redirects()
    add_place_source(app, redirects.link_places)
    app.connect("env-updated", redirects.plan)
    # The first handler that returns a template decides.
    app.connect("html-page-context", redirects.pages.use_template, priority=1)
    # Before and after rediraffe, which has the priority 500.
    app.connect("build-finished", redirects.before_rediraffe, priority=400)
    app.connect("build-finished", redirects.after_rediraffe, priority=600)
