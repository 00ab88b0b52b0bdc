"""Code that is not quite in its language, which Sphinx highlights as far as it can, with a warning.  Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

FORCED = "code that is not quite in the language of its fence is highlighted all the same (force)"
"""What the report says of it."""
_FENCE = re.compile(r"((?:[ \t>]|(?:[-+*]|\d+[.)])[ \t])*)(`{3,}|~{3,})[ \t]*([\w+#.-]+)[ \t]*")


def with_forced_code(text: str, numbers: Iterable[int]) -> tuple[str, set[int]]:
    """Return Markdown in which code is highlighted as far as it can be, and where: that is no warning then.

    :param numbers: the lines of the fences at which such code begins.
    """
    lines = text.split("\n")
    forced = set()
    for number in sorted(set(numbers), reverse=True):
        found = _FENCE.fullmatch(lines[number - 1]) if 0 < number <= len(lines) else None
        if found:
            before, fence, language = found.groups()
            # Below the first line, the sign of a list is only as wide.
            beside = re.sub(r"[^\s>]", " ", before)
            lines[number - 1 : number] = [
                f"{before}{fence}{{code-block}} {language}",
                f"{beside}:force:",
                beside.rstrip(),
            ]
            forced.add(number)
    return "\n".join(lines), forced
