r"""TeX in the fields of BibTeX, as text with mathematics, emphasis and links.  Pure.

This is the TeX that is written in titles and abstracts: accents and letters, a few commands that set type,
mathematics, which stays TeX, and the HTML that publishers' exports have in the same place.  An unknown
command is left out, and what it is applied to is kept.
"""

from __future__ import annotations

import functools
import html
import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from ...core.web_urls import InvalidURLError, link_url
from ...mathematics.words import math_in_words
from ..text import Segment, Style, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPECIAL = re.compile(r"[\\{}$~<`&\x00-\x08\x0e-\x1f\x7f-\x9f]|--|''|[!?]`")
_TOKEN = re.compile(
    r"\\[A-Za-z]+\*?\s*|\\.|\$\$?|[{}~]|---?|``|''|[!?]`|`|<[A-Za-z/][^<>]{0,300}>|\\$", re.DOTALL
)
# White space but for the no-break space.
_WHITE = re.compile(r"[ \t\n\r\f\v]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_BRACE = re.compile(r"[{}]")
_TAG = re.compile(r"<(/?)([A-Za-z]+:)?([A-Za-z-]+)")
_SKIPPED = re.compile(r"\s*")

_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304", ".": "\u0307",
    "b": "\u0331", "c": "\u0327", "d": "\u0323", "H": "\u030b", "k": "\u0328", "r": "\u030a", "t": "\u0361",
    "u": "\u0306", "v": "\u030c", "textcommabelow": "\u0326", "textogonekcentered": "\u0328",
    # Those of MathSciNet.
    "polhk": "\u0328", "soft": "\u030c", "udot": "\u0323", "cydot": "\u0323", "lfhook": "\u0326",
}  # fmt: skip

_LETTERS = {
    "aa": "å", "AA": "Å", "ae": "æ", "AE": "Æ", "dh": "ð", "DH": "Ð", "dj": "đ", "DJ": "Đ", "Dbar": "Đ",
    "i": "ı", "j": "ȷ", "l": "ł", "L": "Ł", "lasp": "ʽ", "ng": "ŋ", "NG": "Ŋ", "o": "ø", "O": "Ø", "oe": "œ",
    "OE": "Œ", "ss": "ß", "SS": "SS", "th": "þ", "TH": "Þ", "cprime": "ʹ", "cdprime": "ʺ",
    "P": "¶", "dag": "†", "ddag": "‡", "copyright": "©", "pounds": "£", "euro": "€",
    "textacutedbl": "˝", "textasciiacute": "´", "textasciicircum": "^", "textasciidieresis": "¨",
    "textasciigrave": "`", "textasciimacron": "¯", "textasciitilde": "~", "textasteriskcentered": "*",
    "textbackslash": "\\", "textbar": "|", "textbraceleft": "{", "textbraceright": "}", "textbullet": "•",
    "textcelsius": "℃", "textcent": "¢", "textcopyright": "©", "textdagger": "†", "textdaggerdbl": "‡",
    "textdegree": "°", "textdiv": "÷", "textdollar": "$", "textellipsis": "…", "textemdash": "—",
    "textendash": "–", "texteuro": "€", "textexclamdown": "¡", "textgreater": ">", "textless": "<",
    "textmho": "℧", "textminus": "−", "textmu": "µ", "textnumero": "№", "textohm": "Ω", "textonehalf": "½",
    "textonequarter": "¼", "textonesuperior": "¹", "textordfeminine": "ª", "textordmasculine": "º",
    "textparagraph": "¶", "textperiodcentered": "·", "textpm": "±", "textquestiondown": "¿",
    "textquotedbl": '"', "textquotedblleft": "“", "textquotedblright": "”", "textquoteleft": "‘",
    "textquoteright": "’", "textquotesingle": "'", "textregistered": "®", "textrightarrow": "→",
    "textsection": "§", "textservicemark": "℠", "textsterling": "£", "textthreequarters": "¾",
    "textthreesuperior": "³", "texttimes": "×", "texttrademark": "™", "texttwosuperior": "²",
    "textunderscore": "_", "textvisiblespace": "␣", "textyen": "¥", "guillemotleft": "«",
    "guillemotright": "»", "guilsinglleft": "‹", "guilsinglright": "›", "quotedblbase": "„",
    "quotesinglbase": "‚", "lq": "‘", "rq": "’", "slash": "/", "TeX": "TeX", "LaTeX": "LaTeX",
    "BibTeX": "BibTeX", "space": " ", "quad": " ", "qquad": " ", "par": " ", "newline": " ", "item": " • ",
    "nobreakspace": "\u00a0", "nobreakdash": "", "textendashsuperscript": "–", "allowbreak": "",
    "backslash": "\\", "lbrace": "{", "rbrace": "}",
}  # fmt: skip
_SYMBOLS = {
    "\\": " ", " ": " ", "\n": " ", "\t": " ", ",": "\u202f", ";": " ", ":": " ", "!": "", "/": "", "-": "",
    "@": "", "%": "%", "&": "&", "$": "$", "#": "#", "_": "_", "{": "{", "}": "}", "|": "|",
}  # fmt: skip
_LIGATURES = {
    "~": "\u00a0", "--": "–", "---": "—", "``": "“", "''": "”", "`": "‘", "!`": "¡", "?`": "¿",
}  # fmt: skip

