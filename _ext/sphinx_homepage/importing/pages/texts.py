"""The text of each new page: Liquid is run, lists become listings, and kramdown or HTML becomes MyST."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from ..converted import Change, Converted
from ..jekyll.documents import LIQUID, LIQUID_COMMENT, LIQUID_RAW
from ..jekyll.text_files import read_text
from ..limits import CONVERTING, time_limit
from ..liquid.cv_data import CV_INCLUDE, place_cv
from ..liquid.includes import HEADER_LAYOUTS, LAYOUTS, PLAIN_LAYOUTS, list_layout
from ..liquid.marks import (
    BASE_URL,
    ENTRY_START,
    LAYOUT_END,
    LAYOUT_START,
    MARKED_BIBLIOGRAPHY,
    MARKED_ENTRY,
    PAGE,
    SITE_URL,
    without_list_marks,
)
from ..liquid.process import Job
from ..lists.entries import pictures_of_entries
from ..lists.listings import NO_PLACE, WRITTEN_OUT, Replaced, replace_empty_lists, replace_lists
from ..lists.theme_entries import plain_entries
from ..lists.works import Work, works_of_directories
from ..markdown.addresses_in_text import rooted_address, rooted_links, site_addresses
from ..markdown.code_in_text import outside_code, parts_and_code
from ..markdown.crossed_sections import without_crossed
from ..markdown.html_pages import html_to_markdown
from ..markdown.html_parts import COMMENT
from ..markdown.icon_links import name_icon_links
from ..markdown.kramdown import to_myst
from ..markdown.lines import backticks
from ..markdown.own_colours import is_for_light_pages
from ..markdown.pictures import without_missing_sources
from ..markdown.scripts import lacks_script, without_idle, without_loaded
from ..settings.layout_extras import around, extras, has_extras, is_own_key, letters_of, shows_type
from ..settings.page_frames import file_of
from ..words_in_text import plain, words
from .header import page_header, page_sidebar

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..jekyll.site import OldPage, OldSite
    from ..liquid.process import LiquidProcess, Rendered
    from ..settings.site_settings import Settings
    from ..site_in_making import MadePage, SiteInMaking

_THEME = re.compile(
    r"""\s(?:class|itemprop|itemtype|role|aria-hidden)\s*=\s*(?:"[^"<>]*"|'[^'<>]*')(?=[^<>]{0,2000}>)"""
    r"|\sitemscope\b(?=[^<>]{0,2000}>)"
)
_STYLE = re.compile(r"""(<(?!img\b)\w[^<>]{0,2000}?)\sstyle\s*=\s*(?:"[^"<>]*"|'[^'<>]*')""", re.IGNORECASE)
_PLACE = "HPLISTING{}X"
_BEFORE_LIQUID = re.compile(r"\s*+\{%")
_HEADING_OF_LIST = re.compile(
    r"^([ \t]*)<h([1-6])\b[^<>]*>[^<>]*</h\2>(?=\s*<p>HPLISTING)", re.IGNORECASE | re.MULTILINE
)
_HEADING_OF_THEME = re.compile(
    r"<h[1-6]\b(?=[^<>]*\sclass\s*=\s*[\"']?(?:archive|page)__)[^<>]*>", re.IGNORECASE
)
# Before HTML in Markdown; more make code of it.
_MOST_SPACES = 3
_CLASS = re.compile(r"""\sclass\s*=\s*(?:"[^"<>]*"|'[^'<>]*')""", re.IGNORECASE)
# HTML behind it begins a block of its own, where an indent would make code of it.
PLACED = re.compile(r"(?:<p>\s*)?HPLISTING(\d+)X(?:\s*</p>)?(?:[ \t]*\n[ \t]+(?=<))?")
"""What stands for a listing until the page is written, with its number."""
_FOREIGN_SCRIPT = re.compile(
    r"^[ \t]*<script\b[^<>]{0,2000}\bsrc\s*=\s*[\"']?(?:https?:)?//", re.IGNORECASE | re.MULTILINE
)
# One with an id may be linked to.
_TOP_HEADING = re.compile(
    r"<h1\b(?![^<>]*\bid\s*=)[^<>]*>((?:(?!</?h1\b).)*)</h1\s*>", re.DOTALL | re.IGNORECASE
)
_COLLECTION = re.compile(r"\{%-?\s*(?:for\s+[\w-]+\s+in|assign\s+[\w-]+\s*=)\s*site\.([\w-]+)")
_LAYOUT = re.compile(f"{LAYOUT_START}([^{LAYOUT_END}]*){LAYOUT_END}")
_LIST = re.compile(r"\{%-?\s*(?:for|bibliography)\b")
# An include that a page of the site asks for by a key, which is true.
_ASKED = re.compile(r"\{%-?\s*if\s+page\.([\w-]+)(?:\s*==\s*true)?\s*-?%\}\s*\{%-?\s*include\s")
_LOOP = re.compile(r"\{%-?\s*for\s+\w+\s+in\s+site\.(\w[\w-]*)")


