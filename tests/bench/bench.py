"""How much time the extension adds to a build, as ratios measured side by side.

Each round builds the same generated site without the extension and with it, in turn, as whole processes: fresh,
again without a change, and again after one page was edited.  Machines are noisy; the ratio of the medians, and of
processor time rather than of the clock, is the figure to read.
"""

from __future__ import annotations

import argparse
import itertools
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from generate import add_addresses, generate

_EXTENSIONS = Path(__file__).parent.parent.parent / "_ext"
_KINDS = ("cold", "no change", "one edit")


class Cost(NamedTuple):
    """What one build took, in seconds."""

    wall: float
    cpu: float


def build(site: Path, jobs: str) -> Cost:
    """Build *site* in a process of its own.

    :raises RuntimeError: if Sphinx fails or warns.
    """
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "-W",
        "-j",
        jobs,
        "-b",
        "html",
        "-d",
        "_build/doctrees",
        ".",
        "_build/html",
    ]
    before, start = os.times(), time.perf_counter()
    done = subprocess.run(
        command,
        cwd=site,
        env={**os.environ, "PYTHONPATH": str(_EXTENSIONS)},
        capture_output=True,
        text=True,
        check=False,
    )
    wall, after = time.perf_counter() - start, os.times()
    if done.returncode:
        raise RuntimeError(done.stderr[:2000])
    used = after.children_user - before.children_user + after.children_system - before.children_system
    return Cost(wall, used)


def measure(pages: int, rounds: int, jobs: str) -> dict[tuple[str, bool], list[Cost]]:
    """Return the costs of every kind of build, without the extension (``False``) and with it (``True``)."""
    costs: dict[tuple[str, bool], list[Cost]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as temporary:
        sites = {flag: Path(temporary) / ("with" if flag else "without") for flag in (False, True)}
        for flag, site in sites.items():
            generate(site, pages, with_extension=flag)
        for number in range(rounds):
            # Turn about, so that neither is always the one that finds warm caches.
            order = [False, True] if number % 2 == 0 else [True, False]
            for flag in order:
                shutil.rmtree(sites[flag] / "_build", ignore_errors=True)
            for kind in _KINDS:
                for flag in order:
                    if kind == "one edit":
                        page = sites[flag] / "notes" / "page-0001.md"
                        page.write_text(page.read_text() + f"\nEdit {number}.\n")
                    costs[kind, flag].append(build(sites[flag], jobs))
    return costs


def measure_addresses(count: int, rounds: int) -> None:
    """Print what *count* redirects, and a ledger of as many, add to a build of 100 pages, in seconds."""
    variants = {"none": (False, False), "redirects": (True, False), "with a ledger": (True, True)}
    costs: dict[tuple[str, str], list[Cost]] = defaultdict(list)
    floor = []
    with tempfile.TemporaryDirectory() as temporary:
        for name, (as_redirects, in_ledger) in variants.items():
            generate(Path(temporary, name), 101, with_extension=True)
            add_addresses(Path(temporary, name), count, as_redirects=as_redirects, in_ledger=in_ledger)
        for _ in range(rounds):
            floor.append(write_files(Path(temporary, "files"), count))
            for name in variants:
                site = Path(temporary, name)
                shutil.rmtree(site / "_build", ignore_errors=True)
                costs["cold", name].append(build(site, "1"))
                costs["no change", name].append(build(site, "1"))
    print(f"\n{count} addresses, seconds of the clock and of the processor that they add to 100 pages")
    print("build      redirects      ledger besides")
    for kind in ("cold", "no change"):
        medians = [
            Cost(*(statistics.median(values) for values in zip(*costs[kind, name], strict=True)))
            for name in variants
        ]
        added = [
            f"{after.wall - before.wall:5.2f} ({after.cpu - before.cpu:5.2f})"
            for before, after in itertools.pairwise(medians)
        ]
        print(f"{kind:9}  {added[0]:13}  {added[1]:13}")
    print(f"(to write as many files in as many folders, and nothing else: {statistics.median(floor):.2f})")


def write_files(folder: Path, count: int) -> float:
    """Return how many seconds the disk alone takes for *count* small files in as many folders."""
    shutil.rmtree(folder, ignore_errors=True)
    start = time.perf_counter()
    for number in range(count):
        place = folder / str(number % 100) / str(number)
        place.mkdir(parents=True)
        (place / "index.html").write_bytes(b"x" * 1100)
    return time.perf_counter() - start


def main() -> None:
    """Print a table of ratios."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--pages", type=int, nargs="+", default=[10, 100], help="sizes of the site (default: 10 100)"
    )
    parser.add_argument("--rounds", type=int, default=5, help="rounds for each size (default: 5)")
    parser.add_argument("--jobs", default="1", help="what sphinx-build -j gets (default: 1)")
    parser.add_argument(
        "--addresses", type=int, default=10_000, help="redirects and published addresses (default: 10000)"
    )
    arguments = parser.parse_args()
    print(
        f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, {arguments.rounds} rounds, -j {arguments.jobs}"
    )
    print("pages  build      without (s)  with (s)  ratio  ratio of processor time (lowest to highest)")
    for pages in arguments.pages:
        costs = measure(pages, arguments.rounds, arguments.jobs)
        for kind in _KINDS:
            without, with_it = costs[kind, False], costs[kind, True]
            wall = [statistics.median(cost.wall for cost in group) for group in (without, with_it)]
            cpu = [statistics.median(cost.cpu for cost in group) for group in (without, with_it)]
            pairs = sorted(b.cpu / a.cpu for a, b in zip(without, with_it, strict=True))
            print(
                f"{pages:5}  {kind:9}  {wall[0]:11.2f}  {wall[1]:8.2f}  {wall[1] / wall[0]:5.2f}"
                f"  {cpu[1] / cpu[0]:5.2f} ({pairs[0]:.2f} to {pairs[-1]:.2f})",
                flush=True,
            )
    if arguments.addresses:
        measure_addresses(arguments.addresses, arguments.rounds)


if __name__ == "__main__":
    main()
