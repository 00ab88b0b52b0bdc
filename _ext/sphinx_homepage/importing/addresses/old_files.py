"""The files of the old site that the new one serves at their old addresses."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ...core.addresses import UnsafeAddressError, file_address, parse_path
from ..jekyll.documents import LIQUID
from ..liquid.marks import BASE_URL, SITE_URL, without_entry_marks
from ..report import Address, Answer, LeftOut

if TYPE_CHECKING:
    from ..liquid.process import LiquidProcess
    from ..site_in_making import SiteInMaking

# Files that tell people and programs how a repository is worked on; no page of the site.
_HOUSEKEEPING = re.compile(
    r"(?:readme|license|contributing|changelog|code_of_conduct|gemfile|rakefile|makefile|dockerfile|package|"
    r"package-lock|yarn|docker-compose|_config|gulpfile|staticman|netlify|requirements)(?:[._-][\w.-]*)?"
    r"|.*\.(?:gemspec|scss|sass|sublime-project|sublime-workspace)",
    re.IGNORECASE,
)
# What the layouts of the theme load, and no page of ours.
_THEME = re.compile(
    r"(?:assets/(?:css|fonts|webfonts|js/(?:main|_main|plugins|vendor|lunr|jquery|fontawesome))|_sass|assets/js/_)"
)
MADE_FILES = frozenset(
    {"feed.xml", "sitemap.xml", "robots.txt", "404.html", "redirects.json", "atom.xml", "search.json"}
)
"""What plugins made before, and this extension makes now where the new site needs it."""
_TEXT_OUTPUT = (".json", ".txt", ".xml", ".bib", ".csv", ".ics", ".js", ".webmanifest")


def framed_directories(text: str) -> tuple[str, ...]:
    """Return the directories of which a text shows something in a frame, such as a map with its data."""
    return tuple(re.findall(r"""<iframe\b[^<>]*\bsrc\s*=\s*["']?/?([\w-]+/)""", text, re.IGNORECASE))


def used_files(site: SiteInMaking, demo: set[str]) -> set[str]:
    """Return the files among the examples of the template that pages of the new site name."""
    text = "\n".join(text for path, text in site.texts.items() if path.endswith((".md", ".html")))
    hosts = "|".join(map(re.escape, sorted(site.old.config.hosts)))
    found = {source for url, source in site.old.statics.items() if url.startswith(framed_directories(text))}
    for url, source in site.old.statics.items():
        if source in demo:
            names = f"{re.escape(url)}|{re.escape(url.rpartition('/')[2])}"
            if re.search(rf"""[\s"'(=<](?:https?://(?:{hosts}))?/?(?:{names})(?![\w-])""", text):
                found.add(source)
    return found


def copy_files(site: SiteInMaking, demo: set[str]) -> None:
    """Copy every file that was served to its old address."""
    taken = _taken(site)
    for url, source in sorted(site.old.statics.items()):
        name = url.rpartition("/")[2]
        if source in demo:
            site.report.demo.append(source)
        elif ("/" not in url and _HOUSEKEEPING.fullmatch(name)) or name.endswith((".scss", ".sass")):
            site.report.left_out.append(
                LeftOut(source, "it is about the repository, and no part of the site")
            )
        elif _THEME.match(url):
            site.report.left_out.append(LeftOut(source, "it belongs to the theme of the old site"))
        elif url in taken:
            _leave_out(site, source, url, taken[url])
        elif url in MADE_FILES and url != "robots.txt":
            site.report.left_out.append(LeftOut(source, "the new site makes its own"))
        else:
            try:
                # The repository of the old site has the name, so that its owner's system can store it.
                parse_path(f"/{file_address(url)}".replace("//", "/"), portable=False)
            except UnsafeAddressError as error:
                site.report.left_out.append(LeftOut(source, f"no host could serve it: {error}"))
                continue
            site.copies[f"public/{url}"] = site.old.root / source


def _taken(site: SiteInMaking) -> dict[str, bool]:
    """Return where no file can be published: where pages are, and in their directories.

    The value tells whether a page answers there.
    """
    pages = {page.old.output for page in site.pages.values() if page.old.output}
    pages |= {f"{page.docname}/index.html" for page in site.pages.values()}
    directories = {parent.as_posix() for page in pages for parent in PurePosixPath(page).parents}
    return dict.fromkeys(directories, False) | dict.fromkeys(pages, True)


def _leave_out(site: SiteInMaking, source: str, url: str, is_page: bool) -> None:
    why = "a page has its URL" if is_page else "pages are in a directory of its name"
    site.report.left_out.append(LeftOut(source, why))
    if not is_page:
        site.report.addresses.append(Address(file_address(url), Answer.NOTHING, why=why))


def make_other_outputs(site: SiteInMaking, process: LiquidProcess) -> None:
    """Make files of the pages that were no HTML."""
    taken = _taken(site)
    for page in site.old.pages:
        output = page.output
        if not output or page.is_html or page.source in site.pages:
            continue
        if _THEME.match(output) or output in MADE_FILES or not output.lower().endswith(_TEXT_OUTPUT):
            why = "Jekyll wrote it as a file that browsers do not show as a page"
            if page.kind == "pages" and output in MADE_FILES:
                why = "the new site makes its own"
            elif page.kind == "pages" and (output.endswith(".css") or _THEME.match(output)):
                why = "it belongs to the theme of the old site"
            site.report.left_out.append(LeftOut(page.source, why))
            continue
        if output in taken:
            _leave_out(site, page.source, output, taken[output])
            continue
        text = page.body
        if LIQUID.search(text):
            found = process.render(page.source, text, "")
            text = without_entry_marks(found.text)
        url = f"{site.site_url}{site.old.config.baseurl}"
        text = re.sub(f"[{SITE_URL}{BASE_URL}]+", url, text)
        site.texts[f"public/{output}"] = text
