"""The author of an old site as an author record of conf.py, with what of it could not be taken."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from ...core.values import from_python
from ...pages.front_matter import IMAGE_SUFFIXES
from ...pages.text_in_markup import plain_text
from ...profile.icons import FALLBACK
from ...profile.model import MAX_LINKS, canonical_key, parse_author
from ...profile.networks import NETWORKS
from .author_box import is_same, names_nobody

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from .author_box import AuthorBox, ShownLink

# The fields that are links.
_LINKED = frozenset({"email", "website", *NETWORKS})
# What al-folio puts behind the name of a network.
_ACCOUNT = re.compile(r"_(?:username|userid|id|url|profile)$")
# How people hide an e-mail address from machines, beside what the author record understands.
_AT_SIGN = re.compile(r"\s{0,9}[|/*_-]\s{0,9}(?:at|@|ät?|à|arobase)\s{0,9}[|/*_-]\s*", re.IGNORECASE)


def author_record(
    data: Mapping[str, Any], files: Collection[str], *, name: str = "", box: AuthorBox | None = None
) -> tuple[dict[str, Any], list[str]]:
    """Return the fields of an author record and what needs a look.

    What the box shows is the measure: a layout may have links of its own, and pass over fields.

    :param data: the author of ``_config.yml`` or of ``_data/authors.yml``.
    :param files: the files of the site, by their paths in ``public/``, among which the image is looked for.
    :param name: a name for a record without one.
    :param box: what the old site has shown of this author, if that is known.
    """
    return _RecordReader(data, files, name, box).read()


def author_of_settings(config: Mapping[str, Any], socials: object) -> dict[str, Any]:
    """Return the author of a site that has no ``author``, as al-folio's settings name them.

    :param config: ``_config.yml``, with ``first_name``, ``last_name`` and keys such as ``github_username``.
    :param socials: ``_data/socials.yml``, where newer versions have such keys.
    """
    names = [config.get(key) for key in ("first_name", "middle_name", "last_name")]
    if not isinstance(names[0], str):
        return {}
    found: dict[str, Any] = {"name": " ".join(name for name in names if isinstance(name, str) and name)}
    known = {key: value for key, value in config.items() if canonical_key(_ACCOUNT.sub("", str(key)))}
    for key, value in {**known, **(socials if isinstance(socials, dict) else {})}.items():
        name = _ACCOUNT.sub("", str(key))
        if isinstance(value, str | int) and (name != key or key == "email"):
            found.setdefault(name, value)
    return found


def record_urls(record: Mapping[str, Any]) -> list[str]:
    """Return the URLs to which an author record links."""
    profile, _problems = parse_author(from_python(dict(record)))
    links = [*profile.networks, *profile.links]
    return [*filter(None, [*(link.url for link in links), profile.website, profile.email])]


class _RecordReader:
    """Reads one author."""

    def __init__(
        self, data: Mapping[str, Any], files: Collection[str], name: str, box: AuthorBox | None
    ) -> None:
        self._data = data
        self._files = files
        self._waiting = [link for link in box.links if not names_nobody(link.url)] if box else []
        """The links of the box that no field stands for yet."""
        # A box in which nothing is a link does not tell which fields it shows.
        self._measure = box if self._waiting else None
        names = (plain_text(str(given or "")).strip() for given in (data.get("name"), name, "Your Name"))
        self._record: dict[str, Any] = {"name": next(filter(None, names))}
        self._links: list[dict[str, str]] = []
        self._notes: list[str] = []
        self._unshown: list[str] = []
        """The keys of what the box did not show."""
        if avatar := _avatar(box.avatar, files) if box else "":
            self._record["avatar"] = avatar
        self._has_shown_avatar = bool(avatar)

    def read(self) -> tuple[dict[str, Any], list[str]]:
        """Return the fields and what needs a look."""
        for key, value in self._data.items():
            if value is None or not str(value).strip() or key == "name" or value is False:
                continue
            canonical = canonical_key(str(key))
            if key == "links" and isinstance(value, list):
                if not self._measure:
                    self._add_links(value)
            elif canonical is None:
                self._read_unknown(str(key), value)
            elif canonical == "avatar" and self._has_shown_avatar:
                continue
            elif canonical in self._record:
                self._refuse(key, f"{canonical} is given already")
            elif isinstance(value, list | dict):
                self._refuse(key, "it is no text")
            else:
                self._read_field(str(key), canonical, " ".join(str(value).split()))
        self._add_links([link._asdict() for link in self._waiting])
        if self._record.get("location") in [link["label"] for link in self._links]:
            # The link to a map has the same words.
            del self._record["location"]
        if self._links:
            self._record["links"] = self._links[:MAX_LINKS]
        for link in self._links[MAX_LINKS:]:
            what = f"the card shows {MAX_LINKS} links at most"
            self._notes.append(f"the link {link['label']} of the author was not taken: {what}")
        if self._unshown:
            fields = ", ".join(f"author.{key}" for key in self._unshown)
            why = "the old site did not show that; to show it, write it into author_profile in conf.py"
            self._notes.append(f"not taken: {fields}; {why}")
        return self._record, self._notes

    def _refuse(self, key: object, why: str) -> None:
        self._notes.append(f"author.{key} was not taken: {why}")

    def _add_links(self, items: list[Any]) -> None:
        found, notes = _links(items)
        self._links += found
        self._notes += notes

    def _read_unknown(self, key: str, value: Any) -> None:
        """Read a field that is none of ours: a link, unless the box tells which links were shown."""
        link = _as_link(key, value)
        if link and not self._measure:
            self._links.append(link)
        elif not any(str(value) in shown.url for shown in (self._measure.links if self._measure else ())):
            if self._measure:
                self._unshown.append(key)
            else:
                self._refuse(key, "there is no such field; a link is an entry of links: label and url")

    def _read_field(self, key: str, canonical: str, raw: str) -> None:
        """Read a field of ours, whose link is the one that the box shows."""
        name = self._record["name"]
        text = _avatar(raw, self._files) if canonical == "avatar" else _field(name, canonical, raw)
        if canonical in _LINKED and self._measure:
            text, shown = _as_shown(name, canonical, raw, text, self._waiting)
            self._waiting = [link for link in self._waiting if link not in shown]
            if text and not shown and raw not in self._measure.text:
                self._unshown.append(key)
                return
        if text:
            self._record[canonical] = text
        else:
            self._refuse(key, _reason(name, canonical, raw))


def _as_shown(
    name: str, key: str, raw: str, text: str, waiting: list[ShownLink]
) -> tuple[str, list[ShownLink]]:
    """Return a field so that its link is that of the box, and the links of the box that it stands for.

    :param raw: the field as it was written.
    :param text: the field as it can be taken; empty if it cannot.
    """
    if key == "email":
        mails = [link for link in waiting if link.url.lower().startswith("mailto:")]
        # However it is hidden from machines; there may be a second one.
        return text, [link for link in mails if _is_to(name, link, text)] or mails[:1]
    if key in NETWORKS and NETWORKS[key].dead:
        return text, [link for link in waiting if raw in link.url]
    url = _url(name, key, text)
    same = [link for link in waiting if is_same(link.url.replace("\\", ""), url)]
    if same:
        return text, same
    with_it = [link for link in waiting if raw in link.url]
    # On any host there may be the same name, of which only some are on this network.
    if not text or key not in NETWORKS or NETWORKS[key].hosts:
        for link in with_it:
            if link.url.count("://") == 1 and not _problems({"name": name, key: link.url}):
                return link.url, [link]
    # A layout that puts "https://" before a whole URL makes a link that is broken.
    return text, [link for link in with_it if link.url.count("://") != 1]


def _is_to(name: str, link: ShownLink, text: str) -> bool:
    """Return whether a link writes to the address that a field has, perhaps hidden from machines."""
    profile, _problems = parse_author(from_python({"name": name, "email": text}))
    written = unquote(link.url.partition(":")[2]).partition("?")[0].strip().casefold()
    return written in (profile.email.removeprefix("mailto:").casefold(), text.casefold())


def _url(name: str, key: str, text: str) -> str:
    """Return the URL to which a field leads; empty if it is none."""
    profile, _problems = parse_author(from_python({"name": name, key: text}))
    return profile.website or next((link.url for link in profile.networks), "")


def _problems(record: Mapping[str, Any]) -> list[str]:
    return [problem.message for problem in parse_author(from_python(dict(record)))[1]]


def _field(name: str, key: str, text: str) -> str:
    """Return a field as it can be taken, perhaps without its HTML; empty if it cannot."""
    text = " ".join(text.split())
    if not _problems({"name": name, key: text}):
        return text
    for repaired in (
        _plain_bio(text),
        text.strip("<>"),
        f"https://{text}",
        _AT_SIGN.sub(" [at] ", text),
        # As browsers read a mail address in a link.
        unquote(text),
        # As Markdown has it: "x?a=1\\&b=2".
        text.replace("\\", ""),
    ):
        if repaired and not _problems({"name": name, key: repaired}):
            return repaired
    return ""


def _plain_bio(text: str) -> str:
    """Return a text without its HTML, but for the breaks between lines."""
    return " <br> ".join(plain_text(part) for part in re.split(r"(?:(?<!\s)\s+)?<br\s*/?>\s*", text))


def _reason(name: str, key: str, text: str) -> str:
    if key == "avatar":
        save = "save it in public/images/, and name it in conf.py"
        return f"it is on another site; {save}" if "//" in text else f"there is no image {text} in the site"
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
    """Read the ``links`` of Minimal Mistakes, of which the template has some that name nobody."""
    found, notes = [], []
    for item in items:
        if not isinstance(item, dict):
            continue
        label = str(item.get("label") or item.get("title") or item.get("name") or "").strip()
        url = str(item.get("url") or item.get("href") or "").strip()
        if names_nobody(url):
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
            why = "it leads to this site itself" if url == "/" else f"{url} cannot be linked"
            notes.append(f"the link {label or url} of the author was not taken: {why}")
    return found, notes
