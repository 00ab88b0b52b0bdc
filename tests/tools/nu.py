"""The Nu HTML checker, which is a Java program that npm carries: https://validator.github.io/validator/."""

from __future__ import annotations

import functools
import json
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent / "vnu"
_JAR = FOLDER / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


class MissingError(Exception):
    """There is no checker, for the reason given."""


class Finding(NamedTuple):
    """An error in a file."""

    file: str
    line: int
    message: str


@functools.cache
def find_nu() -> Path:
    """Return the checker's file, installing it the first time.

    :raises MissingError: without Java or npm, or where npm cannot reach its registry.
    """
    java = shutil.which("java")
    # macOS has a java that only says where to find one.
    if not java or subprocess.run([java, "-version"], capture_output=True, check=False).returncode:
        raise MissingError("there is no Java")
    if not _JAR.is_file():
        npm = shutil.which("npm")
        if not npm:
            raise MissingError("there is no npm to install it with")
        result = subprocess.run(
            [npm, "ci", "--no-audit", "--no-fund"], cwd=FOLDER, capture_output=True, text=True, check=False
        )
        if result.returncode or not _JAR.is_file():
            raise MissingError(f"npm cannot install it: {result.stderr.strip().splitlines()[-1:]}")
    return _JAR


def check(files: list[Path]) -> list[Finding]:
    """Return every error in the HTML *files*.

    :raises MissingError: if there is no checker.
    """
    command = ["java", "-jar", str(find_nu()), "--format", "json", "--exit-zero-always", "--errors-only"]
    result = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, check=True)
    messages = json.loads(result.stderr)["messages"]
    return [
        Finding(message.get("url", ""), message.get("lastLine", 0), message["message"])
        for message in messages
    ]