def render_pages(site: SiteInMaking, settings: Settings, process: LiquidProcess) -> None:
    """Run Liquid where there is any, replace lists of pages by listings, and convert the text.

    Texts are converted while the process with Liquid goes on.
    """
    directories = works_of_directories(site)
    jobs = {}
    for page in site.pages.values():
        old = page.old
        is_plain = old.layout in PLAIN_LAYOUTS and not (
            has_extras(_shown_matter(page, settings)) or _shows_more(site.old, old)
        )
        layout = "" if is_plain else old.layout
        # In a file without front matter there is no Liquid, even if it looks like that.
        if old.source in site.numbers and (LIQUID.search(old.body) or layout):
            jobs[old.source] = Job(old.source, old.body, layout)
    answers = process.render_all(list(jobs.values()))
    with_lists = []
    for count, page in enumerate(site.pages.values()):
        if count % 50 == 0:
            site.progress(f"converting page {count + 1} of {len(site.pages)}")
        text = page.old.body
        if page.old.source in jobs:
            answer = next(answers)
            if answer.layout.strip() != PAGE and not shows_type(answer.layout, page.old.own):
                site.types_unseen.add(site.numbers[page.old.source])
            text = _rendered(site.old, page, answer, _shown_matter(page, settings))
        text = _with_header(site, page, _with_sidebar(site, page, text))
        if ENTRY_START in text:
            with_lists.append((page, text))
        else:
            _finish(site, page, text, directories)
            number = site.numbers.get(page.old.source)
            if number in site.works:
                site.works[number] = replace(site.works[number], text=page.rendered)
    # What a list shows may be on the pages of its entries.
    for page, text in with_lists:
        _finish(site, page, text, directories)


def _with_header(site: SiteInMaking, page: MadePage, text: str) -> str:
    """Return the text of a page with the image and words of its header, if its layout showed them."""
    old = page.old
    more = site.old.theme_words().get("more_label", "")
    header = page_header(old.matter, site.old.statics, more) if old.source in site.numbers else ""
    if not header or not _shows_header(site.old, old.layout):
        return text
    page.report.changes.append(
        Change(0, "the image and the words of header were added: the layout showed them")
    )
    return f"{html_to_markdown(header).text if old.is_markdown else header}\n\n{text}"


def _with_sidebar(site: SiteInMaking, page: MadePage, text: str) -> str:
    """Return the text of a page with what its layout showed beside it of ``sidebar``."""
    old = page.old
    found = page_sidebar(old.matter, site.old.statics) if old.source in site.numbers else ""
    own = site.old.own_layout(old.layout)
    is_shown = old.layout in HEADER_LAYOUTS - {"splash"} if own is None else "sidebar.html" in own
    if not found or not is_shown:
        return text
    page.report.changes.append(Change(0, "the box of sidebar was added: the layout showed it"))
    found = rooted_links(found, old.url or "/", site.old.config.baseurl, is_html=True)
    beside = html_to_markdown(found).text.strip()
    fence = backticks(beside, 3)
    return _place(page, f"{fence}{{sidebar}}\n{beside}\n{fence}") + text


def _shows_header(site: OldSite, layout: str) -> bool:
    """Return whether a layout, the site's own or the theme's, shows an image above a page."""
    own = site.own_layout(layout)
    return "page__hero" in own if own is not None else layout in HEADER_LAYOUTS


