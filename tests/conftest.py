"""Real Sphinx builds of small sites, and a real browser to look at them."""

from __future__ import annotations

import contextlib
import functools
import gc
import http.server
import io
import os
import re
import subprocess
import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import jinja2
import pytest
from bs4 import BeautifulSoup
from jinja2.sandbox import SandboxedEnvironment
from playwright.sync_api import sync_playwright
from sphinx import locale
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from browser_setup import find_chromium
from helpers import EXTENSIONS
from sphinx_homepage.core.addresses import comparable
from sphinx_homepage.redirects.output import name_form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path
    from types import CodeType

    from jinja2.bccache import Bucket
    from playwright.sync_api import Browser

CONF = """\
project = html_title = "Site"
extensions = ["myst_parser", "sphinx_homepage"]
html_theme = "furo"
author_profile = {"name": "Ada Lovelace", "bio": "Engines", "github": "ada"}
"""
"""The conf.py of a site that has none of its own."""
ADDED = CONF.count("\n") + 1
"""The line of conf.py where that begins which a test adds to it."""


CHROMIUM_ARGUMENTS = ["--disable-gpu", "--disable-background-networking", "--disable-sync"]
if hasattr(os, "geteuid") and os.geteuid() == 0:
    # Chromium's sandbox needs a user who is not root.
    CHROMIUM_ARGUMENTS.append("--no-sandbox")


@dataclass(frozen=True)
class Built:
    """What a build made."""

    folder: Path
    warnings: list[str]

    def text(self, file: str) -> str:
        return (self.folder / file).read_text(encoding="utf-8")

    def soup(self, file: str) -> Any:
        """Parse a page as a browser would (a BeautifulSoup); headings without the link to themselves."""
        soup = BeautifulSoup(self.text(file), "html5lib")
        for link in soup.select("a.headerlink"):
            link.decompose()
        return soup

    def pages(self) -> set[str]:
        """Every HTML file, without what Sphinx and this extension add to every site."""
        found = {
            path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html") if path.is_file()
        }
        return {name for name in found if not name.startswith(("_", "search", "genindex", "404"))}

    def files(self) -> dict[str, bytes]:
        """Every file with its bytes."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in self.folder.rglob("*")
            if path.is_file()
        }


class Site:
    """A site in a folder of its own, and its builds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.source = folder / "source"
        self.write({"conf.py": CONF})

    def write(self, files: Mapping[str, str | bytes]) -> None:
        for name, content in files.items():
            path = self.source / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)

    def conf(self, more: str) -> None:
        """Write a conf.py that says *more*."""
        self.write({"conf.py": CONF + more})

    def build(
        self,
        builder: str = "html",
        *,
        expect: Sequence[str] = (),
        allow: Sequence[str] = (),
        jobs: int = 1,
        out: str = "",
        fresh: bool = False,
    ) -> Built:
        """Build, and fail on a warning that is not expected, an expected one that does not come, or a file that
        was written outside the output directory.
        """
        outdir = self.folder / (out or builder)
        before = self._others(outdir)
        warnings = build(
            self.source, outdir, self.folder / f"{outdir.name}.doctrees", builder, jobs=jobs, fresh=fresh
        )
        for part in expect:
            assert any(part in warning for warning in warnings), f"no warning says {part!r}: {warnings}"
        unexpected = [
            warning for warning in warnings if not any(part in warning for part in (*expect, *allow))
        ]
        assert not unexpected, f"unexpected: {unexpected}"
        assert self._others(outdir) == before, "the build wrote outside its output directory"
        return Built(outdir, warnings)

    def state(self, name: str, *, out: str = "html") -> Path:
        """Return the state file *name* of the last build in the folder *out*."""
        (path,) = (self.folder / f"{out}.doctrees").glob(f"incremental/*/{name}")
        return path

    def _others(self, outdir: Path) -> dict[str, bytes]:
        own = (outdir, self.folder / f"{outdir.name}.doctrees")
        return {
            str(path): path.read_bytes()
            for path in self.folder.parent.rglob("*")
            if path.is_file() and not any(path.is_relative_to(folder) for folder in own)
        }


