"""Which pages are not to be published (yet), from their names and front matter alone.

It has to be known before pages are read, and is asked about all of them in each build: whether a page needs a
second look is told from its bytes.  Pure.

The rules are Jekyll's: a page with ``draft: true`` or ``published: false`` is not published, nor is one in
``_drafts/``, and a post is not before its date.  Pages of other collections are: talks are announced.
https://jekyllrb.com/docs/posts/, https://jekyllrb.com/docs/front-matter/
"""

from __future__ import annotations

import contextlib
import json
import re
from typing import TYPE_CHECKING, NamedTuple

from ..core.dates import Date, date_in_name
from ..core.values import Value, YamlError, parse_yaml
from .front_matter import COLLECTIONS, FrontMatter, front_matter_block, parse_metadata, read_front_matter

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from ..core.problems import Problem

TAG = "drafts"
"""The Sphinx tag with which drafts are built."""
NEVER, ALWAYS = 0, 9999
"""Years for pages that are never hidden, and for those that may always be."""
POSTS = "posts"
# The directory in which the permalinks of academicpages have publications.
_SINGULAR = {"publication": "publications"}
_DRAFTS = "_drafts"
# In YAML, in a field list and in JSON.  Each begins with letters, which is what makes a search fast.
_SWITCH_PATTERNS = (re.compile(rb"draft[\"']?\s*:"), re.compile(rb"published[\"']?\s*:"))
_IN_POSTS = re.compile(rb"collection[\"']?\s*:\s*[\"']?posts\b")
_YEAR = re.compile(rb"date[\"']?\s*:\s*[^\n]*?([0-9]{4})")
_SWITCHES = ("draft", "published")
# A line of a front matter block that may decide, where the block as a whole is not YAML.
_DECIDES = re.compile(r"(?:draft|published|date|collection)\s*:")
# docutils allows comments and the like before the field list.
_FIELD_LIST = re.compile(
    r"\ufeff?(?:[^\S\n]*+\n|\.\.[ \t][^\n]*\n(?:[ \t][^\n]*\n|\n)*+)*+"
    r"(?P<fields>(?::[^:\s][^:\n]*:(?:[ \t][^\n]*)?(?:\n|\Z)(?:[ \t]+[^\n]*(?:\n|\Z))*)+)"
)
_FIELD = re.compile(r"^:([^:\n]+):[ \t]*(.*(?:\n[ \t]+.*)*)", re.MULTILINE)


class Draft(NamedTuple):
    """A page that is not to be published in this build."""

    matter: FrontMatter
    date: Date | None = None
    """The date from which it is published; ``None`` if it states that it is a draft."""

    @property
    def reason(self) -> str:
        """Why it is not published, in a word or two."""
        return f"from {self.date}" if self.date else "draft"


def collection(docname: str, matter: FrontMatter) -> str:
    """Return the collection of a page: the one that it names, or else that of the innermost directory.

    A directory is named like the collection, in Jekyll with an underscore before it, and that of publications
    as in the URLs of academicpages, too; its index lists the collection, and is not in it.  A page in no such
    directory is a post if its name begins with a date, as a post's has to.
    """
    if matter.collection in COLLECTIONS:
        return matter.collection
    *directories, name = docname.split("/")
    if name == "index" and directories:
        directories.pop()
    for directory in reversed(directories):
        named = _SINGULAR.get(directory, directory.removeprefix("_"))
        if named in COLLECTIONS:
            return named
    return matter.collection or (POSTS if date_in_name(docname) else "")


def hidden_up_to(docname: str, source: bytes) -> int:
    """Return the last year in which a page may have to be hidden, without parsing its front matter.

    :param source: the bytes of its file.
    :returns: :data:`ALWAYS` or :data:`NEVER` if it does not depend on the year.
    """
    if _DRAFTS in docname.split("/")[:-1] or any(switch.search(source) for switch in _SWITCH_PATTERNS):
        return ALWAYS
    if collection(docname, FrontMatter()) != POSTS and not _IN_POSTS.search(source):
        return NEVER
    named = date_in_name(docname)
    return max(int(year) for year in (named.year if named else NEVER, *_YEAR.findall(source)))


def find_draft(docname: str, matter: FrontMatter, today: datetime.date) -> Draft | None:
    """Return the page as a draft, if it is one on the day *today*."""
    if matter.is_draft or _DRAFTS in docname.split("/")[:-1]:
        return Draft(matter)
    if collection(docname, matter) == POSTS:
        date = matter.date or date_in_name(docname)
        if date and date.first_day > today:
            return Draft(matter, date)
    return None


def parse_unread(text: str) -> tuple[FrontMatter, list[Problem]]:
    """Read the front matter of a page, in Markdown or reStructuredText or of a notebook, before Sphinx does.

    :returns: the front matter, and the problems with what states that the page is a draft: no others, since
        a draft may be unfinished.
    """
    text = text.replace("\r\n", "\n")
    block = front_matter_block(text)
    if block is not None:
        values = _parse_block(block)
        matter, _ = read_front_matter(values)
        _, problems = read_front_matter({key: values[key] for key in _SWITCHES if key in values})
    else:
        metadata = _notebook_metadata(text) if text.lstrip("\ufeff \n").startswith("{") else _fields(text)
        matter, _ = parse_metadata(metadata)
        _, problems = parse_metadata({key: metadata[key] for key in _SWITCHES if key in metadata})
    return matter, problems


def _parse_block(block: str) -> dict[str, Value]:
    """Return the keys of a front matter block; if it is not YAML, those lines that decide."""
    try:
        data = parse_yaml(block, first_line=2).data
        return data if isinstance(data, dict) else {}
    except YamlError:
        pass
    values: dict[str, Value] = {}
    for number, line in enumerate(block.splitlines(), start=2):
        if _DECIDES.match(line):
            with contextlib.suppress(YamlError):
                values |= parse_yaml(line, first_line=number).data
    return values


def _fields(text: str) -> dict[str, str]:
    """Return the fields at the beginning of a page in reStructuredText."""
    found = _FIELD_LIST.match(text)
    if found is None:
        return {}
    return {name: " ".join(value.split()) for name, value in _FIELD.findall(found["fields"])}


def _notebook_metadata(text: str) -> Mapping[str, str]:
    """Return the metadata of a notebook, each value as MyST-NB hands it to Sphinx."""
    try:
        metadata = json.loads(text)["metadata"]
        return {
            key: value if isinstance(value, str) else json.dumps(value) for key, value in metadata.items()
        }
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return {}
