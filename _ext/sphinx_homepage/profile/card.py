"""The author on the page: the sidebar's fragment, the card on narrow screens, cards in the body."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docutils import nodes
from sphinx.util.osutil import relative_uri

from sphinx_incremental.builders import builds_pages

from ..core.canonical import page_url
from ..core.messages import _
from ..core.rendering import render
from .authors import page_authors, site_authors, used_author
from .icons import get_icon
from .model import AuthorProfile, Link
from .site_links import with_site_urls
from .uses import author_card

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx.application import Sphinx

SIDEBAR = "homepage/author.html"
"""The fragment for ``html_sidebars``."""
PAGE = "homepage/page.html"
"""The outermost template of every page of the site."""

# What Sphinx's search quotes: the text of the first such element.
_MAIN = re.compile(r"""<(\w+)\b[^<>]*\srole=["']?main\b""")

# Beyond this many, links wait behind a disclosure: a row of twenty icons is a wall.
_SHOWN_LINKS = 8
# In characters: what fits on two lines of the sidebar, and what is not worth a disclosure.
_BIO_START, _BIO_WHOLE = 64, 96


def card_view(profile: AuthorProfile, pathto: Callable[[str], str], *, home: str = "") -> dict[str, Any]:
    """Return what the templates show of an author.

    Values are plain text that the templates escape; only ``icon`` is markup, made by this extension.

    :param pathto: turns a path from the site's root into one from the page.
    :param home: the URL of the home page, if the site knows it.
    """
    links = [*contacts(profile), *profile.networks, *profile.links]
    views = [link_view(link, pathto, mine=profile.is_site_author) for link in links]
    bio, more_bio = _split_bio(profile.bio)
    return {
        "name": profile.name,
        "initials": profile.initials,
        "pronouns": profile.pronouns,
        "bio": bio,
        "more_bio": more_bio,
        "whole_bio": profile.bio,
        # By which readers of an h-card know whose page it is.
        "home_url": home if profile.is_site_author else "",
        "job_title": profile.position,
        "employer": profile.employer,
        "location": profile.location,
        "avatar": pathto(quote(profile.avatar)) if profile.avatar else "",
        "links": views if len(views) <= _SHOWN_LINKS + 1 else views[:_SHOWN_LINKS],
        "more_links": [] if len(views) <= _SHOWN_LINKS + 1 else views[_SHOWN_LINKS:],
        "employer_icon": get_icon("solid/building").svg(),
        "location_icon": get_icon("solid/location-dot").svg(),
    }


def _split_bio(bio: str) -> tuple[str, str]:
    """Return what of a bio stands on the card, and what waits behind a disclosure."""
    if len(bio) <= _BIO_WHOLE:
        return bio, ""
    # A language without spaces breaks anywhere.
    end = bio.rfind(" ", 0, _BIO_START + 1)
    end = end if end > _BIO_START // 2 else _BIO_START
    return bio[:end].rstrip(), bio[end:].strip()


def contacts(profile: AuthorProfile) -> Iterable[Link]:
    """Yield the links of an author that are of no network: e-mail and website."""
    if profile.email:
        yield Link(_("E-mail"), profile.email, "solid/envelope")
    if profile.website:
        yield Link(_("Website"), profile.website, "solid/globe")


def link_view(link: Link, pathto: Callable[[str], str], *, mine: bool) -> dict[str, Any]:
    """Return what the templates show of a link.

    :param mine: whether it is one of the site's author.
    """
    url = link.url
    if url.startswith("/"):
        # From the page, so that "/files/cv.pdf" is right below /en/latest/ as well.
        path, hash_sign, fragment = url.lstrip("/").partition("#")
        url = pathto(path) + hash_sign + fragment
    return {
        "label": link.label,
        "url": url,
        "icon": get_icon(link.icon).svg(20),
        # A network's own mark says which it is; a generic icon needs the word beside it.
        "labelled": not link.icon.startswith("brands/")
        and link.icon not in ("solid/envelope", "solid/globe"),
        # "rel=me" says that this site and that page are one person's (https://microformats.org/wiki/rel-me).
        "me": mine and bool(link.network),
        "property": "u-email" if url.startswith("mailto:") else "u-url" if link.network else "",
    }


