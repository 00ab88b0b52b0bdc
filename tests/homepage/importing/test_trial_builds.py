"""The build of a new site that tells what is left to do, and what the report says of it."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

import pytest

from helpers import done_within
from sphinx_homepage.importing.report import LeftWarning, Report
from sphinx_homepage.importing.report_text import summary, to_markdown
from sphinx_homepage.importing.trial import build as trial_build

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="there are no groups of processes")
def test_a_trial_build_that_takes_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is ended with the processes that it has started; else this would take a minute."""
    inner = [sys.executable, "-c", "import time; time.sleep(60)"]
    code = f"import subprocess, sys; print('a.md:1: WARNING: early [a.b]', file=sys.stderr, flush=True); subprocess.run({inner})"
    monkeypatch.setattr(trial_build, "module_command", lambda _module: [sys.executable, "-S", "-c", code])
    monkeypatch.setattr(trial_build, "BUILDING", 0.4)
    started = time.monotonic()
    trial = trial_build.build(tmp_path, tmp_path / "html", "html")
    assert time.monotonic() - started < 30
    assert trial.failure.startswith("it takes more than 0.4 seconds")


def test_an_exception_of_a_trial_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stderr = 'Traceback\n===\n\n      File "a.py"\n    OSError: [Errno 36] it is too long\n\n\nPlease\nreport\nthis\n'
    monkeypatch.setattr(trial_build, "_run", lambda *_arguments: (2, stderr))
    assert (
        trial_build.build(tmp_path, tmp_path / "built", "html").failure
        == "OSError: [Errno 36] it is too long"
    )


def test_a_trial_build_without_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it warns of is not to be suppressed in the new site."""
    stderr = "WARNING: cannot copy image file: [Errno 28] No space left on device: 'x' [image.not_readable]\n"
    monkeypatch.setattr(trial_build, "_run", lambda *_arguments: (0, stderr))
    with pytest.raises(OSError, match="No space left"):
        trial_build.build(tmp_path, tmp_path / "built", "html")


def test_warnings_about_very_long_names(tmp_path: Path) -> None:
    with done_within(2):
        trial = trial_build._read(": WARNING: : 'a" + "\\'" * 100_000 + "b [myst.xref_missing]", tmp_path, "")
    assert trial.suppressed == ["myst.xref_missing"]


def test_settings_that_suppress_are_there_once() -> None:
    report = Report("old", "new")
    lines = ['suppress_warnings = ["x"]', 'suppress_warnings = ["y"]', 'suppress_warnings = ["x"]', ""]
    report.warnings = [LeftWarning("a.md:1", f"odd {number}", line) for number, line in enumerate(lines)]
    text = to_markdown(report)
    assert text.partition("```python\n")[2].partition("```")[0] == 'suppress_warnings = ["x", "y"]\n'
    assert "- 3 warnings that `conf.py` suppresses: x, y\n- 1 warning that `make html` has\n" in text


@pytest.mark.parametrize(
    ("warning", "ignored"),
    [
        ("link '/a/href='b'>' leads nowhere: there is no page [homepage.link]", ("link", "/a/href='b'>")),
        (r"link '/a\b' leads to a URL that is retired (x) [homepage.link]", ("link", r"/a\b")),
        ("'myst' cross-reference target not found: \"it's\" [myst.xref_missing]", ("myst", "it's")),
        ("local id not found in doc 'a': 'b' [myst.xref_missing]", ("myst", "b")),
        ("local id not found in doc 'a': \"b: 'c\" [myst.xref_missing]", ("myst", "b: 'c")),
        (r"'myst' cross-reference target not found: 'a\x' [myst.xref_missing]", None),
        ("'myst' cross-reference target not found: 'a' + 'b' [myst.xref_missing]", None),
        # As these are shown, they are not written.
        ("link '/aaa…' leads nowhere: there is no page [homepage.link]", None),
        (r"link '/a\x0a' leads nowhere: there is no page [homepage.link]", None),
        ("image file not readable: a.png [image.not_readable]", None),
    ],
)
def test_links_of_a_trial_build_are_ignored_one_by_one(
    warning: str, ignored: tuple[str, str] | None, tmp_path: Path
) -> None:
    trial = trial_build._read(f"{tmp_path}/a.md:3: WARNING: {warning}", tmp_path, "")
    assert trial.ignored_links == ([ignored] if ignored else [])
    assert len(trial.suppressed) == (not ignored)


def test_a_site_that_cannot_be_built_is_named_first() -> None:
    report = Report("old", "new", failure="it is broken")
    assert summary(report).startswith("the new site cannot be built: it is broken")
