"""The extension's own words, and dates, in the language of the site."""

from __future__ import annotations

import datetime

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from sphinx.locale import get_translation

CATALOG = "sphinx"
"""The name of the message catalogs, in ``locale/``.

Templates have this catalog and no other.  What Sphinx, and a site's own catalog of this name, translate comes
first; ours has what is left, and the words of furo, which has none.
"""

_ = get_translation(CATALOG)
"""Return a message in the language of the site, for example ``_("Published in %s") % venue``.

Not while a module is imported: the language is not known then.
"""


def find_locale(language: str) -> Locale | None:
    """Return what is known of a *language* (``pt_BR``, as Sphinx has it); ``None`` if nothing is."""
    try:
        return Locale.parse(language.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return None


def date_in_words(date: str, language: str) -> str:
    """Return a date as the readers of *language* write it: "1. März 2019", "März 2019" or "2019" in German.

    :param date: a date in ISO 8601, whose day and month may be missing.
    :param language: the language of the site; one that is not known has English dates.
    """
    if len(date) == len("2019"):
        # Chinese would have a word behind it, which is right in a sentence only.
        return date
    locale = find_locale(language) or Locale("en")
    if len(date) == len("2019-03"):
        return format_skeleton("yMMMM", datetime.date.fromisoformat(f"{date}-01"), locale=locale)
    return format_date(datetime.date.fromisoformat(date), "long", locale=locale)