def build(
    source: Path,
    outdir: Path,
    doctrees: Path,
    builder: str,
    *,
    jobs: int = 1,
    fresh: bool = False,
    nitpicky: bool = False,
) -> list[str]:
    """Run Sphinx in this process and return its warnings, without colours."""
    stream = io.StringIO()
    # Sphinx keeps the language of the build before, if this one's has no catalogue: English has none.
    locale.translators.clear()
    with patch_docutils(str(source)), docutils_namespace():
        app = Sphinx(
            source, source, outdir, doctrees, builder,
            status=None, warning=stream, freshenv=fresh, parallel=jobs,
            confoverrides={"nitpicky": True} if nitpicky else {},
        )  # fmt: skip
        app.build()
    # Otherwise the next build in this process would examine all that was frozen, which here is much.
    gc.unfreeze()
    text = re.sub(r"\x1b\[[0-9;]*m", "", stream.getvalue()).replace("\x1b", "")
    return [warning for warning in re.split(r"\n(?=\S)", text.strip()) if warning]


def run_soon(code: str) -> None:
    """Run Python *code*, and fail if it takes a minute.

    It is for texts so long that reading them takes a second, but many minutes where the time grows with the
    square of the length.
    """
    environment = {**os.environ, "PYTHONPATH": str(EXTENSIONS)}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment, timeout=60)


@contextlib.contextmanager
def sphinx_alone() -> Iterator[None]:
    """Build with Sphinx's own rules, as if sphinx_incremental was not set up."""
    with pytest.MonkeyPatch.context() as patch:
        metadata = {"parallel_read_safe": True, "parallel_write_safe": True}
        patch.setattr("sphinx_incremental.setup", lambda _app: metadata)
        yield


BOTH_BUILDERS = (
    "test_redirect_cases.py::test_redirect_from",
    "tests/homepage/ledger/",
    "pages/test_links",
)
"""Where `make test` tries both builders, though in no browser: these write other files."""


LONG = (
    "test_plan.py::test_the_work_grows_with_the_number_of_claims[deep-10000]",
    "test_properties.py::test_authors_of_any_data",
    "test_listings.py::test_edits[1-html]",
    "test_references.py::test_a_reference_shows_what_its_target_says_now",
    "incremental/test_live",
    "homepage/test_look",
    "homepage/test_reproducible",
    "core/test_right_to_left",
    "mathematics/test_formulas_browser",
    "test_owner.py::test_the_site_can_be_made_ones_own",
    "test_standards.py::test_axe[html-phone-dark]",
    "test_stale_files.py::test_an_index_of_a_build_that_was_interrupted",
    "test_edits.py::test_a_build_of_some_pages",
    "test_alone.py::test_documentation_after_edits",
    "test_drafts.py::test_the_line_is_no_warning",
    "test_drafts.py::test_drafts_are_shown_on_request",
    "test_redirects.py::test_a_page_whose_directory_a_redirect_has",
    "test_languages.py::test_another_language_is_on_every_page",
    "test_site_comparison.py::test_pages_that_no_browser_could_show",
    "test_listing_browser.py::test_html_of_listings",
    "test_site.py::test_in_a_browser[phone-dark-html]",
    "test_builders.py::test_the_same_bytes_whatever_the_hash_seed",
    "test_mathml.py::test_odd_texts",
    "test_check.py::test_run_as_a_module",
    "test_pictures.py::test_motifs_are_the_same_in_every_process",
    "::test_long_texts",
    "test_identity.py::test_the_picture_is_drawn_once",
    "test_links.py::test_thousands_of_broken_links",
    "test_links.py::test_processes",
    "test_cv_pdf.py::test_200_entries",
    "test_drafts.py::test_several_builds_of_one_application",
    "test_drafts.py::test_the_day_comes",
    "test_processes.py::test_a_build_collects_what_the_one_before_has_left",
    "test_stale_files.py::test_static_files_of_an_extension",
    "test_relations.py::test_incremental_builds",
    "test_standards.py::test_valid_html",
    "test_standards.py::test_without_javascript[html-phone]",
    "test_redirects.py::test_a_copied_file_where_the_directory",
    "test_cards.py::test_parallel",
    # What they look for is looked for on the pages of tests/site as well.
    "test_standards.py::test_axe[html-laptop-light]",
    "test_standards.py::test_without_javascript[html-laptop]",
    "test_random_edits.py",
    "test_news.py::test_incremental_builds",
    "test_others.py::test_builders_that_share_their_doctrees",
    "test_references.py::test_a_page_that_goes_and_comes_back",
    "test_furo_navigation.py::test_is_what_furo_makes",
    "test_edits.py::test_what_comes_has_an_old_date",
    "test_edits.py::test_a_file_that_is_saved_while_its_page_is_read",
    "test_pictures.py::test_no_text_makes_the_preview_fail",
)
"""Files, and single tests, that `make test` leaves out: each build or page there takes seconds."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave slow files to `make test-all`, and dirhtml but where it does something else than html."""
    for item in items:
        params = (
            item.callspec.params.values()
            if isinstance(item, pytest.Function) and hasattr(item, "callspec")
            else ()
        )
        is_other = any(place in item.nodeid for place in BOTH_BUILDERS) and not item.get_closest_marker(
            "browser"
        )
        if ("dirhtml" in params and not is_other) or any(place in item.nodeid for place in LONG):
            item.add_marker(pytest.mark.long)


