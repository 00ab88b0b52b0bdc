"""Pages and documents as the templates of a site see them.  Pure."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

LIQUID = re.compile(r"\{\{|\{%")
"""A pattern for the beginning of Liquid."""
LIQUID_TAG = re.compile(r"\{%(?:(?!\{%|%\}).)*+%\}|\{\{(?:(?!\{\{|\}\}).)*+\}\}", re.DOTALL)
"""A pattern for a tag or a value.  It looks no further than the next beginning: thousands may have no end."""
LIQUID_COMMENT = re.compile(
    r"\{%-?\s*comment\b(?:(?!\{%-?\s*comment\b).)*?\{%-?\s*endcomment\s*-?%\}", re.DOTALL
)
"""A pattern for what Liquid leaves out with its tags.  It looks no further than the next of its kind."""
LIQUID_RAW = re.compile(r"({%-?\s*raw\s*-?%}(?:(?!{%-?\s*(?:end)?raw\b).)*+{%-?\s*endraw\s*-?%})", re.DOTALL)
"""A pattern for what Liquid writes as it is, with its tags."""
# A link to the document is what makes an entry of an item.
_ADDRESS_KEYS = frozenset({"url", "permalink"})


class Time(datetime.datetime):
    """A time as templates see it, which they can compare."""

    @classmethod
    def of(cls, date: datetime.datetime, zone: datetime.tzinfo | None = datetime.UTC) -> Time:
        """Return the time that a date is in a zone."""
        return cls.combine(date.date(), date.time(), zone)

    def __str__(self) -> str:
        return f"{self:%Y-%m-%d %H:%M:%S %z}"

    def __liquid__(self) -> str:
        return str(self)


class NoDocuments(list[Any]):
    """A collection without documents, as templates see it."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self.label = label


class Document(Mapping[str, Any]):
    """A page or document as templates see it; it notes whether its address was asked for."""

    def __init__(self, number: int, data: dict[str, Any]) -> None:
        self.number = number
        self.data = data
        self.is_linked = False

    def __getitem__(self, key: str) -> Any:
        if key in _ADDRESS_KEYS:
            self.is_linked = True
        value = self.data[key]
        return value() if callable(value) else value

    def __iter__(self) -> Iterator[str]:
        return iter(self.data)

    def __len__(self) -> int:
        return len(self.data)

    def __contains__(self, key: object) -> bool:
        return key in self.data

    def __hash__(self) -> int:
        return hash(self.number)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Document) and other.number == self.number

    def __str__(self) -> str:
        return str(self.data.get("title") or "")
