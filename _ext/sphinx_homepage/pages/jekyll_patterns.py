"""Patterns of what pages may hold of Jekyll's languages: Liquid, and kramdown's own Markdown.  Pure."""

from __future__ import annotations

import re

# Without one of these there is nothing to find.
_CANDIDATES = ("{%", "{{", "{:", "{#", "\\\\(", "\\\\[", "*[", "markdown=", "\\begin{", "~~")
# Markdown on a line of a block of HTML: a heading, an item of a list, bold, a link, an image, code.
_IS_MARKDOWN = (
    r"(?:\#{1,6}[ \t]+\S|[*+-][ \t]+\S|[0-9]{1,9}[.)][ \t]+\S"
    r"|[^<\n]*?(?:\*\*[^\s*<]|\]\([^\s()]+\)|`[^`<\n]+`))"
)
_EMOJI = r":(?<![\w:}/`]:)(?:[a-z][a-z0-9_+-]*|[+-]1):(?![\w:`])"
_TABLE_ROW = r"[^\n]*\|[ \t]*\n[ \t]*\|(?![ \t|:-]+$)[^\n]*\|[ \t]*$"
_FORMULA_IN_HTML = (
    r"\$\$(?=\s*+[^$<])[^$<]*+\$\$|\$(?=[^$<>]*\\[a-z])[^$<>]+\$"
    r"|\\\((?:(?!\\\()[^<])*?\\\)|\\\[(?:(?!\\\[)[^<])*?\\\]"
)
# One letter, with indices.
_LETTER = r"[a-z](?:[_^](?:\w|\{[^{}$\n]*\}))*"
# The same for what is not told by a few letters.  Each begins with one, so that a search is fast.
_LIKELY = tuple(
    re.compile(pattern, re.MULTILINE | re.IGNORECASE)
    for pattern in (
        rf">[ \t]*\r?\n[ \t]*+{_IS_MARKDOWN}",
        rf">[^<>]*?(?:{_FORMULA_IN_HTML})",
        r"\$(?<!\n\$\$)\s[^$]*\\[a-z]",
        rf"\$(?:\s+{_LETTER}\s*|{_LETTER}\s+)\$(?!\w)",
        r"\\[^$\\]*\s\$(?!\$\n)",
        _EMOJI,
    )
)
_ROWS = re.compile(rf"\n[ \t]*\|{_TABLE_ROW}", re.MULTILINE)
# A table with a head below an empty line; tables that are written in other ways are read with the whole page.
_TABLE = re.compile(
    r"\n[ \t]*\n {0,3}(\|[^\n\\]*\|)[ \t]*\n {0,3}(\|(?:[ \t]*:?-+:?[ \t]*\|)+)[ \t]*(?:\n {0,3}\|[^\n]*)*"
)

# Where the end of something is looked for, its next beginning ends the search: so the time to read a text
# grows with its length, and not with the square of it.
_TAG = r"\{%-?\s*(?P<tag>[A-Za-z_]\w*+)(?P<arguments>(?:(?!\{%|%\}).)*?)-?%\}"
_OUTPUT = (
    r"""\{\{-?\s*(?P<output>(?:"[^"{}]*"|'[^'{}]*'|[\w.-]++(?:\[[^\[\]{}]*+\]?+[\w.-]*+)*+)\s*+"""
    r"(?:\|(?:(?!\{\{|\}\}).)*)?)-?\}\}"
)
_SITE = r"(?:site\.(?:baseurl|url|github\.url)|base_path)"
_ROOT = (
    rf"(?P<root>(?:\{{\{{-?\s*{_SITE}\s*(?:\|\s*(?:append|prepend):\s*{_SITE}\s*)*-?\}}\}})+)"
    r"""|\{\{-?\s*(?P<quote>["'])(?P<path>[^"'{}\n]*)(?P=quote)\s*"""
    rf"(?:\|\s*(?:relative_url|absolute_url|prepend:\s*{_SITE})\s*)+-?\}}\}}"
)
_ELEMENT = (
    r"<(?P<element>script|pre|code|samp|kbd|textarea)\b(?P<inside>(?:\s[^<>]*)?)>"
    r"(?:(?!<(?P=element)\b).)*?</(?P=element)\s*>"
)
_COMMENT = r"<!--(?:(?!<!--).)*?-->"
_MARKDOWN_IN_HTML = (
    r"""<(?P<holder>[A-Za-z]\w*)\s(?:[^<>]*\s)?markdown\s*=\s*["']?(?:1|block|span)\b["']?(?=[^<>]*>)"""
)
_IN_HTML = rf"{_COMMENT}|{_ELEMENT}|{_MARKDOWN_IN_HTML}|{_ROOT}|{_TAG}|{_OUTPUT}"
_FLAGS = re.DOTALL | re.MULTILINE | re.IGNORECASE

