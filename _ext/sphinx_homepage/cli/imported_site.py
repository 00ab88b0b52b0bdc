"""A site that an import makes: written beside its directory, built to find what is left to do, and moved."""

from __future__ import annotations

import errno
import shutil
from typing import TYPE_CHECKING, Any

from ..core.problems import plain
from ..importing.addresses.dead_addresses import retire
from ..importing.addresses.edited_ledger import LedgerInSite
from ..importing.addresses.old_files import MADE_FILES
from ..importing.converted import Change
from ..importing.edited_site import copy_edited, edited_builder, find_edits, has_news, note_deleted
from ..importing.liquid.cv_data import EXAMPLE_SHOWN
from ..importing.lists.listings import EMPTIED
from ..importing.report import Answer, LeftWarning
from ..importing.report_text import to_markdown
from ..importing.settings.footer import TEMPLATE
from ..importing.trial.build import build
from ..importing.trial.comparison import compare
from ..importing.trial.forced_code import FORCED, with_forced_code
from ..importing.writing import MANIFEST, REPORT, digest_of, is_damaged, move_into
from ..ledger.ledger_file import LEDGER
from .kept_conf import lacking_lines
from .site_files import write_files

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ..importing.edited_site import Edits
    from ..importing.jekyll.site import OldSite
    from ..importing.new_site import NewSite
    from ..importing.settings.site_settings import Settings
    from ..importing.trial.build import Trial
    from ..importing.trial.comparison import Comparison
    from .site_files import Extension

_FILES = (
    "conf.py", "Makefile", "requirements.txt", ".readthedocs.yaml", ".github/workflows/pages.yml",
    ".gitignore", "README.md",
)  # fmt: skip
_TEMPLATES = ["_templates"]
NO_ROOM = frozenset({errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EFBIG})
"""Why nothing can be written, whichever file is read meanwhile."""