def _shows_more(site: OldSite, page: OldPage) -> bool:
    """Return whether the layout of a page, the site's own, is what there is to read.

    It has a loop, which may list other pages, or a bibliography, or what the page asks for, or the page has
    no text. Around documents, a loop is for what else there is to read.
    """
    if page.kind != "pages" or not page.layout or site.own_layout(page.layout) is None:
        return False
    is_list = _LIST.search(site.whole_layout(page.layout)) is not None
    return not page.body.strip() or is_list or _asks_for_more(site, page)


def _asks_for_more(site: OldSite, page: OldPage) -> bool:
    """Return whether the layout of a page, the site's own, includes what the page has a key for."""
    keys = set(_ASKED.findall(site.own_layout(page.layout) or "")) if page.kind == "pages" else set[str]()
    return any(page.own.get(key) is True and is_own_key(key) for key in keys)


def _shown_matter(page: MadePage, settings: Settings) -> dict[str, Any]:
    """Return the front matter of a page; an author who is nobody of the site is no author there."""
    own = dict(page.old.own)
    if own.get("author") and not settings.knows(own["author"]):
        # Under a key that is none of ours, it is content like that of any other.
        own["\0author"] = own.pop("author")
    return own


def _rendered(site: OldSite, page: MadePage, found: Rendered, own: dict[str, Any]) -> str:
    """Return what Liquid has made of a page, with what its layout puts around it."""
    old = page.old
    is_there = partial(_is_there, site)
    text = without_missing_sources(found.text, is_there, is_html=not old.is_markdown)
    layout = without_missing_sources(found.layout, is_there, is_html=True)
    page.report.questions += [Change(0, problem) for problem in found.problems]
    if LIQUID.search(old.body) and not any(problem.startswith("its Liquid") for problem in found.problems):
        page.report.changes.append(Change(0, "Liquid was run, and what it wrote is in the text now"))
    if not layout:
        return text
    if old.layout in LAYOUTS and list_layout(old.layout, site.own_layout(old.layout)):
        return layout.replace(PAGE, f"\n\n{text}\n\n")
    above: list[str]
    below: list[str]
    asks_for_more = _asks_for_more(site, old)
    first, second = around(layout, own, asides=asks_for_more)
    has_list = ENTRY_START in first + second or MARKED_BIBLIOGRAPHY.search(first + second)
    shows_more = asks_for_more or (has_list and _shows_more(site, old))
    # A page without text may have all of it in its layout; a document has a title and details.
    if old.layout in PLAIN_LAYOUTS and not shows_more and (text.strip() or old.kind != "pages"):
        above, below = extras(layout, own)
        what = "what the layout showed of the front matter was added to the text"
    else:
        above, below = [first] if first else [], [second] if second else []
        what = "what the layout showed around the text was added to it"
        if PAGE not in layout and letters_of(text) in letters_of(plain(first)):
            text = ""
    if above or below:
        page.report.changes.append(Change(0, what))
    show = _markdown if old.is_markdown else str
    return "\n\n".join([*map(show, above), text, *map(show, below)])


def _is_there(site: OldSite, address: str) -> bool:
    """Return whether an address in what Liquid wrote is on another site, or that of a file of this one."""
    path = re.sub(f"^[{SITE_URL}{BASE_URL}]+", "", address)
    return "//" in path or file_of(path) in site.statics


def _place(page: MadePage, part: str) -> str:
    """Return what stands for a directive, such as a listing, until the page is written."""
    page.parts.append(part)
    return f"\n\n<p>{_PLACE.format(len(page.parts) - 1)}</p>\n\n"


