"""The author of an old site as an author record of conf.py, with what of it could not be taken."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..core.values import from_python
from ..pages.front_matter import IMAGE_SUFFIXES, plain_text
from ..profile.icons import FALLBACK
from ..profile.model import canonical_key, parse_author

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

# How people hide an e-mail address from machines, beside what the author record understands.
_AT_SIGN = re.compile(r"\s*[|/*_-]\s*(?:at|@|ät?|à|arobase)\s*[|/*_-]\s*", re.IGNORECASE)


def author_record(
    data: Mapping[str, Any], files: Collection[str], *, name: str = ""
) -> tuple[dict[str, Any], list[str]]:
    """Return the fields of an author record and what needs a look.

    :param data: the author of ``_config.yml`` or of ``_data/authors.yml``.
    :param files: the files of the site, by their paths in ``public/``, among which the image is looked for.
    :param name: a name for a record without one.
    """
    names = (plain_text(str(given or "")).strip() for given in (data.get("name"), name, "Your Name"))
    record: dict[str, Any] = {"name": next(filter(None, names))}
    notes = []
    links: list[dict[str, str]] = []
    taken = {"name"}
    for key, value in data.items():
        if value is None or value == "" or key == "name" or value is False:
            continue
        if key == "links" and isinstance(value, list):
            found, skipped = _links(value)
            links += found
            notes += skipped
            continue
        canonical = canonical_key(str(key))
        if canonical is None:
            link = _as_link(str(key), value)
            if link:
                links.append(link)
            else:
                notes.append(f"author.{key} was not taken: there is no such field")
            continue
        if canonical in taken:
            notes.append(f"author.{key} was not taken: {canonical} is given already")
            continue
        if isinstance(value, list | dict):
            notes.append(f"author.{key} was not taken: it is no text")
            continue
        text = (
            _avatar(str(value), files)
            if canonical == "avatar"
            else _field(record["name"], canonical, str(value))
        )
        if text:
            record[canonical] = text
            taken.add(canonical)
        else:
            notes.append(f"author.{key} was not taken: {_reason(record['name'], canonical, str(value))}")
    if links:
        record["links"] = links[:50]
    return record, notes


def _problems(record: Mapping[str, Any]) -> list[str]:
    return [problem.message for problem in parse_author(from_python(dict(record)))[1]]


def _field(name: str, key: str, text: str) -> str:
    """Return a field as it can be taken, perhaps without its HTML; empty if it cannot."""
    text = " ".join(text.split())
    if not _problems({"name": name, key: text}):
        return text
    for repaired in (_plain_bio(text), text.strip("<>"), f"https://{text}", _AT_SIGN.sub(" [at] ", text)):
        if repaired and not _problems({"name": name, key: repaired}):
            return repaired
    return ""


def _plain_bio(text: str) -> str:
    return (
        plain_text(re.sub(r"\s*<br\s*/?>\s*", " <br> ", text))
        if "<br" not in text
        else " <br> ".join(plain_text(part) for part in re.split(r"\s*<br\s*/?>\s*", text))
    )


def _reason(name: str, key: str, text: str) -> str:
    if key == "avatar":
        return f"there is no image {text} in the site"
    return next(iter(_problems({"name": name, key: text})), "it is no text")


def _avatar(text: str, files: Collection[str]) -> str:
    """Return the path of the image in the new site; empty if it is not there."""
    path = re.sub(r"^(\{\{.*?\}\}|\.)?/?", "", text.strip())
    for candidate in (path, f"images/{path}", f"assets/images/{path}", f"assets/img/{path}"):
        if candidate in files and candidate.lower().endswith(IMAGE_SUFFIXES):
            return f"public/{candidate}"
    return ""


def _as_link(key: str, value: Any) -> dict[str, str] | None:
    """Return a free link for a field that is none of ours and holds a URL."""
    text = str(value).strip()
    if isinstance(value, str) and re.match(r"https?://\S+$", text):
        return {"label": key.replace("_", " ").replace("-", " ").strip().capitalize(), "url": text}
    return None


def _links(items: list[Any]) -> tuple[list[dict[str, str]], list[str]]:
    """Read the ``links`` of Minimal Mistakes, of which the template has some without a URL."""
    found, notes = [], []
    for item in items:
        if not isinstance(item, dict):
            continue
        label = str(item.get("label") or item.get("title") or item.get("name") or "").strip()
        url = str(item.get("url") or item.get("href") or "").strip()
        if not url:
            continue
        if "@" in url and ":" not in url:
            url = f"mailto:{url}"
        link = {"label": plain_text(label) or url, "url": url, "icon": str(item.get("icon") or "").strip()}
        for candidate in (link, {**link, "icon": FALLBACK}, {key: link[key] for key in ("label", "url")}):
            cleaned = {key: value for key, value in candidate.items() if value}
            if not _problems({"name": "x", "links": [cleaned]}):
                found.append(cleaned)
                break
        else:
            notes.append(f"the link {label or url} of the author was not taken: {url} cannot be linked")
    return found, notes
