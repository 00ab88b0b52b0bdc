"""Structured data about the person and the pages: JSON-LD in the terms of https://schema.org.

Everything comes from the author record and the pages' front matter, so that it cannot contradict what a
visitor reads.  The shapes are those that Google documents for profile pages, breadcrumbs and articles
(https://developers.google.com/search/docs/appearance/structured-data).  Pure.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..profile.model import AuthorProfile

Node = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSummary:
    """What the head of a page shows of it; URLs are absolute."""

    url: str
    title: str
    description: str = ""
    language: str = ""
    published: str = ""
    """ISO 8601, as precise as it is known; empty for a page that is not an article."""
    modified: str = ""
    image: str = ""
    ancestors: tuple[tuple[str, str], ...] = ()
    """The pages above it: title and URL, the home page first."""


def person(author: AuthorProfile, *, home: str, image: str = "") -> Node:
    """Return the ``Person`` that *author* is.

    :param home: the URL of the home page; the site's author is ``<home>#me``.
    :param image: the URL of the author's image, if there is one.
    """
    mine = author.is_site_author
    return filled(
        {
            "@type": "Person",
            "@id": f"{home}#me" if mine else "",
            "name": author.name,
            "pronouns": author.pronouns,
            "url": author.website or (home if mine else ""),
            "image": image,
            "jobTitle": author.position,
            "description": author.bio,
            "worksFor": filled({"@type": "Organization", "name": author.employer})
            if author.employer
            else None,
            "sameAs": [link.url for link in author.networks],
            "identifier": {
                "@type": "PropertyValue",
                "propertyID": "https://registry.identifiers.org/registry/orcid",
                "value": author.orcid,
            }
            if author.orcid
            else None,
        }
    )


def home_graph(page: PageSummary, owner: Node | None, *, site_name: str) -> list[Node]:
    """Return the nodes of the home page: the site, and the profile of its person."""
    site = filled(
        {
            "@type": "WebSite",
            "@id": f"{page.url}#site",
            "url": page.url,
            "name": site_name,
            "description": owner.get("description") if owner else page.description,
            "inLanguage": page.language,
            "publisher": {"@id": owner["@id"]} if owner else None,
        }
    )
    if owner is None:
        return [site]
    profile = filled(
        {
            "@type": "ProfilePage",
            "@id": page.url,
            "url": page.url,
            "name": page.title,
            "isPartOf": {"@id": site["@id"]},
            "inLanguage": page.language,
            "datePublished": page.published,
            "dateModified": page.modified,
            "mainEntity": owner,
        }
    )
    return [site, profile]


def page_graph(page: PageSummary, authors: Sequence[Node], subject: Node | None = None) -> list[Node]:
    """Return the nodes of any other page: its breadcrumbs; its subject, or an article if it has a date."""
    trail = [*page.ancestors, (page.title, page.url)]
    breadcrumbs = {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": title, "item": url}
            for position, (title, url) in enumerate(trail, start=1)
        ],
    }
    if subject or not page.published:
        return [breadcrumbs, *([subject] if subject else [])]
    return [breadcrumbs, article(page, authors)]


def article(page: PageSummary, authors: Sequence[Node]) -> Node:
    """Return the ``Article`` that a page is."""
    return filled(
        {
            "@type": "Article",
            "headline": page.title,
            "description": page.description,
            "url": page.url,
            "mainEntityOfPage": page.url,
            "inLanguage": page.language,
            "datePublished": page.published,
            "dateModified": page.modified,
            "image": page.image,
            "author": list(authors),
        }
    )


def json_ld(graph: Sequence[Node]) -> str:
    """Return the ``<script>`` element for *graph*; no text in it can end the element."""
    text = json.dumps({"@context": "https://schema.org", "@graph": list(graph)}, ensure_ascii=False)
    # HTML reads a script up to "</script", and reads on past it after "<!--"
    # (https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements).
    escapes: dict[str, str | int | None] = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}
    escapes |= {"\u2028": "\\u2028", "\u2029": "\\u2029"}
    return f'<script type="application/ld+json">{text.translate(str.maketrans(escapes))}</script>\n'


def filled(node: Node) -> Node:
    """Return *node* without the properties that are not known."""
    return {key: value for key, value in node.items() if value}