HTML = re.compile(
    rf"{_IN_HTML}|(?P<unread>{_FORMULA_IN_HTML})|^[ \t]*+(?={_IS_MARKDOWN})(?P<below>[^<\s{{\\$])", _FLAGS
)
"""What is looked for in a block of HTML."""

MARKDOWN = re.compile(
    # The one that begins first counts, as it does when Markdown is read.
    r"\\\\\((?P<inline>(?:(?!\\\\[(\[]).)*?)\\\\\)"
    r"|\\\\\[(?P<display>(?:(?!\\\\[(\[]).)*?)\\\\\]"
    r"|\\\\?begin\{(?P<environment>\w+\*?)\}(?:(?!\\begin\{(?P=environment)\}).){0,1500}?"
    r"\\end\{(?P=environment)\}"
    r"|\\."
    r"|(?P<ticks>`+)(?:.*?[^`](?P=ticks)(?!`))?+"
    r"|\$\$(?:\\.|(?!\$\$).)*+\$\$|\$(?!\s)(?:\\.|[^$\\])*+(?<!\s)\$(?!\d)"
    rf"|\$(?P<spaced>(?=[^$]*\\[a-z]|\s*{_LETTER}\s*\$(?!\w))(?:\\.|[^$\\])++)\$(?!\d|\$\n)"
    r"|~~(?<!~~~)(?P<struck>[^\s~](?:[^~\n]*[^\s~])?)~~(?!~)"
    rf"|(?P<emoji>{_EMOJI})"
    rf"|^[ \t]*(?P<row>\|)(?={_TABLE_ROW})"
    r"|\{:(?P<attributes>[^{}\n]*)\}"
    r"|(?<=[ \t])\{\#(?P<id>[A-Za-z][\w:-]*)\}(?=[ \t]*\#*[ \t]*$)"
    r"|^[ ]{0,3}\*\[(?P<abbreviation>[^\]\n]+)\]:[ \t]*(?P<expansion>[^\n]*)"
    rf"|{_IN_HTML}",
    _FLAGS,
)
"""What is looked for in a paragraph of Markdown, and what hides it: code, formulas, comments, escapes."""

RST = re.compile(rf"\\.|(?P<ticks>`+)(?:.*?[^`](?P=ticks)(?!`))?+|{_TAG}|{_OUTPUT}", _FLAGS)
"""What is looked for in a paragraph of reStructuredText."""

LIQUID = re.compile(f"{_TAG}|{_OUTPUT}", _FLAGS)
"""What is looked for in the values of front matter."""


def may_have_markup(source: str) -> bool:
    """Return whether *source* can hold anything of Jekyll's languages; it takes a few microseconds."""
    # Patterns for lines begin with the end of the line above.
    source = f"\n{source}"
    return (
        any(candidate in source for candidate in _CANDIDATES)
        or any(pattern.search(source) for pattern in _LIKELY)
        or (_ROWS.search(source) is not None and _ROWS.search(_TABLE.sub(_without_table, source)) is not None)
    )


def _without_table(match: re.Match[str]) -> str:
    """Return nothing for a table whose second line has as many columns as its head; else it is none."""
    return "" if match[1].count("|") == match[2].count("|") else match[0]
