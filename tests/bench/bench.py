"""How long builds take, as ratios measured side by side.

Every round builds the same generated site with each tool in turn, as whole processes.  Machines are noisy: of
two figures, only the ratio of medians from one run says something, and it is what the tables show.  The parts
are: ``builds``, with other tools where these are installed; ``growth``, what a page costs in large sites;
``live``, from saving a page until it is served; ``addresses``, what redirects and a ledger add; ``import``, what
an import of a Jekyll site takes, beside a build of its result.
"""

from __future__ import annotations

import argparse
import itertools
import os
import platform
import shutil
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from generate import add_addresses
from live import measure_edits
from measure import Cost, median, run
from peers import PLAIN, Tool, find_tools, write_jekyll

if TYPE_CHECKING:
    from collections.abc import Sequence

_KINDS = ("cold", "no change", "one edit")
_LARGE = 1000
"""From so many pages on, Sphinx with furo alone takes ten minutes and more, and is built once."""
_GROWTH = (100, 1000, 3000)
# For the few pages of a small site, a server has long done what it does ahead.
_PAUSES = {10: 1.0, 100: 1.5}
_PAUSE = 4.0

Costs = dict[tuple[str, str], list[Cost]]


def build(tool: Tool, folder: Path) -> Cost:
    """Build the site in *folder*."""
    return run(tool.build, folder, dict(tool.environment))


def edit(tool: Tool, folder: Path, number: int) -> None:
    """Add a line to a page."""
    page = folder / tool.source
    page.write_text(f"{page.read_text()}\nEdit {number}.\n")


def measure(tools: Sequence[Tool], pages: int, rounds: int) -> Costs:
    """Return the costs of every kind of build, by the kind and the name of the tool."""
    costs: Costs = defaultdict(list)
    with tempfile.TemporaryDirectory() as temporary:
        sites = {tool: Path(temporary, str(number)) for number, tool in enumerate(tools)}
        for tool, folder in sites.items():
            tool.write(folder, pages)
        for number in range(rounds):
            # Turn about, so that none is always the one that finds warm caches.
            for tool in list(sites)[:: 1 if number % 2 == 0 else -1]:
                folder = sites[tool]
                if tool.name == PLAIN and pages >= _LARGE and number:
                    continue
                tool.clean(folder)
                for kind in _KINDS:
                    if kind == "one edit":
                        edit(tool, folder, number)
                    costs[kind, tool.name].append(build(tool, folder))
    return costs


