"""Files that look like pages and are none, and why: a home page under another name, a page that is left out.

Sphinx calls a page that conf.py leaves out nonexisting, and a site without a home page an error in a document
that never was.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx import addnodes
from sphinx.util.matching import Matcher

from sphinx_incremental.config_errors import config_error
from sphinx_incremental.facts import PageFacts, page_facts, toctrees
from sphinx_incremental.files import is_file

from ..core.diagnostics import warn
from ..core.problems import Subtype
from .front_matter import parse_front_matter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

# The extensions that read the files which are most often pages.
_READERS = {".md": "myst_parser", ".ipynb": "myst_nb"}


def check_home_page(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """End the build, with what to do, if the site has no home page: Sphinx cannot build it."""
    root = app.config.root_doc
    if root in env.found_docs:
        return
    what = why_left_out(app, root)
    home = next(_pages_at_root(env), "") if not what else ""
    if home:
        path = env.doc2path(home, False)
        what = (
            f"{path} has permalink: /; rename it {root}{path.suffix}, or write root_doc = {home!r} in conf.py"
        )
    suffixes = app.config.source_suffix
    suffix = ".md" if ".md" in suffixes else next(iter(suffixes))
    what = what or f"make a file {root}{suffix}, or name another page as root_doc in conf.py"
    raise config_error(f"{app.srcdir} has no home page: {what}")


def _pages_at_root(env: BuildEnvironment) -> Iterator[str]:
    """Yield the pages that are the home page according to their front matter."""
    for docname in sorted(env.found_docs):
        try:
            source = Path(env.doc2path(docname)).read_text(encoding=env.config.source_encoding)
        except (OSError, UnicodeError):
            continue
        permalink = parse_front_matter(source)[0].permalink
        if permalink and permalink.text == "/":
            yield docname


def why_left_out(app: Sphinx, docname: str) -> str:
    """Return why a file is no page, or an empty string if there is none, or no reason in conf.py.

    :param docname: what the page would be called, a path from the source directory without a suffix.
    """
    config = app.config
    others = [suffix for suffix in _READERS if suffix not in config.source_suffix]
    for suffix in (*config.source_suffix, *others):
        path = docname + suffix
        if docname.startswith("../") or not is_file(Path(app.srcdir, path)):
            continue
        if suffix in others:
            add = f"add {_READERS[suffix]!r} to extensions in conf.py"
            return f"{path} exists, but nothing reads {suffix} files; {add}"
        if Matcher(config.exclude_patterns)(path):
            return f"{path} exists, but a pattern of exclude_patterns in conf.py leaves it out"
        if not Matcher(config.include_patterns)(path):
            return f"{path} exists, but no pattern of include_patterns in conf.py matches it"
    return ""


def warn_left_out(app: Sphinx, doctree: nodes.document) -> None:
    """Warn about each file that the current page names as a page, and that conf.py leaves out."""
    warned = set()
    for docname, location in _named_pages(app.env, doctree):
        if docname in app.env.found_docs or docname in warned:
            continue
        warned.add(docname)
        reason = why_left_out(app, docname)
        if reason:
            warn(reason, Subtype.LEFT_OUT, location)


def _named_pages(env: BuildEnvironment, doctree: nodes.document) -> Iterator[tuple[str, nodes.Node | str]]:
    """Yield each page that toctrees and links of the current page name, with the place."""
    current = env.current_document.docname
    for toctree in toctrees(env, current):
        for entry, location in _entries(toctree):
            yield _absolute(env, entry, current), location
    facts = page_facts(env).get(current, PageFacts())
    if all(reference.page in env.found_docs for reference in facts.references if reference.is_page):
        # Nearly every page.  To look at each node takes milliseconds.
        return
    for node in doctree.findall(addnodes.pending_xref):
        if node.get("refdomain") == "doc" and node.get("reftype") == "myst":
            yield node["reftarget"], node
        elif node.get("reftype") == "doc":
            yield _absolute(env, node["reftarget"], current), node


def _absolute(env: BuildEnvironment, written: str, current: str) -> str:
    """Return what is *written* on the page *current*, with or without a suffix, as a docname."""
    suffixes = (*env.config.source_suffix, *_READERS)
    suffix = next((suffix for suffix in suffixes if written.endswith(suffix)), "")
    path = posixpath.join("/", posixpath.dirname(current), written.removesuffix(suffix))
    return posixpath.normpath(path).lstrip("/")


def _entries(toctree: addnodes.toctree) -> Iterator[tuple[str, str]]:
    """Yield each entry of a toctree with its place: the node has only those that are pages."""
    source, first = toctree.source, toctree.line
    if not source or not first or not is_file(Path(source)):
        return
    lines = Path(source).read_text(encoding="utf-8", errors="replace").splitlines()
    if first > len(lines):
        return
    opening = lines[first - 1]
    fence = re.match(r"\s*(`{3,}|~{3,}|:{3,})", opening)
    indent = len(opening) - len(opening.lstrip())
    for number, line in enumerate(lines[first:], first + 1):
        text = line.strip()
        if fence and text.startswith(fence[1]) and not text.strip(fence[1][0]):
            return
        if not fence and text and len(line) - len(line.lstrip()) <= indent:
            return
        if text:
            # "A title <page>" as well.
            yield (
                text.rpartition("<")[2].removesuffix(">") if text.endswith(">") else text,
                f"{source}:{number}",
            )