def _finish(site: SiteInMaking, page: MadePage, text: str, directories: dict[str, list[Work]]) -> None:
    """Replace lists in the text of a page, and convert it."""
    for number, entry in MARKED_ENTRY.findall(text):
        if int(number) in site.works and shows_type(entry, site.old.pages[int(number)].own):
            site.types_in_lists.add(int(number))
    about_liquid = set() if page.old.is_markdown else _comments_on_liquid(page.old.body)
    # What is in a comment is no list of anything.
    text = COMMENT.sub(
        lambda comment: "" if comment[0] in about_liquid else without_list_marks(comment[0]), text
    )
    text = _with_listings(site, page, text, directories)
    place = partial(_place, page)
    text = _bibliographies(site, text, place)
    text = place_cv(site, page, text, place)
    text = _LAYOUT.sub(lambda part: f"\n\n{_markdown(part[1])}\n\n", text)
    if page.old.is_markdown and (SITE_URL in text or BASE_URL in text):
        text = _addresses_in_code(site, text)
    page.rendered = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", _site_addresses(site, text))
    page.body = _body(site, page)


def _site_addresses(site: SiteInMaking, text: str) -> str:
    return site_addresses(text, f"{site.site_url}{site.old.config.baseurl}", SITE_URL, BASE_URL)


def _with_listings(site: SiteInMaking, page: MadePage, text: str, directories: dict[str, list[Work]]) -> str:
    """Return the text of a page with listings in the place of lists, and note what these showed."""
    place = partial(_place, page)
    empty = _empty_collections(site.old, page.old)
    if ENTRY_START in text:
        pictures = pictures_of_entries(
            _site_addresses(site, text), lambda number: str(site.old.pages[number].own)
        )
        code = page.old.body + (site.old.own_layout(page.old.layout) or "")
        numbers = {int(number) for number, _entry in MARKED_ENTRY.findall(text)}
        pageless = {
            number
            for number in numbers - site.works.keys() - site.examples.keys()
            if site.old.pages[number].kind != "pages"
        }
        lists = replace_lists(text, site.works, directories, place, site.examples, code, pageless)
        _report(page, lists)
        text, page.listed = lists.text, lists.listed
        for number, summary in lists.summaries.items():
            # An archive of everything mostly shows less than the list of a collection.
            known = site.summaries.get(number, "")
            site.summaries[number] = max(known, summary, key=lambda text: len(words(text)))
        if any(part.startswith("```{listing}") and ":layout: compact\n" not in part for part in page.parts):
            for number, source in pictures.items():
                address = rooted_address(source, page.old.url or "/", site.old.config.baseurl)
                site.pictures.setdefault(number, address)
    elif (_looped_collections(site.old, page.old) - {*empty}) and _names_works(site, page, text):
        page.report.questions.append(Change(0, WRITTEN_OUT))
    lists = replace_empty_lists(text, directories, place)
    _report(page, lists)
    unplaced = [label for label in empty if label not in lists.collections]
    page.report.questions += [Change(0, NO_PLACE.format(label)) for label in unplaced]
    return lists.text


def _report(page: MadePage, lists: Replaced) -> None:
    page.report.changes += [Change(0, what) for what in lists.notes]
    page.report.questions += [Change(0, what) for what in lists.questions]


def _comments_on_liquid(body: str) -> set[str]:
    """Return the comments right above Liquid: they tell of a template, which is run."""
    return {comment[0] for comment in COMMENT.finditer(body) if _BEFORE_LIQUID.match(body, comment.end())}


def _empty_collections(site: OldSite, page: OldPage) -> list[str]:
    """Return the collections without documents that a page looks at, even if no loop over one is run."""
    code = page.body or (site.own_layout(page.layout) or "" if page.layout and page.kind == "pages" else "")
    labels = dict.fromkeys(_COLLECTION.findall(LIQUID_COMMENT.sub("", COMMENT.sub("", code))))
    return [label for label in labels if label in site.config.collections and not site.documents(label)]


def _looped_collections(site: OldSite, page: OldPage) -> set[str]:
    """Return the collections over which a page has a loop; ``pages`` is one here."""
    code = page.body
    for pattern in (COMMENT, LIQUID_COMMENT, LIQUID_RAW):
        code = pattern.sub("", code)
    known = {"documents", "html_pages", "pages", "posts", "tags", "categories", *site.config.collections}
    return known.intersection(_LOOP.findall(code))


