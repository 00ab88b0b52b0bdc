"""A new site while it is made: its pages, and what is known of each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .markdown.kramdown import Dialect
from .markdown.lines import lines_and_code
from .report import PageReport, Report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .jekyll.site import OldPage, OldSite
    from .lists.works import Work
    from .pages.link_keys import RenamedKey

_HEADING = re.compile(r"(#{1,6})[ \t]")
_UNDERLINE = re.compile(r"(?:=+|-+)\s*$")
# Behind anything else, such a line is a rule.
_UNDERLINED = re.compile(r"(?![-*+>][ \t]|\d+[.)][ \t]|[<|>])[ \t]{0,3}\S")


def top_headings(text: str) -> int:
    """Return how many headings in Markdown are below no other; a rule is none, and no comment in code."""
    before = ""
    count, top = 0, 6
    for line, is_code in lines_and_code(text):
        level = 0
        if not is_code and (heading := _HEADING.match(line)):
            level = len(heading[1])
        elif not is_code and _UNDERLINE.match(line) and _UNDERLINED.match(before):
            level = 1 if line.startswith("=") else 2
        if 0 < level <= top:
            count, top = count + 1, level
        before = "" if is_code else line
    return count


@dataclass
class MadePage:
    """A page while it is made."""

    old: OldPage
    docname: str
    report: PageReport
    is_demo: bool = False
    rendered: str = ""
    body: str = ""
    """Its text as MyST reads it."""
    parts: list[str] = field(default_factory=list)
    """The listings of the page and its other directives, by their number."""
    listed: set[str] = field(default_factory=set)
    """The pages that it lists."""
    renamed: list[RenamedKey] = field(default_factory=list)
    """Keys of its front matter that have one of our names now."""
    has_named_authors: bool = False
    """Whether its authors have names in the place of keys of ``_data/authors.yml``."""
    redirect_from: list[str] = field(default_factory=list)
    """Other old addresses that lead here: of archives, and of its front matter when that has been read."""

    @property
    def top_headings(self) -> int:
        """Return how many headings in its text are below no other: one is its title if it has no other."""
        return top_headings(self.body)


class SiteInMaking:
    """A new site while it is made."""

    def __init__(self, old: OldSite, new: str, *, keep_demo: bool, progress: Callable[[str], None]) -> None:
        self.old = old
        self.report = Report(str(old.root), new)
        self.report.left_out += old.left_out
        self.report.settings += old.problems
        self.keep_demo = keep_demo
        self.progress = progress
        self.pages: dict[str, MadePage] = {}
        self.texts: dict[str, str] = {}
        self.copies: dict[str, Path] = {}
        self.ledger_urls: dict[str, str] = {}
        """How the report names the address of each line of the ledger, by its path."""
        self.works: dict[int, Work] = {}
        self.examples: dict[int, Work] = {}
        """The examples of the template, which may have had no pages."""
        self.summaries: dict[int, str] = {}
        """What lists showed as summaries of documents, by their numbers."""
        self.types_in_lists: set[int] = set()
        """The numbers of the documents whose ``type`` a list showed."""
        self.types_unseen: set[int] = set()
        """The numbers of the documents whose layout did not show their ``type``."""
        self.pictures: dict[int, str] = {}
        """The addresses of the images that lists showed of documents, by their numbers."""
        self.coauthors: dict[str, list[str]] = {}
        """The addresses of the links on each name of an author in front matter."""
        self.redirects: dict[str, str] = {}
        """Where each page leads that leads to another one, by their docnames."""
        self.numbers = {page.source: number for number, page in enumerate(old.pages)}
        self.reached: set[str] = set()
        """The docnames of the pages that the navigation or a listing leads to."""
        self.owners: dict[str, MadePage] = {}
        """The page that Jekyll wrote to each file."""
        self.claims: dict[str, MadePage] = {}
        """The page that each other address leads to."""
        self.labels: set[str] = set()
        """The names of headings, which are names in the whole site."""
        self.site_url = old.config.url
        kramdown = old.config.data.get("kramdown")
        options = kramdown if isinstance(kramdown, dict) else {}
        self.dialect = Dialect(
            emoji="jemoji" in str(old.config.data.get("plugins")) + str(old.config.data.get("gems")),
            hard_wrap=options.get("hard_wrap") is True,
            parse_block_html=options.get("parse_block_html") is True,
        )

    def owner(self, output: str) -> MadePage | None:
        """Return the page that Jekyll wrote to a file."""
        return self.owners.get(output) if output else None
