"""The attributes that kramdown has for parts of a text, ``{: .class #id key="value"}``.  Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .code_languages import pygments_language

_WORD = re.compile(
    r"""(?:\A|(?<=\s))(?:(?P<key>\w[\w-]*)=(?P<quote>["'])(?P<value>.{0,1000}?)(?P=quote)"""
    r"""|(?P<bare>\w[\w-]*)=(?P<plain>[^\s"'}]+)"""
    r"""|(?P<ref>\w[\w-]*)|(?P<names>(?:[.#][^\s.#]+)+))(?=\s|\Z)"""
)
_NAME = re.compile(r"([.#])([^\s.#]+)")
_CLASS = re.compile(r"""\sclass\s*=\s*(["'])(.*?)\1""", re.IGNORECASE | re.DOTALL)
_NOTICES = {"danger": "danger", "info": "note", "primary": "note", "success": "tip", "warning": "warning"}
_KEPT = ("height", "rel", "target", "title", "width")
# Without a style sheet of Jekyll's theme they mean nothing; the list of headings is the theme's.
_DROPPED = frozenset({"no_toc", "no-toc", "footnotes"})
_ALIGNED = {
    "text-center": "align-center",
    "text-left": "align-left",
    "text-right": "align-right",
    "center": "align-center",
}


@dataclass
class Attributes:
    """What stands between the braces."""

    id: str = ""
    classes: list[str] = field(default_factory=list)
    pairs: dict[str, str] = field(default_factory=dict)
    references: list[str] = field(default_factory=list)

    def update(self, other: Attributes) -> None:
        """Add those of *other*."""
        self.id = other.id or self.id
        self.classes += other.classes
        self.pairs.update(other.pairs)
        self.references += other.references

    @property
    def notice(self) -> str:
        """The name of the admonition that a class of Minimal Mistakes stands for, or nothing."""
        for name in self.classes:
            if match := re.fullmatch(r"notice(?:--(\w+))?", name):
                return _NOTICES.get(match[1] or "", "note")
        return ""

    @property
    def language(self) -> str:
        """The language that a class of code names, or nothing."""
        names = (name for name in self.classes if name.startswith("language-"))
        found = (pygments_language(name.removeprefix("language-")) for name in names)
        return next(filter(None, found), "")

    def to_myst(self) -> str:
        """Return them in braces as MyST reads them, without those that it does not hand on."""
        pairs = dict(self.pairs)
        style = pairs.pop("style", "")
        for name in ("width", "height"):
            if name not in pairs and (size := re.search(rf"(?:^|;)\s*{name}\s*:\s*([\d.]+(?:px|%)?)", style)):
                pairs[name] = size[1]
        side = re.search(r"(?:^|;)\s*float\s*:\s*(left|right)\b", style)
        align = side[1] if side else pairs.get("align", "").lower()
        words = [f"#{self.id}"] if self.id else []
        words += [f".{name}" for name in self.names()]
        if align in ("left", "right", "center") and f".align-{align}" not in words:
            words.append(f".align-{align}")
        words += [f'{key}="{value}"' for key, value in pairs.items() if _is_kept(key, value)]
        return f"{{{' '.join(words)}}}" if words else ""

    def names(self) -> list[str]:
        """Return the classes that are kept."""
        kept = (_ALIGNED.get(name, name) for name in self.classes if name not in _DROPPED)
        return [name for name in kept if re.fullmatch(r"[A-Za-z_-][\w-]*", name)]


def notice_of(tag: str) -> str:
    """Return the name of the admonition that the class of a tag of HTML stands for, or nothing."""
    given = _CLASS.search(tag)
    return Attributes(classes=given[2].split()).notice if given else ""


def without_notice_name(text: str, notice: str) -> str:
    """Return the text of a notice without the name of the admonition at its beginning."""
    return re.sub(rf"^\*\*{notice}:?\*\*:?[ \t]+(?=\S)", "", text, flags=re.IGNORECASE)


def _is_kept(key: str, value: str) -> bool:
    if key in ("height", "width"):
        return re.fullmatch(r"[\d.]+ ?(?:%|px|em|ex|pt|cm|mm|in)?", value) is not None
    return key in _KEPT and bool(value) and '"' not in value


def read_attributes(text: str) -> Attributes:
    """Return the attributes that *text* holds, which stands between ``{:`` and ``}``."""
    found = Attributes()
    for match in _WORD.finditer(text.strip()):
        if match["key"]:
            found.pairs[match["key"].lower()] = match["value"]
        elif match["bare"]:
            found.pairs[match["bare"].lower()] = match["plain"]
        elif match["ref"]:
            found.references.append(match["ref"])
        else:
            for sign, name in _NAME.findall(match["names"]):
                if sign == "#":
                    found.id = name
                else:
                    found.classes.append(name)
    if "class" in found.pairs:
        found.classes += found.pairs.pop("class").split()
    found.id = found.pairs.pop("id", found.id)
    return found
