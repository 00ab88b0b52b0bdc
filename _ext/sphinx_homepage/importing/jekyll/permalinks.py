"""The addresses of Jekyll's pages, posts and documents, from the patterns of its settings.

The rules are those of Jekyll 4 (https://jekyllrb.com/docs/permalinks/).  The ``:title`` of a post is the part
of its file's name behind the date.  Pure.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 (a field's type)
from pathlib import PurePosixPath
from urllib.parse import unquote

STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
"""The named patterns for posts."""
_PLACEHOLDER = re.compile(r":([a-z_]+)")
# What stays beside letters, marks and digits.
_SIGNS = {"default": "", "pretty": "._~!$&'()+,;=@"}
_PATTERNS = {
    "ascii": re.compile(r"[^A-Za-z0-9]+"),
    "latin": re.compile(r"[^A-Za-z0-9]+"),
    "raw": re.compile(r"\s+"),
}


@dataclass(frozen=True)
class Parts:
    """What the placeholders of a pattern stand for."""

    path: str
    """The path below the collection's directory, without the suffix."""
    output_ext: str = ".html"
    date: datetime | None = None
    categories: tuple[str, ...] = ()
    collection: str = ""
    slug: str = ""
    """The front matter's ``slug``."""
    basename: str = ""
    """The name of the file, without its date and suffix."""


def slugify(text: object, mode: str = "default", *, cased: bool = False) -> str:
    """Return *text* as Jekyll writes it in addresses (its filter ``slugify``).

    :param mode: ``none``, ``raw``, ``default``, ``pretty``, ``ascii`` or ``latin``.
    :param cased: whether capital letters stay.
    """
    written = str(text if text is not None else "")
    if mode not in _SIGNS and mode not in _PATTERNS:
        return written if cased else written.lower()
    if mode == "latin":
        folded = unicodedata.normalize("NFKD", written)
        written = "".join(char for char in folded if not unicodedata.combining(char))
    if mode in _SIGNS:
        kept = (char if _is_kept(char, _SIGNS[mode]) else "-" for char in written)
        slug = re.sub("-+", "-", "".join(kept)).strip("-")
    else:
        slug = _PATTERNS[mode].sub("-", written).strip("-")
    return slug if cased else slug.lower()


def _is_kept(char: str, signs: str) -> bool:
    kind = unicodedata.category(char)
    return kind[0] in "LM" or kind == "Nd" or char in signs


def pattern_of_posts(setting: object) -> str:
    """Return the pattern that *setting*, ``permalink`` of ``_config.yml``, stands for."""
    text = str(setting).strip() if setting else "date"
    return STYLES.get(text, text)


def pattern_of_pages(setting: object) -> str:
    """Return the pattern of pages that have no permalink of their own: that of posts tells how they end."""
    text = str(setting).strip() if setting else "date"
    named = STYLES.get(text, text)
    if text == "pretty" or (text not in STYLES and named.endswith("/")):
        return "/:path/:basename/"
    if text not in STYLES and not named.endswith(":output_ext"):
        return "/:path/:basename"
    return "/:path/:basename:output_ext"


def expand(pattern: str, parts: Parts) -> str:
    """Return the address that *pattern* gives, with a leading slash and no empty parts."""
    values = _values(parts) if parts.collection else _values_of_page(parts)

    def value(match: re.Match[str]) -> str:
        name = match[1]
        # ":title_x" is ":title" and "_x", where there is no placeholder of the whole name.
        while name and name not in values:
            name = name[:-1]
        return values[name] + match[1][len(name) :] if name else match[0]

    address = _PLACEHOLDER.sub(value, decoded(pattern))
    # As Jekyll cleans them, so that there is no way up.
    return re.sub(r"/{2,}", "/", f"/{address}".replace("..", "/").replace("./", ""))


def decoded(pattern: str) -> str:
    """Return a pattern or the name of a file without percent-encoding."""
    try:
        return unquote(pattern, errors="strict")
    except UnicodeDecodeError:
        return pattern


def _values_of_page(parts: Parts) -> dict[str, str]:
    return {"path": parts.path, "basename": parts.basename, "output_ext": parts.output_ext}


def _values(parts: Parts) -> dict[str, str]:
    title = parts.slug or parts.basename
    found = {
        "path": parts.path,
        "name": slugify(parts.path.rpartition("/")[2]),
        "title": slugify(parts.slug, cased=True) if parts.slug else slugify(title, "pretty", cased=True),
        "slug": slugify(title),
        "collection": parts.collection,
        "output_ext": parts.output_ext,
        "categories": "/".join(slugify(word, "none") for word in parts.categories),
        "slugified_categories": "/".join(slugify(word) for word in parts.categories),
    }
    date = parts.date
    if date is not None:
        year, week, weekday = date.isocalendar()
        found |= {
            "year": f"{date.year:04d}",
            "month": f"{date.month:02d}",
            "day": f"{date.day:02d}",
            "hour": f"{date.hour:02d}",
            "minute": f"{date.minute:02d}",
            "second": f"{date.second:02d}",
            "i_day": str(date.day),
            "i_month": str(date.month),
            "short_month": date.strftime("%b"),
            "long_month": date.strftime("%B"),
            "short_year": f"{date.year % 100:02d}",
            "y_day": f"{date.timetuple().tm_yday:03d}",
            "w_year": str(year),
            "week": f"{week:02d}",
            "w_day": str(weekday),
            "short_day": date.strftime("%a"),
            "long_day": date.strftime("%A"),
        }
    return found


def output_file(address: str, output_ext: str = ".html") -> str:
    """Return the file that Jekyll writes for *address*: ``/x/`` is ``x/index.html``, ``/x`` is ``x.html``.

    A suffix in the address counts, but for one that no page of the new site could have (``/v1.2``).
    """
    path = address.lstrip("/")
    if not path or path.endswith("/"):
        path += "index"
    elif (suffix := PurePosixPath(path).suffix.lower()) and (
        output_ext != ".html" or suffix in (".html", ".htm")
    ):
        return path
    return path if path.endswith(output_ext) else path + output_ext