class PageCards:
    """Adds its authors to each page.

    Most pages of a site show the same people, so the markup made for one page is kept for all of its depth.
    """

    def __init__(self) -> None:
        self._views: dict[tuple[tuple[AuthorProfile, ...], str], list[dict[str, Any]]] = {}
        self._compact: dict[tuple[tuple[AuthorProfile, ...], str, bool], str] = {}

    def clear(self) -> None:
        """Discard what the templates of an earlier build have made."""
        self._views.clear()
        self._compact.clear()

    def add_authors(
        self,
        app: Sphinx,
        pagename: str,
        template: str,
        context: dict[str, Any],
        doctree: nodes.document | None,
    ) -> str | None:
        """Give the page's authors to the templates, and put the compact card at the top of its body.

        :returns: the template around that of the page, which moves the card out of what the search quotes.
        """
        if not builds_pages(app.builder):
            return None
        # Pages that no document made (search, index) show the site's author.
        authors = page_authors(app.env, pagename)
        root = context["content_root"].removeprefix("./")
        views = self._views.get((authors, root))
        if views is None:
            home = page_url(app.builder, app.config.root_doc)
            profiles = [with_site_urls(app, author) for author in authors]
            views = [card_view(profile, lambda path: f"{root}{path}", home=home) for profile in profiles]
            self._views[authors, root] = views
        context["homepage_authors"] = views
        # The search page, the index and html_additional_pages have other templates than page.html.
        context["homepage_template"] = template
        context["homepage_before_main"] = str
        if not views or doctree is None or "body" not in context:
            return PAGE
        only_narrow = SIDEBAR in (context.get("sidebars") or ())
        card = self._compact.get((authors, root, only_narrow))
        if card is None:
            # Where the theme hides its sidebar, it hides the logo, too.
            is_logo = only_narrow and len(views) == 1 and views[0]["name"] == context.get("docstitle")
            logo = context.get("logo_url") if is_logo else ""
            parts = {"authors": views, "only_narrow": only_narrow, "logo_url": logo}
            card = render(app.builder, "homepage/compact.html", parts)
            self._compact[authors, root, only_narrow] = card
        context["body"] = card + context["body"]
        context["homepage_before_main"] = functools.partial(before_main, card)
        return PAGE


def before_main(card: str, markup: str) -> str:
    """Return *markup* with *card* moved in front of the element with ``role="main"`` that it stands in.

    Sphinx's search quotes the text of that element, and no theme has a template block around it.  Where there
    is no such element, the card stays.
    """
    before, found, after = markup.partition(card)
    main = _MAIN.search(before)
    if not found or main is None:
        return markup
    moved = card + before[main.start() :] + after
    if main[1] == "main":
        # It stands beside sidebars, so that the two need a column.
        moved = '<div class="hp-column">' + moved.replace("</main>", "</main></div>", 1)
    return before[: main.start()] + moved


def shape_cards(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Turn the cards in the body into HTML on a site, and into paragraphs and a list everywhere else."""

    def pathto(path: str) -> str:
        return relative_uri(app.builder.get_target_uri(docname), path)

    shown = {author.name for author in page_authors(app.env, docname)}
    for node in list(doctree.findall(author_card)):
        profile = used_author(site_authors(app.env), node["use"])
        if profile is None or not profile.name:
            node.parent.remove(node)
        elif builds_pages(app.builder):
            author = card_view(with_site_urls(app, profile), pathto)
            view = {"author": author, "is_h_card": profile.name not in shown}
            markup = render(app.builder, "homepage/inline.html", view)
            node.replace_self(nodes.raw("", markup, format="html"))
        else:
            node.replace_self(_plain(profile))


def _plain(profile: AuthorProfile) -> list[nodes.Node]:
    about = [text for text in (profile.pronouns, profile.bio, profile.employer, profile.location) if text]
    shown: list[nodes.Node] = [nodes.paragraph("", "", nodes.strong("", profile.name))]
    shown += [nodes.paragraph("", text) for text in about]
    items = nodes.bullet_list(bullet="*")
    for link in [*contacts(profile), *profile.networks, *profile.links]:
        if not link.url.startswith("/"):
            items += nodes.list_item(
                "", nodes.paragraph("", "", nodes.reference("", link.label, refuri=link.url))
            )
    return [*shown, items] if len(items) else shown