class CompiledTemplates(jinja2.BytecodeCache):
    """Compiles each template once, and not once in each build, where it takes half of the time."""

    def __init__(self) -> None:
        self.compiled: dict[tuple[str, str], CodeType] = {}

    def get_bucket(
        self, environment: jinja2.Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        """Return the bucket of a template, which extensions may change before it is compiled."""
        return super().get_bucket(
            environment, " ".join((name, *sorted(environment.extensions))), filename, source
        )

    def get_cache_key(self, name: str, _filename: str | None = None) -> str:
        """Return the name alone: the text is compared too."""
        return name

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.compiled.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        self.compiled[bucket.key, bucket.checksum] = bucket.code


@pytest.fixture(autouse=True, scope="session")
def _compiled_templates() -> Iterator[None]:
    environment = functools.partial(SandboxedEnvironment, bytecode_cache=CompiledTemplates())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sphinx.jinja2glue.SandboxedEnvironment", environment)
        yield


@pytest.fixture(autouse=True)
def _one_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """Build with one process, as long as a test does not ask for more."""
    monkeypatch.setattr("sphinx_incremental.processes.core_count", lambda: 1)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "site")


@pytest.fixture(params=["tells case apart", "does not"])
def tells_case(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the file system of the output tells capital letters from small ones."""
    wanted = bool(request.param == "tells case apart")
    if wanted and name_form(tmp_path) is not str:
        pytest.skip("the file system of the tests does not tell case apart")
    if not wanted:
        monkeypatch.setattr("sphinx_homepage.redirects.extension.name_form", lambda _folder: comparable)
    return wanted


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    assert path, "there is no Chromium; run: make test"
    with sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """A static host: folders have an index, unknown addresses are 404; nothing is logged."""

    def log_message(self, *_arguments: Any) -> None:
        pass


class QuietServer(http.server.ThreadingHTTPServer):
    """Says nothing when a browser has hung up, as it does when a page is closed."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextlib.contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve *folder* on this machine and yield its address."""
    with run_server(functools.partial(QuietHandler, directory=str(folder))) as address:
        yield address


@contextlib.contextmanager
def run_server(handler: Callable[..., http.server.BaseHTTPRequestHandler]) -> Iterator[str]:
    """Answer requests with *handler*, on this machine, and yield the address."""
    server = QuietServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
