"""Small things that many tests use."""

from __future__ import annotations

import contextlib
import gc
import os
import re
import struct
import subprocess
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sphinx_homepage.importing.limits import time_limit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Built

TESTS = Path(__file__).parent
PROJECT = TESTS.parent
EXTENSIONS = PROJECT / "_ext"
ABOUT = (TESTS / "data" / "about.md").read_text(encoding="utf-8")
"""The home page of a site made with academicpages, unchanged."""
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
BUILDERS = pytest.mark.parametrize("builder", ["html", "dirhtml"])
LONG = pytest.mark.long
BUILDERS_LONG = pytest.mark.parametrize("builder", ["html", pytest.param("dirhtml", marks=LONG)])
"""For tests that take seconds, and are of the same code for both builders."""


@contextlib.contextmanager
def done_within(seconds: float) -> Iterator[None]:
    """Fail if what is done within takes so long, as what takes time with the square of the length does.

    It would also be the time to collect what other tests have left.
    """
    gc.disable()
    try:
        with time_limit(seconds):
            yield
    finally:
        gc.enable()


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = zlib.compress((b"\0" * (width + 1)) * height)
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def names(page: Any, place: str = ".hp-sidebar") -> list[str]:
    """Return the names on the cards of a place, without pronouns."""
    return [name.get_text() for name in page.select(f"{place} .hp-name")]


HOME = "---\ntitle: Home\n---\n\n```{toctree}\n:glob:\n*\n```\n"
MARK = "sphinx-homepage redirect"


def bio(matter: str) -> dict[str, str]:
    """Return a site with the page bio, whose front matter says *matter*."""
    return {"index.md": HOME, "bio.md": f"---\ntitle: Bio\n{matter}\n---\n\nText.\n"}


def stubs(built: Built) -> dict[str, str]:
    """Return the target of each redirect, by file."""
    found = {}
    for name in built.pages():
        text = built.text(name)
        if MARK in text:
            found[name] = re.search(r'<a id="new" href="([^"]*)"', text)[1]  # type: ignore[index]
    return found


def representative(parsed: dict[str, Any], url: str) -> list[dict[str, Any]]:
    """Return the h-cards that are of the page's person (https://microformats.org/wiki/representative-h-card-parsing)."""
    cards = [item for item in parsed["items"] if "h-card" in item["type"]]
    by_id = [
        card
        for card in cards
        if url in card["properties"].get("uid", []) and url in card["properties"].get("url", [])
    ]
    if by_id:
        return by_id
    me = set(parsed["rels"].get("me", []))
    by_me = [card for card in cards if me & set(card["properties"].get("url", []))]
    if by_me:
        return by_me
    return cards if len(cards) == 1 and url in cards[0]["properties"].get("url", []) else []


def git(folder: Path, *arguments: str, date: str = "2021-03-04T05:06:07+00:00") -> str:
    environment = os.environ | {
        "GIT_AUTHOR_DATE": date,
        "GIT_COMMITTER_DATE": "2025-01-01T00:00:00+00:00",
        "GIT_CONFIG_GLOBAL": os.devnull,
    }
    options = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"]
    command = ["git", *options, *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=True
    ).stdout


def commit(folder: Path, date: str) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "x", date=date)
