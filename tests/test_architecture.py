"""The structure of the code is as docs/architecture.md says."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from helpers import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator

ARCHITECTURE = PROJECT / "docs" / "architecture.md"


class Handler(NamedTuple):
    event: str
    priority: int
    module: str
    name: str


def handlers() -> Iterator[Handler]:
    """Yield every ``app.connect(...)`` of the code."""
    for file in sorted((PROJECT / "_ext").rglob("*.py")):
        module = file.relative_to(PROJECT / "_ext").with_suffix("").as_posix().replace("/", ".")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Attribute(attr="connect", value=ast.Name(id="app")),
                    args=[ast.Constant(value=str(event)), handler],
                    keywords=keywords,
                ):
                    priority = next((ast.literal_eval(word.value) for word in keywords), 500)
                    yield Handler(event, priority, module, ast.unparse(handler))


def documented() -> Iterator[Handler]:
    """Yield the rows of the table of event handlers."""
    row = re.compile(r"^\| `([a-z-]+)` \| (\d+) \| `([\w.]+)` \| `([\w.]+)` \| \S.* \|$", re.MULTILINE)
    for event, priority, module, name in row.findall(ARCHITECTURE.read_text(encoding="utf-8")):
        yield Handler(event, int(priority), module, name)


def test_packages_import_those_below_them() -> None:
    linter = str(Path(sys.executable).parent / "lint-imports")
    command = [linter, "--no-cache", "--config", "pyproject.toml"]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT / "_ext")}
    result = subprocess.run(
        command, cwd=PROJECT, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_event_handler_is_documented() -> None:
    found = sorted(handlers())
    assert len(found) > 20
    assert sorted(documented()) == found
