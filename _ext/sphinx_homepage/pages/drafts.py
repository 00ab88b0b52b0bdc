"""Drafts: pages that are not published, or not yet.

Which pages are drafts is decided at the beginning of each build, before any is read (:mod:`.publishing`).
For Sphinx and for other extensions, a draft is a page that does not exist: one that becomes a draft is
removed like a page whose file is gone, and one whose day has come is added like a new one.

Toctrees and links may name drafts, so that nothing has to be edited on that day.  A toctree leaves them out,
and of a link to one, the text is shown.

With the Sphinx tag ``drafts`` they are built as well, each with a notice.
"""

from __future__ import annotations

import html
import os
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.directives.other import TocTree
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import docname_join

from sphinx_incremental.collectors import PageCollector, page_values
from sphinx_incremental.facts import page_facts
from sphinx_incremental.files import write_whole
from sphinx_incremental.fingerprints import pages_changed
from sphinx_incremental.state import state_file

from ..core.addresses import page_forms
from ..core.build_date import build_date
from ..core.diagnostics import logger, warn, warn_problems
from ..core.messages import _
from ..core.problems import Problem, Subtype
from .publishing import TAG, Draft, find_draft, hidden_up_to, parse_unread
from .records import page_records
from .title import insert_below_title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .front_matter import FrontMatter
    from .records import PageRecord

DRAFTS_NOTE = "drafts.txt"
"""The state file with the line about drafts that a build ends with."""
_DRAFTS, _SOURCES, _TOCTREES = "homepage_drafts", "homepage_draft_sources", "homepage_toctree_drafts"


class _Source(NamedTuple):
    """What is known of a page before it is read."""

    stamp: tuple[int, int]
    """When its file was changed, in nanoseconds, and the size in bytes."""
    hidden_up_to: int
    """The last year in which it may have to be hidden."""
    matter: FrontMatter | None = None
    """Its front matter, if it has been parsed."""
    problems: tuple[Problem, ...] = ()


def all_drafts(env: BuildEnvironment) -> dict[str, Draft]:
    """Return the drafts of this build, by docname, whether they are shown or not."""
    return page_values(env, _DRAFTS)


def hidden_drafts(env: BuildEnvironment) -> dict[str, Draft]:
    """Return the drafts that are not built, by docname."""
    return {docname: draft for docname, draft in all_drafts(env).items() if docname not in env.found_docs}


def published_records(env: BuildEnvironment) -> dict[str, PageRecord]:
    """Return the record of every page that is no draft, by docname, sorted."""
    drafts = all_drafts(env)
    return {docname: record for docname, record in sorted(page_records(env).items()) if docname not in drafts}


def draft_files(env: BuildEnvironment) -> dict[str, str]:
    """Return the files that would answer at the addresses of drafts if these were built.

    :returns: the docname of the draft by the file, relative to the output directory, for both of the builders
        html and dirhtml, and for ``permalink`` and ``redirect_from``.
    """
    files: dict[str, str] = {}
    for docname, draft in hidden_drafts(env).items():
        files |= dict.fromkeys(page_forms(docname), docname)
        files |= dict.fromkeys(draft.matter.claimed_files(), docname)
    return files


def draft_title(docname: str, draft: Draft) -> str:
    """Return what a link to a draft shows if it has no text of its own."""
    return draft.matter.title or docname.rpartition("/")[2]