_STYLES = {
    "emph": Style.EMPHASIS, "textit": Style.EMPHASIS, "textsl": Style.EMPHASIS, "mkbibemph": Style.EMPHASIS,
    "textbf": Style.STRONG, "mkbibbold": Style.STRONG, "textsc": Style.SMALL_CAPS, "texttt": Style.CODE,
    "path": Style.CODE, "textsuperscript": Style.SUPERSCRIPT, "mkbibsuperscript": Style.SUPERSCRIPT,
    "textsubscript": Style.SUBSCRIPT, "textnormal": Style.PLAIN, "textrm": Style.PLAIN, "textup": Style.PLAIN,
}  # fmt: skip
# They hold to the end of the group.
_SWITCHES = {
    "em": Style.EMPHASIS, "it": Style.EMPHASIS, "itshape": Style.EMPHASIS, "sl": Style.EMPHASIS,
    "slshape": Style.EMPHASIS, "bf": Style.STRONG, "bfseries": Style.STRONG, "sc": Style.SMALL_CAPS,
    "scshape": Style.SMALL_CAPS, "tt": Style.CODE, "ttfamily": Style.CODE, "rm": Style.PLAIN,
    "upshape": Style.PLAIN, "normalfont": Style.PLAIN,
}  # fmt: skip
_QUOTES = {"enquote": ("“", "”"), "mkbibquote": ("“", "”"), "textquote": ("“", "”")}
# Their first argument is no text; color and the like have another one, which is.
_WITHOUT_TEXT = frozenset(
    "begin bibinfo bibnamedelima cite citep citet color end footnote footnotemark foreignlanguage hspace"
    " hspace* index label noopsort phantom raisebox ref textcolor thanks vphantom vspace vspace*".split()
)
_TAGS = {
    "i": Style.EMPHASIS, "em": Style.EMPHASIS, "italic": Style.EMPHASIS, "b": Style.STRONG,
    "strong": Style.STRONG, "bold": Style.STRONG, "sup": Style.SUPERSCRIPT, "sub": Style.SUBSCRIPT,
    "scp": Style.SMALL_CAPS, "sc": Style.SMALL_CAPS,
}  # fmt: skip
_OTHER_TAGS = frozenset(
    "a alternatives br div inf inline-formula jats math mi mml mn mo mrow msub msup mtext p sec span tex-math"
    " title u".split()
)  # fmt: skip


class _Group(NamedTuple):
    """What ends with a brace, or with a tag of HTML."""

    style: Style
    url: str
    close: str = ""
    """Text that is put at its end."""
    tag: bool = False


@functools.lru_cache(maxsize=8192)
def text_of_tex(tex: str) -> Text:
    """Return what the TeX of a field shows.  Takes time in proportion to its length; nothing in it raises."""
    if not _SPECIAL.search(tex):
        words = _WHITE.sub(" ", tex).strip(" ")
        return Text((Segment(words),)) if words else Text()
    return Text(tuple(_merged(_Scanner(tex).pieces())))