class ImportedSite:
    """A new site on its way to its directory; the methods are called in their order."""

    _edits: Edits
    _ledger: LedgerInSite

    def __init__(self, made: NewSite, old: OldSite, target: Path, place: Path, scratch: Path) -> None:
        """Begin in *place*, an empty directory beside *target*, with another one for what is not kept."""
        self._made = made
        self._old = old
        self._target = target
        self._place = place
        self._scratch = scratch
        # Digests of pages before the build: of one that is edited, the next import makes no other form.
        self._drafts: dict[str, str] = {}

    def write(self) -> None:
        """Write pages, files and conf.py, and find what their owner has edited since the last import."""
        write_contents(self._made, self._place)
        self._write_files(("conf.py",))
        self._edits = find_edits(self._place, self._target)
        is_edited = LEDGER in self._edits.edited & self._edits.theirs
        self._ledger = LedgerInSite(self._made, self._target, is_edited=is_edited)

    def try_out(self, compared: Path | None) -> None:
        """Build the site, with what was edited, and note what the build warns of.

        :param compared: the old site as Jekyll built it, if the new one is to be compared with it.
        """
        made, edits = self._made, self._edits
        where = {address.url: address.where for address in made.report.addresses}
        tree = self._place
        if edits.theirs or edits.deleted:
            tree = self._scratch / "edited"
            copy_edited(self._place, self._target, edits, tree)
            made.settings.builder = edited_builder(self._target) or made.settings.builder
        trial = self._force_code(self._build(tree, is_read=compared is not None))
        dead = trial.dead
        # Once to retire what does not answer, and once more for what cannot be retired.
        for _attempt in range(2):
            if not retire(made, dead, self._ledger.own):
                break
            dead = self._build(tree, is_read=compared is not None).dead
        note_deleted(made, edits.deleted, where, self._ledger.own)
        if "conf.py" in edits.edited:
            # It may have what these files need, and the one of the import has not.
            trial = trial.without_types(edits.theirs)
        made.report.add_warnings(trial.warnings)
        made.report.warnings += [LeftWarning(f"{LEDGER}:{line}", message) for line, message in dead.items()]
        made.settings.ignored_links = trial.ignored_links
        made.settings.suppressed = trial.suppressed
        if trial.failure:
            made.report.failure = plain(trial.failure)
        elif compared is not None:
            made.report.comparison = self._compare(compared)

    def _force_code(self, trial: Trial) -> Trial:
        """Write pages again, so that code that is not quite in its language has no warning."""
        found: dict[str, list[LeftWarning]] = {}
        for warning in trial.warnings:
            if warning.type == "misc.highlighting_failure" and warning.file not in self._edits.theirs:
                found.setdefault(warning.file, []).append(warning)
        gone = []
        for path in found.keys() & self._made.texts.keys():
            text, forced = with_forced_code(self._made.texts[path], [warning.line for warning in found[path]])
            if not forced:
                continue
            self._drafts[path] = digest_of(self._place / path)
            self._made.texts[path] = text
            _write_text(self._place / path, text)
            gone += [warning for warning in found[path] if warning.line in forced]
            for page in self._made.report.pages:
                if page.target == path:
                    page.changes.append(Change(0, FORCED))
        return trial.without(gone)

    def _build(self, tree: Path, *, is_read: bool) -> Trial:
        self._ledger.write_for_build(tree)
        # A link to the README, which is no page, has a warning of its own.
        (tree / "README.md").touch()
        builder, pages = self._made.settings.builder, len(self._made.report.pages)
        return build(tree, self._output, builder, pages, is_read=is_read)

    @property
    def _output(self) -> Path:
        return self._scratch / "built"

    def _compare(self, built: Path) -> Comparison:
        """Compare the new site with the old one as Jekyll built it."""
        report = self._made.report
        emptied = {
            page.target
            for page in report.pages
            if any(question.what in (EMPTIED, EXAMPLE_SHOWN) for question in page.questions)
        }
        listings = {address.url for address in report.addresses if address.answer is Answer.LISTING}
        return compare(
            built,
            self._output,
            hosts=self._old.config.hosts,
            base=self._old.config.baseurl,
            # So are the further pages of a list, and those of one tag, which lead to a list.
            lists=[
                address.url
                for address in report.addresses
                if listings & {address.url, address.where.partition("#")[0]}
            ],
            left_out=[
                address.url
                for address in report.addresses
                # The page for wrong addresses is ours.
                if address.answer in (Answer.NOTHING, Answer.RETIRED)
                or address.where in {"404.html", *emptied}
            ]
            # Nor does anybody miss a link to a feed that the new site does not need.
            + [f"/{name}" for name in MADE_FILES if not name.endswith(".html")],
        )

    def finish(self, extension: Extension | None) -> None:
        """Write what follows from the build: the ledger, the settings, and the report.

        :param extension: how the new site installs this extension; without it, nothing stays but the report.
        """
        self._ledger.write_to_move(self._place)
        if "conf.py" in self._edits.edited:
            self._note_lacking()
        if extension:
            if extension.is_vendored:
                shutil.copytree(self._scratch / "vendor", self._place / "vendor")
            self._write_files(_FILES, extension)
        write_report(self._made, self._place, self._target)

    def move(self) -> None:
        """Move the site into its directory."""
        move_into(self._place, self._target, self._drafts)
        self._ledger.write_edited()

    def _note_lacking(self) -> None:
        """Note what a conf.py that was edited lacks, so that ``make html`` passes."""
        settings, report = self._made.settings, self._made.report
        shown = {str(page.matter.get("author")) for page in self._old.pages}
        needed = {
            "author_profiles": {key: record for key, record in settings.authors.items() if key in shown},
            "rediraffe_redirects": settings.redirects,
            "nitpick_ignore": settings.ignored_links,
            "suppress_warnings": settings.suppressed,
            "templates_path": _TEMPLATES if TEMPLATE in self._made.texts else [],
        }
        file = self._target / "conf.py"
        try:
            # To read a pipe may take forever.
            lines = lacking_lines(file.read_bytes(), needed) if file.is_file() else None
        except OSError:
            lines = None
        if lines is None:
            report.notes_on_kept.append("conf.py cannot be read as Python: repair it, and import again")
        else:
            report.lacking = lines

    def _write_files(self, files: Iterable[str], extension: Extension | None = None) -> None:
        """Write files that each new site has."""
        settings = self._made.settings
        fields = {key: value for key, value in settings.author.items() if value}
        directories = sorted(
            {
                f"`{path.partition('/')[0]}/`"
                for path in self._made.texts
                if path.endswith(".md") and "/" in path
            }
        )
        listed = (
            ", ".join(directories[:-1]) + (" and " if directories[1:] else "") + "".join(directories[-1:])
        )
        write_files(
            self._place,
            files,
            {
                "authors": settings.authors,
                "base_url": settings.base_url,
                "builder": settings.builder,
                "copyright": settings.copyright,
                "directories": listed or "directories beside it",
                "excluded": [".*", "_build", "vendor", "README.md", REPORT],
                "fields": fields,
                "language": settings.language,
                "name": fields["name"],
                "settings": _more_settings(settings, has_footer=TEMPLATE in self._made.texts),
                "title": settings.title if settings.title != fields["name"] else "",
            },
            extension,
        )


