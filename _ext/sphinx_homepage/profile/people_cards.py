"""Groups of people as they are shown: small cards side by side, and a line for each of the alumni."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docutils import nodes
from sphinx.util.osutil import relative_uri

from sphinx_incremental.builders import builds_pages

from ..core.dates import parse_date
from ..core.messages import _
from ..core.rendering import render
from .authors import page_authors, site_authors
from .card import contacts, link_view
from .site_links import with_site_urls
from .uses import AuthorUses, author_uses, people

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx.application import Sphinx

    from .model import AuthorProfile, Link
    from .uses import PeopleGroup

_STYLE_SHEET = "sphinx-homepage-people.css"
_SHOWN_LINKS = 3


def add_style_sheet(
    app: Sphinx, pagename: str, _template: str, _context: dict[str, Any], _doctree: nodes.document | None
) -> None:
    """Load the style sheet of groups on a page that has one."""
    if builds_pages(app.builder) and author_uses(app.env).get(pagename, AuthorUses()).people:
        # After that of all pages, at 700.
        app.add_css_file(_STYLE_SHEET, priority=702)


def shape_people(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Turn groups of people into HTML on a site, and into lists everywhere else."""
    authors = site_authors(app.env)
    for node in list(doctree.findall(people)):
        found: list[nodes.Node] = []
        for group in node["groups"]:
            profiles = [with_site_urls(app, authors[key]) for key in group.keys]
            if builds_pages(app.builder):
                found.append(_markup(app, profiles, group, docname))
            else:
                found.append(_plain(profiles, group, app.config.language))
        node.replace_self(found)


def _markup(app: Sphinx, profiles: Iterable[AuthorProfile], group: PeopleGroup, docname: str) -> nodes.raw:
    def pathto(path: str) -> str:
        return relative_uri(app.builder.get_target_uri(docname), path)

    on_card = {author.name for author in page_authors(app.env, docname)}
    views = [
        _view(profile, group, pathto, app.config.language) | {"is_h_card": profile.name not in on_card}
        for profile in profiles
    ]
    context = {"people": views, "are_alumni": group.are_alumni}
    return nodes.raw("", render(app.builder, "homepage/people.html", context), format="html")


def _view(
    profile: AuthorProfile, group: PeopleGroup, pathto: Callable[[str], str], language: str
) -> dict[str, Any]:
    """Return what the template shows of somebody; see :func:`.card.card_view`."""
    return {
        "name": profile.name,
        "initials": profile.initials,
        "pronouns": profile.pronouns,
        "avatar": pathto(quote(profile.avatar)) if profile.avatar else "",
        "home_url": "",
        "url": _page(profile, group),
        "role": _role(profile, group),
        "until": _until(profile, language),
        "bio": profile.bio if group.are_alumni else "",
        "links": [
            # There is room for the icon alone.
            link_view(link, pathto, mine=profile.is_site_author) | {"labelled": False}
            for link in _links(profile)
        ],
    }


def _page(profile: AuthorProfile, group: PeopleGroup) -> str:
    """Return where the name leads: to a website of their own, or in a line without icons to a network."""
    first = next((link.url for link in profile.networks), "") if group.are_alumni else ""
    return profile.website or first


def _links(profile: AuthorProfile) -> list[Link]:
    """Return the links of a small card, besides the one of the name."""
    others = [link for link in contacts(profile) if link.url != profile.website]
    return [*others, *profile.networks, *profile.links][:_SHOWN_LINKS]


def _role(profile: AuthorProfile, group: PeopleGroup) -> str:
    """Return what somebody is, unless the heading tells it."""
    is_told = group.heading and profile.role and not group.are_alumni
    return "" if is_told else profile.role or profile.job_title


def _until(profile: AuthorProfile, language: str) -> str:
    if not profile.until:
        return ""
    date = parse_date(profile.until)
    return _("until %(date)s") % {"date": date.in_words(language) if date else profile.until}


def _plain(profiles: Iterable[AuthorProfile], group: PeopleGroup, language: str) -> nodes.Node:
    items = nodes.bullet_list(bullet="*")
    for profile in profiles:
        name: nodes.Node = nodes.strong("", profile.name)
        if url := _page(profile, group):
            name = nodes.reference("", "", name, refuri=url)
        about = [text for text in (_role(profile, group), _until(profile, language)) if text]
        line = [name, *(nodes.Text(f", {text}") for text in about)]
        if group.are_alumni and profile.bio:
            line.append(nodes.Text(f" · {profile.bio}"))
        for link in _links(profile) if not group.are_alumni else ():
            if not link.url.startswith("/"):
                line += [nodes.Text(" · "), nodes.reference("", link.label, refuri=link.url)]
        items += nodes.list_item("", nodes.paragraph("", "", *line))
    return items
