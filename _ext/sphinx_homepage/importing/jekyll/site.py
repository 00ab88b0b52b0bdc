"""A Jekyll site as Jekyll sees it: its pages, posts, documents, data and files, and the address of each."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .text_files import is_inside, read_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ..report import LeftOut
    from .config import Config

_INCLUDE = re.compile(r"\{%-?\s*include(?:_cached)?\s+([\w./-]+)")


@dataclass
class OldPage:
    """A page, a post or another document."""

    source: str
    """Its file, relative to the root of the site."""
    kind: str
    """``pages``, or the collection it is in: ``posts``, ``talks``."""
    block: str
    """Its front matter as it was written, without the lines around it."""
    own: dict[str, Any]
    """The values of its front matter."""
    matter: dict[str, Any]
    """The same with the defaults of the settings, and with what Jekyll adds."""
    body: str
    body_line: int
    """The line of the body's first, from 1."""
    url: str = ""
    """Its address with a leading slash; empty if it has none."""
    output: str = ""
    """The file that Jekyll wrote, relative to the root of the built site; empty if none."""
    also_at: str = ""
    """The address of the page that Jekyll made of a document as well; empty if it made none."""
    date: datetime.datetime | None = None
    is_markdown: bool = True
    is_draft: bool = False
    """Whether it was not published: a draft, ``published: false``, a date in the future."""
    is_yaml: bool = True
    """Whether its front matter is YAML; if not, Jekyll used nothing of it."""
    problems: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """Return the title, on one line."""
        return " ".join(str(self.matter.get("title") or "").split())

    @property
    def layout(self) -> str:
        """Return the name of its layout."""
        layout = self.matter.get("layout")
        return str(layout).strip() if layout and not isinstance(layout, bool) else ""

    @property
    def is_html(self) -> bool:
        """Return whether it was a page that people read, and no style sheet or feed."""
        is_text = self.is_markdown or self.source.lower().endswith((".html", ".htm"))
        return self.output.lower().endswith((".html", ".htm")) or (not self.output and is_text)


@dataclass
class OldSite:
    """Everything that Jekyll read."""

    root: Path
    config: Config
    pages: list[OldPage] = field(default_factory=list)
    statics: dict[str, str] = field(default_factory=dict)
    """The file that was served at each path of the built site, relative to the root of the sources."""
    data: dict[str, Any] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    _layouts: dict[str, str | None] = field(default_factory=dict, repr=False)
    _whole_layouts: dict[str, str] = field(default_factory=dict, repr=False)

    def documents(self, label: str) -> list[OldPage]:
        """Return the published documents of a collection in Jekyll's order."""
        found = [page for page in self.pages if page.kind == label and not page.is_draft]
        collection = self.config.collections.get(label)
        late = datetime.datetime.max
        found.sort(key=lambda page: (page.date or late, page.source))
        if label == "posts":
            found.reverse()
        elif collection and collection.order:
            places = {name: place for place, name in enumerate(collection.order)}
            inside = f"_{label}/"
            found.sort(key=lambda page: places.get(page.source.partition(inside)[2], len(places)))
        elif collection and collection.sort_by:
            found.sort(key=lambda page: _sort_key(page.matter.get(collection.sort_by)))
        return found

    def theme_words(self) -> dict[str, str]:
        """Return the words of Minimal Mistakes in the language of the site, by their keys."""
        texts = self.data.get("ui-text")
        words = texts.get(self.config.text("locale")) if isinstance(texts, dict) else None
        found = words.items() if isinstance(words, dict) else ()
        return {key: word for key, word in found if isinstance(key, str) and isinstance(word, str)}

    def own_layout(self, name: str) -> str | None:
        """Return the text of a layout of the site; ``None`` if it is one of its theme, or there is none."""
        if name not in self._layouts:
            directory = self.root / (self.config.text("layouts_dir") or "_layouts")
            files = (directory / f"{name}{suffix}" for suffix in (".html", ".liquid"))
            texts = (read_text(file) for file in files if is_inside(file, self.root))
            self._layouts[name] = next((text for text in texts if text is not None), None)
        return self._layouts[name]

    def own_include(self, name: str) -> str:
        """Return the text of an include of the site; empty if it is one of its theme, or there is none."""
        file = self.root / (self.config.text("includes_dir") or "_includes") / name
        return (read_text(file) or "") if is_inside(file, self.root) else ""

    def whole_layout(self, name: str) -> str:
        """Return a layout of the site, the includes of the site that it names, and those that they name."""
        if name not in self._whole_layouts:
            parts, wanted = [self.own_layout(name) or ""], set[str]()
            for part in parts:
                for include in _INCLUDE.findall(part):
                    if include not in wanted:
                        wanted.add(include)
                        parts.append(self.own_include(include))
            self._whole_layouts[name] = "".join(parts)
        return self._whole_layouts[name]


def _sort_key(value: object) -> tuple[int, float, str]:
    if value is None:
        return (2, 0, "")
    if isinstance(value, int | float):
        return (0, float(value), "")
    return (1, 0, str(value))


def words_of(matter: Mapping[str, Any], singular: str, plural: str) -> list[str]:
    """Return tags or categories as Jekyll reads them: text in the plural is split at spaces."""
    found: list[str] = []
    for key in (plural, singular):
        value = matter.get(key)
        if isinstance(value, str):
            found += value.split() if key == plural else [value]
        elif isinstance(value, list):
            found += [str(item) for item in value if item is not None and not isinstance(item, dict | list)]
        elif value is not None and not isinstance(value, bool | dict):
            found.append(str(value))
    return list(dict.fromkeys(found))
