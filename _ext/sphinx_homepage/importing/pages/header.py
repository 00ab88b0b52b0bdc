"""What layouts show above and beside a page for ``header`` and ``sidebar`` in its front matter.  Pure."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from ...pages.text_in_markup import plain_text
from ..liquid.markdown_filter import markdownify

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

_VIDEOS = {"youtube": "https://www.youtube.com/watch?v={}", "vimeo": "https://vimeo.com/{}"}


def page_header(matter: Mapping[str, Any], files: Collection[str], more: str = "") -> str:
    """Return the header of a page as HTML; empty if it has none.

    :param files: the paths of the files of the site.
    :param more: the words of a button that has none of its own.
    """
    header = matter.get("header")
    return (
        "\n\n".join(f"<p>{part}</p>" for part in _parts(matter, header, files, more))
        if isinstance(header, dict)
        else ""
    )


def page_sidebar(matter: Mapping[str, Any], files: Collection[str]) -> str:
    """Return the images, titles and texts in the column beside a page as HTML; empty if there are none.

    :param files: the paths of the files of the site.
    """
    given = matter.get("sidebar")
    found = []
    for item in given if isinstance(given, list) else ():
        if not isinstance(item, dict):
            continue
        if image := _address(item.get("image"), files):
            found.append(f'<p><img src="{escape(image)}" alt="{escape(_text(item, "image_alt"))}"></p>')
        if title := _text(item, "title"):
            found.append(f"<p><strong>{title}</strong></p>")
        found.append(markdownify(_text(item, "text")).strip())
    return "\n\n".join(filter(None, found))


def _parts(
    matter: Mapping[str, Any], header: Mapping[str, Any], files: Collection[str], more: str
) -> Iterator[str]:
    """Yield what stands in each paragraph."""
    over = header.get("overlay_image")
    image = _address(over or header.get("image"), files)
    if image:
        words = _text(header, "image_description") or _text(matter, "title")
        yield f'<img src="{escape(image)}" alt="{escape(plain_text(words))}">'
        yield from _paragraphs(_text(header, "caption"))
    video = header.get("video")
    if isinstance(video, dict) and _text(video, "id") and _text(video, "provider") in _VIDEOS:
        url = _VIDEOS[_text(video, "provider")].format(_text(video, "id"))
        yield f'<a href="{escape(url)}">{escape(url)}</a>'
    if over or header.get("overlay_color"):
        if tagline := _text(header, "tagline") or _text(matter, "tagline"):
            yield from _paragraphs(tagline)
        elif header.get("show_overlay_excerpt") is not False:
            yield from _paragraphs(_text(matter, "excerpt"))
        given = header.get("actions")
        actions = [action for action in given if isinstance(action, dict)] if isinstance(given, list) else []
        actions.append({"url": header.get("cta_url"), "label": header.get("cta_label")})
        for action in actions:
            url, label = _text(action, "url"), plain_text(_text(action, "label")) or more or "Learn more"
            if url:
                url = url if "://" in url or url.startswith(("/", "#", "mailto:")) else f"/{url}"
                yield f'<a href="{escape(url)}">{escape(label)}</a>'


def _paragraphs(text: str) -> Iterator[str]:
    """Yield what Markdown stands in each of its paragraphs."""
    for part in markdownify(text).split("</p>"):
        if inner := part.strip().removeprefix("<p>").strip():
            yield inner


def _text(values: Mapping[str, Any], key: str) -> str:
    value = values.get(key)
    return value.strip() if isinstance(value, str) else ""


def _address(image: object, files: Collection[str]) -> str:
    """Return the address of an image: on another site, from the root of this one, or in ``images``."""
    text = image.strip() if isinstance(image, str) else ""
    if "://" in text:
        return text
    path = text.lstrip("/")
    return next((f"/{name}" for name in (path, f"images/{path}") if name in files), "")
