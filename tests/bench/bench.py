"""How much time the extension adds to a build, as ratios measured side by side.

Each round builds the same generated site without the extension and with it, in turn, as whole processes: fresh,
again without a change, and again after one page was edited.  Machines are noisy; the ratio of the medians, and of
processor time rather than of the clock, is the figure to read.
"""

from __future__ import annotations

import argparse
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

from generate import generate

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
        raise RuntimeError(done.stderr)
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


if __name__ == "__main__":
    main()