def plain_of_tex(tex: str) -> str:
    """Return the same as plain text."""
    return text_of_tex(tex).plain


_URL_TEX = re.compile(r"\\url\s*|\\(?=[_%#&~$^{}])|[{}]|\n\s*|\$\\sim\$|\\(?:textasciitilde|string|sim)\s*")


def url_of_tex(tex: str) -> str:
    r"""Return a URL or an identifier as it was before TeX's escapes: ``a\_b`` becomes ``a_b``."""
    if not _URL_TEX.search(tex):
        return tex.strip()
    bare = _URL_TEX.sub(lambda match: "~" if "sim" in match[0] or "tilde" in match[0] else "", tex)
    return bare.strip()


def _merged(pieces: Iterator[Segment]) -> Iterator[Segment]:
    """Join neighbours of one style, and white space to one space each, none at the ends."""
    groups: list[tuple[Style, str, list[str]]] = []
    for text, style, url in ((piece.text, piece.style, piece.url) for piece in pieces):
        if groups and groups[-1][:2] == (style, url) and style is not Style.MATH:
            groups[-1][2].append(text)
        else:
            groups.append((style, url, [text]))
    segments: list[Segment] = []
    spaced = True
    for style, url, texts in groups:
        text = "".join(texts)
        if style is not Style.MATH:
            # Publishers write "&amp;" in the fields of BibTeX, too.
            text = _CONTROL.sub("", html.unescape(text) if "&" in text else text)
            text = _WHITE.sub(" ", text)
            text = text[1:] if spaced and text.startswith(" ") else text
        if text:
            segments.append(Segment(text, style, url))
            spaced = text.endswith(" ")
    while segments and segments[-1].text.endswith(" "):
        last = segments.pop()
        if stripped := last.text.rstrip(" "):
            segments.append(Segment(stripped, last.style, last.url))
    yield from segments


