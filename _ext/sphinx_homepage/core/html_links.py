"""What the HTML and CSS of a built site refer to, and where their URLs lead."""

from __future__ import annotations

import contextlib
import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

_SRCSET = "srcset"
# The attributes that hold a URL, and what it leads to, as a report calls it.
_ATTRIBUTES: dict[str, dict[str, str]] = {
    "a": {"href": "link", "xlink:href": "link"},
    "area": {"href": "link"},
    "audio": {"src": "audio"},
    "button": {"formaction": "form"},
    "embed": {"src": "object"},
    "form": {"action": "form"},
    "iframe": {"src": "frame"},
    "image": {"href": "image", "xlink:href": "image"},
    "img": {"src": "image", "srcset": _SRCSET},
    "input": {"src": "image", "formaction": "form"},
    "link": {"href": "link", "imagesrcset": _SRCSET},
    "object": {"data": "object"},
    "script": {"src": "script"},
    "source": {"src": "source", "srcset": _SRCSET},
    "track": {"src": "track"},
    "use": {"href": "image", "xlink:href": "image"},
    "video": {"src": "video", "poster": "image"},
}
_NAMES = sorted({name for names in _ATTRIBUTES.values() for name in names})
_HAS_URLS = re.compile(rf"\b(?:{'|'.join(_NAMES)})\s*=", re.IGNORECASE)
_END_OF_PAGE = "end-of-page"
"""A tag that no page has."""
SPACE = " \t\n\f\r"
_REFRESH = re.compile(
    r"""\s*+[0-9.]*+(?:\s*+[;,]\s*+|\s++|(?<=\s))(?:url\s*+=\s*+)?(?:"(?P<double>[^"]*)|'(?P<single>[^']*)|(?P<bare>.+))""",
    re.IGNORECASE | re.DOTALL,
)
_CSS = re.compile(
    r"""
    /\*.*?(?:\*/|\Z)                    # a comment
    | url\(\s*+(?:"(?P<url_double>(?:[^"\\\n]|\\.)*+)"|'(?P<url_single>(?:[^'\\\n]|\\.)*+)'
               |(?P<url_bare>(?:[^"'()\\\s]|\\.)*+))\s*+\)
    | @import\s++(?:"(?P<import_double>(?:[^"\\\n]|\\.)*+)"|'(?P<import_single>(?:[^'\\\n]|\\.)*+)')
    | "(?:[^"\\\n]|\\.?)*+"? | '(?:[^'\\\n]|\\.?)*+'?    # any other string, at most to the end of its line
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
# A URL that ends with a comma has no descriptor.
_SRCSET_ITEM = re.compile(rf"([^{SPACE},][^{SPACE}]*+)(?:(?<=,)|[^,]*+)")
_ATTRIBUTE = re.compile(
    rf"""(?<![^{SPACE}"'<>/=])(?P<name>[^{SPACE}"'<>/=]++)[{SPACE}]*+=[{SPACE}]*+(?P<value>"[^"]*+"|'[^']*+'|[^{SPACE}"'>]++)"""
)
# The name of a character without a semicolon is none in an attribute, where "=" follows: "?a=1&copy=2".
_NO_REFERENCE = re.compile(r"&(?=[A-Za-z][A-Za-z0-9]*=)")
_CSS_ESCAPE = re.compile(r"\\(?:([0-9A-Fa-f]{1,6})[ \t\n\f\r]?|(.))", re.DOTALL)


class Reference(NamedTuple):
    """A URL in a file, as it is written there."""

    line: int
    kind: str
    """What it leads to: ``link``, ``image``, ``script``, ``redirect``, ..."""
    url: str


@dataclass(slots=True)
class Page:
    """What a page refers to, and what can be referred to in it."""

    references: list[Reference] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    """Every ``id``, and every ``name`` of an ``a``."""
    base: str = ""
    """The ``href`` of its ``base``, from which all other URLs in it are resolved."""
    canonical: str = ""
    """The URL that it says it has."""
    redirects: bool = False
    """Whether it sends the reader on (``<meta http-equiv="refresh">``)."""
    broken: tuple[int, str] | None = None
    """The line from which on it could not be read, and why."""


class BrokenLinkError(ValueError):
    """A URL that no file could answer, with the reason in words."""


def is_elsewhere(url: str) -> bool:
    """Return whether *url* names a host or a scheme (``https:``, ``mailto:``, ``data:``) of its own."""
    try:
        parts = urlsplit(url.strip(SPACE))
    except ValueError:
        # Only a host can be malformed.
        return False
    return bool(parts.netloc or parts.scheme) and parts.scheme != "file"


def resolve(file: str, url: str, base: str = "") -> tuple[str, str]:
    """Return the path to which *url* leads from *file*, and its fragment, still encoded.

    Both paths are relative to the root of the site.  That of a directory ends with a slash, and that of the
    root is empty.

    :param base: the ``href`` of the page's ``base``.
    :raises BrokenLinkError: if it leads out of the site, or hosts would not agree where it leads.
    """
    try:
        parts = urlsplit(url.strip(SPACE))
        base_path = urlsplit(base.strip(SPACE)).path
    except ValueError:
        raise BrokenLinkError("it is not a valid URL") from None
    if parts.scheme == "file":
        raise BrokenLinkError("it names a file of one computer")
    start = _walk(file, base_path) if base else file
    return (_walk(start, parts.path) if parts.path else start), parts.fragment


def _walk(start: str, path: str) -> str:
    """Return where *path* leads from the file or directory *start*."""
    if not path:
        return start
    if path.startswith("/"):
        raise BrokenLinkError("it is resolved from the root of the host, where the site need not lie")
    *directories, last = path.split("/")
    position = start.split("/")[:-1]
    for encoded in (*directories, last):
        name = unquote(encoded, errors="surrogateescape")
        if "/" in name:
            raise BrokenLinkError("it holds an encoded slash, which hosts read in different ways")
        if name == "..":
            if not position:
                raise BrokenLinkError("it leads out of the site")
            position.pop()
        elif name not in ("", "."):
            position.append(name)
    is_directory = unquote(last) in ("", ".", "..")
    return "".join(f"{name}/" for name in position) if is_directory else "/".join(position)


def has_anchor(anchors: Container[str], fragment: str) -> bool:
    """Return whether a page with these *anchors* has the place that *fragment* names, encoded or not."""
    # What follows :~: is for the browser: a text to look for in the page.
    fragment = fragment.partition(":~:")[0]
    return fragment in anchors or unquote(fragment) in anchors or fragment.lower() in ("", "top")


def parse_page(text: str) -> Page:
    """Return what the HTML of a page refers to; broken HTML is read as far as it goes."""
    parser = _PageParser()
    page = parser.page
    reason = "a tag, a comment, a style or a script does not end"
    try:
        parser.feed(text)
        line = parser.getpos()[0]
        # If all is read, so is another tag.  Not close(): behind what does not end it looks for more tags, as
        # no browser does, and for the end of each of them to the end of the text.
        parser.page = Page()
        parser.feed(f"<{_END_OF_PAGE}>")
        if parser.last_tag == _END_OF_PAGE:
            return page
    except (AssertionError, ValueError) as error:
        line, reason = parser.getpos()[0], str(error)
    page.broken = (line, f"cannot be read as HTML from here on: {reason}")
    return page


def may_have_urls(text: str) -> bool:
    """Return whether HTML may have an attribute with a URL, without reading it."""
    return _HAS_URLS.search(text) is not None


def replace_urls(text: str, replace: Callable[[str], str | None]) -> str:
    """Return HTML with the URLs of its links, images and frames replaced; all else stays as it is.

    URLs in style sheets stay as well.  Broken HTML is read as far as it goes.

    :param replace: takes a URL, without entities, and returns the URL to write, or ``None`` to take the
        attribute away, so that a link is none.
    """
    parser = _UrlReplacer(text, replace)
    # What cannot be read as HTML ends it (:func:`parse_page`).
    with contextlib.suppress(AssertionError, ValueError):
        parser.feed(text)
    return "".join([*parser.parts, text[parser.end :]])


class _UrlReplacer(HTMLParser):
    def __init__(self, text: str, replace: Callable[[str], str | None]) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.end = 0
        """Where in the text the parts end."""
        self._text = text
        self._replace = replace
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        known = _ATTRIBUTES.get(tag)
        written = self.get_starttag_text()
        if not known or not written:
            return
        line, column = self.getpos()
        start = self._lines[line - 1] + column

        def attribute(match: re.Match[str]) -> str:
            kind = known.get(match["name"].lower())
            if kind is None:
                return match[0]
            written = match["value"].strip("\"'") if match["value"][0] in "\"'" else match["value"]
            value = html.unescape(_NO_REFERENCE.sub("&amp;", written))
            new: str | None
            if kind == _SRCSET:
                new = _SRCSET_ITEM.sub(self._new_item, value)
            else:
                new = self._replace(value.strip(SPACE))
            if new is None:
                return ""
            if new == value.strip(SPACE):
                return match[0]
            return f'{match["name"]}="{html.escape(new)}"'

        new_tag = _ATTRIBUTE.sub(attribute, written)
        if new_tag != written:
            self.parts += [self._text[self.end : start], new_tag]
            self.end = start + len(written)

    def _new_item(self, item: re.Match[str]) -> str:
        """Return a URL of a ``srcset`` and its descriptor."""
        url = item[1].rstrip(",")
        new = self._replace(url)
        return (url if new is None else new) + item[0][len(url) :]


class _PageParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self.last_tag = ""
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_style = tag == "style"
        self.last_tag = tag
        line = self.getpos()[0]
        known = _ATTRIBUTES.get(tag, {})
        # Of two attributes of a name, browsers take the first.
        attributes = dict(reversed(attrs))
        for name, value in attributes.items():
            if name == "id" or (name == "name" and tag == "a"):
                self.page.anchors.add(value or "")
            elif name == "style" and value:
                self._add_css(value, line)
            elif name in known:
                self._add(line, known[name], value or "", attributes.get("rel") or "")
        if tag == "meta":
            self._add_refresh(line, attributes)
        elif tag == "base" and not self.page.base:
            self.page.base = attributes.get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self._add_css(data, self.getpos()[0])

    def _add(self, line: int, kind: str, value: str, rel: str) -> None:
        if kind == _SRCSET:
            self.page.references += (Reference(line, "image", url) for url in srcset_urls(value))
            return
        if kind == "link":
            kinds = rel.lower().split()
            if "canonical" in kinds and not self.page.canonical:
                self.page.canonical = value.strip(SPACE)
            kind = "style sheet" if "stylesheet" in kinds else "icon" if "icon" in kinds else kind
        self.page.references.append(Reference(line, kind, value))

    def _add_css(self, text: str, line: int) -> None:
        self.page.references += css_references(text, line)

    def _add_refresh(self, line: int, attrs: dict[str, str | None]) -> None:
        if (attrs.get("http-equiv") or "").lower() == "refresh":
            url = refresh_url(attrs.get("content") or "")
            if url:
                self.page.redirects = True
                self.page.references.append(Reference(line, "redirect", url))


def refresh_url(content: str) -> str:
    """Return the URL in the ``content`` of a refresh; empty if it reloads the page itself."""
    match = _REFRESH.match(content)
    return (match["double"] or match["single"] or match["bare"] or "").strip(SPACE) if match else ""


def srcset_urls(value: str) -> Iterator[str]:
    """Yield the URLs in a ``srcset``; a comma may be part of one, and ends it only before a space."""
    for match in _SRCSET_ITEM.finditer(value):
        yield match[1].rstrip(",")


def css_references(text: str, first_line: int = 1) -> Iterator[Reference]:
    """Yield the URLs in a style sheet, without those of parts of the page (``url(#gradient)``)."""
    line, counted = first_line, 0
    for match in _CSS.finditer(text):
        kind = match.lastgroup
        if kind is None:
            continue
        url = _CSS_ESCAPE.sub(_unescape_css, match[kind]).strip(SPACE)
        if url and not url.startswith("#"):
            line += text.count("\n", counted, match.start())
            counted = match.start()
            yield Reference(line, "style sheet" if kind.startswith("import") else "file", url)


def _unescape_css(match: re.Match[str]) -> str:
    digits, char = match.groups()
    if digits is None:
        return "" if char == "\n" else str(char)
    code = int(digits, 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