def print_builds(tools: Sequence[Tool], sizes: Sequence[int], rounds: int) -> None:
    """Print what others take for every second that the extension takes."""
    rows = {}
    for pages in sizes:
        costs = measure(tools, pages, rounds if pages < _LARGE else max(1, rounds // 2))
        for kind in _KINDS:
            own, *others = (median(costs[kind, tool.name]) for tool in tools)
            rows[f"{pages} pages, {kind}"] = [
                f"{own.wall:.2f} s",
                *(f"{cost.wall / own.wall:.2f}" for cost in others),
            ]
        print(f"({pages} pages measured)", flush=True)
    print("\nTime that others take for the same, as a multiple of that of this extension")
    print_table(["", *(tool.name for tool in tools)], rows)


def print_growth(tool: Tool, rounds: int) -> None:
    """Print what a page costs in sites of different sizes."""
    costs: dict[int, list[Cost]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as temporary:
        for pages in _GROWTH:
            tool.write(Path(temporary, str(pages)), pages)
        for _ in range(max(1, rounds // 2)):
            for pages in _GROWTH:
                tool.clean(Path(temporary, str(pages)))
                costs[pages].append(build(tool, Path(temporary, str(pages))))
    per_page = {pages: median(found).wall / pages for pages, found in costs.items()}
    print("\nWhat a page costs in a cold build")
    rows = {
        f"{pages} pages": [
            f"{1000 * seconds:.1f} ms",
            f"{seconds / per_page[_GROWTH[0]]:.2f}",
            f"{median(costs[pages]).memory:.0f} MB",
        ]
        for pages, seconds in per_page.items()
    }
    print_table(["", "a page", f"of that at {_GROWTH[0]}", "largest process"], rows)


def print_live(tools: Sequence[Tool], sizes: Sequence[int], edits: int) -> None:
    """Print how long edits take until they are served."""
    servers = [tool for tool in tools if tool.serve]
    cells: dict[str, list[str]] = {tool.name: [] for tool in servers}
    for pages in sizes:
        with tempfile.TemporaryDirectory() as temporary:
            sites = {tool: Path(temporary, str(number)) for number, tool in enumerate(servers)}
            for tool, folder in sites.items():
                tool.write(folder, pages)
            seconds = measure_edits(sites, edits, _PAUSES.get(pages, _PAUSE))
        own = statistics.median(seconds[servers[0]])
        for tool, found in seconds.items():
            middle = statistics.median(found)
            cells[tool.name].append(f"{middle:.3f} s" if tool is servers[0] else f"{middle / own:.2f}")
        print(f"({pages} pages edited)", flush=True)
    print("\nFrom saving a page until it is served, as a multiple of that of this extension")
    print_table(["", *(f"{pages} pages" for pages in sizes)], cells)


def print_addresses(tool: Tool, count: int, rounds: int) -> None:
    """Print what *count* redirects, and a ledger of as many, add to a build of 100 pages, in seconds."""
    variants = {"none": (False, False), "redirects": (True, False), "with a ledger": (True, True)}
    costs: Costs = defaultdict(list)
    floor = []
    with tempfile.TemporaryDirectory() as temporary:
        for name, (as_redirects, in_ledger) in variants.items():
            tool.write(Path(temporary, name), 101)
            add_addresses(Path(temporary, name), count, as_redirects=as_redirects, in_ledger=in_ledger)
        for _ in range(rounds):
            floor.append(write_files(Path(temporary, "files"), count))
            for name in variants:
                tool.clean(Path(temporary, name))
                for kind in ("cold", "no change"):
                    costs[kind, name].append(build(tool, Path(temporary, name)))
    print(f"\nSeconds that {count} addresses add to 100 pages")
    rows = {}
    for kind in ("cold", "no change"):
        medians = [median(costs[kind, name]) for name in variants]
        rows[kind] = [f"{after.wall - before.wall:.2f}" for before, after in itertools.pairwise(medians)]
    print_table(["", "redirects", "a ledger besides"], rows)
    print(f"(to write as many files in as many folders, and nothing else: {statistics.median(floor):.2f})")


def print_import(tool: Tool, sizes: Sequence[int], rounds: int) -> None:
    """Print what imports take, which build their result once, as multiples of such a build."""
    rows = {}
    for pages in sizes:
        imports, builds = [], []
        with tempfile.TemporaryDirectory() as temporary:
            old, new = Path(temporary, "old"), Path(temporary, "new")
            write_jekyll(old, pages)
            command = [sys.executable, "-m", "sphinx_homepage", "import", ".", str(new)]
            for _ in range(max(1, rounds // 2)):
                shutil.rmtree(new, ignore_errors=True)
                imports.append(run(command, old, dict(tool.environment)))
                builds.append(build(tool, new))
        done, built = median(imports), median(builds)
        rows[f"{pages} pages"] = [
            f"{done.wall:.1f} s",
            f"{done.wall / built.wall:.2f}",
            f"{done.memory:.0f} MB",
        ]
        print(f"({pages} pages imported)", flush=True)
    print("\nWhat an import takes, which builds its result once")
    print_table(["", "an import", "of a build of its result", "largest process"], rows)


def write_files(folder: Path, count: int) -> float:
    """Return how many seconds the disk alone takes for *count* small files in as many folders."""
    shutil.rmtree(folder, ignore_errors=True)
    start = time.perf_counter()
    for number in range(count):
        place = folder / str(number % 100) / str(number)
        place.mkdir(parents=True)
        (place / "index.html").write_bytes(b"x" * 1100)
    return time.perf_counter() - start


def print_table(head: Sequence[str], rows: dict[str, list[str]]) -> None:
    """Print a table in Markdown."""
    print(f"| {' | '.join(head)} |\n|{'---|' * len(head)}")
    for name, cells in rows.items():
        print(f"| {' | '.join([name, *cells])} |")
    print(flush=True)


def main() -> None:
    """Measure, and print tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parts = ("builds", "growth", "live", "addresses", "import")
    parser.add_argument("--parts", nargs="+", choices=parts, default=parts, help="what to measure")
    parser.add_argument(
        "--pages",
        type=int,
        nargs="+",
        default=[10, 100, 1000],
        help="sizes of the site (default: 10 100 1000)",
    )
    parser.add_argument(
        "--rounds", type=int, default=4, help="rounds for each size, half of it for large ones (default: 4)"
    )
    parser.add_argument("--edits", type=int, default=20, help="edits while serving (default: 20)")
    parser.add_argument("--without", nargs="+", default=[], help="tools to leave out, by name")
    parser.add_argument("--addresses", type=int, default=10_000, help="how many (default: 10000)")
    options = parser.parse_args()
    tools, missing = find_tools()
    tools = [tool for tool in tools if tool.name not in options.without]
    print(f"{time.strftime('%Y-%m-%d')}, {platform.machine()}, {os.cpu_count()} cores, Python ", end="")
    print(platform.python_version())
    if missing:
        print(f"Not installed (make bench-peers): {', '.join(missing)}")
    if "builds" in options.parts:
        print_builds(tools, options.pages, options.rounds)
    if "growth" in options.parts:
        print_growth(tools[0], options.rounds)
    if "live" in options.parts:
        print_live(tools, options.pages, options.edits)
    if "addresses" in options.parts:
        print_addresses(tools[0], options.addresses, options.rounds)
    if "import" in options.parts:
        print_import(tools[0], options.pages, options.rounds)


if __name__ == "__main__":
    main()
