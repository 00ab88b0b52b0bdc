"""Write the hashes of all examples that academicpages and Minimal Mistakes have ever shipped.

    python tests/tools/demo_hashes.py GIT_DIRECTORY ...

Each is a clone of a template or of somebody's fork of it, with its history.  Of a template itself, everything
counts (name it with ``--template`` before it); of forks, the commits that two of them have: those are the
template's.  What GitHub makes of a template has a history of its own: with ``--first``, the first commit of
each repository counts.  Look at it before: the owner must not have written in it.  The hashes are added to those
that are there.
"""

from __future__ import annotations

import argparse
import subprocess
from collections import Counter
from itertools import pairwise
from pathlib import Path, PurePosixPath

from sphinx_homepage.importing.jekyll.demo import HASHES, demo_hash, may_be_demo

_LARGEST = 4_000_000


def commits(repository: Path, *options: str) -> set[str]:
    """Return all commits of *repository* that its branches and tags lead to."""
    return set(_git(repository, "rev-list", *options, "--all", "HEAD").decode().split())


def versions(repository: Path, chosen: set[str]) -> set[tuple[str, str]]:
    """Return each path that one of the commits adds or changes, with its blob."""
    command = ["log", "--no-walk", "--raw", "-m", "-z", "--root", "--no-renames", "--no-abbrev", "--format="]
    fields = _git(repository, *command, "--stdin", text="\n".join(sorted(chosen))).split(b"\0")
    found = set()
    for status, path in pairwise(fields):
        if not status.lstrip(b"\n").startswith(b":"):
            continue
        _, mode, _, blob, letter = status.decode().split()
        name = path.decode("utf-8", "surrogateescape")
        if letter != "D" and mode.startswith("100"):
            found.add((name, blob))
    return found


def contents(repository: Path, blobs: list[str]) -> dict[str, bytes]:
    """Return the content of each blob that is there and not too large."""
    listed = _git(repository, "cat-file", "--batch-check", text="\n".join(blobs)).decode().splitlines()
    small = []
    for line in listed:
        name, kind, *size = line.split()
        if kind == "blob" and int(size[0]) <= _LARGEST:
            small.append(name)
    data = _git(repository, "cat-file", "--batch", text="\n".join(small))
    found, position = {}, 0
    for _ in small:
        end = data.index(b"\n", position)
        name, _kind, length = data[position:end].decode().split()
        start = end + 1
        found[name] = data[start : start + int(length)]
        position = start + int(length) + 1
    return found


def hashes(repositories: list[Path], *, is_template: bool, is_first: bool = False) -> set[str]:
    """Return the hashes of the examples of one template.

    :param is_first: whether only the first commits count.
    """
    options = ["--max-parents=0"] if is_first else []
    counts = Counter(commit for repository in repositories for commit in commits(repository, *options))
    needed = 1 if is_template or is_first else 2
    done: set[tuple[str, str]] = set()
    found = set()
    for repository in repositories:
        own = {commit for commit in commits(repository, *options) if counts[commit] >= needed}
        new = {pair for pair in versions(repository, own) - done if _counts(pair[0])}
        texts = contents(repository, sorted({blob for _, blob in new}))
        found |= {demo_hash(PurePosixPath(path).name, texts[blob]) for path, blob in new if blob in texts}
        done |= {pair for pair in new if pair[1] in texts}
    return found


def _counts(path: str) -> bool:
    parts = PurePosixPath(path).parts
    # Minimal Mistakes keeps its examples in directories of their own.
    inner = parts[1:] if len(parts) > 1 and parts[0] in ("docs", "test", "example") else parts
    return may_be_demo(PurePosixPath(*inner))


def _git(repository: Path, *arguments: str, text: str = "") -> bytes:
    command = ["git", "--git-dir", str(repository), *arguments]
    return subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout


def main() -> None:
    """Add the hashes of the examples in the given repositories."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--template", action="store_true", help="the repositories are the template's own")
    parser.add_argument("--first", action="store_true", help="the first commit of each is the template")
    parser.add_argument("repositories", nargs="+", type=Path)
    options = parser.parse_args()
    known = set(HASHES.read_text(encoding="ascii").split()) if HASHES.is_file() else set()
    found = hashes(options.repositories, is_template=options.template, is_first=options.first)
    HASHES.write_text("".join(f"{value}\n" for value in sorted(known | found)), encoding="ascii")
    print(f"{len(found)} found, {len(found - known)} new, {len(known | found)} in all")


if __name__ == "__main__":
    main()