def _addresses_in_code(site: SiteInMaking, text: str) -> str:
    """Return *text* with the addresses in its code as Jekyll wrote them: readers are shown those."""
    written = {ord(SITE_URL): site.site_url, ord(BASE_URL): site.old.config.baseurl}
    try:
        with time_limit(CONVERTING):
            return "".join(
                part.translate(written) if is_code else part for part, is_code in parts_and_code(text)
            )
    except (RecursionError, TimeoutError):
        # The conversion meets the same, and tells of it.
        return text


def _names_works(site: SiteInMaking, page: MadePage, text: str) -> bool:
    """Return whether a text names another page of the site."""
    named = letters_of(plain(text))
    others = (work for work in site.works.values() if work.docname != page.docname)
    return any(len(title := letters_of(work.title)) > 3 and title in named for work in others)


def _bibliographies(site: SiteInMaking, text: str, place: Callable[[str], str]) -> str:
    """Replace what jekyll-scholar listed by listings of the same BibTeX files."""
    if not MARKED_BIBLIOGRAPHY.search(text):
        return text
    scholar = site.old.config.data.get("scholar")
    scholar = scholar if isinstance(scholar, dict) else {}
    directory = str(scholar.get("source") or "_bibliography").strip("/.")

    def listing(match: re.Match[str]) -> str:
        name = match[1] or str(scholar.get("bibliography") or "references.bib")
        name = name if name.endswith(".bib") else f"{name}.bib"
        try:
            source = (site.old.root / directory / name).resolve()
        except (OSError, RuntimeError, ValueError):
            return ""
        content = read_text(source) if source.is_relative_to(site.old.root) else None
        if content is None:
            return ""
        home = (site.old.root / directory).resolve()
        home = home if source.is_relative_to(home) and home.is_relative_to(site.old.root) else site.old.root
        name = source.relative_to(home).as_posix()
        site.texts[name] = re.sub(r"\A---\s*\n---\s*\n", "", content)
        options = f":where: {match[2]}\n" if match[2] else ":group: year\n"
        return place(f"```{{listing}}\n{options}\n/{name}\n```")

    return MARKED_BIBLIOGRAPHY.sub(listing, text)


def _body(site: SiteInMaking, page: MadePage) -> str:
    old = page.old
    try:
        with time_limit(CONVERTING):
            converted = _converted(site, page)
    except RecursionError:
        converted = _as_it_was(site, page, "it is nested too deeply to be converted, and stays as it was")
    except TimeoutError:
        converted = _as_it_was(site, page, "its conversion takes too long, and it stays as it was")
    is_same = page.rendered == old.body
    offset = old.body_line - 1 if is_same else 0
    for target, changes in (
        (page.report.changes, converted.changes),
        (page.report.questions, converted.questions),
    ):
        target += [Change(change.line + offset if is_same else 0, change.what) for change in changes]
    return converted.text


def _converted(site: SiteInMaking, page: MadePage) -> Converted:
    old = page.old
    text, gone = without_loaded(page.rendered, is_html=not old.is_markdown)
    sheets = [address for address in dict.fromkeys(gone) if address in old.body]
    if sheets:
        which = "style sheets are" if len(sheets) > 1 else "a style sheet is"
        what = f"{which} not loaded (if the page looks wrong, see docs/look.md): {', '.join(sheets)}"
        # Those of a CV are of no use to the directive that shows it now.
        notes = page.report.changes if CV_INCLUDE in old.body else page.report.questions
        notes.append(Change(0, what))
    untitled = _without_title(text, old)
    if untitled != text:
        text = untitled
        what = "the heading that repeats the title is left out: the page has it by itself"
        page.report.changes.append(Change(0, what))
    named = name_icon_links(text, is_html=not old.is_markdown)
    if named != text:
        text = named
        what = "links that were only an icon of the old theme have its name as their text"
        page.report.changes.append(Change(0, what))
    without_theme = plain_entries(text, is_html=not old.is_markdown)
    if without_theme != text:
        text = without_theme
        page.report.changes.append(
            Change(0, "entries of a list are without the classes of the old theme, and in Markdown")
        )
    text = rooted_links(text, old.url or "/", site.old.config.baseurl, is_html=not old.is_markdown)
    text = _with_plain_headings(_unwrapped(text), is_html=not old.is_markdown)
    converted = to_myst(text, site.dialect, site.labels) if old.is_markdown else html_to_markdown(text)
    uncrossed = without_crossed(converted.text, has_title=bool(old.title))
    if uncrossed != converted.text:
        what = "elements of HTML around headings are left out: they would end in other sections"
        converted = replace(converted, text=uncrossed, changes=(*converted.changes, Change(0, what)))
    if _FOREIGN_SCRIPT.search(without_idle(converted.text)):
        what = "a script of another host is loaded: see whether it works without the old theme"
        page.report.questions.append(Change(0, what))
    elif lacks_script(converted.text):
        what = "buttons or fields on it do nothing: the scripts of the old theme are not taken over"
        page.report.questions.append(Change(0, what))
    if is_for_light_pages(without_idle(converted.text)):
        what = "colours of its own are for light pages: see it in the dark mode (docs/look.md, Dark mode)"
        page.report.questions.append(Change(0, what))
    return converted