def leave_out_drafts(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Find the drafts, and remove them from the pages of the build unless they are to be shown.

    In ``env-get-outdated``, before everything that looks at the pages.

    :returns: the pages to be read again: those with a toctree from which a page was left out that is no
        draft any more.
    """
    today = build_date()
    sources = dict(_sources(env, today.year))
    drafts: dict[str, Draft] = {}
    setattr(env, _SOURCES, sources)
    setattr(env, _DRAFTS, drafts)
    for docname, source in sorted(sources.items()):
        draft = find_draft(docname, source.matter, today) if source.matter else None
        if draft is None:
            continue
        if docname == env.config.root_doc:
            message = "a site needs its home page: it is published, though it states that it is a draft"
            warn(message, Subtype.FRONT_MATTER, (docname, 1))
            continue
        drafts[docname] = draft
        if TAG not in app.tags:
            # A page that is read has its warnings then.
            warn_problems(source.problems, docname)
    hidden = set() if TAG in app.tags else set(drafts)
    for docnames in (env.found_docs, added, changed):
        docnames.difference_update(hidden)
    removed.update(hidden & env.all_docs.keys())
    return [docname for docname, names in page_values(env, _TOCTREES).items() if not names <= hidden]


def _sources(env: BuildEnvironment, year: int) -> Iterator[tuple[str, _Source]]:
    """Yield what is known of each page, with its front matter if it may have to be hidden in the *year*."""
    before: dict[str, _Source] = getattr(env, _SOURCES, {})
    # Strings, since paths are slow where there are thousands of them.
    srcdir = str(env.srcdir)
    for docname in env.found_docs:
        path = f"{srcdir}/{env.doc2path(docname, base=False)}"
        try:
            found = os.stat(path)  # noqa: PTH116
            source = before.get(docname)
            if source is None or source.stamp != (found.st_mtime_ns, found.st_size):
                source = _Source((found.st_mtime_ns, found.st_size), hidden_up_to(docname, _read(path)))
            if source.hidden_up_to >= year and source.matter is None:
                matter, problems = parse_unread(_read(path).decode(env.config.source_encoding))
                source = source._replace(matter=matter, problems=tuple(problems))
        except (OSError, UnicodeError):  # Sphinx reports it
            continue
        yield docname, source


def _read(path: str) -> bytes:
    with open(path, "rb") as stream:  # noqa: PTH123
        return stream.read()


class ToctreeDraftsCollector(PageCollector):
    """Keeps the drafts that the toctrees of each page have left out."""

    attribute = _TOCTREES

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Do nothing, since the directive has noted them."""


class TocTreeWithoutDrafts(TocTree):
    """``toctree`` that leaves out drafts."""

    def run(self) -> list[nodes.Node]:
        """Return Sphinx's own nodes without the drafts.

        For Sphinx they are there, so that it does not warn about them, nor about a pattern that matches
        nothing else.
        """
        drafts, found = hidden_drafts(self.env).keys(), self.env.found_docs
        found.update(drafts)
        try:
            result = super().run()
        finally:
            found.difference_update(drafts)
        for tree in (tree for node in result for tree in node.findall(addnodes.toctree)):
            if named := drafts & set(tree["includefiles"]):
                docname = self.env.current_document.docname
                page_values(self.env, _TOCTREES).setdefault(docname, set()).update(named)
                tree["entries"] = [entry for entry in tree["entries"] if entry[1] not in named]
                tree["includefiles"] = [name for name in tree["includefiles"] if name not in named]
        return result


class DraftLinks(SphinxPostTransform):
    """Replaces links to drafts by their texts."""

    # Before MyST (9) and Sphinx (10) resolve them.
    default_priority = 8

    def run(self, **_kwargs: Any) -> None:
        """Replace the links on a page."""
        drafts = hidden_drafts(self.env)
        for node in list(self.document.findall(addnodes.pending_xref)) if drafts else ():
            docname = self._docname(node)
            if docname in drafts:
                title = nodes.inline("", draft_title(docname, drafts[docname]))
                node.replace_self(node.children if node.get("refexplicit") else title)

    def _docname(self, node: addnodes.pending_xref) -> str:
        """Return the page that a link names, if it may name one."""
        kind, target = node.get("reftype"), node.get("reftarget", "")
        if node.get("refdomain") == "doc":  # MyST's, which has found the page
            return str(target)
        # These may be the names of labels as well.
        labels = self.env.domains.standard_domain.anonlabels
        if kind == "doc" or (kind in ("any", "myst") and target.lower() not in labels):
            return docname_join(node.get("refdoc", self.env.docname), target)
        return ""


def find_outdated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages that show something else of drafts: a notice, or the titles of those they name."""
    drafts = all_drafts(env)
    hidden = hidden_drafts(env)
    shown: dict[str, Any] = {docname: drafts[docname].date for docname in drafts.keys() - hidden.keys()}
    for docname, facts in page_facts(env).items() if hidden else ():
        named = {reference.page for reference in facts.references} & hidden.keys()
        if named:
            shown[docname] = [draft_title(name, hidden[name]) for name in sorted(named)]
    return pages_changed(app, env, "drafts", shown)


def add_notice(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Add a notice at the beginning of a page that is a draft, below its title."""
    draft = all_drafts(app.env).get(docname)
    if draft is None:
        return
    text = _("Draft: not published")
    if draft.date:
        text = _("Draft: published from %s") % draft.date.in_words(app.config.language)
    notice = f'<p class="hp-draft" role="note">{html.escape(str(text))}</p>\n'
    insert_below_title(doctree, [nodes.raw("", notice, format="html")])


def report_drafts(app: Sphinx, exception: Exception | None) -> None:
    """Name the drafts in one line, which is no warning; keep it for those who build with ``-q``."""
    if exception is not None:
        return
    line, file = _report(app.env), state_file(app, DRAFTS_NOTE)
    if line:
        logger.info(line)
        write_whole(file, f"{line}\n".encode())
    else:
        file.unlink(missing_ok=True)


def _report(env: BuildEnvironment) -> str:
    drafts = all_drafts(env)
    if not drafts:
        return ""
    names = ", ".join(f"{docname} ({draft.reason})" for docname, draft in sorted(drafts.items()))
    count = "1 draft is" if len(drafts) == 1 else f"{len(drafts)} drafts are"
    return f"{count} {'not published' if hidden_drafts(env) else 'shown'}: {names}"


def setup_drafts(app: Sphinx) -> None:
    """Register the parts of this module."""
    app.add_env_collector(ToctreeDraftsCollector)
    app.add_directive("toctree", TocTreeWithoutDrafts, override=True)
    app.add_post_transform(DraftLinks)
    # Before everything that looks at the pages of the build.
    app.connect("env-get-outdated", leave_out_drafts, priority=100)
    app.connect("env-updated", find_outdated)
    # After everything that reports on the site.
    app.connect("build-finished", report_drafts, priority=960)
