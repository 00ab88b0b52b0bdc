"""What a page tells of its work below the title: its details on one line, links, and how to cite it.

It is added when the page has been read, so that its links are resolved and checked as those of the body are,
and every builder has it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from docutils import nodes

from ..core.dates import parse_date
from ..core.messages import _
from ..core.web_urls import has_scheme
from ..mathematics.titles import plain_title
from ..pages.publishing import POSTS, collection
from ..pages.records import page_records
from ..pages.text_in_markup import plain_text
from ..pages.title import DETAILS, insert_below_title, titled_section
from .citation import citation_nodes, url_node
from .from_page import work_of_page
from .model import WorkType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

    from ..core.dates import Date
    from .model import Link, Work

_SCHEME_AND_HOST = re.compile(r"https?://(?:(?:dx|www)\.)?")
# Words in a minute; two characters of Chinese or Japanese are as long as a word.
_WORDS_A_MINUTE = 200
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{1,2}|[^\s\u3040-\u30ff\u3400-\u9fff]+")


class time(nodes.inline):  # noqa: N801
    """A date in words, with its ``datetime`` in ISO 8601."""


def visit_time(translator: HTML5Translator, node: time) -> None:
    """Open the ``<time>`` element of a date."""
    translator.body.append(translator.starttag(node, "time", "", datetime=node["datetime"]))


def depart_time(translator: HTML5Translator, _node: time) -> None:
    """Close it."""
    translator.body.append("</time>")


class group_link(nodes.inline):  # noqa: N801
    """A tag or category, which leads to its group in a listing: the page's ``docname``, and the ``field``."""


class entry_details(nodes.General, nodes.Element):  # noqa: N801
    """The place of the details of a page about an entry, or with authors, with its docname and reading time.

    The entry and the records of the authors may change without the page.
    """


def add_details(app: Sphinx, doctree: nodes.document) -> None:
    """Add to a page, below its title, what its front matter tells of its work."""
    docname = app.env.current_document.docname
    record = page_records(app.env)[docname]
    matter = record.front_matter
    is_timed = collection(docname, matter) == POSTS if matter.read_time is None else matter.read_time
    minutes = reading_minutes(doctree) if is_timed else 0
    found: list[nodes.Element]
    if matter.bibtex or matter.author_names:
        found = [entry_details(docname=docname, minutes=minutes)]
    else:
        title = plain_title(app.env.titles[docname]) if docname in app.env.titles else docname
        work = work_of_page(docname, title, record)
        found = [*detail_paragraphs(work, app.config.language, doctree, minutes, [])]
        set_sources(found, str(app.env.doc2path(docname)))
    insert_below_title(doctree, found)


def detail_paragraphs(
    work: Work, language: str, doctree: nodes.document, minutes: int, authors: list[nodes.Node]
) -> Iterator[nodes.paragraph]:
    """Yield the paragraphs that stand below the title of a page about a work.

    :param minutes: how long it takes to read the page; 0 if it does not show that.
    :param authors: whose work it is; empty if that is not known.
    """
    if authors:
        yield _paragraph(authors, "hp-people")
    if work.links:
        # A URL that the page has written out is link enough.
        written = {
            reference.get("refuri") for reference in doctree.findall(nodes.reference) if _is_url(reference)
        }
        work = replace(work, links=tuple(link for link in work.links if link.url not in written))
    yield from _paragraphs(work, language, minutes)
    if work.citation and not has_text(doctree, work.citation):
        message = _("Recommended citation: %(citation)s")
        yield _paragraph(filled(message, citation=full_citation(work)), "hp-citation")


def _is_url(reference: nodes.reference) -> bool:
    """Return whether the text of a link is its URL."""
    return bool(reference.astext() == reference.get("refuri"))


def full_citation(work: Work) -> list[nodes.Node]:
    """Return how to cite a work, with the URL of the paper behind it if it does not have that."""
    return [*citation_nodes(work.citation), *_url_behind(work)]


def _url_behind(work: Work) -> list[nodes.Node]:
    link = next((link for link in work.links if link.label == _("Paper")), None)
    if link is None or not has_scheme(link.url):
        return []
    # Whether it is http or https, or the older host of DOIs, makes no other URL of it.
    if _letters(_SCHEME_AND_HOST.sub("", link.url)) in _letters(work.citation):
        return []
    reference = url_node(link.url)
    reference.line = link.line
    return [nodes.Text(" "), reference]


def set_sources(found: Iterable[nodes.Node], source: str) -> None:
    """Set the file that links come from, for messages about them."""
    for node in found:
        for reference in node.findall(nodes.reference):
            reference.source = source


def has_text(doctree: nodes.document, text: str) -> bool:
    """Return whether *text* is in a page, perhaps in other markup."""
    return _letters(text) in _letters(doctree.astext())


def reading_minutes(doctree: nodes.document) -> int:
    """Return how many minutes it takes to read the body of a page, at least one; 0 if it has no words."""
    section = titled_section(doctree)
    count = _count_words(doctree) - (_count_words(section[0]) if section else 0)
    return max(1, round(count / _WORDS_A_MINUTE)) if count else 0