def write_contents(made: NewSite, place: Path) -> None:
    """Write the pages of the new site, and what it publishes."""
    root = place.resolve()
    contents: dict[str, str | Path] = {**made.texts, **made.copies}
    for path, content in contents.items():
        file = root / path
        try:
            if not file.resolve().is_relative_to(root):
                made.report.note_lost(path, "it would lead out of the new site")
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, str):
                _write_text(file, content)
            else:
                shutil.copyfile(content, file)
        except OSError as error:
            if error.errno in NO_ROOM:
                raise
            # A name that this system cannot store, a file that is a directory as well, or one that is gone.
            what = "read" if error.filename == str(content) else "written"
            made.report.note_lost(path, f"it cannot be {what}: {error.strerror or error}")


def _write_text(file: Path, text: str) -> None:
    """Write a page, whatever characters are in it."""
    file.write_text(text, encoding="utf-8", errors="replace", newline="\n")


def _more_settings(settings: Settings, *, has_footer: bool) -> dict[str, tuple[str, Any]]:
    """Return the settings that not every site has, each with a comment."""
    comment = "Code has colours only where its language is named, as in the old site."
    found: dict[str, tuple[str, Any]] = {"highlight_language": (comment, "none")}
    if settings.window_title:
        found["homepage_window_title"] = ("What <title> says, as in the old site.", settings.window_title)
    if not settings.shows_author:
        found["author_profile_default"] = ("Pages show the author only if they say so.", False)
    if settings.logo:
        found["html_logo"] = ("It stood above each page, and is above the author.", settings.logo)
    if has_footer:
        found["templates_path"] = (
            "What stands below each page is in _templates/homepage/footer.html.",
            _TEMPLATES,
        )
    if settings.redirects:
        found["rediraffe_redirects"] = ("Old URLs, and the page that each leads to.", settings.redirects)
    if settings.ignored_links:
        comment = (
            "Links to what is not in this site. Repair those that lead nowhere, and take them away here."
        )
        found["nitpick_ignore"] = (comment, settings.ignored_links)
    if settings.suppressed:
        comment = f"Types of warnings that were left after the import, off on all pages: see {REPORT}."
        found["suppress_warnings"] = (comment, settings.suppressed)
    return found


def write_report(made: NewSite, place: Path, target: Path) -> None:
    """Write the report, which names what will not be written."""
    if is_damaged(target):
        made.report.notes_on_kept.append(
            f"{MANIFEST}, which tells what the last import has written, is damaged: files that are not as "
            "this one would write them count as edited, and those that were deleted are written again"
        )
    (place / REPORT).write_text(to_markdown(made.report), encoding="utf-8")
    edits = find_edits(place, target)
    made.report.kept, made.report.deleted = sorted(edits.edited), sorted(edits.deleted)
    made.report.news = has_news(place, target, edits)
    if edits.kept:
        (place / REPORT).write_text(to_markdown(made.report), encoding="utf-8")