def _without_title(text: str, page: OldPage) -> str:
    """Return *text* without a top heading in HTML that is the title of the page."""
    if not page.title or "<h1" not in text.lower():
        return text
    heading = _TOP_HEADING.search(outside_code(text, is_html=not page.is_markdown))
    if heading is None or letters_of(plain(heading[1])) != letters_of(plain(page.title)):
        return text
    return text[: heading.start()] + text[heading.end() :]


def _as_it_was(site: SiteInMaking, page: MadePage, why: str) -> Converted:
    """Return the text of a page that cannot be converted: HTML in fences longer than any within it."""
    old = page.old
    text = rooted_links(page.rendered, old.url or "/", site.old.config.baseurl, is_html=not old.is_markdown)
    if not old.is_markdown:
        fence = backticks(text, 3)
        opening = f"{fence}{{raw}} html\n"
        # Listings are between the parts.
        text = PLACED.sub(lambda match: f"\n{fence}\n\n{match[0]}\n\n{opening}", text.strip())
        text = f"{opening}{text}\n{fence}\n"
    return Converted(text, (), (Change(0, why),))


def _markdown(part: str) -> str:
    """Return HTML of a layout as Markdown; entries of lists stay as they are until the lists are replaced."""
    if ENTRY_START in part or MARKED_BIBLIOGRAPHY.search(part):
        # Indented, it would be code.
        part = re.sub(r"(?m)^[ \t]+|</?div>", lambda tag: "\n\n" if "<" in tag[0] else "", part)
        return f"{LAYOUT_START}{part}{LAYOUT_END}"
    # Classes and styles are the look of the old theme, which kept such neighbours apart.
    part = re.sub(r"(</span\s*>)(?=<span\b)", r"\1 ", part, flags=re.IGNORECASE)
    text = html_to_markdown(_STYLE.sub(r"\1", _THEME.sub("", part))).text.strip()
    return re.sub(r"\[(https?://[^\[\]\s<>]+)\]\(\1\)", r"<\1>", text)


def _with_plain_headings(text: str, *, is_html: bool) -> str:
    """Return *text* with the headings of listings as Markdown has them; classes were for the old theme.

    In HTML, so are the headings of lists that are empty, or written out.
    """

    def plain_heading(match: re.Match[str]) -> str:
        if is_html:
            return _CLASS.sub("", match[0])
        is_code = "\t" in match[1] or len(match[1]) > _MOST_SPACES
        heading = match[0] if is_code else html_to_markdown(_CLASS.sub("", match[0])).text.strip()
        return f"\n{heading}\n"

    if is_html:
        text = _HEADING_OF_THEME.sub(lambda tag: _CLASS.sub("", tag[0]), text)
    return _HEADING_OF_LIST.sub(plain_heading, text)


def _unwrapped(text: str) -> str:
    """Return *text* with each place of a listing outside of the tags that stand right around it."""
    pattern = re.compile(
        r"<(div|ul|ol|section|article|center|p)\b[^<>]*>\s*((?:<p>HPLISTING\d+X</p>\s*)+)</\1>", re.IGNORECASE
    )
    while True:
        text, count = pattern.subn(lambda match: f"\n\n{match[2].strip()}\n\n", text)
        if not count:
            return text
