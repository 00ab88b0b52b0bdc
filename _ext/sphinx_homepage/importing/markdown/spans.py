r"""What is within lines of kramdown's Markdown, written as MyST reads it.  Pure.

Formulas: kramdown knows ``$$..$$``, and hands on what a script on the page finds in the text: ``$..$``,
``\\(..\\)``, ``\\[..\\]``.  In those, kramdown takes away the backslash before its own signs first.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .attributes import Attributes, read_attributes
from .emoji import emoji
from .html_parts import TAG
from .lines import backticks

if TYPE_CHECKING:
    from collections.abc import Callable, Container

_LETTER = r"[A-Za-z](?:[_^](?:\w|\{[^{}$\n]*\}))*"
# Letters with signs between them, and no word: "T(u) = 2u".  In "$ 5 or $ 6", no sign is one of a formula.
_LETTERS = rf"(?=[^$]*[=^_])(?=[^$]*[A-Za-z])(?:[\d\s=+*/|<>(),.!'-]|{_LETTER}(?![A-Za-z]{{2}}))*+"
# No end is looked for beyond the next beginning, or much further than people write: thousands may have none.
_SPAN = re.compile(
    r"\\\\\((?P<inline>(?:(?!\\\\[(\[]).)*?)\\\\\)"
    r"|\\\\\[(?P<display>(?:(?!\\\\[(\[]).)*?)\\\\\]"
    r"|\\\\?begin\{(?P<environment>[A-Za-z]+)(?:\\?\*)?\}.{0,10000}?\\\\?end\{(?P=environment)(?:\\?\*)?\}"
    r"|(?P<broken>\\\\)(?=\n)"
    r"|\\."
    r"|(?P<role>\{(?=[\w:+-]+\}`))"
    r"|(?P<ticks>`+)(?!\s.*\n)(?:.*?[^`](?P=ticks)(?!`))?"
    r"|\$\$(?P<double>(?:\\.|(?!\$\$)[^\\])+\\?)\$\$"
    r"|(?:(?<![\\$\w])|(?<=\w)(?=\$[_^]))\$(?P<dollars>(?!\s)(?:\\.|[^$\\])+?(?<!\s))\$(?![\d$])"
    rf"|\$(?P<spaced>(?=[^$]*\\[a-z]|(?:\s*{_LETTER}\s*|{_LETTERS})\$(?!\w))(?:\\.|[^$\\])++)\$(?![\d$])"
    r"|\]\((?P<address>)"
    r"|\{::(?P<extension>\w+)[^{}]*?/?\}(?:(?P<inside>(?:(?!\{::).)*?)\{:/(?P=extension)?\})?"
    r"|\{:(?![:/])(?P<given>(?:\\\}|[^{}\n])*)\}"
    r"|<!--(?:(?!<!--).)*?-->"
    r"|<(?P<element>code|script|style|kbd|samp|textarea|pre)\b[^<>]*>(?:(?!<(?P=element)\b).)*?</(?P=element)\s*>"
    r"|\[\^(?P<footnote>[^\[\]\s]+)\]"
    r"|<<(?P<quoted>[A-Za-z/][^<>\n]*)>>"
    rf"|{TAG}|</[A-Za-z][\w-]*\s*>|<(?:https?|ftps?|mailto):[^<>\s]+>|<[\w.-]+@[\w.-]+>"
    r"|~~(?P<deleted>[^\s~](?:(?!~~).)*?(?<![\s~]))~~"
    r"|(?P<word>:[a-z0-9+][\w+-]*:)",
    re.DOTALL,
)
_TITLE = re.compile(r"\s*([\"'])(.{1,1000}?)\1\s*\)", re.DOTALL)
# As many brackets in an address as the programs for CommonMark read.
_DEEPEST_BRACKETS = 32
_ESCAPE = re.compile(r"\\([\\.*_+`<>()\[\]{}#!:|\"'$=~-])")
_LATER_ENVIRONMENT = re.compile(r"(?<=\n)[ \t]*(?=\\begin\{)")
_END_OF_LINE = re.compile(r"[ \t]*\n")
# Spaces that make code of a line which no paragraph is above.
_INDENTED = re.compile(r"(?: {4}| {0,3}\t)[ \t]*(?=\S|\Z)")
# What MyST's extension amsmath reads.
_ENVIRONMENTS = frozenset(
    (
        "align alignat Bmatrix bmatrix eqnarray equation flalign gather matrix multline pmatrix "
        "Vmatrix vmatrix"
    ).split()
)
_TAKEN = re.compile(
    r"(\\\\)(?:\\\\(?:\\\\(?=[ \t]*(?:\n|\Z)))?|\\(?=[ \t]*\n))"
    rf"|\\\\(?=[A-Za-z{{}}|,;:!#%&_$()\[\]])|{_ESCAPE.pattern}"
)
_ENDS = re.compile(r"(?:\)|`|\]|>|\*|_)\Z")
_STRONG_BEFORE = re.compile(r"(\*\*\*?|__?|\*)(?=\S)((?:(?!\1).)+?)\1\Z", re.DOTALL)
_EMPHASIS = re.compile(
    r"(?<![\\*])(\*\*|\*)(?![\s*])((?:\\.|[^*\\]|\*\*(?!\s)(?:(?!\*\*).)+\*\*)+?)(?<![\s\\])\1(?!\*)",
    re.DOTALL,
)


@dataclass
class Context:
    """What the whole text says about its parts."""

    dollars: bool = True
    emoji: bool = False
    abbreviations: dict[str, str] = field(default_factory=dict)
    defined: dict[str, Attributes] = field(default_factory=dict)
    footnotes: Container[str] = ()
    """The names of the footnotes that the text has."""
    referred: set[str] = field(default_factory=set)
    """Those that have been referred to."""
    html_ids: Container[str] = ()
    """The ids that elements of HTML in the text have."""


def mend_spans(text: str, context: Context, note: Callable[[int, str], None]) -> str:
    """Return *text*, the lines of one paragraph, heading or row of a table, as MyST reads it.

    It has as many lines afterwards.

    :param note: takes the line, from 0, and what was changed.
    """
    # No text has these signs; one that has them all the same stays as it is.
    return text if re.search("[\ufdd0\ufdd1]", text) else _Spans(text, context, note).mended()


def _in_paragraph(formula: str) -> str:
    """Return a formula without lines that begin an environment: to MyST, they would end its paragraph."""
    return _LATER_ENVIRONMENT.sub("{}", formula)


class _Spans:
    def __init__(self, text: str, context: Context, note: Callable[[int, str], None]) -> None:
        self._text = text
        self._context = context
        self._note_line = note
        self._pieces: list[str] = []
        self._hidden: list[str] = []
        """What emphasis and abbreviations are not looked for in: code, formulas, HTML."""

    def _note(self, position: int, what: str) -> None:
        self._note_line(self._text.count("\n", 0, position), what)

    def mended(self) -> str:
        position = 0
        text = self._text
        while match := _SPAN.search(text, position):
            self._pieces.append(text[position : match.start()])
            position = self._read(match)
        self._pieces.append(text[position:])
        joined = "".join(self._pieces)
        joined = self._mend_emphasis(joined)
        joined = self._abbreviate(joined)
        return self._shown(joined)

    # Code, formulas and HTML are between signs that no text has while the rest is looked at.

    def _hide(self, text: str) -> str:
        self._hidden.append(text)
        return f"\ufdd0{len(self._hidden) - 1}\ufdd1" + "\n" * text.count("\n")

    def _shown(self, text: str) -> str:
        def show(match: re.Match[str]) -> str:
            return self._shown(self._hidden[int(match[1])])

        return re.sub("\ufdd0(\\d+)\ufdd1\n*?", lambda match: show(match), self._unfold(text))

    def _unfold(self, text: str) -> str:
        """Take away the ends of lines that stand for those in what is hidden."""

        def unfold(match: re.Match[str]) -> str:
            return match[0][: len(match[0]) - self._hidden[int(match[1])].count("\n")]

        return re.sub("\ufdd0(\\d+)\ufdd1\n*", unfold, text)

    def _keep(self, match: re.Match[str]) -> int:
        self._pieces.append(self._hide(match[0]))
        return match.end()

    def _read(self, match: re.Match[str]) -> int:
        groups = match.groupdict()
        if groups["inline"] is not None or groups["display"] is not None:
            return self._read_backslashed(match)
        if groups["environment"] is not None:
            return self._read_environment(match)
        if groups["broken"]:
            self._pieces.append("\\")
            self._note(match.start(), r"\\ at the end of a line is \ in MyST")
            return match.end()
        if groups["role"]:
            self._pieces.append(self._hide("\\{"))
            self._note(match.start(), "a brace before code has a backslash: it would name a role")
            return match.end()
        if groups["double"] is not None:
            return self._read_double(match)
        if groups["dollars"] is not None or groups["spaced"] is not None:
            return self._read_dollars(match)
        if groups["address"] is not None:
            return self._read_address(match)
        if groups["extension"] is not None:
            return self._read_extension(match)
        if groups["given"] is not None:
            return self._read_attributes(match)
        if (footnote := groups["footnote"]) is not None:
            if footnote in self._context.footnotes:
                self._context.referred.add(footnote)
                return self._keep(match)
            self._pieces.append(self._hide(f"\\{match[0]}"))
            self._note(match.start(), f"{match[0]} stays text: there is no such footnote")
            return match.end()
        if groups["quoted"] is not None:
            self._pieces.append(f"«{match['quoted']}»")
            self._note(match.start(), "<<..>> are quotation marks: MyST would read a tag")
            return match.end()
        if groups["word"] is not None:
            return self._read_emoji(match)
        if groups["deleted"] is not None:
            self._pieces += [
                self._hide("<del>"),
                self._without_tildes(match["deleted"]),
                self._hide("</del>"),
            ]
            self._note(match.start(), "~~..~~ became <del>: MyST would show the signs")
            return match.end()
        return self._keep(match)

    def _without_tildes(self, text: str) -> str:
        """Return what is struck through as MyST reads it."""
        return self._hide(mend_spans(text, self._context, lambda _line, _what: None))

    # -- Formulas --------------------------------------------------------------------------------------------

    def _formula(self, formula: str, behind: str) -> str:
        """Return a formula within a line as MyST reads it."""
        stripped = _in_paragraph(formula.strip())
        lead = "\n" * formula[: len(formula) - len(formula.lstrip())].count("\n")
        trail = "\n" * formula[len(formula.rstrip()) :].count("\n")
        before = "".join(self._pieces)[-1:]
        if before.isdigit() or behind[:1].isdigit() or before == "$" or "$" in stripped.replace("\\$", ""):
            ticks = backticks(stripped)
            return f"{lead}{{math}}{ticks}{stripped}{ticks}{trail}"
        return f"{lead}${stripped}${trail}"

    def _read_backslashed(self, match: re.Match[str]) -> int:
        is_display = match["display"] is not None
        inner = match["display"] if is_display else match["inline"]
        if not inner.strip():
            return self._keep(match)
        formula = unescape(inner)
        if is_display:
            formula = f"$${_in_paragraph(formula)}$$"
            self._note(match.start(), r"\\[..\\] became $$..$$")
        else:
            formula = self._formula(formula, self._text[match.end() :])
            self._note(match.start(), r"\\(..\\) became $..$")
        self._pieces.append(self._hide(formula))
        return match.end()

    def _read_environment(self, match: re.Match[str]) -> int:
        formula = unescape(match[0])
        if formula != match[0]:
            self._note(match.start(), "backslashes that kramdown took away are left out in a formula")
        above = self._text[: match.start()].rpartition("\n")[2]
        below = self._text[match.end() :].partition("\n")[0]
        if above.strip() or below.strip() or match["environment"] not in _ENVIRONMENTS:
            # MyST reads it on lines of its own only.
            formula = f"$${_in_paragraph(formula)}$$"
            self._note(match.start(), f"a formula in {match['environment']} stands between $$")
        elif _INDENTED.match(above):
            # It would be one more line of the text above.
            self._pieces[-1] = self._pieces[-1].removesuffix(above)
            self._note(match.start(), "spaces in front of a formula are left out")
        self._pieces.append(self._hide(formula))
        return self._end_of_display(match.end())

    def _end_of_display(self, end: int) -> int:
        """Read the end of a formula on lines of its own, and return where the text below it begins."""
        line = _END_OF_LINE.match(self._text, end)
        if line and (indented := _INDENTED.match(self._text, line.end())):
            self._pieces.append("\n")
            self._note(line.end(), "spaces below a formula are left out: to MyST, they make code")
            return indented.end()
        return end

    def _read_double(self, match: re.Match[str]) -> int:
        above = self._text.rfind("\n", 0, match.start()) + 1
        below = self._text.find("\n", match.end())
        line = self._text[above : match.start()] + self._text[match.end() : below if below >= 0 else None]
        if not line.strip():
            # Alone on its lines: a display, which is what the author meant.
            mended = _in_paragraph(match[0])
            if mended == match[0] or not self._text[: match.start()].strip():
                return self._end_of_display(self._keep(match))
            self._note(match.start(), "{} stands before an environment that begins a line of a formula")
            self._pieces.append(self._hide(mended))
            return self._end_of_display(match.end())
        formula = self._formula(match["double"], self._text[match.end() :])
        self._note(match.start(), "$$..$$ within a line became $..$")
        self._pieces.append(self._hide(formula))
        return match.end()

    def _read_dollars(self, match: re.Match[str]) -> int:
        if not self._context.dollars:
            self._pieces.append("\\$")
            self._note(match.start(), r"a dollar sign became \$: it would begin a formula")
            return match.start() + 1
        inner = match["dollars"] if match["dollars"] is not None else match["spaced"]
        formula = unescape(inner)
        if match["spaced"] is not None:
            formula = self._formula(formula, self._text[match.end() :])
            self._note(match.start(), "spaces beside the dollars of a formula are left out")
        else:
            if formula != inner:
                self._note(match.start(), "backslashes that kramdown took away are left out in a formula")
            formula = f"${_in_paragraph(formula)}$"
        self._pieces.append(self._hide(formula))
        return match.end()

    # -- Links -----------------------------------------------------------------------------------------------

    def _read_address(self, match: re.Match[str]) -> int:
        """Read the address of a link: kramdown allows spaces in it."""
        text, start = self._text, match.end()
        if text[start : start + 1] == "<":
            end = text.find(">", start)
            end = text.find(")", end) if end >= 0 else -1
            if end < 0:
                self._pieces.append("](")
                return start
            self._pieces.append(self._hide(text[match.start() : end + 1]))
            return end + 1
        position = self._end_of_address(start)
        title = _TITLE.match(text, position) if text[position : position + 1] != ")" else None
        if title:
            end, rest_text = title.end(), self._mended_title(title)
            if rest_text != title[0]:
                self._note(position, "quotation marks in a title have a backslash")
        elif text[position : position + 1] == ")":
            end, rest_text = position + 1, ")"
        else:
            self._pieces.append("](")
            return start
        address = text[start:position]
        plain = " ".join(address.split())
        if not plain and self._leave_out_image():
            self._note(match.start(), "an image without a URL is left out; its text stays")
            self._pieces.append("\n" * text.count("\n", match.start(), end))
            return end
        if plain[:1] == "#" and plain[1:] in self._context.html_ids and self._link_in_html(plain):
            self._note(match.start(), "a link to the id of an element of HTML is HTML")
            return end
        if re.search(r"\s|[<>]", plain) and not plain.startswith("<"):
            self._note(match.start(), "a URL with a space was put into <...>")
            plain = plain.replace("<", "%3C").replace(">", "%3E")
            lines = "\n" * (text.count("\n", match.start(), end) - rest_text.count("\n"))
            self._pieces.append(self._hide(f"](<{plain}>{rest_text}") + lines)
        else:
            self._pieces.append(self._hide(f"]({address}{rest_text}"))
        return end

    def _end_of_address(self, start: int) -> int:
        """Return where the bracket is that ends an address, or the space before its title; else, the end."""
        text, depth, position = self._text, 1, start
        while position < len(text):
            char = text[position]
            if char == "\\":
                position += 1
            elif char == "(":
                depth += 1
                if depth > _DEEPEST_BRACKETS:
                    break
            elif char == ")":
                depth -= 1
                if depth == 0:
                    return position
            elif char.isspace() and text[position + 1 : position + 2] in ("'", '"'):
                return position
            position += 1
        return len(text)

    def _opening_bracket(self, text: str) -> int:
        """Return where the bracket is that one behind *text* closes; -1 if nowhere."""
        depth = 1
        for match in reversed(list(re.finditer("(?<!\\\\)[\\[\\]]|\ufdd0(\\d+)\ufdd1", text))):
            if match[0] == "[":
                depth -= 1
            elif match[0] == "]" or self._hidden[int(match[1])].startswith("]("):
                depth += 1
            if depth == 0:
                return match.start()
        return -1

    def _link_in_html(self, address: str) -> bool:
        """Write the link whose text ends here as HTML: MyST knows no ids of HTML."""
        before = "".join(self._pieces)
        start = self._opening_bracket(before)
        if start < 0 or before[:start].endswith("!"):
            return False
        opening = self._hide(f'<a href="{html.escape(address)}">')
        self._pieces = [before[:start], opening, before[start + 1 :], self._hide("</a>")]
        return True

    def _leave_out_image(self) -> bool:
        """Leave the text of the image that ends here, if it is one."""
        before = "".join(self._pieces)
        start = self._opening_bracket(before)
        if start < 1 or not before[:start].endswith("!") or before[:start].endswith("\\!"):
            return False
        self._pieces = [before[: start - 1], before[start + 1 :]]
        return True

    def _mended_title(self, rest: re.Match[str]) -> str:
        quote, title = rest[1], rest[2]
        if quote in title:
            return rest[0].replace(title, re.sub(rf"(?<!\\){quote}", rf"\\{quote}", title), 1)
        return rest[0]

    # -- Attributes ------------------------------------------------------------------------------------------

    def _read_attributes(self, match: re.Match[str]) -> int:
        before = "".join(self._pieces)
        if not match["given"].strip() or not (_ENDS.search(before) or before.endswith("\ufdd1")):
            # Behind text, kramdown shows it as text.
            return self._keep(match)
        attributes = read_attributes(match["given"])
        for name in attributes.references:
            if name in self._context.defined:
                attributes.update(self._context.defined[name])
        kept = attributes.to_myst()
        shown = self._shown(before)
        if (
            kept
            and (strong := _STRONG_BEFORE.search(before))
            and not shown.endswith((")", "`", "]", "}", ">"))
        ):
            self._pieces = [f"{before[: strong.start()]}[{strong[0]}]"]
        elif kept and not shown.endswith((")", "`", "]", "}")):
            # HTML has its attributes in its tag.
            kept = ""
        if kept:
            self._note(match.start(), f"attributes as MyST reads them: {kept}")
        else:
            self._note(match.start(), f"left out: {match[0]}")
        self._pieces.append(self._hide(kept) if kept else "")
        return match.end()

    def _read_extension(self, match: re.Match[str]) -> int:
        lines = "\n" * match[0].count("\n")
        self._note(match.start(), f"{{::{match['extension']}}} is left out")
        inside = match["inside"] or ""
        if match["extension"] == "nomarkdown":
            self._pieces.append(self._hide(inside))
        elif match["extension"] == "comment" and inside:
            self._pieces.append(self._hide(f"<!--{inside}-->"))
        else:
            self._pieces.append(lines)
        return match.end()

    def _read_emoji(self, match: re.Match[str]) -> int:
        before, behind = self._text[: match.start()][-1:], self._text[match.end() :][:1]
        if before.isalnum() or before in (":", "}", "`") or behind.isalnum() or behind in (":", "`"):
            # A time, a name with colons; what follows may begin with the second colon.
            self._pieces.append(match[0][:-1])
            return match.end() - 1
        sign = emoji(match["word"][1:-1]) if self._context.emoji else ""
        self._pieces.append(sign or f"\\{match[0]}")
        self._note(match.start(), f"{match['word']} became {sign}" if sign else f"{match['word']} stays text")
        return match.end()

    # -- Emphasis and abbreviations --------------------------------------------------------------------------

    def _mend_emphasis(self, text: str) -> str:
        """Write emphasis as HTML where CommonMark, unlike kramdown, reads none."""
        if "*" not in text:
            return text

        def mend(match: re.Match[str]) -> str:
            marks, inside = match[1], match[2]
            before, behind = text[: match.start()][-1:], text[match.end() :][:1]
            opens = (
                not _is_punctuation(self._first(inside))
                or not before
                or before.isspace()
                or _is_punctuation(before)
            )
            closes = (
                not _is_punctuation(self._last(inside))
                or not behind
                or behind.isspace()
                or _is_punctuation(self._first(behind + text[match.end() + 1 :]))
            )
            if opens and closes:
                return match[0]
            name = "strong" if marks == "**" else "em"
            self._note_line(
                text.count("\n", 0, match.start()),
                f"{marks}..{marks} became <{name}>: MyST would show the signs",
            )
            return f"<{name}>{inside}</{name}>"

        return _EMPHASIS.sub(mend, text)

    def _first(self, text: str) -> str:
        return self._shown(text)[:1] if text.startswith("\ufdd0") else text[:1]

    def _last(self, text: str) -> str:
        return self._shown(text[text.rindex("\ufdd0") :])[-1:] if text.endswith("\ufdd1") else text[-1:]

    def _abbreviate(self, text: str) -> str:
        names = sorted(self._context.abbreviations, key=len, reverse=True)
        if not names:
            return text
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(name) for name in names)})(?!\w)")

        def abbreviate(match: re.Match[str]) -> str:
            title = self._context.abbreviations[match[0]].replace('"', "&quot;")
            return f'<abbr title="{title}">{match[0]}</abbr>' if title else f"<abbr>{match[0]}</abbr>"

        return pattern.sub(abbreviate, text)


def unescape(formula: str) -> str:
    r"""Return a formula without the backslashes that kramdown takes away.

    ``\\{`` becomes ``\{`` and ``\_`` becomes ``_``.  One backslash before a brace or a bar stays, though
    kramdown took it: it is TeX's, and was forgotten to be doubled; so does ``\\`` at the end of a row.  Three
    pairs there were the end of a row and a line break of kramdown's.
    """

    def mend(match: re.Match[str]) -> str:
        if match[1]:
            # The end of a row.
            return match[1]
        sign = match[2]
        if sign is None:
            return "\\"
        return sign if sign in "_*`<=-+.~()[]" else match[0]

    return _TAKEN.sub(mend, formula)


def _is_punctuation(char: str) -> bool:
    return bool(char) and unicodedata.category(char[0])[0] in "PS"