class _Scanner:
    """Reads TeX from its beginning to its end, without recursion."""

    def __init__(self, tex: str) -> None:
        self.tex = tex
        self.position = 0
        self.group = _Group(Style.PLAIN, "")
        self.outer: list[_Group] = []
        self.next_group: _Group | None = None
        self.accents: list[str] = []
        self.no_dollar_from = len(tex) + 1

    def pieces(self) -> Iterator[Segment]:
        while match := _TOKEN.search(self.tex, self.position):
            if match.start() > self.position:
                yield from self._text(self.tex[self.position : match.start()])
            self.position = match.end()
            yield from self._token(match[0])
        yield from self._text(self.tex[self.position :])

    def _token(self, token: str) -> Iterator[Segment]:
        first = token[0]
        if first == "{":
            self.outer.append(self.group)
            self.group = self.next_group or self.group._replace(close="", tag=False)
            self.next_group = None
        elif first == "}":
            yield from self._close()
        elif first == "\\":
            yield from self._command(token[1:].rstrip() if token[1:2].isalpha() else token[1:])
        elif first == "$":
            yield from self._math(token)
        elif first == "<":
            yield from self._tag(token)
        else:
            yield from self._text(_LIGATURES[token])

    def _close(self) -> Iterator[Segment]:
        while self.outer and self.group.tag:
            self.group = self.outer.pop()
        if self.accents:
            # "\~{}" is how a tilde is written.
            alone = [char for char in "~^" if _ACCENTS[char] in self.accents]
            self.accents.clear()
            yield from self._text("".join(alone))
        if self.outer:
            closing, self.group = self.group, self.outer.pop()
            yield from self._text(closing.close)

    def _command(self, name: str) -> Iterator[Segment]:
        if name in _ACCENTS:
            self.accents.append(_ACCENTS[name])
        elif name in _SYMBOLS:
            yield from self._text(_SYMBOLS[name])
        elif name in _LETTERS:
            yield from self._text(_LETTERS[name])
        elif name in _STYLES:
            self.next_group = _Group(_STYLES[name], self.group.url)
        elif name in _SWITCHES:
            self.group = self.group._replace(style=_SWITCHES[name])
        elif name in _QUOTES:
            opening, closing = _QUOTES[name]
            yield from self._text(opening)
            self.next_group = self.group._replace(close=closing, tag=False)
        elif name == "ensuremath":
            yield from self._formula(self._argument())
        elif name in "([":
            yield from self._until("\\)" if name == "(" else "\\]")
        elif name in ("url", "nolinkurl"):
            written = url_of_tex(self._argument())
            yield Segment(written, self.group.style, _safe(written))
        elif name == "href":
            self.next_group = _Group(self.group.style, _safe(url_of_tex(self._argument())))
        elif name in _WITHOUT_TEXT:
            self._argument()
        elif name == "texorpdfstring":
            # It has the same twice: as TeX, and as plain text.
            self._argument()
        elif len(name) > 1:
            yield from self._text(math_in_words(f"\\{name}"))

    def _argument(self) -> str:
        """Skip the argument that follows, and return it as it is written."""
        space = _SKIPPED.match(self.tex, self.position)
        begin = space.end() if space else self.position
        if not self.tex.startswith("{", begin):
            self.position = min(begin + 1, len(self.tex))
            return self.tex[begin : self.position]
        depth = 0
        for match in _BRACE.finditer(self.tex, begin):
            depth += 1 if match[0] == "{" else -1
            if not depth:
                self.position = match.end()
                return self.tex[begin + 1 : match.start()]
        self.position = len(self.tex)
        return self.tex[begin + 1 :]

    def _until(self, end: str) -> Iterator[Segment]:
        found = self.tex.find(end, self.position)
        found = len(self.tex) if found < 0 else found
        written, self.position = self.tex[self.position : found], found + len(end)
        yield from self._formula(written)

    def _math(self, dollars: str) -> Iterator[Segment]:
        begin, end = self.position, self.position
        while end < self.no_dollar_from:
            end = self.tex.find(dollars, end)
            if end < 0:
                self.no_dollar_from = begin
            elif self.tex[end - 1] == "\\" and self.tex[end - 2 : end - 1] != "\\":
                end += 1
                continue
            break
        written = self.tex[begin:end]
        # "costs $5 and $10": the dollar signs of people who do not think of TeX.
        if begin < end and _balanced(written) and not self.tex[end + 1 : end + 2].isdigit():
            self.position = end + len(dollars)
            yield from self._formula(written)
        else:
            yield from self._text(dollars)

    def _formula(self, tex: str) -> Iterator[Segment]:
        tex = _WHITE.sub(" ", _CONTROL.sub("", tex)).strip()
        if tex:
            yield Segment(tex, Style.MATH, self.group.url)

    def _tag(self, token: str) -> Iterator[Segment]:
        match = _TAG.match(token)
        name = match[3].lower() if match else ""
        if name in _TAGS and match:
            if not match[1]:
                self.outer.append(self.group)
                self.group = self.group._replace(style=_TAGS[name], close="", tag=True)
            elif self.group.tag:
                self.group = self.outer.pop()
        elif name in _OTHER_TAGS or (match and match[2]):
            if name in ("br", "p", "title", "sec"):
                yield from self._text(" ")
        else:
            yield from self._text(token)

    def _text(self, text: str) -> Iterator[Segment]:
        if self.accents:
            # An accent skips the spaces between itself and its letter.
            text = text.lstrip()
        if not text:
            return
        self.next_group = None
        if self.accents:
            letter = {"ı": "i", "ȷ": "j"}.get(text[0], text[0])
            # The innermost accent is the one that comes last.
            accented = letter + "".join(reversed(self.accents))
            text = unicodedata.normalize("NFC", accented) + text[1:]
            self.accents.clear()
        yield Segment(text, self.group.style, self.group.url)


def _balanced(tex: str) -> bool:
    depth = 0
    for match in _BRACE.finditer(tex):
        depth += 1 if match[0] == "{" else -1
        if depth < 0:
            return False
    return not depth


def _safe(url: str) -> str:
    try:
        return link_url(url)
    except InvalidURLError:
        return ""
