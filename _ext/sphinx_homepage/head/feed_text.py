"""The text of a page as feed readers show it, far from the page's styles and scripts.  Pure."""

from __future__ import annotations

import contextlib
import html
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from ..core.html_links import replace_urls

# What readers of a page do not see, or what is of no use without its style sheet or script.
_LEFT_OUT = frozenset({"base", "input", "link", "meta", "script", "style", "template"})
# Without their tags, the text is all that is of use.
_UNWRAPPED = frozenset({"button"})
_DROPPED_ATTRIBUTES = frozenset({"srcdoc", "style"})
_SCHEMES = frozenset({"", "http", "https", "mailto", "tel", "doi", "ftp"})
_LEFT_OUT_CLASSES = frozenset({"headerlink", "hp-list-tools", "hp-related"})
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)


def feed_text(body: str, url: str) -> str:
    """Return the body of a page as HTML that is right in any place.

    The title is left out, which an entry has of its own, and so are scripts, comments and the links of
    headings to themselves.  URLs are absolute.

    :param url: the URL of the page.
    """

    def absolute(written: str) -> str | None:
        try:
            found = urljoin(url, written)
            return found if urlsplit(found).scheme in _SCHEMES or _is_image(found) else None
        except ValueError:
            return None

    parser = _Cleaner()
    # What cannot be read as HTML ends it.
    with contextlib.suppress(AssertionError, ValueError):
        parser.feed(replace_urls(body, absolute))
    return "".join(parser.parts).strip()


class _Cleaner(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self._left_out = ""
        """The element that is left out, if the text is in one."""
        self._depth = 0
        self._has_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._left_out:
            self._depth += tag == self._left_out
        elif self._is_left_out(tag, attrs):
            if tag not in _VOID:
                self._left_out, self._depth = tag, 1
        elif tag not in _UNWRAPPED:
            self.parts.append(self._start_tag(tag, attrs))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # "<path/>" has no end; where HTML ignores the slash, "<p/>", neither has it one here.
        if tag == "script":
            # It has none in HTML either, where everything up to its end is a script.
            self.handle_starttag(tag, attrs)
        elif not self._left_out and not self._is_left_out(tag, attrs):
            self.parts.append(self._start_tag(tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        if not self._left_out and tag not in _UNWRAPPED:
            self.parts.append(f"</{tag}>")
        elif tag == self._left_out:
            self._depth -= 1
            if not self._depth:
                self._left_out = ""

    def handle_data(self, data: str) -> None:
        self._add(data)

    def handle_entityref(self, name: str) -> None:
        self._add(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._add(f"&#{name};")

    def _add(self, text: str) -> None:
        if not self._left_out:
            self.parts.append(text)

    def _is_left_out(self, tag: str, attrs: list[tuple[str, str | None]]) -> bool:
        if tag == "h1" and not self._has_title:
            self._has_title = True
            return True
        classes = (dict(attrs).get("class") or "").split()
        return tag in _LEFT_OUT or not _LEFT_OUT_CLASSES.isdisjoint(classes)

    def _start_tag(self, tag: str, attrs: list[tuple[str, str | None]]) -> str:
        written = self.get_starttag_text() or ""
        kept = [(name, value) for name, value in attrs if not _is_dropped(name, value)]
        if kept == attrs:
            return written
        shown = "".join(f' {name}="{html.escape(value or "")}"' for name, value in kept)
        return f"<{tag}{shown}{' /' if written.endswith('/>') else ''}>"


def _is_dropped(name: str, value: str | None) -> bool:
    """Return whether an attribute is left out: scripts, and styles with URLs."""
    is_style_alone = name == "style" and "url(" not in (value or "").lower()
    return name.startswith("on") or (name in _DROPPED_ATTRIBUTES and not is_style_alone)


def _is_image(url: str) -> bool:
    return url.startswith("data:image/") and not url.startswith("data:image/svg")