def _count_words(node: nodes.Node) -> int:
    """Return the number of words that readers see in a node; a formula is one."""
    if isinstance(node, nodes.Text):
        return len(_WORD.findall(node))
    if isinstance(node, nodes.math | nodes.math_block):
        return 1
    if isinstance(node, nodes.Invisible | nodes.raw | nodes.system_message):
        return 0
    return sum(map(_count_words, node.children))


def _paragraphs(work: Work, language: str, minutes: int) -> Iterator[nodes.paragraph]:
    parts = list(work_parts(work, language))
    if minutes:
        parts.append(words(_("%(minutes)s min read") % {"minutes": minutes}))
    # The category of a publication (manuscripts, books) is for lists of them.
    categories = () if work.type is WorkType.PUBLICATION else work.categories
    for field, names in (("category", categories), ("tag", work.tags)):
        parts.append(joined(", ", ([_group_link(work, field, name)] for name in names)))
    if work.award:
        parts.append([award(work)])
    if line := joined(" · ", parts):
        yield _paragraph(line)
    if work.links:
        yield _paragraph(joined(" · ", ([link_reference(link)] for link in work.links)), "hp-work-links")


def _group_link(work: Work, field: str, name: str) -> nodes.Node:
    return group_link("", name, field=field, docname=work.docname)


def link_reference(link: Link) -> nodes.reference:
    """Return a link of a work."""
    reference = nodes.reference("", link.label, refuri=link.url)
    reference.line = link.line
    return reference


def award(work: Work) -> nodes.inline:
    """Return what a work was awarded."""
    return nodes.inline("", work.award, classes=["hp-award"])


def work_parts(work: Work, language: str) -> Iterator[list[nodes.Node]]:
    """Yield what comes before the reading time and the tags: what it is, and where and when."""
    kind, venue, location = words(work.kind), words(work.venue), _place(work)
    date = _date(work.date, language, work.date_text)
    match work.type:
        case WorkType.PUBLICATION:
            yield from filter(None, [kind, _published(work, date)])
        case WorkType.TALK:
            what = kind or (words(_("Talk")) if venue or location else [])
            if venue:
                what = filled(_("%(kind)s at %(venue)s"), kind=what, venue=venue)
            yield from filter(None, [joined(", ", [what, location, date])])
        case WorkType.COURSE:
            yield from filter(None, [joined(", ", [kind, venue, location, date])])
        case _:
            if venue and not kind and not location:
                # As academicpages shows what is neither a talk nor a course; what has a location took place.
                yield _published(work, date)
            else:
                yield from filter(None, [kind, joined(", ", [venue, location]), date])
            if work.date and work.modified and work.modified > work.date:
                modified = _date(work.modified, language)
                yield filled(_("updated %(date)s"), date=modified)


def _place(work: Work) -> list[nodes.Node]:
    """Return where a work was presented; nothing if that is its venue, which is named already."""
    return words("" if work.location.casefold() == work.venue.casefold() else work.location)


def _published(work: Work, date: list[nodes.Node]) -> list[nodes.Node]:
    """Return where and when a publication came out."""
    place = _place(work)
    if not work.venue:
        return joined(", ", [place, date])
    venue = joined(", ", [[nodes.emphasis("", work.venue)], place])
    if date and not isinstance(date[0], time):
        # Such as "forthcoming": it is not published.
        return joined(", ", [venue, date])
    if date:
        return filled(_("Published in %(venue)s, %(date)s"), venue=venue, date=date)
    return filled(_("Published in %(venue)s"), venue=venue)


def _date(date: Date | None, language: str, instead: str = "") -> list[nodes.Node]:
    """Return a date in words, or the text to show *instead*, which may be a date as well."""
    shown = parse_date(instead) if instead else date
    if shown is None:
        return words(instead)
    return [time("", instead or shown.in_words(language), datetime=str(shown))]


def words(text: str) -> list[nodes.Node]:
    """Return a text as nodes."""
    return [nodes.Text(text)] if text else []


def _paragraph(children: Iterable[nodes.Node], *classes: str) -> nodes.paragraph:
    # Without a source, so that it is none of the messages for translators.
    return nodes.paragraph("", "", *children, classes=[DETAILS, *classes])


def joined(separator: str, parts: Iterable[list[nodes.Node]]) -> list[nodes.Node]:
    """Return the parts that are not empty with a *separator* between them."""
    joined: list[nodes.Node] = []
    for part in filter(None, parts):
        joined += [nodes.Text(separator), *part] if joined else part
    return joined


def filled(message: str, **values: list[nodes.Node]) -> list[nodes.Node]:
    """Return a translated *message* with nodes instead of its ``%(name)s``."""
    filled: list[nodes.Node] = []
    for position, text in enumerate((message % {name: f"\0{name}\0" for name in values}).split("\0")):
        filled += values[text] if position % 2 else words(text)
    return filled


def _letters(text: str) -> str:
    """Return the letters and figures of *text*, by which it is found again in other markup."""
    return "".join(filter(str.isalnum, plain_text(text))).casefold()


def setup_details(app: Sphinx) -> None:
    """Register the details of works on their own pages."""
    html: Any = (visit_time, depart_time)
    app.add_node(time, html=html)
    app.add_node(group_link)
    app.add_node(entry_details)
    # After all collectors, of which one makes the record of the page.
    app.connect("doctree-read", add_details, priority=600)
