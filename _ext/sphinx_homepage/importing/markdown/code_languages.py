"""The names that Pygments has for languages of code.  Pure.

Pygments is imported when it is used.
"""

from __future__ import annotations

import re
from functools import cache

# Words that Sphinx takes for something else than the name of a language.
_NO_LANGUAGES = frozenset({"default", "guess", "none"})


@cache
def pygments_language(info: str) -> str:
    """Return the language of code as Pygments knows it; kramdown hands on whatever is written.

    :param info: what stands behind the fence; braces (``{r}``, ``{.python}``) would name a directive in MyST.
    """
    word = re.match(r"\{?\.?([\w+#.-]*)", info)
    name = word[1] if word else ""
    if not name or name in _NO_LANGUAGES:
        return name
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    for candidate in (name, name.casefold()):
        try:
            get_lexer_by_name(candidate)
        except ClassNotFound:
            continue
        return candidate
    return "text"
